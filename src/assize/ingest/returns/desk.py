"""What the office asks for and holds, as far as a return that comes back must be held against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assize.catalogue.local import LocalMeasure, LocalRow
from assize.core.errors import AssizeError, Problem
from assize.core.forms import FormPlan, Label
from assize.core.nouns import Absence, Mark
from assize.core.periods import Period

Past = tuple[tuple[Period, Decimal], ...]


@dataclass(frozen=True)
class Expected:
    """One sheet of figures that the office asks for.

    `place` is the area that its figures are of. `sums` are totals, each with the fields that must add up to it. `history` holds
    the earlier figures of each field, oldest first; `held` what an earlier return of this quarter said, local measures too, and
    `marks` how complete it said that was. `to_come` names the provider's other boards of which nothing of this quarter is held.
    `ratios` are pairs of fields of which a measure divides the first by the second, `seldom` pairs of which the first is seldom
    much above the second, and `residents` how many people live in the place, where it is known.
    `others` holds what the provider gave of its other boards, by the board's name and field, this quarter among them; `boards`
    names every other board that the provider or the office is asked about.
    `restored` says that the return was taken before and is made current again: its questions were answered then.
    """

    plan: FormPlan
    place: str
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    history: Mapping[str, Past] = field(default_factory=dict)
    held: Mapping[str, Decimal | Absence] = field(default_factory=dict)
    marks: Mapping[str, frozenset[Mark]] = field(default_factory=dict)
    to_come: tuple[str, ...] = ()
    ratios: tuple[tuple[str, str], ...] = ()
    seldom: tuple[tuple[str, str], ...] = ()
    residents: Decimal | None = None
    restored: bool = False
    others: Mapping[str, Mapping[str, Past]] = field(default_factory=dict)
    boards: tuple[str, ...] = ()


class NotAsked(AssizeError):
    """What a return says beside one of its labels is nothing that this office asks for."""

    def __init__(self, label: Label, what: str, *, found: str = "", expected: str = "", fix: str = "") -> None:
        self.label = label
        super().__init__(what, found=found, expected=expected, fix=fix)


@dataclass(frozen=True)
class Desk:
    """The office's side: `expect(provider, board, quarter)`, names as printed on the form, gives what is asked for.

    It raises NotAsked where there is no such provider, or it is not asked about that board. `local(rows, provider)` makes
    measures of the rows of a sheet of local measures, or says what is wrong with them. `keyed` is told of a form that the
    office filled itself.
    """

    expect: Callable[[str, str, Period], Expected]
    local: Callable[[Sequence[LocalRow], str], tuple[Sequence[LocalMeasure | None], Sequence[Problem]]]
    keyed: Callable[[], None] = lambda: None
