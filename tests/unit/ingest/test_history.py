"""An office's own workbook: proposed, asked about where it is doubtful, and read back to the very figures planted in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from ingest import histories
from ingest.histories import ATTENDED, REQUIRED, planted, write

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.core.nouns import Absence, Trust
from assize.core.periods import Period, financial_quarter
from assize.core.specs import SourceSpec
from assize.ingest.history.labels import readings
from assize.ingest.history.mapping import Draft, confirmed_text, mapping_text, open_questions, parse_mapping
from assize.ingest.history.propose import Proposal, Wanted, propose
from assize.ingest.history.reader import read_history, read_mapped
from assize.ingest.history.words import Fields
from assize.ingest.received import Received

CATALOGUE = load_catalogue()
SOURCE = CATALOGUE.sources["partner-witness-care"]
BOTH = ("staffordshire", "west-mercia")
MONTHS = tuple(Period(2018, month, 1) for month in range(1, 13))


def proposed(
    path: Path,
    *,
    boards: tuple[str, ...] = ("staffordshire",),
    senses: tuple[str, ...] = (),
    board: str = "",
    source: SourceSpec = SOURCE,
) -> Proposal:
    return propose(Received(path, path.name), source, CATALOGUE, Wanted(boards, senses, board=board))


def read(path: Path, draft: Draft) -> dict[tuple[str, Period, str], int]:
    rows = read_mapped(Received(path, path.name), draft, SOURCE, CATALOGUE).content
    return {(row.area, row.period, row.field): int(row.value) for row in rows}  # type: ignore[union-attr]


def refused(path: Path, draft: Draft) -> str:
    with pytest.raises(FileRefused) as caught:
        read_mapped(Received(path, path.name), draft, SOURCE, CATALOGUE)
    return caught.value.sentence


# --- what a label means -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "periods"),
    [
        ("Q1 18/19", ["2018-19-q1"]),
        ("2018/19 Q4", ["2018-19-q4"]),
        ("Quarter 3 2018-19", ["2018-19-q3"]),
        ("3rd quarter 2018/19", ["2018-19-q3"]),
        ("Apr–Jun 18", ["2018-19-q1"]),
        ("Jan-Mar 2018/19", ["2018-19-q4"]),
        ("Q4 (Jan-Mar) 2018/19", ["2018-19-q4"]),
        ("Q1 (Apr-Jun) 2018", ["2018-19-q1"]),
        ("Quarter ending June 2018", ["2018-19-q1"]),
        ("01/04/2018 - 30/06/2018", ["2018-19-q1"]),
        ("Jan-19", ["2019-m01"]),
        ("Sept 2018", ["2018-m09"]),
        ("2018/19", ["2018-19"]),
        ("Year ending March 2019", ["2018-19"]),
        ("Apr 2018 to Mar 2019", ["2018-19"]),
        ("Q1 2019", ["2018-19-q4", "2019-20-q1"]),
        ("2019 Q1", ["2018-19-q4", "2019-20-q1"]),
        ("Q1 FY19", ["2018-19-q1", "2019-20-q1"]),
        ("2011-12", ["2011-12", "2011-m12"]),
        ("2018", ["2018", "2018-19"]),
        ("Q1 18/20", []),
        ("Q2 (Apr-Jun) 2018/19", []),
        ("Dec 18 - Feb 19", []),
        ("FY2018 January", []),
        ("85", []),
        ("Q1", []),
        ("Q1 18/19 forecast", []),
        ("Witnesses 2018", []),
    ],
)
def test_every_reading_of_a_label_and_no_other(label: str, periods: list[str]) -> None:
    assert [reading.period.slug for reading in readings(label)] == periods


# --- layouts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spell", [histories.slashed, histories.long_form, histories.months, histories.ending])
@pytest.mark.parametrize("layout", [histories.wide, histories.transposed])
def test_periods_across_or_down_in_any_spelling(tmp_path: Path, layout: Callable, spell: Callable) -> None:
    path = write(tmp_path / "history.xlsx", layout(planted(), spell))
    proposal = proposed(path)
    assert open_questions(proposal.draft) == []
    assert read(path, proposal.draft) == planted()


@pytest.mark.parametrize(
    "layout",
    [histories.long, histories.sheet_a_quarter, histories.sheet_a_measure],
    ids=lambda layout: layout.__name__,
)
def test_two_boards_in_rows_or_sheets(tmp_path: Path, layout: Callable) -> None:
    path = write(tmp_path / "history.xlsx", layout(planted(BOTH)))
    proposal = proposed(path)
    assert open_questions(proposal.draft) == []
    assert read(path, proposal.draft) == planted(BOTH)


@pytest.mark.parametrize("layout", [histories.years_over_quarters, histories.two_sided])
def test_labels_that_stand_on_two_lines(tmp_path: Path, layout: Callable) -> None:
    path = write(tmp_path / "history.xlsx", layout(planted()))
    proposal = proposed(path)
    assert open_questions(proposal.draft) == []
    assert read(path, proposal.draft) == planted()


def test_months_are_months(tmp_path: Path) -> None:
    path = write(tmp_path / "history.xlsx", histories.wide(planted(periods=MONTHS), histories.month_only))
    assert read(path, proposed(path).draft) == planted(periods=MONTHS)


def test_a_csv_is_read_with_its_lines(tmp_path: Path) -> None:
    cells = histories.wide(planted())["WCU"]
    width = max(column for _, column in cells) + 1
    lines = [",".join(f'"{cells.get((row, column), "")}"' for column in range(width)) for row in range(12)]
    path = tmp_path / "history.csv"
    path.write_text("\n".join(lines), "utf-8")
    draft = proposed(path).draft
    assert read(path, draft) == planted()
    rows = read_mapped(Received(path, path.name), draft, SOURCE, CATALOGUE).content
    assert {row.line for row in rows} == {6, 7}  # type: ignore[union-attr]


def test_every_figure_keeps_its_cell(tmp_path: Path) -> None:
    path = write(tmp_path / "history.xlsx", histories.wide(planted()))
    rows = read_mapped(Received(path, path.name), proposed(path).draft, SOURCE, CATALOGUE).content
    last = max(rows, key=lambda row: (row.period, row.field))  # type: ignore[union-attr,arg-type]
    assert (last.sheet, last.ref, last.field) == ("WCU", "O6", REQUIRED)
    assert last.raw == str(planted()["staffordshire", last.period, REQUIRED])


# --- what is asked ------------------------------------------------------------------------------------------------


def test_a_quarter_with_two_readings_is_asked_about_and_not_guessed(tmp_path: Path) -> None:
    path = write(tmp_path / "history.xlsx", histories.wide(planted(), histories.calendar))
    proposal = proposed(path)
    assert len(open_questions(proposal.draft)) == 14
    assert "2015-16-q3, Oct to Dec 2015 (calendar) or 2015-16-q4, Jan to Mar 2016 (financial)" in proposal.doubts[0]
    assert "'Q4 2015' = '?'" in refused(path, proposal.draft)
    assert read(path, proposed(path, senses=("calendar",)).draft) == planted()
    moved = read(path, proposed(path, senses=("financial",)).draft)
    assert (
        moved["staffordshire", financial_quarter(2018, 4).later(-3), REQUIRED]
        != planted()["staffordshire", financial_quarter(2018, 4).later(-3), REQUIRED]
    )


def test_dates_a_quarter_apart_may_be_months_or_quarters(tmp_path: Path) -> None:
    path = write(
        tmp_path / "history.xlsx", histories.wide(planted(), lambda period: datetime(period.year, period.month, 1))
    )
    assert len(open_questions(proposed(path).draft)) == 14
    assert read(path, proposed(path, senses=("quarter",)).draft) == planted()


def test_january_to_march_under_a_bare_year_is_asked_about(tmp_path: Path) -> None:
    names = ("Apr-Jun", "Jul-Sep", "Oct-Dec", "Jan-Mar")
    cells = {
        (0, 0): "Staffordshire",
        (4, 0): "Witnesses required",
        (5, 0): "Witnesses attended",
        (2, 1): "2017",
        (2, 5): "2018",
    }
    for at in range(8):
        cells |= {(3, at + 1): names[at % 4], (4, at + 1): 900 + at, (5, at + 1): 700 + at}
    path = write(tmp_path / "history.xlsx", {"One": cells})
    assert [label for _, label in open_questions(proposed(path).draft)] == ["2017 | Jan-Mar", "2018 | Jan-Mar"]
    found = read(path, proposed(path, senses=("financial",)).draft)
    assert found["staffordshire", Period(2019, 1, 3), REQUIRED] == 907


def test_no_board_named_and_several_in_the_office_is_asked_about(tmp_path: Path) -> None:
    cells = {at: cell for at, cell in histories.wide(planted())["WCU"].items() if at[0] > 1}
    path = write(tmp_path / "history.xlsx", {"Data": cells})
    assert open_questions(proposed(path, boards=BOTH).draft) == [("table 1, area", "all of it")]
    alone = proposed(path, boards=("west-mercia",))
    assert open_questions(alone.draft) == [("table 1, area", "all of it")]
    assert any("is it all of West Mercia?" in doubt for doubt in alone.doubts)
    assert proposed(path, board="west-mercia").draft.tables[0].at["area"] == "west-mercia"


def test_two_labels_for_one_field_are_asked_about(tmp_path: Path) -> None:
    cells = dict(histories.wide(planted())["WCU"])
    cells |= {(7, 0): "Witnesses who attended", (7, 1): 5}
    path = write(tmp_path / "history.xlsx", {"Data": cells})
    asked = {label for _, label in open_questions(proposed(path).draft)}
    assert asked == {"Witnesses attended", "Witnesses who attended"}


def test_an_unknown_area_is_asked_about_with_the_nearest(tmp_path: Path) -> None:
    sheets = {name: {at: "Stafordshire" if cell == "Staffordshire" else cell for at, cell in cells.items()}
              for name, cells in histories.sheet_a_measure(planted(BOTH)).items()}  # fmt: skip
    proposal = proposed(write(tmp_path / "history.xlsx", sheets))
    assert ("table 1, area", "Stafordshire") in open_questions(proposal.draft)
    assert any("perhaps Staffordshire" in doubt for doubt in proposal.doubts)


def test_markers_that_everybody_knows_are_proposed_and_others_asked_about(tmp_path: Path) -> None:
    cells = dict(histories.wide(planted())["WCU"]) | {
        (5, 1): "n/a",
        (5, 2): "-",
        (6, 2): 0,
        (5, 3): "tbc",
        (5, 4): "700*",
    }
    for column in (1, 2, 3, 4):
        del cells[8, column]
    path = write(tmp_path / "history.xlsx", {"WCU": cells})
    draft = proposed(path).draft
    assert draft.markers == {"n/a": "[x]", "-": "?", "tbc": "?", "700*": "?"}
    text = mapping_text(draft).replace('"-" = "?"', '"-" = "0"').replace('"tbc" = "?"', '"tbc" = "blank"')
    text = text.replace('"700*" = "?"', '"700*" = "700"')
    rows = read_mapped(Received(path, path.name), parse_mapping(text, "m", SOURCE), SOURCE, CATALOGUE)
    found = {row.ref: (row.value, row.absence) for row in rows.content}  # type: ignore[union-attr]
    assert found["B6"] == (None, Absence.NOT_AVAILABLE)
    assert found["C6"] == (0, None)
    assert "D6" not in found
    assert found["E6"] == (700, None)


@pytest.mark.parametrize(
    ("label", "meaning", "sure"),
    [
        ("Witnesses required", REQUIRED, True),
        ("No. of witnesses attending", ATTENDED, True),
        ("Witnesses who attended court", ATTENDED, True),
        ("Code updates in time", "code_updates_in_time", True),
        ("Support accepted", "support_accepted", True),
        ("Victims offered support", "support_accepted", False),
        ("Witnesses not attended", ATTENDED, False),
        ("Witnesses with no attendance", ATTENDED, False),
        ("Witnesses unattended at court", ATTENDED, False),
        ("Witnesses who attended court in person", ATTENDED, False),
        ("Code updates out of time", "code_updates_in_time", False),
        ("Case files that did not meet the standard", "files_meeting_standard", False),
        ("Case files checked at first submission", "files_assessed", False),
        ("Number of witnesses (victims)", "open_victims_and_witnesses", False),
    ],
)
def test_a_label_that_adds_a_word_to_a_field_or_is_little_like_it_is_asked_about(
    label: str, meaning: str, sure: bool
) -> None:
    of_its_partner = next(source for source in CATALOGUE.sources.values() if meaning in source.asked)
    guess = Fields(of_its_partner, CATALOGUE).guess(label)
    assert guess is not None
    assert (guess.meaning, guess.sure) == (meaning, sure)


def test_a_guess_that_is_not_sure_is_an_open_question_that_says_what_it_may_be(tmp_path: Path) -> None:
    cells = dict(histories.wide(planted())["WCU"]) | {(5, 0): "Witnesses offered attendance"}
    proposal = proposed(write(tmp_path / "history.xlsx", {"WCU": cells}))
    assert ("table 1, field", "Witnesses offered attendance") in open_questions(proposal.draft)
    said = "\n".join(proposal.doubts)
    assert "may be 'witnesses who attended court'" in said
    assert "does not have 'offered'" in said
    assert "witnesses_attended in the mapping" in said


def test_a_field_that_only_a_title_names_is_asked_about_where_the_title_says_more(tmp_path: Path) -> None:
    cells = {(0, 0): "Victims offered support", (2, 1): "Q1 18/19", (2, 2): "Q2 18/19"}
    cells |= {(3, 0): "Staffordshire", (3, 1): 81, (3, 2): 77}
    workbook = write(tmp_path / "history.xlsx", {"Data": cells})
    proposal = proposed(workbook, source=CATALOGUE.sources["partner-victims-service"])
    assert open_questions(proposal.draft) == [("table 1, field", "all of it")]
    assert any("support_accepted" in doubt for doubt in proposal.doubts)


def test_totals_beside_quarters_are_left_out_and_compared_where_their_year_stands_above(tmp_path: Path) -> None:
    cells: dict[tuple[int, int], object] = {(0, 0): "Staffordshire", (5, 0): "Witnesses required"}
    for at, number in enumerate((1, 2, 3, 4)):
        cells |= {(4, 1 + at): f"Q{number}", (4, 6 + at): f"Q{number}", (5, 1 + at): 10 + at, (5, 6 + at): 20 + at}
    cells |= {(3, 1): "2016/17", (3, 6): "2017/18", (4, 5): "Total", (4, 10): "Total", (5, 5): 46, (5, 10): 86}
    draft = proposed(write(tmp_path / "history.xlsx", {"One": cells})).draft
    assert open_questions(draft) == []
    assert len(read(tmp_path / "history.xlsx", draft)) == 8
    wrong = write(tmp_path / "wrong.xlsx", {"One": cells | {(5, 5): 47}})
    assert "'2016/17 | Total' does not follow" in refused(wrong, draft)


def test_a_total_after_each_quarters_months_is_known_for_one(tmp_path: Path) -> None:
    rows = ["Apr-18", "May-18", "Jun-18", "Quarter total", "Jul-18", "Aug-18", "Sep-18", "Quarter total"]
    cells: dict[tuple[int, int], object] = {(0, 0): "Staffordshire", (2, 0): "Month", (2, 1): "Witnesses required"}
    for at, label in enumerate(rows, start=3):
        cells |= {(at, 0): label, (at, 1): 30 if "total" in label else 10}
    path = write(tmp_path / "history.xlsx", {"One": cells})
    draft = proposed(path).draft
    assert open_questions(draft) == []
    assert set(read(path, draft).values()) == {10}


@pytest.mark.parametrize("name", ["Staffs", "Staffordshire area", "W Mercia"])
def test_an_area_in_short_is_proposed_by_its_nearest(tmp_path: Path, name: str) -> None:
    cells: dict[tuple[int, int], object] = {(0, 0): "Return", (2, 0): "Kent", (3, 0): name}
    for at in (1, 2):
        cells |= {(1, at): f"Q{at} 18/19", (2, at): 10, (3, at): 20}
    path = write(tmp_path / "history.xlsx", {"Witnesses required": cells})
    proposal = proposed(path)
    assert ("table 1, area", name) in open_questions(proposal.draft)
    near = "West Mercia" if name == "W Mercia" else "Staffordshire"
    assert any(f"'{name}' is not known; perhaps {near}" in doubt for doubt in proposal.doubts)


# --- what is left out, and checked --------------------------------------------------------------------------------


def test_a_years_total_is_left_out_and_must_be_the_sum_of_its_quarters(tmp_path: Path) -> None:
    sheets = histories.with_year_totals(planted())
    path = write(tmp_path / "history.xlsx", sheets)
    draft = proposed(path).draft
    assert read(path, draft) == {key: value for key, value in planted().items() if key[1] >= financial_quarter(2016, 1)}
    sheets["Totals"][2, 5] += 1
    spoilt = refused(write(tmp_path / "spoilt.xlsx", sheets), draft)
    assert "'2016/17' does not follow" in spoilt
    assert "Totals!F3" in spoilt


def test_a_share_is_left_out_and_must_follow_from_its_counts(tmp_path: Path) -> None:
    sheets = histories.wide(planted())
    draft = proposed(write(tmp_path / "history.xlsx", sheets)).draft
    assert draft.tables[0].checks[0].of == (ATTENDED, REQUIRED)
    sheets["WCU"][6, 3] = int(sheets["WCU"][6, 3]) - 1
    assert "WCU!D9" in refused(write(tmp_path / "spoilt.xlsx", sheets), draft)


def test_hidden_sheets_are_left_out_and_said(tmp_path: Path) -> None:
    sheets = histories.wide(planted()) | {"Old": histories.wide(planted())["WCU"]}
    path = write(tmp_path / "history.xlsx", sheets, hidden=["Old"])
    proposal = proposed(path)
    assert proposal.draft.ignored_sheets == {"Old": "the sheet is hidden"}
    assert proposal.told == ["The sheet 'Old' is hidden and is left out."]


def test_per_cents_are_never_taken_for_counts(tmp_path: Path) -> None:
    cells = dict(histories.wide(planted())["WCU"])
    for column in range(1, 15):
        cells[6, column] = f"{70 + column}%"
    proposal = proposed(write(tmp_path / "history.xlsx", {"WCU": cells}))
    assert "Witnesses attended" in proposal.draft.tables[0].ignored


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path / "history.xlsx", {"Stock": {(0, 1): "Q1 18/19", (0, 2): "Q2 18/19", (1, 0): "Paper clips", (1, 1): 3}}
    )
    with pytest.raises(FileRefused, match="nothing in the file is like a field of the source"):
        proposed(path)


def test_figures_under_no_period_are_asked_about_and_never_dropped_in_silence(tmp_path: Path) -> None:
    cells = {at: cell for at, cell in histories.wide(planted())["WCU"].items() if at != (4, 3)}
    proposal = proposed(write(tmp_path / "history.xlsx", {"WCU": cells}))
    assert open_questions(proposal.draft) == [("table 1, period", "(column D)")]


def offences(blank: tuple[int, int] | None = None) -> dict[str, dict[tuple[int, int], object]]:
    """Prosecutions by offence: the offence in the first of its two rows, quarters across, and a total."""
    cells: dict[tuple[int, int], object] = {(0, 0): "Prosecutions, Staffordshire", (2, 0): "Offence", (2, 1): "Outcome"}
    names = CATALOGUE.vocabularies["offence_category"].names.values()
    for at, name in enumerate([*names, "Total"]):
        cells[3 + 2 * at, 0] = name
        for row, outcome in enumerate(("Convictions", "Unsuccessful")):
            cells[3 + 2 * at + row, 1] = outcome
            for quarter in range(4):
                cells[2, 2 + quarter] = f"Q{quarter + 1} 2014/15"
                cells[3 + 2 * at + row, 2 + quarter] = 100 * at + 10 * row + quarter
    return {"CPS": {at: cell for at, cell in cells.items() if at != blank}}


def test_words_of_a_dimension_are_taken_only_where_a_person_says_they_are_all(tmp_path: Path) -> None:
    source = CATALOGUE.sources["cps-case-outcomes"]

    def answered(name: str, sheets: dict[str, dict[tuple[int, int], object]]) -> tuple[Received, Draft]:
        received = Received(write(tmp_path / name, sheets), name)
        draft = propose(received, source, CATALOGUE, Wanted(("staffordshire",))).draft
        assert open_questions(draft) == [("table 1, complete", "yes or no")]
        return received, parse_mapping(mapping_text(draft).replace('complete = "?"', 'complete = "yes"'), "m", source)

    rows = read_mapped(*answered("all.xlsx", offences()), source, CATALOGUE).content
    assert len(rows) == 13 * 2 * 4  # type: ignore[arg-type]
    burglary = next(row for row in rows if row.dimensions == ("burglary",) and row.field == "unsuccessful")  # type: ignore[union-attr]
    assert (burglary.ref, int(burglary.value)) == ("C11", 310)
    with pytest.raises(FileRefused, match="would count as nought"):
        read_mapped(*answered("blank.xlsx", offences((10, 4))), source, CATALOGUE)


# --- another file by the same mapping -----------------------------------------------------------------------------


def test_the_same_shape_with_other_figures_is_read(tmp_path: Path) -> None:
    draft = proposed(write(tmp_path / "history.xlsx", histories.wide(planted()))).draft
    later = {key: value + 10 for key, value in planted().items()}
    assert read(write(tmp_path / "later.xlsx", histories.wide(later)), draft) == later


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda cells: cells | {(4, 15): "Q1 19/20", (5, 15): 901, (6, 15): 800}, "figures stand outside its ranges"),
        (lambda cells: cells | {(5, 0): "Witnesses warned"}, "the mapping does not say what this measure means"),
        (lambda cells: cells | {(4, 1): "Q3 14/15"}, "no 'Q3 15/16'"),
        (lambda cells: cells | {(4, 2): "Q3 15/16"}, "one figure stands in two places"),
        (lambda cells: cells | {(5, 4): "81%"}, "WCU!E6]: this is no count, found '81%'"),
        (lambda cells: cells | {(5, 4): 812.5}, "found '812.5'"),
        (lambda cells: cells | {(5, 4): -3}, "found '-3'"),
        (lambda cells: cells | {(5, 4): "see note"}, "found 'see note'"),
        (lambda cells: cells | {(6, 4): 5000, (8, 4): ""}, "more witnesses attended than witnesses required"),
        (lambda cells: {(row + 1, column): cell for (row, column), cell in cells.items()}, "WCU"),
    ],
)  # fmt: skip
def test_what_differs_is_said(tmp_path: Path, spoil: Callable, said: str) -> None:
    draft = proposed(write(tmp_path / "history.xlsx", histories.wide(planted()))).draft
    cells = spoil(dict(histories.wide(planted())["WCU"]))
    assert said in refused(write(tmp_path / "other.xlsx", {"WCU": cells}), draft)


def test_columns_that_moved_are_read_by_their_labels(tmp_path: Path) -> None:
    draft = proposed(write(tmp_path / "history.xlsx", histories.wide(planted()))).draft
    cells = histories.wide(planted())["WCU"]
    order = list(range(1, 15))
    random.Random(7).shuffle(order)
    moved = {(row, order[column - 1] if column else 0): cell for (row, column), cell in cells.items()}
    assert read(write(tmp_path / "moved.xlsx", {"WCU": moved}), draft) == planted()


# --- the mapping's own file ---------------------------------------------------------------------------------------


def test_the_file_of_a_mapping_says_all_of_it(tmp_path: Path) -> None:
    cells = dict(histories.wide(planted())["WCU"]) | {(5, 0): 'Witnesses "required" to\\attend\u00a0#1 = yes'}
    proposal = proposed(write(tmp_path / "history.xlsx", {"WCU": cells}))
    assert parse_mapping(mapping_text(proposal.draft, proposal.notes), "m", SOURCE) == proposal.draft


def test_every_fault_of_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    text = mapping_text(proposed(write(tmp_path / "history.xlsx", histories.wide(planted()))).draft)
    text = text.replace('"2015-16-q3"', '"2015-16-q9"').replace('"witnesses_attended"', '"witness_attended"', 1)
    text = text.replace('values = "B6:O9"', 'values = "B6-O9"').replace("confirmed = false", 'confirmed = "soon"')
    with pytest.raises(FileRefused) as caught:
        parse_mapping(text, "mappings/history.toml", SOURCE)
    said = caught.value.sentence
    for found in ("'2015-16-q9'", "'witness_attended'", "'B6-O9'", "'soon'"):
        assert found in said


def test_nothing_is_read_before_a_person_has_confirmed_it_and_said_the_day(tmp_path: Path) -> None:
    path = write(tmp_path / "history.xlsx", histories.wide(planted()))
    draft = proposed(path).draft

    def load(one: Draft, day: date | None = None):
        return read_history(path, one, SOURCE, CATALOGUE, tmp_path, name=path.name, released=day)

    with pytest.raises(FileRefused, match="not confirmed yet"):
        load(draft, date(2019, 5, 31))
    confirmed = parse_mapping(confirmed_text(mapping_text(draft)), "m", SOURCE)
    with pytest.raises(FileRefused, match="--released"):
        load(confirmed)
    with pytest.raises(FileRefused, match="had not ended"):
        load(confirmed, date(2019, 3, 1))
    reading = load(confirmed, date(2019, 5, 31))
    assert reading.trust is Trust.HISTORY
    assert not reading.whole_series
    assert len(reading.covers) == 28
    assert {covered.area for covered in reading.covers} == {"staffordshire"}
