"""Where a role is asked for, and in names of files and sheets, one word or two letters are somebody; roles and codes pass."""

from __future__ import annotations

import pytest

from assize.core.personal_data import find_in_file_name, find_in_title, find_personal_data


@pytest.mark.parametrize(
    "said",
    [
        "JS",
        "kdawson",
        "Dawson",
        "analyst: raj",
        "Karen, analyst",
        "Data analyst (Jo)",
        "Karen.Dawson",
        "Ms K",
        "Jane",
        "J Smith",
        "KDawson",
        "Sue",
        "Grace",
        "Dan (analyst)",
        "raj analyst",
        "Brierley",
        "Zeb",
        "analyst - dan",
        "Kasimira Wojtasowa",
        "manager: JS",
        "Okonjo",
        "dawson",
        "jsmith",
        "analyst/kdawson",
    ],
)
def test_a_person_in_place_of_a_role_is_found(said: str) -> None:
    assert find_personal_data(said, role_wanted=True)


def test_what_is_found_is_named_for_what_it_is_and_not_repeated() -> None:
    (letters,) = find_personal_data("JS", role_wanted=True)
    assert (letters.kind, letters.shown) == ("a person's initials", "J…")
    (account,) = find_personal_data("kdawson", role_wanted=True)
    assert (account.kind, account.shown) == ("a person's name", "k…")


@pytest.mark.parametrize(
    "said",
    [
        "performance analyst",
        "Performance Manager",
        "data team",
        "business manager",
        "Performance manager",
        "Performance officer",
        "Manager of the unit",
        "manager",
        "Head of Witness Care",
        "Wcu Manager",
        "Data team",
        "Detective Chief Inspector, Crime",
        "Savana service manager",
        "Manager, Savana",
        "Manager - Moorlands",
        "IDVA lead",
        "BI developer",
        "MI team",
        "PA to the Chief Executive",
        "SPOC",
        "Head of CJU",
        "DCI, crime",
        "n/a",
        "TBC",
        "To be confirmed",
        "Listing",
        "listing officer",
        "Court clerk",
        "ISVA co-ordinator",
        "Hub lead (Stoke)",
        "Operations",
        "the office",
        "Deputy head of performance, West Mercia",
        "YJS data officer",
        "RASSO unit head",
        "Statistician",
        "Hope House",
        "Wilson House manager",
        "IOM Co-ordinator",
        "vacant",
        "interim manager",
        "Service manager (Glow)",
        "Victim Support",
        "Quality & Performance Lead",
        "Paralegal",
        "Snr analyst",
        "Perf. analyst",
        "Business support",
        "Information officer",
        "Admin",
        "Partnership analyst (OPCC)",
        "Head of Legal",
        "Director of Operations",
        "Youth Justice Service manager",
        "Data and insight",
        "Custody sergeant",
        "Chief of staff",
        "Team leader",
        "LCJB secretariat",
        "HMPPS regional office",
        "Receptionist",
        "Volunteer co-ordinator",
        "Area manager",
        "Safeguarding lead",
        "Reducing Reoffending lead",
        "Contract manager",
        "Commissioning manager",
        "Case progression officer",
        "Delivery manager - Crown Court",
        "The data desk",
        "Insight & MI",
        "Engagement lead",
        "senior responsible owner",
        "Analyst (performance)",
        "Digital change lead",
        "Head of Service",
        "Programme support",
        "Intelligence analyst",
        "Research analyst",
        "Office manager",
        "CEO",
        "Clinical lead",
        "Trustee",
        "Bookkeeper",
        "Head, Probation Delivery Unit",
        "Performance analyst, Crown Court",
        "DA co-ordinator",
        "Duty manager ext 4432",
        "Witness care supervisor",
        "CJ partnerships",
        "Manager (North)",
        "Team manager, Staffordshire Moorlands",
        "Lead for children",
        "Domestic abuse lead",
        "Health and justice commissioner",
        "Pathfinder manager",
        "Drive programme lead",
        "Athena lead",
    ],
)
def test_a_role_passes(said: str) -> None:
    assert find_personal_data(said, role_wanted=True) == ()


@pytest.mark.parametrize(
    "name",
    [
        "probation KD.xlsx",
        "probation_kdawson_final.xlsx",
        "Dawson probation.xlsx",
        "R v Dawson.xlsx",
        "return KD v2.xlsx",
        "wcu_jpatel.csv",
        "probation_KD_final (1).xlsx",
        "jsmith.xlsx",
    ],
)
def test_initials_and_accounts_in_the_name_of_a_file_are_found(name: str) -> None:
    assert find_in_file_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "police WM.xlsx",
        "CPS EM.xlsx",
        "JO Q4.xlsx",
        "probation PDU.xlsx",
        "return NW final.xlsx",
        "staffordshire-iom-2025-26-q1.xlsx",
        "WCU.xlsx",
        "return v2.xlsx",
        "form DA.xlsx",
        "IOM return RJ.xlsx",
        "YJ return UK.xlsx",
        "idva (2).xlsx",
        "a1.xlsx",
        "spencers.xlsx",
        "sparks.xlsx",
        "clarks return.xlsx",
        "table AB.xlsx",
        "figures OK.xlsx",
        "probation IT.xlsx",
        "LAD23_CSP23_PFA23_EW_LU.csv",
        "PROBATION_LU.csv",
    ],
)
def test_codes_of_regions_and_bodies_in_the_name_of_a_file_pass(name: str) -> None:
    assert find_in_file_name(name) == ()


def test_a_person_in_the_name_of_a_sheet_is_found() -> None:
    for name in ("Dawson", "K Dawson", "Karen D working", "notes JB", "kdawson"):
        assert find_in_title(name)
    for name in (
        "Figures, Staffordshire",
        "Figures, Stoke-on-Trent (2)",
        "Sheet1",
        "Pivot",
        "v1.2 data",
        "Data DA",
        "P1a",
    ):
        assert find_in_title(name) == ()
