"""What stands under a headline: the short paragraph of a summary, and the reading of a page beside its table."""

from __future__ import annotations

from collections.abc import Sequence

from assize.core.document import Aspect, Inline, Words
from assize.core.material import About, Level
from assize.core.nouns import Against, Comparison, Direction, Judgement, Rule, Verdict
from assize.core.periods import Period
from assize.core.specs import Kind
from assize.core.wording import (
    RULED_OUT,
    capitalised,
    index_number,
    lower_name,
    number_word,
    opening_month,
    part_number,
    period_words,
    slope_number,
    unit_tail,
    unsigned,
    year_label,
)
from assize.narrate.areas import position_words
from assize.narrate.cohorts import same_age_words
from assize.narrate.teller import Teller

SLIGHT = "The signal is slight."
_COUNTS_APART = (Kind.RATE, Kind.RATIO, Kind.BACKLOG)


_TOLD_APART = "more than chance between two such counts"
_WHEN = {Against.YEAR_BEFORE: "a year earlier", Against.QUARTER_BEFORE: "the quarter before"}
_EARLIER = tuple(_WHEN)


def paragraph(t: Teller, level: Level) -> Words:
    """A few sentences for a third of a page: the counts, the expected range, what stands beside them."""
    if t.latest.value is None:
        return _mature_words(t)
    words: list[Inline] = [*_count_words(t), "."]
    expected = t.expected
    if expected and t.metric.kind in _COUNTS_APART:  # counts are not set against limits of what they make together
        inside = "It is inside the expected range" if level is Level.HIGH_OR_LOW else "The expected range"
        is_, comma = ("", ", ") if level is Level.HIGH_OR_LOW else (" is", " ")
        words += [f" {inside}{t.season}{is_}{comma}", *expected, "."]
    elif expected:
        beside = ", inside the expected " if level is Level.HIGH_OR_LOW else ", against an expected "
        words = [*_count_words(t), beside, *expected, f"{t.season}."]
    other = _beside(t)
    if other:
        words += [" ", *other]
    if t.series.judgement.reason:
        words += [f" Not judged: {t.series.judgement.reason}."]
    elif t.series.judgement is Judgement.TOO_SHORT:
        words += [f" Too few {t.period}s{t.since_break} to judge."]
    elif t.series.depends_on_screening:
        words += [f" {SLIGHT}"]
    return tuple(words)


def _count_words(t: Teller) -> Words:
    if t.metric.kind is Kind.COUNT:
        return ("There were ", t.value(), f" {t.counted()}")
    if t.metric.kind.published:
        return t.with_unit("It was ")
    counted, out_of = part_number(t.latest, Aspect.NUMERATOR), part_number(t.latest, Aspect.DENOMINATOR)
    if t.metric.kind is Kind.RATIO:
        return ("There were ", counted, f" {t.metric.counted} and ", out_of, f" {t.metric.unit}")
    if t.metric.kind is Kind.BACKLOG:
        return ("There were ", counted, f" {t.metric.counted}, and ", out_of, f" {t.metric.unit} in a year")
    if t.metric.kind is Kind.RATE:
        return ("There were ", counted, f" {t.metric.counted} among ", out_of, f" {t.metric.unit}")
    return ("It was ", counted, " of ", out_of, f" {t.metric.unit}")


def _beside(t: Teller) -> Words:
    nation = t.comparisons.get(Against.NATION)
    if t.metric.kind is Kind.COUNT:
        year = t.comparisons.get(Against.YEAR_BEFORE)
        if year is None or year.relative is None:
            return ()
        return ("That was ", *_one_change(t, year, _WHEN[Against.YEAR_BEFORE]), ".")
    if nation is None or nation.other is None or nation.other.value is None:
        return ()
    return (f"{t.names.nation} was ", t.number(nation.other), ".")


