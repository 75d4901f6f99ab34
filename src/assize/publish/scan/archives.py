"""Zip files without surprises: what they list is all that they hold."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property

from assize.publish.scan.pieces import Kind, Piece
from assize.publish.scan.points import Point, points_apart
from assize.publish.scan.sheets import SHEETS, STRINGS, PlainRow, rows_apart, strings_apart

MOST = 200 << 20  # bytes of one archive opened: more than any pack holds
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHART = re.compile(r"/charts/chart\d+\.xml$")
_LOCAL = struct.Struct("<4s5H3I2H")  # a part's own header in the file, up to the lengths of its name and extra field
_SUMS = struct.Struct("<3I")  # its sum and sizes, behind a part that was written as a stream


def is_archive(data: bytes) -> bool:
    """Whether it begins as a zip file does."""
    return data[:4] == b"PK\x03\x04"


class Archive:
    """A zip file opened once for all that look into it: its parts, what has no business in it, archives and sheets within."""

    def __init__(self, place: str, data: bytes) -> None:
        self.place = place
        self.parts, self.strange = _opened(place, data)
        self._within: dict[str, Archive] = {}
        self._sheets: dict[str, tuple[bytes, Sequence[PlainRow]]] = {}
        self._charts: dict[str, tuple[bytes, Sequence[Sequence[Point]]]] = {}

    def within(self, part: str) -> Archive:
        """The archive that a part is."""
        if part not in self._within:
            self._within[part] = Archive(f"{self.place}, {part}", self.parts[part])
        return self._within[part]

    def sheet(self, part: str) -> tuple[bytes, Sequence[PlainRow]]:
        """A worksheet without its rows, and the rows, where all of them are plain; otherwise the sheet as it is."""
        if part not in self._sheets:
            self._sheets[part] = rows_apart(self.parts[part])
        return self._sheets[part]

    def chart(self, part: str) -> tuple[bytes, Sequence[Sequence[Point]]]:
        """A native chart without its points, and the points of each of its caches, where all of them are plain."""
        if part not in self._charts:
            self._charts[part] = points_apart(self.parts[part])
        return self._charts[part]

    @cached_property
    def strings(self) -> tuple[bytes, Sequence[str]]:
        """The shared strings of a workbook without their words, and the words, where all are plain; otherwise as they are."""
        return strings_apart(self.parts.get(STRINGS, b""))

    def bare(self, part: str) -> bytes:
        """A part, a sheet without its plain rows: those hold numbers and addresses of cells, and nothing else."""
        return self.sheet(part)[0] if part.startswith(SHEETS) else self.parts[part]

    def skeleton(self, part: str) -> bytes:
        """A part as `bare`, shared strings without their plain words, and a chart without its plain points."""
        if part == STRINGS:
            return self.strings[0]
        return self.chart(part)[0] if _CHART.search(part) else self.bare(part)

    def holds(self) -> Iterator[tuple[str, bytes | Archive]]:
        """Every part as an archive, or bare; shared strings as what stands around them, and all their words in one."""
        for part, data in self.parts.items():
            if part == STRINGS and not is_archive(data):
                around, words = self.strings
                yield part, around
                yield part, "".join(words).encode()
            else:
                yield part, self.within(part) if is_archive(data) else self.bare(part)


def _opened(place: str, data: bytes) -> tuple[dict[str, bytes], list[Piece]]:
    """The parts by name, and what has no business in the archive: words beside or between its parts, a part twice.

    An archive that cannot be opened gives one foreign piece.
    """
    strange: list[Piece] = []

    def foreign(what: str) -> None:
        strange.append(Piece(place, Kind.FOREIGN, what))

    if not is_archive(data):
        foreign("bytes before the archive, or no archive at all")
        return {}, strange
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST:
                foreign("an archive too large to be looked through")
                return {}, strange
            if archive.comment:
                foreign("a comment on the archive")
            parts: dict[str, bytes] = {}
            for entry in entries:
                if entry.filename in parts:
                    foreign(f"the part {entry.filename} twice")
                if entry.comment:
                    foreign(f"a comment on the part {entry.filename}")
                if entry.flag_bits & 1 or entry.compress_type not in _PACKINGS:
                    foreign(f"the part {entry.filename}, which is locked or packed in a way that no pack has")
                    continue
                if entry.extra:
                    foreign(f"a field beside the name of the part {entry.filename}")
                parts[entry.filename], left = _unpacked(data, entry)
                if left:
                    foreign(left)
            if len({entry.date_time for entry in entries}) > 1:
                foreign("parts of several times, where a program gives all the same")
            if (
                len({(one.external_attr, one.internal_attr, one.create_system, one.create_version) for one in entries})
                > 1
            ):
                foreign("parts with attributes of their own, where a program gives all the same")
            if any(one.external_attr not in _ATTRIBUTES or one.internal_attr > 1 for one in entries):
                foreign("attributes of parts that no program gives them")
            strange += _beside(place, data, entries, archive.start_dir)
            return parts, strange
    except (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, ValueError, EOFError, OSError) as fault:
        foreign(f"an archive that cannot be opened ({fault})")
        return {}, strange


def _unpacked(data: bytes, entry: zipfile.ZipInfo) -> tuple[bytes, str]:
    """What a part holds, and what its bytes or its own header hold besides.

    Raises BadZipFile where it is not what its sum says.
    """
    _, _, flags, packing, hours, days, *sums, name, extra = _LOCAL.unpack_from(data, entry.header_offset)
    begin = entry.header_offset + _LOCAL.size
    packed = data[begin + name + extra : begin + name + extra + entry.compress_size]
    content, left = packed, ""
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-15)
        content = inflate.decompress(packed, entry.file_size + 1)
        if inflate.unused_data or inflate.unconsumed_tail or not inflate.eof:
            left = f"bytes within the part {entry.filename} that belong to nothing"
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise zipfile.BadZipFile(f"the part {entry.filename} is not what its sum says")
    encoding = "utf-8" if entry.flag_bits & _UTF_8 else "cp437"
    year, month, day, hour, minute, second = entry.date_time
    told = (
        (year - 1980) << 9 | month << 5 | day,
        hour << 11 | minute << 5 | second >> 1,
        entry.flag_bits,
        entry.compress_type,
    )
    if (days, hours, flags, packing) != told or sums not in (
        [0, 0, 0],
        [entry.CRC, entry.compress_size, entry.file_size],
    ):
        left = f"a header of the part {entry.filename} that says something else than the list of parts"
    if extra or data[begin : begin + name].decode(encoding) != entry.orig_filename:
        left = f"a header of the part {entry.filename} that says something else, or more, than the list of parts"
    return content, left


_UTF_8 = 1 << 11


def _beside(place: str, data: bytes, entries: list[zipfile.ZipInfo], directory: int) -> Iterator[Piece]:
    """Bytes of the file that belong to no part: before, between and after them."""
    at = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset != at:
            yield Piece(place, Kind.FOREIGN, f"bytes before the part {entry.filename} that belong to none")
        *_, name, extra = _LOCAL.unpack_from(data, entry.header_offset)
        at = entry.header_offset + _LOCAL.size + name + extra + entry.compress_size
        if entry.flag_bits & _STREAMED:
            sums = _SUMS.pack(entry.CRC, entry.compress_size, entry.file_size)
            at += next((len(one) for one in (b"PK\x07\x08" + sums, sums) if data.startswith(one, at)), 0)
    if directory != at:
        yield Piece(place, Kind.FOREIGN, "bytes after the last part that belong to none")
    listed = sum(_ENTRY + len(one.orig_filename.encode()) + len(one.extra) + len(one.comment) for one in entries)
    end = data.rfind(b"PK\x05\x06")
    told = _RECORD.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), listed, directory, 0)
    if end != directory + listed or data[end:] != told:
        yield Piece(place, Kind.FOREIGN, "bytes in or after the list of parts that belong to none")


_ENTRY = 46  # bytes of a part in the list, without its name
_RECORD = struct.Struct("<4s4H2IH")  # the record that ends an archive without a comment
_STREAMED = 1 << 3
_ATTRIBUTES = (0, 0o600 << 16, 0o644 << 16, 0o100600 << 16, 0o100644 << 16)  # who may read a file, as programs have it
