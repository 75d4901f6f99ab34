"""A thin layer over python-pptx: a deck of 16:9 slides written as plain DrawingML, the same bytes for the same words.

python-pptx keeps the package, its parts and its relations; what it lacks (alternative text, decorative marks, header rows,
language, positive axis ids, dates that do not move) is written here. Lengths are EMU where named `Box`, points where they
belong to type. Colours are tokens of the theme. It knows nothing of the document model.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart

from assize.render import arial, theme
from assize.render.slidemaster import EMU, LANGUAGE, NAMESPACES, Box, colour, template
from assize.render.stable import stable_zip

_CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"


@dataclass(frozen=True)
class Run:
    """Words of one look. `size` in points; `raised` for note marks; `field` makes it a slide number; `link` an address."""

    text: str
    size: float
    colour: str = "ink"
    bold: bool = False
    raised: bool = False
    field: str = ""
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Runs on one or more lines. `leading` and `before` in points; `align` is l, ctr or r."""

    runs: tuple[Run, ...]
    leading: float
    before: float = 0
    align: str = "l"

    def lines(self, width: float) -> int:
        """How many lines it takes in a box `width` points wide."""
        size = max((run.size for run in self.runs), default=12)
        return len(arial.wrap([(run.text, run.bold) for run in self.runs], size, width))


@dataclass(frozen=True)
class Look:
    """Fill and outline of a shape: tokens of the theme; `pattern` a DrawingML preset pattern in `fill` on white."""

    fill: str = ""
    line: str = ""
    weight: float = 0.75
    dash: str = ""
    pattern: str = ""


@dataclass(frozen=True)
class Stroke:
    """Polylines, or polygons where `closed`, in the units of a drawing's view."""

    paths: tuple[tuple[tuple[float, float], ...], ...]
    look: Look
    closed: bool = False


@dataclass(frozen=True)
class Form:
    """A preset shape of a drawing, in the units of its view."""

    preset: str
    x: float
    y: float
    w: float
    h: float
    look: Look


@dataclass(frozen=True)
class Cell:
    """A cell of a native table: paragraphs, the rule under it (token and points) and its fill."""

    paragraphs: tuple[Paragraph, ...]
    fill: str = ""
    rule: str = "rule"
    rule_weight: float = 0.5
    span: int = 1
    anchor: str = "t"
    left: float = 0.0
    right: float = 6.0


def height_of(paragraphs: Iterable[Paragraph], width: float) -> float:
    """Points that paragraphs take in a box `width` points wide, by Arial's widths."""
    return sum(paragraph.before + paragraph.lines(width) * paragraph.leading for paragraph in paragraphs)


def fill_xml(token: str, pattern: str = "") -> str:
    """DrawingML fill for a token; empty means none."""
    if not token:
        return "<a:noFill/>"
    inner = f'<a:srgbClr val="{colour(token)}"/>'
    if pattern:
        ground = f'<a:srgbClr val="{colour("white")}"/>'
        return f'<a:pattFill prst="{pattern}"><a:fgClr>{inner}</a:fgClr><a:bgClr>{ground}</a:bgClr></a:pattFill>'
    return f"<a:solidFill>{inner}</a:solidFill>"


def line_xml(token: str, weight: float, dash: str = "", alpha: int = 100) -> str:
    """DrawingML line; `weight` in points, `alpha` in per cent."""
    if not token:
        return "<a:ln><a:noFill/></a:ln>"
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    fill = fill_xml(token)
    if alpha < 100:
        fill = fill.replace("/></a:solidFill>", f'><a:alpha val="{alpha * 1000}"/></a:srgbClr></a:solidFill>')
    return f'<a:ln w="{round(weight * EMU)}" cap="flat">{fill}{dashed}<a:round/></a:ln>'


