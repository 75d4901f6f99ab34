"""A column that is not read and has one word throughout: the file may be a part of its publication, and is refused."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from home_office_files import WRITE, write_csv
from published_files import observed, read
from statistics_workbooks import RECEIPTS, court, write
from test_court_files import NAMES, QUARTER, TIMES, TRAJECTORY
from test_home_office_metrics import dashboard, metrics

from assize.core.errors import FileRefused
from assize.core.reading import Reading
from assize.ingest.long_tables.unread import lone_part

Rows = list[list[object]]
WHAT = "every line is of one word of a column that is not read, so the table may be a part of the publication"


def _dashboard(folder: Path, change: Callable[[Rows], Rows]) -> Reading:
    return read(write_csv(folder / "criminal_justice_delivery_data.csv", change(dashboard())), folder)


def _metrics(folder: Path, change: Callable[[Rows], Rows]) -> Reading:
    return read(WRITE["xlsx"](folder / "som.xlsx", {"Outcomes": [["Title"], *change(metrics())]}), folder)


def _courts(text: str) -> Callable[[Path, Callable[[Rows], Rows]], Reading]:
    def reading(folder: Path, change: Callable[[Rows], Rows]) -> Reading:
        rows: Rows = [list(row) for row in csv.reader(text.splitlines())]
        return read(write_csv(folder / NAMES[text], change(rows)), folder, period=QUARTER)

    return reading


def _cps(folder: Path, change: Callable[[Rows], Rows]) -> Reading:
    source = Path(__file__).parents[2] / "fixtures" / "ingest" / "POC-18-19-q4.csv"
    rows: Rows = [list(row) for row in csv.reader(source.read_text(encoding="utf-8").splitlines())]
    return read(write_csv(folder / "POC-18-19-q4.csv", change(rows)), folder)


FILES = {
    "dashboard": _dashboard,
    "metrics": _metrics,
    "timeliness": _courts(TIMES),
    "trajectory": _courts(TRAJECTORY),
    "cps": _cps,
}


def with_column(header: str, *words: object) -> Callable[[Rows], Rows]:
    """The table with a second column more, its words in turn."""

    def changed(rows: Rows) -> Rows:
        return [[row[0], header if at == 0 else words[(at - 1) % len(words)], *row[1:]] for at, row in enumerate(rows)]

    return changed


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(("header", "word"), [("Sex", "Female"), ("Victim age", "Under 16"), ("Type of case", "Trial")])
def test_a_part_is_refused_with_its_column_and_its_word(tmp_path: Path, file: str, header: str, word: str) -> None:
    with pytest.raises(FileRefused) as refused:
        FILES[file](tmp_path, with_column(header, word))
    (problem,) = refused.value.problems
    assert problem.what == WHAT
    assert problem.where.endswith(f"[{header}]")
    assert problem.found == f"'{word}' in every line"


def test_a_note_below_the_lines_hides_no_part(tmp_path: Path) -> None:
    """No other of these files may have a line that is a note."""
    changed = with_column("Offence type", "Sexual offences")
    with pytest.raises(FileRefused) as refused:
        _cps(tmp_path, lambda rows: [*changed(rows), ["Notes: see the guide", *[""] * len(rows[0])]])
    assert WHAT in [problem.what for problem in refused.value.problems]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Sex", ["All"]),
        ("Notes", ["provisional"]),
        ("Last updated", ["June"]),
        ("Extract", ["A1", "B2"]),
        ("Remark", [""]),
    ],
)
def test_a_column_that_chooses_nothing_is_said_and_left(
    tmp_path: Path, file: str, header: str, words: list[object]
) -> None:
    reading = FILES[file](tmp_path, with_column(header, *words))
    assert len(observed(reading)) == len(observed(FILES[file](tmp_path, lambda rows: rows)))
    (note,) = (problem for problem in reading.problems if "not known is not read" in problem.what)
    assert (note.found, note.blocks) == (f"'{header}'", False)


@pytest.mark.parametrize(("word", "refused"), [("Domestic abuse", True), ("p", False), ("See note on age", False)])
def test_a_column_of_flags_with_one_part_throughout_is_refused(tmp_path: Path, word: str, refused: bool) -> None:
    head, *rows = [list(row) for row in RECEIPTS[2:]]
    path = write(tmp_path / "c.ods", court(Table_C1=[*RECEIPTS[:2], [*head, "Flag"], *([*row, word] for row in rows)]))
    if not refused:
        assert len(observed(read(path, tmp_path))) == 2 * len(rows)
        return
    with pytest.raises(FileRefused) as told:
        read(path, tmp_path)
    assert [(one.what, one.where) for one in told.value.problems] == [(WHAT, "c.ods [Table_C1!F3]")]


@pytest.mark.parametrize(
    ("words", "header", "refused"),
    [
        (["Female", "Female"], "Note", True),
        (["Under 16", "Under 16"], "Victim age", True),
        (["Under 16", "Under 16"], "Note", False),
        (["All", "All"], "Age", False),
        (["All ages", "All ages"], "Age", False),
        (["Under 16", "16 and over"], "Age", False),
        (["", ""], "Age", False),
    ],
)
def test_a_column_beside_a_table_is_of_a_part_by_its_word_or_by_its_header(
    words: list[str], header: str, refused: bool
) -> None:
    assert bool(lone_part("A1", words, header)) is refused
