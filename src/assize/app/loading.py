"""Files taken into a workspace's store, one by one, with what becomes of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.history import read_own_history
from assize.app.lagging import lag_notes
from assize.app.later_returns import (
    check_restored,
    counts_nowhere,
    later_returns,
    notes_now,
    restored,
    with_later,
)
from assize.app.personal import check_file_name
from assize.app.receipts import write_receipts
from assize.app.returns import ReturnDesk
from assize.app.workspace import Progress, Workspace, quiet, sha256_of
from assize.core.errors import AssizeError, FileRefused, Problem
from assize.core.nouns import Edition, Trust
from assize.core.periods import Period

if TYPE_CHECKING:
    from assize.app.ahead import Ahead
    from assize.ingest.file_names import NamedTime
    from assize.store.preview import FieldRead
    from assize.store.store import Store

# The layouts whose files do not hold their own quarter: the loader says it, or (True) the file's name.
_QUARTER_TOLD = {"cps-case-outcomes": True, "crown-court-by-court": False}


@dataclass(frozen=True)
class Loaded:
    """What became of one file: its edition (None where it was refused), whether it was held already, and what was found."""

    file: str
    edition: Edition | None
    already: bool
    problems: tuple[Problem, ...]
    refused: FileRefused | AssizeError | None = None
    awaits: bool = False  # nobody has accepted its layout yet
    accepted: bool = False  # it was accepted with this load
    read: tuple[FieldRead, ...] = ()  # of an edition that awaits: what was read of it
    receipts: tuple[Path, ...] = ()  # of a partner's return that was taken: what its provider is sent
    letter: Path | None = None  # of one that was refused: the letter that says what has to be put right


def load_files(
    folder: Path,
    files: Sequence[Path],
    *,
    released: date | None = None,
    period: Period | None = None,
    again: bool = False,
    accept_layout: bool = False,
    source: str = "",
    restore: str = "",
    receipts: bool = True,
    ahead: Ahead | None = None,
    progress: Progress = quiet,
) -> list[Loaded]:
    """Loads files one by one: each wholly or not at all; a refused file stops none of the others.

    An edition whose layout is known by description alone waits, and enters no pack, until it is loaded (again) with
    `accept_layout`. The same bytes a second time change nothing. With `again` they are read anew with the present reader;
    `again` without files reads every kept file anew. With `source` the files are the office's own workbooks, read by their
    mappings as its history. A partner's return that is taken gets its receipt, and one that is refused a letter, unless
    `receipts` is False. `restore` says why one earlier return is right after all: it is made the current one again.
    With `ahead` files that were begun there are read by other processes before it is their turn. Raises AssizeError where there
    is nothing to read.
    """
    workspace = Workspace.open(folder)
    store = workspace.store()
    results = []
    try:
        desk = ReturnDesk(workspace, store)
        wanted = [(path, path.name) for path in files]
        if again and not files:
            wanted = [(store.kept_file(edition.sha256), edition.file) for edition in store.editions(awaiting=True)]
        if not wanted:
            raise AssizeError("there is nothing to load", fix="Name the files, for instance: assize load inbox/*")
        if restore and len(wanted) > 1:
            raise AssizeError("a reason speaks for one return alone", fix="Load that one by itself with --restore.")
        for path, name in wanted:
            progress(f"Reading {name}")
            try:
                desk.begin()
                loaded = _load_one(
                    workspace, store, path, name, released, period, again, accept_layout, source, restore, desk, ahead
                )
                loaded = _with_layout(store, loaded, accept_layout)
                results.append(_with_receipts(desk.workspace, store, loaded) if receipts else loaded)
            except AssizeError as error:
                came = released or date.today()
                desk.refused(came)
                letter = desk.put_right(error, came) if receipts else None
                results.append(Loaded(name, None, False, (), error, letter=letter))
    finally:
        store.close()
    return results


def _load_one(
    workspace: Workspace,
    store: Store,
    path: Path,
    name: str,
    released: date | None,
    period: Period | None,
    again: bool,
    accept: bool,
    source: str,
    restore: str,
    desk: ReturnDesk,
    ahead: Ahead | None,
) -> Loaded:
    from assize.app.beside_held import check_beside_held  # takes the readers with it
    from assize.app.boundaries import check_places
    from assize.ingest.made_up import with_mark
    from assize.ingest.recognise import read_file
    from assize.store.editions import own_scratch, write_ahead

    before = store.find(sha256_of(path)) if path.is_file() else None
    if before is None:
        check_file_name(name)
    later = check_restored(store, before, name, restore, released) if restore else []
    if before is not None and not again and not later:
        _check_quarter(before, name, period)
        return Loaded(name, before, True, tuple(notes_now(desk.workspace, store, before, name)))
    if later:
        desk.restoring = True
    elif before is not None:
        desk.anew = True
        # What the loader said the first time still holds, unless something else is said now: by an option, or by the name.
        released = released or (None if before.released_estimated else before.released)
        period = period or (None if _named_time(before, name).quarter else _held_quarter(before))
        source = source or (before.source if before.trust is Trust.HISTORY else "")
    begun = ahead.reading(path) if ahead and before is None else None
    if begun is not None:
        reading = begun
    elif source:
        reading = read_own_history(workspace, store.scratch, path, name, source, released)
    else:
        reading = read_file(
            path,
            workspace.catalogue,
            store.scratch,
            name=name,
            released=released,
            period=period,
            desk=desk.desk(),
            today=before.received if before and not later else date.today(),
            reasons=workspace.settings.reasons,
        )
    check_places(store, workspace.catalogue, reading, path, workspace.settings.reasons)
    if begun is None:
        reading = with_mark(reading, path)
    with own_scratch(store.scratch) as scratch:
        if begun is None and not reading.provider:
            reading = write_ahead(reading, scratch)  # so that questions can be asked of it beside what is held
        answered = check_beside_held(store, workspace.catalogue, reading, workspace.settings.reasons)
        if reading.provider:
            if not again:
                desk.check_one_load(reading)
            if not (again or later):
                desk.check_reverted(reading)
            desk.keep_local()
            reading = restored(reading, later, restore) if later else with_later(store, reading)
        kept = store.keep(
            replace(reading, problems=(*reading.problems, *answered)),
            path,
            again=again or bool(later),
            anew=bool(later),
            accept=accept,
        )
    if reading.provider:
        desk.took(reading, stands=not later_returns(store, kept.edition))
    return Loaded(
        name,
        kept.edition,
        kept.already,
        (*kept.problems, *lag_notes(store, workspace.catalogue, kept.edition)),
        accepted=kept.accepted,
    )


def _held_quarter(edition: Edition) -> Period | None:
    """The period that the loader or the name may have said of an edition that is held."""
    one = edition.first_period == edition.last_period or edition.layout in _QUARTER_TOLD
    return edition.last_period if one else None


def _named_time(edition: Edition, name: str) -> NamedTime:
    """What a name says of the time of a file whose quarter may stand in its name; nothing of any other."""
    from assize.ingest.file_names import NamedTime, time_in_name

    return time_in_name(name) if _QUARTER_TOLD.get(edition.layout) else NamedTime()


def _check_quarter(held: Edition, name: str, period: Period | None) -> None:
    """Raises AssizeError where the same bytes are now said to be of another time than they were taken for."""
    if held.layout not in _QUARTER_TOLD:
        return
    named, quarter = _named_time(held, name), held.last_period
    said = [f"{period.slug} given"] if period and period != quarter else []
    if named.other:
        said.append(f"'{named.other}' in the name")
    elif named.quarter and named.quarter != quarter:
        said.append(f"{named.quarter.slug} in the name")
    if said:
        raise AssizeError(
            "this file is held already, as another period than is now said; nothing was changed",
            where=name,
            found=", ".join(said),
            expected=f"{quarter.slug}, as it was loaded under the name {held.file}",
            fix="Find out which is right. If it is not what is held, load the file anew with --again and its right name or"
            " --period.",
        )


def _with_layout(store: Store, loaded: Loaded, accept: bool) -> Loaded:
    """The same, with what became of its layout."""
    if loaded.edition is None or not store.awaits(loaded.edition):
        return loaded
    if accept:
        store.accept(loaded.edition)
        return replace(loaded, accepted=True)
    return replace(loaded, awaits=True, read=tuple(store.preview(loaded.edition)))


def _with_receipts(workspace: Workspace, store: Store, loaded: Loaded) -> Loaded:
    """The same, with the receipt of a partner's return written, unless nothing of it counts: a later one has its own."""
    if loaded.edition is None or loaded.already or not loaded.edition.provider:
        return loaded
    if counts_nowhere(store, loaded.edition):
        return loaded
    return replace(loaded, receipts=write_receipts(workspace, store, loaded.edition))
