"""The Ministry of Justice's tools of the Crown Court and its csv of how long cases take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assize.core.nouns import AreaKind
from assize.simulate.country import Country
from assize.simulate.crown_court import AGE_BANDS, Flow, Key, courts_of
from assize.simulate.files.made import Made, quarter_of
from assize.simulate.files.writing import NOTE, quoted, write_pivot_tool, write_text
from assize.simulate.journeys import COURT_TYPES, NATION, Journeys

_RDOS = ("year", "quarter", "receipt_type", "region", "lcjb_area", "crown_court", "rdos", "offence_group", "value")
_OPEN = ("year", "quarter", "receipt_type", "offence_group", "geographic_area", "age_open_grouped", "value")
_MONTHS = ("Jan-Mar", "Apr-Jun", "Jul-Sep", "Oct-Dec")
_TIMES = ("Year", "Period", "Court type", "National", "Region", "LCJB area", "LJA or Court name", "Defendants",
          "Mean offence to charge", "Mean charge to first list", "Mean first list to completion", "Mean offence to completion",
          "Median offence to charge", "Median charge to first list", "Median first list to completion",
          "Median offence to completion", NOTE)  # fmt: skip


def write_court_tools(folder: Path, country: Country, flows: Mapping[Key, Flow]) -> Iterator[Made]:
    """Receipts, disposals and open cases by court; open cases by age and area."""
    courts = {court.slug: (court, lcjb) for court, lcjb in courts_of(country)}
    region_of = {court.slug: country.areas[court.region].variants[0] for court, _ in courts_of(country)}
    records: list[tuple[str, ...]] = []
    opened: dict[tuple[int, str, str, str], int] = {}
    for (slug, kind, group), flow in flows.items():
        court, lcjb = courts[slug]
        for at, period in enumerate(country.quarters):
            begins = (str(period.year), f"Q{quarter_of(period)}", kind, region_of[slug], lcjb, court.name)
            for measure, counts in (
                ("1. Receipts", flow.received),
                ("2. Disposals", flow.disposed),
                ("3. Open", flow.open),
            ):
                records.append((*begins, measure, group, str(counts[at])))
            for area in ("England and Wales", region_of[slug], lcjb):
                key = (at, kind, group, area)
                opened[key] = opened.get(key, 0) + flow.open[at]
    path = folder / f"cc_rdos_tool_{edition_of(country)}_MADE_UP.xlsx"
    write_pivot_tool(path, _RDOS, records, title="Crown Court receipts, disposals and open cases")
    yield Made(path, accept=True)
    ages = list(_by_age(country, opened))
    path = folder / f"cc_open_tool_{edition_of(country)}_MADE_UP.xlsx"
    write_pivot_tool(path, _OPEN, ages, title="Crown Court open cases by age")
    yield Made(path, accept=True)


def edition_of(country: Country) -> str:
    """`2025q1`: the last quarter, as the tools' files are named by it."""
    return f"{country.last.year}q{quarter_of(country.last)}"


def _by_age(country: Country, opened: Mapping[tuple[int, str, str, str], int]) -> Iterator[tuple[str, ...]]:
    """The last twelve quarters, all kinds of case together: the longer a court's backlog, the older its cases."""
    boards: dict[tuple[int, str], int] = {}
    for (at, _, _, area), cases in opened.items():
        boards[at, area] = boards.get((at, area), 0) + cases
    early = {area: max(1, cases) for (at, area), cases in boards.items() if at == 0}
    points = len(country.quarters)
    for (at, area), cases in boards.items():
        if at < points - 12:
            continue
        period = country.quarters[at]
        chance = country.chance("ages", area, period.id)
        known = cases - chance.count(cases * 0.004)
        # Twice as much open as ten years before moves a tenth of the young bands' cases to the old ones.
        tilt = min(0.5, max(-0.3, 0.25 * (cases / early[area] - 1))) + chance.normal(0, 0.012)
        weights = [share * (1 + tilt * (place - 3.2) / 3) for place, (_, share) in enumerate(AGE_BANDS)]
        left, rest = known, sum(weights)
        bands: list[tuple[str, int]] = []
        for (name, _), weight in zip(AGE_BANDS, weights, strict=True):
            part = left if name == AGE_BANDS[-1][0] else min(left, round(left * weight / rest))
            bands.append((name, part))
            left, rest = left - part, rest - weight
        begins = (str(period.year), f"Q{quarter_of(period)}", "1. All cases", "01: All offences", area)
        for name, count in (("Total", cases), ("Valid", known), *bands):
            yield (*begins, name, str(count))


def write_timeliness(folder: Path, country: Country, quarters: Journeys) -> Iterator[Made]:
    """One csv of every quarter: the nation, its regions, its boards (London's parts)."""
    regions = country.of_kind(AreaKind.HMCTS_REGION)
    lines = [",".join(_TIMES)]
    for period, found in zip(country.quarters, quarters, strict=True):
        label = f"{period.year},{period.year} Q{quarter_of(period)} ({_MONTHS[quarter_of(period) - 1]})"
        order = [(NATION, "National")] + [(region.slug, "Region") for region in regions]
        order += [(slug, "LCJB area") for slug in found if slug not in dict(order)]
        for kind in COURT_TYPES:
            for slug, level in order:
                area = country.areas[slug]
                name = area.variants[0] if level == "Region" else area.name
                places = [name if level == column else "-" for column in ("National", "Region", "LCJB area")]
                one = found[slug][kind]
                mean, median = one.whole
                numbers = [one.defendants, *one.means, mean, *one.medians, median]
                cells = [quoted(place) for place in places] + ["-"] + [str(number) for number in numbers]
                lines.append(f"{label},{kind},{','.join(cells)},")
    months = ("january-march", "april-june", "july-september", "october-december")[quarter_of(country.last) - 1]
    path = folder / f"timeliness-transparency-{months}-{country.last.year}-MADE-UP.csv"
    write_text(path, lines)
    yield Made(path)
