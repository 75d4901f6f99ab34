"""What shows in the figures of a statistics table when a column has slipped, or one of its periods is gone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER
from assize.ingest.layouts import SHOWN, some
from assize.ingest.printed_periods import ROLLING, Manner, Span, plain, shown, span_at
from assize.ingest.round_numbers import divisor_of, round_problems
from assize.ingest.statistics_tables.checks import is_total
from assize.ingest.statistics_tables.finding import Table, Workbook
from assize.ingest.statistics_tables.rows import Figure
from assize.ingest.statistics_tables.titled_periods import said_period

_NO_COUNT = re.compile(
    r"\b(median|mean|average|days?|weeks?|months|hours|minutes|rates?|ratio|per|proportion|share|ages?|index|score|length|duration"
    r"|time|timeliness|change|difference|increase|decrease|quartile|percentile)\b|%",
    re.IGNORECASE,
)
_QUARTERS_IN_YEAR = 4
_ENOUGH_YEARS = 2  # years, or things of which a year is told, that stand in one order
_ENOUGH_WHOLE = 4  # figures of a row or a column, from which on a lone fraction is a slip
_RATE = re.compile(
    r"\brates? per\b|\bper (\d[\d,]*|thousand|million) (of )?(the )?(population|people|residents)\b", re.IGNORECASE
)
_ROUNDED = re.compile(r"\bround(ed|ing)\b|\bnearest\b|\bthousands?\b", re.IGNORECASE)
_SHOWN = 80  # letters of a line
_ENOUGH = 5  # figures of a table by which it can be told that they count
_OWN_FILE = "Load the publisher's own file."
_Item = tuple[tuple[str, str], ...]


def check_parts(figures: Sequence[Figure]) -> list[Problem]:
    """A total of counts is never less than one of its parts: where it is, figures stand in rows that are not theirs."""
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and not figure.percentage and figure.value >= 0 and not figure.value % 1:
            for at, (header, _) in enumerate(figure.item):
                rest = (*figure.item[:at], *figure.item[at + 1 :])
                key = (figure.table.id, header, figure.area, figure.span, figure.field, rest)
                groups[key].append(figure)
    wrong: dict[tuple[str, str], list[tuple[Figure, Figure]]] = defaultdict(list)
    for held, group in groups.items():
        header = str(held[1])
        totals = [one for one in group if is_total(dict(one.item)[header])]
        parts = [one for one in group if one not in totals]
        if len(totals) != 1 or len(parts) < 2 or _NO_COUNT.search(_spoken(totals[0])):
            continue
        largest = max(parts, key=lambda one: one.value or 0)
        if (largest.value or 0) > (totals[0].value or 0):
            wrong[totals[0].table.id, totals[0].field].append((totals[0], largest))
    return [
        Problem(
            "a total is less than one of its parts, so figures may stand in rows that are not theirs",
            found[0][0].place,
            found=f"{found[0][0].raw}, and {found[0][1].raw} in {found[0][1].place}"
            + (f"; {len(found) - 1} more" if len(found) > 1 else ""),
            expected="a total of at least its largest part",
            fix=_OWN_FILE,
        )
        for found in list(wrong.values())[:SHOWN]
    ]


def check_fractions(figures: Sequence[Figure]) -> list[Problem]:
    """One fraction among the whole numbers of a row or a column of counts is another's figure, or one of another unit."""
    series: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and not figure.percentage and not _NO_COUNT.search(_spoken(figure)):
            series["row", figure.table.id, figure.field, figure.area, figure.item].append(figure)
            series["column", figure.table.id, figure.field, figure.span].append(figure)
    alone: dict[str, Figure] = {}
    for (kind, *_), group in series.items():
        broken = [one for one in group if one.value is not None and one.value % 1]
        if kind == "column" and is_total(group[0].field.replace("_", " ")) and len(broken) * 2 > len(group):
            alone[broken[0].place] = broken[0]  # a total of counts, and another column's shares
        if len(broken) == 1 and len(group) >= _ENOUGH_WHOLE:
            alone[broken[0].place] = broken[0]
    return [
        Problem(
            "this figure is a fraction where those of its row or column are whole numbers",
            place,
            found=one.raw,
            expected="a whole number",
            fix=_OWN_FILE,
        )
        for place, one in list(alone.items())[:SHOWN]
    ]


