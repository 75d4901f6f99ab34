"""A definition that nobody has confirmed is said wherever its measure shows, and leads nothing; one return is one gap."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import figures, material, metric, report

from assize.compose.budgets import build_deck
from assize.compose.build import build_document, headline_keys, theme_keys
from assize.compose.workbook import build_workbook
from assize.core.document import Document, Gap, KeyFigures, Layout, Table, Text, plain
from assize.core.material import Material
from assize.core.specs import AskedField, Backing, Kind, ReportItem
from assize.core.wording import TO_BE_CONFIRMED

SURE = metric("done-rate")
DOUBTFUL = metric("kept-rate", evidence=Backing.WORDED)
ITEMS = (ReportItem("done-rate"), ReportItem("kept-rate"))
THEME = ("effectiveness-and-efficiency",)
REPORTS = (
    report("summary", "summary", ITEMS),
    report("performance-report", "report", ITEMS),
    report("theme-summary", "theme", ITEMS, THEME),
)


def made(*specs, reports=REPORTS) -> Material:
    held = [one for spec in specs for one in figures(spec, [*[50, 52, 48, 51] * 3, 49, 50, 70], 100)]
    return material(specs, held, reports)


def subtitles(document: Document) -> dict[str, str]:
    return {one.id: plain(one.subtitle) for one in document.sections if one.layout in (Layout.EXHIBIT, Layout.FINDING)}


@pytest.mark.parametrize("which", [1, 2])
def test_its_page_says_so_and_no_other_does(which):
    document = build_document(made(SURE, DOUBTFUL), REPORTS[which])
    found = subtitles(document)
    assert found["kept-rate"].endswith(f"{TO_BE_CONFIRMED}.")
    assert TO_BE_CONFIRMED not in found["done-rate"]


def test_the_tally_says_that_it_is_not_counted():
    several = build_document(made(SURE, DOUBTFUL), REPORTS[1])
    alone = report("performance-report", "report", ITEMS[:1])
    none = build_document(made(SURE, reports=(alone,)), alone)
    assert plain(several.lede).endswith(
        "One more has a definition that is to be confirmed, and is not counted. It improved."
    )
    assert "confirmed" not in plain(none.lede)


def test_a_summary_says_beside_its_table_that_later_pages_have_more():
    said = "Measures with definitions to be confirmed are on later pages and not counted. Trend: "
    alone = report("theme-summary", "theme", ITEMS[:1], THEME)
    both = build_document(made(SURE, DOUBTFUL), REPORTS[2])
    sure = build_document(made(SURE, reports=(alone,)), alone)
    found = [
        [
            plain(words)
            for one in document.sections
            for block in one.blocks
            if isinstance(block, Text)
            for words in block.paragraphs
        ]
        for document in (both, sure)
    ]
    assert [any(words.startswith(said) for words in each) for each in found] == [True, False]


def test_what_uncounted_measures_did_is_told_so_that_the_contents_add_up():
    names = ("kept-rate", "told-rate", "met-rate")
    doubtful = [metric(name, evidence=Backing.WORDED) for name in names]
    steady = [*[50, 52, 48, 51] * 3, 49, 50, 51]
    held = [one for spec in (SURE, *doubtful[:2]) for one in figures(spec, [*steady[:-1], 70], 100)]
    held += figures(doubtful[2], steady, 100)
    whole = report("performance-report", "report", tuple(ReportItem(name) for name in ("done-rate", *names)))
    document = build_document(material((SURE, *doubtful), held, (whole,)), whole)
    assert plain(document.lede) == (
        "The one judged measure improved. Three more have definitions that are to be confirmed, and are not counted. Of these"
        " two improved."
    )
    strips = [
        item.words
        for one in document.sections
        for block in one.blocks
        if isinstance(block, KeyFigures)
        for item in block.items
    ]
    assert sum("mprove" in plain(words) for words in strips) == 3


def test_the_last_page_counts_it_beside_those_that_the_tally_counts():
    alone = report("performance-report", "report", ITEMS[:1])
    chance = {("done-rate", ""): 0.02, ("kept-rate", ""): 0.01}
    both = build_document(replace(made(SURE, DOUBTFUL), chance=chance), REPORTS[1])
    one = build_document(replace(made(SURE, reports=(alone,)), chance={("done-rate", ""): 0.02}), alone)

    def last(document: Document) -> str:
        return " ".join(
            plain(one) for block in document.sections[-1].blocks if isinstance(block, Text) for one in block.paragraphs
        )

    assert (
        "of the two judged: the one that the tally counts and one that has a definition to be confirmed. Shares"
        in last(both)
    )
    assert "Chance alone would flag the one that is judged in 2% of quarters." in last(one)


def test_its_slide_says_so_too():
    pack = made(SURE, DOUBTFUL)
    deck = build_deck(build_document(pack, REPORTS[1]), REPORTS[1], pack)
    assert subtitles(deck)["kept-rate"].endswith(f"{TO_BE_CONFIRMED}.")


def test_it_stands_in_no_headline_table_and_leads_no_summary():
    pack = made(SURE, DOUBTFUL)
    assert list(headline_keys(pack, REPORTS[0])) == [("done-rate", "")]
    assert list(theme_keys(pack, REPORTS[2])) == [("done-rate", "")]
    assert "kept-rate" not in subtitles(build_document(pack, REPORTS[0]))
    confirmed = replace(pack, catalogue=pack.catalogue.confirming(("kept-rate",)))
    assert list(headline_keys(confirmed, REPORTS[0])) == [("done-rate", ""), ("kept-rate", "")]


def test_a_theme_of_nothing_else_says_why_it_has_no_headline():
    alone = report("theme-summary", "theme", ITEMS[1:], THEME)
    document = build_document(made(DOUBTFUL, reports=(alone,)), alone)
    assert "The one measure held for this theme has a definition that is still to be confirmed" in plain(document.lede)
    assert "kept-rate" in subtitles(document)


def test_every_row_of_the_workbook_says_so():
    (section,) = [one for one in build_workbook(made(SURE, DOUBTFUL)).sections if one.id == THEME[0]]
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    at = [column.head for column in table.columns].index("What to know")
    remarks = {(plain(row.cells[0].content), plain(row.cells[at].content)) for row in table.rows}
    assert remarks == {("Done rate", "None"), ("Kept rate", f"{TO_BE_CONFIRMED}")}


def test_measures_that_wait_for_one_partners_return_stand_in_one_line():
    waiting = [replace(metric(name), name=name.capitalize()) for name in ("met", "kept", "told")]
    alone = report("performance-report", "report", ITEMS[:1])
    pack = made(SURE, reports=(alone,))
    asked = {name: AskedField(name, name, name, name) for name in ("cases", "done")}
    returns = replace(pack.catalogue.sources["returns"], asked=asked)
    other = replace(metric("alone", Kind.COUNT), numerators=(replace(SURE.numerators[0], source="others"),))
    others = replace(returns, id="others", title="Return of others")
    known = replace(
        pack.catalogue,
        metrics={**pack.catalogue.metrics, **{one.id: one for one in (*waiting, other)}},
        sources={**pack.catalogue.sources, "returns": returns, "others": others},
    )
    document = build_document(replace(pack, catalogue=known), alone)
    (table,) = [block for one in document.sections for block in one.blocks if isinstance(block, Gap)]
    lines = {line.measure: line for line in table.lines}
    together = f"{returns.title}: three measures"
    assert set(lines) == {together, "Alone"}
    assert lines[together].reason.endswith(": met; kept; told.")
    assert lines[together].supplier == "Partners"
    assert "Four measures that a board expects are not held" in plain(document.sections[-2].headline)
