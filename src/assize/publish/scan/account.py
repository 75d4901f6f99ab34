"""What a document says, section by section: words, figures, charts and tables, against which each piece of a file is held."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeAlias

from assize.core.document import (
    Ask,
    Asks,
    Callout,
    Chart,
    Document,
    Gap,
    GapLine,
    Judged,
    KeyFigure,
    Link,
    Number,
    Row,
    Section,
    Span,
    Table,
    Trend,
    plain,
)
from assize.publish.scan.charted import ENDS_OF_FUNNEL, Places, places_of_chart, places_of_trend
from assize.publish.scan.pieces import FigureKey, Kind, Piece, counted, in_row, numbers_in, squeezed
from assize.publish.scan.sheets import VALUE_CELL
from assize.publish.scan.texts import HEADS_BEHIND, Marks, Standing, Texts, said_of_chart, said_of_row, said_of_words
from assize.publish.scan.units import Units, are_words, parts_of, rounded, sort_of, unit_of
from assize.render.xlsx import number_notes, sheet_names
from assize.render.xlsx_blocks import FUNNEL_HEADS

Written: TypeAlias = tuple[str, tuple[float, ...]]
"""The words of a row as one, and its values in order."""


@dataclass
class Account:
    """All that a section says, or what belongs to the whole document."""

    said: list[str] = field(default_factory=list)  # what is written together
    counts: list[str] = field(default_factory=list)  # large numbers beside words
    charts: dict[str, Callable[[], Places]] = field(default_factory=dict)  # alternative text -> what the chart says
    units_of: list[Row] = field(default_factory=list)
    long: list[Table] = field(default_factory=list)  # tables of many rows
    rows: set[Sequence[str | bytes]] = field(
        default_factory=set
    )  # of those: words, and values as a worksheet holds them
    figures: dict[FigureKey, set[float | None]] = field(default_factory=dict)  # with the values behind them
    shown: set[str] = field(default_factory=set)  # references of figures of which a number is printed
    others: set[str] = field(default_factory=set)  # references of figures from which a change is told, or could not be
    trends: list[Trend] = field(default_factory=list)
    sourced: set[FigureKey] = field(default_factory=set)  # with the aspect in words, as a chart's workbook has it
    links: set[str] = field(default_factory=set)  # addresses
    marks: Marks = None

    @cached_property
    def texts(self) -> Texts:
        """Its words."""
        return Texts(self.said, self.counts)

    @cached_property
    def units(self) -> Units:
        """The rows of its tables, and the places of its charts."""
        return Units(
            [*map(unit_of, self.units_of), *(unit for places in self.charts.values() for unit in places().units)]
        )

    @cached_property
    def _long(self) -> Set[Written]:
        """The rows of long tables once more, for a file whose values a program has written again with fewer figures."""
        return {_as_words(row) for table in self.long for row in table.rows}

    def says(self, piece: Piece, words: str) -> bool:
        """Whether it says all of it: each number with its words; those of a row and its values by themselves in one unit."""
        values = piece.values
        standing = self.texts.standing(words, alone=bool(values), label=piece.kind is Kind.LABEL)
        if standing is Standing.WHOLE and not values:
            return True
        if piece.kind is not Kind.ROW or (standing is Standing.NOT and not self.long):
            return False
        held = self.units.account(counted(numbers_in(words)), values) and standing is not Standing.NOT
        return held or self.has_row(words, values)

    def has_row(self, words: str, values: Sequence[float]) -> bool:
        """Whether a long table has that row, to the letter."""
        return (words, tuple(rounded(value) for value in values)) in self._long

    def prints(self, key: FigureKey, value: str) -> bool:
        """Whether it prints that number of a figure, with that value behind it (empty: none)."""
        try:
            behind = rounded(float(value)) if value else None
        except ValueError:
            return False
        return behind in self.figures.get(key, ())


def account_of(section: Section, charts: dict[int, Places], marks: Marks = None) -> Account:
    """All that a section says. `charts` keeps what each chart says, for the documents that show it again; `marks` are those of
    the section's notes with their numbers in a workbook."""
    found = Account(marks=marks)
    _take(section, found, charts)
    if marks is not None:
        found.said.append(_tables_of(section))
    found.said += [f"{note.mark} {plain(note.words)}" for note in section.notes]
    return found


