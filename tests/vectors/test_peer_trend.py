"""Trends against R's trend 1.1.6, pymannkendall 1.4.3 and PHEindicatormethods' branch add_trend_markers."""

from __future__ import annotations

import math
from typing import Any

import pytest
from peers import agree, number, peer_answers

from assize.core.errors import AssizeError
from assize.statistics.trend import (
    AnnualTrend,
    Marker,
    mann_kendall,
    proportion_trend,
    seasonal_mann_kendall,
    sen_slope,
    value_trend,
)

pytestmark = pytest.mark.real


def test_mann_kendall_and_sens_slope_agree_with_r(capsys):
    answers = peer_answers("timeseries/mann_kendall.json")
    for case in answers["mann_kendall"]:
        ours = mann_kendall(case["x"])
        for mine, name in ((ours.s, "S"), (ours.variance, "varS"), (ours.z, "z"), (ours.p_value, "p")):
            assert agree(mine, case["mk"][name]), (case["x"], name, mine)
        slope = sen_slope(case["x"])
        assert agree(slope.slope, case["sens"]["slope"]), case["x"]
        limits = case["sens"]["ci"] if len(case["sens"]["ci"]) == 2 else [None, None]  # none for a short series
        assert agree(slope.lower, limits[0]), case
        assert agree(slope.upper, limits[1]), case
    for case in answers["seasonal_mk"]:
        ours = seasonal_mann_kendall(case["x"], case["frequency"])
        assert list(ours.s_by_season) == case["smk"]["S_by_season"]
        assert all(agree(a, b) for a, b in zip(ours.variance_by_season, case["smk"]["varS_by_season"], strict=True))
        assert agree(ours.z, case["smk"]["z"])
        assert agree(ours.p_value, case["smk"]["p"])
    with capsys.disabled():
        print(f"\ntrend: {len(answers['mann_kendall'])} and {len(answers['seasonal_mk'])} tests agree with R")


def test_mann_kendall_agrees_with_pymannkendall(capsys):
    answers = peer_answers("timeseries/mann_kendall_python.json")
    for case in answers["mann_kendall"]:
        ours, theirs = mann_kendall(case["x"]), case["original"]
        assert agree(ours.s, theirs["s"])
        assert agree(ours.variance, theirs["var_s"])
        if theirs["var_s"]:
            assert agree(ours.z, theirs["z"])
            assert agree(ours.p_value, theirs["p"], relative=1e-8)
        assert agree(sen_slope(case["x"]).slope, theirs["slope"])
    for case in answers["seasonal"]:
        ours = seasonal_mann_kendall(case["x"], case["period"])
        assert (ours.s, ours.variance) == (case["s"], pytest.approx(case["var_s"]))
        assert agree(ours.z, case["z"])
    with capsys.disabled():
        print(f"\ntrend: {len(answers['mann_kendall'])} and {len(answers['seasonal'])} tests agree with pymannkendall")


def test_annual_markers_agree_with_phe(capsys):
    checked = refused = 0
    for case in peer_answers("phe/trend_markers.json")["cases"]:
        ours = proportion_trend(case["numerator"], case["denominator"])
        if case["error"]:  # that package stops for too few years and for years of none or all
            assert ours.marker is Marker.CANNOT, case
            refused += 1
            continue
        assert (ours.marker.value, ours.reason) == (case["trend"], case["reason"]), case
        if case["chi2"] is not None and ours.chi_square is not None:
            assert agree(ours.chi_square, case["chi2"], relative=1e-8), case
            assert agree(ours.slope, case["beta"], relative=1e-8), case
        checked += 1
    with capsys.disabled():
        print(f"\ntrend: {checked} annual markers agree with PHE, {refused} where that package stops")


def test_annual_markers_agree_with_phes_own_sheets():
    sheets = peer_answers("phe/trend_markers.json")["fixtures"]
    checked = 0
    for name, sheet in sheets.items():
        header = sheet["header"]
        rows = [dict(zip(header, row, strict=True)) for row in sheet["rows"]]
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            groups.setdefault(row.get("Ethnicity", ""), []).append(row)
        for own in groups.values():
            last = own[-1]
            years = [row.get("Year") for row in own]
            if not last["recent_trend"] or len(set(years)) < len(years):  # a sequence cannot repeat a year
                continue
            checked += check_sheet(name, own, last)
    assert checked > 8


def check_sheet(name: str, own: list[dict[str, Any]], last: dict[str, Any]) -> int:
    ours: AnnualTrend
    if "prop" in name:
        ours = proportion_trend([r["Count"] for r in own], [r["denominator"] for r in own])
    else:
        ours = value_trend(*([r[column] for r in own] for column in ("Value", "LL", "UL")))
    if "prop" in name and any(r["denominator"] is not None and r["Count"] > r["denominator"] for r in own):
        return 0  # a count above its total is no proportion
    assert ours.marker.value == last["recent_trend"], (name, own, ours)
    if last["Significance"] is not None:
        assert math.isclose(number(ours.chi_square), last["Significance"], rel_tol=2e-4), (name, ours, last)
        assert math.isclose(number(ours.slope), last["Gradient"], rel_tol=2e-3), (name, ours, last)
    return 1


def test_what_is_too_short_is_refused():
    with pytest.raises(AssizeError):
        mann_kendall([1.0, 2.0])
    with pytest.raises(AssizeError):
        seasonal_mann_kendall([1.0, 2.0, 3.0, 4.0])
    assert math.isnan(mann_kendall([3.0] * 8).z)
    assert mann_kendall([1, None, 2, 3]).s == 3
