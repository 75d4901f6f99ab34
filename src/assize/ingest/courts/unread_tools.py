"""Workbooks with pivot tables that cannot be read, said by what they are: tools of the courts that no reader is made for, and
workbooks saved without the records of their pivot tables, or without the tables.

The tools are known by what the Ministry of Justice calls their files, or by fields that only one of them has.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from assize.core.errors import Problem
from assize.ingest.courts.records import key
from assize.ingest.files.pivot_caches import PivotCache, pivot_caches
from assize.ingest.layouts import ASK_READERS, PUBLISHERS_FILE, some
from assize.ingest.received import HEADER_ROWS, Received

_READ = (
    "the tools of Crown Court receipts, disposals and open cases (cc_rdos_tool), open cases by age (cc_open_tool), trials"
    " (trials_tool), the magistrates' work (mags_rdos_tool) or timeliness (timeliness_tool_Crown_Court, time_mags_tool)"
)
_JOURNEY = re.compile(r"\b(?:mean|median)\b.*\b(?:offence|charge|listing|hearing|completion|receipt|disposal)\b")

_CALLED = re.compile(r"\b(?:rdos|open|trials|pleas?|waiting|interpreters|timeliness|mags) tool\b")
_QUARTERLY = {"year", "quarter"}  # fields of every tool: a word such as trial stands in workbooks of other trades too


@dataclass(frozen=True)
class _Tool:
    """A tool that is not read: what it is called, the words of its file's name, and which of its fields give it away."""

    title: str
    name: str
    shown_by: Callable[[Collection[str]], list[str]]
    why: str = "which is not read yet"


def _with(word: str) -> Callable[[Collection[str]], list[str]]:
    return lambda fields: [name for name in fields if re.search(rf"\b{word}", name)]


def _magistrates(fields: Collection[str]) -> list[str]:
    """The field of receipts, disposals and open cases, where no field is the Crown Court's."""
    return ["rdos"] if "rdos" in fields and not {"crown court", "receipt type"} & set(fields) else []


def _journeys(fields: Collection[str]) -> list[str]:
    return [name for name in fields if _JOURNEY.search(name)] or [
        name for name in ("mean", "median") if {"mean", "median"} <= set(fields)
    ]


# The names of the files and their fields: Criminal court statistics quarterly, list of tools. The surest sign is first.
_TOOLS = (
    _Tool(
        "tool of receipts, disposals and open cases of the magistrates' courts",
        "mags rdos",
        _magistrates,
        "but neither its name nor a field says of which courts it is",
    ),
    _Tool("trials tool", "trials tool", _with("trials?\\b"), "but no field says how a trial ended"),
    _Tool("tool of pleas at the Crown Court", "cc plea", _with("pleas?\\b")),
    _Tool("tool of waiting times and hearings at the Crown Court", "cc waiting", _with("waiting\\b")),
    _Tool("interpreters tool", "interpreters tool", _with("interpret")),
    _Tool(
        "timeliness tool of the magistrates' courts", "time mags", lambda fields: [], "but it has no fields of medians"
    ),
    _Tool(
        "timeliness tool", "timeliness tool", _journeys, "but neither its name nor a field says of which courts it is"
    ),
)


def unread_pivot_tables(received: Received) -> Problem | None:
    """Why the pivot tables of a workbook that is no known publication cannot be read; None where nothing is known of them.

    Raises FileRefused where a definition of a pivot table cannot be read.
    """
    caches = pivot_caches(received)
    if caches:
        return _tool(received, caches) or _without_records(received, caches)
    return _without_tables(received) if received.is_workbook else None


def _tool(received: Received, caches: Collection[PivotCache]) -> Problem | None:
    called = key(received.name)
    fields = {key(field.name): field.name for cache in caches for field in cache.fields}
    by_name = next((tool for tool in _TOOLS if re.search(rf"\b{tool.name}\b", called)), None)
    signs = {tool: [fields[name] for name in tool.shown_by(fields)] for tool in _TOOLS if fields.keys() >= _QUARTERLY}
    tool = by_name or next((each for each, shown in signs.items() if shown), None)
    if tool is None:
        return None
    shown = some([f"'{name}'" for name in signs.get(tool, [])])
    return Problem(
        f"this looks like the Ministry of Justice's {tool.title}, {tool.why}",
        received.name,
        found=f"{shown} among the fields of its pivot table" if shown else "the name of that tool",
        expected=_READ,
        fix=f"If the board needs its figures, {ASK_READERS}.",
    )


def _without_tables(received: Received) -> Problem | None:
    """A tool of which a spreadsheet program has kept the sheets alone, known by its name or by what its sheets say."""
    named = _CALLED.search(key(received.name))
    words = [
        str(cell) for name in received.sheets for row in received.sheet(name)[:HEADER_ROWS] for cell in row if cell
    ]
    told = next((word for word in words if "pivot" in word.casefold()), "")
    if not named and not (told and any(re.search(r"\bcourts?\b", word, re.IGNORECASE) for word in words)):
        return None
    return Problem(
        "this looks like one of the Ministry of Justice's tools of the courts, and the records of its pivot table are gone: a"
        " program such as LibreOffice leaves them out when it saves the tool again",
        received.name,
        found=f"'{told}' and no pivot table" if told else "the name of a tool, and no pivot table in it",
        expected="the pivot table with its records, as in the file that its publisher released",
        fix="Download the tool again, and load that file without opening and saving it.",
    )


def _without_records(received: Received, caches: Collection[PivotCache]) -> Problem | None:
    if any(cache.records for cache in caches):
        return None
    return Problem(
        "this workbook was saved without the records of its pivot table, and its figures cannot be read without them",
        f"{received.name} [{some([posixpath.basename(cache.definition) for cache in caches])}]",
        expected="the records beside the pivot table, as in the file that its publisher released",
        fix=PUBLISHERS_FILE,
    )
