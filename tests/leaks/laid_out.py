"""Kinds of leak in what lays out, ties and packs: attributes that hold a size or a name, formulas, faces, bytes of archives."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

import pikepdf

from leaks.planting import DECK, WORKBOOK, Pack, Secret, page, part, pdf, planted, rezipped, sub, subbed

Kind = Callable[[Pack, Secret], Pack]
_SLIDE, _CHART, _SHEET = "ppt/slides/slide2.xml", "ppt/charts/chart1.xml", "xl/worksheets/sheet5.xml"
_TOLD = "of them {number} victims in Leek"


# --- archives -----------------------------------------------------------------------------------------------------


def _between_parts(pack: Pack, secret: Secret) -> Pack:
    """A few bytes between two parts of an archive, every place in it told rightly."""
    data = pack[WORKBOOK]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries, directory = archive.infolist(), archive.start_dir
    told = f"{secret.number} in Leek".encode()[:18]
    at = entries[1].header_offset
    listed = bytearray(data[directory:])
    place = 0
    for entry in entries:
        offset = entry.header_offset + (len(told) if entry.header_offset >= at else 0)
        struct.pack_into("<I", listed, place + 42, offset)
        place += 46 + len(entry.filename.encode())
    struct.pack_into("<I", listed, place + 16, directory + len(told))
    return planted(pack, WORKBOOK, data[:at] + told + data[at:directory] + bytes(listed))


def _attributes(pack: Pack, secret: Secret) -> Pack:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack[WORKBOOK])) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/styles.xml":
                entry.external_attr = (int(float(secret.number)) % 4096 + 1) << 16
            new.writestr(entry, content)
    return planted(pack, WORKBOOK, out.getvalue())


def _time_in_a_header(pack: Pack, secret: Secret) -> Pack:
    """A part's own header has another time than the list of parts."""
    data = bytearray(pack[WORKBOOK])
    struct.pack_into("<H", data, 10, int(float(secret.number)) % 60000 + 1)
    return planted(pack, WORKBOOK, bytes(data))


# --- decks and workbooks ------------------------------------------------------------------------------------------


def _whose_value(pack: Pack, secret: Secret) -> Pack:
    """On the sheet that says whose each value of a chart is: another name for its series."""
    told = _TOLD.format(number=secret.number)
    with zipfile.ZipFile(io.BytesIO(pack[DECK])) as deck:
        for name in deck.namelist():
            if name.startswith("ppt/embeddings/"):
                with zipfile.ZipFile(io.BytesIO(deck.read(name))) as book:
                    if "xl/worksheets/sheet2.xml" in book.namelist():
                        break
    cell = f'<c r="A2" t="inlineStr"><is><t>{told}</t></is></c>'.encode()
    change = subbed(r'<c r="A2"[^>]*><v>\d+</v></c>', lambda _: cell)
    inner = lambda data: rezipped(data, {"xl/worksheets/sheet2.xml": change})  # noqa: E731
    return planted(pack, DECK, rezipped(pack[DECK], {name: inner}))


def _number_of_a_slide(pack: Pack, secret: Secret) -> Pack:
    """The field for a slide's number within a sentence, on the slide that has the number: programs show it there."""
    slide = "3" if secret.number == "3" else "2"
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="900" name="Text 900"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody>'
        '<a:bodyPr/><a:p><a:r><a:t>Of them </a:t></a:r><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f"<a:rPr/><a:t>{slide}</a:t></a:fld><a:r><a:t> victims in Leek</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>"
    )
    change = {f"ppt/slides/slide{slide}.xml": lambda data: data.replace(b"</p:spTree>", shape.encode(), 1)}
    return planted(pack, DECK, rezipped(pack[DECK], change))


# --- prints -------------------------------------------------------------------------------------------------------


