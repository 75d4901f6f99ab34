"""What the product reads of a file, and how that is judged against the true figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from assize.catalogue.load import load_catalogue
from assize.core.errors import AssizeError, FileRefused
from assize.core.periods import parse_period
from assize.core.reading import LEADING_COLUMNS, TRAILING_COLUMNS, Query, Reading
from assize.ingest import read_file
from mutations.model import Book, Cell, Key, number_of

READ, REFUSED, UNSEEN, MISREAD, CRASHED, MEMORY = (
    "read right",
    "refused",
    "cannot be seen",
    "MISREAD",
    "CRASHED",
    "TOO MUCH MEMORY",
)
WRONG = (MISREAD, CRASHED, MEMORY)
Truth = Mapping[Key, Sequence[Decimal]]


@dataclass(frozen=True)
class Figure:
    """One figure read: what it is of, its value (None for an absence), and where it is said to stand."""

    key: Key
    value: Decimal | None
    sheet: str
    ref: str
    line: int | None
    column: str


@dataclass(frozen=True)
class Sight:
    """All that is read of a file: its figures, what was said of it, and what it speaks for."""

    figures: tuple[Figure, ...]
    said: frozenset[tuple[str, str]]
    covered: frozenset[tuple[str, str, str]]  # period, area and field, the last two empty where all are meant

    def printed(self, times: int) -> Sight:
        """The same with every value as it is printed, where the product reads a percentage as a proportion."""
        if times == 1:
            return self
        figures = (replace(one, value=None if one.value is None else one.value * times) for one in self.figures)
        return Sight(tuple(figures), self.said, self.covered)

    def speaks_for(self, key: Key) -> bool:
        area, period, field, _ = key
        return any((period, one, other) in self.covered for one in (area, "") for other in (field, ""))


@dataclass(frozen=True)
class Verdict:
    """What became of a damaged file. `why` is the reader's reason, or what is wrong."""

    outcome: str
    why: str = ""


_TOLD = 20  # letters of a line that limits all figures, by which it is told
_SIGNS = ("asb_differs", "asb_change")
_CATALOGUE = load_catalogue()


def look(path: Path, scratch: Path, period: str = "") -> Sight:
    """Reads a file as the product does when it loads one. Raises what the product raises."""
    reading = read_file(path, _CATALOGUE, scratch, period=parse_period(period) if period else None)
    said = frozenset((problem.what, re.sub(r"\d+", "0", problem.found)) for problem in reading.problems)
    covered = frozenset((covered.period.id, covered.area, covered.field) for covered in reading.covers)
    return Sight(tuple(_figures(reading)), said, covered)


def _figures(reading: Reading) -> list[Figure]:
    if not isinstance(reading.content, Query):
        return [
            Figure(
                (row.area, row.period.id, row.field, tuple(row.dimensions)),
                row.value,
                row.sheet,
                row.ref,
                row.line,
                row.column,
            )
            for row in reading.content
        ]
    columns = [*LEADING_COLUMNS, *reading.dimensions, *TRAILING_COLUMNS]
    found = []
    for row in reading.content.connection.execute(reading.content.select).fetchall():
        told: dict[str, Any] = dict(zip(columns, row, strict=True))
        words = tuple(told[name] or "" for name in reading.dimensions)
        value = None if told["value"] is None else Decimal(told["value"]) + 0
        key = (told["area"], told["period"], told["field"], words)
        found.append(Figure(key, value, told["sheet"] or "", told["ref"] or "", told["line"], told["col"] or ""))
    reading.content.connection.close()
    return found


def judge_refusal(error: AssizeError, name: str) -> Verdict:
    """A refusal must name the file, and say what was found or expected."""
    problems = error.problems if isinstance(error, FileRefused) else ()
    sentence = error.sentence
    if name not in sentence:
        return Verdict(MISREAD, f"refused without naming the file: {sentence[:200]}")
    if isinstance(error, FileRefused) and not any(problem.what for problem in problems):
        return Verdict(MISREAD, f"refused without a reason: {sentence[:200]}")
    return Verdict(REFUSED, "; ".join(problem.sentence for problem in problems[:2]) or sentence)


