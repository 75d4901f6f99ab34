"""What holds for every file of the project: each rule stands beside a planted failure that proves it can fail."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

Files = Iterable[tuple[str, str]]  # path in the repository, text

MOST_LINES = 600
THEME = "src/assize/render/theme.py"
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
SOURCE_SUFFIXES = {".py", ".typ", ".css", ".js", ".html", ".toml"}

# Written in two parts, so that this file does not hold what it forbids.
LEFT_OVERS = tuple(
    one + two for one, two in (("TO", "DO"), ("FIX", "ME"), ("X" * 2, "X"), ("raise NotImplemented", "Error"))
)
HOSTS = tuple(
    one + two for one, two in (("pypi", ".org"), ("python", "hosted"), ("registry.", "npmjs"), ("deb.", "debian"))
)
MACHINE_PATHS = re.compile(r"(^|[^A-Za-z0-9_.])/" + r"(work|farm|opt/venv|root|home/[a-z]+|Users/[A-Za-z]+)/")

_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?=[\"';])|0x[0-9A-Fa-f]{6}\b|[\"'][0-9A-F]{6}[\"']")


def tracked(root: Path) -> list[tuple[str, str]]:
    """Every text file that is tracked, or about to be."""
    command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    files = []
    for name in names:
        path = root / name
        if name and path.is_file():
            data = path.read_bytes()
            if b"\0" not in data:
                files.append((name, data.decode("utf-8")))
    return files


# --- the rules: each gives the faults it finds --------------------------------------------------------------------


def hex_colours(files: Files) -> list[str]:
    """Colours are named by meaning; their values stand in the theme alone."""
    return [
        f"{name}:{number}: {match[0]}"
        for name, text in files
        if name.startswith("src/") and name != THEME and Path(name).suffix in SOURCE_SUFFIXES
        for number, line in enumerate(text.splitlines(), start=1)
        for match in _HEX.finditer(line)
    ]


def long_modules(files: Files) -> list[str]:
    return [
        f"{name}: {text.count(chr(10))} lines"
        for name, text in files
        if name.startswith("src/") and name.endswith(".py") and text.count("\n") > MOST_LINES
    ]


def vague_names(files: Files) -> list[str]:
    return [
        name for name, _ in files if name.endswith(".py") and FORBIDDEN_NAMES & set(Path(name).with_suffix("").parts)
    ]


def left_overs(files: Files) -> list[str]:
    marks = re.compile(r"\b(" + "|".join(LEFT_OVERS) + r")\b")
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in files
        if Path(name).suffix in {*SOURCE_SUFFIXES, ".md", ".sh"} or name == ".ci/run"
        for number, line in enumerate(text.splitlines(), start=1)
        if marks.search(line)
    ]


def without_docstring(files: Files) -> list[str]:
    """Public modules, classes, functions and methods of the product say what they do."""
    return [
        f"{name}: {definition}"
        for name, text in files
        if name.startswith("src/") and name.endswith(".py")
        for definition in _undocumented(ast.parse(text))
    ]


def _undocumented(tree: ast.Module) -> list[str]:
    found = [] if ast.get_docstring(tree) else ["the module"]
    pending: list[ast.stmt] = list(tree.body)
    while pending:
        node = pending.pop()
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            found.append(node.name)
        if isinstance(node, ast.ClassDef):
            pending += node.body
    return found


def hosts_and_paths(files: Files) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in files
        for number, line in enumerate(text.splitlines(), start=1)
        if any(host in line for host in HOSTS) or MACHINE_PATHS.search(line)
    ]


RULES: dict[Callable[[Files], list[str]], tuple[tuple[str, str], ...]] = {
    hex_colours: (
        ("src/assize/render/html.py", 'INK = "#1A2733"\n'),
        ("src/assize/render/typst/page.typ", 'fill: rgb("#fff")\n'),
        ("src/assize/render/pptx.py", "RGBColor.from_string('1A2733')\n"),
    ),
    long_modules: (("src/assize/app.py", "x = 1\n" * (MOST_LINES + 1)),),
    vague_names: (("src/assize/store/" + "utils.py", ""), ("src/assize/" + "common/words.py", "")),
    left_overs: tuple(("src/assize/app.py", f"x = 1  # {mark}: later\n") for mark in LEFT_OVERS),
    without_docstring: (
        ("src/assize/app.py", '"""Doc."""\ndef build() -> None:\n    pass\n'),
        ("src/assize/app.py", '"""Doc."""\nclass A:\n    """Doc."""\n    def b(self) -> None:\n        pass\n'),
        ("src/assize/app.py", "x = 1\n"),
    ),
    hosts_and_paths: (
        *((name, f"see https://{host}/simple\n") for name in ("constraints.txt",) for host in HOSTS),
        ("docs/house.md", "The repository is " + "/work" + "/main here.\n"),
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(root: Path, rule: Callable[[Files], list[str]]) -> None:
    assert rule(tracked(root)) == []


@pytest.mark.parametrize(
    ("rule", "planted"), [(rule, planted) for rule, faults in RULES.items() for planted in faults],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_a_planted_fault_is_found(rule: Callable[[Files], list[str]], planted: tuple[str, str]) -> None:
    assert len(rule([planted])) == 1


def test_the_theme_may_hold_colours() -> None:
    assert hex_colours([(THEME, 'INK = "#1A2733"\n')]) == []


def shared_names(files: Iterable[str]) -> list[str]:
    """Test files of one name in two folders: pytest collects neither."""
    counted = Counter(Path(name).name for name in files if Path(name).name.startswith("test_"))
    return [name for name, count in counted.items() if count > 1]


def test_no_two_test_files_share_a_name(root: Path) -> None:
    assert shared_names(name for name, _ in tracked(root)) == []
    assert shared_names(["tests/unit/app/test_one.py", "tests/unit/core/test_one.py"]) == ["test_one.py"]
