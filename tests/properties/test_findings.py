"""What holds of every finding, whatever the figures: the numbers are the figures', the words agree with them.

Series are drawn at random, short and long, with gaps, steps and drifts; the nation and the pool beside the board too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from builders import LATEST, NAMES, NATION, POOL, figure, figures, maturity, measured, metric
from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st

from assize.assess.cohorts import at_one_age
from assize.core.document import Aspect, Number, Words, plain
from assize.core.material import Finding, Level
from assize.core.nouns import Absence, Better, Comparison, Figure, Judgement, Measured, Rule, Verdict
from assize.core.specs import Break, Kind, MetricSpec
from assize.core.wording import (
    MINUS,
    change_number,
    figure_number,
    finer_number,
    immature_number,
    interval_numbers,
    limit_number,
    part_number,
    slope_number,
    unsigned,
)
from assize.narrate.findings import find

MOST = 256  # of so many: a power of two, so that shares and their mirror images are exact
NEVER = (
    "improv",
    "deteriorat",
    "worse",
    "better",
    "because",
    "due to",
    "driven by",
    "significant",
    "caused",
    "thanks to",
)


@st.composite
def values(draw: st.DrawFn) -> list[int | None]:
    """A level, some noise, perhaps a season, a step or a drift, the last points in order or on one side, or a gap."""
    level, noise = draw(st.integers(20, MOST - 20)), draw(st.sampled_from((0, 2, 8, 20, 45)))
    count = draw(st.integers(1, 24) | st.integers(18, 24))
    step, drift = draw(st.sampled_from((0, 0, -60, 25, 60))), draw(st.sampled_from((0, 0, 0, 3, -3)))
    since = draw(st.integers(0, count))
    swing = draw(st.sampled_from((0, 0, 30)))
    side = draw(st.sampled_from((0, 0, 0, 0, 1, -1)))
    drawn: list[int | None] = []
    for index in range(count):
        own = draw(st.integers(-noise, noise))
        moved = (step if index >= since else 0) + drift * index
        if side and index >= count - 8:  # of the level, and hardly ever outside the limits
            moved, own = 0, side * (1 + abs(own) // 3)
        season = swing * (1, 2, -1, -2)[index % 4] // 2
        drawn.append(min(max(level + moved + season + own, 0), MOST))
    order = draw(st.sampled_from((0, 0, 0, 1, -1)))
    if order:  # a rise or fall within the limits, which noise seldom gives
        drawn[-8:] = sorted(drawn[-8:], key=lambda value: order * (value or 0))
    for gap in draw(st.lists(st.integers(0, count - 1), max_size=2)):
        drawn[gap] = None
    return drawn


KINDS = st.sampled_from((Kind.PROPORTION, Kind.RATE, Kind.COUNT))
CASES = st.tuples(KINDS, st.sampled_from(Better), values(), values(), values())


def judged(kind: Kind, better: Better, own: Sequence[int | None], nation: Sequence, pool: Sequence) -> Measured:
    spec = _spec(kind, better)
    held = figures(spec, own, MOST)
    held += figures(spec, [None if v is None else v * 40 for v in nation], MOST * 40, area=NATION)
    held += figures(spec, [None if v is None else v * 4 for v in pool], MOST * 4, area=POOL)
    return measured(spec, held)


def _spec(kind: Kind, better: Better) -> MetricSpec:
    return metric("done-rate", kind, better=better, subject="The done rate", caveats=(), basis="")


def runs(finding: Finding) -> list[Words]:
    return [finding.headline, finding.sentence, *finding.reading, *finding.caveats]


def text(finding: Finding) -> str:
    return " ".join([finding.claim, *(plain(words) for words in runs(finding))])


# --- numbers ------------------------------------------------------------------------------------------------------


@given(CASES)
@settings(max_examples=80, deadline=None)
def test_every_number_has_the_text_that_wording_gives_for_its_figure(case):
    kind = case[0]
    found = judged(*case)
    known = {f.reference: f for f in (*found.series.figures, *(f for held in found.comparators.values() for f in held))}
    finding = find(found, _spec(*case[:2]), NAMES)
    for number in (part for words in runs(finding) for part in words if isinstance(part, Number)):
        figure = known[number.figure]
        assert number.text in _texts(number, figure, found, known, kind), number


def _texts(number: Number, figure: Figure, found: Measured, known: Mapping[str, Figure], kind: Kind) -> set[str]:
    match number.aspect:
        case Aspect.VALUE:
            return {figure_number(figure, kind).text}
        case Aspect.NUMERATOR | Aspect.DENOMINATOR:
            return {part_number(figure, number.aspect).text}
        case Aspect.LOWER | Aspect.UPPER:
            ends = interval_numbers(figure, kind)
            return {end.text for end in ends or () if end.aspect is number.aspect}
        case Aspect.LOWER_LIMIT | Aspect.UPPER_LIMIT:
            lower, _, upper = found.series.segments[-1].at(len(found.series.figures) - 1)
            ends = {
                aspect: limit_number(end, kind, figure.reference, aspect)
                for aspect, end in ((Aspect.LOWER_LIMIT, lower), (Aspect.UPPER_LIMIT, upper))
            }
            own, value = ends[number.aspect], figure_number(figure, kind)
            alike = any(end.text == value.text and end.value != value.value for end in ends.values())
            return {own.text, *(finer_number(own, kind, more).text for more in (1, 2, 3) if alike)}
        case Aspect.SLOPE:
            assert found.long_run is not None
            assert found.long_run.slope is not None
            return {slope_number(found.long_run.slope, kind, figure.reference).text}
        case Aspect.DIFFERENCE | Aspect.RELATIVE:
            other = known[number.other]
            assert figure.value is not None
            assert other.value is not None
            difference = figure.value - other.value
            relative = difference / other.value if kind is Kind.COUNT and other.value >= 30 else None
            again = Comparison(
                next(iter(found.comparisons.values())).against,
                figure,
                other,
                difference,
                relative,
                None,
                Verdict.CANNOT,
            )
            signed = change_number(again, kind)
            return {unsigned(signed).text} if signed.aspect is number.aspect else set()
    raise AssertionError(number.aspect)


# --- words that compare -------------------------------------------------------------------------------------------

UP = ("rose", "higher", "above", "risen", "high", "rising")
_COMPARED = re.compile(
    r"(?P<way>rose|fell) to (?P<now>\S+), from (?P<then>[^\s,]+)(?P<on_year> a year earlier)?"
    r"|(?P<size>\S+)(?: percentage points?)? (?P<side>higher|lower) than (?P<when>a year earlier|the quarter before)"
    r"|t was (?P<place_side>higher|lower) than (?P<place>England and Wales|the other force in its region)"
    r"(?P<place_both> \([^)]*\) and the other force in its region)?"
    r"|[iI]n (?P<there>England and Wales|the other force in its region) (?:the number|it) was \S+ "
    r"(?P<there_way>higher|lower) than a year earlier(?P<there_both>, and in the other force in its region \S+ \w+)?"
    r"|(?P<limit_way>above|below) the expected range"
    r"|(?P<mean_way>above|below) its average(?: for the time of year)? (?P<mean_run>\S+) \w+ running"
    r"|has (?P<trend>risen|fallen)(?:, the season apart,)? (?P<steps>\S+) \w+ running"
    r"|at least two of the last three \w+ are close to its (?P<end>upper|lower) limit"
    r"|(?:was|stayed) (?P<near>high|low)(?= this quarter| for the time of year| two quarters running)"
)
# A word of comparison that holds for both places of its sentence: the second place is checked as well.
_JOINT = re.compile(
    r"t was (?P<side>higher|lower) than England and Wales \([^)]+\) and the other force"
    r"|number was \S+ (?P<way>higher|lower) than a year earlier, and in the other force"
)
_COMPARATIVE = re.compile(
    r"\b(rose|fell|risen|fallen|rising|falling|higher|lower|above|below|high|low|increased|decreased)\b"
)
_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


@given(CASES)
@settings(max_examples=150, deadline=None)
def test_every_comparative_agrees_with_the_unrounded_difference(case):
    found = judged(*case)
    finding = find(found, _spec(*case[:2]), NAMES)
    for words in runs(finding):
        said = plain(words)
        matches = list(_COMPARED.finditer(said))
        for match in matches:
            word, difference = _difference(match, found)
            assert difference != 0, said
            assert (word in UP) is (difference > 0), (said, difference)
        if joint := _JOINT.search(said):
            word, difference = _joint_difference(joint, found)
            assert difference != 0, said
            assert (word in UP) is (difference > 0), (said, difference)
        known = sum(len(_COMPARATIVE.findall(match.group())) for match in matches)
        assert len(_COMPARATIVE.findall(said)) == known, f"a comparison that this test does not know: {said}"
    if finding.claim:
        claimed = [word for word in _COMPARATIVE.findall(finding.claim) if word]
        headline = _COMPARATIVE.findall(plain(finding.headline))
        assert [word in UP for word in claimed[:1]] == [word in UP for word in headline[:1]]


def _difference(match: re.Match[str], found: Measured) -> tuple[str, Decimal]:
    """The word of comparison, and what it speaks of worked out again from the figures."""
    series = found.series
    now = series.latest.value
    assert now is not None
    group = match.groupdict()
    own = {figure.period: figure.value for figure in series.figures}
    if group["way"]:
        return group["way"], now - _held(own[LATEST.later(-4 if group["on_year"] else -1)])
    if group["side"]:
        back = 4 if group["when"] == "a year earlier" else 1
        assert any(digit in group["size"] for digit in "123456789"), match.group()
        return group["side"], now - _held(own[LATEST.later(-back)])
    if group["place_side"] or group["there_way"]:
        slugs = [NATION if "England" in (group["place"] or group["there"]) else POOL]
        slugs += [POOL] if group["place_both"] or group["there_both"] else []
        apart = [_beside(found, slug, now if group["place_side"] else None) for slug in slugs]
        assert len({difference > 0 for difference in apart}) == 1, match.group()
        return group["place_side"] or group["there_way"], min(apart, key=abs)
    last = len(series.figures) - 1
    segment = series.segments[-1]
    lower, mean, upper = segment.at(last)
    if group["limit_way"]:
        limit = upper if group["limit_way"] == "above" else lower
        return group["limit_way"], Decimal(float(now) - limit)
    if group["mean_way"]:
        run = _WORDS.index(group["mean_run"]) if group["mean_run"] in _WORDS else int(group["mean_run"])
        sides = {_held(series.figures[at].value) > Decimal(segment.at(at)[1]) for at in range(last + 1 - run, last + 1)}
        assert len(sides) == 1, match.group()
        return group["mean_way"], now - Decimal(mean)
    if group["trend"]:
        steps = _WORDS.index(group["steps"]) if group["steps"] in _WORDS else int(group["steps"])
        points = range(last - steps, last + 1)
        run_of = [_held(series.figures[at].value) - Decimal(segment.at(at)[1]) for at in points]  # the season apart
        assert len({later > earlier for earlier, later in pairwise(run_of)}) == 1
        return ("rose" if group["trend"] == "risen" else "fell"), run_of[-1] - run_of[0]
    if group["end"]:
        high = group["end"] == "upper"
        near = 0
        for at in range(last - 2, last + 1):
            low, middle, top = segment.at(at)
            apart = float(_held(series.figures[at].value)) - middle
            assert (apart > 0) is high, match.group()  # all three on one side
            near += abs(apart) >= 2 / 3 * abs((top if high else low) - middle) * (1 - 1e-9)
        assert near >= 2, match.group()
        return ("above" if high else "below"), now - Decimal(mean)
    return group["near"], now - Decimal(mean)


def _beside(found: Measured, slug: str, own: Decimal | None) -> Decimal:
    """The board's value less the place's; without one, the place's own change on the year."""
    there = {figure.period: figure.value for figure in found.comparators[slug]}
    if own is not None:
        return own - _held(there[LATEST])
    return _held(there[LATEST]) - _held(there[LATEST.later(-4)])


