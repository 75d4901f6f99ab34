"""How far figures were restated by a later edition: mean and largest size, and bias (methods, section 6, accuracy).

Sizes are shares of the earlier number: 0.01 is 1%. A number that was nought has no share, and is left out of the means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from assize.core.errors import AssizeError
from assize.statistics.demands import need_known, need_list

WHAT = "a restatement cannot be measured"
_FEWEST, _NEARLY = 20, Decimal("0.95")  # numbers by which one factor shows, and the share of them that must have it


@dataclass(frozen=True)
class Restatement:
    """What became of some numbers: over the `sized` of them that have a share, `mean_size` and `most` are without their sign,
    and `bias` is the mean with it: above nought where the later numbers are usually higher. None where none has a share.
    """

    sized: int
    mean_size: Decimal | None
    most: Decimal | None
    bias: Decimal | None


def restated_by(before: Decimal, after: Decimal) -> Decimal | None:
    """By how much of the earlier number it was restated; None where that was nought."""
    [(earlier, later)] = _exact([(before, after)])
    return (later - earlier) / earlier if earlier else None


def restatement(pairs: Sequence[tuple[Decimal, Decimal]]) -> Restatement:
    """Mean, largest and bias of numbers, each with what a later edition has in its place.

    Raises AssizeError for what is no pair of finite numbers.
    """
    shares = [(after - before) / before for before, after in _exact(pairs) if before]
    sizes = [abs(share) for share in shares]
    return Restatement(len(shares), _mean(sizes), max(sizes, default=None), _mean(shares))


def one_factor(pairs: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The number by which a later edition multiplied nearly all of these, to the rounding of what it prints; else None.

    Of fewer than twenty numbers other than nought nothing is told. Raises AssizeError for what is no pair of finite numbers.
    """
    sized = [(before, after) for before, after in _exact(pairs) if before]
    if len(sized) < _FEWEST:
        return None
    factor = median(after / before for before, after in sized)
    decimals = min(min(int(one.normalize().as_tuple().exponent), 0) for pair in sized for one in pair)
    slack = Decimal(10) ** decimals * max(Decimal(1), abs(factor))
    fitting = sum(abs(after - before * factor) <= slack for before, after in sized)
    moved = sum(abs(after - before) > 2 * slack for before, after in sized)
    return factor if fitting >= _NEARLY * len(sized) and moved * 2 > len(sized) else None


def differences(pairs: Sequence[tuple[Decimal, Decimal]]) -> Restatement:
    """As `restatement`, of shares (0 to 1): by how many points each moved (0.01 is one percentage point), and not by what part
    of itself."""
    moved = [after - before for before, after in _exact(pairs)]
    sizes = [abs(one) for one in moved]
    return Restatement(len(moved), _mean(sizes), max(sizes, default=None), _mean(moved))


def _exact(pairs: Sequence[tuple[Decimal, Decimal]]) -> list[tuple[Decimal, Decimal]]:
    """The pairs as Decimals. Raises AssizeError for what is no pair of finite numbers."""
    need_list(WHAT, pairs)
    for pair in pairs:
        need_list(WHAT, pair)
        if len(pair) != 2:
            raise AssizeError(WHAT, found=f"{len(pair)} numbers", expected="two, the earlier and the later")
        need_known(WHAT, [float(one) if isinstance(one, Decimal) else one for one in pair])
    return [(Decimal(before), Decimal(after)) for before, after in pairs]


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None
