"""Slides of a deck: a measure beside the areas compared, as bars with intervals; and one a year ago and now, as slopes.

The slopes are a page of the performance report too, and a sheet of the workbook (`over_a_year`).

Which measure each shows is what a board would ask for first: beside others the one by which it lies on the worse side of
England and Wales, then the one by which it lies furthest from it for what chance allows (where areas are not too unlike to be
compared); over a year the one that changed by more than chance. What a test tells apart at 99.8% is said to be more than
chance, as in the sentences of the pages; of what it tells apart at 95% alone nothing is claimed: both figures stand there, and
that they are not far enough apart to rule out chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assize.compose.charts import area_bars, measure_name, unit_after
from assize.compose.exhibits import section_id, unconfirmed
from assize.compose.funnels import MOST_LINES, slopes
from assize.compose.icons import judged
from assize.core.document import (
    Aspect,
    Bar,
    Block,
    Callout,
    CalloutKind,
    Chart,
    KeyFigure,
    KeyFigures,
    Layout,
    Line,
    Point,
    Role,
    Section,
    Strong,
    Text,
    Words,
    plain,
)
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Against, Better, Comparison, Figure, Judgement, Measured, Verdict
from assize.core.specs import Kind, MetricSpec
from assize.core.wording import (
    RULED_OUT,
    capitalised,
    change_number,
    figure_number,
    interval_numbers,
    number_word,
    part_number,
    period_words,
    unit_tail,
    unsigned,
)

THEME = "Across areas"
BESIDE, YEAR = "-beside-areas", "-over-a-year"  # how the sections are called, after their measure
FEWEST_BARS = 3  # the board, England and Wales, and one more: two bars are a sentence
FEWEST_LINES = 2
MOST_CAVEAT = 230  # characters under a chart: two lines
UNLIKE = "Areas differ by far more than chance here, in what is recorded or what comes: read no ranking into it."
_SIDES = {Verdict.HIGHER: "higher than", Verdict.LOWER: "lower than"}
_WENT = {Verdict.HIGHER: "rose", Verdict.LOWER: "fell"}


@dataclass(frozen=True)
class Held:
    """A measure that may be shown, its latest figure and the comparison that is told of it."""

    key: MeasureKey
    measured: Measured
    metric: MetricSpec
    told: Comparison

    @property
    def latest(self) -> Figure:
        """Its latest figure."""
        return self.measured.series.latest

    @property
    def name(self) -> str:
        """What it is called, its group with it."""
        return measure_name(self.metric, self.measured.breakdown)

    @property
    def subject(self) -> str:
        """How a headline begins."""
        return f"{self.metric.subject} {self.metric.breakdown_subjects.get(self.measured.breakdown, '')}".strip()

    @property
    def apart(self) -> bool:
        """Whether the two are told from one another, at 95% at least."""
        return self.told.verdict in _SIDES

    @property
    def sure(self) -> bool:
        """Whether they are by enough for a sentence to say that it is more than chance."""
        return self.apart and self.told.strong

    @property
    def doubt(self) -> str:
        """What follows a difference that is none to be sure of."""
        return "" if self.sure else f": too little {RULED_OUT}"


def comparison_section(material: Material, keys: Sequence[MeasureKey]) -> Section | None:
    """The measure of `keys` whose comparison says most, as bars with intervals; None where none has enough areas."""
    found = [one for one in _held(material, keys, Against.NATION) if _has_bars(material, one)]
    if not found:
        return None

    def says(one: Held) -> tuple[bool, bool, bool, bool, float]:
        return (_unlike(material, one), not (one.sure and _worse(one)), not one.sure, not one.apart, -_distance(one))

    return _comparison(material, min(found, key=says))


def year_section(
    material: Material, keys: Sequence[MeasureKey], shown: Section | None, *, moved: bool
) -> Section | None:
    """The measure of `keys` whose change over a year says most, beside the areas compared; None where none can be told."""
    one = year_measure(material, keys, shown, moved=moved)
    return year_of(material, one) if one else None


def year_measure(material: Material, keys: Sequence[MeasureKey], shown: Section | None, *, moved: bool) -> Held | None:
    """That measure; one that is `shown` already gives way to any other, and with `moved` only another that changed will do."""
    taken = shown.id.removesuffix(BESIDE) if shown else ""
    found = [one for one in _held(material, keys, Against.YEAR_BEFORE) if len(year_ends(material, one)) >= FEWEST_LINES]
    found = [one for one in found if not moved or (one.sure and section_id(one.key) != taken)]

    def says(one: Held) -> tuple[bool, bool, bool, int]:
        return (section_id(one.key) == taken, not one.sure, not one.apart, -material.findings[one.key].weight)

    return min(found, key=says, default=None)


def _held(material: Material, keys: Sequence[MeasureKey], against: Against) -> list[Held]:
    """The measures of which levels may be compared, and a difference is told."""
    found = []
    for key in keys:
        measured, metric = material.measured[key], material.catalogue.metrics[key[0]]
        told = measured.comparisons.get(against)
        if metric.kind is Kind.COUNT or told is None or told.difference is None or told.verdict is Verdict.CANNOT:
            continue
        found.append(Held(key, measured, metric, told))
    return found


# --- beside other areas -------------------------------------------------------------------------------------------


def _has_bars(material: Material, one: Held) -> bool:
    """Whether enough areas have a figure with its interval, the board among them."""
    bars = _bars(material, one)
    return len(bars) >= FEWEST_BARS and any(bar.role is Role.BOARD for bar in bars)


def _bars(material: Material, one: Held) -> tuple[Bar, ...]:
    if one.latest.interval is None or not one.metric.kind.sampled:
        return ()
    alone = len(material.places.others) < 2  # the pool would be the same area again
    bars = (bar for bar in area_bars(material, one.measured, one.metric).bars if bar.lower and bar.upper)
    return tuple(bar for bar in bars if not (alone and bar.role is Role.REGION))


def _unlike(material: Material, one: Held) -> bool:
    """Whether areas are known to differ by far more than chance in this measure: then a distance says little."""
    position = material.positions.get(one.key[0])
    return position is not None and position.structural


def _worse(one: Held) -> bool:
    bad = {Better.UP: Verdict.LOWER, Better.DOWN: Verdict.HIGHER}.get(one.metric.better)
    return one.told.verdict is bad


def _distance(one: Held) -> float:
    """How far the board lies from England and Wales, in widths of its own interval."""
    interval = one.latest.interval
    width = interval.upper - interval.lower if interval is not None else 0.0
    return abs(float(one.told.difference or 0)) / width if width else 0.0


def _comparison(material: Material, one: Held) -> Section:
    board, nation = figure_number(one.latest, one.metric.kind), one.told.other
    assert nation is not None  # there is a difference from it
    beside = figure_number(nation, one.metric.kind)
    bars = _bars(material, one)
    when = period_words(one.latest.period)
    was = "were" if one.metric.plural else "was"
    apart = f", with no evidence of a difference from {material.names.nation} ("
    headline: Words = (f"{one.subject} {was} ", board, apart, beside, ")")
    if one.sure:
        than = f", {_SIDES[one.told.verdict]} in {material.names.nation} ("
        headline = (f"{one.subject} {was} ", board, than, beside, ")")
    elif one.apart:
        beyond = f", not far enough from {material.names.nation} ("
        headline = (f"{one.subject} {was} ", board, beyond, beside, f") {RULED_OUT}")
    drawn = area_bars(material, one.measured, one.metric)
    said = "; ".join(
        f"{bar.name} {bar.number.text} ({bar.lower.text} to {bar.upper.text})"
        for bar in bars
        if bar.lower and bar.upper
    )
    chart = replace(
        drawn,
        id=f"beside-{section_id(one.key)}",
        alt=f"Bars of {_lower(one.name)} by area with 95% intervals, {when}, the highest first: {said}.",
        bars=bars,
    )
    counted = one.metric.counted or "of these"
    ends = interval_numbers(one.latest, one.metric.kind)
    assert ends is not None
    base = (" of ", part_number(one.latest, Aspect.DENOMINATOR), f" {one.metric.unit}")
    words: list[Words] = [
        (part_number(one.latest, Aspect.NUMERATOR), *(base if one.metric.kind.percent else (f" {counted}",)),
         "; 95% interval ", ends[0], " to ", ends[1], "."),
        _apart_words(material, one),
        *_region_words(material, one),
    ]  # fmt: skip
    return _section(material, one, BESIDE, when, headline, chart, words)


def _apart_words(material: Material, one: Held) -> Words:
    """How far apart the two are, and whether that may be chance."""
    size = unsigned(change_number(one.told, one.metric.kind))
    points = " points" if one.metric.kind.percent else ""
    if not one.apart:
        return ("The ", size, f"{points} between it and {material.names.nation} may be chance.")
    side = "above" if one.told.verdict is Verdict.HIGHER else "below"
    return (size, f"{points} {side} {material.names.nation}{one.doubt or ': more than chance'}.")


def _region_words(material: Material, one: Held) -> tuple[Words, ...]:
    told = one.measured.comparisons.get(Against.SIMILAR) or one.measured.comparisons.get(Against.REGION)
    if told is None or told.other is None or told.other.value is None or len(material.places.others) < 2:
        return ()
    return ((f"{capitalised(material.names.region)} together: ", figure_number(told.other, one.metric.kind), "."),)


# --- over a year --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ends:
    """An area's figures of both ends of a year."""

    area: str
    role: Role
    then: Figure
    now: Figure


