"""Figures that were published, in the documents of the example: in the composed document and in the page made from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from demonstration import BOARDS, Composed, Loaded
from readback.read_html import Printed, ReadPage, read_html
from readback.tokens import squeezed
from trail.walk import printed_in

from assize.core.document import (
    Aspect,
    Chart,
    ChartKind,
    Gap,
    GapLine,
    Icon,
    Judged,
    KeyFigures,
    Number,
    Section,
    Table,
    Text,
    Trend,
    plain,
)
from assize.core.nouns import Absence, Judgement
from assize.core.wording import lower_name

REPORT, EXECUTIVE = "cjs-performance-report", "executive-summary"
CHARGE_RATE, CHARGE_SHARE = "charge-rate-offences-recorded", "charge-share-outcomes-recorded"


@pytest.fixture(scope="module")
def staffordshire(demo: Loaded) -> Composed:
    return demo.composed("staffordshire")


@pytest.fixture(scope="module")
def pages(staffordshire: Composed) -> dict[str, ReadPage]:
    return {one.id: read_html(staffordshire.file(f"{one.id}.html")) for one in staffordshire.documents}


def _section(composed: Composed, document: str, name: str) -> Section:
    return next(one for one in composed.document(document).sections if one.id == name)


def _words(page: ReadPage, name: str) -> str:
    """What a section of a page says, as one text."""
    section = next(one for one in page.sections if one.id == name)
    return squeezed("".join(one.text if isinstance(one, Printed) else one for one in section.said))


def _printed(page: ReadPage, figure: str, aspect: Aspect) -> set[str]:
    """The texts of one number of a figure, wherever a page prints it; a column headed % leaves the sign out."""
    return {
        one.text.rstrip("%")
        for section in page.sections
        for one in section.printed
        if (one.figure, one.aspect) == (figure, aspect.name.lower())
    }


@pytest.mark.parametrize(
    ("figure", "aspect", "text"),
    [
        ("conviction-rate@staffordshire@2019q1@sexual-offences", Aspect.VALUE, "78.6"),
        ("conviction-rate@staffordshire@2019q1@sexual-offences", Aspect.NUMERATOR, "55"),
        ("conviction-rate@staffordshire@2019q1@sexual-offences", Aspect.DENOMINATOR, "70"),
        ("conviction-rate@staffordshire@2019q1@sexual-offences", Aspect.LOWER, "67.6"),
        ("conviction-rate@staffordshire@2019q1@sexual-offences", Aspect.UPPER, "86.6"),
        ("conviction-rate@staffordshire@2019q1@offences-against-the-person", Aspect.VALUE, "83.3"),
        ("conviction-rate@staffordshire@2019q1@offences-against-the-person", Aspect.DENOMINATOR, "568"),
        ("conviction-rate@staffordshire@2019q1", Aspect.VALUE, "85.2"),
        ("conviction-rate@staffordshire@2019q1", Aspect.NUMERATOR, "1,912"),
        ("conviction-rate@staffordshire@2019q1", Aspect.DENOMINATOR, "2,244"),
        ("completed-prosecutions@staffordshire@2019q1", Aspect.VALUE, "2,244"),
        ("charged-or-summonsed@staffordshire@2018-19", Aspect.VALUE, "8,728"),
        ("charge-rate-offences-recorded@staffordshire@2018q4", Aspect.VALUE, "9.2"),
        ("charge-rate-offences-recorded@staffordshire@2019q1", Aspect.IMMATURE, "14.1"),
        ("charge-share-outcomes-recorded@staffordshire@2018q4", Aspect.VALUE, "8.1"),
    ],
)
def test_a_published_figure_stands_in_the_report(
    staffordshire: Composed, pages: dict[str, ReadPage], figure: str, aspect: Aspect, text: str
) -> None:
    said = {
        one.number.text.rstrip("%")
        for one in printed_in(staffordshire.document(REPORT))
        if (one.number.figure, one.number.aspect) == (figure, aspect)
    }
    assert said == {text}
    assert _printed(pages[REPORT], figure, aspect) == {text}


def test_completed_prosecutions_are_the_twelve_categories_and_the_administratively_finalised(
    staffordshire: Composed, pages: dict[str, ReadPage]
) -> None:
    figures = staffordshire.material.figures
    whole = "completed-prosecutions@staffordshire@2019q1"
    categories = [one.value for name, one in figures.items() if name.startswith(f"{whole}@") and one.value is not None]
    finalised = figures["administratively-finalised-share@staffordshire@2019q1"]
    assert (len(categories), sum(categories), finalised.numerator) == (12, 2200, 44)
    assert figures[whole].value == 2244
    page = pages[REPORT]
    table = {name: _printed(page, name, Aspect.VALUE) for name in figures if name.startswith(f"{whole}@")}
    assert sum(int(text.replace(",", "")) for texts in table.values() for text in texts) == 2200
    assert _printed(page, finalised.reference, Aspect.NUMERATOR) == {"44"}


def test_the_two_charge_measures_say_on_which_basis_they_stand(
    staffordshire: Composed, pages: dict[str, ReadPage]
) -> None:
    for name, said, basis in (
        (CHARGE_RATE, "offences-recorded basis", "Offences recorded in the quarter"),
        (CHARGE_SHARE, "outcomes-recorded basis", "Outcomes recorded in the quarter"),
    ):
        section = _section(staffordshire, REPORT, name)
        assert said in plain(section.headline)
        assert said in plain(section.subtitle)
        words = _words(pages[REPORT], name)
        assert f"Basis: {basis.lower()}" in words.lower().replace("basis:", "Basis:")


def test_the_third_quarters_charge_rate_is_flagged(staffordshire: Composed, pages: dict[str, ReadPage]) -> None:
    figure = staffordshire.material.figures[f"{CHARGE_RATE}@staffordshire@2018q4"]
    assert (figure.flagged, figure.value is not None) == (True, True)
    words = _words(pages[REPORT], CHARGE_RATE)
    assert (
        "October to December 2018: 9.2% (1,928 of 20,953 offences), to be read with care: 8.1% had no outcome yet"
        in words
    )
    chart = next(one for one in _section(staffordshire, REPORT, CHARGE_RATE).blocks if isinstance(one, Chart))
    point = next(one for line in chart.lines for one in line.points if one and one.number.figure == figure.reference)
    assert point.provisional


def test_the_fourth_quarters_charge_rate_is_held_back(staffordshire: Composed, pages: dict[str, ReadPage]) -> None:
    figure = staffordshire.material.figures[f"{CHARGE_RATE}@staffordshire@2019q1"]
    assert (figure.value, figure.absence) == (None, Absence.NOT_AVAILABLE)
    assert figure.reason == "too early: 14.1% had no outcome yet"
    for composed in staffordshire.documents:
        for one in printed_in(composed):
            if one.number.figure == figure.reference and one.number.aspect in (
                Aspect.VALUE,
                Aspect.LOWER,
                Aspect.UPPER,
            ):
                assert one.number.text == "[x]", one
    words = _words(pages[REPORT], CHARGE_RATE)
    assert "14.1% had no outcome yet" in words
    assert "Too early" in words


def test_the_fourth_quarter_is_set_beside_the_year_before_as_both_were_first_published(
    staffordshire: Composed, pages: dict[str, ReadPage]
) -> None:
    now, then = (
        staffordshire.material.figures[f"{CHARGE_RATE}@staffordshire@{name}"]
        for name in ("2019q1@as-at-2019-07-19", "2018q1@as-at-2018-07-19")
    )
    assert (now.numerator, now.denominator, then.numerator, then.denominator) == (1878, 20_225, 2170, 20_076)
    words = _words(pages[REPORT], CHARGE_RATE)
    assert "compared with 10.8% for January to March 2018 at the same age: 1.5 percentage points lower." in words
    assert "14.1% had no outcome yet, against 1.3% a year earlier, which could make up the difference" in words
    table = next(one for one in _section(staffordshire, REPORT, CHARGE_RATE).blocks if isinstance(one, Table))
    assert [plain(row.cells[0].content) for row in table.rows] == ["January to March 2019", "October to December 2018"]
    assert [row.cells[-1].under for row in table.rows] == [("not judged",), ("not judged",)]


def _measures(composed: Composed) -> Iterator[tuple[str, bool]]:
    """Sections of measures, and whether the series behind each is too short to judge."""
    for (metric, breakdown), measured in composed.material.measured.items():
        points = sum(figure.value is not None for figure in measured.series.figures)
        yield f"{metric}-{breakdown}" if breakdown else metric, points < 13


_JUDGING = (
    Icon.IMPROVEMENT_HIGH,
    Icon.IMPROVEMENT_LOW,
    Icon.CONCERN_HIGH,
    Icon.CONCERN_LOW,
    Icon.CHANGED_HIGH,
    Icon.CHANGED_LOW,
    Icon.NO_CHANGE,
)


@pytest.mark.parametrize("board", BOARDS)
def test_nothing_is_judged_under_thirteen_points(demo: Loaded, board: str) -> None:
    composed = demo.composed(board)
    short = {name for name, too_short in _measures(composed) if too_short}
    assert len(short) > 10
    checked = 0
    for document in (*composed.documents, *composed.decks.values()):
        for section in document.sections:
            if section.id in short:
                checked += 1
                _not_judged(section)
    assert checked > 20


def _not_judged(section: Section) -> None:
    icons = [item.icon for block in section.blocks if isinstance(block, KeyFigures) for item in block.items]
    assert not set(icons) & set(_JUDGING), section.id
    charts = [block for block in section.blocks if isinstance(block, Chart)]
    for chart in charts:
        assert chart.kind is not ChartKind.CONTROL
        assert chart.limits == ()
        assert all(point is None or point.mark.value == "common" for line in chart.lines for point in line.points)
    said = [plain(item.words) for block in section.blocks if isinstance(block, KeyFigures) for item in block.items]
    assert any(words.startswith(("Too short to judge", "Too early")) for words in said), (section.id, said)
    words = [plain(one) for block in section.blocks if isinstance(block, Text) for one in block.paragraphs]
    for text in (plain(section.headline), *words):
        for judged in ("expected range", "above its average", "below its average", "gave concern", "improved"):
            assert judged not in text, (section.id, text)


@pytest.mark.parametrize("board", BOARDS)
def test_a_row_of_a_short_series_has_neither_icon_nor_band(demo: Loaded, board: str) -> None:
    composed = demo.composed(board)
    short = {figures.latest.reference for figures in (one.series for one in composed.material.measured.values())
             if sum(figure.value is not None for figure in figures.figures) < 13}  # fmt: skip
    rows = 0
    for document in composed.documents:
        for table in (block for section in document.sections for block in section.blocks if isinstance(block, Table)):
            for row in table.rows:
                latest = row.cells[1].content if len(row.cells) > 1 else ()
                own = {one.figure for one in latest if isinstance(one, Number)} if isinstance(latest, tuple) else set()
                if table.id != "headline-measures" or not own & short:
                    continue
                rows += 1
                for cell in row.cells:
                    if isinstance(cell.content, Judged):
                        assert cell.content.icon not in _JUDGING
                        assert plain(cell.content.words).startswith(("Too short to judge", "Too early"))
                    if isinstance(cell.content, Trend):
                        assert set(cell.content.ranges) <= {None}
    assert rows >= 5


@pytest.mark.parametrize("board", BOARDS)
def test_a_short_series_has_no_limits_behind_it(demo: Loaded, board: str) -> None:
    for measured in demo.composed(board).material.measured.values():
        series = measured.series
        if sum(figure.value is not None for figure in series.figures) < 13:
            assert series.segments == ()
            assert series.judgement in (Judgement.TOO_SHORT, Judgement.NO_FIGURE)


def _line_that_names(lines: list[GapLine], measure: str) -> GapLine:
    """The line of a measure: its own, or that of several that are missing for one reason."""
    named = lower_name(measure)
    for line in lines:
        shared = line.reason.rpartition(": ")[2].rstrip(".")
        if named in {lower_name(one) for one in (*line.measure.split("; "), *shared.split("; "))}:
            return line
    raise AssertionError(f"no line of the gaps names {measure}")


@pytest.mark.parametrize("board", BOARDS)
def test_there_is_no_crown_court_figure_and_the_gap_table_says_why(demo: Loaded, board: str) -> None:
    composed = demo.composed(board)
    metrics = composed.material.catalogue.metrics
    crown = [
        name
        for name, metric in metrics.items()
        if name.startswith("crown-") and metric.theme.startswith("effectiveness") and not metric.context
    ]
    assert len(crown) >= 3
    for document in (*composed.documents, composed.workbook):
        assert not [one for one in printed_in(document) if one.number.figure.startswith("crown-")]
    for document in ("cjs-performance-report", "efficiency-and-effectiveness-summary"):
        gaps = [block for block in _section(composed, document, "gaps").blocks if isinstance(block, Gap)]
        words = _words(read_html(composed.file(f"{document}.html")), "gaps")
        for name in crown:
            line = _line_that_names([line for gap in gaps for line in gap.lines], metrics[name].name)
            assert line.reason
            assert "HM Courts and Tribunals Service" in line.supplier
            assert squeezed(f"{line.measure} {line.reason} {line.supplier}") in words
    assert squeezed("No asks recorded.") in _words(read_html(composed.file(f"{EXECUTIVE}.html")), "asks")
