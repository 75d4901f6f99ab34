"""One sheet as a table: its title, what each column is, its lines of areas, and the notes below it.

A column is known by its header and by the group header over it; a group header holds from its own column up to the next
one. Columns may stand in any order and others between them; what lacks, stands twice or cannot be told is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.ingest.layouts import ASK_READERS, some
from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.words import Kind
from assize.ingest.received import HEADER_ROWS, Received, column_letters

MID_YEAR_MONTH = 6  # estimates are of 30 June

# Fields whose values add up over places; every other column is read beside one of them.
COUNTS = frozenset({"offences", "knife_offences", "asb_incidents", "csew_adults_asked", "population", "households"})
ROUNDED = frozenset({"population", "households"})
_PARTED = re.compile(r"^((?:%|Percentage) change .+? compared with:?|[^:]+:) *(\S.*)$", re.IGNORECASE)
# Words that could stand for a figure are no remark: a column of them may have lost its header.
_FOR_A_FIGURE = re.compile(
    r"[\d\[]|\b(?:not|no|nil|none|zero|un\w+|confidential|suppressed|withheld|low)\b", re.IGNORECASE
)
_GROUPED = (Kind.KNIFE, Kind.KNIFE_SERIES, Kind.SURVEY, Kind.INCIDENTS)


def _is_remark(cell: object) -> bool:
    """Somebody's own words in a free cell: several, and none that could stand for a figure."""
    return isinstance(cell, str) and len(re.findall(r"[A-Za-z]{2,}", cell)) > 1 and not _FOR_A_FIGURE.search(cell)


@dataclass(frozen=True)
class Column:
    """What a column holds: a field, a category and a period. `base` is the period a change is against; `rounded` is whether
    the header says that its figures are whole hundreds."""

    index: int
    field: str
    category: str
    period: Period
    base: Period | None = None
    rounded: bool = False

    @property
    def is_count(self) -> bool:
        """Its values add up over places."""
        return self.field in COUNTS


@dataclass(frozen=True)
class Table:
    """A sheet whose shape is known. `lines` are the indexes of rows with figures, `notes` the texts below them, and
    `book_notes` those of the workbook's own sheets of notes."""

    kind: Kind
    sheet: str
    title: str
    ending: Period | None
    rows: Sequence[Sequence[Any]]
    columns: tuple[Column, ...]
    code: int | None
    name: int
    lines: tuple[int, ...]
    notes: tuple[str, ...]
    book_notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The table's own name, for messages: `Table P1`."""
        return self.title.split(":")[0].strip()

    def cell(self, line: int, column: int | None) -> Any:
        """What stands there; an empty text beyond the row's end."""
        row = self.rows[line]
        return row[column] if column is not None and column < len(row) else ""

    def ref(self, line: int, column: int) -> str:
        """`E12`."""
        return f"{column_letters(column)}{line + 1}"

    def find(self, field: str, category: str, period: Period) -> Column | None:
        """The column of that meaning."""
        wanted = (field, category, period)
        return next((each for each in self.columns if (each.field, each.category, each.period) == wanted), None)


@dataclass(frozen=True)
class _Head:
    """Header cells by column: the lowest text over the figures, and the group it stands in."""

    leaf: Mapping[int, str]
    group: Mapping[int, str]
    units: Mapping[int, str]


