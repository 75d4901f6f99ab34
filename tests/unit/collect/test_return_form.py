"""What a form asks of one provider: its own fields, each part after its whole, with the returns before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from assize.catalogue.load import load_catalogue
from assize.collect.return_form import Office, form_name, keyed_name, ordered, plan_form
from assize.core.forms import Form, seen_text
from assize.core.nouns import Absence
from assize.core.periods import parse_period
from assize.core.specs import AskedField, Provider, Sum

CATALOGUE = load_catalogue()
QUARTER = parse_period("2018-19-q4")
OFFICE = Office("Office of the Commissioner", "performance officer", "office@pcc.example", "OFFICIAL")
MEASURES = CATALOGUE.owed("witness-care")
PROVIDER = Provider(
    id="staffordshire-witness-care",
    role="witness-care",
    name="Staffordshire witness care unit",
    boards=("staffordshire",),
    places={"staffordshire": "staffordshire"},
    mailbox="wcu@police.example",
    agreement="ISA 2018/12",
    days_to_answer=10,
    owes=tuple(metric.id for metric in MEASURES),
)


def planned(provider: Provider = PROVIDER, confirmed: bool = False, keyed: bool = False, **given: Any) -> Form:
    measures = [replace(metric, confirmed=confirmed) for metric in MEASURES if metric.id in provider.owes]
    asked = CATALOGUE.asked_for(provider.role, provider.owes)
    before = {
        ("staffordshire", "witnesses_required", QUARTER.later(-1)): Decimal(410),
        ("staffordshire", "witnesses_required", QUARTER.later(-4)): Absence.NOT_AVAILABLE,
        ("staffordshire", "witnesses_required", QUARTER.later(-5)): Decimal(1),
    }
    names = {"staffordshire": "Staffordshire"}
    return plan_form(
        provider,
        QUARTER,
        date(2019, 5, 3),
        asked,
        measures,
        names,
        before,
        OFFICE,
        dated=date(2019, 4, 11),
        keyed=keyed,
        **given,
    )


def test_it_asks_only_what_the_provider_owes():
    few = planned(replace(PROVIDER, owes=("witness-attendance",)))
    assert [line.field for line in few.first.lines] == ["witnesses_required", "witnesses_attended"]
    assert len(planned().first.lines) > 2


def test_the_four_returns_before_stand_oldest_first_with_gaps_as_gaps():
    line = next(line for line in planned().first.lines if line.field == "witnesses_required")
    assert line.previous == (Absence.NOT_AVAILABLE, None, None, Decimal(410))


def test_a_part_follows_its_whole_wherever_it_stood():
    fields = [
        AskedField("part", "part", "", "", part_of="whole"),
        AskedField("other", "other", "", ""),
        AskedField("whole", "whole", "", ""),
        AskedField("part_of_part", "part of the part", "", "", part_of="part"),
        AskedField("lost", "lost", "", "", part_of="not_asked"),
    ]
    assert [one.id for one in ordered(fields)] == ["other", "whole", "part", "part_of_part", "lost"]


def test_a_definition_is_to_be_confirmed_until_the_office_confirms_it():
    assert any(line.to_be_confirmed for line in planned().first.lines)
    assert not any(line.to_be_confirmed for line in planned(confirmed=True).first.lines)


def test_a_line_that_only_adds_up_to_its_whole_is_as_unsure_as_that():
    owed = CATALOGUE.owed("iom")
    scheme = replace(PROVIDER, id="staffordshire-iom", role="iom", owes=tuple(metric.id for metric in owed))

    def unsure(confirmed: bool) -> set[str]:
        measures = [replace(metric, confirmed=confirmed) for metric in owed]
        asked = CATALOGUE.asked_for("iom", scheme.owes)
        names = {"staffordshire": "Staffordshire"}
        form = plan_form(scheme, QUARTER, date(2019, 5, 3), asked, measures, names, {}, OFFICE, dated=date(2019, 4, 11))
        return {line.field for line in form.first.lines if line.to_be_confirmed}

    assert {"iom_managed", "iom_fixed", "iom_flex", "iom_free"} <= unsure(confirmed=False)
    assert unsure(confirmed=True) == set()


def test_the_first_sheet_says_by_when_to_whom_and_what_to_do():
    form = planned()
    assert dict(form.facts)["Send back by"] == "Friday 3 May 2019"
    assert dict(form.facts)["To"] == "office@pcc.example"
    assert dict(form.facts)["Agreement"] == "ISA 2018/12"
    assert "“Your figure, January to March 2019”" in form.steps[0]
    assert "Partial: what was counted, some records still lacking." in form.steps[1]
    assert "[x]" in form.steps[2]
    assert "Later or corrected figures: the same form again, whole; the newest return counts." in form.steps[-1]


def test_it_says_how_small_a_count_is_shown_to_nobody():
    small = dict(planned(smallest=5).facts)["What it is for"]
    counts = "Board, whose members see these figures; small counts, under five, are left out"
    # Letters and posts are no people: their small counts are printed, and the form says so.
    assert small.endswith(f"{counts}, but those of the three lines that count no people are shown")
    assert seen_text(5).endswith("small counts, under five, are left out")
    assert seen_text(5, ("posts",)).endswith("under five, are left out, but those of “posts” are shown")
    assert dict(planned().facts)["What it is for"].endswith("whose members see these figures")


def test_each_board_has_its_own_usual_ranges_and_the_sums_of_what_is_asked():
    usual = {("staffordshire", "witnesses_required"): (Decimal(350), Decimal(470))}
    sums = (
        Sum("witnesses_required", ("witnesses_attended", "outcomes_due")),
        Sum("witnesses_required", ("witnesses_attended", "no_such_line")),
    )
    plan = planned(usual=usual, sums=sums).first
    assert {line.field: line.usual for line in plan.lines if line.usual} == {
        "witnesses_required": (Decimal(350), Decimal(470))
    }
    assert plan.sums == (("witnesses_required", ("witnesses_attended", "outcomes_due")),)
    assert plan.version == planned().first.version  # what is usual changes no question


def test_what_the_office_keys_itself_tells_the_officer_what_to_load():
    form = planned(keyed=True)
    assert form.first.keyed and "keyed by the office" in form.title.lower()
    assert f"assize load returns/2018-19-q4/{keyed_name(PROVIDER.id, QUARTER)}" in form.steps[-1]
    assert form_name(PROVIDER.id, QUARTER) == "staffordshire-witness-care-2018-19-q4.xlsx"
