"""Charts: nothing lies on a label, labels say exactly the numbers, marks follow their meaning."""

from __future__ import annotations

import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
import samples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assize.core.document import (
    Annotation,
    Aspect,
    Axis,
    Bar,
    Category,
    Chart,
    ChartKind,
    Hatch,
    Icon,
    Limits,
    Line,
    Number,
    Point,
    PointMark,
    Role,
    Span,
    Tick,
    Trend,
)
from assize.render import theme
from assize.render.charts import Drawings, Size, draw, draw_span, draw_trend, icon
from assize.render.charts.labels import move_apart, wrap
from assize.render.theme import Weight, text_width

SVG = "{http://www.w3.org/2000/svg}"
SAMPLES = (
    samples.conviction_chart(),
    samples.prosecutions_chart(),
    samples.charge_chart(),
    samples.victim_chart(),
    samples.open_cases_chart(),
    samples.broken_chart(),
)
Edges = tuple[float, float, float, float]


def texts(svg: str) -> Iterator[tuple[str, Edges, ET.Element]]:
    """Every line of text with its box, measured here from the attributes alone."""
    for node in ET.fromstring(svg).iter(f"{SVG}text"):
        size, x, y = float(node.attrib["font-size"]), float(node.attrib["x"]), float(node.attrib["y"])
        width = text_width(node.text or "", size)
        for part in node:
            weight = Weight(int(part.attrib.get("font-weight", "400")))
            width += text_width(part.text or "", size, weight) + text_width(part.tail or "", size)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[node.attrib.get("text-anchor", "start")]
        yield "".join(node.itertext()), (left, y - 0.984 * size, left + width, y + 0.273 * size), node


def overlapping(boxes: list[tuple[str, Edges]]) -> list[tuple[str, str]]:
    """The pairs of words that lie on one another by more than a hundredth of a px."""
    return [
        (one, two)
        for (one, a), (two, b) in combinations(boxes, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.01 and min(a[3], b[3]) - max(a[1], b[1]) > 0.01
    ]


def check(svg: str) -> None:
    """No words on others, none outside the drawing."""
    boxes = [(words, edges) for words, edges, _ in texts(svg)]
    assert overlapping(boxes) == []
    width, height = (float(ET.fromstring(svg).attrib[name]) for name in ("width", "height"))
    for words, (left, top, right, bottom) in boxes:
        assert left >= -0.01, words
        assert right <= width + 0.01, words
        assert top >= -1.5, words  # the room over a capital may stand out, the letters may not
        assert bottom <= height + 1.5, words


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.id)
def test_no_label_overlaps_in_the_samples(chart: Chart, size: Size) -> None:
    check(draw(chart, size))


def test_the_check_of_overlaps_can_fail() -> None:
    svg = draw(samples.conviction_chart(), Size.SECTION)
    baselines = re.findall(r'<text x="[\d.]+" y="([\d.]+)"', svg)
    moved = re.sub(r'(<text x="[\d.]+" y=)"[\d.]+"', rf'\1"{baselines[0]}"', svg)
    with pytest.raises(AssertionError):
        check(moved)


# --- random charts ------------------------------------------------------------------------------------------------

words = st.text(string.ascii_letters, min_size=2, max_size=11)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)


def _number(value: Decimal, aspect: Aspect = Aspect.VALUE) -> Number:
    return Number(f"{value * 100:.1f}%", value, "0.0%", "some-rate@somewhere@2019q1", aspect)


def _point(high: int, low: int, rest: int) -> Point | None:
    """Half of the points are not held; the others have any value and mark, and lie beyond a limit or are provisional or not."""
    held, beyond, provisional, marked = rest & 1, bool(rest & 2), bool(rest & 4), rest >> 3
    value = _number(Decimal((256 * high + low) % 1001) / 1000)
    return Point(value, list(PointMark)[marked % len(PointMark)], beyond, provisional) if held else None


