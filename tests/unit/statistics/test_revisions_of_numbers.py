"""How far numbers were restated: by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assize.statistics.revisions import Restatement, differences, one_factor, restated_by, restatement


def decimals(*pairs: tuple[int, int]) -> list[tuple[Decimal, Decimal]]:
    return [(Decimal(before), Decimal(after)) for before, after in pairs]


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [(100, 110, "0.1"), (100, 90, "-0.1"), (100, 100, "0"), (-50, -60, "0.2"), (0, 5, None)],
)
def test_a_share_is_of_the_earlier_number_and_of_nought_there_is_none(before, after, share):
    assert restated_by(Decimal(before), Decimal(after)) == (None if share is None else Decimal(share))


def test_sizes_have_no_sign_and_bias_has():
    found = restatement(decimals((100, 110), (100, 70), (200, 200), (0, 7)))
    assert found == Restatement(3, Decimal("0.4") / 3, Decimal("0.3"), Decimal("-0.2") / 3)


def test_whole_numbers_do_as_well():
    assert restatement([(49586, 49679)]).bias == Decimal(93) / 49586


def test_without_a_share_there_is_no_mean():
    assert restatement(decimals((0, 3))) == Restatement(0, None, None, None)
    assert restatement([]) == Restatement(0, None, None, None)


def test_shares_move_by_points_and_a_share_of_nought_counts():
    found = differences(
        [(Decimal("0.10"), Decimal("0.13")), (Decimal(0), Decimal("0.01")), (Decimal("0.5"), Decimal("0.45"))]
    )
    assert found == Restatement(3, Decimal("0.03"), Decimal("0.05"), Decimal("-0.01") / 3)
    assert differences([]) == Restatement(0, None, None, None)


def test_one_factor_is_told_whatever_is_rounded_after_it_and_from_twenty_numbers_on():
    numbers = [Decimal(at) for at in range(7, 700, 11)]
    tripled = [(one, round(one * Decimal("1.37"), 0)) for one in numbers]
    found = one_factor(tripled)
    assert found is not None
    assert abs(found - Decimal("1.37")) < Decimal("0.001")
    assert one_factor(tripled[:19]) is None
    assert one_factor([(one, one + at % 5) for at, one in enumerate(numbers)]) is None
    assert one_factor([(one, one) for one in numbers]) is None


def _multiplied(moved: int, before: int, rest: int, misfits: int = 0) -> Decimal | None:
    """Of twenty numbers `moved` are `rest` and the others `before`, all tripled, the first of them badly."""
    firsts = [rest] * moved + [before] * (20 - moved)
    return one_factor([(Decimal(one), Decimal(3 * one + (9 if at < misfits else 0))) for at, one in enumerate(firsts)])


def test_one_factor_needs_more_than_half_to_have_moved_beyond_rounding():
    # Tripled whole numbers may be 3 off: 3 to 9 is no more than twice that, 4 to 12 is.
    assert _multiplied(10, 3, 4) is None
    assert _multiplied(11, 3, 4) == 3


def test_one_factor_fits_nineteen_of_twenty_and_no_fewer():
    assert _multiplied(20, 0, 40, misfits=1) == 3
    assert _multiplied(20, 0, 40, misfits=2) is None


def test_one_factor_fits_to_the_rounding_of_the_numbers_as_printed():
    def found(factor: str, decimals: str, off: str) -> bool:
        unit = Decimal(decimals)
        numbers = [unit * at for at in range(101, 141)]  # the median is that of the many that fit exactly
        later = [one * Decimal(factor) + (Decimal(off) if at % 4 == 0 else 0) for at, one in enumerate(numbers)]
        return one_factor(list(zip(numbers, later, strict=True))) is not None

    assert found("4", "1", "4")  # a whole number half off before is two off when quadrupled, and may be cut instead
    assert not found("4", "1", "4.5")
    assert not found("0.5", "2", "2")  # what shrinks is still whole
    assert found("2", "0.1", "0.2")
    assert not found("2", "0.1", "0.21")
    assert not found("3", "10", "20")  # that all end in a nought does not make them rounded to tens
