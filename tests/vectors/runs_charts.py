"""Control charts: NHSRplotthedots point for point, Making Data Count's document, and how often nothing rings."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

from tally import Case, Tally, number, runs

from assize.core.errors import AssizeError
from assize.core.nouns import Assurance, Direction, Judgement, Rule
from assize.statistics.spc import (
    MDC_SCT_5,
    PTD_0_2_2,
    ControlChart,
    Ruleset,
    assure,
    control_chart,
    label_points,
    relative_to_mean,
    shift_signs,
    trend_signs,
    two_in_three,
)

PTD = "NHSRplotthedots 0.2.2"
MDC = "Making Data Count, checks for local tools"
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
    "hit_or_miss": Assurance.HIT_OR_MISS,
    None: Assurance.NO_TARGET,
}


def in_order(given: dict[str, Any]) -> tuple[list[float | None], list[int]]:
    """Values by date, and the index of each rebase date that is in the data (that package ignores the others)."""
    pairs = sorted(zip(given["input"]["date"], given["input"]["value"], strict=True), key=lambda pair: pair[0])
    dates = [date for date, _ in pairs]
    if len(set(dates)) < len(dates):  # a sequence has one value a place
        raise AssizeError("a control chart cannot be made", found="a date twice", expected="each date once")
    rebase = given["params"]["rebase"] or []
    return [value for _, value in pairs], [dates.index(date) for date in rebase if date in dates]


def chart_of(given: dict[str, Any], **changes: Any) -> ControlChart:
    values, rebase = in_order(given)
    parameters = given["params"]
    options: dict[str, Any] = {
        "better": BETTER[parameters["improvement_direction"]],
        "rebase": rebase,
        "target": parameters["target"],
        "fix_after": parameters["fix_after_n_points"],
        "screen": parameters["screen_outliers"],
    }
    return control_chart(values, **(options | changes))


@runs("spc/spc_anchor_runs.json", PTD)
@runs("spc/spc_real_series.json", PTD)
@runs("spc/mdc_inputs_nhsrplotthedots.json", PTD)
def run_charts(answers: Any, tally: Tally) -> None:
    """Every chart as a user of ours gets it. Where it differs, the reason must be a named one, and prove itself."""
    for given in answers["cases"]:
        with tally.case(given["id"]) as case:
            if given["expected"] is None:
                refused_chart(given, case)
                continue
            compare(given, chart_of(given), case)
            if case.differences:
                case.deviation = deviation(given)


def refused_chart(given: dict[str, Any], case: Case) -> None:
    """That package stops for a date twice, for no value at all, and for a missing value within what else is a trend."""
    if any(value is not None for value in given["input"]["value"]) and "missing value" in given["error"]:
        case.without_answer()
        return
    case.refuses(lambda: chart_of(given, minimum_points=0))
    chart = chart_of(given)
    if chart.judgement is Judgement.TOO_SHORT:  # a series without values is not judged, like one with too few
        case.differences.append("too short to judge, not refused")
        case.deviation = "spc-short-no-judgement"


def deviation(given: dict[str, Any]) -> str:
    """The named deviation that wholly explains why the chart is another: without it, chart and peer must agree."""
    whole = Case()
    judged = chart_of(given, minimum_points=0)
    compare(given, judged, whole)
    if not whole.differences:
        return "spc-short-no-judgement" if any(one.short for one in chart_of(given).segments) else ""
    unscreened = chart_of(given, minimum_points=0, screen=False)
    groups = given["expected"]["rows"]["rebase_group"]
    names = set()
    for segment, other in zip(judged.segments, unscreened.segments, strict=True):
        if not segment.fell_back:
            continue
        if (segment.upper, segment.lower) != (other.upper, other.lower):
            return ""
        first = next(i for i, group in enumerate(groups) if group == groups[segment.first])
        upper, lower = (given["expected"]["rows"][name][first] for name in ("upl", "lpl"))
        names.add("nan" if math.isnan(number(upper)) else "zero" if upper == lower else "")
    return f"spc-screened-mr-{names.pop()}" if len(names) == 1 and "" not in names else ""


def compare(given: dict[str, Any], chart: ControlChart, case: Case) -> None:
    """Every point, the icons and whether a stretch is short."""
    expected = given["expected"]
    rows = expected["rows"]
    groups = sorted(set(rows["rebase_group"]))
    case.same(len(chart.points), len(rows["y"]), "points")
    better = BETTER[given["params"]["improvement_direction"]]
    for i, point in enumerate(chart.points):
        theirs = {name: column[i] for name, column in rows.items() if isinstance(column, list)}
        case.same(point.segment, groups.index(theirs["rebase_group"]), f"{i}: segment")
        for mine, name in ((point.mean, "mean_col"), (point.lower, "lpl"), (point.upper, "upl")):
            case.number(mine, theirs[name], f"{i}: {name}")
        case.same((point.rule, point.direction), LABELS[theirs["special_cause_type"]], f"{i}: rule")
        case.same(point.rule is Rule.OUTSIDE, bool(theirs["outside_limits"]), f"{i}: outside")
        if point.value is not None:
            case.same(relative_to_mean([point.value], point.mean), [theirs["relative_to_mean"]], f"{i}: side of mean")
        case.same(point.judgement, judgement(theirs["point_type"], point.value is None), f"{i}: judgement")
    case.same(icon(chart, better), expected["variation_icon"], "icon")
    case.same(chart.assurance, ASSURANCES[expected["assurance_type"]], "assurance")
    if chart_minimum(chart) and None not in given["input"]["value"]:
        short = [chart.segments[point.segment].short for point in chart.points]
        case.same(short, rows["short_group_warning"], "short")


def chart_minimum(chart: ControlChart) -> bool:
    """Whether it was asked to leave short stretches alone: it then says of every one under 13 that it is short."""
    return all(segment.short == (segment.count < 13) for segment in chart.segments)


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


def ending_in(markers: list[int], length: int) -> list[bool]:
    """That package marks the last point of a window; a point is flagged where a window that holds it is marked."""
    return [any(markers[i : i + length]) for i in range(len(markers))]


@runs("spc/spc_rule_units.json", PTD)
def run_rules(answers: Any, tally: Tally) -> None:
    for i, unit in enumerate(answers["units"]):
        with tally.case(f"{unit['fn']} {i}") as case:
            run_rule(unit, case)
    for i, unit in enumerate(answers["assurance"]):
        with tally.case(f"assurance {i}") as case:
            better = BETTER[unit["improvement_direction"]]
            limits = [None if math.isnan(number(unit[name])) else unit[name] for name in ("lpl", "upl")]
            if better:
                case.same(assure(limits[0], limits[1], unit["target"], better), ASSURANCES[unit["expected"]])
            else:
                chart = control_chart([1, 2] * 8, better=0, target=unit["target"])
                case.same(chart.assurance, ASSURANCES[unit["expected"]])


def run_rule(unit: dict[str, Any], case: Case) -> None:
    arguments, expected = unit["args"], unit["expected"]
    match unit["fn"]:
        case "ptd_seven_point_one_side_mean":
            case.same([bool(s) for s in shift_signs(arguments[0], 7)], ending_in(expected, 7))
        case "ptd_part_of_seven_trend":
            case.same(ending_in([abs(v) for v in arguments[0]], 7), [bool(v) for v in expected])
        case "ptd_seven_point_trend":
            steps = [(b > a) - (b < a) for a, b in pairwise(arguments[0])]
            signs = trend_signs(steps, len(arguments[0]), 7)
            case.same([bool(s) for s in signs], ending_in(expected, 7))
            case.same(signs[-1:], expected[-1:])
        case "ptd_two_in_three":
            case.same([bool(s) for s in two_in_three(*arguments)], [bool(v) for v in expected])
        case "ptd_special_cause_type":
            y, side, near, outside = arguments
            signed = [s if o else 0 for s, o in zip(side, outside, strict=True)]
            near = [s if n else 0 for s, n in zip(side, near, strict=True)]
            labels = label_points(y, side, signed, near)
            ours = [(rule, (None, Direction.HIGH, Direction.LOW)[sign]) for rule, sign, _ in labels]
            case.same(ours, [LABELS[label] for label in expected])
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
            case.same([ours], expected)
        case unknown:
            case.differences.append(f"an answer to a question never asked: {unknown}")


SEVEN = Ruleset("mdc with sevens", False, 7, 7, False, improvement_wins=True, crosses_breaks=True)
ANNOUNCED = Ruleset("mdc, outside counts", False, 6, 6, True, improvement_wins=True, crosses_breaks=True)
COLOURS = {Judgement.IMPROVEMENT: "blue", Judgement.CONCERN: "orange", Judgement.CHANGED: "purple"}


@runs("spc/mdc_single_chart_tool_checks.json", MDC)
def run_document(answers: Any, tally: Tally) -> None:
    """All charts of the document by its own rules, by sevens, and as announced for two in three."""
    for given in answers["cases"]:
        for ruleset, name in (
            (MDC_SCT_5, "own_excel_semantics"),
            (SEVEN, "own_excel_semantics_7"),
            (ANNOUNCED, "own_excel_announced_two_sigma"),
        ):
            with tally.case(given["id"]) as case:
                run_document_case(given, ruleset, given[name], case)
    for given in answers["cases"]:
        stated = given["stated"]
        if not isinstance(stated, dict):
            continue
        with tally.case(given["id"]) as case:
            chart = document_chart(given, MDC_SCT_5)
            limits = chart.segments[-1]
            for mine, name in ((limits.mean, "mean"), (limits.upper, "upl"), (limits.lower, "lpl")):
                if name in stated:
                    case.number(round(mine, 2), stated[name], f"stated {name}")
            for colour in ("blue", "orange"):
                if colour in stated:
                    own = [i for i, one in enumerate(colours(chart), start=1) if one == colour]
                    case.same(own, stated[colour], f"stated {colour}")


def document_chart(given: dict[str, Any], ruleset: Ruleset) -> ControlChart:
    return control_chart(
        given["values"],
        better=BETTER.get(given["direction"], 0),
        ruleset=ruleset,
        rebase=[given["recalc_at"] - 1] if given["recalc_at"] and not given["baseline"] else [],
        target=given["target"],
        fix_after=given["baseline"],
    )


def colours(chart: ControlChart) -> list[str]:
    return [COLOURS.get(point.judgement, "grey") for point in chart.points]


def run_document_case(given: dict[str, Any], ruleset: Ruleset, expected: dict[str, Any], case: Case) -> None:
    chart = document_chart(given, ruleset)
    better = BETTER.get(given["direction"], 0)
    case.same(colours(chart), expected["colour"], f"{ruleset.name}: colours")
    case.same(not chart.short, expected["limits_shown"], "limits shown")
    for i, point in enumerate(chart.points):
        case.number(point.mean, expected["mean"][i], f"{i}: mean")
        if not chart.short:
            case.number(point.upper, expected["upl"][i], f"{i}: upper")
            case.number(point.lower, expected["lpl"][i], f"{i}: lower")
    if not chart.short:
        case.same(icon(chart, better).replace("neutral", "neither"), expected["variation_icon"], "icon")
    none = None if chart.short and given["target"] and better else Assurance.NO_TARGET
    case.same(
        chart.assurance, ASSURANCES[expected["assurance_icon"]] if expected["assurance_icon"] else none, "assurance"
    )


SERIES_TRIED = 100  # of each process; theirs are 3,000
COLUMNS = (("R", PTD_0_2_2), ("X6", MDC_SCT_5), ("X7", SEVEN))


@runs("spc/false_signal_rates.json", "simulation")
def run_false_signals(answers: Any, tally: Tally) -> None:
    """Our charts ring as often for nothing as theirs, as far as so many series can tell (four standard errors)."""
    for row in answers["results"]:
        with tally.case(f"{row['process']}, {row['n']} points") as case:
            chance = random.Random(f"{row['process']} {row['n']}")
            counts: dict[str, int] = {}
            for _ in range(SERIES_TRIED):
                values = process(row["process"], row["n"], chance)
                for column, ruleset in COLUMNS:
                    chart = control_chart(values, better=1, ruleset=ruleset, minimum_points=0)
                    rules = [point.rule for point in chart.points]
                    for name, rang in (
                        ("any", any(rules)),
                        ("last", rules[-1] is not None),
                        ("astro_any", Rule.OUTSIDE in rules),
                    ):
                        counts[f"{column}_{name}"] = counts.get(f"{column}_{name}", 0) + rang
            for name, theirs in row.items():
                if name in ("n", "process"):
                    continue
                spread = math.sqrt(max(theirs * (1 - theirs), 1 / 3000) * (1 / SERIES_TRIED + 1 / 3000))
                ours = counts[name] / SERIES_TRIED
                case.same(abs(ours - theirs) <= 4 * spread, True, f"{name}: {ours} where they have {theirs}")


def process(name: str, n: int, chance: random.Random) -> list[float]:
    """Series in which nothing changes, or three sigma do in the last six quarters."""
    noise = [chance.gauss(0, 1) for _ in range(n + 3)]
    if name.startswith("Poisson"):
        return [poisson(chance, 6) for _ in range(n)]
    if name.startswith("AR(1)"):
        values = [chance.gauss(0, 1) / math.sqrt(0.75)]
        while len(values) < n:
            values.append(0.5 * values[-1] + chance.gauss(0, 1))
        return values
    if name.startswith("rolling"):
        return [math.fsum(noise[i : i + 4]) for i in range(n)]
    if name.startswith("strong"):
        season = (-8.0, 3.0, 10.0, -5.0)
        shift = 3.0 if "shift" in name else 0.0
        return [noise[i] + season[i % 4] + (shift if i >= n - 6 else 0.0) for i in range(n)]
    assert name == "iid normal", name
    return noise[:n]


def poisson(chance: random.Random, mean: float) -> int:
    count, product, floor = 0, chance.random(), math.exp(-mean)
    while product > floor:
        count += 1
        product *= chance.random()
    return count
