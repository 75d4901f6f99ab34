"""Tables that name no place, under titles, covers and names that say another place than England and Wales."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from ingest.published_files import CATALOGUE, observed, read
from ingest.statistics_workbooks import Rows, write

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind
from assize.ingest.statistics_tables.places import TablePlaces
from assize.ingest.statistics_tables.title_words import TitleWords
from assize.ingest.statistics_tables.titled_places import named_in_title

PLACES, WORDS = TablePlaces(CATALOGUE.areas, (AreaKind.BOARD,)), TitleWords(CATALOGUE)
# Titles as published by the Ministry of Justice, the Home Office, the ONS, HMPPS, the CPS and the Youth Justice Board.
TITLES = [
    "Table M1: Receipts, disposals and outstanding cases in the magistrates' courts, England and Wales, annually 2012 "
    "- 2023, quarterly Q1 2012 - Q1 2024",
    "Receipts, disposals and outstanding cases in the Crown Court, England and Wales, annually 2014 - 2023, quarterly "
    "Q1 2014 - Q1 2024",
    "Table M2: Effectiveness of recorded trials in the magistrates' courts, England and Wales, annually 2014 - 2023",
    "Table M2a: Effectiveness of recorded trials in magistrates' courts in England and Wales, Q1 2014 to Q4 2024",
    "Table C1: Receipts, disposals and open cases in the Crown Court in England and Wales, by case type",
    "Table C2: Effectiveness of Crown Court trials in England and Wales",
    "Table C3: Reasons for cracked, ineffective and vacated trials in the Crown Court",
    "Table C4: Defendants dealt with in trial cases at the Crown Court by plea, England and Wales",
    "Table C5: Crown Court defendants by Remand Status at Receipt",
    "Table C6: Average waiting time in weeks for defendants dealt with at the Crown Court: by plea, bail status and source",
    "Table C8: Average hearing times (hours), Crown Court",
    "Table C9: Crown Court Cases Outstanding, by Duration",
    "Table O1: Open caseload at the Crown Court, by age",
    "Table O2: Open Crown Court cases - For Trial - by Remand Status",
    "Table T1: Summary statistics on the time from offence to completion for all criminal cases, England and Wales",
    "Table T4: Timeliness of defendants dealt with at the Crown Court (Sexual Offences), England and Wales",
    "Table A1: Financial impositions and amounts paid by imposition type and by region, England and Wales",
    "Table A2: Total outstanding balance (£), Compensation, Court Costs and Victim Surcharge",
    "Table L1: Number of completed language interpreter and translation service requests, by requester type",
    "Table 1.1: Prison population by type of custody, age group and sex",
    "Table 1.1: Prison population, England and Wales: 31 March 2025",
    "Table 1_Q_1: Population in prison by type of custody, quarterly",
    "Table 1.Q.2: Remand prison population, by offence group",
    "Table 1.5: Prison population by nationality and sex, England and Wales",
    "Table 2.3: First receptions into custody, by Age, Sex and Custody Type",
    "Table 3.1: Releases from determinate sentences in England and Wales, by sentence length",
    "Table 3.4: Releases on Temporary Licence (ROTL) and Home Detention Curfew (HDC)",
    "Table 3.2i: Releases from custody for Imprisonment for Public Protection (IPP)",
    "Table 4.1: Offenders starting Court Orders and Pre-Release supervision by the Probation Service",
    "Table 4.7: Requirements commenced under Community Orders and Suspended Sentence Orders",
    "Table 4.15: Requirement combinations: Suspended Sentence Order with Rehabilitation Activity",
    "Table 5.1: Licence recalls, by reason, for Standard and Fixed Term Recalls",
    "Table 5.10: Offenders not returned to custody by 30 June 2025 after licence recall",
    "Table 6.1: Offenders in custody under MAPPA, Category 1, Level 2",
    "Table A1: Proven reoffending of adult and juvenile offenders, annual average and 3-monthly cohorts",
    "Table A2: Proportion of offenders who commit a proven reoffence, by gender, Q2 2010 to Q2 2023",
    "Table C1b: Adult proven reoffending by index disposal (Custody less than 12 months), England and Wales",
    "Table 1: Children and young people new to the justice system (First Time Entrants), England and Wales",
    "Table 7.1: Average monthly youth custody population (under 18 only) in Secure Children's Homes, Secure Training "
    "Centres and Young Offender Institutions",
    "Table 7.3: Youth Custody Service, Average Length of Stay, Years Ending March 2015 to 2024",
    "Table 8.2: Use of force incidents in STCs, SCHs and YOIs",
    "Table 1: Domestic abuse-related crimes recorded by the police in England and Wales, Year Ending March 2024",
    "Table 12: Number of Domestic Violence Protection Orders (DVPOs), England and Wales",
    "Table 16: Clare's Law, Right to Ask and Right to Know applications",
    "Table 22: Refuge bed spaces and Independent Domestic Violence Adviser (IDVA) provision, England",
    "Table 5: Conviction ratios for Domestic Abuse-flagged cases, by Police Force Area",
    "Table 1: Crown Court receipts, disposals and open cases",
    "Table 2: Magistrates' Courts and Single Justice Service, Criminal Cases: Monthly",
    "Table 3: Common Platform, Libra and Xhibit Combined",
    "Table 4: Civil, Family and Tribunals: Private Law, Public Law, Probate, Divorce",
    "Table 5: Probate (Grants Issued), Digital and Paper",
    "Table 6: Social Security and Child Support, Employment, Immigration and Asylum Chamber",
    "Table 1.1: Detentions under the Mental Health Act, England and Wales",
    "Table BAIL1: Individuals released on Pre-Charge Bail by duration",
    "Table CUST2: Number of detentions, by Appropriate Adult requested, AA attended",
    "Table 1.1: Legal decisions completed",
    "Table 2.1: Pre-charge decision receipts, All Crime, Rape-flagged and Domestic Abuse",
    "Table 3: Timeliness: Consultations, Days from First Submission to Decision to Charge",
    "Table 4: Hate Crime: Racist and Religious, Homophobic, Biphobic and Transphobic, Disability",
    "Table 7: Accommodation circumstance on first night following release (Housed, Homeless, Rough Sleeping)",
    "MI014: Employment at six weeks post release, by Probation Region",
    "Table 3: Employed at six weeks, Community Performance, April 2024 to March 2025",
    "Table S1: Self-inflicted deaths and Natural Causes, Apparent Homicide",
    "Table 9: Bail Information Service Referrals and CAS-2 Placements",
    "Table E1: Electronic Monitoring: Alcohol Abstinence, Location Monitoring, Immigration Bail",
    "Table 13: Headcount, by grade",
    "Table 14: Recalls, by Reason",
    "Criminal court statistics quarterly: January to March 2025",
    "Offender Management Statistics Quarterly: Probation, January to March 2025",
    "Youth Justice Statistics 2023/24: England and Wales",
    "HMCTS management information - March 2025",
    "CPS data summary Quarter 1 2024-2025",
    "Police Custody and Pre-charge Bail, England and Wales: Data tables, year ending March 2025",
    "Domestic abuse in England and Wales: Appendix tables",
]
# Authorities of which the catalogue knows none.
NAMES = [
    "Cannock Chase",
    "Lichfield",
    "Tamworth",
    "East Staffordshire",
    "Newcastle-under-Lyme",
    "Staffordshire Moorlands",
    "Wyre",
    "Telford and Wrekin",
    "Malvern Hills",
    "King's Lynn and West Norfolk",
    "St. Helens",
    "Leeds",
    "Hastings",
    "Ynys Môn",
    "Wirral",
    "Rhondda Cynon Taf",
    "Barking & Dagenham",
    "Stockton-on-Tees",
    "Blackburn with Darwen",
    "South Holland",
    "Epping Forest",
]


@pytest.mark.parametrize("title", TITLES)
def test_titles_as_they_are_published_name_no_place(title: str) -> None:
    assert named_in_title(title, PLACES, WORDS) == ""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "form",
    [
        "Table C7: Receipts and disposals in {}, 2023 to 2024", "Table C7: Receipts and disposals, {}", "Receipts ({})",
        "Table C7: Receipts for the {} area, Q1 2023 to Q4 2024", "Receipts in the borough of {}, by offence group",
    ],
)  # fmt: skip
def test_places_that_no_catalogue_knows_show_in_a_title(name: str, form: str) -> None:
    assert named_in_title(form.format(name), PLACES, WORDS) != ""


def made(tmp_path: Path, name: str = "ccsq.xlsx", **changed: object) -> Path:
    """A table of the nation's figures: its title, the lines above it, its sheet, the cover, and whether it has a "
    "column of areas."""
    title = str(changed.get("title", "Table C7: Receipts"))
    lines = changed.get("lines", ())
    assert isinstance(lines, Sequence)
    area = ["Wales"] if changed.get("area") else []
    rows: Rows = [
        [title],
        *([line] for line in lines),
        [*["Region"][: len(area)], "Year", "Quarter", "Receipts"],
        *([*area, year, f"Q{part}", 3925 + 613 * part + year % 97] for year in (2023, 2024) for part in (1, 2, 3, 4)),
    ]
    cover: Rows = [[str(changed.get("cover", "Criminal court statistics quarterly: October to December 2024"))]]
    return write(tmp_path / name, {"Cover": cover, "Notes": [["Notes"]], str(changed.get("sheet", "Table_C7")): rows})


