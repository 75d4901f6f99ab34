"""Damages of a part of a table, as people and spreadsheets do them: all rows of one word cut, words exchanged or sorted,
figures copied, slipped, filled down, rounded or written short.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from mutations.damages import NotHereError, a_column, a_figure, a_sheet, chosen, cut, kind, lies, like, years_later
from mutations.model import AREA, FIGURE, HEADER, NUMERAL, PERCENTAGE, TITLE, WORD, YEAR, Book, Cell, Sheet, number_of
from mutations.slips import pairs_of
from mutations.subjects import COPY, COUNTED, MINOR, NAMES, NUMBER, PART, PERIOD, SCALE, SLIP, Subject

_MOST_WORDS = 200
_NATION = "england-and-wales"  # has more than any part of it: it cannot change places unseen
_TOLD_BY = 3  # figures that are the same, by which a copy shows
_FEW_ROUNDED = 10
_MUCH = 0.005  # of all figures: what has less may be new, or have gone


def _words(sheet: Sheet, draw: random.Random, *roles: str) -> tuple[int, list[str]]:
    """A column of words in which each stands in several rows, and its words."""
    found = []
    for at in sheet.columns_with(*roles):
        cells = [sheet.rows[row][at] for row in sheet.body if at < len(sheet.rows[row])]
        words = Counter(cell.text for cell in cells if cell.role in roles and cell.text.strip())
        if 1 < len(words) <= _MOST_WORDS and sum(words.values()) > len(words):
            found.append((at, sorted(words)))
    return chosen(found, draw)


@kind("all rows of one word cut")
def word_cut(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at, words = _words(sheet, draw, WORD, NUMERAL)
    word = draw.choice(words)
    rows = [row for row in sheet.body if at < len(sheet.rows[row]) and sheet.rows[row][at].text == word]
    share = _sum(sheet, rows) / max(_sum(sheet, sheet.body), 1)
    cut(sheet, rows, subject, PART if share >= _MUCH else MINOR)


def _sum(sheet: Sheet, rows: Sequence[int]) -> float:
    return sum(float(number_of(cell.value) or 0) for at in rows for cell in sheet.rows[at] if cell.role == FIGURE)


@kind("one offence group alone")
def group_alone(book: Book, draw: random.Random, subject: Subject) -> None:
    """A filter on one group, or on two, that was left on when the file was saved."""
    sheet = a_sheet(book, draw)
    at = _headed(sheet, "offence group")
    groups = sorted({sheet.rows[row][at].text for row in sheet.body})
    kept = draw.sample(groups, draw.choice((1, 2)))
    cut(sheet, [row for row in sheet.body if sheet.rows[row][at].text not in kept], subject, COUNTED)


@kind("counts of the year to date")
def year_to_date(book: Book, draw: random.Random, subject: Subject) -> None:
    """Every count under a quarter is that of its financial year so far."""
    sheet = a_sheet(book, draw)
    _headed(sheet, "financial quarter")
    lines: dict[tuple[object, ...], list[tuple[str, Cell]]] = defaultdict(list)
    for cell in sheet.with_role(FIGURE):
        for area, period, *others in cell.keys[:1]:
            year, quarter = int(period[:4]), int(period[5])
            lines[area, year - (quarter == 1), *others].append((period, cell))
    for line in lines.values():
        so_far: Counter[int] = Counter()  # homicide has several lines in a quarter: each runs on by itself
        within: Counter[str] = Counter()
        for period, cell in sorted(line, key=lambda each: each[0]):
            count = number_of(cell.value)
            if count is not None:
                so_far[within[period]] += int(count)
                cell.value = like(cell, str(so_far[within[period]]))
            within[period] += 1


def _headed(sheet: Sheet, header: str) -> int:
    """The column under a header, in whatever case and with whatever between its words."""
    said = [re.sub(r"[\W_]+", " ", cell.text.casefold()).strip() for cell in sheet.rows[sheet.header]]
    if header not in said:
        raise NotHereError
    return said.index(header)


@kind("one area's rows of one word cut")
def word_cut_of_an_area(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at, words = _words(sheet, draw, WORD, NUMERAL)
    word = draw.choice(words)
    rows = [row for row in sheet.body if at < len(sheet.rows[row]) and sheet.rows[row][at].text == word]
    area = chosen(sorted({key[0] for row in rows for cell in sheet.rows[row] for key in cell.keys}), draw)
    cut(sheet, [row for row in rows if any(key[0] == area for cell in sheet.rows[row] for key in cell.keys)], subject)


@kind("two words of a column exchanged")
def words_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    """Everywhere, in one column alone: what stands beside them stays."""
    sheet = a_sheet(book, draw)
    at, words = _words(sheet, draw, WORD, NUMERAL)
    one, other = draw.sample(words, 2)
    values = {cell.text: cell.value for cell in sheet.column(at)}
    for row in sheet.body:
        if at < len(sheet.rows[row]) and sheet.rows[row][at].text in (one, other):
            cell = sheet.rows[row][at]
            cell.value = values[other if cell.text == one else one]


@kind("words sorted without the figures")
def words_sorted(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, WORD, AREA)
    cells = [sheet.rows[row][at] for row in sheet.body if at < len(sheet.rows[row])]
    values = [cell.value for cell in cells]
    order = sorted(values, key=str, reverse=draw.random() < 0.5)
    if values == order:
        raise NotHereError
    areas = {
        str(value): next((key[0] for one in sheet.rows[row] for key in one.keys), "")
        for row, value in zip(sheet.body, values, strict=False)
    }
    for cell, value in zip(cells, order, strict=True):
        cell.value = value
    if NAMES not in subject.blind or any(cell.role != AREA for cell in cells):
        return
    # Where each place has again one line of each kind, those of some places have changed places with each other.
    claims = {
        id(one): tuple((areas[str(cell.value)], *key[1:]) for key in one.keys)
        for row, cell in zip(sheet.body, cells, strict=False)
        for one in sheet.rows[row]
        if one.keys
    }
    figures = [one for row in sheet.body for one in sheet.rows[row] if one.keys]
    moved = [one for one in figures if claims[id(one)] != one.keys]
    if sorted(claims.values()) != sorted(one.keys for one in figures) or any(
        _NATION in key for one in moved for key in one.keys
    ):
        return
    for one in moved:
        one.claims, one.why = claims[id(one)], subject.blind[NAMES]


@kind("one period copied over another")
def period_copied(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    left, right = pairs_of(sheet, 1, draw)
    for cell, other in zip(left, right, strict=True):
        cell.value = other.value
    lies(left, subject, COPY)


@kind("one area's period copied over another area's or period's")
def area_period_copied(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    part = draw.choice([0, 1])
    left, right = pairs_of(sheet, part, draw)
    held = 1 - part
    word = chosen(sorted({cell.keys[0][held] for cell in left}), draw)
    pairs = [(one, other) for one, other in zip(left, right, strict=True) if one.keys[0][held] == word]
    if all(one.value == other.value for one, other in pairs):
        raise NotHereError
    for one, other in pairs:
        one.value = other.value
    lies([one for one, _ in pairs], subject, COPY if len(pairs) >= _TOLD_BY else NUMBER)


@kind("one area's figures slipped by a line or more")
def area_slipped(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    cells = [row[at] for row in sheet.rows if at < len(row) and row[at].keys]
    area = chosen(sorted({cell.keys[0][0] for cell in cells}), draw)
    cells = [cell for cell in cells if cell.keys[0][0] == area]
    if len(cells) < 2:
        raise NotHereError
    by = draw.choice([1, 1, -1, 2])
    shown = [(cell.value, cell.keys) for cell in cells]
    # A body with one figure a period, as those that count fraud have: its periods have changed places.
    alone = len({(key[0], *key[2:]) for cell in cells for key in cell.keys}) == 1
    for cell, (value, keys) in zip(cells, shown[-by:] + shown[:-by], strict=True):
        place, cell.value, cell.keys = cell.keys, value, keys
        aspects = (SLIP, PERIOD) if alone else (SLIP,)
        if why := next(filter(None, (subject.unshown(aspect, (*keys, *place)) for aspect in aspects)), ""):
            cell.claims, cell.why = place, why


@kind("figures filled down")
def filled_down(book: Book, draw: random.Random, subject: Subject) -> None:
    """As when the corner of a cell is drawn down: the next ones have its number, or one more each."""
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    rows = [row for row in sheet.rows if at < len(row) and row[at].role == FIGURE]
    if len(rows) < 3:
        raise NotHereError
    start, step = draw.randrange(len(rows) - 1), draw.choice([0, 0, 1])
    first = number_of(rows[start][at].value)
    if first is None or first != int(first):
        raise NotHereError
    changed = [row[at] for row in rows[start + 1 : start + 1 + draw.choice([1, 3, len(rows)])]]
    for count, cell in enumerate(changed, 1):
        cell.value = like(cell, int(first) + step * count)
    lies(changed, subject, NUMBER)


@kind("years counted on")
def years_counted_on(book: Book, draw: random.Random, subject: Subject) -> None:
    """As when the corner of a year's cell is drawn down: 2017/18, 2018/19, 2019/20."""
    sheet = a_sheet(book, draw)
    cells = [cell for cell in sheet.with_role(YEAR) if re.search(r"20\d\d", cell.text)]
    if len(cells) < 3:
        raise NotHereError
    start = draw.randrange(len(cells) - 2)
    first = cells[start].text
    for count, cell in enumerate(cells[start + 1 : start + 1 + draw.choice([2, 5])], 1):
        cell.value = years_later(first, count)


