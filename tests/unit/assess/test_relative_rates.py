"""Relative rates of a board: exact limits, years pooled where events are few, nothing where too many are of no known group."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import BOARD, LATEST, change_of_definition, figure, metric
from scipy.stats import beta

from assize.assess.disparity import disparity
from assize.core.disparity import Disparity
from assize.core.specs import Kind, Vocabulary

SHARE = metric("charged")
GROUPS = Vocabulary(
    "ethnicity",
    "Ethnicity",
    {"asian": "Asian", "black": "Black", "white": "White", "unknown": "Not known"},
    "white",
    "unknown",
)


def by_group(quarters: int = 4, **counts: tuple[int, int]) -> list:
    return [
        figure(SHARE, events, base, LATEST.later(-back), BOARD, group)
        for group, (events, base) in counts.items()
        for back in range(quarters)
    ]


def found(quarters: int = 4, spec=SHARE, words=GROUPS, **counts: tuple[int, int]) -> Disparity | None:
    return disparity(spec, words, by_group(quarters, **counts))


USUAL = {"white": (100, 1000), "black": (20, 100), "asian": (10, 100), "unknown": (5, 50)}


def test_a_groups_rate_is_set_against_the_references_with_clopper_and_pearsons_limits():
    made = found(**USUAL)
    assert made is not None
    assert (made.withheld, len(made.periods)) == ("", 4)
    black = next(group for group in made.groups if group.group == "black")
    assert (black.events, black.base, black.index) == (80, 400, pytest.approx(2.0))
    low, high = beta.ppf(0.025, 80, 401), beta.ppf(0.975, 81, 400)
    assert black.lower == pytest.approx(low / (1 - low) * 4000 / 400)
    assert black.upper == pytest.approx(high / (1 - high) * 4000 / 400)
    assert black.differs
    asian = next(group for group in made.groups if group.group == "asian")
    assert not asian.differs
    assert made.unknown == pytest.approx(200 / 5000)


def test_years_are_pooled_where_a_group_has_few_events_and_no_further_than_a_break():
    few = {**USUAL, "asian": (2, 100)}
    made = found(12, **few)
    assert made is not None
    assert len(made.periods) == 12
    broken = replace(SHARE, breaks=(change_of_definition(LATEST.later(-8).id),))
    short = found(12, broken, **few)
    assert short is not None
    assert len(short.periods) == 8
    enough = found(12, **{**USUAL, "unknown": (1, 50)})  # those of no known group are no reason to pool
    assert enough is not None
    assert len(enough.periods) == 4


@pytest.mark.parametrize(("unknown", "withheld"), [((10, 120), False), ((10, 150), True)])
def test_nothing_is_reckoned_where_the_group_of_more_than_a_tenth_is_not_known(unknown, withheld):
    made = found(**{**USUAL, "unknown": unknown})
    assert made is not None
    assert bool(made.withheld) is withheld
    assert all((group.index is None) is withheld for group in made.groups)


def test_where_it_is_not_held_how_many_are_unknown_nothing_is_reckoned():
    counts = {name: pair for name, pair in USUAL.items() if name != "unknown"}
    made = found(**counts)
    assert made is not None
    assert made.withheld == "how many are of no known group is not held"


def test_a_group_of_which_a_quarter_is_withheld_is_left_out_and_the_others_are_not():
    figures = by_group(**USUAL)
    at = next(index for index, one in enumerate(figures) if one.breakdown == "asian")
    figures[at] = replace(figures[at], value=None)
    made = disparity(SHARE, GROUPS, figures)
    assert made is not None
    reasons = {group.group: group.reason for group in made.groups}
    assert reasons["asian"].startswith("not held, or withheld")
    assert reasons["black"] == ""


def test_few_events_in_all_give_no_index():
    made = found(**{"white": (1, 1000), "black": (0, 100), "asian": (0, 100), "unknown": (0, 10)})
    assert made is not None
    assert [group.index for group in made.groups] == [None, None]
    assert {group.reason for group in made.groups} == {"fewer than five events"}


def test_without_a_reference_or_two_counts_there_is_nothing_to_compare():
    assert found(words=replace(GROUPS, reference=""), **USUAL) is None
    assert found(**{name: pair for name, pair in USUAL.items() if name != "white"}) is None
    assert found(3, **USUAL) is None  # less than a year
    assert disparity(metric("charged", Kind.COUNT), GROUPS, by_group(**USUAL)) is None
