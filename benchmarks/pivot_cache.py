"""Makes a workbook in the shape of a courts' tool and measures how it is read.

    python benchmarks/pivot_cache.py [--tool rdos] [--records 345000] [--out FILE]
    python benchmarks/pivot_cache.py --tool timeliness --records 755000
    python benchmarks/pivot_cache.py --tool open --records 3100000

The tools are those of receipts, disposals and open cases, of timeliness (a mean and a median a record), and of open cases by
age. The workbook is made up (seeded) and holds its records in a pivot cache alone, as the Ministry of Justice's do. It is
read and kept in a store of its own by a process of its own, whose time and peak memory are printed; without `--out` it is
thrown away. Exits 1 where it takes more than 400 MB, or 345,000 records take longer than 8 s.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind

SECONDS, MEGABYTES = 8.0, 400.0
RECORDS = 345_000
SEED = 20251231
FIELDS = ("year", "quarter", "receipt_type", "region", "lcjb_area", "crown_court", "rdos", "offence_group", "value")
MEASURES = ("1. Receipts", "2. Disposals", "3. Open")
RECEIPT_TYPES = ("1. Indictable only", "2. Triable either way", "3. Summary", "4. Committed for sentence", "5. Appeals")
OFFENCE_GROUPS = (
    "01: Violence against the person", "02: Sexual offences", "03: Robbery", "04: Theft offences",
    "05: Criminal damage and arson", "06: Drug offences", "07: Possession of weapons", "08: Public order offences",
    "09: Miscellaneous crimes against society", "10: Fraud offences", "11: Summary non-motoring", "12: Summary motoring",
    "13: Not known",
)  # fmt: skip
FIRST_YEAR = 2016
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Record = Sequence[str]


@dataclass(frozen=True)
class Made:
    """A made-up cache: names of fields and records of texts. `inline` are the fields whose values stand in the records."""

    fields: tuple[str, ...]
    records: Sequence[Record]
    inline: tuple[str, ...] = ("value",)
    calculated: tuple[str, ...] = ()
    count: int | None = None  # what the workbook says, where it is not the truth
    parts: Mapping[str, bytes] = field(default_factory=dict)  # put in place of those that are made


def courts() -> list[tuple[str, str, str]]:
    """(region, LCJB area, court) of every Crown Court centre of the catalogue; those of London lie in one part or another."""
    areas = load_catalogue().areas
    parts = [area.name for area in areas.values() if AreaKind.PART in area.kinds]
    found = []
    for court in (area for area in areas.values() if AreaKind.COURT in area.kinds):
        region = areas[court.region].variants[0]
        board = parts[len(found) % len(parts)] if region == "London" else areas[court.within].name
        found.append((region, board, court.name))
    return found


def rdos_records(count: int, seed: int = SEED) -> list[Record]:
    """So many records, in the order of time; about seven in ten of all cells have a record, as in the real tool.

    Each court, type and group has a size of its own, around which it moves, and its open cases follow from what came and went.
    """
    chance = random.Random(seed)
    cells = [(*place, kind, group) for place in courts() for kind in RECEIPT_TYPES for group in OFFENCE_GROUPS]
    per_quarter = len(cells) * len(MEASURES) * 0.7
    quarters = max(1, round(count / per_quarter))
    share = count / (quarters * per_quarter / 0.7) + 0.02
    sizes = {cell: chance.expovariate(0.03) for cell in cells if chance.random() < share}
    held = {cell: round(3 * size) for cell, size in sizes.items()}
    found: list[Record] = []
    number = 0
    while len(found) < count:
        year, quarter = FIRST_YEAR + number // 4, f"Q{number % 4 + 1}"
        number += 1
        for cell, size in sizes.items():
            came, went = (round(size * chance.uniform(0.8, 1.2)) for _ in range(2))
            went = min(went, held[cell] + came)
            held[cell] += came - went
            region, board, court, kind, group = cell
            for measure, cases in zip(MEASURES, (came, went, held[cell]), strict=True):
                found.append((str(year), quarter, kind, region, board, court, measure, group, str(cases)))
    return found[:count]


JOURNEY_FIELDS = ("year", "quarter", "stage", "receipt_type", "geographic_area", "mean", "median")
# The stages of a case, each with its share of the days from the offence to the end.
STAGES = {
    "Offence to charge": 0.4, "Charge to first listing": 0.1, "First listing to committal": 0.1,
    "Committal to main hearing": 0.2, "Main hearing to completion": 0.2, "Offence to completion": 1.0,
    "Charge to completion": 0.6, "First listing to completion": 0.5, "Committal to completion": 0.4,
    "Receipt to main hearing": 0.25, "Receipt to completion": 0.45, "Main hearing to sentence": 0.1,
}  # fmt: skip
_OF_THE_MEAN = 0.8  # a median: times of cases have a long tail
JOURNEY_TYPES = ("Total", "Indictable only", *(f"Receipt type {number}" for number in range(1, 26)))
OPEN_FIELDS = ("year", "quarter", "receipt_type", "offence_group", "geographic_area", "age_open_grouped", "value")
OPEN_BANDS = (
    "Under 4 weeks", "4 to 8 weeks", "8 to 12 weeks", "12 to 16 weeks", "16 to 20 weeks", "20 to 26 weeks",
    "6 months to under 1 year", "1 to 2 years", "2 years or more",
)  # fmt: skip
OPEN_TYPES = ("Total", *(f"{number}. Receipt type" + " x" * number for number in range(1, 16)))
_DAYS = (20, 700)


def every_area() -> list[str]:
    """The nation, its regions for the courts, the boards and London's parts, as tools name them in one field."""
    areas = load_catalogue().areas.values()
    parted = {area.within for area in areas if AreaKind.PART in area.kinds}
    regions = [area.variants[0] for area in areas if AreaKind.HMCTS_REGION in area.kinds]
    boards = [area.name for area in areas if AreaKind.BOARD in area.kinds and area.slug not in parted]
    return ["England and Wales", *regions, *boards, *(area.name for area in areas if AreaKind.PART in area.kinds)]


