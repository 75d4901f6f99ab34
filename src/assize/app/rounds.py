"""A round of returns: whom this office asks, by when, what happened, and where each provider stands on a day.

What was written to whom is kept in the ledger as runs; a return that was taken is an edition that names its provider; one that
was refused is a run.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.workspace import Workspace
from assize.collect.tracker import Event, Happened, Standing, State, standing, standing_words
from assize.core.errors import AssizeError
from assize.core.nouns import Edition
from assize.core.periods import Period, parse_period
from assize.core.reading import Covered
from assize.core.specs import BoardDates, Provider
from assize.core.wording import date_words, period_words, read_day
from assize.core.working_days import working_day_from

if TYPE_CHECKING:
    from assize.store.ledger import Run
    from assize.store.store import Store

# How the ledger calls these runs.
REQUEST, CHASE, KEYED, REFUSED = "request", "chase", "enter", "return refused"


@dataclass(frozen=True)
class RoundStanding:
    """Where a round stands on a day."""

    quarter: Period
    at: date
    dates: BoardDates
    providers: tuple[Standing, ...]


def asked_quarter(text: str) -> Period:
    """The quarter that a command names. Raises AssizeError where it is none."""
    period = parse_period(text)
    if not period.is_quarter:
        raise AssizeError(
            "returns are asked for by quarter", found=f"'{text}'", expected="a quarter such as 2018-19-q4"
        )
    return period


# --- whom, and by when ---------------------------------------------------------------------------------------------


def choose_providers(workspace: Workspace, name: str = "") -> list[Provider]:
    """Every provider of the workspace, or the one of that id, name or role.

    Raises AssizeError, with the nearest, where there is none or are several.
    """
    providers = list(workspace.providers().values())
    if not providers:
        raise AssizeError(
            "no providers are named here",
            where=str(workspace.folder / "providers.toml"),
            fix="Write down who returns figures to this office: docs/asking.md shows how.",
        )
    if not name:
        return providers
    wanted = name.strip().casefold()
    found = [one for one in providers if wanted in (one.id, one.name.casefold())]
    found = found or [one for one in providers if one.role == wanted]
    if len(found) == 1:
        return found
    names = {one.role: one.id for one in providers} | {one.name.casefold(): one.id for one in providers}
    names |= {one.id: one.id for one in providers}
    close = [names[key] for key in difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)]
    near = [one.id for one in found] or list(dict.fromkeys(close)) or [one.id for one in providers[:8]]
    raise AssizeError(
        "several providers answer to this name" if found else "there is no such provider",
        found=f"'{name}'",
        fix=f"Did you mean {' or '.join(near)}?",
    )


def round_dates(workspace: Workspace, quarter: Period) -> BoardDates:
    """The days of a quarter's round. Raises AssizeError where the calendar does not say them."""
    dates = workspace.settings.calendar.dates(quarter)
    if dates is None:
        raise AssizeError(
            f"the calendar says nothing of {quarter.slug}",
            where=str(workspace.folder / "assize.toml"),
            expected=f'a board date under [calendar."{quarter.slug}"]',
            fix="Write it down: the other days of the round are worked back from it. docs/asking.md shows how.",
        )
    return dates


def due_day(provider: Provider, dates: BoardDates, asked: date | None = None) -> date:
    """The day by which a provider should return its form: so many days after it was asked, or will be by the calendar.

    Nobody has longer than from the calendar's day of asking until the figures close, and whoever is asked before that day has
    until the same day. Who is asked late has the same number of days, and may so have longer than the figures stay open. A day
    of a weekend or a bank holiday goes on to the next working day, so that nobody has less time than was agreed.
    """
    days = timedelta(days=min(provider.days_to_answer, (dates.cut_off - dates.request).days))
    if asked is not None and asked > dates.request:
        return working_day_from(asked + days)
    return min(working_day_from(dates.request + days), dates.cut_off)


def first_asked(store: Store, provider: Provider, quarter: Period) -> date | None:
    """The day on which a provider was first asked for a quarter's figures; None where it has not been."""
    return min((one.day for one in _written(store, quarter, {provider.id}) if one.what is Happened.ASKED), default=None)


# --- what happened ------------------------------------------------------------------------------------------------


def round_events(workspace: Workspace, store: Store, quarter: Period, providers: Sequence[Provider]) -> list[Event]:
    """What the ledger knows of a round: asked, chased, returned."""
    written = _written(store, quarter, {one.id for one in providers})
    return [*written, *_returns(workspace, store, quarter, providers)]


def _written(store: Store, quarter: Period, providers: Collection[str]) -> list[Event]:
    """What was written to providers in a round, oldest first. Asked anew before the planned day has come, a plan is no more."""
    events: list[Event] = []
    for run in store.runs():
        if run.facts.get("quarter") != quarter.slug or run.facts.get("provider") not in providers:
            continue
        what = {REQUEST: Happened.ASKED, CHASE: Happened.CHASED}.get(run.command)
        if what is not None:
            written = run.at.date()
            one = Event(run.facts["provider"], what, date.fromisoformat(run.facts["day"]), written=written)
            if what is Happened.ASKED:
                events = [other for other in events if other.provider != one.provider or not other.planned(written)]
            events.append(one)
    return events


