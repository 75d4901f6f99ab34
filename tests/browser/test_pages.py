"""Pages in a real browser: accessible by axe, quiet, usable when narrow, reachable by keyboard, no words on others.

Chromium is taken from `CHROMIUM` or its usual places; axe-core from `AXE_PATH` (the folder or `axe.min.js`) or a `node_modules`
at the root. Where either is missing the tests are skipped, except where `CI` is set: there they fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import samples
from browser.browsing import OVERFLOWS, OVERLAPS, Visit, complaints

from assize.core.document import Document
from assize.render.charts import Drawings
from assize.render.html import render

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DOCUMENTS = {
    "executive": samples.executive_summary,
    "report": samples.performance_report,
    "deck": samples.deck,
    "workbook": samples.workbook,
}


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, document in DOCUMENTS.items():
        made[name] = folder / f"{name}.html"
        made[name].write_bytes(render(document(), Drawings()))
    return made


@pytest.fixture
def visit(chromium: Any, pages: dict[str, Path]) -> Iterator[Any]:
    open_pages: list[Visit] = []

    def go(name: str, width: int = 1200) -> Visit:
        open_pages.append(Visit(chromium, pages[name], width))
        return open_pages[-1]

    yield go
    for opened in open_pages:
        opened.page.close()


@pytest.fixture(scope="module")
def look(chromium: Any, pages: dict[str, Path]) -> Iterator[Any]:
    """A page that is opened once for the tests that change nothing in it, as wide as each asks, its details open or not."""
    open_pages: dict[str, Visit] = {}

    def at(name: str, width: int = 1200, *, details: bool = False) -> Any:
        if name not in open_pages:
            open_pages[name] = Visit(chromium, pages[name], width)
        page = open_pages[name].page
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("open => document.querySelectorAll('details').forEach(d => d.open = open)", details)
        return page

    yield at
    for opened in open_pages.values():
        opened.page.close()


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_axe_finds_nothing(look: Any, axe: str, name: str, width: int) -> None:
    assert complaints(look(name, width, details=True), axe) == []


def test_axe_would_find_something(visit: Any, axe: str) -> None:
    opened = visit("executive")
    opened.page.evaluate("document.querySelector('svg[role=img]').removeAttribute('aria-labelledby')")
    opened.page.evaluate("document.querySelector('svg[role=img] title').remove()")
    opened.page.evaluate("document.documentElement.removeAttribute('lang')")
    assert {line.split(":")[0] for line in complaints(opened.page, axe)} >= {"html-has-lang", "svg-img-alt"}


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_a_page_is_quiet_and_fetches_nothing(visit: Any, name: str) -> None:
    opened = visit(name)
    assert opened.said == []
    assert opened.fetched() == []
    assert opened.page.evaluate("document.fonts.check('700 16px \"Source Sans Pro\"')")
    assert opened.page.evaluate("[...document.fonts].every(face => face.status === 'loaded')")


@pytest.mark.parametrize("width", [1200, 768, 320])
@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_nothing_overflows(look: Any, name: str, width: int) -> None:
    page = look(name, width, details=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWS) == []


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_no_words_of_a_chart_lie_on_others(look: Any, name: str) -> None:
    assert look(name).evaluate(OVERLAPS) == []


def test_the_check_of_overlaps_can_fail(visit: Any) -> None:
    page = visit("report").page
    page.evaluate("document.querySelectorAll('svg text').forEach(t => t.setAttribute('y', 20))")
    assert page.evaluate(OVERLAPS) != []


@pytest.mark.parametrize("name", ["executive", "report"])
def test_the_keyboard_reaches_every_scroll_region_and_link(visit: Any, name: str) -> None:
    page = visit(name, 400).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    wanted = page.evaluate(
        "[...document.querySelectorAll('a, summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility()).length"
    )
    reached = {page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")}
    for _ in range(wanted - 1):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        reached.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(reached) == wanted
    regions = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1 && e.checkVisibility()).length"
    )
    assert regions > 0


def test_the_skip_link_leads_into_the_report(visit: Any) -> None:
    page = visit("report").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_figures_open_by_keyboard(visit: Any) -> None:
    page = visit("report").page
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details table").first.is_visible()


def test_four_hundred_per_cent_zoom_leaves_body_text_readable(visit: Any) -> None:
    """1280 px at 400% is a window of 320 px: body text keeps its 19 px and a line has at least 25 characters."""
    page = visit("report", 320).page
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "19px"
    assert page.evaluate("document.querySelector('.text p').getBoundingClientRect().width") > 250


def test_long_names_break_nothing(visit: Any, chromium: Any, tmp_path: Path, axe: str) -> None:
    """A long board, a word wider than a telephone, a sentence on made-up data: the page still holds."""
    document: Document = replace(
        samples.performance_report(),
        board="Metropolitan Police and City of London Local Criminal Justice Board and Partnership",
        made_up="The data of this document were made up for a demonstration and describe no real place.",
        marking="MADE-UP DATA, OFFICIAL-SENSITIVE: PARTNERS ONLY",
        audience="Board members, the Commissioner and Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    )
    path = tmp_path / "long.html"
    path.write_bytes(render(document, Drawings()))
    opened = Visit(chromium, path, 320)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert complaints(opened.page, axe) == []
    opened.page.close()
