"""Formulas of an older workbook: what cannot be known of their results is not taken for nought."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from returns_mutated.writing import _compound, _record, _string

from assize.core.errors import FileRefused
from assize.ingest.files.xls_formulas import formulas_of
from assize.ingest.history.workbooks import read_grids
from assize.ingest.received import Received
from assize.ingest.returns.figures import read_figure
from assize.ingest.returns.sheets import Kind, read_sheets

NOUGHT = struct.pack("<d", 0)
TEXT, ERROR = b"\0" * 6 + b"\xff\xff", b"\2\0\7\0\0\0\xff\xff"
IF = bytes.fromhex("1e01001e01000b1902060017030" + "05b785d1e000022030100")  # =IF(1=1,"[x]",0)
STRING = b"\x17\x03\x00850"
SUM = b"\x25" + bytes(8) + b"\x19\x10\0\0"
PLUS = b"\x44\0\0\0\0\x44\1\0\0\0\x03"
LONE = b"\x24\x19\x10\0\0"  # a cell whose address looks like a sum


def _formula(row: int, result: bytes, tokens: bytes) -> bytes:
    body = struct.pack("<HHH", row, 0, 0) + result + bytes(6) + struct.pack("<H", len(tokens)) + tokens
    return _record(0x06, body)


def _workbook(folder: Path, cells: bytes, styles: bytes = b"") -> Received:
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + styles
    sheet = struct.pack("<BB", 0, 0) + _string("One", "<B")
    at = len(begin) + len(_record(0x85, bytes(4) + sheet)) + 4
    stream = begin + _record(0x85, struct.pack("<I", at) + sheet) + _record(0x0A, b"")
    stream += _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + _record(0x0A, b"")
    path = folder / "one.xls"
    path.write_bytes(_compound(stream))
    return Received(path, path.name)


def test_a_kept_nought_is_believed_of_sums_and_arithmetic_alone(tmp_path: Path) -> None:
    shared = _record(0x4BC, struct.pack("<HHBBBBH", 7, 8, 0, 0, 0, 2, len(SUM)) + SUM)
    same = b"\x01" + struct.pack("<HH", 7, 0)
    cells = [
        _formula(0, NOUGHT, IF),
        _formula(1, NOUGHT, STRING),
        _formula(2, NOUGHT, SUM),
        _formula(3, NOUGHT, PLUS),
        _formula(4, NOUGHT, LONE),
        _formula(5, struct.pack("<d", 12), IF),
        _formula(6, ERROR, PLUS),
        _formula(7, NOUGHT, same) + shared,
        _formula(8, NOUGHT, same),
        _formula(9, TEXT, STRING) + _record(0x207, _string("850")),
        _record(0x205, struct.pack("<HHHBB", 11, 0, 0, 42, 1)),
    ]
    received = _workbook(tmp_path, b"".join(cells))
    made = formulas_of(received)["One"]
    assert {row for row, _ in made.unknown} == {0, 1, 4}
    assert [received.sheet("One")[row][0] for row in (6, 11)] == ["#DIV/0!", "#N/A"]
    (sheet,) = read_sheets(received)
    said = {row: read_figure(sheet.at(row, 0)) for row in range(12) if row != 10}
    assert {row: one.value for row, one in said.items() if one.value is not None} == {
        2: 0,
        3: 0,
        5: 12,
        7: 0,
        8: 0,
        9: 850,
    }
    assert all(said[row].fault and said[row].fix for row in (0, 1, 4, 6, 11))
    assert sheet.at(5, 0).formula
    assert (sheet.at(6, 0).kind, sheet.at(6, 0).words) == (Kind.ERROR, "#DIV/0!")
    (grid,), _ = read_grids(received)
    assert [grid.cells[row][0] for row in (0, 2, 5, 6)] == ["=0", 0, 12, "#DIV/0!"]


def test_a_damaged_xls_is_read_or_refused_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A library that took memory by its numbers ended the process here, or printed where in its own text it stood."""
    whole = _workbook(tmp_path, _formula(0, NOUGHT, SUM) + _record(0x207, _string("850"))).path.read_bytes()
    refused = 0
    for at in (*range(0, 600, 3), *range(600, len(whole), 11)):
        for damage in (b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\x01\x02\x03\x04"):
            (tmp_path / "damaged.xls").write_bytes(whole[:at] + damage + whole[at + 4 :])
            received = Received(tmp_path / "damaged.xls", "damaged.xls")
            try:
                for name in received.sheets:
                    received.sheet(name)
            except FileRefused:
                refused += 1
    assert refused > 50
    assert capfd.readouterr() == ("", "")


def test_an_xls_tells_its_merged_cells_and_hidden_sheets(tmp_path: Path) -> None:
    merged = _record(0xE5, struct.pack("<H4H4H", 2, 0, 2, 0, 0, 4, 4, 1, 3))
    received = _workbook(tmp_path, _formula(0, struct.pack("<d", 12), SUM) + merged)
    assert formulas_of(received)["One"].merged == [((0, 0), (2, 0)), ((4, 1), (4, 3))]
    assert [(about.name, about.has_cells, about.is_hidden) for about in received.workbook.abouts] == [
        ("One", True, False)
    ]


def test_an_xls_whose_sheets_are_too_large_together_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received = _workbook(tmp_path, b"".join(_formula(row, struct.pack("<d", 1), SUM) for row in range(30)))
    monkeypatch.setattr("assize.ingest.files.workbooks.MOST_CELLS", 29)
    with pytest.raises(FileRefused, match="30 rows and 1 columns in sheet One"):
        received.sheets  # noqa: B018


def test_numbers_shown_as_per_cent_are_known_however_they_are_written(tmp_path: Path) -> None:
    codes = {164: '0.0%;[Red]"%"', 165: '0" %"', 166: "0 \\%"}
    formats = [_record(0x41E, struct.pack("<H", number) + _string(code)) for number, code in codes.items()]
    formats.append(_record(0x41E, struct.pack("<HHB", 167, 2, 0) + b"0%"))
    styles = [_record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 9, 10, 164, 165, 166, 167)]
    shown = (1, 2, 3, 6)
    cells = [_record(0x203, struct.pack("<HHHd", row, 0, row, 1.0)) for row in range(7)]
    cells += [_record(0x27E, struct.pack("<HHHI", 7, style, style, 3 << 2 | 2)) for style in range(7)]
    several = b"".join(struct.pack("<HI", style, 3 << 2 | 2) for style in range(7))
    cells.append(_record(0xBD, struct.pack("<HH", 8, 0) + several + struct.pack("<H", 6)))
    made = struct.pack("<HHH", 9, 0, 1) + struct.pack("<d", 1) + bytes(6) + struct.pack("<H", len(SUM)) + SUM
    cells.append(_record(0x06, made))
    received = _workbook(tmp_path, b"".join(cells), b"".join(formats + styles))
    wanted = {*((row, 0) for row in shown), *((7, at) for at in shown), *((8, at) for at in shown), (9, 0)}
    assert formulas_of(received)["One"].percentages == wanted
    (sheet,) = read_sheets(received)
    assert {place for place, cell in sheet.cells.items() if cell.percent} == wanted
    assert len(sheet.cells) == 7 * 3 + 1
    assert "a percentage stands where a count is wanted" in read_figure(sheet.at(1, 0)).fault
