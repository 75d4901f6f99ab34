"""Equality: whether outcomes fall on one group more than on another, where that is held; what is not held, by name."""

from __future__ import annotations

from decimal import Decimal

from assize.compose.axes import start_words, value_axis
from assize.compose.exhibits import source_words, unconfirmed
from assize.core.disparity import Disparity, EqualityOutcome, GroupRate
from assize.core.document import (
    Align,
    Aspect,
    Bar,
    Block,
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Column,
    Gap,
    GapLine,
    KeyFigure,
    KeyFigures,
    Layout,
    Number,
    Role,
    Row,
    Section,
    Strong,
    Table,
    TableCell,
    Text,
    Words,
)
from assize.core.material import Material
from assize.core.specs import Kind, MetricSpec, Vocabulary
from assize.core.wording import (
    COUNT_FORMAT,
    capitalised,
    count_text,
    derived_number,
    figure_number,
    listed,
    lower_name,
    number_word,
    percent_text,
    period_words,
    span_words,
    value_format,
)

THEME = "Equality"
COMPLETENESS = "XE-06"  # the framework's number of how far groups are recorded at all


def equality_sections(material: Material) -> list[Section]:
    """What is held by group, a page a measure; then the completeness of the records, and every outcome that is not held."""
    exhibits = [section for one in material.disparities if (section := _exhibit(material, one))]
    missing = missing_outcomes(material)
    return [*exhibits, *([_gaps(material, missing)] if missing else [])]


def pages_taken(material: Material) -> int:
    """How many pages of a report `equality_sections` takes."""
    return len(material.disparities) + bool(missing_outcomes(material))


def missing_outcomes(material: Material) -> tuple[EqualityOutcome, ...]:
    """The outcomes that no held measure shows by group."""
    shown = {one.metric for one in material.disparities}
    return tuple(outcome for outcome in material.catalogue.equality if outcome.metric not in shown)


# --- what is not held ---------------------------------------------------------------------------------------------


def _gaps(material: Material, missing: tuple[EqualityOutcome, ...]) -> Section:
    count = number_word(len(missing))
    held = len(material.disparities)
    outcomes = "outcomes are" if len(missing) > 1 else "outcome is"
    headline = (
        f"{capitalised(count)} {outcomes} not held by group of people"
        if held
        else "No outcome is held by ethnicity, sex or age, so no difference between groups can be told"
    )
    lines = tuple(
        GapLine(one.name, f"{one.reason} It would be set against {one.base}.", one.supplier) for one in missing
    )
    return Section(
        id="equality",
        layout=Layout.LIST,
        theme=THEME,
        headline=(headline,),
        subtitle=(
            f"{material.names.board}: what a board would have to see, why it is not held, and who could supply it.",
        ),
        blocks=(
            Text(_how(material), heading="How groups would be compared"),
            Gap(f"Outcomes not held by group, {material.names.board}", lines),
        ),
    )


def _how(material: Material) -> tuple[Words, ...]:
    recorded = [
        metric
        for metric in material.catalogue.metrics.values()
        if metric.framework_id == COMPLETENESS and (metric.id, "") in material.measured
    ]
    words: list[Words] = [
        ("The rate of each group is set against that of one reference group, at the stage just before, with exact 95% limits. "
         "Up to three years are pooled where a group has fewer than 30 events. Nothing is worked out where more than 10% have "
         "no group recorded. A difference says nothing of its cause.",),
    ]  # fmt: skip
    for metric in recorded:
        latest = material.measured[metric.id, ""].series.latest
        if latest.value is None:
            continue
        enough = (
            " More than 10% are not known: no comparison could be made of them."
            if latest.value < Decimal("0.9")
            else ""
        )
        words.append((Strong(f"{metric.name}: "), figure_number(latest, metric.kind),
                      f" in {period_words(latest.period)}.{enough}"))  # fmt: skip
    return tuple(words)


# --- what is held -------------------------------------------------------------------------------------------------


