"""Good files spoilt in one place: what is refused, in which words, and what is still taken."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from published_files import CATALOGUE, POPULATION, observed, pick, read, workbook

from assize.core.errors import FileRefused
from assize.ingest import recognise
from assize.ingest.received import Received


@pytest.fixture(scope="module")
def fixtures(root: Path) -> Path:
    return root / "tests" / "fixtures" / "ingest"


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"this is a folder, found .* expected a file\. Name the files in it"):
        recognise(tmp_path, CATALOGUE)


KNOWN = (
    "POC-18-19-q4.csv",
    "outcomes.csv",
    "recorded-crime.csv",
    "LAD19_CSP19_PFA19.csv",
    "extract.csv",
)


@pytest.mark.parametrize("name", KNOWN)
def test_a_header_without_rows(fixtures: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / name
    copy.write_text((fixtures / name).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        read(copy, tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [
        f"{name}: the file has its header and no rows, found no figure below the header. Download it again, or load the"
        " publisher's own file."
    ]


def test_a_sheet_without_rows(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="the file has its header and no rows"):
        read(workbook(tmp_path / "pop.xlsx", {"Five ": POPULATION["Five "][:3]}), tmp_path)


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize(("delimiter", "named"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_known_file_with_other_separators(
    fixtures: Path, tmp_path: Path, name: str, delimiter: str, named: str
) -> None:
    rows = Received(fixtures / name, name).rows()
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=delimiter).writerows(row for _, row in rows)
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / name, tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [
        f"{name}: the cells are separated by {named}, found {named} between the cells of a known layout, expected commas."
        " Save it as a csv with commas, or load the publisher's own file."
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # A title in quotation marks is no fault, though no layout is known and no other separator fits either.
        (
            '"A title, in one cell",,\n"Code","Name of\nplace","2022"\nE1,Here,5\n',
            "begins 'Code', 'Name of place', '2022'",
        ),
        ("\n\n\n", "found an empty table"),
    ],
)
def test_a_text_that_no_layout_knows_is_told_by_its_first_cells(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        read(path, tmp_path)
    assert "this is no publication that is known" in refusal.value.sentence and found in refusal.value.sentence


def test_a_large_text_of_old_line_ends_is_read(fixtures: Path, tmp_path: Path) -> None:
    """Longer than the block that is looked at first, and without a single line feed in it."""
    (name,) = (one for one in KNOWN if one.startswith("POC"))
    text = (fixtures / name).read_text(encoding="utf-8").replace("\r\n", "\n")
    (tmp_path / name).write_bytes((text + "\n" * (1 << 20)).replace("\n", "\r").encode("utf-8"))
    assert Received(tmp_path / name, name).top[0] == Received(fixtures / name, name).top[0]


def changed(source: Path, target: Path, *pairs: tuple[str, str]) -> Path:
    """A copy of a good file with some words in it replaced."""
    text = source.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    target.write_text(text, encoding="utf-8")
    return target


GROUPS = (
    "Violence against the person; Sexual offences; Robbery; Theft offences; Criminal damage and arson; Drug offences;"
    " Possession of weapons offences; Public order offences; Miscellaneous crimes against society; Fraud offences; Fraud"
    " and computer misuse; Fraud offences to 2012/13"
)
ADD_IT = "Correct the word, or ask the person who keeps Assize's catalogue to add it."


@pytest.mark.parametrize(
    ("name", "pair", "said"),
    [
        (
            "outcomes.csv",
            ("Caution – adults,Out-of-court (formal),3,", "Caution – adults,Out-of-court (formal),99,"),
            "[line 4, Outcome Type]: this is no outcome type, found '99' in 1 line, expected a number from 0 to 22, 1A,"
            " 2A or 3A.",
        ),
        (
            "outcomes.csv",
            ("Sexual offences,", "Witchcraft,"),
            f"[line 4, Offence Group]: this offence group is not known, found 'Witchcraft' in 1 line, expected one of"
            f" {GROUPS}. {ADD_IT}",
        ),
        (
            "recorded-crime.csv",
            ("Violence against the person,", "Violence against a person,"),
            "[line 2, Offence Group]: this offence group is not known, found 'Violence against a person' in 2 lines,"
            f" expected perhaps 'Violence against the person'. {ADD_IT}",
        ),
    ],
)
def test_unknown_words_are_refused(fixtures: Path, tmp_path: Path, name: str, pair: tuple[str, str], said: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(changed(fixtures / name, tmp_path / name, pair), tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [f"{name} {said}"]


def test_every_published_spelling_of_a_group_is_known(fixtures: Path, tmp_path: Path) -> None:
    spellings = [*GROUPS.split("; "), "Miscellaneous crimes"]
    head = (fixtures / "recorded-crime.csv").read_text(encoding="utf-8").splitlines()[0]
    lines = [f"2017/18,1,Staffordshire,Any,{group},Any subgroup,50{at},1" for at, group in enumerate(spellings)]
    (tmp_path / "groups.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    found = {row["offence_group"] for row in observed(read(tmp_path / "groups.csv", tmp_path))}
    assert found == set(CATALOGUE.vocabularies["offence_group"].names)


@pytest.mark.parametrize(
    ("name", "header", "cells"),
    [
        ("outcomes.csv", "Force outcomes recorded in quarter", "columns 13 and 14"),
        ("outcomes.csv", "Outcome Type", "columns 11 and 14"),
        ("recorded-crime.csv", "number_of_offences", "columns 8 and 9"),
    ],
)
def test_doubled_columns_are_refused(fixtures: Path, tmp_path: Path, name: str, header: str, cells: str) -> None:
    first, *lines = (fixtures / name).read_text(encoding="utf-8").splitlines()
    text = "\n".join([f"{first},{header}", *(f"{line},7" for line in lines)])
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / name, tmp_path)
    (problem,) = refusal.value.problems
    assert problem.what == "several columns hold the same thing, and nothing shows which is meant"
    assert problem.where == f"{name} [{cells}]"
    assert problem.found.endswith(f" and '{header}'")


def test_negative_counts_of_the_home_office_are_kept_and_counted(fixtures: Path, tmp_path: Path) -> None:
    for name, column, line in (
        ("recorded-crime.csv", "Number of Offences", 5),
        ("outcomes.csv", "Force outcomes for offences recorded in quarter", 4),
    ):
        said = [problem for problem in read(fixtures / name, tmp_path).problems if "below zero" in problem.what]
        assert [problem.sentence for problem in said] == [
            f"{name} [{column}]: counts below zero are kept as printed, found 1, the first in line {line}."
        ]
        assert not said[0].blocks


@pytest.mark.parametrize(
    ("name", "header", "said"),
    [
        (
            "LAD19_CSP19_PFA19.csv",
            "PFA19CD",
            ": several columns have the same header, and nothing shows which is meant, found 'PFA19CD' 2 times, expected one"
            " column for each header. Load the publisher's own file.",
        ),
        (
            "extract.csv",
            "value",
            " [line 1, value]: several columns have the same header, found 'value' 2 times, expected one.",
        ),
    ],
)
def test_doubled_columns_of_small_files(fixtures: Path, tmp_path: Path, name: str, header: str, said: str) -> None:
    rows = [row for _, row in Received(fixtures / name, name).rows()]
    at = rows[0].index(header)
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([*row, row[at]] for row in rows)
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / name, tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [f"{name}{said}"]


@pytest.mark.parametrize("marker", ["..", "[x]", "[c]"])
def test_no_percentage_is_checked_where_a_count_is_absent(fixtures: Path, tmp_path: Path, marker: str) -> None:
    """Of 3 convictions and a number not given, 75.0% may well be right."""
    name = "POC-18-19-q4.csv"
    path = changed(
        fixtures / name, tmp_path / name, ("West Mercia,3,75.0%,1,25.0%", f"West Mercia,3,75.0%,{marker},25.0%")
    )
    reading = read(path, tmp_path)
    assert not [problem for problem in reading.problems if "percentage" in problem.what]
    (absent,) = pick(reading, area="west-mercia", offence_category="homicide", field="unsuccessful")
    assert (absent["value"], absent["raw"]) == (None, marker)


def test_a_percentage_is_still_checked_where_both_counts_are_there(fixtures: Path, tmp_path: Path) -> None:
    name = "POC-18-19-q4.csv"
    path = changed(fixtures / name, tmp_path / name, ("West Mercia,3,75.0%,1,25.0%", "West Mercia,3,76.0%,1,25.0%"))
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    assert [problem.sentence for problem in refused.value.problems] == [
        f"{name} [line 4, Percentage of Homicide Convictions]: a printed percentage does not follow from its counts, found"
        " 76.0%, expected 75.0%. One of the three is wrong: compare them with the publisher's own file."
    ]


def test_a_negative_count_of_defendants_is_refused(fixtures: Path, tmp_path: Path) -> None:
    name = "POC-18-19-q4.csv"
    path = changed(fixtures / name, tmp_path / name, ("West Mercia,3,75.0%,1,25.0%", "West Mercia,3,75.0%,-1,25.0%"))
    with pytest.raises(FileRefused) as refusal:
        read(path, tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [
        f"{name} [line 4, Number of Homicide Unsuccessful]: a count of defendants cannot be below zero, found '-1', expected a"
        " whole number of 0 or more, or [x] if not available."
    ]


@pytest.mark.parametrize(
    "said", ["Thousands", "Figures are in thousands", "Numbers (000s)", "Rate per 1,000 population"]
)
def test_a_line_above_that_speaks_of_another_unit_is_refused(fixtures: Path, tmp_path: Path, said: str) -> None:
    path = tmp_path / "POC-18-19-q4.csv"
    text = (fixtures / path.name).read_text(encoding="utf-8")
    path.write_text(f'"{said}"\n{text}', encoding="utf-8")
    with pytest.raises(FileRefused, match="a line of the file says that its figures stand in another unit, found '"):
        read(path, tmp_path)
    path.write_text(f"Official statistics\n{text}", encoding="utf-8")
    assert read(path, tmp_path).content


@pytest.mark.parametrize(("encoding", "byte"), [("cp1252", b"\xff"), ("utf-16", b"\xc3")])
def test_a_letter_that_no_name_has_is_a_damaged_byte(
    fixtures: Path, tmp_path: Path, encoding: str, byte: bytes
) -> None:
    path = tmp_path / "LAD19_CSP19_PFA19.csv"
    data = (fixtures / path.name).read_text(encoding="utf-8-sig").encode(encoding)
    at = data.index("Stoke".encode(encoding.replace("utf-16", "utf-16-le")))
    path.write_bytes(data[:at] + byte + data[at + 1 :])
    with pytest.raises(FileRefused, match="a letter stands in the text that no name here has"):
        read(path, tmp_path)


def test_publications_that_are_known_and_not_read_say_what_to_load_instead(tmp_path: Path) -> None:
    by_age = tmp_path / "MYEB1_detailed.csv"
    by_age.write_text("ladcode23,laname23,country,sex,age,population_2022\nE06000001,Hartlepool,E,F,0,512\n", "utf-8")
    with pytest.raises(FileRefused, match=r"by sex and age \(MYEB1\).* is not read\. Load the workbook of mid-year"):
        read(by_age, tmp_path)
    title = "Table C1: Police recorded crime by community safety partnership area, year ending June 2025"
    tables = {"Cover": [["Recorded crime by area"]], "Table_C1": [[title], ["CSP name", "All crime"], ["Stafford", 7]]}
    with pytest.raises(FileRefused, match=r"sums of twelve months, and is not read\. Load the Home Office's open data"):
        read(workbook(tmp_path / "csp.xlsx", tables), tmp_path)
