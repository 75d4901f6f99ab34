"""Knows the workbook, reads every table of it, and hands over every figure once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.layouts import SHOWN, Asked, Layout, Match, Read, settled, some
from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.areas import Geography
from assize.ingest.readers.ons_police_force_area.checks import check_book
from assize.ingest.readers.ons_police_force_area.order import check_orders
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.tables import TableReader
from assize.ingest.readers.ons_police_force_area.words import Kind
from assize.ingest.received import Received

DIMENSION = "category"
_ALWAYS = (Kind.OFFENCES, Kind.CHANGE, Kind.RATE, Kind.KNIFE, Kind.KNIFE_SERIES)
_SINCE, _BASE = "knife_change_since_2010_11_percent", "2010-11"
# Columns of every edition seen that a table may do without.
_OPTIONAL = {
    Kind.RATE: {"offences_per_1000_households": "residential burglary for each 1,000 households"},
    Kind.KNIFE_SERIES: {
        "knife_change_on_year_percent": "the change on the year before",
        _SINCE: f"the change since {_BASE.replace('-', '/')}",
    },
}
_SHEET = re.compile(r"^\s*(?:table\s*)?p\s*\d+\w?\s*$", re.IGNORECASE)
_TEXTS = re.compile(r"^\s*(?:cover|correction|(?:table[ _]of[ _])?contents?|notes?|information|title)", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:published|released|corrected) on (?:the )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]+) (\d{4})")
# `Table P1 - Police …` and `Table P1 Police …` are `Table P1: Police …`.
_UNPOINTED = re.compile(r"^(\s*table\s+p\d+[a-z]?)\s*(?:[-–—]\s*|\s)(?=[a-z])", re.IGNORECASE)
_LISTED = re.compile(r"^table p\d+\w?\s*[:.]")


def _rows(received: Received, name: str) -> list[list[Any]]:
    """A sheet's rows. Raises FileRefused where the sheet is broken."""
    rows = received.sheet(name)
    if not rows or not rows[0]:
        return rows
    title, *beside = rows[0]
    return [[_UNPOINTED.sub(r"\1: ", title, count=1) if isinstance(title, str) else title, *beside], *rows[1:]]


def _known(rows: Sequence[Sequence[Any]]) -> Kind | None:
    return words.kind_of(rows[0][0]) if rows and rows[0] else None


def _recognises(received: Received) -> Match | None:
    if not received.is_workbook:
        return None
    known = [name for name in received.sheets if _known(_rows(received, name))]
    return Match(f"it has {len(known)} of the tables P1 to P10 by police force area") if known else None


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    geography = Geography(catalogue)
    problems: list[Problem] = []
    sheets: list[Sheet] = []
    texts: list[tuple[str, str]] = []
    for name in received.sheets:
        titled = (
            _known(_rows(received, name)) is not None
        )  # a table is known by its title, whatever its sheet is called
        if not (titled or _SHEET.match(name) or _TEXTS.match(name)):
            problems.append(Problem("a sheet that is not known is not read", f"{received.name} [{name}]", blocks=False))
            continue
        rows = _rows(received, name)
        if _TEXTS.match(name) and not titled:
            texts += [(name, " ".join(str(cell).split())) for row in rows for cell in row if str(cell).strip()]
            continue
        kind = _known(rows)
        if kind is None:
            problems.append(
                Problem(
                    "a table that is not known is not read",
                    f"{received.name} [{name}]",
                    found=f"'{rows[0][0] if rows and rows[0] else ''}'",
                    blocks=False,
                )
            )
            continue
        reader = TableReader(received, name, rows, kind)
        table = reader.read()
        problems += reader.problems
        if table is not None:
            sheets.append(Sheet(table, geography, received.name))
    problems += _missing_tables(received, sheets) + _missing_columns(sheets)
    problems += _check_same_year(received, sheets, texts)
    for sheet in sheets:
        sheet.table = replace(sheet.table, book_notes=tuple(text for _, text in texts))
        sheet.find_lines()
        if not sheet.blocked:
            sheet.read_cells()
        if not sheet.blocked:
            sheet.find_totals()
    broken = any(problem.blocks for problem in problems) or any(sheet.blocked for sheet in sheets)
    if not broken:
        check_book(sheets)
        problems += settled(check_orders(sheets), source, asked)
    problems += [problem for sheet in sheets for problem in sheet.problems]
    content: list[Row] = []
    if not any(problem.blocks for problem in problems):
        content = _content(received, sheets, problems)
    endings = [sheet.table.ending for sheet in sheets if sheet.table.ending]
    ending = max(endings, default=None)
    return Read(
        title=f"{source.title}, year ending {ending.last_day:%B %Y}" if ending else source.title,
        covers=tuple(
            sorted({Covered(row.period, field=row.field) for row in content}, key=lambda c: (c.field, c.period))
        ),
        dimensions=(DIMENSION,),
        content=content,
        problems=tuple(problems),
        released=_published(texts),
    )


def _missing_tables(received: Received, sheets: Sequence[Sheet]) -> list[Problem]:
    """Which of the tables that every edition seen has are not in this one: said, since an edition may drop a table."""
    absent = [kind.value for kind in _ALWAYS if kind not in {sheet.kind for sheet in sheets}]
    if not absent:
        return []
    what = "tables that other editions have are not in this one, and so are not read"
    return [Problem(what, received.name, found=f"none of {'; '.join(absent)}", blocks=False)]


