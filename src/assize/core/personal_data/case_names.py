"""Persons named by the surname of their case: `Dawson trial vacated`, `the Khan brothers`, `dawson v r`, `Laura D`.

For `core.personal_data`. Trials and cases have towns, courts, operations, offences and systems before them as well (`Stafford
trial moved`, `Fraud case`), and towns and systems are more than any list holds: before these a word is somebody's where it is
known or spelled as a surname and as no place. Before what only persons have, as brothers, one that is known as nothing is too.
"""

from __future__ import annotations

import re

from assize.core.personal_data.lone_names import GIVEN_ALONE, known_as_nothing, telling_surname
from assize.core.personal_data.person_names import DOUBTFUL_SURNAMES, GIVEN, SURNAMES

_NO_THINGS = (
    r"(?! (?:law|review|inquiry|study|centre|hub|house|service|support|court|room|loop|fund|group|unit|team|panel"
    r"|scheme)s?\b)"
)
_ENDED = rf"{_NO_THINGS}(?= ?$| ?[\n,.;:!?()\]/]| - | [a-z0-9])"
_CASE = re.compile(
    r"^(?:'s|s'|')? (?:(?:murder|rape|fraud|assault|robbery|drugs|crown|court|youth|criminal|bail|plea|sentencing) ){0,2}"
    r"(?:re-?trials?|trials?|case|hearings?|appeal|sentencing|inquest|prosecution|family|siblings|murder|retrial)\b"
    + _ENDED,
)
"""What stands behind the surname by which a case goes. `cases` is what a body has as well: `12 Serco cases`."""
_KIN = re.compile(r"^ (?:brothers|sisters|twins|siblings)\b")
_LISTED = re.compile(
    r"^ (?:(?:was|is|has been|had been|will be|to be|now|again|not|part[- ]heard|then) ){0,3}"
    r"(?:adjourned|vacated|re-?listed|stood out|fixed for|listed (?:for|on|at|twice)|taken out of|cracked|put back"
    r"|part[- ]heard|went to trial|(?:sentenced|remanded|acquitted|bailed|recalled) (?:in|on|to|at|again)"
    r"|(?:was|is|been) (?:vacated|listed|adjourned|discontinued|severed|joined))\b"
)
"""What becomes of a case, and of nothing else that has a surname."""
_AGAINST = re.compile(r"^ -?v(?:s|ersus)?\.?-? (?:R|r|Regina|regina|Rex|rex|(?:[Tt]he )?[Cc]rown|CPS|DPP)\b")
_GIVEN_BEHIND = re.compile(r"^, ?([^\W\d_]{2,})\b(?! and\b)")
_INITIAL_BEHIND = re.compile(r"^ [B-HJ-PR-Z](?:\.|\b)(?![\w&'/-])(?! [A-Z][a-z])")
_OF_THE_CASE = re.compile(
    r"^,? [B-HJ-PR-Z]\b(?! ?[\w&'/-])|^ \((?:the )?(?:victim|suspect|defendant|witness|offender|complainant)\)"
)
_CASE_OF = re.compile(r"\b(?:case|trial|hearing|appeal|sentencing|murder) (?:of|against) $", re.IGNORECASE)
_FEWEST = 3  # letters
_ALSO_SURNAMES = frozenset(
    """
    alexander allen ashraf barker bates buckley butler carr clayton cooper cox das devi diaz finch fowler gardiner gardner
    harding hooper howe howell liu lowe moran parker parsons pollard scott sharpe sims stokes tran tucker turner wang webb
    """.split()
)
"""Surnames that are places or words as well, and never what a trial or a case is called by."""
_RULES = frozenset(
    "newton goodyear nightingale galbraith turnbull ellis friskies mckenzie jarvis holmes bradley".split()
)
"""Names by which lawyers know a kind of hearing, a court or a system: `a Newton hearing`."""


def named_by_case(word: str, before: str, after: str, *, first: bool) -> bool:
    """Whether one word is the name of a person by the case, the kin or the initial beside it; `first`: it begins a sentence.

    `word` is without a possessive 's, which `after` begins with.
    """
    key = word.casefold()
    if len(key) < _FEWEST or (
        word.isupper() and not (_AGAINST.match(after) or (key in SURNAMES and key not in _RULES))
    ):
        return False
    titled = word[0].isupper()
    telling = (titled or key in SURNAMES) and (
        telling_surname(word if titled and not word.isupper() else word.capitalize(), key)
        or (titled and key in _ALSO_SURNAMES)
    )
    if titled and key in GIVEN_ALONE and _INITIAL_BEHIND.match(after):
        return True
    if telling and (given := _GIVEN_BEHIND.match(after)) and given[1][0].isupper() == titled:
        return given[1].casefold() in GIVEN | GIVEN_ALONE
    if telling and titled and (_OF_THE_CASE.match(after) or (_CASE_OF.search(before) and key not in _RULES)):
        return True
    within = titled and not first
    unknown = titled and known_as_nothing(key)
    if _AGAINST.match(after):
        return telling or unknown or (titled and key in SURNAMES | DOUBTFUL_SURNAMES)
    if _KIN.match(after):
        return telling or (within and (unknown or key in SURNAMES | DOUBTFUL_SURNAMES))
    return telling and key not in _RULES and bool(_LISTED.match(after) or _CASE.match(after))
