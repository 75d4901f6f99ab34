"""The records behind a workbook's pivot tables, read as a stream: the Ministry of Justice's tools keep them nowhere else.

An xlsx holds them in two parts a cache: a definition with the fields and the words that records share, and the records,
which name a word by its number or give a value of their own (text, number, date, yes or no, error, nothing). A field
without data of its own (calculated, or made by grouping another) stands in the definition only. Records go one by one to a
file in the scratch folder that DuckDB reads: whatever their number, little memory is used. See ECMA-376, part 1, 18.10.

No part may declare a document type or an entity, and none may hold a piece of xml that never ends.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO
from xml.parsers import expat

from assize.core.errors import FileRefused
from assize.ingest.files.archives import DAMAGED, MEGABYTE, MOST_OF_A_PART, MOST_STREAMED, unpack
from assize.ingest.files.databases import connect, text_sql
from assize.ingest.received import Received

RECORD = "record "  # before its number, wherever the place of one is named
_ROOT_RELATIONS = "_rels/.rels"
_MOST_PENDING = 16 * MEGABYTE  # bytes of one tag; the longest text of a cell has 32,767 letters
_MOST_WORDS = 5_000_000  # shared items of all fields of a cache
_MOST_FIELDS = 1_000
_MOST_OF_RECORD = 1_000_000  # bytes of a record
_AT_ONCE = 20_000  # records written at a time
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # a letter that xml cannot hold, as Office writes it
_SPACES = re.compile(r"[\x00-\x1f]+")
_OWN_VALUES = ("s", "n", "d", "b", "e", "m")
_AGAIN = "Download it again."
_PUBLISHERS = "Load the file as its publisher released it."
_Start = Callable[[str, list[str]], None]


@dataclass(frozen=True)
class CacheField:
    """A field of a cache. `items` are the words that records share, as printed; None is an empty one.

    `stored` is False for a field that the records do not hold: a calculated or a grouped one.
    """

    name: str
    items: tuple[str | None, ...] = ()
    stored: bool = True


@dataclass(frozen=True)
class PivotCache:
    """One pivot cache. `records` is the name of the part that holds its records, empty where it was saved without them."""

    definition: str
    records: str
    fields: tuple[CacheField, ...]
    count: int | None  # records, as the definition says

    @property
    def stored(self) -> tuple[CacheField, ...]:
        """The fields that the records hold, in their order."""
        return tuple(field for field in self.fields if field.stored)

    @property
    def sheet(self) -> str:
        """The part's own name (`pivotCacheRecords1.xml`), which stands where a cell's sheet does."""
        return posixpath.basename(self.records)


@dataclass(frozen=True)
class CacheTable:
    """The view `records(line, c0, c1, …)` in `connection`, texts or NULL; `line` is the record's number, from 1."""

    received: Received
    cache: PivotCache
    connection: Any
    records: int

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of c0, c1, … as printed."""
        return tuple(field.name for field in self.cache.stored)

    def ask(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        rows: list[tuple[Any, ...]] = self.connection.execute(sql, list(parameters)).fetchall()
        return rows

    def place(self, line: int | None = None, column: int | None = None) -> str:
        """Where a record's value stands, for a message."""
        at = self.cache.sheet + (f"!{RECORD}{line}" if line is not None else "")
        return f"{self.received.name} [{at}{', ' + self.headers[column] if column is not None else ''}]"


# --- what caches there are --------------------------------------------------------------------------------------------


def pivot_caches(received: Received) -> tuple[PivotCache, ...]:
    """The pivot caches of an xlsx, their fields and shared words; none for any other file.

    Raises FileRefused where a definition cannot be read.
    """
    if not received.is_zip:
        return ()
    return _known(_Bytes(received, received.sha256))


class _Bytes:
    """A received file, the same as another of equal bytes and name: what was found in it serves every layout."""

    def __init__(self, received: Received, sha256: str) -> None:
        self.received = received
        self._key = (sha256, received.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bytes) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=2)
def _known(file: _Bytes) -> tuple[PivotCache, ...]:
    received = file.received
    try:
        with zipfile.ZipFile(received.path) as archive:
            book = next(iter(_targets(archive, "", "/officeDocument")), "")
            if not book:
                return ()
            found = []
            for definition in _targets(archive, book, "/pivotCacheDefinition"):
                records = next(iter(_targets(archive, definition, "/pivotCacheRecords")), "")
                found.append(_definition(archive, definition, records))
            return tuple(found)
    except FileRefused:
        raise
    except DAMAGED as error:
        raise _damaged(received, error) from error


