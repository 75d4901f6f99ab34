"""The section on all areas: its table of places, funnels and slope, in every form in which a pack has them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from builders import BOARD, LATEST, PLACES, blocks_of, figure, figures
from pack import SHARE, pack

from assize.assess.areas import place_among
from assize.compose.areas import area_sections, funnels, pages_taken
from assize.compose.budgets import build_deck
from assize.compose.build import build_documents
from assize.compose.sentences import stated_in
from assize.compose.workbook import build_workbook
from assize.core.areas import Position
from assize.core.document import Chart, ChartKind, Document, Icon, Layout, Role, Table, Text, plain
from assize.core.material import Material
from assize.core.sentences import Ground, Stated
from assize.narrate.findings import find
from assize.narrate.sentences import grounds
from assize.render import html, pptx, slidefunnel, xlsx
from assize.render.charts import Drawings, Size, draw
from assize.render.charts.labels import Rect
from assize.render.funnelxml import radius_points
from assize.render.slidemaster import EMU, Box

AREAS = [f"area-{number:02}" for number in range(20)]


def position(material: Material, others: list[int], before: int | None = None) -> Position:
    measured = material.measured["done-rate", ""]
    held = [figure(SHARE, x * 2, 200, area=a) for a, x in zip(AREAS, others, strict=False)]
    like = {AREAS[0]: figure(SHARE, before * 2, 200, LATEST.shifted(-12), AREAS[0])} if before is not None else {}
    own = measured.series.latest
    earlier = {item.period: item for item in measured.series.figures}[LATEST.shifted(-12)]
    if before is not None:  # the area's own series, steady until its latest figure
        series = figures(SHARE, [*[before * 2] * 15, others[0] * 2], 200, area=AREAS[0])
        measured = replace(measured, comparators={**measured.comparators, AREAS[0]: tuple(series)})
    found = place_among(SHARE, measured, [own, *held], {BOARD: earlier, **like}, [AREAS[0]])
    assert found is not None
    return found


@pytest.fixture(scope="module")
def beyond() -> Material:
    """The board's 70% against areas about 50%, one of which stands far below; another got better over the year."""
    made = pack()
    found = position(made, [60, *[45, 50, 55] * 6, 10], before=30)
    places = replace(PLACES, others=(AREAS[0],))
    return replace(made, positions={"done-rate": found}, places=places)


def performance(material: Material) -> Document:
    return next(document for document in build_documents(material) if document.id == "performance-report")


def funnel_of(document: Document) -> Chart:
    return next(chart for chart in blocks_of(document, Chart) if chart.kind is ChartKind.FUNNEL)


def test_a_board_beyond_the_limits_is_told_in_headline_icon_table_and_drawing(beyond):
    section = next(one for one in area_sections(beyond, ()) if one.id == "done-rate-among-areas")
    assert plain(section.headline) == "The done rate in Ashford was above the range expected of an area its size"
    reading = next(block for block in section.blocks if isinstance(block, Text))
    assert re.fullmatch(r"At \S+, Ashford lay .*highest of \d+ areas\.", plain(reading.paragraphs[0]))
    strip = section.blocks[0].items[0]
    assert (strip.icon, plain(strip.words)) == (Icon.IMPROVEMENT_HIGH, "Above the limits: better")
    table = next(block for block in section.blocks if isinstance(block, Table))
    said = [(plain(row.cells[0].content), plain(row.cells[-1].content)) for row in table.rows]
    assert said == [("Ashford", "above"), ("area-19", "below"), ("area-00", "within; high")]
    chart = next(block for block in section.blocks if isinstance(block, Chart))
    marked = {dot.name: (dot.role, dot.outside) for dot in chart.dots if dot.named}
    assert marked == {"Ashford": (Role.BOARD, True), "area-19": (Role.OTHER, True), "area-00": (Role.REGION, False)}
    assert "Ashford is above the 99.8% limit. Two areas lie beyond the 99.8% limits." in chart.alt


def test_above_phi_ten_no_area_is_named_anywhere():
    made = pack()
    found = position(made, [5, 20, 50, 80, 95] * 4)
    assert found.structural
    made = replace(made, positions={"done-rate": found})
    table, funnel = area_sections(made, ())
    assert "cannot be compared area by area" in plain(funnel.headline)
    chart = next(block for block in funnel.blocks if isinstance(block, Chart))
    assert [dot.name for dot in chart.dots if dot.named] == ["Ashford"]
    assert not any(dot.outside for dot in chart.dots)
    rows = next(block for block in table.blocks if isinstance(block, Table)).rows
    assert rows[0].cells[-1].content.icon is None


