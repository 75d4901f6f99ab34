"""What a sentence of a pack stands on, whatever it speaks of: ladder and control chart, funnel, flow, groups, bands, tests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assize.core.area_words import expected_words, places_words, spread_number
from assize.core.areas import Position
from assize.core.disparity import Disparity
from assize.core.document import plain
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Against
from assize.core.sentences import Ground, Stated
from assize.core.specs import MetricSpec
from assize.core.wording import capitalised, listed, ratio_text, span_words
from assize.narrate.areas import explain_position, position_words
from assize.narrate.flows import explain_flow
from assize.narrate.grounds import (
    UNJUDGED,
    comparison_line,
    comparison_lines,
    grounds_of,
    judged_lines,
    judgement_word,
    told,
)

OFF_THE_LADDER = "the wording ladder is of series; "


def sentence_lines(stated: Stated, material: Material) -> list[str]:
    """The sentence, where it stands, what it stands on, and the references of its figures."""
    where = f"{stated.document}: {stated.section}" if stated.section else f"{stated.document}, what leads it"
    lines = [f"{material.names.board}, {where}", *told(stated.text, grounds(stated, material))]
    for reference in stated.figures:
        lines.append(f"  Figure        {reference}")
    return lines


def grounds(stated: Stated, material: Material) -> list[str]:
    """Rule, limits, test and rung of a sentence, a line each; where it judges nothing, that."""
    match stated.ground:
        case Ground.MEASURE:
            return _of_measure(stated.text, stated.keys[0], material)
        case Ground.BESIDE:
            return _of_comparison(stated.keys[0], material, (Against.NATION, Against.REGION, Against.SIMILAR))
        case Ground.YEAR:
            return _of_comparison(stated.keys[0], material, (Against.YEAR_BEFORE,))
        case Ground.TALLY:
            return [line for key in stated.keys for line in _counted(key, material)]
        case Ground.AREAS:
            return _of_areas(stated, material)
        case Ground.IMPROVED:
            return _of_improved(stated.keys, material)
        case Ground.FLOW:
            flow = material.flows[stated.keys[0][0]]
            said = [line.strip() for line in explain_flow(flow, flow.latest.open)]
            return [f"{OFF_THE_LADDER}a flow is counted and carried on, with its own past errors", *said]
        case Ground.GROUPS:
            return _of_groups(material.catalogue.metrics[stated.keys[0][0]])
        case Ground.BANDS:
            return [
                f"{OFF_THE_LADDER}a quantile is estimated from counts in bands, along a straight line inside the band",
                "it can be wrong by the width of its band; in a band without an end none is given; nothing is tested",
            ]
        case Ground.RATES:
            return [line for one in material.disparities if one.metric == stated.keys[0][0] for line in _of_rates(one)]
        case Ground.PLACES:
            return [f"{OFF_THE_LADDER}places are set in order by their values; no difference between them is tested"]
        case Ground.NOTHING:
            return [UNJUDGED]


def _of_measure(text: str, key: MeasureKey, material: Material) -> list[str]:
    metric, position = material.catalogue.metrics[key[0]], material.positions.get(key[0])
    lines = grounds_of(text, material.measured[key], metric, material.findings[key])
    if position is not None and not key[1] and plain(position_words(position, metric)) in text:
        lines += [line.strip() for line in explain_position(position, metric, position.board.figure)]
    return lines


def _of_comparison(key: MeasureKey, material: Material, steps: Sequence[Against]) -> list[str]:
    """The tests of a slide that sets a measure beside others, or beside itself a year before; then how its series is judged."""
    measured, metric = material.measured[key], material.catalogue.metrics[key[0]]
    return [*comparison_lines(measured, metric, steps), *judged_lines(measured, metric, material.findings[key])]


def _counted(key: MeasureKey, material: Material) -> list[str]:
    """One of the measures whose judgements are counted: its judgement, and the rung, rule and limits behind it."""
    measured, metric = material.measured[key], material.catalogue.metrics[key[0]]
    name = f"{metric.name} {metric.breakdown_subjects.get(key[1], '')}".strip()
    return [
        f"{name}: {judgement_word(measured)} ({measured.series.latest.reference})",
        *(f"  {line}" for line in judged_lines(measured, metric, material.findings[key])),
    ]


def _of_areas(stated: Stated, material: Material) -> list[str]:
    """A funnel; of the page of all measures a line each."""
    rule = f"{OFF_THE_LADDER}a funnel names an area beyond its 99.8% limits, none above φ 10, and gives places by 95% intervals"
    if len(stated.keys) == 1:
        position, metric = material.positions[stated.keys[0][0]], material.catalogue.metrics[stated.keys[0][0]]
        return [rule, *(line.strip() for line in explain_position(position, metric, position.board.figure))]
    positions = [material.positions[name] for name, _ in stated.keys]
    return [rule, *(_placed(one, material.catalogue.metrics[one.metric]) for one in positions)]


def _placed(position: Position, metric: MetricSpec) -> str:
    limits = plain(expected_words(position.board, metric.kind))
    verdict = "none named: φ above 10" if position.structural else position.board.stands.value
    worse = [words for words, holds in (("worse", position.worse), ("worsening", position.worsening)) if holds]
    also = f"; {listed(worse)}" if worse else ""
    return (
        f"{metric.name}: {verdict}{also}; {plain(places_words(position))} of {position.count}, "
        f"φ {spread_number(position).text}, limits {limits} at its size ({position.board.figure.reference})"
    )


def _of_improved(keys: tuple[MeasureKey, ...], material: Material) -> list[str]:
    lines = [
        f"{OFF_THE_LADDER}another area improved where its change over a year passes a test of the two counts at 99.8% and its "
        "own control chart shows an improvement"
    ]
    for name, _ in keys:
        metric = material.catalogue.metrics[name]
        for point in material.positions[name].improved:
            if point.change is not None:
                said = comparison_line(None, metric, point.change)
                lines.append(f"{material.area_name(point.area)}, {metric.name}: {said} ({point.figure.reference})")
    return lines


def _of_groups(metric: MetricSpec) -> list[str]:
    interval = "each has its own 95% interval" if metric.kind.sampled else "counts have none"
    return [
        f"{OFF_THE_LADDER}groups are set in order by their values of one quarter; {interval}",
        "no difference between groups is tested, and which is highest is said of those that are not small",
    ]


def _of_rates(found: Disparity) -> list[str]:
    lines = [
        f"{OFF_THE_LADDER}a group differs where the exact 95% limits of its rate over that of {found.reference.group} "
        f"leave out 1 ({span_words(found.periods[0], found.periods[-1])} pooled)"
    ]
    if found.withheld:
        return [*lines, f"withheld: {found.withheld}"]
    for group in found.groups:
        if group.index is None or group.lower is None or group.upper is None:
            lines.append(f"{capitalised(group.group)}: not reckoned, {group.reason}")
            continue
        said = "differs" if group.differs else "no evidence of a difference"
        index, low, high = (ratio_text(_exact(value)) for value in (group.index, group.lower, group.upper))
        lines.append(f"{capitalised(group.group)}: {index}, {low} to {high}: {said}")
    return lines


def _exact(value: float) -> Decimal:
    return Decimal(str(value))
