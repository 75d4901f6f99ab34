"""What a second return of a quarter says otherwise than the first: figures, and how complete they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.forms import Completeness
from assize.core.nouns import Absence, Mark
from assize.core.wording import listed
from assize.ingest.layouts import some
from assize.ingest.returns.desk import Expected
from assize.ingest.returns.lines import Given

TAKES_ITS_PLACE = "a return of this quarter was held already, and this one takes its place"
SAYS_THE_SAME = "a return of this quarter was held already, and this one says the same"
_MARK_WORDS = {Mark.PROVISIONAL: Completeness.PARTIAL.value, Mark.ESTIMATED: Completeness.ESTIMATED.value}


def changes(expected: Expected, given: Sequence[Given], where: str) -> list[Problem]:
    """The note of what changed, is new and stayed; nothing where no return of the quarter was held."""
    held, marks = expected.held, expected.marks
    if not held:
        return []
    now = {each.line.field: each for each in given}
    names = {field: each.line.name for field, each in now.items()}
    changed = []
    for field, each in now.items():
        if field not in held:
            continue
        value = each.value if each.value is not None else each.absence
        before, after = marks.get(field, frozenset()), frozenset(each.marks)
        if before != after:
            changed.append(
                f"{names[field]} {_entry(held[field])} {_completeness(before)},"
                f" now {_entry(value)} {_completeness(after)}"
            )
        elif held[field] != value:
            changed.append(f"{names[field]} {_entry(held[field])}, now {_entry(value)}")
    new = [names[field] for field in now if field not in held]
    same = len(now) - len(changed) - len(new)
    if not (changed or new):
        return [Problem(SAYS_THE_SAME, where, blocks=False)]
    told = [
        *([f"{len(changed)} changed ({some(changed, 12)})"] if changed else []),
        *([f"{len(new)} new ({some(new, 12)})"] if new else []),
        *([f"{same} unchanged"] if same else []),
    ]
    return [Problem(f"{TAKES_ITS_PLACE}: of its figures {listed(told)}", where, blocks=False)]


def _completeness(marks: frozenset[Mark]) -> str:
    return " and ".join(sorted(_MARK_WORDS[mark] for mark in marks)) or Completeness.COMPLETE.value


def _entry(entry: Decimal | Absence | None) -> str:
    return entry.value if isinstance(entry, Absence) else f"{entry:,}"
