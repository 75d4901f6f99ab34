"""Letters by what they look like: accents, other alphabets and other sizes hide no words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters of Greek and Cyrillic that a reader takes for ours, each pair by its look and not by its sound.
_LOOKS = dict(
    zip(
        "ΑΒβΕΖΗΙΚΜΝΟΡΤΥΧαγεηικμνορστυχωϲϳ" + "АВЕЅІЈКМНОРСТУХҮԌаеѕіјкорсухѵӏԁԛԝһгпьүвнмт",
        "ABbEZHIKMNOPTYXayenikmvopotuxwcj" + "ABESIJKMHOPCTYXYGaesijkopcyxvldqwhrnbybhmt",
        strict=True,
    )
)
_LATIN = re.compile(
    r"(?:LATIN (?:SMALL |CAPITAL )?LETTER (?:[A-Z]+ )*?|REGIONAL INDICATOR SYMBOL LETTER "
    r"|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER )([A-Z])(?: WITH .*)?"
)


@lru_cache(1 << 14)  # of the bytes of a print that are read as letters there are thousands, each several times
def look_of(sign: str) -> str:
    """What one sign looks like, small: an `é` is an `e`, so are a Greek and a Cyrillic one; nothing of a mark or an accent."""
    looks = []
    for one in unicodedata.normalize("NFKD", sign):
        kind = unicodedata.category(one)[0]
        if kind == "L" and not one.isascii():
            named = _LATIN.fullmatch(unicodedata.name(one, ""))
            looks.append(named[1] if named else _LOOKS.get(one, one))
        elif kind in "LN":
            looks.append(one)
        elif one > "\U0001f100" and (named := _LATIN.fullmatch(unicodedata.name(one, ""))):
            looks.append(named[1])
    return "".join(looks).casefold()


_ASCII_MARKS = bytes(one for one in range(128) if not chr(one).isalnum())
_ASCII = bytes(range(128))
_SMALL = bytes(range(256)).lower()  # letters of ASCII alone: all other bytes stay
_FEW = 60  # signs beyond ASCII, up to which each is replaced in the whole text at once


def loose(text: str) -> str:
    """Letters and digits alone, small, as they look: neither breaks of lines nor marks of a format hide words, nor do raised
    digits, accents or letters of another alphabet."""
    # Nearly all marks and letters are of ASCII, and bytes lose or change them many times faster than a pattern or a text does.
    raw = text.encode("utf-8", "surrogatepass").translate(_SMALL, _ASCII_MARKS)
    if text.isascii():
        return raw.decode()
    signs = set(raw.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    if len(signs) > _FEW:
        return raw.decode("utf-8", "surrogatepass").translate(_table(signs))
    for sign in signs:
        raw = raw.replace(sign.encode("utf-8", "surrogatepass"), look_of(sign).encode("utf-8", "surrogatepass"))
    return raw.decode("utf-8", "surrogatepass")


_AS_IT_IS = {
    one: chr(one) for one in range(128)
}  # a sign that a table lacks takes three times as long as one that it has


def _table(signs: Iterable[str]) -> dict[int, str]:
    return _AS_IT_IS | {ord(sign): look_of(sign) for sign in signs}
