"""The two years of outcomes published beside each other: no two forces look exchanged, and any two that are do."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from assize import app as assize
from assize.app.exchanged_areas import _exchanged
from assize.store.profiles import areas_apart
from assize.store.store import Store

pytestmark = pytest.mark.real


def test_any_two_forces_exchanged_in_the_second_year_are_found(shared: Path, tmp_path: Path) -> None:
    files = [shared / "data" / "home_office_outcomes" / f"outcomes-{year}.csv.gz" for year in ("2017-18", "2018-19")]
    office = tmp_path / "office"
    assize.new_workspace(office, ("staffordshire",), quarter="2018-19-q4", cut_off=date(2019, 7, 31))
    assert [loaded.refused for loaded in assize.load_files(office, files)] == [
        None,
        None,
    ]  # as published nothing is asked
    store = Store.open(office)
    earlier, later = sorted(store.editions(source="crime-outcomes"), key=lambda one: one.last_period)
    apart = areas_apart(store.table_of(later), store.table_of(earlier))
    forces = sorted({one for squares in apart.values() for one, _ in squares})
    assert len(forces) >= 44
    missed = []
    for pair in combinations(forces, 2):
        swap = dict([pair, pair[::-1]])
        spoilt = [{(swap.get(one, one), other): far for (one, other), far in each.items()} for each in apart.values()]
        if not any(_exchanged(each) == [pair] for each in spoilt):
            missed.append(pair)
    assert missed == []
