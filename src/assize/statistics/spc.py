"""Control charts of single values (XmR), with the rules of Making Data Count.

The default rule set follows NHSRplotthedots 0.2.2 point for point, with two documented deviations:

- `spc-screened-mr-nan`: where screening would leave no moving range (a constant series), the unscreened mean is used;
- `spc-screened-mr-zero`: where screening would leave a mean moving range of nought, so that every point but those on
  the mean were outside, the unscreened mean is used.

Where a value is missing in a stretch that otherwise rises or falls that package stops; here the trend does not fire.
Besides, a stretch of fewer than 13 points is not judged at all (`spc-short-no-judgement`). The other rule set, `mdc-sct-5`, is
that of Making Data Count's own Single Chart Tool: runs and trends of six that go on over breaks, no screening, and the better
way where rules fire both ways. Method: Nelson 1982 (J Qual Tech 14(3):172) and
Provost and Murray 2011. Checked by `tests/vectors/runs_charts.py` and mirrored by `tests/properties/test_spc.py`.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from assize.core.errors import AssizeError
from assize.core.nouns import Assurance, Direction, Judgement, Rule
from assize.statistics.demands import (
    need_finite,
    need_known,
    need_lists,
    need_numbers,
    need_one_length,
    need_one_of,
    need_points,
    need_signs,
    need_whole,
    plain,
)

LIMIT_FACTOR = 2.66  # 3 / d2, where d2 = 1.128 for ranges of n = 2
NEAR_SHARE = 2 / 3  # the near limits lie at two of the three sigma
SCREEN_FACTOR = 3.267  # D4 for n = 2: a moving range at or above this many times their mean is left out (Nelson 1982)
ON_MEAN = 1e-12  # a point this close to the mean, for its size, is on it: the mean is a rounded number
CANNOT = "a control chart cannot be made"
MINIMUM_POINTS = 13  # Making Data Count, Single Chart Tool v5.0: no limits for twelve points or fewer
SHORTEST_BASELINE = 12  # NHSRplotthedots 0.2.2 refuses to fix the limits after fewer


@dataclass(frozen=True)
class Ruleset:
    """A named, printed set of rules. Lengths are numbers of points: a trend of 7 points is 6 steps one way.

    `outside_counts_as_near`: a point outside a limit counts towards two in three (it is never flagged by it).
    `improvement_wins`: where rules fire both ways at a point, the better way is taken, else the first rule of the ladder.
    `crosses_breaks`: runs and trends go on over a break; limits never do.
    """

    name: str
    screen_moving_ranges: bool
    run_length: int
    trend_length: int
    outside_counts_as_near: bool
    improvement_wins: bool = False
    crosses_breaks: bool = False


PTD_0_2_2 = Ruleset("ptd-0.2.2", screen_moving_ranges=True, run_length=7, trend_length=7, outside_counts_as_near=False)
MDC_SCT_5 = Ruleset(
    "mdc-sct-5",  # Making Data Count, Single Chart Tool v5.0
    screen_moving_ranges=False,
    run_length=6,
    trend_length=6,
    outside_counts_as_near=False,
    improvement_wins=True,
    crosses_breaks=True,
)
RULESETS: Mapping[str, Ruleset] = MappingProxyType({one.name: one for one in (PTD_0_2_2, MDC_SCT_5)})


Label = tuple[Rule | None, int, int]  # the rule that fired at a point, its sign, its run
UNLABELLED: Label = (None, 0, 0)


@dataclass(frozen=True)
class Limits:
    """The limits of one stretch between breaks, from point `first` to point `last` (indexes, both included).

    `count` is its number of values that are not missing. `screened`: a moving range was left out. `fell_back`:
    screening would have left nothing to make limits of, so none was left out. `short`: fewer points than the chart
    was asked for, or no two of them in a row, so that limits are not shown (None) and nothing is judged; `mean` stands
    all the same, and is None only where there is no value to make it of. Where a stretch is not short its mean and
    limits are numbers, unless the chart was asked for 0 points. They are never clipped at 0 or 1.
    """

    first: int
    last: int
    count: int
    mean: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    mean_moving_range: float | None
    screened: bool
    fell_back: bool
    short: bool


@dataclass(frozen=True)
class Point:
    """One value and what the chart says of it. `segment` is the index of its stretch in `ControlChart.segments`.

    `rule` and `direction` are None together, for common cause. `run` is how many consecutive points, ending with this
    one and counting it, the rule speaks of: outside the same limit; flagged two-in-three on the same side; on one side
    of the mean; rising or falling (points: the steps are one fewer). It is 0 where no rule fired.
    """

    value: float | None
    segment: int
    mean: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    rule: Rule | None
    direction: Direction | None
    judgement: Judgement
    run: int


@dataclass(frozen=True)
class ControlChart:
    """A series with its limits and signals. `judgement` and `assurance` speak of the last point.

    `labels` has one for each of `values`; what stands at a point beside its label is put together when it is asked for.
    `assurance` is None where there is a target but the last stretch is too short to say. `depends_on_screening`: the
    signal at the last point goes away, with no other in its place, when no moving range is left out.
    """

    values: tuple[float | None, ...]
    labels: tuple[Label, ...]
    segments: tuple[Limits, ...]
    better: int
    ruleset: str
    assurance: Assurance | None
    depends_on_screening: bool

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every point, missing or not."""
        return tuple(self.point(i) for i in range(len(self.values)))

    def point(self, i: int) -> Point:
        """Point `i`, 0 for the first."""
        segment = bisect(self.segments, i, key=lambda limits: limits.first) - 1
        limits, (rule, sign, run) = self.segments[segment], self.labels[i]
        return Point(
            value=self.values[i],
            segment=segment,
            mean=limits.mean,
            lower=limits.lower,
            upper=limits.upper,
            near_lower=limits.near_lower,
            near_upper=limits.near_upper,
            rule=rule,
            direction=None if rule is None else Direction.HIGH if sign > 0 else Direction.LOW,
            judgement=_judgement(self.values[i], rule, sign, self.better, limits.short),
            run=run,
        )

    @property
    def latest(self) -> Point:
        """The last point, missing or not."""
        return self.point(len(self.values) - 1)

    @property
    def judgement(self) -> Judgement:
        """What is said of the last point."""
        return self.latest.judgement

    @property
    def short(self) -> bool:
        """The last stretch has too few points to be judged."""
        return self.segments[-1].short

    @property
    def screened(self) -> bool:
        """A moving range was left out of the last stretch's limits."""
        return self.segments[-1].screened

    @property
    def fell_back(self) -> bool:
        """Screening would have left nothing, so the last stretch's limits are unscreened."""
        return self.segments[-1].fell_back


