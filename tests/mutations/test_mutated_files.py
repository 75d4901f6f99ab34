"""A share of the damaged files, every day: none may be misread. And faults planted, to prove that a misreading is found."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from mutations.cases import Case, Outcome, of_files, plan, run
from mutations.damages import KINDS
from mutations.made import made
from mutations.sight import CRASHED, MEMORY, MISREAD, READ, REFUSED, WRONG, Figure, Sight, judge, look
from mutations.subjects import published
from mutations.wholes import wholes

pytestmark = pytest.mark.real

SHARE = 44
SEED = 2019
CPS = "cps POC-18-19-q4.csv"


@pytest.fixture(scope="module")
def apart() -> Iterator[ProcessPoolExecutor]:
    """A process begun anew, so that its peak is the reader's memory and not what the other tests have left in this one."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield pool


def run_share(data: Path, folder: Path) -> list[Outcome]:
    subjects = {**published(data), **made(data), **wholes(data)}
    cases = plan(SHARE, SEED, of_files("", subjects), everyday=True)
    return [run(case, subjects[case.file](), folder) for case in cases]


def run_one(data: Path, folder: Path, case: Case, reader: Callable[[Path, Path, str], Sight] = look) -> Outcome:
    return run(case, published(data)[case.file](), folder, reader)


def test_none_of_a_share_is_misread(
    shared: Path, tmp_path: Path, apart: ProcessPoolExecutor, record_property: Callable[[str, object], None]
) -> None:
    outcomes = apart.submit(run_share, shared / "data", tmp_path).result()
    wrong = [
        (one.case.number, one.case.file, one.case.label, one.verdict)
        for one in outcomes
        if one.verdict.outcome in WRONG
    ]
    assert wrong == []
    counts = Counter(one.verdict.outcome for one in outcomes)
    assert counts[READ] > SHARE / 5
    record_property(
        "counted", f"damaged files: {len(outcomes)}, " + ", ".join(f"{n} {word}" for word, n in counts.items())
    )


def test_years_exchanged_that_no_printed_change_compares_are_refused(
    shared: Path, tmp_path: Path, apart: ProcessPoolExecutor
) -> None:
    file = "force tables policeforceareatablesyearendingdecember2018.xlsx"
    case = Case(1533, file, ("two periods' figures exchanged",), 281126)
    verdict = apart.submit(run_one, shared / "data", tmp_path, case).result().verdict
    assert verdict.outcome == REFUSED and "the numbers of two years may have been exchanged" in verdict.why


def by_position(path: Path, scratch: Path, period: str) -> Sight:
    """A reader that takes the columns of the published order, whatever their headers say."""
    sight = look(path, scratch, period)
    first, second = sorted({figure.key for figure in sight.figures})[:2]
    moved = {first: second, second: first}
    figures = [
        Figure(moved.get(one.key, one.key), one.value, one.sheet, one.ref, one.line, one.column)
        for one in sight.figures
    ]
    return Sight(tuple(figures), sight.said, sight.covered)


def never(path: Path, scratch: Path, period: str) -> Sight:
    raise ZeroDivisionError("by nought")


def greedy(path: Path, scratch: Path, period: str) -> Sight:
    held = b"\1" * 1_050_000_000
    sight = look(path, scratch, period)
    del held
    return sight


@pytest.mark.parametrize(("reader", "outcome"), [(by_position, MISREAD), (never, CRASHED), (greedy, MEMORY)])
def test_a_bad_reader_would_be_found(
    shared: Path,
    tmp_path: Path,
    apart: ProcessPoolExecutor,
    reader: Callable[[Path, Path, str], Sight],
    outcome: str,
) -> None:
    case = Case(1, CPS, ("a byte order mark",), SEED)
    assert apart.submit(run_one, shared / "data", tmp_path, case).result().verdict.outcome == READ
    assert apart.submit(run_one, shared / "data", tmp_path, case, reader).result().verdict.outcome == outcome


def test_what_the_tests_themselves_hold_is_not_counted(
    shared: Path, tmp_path: Path, apart: ProcessPoolExecutor
) -> None:
    held = b"\1" * 1_050_000_000
    case = Case(1, CPS, ("a byte order mark",), SEED)
    assert apart.submit(run_one, shared / "data", tmp_path, case).result().verdict.outcome == READ
    assert len(held) > 1_000_000_000


def test_figures_lost_doubled_or_invented_would_be_found(shared: Path) -> None:
    subject = published(shared / "data")[CPS]()
    whole = subject.pristine
    first, *others = whole.figures
    assert judge(whole, whole, subject.truth, subject.book).outcome == READ
    for spoilt in (
        others,  # one is missing and nothing is said
        [first, *whole.figures],
        [*others, Figure(first.key, None, first.sheet, first.ref, first.line, first.column)],
        [*others, Figure(first.key, (first.value or Decimal(0)) + 1, "", "", 1, "")],
        [*whole.figures, Figure(("nowhere", *first.key[1:]), Decimal(1), "", "", 1, "")],
    ):
        sight = Sight(tuple(spoilt), whole.said, whole.covered)
        assert judge(sight, whole, subject.truth, subject.book).outcome == MISREAD


def test_the_same_number_damages_in_the_same_way(shared: Path, tmp_path: Path) -> None:
    subject = published(shared / "data")[CPS]()
    case = Case(5, CPS, ("marker for a number", "columns moved"), SEED)
    for folder in ("one", "other", "scratch"):
        (tmp_path / folder).mkdir()
    for folder in ("one", "other"):
        run(case, subject, tmp_path / "scratch", keep=tmp_path / folder)
    one, other = ((tmp_path / folder / "POC-18-19-q4.csv").read_bytes() for folder in ("one", "other"))
    assert one == other != (shared / "data" / "cps_case_outcomes_quarterly" / "POC-18-19-q4.csv").read_bytes()
    assert len(KINDS) > 60
