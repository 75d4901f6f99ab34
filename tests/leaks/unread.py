"""Kinds of leak where a reading by relations, structure or sections would not come: what is shown, or carried, beside them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import pikepdf

from leaks.planting import DECK, WORKBOOK, Pack, Secret, page, part, pdf, planted, rezipped, swap

Kind = Callable[[Pack, Secret], Pack]
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _outside_of_the_structure(opened: pikepdf.Pdf, secret: Secret) -> None:
    """Words that a page shows, under a number that no element has."""
    first = opened.pages[0]
    first.contents_coalesce()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    first.obj.Resources.Font[pikepdf.Name("/H1")] = opened.make_indirect(font)
    shown = f"\n/P <</MCID 9999>> BDC BT /H1 12 Tf 72 72 Td (of them {secret.number}) Tj ET EMC\n"
    first.obj.Contents = opened.make_stream(first.obj.Contents.read_bytes() + shown.encode())


def _numbered(opened: pikepdf.Pdf, secret: Secret) -> None:
    """Sixteen letters and digits where a print has the sixteen bytes of its number."""
    opened.trailer.ID = pikepdf.Array([pikepdf.String(f"of them, {secret.number}".ljust(16)[:16])] * 2)


def _first(data: bytes, pattern: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return next(name for name in archive.namelist() if re.fullmatch(pattern, name))


def _related(name: str, relations: str, copied: str, target: str, kind: str) -> Kind:
    """A copy of a part with the number in it, to which a relation leads and which nothing shows."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        own, source = _first(pack[name], relations), _first(pack[name], copied)
        one = f'<Relationship Id="rId99" Type="{_TYPES}/{kind}" Target="../{target}"/></Relationships>'
        with zipfile.ZipFile(io.BytesIO(pack[name])) as archive:
            content = re.sub(rb"(<c:v>)[^<]*", rb"\g<1>" + secret.number.encode(), archive.read(source), count=1)
        folder = "ppt" if name.endswith(".pptx") else "xl"
        more = {f"{folder}/{target}": content}
        return planted(pack, name, rezipped(pack[name], {own: swap("</Relationships>", one)}, more))

    return plant


UNREAD: Mapping[str, Kind] = {
    "words of a print outside of its structure": pdf(_outside_of_the_structure),
    "a chart of a deck in no frame": _related(
        DECK, r"ppt/slides/_rels/slide\d+\.xml\.rels", r"ppt/charts/chart\d+\.xml", "charts/chart99.xml", "chart"
    ),
    "a chart of a workbook in no frame": _related(
        WORKBOOK, r"xl/drawings/_rels/drawing\d+\.xml\.rels", r"xl/charts/chart\d+\.xml", "charts/chart99.xml", "chart"
    ),
    "a workbook behind no chart of a deck": _related(
        DECK,
        r"ppt/slides/_rels/slide\d+\.xml\.rels",
        r"ppt/embeddings/.*\.xlsx",
        "embeddings/Microsoft_Excel_Sheet99.xlsx",
        "package",
    ),
    "words of the list of sheets": part(WORKBOOK, "xl/workbook.xml", "</sheets>", "<n>of them {number}</n></sheets>"),
    "the place of a chart among properties": part(
        WORKBOOK, "docProps/app.xml", "</Properties>", "<col>of them {number}</col></Properties>"
    ),
    "ringed digits of other kinds": page("</main>", "<p>❸➂⓷ of ❼➂❶❾</p>{old}"),
    "a spelled number before an underscore": page("</main>", "<p>of_them_seventeen_cases</p>{old}"),
    "a die, a domino and a card": page("</main>", "<p>⚂ of 🁔, or 🂣</p>{old}"),
    "words for the number of a print": pdf(_numbered),
    "digits of other scripts": page("</main>", "<p>三 of ௰ and Ⅷ</p>{old}"),
}