@kind("figures rounded")
def figures_rounded(book: Book, draw: random.Random, subject: Subject) -> None:
    """Of all of a sheet, of one column or of one area."""
    sheet = a_sheet(book, draw)
    cells = [cell for cell in sheet.with_role(FIGURE) if cell.keys and number_of(cell.value) is not None]
    which = draw.randrange(3)
    if which == 1:
        at = a_column(sheet, draw, FIGURE)
        own = {id(cell) for cell in cells}
        cells = [row[at] for row in sheet.rows if at < len(row) and id(row[at]) in own]
    elif which == 2:
        area = chosen(sorted({cell.keys[0][0] for cell in cells}), draw)
        cells = [cell for cell in cells if cell.keys[0][0] == area]
    step = draw.choice([5, 10, 100])
    for cell in cells:
        cell.value = like(cell, int(round((number_of(cell.value) or 0) / step) * step))
    lies(cells, subject, NUMBER)
    for cell in cells if len(cells) < _FEW_ROUNDED else ():
        cell.claims, cell.why = (
            cell.keys,
            cell.why or "numbers that are rounded may be so few that they are what they are",
        )


@kind("numbers written short")
def written_short(book: Book, draw: random.Random, subject: Subject) -> None:
    """As a spreadsheet shows what is too long for its column, and saves it in a csv: digits are lost."""
    sheet = a_sheet(book, draw)
    cells = [cell for cell in sheet.with_role(FIGURE) if (number_of(cell.value) or 0) >= 1000]
    form = draw.choice(["{:.1E}", "{:.2E}", "####", "{:.0f}K"])
    for cell in chosen([cells] if cells else [], draw):
        number = float(number_of(cell.value) or 0)
        cell.value = like(cell, form.format(number / 1000 if form.endswith("K") else number))


