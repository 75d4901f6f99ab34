"""The opening slide of a deck: what, whose, when, how marked, how far; the lede and the tally."""

from __future__ import annotations

from collections.abc import Sequence

from assize.core.document import Document, KeyFigures, plain
from assize.render import arial, theme
from assize.render.deck import Paragraph, Run, Slide, height_of
from assize.render.slideicons import draw_icon
from assize.render.slidemaster import EMU, OPENING_TITLE, Box, place
from assize.render.slidetable import runs_of

_TITLE, _FOOTER = place(theme.SLIDE_TITLE_BOX), place(theme.SLIDE_FOOTER_BOX)
_SMALL = theme.SLIDE_FOOTER.size
_LEDE_WIDTH = 760.0  # points
_FACT_GAP = 14.0  # points between the facts at the foot


def draw_opening(slide: Slide, document: Document) -> None:
    """Fill a slide of the title layout; its foot is the caller's."""
    left, width = _TITLE.x, _TITLE.w
    slide.title([Paragraph((Run(document.title, 40, "brand", True),), 46)])
    slide.text(Box(left, 571500, width // 2, 266700), [_line("Assize", 16, "brand", True)], "Wordmark")
    slide.text(
        Box(left + width // 2, 571500, width // 2, 266700),
        [_line(document.marking, 16, "ink", True, "r")],
        "Marking",
    )
    y = OPENING_TITLE.y + round(46 * EMU * arial.line_count(document.title, 40, width / EMU, True)) + 8 * EMU
    board = Paragraph((Run(document.board, 24, "ink", True),), 30)
    period = Paragraph((Run(document.period, 24, "ink"), Run(f"  {document.quarter}", 16, "mute")), 32)
    tall = round(height_of((board, period), width / EMU) * EMU)
    slide.text(Box(left, y, width, tall), [board, period], "Board and period")
    y += tall + 20 * EMU
    if document.lede:
        lede = Paragraph(runs_of(document.lede, 20), 26)
        tall = round(height_of((lede,), _LEDE_WIDTH) * EMU)
        slide.text(Box(left, y, round(_LEDE_WIDTH * EMU), tall), [lede], "Lede")
        y += tall + 18 * EMU
    if document.tally:
        _tally(slide, document.tally, Box(left, y, width, 0))
    meta = (
        ("Audience", document.audience), ("Status", f"{document.status}, {document.status_words}"),
        ("Figures as at", document.as_at), ("Author", document.author), ("Marking", document.marking),
    )  # fmt: skip
    facts = [[_line(name, _SMALL, "mute"), Paragraph((Run(words, 14, "ink", True),), 18)] for name, words in meta]
    columns = _fact_columns([max(_one_line(part) for part in fact) for fact in facts], width / EMU)
    deep = max(height_of(fact, column - _FACT_GAP) for fact, column in zip(facts, columns, strict=True))
    top = _FOOTER.y - 18 * EMU - round(deep * EMU)
    slide.rule((left, top - 10 * EMU), (left + width, top - 10 * EMU), "rule", 0.75)
    x = float(left)
    for (name, _), fact, column in zip(meta, facts, columns, strict=True):
        box = Box(round(x), top, round((column - _FACT_GAP) * EMU), round(deep * EMU))
        slide.text(box, fact, name)
        x += column * EMU


def _line(text: str, size: float, token: str, bold: bool = False, align: str = "l") -> Paragraph:
    return Paragraph((Run(text, size, token, bold),), round(size * 1.28, 1), align=align)


def _one_line(paragraph: Paragraph) -> float:
    return sum(arial.text_width(run.text, run.size, run.bold) for run in paragraph.runs)


def _fact_columns(wanted: Sequence[float], width: float) -> list[float]:
    """Equal columns where each fact stands on two lines; else the long ones take the room that the short ones leave."""
    share = width / len(wanted)
    needs = [words + 2 * _FACT_GAP for words in wanted]
    if max(wanted) <= 1.8 * (share - _FACT_GAP):  # two lines, with the room that breaking at words takes
        return [share] * len(needs)
    short = [need for need in needs if need <= share]
    left = (width - sum(short)) / (len(needs) - len(short))
    return [need if need <= share else left for need in needs]


def _tally(slide: Slide, tally: KeyFigures, box: Box) -> None:
    """The tally of measures in a row: icon or number large, words under it."""
    width = box.w // len(tally.items)
    for index, item in enumerate(tally.items):
        x = box.x + index * width
        number = item.number.text if item.number else item.count
        left = x
        if item.icon is not None:
            draw_icon(slide, item.icon, x, box.y + 4 * EMU, 24, plain(item.words))
            left += 32 * EMU
        if number:
            slide.text(
                Box(left, box.y, width - (left - x), 34 * EMU),
                [Paragraph((Run(number, 26, "ink", True),), 32)],
                "Tally",
            )
        words = Paragraph(runs_of(item.words, 14), 18)
        tall = round(height_of((words,), width / EMU - 10) * EMU)
        slide.text(Box(x, box.y + 36 * EMU, width - 10 * EMU, tall), [words], "Tally words")
