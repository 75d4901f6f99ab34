"""How far a sheet reaches, from its xml alone, before a library lays it out in memory as a full rectangle.

Fed with the bytes of a part piece by piece; nothing is kept but counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MOST_CELLS = 12_000_000  # of the rectangle from A1 to the last filled cell; 450,000 rows of 13 columns are 6 million
_DENSE_FROM = 2_000_000  # smaller rectangles may be as empty as they like
_MOST_EMPTY = 50  # cells of the rectangle to one that is filled
MOST_TEXT = 300_000_000  # letters that the cells of one sheet may hold together, repetitions counted
MOST_SPACES = 10_000_000  # letters that an ods writes as a number of spaces, repetitions counted
_LONGEST_TAG = 1 << 20
_LONGEST_ROW = 32 << 20

# A cell that has no content is written `<c r="XFD1048576" s="3"/>`: whole columns are formatted so, and it counts nothing.
_CELL = re.compile(
    rb"""<(?:\w+:)?c(?=[\s>])(?:[^>]*?\sr\s*=\s*["']([A-Za-z]{1,7})[A-Za-z]*0*(\d{1,10})\d*["'])?(?:[^>]*[^/>])?>"""
)  # of a longer address its beginning, which is too far already
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']0*(\d{1,10})\d*["'][^>]*>""")
_ROW_START = re.compile(rb"<(?:\w+:)?row[\s>]")
_SHARED = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,9})""")
_TEXT_START = re.compile(rb"<(?:\w+:)?si[\s>/]")
_ANNOUNCED = re.compile(rb"""<(?:\w+:)?sst\s[^>]*?\buniqueCount\s*=\s*["']([^"']*)["']""")
_TIMES = rb"""\s*=\s*["']\+?0*(\d+)["']"""  # the library reads `+007` as 7
_REPEATED = re.compile(rb"table:number-columns-repeated" + _TIMES)
_ROWS_REPEATED = re.compile(rb"table:number-rows-repeated" + _TIMES)
_REPEATED_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\s[^>]*?number-columns-repeated" + _TIMES + rb"(?:[^>]*[^/>])?>"
)
_SPACES = re.compile(rb"text:c" + _TIMES)
_WRITTEN_OTHERWISE = re.compile(rb"""(?:number-(?:rows|columns)-repeated|text:c)\s*=\s*["'][^"'<>&]*&""")
_ODS_ROW = b"<table:table-row"


class SheetExtent:
    """The last row and column of a sheet of an xlsx in which something stands, and how many cells are filled."""

    def __init__(self) -> None:
        self.row = self.column = self.cells = self.shared = 0
        self._rest = b""
        self._in_row = 0

    def add(self, piece: bytes) -> None:
        """The next bytes."""
        data, self._rest = _whole_tags(self._rest + piece)
        found = _CELL.findall(data)
        if not found:
            return
        self.cells += len(found)
        self.shared += data.count(b't="s"') + data.count(b"t='s'")
        addresses = [(letters, digits) for letters, digits in found if letters]
        self.column = max(self.column, *map(_number, {letters for letters, _ in addresses}), 1)
        self.row = max([self.row, *(int(digits) for digits in {digits for _, digits in addresses})])
        if len(addresses) < len(found):  # cells without an address stand one after the other in their row
            first, *rows = _ROW_START.split(data)
            counts = [self._in_row + len(_CELL.findall(first)), *(len(_CELL.findall(row)) for row in rows)]
            self._in_row = counts[-1]
            self.column = max(self.column, *counts)
            self.row = max([self.row, *(int(number) for number in _ROW.findall(data))])

    def too_far(self) -> str:
        """In words why the sheet cannot be laid out, or nothing."""
        reach = self.row * self.column
        if reach > MOST_CELLS or (reach > _DENSE_FROM and reach > _MOST_EMPTY * self.cells):
            return f"{self.cells:,} filled cells, the last in row {self.row:,} and column {self.column:,}"
        return ""


