"""`[audiences]` and `[sharing]`: who reads a pack, what each may see, and every fault of it by its key."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assize.catalogue.audiences import AUDIENCES_TEXT
from assize.catalogue.load import load_catalogue
from assize.catalogue.settings import FILE, load_settings, settings_text
from assize.core.audiences import Condition
from assize.core.errors import FileRefused
from assize.core.specs import Catalogue, OfficeSettings

CATALOGUE = load_catalogue()
OFFICE = '[office]\nname = "Office"\nboards = ["staffordshire"]\n'


def read(folder, text: str) -> tuple[OfficeSettings, Catalogue]:
    (folder / FILE).write_text(OFFICE + text, "utf-8")
    settings = load_settings(folder, CATALOGUE)
    return settings, CATALOGUE.shared(settings.sharing, settings.audiences)


def sees(catalogue: Catalogue, audience: str) -> set[str]:
    return {name for name, source in catalogue.sources.items() if audience in source.audiences}


def test_two_audiences_are_always_there(tmp_path):
    settings, shared = read(tmp_path, "")
    assert {name: one.name for name, one in settings.audiences.items()} == {
        "partnership": "Board members",
        "public": "Public",
    }
    assert [one.restricted_words for one in settings.audiences.values()] == [True, False]
    assert shared.sources == CATALOGUE.sources
    assert sees(shared, "public") < sees(shared, "partnership")


def test_an_office_defines_another_like_one_of_them_with_more_or_less(tmp_path):
    text = """
[audiences.scrutiny-panel]
name = "Scrutiny panel"
like = "public"
also = ["partner-police"]
without = ["recorded-crime"]
marking = "OFFICIAL-SENSITIVE: SCRUTINY PANEL"
"""
    settings, shared = read(tmp_path, text)
    panel = settings.audiences["scrutiny-panel"]
    assert (panel.name, panel.marking, panel.restricted_words) == (
        "Scrutiny panel",
        "OFFICIAL-SENSITIVE: SCRUTINY PANEL",
        False,
    )
    assert sees(shared, "scrutiny-panel") == (sees(shared, "public") | {"partner-police"}) - {"recorded-crime"}
    assert sees(shared, "public") == sees(CATALOGUE, "public")


def test_an_office_agrees_with_a_partner_who_may_see_its_return_and_from_when(tmp_path):
    text = """
