"""The Ministry of Justice's tools of the Crown Court and its csv of how long cases take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assize.core.nouns import AreaKind
from assize.simulate.country import Country
from assize.simulate.crown_court import AGE_BANDS, Flow, Key, courts_of
from assize.simulate.files.made import Made
from assize.simulate.files.writing import NOTE, quoted, write_pivot_tool, write_text

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
            begins = (str(period.year), f"Q{(period.month + 2) // 3}", kind, region_of[slug], lcjb, court.name)
            for measure, counts in (
                ("1. Receipts", flow.received),
                ("2. Disposals", flow.disposed),
                ("3. Open", flow.open),
            ):
                records.append((*begins, measure, group, str(counts[at])))
            for area in ("England and Wales", region_of[slug], lcjb):
                key = (at, kind, group, area)
                opened[key] = opened.get(key, 0) + flow.open[at]
    path = folder / f"cc_rdos_tool_{_edition(country)}_MADE_UP.xlsx"
    write_pivot_tool(path, _RDOS, records, title="Crown Court receipts, disposals and open cases")
    yield Made(path, accept=True)
    ages = list(_by_age(country, opened))
    path = folder / f"cc_open_tool_{_edition(country)}_MADE_UP.xlsx"
    write_pivot_tool(path, _OPEN, ages, title="Crown Court open cases by age")
    yield Made(path, accept=True)


def _edition(country: Country) -> str:
    return f"{country.last.year}q{(country.last.month + 2) // 3}"


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
        begins = (str(period.year), f"Q{(period.month + 2) // 3}", "1. All cases", "01: All offences", area)
        for name, count in (("Total", cases), ("Valid", known), *bands):
            yield (*begins, name, str(count))


_COURT_TYPES = ("All courts", "Magistrates' courts", "Crown Court")


def write_timeliness(folder: Path, country: Country, flows: Mapping[Key, Flow]) -> Iterator[Made]:
    """One csv of every quarter: the nation, its regions, its boards (London's parts)."""
    regions = country.of_kind(AreaKind.HMCTS_REGION)
    parts = country.of_kind(AreaKind.PART)
    lines = [",".join(_TIMES)]
    held: dict[str, list[int]] = {}
    gone: dict[str, list[int]] = {}
    for (slug, _, _), flow in flows.items():
        board = country.areas[slug].within
        for total, counts in ((held, flow.open), (gone, flow.disposed)):
            own = total.setdefault(board, [0] * len(country.quarters))
            for at, count in enumerate(counts):
                own[at] += count
    for at, period in enumerate(country.quarters):
        label = f"{period.year},{period.year} Q{(period.month + 2) // 3} ({_MONTHS[(period.month + 2) // 3 - 1]})"
        found: dict[str, dict[str, tuple[int, list[float]]]] = {}
        for region in regions:
            inside: list[str] = []
            for member in region.members:
                if country.areas[member].members and parts:
                    inside += [part.slug for part in parts if part.within == member]
                else:
                    inside.append(member)
            for place in inside:
                board = country.areas[place].within or place
                share = 1 / len(parts) if country.areas[place].within else 1.0
                found[place] = _times(country, place, at, country.size(board) * share, held.get(board), gone.get(board))
            found[region.slug] = _pooled([found[place] for place in inside])
        found["england-and-wales"] = _pooled([found[region.slug] for region in regions])
        order = [("england-and-wales", "National")] + [(region.slug, "Region") for region in regions]
        order += [(slug, "LCJB area") for slug in found if slug not in dict(order)]
        for kind in _COURT_TYPES:
            for slug, level in order:
                area = country.areas[slug]
                name = area.variants[0] if level == "Region" else area.name
                places = [name if level == column else "-" for column in ("National", "Region", "LCJB area")]
                count, days = found[slug][kind]
                means = [round(day) for day in days[:3]]
                medians = [round(day * share) for day, share in zip(means, (0.66, 0.8, 0.55), strict=True)]
                numbers = [count, *means, sum(means), *medians, round(sum(means) * 0.72)]
                cells = [quoted(place) for place in places] + ["-"] + [str(number) for number in numbers]
                lines.append(f"{label},{kind},{','.join(cells)},")
    months = ("january-march", "april-june", "july-september", "october-december")[(country.last.month + 2) // 3 - 1]
    path = folder / f"timeliness-transparency-{months}-{country.last.year}-MADE-UP.csv"
    write_text(path, lines)
    yield Made(path)


def _times(
    country: Country, place: str, at: int, millions: float, held: list[int] | None, gone: list[int] | None
) -> dict[str, tuple[int, list[float]]]:
    """Of a board's quarter, by type of court: defendants, and mean days of the three stages of their cases."""
    chance = country.chance("times", place, str(at))
    level = country.chance("times", place).between(0.9, 1.12)
    lock = country.lockdown(at, courts=True)
    low = max(1, chance.count(5200 * millions * lock, 0.02))
    high = max(1, chance.count(330 * millions * lock, 0.03))
    queue = held[at] / max(1, gone[at]) if held and gone else 1.2
    police = (70 + 0.35 * at) * level
    magistrates = [police + chance.normal(0, 2.5), (33 + 14 * (1 - lock)) * level + chance.normal(0, 1.2),
                   (21 + 30 * (1 - lock)) * level + chance.normal(0, 1.2)]  # fmt: skip
    crown = [
        police * 2.1 + chance.normal(0, 6),
        21 * level + chance.normal(0, 1.5),
        80 + 72 * min(queue, 5) + chance.normal(0, 5),
    ]
    return {
        "Magistrates' courts": (low, magistrates),
        "Crown Court": (high, crown),
        "All courts": (
            low + high,
            [(low * a + high * b) / (low + high) for a, b in zip(magistrates, crown, strict=True)],
        ),
    }


def _pooled(parts: list[dict[str, tuple[int, list[float]]]]) -> dict[str, tuple[int, list[float]]]:
    found = {}
    for kind in _COURT_TYPES:
        whole = sum(part[kind][0] for part in parts)
        found[kind] = (whole, [sum(part[kind][0] * part[kind][1][i] for part in parts) / whole for i in range(3)])
    return found
