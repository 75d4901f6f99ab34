"""The rule set `mdc-sct-5` against the Making Data Count team's own document of checks for local charts."""

from __future__ import annotations

from typing import Any

import pytest
from peers import agree, peer_answers
from test_peer_spc import BETTER, icon

from assize.core.nouns import Assurance, Judgement
from assize.statistics.spc import MDC_SCT_5, ControlChart, Ruleset, control_chart

pytestmark = pytest.mark.real

SEVEN = Ruleset("mdc with sevens", False, 7, 7, False, improvement_wins=True, crosses_breaks=True)
ANNOUNCED = Ruleset("mdc, outside counts", False, 6, 6, True, improvement_wins=True, crosses_breaks=True)
ASSURANCES = {"fail": Assurance.FAIL, "pass": Assurance.PASS, "hit_or_miss": Assurance.HIT_OR_MISS}


def chart_of(case: dict[str, Any], ruleset: Ruleset) -> ControlChart:
    return control_chart(
        case["values"],
        better=BETTER.get(case["direction"], 0),
        ruleset=ruleset,
        rebase=[case["recalc_at"] - 1] if case["recalc_at"] and not case["baseline"] else [],
        target=case["target"],
        fix_after=case["baseline"],
    )


def colours(chart: ControlChart) -> list[str]:
    names = {Judgement.IMPROVEMENT: "blue", Judgement.CONCERN: "orange", Judgement.CHANGED: "purple"}
    return [names.get(point.judgement, "grey") for point in chart.points]


@pytest.mark.parametrize(
    ("ruleset", "answers"),
    [
        (MDC_SCT_5, "own_excel_semantics"),
        (SEVEN, "own_excel_semantics_7"),
        (ANNOUNCED, "own_excel_announced_two_sigma"),
    ],
)
def test_every_chart_is_what_the_tools_document_says(ruleset, answers, capsys):
    cases = peer_answers("spc/mdc_single_chart_tool_checks.json")["cases"]
    for case in cases:
        chart, expected = chart_of(case, ruleset), case[answers]
        assert colours(chart) == expected["colour"], (case["id"], colours(chart), expected["colour"])
        assert chart.short != expected["limits_shown"], case["id"]
        if not chart.short:
            for i, point in enumerate(chart.points):
                assert agree(point.upper, expected["upl"][i]), case["id"]
                assert agree(point.lower, expected["lpl"][i]), case["id"]
            better = BETTER.get(case["direction"], 0)
            assert icon(chart, better).replace("neutral", "neither") == expected["variation_icon"], case["id"]
        assert chart.assurance is ASSURANCES.get(
            expected["assurance_icon"],
            None if chart.short and case["target"] and better_of(case) else Assurance.NO_TARGET,
        ), case["id"]
    with capsys.disabled():
        print(f"\nspc: {len(cases)} charts of the Making Data Count document agree ({ruleset.name})")


def better_of(case: dict[str, Any]) -> int:
    return BETTER.get(case["direction"], 0)


def test_what_the_document_says_in_words():
    cases = {case["id"]: case for case in peer_answers("spc/mdc_single_chart_tool_checks.json")["cases"]}
    limits = chart_of(cases["limits_15"], MDC_SCT_5).segments[-1]
    stated = cases["limits_15"]["stated"]
    assert (round(limits.mean, 2), round(limits.upper, 2), round(limits.lower, 2)) == (
        stated["mean"],
        stated["upl"],
        stated["lpl"],
    )
    for name in ("conflict_high_good", "conflict_low_good"):
        found = colours(chart_of(cases[name], MDC_SCT_5))
        for colour in ("blue", "orange"):
            assert [i for i, one in enumerate(found, start=1) if one == colour] == cases[name]["stated"][colour]
