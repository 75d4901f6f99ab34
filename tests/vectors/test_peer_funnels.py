"""Funnels against FunnelPlotR 0.6.0 and PHEindicatormethods 2.1.0.

Three forms of limits differ on purpose, and in their own cases alone: `funnel-cqc-limits`, `funnel-rc-limits`, and
`funnel-folded-limits`, where the angle of a limit passes the end of the scale.
"""

from __future__ import annotations

import math
from typing import Any

import pytest
from peers import agree, number, peer_answers

from assize.core.errors import AssizeError
from assize.statistics.funnel import Scale, average_limits, exact_limits, funnel, limits_at
from assize.statistics.intervals import poisson

pytestmark = pytest.mark.real

SCALES = {
    ("PR", ""): Scale.PROPORTION,
    ("SR", "SHMI"): Scale.STANDARDISED,
    ("SR", "CQC"): Scale.STANDARDISED_ROOT,
    ("RC", ""): Scale.TWO_COUNTS,
}
ADJUSTED = ("OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL")
UNADJUSTED = ("LCL95", "UCL95", "LCL99", "UCL99")


def scale_of(parameters: dict[str, Any]) -> Scale:
    kind = parameters["data_type"]
    return SCALES[kind, parameters["sr_method"] if kind == "SR" else ""]


def added_up(inputs: dict[str, Any]) -> tuple[list[str], list[float], list[float]]:
    """Numerators and denominators added up by group, the groups in order."""
    totals: dict[str, list[float]] = {}
    for group, x, n in zip(inputs["group"], inputs["numerator"], inputs["denominator"], strict=True):
        pair = totals.setdefault(str(group), [0.0, 0.0])
        pair[0] += x
        pair[1] += n
    names = list(totals)
    return names, [totals[name][0] for name in names], [totals[name][1] for name in names]


def deviation(scale: Scale, adjusted: bool) -> str:
    if scale is Scale.STANDARDISED_ROOT and adjusted:
        return "funnel-cqc-limits"
    return "funnel-rc-limits" if scale is Scale.TWO_COUNTS else ""


@pytest.mark.parametrize("name", ["funnelplotr", "funnelplotr_real_forces"])
def test_funnels_agree_with_funnelplotr(name, capsys):
    cases = peer_answers(f"funnelplotr/{name}.json")["cases"]
    wrong: list[str] = []
    agreed = limits = 0
    deviating: dict[str, int] = {}
    for case in cases:
        if case["expected"] is None:
            continue
        parameters, expected = case["params"], case["expected"]
        scale = scale_of(parameters)
        names, counts, totals = added_up(case["input"])
        made = funnel(counts, totals, scale, trim=parameters["trim_by"], round_expected=parameters["SHMI_rounding"])
        if parameters["draw_adjusted"] and not (
            agree(made.phi, expected["phi"]) and agree(made.tau_squared, expected["tau2"])
        ):
            wrong.append(
                f"{case['id']}: phi {made.phi} not {expected['phi']}, tau {made.tau_squared} not {expected['tau2']}"
            )
        rows = expected["aggregated"]
        by_name = dict(zip(names, made.places, strict=True))
        for i, group in enumerate(rows["group"]):
            place = by_name[str(group)]
            for columns, ours in ((ADJUSTED, place.adjusted), (UNADJUSTED, place.unadjusted)):
                if columns[0] not in rows or (columns is ADJUSTED and not expected["draw_adjusted"]):
                    continue
                named = deviation(scale, columns is ADJUSTED)
                own = (ours.lower_95, ours.upper_95, ours.lower_998, ours.upper_998)
                theirs = [rows[column][i] for column in columns]
                same = all(agree(a * parameters["multiplier"], b) for a, b in zip(own, theirs, strict=True))
                if not named and not same and scale is Scale.PROPORTION:
                    folded = [
                        ours_ in (0.0, 1.0) or agree(ours_ * parameters["multiplier"], b)
                        for ours_, b in zip(own, theirs, strict=True)
                    ]
                    named = "funnel-folded-limits" if all(folded) else ""
                if named:
                    deviating[named] = deviating.get(named, 0) + (not same)
                elif not same and not any(math.isnan(number(b)) for b in theirs):
                    wrong.append(f"{case['id']} {group}: {own} not {theirs}")
                limits += same * 4
        agreed += 1
    assert not wrong, "\n".join(wrong[:20])
    assert agreed > 20
    with capsys.disabled():
        print(f"\nfunnels: {name}: {agreed} funnels, {limits} limits agree; deviations: {deviating or 'none'}")


def test_the_two_forms_that_flag_areas_alike_are_mended():
    """Of areas all alike the mended limits flag what they should; the peer's flag 12% and 29% at 99.8%."""
    import random

    chance = random.Random(2019)
    flagged = {Scale.STANDARDISED_ROOT: 0, Scale.TWO_COUNTS: 0}
    areas = 0
    for _ in range(60):
        totals = [chance.randrange(80, 400) for _ in range(42)]
        counts = [_poisson(chance, n) for n in totals]
        receipts = [_poisson(chance, n) for n in totals]
        areas += 42
        for scale, under in ((Scale.STANDARDISED_ROOT, totals), (Scale.TWO_COUNTS, receipts)):
            made = funnel(counts, [float(n) for n in under], scale)
            flagged[scale] += sum(bool(place.adjusted.outside(place.ratio)) for place in made.places)
    assert all(count / areas < 0.008 for count in flagged.values()), flagged


