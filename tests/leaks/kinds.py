"""Kinds of leak: each puts a secret into a copy of a finished pack, as a careless build, template or hand could.

A kind is a function (pack, secret) -> pack. Files are changed in the one place alone, part by part, so that nothing else could
give them away.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pikepdf

Pack = Mapping[str, bytes]
WORKBOOK, DECK, PAGE, PRINT = (
    "workbook.xlsx",
    "executive-summary.pptx",
    "executive-summary.html",
    "executive-summary.pdf",
)
REPORT = "cjs-performance-report.html"


@dataclass(frozen=True)
class Secret:
    """What must not be seen: `words` for readers, `number` where it is one."""

    words: str
    number: str


def _with(pack: Pack, name: str, data: bytes) -> Pack:
    assert pack.get(name) != data, f"nothing was planted in {name}"
    return {**pack, name: data}


def _zip(
    data: bytes, changes: Mapping[str, Callable[[bytes], bytes]], added: Mapping[str, bytes] | None = None
) -> bytes:
    """A copy of an archive with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            changed = changes[entry.filename](content) if entry.filename in changes else content
            assert (changed != content) == (entry.filename in changes), f"nothing was planted in {entry.filename}"
            new.writestr(entry, changed)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def _swap(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old.encode(), new.encode(), 1)


def _sub(pattern: str, put: Callable[[re.Match[bytes]], bytes]) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(pattern.encode(), put, data, count=1, flags=re.DOTALL)


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
            "xl/workbook.xml": _swap("</sheets>", sheet),
            "xl/_rels/workbook.xml.rels": _swap("</Relationships>", relation),
        }
        return _with(pack, WORKBOOK, _zip(pack[WORKBOOK], changes, {"xl/worksheets/sheet99.xml": _sheet(secret)}))

    return plant


def _part(name: str, part: str, old: str, new: str) -> Callable[[Pack, Secret], Pack]:
    """Puts `new` for `old` in a part of an archive; {words} and {number} stand for the secret."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        put = new.format(words=secret.words, number=secret.number)
        return _with(pack, name, _zip(pack[name], {part: _swap(old, put)}))

    return plant


def _added(name: str, part: str, content: str) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        text = content.format(words=secret.words, number=secret.number)
        return _with(pack, name, _zip(pack[name], {}, {part: text.encode()}))

    return plant


def _in_row(pack: Pack, secret: Secret) -> Pack:
    """A number beside the last row of a sheet's table."""
    last = f'<c r="XFA1"><v>{secret.number}</v></c></row>'
    return _with(pack, WORKBOOK, _zip(pack[WORKBOOK], {"xl/worksheets/sheet7.xml": _swap("</row>", last)}))


def _cell_changed(pack: Pack, secret: Secret) -> Pack:
    """A value of a table replaced."""
    change = _sub(r"(<c [^>]*><v>)\d+\.\d+(</v>)", lambda found: found[1] + secret.number.encode() + found[2])
    return _with(pack, WORKBOOK, _zip(pack[WORKBOOK], {"xl/worksheets/sheet8.xml": change}))


def _cache(name: str, part: str) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        change = _sub(r"(<c:numCache>.*?<c:v>)[^<]+", lambda found: found[1] + secret.number.encode())
        return _with(pack, name, _zip(pack[name], {part: change}))

    return plant


def _embedded(inner: Callable[[bytes, Secret], bytes]) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        with zipfile.ZipFile(io.BytesIO(pack[DECK])) as deck:
            part = next(name for name in deck.namelist() if name.startswith("ppt/embeddings/"))
        return _with(pack, DECK, _zip(pack[DECK], {part: lambda data: inner(data, secret)}))

    return plant


def _embedded_value(data: bytes, secret: Secret) -> bytes:
    change = _sub(
        r'(<c r="[B-Z]\d+"(?: s="\d+")?><v>)\d+(?:\.\d+)?(</v>)',
        lambda found: found[1] + secret.number.encode() + found[2],
    )
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert change(sheet) != sheet
    return _zip(data, {"xl/worksheets/sheet1.xml": change})


def _embedded_words(data: bytes, secret: Secret) -> bytes:
    return _zip(data, {"xl/sharedStrings.xml": _swap("</t>", f" {secret.words} {secret.number}</t>")})


