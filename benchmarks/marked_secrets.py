"""Two hundred marked secrets brought in through every door: does a pack for the public let any of them out, and is each found?

    python benchmarks/marked_secrets.py [--secrets 200] [--ways 12] [--seed N]

The example is made, and marked numbers and words are brought into it by the ordinary doors: returns of all partners of a board
(figures, reasons, roles, local measures, names of files and sheets), official files' names, commentary and asks for partners
only, settings (mailboxes, agreements, targets, breaks of measures that partners shared in confidence). The packs for
partners and for the public are built. By a search that shares nothing with the scan, many of the secrets must stand in the
pack for partners (or the search proves nothing) and none in the one for the public. Then each is leaked into a copy of the
latter in `--ways` of the kinds of `tests/leaks`, one at a time, all kinds in turn: the scan must find it each time. Exits 1
where it does not.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from leaks.kinds import KINDS  # noqa: E402
from leaks.planting import Secret  # noqa: E402

from assize import app  # noqa: E402
from assize.app.scanning import compose_pack, secrets_of  # noqa: E402
from assize.core.audiences import PARTNERSHIP, PUBLIC  # noqa: E402
from assize.core.forms import LOCAL_HEADER_ROW  # noqa: E402
from assize.core.periods import parse_period  # noqa: E402
from assize.publish.scan import scan  # noqa: E402

BOARD, QUARTER, CUT_OFF = "staffordshire", "2018-19-q4", date(2019, 7, 31)
ASKED, GIVEN = date(2019, 6, 19), date(2019, 7, 1)
SETTINGS = """
[calendar."2018-19-q4"]
board = 2019-08-14

[targets]
witness-attendance = 0.{target}

[[break]]
measure = "witness-attendance"
from = "2018-19-q4"
reason = "{reason}"
author = "{author}"
"""
SLOTS = ("completed-prosecutions", "recorded-crime", "effectiveness-and-efficiency", "victims-and-witnesses", "gaps")
PLANTS = "alder birch cedar elder hazel holly larch maple rowan willow".split()
THINGS = "anvil basket candle doorbell engine fender girder hammock inkwell jetty kettle lantern mortar".split()


@dataclass
class Marks:
    """Secrets as they are made: words that stand in no other text, numbers that no count of the example comes near."""

    rng: random.Random
    made: dict[str, list[Secret]] = field(default_factory=dict)  # door -> its secrets
    number: int = 79_000

    def words(self, door: str) -> str:
        """A phrase of the door's."""
        told = " ".join((self.rng.choice(PLANTS), self.rng.choice(THINGS), self.rng.choice(PLANTS), f"x{len(self)}q"))
        self.made.setdefault(door, []).append(Secret(told, ""))
        return told

    def count(self, door: str) -> int:
        """A number, each less than the one before: what comes later in a form is often a part of what came before."""
        self.number -= self.rng.randrange(10, 30)
        self.made.setdefault(door, []).append(Secret("", str(self.number)))
        return self.number

    def __len__(self) -> int:
        return sum(map(len, self.made.values()))


# --- doors --------------------------------------------------------------------------------------------------------


def bring_in(folder: Path, marks: Marks) -> None:
    """Makes the example and brings the secrets in."""
    app.make_demo(folder)
    settings = SETTINGS.format(
        target=9137, reason=marks.words("a break's reason"), author=marks.words("a break's author")
    )
    marks.made["a target"] = [Secret("", "91.37")]
    path = folder / "assize.toml"
    path.write_text(path.read_text() + settings)
    providers = folder / "providers.toml"
    text = providers.read_text()
    for _ in range(8):
        box = f"performance@{marks.words('a mailbox').replace(' ', '-')}.example"
        marks.made["a mailbox"][-1] = Secret(box, "")
        text = text.replace('mailbox = ""', f'mailbox = "{box}"', 1)
        text = text.replace('agreement = ""', f'agreement = "{marks.words("an agreement")}"', 1)
    providers.write_text(text)
    app.write_requests(folder, QUARTER, ASKED)
    for form in sorted((folder / "returns" / QUARTER).glob(f"{BOARD}-*.xlsx")):
        name = marks.words("the name of a return")
        give_back(folder, form, folder / "inbox" / f"{name}.xlsx", marks)
    official(folder, marks)
    write_words(folder / "commentary" / BOARD / QUARTER, marks)


