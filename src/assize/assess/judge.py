"""One measure of a board with everything a sentence may need: its series, its comparisons, the areas beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assize.assess.compare import TOO_FEW, compare
from assize.assess.long_run import base_of, long_run
from assize.assess.series import build_series
from assize.core.material import Places
from assize.core.nouns import BASE_YEAR, Against, Comparison, Figure, Measured, Series, Verdict
from assize.core.periods import Period, parse_period
from assize.core.specs import Cadence, Kind, MetricSpec
from assize.statistics.spc import PTD_0_2_2, Ruleset

MONTHS_IN_YEAR = 12
SEASON = "it moves with the time of year"
YOUNG = "one of the cohorts is still being resolved"
BETWEEN_PLACES = "no test is made between places"


def judge(
    metric: MetricSpec,
    breakdown: str,
    figures: Sequence[Figure],
    places: Places,
    target: Decimal | None = None,
    ruleset: Ruleset = PTD_0_2_2,
) -> Measured | None:
    """The measure from the protected figures of one metric ; None where the board has none."""
    length = MONTHS_IN_YEAR if metric.cadence is Cadence.YEAR else 3
    own = [f for f in figures if f.breakdown == breakdown and f.period.months == length]
    by_area: dict[str, dict[Period, Figure]] = {}
    for figure in own:
        by_area.setdefault(figure.area, {})[figure.period] = figure
    held = by_area.get(places.board)
    if not held:
        return None
    series = build_series(metric, list(held.values()), max(held), target, ruleset)
    if series is None:
        return None
    comparators = {
        slug: tuple(by_area[slug][period] for period in sorted(by_area[slug]))
        for slug in (places.nation, places.pool, *places.others)
        if slug in by_area
    }
    return Measured(
        metric=metric.id,
        breakdown=breakdown,
        series=series,
        comparisons=_comparisons(metric, series, by_area, places),
        comparators=comparators,
        last_mature=_last_readable(series),
        long_run=long_run(metric, series),
        base=base_of(metric, series),
        year=_year(metric, breakdown, figures, places, series.latest),
        year_before=_year(metric, breakdown, figures, places, series.latest, years=1),
    )


def _year(
    metric: MetricSpec, breakdown: str, figures: Sequence[Figure], places: Places, latest: Figure, years: int = 0
) -> Figure | None:
    """A count over the twelve months that end with the latest quarter, or so many years before: shown, never judged."""
    if metric.kind is not Kind.COUNT or metric.stock or metric.cadence is not Cadence.QUARTER:
        return None
    wanted = latest.period.twelve_months.later(-years)
    return next(
        (f for f in figures if f.area == places.board and f.breakdown == breakdown and f.period == wanted), None
    )


def _comparisons(
    metric: MetricSpec, series: Series, by_area: Mapping[str, Mapping[Period, Figure]], places: Places
) -> dict[Against, Comparison]:
    latest = series.latest
    breaks = [parse_period(change.period) for change in metric.breaks]
    move = None if series.stretch is None else series.stretch.mean_moving_range
    why = series.judgement.reason or TOO_FEW
    held = {figure.period: figure for figure in series.figures}
    steps = [(Against.YEAR_BEFORE, latest.period.shifted(-MONTHS_IN_YEAR))]
    if metric.cadence is Cadence.QUARTER:
        steps.append((Against.QUARTER_BEFORE, latest.period.later(-1)))
        if latest.period.year > BASE_YEAR:
            steps.append((Against.BASE_YEAR, latest.period.shifted(MONTHS_IN_YEAR * (BASE_YEAR - latest.period.year))))
    found = {}
    for against, period in steps:
        before = held.get(period)
        young = latest.flagged or (before is not None and before.flagged)
        if latest.value is not None and (metric.ages or young):
            # A cohort that is still being resolved stands lower than it will: beside an older one that is its age, not news.
            found[against] = Comparison(against, latest, before, None, None, None, Verdict.CANNOT, reason=YOUNG)
            continue
        said = compare(against, latest, before, metric.kind, mean_moving_range=move, breaks=breaks, unjudged=why)
        if against is Against.QUARTER_BEFORE and series.seasonal and said.difference is not None:
            # Like quarters are compared: what lies between two quarters of one year is partly the season.
            said = replace(said, interval=None, verdict=Verdict.CANNOT, strong=False, reason=SEASON)
        found[against] = said
    for against, slug in ((Against.NATION, places.nation), (Against.REGION, places.pool)):
        others = by_area.get(slug, {})
        beside = others.get(latest.period)
        if beside is None:
            continue
        if metric.kind is Kind.COUNT:
            # Counts are compared with other areas by their change on the year, never by level.
            before = others.get(latest.period.shifted(-MONTHS_IN_YEAR))
            found[against] = compare(against, beside, before, metric.kind, breaks=breaks, unjudged=BETWEEN_PLACES)
        else:
            found[against] = compare(against, latest, beside, metric.kind, unjudged=BETWEEN_PLACES)
    return found


def _last_readable(series: Series) -> Figure | None:
    """Where the latest figure is held back, the latest one that is not."""
    if series.latest.value is not None:
        return None
    return next((figure for figure in reversed(series.figures) if figure.value is not None), None)
