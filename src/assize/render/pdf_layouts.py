"""A document as plain data for the page templates: what stands on which page, and the drawings that go with it.

The templates (`typst/*.typ`) hold geometry and type alone; every word reaches them as data, so no character of a name or a
commentary can be taken for markup. `DISPATCH` has a function for every block of the document model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from assize.core.document import (
    Asks,
    Callout,
    CellContent,
    Chart,
    Commentary,
    Document,
    Gap,
    Icon,
    Inline,
    Judged,
    KeyFigures,
    Layout,
    Link,
    NoteRef,
    Number,
    Section,
    Span,
    Strong,
    Table,
    TableCell,
    Text,
    Trend,
    Words,
    plain,
)
from assize.render import theme
from assize.render.charts import Drawings, Size

Node = dict[str, Any]

_ROLES = {
    "board": theme.BOARD_NAME,
    "section": theme.SECTION_HEADLINE,
    "headlines": theme.TABLE_HEADLINE,
    "list": theme.TABLE_HEADLINE,
    "lede": theme.LEDE,
    "finding": theme.FINDING_HEADLINE,
    "small-heading": theme.SMALL_HEADING,
    "period": theme.PERIOD_LINE,
    "body": theme.BODY,
    "table": theme.TABLE,
    "theme-row": theme.THEME_ROW,
    "latest": theme.LATEST_VALUE,
    "tally": theme.TALLY,
    "note": theme.CAPTION,
    "mark": theme.NOTE_MARK,
    "wordmark": theme.WORDMARK,
}
_COLOURS = {
    "ink": theme.INK,
    "brand": theme.BRAND,
    "mute": theme.MUTE,
    "rule": theme.RULE,
    "wash": theme.WASH,
    "slot": theme.SLOT,
    "slot-line": theme.SLOT_LINE,
}
_PLACES = {
    "page-width": theme.PAGE_WIDTH,
    "page-height": theme.PAGE_HEIGHT,
    "margin": theme.MARGIN,
    "width": theme.CONTENT_WIDTH,
    "head-baseline": theme.HEAD_BASELINE,
    "rule-top": theme.HEAD_RULE,
    "content-top": theme.CONTENT_TOP,
    "content-bottom": theme.CONTENT_BOTTOM,
    "foot-rule": theme.FOOT_RULE,
    "foot-text": theme.FOOT_TEXT,
    "meta": theme.EXECUTIVE_PAGE.meta,
    "lede": theme.EXECUTIVE_PAGE.lede,
    "tally": theme.EXECUTIVE_PAGE.tally,
    "findings": theme.EXECUTIVE_PAGE.findings,
    "asks": theme.EXECUTIVE_PAGE.asks,
    "icon": theme.EXECUTIVE_PAGE.icon,
    "text": theme.EXECUTIVE_PAGE.text,
    "gap": theme.EXECUTIVE_PAGE.gap,
    "strip": theme.SECTION_PAGE.strip,
    "chart": theme.SECTION_PAGE.chart,
    "chart-note": theme.SECTION_PAGE.note,
    "reading": theme.SECTION_PAGE.reading,
    "reading-width": theme.SECTION_PAGE.reading_width,
    "reading-gap": theme.SECTION_PAGE.gap,
    "slot": theme.SECTION_PAGE.slot,
    "slot-height": theme.SECTION_PAGE.slot_height,
    "caveat": theme.SECTION_PAGE.caveat,
}


def tokens() -> Node:
    """What the templates take from the theme: family, colours by meaning, type as size and leading, places in mm."""
    return {
        "family": theme.FAMILY,
        "colours": _COLOURS,
        "type": {role: (style.size, style.leading) for role, style in _ROLES.items()},
        "places": _PLACES,
    }


_MM_A_PX = 25.4 / 96
_VIEW_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')

CONTENTS_FROM = 3
"""A report with so many exhibits or more lists them on its first page; so does one whose first page were else bare."""


def clean(text: str) -> str:
    """Text as the page can set it: composed letters, and a space for a tab, a line end or any other control character."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_REPLACED.get(c, " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c) for c in composed)


