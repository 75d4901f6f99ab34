"""What figures owe each other, whichever reader read them: copies of a period, names, headers and whole columns that slid.

Each damaged file has its undamaged twin beside it, which is read.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from published_files import CATALOGUE, observed, read
from statistics_workbooks import COVER, NOTES, Rows, write

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind
from assize.core.periods import Period, quarter
from assize.core.reading import Row
from assize.ingest.consistency.copies import check_copies
from assize.ingest.consistency.of_rows import check_rows
from assize.ingest.consistency.order import check_order
from assize.ingest.consistency.slides import slid_by

Lines = list[list[object]]
QUARTERS = [(year, number) for year in range(2019, 2025) for number in (1, 2, 3, 4)] + [(2025, 1)]
TITLE = "Table T1: Cases"
BOARDS = sorted(area.name for area in CATALOGUE.areas.values() if AreaKind.BOARD in area.kinds)
COLUMNS = ["Q2 2023", "Q3 2023", "Q4 2023", "Q1 2024", "Q2 2024", "Q3 2024", "Q4 2024", "Q1 2025"]


def workbook(tmp_path: Path, header: list[str], lines: Lines, title: str = TITLE) -> Path:
    rows: Rows = [[title], ["This worksheet contains one table."], header, *lines]
    return write(tmp_path / "ccsq.ods", {"Cover": COVER, "Notes": NOTES, "Table_T1": rows})


def refusal(path: Path, scratch: Path, **asked: Any) -> str:
    with pytest.raises(FileRefused) as refused:
        read(path, scratch, **asked)
    return " ".join(problem.sentence for problem in refused.value.problems)


# --- lines in order of size ---------------------------------------------------------------------------------------------


def _sorted_by(turned: int) -> list[Row]:
    """Six quarters of eight places each, their lines in order of the second figure, which slid by so many lines."""
    draw = random.Random(12)
    lines = []
    for number in range(6):
        figures = sorted(draw.sample(range(300, 700), 8))
        lines += [(quarter(2020 + number // 4, number % 4 + 1), place, figure) for place, figure in enumerate(figures)]
    moved = [lines[(at - turned) % len(lines)][2] for at in range(len(lines))]
    return [
        Row(f"place-{place}", period, "days", (), Decimal(value), None, str(value), line=at + 2, column="Days")
        for at, ((period, place, _), value) in enumerate(zip(lines, moved, strict=True))
    ]


def test_a_column_that_slid_out_of_the_order_its_lines_stand_in_is_doubted() -> None:
    assert check_order(_sorted_by(0), (), "days.csv", {}) == []
    for turned in (1, -1, 2):
        (problem,) = check_order(_sorted_by(turned), (), "days.csv", {})
        assert problem.what.startswith(
            "the figures of each period stand in order of size, but for where it begins or ends"
        )
    draw = random.Random(13)
    unordered = [row._replace(value=Decimal(draw.randrange(300, 700))) for row in _sorted_by(0)]
    assert check_order(unordered, (), "days.csv", {}) == []


# --- tables by quarter --------------------------------------------------------------------------------------------------

FLOWS = ["Year", "Quarter", "Receipts", "Disposals", "Open cases"]
TRIALS = ["Year", "Quarter", "Total", "Effective", "Cracked", "Ineffective", "Effective (%)", "Cracked (%)"]


def flows() -> Lines:
    draw = random.Random(1)
    lines: Lines = []
    held = 60_000
    for year, number in QUARTERS:
        received, disposed = draw.randint(23_000, 27_000), draw.randint(23_000, 27_000)
        held += received - disposed
        lines.append([year, f"Q{number}", received, disposed, held])
    return lines


def trials() -> Lines:
    draw = random.Random(2)
    lines: Lines = []
    for year, number in QUARTERS:
        parts = [draw.randint(400, 700), draw.randint(200, 390), draw.randint(100, 190)]
        shares = [round(100 * part / sum(parts), 1) for part in parts[:2]]
        lines.append([year, f"Q{number}", sum(parts), *parts, *shares])
    return lines


def slide(lines: Lines, at: int) -> Lines:
    column = [line[at] for line in lines]
    return [[*line[:at], cell, *line[at + 1 :]] for line, cell in zip(lines, column[1:] + column[:1], strict=True)]


def exchange(lines: Lines, one: int, other: int) -> Lines:
    turned = [list(line) for line in lines]
    for line in turned:
        line[one], line[other] = line[other], line[one]
    return turned


def copy_over(lines: Lines, at: int) -> Lines:
    return [*lines[:at], [*lines[at][:2], *lines[at - 1][2:]], *lines[at + 1 :]]


def put_in_order(lines: Lines, at: int) -> Lines:
    column = sorted((line[at] for line in lines), key=lambda cell: float(str(cell)))
    return [[*line[:at], cell, *line[at + 1 :]] for line, cell in zip(lines, column, strict=True)]


def rounded(lines: Lines, at: int) -> Lines:
    return [[*line[:at], round(int(str(line[at])), -1), *line[at + 1 :]] for line in lines]


def times(lines: Lines, row: int, factor: int) -> Lines:
    counts = [int(str(cell)) * factor for cell in lines[row][2:6]]
    return [*lines[:row], [*lines[row][:2], *counts, *lines[row][6:]], *lines[row + 1 :]]


def divided(lines: Lines, first: int, last: int, at: int) -> Lines:
    return [
        [*line[:at], int(str(line[at])) // 10, *line[at + 1 :]] if first <= row < last else line
        for row, line in enumerate(lines)
    ]


def changed(lines: Lines, at: int, column: int) -> Lines:
    return [
        *lines[:at],
        [*lines[at][:column], int(str(lines[at][column])) + 1000, *lines[at][column + 1 :]],
        *lines[at + 1 :],
    ]


@pytest.mark.parametrize(
    ("header", "lines", "expected"),
    [
        (FLOWS, slide(flows(), 4), "[Table_T1!E4]: open cases do not follow from those of the period before"),
        (FLOWS, slide(flows(), 2), "[Table_T1!C4]: open cases do not follow from those of the period before"),
        (FLOWS, changed(flows(), 24, 4), "[Table_T1!E28]: open cases are not those of the period before"),
        (FLOWS, exchange(flows(), 2, 3), "found 'receipts' and another column exchanged"),
        (FLOWS, copy_over(flows(), 12), "[Table_T1!E16]: open cases are not those of the period before"),
        (TRIALS, slide(trials(), 6), "[Table_T1!G4]: no percentage is that of its counts"),
        (TRIALS, slide(trials(), 2), "[Table_T1!C4]: no total is the sum of its columns"),
        (TRIALS, slide(trials(), 3), "found 'effective' 1 cell away from the others"),
        (
            TRIALS,
            exchange(trials(), 3, 4),
            "found 'effective percent' is that of 'cracked', expected that of 'effective'",
        ),
        (
            TRIALS,
            exchange(trials(), 6, 7),
            "found 'effective percent' is that of 'cracked', expected that of 'effective'",
        ),
        (TRIALS, copy_over(trials(), 12), "2021Q4 and 2022Q1 are the same in 6 of 6 figures of 10 or more"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_column_that_is_wrong_as_a_whole(tmp_path: Path, header: list[str], lines: Lines, expected: str) -> None:
    assert expected in refusal(workbook(tmp_path, header, lines), tmp_path)


def by_kind_of_case() -> Lines:
    draw = random.Random(3)
    lines: Lines = []
    for year, number in QUARTERS:
        line: list[object] = [year, f"Q{number}"]
        for low in (9_000, 8_000):
            parts = [draw.randint(low, low + 2_000), draw.randint(low // 2, low)]
            line += [sum(parts), *parts]
        lines.append(line)
    return lines


KINDS = ["Year", "Quarter"] + [
    f"{group}: {part}" for group in ("Receipts", "Disposals") for part in ("Total", "Either way", "Indictable only")
]


def test_totals_of_groups_of_columns_are_those_of_their_own_parts(tmp_path: Path) -> None:
    lines = by_kind_of_case()
    assert observed(read(workbook(tmp_path, KINDS, lines), tmp_path))
    assert "a total is not the sum of its columns" in refusal(workbook(tmp_path, KINDS, slide(lines, 4)), tmp_path)
    lines[5][7] = int(str(lines[5][7])) + 1
    assert "as 49 other totals of this table add up" in refusal(workbook(tmp_path, KINDS, lines), tmp_path)


def test_parts_in_another_order_under_one_header_of_three(tmp_path: Path) -> None:
    lines = [[*line, *line[2:5]] for line in by_kind_of_case()]
    for at, line in enumerate(lines):  # a third group of figures of its own
        parts = [int(str(line[9])) + 40 + at, int(str(line[10])) + 90 - at]
        line[8:] = [sum(parts), *parts]
    header = [*KINDS, *(f"Open: {part}" for part in ("Total", "Either way", "Indictable only"))]
    assert observed(read(workbook(tmp_path, header, lines), tmp_path))
    header[6], header[7] = header[7], header[6]
    assert "a group of columns has its parts in another order" in refusal(workbook(tmp_path, header, lines), tmp_path)


def test_places_as_headers_of_columns_are_whose_figures_stand_below(tmp_path: Path) -> None:
    draw = random.Random(4)
    regions = ["London", "Midlands", "North East", "North West [note 1]", "South East", "South West", "Wales"]
    lines: Lines = []
    for year, number in QUARTERS:
        parts = [draw.randint(900, 1_100) * (at + 2) for at in range(len(regions))]
        lines.append([year, f"Q{number}", sum(parts), *parts])
    for whole in ("England and Wales", "Total"):
        path = workbook(tmp_path, ["Year", "Quarter", whole, *regions], lines, "Table T1: Cases by HMCTS region")
        found = {(row["area"], row["period"], row["field"]): row["value"] for row in observed(read(path, tmp_path))}
        assert len(found) == 8 * len(QUARTERS) and {field for _, _, field in found} == {"value"}
        assert found["hmcts-wales", "2025Q1", "value"] == lines[-1][-1]
        assert found["england-and-wales", "2019Q1", "value"] == lines[0][2]
    lines[3][4] = int(str(lines[3][4])) + 7
    path = workbook(tmp_path, ["Year", "Quarter", "Total", *regions], lines, "Table T1: Cases by HMCTS region")
    assert "a total is not the sum of its areas" in refusal(path, tmp_path)


def test_whole_columns_as_they_are_published_are_read(tmp_path: Path) -> None:
    assert len(observed(read(workbook(tmp_path, FLOWS, flows()), tmp_path))) == 3 * len(QUARTERS)
    assert len(observed(read(workbook(tmp_path, TRIALS, trials()), tmp_path))) == 6 * len(QUARTERS)


def test_totals_may_differ_where_the_workbook_says_why(tmp_path: Path) -> None:
    """Rounded figures, and a total that counts what no part does, are no damage."""
    notes: Rows = [*NOTES, ["Figures are rounded to the nearest 10."]]
    rows: Rows = [[TITLE], ["This worksheet contains one table."], TRIALS, *rounded(trials(), 5)]
    assert read(write(tmp_path / "ccsq.ods", {"Cover": COVER, "Notes": notes, "Table_T1": rows}), tmp_path)
    draw = random.Random(11)
    more: Lines = [[*line[:2], int(str(line[2])) + draw.randint(0, 9), *line[3:6]] for line in trials()]
    assert read(workbook(tmp_path, TRIALS[:6], more), tmp_path)


def test_numbers_with_their_unit_behind_them(tmp_path: Path) -> None:
    lines: Lines = [[*line[:3], f"{line[3]} cases", line[4]] for line in flows()]
    assert "every cell has a number with something around it" in refusal(workbook(tmp_path, FLOWS, lines), tmp_path)
    ages: Lines = [
        [year, f"Q{number}", f"{age} years", 7 * age + year] for year, number in QUARTERS[:4] for age in (9, 10, 117)
    ]
    assert read(workbook(tmp_path, ["Year", "Quarter", "Age", "Open cases"], ages), tmp_path)


def test_figures_that_owe_each_other_nothing_are_read(tmp_path: Path) -> None:
    """Open cases of another court, percentages of what is not printed, parts that overlap."""
    draw = random.Random(3)
    lines: Lines = [[*line[:4], draw.randint(30_000, 60_000)] for line in flows()]
    assert read(workbook(tmp_path, FLOWS, lines), tmp_path)
    lines = [[*line[:6], draw.randint(30, 90), draw.randint(30, 90)] for line in trials()]
    lines = [[*line[:2], draw.randint(1000, 2000), *line[3:]] for line in lines]
    assert read(workbook(tmp_path, TRIALS, lines), tmp_path)


# --- tables by place ----------------------------------------------------------------------------------------------------


def by_board(draw: random.Random) -> Lines:
    return [[name, *(draw.randint(200, 900) for _ in COLUMNS)] for name in BOARDS]


def with_nation(lines: Lines) -> Lines:
    added = [sum(int(str(line[at])) for line in lines) for at in range(1, len(COLUMNS) + 1)]
    return [["England and Wales", *added], *lines]


def names_slid(lines: Lines) -> Lines:
    names = [line[0] for line in lines]
    return [[name, *line[1:]] for name, line in zip(names[-1:] + names[:-1], lines, strict=True)]


def test_a_table_by_place(tmp_path: Path) -> None:
    lines = by_board(random.Random(4))
    header = ["LCJB area", *COLUMNS]
    reading = read(workbook(tmp_path, header, with_nation(lines)), tmp_path)
    assert len(observed(reading)) == (len(BOARDS) + 1) * len(COLUMNS)
    slid = refusal(workbook(tmp_path, header, [*with_nation(lines)[:1], *names_slid(lines)]), tmp_path)
    assert f"found {BOARDS[-1]} before {BOARDS[0]}, expected {BOARDS[0]} first and {BOARDS[-1]} last" in slid
    turned = ["LCJB area", *COLUMNS[1:], COLUMNS[0]]
    assert "[Table_T1!I4]: the periods of a table follow each other" in refusal(
        workbook(tmp_path, turned, with_nation(lines)), tmp_path
    )
    moved = ["LCJB area", COLUMNS[0], COLUMNS[2], COLUMNS[1], *COLUMNS[3:]]
    assert "found 2023Q4 before 2023Q3" in refusal(workbook(tmp_path, moved, with_nation(lines)), tmp_path)
    copied = [[*line[:4], line[3], *line[5:]] for line in with_nation(lines)]
    assert "2023Q4 and 2024Q1 are the same in 42 of 42 figures" in refusal(
        workbook(tmp_path, header, copied), tmp_path
    ).replace(f"{len(BOARDS) + 1} of {len(BOARDS) + 1}", "42 of 42")


def test_headers_of_places_and_of_figures_that_changed_places(tmp_path: Path) -> None:
    lines = by_board(random.Random(6))
    long: Lines = [
        [line[0], column[3:], column[:2], line[at]] for line in lines for at, column in enumerate(COLUMNS, 1)
    ]
    assert observed(read(workbook(tmp_path, ["LCJB area", "Year", "Quarter", "Cases"], long), tmp_path))
    exchanged = workbook(tmp_path, ["Cases", "Year", "Quarter", "LCJB area"], long)
    assert "figures stand under a header of places, found 'LCJB area'" in refusal(exchanged, tmp_path)


def test_newest_first_and_a_nation_below_are_as_good(tmp_path: Path) -> None:
    lines = [[name, *reversed(figures)] for name, *figures in by_board(random.Random(5))]
    reading = read(workbook(tmp_path, ["LCJB area", *reversed(COLUMNS)], [*lines, with_nation(lines)[0]]), tmp_path)
    assert len(observed(reading)) == (len(BOARDS) + 1) * len(COLUMNS)


def test_places_that_are_not_in_the_table_are_told(tmp_path: Path) -> None:
    lines = [line for line in with_nation(by_board(random.Random(6))) if line[0] != "Kent"]
    reading = read(workbook(tmp_path, ["LCJB area", *COLUMNS], lines), tmp_path)
    (told,) = [problem for problem in reading.problems if "nearly all places of its kind" in problem.what]
    assert told.found.startswith("no Kent, and ")


def test_places_under_a_header_that_names_none(tmp_path: Path) -> None:
    lines: Lines = [["Staffordshire", 100, 90], ["Stoke-on-Trent", 100, 90], ["England and Wales", 8000, 8100]]
    said = refusal(workbook(tmp_path, ["YOT", "Q4 2024", "Q1 2025"], lines), tmp_path)
    assert "[Table_T1!A4]: a column holds names of places, and its header does not say so" in said
    assert "'Staffordshire'" in said and "under 'YOT'" in said
    prisons: Lines = [["Durham", 100, 90], ["Bedford", 100, 95], ["Wormwood Scrubs", 800, 810]]
    assert read(workbook(tmp_path, ["Prison", "Q4 2024", "Q1 2025"], prisons), tmp_path)


def test_an_office_may_say_that_it_is_so(tmp_path: Path) -> None:
    path = workbook(tmp_path, TRIALS, copy_over(trials(), 12))
    key = "court-publication-tables@copied@2022q1"
    assert f'say it in assize.toml under [reasons]: "{key}" = "…".' in refusal(path, tmp_path)
    reading = read(path, tmp_path, reasons={key: "The court did not sit."})
    (told,) = [problem for problem in reading.problems if problem.what.startswith("one period has the figures")]
    assert (told.blocks, told.fix) == (False, "The office says that it is so: The court did not sit.")


def test_an_answer_to_one_doubt_leaves_the_other_checks(tmp_path: Path) -> None:
    slid = workbook(tmp_path, TRIALS, copy_over(slide(trials(), 6), 12))
    assert "no percentage is that of its counts" in refusal(slid, tmp_path)
    assert "2021Q4 and 2022Q1 are the same" in refusal(
        slid, tmp_path, reasons={"court-publication-tables@slid@2025q1": "They are of other counts."}
    )
    copied = [[*line[:4], line[3], *line[5:]] for line in names_slid(by_board(random.Random(12)))]
    order = workbook(tmp_path, ["LCJB area", *COLUMNS], copied)
    assert "the names of places stand in the order of the alphabet" in refusal(order, tmp_path)
    assert "2023Q4 and 2024Q1 are the same" in refusal(
        order, tmp_path, reasons={"court-publication-tables@order-of-places@2025q1": "York is first here."}
    )


# --- periods ------------------------------------------------------------------------------------------------------------


def test_a_cover_that_names_a_later_quarter_than_the_tables(tmp_path: Path) -> None:
    """The CPS's summaries hold the quarter that they are named for; other covers are less strict, and it is told."""
    reading = read(workbook(tmp_path, FLOWS, flows()[:-1]), tmp_path)
    (told,) = [
        problem for problem in reading.problems if problem.what.startswith("no table goes as far as the quarter")
    ]
    assert (told.found, told.blocks) == ("October to December 2024", False)
    table: Rows = [
        ["Table 1: Pre-charge"],
        ["Measure", "Q1 23/24", "Q2 23/24"],
        ["Charged", 100, 120],
        ["Not charged", 50, 60],
    ]
    cover: Rows = [["CPS data summary Quarter 3 2023-2024"], ["Published 18 April 2024"]]
    path = write(tmp_path / "cps.xlsx", {"Cover": cover, "Pre-charge": table})
    assert "[Pre-charge!C3]: no table goes as far as the quarter that the cover names" in refusal(path, tmp_path)
    assert read(path, tmp_path, reasons={"cps-quarterly@cover@2023q4": "Its third quarter was withdrawn."})


