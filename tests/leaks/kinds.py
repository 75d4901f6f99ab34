"""Kinds of leak: each puts a secret into a copy of a finished pack, as a careless build, template or hand could.

A kind is a function (pack, secret) -> pack. Files are changed in the one place alone, part by part, so that nothing else could
give them away.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping

import pikepdf

from leaks.doors import DOORS
from leaks.inside import INSIDE
from leaks.laid_out import LAID_OUT
from leaks.planting import (
    DECK,
    PAGE,
    PRINT,
    WORKBOOK,
    Pack,
    Secret,
    added,
    behind_a_trend,
    page,
    part,
    pdf,
    planted,
    rezipped,
    subbed,
    swap,
)
from leaks.unread import UNREAD


def _sheet(secret: Secret) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet'
        ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr">'
        f'<is><t>{secret.words}</t></is></c><c r="B1"><v>{secret.number}</v></c></row></sheetData></worksheet>'
    ).encode()


# --- workbooks ----------------------------------------------------------------------------------------------------


def _book(state: str) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        sheet = f'<sheet name="Working" sheetId="99"{state} r:id="rId99"/></sheets>'
        relation = (
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
            ' Target="worksheets/sheet99.xml"/></Relationships>'
        )
        changes = {
            "xl/workbook.xml": swap("</sheets>", sheet),
            "xl/_rels/workbook.xml.rels": swap("</Relationships>", relation),
        }
        return planted(pack, WORKBOOK, rezipped(pack[WORKBOOK], changes, {"xl/worksheets/sheet99.xml": _sheet(secret)}))

    return plant


def _in_row(pack: Pack, secret: Secret) -> Pack:
    """A number beside the last row of a sheet's table."""
    last = f'<c r="XFA1"><v>{secret.number}</v></c></row>'
    return planted(pack, WORKBOOK, rezipped(pack[WORKBOOK], {"xl/worksheets/sheet7.xml": swap("</row>", last)}))


def _cell_changed(pack: Pack, secret: Secret) -> Pack:
    """A value of a table replaced."""
    change = subbed(r"(<c [^>]*><v>)\d+\.\d+(</v>)", lambda found: found[1] + secret.number.encode() + found[2])
    return planted(pack, WORKBOOK, rezipped(pack[WORKBOOK], {"xl/worksheets/sheet8.xml": change}))


def _cache(name: str, part: str) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        change = subbed(r"(<c:numCache>.*?<c:v>)[^<]+", lambda found: found[1] + secret.number.encode())
        return planted(pack, name, rezipped(pack[name], {part: change}))

    return plant


def _embedded(inner: Callable[[bytes, Secret], bytes]) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        with zipfile.ZipFile(io.BytesIO(pack[DECK])) as deck:
            part = next(name for name in deck.namelist() if name.startswith("ppt/embeddings/"))
        return planted(pack, DECK, rezipped(pack[DECK], {part: lambda data: inner(data, secret)}))

    return plant


def _embedded_value(data: bytes, secret: Secret) -> bytes:
    change = subbed(
        r'(<c r="[B-Z]\d+"(?: s="\d+")?><v>)\d+(?:\.\d+)?(</v>)',
        lambda found: found[1] + secret.number.encode() + found[2],
    )
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert change(sheet) != sheet
    return rezipped(data, {"xl/worksheets/sheet1.xml": change})


def _embedded_words(data: bytes, secret: Secret) -> bytes:
    return rezipped(data, {"xl/sharedStrings.xml": swap("</t>", f" {secret.words} {secret.number}</t>")})


def _packed_otherwise(pack: Pack, secret: Secret) -> Pack:
    """A part that many programs unpack and few look into."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack[WORKBOOK])) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = swap("</dc:title>", f" {secret.words} {secret.number}</dc:title>")(content)
                new.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), content, zipfile.ZIP_BZIP2)
            else:
                new.writestr(entry, content)
    return planted(pack, WORKBOOK, out.getvalue())


def _trend(pattern: str) -> Callable[[Pack, Secret], Pack]:
    """Something in the chart of a small trend of a deck replaced by the number."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        change = subbed(pattern, lambda found: found[1] + secret.number.encode())
        return planted(pack, DECK, rezipped(pack[DECK], {behind_a_trend(pack[DECK])[0]: change}))

    return plant


