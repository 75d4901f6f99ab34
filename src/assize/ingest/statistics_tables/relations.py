"""What the columns of a statistics table are of each other, row by row: shares of counts, and open cases that grow by what
came in and shrink by what was finished.

Where such a relation holds in no row as the table stands and in nearly all once a column is moved by a line or two, the column
has slipped; where it holds once two columns change places, they were exchanged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, permutations
from statistics import median

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_YEAR
from assize.ingest.printed_periods import Span
from assize.ingest.statistics_tables.checks import few
from assize.ingest.statistics_tables.rows import Figure

_ENOUGH = 6  # rows by which a relation shows
_NEARLY = 0.9  # of them in which it holds once the column is moved back
_SELDOM = 0.3  # of them in which it holds as the table stands
_LINES = (1, -1, 2, -2)
_MOST_COUNTS = 6
_BETTER = 6  # times nearer, all together, once the columns are put back
_STOCK = re.compile(r"\b(open|outstanding|live|remaining)\b|\bwork in hand\b|\bcases? (waiting|in progress)\b")
_IN = re.compile(r"\b(receipts?|received|registered|new cases)\b")
_OUT = re.compile(r"\b(disposals?|disposed|completed|completions|closed|concluded)\b")
_OWN_FILE = "Load the publisher's own file."
_Row = Mapping[str, Figure]


def check_relations(figures: Sequence[Figure]) -> list[Problem]:
    """Refuses a table in which a column of shares or counts has slipped by a line or two, or two columns were exchanged."""
    problems: list[Problem] = []
    for rows in _series(figures):
        problems += _shares(rows) or _stocks(rows)
    return few(problems, "more columns of tables do not fit together")


def _series(figures: Sequence[Figure]) -> list[list[_Row]]:
    """The rows of each table, down the sheet; in a table whose columns are periods a row of ours is one of its columns."""
    tables: dict[str, dict[tuple[object, ...], dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for figure in figures:
        if figure.value is not None:
            tables[figure.table.id][figure.row, figure.area, figure.item, figure.span][figure.field] = figure
    return [
        [rows[key] for key in sorted(rows, key=lambda key: (key[0], str(key[1]), key[3]))] for rows in tables.values()
    ]


# --- shares -----------------------------------------------------------------------------------------------------------


def _shares(rows: Sequence[_Row]) -> list[Problem]:
    fields: dict[str, bool] = {}
    for row in rows:
        for field, figure in row.items():
            fields[field] = figure.percentage
    counts = [field for field, percentage in fields.items() if not percentage][:_MOST_COUNTS]
    problems = []
    for share in (field for field, percentage in fields.items() if percentage):
        rules = [(part, whole) for part, whole in permutations(counts, 2)]
        right = {rule: _fits(rows, (share, *rule), (0, 0, 0)) for rule in rules}
        if any(holds > _SELDOM for holds in right.values()):
            continue
        for rule in rules:
            moved = next(
                (
                    (name, by)
                    for at, name in enumerate((share, *rule))
                    for by in _LINES
                    if _fits(rows, (share, *rule), tuple(by if one == at else 0 for one in range(3))) >= _NEARLY
                ),
                None,
            )
            if moved:
                problems.append(
                    _slipped(rows, *moved, f"'{_said(share)}' from '{_said(rule[0])}' and '{_said(rule[1])}'")
                )
                break
    return problems


def _fits(rows: Sequence[_Row], fields: tuple[str, str, str], moved: tuple[int, ...]) -> float:
    """In which part of the rows the first field is the second over the third, each taken so many rows further down."""
    tried = held = 0
    for at in range(len(rows)):
        places = [at + by for by in moved]
        if not all(0 <= place < len(rows) for place in places):
            continue
        found = [rows[place].get(field) for place, field in zip(places, fields, strict=True)]
        share, part, whole = (None if each is None else each.value for each in found)
        if share is None or part is None or not whole or share in (0, 1):
            continue
        tried += 1
        held += abs(share - part / whole) <= _slack(share)
    return held / tried if tried >= _ENOUGH else 0.0


def _slack(share: Decimal) -> Decimal:
    exponent = share.normalize().as_tuple().exponent
    return Decimal(1).scaleb(-max(-exponent if isinstance(exponent, int) else 2, 2)) * Decimal("0.51")


# --- stocks -----------------------------------------------------------------------------------------------------------


def _stocks(rows: Sequence[_Row]) -> list[Problem]:
    """Open cases against those of the period before, what came in and what was finished."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    named = [
        [field for field in fields if pattern.search(_said(field)) and not _percentage(rows, field)]
        for pattern in (_STOCK, _IN, _OUT)
    ]
    if any(len(found) != 1 for found in named):
        return []
    stock, came, went = (found[0] for found in named)
    things: dict[tuple[object, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        if len(row.keys() & {stock, came, went}) == 3:
            one = row[stock]
            things[one.area, one.item, one.span.months].append(row)
    series = [_in_time(held, stock) for held in things.values()]
    own = _apart(series, stock, lambda now, before: now[came] - now[went])
    if own is None:
        return []
    if own:
        moves = {by: _apart(series, stock, lambda now, before: now[came] - now[went], by) for by in _LINES}
        for by, apart in moves.items():
            if apart is not None and apart * _BETTER <= own and apart < _least_flow(series, came, went):
                return [
                    _slipped(
                        rows, stock, by, f"'{_said(stock)}' from those before, '{_said(came)}' and '{_said(went)}'"
                    )
                ]
        exchanged = _apart(series, stock, lambda now, before: now[went] - now[came])
        if exchanged is not None and exchanged * _BETTER <= own:
            first = series[0][0]
            return [
                Problem(
                    "two columns may have been exchanged: open cases shrink by what came in and grow by what was finished",
                    first[came].place,
                    found=f"'{_said(came)}' {first[came].raw} and '{_said(went)}' {first[went].raw}",
                    expected="open cases that grow by what comes in",
                    fix=_OWN_FILE,
                )
            ]
    return _lone(series, stock, came, went)


def _in_time(held: Sequence[_Row], stock: str) -> list[_Row]:
    return sorted(held, key=lambda row: row[stock].span)


def _follows(before: Span, now: Span) -> bool:
    index = before.year * MONTHS_IN_YEAR + before.month + before.months
    return index == now.year * MONTHS_IN_YEAR + now.month


def _apart(
    series: Sequence[Sequence[_Row]],
    stock: str,
    net: Callable[[Mapping[str, Decimal], Mapping[str, Decimal]], Decimal],
    by: int = 0,
) -> Decimal | None:
    """How far open cases usually are from what they were and what came and went; None where too few rows tell."""
    found: list[Decimal] = []
    for rows in series:
        for at in range(1, len(rows)):
            if at - 1 + by < 0 or at + by >= len(rows) or not _follows(rows[at - 1][stock].span, rows[at][stock].span):
                continue
            now, before = _numbers(rows[at]), _numbers(rows[at - 1])
            step = _numbers(rows[at + by])[stock] - _numbers(rows[at - 1 + by])[stock]
            found.append(abs(step - net(now, before)))
    return median(found) if len(found) >= _ENOUGH else None


def _numbers(row: _Row) -> dict[str, Decimal]:
    return {field: figure.value for field, figure in row.items() if figure.value is not None}


def _least_flow(series: Sequence[Sequence[_Row]], came: str, went: str) -> Decimal:
    """Half of what the stock usually moves by: a relation that is further off than that is none."""
    steps = [abs(_numbers(row)[came] - _numbers(row)[went]) for rows in series for row in rows]
    return median(steps) / 2


def _lone(series: Sequence[Sequence[_Row]], stock: str, came: str, went: str) -> list[Problem]:
    """Where open cases are to the case what they were and what came and went, they are so in every row."""
    right, wrong = 0, []
    for rows in series:
        for before, now in pairwise(rows):
            if not _follows(before[stock].span, now[stock].span):
                continue
            numbers, earlier = _numbers(now), _numbers(before)
            expected = earlier[stock] + numbers[came] - numbers[went]
            if numbers[stock] == expected:
                right += 1
            else:
                wrong.append((now[stock], expected))
    if not wrong or right < _ENOUGH or len(wrong) * 3 > right:
        return []
    return [
        Problem(
            "open cases are not those of the period before with what came in and without what was finished",
            figure.place,
            found=figure.raw,
            expected=f"{expected:,.0f}, as {right} other rows of this table add up",
            fix=_OWN_FILE,
        )
        for figure, expected in wrong
    ]


def _percentage(rows: Sequence[_Row], field: str) -> bool:
    return any(field in row and row[field].percentage for row in rows)


def _slipped(rows: Sequence[_Row], field: str, by: int, what: str) -> Problem:
    figure = next(row[field] for row in rows if field in row)
    lines = "a line" if abs(by) == 1 else f"{abs(by)} lines"
    return Problem(
        f"a column has slipped by {lines}: it fits the others of its table only once it is moved back",
        figure.place,
        found=f"{what} in nearly no row",
        expected="figures beside their own rows",
        fix=_OWN_FILE,
    )


def _said(field: str) -> str:
    return field.replace("_", " ")
