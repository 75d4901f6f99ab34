"""Series that land on a given rung of the wording ladder: whole numbers drawn once, without seasons."""

from __future__ import annotations

_EVEN = [
    1004, 1000, 1008, 1004, 1004, 1008, 1000, 1004, 1008, 1008, 1008, 1000, 1000, 1000, 1008, 1004, 1000, 1008,
]  # fmt: skip
_WIDER = [990 + (value - 1000) * 5 // 2 for value in _EVEN]

SAME = [*_EVEN, 1000, 1007]
WITHIN = [90, 96, 96, 90, 96, 104, 104, 90, 90, 90, 104, 110, 96, 90, 104, 96, 104, 110, 100, 112]
# A step of 200 is over 3.267 of the mean moving range of 49, and 1,200 inside the mean of 1,082 and 2.66 of it.
LARGER = [
    1050, 1125, 1020, 1050, 1050, 1020, 1125, 1050, 1020, 1110, 1110, 1125, 1125, 1125, 1110, 1075, 1020, 1125, 1000, 1200,
]  # fmt: skip
# 1,000 and 1,120 are told apart by a test of two counts at 95%, and the series moves by 100 in a quarter.
RESTLESS = [
    1000, 1150, 850, 1000, 1080, 920, 1000, 1150, 1000, 850, 1000, 1080, 920, 1000, 1150, 850, 1120, 1010, 990, 980, 1000,
]  # fmt: skip
# The same, of a base of nought: no percentage can be made of it.
FROM_NOUGHT = [7, 5, 6, 7, 7, 6, 5, 7, 6, 6, 6, 5, 5, 5, 6, 7, 5, 6, 0, 5]
FEW = [8, 10, 10, 8, 10, 12, 12, 8, 8, 8, 12, 9, 10, 8, 12, 10, 12, 9, 8, 12]
OUTSIDE = [*_WIDER, 1000, 1500]
OUTSIDE_TWICE = [*_WIDER, 1500, 1500]
SHIFT = [890, 780, 1000, 890, 890, 1000, 780, 890, 1000, 1000, 1000, 780, 780, 1000, 1000, 1100, 1000, 1100, 1000, 1100]
SHIFT_STILL = [
    890,
    780,
    1020,
    890,
    890,
    1020,
    780,
    890,
    1020,
    1020,
    1020,
    780,
    780,
    1000,
    1000,
    1100,
    1000,
    1100,
    1000,
    1004,
]
TREND = [100, 120] * 6 + [100, 104, 108, 111, 115, 118, 121]
# Two of the last three between the near limit and the far one: the latest two, or the latest and the last but one.
HIGH = [105, 98, 105, 112, 98, 112, 98, 105, 112, 98, 105, 112, 98, 112, 105, 105, 112, 112, 128, 129]
HIGH_FIRST = [100, 110] * 9 + [128, 108, 129]
SLIGHT = [100, 160, 101, 100, 102, 101, 101, 102, 100, 101, 102, 102, 102, 100, 100, 100, 102, 101, 112]
SHORT = [*_EVEN[:10], 1000, 1007]
TINY = [1, 0, 2, 1, 0, 0, 1, 3, 0, 1, 2, 0, 1, 0, 1, 9]
