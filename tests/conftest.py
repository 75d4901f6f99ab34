"""What every test may ask for: the publishers' own files, and the count of the tests that read them."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest
from demonstration import Loaded, made_once, make_few, make_published, one_board

from assize.core.processors import share_processors

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
COUNTED = "counted"  # the property in which a test records what it counted, printed at the end of the run


def pytest_configure() -> None:
    gc.set_threshold(100_000, 50, 1000)  # as the command does


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Beside another process of a run a question keeps one processor busy, as the product has it; some tests ask otherwise."""
    share_processors(hasattr(item.config, "workerinput"))


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


def _shared_by_workers(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The example as `assize demo` makes it, both boards built: once a run. Read it, never write into it."""
    from assize.app import make_demo

    return Loaded(made_once(_shared_by_workers(tmp_path_factory) / "demo", lambda folder: make_demo(folder) and None))


@pytest.fixture(scope="session")
def alone(demo: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The example of Staffordshire alone, nothing built: once a run. Read it, never write into it."""
    where = _shared_by_workers(tmp_path_factory) / "alone"
    return Loaded(made_once(where, lambda folder: one_board(demo, folder) and None))


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with two years of the CPS alone, nothing built: once a run. Copy it, never write into it."""
    return made_once(_shared_by_workers(tmp_path_factory) / "few", make_few)


@pytest.fixture(scope="session")
def published(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A workspace of the same boards loaded with the publishers' own files, nothing built: once a run."""
    where = _shared_by_workers(tmp_path_factory) / "published"
    return Loaded(made_once(where, lambda folder: make_published(folder, shared / "data")))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says what the two proofs counted, how many tests that read the publishers' own files ran, and how many were skipped."""

    def named(outcome: str) -> set[str]:
        reports = terminalreporter.stats.get(outcome, [])
        return {report.nodeid for report in reports if "real" in getattr(report, "keywords", ())}

    real = {outcome: named(outcome) for outcome in ("passed", "failed", "error", "skipped")}
    run = real["passed"] | real["failed"] | real["error"]
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, words in getattr(report, "user_properties", ()):
                if name == COUNTED:
                    terminalreporter.write_line(words)
    terminalreporter.write_line(f"real: {len(run)} run, {len(real['skipped'])} skipped")