@pytest.mark.parametrize("days", [["30-Jun-24", "30-Sep-24", "31-Dec-24"], ["Jun 2024", "Sep 2024", "Dec 2024"]])
def test_the_last_months_of_quarters_over_what_is_no_stock(tmp_path: Path, days: list[str]) -> None:
    lines: Lines = [["Violence", 60, 66, 70], ["Theft", 40, 44, 50]]
    said = refusal(workbook(tmp_path, ["Offence group", *days], lines, "Table T1: Receipts"), tmp_path)
    assert (
        "it cannot be told whether a month or its quarter is meant, found June 2024, September 2024 and so on" in said
    )
    assert read(workbook(tmp_path, ["Offence group", *days], lines, "Table T1: Open cases, as at"), tmp_path)


# --- the checks by themselves -------------------------------------------------------------------------------------------


def observations(figure: Callable[[str, int], int], areas: list[str], periods: list[Period]) -> list[Row]:
    return [
        Row(
            area,
            period,
            "cases",
            (),
            Decimal(figure(area, at)),
            None,
            "",
            line=1 + at + line * len(periods),
            column="n",
        )
        for line, area in enumerate(areas)
        for at, period in enumerate(periods)
    ]


SLUGS = ["avon", "bedfordshire", "cheshire", "dorset", "essex", "gwent", "kent", "norfolk", "surrey", "wiltshire"]
NAMES = {slug: slug.title() for slug in SLUGS}
YEAR = [quarter(2024, number) for number in (1, 2, 3, 4)]


