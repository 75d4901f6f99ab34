"""Peers' answers on disclosure control: how far their patterns hold, and that ours withhold no more than theirs need.

Ours are not the peers' patterns cell for cell: a peer draws ties by lot, or stops once nothing is exactly known, while ours
keeps readers a whole threshold away. What must agree is which counts are small, what can be worked out from a given pattern,
that nothing can be from ours, and how many cells that takes. The peer whose patterns give counts away is not followed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from attack import narrowed
from peers import VECTORS, content
from protect.releases import crossed

from assize.protect.suppression import holds, suppress

pytestmark = [pytest.mark.real, pytest.mark.skipif(not VECTORS.is_dir(), reason="no peers' answers here")]


def _place(cell):
    """The row and the column of a cell of SSBtools: numbers from nought, or the margin."""
    return tuple("all" if name == "Total" else int(name[1:]) - 1 for name in (cell["row"], cell["col"]))


def test_patterns_of_gausssuppression_need_as_many_cells_as_ours():
    ours = theirs = 0
    for case in content("disclosure/gauss_suppression.json")["cases"]:
        cells, sums = crossed(case["table"], case["threshold"] + 1, zeros=case["suppress_0"])
        pattern = suppress(cells, sums)
        assert pattern.primary == {_place(cell) for cell in case["cells"] if cell["primary"]}, case["id"]
        assert holds(cells, sums, pattern) == []
        assert not pattern.lost
        ours += len(pattern.withheld)
        theirs += sum(cell["suppressed"] for cell in case["cells"])
    assert ours <= 1.05 * theirs


@pytest.mark.parametrize("base", [3, 5])
def test_rounded_as_well_our_patterns_hold_and_the_small_counts_alone_do_not(base):
    """Every count that is shown is rounded by itself, margins too: the attacker knows between which numbers each lies."""
    open_to_readers = 0
    for case in content("disclosure/gauss_suppression.json")["cases"]:
        cells, sums = crossed(case["table"], case["threshold"] + 1, zeros=case["suppress_0"])
        pattern = suppress(cells, sums)
        bases = dict.fromkeys(cells, base)
        assert narrowed(cells, sums, pattern.withheld, bases) == {}, case["id"]
        bare, rounded = narrowed(cells, sums, pattern.primary), narrowed(cells, sums, pattern.primary, bases)
        assert rounded.keys() <= bare.keys(), case["id"]
        open_to_readers += len(rounded)
    assert open_to_readers or base > 3


def test_what_can_be_worked_out_from_mojsuppressions_patterns_is_found_and_ours_leave_none_of_it():
    given_away = 0
    for case in content("disclosure/audit_intervals.json")["cases"][::6]:
        cells, sums = crossed(case["table"], 3)
        shown = {"col": 0, "row": 1}
        axes = {shown[name] for name in case["published_margins"]}
        sums = [one for one in sums if one.whole != ("all", "all") and one.whole.index("all") in axes]
        hidden = {
            (row, column) for row, line in enumerate(case["mask"]) for column, masked in enumerate(line) if masked
        }
        cells = {key: replace(count, width=2 if key in hidden else 0) for key, count in cells.items()}
        found = narrowed(cells, sums, hidden)
        exact = {key for key, (low, high) in found.items() if low == high}
        assert exact == {tuple(place) for place in case["exactly_disclosed"]}, case["id"]
        given_away += len(found)
        assert not narrowed(cells, sums, suppress(cells, sums).withheld)
    assert given_away


def test_the_trap_of_sdctable_is_seen_and_closed_by_the_cell_that_closes_it_there():
    case = content("disclosure/sdctable_hidden_disclosure_example.json")
    cells, sums = crossed(case["table"], 0)

    def place(row, column):
        return case["rows"].index(row), case["cols"].index(column)

    target = place("w", "b")
    cells[target] = replace(cells[target], width=5)
    withheld = {place(*one) for one in case["suppressed"]}
    assert narrowed(cells, sums, withheld) == {target: (47, 47)}
    assert not narrowed(cells, sums, withheld | {place("x", "d")})
