"""A load killed at any moment is wholly visible or not at all; `benchmarks/kill_load.py` does the same at full size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import kill_load
import pytest
from outcomes_file import make_outcomes_file
from typer.testing import CliRunner

from assize.cli import app

KILLS = 5
CODES = 16  # 57,793 lines: enough for the moments of writing to be met, few enough for the everyday tests


def call_here(arguments: Sequence[str]) -> tuple[int, str]:
    """A command in this process: only the load that is killed needs one of its own."""
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("received") / "outcomes-2017-18.csv.gz"
    make_outcomes_file(path, seed=1, codes=CODES)
    return path


def test_five_kills(file: Path, tmp_path: Path) -> None:
    known, *killed = kill_load.kills(tmp_path, file, call_here, count=KILLS, seed=7, build=False)
    assert isinstance(known, kill_load.Undisturbed)
    assert [one.faults for one in killed if isinstance(one, kill_load.Killed)] == [()] * KILLS
    assert sum(one.stage in kill_load.WRITING for one in killed if isinstance(one, kill_load.Killed)) > KILLS / 2


def test_half_of_an_edition_would_be_found(file: Path, tmp_path: Path) -> None:
    known, reference = kill_load.undisturbed(tmp_path, file, call_here, build=False)
    (parquet,) = (tmp_path / "undisturbed" / "store" / "editions").iterdir()
    half = parquet.with_suffix(".half")
    from assize.store.editions import connect_duckdb, quoted

    connect_duckdb().execute(
        f"COPY (SELECT * FROM read_parquet({quoted(str(parquet))}) WHERE period < '2017Q4') TO {quoted(str(half))}"
        " (FORMAT parquet)"
    )
    half.replace(parquet)
    seen, _ = kill_load.look(tmp_path / "undisturbed", call_here, reference, build=False)
    faults = kill_load.judge(seen, known)
    assert any(fault.startswith("export sees exit 0") for fault in faults)
    assert any(fault.startswith("observations sees offences_recorded") for fault in faults)


def test_commands_that_disagree_would_be_found(file: Path, tmp_path: Path) -> None:
    whole = dict.fromkeys(("status", "export"), "all")
    known = kill_load.Undisturbed(whole, dict.fromkeys(whole, "none"), "", 1.0, 0.5)
    assert kill_load.judge(whole, known) == []
    assert kill_load.judge({"status": "all", "export": "none"}, known) == ["status sees all", "export sees nothing"]


def test_litter_would_be_found(tmp_path: Path) -> None:
    for name in ("editions/x.part", "files/y", "scratch/z.csv", "ledger.sqlite"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert kill_load.litter(tmp_path) == ["editions/x.part", "files/y", "scratch/z.csv"]
