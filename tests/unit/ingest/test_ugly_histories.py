"""Hundreds of ugly workbooks made from known figures: each is read right, or asked about; none is read wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from ingest.histories import write
from ingest.ugly_histories import AREAS, LAYOUTS, Key, Ugly, ugly_history

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.ingest.history.mapping import open_questions
from assize.ingest.history.propose import Wanted, propose
from assize.ingest.history.reader import read_mapped
from assize.ingest.received import Received

CATALOGUE = load_catalogue()
SOURCE = CATALOGUE.sources["partner-witness-care"]
EACH = 7  # workbooks of each layout
HARMLESS = ("lost", "misspelled")  # a label that was damaged may be one that nothing needs, or leave its figures out


def outcome(path: Path, truth: Mapping[Key, int], senses: tuple[str, ...] = ()) -> tuple[str, str]:
    """`right`, `asked`, `refused`, `part` (right, and not all of it) or `wrong`, with what was said."""
    received = Received(path, path.name)
    try:
        proposal = propose(received, SOURCE, CATALOGUE, Wanted(tuple(AREAS), senses))
        if bool(proposal.doubts) != bool(open_questions(proposal.draft)):
            return "wrong", f"a doubt that is no question, or a question that nobody tells: {proposal.doubts}"
        if proposal.doubts:
            return "asked", "; ".join(proposal.doubts[:3])
        rows = read_mapped(received, proposal.draft, SOURCE, CATALOGUE).content
    except FileRefused as refused:
        return "refused", refused.sentence
    found = {(row.area, row.period, row.field): int(row.value) for row in rows}  # type: ignore[union-attr]
    if wrong := {key: value for key, value in found.items() if truth.get(key) != value}:
        return "wrong", f"{len(wrong)} figures, such as {next(iter(wrong.items()))}"
    return ("right" if len(found) == len(truth) else "part"), f"{len(found)} of {len(truth)}"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Ugly, str, str]]:
    folder = tmp_path_factory.mktemp("ugly")
    found = {}
    for seed in range(EACH * len(LAYOUTS)):
        ugly = ugly_history(seed)
        found[seed] = (ugly, *outcome(write(folder / f"ugly {seed}.xlsx", ugly.sheets), ugly.truth))
    return found


def test_none_is_read_wrong(outcomes: dict[int, tuple[Ugly, str, str]]) -> None:
    wrong = {seed: (ugly.layout, ugly.trap, said) for seed, (ugly, how, said) in outcomes.items() if how == "wrong"}
    assert wrong == {}


def test_a_trap_is_never_passed_over(outcomes: dict[int, tuple[Ugly, str, str]]) -> None:
    trapped = {seed: one for seed, one in outcomes.items() if one[0].trap and one[0].trap not in HARMLESS}
    assert len(trapped) > EACH
    assert {seed: (one[0].trap, one[2]) for seed, one in trapped.items() if one[1] not in ("asked", "refused")} == {}


def test_nearly_all_without_a_trap_are_read_without_a_question_and_none_is_refused(
    outcomes: dict[int, tuple[Ugly, str, str]],
) -> None:
    plain = {seed: one for seed, one in outcomes.items() if not one[0].trap and not one[0].senses}
    assert {seed: one[2] for seed, one in plain.items() if one[1] in ("refused", "part")} == {}
    for layout in {one[0].layout for one in plain.values()}:
        told = Counter(one[1] for one in plain.values() if one[0].layout == layout)
        assert told["right"] >= 0.7 * told.total(), (layout, told)


def test_periods_with_two_readings_are_asked_and_read_once_they_are_answered(
    outcomes: dict[int, tuple[Ugly, str, str]], tmp_path: Path
) -> None:
    doubtful = {seed: one for seed, one in outcomes.items() if one[0].senses and one[1] == "asked" and not one[0].trap}
    assert len(doubtful) > 5
    answered = {
        seed: outcome(write(tmp_path / f"ugly {seed}.xlsx", ugly.sheets), ugly.truth, ugly.senses)
        for seed, (ugly, _, _) in doubtful.items()
    }
    told = Counter(how for how, _ in answered.values())
    assert set(told) <= {"right", "asked"}, answered  # asked for another reason: a remark beside the figures
    assert told["right"] >= 0.7 * told.total(), answered


def test_figures_exchanged_would_be_found(tmp_path: Path) -> None:
    ugly = ugly_history(
        next(seed for seed in range(400) if not ugly_history(seed).trap and not ugly_history(seed).senses)
    )
    path = write(tmp_path / "ugly.xlsx", ugly.sheets)
    assert outcome(path, ugly.truth)[0] == "right"
    first, second, *_ = ugly.truth
    exchanged = {**ugly.truth, first: ugly.truth[second], second: ugly.truth[first]}
    assert outcome(path, exchanged)[0] == "wrong"
