"""Names of persons that no list settles: two that are ordinary words as well, and two that are no known word at all.

For `core.personal_data`. `Will Young` is a name where the sentence ends or goes on as after a name, and not in
`Will Young people`; `Zeb Trott` is one because neither word is an ordinary one, a town, an agency or a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assize.core.personal_data.innocent_words import NOT_A_NAME
from assize.core.personal_data.person_names import DOUBTFUL_GIVEN, DOUBTFUL_SURNAMES, GIVEN, SURNAMES
from assize.core.personal_data.person_signs import PERSONS_DEEDS
from assize.core.personal_data.plain_words import TOWNS, is_plain_word

_PERSONS = frozenset(
    """
    alex alexandra bella ben billy bob brad cath charlotte clifford dan dave don drew evan finn frank george glen glenn harry
    ivan ivor jack jason jesse jim jo josie jude ken kim kyle laura lee leigh len lottie mabel martina nat ned nick norm pat
    percy pete ray reg rob ron rufus sally stan sue ted terry tim tom tommy vic walter wes zac
    """.split()
)
"""Of the doubtful given names those that are seldom anything else."""
_NO_PLACES = _PERSONS - frozenset("alexandra charlotte george laura lee stan walter".split())
_ALSO_PLACES = frozenset("hill green cross hall ward".split())
_NO_SURNAMES = frozenset(
    "church north south west case long short good major small".split()
)  # after a name that is a place or a word
_AS_AFTER_A_NAME = re.compile(
    r"^(?:'s\b| ?$| ?[\n,.;:()\]/]| - | (?:and|at|from|who|said|says|told|sent|was|has|had|about|rang|counted|left|typed)\b)"
)
_LISTED = re.compile(r"\b([A-Z][A-Z'-]{3,}), ([A-Z][a-z]{2,})\b")
_ALL_CAPITALS = re.compile(r"^\W*([A-Z][A-Z'-]{2,}) ([A-Z][A-Z'-]{2,})\W*$")
_FEWEST, _MOST = 2, 3  # words
_LETTERS = 3  # of a word that is a name by itself


def doubtful_name(given: str, surname: str, rest: str) -> bool:
    """Whether two capitalised words that are both names and words (here in lower case) are a name; `rest` follows them."""
    if given not in DOUBTFUL_GIVEN or surname not in DOUBTFUL_SURNAMES or surname in NOT_A_NAME:
        return False
    if given in _PERSONS:
        return True
    return surname not in _NO_SURNAMES and (bool(_AS_AFTER_A_NAME.match(rest)) or bool(PERSONS_DEEDS.match(rest)))


def person_and_place(given: str, surname: str) -> bool:
    """Whether a name could be that of a place but for its first word, which is a person's: `Ken Green`, not `Hope Green`."""
    return given in _NO_PLACES and surname in _ALSO_PLACES


def unknown_name(words: Sequence[str], rest: str) -> bool:
    """Whether capitalised words, in lower case here, are a name because none of them is known as anything else."""
    if not _FEWEST <= len(words) <= _MOST:
        return False
    first, *between, last = words
    if not all(map(_unknown, between)):
        return False
    if _unknown(last):
        return _unknown(first) or first in DOUBTFUL_GIVEN
    return last in DOUBTFUL_SURNAMES and _unknown(first) and bool(_AS_AFTER_A_NAME.match(rest))


def names_in_capitals(text: str) -> Iterator[re.Match[str]]:
    """Unknown names as lists have them, `FASANYA, Ola`, and a text that is nothing but two unknown words in capitals."""
    for match in (*_LISTED.finditer(text), *_ALL_CAPITALS.finditer(text)):
        if all(_unknown(word.casefold()) for word in match.groups()):
            yield match


def _unknown(word: str) -> bool:
    return (
        len(word) >= _LETTERS
        and not is_plain_word(word)
        and not any(part in TOWNS or part in NOT_A_NAME or is_plain_word(part) for part in word.split("-"))
    ) or word in GIVEN | SURNAMES
