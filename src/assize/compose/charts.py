"""Charts as data and meaning: which lines, limits, labels and words; what the alt text says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.compose.axes import start_words, value_axis
from assize.compose.icons import judged, point_mark
from assize.core.document import (
    Annotation,
    Aspect,
    Axis,
    Bar,
    Category,
    Chart,
    ChartKind,
    Hatch,
    Limits,
    Line,
    Number,
    Point,
    PointMark,
    Role,
    Strong,
    Trend,
    Words,
    plain,
)
from assize.core.material import Material
from assize.core.nouns import Figure, Judgement, Measured, Rule, Segment, Series
from assize.core.periods import Period, quarter_span
from assize.core.specs import Kind, MetricSpec, Vocabulary
from assize.core.wording import (
    capitalised,
    figure_number,
    interval_numbers,
    limit_number,
    listed,
    number_word,
    period_words,
    span_words,
    target_number,
    told_apart,
    value_format,
    year_label,
)

MOST_BREAKS = 2  # that a note names
SMALL_QUARTERS = 16  # every small chart and trend of a document shares one time axis
RULES_PRINTED = "mean ± 2.66 × mean moving range (rules {ruleset})"


def measure_name(metric: MetricSpec, breakdown: str) -> str:
    """What the measure is called: its name and, for a sub-group, which."""
    split = metric.breakdown_subjects.get(breakdown, "")
    return f"{metric.name} {split}".strip()


def unit_words(metric: MetricSpec) -> str:
    """The unit as a caption prints it."""
    return {
        Kind.PROPORTION: "%",
        Kind.SHARE: "%",
        Kind.RATE: f"per {metric.multiplier:,} residents",
        Kind.RATIO: f"{metric.counted} for each of the {metric.unit}",
        Kind.BACKLOG: "months",
        Kind.DURATION: "days",
        Kind.COUNT: metric.unit,
    }[metric.kind]


def unit_after(name: str, metric: MetricSpec) -> str:
    """The unit after a measure's name, with its comma; nothing where the name says it already."""
    unit = unit_words(metric)
    return "" if unit.lower() in name.lower() else f", {unit}"


def set_target(material: Material, measured: Measured, metric: MetricSpec) -> Number | None:
    """The target that the office has set for a measure as a whole; a sub-group has none."""
    target = None if measured.breakdown else material.settings.targets.get(metric.id)
    return None if target is None else target_number(target, metric.kind, measured.series.latest.reference)


def series_chart(material: Material, measured: Measured, metric: MetricSpec, *, small: bool) -> Chart:
    """A measure over time: a control chart where it may be judged, a plain line where it is too short.

    Small charts hold the board alone on the document's shared sixteen quarters; large ones its own span, with comparators.
    """
    series = measured.series
    periods = _axis_periods(material, series) if small else tuple(figure.period for figure in series.figures)
    by_period = {figure.period: index for index, figure in enumerate(series.figures)}
    lines = [_board_line(material, series, metric, periods, by_period)]
    if not small and metric.kind is not Kind.COUNT:
        lines = [*_comparator_lines(material, measured, metric, periods), lines[0]]
    limits = tuple(found for segment in series.segments if (found := _limits(series, metric, segment, periods)))
    target = set_target(material, measured, metric)
    axis = _time_axis(lines, limits, metric, target)
    breaks = _breaks(metric, periods, held=by_period)
    return Chart(
        id=f"{'small' if small else 'large'}-{series.metric}{'-' + series.breakdown if series.breakdown else ''}",
        kind=ChartKind.CONTROL if limits else ChartKind.LINE,
        caption=_caption(metric, measured, axis, limits, breaks, periods[0]),
        note=_note(series, metric, axis, limits, lines, () if small else breaks),
        alt=_alt(material, measured, metric, lines),
        axis=axis,
        number_format=value_format(metric.kind),
        categories=tuple(Category(period_words(period), year_label(period)) for period in periods),
        lines=tuple(lines),
        limits=limits,
        hatches=_hatches(series, periods),
        annotations=() if small else _annotations(series, metric, periods),
        target=target,
        break_after=breaks,
    )


def small_quarters(material: Material) -> tuple[Period, ...]:
    """The quarters of every small chart and trend of a document, to its own."""
    return quarter_span(material.quarter.later(1 - SMALL_QUARTERS), material.quarter)


