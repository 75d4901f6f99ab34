"""A share of the damaged returns, every day: none accepted differs from what was meant. And faults planted, to prove it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from assize.core.errors import FileRefused
from assize.ingest.layouts import Read
from assize.ingest.received import Received
from returns_mutated.cases import (
    ACCEPTED,
    CRASHED,
    DIFFERENT,
    REFUSED,
    WARNED,
    WRONG,
    Outcome,
    Reader,
    damaged,
    plan,
    read,
    run,
)
from returns_mutated.copy_model import Subject
from returns_mutated.damages import KINDS
from returns_mutated.made import subjects

SHARE, SEED = 120, 2019
MOST_REFUSED = 0.03  # of harmless damage


def share(folder: Path, count: int = SHARE, reader: Reader = read) -> list[Outcome]:
    cases = plan(count, SEED, subjects(SEED))
    found = (run(number, subject, kinds, SEED, folder, reader) for number, subject, kinds in cases)
    return [one for one in found if one is not None]


def test_none_of_a_share_is_accepted_that_was_not_meant(tmp_path: Path) -> None:
    outcomes = share(tmp_path)
    assert [one for one in outcomes if one.outcome in WRONG] == []
    counts = Counter(one.outcome for one in outcomes)
    assert min(counts[ACCEPTED], counts[WARNED], counts[REFUSED]) > SHARE / 15
    harmless = [one for one in outcomes if one.harmless]
    assert sum(one.outcome == REFUSED for one in harmless) <= MOST_REFUSED * len(harmless)
    assert {kind for one in outcomes for kind in one.kinds} == {kind.name for kind in KINDS}


def test_a_form_nobody_damaged_is_accepted_without_a_word(tmp_path: Path) -> None:
    for subject in subjects(SEED):
        outcome = run(0, subject, (), SEED, tmp_path)
        assert outcome is not None
        assert (outcome.outcome, outcome.why) == (ACCEPTED, "")


def test_a_figure_that_differs_a_line_that_is_lost_and_a_crash_are_found(tmp_path: Path) -> None:
    def one_more(received: Received, subject: Subject) -> Read:
        found = read(received, subject)
        rows = list(found.content)  # type: ignore[arg-type]
        numbered = next(at for at, row in enumerate(rows) if row.value is not None)
        rows[numbered] = rows[numbered]._replace(value=rows[numbered].value + 1)
        return replace(found, content=rows)

    def one_lost(received: Received, subject: Subject) -> Read:
        found = read(received, subject)
        return replace(found, content=list(found.content)[1:])  # type: ignore[arg-type]

    def crashing(received: Received, subject: Subject) -> Read:
        raise ZeroDivisionError("by nought")

    for reader, wrong in ((one_more, DIFFERENT), (one_lost, DIFFERENT), (crashing, CRASHED)):
        outcomes = share(tmp_path, 20, reader)
        assert all(one.outcome in (wrong, REFUSED) for one in outcomes)
        assert any(one.outcome == wrong for one in outcomes)


def test_what_may_not_be_accepted_is_seen_to_be(tmp_path: Path) -> None:
    def without_rules(received: Received, subject: Subject) -> Read:
        try:
            return read(received, subject)
        except FileRefused:
            return Read("", (), (), [])

    outcomes = share(tmp_path, 40, without_rules)
    assert sum(one.outcome == DIFFERENT for one in outcomes) > 10


def test_the_same_number_gives_the_same_damage() -> None:
    import random

    from returns_mutated.writing import written

    subject = subjects(SEED)[1]
    kinds = tuple(kind for kind in KINDS if kind.name in ("rows moved", "notes and comments"))
    first, second = (written(damaged(subject, kinds, random.Random(5))) for _ in range(2))
    assert first == second
