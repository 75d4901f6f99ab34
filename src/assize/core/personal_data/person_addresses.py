"""Addresses of persons: a numbered street, with capitals or without, a flat, a house with a name, and where somebody lives.

For `core.personal_data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assize.core.personal_data.innocent_words import NOT_A_NAME
from assize.core.personal_data.person_signs import HOUSE, LIVES_AT, THE_STREET
from assize.core.personal_data.plain_words import is_plain_word

_STREETS = (
    r"(?:street|road|rd|avenue|ave|lane|close|crescent|cres|drive|terrace|gardens|grove|mews|way|walk"
    r"|place|rise|row|court)"
)
_NUMBERED_STREET = re.compile(
    r"\b\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][A-Za-z'’-]*\s+){1,3}(?i:" + _STREETS + r"|st)\b(?!\s*(?:[A-Z]?['’]s|offences))"
)
_LIVES = re.compile(
    r"\b(?:lives? at|living at|resid(?:es|ing|ent) (?:at|of)|home address|address(?: is)?:?)\s+(?=.{0,20}\d)\S.{3,40}",
    re.IGNORECASE,
)
_FLAT = re.compile(r"\b(?:flat|apartment|apt)\.?\s+\d{1,4}[A-Za-z]?\b,?\s+\S", re.IGNORECASE)
_COURTS = re.compile(
    r"\b(?:crown|magistrates|county|youth|combined|family|high(?! (?:street|st|road|lane)\b)|justice|coroner|district"
    r"|specialist)\b",
    re.IGNORECASE,
)
_OPEN_STREETS = r"(?:street|avenue|ave|lane|crescent|cres|mews|grove|terrace|gardens)"
_CLOSE_STREETS = r"(?:road|rd|close|drive|way|walk|rise|row|green|hill|square|view|croft|parade|court|place|st)"
_SMALL_STREET = re.compile(
    rf"(?<![\w£.,/-])\d{{1,4}} ?[A-Za-z]?,? ((?:[a-z]['a-z-]*\.? ){{1,3}})(?:({_OPEN_STREETS})|{_CLOSE_STREETS})\b(?!['-])"
)
_NO_STREET_WORDS = frozenset(
    """
    of the in on at by per a an and or to from with off for is are was were new under over than each more bus cycle slip drink
    drug fast county hard middle outside inside first second one two three no any other same different wrong right slow public
    safer cases case days day weeks week months hours crown magistrates county youth family civil closed open all their its our
    this that these those every further another dead half up down out private common red amber my your his her took
    """.split()
)
_STREET_WORDS = frozenset(
    """
    high station church london main park victoria green manor queen queens king kings new mill school albert stafford newcastle
    worcester lichfield george york windsor chapel springfield north south east west long hill bank old abbey castle forest
    garden lodge orchard park priory river rose spring stone valley water well wood woods cross bridge market college field
    """.split()
)
_AFTER_STREET = re.compile(
    r"^(?: ?$| ?[\n,.;:!?()\]]| - | (?:and|in|at|near|is|was|where|off|which|who|has|had|on|by|to|for|when)\b| [A-Z0-9])",
    re.IGNORECASE,
)
_SOLD_IN_STREETS = re.compile(
    r"^ (?:shop|store|retail|business|light|robber|theft|crime|camera|pastor|offence|incident|level|drug|drinking|cleaner|watch"
    r"|homeless|parking|closure|link|accident|collision|death|safety|traffic|works|user|race|racing|bank\b|brand|patrol"
    r"|(?!was|is|has|does)[a-z]{2,}s\b)",
    re.IGNORECASE,
)


def _small_streets(text: str) -> Iterator[re.Match[str]]:
    """A number and a street's name without capitals, `12 acacia avenue`; not `30 cases close`, nor `12 high street shops`."""
    for match in _SMALL_STREET.finditer(text):
        words = match[1].replace(".", "").split()
        numbered = words == ["the"] and match[2] and _AFTER_STREET.match(text[match.end() :])  # `3 the crescent`
        if not numbered and any(word in _NO_STREET_WORDS for word in words):
            continue
        rest = text[match.end() :]
        if _SOLD_IN_STREETS.match(rest):
            continue
        if match[2] or (_AFTER_STREET.match(rest) and all(map(_names_street, words[-2:]))):
            yield match


def _names_street(word: str) -> bool:
    return word in _STREET_WORDS or not (is_plain_word(word) or word in NOT_A_NAME)


def find_addresses(text: str) -> Iterator[re.Match[str]]:
    """Everything in a text that is an address or a part of one."""
    for match in _NUMBERED_STREET.finditer(text):
        if not _COURTS.search(match[0]) and not _SOLD_IN_STREETS.match(text[match.end() :]):
            yield match
    yield from _small_streets(text)
    for pattern in (_LIVES, _FLAT, LIVES_AT, HOUSE, THE_STREET):
        for match in pattern.finditer(text):
            if "@" not in match[0]:
                yield match
