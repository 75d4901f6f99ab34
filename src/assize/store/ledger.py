"""The ledger: which editions are held, what they cover, what was found in them, what was run. Rows are added, never changed.

An edition exists for every reader from the moment its row is committed here, and not before: that is what makes a load
all or nothing under a kill at any instant.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assize.core.errors import AssizeError, Problem
from assize.core.nouns import Edition, Trust
from assize.core.periods import parse_period
from assize.core.reading import Covered, Reading

SCHEMA = 3
WAIT_SECONDS = 30.0

_TABLES = """
CREATE TABLE editions (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, reading INTEGER NOT NULL, source TEXT NOT NULL, file TEXT NOT NULL,
  title TEXT NOT NULL, layout TEXT NOT NULL, version INTEGER NOT NULL, released TEXT NOT NULL,
  released_estimated INTEGER NOT NULL, received TEXT NOT NULL, first_period TEXT NOT NULL, last_period TEXT NOT NULL,
  observations INTEGER NOT NULL, whole_series INTEGER NOT NULL, dimensions TEXT NOT NULL, UNIQUE (sha256, reading));
CREATE TABLE coverage (edition INTEGER NOT NULL REFERENCES editions (id), period TEXT NOT NULL, area TEXT NOT NULL);
CREATE TABLE problems (
  edition INTEGER NOT NULL REFERENCES editions (id), what TEXT NOT NULL, place TEXT NOT NULL, found TEXT NOT NULL,
  expected TEXT NOT NULL, fix TEXT NOT NULL, blocks INTEGER NOT NULL);
