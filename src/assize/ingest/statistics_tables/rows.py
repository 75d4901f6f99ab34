"""Statistics tables made into observations: each value with its place, period, measure and words, and its exact cell.

`table` is the publisher's number of the table, `item` the row's words (its labels, in the alphabetical order of their
headers so that a moved column changes nothing, joined by `/`; `all` where the table has none).

A percentage is kept as a proportion: 0.45 whether it is stored as 0.45 and shown as 45%, printed as `45%`, or stands as 45
under a header that says per cent. Where only a header says it and no figure beside it is above 1, nobody can tell 0.4 from
0.4%, and those cells are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assize.core.errors import Problem
from assize.core.nouns import Absence, Mark
from assize.core.periods import MONTHS_IN_QUARTER
from assize.core.reading import Row
from assize.ingest.layouts import SHOWN
from assize.ingest.printed_periods import (
    PLAIN,
    Manner,
    Span,
    in_year,
    months_of_part,
    plain,
    read_span,
    shown,
)
from assize.ingest.statistics_tables.columns import Meant, Role, cells_of, classify, says_percentage
from assize.ingest.statistics_tables.finding import Table, is_empty, marks_of, words
from assize.ingest.statistics_tables.headers import check_headers, without_footnotes
from assize.ingest.statistics_tables.places import KIND_WORDS, TablePlaces
from assize.ingest.statistics_tables.titled_periods import said_period, title_manner
from assize.ingest.statistics_tables.values import marks_beside, printed, read_value, symbols_of
from assize.ingest.statistics_tables.years_down import fill_annual, fill_years

DIMENSIONS = ("table", "item")
BETWEEN = "/"  # between the words of an item
EVERYTHING = "all"  # the item of a table that has no words
VALUE = "value"  # the field of a table whose columns are periods and whose header names no measure
_YEAR = 12
_HUNDRED = Decimal(100)
_PLACES_ALIKE = 3  # so many places with the same lines are no chance
_PARTED_DIGITS = re.compile(r"\d\s+\d")  # `30 876` may be one number, or two that have run into one cell
# What the courts' tables called open cases before.
_NOW_CALLED = dict.fromkeys(("outstanding_cases", "cases_outstanding", "outstanding_caseload"), "open_cases")
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|ERROR|SPILL!|CALC!)|Err:\d+", re.IGNORECASE)
_PERIODS = "such as 2024 Q1, Q1 2024/25, Jan to Mar 2024, 2023/24 or Year ending March 2024"


@dataclass(frozen=True)
class Figure:
    """One cell of a table as read, before it is an observation: `item` are the row's words by their headers."""

    table: Table
    row: int
    column: int
    area: str
    span: Span
    field: str
    item: tuple[tuple[str, str], ...]
    value: Decimal | None
    absence: Absence | None
    raw: str
    marks: tuple[Mark, ...]
    percentage: bool
    scaled: bool = True  # False for a percentage of which it is not known yet whether it is out of 1 or of 100

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return self.table.place(self.row, self.column)

    @property
    def item_key(self) -> str:
        """The row's words in one."""
        return BETWEEN.join(word_key(word) or "-" for _, word in self.item) or EVERYTHING


@lru_cache(maxsize=1 << 14)
def word_key(text: str) -> str:
    """Our spelling of a publisher's words: lower case with hyphens; signs that tell words apart are spelled out."""
    said = text.casefold().replace("&", " and ").replace("£", " pounds ").replace("%", " percent ")
    said = re.sub(r"(≤|<=)", " up to ", said)
    said = re.sub(r"(≥|>=)", " at least ", said)
    said = said.replace("<", " less than ").replace(">", " more than ").replace("+", " and over ")
    return re.sub(r"[^a-z0-9]+", "-", said).strip("-")


def field_key(measure: str) -> str:
    """The field of a measure's header: `Receipts (number)` is `receipts_number`."""
    key = word_key(measure).replace("-", "_")
    return _NOW_CALLED.get(key, key) or VALUE


