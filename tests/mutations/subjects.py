"""The published files that are damaged, each with its true figures as this harness reads them for itself.

What a figure is of is worked out here for the csv files, from their headers and words (`_OWN`), and compared with what the
product says; for the other files the product's own reading of the undamaged file is taken for where a figure stands, and
the number itself is read here. Tests of the readers prove those places; here only damage matters.

`blind` says what a publication cannot show: a count that no total repeats may be any number.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from mutations.model import (
    AREA,
    CODE,
    EMPTY,
    FIGURE,
    HEADER,
    NOTE,
    NUMERAL,
    PERCENTAGE,
    QUARTER,
    TITLE,
    WORD,
    YEAR,
    Book,
    Cell,
    Key,
    Sheet,
    number_of,
)
from mutations.sight import Sight, look
from mutations.writing import letters, written

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r"^[A-Z]\d{8}$")
_YEAR = re.compile(r"^\d{4}[/_-](20)?\d{2}$")
_AREA_HEADERS = re.compile(
    r"^(force name|police force area|area name|name|pfa\d\dnm|lad\d\dnm|csp\d\dnm|region|national|lcjb area"
    r"|lja or court name|court|geographic area name|police force|lcjb|cps area|)$"
)
_HEADER_DEPTH = 12  # rows above the first figure in which the columns may be named

(
    NUMBER,
    SCALE,
    NAMES,
    CODES,
    PERIOD,
    FILE_NAME,
    HEADERS,
    SLIP,
    ROWS,
    RAGGED,
    SWAP,
    COUNTED,
    LINE,
    COPY,
    PART,
    MINOR,
    TOTALS,
    YEARS,
) = (
    "a number",
    "a unit",
    "two names",
    "two codes",
    "the period",
    "the period in the name",
    "two headers",
    "a column slipped",
    "rows",
    "a line's own words",
    "two numbers exchanged",
    "what is counted",
    "a line",
    "a copy",
    "a part",
    "a small part",
    "parts of a total",
    "the year",
)


@dataclass(frozen=True)
class Subject:
    """One publication's file: its cells, what is read of it whole, the true figures, and what nobody could see in it."""

    id: str
    book: Book
    pristine: Sight
    truth: Mapping[Key, Sequence[Decimal]]
    blind: Mapping[str, str] = field(default_factory=dict)
    once: Mapping[str, str] = field(
        default_factory=dict
    )  # fields (as a pattern) that nothing in the file repeats, and why
    shows: Callable[[Sheet, int], bool] | None = None  # whether a row contradicts itself, where it could
    others: tuple[Callable[[], Subject], ...] = ()  # other editions of the publication
    # Fields (as a pattern) of which two periods exchanged show only where they differ by more than this share, and why.
    alike: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    # Fields (as a pattern) that follow from others but for a share of themselves, that share, and why.
    nearly: Mapping[str, tuple[float, str]] = field(default_factory=dict)

    def within(self, cell: Cell) -> str:
        """Why nobody could see a number that is nearly what it was; empty where it is not near, or the file shows it."""
        now, before = number_of(cell.value), number_of(cell.was)
        if now is None or not before:
            return ""
        for pattern, (share, why) in self.nearly.items():
            if all(re.fullmatch(pattern, key[2]) for key in cell.keys) and abs(now - before) <= Decimal(share) * before:
                return why
        return ""

    def unshown(self, aspect: str, keys: Sequence[Key]) -> str:
        """Why nobody could see that figures are not what they were; empty where the file shows it."""
        if aspect in self.blind:
            return self.blind[aspect]
        if aspect not in (NUMBER, SCALE, SLIP, HEADERS, COPY):
            return ""
        fields = {key[2] for key in keys}
        return next(
            (why for pattern, why in self.once.items() if all(re.fullmatch(pattern, one) for one in fields)), ""
        )

    def other(self, draw: random.Random) -> Subject | None:
        """Another edition of the same publication, where there is one."""
        return draw.choice(self.others)() if self.others else None


