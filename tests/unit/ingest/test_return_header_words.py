"""What a header over the figures may say besides the form's own words, and what is typed under "How complete"."""

from __future__ import annotations

from dataclasses import replace

import pytest
from returns_mutated.made import subjects

from assize.core.forms import Completeness, FormPlan
from assize.core.periods import parse_period
from assize.ingest.returns.completeness import read_completeness
from assize.ingest.returns.header_words import other_header


@pytest.fixture(scope="module")
def plan() -> FormPlan:
    return replace(
        subjects(2019)[0].plans[0],
        quarter=parse_period("2025-26-q1"),
        board_name="Staffordshire",
        provider_name="Moor Hall",
    )


@pytest.mark.parametrize(
    "said",
    [
        "Your figure",
        "Your figure, April to June 2025",
        "YOUR FIGURES: April to June 2025",
        "Your figure (whole number), April to June 2025",
        "Your figure, Apr-Jun 25",
        "Your figure, April to June",
        "Your figure, April 2025 to June 2025",
        "Your figure, Q1",
        "Your figure, Q1 2025/26",
        "Your figure for Q1, 2025/26",
        "Your figure for the quarter, April to June 2025 (2025/26 Q1)",
        "Your figure, 01/04/2025 to 30/06/2025",
        "Your figure, Staffordshire",
        "Your figure, Moor Hall, Apr - Jun 2025",
        "Your figure*",
    ],
)
def test_a_header_that_says_the_same_is_taken(plan: FormPlan, said: str) -> None:
    assert other_header(said, plan, "back.xlsx") is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Your figure, Q4", "another quarter"),
        ("Your figure, Q1 2024/25", "another quarter"),
        ("Your figure, April to June 2024", "another quarter"),
        ("Your figure, April to September 2025", "another quarter"),
        ("Your figure, April", "another quarter"),
        ("Your figure, June 2025", "another quarter"),
        ("Your figure since January", "another quarter"),
        ("Your figure, year ending June 2025", "another quarter"),
        ("Your figure, 2025/26", "another quarter"),
        ("Your figure, April to June 2025, West Mercia", "does not ask for"),
        ("Your figure, West Mercia", "does not ask for"),
        ("Your figure, England", "does not ask for"),
        ("Your figure, 2025_26", "does not ask for"),
        ("Your figure, cumulative", "does not ask for"),
        ("Your figure, April to June 2025, year to date", "does not ask for"),
        ("Your figure, rolling year", "does not ask for"),
        ("Your figure, previous", "does not ask for"),
        ("Your figure, target", "does not ask for"),
        ("Your figure, forecast", "does not ask for"),
        ("Your figure, per adviser", "gives them a unit"),
        ("Your figure (rounded to 10)", "gives them a unit"),
        ("Your figure ‘000", "gives them a unit"),
        ("Your figure (average per month)", "gives them a unit"),
    ],
)
def test_a_header_that_says_anything_else_is_refused(plan: FormPlan, said: str, told: str) -> None:
    problem = other_header(said, plan, "back.xlsx")
    assert problem is not None and problem.blocks
    assert told in problem.what and problem.found == f"'{said}'" and "April to June 2025" in problem.expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Complete", Completeness.COMPLETE),
        ("fully complete", Completeness.COMPLETE),
        ("estimate", Completeness.ESTIMATED),
        ("est.", Completeness.ESTIMATED),
        ("(Est)", Completeness.ESTIMATED),
        ("partially", Completeness.PARTIAL),
        ("part-complete", Completeness.PARTIAL),
        ("incomplete", Completeness.PARTIAL),
        ("not yet complete", Completeness.PARTIAL),
        ("provisional", None),
        ("mostly", None),
        ("complete?", None),
        ("yes", None),
        ("", None),
    ],
)
def test_how_complete_a_figure_is_is_never_guessed(typed: str, meant: Completeness | None) -> None:
    assert read_completeness(typed) is meant
