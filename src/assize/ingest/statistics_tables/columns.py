"""What each column of a statistics table is, by header and by content: a place, its code, a period, words, a note, values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import MONTHS_IN_YEAR
from assize.ingest.long_tables.unread import lone_part
from assize.ingest.printed_periods import (
    PLAIN,
    ROLLING,
    Manner,
    Span,
    in_year,
    is_part_of_year,
    manner_of,
    months_of_part,
    plain,
    read_part_of_year,
    read_span,
    shown,
    span_at,
)
from assize.ingest.statistics_tables.finding import Column, Table, is_empty, is_value, words
from assize.ingest.statistics_tables.places import TablePlaces


class Role(Enum):
    """What a column tells of its rows."""

    CODE = "code of an area"
    AREA = "area"
    PERIOD = "period"
    YEAR = "year"
    PART = "part of a year"
    LABEL = "label"
    NOTE = "note"
    VALUE = "value"
    OUT = "not read"


@dataclass(frozen=True)
class Meant:
    """A column and what it is. `measure` names what is counted, `span` the period of a column that stands for one;
    `rolling` says that it is the twelve months up to the last quarter of the table, `within` is the part of a year that it
    stands for (`Q1`, `Apr to Jun`) where the year stands in its rows or above the table.
    """

    column: Column
    role: Role
    measure: str = ""
    span: Span | None = None
    rolling: bool = False
    within: str = ""
    kind: AreaKind | None = None
    manner: Manner = PLAIN

    @property
    def has_period(self) -> bool:
        """Whether it is a column of values that stands for a period, or for a part of a year."""
        return self.role is Role.VALUE and bool(self.span or self.rolling or self.within)

    @property
    def is_percentage(self) -> bool:
        """The header says per cent."""
        return says_percentage(self.column.header)


_CODE = re.compile(r"^[EWKSN]\d{8}$")
_NOTE_HEADER = re.compile(
    r"^(foot ?)?notes?( column| text)?$|^(data |revision )?status$|^flags?$|^markers?$|^symbols?$|^comments?$",
    re.IGNORECASE,
)
_COUNTED_ROWS = re.compile(
    r"^(row|rank|order|sort)( (number|no|order))?$", re.IGNORECASE
)  # says nothing of the figures
_YEAR_HEADER = re.compile(
    r"^(calendar |financial |fiscal |reporting |court )?years?( \(.*\))?$|^years? (ending|ended|to)\b.*$"
)
_PART_HEADER = re.compile(r"^(calendar |financial |fiscal )?(quarter|qtr|month)s?( \(.*\))?$")
_PERIOD_HEADER = re.compile(
    r"^(time|date|reporting date|snapshot date|cohort|quarter and year|year and quarter|month and year)s?$|\bperiods?$"
    r"|^(quarter|month|three months|3 months|12 months) (ending|ended|to)\b.*$|^as at$|\bcohort period\b"
)
LABEL_HEADER = re.compile(
    r"^ages?( group| band)?s?( \(.*\))?$|\bcodes?$|\bids?$|^(row|rank|order|sort)\b|^outcome type$|\bband$"
)
_PLACE_HEADER = re.compile(
    r"^(police |hmcts |probation |cps |court |lcjb |cjs |geographic(al)? |local )?"
    r"(force( area)?|area|region|court|lcjb|pfa|authority|geography|location|place|country|nation)( name)?$"
)
_PERCENT = re.compile(r"%|\bper ?cent(age)?\b|\bpercentages?\b|\bproportion\b", re.IGNORECASE)
_DERIVED = re.compile(
    r"\b(change|difference|trend|average|rank|index|sparkline|variance|versus|vs|compared)\b|\bv\b", re.I
)
_YEAR_WITHIN = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
_NAMED_PART = re.compile(r"^(q|quarter) ?[1-4]\b|^[a-z]{3,9}\.? ?(to|-|–) ?[a-z]{3,9}$", re.IGNORECASE)
_OF_ALL_PERIODS = re.compile(r"\b(totals?|rates?|per|shares?|proportion|notes?)\b|%", re.IGNORECASE)
_UNIT = re.compile(r"\b(thousands?|millions?|per [\d,]+)\b|\b000s?\b", re.IGNORECASE)
_PERIODS_ALIKE = 4  # columns of periods, from which on a unit of one alone is a slip
_QUARTER = 3
_YEAR = 12
# Words of time that are left over beside a period (`2024` over `H1`, `Year to date`, `Q1`) make it another.
OF_TIME = re.compile(
    r"\b(q[1-4]|h[12]|quarters?|half|halves|ytd|to date|years? (ending|ended|to)|rolling|month|financial year|fy"
    r"|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\b",
    re.IGNORECASE,
)
# A week lies in no month; and what is left of a header beside its period is no measure where it speaks of time alone.
_WEEK = re.compile(r"\bweeks? (ending|ended|commencing|beginning|of)\b|\bw/[ce]\b|\bfortnight\b", re.IGNORECASE)
_ONLY_TIME = re.compile(
    r"\W*((\d+ ?(m|mths?|months?|w|weeks?|days?)|weeks?|months?|days?|ending|ended|end|of|to|the|as|at|up|date|spring|summer"
    r"|autumn|winter|cumulative|provisional|revised|final|estimated?|forecast|projected|total|p|r|e|f|fy|cy|calendar|year|and)\b\W*)+",
    re.IGNORECASE,
)
# From April, from January, or the last twelve months: of such a column nobody can say which.
_SO_FAR = re.compile(r"(the )?(financial |calendar )?(year[ -]to[ -]date|ytd)( total)?")
_PARTLY = 0.5
_LONG = 5  # rows, from which on a column of as many different numbers with a unit is one of figures


def says_percentage(text: str) -> bool:
    """Whether a header or a label speaks of per cent (percentage points are a difference and no share)."""
    return bool(_PERCENT.search(text)) and not re.search(r"percentage points?", text, re.IGNORECASE)


def says_other_time(rest: str) -> bool:
    """Whether what is left of a header beside its period makes it another period, or none that can be told."""
    return bool(OF_TIME.search(rest) or _WEEK.search(rest) or _ONLY_TIME.fullmatch(rest))


def classify(table: Table, places: TablePlaces, manner: Manner) -> tuple[list[Meant], list[Problem]]:
    """What each column of a table is, and what is wrong with them.

    `manner` is how the publication and the title speak of time. A header that stands twice, words among figures and a
    column whose period cannot be told come as problems.
    """
    found = [_one(table, column, places, manner) for column in table.columns]
    if not any(each.role in (Role.YEAR, Role.PERIOD) for each in found):
        found = [_by_content(table, each, manner) for each in found]
    found = _parts_of_years(_years_or_parts(table, found))
    wide = any(each.has_period for each in found)
    problems: list[Problem] = [
        Problem(
            "a column has a header and nothing below it",
            table.place(table.header_rows[-1], each.column.index),
            found=f"'{each.column.header[:60]}'",
            blocks=False,
        )
        for each in found
        if each.role is Role.OUT and each.column.header and not _NOTE_HEADER.match(plain(each.column.parts[-1]))
    ]
    if wide:
        found = [_without_year_so_far(table, each, problems) for each in found]
        found = [_without_period(table, each, problems) for each in found]
    found = [_quarter_untold(table, _year_within(table, each, problems), problems) for each in found]
    if problems and not any(each.role is Role.VALUE for each in found):
        problems = [replace(problem, blocks=True) for problem in problems]  # nothing is left to be read
    problems += _doubled(table, found) + _numbers_with_units(table, found)
    problems += _year_for_a_quarter(table, found)
    for each in found:
        if each.role is Role.NOTE:
            where = table.place(table.header_rows[-1], each.column.index)
            problems += lone_part(where, [words(table.cell(row, each.column)) for _, row in table.rows])
    problems += _unit_of_its_own(table, found) + _figures_under_places(table, found)
    return found, problems


def _figures_under_places(table: Table, found: Sequence[Meant]) -> list[Problem]:
    """Numbers below a header that names a kind of place and nothing else: two headers changed places, or slid."""
    return [
        Problem(
            "figures stand under a header of places",
            table.place(table.header_rows[-1], each.column.index),
            found=f"'{each.column.header[:60]}' over '{words(cells_of(table, each.column)[0])}'",
            expected="names of places below it",
            fix="Load the publisher's own file.",
        )
        for each in found
        if each.role is Role.VALUE and not each.has_period and _PLACE_HEADER.match(plain(each.column.header))
    ]


def _unit_of_its_own(table: Table, found: Sequence[Meant]) -> list[Problem]:
    """One column among several that stand for periods says a unit that none of the others says: its header or its figures are
    another table's."""
    periods = [each for each in found if each.has_period]
    apart = [each for each in periods if _UNIT.search(plain(each.column.header))]
    if len(apart) != 1 or len(periods) < _PERIODS_ALIKE:
        return []
    return [
        Problem(
            "one column of a table says a unit that the others do not",
            table.place(table.header_rows[-1], apart[0].column.index),
            found=f"'{apart[0].column.header[:60]}'",
            expected="one unit for all periods of a table",
            fix="Load the publisher's own file.",
        )
    ]


