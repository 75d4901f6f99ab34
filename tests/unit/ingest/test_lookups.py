"""Look-ups and lists of codes: what they give, what they refuse, and that joining to them changes no total."""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_files import CATALOGUE, observed, pick, read

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind, Selection
from assize.core.periods import Period
from assize.core.reading import Covered, Reading, Row
from assize.ingest import recognise
from assize.store import Store

FORCES = sorted(area.slug for area in CATALOGUE.areas.values() if AreaKind.FORCE in area.kinds)
HELD = date(2040, 1, 1)
Lines = list[list[str]]


@pytest.fixture
def good(root: Path) -> Lines:
    path = root / "tests" / "fixtures" / "ingest" / "LAD19_CSP19_PFA19.csv"
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture
def names(root: Path) -> Lines:
    path = root / "tests" / "fixtures" / "ingest" / "PFA19_names.csv"
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def written(path: Path, lines: Lines) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(lines)
    return path


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(path, path.parent)
    return " ".join(problem.sentence for problem in refusal.value.problems)


def test_each_authority_and_each_partnership_stands_once(root: Path, tmp_path: Path) -> None:
    reading = read(root / "tests" / "fixtures" / "ingest" / "LAD19_CSP19_PFA19.csv", tmp_path)
    assert reading.dimensions == ("authority", "partnership", "name")
    real = [row for row in observed(reading) if not row["name"].startswith(("District", "Partnership"))]
    assert [
        (r["area"], r["field"], r["authority"], r["partnership"], r["name"], r["raw"], r["line"]) for r in real
    ] == [
        ("staffordshire", "authority", "E06000021", "", "Stoke-on-Trent", "E23000015", 2),
        ("staffordshire", "authority", "E07000192", "", "Cannock Chase", "E23000015", 3),
        ("west-mercia", "authority", "E06000019", "", "Herefordshire", "E23000016", 5),
        ("staffordshire", "partnership", "", "E22000001", "Stoke", "E23000015", 2),
        ("staffordshire", "partnership", "", "E22000002", "Cannock", "E23000015", 3),
        ("staffordshire", "partnership", "", "E22000003", "Chase", "E23000015", 4),
        ("west-mercia", "partnership", "", "E22000004", "Hereford", "E23000016", 5),
    ]
    assert [problem.sentence for problem in reading.problems] == [
        "LAD19_CSP19_PFA19.csv: an authority with several partnerships is counted once, found 340 lines for 339 authorities"
        " and 340 partnerships."
    ]


def test_columns_in_any_order_with_others_among_them(good: Lines, tmp_path: Path) -> None:
    order = [6, 2, 0, 5, 1, 4, 3]
    moved = [[row[at] for at in order] + ["x"] for row in good]
    moved[0][-1] = "PFA19NMW"
    plain = observed(read(written(tmp_path / "a.csv", good), tmp_path))
    assert observed(read(written(tmp_path / "b.csv", moved), tmp_path)) == plain


