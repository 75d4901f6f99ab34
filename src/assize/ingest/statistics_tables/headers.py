"""Whether the headers of a statistics table say what stands below them: footnote digits left off, and none without a meaning.

A header that says nothing, or that is the name of something else than what its column holds, makes every figure below it a
figure of something else. Both show in the table itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assize.core.errors import Problem
from assize.ingest.printed_periods import ROLLING, Manner, plain, read_span
from assize.ingest.statistics_tables.columns import LABEL_HEADER, OF_TIME, Meant, Role, cells_of, says_percentage
from assize.ingest.statistics_tables.finding import Column, Table, is_empty, is_value

_FOOTNOTE = re.compile(
    r"(?:(?<=[a-z]{3})|(?<=[a-z%]\))|(?<=[a-z] %))_?\d{1,2}(,\s?\d{1,2})*$|\s\(\d{1,2}\)$", re.IGNORECASE
)
_NAMELESS = re.compile(r"^(unnamed|columns?|col|field|series|header)?[\W_]*\d*$")
_TOTAL_ALONE = re.compile(r"^(grand |overall )?(total|totals|all|overall)$")
_OF_WHAT = re.compile(r"^(rates?|values?|figures?|amounts?)$")
_TIME = re.compile(
    r"^(calendar |financial |fiscal |reporting |court )?(years?|quarters?|qtrs?|months?|periods?|dates?)$"
)
_WORDS = re.compile(r"\b(types?|category|group|sex|gender|ethnicity|region|name|description|lcjb|offence class)$")
_AROUND = re.compile(
    r"^\W*(?:c\.?|ca\.?|approx\.?|about)?\s*(\d[\d,.]*(?:e[+-]?\d+)?)\s*([a-z]{0,12})\W*(?:\(\w\))?$", re.IGNORECASE
)
# A number with marks, a scale or a guess around it: what stands around is no word of a breakdown (`65+`, `< 5`, `10 years`).
_MARK_WORDS = (
    r"(?:p|r|e|f|b|k|m|mn|bn|est|estimated?|approx|about|ca?|circa|prov|provisional|rev|revised|note|hundreds?|thousands?"
    r"|millions?|cases|nr|gbp)"
)
_MARKS = (
    rf"(?:[^\w\s<>≤≥+]|<{_MARK_WORDS}>|\b{_MARK_WORDS}\b|(?<=\d){_MARK_WORDS}\b|{_MARK_WORDS}(?=\d)|\s|\^\d"
    r"|\(\d{1,2}\))*"
)
_MARKED = re.compile(rf"^(?=.{{1,40}}$)({_MARKS})(\d[\d,]*(?:\.\d+)?)({_MARKS})$", re.IGNORECASE)
_GLUED = re.compile(r"^[a-z]{1,3}\d|^\d[\d,.]*[a-z]$", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"^(?:(?:zero|nil|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|and|minus|point|a)[\s,-]*)+$",
    re.IGNORECASE,
)
_LARGE_WORD = re.compile(r"hundred|thousand|million|(?:twen|thir|for|fif|six|seven|eigh|nine)ty", re.IGNORECASE)
_ROWS, _UNEVEN = 8, 3
_SHORT = re.compile(r"^\W{0,2}\d[\d,.]*\s?(k|bn|mn|thousand|million|billion)\W?$|^\W{0,2}\d+\.\d+\s?m$", re.IGNORECASE)
_DIGITS, _CELLS = 3, 3
_OWN_FILE = "Load the publisher's own file."


def without_footnotes(table: Table) -> Table:
    """The table with footnote digits left off its headers (`Disposals5`, `Receipts (3)`) where that leaves them distinct."""
    trimmed = [_without_footnote(column) for column in table.columns]
    often = Counter(plain(column.header) for column in trimmed)
    columns = tuple(
        new if often[plain(new.header)] == 1 else old for old, new in zip(table.columns, trimmed, strict=True)
    )
    return replace(table, columns=columns) if columns != table.columns else table


def _without_footnote(column: Column) -> Column:
    if not column.parts or not isinstance(column.parts[-1], str):
        return column
    last = column.parts[-1]
    short = _FOOTNOTE.sub("", last)
    # `Mar24` is a month and no word with a note.
    if short == last or not short.strip() or OF_TIME.search(short.split()[-1]) or read_span(last):
        return column
    return replace(column, parts=(*column.parts[:-1], short))


def check_headers(table: Table, meant: Sequence[Meant], manner: Manner) -> list[Problem]:
    """Columns whose header does not say what they hold: figures under no name, words under a period, two headers exchanged."""
    problems = []
    for each in meant:
        what, expected = "", ""
        if each.role is Role.VALUE and not each.has_period:
            what, expected = _wrong_for_figures(table, each, meant)
        elif each.role is Role.VALUE and _TOTAL_ALONE.match(plain(each.measure)):
            what, expected = _wrong_total(table, each, meant)
        elif each.role is Role.LABEL and (_with_units(table, each) or _marked(table, each)):
            what, expected = (
                "every cell has a number with something around it, so its figures would be read as words",
                "numbers",
            )
        elif each.role in (Role.LABEL, Role.AREA) and _is_of_period(each, manner):
            what, expected = "words or markers that nothing explains stand under the header of a period", "numbers"
        if what:
            problems.append(
                Problem(
                    what,
                    table.place(table.header_rows[-1], each.column.index),
                    found=f"'{each.column.header[:60]}' over {_some(cells_of(table, each.column))}",
                    expected=expected,
                    fix=_OWN_FILE,
                )
            )
    return problems


def _some(cells: Sequence[object]) -> str:
    return ", ".join(f"'{str(cell)[:20]}'" for cell in cells[:2])


def _with_units(table: Table, label: Meant) -> bool:
    """Whether a column of words holds large numbers with something around each: `10,117 cases` and `c. 5627` are no labels,
    `10 years` is, and so are codes.
    """
    own = plain(label.column.parts[-1]) if label.column.parts else ""
    cells = [str(cell).strip() for cell in cells_of(table, label.column)]
    if cells and all(set(cell) == {"#"} for cell in cells):
        return True  # what a spreadsheet shows, and saves, of numbers that are too long for their column
    if any(map(_SHORT.match, cells)) and all(_SHORT.match(cell) or is_value(cell) for cell in cells):
        return True  # large, however few digits are left of them
    matches = [match for cell in cells if (match := _AROUND.match(cell))]
    large = [match for match in matches if len(re.sub(r"\D", "", match[1])) >= _DIGITS]
    if len(cells) < _CELLS or len(matches) < len(cells) or len(large) * 2 <= len(cells) or LABEL_HEADER.search(own):
        return False
    return len(set(cells)) * 2 > len(cells)


def _marked(table: Table, label: Meant) -> bool:
    """Whether a column of words holds figures with marks around each, or figures in words.

    A letter beside a small number may be a code (`1b`, `P2`): then only words that stand unevenly often are figures, since
    those of a breakdown stand once for each place and period.
    """
    own = plain(label.column.parts[-1]) if label.column.parts else ""
    cells = [str(cell).strip() for cell in cells_of(table, label.column)]
    if len(cells) < _CELLS or LABEL_HEADER.search(own):
        return False
    if all(map(_IN_WORDS.match, cells)):
        return sum(bool(_LARGE_WORD.search(cell)) for cell in cells) * 2 > len(cells)
    if not all(map(_MARKED.match, cells)) or all(re.fullmatch(r"[\d.,]+", cell) for cell in cells):
        return False
    often = Counter(cells).values()
    large = sum(len(re.sub(r"\D", "", cell)) >= _DIGITS for cell in cells) * 2 > len(cells)
    if large and len(often) * 2 > len(cells):
        return True
    if not any(map(_GLUED.match, cells)) and any(re.search(r"[a-z]|[^\w\s().:/-]", cell, re.I) for cell in cells):
        return True
    return len(cells) >= _ROWS and len(often) > _CELLS and min(often) * _UNEVEN < max(often)


def _is_of_period(meant: Meant, manner: Manner) -> bool:
    parts = [*meant.column.parts, meant.column.header]
    return any(read_span(part, manner) or (isinstance(part, str) and ROLLING.match(plain(part))) for part in parts)


def _wrong_for_figures(table: Table, each: Meant, meant: Sequence[Meant]) -> tuple[str, str]:
    header = plain(each.measure)
    own = plain(each.column.parts[-1]) if each.column.parts else ""
    others = [one for one in meant if one.role is Role.VALUE and one is not each]
    if _NAMELESS.match(header) or (_OF_WHAT.match(header) and others):
        return "figures stand under a header that does not say what they count", "the name of what is counted"
    if _TIME.match(own):
        return "figures stand under the header of a period", "years, quarters or months, or another header"
    if _WORDS.search(own) and any(one.role is Role.LABEL and not _says_words(one) for one in meant):
        return "figures stand under a header of words, so two headers may have changed places", "words"
    return _wrong_total(table, each, meant) if _TOTAL_ALONE.match(header) else ("", "")


def _says_words(label: Meant) -> bool:
    """Whether the header of a column of words is one of words, or the empty corner of the table."""
    own = plain(label.column.parts[-1]) if label.column.parts else ""
    return not own or bool(_WORDS.search(own))


def _wrong_total(table: Table, total: Meant, meant: Sequence[Meant]) -> tuple[str, str]:
    """A column that is called a total and nothing more must be one: of two columns beside it or more, none above it."""
    parts = [
        one
        for one in meant
        if one.role is Role.VALUE
        and one is not total
        and (one.span, one.rolling) == (total.span, total.rolling)
        and not says_percentage(one.column.header)
    ]
    if len(parts) < 2:  # a total of one is none
        return "figures stand under a bare total, and it is not said of what", "the name of what is counted"
    for _, row in table.rows:
        whole = _number(table.cell(row, total.column))
        held = [number for one in parts if (number := _number(table.cell(row, one.column))) is not None]
        if whole is not None and held and max(held) > whole >= 0:
            return "a column is called a total, and another beside it is larger", "a total of the columns beside it"
    return "", ""


def _number(cell: object) -> float | None:
    if isinstance(cell, bool) or is_empty(cell) or not is_value(cell):
        return None
    try:
        return float(str(cell).replace(",", ""))
    except ValueError:
        return None
