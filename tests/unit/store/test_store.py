"""Keeping is all or nothing, the second time changes nothing, and what is current follows the house's rule."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from assize.core.errors import AssizeError, Problem
from assize.core.nouns import Absence, Mark, Selection, Trust
from assize.core.periods import Period, quarter
from assize.core.reading import Covered, Reading, Row
from assize.store import Store
from assize.store.editions import writing

Q1, Q2, Q3 = quarter(2019, 1), quarter(2019, 2), quarter(2019, 3)
LATER = date(2030, 1, 1)
COUNT = Selection("counts", "seen")


def row(area: str, period: Period, value: int | None, kind: str = "a", **more: object) -> Row:
    absence = more.pop("absence", None if value is not None else Absence.NOT_AVAILABLE)
    return Row(
        area, period, str(more.pop("field", "seen")), (kind,), None if value is None else Decimal(value),
        absence, str(value), line=2, column="Seen", **more,  # type: ignore[arg-type]
    )  # fmt: skip


def reading(
    path: Path, rows: Sequence[Row], released: str = "2019-01-01", *, whole: bool = False, some_areas: bool = False
) -> Reading:
    """A reading of a file made up for the purpose; its bytes are its rows."""
    path.write_text(f"{path.name} {released} {rows}", encoding="utf-8")
    areas = {(one.period, one.area if some_areas else "") for one in rows}
    return Reading(
        source="counts",
        layout="test",
        version=1,
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        title=f"Counts, {path.stem}",
        released=date.fromisoformat(released),
        released_estimated=False,
        whole_series=whole,
        covers=tuple(Covered(period, area) for period, area in sorted(areas)),
        dimensions=("kind",),
        content=rows,
        problems=(Problem("worth knowing", path.name, blocks=False),),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    held = Store.open(tmp_path / "office")
    yield held
    held.close()


def keep(
    store: Store, tmp_path: Path, name: str, rows: Sequence[Row], released: str = "2019-01-01", **how: bool
) -> str:
    path = tmp_path / name
    return store.keep(reading(path, rows, released, **how), path).edition.key


def values(store: Store, at: date = LATER, as_received: date | None = None) -> dict[tuple[str, str], Decimal | None]:
    areas = {name: (name,) for name in ("north", "south", "east")}
    totals = store.totals([COUNT], areas, at, as_received)[COUNT]
    return {(total.area, total.period.id): total.value for total in totals}


def test_what_is_kept_is_found_again(store: Store, tmp_path: Path) -> None:
    key = keep(store, tmp_path, "one.csv", [row("north", Q1, 5), row("north", Q1, 7, "b")])
    edition = store.editions()[0]
    assert (edition.key, edition.observations, edition.first_period) == (key, 2, Q1)
    assert store.kept_file(edition.sha256).read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert [problem.what for problem in store.problems(edition)] == ["worth knowing"]
    cells = store.cells(COUNT, ("north",), [Q1], (), LATER)
    assert [(str(cell.cell), cell.value, cell.dimensions) for cell in cells] == [
        ("one.csv [line 2, Seen]", 5, {"kind": "a"}),
        ("one.csv [line 2, Seen]", 7, {"kind": "b"}),
    ]
    assert store.cells(COUNT, ("north",), [Q1], (), LATER, limit=1) == cells[:1]
    assert os.listdir(store.scratch) == []


def test_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    one = reading(path, [row("north", Q1, 5)])
    assert not store.keep(one, path).already
    second = store.keep(one, path)
    assert second.already
    assert second.problems == one.problems
    assert len(store.editions()) == 1
    assert values(store) == {("north", "2019Q1"): 5}


def test_a_new_reading_is_used_and_the_old_one_kept(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    one = reading(path, [row("north", Q1, 5)])
    store.keep(one, path, at=datetime(2019, 5, 1))
    again = store.keep(replace(one, version=2, content=[row("north", Q1, 6)]), path, again=True)
    assert (again.edition.reading, again.edition.received) == (2, date(2019, 5, 1))
    assert values(store) == {("north", "2019Q1"): 6}
    assert len(store.editions()) == 1
    assert len(list((store.folder / "editions").iterdir())) == 2


def test_a_blocking_problem_is_not_kept(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    bad = replace(reading(path, [row("north", Q1, 5)]), problems=(Problem("wrong"),))
    with pytest.raises(AssizeError, match="a file with problems that block is not kept"):
        store.keep(bad, path)
    assert store.editions() == []


def test_a_file_that_changes_meanwhile_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    one = reading(path, [row("north", Q1, 5)])
    path.write_text("other bytes", encoding="utf-8")
    with pytest.raises(AssizeError, match="the file changed while it was being loaded"):
        store.keep(one, path)
    assert os.listdir(store.folder / "files") == []


def test_rows_of_the_ledger_never_change(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path, "one.csv", [row("north", Q1, 5)])
    with sqlite3.connect(store.folder / "ledger.sqlite") as ledger:
        for statement in ("UPDATE editions SET title = ''", "DELETE FROM coverage", "DELETE FROM problems"):
            with pytest.raises(sqlite3.IntegrityError, match="rows of the ledger are added, never changed"):
                ledger.execute(statement)


def test_a_later_format_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "store" / "ledger.sqlite") as ledger:
        ledger.execute("PRAGMA user_version = 99")
    with pytest.raises(AssizeError, match="written by a later version of Assize, found format 99"):
        Store.open(tmp_path)


def test_runs_are_recorded(store: Store) -> None:
    store.record_run("build", {"catalogue": "abc"}, datetime(2019, 8, 1, 12))
    assert [(run.at, run.command, run.facts) for run in store.runs()] == [
        (datetime(2019, 8, 1, 12), "build", {"catalogue": "abc"})
    ]


# --- what is current --------------------------------------------------------------------------------------------------


def test_the_latest_release_by_the_cut_off_is_current(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path, "one.csv", [row("north", Q1, 5), row("north", Q2, 6)], "2019-07-01")
    keep(store, tmp_path, "two.csv", [row("north", Q2, 60)], "2019-10-01")
    assert values(store, date(2019, 6, 30)) == {}
    assert values(store, date(2019, 7, 1)) == {("north", "2019Q1"): 5, ("north", "2019Q2"): 6}
    assert values(store) == {("north", "2019Q1"): 5, ("north", "2019Q2"): 60}
    assert [edition.file for edition in store.current_editions("counts", LATER)] == ["two.csv", "one.csv"]


def test_an_edition_speaks_for_its_period_whole(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path, "one.csv", [row("north", Q1, 5), row("south", Q1, 6)], "2019-07-01")
    keep(store, tmp_path, "two.csv", [row("north", Q1, 50)], "2019-10-01")
    assert values(store) == {("north", "2019Q1"): 50}


def test_a_whole_series_withdraws_what_it_drops(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path, "one.csv", [row("north", Q1, 5), row("north", Q2, 6)], "2019-07-01", whole=True)
    keep(store, tmp_path, "two.csv", [row("north", Q2, 60), row("north", Q3, 70)], "2019-10-01", whole=True)
    assert values(store) == {("north", "2019Q2"): 60, ("north", "2019Q3"): 70}
    assert store.held_periods("counts", LATER) == (Q2, Q3)
    assert store.held_periods("counts", date(2019, 9, 1)) == (Q1, Q2)


@pytest.mark.parametrize("whole", [False, True])
def test_an_edition_of_some_areas_hides_nothing_of_others(store: Store, tmp_path: Path, whole: bool) -> None:
    keep(store, tmp_path, "all.csv", [row("north", Q1, 5), row("south", Q1, 6)], "2019-07-01", whole=whole)
    keep(store, tmp_path, "part.csv", [row("north", Q1, 50)], "2019-10-01", whole=whole, some_areas=True)
    assert values(store) == {("north", "2019Q1"): 50, ("south", "2019Q1"): 6}
    assert store.held_areas("counts", LATER) == {"north", "south"}


def test_a_whole_series_of_some_areas_withdraws_only_theirs(store: Store, tmp_path: Path) -> None:
    keep(
        store,
        tmp_path,
        "all.csv",
        [row("north", Q1, 5), row("north", Q2, 6), row("south", Q1, 7)],
        "2019-07-01",
        whole=True,
    )
    keep(store, tmp_path, "part.csv", [row("north", Q2, 60)], "2019-10-01", whole=True, some_areas=True)
    assert values(store) == {("north", "2019Q2"): 60, ("south", "2019Q1"): 7}


def test_of_one_day_the_one_received_last_is_current(store: Store, tmp_path: Path) -> None:
    for name, value, hour in (("one.csv", 5, 9), ("two.csv", 6, 11), ("three.csv", 7, 10)):
        path = tmp_path / name
        store.keep(reading(path, [row("north", Q1, value)]), path, at=datetime(2019, 5, 1, hour))
    assert values(store) == {("north", "2019Q1"): 6}


def test_of_one_moment_the_higher_hash_is_current(store: Store, tmp_path: Path) -> None:
    held = {}
    for value in (5, 6, 7):
        path = tmp_path / f"{value}.csv"
        one = reading(path, [row("north", Q1, value)])
        store.keep(one, path, at=datetime(2019, 5, 1))
        held[one.sha256] = value
    assert values(store) == {("north", "2019Q1"): held[max(held)]}


def test_as_received_leaves_out_what_came_later(store: Store, tmp_path: Path) -> None:
    for name, value, day in (("one.csv", 5, 1), ("two.csv", 6, 20)):
        path = tmp_path / name
        store.keep(reading(path, [row("north", Q1, value)]), path, at=datetime(2019, 5, day))
    assert values(store, as_received=date(2019, 5, 10)) == {("north", "2019Q1"): 5}
    assert values(store) == {("north", "2019Q1"): 6}


def test_the_order_of_loading_does_not_matter(tmp_path: Path) -> None:
    files = (
        ("a.csv", [row("north", Q1, 1), row("north", Q2, 2)], "2019-04-01"),
        ("b.csv", [row("north", Q2, 20)], "2019-07-01"),
        ("c.csv", [row("north", Q1, 100), row("south", Q1, 9)], "2019-06-01"),
    )
    found = set()
    for number, order in enumerate(permutations(files)):
        store = Store.open(tmp_path / str(number))
        for name, rows, released in order:
            keep(store, tmp_path, name, rows, released)
        found.add(tuple(sorted(values(store).items())))
        store.close()
    assert found == {((("north", "2019Q1"), 100), (("north", "2019Q2"), 20), (("south", "2019Q1"), 9))}


# --- sums -------------------------------------------------------------------------------------------------------------


def test_sums_by_target_period_and_breakdown(store: Store, tmp_path: Path) -> None:
    rows = [row("north", Q1, 5), row("north", Q1, 7, "b"), row("south", Q1, 11), row("east", Q2, 13)]
    rows += [row("north", Q1, 100, field="other")]
    keep(store, tmp_path, "one.csv", rows)
    both = {"both": ("north", "south"), "east": ("east",)}
    split = Selection("counts", "seen", by=("kind",))
    only = Selection("counts", "seen", (("kind", ("a", "c")),))
    added = Selection("counts", "seen", plus=("other",))
    totals = store.totals([COUNT, split, only, added], both, LATER)
    assert [(t.area, t.period, t.value, t.cells, t.areas) for t in totals[COUNT]] == [
        ("both", Q1, 23, 3, 2),
        ("east", Q2, 13, 1, 1),
    ]
    assert [(t.area, t.breakdown, t.value, t.areas) for t in totals[split]] == [
        ("both", ("a",), 16, 2),
        ("both", ("b",), 7, 1),
        ("east", ("a",), 13, 1),
    ]
    assert [(t.area, t.value) for t in totals[only]] == [("both", 16), ("east", 13)]
    assert [(t.area, t.value) for t in totals[added]] == [("both", 123), ("east", 13)]
    assert totals[COUNT][0].editions == (store.editions()[0].key,)


def test_sums_of_the_periods_that_end_in_a_year_or_later(store: Store, tmp_path: Path) -> None:
    periods = [quarter(2017, 4), Period(2017, 4, 12), quarter(2018, 4), Q1]
    keep(store, tmp_path, "one.csv", [row("north", period, 5) for period in periods])
    areas = {"north": ("north",)}
    for since, wanted in ((2017, periods), (2018, periods[1:]), (2019, [Q1]), (2020, [])):
        found = store.totals([COUNT], areas, LATER, since=since)[COUNT]
        assert sorted(total.period.id for total in found) == sorted(period.id for period in wanted)
    assert len(store.totals([COUNT], areas, LATER)[COUNT]) == len(periods)


def test_a_target_that_is_observed_is_not_added_up(store: Store, tmp_path: Path) -> None:
    rows = [row("whole", Q1, 30), row("north", Q1, 5), row("south", Q1, 6), row("north", Q2, 7), row("south", Q2, 8)]
    keep(store, tmp_path, "one.csv", rows)
    areas = {"whole": ("north", "south")}
    assert [(t.period, t.value, t.cells, t.areas) for t in store.totals([COUNT], areas, LATER)[COUNT]] == [
        (Q1, 30, 1, 2),
        (Q2, 15, 2, 2),
    ]
    own = store.cells(COUNT, areas["whole"], [Q1, Q2], (), LATER, target="whole")
    assert [(cell.area, cell.value) for cell in own] == [("whole", 30), ("north", 7), ("south", 8)]


def test_a_missing_cell_makes_the_sum_unknown(store: Store, tmp_path: Path) -> None:
    rows = [row("north", Q1, 5), row("south", Q1, None), row("north", Q2, 5)]
    rows += [
        row("south", Q2, None, absence=Absence.NOT_APPLICABLE),
        row("north", Q3, None, absence=Absence.CONFIDENTIAL),
    ]
    rows += [row("south", Q3, None, absence=Absence.LOW)]
    keep(store, tmp_path, "one.csv", rows)
    totals = store.totals([COUNT], {"both": ("north", "south"), "south": ("south",)}, LATER)[COUNT]
    assert [(t.area, t.period, t.value, t.absence) for t in totals] == [
        ("both", Q1, None, Absence.NOT_AVAILABLE),
        ("both", Q2, 5, None),
        ("both", Q3, None, Absence.CONFIDENTIAL),
        ("south", Q1, None, Absence.NOT_AVAILABLE),
        ("south", Q2, None, Absence.NOT_APPLICABLE),
        ("south", Q3, None, Absence.LOW),
    ]


def test_marks_and_exact_values_come_through(store: Store, tmp_path: Path) -> None:
    rows = [
        row("north", Q1, 5, marks=(Mark.PROVISIONAL,)),
        row("north", Q1, 0, "b", marks=(Mark.REVISED, Mark.PROVISIONAL)),
    ]
    rows += [
        Row(
            "south", Q1, "seen", ("a",), Decimal("0.1"), None, "0.1", "A sheet", "B7", origin='quoted "so", line\nbreak'
        )
    ]
    keep(store, tmp_path, "one.csv", rows)
    totals = store.totals([COUNT], {"north": ("north",), "south": ("south",)}, LATER)[COUNT]
    assert totals[0].marks == {Mark.PROVISIONAL, Mark.REVISED}
    assert (totals[0].value, totals[1].value) == (Decimal(5), Decimal("0.1"))
    cell = store.cells(COUNT, ("south",), [Q1], (), LATER)[0]
    assert (str(cell.cell), cell.origin) == ("one.csv [A sheet!B7]", 'quoted "so", line\nbreak')


def test_cells_add_up_to_their_total(store: Store, tmp_path: Path) -> None:
    rows = [row("north", Q1, 5), row("north", Q1, 7, "b"), row("south", Q1, 11, "b"), row("south", Q2, 2, "b")]
    keep(store, tmp_path, "one.csv", rows)
    split = Selection("counts", "seen", by=("kind",))
    areas = {"both": ("north", "south")}
    for total in store.totals([split], areas, LATER)[split]:
        cells = store.cells(split, areas["both"], [total.period], total.breakdown, LATER, target="both")
        assert sum(cell.value or 0 for cell in cells) == total.value
        assert len(cells) == total.cells


def test_an_unknown_source_or_dimension(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path, "one.csv", [row("north", Q1, 5)])
    nothing = Selection("elsewhere", "seen")
    assert store.totals([nothing], {"north": ("north",)}, LATER) == {nothing: []}
    assert store.held_areas("elsewhere", LATER) == frozenset()
    with pytest.raises(KeyError, match="counts has no dimension colour"):
        store.totals([Selection("counts", "seen", by=("colour",))], {"north": ("north",)}, LATER)


# --- kills ------------------------------------------------------------------------------------------------------------


def test_what_the_ledger_does_not_name_is_swept(store: Store, tmp_path: Path) -> None:
    key = keep(store, tmp_path, "one.csv", [row("north", Q1, 5)])
    for left in ("files/abc", "editions/abc-1.parquet", "editions/abc-2.part", "scratch/abc.rows.csv"):
        (store.folder / left).write_text("half", encoding="utf-8")
    Store.open(tmp_path / "office").close()
    assert os.listdir(store.folder / "editions") == [f"{key}.parquet"]
    assert os.listdir(store.folder / "files") == [key.removesuffix("-1")]
    assert os.listdir(store.scratch) == []


def test_nothing_is_swept_while_another_writes(store: Store, tmp_path: Path) -> None:
    left = store.folder / "editions" / "abc-1.part"
    left.write_text("being written", encoding="utf-8")
    with writing(store.folder):
        Store.open(tmp_path / "office").close()
        assert left.exists()
    Store.open(tmp_path / "office").close()
    assert not left.exists()


_LOAD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.unit.store.test_store import Q1, reading, row
from assize.store import Store
store = Store.open(Path(sys.argv[1]) / "office")
print("open", flush=True)
for number in range(200):
    path = Path(sys.argv[1]) / f"{number}.csv"
    store.keep(reading(path, [row("north", Q1, number), row("south", Q1, number)], some_areas=True), path)
"""