def _targets(archive: zipfile.ZipFile, part: str, kind: str) -> list[str]:
    """The parts to which a part leads by relations of one kind; of the package itself where `part` is empty."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels") if part else _ROOT_RELATIONS
    if relations not in archive.NameToInfo:
        return []
    found: list[str] = []

    def start(tag: str, attributes: list[str]) -> None:
        said = _pairs(attributes)
        if (
            _local(tag) == "Relationship"
            and said.get("Type", "").endswith(kind)
            and said.get("TargetMode") != "External"
        ):
            target = said.get("Target", "")
            joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found.append(posixpath.normpath(joined))

    _parse(unpack(archive, archive.getinfo(relations), MOST_OF_A_PART), start)
    return list(dict.fromkeys(target for target in found if target in archive.NameToInfo))


class _Definition:
    """What a definition part says, gathered element by element."""

    def __init__(self) -> None:
        self.fields: list[CacheField] = []
        self.count: int | None = None
        self._name: str | None = None
        self._stored = True
        self._items: list[str | None] = []
        self._shared = False  # whether words are those that records share, and not names of groups
        self._words = 0

    def start(self, tag: str, attributes: list[str]) -> None:
        """The next element. Raises ValueError where there are more fields or words than any table has."""
        kind = _local(tag)
        if kind == "cacheField":
            self.close()
            said = _pairs(attributes)
            self._name, self._stored = _unescaped(said.get("name", "")), said.get("databaseField") not in ("0", "false")
            if len(self.fields) > _MOST_FIELDS:
                raise ValueError(f"more than {_MOST_FIELDS:,} fields")
        elif kind == "sharedItems":
            self._shared = True
        elif kind in ("fieldGroup", "cacheHierarchies", "calculatedItems", "extLst"):
            self._shared = False
        elif kind == "pivotCacheDefinition":
            said = _pairs(attributes)  # an extension may have an element of the same name, without a count
            if said.get("recordCount", "").isdecimal():
                self.count = int(said["recordCount"])
        elif self._shared and kind in _OWN_VALUES:
            self._items.append(None if kind == "m" else _unescaped(_pairs(attributes).get("v", "")))
            self._words += 1
            if self._words > _MOST_WORDS:
                raise ValueError(f"more than {_MOST_WORDS:,} shared words")

    def close(self) -> None:
        """Ends the field that is open."""
        if self._name is not None:
            self.fields.append(CacheField(self._name, tuple(self._items), self._stored))
        self._name, self._items, self._shared = None, [], False


def _definition(archive: zipfile.ZipFile, definition: str, records: str) -> PivotCache:
    found = _Definition()
    _parse(unpack(archive, archive.getinfo(definition), MOST_OF_A_PART), found.start)
    found.close()
    return PivotCache(definition, records, tuple(found.fields), found.count)


# --- records ----------------------------------------------------------------------------------------------------------


def open_records(received: Received, cache: PivotCache, scratch: Path) -> CacheTable:
    """Reads the records of a cache into a file of the scratch folder that DuckDB then asks.

    Raises FileRefused where they are damaged, a record has another number of values than there are fields, names a word that
    is not there, or there are not as many as the workbook says.
    """
    if not cache.records:
        raise received.refused(
            "the workbook was saved without the data of its pivot table",
            where=f"{received.name} [{posixpath.basename(cache.definition)}]",
            fix=_PUBLISHERS,
        )
    stem = scratch / f"{received.sha256}.{Path(cache.sheet).stem}"
    plain, packed = stem.with_suffix(".records.csv"), stem.with_suffix(".records.parquet")
    try:
        with zipfile.ZipFile(received.path) as archive, plain.open("w", encoding="utf-8", newline="") as out:
            part = archive.getinfo(cache.records)
            counted = _write_records(received, cache, unpack(archive, part, MOST_STREAMED), out)
    except FileRefused:
        raise
    except DAMAGED as error:
        raise _damaged(received, error, cache.sheet) from error
    connection = _packed(received, cache, plain, packed, scratch)
    plain.unlink()
    return CacheTable(received, cache, connection, counted)


def _write_records(received: Received, cache: PivotCache, pieces: Iterator[bytes], out: TextIO) -> int:
    """The records as lines of quoted texts, an empty value unquoted; how many there are."""
    shared = [{str(at): _quoted(item) for at, item in enumerate(field.items)} for field in cache.stored]
    width = len(shared)
    cells: list[str] = []
    lines: list[str] = []
    counted = 0
    printed: int | None = None
    open_record = False

    def finish() -> None:
        nonlocal counted
        if len(cells) != width:
            raise received.refused(
                "a record of the pivot table has not the number of values that there are fields",
                where=f"{received.name} [{cache.sheet}!{RECORD}{counted + 1}]",
                found=f"{len(cells)} values",
                expected=f"{width}",
                fix=_PUBLISHERS,
            )
        lines.append(",".join(cells))
        cells.clear()
        counted += 1
        if len(lines) >= _AT_ONCE:
            out.write("\n".join(lines) + "\n")
            lines.clear()

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal open_record, printed
        try:
            if tag == "x":  # nine in ten of all elements: one attribute, the word's number
                cells.append(shared[len(cells)][attributes[1]])
                return
            kind = tag if tag in _OWN_VALUES or tag == "r" else _local(tag)
            if kind == "x":
                cells.append(shared[len(cells)][_pairs(attributes)["v"]])
                return
        except (IndexError, KeyError):
            raise received.refused(
                "a record of the pivot table names a word that is not there",
                where=f"{received.name} [{cache.sheet}!{RECORD}{counted + 1}]",
                found=f"value {len(cells) + 1}, word {_pairs(attributes).get('v', 'without a number')}",
                fix=_PUBLISHERS,
            ) from None
        if kind == "r":
            if open_record:
                finish()
            open_record = True
        elif kind == "m":
            cells.append("")
        elif kind in _OWN_VALUES:
            cells.append(_quoted(_unescaped(_pairs(attributes).get("v", ""))))
        elif kind == "pivotCacheRecords":
            said = _pairs(attributes).get("count", "")
            printed = int(said) if said.isdecimal() else None

    _parse(pieces, start)
    if open_record:
        finish()
    out.write("".join(f"{line}\n" for line in lines))
    for said in (printed, cache.count):
        if said is not None and said != counted:
            raise received.refused(
                "the pivot table has not as many records as the workbook says",
                where=f"{received.name} [{cache.sheet}]",
                found=f"{counted:,}",
                expected=f"{said:,}",
                fix=_AGAIN,
            )
    return counted


def _packed(received: Received, cache: PivotCache, plain: Path, packed: Path, scratch: Path) -> Any:
    """A connection with the view `records` over the lines, packed by column: words that repeat take no room."""
    width = len(cache.stored)
    import duckdb  # heavy: only when a file is read

    connection = connect()
    connection.execute(f"SET temp_directory = {text_sql(str(scratch))}")
    connection.execute("SET memory_limit = '300MB'")
    names = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    try:
        connection.execute(
            f"COPY (SELECT * FROM read_csv({text_sql(str(plain))}, auto_detect = false, all_varchar = true,"
            f" header = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n', null_padding = false,"
            f" strict_mode = true, max_line_size = {_MOST_OF_RECORD}, allow_quoted_nulls = false, columns = {{{names}}}))"
            f" TO {text_sql(str(packed))} (FORMAT parquet, COMPRESSION snappy)"
        )
    except duckdb.Error as error:  # a record beyond any measure, or a full disk
        raise _damaged(received, error, cache.sheet) from error
    columns = ", ".join(f"c{index}" for index in range(width))
    connection.execute(
        f"CREATE VIEW records AS SELECT file_row_number + 1 AS line, {columns}"
        f" FROM read_parquet({text_sql(str(packed))}, file_row_number = true)"
    )
    return connection


# --- xml --------------------------------------------------------------------------------------------------------------


def _parse(pieces: Iterator[bytes], start: _Start) -> None:
    """Calls `start` with the name and attributes of each element. Raises ValueError where the xml is not plain."""
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    fed = 0
    for piece in pieces:
        parser.Parse(piece, False)
        fed += len(piece)
        # What is begun and not ended waits in memory: a tag or comment without end would fill it.
        if fed - parser.CurrentByteIndex > _MOST_PENDING:
            raise ValueError(f"a piece of xml longer than {_MOST_PENDING // MEGABYTE} MB")
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type, by which a small file can grow without end")


def _pairs(attributes: Sequence[str]) -> Mapping[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def _local(tag: str) -> str:
    """The name without its prefix: `x:cacheField` is a cacheField."""
    return tag.rpartition(":")[2]


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text


def _quoted(text: str | None) -> str:
    """A cell of the csv: an empty value unquoted; line breaks and the like are spaces, so that a record is a line."""
    if text is None:
        return ""
    if text.isalnum():
        return f'"{text}"'
    return '"' + _SPACES.sub(" ", text).replace('"', '""') + '"'


def _damaged(received: Received, error: BaseException, part: str = "") -> FileRefused:
    return received.refused(
        "the pivot table of the workbook cannot be read",
        where=f"{received.name} [{part}]" if part else "",
        found=" ".join(str(error).split())[:160],
        fix=_AGAIN,
    )
