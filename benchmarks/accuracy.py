"""What the control charts find of what was planted, and how often they speak where nothing was: writes"
" docs/accuracy.md.

    python benchmarks/accuracy.py [--series 4000] [--country FOLDER] [--no-country] [--out docs/accuracy.md]

Two ways. Series by the thousand: shares of about 1,700 as the made-up country makes them, forty quarters each, judged by the
product's own `assess`; and the country itself end to end: its files written, loaded, measured and judged for all 42 boards,
compared with its ledger of truth. Exits 1 where fewer than 90% of the steps of three deviations are found, or the share of
unchanged series with a signal at the last point is not between 1.0% and 2.5%.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from assize import app
from assize.app.reader import Reader
from assize.assess.series import build_series
from assize.catalogue.load import load_catalogue
from assize.core.audiences import PARTNERSHIP
from assize.core.nouns import Direction, Figure, Rule, Series
from assize.core.periods import financial_quarter
from assize.core.specs import Catalogue, MetricSpec
from assize.simulate import Plan, found_country
from assize.simulate.chance import Chance
from assize.simulate.country import PLANTED, Country, share_series
from assize.simulate.ledger import (
    MEMORY,
    SEASON_SIZE,
    SPIKE_SIZE,
    STEP_QUARTERS,
    STEP_SIZE,
    TREND_QUARTERS,
    TREND_SIZE,
    Plant,
    Planted,
)

LEAST_FOUND, FEWEST_FALSE, MOST_FALSE = 0.90, 0.010, 0.025
POINTS, WHOLE, BASE, UNSTEADY = 40, 1700, 0.83, 0.006
SEED = 41


@dataclass(frozen=True)
class SteppedPlant(Plant):
    """A series that is seasonal or autocorrelated and has a step besides."""

    step_first: int = 0
    step_size: float = 0.0

    def effect(self, at: int) -> float:
        """Both together."""
        inside = self.step_first <= at < self.step_first + STEP_QUARTERS
        return super().effect(at) + (self.step_size if inside else 0.0)


@dataclass(frozen=True)
class Outcome:
    """Of one judged series: whether a signal points the planted way within the planted quarters; at the"
    " last point, whichever
    way; anywhere. `to_the_end` says that what was planted runs to the last quarter."""

    found: bool
    at_last: bool
    anywhere: bool
    to_the_end: bool = False


def judged(series: Series, plant: Plant) -> Outcome:
    """What the chart, drawn over all quarters, says of one planted or unchanged series."""
    first, quarters, size = plant.first, plant.quarters, plant.size
    if isinstance(plant, SteppedPlant):
        first, quarters, size = plant.step_first, STEP_QUARTERS, plant.step_size
    way = Direction.HIGH if size > 0 else Direction.LOW
    signals = series.signals
    inside = range(first, min(first + quarters, len(signals)))
    return Outcome(
        found=any((one := signals[at]) is not None and one.direction is way for at in inside),
        at_last=signals[-1] is not None,
        anywhere=any(one is not None for one in signals),
        to_the_end=first + quarters >= len(signals),
    )


# --- series by the thousand ---------------------------------------------------------------------------------------------


def plant_of(planted: Planted, number: int, points: int) -> Plant:
    """A plant of that kind; steps end with the series or, every other one, before it, as in the country."""
    sign = 1 if number % 4 < 2 else -1
    if planted is Planted.STEP:
        first = points - STEP_QUARTERS - (0 if number % 2 else 5 + number % 7)
        return Plant("", "", planted, first, STEP_QUARTERS, sign * STEP_SIZE)
    if planted is Planted.TREND:
        return Plant("", "", planted, points - TREND_QUARTERS, TREND_QUARTERS, sign * TREND_SIZE)
    if planted is Planted.SPIKE:
        return Plant("", "", planted, points - 1 - number % 12, 1, sign * SPIKE_SIZE)
    if planted is Planted.SEASONAL:
        return Plant("", "", planted, 0, points, SEASON_SIZE)
    if planted is Planted.AUTOCORRELATED:
        return Plant("", "", planted, 0, points, MEMORY)
    return Plant("", "", planted)


def made_series(metric: MetricSpec, plant: Plant, number: int, points: int) -> Series:
    """One series: true shares with the plant in them, counts drawn from those, judged as any other."""
    chance = Chance(SEED, plant.planted.value, str(points), str(number))
    shares = share_series(chance, plant, points, BASE, WHOLE, UNSTEADY)
    quarters = [financial_quarter(2015 + at // 4, at % 4 + 1) for at in range(points)]
    figures = []
    for share, period in zip(shares, quarters, strict=True):
        whole = chance.count(WHOLE, 0.03)
        figures.append(Figure(metric.id, "board", period, "", Decimal(chance.part(whole, share)) / whole))
    series = build_series(metric, figures, quarters[-1])
    assert series is not None
    return series


def by_the_thousand(metric: MetricSpec, many: int, points: int = POINTS) -> dict[Planted, list[Outcome]]:
    """So many series of each kind."""
    return {
        planted: [
            judged(made_series(metric, plant, number, points), plant)
            for number in range(many)
            for plant in (plant_of(planted, number, points),)
        ]
        for planted in Planted
    }


def with_a_step(metric: MetricSpec, planted: Planted, many: int) -> float:
    """The share of seasonal (or autocorrelated) series in which a step at the end is found."""
    found = 0
    for number in range(many):
        size = STEP_SIZE if number % 2 else -STEP_SIZE
        kind = plant_of(planted, number, POINTS)
        plant = SteppedPlant("", "", planted, 0, POINTS, kind.size, step_first=POINTS - STEP_QUARTERS, step_size=size)
        found += judged(made_series(metric, plant, number, POINTS), plant).found
    return found / many


def report_by_report(metric: MetricSpec, many: int) -> list[float]:
    """Of steps that begin six quarters before the end: the share flagged at the last point of some report"
    " up to the first, the
    second, … the sixth report after the step began, each drawn with what was known then."""
    first = POINTS - STEP_QUARTERS
    seen = [0] * STEP_QUARTERS
    for number in range(many):
        size = STEP_SIZE if number % 2 else -STEP_SIZE
        plant = Plant("", "", Planted.STEP, first, STEP_QUARTERS, size)
        whole = made_series(metric, plant, number, POINTS)
        for report in range(STEP_QUARTERS):
            figures = whole.figures[: first + report + 1]
            then = build_series(metric, figures, figures[-1].period)
            signal = then.signals[-1] if then else None
            if signal is not None and (signal.direction is Direction.HIGH) == (size > 0):
                for later in range(report, STEP_QUARTERS):
                    seen[later] += 1
                break
    return [count / many for count in seen]


# --- the country itself ---------------------------------------------------------------------------------------------------


def of_the_country(folder: Path, country: Country) -> Iterator[tuple[Plant, Series]]:
    """Each series of the ledger as the product judges it, from the loaded files on."""
    from assize.measure.engine import Engine, Scope
    from assize.protect.audiences import protect

    workspace = app.Workspace.open(folder)
    catalogue = workspace.catalogue
    store = workspace.store()
    day = workspace.settings.cut_off
    assert day is not None
    try:
        reader = Reader(store, catalogue, day, {})
        first, *others = country.boards
        engine = Engine(catalogue, reader.totals, reader.members)
        metrics = [catalogue.metrics[name] for name in PLANTED]
        figures = engine.figures(metrics, Scope(first, (), tuple(others), country.last), {})
        figures = protect(figures, catalogue.sources, PARTNERSHIP, {}, day).figures
    finally:
        store.close()
    held: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        if figure.period.is_quarter and not figure.breakdown:
            held.setdefault((figure.metric, figure.area), []).append(figure)
    for plant in country.truth()[0]:
        if plant.measure in PLANTED and (plant.measure, plant.area) in held:
            series = build_series(catalogue.metrics[plant.measure], held[plant.measure, plant.area], country.last)
            assert series is not None
            yield plant, series


# --- what is written ------------------------------------------------------------------------------------------------------


def share(part: int, whole: int) -> str:
    """`1.7%`, or a dash of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def table(found: Mapping[Planted, Sequence[Outcome]]) -> list[str]:
    """A line a kind of series."""
    said = {
        Planted.STEP: f"step of {STEP_SIZE:g} deviations for {STEP_QUARTERS} quarters",
        Planted.TREND: f"trend of {TREND_SIZE:g} deviations a quarter for {TREND_QUARTERS} quarters",
        Planted.SPIKE: f"spike of {SPIKE_SIZE:g} deviations in one quarter",
        Planted.UNCHANGED: "unchanged",
        Planted.SEASONAL: f"seasonal, {SEASON_SIZE:g} deviations up and down, otherwise unchanged",
        Planted.AUTOCORRELATED: f"autocorrelated ({MEMORY:g} of a quarter is left in the next), otherwise unchanged",
    }
    lines = ["| series | number | change found | signal at the last point | signal anywhere |", "|---|---|---|---|---|"]
    for planted, words in said.items():
        own = found.get(planted, ())
        changed = planted in (Planted.STEP, Planted.TREND, Planted.SPIKE)
        hits = share(sum(one.found for one in own), len(own)) if changed else "no change"
        # Of a change that ended before the last quarter, the last point has nothing to say.
        ends = [one for one in own if not changed or one.to_the_end]
        last, ever = sum(one.at_last for one in ends), sum(one.anywhere for one in own)
        lines.append(f"| {words} | {len(own):,} | {hits} | {share(last, len(ends))} | {share(ever, len(own))} |")
    return lines