@pytest.mark.parametrize("wait", [0.02, 0.13, 0.31])
def test_a_kill_leaves_whole_editions_only(tmp_path: Path, root: Path, wait: float) -> None:
    """Killed while it loads one file after another: every edition that the ledger names is whole, the rest is gone."""
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    process = subprocess.Popen(
        [sys.executable, "-c", _LOAD, str(tmp_path), str(root)], stdout=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    store = Store.open(tmp_path / "office")
    editions = store.editions()
    names = {edition.key for edition in editions}
    assert {path.stem for path in (store.folder / "editions").iterdir()} == names
    assert {path.name for path in (store.folder / "files").iterdir()} == {edition.sha256 for edition in editions}
    if editions:
        latest = max(editions, key=lambda edition: int(edition.file.removesuffix(".csv")))
        number = int(latest.file.removesuffix(".csv"))
        assert values(store) == {("north", "2019Q1"): number, ("south", "2019Q1"): number}
        assert len(editions) == number + 1
    store.close()


def test_a_part_of_an_edition_withdraws_no_other_field(store: Store, tmp_path: Path) -> None:
    """Ten years of one field in a later edition leave what an earlier one said of another field in the same period."""
    for name, released, rows in (
        ("early.csv", "2018-07-19", [row("north", Q1, 5), row("north", Q1, 328, field="knives")]),
        ("late.csv", "2019-10-17", [row("north", Q2, 6), row("north", Q1, 327, field="knives")]),
    ):
        one = reading(tmp_path / name, rows, released)
        covers = tuple(Covered(each.period, field=each.field) for each in rows)
        store.keep(replace(one, covers=covers), tmp_path / name)
    knives = Selection("counts", "knives")
    north = {"north": ("north",)}
    found = store.totals([COUNT, knives], north, LATER)
    assert [(total.period, total.value) for total in found[COUNT]] == [(Q1, 5), (Q2, 6)]
    assert [(total.period, total.value) for total in found[knives]] == [(Q1, 327)]
    early = store.totals([knives], north, date(2019, 1, 1))[knives]
    assert [(total.period, total.value) for total in early] == [(Q1, 328)]


def test_a_layout_nobody_has_accepted_enters_no_sum(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    one = replace(reading(path, [row("north", Q1, 5)]), trust=Trust.NOT_YET_SEEN)
    edition = store.keep(one, path).edition
    assert (values(store), store.editions(), store.awaits(edition)) == ({}, [], True)
    assert store.editions(awaiting=True) == [edition]
    store.accept(edition)
    assert (values(store), store.awaits(edition)) == ({("north", "2019Q1"): 5}, False)


def test_a_layout_accepted_later_is_left_out_as_received_before(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    one = replace(reading(path, [row("north", Q1, 5)]), trust=Trust.NOT_YET_SEEN)
    edition = store.keep(one, path, at=datetime(2019, 5, 1, 9)).edition
    store.accept(edition, at=datetime(2019, 5, 20, 12))
    held = {("north", "2019Q1"): 5}
    assert [values(store, as_received=date(2019, 5, day)) for day in (10, 19, 20)] == [{}, {}, held]
    assert values(store, as_received=datetime(2019, 5, 20, 11)) == {}
    assert values(store, as_received=datetime(2019, 5, 20, 12)) == values(store) == held


def test_what_changed_between_two_editions(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path, "a.csv", [row("north", Q1, 5), row("south", Q1, 7), row("east", Q1, None)], "2018-01-01")
    keep(store, tmp_path, "b.csv", [row("north", Q1, 4), row("south", Q1, 7), row("north", Q2, 9)], "2019-01-01")
    earlier, later = sorted(store.editions(), key=lambda edition: edition.released)
    found = store.revisions(earlier, later)
    assert [(one.change.value, one.area, one.period, one.before, one.after, one.difference) for one in found] == [
        ("gone", "east", Q1, None, None, None),
        ("restated", "north", Q1, 5, 4, -1),
        ("new", "north", Q2, None, 9, None),
    ]
    assert (str(found[1].before_cell), str(found[1].after_cell)) == ("a.csv [line 2, Seen]", "b.csv [line 2, Seen]")


def test_a_store_of_the_first_format_is_read_on(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "office")
    keep(store, tmp_path, "one.csv", [row("north", Q1, 5)])
    store.close()
    ledger = sqlite3.connect(tmp_path / "office" / "store" / "ledger.sqlite")
    for table, column in (
        ("editions", "trust"),
        ("editions", "because"),
        ("editions", "confidence"),
        ("editions", "provider"),
        ("editions", "keyed"),
        ("coverage", "field"),
    ):
        ledger.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    ledger.execute("DROP TABLE acceptances")
    ledger.execute("PRAGMA user_version = 1")
    ledger.commit()
    ledger.close()
    store = Store.open(tmp_path / "office")
    assert values(store) == {("north", "2019Q1"): 5}
    assert store.editions()[0].trust is Trust.PUBLISHED
    store.close()


def test_a_store_of_the_second_format_is_read_on_and_returns_name_their_provider(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "office")
    keep(store, tmp_path, "one.csv", [row("north", Q1, 5)])
    store.close()
    ledger = sqlite3.connect(tmp_path / "office" / "store" / "ledger.sqlite")
    ledger.execute("ALTER TABLE editions DROP COLUMN provider")
    ledger.execute("ALTER TABLE editions DROP COLUMN keyed")
    ledger.execute("PRAGMA user_version = 2")
    ledger.commit()
    ledger.close()
    store = Store.open(tmp_path / "office")
    path = tmp_path / "return.csv"
    path.write_text("a return")
    returned = reading(path, [row("north", Q2, 6)])
    store.keep(replace(returned, provider="north-wcu", keyed="keyed by the office, from telephone"), path)
    assert [(one.provider, one.keyed) for one in store.editions()] == [
        ("", ""),
        ("north-wcu", "keyed by the office, from telephone"),
    ]
    store.close()


def test_of_two_editions_of_one_day_the_one_that_reaches_further_is_current(store: Store, tmp_path: Path) -> None:
    """As with the tables of two years that were corrected on the same day: whichever was loaded last."""
    keep(store, tmp_path, "september.csv", [row("north", Q1, 6), row("north", Q2, 9)], "2019-02-06")
    keep(store, tmp_path, "june.csv", [row("north", Q1, 5)], "2019-02-06")
    assert values(store) == {("north", "2019Q1"): 6, ("north", "2019Q2"): 9}


def test_two_files_of_one_estimated_day_that_differ_wait_for_a_day(store: Store, tmp_path: Path) -> None:
    """One address, downloaded twice: the rule gives both the same day, and the loader is asked."""

    def bring(name: str, rows: list[Row], estimated: bool = True, day: str = "2019-07-19") -> None:
        path = tmp_path / name
        made = replace(reading(path, rows), released=date.fromisoformat(day), released_estimated=estimated)
        store.keep(made, path)

    bring("july.csv", [row("north", Q1, 5), row("north", Q2, 7)])
    with pytest.raises(AssizeError) as caught:
        bring("july (1).csv", [row("north", Q1, 5), row("north", Q2, 8)])
    said = caught.value.sentence
    assert said.startswith("july (1).csv: it says otherwise than july.csv, and nothing tells which of the two is later")
    assert f"one cell, such as seen of north in {Q2.slug}: 8 here, 7 there" in said
    assert "--released YYYY-MM-DD" in said
    assert [edition.file for edition in store.editions()] == ["july.csv"]
    assert len(list((store.folder / "editions").iterdir())) == 1
    assert values(store) == {("north", "2019Q1"): 5, ("north", "2019Q2"): 7}
    # The same figures saved another way, other places, and whatever has a day of its own contradict nothing.
    bring("july.ods", [row("north", Q1, 5), row("north", Q2, 7)])
    bring("south.csv", [row("south", Q1, 9)])
    bring("july (2).csv", [row("north", Q1, 5), row("north", Q2, 8)], estimated=False, day="2019-10-24")
    assert values(store)["north", "2019Q2"] == 8


def test_the_figures_of_one_period_under_another_are_refused(store: Store, tmp_path: Path) -> None:
    """A file renamed, or its dates changed: every figure is held already, of another period."""
    kinds = [f"k{number}" for number in range(60)]
    keep(store, tmp_path, "q1.csv", [row("north", Q1, 5 + place, kind) for place, kind in enumerate(kinds)])
    with pytest.raises(AssizeError) as caught:
        keep(store, tmp_path, "q2.csv", [row("north", Q2, 5 + place, kind) for place, kind in enumerate(kinds)])
    assert caught.value.sentence == (
        "q2.csv: every figure is that of q1.csv, which is of another period, found 2018-19-q1 here, 2018-19-q4 there. One of "
        "the two has the wrong name or the wrong dates: load the publisher's own file."
    ).replace("2018-19-q1 here", f"{Q2.slug} here").replace("2018-19-q4 there", f"{Q1.slug} there")
    assert [edition.file for edition in store.editions()] == ["q1.csv"]
    assert not list((store.folder / "editions").glob("*.part"))
    assert len(list((store.folder / "editions").iterdir())) == 1
    # A partner's return was asked about it when it was read, and its reason answered.
    path = tmp_path / "returned.xlsx"
    same = reading(path, [row("north", Q2, 5 + place, kind) for place, kind in enumerate(kinds)])
    store.keep(replace(same, provider="north-police"), path)
    assert [edition.file for edition in store.editions()] == ["q1.csv", "returned.xlsx"]
    # One figure that differs makes it another quarter's.
    keep(
        store,
        tmp_path,
        "q3.csv",
        [row("north", Q3, 6 + (place > 0) * (place - 1), kind) for place, kind in enumerate(kinds)],
    )
    assert len(store.editions()) == 3


def test_a_place_is_taken_as_observed_in_the_table_asked_for_alone(store: Store, tmp_path: Path) -> None:
    """One table gives the nation, another its boards: what the second says of the nation is the sum of its boards."""
    rows = [row("nation", Q1, 900, "c1"), row("north", Q1, 10, "m1"), row("south", Q1, 20, "m1")]
    path = tmp_path / "tables.csv"
    store.keep(replace(reading(path, rows), dimensions=("table",)), path)
    areas = {"nation": ("north", "south")}
    for table, value in (("c1", 900), ("m1", 30)):
        selection = Selection("counts", "seen", (("table", (table,)),))
        (total,) = store.totals([selection], areas, LATER)[selection]
        assert (total.value, total.areas) == (value, 2)
        cells = store.cells(selection, ("north", "south"), (Q1,), (), LATER, target="nation")
        assert sum(cell.value or 0 for cell in cells) == value