# --- what the publications cannot show ---------------------------------------------------------------------------------

_FEW = "of a few codes it cannot be told whether one is lacking, or whether counts that are the same were copied"
_CRIME_BLIND = {
    COPY: _FEW,
    PART: _FEW,
    MINOR: _FEW,
    NUMBER: "no total or percentage of the file repeats a count of crimes",
    SCALE: "no total or percentage of the file repeats a count of crimes",
    NAMES: "names stand without codes: a file with all lines of two forces exchanged is a whole file",
    PERIOD: "the quarter stands in its own column alone",
    SLIP: "no total or percentage of the file repeats a count of crimes",
}


def crime_blind() -> Mapping[str, str]:
    """What the open data of the Home Office cannot show."""
    return _CRIME_BLIND


_RAGGED = "lines of two noughts are left out of this file, so no line is missed where it was, nor is one too many"
_CPS_BLIND = {
    SWAP: "two numbers of a column exchanged leave its sum, and here every printed percentage too",
    NAMES: "names stand without codes: a file with the lines of two areas exchanged is a whole file",
    FILE_NAME: "the quarter stands in the file's name alone",
}


# --- loading ------------------------------------------------------------------------------------------------------------


@cache
def area_slugs() -> Mapping[str, str]:
    """Every spelling of an area (letters and digits only, in lower case) and every code -> our slug of it."""
    found = {}
    with (ROOT / "src" / "assize" / "catalogue" / "areas.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if "region" in row["kinds"].split():
                continue
            for spelling in (row["name"], *row["variants"].split("|"), row["code"]):
                if spelling:
                    found.setdefault(plain(spelling), row["slug"])
    return found


def plain(text: str) -> str:
    """Letters and digits of a name, footnote digits left out; a code as it is."""
    if _CODE.match(text.strip()):
        return text.strip().casefold()
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\d+(,\d+)*$", "", text.strip()).casefold().replace("&", "and")) or text


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold().replace("&", " and ")).strip("-")


def text_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def text_book(name: str, rows: Sequence[Sequence[str]], form: str = "csv", newline: str = "\r\n") -> Book:
    return Book(name, form, [Sheet("", [[Cell(text) for text in row] for row in rows])], newline=newline)