def year_ends(material: Material, one: Held) -> tuple[Ends, ...]:
    """The areas that have both ends, the board last: it is drawn over the others."""
    now = one.latest.period
    places = material.places
    roles = {places.board: Role.BOARD, places.nation: Role.NATION}
    found = []
    for slug in (*places.others[: MOST_LINES - 2], places.nation, places.board):
        then, last = (
            material.figure(one.metric.id, slug, period, one.measured.breakdown) for period in (now.shifted(-12), now)
        )
        if then and last and then.value is not None and last.value is not None:
            found.append(Ends(slug, roles.get(slug, Role.OTHER), then, last))
    return tuple(found) if found and found[-1].role is Role.BOARD else ()


def _lines(material: Material, one: Held) -> tuple[Line, ...]:
    return tuple(
        Line(
            material.area_name(ends.area),
            ends.role,
            tuple(Point(figure_number(figure, one.metric.kind)) for figure in (ends.then, ends.now)),
        )
        for ends in year_ends(material, one)
    )


def year_of(material: Material, one: Held) -> Section:
    """The slide over a year of this measure."""
    earlier = one.told.other
    assert earlier is not None  # there is a difference from it
    now, before = figure_number(one.latest, one.metric.kind), figure_number(earlier, one.metric.kind)
    unit = unit_tail(one.metric.kind)
    was = "were" if one.metric.plural else "was"
    then = (f"{unit}, and ", before, " a year before: no evidence of a change")
    headline: Words = (f"{one.subject} {was} ", now, *then)
    if one.sure:
        went = f"{one.subject} {_WENT[one.told.verdict]} over the year to "
        headline = (went, now, f"{unit}, from ", before)
    elif one.apart:
        small = f" a year before: too small a change {RULED_OUT}"
        headline = (f"{one.subject} {was} ", now, f"{unit}, and ", before, small)
    lines = _lines(material, one)
    chart = slopes(
        replace(one.metric, name=one.name), one.latest.period.shifted(-12), one.latest.period, lines,
        name=f"year-{section_id(one.key)}",
    )  # fmt: skip
    said = (_moved_words(material, one), *_others_words(lines))
    return _section(material, one, YEAR, "over a year", headline, chart, said)