class SharedTexts:
    """The lengths of the texts that the cells of a workbook share, each as long as its xml."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.announced = ""  # how many there are to be, where that is more than any workbook has
        self._rest = b""

    def add(self, piece: bytes) -> None:
        """The next bytes."""
        data, self._rest = _whole_tags(self._rest + piece)
        if not self.lengths and (announced := _ANNOUNCED.search(data)):
            number = announced[1].decode("ascii", errors="replace").strip()
            self.announced = "" if number.isdecimal() and len(number) < 10 and int(number) <= MOST_CELLS else number
        first, *texts = _TEXT_START.split(data)
        if self.lengths:
            self.lengths[-1] += len(first)
        self.lengths += map(len, texts)

    @property
    def longest(self) -> int:
        """The length of the longest."""
        return max(self.lengths, default=0)


def letters_shared(pieces: Iterable[bytes], lengths: Sequence[int]) -> int:
    """How many letters the cells of a sheet hold that name a shared text by its number."""
    rest, letters = b"", 0
    for piece in pieces:
        # Cut before a cell begins, for its type and its number are asked for together.
        data = rest + piece
        cut = max(data.rfind(b"<c "), data.rfind(b":c "))
        data, rest = (data[:cut], data[cut:]) if cut > 0 else (b"", data)
        letters += sum(lengths[at] for text in _SHARED.findall(data) if (at := int(text)) < len(lengths))
    return letters + sum(lengths[at] for text in _SHARED.findall(rest) if (at := int(text)) < len(lengths))


class OdsExtent:
    """How many cells the sheets of an ods have when all that is repeated is laid out, from A1 to the last filled one."""

    def __init__(self) -> None:
        self.cells = self.letters = self.spaces = 0
        self._written = 0  # cells that stand in the xml themselves
        self._row = self._last_row = self._column = 0
        self._rest = b""
        self._endless = self._unclear = False

    def add(self, piece: bytes) -> None:
        """The next bytes."""
        if self._endless:
            return
        first, *rows = (self._rest + piece).split(_ODS_ROW)
        if not rows:
            self._rest = first
        else:
            self._take(first)
            for row in rows[:-1]:
                self._take(_ODS_ROW + row)
            self._rest = _ODS_ROW + rows[-1]
        self._endless = len(self._rest) > _LONGEST_ROW

    def _take(self, segment: bytes) -> None:
        """What stands from one row's beginning to the next's."""
        if segment[len(_ODS_ROW) : len(_ODS_ROW) + 1] in (b" ", b">", b"\n", b"\t", b"\r") and segment.startswith(
            _ODS_ROW
        ):
            self._take_row(segment)
        if b"<table:table " in segment or b"</table:table>" in segment:
            self._end_table()

    def _take_row(self, segment: bytes) -> None:
        if b"&#" in segment and _WRITTEN_OTHERWISE.search(segment):
            self._unclear = True
        tag, _, content = segment.partition(b">")
        content = content.partition(b"</table:table-row>")[0]  # the tags after the last row have `office:` in them too
        repeated = _ROWS_REPEATED.search(tag)
        times = int(repeated[1][:9]) if repeated else 1
        self._row += times
        if tag.endswith(b"/"):
            return
        end = max(content.rfind(b"</table:table-cell>"), content.rfind(b"</table:covered-table-cell>"))
        valued = content.rfind(b"office:")
        if valued > end:  # a value in the tag of a cell without text
            end = max(content.find(b">", valued), end)
        if end < 0:
            return
        content = content[:end]
        width = content.count(b"<table:table-cell") + content.count(b"<table:covered-table-cell")
        self._written += width
        letters, spaces = len(content), _spaces(content)
        if b"columns-repeated" in content:
            width += sum(int(number[:9]) - 1 for number in _REPEATED.findall(content))
            for cell in _REPEATED_CELL.finditer(content):
                closing = content.find(b"</table:", cell.end())
                within = content[cell.end() : closing if closing > 0 else len(content)]
                letters += int(cell[1][:9]) * len(within)
                spaces += int(cell[1][:9]) * _spaces(within)
        self._last_row = self._row
        self._column = max(self._column, width)
        self.letters += letters * times
        self.spaces += spaces * times

    def _end_table(self) -> None:
        self.cells += self._last_row * self._column
        self._row = self._last_row = self._column = 0

    def too_far(self) -> str:
        """In words why the sheets cannot be laid out, or nothing."""
        if not self._endless:
            self._take(self._rest)
        self._rest = b""
        self._end_table()
        if self._endless:
            return "a row without an end"
        if self._unclear:
            return "a number of repetitions that is not written in digits"
        if self.spaces > MOST_SPACES:
            return f"{self.spaces:,} spaces, repeated ones counted"
        # Tags take the greater part of the letters of a row that is not repeated: what counts is repetition.
        sparse = self.cells > _DENSE_FROM and self.cells > _MOST_EMPTY * self._written
        if sparse or self.cells > MOST_CELLS or self.letters > 4 * MOST_TEXT:
            return f"{self.cells:,} cells, repeated rows and columns counted"
        return ""


def _spaces(content: bytes) -> int:
    """How many spaces a part of a row writes as a number."""
    return sum(int(number[:12]) for number in _SPACES.findall(content)) if b"text:c" in content else 0


def _whole_tags(data: bytes) -> tuple[bytes, bytes]:
    """(what can be read, a last tag that may be cut in two)."""
    cut = data.rfind(b"<")
    if cut < 0 or len(data) - cut > _LONGEST_TAG:  # no tag is so long
        return data, b""
    return data[:cut], data[cut:]


def _number(letters: bytes) -> int:
    """26 for Z, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
