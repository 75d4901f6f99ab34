"""What every test may ask for: the publishers' own files, and the count of the tests that read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published files beside the repository; the test is skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("no folder of published files beside the repository")
    return SHARED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says how many tests that read the publishers' own files ran, and how many were skipped."""
    real = {
        outcome: {report.nodeid for report in terminalreporter.stats.get(outcome, []) if "real" in report.keywords}
        for outcome in ("passed", "failed", "error", "skipped")
    }
    run = real["passed"] | real["failed"] | real["error"]
    terminalreporter.write_line(f"real: {len(run)} run, {len(real['skipped'])} skipped")
