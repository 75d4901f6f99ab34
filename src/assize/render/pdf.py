"""A document as a tagged PDF (PDF/UA-1), made by the typst wheel from data and the page templates beside this module.

Fonts come from a package and are embedded; system fonts are ignored. The same document gives the same bytes: the only date in
the file is the document's own. What the typesetter cannot say (which cells of a table's body are row headers, and what a
table is about) is added to the structure tree afterwards.
"""

from __future__ import annotations

import atexit
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pikepdf
import typst

from assize.core.document import Document, Gap, Table
from assize.core.errors import AssizeError
from assize.render import theme
from assize.render.charts import Drawings
from assize.render.pdf_layouts import describe, tokens

STANDARD: Literal["ua-1"] = "ua-1"
TEMPLATES = ("1-page.typ", "2-blocks.typ", "3-layouts.typ")
"""Set one after another, as one text: a template of three chapters."""


def render(document: Document, drawings: Drawings) -> bytes:
    """`document` as PDF/UA-1: A4, tagged, with outline, links and alternative text.

    Raises AssizeError where a character is not in the typeface: no page shows an empty box instead of a letter.
    """
    described, files = describe(document, drawings)
    data = json.dumps({**described, **tokens()}, ensure_ascii=False)
    # The wheel takes a dict of files in memory too, though its annotations do not say so.
    files_in_memory: Any = {
        **_templates(),
        "data.json": data.encode(),
        **{name: svg.encode() for name, svg in files.items()},
    }
    try:
        made = typst.compile(
            files_in_memory,
            font_paths=_typeface(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[STANDARD],
            timestamp=datetime.combine(document.dated, time(), UTC),
        )
    except typst.TypstError as error:
        _refuse_character(str(error.message), document)
        raise
    blocks = [block for section in document.sections for block in section.blocks]
    return _mark_tables(made, [block.caption for block in blocks if isinstance(block, Table | Gap)])


@cache
def _templates() -> dict[str, bytes]:
    folder = resources.files("assize.render") / "typst"
    return {"main": "\n".join((folder / name).read_text("utf-8") for name in TEMPLATES).encode()}


@cache
def _typeface() -> typst.Fonts:
    # Neither the system's fonts nor the wheel's own: with the one family alone there is no serif to fall back on.
    # The package holds each face twice and only a folder can be given, so the wanted files are copied into one of their own.
    folder = TemporaryDirectory(prefix="assize-faces-")
    atexit.register(folder.cleanup)
    for file in theme.font_files():
        shutil.copyfile(file, Path(folder.name) / file.name)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder.name])


def _refuse_character(message: str, document: Document) -> None:
    missing = re.search(r'the text `"(.*?)"` could not be displayed', message)
    if missing:
        raise AssizeError(
            "these characters are not in the typeface of the printed documents",
            where=f"{document.id}.pdf",
            found=f"“{missing[1]}”",
            expected="letters, figures and signs of Latin, Greek or Cyrillic writing",
            fix="Look for them in commentary/, the asks and assize.toml, and write them in words.",
        )


def _mark_tables(made: bytes, captions: list[str]) -> bytes:
    """The first cell of each body row as a row header, and each table's caption as its summary."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        tables = list(_elements(pdf.Root.StructTreeRoot, "/Table"))
        for table, caption in zip(tables, captions, strict=True):
            for row in (row for body in _elements(table, "/TBody") for row in _elements(body, "/TR")):
                head = next(_children(row))
                head.S = pikepdf.Name.TH
                attributes = head.get("/A")
                kept = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes] if attributes else []
                kept.append(pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row))
                head.A = pikepdf.Array(kept)
            _set_summary(table, caption)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _set_summary(table: Any, caption: str) -> None:
    attributes = table.get("/A")
    kept = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes] if attributes else []
    kept.append(pikepdf.Dictionary(O=pikepdf.Name.Table, Summary=pikepdf.String(caption)))
    table.A = pikepdf.Array(kept)


def _children(element: Any) -> Iterator[Any]:
    """The structure elements directly under one; marked content is passed over."""
    below = element.get("/K")
    if below is None:
        return
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child


def _elements(element: Any, kind: str) -> Iterator[Any]:
    """The structure elements of a kind under one, in reading order; none inside another of the same kind."""
    for child in _children(element):
        if kind == child.S:
            yield child
        else:
            yield from _elements(child, kind)