def control_chart(
    values: Sequence[float | None],
    *,
    better: int,
    ruleset: Ruleset = PTD_0_2_2,
    rebase: Sequence[int] = (),
    target: float | None = None,
    fix_after: float | None = None,
    screen: bool | None = None,
    minimum_points: int = MINIMUM_POINTS,
) -> ControlChart:
    """Limits, rules and judgement of `values` in order of time, None where one is missing.

    `better` is 1 where up is better, -1 where down is, 0 where neither. `rebase` holds the index of each point that
    begins a new stretch, with limits and runs of its own; 0 changes nothing. `fix_after` makes each stretch's limits of
    its first points only (12 or more). `screen` overrides the rule set's screening of moving ranges. A stretch with
    fewer than `minimum_points` values that are not missing is not judged; 0 judges whatever there is, as the peer does.

    Raises AssizeError for no values at all, one that is not finite, a break outside the series, a `fix_after` below 12
    or a `better` that is none of the three.
    """
    need_one_of(CANNOT, Ruleset, ruleset)
    need_whole(CANNOT, minimum_points)
    _check(values, better, rebase, target, fix_after)
    values = plain(values)
    screening = ruleset.screen_moving_ranges if screen is None else screen
    starts = sorted({0, *rebase})
    segments = [
        _limits(values[start:end], start, fix_after, screening, minimum_points)
        for start, end in zip(starts, [*starts[1:], len(values)], strict=True)
    ]
    labels = _label(values, segments, better, ruleset)
    depends = False
    if screening and labels[-1] != UNLABELLED and segments[-1].screened:
        unscreened = _limits(values[starts[-1] :], starts[-1], fix_after, False, minimum_points)
        depends = _label(values, [*segments[:-1], unscreened], better, ruleset)[-1] == UNLABELLED
    return ControlChart(
        values=tuple(values),
        labels=tuple(labels),
        segments=tuple(segments),
        better=better,
        ruleset=ruleset.name,
        assurance=_assurance(segments[-1], target, better),
        depends_on_screening=depends,
    )


