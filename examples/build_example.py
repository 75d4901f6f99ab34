"""Writes the example's figures from the publishers' files: `python examples/build_example.py FOLDER [OUTPUT]`.

FOLDER is searched for the files named below. Each becomes one csv in Assize's own layout (see `examples/README.md`), with
the figures of Staffordshire, West Mercia, Warwickshire, West Midlands and England and Wales, and where each stands in the
original. The files are read by Assize's own readers; what they refuse is not written.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind
from assize.core.periods import parse_period
from assize.core.reading import Query, Reading
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest import read_file
from assize.ingest.long_tables.table import header_key
from assize.ingest.readers.extract import LEADING, TRAILING

FORCES = ("staffordshire", "west-mercia", "warwickshire", "west-midlands")
NATION = "england-and-wales"
FIRST_POPULATION_YEAR = 2001
LAST_POPULATION_YEAR = 2018

# File -> the publication's name and the edition, as printed beside each figure.
CPS = {
    f"POC-{year}-{year + 1}-q{number}.csv": ("CPS case outcomes by offence category", f"20{year}/{year + 1} Q{number}")
    for year in range(15, 19)
    for number in range(1, 5)
}
OUTCOMES = {
    "outcomes-2017-18.csv.gz": ("Crime outcomes open data", "2017/18"),
    "outcomes-2018-19.csv.gz": ("Crime outcomes open data", "2018/19"),
}
RECORDED = {
    "prc-pfa-mar2013-onwards-tables201718.csv": ("Recorded crime open data", "2017/18"),
}
POPULATION = {"ons_pop_data.xls": ("ONS mid-year population estimates", "mid-2018")}
LOOKUP = {"LAD19_CSP19_PFA19_EW_LU.csv": ("ONS look-up of local authorities to police force areas", "2019")}

Line = dict[str, str]


def write_example(folder: Path, output: Path) -> list[Path]:
    """Writes every extract; returns their paths. Raises FileNotFoundError naming a file that FOLDER does not have."""
    catalogue = load_catalogue()
    written = []
    authorities: set[str] = set()
    with tempfile.TemporaryDirectory() as scratch:
        for name, (publication, edition) in {**LOOKUP, **POPULATION, **CPS, **RECORDED, **OUTCOMES}.items():
            path = _find(folder, name)
            reading = read_file(path, catalogue, Path(scratch))
            source = catalogue.sources[reading.source]
            if isinstance(reading.content, Query):
                lines = _added_up(reading, catalogue, path)
                dimensions = [each for each in source.dimensions if name in RECORDED or each != "offence_subgroup"]
            else:
                if name in LOOKUP:
                    authorities |= {row.dimensions[0] for row in reading.content if row.area in FORCES} - {""}
                lines = _copied(reading, authorities)
                dimensions = list(reading.dimensions)
            written.append(_write(output, reading, source, publication, edition, dimensions, lines))
    return written


def _find(folder: Path, name: str) -> Path:
    found = next(iter(sorted(folder.rglob(name))), None)
    if found is None:
        raise FileNotFoundError(f"{name} is not in {folder}")
    return found


def _copied(reading: Reading, authorities: set[str]) -> list[Line]:
    """Figures copied cell by cell: the areas of the example, and the authorities its forces are made of."""
    lines = []
    assert not isinstance(reading.content, Query)
    for row in reading.content:
        if row.area not in (*FORCES, NATION) and row.area not in authorities:
            continue
        if row.ref and not FIRST_POPULATION_YEAR <= row.period.year <= LAST_POPULATION_YEAR:
            continue
        line = {
            "area": row.area,
            "period": row.period.slug,
            "field": row.field,
            "value": "" if row.value is None else str(row.value),
            "absence": row.absence.value if row.absence else "",
            "sheet": row.sheet,
            "cell": row.ref or f"line {row.line}, {row.column}",
        }
        lines.append(line | dict(zip(reading.dimensions, row.dimensions, strict=True)))
    return lines


def _added_up(reading: Reading, catalogue: Catalogue, path: Path) -> list[Line]:
    """Figures that add up lines of a large csv: by area, quarter and group, with the filter and the number of lines.

    Offence codes that a metric of the catalogue names stand on their own; the rest of their group is added up without them.
    """
    assert isinstance(reading.content, Query)
    query = reading.content
    ask = query.connection.execute
    split = "outcome_type" if "outcome_type" in reading.dimensions else "offence_subgroup"
    codes = sorted(_codes_named(catalogue))
    names = _Printed(
        headers={header_key(cell): cell for cell in _headers(path)},
        forces=dict(ask("SELECT area, name FROM places").fetchall()),
        quarters={
            period: quarter for _, quarter, period in ask("SELECT year, quarter, period FROM quarters").fetchall()
        },
        groups=_one_name(ask("SELECT slug, printed FROM word_group ORDER BY printed").fetchall()),
        splits=_one_name(ask("SELECT slug, printed FROM word_subgroup ORDER BY printed").fetchall()),
    )
    territorial = {area.slug for area in catalogue.areas.values() if AreaKind.FORCE in area.kinds}
    outside = sorted(names.forces[area] for area in names.forces if area not in territorial)
    # Lines that hold nothing by definition (outcome 0 in one of the measures) have no observation, and no line here either.
    ask(f"CREATE TABLE observed AS {query.select}")
    coded = dict(ask("SELECT DISTINCT offence_code, offence_group FROM observed").fetchall())
    lines: list[Line] = []
    places = {area: (area,) for area in FORCES} | {NATION: tuple(sorted(territorial & names.forces.keys()))}
    for area, members in places.items():
        where = (
            [("force name", "=", names.forces[area])]
            if area in FORCES
            else [("force name", "!=", each) for each in outside]
        )
        found = ask(
            f"SELECT period, field, offence_group, {split}, CASE WHEN offence_code IN (SELECT unnest($codes))"
            f" THEN offence_code ELSE '' END AS code, col, sum(value) AS total, count(*) AS n,"
            f" count(*) FILTER (WHERE absence <> '') AS absent FROM observed WHERE area IN (SELECT unnest($members))"
            f" GROUP BY ALL ORDER BY 1, 2, 3, 4, 5",
            {"codes": codes, "members": list(members)},
        ).fetchall()
        for period, field, group, value, code, column, total, number, absent in found:
            if not absent and total == 0:
                continue  # the layout's rule: no row is a true nought
            conditions = [("financial quarter", "=", names.quarters[period]), *where]
            conditions.append(("offence group", "=", names.groups[group]))
            if code:
                conditions.append(("offence code", "=", code))
            else:
                conditions += [("offence code", "!=", each) for each in codes if coded.get(each) == group]
            if split == "outcome_type":
                conditions.append(("outcome type", "=", value))
            else:
                conditions.append(("offence subgroup", "=", names.splits[value]))
            lines.append(
                {
                    "area": area,
                    "period": parse_period(period).slug,
                    "field": field,
                    "offence_group": group,
                    "offence_code": code,
                    split: value,
                    "value": "" if absent else str(int(total)),
                    "absence": "[x]" if absent else "",
                    "cell": column,
                    "filter": "; ".join(f"{names.headers[key]}{sign}{word}" for key, sign, word in conditions),
                    "lines": str(number),
                }
            )
    return lines


@dataclass(frozen=True)
class _Printed:
    """What the file calls things: headers by key, forces, quarters, groups and sub-groups by ours."""

    headers: Mapping[str, str]
    forces: Mapping[str, str]
    quarters: Mapping[str, str]
    groups: Mapping[str, str]
    splits: Mapping[str, str]


def _codes_named(catalogue: Catalogue) -> set[str]:
    """The offence codes that some metric selects."""
    return {
        code
        for metric in catalogue.metrics.values()
        for selection in (*metric.numerators, *metric.denominators)
        for dimension, codes in selection.where
        if dimension == "offence_code"
        for code in codes
    }


def _one_name(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Slug -> the printed name. Two names of one thing in one file would make the filter wrong."""
    names: dict[str, str] = {}
    for slug, printed in pairs:
        if names.setdefault(slug, printed) != printed:
            raise ValueError(f"{slug} is printed as {names[slug]} and as {printed}")
    return names


def _headers(path: Path) -> list[str]:
    from assize.ingest.received import Received

    return Received(path, path.name).top[0]


def _write(
    output: Path,
    reading: Reading,
    source: SourceSpec,
    publication: str,
    edition: str,
    dimensions: Sequence[str],
    lines: Sequence[Line],
) -> Path:
    output.mkdir(parents=True, exist_ok=True)
    stem = f"{source.id}-{edition}".lower().replace("/", "-").replace(" ", "-")
    path = output / f"{stem}.csv"
    columns = [*LEADING, *dimensions, *TRAILING]
    same = {
        "source": source.id,
        "publication": publication,
        "edition": edition,
        "released": reading.released.isoformat(),
        "released_estimated": "yes" if reading.released_estimated else "no",
        "file": reading.file,
    }
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
        writer.writeheader()
        for line in lines:
            writer.writerow(same | line)
    return path


def main() -> None:
    """Runs from the command line."""
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python examples/build_example.py FOLDER [OUTPUT]")
    output = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parent / "published"
    written = write_example(Path(sys.argv[1]), output)
    size = sum(path.stat().st_size for path in written)
    print(f"{len(written)} files, {size / 1_000_000:.1f} MB, in {output}")


if __name__ == "__main__":
    main()
