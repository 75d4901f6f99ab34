"""The ONS's tables of recorded crime by police force area, with what they are known for: footnotes glued to names and titles, a
region and a force of one name, transport police in the total, and editions that restate one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from assize.core.nouns import AreaKind
from assize.simulate.country import MADE_UP_WORDS, Country
from assize.simulate.crime import transport_police
from assize.simulate.files.made import Made
from assize.simulate.files.people import residents
from assize.simulate.files.writing import write_xlsx

Rows = list[list[object]]
_TOTAL = "Total recorded crime (excluding fraud3)"
# Header of a table -> the codes whose offences it counts.
_LEAVES: Mapping[str, tuple[str, ...]] = {
    "Homicide": ("1",), "Violence with injury": ("8N",), "Violence without injury": ("105A",),
    "Stalking and harassment8": ("8L",), "Sexual offences": ("19C", "19F", "20A"), "Robbery": ("34B",),
    "Residential burglary5": ("28A",), "Non-residential burglary5": ("30A",), "Vehicle offences": ("45",),
    "Theft from the person": ("39",), "Bicycle theft": (), "Shoplifting": ("46",), "Other theft offences": ("49",),
    "Criminal damage and arson": ("58C", "56B"), "Drug offences": ("92E", "92A"), "Possession of weapons offences": ("10D",),
    "Public order offences": ("9A",), "Miscellaneous crimes": ("99",),
}  # fmt: skip
_VIOLENCE, _BURGLARY, _THEFT = "Violence against the person", "Burglary", "Theft offences"
_WHOLES: Mapping[str, tuple[str, ...]] = {
    _VIOLENCE: tuple(_LEAVES)[:4],
    _BURGLARY: tuple(_LEAVES)[6:8],
    _THEFT: tuple(_LEAVES)[6:13],
}
_HEADERS = (_VIOLENCE, *tuple(_LEAVES)[:6], _THEFT, _BURGLARY, *tuple(_LEAVES)[6:])
_BICYCLES = 0.12  # of code 49
# Header of a table of knives -> the offences that are asked about (codes, and one of so many of them), the share with a knife.
_KNIVES: Mapping[str, tuple[tuple[str, ...], int, float]] = {
    "Attempted murder": (("8N",), 900, 0.36),
    "Threats to kill": (("8L",), 12, 0.09),
    "Assault with injury and \nassault with intent to cause serious harm": (("8N",), 1, 0.045),
    "Robbery": (("34B",), 1, 0.21),
    "Rape and sexual assault4": (("19C", "19F", "20A"), 1, 0.012),
    "Homicide5": (("1",), 1, 0.35),
}
_MORE_KNIVES = 1.05  # a year
_FEWEST = 50  # a change on less is not printed
_SMALL = "city-of-london"  # hardly anybody lives there: no rates
_PERSONS_A_HOME = 2.35
_EARLY = 0.004  # of a year's crimes, at most: what its first edition does not have yet
_TRANSPORT = "british-transport-police"
_NOTES: Rows = [
    ["Source: Police recorded crime, Home Office"],
    [MADE_UP_WORDS],
    ["3. Offences of fraud are left out."],
    [f"5. '-' indicates that the base number is fewer than {_FEWEST}."],
    ["6. Includes British Transport Police."],
    ["7. '+' indicates that rates for City of London are suppressed due to the small population."],
    ["8. Stalking was counted apart before."],
]
Recorded = Mapping[str, Mapping[str, list[int]]]


def write_crime_tables(folder: Path, country: Country, recorded: Recorded) -> Iterator[Made]:
    """The year to March 2018 (what is recorded has a table of its own until then) in a first and a corrected edition, and the
    last two years."""
    years = [period.financial_year.year for period in country.quarters[3::4]]
    people = {
        force: {year: sum(counted[one.code][year] for one in own) for year in years}
        for counted in (residents(country),)
        for force, own in country.authorities.items()
    }
    wanted = sorted({year for year in (2017, *years[-2:]) if year in years})
    for year in wanted:
        for corrected in (False, True) if year == 2017 and year != years[-1] else (year != years[-1],):
            edition = _Edition(country, recorded, people, year, corrected)
            name = f"policeforceareatablesyearendingmarch{year + 1}{'corrected' if corrected else ''}MADE-UP.xlsx"
            path = folder / name
            write_xlsx(path, edition.sheets(), title="Crime in England and Wales: police force area data tables")
            yield Made(path, released=date(year + 1, 10, 17) if corrected else date(year + 1, 7, 18))


class _Edition:
    """One edition: `corrected` has every crime of its year, the first of a year not yet all."""

    def __init__(
        self, country: Country, recorded: Recorded, people: Mapping[str, Mapping[int, int]], year: int, corrected: bool
    ) -> None:
        self.country, self.people, self.year, self.corrected = country, people, year, corrected
        self.recorded = {**recorded, _TRANSPORT: transport_police(country)}
        self._by_code: dict[tuple[str, int], dict[str, int]] = {}
        self._counted: dict[tuple[str, int], dict[str, int]] = {}
        self._level = {force: country.chance("knives", force).between(0.8, 1.2) for force in self.recorded}

    @cached_property
    def places(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Code, label and forces of every line; transport police last, without a code."""
        areas = self.country.areas
        listed: list[tuple[str, str, tuple[str, ...]]] = []
        for region in sorted(self.country.of_kind(AreaKind.REGION), key=lambda area: area.code.startswith("W")):
            forces = tuple(force for board in region.members for force in self.country.forces_of(board))
            listed.append((region.code, region.name.removesuffix(" region"), forces))
            for force in forces:
                glued = "7" if force == _SMALL else "2" if force == "essex" else ""
                listed.append((areas[force].code, areas[force].name + glued, (force,)))
        english = tuple(force for code, _, held in listed if code.startswith("E12") for force in held)
        welsh = tuple(force for code, _, held in listed if code.startswith("W92") for force in held)
        return [
            ("K04000001", "ENGLAND AND WALES6,7", (*english, *welsh, _TRANSPORT)),
            ("E92000001", "ENGLAND", english),
            *listed,
            ("", "British Transport Police", (_TRANSPORT,)),
        ]

    def _codes(self, force: str, year: int) -> dict[str, int]:
        """Offences of a year by code, as this edition knows them."""
        if (force, year) in self._by_code:
            return self._by_code[force, year]
        at = (year - self.country.plan.first_year) * 4
        late = 0.0
        if year == self.year and not self.corrected:
            late = self.country.chance("late crimes", force, str(year)).between(0, _EARLY)
        self._by_code[force, year] = {
            code: (whole := sum(counts[at : at + 4])) - round(whole * late)
            for code, counts in self.recorded[force].items()
        }
        return self._by_code[force, year]

    def crimes(self, force: str, year: int) -> dict[str, int]:
        """Offences of a year by header, totals among them."""
        if (force, year) not in self._counted:
            codes = self._codes(force, year)
            found = {header: sum(codes[code] for code in own) for header, own in _LEAVES.items()}
            found["Bicycle theft"] = round(codes["49"] * _BICYCLES)
            found["Other theft offences"] -= found["Bicycle theft"]
            found[_TOTAL] = sum(found[header] for header in _LEAVES)
            found |= {whole: sum(found[part] for part in parts) for whole, parts in _WHOLES.items()}
            self._counted[force, year] = found
        return self._counted[force, year]

    def added(self, forces: Sequence[str], header: str, year: int) -> int:
        """The offences of several forces."""
        return sum(self.crimes(force, year)[header] for force in forces)

    def sheets(self) -> dict[str, Rows]:
        """Sheet -> rows; what compares two years only where the country has both."""
        label = f"{self.year + 1}1,2"
        ending = f"year ending March {label}"
        begins = "Police recorded crime by offence group and police force area, English regions and Wales,"
        knives = (
            "Knife and sharp instrument offences recorded by the police for selected offences, by police force area,"
            f" English regions and Wales, {ending},3"
        )
        cover: Rows = [
            [f"Crime in England & Wales, year ending March {self.year + 1} - PFA tables"],
            [MADE_UP_WORDS],
        ]
        found: dict[str, Rows] = {"Notes": cover}
        found["Table P1"] = self._offences(f"Table P1:  {begins} number of offences, {ending}")
        before = self.year - 1 >= self.country.plan.first_year
        if before:
            compared = f"year ending March {self.year} compared with year ending March {label}"
            found["Table P2"] = self._changes(f"Table P2:  {begins} percentage change, {compared}")
        found["Table P3"] = self._rates(f"Table P3:  {begins} rate of offences, {ending}")
        found["Table P4  "] = self._knives(f"Table P4:  {knives}")
        if before:
            found["Table P5"] = self._knife_years(f"Table P5:  {knives}")
        return found

    def _offences(self, title: str) -> Rows:
        rows = _head(title, "Numbers")
        for code, label, forces in self.places:
            total, *others = (self.added(forces, header, self.year) for header in (_TOTAL, *_HEADERS))
            rows.append([code, label, total, "", *others])
        return rows + _NOTES

    def _changes(self, title: str) -> Rows:
        rows = _head(title, "Percentage change4")
        for code, label, forces in self.places:
            cells: list[object] = []
            for header in (_TOTAL, *_HEADERS):
                now, then = (self.added(forces, header, year) for year in (self.year, self.year - 1))
                cells.append("-" if then < _FEWEST else (now / then - 1) * 100)
            rows.append([code, label, cells[0], "", *cells[1:]])
        return rows + _NOTES

    def _rates(self, title: str) -> Rows:
        people = f"Population figures\n (mid-{self.year})3  rounded to 100"
        homes = f"Household figures\n (mid-{self.year})4  rounded to 100 "
        rows: Rows = [
            [title], [], ["England and Wales"], ["", "", "", "", "", "", "Victim-based crime"],
            ["Area Code", "Area Name", people, homes, _TOTAL, "", *_HEADERS, "Residential burglary (households) 6,7"],
            ["", "", "", "", "Rate per 1,000 population"],
        ]  # fmt: skip
        for code, label, forces in self.places[:-1]:
            count = sum(self.people[force][self.year] for force in forces if force != _TRANSPORT)
            houses = sum(
                round(self.people[force][self.year] / _PERSONS_A_HOME) for force in forces if force != _TRANSPORT
            )
            rates: list[object] = [
                self.added(forces, header, self.year) / count * 1000 for header in (_TOTAL, *_HEADERS)
            ]
            rates.append(self.added(forces, "Residential burglary5", self.year) / houses * 1000)
            if forces == (_SMALL,):
                rates = ["+"] * len(rates)
            rounded = [(number + 50) // 100 * 100 for number in (count, houses)]
            rows.append([code, label, *rounded, rates[0], "", *rates[1:]])
        return rows + _NOTES

    def _pairs(self, forces: Sequence[str], year: int) -> list[tuple[int, int]]:
        """Of each offence with a knife, the selected ones together first: with one, and with and without one."""
        pairs = []
        for codes, one_of, share in _KNIVES.values():
            base = count = 0
            for force in forces:
                own = self._codes(force, year)
                whole = sum(own[code] for code in codes) // one_of
                level = self._level[force] * _MORE_KNIVES ** (year - self.country.plan.first_year)
                base, count = base + whole, count + min(whole, round(whole * share * level))
            pairs.append((count, base))
        return [(sum(count for count, _ in pairs), sum(base for _, base in pairs)), *pairs]

    def _knives(self, title: str) -> Rows:
        group: list[object] = ["", "", "Total of selected\n serious offences", ""]
        leaf: list[object] = ["Area Code", "Area Name"]
        for name in _KNIVES:
            group += [name, ""]
        leaf += ["Number of\n offences\n involving a\n knife6", "% involving a knife"] * (len(_KNIVES) + 1)
        rows: Rows = [[title], [], ["England and Wales"], group, leaf, []]
        for code, label, forces in self.places:
            pairs = self._pairs(forces, self.year)
            rows.append([code, label, *(cell for pair in pairs for cell in _with_share(*pair))])
        return rows + _NOTES

    def _knife_years(self, title: str) -> Rows:
        years = range(self.country.plan.first_year, self.year + 1)
        group: list[object] = ["", ""]
        leaf: list[object] = ["Area Codes", "Area name"]
        for year in years:
            glued = "5, 6" if year == self.year else ""
            group += [f"Apr '{year % 100} to Mar '{(year + 1) % 100}{glued}", ""]
            leaf += ["Number of selected offences involving a knife3", "% involving a knife"]
        group.append(f"% change Apr {self.year} to Mar {self.year + 1}\n compared with:")
        leaf.append(f"Apr '{(self.year - 1) % 100} to Mar '{self.year % 100}")
        rows: Rows = [[title], [], ["England and Wales"], group, leaf, []]
        for code, label, forces in self.places:
            pairs = [self._pairs(forces, year)[0] for year in years]
            before, now = pairs[-2][0], pairs[-1][0]
            change: object = (now / before - 1) * 100 if before else "-"
            rows.append([code, label, *(cell for pair in pairs for cell in _with_share(*pair)), change])
        return rows + _NOTES


def _with_share(count: int, base: int) -> tuple[object, object]:
    return (count, count / base * 100) if base else (count, "-")


def _head(title: str, unit: str) -> Rows:
    return [
        [title],
        [],
        ["England and Wales"],
        ["", "", _TOTAL, "", "Victim-based crime"],
        ["Area Code", "Area Name", "", "", *_HEADERS],
        ["", "", unit],
    ]
