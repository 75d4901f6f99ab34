"""Asking: the forms and letters of a round, and the form for figures that the office keys itself.

What was written to whom and when is kept in the ledger. The files in `returns/<quarter>/` can be made again at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.rounds import (
    CHASE,
    KEYED,
    REQUEST,
    asked_quarter,
    choose_providers,
    days_that_stand,
    due_day,
    first_asked,
    provider_standing,
    round_dates,
    round_events,
    round_standing,
)
from assize.app.workspace import Progress, Workspace, quiet
from assize.collect.tracker import Happened, Standing, tracker_csv
from assize.core.errors import AssizeError
from assize.core.nouns import Selection
from assize.core.periods import Period
from assize.core.specs import AskedField, BoardDates, MetricSpec, Provider
from assize.core.wording import date_words

if TYPE_CHECKING:
    from assize.collect.request import Letter, Round
    from assize.core.forms import Entry, Form
    from assize.store.store import Store

TRACKER = "tracker.csv"
_NAMED = 4  # providers that a note names; of more it names so many and counts the rest
MADE_UP_WORDS = "Made-up data, for practice: no figure here is real."


@dataclass(frozen=True)
class Written:
    """What was written for one provider: its files, in the order they were made, and what the officer should know."""

    provider: Provider
    due: date
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def write_requests(
    folder: Path,
    quarter: str,
    at: date,
    *,
    provider: str = "",
    chase: bool = False,
    today: date | None = None,
    progress: Progress = quiet,
) -> tuple[list[Written], list[str]]:
    """Writes form and letter for every provider (or one); with `chase`, reminders for those of whom something is still to come.

    `at` is the day on which it is done: the first time a provider is asked, and every reminder, are kept in the ledger with it.
    Written again, a form and its letter take the place of what was written before; a form that somebody has filled in is left
    alone and refused. Where `at` is a day to come, counted from `today`, the letters are made ready for it. Gives what was
    written, and in sentences what is missing before it can be sent. Raises AssizeError where the workspace has no providers,
    its calendar says nothing of the quarter, or the day is none on which that can be sent.
    """
    workspace, period = Workspace.open(folder), asked_quarter(quarter)
    dates = round_dates(workspace, period)
    now = min(at, today or at)
    _check_plan(at, now, dates, chase)
    chosen = choose_providers(workspace, provider)
    store = workspace.store()
    try:
        events = round_events(workspace, store, period, chosen)
        standings = {one.id: provider_standing(workspace, one, dates, events, now) for one in chosen}
        if chase:
            chosen = _to_chase(chosen, standings, at)
        written = []
        taken = [one for one in events if one.what is Happened.ACCEPTED and one.day <= now]
        for one in chosen:
            stand = days_that_stand([each for each in taken if each.provider == one.id])
            progress(f"{one.name}: writing {'a reminder' if chase else 'form and letter'}")
            written.append(_write(workspace, store, one, period, dates, standings[one.id], stand, at, chase))
        write_tracker(workspace, store, period, now)
    finally:
        store.close()
    return written, without_address(workspace, written)


def _check_plan(at: date, now: date, dates: BoardDates, chase: bool) -> None:
    """Raises AssizeError where letters cannot be made ready for a day to come."""
    if at > now and chase:
        raise AssizeError(
            "reminders are written on the day on which they are sent: what has come by then decides who gets one",
            found=date_words(at),
            expected="today or an earlier day",
            fix="Run it again on that day, without --on.",
        )
    if at > max(now, dates.board):
        raise AssizeError(
            "the board will have met by the day on which these letters are to be sent",
            found=date_words(at),
            expected=f"a day until {date_words(dates.board)}" if now <= dates.board else "today or an earlier day",
            fix="Is it the day that was meant? A new board date goes into the calendar of assize.toml.",
        )


def write_tracker(workspace: Workspace, store: Store, quarter: Period, at: date) -> None:
    """Writes `returns/<quarter>/tracker.csv` as on a day."""
    now = round_standing(workspace, store, quarter, at)
    replace_file(returns_folder(workspace, quarter) / TRACKER, tracker_csv(now.providers))


def write_entry_form(folder: Path, provider: str, quarter: str, at: date) -> Written:
    """Writes the form on which the office keys what a provider told it; it is loaded like any return."""
    from assize.collect.return_form import keyed_name
    from assize.render.form import write_form

    workspace, period = Workspace.open(folder), asked_quarter(quarter)
    one = choose_providers(workspace, provider)[0]
    dates = workspace.settings.calendar.dates(period)
    store = workspace.store()
    try:
        due = due_day(one, dates, first_asked(store, one, period) or at) if dates else at
        form = make_form(workspace, store, one, period, due, at, keyed=True)
        data, path = write_form(form), returns_folder(workspace, period) / keyed_name(one.id, period)
        _place(store, path, data)
        _record(store, KEYED, one, period, at, due, {path.name: data})
    finally:
        store.close()
    return Written(one, due, (path,))


def write_put_right(
    workspace: Workspace, store: Store, provider: Provider, quarter: Period, problems: Sequence[str], day: date
) -> Path | None:
    """Writes the letter that tells a provider what has to be put right in a return that was refused on a day.

    None where the calendar says nothing of the quarter.
    """
    from assize.collect import request

    dates = workspace.settings.calendar.dates(quarter)
    if dates is None:
        return None
    about = make_round(workspace, dates, due_day(provider, dates, first_asked(store, provider, quarter)))
    form = make_form(workspace, store, provider, quarter, about.due, dates.request)
    # Figures that were taken before, of which nothing is lost by this return.
    taken = [one for one in round_events(workspace, store, quarter, [provider]) if one.what is Happened.ACCEPTED]
    days = days_that_stand(taken)
    here = provider_standing(workspace, provider, dates, taken, max(one.day for one in taken)).here if taken else ()
    letter = request.put_right_letter(form, provider.mailbox, about, problems, days, here)
    path = put_right_path(workspace, provider, quarter)
    replace_file(path, request.letter_bytes(letter, about))
    write_tracker(workspace, store, quarter, day)
    return path


def put_right_path(workspace: Workspace, provider: Provider, quarter: Period) -> Path:
    """Where the letter stands that tells a provider what to put right."""
    return returns_folder(workspace, quarter) / f"{provider.id}-{quarter.slug}-put-right.eml"


def _to_chase(chosen: Sequence[Provider], standings: Mapping[str, Standing], at: date) -> list[Provider]:
    """Those who were asked and of whom something has not been taken, or sent a correction that was refused."""
    if not any(standings[one.id].asked for one in chosen):
        raise AssizeError(
            "nobody has been asked yet, so there is nobody to remind",
            where=", ".join(one.name for one in chosen[:3]) + (" and others" if len(chosen) > 3 else ""),
            fix="Ask first, without --chase.",
        )
    now = {one.id: standings[one.id] for one in chosen}
    return [one for one in chosen if now[one.id].asked and (now[one.id].outstanding or now[one.id].refused)]


def _write(
    workspace: Workspace,
    store: Store,
    provider: Provider,
    period: Period,
    dates: BoardDates,
    before: Standing,
    stand: Sequence[date],
    at: date,
    chase: bool,
) -> Written:
    from assize.collect import request
    from assize.collect.return_form import form_name
    from assize.render.form import write_form

    due = due_day(provider, dates, before.asked or at)
    about = make_round(workspace, dates, due)
    form = make_form(workspace, store, provider, period, due, before.asked or at)
    folder, name = returns_folder(workspace, period), form_name(provider.id, period)
    data = write_form(form)
    attached = (request.Attachment(name, data),)
    letter: Letter
    if chase:
        number = len([day for day in before.chased if day != at]) + 1
        wrote = [day for day in (before.asked, *before.chased) if day and day != at]
        letter = request.chaser_letter(
            form, provider.mailbox, about, at, wrote, attached, before.refused, stand, before.here, before.to_come
        )
        letter_name = f"{provider.id}-{period.slug}-reminder-{number}.eml"
    else:
        missing = "" if before.accepted else "the rest is" if before.to_come else "yours are"
        letter = request.request_letter(form, provider.mailbox, about, at, provider.agreement, attached, missing)
        letter_name = f"{provider.id}-{period.slug}-request.eml"
    files = {folder / name: data, folder / letter_name: request.letter_bytes(letter, about)}
    for path, content in files.items():
        _place(store, path, content)
    _record(store, CHASE if chase else REQUEST, provider, period, at, due, {p.name: c for p, c in files.items()})
    return Written(provider, due, tuple(files), _notes(period, before, due, dates.cut_off, at, chase))


def _notes(quarter: Period, before: Standing, due: date, cut_off: date, at: date, chase: bool) -> tuple[str, ...]:
    notes = []
    if before.asked and not chase:
        notes.append(
            f"was asked on {date_words(before.asked)} already: form and letter were written anew, and the day stands"
        )
    if before.accepted and not chase:
        notes.append(
            f"has returned its figures, accepted on {date_words(before.accepted)}: the letter asks for them all the same"
        )
    if not chase and due < at:
        notes.append(f"was due on {date_words(due)}, which has passed")
    elif not chase and due > cut_off:
        notes.append(f"has until {date_words(due)}, and the figures close on {date_words(cut_off)}: the letter says so")
    if not chase and at <= quarter.last_day:
        notes.append(f"the quarter ends on {date_words(quarter.last_day)}: nobody can have its figures before")
    return tuple(notes)


def without_address(workspace: Workspace, written: Sequence[Written]) -> list[str]:
    """What is missing before the letters can be sent, in sentences."""
    nameless = [one.provider.name for one in written if not one.provider.mailbox]
    said = []
    if nameless:
        shown = "; ".join(nameless[:_NAMED]) + (
            f"; and {len(nameless) - _NAMED} more" if len(nameless) > _NAMED else ""
        )
        count = "1 letter has" if len(nameless) == 1 else f"{len(nameless)} letters have"
        said.append(f"{count} no address yet: write the mailbox in providers.toml ({shown}).")
    if written and not workspace.settings.mailbox:
        said.append(
            "The letters have no sender, and the forms no address to go back to: write mailbox under [office] in assize.toml."
        )
    return said


# --- what a form is made of ---------------------------------------------------------------------------------------


def make_round(workspace: Workspace, dates: BoardDates, due: date) -> Round:
    """What a letter says of the round and of the office; `due` is the provider's own day."""
    from assize.collect.request import Round

    settings = workspace.settings
    return Round(
        due=due,
        cut_off=dates.cut_off,
        papers=dates.papers,
        board=dates.board,
        office=settings.office,
        contact=settings.contact,
        mailbox=settings.mailbox,
    )