def check_rates(figures: Sequence[Figure]) -> list[Problem]:
    """A line above a table says that its figures are rates, and every one is a whole number of something that is counted."""
    held: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and not figure.percentage:
            held[figure.table.id].append(figure)
    problems = []
    for group in held.values():
        table = group[0].table
        line = next((line for line in table.above if _RATE.search(line)), "")
        spoken = any(_RATE.search(_spoken(figure)) for figure in group)
        if (
            line
            and not spoken
            and len(group) >= _ENOUGH
            and not any(figure.value % 1 for figure in group if figure.value)
        ):
            problems.append(
                Problem(
                    "a line above the table says that its figures are rates, and all are whole numbers",
                    table.where,
                    found=f"'{line[:_SHOWN]}'",
                    expected="rates under a title that says so, or counts",
                    fix=_OWN_FILE,
                )
            )
    return problems


def speaks_of_rounding(workbook: Workbook) -> bool:
    """Whether a line of a workbook says that its figures are rounded, or in another unit."""
    spoken = [cell for rows in workbook.texts.values() for row in rows for cell in row]
    spoken += [line for table in workbook.tables for line in (*table.above, *table.below)]
    return any(_ROUNDED.search(text) for text in spoken if isinstance(text, str))


def check_round_columns(figures: Sequence[Figure], workbook: Workbook) -> list[Problem]:
    """Counts of a measure that one number divides, in a workbook that says nothing of rounding: their unit is another."""
    if speaks_of_rounding(workbook):
        return []
    held: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and not figure.percentage and not _NO_COUNT.search(_spoken(figure)):
            held[figure.table.id, figure.field].append(figure)
    return [
        problem
        for group in held.values()
        for problem in round_problems(
            group[0].place, {f"'{group[0].field.replace('_', ' ')}'": divisor_of(figure.value for figure in group)}
        )
    ]