def test_a_table_of_what_hardly_changes_is_no_copy() -> None:
    rooms = observations(lambda area, at: 1000 + 17 * len(area), SLUGS, YEAR)
    assert check_copies(rooms, (), "rooms.csv", NAMES) == []
    # Two of four alike, in all places; and one place's alone is told by twenty figures of it, not by one.
    draw = random.Random(7)
    figures = {(area, at): draw.randint(1000, 9000) for area in SLUGS for at in range(4)}
    copied = observations(lambda area, at: figures[area, min(at, 2)], SLUGS, YEAR)
    (found,) = check_copies(copied, (), "cases.csv", NAMES)
    assert found.found.startswith("2024Q3 and 2024Q4 are the same in 10 of 10 figures of 10 or more (")
    one = observations(lambda area, at: figures[area, min(at, 2) if area == "kent" else at], SLUGS, YEAR)
    assert check_copies(one, (), "cases.csv", NAMES) == []


def test_small_counts_may_repeat() -> None:
    draw = random.Random(8)
    small = {area: draw.randint(0, 9) for area in SLUGS}
    assert check_copies(observations(lambda area, at: small[area], SLUGS, YEAR), (), "few.csv", NAMES) == []


def test_one_places_quarter_over_its_next() -> None:
    draw = random.Random(9)
    figures = {(area, word, at): draw.randint(20, 900) for area in SLUGS for word in range(25) for at in range(4)}
    rows = [
        Row(
            area,
            period,
            "cases",
            (str(word),),
            Decimal(figures[area, word, 1 if (area, at) == ("kent", 2) else at]),
            None,
            "",
        )
        for area in SLUGS
        for word in range(25)
        for at, period in enumerate(YEAR)
    ]
    (found,) = check_copies(rows, ("offence",), "cases.csv", NAMES)
    assert found.found.startswith("2024Q2 and 2024Q3 are the same for Kent in 25 of 25 figures of 10 or more")


