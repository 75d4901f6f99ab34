"""Two editions beside each other: figures that stand elsewhere, slipped, were multiplied, or are gone."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from assize.store.beside import WORDS, Beside
from assize.store.editions import connect_duckdb

AREAS = tuple(f"force-{letter}" for letter in "abcdefgh")
PERIODS = ("2023Q1", "2023Q2", "2023Q3", "2023Q4")
GROUPS = {"robbery": "violent", "assault": "violent", "theft": "of-goods"}
FIELDS = ("receipts", "disposals")
Line = tuple[str, str, str, str, str]  # area, period, field, kind, group
Figures = dict[Line, int | None]


def figures(periods: tuple[str, ...] = PERIODS, seed: int = 1) -> Figures:
    draw = random.Random(seed)
    usual = {(area, field, kind): draw.randrange(20, 900) for area in AREAS for field in FIELDS for kind in GROUPS}
    return {
        (area, period, field, kind, GROUPS[kind]): round(
            size * random.Random(f"{area}{period}{field}{kind}").uniform(0.9, 1.1)
        )
        for period in periods
        for (area, field, kind), size in usual.items()
    }


@pytest.fixture
def beside(tmp_path: Path) -> Callable[[Figures, Figures], Beside]:
    def compared(own: Figures, held: Figures) -> Beside:
        tables = []
        for name, lines in (("own", own), ("held", held)):
            path = tmp_path / f"{name}.parquet"
            engine = connect_duckdb()
            engine.execute(
                "CREATE TABLE lines (area VARCHAR, period VARCHAR, field VARCHAR, kind VARCHAR, class VARCHAR,"
                " value DECIMAL(20,6))"
            )
            rows = ", ".join(str((*key, value)).replace("None", "NULL") for key, value in lines.items())
            engine.execute(f"INSERT INTO lines VALUES {rows}")
            engine.execute(f"COPY lines TO '{path}' (FORMAT parquet)")
            tables.append((path, ("kind", "class")))
        return Beside(*tables)

    return compared


def moved(lines: Figures, change: Callable[[Line], Line]) -> Figures:
    return {change(key): value for key, value in lines.items()}


def test_an_honest_later_edition_shows_nothing(beside: Callable[[Figures, Figures], Beside]) -> None:
    """A third of it restated by a little, a quarter more, and what is small the same everywhere."""
    held = figures(PERIODS[:3])
    own = {key: value + (at % 3 == 0) if value else value for at, (key, value) in enumerate(figures().items())}
    small: Figures = {(area, period, "courtrooms", "all", "all"): 12 for area in AREAS for period in PERIODS}
    found = beside({**own, **small}, {**held, **{key: value for key, value in small.items() if key[1] != "2023Q4"}})
    assert (found.elsewhere(), found.shuffled(), found.multiplied(), found.lacking(), found.left_out()) == (
        [],
        [],
        [],
        [],
        0,
    )
    assert found.periods_gone() == []


def test_two_places_and_two_fields_exchanged_are_found(beside: Callable[[Figures, Figures], Beside]) -> None:
    places = {"force-b": "force-e", "force-e": "force-b"}
    found = beside(moved(figures(), lambda key: (places.get(key[0], key[0]), *key[1:])), figures()).elsewhere()
    assert [(one.key, one.word, one.other, one.same, one.of) for one in found] == [
        ("area", "force-b", "force-e", 24, 24), ("area", "force-e", "force-b", 24, 24),
    ]  # fmt: skip
    names = {"receipts": "disposals", "disposals": "receipts"}
    found = beside(moved(figures(), lambda key: (*key[:2], names[key[2]], *key[3:])), figures()).elsewhere()
    assert {(one.key, one.word, one.other) for one in found} == {("field", *one) for one in names.items()}


def test_a_word_moves_with_the_group_that_is_tied_to_it(beside: Callable[[Figures, Figures], Beside]) -> None:
    kinds = {"robbery": "theft", "theft": "robbery"}

    def change(key: Line) -> Line:
        kind = kinds.get(key[3], key[3])
        return (*key[:3], kind, GROUPS[kind])

    found = beside(moved(figures(), change), figures()).elsewhere()
    assert {(one.key, one.word, one.other) for one in found} == {("kind", *one) for one in kinds.items()}


def test_a_field_moves_with_its_words(beside: Callable[[Figures, Figures], Beside]) -> None:
    """As in a file whose one column of words says what is counted and of what kind it is."""
    held = {
        key: value
        for key, value in figures().items()
        if (key[2], key[3]) in (("receipts", "theft"), ("disposals", "robbery"))
    }
    turned = {
        ("receipts", "theft"): ("disposals", "robbery", "violent"),
        ("disposals", "robbery"): ("receipts", "theft", "of-goods"),
    }
    found = beside(moved(held, lambda key: (*key[:2], *turned[key[2], key[3]])), held).elsewhere()
    assert {(one.key, one.word, one.other) for one in found} == {
        ("field", "receipts", "disposals"), ("field", "disposals", "receipts"),
    } or {one.key for one in found} == {WORDS}  # fmt: skip


def test_quarters_under_the_names_of_the_next_are_found(beside: Callable[[Figures, Figures], Beside]) -> None:
    later = dict(pairwise((*PERIODS, "2024Q1")))
    found = beside(moved(figures(), lambda key: (key[0], later[key[1]], *key[2:])), figures()).elsewhere()
    assert {(one.word, one.other) for one in found} == {(new, old) for old, new in later.items()}


def test_what_is_the_same_in_every_quarter_tells_nothing(beside: Callable[[Figures, Figures], Beside]) -> None:
    lines: Figures = {(area, period, "rooms", kind, GROUPS[kind]): 40 + at * 7 for at, area in enumerate(AREAS)
                      for kind in GROUPS for period in PERIODS}  # fmt: skip
    held = {key: value for key, value in lines.items() if key[1] != "2023Q4"}
    assert beside(lines, held).elsewhere() == []


def test_counts_slid_by_a_line_from_a_quarter_on_are_found(beside: Callable[[Figures, Figures], Beside]) -> None:
    held = figures()
    keys = [key for key in held if key[1] in PERIODS[2:]]
    values = [held[key] for key in keys]
    found = beside({**held, **dict(zip(keys, [values[-1], *values[:-1]], strict=True))}, held).shuffled()
    assert [(one.field, one.period) for one in found] == [("", period) for period in PERIODS[2:]]
    assert all(one.moved > one.of * 0.9 for one in found)


@pytest.mark.parametrize(("factor", "seen"), [(1000, True), (2, True), (1.1, True), (1.02, False)])
def test_a_series_times_one_number_is_found(
    beside: Callable[[Figures, Figures], Beside], factor: float, seen: bool
) -> None:
    own = {
        key: round(value * factor) if value and key[2] == "receipts" and key[3] == "theft" else value
        for key, value in figures().items()
    }
    found = beside(own, figures()).multiplied()
    assert [(one.field, one.key, one.word, round(float(one.factor), 2), one.cells) for one in found] == (
        [("receipts", "kind", "theft", factor, 32), ("receipts", "class", "of-goods", factor, 32)] if seen else []
    )


def test_each_restated_by_as_much_as_it_will_is_no_factor(beside: Callable[[Figures, Figures], Beside]) -> None:
    draw = random.Random(4)
    own = {key: round(value * draw.uniform(1.05, 1.15)) if value else value for key, value in figures().items()}
    assert beside(own, figures()).multiplied() == []


def test_what_is_gone_is_counted_and_named(beside: Callable[[Figures, Figures], Beside]) -> None:
    own = {
        key: value
        for key, value in figures().items()
        if key[1] != "2023Q4" and key[2] != "disposals" and key[0] != "force-a"
    }
    found = beside(own, figures())
    assert [(one.key, one.words) for one in found.lacking()] == [
        ("field", (("disposals", 72),)), ("area", (("force-a", 18),)),
    ]  # fmt: skip
    assert found.left_out() == 81
    assert found.periods_gone() == ["2023Q4"]
