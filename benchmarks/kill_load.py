"""Kills `assize load` (SIGKILL) at random moments and asks every command what it sees: all of a file, or none of it.

    python benchmarks/kill_load.py [--kills 50] [--seed 2019] [--file FILE]
    python benchmarks/kill_load.py --count 200 [--country FOLDER]

After each kill `status`, `export`, `explain`, `build` and a count of the observations must all see what they see of a
store whose load nobody disturbed, or all what they see of an empty one. The store's folder must hold no litter once it has
been opened again, and a second load must give the undisturbed export. At least half of the kills fall while the load
writes: at the kill a file lies in the store's folder that the ledger does not name. With `--count` the kills go round the
readers of every form (csv, csv.gz, xlsx, xls, ods, and the records behind a pivot table); with `--country`, the folder of a
made-up country (`assize demo --made-up FOLDER`), round one file of every layout that it holds as well, partners' returns and
the office's own workbooks of earlier quarters among them. Exits 1 on any failure.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from outcomes_file import KNOWN_CODES, OTHER_CODES, make_outcomes_file

from assize.app import new_workspace
from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind, Trust
from assize.ingest.readers import LAYOUTS
from assize.store.editions import connect_duckdb, quoted

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

DATA = Path(__file__).parents[2] / "shared" / "data"
PUBLISHED = DATA / "home_office_outcomes" / "outcomes-2017-18.csv.gz"
ACCEPTED = "made"  # how the name of a file begins whose layout is known by description alone
CODES = 11  # offence codes of the made csv.gz, of every group: 40,656 lines
BOARD = "staffordshire"
# What a load is doing, as the store's folder shows it.
BEFORE, SCRATCH, BYTES, OBSERVATIONS, PLACED, NAMED = (
    "before it writes",
    "writes in scratch",
    "writes the received bytes",
    "writes the observations",
    "observations in place, not in the ledger",
    "in the ledger",
)
WRITING = (SCRATCH, BYTES, OBSERVATIONS, PLACED)
ATTEMPTS = 60  # at one kill: the load may end first, or the moment of writing be missed
LONGEST_LOAD_SECONDS = 120.0
DAY = date.today().isoformat()  # `status` speaks of a day: of one and the same when midnight passes

Call = Callable[[Sequence[str]], tuple[int, str]]  # arguments of `assize` -> exit code, standard output
Maker = Callable[[Path], Path | None]  # a folder -> the file put there, or None where the published one is not here
Seen = Mapping[str, str]  # command -> a hash of its exit code and output


def command(arguments: Sequence[str]) -> list[str]:
    """The `assize` of this Python, whether or not it is on the path."""
    return [sys.executable, "-c", "from assize.cli import main; main()", *arguments]


def call_process(arguments: Sequence[str]) -> tuple[int, str]:
    """Runs a command in a process of its own."""
    done = subprocess.run(command(arguments), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@dataclass(frozen=True)
class Given:
    """A file to load: with which further arguments, and with the settings of which workspace, if not a new one's."""

    file: Path
    arguments: tuple[str, ...] = ()
    settings: Path | None = None

    def fresh(self, folder: Path) -> Path:
        """An empty workspace, in place of what was there."""
        shutil.rmtree(folder, ignore_errors=True)
        if self.settings is None:
            new_workspace(folder, (BOARD,))
        else:
            shutil.copytree(self.settings, folder, ignore=shutil.ignore_patterns("store", "packs", "inbox", "receipts"))
        return folder

    def loading(self, workspace: Path) -> list[str]:
        """The arguments of a load; what is made in a layout known by description alone is accepted at once."""
        accepted = ["--accept-layout"] if self.file.name.startswith(ACCEPTED) else []
        return ["load", str(self.file), "--workspace", str(workspace), *accepted, *self.arguments]


@dataclass(frozen=True)
class Undisturbed:
    """What is seen of a store nobody killed, and of an empty one; and how long the load took until and while it wrote."""

    whole: Seen
    nothing: Seen
    export: str
    reference: str  # of a figure, for `explain`; empty where the file feeds none
    seconds: float
    writing_seconds: float


@dataclass(frozen=True)
class Killed:
    """One kill: when, what the load was doing, what was seen afterwards, and what was wrong."""

    seconds: float
    stage: str
    whole: bool
    swept: int
    faults: tuple[str, ...]


