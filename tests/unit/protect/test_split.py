"""A sub-group that is withheld cannot be worked out from the whole and the other groups."""

from __future__ import annotations

from decimal import Decimal

from builders import CUT_OFF, source

from assize.core.nouns import Figure, Part, Selection
from assize.core.periods import quarter
from assize.protect.audiences import protect

GROUPS = {"a": 4, "b": 20, "c": 30}


def _figure(breakdown: str, count: int) -> Figure:
    selection = Selection("returns", "cases", by=("colour",))
    groups = (breakdown,) if breakdown else ()
    part = Part("numerator", selection, ("here",), (quarter(2019, 1),), groups, Decimal(count), 1, ("e-1",))
    return Figure("cases", "here", quarter(2019, 1), breakdown, Decimal(count), parts=(part,))


def test_the_whole_stands_and_the_smallest_other_group_goes_with_a_withheld_one() -> None:
    figures = [_figure("", 54), *(_figure(name, count) for name, count in GROUPS.items())]
    seen = protect(figures, {"returns": source(smallest_count=5)}, "partnership", {}, CUT_OFF).figures
    assert [figure.value for figure in seen] == [Decimal(54), None, None, Decimal(30)]


def test_a_split_without_a_small_group_stays_whole() -> None:
    figures = [_figure("", 55), _figure("a", 5), _figure("b", 20), _figure("c", 30)]
    seen = protect(figures, {"returns": source(smallest_count=5)}, "partnership", {}, CUT_OFF).figures
    assert [figure.value for figure in seen] == [Decimal(55), Decimal(5), Decimal(20), Decimal(30)]


def test_with_no_smallest_count_nothing_is_withheld() -> None:
    figures = [_figure("", 54), *(_figure(name, count) for name, count in GROUPS.items())]
    seen = protect(figures, {"returns": source(smallest_count=0)}, "partnership", {}, CUT_OFF).figures
    assert all(figure.value is not None for figure in seen)