def _numbers_with_units(table: Table, found: Sequence[Meant]) -> list[Problem]:
    """A column of words that are numbers (`12 018,0`), or numbers with a unit behind each (`7511m`, `205 days`), nearly all
    different: figures."""
    problems = []
    for each in (one for one in found if one.role is Role.LABEL):
        texts = [str(cell).strip() for cell in cells_of(table, each.column)]
        match = [re.fullmatch(r"-?[£$]?(\d(?:\s?[\d,.])*)\s*([a-z£%]*)", text.casefold()) for text in texts]
        units = {one[2] for one in match if one}
        # Numbers with nothing behind them, such as `1 988,0`, are no names, however often one comes again.
        differing = 7 if units != {""} else 2
        if all(match) and len(units) == 1 and len(texts) >= _LONG and len(set(texts)) * 10 >= len(texts) * differing:
            problems.append(
                Problem(
                    "the figures of a column have their unit behind each"
                    if units != {""}
                    else "the figures of a column are printed as texts, and no numbers",
                    table.place(table.header_rows[-1], each.column.index),
                    found=f"'{texts[0]}' under '{each.column.header[:60]}'",
                    expected="numbers, and the unit in the header"
                    if units != {""}
                    else "numbers, such as 30876 or 30,876",
                    fix="Load the publisher's own file.",
                )
            )
    return problems


