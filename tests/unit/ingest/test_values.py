"""Cells and names as publishers print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assize.core.nouns import Absence, Area, AreaKind, Mark
from assize.ingest.places import Places
from assize.ingest.received import column_letters
from assize.ingest.statistics_tables.values import read_value
from assize.ingest.values import CellValue, read_count, read_number, read_percentage, slug, without_footnote


@pytest.mark.parametrize(
    ("printed", "value"),
    [("29,338", 29338), (" 66776 ", 66776), ("-00", 0), ("0", 0), ("1,234,567", 1234567), ("007", 7)],
)
def test_counts(printed: str, value: int) -> None:
    assert read_count(printed) == CellValue(Decimal(value), None)
    assert str(read_count(printed).value) == str(value)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("printed", "mark"),
    [
        ("30,876r", Mark.REVISED),
        ("30,876 (r)", Mark.REVISED),
        ("30876 R", Mark.REVISED),
        ("30,876(p)", Mark.PROVISIONAL),
    ],
)
def test_a_letter_beside_a_number_is_its_mark(printed: str, mark: Mark) -> None:
    assert read_value(printed, {}) == CellValue(Decimal(30876), None, (mark,))


@pytest.mark.parametrize("printed", ["30,876e", "30,876 (3)", "30 876", "r", "(r)", "30,876 (r) (p)", "30,87r"])
def test_what_may_mean_another_thing_is_no_number(printed: str) -> None:
    assert read_value(printed, {}) is None


@pytest.mark.parametrize("printed", ["9" * 16, "1" + "0" * 5000, "1" + ",000" * 5])
def test_a_number_of_more_digits_than_any_figure_has_is_none(printed: str) -> None:
    assert read_count(printed) is None
    assert read_number(printed + ".5") is None
    assert read_count("9" * 15) == CellValue(Decimal("9" * 15), None)
    for cell in (printed, float(printed.replace(",", "")[:300])):
        assert read_value(cell, {}) is None


@pytest.mark.parametrize("printed", ["", "-", "1.5", "12,34", "1e3", "-3", "five", "1 2", "٣٣x"])
def test_no_counts(printed: str) -> None:
    assert read_count(printed) is None


def test_negative_counts_and_numbers() -> None:
    assert read_count("-45", negative=True) == CellValue(Decimal(-45), None)
    assert read_number("-1,234.50") == CellValue(Decimal("-1234.50"), None)


@pytest.mark.parametrize(
    ("printed", "absence"),
    [
        ("[x]", Absence.NOT_AVAILABLE),
        ("..", Absence.NOT_AVAILABLE),
        ("NA", Absence.NOT_AVAILABLE),
        ("[z]", Absence.NOT_APPLICABLE),
        ("*", Absence.CONFIDENTIAL),
        ("[low]", Absence.LOW),
    ],
)
def test_markers_are_absences_and_never_nought(printed: str, absence: Absence) -> None:
    assert read_count(printed) == CellValue(None, absence)


def test_marks_beside_a_number() -> None:
    assert read_count("1,204 [p] [r]") == CellValue(Decimal(1204), None, (Mark.REVISED, Mark.PROVISIONAL))


def test_percentages_keep_their_precision() -> None:
    assert read_percentage("82.60%") == (Decimal("82.60"), 2)
    assert read_percentage("100%") == (Decimal(100), 0)
    assert read_percentage("-") is None


def test_words() -> None:
    assert slug("Caution – adults") == "caution-adults"
    assert slug("Theft & Handling") == "theft-and-handling"
    assert [without_footnote(name) for name in ("Essex10", "Greater Manchester7,8", "Geography1", "Mid-2018")] == [
        "Essex", "Greater Manchester", "Geography", "Mid-2018",
    ]  # fmt: skip
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_places_by_any_spelling_and_only_of_their_kind() -> None:
    areas = {
        area.slug: area
        for area in (
            Area("west-midlands", "West Midlands", frozenset({AreaKind.FORCE, AreaKind.BOARD}), "E23000014"),
            Area(
                "west-midlands-region",
                "West Midlands region",
                frozenset({AreaKind.REGION}),
                variants=("West Midlands",),
            ),
            Area("city", "City of London", frozenset({AreaKind.FORCE}), variants=("London, City of",)),
            Area("fraud", "Action Fraud", frozenset({AreaKind.OTHER})),
        )
    }
    forces = Places(areas, AreaKind.FORCE)
    for name, expected in {
        "WestMidlands": "west-midlands", "London, City of": "city", "City of London6": "city", "action fraud ": "fraud",
    }.items():  # fmt: skip
        found = forces.named(name)
        assert found is not None
        assert found.slug == expected
    assert Places(areas, AreaKind.BOARD).named("Action Fraud") is None
    assert forces.coded("E23000014") is areas["west-midlands"]
    assert forces.named("Rutland") is None
    assert forces.nearest("West Midland") == "West Midlands"
