"""What must hold within one workbook. Found by measurement to hold in every edition seen; each blocks, unless it says not.

A change, a rate and a share are printed in full, so each gives back the whole number it was worked out from: the count of the
year before, the residents, the offences with and without a knife. A figure that stands in another row or column, or comes
from another edition, does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from assize.ingest.layouts import SHOWN, some
from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.tables import Column
from assize.ingest.readers.ons_police_force_area.words import ALL, SELECTED, Kind

# Values carry about 15 digits; one with as few decimals as these was rounded by the publisher and says less.
_FULL_DECIMALS = 7
_SLACK = Decimal("1e-9")  # relative: what 15 digits leave of a quotient
_MOST_ODD = Decimal("0.34")  # of a column; in the editions seen up to 16% of some are not whole
_HALF_ROUNDING = Decimal(50)

Span = tuple[Decimal, Decimal]


def check_book(sheets: Sequence[Sheet]) -> None:
    """Runs every check and gives every column its place; problems are added to the sheets."""
    held = {sheet.kind: sheet for sheet in sheets}
    for kind, check in _CHECKS:
        sheet = held.get(kind)
        if sheet is not None:
            check(sheet, held)


def _span(value: Decimal) -> Span:
    """From where to where a printed value may lie."""
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    half = Decimal(5).scaleb(-decimals - 1) if 0 < decimals < _FULL_DECIMALS else Decimal(0)
    slack = abs(value) * _SLACK
    return value - half - slack, value + half + slack


def _holds_whole(low: Decimal, high: Decimal) -> bool:
    """Whether a whole number lies between the two."""
    return (high + _SLACK).to_integral_value(rounding="ROUND_FLOOR") >= low - _SLACK


class _Faults:
    """Cells at which a check fails: the first few are shown, the others counted."""

    def __init__(self, sheet: Sheet, what: str) -> None:
        self._sheet = sheet
        self._what = what
        self._found: list[tuple[str, str, str]] = []

    def add(self, line: int, column: Column, found: str, expected: str) -> None:
        self._found.append((self._sheet.table.ref(line, column.index), found, expected))

    def tell(self, *, blocks: bool = True) -> None:
        if self._found and not blocks:
            cells = some([f"{found} in {at}" for at, found, _ in self._found])
            self._sheet.problem(self._what, found=cells, expected=self._found[0][2], blocks=False)
            return
        for at, found, expected in self._found[:SHOWN]:
            self._sheet.problem(self._what, at, found=found, expected=expected)
        if len(self._found) > SHOWN:
            self._sheet.problem(f"{self._what}: more cells", found=str(len(self._found) - SHOWN))


def _numbers(sheet: Sheet, column: Column) -> Iterator[tuple[int, str, Decimal]]:
    """(line, place, value) of every number in a column."""
    for line in sheet.whose:
        value = sheet.value(line, column)
        if value is not None:
            yield line, sheet.areas[line, column.index], value


def _counts_by_place(sheet: Sheet, column: Column) -> dict[str, Decimal]:
    return {area: value for _, area, value in _numbers(sheet, column)}


# --- recorded crime -----------------------------------------------------------------------------------------------------


def _check_offences(sheet: Sheet, held: dict[Kind, Sheet]) -> None:
    """Every total of offences is the sum of its parts, in every row."""
    by_category = {column.category: column for column in sheet.table.columns}
    faults = _Faults(sheet, "a total of offences is not the sum of its parts")
    for whole, parts in words.PARTS.items():
        columns = [by_category[part] for part in parts if part in by_category]
        for line, _, value in _numbers(sheet, by_category[whole]):
            added = [sheet.value(line, column) for column in columns]
            known = [each for each in added if each is not None]
            total = sum(known, Decimal(0))
            if (len(known) == len(added) and total != value) or total > value:
                faults.add(line, by_category[whole], str(value), str(total))
    faults.tell()


def _needs(sheet: Sheet, other: Sheet | None, named: str) -> Sheet | None:
    if other is None:
        sheet.problem(
            f"this table can be checked only beside the {named}, which the file does not have",
            fix="Load the publisher's own file.",
        )
    return other


def _check_change(sheet: Sheet, held: dict[Kind, Sheet]) -> None:
    """The count of this year and its change give back a whole number for the year before."""
    years = words.years_ending(sheet.table.title)
    ending = sheet.table.ending
    if ending is None or set(years) != {ending, ending.later(-1)}:
        sheet.problem(
            "the title does not compare a year with the year before",
            "A1",
            found=f"'{sheet.table.title}'",
            expected="two years ending in the same month, one after the other",
        )
        return
    offences = _needs(sheet, held.get(Kind.OFFENCES), "table of the number of offences")
    if offences is None or not _place_by_offence(sheet, offences, sheet.table.columns):
        return
    faults = _Faults(sheet, "a change does not fit the number of offences")
    for column in sheet.table.columns:
        counted = offences.table.find("offences", column.category, ending)
        counts = _counts_by_place(offences, counted) if counted else {}
        for line, area, value in _numbers(sheet, column):
            count = counts.get(area)
            low, high = (1 + each / 100 for each in _span(value))
            if count is None or (low <= 0) != (count == 0) or (low > 0 and not _holds_whole(count / high, count / low)):
                shown = "no number" if count is None else f"{count} in {offences.table.label}"
                faults.add(line, column, str(value), f"a change from a whole number of offences to {shown}")
    faults.tell()


def _place_by_offence(sheet: Sheet, offences: Sheet, columns: Sequence[Column]) -> bool:
    """Keeps every column under the places of the same offence in the table of numbers. False where one is not there."""
    ending = sheet.table.ending
    assert ending is not None  # such a table names its year
    counted = {column.index: offences.table.find("offences", column.category, ending) for column in columns}
    lacking = [column.category for column in columns if counted[column.index] is None]
    besides = {column.category for column in offences.table.columns} - {column.category for column in columns}
    if lacking or besides:
        sheet.problem(
            f"the table does not have the offences of {offences.table.label}",
            found=f"{', '.join(sorted([*lacking, *besides]))} in one of the two",
            expected="the same offences in both",
        )
        return False
    before = len(sheet.problems)
    sheet.place_like({index: column.index for index, column in counted.items() if column is not None}, offences)
    return len(sheet.problems) == before


def _check_rate(sheet: Sheet, held: dict[Kind, Sheet]) -> None:
    """All rates of a row give back one number of residents, which is the printed one before it was rounded."""
    offences = _needs(sheet, held.get(Kind.OFFENCES), "table of the number of offences")
    rates = [column for column in sheet.table.columns if column.field == "offences_per_1000_population"]
    if offences is None or not _place_by_offence(sheet, offences, rates):
        return
    ending = sheet.table.ending
    homes = [column for column in sheet.table.columns if column.field == "offences_per_1000_households"]
    burglary = offences.table.find("offences", "residential-burglary", ending) if ending else None
    if homes and burglary is None:
        sheet.problem("a rate by household has no number of offences beside it", found="no residential burglary")
        return
    if burglary is not None:
        sheet.place_like({column.index: burglary.index for column in homes}, offences)
    for columns, name in ((rates, "population"), (homes, "households")):
        _check_residents(sheet, offences, columns, name)


def _check_residents(sheet: Sheet, offences: Sheet, columns: Sequence[Column], name: str) -> None:
    printed = next((column for column in sheet.table.columns if column.field == name), None)
    ending = sheet.table.ending
    assert printed is not None  # the shape of the table has been checked
    assert ending is not None
    counts = {}
    for column in columns:
        counted = offences.table.find("offences", column.category, ending)
        counts[column.index] = _counts_by_place(offences, counted) if counted else {}
    faults = _Faults(sheet, f"a rate does not fit the number of offences and the {name}")
    for line in sheet.whose:
        rounded = sheet.value(line, printed)
        if rounded is None:
            continue
        low, high = rounded - _HALF_ROUNDING, rounded + _HALF_ROUNDING
        for column in columns:
            rate = sheet.value(line, column)
            count = counts[column.index].get(sheet.areas[line, column.index])
            if rate is None:
                continue
            least, most = _span(rate)
            if count and most > 0:
                low = max(low, count / most * 1000)
                high = min(high, count / least * 1000) if least > 0 else high
            if count is None or (count == 0) != (rate == 0) or low > high * (1 + _SLACK):
                shown = "no number" if count is None else f"{count} in {offences.table.label} and {rounded}"
                faults.add(line, column, str(rate), f"the rate of {shown}")
                break
    faults.tell()


# --- knives -------------------------------------------------------------------------------------------------------------


def _check_knife(sheet: Sheet, held: dict[Kind, Sheet]) -> None:
    """The selected offences add up to their total; number and share give back a whole number of offences, and those add up."""
    table = sheet.table
    ending = table.ending
    assert ending is not None
    counts = {column.category: column for column in table.columns if column.is_count}
    shares = {column.category: column for column in table.columns if not column.is_count}
    sheet.place_like({shares[category].index: counts[category].index for category in shares})
    faults = _Faults(sheet, "the offences with a knife do not add up to their total")
    others = [column for category, column in counts.items() if category != SELECTED]
    for line, _, value in _numbers(sheet, counts[SELECTED]):
        parts = [sheet.value(line, column) for column in others]
        known = [part for part in parts if part is not None]
        total = sum(known, Decimal(0))
        if (len(known) == len(parts) and total != value) or total > value:
            faults.add(line, counts[SELECTED], str(value), str(total))
    faults.tell()
    odd = _Faults(sheet, "number and share do not give back a whole number of offences")
    for category, share in shares.items():
        for line, _, value in _numbers(sheet, share):
            if not _is_share(sheet.value(line, counts[category]), value):
                odd.add(line, share, str(value), "the share of a whole number of offences")
    odd.tell()


def _is_share(count: Decimal | None, share: Decimal) -> bool:
    """Whether a share, in per cent, is that of a whole number of which `count` is a part."""
    if count is None or (count == 0) != (share == 0):
        return count is None
    low, high = _span(share)
    return count == 0 or low <= 0 or _holds_whole(count * 100 / high, count * 100 / low)


def _check_knife_series(sheet: Sheet, held: dict[Kind, Sheet]) -> None:
    """Changes are those of the numbers beside them; shares mostly give back whole numbers; the last year is that of P4."""
    table, ending = sheet.table, sheet.table.ending
    assert ending is not None
    counts = {column.period: column for column in table.columns if column.is_count}
    shares = [column for column in table.columns if column.field == "knife_share_in_series_percent"]
    changes = [column for column in table.columns if column.base is not None]
    sheet.place_like({column.index: counts[column.period].index for column in (*shares, *changes)})
    faults = _Faults(sheet, "a change does not fit the numbers it compares")
    for column in changes:
        base = counts.get(column.base) if column.base else None
        for line, _, value in _numbers(sheet, column):
            before, now = sheet.value(line, base), sheet.value(line, counts[ending])
            low, high = _span(value)
            change = (now / before - 1) * 100 if before and now is not None else None
            if change is None or not low - _SLACK <= change <= high + _SLACK:
                shown = "no change" if change is None else f"{float(change):.6g}"
                faults.add(line, column, str(value), shown)
    faults.tell()
    for share in shares:
        _check_mostly_whole(sheet, share, lambda line, column: sheet.value(line, counts[column.period]))


def _check_mostly_whole(sheet: Sheet, share: Column, count_of: Callable[[int, Column], Decimal | None]) -> None:
    """Blocks where many shares of a column fit nothing; where a few do not, the publisher's slip is said and kept."""
    odd, seen = [], 0
    for line, _, value in _numbers(sheet, share):
        count = count_of(line, share)
        if count is None:
            continue
        seen += 1
        if not _is_share(count, value):
            odd.append((line, value))
    blocks = len(odd) > _MOST_ODD * seen
    faults = _Faults(
        sheet, "number and share do not give back a whole number" + ("" if blocks else "; kept as published")
    )
    for line, value in odd:
        faults.add(line, share, str(value), "the share of a whole number")
    faults.tell(blocks=blocks)