def _exhibit(material: Material, found: Disparity) -> Section | None:
    metric = material.catalogue.metrics[found.metric]
    vocabulary = material.catalogue.vocabularies[found.dimension]
    when = span_words(found.periods[0], found.periods[-1])
    figures = [figure for group in (found.reference, *found.groups) for figure in group.figures]
    blocks: list[Block] = [
        KeyFigures(_strip(found, when)),
        _chart(metric, vocabulary, found, when),
        Text(_reading(metric, vocabulary, found), heading="Reading"),
        _table(metric, vocabulary, found, when),
        Callout(CalloutKind.CAVEAT, (_CAVEAT,)),
        Callout(CalloutKind.SOURCE, source_words(material, figures, found.reference.figures[-1].reference)),
    ]
    return Section(
        id=f"{metric.id}-by-group",
        layout=Layout.EXHIBIT,
        theme=THEME,
        headline=_headline(metric, vocabulary, found),
        subtitle=(
            f"{metric.name} by {vocabulary.title.lower()}, set against {_name(vocabulary, found.reference)}. "
            f"{material.names.board}, {when}.{unconfirmed(metric)}",
        ),
        blocks=tuple(blocks),
    )


_CAVEAT = (
    "A relative rate says how one decision fell at one stage. It says nothing of causes, and that of the opposite outcome is "
    "not its inverse."
)


def _name(vocabulary: Vocabulary, group: GroupRate) -> str:
    return vocabulary.names[group.group]


def _headline(metric: MetricSpec, vocabulary: Vocabulary, found: Disparity) -> Words:
    if found.withheld:
        return (f"{metric.subject} cannot be compared between groups: {found.withheld}",)
    differing = [group for group in found.groups if group.differs]
    if not differing:
        return (f"There is no evidence that {lower_name(metric.subject)} differed between groups",)
    sides = []
    for side, higher in (("higher", True), ("lower", False)):
        names = [_for(metric, vocabulary, group) for group in differing if ((group.index or 0) > 1) is higher]
        if names:
            sides.append(f"{side} {listed(names)}")
    was = "were" if metric.plural else "was"
    return (f"{metric.subject} {was} {' and '.join(sides)} than {_for(metric, vocabulary, found.reference)}",)


def _for(metric: MetricSpec, vocabulary: Vocabulary, group: GroupRate) -> str:
    """`for Black people`: as the vocabulary words it."""
    return metric.breakdown_subjects.get(group.group) or f"for {_name(vocabulary, group)}"


def _strip(found: Disparity, when: str) -> tuple[KeyFigure, ...]:
    years = len(found.periods) // 4 if found.periods[0].is_quarter else len(found.periods)
    items = [
        KeyFigure((when,)),
        KeyFigure((f"{capitalised(number_word(years))} year{'s' if years > 1 else ''} pooled",)),
    ]
    if found.unknown is not None:
        items.append(KeyFigure(("Group not known: ", _unknown(found))))
    return tuple(items)


def _unknown(found: Disparity) -> Number:
    value = Decimal(str(found.unknown))
    return Number(percent_text(value), value, "0.0%", found.reference.figures[-1].reference, Aspect.UNKNOWN_SHARE)


def _of(group: GroupRate, value: float, kind: Kind, aspect: Aspect) -> Number:
    return derived_number(Decimal(str(value)), kind, group.figures[-1].reference, aspect)


def _count(group: GroupRate, value: int, aspect: Aspect) -> Number:
    return Number(count_text(Decimal(value)), Decimal(value), COUNT_FORMAT, group.figures[-1].reference, aspect)


def _reading(metric: MetricSpec, vocabulary: Vocabulary, found: Disparity) -> tuple[Words, ...]:
    if found.withheld:
        return ((f"No index is given: {found.withheld}.",),)
    words: list[Words] = []
    for group in found.groups:
        if group.index is None or group.lower is None or group.upper is None or not group.differs:
            continue
        words.append((
            f"{_name(vocabulary, group)}: ", _of(group, group.index, Kind.RATIO, Aspect.RELATIVE_RATE), " times the rate, "
            "between ",
            _of(group, group.lower, Kind.RATIO, Aspect.RELATIVE_LOWER), " and ",
            _of(group, group.upper, Kind.RATIO, Aspect.RELATIVE_UPPER), ".",
        ))  # fmt: skip
    rest = [_name(vocabulary, group) for group in found.groups if group.index is not None and not group.differs]
    if rest:
        words.append((f"{listed(rest)}: no evidence of a difference.",))
    left = [_name(vocabulary, group) for group in found.groups if group.index is None]
    if left:
        words.append((f"Not reckoned: {listed(left)}.",))
    return tuple(words)