[audiences.press]
like = "public"
[sharing.partner-police]
audiences = ["partnership", "public"]
smallest_count = 10
noughts = "withheld"
marking = "OFFICIAL-SENSITIVE"
[sharing.partner-police.from.public]
days_after_period_end = 90
final = true
"""
    _, shared = read(tmp_path, text)
    source = shared.sources["partner-police"]
    assert set(source.audiences) == {"partnership", "public", "press"}
    assert (source.smallest_count, source.noughts_withheld, source.marking) == (10, True, "OFFICIAL-SENSITIVE")
    assert source.conditions == {"public": Condition(90, True), "press": Condition(90, True)}
    assert shared.sources["partner-prisons"] == CATALOGUE.sources["partner-prisons"]


def test_a_source_taken_from_the_public_takes_its_measures_along(tmp_path):
    _, shared = read(tmp_path, '[audiences.public]\nwithout = ["cps-case-outcomes"]\n')
    public, all_of_it = shared.for_audience("public"), shared.for_audience("partnership")
    assert all_of_it.metrics == CATALOGUE.metrics
    assert not public.metrics["conviction-rate"].numerators
    assert public.metrics["recorded-crime"] == CATALOGUE.metrics["recorded-crime"]
    assert public.metrics.keys() == CATALOGUE.metrics.keys()
    left = [
        each.source for one in public.metrics.values() for each in (*one.numerators, *one.denominators, *one.within)
    ]
    assert not set(left) - sees(shared, "public")


def test_of_sources_tried_in_turn_the_one_that_may_be_seen_is_left():
    metric = next(one for one in CATALOGUE.metrics.values() if len({each.source for each in one.numerators}) > 1)
    first = metric.numerators[0].source
    hidden = replace(CATALOGUE.sources[first], audiences=("partnership",))
    public = replace(CATALOGUE, sources={**CATALOGUE.sources, first: hidden}).for_audience("public")
    assert public.metrics[metric.id].numerators == tuple(one for one in metric.numerators if one.source != first)
    assert public.metrics[metric.id].definition_hash == metric.definition_hash


FAULTS = {
    '[audiences."Scrutiny Panel"]\nlike = "public"': ("audiences.Scrutiny Panel", "small letters"),
    "[audiences.panel]": ("audiences.panel.like", '"partnership" or "public"'),
    '[audiences.panel]\nlike = "press"': ("audiences.panel.like", '"partnership" or "public"'),
    '[audiences.public]\nlike = "partnership"': ("audiences.public.like", "name or also"),
    '[audiences.panel]\nlike = "public"\nalso = ["partner-polise"]': ("audiences.panel.also", "a source"),
    '[audiences.panel]\nlike = "public"\nalso = "partner-police"': ("audiences.panel.also", "a list of names"),
    '[audiences.panel]\nlike = "public"\nname = 3': ("audiences.panel.name", "some words in quotes"),
    '[audiences.panel]\nlike = "public"\nrestricted_words = true': ("audiences.panel.restricted_words", "partnership"),
    '[audiences.x-as-received-y]\nlike = "public"': ("audiences.x-as-received-y", "without"),
    "audiences = 3": ("audiences", "a table"),
    "[sharing.partner-polise]": ("sharing.partner-polise", "a source"),
    '[sharing.partner-police]\naudiences = ["press"]': ("sharing.partner-police.audiences", "partnership or public"),
    "[sharing.partner-police]\nsmallest_count = -1": ("sharing.partner-police.smallest_count", "0 or more"),
    "[sharing.partner-police]\nsmallest_count = true": ("sharing.partner-police.smallest_count", "0 or more"),
    '[sharing.partner-police]\nnoughts = "hidden"': ("sharing.partner-police.noughts", '"shown" or "withheld"'),
    "[sharing.partner-police]\nroundedto = 5": ("sharing.partner-police.roundedto", "smallest_count"),
    "[sharing.recorded-crime.rounded_to]\npublic = 0": ("sharing.recorded-crime.rounded_to.public", "5 or 10"),
    "[sharing.recorded-crime.rounded_to]\npublic = true": ("sharing.recorded-crime.rounded_to.public", "5 or 10"),
    "[sharing.recorded-crime]\nrounded_to = 5": ("sharing.recorded-crime.rounded_to", "a table"),
    "[sharing.partner-police.rounded_to]\npublic = 5": ("sharing.partner-police.rounded_to.public", "partnership"),
    "[sharing.partner-police.from.public]\nfinal = true": ("sharing.partner-police.from.public", "partnership"),
    "[sharing.recorded-crime.from.public]\nfinal = 1": ("sharing.recorded-crime.from.public.final", "true or false"),
}


def test_counts_are_rounded_for_the_readers_named_and_those_like_them(tmp_path):
    text = """
[audiences.panel]
like = "public"
[audiences.press]
like = "public"
[sharing.recorded-crime.rounded_to]
public = 5
press = 10
"""
    _, shared = read(tmp_path, text)
    source = shared.sources["recorded-crime"]
    assert [source.base((), one) for one in ("partnership", "public", "panel", "press")] == [1, 5, 5, 10]
    assert [source.is_open(one) for one in ("partnership", "public")] == [True, False]
    assert not source.smallest_count


@pytest.mark.parametrize("text", FAULTS)
def test_every_fault_is_named_by_its_key(tmp_path, text):
    key, expected = FAULTS[text]
    (tmp_path / FILE).write_text(
        f"{text}\n{OFFICE}" if text.startswith("audiences =") else f"{OFFICE}{text}\n", "utf-8"
    )
    with pytest.raises(FileRefused) as refusal:
        load_settings(tmp_path, CATALOGUE)
    said = {problem.where.removeprefix(f"{FILE} [").removesuffix("]"): problem for problem in refusal.value.problems}
    assert expected in said[key].expected


def test_the_examples_of_a_new_workspace_are_settings_once_their_signs_are_taken_away(tmp_path):
    assert AUDIENCES_TEXT in settings_text(["staffordshire"], "Office")
    settings, shared = read(tmp_path, re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", AUDIENCES_TEXT))
    panel = settings.audiences["scrutiny-panel"]
    assert (panel.name, panel.like, panel.also, panel.without) == (
        "Scrutiny panel", "public", ("partner-police",), ("recorded-crime",),
    )  # fmt: skip
    police = shared.sources["partner-police"]
    assert (police.audiences, police.smallest_count, police.noughts_withheld, police.marking) == (
        ("partnership", "public", "scrutiny-panel"), 10, True, "OFFICIAL-SENSITIVE",
    )  # fmt: skip
    assert police.conditions["public"] == Condition(90, True)
    assert police.rounded_to == {"public": 5}, "the panel sees it besides, as it was counted"
    returns = [source for name, source in CATALOGUE.sources.items() if name.startswith("partner-")]
    assert {(one.audiences, one.smallest_count) for one in returns} == {(("partnership",), 5)}, "as the text says"