# --- anti-social behaviour ------------------------------------------------------------------------------------------------


def _check_survey(sheet: Sheet, held: dict[Kind, Sheet]) -> None:
    """Every figure belongs to the places whose adults were asked; a region lies between its forces."""
    asked = next(column for column in sheet.table.columns if column.is_count)
    others = [column for column in sheet.table.columns if not column.is_count]
    sheet.place_like({column.index: asked.index for column in others})
    _check_between(sheet, [column for column in others if column.field == "asb_experienced_percent"])


def _check_between(sheet: Sheet, columns: Sequence[Column]) -> None:
    """A region's percentage is a mean of its forces', so it lies between the lowest and the highest."""
    faults = _Faults(sheet, "a region does not lie between its forces")
    for column in columns:
        values = _counts_by_place(sheet, column)
        for line, one in sheet.whose.items():
            if one.slug not in sheet.geography.regions or one.slug not in values:
                continue
            forces = [
                f
                for board in sheet.geography.regions[one.slug].members
                for f in (board, *sheet.geography.forces_of(board))
            ]
            parts = [values[force] for force in forces if force in values]
            if parts and not min(parts) - _SLACK <= values[one.slug] <= max(parts) + _SLACK:
                faults.add(line, column, str(values[one.slug]), f"{min(parts)} to {max(parts)}")
    faults.tell()


def _check_incidents(sheet: Sheet, held: dict[Kind, Sheet]) -> None:
    """Number and rate give back a whole number of residents."""
    counts = {column.period: column for column in sheet.table.columns if column.is_count}
    rates = [column for column in sheet.table.columns if not column.is_count]
    sheet.place_like({column.index: counts[column.period].index for column in rates})
    faults = _Faults(sheet, "number and rate do not give back a whole number of residents")
    for rate in rates:
        for line, _, value in _numbers(sheet, rate):
            count = sheet.value(line, counts[rate.period])
            low, high = _span(value)
            fits = count is not None and (
                value == 0 if count == 0 else low > 0 and _holds_whole(count * 1000 / high, count * 1000 / low)
            )
            if not fits:
                faults.add(line, rate, str(value), "the rate of a whole number of residents")
    faults.tell()


def _check_incident_shares(sheet: Sheet, held: dict[Kind, Sheet]) -> None:
    """The categories add up to 100%, and with the number of incidents mostly give back whole numbers."""
    incidents = _needs(sheet, held.get(Kind.INCIDENTS), "table of the number of incidents")
    ending = sheet.table.ending
    counted = incidents.table.find("asb_incidents", ALL, ending) if incidents and ending else None
    if incidents is None or counted is None:
        return
    sheet.place_like({column.index: counted.index for column in sheet.table.columns}, incidents)
    if sheet.blocked:
        return
    faults = _Faults(sheet, "the categories do not add up to 100%")
    for line in sheet.whose:
        values = [sheet.value(line, column) for column in sheet.table.columns]
        known = [value for value in values if value is not None]
        slack = sum(((_span(value)[1] - value) for value in known), Decimal(0)) + _SLACK
        if len(known) == len(values) and abs(sum(known, Decimal(0)) - 100) > slack:
            faults.add(line, sheet.table.columns[0], f"{sum(known, Decimal(0))}", "100")
    faults.tell()
    _check_between(sheet, sheet.table.columns)
    totals = _counts_by_place(incidents, counted)
    for column in sheet.table.columns:
        odd, seen = [], 0
        for line, area, value in _numbers(sheet, column):
            total = totals.get(area)
            if total is None:
                continue
            seen += 1
            low, high = _span(value)
            if not _holds_whole(total * low / 100, total * high / 100):
                odd.append((line, value))
        blocks = len(odd) > _MOST_ODD * seen
        what = "share and number of incidents do not give back a whole number" + (
            "" if blocks else "; kept as published"
        )
        found = _Faults(sheet, what)
        for line, value in odd:
            found.add(line, column, str(value), "the share of a whole number")
        found.tell(blocks=blocks)


_CHECKS: tuple[tuple[Kind, Callable[[Sheet, dict[Kind, Sheet]], None]], ...] = (
    (Kind.OFFENCES, _check_offences),
    (Kind.CHANGE, _check_change),
    (Kind.RATE, _check_rate),
    (Kind.KNIFE, _check_knife),
    (Kind.KNIFE_SERIES, _check_knife_series),
    (Kind.SURVEY, _check_survey),
    (Kind.INCIDENTS, _check_incidents),
    (Kind.INCIDENT_SHARES, _check_incident_shares),
)
