"""Where a board stands among all areas, in words: places with their interval, and the funnel's verdict on its size."""

from __future__ import annotations

from assize.core.area_words import expected_words, places_words, spread_number, together_number
from assize.core.areas import Position, Stands
from assize.core.document import Inline, Words, plain
from assize.core.nouns import Figure
from assize.core.specs import Kind, MetricSpec
from assize.core.wording import listed


def position_words(position: Position, metric: MetricSpec) -> Words:
    """One sentence: between which places it lay, and whether that is unusual of an area its size."""
    return (f"Of {position.count} areas it lay ", *places_words(position), *_verdict(position, metric), ".")


def _verdict(position: Position, metric: MetricSpec) -> Words:
    if position.structural:
        return (
            "; areas differ by far more than chance (φ\u00a0",
            spread_number(position),
            "), so none is called unusual",
        )
    expected: tuple[Inline, ...] = (" (", *expected_words(position.board, metric.kind), ")")
    match position.board.stands:
        case Stands.WITHIN:
            return (", within the range expected of an area its size", *expected)
        case Stands.ABOVE | Stands.BELOW:
            side = "above" if position.board.stands.high else "below"
            return (f", {side} the range expected of an area its size", *expected)
        case Stands.HIGH | Stands.LOW:
            side = "high" if position.board.stands.high else "low"
            return (f", {side} for an area its size but within the range expected", *expected)


_SCALES = {
    Kind.PROPORTION: "shares on the angular scale, the spread measured with its outer tenths drawn in",
    Kind.RATE: "events against those expected at the rate of all areas, on the logarithm (on the square root where an area has "
    "none), the spread measured without its outer tenths",
    Kind.RATIO: "the ratio of two counts on the logarithm, with the variance of both, the spread measured with its outer "
    "tenths drawn in",
}


def explain_position(position: Position | None, metric: MetricSpec, figure: Figure) -> list[str]:
    """How a figure stands in the funnel of its period, for `explain`: method, spread, limits, verdict and place."""
    if position is None:
        return []
    point = next((point for point in position.points if point.figure.reference == figure.reference), None)
    if point is None:
        return []
    widened = "widened for it" if position.adjusted else "not widened: chance alone explains it"
    lines = [
        f"  Among areas   {position.count} areas in a funnel: {_SCALES[metric.kind]}",
        f"    spread      φ {spread_number(position).text}, τ {position.tau:.3f}; limits {widened}",
        f"    limits      {plain(expected_words(point, metric.kind))} at its size (99.8%); all together "
        f"{together_number(position, metric.kind).text}",
        f"    verdict     {'none: above φ 10 no area is named' if position.structural else point.stands.value}",
    ]
    if point is position.board:
        lines.append(f"    place       {plain(places_words(position))} of {position.count}, by 95% intervals")
        said = [words for words, holds in (("worse", position.worse), ("worsening", position.worsening)) if holds]
        lines += [f"    and         {listed(said)}"] if said else []
    return lines