# Characters that office software puts in and the typeface has no glyph for; each becomes what the reader sees anyway.
_REPLACED = {"\u2011": "-", "\u200b": "", "\u2060": "", "\ufeff": "", "\u2009": "\u202f", "\u200a": "\u202f",
             "\u2002": " ", "\u2003": " ", "\u2007": "\u00a0", "\u00ad": ""}  # fmt: skip


def inline(part: Inline) -> list[str]:
    """One part of a sentence: its kind, its text and, for a link, its target."""
    match part:
        case str():
            return ["text", clean(part)]
        case Number():
            return ["number", clean(part.text)]
        case Strong():
            return ["strong", clean(part.text)]
        case NoteRef():
            return ["note", clean(part.mark)]
        case Link():
            return ["link", clean(part.text), part.target]


def words(parts: Words) -> list[list[str]]:
    """A sentence for the templates."""
    return [inline(part) for part in parts]


class Describer:
    """Turns blocks into data; keeps the drawings asked for, each once."""

    def __init__(self, drawings: Drawings) -> None:
        self.drawings = drawings
        self.layout = Layout.LIST
        self.files: dict[str, str] = {}  # drawing -> its file's name

    def icon(self, icon: Icon | None) -> str | None:
        """The name under which an icon's drawing stands in the data."""
        if icon is None:
            return None
        return self.files.setdefault(self.drawings.icon(icon), f"{icon.value}.svg")

    def block(self, block: Any) -> Node:
        """A block, by its own function."""
        return DISPATCH[type(block)](self, block)

    def text(self, block: Text) -> Node:
        """Paragraphs under a small heading."""
        return {"block": "text", "heading": clean(block.heading), "paragraphs": [words(p) for p in block.paragraphs]}

    def key_figures(self, block: KeyFigures) -> Node:
        """A strip."""
        items = [
            {
                "icon": self.icon(item.icon),
                "number": clean(item.number.text) if item.number else None,
                "count": clean(item.count),
                "words": words(item.words),
            }
            for item in block.items
        ]
        return {"block": "key-figures", "items": items}

    def chart(self, block: Chart) -> Node:
        """A drawing at the size of its place."""
        size = Size.SMALL if self.layout is Layout.FINDING or block.small else Size.SECTION
        return {
            "block": "chart",
            **self.drawing(self.drawings.chart(block, size), block.alt),
            "caption": words(block.caption),
            "note": words(block.note),
            "small": block.small,
        }

    def table(self, block: Table) -> Node:
        """A table; the first cell of a row is its header."""
        return {
            "block": "table",
            "caption": clean(block.caption),
            "columns": [
                {"head": clean(c.head), "align": c.align.value, "width": float(c.width)} for c in block.columns
            ],
            "rows": [
                {"theme": row.theme, "board": row.board, "cells": [self.cell(cell, row.board) for cell in row.cells]}
                for row in block.rows
            ],
            "key": [self.judged(item) for item in block.key],
        }

    def cell(self, cell: TableCell, board: bool) -> Node:
        """What stands in a cell and under it."""
        return {**self.content(cell.content, board), "under": words(cell.under)}

    def content(self, content: CellContent, board: bool) -> Node:
        """Words, an icon with its words, or something drawn small."""
        match content:
            case Trend():
                return self.drawing(self.drawings.trend(content), content.alt)
            case Span():
                return self.drawing(self.drawings.span(content, board), content.alt)
            case Judged():
                return self.judged(content)
            case _:
                numbers = [part for part in content if isinstance(part, Number)]
                return {
                    "kind": "words",
                    "words": words(content),
                    "held": not numbers or any(n.value is not None for n in numbers),
                }

    def drawing(self, svg: str, alt: str) -> Node:
        """A drawing by name, with its size in mm: the drawing itself says it, in px."""
        name = f"drawing-{len(self.files)}.svg" if svg not in self.files else self.files[svg]
        self.files[svg] = name
        box = _VIEW_BOX.search(svg)
        if box is None:
            raise ValueError(f"a drawing without a viewBox: {svg[:80]}")
        width, height = (float(length) * _MM_A_PX for length in box.groups())
        return {"kind": "drawing", "file": name, "alt": clean(alt), "width": width, "height": height}

    def judged(self, judged: Judged) -> Node:
        """An icon and its words."""
        return {"kind": "judged", "icon": self.icon(judged.icon), "words": words(judged.words)}

    def callout(self, block: Callout) -> Node:
        """A labelled line."""
        return {"block": "callout", "label": block.kind.value, "words": words(block.words)}

    def commentary(self, block: Commentary) -> Node:
        """A person's words, or the slot that waits for them."""
        return {
            "block": "commentary",
            "title": clean(block.title),
            "who": clean(block.who),
            "prompt": clean(block.prompt),
            "paragraphs": [clean(paragraph) for paragraph in block.paragraphs],
        }

    def gap(self, block: Gap) -> Node:
        """The gaps in one table."""
        lines = [[clean(line.measure), clean(line.reason), clean(line.supplier)] for line in block.lines]
        return {"block": "gap", "caption": clean(block.caption), "lines": lines}

    def asks(self, block: Asks) -> Node:
        """What is asked of the board."""
        asks = [{"action": clean(ask.action), "words": clean(ask.words), "who": clean(ask.who)} for ask in block.asks]
        return {"block": "asks", "asks": asks, "empty": clean(block.empty)}

    def section(self, section: Section) -> Node:
        """A section with its blocks; `status` and `icon` are those of its strip, for the contents."""
        self.layout = section.layout
        strip = next((b for b in section.blocks if isinstance(b, KeyFigures) and b.items and b.items[0].icon), None)
        return {
            "id": section.id,
            "layout": section.layout.value,
            "theme": clean(section.theme),
            "headline": words(section.headline),
            "subtitle": words(section.subtitle),
            "blocks": [self.block(block) for block in section.blocks],
            "notes": [{"mark": clean(note.mark), "words": words(note.words)} for note in section.notes],
            "icon": self.icon(strip.items[0].icon) if strip else None,
            "status": [["text", clean(plain(strip.items[0].words))]] if strip else [],
        }


