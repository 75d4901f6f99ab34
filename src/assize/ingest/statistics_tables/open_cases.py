"""Open cases of a statistics table against what came and what went: they are those of the period before, with the receipts and
without the disposals, but for transfers and cases begun anew.

Where they follow only if two columns change places, or one is moved by a period, for the table or for one place, the columns
are not those that their headers name.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from assize.ingest.layouts import Doubt
from assize.ingest.printed_periods import Span, shown
from assize.ingest.statistics_tables.rows import Figure

_OWN_FILE = "Load the publisher's own file."
_STANDING = 4  # a quarter of the periods may hold as they stand
_FLOWS = {
    "in": re.compile(r"\b(receipts?|received|registered|new cases)\b", re.IGNORECASE),
    "out": re.compile(r"\b(disposals?|disposed|completed|completions|closed|concluded)\b", re.IGNORECASE),
    "open": re.compile(
        r"\b(open|outstanding|live|remaining)\b|\bwork in hand\b|\bcases? (waiting|in progress)\b", re.IGNORECASE
    ),
}
_WORSE = Decimal("0.4")  # of all that came and went, net: open cases that are nearer than that follow well enough
_NEAR = Decimal("0.35")  # of all net flows: transfers between courts, and cases begun anew, are about as many
_BETTER = 4  # times nearer they must be if columns are moved
_MUCH_BETTER = 10  # times nearer where the order of a column is free: among any figures some order is nearer
_PERIODS = 5
_STEPS = 8  # periods of a place, from which on it is judged alone
_EXPLAINS = Decimal("0.6")  # of the movements of open cases: what is left of them, where they follow
_BY_CHANCE = 12  # how many times e less likely the figures are as they stand, so that chance is left out
_OUT_OF_PROPORTION = 2  # what came and what went, all together, differ by half of the larger and open cases do not
_Line = dict[str, Figure]


def open_cases(figures: Sequence[Figure]) -> Iterator[Doubt]:
    """Doubts columns of receipts, disposals and open cases that agree only if some of them stood elsewhere."""
    tables: dict[str, dict[tuple[object, ...], dict[Span, _Line]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(dict))
    )
    for figure in figures:
        texts = [figure.field.replace("_", " "), *(word for _, word in figure.item)]
        flows = {name for name, pattern in _FLOWS.items() if any(pattern.search(text) for text in texts)}
        if len(flows) == 1 and not figure.percentage and figure.value is not None:
            flow = flows.pop()
            rest = tuple(word for _, word in figure.item if not _FLOWS[flow].search(word))
            tables[figure.table.id][figure.area, rest][figure.span].setdefault(flow, figure)
    for series in tables.values():
        places = [found for spans in series.values() if (found := list(_runs(spans)))]
        runs = [run for found in places for run in found]
        if sum(len(run) - 1 for run in runs) < _PERIODS:
            continue
        lone = list(_lone(runs))
        yield from lone
        # The table as a whole, or those of its places alone in which something stands elsewhere.
        scopes = [runs, *places] if len(places) > 1 else [runs]
        told = next(filter(None, map(_told, scopes)), None)
        if told and not lone:
            yield told


def _told(runs: Sequence[Sequence[_Line]]) -> Doubt | None:
    first = runs[0][0]
    for said, where in _elsewhere(runs):
        return Doubt(
            "open cases do not follow from those of the period before and what came and went, and would if these"
            " figures stood elsewhere",
            first[where].place,
            found=said.format(called(first[where])),
            expected="open cases that rise by what was received and fall by what was disposed of",
            fix=_OWN_FILE,
        )
    standing = _off(runs)
    if standing is not None and standing > _WORSE and (sorted_ := _out_of_order(max(runs, key=len))):
        return sorted_
    if _steps(runs) >= _STEPS:
        for flow in _FLOWS:
            if not any(_number(line[flow]) for run in runs for line in run):
                return Doubt(
                    "a column is nought from its first row to its last, while the others beside it are not",
                    first[flow].place,
                    found=first[flow].raw,
                    expected="receipts, disposals and open cases that follow from each other",
                    fix=_OWN_FILE,
                )
    came, went = (sum((_number(line[flow]) for run in runs for line in run[1:]), Decimal(0)) for flow in ("in", "out"))
    risen = sum((_number(run[-1]["open"]) - _number(run[0]["open"]) for run in runs), Decimal(0))
    if _steps(runs) >= _STEPS and abs(came - went - risen) * _OUT_OF_PROPORTION > max(came, went):
        return Doubt(
            "what came and what went are out of proportion, and open cases did not change by it",
            first["in" if came > went else "out"].place,
            found=f"{came:,f} in and {went:,f} out over {_steps(runs)} periods, while open cases changed by {risen:,f}",
            expected="receipts, disposals and open cases of one unit",
            fix=_OWN_FILE,
        )
    return None


def _elsewhere(runs: Sequence[Sequence[_Line]]) -> Iterator[tuple[str, str]]:
    """What, undone, makes open cases follow: of few periods it must be told beyond doubt, of many the likelihood tells."""
    standing = _off(runs)
    if standing is not None and standing > _WORSE:
        for said, where, moved in _moved(runs):
            now = _off(moved)
            if now is not None and now <= _NEAR and now * _BETTER <= standing:
                yield said, where
    steps, away = _steps(runs), _away(runs)
    if steps < _STEPS or not away:
        return
    for said, where, moved in _moved(runs):
        less, still, left = _away(moved), _still(moved), _steps(moved)
        if left * 2 < steps or less > _EXPLAINS * still or less * steps * 3 > away * left * 2:
            continue
        # Of two accounts whose misses are as likely the larger they are, by how much the better is the likelier.
        if not less or left * math.log(float(away * left / (less * steps))) >= _BY_CHANCE:
            yield said, where


def _out_of_order(run: Sequence[_Line]) -> Doubt | None:
    """Figures of one column that are, in another order, those that make open cases follow: as where it alone was sorted.

    What is not known of the first period follows from the sum of the column, which is the same in any order.
    """
    if len(run) < _STEPS:
        return None
    came, went, held = ([_number(line[flow]) for line in run] for flow in _FLOWS)
    net = [one - other for one, other in zip(came, went, strict=True)]
    risen = [after - before for before, after in pairwise(held)]
    since = [sum(net[1:at], Decimal(0)) for at in range(1, len(run) + 1)]
    start = (sum(held, Decimal(0)) - sum(since, Decimal(0))) / len(run)
    received = [one + other for one, other in zip(risen, went[1:], strict=True)]
    disposed = [one - other for one, other in zip(came[1:], risen, strict=True)]
    for flow, given, needed in (
        ("in", came, [*received, sum(came) - sum(received)]),
        ("out", went, [*disposed, sum(went) - sum(disposed)]),
        ("open", held, [start + each for each in since]),
    ):
        pairs = zip(sorted(given), sorted(needed), strict=True)
        if sum(abs(one - other) for one, other in pairs) * _MUCH_BETTER <= _away([run]):
            return Doubt(
                "open cases do not follow from those of the period before and what came and went, and would if the figures of"
                " one column stood in another order",
                run[0][flow].place,
                found=f"'{called(run[0][flow])}' in an order of its own",
                expected="open cases that rise by what was received and fall by what was disposed of",
                fix=_OWN_FILE,
            )
    return None


def _steps(runs: Sequence[Sequence[object]]) -> int:
    return sum(len(run) - 1 for run in runs)


def _away(runs: Sequence[Sequence[_Line]]) -> Decimal:
    """How far open cases are from what they should be, over all periods."""
    return sum(
        (
            abs(_number(line["open"]) - _number(before["open"]) - _number(line["in"]) + _number(line["out"]))
            for run in runs
            for before, line in pairwise(run)
        ),
        Decimal(0),
    )


def _still(runs: Sequence[Sequence[_Line]]) -> Decimal:
    """How far they moved from one period to the next, over all periods."""
    moves = (abs(_number(line["open"]) - _number(before["open"])) for run in runs for before, line in pairwise(run))
    return sum(moves, Decimal(0))


def _lone(runs: Sequence[Sequence[_Line]]) -> Iterator[Doubt]:
    """Where open cases follow to the case in a fifth of the periods or more, they do in all: so many do by no chance."""
    right, wrong = 0, []
    for run in runs:
        for before, line in pairwise(run):
            expected = _number(before["open"]) + _number(line["in"]) - _number(line["out"])
            if _number(line["open"]) == expected:
                right += 1
            else:
                wrong.append((line["open"], expected))
    if right >= _PERIODS and right * _STANDING >= len(wrong):
        for figure, expected in wrong:
            yield Doubt(
                "open cases are not those of the period before with what came in and without what was finished",
                figure.place,
                found=figure.raw,
                expected=f"{expected:,.0f}, as {right} other rows of this table add up",
                fix=_OWN_FILE,
            )


def _runs(spans: Mapping[Span, _Line]) -> Iterator[list[_Line]]:
    """Periods that follow each other, with all three figures."""
    run: list[_Line] = []
    last: Span | None = None
    for span in sorted(spans, key=lambda one: (one.months, one)):
        line = spans[span]
        follows = last is not None and last.months == span.months and span.index == last.index + span.months
        if len(line) < len(_FLOWS) or not follows:
            if len(run) > 1:
                yield run
            run = []
        if len(line) == len(_FLOWS):
            run.append(line)
        last = span
    if len(run) > 1:
        yield run


def _off(runs: Sequence[Sequence[Mapping[str, Figure]]]) -> Decimal | None:
    """How far open cases are from what they should be, as a share of all net flows; None where hardly anything flowed."""
    away = net = Decimal(0)
    lines = 0
    for run in runs:
        for before, line in pairwise(run):
            flow = _number(line["in"]) - _number(line["out"])
            away += abs(_number(line["open"]) - _number(before["open"]) - flow)
            net += abs(flow)
            lines += 1
    return away / net if net and lines >= _PERIODS - 1 else None


def _number(figure: Figure) -> Decimal:
    return figure.value or Decimal(0)


def _moved(runs: Sequence[Sequence[_Line]]) -> Iterator[tuple[str, str, list[list[_Line]]]]:
    """What may have been done to the columns, where, and the figures with that undone."""
    for one, other in (("in", "out"), ("in", "open"), ("out", "open")):
        turned = [[{**line, one: line[other], other: line[one]} for line in run] for run in runs]
        yield "'{}' and another column exchanged", one, turned
    for order in (("out", "open", "in"), ("open", "in", "out")):
        turned = [[dict(zip(_FLOWS, (line[name] for name in order), strict=True)) for line in run] for run in runs]
        yield "'{}' and the two columns beside it, in another order", "in", turned
    for flow in _FLOWS:
        for by in (1, -1, 2, -2):
            slid = []
            for run in runs:
                pairs = zip(run[max(-by, 0) :], run[max(by, 0) :], strict=False)
                slid.append([{**line, flow: there[flow]} for line, there in pairs])
            yield f"'{{}}' {cells(by)} away from the others", flow, slid


def called(figure: Figure) -> str:
    """A figure's measure and words, for a message."""
    words = [word for _, word in figure.item]
    return ", ".join(filter(None, (figure.field.replace("_", " ").replace("value", ""), *words))) or shown(figure.span)


def cells(by: int) -> str:
    """`1 cell`, `2 cells`."""
    return f"{abs(by)} {'cell' if abs(by) == 1 else 'cells'}"
