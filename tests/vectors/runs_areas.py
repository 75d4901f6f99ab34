"""Areas: FunnelPlotR's funnels, OHID's, and how often areas that are the same are flagged."""

from __future__ import annotations

import math
import random
from typing import Any

from runs_charts import poisson as draw_poisson
from tally import Case, Tally, number, runs

from assize.core.errors import AssizeError
from assize.statistics.funnel import Funnel, Limits, Scale, average_limits, exact_limits, funnel, limit_lines
from assize.statistics.intervals import poisson, wilson
from assize.statistics.quantiles import quantile_groups

FUNNELPLOTR = "FunnelPlotR 0.6.0"
PHE = "PHEindicatormethods 2.1.0"
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
    if inputs["numerator"] == inputs["denominator"]:  # that package takes it for one column given twice
        raise AssizeError("a funnel cannot be made", found="counts that are their totals", expected="two columns")
    totals: dict[str, list[float]] = {}
    for group, x, n in zip(inputs["group"], inputs["numerator"], inputs["denominator"], strict=True):
        pair = totals.setdefault(str(group), [0.0, 0.0])
        pair[0] += math.nan if x is None else x
        pair[1] += math.nan if n is None else n
    names = list(totals)
    return names, [totals[name][0] for name in names], [totals[name][1] for name in names]


def four(limits: Limits) -> tuple[float, float, float, float]:
    return limits.lower_95, limits.upper_95, limits.lower_998, limits.upper_998