def _poisson(chance, mean: float) -> int:
    count, product, floor = 0, chance.random(), math.exp(-mean)
    while product > floor:
        count += 1
        product *= chance.random()
    return count


def test_limits_at_a_denominator_agree_with_funnelplotr():
    for unit in peer_answers("funnelplotr/funnelplotr.json")["units"]:
        scale = scale_of(unit)
        if deviation(scale, unit["draw_adjusted"]):
            continue
        adjusted = unit["draw_adjusted"]
        columns = [("od" if adjusted else "") + name for name in ("ll95", "ul95", "ll998", "ul998")]
        for i, n in enumerate(unit["number_seq"]):
            ours = limits_at(n, unit["target"], scale, unit["tau2"] if adjusted else 0.0, draws=adjusted)
            own = (ours.lower_95, ours.upper_95, ours.lower_998, ours.upper_998)
            for mine, column in zip(own, columns, strict=True):
                folded = mine in (0.0, 1.0)
                assert folded or agree(mine, unit["expected"][column][i]), (unit, n, own)


def test_funnels_agree_with_phe(capsys):
    limits = labels = 0
    for case in peer_answers("phe/funnels.json")["cases"]:
        inputs, expected, arguments = case["input"], case["expected"], case["args"]
        if expected is None:
            continue
        if case["fn"] == "calculate_funnel_limits":
            limits += phe_limits(case["id"], arguments, inputs, expected)
        elif case["fn"] == "assign_funnel_significance":
            labels += phe_labels(case["id"], arguments, inputs, expected)
    assert limits > 1000
    assert labels > 400
    with capsys.disabled():
        print(f"\nfunnels: phe: {limits} limits and {labels} labels agree")


def phe_limits(where: str, arguments: dict[str, Any], inputs: dict[str, Any], expected: dict[str, Any]) -> int:
    agreed = 0
    statistic, multiplier = arguments["statistic"], arguments.get("multiplier", 1)
    if statistic == "proportion":
        average = sum(inputs["x"]) / sum(inputs["n"])
        for i, n in enumerate(expected["Population"]):
            for tail, name in ((0.025, "2s"), (0.001, "3s")):
                lower, upper = average_limits(n, average, tail)
                assert agree(lower * multiplier, expected[f"lower_{name}_limit"][i], relative=1e-8), (where, n)
                assert agree(upper * multiplier, expected[f"upper_{name}_limit"][i], relative=1e-8), (where, n)
                agreed += 2
        return agreed
    first = "Observed_events" if statistic == "ratio" else "Events"
    scale = multiplier
    if statistic == "rate":
        scale = expected["baseline"][0]
    for i, events in enumerate(expected[first]):
        for tail, name in ((0.025, "2s"), (0.001, "3s")):
            lower, upper = exact_limits(events, tail)
            assert agree(lower * scale, expected[f"lower_{name}_limit"][i], relative=3e-5), (
                where,
                events,
                lower * scale,
            )
            assert agree(upper * scale, expected[f"upper_{name}_limit"][i], relative=2e-4), (
                where,
                events,
                upper * scale,
            )
            agreed += 2
    return agreed


def phe_labels(where: str, arguments: dict[str, Any], inputs: dict[str, Any], expected: dict[str, Any]) -> int:
    statistic = arguments["statistic"]
    if statistic == "proportion":
        average = sum(inputs["x"]) / sum(inputs["n"])
        pairs = list(zip(inputs["x"], inputs["n"], strict=True))
        ours = [label(x / n, [average_limits(n, average, tail) for tail in (0.001, 0.025)], average) for x, n in pairs]
    else:
        events = inputs["o"] if statistic == "ratio" else inputs["ev"]
        under = inputs["e"] if statistic == "ratio" else inputs["pop"]
        average = 1.0 if statistic == "ratio" else sum(events) / sum(under)
        ours = []
        for x, n in zip(events, under, strict=True):
            limits = []
            for confidence in (0.998, 0.95):
                lower, upper = poisson(x, confidence)
                limits.append((lower / n, upper / n))
            ours.append(label_of_interval(average, limits))
    assert ours == expected["significance"], where
    return len(ours)


def label(ratio: float, limits: list[tuple[float, float]], average: float) -> str:
    """Cut limits are compared as they stand uncut: nothing lies below 0 or above 1."""
    (low3, high3), (low2, high2) = limits
    if ratio < low3:
        return "Low (0.001)"
    if ratio < low2:
        return "Low (0.025)"
    if ratio > high3:
        return "High (0.001)"
    return "High (0.025)" if ratio > high2 else "Not significant"


def label_of_interval(average: float, limits: list[tuple[float, float]]) -> str:
    (low3, high3), (low2, high2) = limits
    if high3 < average:
        return "Low (0.001)"
    if high2 < average:
        return "Low (0.025)"
    if low3 > average:
        return "High (0.001)"
    return "High (0.025)" if low2 > average else "Not significant"


def test_what_cannot_be_a_funnel_is_refused():
    for counts, totals in (([], []), ([1], [1, 2]), ([-1], [2]), ([math.nan], [2])):
        with pytest.raises(AssizeError):
            funnel(counts, totals)
