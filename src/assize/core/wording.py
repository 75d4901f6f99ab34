"""Text from numbers, made once: rounding, signs, periods and dates. Nothing else in the house formats a figure.

Display rounding is half-up on exact decimals (Python's `round` is half-even on binary floats). A minus is U+2212.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from assize.core.document import Aspect, Number
from assize.core.nouns import Absence, Comparison, Figure, Mark
from assize.core.periods import Period
from assize.core.specs import Kind

TO_BE_CONFIRMED = "Definition to be confirmed"  # said of a measure wherever it shows, until somebody has confirmed it
RULED_OUT = "to rule out chance"  # of a difference that a test tells at 95% alone: one in twenty such is chance
MINUS = "−"
NO_BREAK = "\u00a0"
PERCENT_DECIMALS = 1
RATE_DECIMALS = 1
RATIO_DECIMALS = 2

_MONTHS = "January February March April May June July August September October November December".split()
_SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()

COUNT_FORMAT = "#,##0"
PERCENT_FORMAT = "0.0%"
RATE_FORMAT = "#,##0.0"
RATIO_FORMAT = "#,##0.00"
SIGNED_COUNT_FORMAT = '+#,##0;"−"#,##0;0'
SIGNED_PERCENT_FORMAT = '+0.0%;"−"0.0%;0.0%'
SIGNED_RATE_FORMAT = '+#,##0.0;"−"#,##0.0;0.0'
SIGNED_RATIO_FORMAT = '+#,##0.00;"−"#,##0.00;0.00'


# --- numbers ------------------------------------------------------------------------------------------------------


MOST_DECIMALS = 6  # as many as a received number is kept with
_ONE_TO_NINE = frozenset("123456789")


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """`value` to so many decimals, halves away from zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return rounded or abs(rounded)  # no minus zero


def says_nought(text: str) -> bool:
    """Whether a printed number is nothing but noughts."""
    return _ONE_TO_NINE.isdisjoint(text)


def count_text(value: Decimal) -> str:
    """`2,244`, with a true minus."""
    return f"{round_half_up(value, 0):,f}".replace("-", MINUS)


def number_text(value: Decimal | None) -> str:
    """A received number as printed in a sentence: a whole one as a count, another to one decimal; `[x]` for none."""
    if value is None:
        return Absence.NOT_AVAILABLE.value
    return count_text(value) if value == value.to_integral_value() else rate_text(value)


def changed_texts(before: Decimal | None, after: Decimal | None) -> tuple[str, str]:
    """Two received numbers beside each other, to as many decimals as it takes to see that they are not the same."""
    texts = number_text(before), number_text(after)
    if before is None or after is None or before == after:
        return texts
    decimals = 1
    while texts[0] == texts[1] and decimals < MOST_DECIMALS:
        decimals += 1
        texts = _decimal_text(before, decimals), _decimal_text(after, decimals)
    return texts


def _decimal_text(value: Decimal, decimals: int) -> str:
    return f"{round_half_up(value, decimals):,f}".replace("-", MINUS)


def percent_text(proportion: Decimal, decimals: int = PERCENT_DECIMALS) -> str:
    """A proportion as per cent: 0.786 is `78.6%`."""
    return f"{round_half_up(proportion * 100, decimals):,f}%".replace("-", MINUS)


def share_text(part: int, whole: int) -> str:
    """So many of so many as per cent, which says nought or all only of what is: `under 0.1%`, `over 99.9%`."""
    if not whole:
        return Absence.NOT_APPLICABLE.value
    text = percent_text(Decimal(part) / whole)
    if part and text == percent_text(Decimal(0)):
        return "under 0.1%"
    return "over 99.9%" if part < whole and text == percent_text(Decimal(1)) else text


def rate_text(value: Decimal) -> str:
    """A rate to one decimal: `75.1`."""
    return f"{round_half_up(value, RATE_DECIMALS):,f}".replace("-", MINUS)


def part_text(value: Decimal) -> str:
    """A sum of received numbers: a whole one as a count, another with every decimal it has."""
    if value == value.to_integral_value():
        return count_text(value)
    return f"{value.normalize():,f}".replace("-", MINUS)


