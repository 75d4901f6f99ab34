"""The theme: contrast as it is promised, and faces measured and cut rightly."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from assize.render import theme
from assize.render.theme import Weight


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """Contrast ratio after WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "token", ["INK", "BRAND", "MUTE", "TARGET", "NATION", "REGION_LABEL", "NEUTRAL", "IMPROVEMENT"]
)
@pytest.mark.parametrize("ground", ["WHITE", "BAND", "WASH"])
def test_text_has_contrast(token: str, ground: str) -> None:
    assert contrast(getattr(theme, token), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("token", ["CONCERN", "COMMON", "REGION", "LIMIT", "OTHER_BAR", "NATION_BAR"])
def test_graphics_have_contrast(token: str) -> None:
    ground = theme.WHITE if token.endswith("BAR") else theme.BAND
    assert contrast(getattr(theme, token), ground) >= 3.0


def test_other_grounds_have_contrast() -> None:
    assert contrast(theme.SLOT_LINE, theme.SLOT) >= 4.5
    assert contrast(theme.INK, theme.FOCUS) >= 4.5
    assert contrast(theme.WHITE, theme.IMPROVEMENT) >= 3.0


def test_hex_colours_stand_in_the_theme_alone() -> None:
    folder = Path(theme.__file__).parents[1]
    found = [
        path.name
        for path in folder.rglob("*.py")
        if path.name != "theme.py" and re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("weight", list(Weight))
def test_widths_are_those_of_the_font(weight: Weight) -> None:
    font = TTFont(theme.face(weight).path)
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    for text in ("Staffordshire 83.3%", "−4.1 “Ŵŷ” £1,234 × ± –"):
        wanted = sum(metrics[cmap[ord(character)]][0] for character in text) / 1000 * 12
        assert theme.text_width(text, 12, weight) == pytest.approx(wanted)


def test_figures_have_one_width() -> None:
    for weight in Weight:
        widths = {theme.text_width(figure, 10, weight) for figure in "0123456789−"}
        assert len(widths) == 1


@pytest.mark.parametrize("weight", list(Weight))
def test_the_cut_face_is_a_font_with_the_same_shapes(weight: Weight) -> None:
    cut = TTFont(io.BytesIO(theme.web_font(weight)))
    whole = TTFont(theme.face(weight).path)
    cmap = cut.getBestCmap()
    for character in "AaŴé9%−–“£":
        name = whole.getBestCmap()[ord(character)]
        assert whole.getGlyphID(name) == cut.getGlyphID(cmap[ord(character)])
        ours, theirs = cut["glyf"][cmap[ord(character)]], whole["glyf"][name]
        assert ours.getCoordinates(cut["glyf"])[0] == theirs.getCoordinates(whole["glyf"])[0]
        assert len(ours.getCoordinates(cut["glyf"])[0]) > 0
    assert ord("Ж") not in cmap
    assert len(theme.web_font(weight)) < 60_000
    assert all(before < after for before, after in pairwise(sorted(cmap)))


def test_only_the_ttf_files_are_handed_out() -> None:
    files = theme.font_files()
    assert [path.suffix for path in files] == [".ttf"] * len(Weight)
    assert all(path.is_file() for path in files)
