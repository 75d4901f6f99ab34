"""Reads a deck from its parts: slides in order, shapes in reading order, native tables, chart caches and the workbooks behind.

Nothing but the zip file and its XML is used; the workbook behind a chart is read with openpyxl.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
from lxml import etree
from readback.tokens import squeezed

_NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_ID = f"{{{_NAMES['r']}}}id"


@dataclass(frozen=True)
class Shape:
    """A shape with words (or a table, its cells in rows): its name, whether it is the slide's title, its paragraphs, its words
    for those who do not see it."""

    name: str
    title: bool
    paragraphs: tuple[str, ...]
    described: str = ""
    rows: tuple[tuple[str, ...], ...] = ()  # of a table: the words of each cell


@dataclass(frozen=True)
class ReadSeries:
    """One series: what its cache says, and what the cells that its reference names say."""

    name: str
    cached: tuple[float | None, ...]
    held: tuple[float | None, ...]
    number_format: str
    held_format: str


@dataclass(frozen=True)
class PrintedFigure:
    """A line of the workbook's second sheet: which figure a value of the chart is, and how it is printed."""

    series: str
    category: str
    figure: str
    aspect: str
    text: str


@dataclass(frozen=True)
class ReadChart:
    """A native chart: its categories (the last level), series in order of drawing, and the figures behind them."""

    name: str
    described: str
    categories: tuple[str, ...]
    held_categories: tuple[str, ...]
    series: tuple[ReadSeries, ...]
    figures: tuple[PrintedFigure, ...]


@dataclass(frozen=True)
class ReadSlide:
    """A slide: title, other shapes and charts in the order of its shape tree."""

    title: str
    shapes: tuple[Shape, ...]
    charts: tuple[ReadChart, ...]


def read_pptx(made: bytes) -> tuple[ReadSlide, ...]:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        main = "ppt/presentation.xml"
        targets = _relations(parts, main)
        root = etree.fromstring(parts.read(main))
        return tuple(_slide(parts, targets[entry.get(_ID)]) for entry in root.iterfind(".//p:sldIdLst/p:sldId", _NAMES))


