"""Files made in the layouts that are known by description alone, to be damaged as the published ones are.

Their words are those of the descriptions, their numbers nobody's. What a publication repeats of a figure, these repeat too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind
from mutations.model import Book, Cell, Sheet
from mutations.subjects import (
    CODES,
    COPY,
    COUNTED,
    EACH_GROUP,
    HEADERS,
    NAMES,
    NUMBER,
    PERIOD,
    RAGGED,
    ROWS,
    SCALE,
    SLIP,
    TOTALS,
    YEARS,
    Subject,
    crime_blind,
    subject,
    text_book,
    text_rows,
)

Rows = Sequence[Sequence[object]]
_ONCE = "a figure stands once, and no total or percentage repeats it"
_NAMED = "names stand without codes: a file with all lines of two areas exchanged is a whole file"
_YEARS = "the year stands in its own column alone"
_HEADED = "the quarters stand in the headers alone"
_LINES = "which lines there ought to be is not in the file"
_CALLED = "what a row is called stands in its own cells alone"
_LABELS = {
    CODES: _CALLED,
    HEADERS: "two columns of a table that change places add up as before",
    TOTALS: "two parts of one total that change places, and are of one size, add up as before",
    COUNTED: "what figures count stands in one header, or in a column of one word, alone",
    ROWS: _LINES,
    SCALE: "a table whose figures are all of another unit adds up as before",
}
_ALONE = {
    NUMBER: _ONCE,
    SCALE: _ONCE,
    SLIP: _ONCE,
    NAMES: _NAMED,
    PERIOD: _YEARS,
    YEARS: _YEARS,
    ROWS: _LINES,
}
_PLACES = (
    ("National", "England and Wales"),
    ("Police force area", "Staffordshire"),
    ("Police force area", "Warwickshire"),
    ("Police force area", "West Mercia"),
    ("Police force area", "West Midlands"),
)


def book_of(name: str, form: str, sheets: Mapping[str, Rows]) -> Book:
    """A file of these sheets."""
    return Book(
        name,
        form,
        [Sheet(title, [[Cell(value) for value in row] for row in rows]) for title, rows in sheets.items()],
        newline="\n",
    )


def _numbers(row: Sequence[str], places: Sequence[int]) -> list[object]:
    """A line of text with numbers where a workbook has them."""
    return [
        float(text) if at in places and text.strip().lstrip("-").isdigit() else text.strip()
        for at, text in enumerate(row)
    ]


def crime_workbook_blind() -> Mapping[str, str]:
    """What a workbook of it cannot show: its name says no year."""
    return {**crime_blind(), YEARS: _YEARS}


def crime_workbook(data: Path, form: str) -> Subject:
    """Recorded crime with a sheet a financial year: one whole, and the current one, of which two quarters are published."""
    header, *lines = text_rows(data / "home_office_recorded_crime" / "prc-pfa-mar2013-onwards-tables201718.csv")
    whole = [line for line in lines if line[6].strip() in ("80", *EACH_GROUP)]
    later = [["2018/19", *line[1:]] for line in whole if line[1] in ("1", "2")]
    sheets: dict[str, Rows] = {
        "Cover": [["Police recorded crime open data tables"], ["Police force area"]],
        "2017_18": [header, *(_numbers(line, (1, 7)) for line in whole)],
        "2018_19": [header, *(_numbers(line, (1, 7)) for line in later)],
    }
    book = book_of(f"prc-pfa-mar2013-onwards-tables.{form}", form, sheets)
    return subject(f"made crime {form}", book, blind=crime_workbook_blind())


def outcomes_workbook(data: Path, form: str) -> Subject:
    """Outcomes with one sheet, of two codes, and one type of a code of each other group."""
    header, *lines = text_rows(data / "home_office_outcomes" / "outcomes-2017-18.csv.gz")
    types = ("0", "1", "3", "14", "18")
    kept = [
        line
        for line in lines
        if (line[6] in ("80", "53D") and line[10] in types) or (line[6] in EACH_GROUP and line[10] == "1")
    ]
    named = [
        *header[:11],
        "force_outcomes_for_offences_recorded_in_quarter",
        "force_outcomes_recorded_in_quarter",
    ]
    rows = [_numbers(line, (1, 10, 11, 12)) for line in kept]
    sheets: dict[str, Rows] = {"Notes": [["Crime outcomes open data"]], "2017_18": [named, *rows]}
    book = book_of(f"prc-outcomes-open-data.{form}", form, sheets)
    return subject(f"made outcomes {form}", book, blind=crime_workbook_blind())


def supplementary(form: str) -> Subject:
    """Supplementary outcomes metrics: percentages by place, rolling year and metric."""
    draw = random.Random(7)
    header = ["offence_level", "geographic_granularity", "geographic_area_name", "annual_or_quarterly", "quarter", "year",
              "metric_full_name", "percent"]  # fmt: skip
    metrics = ("Charge outcome (victim-based)", "Charge outcome (no specific victims)",
               "No suspect identified (victim-based)", "Victim does not support police action",
               "Victim-based successful outcome")  # fmt: skip
    rows = [
        ["All crime", *place, "Rolling annual", quarter, 2023, metric, round(draw.uniform(4, 60), 2)]
        for quarter in ("Jan - Mar", "Apr - Jun")
        for place in _PLACES
        for metric in metrics
    ]
    book = book_of(f"supplementary-outcomes.{form}", form, {"Cover": [["About"]], "Outcomes": [header, *rows]})
    blind = {**_ALONE, CODES: _CALLED}
    book.times = 100
    return subject(f"made supplementary {form}", book, blind=blind)


def dashboard() -> Subject:
    """The delivery dashboard's csv: counts and percentages by stage, force and quarter."""
    draw = random.Random(8)
    forces = sorted(area.name for area in load_catalogue().areas.values() if AreaKind.FORCE in area.kinds)
    header = [
        "offence_type",
        "geographic_area_name",
        "stage",
        "metric_name",
        "date_granularity",
        "time_period",
        "value",
    ]
    rows = []
    for quarter in ("Apr - Jun 2022", "Jul - Sep 2022", "Oct - Dec 2022", "Jan - Mar 2023"):
        crimes = [draw.randrange(9000, 30000) for _ in forces]
        for area, count in zip(("National", *forces), (sum(crimes), *crimes), strict=True):
            stage = ["All crime", area, "Crime recorded to police decision"]
            rows.append([*stage, "Police recorded crimes", "Quarterly", quarter, str(count)])
            share = str(draw.randrange(20, 60))
            rows.append([*stage, "Victim does not support police action", "Rolling annual", quarter, share])
    rows.sort(key=lambda row: (row[1] != "National", row[1]))
    blind = {**_ALONE, CODES: _CALLED}
    book = text_book("criminal_justice_delivery_data_q4_2022_v1.csv", [header, *rows], newline="\n")
    return subject("made dashboard csv", book, blind=blind)


