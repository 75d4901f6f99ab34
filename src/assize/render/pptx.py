"""A document as a PowerPoint deck: an opening slide, then a slide a message, with native charts and tables.

Each block is put by one function (`RENDERERS`) into the plan of its section; the plan is then laid on as many slides as its
words need. Nothing is shrunk below the least type of the look and nothing is left out: what does not fit beside a chart
goes on to a further slide of the same title. Compose keeps to the budgets (`docs`, the deck's limits) so that this is rare.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assize.core.document import (
    Asks,
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Commentary,
    Document,
    Gap,
    Icon,
    KeyFigure,
    KeyFigures,
    Note,
    Row,
    Section,
    Table,
    Text,
    Words,
    plain,
)  # fmt: skip
from assize.render import arial, theme
from assize.render.deck import Deck, Look, Paragraph, Run, Slide, height_of
from assize.render.slidefunnel import draw_funnel
from assize.render.slideicons import draw_icon
from assize.render.slidemaster import EMU, Box, place
from assize.render.slideopening import draw_opening
from assize.render.slideplot import draw_chart
from assize.render.slidetable import (
    Sheet,
    draw_key,
    draw_rows,
    key_height,
    marks_in,
    runs_of,
    sheet_of,
    table_of_asks,
    table_of_gap,
)  # fmt: skip

_TITLE, _SUBTITLE = place(theme.SLIDE_TITLE_BOX), place(theme.SLIDE_SUBTITLE_BOX)
_CHART, _PANEL, _FOOTER = place(theme.SLIDE_CHART_BOX), place(theme.SLIDE_PANEL_BOX), place(theme.SLIDE_FOOTER_BOX)
_SIZE, _LEADING = theme.SLIDE_TEXT.size, theme.SLIDE_TEXT.leading
_SMALL, _SMALL_LEADING = theme.SLIDE_FOOTER.size, theme.SLIDE_FOOTER.leading
_TITLE_STEPS = (
    (28.0, 33.0, 2),
    (26.0, 31.0, 2),
    (24.0, 29.0, 2),
    (20.0, 22.0, 3),
)  # size, leading, lines that fit the box
_ICON = 22.0  # points
_ON = " (continued)"  # after the title and the caption of what goes on; type does not change on the way
_PAD = 11.0  # points between the blocks of a panel and their hairline
_MOST_UNDER = 0.36  # of the height of a chart's place that words may take under it
_NOTE_PAD = 5.0  # points above notes at the foot of a slide
_INSET = 9.0  # points inside a slot
_TEXT_WIDTH = 8191500 / EMU  # a line of running text on a slide without a chart
_FLOW_END = _FOOTER.y / EMU - 5  # points: where text and tables without a chart end
_APART = 76200  # EMU between the parts of the footer
_SPARE = 1.04  # beside the width of a line: what another machine's Arial may take more
_SIDE_WIDTH = 5410200  # EMU: half of the slide for the source in the footer, short of the marking


def _one_line(text: str, *, bold: bool) -> int:
    """The width in EMU of a box in which a line of the footer stays one line."""
    return round(arial.text_width(text, _SMALL, bold) * _SPARE * EMU)


@dataclass(frozen=True)
class Panel:
    """A block of words, at most one icon at its head; `slot` is commentary awaited."""

    paragraphs: tuple[Paragraph, ...]
    icon: Icon | None = None
    slot: bool = False
    headed: bool = False  # the first paragraph is a heading and stays with the second

    def height(self, width: float) -> float:
        """Points it takes, its own inset included."""
        if self.slot:
            return height_of(self.paragraphs, width - 2 * _INSET) + 2 * _INSET
        first, rest = self.paragraphs[:1], self.paragraphs[1:]
        return height_of(first, width - self.indent) + height_of(rest, width)

    @property
    def indent(self) -> float:
        """Points that the icon takes of the first paragraph."""
        return _ICON + 8 if self.icon else 0.0


@dataclass
class Plan:
    """What a section puts on its slides."""

    section: Section
    charts: list[Chart] = field(default_factory=list)
    flow: list[Panel | Table | Sheet] = field(default_factory=list)
    sources: list[Words] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)  # in small type under the chart, or after the last table
    closed: bool = False  # what stands after the last table is drawn


# --- blocks into the plan -----------------------------------------------------------------------------------------


def _text(plan: Plan, block: Text) -> None:
    heading = [Paragraph((Run(block.heading, _SIZE, "ink", True),), _LEADING)] if block.heading else []
    words = [
        Paragraph(runs_of(part, _SIZE), _LEADING, before=0 if not index else 4)
        for index, part in enumerate(block.paragraphs)
    ]
    if plan.charts and not block.heading:
        plan.flow.extend(Panel((paragraph,)) for paragraph in words)
    else:
        plan.flow.append(Panel((*heading, *words), headed=bool(heading)))


def _key_figures(plan: Plan, block: KeyFigures) -> None:
    for item in block.items:
        paragraph = Paragraph(_key_runs(item), _LEADING)
        last = plan.flow[-1] if plan.flow else None
        if item.icon is None and isinstance(last, Panel) and not last.slot and item is not block.items[0]:
            plan.flow[-1] = Panel((*last.paragraphs, paragraph), last.icon)
        else:
            plan.flow.append(Panel((paragraph,), item.icon))


def _key_runs(item: KeyFigure) -> tuple[Run, ...]:
    runs = runs_of(item.words, _SIZE, bold=item.icon is not None)
    number = item.number.text if item.number else item.count
    return (
        (Run(f"{number} " if item.count else number, _SIZE, "ink", True), Run("" if item.count else " ", _SIZE), *runs)
        if number
        else runs
    )


def _chart(plan: Plan, block: Chart) -> None:
    plan.charts.append(block)


def _table(plan: Plan, block: Table) -> None:
    plan.flow.append(block)


def _callout(plan: Plan, block: Callout) -> None:
    if block.kind is CalloutKind.SOURCE:
        plan.sources.append(block.words)
        return
    if block.kind is CalloutKind.NOTE and (plan.charts or plan.flow):
        plan.notes.append(block.words)
        return
    label = Run(f"{block.kind.value}: ", _SIZE, "ink", True)
    plan.flow.append(Panel((Paragraph((label, *runs_of(block.words, _SIZE)), _LEADING),)))


def _commentary(plan: Plan, block: Commentary) -> None:
    if block.paragraphs:
        title = Paragraph((Run(block.title, _SIZE, "ink", True),), _LEADING)
        words = (Paragraph((Run(words, _SIZE),), _LEADING, before=3) for words in block.paragraphs)
        who = Paragraph((Run(block.who, _SIZE, "mute"),), _LEADING, before=3)
        plan.flow.append(Panel((title, *words, who), headed=True))
        return
    title = Paragraph((Run(f"{block.title}: awaiting commentary", _SIZE, "slot-line", True),), _LEADING)
    plan.flow.append(Panel((title, Paragraph((Run(block.who, _SIZE),), _LEADING)), slot=True))


def _gap(plan: Plan, block: Gap) -> None:
    plan.flow.append(table_of_gap(block, f"{plan.section.id}-gap"))


def _asks(plan: Plan, block: Asks) -> None:
    if block.asks:
        plan.flow.append(table_of_asks(block, f"{plan.section.id}-asks"))
    else:
        plan.flow.append(Panel((Paragraph((Run(block.empty, _SIZE),), _LEADING),)))


RENDERERS: dict[type, Callable[[Plan, Any], None]] = {
    Text: _text,
    KeyFigures: _key_figures,
    Chart: _chart,
    Table: _table,
    Callout: _callout,
    Commentary: _commentary,
    Gap: _gap,
    Asks: _asks,
}


def plan_of(section: Section) -> Plan:
    """The blocks of a section, put where they belong."""
    plan = Plan(section)
    plan.charts.extend(block for block in section.blocks if isinstance(block, Chart))
    charts = plan.charts[:]
    for block in section.blocks:
        RENDERERS[type(block)](plan, block)
    plan.charts = charts
    return plan


# --- laying on slides ---------------------------------------------------------------------------------------------


class _Writer:
    """Lays plans on the slides of one deck."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.deck = Deck(f"{document.title}: {document.board}", document.author, document.period, document.dated)
        self.number = 0

    def slide(self, plan: Plan, part: int) -> Slide:
        """A new slide with the frame of its section: theme, title, subtitle."""
        self.number += 1
        section = plan.section
        slide = self.deck.add_slide(section.id if not part else f"{section.id}-{part + 1}")
        words = (
            plain(section.headline)
            if not part
            else f"{plain(section.headline)}{_ON if part == 1 else f' (continued, {part + 1})'}"
        )
        slide.title([fit_title(words, _TITLE.w / EMU)])
        if section.theme:
            slide.text(
                Box(_TITLE.x, 114300, _TITLE.w // 2, 190500), [_small((Run(section.theme, _SMALL, "mute"),))], "Theme"
            )
        if self.document.made_up:
            box = Box(_TITLE.x + _TITLE.w // 2, 114300, _TITLE.w // 2, 190500)
            slide.text(box, [_small((Run(self.document.made_up, _SMALL, "slot-line", True),), "r")], "Made up")
        subtitle = section.subtitle or next((chart.caption for chart in plan.charts[:1]), ())
        if subtitle:
            slide.text(_SUBTITLE, [_subtitle(subtitle)], "Subtitle")
        return slide

    @property
    def status_width(self) -> int:
        """EMU that the status and a slide's number take at the right of the footer."""
        return _one_line(f"Assize · {self.document.status} · 999", bold=False)

    @property
    def side_width(self) -> int:
        """EMU for the source at the left of the footer: half of it, less where a long marking needs the room."""
        marking = _one_line(self.document.marking, bold=True)
        return min(_SIDE_WIDTH, _FOOTER.w - marking - self.status_width - 2 * _APART)

    def foot(self, slide: Slide, sources: Sequence[Words]) -> None:
        """Source left, marking centre, status and number right, under a hairline."""
        document = self.document
        slide.rule((_FOOTER.x, _FOOTER.y), (_FOOTER.x + _FOOTER.w, _FOOTER.y), "rule", 0.75)
        top, high = _FOOTER.y + 6 * EMU, round(_SMALL_LEADING * EMU)
        if sources:
            runs = tuple(run for words in sources for run in (*runs_of(words, _SMALL, "mute"), Run(" ", _SMALL)))[:-1]
            paragraph = _small(runs)
            lines = paragraph.lines(self.side_width / EMU)
            slide.text(Box(_FOOTER.x, top, self.side_width, lines * high), [paragraph], "Source")
        middle = Box(_FOOTER.x + self.side_width + _APART, top, _one_line(document.marking, bold=True), high)
        slide.text(middle, [_small((Run(document.marking, _SMALL, "ink", True),), "l")], "Marking")
        right = Box(_FOOTER.x + _FOOTER.w - self.status_width, top, self.status_width, high)
        runs = (
            Run(f"Assize · {document.status} · ", _SMALL, "mute"),
            Run(str(self.number), _SMALL, "mute", field="slidenum"),
        )
        slide.text(right, [_small(runs, "r")], "Status and number")

    def section(self, plan: Plan) -> None:
        """All slides of a section: chart and panel first, then what flows."""
        part = 0
        flow: list[Panel | Table | Sheet] = list(plan.flow)
        sources, notes = _footed(plan.sources, self.side_width)
        flow += notes
        for charts in _by_slide(plan.charts):
            slide = self.slide(plan, part)
            beside, flow = ([], flow) if part else _beside(flow)
            under, flow = ([], flow) if part else _under(flow)
            low = round(sum(panel.height(_CHART.w / EMU) + _PAD for panel in under) * EMU)
            small = _chart_notes(charts, plan if not part else None)
            height = round(height_of(small, _CHART.w / EMU) * EMU)
            room = Box(_CHART.x, _CHART.y, _CHART.w, _CHART.h - height - low - (6 * EMU if small else 0))
            for chart, area in zip(charts, _columns(room, len(charts)), strict=True):
                draw = draw_funnel if chart.kind is ChartKind.FUNNEL else draw_chart
                draw(slide, chart, area, self.document.dated)
            if small:
                slide.text(Box(_CHART.x, _CHART.y + _CHART.h - height - low, _CHART.w, height), small, "Chart note")
            _panel(slide, beside)
            top = _CHART.y + _CHART.h - low
            for panel in under:
                tall = round(panel.height(_CHART.w / EMU) * EMU)
                top += round(_PAD * EMU)
                _put(slide, panel, Box(_CHART.x, top, _CHART.w, tall))
                top += tall
            self.foot(slide, sources)
            part += 1
        while flow or not part:
            slide = self.slide(plan, part)
            flow = _flow(slide, flow, plan if not plan.charts else None, self.document.dated)
            self.foot(slide, sources)
            part += 1

    def opening(self) -> None:
        """The opening slide, with its foot."""
        self.number += 1
        slide = self.deck.add_title_slide("opening")
        draw_opening(slide, self.document)
        self.foot(slide, [(self.document.made_up,)] if self.document.made_up else [])


def _small(runs: tuple[Run, ...], align: str = "l") -> Paragraph:
    return Paragraph(runs, _SMALL_LEADING, align=align)


def _subtitle(words: Words) -> Paragraph:
    """The subtitle on one line: at its size, else down to the least of the look."""
    for size in (16.0, 15.0, 14.0, 13.0, 12.0):
        paragraph = Paragraph(runs_of(words, size, "mute"), _LEADING)
        if paragraph.lines(_SUBTITLE.w / EMU) == 1:
            return paragraph
    return Paragraph(runs_of(words, 12.0, "mute"), 15.0)


def fit_title(words: str, width: float) -> Paragraph:
    """A headline at the largest size of the look at which it stands in two lines of `width` points."""
    fitting = (step for step in _TITLE_STEPS if arial.line_count(words, step[0], width, True) <= step[2])
    size, leading, lines = next(fitting, _TITLE_STEPS[-1])
    first, _, last = words.rpartition(" ")
    if arial.wrap([(words, True)], size, width)[-1] == last:  # no line of a single word: the last two stay together
        tied = f"{first}\N{NO-BREAK SPACE}{last}"
        words = tied if arial.line_count(tied, size, width, True) <= lines else words
    return Paragraph((Run(words, size, "brand", True),), leading)


def _footed(sources: Sequence[Words], width: int) -> tuple[list[Words], list[Panel]]:
    """The sources that fit two lines of the footer; the others become a block of their own."""
    runs = tuple(run for words in sources for run in (*runs_of(words, _SMALL), Run(" ", _SMALL)))
    if not sources or _small(runs).lines(width / EMU) <= 2:
        return list(sources), []
    label = Run("Source: ", _SIZE, "ink", True)
    return [], [Panel((Paragraph((label, *runs_of(words, _SIZE)), _LEADING),)) for words in sources]


def _by_slide(charts: Sequence[Chart]) -> list[list[Chart]]:
    """A chart a slide; two bar charts stand side by side."""
    slides: list[list[Chart]] = []
    for chart in charts:
        beside = (
            slides and len(slides[-1]) == 1 and slides[-1][0].kind is ChartKind.BARS and chart.kind is ChartKind.BARS
        )
        if beside:
            slides[-1].append(chart)
        else:
            slides.append([chart])
    return slides


def _columns(room: Box, count: int) -> list[Box]:
    gap = 24 * EMU
    width = (room.w - gap * (count - 1)) // count
    return [Box(room.x + index * (width + gap), room.y, width, room.h) for index in range(count)]


def _chart_notes(charts: Sequence[Chart], plan: Plan | None) -> list[Paragraph]:
    """What stands in small type under a chart: its note, then the notes and numbered notes of the section."""
    notes = [_small(runs_of(chart.note, _SMALL, "mute")) for chart in charts if chart.note]
    if plan is not None:
        notes += [_small(runs_of(words, _SMALL, "mute")) for words in plan.notes] + _numbered(plan.section)
    return notes


def _numbered(section: Section) -> list[Paragraph]:
    return [_note(note) for note in section.notes]


def _note(note: Note) -> Paragraph:
    mark = Run(note.mark, _SMALL, "mute", raised=True)
    return _small((mark, Run(" ", _SMALL), *runs_of(note.words, _SMALL, "mute")))


_Flow = list[Panel | Table | Sheet]


def _beside(flow: _Flow) -> tuple[list[Panel], _Flow]:
    """What fits in the panel beside a chart, from the top; what does not, and every table, is left."""
    kept: list[Panel] = []
    left: _Flow = []
    y, end = _PANEL.y / EMU, (_PANEL.y + _PANEL.h) / EMU
    full = False
    for item in flow:
        if not isinstance(item, Panel) or full:
            left.append(item)
            continue
        height = item.height(_PANEL.w / EMU)
        if y + _PAD + height > end and kept:
            full = True
            left.append(item)
            continue
        y += height + _PAD * (2 if not item.slot or not kept else 1)
        kept.append(item)
    return kept, left


def _under(left: _Flow) -> tuple[list[Panel], _Flow]:
    """Words under a heading that would have a slide to themselves stand under the chart where they take little of it."""
    words = [item for item in left if isinstance(item, Panel) and item.headed]
    needed = sum(panel.height(_CHART.w / EMU) + _PAD for panel in words)
    return (words, []) if len(words) == len(left) and needed <= _MOST_UNDER * _CHART.h / EMU else ([], left)


def _panel(slide: Slide, beside: list[Panel]) -> None:
    """Fill the panel beside a chart from the top, each block under its rule."""
    y = _PANEL.y / EMU
    for shown, item in enumerate(beside):
        height = item.height(_PANEL.w / EMU)
        ruled = not item.slot or not shown
        if ruled:
            token, weight = ("brand", 2.0) if not shown else ("rule", 0.75)
            slide.rule((_PANEL.x, round(y * EMU)), (_PANEL.x + _PANEL.w, round(y * EMU)), token, weight)
        _put(slide, item, Box(_PANEL.x, round((y + _PAD * ruled) * EMU), _PANEL.w, round(height * EMU)))
        y += height + _PAD * (2 if ruled else 1)


def _put(slide: Slide, panel: Panel, box: Box) -> None:
    """Draw one block at its place."""
    if panel.slot:
        look = Look("slot", "slot-line", 1.0, "sysDash")
        slide.text(box, panel.paragraphs, "Commentary slot", look, inset=_INSET)
        return
    if panel.icon is None:
        slide.text(box, panel.paragraphs, "Reading")
        return
    first, rest = panel.paragraphs[:1], panel.paragraphs[1:]
    words = "".join(run.text for run in first[0].runs)
    draw_icon(slide, panel.icon, box.x, box.y - round(0.5 * EMU), _ICON, words)
    indent = round(panel.indent * EMU)
    tall = round(height_of(first, (box.w - indent) / EMU) * EMU)
    slide.text(Box(box.x + indent, box.y, box.w - indent, tall), first, "Judgement")
    if rest:
        slide.text(Box(box.x, box.y + tall, box.w, box.h - tall), rest, "Reading")


def _flow(
    slide: Slide, flow: list[Panel | Table | Sheet], plan: Plan | None, dated: date
) -> list[Panel | Table | Sheet]:
    """Lay blocks and tables from the top of a slide without a chart; what does not fit is given back.

    Notes stand at the foot of the slide on which their marks are printed, what explains the whole after the last row.
    """
    y, end = _CHART.y / EMU, _FLOW_END
    rest = list(flow)
    printed: set[str] = set()
    while rest:
        item = rest[0]
        room = end - y
        if isinstance(item, Panel):
            fitting, later = _split(item, room, y == _CHART.y / EMU)
            if fitting is None:
                break
            height = fitting.height(_TEXT_WIDTH)
            _put(slide, fitting, Box(_CHART.x, round(y * EMU), round(_TEXT_WIDTH * EMU), round(height * EMU)))
            y += height + _PAD
            rest[:1] = [later] if later else []
            if later:
                break
        else:
            tail = height_of(_closing(plan), _TITLE.w / EMU) if len(rest) == 1 else 0.0
            used, shown, later_sheet = _lay_table(slide, item, y, room, y == _CHART.y / EMU, plan, tail, dated)
            if not used:
                break
            printed |= {mark for row in shown for mark in marks_in(row)}
            y += used + _PAD
            rest[:1] = [later_sheet] if later_sheet else []
            if later_sheet:
                break
    small = _marked(plan, printed)
    if not rest:
        closing = _closing(plan)
        if y + height_of([*closing, *small], _TITLE.w / EMU) <= end:
            small = [*closing, *small]
        elif closing:
            rest.append(Panel(tuple(closing)))
        if plan is not None:
            plan.closed = True
    if small:
        height = height_of(small, _TITLE.w / EMU)
        slide.text(Box(_TITLE.x, round((end - height) * EMU), _TITLE.w, round(height * EMU)), small, "Notes")
    return rest


def _rows(item: Table | Sheet) -> tuple[Row, ...]:
    return item.rows if isinstance(item, Table) else item.source


def _marked(plan: Plan | None, marks: set[str]) -> list[Paragraph]:
    """The numbered notes of these marks."""
    if plan is None:
        return []
    return [_note(note) for note in plan.section.notes if note.mark in marks]


def _closing(plan: Plan | None) -> list[Paragraph]:
    """What stands once, after the last row: words on the whole, and the notes whose marks no row prints."""
    if plan is None or plan.closed:
        return []
    in_rows = {
        mark for item in plan.flow if not isinstance(item, Panel) for row in _rows(item) for mark in marks_in(row)
    }
    words = [_small(runs_of(words, _SMALL, "mute")) for words in plan.notes]
    return words + [_note(note) for note in plan.section.notes if note.mark not in in_rows]


def _split(panel: Panel, room: float, fresh: bool) -> tuple[Panel | None, Panel | None]:
    """As many paragraphs as fit in `room` points, and the others; at least one on a fresh slide."""
    if panel.height(_TEXT_WIDTH) <= room or panel.slot:
        return (panel, None) if fresh or panel.height(_TEXT_WIDTH) <= room else (None, panel)
    count = len(panel.paragraphs) - 1
    least = 2 if panel.headed else 1
    while count >= least and Panel(panel.paragraphs[:count], panel.icon).height(_TEXT_WIDTH) > room:
        count -= 1
    if count < least and not fresh:
        return None, panel
    count = min(max(count, least), len(panel.paragraphs))
    if Panel(panel.paragraphs[:count], panel.icon).height(_TEXT_WIDTH) > room:  # one paragraph is more than a slide
        used = Panel(panel.paragraphs[: count - 1], panel.icon).height(_TEXT_WIDTH)
        first, second = _cut(panel.paragraphs[count - 1], room - used)
        return Panel((*panel.paragraphs[: count - 1], first), panel.icon), Panel((second, *panel.paragraphs[count:]))
    later = Panel(panel.paragraphs[count:]) if count < len(panel.paragraphs) else None
    return Panel(panel.paragraphs[:count], panel.icon), later


def _cut(paragraph: Paragraph, room: float) -> tuple[Paragraph, Paragraph]:
    """A paragraph as the lines that fit in `room` points, and the others; each run keeps its look."""
    size = max(run.size for run in paragraph.runs)
    lines = arial.wrap([(run.text, run.bold) for run in paragraph.runs], size, _TEXT_WIDTH)
    kept = max(1, int((room - paragraph.before) / paragraph.leading))
    letters = sum(len(line.replace(" ", "")) for line in lines[:kept])
    first: list[Run] = []
    second: list[Run] = []
    for run in paragraph.runs:
        end = 0
        while not second and end < len(run.text) and (letters or run.text[end] == " "):
            letters -= run.text[end] != " "
            end += 1
        first += [replace(run, text=run.text[:end])] if end else []
        second += [replace(run, text=run.text[end:])] if run.text[end:] else []
    return replace(paragraph, runs=tuple(first)), replace(paragraph, runs=tuple(second), before=0)


def _lay_table(
    slide: Slide, table: Table | Sheet, y: float, room: float, fresh: bool, plan: Plan | None, tail: float, dated: date
) -> tuple[float, tuple[Row, ...], Sheet | None]:
    """Rows that fit in `room` points: what they take, which they are, and the others; nothing where not two rows would fit."""
    width = _TITLE.w / EMU
    rows = _rows(table)
    below = key_height(table.key, width)
    below += 8 if below else 0

    def feet(first: int, end: int) -> float:
        height = height_of(_marked(plan, {mark for row in rows[first:end] for mark in marks_in(row)}), width)
        return height + _NOTE_PAD if height else 0.0

    tail += _NOTE_PAD if tail else 0.0
    whole = _FLOW_END - _CHART.y / EMU - below
    sheet = sheet_of(table, width, whole, feet, tail) if isinstance(table, Table) else table
    least = min(2, len(rows))
    if not fresh and sheet.height(0, least) + feet(0, least) > room - below:
        return 0.0, (), None
    count = sheet.fitting(room - below, feet, tail)
    draw_rows(slide, sheet, _TITLE.x, round(y * EMU), 0, count, dated)
    used = sheet.height(0, count)
    if sheet.key:
        draw_key(slide, sheet.key, _TITLE.x, round((y + used + 8) * EMU), width)
        used += below
    later = sheet.after(count, sheet.alt.removesuffix(_ON) + _ON) if count < len(rows) else None
    return used, rows[:count], later


def render(document: Document) -> bytes:
    """The whole of `document` as a PowerPoint file; the same bytes for the same document."""
    writer = _Writer(document)
    writer.opening()
    for section in document.sections:
        writer.section(plan_of(section))
    return writer.deck.save()
