"""The texts of an xls that stand in no cell: comments, text boxes, page headers and footers, and what its properties say.

The library that reads values knows none of them. An xls is a small file system (MS-CFB) with a stream of records (MS-XLS) and
one of properties (MS-OLEPS) in it. What does not fit that is passed over: the file was opened whole before it came here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_END = 0xFFFFFFFA  # and above: no sector
_HEADER, _FOOTER, _TEXT_OBJECT, _CONTINUE = 0x14, 0x15, 0x1B6, 0x3C
_PROPERTIES = {2: "title", 3: "subject", 5: "keywords", 6: "comments"}  # MS-OLEPS, 3.1.2: who wrote it is 4 and 8
_ENTRY, _ROOT = 128, 5
_SUMMARY = "\x05SummaryInformation"
_WANTED = ("Workbook", "Book", _SUMMARY)
_FAULTS = (struct.error, IndexError, ValueError, OverflowError)


def texts_of_xls(data: bytes) -> Iterator[tuple[str, str]]:
    """Place in words and text, of each that can be found."""
    try:
        streams = _streams(data)
    except _FAULTS:
        return
    for name, stream in streams.items():
        try:
            if name == _SUMMARY:
                yield from (("its properties", text) for text in _properties(stream))
            else:
                yield from _records(stream)
        except _FAULTS:
            continue


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams wanted of a compound file, by name. However the file is made, no more is read than a few times its size."""
    sector, small = 1 << struct.unpack_from("<H", data, 30)[0], 1 << struct.unpack_from("<H", data, 32)[0]
    first_entry, cutoff, first_small = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))

    def block(number: int) -> bytes:
        return data[sector * (number + 1) : sector * (number + 2)]

    tables = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
    after, left = struct.unpack_from("<II", data, 68)
    most = len(data) // sector
    while after < _END and left and len(tables) < most:  # more tables than the header holds
        more = struct.unpack(f"<{sector // 4}I", block(after))
        tables += [number for number in more[:-1] if number < _END]
        after, left = more[-1], left - 1
    following = [one for number in tables[:most] for one in struct.unpack(f"<{sector // 4}I", block(number))]

    def chain(number: int, links: list[int]) -> Iterator[int]:
        for _ in range(len(links)):
            if number >= _END:
                return
            yield number
            number = links[number]

    entries = b"".join(block(number) for number in chain(first_entry, following))
    small_table = b"".join(block(number) for number in chain(first_small, following))
    small_links = list(struct.unpack(f"<{len(small_table) // 4}I", small_table))
    found: dict[str, bytes] = {}
    within = b""
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        entry = entries[at : at + _ENTRY]
        letters, kind = struct.unpack_from("<H", entry, 64)[0], entry[66]
        name = entry[: max(letters - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entry, 116)
        if kind == _ROOT:
            within = b"".join(block(number) for number in chain(start, following))
        elif name not in _WANTED or name in found:
            continue
        elif size >= cutoff:
            found[name] = b"".join(block(number) for number in chain(start, following))[:size]
        elif size:
            found[name] = b"".join(within[small * one : small * (one + 1)] for one in chain(start, small_links))[:size]
    return found


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
        before, at = kind, at + 4 + size


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