def trend(material: Material, series: Series, metric: MetricSpec) -> Trend:
    """The small trend of a table row, on the shared sixteen quarters; a year is a point at its last quarter."""
    quarters = small_quarters(material)
    held = {figure.period.last_day: figure for figure in series.figures if figure.value is not None}
    places = [held.get(quarter.last_day) for quarter in quarters]
    drawn = [figure for figure in places if figure is not None]
    if not drawn:
        alt = "Nothing held in these sixteen quarters."
    else:
        texts = [figure_number(figure, metric.kind).text for figure in drawn]
        alt = (
            f"{capitalised(number_word(len(drawn)))} values, from {texts[0]} to {texts[-1]}."
            if len(drawn) > 1
            else f"One value, {texts[0]}."
        )
    return Trend(
        values=tuple(None if figure is None else figure.value for figure in places),
        ranges=_ranges(series, quarters),
        last=point_mark(series.signal),
        alt=alt,
        break_after=_breaks(metric, quarters, held={figure.period: 0 for figure in drawn}),
        labels=tuple(period_words(quarter) for quarter in quarters),
        number_format=value_format(metric.kind),
    )


def no_trend(material: Material) -> Trend:
    """The place of a small trend in a row whose own figure is not shown: a line that ends before it would pass for its own."""
    nothing = (None,) * len(small_quarters(material))
    return Trend(
        values=nothing, ranges=nothing, last=PointMark.COMMON, alt="Not drawn: the latest figure is not shown."
    )


def _ranges(series: Series, quarters: Sequence[Period]) -> tuple[tuple[Decimal, Decimal, Decimal] | None, ...]:
    """For each quarter the lower limit, mean and upper limit of the figure that ends with it, or of the first that ends
    after it.
    """
    ends = [figure.period.last_day for figure in series.figures]
    return tuple(
        _range_at(series, bisect_left(ends, quarter.last_day)) if ends[0] <= quarter.last_day <= ends[-1] else None
        for quarter in quarters
    )


def _range_at(series: Series, place: int) -> tuple[Decimal, Decimal, Decimal] | None:
    segment = next((each for each in series.segments if each.first <= place <= each.last), None)
    if segment is None:
        return None
    low, mean, high = (Decimal(str(value)) for value in segment.at(place))
    return low, mean, high


def split_bars(
    material: Material, metric: MetricSpec, vocabulary: Vocabulary, figures: Sequence[Figure], whole: Figure | None
) -> Chart:
    """Sub-groups of the board's latest quarter as bars, largest first, with the whole among them."""
    bars = [_bar(figure, metric, vocabulary.names[figure.breakdown].capitalize(), Role.OTHER) for figure in figures]
    if whole is not None and whole.value is not None and metric.kind is not Kind.COUNT:
        bars.append(_bar(whole, metric, f"{material.names.board}, all", Role.BOARD))
    bars.sort(key=_longest_first)
    top, bottom = bars[0], bars[-1]
    alt = (
        f"Bars of {metric.name.lower()} by {vocabulary.title.lower()} in {material.names.board}, "
        f"{period_words(figures[0].period)}: highest {top.name.lower()} at {top.number.text}, "
        f"lowest {bottom.name.lower()} at {bottom.number.text}."
    )
    note = _bars_note(metric)
    caption: Words = (
        Strong(metric.name),
        f"{unit_after(metric.name, metric)}, {period_words(figures[0].period)}. {note}",
    )
    return _bars(f"bars-{metric.id}-{vocabulary.dimension.replace('_', '-')}", metric, caption, note, alt, bars)


def _bars(id_: str, metric: MetricSpec, caption: Words, note: str, alt: str, bars: Sequence[Bar]) -> Chart:
    highest = [
        number.value for bar in bars for number in (bar.upper, bar.number) if number and number.value is not None
    ]
    return Chart(
        id=id_,
        kind=ChartKind.BARS,
        caption=caption,
        note=(note,),
        alt=alt,
        axis=value_axis([Decimal(0), *highest], metric.kind, from_zero=True),
        number_format=value_format(metric.kind),
        bars=tuple(sorted(bars, key=_longest_first)),
    )


def _bars_note(metric: MetricSpec) -> str:
    return "Bars start at zero; lines are 95% intervals." if metric.kind.sampled else "Bars start at zero."


def _longest_first(bar: Bar) -> tuple[Decimal, str]:
    return -(bar.number.value or Decimal(0)), bar.name