def _joint_difference(match: re.Match[str], found: Measured) -> tuple[str, Decimal]:
    """The word of comparison, and what it says of the second place worked out again."""
    there = {figure.period: figure.value for figure in found.comparators[POOL]}
    if match["side"]:
        return match["side"], _held(found.series.latest.value) - _held(there[LATEST])
    return match["way"], _held(there[LATEST]) - _held(there[LATEST.later(-4)])


def _held(value: Decimal | None) -> Decimal:
    assert value is not None
    return value


@given(CASES)
@settings(max_examples=40, deadline=None)
def test_a_trend_is_told_only_where_a_test_found_one_and_the_way_it_goes(case):
    found = judged(*case)
    said = text(find(found, _spec(*case[:2]), NAMES))
    run = found.long_run
    assert run is not None
    for way, verdict in (("tended to rise", Verdict.HIGHER), ("tended to fall", Verdict.LOWER)):
        if way in said:
            assert run.verdict is verdict
            assert (run.slope or 0) * (1 if verdict is Verdict.HIGHER else -1) > 0
            assert "(seasonal Mann-Kendall test)" in said


# --- words that are never said ------------------------------------------------------------------------------------


@given(CASES)
@settings(max_examples=80, deadline=None)
def test_no_cause_no_praise_and_no_significance(case):
    said = text(find(judged(*case), _spec(*case[:2]), NAMES)).lower()
    for word in NEVER:
        assert word not in said, said
    assert "-" not in said.replace("quarter-to-quarter", "").replace("mann-kendall", "")
    assert f"{MINUS}0" not in re.sub(rf"{MINUS}0\.\d*[1-9]", "", said)


