"""`providers.toml`: a good one for any office, and every fault by table and key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assize.catalogue.load import load_catalogue
from assize.catalogue.providers import FILE, load_providers, providers_text
from assize.catalogue.settings import load_settings
from assize.core.errors import FileRefused, Problem
from assize.core.specs import OfficeSettings, Provider

CATALOGUE = load_catalogue()
WITNESSES = """[witnesses]
role = "witness-care"
name = "Witness care unit"
boards = ["staffordshire"]
"""


def office(folder: Path, *boards: str) -> OfficeSettings:
    (folder / "assize.toml").write_text(f'[office]\nname = "O"\nboards = {list(boards)}\n', "utf-8")
    return load_settings(folder, CATALOGUE)


def read(folder: Path, text: str, *boards: str) -> dict[str, Provider]:
    (folder / FILE).write_text(text, "utf-8")
    return load_providers(folder, CATALOGUE, office(folder, *(boards or ("staffordshire",))))


def faults(folder: Path, text: str, *boards: str) -> dict[str, Problem]:
    with pytest.raises(FileRefused) as refusal:
        read(folder, text, *boards)
    return {one.where.removeprefix(f"{FILE} [").removesuffix("]"): one for one in refusal.value.problems}


def test_a_workspace_without_the_file_asks_nobody(tmp_path):
    assert load_providers(tmp_path, CATALOGUE, office(tmp_path, "staffordshire")) == {}


def test_what_a_new_workspace_is_given_reads_back_with_one_partner_of_every_role(tmp_path):
    found = read(tmp_path, providers_text(CATALOGUE, ["staffordshire"]))
    assert [one.role for one in found.values()] == list(CATALOGUE.roles)
    police = found["staffordshire-police"]
    assert police.places == {"staffordshire": "staffordshire"}
    assert police.owes == tuple(metric.id for metric in CATALOGUE.owed("police"))
    assert (police.mailbox, police.days_to_answer) == ("", CATALOGUE.roles["police"].days_to_answer)


def test_two_boards_of_one_region_share_what_reaches_over_both(tmp_path):
    boards = ("staffordshire", "west-mercia")
    found = read(tmp_path, providers_text(CATALOGUE, boards), *boards)
    prosecutors = [one for one in found.values() if one.role == "cps-local"]
    assert [one.boards for one in prosecutors] == [boards]
    assert [one.boards for one in found.values() if one.role == "police"] == [("staffordshire",), ("west-mercia",)]
    apart = read(tmp_path, providers_text(CATALOGUE, ["staffordshire", "kent"]), "staffordshire", "kent")
    assert [one.boards for one in apart.values() if one.role == "cps-local"] == [("staffordshire",), ("kent",)]


def test_a_board_of_two_forces_asks_each_for_its_own(tmp_path):
    board = "metropolitan-and-city"
    found = read(tmp_path, providers_text(CATALOGUE, [board]), board)
    places = [one.places for one in found.values() if one.role == "police"]
    assert places == [{board: "metropolitan-police"}, {board: "city-of-london"}]
    assert {one.places[board] for one in found.values() if one.role != "police"} == {board}
    named = [one.name for one in found.values() if one.role == "police"]
    assert named == ["Police force, Metropolitan", "Police force, City of London"]


@pytest.mark.parametrize(
    "board", [area.slug for area in CATALOGUE.areas.values() if "board" in {k.value for k in area.kinds}]
)
def test_the_new_file_of_any_board_reads_back(tmp_path, board):
    assert set(CATALOGUE.roles) == {
        one.role for one in read(tmp_path, providers_text(CATALOGUE, [board]), board).values()
    }


def test_what_a_partner_owes_may_be_named(tmp_path):
    text = WITNESSES + 'owes = ["witness-care-caseload", "witness-attendance"]\nmailbox = "witness.care@example.org"\n'
    one = read(tmp_path, text)["witnesses"]
    assert one.owes == ("witness-attendance", "witness-care-caseload")  # in the catalogue's order
    assert one.mailbox == "witness.care@example.org"


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ('role = "witness-care"', 'role = "witness-car"', "witnesses.role", "Did you mean 'witness-care'?"),
        ('role = "witness-care"\n', "", "witnesses.role", "found nothing"),
        ('name = "Witness care unit"', 'name = " "', "witnesses.name", "some words"),
        ('name = "Witness care unit"', 'name = "Unit\\nBcc: somebody@example.org"', "witnesses.name", "words on one line"),
        ('["staffordshire"]', '["staffordshir"]', "witnesses.boards", "a board of this office: staffordshire"),
        ('["staffordshire"]', '["kent"]', "witnesses.boards", "a board of this office: staffordshire"),
        ('["staffordshire"]', '["staffordshire", "staffordshire"]', "witnesses.boards", "each board once"),
        ('["staffordshire"]', "[]", "witnesses.boards", "a list of this office's boards"),
        ('["staffordshire"]', '["staffordshire"]\nplace = "kent"', "witnesses.place", "one of staffordshire"),
        ('["staffordshire"]', '["staffordshire"]\nmailbox = "nobody"', "witnesses.mailbox", "performance@example.org"),
        ('["staffordshire"]', '["staffordshire"]\nmailbox = "a@b.org, c@d.org"', "witnesses.mailbox", "one address"),
        ('["staffordshire"]', '["staffordshire"]\nmailbox = "Jane.Smith@example.org"', "witnesses.mailbox", "a role"),
        ('["staffordshire"]', '["staffordshire"]\nmail = "x@example.org"', "witnesses.mail", "Did you mean 'mailbox'?"),
        ('["staffordshire"]', '["staffordshire"]\ndays_to_answer = 0', "witnesses.days_to_answer", "from 1 to 120"),
        ('["staffordshire"]', '["staffordshire"]\ndays_to_answer = true', "witnesses.days_to_answer", "from 1 to 120"),
        ('["staffordshire"]', '["staffordshire"]\nowes = []', "witnesses.owes", "a list of measures"),
        ('["staffordshire"]', '["staffordshire"]\nowes = ["witness-atendance"]', "witnesses.owes", "Did you mean"),
        ('["staffordshire"]', '["staffordshire"]\nowes = ["iom-managed"]', "witnesses.owes", "of another partner"),
        ("[witnesses]", '["The Unit"]', "The Unit", "small letters"),
        ("[witnesses]", "none = 1\n[witnesses]", "none", "a table of a partner"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_table_and_key(tmp_path, old, new, where, said):
    found = faults(tmp_path, WITNESSES.replace(old, new))
    assert set(found) == {where}
    assert said in found[where].sentence
    assert "jane" not in found[where].sentence.lower()


def test_all_faults_of_all_tables_come_at_once(tmp_path):
    text = WITNESSES.replace("witness-care", "care") + WITNESSES.replace("[witnesses]", "[others]").replace(
        "staff", "stuff"
    )
    assert {where.split(".")[0] for where in faults(tmp_path, text)} == {"witnesses", "others"}


def test_no_measure_of_a_place_is_owed_by_two(tmp_path):
    text = WITNESSES + WITNESSES.replace("[witnesses]", "[others]").replace("Witness care unit", "Another unit")
    found = faults(tmp_path, text)
    assert set(found) == {"others.owes"}
    assert "which witnesses owes for the same place" in found["others.owes"].sentence
    shared = text.replace("[others]", 'owes = ["witness-attendance"]\n[others]') + 'owes = ["witness-support"]\n'
    assert [one.owes for one in read(tmp_path, shared).values()] == [("witness-attendance",), ("witness-support",)]


PARTS = """[north]
role = "youth-justice"
name = "Youth service, north"
boards = ["staffordshire"]
part = "Stoke-on-Trent"

