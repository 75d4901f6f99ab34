"""Units, quarters and marks that a workbook of statistics tables says in other places than a header."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ingest.published_files import observed, read
from ingest.statistics_workbooks import Rows, write

from assize.core.errors import FileRefused
from assize.core.nouns import Mark
from assize.core.reading import Reading

COVER: Rows = [["HMCTS management information: January to March 2025"], ["Publication date: 15 May 2025"]]
NOTES: Rows = [["Notes"], ["Note number", "Note text"], ["[note 1]", "A case may hold several defendants."]]
TITLE = "Table 7: Receipts and disposals, by HMCTS region"
FIRST = "This worksheet contains one table. Some cells refer to notes."
REGIONS = ("London", "Midlands", "Wales")
QUARTERS = [(year, quarter) for year in (2023, 2024) for quarter in (1, 2, 3, 4)]


def lines(region: int = 3) -> list[list[Any]]:
    """Rows of region, year, quarter, receipts, disposals: numbers that are no round ones."""
    return [
        [name, str(year), f"Q{quarter}", 3925 + 413 * at + 17 * number + number % 3, 3871 + 409 * at + 19 * number]
        for at, name in enumerate(REGIONS[:region])
        for number, (year, quarter) in enumerate(QUARTERS)
    ]


def made(tmp_path: Path, rows: Rows, **texts: Rows) -> Reading:
    sheets = {"Cover": COVER, "Notes": NOTES, **texts, "Table_7": rows}
    return read(write(tmp_path / "HMCTS_management_information_2025_Q1.xlsx", sheets), tmp_path)


def table(*rows: list[Any], title: str = TITLE, first: str = FIRST, headers: Any = None) -> list[list[Any]]:
    return [[title], [first], headers or ["HMCTS region", "Year", "Quarter", "Receipts", "Disposals"], *rows]


def refusal(tmp_path: Path, rows: Rows, **texts: Rows) -> str:
    with pytest.raises(FileRefused) as refused:
        made(tmp_path, rows, **texts)
    return refused.value.sentence


def values(reading: Reading) -> dict[tuple[str, ...], Any]:
    return {
        (row["area"], row["period"], row["field"], row["item"]): row["value"] for row in observed(reading)
    }  # the table is the same


@pytest.mark.parametrize(
    ("around", "marks"),
    [
        ("[p] {}", (Mark.PROVISIONAL,)),
        ("{} [note 2]", ()),
        ("{}¹", ()),
        ("[note 2] {}", ()),
        ("{} [r] [note 1]", (Mark.REVISED,)),
    ],
)
def test_marks_and_notes_around_every_figure_of_a_column(tmp_path: Path, around: str, marks: tuple[Mark, ...]) -> None:
    plain = made(tmp_path, table(*lines()))
    marked = made(tmp_path, table(*([*row[:3], around.format(row[3]), row[4]] for row in lines())))
    assert values(marked) == values(plain) and len(values(marked)) == 48
    assert {row.marks for row in marked.content if row.field == "receipts"} == {marks}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "around",
    [
        "p {}",
        "(p) {}",
        "r{}",
        "{} (provisional)",
        "{}^2",
        "{} <p>",
        "{}/p",
        "p: {}",
        "est. {}",
        "{} {{p}}",
        "~ {}",
        "{}*",
    ],
)
def test_figures_with_other_marks_are_never_words(tmp_path: Path, around: str) -> None:
    rows = table(*([*row[:3], around.format(row[3]), row[4]] for row in lines()))
    assert "'Receipts'" in refusal(tmp_path, rows) or "D4" in refusal(tmp_path, rows)


@pytest.mark.parametrize("around", ["{}r", "{}*", "{} p", "({}) e", "{}†"])
def test_small_figures_with_marks_are_never_words(tmp_path: Path, around: str) -> None:
    rows = table(*([*row[:3], around.format(row[3] % 11 + row[3] % 7), row[4]] for row in lines()))
    assert "its figures would be read as words" in refusal(tmp_path, rows)


@pytest.mark.parametrize("kind", ["{:.1f}k", "{:.1f} thousand"])
def test_figures_with_a_scale_behind_each_are_never_words(tmp_path: Path, kind: str) -> None:
    rows = table(*([*row[:3], kind.format(row[3] / 1000), row[4]] for row in lines()))
    assert "its figures would be read as words" in refusal(tmp_path, rows)


def test_figures_in_words_are_never_those_of_a_breakdown(tmp_path: Path) -> None:
    units = ("one", "two", "five", "ten", "six")
    said = [f"three thousand nine hundred and {units[row[3] % 5]}" for row in lines()]
    rows = table(*([*row[:3], words, row[4]] for row, words in zip(lines(), said, strict=True)))
    assert "its figures would be read as words" in refusal(tmp_path, rows)


@pytest.mark.parametrize("word", ["{} years", "Band {}", "{}+", "< {}", "Outcome {}", "1{}b"])
def test_words_of_a_breakdown_with_numbers_stay_words(tmp_path: Path, word: str) -> None:
    rows = [
        [*row[:3], word.format(part), row[3] // part + part, row[4] // part + part]
        for row in lines()
        for part in (2, 4, 6, 8)
    ]
    headers = ["HMCTS region", "Year", "Quarter", "Length", "Receipts", "Disposals"]
    assert len(values(made(tmp_path, table(*rows, headers=headers)))) == 192


UNITS = (
    "Figures are in thousands.",
    "All counts are in thousands",
    "Unit: thousands",
    "Numbers (thousands)",
    "Figures in '000s",
    "Counts are shown in hundreds.",
    "Thousands of cases",
    "All figures are percentages.",
    "Figures are rates per 1,000 population.",
    "Data are presented as an index (2015 = 100).",
    "Multiply all figures by 1,000.",
)


@pytest.mark.parametrize("said", UNITS)
def test_a_unit_that_is_said_beside_the_title_is_not_passed_over(tmp_path: Path, said: str) -> None:
    assert said[:12] in refusal(tmp_path, table(*lines(), first=f"{FIRST} {said}"))


@pytest.mark.parametrize("said", UNITS)
def test_a_unit_that_is_said_below_the_table_is_not_passed_over(tmp_path: Path, said: str) -> None:
    assert said[:12] in refusal(tmp_path, [*table(*lines()), [], [said]])


@pytest.mark.parametrize("said", [*UNITS, "Figures are cumulative within the year."])
def test_a_unit_that_is_said_in_the_notes_is_not_passed_over(tmp_path: Path, said: str) -> None:
    sentence = refusal(tmp_path, table(*lines()), Notes=[*NOTES, ["[note 2]", said]])
    assert said[:12] in sentence and "Notes!B4" in sentence
    assert "hmcts-management-information@units@2024q4" in sentence


@pytest.mark.parametrize(
    "said",
    [
        "Figures are rounded to the nearest thousand.",
        "Rates are per 1,000 population.",
        "The number of crimes is divided by the population and multiplied by 1,000 to give a rate.",
        "Tens of thousands of cases are received each year.",
        "Fines are in £ thousands.",
        "Table 9 is in thousands.",
        "Figures in brackets are percentages.",
        "The financial year runs from April to March.",
        "Q1 is January to March.",
        "Figures in Q1 2024 were published in June.",
    ],
)
def test_sentences_that_say_nothing_of_these_figures(tmp_path: Path, said: str) -> None:
    reading = made(tmp_path, table(*lines()), Notes=[*NOTES, ["[note 2]", said]])
    assert len(values(reading)) == 48


@pytest.mark.parametrize(
    "title", [f"{TITLE}, thousands", f"{TITLE} (millions)", "Table 7: Thousands of receipts, by HMCTS region"]
)
def test_a_scale_in_a_title(tmp_path: Path, title: str) -> None:
    assert "not numbers of one" in refusal(tmp_path, table(*lines(), title=title))


def test_an_office_may_say_that_a_sentence_is_of_other_figures(tmp_path: Path) -> None:
    sheets = {"Cover": COVER, "Notes": [*NOTES, ["[note 2]", UNITS[0]]], "Table_7": table(*lines())}
    path = write(tmp_path / "HMCTS_management_information_2025_Q1.xlsx", sheets)
    reasons = {"hmcts-management-information@units@2024q4": "The note is of table 9."}
    assert len(values(read(path, tmp_path, reasons=reasons))) == 48


QUARTERS_SAID = (
    "Quarters are of the financial year: Q1 is April to June.",
    "Quarters run from April.",
    "Q1: April to June; Q2: July to September",
    "Quarter 1 (April to June)",
    "Financial year quarters",
    "The first quarter is April to June.",
)


@pytest.mark.parametrize("said", QUARTERS_SAID)
@pytest.mark.parametrize("place", ["notes", "beside", "below", "cover"])
def test_quarters_that_are_said_to_begin_in_april(tmp_path: Path, said: str, place: str) -> None:
    rows = table(*lines(), first=f"{FIRST} {said}" if place == "beside" else FIRST)
    rows += [[], [said]] if place == "below" else []
    notes = [*NOTES, ["[note 2]", said]] if place == "notes" else NOTES
    cover = [*COVER, [said]] if place == "cover" else COVER
    assert "this period cannot be told" in (sentence := refusal(tmp_path, rows, Notes=notes, Cover=cover)) or (
        "quarters that begin in April" in sentence and said[:8] in sentence
    )


def test_quarters_of_financial_years_that_are_said_to_begin_in_january(tmp_path: Path) -> None:
    rows = [[name, f"{int(year)}/{int(year) % 100 + 1}", *rest] for name, year, *rest in lines()]
    assert len(values(made(tmp_path, table(*rows)))) == 48
    notes = [*NOTES, ["[note 2]", "Q1 means January to March"]]
    assert "quarters that begin in April" in refusal(tmp_path, table(*rows), Notes=notes)


@pytest.mark.parametrize(
    "header",
    ["Quarter starting", "Quarter beginning", "Quarter start date", "First day of quarter", "Three months from"],
)
def test_days_on_which_quarters_begin(tmp_path: Path, header: str) -> None:
    rows = [[row[0], f"{row[1]}-{int(row[2][1]) * 3 - 2:02}-01", *row[3:]] for row in lines()]
    headers = ["HMCTS region", header, "Receipts", "Disposals"]
    assert values(made(tmp_path, table(*rows, headers=headers))) == values(made(tmp_path, table(*lines())))


@pytest.mark.parametrize("header", ["Date", "Period", "Period start", "Start date", "Month", "Week commencing"])
def test_first_days_of_quarters_of_which_nobody_says_that_they_are(tmp_path: Path, header: str) -> None:
    rows = [[row[0], f"{row[1]}-{int(row[2][1]) * 3 - 2:02}-01", *row[3:]] for row in lines()]
    headers = ["HMCTS region", header, "Receipts", "Disposals"]
    title = "Table 7: Receipts, disposals and open cases, by HMCTS region"
    sentence = refusal(tmp_path, table(*rows, headers=headers, title=title))
    assert "first months of quarters stand for periods" in sentence or "this period cannot be told" in sentence
