"""The words of the police force area tables: what a title, a header, a unit or a period says, whatever stands glued to it.

Footnote numbers are printed as plain digits behind names, headers, years and even codes; each rule here says how far the
word itself goes. What is not known gives None and is refused by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import Enum

from assize.core.nouns import Absence
from assize.core.periods import MONTHS_IN_YEAR, Period

ALL_OFFENCES = "all-offences"
SELECTED = "selected-offences"
ALL = "all"

# Headers of tables P1 to P3, in lower case, without footnotes; spellings differ from table to table.
OFFENCES = {
    "total recorded crime (excluding fraud)": ALL_OFFENCES,
    "total recorded crime - excluding fraud": ALL_OFFENCES,
    "total recorded crime - all offences excluding fraud": ALL_OFFENCES,
    "total recorded crime - all offences (excluding fraud)": ALL_OFFENCES,
    "total recorded crime (all offences excluding fraud)": ALL_OFFENCES,
    "violence against the person": "violence-against-the-person",
    "homicide": "homicide",
    "violence with injury": "violence-with-injury",
    "violence without injury": "violence-without-injury",
    "stalking and harassment": "stalking-and-harassment",
    "death or serious injury - unlawful driving": "death-or-serious-injury-unlawful-driving",
    "death or serious injury unlawful driving": "death-or-serious-injury-unlawful-driving",
    "death or serious injury caused by illegal driving": "death-or-serious-injury-unlawful-driving",
    "sexual offences": "sexual-offences",
    "robbery": "robbery",
    "theft offences": "theft-offences",
    "burglary": "burglary",
    "residential burglary": "residential-burglary",
    "residental burglary": "residential-burglary",
    "non-residential burglary": "non-residential-burglary",
    "domestic burglary": "domestic-burglary",
    "non residential burglary": "non-residential-burglary",
    "non-domestic burglary": "non-domestic-burglary",
    "non domestic burglary": "non-domestic-burglary",
    "vehicle offences": "vehicle-offences",
    "theft from the person": "theft-from-the-person",
    "bicycle theft": "bicycle-theft",
    "shoplifting": "shoplifting",
    "other theft offences": "other-theft-offences",
    "all other theft offences": "other-theft-offences",
    "other theft": "other-theft-offences",
    "criminal damage and arson": "criminal-damage-and-arson",
    "drug offences": "drug-offences",
    "possession of weapons offences": "possession-of-weapons-offences",
    "possession of weapons": "possession-of-weapons-offences",
    "public order offences": "public-order-offences",
    "public order": "public-order-offences",
    "miscellaneous crimes": "miscellaneous-crimes-against-society",
    "miscellaneous crimes against society": "miscellaneous-crimes-against-society",
}
KNIFE_OFFENCES = {
    "total of selected serious offences": SELECTED,
    "total selected offences": SELECTED,
    "attempted murder": "attempted-murder",
    "threats to kill": "threats-to-kill",
    "assault with injury and assault with intent to cause serious harm": "assault-with-injury-or-intent",
    "robbery": "robbery",
    "rape and sexual assault": "rape-and-sexual-assault",
    "homicide": "homicide",
}
SURVEYED = {
    "any anti-social behaviour": "any-anti-social-behaviour",
    "drink related behaviour": "drink-related-behaviour",
    "groups hanging around on the streets": "groups-hanging-around",
}
INCIDENTS = {"personal": "personal", "nuisance": "nuisance", "environmental": "environmental"}

# A total of table P1 and what it is made of. A part in brackets is of some years only; of the last two lines one holds.
PARTS: dict[str, tuple[str, ...]] = {
    ALL_OFFENCES: (
        "violence-against-the-person",
        "sexual-offences",
        "robbery",
        "theft-offences",
        "criminal-damage-and-arson",
        "drug-offences",
        "possession-of-weapons-offences",
        "public-order-offences",
        "miscellaneous-crimes-against-society",
    ),
    "violence-against-the-person": (
        "homicide",
        "violence-with-injury",
        "violence-without-injury",
        "stalking-and-harassment",
        "death-or-serious-injury-unlawful-driving",
    ),
    "theft-offences": (
        "burglary",
        "vehicle-offences",
        "theft-from-the-person",
        "bicycle-theft",
        "shoplifting",
        "other-theft-offences",
    ),
    "burglary": (
        "residential-burglary",
        "non-residential-burglary",
        "domestic-burglary",
        "non-domestic-burglary",
    ),
}
# Parts that appeared, or changed their name, over the years: the sums show whether those printed are all.
SOMETIMES = frozenset(
    {
        "stalking-and-harassment",
        "death-or-serious-injury-unlawful-driving",
        "residential-burglary",
        "non-residential-burglary",
        "domestic-burglary",
        "non-domestic-burglary",
    }
)
NEEDED_OFFENCES = frozenset(OFFENCES.values()) - SOMETIMES
NEEDED_KNIFE = frozenset(KNIFE_OFFENCES.values())


class Kind(Enum):
    """What a table is. The value says it in words, for messages."""

    OFFENCES = "recorded crime, number of offences"
    CHANGE = "recorded crime, percentage change"
    RATE = "recorded crime, rate of offences"
    KNIFE = "offences with a knife, by offence"
    KNIFE_SERIES = "offences with a knife, by year"
    SURVEY = "anti-social behaviour, as surveyed"
    INCIDENTS = "incidents of anti-social behaviour, by year"
    INCIDENT_SHARES = "incidents of anti-social behaviour, by category"
    POPULATION = "mid-year population"
    HOUSEHOLDS = "mid-year households"


# By the title alone; the two tables of knives share one and are told apart by their headers.
_TITLES = (
    (re.compile(r"recorded crime by offence group.*number of offences"), Kind.OFFENCES),
    (re.compile(r"recorded crime by offence group.*percentage change"), Kind.CHANGE),
    (re.compile(r"recorded crime by offence group.*rate of offences"), Kind.RATE),
    (
        re.compile(r"knife (?:and|or) sharp instrument offences recorded by the police for selected offences"),
        Kind.KNIFE,
    ),
    (re.compile(r"experiences of anti-social behaviour"), Kind.SURVEY),
    (re.compile(r"anti-social behaviour incidents, by category of incident"), Kind.INCIDENT_SHARES),
    (re.compile(r"anti-social behaviour incidents, by police force area"), Kind.INCIDENTS),
    (re.compile(r"mid-year population estimates"), Kind.POPULATION),
    (re.compile(r"mid-year household estimates"), Kind.HOUSEHOLDS),
)
# The line of units under the headers, where there is one.
UNITS = {
    Kind.OFFENCES: re.compile(r"^(numbers?|number of offences)$"),
    Kind.CHANGE: re.compile(r"^percentage change$"),
    Kind.RATE: re.compile(r"^rate per 1,000 population$"),
    Kind.INCIDENT_SHARES: re.compile(r"^percentages?$"),
}

# A unit that stands behind a header in place of a line of its own, such as `Robbery (number of offences)`.
_UNIT_BEHIND = re.compile(r"^(?P<header>.+?)\s*[(:,]\s*(?P<unit>[^():,]+(?:,000 population)?)\)?$")

_TABLE_TITLE = re.compile(r"^table p\d+\w?\s*[:.]\s*(.+)$", re.DOTALL)
_MONTHS = tuple("january february march april may june july august september october november december".split())
_YEAR_ENDING = re.compile(r"\byear ending ([a-z]+) (\d{2,7})(?!\d)")
_ONLY_YEAR_ENDING = re.compile(r"^year ending [a-z]+ 20\d{2}(?: ?\d{1,2}(?: ?, ?\d{1,2})*)?$")
_SPAN = re.compile(
    r"^([a-z]+)\.? *['’‘]? ?(\d{4}|\d{2}) to ([a-z]+)\.? *['’‘]? ?(20\d{2}|\d{2})(?: ?\d{1,2}(?: ?, ?\d{1,2})*)?$"
)
_NOTE = re.compile(r"\s*\[(?:note|notes)[^\]]*\]")
_DIGITS = re.compile(r"(?<=[a-z)])\s*\d{1,2}(?:\s*,\s*\d{1,2})*(?=\)?$)")
_MID_YEAR = re.compile(
    r"^(population|household) figures \(mid-(\d{4})\)(?: ?\d{1,2}(?:, ?\d{1,2})*)?(,? rounded to (?:the nearest )?100)?$"
)
_KNIFE_NUMBER = re.compile(r"^number of (?:selected )?offences involving a knife(?: or sharp instrument)?$")
_KNIFE_SHARE = re.compile(r"^(?:%|percentage) involving a knife(?: or sharp instrument)?$")
_TITLE_YEARS = re.compile(r"(\d{4}) to (\d{4})")


def plain(text: object) -> str:
    """In lower case, with single blanks and without bracketed notes: what every rule here reads."""
    return " ".join(_NOTE.sub("", str(text)).split()).casefold()


def header(text: object) -> str:
    """A header without the footnote digits at its end, or before its closing bracket."""
    return _DIGITS.sub("", plain(text)).strip()


def offence(text: object, kind: Kind) -> str | None:
    """The category of a header of tables P1 to P3; behind it may stand the unit of that kind of table, and no other."""
    said = header(text)
    if said not in OFFENCES and (parted := _UNIT_BEHIND.match(said)) and UNITS[kind].match(parted["unit"].strip()):
        said = header(parted["header"])
    return OFFENCES.get(said)


def kind_of(title: object) -> Kind | None:
    """What a table is by its title (`Table P1: …`), or None."""
    match = _TABLE_TITLE.match(plain(title))
    if match is None or "police force area" not in match[1]:
        return None
    return next((kind for pattern, kind in _TITLES if pattern.search(match[1])), None)


def years_ending(text: object) -> tuple[Period, ...]:
    """Every `year ending June 2018` of a text, in its order, footnotes glued to the year left out."""
    found = []
    for month, digits in _YEAR_ENDING.findall(plain(text)):
        # `181,2` is 2018 with notes 1 and 2, `20181,2` and `2018` are 2018.
        year = int(digits[:4]) if len(digits) >= 4 and digits.startswith("20") else 2000 + int(digits[:2])
        number = month_number(month)
        if number is None:
            continue
        found.append(year_to(year, number))
    return tuple(found)


def year_to(year: int, month: int) -> Period:
    """The twelve months that end with that month."""
    first = Period(year, month, 1).shifted(1 - MONTHS_IN_YEAR)
    return Period(first.year, first.month, MONTHS_IN_YEAR)


def month_number(name: str) -> int | None:
    """1 to 12 of a month's name or its first three letters."""
    found = [number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name) and len(name) >= 3]
    return found[0] if len(found) == 1 else None