def set_cell(line: int, column: int, text: str) -> Callable[[Lines], Lines]:
    def change(lines: Lines) -> Lines:
        lines[line][column] = text
        return lines

    return change


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda lines: lines[:-1], "the number of local authorities is not that of the year"),
        (lambda lines: [*lines[:50], *lines[51:]], "the running numbers of the lines have gaps"),
        (lambda lines: [*lines, lines[9]], "this line stands in the file twice"),
        (lambda lines: [row[:5] + row[6:] for row in lines], "found no 'pfacd'"),
        (lambda lines: [[*row, row[1]] for row in lines], "several columns have the same header"),
        (lambda lines: [row[:6] for row in lines], "found no 'pfanm'"),
        (lambda lines: [row[:1] + row[3:] for row in lines], "found no 'ladcd', 'ladnm'"),
        (set_cell(0, 1, "LAD18CD"), "the headers name several years"),
        (
            lambda lines: [[cell.replace("19", "99") for cell in lines[0]], *lines[1:]],
            "a year that cannot be, found 2099",
        ),
        (set_cell(5, 1, "E10000028"), "this is no code of a local authority, found 'E10000028'"),
        (set_cell(5, 1, "E07000028 [note 1]"), "this is no code of a local authority"),
        (set_cell(5, 1, "E07000028 North"), "this is no code of a local authority"),
        (set_cell(5, 1, "E22000001"), "this is no code of a local authority"),
        (set_cell(5, 3, "E07000192"), "this is no code of a community safety partnership"),
        (
            set_cell(5, 5, "E23000016"),
            "this code has two names, found 'Avon and Somerset' for 'E23000016', expected 'West",
        ),
        (set_cell(5, 5, "E23000015"), "this name has two codes"),
        (set_cell(1, 5, "E23000017"), "this code and name are of no one police force"),
        (set_cell(5, 5, "E23000099"), "expected 'E23000099', as in line 6"),
        (set_cell(5, 6, "Mordor"), "this code has two names, found 'Avon and Somerset' for"),
        (
            set_cell(3, 2, "Cannock"),
            "this code has two names, found 'Cannock' for 'E07000192', expected 'Cannock Chase'",
        ),
        (set_cell(5, 2, "Stoke-on-Trent"), "this name has two codes"),
        (set_cell(5, 2, ""), "a name is missing"),
        (
            set_cell(5, 2, "Stoke_on Trent"),
            "a name has a character that no place's name has, found '_' in 'Stoke_on Trent'",
        ),
        (set_cell(5, 4, ".."), None),
        (lambda lines: [*lines[:7], lines[7][:4], *lines[8:]], "a line is not like the others"),
        (lambda lines: [row for row in lines if row[6] != "Dorset"], "some forces are not in the file"),
        (lambda lines: lines[:1], "the file has its header and no rows"),
    ],
)
def test_a_spoilt_look_up(good: Lines, tmp_path: Path, spoil: Callable[[Lines], Lines], words: str | None) -> None:
    path = written(tmp_path / "look-up.csv", spoil(good))
    if words is None:  # a name is what the publisher prints, whatever it is
        assert pick(read(path, tmp_path), field="partnership", name="..")
        return
    assert words in refused(path)


@pytest.mark.parametrize("column", [2, 4])
def test_two_names_exchanged_between_forces(good: Lines, tmp_path: Path, column: int) -> None:
    one, other = 6, 8
    for at in (one, other):
        good[at][4] = good[at][2]  # a partnership that is called as its authority
    assert read(written(tmp_path / "look-up.csv", good), tmp_path)
    good[one][column], good[other][column] = good[other][column], good[one][column]
    assert "two lines have each other's name" in refused(written(tmp_path / "look-up.csv", good))


def test_swapped_columns_of_codes_are_refused(good: Lines, tmp_path: Path) -> None:
    good[0][1], good[0][3] = good[0][3], good[0][1]
    assert "this is no code of a local authority" in refused(written(tmp_path / "look-up.csv", good))


def test_headers_of_another_year_than_the_name_says(good: Lines, tmp_path: Path) -> None:
    """The headers of another year's file, put over these lines, make them that year's; the name shows it."""
    later = [[cell.replace("19", "18") for cell in good[0]], *good[1:]]
    said = refused(written(tmp_path / "LAD19_CSP19_PFA19_EW_LU.csv", later))
    assert "found 2018 in the headers, expected 2019, as in the name" in said
    assert "the file's name says another year" not in refused(written(tmp_path / "look-up.csv", later))
    reasons = {"area-lookups@named-year@2019": "Saved under the new year's name."}
    assert read(written(tmp_path / "LAD20_CSP20_PFA20.csv", good), tmp_path, reasons=reasons)


def test_a_year_of_which_the_number_is_not_known(good: Lines, tmp_path: Path) -> None:
    good[0] = [cell.replace("19", "31") for cell in good[0]]
    reading = read(written(tmp_path / "look-up.csv", good), tmp_path)
    assert "is not known here" in reading.problems[0].sentence
    assert {row["period"] for row in observed(reading)} == {"2031-m04"}


def test_gaps_in_the_running_numbers_are_a_note_where_nothing_is_missing(good: Lines, tmp_path: Path) -> None:
    one_each = [row for row in good if row[4] != "Chase"]  # 339 lines for 339 authorities
    for year, said in (("22", "331"), ("19", "no gaps")):
        lines = [[cell.replace("19", year) for cell in one_each[0]], *one_each[1:]]
        assert "the running numbers of the lines have gaps or stand twice" in refused(
            written(tmp_path / "a.csv", lines)
        ), said
    good[0] = [cell.replace("19", "20") for cell in good[0]]  # 336 authorities, of partnerships the number is not known
    lost = [row for row in good if row[2] not in ("District 7", "District 8", "District 9")]
    assert len(lost) == len(good) - 3
    reading = read(written(tmp_path / "b.csv", lost), tmp_path)
    assert [problem.what for problem in reading.problems][:1] == [
        "the running numbers of the lines have gaps, yet every force and the year's number of authorities are there"
    ]
    lost[9][0] = lost[10][0]
    assert "gaps or stand twice" in refused(written(tmp_path / "c.csv", lost))
    from_nought = [lost[0], *([str(number), *row[1:]] for number, row in enumerate(lost[1:]))]
    assert "running" not in read(written(tmp_path / "d.csv", from_nought), tmp_path).problems[0].what