def _run_xml(run: Run, links: dict[str, str]) -> str:
    raised = ' baseline="30000"' if run.raised else ""
    link = f'<a:hlinkClick r:id="{links[run.link]}"/>' if run.link in links else ""
    properties = (
        f'lang="{LANGUAGE}" sz="{round(run.size * 100)}" b="{int(run.bold)}"{raised} dirty="0">'
        f'{fill_xml(run.colour)}<a:latin typeface="{theme.OFFICE_FONT}"/><a:cs typeface="{theme.OFFICE_FONT}"/>{link}'
    )
    words = f"<a:rPr {properties}</a:rPr><a:t>{escape(run.text)}</a:t>"
    if run.field:
        return f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="{run.field}">{words}</a:fld>'
    return f"<a:r>{words}</a:r>"


def _paragraph_xml(paragraph: Paragraph, links: dict[str, str]) -> str:
    before = f'<a:spcBef><a:spcPts val="{round(paragraph.before * 100)}"/></a:spcBef>'
    spacing = f'<a:lnSpc><a:spcPts val="{round(paragraph.leading * 100)}"/></a:lnSpc>{before}'
    runs = "".join(_run_xml(run, links) for run in paragraph.runs)
    return f'<a:p><a:pPr algn="{paragraph.align}">{spacing}</a:pPr>{runs}</a:p>'


def _body_xml(paragraphs: Sequence[Paragraph], anchor: str, inset: float, links: dict[str, str], tag: str) -> str:
    edge = round(inset * EMU)
    inner = "".join(_paragraph_xml(paragraph, links) for paragraph in paragraphs)
    inner = inner or f'<a:p><a:endParaRPr lang="{LANGUAGE}"/></a:p>'
    insets = f'lIns="{edge}" tIns="{edge}" rIns="{edge}" bIns="{edge}"'
    return f'<{tag}><a:bodyPr wrap="square" {insets} anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{inner}</{tag}>'


def _frame_xml(box: Box, tag: str = "a:xfrm", flip: str = "") -> str:
    return f'<{tag}{flip}><a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.w}" cy="{box.h}"/></{tag}>'


_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


