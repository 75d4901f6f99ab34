"""Made-up police force area tables in the publisher's shape: every force, counts that add up, changes and rates in full."""

from __future__ import annotations

from functools import cache

from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind

AREAS = load_catalogue().areas
Rows = list[list[object]]
REGIONS = [area for area in AREAS.values() if AreaKind.REGION in area.kinds]
TOTAL = "Total recorded crime (excluding fraud3)"
LEAVES = (
    "Homicide",
    "Violence with injury",
    "Violence without injury",
    "Sexual offences",
    "Robbery",
    "Residential burglary5",
    "Non-residential  burglary5",
    "Vehicle offences",
    "Theft from the person",
    "Bicycle theft",
    "Shoplifting",
    "Other theft offences",
    "Criminal damage and arson",
    "Drug offences",
    "Possession of weapons offences",
    "Public order offences",
    "Miscellaneous crimes",
)
HEADERS = (
    "Violence against the person",
    *LEAVES[:5],
    "Theft offences",
    "Burglary",
    *LEAVES[5:],
)
KNIVES = (
    "Attempted murder",
    "Threats to kill",
    "Assault with injury and \nassault with intent to cause serious harm",
    "Robbery",
    "Rape and sexual assault4",
    "Homicide5",
)


def forces_of(board: str) -> tuple[str, ...]:
    return AREAS[board].members or (board,)


def places() -> list[tuple[str, str, tuple[str, ...]]]:
    """(code, label, forces) in the publisher's order; transport police last, without a code."""
    listed: list[tuple[str, str, tuple[str, ...]]] = []
    for region in sorted(REGIONS, key=lambda area: area.slug == "wales-region"):
        forces = tuple(force for board in region.members for force in forces_of(board))
        listed.append((region.code, region.name.removesuffix(" region"), forces))
        listed += [(AREAS[force].code, AREAS[force].name, (force,)) for force in forces]
    english = tuple(force for code, _, held in listed if code.startswith("E12") for force in held)
    welsh = next(held for code, _, held in listed if code.startswith("W92"))
    btp = "british-transport-police"
    return [
        ("K04000001", "ENGLAND AND WALES6", (*english, *welsh, btp)),
        ("E92000001", "ENGLAND", english),
        *listed,
        ("", "British Transport Police", (btp,)),
    ]


@cache
def crimes(force: str, year: int) -> dict[str, int]:
    """Counts of a force, by header; `year` is 0 or, for the year before, 1."""
    order = sorted([*(a.slug for a in AREAS.values() if AreaKind.FORCE in a.kinds), "british-transport-police"])
    seed = order.index(force) + 3
    counts = {leaf: 60 + seed * (place + 2) + year * (place % 3) for place, leaf in enumerate(LEAVES)}
    counts["Violence against the person"] = sum(counts[leaf] for leaf in LEAVES[:3])
    counts["Burglary"] = sum(counts[leaf] for leaf in LEAVES[5:7])
    counts["Theft offences"] = counts["Burglary"] + sum(counts[leaf] for leaf in LEAVES[7:12])
    counts[TOTAL] = counts["Violence against the person"] + counts["Theft offences"]
    counts[TOTAL] += sum(counts[leaf] for leaf in (*LEAVES[3:5], *LEAVES[12:]))
    return counts


def added(forces: tuple[str, ...], header: str, year: int = 0) -> int:
    return sum(crimes(force, year)[header] for force in forces)


def residents(forces: tuple[str, ...]) -> int:
    return sum(100_003 + 7 * len(force) for force in forces if force != "british-transport-police")


def head(title: str, unit: str, places_before: int = 2) -> Rows:
    blank: list[object] = [""] * places_before
    return [
        [title],
        [],
        ["England and Wales"],
        [*blank, TOTAL, "", "Victim-based crime"],
        ["Area Code", "Area Name", *[""] * (places_before - 2), "", "", *HEADERS],
        [*blank, unit],
    ]


NOTES: Rows = [
    ["Source: Police recorded crime, Home Office"],
    ["3. Offences of fraud are left out."],
    ["5. '-' indicates that the base number is fewer than 50."],
    ["6. Includes British Transport Police."],
    ["7. '+' indicates that rates for City of London are suppressed due to the small population."],
]


def offences(year: str = "September 20191,2") -> Rows:
    title = (
        "Table P1:  Police recorded crime by offence group and police force area, English regions and Wales,"
        f" number of offences, year ending {year}"
    )
    lines = [[code, name, added(f, TOTAL), "", *(added(f, h) for h in HEADERS)] for code, name, f in places()]
    return head(title, "Numbers") + lines + NOTES


def changes() -> Rows:
    title = (
        "Table P2:  Police recorded crime by offence group and police force area, English regions and Wales,"
        " percentage change, year ending September 2018 compared with year ending September 20191,2"
    )

    def change(forces: tuple[str, ...], header: str) -> float:
        return (added(forces, header) / added(forces, header, 1) - 1) * 100

    lines = [[code, name, change(f, TOTAL), "", *(change(f, h) for h in HEADERS)] for code, name, f in places()]
    return head(title, "Percentage change4") + lines + NOTES