def _returns(workspace: Workspace, store: Store, quarter: Period, providers: Sequence[Provider]) -> list[Event]:
    """The returns that were taken, and those that were refused: an edition names its provider, a refusal is a run.

    Both on the day it is released to this office: the day it was loaded, or the one that the loader said. Of one day they
    come in the order in which they were loaded.
    """
    names = {one.id: one for one in providers}
    editions = [(at, one) for at, one in store.taken_in() if one.provider in names and one.last_period == quarter]
    covered = store.covered([one for _, one in editions])
    anew = _said_anew(store, [one for _, one in editions])
    first: dict[str, Edition] = {}  # as the provider gave it, by its bytes
    put_back: dict[str, date] = {}
    for _, one in editions:
        given = first.setdefault(one.sha256, one)
        if given is not one:
            put_back[one.key] = _given(given.keyed) or given.released
    taken = [
        (
            at,
            Event(
                one.provider,
                Happened.ACCEPTED,
                one.released,
                one.keyed,
                _given(one.keyed),
                gave(workspace, names[one.provider], one, covered[one.key]),
                changed=_boards_of(workspace, names[one.provider], anew[one.key]),
                put_back=put_back.get(one.key),
                key=one.key,
            ),
        )
        for at, one in editions
    ]
    refused = [
        (run.at, _refusal(workspace, names[run.facts["provider"]], run))
        for run in store.runs()
        if run.command == REFUSED and run.facts.get("quarter") == quarter.slug and run.facts.get("provider") in names
    ]
    return [one for _, one in sorted([*taken, *refused], key=lambda item: (item[1].day, item[0]))]


def _said_anew(store: Store, editions: Sequence[Edition]) -> dict[str, set[str]]:
    """The areas of which each return, in the order of their release, says a figure otherwise than it was held by then."""
    counts = Counter(one.provider for one in editions)
    stands: dict[tuple[str, str, str], object] = {}
    anew: dict[str, set[str]] = {}
    for one in editions:
        said = store.said(one) if counts[one.provider] > 1 else {}
        own = {(one.provider, *cell): entries for cell, entries in said.items()}
        anew[one.key] = {cell[1] for cell, entries in own.items() if stands.get(cell, entries) != entries}
        stands |= own
    return anew


def _boards_of(workspace: Workspace, provider: Provider, areas: Collection[str]) -> frozenset[str]:
    """The names of a provider's boards of which figures of these areas are."""
    own = [board for board in provider.boards if "" in areas or provider.places[board] in areas]
    return frozenset(workspace.catalogue.areas[board].name for board in own)


def record_refusal(store: Store, provider: Provider, quarter: Period, boards: Collection[str], day: date) -> None:
    """Keeps that a return of a provider for these boards came on a day, and was refused."""
    facts = {
        "provider": provider.id,
        "quarter": quarter.slug,
        "day": day.isoformat(),
        "boards": " ".join(sorted(boards)),
    }
    store.record_run(REFUSED, facts)


def _refusal(workspace: Workspace, provider: Provider, run: Run) -> Event:
    """A refusal as it was kept; until late in 2026 neither its day was, nor the boards whose figures came."""
    day = date.fromisoformat(run.facts["day"]) if "day" in run.facts else run.at.date()
    boards = [board for board in provider.boards if board in run.facts.get("boards", "").split()]
    fields = asked_fields(workspace, provider)
    came = {workspace.catalogue.areas[board].name: fields for board in boards}
    return Event(provider.id, Happened.REFUSED, day, gave=came)


def days_that_stand(taken: Sequence[Event]) -> list[date]:
    """The days on which figures of a provider came that no later return of those that were taken says anew."""
    said: set[tuple[str, str]] = set()
    days = set()
    for one in sorted(taken, key=lambda one: one.day)[::-1]:  # of one day the last first
        figures = {(board, name) for board, names in one.gave.items() for name in names}
        if figures - said:
            days.add(one.put_back or one.came or one.day)
        said |= figures
    return sorted(days)


def gave(
    workspace: Workspace, provider: Provider, edition: Edition, covers: Sequence[Covered]
) -> dict[str, frozenset[str]]:
    """The figures of each board, by its name, that came with a return.

    A form that a provider sent is refused where a line of it is empty: of its boards all came that was asked for. The office
    may key one figure of many.
    """
    fields, places = asked_fields(workspace, provider), provider.places
    found: dict[str, frozenset[str]] = {}
    for board in provider.boards:
        own = frozenset(one.field for one in covers if one.area in ("", places[board]))
        if own:
            found[workspace.catalogue.areas[board].name] = own if edition.keyed else own | fields
    return found