[south]
role = "youth-justice"
name = "Youth service, south"
boards = ["staffordshire"]
part = "the County"
"""


def test_two_partners_of_one_role_may_count_a_part_each(tmp_path):
    found = read(tmp_path, PARTS)
    assert found["north"].places == {"staffordshire": "staffordshire-part-stoke-on-trent"}
    assert found["north"].owes == found["south"].owes
    catalogue = CATALOGUE.parted(found.values())
    assert catalogue.parts == {
        "partner-youth-justice": {
            "staffordshire": ("staffordshire-part-stoke-on-trent", "staffordshire-part-the-county")
        }
    }
    assert catalogue.areas["staffordshire-part-the-county"].name == "the County, Staffordshire"
    assert CATALOGUE.parted(read(tmp_path, WITNESSES).values()) is CATALOGUE


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ('part = "the County"\n', "", "south.part", "as of every youth-justice there"),
        ('part = "the County"', 'part = "the County"\nowes = ["children-serious-violence"]', "south.owes", "the same measures"),
        ('part = "the County"', 'part = "Stoke on Trent"', "south.owes", "which north owes for the same place"),
        ('part = "the County"', 'part = "?"', "south.part", "the name of a part of the board"),
        ('"youth-justice"\nname = "Youth service, south"', '"police"\nname = "P"', "south.part", "the force it counts for"),
    ],
)  # fmt: skip
def test_parts_of_a_board_are_all_named_and_count_the_same(tmp_path, old, new, where, said):
    found = faults(tmp_path, PARTS.replace(old, new))
    assert set(found) == {where}
    assert said in found[where].sentence


def test_no_two_partners_have_one_name(tmp_path):
    """Whatever its spaces and capitals, and not the name of another's table either."""
    for name in ("witness  Care Unit", "witnesses"):
        text = WITNESSES + WITNESSES.replace("[witnesses]", "[others]").replace("Witness care unit", name)
        text = text.replace("[others]", 'owes = ["witness-attendance"]\n[others]') + 'owes = ["witness-support"]\n'
        found = faults(tmp_path, text)
        assert set(found) == {"others.name"}
        assert "which is witnesses too" in found["others.name"].sentence