def court_tables(form: str) -> Subject:
    """Tables in the layout that statistics share: a cover, notes, shorthand, a total of its parts."""
    draw = random.Random(9)
    rows: list[list[object]] = [
        ["Table C1: Receipts and disposals, England and Wales, Q1 2023 to Q4 2024"],
        ["This worksheet contains one table. Some cells refer to notes. [x] = not available, [r] = revised."],
        ["Year", "Quarter", "Case type", "Receipts [note 1]", "Disposals"],
    ]
    for year in (2023, 2024):
        for quarter in range(1, 5):
            parts = [(draw.randrange(5000, 9000), draw.randrange(5000, 9000)) for _ in range(3)]
            named = zip(("Indictable", "Triable either way", "Summary"), parts, strict=True)
            rows += [[str(year), f"Q{quarter}", name, *pair] for name, pair in named]
            rows.append([str(year), f"Q{quarter}", "All", sum(one for one, _ in parts), sum(two for _, two in parts)])
    sheets: dict[str, Rows] = {
        "Cover": [
            ["Criminal court statistics quarterly: October to December 2024"],
            ["Publication date: 27 March 2025"],
        ],
        "Notes": [["Notes"], ["Note number", "Note text"], ["[note 1]", "A case may hold several defendants."],
                  ["Shorthand", "Meaning"], ["[x]", "not available"]],
        "Table_C1": rows,
    }  # fmt: skip
    book = book_of(f"ccsq-main-tables.{form}", form, sheets)
    return subject(f"made court tables {form}", book, blind={PERIOD: _YEARS, YEARS: _YEARS, **_LABELS})


