"""Intervals against PHEindicatormethods 2.1.0, statsmodels 0.15.0 and R 4.5.0, run by others."""

from __future__ import annotations

import math

import pytest
from peers import agree, number, peer_answers

from assize.core.errors import AssizeError
from assize.statistics.intervals import byar, exact_poisson, poisson, rate, wilson

pytestmark = pytest.mark.real


def as_share(confidence: float) -> float:
    """That package takes 95 for 0.95; ours does not."""
    return confidence / 100 if confidence > 1 else confidence


def test_wilson_byar_and_exact_agree_with_phe(capsys):
    answers = peer_answers("phe/wilson_byars_exact.json")
    limits, refused = 0, 0
    for block in answers["wilson"]:
        for x, n, lower, upper in zip(block["x"], block["n"], block["lower"], block["upper"], strict=True):
            if x is None or n is None:
                continue
            if n == 0:
                assert math.isnan(number(lower))
                with pytest.raises(AssizeError):
                    wilson(x, n, as_share(block["confidence"]))
                refused += 1
                continue
            ours = wilson(x, n, as_share(block["confidence"]))
            assert agree(ours[0], lower), (x, n, block["confidence"], ours)
            assert agree(ours[1], upper), (x, n, block["confidence"], ours)
            limits += 2
    for name, method in (("byars", byar), ("exact_poisson", exact_poisson)):
        for block in answers[name]:
            for x, lower, upper in zip(block["x"], block["lower"], block["upper"], strict=True):
                if x is None:
                    continue
                ours = method(x, as_share(block["confidence"]))
                assert agree(ours[0], lower), (name, x, block["confidence"], ours)
                assert agree(ours[1], upper), (name, x, block["confidence"], ours)
                limits += 2
    assert limits > 1000
    with capsys.disabled():
        print(f"\nintervals: {limits} limits agree with PHEindicatormethods 2.1.0, {refused} refused by both")


def test_rates_and_proportions_agree_with_phe(capsys):
    answers = peer_answers("phe/rate_proportion.json")
    agreed = refused = 0
    for case in answers["cases"]:
        arguments, given, expected = case["args"] or {}, case["input"], case["expected"]
        confidence = arguments.get("confidence", 0.95)
        if isinstance(confidence, list) or "x" not in given or (expected and "value" not in expected):
            continue  # two levels at once, groups added up first, one column alone: not asked of us
        is_rate = case["fn"] == "phe_rate"
        multiplier = arguments.get("multiplier", 100_000 if is_rate else 1)
        for i, (x, n) in enumerate(zip(given["x"], given["n"], strict=True)):
            if x is None or n is None:
                continue
            if case["error"]:
                refused += refuses(x, n, as_share(confidence), is_rate)
                continue
            if not {"lowercl", "uppercl"} <= set(expected) or len(expected["value"]) != len(given["x"]):
                continue
            if as_share(confidence) == 1:  # certainty: that package says 0 to 1, ours takes levels below 1
                continue
            if is_rate:
                ours = rate(x, n, multiplier, as_share(confidence))
                found = (ours.value, ours.lower, ours.upper)
            else:
                lower, upper = wilson(x, n, as_share(confidence))
                found = (x / n * multiplier, lower * multiplier, upper * multiplier)
            for mine, column in zip(found, ("value", "lowercl", "uppercl"), strict=True):
                assert agree(mine, expected[column][i], relative=1e-8), (case["id"], i, column, found)
            agreed += 1
    assert agreed > 500
    assert refused > 0
    with capsys.disabled():
        print(f"\nintervals: {agreed} rates and proportions agree with PHEindicatormethods 2.1.0, {refused} refused")


def refuses(x: float, n: float, confidence: float, is_rate: bool) -> bool:
    try:
        rate(x, n, confidence=confidence) if is_rate else wilson(x, n, confidence)
    except AssizeError:
        return True
    return False


def test_wilson_agrees_with_statsmodels(capsys):
    cases = peer_answers("rates/one_proportion_statsmodels.json")["cases"]
    for case in cases:
        ours = wilson(case["x"], case["n"])
        assert agree(ours[0], case["wilson"][0]), case
        assert agree(ours[1], case["wilson"][1]), case
    with capsys.disabled():
        print(f"\nintervals: {len(cases)} proportions agree with statsmodels 0.15.0")


def test_one_rate_agrees_with_r(capsys):
    cases = peer_answers("rates/two_sample_tests_R.json")["two_rates"]
    for case in cases:
        ours = exact_poisson(case["x1"])
        assert agree(ours[0] / case["t1"], case["one_sample"]["ci"][0]), case
        assert agree(ours[1] / case["t1"], case["one_sample"]["ci"][1]), case
    with capsys.disabled():
        print(f"\nintervals: {len(cases)} exact rates agree with R 4.5.0")


def test_a_wrong_method_would_be_seen():
    block = peer_answers("phe/wilson_byars_exact.json")["exact_poisson"][0]
    byars = [poisson(x, block["confidence"])[1] for x in block["x"]]
    assert not all(agree(ours, theirs) for ours, theirs in zip(byars, block["upper"], strict=True))
