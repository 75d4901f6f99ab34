"""Reading and cutting down one TrueType face: widths to measure by, and a small file to embed.

The general subsetters take 0.4 s a face and 0.6 s to start; a whole pack has 4 s. Only two things are needed here, so the
tables are read directly (OpenType specification: `cmap` format 4, `hmtx`, `loca`, `glyf`) and a face is cut in
milliseconds: outlines of other characters are emptied, glyph numbers stay, so that kerning (`GPOS`) stays as it is.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

_KEPT = ("GDEF", "GPOS", "OS/2", "head", "hhea", "maxp", "name")  # copied as they are; hints and substitutions left out
_COMPOSITE_WORDS, _COMPOSITE_SCALE, _COMPOSITE_MORE, _COMPOSITE_XY, _COMPOSITE_2X2 = 0x1, 0x8, 0x20, 0x40, 0x80


class Face:
    """One TrueType file, read as it is needed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _bytes(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def _tables(self) -> dict[str, bytes]:
        (number,) = struct.unpack_from(">H", self._bytes, 4)
        tables = {}
        for at in range(number):
            tag, _, offset, length = struct.unpack_from(">4sLLL", self._bytes, 12 + 16 * at)
            tables[tag.decode("ascii")] = self._bytes[offset : offset + length]
        return tables

    @cached_property
    def units(self) -> int:
        """Units to the em."""
        return int(struct.unpack_from(">H", self._tables["head"], 18)[0])

    @cached_property
    def glyphs(self) -> dict[int, int]:
        """Code point to glyph number, from the Windows Unicode table of format 4 (the basic plane)."""
        cmap = self._tables["cmap"]
        (number,) = struct.unpack_from(">H", cmap, 2)
        for at in range(number):
            platform, encoding, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * at)
            if (platform, encoding) == (3, 1):
                return _read_format_4(cmap[offset:])
        return {}

    @cached_property
    def _advances(self) -> tuple[int, ...]:
        (number,) = struct.unpack_from(">H", self._tables["hhea"], 34)
        return struct.unpack_from(">" + "Hh" * number, self._tables["hmtx"])[::2]

    @cached_property
    def widths(self) -> dict[str, float]:
        """Advance of each character, as a share of the type size."""
        last = len(self._advances) - 1
        return {chr(code): self._advances[min(glyph, last)] / self.units for code, glyph in self.glyphs.items()}

    def cut(self, characters: Iterable[str]) -> bytes:
        """A WOFF file with only these characters; the same bytes every time."""
        glyphs = {
            ord(character): self.glyphs[ord(character)] for character in characters if ord(character) in self.glyphs
        }
        tables = {tag: self._tables[tag] for tag in _KEPT if tag in self._tables}
        tables["cmap"] = _write_format_4(glyphs)
        tables["hmtx"] = self._tables["hmtx"]
        tables["glyf"], tables["loca"] = self._outlines(set(glyphs.values()) | {0})
        head = bytearray(tables["head"])
        struct.pack_into(">L", head, 8, 0)  # checksum of the whole: not looked at in WOFF
        struct.pack_into(">h", head, 50, 1)  # long offsets
        tables["head"] = bytes(head)
        tables["post"] = struct.pack(">LLhhLLLLL", 0x00030000, 0, -75, 50, 0, 0, 0, 0, 0)
        return _write_woff(tables)

    def _outlines(self, wanted: set[int]) -> tuple[bytes, bytes]:
        glyf, loca = self._tables["glyf"], self._tables["loca"]
        (long_offsets,) = struct.unpack_from(">h", self._tables["head"], 50)
        (number,) = struct.unpack_from(">H", self._tables["maxp"], 4)
        if long_offsets:
            places: tuple[int, ...] = struct.unpack_from(f">{number + 1}L", loca)
        else:
            places = tuple(2 * half for half in struct.unpack_from(f">{number + 1}H", loca))
        queue = sorted(wanted)
        while queue:
            glyph = queue.pop()
            for part in _parts(glyf[places[glyph] : places[glyph + 1]]):
                if part not in wanted:
                    wanted.add(part)
                    queue.append(part)
        outlines, offsets = bytearray(), []
        for glyph in range(number):
            offsets.append(len(outlines))
            if glyph in wanted:
                outlines += glyf[places[glyph] : places[glyph + 1]]
                outlines += bytes(-len(outlines) % 4)
        offsets.append(len(outlines))
        return bytes(outlines), struct.pack(f">{number + 1}L", *offsets)


def _read_format_4(table: bytes) -> dict[int, int]:
    (double,) = struct.unpack_from(">H", table, 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + double)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * double)
    ranges_at = 16 + 3 * double
    ranges = struct.unpack_from(f">{count}H", table, ranges_at)
    glyphs = {}
    for at, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", table, ranges_at + 2 * at + offset + 2 * (code - start))
                if not glyph:
                    continue
            glyphs[code] = (glyph + delta) & 0xFFFF
    return {code: glyph for code, glyph in glyphs.items() if glyph}


def _write_format_4(glyphs: dict[int, int]) -> bytes:
    runs: list[list[int]] = []  # first code, last code, glyph minus code
    for code, glyph in sorted(glyphs.items()):
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == glyph - code:
            runs[-1][1] = code
        else:
            runs.append([code, code, glyph - code])
    runs.append([0xFFFF, 0xFFFF, 1])
    count = len(runs)
    power = 1 << (count.bit_length() - 1)
    body = struct.pack(">HHHH", 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    body += struct.pack(f">{count}H", *(run[1] for run in runs)) + bytes(2)
    body += struct.pack(f">{count}H", *(run[0] for run in runs))
    body += struct.pack(f">{count}H", *(run[2] & 0xFFFF for run in runs)) + bytes(2 * count)
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + struct.pack(">HHH", 4, 6 + len(body), 0) + body


def _parts(outline: bytes) -> list[int]:
    """The glyphs that a composite glyph is made of."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    parts, at, flags = [], 10, _COMPOSITE_MORE
    while flags & _COMPOSITE_MORE:
        flags, part = struct.unpack_from(">HH", outline, at)
        parts.append(part)
        at += 8 if flags & _COMPOSITE_WORDS else 6
        at += 2 if flags & _COMPOSITE_SCALE else 4 if flags & _COMPOSITE_XY else 8 if flags & _COMPOSITE_2X2 else 0
    return parts


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF


def _write_woff(tables: dict[str, bytes]) -> bytes:
    """WOFF 1.0 (W3C): tables compressed one by one, in the order of their tags."""
    entries, body = b"", b""
    start = 44 + 20 * len(tables)
    whole = 12 + 16 * len(tables)
    for tag in sorted(tables):
        data = tables[tag]
        packed = zlib.compress(data, 9)
        stored = packed if len(packed) < len(data) else data
        entries += struct.pack(
            ">4sLLLL", tag.encode("ascii"), start + len(body), len(stored), len(data), _checksum(data)
        )
        body += stored + bytes(-len(stored) % 4)
        whole += len(data) + -len(data) % 4
    header = struct.pack(
        ">4s4sLHHLHHLLLLL", b"wOFF", b"\0\1\0\0", start + len(body), len(tables), 0, whole, 1, 0, 0, 0, 0, 0, 0
    )
    return header + entries + body