@pytest.mark.parametrize(
    ("own", "is_copy"),
    [
        (("22.13", "12.45", "40.45", "8.06", "34.01"), True),
        (("24.48", "7.25", "32.42", "6.1", "28.28"), True),  # a nought at the end is a digit where others have one
        (("22.1", "12.4", "40.4", "8", "34"), False),  # tenths may well be the same again
        (("22.13", "12.45", "40.45", "8.06"), False),  # so few as well
        (("22.13", "22.13", "22.13", "22.13", "22.13"), False),  # one number, told five times
        (("5201", "3190", "8114", "1277", "4099"), True),
        (("201", "190", "114", "277", "99"), False),
    ],
)
def test_a_few_figures_of_one_place_copied_over_its_other_period(own: tuple[str, ...], is_copy: bool) -> None:
    draw = random.Random(10)
    shares = {
        (area, at): own if area == "kent" else tuple(str(round(draw.uniform(4, 60), 2)) for _ in own)
        for area in SLUGS
        for at in (0, 1)
    }

    def rows(change: str = "0") -> list[Row]:
        return [
            Row(area, YEAR[at], "share", (str(word),), Decimal(said) + moved, None, said)
            for (area, at), each in shares.items()
            for word, said in enumerate(each)
            for moved in [Decimal(change if (area, at, word) == ("kent", 1, 2) else 0)]
        ]

    found = check_copies(rows(), ("measure",), "shares.xlsx", NAMES)
    assert [problem.found.split(" in ")[0] for problem in found] == (
        ["2024Q1 and 2024Q2 are the same for Kent"] if is_copy else []
    )
    assert check_copies(rows("0.01"), ("measure",), "shares.xlsx", NAMES) == []


