"""How current the store is: what is held of each source, what is due next, what is overdue and what is missing at a day."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.lagging import find_lags, lag_lines
from assize.app.reader import Reader
from assize.app.workspace import Workspace
from assize.core.errors import AssizeError
from assize.core.nouns import Edition, Trust
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Period
from assize.core.specs import Cadence, SourceSpec
from assize.core.wording import date_words, listed, months_words, period_words, span_words

if TYPE_CHECKING:
    from assize.core.quality import FieldProfile, Lag
    from assize.store.store import Store

DAYS_SAID = 90  # a delay up to this is said in days, a longer one in months
DAYS_IN_MONTH = 30.4375  # 365.25 / 12
PLACES_NAMED = 6  # missing places that are named in one line; of more, so many and the count of the rest


@dataclass(frozen=True)
class HeldEdition:
    """One edition with what `status` says of it: `awaits` that nobody has accepted its layout, `current` that it is the one
    that counts for at least one period, `notes` how many things were noted when it was read.
    """

    edition: Edition
    age_months: int
    awaits: bool
    current: bool
    notes: int


@dataclass(frozen=True)
class SourceCurrency:
    """What is held of one source at a day.

    `latest` is the last period held; `expected` the one after it by the source's cadence, `due` the day it should be out by
    the source's rule (None where there is no rule), `overdue` how many periods should be out by the day and are not held.
    `lags` is what its latest edition lacks of what measures are made of, and earlier ones have.
    `gaps` are periods between the first and the last held of which nothing is held; `missing` is, for each board, the
    places of it that have nothing in the latest period.
    """

    spec: SourceSpec
    at: date
    editions: tuple[HeldEdition, ...]
    first: Period | None
    latest: Period | None
    expected: Period | None
    due: date | None
    overdue: tuple[Period, ...]
    gaps: tuple[Period, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    lags: tuple[Lag, ...]

    @property
    def newest(self) -> HeldEdition | None:
        """The latest released edition of the latest period, of those that count at the day if any does."""
        counted = [held for held in self.editions if held.current]
        return max(
            counted or self.editions,
            key=lambda held: (held.edition.last_period.last_day, held.edition.released),
            default=None,
        )


def currency(folder: Path, at: date, source: str = "") -> tuple[Workspace, list[SourceCurrency]]:
    """What the workspace holds at the day `at`, source by source (or of one), those that are held first.

    Editions released after that day are listed but do not count for what is due or missing. Raises AssizeError, with the
    nearest, for a source that is none.
    """
    workspace = Workspace.open(folder)
    sources = workspace.catalogue.sources
    chosen = find_source(sources, source) if source else None
    store = workspace.store()
    try:
        wanted = [chosen] if chosen else sources.values()
        found = [source_currency(workspace, store, spec, at) for spec in wanted]
    finally:
        store.close()
    return workspace, sorted(found, key=lambda one: not one.editions)


def find_source(sources: Mapping[str, SourceSpec], name: str, *, whole: bool = False) -> SourceSpec:
    """The source of that id or title, whatever the case; or, unless `whole`, the only one whose title has these words in it.

    Raises AssizeError, with the nearest, where there is none or are several.
    """
    wanted = _plain(name)
    for spec in sources.values():
        if wanted in {_plain(spec.id), _plain(spec.title), _plain(spec.short_title)}:
            return spec
    close = [
        spec.id
        for spec in sources.values()
        if wanted and any(wanted in _plain(t) for t in (spec.title, spec.short_title))
    ]
    if len(close) == 1 and not whole:
        return sources[close[0]]
    spelled = {key: spec.id for spec in sources.values() for key in (_plain(spec.short_title), _plain(spec.id))}
    close = close or list(
        dict.fromkeys(spelled[key] for key in difflib.get_close_matches(wanted, spelled, n=2, cutoff=0.4))
    )
    fix = f"Did you mean {' or '.join(close)}?" if close else f"The sources are: {', '.join(sources)}."
    raise AssizeError("there is no such source", found=f"'{name}'", fix=fix)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))


def source_currency(
    workspace: Workspace, store: Store, spec: SourceSpec, at: date, profile: Sequence[FieldProfile] | None = None
) -> SourceCurrency:
    """What is held of one source at a day; `profile` is the store's, where it has been asked for already."""
    current = {edition.key for edition in store.current_editions(spec.id, at)}
    editions = tuple(
        HeldEdition(
            edition,
            edition.last_period.age_months(at),
            store.awaits(edition),
            edition.key in current,
            len(store.problems(edition)),
        )
        for edition in store.editions(source=spec.id, awaiting=True)
    )
    known = [held.edition for held in editions if held.edition.released <= at and not held.awaits]
    if not known:
        return SourceCurrency(spec, at, editions, None, None, None, None, (), (), (), ())
    latest = max((edition.last_period for edition in known), key=lambda period: (period.last_day, period.months))
    step = step_months(spec)
    expected = latest.shifted(step)
    due = due_day(spec, expected)
    profile = store.profile(spec.id, at) if profile is None else profile
    return SourceCurrency(
        spec=spec,
        at=at,
        editions=editions,
        first=min(edition.first_period for edition in known),
        latest=latest,
        expected=expected,
        due=due,
        overdue=_overdue(spec, expected, step, at),
        gaps=_gaps(profile, {edition.last_period for edition in known}, latest, step),
        missing=_missing(workspace, store, spec, profile, at),
        lags=find_lags(store, workspace.catalogue, spec, known),
    )