def reading(t: Teller, level: Level) -> tuple[tuple[About, Words], ...]:
    """Paragraphs in the order of what matters: a page takes as many of the first as it has room for."""
    if t.latest.value is None:
        young = same_age_words(t)
        return (*(((About.SAME_AGE, young),) if young else ()), (About.EARLIER, _mature_words(t)))
    places, trend = (About.PLACES, _place_words(t)), (About.TREND, _long_words(t))
    limits = (About.RANGE, _range_words(t, level))
    told: list[tuple[About, Words]] = [
        (About.CHANGE, (*_level_words(t), *_change_words(t))),
        (About.SAME_AGE, same_age_words(t)),
        (About.MONTHS, _year_words(t)),
        # A trend that a test found stands nowhere else on the page; the table has the places, and the chart its limits.
        *((trend, places) if t.trends else (places, trend)),
    ]
    # What is high and inside its range is always said to be inside it.
    told.insert(1 if level is Level.HIGH_OR_LOW else len(told), limits)
    return tuple((about, words) for about, words in told if words)


def _range_words(t: Teller, level: Level) -> Words:
    """The expected range in print, or why there is none; nothing where neither can be said."""
    if not t.series.judgement.is_made:
        return (_short_words(t),)
    if not t.expected:
        return ()
    if level is not Level.HIGH_OR_LOW:
        return (f"The expected range{t.season} is ", *t.expected, ".")
    return (f"It is inside the expected range{t.season}, ", *t.expected, f", {_near_words(t)}.")


def _near_words(t: Teller) -> str:
    """What makes a point inside its range a signal: the rule of two in three."""
    signal = t.series.signal
    assert signal is not None
    assert signal.rule is Rule.TWO_IN_THREE
    end = "upper" if signal.direction is Direction.HIGH else "lower"
    return f"but at least two of the last three {t.period}s are close to its {end} limit"


def _year_words(t: Teller) -> Words:
    """A flow over the twelve months to the latest quarter: the financial year by its name, where it is one."""
    year, before = t.year, t.year_before
    if year is None or year.value is None:
        return ()
    financial = year.period == year.period.financial_year
    when = f"In {year_label(year.period)} as a whole" if financial else f"In the twelve months to {_end(year.period)}"
    words: list[Inline] = [f"{when} there were ", t.number(year), f" {t.counted()}"]
    if before is not None and before.value is not None and not t.broken(before.period, year.period):
        earlier = f"in {year_label(before.period)}" if financial else "in the twelve months before"
        words += [", compared with ", t.number(before), f" {earlier}"]
    return (*words, ".")


def _end(period: Period) -> str:
    return period_words(period).split(" to ")[-1]


def _long_words(t: Teller) -> Words:
    """The trend over the whole stretch where a test found one, and the index to the same quarter of 2019."""
    words: list[Inline] = []
    run = t.long_run
    if run is not None and t.trends:
        since = opening_month(run.first)
        way = "rise" if run.verdict is Verdict.HIGHER else "fall"
        it = "they have" if t.metric.plural else "it has"
        opening = f"Over the {run.points} {t.period}s since {since} {it} tended to {way}"
        size = None if run.slope is None else slope_number(run.slope, t.metric.kind, t.latest.reference)
        if size is not None and any(digit in size.text for digit in "123456789"):
            words += [f"{opening}, by about ", size, f"{t.after(size)} a year ({run.test})."]
        elif size is None:
            words += [f"{opening} ({run.test})."]
    if t.base is not None:
        same = period_words(t.base.period)
        stand = "they stand" if t.metric.plural else "it stands"
        words += [f"{' ' if words else ''}With {same} as 100 {stand} at ", index_number(t.latest, t.base), "."]
    return tuple(words)


def _short_words(t: Teller) -> str:
    if t.series.judgement.reason:
        return f"Not judged: {t.series.judgement.reason}."
    held, of = t.series.held, f"{t.period}s"
    are = f"{t.period} is" if held == 1 else f"{of} are"
    return f"{capitalised(number_word(held))} {are} held{t.since_break}: too few {of} to judge; thirteen are needed."


def _level_words(t: Teller) -> Words:
    if t.metric.kind is Kind.COUNT:
        return ("There were ", t.value(), f" {t.counted()} {t.at()}")
    return (f"{t.subject} {t.was} ", t.value(), t.per(), f" {t.at()}")


