"""Providers that are made up, each with its form, its earlier returns and its answers: what they meant is known."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from assize.core.forms import PREVIOUS, REASONS, Answer, Completeness, Entry, FormLine, FormPlan, sheet_name
from assize.core.nouns import Absence
from assize.core.periods import Period, quarter
from assize.ingest.returns.desk import Expected, Past
from assize.ingest.returns.questions import usual_range
from returns_mutated.copy_model import Subject

_BOARDS = {"staffordshire": "Staffordshire", "west-mercia": "West Mercia", "warwickshire": "Warwickshire"}
_ROLES = {
    "witness-care": ("Witness Care Unit", "witnesses", "required to attend court"),
    "police": ("Police", "investigations", "closed"),
    "domestic-abuse-services": ("Domestic Abuse Services", "people", "referred to an adviser"),
    "probation": ("Probation Delivery Unit", "people", "supervised in the community"),
    "youth-justice": ("Youth Justice Service", "children", "on an order"),
}
_KINDS = ("from the north", "from the south", "at first request", "in time", "after a reminder", "with an adviser", "under 25",
          "over 60", "seen twice", "by telephone", "at a first hearing", "with a plan")  # fmt: skip


@lru_cache(maxsize=2)
def subjects(seed: int) -> list[Subject]:
    """One of each role and size, the same for the same seed."""
    rng = random.Random(f"returns {seed}")
    found = []
    for number, role in enumerate(_ROLES):
        for boards in (1, 2):
            found.append(_subject(rng, role, list(_BOARDS)[number % 2 : number % 2 + boards], number))
    return found


def _subject(rng: random.Random, role: str, boards: list[str], number: int) -> Subject:
    kind, unit, what = _ROLES[role]
    asked = quarter(rng.choice((2018, 2019, 2024)), 1 + number % 4)
    name = f"{_BOARDS[boards[0]]} {kind}"
    fields = _fields(rng, unit, what)
    plans, answers, expected = [], {}, {}
    for board in boards:
        size = rng.choice((8, 60, 900, 12_000))
        history = {one: _history(rng, asked, size, stock=lines[1]) for one, lines in fields.items()}
        for one, (_, _, whole) in fields.items():
            if whole:  # a part stays below its whole in every quarter
                history[one] = tuple(
                    (period, (value * Decimal(rng.randint(60, 90)) / 100).quantize(Decimal(1)))
                    for period, value in history[whole]
                )
        lines = tuple(
            FormLine(
                one, line, f"How many {line}, one by one, counted once.", unit=unit, part_of=whole, stock=stock,
                includes="those, who came late" if rng.random() < 0.3 else "",
                previous=_previous(history[one], asked),
            )
            for one, (line, stock, whole) in fields.items()
        )  # fmt: skip
        plan = FormPlan(
            f"{boards[0]}-{role}", name, role, board, _BOARDS[board], asked, date(asked.last_day.year, 12, 1), lines,
            sheet=sheet_name("Figures", _BOARDS[board], len(boards)),
            local_sheet=sheet_name("Local measures", _BOARDS[board], len(boards)),
        )  # fmt: skip
        answers[board], sums = _answers(rng, plan, history)
        # What is usual and what adds up stands in the formulas above the table, as on a form that was sent.
        plan = replace(plan, lines=tuple(replace(line, usual=_usual(history[line.field])) for line in lines), sums=sums)
        plans.append(plan)
        expected[board] = Expected(plan, board, sums, history)
    for board in boards:
        others = {_BOARDS[other]: expected[other].history for other in boards if other != board}
        named = tuple(name for other, name in _BOARDS.items() if other != board)
        expected[board] = replace(expected[board], others=others, boards=named)
    file = f"{plans[0].provider}-{asked.slug}.xlsx"
    return Subject(f"{role} {len(boards)}", tuple(plans), answers, expected, (name,), file)


def _fields(rng: random.Random, unit: str, what: str) -> dict[str, tuple[str, bool, str]]:
    """Field -> name, whether a stock, the field it is part of."""
    found: dict[str, tuple[str, bool, str]] = {"all": (f"{unit} {what}", False, "")}
    for kind in rng.sample(_KINDS, rng.choice((3, 5, 8))):
        found["all_" + kind.replace(" ", "_")] = (f"{unit} {what} {kind}", False, "all")
    found["waiting"] = (f"{unit} waiting on the last day", True, "")
    found["total_new"] = (f"new {unit} in all", False, "")
    found["new_adults"] = (f"new {unit}: adults", False, "")
    found["new_children"] = (f"new {unit}: children", False, "")
    return found


def _history(rng: random.Random, asked: Period, size: int, *, stock: bool) -> Past:
    quarters = rng.choice((4, 6, 16, 24))
    mean = max(rng.gauss(size, size / 4), 4)
    return tuple(
        (asked.later(-step), Decimal(max(round(rng.gauss(mean, mean / 12 + 1)), 3))) for step in range(quarters, 0, -1)
    )


def _usual(past: Past) -> tuple[Decimal, Decimal] | None:
    found = usual_range(past)
    return (found.lower, found.upper) if found else None


def _previous(past: Past, asked: Period) -> tuple[Entry, ...]:
    held = dict(past)
    return tuple(held.get(asked.later(-step)) for step in range(PREVIOUS, 0, -1))


def _answers(
    rng: random.Random, plan: FormPlan, history: dict[str, Past]
) -> tuple[dict[str, Answer], tuple[tuple[str, tuple[str, ...]], ...]]:
    values = {one: past[-1][1] + rng.choice((-1, 1, 2)) for one, past in history.items()}
    for line in plan.lines:
        if line.part_of:
            values[line.field] = min(values[line.field], values[line.part_of])
    values["new_children"] = Decimal(max(int(values["total_new"]) // 4, 0))
    values["new_adults"] = values["total_new"] - values["new_children"]
    history["new_children"] = tuple((period, Decimal(int(value) // 4)) for period, value in history["total_new"])
    history["new_adults"] = tuple((period, value - int(value) // 4) for period, value in history["total_new"])
    given: dict[str, Answer] = {}
    for line in plan.lines:
        if line.field not in ("all", "total_new", "new_adults", "new_children") and rng.random() < 0.08:
            absence = rng.choice((Absence.NOT_AVAILABLE, Absence.NOT_APPLICABLE))
            given[line.field] = Answer(absence=absence, completeness=None, reason=rng.choice(REASONS[:3]))
        else:
            complete = rng.choice((Completeness.COMPLETE, Completeness.COMPLETE, Completeness.ESTIMATED))
            # One word tells how it came about, and answers no question that a damage may raise.
            reason = "projected" if complete is Completeness.ESTIMATED else ""
            given[line.field] = Answer(values[line.field], completeness=complete, reason=reason)
    return given, (("total_new", ("new_adults", "new_children")),)
