"""Two editions of one publication: the first as published, the next one damaged in a way that only the first can show.

Each of these later files agrees with itself: a series is all of it in another unit, two areas have each other's figures in
every row, every quarter stands one further on. After the first is loaded the second must be read to the right figures or
refused, or it must be said, by `load` or by `check`, what is wrong or gone.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import mutations.later  # noqa: F401  # its kinds join the others
from assize import app as assize
from assize.app.loading import Loaded
from assize.app.quality import check, summary_lines
from assize.core.periods import Period, parse_period
from mutations.damages import KINDS as FILE_KINDS
from mutations.damages import NotHereError, chosen, like
from mutations.made import board_tables, book_of, court_tables, crime_workbook, dashboard, supplementary
from mutations.model import AREA, CODE, FIGURE, WORD, Book, Cell, Key, number_of
from mutations.sight import look
from mutations.subjects import Subject, published, subject
from mutations.writing import written

READ, REFUSED, SAID, CHECKED, SILENT = "read right", "refused", "said by load", "said by check", "IN SILENCE"
OUTCOMES = (READ, REFUSED, SAID, CHECKED, SILENT)
_LAG = 85  # days from the last of a period to its publication


@dataclass(frozen=True)
class Pair:
    """A publication's files in order: those that are held, and the one that is damaged before it is loaded."""

    id: str
    before: tuple[Book, ...]
    later: Subject


@dataclass(frozen=True)
class Result:
    """What became of a damaged edition."""

    pair: str
    damage: str
    outcome: str
    why: str


# --- the pairs ------------------------------------------------------------------------------------------------------------


def without_last(book: Book, said: Mapping[str, str] | None = None) -> Book:
    """The edition before: the same without its last period. `said` are texts of its titles, and what they said then."""
    before = book.copy()
    periods = _periods(book)
    last = max(periods, key=lambda one: one.last_day).last_day
    gone = {one.id for one in periods if one.last_day == last}
    for sheet in before.sheets:
        rows = [at for at, row in enumerate(sheet.rows) if _all_of(row, gone)]
        columns = [at for at in range(sheet.width) if _all_of([row[at] for row in sheet.rows if at < len(row)], gone)]
        sheet.rows = [
            [cell for at, cell in enumerate(row) if at not in columns or rows]
            for number, row in enumerate(sheet.rows)
            if number not in rows
        ]
        for cell in sheet.cells():
            for now, then in (said or {}).items():
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace(now, then)
    return before


def _all_of(cells: Sequence[Cell], periods: set[str]) -> bool:
    keys = [key for cell in cells for key in cell.keys]
    return bool(keys) and all(key[1] in periods for key in keys)


def _periods(book: Book) -> list[Period]:
    return [parse_period(one) for one in sorted({key[1] for cell in book.cells() for key in cell.keys})]


def _tool() -> Subject:
    from ingest.made_tools import tool
    from pivot_cache import FIELDS

    return subject(
        "tool of counts", book_of("cc_rdos_tool.xlsx", "pivot", {"pivotCacheRecords1.xml": [FIELDS, *tool()]})
    )


def _larger_tool() -> Subject:
    from pivot_cache import FIELDS, rdos_records

    rows = [FIELDS, *rdos_records(20_000)]
    return subject("tool of 20,000", book_of("cc_rdos_tool.xlsx", "pivot", {"pivotCacheRecords1.xml": rows}))


_TITLES = {
    "Q4 2024": "Q3 2024",
    "October to December 2024": "July to September 2024",
    "27 March 2025": "19 December 2024",
}