def test_the_table_leaves_out_what_tells_no_area_from_another_and_names_it(beyond):
    unlike = replace(position(pack(), [5, 20, 50, 80, 95] * 4), metric="open-rate")
    made = replace(beyond, positions={**beyond.positions, "open-rate": unlike})
    section = area_sections(made, ())[0]
    rows = next(block for block in section.blocks if isinstance(block, Table)).rows
    assert [plain(row.cells[0].content) for row in rows] == [SHARE.short_name]
    said = next(block for block in section.blocks if isinstance(block, Text)).paragraphs
    name = made.catalogue.metrics["open-rate"].short_name
    assert f"Above 10: {name[0].lower()}{name[1:]}." in [plain(words) for words in said]


def test_places_stand_with_their_interval_and_never_alone(beyond):
    table = next(block for block in area_sections(beyond, ())[0].blocks if isinstance(block, Table))
    assert plain(table.rows[0].cells[2].content) == "1st to 8th of 21"  # seven 95% intervals reach into its own


def test_the_reading_of_the_measure_says_the_same_and_no_longer_tests_two_areas(beyond):
    from assize.narrate.findings import find

    measured = beyond.measured["done-rate", ""]
    words = " ".join(plain(one) for one in find(measured, SHARE, beyond.names, beyond.positions["done-rate"]).reading)
    assert "Beside it: England and Wales 50.0%" in words
    assert "Of 21 areas it lay between 1st and 8th highest, above the range expected of an area its size" in words
    assert "it was higher than" not in words.lower()


def test_areas_like_the_board_that_improved_are_a_slope_and_a_table(beyond):
    section = area_sections(beyond, ())[-1]
    assert plain(section.headline) == "One of the other areas of the region of Ashford improved on one measure"
    chart = next(block for block in section.blocks if isinstance(block, Chart))
    assert chart.kind is ChartKind.SLOPE
    assert [(line.name, [point.number.text for point in line.points]) for line in chart.lines] == [
        ("area-00", ["30.0%", "60.0%"]),
        ("Ashford", ["48.0%", "70.0%"]),
    ]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert [plain(cell.content) for cell in table.rows[0].cells] == ["area-00", "30.0%", "60.0%", "+30.0"]


def test_the_section_takes_the_pages_it_says_and_none_without_areas(beyond):
    assert pages_taken(beyond, ()) == len(area_sections(beyond, ())) == 3
    assert [spec.id for spec in funnels(beyond)] == ["done-rate"]
    assert (pages_taken(pack(), ()), area_sections(pack(), ())) == (0, [])


def test_a_web_page_has_the_funnel_as_a_drawing_and_every_area_in_its_table(beyond):
    page = html.render(performance(beyond), Drawings()).decode()
    assert "99.8% limit" in page
    for area in AREAS:
        assert f'<th scope="row">{area}</th>' in page or f">{area}<" in page


@pytest.mark.parametrize("size", Size)
def test_a_funnel_is_drawn_in_every_size_with_shapes_that_need_no_colour(beyond, size):
    drawn = draw(funnel_of(performance(beyond)), size)
    assert drawn.count("<circle") == 20
    assert drawn.count("<polygon") == 2  # the band, and the one other area beyond the limits, a diamond
    assert "stroke-dasharray" in drawn
    assert drawn.count('data-figure="done-rate@ashford@2019q1"') >= 1


def test_a_slide_has_a_native_scatter_on_a_logarithm_and_its_numbers_behind_it(beyond):
    document = performance(beyond)
    deck = build_deck(document, beyond.catalogue.reports[document.id], beyond)
    assert any(section.id == "done-rate-among-areas" for section in deck.sections)
    book = zipfile.ZipFile(io.BytesIO(pptx.render(deck)))
    charts = [book.read(name).decode() for name in book.namelist() if name.startswith("ppt/charts/chart")]
    scatter = next(chart for chart in charts if "<c:scatterChart>" in chart)
    assert '<c:logBase val="10"/>' in scatter
    assert scatter.count("<c:v>0.7</c:v>") == 1  # the board, once
    assert "Lower 99.8% limit" in scatter
    slope = [chart for chart in charts if "area-00" in chart and "<c:lineChart>" in chart]
    assert len(slope) == 1


