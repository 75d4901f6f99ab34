"""Medians and percentiles against R 4.5.0, actuar 3.3.5, Hmisc 5.2.3 and PHEindicatormethods 2.1.0."""

from __future__ import annotations

import math

import pytest
from peers import agree, peer_answers

from assize.core.errors import AssizeError
from assize.statistics.quantiles import (
    mean_of_bands,
    median,
    median_bounds,
    quantile,
    quantile_groups,
    quantile_of_bands,
    quantile_of_counts,
)

pytestmark = pytest.mark.real


def test_quantiles_of_single_values_agree_with_r_in_all_nine_types(capsys):
    checked = 0
    for case in peer_answers("timeseries/quantiles_grouped.json")["quantile_types"]:
        for kind, expected in enumerate(case["type"], start=1):
            for p, theirs in zip(case["probs"], expected, strict=True):
                values = [x for x in case["x"] if x is not None]
                assert agree(quantile(values, p, kind), theirs), (case["x"], p, kind)
                checked += 1
    with capsys.disabled():
        print(f"\nquantiles: {checked} quantiles of nine types agree with R")


def test_quantiles_of_bands_agree_with_actuar():
    for case in peer_answers("timeseries/quantiles_grouped.json")["grouped"]:
        for p, theirs in zip(case["probs"], case["quantiles"], strict=True):
            assert agree(quantile_of_bands(case["breaks"], case["counts"], p).value, theirs), (case, p)
        assert agree(mean_of_bands(case["breaks"], case["counts"]), case["mean"])


def test_quantiles_of_days_with_their_counts_agree_with_hmisc():
    for case in peer_answers("timeseries/quantiles_grouped.json")["frequency_table"]:
        for p, theirs in zip(case["probs"], case["expanded_type7"], strict=True):
            assert agree(quantile_of_counts(case["days"], case["counts"], p), theirs), (case, p)
        assert agree(quantile_of_counts(case["days"], case["counts"], 0.5), case["expanded_median"])


def test_medians_of_groups_only_bound_the_median_of_all():
    answers = peer_answers("timeseries/durations_medians.json")["cases"]
    checked = 0
    for case in answers:
        if "lower_bound" in case:
            medians = [median(days) for days in case["groups"].values()]
            assert median_bounds(medians) == (case["lower_bound"], case["upper_bound"])
            together = [day for days in case["groups"].values() for day in days]
            assert median(together) == case["pooled_median"]
            assert min(medians) <= case["pooled_median"] <= max(medians)
            checked += 1
    assert checked > 5


def test_an_open_band_is_never_estimated():
    case = next(
        c for c in peer_answers("timeseries/durations_medians.json")["cases"] if c["id"] == "ccsq_open_case_bands"
    )
    edges = [band[1] for band in case["bands"]] + [case["bands"][-1][2]]
    for p, name in ((0.5, "median"), (0.9, "p90"), (0.95, "p95")):
        found = quantile_of_bands(edges, case["counts"], p)
        assert agree(found.value, case[name]["value"])
        assert case["bands"][found.band][0] == case[name]["band"]
        assert (found.beyond is not None) == case[name]["open_ended"]
    assert mean_of_bands(edges, case["counts"]) is None


def test_quantile_groups_agree_with_phe(capsys):
    cases = peer_answers("phe/quantiles.json")["cases"]
    for case in cases:
        assert quantile_groups(case["values"], case["nquantiles"], highest_first=case["invert"]) == case["expected"], (
            case
        )
    with capsys.disabled():
        print(f"\nquantiles: {len(cases)} groupings agree with phe_quantile")


def test_quartiles_of_real_forces_agree_with_phe():
    for case in peer_answers("phe/phe_real_forces.json")["cases"]:
        values = [x / n for x, n in zip(case["x"], case["n"], strict=True)]
        key = next((name for name in case if "quart" in name or "quantile" in name), None)
        if key:
            theirs = case[key]["quantile"] if isinstance(case[key], dict) else case[key]
            assert quantile_groups(values, 4, highest_first=False) == theirs, case["outcome"]


def test_what_has_no_quantile_is_refused():
    for call in (
        lambda: quantile([], 0.5),
        lambda: quantile([1], 1.5),
        lambda: quantile([1], 0.5, 10),
        lambda: quantile_of_counts([1, 2], [0, 0], 0.5),
        lambda: quantile_of_bands([0, 5, 3], [1, 1], 0.5),
        lambda: median_bounds([]),
        lambda: quantile_groups([1.0], 1),
    ):
        with pytest.raises(AssizeError):
            call()
    assert math.isclose(quantile([3], 0.9), 3)
