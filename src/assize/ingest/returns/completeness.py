"""What was typed under "How complete": one of the three words, a clear form of one, or something that has to be asked about."""

from __future__ import annotations

import re

from assize.core.errors import Problem
from assize.core.forms import Completeness
from assize.core.nouns import Mark
from assize.core.wording import listed
from assize.ingest.returns.finding import key

MARKS_OF = {Completeness.PARTIAL: Mark.PROVISIONAL, Completeness.ESTIMATED: Mark.ESTIMATED}
_FORMS = {
    Completeness.COMPLETE: "complete|completed|fully complete|full|100% complete",
    Completeness.PARTIAL: "partial|partially|partially complete|partly|partly complete|part|part complete|in part|incomplete"
    "|not complete|not yet complete|not fully complete",
    Completeness.ESTIMATED: "estimated|estimate|estimates|estimation|est|an estimate",
}
_KNOWN = {form: level for level, forms in _FORMS.items() for form in forms.split("|")}
_SHOWN = 40  # letters of what stands in a cell


def read_completeness(words: str) -> Completeness | None:
    """Which of the three somebody typed; None where it is none of them for certain (`provisional`, `yes`), or nothing."""
    return _KNOWN.get(re.sub(r"[\s-]+", " ", key(words)).strip(" .,;!()[]'\""))


def unsaid_completeness(where: str) -> Problem:
    """The note that of some figures nobody said how complete they are."""
    what = "how complete these figures are was not said, so they are taken as complete"
    fix = f"If one is not, choose {listed([one.value for one in Completeness][1:]).replace(' and ', ' or ')} beside it."
    return Problem(what, where, fix=fix, blocks=False)


def unexplained_completeness(where: str) -> Problem:
    """The note that figures were said not to be whole counts, and not what they lack or how they were worked out."""
    what = "these figures were said to be partial or estimated, and not why"
    fix = (
        "Tell us what is still lacking, or how they were worked out; next time under 'Reason or note' in the same row."
    )
    return Problem(what, where, fix=fix, blocks=False)


def no_completeness(words: str, where: str) -> Problem:
    """What is asked where the words under "How complete" are none of the three: nothing is taken as complete on a guess."""
    return Problem(
        "this does not say how complete the figure is",
        where,
        f"'{words[:_SHOWN]}'",
        " or ".join(one.value for one in Completeness),
        "Choose one of the three, and say more under 'Reason or note'.",
    )
