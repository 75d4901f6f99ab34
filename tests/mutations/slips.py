"""Damages that leave a table whole: a column sorted without the others, digits transposed, a factor that is no unit, periods or
rows exchanged, one place's figures given to another, headers that lost a column or slid by one.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from mutations.damages import NotHereError, a_column, a_figure, a_sheet, chosen, cut, kind, lies, like
from mutations.model import EMPTY, FIGURE, HEADER, NUMERAL, PERCENTAGE, Book, Cell, Key, Sheet, number_of
from mutations.strangers import line_agrees
from mutations.subjects import CODES, COPY, HEADERS, NAMES, NUMBER, PERIOD, SCALE, SLIP, Subject


def _given(cells: Sequence[Cell], values: Sequence[Cell], subject: Subject, aspect: str = "") -> None:
    """Each cell shows what another did, the figure with it: the figure is now where another should be. Without an `aspect` it
    is that in which the two places differ.
    """
    shown = [(cell.value, cell.keys) for cell in values]
    places = [cell.claims or cell.keys for cell in cells]  # where a figure stands that was moved before
    for cell, place, (value, keys) in zip(cells, places, shown, strict=True):
        if place == keys:
            continue
        cell.value, cell.keys, cell.claims, cell.why = value, keys, (), ""
        if why := subject.unshown(aspect or _between(keys, place), (*keys, *place)):
            cell.claims, cell.why = place, why


def _between(keys: Sequence[Key], place: Sequence[Key]) -> str:
    """What tells two places apart, where it is one thing alone."""
    differing = [part for part in range(4) if keys[0][part] != place[0][part]]
    return {(0,): NAMES, (1,): PERIOD, (2,): HEADERS, (3,): CODES}.get(tuple(differing), NUMBER)


def _figures(sheet: Sheet, wanted: Callable[[Key], bool]) -> list[Cell]:
    return [cell for cell in sheet.cells() if cell.role == FIGURE and cell.keys and wanted(cell.keys[0])]


def _pairs(sheet: Sheet, part: int, one: str, other: str) -> tuple[list[Cell], list[Cell]]:
    """The cells of two areas or periods that are alike in all else."""
    like_it: dict[object, dict[str, Cell]] = defaultdict(dict)
    for cell in _figures(sheet, lambda key: key[part] in (one, other)):
        key = cell.keys[0]
        like_it[key[:part] + key[part + 1 :]].setdefault(key[part], cell)
    both = [held for held in like_it.values() if len(held) == 2]
    return [held[one] for held in both], [held[other] for held in both]


def pairs_of(sheet: Sheet, part: int, draw: random.Random) -> tuple[list[Cell], list[Cell]]:
    """The cells of two areas (`part` 0) or periods (1) that are alike in all else, and are not all the same."""
    words = sorted({key[part] for cell in sheet.cells() for key in cell.keys[:1]})
    if len(words) < 2:
        raise NotHereError
    left, right = _pairs(sheet, part, *draw.sample(words, 2))
    if not left or all(one.value == other.value for one, other in zip(left, right, strict=True)):
        raise NotHereError
    return left, right


@kind("a column sorted without the others")
def column_sorted(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    cells = [row[at] for row in sheet.rows if at < len(row) and row[at].keys and number_of(row[at].value) is not None]
    order = sorted(cells, key=lambda cell: number_of(cell.value) or 0)
    if [cell.value for cell in cells] == [cell.value for cell in order]:
        raise NotHereError
    _given(cells, order, subject, SLIP)


@kind("digits of a number transposed")
def digits_transposed(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet, _ = a_figure(book, draw)
    cells = [cell for cell in sheet.with_role(FIGURE) if cell.text.strip().isdigit() and len(cell.text.strip()) > 1]
    cell = chosen([one for one in cells if one.text.strip()[-1] != one.text.strip()[-2]], draw)
    text = cell.text.strip()
    cell.value = like(cell, int(text[:-2] + text[-1] + text[-2]))
    lies([cell], subject, NUMBER)


@kind("one area's figures times a number that is no unit")
def area_times_seven(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    areas = sorted({key[0] for cell in sheet.cells() for key in cell.keys})
    area = chosen(areas, draw)
    cells = _figures(sheet, lambda key: key[0] == area)
    factor = draw.choice([2, 3, 7])
    for cell in cells:
        if (number := number_of(cell.value)) is not None:
            cell.value = like(cell, int(number * factor) if number == int(number) else float(number * factor))
    lies(cells, subject, SCALE if len(areas) == 1 else NUMBER)
    line_agrees(sheet, cells, subject)


@kind("two periods' figures exchanged")
def periods_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    left, right = pairs_of(a_sheet(book, draw), 1, draw)
    sums = [float(sum(number_of(cell.value) or 0 for cell in cells)) for cells in (left, right)]
    _given([*left, *right], [*right, *left], subject, PERIOD)
    for pattern, (share, why) in subject.alike.items():
        moved = [(cell, to) for cell, to in zip([*left, *right], [*right, *left], strict=True) if cell.keys]
        if all(re.fullmatch(pattern, cell.keys[0][2]) for cell, _ in moved) and abs(sums[0] / sums[1] - 1) <= share:
            for cell, to in moved:
                cell.claims, cell.why = to.keys, why


@kind("two areas' figures exchanged")
def areas_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    left, right = pairs_of(a_sheet(book, draw), 0, draw)
    _given([*left, *right], [*right, *left], subject, NAMES)


@kind("one area's figures given to another")
def area_copied(book: Book, draw: random.Random, subject: Subject) -> None:
    left, right = pairs_of(a_sheet(book, draw), 0, draw)
    for cell, other in zip(left, right, strict=True):
        cell.value = other.value
    lies(left, subject, COPY)


@kind("one period's rows cut")
def period_cut(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    rows: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(sheet.rows):
        periods = {key[1] for cell in row for key in cell.keys}
        if len(periods) == 1:
            rows[periods.pop()].append(at)
    if len(rows) < 2:
        raise NotHereError
    cut(sheet, rows[chosen(sorted(rows), draw)], subject)


@kind("two rows' figures exchanged")
def rows_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    one, other = (sheet.rows[at] for at in draw.sample(sheet.body, 2)) if len(sheet.body) > 1 else ([], [])
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a.keys and b.keys]
    if not pairs or all(a.value == b.value for a, b in pairs):
        raise NotHereError
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    _given([*left, *right], [*right, *left], subject)


@kind("headers slid by one")
def headers_slid(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    if sheet.header < 0:
        raise NotHereError
    row = sheet.rows[sheet.header]
    values = [cell.value for cell in row]
    shift = draw.choice([1, -1])
    for cell, value in zip(row, values[shift:] + values[:shift], strict=True):
        cell.value = value
    sheet.merges = []


@kind("the header lost")
def header_lost(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    if sheet.header < 0:
        raise NotHereError
    for cell in sheet.rows[sheet.header]:
        if draw.random() < 0.9:
            cell.value = ""


@kind("a percentage changed")
def percentage_changed(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cells = [cell for cell in sheet.with_role(PERCENTAGE) if number_of(cell.text.strip().rstrip("%")) is not None]
    cell = chosen(cells, draw)
    number = number_of(cell.text.strip().rstrip("%"))
    assert number is not None
    cell.value = cell.text.replace(cell.text.strip().rstrip("%"), f"{number + draw.choice([-10, 10, 1])}")


@kind("a column of numbers in the place of another", harmless=False)
def column_over_another(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    columns = [at for at in sheet.columns_with(FIGURE, NUMERAL) if at in sheet.named_columns()]
    if len(columns) < 2:
        raise NotHereError
    one, other = draw.sample(columns, 2)
    changed = []
    for at in sheet.body:
        row = sheet.rows[at]
        if max(one, other) < len(row) and row[one].role == FIGURE and row[other].role in (FIGURE, NUMERAL):
            row[one].value = row[other].value
            changed.append(row[one])
    if not changed:
        raise NotHereError
    for cell in changed:
        if why := subject.unshown(HEADERS, cell.keys) or subject.unshown(NUMBER, cell.keys):
            cell.claims, cell.why = cell.keys, why


@kind("empty rows between all rows")
def rows_apart(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    body = set(sheet.body)
    width = sheet.width if book.is_text else 1
    apart: list[list[Cell]] = []
    for at, row in enumerate(sheet.rows):
        apart.append(row)
        if at in body:
            apart.append([Cell("", EMPTY) for _ in range(width)])
    sheet.rows, sheet.merges = apart, []


@kind("headers in two rows")
def headers_in_two_rows(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    if sheet.header < 0:
        raise NotHereError
    row = sheet.rows[sheet.header]
    if any("[" in cell.text for cell in row):
        raise NotHereError  # nobody breaks a line within a note
    halves = [(cell.text.rpartition(" ")) for cell in row]
    below = [Cell(tail, HEADER) for _, _, tail in halves]
    for cell, (head, _, _) in zip(row, halves, strict=True):
        cell.value = head
    sheet.rows.insert(sheet.header + 1, below)
    sheet.merges = []


@kind("two outcome types exchanged")
def types_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    """Their descriptions stay, and contradict them."""
    sheet = a_sheet(book, draw)
    headers = sheet.rows[sheet.header]
    at = next((at for at, cell in enumerate(headers) if cell.text.replace("_", " ").lower() == "outcome type"), None)
    if at is None:
        raise NotHereError
    cells = [row[at] for row in sheet.rows[sheet.header + 1 :] if at < len(row)]
    one, other = ({cell.text: cell.value for cell in cells if cell.text == kept} for kept in ("1", "18"))
    if not one or not other:
        raise NotHereError
    for cell in cells:
        if cell.text in ("1", "18"):
            cell.value = other["18"] if cell.text == "1" else one["1"]
