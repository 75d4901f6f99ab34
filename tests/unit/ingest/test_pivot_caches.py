"""Records of pivot caches: read as they stand, refused where they cannot be right, in little memory."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from pivot_cache import FIELDS, HEAD, MAIN, Made, rdos_records, write_tool

from assize.core.errors import FileRefused
from assize.ingest.files.pivot_caches import CacheTable, open_records, pivot_caches
from assize.ingest.received import Received

RECORDS_PART = "xl/pivotCache/pivotCacheRecords1.xml"
DEFINITION_PART = "xl/pivotCache/pivotCacheDefinition1.xml"
SMALL = Made(("word", "value"), (("a", "1"), ("b", "2.5"), ("a", "")))


def opened(path: Path, scratch: Path) -> CacheTable:
    received = Received(path, path.name)
    (cache,) = pivot_caches(received)
    return open_records(received, cache, scratch)


def with_parts(folder: Path, parts: Mapping[str, str], made: Made = SMALL) -> Path:
    changed = Made(made.fields, made.records, made.inline, made.calculated, made.count, {
        name: text.encode() for name, text in parts.items()
    })  # fmt: skip
    return write_tool(folder / "made.xlsx", changed)


def refused(path: Path, scratch: Path) -> str:
    with pytest.raises(FileRefused) as error:
        opened(path, scratch)
    return "\n".join(problem.sentence for problem in error.value.problems)


def records(inside: str, count: int) -> str:
    return f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="{count}">{inside}</pivotCacheRecords>'


def test_every_record_is_read_as_it_stands(tmp_path: Path) -> None:
    made = Made(FIELDS, rdos_records(2000), calculated=("share",))
    table = opened(write_tool(tmp_path / "tool.xlsx", made), tmp_path)
    assert table.headers == FIELDS  # the calculated field has no data
    assert table.records == 2000
    read = table.ask("SELECT * FROM records ORDER BY line")
    assert [row[0] for row in read] == list(range(1, 2001))
    assert [row[1:] for row in read] == [tuple(record) for record in made.records]


def test_values_of_every_kind(tmp_path: Path) -> None:
    inside = '<r><s v="a, &quot;b&quot; &amp; c"/><n v="1"/></r><r><m/><d v="2019-03-31T00:00:00"/></r>'
    inside += '<r><b v="1"/><e v="#N/A"/></r><r><x v="1"/><s v="line_x000a_end"/></r>'
    path = with_parts(tmp_path, {RECORDS_PART: records(inside, 4)}, Made(SMALL.fields, SMALL.records, count=4))
    assert opened(path, tmp_path).ask("SELECT c0, c1 FROM records ORDER BY line") == [
        ('a, "b" & c', "1"),
        (None, "2019-03-31T00:00:00"),
        ("1", "#N/A"),
        ("b", "line end"),
    ]


def test_groups_and_prefixes(tmp_path: Path) -> None:
    definition = (
        f'<x:pivotCacheDefinition xmlns:x="{MAIN}" recordCount="1"><x:cacheFields>'
        '<x:cacheField name="word"><x:sharedItems><x:s v="own"/></x:sharedItems><x:fieldGroup><x:groupItems>'
        '<x:s v="group"/></x:groupItems></x:fieldGroup></x:cacheField>'
        '<x:cacheField name="grouped" databaseField="0"><x:fieldGroup/></x:cacheField></x:cacheFields>'
        "<x:extLst><x:ext><pivotCacheDefinition/></x:ext></x:extLst></x:pivotCacheDefinition>"
    )
    inside = f'{HEAD}<x:pivotCacheRecords xmlns:x="{MAIN}"><x:r><x:x v="0"/></x:r></x:pivotCacheRecords>'
    table = opened(with_parts(tmp_path, {DEFINITION_PART: definition, RECORDS_PART: inside}), tmp_path)
    assert table.cache.count == 1
    assert [field.name for field in table.cache.fields] == ["word", "grouped"]
    assert table.ask("SELECT * FROM records") == [(1, "own")]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (
            records('<r><x v="0"/><n v="1"/></r>', 3),
            "made.xlsx [pivotCacheRecords1.xml]: the pivot table has not as many records as the workbook says, found 1,"
            " expected 3. Download it again.",
        ),
        (
            records('<r><x v="0"/></r>', 3),
            "made.xlsx [pivotCacheRecords1.xml!record 1]: a record of the pivot table has not the number of values that there"
            " are fields, found 1 values, expected 2. Load the file as its publisher released it.",
        ),
        (
            records('<r><x v="0"/><n v="1"/></r><r><x v="9"/><n v="1"/></r>', 3),
            "made.xlsx [pivotCacheRecords1.xml!record 2]: a record of the pivot table names a word that is not there,"
            " found value 1, word 9. Load the file as its publisher released it.",
        ),
        (
            records('<r><x v="0"/><n v="1"/></r>', 3)[:-30],
            "made.xlsx [pivotCacheRecords1.xml]: the pivot table of the workbook cannot be read, found unclosed token: line 2,"
            " column 108. Download it again.",
        ),
        (
            '<!DOCTYPE a [<!ENTITY b "bbbb">]><pivotCacheRecords/>',
            "made.xlsx [pivotCacheRecords1.xml]: the pivot table of the workbook cannot be read, found a document type, by"
            " which a small file can grow without end. Download it again.",
        ),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path: Path, inside: str, said: str) -> None:
    assert refused(with_parts(tmp_path, {RECORDS_PART: inside}), tmp_path) == said


def test_a_tag_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = with_parts(tmp_path, {RECORDS_PART: '<pivotCacheRecords a="' + "b" * 40_000_000})
    assert "a piece of xml longer than 16 MB" in refused(path, tmp_path)


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    path = write_tool(tmp_path / "tool.xlsx", Made(FIELDS, rdos_records(500)))
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FileRefused, match="cannot be read"):
        pivot_caches(Received(cut, cut.name))


def test_a_changed_byte_of_the_records_is_refused(tmp_path: Path) -> None:
    path = write_tool(tmp_path / "tool.xlsx", Made(FIELDS, rdos_records(500)))
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo(RECORDS_PART)
    data = bytearray(path.read_bytes())
    data[part.header_offset + 100 + part.compress_size // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "the pivot table of the workbook cannot be read" in refused(path, tmp_path)


def test_other_files_have_none(tmp_path: Path) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("a,b\n1,2\n")
    assert pivot_caches(Received(plain, plain.name)) == ()
