"""What a composed document says, number by number, in the order in which each format reads it.

Written from the document model alone: no renderer is asked. A `Said` is one number of running text as a reader must find
it; where it is a figure's it names the composed `Number`. Where formats differ in order (a finding's status stands before
its headline on a page, a deck's chart before its words) the difference is stated here, once a format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readback.tokens import numbers_in

from assize.core.document import (
    Asks,
    Block,
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Commentary,
    Document,
    Gap,
    Judged,
    KeyFigure,
    KeyFigures,
    Layout,
    NoteRef,
    Number,
    Role,
    Section,
    Span,
    Table,
    TableCell,
    Text,
    Trend,
    Words,
    plain,
)


@dataclass(frozen=True)
class Said:
    """A number as it must be read: its text, and the figure's number where it is one."""

    text: str
    number: Number | None = None


def words(parts: Words | str) -> list[Said]:
    """The numbers of a sentence; a note's mark is one of them."""
    if isinstance(parts, str):
        return [Said(text) for text in numbers_in(parts)]
    found: list[Said] = []
    for part in parts:
        if isinstance(part, Number):
            if numbers_in(part.text) != [part.text]:
                raise AssertionError(f"no reader can find a number printed as {part.text!r}")
            found.append(Said(part.text, part))
        elif isinstance(part, NoteRef):
            found += words(part.mark)
        else:
            found += words(part if isinstance(part, str) else part.text)
    return found


def _all(*pieces: Words | str) -> list[Said]:
    return [said for piece in pieces for said in words(piece)]


# --- what stands before the sections ------------------------------------------------------------------------------


def front_of_page(document: Document) -> list[Said]:
    """The head of a page or a printed document."""
    return [
        *_all(document.title, document.board, document.period, document.quarter, document.audience, document.status),
        *_all(document.status_words, document.as_at, document.author, document.lede),
        *(_items(document.tally) if document.tally else []),
    ]


def front_of_deck(document: Document) -> list[Said]:
    """The opening slide: the tally before the facts about the document."""
    return [
        *_all(document.title, document.board, document.period, document.quarter, document.lede),
        *(_items(document.tally) if document.tally else []),
        *_all(document.audience, document.status, document.status_words, document.as_at, document.author),
    ]


def _items(block: KeyFigures) -> list[Said]:
    return [said for item in block.items for said in _item(item)]


def _item(item: KeyFigure) -> list[Said]:
    number = words((item.number,)) if item.number else []
    return [*number, *words(item.count), *words(item.words)]


# --- tables -------------------------------------------------------------------------------------------------------


def heads(table: Table) -> list[Said]:
    return [said for column in table.columns for said in words(column.head)]


def cell_words(cell: TableCell, *, drawn: bool = False) -> list[Said]:
    """A cell in words: what is drawn in it has none, unless the format tells it (`drawn`)."""
    content = cell.content
    if isinstance(content, Trend | Span):
        own = words(content.alt) if drawn else []
    elif isinstance(content, Judged):
        own = words(content.words)
    else:
        own = words(content)
    return [*own, *words(cell.under)]


def rows(table: Table) -> list[Said]:
    return [said for row in table.rows for cell in row.cells for said in cell_words(cell)]


def key(table: Table) -> list[Said]:
    return [said for item in table.key for said in words(item.words)]


def gap_rows(gap: Gap) -> list[Said]:
    return [said for line in gap.lines for said in _all(line.measure, line.reason, line.supplier)]


# --- charts -------------------------------------------------------------------------------------------------------


def chart_numbers(chart: Chart) -> list[Number]:
    """Every number of a chart: the board's and the other lines' points, limits, bars with intervals, target, annotations."""
    found = [point.number for line in chart.lines for point in line.points if point]
    found += [number for limits in chart.levels for number in (limits.lower, limits.mean, limits.upper)]
    for bar in chart.bars:
        found += [number for number in (bar.number, bar.lower, bar.upper) if number]
    found += [chart.target] if chart.target else []
    return found + [part for note in chart.annotations for part in note.words if isinstance(part, Number)]


