"""The receipt of a return that was taken: a page and a PDF for the provider, and the letter to send them with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.later_returns import is_put_back, reason_given
from assize.app.requests import (
    MADE_UP_WORDS,
    make_form,
    make_round,
    owed,
    put_right_path,
    replace_file,
    returned,
    returns_folder,
    write_tracker,
)
from assize.app.rounds import days_that_stand, due_day, first_asked, gave, provider_standing, round_events
from assize.app.workspace import Workspace
from assize.collect.tracker import Event, Happened
from assize.core.forms import Completeness, Entry
from assize.core.nouns import Edition, Mark, Selection
from assize.core.periods import Period
from assize.core.specs import AskedField, Kind, MetricSpec, Provider

if TYPE_CHECKING:
    from assize.compose.receipt import Receipt, ReceiptLine, ReceiptMeasure
    from assize.core.forms import FormPlan
    from assize.store.store import Store

FOLDER = "receipts"
_COMPLETENESS = {Mark.ESTIMATED: Completeness.ESTIMATED, Mark.PROVISIONAL: Completeness.PARTIAL}


def write_receipts(workspace: Workspace, store: Store, edition: Edition) -> tuple[Path, ...]:
    """Writes the receipt of a provider's return, one a board that it came for, and the letter: `returns/<quarter>/receipts/`.

    Nothing for an edition that is no return, nor for a board of which nothing came. A corrected return's receipt takes the
    place of the one before, and a letter that asked for it to be put right goes once that has come: nobody is to send it now.
    """
    from assize.collect import request
    from assize.compose.receipt import MOST_QUESTIONS, build_receipt
    from assize.ingest.made_up import MADE_UP_NOTE
    from assize.ingest.returns.changes import SAYS_THE_SAME
    from assize.ingest.returns.questions import NOTHING_CAME
    from assize.render import html, pdf
    from assize.render.charts import Drawings

    provider = workspace.providers().get(edition.provider)
    if provider is None:
        return ()
    quarter = edition.last_period
    dates = workspace.settings.calendar.dates(quarter)
    due = due_day(provider, dates, first_asked(store, provider, quarter)) if dates else edition.released
    form = make_form(workspace, store, provider, quarter, due, edition.released)
    covered = store.covered([edition])[edition.key]
    came = gave(workspace, provider, edition, covered)
    plans = [plan for plan in form.plans if plan.board_name in came]
    # That figures are made up stands at the head of the receipt; it is nothing for the provider to put right.
    # Nor is what the letter says itself.
    noted = store.problems(edition)
    said = [one for one in noted if one.what in (MADE_UP_NOTE, SAYS_THE_SAME) or is_put_back(one)]
    if dates is not None:  # and so there is a letter, which says what is still to come
        said += [one for one in noted if one.what.startswith(NOTHING_CAME)]
    questions = tuple(one.sentence for one in noted if one not in said)
    events = round_events(workspace, store, quarter, [provider])
    number = next(number for number, one in enumerate(events) if one.key == edition.key)
    own, earlier = events[number], [one for one in events[:number] if one.what is Happened.ACCEPTED]
    room = MOST_QUESTIONS if dates else len(questions)  # without a calendar there is no letter to hold the rest
    receipts = [
        replace(one, questions=questions[:room], more_questions=len(questions[room:])) if number == 0 else one
        for number, one in enumerate(_receipts(workspace, store, edition, provider, quarter, plans, own))
    ]
    answered = True  # what was refused, if anything was
    folder, drawings = returns_folder(workspace, quarter) / FOLDER, Drawings()
    files: dict[Path, bytes] = {}
    for receipt in receipts:
        board = f"-{receipt.plan.board}" if len(form.plans) > 1 else ""
        stem = f"{provider.id}-{quarter.slug}-receipt{board}"
        document = build_receipt(receipt)
        files[folder / f"{stem}.html"] = html.render(document, drawings)
        files[folder / f"{stem}.pdf"] = pdf.render(document, drawings)
    if dates is not None:
        attached = [request.Attachment(p.name, data, request.PDF) for p, data in files.items() if p.suffix == ".pdf"]
        about = make_round(workspace, dates, due)
        now = provider_standing(
            workspace,
            provider,
            dates,
            events,
            max(one.released for one in store.editions() if one.provider == provider.id and one.last_period == quarter),
        )
        if own.put_back is not None:
            # Of the boards of this return alone.
            stood = [replace(one, gave={b: names for b, names in one.gave.items() if b in own.gave}) for one in earlier]
            whose = tuple(own.gave) if len(own.gave) < len(form.plans) else ()
            letter = request.put_back_letter(
                form,
                provider.mailbox,
                about,
                own.put_back,
                days_that_stand(stood),
                reason_given(noted),
                questions,
                attached,
                whose,
                now.to_come,
            )
        else:
            past = provider_standing(workspace, provider, dates, earlier, own.day)
            news = request.News(
                revised=bool(own.changed),
                rest=bool(past.to_come) and past.here != now.here,
                held=any(
                    own.gave.get(board, frozenset()) & names for one in earlier for board, names in one.gave.items()
                ),
            )
            letter = request.receipt_letter(
                form, provider.mailbox, about, questions, attached, news, now.here, now.to_come
            )
        files[folder / f"{provider.id}-{quarter.slug}-receipt.eml"] = request.letter_bytes(letter, about)
        answered = now.refused is None
    for path, data in files.items():
        replace_file(path, data)
    if answered:
        put_right_path(workspace, provider, quarter).unlink(missing_ok=True)
    if dates is not None:
        write_tracker(workspace, store, quarter, edition.released)
    return tuple(files)


def _receipts(
    workspace: Workspace,
    store: Store,
    edition: Edition,
    provider: Provider,
    quarter: Period,
    plans: Sequence[FormPlan],
    came: Event,
) -> list[Receipt]:
    from assize.compose.receipt import Receipt

    asked, measures = owed(workspace, provider)
    held = returned(workspace, store, provider, asked, quarter)
    beside = _beside(workspace, store, provider, asked, quarter)
    settings = workspace.settings
    return [
        Receipt(
            plan=plan,
            lines=_lines(plan, held, beside),
            measure=_measure(plan, measures, held),
            questions=(),
            accepted=edition.released,
            office=settings.office,
            author=settings.author,
            contact=settings.contact,
            marking=settings.marking,
            keyed=f"They were {edition.keyed}." if edition.keyed else "",
            revised=plan.board_name in (came.changed or ()),
            put_back=came.put_back,
            made_up=MADE_UP_WORDS if edition.made_up else "",
        )
        for plan in plans
    ]


def _lines(
    plan: FormPlan,
    held: Mapping[tuple[str, str, Period], Entry],
    beside: Mapping[tuple[str, str], tuple[Completeness, str]],
) -> tuple[ReceiptLine, ...]:
    from assize.compose.receipt import QUARTERS, ReceiptLine

    quarters = [plan.quarter.later(step) for step in range(1 - QUARTERS, 1)]
    lines = []
    for line in plan.lines:
        series = tuple(held.get((plan.board, line.field, quarter)) for quarter in quarters)
        level, note = beside.get((plan.board, line.field), (Completeness.COMPLETE, ""))
        lines.append(ReceiptLine(line, series, level if isinstance(series[-1], Decimal) else None, note))
    return tuple(lines)


def _beside(
    workspace: Workspace, store: Store, provider: Provider, asked: Sequence[AskedField], quarter: Period
) -> dict[tuple[str, str], tuple[Completeness, str]]:
    """How complete a figure was said to be, and what was typed beside it, by board and field."""
    source = workspace.catalogue.roles[provider.role].source
    found = {}
    for one in asked:
        for board in provider.boards:
            cells = store.cells(
                Selection(source, one.id),
                (provider.places[board],),
                (quarter,),
                (),
                date.max,
                target=provider.places[board],
            )
            for cell in cells:
                levels = [level for mark, level in _COMPLETENESS.items() if mark in cell.marks]
                found[board, one.id] = (levels[0] if levels else Completeness.COMPLETE, cell.origin.strip("“”"))
    return found


def _measure(
    plan: FormPlan, measures: Sequence[MetricSpec], held: Mapping[tuple[str, str, Period], Entry]
) -> ReceiptMeasure | None:
    """The first share that this provider's own figures make, else its first figure: quarter by quarter."""
    from assize.compose.receipt import QUARTERS, ReceiptMeasure
    from assize.measure.kinds import compute

    quarters = [plan.quarter.later(step) for step in range(1 - QUARTERS, 1)]
    fields = {line.field for line in plan.lines}

    def value(names: Sequence[str], quarter: Period) -> Decimal | None:
        found = [held.get((plan.board, name, quarter)) for name in names]
        numbers = [one for one in found if isinstance(one, Decimal)]
        return sum(numbers, Decimal(0)) if len(numbers) == len(names) else None

    for metric in measures:
        sides = [
            next((one for one in selections if set(one.fields) <= fields), None)
            for selections in (metric.numerators, metric.denominators)
        ]
        above, below = sides
        if metric.kind is not Kind.PROPORTION or above is None or below is None:
            continue
        values = []
        for quarter in quarters:
            numerator, denominator = value(above.fields, quarter), value(below.fields, quarter)
            values.append(
                None
                if numerator is None or denominator is None
                else compute(metric.kind, numerator, denominator, metric.multiplier).value
            )
        return ReceiptMeasure(metric.name, metric.kind, "%", tuple(values))
    first = plan.lines[0]
    return ReceiptMeasure(first.name, Kind.COUNT, first.unit, tuple(value((first.field,), each) for each in quarters))