CREATE TABLE runs (id INTEGER PRIMARY KEY, at TEXT NOT NULL, command TEXT NOT NULL, facts TEXT NOT NULL);
"""
# What format 2 added: how far an edition may be believed, the field that a part of one is for, which layouts a person has
# accepted. Editions of format 1 were all of layouts that had been seen.
_SECOND = """
ALTER TABLE editions ADD COLUMN trust TEXT NOT NULL DEFAULT 'as published';
ALTER TABLE editions ADD COLUMN because TEXT NOT NULL DEFAULT '';
ALTER TABLE editions ADD COLUMN confidence REAL NOT NULL DEFAULT 1.0;
ALTER TABLE coverage ADD COLUMN field TEXT NOT NULL DEFAULT '';
CREATE TABLE acceptances (layout TEXT NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL);
"""
# What format 3 added: whose return an edition is, and that the office keyed it itself.
_THIRD = """
ALTER TABLE editions ADD COLUMN provider TEXT NOT NULL DEFAULT '';
ALTER TABLE editions ADD COLUMN keyed TEXT NOT NULL DEFAULT '';
"""
_FORMATS = ((_TABLES, ("editions", "coverage", "problems", "runs")), (_SECOND, ("acceptances",)), (_THIRD, ()))


@dataclass(frozen=True)
class Entry:
    """An edition as the ledger holds it: the noun, and what only the store needs to know of it."""

    number: int
    edition: Edition
    received_at: datetime
    layout: str
    version: int
    whole_series: bool
    dimensions: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, date, date, datetime, str]:
        """Of two editions that cover a period, the higher is current: released last; then the one that reaches further (tables
        of two years were once corrected on one day), received last, the higher hash.

        An office's own history ranks below whatever a publisher or a partner has released: it fills what they leave open.
        """
        verified = self.edition.trust is not Trust.HISTORY
        edition = self.edition
        return (verified, edition.released, edition.last_period.last_day, self.received_at, edition.sha256)


@dataclass(frozen=True)
class Run:
    """One run of a command that wrote something: when, which, and the content hashes it stood on."""

    at: datetime
    command: str
    facts: Mapping[str, str]


class Ledger:
    """`ledger.sqlite`. One connection a process; writes are single transactions, synced before they return."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._prepare(path)

    def close(self) -> None:
        """Closes the connection; the ledger cannot be used afterwards."""
        self._connection.close()

    def _prepare(self, path: Path) -> None:
        held = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if held > SCHEMA:
            raise AssizeError(
                "this store was written by a later version of Assize",
                where=str(path),
                found=f"format {held}",
                expected=f"format {SCHEMA} or earlier",
                fix="Update Assize.",
            )
        if held == SCHEMA:
            return
        with self._transaction():
            # Asked again: another process may have made it while this one waited.
            held = self._connection.execute("PRAGMA user_version").fetchone()[0]
            for statements, tables in _FORMATS[held:]:
                for statement in filter(str.strip, statements.split(";")):
                    self._connection.execute(statement)
                for table in tables:
                    for event in ("UPDATE", "DELETE"):
                        self._connection.execute(
                            f"CREATE TRIGGER {table}_never_{event.lower()} BEFORE {event} ON {table} "
                            f"BEGIN SELECT RAISE(ABORT, 'rows of the ledger are added, never changed'); END"
                        )
            self._connection.execute(f"PRAGMA user_version = {SCHEMA}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # --- writing --------------------------------------------------------------------------------------------------

    def add_edition(
        self, reading: Reading, number: int, observations: int, received: datetime, *, accepted: datetime | None = None
    ) -> Entry:
        """Adds the row that makes an edition visible, with its coverage and problems, in one transaction.

        `number` is the reading of these bytes: 1 for the first. With `accepted` its layout is accepted in the same moment.
        """
        with self._transaction():
            cursor = self._connection.execute(
                "INSERT INTO editions (sha256, reading, source, file, title, layout, version, released, released_estimated,"
                " received, first_period, last_period, observations, whole_series, dimensions, trust, because, confidence,"
                " provider, keyed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    reading.sha256,
                    number,
                    reading.source,
                    reading.file,
                    reading.title,
                    reading.layout,
                    reading.version,
                    reading.released.isoformat(),
                    int(reading.released_estimated),
                    received.isoformat(timespec="microseconds"),
                    reading.first_period.id,
                    reading.last_period.id,
                    observations,
                    int(reading.whole_series),
                    json.dumps(list(reading.dimensions)),
                    reading.trust.value,
                    reading.because,
                    reading.confidence,
                    reading.provider,
                    reading.keyed,
                ),
            )
            row = cursor.lastrowid
            self._connection.executemany(
                "INSERT INTO coverage (edition, period, area, field) VALUES (?, ?, ?, ?)",
                [(row, covered.period.id, covered.area, covered.field) for covered in reading.covers],
            )
            if accepted is not None:
                self._accept(reading.layout, reading.sha256, accepted)
            self._connection.executemany(
                "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        row,
                        problem.what,
                        problem.where,
                        problem.found,
                        problem.expected,
                        problem.fix,
                        int(problem.blocks),
                    )
                    for problem in reading.problems
                ],
            )
        return next(entry for entry in self.entries() if entry.number == row)

    def add_acceptance(self, layout: str, sha256: str, at: datetime) -> None:
        """Adds that a person has accepted a layout, having seen what was read of the file `sha256`."""
        with self._transaction():
            self._accept(layout, sha256, at)

    def _accept(self, layout: str, sha256: str, at: datetime) -> None:
        self._connection.execute(
            "INSERT INTO acceptances (layout, sha256, at) VALUES (?, ?, ?)",
            (layout, sha256, at.isoformat(timespec="microseconds")),
        )

    def add_run(self, at: datetime, command: str, facts: Mapping[str, str]) -> None:
        """Adds a run: `facts` are content hashes and versions by name."""
        with self._transaction():
            self._connection.execute(
                "INSERT INTO runs (at, command, facts) VALUES (?, ?, ?)",
                (at.isoformat(timespec="microseconds"), command, json.dumps(dict(facts), sort_keys=True)),
            )

    # --- reading --------------------------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Every reading of every file, in the order they were added."""
        rows = self._connection.execute(
            "SELECT id, source, sha256, reading, file, title, released, received, released_estimated, first_period,"
            " last_period, observations, layout, version, whole_series, dimensions,"
            " trust, because, confidence, provider, keyed FROM editions ORDER BY id"
        ).fetchall()
        return [
            Entry(
                number=row[0],
                edition=Edition(
                    source=row[1],
                    sha256=row[2],
                    reading=row[3],
                    file=row[4],
                    title=row[5],
                    released=date.fromisoformat(row[6]),
                    received=datetime.fromisoformat(row[7]).date(),
                    released_estimated=bool(row[8]),
                    first_period=parse_period(row[9]),
                    last_period=parse_period(row[10]),
                    observations=row[11],
                    layout=row[12],
                    trust=Trust(row[16]),
                    because=row[17],
                    confidence=row[18],
                    provider=row[19],
                    keyed=row[20],
                ),
                received_at=datetime.fromisoformat(row[7]),
                layout=row[12],
                version=row[13],
                whole_series=bool(row[14]),
                dimensions=tuple(json.loads(row[15])),
            )
            for row in rows
        ]

    def accepted(self) -> dict[str, datetime]:
        """The layouts that a person has accepted, and since when."""
        rows = self._connection.execute("SELECT layout, min(at) FROM acceptances GROUP BY layout ORDER BY layout")
        return {layout: datetime.fromisoformat(at) for layout, at in rows}

    def coverage(self, numbers: Sequence[int]) -> dict[int, list[Covered]]:
        """What each of these editions covers, by the number of its row."""
        covered: dict[int, list[Covered]] = {number: [] for number in numbers}
        wanted = ", ".join(str(number) for number in covered)
        for number, period, area, field in self._connection.execute(
            f"SELECT edition, period, area, field FROM coverage WHERE edition IN ({wanted})"
        ):
            covered[number].append(Covered(parse_period(period), area, field))
        return covered

    def problems(self, number: int) -> list[Problem]:
        """What was found in an edition when it was read, and did not stop it."""
        rows = self._connection.execute(
            "SELECT what, place, found, expected, fix, blocks FROM problems WHERE edition = ? ORDER BY rowid", (number,)
        ).fetchall()
        return [Problem(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows]

    def runs(self) -> list[Run]:
        """Every run, oldest first."""
        rows = self._connection.execute("SELECT at, command, facts FROM runs ORDER BY id").fetchall()
        return [Run(datetime.fromisoformat(row[0]), row[1], json.loads(row[2])) for row in rows]
