"""What people do to a form: each damage changes a copy, knows whether the figures meant can still be told, and says so.

A damage that leaves the figures clear is *harmless*; one after which nobody could or should take the file adds to
`Copy.must_refuse`. It raises `Impossible` where it cannot be done to that copy.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assize.core.forms import Column, Label, quarter_text
from assize.core.nouns import Absence
from assize.core.wording import period_words
from returns_mutated.copy_model import COMMENT, OTHER_SHEET, Cell, Copy, Page, cloned

Damage = Callable[[Copy, random.Random], None]


class Impossible(Exception):
    """The damage cannot be done to this copy."""


@dataclass(frozen=True)
class Kind:
    """A kind of damage; `harmless` where the figures meant can be told afterwards; `last` where it goes with the saving."""

    name: str
    damage: Damage
    harmless: bool = False
    last: bool = False


KINDS: list[Kind] = []


def kind(name: str, *, harmless: bool = False, last: bool = False) -> Callable[[Damage], Damage]:
    def add(damage: Damage) -> Damage:
        KINDS.append(Kind(name, damage, harmless, last))
        return damage

    return add


def _page(copy: Copy, rng: random.Random) -> Page:
    pages = copy.figure_pages()
    if not pages:
        raise Impossible
    return pages[0] if copy.form == "csv" else rng.choice(pages)


def _numbers(page: Page) -> list[tuple[int, int, Cell]]:
    return [
        one
        for one in page.figures()
        if isinstance(one[2].value, Decimal) and not one[2].percent and one[2].formula is None
    ]


def _some(rng: random.Random, things: list[tuple[int, int, Cell]], most: int = 4) -> list[tuple[int, int, Cell]]:
    if not things:
        raise Impossible
    return rng.sample(things, min(len(things), rng.randint(1, most)))


def _blank_row(page: Page) -> list[Cell]:
    return [Cell() for _ in range(page.width())]


def _insert_rows(page: Page, at: int, rows: list[list[Cell]]) -> None:
    page.rows[at:at] = rows
    move = len(rows)
    page.merges = [(t + move * (t >= at), a, b + move * (b >= at), d) for t, a, b, d in page.merges]
    page.hidden_rows = [row + move * (row >= at) for row in page.hidden_rows]


def _insert_column(page: Page, at: int) -> None:
    for row in page.rows:
        while len(row) < at:
            row.append(Cell())
        row.insert(at, Cell())
    page.merges = [(t, a + (a >= at), b, d + (d >= at)) for t, a, b, d in page.merges]
    page.hidden_columns = [column + (column >= at) for column in page.hidden_columns]


# --- harmless ---------------------------------------------------------------------------------------------------------


@kind("sheets renamed", harmless=True)
def rename(copy: Copy, rng: random.Random) -> None:
    for page in copy.pages:
        if rng.random() < 0.8:
            page.name = rng.choice(
                ("Sheet1", "Q4 return", "Final v2", "data", "Figures (2)", "Police return", "1", "Copy of form")
            )
    names: set[str] = set()
    for page in copy.pages:
        while page.name in names:
            page.name += "x"
        names.add(page.name)


@kind("sheets reordered", harmless=True)
def reorder(copy: Copy, rng: random.Random) -> None:
    rng.shuffle(copy.pages)
    if rng.random() < 0.4:
        # A hidden one stays: it may hold what has to be refused.
        copy.pages = [page for page in copy.pages if page.board or page.hidden or rng.random() < 0.5]


@kind("rows moved", harmless=True)
def move_rows(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    rows = page.line_rows()
    if len(rows) < 2 or page.merges:
        raise Impossible
    way = rng.choice(("shuffled", "sorted", "one"))
    lines = [page.rows[at] for at in rows]
    hidden = {at for at in page.hidden_rows if at in rows}
    if hidden:
        raise Impossible
    if way == "shuffled":
        rng.shuffle(lines)
    elif way == "sorted":
        lines.sort(key=lambda row: str(row[min(1, len(row) - 1)].value))
    else:
        lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))
    for at, line in zip(rows, lines, strict=True):
        page.rows[at] = line


@kind("rows added", harmless=True)
def add_rows(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    for _ in range(rng.randint(1, 4)):
        row = _blank_row(page)
        if rng.random() < 0.7:
            words = (
                "Completed from the case management system",
                "Please note the new system",
                "see e-mail of last week",
                "Subtotal",
                "Checked by the performance team",
                "Figures exclude fraud",
                "Section B",
            )
            at = rng.choice((0, 1, len(row) - 1))
            row[at] = Cell(rng.choice(words))
            if rng.random() < 0.15 and (header := page.header_row()) >= 0:
                row = [
                    Cell(cell.value) for cell in page.rows[header]
                ]  # the headers again, as at the top of a printed page
                _insert_rows(page, rng.randint(header + 1, len(page.rows)), [row])
                continue
            if row[at].value == "Subtotal" and (column := page.column(Column.FIGURE)) >= 0:
                row[column] = Cell(Decimal(rng.randint(1, 999)))
        _insert_rows(page, rng.randint(0, len(page.rows)), [row])


@kind("columns moved", harmless=True)
def move_columns(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    header = page.header_row()
    if header < 0 or page.merges or page.hidden_columns:
        raise Impossible
    width = page.width()
    order = list(range(width))
    for _ in range(rng.randint(1, 3)):
        order.insert(rng.randrange(2, width), order.pop(rng.randrange(2, width)))
    for row in page.rows[header:]:
        row += [Cell() for _ in range(width - len(row))]
        row[:] = [row[at] for at in order]


@kind("columns added", harmless=True)
def add_columns(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    header = page.header_row()
    if header < 0:
        raise Impossible
    at = rng.randint(0, page.width())
    _insert_column(page, at)
    said = rng.choice(("", "Change on last quarter", "Our own notes", "Check", "% of all"))
    if said:
        page.at(header, at).value = said
        for row in page.line_rows():
            page.at(row, at).value = rng.choice((Decimal(rng.randint(0, 50)), "ok", "tbc"))


@kind("notes and comments", harmless=True)
def comment(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    cells = [cell for row in page.rows for cell in row if not cell.empty]
    for cell in rng.sample(cells, min(3, len(cells))):
        cell.comment = rng.choice(
            ("Office user:\nplease check", "From the new system", "As agreed at the board in May")
        )
    for _, _, cell in page.figures():
        if rng.random() < 0.2:
            cell.comment = "checked"


@kind("numbers as text, with commas", harmless=True)
def as_text(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    ways: tuple[Callable[[int], str], ...] = (
        lambda number: f"{number:,}",
        lambda number: f"{number}",
        lambda number: f" {number:,} ",
        lambda number: f"{number}.0",
        lambda number: f"'{number}",
        lambda number: f"{number:,}\u200b ",
        lambda number: f"{number:,}".replace(",", "\u00a0"),
    )
    way = rng.choice(ways)
    for _, _, cell in _some(rng, _numbers(page), 99):
        if cell.value == int(cell.value):  # type: ignore[arg-type, operator]
            cell.value = way(int(cell.value))  # type: ignore[arg-type]


@kind("formulas with their results", harmless=True)
def formulas(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    for _, _, cell in _some(rng, _numbers(page), 8):
        cell.formula = rng.choice(("SUM(A1:A3)", "'[other.xlsx]Data'!B2", "VLOOKUP(A1,X1:Y9,2,FALSE)", "12*1"))


@kind("months for the quarter", harmless=True)
def months(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    header, column = page.header_row(), page.column(Column.FIGURE)
    plan = copy.plans[page.board]
    stocks = {line.field for line in plan.lines if line.stock}
    figures = list(page.figures())
    if (
        header < 0
        or column < 0
        or page.merges
        or not all(
            cell.formula is None and not cell.percent and not cell.error and not isinstance(cell.value, date)
            for _, _, cell in figures
        )
    ):
        raise Impossible
    split: dict[int, list[Decimal | str]] = {}
    for row, at, cell in figures:
        value = copy.answer(page.board, cell.field)
        if at != column or (cell.value != value and not (isinstance(value, Absence) and cell.value == value.value)):
            raise Impossible
        if isinstance(value, Absence):
            split[row] = [value.value] * 3
        elif cell.field in stocks:
            split[row] = [value + 3, value + 1, value]
        elif value != value.to_integral_value():
            raise Impossible
        else:
            first = Decimal(int(value) // 3)
            second = Decimal(int(value) // 4)
            split[row] = [first, second, value - first - second]
    copy.monthly = True
    names = _month_names(plan.quarter.year, plan.quarter.month, rng)
    way = rng.choice(("instead", "beside, and empty", "beside, and filled", "under one header"))
    told = {(page.board, why) for why in ("another quarter's form", "a header that says something else")}
    if told & set(copy.must_refuse) and not way.startswith("beside"):
        raise Impossible  # the header that says so would be written over
    order = rng.choice(([0, 1, 2], [0, 1, 2], [2, 1, 0]))
    place = column + 1 if way.startswith("beside") else column
    more = 3 if way.startswith("beside") else 2
    for _ in range(more):
        _insert_column(page, place if way.startswith("beside") else place + 1)
    if way == "under one header":
        sub = [Cell() for _ in range(page.width())]
        for step in range(3):
            sub[place + order[step]] = Cell(names[step])
        _insert_rows(page, header + 1, [sub])
        split = {row + 1: values for row, values in split.items()}
        page.merges.append((header, place, header, place + 2))
    else:
        for step in range(3):
            page.at(header, place + order[step]).value = names[step]
    for row, values in split.items():
        for step in range(3):
            page.at(row, place + order[step]).value = values[step]
        if way == "beside, and empty":
            page.at(row, column).value = None


def _month_names(year: int, month: int, rng: random.Random) -> list[str | date]:
    days = [date(year, month + step, 1) for step in range(3)]
    way = rng.choice(("%b-%y", "%B %Y", "%B", "%b", "day"))
    return [day if way == "day" else day.strftime(way) for day in days]


@kind("hidden sheets, rows or columns", harmless=True)
def hide(copy: Copy, rng: random.Random) -> None:
    way = rng.choice(("row", "column", "sheet", "other sheet"))
    page = _page(copy, rng)
    if way == "row":
        page.hidden_rows += rng.sample(page.line_rows(), 1)
    elif way == "column":
        page.hidden_columns.append(rng.randrange(page.width()))
    elif way == "sheet":
        copy.pages.append(Page("Workings", [[Cell("Counts"), Cell(Decimal(5))]], hidden=True))
    else:
        other = cloned(page)
        other.name, other.hidden = "Old figures", True
        for _, _, cell in other.figures():
            if isinstance(cell.value, Decimal):
                cell.value += 7
            cell.field = ""
        copy.pages.insert(0, other)


@kind("saved as ods", harmless=True, last=True)
def as_ods(copy: Copy, rng: random.Random) -> None:
    _saved(copy, "ods")


@kind("saved as xls", harmless=True, last=True)
def as_xls(copy: Copy, rng: random.Random) -> None:
    _saved(copy, "xls")


@kind("saved as csv", harmless=True, last=True)
def as_csv(copy: Copy, rng: random.Random) -> None:
    _saved(copy, "csv")
    copy.delimiter = rng.choice((",", ",", ";", "\t"))
    copy.encoding = rng.choice(("utf-8-sig", "utf-8", "cp1252", "utf-16"))


def _saved(copy: Copy, form: str) -> None:
    if copy.form != "xlsx":
        raise Impossible
    copy.form = form
    copy.name = copy.name.rpartition(".")[0] + "." + form


@kind("file renamed", harmless=True)
def rename_file(copy: Copy, rng: random.Random) -> None:
    if copy.named:
        raise Impossible
    copy.named = True
    stem = rng.choice(("return", "Copy of return (1)", "FINAL", "performance data", "form v3", "Book1", "wcu figures"))
    copy.name = f"{stem}.{copy.form}"


# --- merged cells -----------------------------------------------------------------------------------------------------


@kind("cells merged")
def merge(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    column = page.column(Column.FIGURE)
    rows = [row for row in page.line_rows() if len(page.rows[row]) > column]
    way = rng.choice(
        (
            "title",
            "figures down",
            "figure and the next",
            "figure and the one before",
            "words down",
            "reason down",
            "headers",
        )
    )
    if page.merges or column < 1 or len(rows) < 2:
        raise Impossible
    row = rng.choice(rows[:-1])
    if way == "title":
        page.merges.append((0, 0, 0, 4))
        for at in range(1, 5):
            page.at(0, at).value = None
    elif way == "figures down":
        if row + 1 not in rows or page.at(row, column).empty:
            raise Impossible
        page.merges.append((row, column, row + 1, column))
        page.at(row + 1, column).value = None
        copy.must_refuse.append((page.board, "a figure lost to the cell above"))
    elif way == "figure and the next":
        if column + 1 >= page.width() or any(page.at(row, column + 1).line == "" for _ in "x"):
            raise Impossible
        page.at(row, column + 1).value = None
        page.merges.append((row, column, row, column + 1))
    elif way == "figure and the one before":
        before = page.at(row, column - 1)
        if before.empty:
            raise Impossible
        page.merges.append((row, column - 1, row, column))
        page.at(row, column).value = None
        copy.must_refuse.append((page.board, "a figure lost to the cell before"))
    elif way == "headers":
        header, first = page.header_row(), page.column(Column.COMPLETENESS)
        if header < 0 or first < 0 or first + 1 >= page.width():
            raise Impossible
        page.at(header, first + 1).value = None
        page.merges.append((header, first, header, first + 1))
    elif way == "words down":
        asked = page.column(Column.DEFINITION)
        if asked < 0 or row + 1 not in rows:
            raise Impossible
        page.merges.append((row, asked, row + 1, asked))
        page.at(row + 1, asked).value = None
    else:
        reason = page.column(Column.REASON)
        if reason < 0 or row + 1 not in rows or not page.at(row, reason).value or page.at(row + 1, reason).value:
            raise Impossible
        page.merges.append((row, reason, row + 1, reason))


# --- what cannot be taken ---------------------------------------------------------------------------------------------


@kind("percentages for counts")
def percentages(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    for _, _, cell in _some(rng, _numbers(page), 3):
        share = Decimal(rng.randint(1, 999)) / 1000
        way = rng.choice(("format", "text", "words", "whole format"))
        if way == "format":
            cell.value, cell.percent = share, True
        elif way == "whole format":
            cell.value, cell.percent = Decimal(1), True
        else:
            cell.value = f"{share * 100:.1f}" + ("%" if way == "text" else " per cent")
    copy.must_refuse.append((page.board, "a percentage"))


@kind("formulas without results")
def uncached(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    for _, _, cell in _some(rng, _numbers(page), 3):
        cell.formula, cell.value = "SUM(B2:B9)", None
    copy.must_refuse.append((page.board, "a formula without its result"))


@kind("error cells")
def errors(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    for _, _, cell in _some(rng, _numbers(page), 3):
        cell.value, cell.error = rng.choice(("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?")), rng.random() < 0.8
        cell.formula = rng.choice((None, "A1/0"))
    copy.must_refuse.append((page.board, "an error"))


@kind("impossible values")
def impossible(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    ways = (
        lambda value: -value - 1,
        lambda value: value + Decimal("0.5"),
        lambda value: value / 1000 + Decimal("0.0001"),
        lambda value: Decimal(99_999_999_999),
        lambda value: f"({value})",
        lambda value: f"about {value}",
        lambda value: f"{value}*",
        lambda value: date(2019, 4, 1),
        lambda value: "-",
        lambda value: f"{value} {value}",
        lambda value: f"{value}\n{value}",
        lambda value: f"{int(value):,}".replace(",", ".") + ",0",
        lambda value: "n/a",
        lambda value: f"{value} cases",
        lambda value: f"<{value}",
    )
    for _, _, cell in _some(rng, _numbers(page), 2):
        cell.value = rng.choice(ways)(cell.value)  # type: ignore[arg-type]
    copy.must_refuse.append((page.board, "an impossible value"))


@kind("figures left out")
def blank(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    way = rng.choice(("cell", "row", "reason"))
    if copy.monthly:
        raise Impossible
    if way == "cell":
        for _, _, cell in _some(rng, _numbers(page), 3):
            cell.value = rng.choice((None, "", "  "))
    elif way == "row":
        row = rng.choice(page.line_rows())
        if page.merges or page.hidden_rows:
            raise Impossible
        del page.rows[row]
    else:
        column = page.column(Column.REASON)
        absent = [row for row, _, cell in page.figures() if cell.value in ("[x]", "[z]")]
        if column < 0 or not absent or page.merges:
            raise Impossible
        page.at(rng.choice(absent), column).value = None
    if way == "row" and copy.may_lack:
        raise Impossible
    copy.may_not_lack = way == "row"
    copy.must_refuse.append((page.board, "a figure or reason left out"))


@kind("parts more than the whole")
def parts(copy: Copy, rng: random.Random) -> None:
    if copy.monthly:
        raise Impossible
    page = _page(copy, rng)
    plan = copy.plans[page.board]
    wholes = {line.field: line.part_of for line in plan.lines if line.part_of}
    cells = {cell.field: cell for _, _, cell in _numbers(page)}
    able = [one for one in cells if wholes.get(one) in cells]
    if not able:
        raise Impossible
    one = rng.choice(able)
    cells[one].value = cells[wholes[one]].value + rng.randint(1, 5)  # type: ignore[operator]
    copy.must_refuse.append((page.board, "a part more than its whole"))


@kind("totals that do not add up")
def totals(copy: Copy, rng: random.Random) -> None:
    if copy.monthly:
        raise Impossible
    page = _page(copy, rng)
    cells = {cell.field: cell for _, _, cell in _numbers(page)}
    able = [one for one in ("total_new", "new_adults", "new_children") if one in cells]
    if len(able) < 3:
        raise Impossible
    cells[rng.choice(able)].value += rng.choice((1, 2, 10))  # type: ignore[operator]
    copy.must_refuse.append((page.board, "a total that does not add up"))


@kind("jumps")
def jump(copy: Copy, rng: random.Random) -> None:
    if copy.monthly:
        raise Impossible
    page = _page(copy, rng)
    cells = [one for one in _numbers(page) if one[2].field == "waiting"]
    row, _, cell = rng.choice(cells) if cells else (0, 0, Cell())
    reason = page.column(Column.REASON)
    if cell.empty or reason < 0 or page.merges:
        raise Impossible
    if (page.board, "personal data") in copy.must_refuse and not page.at(row, reason).empty:
        raise Impossible  # it may be what stands there, and is not to be written over
    value = cell.value * rng.choice((5, 10, 20)) + 60  # type: ignore[operator]
    if value > 9_000_000:
        raise Impossible
    cell.value = value
    if rng.random() < 0.5:
        page.at(row, reason).value = rng.choice(("A real change, checked", "the backlog was counted anew in May"))
        copy.intended[page.board, cell.field] = value
    else:
        page.at(row, reason).value = None
        copy.must_refuse.append((page.board, "a jump without a reason"))


# --- another form -----------------------------------------------------------------------------------------------------


@kind("an older form")
def older(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    plan = copy.plans[page.board]
    version = page.label(Label.VERSION)
    definition = page.column(Column.DEFINITION)
    if version is None or version.value != plan.version or page.merges or page.hidden_rows or definition < 0:
        raise Impossible
    if copy.may_not_lack:
        raise Impossible  # on an older form nobody can tell a row that was deleted from one that was not asked for
    copy.may_lack = True
    lines = list(plan.lines)
    way = rng.choice(("fewer lines", "another definition", "a line no longer asked"))
    if way == "fewer lines" and copy.must_refuse:
        raise Impossible  # the line that goes may be the one that was damaged
    rows = page.line_rows()
    if way == "fewer lines":
        gone = rng.sample([line for line in lines if line.field.startswith("all_")], 1)[0]
        row = next(at for at in rows if any(cell.field == gone.field for cell in page.rows[at]))
        lines.remove(gone)
        del page.rows[row]
        copy.intended.pop((page.board, gone.field))
    elif way == "another definition":
        row = rng.choice(rows)
        place = next(at for at, line in enumerate(lines) if any(cell.field == line.field for cell in page.rows[row]))
        lines[place] = replace(lines[place], definition="Counted in another way altogether.")
        page.at(row, definition).value = "Counted in another way altogether."
        copy.must_refuse.append((page.board, "a line counted in another way"))
    else:
        lines.append(replace(lines[0], field="no_longer_asked", name="people once asked about", part_of=""))
        row = [Cell() for _ in range(page.width())]
        row[max(page.column(Column.REFERENCE), 0)] = Cell("no-longer-asked")
        row[max(page.column(Column.FIGURE), 0)] = Cell(Decimal(17))
        page.rows.append(row)
    version.value = replace(plan, lines=tuple(lines)).version


@kind("another board's form")
def other_board(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    board = page.label(Label.BOARD)
    if board is None:
        raise Impossible
    board.value = rng.choice(("Cumbria", "Kent", "", "Staffordshire and Kent"))
    copy.must_refuse.append((page.board, "another board's form"))


@kind("another provider's form")
def other_provider(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    provider, version = page.label(Label.PROVIDER), page.label(Label.VERSION)
    if provider is None or version is None:
        raise Impossible
    if rng.random() < 0.5:
        provider.value = rng.choice(("Kent Police", "Cumbria Witness Care Unit", ""))
    else:
        version.value = rng.choice(
            ("restorative-justice 1-0a1b2c3d", "prisons 1-9f8e7d6c", "v2", "", "police 9-00000000 ")
        )
    copy.must_refuse.append((page.board, "another provider's form"))


@kind("another quarter's form")
def other_quarter(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    quarter = page.label(Label.QUARTER)
    plan = copy.plans[page.board]
    header, column = page.header_row(), page.column(Column.FIGURE)
    if quarter is None or header < 0 or column < 0:
        raise Impossible
    other = plan.quarter.later(rng.choice((-4, -1, 1)))
    way = rng.choice(("label", "header", "both", "ambiguous", "name"))
    if way in ("label", "both"):
        quarter.value = quarter_text(other)
    if way in ("header", "both"):
        page.at(header, column).value = f"{Column.FIGURE.value}, {period_words(other)}"
    if way == "ambiguous":
        quarter.value = f"Q1 {plan.quarter.year}"
    if way == "name":
        if copy.named:
            raise Impossible
        copy.named = True
        copy.name = f"return-{other.slug}.{copy.form}"
    copy.must_refuse.append(("" if way == "name" else page.board, "another quarter's form"))


@kind("headers or labels gone")
def labels_gone(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    header = page.header_row()
    way = rng.choice(
        ("label row", "figure header", "reference header", "references", "columns swapped", "one column sorted")
    )
    if page.merges or page.hidden_rows or header < 0:
        raise Impossible
    if way == "label row":
        rows = [
            at for at in range(header) if page.rows[at] and page.rows[at][0].value in ("Provider", "Board", "Quarter")
        ]
        if not rows:
            raise Impossible
        del page.rows[rng.choice(rows)]
        copy.must_refuse.append((page.board, "no label"))
    elif way == "figure header":
        if copy.monthly or (column := page.column(Column.FIGURE)) < 0:
            raise Impossible
        page.at(header, column).value = rng.choice((None, "Total", "Answer"))
        copy.must_refuse.append((page.board, "no header over the figures"))
    elif way == "reference header":
        page.at(header, page.column(Column.REFERENCE)).value = rng.choice((None, "Ref", "Code"))
    elif way == "references":
        column = page.column(Column.REFERENCE)
        for row in rng.sample(page.line_rows(), 2):
            page.at(row, column).value = None
    elif way == "columns swapped":
        first, second = page.column(Column.FIGURE), page.column(Column.FIGURE) - 1
        if second < 0:
            raise Impossible
        for row in page.rows[header:]:
            if len(row) > max(first, second):
                row[first], row[second] = row[second], row[first]
    else:
        column = page.column(Column.REFERENCE)
        rows = page.line_rows()
        values = [page.at(row, column).value for row in rows]
        turned = values[1:] + values[:1]
        for row, value in zip(rows, turned, strict=True):
            page.at(row, column).value = value
        copy.must_refuse.append((page.board, "one column sorted by itself"))


@kind("a sheet twice")
def twice(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    if copy.form == "csv":
        raise Impossible
    other = cloned(page)
    other.name = page.name[:25] + " (2)"
    if rng.random() < 0.5:
        stocks = {line.field for line in copy.plans[page.board].lines if line.stock} if copy.monthly else set()
        numbers = [
            one for one in _numbers(other) if one[2].field not in stocks
        ]  # of their months the last alone is read
        if not numbers:
            raise Impossible
        rng.choice(numbers)[2].value += 1  # type: ignore[operator]
        copy.must_refuse.append((OTHER_SHEET, "two sheets of one board that differ"))
    copy.pages.append(other)


@kind("personal data")
def personal(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    said = rng.choice(
        (
            "Joanne Smith sent this",
            "spoke to Mr Patel",
            "DOB 12/03/1984",
            "14 High Street, Stafford",
            "ST16 2DN",
            "amy.jones@example.org",
            "07700 900123",
            "AB123456C",
            "URN 21AB0001219",
            "2012/0123456X",
            "T20197123",
            "943 476 5919",
            "the defendant Kowalski",
            "12/03/1984",
        )
    )
    way = rng.choice(("reason", "extra", "name of the file", "role", "comment", "hidden sheet"))
    if way == "reason":
        column = page.column(Column.REASON)
        if column < 0 or page.merges:
            raise Impossible
        page.at(rng.choice(page.line_rows()), column).value = said
    elif way == "extra":
        page.rows.append([Cell(), Cell(said)])
    elif way == "name of the file" and copy.named:
        raise Impossible
    elif way == "name of the file":
        copy.name = f"{rng.choice(('joanne_smith', 'Return JSmith', 'Patel, Anil'))} return.{copy.form}"
    elif way == "role":
        role = page.label(Label.CONTACT)
        if role is None:
            raise Impossible
        role.value = rng.choice(("Joanne Smith", "Kasimira Wojtasowa", "amy.jones@example.org"))
    elif copy.form in ("csv", "xls"):
        raise Impossible
    elif way == "comment":
        next(cell for row in page.rows for cell in row if not cell.empty).comment = said
    else:
        copy.pages.append(Page("List", [[Cell("Notes")], [Cell(said)]], hidden=True))
    copy.named = copy.named or way == "name of the file"
    board = {"name of the file": "", "comment": COMMENT, "hidden sheet": OTHER_SHEET}.get(way, page.board)
    copy.must_refuse.append((board, "personal data"))


@kind("another header over the figures")
def other_header(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    header, column = page.header_row(), page.column(Column.FIGURE)
    if header < 0 or column < 0:
        raise Impossible
    words = (
        "West Mercia Hills",
        "cumulative",
        "since January",
        "target",
        "forecast",
        "previous",
        "per adviser",
        "April",
    )
    page.at(header, column).value = f"{Column.FIGURE.value}, {rng.choice(words)}"
    copy.must_refuse.append((page.board, "a header that says something else"))


@kind("another word for how complete")
def other_completeness(copy: Copy, rng: random.Random) -> None:
    page = _page(copy, rng)
    column, numbers = page.column(Column.COMPLETENESS), _numbers(page)
    if column < 0 or not numbers or page.merges:
        raise Impossible
    row = rng.choice(numbers)[0]
    page.at(row, column).value = rng.choice(("provisional", "mostly", "tbc", "yes", "98%"))
    copy.must_refuse.append((page.board, "a word that does not say how complete"))
