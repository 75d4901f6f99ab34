"""What a workbook says in words of the unit of its figures and of its quarters: beside a table, in its notes, on its cover.

Figures are read as numbers of one, and quarters as those of the year that stands beside them. A sentence that says otherwise,
wherever it stands, is not passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assize.core.errors import Problem
from assize.core.periods import MONTH_WORD, MONTHS_IN_QUARTER, MONTHS_IN_YEAR, month_number
from assize.ingest.layouts import SHOWN, Doubt
from assize.ingest.printed_periods import plain, read_span
from assize.ingest.received import column_letters
from assize.ingest.statistics_tables.finding import Table, Workbook, table_id
from assize.ingest.statistics_tables.rows import Figure
from assize.ingest.statistics_tables.slips import is_count

_MANY = (
    r"(?:tens|hundreds|thousands?|millions?|billions?|['’]?000['’]?s|['’]000|1,000['’]?s|1000['’]?s"
    r"|£ ?(?:k|m|mn|bn|['’]?000s?|thousands?|millions?|billions?))(?![\w'’])"
)
_SUBJECT = (
    r"(?:figures?|counts?|numbers?|values?|volumes?|data|amounts?|totals?|cases|receipts|disposals|estimates?|statistics|units?"
    r"|cells|columns?|rows|tables?|work ?sheets?|workbook|everything|all)"
)
_MANY_ALONE = re.compile(
    rf"^\W*(?:(?:units?|scale|measured?|{_SUBJECT})\b[\w ]{{0,20}})?\W*(?:in|as|of)?\W*{_MANY}(?: of [a-z]+(?: [a-z]+)?)?\W*$",
    re.IGNORECASE,
)
_SAID_MANY = re.compile(
    rf"\b{_SUBJECT}\b[^.;]{{0,80}}?(?:\b(?:in|as|by) (?:units? of |multiples of |the )?{_MANY}|\b(?:is|are) {_MANY}\W*$)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"\(\s*(?:in |units?:? ?)?{_MANY}\s*\)", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(?:multipl(?:y|ied)|divided?|scaled)\b(?: \w+){0,3} by (?:a |one )?(?:10|100|1,?000|1,?000,?000|ten|hundred|thousand"
    r"|million)\b"
    r"|(?<![\w.])[x×] ?(?:10|100|1,?000|1,?000,?000)(?![\w.])"
    r"|\b(?:1|one|each (?:unit|figure|number)) ?(?:=|is|means|stands for|represents) ?(?:10|100|1,?000|a (?:hundred|thousand"
    r"|million))\b",
    re.IGNORECASE,
)
_NEAREST = re.compile(
    r"\bnearest (?:whole )?(?:\w+|[\d,]+)|\b(?:tens|hundreds|thousands) of (?:thousands|millions)", re.IGNORECASE
)
_RATE_MADE = re.compile(r"\brates?\b|\bpopulation\b|\bper\b", re.IGNORECASE)
_MONEY = re.compile(
    r"£|\bpounds?\b|\bsterling\b|\bfines?\b|\bvalue of\b|\bcosts?\b|\bexpenditure\b|\bspend", re.IGNORECASE
)
# A sentence about all figures, and not about those of a column, in brackets or of another table.
_OTHERWISE = re.compile(
    r"^\W*(?:all |the |these )*(?:figures?|counts?|numbers?|values?|data|amounts?|cells)"
    r"(?: (?:shown|given|presented|published|above|below|here|in (?:this|the|these|each) \w+(?: \w+)?))*"
    r" (?:are|is|have been|has been|were)(?: all| each)?(?: shown| given| expressed| presented| reported| calculated)?"
    r"(?: as| in)?(?: an?| the)? (percentages?|per ?cent|%|rates?|index|indices|index numbers|proportions?|ratios?|averages?"
    r"|means?|medians?|days|weeks|hours|cumulative|rolling|moving|annuali[sz]ed|year.to.date)(?!\w)",
    re.IGNORECASE,
)
_NAMED_TABLE = re.compile(r"\btables?[ _]([a-z]{0,2}[ .]?\d[\w.]*)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"^\W*(?:\[?note \d+\]?|\d+\.|note)\W+", re.IGNORECASE)
_OWN_FILE = "Load the publisher's own file."
_SHOWN = 80  # letters of a line
_LOOKED_AT = 200  # rows, whose periods are looked at


@dataclass(frozen=True)
class Line:
    """A sentence and where it stands: `tables` are those that it is about, none for all of them."""

    text: str
    where: str
    beside: Table | None = None

    def is_of(self, table: Table) -> bool:
        """Whether it speaks of a table: it stands beside it, or in the notes and names it, or names none."""
        if self.beside is not None:
            return self.beside is table
        named = {_bare(each) for each in _NAMED_TABLE.findall(self.text)}
        return not named or _bare(table.id) in named


def _bare(known: str) -> str:
    return re.sub(r"[^a-z0-9]", "", (table_id(f"Table {known}") or known).casefold())


def check_said_units(figures: Sequence[Figure], workbook: Workbook) -> list[Problem]:
    """Refuses figures of which a sentence says that they are no numbers of one, or no counts, while no title or header does.

    What stands in the notes may be of a table that is not named there, so an office may say that it is not so.
    """
    problems: list[Problem] = []
    last = max((figure.span.period for figure in figures if figure.span.period), default=None)
    held: dict[int, list[Figure]] = {}
    for figure in figures:
        held.setdefault(id(figure.table), []).append(figure)
    tables = [table for table in workbook.tables if any(group[0].table.id == table.id for group in held.values())]
    for line in said_lines(workbook):
        is_title = line.beside is not None and line.text == line.beside.title
        many = _of_title(line.text) if is_title else _says_many(line.text)
        kind = "" if many else _says_otherwise(line.text)
        if not many and not kind:
            continue
        for table in tables:
            own = next((group for group in held.values() if group[0].table.id == table.id), [])
            told = [one for one in own if not one.percentage and one.value is not None]
            if not line.is_of(table) or not told or (kind and not all(map(is_count, told))):
                continue
            what = (
                "its figures are not numbers of one"
                if many
                else f"its figures are no counts ('{kind}'), and no header does"
            )
            if line.beside is not None:
                problems.append(
                    Problem(
                        f"a line beside the table says that {what}",
                        line.where,
                        found=f"'{line.text[:_SHOWN]}'",
                        expected="a table of whole numbers" if many else "the unit in the title or the headers",
                        fix="Load the publisher's own file; a table in thousands is not read." if many else _OWN_FILE,
                    )
                )
            else:
                problems.append(
                    Doubt(
                        f"the workbook says of a table that {what}",
                        line.where,
                        found=f"'{line.text[:_SHOWN]}', and {told[0].raw} in {told[0].place}",
                        expected="numbers of one, or the unit beside the table that it is of",
                        fix=f"{_OWN_FILE} Only figures that are numbers of one, whatever that sentence is of, are read as they"
                        " stand.",
                        key=f"units@{last.id if last else 'all'}",
                    )
                )
            break
    return problems[:SHOWN]


def said_lines(workbook: Workbook) -> Iterator[Line]:
    """Every sentence of the sheets of text and around the tables, with its place."""
    file = workbook.tables[0].file if workbook.tables else ""
    for name, rows in workbook.texts.items():
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                for said in _sentences(cell):
                    yield Line(said, f"{file} [{name.strip()}!{column_letters(column)}{number}]")
    for table in workbook.tables:
        for cell in dict.fromkeys((table.title, table.sheet, *table.above, *table.below)):
            for said in (cell,) if cell == table.title else _sentences(cell):
                yield Line(said, table.where, table)


def _sentences(cell: object) -> Iterable[str]:
    if not isinstance(cell, str):
        return ()
    pieces = re.split(r"(?<=[.;!?])\s+|\n", cell)
    return [said for piece in pieces if (said := _NOTE_MARK.sub("", " ".join(piece.split())).strip())]


def _says_many(text: str) -> bool:
    said = _NEAREST.sub(" ", text)
    if _MONEY.search(said) and not re.search(
        r"\b(cases|counts?|receipts|disposals|defendants|offences)\b", said, re.IGNORECASE
    ):
        return False  # sums of money bear their unit in their own headers
    if _TIMES.search(said):
        return not _RATE_MADE.search(said)
    return bool(_MANY_ALONE.match(said) or _SAID_MANY.search(said) or _IN_BRACKETS.search(said))


def _of_title(text: str) -> bool:
    """A title says it in brackets, at its end, or before what is counted: `Thousands of receipts`, `Receipts, thousands`."""
    if _MONEY.search(text):
        return False
    ending = rf"[,:;–—-]\s*(?:in )?{_MANY}\W*$|\bin {_MANY}(?:\W|$)"
    begins = r"^\W*(?:table [\w.]+\W+)?(?:tens|hundreds|thousands|millions) of "
    return bool(_IN_BRACKETS.search(text) or re.search(ending, text, re.I) or re.search(begins, text, re.I))


def _says_otherwise(text: str) -> str:
    match = _OTHERWISE.match(text)
    return match[1] if match else ""


# --- quarters -----------------------------------------------------------------------------------------------------------

_M = rf"({MONTH_WORD})\b"
_ORDINALS = ("first", "second", "third", "fourth")
_QUARTER_IS = re.compile(
    r"\b(?:q(?:tr|uarter)? ?([1-4])|(first|second|third|fourth) quarter)(?: of (?:the|each|a) year)?"
    r"(?: ?[=:(,–—-] ?| (?:is|are|means?|covers|being|runs|refers to|relates to|denotes|comprises|begins?|starts?|=)"
    r"(?: (?:from|in|on))? )"
    r"(?:the )?(?:(?:three )?(?:months?|period|quarter) (?:of |from |to |ending )?)?(?:\d{1,2}(?:st)? )?" + _M,
    re.IGNORECASE,
)
_FINANCIAL = re.compile(
    r"(?<!financial )(?<!fiscal )\b(?:quarters?|^(?:all |the )*years?)(?: \w+){0,4}? (?:are|is|run|runs|refers? to|relates? to"
    r"|means?|follows?)(?: \w+){0,4}? (?:financial|fiscal|april)\b|^\W*(?:all )?(?:financial|fiscal) (?:years?|quarters?)\W*$"
    r"|\b(?:financial|fiscal)(?:.year)? quarters\b",
    re.IGNORECASE,
)
_CALENDAR = re.compile(r"\bcalendar (?:years?|quarters?)\b", re.IGNORECASE)
_BARE = re.compile(r"^(?:(?:19|20)\d\d[-, ]*)?(?:q|qtr|quarter) ?[1-4](?:[-, ]*(?:19|20)\d\d)?$")
_OF_FINANCIAL = re.compile(r"(?<!\d)(?:19|20)?\d\d ?[-/] ?(?:19|20)?\d\d(?!\d)")


def check_said_quarters(figures: Sequence[Figure], workbook: Workbook) -> list[Doubt]:
    """Refuses quarters of the calendar where the workbook says that its first is April's, and the other way round."""
    quarterly = {figure.table.id for figure in figures if figure.span.months == MONTHS_IN_QUARTER}
    tables = [table for table in workbook.tables if table.id in quarterly]
    lines = list(said_lines(workbook))
    last = max((figure.span.period for figure in figures if figure.span.period), default=None)
    doubts = []
    for table in tables:
        bare, financial = _counted(table)
        if bare == financial:
            continue  # told by months or dates; or by both, and then each says its own
        own = [line for line in lines if line.is_of(table)]
        calendar = any(_CALENDAR.search(line.text) for line in own)
        for line in own:
            if _differs(line.text, financial) or (bare and not calendar and _FINANCIAL.search(line.text)):
                doubts.append(
                    Doubt(
                        "the workbook says of its quarters that they are others than those of the years beside them",
                        line.where,
                        found=f"'{line.text[:_SHOWN]}', and {'financial' if financial else 'calendar'} years in"
                        f" '{table.title[:_SHOWN]}'",
                        expected="quarters that begin in April with years such as 2024/25, or quarters that begin in January",
                        fix=f"{_OWN_FILE} Only quarters that are those of the years beside them, whatever that sentence is of,"
                        " are read as they stand.",
                        key=f"quarters@{last.id if last else 'all'}",
                    )
                )
                break
    return doubts[:SHOWN]