def asked_fields(workspace: Workspace, provider: Provider) -> frozenset[str]:
    """The fields that a provider is asked for, of each of its boards."""
    return frozenset(one.id for one in workspace.catalogue.asked_for(provider.role, provider.owes))


def _given(keyed: str) -> date | None:
    """The day on which figures were given that the office keyed: how they came ends with it."""
    return read_day(keyed.rpartition(", on ")[2])


def provider_standing(
    workspace: Workspace, provider: Provider, dates: BoardDates, events: Sequence[Event], at: date
) -> Standing:
    """How far one provider is on a day. Nobody is late who has not been asked: such a one would be asked on that day."""
    own = [one for one in events if one.provider == provider.id and one.what is Happened.ASKED]
    asked = [one.day for one in own if one.day <= at or one.planned(at)]
    due = due_day(provider, dates, min(asked, default=at))
    names = tuple(workspace.catalogue.areas[board].name for board in provider.boards)
    fields = asked_fields(workspace, provider)
    return standing(provider.id, provider.name, names, due, events, at, dict.fromkeys(names, fields))


def round_standing(workspace: Workspace, store: Store, quarter: Period, at: date) -> RoundStanding:
    """How far every provider is on a day."""
    dates, providers = round_dates(workspace, quarter), choose_providers(workspace)
    events = round_events(workspace, store, quarter, providers)
    lines = tuple(provider_standing(workspace, one, dates, events, at) for one in providers)
    return RoundStanding(quarter, at, dates, lines)


# --- in words -----------------------------------------------------------------------------------------------------


def round_lines(folder: Path, at: date, quarter: str = "") -> list[str]:
    """What `status` says of the round of a quarter; without one, of the latest that had begun by `at`, else the next.

    Nothing where the workspace has no providers; where its calendar has no quarter, that one is wanted.
    """
    workspace = Workspace.open(folder)
    meetings = sorted(workspace.settings.calendar.meetings.values(), key=lambda dates: dates.request)
    if not quarter and not workspace.providers():
        return []
    if not quarter and not meetings:
        return [
            "Returns of partners: no board date stands in the calendar of assize.toml yet, so no round has its days."
        ]
    begun = [dates for dates in meetings if dates.request <= at]
    period = asked_quarter(quarter) if quarter else (begun[-1] if begun else meetings[0]).quarter
    store = workspace.store()
    try:
        now = round_standing(workspace, store, period, at)
        earlier = [
            (dates.quarter, [one for one in round_standing(workspace, store, dates.quarter, at).providers if one.asked])
            for dates in begun
            if dates.quarter < period and not quarter
        ]
    finally:
        store.close()
    lines = [*_headlines(now), *(f"  {one.name}: {standing_words(one)}" for one in now.providers), *_next(now)]
    for before, standings in earlier:
        if missing := [one.name for one in standings if one.outstanding]:
            lines.append(f"Still missing of {period_words(before)}: {', '.join(missing)}")
    return lines


def _headlines(now: RoundStanding) -> list[str]:
    dates, providers = now.dates, now.providers
    count = {state: sum(one.state is state for one in providers) for state in State}
    written = sum(one.asked is not None for one in providers)
    planned = sum(one.planned is not None for one in providers)
    chased = sum(bool(one.chased) for one in providers)
    late = sum(one.late > 0 for one in providers)  # as their lines say it, whoever has returned since among them
    missing = sum(one.outstanding and one.late > 0 for one in providers)
    since = f" ({f'{missing} of them' if missing else 'none of them'} still missing)" if missing < late else ""
    told = [
        f"{written} of {len(providers)} asked",
        *([f"{planned} to be asked on a day that is set"] if planned else []),
        f"{chased} chased",
        f"{count[State.RETURNED] + count[State.PART] + count[State.ACCEPTED]} returned",
        *([f"{count[State.PART]} in part"] if count[State.PART] else []),
        f"{count[State.ACCEPTED]} accepted",
        f"{late} late{since}",
    ]
    days = [
        ("asked from", dates.request),
        ("figures close", dates.cut_off),
        ("papers", dates.papers),
        ("board", dates.board),
    ]
    return [
        f"Returns for {period_words(now.quarter)} ({now.quarter.slug}) at {date_words(now.at)}: {', '.join(told)}",
        "  " + ", ".join(f"{word} {date_words(day)}{_until(day, now.at)}" for word, day in days),
    ]


def _until(day: date, at: date) -> str:
    """` (in 9 days)`, where a day is yet to come and not far."""
    left = (day - at).days
    if left == 0:
        return " (today)"
    return f" (in {left} day{'s' if left != 1 else ''})" if 0 < left <= 60 else ""


def _next(now: RoundStanding) -> list[str]:
    slug = now.quarter.slug
    if any(one.asked is None and one.planned is None for one in now.providers) and now.at >= now.dates.request:
        return [f"  To ask those who were not: assize request {slug}"]
    if any(one.asked and one.outstanding and one.late for one in now.providers):
        return [f"  To remind those who are late: assize request {slug} --chase"]
    return []