def nearest_words(bases: Iterable[int]) -> str:
    """How counts are rounded: `rounded to the nearest 5`, or `… 5 or 10` where sources differ; empty where none is."""
    told = [str(base) for base in sorted({base for base in bases if base > 1})]
    return f"rounded to the nearest {listed(told).replace(' and ', ' or ')}" if told else ""


_UNIT_TAILS = {Kind.DURATION: " days", Kind.BACKLOG: " months"}


def unit_tail(kind: Kind) -> str:
    """What a sentence says after a value that carries no sign of its own: ` days`, ` months`."""
    return _UNIT_TAILS.get(kind, "")


def ratio_text(value: Decimal) -> str:
    """So many for each of another, to two decimals: `0.96`."""
    return _decimal_text(value, RATIO_DECIMALS)


def signed(text: str) -> str:
    """A sign in front of what is not zero: `+6.3`; a minus is there already."""
    return text if text.startswith(MINUS) or says_nought(text) else f"+{text}"


_PRINTED: Mapping[Kind, tuple[Callable[[Decimal], str], str]] = {
    Kind.PROPORTION: (percent_text, PERCENT_FORMAT),
    Kind.SHARE: (percent_text, PERCENT_FORMAT),
    Kind.RATE: (rate_text, RATE_FORMAT),
    Kind.BACKLOG: (rate_text, RATE_FORMAT),
    Kind.RATIO: (ratio_text, RATIO_FORMAT),
    Kind.COUNT: (count_text, COUNT_FORMAT),
    Kind.DURATION: (count_text, COUNT_FORMAT),
}


def value_text(value: Decimal, kind: Kind) -> str:
    """A metric's value as printed."""
    text, _ = _PRINTED[kind]
    return text(value)


def value_format(kind: Kind) -> str:
    """The spreadsheet number format that prints the same text."""
    return _PRINTED[kind][1]


def shown_format(base: str, value: Decimal, text: str) -> str:
    """`base` with what makes a spreadsheet print the text: a true minus, and no sign before what rounds to nought."""
    if says_nought(text):
        nought = base.split(";")[-1]
        return f"{nought};{nought}" if value < 0 else nought
    return f'{base};"{MINUS}"{base}' if value < 0 and ";" not in base else base


def absence_number(absence: Absence, figure: str) -> Number:
    """`[x]` and its like, where a number would stand."""
    return Number(text=absence.value, value=None, format="", figure=figure)


def figure_number(figure: Figure, kind: Kind) -> Number:
    """The value of a figure, or its absence."""
    if figure.value is None:
        return absence_number(figure.absence or Absence.NOT_AVAILABLE, figure.reference)
    text = value_text(figure.value, kind)
    return Number(text, figure.value, shown_format(value_format(kind), figure.value, text), figure.reference)


def derived_number(value: Decimal, kind: Kind, figure: str, aspect: Aspect) -> Number:
    """A number of a figure other than its value, in the metric's own unit: an end of the interval, a limit, the mean."""
    text = value_text(value, kind)
    return Number(text, value, shown_format(value_format(kind), value, text), figure, aspect)


def limit_number(value: float, kind: Kind, figure: str, aspect: Aspect, *, cut: bool = True) -> Number:
    """A control limit as printed: cut at nought, and at 100% for a share, where no value can lie. The rules use it uncut."""
    limit = Decimal(str(value))
    if cut:
        limit = min(max(limit, Decimal(0)), Decimal(1)) if kind.percent else max(limit, Decimal(0))
    return derived_number(limit, kind, figure, aspect)


_DECIMALS = {COUNT_FORMAT: 0, PERCENT_FORMAT: 1, RATE_FORMAT: 1, RATIO_FORMAT: 2}
MOST_FINER = 3  # decimals more than usual; what lies nearer to a value than that is printed as usual


def finer_number(number: Number, kind: Kind, more: int = 1) -> Number:
    """A limit to so many decimals more than its kind has, for where it would be printed like the figure that lies beyond it."""
    if number.value is None:
        return number
    base = value_format(kind)
    decimals = _DECIMALS[base] + more
    text = percent_text(number.value, decimals) if kind.percent else _decimal_text(number.value, decimals)
    whole, sign = ("0", "%") if kind.percent else ("#,##0", "")
    return replace(number, text=text, format=shown_format(f"{whole}.{'0' * decimals}{sign}", number.value, text))