def _change_words(t: Teller) -> Words:
    pieces: list[Words] = []
    for against, when in _WHEN.items():
        comparison = t.comparisons.get(against)
        if comparison is not None and comparison.difference is not None:
            pieces.append(_one_change(t, comparison, when))
    if not pieces:
        reasons = {item.reason for item in t.comparisons.values() if item.against in _EARLIER and item.reason}
        return (
            (f". It cannot be compared with earlier periods: {lower_name(sorted(reasons)[0])}.",) if reasons else (".",)
        )
    if len(pieces) > 1 and all(_unproved(t, t.comparisons[against]) for against in _EARLIER):
        year, quarter = (_size(t, t.comparisons[against], when) for against, when in _WHEN.items())
        if both := _of_both(t, [t.comparisons[against] for against in _EARLIER]):
            return (": ", *year, " and ", *quarter, f"; {both}.")
    joined: list[Inline] = [": "]
    for index, piece in enumerate(pieces):
        joined += ["; "] if index else []
        joined += piece
    before = t.before()
    for against in _EARLIER:
        asked = against is Against.QUARTER_BEFORE or (before is not None and against is before.against)
        missing = t.comparisons.get(against)
        if asked and missing is not None and missing.difference is None and missing.reason:
            joined += [f"; it cannot be compared with {_WHEN[against]}: {lower_name(missing.reason)}"]
    return (*joined, ".")


def _unproved(t: Teller, comparison: Comparison) -> bool:
    """A difference that is seen in print and that chance alone could make."""
    return comparison.verdict is Verdict.NO_DIFFERENCE and not t.vanishes(comparison)


def _size(t: Teller, comparison: Comparison, when: str) -> Words:
    number = unsigned(t.change(comparison))
    way = "higher" if (comparison.difference or 0) > 0 else "lower"
    return (number, t.after(number), f" {way} than {when}")


def _one_change(t: Teller, comparison: Comparison, when: str) -> Words:
    if comparison.other is not None and t.number(comparison.figure).text == t.number(comparison.other).text:
        return (f"no different from {when}",)
    if t.vanishes(comparison):
        return (f"much the same as {when}",)
    size = _size(t, comparison, when)
    if comparison.verdict is Verdict.NO_DIFFERENCE:
        if comparison.usual and not comparison.by_chance:
            apart = f"{_TOLD_APART}, but " if comparison.by_chance is False else ""
            return (*size, f", {apart}inside the range of {t.its} usual moves")
        alone = ", taken alone," if t.series.signal is not None else ""  # what the chart shows is news all the same
        return (*size, f", which{alone} is no evidence of a change")
    if comparison.strong and comparison is t.before() and t.series.judgement.is_made and t.series.signal is None:
        return (*size, ", more than chance between the two")
    return size


def _of_both(t: Teller, pair: Sequence[Comparison]) -> str:
    """What neither of two changes shows, where one thing may be said of both; by themselves, whatever the series shows."""
    if t.metric.kind.sampled or all(one.by_chance for one in pair):
        return "taken alone, neither is evidence of a change"
    if not all(one.usual for one in pair) or pair[0].by_chance is not pair[1].by_chance:
        return ""
    apart = f"{_TOLD_APART}, but " if all(one.as_usual for one in pair) else ""
    return f"both are {apart}inside the range of {t.its} usual moves"