def labelled(chart: Chart) -> list[Number]:
    """The numbers that every drawing of a chart must print: the latest of the board's line, or each bar's value."""
    if chart.kind is ChartKind.BARS:
        return [bar.number for bar in chart.bars]
    held = [point.number for line in chart.lines if line.role is Role.BOARD for point in line.points if point]
    return held[-1:]


def drawn_words(chart: Chart) -> list[str]:
    """All other numbers a drawing may print, each at most so often: ticks, years or categories, names, remarks."""
    groups = list(dict.fromkeys(category.group for category in chart.categories))
    texts = [tick.text for tick in chart.axis.ticks] + groups
    texts += [category.label for category in chart.categories] if not any(groups) else []
    texts += (
        [line.name for line in chart.lines] + [bar.name for bar in chart.bars] + [one.words for one in chart.hatches]
    )
    texts += [part for note in chart.annotations for part in note.words if isinstance(part, str)]
    texts += [
        category.label  # where the latest value held is not of the last period, its label says of when it is
        for line in chart.lines
        if line.role is Role.BOARD and line.points and line.points[-1] is None
        for category, _ in [pair for pair in zip(chart.categories, line.points, strict=True) if pair[1]][-1:]
    ]
    return [token for text in texts for token in numbers_in(text)]


def chart_table(chart: Chart) -> list[Said]:
    """A chart's figures as a table: a row a category with the board first, then limits and target."""
    if chart.kind is ChartKind.BARS:
        return [said for bar in chart.bars for said in _bar(bar.name, bar.number, bar.lower, bar.upper)]
    lines = sorted(chart.lines, key=lambda line: line.role is not Role.BOARD)
    found = [said for line in lines for said in words(line.name)]
    for index, category in enumerate(chart.categories):
        found += words(category.label)
        for line in lines:
            point = line.points[index]
            found += words((point.number,)) if point else [Said("[x]")]
    for limits in (piece for one in chart.limits for piece in one.pieces[-4:]):
        found += _all(chart.categories[limits.first].label, chart.categories[limits.last].label)
        found += words((limits.lower, limits.upper, limits.mean))
    if any(point is None for line in lines for point in line.points):
        found.append(Said("[x]"))  # explained under the table
    return found + (words((chart.target,)) if chart.target else [])


def _bar(name: str, number: Number, lower: Number | None, upper: Number | None) -> list[Said]:
    return [*words(name), *words((number,)), *(words((lower, upper)) if lower and upper else [])]


# --- HTML ---------------------------------------------------------------------------------------------------------


def html_section(section: Section) -> list[Said]:
    opening = [*_all(section.theme, section.headline, section.subtitle)]
    notes = _notes(section)
    finding = section.layout is Layout.FINDING
    if finding:
        status = [said for block in _of(section, KeyFigures) for said in _html(block, finding)]
        others = [block for block in section.blocks if not isinstance(block, Chart | KeyFigures)]
        left = [said for block in others for said in _html(block, finding)]
        return [
            *status,
            *opening,
            *left,
            *notes,
            *(said for one in _of(section, Chart) for said in _html(one, finding)),
        ]
    if section.layout is Layout.HEADLINES:
        texts = [_html(block, finding) for block in _of(section, Text)]
        others = [said for block in section.blocks if not isinstance(block, Text) for said in _html(block, finding)]
        columns = [*texts[:1], notes, *texts[1:]]
        return [*opening, *others, *(said for column in columns for said in column)]
    return [*opening, *(said for block in section.blocks for said in _html(block, finding)), *notes]


def _html(block: Block, finding: bool) -> list[Said]:
    match block:
        case Chart():
            name = plain(block.caption).split(". ")[0].rstrip(".")
            above = words(block.caption) if finding else words(block.note)
            return [*above, *words(name), *words(name), *chart_table(block)]
        case Table():
            return [*words(block.caption), *heads(block), *rows(block), *key(block)]
        case Gap():
            return [*words(block.caption), *gap_rows(block)]
    return words_of(block, finding)