@given(KINDS, st.sampled_from(Better), st.lists(st.integers(0, MOST), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_under_thirteen_points_nothing_is_judged(kind, better, own):
    found = judged(kind, better, own, own, own)
    finding = find(found, _spec(kind, better), NAMES)
    if found.series.latest.value is not None:
        alone = sum(figure.value is not None for figure in found.series.figures[-2:]) < 2
        assert finding.level is (Level.CANNOT if alone else Level.TOO_SHORT)
        assert "oo few quarters to judge" in text(finding)
    assert found.series.segments == ()
    for words in ("expected range", "expected", "average", "running"):
        assert words not in text(finding)


@given(CASES)
@settings(max_examples=80, deadline=None)
def test_a_difference_that_is_not_seen_is_not_told_as_a_movement(case):
    """Beside the same printed value no sentence says rose or fell, higher or lower."""
    found = judged(*case)
    finding = find(found, _spec(*case[:2]), NAMES)
    for words in runs(finding):
        for match in re.finditer(r"(?:rose|fell) to (\S+), from (\S+?)(?:,|$)", plain(words)):
            assert match[1] != match[2]
        for match in re.finditer(r"(\S+?)%?(?: percentage points?)? (?:higher|lower) than", plain(words)):
            if match[1] not in ("was", "It"):
                assert any(digit in match[1] for digit in "123456789"), plain(words)
        for match in re.finditer(r"(?:rose|fell) by (\S+)", plain(words)):
            assert any(digit in match[1] for digit in "123456789"), plain(words)


# --- mirrors ------------------------------------------------------------------------------------------------------

OPPOSITE = {Better.UP: Better.DOWN, Better.DOWN: Better.UP, Better.NEITHER: Better.NEITHER}
# Under 1% of a value is not under 1% of what is left over; and a test of two counts goes by how large they are.
LOOSE = {
    Kind.PROPORTION: {Level.SAME: Level.WITHIN},
    Kind.COUNT: {Level.SAME: Level.WITHIN, Level.LARGER_THAN_CHANCE: Level.WITHIN},
}


@given(st.sampled_from((Kind.PROPORTION, Kind.COUNT)), st.sampled_from(Better), values())
@settings(max_examples=100, deadline=None)
def test_upside_down_with_better_flipped_it_is_judged_the_same(kind, better, own):
    spec = _spec(kind, better)
    there = measured(spec, figures(spec, own, MOST))
    back_spec = replace(spec, better=OPPOSITE[better])
    back = measured(back_spec, figures(back_spec, [None if v is None else MOST - v for v in own], MOST))
    assume(Judgement.SMALL not in (there.series.judgement, back.series.judgement))  # few of one are many of the other
    assert back.series.judgement is there.series.judgement
    assert [bool(signal) for signal in back.series.signals] == [bool(signal) for signal in there.series.signals]
    one, other = find(there, spec, NAMES), find(back, back_spec, NAMES)
    loose = LOOSE[kind]
    assert loose.get(other.level, other.level) is loose.get(one.level, one.level)
    if there.series.signal is not None and back.series.signal is not None:
        assert back.series.signal.rule is there.series.signal.rule
        assert back.series.signal.direction is not there.series.signal.direction
        assert one.weight == other.weight


@given(CASES)
@settings(max_examples=40, deadline=None)
def test_the_same_figures_say_the_same_in_any_order(case):
    found = judged(*case)
    again = measured(_spec(*case[:2]), reversed([*found.series.figures, *_all(found)]))
    spec = _spec(*case[:2])
    assert find(found, spec, NAMES) == find(again, spec, NAMES)


def _all(found: Measured) -> Iterator[Figure]:
    for held in found.comparators.values():
        yield from held


def test_the_drawn_series_reach_every_rung():
    """The properties above say nothing of a rung that no series lands on."""
    reached: set[Level] = set()
    judgements: set[Judgement] = set()
    seasonal: set[Level] = set()
    rules: set[Rule] = set()

    @given(CASES)
    @settings(max_examples=250, deadline=None, database=None)
    def draw(case):
        found = judged(*case)
        level = find(found, _spec(*case[:2]), NAMES).level
        reached.add(level)
        seasonal.update([level] if found.series.seasonal else [])
        judgements.add(found.series.judgement)
        rules.update([found.series.signal.rule] if found.series.signal is not None else [])

    def left() -> set[object]:
        wanted = {Judgement.IMPROVEMENT, Judgement.CONCERN, Judgement.CHANGED, Judgement.NO_CHANGE}
        of_seasons = {Level.WITHIN, Level.OUTSIDE, Level.RUN} - seasonal
        return {*(set(Rule) - rules), *(set(Level) - reached), *(wanted - judgements), *map(str, of_seasons)}

    for begun in range(3):
        if left():
            seed(begun)(draw)()
    assert not left()


# --- words and judgement ------------------------------------------------------------------------------------------

SIGNALS = (Judgement.IMPROVEMENT, Judgement.CONCERN, Judgement.CHANGED)
CALM = ("within the expected range", "remained broadly the same")
ALARM = ("above the expected range", "below the expected range", "quarters running", "high this", "low this", "stayed high",
         "stayed low", "high for the time", "low for the time")  # fmt: skip


def contradictions(found: Measured, finding: Finding, better: Better) -> list[str]:
    """Where the words of a finding say another thing than its judgement, its limits and its tests."""
    series, said = found.series, plain(finding.headline)
    everything = " ".join([said, finding.claim, *(plain(words) for words in runs(finding)[1:])])
    wrong = []
    signalled = series.judgement in SIGNALS
    if signalled is not (finding.level in (Level.OUTSIDE, Level.HIGH_OR_LOW, Level.RUN)):
        wrong.append(f"{finding.level} of {series.judgement}")
    if signalled and any(words in said for words in CALM):
        wrong.append(f"calm words of {series.judgement}")
    if not signalled and any(words in f"{said} {finding.claim}" for words in ALARM):
        wrong.append(f"alarm of {series.judgement}")
    if signalled and better is not Better.NEITHER:
        up = (series.judgement is Judgement.IMPROVEMENT) is (better is Better.UP)
        ways = [word in UP for word in _COMPARATIVE.findall(said.replace("for the time of year", ""))]
        wrong += [f"the other way in {said!r}"] if set(ways) - {up} else []
    if series.segments and series.latest.value is not None:
        lower, _, upper = series.segments[-1].at(len(series.figures) - 1)
        value = float(series.latest.value)
        for words, holds in (("above the expected range", value > upper), ("below the expected range", value < lower)):
            wrong += [f"{words}: {value} of {lower} to {upper}"] if words in everything and not holds else []
        inside = "inside the expected" in everything or any(words in everything for words in CALM[:1])
        wrong += ["inside, and is not"] if inside and not lower <= value <= upper else []
    moved = [one for one in found.comparisons.values() if one.strong or one.verdict in (Verdict.HIGHER, Verdict.LOWER)]
    wrong += ["rose or fell without a test"] if re.search(r"\b(rose|fell) to\b", said) and not moved else []
    if "no evidence of a change" in everything and all(
        one.verdict is not Verdict.NO_DIFFERENCE for one in found.comparisons.values()
    ):
        wrong.append("no evidence of a change, where every test found one")
    return wrong


@given(CASES)
@settings(max_examples=150, deadline=None)
def test_the_words_never_contradict_the_judgement(case):
    found = judged(*case)
    assert contradictions(found, find(found, _spec(*case[:2]), NAMES), case[1]) == []


def test_a_contradiction_would_be_seen():
    spec = _spec(Kind.COUNT, Better.UP)
    calm = measured(spec, figures(spec, [100, 104, 98, 102, 97, 103, 99, 101, 100, 105, 96, 102, 101, 99, 103]))
    loud = measured(spec, figures(spec, [100, 104, 98, 102, 97, 103, 99, 101, 100, 105, 96, 102, 101, 99, 240]))
    quiet, told = find(calm, spec, NAMES), find(loud, spec, NAMES)
    assert contradictions(calm, quiet, Better.UP) == contradictions(loud, told, Better.UP) == []
    assert contradictions(loud, quiet, Better.UP)
    assert contradictions(calm, told, Better.UP)
    turned = replace(
        told,
        headline=tuple(part.replace("above", "below") if isinstance(part, str) else part for part in told.headline),
    )
    assert any("the other way" in words for words in contradictions(loud, turned, Better.UP))


@given(CASES)
@settings(max_examples=40, deadline=None)
def test_a_break_at_the_first_point_changes_no_word(case):
    spec, found = _spec(*case[:2]), judged(*case)
    first = found.series.figures[0].period
    broken = replace(spec, breaks=(Break(first.id, "Another definition", "Assize"),))
    again = measured(broken, [*found.series.figures, *_all(found)])
    assert again.series == replace(found.series, metric=again.series.metric)
    assert find(again, broken, NAMES) == find(found, spec, NAMES)


# --- young cohorts ------------------------------------------------------------------------------------------------

COHORT = st.tuples(st.integers(0, 2000), st.integers(2000, 20_000), st.integers(0, 30))


@given(COHORT, COHORT, st.integers(-40, 40))
@settings(max_examples=80, deadline=None)
def test_a_young_cohort_is_told_beside_its_like_and_never_judged(now, then, apart):
    spec = replace(_spec(Kind.PROPORTION, Better.UP), maturity=maturity())
    stand = [
        replace(
            figure(spec, done, out_of, period), as_at=period.last_day + timedelta(days), immature=Decimal(still) / 100
        )
        for (done, out_of, still), period, days in ((now, LATEST, 110), (then, LATEST.later(-4), 110 + apart))
    ]
    own = figures(spec, [now[0]], now[1])
    held = [replace(own[0], value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="too early", flagged=True)]
    pairs = at_one_age(spec, stand)
    found = replace(measured(spec, held), same_age=pairs)
    finding = find(found, spec, NAMES)
    assert (finding.level, finding.weight, found.series.signal) == (Level.CANNOT, 0, None)
    assert bool(pairs) is (abs(apart) <= 31)
    if not pairs:
        return
    words = finding.reading[0]
    numbers = [part for part in words if isinstance(part, Number)]
    texts = {figure_number(one, spec.kind).text for one in stand} | {immature_number(one).text for one in stand}
    texts.add(unsigned(change_number(pairs[0], spec.kind)).text)
    assert {number.text for number in numbers} <= texts
    difference = stand[0].value - stand[1].value
    for side, holds in (("higher", difference > 0), ("lower", difference < 0)):
        assert side not in plain(words) or holds
    judged_by_test = pairs[0].verdict in (Verdict.HIGHER, Verdict.LOWER)
    assert ("no evidence of a change" in plain(words)) <= (pairs[0].verdict is Verdict.NO_DIFFERENCE)
    assert ("could make up the difference" in plain(words)) is (pairs[0].verdict is Verdict.CANNOT)
    assert judged_by_test <= (difference != 0)
