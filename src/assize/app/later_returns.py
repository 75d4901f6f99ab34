"""An earlier return of a quarter, loaded when a later one stands: what is said of it, and how it is made the current one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from assize.core.errors import AssizeError, FileRefused, Problem
from assize.core.forms import says_why
from assize.core.nouns import Edition
from assize.core.periods import Period
from assize.core.personal_data import personal_problems
from assize.core.reading import Covered, Query, Reading, Written
from assize.core.wording import date_words, listed

if TYPE_CHECKING:
    from assize.app.workspace import Workspace
    from assize.store.store import Store

_OPTION = "--restore"
_PUT_BACK = "this earlier return was made the current one again; the reason given is "
_FEWEST = 2  # returns of a quarter: one, and its correction


def later_returns(store: Store, edition: Edition) -> list[Edition]:
    """The returns of the same provider and quarter that stand in the place of one that is held, or of some of its figures;
    the one that counts before all others comes last.
    """
    if not edition.provider:
        return []
    same = _of_the_quarter(store, edition.source, edition.provider, edition.last_period)
    later = same[[one.sha256 for one in same].index(edition.sha256) + 1 :]
    return _speaking(store, later, store.covered([edition])[edition.key])


def counts_nowhere(store: Store, edition: Edition) -> bool:
    """Whether later returns stand in the place of all that a return says."""
    spoken = store.covered([edition, *later_returns(store, edition)])
    return set(spoken.pop(edition.key)) <= {one for covers in spoken.values() for one in covers}


def superseded(store: Store, edition: Edition, file: str) -> list[Problem]:
    """The note on a held return, loaded once more, that a later one stands; and what to do where the earlier is right."""
    later = later_returns(store, edition)
    return [_note(store, later, store.covered([edition])[edition.key], file)] if later else []


def notes_now(workspace: Workspace, store: Store, edition: Edition, file: str) -> list[Problem]:
    """What is said of a held file that is loaded once more: its notes, as far as they are true by now.

    Of a return, boards that have come since are no more lacking; and where a later one stands, it takes the place of none.
    """
    from assize.ingest.returns.changes import SAYS_THE_SAME, TAKES_ITS_PLACE
    from assize.ingest.returns.questions import NOTHING_CAME, lacking_note

    notes, provider = store.problems(edition), workspace.providers().get(edition.provider)
    if provider is None:
        return notes
    later = superseded(store, edition, file)
    if later:
        notes = [
            one for one in notes if not (one.what.startswith((TAKES_ITS_PLACE, SAYS_THE_SAME)) or is_put_back(one))
        ]
    quarter = _of_the_quarter(store, edition.source, provider.id, edition.last_period)
    came = {one.area for covers in store.covered(quarter).values() for one in covers}
    lacking = [workspace.catalogue.areas[board].name for board, place in provider.places.items() if place not in came]
    told = [one for one in notes if not one.what.startswith(NOTHING_CAME)]
    return [*later, *told, *(lacking_note(file, lacking) if told != notes else [])]


def with_later(store: Store, reading: Reading) -> Reading:
    """A return as it was read; where one of a later day is held already, with the note that this is the earlier one."""
    from assize.ingest.returns.changes import SAYS_THE_SAME, TAKES_ITS_PLACE

    same = _of_the_quarter(store, reading.source, reading.provider, reading.last_period)
    # Of one day the one that comes in now is the later.
    later = [one for one in same if one.sha256 != reading.sha256 and one.released > reading.released]
    later = _speaking(store, later, reading.covers)
    if not later:
        return reading
    others = [one for one in reading.problems if not one.what.startswith((TAKES_ITS_PLACE, SAYS_THE_SAME))]
    return replace(reading, problems=(_note(store, later, reading.covers, reading.file), *others))


def check_reverted(store: Store, reading: Reading) -> None:
    """Raises FileRefused where every figure is that of an earlier return which a later one has corrected, and no reason stands
    beside a figure that goes back: the earlier file was saved once more, perhaps, and is now another one.
    """
    if isinstance(reading.content, Query | Written):
        return
    others = _of_the_quarter(store, reading.source, reading.provider, reading.last_period)
    others = [one for one in others if one.sha256 != reading.sha256 and one.released <= reading.released]
    if len(others) < _FEWEST:
        return
    *earlier, last = [(one, _figures(store, one)) for one in others]
    now = {(row.area, row.field): row.value for row in reading.content if row.value is not None}
    back = {cell for cell, value in now.items() if last[1].get(cell, value) != value}
    first = next((one for one, figures in reversed(earlier) if back and figures == now), None)
    reasons = [row.origin for row in reading.content if (row.area, row.field) in back]
    if first is None or any(map(says_why, reasons)):
        return
    raise FileRefused(
        reading.file,
        [
            Problem(
                "every figure is that of an earlier return of this quarter, which a later one corrected: is it meant?",
                reading.file,
                found=f"the figures of {_named([first])}; those of {_named([last[0]])}, stand",
                fix="If not, there is nothing to do. If so, type why under 'Reason or note' beside a figure that goes back, or"
                f' load the earlier file with {_OPTION} "the reason".',
            )
        ],
    )


def _figures(store: Store, edition: Edition) -> dict[tuple[str, str], Decimal]:
    return {(area, field): value for (area, field, _), value in store.figures_of(edition, ()).items()}


def _of_the_quarter(store: Store, source: str, provider: str, quarter: Period) -> list[Edition]:
    return [one for one in store.editions(source=source) if (one.provider, one.last_period) == (provider, quarter)]


def _speaking(store: Store, later: Sequence[Edition], covers: Sequence[Covered]) -> list[Edition]:
    """Those that speak for something of what is covered: a part of one board takes no other board's place."""
    covered = store.covered(later)
    return [one for one in later if {*covers} & {*covered[one.key]}]


