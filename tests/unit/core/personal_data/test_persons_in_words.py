"""One person told by work, nationality or by being the only one is personal data; posts, groups and definitions pass."""

from __future__ import annotations

import pytest

from assize.core.personal_data import find_personal_data


@pytest.mark.parametrize(
    "text",
    [
        "a 34 year old roofer from Leek",
        "one defendant, a 34 year old roofer from Leek",
        "a 41-year-old nurse in Stafford",
        "one 17yo from Hanley, pregnant",
        "one 17yo, pregnant",
        "the only Somali victim in Leek",
        "she is the only Somali victim in Leek",
        "the Polish lad from the chip shop in Burslem",
        "the Polish lad",
        "a Kurdish barber in Hanley",
        "an Iraqi taxi driver, Burton",
        "the headteacher at St Josephs was the victim",
        "the defendant is a councillor in Stoke",
        "victim is the headteacher at St Josephs",
        "victim is a nurse at Stafford hospital",
        "the victim, a retired teacher, withdrew",
        "One Romanian victim withdrew",
        "the only male rape victim in Cheadle",
        "a Polish woman was stabbed",
        "the black lad from Stone",
        "a deaf 41 yo cleaner",
    ],
)
def test_one_person_told_by_work_nationality_or_being_the_only_one_is_found_once(text: str) -> None:
    for said in (text, f"Down on last quarter: {text}."):
        assert [one.kind for one in find_personal_data(said)] == ["words about one person"]


@pytest.mark.parametrize(
    "text",
    [
        "Polish interpreters were short",
        "One Polish interpreter was ill",
        "the Polish community in Leek",
        "the Polish victim leaflet",
        "a Polish victim is offered an interpreter",
        "Assaults where the victim is a police officer",
        "where the victim is a teacher or a nurse",
        "Victim is the source of the count",
        "the only officer in Stafford left",
        "The only adviser in Cannock was on leave",
        "the only IDVA in Leek left",
        "Asian, Black and White victims",
        "the Black male rate",
        "the White female group",
        "a 2-year-old case from Leek court",
        "a 5 year old contract in Stafford",
        "10-year-old files were weeded",
        "the Black Country victim service",
        "the only female prison in Stafford",
        "the only victim service in Leek",
        "the only youth court in Stafford",
        "the only victim in April",
        "the only child in the pilot",
        "a single victim in Operation Soteria",
        "one Welsh court",
        "the Irish Traveller group",
        "the Roma community",
        "the Muslim Women's Network",
        "Offences against a person in Stafford",
        "the Somali women's project",
        "17 year olds at charge",
        "a 17-year-old who turned 18 during the order",
        "a 17 year old defendant is counted as a youth",
        "the Afghan resettlement scheme",
        "one American system",
        "one Asian Victim Support worker",
        "victim is a child in Stafford data",
        "the victim was the driver in drink drive cases",
        "The victim is the only witness",
        "the only witness was the victim",
        "the Black Victim Voices panel",
        "the Ukrainian person code",
        "the Welsh victim code",
        "a Welsh victim of crime",
        "the only client group in Leek",
        "a single person in Stoke had two referrals",
        "Victims: 3 Polish, 2 Somali",
        "the Welsh woman and girls strategy",
        "where the victim is the mother of the suspect",
        "a child of an Irish parent",
        "the only Crown Court in Stafford",
    ],
)
def test_posts_groups_services_and_definitions_pass(text: str) -> None:
    assert find_personal_data(text) == ()