def pairs(data: Path) -> dict[str, Callable[[], Pair]]:
    """Every pair by name, each made when first asked for."""
    files = published(data)
    found: dict[str, Callable[[], Pair]] = {}
    tables = ("march2018v2", "june2018corrected", "sep18corrected", "december2018", "june2019")
    named = [next(name for name in files if one in name) for one in tables]
    for earlier, later in pairwise(named):
        found[later] = lambda earlier=earlier, later=later: Pair(later, (files[earlier]().book,), files[later]())  # type: ignore[misc]
    for name in files:
        # A file of one quarter has no edition before it.
        several = name.startswith("courts") and not any(one in name for one in ("by_court", "EXTRACT"))
        if several or name == "recorded crime":
            found[name] = lambda name=name: _alone(name, files[name]())  # type: ignore[misc]
    outcomes = [name for name in files if name.startswith("outcomes")]
    found["outcomes"] = lambda: Pair("outcomes", (files[outcomes[0]]().book,), files[outcomes[1]]())
    quarters = [f"cps POC-18-19-q{number}.csv" for number in range(1, 5)]
    found["cps"] = lambda: Pair("cps", tuple(files[one]().book for one in quarters[:-1]), files[quarters[-1]]())
    makers: dict[str, Callable[[], Subject]] = {
        "dashboard": dashboard,
        "supplementary": lambda: supplementary("xlsx"),
        "court tables": lambda: court_tables("xlsx"),
        "board tables": lambda: board_tables("ods"),
        "crime workbook": lambda: crime_workbook(data, "xlsx"),
        "tool": _tool,
        "larger tool": _larger_tool,
    }
    for name, make in makers.items():
        found[name] = lambda name=name, make=make: _alone(name, make())  # type: ignore[misc]
    return {name: cache(make) for name, make in found.items()}


def _alone(name: str, later: Subject) -> Pair:
    return Pair(name, (without_last(later.book, _TITLES),), later)


# --- the damages ----------------------------------------------------------------------------------------------------------

Damage = Callable[[Book, random.Random, Subject], None]
KINDS: dict[str, Damage] = {}


def _kind(name: str) -> Callable[[Damage], Damage]:
    def kept(apply: Damage) -> Damage:
        KINDS[name] = apply
        return apply

    return kept


for _name in ("column dropped", "a column under a new name", "header renamed to a wrong one", "two headers exchanged"):
    KINDS[_name] = FILE_KINDS[_name].apply


def _series(book: Book) -> dict[tuple[object, ...], dict[Period, Cell]]:
    """The cells of each series, by period: of one place, field and breakdown, and of one length."""
    found: dict[tuple[object, ...], dict[Period, Cell]] = defaultdict(dict)
    for sheet in book.sheets:
        for cell in sheet.cells():
            if len(cell.keys) == 1 and number_of(cell.value) is not None:
                area, period, field, words = cell.keys[0]
                one = parse_period(period)
                found[sheet.name, area, field, words, one.months][one] = cell
    return found


def _figures(book: Book) -> list[Cell]:
    return [cell for cell in book.cells() if cell.role == FIGURE and cell.keys and number_of(cell.value) is not None]


@_kind("a table gone")
def table_gone(book: Book, draw: random.Random, subject: Subject) -> None:
    full = [sheet for sheet in book.sheets if any(cell.keys for cell in sheet.cells())]
    if len(full) < 2:
        raise NotHereError
    book.sheets.remove(draw.choice(full))


@_kind("a series times one number")
def series_times(book: Book, draw: random.Random, subject: Subject) -> None:
    """All figures of a field, on every sheet, so that every sum holds; or all that is counted."""
    fields = sorted({key[2] for cell in _figures(book) for key in cell.keys})
    field, factor = draw.choice([*fields, ""]), draw.choice([2, 3, 10, 1000])
    for cell in _figures(book):
        if cell.keys[0][2] == field or (not field and "percent" not in cell.keys[0][2]):
            cell.value = like(cell, _number(cell) * factor)


def _number(cell: Cell) -> float | int:
    number = number_of(cell.value)
    assert number is not None
    return int(number) if number == int(number) else float(number)


@_kind("two areas exchanged")
def areas_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    """Names alone where nothing else names them, else names and codes: all lines of each say the other."""
    areas = sorted({key[0] for cell in _figures(book) for key in cell.keys} - {"england-and-wales", "england", "wales"})
    if len(areas) < 2:
        raise NotHereError
    pair = draw.sample(areas, 2)
    rows: list[tuple[list[Cell], str]] = []
    for sheet in book.sheets:
        for row in sheet.rows:
            own = {key[0] for cell in row for key in cell.keys}
            if len(own) == 1 and (area := next(iter(own))) in pair:
                rows.append((row, area))
    texts: dict[str, dict[int, object]] = defaultdict(dict)
    for row, area in rows:
        for at, cell in enumerate(row):
            if cell.role in (AREA, CODE) or (cell.role == WORD and cell.text in _spellings(area)):
                texts[area].setdefault(at, cell.value)
    if len(texts) < 2 or not set(texts[pair[0]]) & set(texts[pair[1]]):
        raise NotHereError
    for row, area in rows:
        other = pair[1] if area == pair[0] else pair[0]
        for at, cell in enumerate(row):
            if at in texts[area] and at in texts[other] and cell.value == texts[area][at]:
                cell.value = texts[other][at]


