"""The types of court as timeliness files name them: one word of ours for each, whatever its spelling."""

from __future__ import annotations

from functools import lru_cache

from assize.ingest.values import slug, without_footnote

ALL_COURTS, MAGISTRATES, CROWN = "all-courts", "magistrates-courts", "crown-court"
_SPELLINGS = {
    **dict.fromkeys(("all", "all-courts", "all-criminal-courts", "all-court-types"), ALL_COURTS),
    **dict.fromkeys(("magistrates", "magistrates-court", "magistrates-courts"), MAGISTRATES),
    **dict.fromkeys(("crown", "crown-court", "crown-courts"), CROWN),
}


@lru_cache(maxsize=256)
def court_type_of(printed: str) -> str | None:
    """`crown-court` of `The Crown Court`; None of any other word, for a part of the cases must not pass for the whole."""
    word = slug(without_footnote(printed).replace("'", "").replace("’", "").replace("`", ""))
    return _SPELLINGS.get(word.removeprefix("the-"))
