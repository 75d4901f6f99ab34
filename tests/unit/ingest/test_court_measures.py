"""Tools of trials, the magistrates' work and timeliness: read by what their fields mean; refused where one means nothing."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from ingest.published_files import CATALOGUE, observed, read
from pivot_cache import JOURNEY_FIELDS, STAGES, Made, journey_records, measure, write_tool

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind, Selection, Trust
from assize.core.periods import quarter
from assize.core.reading import Reading
from assize.store import Store

TRIALS = ("year", "quarter", "court_type", "region", "lcjb_area", "court", "trial_outcome", "reason", "value")
MAGS = ("year", "quarter", "lcjb_area", "region", "rdos", "offence_group", "value")
FIRST, SECOND = list(STAGES)[:2]
REGIONS = sorted(
    (area for area in CATALOGUE.areas.values() if AreaKind.HMCTS_REGION in area.kinds), key=lambda area: area.slug
)


def made(
    folder: Path,
    records: Sequence[Sequence[str]],
    fields: tuple[str, ...],
    name: str,
    inline: tuple[str, ...] = ("value",),
) -> Path:
    return write_tool(folder / name, Made(fields, records, inline=inline))


def refusals(path: Path, scratch: Path) -> list[str]:
    with pytest.raises(FileRefused) as error:
        read(path, scratch)
    return [problem.sentence for problem in error.value.problems]


def trial(outcome: str, value: str, reason: str = "", court: str = "Stafford", *, kind: str = "Crown Court",
          region: str = "Midlands", board: str = "Staffordshire", quarter: str = "Q4") -> tuple[str, ...]:  # fmt: skip
    return ("2025", quarter, kind, region, board, court, outcome, reason, value)


LISTED = (
    trial("1. Effective", "42"),
    trial("2. Cracked", "20", "A. Guilty plea"),
    trial("2. Cracked", "11", "H. Prosecution end case: witness absent"),
    trial("3. Ineffective", "7", "W1. Prosecution witness absent"),
    trial("3. Ineffective", "20", "23. Judge or magistrate availability"),
    trial("4. Vacated", "15", "V1. Listing"),
    trial("1. Effective", "30", court="Cannock", kind="Magistrates' Courts"),
)


def sums(reading: Reading, *names: str) -> dict[tuple[str, ...], Decimal]:
    found: dict[tuple[str, ...], Decimal] = {}
    for row in observed(reading):
        key = tuple(str(row[name]) for name in names)
        found[key] = found.get(key, Decimal(0)) + row["value"]
    return found


# --- trials -----------------------------------------------------------------------------------------------------------


def test_trials_by_court_type_outcome_and_reason(tmp_path: Path) -> None:
    reading = read(made(tmp_path, LISTED, TRIALS, "trials_tool.xlsx"), tmp_path)
    assert (reading.source, reading.layout, reading.trust) == (
        "criminal-court-trials",
        "trials-tool",
        Trust.NOT_YET_SEEN,
    )
    assert sums(reading, "court_type", "trial_outcome") == {
        ("crown-court", "effective"): 42,
        ("crown-court", "cracked"): 31,
        ("crown-court", "ineffective"): 27,
        ("crown-court", "vacated"): 15,
        ("magistrates-courts", "effective"): 30,
    }
    first = observed(reading)[3]
    assert (first["area"], first["court"], first["trial_reason"]) == (
        "staffordshire",
        "stafford",
        "w1-prosecution-witness-absent",
    )
    assert (first["ref"], first["sheet"], first["raw"]) == ("record 4, value", "pivotCacheRecords1.xml", "7")


@pytest.mark.parametrize(
    "fields",
    [
        (
            "Year",
            "Quarter",
            "Court type",
            "HMCTS Region",
            "LCJB",
            "Court name",
            "Effectiveness",
            "Reason code",
            "Count",
        ),
        (
            "Calendar year",
            "Qtr",
            "Jurisdiction",
            "Region",
            "LCJB area",
            "Court",
            "Trial effectiveness",
            "Reason",
            "Trials",
        ),
    ],
)
def test_fields_may_be_called_otherwise(tmp_path: Path, fields: tuple[str, ...]) -> None:
    plain = read(made(tmp_path, LISTED, TRIALS, "trials_tool.xlsx"), tmp_path)
    other = read(made(tmp_path, LISTED, fields, "anything.xlsx", inline=(fields[-1],)), tmp_path)
    names = ("area", "period", "field", "court_type", "court", "trial_outcome", "trial_reason", "value", "line")
    assert [[row[name] for name in names] for row in observed(other)] == [
        [row[name] for name in names] for row in observed(plain)
    ]


def test_a_field_that_says_nothing_known_is_refused_by_name(tmp_path: Path) -> None:
    fields = (*TRIALS[:-1], "defendant_sex", "value")
    records = [(*record[:-1], "Female", record[-1]) for record in LISTED]
    assert refusals(made(tmp_path, records, fields, "trials_tool.xlsx"), tmp_path) == [
        "trials_tool.xlsx [pivotCacheRecords1.xml, defendant_sex]: this field of the pivot table is not understood, and what"
        " it tells apart must not be added up, found 'defendant_sex', expected the fields of the MoJ tool of trials"
        " (trials_tool, records in a pivot table). Load the publisher's own file."
    ]


def test_totals_are_checked_and_counted_once(tmp_path: Path) -> None:
    more = (
        trial("Effective", "40", "Total"),
        trial("Effective", "5", "Total", court="Stoke-on-Trent"),
        trial("Effective", "45", "Total", court="All"),
        trial("Cracked", "20", "A. Guilty plea"),
        trial("Cracked", "20", "Total"),
        trial("Ineffective", "3", "W1. Prosecution witness absent"),
    )
    reading = read(made(tmp_path, more, TRIALS, "trials_tool.xlsx"), tmp_path)
    assert sums(reading, "court", "trial_outcome") == {
        ("stafford", "effective"): 40,
        ("stoke-on-trent", "effective"): 5,
        ("stafford", "cracked"): 20,
        ("stafford", "ineffective"): 3,
    }
    wrong = [*more[:2], trial("Effective", "46", "Total", court="All"), *more[3:]]
    (said,) = refusals(made(tmp_path, wrong, TRIALS, "trials_tool.xlsx"), tmp_path)
    assert "a total is not the sum of what it is the total of (court), found 46, expected 45" in said


@pytest.mark.parametrize(("total", "right"), [("100", True), ("115", True), ("101", False)])
def test_a_total_of_trials_has_the_vacated_ones_or_not(tmp_path: Path, total: str, right: bool) -> None:
    fields = tuple(name for name in TRIALS if name != "reason")
    records = [
        trial("Effective", "42"),
        trial("Cracked", "31"),
        trial("Ineffective", "27"),
        trial("Vacated", "15"),
        trial("Total", total),
    ]
    path = made(tmp_path, [(*record[:7], record[8]) for record in records], fields, "trials_tool.xlsx")
    if right:
        assert sum(sums(read(path, tmp_path), "trial_outcome").values()) == 115
        return
    (said,) = refusals(path, tmp_path)
    assert "a total of trials is not the sum of its outcomes, found 101, expected" in said


def test_nation_regions_and_boards_in_one_field_are_areas_of_their_own(tmp_path: Path) -> None:
    fields = ("year", "quarter", "court_type", "geographic_area", "trial_outcome", "value")
    regions = [area.variants[0] for area in REGIONS]

    def records(nation: str) -> list[tuple[str, ...]]:
        places = [("England and Wales", nation), *((region, "10") for region in regions), ("Staffordshire", "4")]
        return [("2025", "Q4", "Crown Court", place, "Effective", value) for place, value in places]

    reading = read(made(tmp_path, records(str(10 * len(regions))), fields, "trials_tool.xlsx"), tmp_path)
    found = sums(reading, "area")
    assert found["england-and-wales",] == 10 * len(regions)
    assert found["staffordshire",] == 4
    assert len(found) == len(regions) + 2
    (said,) = refusals(made(tmp_path, records("75"), fields, "trials_tool.xlsx"), tmp_path)
    assert f"the nation is not the sum of its regions, found 75, expected {10 * len(regions)}" in said


def test_an_outcome_or_a_board_that_is_not_known_is_refused(tmp_path: Path) -> None:
    (said,) = refusals(made(tmp_path, [*LISTED, trial("Adjourned", "3")], TRIALS, "trials_tool.xlsx"), tmp_path)
    assert "this trial outcome is not known, found 'Adjourned' in 1 record" in said
    path = made(tmp_path, [*LISTED, trial("Effective", "3", board="Stafordshire")], TRIALS, "trials_tool.xlsx")
    (said,) = refusals(path, tmp_path)
    assert "this LCJB area is not known, found 'Stafordshire' in 1 record, expected perhaps 'Staffordshire'" in said


# --- the magistrates' work --------------------------------------------------------------------------------------------


def mags(measure: str, value: str, quarter: str = "Q4", board: str = "Staffordshire") -> tuple[str, ...]:
    return ("2025", quarter, board, "Midlands", measure, "04: Theft offences", value)


MAGS_WHOLE = (mags("1. Receipts", "900"), mags("2. Disposals", "880"), mags("3. Open", "2000"))


def test_magistrates_receipts_disposals_and_open_cases(tmp_path: Path) -> None:
    reading = read(made(tmp_path, MAGS_WHOLE, MAGS, "mags_rdos_tool.xlsx"), tmp_path)
    assert reading.source == "magistrates-caseload"
    assert sums(reading, "area", "field") == {
        ("staffordshire", "receipts"): 900,
        ("staffordshire", "disposals"): 880,
        ("staffordshire", "open_cases"): 2000,
    }


def test_a_year_is_never_added_to_its_quarters_and_must_be_their_sum(tmp_path: Path) -> None:
    fields = (*MAGS, "annual_quarterly")

    def records(year: str) -> list[tuple[str, ...]]:
        quarters = [
            (*mags(name, value, f"Q{number}"), "Quarterly")
            for number in range(1, 5)
            for name, value in (("1. Receipts", "100"), ("2. Disposals", "90"), ("3. Open", "2000"))
        ]
        years = [("1. Receipts", year), ("2. Disposals", "360"), ("3. Open", "2000")]
        return [*quarters, *((*mags(name, value, "All"), "Annual") for name, value in years)]

    reading = read(made(tmp_path, records("400"), fields, "mags_rdos_tool.xlsx"), tmp_path)
    receipts = {
        period: value for (field, period), value in sums(reading, "field", "period").items() if field == "receipts"
    }
    assert receipts == {"2025Q1": 100, "2025Q2": 100, "2025Q3": 100, "2025Q4": 100, "2025": 400}
    (said,) = refusals(made(tmp_path, records("410"), fields, "mags_rdos_tool.xlsx"), tmp_path)
    assert "a year is not the sum of its quarters, found 410, expected 400" in said


# --- timeliness -------------------------------------------------------------------------------------------------------


def test_means_and_medians_stand_for_themselves(tmp_path: Path) -> None:
    records = journey_records(quarters=1, stages=2, types=2)
    path = made(tmp_path, records, JOURNEY_FIELDS, "timeliness_tool_Crown_Court.xlsx", ("mean", "median"))
    reading = read(path, tmp_path)
    assert (reading.source, reading.trust) == ("crown-court-journeys", Trust.NOT_YET_SEEN)
    rows = observed(reading)
    assert len(rows) == 2 * len(records)
    by_place = {(row["line"], row["field"]): row for row in rows}
    for number, record in enumerate(records, start=1):
        mean, median = by_place[number, "mean_days"], by_place[number, "median_days"]
        assert (mean["value"], median["value"]) == (Decimal(record[-2]), Decimal(record[-1]))
        assert mean["stage"] == median["stage"] == "-".join(record[2].lower().split())
        assert (mean["col"], median["col"]) == ("mean", "median")
    assert {row["receipt_type"] for row in rows} == {"all", "indictable-only"}
    assert {"england-and-wales", "staffordshire"} < {row["area"] for row in rows}
    assert {(row["court"], row["remand_status"]) for row in rows} == {("all", "all")}


def test_stages_may_stand_in_the_names_of_fields(tmp_path: Path) -> None:
    stages = (
        "Mean offence to charge",
        "Median offence to charge",
        "Offence to completion mean",
        "Offence to completion median",
    )
    fields = ("Year", "Quarter", "LCJB area", *stages, "Defendants")
    records = [("2025", "Q4", "Staffordshire", "30.5", "9", "201", "150", "812")]
    reading = read(made(tmp_path, records, fields, "time_mags_tool.xlsx", fields[3:]), tmp_path)
    assert reading.source == "magistrates-journeys"
    assert sums(reading, "field", "stage") == {
        ("mean_days", "offence-to-charge"): Decimal("30.5"),
        ("median_days", "offence-to-charge"): 9,
        ("mean_days", "offence-to-completion"): 201,
        ("median_days", "offence-to-completion"): 150,
        ("defendants", "all"): 812,
    }


def test_two_means_of_one_thing_and_a_nation_beyond_its_regions_are_refused(tmp_path: Path) -> None:
    records = journey_records(quarters=1, stages=1, types=1)
    name, inline = "timeliness_tool_Crown_Court.xlsx", ("mean", "median")
    (said,) = refusals(made(tmp_path, [*records, records[3]], JOURNEY_FIELDS, name, inline), tmp_path)
    assert "two records speak of the same thing, found the same as record 4" in said
    nation = next(index for index, record in enumerate(records) if record[4] == "England and Wales")
    records[nation] = (*records[nation][:-2], "1900", records[nation][-1])
    (said,) = refusals(made(tmp_path, records, JOURNEY_FIELDS, name, inline), tmp_path)
    assert "the mean of the nation does not lie between those of its regions, found 1,900, expected from" in said


Damage = Callable[[list[str], Sequence[str]], None]


def _exchanged(record: list[str], before: Sequence[str]) -> None:
    record[-2:] = reversed(record[-2:])


def _of_the_stage_before(record: list[str], before: Sequence[str]) -> None:
    record[-2:] = before[-2:]


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (_exchanged, "the medians are above the means, so the fields are not what they are called, found "),
        (
            _of_the_stage_before,
            "the means of the stages do not add up to that of the whole journey, so they stand beside",
        ),
    ],
)
def test_averages_that_stand_in_another_field_or_beside_another_stage_are_refused(
    tmp_path: Path, damage: Damage, what: str
) -> None:
    records = [list(record) for record in journey_records(quarters=1, stages=8, types=1)]
    name, inline = "timeliness_tool_Crown_Court.xlsx", ("mean", "median")
    assert len(observed(read(made(tmp_path, records, JOURNEY_FIELDS, name, inline), tmp_path))) == 2 * len(records)
    areas = len(records) // 8
    own = [list(record) for record in records]
    for at, record in enumerate(records):
        damage(record, own[at - areas])
    said = refusals(made(tmp_path, records, JOURNEY_FIELDS, name, inline), tmp_path)
    assert any(what in line for line in said), said


def test_which_courts_must_be_said_by_the_name_or_a_field(tmp_path: Path) -> None:
    fields = ("year", "quarter", "stage", "geographic_area", "mean", "median")
    records = [("2025", "Q4", FIRST, "Staffordshire", "30", "20")]
    (said,) = refusals(made(tmp_path, records, fields, "download.xlsx", ("mean", "median")), tmp_path)
    assert "neither its name nor a field says of which courts it is" in said
    assert read(made(tmp_path, records, fields, "time_mags_tool_2025Q4.xlsx", ("mean", "median")), tmp_path)


def test_words_for_numbers_are_refused(tmp_path: Path) -> None:
    records = [
        ("2025", "Q4", FIRST, "Total", "Staffordshire", "soon", "20"),
        ("2025", "Q4", SECOND, "Total", "Kent", "", "5"),
    ]
    path = made(tmp_path, records, JOURNEY_FIELDS, "timeliness_tool_Crown_Court.xlsx", ("mean", "median"))
    (said,) = refusals(path, tmp_path)
    assert "[pivotCacheRecords1.xml!record 1, mean]: this is no number of days, found 'soon'" in said


def test_the_share_of_the_benchmark(tmp_path: Path) -> None:
    records = journey_records(quarters=1, stages=3, types=3)
    measured = measure(made(tmp_path, records, JOURNEY_FIELDS, "timeliness_tool_Crown_Court.xlsx", ("mean", "median")))
    assert measured.observations == 2 * len(records)
    assert measured.megabytes < 400


def test_nothing_counts_before_the_layout_is_accepted(tmp_path: Path) -> None:
    path = made(tmp_path, LISTED, TRIALS, "trials_tool.xlsx")
    store = Store.open(tmp_path / "office")
    kept = store.keep(read(path, store.scratch), path)
    listed = Selection(
        "criminal-court-trials",
        "trials",
        (("court_type", ("crown-court",)), ("trial_outcome", ("effective", "cracked", "ineffective"))),
    )
    boards, day = {"staffordshire": ("staffordshire",)}, date(2026, 4, 1)
    assert store.awaits(kept.edition)
    assert store.totals([listed], boards, day)[listed] == []
    store.accept(kept.edition)
    (total,) = store.totals([listed], boards, day)[listed]
    assert (total.value, total.period) == (100, quarter(2025, 4))
    store.close()


# --- forms that a workbook may have -----------------------------------------------------------------------------------


def with_second(folder: Path, path: Path, second: Path) -> Path:
    """A workbook with the pivot caches of two."""
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(second) as other:
        parts = {name: one.read(name) for name in one.namelist()}
        for name in other.namelist():
            if name.startswith("xl/pivotCache/"):
                parts[name.replace("1.xml", "2.xml")] = other.read(name).replace(b"Records1.xml", b"Records2.xml")
    relations = "xl/_rels/workbook.xml.rels"
    extra = parts[relations].decode().split("<Relationship ")[-1].replace("Definition1", "Definition2")
    extra = re.sub(r'Id="[^"]*"', 'Id="rId9"', extra).replace("</Relationships>", "")
    parts[relations] = parts[relations].replace(b"</Relationships>", f"<Relationship {extra}</Relationships>".encode())
    made = folder / f"two-{path.name}"
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made


def test_a_second_pivot_table_is_told_of_and_two_of_a_kind_are_refused(tmp_path: Path) -> None:
    first = made(tmp_path, LISTED, TRIALS, "trials_tool.xlsx")
    other = made(tmp_path, [("a", "1")], ("word", "value"), "other.xlsx")
    reading = read(with_second(tmp_path, first, other), tmp_path)
    assert len(observed(reading)) == len(LISTED)
    assert "other pivot tables of the workbook are not read" in reading.problems[-1].sentence
    (said,) = refusals(with_second(tmp_path, first, first), tmp_path)
    assert "several pivot tables could be this tool" in said


def test_the_ages_of_open_cases_are_no_journey(tmp_path: Path) -> None:
    """The tool of open cases has a second pivot table of means and medians: it must not make the file two things."""
    fields = ("year", "quarter", "receipt_type", "offence_group", "geographic_area", "age_open_grouped", "value")
    kind = ("2025", "Q4", "2. Triable either way", "04: Theft offences", "Staffordshire")
    records = [(*kind, band, "1") for band in ("Under 4 weeks", "Valid", "Total")]
    cases = made(tmp_path, records, fields, "cc_open_tool.xlsx")
    days = (*fields[:5], "Total", "Valid", "median", "mean")
    ages = made(tmp_path, [(*kind, "1", "1", "12", "12")], days, "ages.xlsx", days[5:])
    assert read(with_second(tmp_path, cases, ages), tmp_path).source == "crown-court-open-cases"


def test_a_strict_workbook_with_prefixes_is_read_alike(tmp_path: Path) -> None:
    plain = made(tmp_path, LISTED, TRIALS, "trials_tool.xlsx")
    strict = tmp_path / "strict" / "trials_tool.xlsx"
    strict.parent.mkdir()
    with zipfile.ZipFile(plain) as one, zipfile.ZipFile(strict, "w") as other:
        for name in one.namelist():
            data = one.read(name)
            for usual, own in (
                ("spreadsheetml/2006/main", "spreadsheetml/main"),
                ("officeDocument/2006/", "officeDocument/"),
            ):
                usual, own = f"http://schemas.openxmlformats.org/{usual}", f"http://purl.oclc.org/ooxml/{own}"
                data = data.replace(usual.encode(), own.encode())
            if name.startswith("xl/pivotCache/pivotCache"):
                data = re.sub(rb"<(/?)([A-Za-z])", rb"<\1p:\2", data).replace(b" xmlns=", b" xmlns:p=")
            other.writestr(name, data)
    names = ("area", "court", "trial_outcome", "trial_reason", "value", "ref")
    found = [[[row[name] for name in names] for row in observed(read(path, tmp_path))] for path in (plain, strict)]
    assert found[0] == found[1]
