"""Personal data is found in many spellings, and the innocent words of reports are let pass."""

from __future__ import annotations

import pytest

from assize.catalogue.load import load_catalogue
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

MORE = (
    "Kate from the WCU sent it",
    "ask Tom Baxter",
    "Beth says it is right",
    "N. Okonkwo",
    "Ms Fitzgerald-Browne",
    "Mr. J. Doe",
    "Sgt Bilko",
    "victim: Amara Nwosu",
    "Cllr Jenkins",
    "DCI Barnaby",
    "Ahmed's case was dropped",
    "Jane Doe",
    "the offender, Lee Wright, absconded",
    "Lee Wright",
    "witness was Dean Marsh",
    "Email Sue on sue.b@x.org",
    "phone Rob 07123456789",
    "Rob Smith",
    "Aleksandra Nowak",
    "Wei Zhang",
    "Muhammad Y.",
    "Olena Shevchenko",
    "completed by Nkechi Eze",
    "Completed by: R Patel",
    "R. Patel",
    "P Singh",
    "A. Khan",
    "Harpreet K",
    "Gurdeep Singh-Gill",
    "Dr. O'Neill",
    "Prof Wang",
    "Miss A Brown",
    "Mrs Green",
    "Ms White",
    "Mr Black",
    "Mr King",
    "mr green",
    "Katie-Louise",
    "D'Angelo Russell",
    "defendant Okeke",
    "suspect called Bronson",
    "DoB 1/2/90",
    "dob:010290",
    "born in 1984",
    "aged 34 of Stafford",
    "a 15 year old boy from Hanley",
    "10 Acacia Ave",
    "Flat 2B Albion House",
    "22b Baker St",
    "No 5 The Crescent",
    "house at 7 Mill Lane",
    "CV1 2WT",
    "w1a 1aa",
    "M1 1AE",
    "07700900123",
    "+447700900123",
    "0121 496 0000",
    "01782-123-456",
    "QQ123456C",
    "ni no AB123456C",
    "12/345678X",
    "2019/1234567A",
    "21/XY/1234/19",
    "22/123456/19",
    "crime 22/123456/19",
    "occurrence 20190302-0123",
    "OCC 123456",
    "log 345 of 3 March",
    "custody ref YM/1234/19",
    "T2019 7123",
    "s20190045",
    "A1234 BC",
    "NOMS A1234BC",
    "pnc id 98/1234567K",
    "ASN 19/0000/00/123456A",
    "1900AB0000000123456B",
    "passport 123456789",
    "jane.doe@police.uk",
    "jdoe@police.uk",
    "j_doe1984@hotmail.com",
    "https://linkedin.com/in/jane-doe",
    "@janedoe",
    "VRM AB12 CDE",
    "Reg AB12CDE",
)
REASONS = (
    "Will follow next week",
    "May figures are partial",
    "June totals went up",
    "Rose sharply after Easter",
    "Frank discussions were had",
    "Niche upgrade in March",
    "new HOLMES system",
    "Staff sickness at St George's",
    "the Nia project took more referrals",
    "Nia Project",
    "Scott Review recommendations",
    "Lord Justice Bellamy's review",
    "Op Galaxy in February",
    "Max 5 days allowed",
    "Grace period ended",
    "Summer holidays",
    "Kelly House refuge opened",
    "Athena outage",
    "Elizabeth Fry approved premises",
    "Casey Review",
    "Figures exclude Cannock Chase",
    "East Staffordshire and Tamworth",
    "Newcastle-under-Lyme, Stafford and Stone",
    "Telford and Wrekin",
    "Worcester, Redditch, Kidderminster",
    "Hereford Crown Court",
    "Shrewsbury Crown Court",
    "Warwick Crown Court moved work to Coventry",
    "HMP Featherstone and HMP Hewell",
    "HMYOI Brinsford",
    "Victoria Barracks",
    "New Era and Glow",
    "Savana",
    "West Mercia Women's Aid",
    "Purple Leaf",
    "Axis counselling",
    "Remedi",
    "Victim Support took over from Catch22",
    "Witness Service run by Citizens Advice",
    "Probation Service reunified in June 2021",
    "Community Rehabilitation Company",
    "NICHE RMS",
    "Two-tier policing",
    "Red Snapper",
    "Crest Advisory",
    "Sodexo",
    "Serco",
    "PECS contract",
    "Data for Q3 revised",
    "Chief Constable's conference",
    "Deputy Chief Constable lead",
    "Senior Responsible Officer",
    "Performance Manager",
    "Head of Criminal Justice",
    "Data Analyst",
    "Court Liaison Officer",
    "IDVA team lead",
    "MARAC Coordinator",
    "Detective Superintendent, Public Protection",
    "Crown Prosecutor",
    "District Crown Prosecutor",
    "Chief Crown Prosecutor",
    "Resident Judge asked for more trials",
    "the Resident Judge",
    "Presiding Judges",
    "Magistrates' Association",
    "Youth Offending Team",
    "Judge led hearings",
    "PC numbers fell",
    "DC posts vacant",
    "DS and DI posts",
    "PS vacancies",
    "Ms",
    "Mr",
    "DVPO applications",
    "Christmas closure",
    "New Year",
    "Bank holiday on 1 January 2019",
    "12 cases",
    "week commencing 04/03/2019",
    "between 01/01/2019 and 31/03/2019",
    "Jan 2019",
    "ref DSA 14/2019",
    "see agreement ISA-2017-0042",
    "Grant ref 2018/19-044",
    "MoU no. 7",
    "£12,000",
    "100%",
    "4.5 FTE",
    "reference witnesses-attended",
    "Phase 2",
    "Tier 1",
    "Level 3",
    "S28",
    "s.45",
    "section 136",
    "NFA",
    "RUI",
    "W1 reason",
    "M3",
    "B1",
    "E6",
    "C2",
    "SW region",
    "WM region",
    "N/A",
    "A real change, we checked",
    "Corrects an earlier return",
    "Stage 2 of 3",
    "Rape Scorecard",
    "Lammy",
    "Gold Group",
    "Silver command",
    "Mercia House",
    "Beacon House",
    "Harbour Project",
    "Amber rating",
    "Ruby programme",
    "Jade pilot",
    "Pearl project",
    "Operation Soteria Bluestone",
    "Soteria",
    "Op Limelight",
    "Project Bluestone",
    "Clare's law requests",
    "Right to Ask",
    "Domestic Abuse, Stalking and Honour Based Violence",
    "Black Country Women's Aid",
    "Coventry Haven",
    "Berkeley House",
    "Bernard Lodge",
    "St Thomas Hospital",
    "Royal Wolverhampton",
    "George Street police station closed",
    "Stoke North",
    "Mark 2 form",
    "John Street Bail hostel",
    "Bradley Stoke",
    "Charlotte Street",
    "moved from Albert Square",
    "Francis report",
    "Robert Francis Inquiry",
    "Laming",
    "Victoria Climbié inquiry",
    "Carlile review",
    "Lord Farmer Review",
    "Taylor Review of youth justice",
    "Charlie Taylor review",
    "Alan Turing Institute",
    "Edward VII",
    "St Edward's",
    "Martin house",
    "Wesley Hall",
)

