"""The workbook: every figure of the material once, with what it stands on."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from builders import blocks_of, figures, material, maturity, metric
from pack import REPORTS, SHARE, SPECS, held, pack

from assize.compose.workbook import build_workbook
from assize.core.document import Gap, Number, Row, Table, Trend, plain
from assize.core.nouns import Absence
from assize.core.specs import Kind
from assize.render import xlsx


def rows(made) -> list[Row]:
    tables = [table for table in blocks_of(build_workbook(made), Table) if table.id.startswith("figures-")]
    for table in tables:
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
    return [row for table in tables for row in table.rows]


def cells(row: Row) -> list[str]:
    return [plain(cell.content) for cell in row.cells]


def test_every_figure_of_the_material_stands_in_it_once():
    made = pack()
    found = Counter(cells(row)[-1] for row in rows(made))
    assert set(found) == set(made.figures)
    assert set(found.values()) == {1}


def test_a_row_says_value_counts_interval_area_period_and_source():
    found = {cells(row)[-1]: cells(row) for row in rows(pack())}
    assert found["done-rate@ashford@2019q1"] == [
        "Done rate", "All", "Ashford", "January to March 2019", "share of cases", "70.0%", "70",
        "100", "60.4%", "78.1%", "None", "Returns", "done-rate@ashford@2019q1",
    ]  # fmt: skip
    assert found["cases-opened@england-and-wales@2019q1"][5:10] == ["1,100", "1,100", "[z]", "[z]", "[z]"]
    assert found["done-rate@ashford@2019q1@red"][1] == "Red cases"


def test_the_numbers_carry_their_values_unrounded():
    made = pack()
    for row in rows(made):
        value = row.cells[5].content[0]
        assert isinstance(value, Number)
        assert value.value == made.figures[value.figure].value


def test_a_withheld_figure_shows_no_number_and_says_why():
    own = held()
    own[0] = replace(
        own[0], value=None, interval=None, absence=Absence.CONFIDENTIAL, reason="withheld: a count under 5",
        parts=tuple(replace(part, value=None, cells=0, editions=()) for part in own[0].parts),
    )  # fmt: skip
    found = {cells(row)[-1]: cells(row) for row in rows(material(SPECS, own, REPORTS))}
    assert found[own[0].reference][5:11] == ["[c]"] * 5 + ["Withheld: a count under 5"]


def test_a_rounded_figure_says_so_after_what_else_is_to_be_known_of_it():
    own = [
        replace(
            figure, parts=tuple(replace(part, rounded_to=base) for part, base in zip(figure.parts, bases, strict=True))
        )
        for figure, bases in zip(figures(SHARE, [5, 6, 7], 10), ((1, 1), (5, 5), (5, 10)), strict=True)
    ]
    own[1] = replace(own[1], value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="a break")
    assert [cells(row)[10] for row in rows(material([SHARE], own, REPORTS[:1]))] == [
        "None",
        "A break. Rounded to the nearest 5",
        "Rounded to the nearest 5 or 10",
    ]


def test_no_cell_is_empty():
    for row in rows(pack()):
        assert all(cells(row)), cells(row)


def test_the_gaps_and_the_sources_are_in_it():
    book = build_workbook(pack())
    assert [line.measure for gap in blocks_of(book, Gap) for line in gap.lines] == [
        "Crown cases",
        "Proven reoffending",
    ]
    assert any(table.id == "sources" for table in blocks_of(book, Table))
    assert len({section.id for section in book.sections}) == len(book.sections)


def test_a_theme_without_figures_has_no_sheet():
    other = metric("sole-count", Kind.COUNT, theme="reducing-reoffending")
    made = material([SHARE, other], [figure for figure in held() if figure.metric == SHARE.id], REPORTS)
    assert "reducing-reoffending" not in {section.id for section in build_workbook(made).sections}


def test_a_flagged_figure_says_how_much_is_open_and_whose():
    spec = replace(SHARE, maturity=maturity("0.08", "0.2"))
    own = [
        replace(figure, flagged=True, immature=Decimal(share))
        for figure, share in zip(figures(spec, [5, 6], 10), ("0.09", "0.02"), strict=True)
    ]
    remarks = [cells(row)[10] for row in rows(material([spec], own, REPORTS[:1]))]
    assert remarks == [
        "Flagged: more than 8% had no outcome yet",
        "Flagged: more than 8% had no outcome yet in an area compared",
    ]


# --- how each measure was judged ----------------------------------------------------------------------------------


def judged(made) -> dict[str, dict[str, str]]:
    (table,) = [table for table in blocks_of(build_workbook(made), Table) if table.id == "judging"]
    heads = [column.head for column in table.columns]
    return {cells(row)[-1]: dict(zip(heads, cells(row), strict=True)) for row in table.rows}


def test_a_row_says_how_a_measure_was_judged():
    spec = metric("cases-opened", Kind.COUNT)
    swing = (60, -10, -40, -10)
    values = [200 + swing[at % 4] + (at * 7) % 5 + 3 * at for at in range(24)]
    short = metric("done-rate")
    made = material((spec, short), [*figures(spec, values), *figures(short, [5, 6], 10)], REPORTS)
    found = judged(made)
    assert set(found) == {one.series.latest.reference for one in made.measured.values()}
    row = found["cases-opened@ashford@2019q1"]
    assert (row["Rules"], row["Points judged"]) == ("ptd-0.2.2", "24")
    assert row["Season (Friedman's test, 1%)"].startswith("Found in six years: ")
    assert row["On the quarter before"] == "Not judged"
    assert row["Trend over the stretch"] == "Rising, 24 points, seasonal Mann-Kendall test"
    assert row["Change a year"] == "12"
    assert [row[name] != "None" for name in ("Lower limit", "Mean", "Upper limit")] == [True] * 3
    other = found["done-rate@ashford@2019q1"]
    assert (other["Judgement"], other["Lower limit"], other["Rung of the wording"]) == (
        "Too short to judge",
        "None",
        "6",
    )
    assert other["Trend over the stretch"].startswith("Cannot be told: 2 quarters")


def test_before_any_measure_is_held_there_is_no_such_sheet():
    made = replace(pack(), measured={}, findings={})
    assert not [table for table in blocks_of(build_workbook(made), Table) if table.id == "judging"]


def test_the_workbook_has_native_charts_of_what_leads_and_of_one_split() -> None:
    book = zipfile.ZipFile(io.BytesIO(xlsx.render(build_workbook(pack()))))
    charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
    assert any("<c:lineChart>" in chart and "Upper limit" in chart for chart in charts)  # a control chart
    assert any("<c:barChart>" in chart and "<c:errBars>" in chart for chart in charts)  # bars with intervals


def test_a_workbook_of_made_up_data_says_so_in_the_first_cell_of_every_sheet():
    made = replace(pack(), marking="MADE-UP DATA, OFFICIAL")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(build_workbook(made))))
    assert all(sheet["A1"].value.startswith("MADE-UP DATA. ") for sheet in book.worksheets)
    assert build_workbook(pack()).made_up == ""


def test_small_trends_are_drawn_from_the_figures_beside_them() -> None:
    """Native ones, a row a headline measure: nothing is drawn that does not stand in the row."""
    made = pack()
    document = build_workbook(made)
    table = next(one for one in blocks_of(document, Table) if one.id == "headline-trends")
    drawn = xlsx.render(document)
    with zipfile.ZipFile(io.BytesIO(drawn)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    (own,) = [sheet for sheet in sheets if "sparkline" in sheet]
    addresses = re.findall(r"<xm:f>'?([^'!]+)'?!([A-Z]+)(\d+):([A-Z]+)\3</xm:f><xm:sqref>([A-Z]+)\3</xm:sqref>", own)
    addresses.sort(key=lambda one: int(one[2]))
    assert len(addresses) == len(table.rows) == 4
    book = openpyxl.load_workbook(io.BytesIO(drawn))
    for (name, first, row, last, at), line in zip(addresses, table.rows, strict=True):
        cells = [cell.value for cell in book[name][f"{first}{row}:{last}{row}"][0]]
        assert book[name][f"A{row}"].value == plain(line.cells[0].content)
        assert book[name][f"{at}{row}"].value is None
        trend = line.cells[1].content
        assert isinstance(trend, Trend)
        assert cells == [None if value is None else pytest.approx(float(value)) for value in trend.values]
        assert any(cells)
