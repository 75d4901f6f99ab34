"""Disparities against epitools 0.5-10.1, published relative rate indices, and exact arithmetic.

`disparity-exactly-four-fifths`: a ratio of exactly 0.8 is not under it; in floating point, as the answers have it, it is.
"""

from __future__ import annotations

import math

import pytest
from peers import agree, number, peer_answers

from assize.core.errors import AssizeError
from assize.statistics.disparity import fails_four_fifths, relative_rate, wald_rate_ratio, wald_risk_ratio

pytestmark = pytest.mark.real


def test_published_indices_and_their_exact_limits_are_reproduced(capsys):
    cases = peer_answers("disproportionality/rri.json")["rri"]
    for case in cases:
        counts = (case["events"], case["total"], case["ref_events"], case["ref_total"])
        ours = relative_rate(*counts)
        assert agree(ours.value, case["published_rri"])
        assert [round(ours.lower, 6), round(ours.upper, 6)] == pytest.approx(case["published_exact_ci"], abs=2e-6)
        assert agree(ours.lower, case["own"]["exact_conditional_ci"][0], relative=1e-8)
        assert agree(ours.upper, case["own"]["exact_conditional_ci"][1], relative=1e-8)
        assert ours.differs == case["significant_exact"]
        assert ours.within_parity == (case["parity_band_0_8_1_25"] == "within")
        wald = wald_risk_ratio(*counts)
        assert agree(wald.lower, case["own"]["wald_log_ci"][0], relative=1e-5)  # made with 1.96
        assert agree(wald.upper, case["own"]["wald_log_ci"][1], relative=1e-5)
        assert wald.differs == case["significant_wald"]
    with capsys.disabled():
        print(f"\ndisparity: {len(cases)} published indices reproduced")


def test_risk_and_rate_ratios_agree_with_epitools(capsys):
    answers = peer_answers("disproportionality/risk_rate_ratios.json")
    checked = 0
    for case in answers["risk_ratios"]:
        ours = wald_risk_ratio(case["x_group"], case["n_group"], case["x_ref"], case["n_ref"])
        checked += compare(ours, case["rr_wald"])
    for case in answers["rate_ratios"]:
        ours = wald_rate_ratio(case["x_group"], case["pop_group"], case["x_ref"], case["pop_ref"])
        checked += compare(ours, case["rate_ratio"])
    assert checked > 50
    with capsys.disabled():
        print(f"\ndisparity: {checked} ratios agree with epitools")


def compare(ours, theirs) -> int:
    """That package prints 0 for a lower limit it cannot make, and infinity over nought: ours are undefined there."""
    estimate, lower, upper = (number(theirs[name]) for name in ("estimate", "lower", "upper"))
    if math.isnan(upper) or math.isinf(estimate) or estimate == 0:
        assert math.isnan(ours.lower)
        assert math.isnan(ours.upper)
        return 0
    assert agree(ours.value, estimate)
    assert agree(ours.lower, lower)
    assert agree(ours.upper, upper)
    return 1


def test_four_fifths_is_exact():
    for case in peer_answers("disproportionality/rri.json")["four_fifths"]:
        ours = fails_four_fifths(*case["group"], *case["ref"])
        (x, n), (y, m) = case["group"], case["ref"]
        exactly = bool(y) and 5 * x * m == 4 * y * n
        assert ours == (False if exactly else case["four_fifths_fail"]), case


def test_what_cannot_be_compared_is_refused():
    for counts in ((1, 0, 1, 1), (-1, 2, 1, 1), (1, 2, 1, 0)):
        with pytest.raises(AssizeError):
            wald_risk_ratio(*counts)
        with pytest.raises(AssizeError):
            relative_rate(*counts)
