"""What each sentence of a measure stands on: rung of the wording ladder, rule, limits and test, in plain lines for a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assize.core.document import Aspect, plain
from assize.core.material import About, Finding, Level
from assize.core.nouns import Against, Comparison, LongRun, Measured, SeasonTest, Series, Verdict
from assize.core.specs import Cadence, Kind, MetricSpec
from assize.core.wording import (
    change_number,
    derived_number,
    figure_number,
    index_number,
    limit_number,
    period_words,
    rate_text,
)
from assize.narrate.cohorts import pair_lines
from assize.narrate.reading import SLIGHT

USUAL_MOVE = "3.267 × mean moving range"
UNJUDGED = "nothing is judged here: it says what the figures are, or how they were made"
RUNGS = {
    Level.CANNOT: "cannot be compared",
    Level.SAME: "broadly the same",
    Level.WITHIN: "within the expected range",
    Level.LARGER_THAN_CHANCE: "larger than chance between two periods, within the expected range",
    Level.OUTSIDE: "outside the expected range",
    Level.HIGH_OR_LOW: "high or low inside the expected range",
    Level.RUN: "a run or a trend",
    Level.TOO_SHORT: "too few points to judge, or not judged at all",
}
RULES = {
    "ptd-0.2.2": "mean ± 2.66 × mean moving range, screened once at 3.267; runs and trends of 7",
    "mdc-sct-5": "mean ± 2.66 × mean moving range, none screened; runs and trends of 6, over breaks too",
}
_VERDICTS = {
    Verdict.HIGHER: "higher",
    Verdict.LOWER: "lower",
    Verdict.NO_DIFFERENCE: "no difference that could not be chance",
    Verdict.CANNOT: "not judged",
}


def ground_lines(measured: Measured, metric: MetricSpec, finding: Finding) -> list[str]:
    """Every sentence of the finding, each followed by what it stands on."""
    said = [finding.headline, finding.sentence, *finding.reading]
    return [
        line
        for words in said
        if words
        for line in told(plain(words), grounds_of(plain(words), measured, metric, finding))
    ]


def grounds_of(text: str, measured: Measured, metric: MetricSpec, finding: Finding) -> list[str]:
    """What one text of a measure stands on: a paragraph of its reading, a word on an earlier point, or its judgement."""
    judged = judged_lines(measured, metric, finding)
    for about, words in zip(finding.about, finding.reading, strict=True):
        if plain(words) == text:
            return _stands_on(about, measured, metric, judged)
    for figure, signal in zip(measured.series.figures, measured.series.signals, strict=False):
        if signal is not None and text.startswith(f"{period_words(figure.period)}: "):
            return [f"rules {measured.series.ruleset}: {signal.rule.value}, {signal.direction.value}, at that point"]
    if finding.sentence and text == plain(finding.sentence):
        return [*judged, *(line for line in beside_lines(measured, metric) if line not in judged)]
    if text in [plain(words) for words in finding.caveats] and not text.startswith(SLIGHT):
        return [UNJUDGED]
    return judged


def judged_lines(measured: Measured, metric: MetricSpec, finding: Finding) -> list[str]:
    """Rung, rule and limits of a measure's latest point and, where no rule decides the rung, the test that does."""
    rung = f"rung {finding.level.value} of the wording ladder: {RUNGS[finding.level]}"
    lines = [rung, *_rule(measured.series), *_limits(measured.series, metric)]
    step = Against.YEAR_BEFORE if metric.cadence is Cadence.YEAR or measured.series.seasonal else Against.QUARTER_BEFORE
    latest = measured.series.latest
    if latest.value is None:
        return [rung, latest.reason or "no figure is held"]
    by_test = finding.level in (Level.CANNOT, Level.SAME, Level.WITHIN, Level.LARGER_THAN_CHANCE, Level.TOO_SHORT)
    return [*lines, *comparison_lines(measured, metric, (step,))] if by_test else lines


def beside_lines(measured: Measured, metric: MetricSpec) -> list[str]:
    """What the short paragraph sets beside the latest figure: of a count itself a year earlier, of the others the nation."""
    if metric.kind is Kind.COUNT:
        return comparison_lines(measured, metric, (Against.YEAR_BEFORE,))
    nation = measured.comparisons.get(Against.NATION)
    if nation is None or nation.other is None or nation.other.value is None:
        return []
    return [
        f"{Against.NATION.value}: {figure_number(nation.other, metric.kind).text}, shown beside it and not judged here"
    ]


def judgement_word(measured: Measured) -> str:
    """What the control chart says of the latest point, in a word."""
    latest = measured.series.latest
    return "too early to read" if latest.value is None and latest.flagged else measured.series.judgement.value


def season_line(test: SeasonTest | None, *, found: bool) -> str:
    """What Friedman's test said before limits were drawn; empty of years."""
    if test is None:
        return ""
    if test.statistic is None or test.needed is None:
        return f"not enough quarters to tell ({test.years} whole years, 4 are needed)"
    size, needed = (rate_text(Decimal(str(each))) for each in (test.statistic, test.needed))
    said = f"Friedman's test over {test.years} years gives {size}; {needed} or more is a season at 1%"
    return f"{said}: {'the limits move with the time of year' if found else 'none found'}"


def trend_line(run: LongRun) -> str:
    """The test of the whole stretch in a line."""
    over = f"{run.test} over {run.points} points"
    if run.verdict is Verdict.CANNOT:
        return f"{run.test}: cannot be told, {run.reason}"
    way = {Verdict.HIGHER: "rising", Verdict.LOWER: "falling"}.get(run.verdict, "no evidence of a trend")
    if run.p_value is None:
        return f"{over}: {way}{f' ({run.reason})' if run.reason else ''}"
    p = "p under 0.001" if run.p_value < 0.001 else f"p = {run.p_value:.3f}"
    return f"{over}: {way} ({p}, told under 0.01)"


def told(sentence: str, grounds: Sequence[str]) -> list[str]:
    """A sentence and under it what it stands on."""
    return [f"  Sentence      {sentence}", *(f"                · {ground}" for ground in grounds)]


def _rule(series: Series) -> list[str]:
    signal = series.signal
    if signal is None:
        return [f"rules {series.ruleset}: none fires at the latest point"] if series.stretch else []
    points = "point" if signal.run == 1 else "points"
    said = f"rules {series.ruleset}: {signal.rule.value}, {signal.direction.value}, {signal.run} latest {points}"
    return [f"{said}; without screening it would not be flagged"] if series.depends_on_screening else [said]


def _limits(series: Series, metric: MetricSpec) -> list[str]:
    if series.judgement.reason:
        return [f"no limits: {series.judgement.reason}"]
    if series.stretch is None:
        since = f" since the break, from {period_words(series.figures[series.begins].period)}" if series.begins else ""
        return [f"no limits: {series.held} points held{since}, 13 are needed"]
    reference = series.latest.reference
    aspects = (Aspect.LOWER_LIMIT, Aspect.MEAN, Aspect.UPPER_LIMIT)
    ends = series.stretch.at(len(series.figures) - 1)
    low, mean, high = (
        limit_number(end, metric.kind, reference, aspect).text for end, aspect in zip(ends, aspects, strict=True)
    )
    season = " for the time of year" if series.seasonal else ""
    return [f"limits {low} to {high}, mean {mean}{season}"]


def _stands_on(about: About, measured: Measured, metric: MetricSpec, judged: list[str]) -> list[str]:
    match about:
        case About.CHANGE:
            steps = (Against.YEAR_BEFORE, Against.QUARTER_BEFORE)
            return [judged[0], *comparison_lines(measured, metric, steps)]
        case About.PLACES:
            return comparison_lines(measured, metric, (Against.NATION, Against.REGION))
        case About.RANGE:
            return judged
        case About.MONTHS:
            return ["sums of twelve months, shown and not judged"]
        case About.TREND:
            grounds = [trend_line(measured.long_run)] if measured.long_run else []
            if measured.base is not None:
                number = index_number(measured.series.latest, measured.base)
                grounds.append(f"index {number.text}: {period_words(measured.base.period)} is 100; not judged")
            return grounds
        case About.SAME_AGE:
            pair = next(one for one in measured.same_age if one.figure.period == measured.series.latest.period)
            return pair_lines(pair, _how(measured, metric, pair))
        case About.EARLIER:
            return ["the latest figure is held back; this one is not judged"]


def comparison_lines(measured: Measured, metric: MetricSpec, steps: Sequence[Against]) -> list[str]:
    """A line for each of these comparisons that is held: the difference, its test, and what that says."""
    return [_test(measured, metric, step) for step in steps if step in measured.comparisons]


def _test(measured: Measured, metric: MetricSpec, against: Against) -> str:
    return comparison_line(measured, metric, measured.comparisons[against])


def comparison_line(measured: Measured | None, metric: MetricSpec, comparison: Comparison) -> str:
    """A difference, the test behind it and what that says; `measured` is the series of what moved, where it is the board's."""
    against = comparison.against
    name = against.value
    if comparison.difference is None:
        return f"beside {name}: cannot be compared, {comparison.reason}"
    change = change_number(comparison, metric.kind).text
    unit = " percentage points" if metric.kind.percent else ""
    if metric.kind is Kind.COUNT and comparison.relative is not None:
        unit = f" ({change_number(replace(comparison, relative=None), metric.kind).text})"
    if metric.kind is Kind.COUNT and against in (Against.NATION, Against.REGION):
        return f"{name}: {change}{unit} on a year earlier; another area's count is shown by its change, and not judged"
    if comparison.other is not None:
        unit = f"{unit} from {figure_number(comparison.other, metric.kind).text}"
    tested = "tested against the rest of it, " if against is Against.NATION and metric.kind.sampled else ""
    return f"beside {name}: {change}{unit}; {tested}{_how(measured, metric, comparison)}"


def _how(measured: Measured | None, metric: MetricSpec, comparison: Comparison) -> str:
    if comparison.verdict is Verdict.CANNOT and comparison.interval is None:
        return f"not judged: {comparison.reason or 'no test'}"
    verdict = _VERDICTS[comparison.verdict]
    if comparison.as_usual:
        verdict = "more than chance between the two, but no more than it usually moves"
    if comparison.verdict is Verdict.CANNOT:
        verdict = f"{verdict}, {comparison.reason}"
    moved = comparison.verdict in (Verdict.HIGHER, Verdict.LOWER)
    strong = ", at 99.8% too" if comparison.strong else ", not at 99.8%" if moved and metric.kind.sampled else ""
    if comparison.interval is not None:
        points = [Decimal(str(end)) * 100 for end in (comparison.interval.lower, comparison.interval.upper)]
        low, high = (rate_text(end) for end in points)
        return f"{comparison.interval.method}'s 95% interval of the difference {low} to {high}{strong}: {verdict}"
    if metric.kind is Kind.RATE:
        return f"exact 95% interval of the ratio of the two rates{strong}: {verdict}"
    tests = []
    if comparison.by_chance is not None:
        apart = "cannot tell them apart" if comparison.by_chance else "tells them apart"
        tests.append(f"an exact test of the two counts {apart} at 95%{strong}")
    stretch = measured.series.stretch if measured else None
    if stretch is None:
        return f"{'; '.join(tests)}: {verdict}"
    usual = stretch.mean_moving_range
    size = derived_number(
        Decimal("3.267") * Decimal(str(usual)), metric.kind, comparison.figure.reference, Aspect.DIFFERENCE
    ).text
    tests.append(f"its usual movement is up to {size} ({USUAL_MOVE})")
    return f"{'; '.join(tests)}: {verdict}"
