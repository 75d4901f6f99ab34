"""The texts of an xls that stand in no cell: comments, text boxes, page headers and footers, number formats, properties.

The library that reads values knows none of them: they are records of the workbook's stream (MS-XLS) and properties in
another (MS-OLEPS). What does not fit that is passed over: the file was opened whole before it came here.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from assize.ingest.files.xls_streams import FAULTS, SUMMARY, streams_of

_HEADER, _FOOTER, _TEXT_OBJECT, _CONTINUE, _FORMAT = 0x14, 0x15, 0x1B6, 0x3C, 0x41E
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|.')  # of a number format: what is printed as it stands, or a code
_PROPERTIES = {2: "title", 3: "subject", 5: "keywords", 6: "comments"}  # MS-OLEPS, 3.1.2: who wrote it is 4 and 8


def texts_of_xls(data: bytes) -> Iterator[tuple[str, str]]:
    """Place in words and text, of each that can be found."""
    try:
        streams = streams_of(data)
    except FAULTS:
        return
    for name, stream in streams.items():
        try:
            if name == SUMMARY:
                yield from (("its properties", text) for text in _properties(stream))
            else:
                yield from _records(stream)
        except FAULTS:
            continue


def _records(stream: bytes) -> Iterator[tuple[str, str]]:
    at, before = 0, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        if kind in (_HEADER, _FOOTER) and size > 3:
            letters = struct.unpack_from("<H", body)[0]
            yield "a page header or footer", _decoded(body[2:])[:letters]
        elif kind == _CONTINUE and before == _TEXT_OBJECT and size > 1:
            yield "a comment or a text box", _decoded(body)
        elif kind == _FORMAT and size > 5:
            letters = struct.unpack_from("<H", body, 2)[0]
            yield "a number format", format_words(_decoded(body[4:])[:letters])
        before, at = kind, at + 4 + size


def format_words(code: str) -> str:
    """What a number format prints beside a figure: of `0" miles"` and of `0\\ \\m` the words, without the codes."""
    return " ".join(
        "".join(one[1] or one[2] or (" " if one[0] in ";@" else "") for one in _LITERAL.finditer(code)).split()
    )


def _decoded(text: bytes) -> str:
    """A string whose first byte says whether its letters take two bytes or one (MS-XLS, 2.5.293)."""
    return text[1:].decode("utf-16-le" if text[0] & 1 else "latin-1", "replace")


def _properties(stream: bytes) -> Iterator[str]:
    begin = struct.unpack_from("<I", stream, 44)[0]
    count = struct.unpack_from("<I", stream, begin + 4)[0]
    places = dict(struct.unpack_from("<II", stream, begin + 8 + 8 * one) for one in range(min(count, 64)))
    page = struct.unpack_from("<H", stream, begin + places[1] + 4)[0] if 1 in places else 1252
    for known in _PROPERTIES:
        if known in places:
            kind, size = struct.unpack_from("<II", stream, begin + places[known])
            text = stream[begin + places[known] + 8 :][: size * (2 if kind == 31 else 1)]
            if kind in (30, 31):
                wide = kind == 31 or page == 1200
                yield text.decode("utf-16-le" if wide else "utf-8" if page == 65001 else "cp1252", "replace").strip(
                    "\0"
                )
