"""Flows of cases and their projections against what they must be."""

from __future__ import annotations

import pytest

from assize.core.errors import AssizeError
from assize.statistics.flow import (
    backtest,
    disposals_needed,
    flow,
    project,
    projections,
    quarters_to_reach,
)


def test_what_is_published_shows_its_residual_and_is_never_forced():
    made = flow(1000, 500, 480, published=1100)
    assert (made.derived, made.residual) == (1020, 80)
    assert made.weeks_of_work == 1100 / (480 / 13)
    assert made.months_of_work == pytest.approx(1100 / 480 * 3)
    assert flow(0, 0, 0).clearance is None
    assert flow(0, 5, 0).weeks_of_work is None
    with pytest.raises(AssizeError):
        flow(-1, 2, 3)


def test_a_steady_backlog_is_projected_without_error():
    steady = [1000 + 50 * i for i in range(20)]
    made = projections(steady, 4)
    assert [one.value for one in made] == [2000, 2050, 2100, 2150]
    assert all(one.lower == one.value == one.upper for one in made)
    past = backtest(steady, 2)
    assert past is not None
    assert (past.bias, past.error) == (0, 0)


def test_the_interval_is_as_wide_as_past_errors_and_absent_without_them():
    jumpy = [1000 + 60 * (i % 3) for i in range(24)]
    made = projections(jumpy, 2)
    past = backtest(jumpy, 1)
    assert past is not None
    assert made[0].upper == pytest.approx(made[0].value + 1.2815515655446004 * past.error)
    short = projections(jumpy[:8], 2)
    assert [one.lower for one in short] == [None, None]
    with pytest.raises(AssizeError):
        projections(jumpy[:4], 1)


def test_disposals_that_bring_a_backlog_down_do_so():
    needed = disposals_needed(1625, 1200, 400, 8)
    assert project(1625, 400 - needed, 8)[-1] == pytest.approx(1200)
    assert quarters_to_reach(1625, 1200, 400, needed) == 8
    assert quarters_to_reach(1000, 1200, 400, 10) == 0
    assert disposals_needed(100, 1000, 5, 1) == 0
    with pytest.raises(AssizeError):
        disposals_needed(1, 1, 1, 0)
