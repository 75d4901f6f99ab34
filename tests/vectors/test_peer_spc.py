"""Control charts against NHSRplotthedots 0.2.2, run by others, point for point.

Where we mean to differ, the deviation has a name, a condition read off the peer's own answer, and a test that we differ
there and nowhere else.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from peers import agree, number, peer_answers

from assize.core.errors import AssizeError
from assize.core.nouns import Assurance, Direction, Judgement, Rule
from assize.statistics.spc import (
    ControlChart,
    assure,
    control_chart,
    label_points,
    relative_to_mean,
    shift_signs,
    trend_signs,
    two_in_three,
)

pytestmark = pytest.mark.real

BETTER = {"increase": 1, "decrease": -1, "neutral": 0}
LABELS = {
    "Above UCL": (Rule.OUTSIDE, Direction.HIGH),
    "Below LCL": (Rule.OUTSIDE, Direction.LOW),
    "7 Point Trend (Increasing)": (Rule.TREND, Direction.HIGH),
    "7 Point Trend (Decreasing)": (Rule.TREND, Direction.LOW),
    "2 in 3 Above CL": (Rule.TWO_IN_THREE, Direction.HIGH),
    "2 in 3 Below CL": (Rule.TWO_IN_THREE, Direction.LOW),
    "7 Points Above CL": (Rule.SHIFT, Direction.HIGH),
    "7 Points Below CL": (Rule.SHIFT, Direction.LOW),
    "Common Cause": (None, None),
}
ASSURANCES = {
    "consistent_fail": Assurance.FAIL,
    "consistent_pass": Assurance.PASS,
    "inconsistent": Assurance.HIT_OR_MISS,
    "fail": Assurance.FAIL,
    "pass": Assurance.PASS,
    None: Assurance.NO_TARGET,
}


def in_order(case: dict[str, Any]) -> tuple[list[float | None], list[int]]:
    """Values by date, and the index of each rebase date that is in the data (that package ignores the others)."""
    pairs = sorted(zip(case["input"]["date"], case["input"]["value"], strict=True), key=lambda pair: pair[0])
    dates = [date for date, _ in pairs]
    rebase = case["params"]["rebase"] or []
    return [value for _, value in pairs], [dates.index(date) for date in rebase if date in dates]


def chart_of(case: dict[str, Any], **changes: Any) -> ControlChart:
    values, rebase = in_order(case)
    parameters = case["params"]
    options: dict[str, Any] = {
        "better": BETTER[parameters["improvement_direction"]],
        "rebase": rebase,
        "target": parameters["target"],
        "fix_after": parameters["fix_after_n_points"],
        "screen": parameters["screen_outliers"],
        "minimum_points": 0,
    }
    return control_chart(values, **(options | changes))


def deviation(case: dict[str, Any]) -> str:
    """Which named deviation applies, read off the peer's answer alone; empty for none."""
    values, _ = in_order(case)
    if case["expected"] is None:
        windows = [values[i : i + 7] for i in range(len(values) - 6)]
        known = [[b > a for a, b in pairwise(w) if a is not None and b is not None] for w in windows if None in w]
        stops = any(len(set(steps)) < 2 for steps in known)
        return "spc-missing-in-trend" if stops and "missing value" in case["error"] else ""
    if not case["params"]["screen_outliers"]:
        return ""
    rows = case["expected"]["rows"]
    found = ""
    for group in set(rows["rebase_group"]):
        members = [i for i, other in enumerate(rows["rebase_group"]) if other == group]
        ys = [rows["y"][i] for i in members]
        ranges = [abs(b - a) for a, b in pairwise(ys) if a is not None and b is not None]
        if ranges and math.isnan(number(rows["upl"][members[0]])):
            found = "spc-screened-mr-nan"
        elif ranges and rows["upl"][members[0]] == rows["lpl"][members[0]]:
            found = "spc-screened-mr-zero"
    return found


