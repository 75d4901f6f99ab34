"""Imports run one way, and some folders see less than their place in the order would allow."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

ENUMS = ("Assurance", "Better", "Direction", "Judgement", "Rule", "Verdict")

# Folder -> all that it may import besides the standard library, itself and the third-party modules named.
WALLS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "core": ((), ()),
    "statistics": ((*(f"assize.core.nouns.{enum}" for enum in ENUMS), "assize.core.errors"), ()),
    "catalogue": (("assize.core",), ()),
    "render": (
        ("assize.core.document", "assize.core.forms", "assize.core.wording", "assize.core.errors"),
        ("fontTools", "font_source_sans_pro", "lxml", "pikepdf", "pptx", "typst", "xlsxwriter"),
    ),
    "measure": (("assize.core", "assize.catalogue", "assize.statistics"), ()),
    "protect": (("assize.core", "assize.catalogue", "assize.statistics"), ()),
    "assess": (("assize.core", "assize.catalogue", "assize.statistics"), ()),
    "narrate": (("assize.core", "assize.catalogue", "assize.statistics"), ()),
    "compose": (("assize.core", "assize.catalogue", "assize.statistics"), ()),
    "simulate": (("assize.core", "assize.catalogue"), ("xlsxwriter",)),
}


def imports(text: str) -> list[str]:
    """Every module that a source file imports, wherever in the file it does."""
    found: list[str] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def breaches(folder: str, files: Iterable[tuple[str, str]]) -> list[str]:
    """`file imports module` for every import through the wall of a folder."""
    ours, theirs = WALLS[folder]
    allowed = (*ours, *theirs, f"assize.{folder}")
    return [
        f"{name} imports {module}"
        for name, text in files
        for module in imports(text)
        if module.split(".")[0] not in sys.stdlib_module_names
        and not any(module == prefix or module.startswith(f"{prefix}.") for prefix in allowed)
    ]


@pytest.mark.parametrize("folder", WALLS)
def test_a_folder_sees_only_what_its_wall_lets_through(root: Path, folder: str) -> None:
    files = [(path.name, path.read_text(encoding="utf-8")) for path in (root / "src/assize" / folder).rglob("*.py")]
    assert breaches(folder, files) == []


@pytest.mark.parametrize(
    ("folder", "line"),
    [
        ("core", "import duckdb"),
        ("core", "from assize.catalogue.load import load_catalogue"),
        ("statistics", "from assize.core.wording import percent_text"),
        ("statistics", "import scipy"),
        ("statistics", "from assize.core.nouns import Figure"),
        ("catalogue", "from pydantic import BaseModel"),
        ("render", "from assize.core.nouns import Figure"),
        ("measure", "def late() -> None:\n    import duckdb"),
        ("simulate", "from assize.statistics import spc"),
    ],
)
def test_a_planted_breach_is_found(folder: str, line: str) -> None:
    assert len(breaches(folder, [("planted.py", line)])) == 1


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs import-linter with the pyproject.toml of `folder` over the package that stands in its `src`."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    surroundings = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_layers_are_kept(root: Path) -> None:
    done = lint_imports(root)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("core/planted.py", "import assize.measure"),
        ("measure/planted.py", "import assize.store"),
        ("statistics/planted.py", "import assize.catalogue"),
        ("render/planted.py", "import assize.app"),
    ],
)
def test_a_planted_import_breaks_the_layers(root: Path, tmp_path: Path, module: str, line: str) -> None:
    shutil.copy(root / "pyproject.toml", tmp_path)
    package = tmp_path / "src" / "assize"
    for folder in ("core", "catalogue", "statistics", "measure", "store", "render", "."):
        (package / folder).mkdir(parents=True, exist_ok=True)
        (package / folder / "__init__.py").write_text("", encoding="utf-8")
    (package / "app.py").write_text("", encoding="utf-8")
    assert lint_imports(tmp_path).returncode == 0
    (package / module).write_text(f"{line}\n", encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout
