"""What the checks of all tables share: how far a printed value may lie, what number it gives back, and how faults are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from assize.ingest.layouts import SHOWN, some
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.tables import Column

# Values carry about 15 digits; one with as few decimals as these was rounded by the publisher and says less.
FULL_DECIMALS = 7
SLACK = Decimal("1e-9")  # relative: what 15 digits leave of a quotient
MOST_ODD = Decimal("0.34")  # of a column; in the editions seen up to 16% of some are not whole
HALF_ROUNDING = Decimal(50)

Span = tuple[Decimal, Decimal]


def span(value: Decimal) -> Span:
    """From where to where a printed value may lie."""
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    half = Decimal(5).scaleb(-decimals - 1) if 0 < decimals < FULL_DECIMALS else Decimal(0)
    slack = abs(value) * SLACK
    return value - half - slack, value + half + slack


def is_full(value: Decimal) -> bool:
    """Whether a value is printed in full, so that it gives back one whole number and no other."""
    exponent = value.as_tuple().exponent
    return not isinstance(exponent, int) or exponent == 0 or -exponent >= FULL_DECIMALS


def holds_whole(low: Decimal, high: Decimal) -> bool:
    """Whether a whole number lies between the two."""
    return (high + SLACK).to_integral_value(rounding="ROUND_FLOOR") >= low - SLACK


class Faults:
    """Cells at which a check fails: the first few are shown, the others counted."""

    def __init__(self, sheet: Sheet, what: str) -> None:
        self._sheet = sheet
        self._what = what
        self._found: list[tuple[str, str, str]] = []

    def add(self, line: int, column: Column, found: str, expected: str) -> None:
        """Keeps one cell at which the check fails."""
        self._found.append((self._sheet.table.ref(line, column.index), found, expected))

    def tell(self, *, blocks: bool = True) -> None:
        """Makes problems of what was found. What does not block is one problem that names its cells; those are kept."""
        if self._found and not blocks:
            cells = some([f"{found} in {at}" for at, found, _ in self._found])
            self._sheet.problem(
                f"{self._what}; kept as published", found=cells, expected=self._found[0][2], blocks=False
            )
            return
        for at, found, expected in self._found[:SHOWN]:
            self._sheet.problem(self._what, at, found=found, expected=expected)
        if len(self._found) > SHOWN:
            self._sheet.problem(f"{self._what}: more cells", found=str(len(self._found) - SHOWN))


def numbers(sheet: Sheet, column: Column) -> Iterator[tuple[int, str, Decimal]]:
    """(line, place, value) of every number in a column."""
    for line in sheet.whose:
        value = sheet.value(line, column)
        if value is not None:
            yield line, sheet.areas[line, column.index], value


def counts_by_place(sheet: Sheet, column: Column) -> dict[str, Decimal]:
    """The numbers of a column by the place they are kept under."""
    return {area: value for _, area, value in numbers(sheet, column)}


def needs(sheet: Sheet, other: Sheet | None, named: str) -> Sheet | None:
    """The other table, or None and a problem where the file does not have it."""
    if other is None:
        sheet.problem(
            f"this table can be checked only beside the {named}, which the file does not have",
            fix="Load the publisher's own file.",
        )
    return other


def is_share(count: Decimal | None, share: Decimal) -> bool:
    """Whether a share, in per cent, is that of a whole number of which `count` is a part."""
    if count is None or (count == 0) != (share == 0):
        return count is None
    low, high = span(share)
    return count == 0 or low <= 0 or holds_whole(count * 100 / high, count * 100 / low)


def check_mostly_whole(sheet: Sheet, share: Column, count_of: Callable[[int, Column], Decimal | None]) -> None:
    """Blocks where many shares of a column fit nothing; where a few do not, the publisher slipped: said, and kept."""
    odd, seen = [], 0
    for line, _, value in numbers(sheet, share):
        count = count_of(line, share)
        if count is None:
            continue
        seen += 1
        if not is_share(count, value):
            odd.append((line, value))
    blocks = len(odd) > MOST_ODD * seen
    faults = Faults(sheet, "number and share do not give back a whole number")
    for line, value in odd:
        faults.add(line, share, str(value), "the share of a whole number")
    faults.tell(blocks=blocks)
