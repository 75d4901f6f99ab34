"""Series: trends, quantiles and medians, rolling sums and indices, forecasts, and the flow of cases."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from tally import Case, Tally, number, runs

from assize.core.specs import Kind
from assize.measure.kinds import compute
from assize.statistics.flow import flows, net_interval, project, quarters_to_reach
from assize.statistics.forecast import decompose, drift, mean_forecast, naive, seasonal_naive
from assize.statistics.quantiles import (
    mean_of_bands,
    median,
    median_bounds,
    quantile,
    quantile_of_bands,
    quantile_of_counts,
)
from assize.statistics.rolling import index_to, relative_change, rolling_mean, rolling_sum
from assize.statistics.standardised import mean_of
from assize.statistics.trend import (
    Marker,
    mann_kendall,
    proportion_trend,
    seasonal_mann_kendall,
    sen_slope,
    value_trend,
)

TREND_MARKERS = "PHEindicatormethods, branch add_trend_markers"


@runs("timeseries/mann_kendall.json", "R trend 1.1.6")
def run_mann_kendall(answers: Any, tally: Tally) -> None:
    for i, given in enumerate(answers["mann_kendall"]):
        with tally.case(i) as case:
            ours, slope = mann_kendall(given["x"]), sen_slope(given["x"])
            for mine, name in ((ours.s, "S"), (ours.variance, "varS"), (ours.z, "z"), (ours.p_value, "p")):
                case.number(mine, given["mk"][name], name)
            case.number(slope.slope, given["sens"]["slope"], "slope")
            limits = given["sens"]["ci"] if len(given["sens"]["ci"]) == 2 else [None, None]  # none for a short series
            case.number(slope.lower, limits[0], "lower")
            case.number(slope.upper, limits[1], "upper")
        tally.leave("tau, which the two packages define differently, and z without correction for continuity")
    for i, given in enumerate(answers["seasonal_mk"]):
        with tally.case(f"seasonal {i}") as case:
            ours = seasonal_mann_kendall(given["x"], given["frequency"])
            case.same(list(ours.s_by_season), given["smk"]["S_by_season"], "S")
            for mine, theirs in zip(ours.variance_by_season, given["smk"]["varS_by_season"], strict=True):
                case.number(mine, theirs, "variance")
            case.number(ours.z, given["smk"]["z"], "z")
            case.number(ours.p_value, given["smk"]["p"], "p")


@runs("timeseries/mann_kendall_python.json", "pymannkendall 1.4.3")
def run_mann_kendall_python(answers: Any, tally: Tally) -> None:
    for i, given in enumerate(answers["mann_kendall"]):
        with tally.case(i) as case:
            ours, theirs = mann_kendall(given["x"]), given["original"]
            case.number(ours.s, theirs["s"], "S")
            case.number(ours.variance, theirs["var_s"], "variance")
            case.number(sen_slope(given["x"]).slope, theirs["slope"], "slope")
            if theirs["var_s"]:  # of a constant series that package says z = 0; R, which is followed, gives none
                case.number(ours.z, theirs["z"], "z")
                case.number(ours.p_value, theirs["p"], "p", relative=1e-8)
        tally.leave("the form of Hamed and Rao for autocorrelated series: not used")
    for i, given in enumerate(answers["seasonal"]):
        with tally.case(f"seasonal {i}") as case:
            ours = seasonal_mann_kendall(given["x"], given["period"])
            case.number(ours.s, given["s"], "S")
            case.number(ours.variance, given["var_s"], "variance")
            case.number(ours.z, given["z"], "z")
            case.number(ours.p_value, given["p"], "p", relative=1e-8)


@runs("phe/trend_markers.json", TREND_MARKERS)
def run_markers(answers: Any, tally: Tally) -> None:
    for i, given in enumerate(answers["cases"]):
        with tally.case(i) as case:
            if given["type"] == "proportion":
                ours = proportion_trend(given["numerator"], given["denominator"])
            else:
                columns = (given[name] for name in ("value", "lower_cl", "upper_cl"))
                ours = value_trend(*columns, given.get("confidence") or 0.95)
            if given[
                "error"
            ]:  # fewer than four years, or a year of none or all: it stops, we say that it cannot be told
                case.same(ours.marker, Marker.CANNOT)
                case.without_answer()
                continue
            case.same((ours.marker.value, ours.reason), (given["trend"], given["reason"]), "marker")
            if given["chi2"] is not None and ours.chi_square is not None:
                case.number(ours.chi_square, given["chi2"], "chi-square", relative=1e-8)
                case.number(ours.slope, given["beta"], "slope", relative=1e-8)
    for name, sheet in answers["fixtures"].items():
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in sheet["rows"]:
            one = dict(zip(sheet["header"], row, strict=True))
            groups.setdefault(one.get("Ethnicity", ""), []).append(one)
        for group, rows in groups.items():
            run_sheet(name, group, rows, tally)


def run_sheet(name: str, group: str, rows: list[dict[str, Any]], tally: Tally) -> None:
    """One group of a sheet of that package's own tests, whose figures are rounded to four decimals."""
    last = rows[-1]
    if len({row["Year"] for row in rows}) < len(rows):
        tally.leave("a group with a year twice: a series has one value a year, and the store refuses the second")
        return
    with tally.case(f"{name} {group}") as case:
        if "prop" in name:
            ours = proportion_trend([r["Count"] for r in rows], [r["denominator"] for r in rows])
        else:
            ours = value_trend(*([r[column] for r in rows] for column in ("Value", "LL", "UL")))
        case.same(ours.marker.value, last["recent_trend"], "marker")
        case.same(ours.reason, last["recent_trend_reason"], "reason")
        if last["Significance"] is not None:
            case.same(math.isclose(number(ours.chi_square), last["Significance"], rel_tol=2e-4), True, "chi-square")
            case.same(math.isclose(number(ours.slope), last["Gradient"], rel_tol=2e-3), True, "slope")