def check_measures(figures: Sequence[Figure]) -> list[Problem]:
    """Where columns are periods: a measure that stands in one of them alone, in place of the one that all others have."""
    wide: dict[str, dict[str, dict[Span, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for figure in figures:
        wide[figure.table.id][figure.field].setdefault(figure.span, figure)
    problems = []
    for measures in wide.values():
        every = {span for spans in measures.values() for span in spans if span.months == MONTHS_IN_QUARTER}
        for field, spans in measures.items():
            lone = next(iter(spans))
            lacking = [
                other
                for other, theirs in measures.items()
                if other != field and lone not in theirs and len(every - set(theirs)) == 1 and len(theirs) > 1
            ]
            if len(spans) == 1 and lone in every and lacking:
                figure = spans[lone]
                problems.append(
                    Problem(
                        "the figures of one period are of another measure than those of all other periods",
                        figure.table.place(figure.table.header_rows[-1], figure.column),
                        found=f"'{field.replace('_', ' ')}' in {shown(lone)} alone",
                        expected=f"'{lacking[0].replace('_', ' ')}', as in the other periods of the table",
                        fix=_OWN_FILE,
                    )
                )
    return problems


def is_count(figure: Figure) -> bool:
    """Whether nothing that is said of a figure makes it another than a count."""
    return not _NO_COUNT.search(_spoken(figure))


def _spoken(figure: Figure) -> str:
    """All words that say what a figure is."""
    said = " ".join(text for _, text in figure.item)
    return f"{figure.table.title} {figure.field.replace('_', ' ')} {said}"


def check_gaps(figures: Sequence[Figure], *, alike: bool = False) -> list[Problem]:
    """Says which quarters are not in a table that has the ones before and after them.

    `alike` is for a workbook whose tables run over the same quarters: then it says which the others have, too.
    """
    problems = []
    quarters = _quarters(figures)
    every = set().union(*quarters.values()) if alike else set()
    for table, spans in quarters.items():
        if lacking := sorted(every - spans):
            problems.append(
                Problem(
                    "a table has not all quarters that other tables of the workbook have",
                    _where(figures, table),
                    found=f"no {some([shown(span) for span in lacking])}",
                    blocks=False,
                )
            )
            continue
        order = sorted(spans)
        steps = [after.index - before.index for before, after in pairwise(order)]
        if MONTHS_IN_QUARTER not in steps or max(steps) == MONTHS_IN_QUARTER:
            continue
        missing = [
            shown(span_at(index, MONTHS_IN_QUARTER))
            for before, after in pairwise(order)
            for index in range(before.index + MONTHS_IN_QUARTER, after.index, MONTHS_IN_QUARTER)
        ]
        problems.append(
            Problem(
                "quarters are not in a table that has some before and after them",
                _where(figures, table),
                found=f"no {some(missing)}",
                blocks=False,
            )
        )
    return problems


def _where(figures: Sequence[Figure], table: str) -> str:
    return next(figure for figure in figures if figure.table.id == table).table.where


def check_order(figures: Sequence[Figure]) -> list[Problem]:
    """Quarters down the rows that stand, in every year, in one order that neither rises nor falls: numbers were exchanged.

    A table sorted by quarter first, or by other words, has no year whose quarters stand beside each other.
    """
    series: dict[tuple[str, str, str, _Item], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.span.months == MONTHS_IN_QUARTER:
            series[figure.table.id, figure.field, figure.area, figure.item].append(figure)
    orders: dict[str, list[tuple[tuple[int, ...], Figure]]] = defaultdict(list)
    for (table, *_), held in series.items():
        down = sorted(held, key=lambda one: one.row)
        for at in range(0, len(down) - _QUARTERS_IN_YEAR + 1, _QUARTERS_IN_YEAR):
            year = down[at : at + _QUARTERS_IN_YEAR]
            if len({one.row for one in year}) == _QUARTERS_IN_YEAR and len({one.span.year for one in year}) == 1:
                orders[table].append((tuple(one.span.month for one in year), year[0]))
    problems = []
    for found in orders.values():
        months, first = found[0]
        if len(found) >= _ENOUGH_YEARS and all(each == months for each, _ in found) and not _runs(months):
            problems.append(
                Problem(
                    "the quarters of every year stand in an order of no calendar, so their numbers may have been exchanged",
                    first.place,
                    found=", then ".join(f"Q{(month + 2) // MONTHS_IN_QUARTER}" for month in months),
                    expected="quarters from the first to the last",
                    fix=_OWN_FILE,
                )
            )
    return problems


def _runs(months: Sequence[int]) -> bool:
    return list(months) in (sorted(months), sorted(months, reverse=True))


def check_rolling(figures: Sequence[Figure], workbook: Workbook, manner: Manner) -> list[Problem]:
    """A rolling year ends with the table's last quarter. Where its four quarters are not all there to show it, the workbook
    must: another table or a title that names a later quarter says that the table's last is gone.
    """
    quarters = _quarters(figures)
    latest = max((span for spans in quarters.values() for span in spans), default=None)
    problems = []
    for table in workbook.tables:
        rolling = [column for column in table.columns if _is_rolling(column.header)]
        spans = quarters.get(table.id, set())
        if not rolling or not spans or latest is None:
            continue
        last = max(spans)
        own = {span_at(last.index - MONTHS_IN_QUARTER * back, MONTHS_IN_QUARTER) for back in range(_QUARTERS_IN_YEAR)}
        said = [span for span in (said_period(line, manner) for line in _lines(table, workbook)) if span]
        named = [span for span in said if span.months == MONTHS_IN_QUARTER]
        if own <= spans or (latest == last and (not named or max(named) == last)):
            continue
        problems.append(
            Problem(
                "it cannot be told with which quarter the rolling year ends",
                table.place(table.header_rows[-1], rolling[0].index),
                found=f"'{rolling[0].header[:60]}', and the table's last quarter is {shown(last)}",
                expected=f"all four quarters of it, or a table that goes to {shown(max([latest, *named]))}",
                fix=_OWN_FILE,
            )
        )
    return problems


def _lines(table: Table, workbook: Workbook) -> tuple[str, ...]:
    return (*table.above, table.title, workbook.title)


def _is_rolling(header: str) -> bool:
    match = ROLLING.match(plain(header))
    return bool(match) and not (match and match[1])


def _quarters(figures: Sequence[Figure]) -> dict[str, set[Span]]:
    found: dict[str, set[Span]] = defaultdict(set)
    for figure in figures:
        if figure.span.months == MONTHS_IN_QUARTER:
            found[figure.table.id].add(figure.span)
    return found
