"""Changes src/assize/statistics in every small way that mutmut knows and counts which changes its unit tests notice.

    python benchmarks/mutants.py [--folder DIR] [--processes N] [MODULE ...]

Needs mutmut 3.8 or later (`pip install mutmut`). The package is copied with its tests into a folder of its own (a temporary
one, or DIR, which is kept), so nothing here is touched. With names of modules (`spc funnel`) only these are changed. Prints the
killed by module, every survivor with its line, and whether `benchmarks/survivors.toml` says why it may live.
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
UNUSED = (
    "cacheprovider",
    "unraisableexception",
    "threadexception",
    "logging",
    "junitxml",
    "doctest",
)  # half of a short run
KILLED = {1, 3, 24, 36, 152, 255, -24, -9, -11}  # a test failed or broke, or the change never ended


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


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--folder", type=Path)
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
    modules: dict[str, list[bool]] = {}
    for mutant, code in found.items():
        modules.setdefault(mutant.split(".")[2], []).append(code in KILLED)
    for module, killed in sorted(modules.items()):
        print(f"{module:14} {sum(killed):5} of {len(killed):5} killed  {100 * sum(killed) / len(killed):5.1f}%")
    total = [one for killed in modules.values() for one in killed]
    print(
        f"{'all':14} {sum(total):5} of {len(total):5} killed  {100 * sum(total) / len(total):5.1f}%  in {minutes:.1f} minutes"
    )
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8")) if REASONS.is_file() else {}
    survivors = sorted(mutant for mutant, code in found.items() if code not in KILLED)
    for mutant, line in changed_lines(folder, survivors, environment).items():
        _, _, module, function = mutant.split(".", 3)
        where = f"{module}.{function.rpartition('__mutmut_')[0].removeprefix('x_')}"
        print(f"\n{where} [{mutant.rpartition('_')[2]}, {found[mutant]}]\n  {line}")
        print(f"  {reasons.get(where, {}).get(line.partition('  ->  ')[2], 'NO REASON GIVEN')}")
    if not arguments.folder:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