def _check(
    values: Sequence[float | None], better: int, rebase: Sequence[int], target: float | None, fix_after: float | None
) -> None:
    need_lists(CANNOT, values, gaps=True)
    need_known(CANNOT, (better,))
    need_finite(CANNOT, (target,))
    need_numbers(CANNOT, (fix_after,))
    need_points(CANNOT, rebase)
    if not values:
        raise AssizeError(CANNOT, found="no points", expected="one or more")
    if better not in (-1, 0, 1):
        raise AssizeError(CANNOT, found=f"better = {better}", expected="1, -1 or 0")
    for index in rebase:
        if not 0 <= index < len(values):
            raise AssizeError(
                CANNOT, found=f"a break at point {index}", expected=f"a point of the series, 0 to {len(values) - 1}"
            )
    if fix_after is not None and not fix_after >= SHORTEST_BASELINE:
        raise AssizeError(
            CANNOT, found=f"limits fixed after {fix_after} points", expected=f"{SHORTEST_BASELINE} or more"
        )


def _limits(
    values: Sequence[float | None], first: int, fix_after: float | None, screening: bool, minimum_points: int
) -> Limits:
    """The limits of one stretch, whose first value is point `first` of the series."""
    baseline = [value for i, value in enumerate(values, 1) if fix_after is None or i <= fix_after]
    count = sum(value is not None for value in values)
    mean = _mean([value for value in baseline if value is not None])
    ranges = [abs(b - a) for a, b in pairwise(baseline) if a is not None and b is not None]
    spread = _mean(ranges)
    screened = fell_back = False
    if screening and spread is not None:
        kept = [moving_range for moving_range in ranges if moving_range < SCREEN_FACTOR * spread]
        kept_spread = _mean(kept)
        if kept_spread:
            screened = len(kept) < len(ranges)
            spread = kept_spread
        else:
            fell_back = True
    short = minimum_points > 0 and (count < minimum_points or spread is None)
    lower = upper = near_lower = near_upper = None
    if not short and mean is not None and spread is not None:
        reach = LIMIT_FACTOR * spread
        lower, upper = mean - reach, mean + reach
        near_lower, near_upper = mean - NEAR_SHARE * reach, mean + NEAR_SHARE * reach
    return Limits(
        first=first,
        last=first + len(values) - 1,
        count=count,
        mean=mean,
        lower=lower,
        upper=upper,
        near_lower=near_lower,
        near_upper=near_upper,
        mean_moving_range=spread,
        screened=screened,
        fell_back=fell_back,
        short=short,
    )


def _mean(numbers: Sequence[float]) -> float | None:
    """The mean, from an exact sum."""
    return math.fsum(numbers) / len(numbers) if numbers else None


def _label(values: Sequence[float | None], segments: Sequence[Limits], better: int, ruleset: Ruleset) -> list[Label]:
    """Every point's label; in a stretch too short to judge none says anything."""
    sides: list[int] = []
    outside: list[int] = []
    near: list[int] = []
    for limits in segments:
        own = values[limits.first : limits.last + 1]
        on_side = relative_to_mean(own, limits.mean)
        beyond = _beyond(own, on_side, limits.lower, limits.upper)
        close = _beyond(own, on_side, limits.near_lower, limits.near_upper)
        sides += [0] * len(own) if limits.short else on_side
        outside += beyond
        near += [0 if far else by for far, by in zip(beyond, close, strict=True)]
    bounds = [(0, len(values))] if ruleset.crosses_breaks else [(one.first, one.last + 1) for one in segments]
    labels: list[Label] = []
    for start, end in bounds:
        stretch = slice(start, end)
        labels += label_points(values[stretch], sides[stretch], outside[stretch], near[stretch], ruleset, better)
    for limits in segments:
        if limits.short:
            labels[limits.first : limits.last + 1] = [UNLABELLED] * (limits.last + 1 - limits.first)
    return labels