def stage_of(store: Path) -> str:
    """What a load is doing, or was when it died, from the names in the store's folder and the committed ledger."""
    if _ledger_editions(store):
        return NAMED
    for folder, ending, stage in (
        ("editions", ".parquet", PLACED),
        ("editions", "", OBSERVATIONS),
        ("files", "", BYTES),
        ("scratch", "", SCRATCH),
    ):
        with contextlib.suppress(FileNotFoundError):
            if any(path.name.endswith(ending) for path in (store / folder).iterdir()):
                return stage
    return BEFORE


def _ledger_editions(store: Path) -> list[tuple[str, int]]:
    """(sha256, reading) of each committed edition, from a copy: the next command is to find the ledger as it was left."""
    if not (store / "ledger.sqlite").exists():
        return []
    with tempfile.TemporaryDirectory() as copied:
        for path in store.glob("ledger.sqlite*"):
            with contextlib.suppress(FileNotFoundError):  # a journal that has just gone
                shutil.copyfile(path, Path(copied) / path.name)
        connection = sqlite3.connect(Path(copied) / "ledger.sqlite")
        try:
            return connection.execute("SELECT sha256, reading FROM editions ORDER BY id").fetchall()
        except sqlite3.DatabaseError:  # no table yet
            return []
        finally:
            connection.close()


def litter(store: Path) -> list[str]:
    """What lies in the store's folder and is none of: the ledger, the lock, and what the ledger names."""
    allowed = {"ledger.sqlite", "writing.sqlite"}
    for sha256, reading in _ledger_editions(store):
        allowed |= {f"files/{sha256}", f"editions/{sha256}-{reading}.parquet"}
    found = {path.relative_to(store).as_posix() for path in store.rglob("*") if path.is_file()}
    return sorted(found - allowed)


def observations(store: Path) -> str:
    """How many observations each named edition has, and what they add up to, by field."""
    lines = []
    for sha256, reading in _ledger_editions(store):
        path = store / "editions" / f"{sha256}-{reading}.parquet"
        rows = connect_duckdb().execute(
            f"SELECT field, count(*) AS n, sum(value) AS total FROM read_parquet({quoted(str(path))}) GROUP BY 1 ORDER BY 1"
        )
        lines += [f"{field}: {count:,} observations, total {total:,.0f}" for field, count, total in rows.fetchall()]
    return "; ".join(lines) or "no observations"


def look(workspace: Path, call: Call, reference: str, *, build: bool = True) -> tuple[dict[str, str], str]:
    """What every command sees, each as a short hash; and the export itself."""
    seen, export = {}, ""
    commands = {
        "status": ["status", "--at", DAY],
        "export": ["export"],
        **({"explain": ["explain", reference]} if reference else {}),
        **({"build": ["build", "--board", BOARD]} if build else {}),
    }
    for name, arguments in commands.items():
        code, text = call([*arguments, "--workspace", str(workspace)])
        export = text if name == "export" else export
        # The folder's name and the day of receipt are the two things that may differ between two stores of the same file.
        plain = re.sub(r"received \d+ \w+ \d{4}", "received", text.replace(str(workspace), "FOLDER"))
        digest = hashlib.sha256(f"{code}\n{plain}".encode())
        if name == "build":
            for path in sorted((workspace / "packs").rglob("*")):
                digest.update(path.relative_to(workspace).as_posix().encode())
                digest.update(path.read_bytes() if path.is_file() else b"")
        seen[name] = f"exit {code}, {digest.hexdigest()[:12]}"
    seen["observations"] = observations(workspace / "store")
    return seen, export


