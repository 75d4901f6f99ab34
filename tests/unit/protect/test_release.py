"""Which counts stand behind figures, and which sums tie them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from builders import BOARD, CUT_OFF, LATEST, NATION, OTHER, POOL, figure, metric, source

from assize.core.nouns import Figure
from assize.core.periods import financial_year
from assize.core.specs import Kind
from assize.protect.audiences import SMALL, protect
from assize.protect.release import Release, release_of

COUNT = metric("cases-opened", Kind.COUNT)
SHARE = metric()
POOLS = {POOL: (OTHER,), NATION: (BOARD, OTHER)}


def of(*figures: Figure, smallest: int = 5) -> Release:
    return release_of(figures, {"returns": source(smallest_count=smallest)}, POOLS)


def added_up(release: Release) -> list[tuple[int, list[int]]]:
    """Each sum as the value of its whole and of its parts."""
    return [
        (release.counts[one.whole].value, [release.counts[part].value for part in one.parts]) for one in release.sums
    ]


def seen(*figures: Figure) -> list[Decimal | None]:
    return [
        held.value for held in protect(figures, {"returns": source(smallest_count=5)}, "public", POOLS, CUT_OFF).figures
    ]


def test_two_figures_of_one_count_share_it():
    release = of(figure(COUNT, 30), figure(metric("the-same", Kind.COUNT), 30))
    assert [count.value for count in release.counts.values()] == [30]


def test_a_count_that_two_figures_give_two_values_of_is_two_counts():
    release = of(figure(COUNT, 30), figure(metric("the-same", Kind.COUNT), 31))
    assert [count.value for count in release.counts.values()] == [30, 31]
    assert release.sums == []


def test_a_share_has_a_rest():
    assert added_up(of(figure(SHARE, 37, 40))) == [(40, [37, 3])]


def test_areas_come_to_the_country_and_quarters_to_the_year():
    first = LATEST.later(-3)
    quarters = [figure(COUNT, count, period=first.later(step)) for step, count in enumerate((10, 20, 30, 40))]
    year = figure(COUNT, 100, period=financial_year(2018))
    assert added_up(of(*quarters, year)) == [(100, [10, 20, 30, 40])]
    assert added_up(of(figure(COUNT, 10), figure(COUNT, 20, area=OTHER), figure(COUNT, 30, area=NATION))) == [
        (30, [10, 20])
    ]


def test_what_no_figure_shows_of_a_year_is_taken_as_known():
    year = figure(COUNT, 100, period=financial_year(2018))
    release = of(figure(COUNT, 40), year)
    assert added_up(release) == [(100, [40, 60])]
    assert [count.known for count in release.counts.values()] == [False, False, True]
    assert seen(figure(COUNT, 3), figure(COUNT, 63, period=financial_year(2018))) == [None, None]


def test_what_is_left_of_a_year_may_be_too_small_itself():
    assert seen(figure(COUNT, 97), figure(COUNT, 100, period=financial_year(2018))).count(None) >= 1


def test_figures_that_do_not_add_up_are_not_tied():
    release = of(figure(COUNT, 10), figure(COUNT, 20, area=OTHER), figure(COUNT, 25, area=NATION))
    assert added_up(release) == []


def test_years_that_overlap_are_tied_over_their_quarters():
    """A rolling year less the one before is one quarter less another: with the one known the other is."""
    first = LATEST.later(-4)
    quarters = [figure(COUNT, count, period=first.later(step)) for step, count in enumerate((50, 20, 30, 40, 3))]
    years = []
    for step, total in ((0, 140), (1, 93)):
        held = figure(metric("a-year", Kind.COUNT), total, period=first.later(step))
        part = replace(held.parts[0], periods=tuple(first.later(step + one) for one in range(4)))
        years.append(replace(held, parts=(part,)))
    release = of(*quarters, *years)
    assert added_up(release) == [(140, [50, 20, 30, 40]), (93, [20, 30, 40, 3])]
    after = protect([*quarters, *years], {"returns": source(smallest_count=5)}, "public", POOLS, CUT_OFF)
    assert [held.value for held in after.figures] == [50, 20, 30, 40, None, 140, None]
    assert after.withheld == {SMALL: 2}


def test_counts_of_a_source_without_a_smallest_are_known_and_never_withheld():
    held = figure(SHARE, 3, 40)
    other = replace(held.parts[1], selection=replace(held.parts[1].selection, source="published"))
    sources = {"returns": source(smallest_count=5), "published": source("published", smallest_count=0)}
    release = release_of([replace(held, parts=(held.parts[0], other))], sources, POOLS)
    assert [count.known for count in release.counts.values()] == [False, True, False]
    alone = figure(metric("published", Kind.COUNT), 40)
    assert release_of([alone], {"returns": source(smallest_count=0)}, POOLS) == Release()