def journey_records(*, quarters: int, stages: int = 12, types: int = 27, seed: int = SEED) -> list[Record]:
    """A record a quarter, stage, receipt type and area, with a mean and a median; the nation lies in the midst of its parts."""
    chance = random.Random(seed)
    middle = sum(_DAYS) / 2
    found: list[Record] = []
    areas = every_area()
    for number in range(quarters):
        when = (str(FIRST_YEAR + number // 4), f"Q{number % 4 + 1}")
        for kind in JOURNEY_TYPES[:types]:
            lengths = [middle + chance.uniform(-9, 9)]  # of the nation; no quarter is like another
            for place in range(len(areas) - 1):
                lengths.append(chance.uniform(*((_DAYS[0], middle) if place % 2 else (middle, _DAYS[1]))))
            for stage, share in list(STAGES.items())[:stages]:
                for area, days in zip(areas, lengths, strict=True):
                    found.append(
                        (*when, stage, kind, area, f"{days * share:.1f}", f"{days * share * _OF_THE_MEAN:.0f}")
                    )
    return found


def open_records(count: int, seed: int = SEED) -> list[Record]:
    """So many records of open cases by age: for each area the bands, `Valid` and `Total`."""
    chance = random.Random(seed)
    found: list[Record] = []
    areas = every_area()
    number = 0
    while len(found) < count:
        when = (str(FIRST_YEAR + number // 4), f"Q{number % 4 + 1}")
        number += 1
        for kind in OPEN_TYPES:
            for group in OFFENCE_GROUPS:
                for area in areas:
                    cases = [chance.randrange(40) for _ in OPEN_BANDS]
                    bands = zip(("Total", "Valid", *OPEN_BANDS), (sum(cases) + 2, sum(cases), *cases), strict=True)
                    found.extend((*when, kind, group, area, band, str(value)) for band, value in bands)
    return found


def write_tool(path: Path, made: Made) -> Path:
    """Writes a workbook whose one sheet says nothing and whose records stand in a pivot cache."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/>'
        f'<Override PartName="/xl/pivotCache/pivotCacheDefinition1.xml" ContentType="{CONTENT}.pivotCacheDefinition+xml"/>'
        f'<Override PartName="/xl/pivotCache/pivotCacheRecords1.xml" ContentType="{CONTENT}.pivotCacheRecords+xml"/></Types>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="Tool" sheetId="1" r:id="rId1"/></sheets>'
        f'<pivotCaches><pivotCache cacheId="1" r:id="rId2"/></pivotCaches></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr">'
        f"<is><t>Choose a court</t></is></c></row></sheetData></worksheet>",
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": _relations(
            ("pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        "xl/pivotCache/pivotCacheDefinition1.xml": "".join(_definition(made)),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            if name not in made.parts:
                archive.writestr(name, HEAD + text)
        if "xl/pivotCache/pivotCacheRecords1.xml" not in made.parts:
            with archive.open("xl/pivotCache/pivotCacheRecords1.xml", "w") as out:
                for piece in _records(made):
                    out.write(piece.encode())
        for name, data in made.parts.items():
            archive.writestr(name, data)
    return path


def _relations(*pairs: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def _words(made: Made) -> list[dict[str, int] | None]:
    """For each field its words and their numbers; None for one whose values stand in the records."""
    return [
        None
        if name in made.inline
        else {word: number for number, word in enumerate(dict.fromkeys(record[at] for record in made.records))}
        for at, name in enumerate(made.fields)
    ]


def _definition(made: Made) -> Iterator[str]:
    count = len(made.records) if made.count is None else made.count
    yield (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" recordCount="{count}"><cacheSource'
        f' type="worksheet"><worksheetSource ref="A1:I9" sheet="Data"/></cacheSource><cacheFields'
        f' count="{len(made.fields) + len(made.calculated)}">'
    )
    for name, words in zip(made.fields, _words(made), strict=True):
        yield f'<cacheField name={quoteattr(name)} numFmtId="0"><sharedItems'
        yield ' containsSemiMixedTypes="0" containsNumber="1"/>' if words is None else f' count="{len(words)}">'
        if words is not None:
            yield "".join(
                f"<n v={quoteattr(word)}/>" if word.isdecimal() else f"<s v={quoteattr(word)}/>" for word in words
            )
            yield "</sharedItems>"
        yield "</cacheField>"
    for name in made.calculated:
        yield f'<cacheField name={quoteattr(name)} numFmtId="0" formula="value * 2" databaseField="0"/>'
    yield "</cacheFields></pivotCacheDefinition>"


def _records(made: Made) -> Iterator[str]:
    count = len(made.records) if made.count is None else made.count
    words = _words(made)
    yield HEAD + f'<pivotCacheRecords xmlns="{MAIN}" count="{count}">'
    for start in range(0, len(made.records), 10_000):
        yield "".join(
            "<r>" + "".join(_value(text, own) for text, own in zip(record, words, strict=True)) + "</r>"
            for record in made.records[start : start + 10_000]
        )
    yield "</pivotCacheRecords>"


def _value(text: str, words: Mapping[str, int] | None) -> str:
    if words is not None:
        return f'<x v="{words[text]}"/>'
    if not text:
        return "<m/>"
    return f'<n v="{text}"/>' if text.replace(".", "", 1).isdecimal() else f"<s v={quoteattr(text)}/>"


MEASURED = """
import resource, sys, time
from pathlib import Path
from assize.catalogue.load import load_catalogue
from assize.ingest import read_file
from assize.store import Store
started = time.perf_counter()
store = Store.open(Path(sys.argv[2]))
reading = read_file(Path(sys.argv[1]), load_catalogue(), store.scratch)
kept = store.keep(reading, Path(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_SELF)
elapsed = time.perf_counter() - started
# The system's count for a process includes what its parent held when it was begun; the kernel's own of this image does not.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), used.ru_maxrss)
print(kept.edition.observations, elapsed, used.ru_utime + used.ru_stime, peak / 1024)
"""


@dataclass(frozen=True)
class Measured:
    """What a process took: seconds on the clock, seconds that a processor worked, and peak memory."""

    observations: int
    seconds: float
    worked: float
    megabytes: float


def measure(path: Path) -> Measured:
    """A process that reads the workbook and keeps it in a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", MEASURED, str(path), folder]
        words = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return Measured(int(words[0]), *map(float, words[1:]))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tool", choices=("rdos", "timeliness", "open"), default="rdos")
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    if asked.tool == "timeliness":
        areas = len(every_area()) * len(STAGES) * len(JOURNEY_TYPES)
        name, made = (
            "timeliness_tool_Crown_Court.xlsx",
            Made(
                JOURNEY_FIELDS,
                journey_records(quarters=max(1, round(asked.records / areas))),
                inline=("mean", "median"),
            ),
        )
    elif asked.tool == "open":
        name, made = "cc_open_tool.xlsx", Made(OPEN_FIELDS, open_records(asked.records))
    else:
        name, made = "cc_rdos_tool.xlsx", Made(FIELDS, rdos_records(asked.records))
    with tempfile.TemporaryDirectory() as folder:
        path = write_tool(asked.out or Path(folder) / name, made)
        records = len(made.records)
        del made  # the child's memory is its own, but a small machine may not have room for both
        found = measure(path)
        size = path.stat().st_size / 1e6
    print(
        f"{records:,} records ({size:.1f} MB): {found.observations:,} observations in {found.seconds:.1f} s"
        f" (a processor worked {found.worked:.1f} s), {found.megabytes:.0f} MB"
    )
    return int(found.megabytes > MEGABYTES or (records <= RECORDS and found.seconds > SECONDS))


if __name__ == "__main__":
    sys.exit(main())
