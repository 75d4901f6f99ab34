"""Every place and every word of the publishers' files stands in the catalogue, and the worked examples are in the files."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind

pytestmark = pytest.mark.real

CATALOGUE = load_catalogue()
SAME = {"miscellaneous-crimes": "miscellaneous-crimes-against-society"}
NOT_A_PLACE = {"NA"}  # the last line of outcomes 2017/18 is NA in every column


def known_names(*kinds: AreaKind) -> set[str]:
    return {
        name
        for area in CATALOGUE.areas.values()
        if not area.kinds.isdisjoint(kinds)
        for name in (area.name, *area.variants)
    }


def slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


@pytest.fixture(scope="module")
def outcomes(shared: Path) -> duckdb.DuckDBPyConnection:
    """Both years of the outcomes file as the table `o`, texts as they stand."""
    connection = duckdb.connect()
    for year, first in (("2017-18", "offences"), ("2018-19", "force_outcomes_for_offences_recorded_in_quarter")):
        path = shared / "data" / "home_office_outcomes" / f"outcomes-{year}.csv.gz"
        select = (
            "SELECT financial_year || ' Q' || financial_quarter AS quarter, force_name, offence_group, offence_subgroup,"
            f" offence_code, outcome_type, TRY_CAST({first} AS INTEGER) AS offences_recorded,"
            " TRY_CAST(force_outcomes_recorded_in_quarter AS INTEGER) AS outcomes_recorded"
            f" FROM read_csv('{path}', all_varchar = true, header = true)"
        )
        connection.execute(f"CREATE TABLE IF NOT EXISTS o AS {select} LIMIT 0")
        connection.execute(f"INSERT INTO o {select}")
    return connection


def distinct(outcomes: duckdb.DuckDBPyConnection, column: str) -> set[str]:
    return {row[0] for row in outcomes.execute(f"SELECT DISTINCT {column} FROM o").fetchall()} - NOT_A_PLACE


def test_places_of_the_cps_files(shared: Path) -> None:
    names = set()
    for path in sorted((shared / "data" / "cps_case_outcomes_quarterly").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            names |= {row[0] for row in csv.reader(lines) if row[0]}
    assert len(names) == 43
    assert names <= known_names(AreaKind.BOARD, AreaKind.NATION)


def test_places_and_words_of_the_recorded_crime_file(shared: Path) -> None:
    (path,) = (shared / "data" / "home_office_recorded_crime").glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["Force Name"] for row in rows} <= known_names(AreaKind.FORCE, AreaKind.OTHER)
    groups = {slug(row["Offence Group"]) for row in rows}
    assert {SAME.get(group, group) for group in groups} <= set(CATALOGUE.vocabularies["offence_group"].names)
    subgroups = {slug(row["Offence Subgroup"]) for row in rows}
    assert subgroups <= set(CATALOGUE.vocabularies["offence_subgroup"].names)


def test_places_and_words_of_the_outcomes_files(outcomes: duckdb.DuckDBPyConnection) -> None:
    assert distinct(outcomes, "force_name") <= known_names(AreaKind.FORCE, AreaKind.OTHER)
    assert distinct(outcomes, "outcome_type") <= set(CATALOGUE.vocabularies["outcome_type"].names)
    groups = {slug(label) for label in distinct(outcomes, "offence_group")}
    assert {SAME.get(group, group) for group in groups} <= set(CATALOGUE.vocabularies["offence_group"].names)
    subgroups = {slug(label) for label in distinct(outcomes, "offence_subgroup")}
    assert {"rape-offences" if each == "rape" else each for each in subgroups} <= set(
        CATALOGUE.vocabularies["offence_subgroup"].names
    )


def test_forces_of_the_look_ups_have_their_codes(shared: Path) -> None:
    by_code = {area.code: area for area in CATALOGUE.areas.values() if AreaKind.FORCE in area.kinds}
    for path in sorted((shared / "data" / "ons_geography").glob("LAD*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        code, name = (next(head for head in rows[0] if re.fullmatch(rf"PFA\d\d{end}", head)) for end in ("CD", "NM"))
        for row in rows:
            area = by_code[row[code]]
            assert row[name] in (area.name, *area.variants)
        assert {row[code] for row in rows} == set(by_code)


@pytest.mark.parametrize(
    "metric",
    [
        metric
        for metric in CATALOGUE.metrics.values()
        if metric.numerators and metric.numerators[-1].source == "crime-outcomes"
    ],
    ids=lambda metric: metric.id,
)
def test_the_worked_example_stands_in_the_outcomes_file(metric, outcomes: duckdb.DuckDBPyConnection) -> None:  # type: ignore[no-untyped-def]
    """Counted again from the publisher's lines, for the quarter or year that the example names."""
    quarters = {
        "January to March 2019": "2018/19 Q4",
        "October to December 2018": "2018/19 Q3",
        "2018/19": "2018/19 Q%",
    }
    named = next(
        quarter for words, quarter in quarters.items() if metric.example.words.startswith(f"Staffordshire, {words}")
    )
    for selection, expected in (
        (metric.numerators[-1], metric.example.numerator),
        (next(iter(metric.denominators), None), metric.example.denominator),
    ):
        if selection is None or selection.source != "crime-outcomes":
            continue
        where = ["force_name = 'Staffordshire'", f"quarter LIKE '{named}'"]
        for dimension, values in selection.where:
            listed = ", ".join(f"'{value}'" for value in values)
            column = (
                f"regexp_replace(lower({dimension}), '[^a-z0-9]+', '-', 'g')"
                if dimension == "offence_group"
                else dimension
            )
            where.append(f"{column} IN ({listed})")
        total = outcomes.execute(f"SELECT sum({selection.field}) FROM o WHERE {' AND '.join(where)}").fetchone()
        assert total is not None
        assert Decimal(total[0]) == expected
