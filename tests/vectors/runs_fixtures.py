"""The tables that PHEindicatormethods tests itself with (its README key says which row is which)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import groupby
from typing import Any

from runs_areas import interval_label, label
from tally import Case, Tally, runs

from assize.core.errors import AssizeError
from assize.statistics.funnel import average_limits, exact_limits
from assize.statistics.intervals import byar, rate, wilson
from assize.statistics.quantiles import quantile_groups
from assize.statistics.standardised import (
    directly_standardised,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    mean_of,
)

Table = dict[str, list[Any]]
LEVELS = ((0.95, "95_0"), (0.998, "99_8"))
NOT_OFFERED = "slope index of inequality: not made here"


@runs("phe/phe_testthat_fixtures.json", "PHEindicatormethods 2.1.0, its own tests")
def run_tables(answers: Any, tally: Tally) -> None:
    tables = {name: one["columns"] for name, one in answers["tables"].items()}
    for name in tables:
        run = TABLES.get(name)
        if run is None:
            with tally.case(name) as case:
                case.differences.append("a table without a runner")
        elif isinstance(run, str):
            tally.leave(run)
        else:
            with tally.case(name) as case:
                run(tables, case)


def rows_of(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


def share(text: str) -> float:
    return float(text.rstrip("%")) / 100


def limits(tables: dict[str, Table], case: Case) -> None:
    for i, row in enumerate(rows_of(tables["test_BW"])):
        x, n, level = row["x"], row["n"], share(row["confidence"])
        lower, upper = byar(x, level) if n is None else wilson(x, n, level)
        case.number(lower, row["lowercl"], f"{i}", relative=1e-8)
        case.number(upper, row["uppercl"], f"{i}", relative=1e-8)


def proportions(tables: dict[str, Table], case: Case, name: str = "test_Prop") -> None:
    for row in rows_of(tables[name]):
        x, n, multiplier = row["Numerator"], row["Denominator"], row["multiplier"]
        for level, suffix in LEVELS if f"lower{LEVELS[0][1]}cl" in row else ((0.95, ""),):
            lower, upper = (None, None) if x is None or n is None else wilson(x, n, level)
            for mine, column in ((lower, f"lower{suffix}cl"), (upper, f"upper{suffix}cl")):
                case.number(None if mine is None else mine * multiplier, row[column], row["Area"], relative=1e-8)


def added_proportions(tables: dict[str, Table], case: Case) -> None:
    """Each area's rows added up first."""
    by_area: dict[str, list[float | None]] = {}
    for row in rows_of(tables["test_Prop"]):
        x, n = by_area.get(row["Area"], [0.0, 0.0])
        own = (row["Numerator"], row["Denominator"])
        by_area[row["Area"]] = [None if a is None or b is None else a + b for a, b in zip((x, n), own, strict=True)]
    for row in rows_of(tables["test_Prop_g_results"]):
        x, n = by_area[row["Area"]]
        case.same((x, n), (row["Numerator"], row["Denominator"]), row["Area"])
        lower, upper = (None, None) if x is None or n is None else wilson(x, n)
        case.number(lower, row["lowercl"], row["Area"], relative=1e-8)
        case.number(upper, row["uppercl"], row["Area"], relative=1e-8)


def rates(tables: dict[str, Table], case: Case, name: str = "test_Rate") -> None:
    for row in rows_of(tables[name]):
        x, n, multiplier = row["Numerator"], row["Denominator"], row["multiplier"]
        for level, suffix in LEVELS if f"lower{LEVELS[0][1]}cl" in row else ((0.95, ""),):
            made = None if x is None or n is None else rate(x, n, multiplier, level)
            for mine, column in (
                (made and made.value, "value"),
                (made and made.lower, f"lower{suffix}cl"),
                (made and made.upper, f"upper{suffix}cl"),
            ):
                case.number(mine, row[column], f"{row['Area']} {column}", relative=1e-8)


def means(tables: dict[str, Table], case: Case) -> None:
    own: dict[str, list[float]] = defaultdict(list)
    for row in rows_of(tables["test_Mean"]):
        own[row["area"]].append(row["values"])
        own["No grouping"].append(row["values"])
    for row in rows_of(tables["test_Mean_results"]):
        for level, suffix in LEVELS:
            made = mean_of(own[row["area"]], level)
            for mine, name in (
                (made.value, "value"),
                (made.deviation, "stdev"),
                (made.lower, f"lower{suffix}cl"),
                (made.upper, f"upper{suffix}cl"),
            ):
                case.number(mine, row[name], f"{row['area']} {name}", relative=1e-8)


