"""Differences and ratios against R 4.5.0, statsmodels 0.15.0 and Newcombe's own table."""

from __future__ import annotations

import math

import pytest
from peers import agree, number, peer_answers

from assize.statistics.change import two_proportions, two_rates

pytestmark = pytest.mark.real


def test_newcombe_agrees_with_statsmodels_and_the_published_table(capsys):
    cases = peer_answers("rates/two_proportions_statsmodels.json")["cases"]
    published = 0
    for case in cases:
        ours = two_proportions(case["x1"], case["n1"], case["x2"], case["n2"])
        assert agree(ours.difference, case["diff"]), case["id"]
        assert agree(ours.lower, case["ci"]["newcomb"][0]), case["id"]
        assert agree(ours.upper, case["ci"]["newcomb"][1]), case["id"]
        if case.get("published_method10"):
            assert [round(ours.lower, 4), round(ours.upper, 4)] == case["published_method10"], case["id"]
            published += 1
    with capsys.disabled():
        print(f"\nchange: {len(cases)} differences agree with statsmodels 0.15.0, {published} with Newcombe 1998")


def test_chi_square_agrees_with_r(capsys):
    cases = peer_answers("rates/two_sample_tests_R.json")["two_proportions"]
    undefined = 0
    for case in cases:
        theirs = number(case["prop_test_uncorrected"]["p_value"])
        ours = two_proportions(case["x1"], case["n1"], case["x2"], case["n2"]).p_value
        if math.isnan(theirs):  # none, or all, of both: R divides nought by nought; they are the same
            assert ours == 1, case["id"]
            undefined += 1
        else:
            assert agree(ours, theirs, relative=1e-8), case["id"]
    with capsys.disabled():
        print(f"\nchange: {len(cases) - undefined} p-values agree with R 4.5.0, {undefined} undefined there are 1 here")


def test_ratios_agree_with_r(capsys):
    cases = peer_answers("rates/two_sample_tests_R.json")["two_rates"]
    for case in cases:
        ours = two_rates(case["x1"], case["t1"], case["x2"], case["t2"])
        theirs = case["ratio"]
        assert agree(ours.ratio, theirs["estimate"]), case
        assert agree(ours.lower, theirs["ci"][0]), case
        assert agree(ours.upper, theirs["ci"][1]), case
        assert math.isclose(ours.p_value, theirs["p_value"], rel_tol=1e-8), case
    with capsys.disabled():
        print(f"\nchange: {len(cases)} ratios agree with R 4.5.0")