def told_apart(lower: Number, upper: Number, value: Number, kind: Kind) -> tuple[Number, Number]:
    """Limits as printed beside a value: finer where one of them, rounded, would look like the value that lies beyond it.

    By as many decimals as it takes to see on which side of it the value, as printed, lies.
    """
    if not any(_looks_like(end, value) for end in (lower, upper)):
        return lower, upper
    for more in range(1, MOST_FINER + 1):
        finer = finer_number(lower, kind, more), finer_number(upper, kind, more)
        if all(_on_its_side(end, value, kind, more) for end in finer):
            return finer
    return lower, upper


def _looks_like(end: Number, value: Number) -> bool:
    return end.text == value.text and end.value != value.value


def _on_its_side(end: Number, value: Number, kind: Kind, more: int) -> bool:
    """Whether a finer limit, as printed, lies on the side of the printed value on which it is."""
    if end.value is None or value.value is None or end.value == value.value:
        return True
    scale = 100 if kind.percent else 1
    decimals = _DECIMALS[value_format(kind)]
    printed = round_half_up(value.value * scale, decimals)
    limit = round_half_up(end.value * scale, decimals + more)
    return limit != printed and (limit > printed) is (end.value > value.value)


def target_number(value: Decimal, kind: Kind, figure: str) -> Number:
    """A target as printed: in the unit of the figure it is set for."""
    return derived_number(value, kind, figure, Aspect.TARGET)


def index_number(figure: Figure, base: Figure) -> Number:
    """A value where that of the base is 100, to one decimal. Both must have one, the base's above nought."""
    assert figure.value is not None and base.value is not None  # noqa: PT018  (asked only where an index was made)
    value = figure.value / base.value * 100
    return Number(rate_text(value), value, RATE_FORMAT, figure.reference, Aspect.INDEX, base.reference)


def slope_number(slope: float, kind: Kind, figure: str) -> Number:
    """The size of a change a year as a sentence prints it: in percentage points for a share."""
    value = abs(Decimal(str(slope)))
    if kind.percent:
        value *= 100
        return Number(rate_text(value), value, RATE_FORMAT, figure, Aspect.SLOPE)
    return Number(value_text(value, kind), value, value_format(kind), figure, Aspect.SLOPE)


def part_number(figure: Figure, aspect: Aspect) -> Number:
    """What is counted, or out of how many."""
    value = figure.numerator if aspect is Aspect.NUMERATOR else figure.denominator
    if value is None:
        return absence_number(figure.absence or Absence.NOT_AVAILABLE, figure.reference)
    text = count_text(value)
    return Number(text, value, shown_format(COUNT_FORMAT, value, text), figure.reference, aspect)


def interval_numbers(figure: Figure, kind: Kind) -> tuple[Number, Number] | None:
    """Both ends of a figure's interval, or None."""
    if figure.interval is None:
        return None
    return (
        derived_number(Decimal(str(figure.interval.lower)), kind, figure.reference, Aspect.LOWER),
        derived_number(Decimal(str(figure.interval.upper)), kind, figure.reference, Aspect.UPPER),
    )


def immature_number(figure: Figure) -> Number:
    """The share of the cohort that is not resolved yet; KeyError-free: a figure without one gives `[z]`."""
    if figure.immature is None:
        return absence_number(Absence.NOT_APPLICABLE, figure.reference)
    return Number(percent_text(figure.immature), figure.immature, PERCENT_FORMAT, figure.reference, Aspect.IMMATURE)


def unit_in_head(number: Number, kind: Kind) -> Number:
    """In a column headed %, the sign stands in the head."""
    if not kind.percent or number.value is None:
        return number
    return Number(number.text.rstrip("%"), number.value * 100, RATE_FORMAT, number.figure, number.aspect, number.other)


_SIGNED = {
    COUNT_FORMAT: SIGNED_COUNT_FORMAT,
    RATE_FORMAT: SIGNED_RATE_FORMAT,
    RATIO_FORMAT: SIGNED_RATIO_FORMAT,
}


