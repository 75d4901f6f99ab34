"""A figure explained: what a reader may ask of it, from value to cells, in plain lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import ladder
from builders import (
    EDITION,
    LATEST,
    NAMES,
    NATION,
    catalogue,
    change_of_definition,
    edition,
    figure,
    figures,
    maturity,
    measured,
    metric,
)

from assize.core.document import plain
from assize.core.nouns import Absence, Against, Cell, Observation
from assize.core.specs import Kind
from assize.narrate.explanation import Evidence, explain_lines
from assize.narrate.findings import find
from assize.narrate.grounds import comparison_lines, grounds_of

SHARE, COUNT = metric(), metric("cases-opened", Kind.COUNT, subject="Cases opened", plural=True)


def observation(raw: str, line: int, origin: str = "") -> Observation:
    cell = Cell("returns.csv", f"line {line}, Done")
    return Observation("returns", EDITION, "ashford", LATEST, "done", {}, Decimal(raw), None, raw, cell, origin=origin)


def test_the_short_paragraph_stands_on_the_test_of_what_it_sets_beside():
    found = find(held := measured(COUNT, figures(COUNT, ladder.RESTLESS)), COUNT, NAMES)
    said = grounds_of(plain(found.sentence), held, COUNT, found)
    assert said[-1] == (
        "beside the same quarter a year earlier: −10.7% (−120) from 1,120; an exact test of the two counts tells them apart at "
        "95%; its usual movement is up to 444 (3.267 × mean moving range): more than chance between the two, but no more than "
        "it usually moves"
    )
    assert any(line.startswith("limits ") for line in said)
    share = measured(SHARE, [*figures(SHARE, [50, 52], 100), figure(SHARE, 500, 1000, area=NATION)])
    found = find(share, SHARE, NAMES)
    assert "England and Wales was 50.0%" in plain(found.sentence)
    assert "England and Wales: 50.0%, shown beside it and not judged here" in grounds_of(
        plain(found.sentence), share, SHARE, found
    )


def test_what_is_told_at_95_per_cent_alone_is_explained_so():
    for done, said in ((62, "higher"), (53, "no difference that could not be chance"), (90, "higher")):
        share = measured(SHARE, [*figures(SHARE, [50, done], 100), figure(SHARE, 500, 1000, area=NATION)])
        (line,) = comparison_lines(share, SHARE, (Against.NATION,))
        assert line.endswith(f": {said}")
        assert (", not at 99.8%" in line, ", at 99.8% too" in line) == (done == 62, done == 90)


def lines(held, spec=SHARE, found=None, finding=None, cells=(), more=0, **options) -> list[str]:
    evidence = [Evidence(part, cells, more) for part in held.parts]
    editions = {EDITION: replace(edition(), **options)}
    names = catalogue([spec])
    return explain_lines(held, spec, names, "Ashford", evidence, editions, found, finding, "awaiting a person's words")


def value(said: list[str], label: str) -> str:
    return next(line.split(label, 1)[1].strip() for line in said if line.strip().startswith(label))


def test_it_says_value_interval_parts_editions_and_cells():
    said = lines(figure(SHARE, 55, 70), cells=[observation("55", 12, "Table 3, C4")], more=3)
    assert said[0] == "Done rate"
    assert value(said, "Reference") == "done-rate@ashford@2019q1"
    assert value(said, "Value") == "78.6%"
    assert value(said, "Interval") == "67.6% to 86.6% (95%, Wilson)"
    assert value(said, "Numerator") == "55, the sum of 1 cell"
    assert value(said, "Denominator") == "70, the sum of 1 cell"
    assert value(said, "edition") == f"returns.csv, released 1 May 2019, sha256 {'e' * 16}"
    assert value(said, "cell") == "returns.csv [line 12, Done]: 55 ← Table 3, C4"
    assert value(said, "and") == "3 more; --cells shows all"
    assert value(said, "Caveat") == "Counted by hand."


def test_it_names_the_measure_that_it_is_read_beside():
    beside = replace(SHARE, balance=COUNT.id)
    held = figure(SHARE, 55, 70)
    said = explain_lines(held, beside, catalogue([beside, COUNT]), "Ashford", [], {}, None, None, "")
    assert value(said, "Read beside") == COUNT.name
    assert not any("Read beside" in line for line in lines(held))


def test_of_many_areas_the_first_are_named_and_the_rest_counted():
    held = figure(SHARE, 55, 70)
    courts = tuple(f"court-{number}" for number in range(1, 70))
    held = replace(held, parts=tuple(replace(part, areas=("ashford", *courts)) for part in held.parts))
    assert value(lines(held), "areas") == "70: Ashford, court-1, court-2, court-3, court-4 and 65 more"


def test_a_release_by_rule_is_called_so_and_no_day_of_receipt_is_told_as_one():
    said = "\n".join(lines(figure(SHARE, 55, 70), released_estimated=True, received=date(2031, 1, 1)))
    assert "released 1 May 2019, by the source's rule" in said
    assert "2031" not in said


def test_a_count_says_why_it_has_no_interval():
    assert "no sampling error" in value(lines(figure(COUNT, 5), COUNT), "Interval")


def test_a_figure_held_back_says_why_and_by_how_much():
    spec = replace(SHARE, maturity=maturity())
    held = replace(
        figure(spec, 55, 70), value=None, interval=None, absence=Absence.NOT_AVAILABLE, flagged=True,
        immature=Decimal("0.14"), reason="too early: 14.0% had no outcome yet",
    )  # fmt: skip
    said = lines(held, spec)
    assert value(said, "Value") == "[x]"
    assert value(said, "Why") == "Too early: 14.0% had no outcome yet"
    assert value(said, "Maturity").startswith("14.0% had no outcome yet: held back")
    assert "flagged above 5%, held above 10%" in value(said, "Maturity")


def test_a_withheld_figure_tells_no_number():
    held = figure(SHARE, 3, 7919)
    held = replace(
        held, value=None, interval=None, absence=Absence.CONFIDENTIAL, reason="withheld: a count under 5",
        parts=tuple(replace(part, value=None, cells=0, editions=()) for part in held.parts),
    )  # fmt: skip
    said = lines(held)
    assert value(said, "Value") == "[c]"
    assert value(said, "Why") == "Withheld: a count under 5"
    assert value(said, "Numerator").startswith("withheld")
    assert "7919" not in "\n".join(said)
    assert "7,919" not in "\n".join(said)


def test_only_the_boards_latest_figure_is_judged_and_the_rule_is_named():
    found = measured(COUNT, figures(COUNT, ladder.OUTSIDE))
    finding = find(found, COUNT, NAMES)
    said = lines(found.series.latest, COUNT, found, finding)
    assert value(said, "Judgement") == "improvement"
    assert "ptd-0.2.2" in value(said, "Method")
    headline = next(at for at, line in enumerate(said) if line.startswith("  Sentence"))
    assert [line.strip() for line in said[headline + 1 : headline + 4]] == [
        "· rung 4 of the wording ladder: outside the expected range",
        "· rules ptd-0.2.2: outside a limit, higher, 1 latest point",
        "· limits 999 to 1,052, mean 1,026",
    ]
    assert value(said, "Sentence") == "Cases opened were above the expected range this quarter, at 1,500"
    assert "awaiting a person's words" in said[-2]
    earlier = lines(found.series.figures[0], COUNT, found, finding)
    assert value(earlier, "Judgement").startswith("none")


def test_too_few_points_say_how_many_and_how_many_are_needed():
    found = measured(COUNT, figures(COUNT, ladder.SHORT))
    said = lines(found.series.latest, COUNT, found, find(found, COUNT, NAMES))
    assert value(said, "Judgement") == "too short to judge"
    assert "                · no limits: 12 points held, 13 are needed" in said


def test_after_a_break_the_points_since_it_are_counted():
    spec = metric("cases-opened", Kind.COUNT, breaks=(change_of_definition(LATEST.later(-7).id),))
    found = measured(spec, figures(spec, [*ladder.SAME, *ladder.SAME[:8]]))
    said = lines(found.series.latest, spec, found, find(found, spec, NAMES))
    assert "                · no limits: 8 points held since the break, from April to June 2017, 13 are needed" in said
    assert any(
        "Eight quarters are held since the break of April 2017: too few quarters to judge" in line for line in said
    )


def test_what_is_not_judged_at_all_says_why_it_has_no_limits():
    for spec, held, why in (
        (
            metric("work", Kind.BACKLOG),
            figures(metric("work", Kind.BACKLOG), ladder.SAME, 3000),
            "takes in twelve months",
        ),
        (COUNT, figures(COUNT, ladder.TINY), "fewer than five a period on average"),
    ):
        found = measured(spec, held)
        said = lines(found.series.latest, spec, found, find(found, spec, NAMES))
        assert any("· no limits: " in line and why in line for line in said)
        assert not [line for line in said if "Season" in line or "· rules" in line]


def test_every_sentence_is_followed_by_what_it_stands_on():
    spec = metric()
    found = measured(
        spec,
        figures(spec, [50, 52, 49, 51, 52, 49, 51, 50, 49, 52, 50, 51, 51, 49, 52, 50, 52, 50, 49, 51, 50, 80], 200),
    )
    finding = find(found, spec, NAMES)
    said = lines(found.series.latest, spec, found, finding)
    starts = [at for at, line in enumerate(said) if line.startswith("  Sentence")]
    assert len(starts) == 2 + len(finding.reading)
    assert all(said[at + 1].startswith("                · ") for at in starts)
    assert [line for line in said if "Newcombe's 95% interval of the difference" in line and "higher" in line]
    assert value(said, "Season").endswith("none found")
    assert value(said, "Season").startswith("Friedman's test over 5 years gives")
    assert value(said, "Trend").startswith("seasonal Mann-Kendall test over 22 points")


def test_fifteen_quarters_are_said_to_be_too_few_for_a_season_and_a_trend():
    found = measured(COUNT, figures(COUNT, ladder.OUTSIDE[-15:]))
    said = lines(found.series.latest, COUNT, found, find(found, COUNT, NAMES))
    assert value(said, "Season") == "not enough quarters to tell (3 whole years, 4 are needed)"
    assert "15 quarters since the last break or the start, 16 are needed" in value(said, "Trend")
