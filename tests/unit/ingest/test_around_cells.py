"""What a returned workbook carries besides its cells is found, so that it can be searched for personal data."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import NamedStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from returns_mutated.writing import _compound

from assize.ingest.received import Received
from assize.ingest.returns.around_cells import Around, enclosed, pictures, texts_around
from assize.ingest.returns.around_xls import texts_of_xls


def _title(book: Workbook, sheet: Worksheet) -> None:
    book.properties.title = "Okafor"


def _creator(book: Workbook, sheet: Worksheet) -> None:
    book.properties.creator = book.properties.lastModifiedBy = "Okafor"


def _footer(book: Workbook, sheet: Worksheet) -> None:
    sheet.oddFooter.left.text = "Okafor"
    sheet.oddFooter.left.font, sheet.oddFooter.left.size = "Arial,Bold", 9


def _name(book: Workbook, sheet: Worksheet) -> None:
    book.defined_names["Mrs_Okafor"] = DefinedName("Mrs_Okafor", attr_text="Sheet!$A$1")


def _list(book: Workbook, sheet: Worksheet) -> None:
    choice = DataValidation(type="list", formula1='"Okafor"')
    sheet.add_data_validation(choice)
    choice.add("B2")


def _message(book: Workbook, sheet: Worksheet) -> None:
    choice = DataValidation(type="whole", formula1="1", prompt="Okafor", showInputMessage=True)
    sheet.add_data_validation(choice)
    choice.add("B2")


def _mail(book: Workbook, sheet: Worksheet) -> None:
    sheet["A1"] = "write"
    sheet["A1"].hyperlink = Hyperlink("A1", target="mailto:a.okafor@police.example?subject=x")


def _format(book: Workbook, sheet: Worksheet) -> None:
    sheet["A1"] = 1
    sheet["A1"].number_format = '[Red]0.0"Ngozi "\\O\\k\\a\\f\\o\\r'


def _value(book: Workbook, sheet: Worksheet) -> None:
    book.defined_names["who"] = DefinedName("who", attr_text='"Okafor"', comment="ask Okafor")


def _filter(book: Workbook, sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:B9"
    sheet.auto_filter.add_filter_column(0, ["Okafor"])


def _rule(book: Workbook, sheet: Worksheet) -> None:
    sheet.conditional_formatting.add("A1:A9", FormulaRule(formula=['A1="Okafor"']))


def _style(book: Workbook, sheet: Worksheet) -> None:
    sheet["A1"].style = NamedStyle(name="Mrs_Okafor")


def _formula(book: Workbook, sheet: Worksheet) -> None:
    sheet["A1"] = '=CONCATENATE("Ngozi","Okafor")'


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_title, Around("its properties", "Okafor")),
        (_footer, Around("a page header or footer", "Okafor")),
        (_name, Around("a name of cells", "Mrs Okafor")),
        (_list, Around("a drop-down list", "Okafor")),
        (_message, Around("a message of a cell", "Okafor")),
        (_format, Around("a number format", "Ngozi Okafor")),
        (_value, Around("the value of a name of cells", "Okafor")),
        (_value, Around("the comment on a name of cells", "ask Okafor")),
        (_filter, Around("a filter", "Okafor")),
        (_rule, Around("a rule of colours", "Okafor")),
        (_style, Around("the name of a style", "Mrs Okafor")),
        (_formula, Around("a formula", "Ngozi Okafor")),
        (_mail, Around("a link", "a.okafor@police.example")),
    ],
)
def test_a_text_around_the_cells_of_an_xlsx_is_found(
    tmp_path: Path, change: Callable[[Workbook, Worksheet], None], found: Around
) -> None:
    book = Workbook()
    assert book.active is not None
    change(book, book.active)
    path = tmp_path / "return.xlsx"
    book.save(path)
    assert found in texts_around(Received(path, path.name))


def test_who_saved_a_file_is_not_asked_about(tmp_path: Path) -> None:
    book = Workbook()
    _creator(book, book.active)  # type: ignore[arg-type]
    path = tmp_path / "return.xlsx"
    book.save(path)
    assert not any("Okafor" in one.text for one in texts_around(Received(path, path.name)))


_ODS = {
    "meta.xml": '<m xmlns:dc="d" xmlns:meta="m"><dc:creator>Lee</dc:creator><meta:keyword>Okafor 1</meta:keyword></m>',
    "styles.xml": '<s xmlns:style="s" xmlns:text="t"><style:footer><text:p>Okafor <text:span>2</text:span></text:p>'
    "</style:footer></s>",
    "content.xml": '<c xmlns:draw="d" xmlns:text="t" xmlns:svg="s" xmlns:xlink="x"><draw:text-box><text:p>Okafor 3</text:p>'
    '</draw:text-box><svg:desc>Okafor 4</svg:desc><text:a xlink:href="mailto:okafor5@police.example">x</text:a></c>',
    "Pictures/1.png": "",
}


def test_texts_around_the_cells_of_an_ods_are_found_and_its_pictures_counted(tmp_path: Path) -> None:
    path = tmp_path / "return.ods"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in _ODS.items():
            archive.writestr(name, text)
    received = Received(path, path.name)
    assert sorted(one.text for one in texts_around(received)) == [
        "Okafor 1", "Okafor 2", "Okafor 3", "Okafor 4", "okafor5@police.example",
    ]  # fmt: skip
    assert pictures(received) == 1


def test_a_part_that_declares_a_document_type_or_is_broken_is_named(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("docProps/core.xml", '<!DOCTYPE a [<!ENTITY b "Okafor">]><a><title>&b;</title></a>')
        archive.writestr("docProps/app.xml", "<a><title>Okafor</title>")
        archive.writestr("docProps/custom.xml", "<a><lpwstr>Okafor</lpwstr></a>")
    unsearched: list[str] = []
    assert texts_around(Received(path, path.name), unsearched) == [Around("its properties", "Okafor")]
    assert unsearched == ["docProps/core.xml", "docProps/app.xml"]


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def test_comments_and_page_footers_of_an_xls_are_found_and_a_damaged_one_gives_no_crash(tmp_path: Path) -> None:
    footer, comment = "&L&9Okafor 1", "Okafor 2"
    stream = _record(0x15, struct.pack("<HB", len(footer), 0) + footer.encode("latin-1"))
    stream += _record(0x1B6, bytes(18)) + _record(0x3C, b"\1" + comment.encode("utf-16-le"))
    whole = _compound(stream + bytes(4096))
    path = tmp_path / "return.xls"
    path.write_bytes(whole)
    assert texts_around(Received(path, path.name)) == [
        Around("a page header or footer", "Okafor 1"),
        Around("a comment or a text box", "Okafor 2"),
    ]
    for at in range(8, 512, 3):
        list(texts_of_xls(whole[:at]))
        list(texts_of_xls(whole[:at] + b"\xff\x01" + whole[at + 2 :]))


def test_a_csv_has_nothing_around_it(tmp_path: Path) -> None:
    path = tmp_path / "return.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert (texts_around(Received(path, path.name)), pictures(Received(path, path.name))) == ([], 0)


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_KEPT = {
    "xl/pivotCache/pivotCacheRecords1.xml": f'<r {_MAIN}><r><s v="Okafor 1"/><n v="5"/></r></r>',
    "xl/pivotCache/pivotCacheDefinition1.xml": f'<p {_MAIN} refreshedBy="Lee"><sharedItems><s v="Okafor 2"/></sharedItems></p>',
    "xl/pivotTables/pivotTable1.xml": f'<p {_MAIN} name="Okafor_3"/>',
    "xl/externalLinks/externalLink1.xml": f'<e {_MAIN}><sheetName val="Okafor 4"/><cell t="str"><v>Okafor 5</v></cell></e>',
    "xl/externalLinks/_rels/externalLink1.xml.rels": '<r><x Target="file:///C:/lee/Okafor%206.xls" TargetMode="External"/></r>',
    "customXml/item1.xml": "<p><a><victim>Okafor 7</victim><UserInfo><DisplayName>Lee</DisplayName></UserInfo></a></p>",
    "xl/tables/table1.xml": f'<t {_MAIN} displayName="Okafor_8"/>',
    "xl/slicers/slicer1.xml": f'<s {_MAIN}><slicer caption="Okafor 9"/></s>',
}


def test_what_a_workbook_keeps_of_other_tables_is_found_and_who_shared_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in _KEPT.items():
            archive.writestr(name, text)
    unsearched: list[str] = []
    texts = {one.text for one in texts_around(Received(path, path.name), unsearched)}
    assert unsearched == []
    assert {f"Okafor {number}" for number in range(1, 10)} <= texts
    assert not any("lee" in text.casefold() for text in texts)


def test_programs_and_whole_documents_in_a_workbook_are_named(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    parts = ("xl/embeddings/Letter.docx", "xl/vbaProject.bin", "xl/activeX/activeX1.bin", "Basic/Standard/Module1.xml")
    with zipfile.ZipFile(path, "w") as archive:
        for name in (*parts, "xl/printerSettings/printerSettings1.bin", "xl/workbook.xml"):
            archive.writestr(name, "")
    assert enclosed(Received(path, path.name)) == list(parts)
