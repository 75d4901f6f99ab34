"""Files of the size of the publication, of which more can be told than of a few codes: whether a part is lacking, whether one
quarter or force is a copy of another, whether counts have slipped to other lines.

Half of the forces, the fewest with which a file is taken for a whole one, and as many codes as each reader needs to judge by.
"""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from mutations.made import book_of
from mutations.subjects import (
    MINOR,
    NAMES,
    NUMBER,
    PERIOD,
    YEARS,
    Subject,
    compare,
    own_crime,
    subject,
    text_book,
    text_rows,
)

_COUNT = "no total or percentage of the file repeats a count of crimes"
WHOLE_BLIND: Mapping[str, str] = {
    NUMBER: _COUNT,
    NAMES: "names stand without codes: a file with all lines of two forces exchanged is a whole file",
    MINOR: "an offence code of few counts may be new in its year, or have gone before it",
    PERIOD: "the quarter stands in its own column alone",
}
_FORCES = 26  # of 44, and some that are no police force of an area: more than half are needed
_CODES = 112  # of offences, those with most outcomes, in the outcome type that has most of them
_OF_A_TYPE = 6  # codes besides of each type, the same
_LARGE = ("Metropolitan Police", "West Midlands", "Greater Manchester", "West Yorkshire", "Staffordshire", "Kent")
_RAILWAYS = "British Transport Police"
_CODE, _TYPE, _COUNTED = 6, 10, 11


def _half(forces: Sequence[str]) -> set[str]:
    """So many of the forces, the large ones and the railways' among them."""
    first = [*_LARGE, _RAILWAYS]
    return {*first, *[force for force in forces if force not in first][: _FORCES - len(first)]}


def _lines(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        yield from csv.reader(handle)


def _of_half(lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    kept = _half(sorted({line[2] for line in lines}))
    return [line for line in lines if line[2] in kept or line[2] in ("Action Fraud", "CIFAS", "UK Finance")]


def whole_crime(data: Path) -> Subject:
    """Recorded crime of a year, every code of half of the forces."""
    path = data / "home_office_recorded_crime" / "prc-pfa-mar2013-onwards-tables201718.csv"
    header, *lines = text_rows(path)
    book = text_book(path.name, [header, *_of_half(lines)])
    return subject("whole crime", book, blind=WHOLE_BLIND, own=lambda book: compare(book, own_crime, path.name))


def whole_outcomes(data: Path) -> Subject:
    """Outcomes of a year of half of the forces, in the codes and types that have most."""
    name = "outcomes-2017-18.csv.gz"
    path = data / "home_office_outcomes" / name
    much: Counter[tuple[str, str]] = Counter()
    forces = set()
    for line in _lines(path):  # 450,000 of them: too many to hold
        if line[_COUNTED].isdigit():
            forces.add(line[2])
            much[line[_CODE], line[_TYPE]] += int(line[_COUNTED])
    codes: Counter[str] = Counter()
    types: Counter[str] = Counter()
    kept = {("offence_code", "outcome_type")}
    for (code, kind), _ in much.most_common():
        codes[code] += 1
        types[kind] += 1
        if (codes[code] == 1 and len(codes) <= _CODES) or types[kind] <= _OF_A_TYPE:
            kept.add((code, kind))
    half = {*_half(sorted(forces)), "force_name"}
    rows = [line for line in _lines(path) if (line[_CODE], line[_TYPE]) in kept and line[2] in half]
    book = text_book(name, rows, "csv.gz", "\n")
    return subject("whole outcomes", book, blind=WHOLE_BLIND, own=lambda book: compare(book, own_crime, name))


def whole_workbook(data: Path, form: str) -> Subject:
    """The same as a workbook: a sheet of 2017/18, and one of the two quarters that follow, with other counts."""
    header, *lines = text_rows(data / "home_office_recorded_crime" / "prc-pfa-mar2013-onwards-tables201718.csv")
    draw = random.Random(5)
    texts = [[cell.strip() for cell in line] for line in _of_half(lines)]

    def row(line: Sequence[str], year: str, count: int) -> list[object]:
        return [year, float(line[1]), *line[2:7], float(count)]

    def moved(count: int) -> int:
        spread = int(abs(count) ** 0.5)
        return count + draw.randrange(-spread, spread + 1) if count else draw.randrange(2)

    whole = [row(line, "2017/18", int(line[7])) for line in texts]
    later = [row(line, "2018/19", moved(int(line[7]))) for line in texts if line[1] in ("1", "2")]
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "Cover": [["Police recorded crime open data tables"], ["Police force area"]],
        "2017_18": [header, *whole],
        "2018_19": [header, *later],
    }
    book = book_of(f"prc-pfa-mar2013-onwards-tables.{form}", form, sheets)
    years = "the year stands in its own column and the sheet's name alone"
    return subject(f"whole workbook {form}", book, blind={**WHOLE_BLIND, YEARS: years})


def wholes(data: Path) -> dict[str, Callable[[], Subject]]:
    """Every file of full size by name, each made when first asked for."""
    makers: dict[str, Callable[[], Subject]] = {
        "whole crime": lambda: whole_crime(data),
        "whole outcomes": lambda: whole_outcomes(data),
        "whole workbook xlsx": lambda: whole_workbook(data, "xlsx"),
    }
    return {name: cache(make) for name, make in makers.items()}
