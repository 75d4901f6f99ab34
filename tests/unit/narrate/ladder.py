"""Series that land on a given rung of the wording ladder: whole numbers, worked out by hand."""

from __future__ import annotations

ALTERNATING = [1008, 1000] * 9

SAME = [*ALTERNATING, 1000, 1007]
WITHIN = [90, 110] * 9 + [100, 112]
# Steps of 52, then one of 200: over 3.267 of them, yet inside the mean 1,077 and 2.66 of them.
LARGER = [1100, 1048] * 9 + [1000, 1200]
OUTSIDE = [990, 1010] * 9 + [1000, 1500]
OUTSIDE_TWICE = [*([990, 1010] * 9), 1500, 1500]
SHIFT = [780, 1000] * 6 + [780, 1100, 1000, 1100, 1000, 1100, 1000, 1100]
SHIFT_STILL = [780, 1020] * 6 + [780, 1100, 1000, 1100, 1000, 1100, 1000, 1004]
TREND = [100, 120] * 6 + [100, 104, 108, 111, 115, 118, 121]
# Two of the last three between the near limit and the far one: the latest two, or the latest and the last but one.
HIGH = [100, 110] * 9 + [128, 129]
HIGH_FIRST = [100, 110] * 9 + [128, 108, 129]
SLIGHT = [100, 160, *[102, 100] * 8, 112]
SHORT = [*ALTERNATING[:10], 1000, 1007]