def board_tables(form: str) -> Subject:
    """Court tables by criminal justice area, of trials with their shares, and of open cases with what came and went."""
    draw = random.Random(10)
    quarters = [f"Q{number} {year}" for year in (2023, 2024) for number in range(1, 5)]
    boards = sorted(area.name for area in load_catalogue().areas.values() if AreaKind.BOARD in area.kinds)
    counts = [[draw.randrange(200, 900) for _ in quarters] for _ in boards]
    by_board: Rows = [
        ["Table C2: Receipts by LCJB area"],
        ["This worksheet contains one table."],
        ["LCJB area", *quarters],
        ["England and Wales", *(sum(column) for column in zip(*counts, strict=True))],
        *([name, *row] for name, row in zip(boards, counts, strict=True)),
    ]
    trials: list[list[object]] = [
        ["Table C3: Trials in the Crown Court"],
        ["This worksheet contains one table."],
        ["Year", "Quarter", "Total", "Effective", "Cracked", "Ineffective", "Effective (%)", "Cracked (%)"],
    ]
    flows: list[list[object]] = [
        ["Table C4: Receipts, disposals and open cases"],
        ["This worksheet contains one table."],
        ["Year", "Quarter", "Receipts", "Disposals", "Open cases"],
    ]
    held = 60_000
    for year in range(2019, 2025):
        for number in range(1, 5):
            parts = [draw.randrange(4000, 7000), draw.randrange(2000, 3900), draw.randrange(1000, 1900)]
            shares = [f"{100 * part / sum(parts):.1f}%" for part in parts[:2]]
            trials.append([year, f"Q{number}", sum(parts), *parts, *shares])
            came, went = draw.randrange(23_000, 27_000), draw.randrange(23_000, 27_000)
            held += came - went
            flows.append([year, f"Q{number}", came, went, held])
    sheets: dict[str, Rows] = {
        "Cover": [
            ["Criminal court statistics quarterly: October to December 2024"],
            ["Publication date: 27 March 2025"],
        ],
        "Notes": [["Notes"], ["Note number", "Note text"], ["[note 1]", "A case may hold several defendants."]],
        "Table_C2": by_board,
        "Table_C3": trials,
        "Table_C4": flows,
    }
    book = book_of(f"ccsq-area-tables.{form}", form, sheets)
    return subject(f"made board tables {form}", book, blind={PERIOD: _YEARS, YEARS: _YEARS, NAMES: _NAMED, **_LABELS})


def cps_summary(form: str) -> Subject:
    """The CPS quarterly workbook: quarters of the financial year and the rolling year that they make."""
    quarters = ["Q2 23/24", "Q3 23/24", "Q4 23/24", "Q1 24/25"]
    charged, dropped = [61210, 60873, 62984, 63027], [14110, 13987, 14562, 14871]
    both = [one + other for one, other in zip(charged, dropped, strict=True)]
    decisions: Rows = [
        ["CPS data summary Quarter 1 2024-2025"],
        ["Table 1.1: Legal decisions completed"],
        ["", *quarters, "Rolling Year to Date"],
        ["Charged", *charged, sum(charged)],
        ["No prosecution", *dropped, sum(dropped)],
        ["Total", *both, sum(both)],
    ]
    areas_of = [area for area in load_catalogue().areas.values() if AreaKind.CPS_AREA in area.kinds]
    regions, draw = sorted(area.name for area in areas_of), random.Random(11)
    usual = {region: draw.randrange(500, 2500) for region in regions}
    counts = [[usual[region] + draw.randrange(-60, 60) for _ in quarters] for region in regions]
    areas: Rows = [
        ["Table 2.1: Regional data"],
        ["CPS Area", "Measure", *quarters],
        *([region, "Receipts", *row] for region, row in zip(regions, counts, strict=True)),
        ["National", "Receipts", *(sum(column) for column in zip(*counts, strict=True))],
    ]
    book = book_of(f"cps-data-summary-q1.{form}", form, {"Pre-charge": decisions, "Regional data": areas})
    few = "four numbers below a thousand may be the same by chance"
    blind = {NAMES: _NAMED, PERIOD: _HEADED, YEARS: _HEADED, COPY: few, **_LABELS}
    return subject(f"made cps summary {form}", book, blind=blind)


def court_tool() -> Subject:
    """Receipts, disposals and open cases of the Crown Court: records behind a pivot table."""
    from pivot_cache import FIELDS, rdos_records

    rows: list[Sequence[object]] = [FIELDS, *rdos_records(1_500)]
    book = book_of("cc_rdos_tool.xlsx", "pivot", {"pivotCacheRecords1.xml": rows})
    blind = {**_ALONE, RAGGED: _LINES}
    return subject("made court tool", book, blind=blind)


def made(data: Path) -> dict[str, Callable[[], Subject]]:
    """Every made file by name, each made when first asked for."""
    makers: dict[str, Callable[[], Subject]] = {"made dashboard csv": dashboard, "made court tool": court_tool}
    for form in ("xlsx", "ods"):
        makers[f"made crime {form}"] = lambda form=form: crime_workbook(data, form)  # type: ignore[misc]
        makers[f"made outcomes {form}"] = lambda form=form: outcomes_workbook(data, form)  # type: ignore[misc]
        makers[f"made supplementary {form}"] = lambda form=form: supplementary(form)  # type: ignore[misc]
        makers[f"made court tables {form}"] = lambda form=form: court_tables(form)  # type: ignore[misc]
        makers[f"made board tables {form}"] = lambda form=form: board_tables(form)  # type: ignore[misc]
        makers[f"made cps summary {form}"] = lambda form=form: cps_summary(form)  # type: ignore[misc]
    return {name: cache(make) for name, make in makers.items()}
