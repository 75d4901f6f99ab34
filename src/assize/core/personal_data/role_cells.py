"""What stands where a role is asked for and is none: `Dawson`, `kdawson`, `JS`, `analyst: raj`.

For `core.personal_data`. A role is made of the words of roles, of places and bodies, and of their abbreviations. Where none of
its words is one of a role, whatever is known as nothing else is somebody's name; beside a role only what is known as a name is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assize.core.personal_data.innocent_words import (
    NAMED_AFTER,
    NAMED_AFTER_NEXT,
    NAMED_AFTER_SMALL,
    NOT_A_NAME,
    PLACES,
    RANKS,
    ROLE_WORDS,
    TITLES,
)
from assize.core.personal_data.lone_names import COMMON_ENDINGS, GIVEN_ALONE, SERVICES, telling_surname
from assize.core.personal_data.person_initials import known_letters
from assize.core.personal_data.person_names import DOUBTFUL_GIVEN, DOUBTFUL_SURNAMES, GIVEN, SURNAMES
from assize.core.personal_data.plain_words import TOWNS, is_plain_word

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_PART = re.compile(r"[^:;,()/|\n]+?(?= - |[:;,()/|\n]|$)")
_ALSO_ROLES = frozenset(
    """
    acting assoc asst bi caseworker co-ord commander constable coord counsel counsellor data dep desk developer exec
    idva interim investigator isva listing mgmt mgr mis ops paralegal perf receptionist registrar snr spoc statistician
    technician temp therapist typist usher vacant
    """.split()
)
_NOTHING = frozenset("tbc tba tbd na nil none blank unknown ask ext tel the our a an and of for to in at on".split())
_LONG_WORDS = tuple(word for word in ROLE_WORDS if len(word) >= 5)
_NAMED_ON = NAMED_AFTER | NAMED_AFTER_NEXT | NAMED_AFTER_SMALL
_LETTERS = 2  # of initials


def find_instead_of_role(text: str) -> Iterator[tuple[str, str, int]]:
    """What is no role in a cell that asks for one: what it looks like, how it stands there, and where it begins."""
    parts = [(list(_WORD.finditer(text, match.start(), match.end()))) for match in _PART.finditer(text)]
    any_role = any(_is_role(word[0]) for part in parts for word in part)
    for part in parts:
        if any(word[0].casefold() in _NAMED_ON for word in part):
            continue  # a body named after somebody: `Wilson House manager`
        apart = not any(_is_role(word[0]) for word in part)
        for word in part:
            kind = _kind(word[0], any_role=any_role, apart=apart)
            if kind:
                yield (kind, word[0], word.start())


def _kind(word: str, *, any_role: bool, apart: bool) -> str:
    """What a word looks like that is none of a role; `apart`: nothing beside it is of a role either."""
    key = word.casefold().removesuffix("'s")
    if _is_role(word) or key in PLACES | TOWNS | RANKS | TITLES | SERVICES | _NOTHING or len(key) < _LETTERS:
        return ""
    if word.isupper() and len(word) <= _LETTERS + 2:
        return "a person's initials" if apart and len(word) == _LETTERS and not known_letters(word) else ""
    if (key in GIVEN and not is_plain_word(key)) or telling_surname(word.capitalize(), key):
        return "a person's name"
    if apart and any_role:
        return "a person's name" if key in GIVEN_ALONE else ""
    if any_role:
        return ""
    if key in SURNAMES | DOUBTFUL_SURNAMES | DOUBTFUL_GIVEN | GIVEN_ALONE:
        return "" if key in NOT_A_NAME else "a person's name"
    known = key in NOT_A_NAME or any(is_plain_word(part) for part in key.split("-"))
    return "" if known or COMMON_ENDINGS.search(key) else "a person's name"


def _is_role(word: str) -> bool:
    key = word.casefold().removesuffix("'s")
    single = key.removesuffix("s")
    return (
        bool({key, single} & (ROLE_WORDS | _ALSO_ROLES))
        or any(role in key for role in _LONG_WORDS)
        or key in ("pa", "mi", "it")
    )