def start_load(workspace: Path, given: Given) -> subprocess.Popen[bytes]:
    """Begins a load in a process of its own."""
    return subprocess.Popen(command(given.loading(workspace)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def undisturbed(base: Path, given: Given, call: Call, *, build: bool = True) -> Undisturbed:
    """Loads once without a kill, watching; gives what is seen afterwards in `base/undisturbed`."""
    workspace = given.fresh(base / "undisturbed")
    started = time.perf_counter()
    process = start_load(workspace, given)
    wrote = None
    while process.poll() is None:
        if wrote is None and _writes(workspace / "store"):
            wrote = time.perf_counter()
        time.sleep(0.001)
    seconds = time.perf_counter() - started
    if process.returncode or wrote is None:
        raise SystemExit(f"The undisturbed load failed (exit {process.returncode}).")
    _, text = call(["export", "--workspace", str(workspace)])
    references = [line.split(",")[0] for line in text.splitlines()[1:] if f"@{BOARD}@" in line]
    reference = references[0] if references else ""  # a layout not yet accepted, or a population alone, feeds no figure
    whole, export = look(workspace, call, reference, build=build)
    nothing, _ = look(given.fresh(base / "empty"), call, reference, build=build)
    alike = {name for name in whole if whole[name] == nothing[name]}
    if alike - ({"export", "build"} if not reference else set()):
        raise SystemExit(f"A full store and an empty one look alike: {whole} {nothing}")
    return Undisturbed(whole, nothing, export, reference, seconds, started + seconds - wrote)


def _writes(store: Path) -> bool:
    for name in ("scratch", "files", "editions"):
        with contextlib.suppress(FileNotFoundError):
            if any((store / name).iterdir()):
                return True
    return False


def kill_once(
    workspace: Path, given: Given, draw: random.Random, known: Undisturbed, *, while_writing: bool
) -> float | None:
    """Begins a load and kills it; gives the seconds it lived, or None where it had ended by itself."""
    started = time.perf_counter()
    process = start_load(workspace, given)
    try:
        if while_writing:
            delay = draw.uniform(0.0, known.writing_seconds)
            while process.poll() is None and not _writes(workspace / "store"):
                time.sleep(0.0002)
                if time.perf_counter() - started > LONGEST_LOAD_SECONDS:
                    raise SystemExit("The load neither writes nor ends.")
        else:
            delay = draw.uniform(0.0, known.seconds)
        time.sleep(delay)
    finally:
        process.send_signal(signal.SIGKILL)
        code = process.wait()
    return time.perf_counter() - started if code == -signal.SIGKILL else None


def kills(
    base: Path, given: Given, call: Call, known: Undisturbed, *, count: int, seed: int, build: bool = True
) -> Iterator[Killed]:
    """`count` kills, every other one while the load writes, the first among them."""
    draw = random.Random(seed)
    workspace = base / "killed"
    for number in range(count):
        while_writing = number % 2 == 0
        for attempt in range(ATTEMPTS):
            given.fresh(workspace)
            # A machine that has grown faster since the undisturbed load would end it before the kill: come sooner then.
            sooner = replace(known, writing_seconds=known.writing_seconds * 0.8**attempt)
            seconds = kill_once(workspace, given, draw, sooner, while_writing=while_writing)
            stage = stage_of(workspace / "store")
            if seconds is not None and (not while_writing or stage in WRITING):
                break
        else:
            raise SystemExit(f"In {ATTEMPTS} attempts the load could not be killed where it should be.")
        yield _after(workspace, given, call, known, seconds, stage, build=build)


def _after(
    workspace: Path, given: Given, call: Call, known: Undisturbed, seconds: float, stage: str, *, build: bool
) -> Killed:
    store = workspace / "store"
    left = len(litter(store))
    seen, _ = look(workspace, call, known.reference, build=build)
    faults = judge(seen, known)
    whole = seen["observations"] == known.whole["observations"]
    if stage == NAMED and not whole:
        faults.append("the ledger names the edition and it is not seen")
    # A journal that SQLite had begun and not yet filled undoes nothing; it takes it away at the next writing.
    faults += [f"litter after opening: {name}" for name in litter(store) if name != "ledger.sqlite-journal"]
    code, said = call(given.loading(workspace))
    expected = "0 loaded, 1 held already, 0 refused." if whole else "1 loaded, 0 held already, 0 refused."
    if code or expected not in said:
        faults.append(f"the second load did not say '{expected}' (exit {code})")
    code, export = call(["export", "--workspace", str(workspace)])
    if export != known.export:
        other = sorted({*export.splitlines()} ^ {*known.export.splitlines()})[:2]
        faults.append(f"after a second load the export (exit {code}) is another than the undisturbed one: {other}")
    if observations(store) != known.whole["observations"]:
        faults.append(f"after a second load: {observations(store)}")
    faults += [f"litter after the second load: {name}" for name in litter(store)]
    return Killed(seconds, stage, whole, left, tuple(faults))


def judge(seen: Seen, known: Undisturbed) -> list[str]:
    """What is wrong with what was seen: nothing where all commands see all of the edition, or all see none of it."""
    if seen in (known.whole, known.nothing):
        return []
    return [
        f"{name} sees {'all' if what == known.whole[name] else 'nothing' if what == known.nothing[name] else what}"
        for name, what in seen.items()
    ]


def _published(*parts: str) -> Maker:
    def found(folder: Path) -> Path | None:
        path = DATA.joinpath(*parts)
        return path if path.exists() else None

    return found


def _made_outcomes(folder: Path) -> Path:
    path = folder / "outcomes-2017-18.csv.gz"
    make_outcomes_file(path, seed=1, codes=CODES)
    return path


def _made_ods(folder: Path) -> Path:
    """The same crimes as a sheet of an ods, one number a line."""
    from mutations.made import book_of
    from mutations.writing import written

    forces = sorted(area.name for area in load_catalogue().areas.values() if AreaKind.FORCE in area.kinds)
    header = ["Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group",
              "Offence Subgroup", "Offence Code", "Number of Offences"]  # fmt: skip
    # A code of each group at least: a file without a group is refused.
    wanted = [*KNOWN_CODES, *((*group, f"{201 + at}") for at, group in enumerate(OTHER_CODES))]
    rows = [
        ["2017/18", quarter, force, f"Offence {code}", group, subgroup, code, 10 * number + quarter]
        for group, subgroup, code in wanted
        for number, force in enumerate(forces)
        for quarter in range(1, 5)
    ]
    path = folder / f"{ACCEPTED}-crime.ods"
    path.write_bytes(written(book_of(path.name, "ods", {"2017_18": [header, *rows]})))
    return path


def _made_tool(folder: Path) -> Path:
    from pivot_cache import FIELDS, Made, rdos_records, write_tool

    return write_tool(folder / f"{ACCEPTED}_cc_rdos_tool.xlsx", Made(FIELDS, rdos_records(6_000)))


def _made_journeys(folder: Path) -> Path:
    from pivot_cache import JOURNEY_FIELDS, Made, journey_records, write_tool

    made = Made(JOURNEY_FIELDS, journey_records(quarters=2), inline=("mean", "median"))
    return write_tool(folder / f"{ACCEPTED}_timeliness_tool_Crown_Court.xlsx", made)


# A file for the readers of each form.
FORMS: Mapping[str, Maker] = {
    "csv": _published("home_office_recorded_crime", "prc-pfa-mar2013-onwards-tables201718.csv"),
    "csv, small": _published("cps_case_outcomes_quarterly", "POC-18-19-q4.csv"),
    "csv.gz": _made_outcomes,
    "xlsx": _published("ons_police_force_area_tables", "policeforceareatablesyearendingdecember2018.xlsx"),
    "xls": _published("ons_population", "ons_pop_data.xls"),
    "ods": _made_ods,
    "pivot records": _made_tool,
}
# And for the readers of layouts that a made-up country has no file of.
OTHERS: Mapping[str, Maker] = {
    "crime outcomes": _published("home_office_outcomes", "outcomes-2018-19.csv.gz"),
    "list of forces": _published("ons_geography", "PFA19_names_codes_UK.csv"),
    "courts, a year's course": _published("moj_court_statistics", "gold_backlog_trajectory.csv"),
    "courts, ages of cases": _published("moj_court_statistics", "gold_caseload_age.csv"),
    "courts, timeliness by region": _published("moj_court_statistics", "gold_timeliness_by_region.csv"),
    "courts, means in pivot records": _made_journeys,
}


def country_files(country: Path) -> dict[str, Given]:
    """Of a made-up country one file of each layout that its ledger names, and as an office loads it."""
    seen = {layout.id: layout.seen for layout in LAYOUTS}
    connection = sqlite3.connect(country / "store" / "ledger.sqlite")
    rows = connection.execute(
        "SELECT layout, file, source, released, provider, trust FROM editions ORDER BY id"
    ).fetchall()
    connection.close()
    found: dict[str, Given] = {}
    for layout, file, source, released, provider, trust in rows:
        arguments: tuple[str, ...] = () if seen.get(layout, True) else ("--accept-layout",)
        if provider:
            arguments = ("--released", released)
        elif trust == Trust.HISTORY.value:
            arguments = ("--source", source, "--released", released)
        found[layout] = Given(country / "inbox" / file, arguments, country)
    return found


def call_here(arguments: Sequence[str]) -> tuple[int, str]:
    """A command in this process: only the load that is killed needs one of its own."""
    from typer.testing import CliRunner

    from assize.cli import app

    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout


def kill_all(base: Path, count: int, seed: int, country: Path | None, first: str = "") -> int:
    """So many kills over the files of all forms, in turn; prints a line a form. Gives how many were wrong."""
    wrong = late = 0
    makers = {**FORMS, **(OTHERS if country else {})}
    files = {form: Given(path) for form, maker in makers.items() if (path := maker(base)) is not None}
    files |= country_files(country) if country else {}
    if first:
        files = dict(list(files.items())[list(files).index(first) :])
    print(f"{'form':<44} {'kills':>5} {'while it wrote':>15} {'seen whole':>11} {'wrong':>6}  undisturbed")
    for number, (form, given) in enumerate(files.items()):
        here = base / f"{number}"
        here.mkdir()
        share = count // len(files) + (number < count % len(files))
        known = undisturbed(here, given, call_here, build=False)
        results = list(kills(here, given, call_here, known, count=share, seed=seed + number, build=False))
        faulty = [one for one in results if one.faults]
        writing = sum(one.stage in WRITING for one in results)
        held = sum(int(found.replace(",", "")) for found in re.findall(r"([\d,]+) obs", known.whole["observations"]))
        print(
            f"{form:<44} {len(results):>5} {writing:>15} {sum(one.whole for one in results):>11} {len(faulty):>6}"
            f"  {known.seconds:.2f} s, {given.file.name}; {held:,} observations",
            flush=True,
        )
        for one in faulty:
            print(f"    after {one.seconds:.3f} s, {one.stage}: {'; '.join(one.faults)}")
        wrong += len(faulty)
        late += writing
    print(f"{count} kills, {late} of them while the load wrote; {wrong} wrong.")
    return wrong + (late * 2 < count)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--file", type=Path, default=None, help="the publisher's file of 2017/18, or one like it")
    parser.add_argument("--without-build", action="store_true", help="leave `build` out")
    parser.add_argument("--count", type=int, default=0, help="so many kills over the readers of every form")
    parser.add_argument("--country", type=Path, default=None, help="with --count: a made-up country's folder")
    parser.add_argument("--from", dest="first", default="", help="with --count: begin at this form")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        # Some 500 processes follow: each would translate every module anew where bytecode is not kept.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(base / "bytecode")
        if asked.count:
            return int(bool(kill_all(base, asked.count, asked.seed, asked.country, asked.first)))
        file = asked.file or PUBLISHED
        if not file.exists():
            file = base / "outcomes-2017-18.csv.gz"
            print(
                f"The publisher's file is not here: {make_outcomes_file(file, seed=asked.seed):,} lines made from a seed."
            )
        else:
            print(f"File: {file.name}, {file.stat().st_size:,} bytes.")
        build = not asked.without_build
        known = undisturbed(base, Given(file), call_process, build=build)
        print(f"Undisturbed: {known.seconds:.2f} s, of which it writes {known.writing_seconds:.2f} s.")
        print(f"{known.whole['observations']}.")
        print(f"\n{'kill':>4}  {'after':>7}  {'the load':<42} {'seen':<8} {'swept':>5}  result")
        results: list[Killed] = []
        for one in kills(base, Given(file), call_process, known, count=asked.kills, seed=asked.seed, build=build):
            results.append(one)
            print(
                f"{len(results):>4}  {one.seconds:>5.2f} s  {one.stage:<42} {'all' if one.whole else 'nothing':<8}"
                f" {one.swept:>5}  {'; '.join(one.faults) or 'as it should be'}",
                flush=True,
            )
    writing = sum(one.stage in WRITING for one in results)
    wrong = sum(bool(one.faults) for one in results)
    print()
    for stage, number in Counter(one.stage for one in results).most_common():
        print(f"{number:>4}  {stage}")
    print(f"{len(results)} kills, {writing} of them while the load wrote; {wrong} wrong.")
    return 1 if wrong or writing * 2 < len(results) else 0


if __name__ == "__main__":
    sys.exit(main())