def cells_of(table: Table, column: Column) -> list[Any]:
    """What stands in a column, empty cells left out."""
    return [cell for _, row in table.rows if not is_empty(cell := table.cell(row, column))]


def _one(table: Table, column: Column, places: TablePlaces, manner: Manner) -> Meant:
    header, cells = plain(column.header), cells_of(table, column)
    own = plain(column.parts[-1]) if column.parts else ""
    if not cells:
        return Meant(column, Role.OUT)
    figures = sum(is_value(cell) for cell in cells) / len(cells)
    if figures >= _PARTLY and (found := _period_column(column, manner)):
        return found
    texts = [str(cell).strip() for cell in cells]
    if sum(bool(_CODE.match(text)) for text in texts) > len(texts) * _PARTLY:
        return Meant(column, Role.CODE)
    if _NOTE_HEADER.match(own) or (_COUNTED_ROWS.match(own) and figures == 1):
        return Meant(column, Role.NOTE)
    here = manner_of(column.header, manner)
    said = [
        any(pattern.search(each) for each in (header, own)) for pattern in (_PART_HEADER, _YEAR_HEADER, _PERIOD_HEADER)
    ]
    if any(said):
        spans = sum(read_span(cell, here) is not None for cell in cells)
        parts = sum(is_part_of_year(cell) for cell in cells)
        whole_years = any(span.months > _QUARTER for cell in cells if (span := read_span(cell, here)))
        if said[0] and (whole_years or parts > spans) and not all(isinstance(cell, date) for cell in cells):
            return Meant(column, Role.PART, manner=here)  # years under `Quarter` are then told as what they are not
        if said[1] or spans >= len(cells) * _PARTLY or parts >= len(cells) * _PARTLY or figures < _PARTLY:
            return Meant(column, Role.PERIOD, manner=here)
    if figures < _PARTLY and all(read_span(cell, here) for cell in cells):
        return Meant(column, Role.PERIOD, manner=here)
    if all(is_part_of_year(cell) for cell in cells) and any(_NAMED_PART.search(text) for text in texts):
        return Meant(column, Role.PART, manner=here)
    kind = places.kind_said(header)
    if figures < _PARTLY and places.is_area_column(header, texts):
        return Meant(column, Role.AREA, kind=kind)
    if figures >= _PARTLY and not LABEL_HEADER.search(own):
        return Meant(column, Role.VALUE, measure=column.header)
    return Meant(column, Role.LABEL)


