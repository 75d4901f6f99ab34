"""One person told by age and place, or by age and what they are like: `one man, 34, of Leek with a limp`.

For `core.personal_data`. A number beside a word for one person is an age where it stands between commas or in brackets and a
place or a trait follows, or where it is called one. Counts by sex (`male 34, female 42`), ranges of age (`aged 10 to 17`) and
the rules by which somebody is counted (`a child aged 17 with a later hearing`) describe nobody, and pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assize.core.personal_data.innocent_words import PLACES
from assize.core.personal_data.persons_in_words import find_told
from assize.core.personal_data.plain_words import TOWNS

_FIRST = r"(?:a|an|one|the|this|that|our|another|single|lone|only)"
# Of these words the plural is another, so that a number beside them counts nothing.
_OF_ONE = (
    r"(?:man|woman|boy|girl|lad|lady|gentleman|mother|father|mum|dad|son|daughter|husband|wife|widow|widower|teenager|pensioner"
    r"|grandmother|grandfather|schoolboy|schoolgirl)"
)
_OF_A_CASE = (
    r"(?:victim|suspect|defendant|witness|offender|child|youth|client|person|patient|prisoner|complainant|detainee|officer"
    r"|colleague|adviser|worker|volunteer|male|female)"
)
_ANY = rf"(?:{_OF_ONE}|{_OF_A_CASE})"
_AGE, _BARE = r"[1-9]\d?", r"[1-9]\d"  # a number that is not called an age has two digits: one may lead to a note
_OLD = rf"{_AGE}(?:[- ]?(?:years?|yrs?)[- ]old|[- ]?y/?o|[- ]?yrs?[- ]?o(?:ld)?)"
_CAPITAL = r"[A-Z][a-z]{2,}"
_NOBODY = r"(?!(?i:whom|which|those|these|them|the|all|our|each|any|total)\b)"
_PLACE = rf"(?:(?i:of|from) {_NOBODY}[A-Za-z]{{3,}}|(?i:in|near|at) {_CAPITAL})"
_LIKE = r"(?i:who|whose|with (?:a|an|one|no|his|her)|has|had|was|is|lives|living|walks|uses|known)\b"
_NO_RANGE = r"(?!\d)(?! ?(?:to|or|and|up|plus)\b| ?[-+/]| ?(?:%|per cent))"
_MORE = r"(?: (?i:of|from|with|in) [\w-]+(?: [\w-]+){0,3}?)?"  # `of Polish origin`, `with a limp`
_SAID = rf"(?:, ?{_BARE},| ?\({_BARE}\),?)"
_NUMBER = re.compile(r"\d")
_PERSON = re.compile(rf"\b{_ANY}\b|\b{_AGE}[- ]?(?:y|y/?o|years?|yrs?)\b|\baged\b|\b[MF]\b|\b[mf]/", re.IGNORECASE)

_DESCRIBED = tuple(
    re.compile(pattern)
    for pattern in (
        # `34-year-old deaf man`, `15 yo girl`; `a 22-year-old from Rugeley`; `aged 34, of Leek`
        rf"(?i:\b{_OLD} (?:[a-z-]+ ){{0,2}}{_ANY}\b(?! (?:is|are) (?:counted|treated|tried|dealt)\b))",
        rf"(?i:\b{_OLD}),? (?i:of|from|in) {_CAPITAL}",
        rf"(?i:\baged {_AGE},? (?:of|from)\b)",
        # `one man, 34, of Leek`, `a woman of Polish origin, 52, who ...`, `the witness (71), living ...`
        rf"(?i:\b{_FIRST} (?:[\w-]+ ){{0,3}}?{_ANY}){_MORE}{_SAID} ?(?:{_PLACE}|{_LIKE})",
        rf"(?i:\b{_FIRST} (?:[\w-]+ ){{0,3}}?{_ANY}){_MORE}(?:, ?{_BARE},| ?\({_BARE}\),) ?{_CAPITAL}",
        # `man (34) from Stoke`, `mother of three, 38, Lichfield`, `deaf man, 60, Leek`
        rf"(?i:\b{_OF_ONE}){_MORE}{_SAID} ?(?:{_PLACE}|{_LIKE})",
        rf"(?i:\b{_OF_ONE}){_MORE}(?:, ?{_BARE},| ?\({_BARE}\),) ?{_CAPITAL}",
        # `one male aged 34, Leek`, `man aged 34 with a limp`; a rule may be of `a child aged 17 with ...`
        rf"(?i:\b{_ANY},? \(?aged? (?:of )?{_AGE}\)?){_NO_RANGE}(?:,? (?i:of|from|in|near|at) {_CAPITAL}|, {_CAPITAL})",
        rf"(?i:\b{_OF_ONE},? \(?aged? (?:of )?{_AGE}\)?){_NO_RANGE},? {_LIKE}",
        # `a boy of 15 from Biddulph`; `one boy of 15` may be a count
        rf"(?i:\b(?:a|an|the|this|that) (?:[\w-]+ ){{0,2}}?{_OF_ONE} of {_AGE}){_NO_RANGE},? (?:{_PLACE}|{_LIKE})",
        # `male, 34, of Leek`, `f/27 of Stone`
        rf"\b(?:(?i:male|female)|[MF])(?:, ?|/| \(?){_BARE}(?:, ?|\),? ?| )(?:of|from) {_CAPITAL}",
        rf"\b[mf]/{_BARE},? (?:of|from) {_CAPITAL}",
    )
)
_BEFORE_TOWN = re.compile(rf"\b(?:(?i:male|female)|[MF]), ?{_BARE}, ?({_CAPITAL})\b")


def find_described(text: str) -> Iterator[re.Match[str]]:
    """Every place in a text where one person is described: by age with a place or a trait, or as `persons_in_words` has it."""
    found = list(find_told(text))
    if _NUMBER.search(text) and _PERSON.search(text):
        found += [match for pattern in _DESCRIBED for match in pattern.finditer(text)]
        found += [match for match in _BEFORE_TOWN.finditer(text) if match[1].casefold() in TOWNS | PLACES]
    end = -1
    for match in sorted(found, key=lambda one: (one.start(), -one.end())):
        if match.start() >= end:  # what lies within another says nothing more
            yield match
            end = match.end()
