"""Whether a sheet of one board holds another's: by the earlier returns printed on it, and by figures that are all alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.forms import FormPlan, says_why
from assize.core.periods import Period
from assize.core.wording import period_words
from assize.ingest.returns.desk import Expected, Past
from assize.ingest.returns.figures import read_figure
from assize.ingest.returns.finding import Found, find_lines
from assize.ingest.returns.lines import Given, place_words
from assize.ingest.returns.row_words import earlier_columns

_FEWEST = 4  # numbers that tell two boards apart: fewer may be so by chance
_MOST_OF = Decimal("0.8")  # of those that are one of the two boards'
Values = Mapping[str, Decimal]


def printed_of_another(file: str, found: Found, expected: Expected) -> list[Problem]:
    """The problem of a sheet whose printed earlier returns are another board's of the same provider, and not its own."""
    plan = expected.plan
    if found.header is None:
        return []
    printed = _printed(found, plan)
    for board, held in expected.others.items():
        apart = []  # whether each number that tells the two apart is the other board's, or neither's, or this one's
        for (field, quarter), value in printed.items():
            own, other = _of(expected.history, field, quarter), _of(held, field, quarter)
            if other is not None and other != own:
                apart.append((value == other, value == own))
        theirs, ours = sum(one for one, _ in apart), sum(one for _, one in apart)
        # Some may be neither's: what is held was corrected since the form was sent.
        if theirs >= _FEWEST and theirs * 2 > len(apart) and theirs >= _MOST_OF * (theirs + ours):
            what = f"the earlier returns printed on the sheet are those of {board}"
            return [
                Problem(
                    what,
                    place_words(file, found),
                    found=f"{theirs} of {len(apart)} numbers of {board}, and the label of {plan.board_name}",
                    expected=f"the sheet of {plan.board_name} as it was sent",
                    fix=f"Find out whether the figures are of {board} or of {plan.board_name}, and put each board's on its"
                    " own sheet.",
                )
            ]
    return []


def _printed(found: Found, plan: FormPlan) -> dict[tuple[str, Period], Decimal]:
    """What stands in the columns of the earlier returns, by field and quarter."""
    rows, _ = find_lines(found, plan)
    columns = earlier_columns(found, plan)
    values = {}
    for each in rows:
        for column, number in columns.items():
            value = read_figure(found.sheet.at(each.row, column), decimals=True).value
            if value is not None:
                values[each.line.field, plan.previous_quarters[number]] = value
    return values


def _of(held: Mapping[str, Past], field: str, quarter: Period) -> Decimal | None:
    return next((value for period, value in held.get(field, ()) if period == quarter), None)


def all_of_another_board(file: str, forms: Sequence[tuple[Found, Expected, Sequence[Given]]]) -> list[Problem]:
    """The question of boards whose figures are all alike, in one file or in an earlier one of the quarter; a reason answers."""
    asked = []
    came = {expected.plan.board_name: (found, given) for found, expected, given in forms}
    for at, (found, expected, given) in enumerate(forms):
        plan, values = expected.plan, _values(given)
        earlier = {one.plan.board_name for _, one, _ in forms[:at]}
        reasons = _says_why(given)
        for board, held in expected.others.items():
            if board in came and board not in earlier:
                continue  # asked about at the later of the two
            other = _values(came[board][1]) if board in came else _quarter_of(held, plan.quarter)
            answered = reasons or (board in came and _says_why(came[board][1]))
            if _alike(values, other) and not answered:
                where = f"'{came[board][0].sheet.name}'" if board in came and came[board][0].sheet.name else board
                problem = Problem(
                    f"every figure of {plan.board_name} is that of {board}: are they of both?",
                    place_words(file, found),
                    found=f"{len(values)} figures for {period_words(plan.quarter)}, the same as in {where}"
                    if board in came
                    else f"{len(values)} figures for {period_words(plan.quarter)}, the same as those already returned",
                    fix="Give each board its own. If both are right, type why under 'Reason or note' in one row.",
                )
                asked.append(problem)
    return asked


def _values(given: Sequence[Given]) -> dict[str, Decimal]:
    return {each.line.field: each.value for each in given if each.value is not None}


def _says_why(given: Sequence[Given]) -> bool:
    return any(says_why(each.reason) for each in given if each.value is not None)


def _quarter_of(held: Mapping[str, Past], quarter: Period) -> dict[str, Decimal]:
    return {field: value for field, past in held.items() for period, value in past if period == quarter}


def _alike(values: Values, other: Values) -> bool:
    """Whether two boards have the same figures, not nearly all of them nought, which many places may have."""
    return len(values) >= _FEWEST and values == other and sum(value > 0 for value in values.values()) > 1
