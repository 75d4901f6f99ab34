"""What `check` counts, compares and asks for, with faults planted beside what is in order."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from demonstration import one_board
from typer.testing import CliRunner

from assize import app as assize
from assize.app.blocking import (
    idle_reasons,
    leap_matters,
    leaps,
    out_of_range,
    range_matters,
    refuse_what_blocks,
    sum_matters,
)
from assize.app.loading import Loaded
from assize.app.matters import find_matters
from assize.app.quality import PAGE, _idle_breaks, _restated_sums, gather, period_qualities, revision_sizes
from assize.app.reconcile import agreement, reconcile
from assize.app.revisions import Pair
from assize.app.workspace import Workspace
from assize.catalogue.load import load_catalogue
from assize.cli import app
from assize.cli.words import say_pair, say_what_was_read
from assize.core.nouns import Absence, Change, Edition, Figure, Revision, Total
from assize.core.periods import parse_period
from assize.core.quality import Agreement, Dimension, FieldProfile, Level, PeriodQuality, QualityReport
from assize.core.specs import Break, Covers
from assize.core.wording import changed_texts
from assize.store.editions import connect_duckdb
from assize.store.preview import FieldRead
from assize.store.profile import profile_fields, profile_words

CATALOGUE = load_catalogue()

# Two figures of the CPS that are not the same, held against each other as if they were.
PLANTED = """
title = "Planted"
places = "board"
blocks = true
why = "Nobody expects them to agree."
action = "Take the plant out."

[left]
name = "Convictions"
source = "cps-case-outcomes"
field = "convictions"

[right]
name = "Unsuccessful"
source = "cps-case-outcomes"
field = "unsuccessful"
"""


@pytest.fixture(scope="module")
def held(demo, tmp_path_factory) -> Path:
    """The example of one board, loaded and not built."""
    return one_board(demo, tmp_path_factory.mktemp("quality") / "workspace")


@pytest.fixture(scope="module")
def report(held) -> QualityReport:
    return gather(held)


@pytest.fixture(scope="module")
def checked(held) -> str:
    """What the command says of it."""
    passed = CliRunner().invoke(app, ["check", "-w", str(held)])
    assert passed.exit_code == 0, passed.output
    return passed.stdout


@pytest.fixture
def planted(held, tmp_path) -> Path:
    """The same with a reconciliation of the office's own that cannot hold."""
    folder = tmp_path / "workspace"
    shutil.copytree(held, folder)
    (folder / "catalogue" / "reconciliations").mkdir(parents=True)
    (folder / "catalogue" / "reconciliations" / "planted.toml").write_text(PLANTED, encoding="utf-8")
    return folder


def reconciled(report: QualityReport, name: str):
    return next(one for one in report.reconciled if one.spec.id == name)


# --- sums that should agree ---------------------------------------------------------------------------------------


def test_offences_by_outcome_agree_with_offences_recorded_in_the_example(report):
    found = reconciled(report, "outcomes-against-recorded-crime")
    own = [one for one in found.residuals if one.area == "staffordshire"]
    assert [(one.period.slug, one.left, one.right) for one in own] == [
        ("2017-18-q1", 21175, 21175),
        ("2017-18-q2", 22258, 22258),
        ("2017-18-q3", 20259, 20259),
        ("2017-18-q4", 20076, 20076),
    ]
    assert sum(one.right for one in own) == 83768


def test_a_sum_of_some_places_is_not_compared_with_the_whole(report):
    found = reconciled(report, "cps-convictions-national")
    assert found.residuals == ()
    assert "only 4 of the 42 places" in found.reason


def test_a_source_that_is_not_held_is_named(report):
    assert reconciled(report, "recorded-crime-against-ons").reason == "ONS police force area tables is not held"


@pytest.mark.parametrize(
    ("left", "verdict"),
    [
        ("1131100", Agreement.AGREES),
        ("1131050", Agreement.AGREES),
        ("1131150", Agreement.AGREES),
        ("1131151", Agreement.WITHIN),
        ("1142411", Agreement.WITHIN),
        ("1142412", Agreement.BEYOND),
        ("1119789", Agreement.WITHIN),
        ("1119788", Agreement.BEYOND),
    ],
)
def test_half_of_what_is_rounded_is_no_difference_and_a_hundredth_is_expected(left, verdict):
    spec = CATALOGUE.reconciliations["population-against-ons-tables"]
    assert agreement(spec, Decimal(left), Decimal(1131100)) is verdict