def give_back(folder: Path, form: Path, path: Path, marks: Marks) -> None:
    """Fills a form and loads it; a cell that the form's own checks refuse is answered `[x]`."""
    book = openpyxl.load_workbook(form)
    for sheet in book.worksheets:
        if sheet.title.startswith("Figures"):
            head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Reference")
            for row in range(head + 1, sheet.max_row + 1):
                if sheet.cell(row, 1).value:
                    sheet.cell(row, 8).value = marks.count("a return's figure")
                    sheet.cell(row, 10).value = marks.words("a return's reason")
        elif sheet.title.startswith("Local measures"):
            row = LOCAL_HEADER_ROW + 2  # rows of a sheet count from one, and the measures stand below the headers
            for column, value in enumerate((marks.words("a local measure"), marks.words("a local measure")), start=1):
                sheet.cell(row, column).value = value
            sheet.cell(row, 4).value, sheet.cell(row, 8).value = (
                f"Counted as {marks.words('a local measure')}",
                "higher",
            )
            sheet.cell(row, 9).value = marks.count("a local measure")
    for _ in range(6):
        book.save(path)
        (loaded,) = app.load_files(folder, [path], released=GIVEN)
        if loaded.refused is None:
            return
        cells = [(sheet, ref) for sheet, ref in re.findall(r"([\w ,]+?) ?[,!] ?(H\d+)", str(loaded.refused))]
        refused = {ref for _, ref in cells} or set(re.findall(r"\bH\d+\b", str(loaded.refused)))
        if not refused:
            raise AssertionError(f"a form could not be given back: {loaded.refused}")
        for sheet in book.worksheets:
            for ref in refused if sheet.title.startswith("Figures") else ():
                sheet[ref].value = "[x]"
    raise AssertionError(f"a form could not be given back: {loaded.refused}")