class Slide:
    """One slide, filled from top to bottom: the order of the calls is the order in which it is read aloud."""

    def __init__(self, deck: Deck, slide: Any, section: str) -> None:
        self._deck, self._slide = deck, slide
        self._tree = slide.shapes._spTree
        slide._element.cSld.set("name", section)
        self._next = max(int(value) for value in self._tree.xpath(".//p:cNvPr/@id")) + 1

    def _named(self, name: str, alt: str = "", decorative: bool = False) -> str:
        number, self._next = self._next, self._next + 1
        described = f" descr={quoteattr(alt)}" if alt else ""
        mark = _DECORATIVE if decorative else ""
        return f'<p:cNvPr id="{number}" name={quoteattr(f"{name} {number}")}{described}>{mark}</p:cNvPr>'

    def _add(self, xml: str) -> None:
        self._tree.append(parse_xml(xml))

    def title(self, paragraphs: Sequence[Paragraph]) -> None:
        """Words of the title placeholder; its place comes from the layout."""
        element = self._slide.shapes.title._element
        body = element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}txBody")
        inner = "".join(_paragraph_xml(paragraph, {}) for paragraph in paragraphs)
        xml = f"<p:txBody {NAMESPACES}><a:bodyPr/><a:lstStyle/>{inner}</p:txBody>"
        element.replace(body, parse_xml(xml))

    def text(self, box: Box, paragraphs: Sequence[Paragraph], name: str = "Text", look: Look | None = None,
             anchor: str = "t", inset: float = 0) -> None:  # fmt: skip
        """A text box; its words must fit (measured by the caller with `height_of`)."""
        links = {run.link: self._link(run.link) for part in paragraphs for run in part.runs if run.link}
        self._add(
            f'<p:sp {NAMESPACES}><p:nvSpPr>{self._named(name)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr>{_frame_xml(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{_look_xml(look or Look())}</p:spPr>{_body_xml(paragraphs, anchor, inset, links, 'p:txBody')}</p:sp>"
        )

    def _link(self, address: str) -> str:
        related: str = self._slide.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return related

    def shape(self, box: Box, preset: str, look: Look, alt: str = "", name: str = "Shape") -> None:
        """An autoshape without words; without `alt` it is marked decorative."""
        self._add(self._shape_xml(box, preset, look, alt, name))

    def _shape_xml(self, box: Box, preset: str, look: Look, alt: str, name: str, path: str = "") -> str:
        geometry = path or f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>'
        return (
            f"<p:sp {NAMESPACES}><p:nvSpPr>{self._named(name, alt, not alt)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{_frame_xml(box)}{geometry}{_look_xml(look)}</p:spPr>"
            f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="{LANGUAGE}"/></a:p></p:txBody></p:sp>'
        )

    def drawing(self, box: Box, parts: Sequence[Stroke | Form], view: tuple[float, float], alt: str, name: str) -> None:
        """A small drawing in a box, grouped, with one alternative text; parts are placed in a `view` of width and height."""
        named = self._named(name, alt)
        across, down = box.w / view[0], box.h / view[1]
        children = ""
        for part in parts:
            if isinstance(part, Stroke):
                children += self._shape_xml(box, "", part.look, "", "Part", _path_xml(part.paths, part.closed, view))
            else:
                where = Box(
                    box.x + round(part.x * across),
                    box.y + round(part.y * down),
                    round(part.w * across),
                    round(part.h * down),
                )
                children += self._shape_xml(where, part.preset, part.look, "", "Part")
        inner = (
            f'<a:xfrm><a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.w}" cy="{box.h}"/>'
            f'<a:chOff x="{box.x}" y="{box.y}"/><a:chExt cx="{box.w}" cy="{box.h}"/></a:xfrm>'
        )
        self._add(
            f"<p:grpSp {NAMESPACES}><p:nvGrpSpPr>{named}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{inner}</p:grpSpPr>{children}</p:grpSp>"
        )

    def rule(self, start: tuple[int, int], end: tuple[int, int], token: str, weight: float, dash: str = "") -> None:
        """A straight decorative line between two points in EMU."""
        (x1, y1), (x2, y2) = start, end
        box = Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        flip = ' flipV="1"' if (x2 - x1) * (y2 - y1) < 0 else ""
        self._add(
            f"<p:cxnSp {NAMESPACES}><p:nvCxnSpPr>{self._named('Line', decorative=True)}<p:cNvCxnSpPr/><p:nvPr/>"
            f'</p:nvCxnSpPr><p:spPr>{_frame_xml(box, flip=flip)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
            f"{line_xml(token, weight, dash)}</p:spPr></p:cxnSp>"
        )

    def table(self, x: int, y: int, widths: Sequence[int], heights: Sequence[int], rows: Sequence[Sequence[Cell]],
              name: str, alt: str) -> None:  # fmt: skip
        """A native table whose first row is its header row. Heights are the least the words need."""
        grid = "".join(f'<a:gridCol w="{width}"/>' for width in widths)
        body = "".join(
            f'<a:tr h="{height}">{"".join(_cell_xml(cell, self) for cell in row)}</a:tr>'
            for height, row in zip(heights, rows, strict=True)
        )
        box = Box(x, y, sum(widths), sum(heights))
        self._add(
            f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>{self._named(name, alt)}"
            f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'{_frame_xml(box, "p:xfrm")}<a:graphic><a:graphicData uri="{_TABLE_URI}"><a:tbl>'
            f'<a:tblPr firstRow="1" firstCol="1"/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>'
            f"</a:graphicData></a:graphic></p:graphicFrame>"
        )

    def chart(self, box: Box, chart: bytes, workbook: bytes, name: str, alt: str) -> None:
        """A native chart from its XML and the workbook that stands behind it."""
        related = self._deck.add_chart(self._slide.part, chart, workbook)
        self._add(
            f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>{self._named(name, alt)}<p:cNvGraphicFramePr>"
            f'<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'{_frame_xml(box, "p:xfrm")}<a:graphic><a:graphicData uri="{_CHART_URI}"><c:chart '
            f'xmlns:c="{_CHART_URI}" r:id="{related}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )


def _look_xml(look: Look) -> str:
    return fill_xml(look.fill, look.pattern) + line_xml(look.line, look.weight, look.dash)


def _path_xml(paths: Sequence[Sequence[tuple[float, float]]], closed: bool, view: tuple[float, float]) -> str:
    """Custom geometry; coordinates are given to a thousandth of the view's unit."""
    drawn = ""
    for path in paths:
        steps = [f'<a:pt x="{round(x * 1000)}" y="{round(y * 1000)}"/>' for x, y in path]
        drawn += f"<a:moveTo>{steps[0]}</a:moveTo>" + "".join(f"<a:lnTo>{step}</a:lnTo>" for step in steps[1:])
        drawn += "<a:close/>" if closed else ""
    size = f'w="{round(view[0] * 1000)}" h="{round(view[1] * 1000)}"'
    fill = "" if closed else ' fill="none"'
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path {size}{fill}>{drawn}</a:path></a:pathLst></a:custGeom>'
    )


