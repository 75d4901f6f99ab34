"""Words beside figures after which they are not what their labels alone say: cumulative, thousands, averages."""

from __future__ import annotations

import re

# Words after which a figure is not what its period alone counted, wherever they stand.
ADDED_UP = re.compile(
    r"\b(?:cumulative(?:ly)?|cumul\.?|cum\.?|ytd|y-t-d|year[- ]to[- ]date|to date|running totals?|rolling|moving|annuali[sz]ed"
    r"|(?:12|twelve)[- ]?(?:m|mths?|months?)\b(?! after)|last (?:four|4) quarters|since (?:april|january|the start))\b",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"\b(?:in|per|'?000s?|thousands?|hundreds|millions?)\b.{0,3}\b(?:thousands?|'?000s?|hundreds|millions?|1,?000|100|head)\b"
    r"|\((?:thousands?|'?000s?)\)|\bthousands\b|'000s?\b|\bper (?:1,?000|100,?000|head|case|week|month|day|officer)\b"
    r"|\b(?:rounded|nearest)\b",
    re.IGNORECASE,
)
# Words that a title may have beside figures that are counts: asked in titles and headings, not in notes.
KIND = re.compile(
    r"\b(?:averages?|avg|mean|median|rates?|percentages?|per ?cents?|pct|proportion|share|ratio|index|weighted|targets?"
    r"|forecasts?|projected|projections?|estimated?s?|planned|modelled"
    r"|weekly|daily|monthly average|draft figures|test data|example|sample"
    r"|dummy|did not|didn't|failed to|non-?attend\w*)\b|%",
    re.IGNORECASE,
)
THOUSANDS = re.compile(r"^'?(?:000s?|thousands?|'00s?|k)$", re.IGNORECASE)  # alone in a cell


def is_telling(text: str) -> bool:
    """Whether a text says that figures are something else than counts of their own period."""
    return bool(ADDED_UP.search(text) or UNIT.search(text) or KIND.search(text) or THOUSANDS.match(text))
