"""Police force area tables: whose figures they are, what is taken in another order, and what is refused in which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import police_force_tables as tables
import pytest
from police_force_tables import Rows, book, column_of, row_of
from published_files import pick, read, workbook

from assize.core.errors import FileRefused
from assize.core.nouns import Absence
from assize.core.periods import parse_period
from assize.core.reading import Covered, Reading
from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.words import Kind

FILE = "policeforceareatables.xlsx"
ENDING = "ye-2019-09"
Book = dict[str, Rows]


def load(path: Path, sheets: Book) -> Reading:
    return read(workbook(path / FILE, sheets), path)


def refused(path: Path, sheets: Book) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        load(path, sheets)
    return [problem.sentence for problem in refusal.value.problems]


def figures(reading: Reading) -> dict[tuple[object, ...], object]:
    return {(row.area, row.period, row.field, row.dimensions): row.value for row in reading.content}  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return load(tmp_path_factory.mktemp("good"), book())


def test_every_table_is_read(good: Reading) -> None:
    assert good.title == "Crime in England and Wales: police force area data tables, year ending September 2019"
    assert (good.released, good.released_estimated) == (date(2020, 1, 18), True)
    assert [problem.sentence for problem in good.problems] == []
    assert Covered(parse_period("2017-18"), field="knife_offences") in good.covers
    assert Covered(parse_period("2017-18"), field="offences") not in good.covers
    (total,) = pick(good, area="staffordshire", field="offences", category="all-offences")
    assert total["value"] == tables.added(("staffordshire",), tables.TOTAL)
    assert (total["period"], total["sheet"]) == (ENDING, "Table P1")
    (people,) = pick(good, area="staffordshire", field="population")
    assert (people["period"], people["value"], people["sheet"]) == ("2018-m06", 100100, "Table P3")


def test_england_and_wales_with_transport_police_is_not_the_forces(good: Reading) -> None:
    assert pick(good, area="england-and-wales-with-btp", field="offences", category="robbery")
    assert {row["field"] for row in pick(good, area="england-and-wales")} == {"population", "households"}
    region, force = (
        pick(good, area=area, field="offences", category="robbery")[0]["value"]
        for area in ("west-midlands-region", "west-midlands")
    )
    assert region > force


def moved(rows: Rows) -> None:
    """The first column of figures becomes the last."""
    width = max(len(row) for row in rows)
    for row in rows[3 : -len(tables.NOTES)]:
        row += [""] * (width - len(row))
        row.append(row.pop(2))


def test_columns_in_another_order_and_others_between(tmp_path: Path, good: Reading) -> None:
    sheets = book()
    moved(sheets["Table P1"])
    for index, row in enumerate(sheets["Table P2"]):
        if len(row) > 4:
            row.insert(3, "Quality index" if index == 4 else float(index) if index > 5 else "")
    sheets["Table P3"].insert(1, ["This worksheet contains one table."])
    reading = load(tmp_path, sheets)
    assert figures(reading) == figures(good)
    assert [problem.sentence for problem in reading.problems] == [
        f"{FILE} [Table P2]: columns that are not known are not read, found 'Quality index'."
    ]


def test_an_edition_without_codes(tmp_path: Path, good: Reading) -> None:
    sheets = {name: [row[1:] if len(row) > 1 else row for row in rows] for name, rows in book().items()}
    assert figures(load(tmp_path, sheets)) == figures(good)


def test_a_name_for_region_and_force_that_nothing_tells_apart(tmp_path: Path) -> None:
    sheets = {name: [row[1:] if len(row) > 1 else row for row in rows] for name, rows in book().items()}
    rows = sheets["Table P1"]
    first, second = (index for index, row in enumerate(rows) if row and row[0] == "West Midlands")
    rows[first], rows[second - 1] = rows[second - 1], rows[first]
    assert refused(tmp_path, sheets)[0] == (
        f"{FILE} [Table P1!A{second}]: this name is a region's and a force's, and nothing shows which is meant, found 'West"
        " Midlands', expected an area code, or the region's row above those of its forces."
    )


def test_greater_manchester_without_figures(tmp_path: Path) -> None:
    """Since July 2019 it is in no total: these are kept as what they are, not as the region, England and the forces."""
    sheets = book()
    for name in ("Table P1", "Table P4  ", "Table P5"):
        rows = sheets[name]
        force = row_of(rows, "Greater Manchester")
        counts = [c for c, cell in enumerate(force) if isinstance(cell, int)]
        for label in ("North West", "ENGLAND", "ENGLAND AND WALES6"):
            total = row_of(rows, label)
            for column in counts:
                total[column] = int(str(total[column])) - int(str(force[column]))
        force[2:] = [".." if isinstance(cell, int | float) else cell for cell in force[2:]]
    del sheets["Table P2"], sheets["Table P3"], sheets["Table P4  "], sheets["Table P5"]
    reading = load(tmp_path, sheets)
    (none,) = pick(reading, area="greater-manchester", category="robbery")
    assert (none["value"], none["absence"], none["raw"]) == (None, Absence.NOT_AVAILABLE.value, "..")
    held = {str(row["area"]) for row in pick(reading, category="robbery")}
    assert {
        "north-west-region-without-greater-manchester",
        "england-without-greater-manchester",
        "england-and-wales-with-btp-without-greater-manchester",
    } <= held
    assert not held & {"north-west-region", "england", "england-and-wales", "england-and-wales-with-btp"}


def only(*names: str) -> Book:
    return {name: rows for name, rows in book().items() if name in names}


def take_out(rows: Rows, force: str, totals: tuple[str, ...]) -> None:
    """The totals no longer take in a force."""
    left_out = row_of(rows, force)
    for label in totals:
        total = row_of(rows, label)
        for column, cell in enumerate(left_out):
            if isinstance(cell, int):
                total[column] = int(str(total[column])) - cell


ABOVE_DEVON = ("South West", "ENGLAND", "ENGLAND AND WALES6")


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("label", ["ENGLAND AND WALES6", "England and Wales (excluding Devon & Cornwall) [note 6]"])
def test_any_force_may_be_in_no_total(tmp_path: Path, shown: bool, label: str) -> None:
    """Devon and Cornwall could not report from 2023 on: the totals are those without it, shown or not."""
    sheets = only("Table P1")
    take_out(sheets["Table P1"], "Devon and Cornwall", ABOVE_DEVON)
    force = row_of(sheets["Table P1"], "Devon and Cornwall")
    if not shown:
        force[2:] = [".." if isinstance(cell, int) else cell for cell in force[2:]]
    row_of(sheets["Table P1"], "ENGLAND AND WALES6")[1] = label
    held = {str(row["area"]) for row in pick(load(tmp_path, sheets), category="robbery")}
    assert {
        "south-west-region-without-devon-and-cornwall",
        "england-without-devon-and-cornwall",
        "england-and-wales-with-btp-without-devon-and-cornwall",
    } <= held
    assert not held & {"south-west-region", "england", "england-and-wales", "england-and-wales-with-btp"}


def test_a_wrong_figure_in_a_table_without_one_force_is_refused(tmp_path: Path) -> None:
    sheets = only("Table P1")
    rows = sheets["Table P1"]
    take_out(rows, "Devon and Cornwall", ABOVE_DEVON)
    row_of(rows, "Devon and Cornwall")[2:] = [
        ".." if isinstance(cell, int) else cell for cell in row_of(rows, "Devon and Cornwall")[2:]
    ]
    place = column_of(rows, "Robbery")
    for name, more in (("Dorset", 1), ("South West", 500), ("ENGLAND", 500), ("ENGLAND AND WALES6", -500)):
        row_of(rows, name)[place] = int(str(row_of(rows, name)[place])) + more
        assert "is not the sum of its forces" in refused(tmp_path, sheets)[0]
        row_of(rows, name)[place] = int(str(row_of(rows, name)[place])) - more


def test_a_label_that_leaves_out_what_nobody_knows_is_refused(tmp_path: Path) -> None:
    sheets = only("Table P1")
    row_of(sheets["Table P1"], "ENGLAND")[1] = "England (excluding the Isle of Man)"
    assert "code and name of this row do not agree" in refused(tmp_path, sheets)[0]


def test_totals_that_take_in_a_force_whose_number_is_not_shown(tmp_path: Path) -> None:
    sheets = only("Table P1")
    rows = sheets["Table P1"]
    force = row_of(rows, "Lancashire")
    force[2:] = [".." if isinstance(cell, int) else cell for cell in force[2:]]
    reading = load(tmp_path, sheets)
    held = {str(row["area"]) for row in pick(reading, category="robbery")}
    assert {"north-west-region", "england", "england-and-wales-with-btp"} <= held
    assert any("totals take in a force whose own number is not shown" in problem.what for problem in reading.problems)
    place = column_of(rows, "Robbery")
    row_of(rows, "ENGLAND")[place] = int(str(row_of(rows, "ENGLAND")[place])) + 500
    assert "ENGLAND is not the sum of its forces" in refused(tmp_path, sheets)[0]


def test_a_force_without_a_rare_offence_is_not_left_out_of_the_totals(tmp_path: Path) -> None:
    """Nought of one offence, and a marker for it: the sums without the force fit too, and show nothing."""
    sheets = only("Table P1")
    rows = sheets["Table P1"]
    force = row_of(rows, "Lancashire")
    above = [row_of(rows, label) for label in ("North West", "ENGLAND", "ENGLAND AND WALES6")]
    places = [column_of(rows, header) for header in ("Homicide", "Violence against the person", tables.TOTAL)]
    homicides = int(str(force[places[0]]))
    for row in (force, *above):
        for place in places:
            row[place] = int(str(row[place])) - homicides
    force[places[0]] = ".."
    held = {str(row["area"]) for row in pick(load(tmp_path, sheets), category="homicide")}
    assert {"north-west-region", "england", "england-and-wales-with-btp"} <= held
    assert not any("without" in area for area in held)


def test_a_number_that_one_table_does_not_show_and_another_prints(tmp_path: Path, good: Reading) -> None:
    sheets = book()
    row_of(sheets["Table P4  "], "Lancashire")[2:4] = ["..", ".."]
    reading = load(tmp_path, sheets)
    wanted = {"area": "lancashire", "field": "knife_offences", "category": "selected-offences", "period": ENDING}
    assert pick(reading, **wanted)[0]["value"] == pick(good, **wanted)[0]["value"]
    assert any("a number that another does not show" in problem.what for problem in reading.problems)


@pytest.mark.parametrize("code", ["[z]", "-", "–", "n/a", "K04000001"])
def test_transport_police_have_no_code_of_their_own(tmp_path: Path, good: Reading, code: str) -> None:
    sheets = book()
    for name in ("Table P1", "Table P2", "Table P4  ", "Table P5"):
        row_of(sheets[name], "British Transport Police")[0] = code
    assert figures(load(tmp_path, sheets)) == figures(good)


def test_the_code_of_england_and_wales_beside_another_name_is_refused(tmp_path: Path) -> None:
    sheets = only("Table P1")
    row_of(sheets["Table P1"], "Kent")[0] = "K04000001"
    assert "code and name of this row do not agree" in refused(tmp_path, sheets)[0]
    sheets = only("Table P1")
    row_of(sheets["Table P1"], "ENGLAND AND WALES6")[1] = "British Transport Police"
    assert refused(tmp_path, sheets)


@pytest.mark.parametrize("point", [" - ", " – ", " "])
def test_titles_with_a_dash_or_nothing_for_a_colon(tmp_path: Path, good: Reading, point: str) -> None:
    sheets = book()
    for name, rows in sheets.items():
        rows[0][0] = str(rows[0][0]).replace(":  ", point)
        assert name == "Notes" or ":" not in str(rows[0][0])
    assert figures(load(tmp_path, sheets)) == figures(good)


def test_a_table_of_contents_is_no_table_of_figures(tmp_path: Path) -> None:
    reading = load(tmp_path, book() | {"Table of contents": [["Contents"], ["Table P1", "Offences"]]})
    assert not [problem.sentence for problem in reading.problems]


def test_markers_mean_what_the_notes_below_their_table_say(tmp_path: Path) -> None:
    sheets = book()
    row_of(sheets["Table P2"], "Dorset")[5] = "-"
    row_of(sheets["Table P3"], "City of London")[6] = "+"
    reading = load(tmp_path, sheets)
    (change,) = pick(reading, area="dorset", field="offences_change_percent", category="homicide")
    assert (change["raw"], change["absence"]) == ("-", Absence.NOT_APPLICABLE.value)
    (rate,) = pick(reading, area="city-of-london", raw="+")
    assert rate["absence"] == Absence.NOT_APPLICABLE.value
    sheets["Table P2"] = [row for row in sheets["Table P2"] if not str(row[0] if row else "").startswith("5.")]
    at = next(index for index, row in enumerate(sheets["Table P2"], start=1) if "Dorset" in row)
    assert refused(tmp_path, sheets) == [
        f"{FILE} [Table P2!F{at}]: this cell is not read, found '-', expected a percentage of -100 or more, or a marker that"
        " the notes explain."
    ]


def test_markers_that_the_sheet_of_notes_explains(tmp_path: Path) -> None:
    sheets = book()
    row_of(sheets["Table P2"], "Dorset")[5] = "-"
    sheets["Table P2"] = [row for row in sheets["Table P2"] if not str(row[0] if row else "").startswith("5.")]
    sheets["Notes"] += [["note 12", "'-' indicates that the base number is fewer than 50."]]
    (change,) = pick(load(tmp_path, sheets), area="dorset", field="offences_change_percent", category="homicide")
    assert (change["raw"], change["absence"]) == ("-", Absence.NOT_APPLICABLE.value)
    sheets["Notes"] += [["note 13", "'-' indicates that data are not available."]]
    assert any("found '-'" in told for told in refused(tmp_path, sheets))


def test_a_code_with_a_footnote_and_a_correction_date(tmp_path: Path) -> None:
    sheets = book()
    row_of(sheets["Table P2"], "Norfolk")[0] = "E230000246"
    sheets["Correction"] = [["An error was put right."], [], ["Published on 6th February 2020"]]
    reading = load(tmp_path, sheets)
    assert (reading.released, reading.released_estimated) == (date(2020, 2, 6), False)
    assert pick(reading, area="norfolk", field="offences_change_percent", category="robbery")


def test_a_region_under_another_regions_name(tmp_path: Path, good: Reading) -> None:
    sheets = book()
    row_of(sheets["Table P5"], "Eastern")[1] = "East Midlands"
    reading = load(tmp_path, sheets)
    assert figures(reading) == figures(good)
    (problem,) = reading.problems
    assert "found 'E12000006' beside 'East Midlands', expected Eastern region" in problem.sentence
    sheets = book()
    row_of(sheets["Table P2"], "Eastern")[1] = "East Midlands"
    assert "code and name of this row do not agree" in refused(tmp_path, sheets)[0]


@pytest.mark.parametrize("remark", ["checked by me", "see the ONS's own note"])
def test_a_remark_beside_a_table_is_said_and_not_read(tmp_path: Path, good: Reading, remark: str) -> None:
    sheets = book()
    beside(sheets, remark)
    reading = load(tmp_path, sheets)
    assert figures(reading) == figures(good)
    assert any("a remark beside the table is not read" in problem.sentence for problem in reading.problems)


@pytest.mark.parametrize("cell", [12, "12 more", "[x]", "..", "not available", "no figure", "-"])
def test_what_may_be_a_figure_beside_a_table_is_refused(tmp_path: Path, cell: object) -> None:
    sheets = book()
    beside(sheets, cell)
    assert any("a column of figures has no header" in said for said in refused(tmp_path, sheets))


def beside(sheets: Book, cell: object) -> None:
    rows = sheets["Table P1"]
    row = next(row for row in rows if "Staffordshire" in row)
    row += [""] * (max(map(len, rows)) + 2 - len(row)) + [cell]


def spoil(change: Callable[[Book], object]) -> Book:
    sheets = book()
    change(sheets)
    return sheets


def other_header(sheets: Book, name: str, old: str, new: str) -> None:
    row = next(row for row in sheets[name][3:6] if old in row)
    row[row.index(old)] = new


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(
            lambda b: other_header(b, "Table P1", "Numbers", "Thousands"),
            f"{FILE} [Table P1!C]: this unit is not known, so the figures under it are not read, found 'Thousands', expected"
            " the unit of a table of recorded crime, number of offences.",
            id="unit",
        ),
        pytest.param(
            lambda b: other_header(b, "Table P1", "Robbery", "Robberies"),
            f"{FILE} [Table P1]: this is not the known shape of a table of recorded crime, number of offences, found no"
            " 'robbery', and besides 'Robberies', expected all headers of that table, whatever their order. Load the"
            " publisher's own file. If the publisher has changed the table, ask the person who looks after Assize.",
            id="renamed",
        ),
        pytest.param(
            lambda b: other_header(b, "Table P1", "Robbery", "Shoplifting"),
            f"{FILE} [Table P1!R]: two columns have the same header, and nothing shows which is meant",
            id="doubled",
        ),
        pytest.param(
            lambda b: b.update({"Table P1": tables.offences("June 20191,2")}),
            f"{FILE} [Table P2!A1]: the tables are not of the same edition, found the year ending September 2019, expected"
            " the year ending June 2019, as in Table P1. Load the publisher's own file.",
            id="another edition",
        ),
        pytest.param(
            lambda b: b.update({"Notes": [["Crime in England & Wales, year ending June 2019 - PFA tables"]]}),
            f"{FILE} [Notes]: the notes and the tables are not of the same edition, found 'Crime in England & Wales, year"
            " ending June 2019 - PFA tables', expected the year ending September 2019, as in Table P1. Load the publisher's"
            " own file.",
            id="notes of another",
        ),
        pytest.param(
            lambda b: b["Table P1"].insert(20, list(b["Table P1"][12])),
            f"{FILE} [Table P1!B21]: this area stands in the table twice, found 'Northamptonshire', first in row 13.",
            id="row twice",
        ),
        pytest.param(
            lambda b: b["Table P2"].remove(row_of(b["Table P2"], "Kent")),
            f"{FILE} [Table P2]: areas are missing from the table, so it is not whole, found no row of Kent, expected all"
            " police forces and regions. Load the publisher's own file.",
            id="row missing",
        ),
        pytest.param(
            lambda b: row_of(b["Table P1"], "Kent").__setitem__(0, "E23000031"),
            "code and name of this row do not agree, found 'E23000031' beside 'Kent', expected Surrey beside that code.",
            id="wrong code",
        ),
        pytest.param(
            lambda b: b["Table P1"].insert(20, ["", "Isle of Man", *b["Table P1"][19][2:]]),
            f"{FILE} [Table P1!B21]: this row is of no area that is known, found 'Isle of Man', expected a police force,"
            " region or country.",
            id="unknown area",
        ),
        pytest.param(
            lambda b: row_of(b["Table P1"], "Kent").__setitem__(4, ""),
            "this cell is not read, found '', expected a whole number of 0 or more",
            id="blank",
        ),
        pytest.param(
            lambda b: row_of(b["Table P1"], "Kent").__setitem__(2, 7),
            "South East is not the sum of its forces",
            id="count",
        ),
        pytest.param(
            lambda b: row_of(b["Table P2"], "Kent").__setitem__(4, 12.345678912),
            "a change does not fit the number of offences, found 12.345678912, expected a change from a whole number of"
            " offences to",
            id="change",
        ),
        pytest.param(
            lambda b: row_of(b["Table P3"], "Kent").__setitem__(6, 12.345678912),
            "a rate does not fit the number of offences and the population",
            id="rate",
        ),
        pytest.param(
            lambda b: row_of(b["Table P3"], "Kent").__setitem__(2, 100.5),
            "this cell is not read, found '100.5', expected a whole number of hundreds",
            id="population",
        ),
        pytest.param(
            lambda b: row_of(b["Table P4  "], "Kent").__setitem__(3, 12.345678912),
            "number and share do not give back a whole number of offences, found 12.345678912",
            id="share",
        ),
        pytest.param(
            lambda b: b.pop("Table P1"),
            f"{FILE} [Table P2]: this table can be checked only beside the table of the number of offences, which the file"
            " does not have. Load the publisher's own file.",
            id="table missing",
        ),
    ],
)
def test_what_is_spoilt_is_refused(tmp_path: Path, change: Callable[[Book], object], told: str) -> None:
    sentences = refused(tmp_path, spoil(change))
    assert any(told in sentence for sentence in sentences), sentences


def test_shares_that_are_parts_of_one_are_refused(tmp_path: Path) -> None:
    sheets = book()
    for row in sheets["Table P5"][6:]:
        for column in range(3, 10, 2):
            if len(row) > column and isinstance(row[column], float):
                row[column] /= 100
    (sentence,) = refused(tmp_path, sheets)
    assert "[Table P5!D7]: no share of the table is above 1%, so they may be parts of one" in sentence


def test_a_year_copied_over_another_is_refused(tmp_path: Path) -> None:
    sheets = book()
    rows = sheets["Table P5"]
    first, second = (column_of(rows, year) for year in tables.YEARS[:2])
    for row in rows:
        if len(row) > second + 1 and isinstance(row[first], int | float):
            row[second : second + 2] = row[first : first + 2]
    found = [one for one in refused(tmp_path, sheets) if "two years have the same figures" in one]
    assert found and "places" in found[0]


def test_the_same_number_in_two_tables_must_be_the_same(tmp_path: Path) -> None:
    sheets = book()
    rows = sheets["Table P5"]
    last = column_of(rows, tables.YEARS[-1])
    forces = ("Kent", "South East", "ENGLAND", "ENGLAND AND WALES6")
    for name in forces:
        row = row_of(rows, name)
        count, before = int(str(row[last])), int(str(row[last - 2]))
        base = count / float(str(row[last + 1])) * 100
        row[last], row[last + 1] = count - 1, (count - 1) / base * 100
        row[last + 2] = ((count - 1) / before - 1) * 100
    assert f"{FILE} [Table P5!I7]: two tables print the same figure differently" in refused(tmp_path, sheets)[0]


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("year ending June 181,2", "ye-2018-06"),
        ("year ending March 20181,2,3", "2017-18"),
        ("year ending September 2019", ENDING),
        ("year ending December 20111", "2011"),
        ("year ending June 20201,2", "ye-2020-06"),
    ],
)
def test_years_with_notes_glued_to_them(text: str, ending: str) -> None:
    assert [period.id for period in words.years_ending(text)] == [ending]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Apr '11 to Mar '125, 6", "2011-12"),
        ("Jul '17 to Jun '18", "ye-2018-06"),
        ("Apr '10 to\n Mar '11", "2010-11"),
        ("Apr '10 to Mar '114", "2010-11"),
        ("Jan ’17 to Dec ’17", "2017"),
        ("Apr '10 to Mar '12", None),
        ("Apr '10 to Feb '11", None),
        ("2011/12", None),
    ],
)
def test_spans_of_twelve_months(text: str, period: str | None) -> None:
    found = words.span(text)
    assert (found.id if found else None) == period


def test_kinds_are_known_by_title_and_not_by_number() -> None:
    rate = "Table P9: Police recorded crime by offence group and police force area, rate of offences, year ending June 2019"
    assert words.kind_of(rate) is Kind.RATE
    assert words.kind_of("Table P1: Fraud offences by police force area, year ending June 2019") is None
    assert words.kind_of("Median age, police force area") is None


def test_values_are_kept_in_full(good: Reading) -> None:
    (share,) = pick(good, area="kent", field="knife_share_percent", category="robbery")
    count, base = tables.knife_pair(("kent",), 3)
    assert abs(share["value"] - Decimal(count) * 100 / base) < Decimal("1e-12")


def test_a_table_is_known_by_its_title_whatever_its_sheet_is_called(tmp_path: Path, good: Reading) -> None:
    renamed = {"Sheet1" if name == "Table P1" else name: rows for name, rows in book().items()}
    assert figures(load(tmp_path, renamed)) == figures(good)
    noted = {"Notes of P5" if name == "Table P5" else name: rows for name, rows in book().items()}
    assert figures(load(tmp_path, noted)) == figures(good)


def test_a_table_that_other_editions_have_is_missed(tmp_path: Path) -> None:
    sheets = book()
    del sheets["Table P2"]
    said = [problem.sentence for problem in load(tmp_path, sheets).problems]
    assert (
        f"{FILE}: tables that other editions have are not in this one, and so are not read, found none of recorded crime,"
        " percentage change."
    ) in said


def test_one_year_that_stands_out_everywhere_is_no_exchange_of_two(tmp_path: Path) -> None:
    """As in the pandemic: it would follow better in another year's place, and that year worse in its own."""
    rows = with_years([100, 104, 108, 112, 118, 95, 124, 126, 128])
    assert load(tmp_path, {"Table P5": rows}).content
    exchanged = with_years([100, 104, 108, 126, 118, 121, 124, 112, 128])
    assert any(
        "the numbers of two years may have been exchanged" in said
        for said in refused(tmp_path, {"Table P5": exchanged})
    )


def with_years(counts: list[int]) -> Rows:
    """The table of knives by year alone: a count a year for every force, and a little more the later it stands."""
    title = book()["Table P5"][0]
    years = [f"Oct '{year} to Sep '{year + 1}" for year in range(19 - len(counts), 19)]
    group: list[object] = ["", ""]
    leaf: list[object] = ["Area Codes", "Area name"]
    for year in years:
        group += [year, ""]
        leaf += ["Number of selected offences involving a knife3", "% involving a knife"]
    rows: Rows = [title, [], ["England and Wales"], group, leaf, []]
    order = {force: at for at, force in enumerate(dict.fromkeys(one for _, _, own in tables.places() for one in own))}
    for code, name, forces in tables.places():
        sums = [sum(count + order[force] for force in forces) for count in counts]
        rows.append([code, name, *(cell for value in sums for cell in (value, 20.0))])
    return rows + tables.NOTES
