"""The Ministry of Justice's other tools, their records behind a pivot table: trials, the magistrates' work, journeys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assize.simulate.country import Country
from assize.simulate.crown_court import Flow, Key, courts_of
from assize.simulate.files.courts import edition_of
from assize.simulate.files.made import Made, quarter_of
from assize.simulate.files.writing import write_pivot_tool
from assize.simulate.journeys import CROWN, MAGISTRATES, NATION, Journey, Journeys, places_of_regions
from assize.simulate.magistrates import OFFENCE_GROUPS, split_flow
from assize.simulate.trials import NONE_LISTED, Trials, crown_trials, magistrates_trials

_TRIALS = ("year", "quarter", "court_type", "region", "lcjb_area", "court", "trial_outcome", "reason", "value")
_RDOS = ("year", "quarter", "region", "lcjb_area", "rdos", "offence_group", "value")
_JOURNEY = ("year", "quarter", "stage", "geographic_area", "mean", "median")


def write_tools(
    folder: Path, country: Country, flows: Mapping[Key, Flow], magistrates: Mapping[str, Flow], quarters: Journeys
) -> Iterator[Made]:
    """The tools of trials, of the magistrates' receipts, disposals and open cases, and of journeys at either type of court."""
    parts = {place: flow for place, flow, _ in _places(country, magistrates)}
    yield _write_trials(folder, country, crown_trials(country, flows), magistrates_trials(country, parts))
    yield _write_magistrates(folder, country, magistrates)
    yield _write_journeys(folder, country, quarters, CROWN)
    yield _write_journeys(folder, country, quarters, MAGISTRATES)


def _places(country: Country, magistrates: Mapping[str, Flow]) -> Iterator[tuple[str, Flow, str]]:
    """Every place that the tools know (a board, or a part of London's), its flow, and the region as they print it."""
    for region, places in places_of_regions(country).items():
        printed = country.areas[region].variants[0]
        of_board: dict[str, list[str]] = {}
        for place in places:
            of_board.setdefault(country.areas[place].within or place, []).append(place)
        for board, own in of_board.items():
            flows = [magistrates[board]]
            if len(own) > 1:
                flows = split_flow(country.chance("parts of", board), magistrates[board], [1.0] * len(own))
            for place, flow in zip(own, flows, strict=True):
                yield place, flow, printed


def _when(country: Country) -> list[tuple[str, str]]:
    return [(str(period.year), f"Q{quarter_of(period)}") for period in country.quarters]


def _write_trials(
    folder: Path, country: Country, crown: Mapping[str, Sequence[Trials]], low: Mapping[str, Sequence[Trials]]
) -> Made:
    """A record a court, quarter, outcome and reason; the magistrates' courts of a place are one made-up court.

    A place without a Crown Court centre has none listed: a nought, so that the nation is known to be whole.
    """
    served = {lcjb for _, lcjb in courts_of(country)}
    courts = [(CROWN, country.areas[court.region].variants[0], lcjb, court.name, crown[court.slug])
              for court, lcjb in courts_of(country)]  # fmt: skip
    for region, places in places_of_regions(country).items():
        printed = country.areas[region].variants[0]
        for place in places:
            name = country.areas[place].name
            courts.append((MAGISTRATES, printed, name, f"{name} Magistrates (made-up)", low[place]))
            if name not in served:
                courts.append((CROWN, printed, name, f"{name} Crown (made-up)", [NONE_LISTED] * len(country.quarters)))
    records = [
        (*when, kind, region, lcjb, court, outcome, reason, str(count))
        for kind, region, lcjb, court, quarters in courts
        for when, trials in zip(_when(country), quarters, strict=True)
        for (outcome, reason), count in trials.counts.items()
        if count or trials is NONE_LISTED
    ]
    path = folder / f"trials_tool_{edition_of(country)}_MADE_UP.xlsx"
    write_pivot_tool(path, _TRIALS, records, title="Trials by outcome and reason")
    return Made(path, accept=True)


def _write_magistrates(folder: Path, country: Country, magistrates: Mapping[str, Flow]) -> Made:
    """A record a place, quarter, measure and offence group, which add up to what the publication's tables have of the board."""
    records: list[tuple[str, ...]] = []
    for place, whole, region in _places(country, magistrates):
        parts = split_flow(country.chance("magistrates' groups", place), whole, list(OFFENCE_GROUPS.values()))
        for group, flow in zip(OFFENCE_GROUPS, parts, strict=True):
            for measure, counts in (
                ("1. Receipts", flow.received),
                ("2. Disposals", flow.disposed),
                ("3. Open", flow.open),
            ):
                records += [
                    (*when, region, country.areas[place].name, measure, group, str(count))
                    for when, count in zip(_when(country), counts, strict=True)
                ]
    path = folder / f"mags_rdos_tool_{edition_of(country)}_MADE_UP.xlsx"
    write_pivot_tool(path, _RDOS, records, title="Magistrates' courts receipts, disposals and open cases")
    return Made(path, accept=True)


def _write_journeys(folder: Path, country: Country, quarters: Journeys, kind: str) -> Made:
    """A record a place, quarter and stage, with the mean and the median that the csv of timeliness has of them."""
    crown = kind == CROWN
    records: list[tuple[str, ...]] = []
    names = {slug: country.areas[slug].name for slug in quarters[0]}
    names |= {region: country.areas[region].variants[0] for region in places_of_regions(country)}
    names[NATION] = "England and Wales"
    for when, found in zip(_when(country), quarters, strict=True):
        for place, own in found.items():
            for stage, mean, median in _stages(own[kind], crown):
                row = (*when, stage, names[place], str(mean), str(median))
                records.append((*row[:3], "Total", *row[3:]) if crown else row)
    fields = (*_JOURNEY[:3], "receipt_type", *_JOURNEY[3:]) if crown else _JOURNEY
    name = "timeliness_tool_Crown_Court" if crown else "time_mags_tool"
    path = folder / f"{name}_{edition_of(country)}_MADE_UP.xlsx"
    write_pivot_tool(path, fields, records, title=f"Timeliness of cases, {kind}", numbers=2)
    return Made(path, accept=True)


def _stages(one: Journey, crown: bool) -> Iterator[tuple[str, int, int]]:
    """Stage, mean and median days."""
    names = ("Offence to charge", "Charge to first listing", "First listing to completion")
    yield from zip(names, one.means, one.medians, strict=True)
    yield "Charge to completion", *one.at_court
    if crown:
        yield "Receipt to completion", *one.at_crown_court
    yield "Offence to completion", *one.whole
