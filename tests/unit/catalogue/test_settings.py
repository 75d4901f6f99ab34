"""`assize.toml`: what an office sets, and every fault of it told at once by its key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assize.catalogue.load import load_catalogue
from assize.catalogue.settings import FILE, load_settings, settings_text
from assize.core.errors import AssizeError, FileRefused, Problem
from assize.core.specs import OfficeSettings

CATALOGUE = load_catalogue()
OFFICE = '[office]\nname = "Office"\nboards = ["staffordshire"]\n'


def read(folder, text: str) -> OfficeSettings:
    (folder / FILE).write_text(text, "utf-8")
    return load_settings(folder, CATALOGUE)


def problems(folder, text: str) -> dict[str, Problem]:
    with pytest.raises(FileRefused) as refusal:
        read(folder, text)
    return {problem.where.removeprefix(f"{FILE} [").removesuffix("]"): problem for problem in refusal.value.problems}


def test_a_folder_without_settings_is_no_workspace(tmp_path):
    with pytest.raises(AssizeError, match="not an Assize workspace") as refusal:
        load_settings(tmp_path, CATALOGUE)
    assert "assize new" in refusal.value.fix


def test_the_least_that_must_be_set(tmp_path):
    settings = read(tmp_path, OFFICE)
    assert (settings.office, settings.author, settings.boards) == ("Office", "Office", ("staffordshire",))
    assert (settings.quarter, settings.cut_off, settings.status, settings.version) == ("", None, "draft", "1")
    assert (settings.marking, settings.similar, settings.targets) == ("OFFICIAL", {}, {})


@pytest.mark.parametrize("office", ["Office of the Commissioner", 'The "Safer" Office', "Back\\slash", "Swyddfa Ŵyn’s"])
def test_what_a_new_workspace_is_given_reads_back(tmp_path, office):
    text = settings_text(["staffordshire", "west-mercia"], office, "2018-19-q4", date(2019, 7, 31))
    settings = read(tmp_path, text)
    assert (settings.office, settings.boards) == (office, ("staffordshire", "west-mercia"))
    assert (settings.quarter, settings.cut_off) == ("2018-19-q4", date(2019, 7, 31))
    assert read(tmp_path, settings_text(["staffordshire"], office)).cut_off is None


@pytest.mark.parametrize("quarter", ["2018-19-q4", "2018/19 Q4", "2019Q1"])
def test_a_quarter_may_be_spelled_in_any_way_the_house_knows(tmp_path, quarter):
    assert read(tmp_path, f'{OFFICE}[report]\nquarter = "{quarter}"\n').quarter == "2018-19-q4"


def test_similar_areas_and_targets(tmp_path):
    settings = read(
        tmp_path,
        f'{OFFICE}[similar]\nstaffordshire = ["west-mercia", "warwickshire"]\n[targets]\nconviction-rate = 0.85\n',
    )
    assert settings.similar == {"staffordshire": ("west-mercia", "warwickshire")}
    assert settings.targets == {"conviction-rate": Decimal("0.85")}


def test_every_fault_is_told_at_once_with_its_key_and_a_suggestion(tmp_path):
    found = problems(
        tmp_path,
        """
        colour = "blue"
        [office]
        nam = "Office"
        boards = ["stafordshire"]
        [report]
        quarter = "2018-19"
        cut_off = "2019-07-31"
        status = "ready"
        version = 1
        [similar]
        staffordshire = ["staffordshire"]
        [targets]
        convicton-rate = 0.85
        """,
    )
    assert set(found) == {
        "colour", "office.nam", "office.name", "office.boards", "report.quarter", "report.cut_off", "report.status",
        "report.version", "similar.staffordshire", "targets.convicton-rate",
    }  # fmt: skip
    assert "staffordshire" in found["office.boards"].expected
    assert "conviction-rate" in found["targets.convicton-rate"].expected
    assert "name" in found["office.nam"].expected
    assert "quarter" in found["report.quarter"].expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[targets]\nconviction-rate = 85\n", "targets.conviction-rate"),  # a share is 0 to 1
        ("[targets]\nconviction-rate = -0.1\n", "targets.conviction-rate"),
        ("[targets]\nconviction-rate = nan\n", "targets.conviction-rate"),
        ("[targets]\ncompleted-prosecutions = inf\n", "targets.completed-prosecutions"),
        ("[targets]\nconviction-rate = true\n", "targets.conviction-rate"),
        ('[similar]\nstaffordshire = ["west-mercia", "west-mercia"]\n', "similar.staffordshire"),  # would count twice
        ('[similar]\nstaffordshire = "west-mercia"\n', "similar.staffordshire"),
        ("[similar]\nstaffordshire = []\n", "similar.staffordshire"),
        ("[report]\ncut_off = 2019-07-31T12:00:00\n", "report.cut_off"),
        ('[report]\nmarking = ""\n', "report.marking"),
        ('report = "draft"\n', "report"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(tmp_path, text, key):
    text = text + OFFICE if text.startswith("report =") else OFFICE + text
    assert set(problems(tmp_path, text)) == {key}


def test_a_board_named_twice_is_refused(tmp_path):
    assert set(problems(tmp_path, '[office]\nname = "O"\nboards = ["staffordshire", "staffordshire"]\n')) == {
        "office.boards"
    }


def test_what_is_no_toml_is_refused_by_its_line(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, "[office\n")
    assert refusal.value.problems[0].where == "assize.toml, line 1"


def test_the_hash_is_that_of_the_bytes(tmp_path):
    first = read(tmp_path, OFFICE).content_hash
    assert read(tmp_path, OFFICE).content_hash == first
    assert read(tmp_path, OFFICE + "# a note\n").content_hash != first


def test_reasons_are_known_by_what_they_answer_however_the_period_is_spelt(tmp_path):
    held = read(tmp_path, f'{OFFICE}[reasons]\n"Recorded-Crime-against-ONS@kent@2017-18-q4" = " Counted  again. "')
    assert held.reasons == {"recorded-crime-against-ons@kent@2018q1": "Counted again."}
    found = problems(
        tmp_path,
        f'{OFFICE}[reasons]\n"recorded-crime-against-on@kent@2018q1" = "So."\n"conviction-rate@kent@2018q1" = " "\n'
        '"conviction-rate@kent" = "So."\n"conviction-rate@kent@soon" = "So."\n',
    )
    assert "recorded-crime-against-ons" in found["reasons.recorded-crime-against-on@kent@2018q1"].expected
    assert found["reasons.conviction-rate@kent@2018q1"].expected == "why the figure is right, in words"
    assert "with its area and period" in found["reasons.conviction-rate@kent"].expected
    assert "reasons.conviction-rate@kent@soon" in found