def standardised(tables: dict[str, Table], case: Case) -> None:
    """By area, at both scales; then the standard of 1976; then persons with several events each."""
    expected = rows_of(tables["test_DSR_results"])
    columns: dict[str, list[list[float]]] = {}
    for row in rows_of(tables["test_multiarea_esp"]):
        own = columns.setdefault(row["area"], [[], [], []])
        for column, name in zip(own, ("count", "pop", "esp2013"), strict=True):
            column.append(row[name])
    old = tables["test_DSR_1976"]
    columns["testdata_1976"] = [old["count"], old["pop"], old["esp1976"]]
    for row in expected[:8]:
        multiplier = float(row["statistic"].split()[-1]) if row["value"] is not None else 1
        for level, suffix in LEVELS[:1] if row["area"] == "testdata_1976" else LEVELS:  # its 99.8% is ten times wrong
            made = directly_standardised(*columns[row["area"]], multiplier=multiplier, confidence=level)
            compare(case, made, row, suffix)


def several_events(tables: dict[str, Table], case: Case) -> None:
    """Persons with one, two, three or four events: events are theirs times, and vary as its square."""
    bands: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(tables["test_DSR_nonind"]):
        bands[row["area"]][row["ageband"]].append(row)
    for row in rows_of(tables["test_DSR_results"])[8:]:
        own = bands[row["area"]].values()
        counts = [sum(one["freq"] * (one["persons"] or 0) for one in band) for band in own]
        variances = [sum(one["freq"] ** 2 * (one["persons"] or 0) for one in band) for band in own]
        populations = [band[0]["pop"] for band in own]
        weights = [band[0]["esp2013"] for band in own]
        for level, suffix in LEVELS:
            made = directly_standardised(counts, populations, weights, confidence=level, variances=variances)
            compare(case, made, row, suffix)


def compare(case: Case, made: Any, row: dict[str, Any], suffix: str) -> None:
    for mine, name in (
        (made and made.value, "value"),
        (made and made.lower, f"lower{suffix}cl"),
        (made and made.upper, f"upper{suffix}cl"),
    ):
        case.number(mine, row[name], f"{row['area']} {name}", relative=1e-8)


def indirectly(tables: dict[str, Table], case: Case) -> None:
    reference = tables["test_ISR_refdata"]
    own: dict[str, list[list[float]]] = {}
    for row in rows_of(tables["test_multiarea"]):
        columns = own.setdefault(row["area"], [[], [], reference["refcount"], reference["refpop"]])
        columns[0].append(row["count"])
        columns[1].append(row["pop"])
    for row in rows_of(tables["test_ISR_results"])[:12]:
        for level, suffix in LEVELS:
            if "ratio" in row["statistic"]:
                scale = float(row["statistic"].split()[-1])
                made = indirectly_standardised_ratio(*own[row["area"]], reference_value=scale, confidence=level)
            else:
                multiplier = float(row["statistic"].split()[-1])
                made = indirectly_standardised_rate(*own[row["area"]], multiplier=multiplier, confidence=level)
            compare(case, made, row, suffix)


def own_reference(tables: dict[str, Table], case: Case) -> None:
    """Each area with the reference that stands beside it, a count of which is missing."""
    own: dict[str, list[list[float | None]]] = {}
    for row in rows_of(tables["test_ISR_ownref"]):
        columns = own.setdefault(row["area"], [[], [], [], []])
        for column, name in zip(columns, ("count", "pop", "refcount", "refpop"), strict=True):
            column.append(row[name])
    for row in rows_of(tables["test_ISR_results"])[:3]:
        for level, suffix in LEVELS:
            compare(case, indirectly_standardised_rate(*own[row["area"]], confidence=level), row, suffix)


def nobody_in_a_band(tables: dict[str, Table], case: Case) -> None:
    """A directly standardised rate cannot be made where nobody is in a band; an indirectly standardised one can."""
    refused("count", "pop", table="test_err2", call=with_weights_of_one, groups="area")(tables, case)
    case.refused = False
    reference = tables["test_ISR_refdata"]
    own: dict[str, list[list[float]]] = {}
    for row in rows_of(tables["test_err2"]):
        columns = own.setdefault(row["area"], [[], [], reference["refcount"], reference["refpop"]])
        columns[0].append(row["count"])
        columns[1].append(row["pop"])
    for row in rows_of(tables["test_ISR_results"])[12:]:
        bands = own[row["area"]]
        if "ratio" in row["statistic"]:
            compare(case, indirectly_standardised_ratio(*bands, reference_value=100), row, "95_0")
        else:
            compare(case, indirectly_standardised_rate(*bands), row, "95_0")


def observed(tables: dict[str, Table], case: Case) -> None:
    """The sums that the package looks up are those of the bands."""
    totals: dict[str, float] = defaultdict(float)
    for row in rows_of(tables["test_multiarea"]):
        totals[row["area"]] += row["count"] or 0
    for row in rows_of(tables["test_ISR_lookup"]):
        case.number(totals[row["area"]], row["total_count"], row["area"])