def _packed_otherwise(pack: Pack, secret: Secret) -> Pack:
    """A part that many programs unpack and few look into."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack[WORKBOOK])) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _swap("</dc:title>", f" {secret.words} {secret.number}</dc:title>")(content)
                new.writestr(entry.filename, content, zipfile.ZIP_BZIP2)
            else:
                new.writestr(entry, content)
    return _with(pack, WORKBOOK, out.getvalue())


def _embedded_sheet(data: bytes, secret: Secret) -> bytes:
    return _zip(data, {}, {"xl/worksheets/sheet9.xml": _sheet(secret)})


def _beside_the_archive(name: str) -> Callable[[Pack, Secret], Pack]:
    return lambda pack, secret: _with(pack, name, pack[name] + f"{secret.words} {secret.number}".encode())


def _archive_comment(pack: Pack, secret: Secret) -> Pack:
    out = io.BytesIO(pack[WORKBOOK])
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = f"{secret.words} {secret.number}".encode()
    return _with(pack, WORKBOOK, out.getvalue())


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


def _page(old: str, new: str, name: str = PAGE) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        put = new.format(words=secret.words, number=secret.number, old=old)
        return _with(pack, name, pack[name].replace(old.encode(), put.encode(), 1))

    return plant


def _small_trend(pack: Pack, secret: Secret) -> Pack:
    """A point of a small trend moved to where another value stands."""
    change = _sub(
        r'(<polyline points="[\d.]+,)[\d.]+', lambda found: found[1] + str(float(secret.number) % 17).encode()
    )
    return _with(pack, PAGE, change(pack[PAGE]))


def _value_behind(pack: Pack, secret: Secret) -> Pack:
    """The value that a page keeps for programs behind a figure that is printed as it should be."""
    change = _sub(r'(<data class="figure" value=")[^"]*', lambda found: found[1] + secret.number.encode())
    return _with(pack, PAGE, change(pack[PAGE]))


def _figure_changed(pack: Pack, secret: Secret) -> Pack:
    """The number of a figure that is shown replaced by another's."""
    change = _sub(r'(data-aspect="value">)[^<]+(</data>)', lambda found: found[1] + secret.number.encode() + found[2])
    return _with(pack, PAGE, change(pack[PAGE]))


# --- prints -------------------------------------------------------------------------------------------------------


def _pdf(change: Callable[[pikepdf.Pdf, Secret], None]) -> Callable[[Pack, Secret], Pack]:
    def plant(pack: Pack, secret: Secret) -> Pack:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pack[PRINT])) as pdf:
            change(pdf, secret)
            pdf.save(out)
        return _with(pack, PRINT, out.getvalue())

    return plant


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
    return _with(pack, "manifest.json", json.dumps(told).encode())