def _moved_words(material: Material, one: Held) -> Words:
    """By how much the board's own figure moved, and what that is held against."""
    size = unsigned(change_number(one.told, one.metric.kind))
    points = " points" if one.metric.kind.percent else unit_tail(one.metric.kind)
    usual = "chance" if one.metric.kind.sampled else "it usually moves"
    if not one.apart:
        return (f"{material.names.board} moved by ", size, f"{points}: no more than {usual}.")
    way = "up" if one.told.verdict is Verdict.HIGHER else "down"
    inside = one.sure and one.measured.series.judgement is Judgement.NO_CHANGE
    still = ", but its series stayed within the expected range" if inside else ""
    return (f"{material.names.board} went {way} by ", size, f"{points}{one.doubt or f': more than {usual}'}{still}.")


def _others_words(lines: Sequence[Line]) -> tuple[Words, ...]:
    """Which way the others went, as they stand; and England and Wales by its numbers."""
    *others, board = lines
    single = [line for line in others if line.role is Role.OTHER]
    told: list[Words] = []
    for line in others:
        if line.role is Role.NATION:
            told.append((f"{line.name} went from ", *_ends(line, " to "), "."))
    if len(single) > 1 and _way(board):
        same = sum(_way(line) == _way(board) for line in single)
        some = f"{capitalised(number_word(same)) if same else 'None'} of the {number_word(len(single))}"
        some = f"All {number_word(len(single))}" if same == len(single) else some
        told.append((f"{some} other areas went the same way. Only the board's change is tested.",))
    return tuple(told)


