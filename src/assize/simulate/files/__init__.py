"""The made-up country's files, each in the layout of whoever publishes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from assize.simulate.country import Country
from assize.simulate.crime import crimes, outcomes
from assize.simulate.crown_court import crown_court
from assize.simulate.files.courts import write_court_tools, write_timeliness
from assize.simulate.files.crime_tables import write_crime_tables
from assize.simulate.files.made import Made
from assize.simulate.files.measures import write_dashboard, write_supplementary
from assize.simulate.files.people import write_look_ups, write_populations
from assize.simulate.files.police import write_outcomes, write_partnerships, write_recorded_crime
from assize.simulate.files.prosecution import write_case_outcomes
from assize.simulate.files.services import write_services
from assize.simulate.files.statistics import (
    write_court_tables,
    write_cps_summaries,
    write_offender_statistics,
    write_yearly_tables,
)
from assize.simulate.files.tools import write_tools
from assize.simulate.journeys import journeys
from assize.simulate.magistrates import magistrates
from assize.simulate.prosecutions import prosecutions

__all__ = ["Made", "write_country"]


def write_country(country: Country, folder: Path, progress: Callable[[str], None]) -> Iterator[Made]:
    """Writes every file of the country into a folder, in the order in which an office would load them."""
    folder.mkdir(parents=True, exist_ok=True)
    progress("Making up residents and places")
    yield from write_look_ups(folder, country)
    yield from write_populations(folder, country)
    progress("Making up crimes and their outcomes")
    recorded = crimes(country)
    settled = outcomes(country, recorded)
    yield from write_recorded_crime(folder, country, recorded)
    yield from write_outcomes(folder, country, settled)
    yield from write_partnerships(folder, country, recorded)
    yield from write_crime_tables(folder, country, recorded)
    progress("Making up prosecutions")
    yield from write_case_outcomes(folder, country, prosecutions(country))
    flows, low = crown_court(country), magistrates(country)
    times = journeys(country, flows)
    progress("Making up courts and tables")
    yield from write_timeliness(folder, country, times)
    yield from write_court_tools(folder, country, flows)
    yield from write_tools(folder, country, flows, low, times)
    yield from write_supplementary(folder, country, settled)
    yield from write_dashboard(folder, country, recorded)
    yield from write_court_tables(folder, country, flows, low)
    yield from write_cps_summaries(folder, country)
    yield from write_offender_statistics(folder, country)
    yield from write_yearly_tables(folder, country, recorded)
    yield from write_services(folder, country, flows)
