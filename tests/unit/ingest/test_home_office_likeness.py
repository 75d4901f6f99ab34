"""Tables of crimes and outcomes of the publication's size that lack a part, contradict themselves, repeat or have slipped."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from home_office_files import CRIME_HEADER, FORCES, OUTCOME_HEADER, Table, crimes, write_csv
from published_files import CATALOGUE, read

from assize.core.errors import FileRefused
from assize.core.specs import Catalogue
from assize.ingest.long_tables.likeness import GROUPS, TYPES
from assize.ingest.readers.home_office_words import _CODES, _fits

GROUP_NAMES = CATALOGUE.vocabularies["offence_group"].names
SUBGROUPS = (
    "Violence with injury", "Other sexual offences", "Robbery of personal property", "Shoplifting", "Arson",
    "Possession of drugs", "Possession of weapons offences", "Public order offences", "Miscellaneous crimes",
)  # fmt: skip
# Nine groups of eight codes that the publication does not have.
OFFENCES = [
    (f"Offence {at}{code}", GROUP_NAMES[group], subgroup, f"{200 + 10 * at + code}")
    for at, (group, subgroup) in enumerate(zip(GROUPS, SUBGROUPS, strict=True))
    for code in range(8)
]
SAID = {
    "1": "Charged/Summonsed", "14": "Evidential difficulties: suspect not identified; victim does not support further action",
    "15": "Evidential difficulties (suspect identified; victim supports action)",
    "16": "Evidential difficulties: suspect identified; victim does not support further action",
    "18": "Investigation complete – no suspect identified",
}  # fmt: skip
ME = "Staffordshire"
Rows = Table
Damage = Callable[[Rows], Rows]


@cache
def _crimes() -> tuple[tuple[object, ...], ...]:
    draw = random.Random(7)
    usual = {(force, one[3]): 10 ** draw.uniform(1, 3) for force in FORCES for one in OFFENCES}
    return tuple(
        ("2017/18", quarter, force, *one, round(usual[force, one[3]] * draw.uniform(0.9, 1.1)))
        for quarter in (1, 2, 3, 4)
        for force in FORCES
        for one in OFFENCES
    )


@cache
def _outcomes() -> tuple[tuple[object, ...], ...]:
    """Lines of nothing are left out: each code has three types of outcome, and all codes together each of them."""
    draw = random.Random(8)
    rows = []
    for quarter in (1, 2):
        for first, force in enumerate(FORCES):
            for at, one in enumerate(OFFENCES, first):
                for kind in {TYPES[at % 5], TYPES[at % len(TYPES)], TYPES[(at + 5) % len(TYPES)]}:
                    said = SAID.get(kind, f"Type {kind}")
                    counts = draw.randrange(20, 90), draw.randrange(20, 90)
                    rows.append(("2018/19", quarter, force, *one, False, said, said, kind, *counts))
    return tuple(sorted(rows, key=str))


def _read(rows: Rows, header: list[str], folder: Path, **asked: Any) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        read(write_csv(folder / "table.csv", [header, *rows]), folder, **asked)
    assert all(one.fix for one in refusal.value.problems)
    return [one.sentence for one in refusal.value.problems if one.blocks]


RAILWAYS = "British Transport Police"


def _with_railways(rows: Rows) -> Rows:
    """A twelfth of each of the first force's counts: a body of its own that records crimes of every kind."""
    first = rows[0][2]
    return [*rows, *([*row[:2], RAILWAYS, *row[3:-1], int(str(row[-1])) // 3 + 5] for row in rows if row[2] == first)]


def _in_unit(divisor: int) -> Damage:
    return lambda rows: [[*row[:-1], round(int(str(row[-1])) / divisor)] for row in rows]


def _then(*damages: Damage) -> Damage:
    def damage(rows: Rows) -> Rows:
        for one in damages:
            rows = one(rows)
        return rows

    return damage


def _without(column: int, *words: object, **where: object) -> Damage:
    return lambda rows: [
        row
        for row in rows
        if row[column] not in words
        or (where and (row[1] != where["quarter"] or ("force" in where and row[2] != where["force"])))
    ]


def _renamed(column: int, names: dict[object, object]) -> Damage:
    return lambda rows: [[*row[:column], names.get(row[column], row[column]), *row[column + 1 :]] for row in rows]


def _copied(source: tuple[int, str], target: tuple[int, str]) -> Damage:
    """The counts of one quarter and force in place of another's."""

    def damage(rows: Rows) -> Rows:
        counts = {row[6]: row[-1] for row in rows if (row[1], row[2]) == source}
        return [[*row[:-1], counts[row[6]]] if (row[1], row[2]) == target else row for row in rows]

    return damage


def _slipped(rows: Rows) -> Rows:
    own = [at for at, row in enumerate(rows) if (row[1], row[2]) == (2, ME)]
    counts = [rows[at][-1] for at in own]
    found = [list(row) for row in rows]
    for at, count in zip(own[1:], counts, strict=False):
        found[at][-1] = count
    return found


def _summed(new: str, *codes: str, wrong: int = 0) -> Damage:
    """One more code in every force and quarter, with the counts of these together; in the first `wrong` lines one more."""

    def damage(rows: Rows) -> Rows:
        found = [list(row) for row in rows]
        for quarter, force in dict.fromkeys((row[1], row[2]) for row in rows):
            own = [row for row in rows if (row[1], row[2]) == (quarter, force) and row[6] in codes]
            count = sum(int(str(row[-1])) for row in own) + (len(found) - len(rows) < wrong)
            found.append([*own[0][:3], "A line of its own", *own[0][4:6], new, count])
        return found

    return damage


def test_whole_tables_are_read(tmp_path: Path) -> None:
    railways = _with_railways([list(row) for row in _crimes()])
    for rows, header in ((_crimes(), CRIME_HEADER), (railways, CRIME_HEADER), (_outcomes(), OUTCOME_HEADER)):
        reading = read(write_csv(tmp_path / "table.csv", [header, *rows]), tmp_path)
        assert not any(problem.blocks for problem in reading.problems)


@pytest.mark.parametrize("year", ["Year ending March 2018", "FY 2017/18", "2017_18"])
def test_a_year_in_other_words_is_the_year_that_the_checks_know(tmp_path: Path, year: str) -> None:
    rows = [[year, *row[1:]] for row in _crimes()]
    reading = read(write_csv(tmp_path / "table.csv", [CRIME_HEADER, *rows]), tmp_path)
    assert not any(problem.blocks for problem in reading.problems)
    fewer = _without(4, "Robbery", quarter=4)(rows)
    assert any("Robbery in 2017/18 Q4" in said for said in _read(fewer, CRIME_HEADER, tmp_path))


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (_without(4, "Robbery"), "no count of offence group Robbery in 2017/18 Q1, 2017/18 Q2"),
        (_without(4, "Robbery", quarter=4), "no count of offence group Robbery in 2017/18 Q4"),
        (_copied((3, ME), (4, ME)), "2017/18 Q3 and 2017/18 Q4 are the same for Staffordshire"),
        (_copied((2, "Dorset"), (2, ME)), "found Dorset and Staffordshire in 2017/18 Q2"),
        (
            _then(_with_railways, _copied((2, RAILWAYS), (2, ME))),
            "British Transport Police and Staffordshire in 2017/18 Q2",
        ),
        (_then(_with_railways, _copied((2, RAILWAYS), (3, RAILWAYS))), "are the same for British Transport Police"),
        (_in_unit(100), "not of the size of the country's, so they may be in another unit"),
        (_in_unit(1000), "not of the size of the country's, so they may be in another unit"),
        (_slipped, "the counts of Staffordshire in a quarter are not like those of its other quarters"),
        (
            _summed("299", "200", "213"),
            "an offence code is the sum of others in every force and quarter, so what it counts would be counted twice,"
            " found '299' = '200' + '213'",
        ),
        (_summed("299", "200", "213", wrong=3), "found '299' = '200' + '213', in all but 3 of 172 counts"),
        (_summed("299", "213"), "offence codes have the same counts in every force and quarter"),
        (_renamed(4, {"Robbery": "Theft offences"}), "expected 'Robbery'"),
        (_renamed(6, {"200": "34A"}), "found 'Violence against the person' beside offence code '34A'"),
    ],
)
def test_damaged_crimes_are_refused(tmp_path: Path, damage: Damage, expected: str) -> None:
    assert any(expected in said for said in _read(damage([list(row) for row in _crimes()]), CRIME_HEADER, tmp_path))


def test_a_code_that_is_often_the_sum_of_others_is_none(tmp_path: Path) -> None:
    """One that is so in half of its lines may move with them; and what the office knows of a total is let through."""
    rows = _summed("299", "200", "213", wrong=86)([list(row) for row in _crimes()])
    assert read(write_csv(tmp_path / "table.csv", [CRIME_HEADER, *rows]), tmp_path)
    rows = _summed("299", "200", "213")([list(row) for row in _crimes()])
    (said,) = _read(rows, CRIME_HEADER, tmp_path)
    assert '"recorded-crime@counted-twice-299@2018q1"' in said
    reasons = {"recorded-crime@counted-twice-299@2018q1": "The two were always recorded together."}
    assert read(write_csv(tmp_path / "table.csv", [CRIME_HEADER, *rows]), tmp_path, reasons=reasons)


def test_a_size_that_the_office_answers_for_leaves_the_other_checks(tmp_path: Path) -> None:
    rows = _in_unit(100)([list(row) for row in _crimes()])
    (said,) = _read(rows, CRIME_HEADER, tmp_path)
    assert "in 2017/18 Q1, and so in 3 more quarters, expected about 30,000 a force" in said
    key = "recorded-crime@size@2018q1"
    assert f'"{key}"' in said
    reasons = {key: "The forces were merged in the copy."}
    assert read(write_csv(tmp_path / "table.csv", [CRIME_HEADER, *rows]), tmp_path, reasons=reasons)
    (lacking,) = _read(_without(4, "Robbery")(rows), CRIME_HEADER, tmp_path, reasons=reasons)
    assert "no count of offence group Robbery" in lacking


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("prc-pfa-mar2013-onwards-tables201718.csv", ""),
        ("recorded-crime-2017-18.csv", ""),
        ("crime-2016-17-to-2017-18.csv", ""),
        ("crime-year-ending-march-2018.csv", ""),
        ("prc-200122.csv", ""),
        ("prc-pfa-mar2013-onwards-tables201819.csv", "2018/19"),
        ("recorded_crime_2016_17.csv", "2016/17"),
        ("crime-year-ending-march-2019.csv", "2018/19"),
    ],
)
def test_a_name_that_says_another_year(tmp_path: Path, name: str, named: str) -> None:
    path = write_csv(tmp_path / name, [CRIME_HEADER, *crimes("2017/18")])
    if not named:
        assert read(path, tmp_path)
        return
    with pytest.raises(FileRefused, match="the file's name says another year than its figures") as refused:
        read(path, tmp_path)
    assert f"found figures up to 2017/18, expected {named}, as in the name" in refused.value.sentence
    assert read(path, tmp_path, reasons={"recorded-crime@named-year@2017-18": "Named by the day it was saved."})


