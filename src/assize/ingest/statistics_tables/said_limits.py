"""What a workbook of statistics tables says of itself as a whole that limits its figures: by its names, cover and notes.

A title or a line beside one table is held against what the table's number is known for (`titles.py`). A cover, a file or a
sheet named for a part, or a sentence about all figures, is of what stands in every table; a note may be of one column, and a
publisher has many that leave something out, so it is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assize.core.errors import Problem
from assize.core.specs import SourceSpec
from assize.ingest.layouts import Doubt, some
from assize.ingest.said_scopes import doubt_of_name, limited_key, limiting, limits_by_name, plain, stem
from assize.ingest.statistics_tables.finding import Table, Workbook
from assize.ingest.statistics_tables.rows import Figure
from assize.ingest.statistics_tables.said_units import Line, said_lines

# A sentence about every figure of the workbook, and not about those of a column or a note.
_ALL_FIGURES = re.compile(
    r"^\W*(?:(?:all|all of the|these|the|every) (?:figures?|data|counts?|numbers?|values?|tables?|statistics)"
    r"(?: (?:shown|given|presented|published|here|in (?:this|the|these|all) \w+(?: \w+)?))*"
    r"|(?:this|the) (?:work ?book|file|publication|release|spreadsheet|edition))\b"
)
_CLOSED = re.compile(r"\b(only|alone|limited to|restricted to|confined to|samples? of|flagged)\b")
# What a whole publication may be of without being a part of anything, and what is said of its cells and its years.
_WHOLE = re.compile(
    r"\b(england|wales|available|published|provisional|estimates?|criminal courts?|crown court|magistrates|rounded|since"
    r"|from)\b"
)
_NOTES = re.compile(r"\W*(notes?|definitions|glossary|symbols|shorthand|guidance)\b", re.IGNORECASE)
_SHOWN = 90  # letters of a line
_NOTES_SHOWN = 2
_TOP = 4  # rows of a cover in which its title and what stands below it are
_SHORT = 20  # words of such a line; a longer one explains


def check_limits(figures: Sequence[Figure], workbook: Workbook, file: str, source: SourceSpec) -> list[Problem]:
    """Doubts a workbook whose cover, whose own name or that of a sheet, or a sentence about all its figures says that they are
    of a part; tells the notes that leave something out.

    A sheet of a table that no measure is made of may be named for a part: then the name says what it is, and is told.
    """
    key = limited_key(figure.span.period for figure in figures if figure.span.period)
    spoken_of = (source.title, *source.titles, *source.tables.values())
    own = {stem(word) for text in spoken_of for word in re.findall(r"[a-z]+", plain(text))}
    sheets = {figure.table.sheet: figure.table for figure in figures}
    named = {name: table for name, table in sheets.items() if limits_by_name(name)}
    if doubted := _doubted_name(file, named, source, own):
        return [doubt_of_name(*doubted, key)]
    lines = list(said_lines(workbook))
    above = _top(workbook)
    top = [line for line in lines if any(line.text in one for one in above) and limiting([line.text], own)]
    whole = [line for line in lines if line.beside is None and _of_all(line.text)]
    if spoken := top or whole:
        return [
            Doubt(
                "the workbook says that its figures are of a part",
                spoken[0].where,
                found=f"'{spoken[0].text[:_SHOWN]}'",
                expected="tables of the whole, as they are published",
                fix="Load the publisher's own file.",
                key=key,
            )
        ]
    return [*_told_names(file, named), *_told_notes(lines, {table.id for table in sheets.values()})]


def _doubted_name(
    file: str, named: Mapping[str, Table], source: SourceSpec, own: Collection[str]
) -> tuple[str, str] | None:
    """Place and name where the file, or a sheet whose table a measure is made of, is named for a part.

    `own` are words of the publication's title: one about children has them in its name.
    """
    alone = file.partition(".")[0]
    words = [word for word in re.split(r"[\W_]+", alone.casefold()) if stem(word) not in own]
    if limits_by_name(" ".join(words), flagged=True):
        return file, alone
    known = [name for name, table in named.items() if table.id in source.tables]
    return (f"{file} [{known[0].strip()}]", known[0]) if known else None


def _top(workbook: Workbook) -> set[str]:
    """The title of the cover and the short lines below it; nothing of notes in a workbook without a cover."""
    if any(rows is workbook.cover and _NOTES.match(name) for name, rows in workbook.texts.items()):
        return set()
    lines = (" ".join(cell.split()) for row in workbook.cover[:_TOP] for cell in row if isinstance(cell, str))
    return {line for line in lines if len(line.split()) <= _SHORT}


def _of_all(text: str) -> bool:
    said = plain(text)
    return bool(_ALL_FIGURES.match(said) and _CLOSED.search(said) and limiting([text]) and not _WHOLE.search(said))


def _told_names(file: str, named: Mapping[str, Table]) -> list[Problem]:
    """Tells of sheets that are named for a part where neither title nor line beside the table says so."""
    names = [name for name, table in named.items() if not limiting([table.title, *table.above])]
    if not names:
        return []
    what = "the name of a sheet says that its figures are of a part"
    return [Problem(what, file, found=some([f"'{name.strip()}'" for name in names]), blocks=False)]


def _told_notes(lines: Sequence[Line], tables: Collection[str]) -> list[Problem]:
    """Tells what the notes, and the lines below the tables that are read, leave out."""
    told: dict[str, str] = {}
    for line in lines:
        beside = line.beside
        below = beside is not None and beside.id in tables and any(line.text in one for one in beside.below)
        if (beside is None or below) and (said := limiting([line.text])) and "fraud" not in plain(said):
            told.setdefault(said, line.where)
    if not told:
        return []
    what = "notes of the workbook say what its figures leave out"
    found = some([f"'{said[:_SHOWN]}'" for said in told], _NOTES_SHOWN)
    return [Problem(what, next(iter(told.values())), found=found, blocks=False)]
