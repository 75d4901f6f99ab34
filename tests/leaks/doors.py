"""More kinds of leak, found by looking for doors: what programs carry along, and numbers that do not look like numbers.

Each plants the secret's number alone where it can, since words are looked for in every byte besides.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pikepdf

from leaks.planting import DECK, WORKBOOK, Pack, Secret, added, page, part, pdf, planted, sub

Kind = Callable[[Pack, Secret], Pack]
_SHEET, _SLIDE, _CHART = "xl/worksheets/sheet5.xml", "ppt/slides/slide2.xml", "ppt/charts/chart1.xml"


# --- archives -----------------------------------------------------------------------------------------------------


def _entry(change: Callable[[zipfile.ZipInfo, Secret], None]) -> Kind:
    """Changes what the archive says of a part, and not what the part holds."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(pack[WORKBOOK])) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                content = old.read(entry)
                if entry.filename == "xl/styles.xml":
                    change(entry, secret)
                new.writestr(entry, content)
        return planted(pack, WORKBOOK, out.getvalue())

    return plant


def _extra_field(entry: zipfile.ZipInfo, secret: Secret) -> None:
    told = secret.number.encode()
    entry.extra = struct.pack("<HH", 0x7A7A, len(told)) + told  # which programs skip


def _time(entry: zipfile.ZipInfo, secret: Secret) -> None:
    entry.date_time = (1980 + int(float(secret.number)) % 100, 1, 1, 0, 0, 0)


def _after_the_packed_bytes(pack: Pack, secret: Secret) -> Pack:
    """Bytes within a part's length, after its packed bytes have ended."""
    with zipfile.ZipFile(io.BytesIO(pack[WORKBOOK])) as old:
        parts = [(entry, old.read(entry)) for entry in old.infolist()]
    out, directory = io.BytesIO(), io.BytesIO()
    for entry, content in parts:
        pack_one = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = pack_one.compress(content) + pack_one.flush()
        if entry.filename == "xl/styles.xml":
            packed += secret.number.encode()
        name = entry.filename.encode()
        told = (20, 0, 8, 0, 33, zlib.crc32(content), len(packed), len(content), len(name), 0)
        at = out.tell()
        out.write(struct.pack("<4s5H3I2H", b"PK\x03\x04", *told) + name + packed)
        directory.write(struct.pack("<4sH5H3I5H2I", b"PK\x01\x02", 20, *told, 0, 0, 0, 0, at) + name)
    listed, at = directory.getvalue(), out.tell()
    out.write(listed + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listed), at, 0))
    return planted(pack, WORKBOOK, out.getvalue())


def _other_name_inside(pack: Pack, secret: Secret) -> Pack:
    """A part's own header calls it something else than the list of parts does."""
    data = pack[WORKBOOK]
    name = b"xl/styles.xml"
    at = data.index(name)
    other = secret.number.encode().rjust(len(name), b"x")[: len(name)]
    return planted(pack, WORKBOOK, data[:at] + other + data[at + len(name) :])


# --- numbers that do not look like it -----------------------------------------------------------------------------

_RAISED = str.maketrans("0123456789.", "⁰¹²³⁴⁵⁶⁷⁸⁹·")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _written_as(table: Mapping[int, int | str]) -> Kind:
    return lambda pack, secret: page("<main", f"<p>Of them {secret.number.translate(table)} more</p><main")(
        pack, secret
    )


def _shown_apart(pack: Pack, secret: Secret) -> Pack:
    """A number with thin spaces for thousands, its digits in elements of their own."""
    put = "".join(f"<b>{digit}</b>" for digit in secret.number + "7319")
    return page("<main", f"<p>Of them {put} more</p><main")(pack, secret)


# --- prints -------------------------------------------------------------------------------------------------------


def _uri(pdf_: pikepdf.Pdf, secret: Secret) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(f"https://example.org/?n={secret.number}")),
    )
    page_ = pdf_.pages[0].obj
    page_.Annots = pikepdf.Array([*page_.get("/Annots", ()), pdf_.make_indirect(link)])


def _page_labels(pdf_: pikepdf.Pdf, secret: Secret) -> None:
    label = pikepdf.Dictionary(S=pikepdf.Name.D, P=pikepdf.String(f"{secret.number}-"))
    pdf_.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, label]))


def _page_metadata(pdf_: pikepdf.Pdf, secret: Secret) -> None:
    pdf_.pages[0].obj.Metadata = pdf_.make_stream(f"<x>{secret.number}</x>".encode())


def _own_key(pdf_: pikepdf.Pdf, secret: Secret) -> None:
    pdf_.Root[pikepdf.Name("/Office")] = pikepdf.String(secret.number)


def _key_of_an_element(pdf_: pikepdf.Pdf, secret: Secret) -> None:
    pdf_.Root.StructTreeRoot[pikepdf.Name("/Note")] = pikepdf.String(secret.number)