def test_a_place_whose_figures_never_move_is_no_copy() -> None:
    held = {area: [1000 + 37 * at * (1 + len(area)) for at in range(5)] for area in SLUGS}
    rows = [
        Row(area, period, "rooms", (str(word),), Decimal(value + (at if area != "kent" else 0) * 13), None, "")
        for area, each in held.items()
        for word, value in enumerate(each)
        for at, period in enumerate(YEAR)
    ]
    assert check_copies(rows, ("kind",), "rooms.csv", NAMES) == []


def of_two(values: dict[tuple[str, int], tuple[float, ...]]) -> list[Row]:
    return [
        Row(area, quarter(2024, number), field, (), Decimal(str(value)), None, str(value), line=at, column=field)
        for at, ((area, number), each) in enumerate(values.items(), 2)
        for field, value in zip(("receipts", "disposals", "open_cases"), each, strict=True)
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({("kent", 1): (1201, 1304, 5187), ("kent", 2): (1201, 1304, 5187)}, "one period has the figures of another"),
        ({("kent", 1): (1201, 1304, 5187), ("kent", 2): (1201, 1304, 5186)}, ""),
        ({("kent", 1): (1201, 1304, 5187), ("essex", 1): (1201, 1304, 5187)}, "two places have the same figures"),
        ({("kent", 1): (1201, 1201, 1201), ("essex", 1): (1201, 1201, 1201)}, ""),  # one number, told three times
        ({("kent", 1): (12, 13, 51), ("essex", 1): (12, 13, 51)}, ""),  # so few are the same by chance
        (
            {("kent", 1): (1201, 1304, 5187), ("england-and-wales", 1): (1201, 1304, 5187)},
            "two places have the same figures",
        ),
        # A criminal justice area and the region of its name are no two places of one kind.
        ({("london", 1): (1201, 1304, 5187), ("england-and-wales", 1): (1201, 1304, 5187)}, ""),
    ],
)
def test_figures_that_are_the_same_by_no_chance(values: dict[tuple[str, int], tuple[float, ...]], said: str) -> None:
    found = check_rows(of_two(values), (), "file.csv", CATALOGUE, list)
    assert [problem.what.split(",")[0] for problem in found] == ([said] if said else [])


