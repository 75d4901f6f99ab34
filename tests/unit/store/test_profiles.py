"""Areas beside those of a neighbouring file: who is like whom, word by word."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from assize.app.exchanged_areas import _exchanged
from assize.store.editions import connect_duckdb
from assize.store.profiles import Table, areas_apart

AREAS = tuple(f"force-{letter}" for letter in "abcdefghijkl")
CODES = tuple(f"code-{number}" for number in range(30))


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Table]:
    def made(
        year: int,
        called: Callable[[str], str] = str,
        areas: tuple[str, ...] = AREAS,
        codes: tuple[str, ...] = CODES,
    ) -> Table:
        """Four quarters of a year; how many crimes an area has of a code stays the same, but for chance."""
        path = tmp_path / f"{year}-{len(areas)}-{len(codes)}-{called(AREAS[0])}.parquet"
        engine = connect_duckdb()
        engine.execute(
            "CREATE TABLE lines (area VARCHAR, period VARCHAR, field VARCHAR, code VARCHAR, value DECIMAL(20,6))"
        )
        for area in areas:
            for code in codes:
                usual = random.Random(area + code).randrange(0, 300)
                for quarter in range(1, 5):
                    count = round(usual * random.Random(f"{area}{code}{year}{quarter}").uniform(0.7, 1.3))
                    engine.execute(
                        "INSERT INTO lines VALUES (?, ?, 'offences', ?, ?)",
                        [called(area), f"{year}Q{quarter}", code, count],
                    )
        engine.execute(f"COPY lines TO '{path}' (FORMAT parquet)")
        engine.close()
        return path, ("code",)

    return made


def test_every_area_is_nearest_to_itself(table: Callable[..., Table]) -> None:
    apart = areas_apart(table(2018), table(2017))["offences"]
    assert len(apart) == 12 * 12
    assert all(min(AREAS, key=lambda other: apart[one, other]) == one for one in AREAS)
    assert _exchanged(apart) == []


def test_two_areas_exchanged_are_nearest_to_each_other(table: Callable[..., Table]) -> None:
    swap = {"force-a": "force-d", "force-d": "force-a"}
    apart = areas_apart(table(2018, lambda area: swap.get(area, area)), table(2017))["offences"]
    assert _exchanged(apart) == [("force-a", "force-d")]


def test_few_areas_or_words_tell_nothing(table: Callable[..., Table]) -> None:
    assert areas_apart(table(2018, areas=AREAS[:9]), table(2017)) == {}
    assert areas_apart(table(2018, codes=CODES[:19]), table(2017)) == {}