@st.composite
def time_charts(draw_one: st.DrawFn) -> Chart:
    count = draw_one(st.integers(1, 40))
    start = draw_one(st.integers(0, 3))
    categories = tuple(
        Category(f"Q{at}", f"{2010 + (at + start) // 4}/{11 + (at + start) // 4}") for at in range(count)
    )
    shares = st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)

    def points() -> tuple[Point | None, ...]:
        drawn = draw_one(st.binary(min_size=3 * count, max_size=3 * count))  # a point at a time takes ten times as long
        return tuple(_point(*drawn[3 * at : 3 * at + 3]) for at in range(count))

    lines = [Line(draw_one(names), Role.BOARD, points())]
    for _ in range(draw_one(st.integers(0, 4))):
        lines.append(Line(draw_one(names), draw_one(st.sampled_from([Role.NATION, Role.REGION, Role.OTHER])), points()))
    limits: list[Limits] = []
    if draw_one(st.booleans()):
        low, mean, high = sorted(draw_one(st.tuples(shares, shares, shares)))
        limits.append(Limits(0, count - 1, _number(low), _number(mean), _number(high)))
    hatches = ()
    if count > 2 and draw_one(st.booleans()):
        hatches = (Hatch(0, draw_one(st.integers(0, count - 2)), "No figure held"),)
    annotations = tuple(
        Annotation(draw_one(st.integers(0, count - 1)), (draw_one(names), " ", _number(draw_one(shares))))
        for _ in range(draw_one(st.integers(0, 2)))
    )
    ticks = tuple(Tick(Decimal(n) / 4, f"{25 * n}%") for n in range(5))
    return Chart(
        id="random",
        kind=ChartKind.CONTROL,
        caption=("Some rate",),
        note=(),
        alt="Some rate.",
        axis=Axis(Decimal(0), Decimal(1), ticks),
        number_format="0.0%",
        categories=categories,
        lines=tuple(lines),
        limits=tuple(limits),
        hatches=hatches,
        annotations=annotations,
        target=draw_one(st.one_of(st.none(), shares.map(_number))),
        break_after=tuple(sorted(draw_one(st.sets(st.integers(0, count - 1), max_size=2)))),
    )


@st.composite
def bar_charts(draw_one: st.DrawFn) -> Chart:
    shares = st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)

    def bar() -> Bar:
        low, value, high = sorted(draw_one(st.tuples(shares, shares, shares)))
        held = draw_one(st.booleans())
        interval = (_number(low), _number(high)) if held else (None, None)
        return Bar(draw_one(names), draw_one(st.sampled_from(Role)), _number(value), *interval)

    bars = tuple(bar() for _ in range(draw_one(st.integers(1, 45))))
    axis = Axis(Decimal(0), Decimal(1), (Tick(Decimal(0), "0%"), Tick(Decimal(1), "100%")))
    target = draw_one(st.one_of(st.none(), shares.map(_number)))
    return Chart("random", ChartKind.BARS, ("Some rate",), (), "Some rate.", axis, "0.0%", bars=bars, target=target)


@settings(max_examples=60, deadline=None)
@given(time_charts(), st.sampled_from(Size))
@example(replace(samples.conviction_chart(), lines=samples.conviction_chart().lines * 2), Size.SECTION)
def test_no_label_overlaps_whatever_the_series(chart: Chart, size: Size) -> None:
    check(draw(chart, size))


@settings(max_examples=40, deadline=None)
@given(bar_charts(), st.sampled_from(Size))
def test_no_label_overlaps_whatever_the_bars(chart: Chart, size: Size) -> None:
    check(draw(chart, size))


@settings(max_examples=40, deadline=None)
@given(time_charts())
def test_every_label_and_remark_is_printed(chart: Chart) -> None:
    """On a large chart nothing is left out: the last value of each line, each limit, the target, each remark."""
    svg = draw(chart, Size.SECTION)
    printed = [part.text for _, _, node in texts(svg) for part in node if "data-figure" in part.attrib]
    wanted = [
        next(point.number.text for point in reversed(line.points) if point is not None)
        for line in chart.lines
        if any(point is not None for point in line.points)
    ]
    wanted += [number.text for limits in chart.limits for number in (limits.lower, limits.mean, limits.upper)]
    wanted += [part.text for note in chart.annotations for part in note.words if isinstance(part, Number)]
    wanted += [chart.target.text] if chart.target else []
    assert sorted(wanted) == sorted(printed)


# --- what is drawn ------------------------------------------------------------------------------------------------