def _counted(table: Table) -> tuple[bool, bool]:
    """Whether a table has quarters by number beside a calendar year, and beside a financial year."""
    heads = [str(part) for column in table.columns for part in column.parts]
    under = {column.index for column in table.columns if re.match(r"(quarter|qtr)s?\b", plain(column.header))}
    bare = financial = False
    for text in heads:
        bare |= bool(_BARE.match(plain(text))) and not _OF_FINANCIAL.search(text)
        financial |= bool(_OF_FINANCIAL.search(text)) and read_span(text) is not None
    for _, row in table.rows[:_LOOKED_AT]:
        for index, cell in enumerate(row):
            said = plain(cell)
            if _OF_FINANCIAL.search(said) and read_span(cell) is not None:
                financial = True
            elif _BARE.match(said) or (index in under and re.fullmatch(r"[1-4](\.0)?", said)):
                bare = True
    return bare and not financial, financial and (bare or any(re.search(r"\bq", plain(text)) for text in heads))


def _differs(text: str, financial: bool) -> bool:
    """Whether a sentence puts a numbered quarter in months that are not its own."""
    for number, ordinal, month in _QUARTER_IS.findall(text):
        quarter = int(number) if number else _ORDINALS.index(ordinal.casefold()) + 1
        first = (quarter - 1) * MONTHS_IN_QUARTER + (MONTHS_IN_QUARTER if financial else 0)
        if (month_number(month) - 1 - first) % MONTHS_IN_YEAR >= MONTHS_IN_QUARTER:
            return True
    return False