@pytest.mark.parametrize("of", ["recorded-crime", "crime-outcomes"])
def test_a_year_that_the_office_lets_begin_late_is_looked_through_all_the_same(tmp_path: Path, of: str) -> None:
    made, header = (_crimes(), CRIME_HEADER) if of == "recorded-crime" else (_outcomes(), OUTCOME_HEADER)
    later = {1: 2, 2: 3, 3: 4}  # begins in July
    rows = [[row[0], later[int(str(row[1]))], *row[2:]] for row in made if row[1] != 4]
    (late,) = _read(rows, header, tmp_path)
    assert "a financial year begins in its middle" in late
    key = late.rpartition('[reasons]: "')[2].partition('"')[0]
    reasons = {key: "The force's system was new in July."}
    assert read(write_csv(tmp_path / "table.csv", [header, *rows]), tmp_path, reasons=reasons)
    (lacking,) = _read(_without(4, "Robbery")(rows), header, tmp_path, reasons=reasons)
    assert "no count of offence group Robbery" in lacking


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (_without(10, "1"), "an outcome type is lacking that every file has"),
        (_without(10, "8"), "no count of outcome type 8 (Community resolution)"),
        (_without(10, "16", quarter=2, force=ME), "Staffordshire lacks an outcome type that it must have"),
        (_without(4, "Sexual offences"), "no count of offence group Sexual offences"),
        (_renamed(10, {"1": "15", "15": "1"}), "found '15' beside 'Charged/Summonsed'"),
        (_renamed(10, {"14": "16", "16": "14"}), "expected outcome type 16 beside this description"),
    ],
)
def test_damaged_outcomes_are_refused(tmp_path: Path, damage: Damage, expected: str) -> None:
    assert any(expected in said for said in _read(damage([list(row) for row in _outcomes()]), OUTCOME_HEADER, tmp_path))