def test_a_reconciliation_that_fails_blocks_where_its_file_says_so(planted):
    report = gather(planted)
    assert report.blocked
    (matter,) = report.at(Level.BLOCKS)
    assert (matter.where, matter.dimension) == ("Planted", Dimension.CONSISTENCY)
    assert report.matters[0] is matter


@pytest.mark.parametrize(
    ("factor", "small", "level"),
    [
        ("1000", False, Level.BLOCKS),
        ("1.6", False, Level.BLOCKS),
        ("0.001", False, Level.BLOCKS),
        ("1.4", False, Level.LOOK),
        ("1.6", True, Level.LOOK),
    ],
)
def test_a_difference_that_no_restatement_makes_blocks_whatever_its_file_says(report, factor, small, level):
    found = reconciled(report, "outcomes-against-recorded-crime")
    assert not found.spec.blocks
    first = next(one for one in found.residuals if one.area == "staffordshire")
    right = Decimal(100) if small else first.right
    wrong = replace(first, left=right * Decimal(factor), right=right, agreement=Agreement.BEYOND)
    others = tuple(one for one in found.residuals if one is not first)
    matters = find_matters(replace(report, reconciled=(replace(found, residuals=(wrong, *others)),)), ()).matters
    (matter,) = (one for one in matters if one.where == found.spec.title)
    assert matter.level is level
    if level is Level.BLOCKS:
        assert (
            f"1 of {len(found.residuals):,} pairs differ by more than any restatement could make: Staffordshire"
            in matter.what
        )
        assert "look at both before anything is built" in matter.action


def test_the_command_fails_where_something_blocks_and_only_there(planted, checked):
    failed = CliRunner().invoke(app, ["check", "-w", str(planted)])
    assert failed.exit_code == 1
    assert "Blocks a build: Planted: " in failed.stdout
    assert "Blocked" in (planted / PAGE).read_text(encoding="utf-8")
    assert checked.splitlines()[-2].startswith("0 block a build")


def test_a_build_stops_on_what_blocks_check_until_the_office_has_said_why_it_is_right(planted):
    refused = CliRunner().invoke(app, ["build", "-w", str(planted)])
    assert refused.exit_code == 1
    assert "No pack was built; packs built before stay as they were. 1 to put right or answer:" in refused.output
    assert "Planted: 64 of 64 pairs differ" in refused.output
    assert not (planted / "packs").exists()
    asked = re.findall(r'"planted@[^"]+" = "…"', refused.output)
    workspace = Workspace.open(planted)
    with closing(workspace.store()) as store:
        (pairs,) = (one for one in reconcile(workspace.catalogue, store, date(2019, 7, 31)) if one.spec.id == "planted")
    lines = [f'"planted@{one.area}@{one.period.id.lower()}" = "…"' for one in pairs.residuals]
    assert set(asked) < set(lines)
    settings = planted / "assize.toml"
    said = "\n".join(lines).replace("…", "Both were read by hand and are as published")
    settings.write_text(settings.read_text(encoding="utf-8") + f"\n[reasons]\n{said}\n", encoding="utf-8")
    report = gather(planted)
    assert not report.blocked
    answered = refuse_what_blocks(report.matters)
    assert len(answered) == 64
    assert all(
        one.endswith("The office says why it is right: Both were read by hand and are as published.")
        for one in answered
    )


def test_a_reason_speaks_for_its_own_figure_alone(report):
    found = reconciled(report, "outcomes-against-recorded-crime")
    first, second = [one for one in found.residuals if one.area == "staffordshire"][:2]
    wrong = tuple(replace(one, left=one.right * 1000, agreement=Agreement.BEYOND) for one in (first, second))
    key = f"{found.spec.id}@staffordshire@{first.period.id.lower()}"
    matters = list(sum_matters(report.catalogue, report.boards, [replace(found, residuals=wrong)], {key: "It is so."}))
    assert [(one.level, one.reason) for one in matters] == [(Level.KNOW, "It is so."), (Level.BLOCKS, "")]
    assert f"@{second.period.id.lower()}" in matters[1].action and key not in matters[1].action


def test_a_reason_that_answers_nothing_is_told(report):
    found = reconciled(report, "outcomes-against-recorded-crime")
    wrong = replace(found.residuals[0], left=found.residuals[0].right * 1000, agreement=Agreement.BEYOND)
    key = f"{found.spec.id}@{wrong.area}@{wrong.period.id.lower()}"
    reasons = {key: "It is so.", f"{found.spec.id}@kent@2001q1": "It was so."}
    (idle,) = idle_reasons([replace(found, residuals=(wrong,))], [], reasons)
    assert idle.level is Level.KNOW and "@kent@2001q1 answers nothing" in idle.what