def official(folder: Path, marks: Marks) -> None:
    """A file of a source that this office keeps from the public, received again under a marked name."""
    path = folder / "assize.toml"
    path.write_text(path.read_text() + '\n[sharing.cps-case-outcomes]\naudiences = ["partnership"]\n')
    for quarter in ("q1", "q2", "q3", "q4"):
        source = folder / "inbox" / f"cps-case-outcomes-2018-19-{quarter}.csv"
        again = folder / "inbox" / f"{marks.words('the name of an official file')}.csv"
        again.write_bytes(source.read_bytes().replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n" * 2)
        (loaded,) = app.load_files(folder, [again])
        if loaded.refused is not None:
            raise AssertionError(str(loaded.refused))


def write_words(folder: Path, marks: Marks) -> None:
    """Commentary and asks for partners only."""
    folder.mkdir(parents=True, exist_ok=True)
    for slot in SLOTS:
        told = "\n\n".join(f"The desk of {marks.words('commentary')} has no room before May." for _ in range(4))
        (folder / f"{slot}.md").write_text(f"Words for everyone.\n\nFor partners only\n\n{told}\n")
    asks = "\n".join(f"Decide | whether {marks.words('an ask')} goes on | {marks.words('an ask')}" for _ in range(4))
    (folder / "asks.md").write_text(f"For partners only\n\n{asks}\n")


# --- a search of its own ------------------------------------------------------------------------------------------


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """All that a file says, as plainly as may be: parts of archives however deep, the text of every page of a PDF."""
    yield name
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                yield from texts_of(part, archive.read(part))
        return
    if data[:5] == b"%PDF-":
        document = pypdfium2.PdfDocument(data)
        yield from (page.get_textpage().get_text_range() for page in document)
    yield data.decode("utf-8", "replace")


class Searched:
    """A pack as one text, each number and word as it stands, marks of pages left out."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        texts = [one for name, data in files.items() for one in texts_of(name, data)]
        self.numbers = "\n".join(texts)
        self.words = re.sub(r"<[^<>]*>|\s+", " ", self.numbers).casefold()

    def shows(self, secret: Secret) -> bool:
        """Whether a secret stands anywhere in it."""
        if secret.words:
            return secret.words.casefold() in self.words
        return re.search(rf"(?<![\d.,]){_spelt(secret.number)}(?!\d)", self.numbers) is not None


def _spelt(number: str) -> str:
    whole, point, rest = number.partition(".")
    return ",?".join(re.findall(r"\d{1,3}(?=(?:\d{3})*$)", whole)) + re.escape(point + rest)


# --- the three questions ------------------------------------------------------------------------------------------


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--secrets", type=int, default=200)
    options.add_argument("--ways", type=int, default=12)
    options.add_argument("--seed", type=int, default=281126)
    told = options.parse_args()
    marks = Marks(random.Random(told.seed))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        bring_in(folder, marks)
        secrets = [(door, one) for door, several in marks.made.items() for one in several]
        print(f"{len(secrets)} secrets by {len(marks.made)} doors: {dict(Counter(door for door, _ in secrets))}")
        built = {}
        for audience in (PARTNERSHIP, PUBLIC):
            (pack,) = app.build(folder, board=BOARD, audience=audience)
            built[audience] = {path.name: path.read_bytes() for path in pack.folder.iterdir()}
        shown = {}
        for audience, files in built.items():
            searched = Searched(files)
            shown[audience] = Counter(door for door, secret in secrets if searched.shows(secret))
            print(
                f"the pack for {audience} shows {shown[audience].total()} of them: {dict(shown[audience])}", flush=True
            )
        let_out = shown[PUBLIC].total()
        weak = not all(shown[PARTNERSHIP][door] for door in ("a return's figure", "commentary", "a local measure"))
        missed = leak_each(folder, built[PUBLIC], [one for _, one in secrets][: told.secrets], told.ways)
    return 1 if let_out or weak or missed else 0


def leak_each(folder: Path, files: Mapping[str, bytes], secrets: list[Secret], ways: int) -> list[str]:
    """Leaks every secret in several ways; gives those that the scan does not find."""
    workspace = app.Workspace.open(folder)
    store = workspace.store()
    try:
        material, _ = app.prepare_material(workspace, store, BOARD, parse_period(QUARTER), CUT_OFF, PUBLIC)
        made, hidden = compose_pack(material), secrets_of(workspace, store, material)
    finally:
        store.close()
    made = type(made)(made.documents, made.decks, made.workbook)
    kinds, missed, tried, passed = list(KINDS), [], Counter[str](), Counter[str]()
    began = time.perf_counter()
    for at, secret in enumerate(secrets):
        for step in range(ways):
            kind = kinds[(at * ways + step) % len(kinds)]
            try:
                leaking = KINDS[kind](files, Secret(secret.words or "cases", secret.number or "4"))
            except AssertionError:  # this pack has no such place, or it says the same already
                passed[kind] += 1
                continue
            changed = {name: data for name, data in leaking.items() if files.get(name) != data}
            tried[kind] += 1
            if not scan(changed, made, hidden, files["manifest.json"]):
                missed.append(f"{kind}: {secret}")
    print(
        f"{sum(tried.values()):,} leaks of {len(secrets)} secrets by {len(tried)} kinds: {len(missed)} not found"
        f" ({time.perf_counter() - began:.0f} s)"
    )
    if passed:
        print(f"{sum(passed.values()):,} could not be planted in this pack: {dict(passed)}")
    for one in missed[:20]:
        print(f"  {one}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