def owed(workspace: Workspace, provider: Provider) -> tuple[tuple[AskedField, ...], tuple[MetricSpec, ...]]:
    """The fields that a provider is asked for, and the measures that are made of them.

    The definition of a total that its parts must add up to says so.
    """
    catalogue = workspace.catalogue
    asked = catalogue.asked_for(provider.role, provider.owes)
    names = {one.id: one.name for one in asked}
    sums = {total.total: total.parts for total in catalogue.sources[catalogue.roles[provider.role].source].sums}

    def told(one: AskedField) -> AskedField:
        if one.id not in sums or not set(sums[one.id]) <= set(names):
            return one
        of = f" It is the sum of: {'; '.join(names[part] for part in sums[one.id])}."
        earlier = tuple(replace(words, definition=words.definition + of) for words in one.earlier)
        return replace(one, definition=one.definition + of, earlier=earlier)

    return tuple(told(one) for one in asked), tuple(catalogue.metrics[name] for name in provider.owes)


def make_form(
    workspace: Workspace,
    store: Store,
    provider: Provider,
    quarter: Period,
    due: date,
    dated: date,
    *,
    keyed: bool = False,
) -> Form:
    """The form of a provider for a quarter, with the returns before as they are held now."""
    from assize.collect.return_form import Office, plan_form

    settings = workspace.settings
    asked, measures = owed(workspace, provider)
    before = returned(workspace, store, provider, asked, quarter.later(-1))
    source = workspace.catalogue.sources[workspace.catalogue.roles[provider.role].source]
    return plan_form(
        provider,
        quarter,
        due,
        asked,
        measures,
        {board: workspace.catalogue.areas[board].name for board in provider.boards},
        before,
        Office(
            settings.office, settings.contact, settings.mailbox, settings.marking, _made_up(workspace, store, provider)
        ),
        dated=dated,
        keyed=keyed,
        usual=_usual(provider, asked, before, quarter),
        sums=source.sums,
        smallest=source.smallest(tuple(one.id for one in asked)),
    )