def workbook_book(path: Path, *, widest: int = 40) -> Book:
    """A published xlsx as cells, columns beyond the `widest` left out (ages one by one: nothing is read of them)."""
    from openpyxl import load_workbook

    sheets = []
    for sheet in load_workbook(path, data_only=True).worksheets:
        rows = [
            [
                Cell("" if value is None else value if isinstance(value, int | float | str) else str(value))
                for value in row
            ]
            for row in sheet.iter_rows(max_col=min(sheet.max_column, widest), values_only=True)
        ]
        merges = [
            (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
            for area in sheet.merged_cells.ranges
            if area.max_col <= widest
        ]
        sheets.append(Sheet(sheet.title, rows, merges, sheet.sheet_state != "visible"))
    return Book(path.name, "xlsx", sheets)


def subject(
    id: str,
    book: Book,
    *,
    blind: Mapping[str, str] | None = None,
    once: Mapping[str, str] | None = None,
    own: Callable[[Book], None] | None = None,
    shows: Callable[[Sheet, int], bool] | None = None,
) -> Subject:
    """Reads the undamaged file with the product, finds the cell of each figure, and gives every cell its role.

    Raises AssertionError where a number read is not the one in its cell, or `own` finds it to be of something else.
    """
    sight = sight_of(book)
    places = _places(book)
    truth: dict[Key, list[Decimal]] = defaultdict(list)
    for figure in sight.figures:
        cell = places[figure.sheet, figure.ref if figure.line is None else f"{figure.line}|{figure.column}"]
        cell.keys, cell.role = (*cell.keys, figure.key), FIGURE
        if figure.value is not None:
            printed = number_of(cell.value)
            assert printed in (figure.value, None), f"{id}: {figure} is read of a cell with '{cell.text}'"
            truth[figure.key].append(figure.value)
    for sheet in book.sheets:
        _give_roles(sheet)
    for cell in book.cells():
        cell.was = cell.value
    if own is not None:
        own(book)
    return Subject(id, book, sight, dict(truth), blind or {}, once or {}, shows)


def sight_of(book: Book) -> Sight:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / book.name
        path.write_bytes(written(book))
        return look(path, Path(folder), book.period).printed(book.times)


def _places(book: Book) -> dict[tuple[str, str], Cell]:
    """Every cell by its sheet and what the product calls its place: `E12`, or a line and a header."""
    found: dict[tuple[str, str], Cell] = {}
    if book.form == "pivot":
        sheet = book.sheets[0]
        for number, row in enumerate(sheet.rows[1:], 1):
            for header, cell in zip(sheet.rows[0], row, strict=True):
                found[sheet.name, f"{number}|{header.text}"] = cell
        return found
    if not book.is_text:
        for sheet in book.sheets:
            for at, row in enumerate(sheet.rows, 1):
                for column, cell in enumerate(row):
                    found[sheet.name, f"{letters(column)}{at}"] = cell
        return found
    rows = book.sheets[0].rows
    headers = [cell.text.strip() for cell in rows[0]]
    for line, row in enumerate(rows, 1):
        for header, cell in reversed(list(zip(headers, row, strict=True))):  # of two like headers the first is meant
            found["", f"{line}|{header}"] = cell
    return found


def _give_roles(sheet: Sheet) -> None:
    body = [at for at, row in enumerate(sheet.rows) if any(cell.role == FIGURE for cell in row)]
    if not body:
        for cell in sheet.cells():
            cell.role = NOTE if cell.text.strip() else EMPTY
        return
    above = range(max(body[0] - _HEADER_DEPTH, 0), body[0])
    header = max(above, key=lambda at: (sum(bool(cell.text.strip()) for cell in sheet.rows[at]), at), default=-1)
    names = [" ".join(cell.text.casefold().replace("_", " ").split()) for cell in sheet.rows[header]] if above else []
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if cell.role == FIGURE:
                continue
            if not cell.text.strip() and at != header:
                continue
            if at == header:
                cell.role = HEADER
            elif at < body[0]:
                cell.role = TITLE
            elif at > body[-1]:
                cell.role = NOTE
            else:
                cell.role = _role(cell, names[column] if column < len(names) else "")


def _role(cell: Cell, header: str) -> str:
    text = cell.text.strip()
    if "quarter" in header or header == "period":
        return QUARTER
    if "year" in header and len(text) < 8:
        return YEAR
    if _CODE.match(text):
        return CODE
    if _YEAR.match(text):
        return YEAR
    if text.endswith("%"):
        return PERCENTAGE
    if number_of(cell.value) is not None:
        return NUMERAL
    if header:
        return AREA if _AREA_HEADERS.match(without_digits(header)) else WORD
    return AREA if plain(text) in area_slugs() else WORD


def without_digits(header: str) -> str:
    """A header without the footnotes glued to it, but for the year in a look-up's."""
    return header if re.match(r"^(lad|csp|pfa)\d\d", header) else re.sub(r"[\d,]+$", "", header).strip()


# --- this harness's own reading of the csv files ------------------------------------------------------------------------

_SIDES = ("Convictions", "Unsuccessful")
_CATEGORY = {
    "all-other-offences-excluding-motoring": "all-other-offences",
    "admin-finalised": "administratively-finalised",
}


def compare(book: Book, own: Callable[[Mapping[str, str], str, str], Key | None], name: str) -> None:
    """Every figure's key must be the one that the words of its line and its header give."""
    rows = book.sheets[0].rows
    headers = [cell.text for cell in rows[0]]
    for row in rows[1:]:
        said = {header: cell.text for header, cell in zip(headers, row, strict=True)}
        for header, cell in zip(headers, row, strict=True):
            if cell.role == FIGURE:
                key = own(said, header, name)
                if key is not None and key[2] not in {one[2] for one in cell.keys}:
                    continue  # a further line of an authority says only its partnership
                assert key in cell.keys, f"{name}: {cell.keys} is {key} by its line and header"


def own_cps(said: Mapping[str, str], header: str, name: str) -> Key | None:
    year, quarter = re.findall(r"(\d\d)-\d\d-q(\d)", name)[0]
    start, number = 2000 + int(year), int(quarter)
    period = f"{start + (number == 4)}Q{number % 4 + 1}"
    match = re.match(r"Number of (?:[A-L] )?(.+) (Convictions|Unsuccessful)$", header)
    if not match:
        return None
    category = _CATEGORY.get(slug(match[1]), slug(match[1]))
    return (area_slugs()[plain(said[""])], period, match[2].lower(), (category,))


def _line_period(said: Mapping[str, str]) -> str:
    year = int(next(said[name] for name in said if slug(name) == "financial-year")[:4])
    number = int(next(said[name] for name in said if slug(name) == "financial-quarter"))
    return f"{year + (number == 4)}Q{number % 4 + 1}"


def own_crime(said: Mapping[str, str], header: str, name: str) -> Key | None:
    words = {slug(key): value for key, value in said.items()}
    group, below = slug(words["offence-group"]), slug(words["offence-subgroup"])
    group = {"miscellaneous-crimes": "miscellaneous-crimes-against-society"}.get(group, group)
    below = {"rape": "rape-offences"}.get(below, below)
    dimensions = [group, below, words["offence-code"].strip()]
    counted = "offences"
    if "outcome-type" in words:
        dimensions.append(words["outcome-type"])
        counted = "outcomes_recorded" if "outcomes_recorded" in header.casefold() else "offences_recorded"
    return (area_slugs()[plain(words["force-name"])], _line_period(said), counted, tuple(dimensions))


def own_lookup(said: Mapping[str, str], header: str, name: str) -> Key | None:
    authority = next(value for key, value in said.items() if re.match(r"LAD\d\dCD$", key))
    code = next(value for key, value in said.items() if re.match(r"PFA\d\dCD$", key))
    authority_name = next(value for key, value in said.items() if re.match(r"LAD\d\dNM$", key))
    return (area_slugs()[plain(code)], f"20{header[3:5]}-m04", "authority", (authority, "", authority_name))


# --- the files ----------------------------------------------------------------------------------------------------------


def _cps(data: Path, name: str) -> Subject:
    rows = text_rows(data / "cps_case_outcomes_quarterly" / name)
    return subject(
        f"cps {name}",
        text_book(name, rows),
        blind=_CPS_BLIND,
        own=lambda book: compare(book, own_cps, name),
        shows=contradicts,
    )


def contradicts(sheet: Sheet, at: int) -> bool:
    """Whether a row of the CPS has a percentage that does not follow from its two counts, to the tenth."""
    said = {header.text: cell.text for header, cell in zip(sheet.rows[sheet.header], sheet.rows[at], strict=False)}
    for header, printed in said.items():
        match = re.match(r"Percentage of (.+) (Convictions|Unsuccessful)$", header)
        share = number_of(printed.rstrip("%")) if match else None
        if not match or share is None:
            continue
        counts = {side: number_of(said.get(f"Number of {match[1]} {side}", "0")) for side in _SIDES}
        whole = sum((count for count in counts.values() if count is not None), Decimal(0))
        count = counts[match[2]]
        if count is not None and whole and abs(count * 100 / whole - share) > Decimal("0.05"):
            return True
    return False


# A code of each group of offences but the miscellaneous: a file that lacks a group wholly is refused.
EACH_GROUP = ("8N", "19C", "34B", "49", "58C", "92E", "10C", "9A")
_RARE = ("36", "70", "34A", "47", "56A", "92C", "10A", "62A")  # the same of codes that few forces have in each quarter


def _crime(data: Path) -> Subject:
    """All forces and quarters, and the crimes of a few codes of each group, homicide with its joint code among them."""
    path = data / "home_office_recorded_crime" / "prc-pfa-mar2013-onwards-tables201718.csv"
    header, *lines = text_rows(path)
    codes = ("1/4.1/4.10/4.2", "80", "104", "19C", "49", "AF", "CIFAS", "UK Finance", "FFA UK", *EACH_GROUP)
    rows = [header, *(line for line in lines if line[6].strip() in codes)]
    return subject(
        "recorded crime",
        text_book(path.name, rows),
        blind=_CRIME_BLIND,
        own=lambda book: compare(book, own_crime, path.name),
    )


def _outcomes(data: Path, name: str, codes: Sequence[str]) -> Subject:
    """All forces and quarters, some outcome types of a few codes, and of a code of each other group."""
    header, *lines = text_rows(data / "home_office_outcomes" / name)
    types = ("0", "1", "2", "3", "14", "15", "16", "18", "21")
    # The later file leaves lines of two noughts out, which shows in codes that are rare.
    beside, several = (EACH_GROUP, ("1",)) if "2017" in name else (_RARE, types)
    kept = {(code, kind) for each, of in ((beside, several), (codes, types)) for code in each for kind in of}
    rows = [header, *(line for line in lines if (line[6], line[10]) in kept)]
    return subject(
        f"outcomes {name}",
        text_book(name, rows, "csv.gz", "\n"),
        blind=_CRIME_BLIND if "2017" in name else {**_CRIME_BLIND, ROWS: _RAGGED, RAGGED: _RAGGED},
        own=lambda book: compare(book, own_crime, name),
    )


_LOOKUP_BLIND = {
    CODES: "the code and the name of an authority stand in this file alone",
    ROWS: "no list of all authorities of a year is in the file",
}


def _lookup(data: Path, name: str) -> Subject:
    rows = text_rows(data / "ons_geography" / name)
    own = (lambda book: compare(book, own_lookup, name)) if name.startswith("LAD") else None
    found = subject(f"look-up {name}", text_book(name, rows), blind=_LOOKUP_BLIND, own=own)
    for row in found.book.sheets[0].rows[1:]:
        for header, cell in zip(rows[0], row, strict=True):
            if header[:3] in ("LAD", "CSP"):  # what nothing else in the file repeats
                cell.role = WORD
    return found


_COURT_BLIND = {
    NAMES: "names stand without codes: a file with the lines of two areas exchanged is a whole file",
    PERIOD: "the quarter stands in its own columns alone",
    YEARS: "the year stands in its own columns alone",
    ROWS: "which courts and boards there are is not in the file",
}
_DAYS = "one line's mean or median is repeated by no other line"
_COURT_ONCE = {
    r"(mean|median)_days_\w+": _DAYS,
    r"open_cases_by_age": "no total of the ages stands in the file",
}


def _court(data: Path, name: str) -> Subject:
    book = text_book(name, text_rows(data / "moj_court_statistics" / name), newline="\n")
    book.period = "2025Q4" if name == "gold_backlog_by_court.csv" else ""
    found = subject(f"courts {name}", book, blind=_COURT_BLIND, once=_COURT_ONCE)
    if name == "gold_backlog_by_court.csv":
        return replace(found, blind={**_COURT_BLIND, LINE: _ALIKE}, shows=_change_differs)
    return replace(found, nearly=_NEARLY_OPEN) if name == "gold_backlog_trajectory.csv" else found


_ALIKE = "a court with as many open cases as a year ago has no change and no share that would be too small"


def _change_differs(sheet: Sheet, at: int) -> bool:
    """Whether a court's change is another than its two counts make it."""
    said = {header.text: number_of(cell.value) for header, cell in zip(sheet.rows[0], sheet.rows[at], strict=False)}
    now, before, change = (said.get(name) for name in ("open_latest", "open_year_ago", "change"))
    return None not in (now, before, change) and (now or 0) - (before or 0) != change


# In the 40 quarters published, open cases were up to 0.6% from those of the quarter before and what came and went.
_NEARLY_OPEN = {
    "open_cases": (0.02, "open cases move by up to 0.6% besides what came and went: so small a change is no fault")
}

_ONS_ONCE = {
    r"knife_share\w*_percent": "the offences of which it is a share are not in the workbook",
    r"\w*change\w*": "the count a year before is not in the workbook",
    r"asb_(experienced|differs|change)\w*|csew_\w+": "a survey's figure is repeated nowhere in the workbook",
}


_ONS_ALIKE = {
    r"knife_offences|knife_share_in_series\w*": (
        0.25,
        "two years of offences with a knife that are of one size, and that no printed change compares, are a whole series",
    )
}


def _ons(data: Path, name: str) -> Subject:
    book = workbook_book(data / "ons_police_force_area_tables" / name)
    return replace(subject(f"force tables {name}", book, once=_ONS_ONCE), alike=_ONS_ALIKE)


def _population(data: Path) -> Subject:
    book = workbook_book(data / "ons_population" / "LAD23_Mid_Year_pop_2011_to_2022.xlsx", widest=28)
    return subject("population", book)


def _population_xls(data: Path) -> Subject:
    """The older workbook of populations, which cannot be written again: its bytes are damaged as they are.

    Every figure is held against what python-calamine finds in its cell: the product reads an xls by another library.
    """
    from python_calamine import CalamineWorkbook

    path = data / "ons_population" / "ons_pop_data.xls"
    book = Book(path.name, "bytes", [], raw=path.read_bytes())
    sight = sight_of(book)
    opened = CalamineWorkbook.from_path(str(path))
    sheets = {name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in opened.sheet_names}
    truth: dict[Key, list[Decimal]] = defaultdict(list)
    cells = []
    for figure in sight.figures:
        match = re.fullmatch(r"([A-Z]+)(\d+)", figure.ref)
        assert match, f"{path.name}: {figure} has no cell"
        column = sum((ord(sign) - 64) * 26**at for at, sign in enumerate(reversed(match[1]))) - 1
        value = sheets[figure.sheet][int(match[2]) - 1][column]
        assert number_of(value) == figure.value, f"{path.name}: {figure} is read of a cell with '{value}'"
        truth[figure.key].append(Decimal(value) + 0)
        cells.append(Cell(value, FIGURE, (figure.key,), was=value))
    book.sheets.append(Sheet("", [cells]))
    return Subject("population xls", book, sight, dict(truth))


def published(data: Path) -> dict[str, Callable[[], Subject]]:
    """Every published file by name, each loaded when first asked for."""
    makers: dict[str, Callable[[], Subject]] = {}

    def offer(name: str, make: Callable[..., Subject], *arguments: Any) -> None:
        makers[name] = cache(lambda: make(data, *arguments))

    for path in sorted((data / "cps_case_outcomes_quarterly").glob("*.csv")):
        offer(f"cps {path.name}", _cps, path.name)
    offer("recorded crime", _crime)
    offer("outcomes outcomes-2017-18.csv.gz", _outcomes, "outcomes-2017-18.csv.gz", ("80", "53D"))
    offer("outcomes outcomes-2018-19.csv.gz", _outcomes, "outcomes-2018-19.csv.gz", ("80", "53D"))
    for path in sorted((data / "ons_geography").glob("*.csv")):
        offer(f"look-up {path.name}", _lookup, path.name)
    for path in sorted((data / "moj_court_statistics").glob("*.csv")):
        offer(f"courts {path.name}", _court, path.name)
    for path in sorted((data / "ons_police_force_area_tables").glob("*.xlsx")):
        offer(f"force tables {path.name}", _ons, path.name)
    offer("population", _population)
    offer("population xls", _population_xls)
    return {name: cache(partial(_among, name, makers)) for name in makers}


def _among(name: str, makers: Mapping[str, Callable[[], Subject]]) -> Subject:
    """A subject that knows the other editions of its publication."""
    kind = re.match(r"^(cps|outcomes|look-up LAD|force tables)", name)
    others = [make for other, make in makers.items() if kind and other != name and other.startswith(kind[0])]
    return replace(makers[name](), others=tuple(others))