# Names that stand in no list, told by spelling, letters, initials or what is said of them; and innocent words of the same look.
BY_SIGNS = (
    "PC 4521 Kowalczyk",
    "Sgt 88 Ito",
    "J. Kowalczyk checked",
    "M. Achterberg told us",
    "Kowalczyk, J.",
    "Zdzisław Wójcik withdrew",
    "Gül Yılmaz",
    "Dimitra Papadopoulos",
    "Nguyen Van Anh withdrew",
    "Smith withdrew",
    "Tesfaye Woldemichael was arrested",
    "R v Kowalczyk",
    "r v kowalczyk",
    "Fаtimа Begum",  # with letters of the Cyrillic alphabet
    "Ｆａｔｉｍａ Ｂｅｇｕｍ",
    "Олена Шевченко",
    "王小明",
    "victim initials F.B., female, 34",
    "victim F.B. withdrew",
    "one witness, d.o.b. third of April 1987",
    "born in April 1987",
    "born in the spring of 1987",
    "7 The Green, Stone",
    "the victim lives at Rose Cottage, Eccleshall",
    "she lives in Eccleshall",
)
OF_THE_SAME_LOOK = (
    "A. Trials went up",
    "Annex B. Trials",
    "Class B. Drugs",
    "N. Ireland",
    "S. Yorkshire",
    "Serco withdrew from the contract",
    "Victims withdrew",
    "people living in Staffordshire",
    "offenders living at Approved Premises",
    "lives at risk",
    "dob recorded in 88% of cases",
    "date of birth is missing from 12 records",
    "children born in care",
    "R v Police",
    "Ynys Môn",
    "Dŵr Cymru",
    "α level",
    "DC 12 vacancies",
    "PC 2019 numbers",
    "Staffordshire Moorlands",
    "Victim Contact Scheme",
    "Digital Case System",
)


