"""Figures that cannot be, or that nobody would believe, whichever reader read them. Beside each damage stands what is true
and looks like it: a series that moves by itself, the spring of 2020, changes below nought.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from published_files import CATALOGUE

from assize.core.nouns import AreaKind
from assize.core.periods import Period, parse_period, quarter
from assize.core.reading import Row
from assize.ingest.consistency.lacking_places import tell_lacking_places
from assize.ingest.consistency.leaps import check_leaps
from assize.ingest.consistency.of_rows import check_rows
from assize.ingest.consistency.slid_series import slid_series
from assize.ingest.consistency.values import check_values
from assize.ingest.layouts import Doubt

PLACES = ["kent", "sussex", "surrey", "essex", "norfolk", "suffolk"]
QUARTERS = [quarter(year, number) for year in range(2018, 2023) for number in (1, 2, 3, 4)]
SPRING = quarter(2020, 2)
NAMES = {slug: area.name for slug, area in CATALOGUE.areas.items()}


def table(
    size: int = 3000, field: str = "receipts", words: tuple[str, ...] = (), periods: list[Period] = QUARTERS
) -> list[Row]:
    """Counts that vary by a few per cent, quarter after quarter, each place at a level of its own."""
    draw = random.Random(7)
    rows = []
    for period in periods:
        for at, place in enumerate(PLACES):
            number = round(size * (1 + at / 2) * draw.uniform(0.92, 1.08))
            line = len(rows) + 2
            rows.append(Row(place, period, field, words, Decimal(number), None, str(number), line=line, column="count"))
    return rows


def changed(rows: list[Row], when: Callable[[Row], bool], to: Callable[[Decimal], object]) -> list[Row]:
    spoilt = []
    for row in rows:
        if row.value is not None and when(row):
            value = Decimal(str(to(row.value)))
            row = row._replace(value=value, raw=str(value))
        spoilt.append(row)
    return spoilt


def in_kent(row: Row) -> bool:
    return row.area == "kent" and row.period == SPRING


def in_spring(row: Row) -> bool:
    return row.period == SPRING


@pytest.mark.parametrize("sign", ["", "%"])
def test_what_is_expected_of_a_share_is_said_in_the_unit_of_its_file(sign: str) -> None:
    rows = changed(table(size=300), in_kent, lambda value: value / 10)
    shares = [row._replace(value=(row.value or 0) / 1000, raw=f"{(row.value or 0) / 10}{sign}") for row in rows]
    (doubt,) = check_leaps(shares, "som.ods", NAMES)
    assert doubt.expected == f"about 31{sign}, as in the periods beside it"


def leaps(rows: list[Row]) -> str:
    return " ".join(problem.sentence for problem in check_leaps(rows, "file.csv", NAMES))


def wrong(rows: list[Row]) -> str:
    return " ".join(problem.sentence for problem in check_values(rows, "file.csv"))


def test_what_is_steady_or_moves_by_itself_is_left() -> None:
    rows = table()
    assert not leaps(rows)
    assert not wrong(rows)
    draw = random.Random(5)
    assert not leaps(changed(rows, lambda row: row.area == "kent", lambda value: value * draw.choice([1, 3, 9, 20])))
    assert not leaps(changed(table(size=6), in_kent, lambda value: 0))  # six a quarter may well be none
    assert not leaps(changed(rows, in_kent, lambda value: value * 3))


@pytest.mark.parametrize("factor", [10, 100, Decimal("0.1"), 0, 7])
def test_one_figure_that_leaps_is_doubted(factor: object) -> None:
    said = leaps(changed(table(), in_kent, lambda value: round(value * Decimal(str(factor)))))
    assert "the figures of Kent leap in 2020Q2" in said
    assert "expected about 3," in said or "expected about 2,9" in said


@pytest.mark.parametrize("period", [QUARTERS[0], QUARTERS[1], QUARTERS[-2], QUARTERS[-1]])
def test_one_that_leaps_near_an_end_is_doubted(period: Period) -> None:
    assert f"Kent leap in {period.id}" in leaps(
        changed(table(), lambda row: row.area == "kent" and row.period == period, lambda value: value * 10)
    )


def test_a_year_of_four_quarters_is_enough() -> None:
    year = table(periods=QUARTERS[:4])
    assert not leaps(year)
    when: Callable[[Row], bool] = lambda row: row.area == "kent" and row.period == QUARTERS[2]  # noqa: E731
    assert "Kent leap in 2018Q3" in leaps(changed(year, when, lambda value: value * 10))


@pytest.mark.parametrize(
    ("factor", "said"),
    [(10, "10 times more"), (100, "100 times more"), (Decimal("0.001"), "1,000 times less"), (0, "nought")],
)
def test_a_whole_period_in_another_unit_is_doubted_once(factor: object, said: str) -> None:
    problems = check_leaps(
        changed(table(40_000), in_spring, lambda value: round(value * Decimal(str(factor)))), "file.csv", NAMES
    )
    (problem,) = problems
    assert f"nearly all figures of 2020Q2 are {said}" in problem.what
    assert isinstance(problem, Doubt)
    assert problem.key == "leap@2020Q2"


def test_all_that_is_in_another_unit_from_a_quarter_on_is_doubted() -> None:
    said = leaps(changed(table(), lambda row: row.period >= SPRING, lambda value: value * 10))
    assert "nearly all figures of 2020Q2 are 10 times more than usual" in said


def test_courts_that_stood_still_in_spring_are_left() -> None:
    """Where all fall together, each by as much as it will, it is what happened."""
    draw = random.Random(3)
    assert not leaps(changed(table(), in_spring, lambda value: int(value * Decimal(str(draw.uniform(0.02, 0.2))))))


def test_a_new_level_of_one_place_is_left() -> None:
    when: Callable[[Row], bool] = lambda row: row.area == "kent" and row.period >= SPRING  # noqa: E731
    assert not leaps(changed(table(), when, lambda value: value * 7))


def test_many_leaps_are_told_in_few_lines_that_can_be_answered() -> None:
    spoilt = changed(table(), lambda row: row.area == "kent" and row.period.index % 7 == 0, lambda value: value * 10)
    spoilt = changed(spoilt, lambda row: row.area == "essex" and row.period in QUARTERS[5::7], lambda value: value * 10)
    problems = check_leaps(spoilt, "file.csv", NAMES)
    assert all(isinstance(problem, Doubt) and problem.key for problem in problems)
    assert 2 < len(problems) <= 6


def test_counts_below_nought_and_with_fractions_are_doubted() -> None:
    assert "figures lie below nought" in wrong(changed(table(), in_kent, lambda value: -value))
    assert not wrong(changed(table(field="offences_change_percent"), in_kent, lambda value: -value))
    assert "counts have fractions" in wrong(changed(table(), lambda row: True, lambda value: value / 1000))
    assert not wrong(changed(table(field="mean_days"), lambda row: True, lambda value: value / 1000))


def test_what_was_divided_by_a_thousand_is_doubted_though_nobody_said_that_it_is_a_count() -> None:
    ended = table(field="orders_that_ended")
    assert "three decimals" in wrong(changed(ended, lambda row: True, lambda value: value / 1000))
    assert not wrong(ended)
    assert not wrong(changed(ended, lambda row: True, lambda value: value / 10))  # one decimal: an average, perhaps
    assert not wrong(changed(table(field="reoffences_per_person"), lambda row: True, lambda value: value / 1000))
    assert not wrong(changed(ended, in_kent, lambda value: value / 1000))  # by itself a leap, and told as one


def test_a_rate_and_a_count_whose_names_changed_places_are_doubted() -> None:
    counts = table(words=("convictions",))
    shares = [
        row._replace(dimensions=("conviction-rate",), value=Decimal("0.83"), raw="83.0%", line=(row.line or 0) + 500)
        for row in counts
    ]
    assert not wrong([*counts, *shares])
    other = {"convictions": "conviction-rate", "conviction-rate": "convictions"}
    exchanged = [row._replace(dimensions=(other[row.dimensions[0]],)) for row in (*counts, *shares)]
    assert "what is called a rate has counts" in wrong(exchanged)
    alone = [row for row in exchanged if row.dimensions == ("conviction-rate",)]
    assert "what is called a rate" not in wrong(alone)  # a rate may be of 100,000, as a title says


def _place_by_place() -> list[Row]:
    """Places of which every other has three times as many."""
    larger = PLACES[::2]
    rows = changed(table(), lambda row: row.area in larger, lambda value: value * 3)
    rows.sort(key=lambda row: (PLACES.index(row.area), row.period))
    return [row._replace(line=at) for at, row in enumerate(rows, start=2)]


@pytest.mark.parametrize(
    ("by", "said"), [(1, "last of most places"), (2, "last of most"), (-1, "first of most places")]
)
def test_a_column_that_slid_beside_places_listed_with_all_their_periods(by: int, said: str) -> None:
    rows = _place_by_place()
    assert not list(slid_series(rows, "file.ods"))
    turned = [*rows[by:], *rows[:by]]
    slid = [row._replace(value=other.value, raw=other.raw) for row, other in zip(rows, turned, strict=True)]
    (doubt,) = slid_series(slid, "file.ods")
    assert said in doubt.sentence and "so it may have slid beside the others" in doubt.sentence
    growing = [row._replace(value=(row.value or 0) * (1 + row.period.index % 100)) for row in rows]
    assert not list(slid_series(growing, "file.ods"))
    alike = [row._replace(value=Decimal(3000 + row.period.index % 7)) for row in slid]
    assert not list(slid_series(alike, "file.ods"))


def test_a_column_that_was_sorted_by_itself_is_refused() -> None:
    rows = table()
    for reverse in (False, True):
        values = sorted((row.value for row in rows), reverse=reverse)  # type: ignore[type-var]
        (problem,) = check_values(
            [row._replace(value=value) for row, value in zip(rows, values, strict=True)], "file.csv"
        )
        assert "sorted without the others" in problem.what
        assert not isinstance(problem, Doubt)
    ranked = sorted(table(periods=QUARTERS[:1]) * 12, key=lambda row: row.value or 0)
    assert not wrong([row._replace(line=line) for line, row in enumerate(ranked, 2)])  # one quarter, by size


def test_a_figure_filled_down_over_others_is_doubted() -> None:
    rows = table()
    spoilt = changed(rows, lambda row: 30 <= (row.line or 0) < 40, lambda value: 4321)
    assert "4321 10 times" in wrong(spoilt)
    assert not wrong(changed(rows, lambda row: 30 <= (row.line or 0) < 40, lambda value: 4000))  # of few digits
    assert not wrong(changed(rows, lambda row: True, lambda value: 4321))  # a thing that does not change


def test_every_file_of_rows_is_looked_at_and_an_extract_is_not() -> None:
    spoilt = changed(table(), in_kent, lambda value: value * 10)

    def said(*, extracted: bool) -> list[str]:
        found = check_rows(spoilt, (), "file.csv", CATALOGUE, list, extracted=extracted)
        return [problem.what for problem in found]

    assert any("leap" in what for what in said(extracted=False))
    assert not said(extracted=True)


def test_places_that_a_file_lacks_are_said() -> None:
    regions = [area.slug for area in CATALOGUE.areas.values() if AreaKind.HMCTS_REGION in area.kinds]
    rows = [
        Row(region, period, "receipts", (), Decimal(100), None, "100", line=2)
        for region in regions
        for period in QUARTERS
    ]

    def said(kept: list[Row]) -> list[str]:
        found = tell_lacking_places(kept, "file.csv", CATALOGUE.areas)
        assert not any(problem.blocks for problem in found)
        return [problem.sentence for problem in found]

    assert not said(rows)
    assert not said([row for row in rows if row.area in regions[:2]])
    (absent,) = said([row for row in rows if row.area != regions[0]])
    assert f"not all regions of the courts are in the file, found {len(regions) - 1} of {len(regions)}" in absent
    assert NAMES[regions[0]] in absent
    (gap,) = said([row for row in rows if (row.area, row.period) != (regions[0], SPRING)])
    assert f"have nothing in a period that others of them have, found {NAMES[regions[0]]} in 2020Q2" in gap


@pytest.mark.parametrize("end", [0, -1])
def test_a_first_or_last_quarter_of_a_few_regions_is_said(end: int) -> None:
    """A file that was cut off: three regions of seven have the quarter, and the nation has not."""
    regions = [area.slug for area in CATALOGUE.areas.values() if AreaKind.HMCTS_REGION in area.kinds]
    places, cut = [*regions, "england-and-wales"], QUARTERS[end]
    rows = [
        Row(place, period, "median_days", (), Decimal(100), None, "100", line=2)
        for place in places
        for period in QUARTERS
        if period != cut or place in regions[:3]
    ]
    lacking, nation = (problem.sentence for problem in tell_lacking_places(rows, "file.csv", CATALOGUE.areas))
    assert "regions of the courts have nothing in a period that others of them have" in lacking
    assert all(f"{NAMES[region]} in {cut.id}" in lacking for region in sorted(regions[3:]))
    assert (
        f"the nation has nothing in a period that regions of the courts have, found England and Wales in {cut.id}"
        in nation
    )
    assert not tell_lacking_places([row for row in rows if row.period != cut], "file.csv", CATALOGUE.areas)


def test_a_line_of_a_csv_that_one_place_lacks_is_said() -> None:
    forces = [area.slug for area in CATALOGUE.areas.values() if AreaKind.FORCE in area.kinds]
    rows = [
        Row(place, period, "defendants", (court, ""), Decimal(100), None, "100", line=2)
        for place in forces
        for period in QUARTERS
        for court in ("crown-court", "magistrates-courts")
    ]
    assert not tell_lacking_places(rows, "file.csv", CATALOGUE.areas)
    gone = ("sussex", SPRING, "crown-court")
    cut = [row for row in rows if (row.area, row.period, row.dimensions[0]) != gone]
    (said,) = tell_lacking_places(cut, "file.csv", CATALOGUE.areas)
    assert "nearly all others have one, found Sussex (crown-court) in 2020Q2" in said.sentence and not said.blocks
    late = [row for row in rows if row.area != "sussex" or row.period > QUARTERS[9]]  # a place that began later
    assert not tell_lacking_places(late, "file.csv", CATALOGUE.areas)


def test_a_nation_of_years_beside_regions_of_quarters_lacks_nothing() -> None:
    regions = [area.slug for area in CATALOGUE.areas.values() if AreaKind.HMCTS_REGION in area.kinds]
    rows = [
        Row(place, period, "receipts", (), Decimal(1), None, "1", line=2) for place in regions for period in QUARTERS
    ]
    year = Row("england-and-wales", parse_period("2020"), "receipts", (), Decimal(9), None, "9", line=2)
    assert not tell_lacking_places([*rows, year], "file.csv", CATALOGUE.areas)
