"""The streams of an xls: it is a small file system (MS-CFB) with a stream of records (MS-XLS) and one of properties in it."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
SUMMARY = "\x05SummaryInformation"
BOOKS = ("Workbook", "Book")  # a file for two generations of a program holds both, and the first is read
FAULTS = (struct.error, IndexError, ValueError, OverflowError)  # what reading a damaged file may raise
_END = 0xFFFFFFFA  # and above: no sector
_ENTRY, _ROOT = 128, 5
_WANTED = (*BOOKS, SUMMARY)


def streams_of(data: bytes) -> dict[str, bytes]:
    """The streams of the workbook and of its properties, by name. Raises FAULTS where the file is damaged.

    However the file is made, no more is read than a few times its size.
    """
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