def _place_words(t: Teller) -> Words:
    if t.metric.kind is Kind.COUNT:
        return _places_by_change(t)
    if t.position is not None:  # whether it differs is told by how far all areas differ, and not by two of them
        beside = _places_by_level(t)
        return (*beside, *((" ",) if beside else ()), *position_words(t.position, t.metric))
    if not t.metric.kind.sampled:
        return _places_by_level(t)
    pieces: list[tuple[str, Words, str]] = []
    for against, place in ((Against.NATION, t.names.nation), (Against.REGION, t.names.region)):
        comparison = t.comparisons.get(against)
        if comparison is None or comparison.other is None or comparison.other.value is None:
            continue
        if comparison.verdict is Verdict.CANNOT:
            continue
        doubt = ""
        if comparison.verdict is Verdict.NO_DIFFERENCE:
            said = "there was no evidence of a difference from"
        elif t.vanishes(comparison):
            said = "it was much the same as"
        elif comparison.strong:
            said = f"it was {comparison.verdict.value} than"
        else:  # of twenty such differences one is chance: enough for a table whose key says so, and too little for a sentence
            said, doubt = "it was not far enough from", f" {RULED_OUT}"
        pieces.append((said, (f" {place} (", t.number(comparison.other), ")"), doubt))
    if len(pieces) > 1 and (pieces[0][0], pieces[0][2]) == (pieces[1][0], pieces[1][2]):
        said, first, doubt = pieces[0]
        joint = " or from" if said.endswith("from") else " and"
        return (capitalised(said), *first, joint, *pieces[1][1], f"{doubt}.")
    return _joined([(said if at else capitalised(said), *rest, doubt) for at, (said, rest, doubt) in enumerate(pieces)])


def _places_by_level(t: Teller) -> Words:
    """Where no difference can be tested the others' values stand beside the board's, and no word says what they mean."""
    pieces: list[Words] = []
    for against, place in ((Against.NATION, t.names.nation), (Against.REGION, t.names.region)):
        comparison = t.comparisons.get(against)
        if comparison is None or comparison.other is None or comparison.other.value is None:
            continue
        pieces.append((f"{place} ", t.number(comparison.other), unit_tail(t.metric.kind)))
    return ("Beside it: ", *pieces[0], *((" and ", *pieces[1]) if len(pieces) > 1 else ()), ".") if pieces else ()


def _places_by_change(t: Teller) -> Words:
    """Counts are compared with other areas by their change on the year, never by level."""
    year = t.comparisons.get(Against.YEAR_BEFORE)
    if year is None or year.relative is None:
        return ()
    held = [
        (place, comparison)
        for against, place in ((Against.NATION, t.names.nation), (Against.REGION, t.names.region))
        if (comparison := t.comparisons.get(against)) is not None and comparison.relative is not None
    ]
    if not held:
        return ()
    place, first = held[0]
    words: Words = (f"In {place} the number was ", *_change_by(t, first))
    for place, comparison in held[1:]:
        same = not t.vanishes(first) and not t.vanishes(comparison) and t.way(first) == t.way(comparison)
        if same:
            words = (
                *words,
                f", and in {place} ",
                unsigned(t.change(comparison)),
                f" {t.side(first)}",
            )
        else:
            words = (*words, f"; in {place} it was ", *_change_by(t, comparison))
    return (*words, ".")


def _mature_words(t: Teller) -> Words:
    """For a measure held back: the latest period that is not, in words."""
    earlier = t.last_mature
    if earlier is None or earlier.value is None:
        return ("No earlier quarter can be read either.",)
    words: list[Inline] = [
        f"The latest quarter that can be read is {period_words(earlier.period)}: ", t.number(earlier),
    ]  # fmt: skip
    if t.metric.kind.sampled:
        words += [" (", part_number(earlier, Aspect.NUMERATOR), " of ", part_number(earlier, Aspect.DENOMINATOR),
                  f" {t.metric.unit})"]  # fmt: skip
    if earlier.flagged and earlier.immature is not None and t.metric.maturity:
        words += [", to be read with care: ", *t.resolving(earlier)]
    return (*words, ".")


def _change_by(t: Teller, comparison: Comparison) -> Words:
    """How another area's count stands to a year earlier: higher or lower, for nobody has judged whether it moved."""
    if t.vanishes(comparison):
        return ("much the same as a year earlier" if comparison.difference else "the same as a year earlier",)
    return (unsigned(t.change(comparison)), f" {t.side(comparison)} than a year earlier")


def _joined(pieces: list[Words]) -> Words:
    joined: list[Inline] = []
    for index, piece in enumerate(pieces):
        joined += ["; "] if index else []
        joined += piece
    return (*joined, ".") if joined else ()
