"""The form a provider fills: what stands in which cell. Who writes it, reads it or fills it for practice shares this plan.

A workbook (`Form`) has a sheet of instructions, one sheet of figures a board (`FormPlan`), one a board for measures of the
office's own, and the reasons that may be picked. A sheet of figures, from the top:

    row 1            the title
    row 2 on         a label in column A, what it says in column B: provider, board, quarter, form version, send back by,
                     contact role; and of a form that the office keys itself, who keyed it, who gave the figures, how, when
    `header_row`     one header a column, all different
    below            one `FormLine` a row, no blank rows and no merged cells

Columns: reference, what is asked for, how to count it, the four returns before (oldest first), the figure, how complete it is,
a reason or note. The reference (`witnesses-attended`) stands beside every line and says which field it is, whatever becomes
of the order of rows; the labels at the top say whose, of which board and which quarter a copy is, whatever becomes of the
file's and the sheet's names. A figure is a whole number of 0 or more (with decimals where the line says so), `[x]` or `[z]`.

A sheet of local measures has its title, board and quarter in the same places, `LocalColumn` headers in `LOCAL_HEADER_ROW`, and
`LOCAL_ROWS` empty rows below.

Rows and columns are counted from 0 here, as the libraries that write workbooks count them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from assize.core.nouns import Absence
from assize.core.periods import Period
from assize.core.wording import TO_BE_CONFIRMED, date_words, listed, number_word, period_words, year_label

LAYOUT = 1  # of the sheet of figures: goes up when a column or a label moves
PREVIOUS = 4  # returns shown beside the figure
INSTRUCTIONS_SHEET = "Read first"
INSTRUCTIONS_HEADINGS = ("What to do", "The sheets of this workbook")
FIGURES_SHEET = "Figures"  # of one board; of several: "Figures, Staffordshire"
LOCAL_SHEET = "Local measures"
LOCAL_HEADER_ROW = 6  # below the title, the board, the quarter and what to do
LOCAL_ROWS = 6
UNCONFIRMED = f"{TO_BE_CONFIRMED}."  # after such a definition; forms before November 2026 began with it
REASONS_SHEET = "Reasons"
REASONS_TITLE = "Reasons to pick from under Reason or note"
NO_RETURN = "no return"  # where an earlier return would stand, and none is held
_NAMED = 2  # lines whose small counts are shown that a sentence names
_NAME_LIMIT = 31  # characters of a worksheet's name, Excel

ALLOWED_ABSENCES = (Absence.NOT_AVAILABLE, Absence.NOT_APPLICABLE)
"""What may stand in place of a figure."""


class Completeness(Enum):
    """What the drop-down beside a figure offers."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    ESTIMATED = "estimated"


COMPLETENESS_WORDS: Mapping[Completeness, str] = {
    Completeness.COMPLETE: "every record is in",
    Completeness.PARTIAL: "what was counted, some records still lacking",
    Completeness.ESTIMATED: "worked out or raised, not counted",
}
"""What each of them means."""

REASON_WORDS: Mapping[str, str] = {
    "Not recorded by our system": "[x]: nobody could count it",
    "Not supplied to us": "[x]: another organisation counts it, and has not sent it",
    "Not ready in time; will follow": "[x]: you count it, and send this form again when it is ready",
    "Does not apply to us": "[z]",
    "Records not all entered yet": "partial or estimated",
    "Counted otherwise than the line says": "any figure; in your own words, say how",
    "Counted in another way than before": "a figure that does not compare with those before",
    "New or changed computer system": "a figure that does not compare with those before",
    "A real change; we checked": "an unusual figure that is right",
    "Small numbers move a lot": "an unusual figure that is right",
    "Corrects an earlier return": "a figure that you returned otherwise before",
}
"""What the drop-down of reasons offers, each with what it is for; words of one's own may be typed instead."""

REASONS = tuple(REASON_WORDS)

_WORDS_ALONE = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![^\W_])")
_FEWEST_WORDS = 2


def says_why(reason: str) -> bool:
    """Whether a typed reason says anything: one of `REASONS`, or two different words of two letters and more.

    A dot, an `x` or `ok` answers no question: whoever reads the report later would learn nothing from it.
    """
    plain = " ".join(reason.split()).casefold()
    if plain.rstrip(".") in {one.casefold() for one in REASONS}:
        return True
    words = {word for word in _WORDS_ALONE.findall(plain) if len(word) > 1 and len(set(word)) > 1}
    return len(words) >= _FEWEST_WORDS


HOW_IT_CAME = ("telephone", "e-mail", "letter", "meeting")
"""How figures that the office keys itself may have reached it."""