def test_codes_that_were_exchanged_contradict_their_descriptions(tmp_path: Path) -> None:
    robberies = [
        ["2017/18", 1, force, f"Robbery of {of} property", "Robbery", f"Robbery of {of} property", code, 7]
        for force in FORCES
        for of, code in (("business", "34B"), ("personal", "34A"))
    ]
    first, second, alone = _read(robberies, CRIME_HEADER, tmp_path)
    assert "found '34B' beside 'Robbery of business property' in 43 lines" in first
    assert "expected offence code 34B beside this description" in second
    assert "the file has nothing of offence groups that every edition has" in alone


def test_known_codes_have_known_groups_and_no_two_share_all_their_words() -> None:
    catalogue: Catalogue = CATALOGUE
    assert {group for group, _ in _CODES.values()} == set(GROUPS)
    assert set(TYPES) < set(catalogue.vocabularies["outcome_type"].names)
    assert len({pattern for _, pattern in _CODES.values()}) > len(_CODES) - 4
    assert _fits("Arson endangering life", _CODES["56A"][1]) and not _fits(
        "Arson not endangering life", _CODES["56A"][1]
    )


@pytest.mark.real
def test_a_code_that_no_file_had_is_named_and_the_publication_itself_names_none(shared: Path, tmp_path: Path) -> None:
    own = shared / "data" / "home_office_recorded_crime" / "prc-pfa-mar2013-onwards-tables201718.csv"
    assert not any("no file seen before" in one.what for one in read(own, tmp_path).problems)
    header, *lines = list(csv.reader(own.read_text(encoding="utf-8-sig").splitlines()))
    force, quarter = header.index("Force Name"), header.index("Financial Quarter")
    words = ["Anti-social behaviour incidents", "Miscellaneous crimes against society", "Miscellaneous crimes", "ASB"]
    forces = sorted({line[force] for line in lines if not re.search("Fraud|CIFAS|UK", line[force], re.IGNORECASE)})
    more = [
        ["2017/18", part, name, *words, str(500 + 7 * at + 3 * int(part))]
        for part in sorted({line[quarter] for line in lines})
        for at, name in enumerate(forces)
    ]
    found = read(write_csv(tmp_path / own.name, [header, *lines, *more]), tmp_path)
    (note,) = (one for one in found.problems if "no file seen before" in one.what)
    assert (note.found, note.blocks) == ("'ASB' (Anti-social behaviour incidents)", False)
