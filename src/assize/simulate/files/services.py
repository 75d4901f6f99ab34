"""Management information of the courts service, and how the probation service performs: tables by region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from assize.core.nouns import AreaKind
from assize.simulate.country import Country
from assize.simulate.crown_court import Flow, Key
from assize.simulate.files.made import Made, quarter_of
from assize.simulate.files.statistics import Table, said, write_book, write_table

_OTHERWISE = 0.006  # how far management information lies from the court statistics of the same quarter
# Measure of the probation service -> its level, and how unsteady it is from quarter to quarter.
_SERVED = {
    "Orders and licences successfully completed": (0.72, 0.015),
    "Unpaid work requirements completed within 12 months": (0.58, 0.03),
    "Accredited programmes completed": (0.55, 0.025),
}


def write_services(folder: Path, country: Country, flows: Mapping[Key, Flow]) -> Iterator[Made]:
    """The Crown Court by region, near the court statistics and not the same; three measures of the probation service."""
    last = country.last
    rows: list[list[object]] = []
    for region in country.of_kind(AreaKind.HMCTS_REGION):
        own = [flow for (court, _, _), flow in flows.items() if country.areas[court].region == region.slug]
        chance = country.chance("management information", region.slug)
        for at, period in enumerate(country.quarters):
            counts = (
                round(sum(getattr(flow, name)[at] for flow in own) * (1 + chance.normal(0, _OTHERWISE)))
                for name in ("received", "disposed", "open")
            )
            rows.append([region.variants[0], str(period.year), f"Q{quarter_of(period)}", *counts])
    header = ("HMCTS region", "Year", "Quarter", "Receipts", "Disposals", "Open cases")
    table = write_table("1", "Crown Court receipts, disposals and open cases, by HMCTS region", header, rows)
    path = folder / f"HMCTS_management_information_{last.year}_Q{quarter_of(last)}_MADE_UP.xlsx"
    yield write_book(path, f"HMCTS management information: {said(last)}", date(last.year, 5, 15), {"Table_1": table})
    tables: dict[str, Table] = {}
    for number, (measure, (level, unsteady)) in enumerate(_SERVED.items(), start=1):
        rows = []
        for region in country.of_kind(AreaKind.PROBATION_REGION):
            chance = country.chance("community performance", measure, region.slug)
            base = level * chance.between(0.92, 1.08)
            for at, period in enumerate(country.quarters):
                ended = max(1, chance.count(1900 * (0.4 + 0.6 * country.lockdown(at, courts=True)), 0.03))
                done = chance.part(ended, base + chance.normal(0, unsteady))
                rows.append([region.name, str(period.year), f"Q{quarter_of(period)}", done, ended])
        columns = ("Probation region", "Year", "Quarter", measure, "All that ended")
        tables[f"Table_{number}"] = write_table(str(number), f"{measure}, by probation region", columns, rows)
    path = folder / f"community-performance-{last.year}-q{quarter_of(last)}-MADE-UP.ods"
    yield write_book(path, f"Community performance: {said(last)}", date(last.year, 7, 31), tables)
