"""Kinds of leak within the body of a print, and in attributes of decks: where programs look and people do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pikepdf

from leaks.planting import DECK, WORKBOOK, Pack, Secret, part, pdf, sub

Change = Callable[[pikepdf.Pdf, Secret], None]
_SLIDE = "ppt/slides/slide2.xml"


def _elements(opened: pikepdf.Pdf) -> Iterator[Any]:
    waiting = [opened.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        below = element.get("/K", ())
        children = list(below) if isinstance(below, pikepdf.Array) else [below]
        waiting += [one for one in children if isinstance(one, pikepdf.Dictionary)]


def _of_an_element(key: str, words: str) -> Change:
    def change(opened: pikepdf.Pdf, secret: Secret) -> None:
        element = next(one for one in _elements(opened) if one["/S"] == "/P")
        element[pikepdf.Name(key)] = pikepdf.String(words.format(number=secret.number))

    return change


def _attribute(owner: str, key: str, value: Callable[[Secret], Any]) -> Change:
    def change(opened: pikepdf.Pdf, secret: Secret) -> None:
        element = next(one for one in _elements(opened) if one["/S"] == "/P")
        element[pikepdf.Name("/A")] = pikepdf.Dictionary({"/O": pikepdf.Name(owner), key: value(secret)})

    return change


def _key(of: Callable[[pikepdf.Pdf], Any], key: str = "/N") -> Change:
    def change(opened: pikepdf.Pdf, secret: Secret) -> None:
        of(opened)[pikepdf.Name(key)] = pikepdf.String(secret.number)

    return change


def _first_font(opened: pikepdf.Pdf) -> Any:
    fonts = opened.pages[0].obj.Resources.Font
    return fonts[next(iter(fonts.keys()))]


def _drawing(opened: pikepdf.Pdf) -> Any:
    opened.pages[0].contents_coalesce()
    return opened.pages[0].obj.Contents


def _drawn(words: str) -> Change:
    def change(opened: pikepdf.Pdf, secret: Secret) -> None:
        drawn = _drawing(opened).read_bytes() + words.format(number=secret.number).encode()
        opened.pages[0].obj.Contents = opened.make_stream(drawn)

    return change


def _place(opened: pikepdf.Pdf, secret: Secret) -> None:
    there = pikepdf.Array([opened.pages[0].obj, pikepdf.Name.Fit])
    opened.Root.Names = pikepdf.Dictionary(
        Dests=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String(f"n{secret.number}"), there]))
    )


def _role(opened: pikepdf.Pdf, secret: Secret) -> None:
    name = f"/N{secret.number.replace('.', '')}"
    opened.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary({name: pikepdf.Name.P})


def _properties(opened: pikepdf.Pdf, secret: Secret) -> None:
    held = pikepdf.Dictionary(N=pikepdf.String(secret.number))
    opened.pages[0].obj.Resources[pikepdf.Name("/Properties")] = pikepdf.Dictionary({"/P1": held})


def _metadata(old: str, new: str) -> Change:
    def change(opened: pikepdf.Pdf, secret: Secret) -> None:
        before = opened.Root.Metadata.read_bytes()
        after = before.replace(old.encode(), new.format(number=secret.number).encode(), 1)
        assert after != before
        told = opened.make_stream(after)
        told.Type, told.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        opened.Root.Metadata = told

    return change


def _after_metadata(opened: pikepdf.Pdf, secret: Secret) -> None:
    told = opened.make_stream(opened.Root.Metadata.read_bytes() + f"\n{secret.number}".encode())
    told.Type, told.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    opened.Root.Metadata = told


INSIDE: Mapping[str, Callable[[Pack, Secret], Pack]] = {
    "what stands for a paragraph of a print": pdf(_of_an_element("/ActualText", "of them {number} 7319.25")),
    "words for a paragraph of a print": pdf(_of_an_element("/Alt", "of them {number} 7319.25")),
    "what is short for words of a print": pdf(_of_an_element("/E", "of them {number} 7319.25")),
    "the title of a paragraph of a print": pdf(_of_an_element("/T", "of them {number} 7319.25")),
    "the language of a paragraph of a print": pdf(_of_an_element("/Lang", "en-x-n{number}")),
    "the name of a paragraph of a print": pdf(_of_an_element("/ID", "n{number}")),
    "the summary of a table of a print": pdf(
        _attribute("/Table", "/Summary", lambda secret: pikepdf.String(f"{secret.number} and 7319.25"))
    ),
    "the space before a paragraph of a print": pdf(
        _attribute("/Layout", "/SpaceBefore", lambda secret: float(secret.number))
    ),
    "the language of a print": pdf(_key(lambda opened: opened.Root, "/Lang")),
    "how a print is viewed": pdf(_key(lambda opened: opened.Root.ViewerPreferences)),
    "that a print is marked": pdf(_key(lambda opened: opened.Root.MarkInfo)),
    "the end of a print": pdf(_key(lambda opened: opened.trailer)),
    "a key of a font": pdf(_key(_first_font)),
    "a key of what a page draws": pdf(_key(_drawing)),
    "a key of the tree of parents": pdf(_key(lambda opened: opened.Root.StructTreeRoot.ParentTree)),
    "a key of the bookmarks": pdf(_key(lambda opened: opened.Root.Outlines)),
    "a key of a bookmark": pdf(_key(lambda opened: opened.Root.Outlines.First)),
    "the name of a place of a print": pdf(_place),
    "the name of a role": pdf(_role),
    "properties of marks": pdf(_properties),
    "words for a mark of a drawing": pdf(_drawn("\n/Span <</ActualText ({number})>> BDC EMC\n")),
    "alternative text of a mark of a drawing": pdf(_drawn("\n/Span <</MCID 9999/Alt(of them {number})>> BDC EMC\n")),
    "alternative text of a mark in two bytes a letter": pdf(
        _drawn("\n/Span <</MCID 9999/Alt<FEFF00370033>>> BDC EMC\n")
    ),
    "an attribute of the metadata": pdf(_metadata("<rdf:Description ", '<rdf:Description xmp:Label="{number}" ')),
    "an instruction in the metadata": pdf(_metadata("<rdf:Description ", "<?n {number}?><rdf:Description ")),
    "the name of an element of the metadata": pdf(_metadata("</rdf:Description>", "<n{number}/></rdf:Description>")),
    "words after the metadata": pdf(_after_metadata),
    "the name of a typeface": sub(DECK, _SLIDE, r'typeface="[^"]*"', 'typeface="Arial {number} 7319.25"'),
    "the language of words on a slide": part(DECK, _SLIDE, 'lang="', 'lang="x-{number}-7319-'),
    "an extension of a slide": part(
        DECK, _SLIDE, "</p:spTree>", '<p:extLst><p:ext uri="n {number} 7319.25"/></p:extLst></p:spTree>'
    ),
    "a macro of a shape": part(DECK, _SLIDE, "<p:sp>", '<p:sp macro="n {number} 7319.25">'),
    "a cell whose words a shape shows": part(DECK, _SLIDE, "<p:sp>", '<p:sp textlink="n {number} 7319.25">'),
    "a password of a workbook": part(
        WORKBOOK, "xl/workbook.xml", "<sheets>", '<workbookProtection hashValue="n {number} 7319.25"/><sheets>'
    ),
}