@runs("timeseries/quantiles_grouped.json", "R 4.5.0, actuar 3.3.5, Hmisc 5.2.3")
def run_quantiles(answers: Any, tally: Tally) -> None:
    for i, given in enumerate(answers["quantile_types"]):
        with tally.case(i) as case:
            values = [x for x in given["x"] if x is not None]
            for kind, expected in enumerate(given["type"], start=1):
                for p, theirs in zip(given["probs"], expected, strict=True):
                    case.number(quantile(values, p, kind), theirs, f"type {kind}, {p}")
            case.number(median(values), given["median"], "median")
    for i, given in enumerate(answers["grouped"]):
        with tally.case(f"bands {i}") as case:
            for p, theirs in zip(given["probs"], given["quantiles"], strict=True):
                case.number(quantile_of_bands(given["breaks"], given["counts"], p).value, theirs, f"{p}")
            case.number(mean_of_bands(given["breaks"], given["counts"]), given["mean"], "mean")
    for i, given in enumerate(answers["frequency_table"]):
        with tally.case(f"days {i}") as case:
            for column in ("expanded_type7", "wtd_quantile"):
                for p, theirs in zip(given["probs"], given[column], strict=True):
                    case.number(quantile_of_counts(given["days"], given["counts"], p), theirs, f"{column} {p}")
            case.number(quantile_of_counts(given["days"], given["counts"], 0.5), given["expanded_median"], "median")


