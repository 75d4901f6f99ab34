"""Plain forecasts and classical decomposition against R 4.5.0 and forecast 8.23.0."""

from __future__ import annotations

import pytest
from peers import agree, peer_answers

from assize.core.errors import AssizeError
from assize.statistics.forecast import decompose, drift, mean_forecast, naive, seasonal_naive

FORECASTS = {
    "naive": lambda values, ahead, season, confidence: naive(values, ahead, confidence),
    "snaive": seasonal_naive,
    "drift": lambda values, ahead, season, confidence: drift(values, ahead, confidence),
    "meanf": lambda values, ahead, season, confidence: mean_forecast(values, ahead, confidence),
}


@pytest.mark.real
def test_forecasts_and_decompositions_agree_with_r(capsys):
    cases = peer_answers("timeseries/decompose_forecast.json")["cases"]
    checked = 0
    for case in cases:
        values, season = case["x"], case["frequency"]
        for name, theirs in case["forecasts"].items():
            ahead = len(theirs["mean"])
            for confidence in (0.8, 0.95):
                if name not in FORECASTS:
                    continue  # exponential smoothing depends on its optimiser, and nothing here uses it
                level = round(confidence * 100)
                for i, one in enumerate(FORECASTS[name](values, ahead, season, confidence)):
                    assert agree(one.value, theirs["mean"][i]), (name, i)
                    assert agree(one.lower, theirs[f"lower{level}"][i], relative=1e-8), (name, i)
                    assert agree(one.upper, theirs[f"upper{level}"][i], relative=1e-8), (name, i)
                    checked += 3
        ours = decompose(values, season)
        for mine, theirs in ((ours.trend, "trend"), (ours.season, "figure"), (ours.rest, "random")):
            assert all(agree(a, b) for a, b in zip(mine, case["decompose"][theirs], strict=True)), theirs
    assert checked > 500
    with capsys.disabled():
        print(f"\nforecast: {checked} values of {len(cases)} series agree with R")


def test_what_is_too_short_is_refused():
    for call in (
        lambda: naive([1.0], 1),
        lambda: seasonal_naive([1.0] * 4, 1),
        lambda: drift([1.0, 2.0], 1),
        lambda: mean_forecast([1.0], 1),
        lambda: decompose([1.0] * 7),
    ):
        with pytest.raises(AssizeError):
            call()