def _judgement(value: float | None, rule: Rule | None, sign: int, better: int, short: bool) -> Judgement:
    if short:
        return Judgement.TOO_SHORT
    if value is None:
        return Judgement.NO_FIGURE
    if rule is None:
        return Judgement.NO_CHANGE
    if better == 0:
        return Judgement.CHANGED
    return Judgement.IMPROVEMENT if sign == better else Judgement.CONCERN


def relative_to_mean(values: Sequence[float | None], mean: float | None) -> list[int]:
    """1 above the mean, -1 below, 0 on it or missing. A rounded mean is met within `ON_MEAN` of its size."""
    need_lists(CANNOT, values, gaps=True)
    values = plain(values)
    if mean is None:
        return [0] * len(values)
    need_known(CANNOT, (mean,))
    tolerance = ON_MEAN * max(1.0, abs(mean))
    low, high = mean - tolerance, mean + tolerance
    return [0 if value is None else (value > high) - (value < low) for value in values]


def _beyond(
    values: Sequence[float | None], sides: Sequence[int], lower: float | None, upper: float | None
) -> list[int]:
    """1 above the upper limit, -1 below the lower, 0 within, on a limit, on the mean, or where any is missing."""
    if lower is None or upper is None:
        return [0] * len(values)
    return [
        0 if value is None or not side else (value > upper) - (value < lower)
        for value, side in zip(values, sides, strict=True)
    ]


def label_points(
    values: Sequence[float | None],
    sides: Sequence[int],
    outside: Sequence[int],
    near: Sequence[int],
    ruleset: Ruleset = PTD_0_2_2,
    better: int = 0,
) -> list[Label]:
    """For each point of one stretch: the first rule that fires of outside, trend, two in three and shift; its sign; its run.

    `sides` are 1, 0 or -1 against the mean; so are `outside` against the limits, and `near` for points between a limit
    and its near limit. No window holds a missing value: its side is 0, and a step from or to it is neither up nor down.
    `better` matters only to a rule set in which improvement wins.
    """
    need_lists(CANNOT, values, gaps=True)
    values = plain(values)
    need_signs(CANNOT, sides, outside, near)
    need_one_length(CANNOT, values, sides, outside, near)
    need_one_of(CANNOT, Ruleset, ruleset)
    need_known(CANNOT, (better,))
    counted = [n or o for n, o in zip(near, outside, strict=True)] if ruleset.outside_counts_as_near else near
    steps = [_step(before, after) for before, after in pairwise(values)]
    pair = two_in_three(counted, sides)
    pair = [sign if near_sign else 0 for sign, near_sign in zip(pair, near, strict=True)]
    shift = shift_signs(sides, ruleset.run_length)

    def fired(trend: Sequence[int], *wanted: int) -> list[Label]:
        found = [UNLABELLED] * len(values)
        # from the last rule of the ladder to the first, which so has the last word
        ladder = (
            (Rule.SHIFT, shift, sides),
            (Rule.TWO_IN_THREE, pair, pair),
            (Rule.TREND, trend, None),
            (Rule.OUTSIDE, outside, outside),
        )
        for rule, signs, counted_in in ladder:
            if any(signs):
                runs = _rises(steps, signs) if counted_in is None else _runs(counted_in)
                for i, sign in enumerate(signs):
                    if sign in wanted:
                        found[i] = (rule, sign, runs[i])
        return found

    if not (ruleset.improvement_wins and better):
        return fired(trend_signs(steps, len(values), ruleset.trend_length), 1, -1)
    # a point may belong to a rise and to a fall at once: each way is looked at alone
    ways = []
    for sign in (better, -better):
        one_way = [step if step == sign else 0 for step in steps]
        ways.append(fired(trend_signs(one_way, len(values), ruleset.trend_length), sign))
    return [good if good != UNLABELLED else bad for good, bad in zip(*ways, strict=True)]


