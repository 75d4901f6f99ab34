"""The small trends of a table on a slide: native charts without axes, their numbers in cache and workbook."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import samples
from lxml import etree
from pptx import Presentation
from pptx.chart.chart import Chart as NativeChart
from pptx.enum.chart import XL_CHART_TYPE

from assize.core.document import PointMark, Table, Trend, plain
from assize.render import pptx
from assize.render.slidemaster import Box
from assize.render.slidetrend import trend_chart

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FRAME = Box(0, 0, 900_000, 342_900)
QUARTERS = tuple(f"Q{quarter} {year}" for year in (2017, 2018) for quarter in (1, 2, 3, 4))
RANGE = (Decimal("0.2"), Decimal("0.3"), Decimal("0.4"))
VALUES = tuple(Decimal(text) for text in ("0.31", "0.29", "0.35", "0.28", "0.30", "0.33", "0.27", "0.45"))
TREND = Trend(VALUES, (RANGE,) * 8, PointMark.CONCERN, "Eight values, from 31.0% to 45.0%.", (), QUARTERS, "0.0%")


def drawn(trend: Trend) -> tuple[etree._Element, openpyxl.Workbook]:
    chart, book = trend_chart(trend, "Done rate", FRAME, date(2019, 7, 31))
    return etree.fromstring(chart), openpyxl.load_workbook(io.BytesIO(book))


def series_of(chart: etree._Element) -> list[tuple[str, list[float | None]]]:
    found = []
    for one in chart.iter(f"{C}ser"):
        values: list[float | None] = [None] * int(one.find(f"{C}val//{C}ptCount").get("val"))
        for point in one.iterfind(f"{C}val//{C}pt"):
            values[int(point.get("idx"))] = float(point.find(f"{C}v").text)
        found.append((one.find(f"{C}tx//{C}v").text, values))
    return found


def charts_in(data: bytes) -> list[tuple[str, NativeChart]]:
    return [
        (shape._element[0][0].get("descr"), shape.chart)
        for slide in Presentation(io.BytesIO(data)).slides
        for shape in slide.shapes
        if shape.has_chart and shape.name.startswith("Trend ")
    ]


def test_every_row_has_its_trend_as_a_chart_that_python_pptx_reads() -> None:
    document = samples.executive_summary()
    rows = [
        (plain(row.cells[0].content), cell.content)
        for section in document.sections
        for table in section.blocks
        if isinstance(table, Table)
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.content, Trend)
    ]
    held = [(name, trend) for name, trend in rows if any(value is not None for value in trend.values)]
    found = charts_in(pptx.render(document))
    assert len(found) == len(held) >= 5
    for (alt, chart), (name, trend) in zip(found, held, strict=True):
        assert alt.startswith(f"{name}: ") and alt.endswith(trend.alt[1:])
        assert chart.chart_type in (XL_CHART_TYPE.LINE, XL_CHART_TYPE.COLUMN_STACKED)
        assert not chart.has_legend and not chart.has_title
        (line,) = (plot for plot in chart.plots if plot._element.tag == f"{C}lineChart")
        values = next(one for one in line.series if one.name == name).values
        assert list(values) == [None if value is None else float(value) for value in trend.values]


def test_where_nothing_is_held_the_words_stand_without_a_chart() -> None:
    data = pptx.render(samples.executive_summary())
    shapes = [one for slide in Presentation(io.BytesIO(data)).slides for one in slide.shapes if not one.has_chart]
    alts = [one._element[0][0].get("descr") or "" for one in shapes if one.name.startswith("Trend ")]
    assert alts and all(alt.endswith("no figures held for this area.") for alt in alts)


def test_cache_and_workbook_have_the_quarters_the_values_and_the_range() -> None:
    chart, book = drawn(TREND)
    (sheet,) = book.worksheets
    assert [cell.value for cell in sheet["A"][1:]] == list(QUARTERS)
    columns = {column[0].value: [cell.value for cell in column[1:]] for column in sheet.iter_cols(min_col=2)}
    for name, values in series_of(chart):
        assert columns[name] == values
    assert columns["Done rate"] == [float(value) for value in VALUES]
    assert columns["Mean"] == [0.3] * 8
    assert columns["Expected range, stands on"] == [0.2] * 8
    assert columns["Expected range, height"] == [pytest.approx(0.2)] * 8
    assert columns["Latest: concern"] == [None] * 7 + [0.45]
    assert {cell.number_format for cell in sheet["E"][1:] if cell.value is not None} == {"0.0%"}


def test_its_axes_are_not_drawn_and_end_where_it_ends() -> None:
    chart, _ = drawn(TREND)
    assert [one.get("val") for one in chart.iter(f"{C}delete")] == ["1", "1"]
    assert chart.find(f".//{C}legend") is None and chart.find(f".//{C}majorGridlines") is None
    scaling = chart.find(f".//{C}valAx/{C}scaling")
    assert [float(scaling.find(f"{C}{end}").get("val")) for end in ("min", "max")] == [0.2, 0.45]
    same = drawn(replace(TREND, values=(Decimal(5),) * 8, ranges=()))[0].find(f".//{C}valAx/{C}scaling")
    assert float(same.find(f"{C}min").get("val")) < float(same.find(f"{C}max").get("val"))


def test_neither_line_nor_mean_is_joined_over_a_break_or_a_gap() -> None:
    broken = replace(TREND, break_after=(3,), values=(*VALUES[:5], None, *VALUES[6:]))
    names = [name for name, _ in series_of(drawn(broken)[0])]
    assert (names.count("Done rate"), names.count("Mean")) == (2, 2)
    assert drawn(broken)[0].find(f".//{C}dispBlanksAs").get("val") == "gap"
    first, second = (values for name, values in series_of(drawn(broken)[0]) if name == "Done rate")
    assert [value is not None for value in first] == [True] * 4 + [False] * 4
    assert [value is not None for value in second] == [False] * 4 + [True, False, True, True]


@pytest.mark.parametrize(
    ("mark", "symbol"),
    [
        (PointMark.COMMON, "circle"),
        (PointMark.IMPROVEMENT, "circle"),
        (PointMark.CONCERN, "diamond"),
        (PointMark.CHANGED, "square"),
    ],
)
def test_the_last_point_alone_has_a_mark_by_shape(mark: PointMark, symbol: str) -> None:
    chart, _ = drawn(replace(TREND, last=mark, values=(*VALUES[:-1], None)))
    symbols = [
        one.find(f"{C}marker/{C}symbol").get("val")
        for one in chart.iter(f"{C}ser")
        if one.find(f"{C}marker") is not None
    ]
    assert symbols == ["none", "none", symbol]
    *_, (name, values) = series_of(chart)
    assert name == ("Latest" if mark is PointMark.COMMON else f"Latest: {mark.value}")
    assert [value is not None for value in values] == [False] * 6 + [True, False]


def test_a_point_without_neighbours_is_a_dot() -> None:
    chart, _ = drawn(replace(TREND, ranges=(), values=(None, VALUES[1], None, None, VALUES[4], VALUES[5], None, None)))
    line = next(one for one in chart.iter(f"{C}ser") if one.find(f"{C}tx//{C}v").text == "Done rate")
    assert [one.find(f"{C}idx").get("val") for one in line.iter(f"{C}dPt")] == ["1"]


def test_a_trend_adds_little_to_a_deck() -> None:
    """Its chart and its workbook, as they lie in the archive."""
    parts = io.BytesIO()
    with zipfile.ZipFile(parts, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in zip(
            ("chart.xml", "book.xlsx"), trend_chart(TREND, "Done rate", FRAME, date(2019, 7, 31)), strict=True
        ):
            archive.writestr(name, data)
    assert len(parts.getvalue()) < 12_000
