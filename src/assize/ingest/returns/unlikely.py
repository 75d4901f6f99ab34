"""Figures that cannot be of one return together, and those that nobody would believe beside each other or of so many people.

What came before says most of what a figure may be (`questions`); this is for what no earlier return is needed to doubt, and
where earlier returns say what is usual nothing is asked here of sizes. The limits are estimates from what such services are
like, each set several times beyond what is known of any: they are there for a slip of the hand, not to judge a service.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from assize.core.errors import Problem
from assize.core.forms import Column, says_why
from assize.ingest.returns.desk import Expected
from assize.ingest.returns.lines import Given
from assize.ingest.returns.questions import usual_range

POSTS, DAYS = "full-time equivalents", "days"  # units of lines
_LARGEST = 10_000_000  # residents of no area: London has nine million
_FOR_A_POST = (
    2_000  # residents for each post of one service, at the least: services known of have one for 20,000 and more
)
_NO_SERVICE = 20  # residents for each post: a twentieth of all who live there cannot work in one service
_FOR_A_COUNT = 5  # residents for each thing counted in a quarter: police record a crime for some 45 of them
_CASES_EACH = 1_000  # open cases of each person in post: known of are 50 to 400
_POSTS_ENOUGH = 5  # of fewer, some may be new and without cases
_DAYS_EACH = 1_100  # three years, of the mean of all
_HALF_AS_MANY_AGAIN, _FEW_MORE = Decimal("1.5"), 10  # of a count that is seldom above another
_CORRECT = "Correct the one that is wrong."
_ASK = (
    f"If both are right, type why under '{Column.REASON.value}' in one of the two rows; if not, correct what is wrong."
)
_ASK_ONE = f"If it is right, type why under '{Column.REASON.value}' in the same row; if not, correct it."


@dataclass
class Unlikely:
    """What has to be put right or answered, and what was answered."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def unlikely(expected: Expected, given: Sequence[Given], where: Callable[[Given], str]) -> Unlikely:
    """Everything of one sheet of figures that is impossible, or wants a reason; `where` says the place of a figure."""
    return _Looker(expected, given, where).look()


class _Looker:
    def __init__(self, expected: Expected, given: Sequence[Given], where: Callable[[Given], str]) -> None:
        self.expected, self.where = expected, where
        self.given = {each.line.field: each for each in given if each.value is not None}
        self.out = Unlikely()

    def look(self) -> Unlikely:
        for above, below in self.expected.ratios:
            if above in self.given and below in self.given:
                self._ratio(self.given[above], self.given[below])
        for one, other in self.expected.seldom:
            if one in self.given and other in self.given and not self._known(one, other):
                self._seldom(self.given[one], self.given[other])
        for each in self.given.values():
            if not self._known(each.line.field):
                self._size(each)
        return self.out

    def _known(self, *fields: str) -> bool:
        """Whether earlier returns say what is usual of each: then that is what a figure is held against."""
        return all(usual_range(self.expected.history.get(one, ())) is not None for one in fields)

    def _ratio(self, above: Given, below: Given) -> None:
        many, of = _value(above), _value(below)
        days, posts = above.line.unit == DAYS, below.line.unit == POSTS
        if not of and many and days:
            self._problem(
                f"'{above.line.name}' is more than 0 although '{below.line.name}' is 0",
                above,
                found=f"{many:,} beside 0 ({below.ref})",
                expected="0, or how many they were",
                fix=_CORRECT,
            )
        elif not of and many:
            self._ask(
                f"'{above.line.name}' is more than 0 although '{below.line.name}' is 0",
                (above, below),
                found=f"{many:,} beside 0 ({below.ref})",
                expected=f"{below.line.unit} above 0",
            )
        elif of and not self._known(above.line.field, below.line.field):
            most = _DAYS_EACH if days else _CASES_EACH if posts else None
            if most is not None and many > most * max(of, Decimal(1)):
                self._ask(
                    f"'{above.line.name}' comes to {_whole(many / of)} for each of '{below.line.name}'",
                    (above, below),
                    found=f"{many:,} beside {of:,} ({below.ref})",
                    expected=f"{most:,} or fewer for each",
                )
            elif posts and of >= _POSTS_ENOUGH and many < of:
                self._ask(
                    f"'{above.line.name}' is fewer than '{below.line.name}'",
                    (above, below),
                    found=f"{many:,} beside {of:,} ({below.ref})",
                    expected="one or more for each",
                )

    def _seldom(self, one: Given, other: Given) -> None:
        limit = (_value(other) * _HALF_AS_MANY_AGAIN + _FEW_MORE).quantize(Decimal(1), ROUND_HALF_UP)
        if _value(one) > limit:
            self._ask(
                f"'{one.line.name}' is far more than '{other.line.name}'",
                (one, other),
                found=f"{_value(one):,} beside {_value(other):,} ({other.ref})",
                expected=f"{limit:,} or fewer",
            )

    def _size(self, each: Given) -> None:
        value, posts = _value(each), each.line.unit == POSTS
        if each.line.unit == DAYS:
            return  # they are held against the people whose days they are
        residents = self.expected.residents or Decimal(_LARGEST)
        who = (
            f"the {residents:,.0f} people who live there"
            if self.expected.residents
            else f"{_LARGEST:,} people, more than live in any area"
        )
        if posts and value * _NO_SERVICE > residents:
            self._problem(
                f"'{each.line.name}' cannot be so many",
                each,
                found=f"{value:,}, of {who}",
                expected="how many are in post",
                fix="Correct it.",
            )
        elif value * (_FOR_A_POST if posts else _FOR_A_COUNT) > residents:
            limit = int(residents / (_FOR_A_POST if posts else _FOR_A_COUNT))
            self._ask(
                f"'{each.line.name}' is more than such an area would have",
                (each,),
                found=f"{value:,}, of {who}",
                expected=f"{limit:,} or fewer",
            )

    def _ask(self, what: str, asked: tuple[Given, ...], *, found: str, expected: str) -> None:
        reasons = [each.reason for each in asked if says_why(each.reason)]
        if reasons:
            note = f"{what}, with {found}; the reason given is '{reasons[0][:120]}'"
            self.out.notes.append(Problem(note, self.where(asked[0]), blocks=False))
            return
        self._problem(
            what,
            asked[0],
            found=found,
            expected=f"{expected}, or a reason in words",
            fix=_ASK if len(asked) > 1 else _ASK_ONE,
        )

    def _problem(self, what: str, each: Given, *, found: str, expected: str, fix: str) -> None:
        self.out.problems.append(Problem(what, self.where(each), found, expected, fix))


def _value(each: Given) -> Decimal:
    assert each.value is not None
    return each.value


def _whole(number: Decimal) -> str:
    return f"{number.quantize(Decimal(1), ROUND_HALF_UP):,}"
