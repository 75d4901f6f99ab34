"""Persons are found by the surname of their case; trials of towns, operations and offences pass."""

from __future__ import annotations

import pytest

from assize.catalogue.load import load_catalogue
from assize.core.personal_data import find_personal_data


@pytest.mark.parametrize(
    "text",
    [
        "Dawson trial vacated",
        "dawson trial vacated",
        "Khan case listed twice",
        "Kowalczyk trial moved",
        "O'Connor adjourned to July",
        "O'Connor trial vacated",
        "the Dawson brothers' trial took six weeks",
        "the Okonjo brothers",
        "the Marsh brothers",
        "dawson v r",
        "Dawson v R",
        "Dawson -v- Regina",
        "Brierley v R",
        "dawson, laura",
        "Laura D",
        "Laura D. moved away",
        "Thompson's trial was put back",
        "Patterson murder trial",
        "Cooper trial vacated",
        "the Webb hearing",
        "case of Dawson",
        "the trial of Dawson",
        "Dawson sentenced in June",
        "Dawson, L",
        "Dawson L",
        "Dawson (victim) moved",
        "DAWSON trial",
    ],
)
def test_a_person_named_by_the_case_is_found_once(text: str) -> None:
    for said in (text, f"Low in May: {text}."):
        assert [one.kind for one in find_personal_data(said)] == ["a person's name"]


@pytest.mark.parametrize(
    "text",
    [
        "Crown Court trial vacated",
        "Stafford trial moved",
        "Cracked trial",
        "Operation Dawson trial",
        "Project Khan trial",
        "Large trial",
        "Long trial",
        "Fraud case",
        "Covid case",
        "Magistrates' trial",
        "One trial",
        "Backlog case",
        "Homicide trial moved",
        "Terrorism trial took staff",
        "Rape trial adjourned",
        "Grooming case",
        "Hillsborough trial",
        "Post Office case",
        "Athena case",
        "the Niche case",
        "the Egress case file",
        "a Themis case number",
        "Common Platform case",
        "Serco hearing",
        "Stafford adjourned 12 trials",
        "Judge adjourned",
        "Ineffective trial",
        "Newton hearing",
        "a Newton hearing",
        "the Goodyear hearing",
        "the Nightingale hearing",
        "Nightingale court trial",
        "HOLMES case",
        "Holmes case count",
        "the Torbay trial moved",
        "Tower Hamlets case",
        "South Holland trial",
        "a Ford hearing",
        "Young family",
        "the Afghan family scheme",
        "Family case",
        "Option B",
        "Grace D",
        "CPS v Crown",
        "Easter trial lists",
        "Preston, Laura Ashley and others",
    ],
)
def test_trials_of_towns_operations_and_offences_pass(text: str) -> None:
    assert find_personal_data(text) == ()


def test_no_area_of_the_catalogue_has_its_trials_taken_for_a_persons() -> None:
    names = [one.name for one in load_catalogue().areas.values()]
    sentences = [
        said.format(name) for name in names for said in ("{} trial vacated", "the {} case", "{} adjourned to July")
    ]
    assert len(sentences) > 300
    assert [one for one in sentences if find_personal_data(one)] == []
