"""Receipts, disposals and open cases; medians that do not combine; shares and ratios of the field's own definitions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from peers import agree, peer_answers

from assize.core.specs import Kind
from assize.core.wording import percent_text, value_text
from assize.measure.kinds import compute

pytestmark = pytest.mark.real


def _value(kind: Kind, above: int, below: int, months: int = 12) -> Decimal | None:
    return compute(kind, Decimal(str(above)), Decimal(str(below)), 1, months).value


def test_clearance_and_work_in_hand_agree_with_the_flow_of_cases(capsys):
    """A quarter of 13 weeks: so many weeks of work are a quarter's months, three, over thirteen."""
    steps = 0
    for case in peer_answers("flow/flow_backlog.json")["cases"]:
        if "receipts" not in case or not isinstance(case.get("expected"), list):
            continue
        for one in case["expected"]:
            ratio = _value(Kind.RATIO, one["disposals"], one["receipts"])
            assert (ratio is None) == (one["clearance_rate"] is None), case["id"]
            assert ratio is None or agree(float(ratio) * 100, one["clearance_rate"]), case["id"]
            months = _value(Kind.BACKLOG, one["open_end_derived"], one["disposals"], 3)
            assert (months is None) == (one["weeks_of_work"] is None), case["id"]
            assert months is None or agree(float(months) / 3 * 13, one["weeks_of_work"]), case["id"]
            steps += 1
    assert steps > 50
    with capsys.disabled():
        print(f"\nflow: {steps} quarters of cases agree")


def test_medians_of_places_do_not_give_the_median_of_all():
    """Why nothing pools a duration: the mean of medians, plain or weighted, is another number than the median of all."""
    wrong = 0
    cases = [case for case in peer_answers("timeseries/durations_medians.json")["cases"] if "pooled_median" in case]
    for case in cases:
        medians = list(case["medians"].values())
        wrong += sum(medians) / len(medians) != case["pooled_median"]
        assert min(medians) <= case["pooled_median"] <= max(medians), case["id"]
    assert wrong >= len(cases) - 1


def test_the_fields_own_definitions():
    cases = {case["id"]: case for case in peer_answers("rates/cjs_metric_definitions.json")["cases"]}
    trials = cases["effective_trial_rate"]
    listed = trials["effective"] + trials["cracked"] + trials["ineffective"]
    for name in ("effective", "cracked", "ineffective"):
        share = _value(Kind.PROPORTION, trials[name], listed)
        assert share is not None
        assert agree(float(share) * 100, trials["expected"][f"{name}_rate"])
    for name in ("reoffending", "reoffending_zero"):
        case = cases[name]
        ratio = _value(Kind.RATIO, case["reoffences"], case["reoffenders"])
        assert agree(None if ratio is None else float(ratio), case["expected"]["reoffences_per_reoffender"])
    areas = cases["reoffending_combine_areas"]
    pooled = _value(
        Kind.RATIO,
        sum(area["reoffences"] for area in areas["areas"]),
        sum(area["reoffenders"] for area in areas["areas"]),
    )
    assert pooled is not None
    assert agree(float(pooled), areas["expected"]["per_reoffender"])


def test_a_published_change_in_days_is_printed_as_published():
    """Up 9 days: 172 to 181 (Crown Court, charge to completion)."""
    example = next(
        one
        for one in peer_answers("rates/cjs_metric_definitions.json")["published_examples"]
        if one["id"] == "cc_charge_to_completion_q4_2025"
    )
    change = Decimal(example["after"]) - Decimal(example["before"])
    assert value_text(change, Kind.DURATION) == "9"
    assert percent_text(change / example["before"], 0) == "5%"