def _by_content(table: Table, meant: Meant, manner: Manner) -> Meant:
    """Where no column is said to hold periods: one whose every cell is a date or a worded period is."""
    cells = cells_of(table, meant.column)
    dated = all(isinstance(cell, date | str) and read_span(cell, manner) for cell in cells)
    bare = all(re.fullmatch(r"\d+", str(cell).strip()) for cell in cells)
    return replace(meant, role=Role.PERIOD, manner=manner) if cells and dated and not bare else meant


def _years_or_parts(table: Table, found: list[Meant]) -> list[Meant]:
    """A column of parts goes with one of years; without parts a column of years holds whole periods."""
    parts = [each for each in found if each.role is Role.PART]
    periods = [each for each in found if each.role is Role.PERIOD]
    if len(parts) == 1 and len(periods) == 1:
        return [replace(each, role=Role.YEAR) if each is periods[0] else each for each in found]
    if len(periods) == 2 and not parts:
        # `Year` beside a `Quarter` that says its year itself: the second says all, and must lie in the first.
        years, quarters = sorted(periods, key=lambda each: -_months(table, each))
        if _months(table, years) > _months(table, quarters):
            return [replace(each, role=Role.YEAR) if each is years else each for each in found]
    return found


def _parts_of_years(found: list[Meant]) -> list[Meant]:
    """Columns that are quarters or months of a year which stands elsewhere; beside them one of the whole year (`Total`)."""
    parted = [_part_of_year(each) for each in found]
    if not any(each.within for each in parted):
        return found
    return [
        replace(each, within=own, measure="")
        if each.role is Role.VALUE and not each.has_period and read_part_of_year(own := plain(each.column.header)) == 0
        else each
        for each in parted
    ]


def _part_of_year(meant: Meant) -> Meant:
    """A column with the part of a year that one part of its header says, or either end of it (`Receipts Q1`, `Q1 (%)`)."""
    if meant.role is not Role.VALUE or meant.span or meant.rolling:
        return meant
    parts = meant.column.parts
    for at, part in enumerate(parts):
        if isinstance(part, str) and (read_part_of_year(part) or months_of_part(part)) and not part.strip().isdecimal():
            rest = " ".join(words(other) for other in (*parts[:at], *parts[at + 1 :]))
            return replace(meant, within=plain(part), measure=rest)
    if _DERIVED.search(meant.column.header):
        return meant
    said = meant.column.header.split()
    for size in range(min(len(said) - 1, _LONGEST_PART), 0, -1):
        for text, others in ((said[-size:], said[:-size]), (said[:size], said[size:])):
            part = " ".join(text).strip("(),:;- ")
            told = _QUARTER_SAID.match(plain(part)) and (read_part_of_year(part) or months_of_part(part))
            if told and not any(
                sign.isdigit() for word in others for sign in word
            ):  # with a year it is another quarter
                return replace(meant, within=plain(part), measure=" ".join(others).strip(",:;- "))
    return meant