def test_labels_carry_the_numbers_of_the_document() -> None:
    svg = draw(samples.conviction_chart(), Size.SECTION)
    found = {
        (part.attrib["data-figure"], part.attrib["data-aspect"], part.text)
        for _, _, node in texts(svg)
        for part in node
        if "data-figure" in part.attrib
    }
    own = "conviction-rate@staffordshire@2019q1@offences-against-the-person"
    assert (own, "value", "83.3%") in found
    assert (own, "upper_limit", "84.0%") in found
    assert ("conviction-rate@england-and-wales@2019q1@offences-against-the-person", "value", "79.5%") in found
    assert ("conviction-rate@staffordshire@2015q2@offences-against-the-person", "value", "71.7%") in found


def test_the_drawing_is_named_and_described() -> None:
    chart = samples.conviction_chart()
    root = ET.fromstring(draw(chart, Size.SECTION))
    assert root.attrib["role"] == "img"
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert described.text == chart.alt
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], described.attrib["id"]]


def test_marks_follow_meaning_and_size() -> None:
    """Square for changed; beyond a limit full, other signals 0.74 and the latest 1.22 of it."""
    root = ET.fromstring(draw(samples.prosecutions_chart(), Size.SECTION))
    squares = [node for node in root.iter(f"{SVG}rect") if node.attrib["fill"] == theme.NEUTRAL]
    sides = [float(node.attrib["width"]) for node in squares]
    assert len(squares) == 16
    full = sides[13]
    assert sides[0] / full == pytest.approx(0.74, abs=0.01)
    assert sides[15] / full == pytest.approx(1.22, abs=0.01)
    concern = ET.fromstring(draw(samples.conviction_chart(), Size.SECTION))
    assert [node.attrib["fill"] for node in concern.iter(f"{SVG}polygon")] == [theme.CONCERN]


def test_a_provisional_point_is_hollow_dashed_and_marked() -> None:
    svg = draw(samples.broken_chart(), Size.SECTION)
    root = ET.fromstring(svg)
    hollow = [node for node in root.iter(f"{SVG}polygon") if node.attrib["fill"] == theme.WHITE]
    assert [node.attrib["stroke"] for node in hollow] == [theme.CONCERN]
    dashed = [node for node in root.iter(f"{SVG}polyline") if "stroke-dasharray" in node.attrib]
    assert len(dashed) == 1
    assert any(label.endswith("65.1% (p)") for label, _, _ in texts(svg))


def test_no_line_crosses_a_gap_or_a_break() -> None:
    chart = samples.open_cases_chart()
    root = ET.fromstring(draw(chart, Size.SECTION))
    runs = [node.attrib["points"].count(",") for node in root.iter(f"{SVG}polyline")]
    assert runs == [2, 2, 2]  # 1,084 to 1,033; 1,276 to 1,308; 1,448 to 1,475; the others stand alone


def test_each_year_is_labelled_once() -> None:
    labels = [label for label, _, _ in texts(draw(samples.conviction_chart(), Size.SMALL))]
    assert [labels.count(year) for year in ("2015/16", "2016/17", "2017/18", "2018/19")] == [1, 1, 1, 1]


def test_a_chart_too_short_to_judge_has_no_band_and_says_what_is_not_held() -> None:
    svg = draw(samples.charge_chart(), Size.SECTION)
    assert theme.BAND not in svg
    assert "Not held" in [label for label, _, _ in texts(svg)]
    assert theme.HATCH in svg


def test_bars_start_at_zero_and_stand_in_order() -> None:
    chart = samples.victim_chart()
    root = ET.fromstring(draw(chart, Size.SECTION))
    bars = list(root.iter(f"{SVG}rect"))
    assert len({node.attrib["x"] for node in bars}) == 1
    widths = [float(node.attrib["width"]) for node in bars]
    assert widths[2] / widths[0] == pytest.approx(21.1 / 27.8, abs=0.001)
    assert bars[2].attrib["fill"] == theme.BRAND


def test_judgement_colours_belong_to_the_board_alone() -> None:
    chart = samples.conviction_chart()
    others = replace(chart, lines=chart.lines[:2])
    svg = draw(others, Size.SECTION)
    assert not {theme.IMPROVEMENT, theme.CONCERN, theme.NEUTRAL} & set(re.findall(r"#[0-9A-F]{6}", svg))


