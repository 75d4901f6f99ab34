"""Whether a count can differ is found out whatever is known around it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from attack import narrowed
from protect.releases import Cells, Sums, crossed, linked

from assize.protect import program
from assize.protect.program import reach
from assize.protect.suppression import holds, suppress


def partly_known(seed: int) -> tuple[Cells, Sums]:
    """A table, or areas, groups, quarters and years: counts mostly small, and many of the others known."""
    chance = random.Random(seed)
    if seed % 2:
        cells, sums = linked(3, 2, 4, smallest=5, seed=seed)
    else:
        mean = chance.choice((3, 5, 10))
        table = [[int(chance.expovariate(1 / mean)) for _ in range(5)] for _ in range(4)]
        cells, sums = crossed(table, 5)
    share = chance.choice((0.1, 0.3, 0.5))
    known = {key for key, count in cells.items() if not count.width and chance.random() < share}
    return {key: replace(count, known=key in known) for key, count in cells.items()}, sums


@pytest.mark.parametrize("seed", range(16))
def test_no_count_is_lost_that_integer_programming_could_protect(seed):
    cells, sums = partly_known(seed)
    pattern = suppress(cells, sums)
    assert not holds(cells, sums, pattern)
    asked = {key: replace(count, width=10**6 if count.width else 0) for key, count in cells.items()}
    ends = narrowed(asked, sums, {key for key, count in cells.items() if not count.known})
    values = {key: cells[key].value for key in ends}
    near = {key for key, (low, high) in ends.items() if max(values[key] - low, high - values[key]) < cells[key].width}
    assert pattern.lost == near


def test_some_of_those_tables_lose_counts_and_in_others_many_give_a_little():
    many = 0
    for seed in range(16):
        cells, sums = partly_known(seed)
        moves = suppress(cells, sums).moves.values()
        many += sum(len({abs(by) for by in move.changes.values()}) > 1 for move in moves)
    assert many > 5
    assert any(suppress(*partly_known(seed)).lost for seed in range(16))


def test_what_is_shut_is_opened_where_nothing_else_will_do_the_cheapest_first():
    """Nine, of which the first is to be three more: the second can give one, the others are shut."""
    lines = [{0: 1, 1: 1, 2: 1, 3: 1}]
    assert reach(1, lines, [0, 1, 4, 4], {2: 2.0, 3: 1.0}) == {0: 1, 1: -1}
    assert reach(3, lines, [0, 1, 4, 4], {2: 2.0, 3: 1.0}) == {0: 3, 1: -1, 3: -2}
    assert reach(6, lines, [0, 1, 4, 4], {2: 2.0, 3: 1.0}) == {0: 6, 1: -1, 2: -1, 3: -4}
    assert reach(10, lines, [0, 1, 4, 4], {2: 2.0, 3: 1.0}) is None


def test_a_count_that_nothing_ties_differs_alone_and_never_falls_below_nought():
    assert reach(4, [], [3], {}) == {0: 4}
    assert reach(-4, [], [3], {}) is None
    assert reach(-3, [], [3], {}) == {0: -3}


def test_changes_in_parts_are_no_changes():
    """Three times the first is twice the second: five more of the first would be seven and a half of the second."""
    assert reach(4, [{0: 3, 1: -2}], [3, 3], {}) == {0: 4, 1: 6}
    assert reach(5, [{0: 3, 1: -2}], [3, 3], {}) is None


def test_a_program_that_takes_too_many_steps_finds_nothing(monkeypatch):
    lines = [{0: 1, 1: 1, 2: 1}]
    assert reach(4, lines, [0, 2, 2], {}) == {0: 4, 1: -2, 2: -2}
    monkeypatch.setattr(program, "_STEPS", 1)
    assert reach(4, lines, [0, 2, 2], {}) is None
