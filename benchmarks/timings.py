"""Times the commands, each in a process of its own, and writes the table of docs/performance.md.

    python benchmarks/timings.py [--runs 5] [--only NAME …] [--write]

Each is run once to warm up and then `--runs` times: least, median and greatest wall time, processor time and peak memory, as
the operating system counts them for that process. Bytecode is kept from the warm-up on, as an installation by pip has it.
Exits 1 where the median of one with a target misses it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from kill_load import call_process, command
from outcomes_file import make_outcomes_file

ROOT = Path(__file__).parents[1]
PUBLISHED = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- timings: written by benchmarks/timings.py -->", "<!-- end of timings -->"
BOARD, QUARTER, CUT_OFF = "staffordshire", "2018-19-q4", "2019-07-31"
FIGURE = "conviction-rate@staffordshire@2019q1@sexual-offences"
# The publishers' files that some measure reads, by folder; the others in ../shared/data belong to later sources.
FOLDERS = (
    ("cps_case_outcomes_quarterly", "*.csv"),
    ("home_office_outcomes", "*.csv.gz"),
    ("home_office_recorded_crime", "*.csv*"),
    ("ons_population", "*.xls*"),
    ("ons_geography", "LAD*.csv"),
)


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds by the wall, seconds of processor, bytes of memory at the most."""

    wall: float
    processor: float
    peak: int


@dataclass(frozen=True)
class Task:
    """A command to be timed; `prepare` brings its workspace to where it begins, and is not timed."""

    name: str
    arguments: Sequence[str]
    target: float | None
    prepare: Callable[[], object] = lambda: None


