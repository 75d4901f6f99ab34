"""All areas of the country are measured and protected before a board is placed among them."""

from __future__ import annotations

from dataclasses import replace

from builders import BOARD, LATEST, PLACES, Held, area, catalogue, figures, metric, report, source

from assize.app.areas import compared_measures, place_among_areas
from assize.assess.judge import judge
from assize.core.nouns import Absence, AreaKind
from assize.core.specs import AskedField, ReportItem

SHARE = metric()
REPORT = report("performance-report", "report", (ReportItem("done-rate"),))
OTHERS = [f"area-{number:02}" for number in range(12)]


def placed(smallest: int = 0, small: int = 400, known: dict | None = None):
    names = catalogue([SHARE], [REPORT], [source(smallest_count=smallest)])
    places = {slug: area(slug, slug.title(), AreaKind.BOARD, AreaKind.FORCE) for slug in OTHERS}
    names = replace(names, areas={**names.areas, **places})
    counts = dict.fromkeys(OTHERS, 400) | {OTHERS[0]: small}
    cells = {
        ("returns", name, slug, LATEST, ""): value
        for slug in (BOARD, *OTHERS)
        for name, value in (("done", counts.get(slug, 420)), ("cases", 1000))
    }
    measured = judge(SHARE, "", figures(SHARE, [420], 1000), PLACES)
    assert measured is not None
    return place_among_areas(
        names, Held(cells, {}), PLACES, LATEST, "partnership", {("done-rate", ""): measured}, known or {}
    )  # fmt: skip


def test_every_board_is_measured_and_the_figures_are_handed_on():
    found = placed()
    position = found.positions["done-rate"]
    assert position.count == 13
    assert {figure.area for figure in found.figures} == {BOARD, *OTHERS}


def test_where_one_areas_count_is_withheld_nobody_is_placed():
    """All areas together less the others would tell it."""
    assert placed(smallest=5, small=3).positions == {}
    assert placed(smallest=5, small=400).positions.keys() == {"done-rate"}
    withheld = replace(figures(SHARE, [400], 1000, area=OTHERS[1])[0], value=None, absence=Absence.CONFIDENTIAL)
    assert placed(known={withheld.reference: withheld}).positions == {}


def test_what_one_partner_returns_is_not_compared():
    measured = {("done-rate", ""): judge(SHARE, "", figures(SHARE, [420], 1000), PLACES)}
    asked = source(asked={"done": AskedField("done", "done", "Done.", "cases")})
    assert compared_measures(catalogue([SHARE], [REPORT], [asked]), measured) == ()
    assert compared_measures(catalogue([SHARE], [REPORT]), measured) == (SHARE,)
