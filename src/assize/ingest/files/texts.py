"""What the bytes of a received text say: which encoding they are in, and whether any letter of it is lost.

A letter that cannot be read for certain is never guessed: the file is refused and the line named.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from assize.core.errors import FileRefused, Problem

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF8 = "utf-8-sig"  # with its mark or without
_LOST = "\ufffd"  # stands where a letter could not be read, by whoever wrote the file
_LOST_BYTES = _LOST.encode()
_UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd]")
_UTF8_PAIR = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]")
# What only a damaged or a misread text of two-byte or single-byte letters has among the names and words read here.
_FOREIGN = re.compile("[ÿþÃÂðÞÐ¬¦]|[^\0-\u017f\u2000-\u206f\u20a0-\u20bf\u2100-\u22ff]")
_OTHER = "\u00a0\u2007\u2009\u202f"
_OTHER_SPACES = re.compile(rf"(?<![0-9])[{_OTHER}]|[{_OTHER}](?![0-9])")
_SPACE_BYTES = tuple(space.encode() for space in _OTHER)
_MANY = 20  # one control byte in so many: then it is no text at all
_LOOKED_AT = 4096
_OTHER_KINDS = (
    (
        re.compile(rb"<(?:!doctype\s+html|html|table|head|body|meta|div)\b", re.IGNORECASE),
        "a web page",
    ),
    (re.compile(rb"(?:<\?xml|<[A-Za-z]+:)"), "an xml document"),
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"\{\\rtf"), "a text document (rtf)"),
    (
        re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|.{4}ftyp(?:heic|heix|mif1|avif)", re.DOTALL),
        "a picture",
    ),
    (re.compile(rb"(?:7z\xbc\xaf|Rar!|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)"), "an archive of a kind that is not opened"),
)
# What is said where a file is nothing that is read: the office takes figures from partners too.
PARTNERS_FILE = (
    "If a partner sent it, ask for the form that you sent (assize request) to be filled in and returned as a workbook, xlsx;"
    " or key the figures into one of your own (assize enter)."
)
_OWN = "Load the file as its publisher released it."
_AS_UTF8 = "Save it again as csv UTF-8, or load the publisher's own file."


def plain_spaces(text: str) -> str:
    """A text with plain spaces in place of no-break and thin ones, so that words of one spelling are the same everywhere.

    Between two digits they stay: what a space means in a number its reader says.
    """
    return text if text.isascii() else _OTHER_SPACES.sub(" ", text)


def has_other_spaces(data: bytes) -> bool:
    """Whether bytes in UTF-8 may hold such spaces."""
    return any(space in data for space in _SPACE_BYTES)


def other_kind(start: bytes) -> str:
    """What a file is that is neither text in lines nor a workbook (`a web page`), by its first bytes; nothing if unknown."""
    begun = start.lstrip().removeprefix(codecs.BOM_UTF8).lstrip()[:_LOOKED_AT]
    return next((words for pattern, words in _OTHER_KINDS if pattern.match(begun)), "")


def is_text(start: bytes) -> bool:
    """Whether the first bytes of a file are those of a text, in whatever encoding."""
    start = start[:_LOOKED_AT]
    if start.startswith((*_UTF16, *_UTF32)) or _looks_utf16(start):
        return True
    strange = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return strange * _MANY <= len(start)


def check_bytes(blocks: Iterable[bytes], name: str) -> None:
    """Raises FileRefused where a text has letters that were lost, or lacks the mark that says how it is encoded.

    Reads all of it once; what it costs is nothing beside the reading itself. Text by its mark is left to `decode`.
    """
    line, first = 1, True
    tail = b""
    for block in blocks:
        if first:
            first = False
            if block.startswith(_UTF32):
                raise _refused(name, "the text is in an encoding that is not read (UTF-32)", fix=_AS_UTF8)
            if block.startswith(_UTF16):
                return
            if _looks_utf16(block[:_LOOKED_AT]):
                what = "the text looks like UTF-16 but lacks the mark that says so"
                raise _refused(name, what, fix=_AS_UTF8)
        # The sign for a lost letter has three bytes and may lie across two blocks; its first is rare, and quickly looked for.
        joined = tail + block if _LOST_BYTES[:1] in tail else block
        lost = joined.find(_LOST_BYTES) if _LOST_BYTES[:1] in joined else -1
        for at, what in (
            (joined.find(b"\0"), "there is an empty byte in the text, as in a damaged file"),
            (lost, "a letter was lost before the file was sent (it holds the sign for an unreadable letter)"),
        ):
            if at >= 0:
                before = line - (tail.count(b"\n") if joined is not block else 0)
                where = f"{name} [line {before + joined.count(10, 0, at)}]"
                raise _refused(name, what, where=where, fix=_OWN)
        line += block.count(b"\n")
        tail = block[-2:]


def decode(data: bytes, name: str) -> str:
    """The text of all bytes of a file: UTF-8, UTF-16 by its mark, else Windows-1252.

    Raises FileRefused where a byte is in none of them, where two of them are mixed, or where a letter is none that is
    printed.
    """
    return "".join(decoded(lambda: [data], name))


def decoded(blocks: Callable[[], Iterable[bytes]], name: str) -> Iterator[str]:
    """The same a piece at a time, so that a large text is never held whole; `blocks` gives the bytes from the first again."""
    encoding = _encoding(blocks, name)
    foreign = encoding != _UTF8
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for block, last in _with_last(blocks()):
        try:
            text = decoder.decode(block, last)
        except UnicodeDecodeError as error:
            at = line + error.object[: error.start].count(b"\n")
            found = f"the byte {error.object[error.start]:#04x}" if error.start < len(error.object) else ""
            raise _refused(
                name, "a letter cannot be read", where=f"{name} [line {at}]", found=found, fix=_AS_UTF8
            ) from error
        if foreign and (strange := _FOREIGN.search(text)):
            at = line + text.count("\n", 0, strange.start())
            what = "a letter stands in the text that no name here has, as where a byte was damaged"
            raise _refused(name, what, where=f"{name} [line {at}]", found=f"'{strange[0]}'", fix=_AS_UTF8)
        if strange := _UNREADABLE.search(text):
            at = line + text.count("\n", 0, strange.start())
            raise _refused(
                name, "a letter cannot be read", where=f"{name} [line {at}]", found=f"U+{ord(strange[0]):04X}", fix=_OWN
            )
        line += text.count("\n")
        yield plain_spaces(text)


def _with_last(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each block, and whether it is the last."""
    before = b""
    for block in blocks:
        if before:
            yield before, False
        before = block
    yield before, True


