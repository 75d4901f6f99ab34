"""The Crown Court tools: every record an observation, nothing added up, and refused where a word or a sum is not known."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from ingest.published_files import CATALOGUE, observed, read, workbook
from pivot_cache import FIELDS, Made, courts, measure, rdos_records, write_tool
from typer.testing import CliRunner

from assize.app import new_workspace
from assize.cli import app
from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind, Selection, Trust
from assize.core.periods import quarter
from assize.core.reading import Reading
from assize.ingest.places import Places
from assize.store import Store

RECORDS = 2000
TYPE, GROUP = "2. Triable either way", "04: Theft offences"
OPEN_FIELDS = ("year", "quarter", "receipt_type", "offence_group", "geographic_area", "age_open_grouped", "value")
BANDS = (
    "Under 4 weeks", "4 to 8 weeks", "8 to 12 weeks", "12 to 16 weeks", "16 to 20 weeks", "20 to 26 weeks",
    "6 months to under 1 year", "1 to 2 years", "2 years or more",
)  # fmt: skip


def rdos(court: str = "Stafford", board: str = "Staffordshire", region: str = "Midlands", *, year: str = "2025",
         quarter: str = "Q4", measure: str = "3. Open", kind: str = TYPE, group: str = GROUP,
         value: str = "10") -> tuple[str, ...]:  # fmt: skip
    return (year, quarter, kind, region, board, court, measure, group, value)


WHOLE = (
    rdos(measure="1. Receipts", value="4"),
    rdos(measure="2. Disposals", value="3"),
    rdos(value="871"),
    rdos("Stoke On Trent", value="754"),
    rdos("Snaresbrook", "East London", "London", value="4299"),
    rdos("Unknown", "Unknown", "Unknown", value="2"),
)


def made(
    folder: Path, records: Sequence[Sequence[str]], fields: tuple[str, ...] = FIELDS, name: str = "tool.xlsx"
) -> Path:
    return write_tool(folder / name, Made(fields, records))


def notes(reading: Reading) -> list[str]:
    """What was told of a file, but for the courts that it lacks: a small one has few of them."""
    return [
        problem.sentence for problem in reading.problems if "nothing of some Crown Court centres" not in problem.what
    ]


def refusals(path: Path, scratch: Path) -> list[str]:
    with pytest.raises(FileRefused) as error:
        read(path, scratch)
    return [problem.sentence for problem in error.value.problems]


def open_records(area: str, total: int, valid: int, bands: Sequence[int]) -> list[tuple[str, ...]]:
    words = [("Total", total), ("Valid", valid), *zip(BANDS, bands, strict=True)]
    return [("2025", "Q4", TYPE, GROUP, area, band, str(value)) for band, value in words]


# --- receipts, disposals and open cases -------------------------------------------------------------------------------


def test_every_record_is_an_observation_with_its_own_place(tmp_path: Path) -> None:
    records = rdos_records(RECORDS)
    reading = read(made(tmp_path, records), tmp_path)
    places = Places(CATALOGUE.areas, AreaKind.COURT)
    assert reading.source == "crown-court-caseload"
    assert reading.trust is Trust.NOT_YET_SEEN
    fields = {"1. Receipts": "receipts", "2. Disposals": "disposals", "3. Open": "open_cases"}
    found = observed(reading)
    assert len(found) == RECORDS
    for number, (record, row) in enumerate(zip(records, found, strict=True), start=1):
        area = places.named(record[5])
        assert area is not None
        assert (row["line"], row["sheet"], row["col"]) == (number, "pivotCacheRecords1.xml", "value")
        assert (row["area"], row["field"]) == (area.slug, fields[record[6]])
        assert row["period"] == f"{record[0]}{record[1]}"
        assert (row["value"], row["raw"]) == (Decimal(record[8]), record[8])
        assert (row["receipt_type"], row["court_offence_group"]) == (slug(record[2]), slug(record[7]))


def slug(word: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in word.lower()).split())


def test_a_board_is_the_sum_of_its_courts_once_accepted(tmp_path: Path) -> None:
    path = made(tmp_path, WHOLE)
    store = Store.open(tmp_path / "office")
    kept = store.keep(read(path, store.scratch), path)
    selection = Selection("crown-court-caseload", "open_cases")
    areas = {"staffordshire": ("crown-court-stafford", "crown-court-stoke-on-trent")}
    day = date(2026, 4, 1)
    assert store.totals([selection], areas, day)[selection] == []
    store.accept(kept.edition)
    (total,) = store.totals([selection], areas, day)[selection]
    assert (total.value, total.period, total.cells) == (1625, quarter(2025, 4), 2)
    cells = store.cells(selection, areas["staffordshire"], [total.period], (), day)
    assert [str(cell.cell) for cell in cells] == [
        "tool.xlsx [pivotCacheRecords1.xml!record 3, value]",
        "tool.xlsx [pivotCacheRecords1.xml!record 4, value]",
    ]
    store.close()


def test_what_was_read_names_records_as_refusals_do(tmp_path: Path) -> None:
    new_workspace(tmp_path / "office", ("staffordshire",), quarter="2025-q4", cut_off=date(2026, 4, 1))
    path = made(tmp_path, WHOLE, name="cc_rdos_tool.xlsx")
    loaded = CliRunner().invoke(app, ["load", str(path), "-w", str(tmp_path / "office"), "--released", "2026-03-26"])
    assert loaded.exit_code == 0, loaded.output
    assert "cc_rdos_tool.xlsx [pivotCacheRecords1.xml!record 1, value]: '4' is 4 for " in loaded.output
    assert "Excel shows it in no cell: filter the pivot table by" in loaded.output
    assert "!line" not in loaded.output


def test_places_and_words(tmp_path: Path) -> None:
    found = observed(read(made(tmp_path, WHOLE), tmp_path))
    assert [(row["area"], row["lcjb_area"]) for row in found[3:]] == [
        ("crown-court-stoke-on-trent", "staffordshire"),
        ("crown-court-snaresbrook", "east-london"),
        ("court-not-known", "unknown"),
    ]


def test_fields_may_move_and_more_may_come(tmp_path: Path) -> None:
    order = (8, 3, 1, 0, 7, 6, 5, 4, 2)
    fields = (*(FIELDS[at].replace("_", " ").title() for at in order), "note")
    records = [(*(record[at] for at in order), "x") for record in WHOLE]
    path = write_tool(tmp_path / "moved.xlsx", Made(fields, records, inline=("Value",)))
    moved = read(path, tmp_path)
    plain = read(made(tmp_path, WHOLE), tmp_path)
    kept = ("area", "period", "field", "receipt_type", "court_offence_group", "value", "line")
    assert [[row[name] for name in kept] for row in observed(moved)] == [
        [row[name] for name in kept] for row in observed(plain)
    ]
    assert notes(moved) == [
        "moved.xlsx [pivotCacheRecords1.xml]: a column that is not known is not read, found 'note'."
    ]


def test_totals_are_checked_and_left_out(tmp_path: Path) -> None:
    totals = [rdos(kind="All", value="871"), rdos(kind="3. Summary", value="0")]
    reading = read(made(tmp_path, [*WHOLE, *totals]), tmp_path)
    found = [row["value"] for row in observed(reading) if row["area"] == "crown-court-stafford"]
    assert found == [4, 3, 871, 0]
    assert notes(reading) == [
        "tool.xlsx [pivotCacheRecords1.xml]: records of totals (receipt type) agree with what they are the totals of, and are"
        " left out."
    ]
    said = refusals(made(tmp_path, [*WHOLE, rdos(kind="All", value="900")]), tmp_path)
    assert said == [
        "tool.xlsx [pivotCacheRecords1.xml!record 7, value]: a total is not the sum of what it is the total of (receipt type),"
        " found 900, expected 871. Load the publisher's own file."
    ]


ALL_COURTS = 871 + 754 + 4299 + 2  # open cases of WHOLE
NOT_THE_SUM = "a total is not the sum of what it is the total of"


@pytest.mark.parametrize(
    ("region", "board", "court", "total", "of"),
    [
        ("All", "All", "All", ALL_COURTS, "region, LCJB area and Crown Court"),
        ("Total", "Total", "Total", ALL_COURTS, "region, LCJB area and Crown Court"),
        (
            "England and Wales",
            "England and Wales",
            "England and Wales",
            ALL_COURTS,
            "region, LCJB area and Crown Court",
        ),
        ("E&W", "National", "National total", ALL_COURTS, "region, LCJB area and Crown Court"),
        ("Midlands", "All", "All", 1625, "LCJB area and Crown Court"),
        ("Midlands", "Midlands", "Midlands", 1625, "LCJB area and Crown Court"),
        ("Midlands", "Staffordshire", "All", 1625, "Crown Court"),
        ("Midlands", "Staffordshire", "Staffordshire", 1625, "Crown Court"),
        ("Midlands", "Staffordshire", "Staffordshire Total", 1625, "Crown Court"),
        ("All", "Staffordshire", "All", 1625, "region and Crown Court"),
    ],
)
def test_totals_of_areas_are_checked_and_never_count_as_courts(
    tmp_path: Path, region: str, board: str, court: str, total: int, of: str
) -> None:
    reading = read(made(tmp_path, [*WHOLE, rdos(court, board, region, value=str(total))]), tmp_path)
    assert [row["value"] for row in observed(reading)] == [int(record[-1]) for record in WHOLE]
    assert notes(reading) == [
        f"tool.xlsx [pivotCacheRecords1.xml]: records of totals ({of}) agree with what they are the totals of, and are left"
        " out."
    ]
    assert refusals(made(tmp_path, [*WHOLE, rdos(court, board, region, value="5000")]), tmp_path) == [
        f"tool.xlsx [pivotCacheRecords1.xml!record 7, value]: {NOT_THE_SUM} ({of}), found 5,000, expected {total:,}. Load the"
        " publisher's own file."
    ]


def test_totals_in_several_fields_are_checked_against_the_single_records(tmp_path: Path) -> None:
    more = [rdos(kind="3. Summary", value="29"), rdos(kind="Total", group="All offences", value="900")]
    reading = read(made(tmp_path, [*WHOLE, *more]), tmp_path)
    assert notes(reading) == [
        "tool.xlsx [pivotCacheRecords1.xml]: records of totals (receipt type and offence group) agree with what they are the"
        " totals of, and are left out."
    ]
    more[-1] = rdos(kind="Total", group="All offences", value="901")
    (said,) = refusals(made(tmp_path, [*WHOLE, *more]), tmp_path)
    assert f"{NOT_THE_SUM} (receipt type and offence group), found 901, expected 900" in said


def test_a_total_without_its_parts_is_refused_and_one_without_a_number_told(tmp_path: Path) -> None:
    assert refusals(made(tmp_path, [*WHOLE, rdos("All", "Gwent", "Wales", value="12")]), tmp_path) == [
        "tool.xlsx [pivotCacheRecords1.xml!record 7, value]: the file has none of the records that this is the total of (Crown"
        " Court), found 12, expected the records that add up to it. Load the publisher's own file."
    ]
    missing = rdos(kind="3. Summary", value="[x]")
    total = rdos("All", kind="3. Summary", value="5")
    unchecked = (
        "tool.xlsx [pivotCacheRecords1.xml]: totals that cannot be checked, because they or some of their parts have no"
        " number, are left out, found 1 record."
    )
    assert notes(read(made(tmp_path, [*WHOLE, missing, total]), tmp_path)) == [unchecked]
    known = rdos("Stoke-on-Trent", kind="3. Summary", value="6")
    (said,) = refusals(made(tmp_path, [*WHOLE, missing, known, total]), tmp_path)
    assert f"{NOT_THE_SUM} (Crown Court), found 5, expected 6" in said


def test_courts_of_which_there_is_nothing_are_told(tmp_path: Path) -> None:
    staffordshire = [record for record in WHOLE if record[5] in ("Stafford", "Unknown")]
    reading = read(made(tmp_path, staffordshire), tmp_path)
    (said,) = [problem for problem in reading.problems if "Crown Court centres" in problem.what]
    many = sum(AreaKind.COURT in area.kinds for area in CATALOGUE.areas.values())
    assert said.found.startswith(f"nothing of {many - 1} of {many}: Stoke-on-Trent (Staffordshire), ")
    assert not said.blocks
    each = [rdos(court, board, region, kind="3. Summary") for region, board, court in courts()]
    every = read(made(tmp_path, [*WHOLE, *each]), tmp_path)
    assert [problem for problem in every.problems if "Crown Court centres" in problem.what] == []


def test_a_court_that_is_nearly_the_nation_or_a_board_is_a_slip(tmp_path: Path) -> None:
    (said,) = refusals(made(tmp_path, [*WHOLE, rdos("Engand and Wales", "Avalon", "Logres")]), tmp_path)
    assert (
        "this Crown Court is not known, found 'Engand and Wales' in 1 record, expected perhaps 'England and Wales'"
        in said
    )


def test_years_are_periods_of_their_own(tmp_path: Path) -> None:
    fields = (*FIELDS, "annual_quarterly")
    records = [(*record, "Quarterly") for record in WHOLE]
    records.append((*rdos(measure="1. Receipts", quarter="", value="50"), "Annual"))
    found = observed(read(made(tmp_path, records, fields), tmp_path))
    assert [(row["period"], row["value"]) for row in found if row["field"] == "receipts"] == [
        ("2025Q4", 4),
        ("2025", 50),
    ]
    records[-1] = (*rdos(measure="1. Receipts", quarter="Q4", value="50"), "Annual")
    assert refusals(made(tmp_path, records, fields), tmp_path) == [
        "tool.xlsx [pivotCacheRecords1.xml!record 7, quarter]: this is no quarter of a calendar year, or its parts do not"
        " agree, found '2025', 'Q4', 'Annual' in 1 record, expected a year such as 2016 and a quarter such as Q1."
    ]


def test_another_measure_is_not_read_and_said(tmp_path: Path) -> None:
    reading = read(made(tmp_path, [*WHOLE, rdos(measure="4. Bench warrants")]), tmp_path)
    assert len(observed(reading)) == len(WHOLE)
    assert notes(reading) == [
        "tool.xlsx [pivotCacheRecords1.xml!record 7, rdos]: a measure that is not read, found '4. Bench warrants' in 1"
        " record."
    ]


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (
            [*WHOLE, rdos(value="871")],
            "tool.xlsx [pivotCacheRecords1.xml!record 7]: two records speak of the same thing, found the same as record 3,"
            " expected one record each. Load the publisher's own file.",
        ),
        (
            [*WHOLE, rdos("Staford", kind="3. Summary")],
            "tool.xlsx [pivotCacheRecords1.xml!record 7, crown_court]: this Crown Court is not known, found 'Staford' in 1"
            " record, expected perhaps 'Stafford'. Correct the name, or ask the person who keeps Assize's catalogue to add it.",
        ),
        (
            [*WHOLE, rdos(region="Wales", kind="3. Summary")],
            "tool.xlsx [pivotCacheRecords1.xml!record 7, region]: the court does not lie in the region beside it, found"
            " Stafford in 'Wales', expected HMCTS Midlands region.",
        ),
        (
            [*WHOLE, rdos(value="1.5", kind="3. Summary")],
            "tool.xlsx [pivotCacheRecords1.xml!record 7, value]: this is no number of cases, found '1.5', expected a whole"
            " number of 0 or more, or [x] if not available.",
        ),
        (
            [*WHOLE, rdos(measure="3. Opne", kind="3. Summary")],
            "tool.xlsx [pivotCacheRecords1.xml!record 7, rdos]: this measure is not known, found '3. Opne' in 1 record,"
            " expected perhaps 'open'. Correct the word.",
        ),
        (
            [*WHOLE, rdos(quarter="Q5")],
            "tool.xlsx [pivotCacheRecords1.xml!record 7, quarter]: this is no quarter of a calendar year, or its parts do not"
            " agree, found '2025', 'Q5' in 1 record, expected a year such as 2016 and a quarter such as Q1.",
        ),
        (
            WHOLE[2:],
            "tool.xlsx [pivotCacheRecords1.xml]: a measure is missing, expected cases dealt with in the quarter. Load the"
            " publisher's own file.",
        ),
        (
            [*WHOLE, rdos(group="")],
            "tool.xlsx [pivotCacheRecords1.xml!record 7, offence_group]: this value is empty, found nothing in 1 record,"
            " expected a word.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused(tmp_path: Path, records: list[tuple[str, ...]], said: str) -> None:
    assert refusals(made(tmp_path, records), tmp_path)[0] == said


def test_regions_under_the_header_of_lcjb_areas_are_refused(tmp_path: Path) -> None:
    exchanged = [(*row[:3], row[4], row[3], *row[5:]) for row in WHOLE]
    (sentence,) = refusals(made(tmp_path, exchanged), tmp_path)
    assert "most LCJB areas are none, and some are regions, so two headers may have changed places" in sentence


@pytest.mark.parametrize(("factor", "said"), [(1, ""), (7, "every count is a multiple of 7"), (10, "ends in a nought")])
def test_a_court_whose_counts_were_multiplied_is_refused(tmp_path: Path, factor: int, said: str) -> None:
    groups = [f"{at:02d}: Offences of kind {at}" for at in range(1, 31)]
    records = [
        rdos(court, measure=measure, group=group, value=str(factor * (at + 12) if court == "Stafford" else 42 - at))
        for court in ("Stafford", "Stoke On Trent")
        for measure in ("1. Receipts", "2. Disposals", "3. Open")
        for at, group in enumerate(groups)
    ]
    path = made(tmp_path, records)
    if not said:
        assert read(path, tmp_path)
        return
    (sentence,) = refusals(path, tmp_path)
    assert said in sentence and "found Stafford," in sentence


def test_a_stray_quarter_is_told_and_another_unit_refused(tmp_path: Path) -> None:
    many = [rdos(kind=f"{number}. Type {chr(54 + number)}") for number in range(11, 21)]
    reading = read(made(tmp_path, [*WHOLE, *many, rdos(year="2024")]), tmp_path)
    assert notes(reading) == [
        "tool.xlsx [pivotCacheRecords1.xml!record 17, quarter]: a quarter has hardly any records, so it is not whole or they"
        " are of another, found 1 record of 2024Q4, expected about 16, as in other quarters."
    ]
    assert refusals(made(tmp_path, [*WHOLE, rdos(kind="3. Summary", value="871000000")]), tmp_path) == [
        "tool.xlsx [pivotCacheRecords1.xml!record 3, value]: there are more cases in a quarter than can be: their unit must"
        " be another, found 871,005,926 in 2025 Q4, expected 10,000,000 at most. Load the publisher's own file."
    ]


def test_courts_that_are_not_known_have_a_place_of_their_own(tmp_path: Path) -> None:
    reading = read(made(tmp_path, [*WHOLE, rdos("Camelot", "Avalon", "Logres")]), tmp_path)
    assert [(row["area"], row["lcjb_area"]) for row in observed(reading)][-1] == ("court-camelot", "avalon")
    assert notes(reading) == [
        "tool.xlsx [pivotCacheRecords1.xml]: courts or LCJB areas that are not known count for no board, found Camelot,"
        " Avalon. If they are courts, and not rows of totals, ask the person who keeps Assize's catalogue to add them."
    ]


def test_many_records_of_one_thing_are_parts(tmp_path: Path) -> None:
    parts = [rdos(kind="3. Summary", value=str(value)) for value in range(200)]
    reading = read(made(tmp_path, [*WHOLE, *parts]), tmp_path)
    assert sum(row["value"] for row in observed(reading) if row["receipt_type"] == "3-summary") == sum(range(200))
    assert "many records speak of the same thing" in notes(reading)[0]


def test_a_tool_with_other_fields_is_refused_by_name(tmp_path: Path) -> None:
    fields = tuple("court" if name == "crown_court" else name for name in FIELDS)
    (said,) = refusals(made(tmp_path, WHOLE, fields), tmp_path)
    assert "found no 'crown court', and besides 'court'" in said
    (said,) = refusals(made(tmp_path, [("a", "1")], ("word", "value")), tmp_path)
    assert "a workbook whose records lie in a pivot table" in said
    assert "found 'word'" in said


ASK = "If the board needs its figures, ask the person who looks after Assize."
MAGISTRATES = ("year", "quarter", "case_type", "region", "lcjb_area", "rdos", "value")
TRIALS = ("year", "quarter", "court_type", "region", "lcjb_area", "crown_court", "trial_type", "value")
JOURNEYS = ("year", "quarter", "geographic_area", "Mean offence to charge", "Median offence to charge")


@pytest.mark.parametrize(
    ("name", "fields", "title", "why", "shown"),
    [
        ("a.xlsx", MAGISTRATES, "tool of receipts, disposals and open cases of the magistrates' courts",
         "but neither its name nor a field says of which courts it is", "'rdos'"),
        ("a.xlsx", TRIALS, "trials tool", "but no field says how a trial ended", "'trial_type'"),
        ("a.xlsx", JOURNEYS, "timeliness tool", "but neither its name nor a field says of which courts it is",
         "'Mean offence to charge', 'Median offence to charge'"),
        ("cc_plea_tool (1).xlsx", ("year", "quarter", "word", "value"), "tool of pleas at the Crown Court",
         "which is not read yet", ""),
        ("time_mags_tool.xlsx", ("year", "quarter", "mean"), "timeliness tool of the magistrates' courts",
         "but it has no fields of medians", ""),
    ],
)  # fmt: skip
def test_a_tool_that_is_not_read_is_said_to_be_one(
    tmp_path: Path, name: str, fields: tuple[str, ...], title: str, why: str, shown: str
) -> None:
    found = f"{shown} among the fields of its pivot table" if shown else "the name of that tool"
    records = [tuple("1" for _ in fields)]
    (told,) = refusals(made(tmp_path, records, fields, name), tmp_path)
    assert told.startswith(
        f"{name}: this looks like the Ministry of Justice's {title}, {why}, found {found}, expected the tools"
    )
    assert told.endswith(ASK)


def test_a_workbook_of_another_trade_is_no_tool(tmp_path: Path) -> None:
    (said,) = refusals(made(tmp_path, [("1", "2")], ("trial", "value")), tmp_path)
    assert "this is no publication that is known" in said


def test_a_workbook_saved_without_its_records_says_so(tmp_path: Path) -> None:
    path = made(tmp_path, [("1", "2")], ("word", "value"))
    relations = "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != relations}
    with zipfile.ZipFile(tmp_path / "bare.xlsx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert refusals(tmp_path / "bare.xlsx", tmp_path) == [
        "bare.xlsx [pivotCacheDefinition1.xml]: this workbook was saved without the records of its pivot table, and its"
        " figures cannot be read without them, expected the records beside the pivot table, as in the file that its"
        " publisher released. Load the file as its publisher released it."
    ]


@pytest.mark.parametrize(
    ("name", "lines", "found"),
    [
        (
            "tool.xlsx",
            ["Crown Court receipts", "Choose a court in the pivot table."],
            "'Choose a court in the pivot table.' and",
        ),
        ("cc_rdos_tool_2025q1.xlsx", ["2025"], "the name of a tool, and"),
        ("time_mags_tool (2).xlsx", ["2025"], "the name of a tool, and"),
    ],
)
def test_a_tool_whose_pivot_table_is_gone_says_so(tmp_path: Path, name: str, lines: Sequence[str], found: str) -> None:
    (said,) = refusals(workbook(tmp_path / name, {"Tool": [[line] for line in lines]}), tmp_path)
    assert "the records of its pivot table are gone" in said
    assert f"found {found} no pivot table" in said
    assert said.endswith("Download the tool again, and load that file without opening and saving it.")


@pytest.mark.parametrize("lines", [["A pivot table of sales"], ["The Crown Court"]])
def test_a_workbook_that_speaks_of_one_of_the_two_alone_is_no_tool(tmp_path: Path, lines: Sequence[str]) -> None:
    (said,) = refusals(workbook(tmp_path / "skills tool.xlsx", {"Tool": [[line] for line in lines]}), tmp_path)
    assert "this is no publication that is known" in said


def test_a_doubled_field_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, [(*record, record[8]) for record in WHOLE], (*FIELDS, "Value"))
    assert refusals(path, tmp_path) == [
        "tool.xlsx [pivotCacheRecords1.xml]: several fields hold the same thing, and nothing shows which is meant, found"
        " 'value' 2 times, expected one field for each. Load the publisher's own file."
    ]


# --- open cases by age ------------------------------------------------------------------------------------------------


def test_open_cases_by_age_of_every_kind_of_area(tmp_path: Path) -> None:
    records = [
        *open_records("England and Wales", 100, 90, (10,) * 9),
        *open_records("Midlands", 50, 45, (5,) * 9),
        *open_records("Staffordshire", 10, 9, (1,) * 9),
        *open_records("Central London", 9, 9, (1,) * 9),
    ]
    reading = read(made(tmp_path, records, OPEN_FIELDS, "cc_open_tool.xlsx"), tmp_path)
    assert reading.source == "crown-court-open-cases"
    found = observed(reading)
    assert len(found) == 4 * 11
    totals = [(row["area"], row["value"]) for row in found if row["age_band"] == "total"]
    assert totals == [("england-and-wales", 100), ("hmcts-midlands", 50), ("staffordshire", 10), ("central-london", 9)]


def test_ages_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    records = open_records("Staffordshire", 10, 8, (1,) * 9)
    assert refusals(made(tmp_path, records, OPEN_FIELDS), tmp_path) == [
        "tool.xlsx [pivotCacheRecords1.xml!record 1]: the ages of open cases do not add up, found 10 cases, 8 of known age,"
        " 9 in the bands, expected as many in the bands as of known age, and no more than all. Load the publisher's own file."
    ]


def test_an_unknown_age_band_is_refused(tmp_path: Path) -> None:
    records = [
        *open_records("Staffordshire", 10, 9, (1,) * 9),
        ("2025", "Q4", TYPE, GROUP, "Staffordshire", "Over 2 years", "1"),
    ]
    (said,) = refusals(made(tmp_path, records, OPEN_FIELDS), tmp_path)
    assert said.startswith(
        "tool.xlsx [pivotCacheRecords1.xml!record 12, age_open_grouped]: this age band is not known, found"
        " 'Over 2 years' in 1 record, expected perhaps '"
    )


def test_the_share_of_the_benchmark(tmp_path: Path) -> None:
    measured = measure(made(tmp_path, rdos_records(RECORDS)))
    assert measured.observations == RECORDS
    assert measured.worked < 8
    assert measured.megabytes < 400


def test_records_put_below_themselves_are_no_parts(tmp_path: Path) -> None:
    """Each of many stands twice with one number: added up they would be twice what they are."""
    records = rdos_records(RECORDS)
    said = refusals(made(tmp_path, [*records, *records[-400:]]), tmp_path)
    assert any(f"record {RECORDS + 1}]: two records speak of the same thing" in each for each in said)
    assert observed(read(made(tmp_path, records), tmp_path))