def test_a_force_must_be_named_where_the_board_has_several(tmp_path):
    text = WITNESSES.replace("witness-care", "police").replace("staffordshire", "metropolitan-and-city")
    found = faults(tmp_path, text, "metropolitan-and-city")
    assert "metropolitan-police, city-of-london" in found["witnesses.place"].sentence


def test_what_is_no_toml_is_refused_by_its_line(tmp_path):
    assert faults(tmp_path, "[witnesses\n")[f"{FILE}, line 1"].what == "a heading is not closed"


def test_a_role_of_the_offices_own_is_asked_too(tmp_path):
    """An office may add a kind of partner in its own catalogue: nothing here knows the thirteen."""
    role = replace(CATALOGUE.roles["isva"], id="hub", name="Victims' hub")
    known = replace(CATALOGUE, roles={**CATALOGUE.roles, "hub": role})
    assert "[staffordshire-hub]" in providers_text(known, ["staffordshire"])


# --- what stands beside each figure on the forms ------------------------------------------------------------------------

ASKED = {
    (role, one.id): one
    for role in CATALOGUE.roles
    for one in CATALOGUE.asked_for(role, tuple(metric.id for metric in CATALOGUE.owed(role)))
}
LONGEST = 84  # characters: a line and a half of the form's column


def test_each_figure_says_how_it_is_counted_what_is_in_it_and_what_is_not():
    assert len(ASKED) > 150
    lacking = [key for key, one in ASKED.items() if not (one.definition and one.includes and one.excludes)]
    assert lacking == []
    for key, one in ASKED.items():
        assert one.includes != one.excludes, key
        for words in (one.includes, one.excludes):
            assert len(words) <= LONGEST, (key, words)
            assert words[-1] not in ".,;:", (key, words)
            assert words.count("(") == words.count(")"), (key, words)


def test_answers_on_one_scale_are_counted_alike_by_everybody():
    scale = [one for one in ASKED.values() if one.id.endswith("_satisfied")]
    assert len(scale) > 2
    assert len({(one.includes, one.excludes) for one in scale}) == 1


@pytest.mark.parametrize("field", ["support_contacted", "support_accepted"])
def test_who_was_referred_in_one_quarter_and_reached_in_the_next_counts_in_the_first(field: str) -> None:
    one = ASKED["victims-service", field]
    assert "also where that was after its end" in one.definition
    assert "referred before the quarter" in one.excludes
    assert "by the day on which the figures were drawn up" in one.definition + one.includes