_LONG = 200  # rows, from which on a table is accounted for by its rows alone
_NAMES = frozenset(("id", "slot", "number_format"))  # of what programs read


def _take(thing: Any, found: Account, charts: dict[int, Places]) -> None:
    """Adds all that a noun, a sentence or a list of them says."""
    kind = sort_of(thing)
    if kind is str:
        if thing:
            found.said.append(thing)
    elif kind is Number:
        _note(thing, found)
        found.said.append(thing.text)
    elif kind is Trend:
        found.trends.append(thing)
        found.said.append(thing.alt)
    elif kind is Span:
        found.said.append(thing.alt)
    elif kind is Table:
        _take_table(thing, found, charts)
    elif kind is tuple and are_words(thing):
        found.said += said_of_words(thing, found.marks)
        for one in thing:
            _keys_of(one, found)
    elif kind is tuple or kind is list:
        for one in thing:
            _take(one, found, charts)
    else:
        for name, one in parts_of(thing):
            if name not in _NAMES:
                _take(one, found, charts)
        _put_together(thing, found, charts)


def _put_together(thing: Any, found: Account, charts: dict[int, Places]) -> None:
    """Adds what files join of the parts of a noun."""
    kind = type(thing)
    if kind is Chart:
        found.said += said_of_chart(thing)
        found.charts[thing.alt] = partial(_places, charts, thing, "")
    elif kind is KeyFigure:
        number = " ".join(one for one in (thing.number.text if thing.number else "", thing.count) if one)
        found.counts.append(number)
        found.said += [f"{number} {words}" for words in said_of_words(thing.words, found.marks)]
    elif kind is Callout:
        found.said += [f"{thing.kind.value}: {words}" for words in said_of_words(thing.words, found.marks)]
    elif kind is GapLine:
        found.said.append(f"{thing.measure} {thing.reason} {thing.supplier}")
    elif kind is Ask:
        found.said.append(f"{thing.action} {thing.words} {thing.who}")


def _places(charts: dict[int, Places], drawn: Chart | Trend, name: str) -> Places:
    """What a chart, or the small trend in the row called `name`, says: worked out once, and where it is asked for."""
    if id(drawn) not in charts:
        charts[id(drawn)] = places_of_trend(drawn, name) if isinstance(drawn, Trend) else places_of_chart(drawn)
    return charts[id(drawn)]


def _take_table(table: Table, found: Account, charts: dict[int, Places]) -> None:
    """The words around a table and its rows. A long one, as workbooks have them, is accounted for by its rows as they are."""
    heads = [column.head for column in table.columns]
    found.said += [table.caption, *heads, " ".join(heads)]
    _take(table.key, found, charts)
    is_long = len(table.rows) > _LONG and not any(row.theme for row in table.rows)
    if is_long:
        found.long.append(table)
    for row in table.rows:
        if not is_long or not _take_plain(row, found):
            _take_row(row, found, charts)


def _take_row(row: Row, found: Account, charts: dict[int, Places]) -> None:
    found.units_of.append(row)
    found.said += said_of_row(row, found.marks)
    name = plain(row.cells[0].content) if isinstance(row.cells[0].content, tuple) else ""
    for cell in row.cells:
        content = cell.content.words if isinstance(cell.content, Judged) else cell.content
        if isinstance(content, Trend):
            found.trends.append(content)
            described = content.described(name)
            found.said += [described, *content.labels, *HEADS_BEHIND]
            found.charts[described] = partial(_places, charts, content, name)
        for part in (*(content if isinstance(content, tuple) else ()), *cell.under):
            _keys_of(part, found)


def _take_plain(row: Row, found: Account) -> bool:
    """Whether each cell of a row of a workbook has words or a number alone: then it stands there as it is."""
    cells: list[str | bytes] = []
    put, show = cells.append, found.shown.add
    for cell in row.cells:  # hundreds of thousands
        content = cell.content
        if type(content) is not tuple:
            continue  # what is drawn is in no cell
        only = content[0] if len(content) == 1 and not cell.under else None
        if type(only) is str:
            put(only)
        elif type(only) is not Number:
            return False
        elif (value := only.value) is None:
            put(only.text)
        else:
            show(only.figure)
            if only.other:
                show(only.other)
            put(VALUE_CELL % value)
    found.rows.add(tuple(cells))
    return True


