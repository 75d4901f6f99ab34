"""Lines of a form that was sent before its words changed: whether each still asks for the same."""

from __future__ import annotations

import re

from assize.core.errors import Problem
from assize.core.forms import UNCONFIRMED, FormLine, definition_text
from assize.ingest.returns.finding import key

_FIX = "Count it as the present form says, and send that form back."
_OF_A_WHOLE = re.compile(r"^of [^,]+, those ")  # forms before December 2026 did not name the whole again
_SHOWN = 120  # letters of the words in a message


def other_name(line: FormLine, said: str, where: str) -> Problem | None:
    """That a line was called something else, in words that no form of this office has had: was it the same? `said` stands
    under "What we ask for".
    """
    if not said or _after(line, said) is not None:
        return None
    what = f"'{line.name}' has other words on this older form"
    return Problem(what, where, f"'{said[:_SHOWN]}'", f"'{line.name}'", _FIX)


def other_definition(line: FormLine, said: str, asked: str, where: str) -> Problem | None:
    """That a line was counted in another way, or at another time: `said` stands under "How to count it", `asked` before it."""
    words = {_counting(definition_text(one)) for one in (line, *line.earlier)}
    words |= {_OF_A_WHOLE.sub("those of them ", one) for one in words}
    after = _after(line, asked) or ""
    if (not said or _counting(said) in words) and not after.startswith("during the " if line.stock else "on "):
        return None
    what = f"'{line.name}' is counted in another way on this older form"
    expected = " ".join(definition_text(line).split())[:_SHOWN]
    return Problem(what, where, f"'{said[:_SHOWN]}'", f"'{expected}'", _FIX)


def _after(line: FormLine, asked: str) -> str | None:
    """What follows the name of a line: when it is counted, or nothing. None where another name stands there."""
    said = key(asked)
    for one in (line, *line.earlier):
        after = said.removeprefix(key(one.name)).strip()
        if said.startswith(key(one.name)) and (not after or after.startswith(("during the ", "on "))):
            return after
    return None


def _counting(said: str) -> str:
    """How to count a line, without the remark that it is to be confirmed, which has stood before the words and after them."""
    return " ".join(key(said).replace(UNCONFIRMED.casefold(), " ").split())
