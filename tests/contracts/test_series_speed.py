"""Judging series and telling them needs nothing from outside the standard library (how long: benchmarks/series_speed.py)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_from_figures_to_words_nothing_third_party_is_imported():
    program = [sys.executable, str(ROOT / "benchmarks" / "series_speed.py"), "--series", "12", "--runs", "1"]
    run = subprocess.run(program, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "third-party modules imported: none" in run.stdout


def test_an_import_from_outside_would_be_seen():
    import scipy  # noqa: F401
    from series_speed import foreign

    assert "scipy" in foreign()
