"""Protection: who may see a source, how small a count may be shown, and that nothing withheld can be read anywhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import BOARD, CUT_OFF, LATEST, NATION, OTHER, POOL, figure, metric, source

from assize.core.audiences import Condition
from assize.core.errors import AssizeError
from assize.core.nouns import Absence, Figure, Part
from assize.core.periods import financial_year
from assize.core.specs import AskedField, Kind
from assize.protect.audiences import SMALL, Protected, is_in_confidence, marking, protect

POOLS = {POOL: (OTHER,), NATION: (BOARD, OTHER)}
COUNT = metric("cases-opened", Kind.COUNT)
SHARE = metric()


def protected(*figures: Figure, smallest: int = 5, audience: str = "public", pools=POOLS, **changes) -> Protected:
    return protect(figures, {"returns": source(smallest_count=smallest, **changes)}, audience, pools, CUT_OFF)


def only(*figures: Figure, **options) -> Figure:
    return protected(*figures, **options).figures[0]


# --- who ----------------------------------------------------------------------------------------------------------


def test_a_source_not_shared_with_these_readers_is_withheld_whole():
    held = figure(SHARE, 4321, 8765)
    sources = {"returns": source(audiences=("partnership",)), "other": source("other")}
    shown = protect([held], sources, "partnership", POOLS, CUT_OFF)
    assert shown.figures == (held,)
    assert shown.withheld == {}
    hidden = protect([held], sources, "public", POOLS, CUT_OFF)
    assert hidden.figures[0].absence is Absence.CONFIDENTIAL
    assert hidden.withheld == {"its source is not shared with these readers": 1}
    assert "4321" not in repr(hidden)
    assert "8765" not in repr(hidden)


def test_an_audience_that_no_source_knows_is_refused():
    with pytest.raises(AssizeError, match="no source may be shown to this audience") as refusal:
        protected(figure(COUNT, 5), audience="press")
    assert (refusal.value.found, refusal.value.expected) == ("'press'", "partnership or public")


def test_one_side_from_a_source_not_shared_withholds_the_figure():
    held = figure(SHARE, 40, 80)
    other = replace(held.parts[1], selection=replace(held.parts[1].selection, source="secret"))
    sources = {"returns": source(), "secret": source("secret", audiences=("partnership",))}
    shown = protect([replace(held, parts=(held.parts[0], other))], sources, "public", POOLS, CUT_OFF)
    assert shown.figures[0].value is None


# --- how small ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "shown"), [(0, True), (1, False), (2, False), (3, False), (4, False), (5, True)])
def test_a_count_of_one_to_four_is_withheld_nought_and_five_are_shown(count, shown):
    held = figure(COUNT, count)
    assert (only(held).value is not None) is shown
    assert (only(held) == held) is shown
    assert only(held, smallest=0) == held


@pytest.mark.parametrize(("count", "shown"), [(0, False), (1, False), (5, True)])
def test_nought_is_withheld_as_a_small_count_is_where_its_source_says_so(count, shown):
    assert (only(figure(COUNT, count), noughts_withheld=True).value is not None) is shown
    assert only(figure(COUNT, 0), noughts_withheld=True, smallest=0).value == 0
    assert only(figure(SHARE, 20, 20), noughts_withheld=True).value is None, "that none was left over is a nought too"


def test_what_counts_no_people_is_shown_however_small():
    """Letters, posts and hearings: but a share of which one side counts people is withheld as before."""
    field = COUNT.numerators[0].field
    letters = {field: AskedField(field, "letters", "Letters sent.", "letters", small_shown=True)}
    held = figure(COUNT, 2)
    assert only(held, asked=letters) == held
    assert only(held, asked={field: replace(letters[field], small_shown=False)}).value is None
    part, whole = SHARE.numerators[0].field, SHARE.denominators[0].field
    both = {name: AskedField(name, name, "Letters.", "letters", small_shown=True) for name in (part, whole)}
    assert only(figure(SHARE, 19, 20), asked=both).value is not None
    assert only(figure(SHARE, 2, 20), asked=both | {part: replace(both[part], small_shown=False)}).value is None


@pytest.mark.parametrize(("x", "n", "shown"), [(20, 20, True), (19, 20, False), (16, 20, False), (15, 20, True)])
def test_what_is_left_over_of_a_share_is_a_count_too(x, n, shown):
    assert (only(figure(SHARE, x, n)).value is not None) is shown


@pytest.mark.parametrize(("x", "n", "shown"), [(0, 4, False), (4, 20, False), (0, 20, True), (5, 10, True)])
def test_either_side_of_a_share_may_be_too_small(x, n, shown):
    assert (only(figure(SHARE, x, n)).value is not None) is shown


def test_the_stricter_of_two_sources_holds_for_what_is_left_over():
    held = figure(SHARE, 37, 40)
    other = replace(held.parts[1], selection=replace(held.parts[1].selection, source="strict"))
    sources = {"returns": source(), "strict": source("strict", smallest_count=5)}
    assert (
        protect([replace(held, parts=(held.parts[0], other))], sources, "public", POOLS, CUT_OFF).figures[0].value
        is None
    )


def test_published_statistics_are_shown_however_small():
    held = [figure(COUNT, count) for count in range(6)] + [figure(SHARE, 1, 2), figure(SHARE, 39, 40)]
    shown = protected(*held, smallest=0)
    assert shown.figures == tuple(held)
    assert shown.withheld == {}


@pytest.mark.parametrize(("still_open", "shown"), [(0, True), (4, False), (5, True)])
def test_what_has_no_outcome_yet_is_a_count_where_its_share_is_told(still_open, shown):
    held = replace(figure(SHARE, 20, 70), immature=Decimal(still_open) / 70)
    assert (only(held).value is not None) is shown


# --- nowhere in it ------------------------------------------------------------------------------------------------


def test_a_withheld_figure_keeps_its_address_and_none_of_its_numbers():
    held = replace(
        figure(SHARE, 3, 7919), immature=Decimal("0.0307"), flagged=True, reason="too early: 3.07% had no outcome yet"
    )
    after = only(held)
    assert after.reference == held.reference
    assert (after.absence, after.reason) == (Absence.CONFIDENTIAL, f"withheld: {SMALL}")
    assert [part.role for part in after.parts] == ["numerator", "denominator"]
    shown = repr(after)
    assert held.interval is not None
    for number in ("7919", "0307", "3.07", str(held.value)[:6], str(held.interval.upper)[:6]):
        assert number not in shown, number
    assert all((part.value, part.cells, part.editions) == (None, 0, ()) for part in after.parts)
    assert not after.flagged


def test_no_protected_number_is_anywhere_in_what_comes_out():
    """A withheld quarter, the year and the pools it goes into: none of their counts is left to subtract."""
    first = LATEST.later(-3)
    quarters = [figure(COUNT, count, period=first.later(i)) for i, count in enumerate((211, 223, 3, 227))]
    others = [figure(COUNT, count, period=first.later(i), area=OTHER) for i, count in enumerate((307, 311, 313, 317))]
    nation = [figure(COUNT, count, period=first.later(i), area=NATION) for i, count in enumerate((518, 534, 316, 544))]
    year = [_year(664, BOARD), _year(1248, OTHER), _year(1912, NATION)]
    after = protected(*quarters, *others, *nation, *year)
    values = {held.reference: held.value for held in after.figures}
    withheld = {reference for reference, value in values.items() if value is None}
    assert withheld == {
        "cases-opened@ashford@2018q4",
        "cases-opened@england-and-wales@2018q4",
        "cases-opened@ashford@2018-19",
        "cases-opened@england-and-wales@2018-19",
    }
    shown = repr(after)
    for number in ("'3'", "'316'", "'664'", "'1912'"):
        assert number not in shown
    assert "'211'" in shown  # what may be seen is


def _year(count: int, area: str) -> Figure:
    year = financial_year(2018)
    held = figure(COUNT, count, period=year, area=area)
    part = replace(held.parts[0], periods=year.quarters)
    return replace(held, parts=(part,))


def test_a_year_published_as_its_own_row_is_withheld_with_its_quarter():
    own_row = figure(COUNT, 664, period=financial_year(2018))
    after = protected(figure(COUNT, 3), own_row)
    assert after.figures[0].value is None
    assert after.figures[1].value is None, "the other three quarters would give the fourth away"


# --- pools --------------------------------------------------------------------------------------------------------


def test_a_pool_that_uses_a_withheld_figure_is_withheld_too():
    after = protected(figure(COUNT, 500), figure(COUNT, 3, area=OTHER), figure(COUNT, 3, area=POOL), _nation(503))
    board, other, pool, nation = after.figures
    assert board.value == 500
    assert [held.value for held in (other, pool, nation)] == [None, None, None]
    assert after.withheld == {SMALL: 3}


def _nation(count: int) -> Figure:
    return figure(COUNT, count, area=NATION)


def test_a_pool_of_another_sub_group_quarter_or_measure_is_shown():
    after = protected(
        figure(COUNT, 3, area=OTHER, breakdown="red"),
        figure(COUNT, 90, area=POOL),
        figure(COUNT, 90, area=POOL, period=LATEST.later(-1)),
        figure(metric("other-cases", Kind.COUNT), 90, area=POOL),
    )
    assert [held.value for held in after.figures] == [None, 90, 90, 90]


def test_the_order_is_kept_and_what_may_be_seen_is_the_same_object():
    held = [figure(COUNT, count, period=LATEST.later(-index)) for index, count in enumerate((50, 2, 60))]
    after = protected(*held).figures
    assert [item.reference for item in after] == [item.reference for item in held]
    assert after[0] is held[0]
    assert after[2] is held[2]


def test_an_absence_needs_no_protection():
    held = figure(SHARE, None)
    assert only(held) == held


def test_a_part_without_a_value_beside_a_small_one_is_withheld():
    """A figure held back as too early still carries its counts: they are protected like any other."""
    held = replace(figure(SHARE, 3, 40), value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="too early")
    after = only(held)
    assert isinstance(after.parts[0], Part)
    assert [part.value for part in after.parts] == [None, None]


# --- the marking --------------------------------------------------------------------------------------------------


def test_the_highest_marking_of_the_sources_stands_on_the_pack():
    plain, sensitive = source(), source(marking="OFFICIAL-SENSITIVE")
    assert marking([plain], "OFFICIAL") == "OFFICIAL"
    assert marking([plain, sensitive], "OFFICIAL") == "OFFICIAL-SENSITIVE"
    assert marking([plain], "OFFICIAL-SENSITIVE") == "OFFICIAL-SENSITIVE"
    assert marking([], "OFFICIAL") == "OFFICIAL"


def test_a_handling_instruction_is_kept_and_always_the_same_one_is_chosen():
    """Two markings of one rank: the choice may not follow the order of a set, or two builds differ."""
    bare, told = source(marking="OFFICIAL-SENSITIVE"), source(marking="OFFICIAL-SENSITIVE: PARTNERS ONLY")
    for order in ([bare, told], [told, bare]):
        assert marking(order, "OFFICIAL") == "OFFICIAL-SENSITIVE: PARTNERS ONLY"


def test_a_marking_that_is_not_known_is_never_printed_as_a_lower_one():
    assert marking([source(marking="SECRET")], "OFFICIAL") == "SECRET"
    assert marking([source(marking="")], "OFFICIAL") == "OFFICIAL"


def test_what_is_not_for_the_public_raises_the_marking_and_the_highest_wins():
    confidence = "OFFICIAL-SENSITIVE: PARTNERS ONLY"
    assert marking([source()], "OFFICIAL", in_confidence=confidence) == confidence
    assert marking([source(marking="SECRET")], "OFFICIAL", in_confidence=confidence) == "SECRET"
    assert marking([source()], "OFFICIAL", in_confidence="") == "OFFICIAL"
    assert marking([source()], "OFFICIAL", in_confidence=confidence, made_up=True) == f"MADE-UP DATA, {confidence}"


def test_a_pack_with_nothing_sensitive_is_marked_as_its_audience_says_whatever_word_that_is():
    assert marking([source()], "OFFICIAL-SENSITIVE", policy="OFFICIAL") == "OFFICIAL"
    assert marking([source()], "OFFICIAL", policy="For publication") == "For publication"
    sensitive = source(marking="OFFICIAL-SENSITIVE")
    for policy in ("OFFICIAL", "For publication"):
        assert marking([sensitive], "OFFICIAL", policy=policy) == "OFFICIAL-SENSITIVE"


def test_a_source_is_in_confidence_where_the_public_may_not_see_it_or_not_all_of_it_yet():
    later = {"public": Condition(days_after_period_end=90)}
    for held, told in (
        (source(), False),
        (source(audiences=("partnership",)), True),
        (source(conditions=later), True),
    ):
        assert is_in_confidence(held, "partnership") is told
        assert is_in_confidence(held, "public") is False