def _note(store: Store, later: Sequence[Edition], covers: Sequence[Covered], file: str) -> Problem:
    own, covered = set(covers), store.covered(later)
    lost = own & {one for each in later for one in covered[each.key]}
    whose = "" if len(lost) == len(own) else f" for {len(lost)} of its {len(own)} figures"
    return Problem(
        f"a later return of this quarter stands{whose}; this is an earlier one, and was not made the current one",
        file,
        found=_named(later),
        fix="If that is as it should be, there is nothing to do. If this one is right after all, say why: "
        f'assize load {_argument(file)} {_OPTION} "the reason"',
        blocks=False,
    )


def check_restored(store: Store, before: Edition | None, file: str, why: str, released: date | None) -> list[Edition]:
    """The returns that stand in place of this one, which is to be made current again. Raises AssizeError where there are
    none, where the reason says nothing or holds personal data, or where the day given is before theirs.
    """
    later = later_returns(store, before) if before else []
    if not later:
        raise AssizeError(
            f"{_OPTION} is for a partner's return that was loaded before and that a later one has taken the place of",
            where=file,
            found="the return that stands now" if before and before.provider else "none that was loaded before",
            fix=f"Leave {_OPTION} out.",
        )
    if found := personal_problems(why, f"the reason after {_OPTION}"):
        raise AssizeError(found[0].what, where=found[0].where, found=found[0].found, expected=found[0].expected)
    if not says_why(why):
        raise AssizeError(
            "this does not say why the earlier return is right after all",
            where=file,
            found=f"'{why[:60]}'",
            expected=f"a reason in words after {_OPTION}",
        )
    if released is not None and released < later[-1].released:
        raise AssizeError(
            "on the day given the later return had not come yet, so that it would still stand",
            where=file,
            found=f"--released {released.isoformat()}",
            expected=f"{later[-1].released.isoformat()} or after",
        )
    return later


def restored(reading: Reading, later: Sequence[Edition], why: str) -> Reading:
    """The reading of a return that is made current again, with the note that says in whose place and why."""
    note = Problem(
        f"{_PUT_BACK}'{' '.join(why.split())[:120]}'",
        reading.file,
        found=f"in place of {_named(later)}",
        blocks=False,
    )
    return replace(reading, problems=(note, *reading.problems))


def is_put_back(note: Problem) -> bool:
    """Whether a note says that a return was made current again."""
    return note.what.startswith(_PUT_BACK)


def reason_given(notes: Sequence[Problem]) -> str:
    """Why a return was made current again, by the note that says so; empty without one."""
    return next((one.what.removeprefix(_PUT_BACK).strip("'") for one in notes if is_put_back(one)), "")


def _named(later: Sequence[Edition]) -> str:
    return listed([f"'{one.file}', returned on {date_words(one.released)}" for one in later])


def _argument(file: str) -> str:
    return f'"{file}"' if " " in file else file
