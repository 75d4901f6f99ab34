"""Officers by rank and the number on the collar: `PC 1234`; counts of officers and years are told apart.

For `core.personal_data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_RANK = r"(?:(?:(?:T/|A/|[Tt]emp(?:orary)? |[Aa]cting )?(?:PC|WPC|DC|TDC|PS|TPS|DS|TDS|DI|DCI|DSU|PCSO|SPC)))"
_LONG_RANK = r"(?i:sgt|sergeant|insp|inspector|constable|det(?:ective)? con|det(?:ective)? sgt|supt|special constable)"
_COUNTED = (
    r"(?! ?(?:%|per cent|FTE|WTE|hours?\b|in post|of\b|fewer|more|less|extra|plus|to\b|or\b|vacan|post|strong"
    r"|(?!was|is|has|does|says|sends|covers|counts|attends|asks|runs|reports|works|keeps|knows|deals)[a-z]+s\b"
    r"|(?:[a-z]+ )(?:posts|officers|cases|vacancies|days|hours|offences|victims|numbers|staff)\b))"
)
_DIGITS = re.compile(r"\d\d")
_SMALL_RANK = r"(?:[Pp]c|[Dd]c|[Pp]s|[Ww]pc|[Pp]cso)"
_NUMBER = r"(?:no\.? ?|number )?#?"
_COLLAR = re.compile(
    rf"(?<![\w/-])(?:{_RANK} ?{_NUMBER}\d{{3,6}}|{_LONG_RANK}\.? ?{_NUMBER}\d{{2,6}}|{_SMALL_RANK} ?{_NUMBER}\d{{4}})"
    rf"(?![\w%])(?![.,/:-]\d){_COUNTED}"
)
_SHORT_COLLAR = re.compile(
    rf"(?<![\w/-]){_RANK} ?\d{{2}} (?:was|is|has|said|says|told|counted|covers|left|attended|signed|checked|rang)\b"
)
_COLLAR_SAID = re.compile(
    r"\b(?:collar|shoulder|epaulette|warrant(?: card)?|badge|officer) ?(?:number|no\.?|num|#) ?(?:is |was |of )?[:#=]? ?"
    r"[A-Z]{0,2}\d{2,6}\b",
    re.IGNORECASE,
)
_STAFFING = re.compile(
    r"\b(?:vacan\w*|strength|establish\w*|headcount|head count|workforce|staffing|posts?\b|numbers?\b(?! ?\d)|FTE|WTE"
    r"|total\w*|rose|fell|up by|down by)\b"
    rf"|\b{_RANK}s? ?(?:\d{{1,2}}\b|\d{{1,3}},\d{{3}})(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d$")
_SAID_OF_ONE = re.compile(
    r"^ (?:was|is|has|had|said|says|told|counted|covers|left|attended|signed|checked|rang|will)\b"
)


def find_collar_numbers(text: str) -> Iterator[re.Match[str]]:
    """An officer by rank and number, `PC 1234`; not a count of officers, `PC 1234 posts`, nor a year, `PC 2019 numbers`."""
    if not _DIGITS.search(text):
        return
    yield from _COLLAR_SAID.finditer(text)
    yield from _SHORT_COLLAR.finditer(text)
    many = bool(_STAFFING.search(text))
    for match in _COLLAR.finditer(text):
        told = bool(_SAID_OF_ONE.match(text[match.end() :]))
        if told or not (many or _YEAR.search(match[0])):
            yield match
