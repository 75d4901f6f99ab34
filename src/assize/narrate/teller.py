"""One measure while its sentences are made: what it is called, its comparisons, and the small pieces that sentences share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from assize.core.areas import Position
from assize.core.document import Aspect, Number, Words
from assize.core.material import Names
from assize.core.nouns import Against, Comparison, Figure, Measured, Signal, Verdict
from assize.core.periods import Period, parse_period
from assize.core.specs import Break, Cadence, Kind, MetricSpec
from assize.core.wording import (
    change_number,
    figure_number,
    immature_number,
    limit_number,
    opening_month,
    period_words,
    says_nought,
    told_apart,
    unit_tail,
)

TIME_OF_YEAR = " for the time of year"


class Teller:
    """Holds one measure while its sentences are made."""

    def __init__(self, measured: Measured, metric: MetricSpec, names: Names, position: Position | None = None) -> None:
        self.position = position
        self.series = measured.series
        self.latest = measured.series.latest
        self.last_mature = measured.last_mature
        self.year, self.year_before = measured.year, measured.year_before
        self.long_run, self.base = measured.long_run, measured.base
        self.same_age = next((pair for pair in measured.same_age if pair.figure.period == self.latest.period), None)
        self.comparisons: Mapping[Against, Comparison] = measured.comparisons
        self.metric = metric
        self.names = names
        split = metric.breakdown_subjects.get(measured.breakdown, "")
        self.subject = f"{metric.subject} {split}".strip()
        self.was, self.has = ("were", "have") if metric.plural else ("was", "has")
        self.its = "their" if metric.plural else "its"
        self.seasonal = measured.series.seasonal
        self.season = TIME_OF_YEAR if self.seasonal else ""
        self.period = "year" if metric.cadence is Cadence.YEAR else "quarter"
        # sentences ask for the same few again and again
        self._numbers: dict[int, tuple[Figure, Number]] = {}
        self._changes: dict[int, tuple[Comparison, Number]] = {}

    def when(self, before: Comparison) -> str:
        """What `before` is of, at the end of a headline."""
        return "the year before" if before.against is Against.YEAR_BEFORE else "the quarter before"

    def with_unit(self, opening: str) -> Words:
        """An opening, the latest value, and the unit that the number does not carry itself."""
        tail = unit_tail(self.metric.kind)
        return (opening, self.value(), *((tail,) if tail else ()))

    def breaks_within(self) -> list[Break]:
        """The changes of definition or source inside the series: one that came later says nothing of it."""
        first = next((figure for figure in self.series.figures if figure.value is not None), self.latest)
        return [
            change
            for change in self.metric.breaks
            if first.period.first_day < parse_period(change.period).first_day <= self.latest.period.last_day
        ]

    def broken(self, before: Period, after: Period) -> bool:
        """Whether the definition or the source changed between two periods."""
        return any(
            before.first_day < parse_period(each.period).first_day <= after.last_day for each in self.metric.breaks
        )

    def resolving(self, figure: Figure) -> Words:
        """Why a figure is flagged: its own cohort, or one it is compared with."""
        maturity = self.metric.maturity
        if maturity is None or figure.immature is None or figure.immature <= maturity.flag_above:
            return ("an area it is compared with is still being resolved",)
        return (immature_number(figure), f" {maturity.unresolved_words}")

    def value(self) -> Number:
        """The latest value."""
        return self.number(self.latest)

    def number(self, figure: Figure) -> Number:
        """A figure's value, as this measure is printed."""
        if id(figure) not in self._numbers:
            self._numbers[id(figure)] = figure, figure_number(figure, self.metric.kind)
        return self._numbers[id(figure)][1]

    def change(self, comparison: Comparison) -> Number:
        """A change, as this measure is printed."""
        if id(comparison) not in self._changes:
            self._changes[id(comparison)] = comparison, change_number(comparison, self.metric.kind)
        return self._changes[id(comparison)][1]

    def counted(self) -> str:
        """What a count counts, as a sentence says it."""
        return self.metric.counted or self.metric.unit

    def per(self) -> str:
        """What stands behind a value: per so many residents, or its unit."""
        if self.metric.kind is Kind.RATE:
            return f" per {self.metric.multiplier:,} residents"
        return unit_tail(self.metric.kind)

    def at(self) -> str:
        """When the latest figure is of: in a period, or for a stock at its end."""
        if not self.metric.stock or not self.latest.period.is_quarter:
            return f"in {period_words(self.latest.period)}"
        return f"at the end of {period_words(self.latest.period).split(' to ')[-1]}"

    def after(self, number: Number) -> str:
        """What follows the size of a change: the unit that the number does not carry itself."""
        if self.metric.kind.percent:
            return _points(number)
        return unit_tail(self.metric.kind) if number.text != "1" else unit_tail(self.metric.kind).rstrip("s")

    @cached_property
    def since_break(self) -> str:
        """` since the break of April 2023`, where the stretch of the latest figure begins with one inside the series."""
        series = self.series
        if all(figure.value is None for figure in series.figures[: series.begins]):
            return ""
        first = series.figures[series.begins].period
        starts = [parse_period(change.period) for change in self.metric.breaks]
        inside = [start for start in starts if first.first_day <= start.first_day <= first.last_day]
        return f" since the break of {opening_month(inside[-1] if inside else first)}"

    def signal(self) -> Signal:
        """The signal at the latest point; asked only where there is one."""
        signal = self.series.signal
        assert signal is not None
        return signal

    def before(self) -> Comparison | None:
        """What the headline sets the latest figure beside."""
        if self.metric.cadence is Cadence.YEAR or self.series.seasonal:
            return self.comparisons.get(Against.YEAR_BEFORE)
        return self.comparisons.get(Against.QUARTER_BEFORE)

    def moved(self, against: Against) -> bool:
        """Whether the figure moved by more than chance, and by enough to be seen in print."""
        comparison = self.comparisons.get(against)
        moved = comparison is not None and comparison.verdict in (Verdict.HIGHER, Verdict.LOWER)
        return moved and comparison is not None and not self.vanishes(comparison)

    @property
    def trends(self) -> bool:
        """Whether a test found that it rises or falls over its whole stretch."""
        return self.long_run is not None and self.long_run.verdict in (Verdict.HIGHER, Verdict.LOWER)

    def vanishes(self, comparison: Comparison) -> bool:
        """A change that cannot be seen at the printed precision is not described as one (methods, section 8)."""
        figure, other = self.number(comparison.figure), comparison.other
        unseen = says_nought(self.change(comparison).text)
        return unseen or (other is not None and figure.text == self.number(other).text)

    def side(self, comparison: Comparison) -> str:
        """`higher` or `lower`, by the unrounded difference."""
        return "higher" if (comparison.difference or 0) > 0 else "lower"

    def way(self, comparison: Comparison) -> str:
        """`rose` or `fell`, by the unrounded difference."""
        return "rose" if (comparison.difference or 0) > 0 else "fell"

    def same_text(self, other: Figure) -> bool:
        """Whether another figure is printed as the latest is."""
        return self.number(other).text == self.value().text

    @cached_property
    def expected(self) -> Words:
        """The limits at the latest point: from, to and the unit; nothing without limits."""
        if self.series.stretch is None:
            return ()
        kind = self.metric.kind
        low, _, high = self.series.stretch.at(len(self.series.figures) - 1)
        lower = limit_number(low, kind, self.latest.reference, Aspect.LOWER_LIMIT)
        upper = limit_number(high, kind, self.latest.reference, Aspect.UPPER_LIMIT)
        lower, upper = told_apart(lower, upper, self.value(), kind)
        return (lower, " to ", upper, *((unit_tail(kind),) if unit_tail(kind) else ()))


def break_words(change: Break) -> str:
    """Why a series is broken, from when and who said so."""
    reason = change.reason.rstrip(".")
    return f"{reason} (break from {period_words(parse_period(change.period))}, {change.author})"


def _points(number: Number) -> str:
    return " percentage point" if number.text == "1.0" else " percentage points"