KINDS: Mapping[str, Callable[[Pack, Secret], Pack]] = {
    "a hidden sheet": _book(' state="hidden"'),
    "a very hidden sheet": _book(' state="veryHidden"'),
    "a sheet more": _book(""),
    "a defined name": _part(
        WORKBOOK, "xl/workbook.xml", "<definedNames>", '<definedNames><definedName name="k">{number}</definedName>'
    ),
    "a comment on a cell": _added(
        WORKBOOK,
        "xl/comments1.xml",
        "<comments><commentList><comment><text><t>{words} {number}</t></text></comment></commentList></comments>",
    ),
    "a number beside a table": _in_row,
    "a value of a table": _cell_changed,
    "a formula": _part(WORKBOOK, "xl/worksheets/sheet7.xml", "</row>", '<c r="XFA1"><f>{number}+0</f></c></row>'),
    "a number format": _part(WORKBOOK, "xl/styles.xml", 'formatCode="', 'formatCode="&quot;{words} {number}&quot;'),
    "a cell of its own": _part(WORKBOOK, "xl/worksheets/sheet5.xml", "</row>", '<c r="XFA1"><v>{number}</v></c></row>'),
    "a second set of rows": _part(
        WORKBOOK,
        "xl/worksheets/sheet5.xml",
        "</sheetData>",
        '</sheetData><sheetData><row r="1"><c r="A1"><v>{number}</v></c></row></sheetData>',
    ),
    "a comment between rows": _part(WORKBOOK, "xl/worksheets/sheet5.xml", "</row>", "</row><!-- {words} {number} -->"),
    "words between cells": _part(WORKBOOK, "xl/worksheets/sheet5.xml", "</row>", "{words} {number}</row>"),
    "an attribute of a cell": _part(WORKBOOK, "xl/worksheets/sheet5.xml", '<c r="', '<c foo="{number}" r="'),
    "a hidden column": _part(
        WORKBOOK, "xl/worksheets/sheet7.xml", '<col min="1"', '<col min="9" max="9" width="1" hidden="1"/><col min="1"'
    ),
    "a shared string": _part(WORKBOOK, "xl/sharedStrings.xml", "</t>", " {words} {number}</t>"),
    "a header of a sheet": _part(WORKBOOK, "xl/worksheets/sheet5.xml", "</oddHeader>", " {words} {number}</oddHeader>"),
    "a chart's cache in the workbook": _cache(WORKBOOK, "xl/charts/chart1.xml"),
    "words on a drawing of the workbook": _part(
        WORKBOOK, "xl/drawings/drawing1.xml", 'descr="', 'descr="{words} {number} '
    ),
    "properties of the workbook": _part(WORKBOOK, "docProps/core.xml", "</dc:title>", " {words} {number}</dc:title>"),
    "a comment in the workbook's parts": _part(
        WORKBOOK, "xl/worksheets/sheet7.xml", "<sheetData>", "<!-- {words} {number} --><sheetData>"
    ),
    "bytes after the workbook": _beside_the_archive(WORKBOOK),
    "a comment on the archive": _archive_comment,
    "a chart's cache in a deck": _cache(DECK, "ppt/charts/chart1.xml"),
    "a value of a chart's workbook": _embedded(_embedded_value),
    "a sheet of a chart's workbook": _embedded(_embedded_sheet),
    "words beside the values of a chart's workbook": _embedded(_embedded_words),
    "a part packed otherwise": _packed_otherwise,
    "an address of a deck": _part(
        DECK,
        "ppt/slides/_rels/slide2.xml.rels",
        "</Relationships>",
        '<Relationship Id="rId99" Type="x" Target="https://example.org/?n={number}" TargetMode="External"/></Relationships>',
    ),
    "words between the elements of a slide": _part(DECK, "ppt/slides/slide2.xml", "</p:sp>", "</p:sp>{words} {number}"),
    "alternative text of a slide": _part(DECK, "ppt/slides/slide2.xml", 'descr="', 'descr="{words} {number} '),
    "speaker notes": _added(DECK, "ppt/notesSlides/notesSlide1.xml", _NOTES),
    "a comment on a slide": _added(
        DECK, "ppt/comments/comment1.xml", "<cmLst><cm><text>{words} {number}</text></cm></cmLst>"
    ),
    "a text beside the slide": _part(DECK, "ppt/slides/slide2.xml", "</p:spTree>", _SHAPE),
    "a hidden slide": _part(DECK, "ppt/slides/slide2.xml", "<p:sld ", '<p:sld show="0" '),
    "the name of a shape": _part(DECK, "ppt/slides/slide2.xml", 'name="Title 1"', 'name="{words} {number}"'),
    "a part of a deck that nothing shows": _added(DECK, "ppt/slides/slide99.xml", _NOTES.replace("p:notes", "p:sld")),
    "custom properties": _added(DECK, "docProps/custom.xml", _CUSTOM),
    "an archive inside": _added(DECK, "ppt/media/data.zip", "PK{words} {number}"),
    "the master of the slides": _part(DECK, "ppt/slideMasters/slideMaster1.xml", "</p:spTree>", _SHAPE),
    "a comment in a page": _page("<main", "<!-- {words} {number} --><main"),
    "data of a page": _page("<main", '<main data-cases="{number} {words}"'),
    "a script of a page": _page("</body>", "<script>var d = [{number}];</script></body>"),
    "hidden text of a page": _page("<main", '<p style="display: none">{words} {number}</p><main'),
    "a row of a page": _page("<tbody>", "<tbody><tr><td>{words}</td><td>{number}</td></tr>"),
    "a sentence of a page": _page("</h2>", "</h2><p>{words}: {number}</p>"),
    "properties of a page": _page("<title>", '<meta name="keywords" content="{words} {number}"><title>'),
    "words on a picture of a page": _page('role="img" aria-label="', 'role="img" aria-label="{words} {number} '),
    "a figure of a page": _figure_changed,
    "the value behind a figure of a page": _value_behind,
    "an address of a page": _page("<main", '<a href="https://example.org/?cases={number}">more</a><main'),
    "a class of a page": _page("<main", '<p class="n{number}">more</p><main'),
    "a width of a page": _page("<main", '<p style="margin-left: {number}px">more</p><main'),
    "a point of a small trend": _small_trend,
    "the style of a page": _page("</style>", ".k::after {{content: '{words} {number}'}}</style>"),
    "an attachment of a print": _pdf(_attachment),
    "keywords of a print": _pdf(_keyword),
    "a note on a print": _pdf(_annotation),
    "a bookmark of a print": _pdf(_bookmark),
    "alternative text of a print": _pdf(_printed_alt),
    "metadata of a print": _pdf(_metadata),
    "bytes after a print": _beside_the_archive(PRINT),
    "the name of a file": _file_name,
    "the manifest": _manifest,
}