def _first(opened: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    waiting = [opened.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if element.get("/S") == kind:
            return element
        below = element.get("/K", ())
        children = list(below) if isinstance(below, pikepdf.Array) else [below]
        waiting += [one for one in reversed(children) if isinstance(one, pikepdf.Dictionary)]
    raise AssertionError(f"the print has no {kind}")


def _of(kind: str, key: str) -> Kind:
    """Words under a key of the first element of a kind."""

    def change(opened: pikepdf.Pdf, secret: Secret) -> None:
        _first(opened, kind)[pikepdf.Name(key)] = pikepdf.String(_TOLD.format(number=secret.number))

    return pdf(change)


def _named(key: str) -> Kind:
    """A name in the attributes of a paragraph."""

    def change(opened: pikepdf.Pdf, secret: Secret) -> None:
        told = {"/O": pikepdf.Name("/Layout"), key: pikepdf.Name(f"/Victims{secret.number}")}
        _first(opened, "/P")[pikepdf.Name("/A")] = pikepdf.Dictionary(told)

    return pdf(change)


def _kind_of_element(opened: pikepdf.Pdf, secret: Secret) -> None:
    element = _first(opened, "/P")
    element.S = pikepdf.Name("/SevenVictims")


def _font(opened: pikepdf.Pdf) -> pikepdf.Object:
    fonts = opened.pages[0].obj.Resources.Font
    return fonts[next(iter(fonts.keys()))]


def _title_of_a_font(opened: pikepdf.Pdf, secret: Secret) -> None:
    _font(opened)[pikepdf.Name("/Title")] = pikepdf.String(_TOLD.format(number=secret.number))


def _letters_of_a_font(opened: pikepdf.Pdf, secret: Secret) -> None:
    told = _font(opened).ToUnicode
    told.write(
        told.read_bytes().replace(b"%%EndComments", b"%% of them " + secret.number.encode() + b"\n%%EndComments")
    )


def _name_of_a_face(opened: pikepdf.Pdf, secret: Secret) -> None:
    face = _font(opened).DescendantFonts[0].FontDescriptor.FontFile2
    data = face.read_bytes()
    old = "Source".encode("utf-16-be")
    new = f"of {secret.number[:3]}".ljust(6).encode("utf-16-be")
    assert old in data
    face.write(data.replace(old, new))


def _after_a_face(opened: pikepdf.Pdf, secret: Secret) -> None:
    face = _font(opened).DescendantFonts[0].FontDescriptor.FontFile2
    face.write(face.read_bytes() + secret.number.encode())


def _like_an_element(opened: pikepdf.Pdf, secret: Secret) -> None:
    """A dictionary that looks like an element of the structure, where none is."""
    told = pikepdf.Dictionary(S=pikepdf.Name.P, P=opened.Root, T=pikepdf.String(secret.number))
    opened.pages[0].obj.Resources[pikepdf.Name("/Pattern")] = pikepdf.Dictionary({"/P1": opened.make_indirect(told)})


def _leads_to(opened: pikepdf.Pdf, secret: Secret) -> None:
    """A link that says that it leads to a page by a number that it does not lead to."""
    sheet = opened.pages[0].obj
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        Contents=pikepdf.String(f"page {int(float(secret.number))}"),
        Dest=pikepdf.Array([sheet, pikepdf.Name.XYZ, 0, 0, 0]),
    )
    sheet.Annots = pikepdf.Array([*sheet.get("/Annots", ()), opened.make_indirect(link)])


LAID_OUT: Mapping[str, Kind] = {
    "bytes between parts, fewer than a record": _between_parts,
    "attributes of a part": _attributes,
    "a time in the header of a part": _time_in_a_header,
    "a sentence in a value of a chart": sub(DECK, _CHART, r'<c:delete val="\d"', f'<c:delete val="{_TOLD}"'),
    "a sentence in the number of a shape": sub(DECK, _SLIDE, r'<p:cNvPr id="\d+"', f'<p:cNvPr id="{_TOLD}"'),
    "a sentence in the place of a shape": sub(DECK, _SLIDE, r'<a:off x="-?\d+"', f'<a:off x="{_TOLD}"'),
    "a sentence in the cells of a sheet": sub(WORKBOOK, _SHEET, r'<dimension ref="[^"]*"', f'<dimension ref="{_TOLD}"'),
    "a sentence in the size of a column": sub(WORKBOOK, _SHEET, r' width="[^"]*"', f' width="{_TOLD}"'),
    "the name of a layout": sub(
        DECK, "ppt/slideLayouts/slideLayout1.xml", r'<p:cSld name="[^"]*"', f'<p:cSld name="{_TOLD}"'
    ),
    "the name of a slide": sub(DECK, _SLIDE, r'<p:cSld name="[^"]*"', f'<p:cSld name="{_TOLD}"'),
    "the number of a slide of a section": sub(
        DECK, _SLIDE, r'<p:cSld name="([^"]*)"', '<p:cSld name="headline-measures-7{number}"'
    ),
    "the face of a sheet's head": sub(WORKBOOK, _SHEET, r"&amp;&quot;[^&]*&quot;|&amp;\"[^\"]*\"", f'&amp;"{_TOLD}"'),
    "a print area on no sheet": sub(
        WORKBOOK, "xl/workbook.xml", r"(?<=>)'[^']*'!\$[^<]*(?=</definedName>)", f"'{_TOLD}'!$1:$5"
    ),
    "the data of a chart on no sheet": sub(DECK, _CHART, r"<c:f>'[^']*'", f"<c:f>'{_TOLD}'"),
    "the data of a workbook's chart on no sheet": sub(
        WORKBOOK, "xl/charts/chart1.xml", r"<c:f>'?[^'!<]*'?!", f"<c:f>'{_TOLD}'!"
    ),
    "whose a value of a chart is": _whose_value,
    "the number of a slide within a sentence": _number_of_a_slide,
    "a page by a number": page("</main>", "<p>page 3{number}</p>{old}"),
    "a note by a number": page("</main>", "<p>note 3{number}</p>{old}"),
    "the place of a note that is not there": page("<main", '<p id="headline-measures-note-7{number}">more</p><main'),
    "the name of a style of a page": page("<main", '<p class="seven-victims">more</p><main'),
    "the role of an element of a page": page("<main", '<p role="seven-victims">more</p><main'),
    "how many tables a sheet has": part(
        WORKBOOK, "xl/sharedStrings.xml", "contains one table", "contains seven tables"
    ),
    "the number in the name of a table": sub(
        WORKBOOK, "xl/tables/table1.xml", r' name="(table_[a-z_]*)"', ' name="table_contents_7{number}"'
    ),
    "words for a part of a sentence of a print": _of("/Span", "/ActualText"),
    "words for the whole of a print": _of("/Document", "/Alt"),
    "where a paragraph of a print is put": _named("/Placement"),
    "how a list of a print is numbered": _named("/ListNumbering"),
    "the kind of an element of a print": pdf(_kind_of_element),
    "the title of a font": pdf(_title_of_a_font),
    "a comment among the letters of a font": pdf(_letters_of_a_font),
    "the name within a face": pdf(_name_of_a_face),
    "bytes after a face": pdf(_after_a_face),
    "what looks like an element of a print": pdf(_like_an_element),
    "the page that a link leads to": pdf(_leads_to),
}
