"""Files made to break what opens them: each is refused in a sentence, quickly and in little memory."""

from __future__ import annotations

import gzip
import io
import re
import resource
import struct
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from published_files import CATALOGUE, POPULATION, observed, read, workbook

from assize.core.errors import FileRefused
from assize.ingest import recognise
from assize.ingest.files.archives import check_workbook
from assize.ingest.files.extents import OdsExtent, SharedTexts, SheetExtent, letters_shared
from assize.ingest.files.texts import check_bytes
from assize.ingest.received import Received

MEMORY = 700_000_000  # bytes that one refusal may add to the process's peak
SECONDS = 40  # five times what any takes on a quiet machine: a reader that hangs takes hours, a slow machine does not


@pytest.fixture(autouse=True)
def bounds() -> Iterator[None]:
    """Every test of this module is quick (by the processor, as a busy machine says nothing of a reader) and small."""
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.process_time() - began < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MEMORY


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return workbook(tmp_path / "good.xlsx", POPULATION)


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(path, path.parent)
    assert "Traceback" not in refusal.value.sentence
    return " ".join(problem.sentence for problem in refusal.value.problems)


def repacked(source: Path, target: Path, changed: Mapping[str, bytes], *, without: str = "") -> Path:
    """A copy of a zip with some parts changed, added or left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return target


def part(source: Path, name: str) -> bytes:
    with zipfile.ZipFile(source) as archive:
        return archive.read(name)


# --- archives ---------------------------------------------------------------------------------------------------------


def test_what_is_not_attacked_is_read(good: Path, tmp_path: Path) -> None:
    assert len(observed(read(good, tmp_path))) == 6
    copy = repacked(good, tmp_path / "copy.xlsx", {"xl/media/picture.png": b"\x89PNG" + bytes(1000)})
    assert observed(read(copy, tmp_path)) == observed(read(good, tmp_path))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short(good: Path, tmp_path: Path, keep: float) -> None:
    data = good.read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(data[: int(len(data) * keep)])
    assert "cut short or damaged" in refused(tmp_path / "cut.xlsx")


def test_a_checksum_that_does_not_fit(good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    at = sheet.header_offset + 30 + len(sheet.filename) + sheet.compress_size // 2
    data[at] ^= 0xFF
    (tmp_path / "bad.xlsx").write_bytes(data)
    assert "cut short or damaged" in refused(tmp_path / "bad.xlsx")


def test_a_part_twice_or_outside(good: Path, tmp_path: Path) -> None:
    twice = tmp_path / "twice.xlsx"
    twice.write_bytes(good.read_bytes())
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    assert "two parts of the workbook have one name" in refused(twice)
    for name in ("/etc/passwd", "../../up.xml", "C:/x.xml"):
        assert "lies outside it" in refused(repacked(good, tmp_path / "out.xlsx", {name: b"<a/>"}))


def test_a_part_locked_with_a_password(good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    (tmp_path / "locked.xlsx").write_bytes(data)
    assert "locked with a password" in refused(tmp_path / "locked.xlsx")


def test_an_older_workbook_locked_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
    )
    assert "locked with a password" in refused(path)


@pytest.mark.parametrize(
    "start", [b"\xd0\xcf\x11\xe0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), b"PK\x03\x04"]
)
def test_a_beginning_and_nothing_else(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "start.xls").write_bytes(start)
    assert refused(tmp_path / "start.xls")


def test_a_bomb_in_a_sheet(good: Path, tmp_path: Path) -> None:
    bomb = b"<worksheet><sheetData>" + b" " * 300_000_000
    assert "unpacks to far more than it should" in refused(
        repacked(good, tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": bomb})
    )


def test_a_bomb_that_lies_about_its_size(good: Path, tmp_path: Path) -> None:
    small = repacked(good, tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 100_000_000})
    data = bytearray(small.read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    assert struct.unpack_from("<I", data, at + 24)[0] == 100_000_011
    struct.pack_into("<I", data, at + 24, 1000)
    small.write_bytes(data)
    assert "cut short or damaged" in refused(small)


def test_a_zip_that_is_no_workbook(good: Path, tmp_path: Path) -> None:
    cases = {
        "this is a text document and no workbook": {"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"},
        "this is a presentation and no workbook": {"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"},
        "this is no workbook, found 'application/epub+zip'": {"mimetype": b"application/epub+zip"},
        "this is a binary workbook (xlsb)": {"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"\0"},
        "this is a zip and no workbook, found in it good.xlsx": {"good.xlsx": good.read_bytes()},
        "the workbook lacks its main part": {"[Content_Types].xml": b"<a/>"},
    }
    for message, parts in cases.items():
        with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        assert message in refused(tmp_path / "other.xlsx")


def test_something_before_the_workbook(good: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "first.zip", "w") as archive:
        archive.writestr("a", b"a")
    (tmp_path / "two.xlsx").write_bytes((tmp_path / "first.zip").read_bytes() + good.read_bytes())
    assert "something stands before the workbook" in refused(tmp_path / "two.xlsx")


# --- xml --------------------------------------------------------------------------------------------------------------

LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "name",
    [
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet4.xml",
        "[Content_Types].xml",
    ],
)
@pytest.mark.parametrize("letters", ["utf-8", "utf-16"])
def test_a_document_type(good: Path, tmp_path: Path, name: str, letters: str) -> None:
    text = part(good, name).decode()
    head, _, body = text.partition("?>")
    spoilt = f"{head}?>{' ' * 3000}{LAUGHS.decode()}{body}".encode(letters)
    assert "declares a document type" in refused(repacked(good, tmp_path / "laughs.xlsx", {name: spoilt}))


def test_a_part_that_is_no_xml(good: Path, tmp_path: Path) -> None:
    assert "is no xml" in refused(repacked(good, tmp_path / "no.xlsx", {"xl/styles.xml": b"hello"}))


def test_a_main_part_missing(good: Path, tmp_path: Path) -> None:
    assert refused(repacked(good, tmp_path / "no.xlsx", {}, without="xl/worksheets/sheet4.xml"))
    assert refused(repacked(good, tmp_path / "no.xlsx", {}, without="xl/_rels/workbook.xml.rels"))


def test_records_given_out_as_a_sheet(good: Path, tmp_path: Path) -> None:
    name = "xl/_rels/workbook.xml.rels"
    spoilt = part(good, name).replace(b"worksheets/sheet1.xml", b"pivotCache/pivotCacheRecords1.xml")
    path = repacked(good, tmp_path / "records.xlsx", {name: spoilt, "xl/pivotCache/pivotCacheRecords1.xml": b"<a/>"})
    assert "given out as a sheet" in refused(path)


# --- how far a sheet reaches ------------------------------------------------------------------------------------------


def cell(address: str, content: str) -> bytes:
    return f'<row r="9"><c r="{address}"{content}</row>'.encode()


@pytest.mark.parametrize(
    "rows",
    [
        cell("XFD1048576", "><v>1</v></c>"),
        cell("A1048576", "><v>1</v></c>") + cell("XFD9", "><v>1</v></c>"),
        b"<row r='1048576'>" + b"<c><v>1</v></c>" * 16_000 + b"</row>",
    ],
)
def test_a_cell_far_away(good: Path, tmp_path: Path, rows: bytes) -> None:
    name = "xl/worksheets/sheet1.xml"
    spoilt = part(good, name).replace(b"</sheetData>", rows + b"</sheetData>")
    assert "a sheet reaches too far" in refused(repacked(good, tmp_path / "far.xlsx", {name: spoilt}))


def test_an_empty_cell_far_away_is_only_formatted(good: Path, tmp_path: Path) -> None:
    name = "xl/worksheets/sheet4.xml"
    spoilt = part(good, name).replace(b"</sheetData>", cell("XFD1048576", ' s="0"/>') + b"</sheetData>")
    copy = repacked(good, tmp_path / "far.xlsx", {name: spoilt})
    assert [row["value"] for row in observed(read(copy, tmp_path))] == [
        row["value"] for row in observed(read(good, tmp_path))
    ]


def test_how_far_a_sheet_reaches_however_it_is_cut() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c><c s="1" r="AB%d" t="s"><v>0</v></c><c r="ZZ%d"/></row>' % (n, n, n, n)
        for n in (1, 2, 30)
    )
    for size in (1, 7, 50, 10_000):
        extent = SheetExtent()
        for start in range(0, len(rows), size):
            extent.add(rows[start : start + size])
        extent.too_far()
        assert (extent.row, extent.column, extent.cells, extent.shared) == (30, 28, 6, 3)


def test_one_long_text_in_many_cells() -> None:
    texts = SharedTexts()
    texts.add(b"<sst><si><t>a</t></si><si><t>" + b"x" * 40_000 + b"</t></si></sst>")
    assert texts.longest > 40_000
    rows = b"".join(b'<c r="A%d" t="s"><v>1</v></c>' % n for n in range(1, 1001))
    cut = [rows[start : start + 777] for start in range(0, len(rows), 777)]
    assert letters_shared(cut, texts.lengths) == 1000 * texts.lengths[1]


def test_a_workbook_of_one_long_text_in_many_cells(good: Path, tmp_path: Path) -> None:
    text = b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 50_000))
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    path = repacked(good, tmp_path / "long.xlsx", {"xl/sharedStrings.xml": text, "xl/worksheets/sheet1.xml": sheet})
    assert "the texts of a sheet are too long" in refused(path)


ODS = (
    b'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
    b'<table:table table:name="One">%s</table:table></office:spreadsheet></office:body></office:document-content>'
)


def ods(path: Path, rows: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS % rows)
    return path


FILLED = b'<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'


@pytest.mark.parametrize(
    "rows",
    [
        b'<table:table-row table:number-rows-repeated="1000000000">' + FILLED + b"</table:table-row>",
        b'<table:table-row><table:table-cell table:number-columns-repeated="900000000"/>'
        + FILLED
        + b"</table:table-row>",
        b'<table:table-row><table:table-cell table:number-columns-repeated="90000000"><text:p>a</text:p>'
        b"</table:table-cell></table:table-row>",
        b'<table:table-row table:number-rows-repeated="900000000"/><table:table-row>' + FILLED + b"</table:table-row>",
        b'<table:table-row><table:table-cell table:number-columns-repeated="90000000" office:value-type="float"'
        b' office:value="1"/></table:table-row>',
    ],
)
def test_an_ods_that_repeats_without_end(tmp_path: Path, rows: bytes) -> None:
    assert "a sheet reaches too far" in refused(ods(tmp_path / "far.ods", rows))


def test_an_ods_of_the_usual_kind_is_opened(tmp_path: Path) -> None:
    rows = (
        b"<table:table-row>" + FILLED + b'<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
    ) * 500 + b'<table:table-row table:number-rows-repeated="1048076"><table:table-cell/></table:table-row>'
    path = ods(tmp_path / "usual.ods", rows)
    assert len(Received(path, path.name).sheet("One")) == 500


def test_an_ods_locked_with_a_password(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", b"")
    locked = repacked(path, tmp_path / "b.ods", {"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"})
    assert "locked with a password" in refused(locked)


def test_how_far_an_ods_reaches_however_it_is_cut() -> None:
    rows = ODS % (
        b'<table:table-row table:number-rows-repeated="3"/><table:table-row>' + FILLED * 5 + b"</table:table-row>"
    )
    for size in (1, 13, 10_000):
        extent = OdsExtent()
        for start in range(0, len(rows), size):
            extent.add(rows[start : start + size])
        assert extent.too_far() == ""
        assert extent.cells == 20


def test_few_cells_and_a_row_that_repeats_are_too_far() -> None:
    extent = OdsExtent()
    extent.add(b'<table:table-row table:number-rows-repeated="1000000">' + FILLED + b"</table:table-row>")
    extent.add(b"<table:table-row>" + FILLED * 6 + b"</table:table-row>")
    assert "6,000,006 cells" in extent.too_far()


# --- names and kinds that do not agree --------------------------------------------------------------------------------


def test_a_workbook_by_another_name_is_read(good: Path, tmp_path: Path) -> None:
    for name in ("pop.xls", "pop.csv", "pop.ods", "pop"):
        (tmp_path / name).write_bytes(good.read_bytes())
        assert len(observed(read(tmp_path / name, tmp_path))) == 6


def test_a_csv_called_a_workbook_is_read(root: Path, tmp_path: Path) -> None:
    source = root / "tests" / "fixtures" / "ingest" / "LAD19_CSP19_PFA19.csv"
    (tmp_path / "look-up.xlsx").write_bytes(source.read_bytes())
    assert recognise(tmp_path / "look-up.xlsx", CATALOGUE).source.id == "area-lookups"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"<html><body><table><tr><td>LAD19CD</td></tr></table>", "this is a web page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>\n<html>", "this is a web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "this is an xml document",
        ),
        (b"%PDF-1.7\n", "this is a PDF"),
        (b"{\\rtf1\\ansi", "this is a text document"),
        (b"7z\xbc\xaf\x27\x1c", "this is an archive of a kind that is not opened"),
    ],
)
def test_another_kind_called_xls(tmp_path: Path, start: bytes, words: str) -> None:
    (tmp_path / "look-up.xls").write_bytes(start)
    assert words in refused(tmp_path / "look-up.xls")


# --- gzip -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", [b"", b"Financial Year,Financial Quarter\n"])
def test_a_gzip_bomb(tmp_path: Path, head: bytes) -> None:
    with gzip.open(tmp_path / "bomb.csv.gz", "wb") as handle:
        handle.write(head + b"a,b,c,d\n" * 10_000_000)
    assert "unpacks to far more than it should" in refused(tmp_path / "bomb.csv.gz")


def test_a_gzip_damaged_or_followed_by_something(root: Path, tmp_path: Path) -> None:
    whole = gzip.compress((root / "tests" / "fixtures" / "ingest" / "outcomes.csv").read_bytes())
    for spoilt in (whole[:-4], whole[:-8] + b"\0" * 8, whole + b"more", whole[:200] + b"\xff\xff" + whole[202:]):
        (tmp_path / "outcomes.csv.gz").write_bytes(spoilt)
        assert "cannot be unpacked" in refused(tmp_path / "outcomes.csv.gz")


# --- encodings and quotation marks ------------------------------------------------------------------------------------


@pytest.fixture
def look_up(root: Path) -> str:
    text = (root / "tests" / "fixtures" / "ingest" / "LAD19_CSP19_PFA19.csv").read_text(encoding="utf-8-sig")
    return text.replace("Stoke-on-Trent", "Stoke–on–Trent")


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_gives_the_same(look_up: str, tmp_path: Path, letters: str, ends: str) -> None:
    (tmp_path / "plain.csv").write_text(look_up, encoding="utf-8", newline="")
    (tmp_path / "other.csv").write_bytes(look_up.replace("\n", ends).encode(letters))
    assert observed(read(tmp_path / "other.csv", tmp_path)) == observed(read(tmp_path / "plain.csv", tmp_path))


def test_big_endian_with_its_mark(look_up: str, tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_bytes(b"\xfe\xff" + look_up.encode("utf-16-be"))
    assert len(observed(read(tmp_path / "big.csv", tmp_path))) > 0


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.encode("utf-16-le"), "lacks the mark"),
        (lambda text: text.encode("utf-16-be"), "lacks the mark"),
        (lambda text: text.encode("utf-32"), "UTF-32"),
        (lambda text: text.replace("–", "\ufffd").encode(), "[line 2]: a letter was lost"),
        (lambda text: text.replace("Cannock", "Can\0ock").encode(), "[line 3]: there is an empty byte"),
        (lambda text: text.encode() + b"E\x93\n", "two encodings are mixed"),
        (lambda text: text.encode("cp1252") + b"E\x81\n", "a letter cannot be read, found the byte 0x81"),
        (lambda text: text.encode("utf-16")[:-1], "a letter cannot be read"),
        (
            lambda text: text.replace("Cannock", "Can\x1anock").encode(),
            "[line 3]: a letter cannot be read, found U+001A",
        ),
        (lambda text: text.replace("Cannock", '"Cannock').encode(), "a quotation mark is left open"),
        (lambda text: text.replace("Cannock", '"Can"nock').encode(), "a quotation mark is left open"),
    ],
)
def test_letters_that_cannot_be_known(look_up: str, tmp_path: Path, spoil, words: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "look-up.csv").write_bytes(spoil(look_up))
    assert words in refused(tmp_path / "look-up.csv")


def test_quotation_marks_that_swallow_lines_and_close_again(look_up: str, tmp_path: Path) -> None:
    header, *lines = look_up.splitlines()
    cells = lines[1].split(",")
    cells[1] = '"' + cells[1]
    last = lines[3].split(",")
    last[1] = last[1] + '"'
    (tmp_path / "look-up.csv").write_text("\n".join([header, lines[0], ",".join(cells), lines[2], ",".join(last)]))
    assert "[line 3]: a quotation mark is left open" in refused(tmp_path / "look-up.csv")


def test_a_large_csv_with_a_lost_letter(root: Path, tmp_path: Path) -> None:
    text = (root / "tests" / "fixtures" / "ingest" / "outcomes.csv").read_text(encoding="utf-8")
    (tmp_path / "outcomes.csv").write_text(text.replace("–", "\ufffd", 1), encoding="utf-8")
    assert "a letter was lost" in refused(tmp_path / "outcomes.csv")


def test_a_lost_letter_across_two_pieces() -> None:
    text = "a\nb\ufffdc\n".encode()
    for cut in range(1, len(text)):
        with pytest.raises(FileRefused, match=r"\[line 2\]: a letter was lost"):
            check_bytes([text[:cut], text[cut:]], "a.csv")


def test_a_whole_workbook_passes_the_look_into_it(good: Path) -> None:
    check_workbook(good, "good.xlsx")
    assert zipfile.is_zipfile(io.BytesIO(good.read_bytes()))


@pytest.mark.parametrize("blank", [b"\n", b"\r\n", b" \n", b"\t\n"])
def test_a_text_of_nothing_but_empty_lines_is_refused_at_once(tmp_path: Path, blank: bytes) -> None:
    path = tmp_path / "blank.csv"
    path.write_bytes(blank * 8_000_000)
    assert "begins with nothing but empty lines" in refused(path)


def test_a_web_page_below_many_empty_lines_is_known_quickly(tmp_path: Path) -> None:
    path = tmp_path / "page.csv"
    path.write_bytes(b"\n" * 900_000 + b"\xef\xbb\xbf <!DOCTYPE html><html></html>" + b"\n" * 900_000)
    assert "this is a web page" in refused(path)


# --- numbers of what is to come, for which a library would take memory ---------------------------------------------------


@pytest.mark.parametrize("number", [b"9999999999", b"4294967295", b"&#57;999999999", b"9" * 5000])
def test_more_texts_announced_than_any_workbook_has(good: Path, tmp_path: Path, number: bytes) -> None:
    name = "xl/sharedStrings.xml"
    texts = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="' + number + b'"', part(good, name))
    copy = repacked(good, tmp_path / "many.xlsx", {name: texts})
    assert "holds more texts than any does" in refused(copy)


@pytest.mark.parametrize("number", [b"", b"0", b"7", b"9999", b"12000000"])
def test_a_number_of_texts_that_is_merely_wrong(good: Path, tmp_path: Path, number: bytes) -> None:
    name = "xl/sharedStrings.xml"
    attribute = b'uniqueCount="' + number + b'"' if number else b""
    copy = repacked(good, tmp_path / "some.xlsx", {name: re.sub(rb'uniqueCount="\d+"', attribute, part(good, name))})
    assert observed(read(copy, tmp_path)) == observed(read(good, tmp_path))


@pytest.mark.parametrize("address", [b"A" + b"9" * 5000, b"A4294967297", b"AAAAAAAAAA1"])
def test_a_cell_at_an_address_of_many_digits(good: Path, tmp_path: Path, address: bytes) -> None:
    name = "xl/worksheets/sheet1.xml"
    spoilt = re.sub(rb'<c r="\w+"', b'<c r="' + address + b'"', part(good, name), count=1)
    assert "a sheet reaches too far" in refused(repacked(good, tmp_path / "far.xlsx", {name: spoilt}))


SPACED = b'<table:table-cell %soffice:value-type="string"><text:p>a<text:s text:c="%s"/>b</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (b"<table:table-row>" + SPACED % (b"", b"2000000000") + b"</table:table-row>", "2,000,000,000 spaces"),
        (b"<table:table-row>" + SPACED % (b"", b"+00100000000") + b"</table:table-row>", "100,000,000 spaces"),
        (b"<table:table-row>" + SPACED % (b"", b"&#49;00000000") + b"</table:table-row>", "not written in digits"),
        (b"<table:table-row>" + SPACED % (b"", b"5000") * 2001 + b"</table:table-row>", "10,005,000 spaces"),
        (
            b"<table:table-row>" + SPACED % (b'table:number-columns-repeated="200" ', b"60000") + b"</table:table-row>",
            "12,060,000 spaces",
        ),
        (
            b'<table:table-row table:number-rows-repeated="200">' + SPACED % (b"", b"60000") + b"</table:table-row>",
            "12,000,000 spaces",
        ),
        (
            b'<table:table-row table:number-rows-repeated="+000900000000">' + FILLED + b"</table:table-row>",
            "900,000,000 cells",
        ),
        (
            b'<table:table-row><table:table-cell table:number-columns-repeated="000900000000"/>'
            + FILLED
            + b"</table:table-row>",
            "900,000,001 cells",
        ),
    ],
)
def test_an_ods_that_writes_its_spaces_without_end(tmp_path: Path, rows: bytes, found: str) -> None:
    said = refused(ods(tmp_path / "spaces.ods", rows))
    assert "a sheet reaches too far" in said and found in said


def test_spaces_written_as_a_number_are_read(tmp_path: Path) -> None:
    path = ods(tmp_path / "few.ods", b"<table:table-row>" + SPACED % (b"", b"3") + b"</table:table-row>")
    assert Received(path, path.name).sheet("One") == [["a   b"]]