def differences(case: dict[str, Any], chart: ControlChart) -> list[str]:
    """Everything in which our chart is not the peer's."""
    expected = case["expected"]
    rows = expected["rows"]
    found: list[str] = []
    groups = sorted(set(rows["rebase_group"]))
    if len(chart.points) != len(rows["y"]):
        return [f"{len(chart.points)} points, not {len(rows['y'])}"]
    better = BETTER[case["params"]["improvement_direction"]]
    for i, point in enumerate(chart.points):
        theirs = {name: column[i] for name, column in rows.items() if isinstance(column, list)}
        if point.segment != groups.index(theirs["rebase_group"]):
            found.append(f"{i}: segment")
        for mine, name in ((point.mean, "mean_col"), (point.lower, "lpl"), (point.upper, "upl")):
            if not agree(mine, theirs[name]):
                found.append(f"{i}: {name} {mine} not {theirs[name]}")
        if (point.rule, point.direction) != LABELS[theirs["special_cause_type"]]:
            found.append(f"{i}: {point.rule} {point.direction} not {theirs['special_cause_type']}")
        if (point.rule is Rule.OUTSIDE) != bool(theirs["outside_limits"]):
            found.append(f"{i}: outside")
        if point.value is not None and relative_to_mean([point.value], point.mean) != [theirs["relative_to_mean"]]:
            found.append(f"{i}: side of the mean")
        if point.judgement is not judgement(theirs["point_type"], point.value is None):
            found.append(f"{i}: {point.judgement} not {theirs['point_type']}")
    if icon(chart, better) != expected["variation_icon"]:
        found.append(f"icon {icon(chart, better)} not {expected['variation_icon']}")
    if chart.assurance is not ASSURANCES[expected["assurance_type"]]:
        found.append(f"{chart.assurance} not {expected['assurance_type']}")
    return found


def judgement(point_type: str, missing: bool) -> Judgement:
    """That package calls a missing value common cause; we call it no figure."""
    if point_type == "common_cause":
        return Judgement.NO_FIGURE if missing else Judgement.NO_CHANGE
    if point_type.startswith("special_cause_neutral"):
        return Judgement.CHANGED
    return Judgement.IMPROVEMENT if point_type.endswith("improvement") else Judgement.CONCERN


def icon(chart: ControlChart, better: int) -> str:
    last = chart.latest
    if last.direction is None:
        return "common_cause"
    side = "high" if last.direction is Direction.HIGH else "low"
    if better == 0:
        return f"neutral_{side}"
    improvement = chart.judgement is Judgement.IMPROVEMENT
    return ("improvement_" if improvement else "concern_") + ("high" if (better > 0) == improvement else "low")


@pytest.mark.parametrize("name", ["spc_anchor_runs", "spc_real_series", "mdc_inputs_nhsrplotthedots"])
def test_every_point_agrees_with_nhsrplotthedots(name, capsys):
    cases = peer_answers(f"spc/{name}.json")["cases"]
    wrong: list[str] = []
    deviating: dict[str, list[str]] = {}
    points = agreed = refused = 0
    for case in cases:
        named = deviation(case)
        if named:
            deviating.setdefault(named, []).append(case["id"])
            wrong += [f"{case['id']}: {trouble}" for trouble in not_as_documented(case, named)]
        elif case["expected"] is None:
            refused += 1
            if len(set(case["input"]["date"])) == len(case["input"]["date"]):  # a sequence cannot repeat a date
                with pytest.raises(AssizeError):
                    chart_of(case)
        else:
            troubles = differences(case, chart_of(case))
            wrong += [f"{case['id']}: {trouble}" for trouble in troubles]
            agreed += not troubles
            points += len(case["input"]["value"])
    assert not wrong, "\n".join(wrong[:20])
    assert agreed > 20
    with capsys.disabled():
        named = "; ".join(f"{name} {', '.join(ids)}" for name, ids in sorted(deviating.items())) or "none"
        print(f"\nspc: {name}: {agreed} charts, {points} points agree; {refused} refused by both; deviations: {named}")


