"""Measures that are published as such: the Home Office's supplementary outcomes metrics, and the delivery dashboard's csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assize.simulate.country import MADE_UP_WORDS, Country
from assize.simulate.crime import OFFENCES, Outcome
from assize.simulate.files.made import Made
from assize.simulate.files.writing import NOTE, quoted, write_text, write_xlsx

_MONTHS = ("Jan - Mar", "Apr - Jun", "Jul - Sep", "Oct - Dec")
_VICTIM_BASED = {
    "Violence against the person",
    "Sexual offences",
    "Robbery",
    "Theft offences",
    "Criminal damage and arson",
}
# Metric -> (whether of victim-based crime; None is all; the outcome types that count).
_SHARES = {
    "Charge outcome (victim-based)": (True, (1,)),
    "Charge outcome (no specific victims)": (False, (1,)),
    "No suspect identified (victim-based)": (True, (18,)),
    "Victim does not support police action": (None, (14, 16)),
    "Victim-based successful outcome": (True, (1, 3, 8)),
}
_POLICE, _CPS, _COURT = (
    "Crime recorded to police decision",
    "Police referral to CPS charge",
    "CPS charge to case completion",
)
# Offence type, stage, measure, level, growth a quarter, how unsteady, whether the pandemic's queues lengthen it.
_DAYS = (
    ("All crime", _POLICE, "Average (median) days taken for police to record a successful outcome in victim-based cases",
     38.0, 0.10, 1.6, 0.0),
    ("All crime", _CPS, "Average (mean) days from police referring a case to the CPS and the CPS authorising a charge",
     34.0, 0.25, 1.8, 4.0),
    ("Adult rape", _CPS, "Average (mean) days from police referring a case to the CPS and the CPS authorising a charge",
     118.0, 0.50, 14.0, 10.0),
    ("All crime", _COURT, "Average (mean) days from the CPS authorising a charge to the case completing in court",
     155.0, 0.80, 5.0, 60.0),
)  # fmt: skip
_STOPPED = (
    ("All crime", _CPS, "Cases stopped between referral and charge because the victim no longer supports", 0.15, 0.012),
    ("All crime", _COURT, "Prosecutions stopped after charge because the victim no longer supports", 0.013, 0.002),
)  # fmt: skip
_HEADER = ("offence_type", "geographic_area_name", "stage", "metric_name", "date_granularity", "time_period", "value")
Settled = Mapping[str, list[dict[str, Outcome]]]
Counts = dict[str, dict[int, dict[bool, dict[int, int]]]]


def _closed(country: Country, settled: Settled) -> Counts:
    """Force -> quarter -> whether victim-based -> outcome type -> outcomes recorded in the quarter."""
    group = {one.code: one.group in _VICTIM_BASED for one in OFFENCES}
    found: Counts = {}
    for force, quarters in settled.items():
        found[force] = {}
        for at, by_code in enumerate(quarters):
            sides: dict[bool, dict[int, int]] = {True: {}, False: {}}
            for code, outcome in by_code.items():
                own = sides[group[code]]
                for kind, (_, recorded) in outcome.counts.items():
                    own[kind] = own.get(kind, 0) + recorded
            found[force][at] = sides
    return found


def write_supplementary(folder: Path, country: Country, settled: Settled) -> Iterator[Made]:
    """Shares of the investigations closed in the year that ends with each quarter."""
    closed = _closed(country, settled)
    rows: list[list[object]] = [
        ["offence_level", "geographic_granularity", "geographic_area_name", "annual_or_quarterly", "quarter", "year",
         "metric_full_name", "percent"]
    ]  # fmt: skip
    places = [("National", "England and Wales", country.forces)]
    places += [("Police force area", country.areas[force].name, (force,)) for force in country.forces]
    for at in range(3, len(country.quarters)):
        period = country.quarters[at]
        for kind, name, forces in places:
            for metric, (side, wanted) in _SHARES.items():
                part = whole = 0
                for force in forces:
                    for back in range(4):
                        for is_victim_based, own in closed[force][at - back].items():
                            if side is None or side == is_victim_based:
                                part += sum(own.get(one, 0) for one in wanted)
                                whole += sum(own.values())
                percent = round(100 * part / whole, 2) if whole else 0.0
                month = _MONTHS[(period.month + 2) // 3 - 1]
                rows.append(["All crime", kind, name, "Rolling annual", month, period.year, metric, percent])
    if len(rows) == 1:
        return
    path = folder / f"supplementary-outcomes-metrics-to-{country.last.last_day:%B-%Y}-MADE-UP.xlsx".lower()
    path = path.with_name(path.name.replace("made-up", "MADE-UP"))
    cover = [["Supplementary outcomes metrics"], [MADE_UP_WORDS]]
    write_xlsx(path, {"Cover": cover, "Outcomes": rows}, title="Supplementary outcomes metrics")
    yield Made(path, accept=True)


def write_dashboard(folder: Path, country: Country, recorded: Mapping[str, Mapping[str, list[int]]]) -> Iterator[Made]:
    """Counts, days and shares by stage of a case, area and quarter; of the nation, weighted by residents."""
    lines = [",".join((*_HEADER, NOTE))]
    people = country.residents
    names = {force: country.areas[force].name for force in country.forces}

    def say(kind: str, area: str, stage: str, measure: str, often: str, at: int, value: str) -> None:
        period = country.quarters[at]
        when = f"{_MONTHS[(period.month + 2) // 3 - 1]} {period.year}"
        lines.append(",".join((kind, quoted(area), stage, quoted(measure), often, when, value, "")))

    for at in range(len(country.quarters)):
        counts = {force: sum(own[at] for own in recorded[force].values()) for force in country.forces}
        for force, count in counts.items():
            say("All crime", names[force], _POLICE, "Police recorded crimes", "Quarterly", at, str(count))
        say("All crime", "National", _POLICE, "Police recorded crimes", "Quarterly", at, str(sum(counts.values())))
    for kind, stage, measure, level, growth, unsteady, queue in _DAYS:
        series = {}
        for force in country.forces:
            chance = country.chance("days", kind, stage, force)
            own = level * chance.between(0.85, 1.2)
            series[force] = [
                max(
                    1.0,
                    own + growth * at + queue * (1 - country.lockdown(at, courts=True)) + chance.normal(0, unsteady),
                )
                for at in range(len(country.quarters))
            ]
        for at in range(len(country.quarters)):
            for force in country.forces:
                say(kind, names[force], stage, measure, "Quarterly", at, f"{series[force][at]:.0f}")
            whole = sum(series[force][at] * people[force] for force in country.forces) / sum(people.values())
            say(kind, "National", stage, measure, "Quarterly", at, f"{whole:.0f}")
    for kind, stage, measure, share, unsteady in _STOPPED:
        series = {}
        for force in country.forces:
            chance = country.chance("stopped", stage, force)
            own = share * chance.between(0.8, 1.25)
            quarters = [own + chance.normal(0, unsteady) for _ in country.quarters]
            series[force] = [sum(quarters[max(0, at - 3) : at + 1]) / len(quarters[max(0, at - 3) : at + 1])
                             for at in range(len(quarters))]  # fmt: skip
        for at in range(3, len(country.quarters)):
            for force in country.forces:
                say(
                    kind,
                    names[force],
                    stage,
                    measure,
                    "Rolling annual",
                    at,
                    f"{100 * max(0.0, series[force][at]):.1f}%",
                )
            whole = sum(series[force][at] * people[force] for force in country.forces) / sum(people.values())
            say(kind, "National", stage, measure, "Rolling annual", at, f"{100 * max(0.0, whole):.1f}%")
    year, number = country.last.year, (country.last.month + 2) // 3
    path = folder / f"criminal_justice_delivery_data_q{number}_{year}_v1_MADE_UP.csv"
    write_text(path, lines)
    yield Made(path, accept=True)