def quantiles(tables: dict[str, Table], case: Case, name: str = "test_quantiles_g") -> None:
    sizes = {"Decile": 10, "Septile": 7, "Quartile": 4}

    def group(row: dict[str, Any]) -> tuple[str, ...]:
        if row["GroupSet"] == "None":
            return ("None",)
        keys = {"IndSexReg": ("IndSexRef", "ParentCode"), "IndSex": ("IndSexRef",)}[row["GroupSet"]]
        return (row["GroupSet"], row["Test"], row["QuantileNm"], row["Polarity"], *(row[key] for key in keys))

    for _, rows in groupby(sorted(rows_of(tables[name]), key=group), key=group):
        own = list(rows)
        highest = own[0]["Polarity"] == "TRUE" or own[0]["GroupSet"] == "None"
        made = quantile_groups([row["Value"] for row in own], sizes[own[0]["QuantileNm"]], highest_first=highest)
        for mine, row in zip(made, own, strict=True):
            case.same(mine, row["QuantileInGrp"], f"{group(row)} {row['AreaCode']}")


def funnel_labels(tables: dict[str, Table], case: Case) -> None:
    table = tables["test_funnel_inputs"]
    average = sum(table["numerator"]) / sum(table["denominator"])
    for row in rows_of(table):
        own = [average_limits(row["denominator"], average, tail) for tail in (0.001, 0.025)]
        case.same(label(row["numerator"] / row["denominator"], own), row["significance"], row["Area"])


def funnel_lines(tables: dict[str, Table], case: Case, name: str = "test_funnel_outputs", below: float = 1e99) -> None:
    rows = [row for row in rows_of(tables["test_funnel_inputs"]) if row["denominator"] < below]
    average = sum(row["numerator"] for row in rows) / sum(row["denominator"] for row in rows)
    for row in rows_of(tables[name]):
        case.number(100 * average, row["baseline"], "baseline", relative=1e-7)
        for tail, kind in ((0.025, "2s"), (0.001, "3s")):
            lower, upper = average_limits(row["Population"], average, tail)
            case.number(100 * lower, row[f"lower_{kind}_limit"], f"{row['Population']}", relative=1e-6)
            case.number(100 * upper, row[f"upper_{kind}_limit"], f"{row['Population']}", relative=1e-6)


def ratio_labels(tables: dict[str, Table], case: Case) -> None:
    for row in rows_of(tables["test_funnel_ratio_inputs"]):
        case.same(interval_label(row["obs"], row["expected"], 1.0), row["significance"], f"{row['obs']}")


def ratio_lines(tables: dict[str, Table], case: Case) -> None:
    for row in rows_of(tables["test_funnel_ratio_outputs"]):
        for tail, kind in ((0.025, "2s"), (0.001, "3s")):
            lower, upper = exact_limits(row["Observed_events"], tail)
            for mine, side, near in ((lower, "lower", 3e-5), (upper, "upper", 2e-3)):
                case.number(100 * mine, row[f"{side}_{kind}_isr"], f"{row['Observed_events']} {side}", relative=near)
                count = 1 + row[f"{side}_{kind}_count"]
                case.number(mine, count, f"{row['Observed_events']} {side} count", relative=near)


def rate_lines(tables: dict[str, Table], case: Case, name: str) -> None:
    for row in rows_of(tables[name]):
        for tail, kind in ((0.025, "2s"), (0.001, "3s")):
            lower, upper = exact_limits(row["Events"], tail)
            for mine, side, near in ((lower, "lower", 3e-5), (upper, "upper", 2e-3)):
                case.number(
                    mine * row["baseline"], row[f"{side}_{kind}_limit"], f"{row['Events']} {side}", relative=near
                )


def rate_labels(tables: dict[str, Table], case: Case) -> None:
    """Of rates as given and of crude ones, with the area that has no events and without it, for every 100 and 100,000."""
    rows = rows_of(tables["test_funnel_rate_inputs"])
    for kind, column in (("dsr", "rate_dsr"), ("crude", "rate_crude_per_100000")):
        for zero in ("with_0", "without_0"):
            own = rows if zero == "with_0" else [row for row in rows if row["count"]]
            under = [100_000 * row["count"] / row[column] if row["count"] else row["pop"] for row in own]
            used = [
                (row["count"], n) for row, n in zip(own, under, strict=True) if kind == "crude" or row["count"] >= 10
            ]
            average = sum(x for x, _ in used) / sum(n for _, n in used)
            for row, n in zip(own, under, strict=True):
                few = kind == "dsr" and row["count"] < 10  # a standardised rate of so few is not given
                made = (
                    "Not applicable for events less than 10 for dsrs"
                    if few
                    else interval_label(row["count"], n, average)
                )
                for scale in ("100000", "100"):
                    case.same(made, row[f"{kind}_per_{scale}_{zero}"], f"{row['count']} {kind} {zero}")