def not_as_documented(case: dict[str, Any], named: str) -> list[str]:
    """What is wrong with a case of a named deviation: it must differ, and differ in the documented way."""
    chart = chart_of(case)
    if named == "spc-missing-in-trend":
        return [f"{i}: a trend" for i, point in enumerate(chart.points) if point.rule is Rule.TREND]
    wrong = []
    if not differences(case, chart):
        wrong.append(f"{named} does not differ")
    if not any(segment.fell_back for segment in chart.segments):
        wrong.append(f"{named} did not fall back")
    unscreened = chart_of(case, screen=False)
    for segment, other in zip(chart.segments, unscreened.segments, strict=True):
        if segment.fell_back and segment.upper != other.upper:
            wrong.append(f"{named} is not the unscreened chart")
    return wrong


def test_short_stretches_are_the_peers_short_groups():
    checked = 0
    for name in ("spc_anchor_runs", "spc_real_series", "mdc_inputs_nhsrplotthedots"):
        for case in peer_answers(f"spc/{name}.json")["cases"]:
            if case["expected"] is None or None in case["input"]["value"]:
                continue
            chart = chart_of(case, minimum_points=13)
            short = [chart.segments[point.segment].short for point in chart.points]
            assert short == case["expected"]["rows"]["short_group_warning"], case["id"]
            for point, is_short in zip(chart.points, short, strict=True):
                assert (point.judgement is Judgement.TOO_SHORT) == is_short
                assert (point.upper is None) >= is_short
            checked += any(short)
    assert checked > 5


def ending_in(markers: list[int], length: int) -> list[bool]:
    """That package marks the last point of a window; a point is flagged where a window that holds it is marked."""
    return [any(markers[i : i + length]) for i in range(len(markers))]


def test_each_rule_alone_agrees_with_nhsrplotthedots(capsys):
    answers = peer_answers("spc/spc_rule_units.json")
    checked = 0
    for unit in answers["units"]:
        arguments, expected = unit["args"], unit["expected"]
        where = (unit["fn"], arguments)
        match unit["fn"]:
            case "ptd_seven_point_one_side_mean":
                assert [bool(s) for s in shift_signs(arguments[0], 7)] == ending_in(expected, 7), where
            case "ptd_part_of_seven_trend":
                assert ending_in([abs(v) for v in arguments[0]], 7) == [bool(v) for v in expected], where
            case "ptd_seven_point_trend":
                steps = [(b > a) - (b < a) for a, b in pairwise(arguments[0])]
                signs = trend_signs(steps, len(arguments[0]), 7)
                assert [bool(s) for s in signs] == ending_in(expected, 7), where
                assert all(sign == marker for sign, marker in zip(signs[-1:], expected[-1:], strict=True)), where
            case "ptd_two_in_three":
                assert [bool(s) for s in two_in_three(*arguments)] == [bool(v) for v in expected], where
            case "ptd_special_cause_type":
                y, side, near, outside = arguments
                signed = [s if o else 0 for s, o in zip(side, outside, strict=True)]
                near = [s if n else 0 for s, n in zip(side, near, strict=True)]
                labels = label_points(y, side, signed, near)
                ours = [(rule, (None, Direction.HIGH, Direction.LOW)[sign]) for rule, sign, _ in labels]
                assert ours == [LABELS[label] for label in expected], where
            case "ptd_point_type":
                rule, direction = LABELS[arguments[0][0]]
                better = arguments[1][0]
                sign = 0 if rule is None else 1 if direction is Direction.HIGH else -1
                ours = (
                    "common_cause"
                    if rule is None
                    else f"special_cause_neutral_{'high' if sign > 0 else 'low'}"
                    if better == 0
                    else f"special_cause_{'improvement' if sign == better else 'concern'}"
                )
                assert [ours] == expected, where
            case unknown:
                pytest.fail(f"an answer to a question never asked: {unknown}")
        checked += 1
    for unit in answers["assurance"]:
        better = BETTER[unit["improvement_direction"]]
        limits = [None if math.isnan(number(unit[name])) else unit[name] for name in ("lpl", "upl")]
        if better:
            assert assure(limits[0], limits[1], unit["target"], better) is ASSURANCES[unit["expected"]], unit
        else:
            assert unit["expected"] is None
            assert control_chart([1, 2] * 8, better=0, target=unit["target"]).assurance is Assurance.NO_TARGET
        checked += 1
    with capsys.disabled():
        print(f"\nspc: {checked} answers of single rules agree with NHSRplotthedots 0.2.2")