def test_a_share_above_one_blocks_until_it_is_answered(report):
    figure = Figure("conviction-rate", "staffordshire", parse_period("2018-19-q4"), "", value=Decimal("1.2"))
    whole = replace(figure, value=Decimal(1))
    assert list(out_of_range(report.catalogue, [figure, whole, replace(figure, area="kent")], ("kent",))) == [figure]
    (blocks,) = range_matters(report.catalogue, [figure], {})
    assert blocks.level is Level.BLOCKS and f'"{figure.reference}" = "…"' in blocks.action
    (answered,) = range_matters(report.catalogue, [figure], {figure.reference: "Because."})
    assert (answered.level, answered.reason) == (Level.KNOW, "Because.")


@pytest.mark.parametrize(("last", "leapt"), [(7000, True), (100, True), (2600, False), (400, False), (1000, False)])
def test_a_count_far_from_the_usual_blocks_until_it_is_answered(report, last, leapt):
    counts = [1000, 1020, 980, 1010, last]
    quarters = ("2017-18-q4", "2018-19-q1", "2018-19-q2", "2018-19-q3", "2018-19-q4")
    figures = [
        Figure("completed-prosecutions", "staffordshire", parse_period(quarter), "", value=Decimal(count))
        for quarter, count in zip(quarters, counts, strict=True)
    ]
    found = list(leaps(report.catalogue, figures, ("staffordshire",)))
    assert [one.figure for one in found] == figures[-1:] * leapt
    assert not list(leaps(report.catalogue, figures, ("kent",))) and not list(
        leaps(report.catalogue, figures[1:], ("staffordshire",))
    )
    key = figures[-1].reference
    for matter in leap_matters(report.catalogue, found, {}):
        assert matter.level is Level.BLOCKS and "where about 1,005 is usual" in matter.what and key in matter.action
    assert [one.level for one in leap_matters(report.catalogue, found, {key: "So it is."})] == [Level.KNOW] * leapt


# --- the other dimensions -----------------------------------------------------------------------------------------


def test_what_is_overdue_depends_on_the_cut_off(held):
    def late(day: date) -> list[str]:
        return [m.where for m in gather(held, cut_off=day).matters if m.dimension is Dimension.TIMELINESS]

    assert late(date(2019, 7, 31)) == ["Home Office recorded crime"]
    assert "CPS case outcomes" in late(date(2019, 10, 21))


def test_the_latest_points_outside_their_limits_are_named(report):
    jumps = {(one.board, one.metric.id, one.series.breakdown): one for one in report.jumps}
    assert ("staffordshire", "completed-prosecutions", "") in jumps
    for one in report.jumps:
        segment, latest = one.series.segments[-1], one.series.latest
        assert not segment.lower <= float(latest.value) <= segment.upper


def test_cohorts_without_an_outcome_are_shown_as_in_the_packs(report):
    found = {(one.board, one.metric.id): one.figure.immature for one in report.immature}
    assert round(found["staffordshire", "charge-rate-offences-recorded"], 3) == Decimal("0.141")


def test_a_board_without_any_figure_blocks(held, tmp_path):
    folder = tmp_path / "workspace"
    shutil.copytree(held, folder)
    settings = folder / "assize.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('["staffordshire"]', '["staffordshire", "kent"]', 1), encoding="utf-8")
    (folder / "providers.toml").unlink()  # its partners are asked about the board that was
    found = [matter.where for matter in gather(folder).at(Level.BLOCKS)]
    assert found == ["Kent"]


def profile(field: str, period: str, areas: str, **more: object) -> FieldProfile:
    facts = {"cells": len(areas.split()), "absences": {}, "negative": 0, "repeated": 0, **more}
    return FieldProfile(parse_period(period), field, areas=frozenset(areas.split()), **facts)  # type: ignore[arg-type]


