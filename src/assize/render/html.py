"""A document as one web page that needs nothing but itself: no network, no script, its faces inside.

Meant for everyone: landmarks, one first heading, sections headed by sentences, tables with captions and headers, every
chart with its alternative text and its figures at hand, usable at 320 px and at 400% zoom, and on paper.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import groupby

from assize.core.document import (
    Block,
    Callout,
    Chart,
    Document,
    KeyFigures,
    Layout,
    Section,
    Table,
    Text,
    plain,
)
from assize.render.charts import Drawings
from assize.render.html_blocks import Place, block, callout, key_figures, notes, words
from assize.render.html_style import style_sheet

_LONG = 5  # sections: from here a report has a list of contents
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


def render(document: Document, drawings: Drawings) -> bytes:
    """The page, UTF-8; the same bytes for the same document."""
    title = f"{document.title}, {document.board}, {document.period}"
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<title>{escape(title, quote=False)}</title><link rel="icon" href="data:,">'
        f'<meta name="author" content="{escape(document.author)}">'
        f"<style>{style_sheet(document.marking)}</style></head>\n<body>"
        '<a class="skip" href="#main">Skip to the report</a><div class="frame">'
        f"{_header(document)}\n"
        f'<main id="main" tabindex="-1">{_front(document, drawings)}{_contents(document)}\n'
        + "\n".join(_section(section, drawings) for section in document.sections)
        + f"\n</main>{_footer(document)}</div></body></html>\n"
    )
    return page.encode("utf-8")


def _header(document: Document) -> str:
    made_up = f'<p class="made-up">{escape(document.made_up, quote=False)}</p>' if document.made_up else ""
    return (
        '<header><div class="running"><span class="wordmark">Assize</span>'
        f'<span class="marking">{escape(document.marking, quote=False)}</span>'
        f"<span>{escape(document.title, quote=False)} · {escape(document.status, quote=False)}</span></div>{made_up}</header>"
    )


def _footer(document: Document) -> str:
    made_up = f'<p class="made-up">{escape(document.made_up, quote=False)}</p>' if document.made_up else ""
    return (
        f'<footer>{made_up}<div class="foot"><span>{escape(document.board_short, quote=False)} · '
        f"{escape(document.period, quote=False)}</span>"
        f'<span class="marking">{escape(document.marking, quote=False)}</span>'
        f"<span>{escape(document.title, quote=False)} · {escape(document.status, quote=False)}</span></div></footer>"
    )


def _front(document: Document, drawings: Drawings) -> str:
    items = (
        ("Audience", escape(document.audience, quote=False)),
        (
            "Status",
            f'<span class="badge">{escape(document.status, quote=False)}</span> '
            f"{escape(document.status_words, quote=False)}",
        ),
        ("Figures as at", escape(document.as_at, quote=False)),
        ("Author", escape(document.author, quote=False)),
    )
    meta = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in items)
    front = Section("front", Layout.LIST, "", (), (), ())
    lede = f'<p class="lede">{words(document.lede, front.id)}</p>' if document.lede else ""
    tally = key_figures(document.tally, Place(front, drawings)) if document.tally else ""
    return (
        f'<div class="masthead"><h1><span class="kind">{escape(document.title, quote=False)}</span> '
        f'<span class="board">{escape(document.board, quote=False)}</span></h1>'
        f'<p class="period"><strong>{escape(document.period, quote=False)}</strong> '
        f"({escape(document.quarter, quote=False)})</p></div>"
        f'<dl class="meta">{meta}</dl>{lede}{tally}'
    )


def _contents(document: Document) -> str:
    if len(document.sections) < _LONG or document.sections[0].layout is Layout.FINDING:
        return ""
    items = []
    for theme, members in groupby(document.sections, key=lambda section: section.theme):
        links = "".join(
            f'<li><a href="#{escape(section.id)}">{escape(plain(section.headline), quote=False)}</a></li>'
            for section in members
        )
        label = f'<span class="theme">{escape(theme, quote=False)}</span>' if theme else ""
        items.append(f"<li>{label}<ul>{links}</ul></li>")
    return f'<nav class="contents" aria-labelledby="contents"><h2 id="contents">Contents</h2><ul>{"".join(items)}</ul></nav>'


# --- sections -----------------------------------------------------------------------------------------------------


def _section(section: Section, drawings: Drawings) -> str:
    place = Place(section, drawings)
    name = escape(section.id)
    content = _LAYOUTS[section.layout](section, place)
    return f'<section id="{name}" class="{section.layout.value}" aria-labelledby="{name}-headline">{content}</section>'


def _headline(section: Section) -> str:
    theme = f'<p class="theme-line">{escape(section.theme, quote=False)}</p>' if section.theme else ""
    subtitle = f'<p class="subtitle">{words(section.subtitle, section.id)}</p>' if section.subtitle else ""
    heading = f'<h2 id="{escape(section.id)}-headline">{words(section.headline, section.id)}</h2>'
    return f"{theme}{heading}{subtitle}"


def _finding(section: Section, place: Place) -> str:
    """Status and words on the left, the chart on the right."""
    charts = [item for item in section.blocks if isinstance(item, Chart)]
    items = [item for strip in section.blocks if isinstance(strip, KeyFigures) for item in strip.items]
    status = "".join(
        f'<p class="status">{place.drawings.icon(item.icon) if item.icon else ""}'
        f"<span>{words(item.words, section.id)}</span></p>"
        for item in items
    )
    others = [item for item in section.blocks if not isinstance(item, Chart | KeyFigures)]
    left = status + _headline(section) + "".join(block(item, place) for item in others) + notes(section.notes, place)
    right = "".join(block(item, place) for item in charts)
    return f"<div>{left}</div><div>{right}</div>"


def _headlines(section: Section, place: Place) -> str:
    """The table, and under it three columns: how to read it, notes, about. Text before it, or without a heading, is a list."""
    last = max((at for at, item in enumerate(section.blocks) if not isinstance(item, Text)), default=-1)
    while last + 1 < len(section.blocks) and not getattr(section.blocks[last + 1], "heading", "-"):
        last += 1
    before = [item for item in section.blocks[: last + 1] if isinstance(item, Text)]
    others = [item for item in section.blocks[: last + 1] if not isinstance(item, Text)]
    columns = [block(item, place) for item in section.blocks[last + 1 :]]
    over = f'<div class="columns">{"".join(block(item, place) for item in before)}</div>' if before else ""
    if section.notes:
        columns.insert(1, notes(section.notes, place))
    under = f'<div class="columns">{"".join(columns)}</div>' if columns else ""
    return _headline(section) + over + "".join(block(item, place) for item in others) + under


def _flow(section: Section, place: Place) -> str:
    """Blocks one under another; a reading stands beside the table that follows it, labelled lines stand together."""
    parts: list[str] = []
    blocks: list[Block] = list(section.blocks)
    while blocks:
        item = blocks.pop(0)
        beside = section.layout is Layout.EXHIBIT and isinstance(item, Text) and blocks and isinstance(blocks[0], Table)
        if beside:
            parts.append(f'<div class="two">{block(item, place)}<div>{block(blocks.pop(0), place)}</div></div>')
        elif isinstance(item, Callout):
            lines = [callout(item, place)]
            while blocks and isinstance(blocks[0], Callout):
                lines.append(block(blocks.pop(0), place))
            parts.append("".join(lines).replace('</dl><dl class="callouts">', ""))
        else:
            parts.append(block(item, place))
    return _headline(section) + "".join(parts) + notes(section.notes, place)


_LAYOUTS: dict[Layout, Callable[[Section, Place], str]] = {
    Layout.FINDING: _finding,
    Layout.HEADLINES: _headlines,
    Layout.ASKS: _flow,
    Layout.EXHIBIT: _flow,
    Layout.LIST: _flow,
}
"""One arrangement a layout; a test compares it with `Layout`."""
