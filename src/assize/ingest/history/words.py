"""Which field of a source, or word of one of its dimensions, a label in somebody's workbook most likely is."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.values import slug

SURE = 0.75  # a label this like a field is taken for it without a question
LIKELY = 0.45  # one at least this like it is proposed, and asked about
CLEAR = 0.1  # the second best field is at least so much less like it
_IDLE = frozenset(
    "a an and at by for from had has have in is it its number of on or that the their they this to was were who whom "
    "with total count all".split()
)
# `No. of witnesses` counts them; `witnesses with no support` and `updates out of time` say what a field does not.
_ABBREVIATED = re.compile(r"\bno\.|^\s*no(?= of\b|s\b)|^\s*nos\b\.?|#", re.IGNORECASE)
_PERCENT = re.compile(
    r"%|\b(?:per ?cent|percentage|pct|rate|proportion|share|ratio|average|avg|mean|median|target|thousands?|000s)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"^(?:grand |sub-?|overall )?totals?\b|\b(?:ytd|year to date|cumulative|full year)\b", re.IGNORECASE
)
# Beside periods no label that says total is a period, wherever in it the word stands: `Quarter total`, `2016/17 | Total`.
_SUM_OF_PERIODS = re.compile(
    r"\b(?:(?:grand|sub|overall|annual|yearly|year|quarterly|quarter|monthly|month)[ -]?)?totals?\b|\bsub-?totals?\b"
    r"|\b(?:ytd|year to date|cumulative|full year|whole year|all year|all quarters|all months|running total)\b",
    re.IGNORECASE,
)
# Shares are spoken of by their two sides; a workbook often has these words and no others.
_SIDES = {"numerator": "numerator", "num": "numerator", "denominator": "denominator", "denom": "denominator"}


@dataclass(frozen=True)
class Guess:
    """A meaning with how like it the label is, from 0 to 1, and how far the next best lies behind.

    `adds` are words of the label that say something which the meaning has not: `offered` of support that is accepted. `own` is
    how like it is to the meaning's own name and description: `victims and witnesses` alone is what many fields count.
    """

    meaning: str
    likeness: float
    lead: float
    other: str = ""  # the next best
    adds: tuple[str, ...] = ()
    own: float = 1.0

    @property
    def sure(self) -> bool:
        """Nothing needs to be asked."""
        return min(self.likeness, self.own) >= SURE and self.lead >= CLEAR and not self.adds

    @property
    def likely(self) -> bool:
        """Worth proposing."""
        return self.likeness >= LIKELY


def is_percentage(label: str) -> bool:
    """Whether a label speaks of a share or an average: counts are taken, not what is worked out from them."""
    return bool(_PERCENT.search(label))


def is_total(label: str) -> bool:
    """Whether a label speaks of a sum of what stands beside it."""
    return bool(_TOTAL.search(label.strip()))


def sum_of_periods(label: str) -> str | None:
    """What is left of a label of periods without the words that make it a total (`2016/17`); None where it is no total."""
    return _SUM_OF_PERIODS.sub(" ", label).strip(" |-:()") if _SUM_OF_PERIODS.search(label) else None


class Fields:
    """The fields of a source, each known by its name, its description, and what the measures it feeds call it."""

    def __init__(self, source: SourceSpec, catalogue: Catalogue) -> None:
        self._texts = {name: [name.replace("_", " "), words] for name, words in source.fields.items()}
        self._own = {name: tuple(texts) for name, texts in self._texts.items()}
        self._sides: dict[str, list[str]] = {
            name: [] for name in source.fields
        }  # for labels that name a side of a share
        for metric in catalogue.metrics.values():
            for side, selections in (("numerator", metric.numerators), ("denominator", metric.denominators)):
                for selection in selections:
                    if selection.source == source.id and selection.field in self._texts and not selection.where:
                        said = metric.counted if side == "numerator" else metric.unit
                        self._texts[selection.field] += [said] if said else []
                        names = (metric.short_name, metric.name, said)
                        self._sides[selection.field] += [f"{name} {side}" for name in names if name]
        held: dict[str, int] = {}
        for texts in self._texts.values():
            for token in {token for text in texts for token in _tokens(text)}:
                held[token] = held.get(token, 0) + 1
        count = max(len(self._texts), 1)
        self._weights = {token: math.log(1 + count / number) for token, number in held.items()}
        self._unknown = math.log(1 + count)
        self._guesses: dict[str, Guess | None] = {}  # every table of a workbook has the same labels

    def guess(self, label: str) -> Guess | None:
        """The field that a label is most like, or None where it is like none."""
        if label not in self._guesses:
            self._guesses[label] = self._guess(label)
        return self._guesses[label]

    def _guess(self, label: str) -> Guess | None:
        tokens = _tokens(label)
        if not tokens or not self._texts:
            return None
        known = self._texts
        if set(tokens) & set(_SIDES.values()):
            known = {name: [*texts, *self._sides[name]] for name, texts in known.items()}
        scores = sorted(
            ((max(self._likeness(tokens, _tokens(text)) for text in texts), name) for name, texts in known.items()),
            reverse=True,
        )
        best, second = scores[0], scores[1] if len(scores) > 1 else (0.0, "")
        if best[0] < LIKELY:
            return None
        adds = self._added(label, best[1], known[best[1]])
        own = best[0]
        if not set(tokens) & set(_SIDES.values()):
            own = max(self._likeness(tokens, _tokens(text)) for text in self._own[best[1]])
        return Guess(best[1], round(best[0], 3), round(best[0] - second[0], 3), second[1], adds, round(own, 3))

    def added(self, label: str, name: str) -> tuple[str, ...]:
        """The words of a label that no text about a field has."""
        return self._added(label, name, [*self._texts[name], *self._sides[name]])

    def _added(self, label: str, name: str, texts: Sequence[str]) -> tuple[str, ...]:
        held = {token for text in texts for token in _tokens(text)} | set(_SIDES.values())
        words = re.findall(r"[\w']+", _ABBREVIATED.sub(" ", label).casefold())
        return tuple(word for word in words if any(_nearest(token, held) is None for token in _said(word)))

    def _likeness(self, label: Sequence[str], known: Sequence[str]) -> float:
        """Twice the weight of the words they share over the weight of all words of both; rare words weigh more."""
        left = list(known)
        shared, said = 0.0, False
        for token in label:
            near = _nearest(token, left)
            if near is not None:
                left.remove(near)
                shared += self._weight(near)
                said |= near not in _SIDES.values()
        if not said:
            return 0.0  # a side of some share, and nothing says of which
        return 2 * shared / (sum(map(self._weight, label)) + sum(map(self._weight, known)) or 1.0)

    def _weight(self, token: str) -> float:
        return self._weights.get(token, self._unknown)


def guess_word(label: str, names: Mapping[str, str]) -> Guess | None:
    """The word of a vocabulary (slug -> name) that a label is, by spelling alone."""
    wanted = slug(label)
    spelled = {slug(name): key for key, name in names.items()} | {key: key for key in names}
    if wanted in spelled:
        return Guess(spelled[wanted], 1.0, 1.0)
    scores = sorted(
        ((difflib.SequenceMatcher(None, wanted, spelling).ratio(), key) for spelling, key in spelled.items()),
        reverse=True,
    )
    if not scores or scores[0][0] < 0.8:
        return None
    second = next((score for score in scores if score[1] != scores[0][1]), (0.0, ""))
    return Guess(scores[0][1], round(scores[0][0], 3), round(scores[0][0] - second[0], 3), second[1])


def _nearest(token: str, known: Iterable[str]) -> str | None:
    """The known word that a word is, a slip of the pen apart. One that begins otherwise is another: `unattended`."""
    alike = [word for word in known if word[:2] == token[:2]]
    if not alike or token in alike:  # as nearly always: nothing to compare letter by letter
        return token if alike else None
    return next(iter(difflib.get_close_matches(token, alike, n=1, cutoff=0.85)), None)


@lru_cache(maxsize=1 << 14)
def _tokens(text: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z0-9]+", _ABBREVIATED.sub(" ", text).casefold().replace("'", ""))
    return tuple(dict.fromkeys(token for word in words for token in _said(word))) or tuple(_unique(words))


def _said(word: str) -> tuple[str, ...]:
    """A word as it is compared; nothing of one that says nothing."""
    word = re.sub(r"[^a-z0-9]", "", word)
    return () if not word or word in _IDLE else (_SIDES.get(word, _stem(word)),)


def _unique(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(_stem(word) for word in words)


def _stem(word: str) -> str:
    """`attended`, `attending`, `attends` and `attendance` are one word here."""
    for ending in ("ances", "ance", "ings", "ing", "ed", "ees", "ee", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
