"""Words, tables and charts of a page as HTML: each block of the document model by one function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from assize.core.document import (
    Align,
    Asks,
    Block,
    Callout,
    Chart,
    ChartKind,
    Column,
    Commentary,
    Gap,
    Inline,
    Judged,
    KeyFigure,
    KeyFigures,
    Layout,
    Line,
    Link,
    Note,
    NoteRef,
    Number,
    Point,
    PointMark,
    Role,
    Row,
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
from assize.render.charts import Drawings, Size

_MANY_COLUMNS, _SOME_COLUMNS = 7, 5  # from here a table is wider than a narrow window and scrolls inside its own region
_SAID = {PointMark.IMPROVEMENT: "Improvement", PointMark.CONCERN: "Concern", PointMark.CHANGED: "Changed"}


@dataclass(frozen=True)
class Place:
    """Where a block stands: its section, and the drawings of the pack."""

    section: Section
    drawings: Drawings


# --- words --------------------------------------------------------------------------------------------------------


def figure(number: Number) -> str:
    """A number tied to its figure."""
    value = "" if number.value is None else format(number.value, "f")
    other = f' data-other="{escape(number.other)}"' if number.other else ""
    return (
        f'<data class="figure" value="{value}" data-figure="{escape(number.figure)}" '
        f'data-aspect="{number.aspect.name.lower()}"{other}>{escape(number.text, quote=False)}</data>'
    )


def _inline(part: Inline, section: str) -> str:
    match part:
        case str():
            return escape(part, quote=False)
        case Number():
            return figure(part)
        case NoteRef():
            mark = escape(part.mark)
            return f'<sup><a href="#{escape(section)}-note-{mark}"><span class="hidden">note </span>{mark}</a></sup>'
        case Link():
            return f'<a href="{escape(part.target)}">{escape(part.text, quote=False)}</a>'
        case Strong():
            return f"<strong>{escape(part.text, quote=False)}</strong>"


def words(parts: Words, section: str) -> str:
    """A run of words; `section` is the id that its note marks lead into."""
    return "".join(_inline(part, section) for part in parts)


def judged(item: Judged, place: Place) -> str:
    """An icon and its words."""
    drawn = place.drawings.icon(item.icon) if item.icon else ""
    return f'<span class="judged">{drawn}<span>{words(item.words, place.section.id)}</span></span>'


# --- tables -------------------------------------------------------------------------------------------------------


def scroll_region(label: str, content: str, kind: str = "table") -> str:
    """What may be wider than the window: scrolls by itself, is reached by keyboard and named."""
    return f'<div class="scroll {kind}" role="region" tabindex="0" aria-label="{escape(label)}">{content}</div>'


def _content(cell: TableCell, place: Place, board: bool) -> str:
    match cell.content:
        case Trend():
            return place.drawings.trend(cell.content)
        case Span():
            return place.drawings.span(cell.content, board)
        case Judged():
            return judged(cell.content, place)
        case _:
            return words(cell.content, place.section.id)


def _table_cell(cell: TableCell, column: Column, header: bool, place: Place, board: bool) -> str:
    drawn = isinstance(cell.content, Trend | Span | Judged)
    names = ["right"] if column.align is Align.RIGHT else []
    names += ["drawn"] if drawn else []
    numbers = not drawn and any(isinstance(part, Number) for part in cell.content)  # type: ignore[union-attr]
    names += ["nowrap"] if numbers and not header else []
    attributes = f' class="{" ".join(names)}"' if names else ""
    under = f'<span class="under">{words(cell.under, place.section.id)}</span>' if cell.under else ""
    content = _content(cell, place, board) + under
    return f'<th scope="row"{attributes}>{content}</th>' if header else f"<td{attributes}>{content}</td>"


def _row(row: Row, table: Table, place: Place) -> str:
    if row.theme:
        content = _content(row.cells[0], place, False)
        return f'<tr class="theme"><th scope="rowgroup" colspan="{len(table.columns)}">{content}</th></tr>'
    cells = "".join(
        _table_cell(cell, column, at == 0, place, row.board)
        for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
    )
    return f'<tr class="board">{cells}</tr>' if row.board else f"<tr>{cells}</tr>"


def _bodies(rows: Iterable[tuple[bool, str]]) -> str:
    """Rows in groups: each theme row opens one."""
    groups: list[list[str]] = [[]]
    for opens, row in rows:
        if opens:
            groups.append([])
        groups[-1].append(row)
    return "".join(f"<tbody>{''.join(group)}</tbody>" for group in groups if group)


def _head(columns: Iterable[tuple[str, bool]]) -> str:
    cells = "".join(
        f'<th scope="col"{" class=right" if right else ""}>{escape(head, quote=False)}</th>' for head, right in columns
    )
    return f"<thead><tr>{cells}</tr></thead>"


def table(block: Table, place: Place) -> str:
    """A table in its region, with the line that explains its icons."""
    count = len(block.columns)
    size = "wide" if count >= _MANY_COLUMNS else "middle" if count >= _SOME_COLUMNS else "narrow"
    total = sum(float(column.width) for column in block.columns) or 1.0
    columns = "".join(f'<col style="width:{100 * float(column.width) / total:.1f}%">' for column in block.columns)
    body = _bodies((row.theme, _row(row, block, place)) for row in block.rows)
    head = _head((column.head, column.align is Align.RIGHT) for column in block.columns)
    caption = f'<caption class="hidden">{escape(block.caption, quote=False)}</caption>'
    made = f'<table id="{escape(block.id)}" class="{size}">{caption}<colgroup>{columns}</colgroup>{head}{body}</table>'
    key = ""
    if block.key:
        items = "".join(f"<li>{judged(item, place)}</li>" for item in block.key)
        key = f'<ul class="key"><li>Variation</li>{items}</ul>'
    return scroll_region(block.caption, made) + key


def _plain_table(caption: str, heads: list[tuple[str, bool]], rows: list[list[str]]) -> str:
    def made(row: list[str]) -> str:
        cells = "".join(
            f"<td{' class=right' if right else ''}>{cell}</td>"
            for cell, (_, right) in zip(row[1:], heads[1:], strict=True)
        )
        return f'<tr><th scope="row">{row[0]}</th>{cells}</tr>'

    size = "middle" if len(heads) >= _SOME_COLUMNS else "narrow"
    return scroll_region(
        caption,
        f'<table class="{size}"><caption class="hidden">{escape(caption, quote=False)}</caption>{_head(heads)}'
        f"<tbody>{''.join(map(made, rows))}</tbody></table>",
    )


# --- charts -------------------------------------------------------------------------------------------------------


def _point(point: Point | None) -> str:
    if point is None:
        return "[x]"
    return figure(point.number) + (" (p)" if point.provisional else "")


SEASONS = 4  # where the expected range moves with the time of year, the last year's quarters say all of it


def _time_figures(chart: Chart, caption: str) -> str:
    board: Line | None = next((line for line in chart.lines if line.role is Role.BOARD), None)
    lines = sorted(chart.lines, key=lambda line: line is not board)
    flagged = board is not None and any(point and point.mark is not PointMark.COMMON for point in board.points)
    heads = [("Period", False), *((line.name, True) for line in lines)]
    rows = []
    for at, category in enumerate(chart.categories):
        row = [escape(category.label, quote=False), *(_point(line.points[at]) for line in lines)]
        if flagged and board is not None:
            point = board.points[at]
            row.append(_SAID.get(point.mark, "") if point else "")
        rows.append(row)
    if flagged:
        heads.append(("Signal", False))
    made = _plain_table(f"Figures of the chart: {caption}", heads, rows)
    for limits in (piece for one in chart.limits for piece in one.pieces[-SEASONS:]):
        first, last = chart.categories[limits.first].label, chart.categories[limits.last].label
        names = chart.range_names
        spell = escape(first if first == last else f"{first} to {last}", quote=False)
        made += (
            f"<p>{names.whole}, {spell}: {figure(limits.lower)} to {figure(limits.upper)}; {names.mean.lower()} "
            f"{figure(limits.mean)}.</p>"
        )
    gaps = any(point is None for line in lines for point in line.points)
    provisional = any(point and point.provisional for line in lines for point in line.points)
    said = [*(["[x] not available."] if gaps else []), *(["(p) provisional."] if provisional else [])]
    return made + (f"<p>{' '.join(said)}</p>" if said else "")


def _bar_figures(chart: Chart, caption: str) -> str:
    rows = []
    intervals = any(bar.lower and bar.upper for bar in chart.bars)
    for bar in chart.bars:
        row = [escape(bar.name, quote=False), figure(bar.number)]
        if intervals:
            row.append(f"{figure(bar.lower)} to {figure(bar.upper)}" if bar.lower and bar.upper else "")
        rows.append(row)
    heads = [("Area or group", False), ("Value", True), *([("Interval", True)] if intervals else [])]
    return _plain_table(f"Figures of the chart: {caption}", heads, rows)


def _funnel_figures(chart: Chart, caption: str) -> str:
    """Every area of a funnel with its size, its value and the wide limits at its size."""
    rows = [
        [
            escape(dot.name, quote=False),
            figure(dot.size),
            figure(dot.number),
            f"{figure(dot.limits[0])} to {figure(dot.limits[3])}",
        ]
        for dot in chart.dots
    ]
    heads = [("Area", False), ("Out of", True), ("Value", True), ("99.8% limits at its size", True)]
    said = f"<p>{escape(chart.centre_name, quote=False)}: {figure(chart.centre)}.</p>" if chart.centre else ""
    return _plain_table(f"Figures of the chart: {caption}", heads, rows) + said


_FIGURES = {ChartKind.BARS: _bar_figures, ChartKind.FUNNEL: _funnel_figures}


def chart(block: Chart, place: Place) -> str:
    """A drawing with its caption or note, and its figures in a table that opens."""
    finding = place.section.layout is Layout.FINDING
    caption = plain(block.caption).split(". ")[0].rstrip(".")
    drawn = place.drawings.chart(block, Size.SMALL if finding else Size.WIDE)
    figures = _FIGURES.get(block.kind, _time_figures)(block, caption)
    if block.target is not None:
        figures += f"<p>Target: {figure(block.target)}.</p>"
    # Elsewhere the headline and the line below it name the measure.
    named = place.section.layout in (Layout.FINDING, Layout.HEADLINES)
    above = f'<p class="caption">{words(block.caption, place.section.id)}</p>' if named else ""
    below = "" if finding or not block.note else f'<p class="chart-note">{words(block.note, place.section.id)}</p>'
    if not finding:
        drawn = scroll_region(f"Chart: {caption}", drawn, "chart")
    said = f'<span class="hidden">: {escape(caption, quote=False)}</span>'
    return (
        f'<figure class="chart-figure" id="{escape(block.id)}">{above}{drawn}{below}'
        f"<details><summary>Show the figures{said}</summary>{figures}</details></figure>"
    )


# --- the other blocks ---------------------------------------------------------------------------------------------


def text(block: Text, place: Place) -> str:
    """Paragraphs under a small heading."""
    heading = f"<h3>{escape(block.heading, quote=False)}</h3>" if block.heading else ""
    paragraphs = "".join(f"<p>{words(paragraph, place.section.id)}</p>" for paragraph in block.paragraphs)
    return f'<div class="text">{heading}{paragraphs}</div>'


def _key_figure(item: KeyFigure, place: Place) -> str:
    parts = [place.drawings.icon(item.icon)] if item.icon else []
    if item.number is not None:
        parts.append(f'<span class="number">{figure(item.number)}</span>')
    if item.count:
        parts.append(f'<span class="tally">{escape(item.count, quote=False)}</span>')
    return f'<li>{"".join(parts)}<span class="words">{words(item.words, place.section.id)}</span></li>'


def key_figures(block: KeyFigures, place: Place) -> str:
    """A strip of items."""
    tallied = " tallied" if any(item.count for item in block.items) else ""
    return f'<ul class="strip{tallied}">{"".join(_key_figure(item, place) for item in block.items)}</ul>'


def callout(block: Callout, place: Place) -> str:
    """A labelled line; the label of a finding's note is heard, not seen."""
    hidden = ' class="hidden"' if place.section.layout is Layout.FINDING else ""
    label = f"<dt{hidden}>{escape(block.kind.value, quote=False)}</dt>"
    return f'<dl class="callouts"><div>{label}<dd>{words(block.words, place.section.id)}</dd></div></dl>'


