"""The year that a file's name says, beside that of its figures: where both say one, they say the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.ingest.layouts import Doubt

_FINANCIAL_YEAR = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(?:20)?(\d\d)(?!\d)")
_YEAR_ENDING = re.compile(r"year[-_ ]?end(?:ing|ed)?[-_ ]?mar(?:ch)?[-_ ]?(20\d\d)", re.IGNORECASE)


def check_named_year(name: str, periods: Sequence[Period]) -> list[Problem]:
    """Doubts a file whose last quarter is not of the last financial year that its name says (`outcomes-2017-18.csv`).

    `periods` are the quarters of its figures. A name that says no financial year is no fault.
    """
    named = {int(first) for first, last in _FINANCIAL_YEAR.findall(name) if (int(first) + 1) % 100 == int(last)}
    named |= {int(year) - 1 for year in _YEAR_ENDING.findall(name)}
    if not named or not periods:
        return []
    held, said = max(periods).financial_year, max(named)
    if held.year == said:
        return []
    return [
        Doubt(
            "the file's name says another year than its figures",
            name,
            found=f"figures up to {held.id.replace('-', '/')}",
            expected=f"{said}/{(said + 1) % 100:02d}, as in the name",
            fix="Load the publisher's own file under its own name.",
            key=f"named-year@{held.id}",
        )
    ]
