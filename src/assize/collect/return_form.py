"""A provider's form, planned: what it owes, how each figure is counted, the returns before, the words of the first sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assize.collect.request import day_words
from assize.core.forms import (
    COMPLETENESS_WORDS,
    FIGURES_SHEET,
    LOCAL_SHEET,
    PREVIOUS,
    Column,
    Entry,
    Form,
    FormLine,
    FormPlan,
    seen_text,
    sheet_name,
)
from assize.core.periods import Period
from assize.core.specs import AskedField, MetricSpec, Provider, Sum
from assize.core.wording import capitalised, listed, number_word, period_words

Before = Mapping[tuple[str, str, Period], Entry]
"""Earlier returns, by board, field and quarter."""

Usual = Mapping[tuple[str, str], tuple[Decimal, Decimal]]
"""From which number to which a figure would surprise nobody, by board and field."""


@dataclass(frozen=True)
class Office:
    """What a form says of the office that sends it."""

    name: str
    contact: str  # a role
    mailbox: str
    marking: str
    made_up: str = ""


def plan_form(
    provider: Provider,
    quarter: Period,
    due: date,
    asked: Sequence[AskedField],
    measures: Sequence[MetricSpec],
    board_names: Mapping[str, str],
    before: Before,
    office: Office,
    *,
    dated: date,
    keyed: bool = False,
    usual: Usual | None = None,
    sums: Sequence[Sum] = (),
    smallest: int = 0,
) -> Form:
    """The form of one provider for one quarter: a sheet of figures for each of its boards.

    `asked` are the fields that it owes, in order, `measures` what is made of them; `keyed` makes the form that the office fills
    itself, from what it was told; `sums` of which not every field is owed are passed over; counts under `smallest`
    are shown to nobody.
    """
    owed = {one.id for one in asked}
    plans = tuple(
        FormPlan(
            provider=provider.id,
            provider_name=provider.name,
            role=provider.role,
            board=board,
            board_name=board_names[board],
            quarter=quarter,
            due=due,
            lines=tuple(
                replace(_line(one, measures, board, quarter, before), usual=(usual or {}).get((board, one.id)))
                for one in ordered(asked)
            ),
            sheet=sheet_name(FIGURES_SHEET, board_names[board], len(provider.boards)),
            local_sheet=sheet_name(LOCAL_SHEET, board_names[board], len(provider.boards)),
            keyed=keyed,
            sums=tuple((one.total, one.parts) for one in sums if {one.total, *one.parts} <= owed),
        )
        for board in provider.boards
    )
    shown_small = tuple(one.name for one in asked if one.small_shown)
    names = listed([f"{board_names[board]}" for board in provider.boards])
    return Form(
        plans=plans,
        title=f"{'Figures keyed by the office' if keyed else 'Data return'}: {provider.name}, {period_words(quarter)}",
        office=office.name,
        facts=_keyed_facts(provider, office)
        if keyed
        else _facts(provider, due, names, office, seen_text(smallest, shown_small)),
        steps=_keyed_steps(plans[0]) if keyed else _steps(plans),
        marking=office.marking,
        dated=dated,
        made_up=office.made_up,
        smallest=smallest,
        shown_small=shown_small,
    )


def ordered(asked: Sequence[AskedField]) -> list[AskedField]:
    """The fields with each part straight after the whole that it is part of, else in the order given."""
    fields = {one.id for one in asked}
    out: list[AskedField] = []

    def add(one: AskedField) -> None:
        out.append(one)
        for part in asked:
            if part.part_of == one.id:
                add(part)

    for one in asked:
        if one.part_of not in fields:
            add(one)
    return out


def _line(one: AskedField, measures: Sequence[MetricSpec], board: str, quarter: Period, before: Before) -> FormLine:
    made = [metric for metric in measures if _uses(metric, one.id)]
    # What no measure is made of is there to add up to its whole, and is as sure as that.
    unsure = made or [metric for metric in measures if one.part_of and _uses(metric, one.part_of)]
    line = FormLine(
        field=one.id,
        name=capitalised(one.name),
        definition=one.definition,
        unit=one.unit,
        includes=one.includes,
        excludes=one.excludes,
        part_of=one.part_of,
        stock=one.stock,
        decimals=one.decimals,
        # Of a figure that several measures share, one confirmed definition is enough.
        to_be_confirmed=bool(unsure) and all(metric.to_be_confirmed for metric in unsure),
        previous=tuple(before.get((board, one.id, quarter.later(-step))) for step in range(PREVIOUS, 0, -1)),
        measures=tuple(metric.name for metric in made),
        local=one.local,
    )
    earlier = tuple(
        replace(
            line,
            name=capitalised(words.name),
            definition=words.definition,
            includes=words.includes,
            excludes=words.excludes,
        )
        for words in one.earlier
    )
    return replace(line, earlier=earlier)


def _uses(metric: MetricSpec, field: str) -> bool:
    return any(field in selection.fields for selection in (*metric.numerators, *metric.denominators))


def _facts(provider: Provider, due: date, boards: str, office: Office, seen: str) -> tuple[tuple[str, str], ...]:
    several = len(provider.boards) > 1
    use = f"The quarterly report to the {boards} Local Criminal Justice Board{'s' if several else ''}"
    facts = [
        ("Send back by", day_words(due)),
        ("To", office.mailbox or office.name),
        ("Questions to", f"{capitalised(office.contact)}, {office.name}"),
        ("What it is for", f"{use}, {seen}"),
    ]
    if provider.agreement:
        facts.append(("Agreement", provider.agreement))
    return tuple(facts)


def _steps(plans: Sequence[FormPlan]) -> tuple[str, ...]:
    where = f"the sheet {plans[0].sheet}" if len(plans) == 1 else f"the {number_word(len(plans))} sheets of figures"
    header = plans[0].headers[plans[0].column(Column.FIGURE)]
    levels = " ".join(f"{capitalised(one.value)}: {words}." for one, words in COMPLETENESS_WORDS.items())
    return (
        f"On {where}, type each figure in the column “{header}”. Nought is a figure: type 0.",
        f"Beside it choose how complete it is. {levels}",
        "Where you do not have a figure type [x], where it does not apply to you type [z], and choose no completeness.",
        "Under Reason or note pick a reason, or write one in your own words: beside each [x] or [z], where a figure is not"
        " complete, and where the line above the table says that one is unusual. Definitions marked to be confirmed: count as"
        " the line says, and note where you count otherwise.",
        "At the top of the sheet, give the role in your organisation that we may ask. No names of people anywhere, please.",
        "Save, and send the workbook back as it is. You get a receipt that shows what we understood. Later or corrected"
        " figures: the same form again, whole; the newest return counts.",
    )


def _keyed_facts(provider: Provider, office: Office) -> tuple[tuple[str, str], ...]:
    return (
        ("For", f"{provider.name}: figures that came by telephone, e-mail, letter or at a meeting"),
        ("Filled by", f"{capitalised(office.contact)}, {office.name}"),
        ("Shown as", "Keyed by the office, wherever the figures are explained"),
    )


def _keyed_steps(plan: FormPlan) -> tuple[str, ...]:
    return (
        "At the top of the sheet of figures, say who keyed it and who gave the figures (roles, not names), how and when.",
        "Type the figures that you were given, choose how complete each is, and leave empty what you were not given. Where the"
        " line above the table says that one is unusual, ask, and say why under Reason or note.",
        "Read the figures back to whoever gave them, or send them the receipt.",
        f"Save, and load it like any return: assize load returns/{plan.quarter.slug}/{keyed_name(plan.provider, plan.quarter)}",
    )


def form_name(provider: str, quarter: Period) -> str:
    """What a provider's form is called: `staffordshire-witness-care-2018-19-q4.xlsx`."""
    return f"{provider}-{quarter.slug}.xlsx"


def keyed_name(provider: str, quarter: Period) -> str:
    """What the form that the office keys itself is called."""
    return f"{provider}-{quarter.slug}-keyed.xlsx"
