"""Writes received bytes and observations so that they are whole or not there at all.

Each file is written beside its place under another name, synced, renamed, and its folder synced; only then may the ledger
name it. The order makes a kill harmless: what the ledger does not name is swept when the store is next opened.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assize.core.errors import AssizeError
from assize.core.processors import threads
from assize.core.reading import LEADING_COLUMNS, TRAILING_COLUMNS, Query, Reading, Row, Written

VALUE_TYPE = "DECIMAL(20,6)"
_BLOCK = 1 << 20
_WAIT_FOR_WRITER_SECONDS = 20.0


def connect_duckdb() -> Any:
    """A DuckDB connection in memory that downloads nothing, keeps lines in order and prints nothing."""
    import duckdb  # heavy: only when a file is read or a question is asked

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": str(threads()),
        },
    )
    # Where Python has no main file (`python -c`), a question of 2 seconds would draw its bar into the csv of `export`.
    connection.execute("SET enable_progress_bar = false")
    return connection


def quoted(text: str) -> str:
    """A text as a SQL literal: for paths in COPY, which takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A column's name, quoted."""
    return '"' + name.replace('"', '""') + '"'


@contextlib.contextmanager
def writing(folder: Path, wait: bool = True) -> Iterator[bool]:
    """Holds the store's one write lock; yields False where another process has it and `wait` is False.

    The lock is a SQLite transaction on a file of its own, which the system releases when a process dies. Raises AssizeError
    where another process holds it for more than 20 seconds.
    """
    connection = sqlite3.connect(
        folder / "writing.sqlite", timeout=_WAIT_FOR_WRITER_SECONDS if wait else 0, isolation_level=None
    )
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if wait:
                raise AssizeError(
                    "another load is writing to this store",
                    where=str(folder),
                    fix="Wait until it has ended, then run this again.",
                ) from error
            yield False
            return
        yield True
    finally:
        connection.close()