def _cell_xml(cell: Cell, slide: Slide) -> str:
    links = {run.link: slide._link(run.link) for part in cell.paragraphs for run in part.runs if run.link}
    words = _body_xml(cell.paragraphs, "t", 0, links, "a:txBody")
    none = "".join(f'<a:{edge} w="0"><a:noFill/></a:{edge}>' for edge in ("lnL", "lnR", "lnT"))
    under = (
        line_xml(cell.rule, cell.rule_weight)
        .replace("a:ln ", "a:lnB ")
        .replace("</a:ln>", "</a:lnB>")
        .replace("<a:ln>", "<a:lnB>")
    )
    span = f' gridSpan="{cell.span}"' if cell.span > 1 else ""
    margins = f'marL="{round(cell.left * EMU)}" marR="{round(cell.right * EMU)}" marT="{3 * EMU}" marB="{3 * EMU}"'
    own = f'<a:tc{span}>{words}<a:tcPr {margins} anchor="{cell.anchor}">{none}{under}{fill_xml(cell.fill)}</a:tcPr></a:tc>'
    blank = f'<a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="{LANGUAGE}"/></a:p></a:txBody>'
    empty = f'<a:tc hMerge="1">{blank}<a:tcPr/></a:tc>'
    return own + empty * (cell.span - 1)


class Deck:
    """A presentation in the house's look: one title layout, one exhibit layout, Arial, British English."""

    def __init__(self, title: str, author: str, subject: str, dated: date) -> None:
        self._presentation = Presentation(io.BytesIO(template()))
        self._charts = 0
        properties = self._presentation.core_properties
        moment = datetime.combine(dated, time())
        properties.title, properties.author, properties.subject = title, author, subject
        properties.last_modified_by, properties.language, properties.revision = author, LANGUAGE, 1
        properties.created = properties.modified = moment

    def add_title_slide(self, section: str) -> Slide:
        """A slide of the title layout."""
        return self._slide(0, section)

    def add_slide(self, section: str) -> Slide:
        """A slide of the exhibit layout, named by the section it shows."""
        return self._slide(1, section)

    def _slide(self, layout: int, section: str) -> Slide:
        return Slide(self, self._presentation.slides.add_slide(self._presentation.slide_layouts[layout]), section)

    def add_chart(self, slide_part: Any, chart: bytes, workbook: bytes) -> str:
        """The relation id of a new chart part with its workbook."""
        self._charts += 1
        package = slide_part.package
        name = PackURI(f"/ppt/charts/chart{self._charts}.xml")
        part = ChartPart.load(name, CONTENT_TYPE.DML_CHART, package, chart)
        sheet = Part(
            PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{self._charts}.xlsx"),
            CONTENT_TYPE.SML_SHEET,
            package,
            workbook,
        )
        data = part._element.find(f"{{{_CHART_URI}}}externalData")
        data.set(
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
            part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE),
        )
        related: str = slide_part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        return related

    def save(self) -> bytes:
        """The file, its members in a fixed order and without a clock."""
        raw = io.BytesIO()
        self._presentation.save(raw)
        return stable_zip(raw.getvalue())