def test_words_on_a_slide_keep_off_every_mark_of_its_funnel(beyond):
    """A diamond is wider than a ring: what keeps words off one would let them touch the other."""
    chart = funnel_of(performance(beyond))
    kept = slidefunnel._obstacles(chart, Box(0, 0, 400 * EMU, 300 * EMU)).rects
    assert {dot.outside for dot in chart.dots} == {True, False}
    for dot, rect in zip(chart.dots, kept, strict=True):
        assert (rect.right - rect.left) / 2 > radius_points(dot) + 1


def test_a_name_that_might_be_read_as_another_areas_is_tied_to_its_own_mark():
    name = Rect(100, 50, 160, 60)
    assert not name.is_doubtful((130, 66), [(130, 66), (190, 55)])
    assert name.is_doubtful((130, 66), [(130, 66), (167, 55)])
    assert name.is_doubtful((130, 66), [(130, 66), (165, 55)])
    assert name.nearest((130, 66)) == (130, 60)


def test_the_workbook_has_native_funnel_and_slope_over_live_cells(beyond):
    book = zipfile.ZipFile(io.BytesIO(xlsx.render(build_workbook(beyond))))
    charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
    kinds = {kind for kind in ("scatterChart", "lineChart") for chart in charts if f"<c:{kind}>" in chart}
    assert kinds == {"scatterChart", "lineChart"}
    assert all(section.layout is not Layout.FINDING for section in build_workbook(beyond).sections)


def _grounds(material: Material, words: str) -> list[str]:
    document = performance(material)
    found = [one for one in stated_in(material, [document]) if words in one.text]
    assert found, words
    return grounds(found[0], material)


def test_its_sentences_are_explained_by_funnel_limits_and_place(beyond):
    said = "\n".join(_grounds(beyond, "above the range expected of an area its size"))
    assert "a funnel names an area beyond its 99.8% limits, none above φ 10" in said
    assert "verdict     above the 99.8% limit" in said
    assert "at its size (99.8%)" in said
    assert "of 21, by 95% intervals" in said


def test_the_page_of_places_is_explained_measure_by_measure(beyond):
    own = beyond.positions["done-rate"]
    beyond = replace(beyond, positions={"done-rate": own, "code-kept": replace(own, metric="code-kept")})
    rule, line, _ = _grounds(beyond, "outside the range expected of an area the size of")
    assert rule.startswith("the wording ladder is of series")
    assert line.startswith("Done rate: above the 99.8% limit; ")
    assert line.endswith("(done-rate@ashford@2019q1)")
    worse = replace(own, worse=True, worsening=True)
    said = _grounds(replace(beyond, positions={**beyond.positions, "done-rate": worse}), "Worse and worsening")
    assert "; worse and worsening; " in said[1]


def test_a_measure_above_phi_ten_is_explained_without_a_verdict():
    made = pack()
    found = position(made, [5, 20, 50, 80, 95] * 4)
    made = replace(made, positions={"done-rate": found, "code-kept": replace(found, metric="code-kept")})
    assert "none named: φ above 10" in _grounds(made, "outside the range expected")[1]


def test_areas_that_improved_are_explained_by_their_test(beyond):
    rule, line = _grounds(beyond, "improved on one measure")
    assert "passes a test of the two counts at 99.8%" in rule
    assert line.startswith(
        "area-00, Done rate: beside the same quarter a year earlier: +30.0 percentage points from 30.0%; Newcombe's"
    )
    assert ", at 99.8% too: higher (done-rate@area-00@2019q1)" in line


def test_a_reading_that_gives_the_place_is_explained_by_the_funnel_too(beyond):
    own = beyond.measured["done-rate", ""]
    told = find(own, SHARE, beyond.names, beyond.positions["done-rate"])
    made = replace(beyond, findings={**beyond.findings, ("done-rate", ""): told})
    text = next(plain(words) for words in told.reading if "areas it lay" in plain(words))
    said = "\n".join(grounds(Stated(text, "Report", "Done rate", Ground.MEASURE, (("done-rate", ""),)), made))
    assert "beside England and Wales" in said
    assert "verdict     above the 99.8% limit" in said