def test_a_field_that_a_period_lacks_between_two_that_have_it_is_expected():
    released = [(parse_period("2018-19-q1"), parse_period("2018-19-q3"), date(2019, 4, 1), True)]
    first, second, third = period_qualities(
        [
            profile("a", "2018-19-q1", "x y"),
            profile("b", "2018-19-q1", "x y"),
            profile("a", "2018-19-q2", "x", absences={Absence.NOT_AVAILABLE: 1}, negative=1),
            profile("a", "2018-19-q3", "x y"),
            profile("b", "2018-19-q3", "x y"),
        ],
        CATALOGUE.sources["crime-outcomes"],
        released,
    )
    assert (first.present, first.expected, first.missing) == (4, 4, ())
    assert (second.present, second.expected, second.missing) == (1, 4, ("x", "y"))
    assert (second.absent, second.negative) == (1, 1)
    assert (third.days, third.estimated) == (91, True)  # 31 December to 1 April


def test_an_earlier_year_of_a_whole_series_has_no_days_of_its_own():
    released = [(parse_period("2017-m06"), parse_period("2018-m06"), date(2019, 6, 26), False)]
    earlier, latest = period_qualities(
        [profile("population", "2017-m06", "x"), profile("population", "2018-m06", "x")],
        CATALOGUE.sources["population-estimates"],
        released,
    )
    assert (earlier.days, latest.days) == (None, 361)


def test_changes_may_be_below_nought_and_counts_may_not():
    released = [(parse_period("2018-19"), parse_period("2018-19"), date(2019, 7, 19), False)]
    (found,) = period_qualities(
        [
            profile("offences", "2018-19", "x", negative=2),
            profile("offences_change_percent", "2018-19", "x", negative=5),
        ],
        CATALOGUE.sources["police-force-area-tables"],
        released,
    )
    assert found.negative == 2


def test_cells_are_counted_by_period_and_field_and_repeats_beyond_the_first():
    connection = connect_duckdb()
    cells = (
        "SELECT * FROM (VALUES ('x', '2018Q1', 'a', 'u', 1.0, NULL), ('x', '2018Q1', 'a', 'u', 2.0, NULL),"
        " ('x', '2018Q1', 'a', 'u', 3.0, NULL), ('y', '2018Q1', 'a', 'u', -4.0, NULL), ('y', '2018Q1', 'a', 'v', NULL, '[x]'),"
        " ('x', '2018Q2', 'a', 'unknown', 5.0, '')) AS t (area, period, field, kind, value, absence)"
    )

    def ask(sql: str):
        return connection.execute(sql).fetchall()

    first, second = profile_fields(ask, cells, ("kind",))
    assert (first.period, first.cells, first.areas) == (parse_period("2018Q1"), 5, frozenset("xy"))
    assert (first.repeated, first.negative, dict(first.absences)) == (2, 1, {Absence.NOT_AVAILABLE: 1})
    assert (second.repeated, second.negative, second.absent) == (0, 0, 0)
    assert [(one.word, one.cells) for one in profile_words(ask, cells, ("kind",))] == [
        ("u", 4),
        ("unknown", 1),
        ("v", 1),
    ]


# --- revisions ----------------------------------------------------------------------------------------------------


def revision(
    area: str, before: str | None, after: str | None, change: Change = Change.RESTATED, field: str = "offences"
):
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return Revision(change, area, parse_period("2017-18"), field, {}, number(before), number(after), "", "", None, None)


@pytest.fixture
def edition() -> Edition:
    year = parse_period("2017-18")
    return Edition(
        "police-force-area-tables", "0" * 64, 1, "a.xlsx", "", date(2018, 7, 19), date(2018, 8, 1), False, year, year, 4
    )


def test_sizes_of_revisions_are_shares_of_the_earlier_number(edition):
    found = (
        revision("staffordshire", "200", "210"),
        revision("kent", "100", "90"),
        revision("essex", "0", "5"),  # no share of nought
        revision("dorset", None, "5"),
        revision("surrey", "7", None, Change.GONE),
    )
    (size,) = revision_sizes(
        Pair(edition, replace(edition, file="b.xlsx"), found), Covers.ONE_PERIOD, {"staffordshire"}
    )
    assert (size.restated, size.gone, size.own) == (4, 0, 1)
    assert (size.mean_size, size.most, size.bias) == (Decimal("0.075"), Decimal("0.1"), Decimal("-0.025"))
    assert size.largest is not None and size.largest.area == "kent"
    assert size.own_largest is not None and size.own_largest.area == "staffordshire"