def span(text: object) -> Period | None:
    """`Apr '11 to Mar '125, 6`, or `Year ending March 2012`, as the twelve months it names; None where it names none."""
    if _ONLY_YEAR_ENDING.match(plain(text)):
        return next(iter(years_ending(text)), None)
    match = _SPAN.match(plain(text))
    if match is None:
        return None
    first, last = month_number(match[1]), month_number(match[3])
    if first is None or last is None:
        return None
    period = year_to(_full(match[4]), last)
    return period if (period.year, period.month) == (_full(match[2]), first) else None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def mid_year(text: object) -> tuple[str, int, bool] | None:
    """(`population` or `household`, year, whether rounded) of `Population figures (mid-2018)3 rounded to 100`."""
    match = _MID_YEAR.match(plain(text))
    return (match[1], int(match[2]), match[3] is not None) if match else None


def is_knife_number(header_text: str) -> bool:
    """Whether a header, without its footnotes, is over numbers of offences with a knife."""
    return _KNIFE_NUMBER.match(header_text) is not None


def is_knife_share(header_text: str) -> bool:
    """Whether a header, without its footnotes, is over shares of offences with a knife."""
    return _KNIFE_SHARE.match(header_text) is not None


def title_years(title: object) -> tuple[int, int] | None:
    """First and last year of `…, 2002 to 20161`."""
    match = _TITLE_YEARS.search(plain(title))
    return (int(match[1]), int(match[2])) if match else None