def shift_signs(sides: Sequence[int], length: int) -> list[int]:
    """The side of every point that lies in `length` or more consecutive points on one side of the mean; else 0."""
    need_signs(CANNOT, sides)
    need_whole(CANNOT, length)
    signs = [0] * len(sides)
    for side, start, end in _stretches(sides, length):
        signs[start:end] = [side] * (end - start)
    return signs


def trend_signs(steps: Sequence[int], points: int, length: int) -> list[int]:
    """1 or -1 for every point in `length` or more consecutive rising or falling points; else 0.

    `steps[i]` is the sign of the step from point i to i + 1. The point where one trend turns into another takes the
    sign of the step that leaves it.
    """
    need_signs(CANNOT, steps)
    need_whole(CANNOT, points, length)
    if points != len(steps) + 1:
        raise AssizeError(CANNOT, found=f"{len(steps)} steps of {points} points", expected="one step fewer than points")
    signs = [0] * points
    for step, start, end in _stretches(steps, length - 1):
        signs[start : end + 1] = [step] * (end - start + 1)
    return signs


def _stretches(signs: Sequence[int], shortest: int) -> list[tuple[int, int, int]]:
    """Each longest run of one sign that is not too short, 0 left out: the sign, where it begins, where it has ended."""
    found = []
    begun, own = 0, 0
    for at, sign in enumerate((*signs, 0)):
        if sign != own:
            if own and at - begun >= shortest:
                found.append((own, begun, at))
            begun, own = at, sign
    return found


def two_in_three(near: Sequence[int], sides: Sequence[int]) -> list[int]:
    """The side of every point in three consecutive ones on one side of the mean, of which two or more are near; else 0."""
    need_signs(CANNOT, near, sides)
    need_one_length(CANNOT, near, sides)
    signs = [0] * len(sides)
    if not any(near):
        return signs
    for start, (side, second, third) in enumerate(zip(sides, sides[1:], sides[2:], strict=False)):
        if side and side == second == third and near[start : start + 3].count(0) < 2:
            signs[start : start + 3] = (side, side, side)
    return signs


def _step(before: float | None, after: float | None) -> int:
    return 0 if before is None or after is None else (after > before) - (after < before)


def _runs(signs: Sequence[int]) -> list[int]:
    """For each point how many consecutive ones, up to and with it, have its sign."""
    runs = []
    own, run = 0, 0
    for sign in signs:
        run = run + 1 if sign == own else 1
        own = sign
        runs.append(run)
    return runs


def _rises(steps: Sequence[int], trend: Sequence[int]) -> list[int]:
    """For each point of a trend how many consecutive ones, up to and with it, rose (or fell), the first of them counted."""
    before = zip((0, *steps), (0, *_runs(steps)), strict=True)
    return [run + 1 if step == sign else 1 for (step, run), sign in zip(before, trend, strict=True)]


def _assurance(limits: Limits, target: float | None, better: int) -> Assurance | None:
    """Where the target lies against the last stretch's limits; a target on a limit may be met or missed."""
    if target is None or better == 0:
        return Assurance.NO_TARGET
    if limits.short:
        return None
    return assure(limits.lower, limits.upper, target, better)


def assure(lower: float | None, upper: float | None, target: float, better: int) -> Assurance:
    """What limits say of a `target`, where `better` is 1 or -1. Without limits it may be met or missed.

    Raises AssizeError for a `better` that is neither.
    """
    need_known(CANNOT, (target, better))
    need_numbers(CANNOT, (lower, upper))
    if better not in (-1, 1):
        raise AssizeError(CANNOT, found=f"better = {better}", expected="1 or -1")
    # of a constant series the limits are its mean, which is a rounded number
    on_limit = ON_MEAN * max(1.0, abs(target))
    if lower is None or upper is None or not (target + on_limit < lower or target - on_limit > upper):
        return Assurance.HIT_OR_MISS
    target_is_high = target > upper
    return Assurance.FAIL if target_is_high == (better > 0) else Assurance.PASS