def _comment_among_drawing(pdf_: pikepdf.Pdf, secret: Secret) -> None:
    first = pdf_.pages[0]
    first.contents_coalesce()
    first.obj.Contents = pdf_.make_stream(first.obj.Contents.read_bytes() + f"\n% {secret.number}\n".encode())


def _part_never_drawn(pdf_: pikepdf.Pdf, secret: Secret) -> None:
    form = pdf_.make_stream(f"BT ({secret.number}) Tj ET".encode())
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
    resources = pdf_.pages[0].obj.Resources
    if "/XObject" not in resources:
        resources.XObject = pikepdf.Dictionary()
    resources.XObject[pikepdf.Name("/Fm99")] = form


def _spelled_in_a_print(pdf_: pikepdf.Pdf, secret: Secret) -> None:
    pdf_.Root.StructTreeRoot["/K"][0]["/Alt"] = pikepdf.String(SPELLED)


SPELLED = "of them nineteen hundred and eighty-three"
"""In no paragraph of a pack: a number that no digit gives away."""

DOORS: Mapping[str, Kind] = {
    "a number in words on a page": page("</main>", f"<p>{SPELLED}</p>{{old}}"),
    "a number in words beside a picture of a page": page("<figure", f'<figure aria-label="{SPELLED}"'),
    "a number in words on a slide": sub(DECK, _SLIDE, r"</a:t>", f" {SPELLED}</a:t>"),
    "a number in words for a picture of a slide": sub(DECK, _SLIDE, r' descr="', f' descr="{SPELLED.upper()} '),
    "a number in words in a cell": part(WORKBOOK, "xl/sharedStrings.xml", "</t></si>", f" {SPELLED}</t></si>"),
    "a number in words of a sheet's foot": sub(WORKBOOK, _SHEET, "</oddFooter>", f" {SPELLED.title()}</oddFooter>"),
    "a number in words in a print": pdf(_spelled_in_a_print),
    "a field beside the name of a part": _entry(_extra_field),
    "the time of a part": _entry(_time),
    "bytes after the packed bytes of a part": _after_the_packed_bytes,
    "another name inside the archive": _other_name_inside,
    "the name of an attribute of a slide": part(DECK, _SLIDE, "<p:sp>", '<p:sp n{number}="">'),
    "the name of an element of a chart": part(DECK, _CHART, "</c:chart>", "<c:n{number}/></c:chart>"),
    "the name of an element of a cell": part(
        WORKBOOK, _SHEET, "</row>", '<c r="XFA1" t="s"><v>0</v><is><n{number}/></is></c></row>'
    ),
    "words within the value of a cell": part(WORKBOOK, _SHEET, "</v>", "<t>{number}</t></v>"),
    "words within the words of a cell": part(
        WORKBOOK, _SHEET, "</row>", '<c r="XFA1" t="inlineStr"><is><t></t><n>{number}</n></is></c></row>'
    ),
    "words beside a shared string": part(WORKBOOK, "xl/sharedStrings.xml", "</t></si>", "</t><n>{number}</n></si>"),
    "a run in no paragraph of a slide": part(DECK, _SLIDE, "</p:spTree>", "<a:t>{number}</a:t></p:spTree>"),
    "a run in no paragraph of a shape": part(DECK, _SLIDE, "</p:txBody>", "<a:r><a:t>{number}</a:t></a:r></p:txBody>"),
    "a cell in no row of a slide": part(
        DECK,
        _SLIDE,
        "</p:spTree>",
        "<a:tc><a:txBody><a:p><a:r><a:t>{number}</a:t></a:r></a:p></a:txBody></a:tc></p:spTree>",
    ),
    "a run in no paragraph of the master": part(
        DECK, "ppt/slideMasters/slideMaster1.xml", "</p:spTree>", "<a:t>{number}</a:t></p:spTree>"
    ),
    "the name of a namespace of a row": part(WORKBOOK, _SHEET, "<row ", '<row xmlns:n="urn:n:{number}" '),
    "a comment on a defined name": part(
        WORKBOOK, "xl/workbook.xml", "<definedName ", '<definedName comment="{number}" '
    ),
    "a condition of a number format": part(WORKBOOK, "xl/styles.xml", 'formatCode="', 'formatCode="[&gt;{number}]0;'),
    "a number format of a chart's cache": part(DECK, _CHART, "<c:formatCode>", "<c:formatCode>[&gt;{number}]"),
    "a shared string that no cell shows": part(
        WORKBOOK, "xl/sharedStrings.xml", "</sst>", "<si><t>{number}</t></si></sst>"
    ),
    "a rule that colours cells": part(
        WORKBOOK,
        _SHEET,
        "<pageMargins",
        '<conditionalFormatting sqref="A1"><cfRule type="cellIs" dxfId="0" priority="1" operator="greaterThan"><formula>'
        "{number}</formula></cfRule></conditionalFormatting><pageMargins",
    ),
    "a list of what a cell may hold": part(
        WORKBOOK,
        _SHEET,
        "<pageMargins",
        '<dataValidations count="1"><dataValidation type="list" sqref="A1"><formula1>"{number}"</formula1>'
        "</dataValidation></dataValidations><pageMargins",
    ),
    "an address within the workbook": part(WORKBOOK, "xl/worksheets/sheet2.xml", ' location="', ' location="n{number}'),
    "the end of an axis": sub(DECK, _CHART, r'<c:max val="[^"]*"', '<c:max val="{number}"'),
    "the step of an axis": sub(DECK, _CHART, r'<c:majorUnit val="[^"]*"', '<c:majorUnit val="{number}"'),
    "a comment before a part": part(DECK, _SLIDE, "<p:sld ", "<!-- {number} --><p:sld "),
    "a comment after a part": part(DECK, _SLIDE, "</p:sld>", "</p:sld><!-- {number} -->"),
    "an instruction before a part": part(DECK, _SLIDE, "<p:sld ", "<?office {number}?><p:sld "),
    "a type of document": part(DECK, _SLIDE, "<p:sld ", "<!DOCTYPE n [<!-- {number} -->]><p:sld "),
    "the name of a namespace": part(DECK, _SLIDE, "<p:sld ", '<p:sld xmlns:n="urn:n:{number}" '),
    "a relation to nothing": part(
        DECK,
        "ppt/slides/_rels/slide2.xml.rels",
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"'
        ' Target="n{number}.xml"/></Relationships>',
    ),
    "a type of relation": sub(DECK, "ppt/slides/_rels/slide2.xml.rels", r'Type="', 'Type="urn:n:{number}/'),
    "a type of content": part(
        DECK, "[Content_Types].xml", "</Types>", '<Default Extension="n" ContentType="text/n{number}"/></Types>'
    ),
    "a part that is listed only": part(
        DECK, "[Content_Types].xml", "</Types>", '<Override PartName="/n{number}.xml" ContentType="text/xml"/></Types>'
    ),
    "the name of a section of slides": part(
        DECK,
        "ppt/presentation.xml",
        "</p:presentation>",
        '<p:extLst><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst'
        ' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="{number}" id="1"/>'
        "</p14:sectionLst></p:ext></p:extLst></p:presentation>",
    ),
    "an order of time on a slide": part(
        DECK,
        _SLIDE,
        "</p:sld>",
        '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="{number}"/></p:par></p:tnLst></p:timing></p:sld>',
    ),
    "the number of a shape": part(
        DECK,
        _SLIDE,
        "</p:spTree>",
        '<p:sp><p:nvSpPr><p:cNvPr id="90{number}" name="Text 90"/></p:nvSpPr></p:sp></p:spTree>',
    ),
    "data of an office's own": added(DECK, "customXml/item1.xml", "<n>{number}</n>"),
    "a small picture of the deck": added(DECK, "docProps/thumbnail.jpeg", "{number}"),
    "an attribute of a page's own": page("<main", '<p data-n="{number}">more</p><main'),
    "a figure of a paragraph that is no number": page("<main", '<p data-figure="{number}">more</p><main'),
    "a figure without its number": page(
        '<data class="figure"', '<data data-figure="{number}" data-aspect="value"></data><data class="figure"'
    ),
    "the name of an attribute of a page": page("<main", '<main data-n{number}=""'),
    "the type of a page": page("<!DOCTYPE html", "<!DOCTYPE html {number}"),
    "the end of an element of a page": page("</main>", "</main n{number}>"),
    "the end of no element of a page": page("</main>", "</n{number}></main>"),
    "an attribute of a page twice": page('data-figure="', 'data-figure="{number}" data-figure="'),
    "a field that is not shown on a page": page("<main", '<input type="hidden" value="{number}"><main'),
    "a list of a page that is not shown": page("<main", '<datalist><option value="{number}"></datalist><main'),
    "the language of a paragraph": page("<main", '<p lang="en-x-n{number}">more</p><main'),
    "the place of a paragraph in turn": page("<main", '<p tabindex="{number}">more</p><main'),
    "the name of a place of a page": page("<main", '<p id="n{number}">more</p><main'),
    "a picture within a page": page("<main", '<img alt="" src="data:image/png;base64,{number}"><main'),
    "a description in a drawing": page("</svg>", "<desc>{number}</desc></svg>"),
    "raised digits": _written_as(_RAISED),
    "wide digits": _written_as(_WIDE),
    "a number in digits apart": _shown_apart,
    "an address of a print": pdf(_uri),
    "labels of pages of a print": pdf(_page_labels),
    "metadata of a page of a print": pdf(_page_metadata),
    "a key of a print's own": pdf(_own_key),
    "a key of a print's structure": pdf(_key_of_an_element),
    "a comment among what a print draws": pdf(_comment_among_drawing),
    "a part of a print that is never drawn": pdf(_part_never_drawn),
}
