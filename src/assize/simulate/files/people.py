"""The ONS's populations by local authority, and its look-ups from authorities to forces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assize.simulate.country import MADE_UP_WORDS, Country
from assize.simulate.files.made import Made
from assize.simulate.files.writing import NOTE, day_words, quoted, write_text, write_xlsx

_GROWTH = 1.006  # a year


def residents(country: Country) -> dict[str, dict[int, int]]:
    """Authority -> year -> residents at its middle."""
    years = range(country.plan.first_year, country.plan.first_year + country.plan.years)
    found: dict[str, dict[int, int]] = {}
    for authorities in country.authorities.values():
        for one in authorities:
            chance = country.chance("residents", one.code)
            growth = _GROWTH + chance.normal(0, 0.003)
            found[one.code] = {
                year: round(one.residents * growth ** (year - years[0]) * (1 + chance.normal(0, 0.0006)))
                for year in years
            }
    return found


def write_populations(folder: Path, country: Country) -> Iterator[Made]:
    """The last edition, and one some years before it that says a little less of every year (a census came between them)."""
    counted = residents(country)
    last = country.plan.first_year + country.plan.years - 1
    editions = [(last, 1.0)] + ([(last - 5, 0.996)] if country.plan.years > 6 else [])
    for newest, share in reversed(editions):
        years = list(range(newest, country.plan.first_year - 1, -1))
        published = date(newest + 1, 6, 25)
        rows: list[list[object]] = [
            [f"MYE4: Population estimates: mid-{years[-1]} to mid-{newest}"],
            [MADE_UP_WORDS],
            [],
            ["Code", "Name", "Geography", *(f"Mid-{year}" for year in years)],
        ]
        lines = [
            (code, name, kind, [round(counted[code][year] * share) for year in years])
            for code, name, kind in (
                (one.code, one.name, "Non-metropolitan District" if one.code.startswith("E") else "Unitary Authority")
                for authorities in country.authorities.values()
                for one in authorities
            )
        ]
        for code, name, letters in (
            ("K04000001", "ENGLAND AND WALES", "EW"), ("E92000001", "ENGLAND", "E"), ("W92000004", "WALES", "W"),
        ):  # fmt: skip
            inside = [counts for own, _, _, counts in lines if own[0] in letters]
            rows.append([code, name, "Country", *(sum(column) for column in zip(*inside, strict=True))])
        rows += [[code, name, kind, *counts] for code, name, kind, counts in lines]
        cover: list[list[object]] = [
            ["Mid-year population estimates, local authorities"],
            [MADE_UP_WORDS],
            [f"Date published: {day_words(published)}"],
        ]
        path = folder / f"MADE-UP_LAD_Mid_Year_pop_{years[-1]}_to_{newest}.xlsx"
        write_xlsx(path, {"Cover": cover, "MYE4": rows}, title="Mid-year population estimates")
        yield Made(path)


def write_look_ups(folder: Path, country: Country) -> Iterator[Made]:
    """The list of forces, and which authority lies in which force, in the last year."""
    year = max(2023, country.plan.first_year + country.plan.years - 1)
    two = year % 100
    names = [f"FID,PFA{two}CD,PFA{two}NM,{NOTE}"]
    names += [
        f"{at},{country.areas[force].code},{quoted(country.areas[force].name)},"
        for at, force in enumerate(country.forces, start=1)
    ]
    path = folder / f"MADE-UP_PFA{two}_names_codes.csv"
    write_text(path, names)
    yield Made(path)
    headers = [f"LAD{two}CD", f"LAD{two}NM", f"CSP{two}CD", f"CSP{two}NM", f"PFA{two}CD", f"PFA{two}NM", NOTE]
    lines = [",".join(headers)]
    for force, authorities in country.authorities.items():
        area = country.areas[force]
        lines += [
            ",".join((one.code, quoted(one.name), one.partnership, quoted(one.name), area.code, quoted(area.name), ""))
            for one in authorities
        ]
    path = folder / f"MADE-UP_LAD{two}_CSP{two}_PFA{two}_EW_LU.csv"
    write_text(path, lines)
    yield Made(path)