class Sums:
    """What a store answers of the sums of a board as at two days."""

    def __init__(self, before: int, after: int) -> None:
        self.answers = {date(2019, 7, 18): before, date(2019, 7, 19): after}

    def totals(self, selections, areas, cut_off):
        return {
            selection: [
                Total(board, parse_period("2017-18"), (), Decimal(self.answers[cut_off]), None, 2, len(places), ())
                for board, places in areas.items()
            ]
            for selection in selections
        }


def test_the_cells_of_a_boards_smaller_places_are_its_own_and_its_sum_is_what_moved(edition):
    """`Staffordshire: 1,131,052, then 1,125,653`, and not the cell of a village that moved most."""
    later = replace(edition, file="b.xlsx", released=date(2019, 7, 19))
    pair = Pair(edition, later, (revision("stafford", "10", "5"), revision("kent", "4", "1")))
    places = {"staffordshire": ("stafford", "cannock")}
    sums = list(_restated_sums(Sums(1131052, 1125653), pair, places))  # type: ignore[arg-type]
    (size,) = revision_sizes(pair, Covers.WHOLE_SERIES, {"staffordshire", *places["staffordshire"]}, sums)
    assert (size.restated, size.own) == (2, 1)
    assert size.own_largest is not None
    assert (size.own_largest.area, size.own_largest.before, size.own_largest.after) == (
        "staffordshire",
        1131052,
        1125653,
    )


def accuracy(report: QualityReport, pair: Pair) -> str:
    sizes = tuple(revision_sizes(pair, Covers.ONE_PERIOD, {"staffordshire"}))
    (found,) = (
        m for m in find_matters(replace(report, revisions=sizes), ()).matters if m.dimension is Dimension.ACCURACY
    )
    return found.what


def test_a_revision_is_shown_with_the_decimals_that_moved_and_a_count_before_its_share(report, edition):
    share = revision("staffordshire", "3.903832", "3.891930", field="knife_share_in_series_percent")
    count = revision("staffordshire", "328", "327", field="knife_offences")
    assert "3.90, then 3.89" in accuracy(report, Pair(edition, edition, (share,)))
    said = accuracy(report, Pair(edition, edition, (share, count)))
    assert "knife" in said
    assert "328, then 327" in said
    assert "restate 1 cell, none of them" in accuracy(report, Pair(edition, edition, (revision("kent", "3", "4"),)))


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        ("3.94", "3.86", ("3.94", "3.86")),
        ("3.9", "3.9", ("3.9", "3.9")),
        ("12", "13", ("12", "13")),
        ("3.900001", "3.900002", ("3.900001", "3.900002")),
        ("1.2", "-1.25", ("1.2", "−1.3")),
    ],
)
def test_two_numbers_that_differ_never_look_the_same(before, after, texts):
    assert changed_texts(Decimal(before), Decimal(after)) == texts


def test_one_is_spoken_of_in_the_singular(report):
    source = report.sources[0]
    period = replace(source.periods[0], absences={Absence.NOT_AVAILABLE: 1}, repeated=1, negative=1)
    one = replace(source, awaiting=1, periods=(period,), missing=(), gaps=())
    said = "\n".join(matter.what for matter in find_matters(replace(report, sources=(one,)), ()).matters)
    assert "one of its editions is in a layout that nobody has accepted yet, and enters no pack" in said
    assert "1 cell has a symbol and no number" in said
    assert "1 line has the same place" in said
    assert "1 count is below nought" in said


def test_one_restated_cell_is_a_cell(edition, capsys):
    say_pair(Pair(edition, edition, (revision("kent", "3", "4"),)))
    say_pair(Pair(edition, edition, (revision("kent", "3", "4"), revision("essex", "3", "4"))))
    said = capsys.readouterr().out
    assert "1 cell restated" in said
    assert "2 cells restated" in said


def test_one_cell_of_a_field_is_a_cell(capsys):
    period = parse_period("2018-19")
    read = (FieldRead("percentage_over_28_days", 1, 0, 1, period, period, ()),)
    say_what_was_read(Loaded("x.ods", None, False, (), awaits=True, read=read))
    assert "percentage_over_28_days: 1 cell, 1 place" in capsys.readouterr().out


def test_the_console_says_as_at_which_day(checked):
    assert "As at 31 July 2019: what was published by then." in checked


def test_overdue_periods_are_counted_in_the_words_of_status(held):
    day = date(2020, 8, 1)
    (matter,) = (
        m
        for m in gather(held, cut_off=day).matters
        if m.where == "CPS case outcomes" and m.dimension is Dimension.TIMELINESS
    )
    (line,) = (one for one in assize.status_lines(held, day, "cps-case-outcomes") if "OVERDUE" in one)
    assert ", and 3 later ones, to January to March 2020" in matter.what
    assert line.endswith(", and 3 later ones, to January to March 2020")


