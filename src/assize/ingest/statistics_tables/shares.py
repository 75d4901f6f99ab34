"""Whether the percentages of a statistics table are what its counts, its other percentages and its other periods make them.

Nothing in the layout says of what a percentage is a share: the figures show it. What holds in most places of a column is
taken for its rule, and a place where it does not hold is a fault.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_YEAR
from assize.ingest.printed_periods import Span
from assize.ingest.statistics_tables.checks import few, is_total
from assize.ingest.statistics_tables.rows import Figure

_MOST = 10  # a share of a whole may pass it where two things are compared, but not tenfold
_MOST_COUNTS = 8
_SHARE = 4  # of a column's shares at least a quarter must reproduce
_FEW_SHOW, _MANY_SHOW = 2, 3  # shares that must reproduce: of those printed to a tenth, and to the whole per cent
_TENTHS = 3  # decimals of a share that is printed to a tenth of a per cent
_CHANGE = re.compile(r"\b(change|increase|decrease|difference|growth|rise|fall|compared)\b", re.IGNORECASE)
_SAYS_SHARE = frozenset({"percent", "percentage", "per", "cent", "proportion", "share", "of", "rate", "the"})
_FINEST = 6  # more decimals are those of a share that was not rounded
_MANY_EXACT = 8  # totals of rounded shares that are, by chance, all the sums of their parts
_WHOLE = Decimal(1)
_ABOVE_WHOLE = Decimal("1.02")
_OWN_FILE = "Load the publisher's own file."


@dataclass(frozen=True)
class _Share:
    """A percentage and what two counts of its row make it."""

    figure: Figure
    right: Decimal
    holds: bool

    @property
    def telling(self) -> bool:
        """It holds, and is neither nothing nor everything, which many pairs of counts would give."""
        return self.holds and self.right not in (0, 1)


def check_percentages(figures: Sequence[Figure]) -> list[Problem]:
    """Percentages against the counts of their row: those two of which most of a column's shares are shown to be.

    The whole is a count, or the sum of the part and one other. A share above ten times the whole is refused where it is no
    change: its unit is another than its header's.
    """
    rows: dict[tuple[str, int, str, Span], list[Figure]] = defaultdict(list)
    for figure in figures:
        rows[figure.table.id, figure.row, figure.area, figure.span].append(figure)
    problems: list[Problem] = []
    tried: dict[tuple[str, str], dict[tuple[str, ...], list[_Share]]] = defaultdict(lambda: defaultdict(list))
    for (table, *_), row in rows.items():
        counts = [each for each in row if not each.percentage and each.value is not None and each.value >= 0]
        for share in (each for each in row if each.percentage and each.value is not None):
            if share.value is None:
                continue
            if abs(share.value) > _MOST and not _CHANGE.search(share.field.replace("_", " ")):
                problems.append(
                    Problem("this percentage is above 1,000%", share.place, f"'{share.raw}'", "a share of a whole")
                )
            for rule, part, whole in _rules(counts[:_MOST_COUNTS]):
                if whole:
                    right = part / whole
                    tried[table, share.field][rule].append(_Share(share, right, is_near(share.value, right)))
    for (_, field), rules in tried.items():
        rule, shares = max(rules.items(), key=lambda each: sum(share.telling for share in each[1]))
        showing = [share for share in shares if share.telling]
        if len(showing) >= _needed(field, rule, showing, len(shares)) and len(showing) * _SHARE >= len(shares):
            problems += [
                Problem(
                    "a percentage is not that of its counts",
                    share.figure.place,
                    share.figure.raw,
                    f"{share.right * 100:.1f}%",
                )
                for share in shares
                if not share.holds
            ]
    return few(problems, "more percentages are not those of their counts")


def _rules(counts: Sequence[Figure]) -> Iterator[tuple[tuple[str, ...], Decimal, Decimal]]:
    """What a share may be of the counts of its row: a rule, the part and the whole."""
    for part, other in permutations(counts, 2):
        if part.value is not None and other.value is not None:
            yield (part.field, other.field), part.value, other.value
            yield (part.field, part.field, other.field), part.value, part.value + other.value


def _needed(field: str, rule: Sequence[str], showing: Sequence[_Share], tried: int) -> int:
    """How many shares of those tried must reproduce by a rule for it to be no chance: of a few one alone, where the header
    names the part as well.
    """
    fine = all(decimals_of(share.figure.value) >= _TENTHS for share in showing)
    if not fine:
        return _MANY_SHOW
    said = frozenset(field.split("_")) - _SAYS_SHARE
    if tried > _MANY_SHOW:
        return _FEW_SHOW
    return 1 if said and said == frozenset(rule[0].split("_")) - _SAYS_SHARE else _FEW_SHOW


def decimals_of(value: Decimal | None) -> int:
    """How many decimals a share was printed with, at least two."""
    exponent = (value or Decimal(0)).normalize().as_tuple().exponent
    return max(-exponent, 2) if isinstance(exponent, int) else 2


def is_near(printed: Decimal, right: Decimal) -> bool:
    """Whether a share reproduces to the precision printed, whichever way a half is rounded."""
    decimals = decimals_of(printed)
    return abs(printed - right) <= Decimal(1).scaleb(-decimals) / 2 + Decimal(1).scaleb(-decimals - 3)


# --- percentages among themselves -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Group:
    """The percentages of one kind that stand side by side, and the one of all together where there is one."""

    parts: tuple[Figure, ...]
    whole: Figure | None

    @property
    def is_whole(self) -> bool:
        """Whether none is kept back or below nought: the others then say nothing of the whole."""
        every = (*self.parts, *([self.whole] if self.whole else []))
        return all(one.value is not None and one.value >= 0 for one in every)

    @property
    def added(self) -> Decimal:
        return sum((each.value for each in self.parts if each.value is not None), Decimal(0))

    @property
    def slack(self) -> Decimal:
        """What rounding may add up to."""
        least = min(decimals_of(each.value) for each in self.parts)
        return Decimal(1).scaleb(-min(least, max(map(decimals_of, (each.value for each in self.parts))))) * len(
            self.parts
        )

    @property
    def makes_a_whole(self) -> bool:
        return abs(self.added - _WHOLE) <= self.slack


def check_shares(figures: Sequence[Figure]) -> list[Problem]:
    """Percentages among themselves: those that make up a whole make up all of it; a total that is their sum is no more than
    all; and a year's lies among those of its quarters.
    """
    shares = [figure for figure in figures if figure.percentage and not _CHANGE.search(_said(figure))]
    problems: list[Problem] = []
    for every in (*_by_words(shares).values(), *_by_columns(shares).values()):
        groups = [group for group in every if group.is_whole]
        problems += _wholes(groups) + _too_much(groups)
    return few(problems + _years(shares), "more percentages do not fit together")


def _said(figure: Figure) -> str:
    return f"{figure.table.title} {figure.field.replace('_', ' ')}"


def _by_words(shares: Sequence[Figure]) -> dict[object, list[_Group]]:
    groups: dict[tuple[str, str, str, object], list[Figure]] = defaultdict(list)
    for figure in shares:
        for at, (header, _) in enumerate(figure.item):
            rest = (figure.area, figure.span, *figure.item[:at], *figure.item[at + 1 :])
            groups[figure.table.id, header, figure.field, rest].append(figure)
    found: dict[object, list[_Group]] = defaultdict(list)
    for (table, header, field, _), group in groups.items():
        wholes = [one for one in group if is_total(dict(one.item)[header])]
        parts = [one for one in group if one not in wholes]
        if len(parts) > 1 and len(wholes) < 2:
            found[table, header, field].append(_Group(tuple(parts), wholes[0] if wholes else None))
    return found


def _by_columns(shares: Sequence[Figure]) -> dict[object, list[_Group]]:
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in shares:
        rows[figure.table.id, figure.row, figure.area, figure.span].append(figure)
    found: dict[object, list[_Group]] = defaultdict(list)
    for (known, *_), row in rows.items():
        wholes = [one for one in row if is_total(one.field.replace("_", " "))]
        parts = [one for one in row if one not in wholes]
        if len(parts) > 1 and len(wholes) < 2:
            fields = tuple(each.field for each in parts)
            found[known, fields].append(_Group(tuple(parts), wholes[0] if wholes else None))
    return found


def _wholes(groups: Sequence[_Group]) -> list[Problem]:
    """Where percentages make up a whole in most places, they do in all."""
    holding = [group for group in groups if group.makes_a_whole]
    failing = [group for group in groups if not group.makes_a_whole and group.added]
    if len(holding) < _FEW_SHOW or len(failing) * 2 > len(holding):
        return []
    return [
        Problem(
            "percentages that make up a whole elsewhere in the table do not add up to it here",
            group.parts[0].place,
            found=f"{group.added * 100:.1f}%",
            expected="100%",
            fix=_OWN_FILE,
        )
        for group in failing
    ]


def _too_much(groups: Sequence[_Group]) -> list[Problem]:
    """A total of percentages that is the sum of its parts is at most all: beyond it they are counts in another unit.

    So they are where many totals, none of them all, are that to more than a tenth of a per cent: rounded shares are not.
    """
    summed = [group for group in groups if group.whole and group.whole.value == group.added]
    beyond = [
        group for group in summed if group.added > _ABOVE_WHOLE and sum(bool(one.value) for one in group.parts) > 1
    ]
    fine = [group for group in summed if all(_TENTHS < decimals_of(one.value) <= _FINEST for one in group.parts[:1])]
    exact = len(fine) == len(groups) >= _MANY_EXACT and len({group.added for group in fine}) > 1
    if exact and not beyond and not any(group.makes_a_whole for group in groups):
        beyond = fine
    if not beyond or len(summed) * 2 < len(groups):
        return []
    whole = beyond[0].whole
    return [
        Problem(
            "percentages add up to more than 100%, or as counts do, so they may be counts in another unit",
            whole.place if whole else "",
            found=f"{beyond[0].added * 100:,.1f}%",
            expected="shares of a whole",
            fix=_OWN_FILE,
        )
    ]


def _years(shares: Sequence[Figure]) -> list[Problem]:
    """A year's percentage lies among those of its four quarters."""
    held = {(one.table.id, one.area, one.field, one.item, one.span): one for one in shares}
    problems = []
    for one in shares:
        if one.span.months != MONTHS_IN_YEAR or one.span.period is None or one.span.month % 3 != 1:
            continue
        spans = [Span(part.year, part.month, part.months) for part in one.span.period.quarters]
        quarters = [held.get((one.table.id, one.area, one.field, one.item, span)) for span in spans]
        values = [quarter.value for quarter in quarters if quarter is not None and quarter.value is not None]
        if len(values) < len(spans) or one.value is None:
            continue
        slack = Decimal(1).scaleb(-min(map(decimals_of, (one.value, *values))))
        if not min(values) - slack <= one.value <= max(values) + slack:
            problems.append(
                Problem(
                    "a year's percentage does not lie among those of its quarters",
                    one.place,
                    found=one.raw,
                    expected=f"from {min(values) * 100:.1f}% to {max(values) * 100:.1f}%",
                    fix=_OWN_FILE,
                )
            )
    return problems
