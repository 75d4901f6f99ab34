"""Publications that are known and not read, each with what to load in its place: said by name instead of "not known".

Tools of the courts that are not read are known by `courts/unread_tools.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assize.core.errors import Problem
from assize.ingest.received import Received

_POPULATION = re.compile(r"^population[ _]?\d{4}$|^(?:19|20)\d{2}$", re.IGNORECASE)
_PARTNERSHIP_TITLE = re.compile(r"\bcommunity safety partnerships?\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Unread:
    """A publication by its name, why it is not read, and what gives the same figures."""

    title: str
    why: str
    instead: str


_BY_AGE = _Unread(
    "the ONS's detailed populations by sex and age (MYEB1)",
    "which hold no line for all people of an authority",
    "Load the workbook of mid-year population estimates of the same edition (sheets MYE1 to MYE5): it has their sums.",
)
_BY_PARTNERSHIP = _Unread(
    "the ONS's tables of recorded crime by community safety partnership (tables C1 to C5)",
    "whose figures are sums of twelve months",
    "Load the Home Office's open data by community safety partnership (prc-csp), which counts quarters of the same crimes.",
)


def unread_publication(received: Received) -> Problem | None:
    """What a file is that no reader is made for, and what to load in its place; None where it is none of them."""
    found = _of_workbook(received) if received.is_workbook else _of_text(received.top)
    if found is None:
        return None
    return Problem(f"this is {found.title}, {found.why}, and is not read", received.name, fix=found.instead)


def _of_text(top: Sequence[Sequence[str]]) -> _Unread | None:
    for row in top:
        cells = [cell.strip().casefold() for cell in row]
        if {"sex", "age"} <= set(cells) and any(_POPULATION.match(cell) for cell in cells):
            return _BY_AGE
    return None


def _of_workbook(received: Received) -> _Unread | None:
    tables = [name for name in received.sheets if re.match(r"\s*table[ _]*c\d", name, re.IGNORECASE)]
    for name in (*received.sheets[:1], *tables[:1]) if tables else ():
        for row in received.sheet(name)[:5]:
            if any(_PARTNERSHIP_TITLE.search(str(cell)) for cell in row):
                return _BY_PARTNERSHIP
    return None
