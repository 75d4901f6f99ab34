"""Signs of a person in a text that need no list of names: how names are spelled, and what only a person is or does.

For `core.personal_data`, which knows common names; a name that stands in no list is told by its ending, its accents or its
letters, by initials before it, by a case's name (`R v ...`), or by what it is said to have done. Endings and spellings are
written from general knowledge of European and South Asian surnames.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})
# Letters of the Cyrillic and Greek alphabets that are drawn like a Latin one.
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗԚԜаеѕіјорсухԁһԛԝьΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυχ",
    "ABESIJKMHOPCTYX3QWaesijopcyxdhqwbABEZHIKMNOPTYXaivopux",
)
_WORDS = re.compile(r"[^\W\d_]+")
OTHER_SCRIPT = re.compile(
    r"(?:(?![a-zA-Zª²³¹µºÀ-ɏḀ-ỿⁱ-₟])[^\W\d_]){2,}(?:[ ·-]+(?:(?![a-zA-Zª²³¹µºÀ-ɏḀ-ỿⁱ-₟])[^\W\d_]){2,})*"
)
"""Words in an alphabet that is not the Latin one, after `unmasked`: nothing in a report or a return is written so."""

_ENDINGS = re.compile(
    r"(?:czyk|czak|wicz|vich|vic|wski|wska|nski|nska|zski|lski|lska|rski|rska|ecki|icki|icka|enko|chuk|shyn|escu|poulos|oglu|"
    r"shvili|zadeh|uddin|ullah|preet|jeet|inder|wala|walla|swamy|nathan|ardottir|sdottir|asson|sson|ssen|mann|akis|aitis|"
    r"auskas|opulos|ovych|evych|unga|afor|olu|adze|yants|cioglu|endran|anthan|ingam|ratne|singhe|singha|weera|nayake|"
    r"kowski|mba|wani)$"
)
_BEGINNINGS = re.compile(r"^(?:Mc|Mac(?=[A-Z])|O'(?=[A-Z])|D'(?=[A-Z])|Fitz)[A-Za-z]{3,}")
_FEWEST = 6  # letters of a word that is told by its ending
_BODIES = frozenset("lowell skanska lukoil pathfinder reminder remainder cylinder viewfinder".split())

PERSONS_DEEDS = re.compile(
    r"^ (?:has |had |then |since |later |also |now )?"
    r"(?:withdrew(?! (?:from|its|their|funding|the|service|staff|as))|rang\b|phoned\b"
    r"|did not attend\b|failed to attend\b"
    r"|telephoned\b|emailed\b|pleaded\b|absconded\b|testified\b|retracted\b|reoffended\b|re-offended\b"
    r"|checked\b(?! (?:in|out)\b)"
    r"|(?:was|is|were|been) (?:arrested|charged|convicted|sentenced|bailed|remanded|assaulted|stabbed|raped|attacked|acquitted"
    r"|recalled|interviewed|released from|pregnant|murdered|killed)\b)"
)
"""What follows the name of a person, and not that of a body, right behind it."""

LABELLED = frozenset(
    "table annex appendix part section group band option class type tier plan category cat court grade form note phase reason "
    "level block wing unit zone area route version model vitamin column row figure chart code schedule step stage line "
    "paragraph hepatitis sheet item point question".split()
)
"""What is told apart by a letter: `Annex B`."""

NO_INITIALS = (
    "AM|CC|CJ|CP|CS|CU|DA|DC|DI|DJ|DM|DS|DV|EU|GP|HM|HO|HQ|HR|HV|ID|IO|IS|IT|LA|MC|MI|NB|NI|OP|PA|PC|PI|PM|PO|PP|PQ|PS|QA|RJ|RO|SO"
    "|TV|UK|UN|US|VC|VP|VS|WM|WS|YJ|YO"
)
"""Two capital letters that are a body, an office or a thing."""
_NO_INITIALS_DOTTED = "|".join(rf"{one[0]}\. ?{one[1]}\." for one in NO_INITIALS.split("|"))

CASE = re.compile(r"\b(?:R|Regina|Rex|DPP|CPS|Crown)\.? (?:v|vs|versus)\b\.? +([^\W\d_][\w'-]+)", re.IGNORECASE)
INITIALS = re.compile(
    r"\binitials?(?: (?:is|are|were|of))?[ :=,]+(?-i:[A-Z]\.? ?[A-Z](?:\.? ?[A-Z])?\b\.?)"
    r"|\b(?:victim|suspect|defendant|witness|offender|complainant|perpetrator|prisoner|nominal|child)[ :,]+"
    r"(?-i:(?!U\. ?K|N\. ?I|E\. ?U|U\. ?S)[A-Z](?:\. ?| )[A-Z]\.?(?![\w.]))"
    rf"|(?<![\w.])(?-i:(?!{_NO_INITIALS_DOTTED})[A-Z]\. ?[A-Z]\.(?!\w|[ ]?[A-Z]))",
    re.IGNORECASE,
)
PARTICLED = re.compile(
    r"\b[Vv]an (?:de[rn]?|'t) [A-Z][a-z]{2,}|\b[Vv]on (?:der )?[A-Z][a-z]{2,}|\b(?:bin|bint|ibn) [A-Z][a-z]{2,}"
    r"|\b[Dd]e (?:la|los|las) (?!Rue|Salle|Warr)[A-Z][a-z]{2,}"
)
"""A surname with the small words of other languages before it: `van der Berg`."""
RECORD_DEEDS = re.compile(
    r"^(?:'s)? (?:(?:case|cases|file|record|was|is|has been|have been|not|to be|now|still) ){0,2}"
    r"(?:excluded|included|omitted|removed|deleted|left out|counted|double[- ]counted|missing|pending"
    r"|family(?! (?:centre|hub|court|service|support|unit|law)s?\b)|household"
    r"|the (?:victim|suspect|defendant|witness|offender))\b"
)
"""What is said of somebody in a list of cases, right behind the surname."""
RUN_TOGETHER = re.compile(r"(?<![^\W_])([A-Z][a-z]{2,})([A-Z][a-z]{2,})(?![^\W_])")
NUMBERED_RANK = re.compile(r"^ ?(?:no\.? ?|number )?\d{2,6},? $", re.IGNORECASE)
"""What stands between an officer's rank and name: the number on the collar."""

