"""Rows of worksheets and shared strings taken from the bytes, many times faster than from a tree, where they are plain.

A sheet with anything but values in its rows (a formula, a comment, an attribute more) is read as a tree whole; so are shared
strings with anything but words in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias
from xml.sax.saxutils import unescape

SHEETS, STRINGS = "xl/worksheets/", "xl/sharedStrings.xml"
PlainRow: TypeAlias = tuple[bytes, tuple[bytes, ...]]
"""The tag of a row of a sheet, and what its cells hold, in order, as `VALUE_CELL` and `string_cell` have it."""

_ROW = re.compile(rb'<row r="\d+"(?: (?:spans|ht|customHeight|s|customFormat)="[\d.:]+")*>')
# Parted at its cells a plain row leaves its own beginning, what each cell holds (None: nothing), and nothing between them.
_CELL = re.compile(rb'<c r="[A-Z]++\d++"(?: s="\d++")?+(?:/>|((?: t="s")?+><v>-?+\d[\d.eE+-]*+)</v></c>)')
_STRING, _VALUE = b' t="s"><v>', b"><v>"
VALUE_CELL = _VALUE + b"%.16G"
"""What a cell holds that shows a value, as it is first written: with sixteen digits."""


def string_cell(number: bytes) -> bytes:
    """What a cell holds that shows the shared string of that number."""
    return _STRING + number


def shown(cell: bytes) -> tuple[bytes, bytes]:
    """The number of the shared string that a cell shows, or its value; the other of the two is empty."""
    if cell.startswith(_STRING):
        return cell[len(_STRING) :], b""
    return b"", cell[len(_VALUE) :]


def number_of(row: bytes) -> str:
    """The number of a plain row, by its tag."""
    return row.split(b'"', 2)[1].decode()


def rows_apart(data: bytes) -> tuple[bytes, Sequence[PlainRow]]:
    """A worksheet without its rows, and the rows, where all of them are plain; otherwise the sheet as it is."""
    before, begun, rest = data.partition(b"<sheetData>")
    inside, ended, after = rest.partition(b"</sheetData>")
    if not begun or not ended or b"<!--" in before:
        return data, ()
    found: list[PlainRow] = []
    *rows, left = inside.split(b"</row>")
    for row in rows:
        parted = _CELL.split(row)
        if _ROW.fullmatch(parted[0]) is None or any(parted[2::2]):
            return data, ()
        if cells := tuple(filter(None, parted[1::2])):
            found.append((parted[0], cells))
    return (data, ()) if left.strip() else (before + b"<sheetData/>" + after, found)


_WORDS = re.compile(rb"<si><t(?: xml:space=\"preserve\")?>((?:[^<&>]++|&(?:amp|lt|gt|quot|apos);)*+)</t></si>")
_ALL_WORDS = re.compile(
    rb"(<\?xml[^<>]*\?>\s*<sst[^<>]*>)((?:" + _WORDS.pattern.replace(b"((?:", b"(?:(?:") + rb")*+)(</sst>\s*)"
)
ENTITIES = {"&quot;": '"', "&apos;": "'"}  # beside those that every program knows


def strings_apart(data: bytes) -> tuple[bytes, Sequence[str]]:
    """Shared strings without their words, and the words, where all of them are plain; otherwise the part as it is.

    Raises UnicodeDecodeError where they are not UTF-8.
    """
    parted = _ALL_WORDS.fullmatch(data)
    if parted is None:
        return data, ()
    words = [one.decode() for one in _WORDS.findall(parted[2])]
    return parted[1] + parted[3], [unescape(one, ENTITIES) if "&" in one else one for one in words]