def sync_file(path: Path) -> None:
    """Waits until the file's bytes are on the disk."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until the folder's names are on the disk, where the system lets a folder be opened (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(temporary: Path, final: Path) -> None:
    """Syncs, renames and syncs the folder: afterwards `final` is whole and stays."""
    sync_file(temporary)
    temporary.replace(final)
    sync_folder(final.parent)


def edition_path(folder: Path, key: str) -> Path:
    """Where the observations of an edition lie in the store's folder; `key` is the edition's."""
    return folder / "editions" / f"{key}.parquet"


def hash_file(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def keep_bytes(received: Path, sha256: str, files: Path) -> None:
    """Copies the received file to `files/<sha256>`.

    Raises AssizeError where its bytes are no longer those that were read.
    """
    final = files / sha256
    if final.exists():
        return
    temporary = files / f"{sha256}.part"
    shutil.copyfile(received, temporary)
    if hash_file(temporary) != sha256:
        temporary.unlink()
        raise AssizeError(
            "the file changed while it was being loaded", where=received.name, fix="Load it again when it is still."
        )
    put_in_place(temporary, final)


def write_observations(reading: Reading, final: Path, scratch: Path) -> int:
    """Writes a reading's observations to the Parquet file `final`; returns how many there are.

    Raises AssizeError where fewer or more were written than were read, or a value did not survive its cast.
    """
    content = reading.content
    temporary = content.path if isinstance(content, Written) else final.with_suffix(".part")
    written = content.rows if isinstance(content, Written) else _write(reading, temporary, scratch)
    put_in_place(temporary, final)
    return written


def write_ahead(reading: Reading, scratch: Path) -> Reading:
    """The reading with its observations written to a file in `scratch`, from where they are put in place when it is kept.

    Raises AssizeError as `write_observations` does.
    """
    path = scratch / f"{reading.sha256}.ahead"
    written = Written(path, _write(reading, path, scratch))
    for left in scratch.glob(f"{reading.sha256}*"):
        if left != path:
            left.unlink(missing_ok=True)
    return replace(reading, content=written)


def _write(reading: Reading, temporary: Path, scratch: Path) -> int:
    assert not isinstance(reading.content, Written)
    if isinstance(reading.content, Query):
        connection, select, expected = reading.content.connection, reading.content.select, reading.content.rows
    else:
        connection, expected = connect_duckdb(), len(reading.content)
        select = _select_rows(reading, reading.content, scratch)
    # Over two processors the engine keeps whole row groups waiting for their turn: half a gigabyte more, twice the processor's
    # time, no sooner done, and rows in another order each time.
    connection.execute("SET threads = 1")
    connection.execute(f"COPY ({select}) TO {quoted(str(temporary))} (FORMAT parquet, COMPRESSION snappy)")
    written, broken = connection.execute(
        f"SELECT count(*) AS written, count(*) FILTER (WHERE (value IS NULL) = (absence = '')) AS broken"
        f" FROM read_parquet({quoted(str(temporary))})"
    ).fetchone()
    if written != expected or broken:
        temporary.unlink()
        raise AssizeError(
            "the observations written are not those that were read",
            where=reading.file,
            found=f"{written} written, {broken} with neither or both of a value and a reason for its absence",
            expected=f"{expected}",
            fix="This is a fault in Assize: please report it with the file.",
        )
    return int(written)


def same_figures(one: Path, others: Sequence[Path], dimensions: Sequence[str]) -> list[Path]:
    """Of other editions, those with the same figures for the same places, fields and breakdowns, whatever period they name.

    All in one question: a source of forty quarters has as many editions to compare a new one with.
    """
    if not others:
        return []
    words = ", ".join(["area", "field", *map(identifier, dimensions), "value", "absence"])
    paths = ", ".join(quoted(str(path)) for path in (one, *others))
    counts = connect_duckdb().execute(
        f"SELECT filename, count(*) AS many, sum(CAST(hash({words}) AS HUGEINT)) AS total"
        f" FROM read_parquet([{paths}], filename = true) GROUP BY filename"
    )
    found = {name: figures for name, *figures in counts.fetchall()}
    return [path for path in others if found.get(str(path)) == found[str(one)]]


def _select_rows(reading: Reading, rows: Sequence[Row], scratch: Path) -> str:
    """Rows of Python to a csv that DuckDB reads back typed: far faster than inserting them one by one."""
    path = scratch / f"{reading.sha256}.rows.csv"
    columns = [*LEADING_COLUMNS, *reading.dimensions, *TRAILING_COLUMNS]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in rows:
            writer.writerow(
                [
                    row.area,
                    row.period.id,
                    row.field,
                    *row.dimensions,
                    "" if row.value is None else str(row.value),
                    row.absence.value if row.absence else "",
                    " ".join(sorted(mark.value for mark in row.marks)),
                    row.raw,
                    reading.file,
                    row.sheet,
                    row.ref,
                    "" if row.line is None else str(row.line),
                    row.column,
                    row.origin,
                ]
            )
    types = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in columns)
    typed = {"value": f"CAST(nullif(value, '') AS {VALUE_TYPE})", "line": "CAST(nullif(line, '') AS INTEGER)"}
    chosen = ", ".join(f"{typed.get(column, identifier(column))} AS {identifier(column)}" for column in columns)
    return (
        f"SELECT {chosen} FROM read_csv({quoted(str(path))}, auto_detect = false, header = false, delim = ',',"
        f" quote = '\"', escape = '\"', new_line = '\\n', max_line_size = 10000000, null_padding = false,"
        f" allow_quoted_nulls = false, columns = {{{types}}})"
    )


@contextlib.contextmanager
def own_scratch(scratch: Path) -> Iterator[Path]:
    """A folder for work in progress that stays for as long as this process works in it, whoever opens the store meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="ahead-", dir=scratch))
    try:
        with writing(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path, named: set[str], keys: set[str]) -> int:
    """Removes what no row of the ledger names; returns how many files went. Only with the write lock held."""
    swept = 0
    for kept, allowed in (
        (folder / "files", named),
        (folder / "editions", {edition_path(folder, key).name for key in keys}),
        (folder / "scratch", set[str]()),
    ):
        for path in kept.iterdir():
            if path.name not in allowed and path.is_file():
                path.unlink()
                swept += 1
    for left in (folder / "scratch").glob("ahead-*"):
        with writing(left, wait=False) as alone:
            abandoned = alone
        if abandoned:
            shutil.rmtree(left, ignore_errors=True)
            swept += 1
    return swept


def places_said(path: Path) -> list[tuple[str, str, str]]:
    """(code, printed name, force) of every line of a look-up's edition, sorted by code."""
    found = connect_duckdb().execute(
        "SELECT coalesce(nullif(authority, ''), partnership) AS code, name, area"
        f" FROM read_parquet({quoted(str(path))}) ORDER BY code, name"
    )
    return [(code, name, area) for code, name, area in found.fetchall()]
