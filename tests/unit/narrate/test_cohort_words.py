"""What a reading says of a young cohort: both figures at one age, what was open of each, and no judgement."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from builders import LATEST, NAMES, figure, figures, maturity, measured, metric

from assize.assess.cohorts import at_one_age
from assize.core.document import Number, plain
from assize.core.material import About, Level
from assize.core.nouns import Absence, Judgement
from assize.core.specs import Kind
from assize.narrate.findings import find
from assize.narrate.grounds import ground_lines

SPEC = metric(maturity=maturity(), subject="The charge rate", unit="offences", counted="charges")


def finding(now: tuple[int, str], then: tuple[int, str], *, days: int = 110, held: bool = True, spec=SPEC):
    """Of 10,000 each: a held (or flagged) latest figure, with the pair that stands at one age."""
    stand = [
        replace(figure(spec, done, 10_000, period), as_at=period.last_day + timedelta(age), immature=Decimal(open_))
        for (done, open_), period, age in ((now, LATEST, 110), (then, LATEST.shifted(-12), days))
    ]
    own = figures(spec, [1000, 1010, 990, 1005, now[0]], 10_000)
    own[-1] = replace(own[-1], flagged=True, immature=Decimal(now[1]))
    if held:
        own[-1] = replace(own[-1], value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="too early")
    item = replace(measured(spec, own), same_age=at_one_age(spec, stand))
    return item, find(item, spec, NAMES)


def told(found) -> str:
    return next(
        (plain(words) for about, words in zip(found.about, found.reading, strict=True) if about is About.SAME_AGE), ""
    )


def test_a_held_figure_is_set_beside_the_year_before_and_stays_unjudged():
    item, found = finding((930, "0.14"), (925, "0.137"))
    assert found.level is Level.CANNOT
    assert item.series.judgement is Judgement.NO_FIGURE
    assert told(found) == (
        "Three months after the quarter's end it stood at 9.3%, compared with 9.3% for January to March 2018 at the same age. "
        "By then 14.0% had no outcome yet, against 13.7% a year earlier."
    )
    assert found.weight == 0


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ((930, "0.14"), (970, "0.14"), "at the same age: 0.4 percentage points lower, which is no evidence of a change. By"),
        ((930, "0.14"), (1080, "0.14"), "at the same age: 1.5 percentage points lower. By"),
        ((1180, "0.14"), (1080, "0.14"), "at the same age: 1.0 percentage point higher. By"),
        ((930, "0.141"), (1080, "0.013"), "against 1.3% a year earlier, which could make up the difference."),
    ],
)  # fmt: skip
def test_the_difference_goes_the_way_of_the_unrounded_one(now, then, said):
    assert said in told(finding(now, then)[1])


def test_ages_a_few_weeks_apart_are_about_the_same():
    assert "at the same age" in told(finding((930, "0.14"), (970, "0.14"), days=117)[1])
    assert "at about the same age" in told(finding((930, "0.14"), (970, "0.14"), days=118)[1])
    assert "at about the same age" in told(finding((930, "0.14"), (970, "0.14"), days=102)[1])


def test_a_flagged_figure_is_told_first_and_then_at_its_age():
    found = finding((930, "0.08"), (970, "0.08"), held=False)[1]
    assert found.about[:2] == (About.CHANGE, About.SAME_AGE)
    assert "cannot be compared with earlier periods" in plain(found.reading[0])


def test_many_words_of_one_measure():
    assert "they stood at 9.3%" in told(finding((930, "0.14"), (970, "0.14"), spec=replace(SPEC, plural=True))[1])


def test_without_a_pair_of_the_latest_quarter_nothing_is_said():
    item, found = finding((930, "0.14"), (970, "0.14"), days=200)
    assert item.same_age == ()
    assert told(found) == ""
    earlier = replace(item.series.figures[-2], as_at=LATEST.last_day, immature=Decimal("0.06"))
    then = replace(
        figure(SPEC, 1000, 10_000, earlier.period.shifted(-12)), as_at=LATEST.shifted(-12).last_day, immature=Decimal(0)
    )
    other = replace(item, same_age=at_one_age(SPEC, [earlier, then]))
    assert other.same_age
    assert told(find(other, SPEC, NAMES)) == ""


def test_every_number_says_as_at_which_day_it_is():
    _, found = finding((930, "0.14"), (970, "0.14"))
    numbers = [part for part in found.reading[0] if isinstance(part, Number)]
    assert {number.figure for number in numbers} == {
        "done-rate@ashford@2019q1@as-at-2019-07-19", "done-rate@ashford@2018q1@as-at-2018-07-19",
    }  # fmt: skip


def test_explain_gives_both_days_and_the_test():
    lines = "\n".join(ground_lines(*_grounds((930, "0.14"), (970, "0.14"))))
    assert "done-rate@ashford@2018q1@as-at-2018-07-19: as published by 19 July 2018, 110 days after its end" in lines
    assert "Newcombe's 95% interval of the difference −1.2 to 0.4: no difference that could not be chance" in lines
    lines = "\n".join(ground_lines(*_grounds((930, "0.141"), (1080, "0.013"))))
    assert "−2.3 to −0.7: not judged, what has no outcome yet could make up the difference" in lines


def _grounds(now, then):
    item, found = finding(now, then)
    return item, SPEC, found


def test_a_rate_is_told_in_its_own_unit():
    spec = replace(SPEC, kind=Kind.RATE, multiplier=1000)
    assert "compared with 97.0 for" in told(finding((930, "0.14"), (970, "0.14"), spec=spec)[1])
