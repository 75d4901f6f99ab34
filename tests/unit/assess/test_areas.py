"""A board among all areas: limits that widen, places with their interval, who is named and who is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import BOARD, LATEST, OTHER, PLACES, figure, figures, metric

from assize.assess.areas import FEWEST_AREAS, place_among
from assize.assess.judge import judge
from assize.core.areas import Position, Stands
from assize.core.nouns import Better, Figure
from assize.core.specs import Cadence, Kind
from assize.statistics import funnel

SHARE = metric()
OTHERS = [f"area-{number:02}" for number in range(20)]


def among(own: int, others: list[int], spec=SHARE, out_of: int = 1000, before: dict | None = None) -> Position | None:
    measured = judge(spec, "", figures(spec, [own], out_of), PLACES)
    assert measured is not None
    latest = [measured.series.latest, *(figure(spec, x, out_of, area=a) for a, x in zip(OTHERS, others, strict=False))]
    held = {a: figure(spec, x, out_of, LATEST.shifted(-12), a) for a, x in (before or {}).items()}
    return place_among(spec, measured, latest, held, [OTHERS[0]])


LIKE = [480, 490, 500, 510, 520] * 4  # chance alone would spread them so


def test_areas_that_chance_alone_explains_keep_narrow_limits():
    found = among(500, LIKE)
    assert found is not None
    assert (found.count, found.adjusted, found.structural) == (21, False, False)
    assert found.target == pytest.approx(0.5)
    assert found.board.stands is Stands.WITHIN
    same = funnel.limits_at(1000, 0.5, funnel.Scale.PROPORTION)
    assert found.board.limits.lower_998 == pytest.approx(same.lower_998)
    assert found.outliers == ()
    # 500 of 1,000 has a 95% interval of 46.9% to 53.1%, which every other area's touches: nobody stands before anybody.
    assert (found.first, found.last) == (1, 21)


def test_limits_widen_where_areas_differ_by_more_than_chance_and_the_far_one_is_still_named():
    spread = [440, 460, 500, 540, 560] * 4
    found = among(720, spread)
    assert found is not None
    assert found.adjusted
    assert not found.structural
    assert found.board.limits.upper_998 > funnel.limits_at(1000, found.target, funnel.Scale.PROPORTION).upper_998
    assert [(point.area, point.stands) for point in found.outliers] == [(BOARD, Stands.ABOVE)]
    assert (found.first, found.last) == (1, 1)


def test_above_phi_ten_nobody_is_named_and_nobody_is_worse():
    found = among(100, [100, 300, 500, 700, 900] * 4)
    assert found is not None
    assert found.phi > funnel.STRUCTURAL_PHI
    assert found.structural
    assert found.outliers == ()
    assert not found.worse


@pytest.mark.parametrize(
    ("own", "better", "worse"),
    [(400, Better.UP, True), (400, Better.DOWN, False), (600, Better.DOWN, True), (400, Better.NEITHER, False)],
)
def test_worse_follows_the_measures_own_direction(own, better, worse):
    found = among(own, LIKE, metric(better=better))
    assert found is not None
    assert found.worse is worse


STEADY = [500, 502, 498, 501] * 4


def improved(like: list[int], now: int, others: Sequence[int] = (700,)) -> list[str]:
    """Areas named where the first one has had `like` of 1,000 a quarter and now has `now`, and the second got better too."""
    own = figures(SHARE, [*STEADY, 500], 1000)
    other = figures(SHARE, [*like, now], 1000, area=OTHERS[0])
    measured = judge(SHARE, "", [*own, *other], replace(PLACES, others=(OTHERS[0],)))
    assert measured is not None
    latest = [measured.series.latest, other[-1], *_of_others(others)]
    before = {OTHERS[0]: other[-5], OTHERS[1]: figure(SHARE, 100, 1000, LATEST.shifted(-12), OTHERS[1])}
    found = place_among(SHARE, measured, latest, before, [OTHERS[0]])
    assert found is not None
    return [point.area for point in found.improved]


def _of_others(done: Sequence[int]) -> list[Figure]:
    return [figure(SHARE, done[at % len(done)], 1000, area=one) for at, one in enumerate(OTHERS[1:])]


def test_nobody_is_named_where_areas_differ_by_far_more_than_chance():
    assert improved(STEADY, 600, (480, 500, 520)) == [OTHERS[0]]
    assert improved(STEADY, 600, (100, 500, 900)) == []


def test_a_like_area_that_got_better_by_a_test_and_by_its_chart_is_named_and_another_is_not():
    assert improved(STEADY, 600) == [OTHERS[0]]  # the second is not among those the board is compared with
    assert improved(STEADY, 520) == []
    assert improved(STEADY, 400) == []


def test_a_trough_a_year_ago_is_no_improvement_since():
    """The test of two quarters says so, the area's own chart does not: it is where it has been nearly always."""
    assert improved([*STEADY[:-4], 400, 500, 502, 498], 501) == []


def test_an_area_with_a_short_series_is_not_named():
    assert improved(STEADY[:6], 600) == []


def test_too_few_areas_a_count_and_a_board_without_a_figure_have_no_place():
    assert among(500, LIKE[: FEWEST_AREAS - 2]) is None
    assert among(500, LIKE, metric(kind=Kind.COUNT)) is None
    assert among(1100, LIKE) is None  # a correction: more done than there were


def test_a_rate_is_drawn_in_its_own_unit_with_an_area_of_no_events_among_them():
    spec = metric(kind=Kind.RATE, better=Better.DOWN)
    found = among(50, [0, *[45, 50, 55] * 5], spec, 10_000)
    assert found is not None
    assert found.target == pytest.approx(float(sum([50, 0, *[45, 50, 55] * 5]) / 17 / 10))  # per 1,000
    assert found.board.limits.lower_998 < float(found.board.figure.value or 0) < found.board.limits.upper_998
    nothing = next(point for point in found.points if point.area == OTHERS[0])
    assert nothing.stands is Stands.BELOW


def test_a_ratio_of_two_counts_has_limits_with_the_variance_of_both():
    found = among(1000, [950, 1000, 1050] * 5, metric(kind=Kind.RATIO))
    assert found is not None
    wide = found.board.limits.upper_998 - found.board.limits.lower_998
    assert wide == pytest.approx(2 * funnel.Z_998 * (2 / 1000) ** 0.5, rel=0.02)  # s2 = 1/(theta n) + 1/n


def test_an_area_whose_figure_is_missing_is_left_out():
    measured = judge(SHARE, "", figures(SHARE, [500], 1000), PLACES)
    assert measured is not None
    held = [figure(SHARE, x, 1000, area=a) for a, x in zip(OTHERS, LIKE, strict=True)]
    held[3] = replace(held[3], value=None)
    found = place_among(SHARE, measured, [measured.series.latest, *held], {}, [OTHER])
    assert found is not None
    assert found.count == 20
    assert OTHERS[3] not in {point.area for point in found.points}


def test_worsening_is_what_its_own_chart_shows():
    spec = metric(better=Better.UP, cadence=Cadence.QUARTER)
    measured = judge(spec, "", figures(spec, [*[500, 502, 498, 501] * 4, 300], 1000), PLACES)
    assert measured is not None
    held = [figure(spec, x, 1000, area=a) for a, x in zip(OTHERS, LIKE, strict=True)]
    found = place_among(spec, measured, [measured.series.latest, *held], {}, [])
    assert found is not None
    assert (found.worse, found.worsening) == (True, True)
    assert found.board.figure.value == Decimal("0.3")