def _table(metric: MetricSpec, vocabulary: Vocabulary, found: Disparity, when: str) -> Table:
    rows = [_row(metric, vocabulary, found, found.reference, "reference")]
    for group in found.groups:
        said = group.reason or found.withheld
        if group.index is not None:
            said = ("higher" if group.index > 1 else "lower") if group.differs else "no evidence of a difference"
        rows.append(_row(metric, vocabulary, found, group, said))
    return Table(
        id=f"relative-rates-{metric.id}",
        caption=f"{metric.name} by {vocabulary.title.lower()}, {when}",
        columns=(
            Column(vocabulary.title, Align.LEFT, Decimal("30")),
            Column(f"{capitalised(metric.counted)}, of {metric.unit}", Align.RIGHT, Decimal("28")),
            Column("Relative rate", Align.RIGHT, Decimal("15")),
            Column("95% interval", Align.RIGHT, Decimal("22")),
            Column("Reading", Align.LEFT, Decimal("25")),
        ),
        rows=tuple(rows),
    )


def _row(metric: MetricSpec, vocabulary: Vocabulary, found: Disparity, group: GroupRate, said: str) -> Row:
    counts: Words = ("[x]",)
    if group.figures and group.base:
        counts = (
            _count(group, group.events, Aspect.GROUP_EVENTS),
            " of ",
            _count(group, group.base, Aspect.GROUP_BASE),
        )
    index: Words = ("1",) if group is found.reference else ("[x]",)
    limits: Words = ("[z]",) if group is found.reference else ("[x]",)
    if group.index is not None and group.lower is not None and group.upper is not None:
        index = (_of(group, group.index, Kind.RATIO, Aspect.RELATIVE_RATE),)
        limits = (
            _of(group, group.lower, Kind.RATIO, Aspect.RELATIVE_LOWER), " to ",
            _of(group, group.upper, Kind.RATIO, Aspect.RELATIVE_UPPER),
        )  # fmt: skip
    cells = (_name(vocabulary, group),), counts, index, limits, (said,)
    return Row(tuple(TableCell(words) for words in cells), board=group is found.reference)


def _chart(metric: MetricSpec, vocabulary: Vocabulary, found: Disparity, when: str) -> Chart:
    """Indices as bars with their intervals, the reference's rate being 1; where none is given, the groups that have counts."""
    own = found.reference
    bars = [
        Bar(
            f"{_name(vocabulary, own)} (reference)",
            Role.NATION,
            _of(own, 1.0, Kind.RATIO, Aspect.RELATIVE_RATE),
        )
    ]
    for group in found.groups:
        if group.index is not None and group.lower is not None and group.upper is not None:
            bars.append(
                Bar(
                    _name(vocabulary, group),
                    Role.OTHER,
                    _of(group, group.index, Kind.RATIO, Aspect.RELATIVE_RATE),
                    _of(group, group.lower, Kind.RATIO, Aspect.RELATIVE_LOWER),
                    _of(group, group.upper, Kind.RATIO, Aspect.RELATIVE_UPPER),
                )
            )
    bars.sort(key=lambda bar: (-(bar.number.value or Decimal(0)), bar.name))
    values = [end.value for bar in bars for end in (bar.number, bar.upper) if end is not None and end.value is not None]
    axis = value_axis([Decimal(0), *values], Kind.RATIO, from_zero=True)
    said = "; ".join(f"{bar.name} {bar.number.text}" for bar in bars)
    return Chart(
        id=f"relative-rates-{metric.id}",
        kind=ChartKind.BARS,
        caption=(Strong(metric.name), f" by {vocabulary.title.lower()}: rate over that of the reference, {when}"),
        note=(
            f"1 is the rate of {_name(vocabulary, own)}. Lines are exact 95% intervals. {start_words(axis, Kind.RATIO)}",
        ),
        alt=f"Bars of the relative rate of {lower_name(metric.name)} by {vocabulary.title.lower()}, {when}: {said}.",
        axis=axis,
        number_format=value_format(Kind.RATIO),
        bars=tuple(bars),
    )
