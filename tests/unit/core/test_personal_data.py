"""Personal data is found in many spellings, and the innocent words of reports are let pass."""

from __future__ import annotations

import pytest

from assize.core.personal_data import find_in_file_name, find_personal_data, is_person_mailbox, personal_problems

# Made up, all of it: no line is about anyone.
NAMES = (
    "Joanne Smith",
    "John Smith",
    "john smith",
    "JOHN SMITH",
    "Smith, John",
    "SMITH, John",
    "Mr Patel",
    "Mrs O'Brien",
    "Ms. Kowalska",
    "mr smith",
    "Dr Anwar Qureshi",
    "PC Davies",
    "DS Khan",
    "DC Wojcikowski",
    "J. Smith",
    "J Smith",
    "Mohammed Ali Hussain",
    "Krzysztof Wojcik",
    "spoke to Joanne about this",
    "spoke to joanne about it",
    "the defendant Smith appealed",
    "the victim Kuldipa Wojcika withdrew",
    "Sarah Jones (WCU) sent these",
    "contact Joanne on 01782 123456",
    "HHJ Chambers sat",
    "R v Smith",
    "Jean-Luc Martin",
    "Mary-Jane Watson rang",
    "Mark Jones",
    "April Jones",
    "Will Smith",
    "Grace Okafor",
    "Oluwaseun Adebayo",
    "Siân Evans",
    "Commissioner Ben Adams",
    "Chief Constable Gareth Morgan",
)
BIRTHS = (
    "DOB 12/03/1984",
    "date of birth: 3 May 1991",
    "born on 12.03.84",
    "D.O.B. 1984-03-12",
    "12/03/1984",
    "born 3rd March 1990",
)
ADDRESSES = (
    "14 High Street",
    "14 high street, Stafford",
    "Flat 3, 12 Church Lane",
    "27 Acacia Avenue",
    "lives at 12 the willows",
    "ST16 2DN",
    "st16 2dn",
    "WR12AB",
    "B1 1AA",
    "SW1A 1AA",
    "12 Saint Johns Road",
    "10 Green Way",
)
MAILBOXES = (
    "joanne.smith@staffordshire.pnn.police.uk",
    "j.smith@cps.gov.uk",
    "jsmith@gmail.com",
    "joanne@victimsupport.org.uk",
    "krzysztof.wojcik@justice.gov.uk",
    "smithj2@nhs.net",
    "jo_bloggsworth@yahoo.co.uk",
    "amy.o'brien@x.gov.uk",
)
TELEPHONES = (
    "07700 900123",
    "+44 7700 900123",
    "01782 123456",
    "(01785) 223 456",
    "0044 1782 123456",
    "tel 020 7946 0958",
    "07700900123",
)
NUMBERS = (
    "AB123456C",
    "AB 12 34 56 C",
    "ab123456c",
    "943 476 5919",
    "9434765919",
    "NHS number 943 476 5919",
    "2012/0123456X",
    "12/123456A",
    "PNC 99/12345J",
    "123456/07X",
    "SF12/345678X",
    "21AB1234519",
    "21/AB/12345/19",
    "URN 21AB0001219",
    "URN: 01th0123419",
    "T20197123",
    "A1234BC",
    "crime number 22DA/123456/19",
    "Crime ref 20190012345",
    "case no. 1900123456",
    "22/123456/19",
    "custody record EK01/2345/19",
    "CRN X123456",
    "MORGA657054SM9IJ",
    "CO/1234/2019",
    "CRN: E123456",
)
INNOCENT = (
    "Operation Matthew",
    "Operation Sceptre continued into March",
    "Op Elizabeth",
    "Project Sarah",
    "Stafford Crown Court",
    "12 Crown Court trials",
    "3 Magistrates' Courts",
    "Worcester Magistrates' Court",
    "Stephen Lawrence Inquiry",
    "Clare's Law applications rose",
    "Sarah’s Law",
    "Lucy Faithfull Foundation",
    "Queen Elizabeth Hospital",
    "St Giles Trust",
    "St John Ambulance",
    "HMP Dovegate",
    "HMP Stafford",
    "Victoria House",
    "Lady Chief Justice",
    "Lord Chancellor",
    "the Lord Chief Justice",
    "Witness Care Unit",
    "Victim Support",
    "New Era",
    "Victims' Commissioner",
    "Police and Crime Commissioner",
    "January to March 2019 (2018/19 Q4)",
    "2018/19",
    "2018-19-q4",
    "Q4 2018/19",
    "2018/19p",
    "1 April 2018 to 31 March 2019",
    "released 18/07/2019",
    "as at 31.07.2019",
    "agreement DSA-2019-014",
    "ISA/2018/0123",
    "MOU 12/2019",
    "agreement reference ISA-ST-2019/07",
    "contract ref 22/123456/19",
    "performance@staffordshire.pnn.police.uk",
    "wcu.returns@staffordshire.police.uk",
    "lcjb@staffordshire-pfcc.gov.uk",
    "data.returns@cps.gov.uk",
    "WestMidlands.VCL@cps.gov.uk",
    "enquiries@victimsupport.org.uk",
    "idva-referrals@newera.org.uk",
    "staffordshireperformance@justice.gov.uk",
    "0808 168 9111",
    "0300 123 1234",
    "Call 101 or 999",
    "20,953 offences",
    "1,234",
    "the number of cases 23,068",
    "14.1%",
    "reason code W1",
    "section 28 (s28)",
    "S28 1st hearing",
    "E23000015",
    "LAD23 CSP23",
    "FY19 CPS figures",
    "Aged 18 to 24",
    "The Gloucester pilot",
    "West Midlands Police",
    "Dyfed-Powys",
    "Devon and Cornwall",
    "British Transport Police",
    "Will figures rise?",
    "May was quiet",
    "In June and July",
    "April to June",
    "Mark the change",
    "Staff left in August",
    "A Grant scheme ended",
    "Grant Thornton report",
    "John Lewis thefts",
    "DS vacancies",
    "DC and PC vacancies",
    "MS Teams",
    "MS Excel",
    "Ms Teams",
    "per cent",
    "Jordan",
    "Chester Crown Court",
    "Lincoln",
    "Derby",
    "Warwick Justice Centre",
    "Dr shortages",
    "two detective constables left",
    "Judge shortages",
    "One Crown",
    "Crown Prosecution Service West Midlands",
    "Better Case Management",
    "Casey review",
    "Angiolini Review",
    "the Rt Hon Commissioner",
    "Domestic Abuse Act 2021",
    "Kirkholt",
    "victim Support referrals",
    "Defendant Barrister Fees",
    "victims of Modern Slavery",
    "witness Care Unit",
    "contact Performance Team",
    "completed by Performance Analyst",
    "Police Staffordshire Commissioner",
    "case number rose by 12345",
    "cases 12345 and rising",
    "crime recorded 20953",
    "log in 2019",
    "court 2018-19-q4",
    "12 Way Forward actions",
    "30 cases close this week",
    "5 new roads",
    "Not recorded by our system",
    "A real change, checked",
    "New or changed computer system",
    "Small numbers move a lot",
    "witness-care 1-3f9a0c12",
    "police 1-12345678",
    "Figures for West Mercia, January to March 2019",
    "The new charging model began in May",
    "Royal Stoke University Hospital",
    "Sandwell and Dudley",
    "Hope House",
    "Elizabeth Court",
    "Alexandra Park",
    "the Howard League",
    "HMCTS Midlands",
    "Black Country",
    "North Wales",
    "Newport",
    "Newcastle-under-Lyme",
    "South Staffordshire",
    "Amber Rudd era Home Office",
)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("name", NAMES),
        ("birth", BIRTHS),
        ("address", (*ADDRESSES, "the family moved to ST16 2DN in May")),
        ("e-mail", MAILBOXES),
        ("telephone", TELEPHONES),
        ("number", NUMBERS),
    ],
)
def test_what_is_about_one_person_is_found(kind: str, texts: tuple[str, ...]) -> None:
    words = {"address": ("address", "postcode"), "number": ("number",)}.get(kind, (kind,))
    for text in texts:
        found = find_personal_data(text)
        assert any(word in one.kind for one in found for word in words), (text, found)