_LONGEST_PART = 4  # words: `Q1 (Jan to Mar)` has four
_QUARTER_SAID = re.compile(r"\(?(?:q|qtr|quarter) ?[1-4]\b|\(?[a-z]{3,9}\.? ?(?:to|-) ?[a-z]{3,9}\b")
_OF_A_QUARTER = re.compile(r"\b(?:q|qtr|quarter) ?[1-4]\b")


def _quarter_untold(table: Table, meant: Meant, problems: list[Problem]) -> Meant:
    """A header that speaks of a quarter and stands for none: its values are of that quarter, or a change, not of the row's."""
    if meant.role is not Role.VALUE or meant.has_period or not _OF_A_QUARTER.search(plain(meant.column.header)):
        return meant
    problems.append(
        _not_read(table, meant, "a column is not read: its header speaks of a quarter that is not the row's")
    )
    return replace(meant, role=Role.OUT)


def _months(table: Table, meant: Meant) -> float:
    spans = [read_span(cell, meant.manner) for cell in cells_of(table, meant.column)]
    lengths = [span.months for span in spans if span]
    return sum(lengths) / len(lengths) if lengths else 0


def _period_column(column: Column, manner: Manner) -> Meant | None:
    """A column that stands for a period: in one part of its header, in several together, or at one end of it."""
    parts = column.parts
    for first in range(len(parts)):
        for last in range(len(parts), first, -1):
            together: object = (
                parts[first] if last - first == 1 else " ".join(words(part) for part in parts[first:last])
            )
            rest = " ".join(words(part) for part in (*parts[:first], *parts[last:]))
            if match := ROLLING.match(plain(together)):
                ending = read_span(match[1], manner) if match[1] else None
                if match[1] and ending is None:
                    return None
                span = _year_to(ending) if ending else None
                return Meant(column, Role.VALUE, rest, span, rolling=span is None)
            span = read_span(together, manner)
            if span is None and last - first == 2:
                year = read_span(parts[first], manner)
                span = in_year(year, parts[first + 1]) if year else None
            if span:
                return None if says_other_time(rest) else Meant(column, Role.VALUE, rest, span)
    return _period_at_an_end(column, manner)


def _year_to(span: Span) -> Span:
    return span_at(span.index + span.months - MONTHS_IN_YEAR, MONTHS_IN_YEAR)


def _period_at_an_end(column: Column, manner: Manner) -> Meant | None:
    """`Receipts, 2024 Q1` and `Apr 2023 to Mar 2024 Number`: the longest run of words at an end that says a period."""
    if _DERIVED.search(column.header):
        return None
    said = column.header.split()
    for size in range(min(len(said) - 1, 8), 0, -1):
        for text, rest in ((said[-size:], said[:-size]), (said[:size], said[size:])):
            span = read_span(" ".join(text).strip("(),:; "), manner)
            measure = " ".join(rest).strip("(),:;- ")
            if (
                span
                and measure
                and not _YEAR_WITHIN.search(measure)
                and not says_other_time(measure)
                and any(sign.isalpha() for sign in measure)
            ):
                return Meant(column, Role.VALUE, re.sub(r"\s+(in|for|during|to|at|as at)$", "", measure), span)
    return None


def _without_year_so_far(table: Table, meant: Meant, problems: list[Problem]) -> Meant:
    """In a table whose columns are periods, one of the year so far: the quarters beside it are read without it."""
    if meant.span or meant.has_period or meant.role not in (Role.VALUE, Role.PERIOD):
        return meant
    if not _SO_FAR.fullmatch(plain(meant.column.parts[-1] if meant.column.parts else "")):
        return meant
    problems.append(
        _not_read(table, meant, "a column of the year so far is not read: it does not say from which month it counts")
    )
    return replace(meant, role=Role.OUT)


