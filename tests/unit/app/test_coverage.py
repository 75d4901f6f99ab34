"""`docs/coverage.md` says what the catalogue and the readers say, of every measure of the framework."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest

from assize.app.coverage import State, cover, coverage_lines, coverage_page, held_unmeasured, layouts_seen
from assize.catalogue.framework import load_framework
from assize.catalogue.load import load_catalogue

CATALOGUE = load_catalogue()
SEEN = layouts_seen()
FOUND = cover(CATALOGUE, SEEN)


def state_of(found, measure: str) -> State:
    return next(one.state for one in found if one.measure.id == measure)


def test_the_page_is_up_to_date(root):
    text = (root / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert text == coverage_page(FOUND, SEEN), "run: python benchmarks/coverage.py"


def test_every_measure_stands_once(root):
    ids = re.findall(r"^\| ([A-Z]{2}-\d{2}) \|", (root / "docs" / "coverage.md").read_text(encoding="utf-8"), re.M)
    assert len(ids) == len(set(ids)) == 193
    assert ids == [measure.id for measure in load_framework()]


def test_every_metric_with_a_framework_number_is_in_the_framework():
    ids = {measure.id for measure in load_framework()}
    assert {metric.framework_id for metric in CATALOGUE.metrics.values() if metric.catalogue_id} <= ids


def test_every_field_that_is_said_to_be_held_is_one():
    for measure in load_framework():
        for source, field in measure.held_in:
            assert field in CATALOGUE.sources[source].fields, measure.id


def test_every_measure_says_from_what_or_why_not():
    for one in FOUND:
        fed = one.state in (State.READ, State.NOT_SEEN, State.RETURN)
        assert (bool(one.sources) and bool(one.metric)) if fed else bool(one.why), one.measure.id


def test_a_layout_that_no_real_file_of_has_been_read_is_said_to_be_so():
    assert not SEEN["analysis-function-tables"]
    unseen = cover(CATALOGUE, SEEN | {"cps-case-outcomes": False})
    assert (state_of(FOUND, "EE-29"), state_of(unseen, "EE-29")) == (State.READ, State.NOT_SEEN)
    assert "`POC-*-q*.csv`, layout not yet seen" in coverage_page(unseen, SEEN | {"cps-case-outcomes": False})


def test_a_measure_without_its_metric_file_is_no_longer_fed():
    without = replace(CATALOGUE, metrics={k: v for k, v in CATALOGUE.metrics.items() if k != "conviction-rate"})
    assert state_of(cover(without, SEEN), "EE-29") is State.TABLES
    only = {name: source for name, source in CATALOGUE.sources.items() if name != "cps-quarterly"}
    assert state_of(cover(replace(without, sources=only), SEEN), "EE-29") is State.NO_FIGURE


@pytest.mark.parametrize(
    ("measure", "state"),
    [("EE-14", State.NO_LAYOUT), ("VW-21", State.AWAITED), ("XQ-04", State.OWN), ("EE-44", State.HELD)],
)
def test_why_a_measure_is_not_fed(measure, state):
    # Of a catalogue without the sources that are still to come, so that a new one changes the page and not this test.
    known = {"recorded-crime", "crime-outcomes", "cps-case-outcomes", "population-estimates", "crown-court-caseload"}
    sources = {name: source for name, source in CATALOGUE.sources.items() if name in known}
    fed = {
        name: metric
        for name, metric in CATALOGUE.metrics.items()
        if all(each.source in known for each in (*metric.numerators, *metric.denominators))
        and metric.framework_id != measure
    }
    assert state_of(cover(replace(CATALOGUE, sources=sources, metrics=fed), SEEN), measure) is state


def test_the_short_form_counts_them_all(tmp_path):
    lines = coverage_lines(tmp_path)
    assert lines[-1].startswith("193 measures: ")
    assert sum(int(number) for number in re.findall(r"(\d+) [a-z]", lines[-1].partition(": ")[2])) == 193


@pytest.mark.real
def test_the_framework_is_the_domains_list(shared):
    with (shared / "domain" / "metric_catalogue.csv").open(encoding="utf-8", newline="") as file:
        theirs = [(row["id"], row["metric"], row["area"]) for row in csv.DictReader(file)]
    assert [(one.id, one.name, one.area) for one in load_framework()] == theirs


def test_a_definition_that_nobody_has_confirmed_is_marked_on_the_page():
    lines = {line[2:7]: line for line in coverage_page(FOUND, SEEN).splitlines() if re.match(r"\| [A-Z]{2}-", line)}
    assert "definition to be confirmed" in lines["VW-20"]
    assert "definition to be confirmed" not in lines["VW-16"]
    confirmed = cover(CATALOGUE.confirming(("witness-attendance",)), SEEN)
    assert coverage_page(confirmed, SEEN).count("definition to be confirmed") == (
        coverage_page(FOUND, SEEN).count("definition to be confirmed") - 1
    )


def test_what_is_held_and_not_measured_is_told_from_what_is_not_held():
    metrics = [CATALOGUE.metrics[name] for name in ("probation-caseload", "crown-charge-to-completion")]
    held = {"offender-management-statistics", "court-publication-tables"}
    assert held_unmeasured(CATALOGUE, metrics, held) == {"probation-caseload": ("offender-management-statistics",)}
    assert held_unmeasured(CATALOGUE, metrics, {"court-publication-tables"}) == {}
