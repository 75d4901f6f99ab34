"""Open cases by age: of the cases of a week there are the fewer the older they are, whatever the width of their band.

A court receives about as many cases week after week and deals with some of them in each, so that a band of four weeks holds
more than the next, and a year's less to the week than a half year's. In forty quarters published (2016 to 2025), the spring
of 2020 among them, a band had between 0.36 and 1.63 times as many to the week as the younger one beside it, and that of one to
two years between 0.13 and 0.55 times. Bands whose counts are another's are far from that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.ingest.layouts import Doubt

# Bands of a known width, from the youngest, in weeks; the oldest has no end and cannot be compared.
_WEEKS: Mapping[str, int] = {
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


def check_bands(
    counts: Mapping[Period, Mapping[str, Decimal]], place: Callable[[Period, str], str], fix: str
) -> list[Problem]:
    """Doubts quarters with bands that cannot be what they are called: one then has another's count.

    `counts` gives cases by quarter and band (slug), `place` where that of a quarter and band stands, `fix` what is to be done.
    """
    found = list(_out_of_line(counts))
    if not found:
        return []
    period, band, times = found[0]
    return [
        Doubt(
            "the bands of age do not follow from one another, so counts may stand beside other bands",
            place(period, band),
            found=f"{times:.2g} times as many to the week as the younger band beside it, in {period.id}"
            + (f", and {len(found) - 1} more" if len(found) > 1 else ""),
            expected="fewer cases to the week the older they are",
            fix=fix,
            key=f"bands-{len(found)}@{found[-1][0].id}",
        )
    ]


def _out_of_line(counts: Mapping[Period, Mapping[str, Decimal]]) -> Iterator[tuple[Period, str, Decimal]]:
    """The bands with too many or too few beside the younger one, by time, and how many times as many to the week they have."""
    for period, bands in sorted(counts.items()):
        if sum(bands.values()) < _ENOUGH:
            continue
        held = [(band, bands[band] / weeks) for band, weeks in _WEEKS.items() if band in bands]
        for (_, one), (band, other) in pairwise(held):
            times = other / one if one else Decimal(0)
            least, most = (_LEAST_OF_YEARS, _MOST_OF_YEARS) if band == "1-to-2-years" else (_LEAST, _MOST)
            if not least <= times <= most:
                yield period, band, times