# What the notes under a table may say of a marker, and which absence that is. A base or a population too small, or a break in
# how things were counted, means that no figure is made at all: it is not one that somebody else may hold.
_MEANINGS = (
    (
        re.compile(
            r"not applicable|base number|too small|small population|rates for london|not possible|not comparable"
        ),
        Absence.NOT_APPLICABLE,
    ),
    (re.compile(r"not available|unavailable|not supplied|unable to"), Absence.NOT_AVAILABLE),
    (re.compile(r"confidential|disclos"), Absence.CONFIDENTIAL),
)
# Markers whose meaning is the same in all official statistics; those beside need a note under their own table.
_SETTLED = {
    "..": Absence.NOT_AVAILABLE,
    "[x]": Absence.NOT_AVAILABLE,
    "[z]": Absence.NOT_APPLICABLE,
    "[c]": Absence.CONFIDENTIAL,
    "[low]": Absence.LOW,
    "[u]": Absence.NOT_AVAILABLE,  # too unreliable to be given
    "n/a": Absence.NOT_AVAILABLE,
    "na": Absence.NOT_AVAILABLE,
    ":": Absence.NOT_AVAILABLE,
}
_NOTED = ("-", "+", "*", ".")
_QUOTES = "'‘’\"“”"


def meaning(marker: str, notes: tuple[str, ...], book: tuple[str, ...] = ()) -> Absence | None:
    """The absence a marker stands for in a table with these notes, or None where nothing says it.

    `book` are the notes of the workbook: they tell what no note under the table does, where they all tell the same.
    """
    key = marker.strip().casefold()
    if key in ("–", "—"):
        key = "-"
    if key in _NOTED:
        quoted = re.compile(rf"[{_QUOTES}]\s*{re.escape(key)}\s*[{_QUOTES}]")
        for note in notes:
            if quoted.search(text := plain(note).replace("–", "-")):
                return _told(text)
        told = {_told(text) for note in book if quoted.search(text := plain(note).replace("–", "-"))}
        return told.pop() if len(told) == 1 else None
    return _SETTLED.get(key)