class Label(Enum):
    """What stands in column A above the table; the cell to its right holds what it says."""

    PROVIDER = "Provider"
    BOARD = "Board"
    QUARTER = "Quarter"
    VERSION = "Form version"
    DUE = "Send back by"
    CONTACT = "Contact role"  # typed by whoever fills it; a role, never a person's name
    KEYED_BY = "Keyed by (role)"
    GIVEN_BY = "Given by (role)"
    HOW_IT_CAME = "How it came"
    GIVEN_ON = "Given on"


_LABELS = (Label.PROVIDER, Label.BOARD, Label.QUARTER, Label.VERSION, Label.DUE, Label.CONTACT)
KEYED_LABELS = (Label.KEYED_BY, Label.GIVEN_BY, Label.HOW_IT_CAME, Label.GIVEN_ON)
"""Of a form that the office keys itself; all of them have to be filled."""

TYPED_LABELS = frozenset({Label.CONTACT, *KEYED_LABELS})
"""Labels whose cell is empty on a blank form and is typed by whoever fills it."""


class Column(Enum):
    """The columns of a sheet of figures but the returns before; the value is the header of those that bear no period."""

    REFERENCE = "Reference"
    ASKED = "What we ask for"
    DEFINITION = "How to count it"
    FIGURE = "Your figure"  # the header adds the quarter: "Your figure, January to March 2019"
    COMPLETENESS = "How complete"
    REASON = "Reason or note"


_BEFORE = (Column.REFERENCE, Column.ASKED, Column.DEFINITION)
_AFTER = (Column.FIGURE, Column.COMPLETENESS, Column.REASON)


class LocalColumn(Enum):
    """The columns of the sheet for measures of the office's own; the value is the header."""

    NAME = "Name of the measure"
    COUNTED = "What is counted"
    OUT_OF = "Out of what (empty for a plain count)"
    DEFINITION = "How to count it"
    INCLUDES = "Includes"
    EXCLUDES = "Excludes"
    WHEN = "Counted when"
    BETTER = "Better when"
    FIGURE = "Figure"
    OUT_OF_FIGURE = "Out of: figure"
    COMPLETENESS = "How complete"  # of both figures; forms before November 2026 had no such column
    REASON = "Reason or note"


LOCAL_NEEDED = (LocalColumn.NAME, LocalColumn.COUNTED, LocalColumn.DEFINITION, LocalColumn.BETTER)
"""What no row of that sheet can do without."""

LOCAL_LONGEST: Mapping[LocalColumn, int] = {
    LocalColumn.NAME: 80,
    LocalColumn.COUNTED: 80,
    LocalColumn.OUT_OF: 80,
    LocalColumn.DEFINITION: 400,
}
"""How many characters may stand in a cell of that sheet: its words stand in tables and above charts."""

COUNTED_WHEN = ("during the quarter", "on its last day")
BETTER_WHEN = ("higher", "lower", "neither")

Entry = Decimal | Absence | None
"""A number, why there is none, or nothing at all."""


@dataclass(frozen=True)
class FormLine:
    """One figure asked for. `field` is the field of the partner's source; `reference` names it on the sheet.

    `part_of` is the field that it may not exceed (`witnesses_required`), or empty; `stock` says that it is counted on the last
    day of the quarter; `previous` holds the four returns before, oldest first, None where there was none; `measures` names
    what is made of it, for whoever fills it; `local` says that it is a measure of the office's own; `earlier` is the same
    line in the words of earlier forms; `usual` is from which number to which a figure would surprise nobody, None where
    nobody can tell yet.
    """

    field: str
    name: str
    definition: str
    unit: str = ""
    includes: str = ""
    excludes: str = ""
    part_of: str = ""
    stock: bool = False
    decimals: bool = False
    to_be_confirmed: bool = False
    previous: tuple[Entry, ...] = (None,) * PREVIOUS
    measures: tuple[str, ...] = ()
    local: bool = False
    earlier: tuple[FormLine, ...] = ()
    usual: tuple[Decimal, Decimal] | None = None

    @property
    def reference(self) -> str:
        """What stands in the first column: hyphens, so that a narrow column breaks it where it may be broken."""
        return self.field.replace("_", "-")