def _encoding(blocks: Callable[[], Iterable[bytes]], name: str) -> str:
    """In which encoding the bytes are. Raises FileRefused where UTF-8 and another are mixed."""
    decoder = codecs.getincrementaldecoder(_UTF8)()
    first = True
    try:
        for block, last in _with_last(blocks()):
            if first and block.startswith(_UTF16):
                return "utf-16"
            decoder.decode(block, last)
            first = False
    except UnicodeDecodeError:
        _check_unmixed(blocks(), name)
        return "cp1252"
    return _UTF8


def _check_unmixed(blocks: Iterable[bytes], name: str) -> None:
    """Raises FileRefused where a text that is no UTF-8 has letters of it all the same."""
    line, tail = 1, b""
    for block in blocks:
        joined = tail + block
        if pair := _UTF8_PAIR.search(joined):
            at = line + joined.count(b"\n", 0, pair.start())
            raise _refused(
                name,
                "two encodings are mixed, so its letters cannot be known",
                where=f"{name} [line {at}]",
                expected="UTF-8 throughout",
                fix=_OWN,
            )
        tail = joined[-2:]
        line += joined.count(b"\n", 0, len(joined) - len(tail))


def records(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record of a csv with the line it begins on (1 is the first), blank lines too.

    Raises FileRefused where a quotation mark is left open or swallows other lines, or a cell is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if reader.line_num > line:
                for cell in row:
                    lines = cell.count("\n") and sum(delimiter in part for part in cell.split("\n"))
                    if lines > 1:
                        raise _open_quote(name, line)
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            what = f"a cell holds more than {csv.field_size_limit():,} letters"
            raise _refused(name, what, where=f"{name} [line {line}]", expected="short cells", fix=_OWN) from error
        raise _open_quote(name, line) from error


def _open_quote(name: str, line: int) -> FileRefused:
    return _refused(
        name,
        "a quotation mark is left open or stands within a cell, so its cells cannot be told apart",
        where=f"{name} [line {line}]",
        expected="every cell that begins with a quotation mark to end with one",
        fix=_OWN,
    )


def _looks_utf16(start: bytes) -> bool:
    """Every second byte is empty, as in plain letters of two bytes."""
    half = len(start) // 2
    return half > 4 and any(start[offset::2].count(0) > half * 0.4 for offset in (0, 1))


def _refused(
    name: str, what: str, *, where: str = "", found: str = "", expected: str = "", fix: str = ""
) -> FileRefused:
    return FileRefused(name, [Problem(what, where or name, found, expected, fix)])