@runs("funnelplotr/funnelplotr.json", FUNNELPLOTR)
@runs("funnelplotr/funnelplotr_real_forces.json", FUNNELPLOTR)
def run_funnels(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        with tally.case(given["id"]) as case:
            run_funnel(given, case)
    for i, unit in enumerate(answers.get("units", ())):
        with tally.case(f"limits {i}") as case:
            run_limits(unit, case)


def made_of(given: dict[str, Any]) -> tuple[list[str], Any]:
    parameters = given["params"]
    names, counts, totals = added_up(given["input"])
    options = {"trim": parameters["trim_by"], "round_expected": parameters["SHMI_rounding"]}
    return names, funnel(counts, totals, scale_of(parameters), **options)


def run_funnel(given: dict[str, Any], case: Case) -> None:
    parameters, expected = given["params"], given["expected"]
    if expected is None:
        case.refuses(lambda: made_of(given))
        return
    scale = scale_of(parameters)
    names, made = made_of(given)
    if parameters["draw_adjusted"]:  # else that package reports none
        case.number(made.phi, expected["phi"], "phi")
        case.number(made.tau_squared, expected["tau2"], "tau squared")
    rows = expected["aggregated"]
    places = dict(zip(names, made.places, strict=True))
    named = set()
    outside = []
    for i, group in enumerate(rows["group"]):
        place = places[str(group)]
        case.number(place.ratio, rows["rr"][i], f"{group}: ratio")
        case.number(place.z, rows["Uzscore"][i], f"{group}: z")
        for columns, limits in ((ADJUSTED, place.adjusted), (UNADJUSTED, place.unadjusted)):
            if columns[0] not in rows or (columns is ADJUSTED and not expected["draw_adjusted"]):
                continue
            for mine, column in zip(four(limits), columns, strict=True):
                scaled = mine * parameters["multiplier"]
                before = len(case.differences)
                case.number(scaled, rows[column][i], f"{group}: {column}")
                if len(case.differences) > before:
                    named.add(deviation(scale, columns is ADJUSTED))
        limits = place.adjusted if expected["draw_adjusted"] else place.unadjusted
        if expected["draw_adjusted"] or expected["draw_unadjusted"]:
            outside += [str(group)] if limits.outside(place.ratio, wide=parameters["limit"] == 99) else []
    named |= drawn_lines(parameters, expected, made, scale, case)
    before = len(case.differences)
    case.same(sorted(outside), sorted(map(str, expected["outlier_groups"])), "outliers")
    if len(case.differences) > before and not named:
        named.add("")
    if case.differences and len(named) == 1:
        case.deviation = named.pop()


GRID = 1000  # sizes, evenly spaced, along which that package draws its lines; the answers hold a few of them
LINES = ("ll95", "ul95", "ll998", "ul998")


def drawn_lines(
    parameters: dict[str, Any], expected: dict[str, Any], made: Funnel, scale: Scale, case: Case
) -> set[str]:
    """The lines as drawn, at the sizes that the answers hold; the names of the deviations seen."""
    held = expected["limits_sample"]
    sizes = held["number_seq"]
    step = (sizes[-1] - sizes[0]) / (GRID - 1)
    own = expected["aggregated"]["denominator"]
    grid = sorted({*(sizes[0] + step * i for i in range(GRID)), *own})
    named = set()
    for adjusted in (True, False):
        columns = [("od" if adjusted else "") + name for name in LINES]
        if columns[0] not in held:
            continue
        tau_squared = number(expected["tau2"]) if adjusted else 0.0
        if not math.isfinite(tau_squared):
            continue
        for i, size in enumerate(sizes):
            at = min(range(len(grid)), key=lambda at: abs(grid[at] - size))
            ours = limit_lines(grid[at : at + 2], made.target, scale, tau_squared, draws=adjusted)[0]
            for mine, column in zip(four(ours), columns, strict=True):
                before = len(case.differences)
                case.number(mine * parameters["multiplier"], held[column][i], f"line at {size}: {column}")
                if len(case.differences) > before:
                    named.add(deviation(scale, adjusted))
    return named


def deviation(scale: Scale, adjusted: bool) -> str:
    """The named deviation that a limit of this kind has; empty for those that have none."""
    if scale is Scale.STANDARDISED_ROOT and adjusted:
        return "funnel-cqc-limits"
    return "funnel-rc-limits" if scale is Scale.TWO_COUNTS else ""


def run_limits(unit: dict[str, Any], case: Case) -> None:
    scale, adjusted = scale_of(unit), unit["draw_adjusted"]
    columns = [("od" if adjusted else "") + name for name in LINES]
    named = set()
    lines = limit_lines(unit["number_seq"], unit["target"], scale, unit["tau2"] if adjusted else 0.0, draws=adjusted)
    for i, (n, ours) in enumerate(zip(unit["number_seq"], lines, strict=True)):
        for mine, column in zip(four(ours), columns, strict=True):
            before = len(case.differences)
            case.number(mine, unit["expected"][column][i], f"{n}: {column}")
            if len(case.differences) > before:
                named.add(deviation(scale, adjusted))
    if case.differences and len(named) == 1:
        case.deviation = named.pop()


FUNNELS_TRIED = 12  # of 42 areas each, of every kind and size


@runs("funnelplotr/false_positive_rates.json", "simulation")
def run_false_flags(answers: Any, tally: Tally) -> None:
    """Of areas that are the same, ours flag as many as theirs with the limits mended, as far as so many can tell."""
    for row in answers["results"]:
        scale = {"SHMI": Scale.STANDARDISED, "CQC": Scale.STANDARDISED_ROOT}.get(row["type"])
        scale = scale or {"PR": Scale.PROPORTION, "RC": Scale.TWO_COUNTS}[row["type"]]
        low, high = row["denominator_range"]
        chance = random.Random(f"{row['type']} {low}")
        flagged = {"95": 0, "99.8": 0}
        for _ in range(FUNNELS_TRIED):
            totals = [float(chance.randrange(low, high)) for _ in range(42)]
            counts, totals = draw_areas(scale, totals, chance)
            for place in funnel(counts, totals, scale).places:
                flagged["95"] += bool(place.adjusted.outside(place.ratio, wide=False))
                flagged["99.8"] += bool(place.adjusted.outside(place.ratio))
        areas = FUNNELS_TRIED * 42
        with tally.case(f"{row['type']} {low} to {high}") as case:
            for level, count in flagged.items():
                theirs = row[f"fix{level}"]
                spread = math.sqrt(theirs * (1 - theirs) / areas)
                case.same(abs(count / areas - theirs) <= 4 * spread, True, f"{level}%: {count / areas} not {theirs}")
    tally.leave(
        "the package's own limits on the same areas: they are what funnel-cqc-limits and funnel-rc-limits mend", 4
    )


def draw_areas(scale: Scale, totals: list[float], chance: random.Random) -> tuple[list[float], list[float]]:
    """Counts of areas that are all the same, and the other counts where two are compared."""
    if scale is Scale.PROPORTION:
        return [float(binomial(chance, int(n), 0.3)) for n in totals], totals
    counts = [float(many(chance, n)) for n in totals]
    return counts, [float(many(chance, n)) for n in totals] if scale is Scale.TWO_COUNTS else totals


def binomial(chance: random.Random, n: int, p: float) -> int:
    if n > 200:
        return min(max(round(chance.gauss(n * p, math.sqrt(n * p * (1 - p)))), 0), n)
    return sum(chance.random() < p for _ in range(n))


def many(chance: random.Random, mean: float) -> int:
    return max(round(chance.gauss(mean, math.sqrt(mean))), 0) if mean > 60 else draw_poisson(chance, mean)


@runs("phe/funnels.json", PHE)
def run_phe_funnels(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        inputs, expected, arguments = given["input"], given["expected"], given["args"]
        with tally.case(given["id"]) as case:
            if given["fn"] == "calculate_funnel_limits":
                lines(arguments, inputs, expected, case)
            elif given["fn"] == "assign_funnel_significance":
                case.same(labels(arguments, inputs), expected["significance"])
            else:
                for i, (events, per, pop) in enumerate(zip(inputs["ev"], inputs["rate"], inputs["pop"], strict=True)):
                    multiplier = arguments["multiplier"]
                    derived = multiplier * events / per if per else pop
                    years = arguments["years_of_data"]
                    case.number(per, expected["rate_chart"][i], "rate")
                    case.number(derived / years, expected["denominator_derived"][i], "denominator")


def lines(arguments: dict[str, Any], inputs: dict[str, Any], expected: dict[str, Any], case: Case) -> None:
    """The limits along the axis. That package finds the exact ones by halving, to a ten-millionth of the angle."""
    statistic, multiplier = arguments["statistic"], arguments.get("multiplier", 1)
    if statistic == "proportion":
        average = sum(inputs["x"]) / sum(inputs["n"])
        for i, n in enumerate(expected["Population"]):
            for tail, name in ((0.025, "2s"), (0.001, "3s")):
                for mine, side in zip(average_limits(n, average, tail), ("lower", "upper"), strict=True):
                    case.number(mine * multiplier, expected[f"{side}_{name}_limit"][i], f"{n}: {side}", relative=1e-8)
        return
    scale = expected["baseline"][0] if statistic == "rate" else multiplier
    for i, events in enumerate(expected["Observed_events" if statistic == "ratio" else "Events"]):
        for tail, name in ((0.025, "2s"), (0.001, "3s")):
            lower, upper = exact_limits(events, tail)
            case.number(lower * scale, expected[f"lower_{name}_limit"][i], f"{events}: lower", relative=3e-5)
            case.number(upper * scale, expected[f"upper_{name}_limit"][i], f"{events}: upper", relative=2e-4)


def labels(arguments: dict[str, Any], inputs: dict[str, Any]) -> list[str]:
    if arguments["statistic"] == "proportion":
        average = sum(inputs["x"]) / sum(inputs["n"])
        pairs = zip(inputs["x"], inputs["n"], strict=True)
        return [label(x / n, [average_limits(n, average, tail) for tail in (0.001, 0.025)]) for x, n in pairs]
    events = inputs["o"] if arguments["statistic"] == "ratio" else inputs["ev"]
    under = inputs["e"] if arguments["statistic"] == "ratio" else inputs["pop"]
    average = 1.0 if arguments["statistic"] == "ratio" else sum(events) / sum(under)
    return [interval_label(x, n, average) for x, n in zip(events, under, strict=True)]


def label(ratio: float, limits: list[tuple[float, float]]) -> str:
    (low3, high3), (low2, high2) = limits
    if ratio < low3:
        return "Low (0.001)"
    if ratio < low2:
        return "Low (0.025)"
    if ratio > high3:
        return "High (0.001)"
    return "High (0.025)" if ratio > high2 else "Not significant"


def interval_label(events: float, under: float, average: float) -> str:
    """Where the average lies against the area's own limits."""
    own = [[limit / under for limit in poisson(events, confidence)] for confidence in (0.998, 0.95)]
    (low3, high3), (low2, high2) = own
    if high3 < average:
        return "Low (0.001)"
    if high2 < average:
        return "Low (0.025)"
    if low3 > average:
        return "High (0.001)"
    return "High (0.025)" if low2 > average else "Not significant"


@runs("phe/phe_real_forces.json", PHE)
def run_forces(answers: Any, tally: Tally) -> None:
    """Shares, limits, places in the funnel and quarters of 43 forces."""
    for given in answers["cases"]:
        with tally.case(given["outcome"]) as case:
            average = sum(given["x"]) / sum(given["n"])
            shares = []
            for i, (x, n) in enumerate(zip(given["x"], given["n"], strict=True)):
                shares.append(x / n)
                case.number(x / n * 100, given["proportion"]["value"][i], "share")
                theirs = given["proportion"]
                for confidence, suffix in ((0.95, "95_0"), (0.998, "99_8")):
                    names = (f"lower{suffix}cl", f"upper{suffix}cl")
                    names = names if names[0] in theirs else ("lowercl", "uppercl")
                    if names[0] == "lowercl" and confidence != 0.95:
                        continue
                    for mine, name in zip(wilson(x, n, confidence), names, strict=True):
                        case.number(mine * 100, theirs[name][i], name, relative=1e-8)
                own = label(x / n, [average_limits(n, average, tail) for tail in (0.001, 0.025)])
                case.same(own, given["funnel_significance"][i], "place in the funnel")
            case.same(quantile_groups(shares, 4, highest_first=False), given["quartile"], "quarters")