def run(arguments: Sequence[str], bytecode: Path) -> Run:
    """Runs a command to its end. Raises SystemExit with its last words where it fails."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command(arguments),
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**kept, "PYTHONPYCACHEPREFIX": str(bytecode)},
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it again
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"assize {' '.join(arguments)} failed:\n{said.read().decode()[-2000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


def ask(*arguments: str) -> None:
    """Runs a command that is not timed, in a process of its own: a child's peak memory is never less than its parent's."""
    code, said = call_process(arguments)
    if code:
        raise SystemExit(f"assize {' '.join(arguments[:2])} failed:\n{said[-2000:]}")


def tasks(base: Path, only: Sequence[str]) -> list[Task]:
    """What is timed, with the workspaces it needs made in `base`."""

    def emptied(folder: Path) -> Callable[[], object]:
        def prepare() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            ask("new", str(folder), "--board", BOARD)

        return prepare

    def unbuilt(folder: Path) -> Callable[[], object]:
        return lambda: shutil.rmtree(folder / "packs", ignore_errors=True)

    def wanted(*names: str) -> bool:
        return not only or bool({*only} & {*names})

    found = [Task("help", ["--help"], 0.3)]
    outcomes = PUBLISHED / "home_office_outcomes" / "outcomes-2017-18.csv.gz"
    if wanted("load"):
        if not outcomes.exists():
            outcomes = base / "outcomes-2017-18.csv.gz"
            print(
                f"The publisher's file is not here: {make_outcomes_file(outcomes, seed=2019):,} lines made from a seed."
            )
        place = base / "loading"
        found.append(Task("load", ["load", str(outcomes), "-w", str(place)], 3.0, emptied(place)))
    if wanted("load-all") and PUBLISHED.is_dir():
        place = base / "everything"
        # The tables of pivot caches are no justice data, and one file of the courts wants its quarter said: each is refused.
        every = [str(path) for path in sorted(PUBLISHED.glob("*/*")) if path.parent.name != "pivot_caches"]
        every = [path for path in every if Path(path).name != "gold_backlog_by_court.csv"]
        found.append(Task("load-all", ["load", *every, "-w", str(place)], 30.0, emptied(place)))
        tables = [str(path) for path in sorted((PUBLISHED / "ons_police_force_area_tables").glob("*.xlsx"))]
        found.append(Task("load-tables", ["load", *tables, "-w", str(place)], None, emptied(place)))
    example, own = base / "example", base / "own"
    if wanted("build", "export", "explain", "status"):
        ask("demo", str(example))
        built = ["build", "--board", BOARD, "-w", str(example)]
        found += [
            Task("build", built, 4.0, unbuilt(example)),
            Task("export", ["export", "-w", str(example)], None),
            Task("explain", ["explain", FIGURE, "-w", str(example)], None),
            Task("status", ["status", "-w", str(example)], None),
            Task("check", ["check", "-w", str(example)], None),
            Task("revisions", ["revisions", "-w", str(example)], None),
        ]
    if wanted("build-own", "export-own") and PUBLISHED.is_dir():
        ask("new", str(own), "--board", BOARD, "--board", "west-mercia")
        files = [str(path) for folder, pattern in FOLDERS for path in sorted((PUBLISHED / folder).glob(pattern))]
        ask("load", *files, "-w", str(own))
        when = ["--quarter", QUARTER, "--cut-off", CUT_OFF, "-w", str(own)]
        found += [
            Task("build-own", ["build", "--board", BOARD, *when], 4.0, unbuilt(own)),
            Task("export-own", ["export", *when], None),
        ]
    demo = base / "demo"
    found.append(Task("demo", ["demo", str(demo)], None, lambda: shutil.rmtree(demo, ignore_errors=True)))
    return [task for task in found if wanted(task.name)]


WORDS = {
    "help": "`assize --help`",
    "load": "`assize load` of the Home Office's outcomes file of 2017/18 (450,913 lines) into an empty workspace",
    "load-all": "`assize load` of all 36 published files at hand that are justice data",
    "load-tables": "`assize load` of five editions of the ONS police force area tables",
    "check": "`assize check` in the example's workspace",
    "revisions": "`assize revisions` in the example's workspace",
    "build": "`assize build`, Staffordshire, in the example's workspace",
    "build-own": "`assize build`, Staffordshire, with the publishers' own files loaded (1.5 million observations)",
    "demo": "`assize demo`: the example made, loaded, and both boards built",
    "export": "`assize export` in the example's workspace, two boards",
    "export-own": "`assize export` with the publishers' own files loaded, two boards",
    "explain": "`assize explain` of one figure",
    "status": "`assize status`",
}


def table(results: Sequence[tuple[Task, Sequence[Run]]]) -> list[str]:
    """The measurements as a markdown table."""
    lines = [
        "| command | target | least | median | greatest | processor | peak memory |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for task, runs in results:
        walls = [one.wall for one in runs]
        middle = statistics.median(walls)
        target = f"{task.target:g} s" if task.target else ""
        missed = " (missed)" if task.target and middle > task.target else ""
        lines.append(
            f"| {WORDS[task.name]} | {target} | {min(walls):.2f} s | {middle:.2f} s{missed} | {max(walls):.2f} s |"
            f" {statistics.median(one.processor for one in runs):.2f} s | {max(one.peak for one in runs) / 2**20:.0f} MB |"
        )
    return lines


def machine() -> list[str]:
    """What it was measured on, when, and how busy that machine was besides."""
    model = ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "typst", "python-pptx", "XlsxWriter"))
    return [
        f"Measured on {datetime.now(UTC).date().isoformat()} at commit {commit.stdout.strip() or 'unknown'}: "
        f"{os.cpu_count()} processors ({model or platform.machine()}), {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, {libraries}. "
        f"Other work on the machine before the first run: load average {os.getloadavg()[0]:.1f}.",
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[], choices=sorted(WORDS), help="some of the commands")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked = parser.parse_args()
    facts = machine()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        for task in tasks(base, asked.only):
            runs = []
            for _ in range(asked.runs + 1):
                task.prepare()
                runs.append(run(task.arguments, base / "bytecode"))
            results.append((task, runs[1:]))
            print(table(results)[-1], flush=True)
    lines = [*facts, "", *table(results)]
    print("\n" + "\n".join(lines))
    if asked.write:
        text = PAGE.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        PAGE.write_text(
            before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1], encoding="utf-8", newline="\n"
        )
    return int(any(task.target and statistics.median(one.wall for one in runs) > task.target for task, runs in results))


if __name__ == "__main__":
    sys.exit(main())
