"""Changes src/assize/statistics in every small way that mutmut knows and counts which changes its unit tests notice.

    python benchmarks/mutants.py [--folder DIR] [--processes N] [--write] [MODULE ...]

Needs mutmut 3.8 or later (`pip install mutmut`). The package is copied with its tests into a folder of its own (a temporary
one, or DIR, which is kept: what was tried in it is not tried again), so nothing here is touched. With names of modules
(`spc funnel`) only these are changed. Prints the killed by module and every survivor, with why it may live by
`benchmarks/survivors.toml`; with `--write` into docs/survivors.md. Nothing is excluded.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REASONS = Path(__file__).with_name("survivors.toml")
CONFIGURATION = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = [{patterns}]
also_copy = ["tests"]
pytest_add_cli_args_test_selection = ["tests"]
pytest_add_cli_args = ["-q", "-x", "--tb=no", {plugins}]
[tool.pytest.ini_options]
markers = ["real: reads the publishers' own files in ../shared/data"]
"""
ENOUGH = 0.9  # of all changes
UNUSED = (
    "cacheprovider",
    "unraisableexception",
    "threadexception",
    "logging",
    "junitxml",
    "doctest",
)  # half of a short run
TIMED_OUT = {24, 36, 152, 255, -24}  # the change made a loop that never ended
KILLED = {1, 3, -9, -11} | TIMED_OUT  # a test failed or broke, or the change never ended


PAGE = ROOT / "docs" / "survivors.md"
UNEXPLAINED = "A test could notice these, and none does yet."
HEAD = """# What the tests of the statistics notice

`python benchmarks/mutants.py --write` changes `src/assize/statistics` in every small way that mutmut knows (a sign, a bound, a
constant, a word of a message), one at a time, runs its unit tests on each, and writes this page. Nothing is excluded. A change
that made a test fail is killed; one under which the tests ran too long timed out, and counts as killed; the others survived,
and stand below with why they may.

Measured on {date} at commit {commit}. {remark}

| module | changes | killed | timed out | survived | not tried | killed of those tried |
|---|---:|---:|---:|---:|---:|---:|"""


def lay_out(folder: Path, modules: list[str]) -> None:
    """The package's core and statistics, its unit tests, and what tells mutmut of them."""
    for part in ("__init__.py", "core", "statistics"):
        source, target = ROOT / "src" / "assize" / part, folder / "src" / "assize" / part
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    shutil.copytree(
        ROOT / "tests" / "unit" / "statistics",
        folder / "tests",
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    patterns = ", ".join(f'"src/assize/statistics/{name}.py"' for name in modules or ["*"])
    plugins = ", ".join(f'"-p", "no:{name}"' for name in UNUSED)
    (folder / "pyproject.toml").write_text(CONFIGURATION.format(patterns=patterns, plugins=plugins), encoding="utf-8")


def outcomes(folder: Path) -> dict[str, int | None]:
    """Every mutant with the exit code of the tests under it."""
    found: dict[str, int | None] = {}
    for meta in (folder / "mutants" / "src" / "assize" / "statistics").glob("*.meta"):
        found |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def changed_lines(folder: Path, mutants: list[str], environment: dict[str, str]) -> dict[str, str]:
    """What each mutant changes: the line as it was and as it is, on one line."""
    program = (
        "import json, sys; from mutmut.mutation.diff_apply import get_diff_for_mutant as shown\n"
        "from pathlib import Path; names = json.load(sys.stdin)\n"
        "path = lambda name: Path('src', *name.split('.')[:3]).with_suffix('.py')\n"
        "print(json.dumps({name: shown(name, path=path(name)) for name in names}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        input=json.dumps(mutants),
        capture_output=True,
        text=True,
        check=True,
    )
    found = {}
    for name, diff in json.loads(run.stdout).items():
        lines = diff.splitlines()
        gone = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
        come = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
        found[name] = f"{' '.join(gone)}  ->  {' '.join(come)}"
    return found


def reason(function: str, was: str, becomes: str, rules: list[dict[str, str]]) -> str:
    """Why a survivor may live: the first rule that fits; empty where none does."""
    for rule in rules:
        if (
            function.startswith(rule.get("function", ""))
            and rule.get("was", "") in was
            and rule.get("becomes", "") in becomes
        ):
            return rule["why"]
    return ""


def page(found: dict[str, int | None], lines: dict[str, str], remark: str) -> str:
    """The killed by module and the survivors by why they may live, as Markdown."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    parts = [HEAD.format(date=time.strftime("%Y-%m-%d"), commit=commit, remark=remark)]
    modules: dict[str, Counter[str]] = {}
    for mutant, code in found.items():
        kind = (
            "untried"
            if code is None
            else "timed out"
            if code in TIMED_OUT
            else "killed"
            if code in KILLED
            else "survived"
        )
        modules.setdefault(mutant.split(".")[2], Counter())[kind] += 1
    modules["all"] = sum(modules.values(), Counter())
    for module, counts in sorted(modules.items(), key=lambda one: (one[0] == "all", one[0])):
        tried = sum(counts.values()) - counts["untried"]
        killed = counts["killed"] + counts["timed out"]
        share = f"{100 * killed / tried:.1f}%" if tried else "–"
        numbers = " | ".join(f"{counts[kind]:,}" for kind in ("killed", "timed out", "survived", "untried"))
        parts.append(f"| {module} | {sum(counts.values()):,} | {numbers} | {share} |")
    rules = tomllib.loads(REASONS.read_text(encoding="utf-8"))["rule"]
    by_reason: dict[str, list[str]] = {}
    for mutant, line in lines.items():
        _, _, module, function = mutant.split(".", 3)
        where = f"{module}.{function.rpartition('__mutmut_')[0].removeprefix('x_')}"
        was, _, becomes = line.partition("  ->  ")
        by_reason.setdefault(reason(where, was, becomes, rules), []).append(f"- {where}: `{was}` became `{becomes}`")
    for why, listed in sorted(by_reason.items(), key=lambda one: (one[0] == "", -len(one[1]), one[0])):
        parts += ["", f"**{why or UNEXPLAINED}** ({len(listed)})", "", *listed]
    return "\n".join(parts) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="mutants-"))
    lay_out(folder, arguments.modules)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, ["src", os.environ.get("PYTHONPATH", "")])),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    begun = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "mutmut", "run", "--max-children", str(arguments.processes)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    found = outcomes(folder)
    if not found:
        print(run.stdout[-4000:], run.stderr[-4000:])
        return 1
    minutes = (time.monotonic() - begun) / 60
    survivors = sorted(mutant for mutant, code in found.items() if code is not None and code not in KILLED)
    lines = changed_lines(folder, survivors, environment)
    text = page(found, lines, f"The whole run took {minutes:.0f} minutes.")
    print(text)
    if arguments.write:
        PAGE.write_text(text, encoding="utf-8")
    if not arguments.folder:
        shutil.rmtree(folder)
    killed = sum(code in KILLED for code in found.values())
    return int(killed < ENOUGH * len(found))


if __name__ == "__main__":
    sys.exit(main())