def words_of(block: Block, small: bool = False) -> list[Said]:
    """The blocks that are words alone, which every format reads alike."""
    match block:
        case Text():
            return [*words(block.heading), *(said for one in block.paragraphs for said in words(one))]
        case KeyFigures():
            return _items(block)
        case Callout():
            return words(block.words)
        case Commentary():
            prompt = "" if small or block.paragraphs else block.prompt
            return _all(block.title, *block.paragraphs, prompt, block.who)
        case Asks():
            return [said for ask in block.asks for said in _all(ask.action, ask.words, ask.who)] or words(block.empty)
    raise AssertionError(f"no words are expected of a {type(block).__name__}")


def _notes(section: Section) -> list[Said]:
    return [said for note in section.notes for said in _all(note.mark, note.words)]


def _of(section: Section, kind: type) -> Iterator[Block]:
    return (block for block in section.blocks if isinstance(block, kind))


# --- PDF ----------------------------------------------------------------------------------------------------------


def pdf_section(section: Section) -> list[Said]:
    """On paper a theme stands as a heading of its own, a finding's subtitle and status are its drawing's, and a chart's
    figures are in the drawing alone."""
    if section.layout is Layout.FINDING:
        blocks = [block for block in section.blocks if not isinstance(block, KeyFigures)]
        said = [said for block in blocks for said in _pdf(block, True)]
        return [*words(section.headline), *said, *_notes(section)]
    opening = _all(section.headline, section.subtitle)
    if section.layout is Layout.HEADLINES:
        texts = [_pdf(block) for block in _of(section, Text)]
        others = [said for block in section.blocks if not isinstance(block, Text) for said in _pdf(block)]
        columns = [*texts[:1], _notes(section), *texts[1:]]
        return [*opening, *others, *(said for column in columns for said in column)]
    listed = section.layout is Layout.LIST
    return [*opening, *(said for block in section.blocks for said in _pdf(block, False, listed)), *_notes(section)]


def _pdf(block: Block, finding: bool = False, listed: bool = False) -> list[Said]:
    match block:
        case Chart():
            return words(block.caption if finding else block.note)
        case Table():
            return [*(words(block.caption) if listed else []), *heads(block), *rows(block), *key(block)]
        case Gap():
            return [*words(block.caption), *gap_rows(block)]
    return words_of(block, finding)


# --- decks --------------------------------------------------------------------------------------------------------


def deck_section(section: Section) -> list[Said]:
    """A section's slides: notes of the chart first, then the panel and what flows, the source in the footer, a table's key and
    the numbered notes at the end."""
    charts = [block for block in section.blocks if isinstance(block, Chart)]
    small = [said for chart in charts for said in words(chart.note)]
    notes = [block for block in _of(section, Callout) if block.kind is CalloutKind.NOTE]
    small += [said for block in notes if charts for said in words(block.words)]
    numbered = _notes(section)
    flow = [block for block in section.blocks if not isinstance(block, Chart)]
    flow = [block for block in flow if not (charts and block in notes)]
    sources = [said for block in flow if _source(block) for said in words_of(block)]
    said = [said for block in flow if not _source(block) for said in _deck(block)]
    subtitle = section.subtitle or next((chart.caption for chart in charts), ())
    opening = _all(section.headline, section.theme, subtitle)
    return [*opening, *small, *(numbered if charts else []), *said, *([] if charts else numbered), *sources]


def _source(block: Block) -> bool:
    return isinstance(block, Callout) and block.kind is CalloutKind.SOURCE


def _deck(block: Block) -> list[Said]:
    match block:
        case Table():
            return [*heads(block), *rows(block), *key(block)]
        case Gap():
            return gap_rows(block)
    return words_of(block, True)


# --- counting -----------------------------------------------------------------------------------------------------


def figures_in(said: Iterable[Said]) -> int:
    return sum(one.number is not None for one in said)


def texts_of(said: Sequence[Said]) -> list[str]:
    return [one.text for one in said]
