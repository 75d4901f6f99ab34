"""What the readers and the expectation have in common: what counts as a number in running text."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(
    r"\[(?:b|c|e|low|p|r|x|z)\]"  # an absence stands where a number would
    r"|(?:(?<![\w\]])[+−])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?%?"
)


def numbers_in(text: str) -> list[str]:
    """Every number of a text in order, as printed: `2,244`, `+6.3`, `−0.9`, `85.2%`, `[x]`; `2018/19` is two."""
    return _NUMBER.findall(unicodedata.normalize("NFC", text))


def squeezed(text: str) -> str:
    """The text with every run of white space as one space, and a break-proof space or hyphen as an ordinary one."""
    return " ".join(text.replace("\u2011", "-").replace("\u00ad", "").split())