@runs("timeseries/durations_medians.json", "worked answers")
def run_durations(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        with tally.case(given["id"]) as case:
            if "bands" in given:
                run_open_bands(given, case)
            elif "groups" in given:
                run_group_medians(given, case)
            elif "year1" in given:
                for year in ("1", "2"):
                    days = given[f"year{year}"]
                    for group, theirs in given[f"median_y{year}"].items():
                        own = [d for one in days.values() for d in one] if group == "pooled" else days[group]
                        case.number(median(own), theirs, f"{group} {year}")
            else:
                case.differences.append(f"an answer to a question never asked: {sorted(given)}")


def run_group_medians(given: dict[str, Any], case: Case) -> None:
    medians = {name: median(days) for name, days in given["groups"].items()}
    together = [day for days in given["groups"].values() for day in days]
    case.same(medians, given["medians"], "medians")
    case.number(median(together), given["pooled_median"], "of all")
    low, high = median_bounds(list(medians.values()))
    case.same(low <= given["pooled_median"] <= high, True, "bounds hold it")
    if "lower_bound" in given:
        case.same((low, high), (given["lower_bound"], given["upper_bound"]), "bounds")
    if "pooled_mean" in given:
        case.number(mean_of(together).value, given["pooled_mean"], "mean")


def run_open_bands(given: dict[str, Any], case: Case) -> None:
    edges = [band[1] for band in given["bands"]] + [given["bands"][-1][2]]
    for p, name in ((0.5, "median"), (0.9, "p90"), (0.95, "p95")):
        found = quantile_of_bands(edges, given["counts"], p)
        case.number(found.value, given[name]["value"], name)
        case.same(given["bands"][found.band][0], given[name]["band"], name)
        case.same(found.beyond is not None, given[name]["open_ended"], name)
    case.same(sum(given["counts"][-2:]), given["one_year_or_more"], "a year or more")


@runs("timeseries/rolling_yoy_index.json", "worked answers on national series")
def run_rolling(answers: Any, tally: Tally) -> None:
    for one in answers["series"]:
        with tally.case(one["series"]) as case:
            values = one["value"]
            columns = [
                (rolling_mean(values), one["rolling4_mean"]),
                (percent(relative_change(values)), one["yoy_pct"]),
                (percent(relative_change(values, 1)), one["qoq_pct"]),
                (percent(relative_change(rolling_mean(values))), one["yoy_of_rolling4"]),
            ]
            if one["rolling4_sum"] is not None:
                columns.append((rolling_sum(values), one["rolling4_sum"]))
            base = one["index_same_quarter_2019"]["base_positions"]
            columns.append((index_to(values, base), one["index_calendar2019_mean"]))
            same_season = index_to(values, base, same_season=True)
            columns.append((same_season, one["index_same_quarter_2019"]["values"]))
            for ours, theirs in columns:
                series(case, ours, theirs)
    for edge in answers["edge"]:
        with tally.case(edge["id"]) as case:
            if "rolling4" in edge:
                series(case, rolling_sum(edge["value"]), edge["rolling4"])
            if "yoy_pct" in edge:
                series(case, percent(relative_change(edge["value"])), edge["yoy_pct"])


def series(case: Case, ours: Any, theirs: Any) -> None:
    case.same(len(ours), len(theirs), "length")
    for mine, other in zip(ours, theirs, strict=False):
        case.number(mine, other)


def percent(values: Any) -> list[float | None]:
    return [None if value is None else value * 100 for value in values]


FORECASTS = {
    "naive": lambda values, ahead, season, confidence: naive(values, ahead, confidence),
    "snaive": seasonal_naive,
    "drift": lambda values, ahead, season, confidence: drift(values, ahead, confidence),
    "meanf": lambda values, ahead, season, confidence: mean_forecast(values, ahead, confidence),
}


@runs("timeseries/decompose_forecast.json", "R 4.5.0, forecast 8.23.0")
def run_forecasts(answers: Any, tally: Tally) -> None:
    for i, given in enumerate(answers["cases"]):
        with tally.case(i) as case:
            values, season = given["x"], given["frequency"]
            for name, theirs in given["forecasts"].items():
                if name not in FORECASTS:
                    tally.leave("exponential smoothing (ses, holt), which hangs on its optimiser: not used")
                    continue
                for confidence in (0.8, 0.95):
                    made = FORECASTS[name](values, len(theirs["mean"]), season, confidence)
                    level = round(confidence * 100)
                    for ahead, one in enumerate(made):
                        case.number(one.value, theirs["mean"][ahead], name)
                        case.number(one.lower, theirs[f"lower{level}"][ahead], name, relative=1e-8)
                        case.number(one.upper, theirs[f"upper{level}"][ahead], name, relative=1e-8)
            ours = decompose(values, season)
            parts = (ours.trend, "trend"), (ours.season, "figure"), (ours.rest, "random")
            for mine, name in parts:
                series(case, mine, given["decompose"][name])
        tally.leave("decomposition by loess (stl): the classical one is used")


@runs("flow/flow_backlog.json", "worked answers")
def run_flow(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        with tally.case(given["id"]) as case:
            if "path" in given:
                net = given["receipts"] - given["disposals"]
                case.same(project(given["open"], net, given["horizon"]), given["path"], "path")
                target = given["quarters_to_target"]
                reached = quarters_to_reach(given["open"], target["target"], given["receipts"], given["disposals"])
                case.same(reached, target["result"], "quarters to target")
            elif "ci95" in given:
                for mine, theirs in zip(
                    net_interval(given["receipts"], given["disposals"]), given["ci95"], strict=True
                ):
                    case.number(mine, theirs)
            elif "expected" not in given:
                case.differences.append(f"an answer to a question never asked: {sorted(given)}")
            else:
                made = flows(given["open0"], given["receipts"], given["disposals"])
                for ours, theirs in zip(made, given["expected"], strict=True):
                    run_quarter(ours, theirs, case)


def run_quarter(ours: Any, theirs: dict[str, Any], case: Case) -> None:
    case.number(ours.opening, theirs["open_start"], "open before")
    case.number(ours.derived, theirs["open_end_derived"], "open after")
    case.number(ours.net, theirs["net_flow"], "net")
    clearance = None if ours.clearance is None else ours.clearance * 100
    case.number(clearance, theirs["clearance_rate"], "clearance")
    case.number(ours.weeks_of_work, theirs["weeks_of_work"], "weeks of work")
    case.number(ours.littles_law_weeks, theirs["littles_law_weeks"], "Little's law")
    months = ours.months_of_work
    case.number(None if months is None else months / 3, theirs["quarters_of_work"], "quarters of work")
    ratio = compute(Kind.RATIO, Decimal(theirs["disposals"]), Decimal(theirs["receipts"]), 1, 3).value
    case.number(None if ratio is None else float(ratio) * 100, theirs["clearance_rate"], "clearance, as measured")
    backlog = compute(Kind.BACKLOG, Decimal(theirs["open_end_derived"]), Decimal(theirs["disposals"]), 1, 3).value
    case.number(None if backlog is None else float(backlog) / 3 * 13, theirs["weeks_of_work"], "backlog, as measured")