def area_bars(material: Material, measured: Measured, metric: MetricSpec) -> Chart:
    """A measure with too few periods for a line: the areas of its latest period as bars with their intervals."""
    latest = measured.series.latest
    held = [(material.places.board, latest)]
    for slug, figures in measured.comparators.items():
        held += [(slug, figure) for figure in figures if figure.period == latest.period]
    roles = {material.places.board: Role.BOARD, material.places.nation: Role.NATION, material.places.pool: Role.REGION}
    bars = [
        _bar(figure, metric, material.area_name(slug), roles.get(slug, Role.OTHER))
        for slug, figure in held
        if figure.value is not None
    ]
    note = _bars_note(metric)
    name = measure_name(metric, measured.breakdown)
    when = period_words(latest.period)
    said = f"{figure_number(latest, metric.kind).text} in {material.names.board}"
    alt = f"Bars of {name[:1].lower() + name[1:]} by area, {when}: {said}, among {number_word(len(bars))} areas."
    return _bars(
        f"areas-{metric.id}", metric, (Strong(name), f"{unit_after(name, metric)}, {when}. {note}"), note, alt, bars
    )


def place_bars(material: Material, metric: MetricSpec, held: Sequence[tuple[str, Figure]], called: str) -> Chart:
    """The smaller places of a board as bars, largest first."""
    bars = [_bar(figure, metric, material.area_name(place), Role.OTHER) for place, figure in held]
    when = period_words(held[0][1].period)
    note = _bars_note(metric)
    alt = (
        f"Bars of {metric.name[:1].lower() + metric.name[1:]} by {called} in {material.names.board}, {when}: "
        f"highest {bars[0].name} at {bars[0].number.text}, lowest {bars[-1].name} at {bars[-1].number.text}."
    )
    caption: Words = (Strong(metric.name), f"{unit_after(metric.name, metric)}, {when}. {note}")
    return _bars(f"places-{metric.id}", metric, caption, note, alt, bars)


# --- lines --------------------------------------------------------------------------------------------------------


def _axis_periods(material: Material, series: Series) -> tuple[Period, ...]:
    """The document's shared sixteen quarters; a yearly series keeps its own years."""
    if not series.latest.period.is_quarter:
        return tuple(figure.period for figure in series.figures)
    return small_quarters(material)


def _board_line(
    material: Material, series: Series, metric: MetricSpec, periods: Sequence[Period], by_period: dict[Period, int]
) -> Line:
    points: list[Point | None] = []
    for period in periods:
        index = by_period.get(period)
        figure = series.figures[index] if index is not None else None
        if index is None or figure is None or figure.value is None:
            points.append(None)
            continue
        signal = series.signals[index]
        points.append(
            Point(
                figure_number(figure, metric.kind),
                point_mark(signal),
                beyond=signal is not None and signal.rule is Rule.OUTSIDE,
                provisional=figure.flagged,
            )
        )
    return Line(material.names.board, Role.BOARD, tuple(points))


def _comparator_lines(
    material: Material, measured: Measured, metric: MetricSpec, periods: Sequence[Period]
) -> list[Line]:
    lines = []
    for slug, role in ((material.places.nation, Role.NATION), (material.places.pool, Role.REGION)):
        held = {figure.period: figure for figure in measured.comparators.get(slug, ()) if figure.value is not None}
        if held:
            points = tuple(Point(figure_number(held[p], metric.kind)) if p in held else None for p in periods)
            lines.append(Line(material.area_name(slug), role, points))
    return lines


def _limits(series: Series, metric: MetricSpec, segment: Segment, periods: Sequence[Period]) -> Limits | None:
    """The limits of a stretch on the chart's axis; None where it ends before the axis begins."""
    points = [at for at in range(segment.first, segment.last + 1) if series.figures[at].period in periods]
    if not points:
        return None

    def numbers(point: int) -> tuple[Number, Number, Number]:
        aspects = (Aspect.LOWER_LIMIT, Aspect.MEAN, Aspect.UPPER_LIMIT)
        figure = series.figures[point]
        lower, mean, upper = (
            limit_number(value, metric.kind, figure.reference, aspect)
            for value, aspect in zip(segment.at(point), aspects, strict=True)
        )
        if figure.value is not None:
            lower, upper = told_apart(lower, upper, figure_number(figure, metric.kind), metric.kind)
        return lower, mean, upper

    first, last = (periods.index(series.figures[point].period) for point in (points[0], points[-1]))
    by_category = tuple(numbers(point) for point in points) if segment.seasons else ()
    return Limits(first, last, *numbers(points[-1]), by_category)