@kind("marks on numbers")
def marks_on_numbers(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet, cell = a_figure(book, draw)
    cells = [cell]
    if draw.random() < 0.3:
        cells = [one for one in sheet.with_role(FIGURE) if number_of(one.value) is not None]
    form = draw.choice(
        ["{} [r]", "{}r", "{}*", "{} (p)", "{}¹", "'{}", "\u00a0{}\u00a0", "{} 2", "{}/1", "{}-1", "={}", "{};", "{}\u200b",
         "+{}", "{}.", "{} (1)", "c. {}", "{}[note 1]", "{}th"]
    )  # fmt: skip
    for one in cells:
        one.value = form.format(one.text.strip())


@kind("minus signs lost")
def minus_lost(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cells = [cell for cell in sheet.with_role(FIGURE) if (number_of(cell.value) or 0) < 0]
    for cell in chosen([cells] if cells else [], draw):
        cell.value = like(cell, cell.text.strip().lstrip("-")) if isinstance(cell.value, str) else -cell.value
    lies(cells, subject, NUMBER)


@kind("two sheets' names exchanged")
def sheet_names_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    found = [sheet for sheet in book.sheets if sheet.with_role(FIGURE)]
    if book.is_text or book.form == "pivot" or len(found) < 2:
        raise NotHereError
    one, other = draw.sample(found, 2)
    one.name, other.name = other.name, one.name


@kind("one area's row of another edition")
def row_of_another(book: Book, draw: random.Random, subject: Subject) -> None:
    """All its figures, and what is printed beside them: the row agrees with itself."""
    other = subject.other(draw)
    if other is None or "bytes" in (book.form, other.book.form):
        raise NotHereError
    sheet = a_sheet(book, draw)
    theirs = next((one for one in other.book.sheets if one.name.strip() == sheet.name.strip()), None)
    if theirs is None or theirs.header < 0 or sheet.header < 0:
        raise NotHereError
    if [cell.text for cell in sheet.rows[sheet.header]] != [cell.text for cell in theirs.rows[theirs.header]]:
        raise NotHereError
    area = chosen(sorted({key[0] for cell in sheet.cells() for key in cell.keys}), draw)
    mine = [row for row in sheet.rows if any(key[0] == area for cell in row for key in cell.keys)]
    yours = [row for row in theirs.rows if any(key[0] == area for cell in row for key in cell.keys)]
    if len(mine) != 1 or len(yours) != 1:
        raise NotHereError
    changed = []
    for cell, given in zip(mine[0], yours[0], strict=False):
        if cell.role in (FIGURE, PERCENTAGE, NUMERAL) and given.role in (FIGURE, PERCENTAGE, NUMERAL):
            cell.value = given.value
            changed.append(cell)
    lies([cell for cell in changed if cell.keys], subject, COPY)


@kind("a table in the middle of another")
def table_within(book: Book, draw: random.Random, subject: Subject) -> None:
    """A second table with its own header below the first, of some of its rows and other numbers."""
    sheet = a_sheet(book, draw)
    body = sheet.body
    if sheet.header < 0 or len(body) < 4:
        raise NotHereError
    rows = [[Cell(cell.value, HEADER if cell.text else cell.role) for cell in sheet.rows[sheet.header]]]
    for at in draw.sample(body, min(len(body), 5)):
        rows.append([Cell(cell.value, cell.role) for cell in sheet.rows[at]])
        _changed(rows[-1])
    width = sheet.width if book.is_text else 1
    sheet.rows += [
        [Cell() for _ in range(width)],
        [Cell("Previous figures", TITLE), *(Cell() for _ in range(width - 1))],
    ]
    sheet.rows += rows


def _changed(row: Sequence[Cell]) -> None:
    for cell in row:
        if cell.role == FIGURE and (number := number_of(cell.value)) is not None:
            cell.value = like(cell, int(number) + 3)


@kind("a title as the label of a row")
def title_as_label(book: Book, draw: random.Random, subject: Subject) -> None:
    """What stands above a table takes the place of a word or a name in one of its rows."""
    sheet = a_sheet(book, draw)
    title = chosen([cell for cell in sheet.with_role(TITLE) if cell.text.strip()], draw)
    cells = [cell for at in sheet.body for cell in sheet.rows[at] if cell.role in (AREA, WORD) and cell.text.strip()]
    chosen(cells, draw).value = title.value


@kind("the second half of a table beside the first")
def half_beside(book: Book, draw: random.Random, subject: Subject) -> None:
    """Each half under the same headers, an empty column or none between them."""
    sheet = a_sheet(book, draw)
    body = sheet.body
    if book.is_text or sheet.header < 0 or len(body) < 8:
        raise NotHereError
    second = body[len(body) // 2 :]
    header = [Cell(cell.value, cell.role) for cell in sheet.rows[sheet.header]]
    beside = [header, *(sheet.rows[at] for at in second)]
    width, apart = sheet.width, draw.choice([0, 1])
    for at, cells in zip((sheet.header, *body), beside, strict=False):
        row = sheet.rows[at]
        row += [Cell() for _ in range(width + apart - len(row))]
        row += cells
    for at in reversed(second):
        del sheet.rows[at]
    sheet.merges = []


@kind("the unit in every cell")
def unit_in_cells(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    form = draw.choice(["{} offences", "{}k", "{} %", "£{}", "{} days", "{}m"])
    for row in sheet.rows:
        if at < len(row) and row[at].role == FIGURE and number_of(row[at].value) is not None:
            row[at].value = form.format(row[at].text.strip())


@kind("a part of a column in another unit")
def part_of_a_column(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    cells = [row[at] for row in sheet.rows if at < len(row) and row[at].role == FIGURE]
    start = draw.randrange(len(cells))
    changed = cells[start : start + draw.choice([3, 20, len(cells)])]
    divisor = draw.choice([10, 100, 1000])
    for cell in changed:
        if (number := number_of(cell.value)) is not None:
            cell.value = like(cell, int(number // divisor))
    lies(changed, subject, SCALE if len(changed) == len(cells) else NUMBER)


_CHOSEN = (
    ("Sex", "Female"),
    ("Victim age", "Under 16"),
    ("Offence type", "Sexual offences"),
    ("Flag", "Domestic abuse"),
)


@kind("a column that says of all figures that they are of one part")
def one_part(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    header, word = draw.choice(_CHOSEN)
    look_up = any(
        key[2] in ("authority", "force") for cell in sheet.cells() for key in cell.keys
    )  # of places, and of all
    if look_up or sheet.header < 0 or sheet.merges or header in {cell.text for cell in sheet.rows[sheet.header]}:
        raise NotHereError
    at, headed = draw.randrange(1, max(sheet.named_columns()) + 1), sheet.header
    body = set(sheet.body)
    for number, row in enumerate(sheet.rows):
        cell = Cell(header, HEADER) if number == headed else Cell(word, WORD) if number in body else Cell()
        if number == headed or number in body or len(row) > at:
            row.insert(at, cell)
    book.part = ("" if book.is_text else sheet.name, re.sub("[^a-z0-9]+", "-", word.casefold()))