def commentary(block: Commentary, place: Place) -> str:
    """A person's words, or the slot that waits for them."""
    who, title = escape(block.who, quote=False), escape(block.title, quote=False)
    small = place.section.layout is Layout.FINDING
    if block.paragraphs:
        paragraphs = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in block.paragraphs)
        return f'<div class="commentary"><h3>{title}</h3>{paragraphs}<p class="under">{who}</p></div>'
    if small:
        return f'<p class="commentary awaited"><span class="why">{title}: awaiting commentary</span> · {who}</p>'
    prompt = escape(block.prompt, quote=False)
    prompt = prompt if block.who in block.prompt else f"From {who}. {prompt}"
    return f'<div class="commentary awaited"><h3>{title}: awaiting commentary</h3><p class="prompt">{prompt}</p></div>'


def gap(block: Gap, place: Place) -> str:
    """All gaps in one table."""
    heads = [("Measure", False), ("Why it is not shown", False), ("Who could supply it", False)]
    rows = [[escape(cell, quote=False) for cell in (item.measure, item.reason, item.supplier)] for item in block.lines]
    return _plain_table(block.caption, heads, rows)


def asks(block: Asks, place: Place) -> str:
    """The asks, or the words that say there are none."""
    if not block.asks:
        return f"<p>{escape(block.empty, quote=False)}</p>"
    items = "".join(
        f"<li><strong>{escape(ask.action, quote=False)}</strong><span>{escape(ask.words, quote=False)}</span>"
        f'<span class="who">{escape(ask.who, quote=False)}</span></li>'
        for ask in block.asks
    )
    return f"<ul>{items}</ul>"


RENDERERS: dict[type, Callable[[Any, Place], str]] = {
    Text: text,
    KeyFigures: key_figures,
    Chart: chart,
    Table: table,
    Callout: callout,
    Commentary: commentary,
    Gap: gap,
    Asks: asks,
}
"""One function a block; a test compares it with `document.BLOCKS`."""


def block(item: Block, place: Place) -> str:
    """Any block."""
    return RENDERERS[type(item)](item, place)


def notes(items: tuple[Note, ...], place: Place) -> str:
    """The notes of a section, which its marks lead to."""
    if not items:
        return ""
    section = escape(place.section.id)
    lines = "".join(
        f'<li id="{section}-note-{escape(note.mark)}"><span class="mark">{escape(note.mark, quote=False)}</span>'
        f"<span>{words(note.words, place.section.id)}</span></li>"
        for note in items
    )
    return f'<div class="notes"><h3>Notes</h3><ol>{lines}</ol></div>'
