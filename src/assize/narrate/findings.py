"""One finding a measure, by the wording ladder (methods, section 8): the first rung that fits, from the top.

The level follows the label of the latest point. No cause is ever given; "improvement" and "concern" belong to the icon, which
follows the metric's declared direction; a sentence says higher or lower, rose or fell. Every number is one of the measure's.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from assize.core.document import Aspect, Inline, Number, Words
from assize.core.material import Finding, Level, Names
from assize.core.nouns import (
    Absence,
    Against,
    Comparison,
    Direction,
    Figure,
    Judgement,
    Measured,
    Rule,
    Signal,
    Verdict,
)
from assize.core.periods import Period, parse_period
from assize.core.specs import Break, Cadence, Kind, MetricSpec
from assize.core.wording import (
    capitalised,
    change_number,
    figure_number,
    immature_number,
    limit_number,
    number_word,
    ordinal_word,
    part_number,
    period_words,
    unit_tail,
    unsigned,
    year_label,
)

SMALL_CHANGE = Decimal("0.01")  # a change under 1% either way is "broadly the same" where nothing else is seen
LONG_SUBJECT = 62  # characters; a headline of a longer one leaves "the quarter before" to the reading
SLIGHT = "The signal is slight."
SLIGHT_WHY = (
    "The expected range leaves out the largest quarter-to-quarter changes; with them kept in, the latest point would not be "
    "flagged."
)


def find(measured: Measured, metric: MetricSpec, names: Names) -> Finding:
    """The finding of one measure: level, headline, short paragraph, reading and caveats."""
    teller = _Teller(measured, metric, names)
    level = teller.level()
    return Finding(
        level=level,
        headline=teller.headline(level),
        short=teller.short(level),
        claim=teller.claim(level),
        sentence=teller.sentence(level),
        reading=teller.reading(level),
        caveats=teller.caveats(),
        weight=teller.weight(level),
        base=teller.base(),
    )


class _Teller:
    """Holds one measure while its sentences are made."""

    def __init__(self, measured: Measured, metric: MetricSpec, names: Names) -> None:
        self.series = measured.series
        self.latest = measured.series.latest
        self.last_mature = measured.last_mature
        self.year, self.year_before = measured.year, measured.year_before
        self.comparisons: Mapping[Against, Comparison] = measured.comparisons
        self.metric = metric
        self.names = names
        split = metric.breakdown_subjects.get(measured.breakdown, "")
        self.subject = f"{metric.subject} {split}".strip()
        self.was, self.has = ("were", "have") if metric.plural else ("was", "has")
        self.its = "their" if metric.plural else "its"

    # --- which rung -----------------------------------------------------------------------------------------------

    def level(self) -> Level:
        if self.latest.value is None:
            return Level.CANNOT
        if self.series.judgement in (Judgement.TOO_SHORT, Judgement.WITHHELD):
            return Level.TOO_SHORT
        signal = self.series.signal
        if signal is not None:
            return {
                Rule.OUTSIDE: Level.OUTSIDE,
                Rule.TWO_IN_THREE: Level.HIGH_OR_LOW,
                Rule.TREND: Level.RUN,
                Rule.SHIFT: Level.RUN,
            }[signal.rule]
        before = self.comparisons.get(Against.QUARTER_BEFORE)
        if before is None or before.difference is None or before.other is None or before.other.value is None:
            return Level.WITHIN
        moved = self._moved(Against.QUARTER_BEFORE)
        if moved and (before.strong or not self.metric.kind.sampled):
            return Level.LARGER_THAN_CHANCE
        small = abs(before.difference) < SMALL_CHANGE * abs(before.other.value)
        return Level.SAME if small and not moved else Level.WITHIN

    def weight(self, level: Level) -> int:
        by_judgement = {Judgement.CONCERN: 60, Judgement.IMPROVEMENT: 50, Judgement.CHANGED: 45}
        by_level = {
            Level.OUTSIDE: 12,
            Level.RUN: 6,
            Level.HIGH_OR_LOW: 4,
            Level.LARGER_THAN_CHANCE: 30,
            Level.TOO_SHORT: 10,
        }
        weight = by_judgement.get(self.series.judgement, 0) + by_level.get(level, 5)
        if level is Level.TOO_SHORT and self._moved(Against.QUARTER_BEFORE):
            weight += 25
        return 0 if level is Level.CANNOT else weight

    # --- the headline ---------------------------------------------------------------------------------------------

    def headline(self, level: Level) -> Words:
        match level:
            case Level.CANNOT:
                return self._cannot_headline()
            case Level.TOO_SHORT:
                return self._short_headline()
            case Level.SAME:
                return self._with_unit(f"{self.subject} remained broadly the same, at ")
            case Level.WITHIN:
                return self._with_unit(f"{self.subject} {self.was} within the expected range, at ")
            case Level.LARGER_THAN_CHANCE:
                return (*self._moved_words(), ", but stayed within the expected range")
            case Level.OUTSIDE:
                return self._outside_headline()
            case Level.HIGH_OR_LOW:
                return self._high_headline()
            case Level.RUN:
                return self._run_headline()

    def short(self, level: Level) -> Words:
        """The headline; where a signal makes it long, without the value at its end."""
        headline = self.headline(level)
        if level in (Level.OUTSIDE, Level.HIGH_OR_LOW, Level.RUN) and isinstance(headline[0], str):
            return (headline[0].removesuffix(", at ").removesuffix(", to "),)
        return headline

    def claim(self, level: Level) -> str:
        """The same in a clause without a number, for the sentence that leads a document; empty where there is little to say."""
        signal = self.series.signal
        if signal is not None:
            high = signal.direction is Direction.HIGH
            match level:
                case Level.OUTSIDE:
                    return f"{self.subject} {self.was} {'above' if high else 'below'} the expected range"
                case Level.HIGH_OR_LOW:
                    stayed = "stayed" if signal.run > 1 else self.was
                    return f"{self.subject} {stayed} {'high' if high else 'low'}"
                case Level.RUN if signal.rule is Rule.TREND:
                    return f"{self.subject} {self.has} been {'rising' if high else 'falling'}"
                case Level.RUN:
                    return f"{self.subject} {self.has} been {'above' if high else 'below'} {self.its} average"
        before = self._before()
        if level in (Level.TOO_SHORT, Level.LARGER_THAN_CHANCE) and before and self._moved(before.against):
            return f"{self.subject} {self._way(before)}"
        return ""

    def _outside_headline(self) -> Words:
        signal = self._signal()
        side = "above" if signal.direction is Direction.HIGH else "below"
        tail = f" for the {ordinal_word(signal.run)} quarter running" if signal.run > 1 else " this quarter"
        return self._with_unit(f"{self.subject} {self.was} {side} the expected range{tail}, at ")

    def _high_headline(self) -> Words:
        signal = self._signal()
        side = "high" if signal.direction is Direction.HIGH else "low"
        before = self.series.signals[-2] if len(self.series.signals) > 1 else None
        if before is not None and before.rule is Rule.TWO_IN_THREE and before.direction is signal.direction:
            return self._with_unit(f"{self.subject} stayed {side} for a second quarter, at ")
        return self._with_unit(f"{self.subject} {self.was} {side} this quarter, at ")

    def _run_headline(self) -> Words:
        signal = self._signal()
        count = number_word(signal.run)
        if signal.rule is Rule.TREND:
            way = "risen" if signal.direction is Direction.HIGH else "fallen"
            return self._with_unit(
                f"{self.subject} {self.has} {way} for {number_word(max(signal.run - 1, 1))} consecutive quarters, to "
            )
        side = "above" if signal.direction is Direction.HIGH else "below"
        return self._with_unit(
            f"{self.subject} {self.has} been {side} {self.its} average for {count} consecutive quarters, at "
        )

    def _short_headline(self) -> Words:
        before = self._before()
        verb = "stood at " if self.metric.kind is Kind.COUNT else f"{self.was} "
        if before is None or before.other is None or before.other.value is None or before.difference is None:
            return (f"{self.subject} {verb}", self._value(), self._per())
        if self._same_text(before.other):
            return (*self._with_unit(f"{self.subject} {verb}"), f", the same as {self._when(before)}")
        if self._moved(before.against):
            return self._moved_words()
        return (
            *self._with_unit(f"{self.subject} {verb}"),
            ", compared with ",
            self._number(before.other),
            f" {self._when(before)}" if len(self.subject) <= LONG_SUBJECT else "",
        )

    def _when(self, before: Comparison) -> str:
        return "the year before" if before.against is Against.YEAR_BEFORE else "the quarter before"

    def _cannot_headline(self) -> Words:
        when = period_words(self.latest.period)
        if self.latest.immature is not None and self.latest.flagged:
            words = self.metric.maturity.unresolved_words if self.metric.maturity else ""
            early = f"{self.subject} cannot be read yet: "
            if self.metric.maturity and self.latest.immature <= self.metric.maturity.hold_above:
                return (f"{early}too many offences of an area compared {words}",)
            return (early, immature_number(self.latest), f" {words}")
        if self.latest.absence is Absence.CONFIDENTIAL:
            return (f"{self.subject} for {when} {self.was} not judged: figures withheld",)
        return (f"{self.subject} for {when} could not be compared",)

    def _with_unit(self, opening: str) -> Words:
        """An opening, the latest value, and the unit that the number does not carry itself."""
        tail = unit_tail(self.metric.kind)
        return (opening, self._value(), *((tail,) if tail else ()))

    # --- the short paragraph --------------------------------------------------------------------------------------

    def sentence(self, level: Level) -> Words:
        if level is Level.CANNOT:
            return self._mature_words()
        words: list[Inline] = [*self._count_words(), "."]
        expected = self._expected()
        if expected:
            beside = ", inside the expected " if level is Level.HIGH_OR_LOW else ", against an expected "
            words = [*self._count_words(), beside, *expected, "."]
        other = self._beside()
        if other:
            words += [" ", *other]
        if self.series.judgement is Judgement.WITHHELD:
            words += [" Not judged: figures withheld."]
        elif level is Level.TOO_SHORT:
            words += [
                " Too few years to judge." if self.metric.cadence is Cadence.YEAR else " Too few quarters to judge."
            ]
        elif self.series.depends_on_screening:
            words += [f" {SLIGHT}"]
        return tuple(words)

    def _count_words(self) -> Words:
        if self.metric.kind is Kind.COUNT:
            return ("There were ", self._value(), f" {self._counted()}")
        if self.metric.kind.published:
            return self._with_unit("It was ")
        counted, out_of = part_number(self.latest, Aspect.NUMERATOR), part_number(self.latest, Aspect.DENOMINATOR)
        if self.metric.kind is Kind.RATIO:
            return ("There were ", counted, f" {self.metric.counted} and ", out_of, f" {self.metric.unit}")
        if self.metric.kind is Kind.BACKLOG:
            return ("There were ", counted, f" {self.metric.counted}, and ", out_of, f" {self.metric.unit} in a year")
        if self.metric.kind is Kind.RATE:
            return ("There were ", counted, f" {self.metric.counted} among ", out_of, f" {self.metric.unit}")
        return ("It was ", counted, " of ", out_of, f" {self.metric.unit}")

    def _beside(self) -> Words:
        nation = self.comparisons.get(Against.NATION)
        if self.metric.kind is Kind.COUNT:
            year = self.comparisons.get(Against.YEAR_BEFORE)
            if year is None or year.relative is None:
                return ()
            return ("That was ", *self._one_change(year, _WHEN[Against.YEAR_BEFORE]), ".")
        if nation is None or nation.other is None or nation.other.value is None:
            return ()
        return (f"{self.names.nation} was ", self._number(nation.other), ".")

    # --- the reading ----------------------------------------------------------------------------------------------

    def reading(self, level: Level) -> tuple[Words, ...]:
        if level is Level.CANNOT:
            return tuple(words for words in (self._mature_words(),) if words)
        first = [*self._level_words(), *self._change_words()]
        paragraphs = [tuple(first)]
        if year := self._year_words():
            paragraphs.append(year)
        places = self._place_words()
        if places:
            paragraphs.append(places)
        if level is Level.TOO_SHORT:
            paragraphs.append((self._short_words(),))
        elif expected := self._expected():
            inside = "It is inside the expected range, " if level is Level.HIGH_OR_LOW else "The expected range is "
            paragraphs.append((inside, *expected, "."))
        return tuple(paragraphs)

    def _year_words(self) -> Words:
        """A flow over the whole financial year, where the quarter ends one."""
        year, before = self.year, self.year_before
        if year is None or year.value is None:
            return ()
        words: list[Inline] = [f"In {year_label(year.period)} as a whole there were ", self._number(year),
                               f" {self._counted()}"]  # fmt: skip
        if before is not None and before.value is not None and not self._broken(before.period, year.period):
            words += [", compared with ", self._number(before), f" in {year_label(before.period)}"]
        return (*words, ".")

    def _breaks_within(self) -> list[Break]:
        """The changes of definition or source inside the series: one that came later says nothing of it."""
        first = next((figure for figure in self.series.figures if figure.value is not None), self.latest)
        return [
            change
            for change in self.metric.breaks
            if first.period.first_day < parse_period(change.period).first_day <= self.latest.period.last_day
        ]

    def _broken(self, before: Period, after: Period) -> bool:
        return any(
            before.first_day < parse_period(each.period).first_day <= after.last_day for each in self.metric.breaks
        )

    def _short_words(self) -> str:
        if self.series.judgement is Judgement.WITHHELD:
            return "Not judged: figures withheld."
        points = sum(figure.value is not None for figure in self.series.figures)
        of = "years" if self.metric.cadence is Cadence.YEAR else "quarters"
        one = of.rstrip("s") if points == 1 else of
        held = "is held" if points == 1 else "are held"
        return f"{capitalised(number_word(points))} {one} {held}: too few {of} to judge; thirteen are needed."

    def _level_words(self) -> Words:
        if self.metric.kind is Kind.COUNT:
            return ("There were ", self._value(), f" {self._counted()} {self._at()}")
        return (f"{self.subject} {self.was} ", self._value(), self._per(), f" {self._at()}")

    def _change_words(self) -> Words:
        pieces: list[Words] = []
        for against, when in _WHEN.items():
            comparison = self.comparisons.get(against)
            if comparison is not None and comparison.difference is not None:
                pieces.append(self._one_change(comparison, when))
        if not pieces:
            reasons = {item.reason for item in self.comparisons.values() if item.against in _EARLIER and item.reason}
            return (
                (f". It cannot be compared with earlier periods: {_lower_first(sorted(reasons)[0])}.",)
                if reasons
                else (".",)
            )
        if len(pieces) > 1 and all(self._unproved(self.comparisons[against]) for against in _EARLIER):
            year, quarter = (self._size(self.comparisons[against], when) for against, when in _WHEN.items())
            neither = "evidence of a change" if self.metric.kind.sampled else "more than it usually moves"
            return (": ", *year, " and ", *quarter, f"; neither is {neither}.")
        joined: list[Inline] = [": "]
        for index, piece in enumerate(pieces):
            joined += ["; "] if index else []
            joined += piece
        return (*joined, ".")

    def _unproved(self, comparison: Comparison) -> bool:
        """A difference that is seen in print and that chance alone could make."""
        return comparison.verdict is Verdict.NO_DIFFERENCE and not self._vanishes(comparison)

    def _size(self, comparison: Comparison, when: str) -> Words:
        number = unsigned(change_number(comparison, self.metric.kind))
        way = "higher" if (comparison.difference or 0) > 0 else "lower"
        return (number, self._after(number), f" {way} than {when}")

    def _one_change(self, comparison: Comparison, when: str) -> Words:
        if comparison.other is not None and self._number(comparison.figure).text == self._number(comparison.other).text:
            return (f"no different from {when}",)
        if self._vanishes(comparison):
            return (f"much the same as {when}",)
        size = self._size(comparison, when)
        if comparison.verdict is Verdict.NO_DIFFERENCE:
            if not self.metric.kind.sampled:
                return (*size, ", no more than it usually moves")
            return (*size, ", which is no evidence of a change")
        return size

    def _place_words(self) -> Words:
        if self.metric.kind is Kind.COUNT:
            return self._places_by_change()
        if not self.metric.kind.sampled:
            return self._places_by_level()
        pieces: list[tuple[str, Words]] = []
        for against, place in ((Against.NATION, self.names.nation), (Against.REGION, self.names.region)):
            comparison = self.comparisons.get(against)
            if comparison is None or comparison.other is None or comparison.other.value is None:
                continue
            if comparison.verdict is Verdict.CANNOT:
                continue
            if comparison.verdict is Verdict.NO_DIFFERENCE:
                said = "there was no evidence of a difference from"
            elif self._vanishes(comparison):
                said = "it was much the same as"
            else:
                said = f"it was {comparison.verdict.value} than"
            pieces.append((said, (f" {place} (", self._number(comparison.other), ")")))
        if len(pieces) > 1 and pieces[0][0] == pieces[1][0]:
            joint = " or from" if pieces[0][0].endswith("from") else " and"
            return (capitalised(pieces[0][0]), *pieces[0][1], joint, *pieces[1][1], ".")
        return _joined([(said if at else capitalised(said), *rest) for at, (said, rest) in enumerate(pieces)])

    def _places_by_level(self) -> Words:
        """Where no difference can be tested the others' values stand beside the board's, and no word says what they mean."""
        pieces: list[Words] = []
        for against, place in ((Against.NATION, self.names.nation), (Against.REGION, self.names.region)):
            comparison = self.comparisons.get(against)
            if comparison is None or comparison.other is None or comparison.other.value is None:
                continue
            pieces.append((f"{place} ", self._number(comparison.other), unit_tail(self.metric.kind)))
        return ("Beside it: ", *pieces[0], *((" and ", *pieces[1]) if len(pieces) > 1 else ()), ".") if pieces else ()

    def _places_by_change(self) -> Words:
        """Counts are compared with other areas by their change on the year, never by level."""
        year = self.comparisons.get(Against.YEAR_BEFORE)
        if year is None or year.relative is None:
            return ()
        held = [
            (place, comparison)
            for against, place in ((Against.NATION, self.names.nation), (Against.REGION, self.names.region))
            if (comparison := self.comparisons.get(against)) is not None and comparison.relative is not None
        ]
        if not held:
            return ()
        place, first = held[0]
        words: Words = (f"In {place} the number was ", *self._change_by(first))
        for place, comparison in held[1:]:
            same = (
                not self._vanishes(first)
                and not self._vanishes(comparison)
                and self._way(first) == self._way(comparison)
            )
            if same:
                words = (
                    *words,
                    f", and in {place} ",
                    unsigned(change_number(comparison, Kind.COUNT)),
                    f" {self._side(first)}",
                )
            else:
                words = (*words, f"; in {place} it was ", *self._change_by(comparison))
        return (*words, ".")

    def _mature_words(self) -> Words:
        """For a measure held back: the latest period that is not, in words."""
        earlier = self.last_mature
        if earlier is None or earlier.value is None:
            return ("No earlier quarter can be read either.",)
        words: list[Inline] = [
            f"The latest quarter that can be read is {period_words(earlier.period)}: ", self._number(earlier),
        ]  # fmt: skip
        if self.metric.kind.sampled:
            words += [" (", part_number(earlier, Aspect.NUMERATOR), " of ", part_number(earlier, Aspect.DENOMINATOR),
                      f" {self.metric.unit})"]  # fmt: skip
        if earlier.flagged and earlier.immature is not None and self.metric.maturity:
            words += [", to be read with care: ", *self._resolving(earlier)]
        return (*words, ".")

    # --- caveats --------------------------------------------------------------------------------------------------

    def caveats(self) -> tuple[Words, ...]:
        found: list[Words] = []
        if self.series.depends_on_screening:
            found.append((f"{SLIGHT} {SLIGHT_WHY}",))
        out_of = self.latest.denominator
        if out_of is not None and out_of < self.metric.minimum and self.latest.value is not None:
            found.append(("Small numbers: with ", part_number(self.latest, Aspect.DENOMINATOR),
                          f" {self.metric.unit}, the figure moves a good deal by chance."))  # fmt: skip
        if self.latest.flagged and self.latest.value is not None and self.latest.immature and self.metric.maturity:
            found.append(("Read with care: ", *self._resolving(self.latest), ", so the figure will still move."))
        found += [(f"{change.reason.rstrip('.')}.",) for change in self._breaks_within()]
        if self.metric.basis:
            found.append((f"Basis: {_lower_first(self.metric.basis.rstrip('.'))}.",))
        found += [(f"{caveat.rstrip('.')}.",) for caveat in self.metric.caveats]
        return tuple(found)

    def _resolving(self, figure: Figure) -> Words:
        """Why a figure is flagged: its own cohort, or one it is compared with."""
        maturity = self.metric.maturity
        if maturity is None or figure.immature is None or figure.immature <= maturity.flag_above:
            return ("an area it is compared with is still being resolved",)
        return (immature_number(figure), f" {maturity.unresolved_words}")

    def base(self) -> Words:
        """What stands under the short paragraph, which has called the signal slight already."""
        caveats = self.caveats()
        return (SLIGHT_WHY,) if self.series.depends_on_screening else caveats[0] if caveats else ()

    # --- small pieces ---------------------------------------------------------------------------------------------

    def _value(self) -> Number:
        return self._number(self.latest)

    def _number(self, figure: Figure) -> Number:
        return figure_number(figure, self.metric.kind)

    def _counted(self) -> str:
        """What a count counts, as a sentence says it."""
        return self.metric.counted or self.metric.unit

    def _per(self) -> str:
        if self.metric.kind is Kind.RATE:
            return f" per {self.metric.multiplier:,} residents"
        return unit_tail(self.metric.kind)

    def _at(self) -> str:
        """When the latest figure is of: in a period, or for a stock at its end."""
        if not self.metric.stock or not self.latest.period.is_quarter:
            return f"in {period_words(self.latest.period)}"
        return f"at the end of {period_words(self.latest.period).split(' to ')[-1]}"

    def _after(self, number: Number) -> str:
        """What follows the size of a change: the unit that the number does not carry itself."""
        if self.metric.kind.percent:
            return _points(number)
        return unit_tail(self.metric.kind) if number.text != "1" else unit_tail(self.metric.kind).rstrip("s")

    def _signal(self) -> Signal:
        signal = self.series.signal
        assert signal is not None
        return signal

    def _before(self) -> Comparison | None:
        if self.metric.cadence is Cadence.YEAR:
            return self.comparisons.get(Against.YEAR_BEFORE)
        return self.comparisons.get(Against.QUARTER_BEFORE)

    def _moved(self, against: Against) -> bool:
        comparison = self.comparisons.get(against)
        moved = comparison is not None and comparison.verdict in (Verdict.HIGHER, Verdict.LOWER)
        return moved and comparison is not None and not self._vanishes(comparison)

    def _vanishes(self, comparison: Comparison) -> bool:
        """A change that cannot be seen at the printed precision is not described as one (methods, section 8)."""
        figure, other = self._number(comparison.figure), comparison.other
        size = change_number(comparison, self.metric.kind).text
        unseen = not any(digit in size for digit in "123456789")
        return unseen or (other is not None and figure.text == self._number(other).text)

    def _change_by(self, comparison: Comparison) -> Words:
        """How another area's count stands to a year earlier: higher or lower, for nobody has judged whether it moved."""
        if self._vanishes(comparison):
            return ("much the same as a year earlier" if comparison.difference else "the same as a year earlier",)
        return (unsigned(change_number(comparison, Kind.COUNT)), f" {self._side(comparison)} than a year earlier")

    def _side(self, comparison: Comparison) -> str:
        return "higher" if (comparison.difference or 0) > 0 else "lower"

    def _moved_words(self) -> Words:
        before = self._before()
        assert before is not None and before.other is not None  # noqa: PT018  (only asked where it moved)
        moved = f"{self.subject} {self._way(before)} to "
        return (*self._with_unit(moved), ", from ", self._number(before.other))

    def _way(self, comparison: Comparison) -> str:
        return "rose" if (comparison.difference or 0) > 0 else "fell"

    def _same_text(self, other: Figure) -> bool:
        return self._number(other).text == self._value().text

    def _expected(self) -> Words:
        if not self.series.segments:
            return ()
        segment, kind = self.series.segments[-1], self.metric.kind
        lower = limit_number(segment.lower, kind, self.latest.reference, Aspect.LOWER_LIMIT)
        upper = limit_number(segment.upper, kind, self.latest.reference, Aspect.UPPER_LIMIT)
        return (lower, " to ", upper, *((unit_tail(kind),) if unit_tail(kind) else ()))


_WHEN = {Against.YEAR_BEFORE: "a year earlier", Against.QUARTER_BEFORE: "the quarter before"}
_EARLIER = tuple(_WHEN)


def _joined(pieces: list[Words]) -> Words:
    joined: list[Inline] = []
    for index, piece in enumerate(pieces):
        joined += ["; "] if index else []
        joined += piece
    return (*joined, ".") if joined else ()


def _lower_first(text: str) -> str:
    first, rest = text[:1], text[1:]
    return text if rest[:1].isupper() else first.lower() + rest


def _points(number: Number) -> str:
    return " percentage point" if number.text == "1.0" else " percentage points"


def period_label(period: Period) -> str:
    """The period as a heading: capitalised words."""
    return capitalised(period_words(period))