DISPATCH: dict[type, Callable[[Describer, Any], Node]] = {
    Text: Describer.text,
    KeyFigures: Describer.key_figures,
    Chart: Describer.chart,
    Table: Describer.table,
    Callout: Describer.callout,
    Commentary: Describer.commentary,
    Gap: Describer.gap,
    Asks: Describer.asks,
}
"""A function for every block of `core.document.BLOCKS`."""


def describe(document: Document, drawings: Drawings) -> tuple[Node, dict[str, str]]:
    """The whole document as data (words, where pages begin, which headings open a theme), and its drawings by file name."""
    describer = Describer(drawings)
    sections = [describer.section(section) for section in document.sections]
    executive = any(section.layout in (Layout.FINDING, Layout.ASKS) for section in document.sections)
    exhibits = sum(section.layout is Layout.EXHIBIT for section in document.sections)
    own_page = (Layout.EXHIBIT.value, Layout.HEADLINES.value)
    table_first = bool(sections) and sections[0]["layout"] == Layout.HEADLINES.value
    bare = bool(sections) and sections[0]["layout"] == Layout.EXHIBIT.value
    for at, node in enumerate(sections):
        before = sections[at - 1] if at else None
        node["opens"] = bool(node["theme"]) and (before is None or before["theme"] != node["theme"])
        node["level"] = 3 if node["theme"] else 2
        node["new-page"] = node["layout"] in own_page or (before is not None and before["layout"] in own_page)
    marks = [f"note-{section.id}-{note.mark}" for section in document.sections for note in section.notes]
    described = {
        "form": "executive" if executive else "report",
        "contents": bare or exhibits >= CONTENTS_FROM,
        "table-first": table_first,
        "sections": sections,
        "labels": dict.fromkeys([*(section.id for section in document.sections), *marks], True),
        "document": {
            "title": clean(document.title),
            "board": clean(document.board),
            "board-short": clean(document.board_short),
            "period": clean(document.period),
            "quarter": clean(document.quarter),
            "audience": clean(document.audience),
            "marking": clean(document.marking),
            "status": clean(document.status),
            "status-words": clean(document.status_words),
            "as-at": clean(document.as_at),
            "author": clean(document.author),
            "dated": [document.dated.year, document.dated.month, document.dated.day],
            "lede": words(document.lede),
            "tally": describer.key_figures(document.tally) if document.tally else None,
            "made-up": clean(document.made_up),
        },
    }
    return described, {name: svg for svg, name in describer.files.items()}
