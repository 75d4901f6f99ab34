"""A load killed at any moment is wholly visible or not at all; `benchmarks/kill_load.py` does the same at full size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import kill_load
import pytest
from outcomes_file import make_outcomes_file
from typer.testing import CliRunner

from assize.cli import app
from assize.store.editions import connect_duckdb, quoted

KILLS = 3
CODES = (
    11  # of every group, 40,656 lines: enough for the moments of writing to be met, few enough for the everyday tests
)


def call_here(arguments: Sequence[str]) -> tuple[int, str]:
    """A command in this process: only the load that is killed needs one of its own."""
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("received") / "outcomes-2017-18.csv.gz"
    make_outcomes_file(path, seed=1, codes=CODES)
    return path


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kills")


@pytest.fixture(scope="module")
def known(base: Path, file: Path) -> kill_load.Undisturbed:
    return kill_load.undisturbed(base, kill_load.Given(file), call_here, build=False)


def test_three_kills(base: Path, file: Path, known: kill_load.Undisturbed) -> None:
    killed = list(kill_load.kills(base, kill_load.Given(file), call_here, known, count=KILLS, seed=7, build=False))
    assert [one.faults for one in killed] == [()] * KILLS
    assert sum(one.stage in kill_load.WRITING for one in killed) > KILLS / 2


def test_half_of_an_edition_would_be_found(base: Path, known: kill_load.Undisturbed) -> None:
    (parquet,) = (base / "undisturbed" / "store" / "editions").iterdir()
    half = parquet.with_suffix(".half")
    connect_duckdb().execute(
        f"COPY (SELECT * FROM read_parquet({quoted(str(parquet))}) WHERE period < '2017Q4') TO {quoted(str(half))}"
        " (FORMAT parquet)"
    )
    half.replace(parquet)
    seen, _ = kill_load.look(base / "undisturbed", call_here, known.reference, build=False)
    faults = kill_load.judge(seen, known)
    assert any(fault.startswith("export sees exit 0") for fault in faults)
    assert any(fault.startswith("observations sees offences_recorded") for fault in faults)


def test_commands_that_disagree_would_be_found() -> None:
    whole = dict.fromkeys(("status", "export"), "all")
    known = kill_load.Undisturbed(whole, dict.fromkeys(whole, "none"), "", "", 1.0, 0.5)
    assert kill_load.judge(whole, known) == []
    assert kill_load.judge({"status": "all", "export": "none"}, known) == ["status sees all", "export sees nothing"]


def test_litter_would_be_found(tmp_path: Path) -> None:
    for name in ("editions/x.part", "files/y", "scratch/z.csv", "ledger.sqlite"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert kill_load.litter(tmp_path) == ["editions/x.part", "files/y", "scratch/z.csv"]