@cache
def _spellings(area: str) -> tuple[str, ...]:
    from assize.catalogue.load import load_catalogue

    known = load_catalogue().areas.get(area)
    return (known.name, *known.variants) if known else ()


@_kind("two words exchanged")
def words_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    """Two words of a column (categories, types, groups) in every row of a table."""
    found = []
    for sheet in book.sheets:
        for at in sheet.columns_with(WORD):
            words = sorted({row[at].text for row in sheet.rows if at < len(row) and row[at].role == WORD} - {""})
            if 2 <= len(words) <= 40:
                found.append((sheet, at, words))
    sheet, at, words = chosen(found, draw)
    one, other = draw.sample(words, 2)
    for row in sheet.rows:
        if at < len(row) and row[at].role == WORD and row[at].text in (one, other):
            row[at].value = other if row[at].text == one else one


@_kind("two columns exchanged")
def columns_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    """The figures of two columns from the header down, totals and all."""
    sheet = chosen([one for one in book.sheets if len(one.columns_with(FIGURE)) > 1], draw)
    one, other = draw.sample(sheet.columns_with(FIGURE), 2)
    for at in sheet.body:
        row = sheet.rows[at]
        if max(one, other) < len(row):
            row[one].value, row[other].value = row[other].value, row[one].value


@_kind("the last periods cut")
def last_cut(book: Book, draw: random.Random, subject: Subject) -> None:
    cut = book
    for _ in range(draw.choice([2, 3])):
        if len({one.last_day for one in _periods(cut)}) < 2:
            raise NotHereError
        cut = without_last(cut)
    book.sheets = cut.sheets


@_kind("periods slid by one")
def periods_slid(book: Book, draw: random.Random, subject: Subject) -> None:
    """Each figure stands where that of the period after belongs; the first keeps its own."""
    moved = False
    for series in _series(book).values():
        values = {period: cell.value for period, cell in series.items()}
        for period, cell in series.items():
            before = period.later(-1) if not period.is_year else period.shifted(-period.months)
            if before in values:
                cell.value, moved = values[before], True
    if not moved:
        raise NotHereError


