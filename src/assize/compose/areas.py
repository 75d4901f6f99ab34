"""Across areas: where the board stands among all of them, the funnels that say most, and the areas like it that improved.

Where none of them improved, one measure over a year beside them instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from assize.compose.exhibits import source_words, unconfirmed
from assize.compose.funnels import funnel_chart, slope_chart
from assize.compose.over_a_year import year_page
from assize.compose.tables import areas_value, change_cell, value_head
from assize.core.area_words import expected_words, places_words, spread_number
from assize.core.areas import AreaPoint, Position, Stands
from assize.core.document import (
    Align,
    Aspect,
    Block,
    Callout,
    CalloutKind,
    Column,
    Icon,
    Judged,
    KeyFigure,
    KeyFigures,
    Layout,
    Row,
    Section,
    Strong,
    Table,
    TableCell,
    Text,
    Words,
)
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Better
from assize.core.periods import Period
from assize.core.specs import MetricSpec
from assize.core.wording import (
    capitalised,
    figure_number,
    listed,
    lower_name,
    months_words,
    number_word,
    part_number,
    period_words,
    unit_tail,
)

THEME = "Across areas"
FUNNELS = 2  # that have a page
ROWS = 9  # of the table beside a funnel
LINES_A_PAGE = 18  # of the table of places
IMPROVED_ROWS = 10


def area_sections(material: Material, keys: Sequence[MeasureKey]) -> list[Section]:
    """All of it; where no measure is held for enough areas, the page over a year alone, of one of these measures."""
    if not material.positions:
        return _year_section(material, keys)
    chosen = funnels(material)
    return [
        _places_section(material),
        *(_funnel_section(material, metric) for metric in chosen),
        *(_improved_section(material) or _year_section(material, keys)),
    ]


def pages_taken(material: Material, keys: Sequence[MeasureKey]) -> int:
    """How many pages of a report `area_sections` takes."""
    year = len(_year_section(material, keys))
    if not material.positions:
        return year
    tables = -(-len(_told_apart(material)) // LINES_A_PAGE)
    return tables + len(funnels(material)) + (1 if _most_improved(material) else year)


def _year_section(material: Material, keys: Sequence[MeasureKey]) -> list[Section]:
    section = year_page(material, keys)
    return [section] if section else []


def funnels(material: Material) -> list[MetricSpec]:
    """The measures whose funnel says most: the board beyond a limit first, then those by which it may be judged at all."""

    def says(name: str) -> tuple[int, int]:
        position = material.positions[name]
        finding = material.findings.get((name, ""))
        beyond = 0 if position.structural else 3 if position.board.stands.outside else 2
        beyond += position.board.stands is not Stands.WITHIN and not position.structural
        return (-beyond, -(finding.weight if finding else 0))

    return [material.catalogue.metrics[name] for name in sorted(_compared(material), key=says)[:FUNNELS]]


def _compared(material: Material) -> dict[str, Position]:
    """The positions of measures whose definition nobody has to confirm; all where there are no others."""
    metrics = material.catalogue.metrics
    confirmed = {name: one for name, one in material.positions.items() if not metrics[name].to_be_confirmed}
    return confirmed or dict(material.positions)


def _told_apart(material: Material) -> list[Position]:
    """The positions by which areas can be told from one another; all where there are none."""
    compared = list(_compared(material).values())
    return [one for one in compared if not one.structural] or compared


# --- one funnel ---------------------------------------------------------------------------------------------------


def _funnel_section(material: Material, metric: MetricSpec) -> Section:
    position = material.positions[metric.id]
    own = position.board
    blocks: list[Block] = [
        KeyFigures((
            stands_key(metric, position),
            KeyFigure((period_words(position.period), f" ({months_words(position.period.age_months(material.cut_off))} old)")),
            KeyFigure((part_number(own.figure, Aspect.DENOMINATOR), f" {metric.unit}")),
        )),
        funnel_chart(material, metric, position),
        Text(_funnel_reading(material, metric, position), heading="Reading"),
        _outlier_table(material, metric, position),
        Callout(CalloutKind.NOTE, (_HOW,)),
        *(Callout(CalloutKind.CAVEAT, (f"{caveat.rstrip('.')}.",)) for caveat in metric.caveats[:1]),
        Callout(CalloutKind.SOURCE, source_words(material, [point.figure for point in position.points], own.figure.reference)),
    ]  # fmt: skip
    return Section(
        id=f"{metric.id}-among-areas",
        layout=Layout.EXHIBIT,
        theme=THEME,
        headline=_funnel_headline(material, metric, position),
        subtitle=(
            f"{metric.name}. {position.count} areas by their size, {period_words(position.period)}.{unconfirmed(metric)}",
        ),
        blocks=tuple(blocks),
    )


_HOW = (
    "An area is named where it lies beyond the 99.8% limits of an area its size; one between those and the 95% limits is only "
    "worth a look. Nobody is ranked: a place is given with its interval."
)


def stands_key(metric: MetricSpec, position: Position) -> KeyFigure:
    """Where the board stands, with its icon: only beyond the 99.8% limits is it better or worse."""
    judged = stands_judged(metric, position)
    return KeyFigure(judged.words, judged.icon)


def stands_judged(metric: MetricSpec, position: Position) -> Judged:
    """The same for a cell of a table."""
    stands = position.board.stands
    if position.structural:
        return Judged(None, ("Areas too unlike to judge",))
    if not stands.outside:
        words = {Stands.HIGH: "Within limits, on the high side", Stands.LOW: "Within limits, on the low side"}
        return Judged(Icon.NO_CHANGE, (words.get(stands, "Within limits"),))
    words_out = f"{'Above' if stands.high else 'Below'} the limits"
    if metric.better is Better.NEITHER:
        return Judged(Icon.CHANGED_HIGH if stands.high else Icon.CHANGED_LOW, (words_out,))
    good = stands.high is (metric.better is Better.UP)
    icons = {
        (True, True): Icon.IMPROVEMENT_HIGH,
        (True, False): Icon.IMPROVEMENT_LOW,
        (False, True): Icon.CONCERN_HIGH,
        (False, False): Icon.CONCERN_LOW,
    }
    return Judged(icons[good, stands.high], (f"{words_out}: {'better' if good else 'worse'}",))


def _funnel_headline(material: Material, metric: MetricSpec, position: Position) -> Words:
    was = "were" if metric.plural else "was"
    subject = f"{metric.subject} in {material.names.board} {was}"
    stands = position.board.stands
    if position.structural:
        return (f"{metric.subject} cannot be compared area by area: areas differ by far more than chance",)
    if stands.outside:
        return (f"{subject} {'above' if stands.high else 'below'} the range expected of an area its size",)
    if stands is not Stands.WITHIN:
        side = "high" if stands.high else "low"
        return (f"{subject} {side} for an area its size, but in the range expected",)
    return (f"{subject} in the range expected of an area its size",)


def _funnel_reading(material: Material, metric: MetricSpec, position: Position) -> tuple[Words, ...]:
    own = position.board
    paragraphs: list[Words] = [
        ("At ", figure_number(own.figure, metric.kind), unit_tail(metric.kind), f", {material.names.board} lay ",
         *places_words(position), f" of {position.count} areas."),
    ]  # fmt: skip
    if position.structural:
        paragraphs.append((
            "Areas differ by far more than chance (φ\u00a0", spread_number(position), "): in what is recorded, or what comes. "
            "No area is named as unusual.",
        ))  # fmt: skip
        return tuple(paragraphs)
    paragraphs.append(("Of an area its size ", *expected_words(own, metric.kind), " is expected (99.8% limits)."))
    if position.adjusted:
        paragraphs.append(
            ("Areas differ by more than chance (φ\u00a0", spread_number(position), "), so the limits are widened.")
        )
    paragraphs.append((_beyond_words(material, position),))
    return tuple(paragraphs)


def _beyond_words(material: Material, position: Position) -> str:
    beyond = [material.area_name(point.area) for point in position.outliers]
    if not beyond:
        return "No area lies beyond the 99.8% limits."
    if len(beyond) > 3:
        return f"{capitalised(number_word(len(beyond)))} areas lie beyond the 99.8% limits: see the table."
    return f"Beyond the 99.8% limits: {listed(beyond)}."


def _outlier_table(material: Material, metric: MetricSpec, position: Position) -> Table:
    """The board, the areas beyond the limits, then those it is compared with; above phi 10 nobody is told from another."""
    like = [point for point in position.points if point.area in material.places.others]
    beyond = [point for point in position.outliers if point not in like and point is not position.board]
    beyond.sort(key=lambda point: (point.stands.high, point.area))
    shown = [position.board, *beyond, *like][:ROWS]
    rows = []
    for point in shown:
        said = "not named" if position.structural else _STANDS[point.stands]
        rows.append(
            Row(
                (
                    TableCell((material.area_name(point.area),)),
                    TableCell((part_number(point.figure, Aspect.NUMERATOR), " of ",
                               part_number(point.figure, Aspect.DENOMINATOR))),
                    TableCell((areas_value(point.figure, metric.kind),)),
                    TableCell(expected_words(point, metric.kind, bare=True)),
                    TableCell((said,)),
                ),
                board=point is position.board,
            )
        )  # fmt: skip
    counted = capitalised(metric.counted) if metric.counted else "Count"
    return Table(
        id=f"outliers-{metric.id}",
        caption=f"{metric.name}: the board, areas beyond the limits and areas compared, {period_words(position.period)}",
        columns=(
            Column(period_words(position.period), Align.LEFT, Decimal("31")),
            Column(f"{counted}, of {metric.unit}", Align.RIGHT, Decimal("32")),
            Column(value_head(metric), Align.RIGHT, Decimal("12")),
            Column("99.8% limits", Align.RIGHT, Decimal("24")),
            Column("Where it lies", Align.LEFT, Decimal("20")),
        ),
        rows=tuple(rows),
    )


_STANDS = {
    Stands.ABOVE: "above",
    Stands.HIGH: "within; high",
    Stands.WITHIN: "within",
    Stands.LOW: "within; low",
    Stands.BELOW: "below",
}


# --- every measure ------------------------------------------------------------------------------------------------


def _places_section(material: Material) -> Section:
    positions = _told_apart(material)
    beyond = [one for one in positions if not one.structural and one.board.stands.outside]
    unlike = [one for one in _compared(material).values() if one.structural]
    count = number_word(len(positions))
    usual = Counter(one.period for one in positions).most_common(1)[0][0]
    if beyond:
        said = f"{capitalised(number_word(len(beyond)))} of {count} measures"
        were = "were" if len(beyond) > 1 else "was"
        headline = f"{said} {were} outside the range expected of an area the size of {material.names.board}"
    else:
        headline = (
            f"None of {count} measures was outside the range expected of an area the size of {material.names.board}"
        )
    words: list[Words] = [
        ("A place is the range that the areas' 95% intervals allow, the highest first. The expected range holds 99.8% of areas "
         "of that size; where areas differ by more than chance it is widened. φ says by how much they differ: 1 is chance "
         "alone, and above 10 nobody is named.",),
        *([_unlike_words(material, unlike)] if unlike else []),
        _worse_words(material),
    ]  # fmt: skip
    if not _most_improved(material):
        words.append(
            (
                f"Of the areas compared with {material.names.board} none improved by more than chance and by its own control "
                "chart.",
            )
        )
    return Section(
        id="across-areas",
        layout=Layout.LIST,
        theme=THEME,
        headline=(headline,),
        subtitle=(
            f"{material.names.board} among the areas of England and Wales, {period_words(usual)} where nothing else is said.",
        ),
        blocks=(
            Table(
                id="across-areas",
                caption=f"{material.names.board} among all areas, by measure",
                columns=(
                    Column("Measure", Align.LEFT, Decimal("60")),
                    Column("Value", Align.RIGHT, Decimal("14")),
                    Column("Place, highest first", Align.RIGHT, Decimal("28")),
                    Column("Expected at its size", Align.RIGHT, Decimal("27")),
                    Column("φ", Align.RIGHT, Decimal("15")),
                    Column("Where it lies", Align.LEFT, Decimal("46")),
                ),
                rows=tuple(_place_row(material, one, usual) for one in positions),
            ),
            Text(tuple(words), heading="How to read it"),
        ),
    )


def _unlike_words(material: Material, unlike: Sequence[Position]) -> Words:
    """By which measures no area can be told from another."""
    names = [material.catalogue.metrics[one.metric].short_name for one in unlike]
    return (Strong("Above 10: "), f"{'; '.join(map(lower_name, names))}.")


def _place_row(material: Material, position: Position, usual: Period) -> Row:
    metric = material.catalogue.metrics[position.metric]
    other = position.period != usual
    return Row((
        TableCell((metric.short_name,), (period_words(position.period),) if other else ()),
        TableCell((figure_number(position.board.figure, metric.kind),)),
        TableCell((*_short_places(position), f" of {position.count}")),
        TableCell(expected_words(position.board, metric.kind)),
        TableCell((spread_number(position),)),
        TableCell(stands_judged(metric, position)),
    ))  # fmt: skip


def _short_places(position: Position) -> Words:
    """`9th to 27th`, as a cell has it."""
    words = [part for part in places_words(position) if not isinstance(part, str)]
    return (words[0], " to ", words[1]) if len(words) > 1 else (words[0],)


def _worse_words(material: Material) -> Words:
    worse = [
        material.catalogue.metrics[name].short_name
        for name, position in _compared(material).items()
        if position.worse and position.worsening
    ]
    rule = "on the worse side of the 95% limits, and by its own series getting worse"
    if not worse:
        return (Strong("Worse and worsening: "), f"no measure is ({rule}).")
    return (Strong("Worse and worsening: "), f"{listed(worse)} ({rule}).")


# --- areas like the board that improved ---------------------------------------------------------------------------


def _most_improved(material: Material) -> Position | None:
    """The measure by which most of the areas compared improved; of several the first."""
    held = [position for position in _compared(material).values() if position.improved]
    return max(held, key=lambda position: len(position.improved), default=None)


def _improved_section(material: Material) -> list[Section]:
    position = _most_improved(material)
    if position is None:
        return []
    metric = material.catalogue.metrics[position.metric]
    like = [point for point in position.points if point.area in material.places.others]
    shown = [*position.improved, *(point for point in like if point not in position.improved)]
    pairs = [(one, point) for one in _compared(material).values() for point in one.improved]
    areas = sorted({point.area for _, point in pairs})
    measures = len({one.metric for one, _ in pairs})
    group = (
        "the areas set as similar"
        if material.settings.similar.get(material.board.slug)
        else f"the other areas of the region of {material.names.board}"
    )
    count = f"{capitalised(number_word(len(areas)))} of {group} improved on {number_word(measures)} " + (
        "measures" if measures > 1 else "measure"
    )
    names = listed([material.area_name(area) for area in areas])
    blocks: list[Block] = [
        KeyFigures((
            KeyFigure((f"{capitalised(number_word(len(areas)))} areas" if len(areas) > 1 else "One area",)),
            KeyFigure(("Over a year, by more than chance (99.8%)",)),
        )),
        slope_chart(material, metric, position, shown),
        Text((
            (f"{names} can be asked what they did.",),
            (
                "An improvement is told by a test of the two counts and by the area's own control chart, both; it says nothing "
                "of its cause.",
            ),
        ), heading="Reading"),
        _improved_table(material, pairs),
        Callout(CalloutKind.SOURCE, source_words(material, [point.figure for _, point in pairs], pairs[0][1].figure.reference)),
    ]  # fmt: skip
    return [
        Section(
            id="areas-that-improved",
            layout=Layout.EXHIBIT,
            theme=THEME,
            headline=(count,),
            subtitle=(
                f"Drawn: {metric.name.lower()}, {period_words(position.period)} and a year before.{unconfirmed(metric)}",
            ),
            blocks=tuple(blocks),
        )
    ]


def _improved_table(material: Material, pairs: Sequence[tuple[Position, AreaPoint]]) -> Table:
    rows = []
    for position, point in pairs[:IMPROVED_ROWS]:
        metric = material.catalogue.metrics[position.metric]
        change = point.change
        assert change is not None and change.other is not None  # noqa: PT018
        rows.append(
            Row((
                TableCell((material.area_name(point.area),), (metric.short_name,)),
                TableCell((figure_number(change.other, metric.kind),)),
                TableCell((figure_number(point.figure, metric.kind),)),
                change_cell(change, point.figure, metric.kind),
            ))
        )  # fmt: skip
    left = len(pairs) - len(rows)
    more = f"; {number_word(left)} more are in the data" if left > 0 else ""
    return Table(
        id="areas-that-improved",
        caption=f"Areas compared that improved over the year{more}",
        columns=(
            Column("Area and measure", Align.LEFT, Decimal("50")),
            Column("A year before", Align.RIGHT, Decimal("22")),
            Column("Latest", Align.RIGHT, Decimal("22")),
            Column("Change", Align.RIGHT, Decimal("22")),
        ),
        rows=tuple(rows),
    )
