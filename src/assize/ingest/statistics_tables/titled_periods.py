"""What the title of a statistics table says of time: how it speaks of it, the period that it names, a run of periods."""

from __future__ import annotations

import re
from dataclasses import replace

from assize.ingest.printed_periods import Manner, Span, manner_of, read_span
from assize.ingest.statistics_tables.columns import OF_TIME
from assize.ingest.statistics_tables.finding import Table, words


def title_manner(table: Table, manner: Manner) -> Manner:
    """How a table's title and lines speak of time. Where they speak of years or quarters that end with a month, a bare month
    may be such a one: it is read only under a header that says which.
    """
    said = manner_of(f"{table.title} {' '.join(table.above)}", manner)
    return replace(said, length=0 if said.length > 1 else manner.length)


def said_period(text: str, manner: Manner) -> Span | None:
    """The one period that a title names (`…, England and Wales, January to March 2024`); None for none or several."""
    found = {span for span, _ in _pieces(text, manner)}
    if not found and (last := _at_the_end(words(text), manner)):
        return last
    return next(iter(found)) if len(found) == 1 else None


def _at_the_end(text: str, manner: Manner) -> Span | None:
    """The period with which a title ends, if the words before it do not make it part of another (`2019 to 2024`)."""
    said = text.rstrip(" .)").split()
    for size in range(min(len(said), 8), 0, -1):
        span = read_span(" ".join(said[-size:]).strip("(,;: "), manner)
        before = said[-size - 1] if size < len(said) else ""
        if span:
            return None if _JOINS.search(before) or OF_TIME.search(before) else span
    return None


_JOINS = re.compile(
    r"^(to|and|or|between|from|since|v|vs|versus|than|with|ending|ended|years?|[-–—&/])$|\d", re.IGNORECASE
)


def said_range(text: str, manner: Manner) -> tuple[Span, Span] | None:
    """The first and last period of a run that a title names: `2014 to 2024`, `Q1 2020 to Q1 2025`."""
    for piece in re.split(r"[,:;()]", text):
        halves = re.split(
            r"\s+to\s+|\s*[-–—]\s*", re.sub(r"^\s*(from|between)\s+", "", words(piece), flags=re.IGNORECASE)
        )
        for cut in range(1, len(halves)):
            first = read_span(" to ".join(halves[:cut]), manner)
            last = read_span(" to ".join(halves[cut:]), manner)
            if first and last and first.months == last.months and first < last and read_span(piece, manner) is None:
                return first, last
    return None


def _pieces(text: str, manner: Manner) -> list[tuple[Span, str]]:
    found = []
    for piece in re.split(r"[,:;]| - | – ", words(text)):
        said = re.split(r"\b(?:in|for|during|at|as at|of)\s+(?=\S)", piece)
        for part in (piece, *said):
            if span := read_span(part.strip(" ()."), manner):
                found.append((span, part))
                break
    return found