def _behind_trend(inner: Callable[[bytes, Secret], bytes]) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        book = behind_a_trend(pack[DECK])[1]
        return planted(pack, DECK, rezipped(pack[DECK], {book: lambda data: inner(data, secret)}))

    return plant


def _embedded_sheet(data: bytes, secret: Secret) -> bytes:
    return rezipped(data, {}, {"xl/worksheets/sheet9.xml": _sheet(secret)})


def _beside_the_archive(name: str) -> Callable[[Pack, Secret], Pack]:
    return lambda pack, secret: planted(pack, name, pack[name] + f"{secret.words} {secret.number}".encode())


def _archive_comment(pack: Pack, secret: Secret) -> Pack:
    out = io.BytesIO(pack[WORKBOOK])
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = f"{secret.words} {secret.number}".encode()
    return planted(pack, WORKBOOK, out.getvalue())


# --- decks --------------------------------------------------------------------------------------------------------

_SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="900" name="Text 900"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
    '<a:off x="-9000000" y="0"/><a:ext cx="100" cy="100"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:p><a:r>'
    "<a:t>{words} {number}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>"
)
_NOTES = (
    '<p:notes xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r>'
    "<a:t>{words} {number}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:notes>"
)
_CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="x" pid="2"'
    ' name="{words}">'
    "<vt:lpwstr>{number}</vt:lpwstr></property></Properties>"
)

# --- pages --------------------------------------------------------------------------------------------------------


def _small_trend(pack: Pack, secret: Secret) -> Pack:
    """A point of a small trend moved to where another value stands."""
    change = subbed(
        r'(<polyline points="[\d.]+,)[\d.]+', lambda found: found[1] + str(float(secret.number) % 17).encode()
    )
    return planted(pack, PAGE, change(pack[PAGE]))


def _value_behind(pack: Pack, secret: Secret) -> Pack:
    """The value that a page keeps for programs behind a figure that is printed as it should be."""
    change = subbed(r'(<data class="figure" value=")[^"]*', lambda found: found[1] + secret.number.encode())
    return planted(pack, PAGE, change(pack[PAGE]))


def _figure_changed(pack: Pack, secret: Secret) -> Pack:
    """The number of a figure that is shown replaced by another's."""
    change = subbed(r'(data-aspect="value">)[^<]+(</data>)', lambda found: found[1] + secret.number.encode() + found[2])
    return planted(pack, PAGE, change(pack[PAGE]))


# --- prints -------------------------------------------------------------------------------------------------------


def _attachment(pdf: pikepdf.Pdf, secret: Secret) -> None:
    pdf.attachments["notes.txt"] = f"{secret.words} {secret.number}".encode()


def _keyword(pdf: pikepdf.Pdf, secret: Secret) -> None:
    pdf.docinfo["/Keywords"] = f"{secret.words} {secret.number}"


def _annotation(pdf: pikepdf.Pdf, secret: Secret) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 9, 9],
        Contents=pikepdf.String(f"{secret.words} {secret.number}"),
    )
    page = pdf.pages[0].obj
    page.Annots = pikepdf.Array([*page.get("/Annots", ()), pdf.make_indirect(note)])


def _bookmark(pdf: pikepdf.Pdf, secret: Secret) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"{secret.words} {secret.number}", 0))


def _printed_alt(pdf: pikepdf.Pdf, secret: Secret) -> None:
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/Alt" in element:
            element.Alt = pikepdf.String(f"{secret.words} {secret.number}")
            return
        below = element.get("/K", ())
        children = list(below) if isinstance(below, pikepdf.Array) else [below]
        waiting += [one for one in children if isinstance(one, pikepdf.Dictionary)]
    raise AssertionError("the PDF has no alternative text")