def _ends(line: Line, between: str) -> Words:
    numbers = [point.number for point in line.points if point is not None]
    return (numbers[0], between, numbers[-1])


def _way(line: Line) -> int:
    values = [point.number.value or Decimal(0) for point in line.points if point is not None]
    return (values[-1] > values[0]) - (values[-1] < values[0])


# --- pieces of both -----------------------------------------------------------------------------------------------


def _section(
    material: Material, one: Held, ending: str, when: str, headline: Words, chart: Chart, words: Sequence[Words]
) -> Section:
    return Section(
        id=f"{section_id(one.key)}{ending}",
        layout=Layout.EXHIBIT,
        theme=THEME,
        headline=headline,
        subtitle=(
            f"{one.name}{unit_after(one.name, one.metric)}. {material.names.board} and the areas compared, {when}."
            f"{unconfirmed(one.metric)}",
        ),
        blocks=(_judgement(one), chart, Text(tuple(words)), *_caveat(material, one)),
    )


def _judgement(one: Held) -> Block:
    """How its own series stands, as on every other slide; here it must not be taken for what is said of other areas."""
    words = judged(one.measured.series, one.latest)
    said, _, way = plain(words.words).partition(": ")
    if (
        one.measured.series.judgement is Judgement.NO_CHANGE
    ):  # the headline beside it may say that it rose over the year
        said = "within its range"
    return KeyFigures((KeyFigure((f"Over time: {said.lower()}{f' ({way})' if way else ''}",), words.icon),))


def _caveat(material: Material, one: Held) -> tuple[Block, ...]:
    """In small type under the chart."""
    words = caveat_words(material, one)
    label = () if not words or plain(words).startswith("Basis:") else (Strong("Caveat: "),)
    return (Callout(CalloutKind.NOTE, (*label, *words)),) if words else ()


def caveat_words(material: Material, one: Held) -> Words:
    """What bears on comparing, else what comes first."""
    if _unlike(material, one):
        return (UNLIKE,)
    caveats = [words for words in material.findings[one.key].caveats if len(plain(words)) <= MOST_CAVEAT]
    compares: Callable[[Words], bool] = lambda words: "compar" not in plain(words)  # noqa: E731
    return min(caveats, key=compares, default=())


def _lower(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
