"""Standardised rates and means against PHEindicatormethods 2.1.0."""

from __future__ import annotations

import math

import pytest
from peers import agree, number, peer_answers

from assize.core.errors import AssizeError
from assize.statistics.standardised import (
    directly_standardised,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    mean_of,
    student_quantile,
)

pytestmark = pytest.mark.real


def test_directly_standardised_rates_agree_with_phe(capsys):
    rates = 0
    for case in peer_answers("phe/dsr.json")["cases"]:
        inputs, expected = case["input"], case["expected"]
        areas = inputs.get("area") or [""] * len(inputs["x"])
        arguments = case["args"] or {}
        for i, area in enumerate(dict.fromkeys(areas)):
            own = [j for j, name in enumerate(areas) if name == area]
            ours = directly_standardised(
                *([inputs[column][j] for j in own] for column in ("x", "n", "stdpop")),
                multiplier=arguments.get("multiplier", 100_000),
                confidence=arguments.get("confidence", 0.95),
            )
            if math.isnan(number(expected["value"][i])):
                assert ours is None, case["id"]
                continue
            assert ours is not None
            for mine, name in ((ours.value, "value"), (ours.lower, "lowercl"), (ours.upper, "uppercl")):
                assert agree(mine, expected[name][i], relative=1e-8), (case["id"], name)
            rates += 1
    assert rates > 15
    with capsys.disabled():
        print(f"\nstandardised: {rates} directly standardised rates agree with PHE")


def test_indirectly_standardised_ratios_and_rates_agree_with_phe(capsys):
    cases = peer_answers("phe/indirect_standardisation.json")["cases"]
    for case in cases:
        inputs, arguments, expected = case["input"], case["args"], case["expected"]
        bands = [inputs[column] for column in ("x", "n", "xref", "nref")]
        asked = arguments.get("confidence", 0.95)
        for confidence in asked if isinstance(asked, list) else [asked]:
            suffix = f"{confidence * 100:.1f}".replace(".", "_") if isinstance(asked, list) else ""
            if case["fn"] == "calculate_ISRate":
                multiplier = arguments.get("multiplier", 100_000)
                ours = indirectly_standardised_rate(*bands, multiplier=multiplier, confidence=confidence)
            else:
                reference = arguments.get("refvalue", 1)
                ours = indirectly_standardised_ratio(*bands, reference_value=reference, confidence=confidence)
            columns = ((ours.value, "value"), (ours.lower, f"lower{suffix}cl"), (ours.upper, f"upper{suffix}cl"))
            for mine, name in columns:
                assert agree(mine, expected[name][0], relative=1e-8), (case["id"], name, mine)
    with capsys.disabled():
        print(f"\nstandardised: {len(cases)} indirectly standardised values agree with PHE")


def test_means_agree_with_phe():
    for case in peer_answers("phe/mean.json")["cases"]:
        if case["error"] or None in case["x"]:
            continue
        suffixes = ("",) if len(case["confidence"]) == 1 else ("95_0", "99_8")
        for confidence, suffix in zip(case["confidence"], suffixes, strict=True):
            ours = mean_of(case["x"], confidence if confidence < 1 else confidence / 100)
            assert agree(ours.value, case["expected"]["value"][0])
            assert agree(ours.lower, case["expected"][f"lower{suffix}cl"][0], relative=1e-8), case
            assert agree(ours.upper, case["expected"][f"upper{suffix}cl"][0], relative=1e-8), case


def test_student_is_the_normal_for_many_degrees_of_freedom():
    assert student_quantile(4, 0.95) == pytest.approx(2.7764451, rel=1e-6)
    assert student_quantile(1e6, 0.95) == pytest.approx(1.96, abs=1e-3)


def test_what_cannot_be_standardised_is_refused():
    for call in (
        lambda: mean_of([]),
        lambda: directly_standardised([1], [0], [1]),
        lambda: directly_standardised([1, 2], [3], [1]),
        lambda: directly_standardised([-20], [100], [1]),
        lambda: indirectly_standardised_ratio([1], [1], [0], [10]),
        lambda: indirectly_standardised_ratio([1], [1], [1], [0]),
    ):
        with pytest.raises(AssizeError):
            call()
    assert directly_standardised([9], [100], [1]) is None
