"""The sixteen quarters the CPS published, each beside those around it: nothing is asked of them, and what spoils one found."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from assize.app.unlike_quarter import Beside, Figures, copied, unlike
from assize.catalogue.load import load_catalogue
from assize.core.periods import quarter
from assize.core.reading import Query, Row
from assize.ingest import read_file
from assize.ingest.layouts import Doubt
from assize.ingest.readers.cps_likeness import PUBLISHED, check_likeness

pytestmark = pytest.mark.real

CATALOGUE = load_catalogue()
NATION = "england-and-wales"
QUARTER = quarter(2018, 4)  # of what is spoilt
STAFFORDSHIRE, KENT, LANCASHIRE = "staffordshire", "kent", "lancashire"
Place = tuple[str, str, tuple[str, ...]]


@pytest.fixture(scope="module")
def quarters(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Figures]:
    """The figures of each quarter, in order of time."""
    scratch = tmp_path_factory.mktemp("scratch")
    found = []
    for path in sorted((shared / "data" / "cps_case_outcomes_quarterly").glob("*.csv")):
        content = read_file(path, CATALOGUE, scratch).content
        assert not isinstance(content, Query)
        found.append({(row.area, row.field, row.dimensions): row.value for row in content if row.value is not None})
    assert len(found) == 16
    return found


def beside(own: Figures, *others: Figures) -> list[Beside]:
    return [Beside.of(own, other, NATION, str, "then") for other in others]


def found(own: Figures, *others: Figures) -> list[str]:
    return [each.key for each in unlike(beside(own, *others))]


def test_no_quarter_is_unlike_the_one_before_or_after(quarters: list[Figures]) -> None:
    for one, other in pairwise(quarters):
        assert found(one, other) == found(other, one) == []


def test_no_quarter_is_unlike_the_four_nearest(quarters: list[Figures]) -> None:
    for at, own in enumerate(quarters):
        near = sorted(set(range(16)) - {at}, key=lambda other: (abs(other - at), other))[:4]
        assert found(own, *(quarters[other] for other in near)) == []


def test_no_quarter_is_a_copy_of_another(quarters: list[Figures]) -> None:
    assert not any(
        copied(table, "other")
        for own in quarters
        for table in beside(own, *(other for other in quarters if other is not own))
    )


# --- the last quarter but one, spoilt ---------------------------------------------------------------------------------


def moved(figures: Figures, change: Callable[[Place], Place]) -> Figures:
    return {place: figures.get(change(place), value) for place, value in figures.items()}


def categories(figures: Figures) -> list[str]:
    """From the one of most cases in the nation to the one of fewest."""
    cases: dict[str, Decimal] = {}
    for (area, _, (word,)), value in figures.items():
        cases[word] = cases.get(word, Decimal(0)) + (value if area == NATION else 0)
    return sorted(cases, key=lambda word: -cases[word])


def test_each_category_under_the_header_of_the_next_in_size_is_found(quarters: list[Figures]) -> None:
    """They do not leap: the two nearest in size, area by area."""
    before, own = quarters[13], quarters[14]
    words = [word for word in categories(own) if word != "administratively-finalised"]
    for pair in pairwise(words):
        other = dict([pair, pair[::-1]])
        spoilt = moved(own, lambda place, other=other: (*place[:2], (other.get(place[2][0], place[2][0]),)))  # type: ignore[misc]
        assert "-".join(("exchanged", *sorted(pair))) in found(spoilt, before)


def test_each_category_slid_by_an_area_or_sorted_is_found(quarters: list[Figures]) -> None:
    before, own = quarters[13], quarters[14]
    areas = sorted({area for area, *_ in own} - {NATION})
    for word in categories(own):
        sizes = {
            area: sum(value for place, value in own.items() if (place[0], place[2]) == (area, (word,)))
            for area in areas
        }
        for order in (areas[1:] + areas[:1], sorted(areas, key=sizes.__getitem__, reverse=True)):
            other = dict(zip(areas, order, strict=True))
            spoilt = moved(
                own,
                lambda place, other=other, word=word: (  # type: ignore[misc]
                    (other.get(place[0], place[0]) if place[2] == (word,) else place[0]),
                    *place[1:],
                ),
            )
            assert f"areas-of-{word}" in found(spoilt, before)


def test_figures_that_were_typed_wrongly_and_areas_that_were_lost_are_found(quarters: list[Figures]) -> None:
    before, own = quarters[13], quarters[14]
    sexual = (STAFFORDSHIRE, "convictions", ("sexual-offences",))
    assert own[sexual] == 66
    typed = "count-staffordshire-sexual-offences-convictions"
    assert found({**own, sexual: Decimal(660)}, before) == [typed]
    assert found({**own, sexual: Decimal(6)}, *reversed(quarters[10:14])) == [typed]
    noughts = {place: Decimal(0) if place[0] == STAFFORDSHIRE else value for place, value in own.items()}
    assert found(noughts, before) == ["area-staffordshire"]
    other = {KENT: LANCASHIRE, LANCASHIRE: KENT}
    assert found(moved(own, lambda place: (other.get(place[0], place[0]), *place[1:])), before) == [
        "exchanged-kent-lancashire"
    ]
    late = {place: before[place] if place[0] >= STAFFORDSHIRE else value for place, value in own.items()}
    (table,) = beside(late, before)
    copy = copied(table, "2018q3")
    assert copy and copy.found.startswith("staffordshire, suffolk, surrey") and copy.found.endswith("and 5 more")


# --- with no quarter held beside it ------------------------------------------------------------------------------------


def alone(figures: Figures) -> list[str]:
    rows = [
        Row(area, QUARTER, field, words, value, None, str(value)) for (area, field, words), value in figures.items()
    ]
    problems = check_likeness("POC-18-19-q3.csv", {NATION}, rows, {})
    return [problem.key for problem in problems if isinstance(problem, Doubt)]


def test_nothing_is_asked_of_a_quarter_alone(quarters: list[Figures]) -> None:
    assert [alone(own) for own in quarters] == [[]] * 16


def test_categories_exchanged_are_found_in_a_quarter_alone(quarters: list[Figures]) -> None:
    """All pairs of the eleven whose shares held, in each quarter, but among the three nearest."""
    for own in quarters:
        words = [each for each in categories(own) if each not in ("administratively-finalised", "all-other-offences")]
        missed = []
        for pair in combinations(words, 2):
            other = dict([pair, pair[::-1]])
            spoilt = moved(own, lambda place, other=other: (*place[:2], (other.get(place[2][0], place[2][0]),)))  # type: ignore[misc]
            one, two = sorted(pair, key=list(PUBLISHED).index)
            if f"exchanged-{one}-{two}@{QUARTER.id}" not in alone(spoilt):
                missed.append({one, two})
        assert all(pair < {"burglary", "fraud-and-forgery", "sexual-offences"} for pair in missed)


def test_columns_sorted_or_slid_are_found_in_a_quarter_alone(quarters: list[Figures]) -> None:
    for own in quarters:
        areas = sorted({area for area, *_ in own} - {NATION})
        for word, field in {(place[2], place[1]) for place in own}:
            column = {area: own[area, field, word] for area in areas}
            if sum(column.values()) < 150:
                continue
            for order in (areas[1:] + areas[:1], sorted(areas, key=lambda area: -column[area])):
                spoilt = {**own, **{(area, field, word): column[its] for area, its in zip(areas, order, strict=True)}}
                assert f"out-of-order-{word[0]}-{field}@{QUARTER.id}" in alone(spoilt)