def change_number(comparison: Comparison, kind: Kind) -> Number:
    """A change as a table cell prints it: `+6.3` points, `+8.9%` for a count, `[x]` where it cannot be compared.

    A count with no base (or one under 30) is given in numbers: methods, section 8.
    """
    figure = comparison.figure.reference
    other = comparison.other.reference if comparison.other else ""
    if comparison.difference is None:
        absence = comparison.figure.absence or (comparison.other.absence if comparison.other else None)
        text = Mark.BREAK.value if comparison.broken else (absence or Absence.NOT_AVAILABLE).value
        return Number(text, None, "", figure, Aspect.DIFFERENCE, other)
    value, aspect = comparison.difference, Aspect.DIFFERENCE
    if kind.percent:
        value, base = value * 100, SIGNED_RATE_FORMAT
        text = signed(rate_text(value))
    elif kind is Kind.COUNT and comparison.relative is not None:
        value, base, aspect = comparison.relative, SIGNED_PERCENT_FORMAT, Aspect.RELATIVE
        text = signed(percent_text(value))
    else:
        base = _SIGNED[value_format(kind)]
        text = signed(value_text(value, kind))
    return Number(text, value, shown_format(base, value, text), figure, aspect, other)


def unsigned(number: Number) -> Number:
    """The size of a change, for a sentence that says which way it went: `6.3`, `8.9%`."""
    if number.value is None:
        return number
    plain_format = {
        SIGNED_RATE_FORMAT: RATE_FORMAT,
        SIGNED_RATIO_FORMAT: RATIO_FORMAT,
        SIGNED_PERCENT_FORMAT: PERCENT_FORMAT,
        SIGNED_COUNT_FORMAT: COUNT_FORMAT,
    }.get(number.format, number.format)
    return Number(
        number.text.lstrip(f"+{MINUS}"), abs(number.value), plain_format, number.figure, number.aspect, number.other
    )


# --- periods and dates --------------------------------------------------------------------------------------------


def period_words(period: Period) -> str:
    """`January to March 2019`, `April 2018 to March 2019`, `June 2018`."""
    first, last = period.first_day, period.last_day
    if period.months == 1:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year:
        return f"{_MONTHS[first.month - 1]} to {_MONTHS[last.month - 1]} {last.year}"
    return f"{_MONTHS[first.month - 1]} {first.year} to {_MONTHS[last.month - 1]} {last.year}"


def opening_month(period: Period) -> str:
    """The month that a period begins with: `April 2018`."""
    return f"{_MONTHS[period.first_day.month - 1]} {period.first_day.year}"


def quarter_words(period: Period) -> str:
    """`2018/19 quarter 4`, for a quarter."""
    start, number = period.financial_quarter
    return f"{start}/{(start + 1) % 100:02d} quarter {number}"


def year_label(period: Period) -> str:
    """The year a period is labelled with on an axis: the financial year, `2018/19`."""
    start = period.financial_year.year
    return f"{start}/{(start + 1) % 100:02d}"


def span_words(first: Period, last: Period) -> str:
    """`April 2015 to March 2019`: from the first day of the one to the last day of the other."""
    start, end = first.first_day, last.last_day
    return f"{_MONTHS[start.month - 1]} {start.year} to {_MONTHS[end.month - 1]} {end.year}"


def date_words(day: date) -> str:
    """`31 July 2019`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def read_day(text: str) -> date | None:
    """The day that a person typed: `31 July 2019`, `31st Jul 2019`, `31/7/2019`, `31.7.19` or `2019-07-31`, else None.

    Days stand before months, as in Britain.
    """
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|,|^[a-z]+day\b", "", " ".join(text.casefold().split()))
    for form in ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(plain.strip(), form).date()
        except ValueError:
            continue
    return None


def months_words(months: int) -> str:
    """`4 months`, `1 month`."""
    return f"{months} month" if months == 1 else f"{months} months"


# --- small words --------------------------------------------------------------------------------------------------


def number_word(number: int) -> str:
    """`three`; figures from thirteen on."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def listed(items: Sequence[str], shown: int | None = None) -> str:
    """`a, b and c`; of more than are to be `shown` the first so many and how many more: `a, b and 12 more`."""
    if shown is not None and len(items) > shown:
        return f"{', '.join(items[:shown])} and {len(items) - shown:,} more"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def capitalised(text: str) -> str:
    """The first letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


_PROPER = ("Crown ", "Victims' Code", "Victims' Right", "Victim Personal")


def lower_name(text: str) -> str:
    """How a name or a sentence goes on inside another: its first letter small, unless it is a proper name or initials."""
    proper = text.startswith(_PROPER) or text[1:2].isupper()
    return text if proper else text[:1].lower() + text[1:]
