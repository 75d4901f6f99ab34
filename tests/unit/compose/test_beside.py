"""The two slides of a deck that no page has: a measure beside the areas compared, and one a year ago and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import BOARD, LATEST, NATION, OTHER, figures, material, metric, report

from assize.compose.beside import comparison_section, year_section
from assize.compose.budgets import build_deck
from assize.compose.build import build_document
from assize.compose.sentences import stated_in
from assize.core.areas import AreaPoint, CurvePoint, Position, Stands
from assize.core.document import (
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Document,
    KeyFigures,
    Role,
    Section,
    Text,
    plain,
)
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Absence, Against, Better, Judgement, Verdict
from assize.core.sentences import Ground
from assize.core.specs import Kind, ReportItem

GOOD = metric("done-rate")  # higher is better
BAD = metric("lost-rate", better=Better.DOWN, caveats=("It cannot be compared where cases differ.",))
CALM = metric("held-rate")
COUNT = metric("cases-opened", Kind.COUNT)
NAMES = tuple(spec.id for spec in (GOOD, BAD, CALM, COUNT))
KEYS: tuple[MeasureKey, ...] = tuple((name, "") for name in NAMES)
YEAR = [50, 50, 50, 50]


def held(**changes: object) -> Material:
    """Of 400 cases: the first far better than the nation and risen, the second a little worse, the third just as ever."""
    own = (
        figures(GOOD, [*[200] * 12, 300], 400) + figures(BAD, [*[232] * 12, 240], 400) + figures(CALM, [200] * 13, 400)
    )
    for spec in (GOOD, BAD, CALM):
        own += figures(spec, [5000] * 13, 10_000, area=NATION) + figures(spec, [*[205] * 12, 210], 400, area=OTHER)
    own += figures(COUNT, [400] * 13) + figures(COUNT, [10_000] * 13, area=NATION)
    return material((GOOD, BAD, CALM, COUNT), own, **changes)


@pytest.fixture(scope="module")
def made() -> Material:
    return held()


def chart_of(section: Section | None) -> Chart:
    assert section is not None
    return next(block for block in section.blocks if isinstance(block, Chart))


def said_in(section: Section) -> str:
    return " ".join(plain(words) for block in section.blocks if isinstance(block, Text) for words in block.paragraphs)


def test_the_worse_side_goes_before_what_lies_further_off(made: Material) -> None:
    section = comparison_section(made, KEYS)
    assert section is not None
    assert plain(section.headline) == "The lost rate was 60.0%, higher than in England and Wales (50.0%)"
    better = comparison_section(made, KEYS[:1])
    assert better is not None
    assert plain(better.headline) == "The done rate was 75.0%, higher than in England and Wales (50.0%)"


def test_a_measure_by_which_areas_are_too_unlike_gives_way(made: Material) -> None:
    point = AreaPoint(made.measured["lost-rate", ""].series.latest, CurvePoint(400, 0.4, 0.45, 0.55, 0.6), Stands.ABOVE)
    unlike = Position("lost-rate", LATEST, point, (point,), (), 0.5, 14.0, 0.1, True, True, 1, 1)
    held = replace(made, positions={"lost-rate": unlike})
    section = comparison_section(held, KEYS)
    assert section is not None
    assert section.id == "done-rate-beside-areas"
    alone = comparison_section(held, [("lost-rate", "")])
    assert alone is not None
    (note,) = (block for block in alone.blocks if isinstance(block, Callout))
    assert plain(note.words).startswith("Caveat: Areas differ by far more than chance here")


def test_bars_are_sorted_and_each_has_its_interval(made: Material) -> None:
    chart = chart_of(comparison_section(made, KEYS))
    assert chart.kind is ChartKind.BARS
    values = [bar.number.value for bar in chart.bars]
    assert values == sorted(values, reverse=True)
    for bar in chart.bars:
        assert bar.lower is not None and bar.upper is not None and bar.number.value is not None
        assert bar.lower.value < bar.number.value < bar.upper.value
        assert f"{bar.name} {bar.number.text} ({bar.lower.text} to {bar.upper.text})" in chart.alt
    assert [bar.role for bar in chart.bars] == [Role.BOARD, Role.OTHER, Role.NATION]


def test_the_panel_says_the_counts_the_difference_and_the_series(made: Material) -> None:
    section = comparison_section(made, KEYS)
    assert section is not None
    assert said_in(section).startswith("240 of 400 cases; 95% interval 55.1% to 64.7%.")
    assert "10.0 points above England and Wales: more than chance." in said_in(section)
    (strip,) = (block for block in section.blocks if isinstance(block, KeyFigures))
    assert plain(strip.items[0].words).startswith("Over time: ")
    (note,) = (block for block in section.blocks if isinstance(block, Callout) and block.kind is CalloutKind.NOTE)
    assert plain(note.words) == "Caveat: It cannot be compared where cases differ."


def test_a_series_without_a_signal_is_said_to_be_within_its_range_beside_a_headline_of_a_change(
    made: Material,
) -> None:
    assert made.measured["held-rate", ""].series.judgement is Judgement.NO_CHANGE
    section = comparison_section(made, [("held-rate", "")])
    assert section is not None
    (strip,) = (block for block in section.blocks if isinstance(block, KeyFigures))
    assert plain(strip.items[0].words) == "Over time: within its range"


def test_what_chance_may_do_is_not_called_higher_or_lower(made: Material) -> None:
    section = comparison_section(made, [("held-rate", "")])
    assert section is not None
    assert (
        plain(section.headline)
        == "The held rate was 50.0%, with no evidence of a difference from England and Wales (50.0%)"
    )
    assert "may be chance" in said_in(section)


def test_what_a_test_tells_at_95_per_cent_alone_is_not_claimed_and_gives_way_to_what_is_sure() -> None:
    # 224 of 400 is told at 95% from a half of 10,000 and from 190 a year before, and at 99.8% from neither.
    own = figures(BAD, [*[190] * 12, 224], 400) + figures(GOOD, [*[200] * 12, 300], 400)
    for spec in (BAD, GOOD):
        own += figures(spec, [5000] * 13, 10_000, area=NATION) + figures(spec, [205] * 13, 400, area=OTHER)
    made = material((GOOD, BAD), own)
    told = made.measured["lost-rate", ""].comparisons[Against.NATION]
    assert told.verdict is Verdict.HIGHER and not told.strong
    (section,) = filter(None, [comparison_section(made, [("lost-rate", "")])])
    assert (
        plain(section.headline)
        == "The lost rate was 56.0%, not far enough from England and Wales (50.0%) to rule out chance"
    )
    assert "6.0 points above England and Wales: too little to rule out chance." in said_in(section)
    both = comparison_section(made, [("lost-rate", ""), ("done-rate", "")])
    assert both is not None and both.id == "done-rate-beside-areas"  # the better side, but more than chance
    year = year_section(made, [("lost-rate", "")], None, moved=False)
    assert year is not None
    assert plain(year.headline) == (
        "The lost rate was 56.0%, and 47.5% a year before: too small a change to rule out chance"
    )
    assert "Ashford went up by 8.5 points: too little to rule out chance." in said_in(year)
    assert year_section(made, [("lost-rate", "")], None, moved=True) is None


def test_counts_and_measures_of_too_few_areas_have_no_bars(made: Material) -> None:
    assert comparison_section(made, [("cases-opened", "")]) is None
    assert comparison_section(made, []) is None
    alone = material((GOOD,), [*figures(GOOD, [200] * 13, 400), *figures(GOOD, [5000] * 13, 10_000, area=NATION)])
    assert comparison_section(alone, KEYS[:1]) is None


def test_the_slope_shows_what_changed_by_more_than_chance(made: Material) -> None:
    section = year_section(made, KEYS, None, moved=True)
    chart = chart_of(section)
    assert section is not None
    assert plain(section.headline) == "The done rate rose over the year to 75.0%, from 50.0%"
    assert chart.kind is ChartKind.SLOPE
    assert [line.name for line in chart.lines] == ["Bexley", "England and Wales", "Ashford"]
    assert [[point and point.number.text for point in line.points] for line in chart.lines] == [
        ["51.3%", "52.5%"],
        ["50.0%", "50.0%"],
        ["50.0%", "75.0%"],
    ]
    assert "from January to March 2018 to January to March 2019" in chart.alt
    assert "Ashford went up by 25.0 points: more than chance" in said_in(section)


def test_a_slide_that_is_there_already_is_not_shown_again(made: Material) -> None:
    beside = comparison_section(made, KEYS[:1])
    assert year_section(made, KEYS, beside, moved=True) is None
    still = year_section(made, KEYS, beside, moved=False)
    assert still is not None
    assert plain(still.headline) == "The lost rate was 60.0%, and 58.0% a year before: no evidence of a change"
    assert "no more than chance" in said_in(still)


def test_an_area_without_both_ends_has_no_line(made: Material) -> None:
    gone = made.figure("done-rate", OTHER, LATEST.shifted(-12))
    assert gone is not None
    blank = replace(gone, value=None, absence=Absence.CONFIDENTIAL, interval=None)
    section = year_section(replace(made, figures={**made.figures, gone.reference: blank}), KEYS[:1], None, moved=True)
    assert [line.name for line in chart_of(section).lines] == ["England and Wales", "Ashford"]
    assert gone.reference not in str(section)


# --- in a deck ----------------------------------------------------------------------------------------------------


def deck(
    slides: int, form: str = "report", kinds: Sequence[ChartKind] = (), pages: int = 12
) -> tuple[Document, Document]:
    spec = report("performance-report", form, [ReportItem(name) for name in NAMES], slides=slides)
    made = held(reports=(spec,))
    document = build_document(made, spec)
    model = next(one for one in document.sections if one.id == "done-rate")
    drawn = chart_of(model)
    more = [replace(model, id=f"page-{number}") for number in range(pages)]
    last = [
        replace(model, id=f"last-{kind.value}", blocks=(replace(drawn, kind=kind), *model.blocks[2:])) for kind in kinds
    ]
    document = replace(document, sections=(*document.sections[:4], *more, *last, *document.sections[4:]))
    return document, build_deck(document, spec, made)


def kinds_of(document: Document) -> list[ChartKind]:
    return [block.kind for section in document.sections for block in section.blocks if isinstance(block, Chart)]


def test_a_wide_deck_shows_one_of_each_kind_within_its_budget() -> None:
    _, cut = deck(14, kinds=(ChartKind.FUNNEL, ChartKind.FLOW))
    found = kinds_of(cut)
    assert len(cut.sections) == 14
    for kind in (ChartKind.FUNNEL, ChartKind.FLOW, ChartKind.BARS, ChartKind.SLOPE):
        assert found.count(kind) == 1
    assert [section.id for section in cut.sections if section.theme == "Across areas"] == [
        "lost-rate-beside-areas",
        "done-rate-over-a-year",
    ]


def test_slopes_that_a_page_shows_are_not_shown_twice() -> None:
    _, cut = deck(14, kinds=(ChartKind.SLOPE,))
    assert kinds_of(cut).count(ChartKind.SLOPE) == 1
    assert any(section.id == "last-slope" for section in cut.sections)


def test_a_narrow_deck_has_them_where_it_has_room() -> None:
    for room, added in (
        (4, []),
        (5, ["lost-rate-beside-areas"]),
        (6, ["lost-rate-beside-areas", "done-rate-over-a-year"]),
    ):
        document, cut = deck(room, pages=0)
        assert len([section for section in document.sections if section.id in NAMES]) == 4
        assert [one.id for one in cut.sections] == [*NAMES, *added]


def test_each_of_their_slides_names_its_source_and_is_explained(made: Material) -> None:
    _, cut = deck(14)
    spec = report("performance-report", "report", [ReportItem(name) for name in NAMES], slides=14)
    told = list(stated_in(held(reports=(spec,)), [cut]))
    for section in (one for one in cut.sections if one.theme == "Across areas"):
        assert [block.kind for block in section.blocks if isinstance(block, Callout)][-1] is CalloutKind.SOURCE
        (headline,) = (one for one in told if one.text == plain(section.headline))
        assert headline.ground is (Ground.BESIDE if section.id.endswith("-beside-areas") else Ground.YEAR)
        assert headline.keys == ((section.id.rpartition("-rate")[0] + "-rate", ""),)
        assert any(figure.startswith(f"{headline.keys[0][0]}@{BOARD}") for figure in headline.figures)


def test_withheld_figures_of_the_board_make_no_slide(made: Material) -> None:
    key = ("lost-rate", "")
    own = made.measured[key]
    latest = replace(own.series.latest, value=None, interval=None, absence=Absence.CONFIDENTIAL)
    series = replace(own.series, figures=(*own.series.figures[:-1], latest))
    told = {against: replace(one, difference=None) for against, one in own.comparisons.items()}
    hidden = replace(made, measured={**made.measured, key: replace(own, series=series, comparisons=told)})
    assert comparison_section(hidden, [key]) is None
    assert year_section(hidden, [key], None, moved=False) is None
    assert Decimal(0) < (made.measured[key].series.latest.value or 0)