def test_a_look_up_without_partnerships(good: Lines, tmp_path: Path) -> None:
    plain = [row[:3] + row[5:] for row in good]
    several = read(written(tmp_path / "several.csv", plain), tmp_path)
    assert "several lines; each is counted once, found 340 lines for 339 authorities" in several.problems[0].sentence
    assert len(observed(several)) == 339
    unknown = [[cell.replace("19", "31") for cell in plain[0]], *plain[1:]]
    assert "several lines" in refused(written(tmp_path / "unknown.csv", unknown))
    whole = [row[1:] for row in plain if row[0] != "3"]
    reading = read(written(tmp_path / "LAD19_PFA19.csv", whole), tmp_path)
    rows = observed(reading)
    assert (len(rows), {row["field"] for row in rows}) == (339, {"authority"})
    assert reading.covers == (Covered(Period(2019, 4, 1), field="authority"),)
    assert [problem.what for problem in reading.problems] == [
        "the look-up has no community safety partnerships, so none are read"
    ]
    hidden = [[*row, "E22000001"] for row in whole]
    hidden[0][-1] = "Community"
    assert "found no 'cspcd', 'cspnm', and besides 'Community'" in refused(written(tmp_path / "hidden.csv", hidden))


# --- the list of codes ------------------------------------------------------------------------------------------------


def test_the_list_of_codes(root: Path, tmp_path: Path) -> None:
    path = root / "tests" / "fixtures" / "ingest" / "PFA19_names.csv"
    assert recognise(path, CATALOGUE).source.id == "area-names"
    reading = read(path, tmp_path)
    assert {row["area"]: row["code"] for row in observed(reading)} == {
        slug: CATALOGUE.areas[slug].code for slug in FORCES
    }
    assert [problem.sentence for problem in reading.problems] == [
        "PFA19_names.csv [lines 45 to 46]: areas outside England and Wales are not read, found Scotland, L99999999 without a"
        " name."
    ]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (set_cell(3, 2, "Staffordshire"), "this code and name are of no one police force"),
        (set_cell(3, 1, "E23000098"), "the number"),
        (lambda lines: lines[:30], "some forces are not in the file"),
        (lambda lines: [*lines, lines[3]], "stand twice"),
        (set_cell(0, 2, "PFA18NM"), "the headers name several years"),
        (set_cell(36, 2, 'Avon"and Somerset'), "a name has a character that no place's name has"),
    ],
)
def test_a_spoilt_list_of_codes(names: Lines, tmp_path: Path, spoil: Callable[[Lines], Lines], words: str) -> None:
    path = written(tmp_path / "names.csv", spoil(names))
    if words == "the number":  # known by its name, and said
        (said, *_) = read(path, tmp_path).problems
        assert said.what == "a force has a code that is not the catalogue's; it is known by its name"
        return
    assert words in refused(path)


def test_a_look_up_without_its_authorities_is_no_list_of_codes(good: Lines, tmp_path: Path) -> None:
    assert "no 'ladcd', 'ladnm', 'cspnm'" in refused(
        written(tmp_path / "a.csv", [row[:1] + row[3:4] + row[5:] for row in good])
    )


# --- joining ----------------------------------------------------------------------------------------------------------


def keep(store: Store, path: Path) -> None:
    store.keep(read(path, store.scratch), path)


