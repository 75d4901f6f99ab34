"""A later edition without a column, a table or a word that measures are made of: `load`, `check` and `status` say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from ingest.statistics_workbooks import NOTES, write

from assize import app as assize
from assize.app.currency import currency, status_lines
from assize.app.loading import Loaded
from assize.app.quality import gather, summary_lines
from assize.core.periods import parse_period

Rows = list[list[object]]
HEADER: list[object] = ["Year", "Quarter", "Receipts", "Disposals", "Open cases"]
MONTHS = {1: "January to March", 2: "April to June", 3: "July to September", 4: "October to December"}
RELEASED = {(2024, 4): "27 March 2025", (2025, 1): "26 June 2025", (2025, 2): "25 September 2025"}


def quarters(last: tuple[int, int]) -> list[tuple[int, int]]:
    return [(year, quarter) for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4) if (year, quarter) <= last]


def m1(last: tuple[int, int]) -> Rows:
    """Receipts, disposals and open cases of England and Wales, quarter by quarter; they move as no copy would."""
    rows: Rows = []
    open_cases = 300_211
    for at, (year, quarter) in enumerate(quarters(last)):
        receipts, disposals = 330_107 + 731 * at + at * at % 97 * 13, 329_811 + 697 * at + at * at % 89 * 17
        open_cases += receipts - disposals
        rows.append([str(year), f"Q{quarter}", receipts, disposals, open_cases])
    return rows


def edition(folder: Path, last: tuple[int, int], change: Callable[[Rows], Rows] = list, number: str = "M1") -> Path:
    """The court tables up to a quarter, with one table."""
    year, quarter = last
    title = f"Criminal court statistics quarterly: {MONTHS[quarter]} {year}"
    counted = "Magistrates' courts receipts, disposals and open cases"
    above = [f"Table {number}: {counted}, England and Wales, Q1 2023 to Q{quarter} {year}"]
    sheets = {
        "Cover": [[title], [f"Publication date: {RELEASED[last]}"]],
        "Notes": NOTES,
        f"Table_{number}": [above, ["This worksheet contains one table."], *change([HEADER, *m1(last)])],
    }
    return write(folder / f"ccsq_accessible_publication_tables_{year}Q{quarter}.xlsx", sheets)


def renamed(rows: Rows) -> Rows:
    return [[*rows[0][:4], "Outstanding workload"], *rows[1:]]


def dropped(rows: Rows) -> Rows:
    return [row[:4] for row in rows]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    assize.new_workspace(folder, ("staffordshire",))
    return folder


def load(office: Path, files: Sequence[Path]) -> list[Loaded]:
    """The files loaded one after another, their layout accepted."""
    found = assize.load_files(office, files, accept_layout=True)
    assert [one.refused for one in found] == [None] * len(files)
    return found


def said(one: Loaded) -> str:
    return " ".join(problem.sentence for problem in one.problems)


def test_a_renamed_column_is_said_when_the_edition_is_loaded(office: Path, tmp_path: Path) -> None:
    files = [edition(tmp_path, (2025, 1)), edition(tmp_path, (2025, 2), renamed)]
    first, second = load(office, files)
    assert "had figures" not in said(first)
    assert "the edition released on 26 June 2025 had figures that measures are made of" in said(second)
    assert "found no 'open cases' (table m1); new in it is 'outstanding workload'." in said(second)
    assert "stays at January to March 2025: Magistrates' courts open cases." in said(second)
    assert not any(problem.blocks for problem in second.problems)


@pytest.mark.parametrize("change", [renamed, dropped])
def test_check_and_status_say_it_and_nothing_is_called_whole(office: Path, tmp_path: Path, change) -> None:
    load(office, [edition(tmp_path, (2025, 1)), edition(tmp_path, (2025, 2), change)])
    report = gather(office, cut_off=date(2025, 9, 30))
    (source,) = report.sources
    (lag,) = source.lags
    assert (lag.field, lag.words, lag.last) == ("open_cases", (("table", "m1"),), parse_period("2025Q1"))
    assert sum(one.present for one in source.periods) < sum(one.expected for one in source.periods)
    assert any("'open cases' (table m1) ends with January to March 2025" in matter.what for matter in report.matters)
    page = assize.check(office, cut_off=date(2025, 9, 30))
    text = page.page.read_text(encoding="utf-8")
    assert "All of the expected figures" not in text
    assert "open cases" in " ".join(summary_lines(page))
    status = "\n".join(status_lines(office, date(2025, 9, 30)))
    assert "'open cases' (table m1) ends with January to March 2025, though ccsq" in status


def test_a_table_of_another_number_is_lacking_with_all_its_fields(office: Path, tmp_path: Path) -> None:
    files = [edition(tmp_path, (2025, 1)), edition(tmp_path, (2025, 2), number="M2")]
    _, second = load(office, files)
    for field in ("receipts", "disposals", "open cases"):
        assert f"'{field}' (table m1)" in said(second)
    assert "new in it is table m2" in said(second)
    (one,) = (one for one in currency(office, date(2025, 9, 30))[1] if one.editions)
    assert {lag.field for lag in one.lags} == {"receipts", "disposals", "open_cases"}


def test_the_order_of_loading_changes_nothing(office: Path, tmp_path: Path) -> None:
    load(office, [edition(tmp_path, (2025, 2), renamed), edition(tmp_path, (2025, 1))])
    (source,) = gather(office, cut_off=date(2025, 9, 30)).sources
    assert [lag.field for lag in source.lags] == ["open_cases"]


def test_editions_alike_and_a_column_more_are_no_news(office: Path, tmp_path: Path) -> None:
    def more(rows: Rows) -> Rows:
        return [[*rows[0], "Sitting days"], *([*row, 20_000 + 17 * at] for at, row in enumerate(rows[1:]))]

    files = [edition(tmp_path, (2024, 4)), edition(tmp_path, (2025, 1)), edition(tmp_path, (2025, 2), more)]
    assert all("had figures" not in said(one) for one in load(office, files))
    (source,) = gather(office, cut_off=date(2025, 9, 30)).sources
    assert source.lags == ()
    assert sum(one.present for one in source.periods) == sum(one.expected for one in source.periods)


def test_a_restated_edition_of_the_same_quarter_that_lacks_a_column_says_so(office: Path, tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    again = edition(tmp_path / "later", (2025, 1), dropped)
    load(office, [edition(tmp_path, (2025, 1))])
    (second,) = assize.load_files(office, [again], released=date(2025, 7, 10), accept_layout=True)
    assert "no 'open cases' (table m1)" in said(second)


@pytest.mark.parametrize("name", ["demo", pytest.param("published", marks=pytest.mark.real)])
def test_nothing_lags_in_the_example_nor_in_the_published_files(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name).folder
    assert [one.spec.id for one in currency(folder, date(2026, 8, 8))[1] if one.lags] == []