def _missing_columns(sheets: Sequence[Sheet]) -> list[Problem]:
    """Which columns every edition seen has in a table, and this one has not in the same: said, for it may drop them."""
    problems = []
    for sheet in sheets:
        held = {column.field for column in sheet.table.columns}
        if not any(column.period.id == _BASE for column in sheet.table.columns):
            held.add(_SINCE)  # a series that begins later has nothing to compare with
        if absent := [said for field, said in _OPTIONAL.get(sheet.kind, {}).items() if field not in held]:
            what = "columns that other editions have are not in this table, and so are not read"
            where = f"{sheet.file} [{sheet.table.sheet.strip()}]"
            problems.append(Problem(what, where, found=f"none of {'; '.join(absent)}", blocks=False))
    return problems


def _check_same_year(received: Received, sheets: Sequence[Sheet], texts: Sequence[tuple[str, str]]) -> list[Problem]:
    """Every title, on the tables and in the notes, speaks of the same year; each table stands once."""
    problems = []
    first = next((sheet.table for sheet in sheets if sheet.table.ending), None)
    for sheet in sheets:
        table = sheet.table
        if first is not None and table.ending not in (None, first.ending):
            problems.append(
                Problem(
                    "the tables are not of the same edition",
                    f"{received.name} [{table.sheet}!A1]",
                    found=f"the year ending {_named(table.ending)}",
                    expected=f"the year ending {_named(first.ending)}, as in {first.sheet.strip()}",
                    fix="Load the publisher's own file.",
                )
            )
    for name, text in texts:
        named = words.years_ending(text)
        heads = _LISTED.match(words.plain(text)) or "pfa tables" in words.plain(text)
        if first is not None and heads and named and max(named) != first.ending:
            problems.append(
                Problem(
                    "the notes and the tables are not of the same edition",
                    f"{received.name} [{name}]",
                    found=f"'{text[:120]}'",
                    expected=f"the year ending {_named(first.ending)}, as in {first.sheet.strip()}",
                    fix="Load the publisher's own file.",
                )
            )
    kinds: dict[Kind, str] = {}
    for sheet in sheets:
        if sheet.kind in kinds:
            problems.append(
                Problem(
                    "two sheets are the same table, and nothing shows which is meant",
                    f"{received.name} [{sheet.table.sheet}]",
                    found=f"{sheet.kind.value}, as in {kinds[sheet.kind].strip()}",
                )
            )
        kinds.setdefault(sheet.kind, sheet.table.sheet)
    return problems


def _named(period: Period | None) -> str:
    return f"{period.last_day:%B %Y}" if period else ""


def _content(received: Received, sheets: Sequence[Sheet], problems: list[Problem]) -> list[Row]:
    """Every figure once. What two tables both print must be the same in both."""
    rows: dict[tuple[str, Period, str, str], Row] = {}
    differing: list[Problem] = []
    unlike: list[str] = []
    for sheet in sheets:
        table = sheet.table
        for line in sheet.whose:
            for column in table.columns:
                entry = sheet.entries[line, column.index]
                area = sheet.areas[line, column.index]
                key = (area, column.period, column.field, column.category)
                ref = table.ref(line, column.index)
                row = Row(
                    area,
                    column.period,
                    column.field,
                    (column.category,),
                    entry.value,
                    entry.absence,
                    entry.raw,
                    table.sheet,
                    ref,
                )
                held = rows.setdefault(key, row)
                if (held.value is None) != (entry.value is None):
                    # A number that one table holds back and another prints is known.
                    unlike.append(
                        f"'{held.raw}' in {held.sheet.strip()}!{held.ref} and '{entry.raw}' in {table.sheet.strip()}!{ref}"
                    )
                    rows[key] = held if entry.value is None else row
                elif (held.value, held.absence) != (entry.value, entry.absence):
                    differing.append(
                        Problem(
                            "two tables print the same figure differently",
                            f"{received.name} [{table.sheet}!{ref}]",
                            found=f"'{entry.raw}'",
                            expected=f"'{held.raw}', as in {held.sheet.strip()}!{held.ref}",
                        )
                    )
    if unlike:
        what = "one table prints a number that another does not show; the number is kept"
        problems.append(Problem(what, received.name, found=some(unlike), blocks=False))
    problems += differing[:SHOWN]
    if len(differing) > SHOWN:
        problems.append(Problem("more figures differ between tables", received.name, found=f"{len(differing) - SHOWN}"))
    return list(rows.values())


def _published(texts: Sequence[tuple[str, str]]) -> date | None:
    """The latest day on which the file says it was published or corrected."""
    days = []
    for _, text in texts:
        for day, month, year in _PUBLISHED.findall(words.plain(text)):
            try:
                days.append(datetime.strptime(f"{day} {month} {year}", "%d %B %Y").date())
            except ValueError:
                continue  # a date that is none says nothing
    return max(days, default=None)


LAYOUT = Layout(
    id="ons-police-force-area",
    version=1,
    looks_like="the ONS workbook of recorded crime by police force area (sheets Table P1 to Table P5, or to P10)",
    recognises=_recognises,
    read=_read,
)