def test_names_and_partnerships_from_the_store(root: Path, good: Lines, tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    assert store.names(HELD) == {}
    assert store.partnerships(HELD) == {}
    keep(store, root / "tests" / "fixtures" / "ingest" / "LAD19_CSP19_PFA19.csv")
    later = [[cell.replace("19", "31") if at == 0 else cell for cell in row] for at, row in enumerate(good)]
    later[2][2] = later[3][2] = "Cannock and Chase"
    keep(store, written(tmp_path / "later.csv", later))
    assert store.names(date(2020, 1, 1))["E07000192"] == "Cannock Chase"
    assert store.names(HELD)["E07000192"] == "Cannock and Chase"
    assert store.names(HELD)["E22000004"] == "Hereford"
    assert set(store.partnerships(HELD)) == set(FORCES)
    assert {"E22000001", "E22000002", "E22000003"} <= set(store.partnerships(HELD)["staffordshire"])
    assert len([code for codes in store.authorities(HELD).values() for code in codes]) == 339
    store.close()


def population(people: dict[str, int]) -> Reading:
    period = Period(2018, 6, 1)
    rows = [
        Row(code, period, "population", (), Decimal(number), None, str(number), sheet="M", ref=f"D{at}")
        for at, (code, number) in enumerate(people.items(), start=1)
    ]
    return Reading(
        "population-estimates", "ons-population", 1, "pop.xlsx", f"{len(people):064d}", "Mid-2018", date(2019, 6, 26),
        False, True, (Covered(period),), (), rows,
    )  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), fan=st.integers(0, 40))
def test_no_look_up_changes_a_total(seed: int, fan: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the number of partnerships an authority has, adding its people by force gives the sum of all authorities."""
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("fan")
    forces = [(CATALOGUE.areas[slug].code, CATALOGUE.areas[slug].name) for slug in FORCES]
    lines: Lines = [["LAD19CD", "LAD19NM", "CSP19CD", "CSP19NM", "PFA19CD", "PFA19NM"]]
    people = {}
    for number in range(339):
        force = forces[number] if number < len(forces) else chance.choice(forces)
        code = f"E07{700_000 + number}"
        people[code] = chance.randint(1, 500_000)
        for one in range(1 + (chance.randint(0, 3) if number < fan else 0)):
            partnership = f"E22{number * 10 + one:06d}"
            lines.append([code, f"Authority {number}", partnership, f"Partnership {number}.{one}", *force])
    chance.shuffle(body := lines[1:])
    store = Store.open(folder)
    keep(store, written(folder / "look-up.csv", [lines[0], *body]))
    (folder / "pop.xlsx").write_bytes(b"kept as received")
    reading = population(people)
    digest = hashlib.sha256(b"kept as received").hexdigest()
    store.keep(replace(reading, sha256=digest), folder / "pop.xlsx")
    asked = Selection("population-estimates", "population")
    totals = store.totals([asked], store.authorities(HELD, among=people), HELD)[asked]
    assert sum(total.value for total in totals if total.value is not None) == sum(people.values())
    store.close()


def county(root: Path, first: str, order: dict[int, tuple[str, str]]) -> Lines:
    """The fixture's lines with districts put among them by the numbers of their codes."""
    path = root / "tests" / "fixtures" / "ingest" / "LAD19_CSP19_PFA19.csv"
    lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    made_up = [at for at, row in enumerate(lines) if row[1].startswith("E07900")]
    kept = {row[6]: row[5] for row in lines[1:]}
    for at, (number, (name, force)) in zip(made_up[-len(order) :], order.items(), strict=True):
        lines[at][1:3] = [f"{first}{number:06d}", name]
        lines[at][5:] = [kept[force], force]
    return lines


DISTRICTS = {
    193: ("East Staffordshire", "Staffordshire"),
    194: ("Lichfield", "Staffordshire"),
    195: ("Newcastle-under-Lyme", "Staffordshire"),
    196: ("South Staffordshire", "Staffordshire"),
    200: ("Babergh", "Suffolk"),
    201: ("Forest Heath", "Suffolk"),
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ""),
        ({194: ("Tamworth", "Staffordshire")}, ""),  # a new name
        (
            {194: ("Lichfield", "West Midlands")},
            "stands under another force than those whose codes are before and after",
        ),
        (
            {196: ("Sandwell", "West Midlands")},
            "stands under another force than those whose codes are before and after",
        ),
        (
            {194: ("South Staffordshire", "Staffordshire"), 196: ("Lichfield", "Staffordshire")},
            "two authorities have each other's codes",
        ),
    ],
)
def test_a_code_in_another_places_order_is_refused(
    root: Path, tmp_path: Path, changed: dict[int, tuple[str, str]], told: str
) -> None:
    lines = county(root, "E07", {**DISTRICTS, **changed})
    if told:
        assert told in refused(written(tmp_path / "a.csv", lines))
    else:
        assert read(written(tmp_path / "a.csv", lines), tmp_path).content