def test_a_line_of_small_figures_that_is_all_the_same_is_a_copy() -> None:
    """Days of one place beside those of another: each may be the same by chance, and not one with all the others."""
    fields = [f"days_{at}" for at in range(9)]

    def lines(*places: tuple[str, tuple[int, ...]]) -> list[Row]:
        return [
            Row(area, quarter(2010, 2), field, (), Decimal(value), None, str(value), line=at, column=field)
            for at, (area, each) in enumerate(places, 2)
            for field, value in zip(fields, each, strict=True)
        ]

    own = (6575, 103, 32, 50, 186, 76, 22, 0, 145)
    rows = lines(("kent", own), ("essex", own))
    (found,) = check_rows(rows, (), "file.csv", CATALOGUE, list)
    assert found.found.startswith("Essex and Kent in 2010Q2: 8 figures are the same")
    assert not check_rows(lines(("kent", own), ("essex", (*own[:-1], 146))), (), "file.csv", CATALOGUE, list)
    assert not check_rows(lines(("kent", own), ("essex", (*own[:5], 77, *own[6:]))), (), "file.csv", CATALOGUE, list)


def test_a_copied_place_is_named_with_its_place() -> None:
    values = {
        ("essex", 1): (1201.0, 1304.0, 5187.0),
        ("kent", 1): (1201.0, 1304.0, 5187.0),
        ("kent", 2): (7.0, 8.0, 9.0),
    }
    (problem,) = check_rows(of_two(values), (), "file.csv", CATALOGUE, list)
    assert problem.where == "file.csv [line 2, receipts]"
    assert problem.found == "Essex and Kent: 3 figures are the same, 1201.0 the first"


