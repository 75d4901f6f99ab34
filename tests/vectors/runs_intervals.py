"""Intervals, rates, means, standardised rates and two-sample tests: OHID, base R, statsmodels, epitools, published indices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tally import Case, Tally, runs

from assize.statistics.change import two_proportions, two_rates
from assize.statistics.disparity import fails_four_fifths, relative_rate, wald_rate_ratio, wald_risk_ratio
from assize.statistics.intervals import byar, exact_poisson, rate, wilson
from assize.statistics.quantiles import quantile_groups
from assize.statistics.standardised import (
    directly_standardised,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    mean_of,
)

PHE = "PHEindicatormethods 2.1.0"
R = "R 4.5.0"
STATSMODELS = "statsmodels 0.15.0"


def share(confidence: float) -> float:
    """That package takes 95 for 0.95; ours does not."""
    return confidence / 100 if confidence > 1 else confidence


def levels(asked: float | list[float]) -> list[tuple[float, str]]:
    """Each level asked for, with the suffix that its columns have there."""
    many = asked if isinstance(asked, list) else [asked]
    if len(many) == 1:
        return [(share(many[0]), "")]
    return [(share(one), f"{share(one) * 100:.1f}".replace(".", "_")) for one in many]


@runs("phe/wilson_byars_exact.json", PHE)
def run_blocks(answers: Any, tally: Tally) -> None:
    for block in answers["wilson"]:
        confidence = share(block["confidence"])
        for x, n, lower, upper in zip(block["x"], block["n"], block["lower"], block["upper"], strict=True):
            with tally.case(f"wilson {x} of {n}, {block['confidence']}") as case:
                if x is None or n is None:
                    no_value(case, lower, upper)
                elif n == 0:
                    case.refuses(lambda x=x, n=n, c=confidence: wilson(x, n, c))
                else:
                    ours = wilson(x, n, confidence)
                    case.number(ours[0], lower)
                    case.number(ours[1], upper)
    for name, method in (("byars", byar), ("exact_poisson", exact_poisson)):
        for block in answers[name]:
            for x, lower, upper in zip(block["x"], block["lower"], block["upper"], strict=True):
                with tally.case(f"{name} {x}, {block['confidence']}") as case:
                    if x is None:
                        no_value(case, lower, upper)
                        continue
                    ours = method(x, share(block["confidence"]))
                    case.number(ours[0], lower)
                    case.number(ours[1], upper)


def no_value(case: Case, *theirs: Any) -> None:
    """A missing count has no interval there, and is never put to the functions here."""
    for one in theirs:
        case.number(None, one)


@runs("phe/rate_proportion.json", PHE)
def run_rates(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        arguments, expected = given["args"] or {}, given["expected"]
        is_rate = given["fn"] == "phe_rate"
        multiplier = arguments.get("multiplier", 100_000 if is_rate else 1)
        pairs = list(zip(given["input"]["x"], given["input"]["n"], strict=True))
        with tally.case(given["id"]) as case:
            if given["error"]:
                for x, n in pairs:
                    case.refuses(lambda x=x, n=n, r=is_rate: rate(x, n) if r else wilson(x, n))
                continue
            for i, (x, n) in enumerate(pairs):
                for confidence, suffix in levels(arguments.get("confidence", 0.95)):
                    ours = one_rate(x, n, multiplier, confidence, is_rate)
                    for mine, column in zip(ours, ("value", f"lower{suffix}cl", f"upper{suffix}cl"), strict=True):
                        if column in expected:
                            case.number(mine, expected[column][i], f"{x} of {n}: {column}", relative=1e-8)


def one_rate(x: float | None, n: float | None, multiplier: float, confidence: float, is_rate: bool) -> Iterable[Any]:
    if x is None or n is None:
        return None, None, None
    if is_rate:
        made = rate(x, n, multiplier, confidence)
        return made.value, made.lower, made.upper
    lower, upper = wilson(x, n, confidence)
    return x / n * multiplier, lower * multiplier, upper * multiplier


@runs("phe/mean.json", PHE)
def run_means(answers: Any, tally: Tally) -> None:
    for i, given in enumerate(answers["cases"]):
        with tally.case(i) as case:
            if given["error"]:
                case.refuses(lambda given=given: mean_of(given["x"]))
                continue
            for confidence, suffix in levels(given["confidence"]):
                ours = (None, None, None)
                if None not in given["x"]:
                    made = mean_of(given["x"], confidence)
                    ours = (made.value, made.lower, made.upper)
                    case.number(made.deviation, given["expected"]["stdev"][0], "sd", relative=1e-8)
                for mine, name in zip(ours, ("value", f"lower{suffix}cl", f"upper{suffix}cl"), strict=True):
                    case.number(mine, given["expected"][name][0], name, relative=1e-8)


@runs("phe/dsr.json", PHE)
def run_directly(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        inputs, expected, arguments = given["input"], given["expected"], given["args"] or {}
        areas = inputs.get("area") or [""] * len(inputs["x"])
        with tally.case(given["id"]) as case:
            for i, area in enumerate(dict.fromkeys(areas)):
                own = [j for j, name in enumerate(areas) if name == area]
                columns = [[inputs[column][j] for j in own] for column in ("x", "n", "stdpop")]
                options = {"multiplier": arguments.get("multiplier", 100_000)}
                for confidence, suffix in levels(arguments.get("confidence", 0.95)):
                    if given["error"]:
                        case.refuses(lambda c=columns: directly_standardised(*c))
                        continue
                    made = directly_standardised(*columns, confidence=confidence, **options)
                    ours = (None, None, None) if made is None else (made.value, made.lower, made.upper)
                    for mine, name in zip(ours, ("value", f"lower{suffix}cl", f"upper{suffix}cl"), strict=True):
                        case.number(mine, expected[name][i], name, relative=1e-8)


@runs("phe/indirect_standardisation.json", PHE)
def run_indirectly(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        inputs, arguments, expected = given["input"], given["args"] or {}, given["expected"]
        bands = [inputs[column] for column in ("x", "n", "xref", "nref")]
        with tally.case(given["id"]) as case:
            for confidence, suffix in levels(arguments.get("confidence", 0.95)):
                if given["fn"] == "calculate_ISRate":
                    multiplier = arguments.get("multiplier", 100_000)
                    made = indirectly_standardised_rate(*bands, multiplier=multiplier, confidence=confidence)
                else:
                    reference = arguments.get("refvalue", 1)
                    made = indirectly_standardised_ratio(*bands, reference_value=reference, confidence=confidence)
                for mine, name in (
                    (made.value, "value"),
                    (made.lower, f"lower{suffix}cl"),
                    (made.upper, f"upper{suffix}cl"),
                ):
                    case.number(mine, expected[name][0], name, relative=1e-8)


@runs("phe/quantiles.json", PHE)
def run_groups(answers: Any, tally: Tally) -> None:
    for i, given in enumerate(answers["cases"]):
        with tally.case(i) as case:
            ours = quantile_groups(given["values"], given["nquantiles"], highest_first=given["invert"])
            for mine, theirs in zip(ours, given["expected"], strict=True):
                case.same(mine, theirs)


@runs("rates/one_proportion_statsmodels.json", STATSMODELS)
def run_one_proportion(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        with tally.case(f"{given['x']} of {given['n']}") as case:
            for mine, theirs in zip(wilson(given["x"], given["n"]), given["wilson"], strict=True):
                case.number(mine, theirs)
        tally.leave(
            "other intervals of one proportion, of which none is used (Wald, Clopper-Pearson, Agresti, Jeffreys)"
        )


@runs("rates/two_proportions_statsmodels.json", f"{STATSMODELS}; Newcombe 1998")
def run_two_proportions(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        with tally.case(given["id"]) as case:
            ours = two_proportions(given["x1"], given["n1"], given["x2"], given["n2"])
            case.number(ours.difference, given["diff"], "difference")
            case.number(ours.lower, given["ci"]["newcomb"][0], "lower")
            case.number(ours.upper, given["ci"]["newcomb"][1], "upper")
            published = given.get("published_method10")
            if published:
                case.same([round(ours.lower, 4), round(ours.upper, 4)], published, "published")
        tally.leave("other intervals of a difference or ratio, of which none is used (Wald, Agresti-Caffo, score)")


@runs("rates/two_sample_tests_R.json", R)
def run_two_samples(answers: Any, tally: Tally) -> None:
    for given in answers["two_proportions"]:
        with tally.case(given["id"]) as case:
            ours = two_proportions(given["x1"], given["n1"], given["x2"], given["n2"])
            case.number(ours.p_value, given["prop_test_uncorrected"]["p_value"], "p", relative=1e-8)
        tally.leave("prop.test with Yates' correction and fisher.test: the uncorrected test is the one chosen")
    for i, given in enumerate(answers["two_rates"]):
        with tally.case(f"two rates {i}") as case:
            ours = two_rates(given["x1"], given["t1"], given["x2"], given["t2"])
            theirs = given["ratio"]
            case.number(ours.ratio, theirs["estimate"], "ratio")
            case.number(ours.lower, theirs["ci"][0], "lower")
            case.number(ours.upper, theirs["ci"][1], "upper")
            case.number(ours.p_value, theirs["p_value"], "p", relative=1e-8)
            lower, upper = exact_poisson(given["x1"])
            case.number(given["x1"] / given["t1"], given["one_sample"]["rate"], "one rate")
            case.number(lower / given["t1"], given["one_sample"]["ci"][0], "its lower")
            case.number(upper / given["t1"], given["one_sample"]["ci"][1], "its upper")


@runs("disproportionality/risk_rate_ratios.json", "epitools 0.5-10.1, epiR 2.0.80")
def run_ratios(answers: Any, tally: Tally) -> None:
    for i, given in enumerate(answers["risk_ratios"]):
        with tally.case(f"risk {i}") as case:
            counts = (given["x_group"], given["n_group"], given["x_ref"], given["n_ref"])
            ours = wald_risk_ratio(*counts)
            three(case, ours, given["rr_wald"])
            if given["x_group"] and given["x_ref"]:
                three(case, ours, given["epiR_rr"])
            wide = two_proportions(*counts)
            case.number(wide.difference * 100, given["epiR_rr"]["arisk_wald"][0], "risk difference", relative=1e-8)
        tally.leave("odds ratios, the small-sample ratio, and Wald limits of the difference: not used (Newcombe's are)")
    for i, given in enumerate(answers["rate_ratios"]):
        with tally.case(f"rate {i}") as case:
            ours = wald_rate_ratio(given["x_group"], given["pop_group"], given["x_ref"], given["pop_ref"])
            three(case, ours, given["rate_ratio"])
        tally.leave("mid-p and Wald p-values: the exact two-sided one is used")


def three(case: Case, ours: Any, theirs: dict[str, Any]) -> None:
    for mine, name in ((ours.value, "estimate"), (ours.lower, "lower"), (ours.upper, "upper")):
        case.number(mine, theirs[name], name)


@runs("disproportionality/rri.json", "youth custody indices as published; exact arithmetic")
def run_indices(answers: Any, tally: Tally) -> None:
    for given in answers["rri"]:
        with tally.case(f"{given['decision_point']} {given['group']}") as case:
            counts = (given["events"], given["total"], given["ref_events"], given["ref_total"])
            ours, wald = relative_rate(*counts), wald_risk_ratio(*counts)
            case.number(ours.value, given["published_rri"])
            exact = given["own"]["exact_conditional_ci"]
            for mine, published, theirs in zip(
                (ours.lower, ours.upper), given["published_exact_ci"], exact, strict=True
            ):
                case.same(round(mine, 6), published, "published limit")
                case.number(mine, theirs, relative=1e-8)
            for mine, theirs in zip((wald.lower, wald.upper), given["own"]["wald_log_ci"], strict=True):
                case.number(mine, theirs, "Wald, made with 1.96", relative=2e-5)
            case.same(ours.differs, given["significant_exact"], "differs")
            case.same(wald.differs, given["significant_wald"], "differs by Wald")
            case.same(ours.within_parity, given["parity_band_0_8_1_25"] == "within", "parity")
    tally.leave("indices published without the counts they are made of", len(answers["moj_published"]))
    for given in answers["four_fifths"]:
        (x, n), (y, m) = given["group"], given["ref"]
        with tally.case(f"four fifths: {x} of {n}, {y} of {m}") as case:
            case.same(fails_four_fifths(x, n, y, m), given["four_fifths_fail"], "fails")
            ratio = (x / n) / (y / m) if y else None
            case.number(ratio, given["ratio"])
