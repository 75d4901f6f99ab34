"""Words and symbols: the ladder, published sentences and their figures, and the shorthand of official tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from builders import NAMES, figures, measured, metric
from narrate import ladder
from tally import Case, Tally, runs

from assize.core.document import plain
from assize.core.material import Finding
from assize.core.nouns import Absence, Mark
from assize.core.specs import Kind, MetricSpec
from assize.core.wording import absence_number, percent_text, round_half_up, value_text
from assize.measure.kinds import compute
from assize.narrate.findings import find
from assize.statistics.rolling import point_change, relative_change, rolling_rate

COUNT = metric("cases-opened", Kind.COUNT, subject="Cases opened", plural=True, caveats=(), basis="")
SHARE = metric("done-rate", caveats=(), basis="")
DAYS = metric("median-days", Kind.DURATION, subject="The median time", denominators=(), caveats=(), basis="")
MADE = {
    (1000, 1007): ladder.SAME,
    (100, 112): ladder.WITHIN,
    (1000, 1200): ladder.LARGER,
    (1000, 1500): ladder.OUTSIDE,
    (1000, 1100): ladder.SHIFT,
    (0, 5): ladder.FROM_NOUGHT,
    (8, 12): ladder.FEW,
    (1000, 1004): ladder.SHIFT_STILL,
}


def told(spec: MetricSpec, held: Any) -> Finding:
    return find(measured(spec, held), spec, NAMES)


def everything(finding: Finding) -> str:
    parts = [finding.headline, finding.sentence, *finding.reading, *finding.caveats]
    return " ".join([finding.claim, *(plain(words) for words in parts)])


@runs("narrative/wording_ladder.json", "specification of the wording")
def run_ladder(answers: Any, tally: Tally) -> None:
    """Series made to land on each rung, told by the product: the rung and the words it forbids there."""
    forbidden = {str(rung["level"]): rung.get("forbid", []) for rung in answers["ladder"]}
    for i, given in enumerate(answers["cases"]):
        with tally.case(i) as case:
            if "words" in given:  # "fell by one percentage point, from 8% to 7%"
                before, now = (int(given[name] * 1000) for name in ("prev_pct", "value_pct"))
                finding = told(SHARE, figures(SHARE, [before, now], 100_000))
                case.same(plain(finding.headline), "The done rate fell to 7.0%, from 8.0%", "headline")
                case.same("1.0 percentage point lower" in everything(finding), True, "points")
            elif given["prev"] is None:  # the chart may still be read; what is missing is not compared with
                values: list[int | None] = list(ladder.FEW)
                values[-2] = None
                case.same([len(values), *values[-2:]], [given["n"], given["prev"], given["value"]], "series")
                finding = told(COUNT, figures(COUNT, values))
                case.same(finding.level.value, str(given["level"]), "level")
                words = everything(finding)
                case.same("cannot be compared" in words, True, "compared")
                case.same([word for word in forbidden["0"] if word in words], [], "forbidden")
            else:
                run_rung(given, forbidden, case)


def run_rung(given: dict[str, Any], forbidden: dict[str, list[str]], case: Case) -> None:
    values = MADE.get((given["prev"], given["value"]))
    if values is None:
        case.differences.append("no series made for it")
        return
    case.same([len(values), *values[-2:]], [given["n"], given["prev"], given["value"]], "series")
    # Of 0 and 5 counts an exact test finds nothing (p = 0.06): what is called significant there is a published value.
    spec = DAYS if given["prev"] == 0 else COUNT
    finding = told(spec, figures(spec, values))
    case.same(finding.level.value, str(given["level"]), "level")
    case.same([word for word in forbidden[str(given["level"])] if word in everything(finding)], [], "forbidden")
    if given.get("pct") or given.get("pct_shown") is False:
        case.same("%" in everything(finding), False, "a percentage")


def value(kind: Kind, above: float, below: float) -> float | None:
    made = compute(kind, Decimal(str(above)), Decimal(str(below)), 1, 12).value
    return None if made is None else float(made)


@runs("rates/cjs_metric_definitions.json", "figures as CPS, MoJ and the Home Office published them")
def run_definitions(answers: Any, tally: Tally) -> None:
    for given in answers["cases"]:
        with tally.case(given["id"]) as case:
            RATES[given["id"]](given, given["expected"], case)
    for given in answers["published_examples"]:
        with tally.case(given["id"]) as case:
            run_published(given, case)
            run_sentence(given, case)


def trials(given: dict[str, Any], expected: dict[str, Any], case: Case) -> None:
    listed = (
        given["effective"] + given["cracked"] + given["ineffective"]
    )  # vacated trials were never listed for the day
    for name in ("effective", "cracked", "ineffective"):
        case.number(100 * value(Kind.PROPORTION, given[name], listed), expected[f"{name}_rate"], name)


def bases(given: dict[str, Any], expected: dict[str, Any], case: Case) -> None:
    cohort, closed = given["outcomes_for_offences_recorded_in_quarter"], given["outcomes_closed_in_quarter"]
    recorded = given["recorded_in_quarter"]
    for above, below, name in (
        (cohort["charge"], recorded, "charge_pct_of_recorded_cohort"),
        (closed["charge"], closed["total"], "charge_pct_of_closed"),
        (cohort["charge"], cohort["total_with_outcome"], "charge_pct_of_assigned_cohort"),
        (closed["charge"], recorded, "volume_ratio_closed_to_recorded"),
    ):
        kind = Kind.RATIO if name.startswith("volume") else Kind.PROPORTION
        case.number(100 * value(kind, above, below), expected[name], name)


def reoffending(given: dict[str, Any], expected: dict[str, Any], case: Case) -> None:
    share = value(Kind.PROPORTION, given["reoffenders"], given["cohort"])
    case.number(100 * share, expected["binary_rate"], "binary")
    frequency = value(Kind.RATIO, given["reoffences"], given["reoffenders"])
    case.number(frequency, expected["reoffences_per_reoffender"], "frequency")
    case.number(
        value(Kind.RATIO, given["reoffences"], given["cohort"]), expected["reoffences_per_offender"], "a person"
    )


def pooled(given: dict[str, Any], expected: dict[str, Any], case: Case) -> None:
    columns = {name: [area[name] for area in given["areas"]] for name in ("reoffenders", "cohort", "reoffences")}
    share = rolling_rate(columns["reoffenders"], columns["cohort"], len(given["areas"]))[-1]
    case.number(100 * share, expected["binary"], "binary")
    frequency = value(Kind.RATIO, sum(columns["reoffences"]), sum(columns["reoffenders"]))
    case.number(frequency, expected["per_reoffender"], "frequency")


RATES = {
    "effective_trial_rate": trials,
    "charge_rate_bases": bases,
    "reoffending": reoffending,
    "reoffending_zero": reoffending,
    "reoffending_combine_areas": pooled,
}


def run_published(given: dict[str, Any], case: Case) -> None:
    """The published change or share, made again from its figures and rounded as it was printed."""
    if "numerator" in given:
        share = Decimal(given["numerator"]) * 100 / Decimal(given["denominator"])
        case.same(float(round_half_up(share, 1)), given["published_pct"], "published")
        case.number(float(share), given["calc"], "calculated")
    elif "before_pct" in given:
        moved = point_change([given["before_pct"] / 100, given["after_pct"] / 100], 1)[1]
        case.same(value_text(round_half_up(Decimal(str(moved)) * 100, 0), Kind.COUNT), "−1", "points")
        case.same("one percentage point" in given["published"], True, "words")
    elif "rate_pct" in given:
        case.number(value(Kind.RATIO, given["frequency_reoffences_per_100_people"], 100), 2.05, "a person")
    elif "one_to_two" in given:
        old = given["one_to_two"] + given["two_plus"]
        share = value(Kind.PROPORTION, old, given["valid"])
        case.same(float(percent_text(Decimal(str(share))).rstrip("%")), given["pct_valid"], "of valid")
        case.same(share * given["all_cases"] > 22_000, True, "grossed")
    elif "first_published" in given:
        change = relative_change([given["first_published"], given["later_published"]], 1)[1]
        case.number(change * 100, given["revision_pct"], "revision")
        case.number(given["later_published"] - given["first_published"], given["revision"], "revision")
    elif "calc" in given:
        change = relative_change([given["before"], given["after"]], 1)[1] * 100
        case.number(change, given["calc"], "calculated")
        published = given.get("published_pct")
        if published is not None:
            decimals = 1 if isinstance(published, float) else 0
            case.same(float(round_half_up(Decimal(str(change)), decimals)), published, "published")
        elif "published_words" in given:
            case.same(abs(change) < 1, "largely static" in given["published_words"], "static")
        else:  # up 9 days, or 5%
            days = Decimal(given["after"]) - Decimal(given["before"])
            case.same(f"up {value_text(days, Kind.DURATION)} days", given["published"].split(" / ")[0], "days")
            case.same(percent_text(Decimal(str(change)) / 100, 0), given["published"].split(" / ")[1], "share")


def run_sentence(given: dict[str, Any], case: Case) -> None:
    """The product's own sentences of the same counts print the figures that the publisher's did."""
    before, after = given.get("before"), given.get("after")
    if "numerator" in given:
        words = everything(told(SHARE, figures(SHARE, [given["numerator"]], given["denominator"])))
        case.same(f"{given['published_pct']:.1f}%" in words, True, "sentence")
        case.same(f"{given['numerator']:,} of {given['denominator']:,}" in words, True, "counts")
    elif "before_pct" in given:
        words = everything(told(SHARE, figures(SHARE, [given["before_pct"], given["after_pct"]], 100)))
        case.same("1.0 percentage point lower than the quarter before" in words, True, "sentence")
        case.same("7.0%" in words and "8.0%" in words, True, "both figures")
    elif "first_published" in given:
        words = everything(told(COUNT, figures(COUNT, [given["first_published"], given["later_published"]])))
        case.same("0.2% higher than the quarter before" in words, True, "sentence")
    elif "completion" in given["id"]:
        words = everything(told(DAYS, figures(DAYS, [before, after])))
        case.same(f"{after - before} days higher than the quarter before" in words, True, "sentence")
        case.same(f"{before} the quarter before" in words and f"{after} days" in words, True, "both figures")
    elif isinstance(before, int):
        words = everything(told(COUNT, figures(COUNT, [before, after])))
        percent = "21.3" if given["published_pct"] == 21 else f"{given['published_pct'] or 0.2:.1f}"
        case.same(f"{percent}% higher than the quarter before" in words, True, "sentence")
        case.same(f"{before:,}" in words and f"{after:,}" in words, True, "both figures")


@runs("symbols/gss_symbols.json", "Analysis Function, symbols in tables")
def run_symbols(answers: Any, tally: Tally) -> None:
    """What the product writes where a number is missing or marked is in the published list, and means that there."""
    published = {one["code"]: one["meaning"] for one in answers["symbols"]}
    ours = {
        **{one.value: one.name for one in Absence},
        **{one.value: one.name for one in Mark},
    }
    for code, name in ours.items():
        with tally.case(code) as case:
            meaning = published.get(code, "").replace("-", " ")
            case.same(name.lower().replace("_", " ").split()[0] in meaning, True, f"{name}: {meaning!r}")
    tally.leave("symbols that no source here carries and nothing here prints", len(published.keys() - ours.keys()))
    reasons = {"not collected": Absence.NOT_AVAILABLE, "cannot exist": Absence.NOT_APPLICABLE}
    for rule in answers["rules"]:
        given = rule["input"]
        with tally.case(str(given)) as case:
            if given.get("true_zero"):
                case.same(value_text(Decimal(0), Kind.COUNT), rule["render"])
            elif given.get("reason") == "denominator zero":
                made = compute(Kind.PROPORTION, Decimal(0), Decimal(0), 1, 12)
                case.same(absence_number(made.absence, "").text, rule["render"])
            elif given.get("reason") in reasons:
                case.same(absence_number(reasons[given["reason"]], "").text, rule["render"])
            elif "suppress_below" in given:
                case.same(absence_number(Absence.CONFIDENTIAL, "").text, rule["render"])
            elif "round_base" in given:
                case.same(absence_number(Absence.LOW, "").text, rule["render"])
            elif "flags" in given:
                marks = {mark.value.strip("[]"): mark.value for mark in Mark}
                case.same("".join(marks[flag] for flag in given["flags"]), rule["notes_column"])
            else:  # text where a number should be: readers refuse it (tests/mutations)
                case.same(rule["render"].startswith("forbidden"), True)