def test_a_year_has_more_than_one_of_its_quarters() -> None:
    quarters = {YEAR[0]: 5001, YEAR[1]: 4002, Period(2024, 1, 12): 5001}
    rows = [
        Row(area, period, "cases", (), Decimal(value + 7 * at), None, "")
        for at, area in enumerate(SLUGS)
        for period, value in quarters.items()
    ]
    (found,) = check_copies(rows, (), "cases.csv", NAMES)
    assert found.found.startswith("2024 and 2024Q1 are the same in 10 of 10") or found.found.startswith(
        "2024Q1 and 2024 "
    )


def test_orders_of_a_publishers_own_have_no_seam() -> None:
    def order(areas: list[str], periods: list[Period]) -> list[str]:
        return [
            problem.found for problem in check_order(observations(lambda area, at: 1, areas, periods), (), "f", NAMES)
        ]

    assert order(SLUGS, YEAR) == order(SLUGS[::-1], YEAR[::-1]) == []
    assert order(["gwent", *(one for one in SLUGS if one != "gwent")], YEAR) == []  # Wales before the English
    assert order([*SLUGS[-1:], *SLUGS[:-1]], YEAR) == ["Wiltshire before Avon"]
    assert order([*SLUGS[1:], *SLUGS[:1]], YEAR) == ["Wiltshire before Avon"]
    assert order(SLUGS, [*YEAR[1:], YEAR[0]]) == ["2024Q4 before 2024Q1"]
    assert (
        order(SLUGS, [YEAR[1], YEAR[0], *YEAR[2:]]) == []
    )  # down the rows: sorted by their words, April before January


def test_what_slid_is_told_from_what_never_fitted() -> None:
    right = [7 * line * line % 101 for line in range(20)]
    assert slid_by(20, lambda line, at: right[at] == right[line]) == 0
    assert slid_by(20, lambda line, at: right[(at + 2) % 20] == right[line]) == -2
    assert slid_by(20, lambda line, at: False) == 0
    assert slid_by(5, lambda line, at: right[(at + 1) % 20] == right[line]) == 0  # too few to tell