def step_months(spec: SourceSpec) -> int:
    """Months from one period of a source to the next: tables of years ending each quarter come every three."""
    return MONTHS_IN_QUARTER if spec.cadence is Cadence.QUARTER else MONTHS_IN_YEAR


def due_day(spec: SourceSpec, period: Period) -> date | None:
    """The day by which a period should be published, by the source's rule."""
    return None if spec.release_lag_days is None else period.last_day + timedelta(days=spec.release_lag_days)


def _gaps(profile: Sequence[FieldProfile], ends: Collection[Period], latest: Period, step: int) -> tuple[Period, ...]:
    """Periods between the first edition's and the last one's that no edition ends with, and that lack a field which an edition
    before and one after end with: tables printed once a year are not missed in the quarters between.
    """
    fields: dict[Period, set[str]] = {}
    for one in profile:
        fields.setdefault(one.period, set()).add(one.field)
    alike = sorted(end for end in ends if end.months == latest.months)
    gaps, period = [], alike[0]
    while period < latest:
        before = {field for end in alike if end < period for field in fields.get(end, ())}
        after = {field for end in alike if end > period for field in fields.get(end, ())}
        if period not in alike and (before & after) - fields.get(period, set()):
            gaps.append(period)
        period = period.shifted(step)
    return tuple(gaps)


def _overdue(spec: SourceSpec, expected: Period, step: int, at: date) -> tuple[Period, ...]:
    found = []
    period = expected
    while (due := due_day(spec, period)) is not None and due < at:
        found.append(period)
        period = period.shifted(step)
    return tuple(found)