def _told(note: str) -> Absence | None:
    return next((absence for pattern, absence in _MEANINGS if pattern.search(note)), None)


AREA_CODE = re.compile(r"^([EKW]\d{8})\d{0,2}$")  # footnote digits are glued to codes too
_CHANGE = re.compile(r"^(?:%|percentage) change ([a-z]+) (\d{4}) to ([a-z]+) (\d{4}) compared with:?$")


def change_of(text: object) -> Period | None:
    """`% change July 2017 to June 2018 compared with:` as the twelve months that changed; None where it is not that."""
    match = _CHANGE.match(plain(text))
    return span(f"{match[1]} '{match[2]} to {match[3]} '{match[4]}") if match else None


def first_spellings(spellings: Mapping[str, str], wanted: Collection[str]) -> list[str]:
    """For each category wanted, the first header it is known by."""
    first: dict[str, str] = {}
    for name, category in spellings.items():
        first.setdefault(category, name)
    return [name for category, name in first.items() if category in wanted]


_BASIS = re.compile(r"^\d{1,2}\. based on .*?\b(population|household)")


def basis(note: object) -> str | None:
    """`population` or `household` of a note such as `3. Based on mid-2018 population estimates`."""
    match = _BASIS.match(plain(note))
    return match[1] if match else None