@pytest.mark.parametrize("text", INNOCENT)
def test_words_of_reports_are_let_pass(text: str) -> None:
    assert find_personal_data(text) == ()


def test_what_is_found_is_not_repeated() -> None:
    (problem,) = personal_problems("Joanne Smith rang", "return.xlsx [Figures!J12]")
    assert problem.blocks
    assert "Joanne" not in problem.sentence
    assert "Smith" not in problem.sentence
    assert "'J… S…'" in problem.sentence
    assert "return.xlsx [Figures!J12]" in problem.sentence


@pytest.mark.parametrize(
    "name",
    [
        "john_smith_return.xlsx",
        "WMPolice-JSmith.xlsx",
        "return (Joanne Smith).csv",
        "joanne-smith-q4.ods",
        "SmithJohn Q4.xlsx",
    ],
)
def test_names_in_file_names_are_found(name: str) -> None:
    assert find_in_file_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "staffordshire-witness-care-2018-19-q4.xlsx",
        "return_2018-19-q4_final_v2 (1).xlsx",
        "Copy of police return Jan-Mar 2019.xlsx",
        "cps-case-outcomes-2015-16-q1.csv",
        "prc-pfa-mar2013-onwards-tables_FINAL 201819.xlsx",
        "may-2019-wcu.xlsx",
    ],
)
def test_file_names_of_returns_and_publications_are_let_pass(name: str) -> None:
    assert find_in_file_name(name) == ()


def test_where_a_role_is_asked_for_a_rare_name_is_found() -> None:
    assert find_personal_data("Kasimira Wojtasowa", role_wanted=True)
    for role in (
        "Performance analyst",
        "Head of Witness Care",
        "Wcu Manager",
        "Data team",
        "Detective Chief Inspector, Crime",
    ):
        assert find_personal_data(role, role_wanted=True) == ()


def test_a_mailbox_is_a_role_or_a_person() -> None:
    assert is_person_mailbox("jo.bloggsworth@example.org")
    assert not is_person_mailbox("wcu@example.org")
