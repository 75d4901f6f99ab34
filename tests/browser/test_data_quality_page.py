"""The data-quality page in a real browser: axe finds nothing, nothing is said or fetched, no overlap, no overflow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser.browsing import OVERFLOWS, OVERLAPS, Visit, complaints
from demonstration import Loaded

from assize.app.quality import gather
from assize.compose.quality import build_quality
from assize.render import html
from assize.render.charts import Drawings

pytestmark = pytest.mark.browser


def test_the_page_is_accessible_quiet_and_clear(alone: Loaded, chromium: Any, axe: str, tmp_path: Path) -> None:
    page = tmp_path / "data-quality.html"
    page.write_bytes(html.render(build_quality(gather(alone.folder)), Drawings()))
    opened = Visit(chromium, page, 1200)
    try:
        assert opened.page.evaluate(OVERLAPS) == []
        assert complaints(opened.page, axe) == []
        opened.page.set_viewport_size({"width": 320, "height": 800})
        assert opened.page.evaluate(OVERFLOWS) == []
        assert opened.said == []
        assert opened.fetched() == []
    finally:
        opened.page.close()