def _relations(parts: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    root = etree.fromstring(parts.read(f"{folder}/_rels/{name}.rels"))
    return {
        one.get("Id"): posixpath.normpath(posixpath.join(folder, one.get("Target"))).lstrip("/")
        if not one.get("Target").startswith("/")
        else one.get("Target").lstrip("/")
        for one in root
        if one.get("TargetMode") != "External"
    }


def _slide(parts: zipfile.ZipFile, part: str) -> ReadSlide:
    root = etree.fromstring(parts.read(part))
    targets = _relations(parts, part)
    shapes: list[Shape] = []
    charts: list[ReadChart] = []
    for element in root.find("p:cSld/p:spTree", _NAMES).iterdescendants():
        kind = etree.QName(element).localname
        if kind == "sp":
            shapes.append(_shape(element))
        elif kind == "graphicFrame":
            chart = element.find(".//c:chart", _NAMES)
            if chart is not None:
                name = element.find(".//p:cNvPr", _NAMES).get("name")
                charts.append(_chart(parts, targets[chart.get(_ID)], name, _described(element)))
            else:
                shapes.append(_table(element))
    titles = [shape for shape in shapes if shape.title]
    if len(titles) != 1:
        raise AssertionError(f"{part} has {len(titles)} titles")
    rest = tuple(shape for shape in shapes if not shape.title and any(shape.paragraphs))
    return ReadSlide(" ".join(titles[0].paragraphs), rest, tuple(charts))


def _described(element: Any) -> str:
    return str(element.find(".//p:cNvPr", _NAMES).get("descr") or "")


def _shape(element: Any) -> Shape:
    placeholder = element.find("p:nvSpPr/p:nvPr/p:ph", _NAMES)
    title = placeholder is not None and placeholder.get("type") in ("title", "ctrTitle")
    name = element.find(".//p:cNvPr", _NAMES).get("name")
    body = element.find("p:txBody", _NAMES)
    paragraphs = [] if body is None else [_words(one) for one in body.iterfind("a:p", _NAMES)]
    return Shape(name, title, tuple(paragraphs), _described(element))


def _table(element: Any) -> Shape:
    name = element.find(".//p:cNvPr", _NAMES).get("name")
    rows = tuple(
        tuple(
            " ".join(_words(one) for one in cell.iterfind("a:txBody/a:p", _NAMES)).strip()
            for cell in row.iterfind("a:tc", _NAMES)
        )
        for row in element.iterfind(".//a:tbl/a:tr", _NAMES)
    )
    return Shape(name, False, tuple(words for row in rows for words in row), _described(element), rows)


def _words(paragraph: Any) -> str:
    """The paragraph's words; a raised mark stands apart, so that it is not taken for a digit of the number before it."""
    text = ""
    for one in paragraph:
        words = "".join(piece.text or "" for piece in one.iterfind("a:t", _NAMES))
        properties = one.find("a:rPr", _NAMES)
        raised = properties is not None and int(properties.get("baseline", "0")) > 0
        text += f" {words} " if raised else words
    return squeezed(text)


# --- charts -------------------------------------------------------------------------------------------------------


def _chart(parts: zipfile.ZipFile, part: str, name: str, described: str) -> ReadChart:
    root = etree.fromstring(parts.read(part))
    targets = _relations(parts, part)
    embedded = targets[root.find("c:externalData", _NAMES).get(_ID)]
    book = openpyxl.load_workbook(io.BytesIO(parts.read(embedded)))
    elements = sorted(root.iterfind(".//c:ser", _NAMES), key=lambda one: int(one.find("c:order", _NAMES).get("val")))
    series = tuple(_series(element, book) for element in elements)
    labels = [_labels(element) for element in elements]
    if len(set(labels)) > 1:
        raise AssertionError(f"{part}: series with different categories")
    held = [_held_labels(element, book) for element in elements]
    figures = tuple(
        PrintedFigure(*(str(cell) for cell in row))
        for row in (book["Figures"].iter_rows(min_row=2, values_only=True) if "Figures" in book.sheetnames else ())
        if row[0] is not None
    )
    return ReadChart(name, described, labels[0], held[0], series, figures)


def _series(element: Any, book: Any) -> ReadSeries:
    name = element.find("c:tx//c:v", _NAMES).text
    reference = element.find("c:val/c:numRef", _NAMES)
    cache = reference.find("c:numCache", _NAMES)
    cached: list[float | None] = [None] * int(cache.find("c:ptCount", _NAMES).get("val"))
    for point in cache.iterfind("c:pt", _NAMES):
        cached[int(point.get("idx"))] = float(point.find("c:v", _NAMES).text)
    cells = list(_cells(book, reference.find("c:f", _NAMES).text))
    head = next(_cells(book, element.find("c:tx//c:f", _NAMES).text))
    if head.value != name:
        raise AssertionError(f"a series is called {name!r} in the chart and {head.value!r} in its workbook")
    formats = {cell.number_format for cell in cells if cell.value is not None}
    return ReadSeries(
        name,
        tuple(cached),
        tuple(None if cell.value is None else float(cell.value) for cell in cells),
        cache.find("c:formatCode", _NAMES).text,
        formats.pop() if len(formats) == 1 else "",
    )


def _labels(element: Any) -> tuple[str, ...]:
    found = element.find("c:cat", _NAMES)
    count = int(found.find(".//c:ptCount", _NAMES).get("val"))
    level = found.find(".//c:lvl", _NAMES)  # the first level stands nearest to the axis
    labels = [""] * count
    for point in (found.find(".//c:strCache", _NAMES) if level is None else level).iterfind("c:pt", _NAMES):
        labels[int(point.get("idx"))] = point.find("c:v", _NAMES).text
    return tuple(labels)


def _held_labels(element: Any, book: Any) -> tuple[str, ...]:
    cells = list(_cells(book, element.find("c:cat//c:f", _NAMES).text))
    width = max(cell.column for cell in cells)
    return tuple(str(cell.value or "") for cell in cells if cell.column == width)


def _cells(book: Any, reference: str) -> Iterator[Any]:
    sheet, _, area = reference.rpartition("!")
    found = book[re.sub(r"^'|'$", "", sheet)][area.replace("$", "")]
    if not isinstance(found, tuple):
        yield found
        return
    for row in found:
        yield from row if isinstance(row, tuple) else (row,)