def read_table(
    table: Table,
    places: TablePlaces,
    symbols: Mapping[str, Absence | Decimal],
    nation_wide: bool,
    manner: Manner = PLAIN,
) -> tuple[list[Figure], list[Problem]]:
    """The figures of a table, and everything wrong with them.

    `symbols` is what the workbook explains; `nation_wide` says that a table which names no place is of England and Wales;
    `manner` is how the publisher speaks of time.
    """
    manner, table = title_manner(table, manner), without_footnotes(table)
    meant, problems = classify(table, places, manner)
    table, annual = fill_annual(table, meant)
    table, years = fill_years(table, meant)
    problems = [*table.problems, *problems, *annual, *years, *check_headers(table, meant, manner)]
    reader = _Reader(table, places, symbols_of(table, symbols), meant, manner, nation_wide)
    figures = reader.figures() if not any(problem.blocks for problem in problems) else []
    scaled, untold = _proportions(figures)
    return scaled, [*problems, *reader.problems(), *untold]


def _proportions(figures: Sequence[Figure]) -> tuple[list[Figure], list[Problem]]:
    """Percentages of which only words say that they are, made proportions: out of 100 where any like them is above 1."""
    like: dict[tuple[str, tuple[str, ...]], list[Figure]] = defaultdict(list)
    for figure in figures:
        if not figure.scaled:
            like[_kind_of_share(figure)].append(figure)
    of_hundred = {key for key, group in like.items() if any(abs(each.value or Decimal(0)) > 1 for each in group)}
    nothing = {key for key, group in like.items() if not any(each.value for each in group)}
    kept: list[Figure] = []
    problems: list[Problem] = []
    told: set[tuple[str, tuple[str, ...]]] = set()
    for figure in figures:
        key = _kind_of_share(figure)
        if figure.scaled or key in nothing:
            kept.append(figure)
        elif key in of_hundred and figure.value is not None:
            kept.append(replace(figure, value=figure.value / _HUNDRED, scaled=True))
        elif key not in told:
            told.add(key)
            problems.append(
                Problem(
                    "percentages are not read: it cannot be told whether they are out of 1 or out of 100",
                    figure.place,
                    found=f"'{figure.raw}', and none like it above 1",
                    blocks=False,
                )
            )
    return kept, problems


def _kind_of_share(figure: Figure) -> tuple[str, tuple[str, ...]]:
    return figure.field, tuple(text for _, text in figure.item if says_percentage(text))