def _breaks(metric: MetricSpec, periods: Sequence[Period], *, held: Mapping[Period, int]) -> tuple[int, ...]:
    """After which places of an axis the definition or the source changed, where something is held on both sides."""
    changed = {change.period for change in metric.breaks}
    return tuple(
        index - 1
        for index, period in enumerate(periods)
        if period.id in changed and period in held and any(before in held for before in periods[:index])
    )


def _time_axis(lines: Sequence[Line], limits: Sequence[Limits], metric: MetricSpec, target: Number | None) -> Axis:
    values = [p.number.value for line in lines for p in line.points if p is not None and p.number.value is not None]
    pieces = [piece for limit in limits for piece in limit.pieces]
    values += [n.value for piece in pieces for n in (piece.lower, piece.upper) if n.value is not None]
    values += [target.value] if target is not None and target.value is not None else []
    from_zero = metric.stock and metric.kind is Kind.COUNT
    return value_axis(values or [Decimal(0), Decimal(1)], metric.kind, from_zero=from_zero, limits=bool(limits))


def _hatches(series: Series, periods: Sequence[Period]) -> tuple[Hatch, ...]:
    """Stretches of the axis for which nothing is held: before the first figure, and gaps inside."""
    held = {figure.period: figure for figure in series.figures if figure.value is not None}
    early = {figure.period for figure in series.figures if figure.value is None and figure.flagged}
    hatches: list[Hatch] = []
    start = None
    for index in range(len(periods) + 1):
        missing = index < len(periods) and periods[index] not in held
        if missing and start is None:
            start = index
        elif not missing and start is not None:
            spell = periods[start:index]
            words = "Too early" if all(period in early for period in spell) else "Not held"
            hatches.append(Hatch(start, index - 1, words))
            start = None
    return tuple(hatches)


def _annotations(series: Series, metric: MetricSpec, periods: Sequence[Period]) -> tuple[Annotation, ...]:
    """At most one callout: an early point beyond a limit, if the latest is not what the headline is about already."""
    beyond = [
        index
        for index, signal in enumerate(series.signals[:-3])
        if signal is not None and signal.rule is Rule.OUTSIDE and series.figures[index].value is not None
    ]
    if not beyond or len(beyond) > 1:
        return ()
    index = beyond[0]
    figure, signal = series.figures[index], series.signals[index]
    side = "above" if signal is not None and signal.direction.value == "higher" else "below"
    words: Words = (
        f"{period_words(figure.period)}: ",
        figure_number(figure, metric.kind),
        f", {side} the expected range",
    )
    return (Annotation(periods.index(figure.period), words),)


# --- words --------------------------------------------------------------------------------------------------------


def _caption(
    metric: MetricSpec,
    measured: Measured,
    axis: Axis,
    limits: Sequence[Limits],
    breaks: Sequence[int],
    begins: Period,
) -> Words:
    name = measure_name(metric, measured.breakdown)
    series = measured.series
    season = " for the time of year" if series.seasonal else ""
    band = "No expected range yet." if series.judgement is Judgement.TOO_SHORT else "No expected range."
    if limits and series.stretch is None:
        band = f"Band: expected range before the break ({series.ruleset})."
    elif limits:
        # A small chart shows the last quarters alone: without this a mean that no point comes near would puzzle.
        first = series.figures[series.begins].period
        since = f" since {span_words(first, first).partition(' to ')[0]}" if first < begins else ""
        band = f"Band: expected range{season}{since} ({series.ruleset})."
    gap = f" {BREAK_NOTE}" if breaks else ""
    return (Strong(name), f"{unit_after(name, metric)}. {band} {start_words(axis, metric.kind)}{gap}")


BREAK_NOTE = "Gap: break in the series."


def _note(
    series: Series,
    metric: MetricSpec,
    axis: Axis,
    limits: Sequence[Limits],
    lines: Sequence[Line],
    breaks: Sequence[int],
) -> Words:
    gaps = "".join(
        f" {line.name} has no figure for {period_words(series.figures[index].period)}."
        for line in lines
        if line.role is Role.NATION and len(line.points) == len(series.figures)
        for index in _inner_gaps(line)
    )
    if breaks:
        since = listed([period_words(series.figures[place + 1].period) for place in breaks[-MOST_BREAKS:]])
        gaps += f" Gap in the line: break in the series from {since}, see the caveats."
    rules = RULES_PRINTED.format(ruleset=series.ruleset)
    if not limits:
        return (f"No expected range: {_why_none(series)}. {start_words(axis, metric.kind)}{gaps}",)
    if series.stretch is None:
        words = f"Expected range before the break: {rules}. None since: {_why_none(series)}."
    else:
        words = f"Expected range: {rules}.{_screening_words(series.stretch)}{_season_words(series)}"
    return (f"{words}{_signal_words(series)} {start_words(axis, metric.kind)}{gaps}",)


