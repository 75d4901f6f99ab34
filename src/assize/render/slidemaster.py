"""The empty deck every deck begins from: 16:9, Arial, the theme's colours, a title layout and an exhibit layout.

It is made from python-pptx's own blank presentation, once a process, so that no binary template lies in the repository and
the look stays in the theme.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Emu

from assize.render import theme

EMU = theme.EMU_A_POINT
LANGUAGE = "en-GB"
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


class Box(NamedTuple):
    """A place on the slide in EMU."""

    x: int
    y: int
    w: int
    h: int


def place(box: theme.Box) -> Box:
    """A place of the theme as a tuple."""
    return Box(box.x, box.y, box.width, box.height)


RULE, TITLE = place(theme.SLIDE_RULE), place(theme.SLIDE_TITLE_BOX)
OPENING_TITLE = Box(457200, 1219200, 11277600, 1066800)
_TITLE_LAYOUT, _EXHIBIT_LAYOUT = 0, 5  # where they stand among python-pptx's eleven
_SCHEME = ("ink", "white", "brand", "wash", "brand", "region", "target", "nation", "neutral", "mute")
_SLOTS = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


def colour(token: str) -> str:
    """A colour as office files write it: RRGGBB."""
    return theme.COLOURS[token].lstrip("#").upper()


@lru_cache(maxsize=1)
def template() -> bytes:
    """The blank deck as a file."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(theme.SLIDE_WIDTH), Emu(theme.SLIDE_HEIGHT)
    presentation.element.sldSz.attrib.pop("type", None)
    layouts = list(presentation.slide_layouts)
    for index, layout in enumerate(layouts):
        if index not in (_TITLE_LAYOUT, _EXHIBIT_LAYOUT):
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_masters[0]
    _replace_shapes(master, "", _placeholder("title", TITLE), _rule())
    _replace_title_style(master)
    _replace_shapes(layouts[_TITLE_LAYOUT], "Opening", _placeholder("ctrTitle", OPENING_TITLE, 4000, 4600))
    _replace_shapes(layouts[_EXHIBIT_LAYOUT], "Exhibit", _placeholder("title", TITLE))
    _recolour(master)
    _drop_leftovers(presentation)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def _placeholder(kind: str, box: Box, size: int = 2800, leading: int = 3300) -> str:
    style = (
        f'<a:lvl1pPr algn="l"><a:lnSpc><a:spcPts val="{leading}"/></a:lnSpc>'
        f'<a:defRPr lang="{LANGUAGE}" sz="{size}" b="1"/></a:lvl1pPr>'
    )
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title 1"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{box.x}" y="{box.y}"/>'
        f'<a:ext cx="{box.w}" cy="{box.h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        '<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle>{style}</a:lstStyle>"
        f'<a:p><a:r><a:rPr lang="{LANGUAGE}"/><a:t>The finding in a sentence</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def _rule() -> str:
    return (
        '<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="3" name="Rule"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{RULE.x}" y="{RULE.y}"/><a:ext cx="{RULE.w}" cy="0"/></a:xfrm>'
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{3 * EMU}"><a:solidFill>'
        f'<a:srgbClr val="{colour("brand")}"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
    )


def _replace_shapes(holder: Any, name: str, *shapes: str) -> None:
    tree = holder.shapes._spTree
    for element in list(tree)[2:]:  # the first two are the group's own properties
        tree.remove(element)
    for shape in shapes:
        tag, rest = shape[1:].split(">", 1)
        tree.append(parse_xml(f"<{tag} {NAMESPACES}>{rest}"))
    if name:
        holder._element.cSld.set("name", name)


def _replace_title_style(master: Any) -> None:
    style = master._element.find(".//{http://schemas.openxmlformats.org/presentationml/2006/main}titleStyle")
    style.getparent().replace(
        style,
        parse_xml(
            f'<p:titleStyle {NAMESPACES}><a:lvl1pPr algn="l" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
            '<a:lnSpc><a:spcPts val="3300"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
            f'<a:defRPr lang="{LANGUAGE}" sz="2800" b="1" kern="1200"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
            '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr>'
            "</p:titleStyle>"
        ),
    )


def _recolour(master: Any) -> None:
    """The theme part under the master: the house's colours by meaning, Arial for both fonts."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode()
    slots = "".join(
        f'<a:{slot}><a:srgbClr val="{colour(token)}"/></a:{slot}>' for slot, token in zip(_SLOTS, _SCHEME, strict=True)
    )
    slots += f'<a:hlink><a:srgbClr val="{colour("brand")}"/></a:hlink>'
    slots += f'<a:folHlink><a:srgbClr val="{colour("neutral")}"/></a:folHlink>'
    text = re.sub(
        r"<a:clrScheme.*?</a:clrScheme>", f'<a:clrScheme name="Assize">{slots}</a:clrScheme>', text, flags=re.S
    )
    face = f'<a:latin typeface="{theme.OFFICE_FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fonts = (
        f'<a:fontScheme name="Assize"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
    )
    text = re.sub(r"<a:fontScheme.*?</a:fontScheme>", fonts, text, flags=re.S)
    part._blob = text.replace('name="Office Theme"', 'name="Assize"', 1).encode()


def _drop_leftovers(presentation: Any) -> None:
    """The blank's thumbnail and printer settings, and its statement of which program wrote it."""
    package = presentation.part.package
    for holder in (package, presentation.part):
        for identifier, rel in list(holder._rels.items()):
            if rel.reltype.endswith(("/thumbnail", "/printerSettings")):
                holder._rels.pop(identifier)
    for part in package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                b"<Application>Assize</Application>"
                b"<PresentationFormat>Widescreen</PresentationFormat></Properties>"
            )
