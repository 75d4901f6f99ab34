"""Workbooks of statistics tables, with a cover, notes and shorthand: courts, prosecutions, offender management, reoffending,
youth justice, accommodation, employment, custody and domestic abuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.simulate.country import MADE_UP_WORDS, Country
from assize.simulate.crown_court import Flow, Key
from assize.simulate.files.made import Made, quarter_of
from assize.simulate.files.writing import day_words, write_ods, write_xlsx

Table = list[list[object]]
_SHORTHAND: Table = [
    ["Notes"],
    [MADE_UP_WORDS],
    ["Note number", "Note text"],
    ["[note 1]", "Every figure of this workbook is made up."],
    ["Shorthand", "Meaning"],
    ["[x]", "not available"],
    ["[p]", "provisional"],
]
_SPAN = ("January to March", "April to June", "July to September", "October to December")


def said(period: Period) -> str:
    """`January to March 2025`."""
    return f"{_SPAN[quarter_of(period) - 1]} {period.year}"


def write_book(path: Path, title: str, published: date, tables: Mapping[str, Table]) -> Made:
    """A workbook with a cover and notes before its tables, as xlsx or ods."""
    cover: Table = [[title], [MADE_UP_WORDS], [f"Publication date: {day_words(published)}"]]
    sheets = {"Cover": cover, "Notes": _SHORTHAND, **tables}
    (write_ods if path.suffix == ".ods" else write_xlsx)(path, sheets, title=title)
    return Made(path, accept=True)


def write_table(number: str, title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """The rows of a worksheet with one table: its title, what it holds, the header, the lines."""
    return [
        [f"Table {number}: {title}"],
        ["This worksheet contains one table. Some cells refer to notes. [x] = not available, [p] = provisional."],
        list(header),
        *(list(row) for row in rows),
    ]


def write_court_tables(
    folder: Path, country: Country, flows: Mapping[Key, Flow], magistrates: Mapping[str, Flow]
) -> Iterator[Made]:
    """The nation's Crown Court, and the magistrates' courts of every board; what is open obeys receipts and disposals."""
    crown: list[list[object]] = []
    for at, period in enumerate(country.quarters):
        totals = [sum(getattr(flow, name)[at] for flow in flows.values()) for name in ("received", "disposed", "open")]
        crown.append([str(period.year), f"Q{quarter_of(period)}", *totals])
    low: list[list[object]] = []
    for board, flow in magistrates.items():
        for at, period in enumerate(country.quarters):
            counts = (flow.received[at], flow.disposed[at], flow.open[at])
            low.append([country.areas[board].name, str(period.year), f"Q{quarter_of(period)}", *counts])
    tables = {
        "Table_C1": write_table("C1", "Crown Court receipts, disposals and open cases, England and Wales",
                           ("Year", "Quarter", "Receipts", "Disposals", "Open cases"), crown),
        "Table_M1": write_table("M1", "Magistrates' courts receipts, disposals and open cases, by LCJB area",
                           ("LCJB area", "Year", "Quarter", "Receipts", "Disposals", "Open cases"), low),
    }  # fmt: skip
    last = country.last
    path = folder / f"ccsq_accessible_publication_tables_{last.year}Q{quarter_of(last)}_MADE_UP.ods"
    yield write_book(path, f"Criminal court statistics quarterly: {said(last)}", date(last.year, 6, 26), tables)


_CPS_ROWS = ("Receipts", "Charged", "No prosecution")


def write_cps_summaries(folder: Path, country: Country) -> Iterator[Made]:
    """A workbook a financial year, with its four quarters: decisions, days, and the fourteen areas of the CPS."""
    regions = country.of_kind(AreaKind.CPS_AREA)
    for first in range(0, len(country.quarters), 4):
        quarters = country.quarters[first : first + 4]
        year = quarters[0].financial_quarter[0]
        names = [f"Q{number} {year % 100}/{(year + 1) % 100:02d}" for number in (1, 2, 3, 4)]
        counts: dict[str, list[list[int]]] = {}
        for region in regions:
            chance = country.chance("cps summary", region.slug, str(year))
            own = [chance.count(4200 * country.lockdown(first + at, courts=True), 0.03) for at in range(4)]
            charged = [chance.part(count, 0.74) for count in own]
            counts[region.slug] = [own, charged, [count - part for count, part in zip(own, charged, strict=True)]]
        nation = [[sum(own[row][at] for own in counts.values()) for at in range(4)] for row in range(3)]
        chance = country.chance("cps days", str(year))
        days = [round(33 + 0.25 * (first + at) + 6 * (1 - country.lockdown(first + at, courts=True)) + chance.normal(0, 0.8), 1)
                for at in range(4)]  # fmt: skip
        decisions: Table = [
            [f"CPS data summary Quarter 4 {year}-{year + 1}"], [MADE_UP_WORDS],
            ["Table 1.1: Legal decisions completed"],
            ["", *names, "Rolling Year to Date"],
            *([name, *row, sum(row)] for name, row in zip(_CPS_ROWS[1:], nation[1:], strict=True)),
            ["Total", *nation[0], sum(nation[0])],
            [],
            ["Table 1.2: Timeliness"],
            ["", *names],
            ["Average days from first submission to charge", *days],
        ]  # fmt: skip
        areas: Table = [
            ["Table 2.1: Regional data"],
            ["CPS Area", "Measure", *names],
            *(
                [region.name, name, *counts[region.slug][row]]
                for region in regions
                for row, name in enumerate(_CPS_ROWS)
            ),
            *(["National", name, *nation[row]] for row, name in enumerate(_CPS_ROWS)),
        ]
        path = folder / f"cps-data-summary-q4-{year}-{(year + 1) % 100:02d}-MADE-UP.xlsx"
        write_xlsx(path, {"Pre-charge": decisions, "Regional data": areas}, title="CPS data summary")
        yield Made(path, accept=True)


def write_offender_statistics(folder: Path, country: Country) -> Iterator[Made]:
    """Offender management, proven reoffending, youth justice, accommodation and employment on release."""
    last = country.last
    yield _offender_management(folder, country, last)
    yield from _reoffending(folder, country, last)
    years = [period.financial_year for period in country.quarters[3::4]]
    for source, name, title, item, base, unsteady, month in (
        ("accommodation", "offender-accommodation-outcomes", "Offender accommodation outcomes",
         "Housed on the night of release", 0.84, 0.012, 7),
        ("employment", "offender-employment-outcomes", "Offender employment outcomes",
         "Employed six weeks after release", 0.19, 0.010, 7),
    ):  # fmt: skip
        rows: list[list[object]] = []
        for region in country.of_kind(AreaKind.PROBATION_REGION):
            chance = country.chance(source, region.slug)
            own = base * chance.between(0.95, 1.05)
            for year in years:
                whole = chance.count(2600)
                part = chance.part(whole, own + chance.normal(0, unsteady))
                label = f"{year.year}/{(year.year + 1) % 100:02d}"
                rows.append([region.name, label, part, whole, round(100 * part / whole, 1)])
        header = ("Probation region", "Financial year", item, "Releases with a known outcome", f"{item} (%)")
        table = write_table("1", f"{item}, by probation region", header, rows)
        label = f"{years[-1].year}-{(years[-1].year + 1) % 100:02d}"
        path = folder / f"{name}-{label}-MADE-UP.ods"
        yield write_book(path, f"{title}, {years[0].year}/{(years[0].year + 1) % 100:02d} to {label.replace('-', '/')}",
                    date(last.year, month, 31), {"Table_1": table})  # fmt: skip


def _offender_management(folder: Path, country: Country, last: Period) -> Made:
    rows: list[list[object]] = []
    for region in country.of_kind(AreaKind.PROBATION_REGION):
        chance = country.chance("probation", region.slug)
        level = chance.between(14_000, 24_000)
        drift = chance.drifting(len(country.quarters), 0.012, 0.7)
        for at, period in enumerate(country.quarters):
            whole = level * (1 - 0.25 * (1 - country.lockdown(at, courts=True))) * (1 + drift[at])
            community, licence = chance.count(whole * 0.45), chance.count(whole * 0.55)
            rows.append(
                [region.name, str(period.year), f"Q{quarter_of(period)}", community, licence, community + licence]
            )
    header = ("Probation region", "Year", "Quarter", "Community and suspended sentence orders",
              "Licence and post-release supervision", "People under supervision")  # fmt: skip
    table = write_table("6_1", "People under supervision at the end of the quarter, by probation region", header, rows)
    path = folder / f"omsq-probation-{last.year}-q{quarter_of(last)}-MADE-UP.ods"
    return write_book(
        path, f"Offender management statistics quarterly: {said(last)}", date(last.year, 7, 31), {"Table_6_1": table}
    )


_COHORT_LAG = 7  # quarters: what is published in a July is of the cohort of two Octobers before


def _reoffending(folder: Path, country: Country, last: Period) -> Iterator[Made]:
    cohorts = country.quarters[: max(0, len(country.quarters) - _COHORT_LAG)]
    if not cohorts:
        return
    rows: list[list[object]] = []
    for force in country.forces:
        for age, many, share in (("Adult", 520.0, 0.27), ("Juvenile", 42.0, 0.33)):
            chance = country.chance("reoffending", force, age)
            own = share * chance.between(0.9, 1.12)
            for at, period in enumerate(cohorts):
                people = max(
                    6, chance.count(many * country.residents[force] / 1e6 * country.lockdown(at, courts=True), 0.03)
                )
                again = chance.part(people, own + chance.normal(0, 0.008))
                rows.append([country.areas[force].name, age, str(period.year), f"Q{quarter_of(period)}", people, again])
    header = ("Police force area", "Age group", "Year", "Quarter", "Number of offenders", "Number of reoffenders")
    table = write_table("A1", "Proven reoffending by police force area and age", header, rows)
    path = folder / f"proven-reoffending-{cohorts[-1].year}q{quarter_of(cohorts[-1])}-MADE-UP.ods"
    title = f"Proven reoffending statistics quarterly: {said(cohorts[-1])}"
    yield write_book(path, title, date(last.year, 7, 31), {"Table_A1": table})


def write_yearly_tables(
    folder: Path, country: Country, recorded: Mapping[str, Mapping[str, list[int]]]
) -> Iterator[Made]:
    """Youth justice, domestic abuse, custody: a table of forces and years in each."""
    last = country.last.financial_quarter[0]
    starts = range(country.plan.first_year, last)  # the last year's are not out yet
    if not starts:
        return
    books = (
        ("youth-justice-statistics", "Youth justice statistics", "Children new to the justice system", 95.0, -0.05, 1),
        ("domestic-abuse", "Domestic abuse in England and Wales", "Domestic abuse-related crimes", 15_500.0, 0.04, 11),
        ("police-custody", "Police custody and pre-charge bail", "Detentions in police custody", 15_000.0, -0.01, 12),
    )  # fmt: skip
    for name, title, measure, rate, growth, month in books:
        rows: list[list[object]] = []
        for force in country.forces:
            chance = country.chance(name, force)
            mean = rate * country.residents[force] / 1e6 * chance.between(0.8, 1.2)
            for year in starts:
                dip = country.lockdown((year - country.plan.first_year) * 4)
                count = chance.count(mean * (1 + growth) ** (year - starts[0]) * (0.5 + 0.5 * dip), 0.03)
                area = country.areas[force]
                rows.append([area.code, area.name, f"{year}/{(year + 1) % 100:02d}", count])
        header = ("Area code", "Area name", "Financial year", measure)
        table = write_table("1", f"{measure}, by police force area", header, rows)
        label = f"{last - 1}/{last % 100:02d}"
        published = date(last + (month < 4), month, 28)
        path = folder / f"{name}-{label.replace('/', '-')}-MADE-UP.ods"
        yield write_book(
            path, f"{title}, {starts[0]}/{(starts[0] + 1) % 100:02d} to {label}", published, {"Table_1": table}
        )