def _without_period(table: Table, meant: Meant, problems: list[Problem]) -> Meant:
    """In a table whose columns are periods, a column of values that is none: a change or an average is left out."""
    if meant.role is not Role.VALUE or meant.has_period:
        return meant
    derived = _DERIVED.search(meant.column.header) or _OF_ALL_PERIODS.search(meant.column.header)
    problems.append(
        Problem(
            "a column of changes or sums over several periods is not read"
            if derived
            else "this column's period cannot be told",
            table.place(table.header_rows[-1], meant.column.index),
            found=f"'{meant.column.header[:60]}'",
            expected="" if derived else "a period, as in the other headers of the table",
            blocks=not derived,
        )
    )
    return replace(meant, role=Role.OUT)


def _year_within(table: Table, meant: Meant, problems: list[Problem]) -> Meant:
    """A header that names a year without being a period: its values are of that year, or a change, and not of the row's."""
    if meant.role is not Role.VALUE or meant.has_period or not _YEAR_WITHIN.search(meant.column.header):
        return meant
    problems.append(_not_read(table, meant, "a column is not read: its header speaks of a year that is not the row's"))
    return replace(meant, role=Role.OUT)


def _not_read(table: Table, meant: Meant, what: str) -> Problem:
    where = table.place(table.header_rows[-1], meant.column.index)
    return Problem(what, where, found=f"'{meant.column.header[:60]}'", blocks=False)


def _year_for_a_quarter(table: Table, found: Sequence[Meant]) -> list[Problem]:
    """A column of a year that stands between quarters, in place of one that is missing: its quarter may have been lost."""
    spans = [(each, each.span) for each in found if each.role is Role.VALUE and each.span]
    quarters = {span for _, span in spans if span.months == _QUARTER}
    problems = []
    for at, (each, span) in enumerate(spans):
        if span.months != _YEAR or span.period is None or span.month % _QUARTER != 1:
            continue
        own = {Span(part.year, part.month, part.months) for part in span.period.quarters}
        between = any(other.months == _QUARTER for _, other in spans[:at]) and any(
            other.months == _QUARTER for _, other in spans[at + 1 :]
        )
        if between and len(own - quarters) == 1 and own & quarters:
            problems.append(
                Problem(
                    "a year stands between quarters, where one of its quarters is missing",
                    table.place(table.header_rows[-1], each.column.index),
                    found=f"'{each.column.header[:60]}'",
                    expected=shown(next(iter(own - quarters))),
                )
            )
    return problems


def _doubled(table: Table, found: Sequence[Meant]) -> list[Problem]:
    problems = []
    seen: dict[tuple[object, ...], Meant] = {}
    others = {plain(each.column.header): each for each in found if each.role not in (Role.OUT, Role.NOTE, Role.VALUE)}
    for each in found:
        if each.role in (Role.OUT, Role.NOTE):
            continue
        key: tuple[object, ...] = (each.role, plain(each.measure), each.span, each.rolling, plain(each.within))
        if each.role is not Role.VALUE:
            key = (plain(each.column.header),)
        if each.role in (Role.YEAR, Role.PART, Role.PERIOD, Role.CODE):
            key = (each.role,)
        first = seen.setdefault(key, each)
        if each.role is Role.VALUE and each.measure:
            first = others.get(plain(each.measure), first)  # a column of words under the header of a column of figures
        if first is not each:
            problems.append(
                Problem(
                    "two columns say the same, and nothing shows which is meant",
                    table.place(table.header_rows[-1], each.column.index),
                    found=f"'{each.column.header[:60]}', and '{first.column.header[:60]}' in"
                    f" {table.ref(table.header_rows[-1], first.column.index)}",
                    expected="one column for each header",
                    fix="Load the publisher's own file.",
                )
            )
    return problems