class _Reader:
    """Reads one table's rows; gathers what is wrong, the same trouble at most a few times by its cell."""

    def __init__(
        self,
        table: Table,
        places: TablePlaces,
        symbols: Mapping[str, Absence | Decimal],
        meant: Sequence[Meant],
        manner: Manner,
        nation_wide: bool,
    ) -> None:
        self._table, self._places, self._symbols, self._manner = table, places, symbols, manner
        self._found: dict[str, list[Problem]] = {}
        self._of = {role: [each for each in meant if each.role is role] for role in Role}
        self._areas = self._area_columns()
        self._above = self._names_above()
        self._labels = sorted(self._of[Role.LABEL], key=lambda each: plain(each.column.header))
        self._values = self._of[Role.VALUE]
        quarters = [each.span for each in self._values if each.span and each.span.months == MONTHS_IN_QUARTER]
        self._last_quarter = max(quarters, default=None)
        self._default_period = said_period(table.title, manner) or self._period_above()
        told = bool(self._areas or self._of[Role.CODE])
        self._placed = {} if told else self._places_of_columns()
        self._default_area = self._place_of_table(nation_wide) if not (told or self._placed) else ""

    def problems(self) -> list[Problem]:
        """Everything wrong, the first few of a kind and a count of the rest."""
        listed = []
        for what, each in self._found.items():
            listed += each[:SHOWN]
            if len(each) > SHOWN:
                listed.append(
                    Problem(
                        f"{what}: more cells of this table",
                        each[SHOWN].where,
                        f"{len(each) - SHOWN}",
                        blocks=each[0].blocks,
                    )
                )
        return listed

    def _tell(
        self, what: str, row: int, column: int, found: str, expected: str = "", fix: str = "", *, blocks: bool = True
    ) -> None:
        self._found.setdefault(what, []).append(
            Problem(what, self._table.place(row, column), found, expected, fix, blocks)
        )

    # --- places ---------------------------------------------------------------------------------------------------

    def _area_columns(self) -> list[Meant]:
        """Columns of places, the smallest kind first: the first of them that names a place says whose a row is."""
        order = {kind: number for number, (kind, _) in enumerate(KIND_WORDS)}
        columns = []
        for each in self._of[Role.AREA]:
            names = [str(cell).strip() for cell in cells_of(self._table, each.column)]
            kind = (
                each.kind if each.kind and not self._places.is_mixed(names, each.kind) else self._places.one_kind(names)
            )
            columns.append(Meant(each.column, Role.AREA, kind=kind))
        return sorted(columns, key=lambda each: order.get(each.kind, len(order)) if each.kind else len(order))

    def _names_above(self) -> dict[int, str]:
        """The place of each row whose own name is left out, as where the cells of a place's lines were merged.

        Only where every place has the same lines in one order, each once: a name or a line that is lost breaks that.
        """
        if len(self._areas) != 1 or self._of[Role.CODE]:
            return {}
        telling = [each for role in (Role.PERIOD, Role.YEAR, Role.PART, Role.LABEL) for each in self._of[role]]
        groups: list[tuple[str, dict[int, tuple[str, ...]]]] = []
        for number, row in self._table.rows:
            name = printed(self._table.cell(row, self._areas[0].column))
            if name or not groups:
                groups.append((name, {}))
            groups[-1][1][number] = tuple(printed(self._table.cell(row, each.column)) for each in telling)
        lines = [list(each.values()) for _, each in groups]
        names = {name for name, _ in groups}
        alike = all(each == lines[0] for each in lines) and len(set(lines[0])) == len(lines[0]) if lines else False
        if len(groups) < _PLACES_ALIKE or len(names) < len(groups) or "" in names or not alike:
            return {}
        return {number: name for name, each in groups for number in each}

    def _places_of_columns(self) -> dict[int, str]:
        """The place of each column of values by its index, where every one is headed by a place, or all of them together."""
        names = {each.column.index: each.measure for each in self._values if not each.has_period}
        own = [name for name in names.values() if not self._places.is_all(name)]
        kind = self._places.one_kind(own)
        if kind is None or len(names) < max(_PLACES_ALIKE, len(self._values)):
            return {}
        found = {index: self._places.candidates(name, kind) for index, name in names.items()}
        nation = [self._places.nation] if self._places.nation else []
        found = {index: nation if self._places.is_all(names[index]) else areas for index, areas in found.items()}
        slugs = [areas[0].slug for areas in found.values() if len(areas) == 1]
        return {index: areas[0].slug for index, areas in found.items()} if len(set(slugs)) == len(names) else {}

    def _place_of_table(self, nation_wide: bool) -> str:
        """Whose figures a table without a column of places holds: the place its sheet or title names, else the nation."""
        table = self._table
        by_sheet = self._places.candidates(table.sheet.strip().replace("_", " "))
        named = by_sheet if len(by_sheet) == 1 else self._places.within(table.title)
        if len(named) == 1:
            return named[0].slug
        row, column = table.header_rows[0], table.columns[0].index
        if named:
            found = " and ".join(area.name for area in named[:SHOWN])
            self._tell("the title names several places and no column says which row is whose", row, column, found)
            return ""
        if self._places.nation is None or not nation_wide or self._places.names_another_land(table.title):
            self._tell(
                "it cannot be told whose figures these are", row, column, f"'{table.title[:80]}'", "a column of areas"
            )
            return ""
        return self._places.nation.slug

    def _area(self, number: int, row: Sequence[Any]) -> str:
        """The slug of the place a row is of; empty where it is not read (and why is told, or it is a place outside)."""
        if not self._areas and not self._of[Role.CODE]:
            return self._default_area
        code_column = next(iter(self._of[Role.CODE]), None)
        code = str(self._table.cell(row, code_column.column)).strip() if code_column else ""
        coded = self._places.coded(code) if code else None
        for each in self._areas:
            name = printed(self._table.cell(row, each.column)) or self._above.get(number, "")
            if self._places.is_unused(name) and (len(self._areas) > 1 or coded):
                continue
            if self._places.is_all(name) and each is not self._areas[-1]:
                continue  # a larger place's column says which
            return self._named(number, each, name, code, coded.slug if coded else "")
        if coded:
            return coded.slug
        column = self._areas[0].column.index if self._areas else self._of[Role.CODE][0].column.index
        if code and not self._areas:
            self._tell("this area is not known", number, column, f"'{code}'", "an ONS code of an area in the catalogue")
        else:
            self._tell("it is not said whose figures these are", number, column, "an empty cell", "the name of an area")
        return ""

    def _named(self, number: int, column: Meant, name: str, code: str, coded: str) -> str:
        index = column.column.index
        if self._places.is_all(name) and not coded:
            return self._places.nation.slug if self._places.nation else ""
        found = self._places.candidates(name, column.kind) or self._places.candidates(name)
        if coded:
            found = self._places.candidates(name)
            if found and coded not in {area.slug for area in found} and not self._places.is_all(name):
                self._tell(
                    "name and code of a row are of two places", number, index, f"'{name}' and {code}", "one place"
                )
                return ""
            return coded
        if len(found) == 1:
            return found[0].slug
        if self._places.is_outside(name):
            self._tell("rows of places outside the reports are not read", number, index, f"'{name}'", blocks=False)
            return ""
        if found:
            kinds = " or ".join(sorted({kind.value for area in found for kind in area.kinds}))
            self._tell(
                "this name means several places",
                number,
                index,
                f"'{name}'",
                "a code, or one kind of place",
                f"It is a {kinds}.",
            )
            return ""
        near = self._places.nearest(name)
        self._tell(
            "this area is not known",
            number,
            index,
            f"'{name}'",
            f"an area of the catalogue, perhaps {near}" if near else "an area of the catalogue",
            "Correct the name, or add it to the area's variants in the catalogue.",
        )
        return ""

    # --- periods --------------------------------------------------------------------------------------------------

    def _period_above(self) -> Span | None:
        found = {span for line in self._table.above if (span := read_span(line, self._manner))}
        return next(iter(found)) if len(found) == 1 else None

    def _row_period(self, number: int, row: Sequence[Any]) -> Span | None:
        """The period that a row says; None where it says none and none is needed, or where it cannot be told (then told)."""
        year = next(iter(self._of[Role.YEAR]), None)
        part = next(iter(self._of[Role.PART]), None)
        period = next(iter(self._of[Role.PERIOD]), None)
        if year and (part or period):
            return self._year_and_part(number, row, year, part or period)
        if period:
            cell = self._table.cell(row, period.column)
            span = read_span(cell, period.manner)
            if span is None:
                self._no_period(number, period, printed(cell))
            return span
        if part:
            self._no_period(number, part, printed(self._table.cell(row, part.column)))
            return None
        return self._default_period

    def _year_and_part(self, number: int, row: Sequence[Any], year: Meant, part: Meant | None) -> Span | None:
        assert part is not None  # called where one of the two is there
        years, cell = self._table.cell(row, year.column), self._table.cell(row, part.column)
        whole = read_span(years, year.manner)
        if whole is None or whole.months != _YEAR:
            self._no_period(number, year, printed(years))
            return None
        own = read_span(cell, part.manner) if part.role is Role.PERIOD else None
        if part.role is Role.PERIOD:
            inside = own and (whole.year, whole.month) <= (own.year, own.month) and own.last_day <= whole.last_day
            span = own if inside else None
        else:
            span = in_year(whole, cell, part.column.header)
            if whole.month == 1 and not part.manner.bare_quarters and months_of_part(cell) is None and span != whole:
                span = None  # where the publisher counts from April it may be April's
        if span is None:
            whole_year = "the quarter, or 'Annual' where the line is of the whole year" if is_empty(cell) else _PERIODS
            under = f"' under '{part.column.header[:40]}" if part.manner.financial else ""
            self._no_period(number, part, f"{printed(years)}', '{printed(cell)}{under}", whole_year)
        return span

    def _no_period(self, number: int, column: Meant, found: str, expected: str = _PERIODS) -> None:
        self._tell("this period cannot be told", number, column.column.index, f"'{found}'", expected)

    def _period(self, number: int, column: Meant, row_period: Span | None) -> Span | None:
        if column.rolling:
            last = self._last_quarter
            if last is None:
                self._no_period(self._table.header_rows[-1], column, column.column.header)
                return None
            index = last.year * _YEAR + last.month - 1 + MONTHS_IN_QUARTER - _YEAR
            return Span(index // _YEAR, index % _YEAR + 1, _YEAR)
        if column.within:
            return self._part_of_year(column, row_period)
        if column.span is None:
            return row_period
        if row_period and row_period != column.span and (self._of[Role.PERIOD] or self._of[Role.YEAR]):
            self._tell(
                "row and column say two periods",
                number,
                column.column.index,
                f"{shown(row_period)} and {shown(column.span)}",
            )
            return None
        return column.span

    def _part_of_year(self, column: Meant, year: Span | None) -> Span | None:
        """The quarter or the months of the row's year (or the table's) that a column stands for."""
        said = in_year(year, column.within) if year and year.months == _YEAR else None
        # The first quarter of a bare year is not January's where the publisher counts from April.
        if (
            said
            and not self._manner.bare_quarters
            and year
            and year.month == 1
            and months_of_part(column.within) is None
        ):
            said = None
        if said is None:
            where = f"{shown(year)}, " if year else ""
            self._no_period(self._table.header_rows[-1], column, f"{where}{column.column.header}")
        return said

    # --- values ---------------------------------------------------------------------------------------------------

    def figures(self) -> list[Figure]:
        """Every value of the table with what it is of."""
        table = self._table
        figures: list[Figure] = []
        needs = any(each.span is None and not each.rolling for each in self._values)
        dated = any(self._of[role] for role in (Role.PERIOD, Role.YEAR, Role.PART))
        if not self._values:
            return []
        if needs and not dated and self._default_period is None:
            first, column = table.header_rows[0], table.columns[0].index
            alike = [each.column.header for each in self._values if re.search(r"\d", each.column.header)]
            self._tell(
                "no period is said, neither by a column nor by the title",
                first,
                column,
                f"'{table.title[:80]}'" + (f", and the header '{alike[0][:60]}', which says none" if alike else ""),
                "a column such as Year, Quarter or Period, or columns that are periods (Q1 2024, Jan to Mar 2024, 2023/24)",
            )
            return []
        for number, row in table.rows:
            area = self._area(number, row)
            row_period = self._row_period(number, row) if needs or dated else None
            item = self._item(number, row)
            if not (area or self._placed) or item is None:
                continue
            for each in self._values:
                span = self._period(number, each, row_period)
                of = self._placed.get(each.column.index, area)
                figure = self._figure(number, row, each, of, span, item) if span else None
                if figure:
                    figures.append(figure)
        return figures

    def _item(self, number: int, row: Sequence[Any]) -> tuple[tuple[str, str], ...] | None:
        item = []
        for each in self._labels:
            cell = self._table.cell(row, each.column)
            if isinstance(cell, float) and not cells_are_numbers(self._table, each):
                self._tell("a figure stands among words", number, each.column.index, f"'{printed(cell)}'", "words")
                return None
            text = words(cell)
            if not text:
                self._tell("this cell is empty", number, each.column.index, "nothing", "a word, as in the other rows")
                return None
            item.append((each.column.header, text))
        return tuple(item)

    def _figure(
        self, number: int, row: Sequence[Any], column: Meant, area: str, span: Span, item: tuple[tuple[str, str], ...]
    ) -> Figure | None:
        cell, index = self._table.cell(row, column.column), column.column.index
        read = read_value(cell, self._symbols)
        if read is None:
            self._tell(*_no_figure(cell, number, index))
            return None
        if span.period is None:
            self._tell(
                "a period that is no month, quarter or year is not read", number, index, shown(span), blocks=False
            )
            return None
        notes = [letter for each in self._of[Role.NOTE] for letter in _letters(self._table.cell(row, each.column))]
        for role in (Role.LABEL, Role.PERIOD, Role.YEAR, Role.PART):  # `2025 Q1 [p]` marks its whole row
            notes += [letter for each in self._of[role] for letter in marks_of(self._table.cell(row, each.column))]
        labels = " ".join(text for _, text in item)
        raw, value = printed(cell), read.value
        shown_so = value is not None and self._table.shown_as_percentage(number, column.column)
        signed = value is not None and "%" in raw
        said = column.is_percentage or says_percentage(labels)
        return Figure(
            self._table,
            number,
            index,
            area,
            span,
            VALUE if self._placed else field_key(column.measure),
            item,
            value / _HUNDRED if signed and value is not None else value,
            read.absence,
            raw,
            tuple(dict.fromkeys((*read.marks, *marks_beside((*column.column.marks, *notes))))),
            said or signed or shown_so,
            value is None or signed or shown_so or not said,
        )


def cells_are_numbers(table: Table, meant: Meant) -> bool:
    """Whether a column of labels is one whose words may be numbers (ages, codes)."""
    return (
        re.search(
            r"\bages?\b|\bcodes?$|\bids?$|^(row|rank|order|sort)\b|^outcome type$|\bband$", plain(meant.column.header)
        )
        is not None
    )


def _letters(cell: object) -> list[str]:
    text = str(cell).strip().casefold()
    spelled = {"provisional": "p", "revised": "r", "estimated": "e", "estimate": "e", "break in series": "b"}
    return [spelled[text]] if text in spelled else re.findall(r"\[([a-z]{1,3})\]", text)


def rows_of(figures: Sequence[Figure]) -> list[Row]:
    """The figures as observations."""
    return [
        Row(
            area=figure.area,
            period=period,
            field=figure.field,
            dimensions=(figure.table.id, figure.item_key),
            value=figure.value,
            absence=figure.absence,
            raw=figure.raw,
            sheet=figure.table.sheet,
            ref=figure.table.ref(figure.row, figure.column),
            marks=figure.marks,
        )
        for figure in figures
        if (period := figure.span.period)
    ]


def leave_other_places(figures: Sequence[Figure], places: TablePlaces) -> tuple[list[Figure], list[Problem]]:
    """The figures without those of rows that name a kind of place the source is not read for, and a note of each table.

    Without it a row of one CPS area would be one of England and Wales. The rows of all places together stay.
    """
    kept: list[Figure] = []
    left: dict[str, list[tuple[Figure, str, str]]] = {}
    for figure in figures:
        other = next((pair for pair in figure.item if places.is_of_other_places(plain(pair[0]))), None)
        if other is None or places.is_all(other[1]):
            kept.append(figure)
        else:
            left.setdefault(figure.table.id, []).append((figure, *other))
    return kept, [
        Problem(
            "rows of places that this source is not read for are left out",
            found[0][0].table.where,
            found=f"'{found[0][2]}' under '{found[0][1]}', and {len(found) - 1:,} more figures",
            blocks=False,
        )
        for found in left.values()
    ]


def _no_figure(cell: object, number: int, index: int) -> tuple[str, int, int, str, str, str]:
    """What is wrong with a cell that says no figure, its row and column, what was found and expected, and how to mend it."""
    if is_empty(cell):
        return "this cell is empty", number, index, "nothing", "a number, or [x] if not available", ""
    found = f"'{printed(cell)[:40]}'"
    if _ERROR.fullmatch(str(cell).strip()):
        what = "this cell holds an error of the spreadsheet in place of a figure"
        return what, number, index, found, "a number, or [x] if not available", "Load the publisher's own file."
    what, expected, fix = "this is neither a number nor a marker that the workbook explains", "a number", ""
    if _PARTED_DIGITS.search(str(cell)):
        expected = "a number without spaces in it"
        fix = "If it is one number, take the spaces out of the numbers of a copy (Find and Replace), and load that."
    return what, number, index, found, f"{expected}, or [x] if not available", fix