HIDDEN = (
    "Joanne\u200bSmith",
    "Joa\u200bnne Sm\u200bith",
    "Joanne\u00adSmith",
    "JoanneSmith",
    "SmithJoanne sent it",
    "rhiannon llewellyn",
    "joanne sent it",
    "Khan/Begum",
    "Khan / Patel",
    "Zhang Wei was the victim",
    "Patel excluded",
    "Patel was not counted",
    "Patel's case is excluded",
    "van der Berg family",
    "Thandiwe Dlamini",
    "J.S.",
    "J. S.",
    "told by J.S.",
    "victim J S",
    "Ask JS",
    "checked with JS",
)
NOT_HIDDEN = (
    "Trial\u200bs Listed",
    "co\u00adoperation",
    "PowerPoint",
    "MyHmcts",
    "LibreOffice",
    "Blackburn/Preston",
    "Preston excluded",
    "Newton included",
    "Sutton not counted",
    "cases excluded",
    "U.K. figures",
    "from the U.S.",
    "e.g. the list",
    "at 9 a.m.",
    "victim A and B scheme",
    "Ask IT",
    "ask HR",
    "told CPS",
    "De La Rue",
    "the Adams/Clarke review",
    "a van delivered it",
    "sienna",
    "the martin house refuge",
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


def test_other_spellings_are_found() -> None:
    assert [text for text in MORE if not find_personal_data(text)] == []


def test_names_in_no_list_are_found_by_their_signs() -> None:
    assert [text for text in BY_SIGNS if not find_personal_data(text)] == []
    assert [(text, found) for text in OF_THE_SAME_LOOK if (found := find_personal_data(text))] == []


@pytest.mark.parametrize("text", ["Zorvan Quillip did not attend.", "Zorvan Quillip rang"])
def test_an_unknown_name_that_did_what_a_person_does_is_found(text: str) -> None:
    assert [one.kind for one in find_personal_data(text)] == ["a person's name"]


@pytest.mark.parametrize("text", ["Purple Leaf rang", "J. Trials", "Purple Leaf", "Courts Trials", "Stafford Borough"])
def test_services_and_lists_are_no_names(text: str) -> None:
    assert find_personal_data(text) == ()


def test_words_of_reports_are_let_pass() -> None:
    assert [(text, found) for text in INNOCENT if (found := find_personal_data(text))] == []


def test_reasons_as_people_type_them_are_let_pass() -> None:
    assert [(text, found) for text in REASONS if (found := find_personal_data(text))] == []


def test_names_that_are_hidden_run_together_or_rare_are_found() -> None:
    assert [text for text in HIDDEN if not find_personal_data(text)] == []
    assert [(text, found) for text in NOT_HIDDEN if (found := find_personal_data(text))] == []


def test_what_is_found_is_not_repeated() -> None:
    (problem,) = personal_problems("Joanne Smith rang", "return.xlsx [Figures!J12]")
    assert problem.blocks
    assert "Joanne" not in problem.sentence
    assert "Smith" not in problem.sentence
    assert "'J… S…'" in problem.sentence
    assert [one.shown for one in find_personal_data("told by J.S.")] == ["J…"]
    assert "return.xlsx [Figures!J12]" in problem.sentence


@pytest.mark.parametrize(
    "name",
    [
        "john_smith_return.xlsx",
        "WMPolice-JSmith.xlsx",
        "return (Joanne Smith).csv",
        "joanne-smith-q4.ods",
        "SmithJohn Q4.xlsx",
        "wc (Khan).xlsx",
        "smith_j_final.xlsx",
        "return-smith-j.xlsx",
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
        "wcu (Preston).xlsx",
        "norton_a_final.xlsx",
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


UNLISTED = (
    "Will Young",
    "Mark Young was off",
    "ask Will Young about it",
    "counted by Amber Long",
    "Ken Green",
    "Jim Hall typed it",
    "Rose Marsh, WCU",
    "Zeb Trott",
    "because Ola Fasanya was off sick",
    "data from Priti Narwal",
    "Zeb Young",
    "FASANYA, Ola",
    "OLA FASANYA",
    "two cases were Zeb Trott's",
)
PLATES = (
    "AB12 CDE",
    "AB12CDE",
    "BD51 SMR was stopped",
    "car ab12 cde",
    "vehicle P123 ABC",
    "VRM: ABC 123D",
    "plate AB12CDE",
)
NOBODY = (
    "Will Young people be counted?",
    "Mark Young offenders apart",
    "Summer Fields Prison",
    "Hope Green",
    "Rose Hill",
    "Victoria Street",
    "Milton Keynes",
    "Market Drayton",
    "Merthyr Tydfil",
    "Running Total",
    "Last Year",
    "Athena Export",
    "Microsoft Forms",
    "Citizens Advice",
    "Action Fraud",
    "Modern Slavery",
    "RUNNING TOTAL",
    "KEYED, Checked",
    "FY24 CPS",
    "WM19 NHS",
    "EE19 ALL",
    "FY24 THE",
    "YE19 PFA",
    "Table AB12",
    "C19 and J21",
)


@pytest.mark.parametrize("text", UNLISTED)
def test_names_that_no_list_settles_are_found(text: str) -> None:
    assert [one.kind for one in find_personal_data(text)] == ["a person's name"]


@pytest.mark.parametrize("text", PLATES)
def test_a_number_plate_is_found_once(text: str) -> None:
    assert [one.kind for one in find_personal_data(text)] == ["the registration number of a vehicle"]


@pytest.mark.parametrize("text", NOBODY)
def test_words_towns_and_codes_that_look_like_them_are_let_pass(text: str) -> None:
    assert find_personal_data(text) == ()


def test_no_place_of_the_catalogue_is_taken_for_a_person() -> None:
    areas = load_catalogue().areas
    assert len(areas) > 100
    assert [one.name for one in areas.values() if find_personal_data(one.name)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("call 07700 900123, about the listings", "a telephone number"),
        ("the unit,07700 900123.", "a telephone number"),
        ("07700 900123/01785 496000", "a telephone number"),
        ("07700-900123/", "a telephone number"),
        ("943 476 5919, as told", "an NHS number"),
        ("case number 1234567, listed twice", "the number of a person or a case"),
    ],
)
def test_a_number_is_known_before_and_after_a_comma(text: str, kind: str) -> None:
    assert [found.kind for found in find_personal_data(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    ["01,234,567,890", "0.0123456789", "0123456789-012", "0123456789/12", "custody record 12,345", "1,0123456789"],
)
def test_a_number_that_goes_on_behind_a_comma_is_another(text: str) -> None:
    assert not find_personal_data(text)
