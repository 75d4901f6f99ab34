"""What the checks of all tables share: how far a printed value may lie, what number it gives back, and how faults are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from assize.ingest.layouts import SHOWN, some
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.tables import Column

# Values carry about 15 digits; one with as few decimals as these was rounded by the publisher and says less.
FULL_DECIMALS = 7
SLACK = Decimal("1e-9")  # relative: what 15 digits leave of a quotient
MOST_ODD = Decimal("0.34")  # of a column; in the editions seen up to 16% of some are not whole
HUNDRED, HALF_ROUNDING, HALF_PERSON = Decimal(100), Decimal(50), Decimal("0.5")

Span = tuple[Decimal, Decimal]


def roundings(sheet: Sheet) -> dict[int, Decimal]:
    """For every column that is no count, by its index: how far its values may lie from what is printed, 0 where it is in full.

    A workbook keeps 4.0 as 4, so one cell does not tell: a column has the decimals of its longest value. Where any column of
    a field is printed in full all of them are, and a short value there is exact.
    """
    decimals: dict[str, dict[int, int]] = {}
    for column in sheet.table.columns:
        if not column.is_count:
            values = (sheet.value(line, column) for line in sheet.whose)
            longest = max((_decimals(value) for value in values if value is not None), default=0)
            decimals.setdefault(column.field, {})[column.index] = longest
    found: dict[int, Decimal] = {}
    for lengths in decimals.values():
        # A column of noughts, as homicides by resident may be, has the decimals of those beside it.
        others = min((length for length in lengths.values() if length), default=0)
        for index, length in lengths.items():
            full = max(lengths.values()) >= FULL_DECIMALS
            found[index] = Decimal(0) if full else Decimal(5).scaleb(-(length or others) - 1)
    return found


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def span(value: Decimal, half: Decimal) -> Span:
    """From where to where a printed value may lie that was rounded by `half` of its last decimal at most."""
    slack = abs(value) * SLACK
    return value - half - slack, value + half + slack


def holds_whole(low: Decimal, high: Decimal) -> bool:
    """Whether a whole number lies between the two."""
    return (high + SLACK).to_integral_value(rounding="ROUND_FLOOR") >= low - SLACK


def total_of(spans: Iterable[Span]) -> Span:
    """From where to where a sum lies."""
    held = list(spans)
    return sum((low for low, _ in held), Decimal(0)), sum((high for _, high in held), Decimal(0))


def meet(one: Span, other: Span, slack: Decimal = Decimal(0)) -> bool:
    """Whether two spans have a number in common."""
    return one[0] <= other[1] + slack and other[0] <= one[1] + slack


def between(numbers_between: Span) -> str:
    """`812`, or `805 to 820`, for messages."""
    low, high = (f"{float(each):.0f}" for each in numbers_between)
    return low if low == high else f"{low} to {high}"


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


def is_share(count: Decimal | None, share: Decimal, half: Decimal) -> bool:
    """Whether a share, in per cent, is that of a whole number of which `count` is a part."""
    if count is None:
        return True
    if (count == 0) != (share == 0):
        return count != 0 and half > 0  # a small share may have been rounded to nought
    low, high = span(share, half)
    return count == 0 or low <= 0 or holds_whole(count * 100 / high, count * 100 / low)


def check_mostly_whole(sheet: Sheet, share: Column, count_of: Callable[[int, Column], Decimal | None]) -> None:
    """Blocks where many shares of a column fit nothing; where a few do not, the publisher slipped: said, and kept."""
    odd, seen = [], 0
    half = roundings(sheet)[share.index]
    for line, _, value in numbers(sheet, share):
        count = count_of(line, share)
        if count is None:
            continue
        seen += 1
        if not is_share(count, value, half):
            odd.append((line, value))
    blocks = len(odd) > MOST_ODD * seen
    faults = Faults(sheet, "number and share do not give back a whole number")
    for line, value in odd:
        faults.add(line, share, str(value), "the share of a whole number")
    faults.tell(blocks=blocks)