@dataclass(frozen=True)
class FormPlan:
    """One sheet of figures: what one provider is asked of one board for one quarter."""

    provider: str  # slug of its table in providers.toml
    provider_name: str
    role: str  # witness-care
    board: str
    board_name: str
    quarter: Period
    due: date
    lines: tuple[FormLine, ...]
    sheet: str = FIGURES_SHEET
    local_sheet: str = LOCAL_SHEET
    keyed: bool = False  # the office keys it, from what it was told
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()  # totals, each with the fields that must add up to it

    @property
    def source(self) -> str:
        """The source its figures are loaded as."""
        return f"partner-{self.role}"

    @property
    def version(self) -> str:
        """Of the form and its questions, whatever the quarter: `witness-care 1-3f9a0c12`. Another asks something else."""
        asked = [
            "|".join((one.field, one.name, one.definition, one.includes, one.excludes, one.part_of, str(one.stock)))
            for one in self.lines
        ]
        return f"{self.role} {LAYOUT}-{hashlib.sha256(chr(10).join(asked).encode()).hexdigest()[:8]}"

    @property
    def local_title(self) -> str:
        """What stands in A1 of the sheet of local measures."""
        return f"Local measures of {self.board_name}, {period_words(self.quarter)}"

    @property
    def title(self) -> str:
        """What stands in A1."""
        keyed = ", keyed by the office" if self.keyed else ""
        return f"Figures for {self.board_name}, {period_words(self.quarter)}{keyed}"

    @property
    def previous_quarters(self) -> tuple[Period, ...]:
        """The four quarters before, oldest first."""
        return tuple(self.quarter.later(-step) for step in range(PREVIOUS, 0, -1))

    # --- places ---------------------------------------------------------------------------------------------------

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels above the table, in order from row 1 (the second) on."""
        return (*_LABELS, *KEYED_LABELS) if self.keyed else _LABELS

    def label_row(self, label: Label) -> int:
        """The row of a label; its words stand in column 0 and what it says in column 1."""
        return 1 + self.labels.index(label)

    @property
    def header_row(self) -> int:
        """The row of the headers."""
        return 1 + len(self.labels)

    def row(self, field: str) -> int:
        """The row of a field's line."""
        return self.header_row + 1 + [line.field for line in self.lines].index(field)

    @staticmethod
    def column(column: Column) -> int:
        """The place of a column."""
        return _BEFORE.index(column) if column in _BEFORE else len(_BEFORE) + PREVIOUS + _AFTER.index(column)

    @property
    def previous_columns(self) -> tuple[int, ...]:
        """The places of the four returns before, oldest first."""
        return tuple(range(len(_BEFORE), len(_BEFORE) + PREVIOUS))

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(_BEFORE) + PREVIOUS + len(_AFTER)

    # --- words ----------------------------------------------------------------------------------------------------

    @property
    def headers(self) -> tuple[str, ...]:
        """The header of every column, in order; no two alike."""
        figure = f"{Column.FIGURE.value}, {period_words(self.quarter)}"
        before = [column.value for column in _BEFORE] + [period_words(period) for period in self.previous_quarters]
        return (*before, figure, Column.COMPLETENESS.value, Column.REASON.value)

    def said(self, label: Label) -> str:
        """What the form says beside a label; empty where it is typed by whoever fills it."""
        return {
            Label.PROVIDER: self.provider_name,
            Label.BOARD: self.board_name,
            Label.QUARTER: quarter_text(self.quarter),
            Label.VERSION: self.version,
            Label.DUE: date_words(self.due),
        }.get(label, "")

    def is_part(self, line: FormLine) -> bool:
        """Whether a line is a part of another that is asked for too."""
        return any(other.field == line.part_of for other in self.lines)

    def asked_text(self, line: FormLine) -> str:
        """The name of a line and, on a second line, when it is counted, if in decimals, and what it is part of."""
        whole = next((other for other in self.lines if other.field == line.part_of), None)
        part = f"; part of: {whole.name}" if whole else ""
        decimals = "; decimals allowed" if line.decimals else ""
        return f"{line.name}\n{self.when_text(line)}{decimals}{part}"

    def when_text(self, line: FormLine) -> str:
        """When a line is counted."""
        return f"On {date_words(self.quarter.last_day)}" if line.stock else "During the quarter"


@dataclass(frozen=True)
class Form:
    """A provider's workbook: a sheet of instructions and one plan a board.

    `facts` are labelled lines of the first sheet (send back by, to whom, under which agreement), `steps` what to do, in order;
    `made_up` is said on every sheet where figures are; `dated` is the day inside the file; counts under `smallest` are
    shown to nobody.
    """

    plans: tuple[FormPlan, ...]
    title: str
    office: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    marking: str
    dated: date
    made_up: str = ""
    smallest: int = 0
    shown_small: tuple[str, ...] = ()  # names of lines that are shown however small

    @property
    def first(self) -> FormPlan:
        """The plan of the first board: provider, role and quarter are the same in all."""
        return self.plans[0]


