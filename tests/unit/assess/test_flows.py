"""Cases in, out and open: the residual is shown, a projection has the width of its past errors, a level says what it takes."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from statistics import NormalDist

import pytest
from builders import LATEST, PLACES, change_of_definition, figures, metric

from assize.assess.flows import case_flow
from assize.assess.judge import judge
from assize.core.flows import CaseFlow, FlowSpec, OpenLevel
from assize.core.specs import Kind

IN = metric("came-in", Kind.COUNT)
OUT = metric("went-out", Kind.COUNT)
OPEN = metric("open-cases", Kind.COUNT, stock=True, flow=FlowSpec("came-in", "went-out"))
RECEIPTS = [400, 410, 390, 420, 405, 415, 395, 400, 410, 420, 400, 390, 405, 410, 400, 420]
COUNTS = [500, 520, 500, 540, 535, 560, 550, 570, 560, 590, 600, 580, 610, 620, 615, 640]


def flow(opened=COUNTS, received=RECEIPTS, disposed=None, level=None, spec=OPEN) -> CaseFlow | None:
    disposed = disposed or [
        r - (after - before) for r, before, after in zip(received, [opened[0], *opened], opened, strict=False)
    ]
    specs = {one.id: one for one in (IN, OUT, spec)}
    values = {"came-in": received, "went-out": disposed, "open-cases": opened}
    measured = {
        name: found for name, one in specs.items() if (found := judge(one, "", figures(one, values[name]), PLACES))
    }
    return case_flow(spec, specs, measured, level)


def test_the_residual_is_what_receipts_and_disposals_do_not_explain():
    disposed = [400] * 16
    found = flow(disposed=disposed)
    assert found is not None
    assert found.quarters[0].residual is None  # nothing is held of the quarter before
    assert found.latest.residual == 640 - (615 + 420 - 400)
    assert found.latest.clearance == pytest.approx(400 / 420)
    assert found.latest.months == pytest.approx(640 / (400 / 3))


def test_a_projection_carries_the_years_pace_on_and_is_as_wide_as_it_was_wrong_before():
    found = flow()
    assert found is not None
    pace = (640 - 580) / 4
    assert [one.value for one in found.projected] == pytest.approx([640 + step * pace for step in (1, 2, 3, 4)])
    errors = [
        COUNTS[now + 4] - (COUNTS[now] + 4 * (COUNTS[now] - COUNTS[now - 4]) / 4) for now in range(4, len(COUNTS) - 4)
    ]
    usual = math.sqrt(sum(error**2 for error in errors) / len(errors))
    assert found.past is not None
    assert (found.past.trials, found.past.error) == (len(errors), pytest.approx(usual))
    end = found.projected[-1]
    assert end.upper == pytest.approx(end.value + NormalDist().inv_cdf(0.9) * usual)


def test_without_eight_past_projections_there_is_no_interval():
    found = flow(COUNTS[-12:], RECEIPTS[-12:])
    assert found is not None
    assert found.past is not None
    assert found.past.trials == 4
    assert (found.projected[-1].lower, found.projected[-1].upper) == (None, None)


def test_a_level_by_a_day_says_how_many_more_disposals_it_takes():
    disposed = [400] * 16
    end_of_next_year = LATEST.later(4).last_day
    found = flow(disposed=disposed, level=OpenLevel(600, end_of_next_year))
    assert found is not None
    receipts = sum(RECEIPTS[-4:]) / 4
    assert found.needed is not None
    assert (found.needed.quarters, found.needed.disposals) == (4, pytest.approx(receipts + 40 / 4))
    assert found.needed.more == pytest.approx(receipts + 10 - 400)


@pytest.mark.parametrize(
    "level", [OpenLevel(700, date(2030, 3, 31)), OpenLevel(600, date(2019, 3, 31)), OpenLevel(600, date(2019, 6, 29))]
)
def test_a_level_that_is_reached_or_whose_day_comes_before_a_quarter_ends_takes_nothing(level):
    found = flow(level=level)
    assert found is not None
    assert found.needed is None


def test_nothing_is_told_across_a_break_or_a_gap():
    broken = replace(OPEN, breaks=(change_of_definition(LATEST.later(-5).id),))
    found = flow(spec=broken)
    assert found is not None
    assert [len(found.quarters), found.quarters[0].residual] == [6, None]
    gap: list = [*RECEIPTS]
    gap[-4] = None
    assert flow(received=gap, disposed=[400] * 16) is None  # three quarters after it are fewer than a year


def test_a_count_without_a_flow_and_one_whose_receipts_are_not_held_have_none():
    assert flow(spec=replace(OPEN, flow=None)) is None
    assert flow(spec=replace(OPEN, flow=FlowSpec("open-cases-elsewhere", "went-out"))) is None
