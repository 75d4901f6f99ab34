"""Categories that leap, and areas that have each other's figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assize.app.blocking import exchange_matters, leap_matters
from assize.app.categories import Held, exchanges, leaping
from assize.catalogue.load import load_catalogue
from assize.core.periods import parse_period
from assize.core.quality import Level

CATALOGUE = load_catalogue()
METRIC = "completed-prosecutions"
QUARTERS = [parse_period(one) for one in ("2017-18-q4", "2018-19-q1", "2018-19-q2", "2018-19-q3", "2018-19-q4")]
USUAL = {
    "staffordshire": {"homicide": 9, "burglary": 300, "robbery": 60, "drugs-offences": 240, "motoring-offences": 900},
    "west-mercia": {"homicide": 6, "burglary": 220, "robbery": 30, "drugs-offences": 310, "motoring-offences": 1300},
    "kent": {"homicide": 12, "burglary": 400, "robbery": 95, "drugs-offences": 390, "motoring-offences": 1200},
}


def held(latest: dict[str, dict[str, int]]) -> Held:
    """Four quarters that move a little, and the latest."""
    return {
        area: {
            quarter: {
                category: Decimal(count if last else count + at * count // 50)
                for category, count in (latest[area] if last else usual).items()
            }
            for at, quarter in enumerate(QUARTERS)
            for last in [quarter == QUARTERS[-1]]
        }
        for area, usual in USUAL.items()
    }


def test_areas_with_each_others_figures_block_until_answered() -> None:
    assert list(exchanges(METRIC, held(USUAL), ("staffordshire",))) == []
    swapped = {**USUAL, "staffordshire": USUAL["west-mercia"], "west-mercia": USUAL["staffordshire"]}
    found = list(exchanges(METRIC, held(swapped), ("staffordshire", "west-mercia")))
    assert [(one.area, one.other) for one in found] == [("staffordshire", "west-mercia")]
    assert list(exchanges(METRIC, held(swapped), ("kent",))) == []
    (matter,) = exchange_matters(CATALOGUE, found, {})
    assert matter.level is Level.BLOCKS and f'"{found[0].reference}" = "…"' in matter.action
    (matter,) = exchange_matters(CATALOGUE, found, {found[0].reference: "So it is."})
    assert matter.level is Level.KNOW


@pytest.mark.parametrize(("count", "leapt"), [(2833, True), (320, False), (40, True), (150, False)])
def test_a_category_that_leaps_blocks(count: int, leapt: bool) -> None:
    latest = {**USUAL, "staffordshire": {**USUAL["staffordshire"], "burglary": count}}
    found = list(leaping(METRIC, held(latest)))
    assert [(one.figure.area, one.figure.breakdown) for one in found] == [("staffordshire", "burglary")] * leapt
    for matter in leap_matters(CATALOGUE, found, {}):
        assert "burglary" in matter.what.lower() and found[0].figure.reference in matter.action
