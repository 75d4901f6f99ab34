"""How far a form is filled, in words that follow what is typed: one line that counts, one that says what is still wanted.

Both are formulas, so that they hold in Excel and in LibreOffice alike. SUMPRODUCT makes either look at whole columns: of all
rows that want the same the first is named. Limits stand in the formula as columns of numbers ({213;98}), for nothing on a form
is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from assize.core.forms import KEYED_LABELS, Column, FormLine, FormPlan, Label

_FEWEST_ALIKE = 4  # figures that are all last quarter's, from which the reader of a return asks about them
_LONGEST = 8192  # characters of a formula, Excel
_NO_LIMIT = "1E+99"  # above any figure


def progress_formula(plan: FormPlan, wanted: str) -> tuple[str, str]:
    """How many lines are empty, or that all are filled; and what it says of a blank form.

    `wanted` is the cell of `wanted_formula`: the thanks wait until nothing stands there.
    """
    figures, lines = _span(plan, Column.FIGURE), len(plan.lines)
    if plan.keyed:
        words = f" of {lines} line{'s' if lines > 1 else ''} filled; leave empty what you were not given"
        return f'=COUNTA({figures})&"{words}"', f"0{words}"
    words = f" of {lines} lines still empty" if lines > 1 else " line still empty"
    thanks, more = "Every line is filled. Thank you: save, and send it back", "Every line is filled; still wanted:"
    filled = f'IF({wanted}="","{thanks}","{more}")'
    return f'=IF(COUNTBLANK({figures})>0,COUNTBLANK({figures})&"{words}",{filled})', f"{lines}{words}"


def wanted_formula(plan: FormPlan, local: str) -> str:
    """What is still wanted beside the figures that are typed, the first of all that is; nothing on a blank form.

    `local` is the cell of the sheet of local measures that says what is wanted there.
    """
    steps = list(_steps(plan, local))
    while (
        len(formula := _first_of(steps)) > _LONGEST
    ):  # of very many lines the limits: each cell says its own all the same
        steps.remove(max(steps, key=lambda step: len("".join(step))))
    return formula


def _first_of(steps: Sequence[tuple[str, str]]) -> str:
    formula = '""'
    for asked, words in reversed(steps):
        formula = f"IF({asked},{words},{formula})"
    return f"={formula}"


def outside_usual(cell: str, line: FormLine) -> str:
    """The condition that the figure in a cell lies outside what is usual; false of words."""
    if line.usual is None:
        return "FALSE"
    lower, upper = line.usual
    return f"AND(ISNUMBER({cell}),OR({cell}<{lower:f},{cell}>{upper:f}))"


def usual_words(line: FormLine) -> str:
    """`Usual: 213 to 302. Outside it, please say why.`, or nothing where nobody can tell yet."""
    if line.usual is None:
        return ""
    lower, upper = line.usual
    return f"Usual: {f'{lower:,} to' if lower else 'up to'} {upper:,}. Outside it, please say why."


def _steps(plan: FormPlan, local: str) -> Iterator[tuple[str, str]]:
    """Conditions in the order in which they are told, each with its words, as parts of a formula."""
    figures, levels, reasons = (_span(plan, one) for one in (Column.FIGURE, Column.COMPLETENESS, Column.REASON))
    if plan.keyed:
        labels = xl_range_abs(plan.label_row(KEYED_LABELS[0]), 1, plan.label_row(KEYED_LABELS[-1]), 1)
        yield f"COUNTBLANK({labels})>0", '"At the top, say who keyed it, who gave the figures, how and on which day"'
    yield from _wrong(plan, figures)
    yield _some(plan, f'ISNUMBER({figures})*({levels}="")', "Say how complete it is: ")
    yield _some(plan, f'ISTEXT({figures})*({reasons}="")', "Give a reason beside [x] or [z]: ")
    partly = f'(({levels}="partial")+({levels}="estimated"))*({reasons}="")'
    yield _some(plan, partly, "Give a reason beside partial or estimated: ")
    if any(line.usual for line in plan.lines):
        lower = _column([line.usual[0] if line.usual else Decimal(0) for line in plan.lines])
        upper = _column([line.usual[1] if line.usual else None for line in plan.lines])
        outside = f'ISNUMBER({figures})*((({figures}<{lower})+({figures}>{upper}))>0)*({reasons}="")'
        many = " figures are unusual, the first in row "
        yield _some(plan, outside, "Say why under Reason or note: ", "1 figure is unusual, row ", many)
    for total, parts in plan.sums:
        cell, of = _cell(plan, total), ",".join(_cell(plan, part) for part in parts)
        words = f"Row {plan.row(total) + 1} is not the sum of its parts: please correct the one that is wrong"
        yield f"AND(COUNT({cell},{of})={len(parts) + 1},{cell}<>SUM({of}))", f'"{words}"'
    if not plan.keyed:
        yield _stale(plan), '"Every figure is last quarter\'s: if they are right, say so under Reason or note"'
    # IFERROR: somebody may have deleted that sheet. A quotation mark stands twice within a text of a formula.
    yield (
        f'IFERROR({local}<>"",FALSE)',
        f'"On the sheet {plan.local_sheet.replace(chr(34), 2 * chr(34))} a row is begun and not whole"',
    )
    if not plan.keyed:
        contact = xl_rowcol_to_cell(plan.label_row(Label.CONTACT), 1, row_abs=True, col_abs=True)
        words = "At the top, give the role in your organisation that we may ask"
        yield f'AND(COUNTBLANK({figures})=0,{contact}="")', f'"{words}"'


def _wrong(plan: FormPlan, figures: str) -> Iterator[tuple[str, str]]:
    """What a cell refuses as it is typed and takes as it is pasted: text, fractions, a part that is more than its whole."""
    number = f"ISNUMBER(VALUE({figures}))"
    yield _some(plan, f"ISTEXT({figures})*{number}", "A number kept as text, please type it again: ")
    absent = f'ISNUMBER(FIND(LOWER(TRIM({figures})),"[x][z]"))'  # x and z without their brackets are taken as well
    yield _some(plan, f"ISTEXT({figures})*(({number}+{absent})=0)", "Neither a number nor [x] or [z]: ")
    # 1/FALSE and INT of a text are errors, and an error is no number: neither SUMPRODUCT nor IF has to see one.
    broken = f"ISERROR(1/({figures}=INT({figures})))"
    if any(line.decimals for line in plan.lines):
        broken += "*" + _column([Decimal(not line.decimals) for line in plan.lines])
    yield _some(plan, f"ISNUMBER({figures})*((({figures}<0)+{broken})>0)", "Not a whole number of 0 or more: ")
    rows = {line.field: number for number, line in enumerate(plan.lines, start=1)}
    if any(plan.is_part(line) for line in plan.lines):
        wholes = _column([Decimal(rows.get(line.part_of, rows[line.field])) for line in plan.lines])
        there = f"ROW({figures})-{plan.header_row + 1}"

        def of_whole(column: str) -> str:
            return f"LOOKUP({wholes},{there},{column})"

        # An empty whole is looked up as 0, so that it is asked whether it is a number.
        more = f"ISNUMBER({figures})*{of_whole(f'1*ISNUMBER({figures})')}*({figures}>{of_whole(figures)})"
        yield _some(plan, more, "More than the line that it is part of: ")


def _stale(plan: FormPlan) -> str:
    """The condition that every figure is that of the quarter before and nothing is said of it, as the reader asks."""
    figures, reasons, before = (
        _span(plan, Column.FIGURE),
        _span(plan, Column.REASON),
        _span(plan, plan.previous_columns[-1]),
    )
    both = f"ISNUMBER({figures})*ISNUMBER({before})"
    return "AND(" + ",".join(
        (
            f"COUNTBLANK({figures})=0",
            f"SUM({figures})>0",
            f"SUMPRODUCT({both})>={_FEWEST_ALIKE}",
            f"SUMPRODUCT({both}*({figures}<>{before}))=0",
            f'SUMPRODUCT(ISNUMBER({figures})*({reasons}<>""))=0',
        )
    ) + ")"  # fmt: skip


def _some(
    plan: FormPlan, asked: str, words: str, one: str = "row ", many: str = " lines, the first in row "
) -> tuple[str, str]:
    """The condition that some row is so, and words with how many are and which is the first."""
    below = plan.header_row + len(plan.lines) + 2  # the number of the row below the last, as a program counts rows
    first = f"{below}-SUMPRODUCT(MAX(({asked})*({below}-ROW({_span(plan, Column.FIGURE)}))))"
    count = f"SUMPRODUCT({asked})"
    return f"{count}>0", f'"{words}"&IF({count}=1,"{one}",{count}&"{many}")&({first})'


def _column(values: Sequence[Decimal | None]) -> str:
    """Numbers as a column within a formula, one a line; None is above any figure."""
    return "{" + ";".join(_NO_LIMIT if value is None else f"{value:f}" for value in values) + "}"


def _span(plan: FormPlan, column: Column | int) -> str:
    place = plan.column(column) if isinstance(column, Column) else column
    return str(xl_range_abs(plan.header_row + 1, place, plan.header_row + len(plan.lines), place))


def _cell(plan: FormPlan, field: str) -> str:
    return str(xl_rowcol_to_cell(plan.row(field), plan.column(Column.FIGURE), row_abs=True, col_abs=True))
