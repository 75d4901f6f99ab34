"""Forms that were sent before what is asked changed: whether each line still asks for the same, and what was added since."""

from __future__ import annotations

import re
from dataclasses import replace

from assize.core.errors import Problem
from assize.core.forms import UNCONFIRMED, FormLine, FormPlan, definition_text
from assize.ingest.layouts import some
from assize.ingest.returns.finding import Found, find_lines, key

_FIX = "Count it as the present form says, and send that form back."
_OF_A_WHOLE = re.compile(r"^of [^,]+, those ")  # forms before December 2026 did not name the whole again
_SHOWN = 120  # letters of the words in a message


def plan_as_sent(found: Found, plan: FormPlan, version: str) -> FormPlan | None:
    """What was asked when a form was sent, where lines were but added since (a measure of the office's own); else None.

    The version is made of the lines: without those that the form has not, it must be the one that stands on it.
    """
    rows, _ = find_lines(found, plan)
    there = {each.line.field for each in rows}
    sent = replace(plan, lines=tuple(line for line in plan.lines if line.field in there))
    return sent if key(sent.version) == key(version) else None


def asked_since(sent: FormPlan, plan: FormPlan, where: str) -> list[Problem]:
    """The note of the lines that are asked for since the form was sent."""
    fields = {line.field for line in sent.lines}
    names = some([f"'{line.name}'" for line in plan.lines if line.field not in fields])
    what = "more is asked for since this form was sent; nothing is taken for what it has no line for"
    return [Problem(what, where, found=f"no line for {names}", blocks=False)]


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