def _metadata(pdf: pikepdf.Pdf, secret: Secret) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
        told["dc:description"] = f"{secret.words} {secret.number}"


# --- names and manifest -------------------------------------------------------------------------------------------


def _file_name(pack: Pack, secret: Secret) -> Pack:
    return {**pack, f"{secret.words} {secret.number}.txt": b"working paper"}


def _manifest(pack: Pack, secret: Secret) -> Pack:
    told = json.loads(pack["manifest.json"])
    told["inputs"] = [{"file": secret.words, "value": secret.number}]
    return planted(pack, "manifest.json", json.dumps(told).encode())


KINDS: Mapping[str, Callable[[Pack, Secret], Pack]] = {
    "a hidden sheet": _book(' state="hidden"'),
    "a very hidden sheet": _book(' state="veryHidden"'),
    "a sheet more": _book(""),
    "a defined name": part(
        WORKBOOK, "xl/workbook.xml", "<definedNames>", '<definedNames><definedName name="k">{number}</definedName>'
    ),
    "a comment on a cell": added(
        WORKBOOK,
        "xl/comments1.xml",
        "<comments><commentList><comment><text><t>{words} {number}</t></text></comment></commentList></comments>",
    ),
    "a number beside a table": _in_row,
    "a value of a table": _cell_changed,
    "a formula": part(WORKBOOK, "xl/worksheets/sheet7.xml", "</row>", '<c r="XFA1"><f>{number}+0</f></c></row>'),
    "a number format": part(WORKBOOK, "xl/styles.xml", 'formatCode="', 'formatCode="&quot;{words} {number}&quot;'),
    "a cell of its own": part(WORKBOOK, "xl/worksheets/sheet5.xml", "</row>", '<c r="XFA1"><v>{number}</v></c></row>'),
    "a second set of rows": part(
        WORKBOOK,
        "xl/worksheets/sheet5.xml",
        "</sheetData>",
        '</sheetData><sheetData><row r="1"><c r="A1"><v>{number}</v></c></row></sheetData>',
    ),
    "a comment between rows": part(WORKBOOK, "xl/worksheets/sheet5.xml", "</row>", "</row><!-- {words} {number} -->"),
    "words between cells": part(WORKBOOK, "xl/worksheets/sheet5.xml", "</row>", "{words} {number}</row>"),
    "an attribute of a cell": part(WORKBOOK, "xl/worksheets/sheet5.xml", '<c r="', '<c foo="{number}" r="'),
    "a hidden column": part(
        WORKBOOK, "xl/worksheets/sheet7.xml", '<col min="1"', '<col min="9" max="9" width="1" hidden="1"/><col min="1"'
    ),
    "a shared string": part(WORKBOOK, "xl/sharedStrings.xml", "</t>", " {words} {number}</t>"),
    "a header of a sheet": part(WORKBOOK, "xl/worksheets/sheet5.xml", "</oddHeader>", " {words} {number}</oddHeader>"),
    "a chart's cache in the workbook": _cache(WORKBOOK, "xl/charts/chart1.xml"),
    "words on a drawing of the workbook": part(
        WORKBOOK, "xl/drawings/drawing1.xml", 'descr="', 'descr="{words} {number} '
    ),
    "properties of the workbook": part(WORKBOOK, "docProps/core.xml", "</dc:title>", " {words} {number}</dc:title>"),
    "a comment in the workbook's parts": part(
        WORKBOOK, "xl/worksheets/sheet7.xml", "<sheetData>", "<!-- {words} {number} --><sheetData>"
    ),
    "bytes after the workbook": _beside_the_archive(WORKBOOK),
    "a comment on the archive": _archive_comment,
    "a chart's cache in a deck": _cache(DECK, "ppt/charts/chart1.xml"),
    "a small trend's cache in a deck": _trend(r"(<c:lineChart>.*?<c:numCache>.*?<c:v>)[^<]+"),
    "the end of a small trend's axis": _trend(r'(<c:max val=")[^"]+'),
    "a quarter of a small trend": _trend(r"(<c:cat>.*?<c:v>[^<]*?)\d+"),
    "a value behind a small trend": _behind_trend(_embedded_value),
    "words beside the values of a small trend": _behind_trend(_embedded_words),
    "a sheet more behind a small trend": _behind_trend(_embedded_sheet),
    "a value of a chart's workbook": _embedded(_embedded_value),
    "a sheet of a chart's workbook": _embedded(_embedded_sheet),
    "words beside the values of a chart's workbook": _embedded(_embedded_words),
    "a part packed otherwise": _packed_otherwise,
    "an address of a deck": part(
        DECK,
        "ppt/slides/_rels/slide2.xml.rels",
        "</Relationships>",
        '<Relationship Id="rId99" Type="x" Target="https://example.org/?n={number}" TargetMode="External"/></Relationships>',
    ),
    "words between the elements of a slide": part(DECK, "ppt/slides/slide2.xml", "</p:sp>", "</p:sp>{words} {number}"),
    "alternative text of a slide": part(DECK, "ppt/slides/slide2.xml", 'descr="', 'descr="{words} {number} '),
    "speaker notes": added(DECK, "ppt/notesSlides/notesSlide1.xml", _NOTES),
    "a comment on a slide": added(
        DECK, "ppt/comments/comment1.xml", "<cmLst><cm><text>{words} {number}</text></cm></cmLst>"
    ),
    "a text beside the slide": part(DECK, "ppt/slides/slide2.xml", "</p:spTree>", _SHAPE),
    "a hidden slide": part(DECK, "ppt/slides/slide2.xml", "<p:sld ", '<p:sld show="0" '),
    "the name of a shape": part(DECK, "ppt/slides/slide2.xml", 'name="Title 1"', 'name="{words} {number}"'),
    "a part of a deck that nothing shows": added(DECK, "ppt/slides/slide99.xml", _NOTES.replace("p:notes", "p:sld")),
    "custom properties": added(DECK, "docProps/custom.xml", _CUSTOM),
    "an archive inside": added(DECK, "ppt/media/data.zip", "PK{words} {number}"),
    "the master of the slides": part(DECK, "ppt/slideMasters/slideMaster1.xml", "</p:spTree>", _SHAPE),
    "a comment in a page": page("<main", "<!-- {words} {number} --><main"),
    "data of a page": page("<main", '<main data-cases="{number} {words}"'),
    "a script of a page": page("</body>", "<script>var d = [{number}];</script></body>"),
    "hidden text of a page": page("<main", '<p style="display: none">{words} {number}</p><main'),
    "a row of a page": page("<tbody>", "<tbody><tr><td>{words}</td><td>{number}</td></tr>"),
    "a sentence of a page": page("</h2>", "</h2><p>{words}: {number}</p>"),
    "properties of a page": page("<title>", '<meta name="keywords" content="{words} {number}"><title>'),
    "words on a picture of a page": page('role="img" aria-label="', 'role="img" aria-label="{words} {number} '),
    "a figure of a page": _figure_changed,
    "the value behind a figure of a page": _value_behind,
    "an address of a page": page("<main", '<a href="https://example.org/?cases={number}">more</a><main'),
    "a class of a page": page("<main", '<p class="n{number}">more</p><main'),
    "a width of a page": page("<main", '<p style="margin-left: {number}px">more</p><main'),
    "a point of a small trend": _small_trend,
    "the style of a page": page("</style>", ".k::after {{content: '{words} {number}'}}</style>"),
    "an attachment of a print": pdf(_attachment),
    "keywords of a print": pdf(_keyword),
    "a note on a print": pdf(_annotation),
    "a bookmark of a print": pdf(_bookmark),
    "alternative text of a print": pdf(_printed_alt),
    "metadata of a print": pdf(_metadata),
    "bytes after a print": _beside_the_archive(PRINT),
    "the name of a file": _file_name,
    "the manifest": _manifest,
    **DOORS,
    **INSIDE,
    **LAID_OUT,
    **UNREAD,
}
