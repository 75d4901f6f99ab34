"""Editions of the Home Office's tables as they may come next: forces by their full names, periods with marks, other headers."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from home_office_files import CRIME_HEADER, OUTCOME_HEADER, WRITE, Table, crimes, write_csv
from published_files import CATALOGUE, observed, read

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind
from assize.ingest.long_tables.quarters import quarter_of
from assize.ingest.places import Places
from assize.ingest.readers.home_office_words import _CODES

Row = list[object]
FORCE = Places(CATALOGUE.areas, AreaKind.FORCE)
OUTCOMES = Path(__file__).parents[2] / "fixtures" / "ingest" / "outcomes.csv"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Cheshire Constabulary", "cheshire"), ("Kent Police", "kent"), ("Metropolitan Police Service", "metropolitan-police"),
        ("Hampshire and Isle of Wight Constabulary", "hampshire"), ("City of London Police", "city-of-london"),
        ("Heddlu Gwent", "gwent"), ("Heddlu Dyfed-Powys", "dyfed-powys"), ("Heddlu De Cymru", "south-wales"),
        ("Heddlu Gogledd Cymru", "north-wales"), ("West Midlands Police Force", "west-midlands"),
    ],
)  # fmt: skip
def test_forces_by_the_names_they_give_themselves(name: str, slug: str) -> None:
    area = FORCE.named(name)
    assert area is not None and area.slug == slug
    assert FORCE.named(f"{name} Federation") is None


@pytest.mark.parametrize("name", ["South West Region", "London region"])
def test_regions_of_the_courts_that_say_they_are_regions(name: str) -> None:
    courts = Places(CATALOGUE.areas, AreaKind.HMCTS_REGION)
    assert courts.named(name) is courts.named(name[: -len(" region")]) is not None


@pytest.mark.parametrize(
    ("year", "quarter", "period"),
    [
        ("2025/26", "1", "2025Q2"), ("2025_26", "Q4", "2026Q1"), ("2025/26 [p]", "1", "2025Q2"),
        ("2025-26p", "Q2 [p]", "2025Q3"),
        ("FY 2025/26", "Apr 2025 to Jun 2025", "2025Q2"), ("2025/26", "Jan 2026 to Mar 2026", "2026Q1"),
        ("Year ending March 2026", "Q1", "2025Q2"), ("2025/26", "Q1 2025/26", "2025Q2"),
        ("2025/26", "Jan 2025 to Mar 2025", None), ("2025", "1", None), ("2025/27", "1", None), ("2025/26", "Q1 2025", None),
        ("2025/26", "Annual", None), ("2025/26", "5", None), ("Year ending June 2025", "1", None),
    ],
)  # fmt: skip
def test_a_year_and_a_quarter_however_they_are_printed(year: str, quarter: str, period: str | None) -> None:
    found = quarter_of(year, quarter)
    assert (found.id if found else None) == period


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_marks_of_quarters_and_of_counts_are_kept(tmp_path: Path, kind: str) -> None:
    rows = [list(row) for row in crimes("2025/26", (1, 2))]
    for row in rows:
        row[1] = "Q2 [p]" if row[1] == 2 else "Q1"
    rows[0][-1] = f"{rows[0][-1]} [r]"
    rows[-1][-1] = f"{rows[-1][-1]} [r]"
    path = tmp_path / f"crime.{kind}"
    if kind == "csv":
        write_csv(path, [CRIME_HEADER, *rows])
    else:
        WRITE[kind](path, {"2025_26": [CRIME_HEADER, *rows]})
    reading = read(path, tmp_path)
    content = reading.content
    found = content.connection.execute(
        f"SELECT period, marks, count(*) FROM ({content.select}) GROUP BY 1, 2"
    ).fetchall()  # type: ignore[union-attr]
    whole = len(rows) // 2
    assert sorted(found) == [
        ("2025Q2", "", whole - 1), ("2025Q2", "[r]", 1), ("2025Q3", "[p]", whole - 1), ("2025Q3", "[p] [r]", 1),
    ]  # fmt: skip


def test_a_mark_that_is_glued_to_a_count_is_refused(tmp_path: Path) -> None:
    rows = [list(row) for row in crimes("2025/26")]
    rows[3][-1] = "1042r"
    with pytest.raises(FileRefused, match=r"line 5, Number of Offences\]: this is no count, found '1042r'"):
        read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)


def test_headers_that_say_year_and_quarter_alone(tmp_path: Path) -> None:
    header = ["Year", "Quarter", *CRIME_HEADER[2:]]
    rows = crimes("2025/26")
    assert len(observed(read(write_csv(tmp_path / "crime.csv", [header, *rows]), tmp_path))) == len(rows)
    with pytest.raises(FileRefused, match="this is no quarter of a financial year, found '2025', '1'"):
        read(write_csv(tmp_path / "other.csv", [header, *(["2025", *row[1:]] for row in rows)]), tmp_path)


# --- outcomes -----------------------------------------------------------------------------------------------------------


def fixture() -> tuple[list[str], list[Row]]:
    with OUTCOMES.open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    return header, [list(row) for row in rows if "NA" not in row]


@pytest.mark.parametrize("spelled", ["Outcome {}", "0{}", "{}.0", "type {}"])
def test_outcome_types_in_other_spellings(tmp_path: Path, spelled: str) -> None:
    header, rows = fixture()
    at = [name.casefold().replace("_", " ") for name in header].index("outcome type")
    usual = observed(read(write_csv(tmp_path / "usual.csv", [header, *rows]), tmp_path))
    other = [[*row[:at], spelled.format(row[at]), *row[at + 1 :]] for row in rows]
    found = observed(read(write_csv(tmp_path / "other.csv", [header, *other]), tmp_path))
    assert [{**row, "file": ""} for row in found] == [{**row, "file": ""} for row in usual]


def of_real_codes(kinds: tuple[str, ...] = ("0", "1", "18"), groups: tuple[str, ...] = ()) -> Table:
    """Outcomes of every code of the publication that is known by its words, or of those of some groups."""
    names = CATALOGUE.vocabularies["offence_group"].names
    subgroups = {"violence-against-the-person": "Homicide", "sexual-offences": "Rape", "robbery": "Robbery"}
    said = {"0": "Not yet assigned an outcome", "1": "Charged/Summonsed", "18": "No suspect identified"}
    return [
        [
            "2025/26", quarter, force, "", names[group], subgroups.get(group, f"All {names[group].lower()}"), code, False,
            said[kind], said[kind], kind, 101 + 7 * at + 3 * len(force) + at % 2,
            "" if kind == "0" else 97 + 6 * at + len(force),
        ]
        for quarter in (1, 2)
        for force in ("Kent", "Essex", "Dorset")
        for at, (code, (group, _)) in enumerate(_CODES.items())
        if not groups or group in groups
        for kind in kinds
    ]  # fmt: skip


def refusal(tmp_path: Path, rows: Table, header: list[str], **asked: object) -> str:
    with pytest.raises(FileRefused) as refused:
        read(write_csv(tmp_path / "table.csv", [header, *rows]), tmp_path, **asked)
    return refused.value.sentence


def test_a_file_of_some_groups_of_offences_is_asked_about(tmp_path: Path) -> None:
    said = refusal(tmp_path, of_real_codes(groups=("violence-against-the-person",)), OUTCOME_HEADER)
    assert "the file has nothing of offence groups that every edition has" in said
    assert "no Sexual offences, Robbery, Theft offences" in said and '"crime-outcomes@groups@2025q3"' in said


def test_a_file_without_what_has_no_outcome_is_asked_about(tmp_path: Path) -> None:
    whole, closed = (
        refusal(tmp_path, of_real_codes(kinds), OUTCOME_HEADER) for kinds in (("0", "1", "18"), ("1", "18"))
    )
    what = (
        "the file has nothing of the offences without an outcome, so shares of the offences recorded would be too large"
    )
    assert what in closed and '"crime-outcomes@unassigned@2025q3"' in closed
    assert what not in whole and "offence groups" not in whole


@pytest.mark.parametrize("code", ["23", "9A"])
def test_a_new_type_of_outcome_is_refused_with_whom_to_ask(tmp_path: Path, code: str) -> None:
    header, rows = fixture()
    at = [name.casefold().replace("_", " ") for name in header].index("outcome type")
    new: Callable[[Row], Row] = lambda row: [*row[:at], code, *row[at + 1 :]]  # noqa: E731
    said = refusal(tmp_path, [*rows, *map(new, rows[:1])], header)
    assert f"this is no outcome type, found '{code}'" in said and "ask the person who keeps" in said.casefold()