def _keys_of(part: Any, found: Account) -> None:
    """The key of a number of a figure, the address of a link."""
    if type(part) is Number:
        _note(part, found)
    elif type(part) is Link:
        found.links.add(part.target)


def _note(number: Number, found: Account) -> None:
    """The key of a number of a figure."""
    value = None if number.value is None else rounded(float(number.value))
    if number.other:
        found.others.add(number.other)
    found.figures.setdefault((number.figure, number.aspect.name.lower(), number.text), set()).add(value)
    found.sourced.add((number.figure, number.aspect.value, number.text))
    if value is not None:
        found.shown |= {number.figure, number.other} if number.other else {number.figure}


def _as_words(row: Row) -> Written:
    """A row as a piece has it: its words as one, and its values in order."""
    words, values = list[str](), list[float]()
    for cell in row.cells:
        content = cell.content
        if not isinstance(content, tuple):
            continue
        only = content[0] if len(content) == 1 else None
        if isinstance(only, Number) and only.value is not None:
            values.append(rounded(float(only.value)))
        else:
            words.append(squeezed(plain(content)))
    return in_row(words), tuple(values)


# --- the whole document -------------------------------------------------------------------------------------------


def _tables_of(section: Section) -> str:
    """How many tables a worksheet says it has."""
    tables = [
        one for one in section.blocks if isinstance(one, Chart | Table | Gap) or (isinstance(one, Asks) and one.asks)
    ]
    return f"contains {len(tables)} table{'s' if len(tables) > 1 else ''}"


def front_of(document: Document, in_cells: bool = False) -> Account:
    """What stands on the first page and on every page, and what contents, properties and the sheets of notes repeat."""
    found = Account()
    _take(document.lede, found, {})
    _take(document.tally, found, {})
    found.said += phrases_of(document)
    if in_cells:
        found.said += _said_of_book(document)
    return found


def _said_of_book(document: Document) -> Iterator[str]:
    """What the sheets of contents and notes say, and what tables are called after: of one name the second by its number."""
    yield "This worksheet contains one table"
    sections = document.sections
    for section, name, marks in zip(sections, sheet_names(sections), number_notes(sections), strict=True):
        for note in section.notes:
            for words in said_of_words(note.words, marks):
                yield f"[note {marks[note.mark]}] {words} {name}"
    blocks = [block.id for section in sections for block in section.blocks if isinstance(block, Chart | Table)]
    for name, often in Counter(map(str.lower, blocks)).items():
        yield from (f"table_{name}_{number}" for number in range(2, often + 1))


def phrases_of(document: Document) -> list[str]:
    """What heads, feet, contents, properties and the sheets of notes are put together from."""
    day = document.dated.isoformat()
    said = [one for _, one in parts_of(document) if isinstance(one, str)]
    said += [*sheet_names(document.sections), *FUNNEL_HEADS, _VIEWPORT]
    for section in document.sections:
        said += [section.id, section.theme, plain(section.headline), plain(section.subtitle)]
        said += [plain(note.words) for note in section.notes]
        for block in section.blocks:
            if isinstance(block, Table):
                said += [block.id, block.caption, *(column.head for column in block.columns)]
            elif isinstance(block, Chart):
                names = block.range_names
                said += [names.whole, names.lower, names.mean, names.upper, block.id, block.alt, block.centre_name]
                said += [*(line.name for line in block.lines)]
                said += [plain(block.caption), *(one.value for one in ENDS_OF_FUNNEL)]
    days = [f"{day}T00:00:00Z", f"D:{day.replace('-', '')}000000Z", f"D:{day.replace('-', '')}000000"]
    return [*days, *(one for one in said if _LETTERS.search(one))]


_VIEWPORT = "width=device-width, initial-scale=1"  # which every page says to a browser
_LETTERS = re.compile(r"[A-Za-z]{2}")
