"""The Home Office's open data: recorded crime as csv and as a workbook, outcomes as packed csv, supplementary metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from assize.core.periods import Period
from assize.simulate.country import MADE_UP_WORDS, Country
from assize.simulate.crime import OFFENCES, OUTCOME_GROUPS, OUTCOMES, SETTLED, YOUNG, Offence, Outcome, transport_police
from assize.simulate.files.made import Made
from assize.simulate.files.writing import NOTE, quoted, write_ods, write_text

LAST_CRIME_TABLE = (
    2017  # the last financial year with a table of its own; from then on crimes are a sum of their outcomes
)
_WORKBOOK_YEAR = 2017
_TRANSPORT = "British Transport Police"
# Who counts fraud for the whole country: name, offence subgroup, offence code, about how many in a quarter.
_FRAUD = (
    ("Action Fraud", "Fraud: Action Fraud", "AF", 65_000),
    ("CIFAS", "Fraud: CIFAS", "CIFAS", 70_000),
    ("UK Finance", "Fraud: UK Finance", "UK Finance", 20_000),
)
_CRIME = ("Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group", "Offence Subgroup",
          "Offence Code", "Number of Offences")  # fmt: skip
_OUTCOME = (*_CRIME[:7], "Offence Code Expired", "Outcome Description", "Outcome Group", "Outcome Type",
            "Force outcomes for offences recorded in quarter", "Force outcomes recorded in quarter", NOTE)  # fmt: skip
Recorded = Mapping[str, Mapping[str, list[int]]]


def write_recorded_crime(folder: Path, country: Country, recorded: Recorded) -> Iterator[Made]:
    """A csv a financial year, and for the last of them a workbook with a sheet a year."""
    chance, transport = country.chance("bodies without territory"), transport_police(country)
    for year in range(country.plan.first_year, LAST_CRIME_TABLE + 1):
        lines: list[list[object]] = []
        for at, period in enumerate(country.quarters):
            own, number = period.financial_quarter
            if own != year:
                continue
            for force, counts in recorded.items():
                for one in OFFENCES:
                    lines.append(_crime(year, number, country.areas[force].name, one, counts[one.code][at]))
            lines += [_crime(year, number, _TRANSPORT, one, transport[one.code][at]) for one in OFFENCES]
            lines += [
                [_year(year), number, body, f"Fraud offences recorded by {body}", "Fraud offences", subgroup, code,
                 chance.count(about, 0.05)]
                for body, subgroup, code, about in _FRAUD
            ]  # fmt: skip
        if not lines:
            continue
        label = f"{year}{(year + 1) % 100:02d}"
        if year < _WORKBOOK_YEAR:
            path = folder / f"prc-pfa-mar2013-onwards-tables{label}-MADE-UP.csv"
            texts = [",".join((*_CRIME, NOTE))]
            for line in lines:
                count = line[-1]
                cells = [quoted(str(cell)) for cell in line[:-1]]
                texts.append(",".join((*cells, f'" {count} "' if count else '" -00 "', "")))
            write_text(path, texts)
            yield Made(path)
        else:
            path = folder / f"prc-pfa-mar2013-onwards-tables{label}-MADE-UP.ods"
            cover = [["Police recorded crime open data tables"], [MADE_UP_WORDS], ["Police force area, by quarter"]]
            sheet: list[list[object]] = [list(_CRIME), *lines]
            write_ods(path, {"Cover": cover, f"{year}_{(year + 1) % 100:02d}": sheet}, title="Police recorded crime")
            yield Made(path, accept=True)


def _year(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _crime(year: int, number: int, force: str, one: Offence, count: int) -> list[object]:
    return [_year(year), number, force, one.description, one.group, one.subgroup, one.code, count]


def write_outcomes(folder: Path, country: Country, settled: Mapping[str, list[dict[str, Outcome]]]) -> Iterator[Made]:
    """A packed csv a financial year, made in the July after it; and the year before the last a second time, a year later."""
    years = sorted({period.financial_quarter[0] for period in country.quarters})
    between = {
        (one.code, kind): f",{quoted(one.description)},{quoted(one.group)},{quoted(one.subgroup)},{one.code},FALSE,"
        f"{quoted(OUTCOMES[kind])},{quoted(OUTCOME_GROUPS[kind])},{kind},"
        for one in OFFENCES
        for kind in OUTCOMES
    }
    for year in years:
        for again in (False, True) if year == years[-2:][0] and len(years) > 1 else (False,):
            lines = [",".join(_OUTCOME)]
            for at, period in enumerate(country.quarters):
                if period.financial_quarter[0] == year:
                    lines += _outcomes_of(country, settled, at, period, between, again)
            name = f"outcomes-{year}-{(year + 1) % 100:02d}-{'restated-' if again else ''}MADE-UP.csv.gz"
            write_text(folder / name, lines)
            yield Made(folder / name, released=date(year + 2, 7, 18) if again else None)


def _outcomes_of(
    country: Country,
    settled: Mapping[str, list[dict[str, Outcome]]],
    at: int,
    period: Period,
    between: Mapping[tuple[str, int], str],
    again: bool,
) -> Iterator[str]:
    year, number = period.financial_quarter
    young = YOUNG[number - 1]
    for force, quarters in settled.items():
        begins = f"{_year(year)},{number},{quoted(country.areas[force].name)}"
        for code, outcome in quarters[at].items():
            counts = outcome.counts
            if again:
                counts = _older(counts, young)
            for kind, (of_offences, recorded) in counts.items():
                second = "" if kind == 0 else recorded
                yield f"{begins}{between[code, kind]}{of_offences},{second},"


def _older(counts: Mapping[int, tuple[int, int]], young: float) -> Mapping[int, tuple[int, int]]:
    """A year later most of what had no outcome has one; a few in a hundred of the charges among them came late."""
    waiting = counts[0][0]
    left = min(waiting, round(waiting * SETTLED / young))
    charged = round((waiting - left) * 0.16)
    supported = round((waiting - left) * 0.30)
    found = dict(counts)
    found[0] = (left, counts[0][1])
    for kind, more in ((1, charged), (16, supported), (18, waiting - left - charged - supported)):
        found[kind] = (counts[kind][0] + more, counts[kind][1])
    return found


def write_partnerships(folder: Path, country: Country, recorded: Recorded) -> Iterator[Made]:
    """The last year's crimes by community safety partnership: each force's own crimes in parts."""
    last = country.last.financial_quarter[0]
    rows: list[list[object]] = [
        ["Financial Year", "Financial Quarter", "Force Name", "CSP Name", "CSP Code", "Offence Description", "Offence Group",
         "Offence Subgroup", "Offence Code", "Number of Offences"]
    ]  # fmt: skip
    for at, period in enumerate(country.quarters):
        year, number = period.financial_quarter
        if year != last:
            continue
        for force, counts in recorded.items():
            chance = country.chance("partnerships", force, period.id)
            places = country.authorities[force]
            people = sum(one.residents for one in places)
            for offence in OFFENCES:
                left, rest = counts[offence.code][at], people
                for one in places:
                    part = chance.part(left, one.residents / rest) if one is not places[-1] else left
                    left, rest = left - part, rest - one.residents
                    rows.append([_year(year), number, country.areas[force].name, one.name, one.partnership,
                                 offence.description, offence.group, offence.subgroup, offence.code, part])  # fmt: skip
    path = folder / f"prc-csp-tables-{last}-{(last + 1) % 100:02d}-MADE-UP.ods"
    cover = [["Police recorded crime open data tables"], [MADE_UP_WORDS], ["Community safety partnership, by quarter"]]
    write_ods(path, {"Cover": cover, f"{last}_{(last + 1) % 100:02d}": rows}, title="Crime by partnership")
    yield Made(path, accept=True)