class TableReader:
    """Reads one sheet; gathers every problem of its shape."""

    def __init__(self, received: Received, sheet: str, rows: Sequence[Sequence[Any]], kind: Kind) -> None:
        self._received = received
        self._sheet = sheet
        self._rows = rows
        self._kind = kind
        self._title = " ".join(str(rows[0][0]).split())
        self._left_out = False
        self.problems: list[Problem] = []

    def read(self) -> Table | None:
        """The table, or None where its shape is not known (then `problems` says why)."""
        place = self._header_place()
        if place is None:
            return None
        top, leaf, code, name = place
        width = max(len(row) for row in self._rows)
        first, units = self._below(leaf, code, name, width)
        head = self._head(top, leaf, units, width, {code, name})
        ending = self._ending()
        self._check_units(head)
        found = self._columns(head, ending)
        lines, notes = self._lines(first, code, name, set(head.leaf))
        self._check_unheaded(head, lines, width, {code, name})
        self._check_mid_years(found, notes)
        if self._left_out or any(problem.blocks for problem in self.problems):
            return None
        kind = self._kind
        return Table(
            kind, self._sheet, self._title, ending, self._rows, tuple(found), code, name, tuple(lines), tuple(notes)
        )

    def _problem(
        self, what: str, at: str = "", *, found: str = "", expected: str = "", fix: str = "", blocks: bool = True
    ) -> None:
        where = f"{self._received.name} [{self._sheet}{'!' + at if at else ''}]"
        self.problems.append(Problem(what, where, found, expected, fix, blocks))

    def _can_be_left_out(self) -> bool:
        """Whether the others are read without this table: no other is checked against it, and recorded crime is there."""
        if self._kind in (Kind.OFFENCES, Kind.CHANGE, Kind.RATE):
            return False
        firsts = [rows[0][0] for name in self._received.sheets if (rows := self._received.sheet(name)) and rows[0]]
        return any(words.kind_of(first) is Kind.OFFENCES for first in firsts)

    # --- where things stand ---------------------------------------------------------------------------------------

    def _header_place(self) -> tuple[int, int, int | None, int] | None:
        """(row of groups, row of headers, column of codes, column of names)."""
        codes, names = [], []
        for index, row in enumerate(self._rows[:HEADER_ROWS]):
            for column, cell in enumerate(row):
                text = words.header(cell)
                if text in ("area code", "area codes"):
                    codes.append((index, column))
                elif text in ("area name", "area names"):
                    names.append((index, column))
        if len(names) != 1 or len(codes) > 1:
            self._problem(
                "the columns of codes and names cannot be told",
                found=f"{len(names)} headers 'Area Name' and {len(codes)} headers 'Area Code'",
                expected="one 'Area Name', and one 'Area Code' or none",
            )
            return None
        name_row, name = names[0]
        code_row, code = codes[0] if codes else (name_row, None)
        leaf = max(name_row, code_row)
        if not codes and self._texts(name_row + 1, {name}) > 2:
            leaf = name_row + 1  # in a table of two rows of headers the name may stand in the upper one
        top = min(name_row, code_row) if min(name_row, code_row) < leaf else leaf - 1
        return top, leaf, code, name

    def _texts(self, index: int, besides: set[int]) -> int:
        row = self._rows[index] if index < len(self._rows) else ()
        return sum(isinstance(cell, str) and bool(cell.strip()) for c, cell in enumerate(row) if c not in besides)

    def _below(self, leaf: int, code: int | None, name: int, width: int) -> tuple[int, dict[int, str]]:
        """(the first row of figures, the units that stand between the headers and it)."""
        units: dict[int, str] = {}
        index = leaf + 1
        while index < len(self._rows):
            row = self._rows[index]
            if any(str(row[at]).strip() for at in (code, name) if at is not None and at < len(row)):
                break
            units |= {column: str(cell).strip() for column, cell in enumerate(row) if str(cell).strip()}
            index += 1
        return index, units

    def _head(self, top: int, leaf: int, units: dict[int, str], width: int, besides: set[int | None]) -> _Head:
        def text(index: int, column: int) -> str:
            row = self._rows[index] if index >= 0 else ()
            return self._shown(row[column]) if column < len(row) else ""

        leaves: dict[int, str] = {}
        groups: dict[int, str] = {}
        carried = ""
        for column in range(width):
            if column in besides:
                continue
            over, under = text(top, column), text(leaf, column)
            carried = over or carried
            # In one row of headers each has its group before a colon, and a change the year it is against at its end.
            parted = _PARTED.match(under) if not carried and self._kind in _GROUPED else None
            if parted:
                groups[column], leaves[column] = parted[1].strip(": "), parted[2]
            elif under or over:
                leaves[column] = under or over
                groups[column] = carried if under else ""
        return _Head(leaves, groups, units)

    @staticmethod
    def _shown(cell: object) -> str:
        """A header as text: a year is stored as a number."""
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return " ".join(str(cell).split())

    def _lines(self, first: int, code: int | None, name: int, headed: set[int]) -> tuple[list[int], list[str]]:
        """(rows that hold figures, texts of those that do not)."""
        lines, notes = [], []
        for index in range(first, len(self._rows)):
            row = self._rows[index]
            beside = {
                column: cell for column, cell in enumerate(row) if column not in (code, name) and str(cell).strip()
            }
            others = [cell for column, cell in beside.items() if column in headed or not isinstance(cell, str)]
            labels = [str(row[at]).strip() for at in (code, name) if at is not None and at < len(row)]
            texts = [text for text in labels if text]
            if others or (len(texts) == 2 and words.AREA_CODE.match(labels[0])):
                lines.append(index)
            else:
                notes += [*texts, *(str(cell).strip() for cell in beside.values())]
        return lines, notes

    # --- what stands there ----------------------------------------------------------------------------------------

    def _ending(self) -> Period | None:
        """The year the table is of: the latest that its title names."""
        named = words.years_ending(self._title)
        if self._kind in (Kind.POPULATION, Kind.HOUSEHOLDS):
            return None
        if not named:
            self._problem(
                "the title does not say of which year the table is",
                "A1",
                found=f"'{self._title}'",
                expected="a title with 'year ending' and a month and year",
            )
            return None
        return max(named)

    def _check_units(self, head: _Head) -> None:
        known = words.UNITS.get(self._kind)
        for column, unit in head.units.items():
            if known is None or not known.match(words.header(unit)):
                self._problem(
                    "this unit is not known, so the figures under it are not read",
                    f"{column_letters(column)}",
                    found=f"'{unit}'",
                    expected=f"the unit of a table of {self._kind.value}",
                )

    def _check_mid_years(self, columns: Sequence[Column], notes: Sequence[str]) -> None:
        """Where a note says of which year the population or the households are, the header says the same."""
        if self._kind is not Kind.RATE:
            return
        for column in columns:
            word = {"population": "population", "households": "household"}.get(column.field)
            told = [note for note in notes if word and words.basis(note) == word]
            if told and not any(str(column.period.year) in note for note in told):
                self._problem(
                    "header and note do not name the same mid-year",
                    column_letters(column.index),
                    found=f"mid-{column.period.year}",
                    expected=f"the year of '{told[0]}'",
                )

    def _check_unheaded(self, head: _Head, lines: Sequence[int], width: int, besides: set[int | None]) -> None:
        for column in range(width):
            if column in besides or column in head.leaf:
                continue
            filled = [i for i in lines if column < len(self._rows[i]) and str(self._rows[i][column]).strip()]
            if not filled:
                continue
            remark = column > max(head.leaf) and all(_is_remark(self._rows[i][column]) for i in filled)
            self._problem(
                "a remark beside the table is not read" if remark else "a column of figures has no header",
                f"{column_letters(column)}{filled[0] + 1}",
                found=f"'{self._rows[filled[0]][column]}'",
                blocks=not remark,
            )

    def _columns(self, head: _Head, ending: Period | None) -> list[Column]:
        """Every column whose meaning is known, each once; the others are named."""
        read: dict[Kind, Callable[[int, _Head, Period], Column | None]] = {
            Kind.OFFENCES: self._offence,
            Kind.CHANGE: self._offence,
            Kind.RATE: self._offence,
            Kind.KNIFE: self._knife,
            Kind.KNIFE_SERIES: self._knife_series,
            Kind.SURVEY: self._surveyed,
            Kind.INCIDENTS: self._incidents,
            Kind.INCIDENT_SHARES: self._incident_share,
            Kind.POPULATION: self._estimate,
            Kind.HOUSEHOLDS: self._estimate,
        }
        if self._kind is Kind.KNIFE and any(words.span(group) for group in head.group.values()):
            self._kind = Kind.KNIFE_SERIES
        if ending is None and self._kind not in (Kind.POPULATION, Kind.HOUSEHOLDS):
            return []
        found: dict[tuple[object, ...], Column] = {}
        unknown: list[int] = []
        for index in head.leaf:
            column = read[self._kind](index, head, ending or Period(2000, 1, 12))
            if column is None:
                unknown.append(index)
                continue
            key = (column.field, column.category, column.period)
            if key in found:
                self._problem(
                    "two columns have the same header, and nothing shows which is meant",
                    column_letters(index),
                    found=f"'{self._heading(head, index)}' in {column_letters(found[key].index)} and {column_letters(index)}",
                    expected="one column for each header",
                    fix="Load the publisher's own file.",
                )
            found[key] = column
        columns = list(found.values())
        lacking = [*self._lacking(columns, ending), *self._lopsided(columns)]
        headings = [f"'{self._heading(head, index)}'" for index in unknown]
        if lacking:
            self._left_out = self._can_be_left_out()
            self._problem(
                f"this is not the known shape of a table of {self._kind.value}"
                + (", so the table is not read" if self._left_out else ""),
                found=f"no {some(lacking)}" + (f", and besides {some(headings)}" if headings else ""),
                expected="all headers of that table, whatever their order",
                fix=f"Load the publisher's own file. If the publisher has changed the table, {ASK_READERS}.",
                blocks=not self._left_out,
            )
        elif headings:
            place = f"{self._received.name} [{self._sheet}]"
            self.problems.append(
                Problem("columns that are not known are not read", place, found=some(headings), blocks=False)
            )
        return columns

    def _heading(self, head: _Head, index: int) -> str:
        group = head.group.get(index, "")
        return f"{group}: {head.leaf[index]}" if group and self._kind in _GROUPED else head.leaf[index]

    # --- a column of each kind of table -----------------------------------------------------------------------------

    def _offence(self, index: int, head: _Head, ending: Period) -> Column | None:
        text = words.header(head.leaf[index])
        if self._kind is Kind.RATE:
            if dated := words.mid_year(head.leaf[index]):
                field = "population" if dated[0] == "population" else "households"
                return Column(index, field, words.ALL, Period(dated[1], MID_YEAR_MONTH, 1), rounded=dated[2])
            if text == "residential burglary (households)":
                return Column(index, "offences_per_1000_households", "residential-burglary", ending)
        category = words.offence(head.leaf[index], self._kind)
        if category is None:
            return None
        field = {Kind.OFFENCES: "offences", Kind.CHANGE: "offences_change_percent"}.get(
            self._kind, "offences_per_1000_population"
        )
        base = ending.later(-1) if self._kind is Kind.CHANGE else None
        return Column(index, field, category, ending, base)

    def _knife(self, index: int, head: _Head, ending: Period) -> Column | None:
        category = words.KNIFE_OFFENCES.get(words.header(head.group[index]))
        if category is None:
            return None
        text = words.header(head.leaf[index])
        if words.is_knife_number(text):
            return Column(index, "knife_offences", category, ending)
        return Column(index, "knife_share_percent", category, ending) if words.is_knife_share(text) else None

    def _knife_series(self, index: int, head: _Head, ending: Period) -> Column | None:
        text, group = words.header(head.leaf[index]), head.group[index]
        period = words.span(group)
        if period is not None:
            if words.is_knife_number(text):
                return Column(index, "knife_offences", words.SELECTED, period)
            share = words.is_knife_share(text)
            return Column(index, "knife_share_in_series_percent", words.SELECTED, period) if share else None
        against = words.change_of(group)
        base = words.span(head.leaf[index])
        if against != ending or base is None:
            return None
        year_before = base == ending.later(-1)
        field = "knife_change_on_year_percent" if year_before else "knife_change_since_2010_11_percent"
        if not year_before and base.id != "2010-11":
            return None
        return Column(index, field, words.SELECTED, ending, base)

    def _surveyed(self, index: int, head: _Head, ending: Period) -> Column | None:
        text = words.plain(head.leaf[index])
        if words.header(text) == "unweighted base - number of adults":
            return Column(index, "csew_adults_asked", words.ALL, ending)
        category = words.SURVEYED.get(words.header(head.group[index]))
        if category is None:
            return None
        if text.replace(" ", "") == "percentageexperienced/witnessed":
            return Column(index, "asb_experienced_percent", category, ending)
        different, _, against = text.partition("statistically significantly different from ")
        if different or not against:
            return None
        if against == "england and wales":
            return Column(index, "asb_differs_from_england_and_wales", category, ending)
        base = words.span(against)
        if base != ending.later(-1):
            return None
        return Column(index, "asb_change_on_year", category, ending, base)

    def _incidents(self, index: int, head: _Head, ending: Period) -> Column | None:
        text, period = words.header(head.leaf[index]), words.span(head.group[index])
        if period is None:
            return None
        if text == "number of incidents":
            return Column(index, "asb_incidents", words.ALL, period)
        rate = text == "rate per 1,000 population"
        return Column(index, "asb_incidents_per_1000_population", words.ALL, period) if rate else None

    def _incident_share(self, index: int, head: _Head, ending: Period) -> Column | None:
        category = words.INCIDENTS.get(words.header(head.leaf[index]))
        return Column(index, "asb_share_percent", category, ending) if category else None

    def _estimate(self, index: int, head: _Head, ending: Period) -> Column | None:
        text = head.leaf[index].strip()
        if not (text.isdigit() and len(text) == 4 and words.header(head.group[index]) == "mid-year"):
            return None
        field = "population" if self._kind is Kind.POPULATION else "households"
        return Column(index, field, words.ALL, Period(int(text), MID_YEAR_MONTH, 1), rounded=True)

    # --- what must be there -----------------------------------------------------------------------------------------

    def _lacking(self, columns: Sequence[Column], ending: Period | None) -> list[str]:
        """Names of what a table of this kind has and this one lacks."""
        held = {column.category for column in columns}
        if self._kind in (Kind.OFFENCES, Kind.CHANGE, Kind.RATE):
            lacking = [f"'{name}'" for name in words.first_spellings(words.OFFENCES, words.NEEDED_OFFENCES - held)]
            residential, domestic = (
                [f"{word} burglary" for word in pair if f"{word}-burglary" not in held] for pair in _BURGLARIES
            )
            if residential and domestic:
                lacking += [f"'{name}'" for name in (domestic if len(domestic) < len(residential) else residential)]
            if self._kind is Kind.RATE:
                fields = {column.field for column in columns}
                # An edition may leave households out, and the rate by household with them.
                needed = {"population", "households"} if "offences_per_1000_households" in fields else {"population"}
                lacking += [f"'{name} figures (mid-…)'" for name, f in _ESTIMATES if f in needed - fields]
            return lacking
        if self._kind is Kind.KNIFE:
            return [f"'{name}'" for name in words.first_spellings(words.KNIFE_OFFENCES, words.NEEDED_KNIFE - held)]
        if self._kind is Kind.SURVEY:
            lacking = [
                f"'{name}'" for name in words.first_spellings(words.SURVEYED, set(words.SURVEYED.values()) - held)
            ]
            return lacking if words.ALL in held else [*lacking, "'Unweighted base - number of adults'"]
        if self._kind is Kind.INCIDENT_SHARES:
            return [f"'{name}'" for name, slug in words.INCIDENTS.items() if slug not in held]
        return self._missing_years(columns, ending)

    def _missing_years(self, columns: Sequence[Column], ending: Period | None) -> list[str]:
        """Years that a table over years skips: one between its first and last, its title's, or the year it is of."""
        counts = {column.period for column in columns if column.is_count}
        if not counts:
            return ["column of a year"]
        if self._kind in (Kind.POPULATION, Kind.HOUSEHOLDS):
            named = words.title_years(self._title)
            if named is None:
                return ["years in the title"]
            years = {period.year for period in counts}
            lacking = [str(year) for year in range(named[0], named[1] + 1) if year not in years]
            return [*lacking, *(f"title for {year}" for year in sorted(years) if not named[0] <= year <= named[1])]
        assert ending is not None  # without a year nothing is read
        yearly = sorted(period for period in counts if period.month == min(counts).month)
        steps = range(yearly[-1].year - yearly[0].year + 1)
        wanted = {yearly[0].later(step) for step in steps} | {ending}
        if self._kind is Kind.KNIFE_SERIES:
            wanted.add(ending.later(-1))
            if [column.period for column in columns if column.is_count and column.period in yearly] != yearly:
                # Nothing in the table shows whether columns were moved or headers changed places.
                return ["order of years"]
        lacking = [f"figures of {period.id}" for period in sorted(wanted - counts)]
        return [*lacking, *(f"year that takes in {period.id}" for period in sorted(counts - wanted))]

    def _lopsided(self, columns: Sequence[Column]) -> list[str]:
        """Groups in which a column stands without those that always stand beside it."""
        beside = _BESIDE.get(self._kind, ())
        held = {(column.field, column.category, column.period) for column in columns}
        groups = {(column.category, column.period) for column in columns if column.field in beside}
        return [
            f"{_FIELD_WORDS[field]} for {category if category != words.ALL else ''} {period.id}".replace("  ", " ")
            for category, period in sorted(groups)
            for field in beside
            if (field, category, period) not in held
        ]


_BURGLARIES = (("residential", "non-residential"), ("domestic", "non-domestic"))
_ESTIMATES = (("population", "population"), ("household", "households"))
_BESIDE = {
    Kind.KNIFE: ("knife_offences", "knife_share_percent"),
    Kind.KNIFE_SERIES: ("knife_offences", "knife_share_in_series_percent"),
    Kind.INCIDENTS: ("asb_incidents", "asb_incidents_per_1000_population"),
    Kind.SURVEY: ("asb_experienced_percent", "asb_differs_from_england_and_wales", "asb_change_on_year"),
}
_FIELD_WORDS = {
    "knife_offences": "number of offences",
    "knife_share_percent": "share",
    "knife_share_in_series_percent": "share",
    "asb_incidents": "number of incidents",
    "asb_incidents_per_1000_population": "rate",
    "asb_experienced_percent": "percentage",
    "asb_differs_from_england_and_wales": "difference from England and Wales",
    "asb_change_on_year": "difference from the year before",
}