def _usual(
    provider: Provider, asked: Sequence[AskedField], before: Mapping[tuple[str, str, Period], Entry], quarter: Period
) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """From which number to which each figure would surprise nobody: as whoever loads the form will ask, by what is held now."""
    from assize.ingest.returns.questions import usual_range

    entries: dict[tuple[str, str], dict[Period, Entry]] = {}
    for (board, name, period), entry in before.items():
        entries.setdefault((board, name), {})[period] = entry
    found = {}
    for board in provider.boards:
        for one in asked:
            past = past_of(entries.get((board, one.id), {}), quarter)
            if (usual := usual_range(past, decimals=one.decimals)) is not None:
                found[board, one.id] = (usual.lower, usual.upper)
    return found


def past_of(entries: Mapping[Period, Entry], quarter: Period) -> tuple[tuple[Period, Decimal], ...]:
    """The numbers of the quarters before one, oldest first: what its figure is held against."""
    return tuple(
        (period, entry)
        for period, entry in sorted(entries.items(), key=lambda item: item[0])
        if period < quarter and period.is_quarter and isinstance(entry, Decimal)
    )


def _made_up(workspace: Workspace, store: Store, provider: Provider) -> str:
    """The words that say so where a return that the form would show was made up, or everything that is held is."""
    source = workspace.catalogue.roles[provider.role].source
    editions = store.editions()
    shown = any(edition.made_up for edition in editions if edition.source == source)
    return MADE_UP_WORDS if shown or (editions and all(edition.made_up for edition in editions)) else ""