OTHERS: list[tuple[str, dict[str, object]]] = [
    ("Cannock Chase", {"title": "Table C7: Receipts in Cannock Chase"}),
    ("Cannock Chase", {"lines": ["Area: Cannock Chase"]}),
    ("High Peak", {"lines": ["Local authority: High Peak"]}),
    ("Staffordshire", {"lines": ["Staffordshire"]}),
    ("Stafford", {"sheet": "Stafford"}),
    ("Cannock Chase", {"cover": "Criminal court statistics quarterly: Cannock Chase, October to December 2024"}),
    ("Staffordshire", {"cover": "Criminal court statistics quarterly, Staffordshire: October to December 2024"}),
    ("West Mercia", {"name": "ccsq_west_mercia_2024.xlsx"}),
]


@pytest.mark.parametrize(("place", "changed"), OTHERS)
def test_another_place_above_figures_that_name_none_is_asked_about(
    tmp_path: Path, place: str, changed: dict[str, object]
) -> None:
    with pytest.raises(FileRefused, match=f"{place} seems to be a place, and the figures, which name none") as refused:
        read(made(tmp_path, **changed), tmp_path)  # type: ignore[arg-type]
    key = refused.value.sentence.rpartition('[reasons]: "')[2].partition('"')[0]
    assert key.startswith("court-publication-tables@place") and key.endswith("@2024q4")
    reading = read(made(tmp_path, **changed), tmp_path, reasons={key: "It is of the whole."})  # type: ignore[arg-type]
    assert {row["area"] for row in observed(reading)} == {"england-and-wales"}


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": ["Back to contents", "Source: Libra, Common Platform", "Coverage: England and Wales"]},
        {"title": "Table C7: Receipts, England and Wales", "name": "ccsq_england_and_wales.xlsx"},
        {"area": True, "name": "ccsq_west_mercia.xlsx"},
    ],
)
def test_what_names_no_other_place_is_read(tmp_path: Path, changed: dict[str, object]) -> None:
    assert len(observed(read(made(tmp_path, **changed), tmp_path))) == 8  # type: ignore[arg-type]


def test_a_known_place_in_the_title_is_the_place_of_the_table(tmp_path: Path) -> None:
    reading = read(made(tmp_path, title="Table C7: Receipts, Staffordshire"), tmp_path)
    assert {row["area"] for row in observed(reading)} == {"staffordshire"}
