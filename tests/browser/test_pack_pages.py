"""A board's pages and the other's summary in a real browser: axe finds nothing, nothing is said or fetched, no overlap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser.browsing import OVERFLOWS, OVERLAPS, Visit, complaints
from demonstration import BOARDS, Loaded

DOCUMENTS = (
    "executive-summary",
    "cjs-performance-report",
    "efficiency-and-effectiveness-summary",
    "victims-and-witnesses-summary",
    "reducing-reoffending-summary",
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("board", "name"), [*((BOARDS[0], name) for name in DOCUMENTS), (BOARDS[1], "executive-summary")]
)
def test_a_page_of_the_pack_is_accessible_quiet_and_clear(
    demo: Loaded, chromium: Any, axe: str, board: str, name: str
) -> None:
    opened = Visit(chromium, demo.composed(board).folder / f"{name}.html", 1200)
    try:
        assert opened.page.evaluate(OVERLAPS) == []
        opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert complaints(opened.page, axe) == []
        opened.page.set_viewport_size({"width": 320, "height": 800})
        assert opened.page.evaluate(OVERFLOWS) == []
        assert opened.said == []
        assert opened.fetched() == []
    finally:
        opened.page.close()


def test_one_pale_cell_among_many_alike_is_found(chromium: Any, axe: str, tmp_path: Path) -> None:
    cells = ["<td>1,958</td>"] * 200
    table = "<table><caption>Counts</caption><thead><tr><th scope=col>Count</th></tr></thead><tbody>{}</tbody></table>"
    page = tmp_path / "page.html"
    for pale, found in ((False, 0), (True, 1)):
        cells[150] = "<td style='color:rgb(230,230,230)'>1,959</td>" if pale else cells[0]
        rows = "".join(f"<tr>{cell}</tr>" for cell in cells)
        page.write_text(
            "<!doctype html><html lang=en-GB><title>Counts</title><body><main><h1>Counts</h1>" + table.format(rows),
            "utf-8",
        )
        opened = Visit(chromium, page, 1200)
        try:
            assert len([one for one in complaints(opened.page, axe) if one.startswith("color-contrast")]) == found
        finally:
            opened.page.close()