def rates() -> Rows:
    title = (
        "Table P3:  Police recorded crime by offence group and police force area, English regions and Wales,"
        " rate of offences, year ending September 20191,2"
    )
    rows = head(title, "", 4)
    rows[3] = ["", "", "", "", "", "", "Victim-based crime"]
    rows[4] = [
        "Area Code",
        "Area Name",
        "Population figures\n (mid-2018)3  rounded to 100",
        "Household figures\n (mid-2017)4  rounded to 100 ",
        TOTAL,
        "",
        *HEADERS,
        "Residential burglary (households) 6,7",
    ]
    rows[5] = ["", "", "", "", "Rate per 1,000 population"]
    lines: Rows = []
    for code, name, forces in places()[:-1]:
        people = residents(forces)
        homes = people // 2
        line: list[object] = [code, name, (people + 50) // 100 * 100, (homes + 50) // 100 * 100]
        line += [added(forces, TOTAL) / people * 1000, ""]
        line += [added(forces, header) / people * 1000 for header in HEADERS]
        lines.append([*line, added(forces, LEAVES[5]) / homes * 1000])
    return rows + lines + NOTES


def knives() -> Rows:
    """Every tenth of an offence's crimes; the bases are the recorded crimes of that name."""
    title = (
        "Table P4:  Knife and sharp instrument offences recorded by the police for selected offences, by police force area,"
        " English regions and Wales, year ending September 20191,2,3"
    )
    group: list[object] = ["", "", "Total of selected\n serious offences", ""]
    leaf: list[object] = ["Area Code", "Area Name"]
    for name in KNIVES:
        group += [name, ""]
    for _ in range(len(KNIVES) + 1):
        leaf += ["Number of\n offences\n involving a\n knife6", "% involving a knife"]
    rows: Rows = [[title], [], ["England and Wales"], group, leaf, []]
    for code, name, forces in places():
        pairs = [knife_pair(forces, place) for place in range(len(KNIVES))]
        pairs.insert(0, (sum(count for count, _ in pairs), sum(base for _, base in pairs)))
        rows.append([code, name, *(cell for count, base in pairs for cell in (count, count / base * 100))])
    return rows + NOTES


_LIKE = ("Homicide", "Shoplifting", "Violence with injury", "Robbery", "Sexual offences", "Homicide")


def knife_pair(forces: tuple[str, ...], place: int) -> tuple[int, int]:
    base = sum(crimes(force, 0)[_LIKE[place]] for force in forces)
    return sum(crimes(force, 0)[_LIKE[place]] // 10 for force in forces), base


YEARS = ("Apr '17 to Mar '18", "Apr '18 to Mar '195, 6", "Oct '17 to Sep '18", "Oct '18 to Sep '19")


def knife_years() -> Rows:
    title = (
        "Table P5:  Knife and sharp instrument offences recorded by the police for selected offences, by police force area,"
        " English regions and Wales, year ending September 20191,2,3"
    )
    group: list[object] = ["", ""]
    leaf: list[object] = ["Area Codes", "Area name"]
    for year in YEARS:
        group += [year, ""]
        leaf += ["Number of selected offences involving a knife3", "% involving a knife"]
    group.append("% change Oct 2018 to Sep 2019\n compared with:")
    leaf.append("Oct '17 to Sep '18")
    rows: Rows = [[title], [], ["England and Wales"], group, leaf, []]
    for code, name, forces in places():
        count = sum(knife_pair(forces, place)[0] for place in range(len(KNIVES)))
        base = sum(knife_pair(forces, place)[1] for place in range(len(KNIVES)))
        counts = [count - 3 * len(forces), count - 2 * len(forces), count - len(forces), count]
        cells = [cell for each in counts for cell in (each, each / base * 100)]
        rows.append([code, name, *cells, (counts[3] / counts[2] - 1) * 100])
    return rows + NOTES


def book() -> dict[str, Rows]:
    """The sheets of an edition, the caller's own to spoil."""
    return {sheet: [list(row) for row in rows] for sheet, rows in _edition().items()}


@cache
def _edition() -> dict[str, Rows]:
    return {
        "Notes": [["Crime in England & Wales, year ending September 2019 - PFA tables"]],
        "Table P1": offences(),
        "Table P2": changes(),
        "Table P3": rates(),
        "Table P4  ": knives(),
        "Table P5": knife_years(),
    }


def row_of(rows: Rows, name: str, code: str = "") -> list[object]:
    """The line of a name, and of a code where two share it."""
    return next(row for row in rows if len(row) > 2 and row[1] == name and (not code or row[0] == code))


def column_of(rows: Rows, header: str) -> int:
    return next(row.index(header) for row in rows[3:5] if header in row)