@_kind("counts slid by a line from a period on")
def counts_slid(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = chosen([one for one in book.sheets if len(one.body) > 20], draw)
    columns = sheet.columns_with(FIGURE)
    periods = sorted({key[1] for cell in sheet.cells() for key in cell.keys}, key=parse_period)
    first = periods[len(periods) // 3]
    rows = [
        row
        for row in sheet.rows
        if (own := {key[1] for cell in row for key in cell.keys}) and len(own) == 1 and min(own) >= first
    ]
    if len(rows) < 20 or not any(min(key[1] for cell in row for key in cell.keys) != periods[-1] for row in rows):
        raise NotHereError
    for at in columns:
        cells = [row[at] for row in rows if at < len(row) and number_of(row[at].value) is not None]
        values = [cell.value for cell in cells]
        for cell, value in zip(cells, [values[-1], *values[:-1]], strict=False):
            cell.value = value


@_kind("every period under the name of the next")
def relabelled(book: Book, draw: random.Random, subject: Subject) -> None:
    """As where a whole file is of another year or quarter than it says: what it has is the edition before's, one further on."""
    earlier = _series(without_last(book))
    series = _series(book)
    moved = False
    for name, cells in earlier.items():
        own = series.get(name, {})
        for period, cell in own.items():
            before = period.later(-1) if not period.is_year else period.shifted(-period.months)
            if before in cells:
                cell.value, moved = cells[before].value, True
    if not moved:
        raise NotHereError


# --- running --------------------------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    return re.sub(r"\d+", "0", text)


class Office:
    """A workspace in which the earlier editions are held, and what is said when the later one is loaded as it was published."""

    def __init__(self, pair: Pair, folder: Path) -> None:
        self.pair, self.folder = pair, folder
        self._before = folder / "before"
        self._copies = 0
        assize.new_workspace(self._before, ("staffordshire",), quarter="2018-19-q4", cut_off=date(2026, 6, 30))
        for book in pair.before:
            loaded, _ = self._load(self._before, book, book)
            assert loaded.refused is None, f"{pair.id}: the edition before is refused: {loaded.refused}"
        loaded, where = self.load(pair.later.book)
        assert loaded.refused is None, f"{pair.id} is refused as published: {loaded.refused}"
        self.told, self._where = _told(loaded), where

    def load(self, book: Book) -> tuple[Loaded, Path]:
        """Loads a later file after the earlier ones, into a workspace of its own."""
        self._copies += 1
        office = self.folder / f"office-{self._copies}"
        shutil.copytree(self._before, office)
        return self._load(office, book, self.pair.later.book)

    def _load(self, office: Path, book: Book, published: Book) -> tuple[Loaded, Path]:
        path = office / "inbox" / book.name
        path.write_bytes(written(book))
        released = max(one.last_day for one in _periods(published)) + timedelta(days=_LAG)
        period = parse_period(book.period) if book.period else None
        (loaded,) = assize.load_files(
            office, [path], released=None if "POC" in book.name else released, period=period, accept_layout=True
        )
        return loaded, office

    @cached_property
    def checked(self) -> frozenset[str]:
        """What `check` says of the edition as it was published."""
        return checked(self._where)


def _told(loaded: Loaded) -> frozenset[str]:
    return frozenset(_plain(problem.what) for problem in loaded.problems)


def checked(office: Path) -> frozenset[str]:
    """What `check` says, without its numbers and how many it says."""
    return frozenset(_plain(line) for line in summary_lines(check(office))[:-2])


def run(office: Office, damage: str, seed: int) -> Result | None:
    """Damages the later edition, loads it after the earlier ones, and says what came of it; None where it cannot be done."""
    pair = office.pair
    draw = random.Random(f"{seed}:{pair.id}:{damage}")
    book = pair.later.book.copy()
    try:
        KINDS[damage](book, draw, pair.later)
    except NotHereError:
        return None
    loaded, where = office.load(book)
    try:
        if loaded.refused is not None:
            return Result(pair.id, damage, REFUSED, " ".join(str(loaded.refused).split())[:300])
        wrong = _wrong(pair, book, office.folder)
        if not wrong:
            return Result(pair.id, damage, READ, "")
        if news := _told(loaded) - office.told:
            return Result(pair.id, damage, SAID, f"{min(news)} ({wrong})")
        if news := checked(where) - office.checked:
            return Result(pair.id, damage, CHECKED, f"{min(news)} ({wrong})")
        return Result(pair.id, damage, SILENT, wrong)
    finally:
        shutil.rmtree(where)


def _wrong(pair: Pair, book: Book, folder: Path) -> str:
    """A figure that is read and is not right, or one that is not read and is in the publication; empty where all is right."""
    path = folder / book.name
    path.write_bytes(written(book))
    sight = look(path, folder, book.period).printed(book.times)
    left: dict[Key, list[object]] = {key: list(values) for key, values in pair.later.truth.items()}
    for figure in sight.figures:
        if figure.value is None:
            continue
        if figure.value not in left.get(figure.key, ()):
            return f"{' '.join((*figure.key[:3], *figure.key[3]))} is read as {figure.value}"
        left[figure.key].remove(figure.value)
    gone = [key for key, values in left.items() if values]
    return f"{len(gone)} figures are missing, such as {' '.join((*gone[0][:3], *gone[0][3]))}" if gone else ""


def plan(names: Sequence[str], kinds: Sequence[str], count: int, seed: int) -> Iterator[tuple[str, str, int]]:
    """Pairs and damages, each with its own seed, evenly."""
    draw = random.Random(seed)
    deck: list[tuple[str, str]] = []
    for number in range(count):
        if not deck:
            deck = [(name, damage) for name in names for damage in kinds]
            draw.shuffle(deck)
        name, damage = deck.pop()
        yield name, damage, seed * 10_000 + number
