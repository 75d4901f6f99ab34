"""The wording ladder, rung by rung: what is said, and what is not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import ladder
import pytest
from builders import LATEST, NAMES, NATION, POOL, change_of_definition, figure, figures, maturity, measured, metric

from assize.core.document import Words, plain
from assize.core.material import Finding, Level
from assize.core.nouns import Absence, Better, Figure
from assize.core.periods import financial_year
from assize.core.specs import Cadence, Kind, MetricSpec
from assize.narrate.findings import find
from assize.narrate.headline import _running

LADDER = Path(__file__).parents[4] / "shared" / "vectors" / "narrative" / "wording_ladder.json"
COUNT = metric("cases-opened", Kind.COUNT, subject="Cases opened", plural=True, caveats=(), basis="")
SHARE = metric("done-rate", caveats=(), basis="")
DAYS = metric("days", Kind.DURATION, subject="The median", caveats=(), basis="")


def told(spec: MetricSpec, held: Sequence[Figure], breakdown: str = "") -> Finding:
    return find(measured(spec, held, breakdown=breakdown), spec, NAMES)


def counts(values: Sequence[int | None], spec: MetricSpec = COUNT) -> Finding:
    return told(spec, figures(spec, values))


def everything(finding: Finding) -> str:
    parts: list[Words] = [finding.headline, finding.sentence, *finding.reading, *finding.caveats]
    return " ".join([finding.claim, *(plain(words) for words in parts)])


# --- the rungs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "level", "headline", "claim"),
    [
        (ladder.SAME, Level.SAME, "Cases opened remained broadly the same, at 1,007", ""),
        (ladder.WITHIN, Level.WITHIN, "Cases opened were within the expected range, at 112", ""),
        (
            ladder.LARGER,
            Level.LARGER_THAN_CHANCE,
            "Cases opened rose to 1,200, from 1,000, but stayed within the expected range",
            "Cases opened rose within the expected range",
        ),
        (
            ladder.OUTSIDE,
            Level.OUTSIDE,
            "Cases opened were above the expected range this quarter, at 1,500",
            "Cases opened were above the expected range",
        ),
        (
            ladder.OUTSIDE_TWICE,
            Level.OUTSIDE,
            "Cases opened were above the expected range two quarters running, at 1,500",
            "Cases opened were above the expected range",
        ),
        (ladder.HIGH, Level.HIGH_OR_LOW, "Cases opened stayed high two quarters running, at 129", "Cases opened stayed high"),
        (ladder.HIGH_FIRST, Level.HIGH_OR_LOW, "Cases opened were high this quarter, at 129", "Cases opened were high"),
        (
            ladder.SHIFT,
            Level.RUN,
            "Cases opened have been above their average seven quarters running, at 1,100",
            "Cases opened have been above their average",
        ),
        (
            ladder.TREND,
            Level.RUN,
            "Cases opened have risen six quarters running, to 121",
            "Cases opened have been rising",
        ),
        (ladder.SHORT, Level.TOO_SHORT, "Cases opened stood at 1,007, compared with 1,000 the quarter before", ""),
    ],
    ids=lambda value: value.name if isinstance(value, Level) else None,
)  # fmt: skip
def test_each_rung_says_its_own_words(values, level, headline, claim):
    finding = counts(values)
    assert (finding.level, plain(finding.headline), finding.claim) == (level, headline, claim)


MIRROR = {"above": "below", "rose": "fell", "risen": "fallen", "high": "low", "rising": "falling"}


@pytest.mark.parametrize(
    "values",
    [ladder.LARGER, ladder.OUTSIDE, ladder.OUTSIDE_TWICE, ladder.HIGH, ladder.HIGH_FIRST, ladder.SHIFT, ladder.TREND],
)
def test_upside_down_it_says_the_opposite(values):
    up, down = counts(values), counts([2000 - value for value in values])
    assert down.level is up.level
    words = plain(up.headline).split(", ")[0].split()
    mirrored = " ".join(MIRROR.get(word, word) for word in words)
    assert plain(down.headline).startswith(mirrored.split(" to ")[0])
    assert " ".join(MIRROR.get(word, word) for word in up.claim.split()) == down.claim


def test_high_or_low_always_says_inside_the_expected_range():
    finding = counts(ladder.HIGH)
    assert "inside the expected" in plain(finding.sentence)
    assert any("inside the expected range" in plain(words) for words in finding.reading)


def test_a_singular_subject_takes_a_singular_verb():
    spec = metric("caseload", Kind.COUNT, subject="The caseload", plural=False)
    assert plain(counts(ladder.WITHIN, spec).headline) == "The caseload was within the expected range, at 112"
    assert "has been above its average" in plain(counts(ladder.SHIFT, spec).headline)


def test_improved_and_worse_are_never_said_whatever_way_is_better():
    for better in Better:
        spec = metric("cases-opened", Kind.COUNT, better=better, subject="Cases opened", plural=True)
        for values in (ladder.OUTSIDE, ladder.SHIFT, ladder.TREND, ladder.HIGH, ladder.LARGER):
            words = everything(counts(values, spec)).lower()
            for word in ("improve", "deteriorat", "worse", "better", "because", "due to", "driven by", "significant"):
                assert word not in words


def test_the_icon_follows_the_way_that_is_better_and_the_words_do_not():
    up = metric("cases-opened", Kind.COUNT, better=Better.UP, subject="Cases opened", plural=True)
    down = replace(up, better=Better.DOWN)
    assert everything(counts(ladder.OUTSIDE, up)) == everything(counts(ladder.OUTSIDE, down))
    assert counts(ladder.OUTSIDE, down).weight > counts(ladder.OUTSIDE, up).weight  # a concern comes first


# --- cannot be compared -------------------------------------------------------------------------------------------


def _held_back(share: str = "0.14") -> tuple[MetricSpec, list[Figure]]:
    from decimal import Decimal

    spec = metric(maturity=maturity(), caveats=(), basis="", subject="The done rate")
    held = figures(spec, [50, 51, 52], 100)
    held[1] = replace(held[1], immature=Decimal("0.07"), flagged=True)
    held[2] = replace(
        held[2], value=None, interval=None, absence=Absence.NOT_AVAILABLE, immature=Decimal(share), flagged=True,
        reason="too early: 14.0% had no outcome yet",
    )  # fmt: skip
    return spec, held


def test_a_figure_held_back_says_how_much_is_missing_and_the_latest_that_can_be_read():
    finding = told(*_held_back())
    assert finding.level is Level.CANNOT
    assert plain(finding.headline) == "The done rate cannot be read yet: 14.0% had no outcome yet"
    assert plain(finding.sentence) == (
        "The latest quarter that can be read is October to December 2018: 51.0% (51 of 100 cases), to be read with care: "
        "7.0% had no outcome yet."
    )
    assert finding.weight == 0
    assert finding.claim == ""
    for word in ("rose", "fell", "higher", "lower", "52"):
        assert word not in everything(finding)


def test_a_figure_held_back_for_a_place_beside_it_says_that():
    finding = told(*_held_back("0.02"))
    assert plain(finding.headline) == (
        "The done rate cannot be read yet: too many offences of an area compared had no outcome yet"
    )


def test_where_no_quarter_can_be_read_it_says_so():
    spec, held = _held_back()
    assert plain(told(spec, held[2:]).sentence) == "No earlier quarter can be read either."


def test_a_withheld_figure_is_not_judged_and_says_no_more():
    held = figures(SHARE, [50, 51, 52], 100)
    held[-1] = replace(
        held[-1], value=None, interval=None, absence=Absence.CONFIDENTIAL, reason="withheld: a count under 5", parts=()
    )
    finding = told(SHARE, held)
    assert finding.level is Level.CANNOT
    assert plain(finding.headline) == "The done rate for January to March 2019 was not judged: figures withheld"


def test_a_series_with_a_withheld_point_says_withheld_and_never_too_few():
    held = figures(COUNT, ladder.SAME)
    held[3] = replace(held[3], value=None, absence=Absence.CONFIDENTIAL, reason="withheld: a count under 5")
    finding = told(COUNT, held)
    words = everything(finding)
    assert "Not judged: figures are withheld." in plain(finding.sentence)
    assert "Not judged: figures are withheld." in [plain(paragraph) for paragraph in finding.reading]
    assert "oo few" not in words
    assert "expected" not in words


@pytest.mark.parametrize("gaps", [(-2, -5)])
def test_without_anything_earlier_it_cannot_be_compared_and_says_why(gaps):
    values: list[int | None] = list(ladder.WITHIN)
    for gap in gaps:
        values[gap] = None
    finding = counts(values)
    assert finding.level is Level.CANNOT
    assert plain(finding.headline) == (
        "Cases opened were within the expected range, at 112, but cannot be compared with the quarter before"
    )
    reading = " ".join(plain(words) for words in finding.reading)
    assert "It cannot be compared with earlier periods: a figure it is made of is not available." in reading
    for word in ("rose", "fell", "higher", "lower"):
        assert word not in everything(finding)


def test_across_a_break_it_cannot_be_compared_and_says_why():
    spec = replace(COUNT, breaks=(change_of_definition(LATEST.id, "Counted anew from 2019"),))
    finding = counts([*ladder.WITHIN], spec)
    assert finding.level is Level.CANNOT
    words = everything(finding)
    assert "the definition or the source changed between the two" in words
    assert "Counted anew from 2019 (break from January to March 2019, Assize)." in words
    assert "112" in plain(finding.headline)
    for word in ("rose", "fell", "higher", "lower", "compared with 100"):
        assert word not in words


def test_with_the_quarter_before_missing_alone_it_is_said_and_the_year_before_still_stands_beside_it():
    values: list[int | None] = list(ladder.WITHIN)
    values[-2] = None
    finding = counts(values)
    assert finding.level is Level.CANNOT
    assert "; it cannot be compared with the quarter before: a figure it is made of is not available." in everything(
        finding
    )
    assert "than a year earlier" in everything(finding)
    long = metric(
        "cases-opened", Kind.COUNT, subject="Cases opened by all the courts of the area in the whole of the quarter"
    )
    assert plain(counts(values, long).headline).endswith("the expected range, at 112")


def test_with_a_season_the_year_before_is_what_it_stands_beside_and_a_missing_quarter_is_said():
    values: list[int | None] = [10, 12] * 10
    values[-2] = None
    finding = counts(values)
    assert finding.level is Level.SAME
    assert "; it cannot be compared with the quarter before: a figure it is made of is not available." in everything(
        finding
    )


def test_a_signal_stands_whether_or_not_the_quarter_before_is_held():
    values: list[int | None] = list(ladder.OUTSIDE)
    values[-2] = None
    finding = counts(values)
    assert finding.level is Level.OUTSIDE
    assert "it cannot be compared with the quarter before" in everything(finding)


def test_no_change_at_all_is_broadly_the_same_of_nought_too():
    for share in (0, 100):
        assert told(SHARE, figures(SHARE, [share] * 20, 100)).level is Level.SAME


# --- shown and not judged -----------------------------------------------------------------------------------------


def test_a_figure_that_takes_in_twelve_months_is_shown_and_not_judged():
    spec = metric("work-in-hand", Kind.BACKLOG, subject="The work in hand", unit="disposals", counted="open cases")
    finding = told(spec, figures(spec, [*ladder.SAME, 9000], 3000))
    assert finding.level is Level.TOO_SHORT
    assert plain(finding.headline) == "The work in hand was 36.0 months, compared with 4.0 the quarter before"
    assert "Not judged: each figure takes in twelve months" in plain(finding.sentence)
    for words in ("expected", "average", "oo few", "tended"):
        assert words not in everything(finding)


def test_small_counts_are_shown_and_not_judged():
    finding = counts(ladder.TINY)
    assert finding.level is Level.TOO_SHORT
    assert plain(finding.headline) == "Cases opened stood at 9, compared with 1 the quarter before"
    assert "Not judged: fewer than five a period on average." in plain(finding.sentence)
    assert "expected" not in everything(finding)


def test_counts_are_not_set_against_limits_of_what_they_make_together():
    spec = metric("cleared", Kind.RATIO, subject="The ratio", counted="disposals", unit="receipts")
    sentence = plain(told(spec, figures(spec, ladder.WITHIN, 100)).sentence)
    assert sentence.startswith("There were 112 disposals and 100 receipts. The expected range is 0.79 to 1.18.")
    high = plain(told(spec, figures(spec, ladder.HIGH, 100)).sentence)
    assert " receipts. It is inside the expected range, 0.85 to 1.31." in high


def test_what_is_high_inside_its_range_says_why_it_is_a_signal():
    finding = told(SHARE, figures(SHARE, ladder.HIGH, 100))
    assert finding.level is Level.HIGH_OR_LOW
    (words,) = (plain(each) for each in finding.reading if "inside the expected range" in plain(each))
    assert words.endswith(", but at least two of the last three quarters are close to its upper limit.")


# --- too short ----------------------------------------------------------------------------------------------------


def test_under_thirteen_points_a_movement_is_told_and_not_judged():
    finding = told(SHARE, figures(SHARE, [40, 70], 100))
    assert finding.level is Level.TOO_SHORT
    assert plain(finding.headline) == "The done rate rose to 70.0%, from 40.0%"
    assert "Too few quarters to judge." in plain(finding.sentence)
    assert "Two quarters are held: too few quarters to judge; thirteen are needed." in everything(finding)
    assert "expected" not in everything(finding)


def test_after_a_break_the_quarters_since_it_are_counted():
    spec = replace(COUNT, breaks=(change_of_definition(LATEST.later(-7).id),))
    finding = counts([*ladder.WITHIN, *ladder.SAME[:8]], spec)
    assert "Eight quarters are held since the break of April 2017: too few quarters to judge; thirteen are needed." in (
        everything(finding)
    )
    assert plain(finding.sentence).endswith("Too few quarters since the break of April 2017 to judge.")
    assert "28" not in everything(finding)


def test_under_thirteen_points_a_difference_chance_could_make_is_only_set_side_by_side():
    finding = told(SHARE, figures(SHARE, [50, 55], 100))
    assert plain(finding.headline) == "The done rate was 55.0%, compared with 50.0% the quarter before"
    assert "no evidence of a change" in everything(finding)
    assert "no change" not in everything(finding)


def test_one_quarter_alone():
    finding = told(SHARE, figures(SHARE, [55], 70))
    assert plain(finding.headline) == "The done rate was 78.6%"
    assert "One quarter is held: too few quarters to judge" in everything(finding)


def test_the_same_at_the_printed_precision_is_the_same():
    finding = told(SHARE, figures(SHARE, [500_000, 500_300], 1_000_000))
    assert plain(finding.headline) == "The done rate was 50.0%, the same as the quarter before"


def test_a_yearly_measure_speaks_of_years():
    spec = replace(SHARE, cadence=Cadence.YEAR)
    held = [figure(spec, 40 + 10 * year, 100, financial_year(2017 + year)) for year in (0, 1)]
    finding = told(spec, held)
    assert "too few years to judge" in everything(finding)
    assert "quarter" not in everything(finding)
    assert "the year before" in plain(finding.headline)


# --- differences --------------------------------------------------------------------------------------------------


def test_a_difference_that_vanishes_when_printed_is_no_movement():
    """78.64% and 78.66% are 78.6% and 78.7%, 0.0 points apart."""
    finding = told(SHARE, figures(SHARE, [786_490_000, 786_510_000], 1_000_000_000))
    words = everything(finding)
    assert "much the same as the quarter before" in words
    for word in ("rose", "fell", "higher", "lower", "0.0 percentage"):
        assert word not in words
    assert finding.claim == ""


def test_a_count_as_large_as_a_year_ago_neither_rose_nor_fell():
    values = [*ladder.WITHIN]
    values[-5] = values[-1]
    words = everything(counts(values))
    assert "That was no different from a year earlier" in words
    assert "fell" not in words


def test_points_between_shares_per_cent_between_counts_numbers_on_a_small_base():
    assert "15.0 percentage points higher than the quarter before" in everything(
        told(SHARE, figures(SHARE, [40, 55], 100))
    )
    assert "1.0 percentage point lower than the quarter before" in everything(
        told(SHARE, figures(SHARE, [8000, 7000], 100_000))
    )
    assert "12.0% higher than the quarter before" in everything(counts(ladder.WITHIN))
    small = everything(counts(ladder.FEW))
    assert "4 higher than the quarter before" in small
    assert "%" not in small


def test_what_a_test_tells_apart_and_the_series_does_all_the_time_is_said_to_be_both():
    words = everything(counts(ladder.RESTLESS))
    both = (
        "10.7% lower than a year earlier, more than chance between two such counts, "
        "but inside the range of their usual moves"
    )
    assert f"That was {both}." in words
    assert f"{both}; 2.0% higher than the quarter before, which is no evidence of a change." in words
    twice = everything(counts([*ladder.RESTLESS[:-2], 880, 1000]))
    assert (
        "lower than a year earlier and 13.6% higher than the quarter before; both are more than chance between" in twice
    )
    assert twice.count("but inside the range of their usual moves") == 2  # the short paragraph has the year alone


def test_beside_a_signal_a_change_that_chance_could_make_is_taken_alone():
    fell = everything(counts([*[1000, 1010, 990] * 5, 880, 1000, 1000, 900, 870]))
    assert "below the expected range" in fell
    assert "1.1% lower than a year earlier, which, taken alone, is no evidence of a change" in fell


def test_a_share_is_set_beside_the_nation_and_the_region_by_level():
    held = [
        *figures(SHARE, [50, 80], 100),
        figure(SHARE, 500, 1000, area=NATION),
        figure(SHARE, 310, 400, area=POOL),
    ]
    words = everything(told(SHARE, held))
    assert "It was higher than England and Wales (50.0%)" in words
    assert "there was no evidence of a difference from the other force in its region (77.5%)" in words


def test_what_one_in_twenty_makes_by_chance_is_not_claimed():
    own = figures(SHARE, [50, 62], 100)
    far = figure(SHARE, 500, 1000, area=NATION)
    assert "It was not far enough from England and Wales (50.0%) to rule out chance." in everything(
        told(SHARE, [*own, far])
    )
    both = [*own, far, figure(SHARE, 500, 1000, area=POOL)]
    assert (
        "It was not far enough from England and Wales (50.0%) or from the other force in its region (50.0%) to rule out chance."
        in everything(told(SHARE, both))
    )
    apart = [*own, far, figure(SHARE, 200, 1000, area=POOL)]
    assert (
        "It was not far enough from England and Wales (50.0%) to rule out chance; it was higher than the other force in its "
        "region (20.0%)." in everything(told(SHARE, apart))
    )


def test_a_count_is_set_beside_them_by_its_change():
    held = [*figures(COUNT, ladder.WITHIN), *figures(COUNT, [1000, 1000, 1000, 1000, 900], area=NATION)]
    words = everything(told(COUNT, held))
    assert "In England and Wales the number was 10.0% lower than a year earlier" in words
    assert "900" not in words


# --- caveats ------------------------------------------------------------------------------------------------------


def test_small_numbers_and_young_cohorts_are_said():
    from decimal import Decimal

    spec = replace(SHARE, maturity=maturity(), basis="Cases of the quarter", caveats=("Counted by hand",))
    own = replace(figure(spec, 5, 29), immature=Decimal("0.07"), flagged=True)
    said = [plain(words) for words in told(spec, [own]).caveats]
    assert said == [
        "Small numbers: with 29 cases, the figure moves a good deal by chance.",
        "Read with care: 7.0% had no outcome yet, so the figure will still move.",
        "Basis: cases of the quarter.",
        "Counted by hand.",
    ]
    assert not any("Small numbers" in plain(words) for words in told(spec, [figure(spec, 5, 30)]).caveats)


def test_a_signal_that_hangs_on_screening_is_called_slight():
    found = measured(COUNT, figures(COUNT, ladder.SLIGHT))
    assert found.series.depends_on_screening
    finding = find(found, COUNT, NAMES)
    assert "The signal is slight" in plain(finding.sentence)
    assert plain(finding.caveats[0]).startswith("The signal is slight")
    assert "slight" not in everything(counts(ladder.OUTSIDE))


def test_a_sub_group_is_named():
    held = figures(SHARE, [40, 70], 100, breakdown="red")
    assert plain(told(SHARE, held, "red").headline).startswith("The done rate for red cases rose to 70.0%")


# --- the published ladder -----------------------------------------------------------------------------------------

MADE = {
    (1000, 1007): ladder.SAME,
    (100, 112): ladder.WITHIN,
    (1000, 1200): ladder.LARGER,
    (1000, 1500): ladder.OUTSIDE,
    (1000, 1100): ladder.SHIFT,
    (0, 5): ladder.FROM_NOUGHT,
    (8, 12): ladder.FEW,
    (1000, 1004): ladder.SHIFT_STILL,
}


@pytest.mark.real
def test_the_cases_of_the_published_ladder(capsys):
    if not LADDER.exists():
        pytest.skip("no peers' answers here: ../shared/vectors/narrative/wording_ladder.json")
    content = json.loads(LADDER.read_text("utf-8"))
    forbidden = {str(rung["level"]): rung.get("forbid", []) for rung in content["ladder"]}
    walked = 0
    for case in content["cases"]:
        if "words" in case:  # "fell by one percentage point, from 8% to 7%"
            before, now = (int(case[name] * 1000) for name in ("prev_pct", "value_pct"))
            finding = told(SHARE, figures(SHARE, [before, now], 100_000))
            assert plain(finding.headline) == "The done rate fell to 7.0%, from 8.0%"
            assert "1.0 percentage point lower" in everything(finding)
        elif case["prev"] is None:
            # The chart may still be read; what is compared with the missing past is nothing.
            values: list[int | None] = [10, 12] * 10
            values[-2] = values[-5] = None
            finding = counts(values)
            assert "cannot be compared" in everything(finding)
            assert not any(word in everything(finding) for word in forbidden["0"])
        else:
            values = MADE[case["prev"], case["value"]]
            assert [len(values), *values[-2:]] == [case["n"], case["prev"], case["value"]]
            # An exact test of 0 and 5 counts finds nothing (p = 0.06): what is called significant there is a published value.
            finding = counts(values, DAYS if case["prev"] == 0 else COUNT)
            assert finding.level.value == str(case["level"]), case
            assert not any(word in everything(finding) for word in forbidden[str(case["level"])]), case
            if case.get("pct") or case.get("pct_shown") is False:
                assert "%" not in everything(finding)
        walked += 1
    assert walked == len(content["cases"]) >= 10
    with capsys.disabled():
        print(f"\nwording ladder: {walked} published cases")


def test_two_changes_that_chance_could_make_are_said_to_be_so_once():
    words = everything(told(SHARE, figures(SHARE, [50, 52, 51, 53, 55], 100)))
    assert (
        "5.0 percentage points higher than a year earlier and 2.0 percentage points higher than the quarter before"
        in words
    )
    assert words.count("evidence of a change") == 1
    assert "neither is evidence of a change" in words


def test_places_of_which_the_same_is_said_share_a_sentence():
    held = [*figures(SHARE, [50, 80], 100), figure(SHARE, 500, 1000, area=NATION), figure(SHARE, 200, 400, area=POOL)]
    assert "It was higher than England and Wales (50.0%) and the other force in its region (50.0%)." in everything(
        told(SHARE, held)
    )


def test_a_share_that_ages_is_not_set_beside_earlier_quarters():
    finding = told(replace(SHARE, ages=True), figures(SHARE, [10, 90], 100))
    assert plain(finding.headline) == "The done rate was 90.0%"
    assert "10.0%" not in everything(finding)
    long = told(replace(SHARE, ages=True), figures(SHARE, [*[10, 11, 12] * 5, 90], 100))
    assert "Not judged: the youngest quarter is always highest." in everything(long)


def test_a_break_that_came_after_the_series_is_no_caveat_of_it():
    def caveats(period: str) -> list[str]:
        spec = replace(COUNT, breaks=(change_of_definition(period),))
        return [plain(words) for words in counts(ladder.WITHIN, spec).caveats]

    assert caveats("2030Q1") == []
    assert caveats(LATEST.id) == ["The definition changed (break from January to March 2019, Assize)."]


def test_a_long_run_is_said_in_figures_wherever_it_is_said():
    teller = SimpleNamespace(period="quarter")
    assert _running(teller, 9) == " nine quarters running"
    assert _running(teller, 12) == " 12 quarters running"
