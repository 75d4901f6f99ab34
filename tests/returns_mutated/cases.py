"""A plan of damaged returns, each run in turn: what was read is held against what was meant."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind, Selection
from assize.core.specs import Cadence, Covers, SourceSpec
from assize.ingest.layouts import Asked, Read, finish
from assize.ingest.readers.partner_return import LAYOUT
from assize.ingest.received import Received
from assize.ingest.returns.reader import match_return, read_return
from assize.store.store import Store
from returns_mutated.copy_model import Copy, Intended, Subject
from returns_mutated.damages import KINDS, Impossible, Kind
from returns_mutated.writing import written

ACCEPTED, WARNED, REFUSED = "accepted", "accepted with warnings", "refused"
DIFFERENT, CRASHED = "DIFFERENT", "CRASHED"
WRONG = (DIFFERENT, CRASHED)
TODAY = date(2030, 1, 1)
_PAIRS = 0.6  # of all cases
_TRIES = 60
Reader = Callable[[Received, Subject], Read]


@dataclass(frozen=True)
class Outcome:
    """What became of one damaged return."""

    number: int
    subject: str
    kinds: tuple[str, ...]
    harmless: bool
    outcome: str
    why: str
    seconds: float


def plan(
    count: int, seed: int, subjects: Sequence[Subject], only: str = ""
) -> Iterator[tuple[int, Subject, tuple[Kind, ...]]]:
    """So many cases: every kind as often as every other, alone and in pairs."""
    rng = random.Random(f"plan {seed}")
    kinds = [one for one in KINDS if only.casefold() in one.name]
    deck: list[Kind] = []
    for number in range(count):
        pair = rng.random() < _PAIRS
        chosen: list[Kind] = []
        while len(chosen) < (2 if pair else 1):
            if not deck:
                deck = rng.sample(kinds, len(kinds))
            one = deck.pop()
            if one not in chosen and not (one.last and any(other.last for other in chosen)):
                chosen.append(one)
            elif len(kinds) < 3:
                chosen.append(rng.choice(KINDS))
        # What goes with the saving comes last, as it does in an office; a damage that only some forms can bear before it.
        yield number, rng.choice(subjects), tuple(sorted(chosen, key=lambda kind: kind.last))


def damaged(subject: Subject, kinds: Sequence[Kind], rng: random.Random) -> Copy:
    """A copy with these damages done; tried again with other cells where one cannot be done. Raises Impossible."""
    for _ in range(_TRIES):
        copy = subject.copy()
        try:
            for kind in kinds:
                kind.damage(copy, rng)
        except (Impossible, IndexError):
            continue
        return copy
    raise Impossible


def read(received: Received, subject: Subject) -> Read:
    """As the product reads it."""
    if match_return(received) is None:
        raise FileRefused(received.name, [])
    return read_return(received, subject.desk, Asked(received.path.parent, today=TODAY))


def run(
    number: int,
    subject: Subject,
    kinds: Sequence[Kind],
    seed: int,
    folder: Path,
    reader: Reader = read,
    keep: Path | None = None,
    store: Store | None = None,
) -> Outcome | None:
    """Damages one copy and reads it; None where the damages cannot be done together.

    With a `store` it is kept there as well, and what is held afterwards is looked at.
    """
    rng = random.Random(f"case {seed} {number}")
    try:
        copy = damaged(subject, kinds, rng)
        data = written(copy)
    except Impossible:
        return None
    names = tuple(kind.name for kind in kinds)
    harmless = all(kind.harmless for kind in kinds)
    path = folder / f"case.{copy.form}"
    path.write_bytes(data)
    if keep:
        (keep / copy.name).write_bytes(data)
    begun = time.perf_counter()
    received = Received(path, copy.name)
    try:
        found = reader(received, subject)
    except FileRefused as refused:
        if store is not None and (wrong := store_differs(subject, received, None, store)):
            return Outcome(number, subject.name, names, harmless, DIFFERENT, wrong, time.perf_counter() - begun)
        return Outcome(number, subject.name, names, harmless, REFUSED, refused.sentence, time.perf_counter() - begun)
    except Exception as error:
        return Outcome(
            number,
            subject.name,
            names,
            harmless,
            CRASHED,
            f"{type(error).__name__}: {error}",
            time.perf_counter() - begun,
        )
    seconds = time.perf_counter() - begun
    wrong = differences(copy, found)
    if not wrong and store is not None:
        wrong = store_differs(subject, received, found, store)
    if wrong:
        return Outcome(number, subject.name, names, harmless, DIFFERENT, wrong, seconds)
    noted = "; ".join(problem.sentence for problem in found.problems)
    return Outcome(number, subject.name, names, harmless, WARNED if noted else ACCEPTED, noted, seconds)


def store_differs(subject: Subject, received: Received, found: Read | None, store: Store) -> str:
    """Keeps what was read as the product does, and says where the store then holds something else: all of it, or nothing."""
    before = len(store.editions())
    if found is None:
        kept = [*(store.folder / "files").iterdir(), *(store.folder / "editions").iterdir()]
        return "" if len(kept) == 2 * before else "something of a refused return was kept"
    plan = subject.plans[0]
    source = SourceSpec(
        plan.source,
        plan.source,
        plan.source,
        plan.provider_name,
        "",
        "",
        Cadence.QUARTER,
        Covers.ONE_PERIOD,
        "",
        None,
        LAYOUT.id,
        (AreaKind.BOARD,),
        (),
        {},
        ("partnership",),
        0,
        "",
        (),
    )
    reading = finish(received, LAYOUT, source, found, Asked(store.scratch, today=TODAY))
    edition = store.keep(reading, received.path).edition
    rows = found.content
    assert isinstance(rows, Sequence)
    if edition.observations != len(rows) or edition.provider != plan.provider:
        return f"{edition.observations} kept of {len(rows)}"
    for row in rows:
        held = store.cells(Selection(plan.source, row.field), (row.area,), (row.period,), (), date.max)
        if [(one.value, one.absence) for one in held] != [(row.value, row.absence)]:
            return f"{row.field} of {row.area} is held otherwise than it was read"
    return ""


def differences(copy: Copy, found: Read) -> str:
    """What was accepted and was not meant; nothing where all is as meant."""
    if refusals := copy.refusals():
        return f"accepted in spite of {', '.join(refusals)}"
    got: dict[tuple[str, str], Intended | None] = {}
    for row in found.content:  # type: ignore[union-attr]
        got[row.area, row.field] = row.value if row.absence is None else row.absence
    boards = {copy.figure_pages()[0].board} if copy.form == "csv" else {board for board, _ in copy.intended}
    meant = {key: value for key, value in copy.intended.items() if key[0] in boards}
    lacking = [f"{key} is lacking" for key in meant if key not in got]
    more = [f"{key} = {got[key]} was not meant" for key in got if key not in meant]
    other = [f"{key} = {got[key]}, meant {meant[key]}" for key in meant if key in got and got[key] != meant[key]]
    return "; ".join((lacking + more + other)[:4])