@dataclass(frozen=True)
class Answer:
    """What is typed for one line: a number or an absence (never both), how complete it is, and a reason or note."""

    value: Decimal | None = None
    absence: Absence | None = None
    completeness: Completeness | None = Completeness.COMPLETE
    reason: str = ""


def quarter_text(quarter: Period) -> str:
    """What stands beside the label Quarter: `January to March 2019 (2018/19 Q4)`."""
    return f"{period_words(quarter)} ({year_label(quarter)} Q{quarter.financial_quarter[1]})"


def sheet_name(name: str, board_name: str, boards: int) -> str:
    """The name of a board's sheet: `Figures`, or `Figures, Staffordshire` where there are several boards."""
    if boards == 1:
        return name
    plain = "".join(letter for letter in board_name if letter not in "[]:*?/\\'")
    return f"{name}, {plain}"[:_NAME_LIMIT].rstrip()


def definition_text(line: FormLine) -> str:
    """What stands under "How to count it", as one text of several lines."""
    parts = [f"{line.definition} {UNCONFIRMED}" if line.to_be_confirmed else line.definition]
    parts += [f"Includes: {line.includes}"] if line.includes else []
    parts += [f"Excludes: {line.excludes}"] if line.excludes else []
    return "\n".join(parts)


def seen_text(smallest: int, shown_small: Sequence[str] = ()) -> str:
    """Who sees a provider's figures, after the board that they go to, and under which number nobody sees a count.

    `shown_small` names the lines that are shown however small they are, for they count no people.
    """
    names = listed([f"“{name}”" for name in shown_small])
    if len(shown_small) > _NAMED:
        names = f"the {number_word(len(shown_small))} lines that count no people"
    but = f", but those of {names} are shown" if shown_small else ""
    small = f"; small counts, under {number_word(smallest)}, are left out{but}" if smallest > 1 else ""
    return f"whose members see these figures{small}"


def completeness_text() -> str:
    """What the three words mean, for a message: `complete: every record is in; partial: ...`."""
    return "; ".join(f"{one.value}: {words}" for one, words in COMPLETENESS_WORDS.items())


def entry_value(entry: Entry) -> Decimal | str:
    """What stands in a cell for an earlier return."""
    if entry is None:
        return NO_RETURN
    return entry.value if isinstance(entry, Absence) else entry


def sheet_cells(
    plan: FormPlan, answers: Mapping[str, Answer] | None = None, typed: Mapping[Label, str] | None = None
) -> Iterator[tuple[int, int, Decimal | str]]:
    """Every cell of a sheet of figures that is not empty, as (row, column, what stands there), row by row.

    `answers` by field and `typed` by label fill it; without them it is the blank form. Any library that writes a workbook, or a
    csv, can make a return of it.
    """
    answers, typed = answers or {}, typed or {}
    yield 0, 0, plan.title
    for label in plan.labels:
        row = plan.label_row(label)
        yield row, 0, label.value
        if said := plan.said(label) or typed.get(label, ""):
            yield row, 1, said
    for column, header in enumerate(plan.headers):
        yield plan.header_row, column, header
    for row, line in enumerate(plan.lines, plan.header_row + 1):
        yield row, plan.column(Column.REFERENCE), line.reference
        yield row, plan.column(Column.ASKED), plan.asked_text(line)
        yield row, plan.column(Column.DEFINITION), definition_text(line)
        for column, entry in zip(plan.previous_columns, line.previous, strict=True):
            yield row, column, entry_value(entry)
        answer = answers.get(line.field)
        if answer is None:
            continue
        figure = answer.value if answer.absence is None else answer.absence.value
        if figure is not None:
            yield row, plan.column(Column.FIGURE), figure
        if answer.completeness:
            yield row, plan.column(Column.COMPLETENESS), answer.completeness.value
        if answer.reason:
            yield row, plan.column(Column.REASON), answer.reason


def local_cells(
    plan: FormPlan, rows: Sequence[Mapping[LocalColumn, Decimal | str]] = ()
) -> Iterator[tuple[int, int, Decimal | str]]:
    """Every cell of a sheet of local measures that is not empty, as `sheet_cells` gives them; `rows` fill it."""
    yield 0, 0, plan.local_title
    for row, label in enumerate((Label.BOARD, Label.QUARTER), 1):
        yield row, 0, label.value
        yield row, 1, plan.said(label)
    columns = tuple(LocalColumn)
    for place, column in enumerate(columns):
        yield LOCAL_HEADER_ROW, place, column.value
    for row, given in enumerate(rows, LOCAL_HEADER_ROW + 1):
        for place, column in enumerate(columns):
            if column in given:
                yield row, place, given[column]