def judge(sight: Sight, pristine: Sight, truth: Truth, book: Book) -> Verdict:
    """Whether what was read is right: every figure equals the truth, and none that could be known is missing unsaid."""
    cells: dict[Key, list[Cell]] = defaultdict(list)
    claims: dict[Key, list[Cell]] = defaultdict(list)
    for cell in book.figures():
        for key in cell.keys:
            cells[key].append(cell)
    for cell in (*book.cells(), *(one for sheet in book.sheets for one in sheet.gone)):
        for key in cell.claims:  # also of one that was no figure, and stands where a figure should
            claims[key].append(cell)
    loose: dict[Decimal | None, list[Cell]] = defaultdict(list)  # lies of which only the number is known
    for cell in book.cells():
        if cell.why and not cell.claims:
            loose[_says(cell)].append(cell)
    left = {key: list(values) for key, values in truth.items()}
    read: dict[Key, list[Decimal | None]] = defaultdict(list)
    excuses: set[str] = set()
    news = sight.said - pristine.said
    sheet, part = book.part
    limit = re.sub(r"\d+", "0", book.limit)[:_TOLD].casefold()
    if limit and any(limit in found.casefold() for _, found in sight.said - pristine.said):
        part = ""  # it is told that the figures are of a part
    for figure in sight.figures:
        key, value = (*figure.key[:3], tuple(book.spelled.get(word, word) for word in figure.key[3])), figure.value
        read[key].append(value)
        if part and figure.sheet == sheet:
            if value is not None and not any(part in word for word in key[3]):
                return Verdict(MISREAD, f"{_named(key)} is read as {value}, which is that of {part} alone")
            continue
        if value is None:
            if key in truth and not _absent(cells[key], claims[key]) and not book.unsure:
                return Verdict(MISREAD, f"{_named(key)} is read as absent, and the file has {_printed(cells[key])}")
        elif value in left.get(key, ()):
            left[key].remove(value)
        elif value in book.foreign.get(key, ()) and key not in truth:
            continue  # another edition's own figure, under its own period
        elif any(value in values and _spelled_anew(key, other, news) for other, values in book.foreign.items()):
            continue  # the same, beside a word that is not known, and it is told that it is not
        elif claim := next(
            (
                cell
                for cell in (*claims[key], *loose[value], *loose[value / book.times])
                if _claims(cell, key, value, book.times)
            ),
            None,
        ):
            excuses.add(claim.why)
        else:
            right = ", ".join(map(str, truth.get(key, ()))) or "no such figure"
            return Verdict(MISREAD, f"{_named(key)} is read as {value} and is {right}")
    unread = any("not read" in what for what, _ in news)  # a sheet or a column, and it is said
    for key, values in left.items():
        if not values or (key in read and None in read[key]) or part:
            continue
        if excused := next((cell.why for cell in (*cells[key], *claims[key]) if cell.why), ""):
            excuses.add(excused)
        elif unread or not sight.speaks_for(key):
            continue  # an earlier edition that has it stays current
        elif not (news and (book.unsure or not cells[key] or _absent(cells[key], ()))):
            return Verdict(MISREAD, f"{_named(key)} is missing and nothing is said of it: {_printed(cells[key])}")
    if excuses:
        return Verdict(UNSEEN, "; ".join(sorted(excuses)))
    return Verdict(READ)


def _claims(cell: Cell, key: Key, value: Decimal, times: int) -> bool:
    """Whether a cell that lies says this: the figure it claims to be, or one that shares a word with what it truly is.

    A line of a look-up counts one, whatever code stands in the cell.
    """
    if number_of(cell.value) is None and key in cell.claims and key[2].startswith(_SIGNS):
        return True  # what is printed as a sign, and read as 1 or 0
    said = _says(cell)
    if said is None or value not in (said, said * times):
        return False
    return key in cell.claims or (
        not cell.claims and (not cell.keys or any({*one[3], one[0]} & {*key[3], key[0]} - {""} for one in cell.keys))
    )


def _spelled_anew(key: Key, other: Key, news: frozenset[tuple[str, str]]) -> bool:
    """Whether two keys differ in one word, of which it is told that it is not known."""
    apart = [word for word, known in zip(key[3], other[3], strict=False) if word != known]
    return (
        key[:3] == other[:3]
        and len(apart) == 1
        and any("not known" in what and apart[0] in found.casefold() for what, found in news)
    )


def _says(cell: Cell) -> Decimal | None:
    text = cell.text.strip()
    if text.endswith("%") and (share := number_of(text[:-1])) is not None:
        return share / 100
    said = number_of(cell.value)
    return said if said is not None or not cell.text.strip() else Decimal(1)


def _absent(cells: Sequence[Cell], claims: Sequence[Cell]) -> bool:
    """Whether a figure's own cells say no number any more (or its cell is one that claims to be another's)."""
    return any(number_of(cell.value) is None for cell in (*cells, *claims)) or not cells


def _named(key: Key) -> str:
    return " ".join((*key[:3], *key[3]))


def _printed(cells: Sequence[Cell]) -> str:
    return ", ".join(f"'{cell.text}'" for cell in cells) or "no cell of it"
