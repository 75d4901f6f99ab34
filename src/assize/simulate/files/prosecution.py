"""The CPS's csv of case outcomes: one quarter a file, a row an area, percentages beside the counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assize.simulate.country import Country
from assize.simulate.files.made import Made
from assize.simulate.files.writing import NOTE, write_text
from assize.simulate.prosecutions import CATEGORIES, Completed

MISSING = (1, 2)  # second year, second quarter: the file was lost, and nobody has it
_MEASURES = ("Number of {} Convictions", "Percentage of {} Convictions", "Number of {} Unsuccessful",
             "Percentage of {} Unsuccessful")  # fmt: skip


def write_case_outcomes(folder: Path, country: Country, found: Mapping[str, Sequence[Completed]]) -> Iterator[Made]:
    """One file a quarter, but for the one that was lost."""
    headers = [measure.format(name) for name in CATEGORIES for measure in _MEASURES]
    headers += ["Number of Admin Finalised Unsuccessful", "Percentage of Admin Finalised Unsuccessful"]
    for at, period in enumerate(country.quarters):
        year, number = period.financial_quarter
        if (year - country.plan.first_year, number) == MISSING and country.plan.years > 3:
            continue
        lines = [",".join(("", *headers, NOTE))]
        quarter = {board: found[board][at] for board in country.boards}
        whole = {
            name: (
                sum(own.by_category[name][0] for own in quarter.values()),
                sum(own.by_category[name][1] for own in quarter.values()),
            )
            for name in CATEGORIES
        }
        lines.append(_line("National", whole, sum(own.finalised for own in quarter.values())))
        lines += [_line(country.areas[board].name, own.by_category, own.finalised) for board, own in quarter.items()]
        path = folder / f"POC-{year % 100}-{(year + 1) % 100:02d}-q{number}-MADE-UP.csv"
        write_text(path, lines, newline="\r\n")
        yield Made(path)


def _line(name: str, counts: Mapping[str, tuple[int, int]], finalised: int) -> str:
    cells = [name]
    for category in CATEGORIES:
        won, lost = counts[category]
        cells += [_count(won), _share(won, won + lost), _count(lost), _share(lost, won + lost)]
    cells += [_count(finalised), _share(finalised, finalised), ""]
    return ",".join(cells)


def _count(number: int) -> str:
    return f'"{number:,}"' if number >= 1000 else str(number)


def _share(part: int, whole: int) -> str:
    """One decimal, halves up; a dash of nothing."""
    if not whole:
        return "-"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"
