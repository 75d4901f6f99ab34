"""The data sets beside the answers: what an answer is said to be made of is what the file holds, and gives the same again."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import peers
from runs_areas import added_up
from tally import Tally, runs

from assize.statistics.funnel import Scale, funnel
from assize.statistics.intervals import wilson
from assize.statistics.rolling import rolling_mean
from assize.statistics.standardised import directly_standardised


@runs("data/ae_attendances.csv", "NHSRdatasets")
def run_attendances(rows: Any, tally: Tally) -> None:
    """The series of the charts `ae_*`: one trust, one kind of department, one measure, by month."""
    for given in peers.content("spc/spc_anchor_runs.json")["cases"]:
        if not given["id"].startswith("ae_"):
            continue
        words = dict(word.split("=") for word in given["note"].split() if "=" in word)
        measure = given["note"].split()[-1]
        own = [row for row in rows if row["org_code"] == words["org_code"] and row["type"] == words["type"]]
        series = {row["period"]: float(row[measure]) for row in own}
        with tally.case(given["id"]) as case:
            for date, value in zip(given["input"]["date"], given["input"]["value"], strict=True):
                case.number(series.get(date), value, date)


@runs("data/moj_national_quarterly_2018q2_2024q1.csv", "national quarterly series")
def run_national(rows: Any, tally: Tally) -> None:
    for given in peers.content("spc/spc_real_series.json")["cases"]:
        if not given["id"].startswith("moj_"):
            continue
        column = max((name for name in rows[0] if given["id"][4:].startswith(name)), key=len)
        with tally.case(given["id"]) as case:
            for row, value in zip(rows, given["input"]["value"], strict=True):
                case.number(float(row[column]) if row[column] else None, value, row["quarter_ending"])
    for one in peers.content("timeseries/rolling_yoy_index.json")["series"]:
        with tally.case(f"rolling {one['series']}") as case:
            own = [float(row[one["series"]]) if row[one["series"]] else None for row in rows]
            for ours, theirs in zip(rolling_mean(own), one["rolling4_mean"], strict=True):
                case.number(ours, theirs)


@runs("data/prt_women_imprisonment_rate_per_100k_pfa_2014_2022.csv", "Prison Reform Trust")
def run_imprisonment(rows: Any, tally: Tally) -> None:
    by_area = {row["Police Force Area"]: [row[str(year)] for year in range(2014, 2023)] for row in rows}
    for given in peers.content("spc/spc_real_series.json")["cases"]:
        if given["id"].startswith("prt_"):
            with tally.case(given["id"]) as case:
                for ours, theirs in zip(by_area[given["id"][4:]], given["input"]["value"], strict=True):
                    case.number(float(ours) if ours else None, theirs)


@runs("data/bbc_outcomes_by_force_2012_2016.csv", "police outcomes by force")
def run_outcomes(rows: Any, tally: Tally) -> None:
    """Counts of each outcome and of all, the blank ones left out, by force."""
    by_force = {row["Force"]: row for row in rows}
    for given in peers.content("phe/phe_real_forces.json")["cases"]:
        with tally.case(given["outcome"]) as case:
            for force, x, n in zip(given["force"], given["x"], given["n"], strict=True):
                row = by_force[force]
                every = sum(int(value) for name, value in row.items() if name not in ("Force", "(blank)") and value)
                case.number(int(row[given["outcome"]]), x, force)
                case.number(every, n, force)


@runs("data/medpar_los_predicted.csv", "FunnelPlotR's vignette")
def run_stays(rows: Any, tally: Tally) -> None:
    for given in peers.content("funnelplotr/funnelplotr.json")["cases"]:
        if not given["id"].startswith("medpar") or given["params"]["sr_method"] not in ("SHMI", "CQC"):
            continue
        with tally.case(given["id"]) as case:
            inputs = {
                "group": [row["grp"] for row in rows],
                "numerator": [float(row["num"]) for row in rows],
                "denominator": [float(row["den"]) for row in rows],
            }
            _, counts, totals = added_up(inputs)
            scale = Scale.STANDARDISED if given["params"]["sr_method"] == "SHMI" else Scale.STANDARDISED_ROOT
            made = funnel(counts, totals, scale, trim=given["params"]["trim_by"])
            case.number(made.phi, given["expected"]["phi"], "phi", relative=1e-6)  # the file has fewer figures
            case.number(made.tau_squared, given["expected"]["tau2"], "tau squared", relative=1e-6)


@runs("data/PHE_prevalence_data.csv", "PHEindicatormethods 2.1.0")
def run_prevalence(rows: Any, tally: Tally) -> None:
    """Percentages with Wilson's limits, as that package ships them."""
    for i, row in enumerate(rows):
        with tally.case(i) as case:
            x, n = float(row["Count"]), float(row["Measured"])
            lower, upper = wilson(x, n)
            for mine, name in ((x / n, "Rate"), (lower, "LCL"), (upper, "UCL")):
                case.number(100 * mine, float(row[name]), name)


@runs("data/PHE_esp2013.csv", "European standard population 2013")
def run_standard(rows: Any, tally: Tally) -> None:
    """The rates that the package's own tests expect, made with these weights."""
    weights = [float(row["value"]) for row in rows]
    tables = peers.content("phe/phe_testthat_fixtures.json")["tables"]
    columns = tables["test_multiarea"]["columns"]
    bands: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for area, x, n in zip(columns["area"], columns["count"], columns["pop"], strict=True):
        bands[area].append((x, n))
    expected = tables["test_DSR_results"]["columns"]
    for area, own in bands.items():
        with tally.case(area) as case:
            made = directly_standardised([x for x, _ in own], [n for _, n in own], weights)
            row = [i for i, name in enumerate(expected["area"]) if name == area][1]
            for mine, name in ((made and made.value, "value"), (made and made.lower, "lower95_0cl")):
                case.number(mine, expected[name][row], name, relative=1e-8)
