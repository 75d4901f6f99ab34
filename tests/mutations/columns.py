"""Damages of whole columns and rows of headers that leave every row a good one: names of places that slid beside their figures,
headers of periods that did, and a column of figures that slid where the others of its row tell what it should be.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from mutations.damages import NotHereError, a_sheet, chosen, kind
from mutations.model import AREA, FIGURE, PERCENTAGE, Book, Cell
from mutations.subjects import Subject

_ENOUGH_PLACES, _ENOUGH_PERIODS, _ENOUGH_ROWS = 8, 4, 12
_WHOLE = ("england and wales", "national", "total")


@kind("names of places slid by one")
def names_slid(book: Book, draw: random.Random, subject: Subject) -> None:
    _slide(_listed(book, draw), draw.choice([1, -1]))


@kind("names of places turned round")
def names_turned(book: Book, draw: random.Random, subject: Subject) -> None:
    """From the last to the first, where they stand in the order of the alphabet."""
    cells = _listed(book, draw)
    values = [cell.value for cell in cells]
    for cell, value in zip(cells, reversed(values), strict=True):
        cell.value = value


@kind("a part of the names of places slid by one")
def names_partly_slid(book: Book, draw: random.Random, subject: Subject) -> None:
    cells = _listed(book, draw)
    if len(cells) < 2 * _ENOUGH_PLACES:
        raise NotHereError
    first = draw.randrange(1, len(cells) - _ENOUGH_PLACES)
    _slide(cells[first : draw.randrange(first + 3, len(cells) - 1)], draw.choice([1, -1]))


def _listed(book: Book, draw: random.Random) -> list[Cell]:
    """The names of a column of places in the order of the alphabet, each once: of another order nothing could be told."""
    sheet = a_sheet(book, draw)
    at = chosen(sheet.columns_with(AREA), draw)
    cells = [
        sheet.rows[row][at] for row in sheet.body if at < len(sheet.rows[row]) and sheet.rows[row][at].role == AREA
    ]
    cells = [cell for cell in cells if cell.text.strip().casefold() not in _WHOLE]
    texts = [cell.text.strip().casefold() for cell in cells]
    if len(set(texts)) < max(_ENOUGH_PLACES, len(texts)) or texts != sorted(texts):
        raise NotHereError
    return cells


@kind("headers of periods slid by one")
def periods_slid(book: Book, draw: random.Random, subject: Subject) -> None:
    """Four columns or more of one measure, each of the period after the one before."""
    sheet = a_sheet(book, draw)
    columns = [at for at in sheet.columns_with(FIGURE) if at in sheet.named_columns()]
    said = {at: {key[1:] for cell in sheet.column(at) for key in cell.keys if cell.role == FIGURE} for at in columns}
    periods = {at: {key[0] for key in keys} for at, keys in said.items()}
    alone = [at for at in columns if len(periods[at]) == 1 and len(next(iter(periods[at]))) == len("2024Q1")]
    if len(alone) < _ENOUGH_PERIODS or len({next(iter(periods[at])) for at in alone}) < len(alone):
        raise NotHereError
    _slide([sheet.rows[sheet.header][at] for at in alone], draw.choice([1, -1]))
    sheet.merges = []


@kind("percentages slid by a row")
def percentages_slid(book: Book, draw: random.Random, subject: Subject) -> None:
    """Of a column whose every one is made of counts beside it, and no two are alike."""
    sheet = a_sheet(book, draw)
    at = chosen(sheet.columns_with(PERCENTAGE), draw)
    cells = [
        sheet.rows[row][at] for row in sheet.body if at < len(sheet.rows[row]) and sheet.rows[row][at].text.strip()
    ]
    if len(cells) < _ENOUGH_ROWS or len({cell.text for cell in cells}) * 2 < len(cells):
        raise NotHereError
    _slide(cells, draw.choice([1, -1]))


def _slide(cells: Sequence[Cell], by: int) -> None:
    values = [cell.value for cell in cells]
    for cell, value in zip(cells, values[-by:] + values[:-by], strict=True):
        cell.value = value
