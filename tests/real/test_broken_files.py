"""The publishers' own files, spoilt at random from fixed seeds: each is refused in a sentence or read, never anything else.

A population workbook that is read in spite of it must give the same people as the whole one.
"""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.core.reading import Query, Reading
from assize.ingest import read_file

pytestmark = pytest.mark.real

CATALOGUE = load_catalogue()
FOLDERS = (
    "ons_geography",
    "cps_case_outcomes_quarterly",
    "ons_police_force_area_tables",
    "pivot_caches",
    "moj_court_statistics",
)
POPULATIONS = ("LAD23_Mid_Year_pop_2011_to_2022.xlsx", "ons_pop_data.xls")
LARGEST = 500_000  # bytes of a file spoilt here; larger ones take too long for the suite
SECONDS = 40  # of the processor: a reader that hangs takes more, one on a slow machine does not
PACKED = ("part left out", "part cut", "part changed")
PLAIN = ("cut", "bits", "bytes", "inserted", "copied", "emptied")
STRANGE = b'<>"/=&;,0159AZaz \0\xff'


def spoil(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """(what was done, the bytes afterwards)."""
    kind = chance.choice((*PLAIN, *PACKED) if data.startswith(b"PK") else PLAIN)
    if kind in PACKED:
        return kind, spoil_part(data, kind, chance)
    spoilt, at = bytearray(data), chance.randrange(len(data))
    if kind == "cut":
        del spoilt[at:]
    elif kind == "bits":
        for _ in range(chance.randint(1, 4)):
            spoilt[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == "bytes":
        for _ in range(chance.randint(20, 500)):
            spoilt[chance.randrange(len(data))] = chance.randrange(256)
    elif kind == "inserted":
        spoilt[at:at] = chance.randbytes(chance.randint(1, 300))
    elif kind == "copied":
        spoilt[at:at] = data[at : at + chance.randint(1, 3000)]
    else:
        length = chance.randint(1, 3000)
        spoilt[at : at + length] = bytes(len(spoilt[at : at + length]))
    return kind, bytes(spoilt)


def spoil_part(data: bytes, kind: str, chance: random.Random) -> bytes:
    """The zip packed again, whole and with right checksums, but for one part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        hit = chance.choice([part.filename for part in old.infolist() if part.file_size])
        for name in old.namelist():
            content = bytearray(old.read(name))
            if name == hit and kind == "part left out":
                continue
            if name == hit and kind == "part cut":
                del content[chance.randrange(len(content)) :]
            elif name == hit:
                for _ in range(chance.randint(1, 30)):
                    content[chance.randrange(len(content))] = chance.choice(STRANGE)
            new.writestr(name, bytes(content))
    return packed.getvalue()


def outcome(path: Path, scratch: Path) -> Reading | None:
    """The reading, or nothing where the file was refused; then every reason is one sentence."""
    began = time.process_time()
    reading, problems = None, []
    try:
        reading = read_file(path, CATALOGUE, scratch)
    except FileRefused as refusal:
        problems = list(refusal.problems)
    assert time.process_time() - began < SECONDS
    assert reading or problems
    assert all(problem.sentence.endswith(".") and "\n" not in problem.sentence for problem in problems)
    return reading


def test_files_spoilt_at_random(shared: Path, tmp_path: Path, record_property) -> None:  # type: ignore[no-untyped-def]
    files = [
        path
        for folder in FOLDERS
        for path in sorted((shared / "data" / folder).iterdir())
        if path.stat().st_size <= LARGEST
    ]
    refused = 0
    for seed in range(40):
        chance = random.Random(seed)
        path = chance.choice(files)
        _, data = spoil(path.read_bytes(), chance)
        (tmp_path / path.name).write_bytes(data)
        refused += outcome(tmp_path / path.name, tmp_path) is None
    record_property("counted", f"40 files spoilt at random: {refused} refused, {40 - refused} read")
    assert refused >= 20


def people(reading: Reading) -> dict[tuple[str, str], object]:
    assert not isinstance(reading.content, Query)
    return {(row.area, row.period.id): row.value for row in reading.content}


@pytest.mark.parametrize("name", POPULATIONS)
def test_a_spoilt_population_is_refused_or_the_same(shared: Path, tmp_path: Path, record_property, name: str) -> None:  # type: ignore[no-untyped-def]
    original = shared / "data" / "ons_population" / name
    whole = people(read_file(original, CATALOGUE, tmp_path))
    refused = 0
    for seed in range(100, 105):
        _, data = spoil(original.read_bytes(), random.Random(seed))
        (tmp_path / name).write_bytes(data)
        reading = outcome(tmp_path / name, tmp_path)
        if reading is None:
            refused += 1
        else:
            assert people(reading) == whole
    record_property("counted", f"{name} spoilt 5 times: {refused} refused, {5 - refused} read as the whole one")
    assert refused