def returned(
    workspace: Workspace, store: Store, provider: Provider, asked: Sequence[AskedField], until: Period
) -> dict[tuple[str, str, Period], Entry]:
    """What a provider's returns (or the office's own history) say of each board, field and quarter, up to one quarter."""
    source = workspace.catalogue.roles[provider.role].source
    selections = {one.id: Selection(source, one.id) for one in asked}
    places = {board: (provider.places[board],) for board in provider.boards}
    totals = store.totals(tuple(selections.values()), places, date.max)
    return {
        (total.area, field, total.period): total.value if total.absence is None else total.absence
        for field, selection in selections.items()
        for total in totals.get(selection, ())
        if total.period.is_quarter and total.period <= until
    }


def returns_folder(workspace: Workspace, quarter: Period) -> Path:
    """`returns/<quarter>`."""
    return workspace.folder / "returns" / quarter.slug


def _record(
    store: Store, command: str, provider: Provider, quarter: Period, at: date, due: date, files: Mapping[str, bytes]
) -> None:
    store.record_run(
        command,
        {
            "provider": provider.id,
            "quarter": quarter.slug,
            "day": at.isoformat(),
            "due": due.isoformat(),
            **{name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        },
    )


def _place(store: Store, path: Path, data: bytes) -> None:
    """Writes a file, unless there is one of that name that is not as this office wrote it: it may be a return."""
    if path.exists() and path.read_bytes() != data:
        held = hashlib.sha256(path.read_bytes()).hexdigest()
        if not any(run.facts.get(path.name) == held for run in store.runs()):
            raise AssizeError(
                "a file of this name is here, and has been changed since it was written; it may be filled in",
                where=str(path),
                fix=f"If it is a return, load it: assize load {path}. Then move it away, and ask again.",
            )
    replace_file(path, data)


def replace_file(path: Path, data: bytes) -> None:
    """Writes a file beside its place and moves it there, so that no half of it is ever seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    fresh.replace(path)