_SHAPES = {
    Judgement.IMPROVEMENT: "circles better",
    Judgement.CONCERN: "diamonds worse",
    Judgement.CHANGED: "squares neither better nor worse",
}


def _signal_words(series: Series) -> str:
    """What the filled points of this chart say: a key to the shapes and sizes that stand in it, and to no others."""
    judged = {signal.judgement for signal in series.signals if signal is not None}
    if not judged:
        return ""
    shapes = ", ".join(words for judgement, words in _SHAPES.items() if judgement in judged)
    beyond = any(signal is not None and signal.rule is Rule.OUTSIDE for signal in series.signals)
    large = "; large ones outside the range" if beyond else ""
    # The latest point is drawn largest of all whatever its rule: beside large ones that must be said.
    latest = (
        ", and the latest whatever it is" if beyond and series.signal and series.signal.rule is not Rule.OUTSIDE else ""
    )
    return f" Filled points are signals: {shapes}{large}{latest}."


def _screening_words(stretch: Segment) -> str:
    """Which moving ranges the mean is of, where it is not all of them: whoever works the limits out again must know."""
    if stretch.fell_back:
        return " No move was left out, for none would have been left."
    return " Unusually large moves are left out of that mean." if stretch.screened else ""


def _season_words(series: Series) -> str:
    """What was found of seasons before the limits were drawn, in the stretch of the latest figure."""
    test = series.stretch.season_test if series.stretch else None
    if test is None:
        return ""
    if test.statistic is None:
        return " Not enough quarters to tell a season."
    if series.seasonal:
        return " It moves with the season (Friedman's test)."
    return f" No season found in {number_word(test.years)} years (Friedman's test)."


def _why_none(series: Series) -> str:
    """Why the latest figure has no limits."""
    if series.judgement is Judgement.TOO_SHORT:
        return "fewer than 13 points since the break" if series.begins else "fewer than 13 points"
    return series.judgement.reason or "the latest figure is missing"


def _inner_gaps(line: Line) -> list[int]:
    """Where a line is interrupted between two of its points."""
    held = [index for index, point in enumerate(line.points) if point is not None]
    return [index for index in range(held[0], held[-1]) if line.points[index] is None] if held else []


def _alt(material: Material, measured: Measured, metric: MetricSpec, lines: Sequence[Line]) -> str:
    """What the chart shows: message, range, latest and comparison."""
    series = measured.series
    held = [figure for figure in series.figures if figure.value is not None]
    name = measure_name(metric, measured.breakdown)
    if not held:
        return f"{name}, {material.names.board}: no figure is held."
    low = min(held, key=lambda figure: (figure.value or Decimal(0), figure.period))
    high = max(held, key=lambda figure: (figure.value or Decimal(0), figure.period))
    latest = held[-1]

    def said(figure: Figure) -> str:
        return f"{figure_number(figure, metric.kind).text} in {period_words(figure.period)}"

    sentences = [
        f"Line chart of {name[:1].lower() + name[1:]} in {material.names.board}, "
        f"{span_words(held[0].period, held[-1].period)}: lowest {said(low)}, highest {said(high)}, latest {said(latest)}.",
        f"Judgement: {plain(judged(series, series.latest).words).lower()}.",
    ]
    others = [line for line in lines if line.role is not Role.BOARD and line.points and line.points[-1] is not None]
    if others and series.latest.value is not None:
        ends = [f"{line.name} {line.points[-1].number.text}" for line in others if line.points[-1] is not None]
        sentences.append(f"Beside it: {', '.join(ends)}.")
    return " ".join(sentences)


def _bar(figure: Figure, metric: MetricSpec, name: str, role: Role) -> Bar:
    ends = interval_numbers(figure, metric.kind)
    return Bar(name, role, figure_number(figure, metric.kind), ends[0] if ends else None, ends[1] if ends else None)
