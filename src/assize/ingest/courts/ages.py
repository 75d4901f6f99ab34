"""Open cases by age: of the cases of a week there are the fewer the older they are, whatever the width of their band.

A court receives about as many cases week after week and deals with some of them in each, so that a band of four weeks holds
more than the next, and a year's less to the week than a half year's. In forty quarters published (2016 to 2025), the spring
of 2020 among them, a band had between 0.36 and 1.63 times as many to the week as the younger one beside it, and that of one to
two years between 0.13 and 0.55 times. Bands whose counts are another's are far from that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assize.core.periods import Period

# Bands of a known width, from the youngest, in weeks; the oldest has no end and cannot be compared.
WEEKS: Mapping[str, int] = {
    "under-4-weeks": 4,
    "4-to-8-weeks": 4,
    "8-to-12-weeks": 4,
    "12-to-16-weeks": 4,
    "16-to-20-weeks": 4,
    "20-to-26-weeks": 6,
    "6-months-to-under-1-year": 26,
    "1-to-2-years": 52,
}
# Times as many to the week as the younger band beside it has.
_LEAST, _MOST = Decimal("0.25"), Decimal("2.2")
_LEAST_OF_YEARS, _MOST_OF_YEARS = Decimal("0.06"), Decimal("1.1")  # that of one to two years
_ENOUGH = 1000  # cases of a quarter: of fewer a band may have any number


@dataclass(frozen=True)
class OutOfLine:
    """A band that has too many or too few beside the younger one."""

    period: Period
    band: str
    younger: str
    times: Decimal  # as many to the week

    @property
    def said(self) -> str:
        """What it has, for a message."""
        return f"{self.times:.2g} times as many to the week as the younger band beside it, in {self.period.id}"


EXPECTED = "fewer cases to the week the older they are"
WHAT = "the bands of age do not follow from one another, so counts may stand beside other bands"


def out_of_line(counts: Mapping[Period, Mapping[str, Decimal]]) -> Sequence[OutOfLine]:
    """The bands of each quarter that cannot be what they are called, by time; `counts` gives cases by quarter and band."""
    found = []
    for period, bands in sorted(counts.items()):
        if sum(bands.values()) < _ENOUGH:
            continue
        held = [(band, bands[band] / weeks) for band, weeks in WEEKS.items() if band in bands]
        for (younger, one), (band, other) in pairwise(held):
            times = other / one if one else Decimal(0)
            least, most = (_LEAST_OF_YEARS, _MOST_OF_YEARS) if band == "1-to-2-years" else (_LEAST, _MOST)
            if not least <= times <= most:
                found.append(OutOfLine(period, band, younger, times))
    return found