def test_small_drawings() -> None:
    held = Trend(
        (None, *map(Decimal, range(15))),
        (None, *[(Decimal(2), Decimal(7), Decimal(12))] * 15),
        PointMark.CONCERN,
        "Rose & rose.",
    )
    root = ET.fromstring(draw_trend(held))
    assert (root.attrib["width"], root.attrib["height"]) == ("64", "34")
    assert root.attrib["aria-label"] == "Rose & rose."
    band, mark = root.iter(f"{SVG}polygon")
    assert (band.attrib["fill"], mark.attrib["fill"]) == (theme.BAND, theme.CONCERN)
    assert theme.HATCH in draw_trend(samples.NOT_HELD)
    span = Span(Decimal("0.8"), Decimal("0.85"), Decimal("0.9"), Decimal("0.8"), Decimal("0.9"), None, "80 to 90.")
    line = next(ET.fromstring(draw_span(span)).iter(f"{SVG}line"))
    assert (line.attrib["x1"], line.attrib["x2"]) == ("4", "48")


def test_a_small_trend_draws_its_range_as_it_moves_and_not_over_a_break() -> None:
    season = [(Decimal(level), Decimal(level + 5), Decimal(level + 10)) for level in (0, 4, 1, 3)] * 4
    values = tuple(Decimal(level + 5) for level in (0, 4, 1, 3)) * 4
    seasonal = Trend(values, tuple(season), PointMark.COMMON, "Sixteen values.")
    (band,) = ET.fromstring(draw_trend(seasonal)).iter(f"{SVG}polygon")
    corners = [tuple(map(float, point.split(","))) for point in band.attrib["points"].split()]
    upper, lower = corners[1:17], corners[-2:-18:-1]
    assert len({y for _, y in upper}) == 4  # it moves with the time of year
    assert [x for x, _ in upper] == [x for x, _ in lower]
    heights = {round(low[1] - high[1], 1) for high, low in zip(upper, lower, strict=True)}
    assert max(heights) - min(heights) < 0.2  # and is equally wide all along
    broken = replace(seasonal, ranges=(None,) * 4 + tuple(season[4:]), break_after=(8,))
    assert broken.stretches == (tuple(range(4, 9)), tuple(range(9, 16)))
    assert len(list(ET.fromstring(draw_trend(broken)).iter(f"{SVG}polygon"))) == 2


def test_every_icon_is_drawn_and_differs() -> None:
    assert len({icon(which) for which in Icon}) == len(Icon)
    for which in Icon:
        assert ET.fromstring(icon(which)).attrib["aria-hidden"] == "true"


def test_a_pack_draws_each_chart_once() -> None:
    drawings = Drawings()
    first = drawings.chart(samples.conviction_chart(), Size.SECTION)
    assert drawings.chart(samples.conviction_chart(), Size.SECTION) is first
    assert drawings.chart(samples.conviction_chart(), Size.SMALL) is not first
    assert draw(samples.conviction_chart(), Size.SECTION) == first


# --- words and places ---------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(8, 20)), min_size=1, max_size=9),
)
def test_labels_moved_apart_keep_order_and_distance(ends: list[tuple[float, float]]) -> None:
    ends.sort()
    heights = [height for _, height in ends]
    centres = move_apart([wanted for wanted, _ in ends], heights, 0, 300)
    for at in range(len(ends) - 1):
        assert centres[at + 1] - centres[at] >= (heights[at] + heights[at + 1]) / 2 - 1e-6
    assert centres[0] - heights[0] / 2 >= -1e-6
    assert centres[-1] + heights[-1] / 2 <= 300 + 1e-6


def test_labels_with_room_stay_where_they_belong() -> None:
    assert move_apart([20, 100], [10, 10], 0, 200) == [20, 100]


def test_wrapping_keeps_a_number_with_the_mark_after_it() -> None:
    number = Number("71.7%", Decimal("0.717"), "0.0%", "a@b@2019q1")
    lines = wrap(("April to June 2015: ", number, ", below the expected range"), 12, 115)
    joined = ["".join(run.text for run in line) for line in lines]
    assert joined == ["April to June 2015:", "71.7%, below the", "expected range"]