def rate_points(tables: dict[str, Table], case: Case) -> None:
    """Three and five years of data. The last row's rate is taken away by the package's test: its population serves."""
    for row in rows_of(tables["test_funnel_rate_funnels_input"]):
        derived = row["ev"] * 100_000 / row["rate"]
        with_population = row["pop"] if row["rate_chart"] is None else derived
        case.number(derived / 3, row["denominator_derived_crude"], "crude", relative=1e-8)
        case.number(with_population / 5, row["denominator_derived_crude_with_denom"], "with pop", relative=1e-8)
        if row["rate_chart"] is not None:
            case.number(derived / 3, row["denominator_derived"], "dsr", relative=1e-8)


Run = Callable[[dict[str, Table], Case], None]


def refused(*columns: str, table: str, call: Callable[..., object], groups: str = "") -> Run:
    """The package stops for this table, and so must we for at least one of its groups."""

    def run(tables: dict[str, Table], case: Case) -> None:
        rows = rows_of(tables[table])
        stopped = 0
        for key in dict.fromkeys(row.get(groups, "") for row in rows):
            own = [row for row in rows if row.get(groups, "") == key]
            try:
                call(*([row[column] for row in own] for column in columns))
            except AssizeError:
                stopped += 1
        case.same(stopped > 0, True, "refused")
        case.refused = True

    return run


def with_weights_of_one(counts: list[float], populations: list[float]) -> object:
    return directly_standardised(counts, populations, [1.0] * len(counts))


ONE_PLACE = "persons whose populations or weights differ within a band: a band has one of each here by its shape"
TABLES: dict[str, Run | str] = {
    "qnames": "names of quantiles: nothing to compute",
    "SII_test_data": NOT_OFFERED,
    "SII_test_grouped": NOT_OFFERED,
    "test_BW": limits,
    "test_DSR_1976": standardised,
    "test_multiarea_esp": standardised,
    "test_DSR_nonind": several_events,
    "test_DSR_nonind_err1": ONE_PLACE,
    "test_DSR_nonind_err2": ONE_PLACE,
    "test_DSR_results": standardised,
    "test_err1": refused("count", "pop", "stdpop", table="test_err1", call=directly_standardised),
    "test_err2": nobody_in_a_band,
    "test_err2_esp": refused(
        "count", "pop", "esp2013", table="test_err2_esp", call=directly_standardised, groups="area"
    ),
    "test_err3": refused("count", "pop", "stdpop", table="test_err3", call=directly_standardised),
    "test_err4": refused("count", "pop", "stdpop", table="test_err4", call=directly_standardised),
    "test_funnel_inputs": funnel_labels,
    "test_funnel_outputs": funnel_lines,
    "test_funnel_outputs_axis_variation": lambda tables, case: funnel_lines(
        tables, case, "test_funnel_outputs_axis_variation", 31_000
    ),
    "test_funnel_rate_funnels": lambda tables, case: rate_lines(tables, case, "test_funnel_rate_funnels"),
    "test_funnel_rate_funnels_2": lambda tables, case: rate_lines(tables, case, "test_funnel_rate_funnels_2"),
    "test_funnel_rate_funnels_3": lambda tables, case: rate_lines(tables, case, "test_funnel_rate_funnels_3"),
    "test_funnel_rate_funnels_input": rate_points,
    "test_funnel_rate_inputs": rate_labels,
    "test_funnel_ratio_inputs": ratio_labels,
    "test_funnel_ratio_outputs": ratio_lines,
    "test_ISR_lookup": observed,
    "test_ISR_ownref": own_reference,
    "test_ISR_refdata": indirectly,
    "test_ISR_results": indirectly,
    "test_Mean": means,
    "test_Mean_Grp": means,
    "test_Mean_results": means,
    "test_multiarea": indirectly,
    "test_Prop": proportions,
    "test_Prop_g": lambda tables, case: proportions(tables, case, "test_Prop_g"),
    "test_Prop_g_results": added_proportions,
    "test_Prop_g_results_no_CI": "sums without limits: nothing to compute",
    "test_quantiles_fail": "the package refuses polarities that differ within one group: a group has one here by its shape",
    "test_quantiles_g": quantiles,
    "test_quantiles_ug": lambda tables, case: quantiles(tables, case, "test_quantiles_ug"),
    "test_Rate": rates,
    "test_Rate_g": lambda tables, case: rates(tables, case, "test_Rate_g"),
    "test_Rate_g_results": "rates of test_Rate added up by area: run as test_Prop_g_results is",
}
