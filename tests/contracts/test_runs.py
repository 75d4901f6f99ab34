"""What `.ci/run`, the README and the test run itself say of each other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PLANTED = """
import pytest

@pytest.mark.real
def test_runs():
    assert 1 + 1 == 2

@pytest.mark.real
def test_wants_a_file(tmp_path):
    if not (tmp_path / "absent").exists():
        pytest.skip("no file")

def test_plain():
    assert "a" < "b"
"""


def readme_commands(text: str) -> list[str]:
    """The commands of the README's code blocks, in order."""
    return [line for block in re.findall(r"```\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]


def differences(readme: str, run: str) -> list[str]:
    """The parts of the README's second command that the run does not call."""
    _, second = readme_commands(readme)[:2]
    wanted = [part.strip().removeprefix("pip ") for part in second.split("&&")]
    return [part for part in wanted if not re.search(rf"{re.escape(part)}(\s|$)", run.replace("--quiet ", ""))]


def test_the_run_calls_the_second_command_of_the_readme(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    run = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert readme_commands(readme)[0] == "pip install -c constraints.txt . && assize demo FOLDER"
    assert differences(readme, run) == []


def test_another_command_in_the_readme_is_found() -> None:
    readme = "```\na\n```\n```\npip install -c constraints.txt '.[test]' && python -m pytest -n 4\n```\n"
    run = "python -m pip install --quiet -c constraints.txt '.[test]'\npython -m pytest -n 2 --dist worksteal\n"
    assert differences(readme, run) == ["python -m pytest -n 4"]


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_run_counts_the_real_tests_and_ends_with_the_summary(root: Path, tmp_path: Path, workers: str) -> None:
    (tmp_path / "conftest.py").write_text(
        (root / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "test_planted.py").write_text(PLANTED, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(
        f"[pytest]\npythonpath = {root / 'tests'}\naddopts = -q\nmarkers = real: real\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-n", workers, "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    lines = done.stdout.strip().splitlines()
    assert "real: 1 run, 1 skipped" in lines
    assert re.fullmatch(r"2 passed, 1 skipped in [\d.]+s(?: \([\d:]+\))?", lines[-1])


def test_the_constraints_hold_no_address_and_pin_everything(root: Path) -> None:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[a-z0-9._-]+==[^ /:]+( ; .+)?", line) for line in lines)
    pinned = {line.split("==")[0] for line in lines}
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.findall(r'^  "([A-Za-z0-9_.-]+?)[><=].*",$', project, re.MULTILINE)
    assert len(wanted) > 15
    assert {name.lower() for name in wanted} <= pinned
