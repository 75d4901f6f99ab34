"""Which cells of an xls are formulas, merged or shown as per cent, and of which formulas the kept result is not to be trusted.

A formula's record holds its result (MS-XLS, 2.4.127 and 2.5.133). Some programs decide by the cell's number format alone what
they write there: a text that a formula makes in a cell for numbers is kept as the number 0, and no reader can tell it from a
nought. So a kept 0 is believed only where the formula's outermost step gives a number whatever it is given: a sum, a count,
arithmetic.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from assize.ingest.files.packed_xml import Place
from assize.ingest.files.xls_streams import BOOKS, FAULTS, streams_of
from assize.ingest.received import Received

_BEGIN, _END, _SHEET = 0x809, 0x0A, 0x85
_OF_CELLS = 0  # the kind of a sheet; others hold a chart or a program (MS-XLS, 2.4.28)
_FORMULAS, _SHARED, _MERGED = (0x06, 0x206, 0x406), 0x4BC, 0xE5
_STYLE, _FORMAT = 0xE0, 0x41E  # of a cell, of a number (MS-XLS, 2.4.353 and 2.4.126)
_EIGHTH = 0x600  # the generation
_NUMBER, _PACKED, _ROW_OF_PACKED = 0x203, 0x27E, 0xBD  # one, one in short, a row of such (2.4.180, 2.4.220, 2.4.175)
_PERCENT_FORMATS = frozenset((9, 10))  # 0% and 0.00%, of the formats that need no record
_ARITHMETIC = frozenset((3, 4, 5, 6, 7, 0x12, 0x13, 0x14))
# COUNT, SUM, AVERAGE, MIN, MAX, ABS, INT, ROUND, COUNTA, SUMPRODUCT, SUBTOTAL, SUMIF, COUNTIF (MS-XLS, 2.5.198.17)
_NUMERIC = frozenset((0, 4, 5, 6, 7, 24, 25, 27, 169, 228, 344, 345, 346))
_STRING, _SPACES, _SUM = 0x17, b"\x19\x40", b"\x19\x10"


@dataclass
class Made:
    """Of one sheet, by row and column from 0: all formulas, those whose result cannot be known, the numbers that are shown as
    per cent, and the first and last cell of every merged range.
    """

    formulas: set[Place] = field(default_factory=set)
    unknown: set[Place] = field(default_factory=set)
    percentages: set[Place] = field(default_factory=set)
    merged: list[tuple[Place, Place]] = field(default_factory=list)


def formulas_of(received: Received) -> dict[str, Made]:
    """What formulas made in every sheet of cells of an xls, by its name. Raises FileRefused where that cannot be found out."""
    try:
        streams = streams_of(received.path.read_bytes())
        found = _sheets(next(streams[name] for name in BOOKS if name in streams))
    except (*FAULTS, StopIteration) as error:
        raise _unread(received) from error
    if len(found) != len(received.sheets):
        raise _unread(received)
    return dict(zip(received.sheets, found, strict=True))


def _unread(received: Received) -> Exception:
    return received.refused(
        "which cells of this older workbook are formulas cannot be found out, so a figure may be lost unseen",
        fix="Open it, save it as xlsx and send that.",
    )


def _sheets(stream: bytes) -> list[Made]:
    begins = []
    formats: list[int] = []  # of each style
    percents = set(_PERCENT_FORMATS)
    at = 0
    eighth = struct.unpack_from("<H", stream, 4)[0] == _EIGHTH
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _SHEET and stream[at + 9] == _OF_CELLS:
            begins.append(struct.unpack_from("<I", stream, at + 4)[0])
        elif kind == _STYLE:
            formats.append(struct.unpack_from("<H", stream, at + 6)[0])
        elif kind == _FORMAT and _is_percent(stream[at + 6 : at + 4 + size], eighth):
            percents.add(struct.unpack_from("<H", stream, at + 4)[0])
        elif kind == _END:
            break
        at += 4 + size
    styles = frozenset(style for style, number in enumerate(formats) if number in percents)
    return [_sheet(stream, begin, styles) for begin in begins]


def _is_percent(text: bytes, eighth: bool) -> bool:
    """Whether a format shows a per cent sign: its text has its length before it and, since the eighth generation, its width."""
    wide = eighth and text[2] & 1
    code = text[3 if eighth else 1 :].decode("utf-16-le" if wide else "latin-1", "replace")
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


def _sheet(stream: bytes, at: int, percents: frozenset[int]) -> Made:
    made = Made()
    shared: dict[Place, bytes] = {}
    noughts: dict[Place, bytes] = {}
    depth, last = 0, (-1, -1)
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        elif depth > 1:
            continue  # a chart in the sheet
        elif kind in _FORMULAS:
            last = struct.unpack_from("<HH", body)
            made.formulas.add(last)
            if struct.unpack_from("<H", body, 4)[0] in percents:
                made.percentages.add(last)
            result, tokens = body[6:14], body[22 : 22 + struct.unpack_from("<H", body, 20)[0]]
            if result[6:] != b"\xff\xff" and struct.unpack("<d", result)[0] == 0:
                noughts[last] = tokens
        elif kind == _SHARED:
            shared[last] = body[10 : 10 + struct.unpack_from("<H", body, 8)[0]]
        elif kind in (_NUMBER, _PACKED):
            row, column, style = struct.unpack_from("<HHH", body)
            if style in percents:
                made.percentages.add((row, column))
        elif kind == _ROW_OF_PACKED:
            row, column = struct.unpack_from("<HH", body)
            for across, (style, _) in enumerate(struct.iter_unpack("<HI", body[4:-2])):
                if style in percents:
                    made.percentages.add((row, column + across))
        elif kind == _MERGED:
            for top, bottom, left, right in struct.iter_unpack("<4H", body[2:]):
                made.merged.append(((top, left), (bottom, right)))
    for place, tokens in noughts.items():
        if tokens[:1] == b"\x01":  # as the formula of another cell
            tokens = shared.get(struct.unpack_from("<HH", tokens, 1), b"")
        if not _gives_number(tokens):
            made.unknown.add(place)
    return made


def _gives_number(tokens: bytes) -> bool:
    """Whether a formula's outermost step, the last of its tokens, gives a number or an error and never a text.

    Where an operand's bytes could pass for a step, the answer is no.
    """
    if len(tokens) < 4 or tokens[0] == _STRING or len(tokens) == 5 or tokens[-4:-2] == _SPACES:
        return False
    if tokens[-1] in _ARITHMETIC or tokens[-4:-2] == _SUM:
        return True
    function = int.from_bytes(tokens[-2:], "little")
    of_any = tokens[-4] & 0x1F == 2 and tokens[-4] & 0x60 != 0  # number of arguments, then the function
    of_some = tokens[-3] & 0x1F == 1 and tokens[-3] & 0x60 != 0
    return (of_any or of_some) and function in _NUMERIC
