"""One person told by age and place or trait is personal data; counts, ranges of age and definitions describe nobody."""

from __future__ import annotations

import pytest

from assize.core.forms import REASONS
from assize.core.personal_data import find_personal_data


@pytest.mark.parametrize(
    "text",
    [
        "one man, 34, of Leek with a limp",
        "One man, 34, of Leek with a limp",
        "one man, 34, of leek with a limp",
        "a woman, 27, from Burton who walks with a stick",
        "man (34) from Stoke with a tattoo on his neck",
        "victim is a 34 year old man from Leek",
        "a 34-year-old woman in Hanley",
        "the 19-year-old suspect with red hair from Cannock",
        "female, 42, Tamworth, two children",
        "one male aged 34, Leek",
        "a boy of 15 from Biddulph",
        "15 yo girl, Stafford",
        "the witness, 71, who lives in Leek and uses a wheelchair",
        "mother of three, 38, Lichfield",
        "man aged 34 with a limp",
        "One woman of Polish origin, 52, of Uttoxeter",
        "deaf man, 60, Leek",
        "a 34 y/o male, Leek",
        "M, 34, Leek",
        "f/27 of Stone",
        "22-year-old from Rugeley",
        "aged 34, of Leek, limp",
        "one victim (82), with a stick",
        "one officer, 58, with a bad back",
        "a woman aged 27 who walks with a stick",
        "the victim, a man of 60 from Leek",
        "boy aged 9, Hanley",
        "one child, 11, whose father is in prison",
        "The defendant, 45, of Newcastle-under-Lyme, has a limp",
    ],
)
def test_one_person_described_by_age_and_place_or_trait_is_found(text: str) -> None:
    for said in (text, f"Down on last quarter: {text}."):
        assert [one.kind for one in find_personal_data(said)] == ["words about one person"]


@pytest.mark.parametrize(
    "text",
    [
        "34 cases of Leek court",
        "one officer, 2 weeks of leave",
        "one officer, 12 weeks of leave, from May",
        "Male 34, female 42",
        "Male, 34, female, 42, not known, 3",
        "male (34), female (42)",
        "M 34, F 42",
        "M, 34, F, 42",
        "M: 34, F: 42",
        "Victims (34) from Leek and witnesses (12) from Stafford",
        "a child aged 10 to 17",
        "a child aged 17 with a later hearing is counted as an adult",
        "children aged 10 or over",
        "one victim aged under 18",
        "a person aged 18 and over",
        "one girl of 12 referred did not start",
        "one boy of 15 attended",
        "one woman of 34 from Leek court list did not come",
        "two officers, 34 cases each",
        "one officer in post, 12 cases of long leave",
        "One witness court team, 34 witnesses, of whom 12 came",
        "the child protection cases, 34, of which 12 were late",
        "one victim, 34 updates, of which 12 late",
        "the victim referrals in May, 42, from Leek court were late",
        "a 2-year-old case from Leek court",
        "10-year-old files were weeded",
        "the officer (1) has left the unit",
        "one adviser, 0.6 FTE",
        "1 man and 34 women",
        "34 women of 42 in Stafford",
        "the witness service, 34, of the total",
        "male: 34, of whom 12 from Leek",
        "Female 42, Tamworth 30",
        "Leek 34, Stafford 12",
        "one worker from May, one until June",
        "Year 12, 34 children",
        "age 10-17: 34",
        "aged 34 to 42: 12",
        "one victim per case, 34 cases",
        "One man team, 34 cases",
        "a 12 month old backlog",
        "The male estate, 34 cells, from May",
        "A victim with 34 crimes, Stafford",
        "one defendant, 12 offences, from Leek court",
        "one client with 12 referrals, 34 contacts, of Stoke",
        "female prison (34), from April",
        "one person in 34 from Leek",
        "1 in 34 from Leek",
        "the youth court, 12 sittings, at Stafford",
        "The victim strand, 12, and the witness strand, 34",
        "one patient list, 34, of 60",
        "12 (34%) of victims from Leek",
        "the client (34%) of",
        "figures given by custody",
        "Updated by May",
        "given by Stafford",
        "recorded by police",
        "corrected by Hand",
        "Submitted by courts",
        "estimated by Finance",
        "Recorded by Niche",
        "given by Capita",
        "calculated by Power BI",
        "one youth worker, 30 hours, has left",
        "A witness list of 34 from Leek",
        "one child, one adult, 34 in all",
        "the suspect file (34) from May",
        "the defendant count (34) was low",
        "the officer hours, 37, with a half for travel",
    ],
)
def test_honest_reasons_with_numbers_and_words_for_people_pass(text: str) -> None:
    assert find_personal_data(text) == ()


def test_no_reason_of_the_list_describes_anybody() -> None:
    assert [one for one in REASONS if find_personal_data(one)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Patterson was off sick",
        "patterson was off sick",
        "Given by Patterson",
        "Updated by Patterson",
        "PC 1234",
        "pc 1234",
        "12 acacia avenue",
        "14 church st leek",
    ],
)
def test_a_surname_alone_an_officers_number_and_an_address_in_small_letters_are_found(text: str) -> None:
    assert find_personal_data(text)
