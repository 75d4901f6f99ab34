"""Places that stand in an order but for some of them are asked about; orders of a publisher's own, and other names, are not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from published_files import CATALOGUE

from assize.core.nouns import AreaKind
from assize.core.periods import quarter
from assize.core.reading import Row
from assize.ingest.consistency.listed_places import check_listed_places

AREAS = CATALOGUE.areas


def of_kind(kind: AreaKind) -> list[str]:
    return sorted((slug for slug, area in AREAS.items() if kind in area.kinds), key=lambda slug: AREAS[slug].name)


BOARDS, COURT_REGIONS = of_kind(AreaKind.BOARD), of_kind(AreaKind.HMCTS_REGION)
POLICE_REGIONS = sorted(of_kind(AreaKind.REGION), key=lambda slug: AREAS[slug].code)


def found(order: Sequence[str], *later: Sequence[str]) -> list[str]:
    """What is asked about a table in which the quarters have their places in these orders; a first alone is that of all."""
    rows = [
        Row(
            area,
            quarter(2024, number),
            "value",
            ("c1", "all"),
            Decimal(100),
            None,
            "100",
            sheet="C1",
            ref=f"{column}{at}",
        )
        for number, (column, places) in enumerate(zip("BCD", (order, *(later or (order, order))), strict=True), start=1)
        for at, area in enumerate(["england-and-wales", *places], start=4)
    ]
    return [problem.found for problem in check_listed_places(rows, "ccsq.ods", AREAS)]


def exchanged(order: Sequence[str], one: int, other: int) -> list[str]:
    turned = list(order)
    turned[one], turned[other] = turned[other], turned[one]
    return turned


@pytest.mark.parametrize("order", [BOARDS, COURT_REGIONS, POLICE_REGIONS, of_kind(AreaKind.FORCE)])
def test_lists_in_order_are_read_and_such_with_two_exchanged_or_turned_round_are_asked_about(order: list[str]) -> None:
    assert found(order) == []
    one, other = len(order) // 3, len(order) - 1
    (said,) = found(exchanged(order, one, other))
    assert said == f"{AREAS[order[other]].name} where {AREAS[order[one]].name} belongs, and the other way round"
    (said,) = found(order[::-1])
    assert said == f"{AREAS[order[-1]].name} first and {AREAS[order[0]].name} last"


def test_areas_of_the_cps_turned_round_are_asked_about_whatever_else_they_are_called() -> None:
    order = of_kind(AreaKind.CPS_AREA)
    assert found(order) == []
    (said,) = found(order[::-1])
    assert said == f"{AREAS[order[-1]].name} first and {AREAS[order[0]].name} last"


def test_a_place_among_others_is_asked_about_and_one_at_an_end_is_not() -> None:
    moved = [*BOARDS[:5], *BOARDS[6:30], BOARDS[5], *BOARDS[30:]]
    assert found(moved) == [f"{AREAS[BOARDS[5]].name} between {AREAS[BOARDS[29]].name} and {AREAS[BOARDS[30]].name}"]
    assert found([*BOARDS[:5], *BOARDS[6:], BOARDS[5]]) == []


def test_another_name_of_a_place_explains_where_it_stands() -> None:
    city = next(slug for slug in of_kind(AreaKind.FORCE) if AREAS[slug].name == "City of London")
    others = [slug for slug in of_kind(AreaKind.FORCE) if slug != city]
    after = next(at for at, slug in enumerate(others) if AREAS[slug].name > "London")
    assert found([*others[:after], city, *others[after:]]) == []  # as the Home Office prints it: London, City of
    assert found([*others[:2], city, *others[2:]]) != []


def test_orders_of_a_publishers_own_are_left() -> None:
    draw = random.Random(3)
    for _ in range(20):
        assert found(draw.sample(BOARDS, len(BOARDS))) == []
    assert found(BOARDS[:4]) == found(BOARDS[:4][::-1]) == []


def test_two_exchanged_in_one_quarter_are_asked_about_and_quarters_each_in_an_order_of_its_own_are_not() -> None:
    turned = exchanged(BOARDS, 3, 30)
    (said,) = found(BOARDS, BOARDS, turned)
    assert said == f"{AREAS[BOARDS[30]].name} where {AREAS[BOARDS[3]].name} belongs, and the other way round"
    assert found(BOARDS, turned, exchanged(BOARDS, 5, 8)) == []