def test_what_a_whole_series_drops_is_counted_and_what_a_later_period_goes_on_with_is_not(edition):
    found = (revision("kent", "7", None, Change.GONE), revision("kent", None, "8", Change.NEW))
    pair = Pair(edition, edition, found)
    assert [(size.gone, size.added) for size in revision_sizes(pair, Covers.WHOLE_SERIES, ())] == [(1, 1)]
    assert list(revision_sizes(pair, Covers.ONE_PERIOD, ())) == []


def test_periods_cut_from_the_end_of_a_series_are_asked_about_while_nothing_else_holds_them(report, edition):
    source = report.sources[0]
    edition = replace(edition, source=source.spec.id)
    earlier = replace(edition, last_period=parse_period("2018-19"))
    gone = replace(revision("kent", "7", None, Change.GONE), period=parse_period("2018-19"))
    sizes = tuple(revision_sizes(Pair(earlier, replace(edition, file="b.xlsx"), (gone,)), Covers.WHOLE_SERIES, ()))
    assert sizes[0].dropped == (parse_period("2018-19"),)

    def said(periods: Sequence[PeriodQuality]) -> list[str]:
        held = replace(report, revisions=sizes, sources=(replace(source, periods=tuple(periods)),))
        return [matter.what for matter in find_matters(held, ()).matters if "held no more" in matter.what]

    assert said(()) == [
        "b.xlsx has nothing of April 2018 to March 2019, which the edition of 19 July 2018 had, so it is held no more"
    ]
    assert said((replace(source.periods[0], period=parse_period("2018-19")),)) == []


def test_a_restatement_of_everything_by_one_factor_is_asked_about(report, edition):
    def pair(factor: str) -> Pair:
        cells = tuple(
            revision(f"place-{at}", str(at), str(round(at * Decimal(factor) + at % 3))) for at in range(100, 900, 20)
        )
        return Pair(edition, replace(edition, file="b.xlsx"), cells)

    def said(pair: Pair) -> list[str]:
        sizes = tuple(revision_sizes(pair, Covers.ONE_PERIOD, ()))
        matters = find_matters(replace(report, revisions=sizes), ()).matters
        return [matter.what for matter in matters if matter.level is Level.LOOK and "times what" in matter.what]

    multiplied = tuple(replace(one, after=round(one.before * Decimal("1.1"), 0)) for one in pair("1").revisions)
    assert said(replace(pair("1"), revisions=multiplied)) == [
        "b.xlsx has 1.1 times what the edition of 19 July 2018 had, in all 40 cells that differ (offences recorded in the year,"
        " fraud left out)"
    ]
    assert said(pair("1")) == []  # each by a little of its own


def test_a_restated_change_in_per_cent_has_no_size(edition):
    pair = Pair(edition, edition, (revision("kent", "1", "2", field="offences_change_percent"),))
    assert list(revision_sizes(pair, Covers.ONE_PERIOD, ())) == []


def test_a_break_of_the_offices_own_that_lies_in_no_series_is_told(demo, report):
    made = demo.composed("staffordshire").material
    metric = made.catalogue.metrics["conviction-rate"]
    held = made.measured["conviction-rate", ""].series.figures
    last = held[-1].period

    def breaks(*periods: str, by_office: bool = True) -> list[str]:
        own = [Break(period, "A new system", "performance officer", by_office) for period in periods]
        broken = replace(metric, breaks=tuple(own))
        names = replace(made.catalogue, metrics={**made.catalogue.metrics, metric.id: broken})
        return [change.period for _, change in _idle_breaks(names, list(made.measured.values()))]

    assert breaks(last.id, held[1].period.id) == []
    assert breaks(last.later(1).id, held[0].period.id) == [last.later(1).id, held[0].period.id]
    assert breaks(last.later(1).id, by_office=False) == []  # the catalogue's own are of other quarters too
    lost = metric, Break(last.later(4).id, "A new system", "performance officer", by_office=True)
    found = find_matters(replace(report, idle_breaks=(lost,)), ())
    told = [matter for matter in found.at(Level.LOOK) if "changes nothing" in matter.what]
    assert [matter.what for matter in told] == [
        "the break of Conviction rate from January to March 2020 lies between no two figures that are held, and changes nothing"
    ]