def _missing(
    workspace: Workspace, store: Store, spec: SourceSpec, profile: Sequence[FieldProfile], at: date
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each board of the office, its places that have no cell in the latest period the source is held for."""
    if not profile:
        return ()
    last = profile[-1].period
    there = frozenset().union(*(one.areas for one in profile if one.period == last))
    reader = Reader(store, workspace.catalogue, at, {})
    found: list[tuple[str, tuple[str, ...]]] = []
    for board in workspace.settings.boards:
        try:
            members = reader.members(spec.id, board)
        except AssizeError as error:  # no look-up fits the authorities held: that is what is missing
            found.append((board, (error.what,)))
            continue
        seen = {kind for area in members if area in workspace.catalogue.areas
                for kind in workspace.catalogue.areas[area].kinds}  # fmt: skip
        if members == (board,) and not seen & set(spec.observes):
            continue  # the source speaks of regions or the nation alone: it lacks nothing of the board
        missing = tuple(area for area in members if area not in there)
        if missing:
            found.append((board, missing))
    return tuple(found)


# --- in words -----------------------------------------------------------------------------------------------------


def currency_lines(workspace: Workspace, one: SourceCurrency, *, full: bool = False) -> list[str]:
    """One source as aligned lines: a title, then a line for each thing said; with `full` every edition."""
    spec = one.spec
    lines = [f"{spec.short_title} ({spec.id})"]
    said = _said(workspace, one)
    if full:
        said = [("What it is", f"{spec.title}, {spec.publisher}"), *said, *_fully(one)]
    lines += [f"  {label:<10} {words}" for label, words in said]
    return lines


def _said(workspace: Workspace, one: SourceCurrency) -> list[tuple[str, str]]:
    spec, newest = one.spec, one.newest
    where = ("Get it", _where(spec))
    if newest is None:
        return [("Held", "nothing"), ("Next", _not_held(spec, one.at)), where]
    count = f"{len(one.editions)} edition{'s' if len(one.editions) != 1 else ''}"
    if one.latest is None or one.first is None:
        edition, next_up = newest.edition, newest.edition.last_period.shifted(step_months(spec))
        reasons = _uncounted(one)
        which = "which does not count" if len(one.editions) == 1 else "none of which counts"
        return [
            ("Held", f"{count}, {which}: {listed(reasons)}"),
            ("Covers", f"{_covered(edition)}; the latest is {months_words(newest.age_months)} old"),
            ("Latest", f"{edition.file}, released {_released(edition)}, received {date_words(edition.received)}"),
            ("Trust", _trust(one)),
            (
                "Next",
                _due_words(next_up, due_day(spec, next_up), _overdue(spec, next_up, step_months(spec), one.at), one.at),
            ),
            where,
        ]
    edition = newest.edition
    span = period_words(one.latest) if one.first == one.latest else span_words(one.first, one.latest)
    later = sum(held.edition.released > one.at for held in one.editions)
    if later:
        count += f" ({later} published after {date_words(one.at)}, not counted)"
    said = [
        ("Held", f"{count}, {span}; the latest is {months_words(one.latest.age_months(one.at))} old"),
        ("Latest", f"{edition.file}, released {_released(edition)}, received {date_words(edition.received)}"),
        ("Trust", _trust(one)),
        ("Next", _next(one)),
        where,
    ]
    missing = _missing_words(workspace, one)
    said.append(("Missing", missing or "nothing"))
    notes = sum(held.notes for held in one.editions)
    if notes:
        said.append(("Notes", f"{notes} from loading; assize check shows them"))
    return said


def _uncounted(one: SourceCurrency) -> list[str]:
    """Why no edition counts, each reason once: in the plural where there are several."""
    waits = sum(held.awaits for held in one.editions)
    later = len(one.editions) - waits
    day = date_words(one.at)
    reasons = []
    if waits:
        reasons.append("its layout is not accepted yet" if waits == 1 == len(one.editions)
                       else f"the layout of {waits} is not accepted yet")  # fmt: skip
    if later:
        reasons.append(f"it was published after {day}" if later == 1 == len(one.editions)
                       else f"{later} {'were' if later > 1 else 'was'} published after {day}")  # fmt: skip
    return reasons


def _covered(edition: Edition) -> str:
    """The periods of one edition."""
    if edition.first_period == edition.last_period:
        return period_words(edition.last_period)
    return span_words(edition.first_period, edition.last_period)


def _not_held(spec: SourceSpec, at: date) -> str:
    """Of a source of which nothing is held: the latest period that should be out by the day."""
    if spec.asked:
        return "its partner is asked for it with: assize request QUARTER"
    if spec.release_lag_days is None:
        return "no day is known, for the source has no release rule"
    last = at - timedelta(days=spec.release_lag_days)
    if step_months(spec) != MONTHS_IN_QUARTER:
        return (
            f"it comes once a year, about {spec.release_lag_days} days after the year it is of: a year that ended by "
            f"{date_words(last)} should be out"
        )
    # The last quarter that had ended by then: the day after it lies in the next.
    after = last + timedelta(days=1)
    latest = Period(after.year, after.month - (after.month - 1) % MONTHS_IN_QUARTER, MONTHS_IN_QUARTER).later(-1)
    due = due_day(spec, latest)
    assert due is not None
    upcoming = latest.later(1)
    following = due_day(spec, upcoming)
    assert following is not None
    return (
        f"{period_words(latest)} should be out, due about {date_words(due)}; then {period_words(upcoming)}, "
        f"due about {date_words(following)}"
    )


def _where(spec: SourceSpec) -> str:
    """What to look for, and where. Where the name of its files is a guess, that is said, with what is known of it besides."""
    name = spec.file_pattern or "its file"
    if spec.pattern_guessed:
        sure = f"; its cover begins '{spec.titles[0]}'" if spec.titles else ""
        name = f"{name} (we guess at the name{sure})"
    return f"{name} from {spec.address}"


def _released(edition: Edition) -> str:
    return date_words(edition.released) + (" (estimated by the source's rule)" if edition.released_estimated else "")


def _trust(one: SourceCurrency) -> str:
    kinds = dict.fromkeys(held.edition.trust for held in one.editions)
    parts = []
    for trust in kinds:
        held = [edition for edition in one.editions if edition.edition.trust is trust]
        words = trust.value if len(kinds) == 1 else f"{len(held)} {trust.value}"
        if trust is Trust.NOT_YET_SEEN:
            waits = any(edition.awaits for edition in held)
            words += "; waits for: assize load FILE --accept-layout" if waits else ", accepted here"
        parts.append(words)
    newest = one.newest
    known = ""
    if newest is not None and newest.edition.because:
        known = f"; known because {newest.edition.because} ({newest.edition.confidence:.0%} of its marks)"
    return listed(parts) + known


def _next(one: SourceCurrency) -> str:
    assert one.expected is not None
    return _due_words(one.expected, one.due, one.overdue, one.at)


def _due_words(expected: Period, due: date | None, overdue: Sequence[Period], at: date) -> str:
    """Which period is next, when it is due, and how late it is."""
    if due is None:
        return f"{period_words(expected)}; the source has no release rule, so no day is known"
    if not overdue:
        return f"{period_words(expected)}, due about {date_words(due)}: not yet due"
    late = (at - due).days
    ago = f"{late:,} day{'s' if late != 1 else ''}" if late <= DAYS_SAID else f"{round(late / DAYS_IN_MONTH)} months"
    return f"OVERDUE: {period_words(expected)}, due about {date_words(due)} ({ago} ago){later_periods(overdue)}"


def later_periods(overdue: Sequence[Period]) -> str:
    """`, and 3 later ones, to January to March 2020`, of those after the first; or empty."""
    more = len(overdue) - 1
    return f", and {more} later one{'s' if more != 1 else ''}, to {period_words(overdue[-1])}" if more > 0 else ""


def _missing_words(workspace: Workspace, one: SourceCurrency) -> str:
    parts = []
    if one.gaps:
        gaps = [period_words(period) for period in one.gaps]
        parts.append(f"between the first and the last held: {listed(gaps, PLACES_NAMED)}")
    areas = workspace.catalogue.areas
    for board, missing in one.missing:
        names = [areas[area].name if area in areas else area for area in missing]
        name = areas[board].name
        whole = set(names) == {name}
        named = name if whole else f"{listed(names, PLACES_NAMED)} (of {name})"
        parts.append(f"no figures of {named} in the latest period")
    parts += lag_lines(one.lags)
    return "; ".join(parts)


def _fully(one: SourceCurrency) -> list[tuple[str, str]]:
    """Every edition, newest period first, with what there is to say of it alone."""
    said = [("Rule", one.spec.release_rule or "none: the release date must be said when a file is loaded")]
    ordered = sorted(
        one.editions, key=lambda held: (held.edition.last_period.last_day, held.edition.released), reverse=True
    )
    for held in ordered:
        edition = held.edition
        span = period_words(edition.last_period)
        if edition.first_period != edition.last_period:
            span = span_words(edition.first_period, edition.last_period)
        facts = [
            span,
            f"released {_released(edition)}",
            f"received {date_words(edition.received)}",
            f"{months_words(held.age_months)} old",
            f"{edition.observations:,} cells",
            edition.trust.value,
        ]
        if edition.because:
            facts.append(f"known because {edition.because} ({edition.confidence:.0%})")
        if held.awaits:
            facts.append("waits for --accept-layout")
        elif edition.released > one.at:
            facts.append(f"published after {date_words(one.at)}, so not counted")
        elif not held.current:
            facts.append("superseded")
        if held.notes:
            facts.append(f"{held.notes} note{'s' if held.notes != 1 else ''}")
        said.append(("Edition", f"{edition.file}: {'; '.join(facts)}"))
    return said


def status_lines(folder: Path, at: date, source: str = "") -> list[str]:
    """What `assize status` prints: a block for each source, or one source in full.

    Raises AssizeError, with the nearest, for a source that is none.
    """
    workspace, found = currency(folder, at, source)
    boards = listed([workspace.catalogue.areas[slug].name for slug in workspace.settings.boards])
    noun = "Boards" if len(workspace.settings.boards) > 1 else "Board"
    lines = [f"{workspace.settings.office}. {noun}: {boards}. As at {date_words(at)}."]
    for one in found:
        if one.editions or source:
            lines += ["", *currency_lines(workspace, one, full=bool(source))]
    nothing = [one.spec for one in found if not one.editions]
    if nothing and not source:
        lines += ["", "Nothing is held of these:"]
        returns = [spec.short_title for spec in nothing if spec.asked]
        for spec in nothing:
            if spec.asked:
                continue
            lines += [f"  {spec.short_title} ({spec.id})", f"    {_where(spec)}", f"    Next: {_not_held(spec, at)}"]
        if returns:
            lines += [f"  {listed(returns)}", "    Next: partners are asked for them with: assize request QUARTER"]
    late = [one.spec.short_title for one in found if one.overdue]
    lines.append("")
    if late and not source:
        lines.append(f"Overdue: {listed(late)}.")
    lines.append("Next: assize check, then assize build.")
    return lines
