"""Trends over the whole series, the index to 2019, and the twelve months that are shown and never judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import LATEST, NAMES, PLACES, change_of_definition, figure, figures, metric
from scipy import stats

from assize.assess.judge import judge
from assize.core.document import plain
from assize.core.nouns import Measured, Verdict
from assize.core.periods import financial_year, quarter
from assize.core.specs import Cadence, Kind, MetricSpec
from assize.narrate.findings import find

COUNT = metric(kind=Kind.COUNT, subject="Cases opened", plural=True, unit="cases")
WOBBLE = [3, -4, 1, 5, -2, 0, 4, -3]


def drifting(points: int, a_quarter: float, start: int = 200) -> list[int]:
    return [round(start + a_quarter * at + WOBBLE[at % 8]) for at in range(points)]


def held(spec: MetricSpec, values: list[int], **more: object) -> Measured:
    found = judge(spec, "", figures(spec, values, **more), PLACES)
    assert found is not None
    return found


def reading(spec: MetricSpec, found: Measured) -> str:
    return " ".join(plain(words) for words in find(found, spec, NAMES).reading)


def test_a_long_drift_is_told_with_its_test_its_start_and_its_slope():
    found = held(COUNT, drifting(24, 2))
    run = found.long_run
    assert run is not None
    assert (run.verdict, run.points) == (Verdict.HIGHER, 24)
    assert run.slope == pytest.approx(8, abs=0.5)
    assert run.p_value is not None
    assert run.p_value < 0.001
    assert "Over the 24 quarters since April 2013 they have tended to rise, by about 8 a year" in reading(COUNT, found)
    assert "(seasonal Mann-Kendall test)." in reading(COUNT, found)


def test_no_drift_is_no_trend_and_nothing_is_said():
    found = held(COUNT, drifting(24, 0))
    assert found.long_run is not None
    assert found.long_run.verdict is Verdict.NO_DIFFERENCE
    assert "tended" not in reading(COUNT, found)


@pytest.mark.parametrize(
    ("spec", "values", "why"),
    [
        (COUNT, drifting(15, 3), "15 quarters"),
        (replace(COUNT, breaks=(change_of_definition(LATEST.later(-8).id),)), drifting(30, 3), "9 quarters"),
        (replace(COUNT, ages=True), drifting(24, 3), "the youngest quarter is always highest"),
    ],
)
def test_few_points_a_break_and_ageing_stop_it(spec, values, why):
    run = held(spec, values).long_run
    assert run is not None
    assert run.verdict is Verdict.CANNOT
    assert why in run.reason


def test_five_years_of_a_share_have_the_marker_of_annual_trends():
    spec = metric(cadence=Cadence.YEAR)
    years = [financial_year(2014 + at) for at in range(5)]
    found = judge(spec, "", [figure(spec, 300 + 40 * at, 1000, period) for at, period in enumerate(years)], PLACES)
    assert found is not None
    assert found.long_run is not None
    assert (found.long_run.verdict, found.long_run.test) == (Verdict.HIGHER, "trend marker of five years")
    assert "Over the 5 years since April 2014" in reading(spec, found)
    four = judge(spec, "", [figure(spec, 300, 1000, period) for period in years[1:]], PLACES)
    assert four is not None
    assert four.long_run is not None
    assert four.long_run.verdict is Verdict.CANNOT


# --- the index ----------------------------------------------------------------------------------------------------

LATER = quarter(2021, 1)


def at_2021(spec: MetricSpec, values: list[int]) -> Measured:
    own = [figure(spec, value, period=LATER.later(at + 1 - len(values))) for at, value in enumerate(values)]
    found = judge(spec, "", own, PLACES)
    assert found is not None
    return found


def test_the_same_quarter_of_2019_is_100():
    found = at_2021(COUNT, [200, *[210] * 7, 250])
    assert found.base is not None
    assert found.base.period == quarter(2019, 1)
    assert "With January to March 2019 as 100 they stand at 125.0." in reading(COUNT, found)


def test_there_is_no_index_before_2020_nor_across_a_break_nor_on_a_small_base():
    assert held(COUNT, drifting(20, 0)).base is None
    assert at_2021(replace(COUNT, breaks=(change_of_definition("2020Q2"),)), [200, *[210] * 7, 250]).base is None
    assert at_2021(COUNT, [29, *[210] * 7, 250]).base is None
    assert at_2021(COUNT, [210] * 8).base is None


# --- twelve months ------------------------------------------------------------------------------------------------


def test_twelve_months_to_any_quarter_are_shown_beside_those_before():
    latest = LATEST.later(1)
    year = latest.twelve_months
    own = [figure(COUNT, 100, period=latest.later(at - 7)) for at in range(8)]
    own += [figure(COUNT, 400, period=year), figure(COUNT, 390, period=year.later(-1))]
    found = judge(COUNT, "", own, PLACES)
    assert found is not None
    said = "In the twelve months to June 2019 there were 400 cases, compared with 390 in the twelve months before."
    assert said in reading(COUNT, found)
    assert (year.id, year.first_day.month) == ("ye-2019-06", 7)


def test_the_quarterly_test_and_slope_are_scipys_season_by_season():
    values = drifting(24, 1.5)
    run = held(COUNT, values).long_run
    assert run is not None
    s = variance = 0.0
    for season in range(4):
        own = values[season::4]
        s += sum((b > a) - (b < a) for i, a in enumerate(own) for b in own[i + 1 :])
        ties = [own.count(one) for one in set(own)]
        variance += (6 * 5 * 17 - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    z = (s - (1 if s > 0 else -1)) / variance**0.5
    assert run.p_value == pytest.approx(2 * stats.norm.sf(abs(z)))
    assert run.slope == pytest.approx(stats.theilslopes(values)[0] * 4)