def rules(series: Sequence[Series]) -> str:
    """By which rule the last points of unchanged series were flagged."""
    counts = {rule: sum((one := each.signals[-1]) is not None and one.rule is rule for each in series) for rule in Rule}
    return ", ".join(f"{rule.value} {count}" for rule, count in counts.items())


def written(
    thousand: Mapping[Planted, Sequence[Outcome]],
    short: Mapping[Planted, Sequence[Outcome]],
    country: Mapping[Planted, Sequence[Outcome]],
    by_rule: str,
    many: int,
    stepped: Mapping[Planted, float],
    reports: Sequence[float],
) -> str:
    """The page."""
    unchanged, steps = thousand[Planted.UNCHANGED], thousand[Planted.STEP]
    false = share(sum(one.at_last for one in unchanged), len(unchanged))
    found = share(sum(one.found for one in steps), len(steps))
    lines = [
        "# What the control charts find, and how often they are wrong",
        "",
        f"Written by `python benchmarks/accuracy.py` ({many:,} series of each kind, seed {SEED}; rule set"
        f" `ptd-0.2.2`). Everything"
        " here is made up: `simulate/` plants the changes, and `assess/` and `statistics/`, which it cannot"
        " see, have to find them.",
        "",
        f"**Of the steps of three deviations that last six quarters {found} are found; of the series in"
        f" which nothing changed"
        f" {false} have a signal at the last point.** Asked for: at least 90%, and 1.0% to 2.5%.",
        "",
        f"## {POINTS} quarters, series by the thousand",
        "",
        f"Shares of about {WHOLE:,} ({BASE:.0%}), binomial, with {100 * UNSTEADY:g} percentage points of"
        f" their own unsteadiness"
        " from quarter to quarter. A deviation is of both together. *Found* means a signal in the direction"
        " planted at one of the"
        " planted quarters at least, on the chart drawn over all quarters. *Signal at the last point* is"
        " what the variation icon"
        " of a report shows; of steps, trends and spikes only those that run to the last quarter are counted in it.",
        "",
        *table(thousand),
        "",
        f"Of the unchanged series the last point was flagged by: {by_rule}.",
        "",
        "A report is drawn with what is known by its quarter. Of steps of three deviations, the share that"
        " some report had flagged"
        f" at its last point by the first quarter of the step, the second and so on:"
        f" {', '.join(f'{one:.0%}' for one in reports)}.",
        "",
        "The same step at the end of a seasonal series, whose season is taken out before limits are drawn, is found in"
        f" {stepped[Planted.SEASONAL]:.0%} of cases, and of an"
        f" autocorrelated one in {stepped[Planted.AUTOCORRELATED]:.0%}, where a signal says little, for"
        f" most of those without a step"
        " have one too.",
        "",
        "## 20 quarters",
        "",
        "The same, with half as many quarters: what an office has after five years. Six of the twenty lie"
        " in the step, so that"
        " the step itself moves the mean and widens the limits, and fewer are found than are asked for of"
        " longer series.",
        "",
        *table(short),
        "",
    ]
    if country:
        boards = sum(len(own) for own in country.values())
        lines += [
            "## The made-up country itself, end to end",
            "",
            f"Its files are written, loaded, measured and judged like any others; {boards} series"
            f" ({len(PLANTED)} measures of 42"
            " boards) are compared with its `ledger-of-truth`. There are few of each kind, so a share moves"
            " by several points with"
            " each series. Quarters that a file was lost for, and two areas added up to one, are in it.",
            "",
            *table(country),
            "",
        ]
    lines += [
        "## How to read it",
        "",
        "- *Unchanged* series are flagged at the last point about as often as the methods say of this rule"
        " set (1.7% of series of"
        " 20 quarters; a Poisson count of mean 6, 2.0%). With sixty measures and no change expect one false"
        " icon a report.",
        "- A *signal anywhere* in forty quarters is nothing rare: that is why a report speaks of the last point.",
        "- *Seasonal* series are tested for seasons first (Friedman's test) and judged without them, so that"
        " their changes are found as those of others are. What is taken out was estimated from the same quarters:"
        " with few of them a signal at the last point comes by chance about twice as often (see the two tables), and"
        " the packs' own tally of chance signals allows for it.",
        "- *Autocorrelated* series are flagged often though nothing changed: each point leans on the one"
        " before. A run in a"
        " measure that moves slowly (a caseload, a backlog) is a reason to look, not a finding.",
        "- A *spike* is found nearly always: its moving ranges are screened out, so that it hardly widens"
        " the limits. A *trend* is"
        " found when it has gone far enough, or at its seventh rising or falling quarter.",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--series", type=int, default=4000)
    parser.add_argument("--country", type=Path)
    parser.add_argument("--no-country", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    catalogue: Catalogue = load_catalogue()
    metric = replace(catalogue.metrics["conviction-rate"], breaks=())
    thousand = by_the_thousand(metric, asked.series)
    short = by_the_thousand(metric, asked.series // 2, points=20)
    stepped = {
        planted: with_a_step(metric, planted, asked.series // 2)
        for planted in (Planted.SEASONAL, Planted.AUTOCORRELATED)
    }
    reports = report_by_report(metric, asked.series // 2)
    still = [
        made_series(metric, Plant("", "", Planted.UNCHANGED), number, POINTS)
        for number in range(min(asked.series, 4000))
    ]
    ends: dict[Planted, list[Outcome]] = {}
    if not asked.no_country:
        country = found_country(catalogue, Plan())
        with tempfile.TemporaryDirectory() as scratch:
            folder = asked.country or Path(scratch) / "country"
            if asked.country is None:
                app.make_made_up(folder, packs=False)
            for plant, series in of_the_country(folder, country):
                ends.setdefault(plant.planted, []).append(judged(series, plant))
    text = written(thousand, short, ends, rules(still), asked.series, stepped, reports)
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    print(text)
    found = sum(one.found for one in thousand[Planted.STEP]) / asked.series
    false = sum(one.at_last for one in thousand[Planted.UNCHANGED]) / asked.series
    return int(found < LEAST_FOUND or not FEWEST_FALSE <= false <= MOST_FALSE)


if __name__ == "__main__":
    sys.exit(main())
