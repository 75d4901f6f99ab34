"""The receipt that a provider gets: what was understood of its return, what changed, its series, and what is asked of it.

One page: a table with a line a figure and its series drawn small or, where there are many, a list in columns; and, where there
is room, a chart of the first measure that the figures make. It judges nothing: it shows a partner its own figures,
so that a slip of the hand is seen by whoever can mend it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assize.compose.axes import start_words, value_axis
from assize.core.document import (
    Align,
    Block,
    Category,
    Chart,
    ChartKind,
    Column,
    Document,
    Hatch,
    Layout,
    Line,
    Number,
    Point,
    PointMark,
    Role,
    Row,
    Section,
    Strong,
    Table,
    TableCell,
    Text,
    Trend,
    Words,
    plain,
)
from assize.core.forms import NO_RETURN, Completeness, Entry, FormLine, FormPlan
from assize.core.nouns import Absence
from assize.core.periods import Period
from assize.core.specs import Kind
from assize.core.wording import (
    capitalised,
    changed_texts,
    date_words,
    number_word,
    percent_text,
    period_words,
    quarter_words,
    round_half_up,
    signed,
    value_format,
    value_text,
    year_label,
)

QUARTERS = 16  # of the small series, and of the chart
_WITH_CHART = 4  # lines of a table that leave a page room for a large chart
_WITH_SMALL_CHART = 9  # lines that leave room for a small one; a longer table has the series of its lines alone
_IN_TABLE = 13  # lines of a table on a page; more are a list in columns, with a small chart
_COLUMNS = 3
_LETTERS = 36  # of a line of a column
_COLUMN_LINES = 21  # of a column; where reasons would make it longer they are left out
MOST_QUESTIONS = 3  # that a receipt repeats; the letter that brings it has them all
_NOTE = 60  # letters of a note beside a line, or of two questions, that take the height of one
_HOW_TO_READ = 7  # lines of a column that "How to read it" takes
_TO_A_ROW = 3  # of them that have the room of a table's line
_CHANGE_FROM = 30  # a change on fewer is said in numbers alone: one or two more are a large share of few


@dataclass(frozen=True)
class ReceiptLine:
    """One figure as it was understood. `series` ends with it: the last `QUARTERS` quarters, oldest first."""

    line: FormLine
    series: tuple[Entry, ...]
    completeness: Completeness | None = None
    reason: str = ""

    @property
    def said(self) -> Entry:
        """What was sent for this quarter."""
        return self.series[-1]

    @property
    def before(self) -> Entry:
        """What was sent for the quarter before."""
        return self.series[-2]


@dataclass(frozen=True)
class ReceiptMeasure:
    """A measure made of the figures, for the chart: its value in the same quarters."""

    name: str
    kind: Kind
    unit: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Receipt:
    """What a receipt is made of. `accepted` is the day it was taken; `keyed` says how the office got the figures, if it keyed
    them; `put_back` is the day on which they had come, where the office made them current again; `questions` are whole
    sentences: what was noted of the return, for the provider to put right where it is wrong.
    """

    plan: FormPlan
    lines: tuple[ReceiptLine, ...]
    measure: ReceiptMeasure | None
    questions: tuple[str, ...]
    accepted: date
    office: str
    author: str  # the office in few words, for the strip under the title
    contact: str
    marking: str
    keyed: str = ""
    revised: bool = False
    put_back: date | None = None
    made_up: str = ""
    more_questions: int = 0  # that stand in the letter alone


def build_receipt(receipt: Receipt) -> Document:
    """The receipt as a document of one page."""
    plan = receipt.plan
    numbers = sum(isinstance(one.said, Decimal) for one in receipt.lines)
    listed = _height(receipt, beside_chart=False) > _IN_TABLE
    height = _height(receipt, beside_chart=True)
    figures: list[Block] = [*_list(receipt)] if listed else [_table(receipt)]
    drawn = listed or height <= _WITH_SMALL_CHART
    chart = _chart(receipt, small=height > _WITH_CHART) if drawn else None
    before = f"the return before, {_before_words(plan)}"
    section = Section(
        id="understood",
        layout=Layout.HEADLINES,
        theme="",
        headline=("What we understood, figure by figure",),
        subtitle=(
            f"{period_words(plan.quarter)}; {f'in brackets {before}' if listed else f'the change is on {before}'}",
        ),
        blocks=(*figures, *([chart] if chart else []), *_texts(receipt)),
    )
    return Document(
        id="receipt",
        title=f"Receipt for {_which(receipt)}: {plan.board_name}",
        board=plan.provider_name,
        board_short=f"{plan.board_name} LCJB",
        period=period_words(plan.quarter),
        quarter=quarter_words(plan.quarter),
        audience="The provider",
        marking=receipt.marking,
        status="ACCEPTED",
        status_words="",
        as_at=date_words(receipt.accepted),
        dated=receipt.accepted,
        author=receipt.author,
        lede=(_lede(receipt, numbers),),
        tally=None,
        sections=(section,),
        made_up=receipt.made_up,
    )


def _height(receipt: Receipt, *, beside_chart: bool) -> int:
    """How many lines of the table its words take the room of: with a chart beside them, or in columns under the table."""
    notes = sum(1 + len(one.reason) // _NOTE for one in receipt.lines)
    if beside_chart:
        return notes + max(sum(map(len, receipt.questions)) - 2 * _NOTE, 0) // _NOTE
    asked = sum(1 + len(question) // _LETTERS for question in receipt.questions)
    return notes + max(asked - _HOW_TO_READ, 0) // _TO_A_ROW


def _which(receipt: Receipt) -> str:
    if receipt.put_back is not None:
        return "figures that stand again"
    return "corrected figures" if receipt.revised else "figures"


def _before_words(plan: FormPlan) -> str:
    return period_words(plan.quarter.later(-1))


def _lede(receipt: Receipt, numbers: int) -> str:
    lines = receipt.lines
    figures = f"{number_word(numbers)} figure{'s' if numbers != 1 else ''}"
    without = len(lines) - numbers
    opening = "Thank you."
    if receipt.put_back is not None:
        opening = (
            f"Nothing new came from you: the office made what you gave it on {date_words(receipt.put_back)} current again on"
            f" {date_words(receipt.accepted)}."
        )
    parts = [f"{opening} {capitalised(figures)} {'are' if numbers != 1 else 'is'} in"]
    if without:
        parts.append(f"{number_word(without)} line{'s have' if without != 1 else ' has'} no number")
    said = " and ".join(parts) + "."
    unsure = [
        one for one in lines if isinstance(one.said, Decimal) and one.completeness not in (None, Completeness.COMPLETE)
    ]
    if unsure:
        said += f" {capitalised(number_word(len(unsure)))} {'are' if len(unsure) > 1 else 'is'} marked as partial or estimated."
    if receipt.keyed:
        said += f" {receipt.keyed}"
    return said


def _table(receipt: Receipt) -> Table:
    columns = (
        Column("What was asked", width=Decimal("3.4")),
        Column("You sent", Align.RIGHT, Decimal("1.15")),
        Column("Before", Align.RIGHT, Decimal("1.1")),
        Column("Change", Align.RIGHT, Decimal("1.5")),
        Column(f"Last {QUARTERS} quarters", width=Decimal("1.8")),
        Column("How complete, and your note", width=Decimal("2.7")),
    )
    return Table(
        id="receipt",
        caption=f"Each figure as understood, with the return before, the change and the last {QUARTERS} quarters",
        columns=columns,
        rows=tuple(_row(receipt, one) for one in receipt.lines),
    )


def _list(receipt: Receipt) -> list[Text]:
    """Every figure, the return before in brackets and, where there is room, its reason, in columns of like length."""
    said = [_listed_line(one, reasons=True) for one in receipt.lines]
    if sum(map(_lines, said)) > _COLUMNS * _COLUMN_LINES:
        said = [_listed_line(one, reasons=False) for one in receipt.lines]
    columns: list[list[Words]] = [[]]
    heights = [_lines(words) for words in said]
    full, height = sum(heights) / _COLUMNS, 0.0
    for words, lines in zip(said, heights, strict=True):
        if height + lines / 2 > full * len(columns) and len(columns) < _COLUMNS:
            columns.append([])
        columns[-1].append(words)
        height += lines
    return [Text(tuple(column)) for column in columns]


def _listed_line(one: ReceiptLine, *, reasons: bool) -> Words:
    level = "" if one.completeness in (None, Completeness.COMPLETE) else one.completeness.value
    notes = "; ".join(part for part in (level, one.reason if reasons else "") if part)
    figures = (_number(one, one.said), " (", _number(one, one.before), ")")
    return (Strong(one.line.name), ": ", *figures, f"; {notes}" if notes else "")


def _lines(words: Words) -> float:
    return 1.2 + len(plain(words)) // _LETTERS


def _row(receipt: Receipt, one: ReceiptLine) -> Row:
    when = receipt.plan.when_text(one.line)
    note = one.completeness.value.capitalize() if one.completeness else ""
    words = [part for part in (note, one.reason) if part]
    return Row(
        (
            TableCell((Strong(one.line.name),), (when,) if one.line.stock else ()),
            TableCell((_number(one, one.said),)),
            TableCell((_number(one, one.before),)),
            TableCell((_change(one),)),
            TableCell(_trend(one)),
            TableCell((". ".join(words),)),
        )
    )


def _number(one: ReceiptLine, entry: Entry) -> Number:
    reference = one.line.reference
    if isinstance(entry, Decimal):
        return Number(_text(entry), entry, "#,##0.###" if one.line.decimals else "#,##0", reference)
    return Number(entry.value if isinstance(entry, Absence) else NO_RETURN, None, "", reference)


def _text(value: Decimal) -> str:
    """A received number with the decimals it came with, at most three."""
    return f"{round_half_up(value, _decimals(value)):,f}"


def _decimals(value: Decimal) -> int:
    return max(0, min(3, -int(value.normalize().as_tuple().exponent)))


def _change(one: ReceiptLine) -> str:
    """`+13 (+3.3%)`, `no change`, or that there is no number to set beside it."""
    if not (isinstance(one.said, Decimal) and isinstance(one.before, Decimal)):
        return ""
    difference = one.said - one.before
    if not difference:
        return "no change"
    text = signed(_text(difference).replace("-", "−"))
    if abs(one.before) >= _CHANGE_FROM:
        text += f" ({signed(percent_text(difference / one.before))})"
    return text


def _trend(one: ReceiptLine) -> Trend:
    values = tuple(entry if isinstance(entry, Decimal) else None for entry in one.series)
    held = [value for value in values if value is not None]
    if len(held) > 1:
        alt = f"{capitalised(number_word(len(held)))} returns, from {_text(held[0])} to {_text(held[-1])}."
    else:
        alt = f"One return, {_text(held[0])}." if held else "No number in these quarters."
    return Trend(values, (), PointMark.COMMON, alt)


def _chart(receipt: Receipt, *, small: bool) -> Chart | None:
    """The measure over the last quarters, where there are two values or more."""
    measure = receipt.measure
    if measure is None:
        return None
    held = [index for index, value in enumerate(measure.values) if value is not None]
    if len(held) < 2:  # a line has two ends
        return None
    first = held[0]
    quarters = _quarters(receipt.plan.quarter)[first:]
    values = measure.values[first:]
    axis = value_axis([value for value in values if value is not None], measure.kind)
    decimals = max(_decimals(value) for value in values if value is not None)
    as_sent = measure.kind is Kind.COUNT and decimals > 0  # posts, of which a part is worked
    number_format = f"#,##0.{'0' * decimals}" if as_sent else value_format(measure.kind)

    def point(value: Decimal) -> Point:
        text = f"{round_half_up(value, decimals):,f}" if as_sent else value_text(value, measure.kind)
        return Point(Number(text, value, number_format, ""))

    points = tuple(None if value is None else point(value) for value in values)
    texts = [point.number.text for point in points if point is not None]
    caption: Words = (
        Strong(measure.name),
        f", {measure.unit}: what your returns make of it, quarter by quarter. {start_words(axis, measure.kind)}",
    )
    return Chart(
        id="receipt-series",
        kind=ChartKind.LINE,
        caption=caption,
        note=(),
        alt=f"{measure.name} of {receipt.plan.board_name}, {period_words(quarters[0])} to {period_words(quarters[-1])}: "
        f"{len(texts)} values, from {texts[0]} to {texts[-1]}.",
        axis=axis,
        number_format=number_format,
        categories=tuple(Category(period_words(quarter), year_label(quarter)) for quarter in quarters),
        lines=(Line(receipt.plan.board_name, Role.BOARD, points),),
        hatches=_gaps(values),
        small=small,
    )


def _gaps(values: Sequence[Decimal | None]) -> tuple[Hatch, ...]:
    """Stretches in which nothing is held."""
    out: list[Hatch] = []
    start = None
    for index, value in enumerate([*values, Decimal(0)]):
        if value is None and start is None:
            start = index
        elif value is not None and start is not None:
            out.append(Hatch(start, index - 1, "No return"))
            start = None
    return tuple(out)


def _quarters(last: Period) -> list[Period]:
    return [last.later(step) for step in range(1 - QUARTERS, 1)]


def _texts(receipt: Receipt) -> list[Text]:
    wrong = (
        "If a figure is not what you meant, send the form again with the right one: it takes the place of this return, and you"
        " get a new receipt."
    )
    how = "[x] is a figure you do not have, [z] one that does not apply to you; nought is a figure. Nothing here is judged."
    asked = [(question,) for question in receipt.questions] or [("Nothing but the figures.",)]
    if receipt.more_questions:
        asked.append(
            (f"{capitalised(number_word(receipt.more_questions))} more in the letter that brings this receipt.",)
        )
    whom: Words = (
        f"{capitalised(receipt.contact)}, {receipt.office}. Please write no names of people in your answer.",
    )
    notes = sum(bool(one.reason) for one in receipt.lines)
    return [
        Text(((how,), (wrong,)), "How to read it"),
        Text(tuple(asked), "What we noted: is it right?"),
        Text(
            (whom, *([(_notes_words(notes),)] if notes else [])),
            "Whom to ask, and your notes" if notes else "Whom to ask",
        ),
    ]


def _notes_words(notes: int) -> str:
    """That the reasons and notes beside figures have come, and what is done with them."""
    if notes == 1:
        return "Your note came too. It is kept with its figure, for whoever asks how that came about; reports do not repeat it."
    kept = "Each is kept with its figure, for whoever asks how that came about; reports do not repeat them."
    return f"Your {number_word(notes)} notes came too. {kept}"


def changed_lines(lines: Sequence[ReceiptLine], earlier: Sequence[Entry]) -> list[str]:
    """What a corrected return says otherwise than the one it takes the place of, a sentence a figure."""
    said = []
    for one, before in zip(lines, earlier, strict=True):
        if one.said == before:
            continue
        if isinstance(one.said, Decimal) and isinstance(before, Decimal):
            old, new = changed_texts(before, one.said)
        else:
            old, new = (_number(one, entry).text for entry in (before, one.said))
        said.append(f"{one.line.name}: {old} before, {new} now.")
    return said