_HOUSE = r"(?:[Cc]ottages?|[Ff]arm|[Ff]armhouse|[Bb]ungalow|[Bb]arn|[Rr]ectory|[Vv]icarage|[Mm]ill [Hh]ouse)"
HOUSE = re.compile(rf"\b(?:[A-Z][\w'-]+ ){{1,3}}{_HOUSE}, ?[A-Z]\w+")
LIVES_AT = re.compile(
    r"\b(?:lives?|lived|living|resid(?:es?|ed|ing)|stay(?:s|ed|ing)) at (?:the )?(?!HM|Approved|Bail|St\b|Hostel)[A-Z][a-z]+"
    r"|\b(?:[Vv]ictim|[Ss]uspect|[Dd]efendant|[Ww]itness|[Oo]ffender|[Cc]omplainant|[Hh]e|[Ss]he) (?:now |still )?"
    r"(?:lives|lived|resides|resided) (?:in|on|near) [A-Z][a-z]+"
)
THE_STREET = re.compile(
    r"\b\d{1,3}[A-Za-z]?,? [Tt]he (?:[A-Z][a-z]+ )?(?:Street|Road|Avenue|Lane|Close|Crescent|Drive|Terrace|Gardens|Grove|Mews"
    r"|Way|Walk|Rise|Row|Green|Orchards?|Paddocks?|Poplars|Limes|Elms|Oaks|Willows|Laurels|Beeches|Firs|Spinney|Glebe|Crofts?"
    r"|Hollies|Maltings|Parade|Square|Hill|Ridge|Leys?|Meadows?|Fields?|Grange|Moorings|Quadrant|Common|Chase|Dell|Fairway"
    r"|Ridings|Brambles|Cedars|Hawthorns|Parklands|Views?|Bank|Wharf|Quay|Heath|Knoll|Pastures|Sidings|Dingle|Mount|Oval)\b"
)


def latin(word: str) -> str:
    """A word in lower case without accents and strokes: `Zdzisław` is `zdzislaw`."""
    bare = word.casefold()
    if bare.isascii():
        return bare
    bare = bare.translate(_LETTERS)
    return "".join(letter for letter in unicodedata.normalize("NFD", bare) if not unicodedata.combining(letter))


def unmasked(text: str) -> str:
    """The text with letters of other alphabets that look Latin written as Latin ones, and wide and mathematical ones plain.

    Words are folded where every letter has a Latin look-alike or where alphabets are mixed in one word; others keep theirs.
    """
    if text.isascii():
        return text
    wide = "".join(
        unicodedata.normalize("NFKC", letter) if ord(letter) > 0x1D3FF or 0xFF00 <= ord(letter) <= 0xFF5E else letter
        for letter in text
    )

    def fold(match: re.Match[str]) -> str:
        folded = match[0].translate(_ALIKE)
        return folded if any(letter.isascii() for letter in match[0]) or folded.isascii() else match[0]

    return _WORDS.sub(fold, wide)


def like_surname(word: str) -> bool:
    """Whether a capitalised word is spelled as surnames are, by its ending or its beginning."""
    bare = latin(word)
    return bool(_BEGINNINGS.match(word)) or (
        len(bare) >= _FEWEST and bool(_ENDINGS.search(bare)) and bare not in _BODIES
    )


def foreign_letters(word: str) -> bool:
    """Whether a word has letters that English words do not have."""
    return not word.replace("'", "").replace("-", "").isascii() and latin(word) not in _WELSH


_WELSH = frozenset("mon dwr llyn cymru cafe sian facade role naive resume clwyd ty pren bro mor".split())
