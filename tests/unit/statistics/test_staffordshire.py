"""The numbers of the control-chart tests are the publisher's own: added up again from the files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from test_control_chart import AGAINST_THE_PERSON, PROSECUTIONS

from assize.core.nouns import Direction, Judgement, Rule
from assize.statistics.spc import control_chart

FILES = Path(__file__).resolve().parents[4] / "shared" / "data" / "cps_case_outcomes_quarterly"


@pytest.mark.real
def test_the_series_are_those_of_the_crown_prosecution_service():
    if not FILES.exists():
        pytest.skip("no publishers' files here: ../shared/data")
    prosecutions, against_the_person = [], []
    for path in sorted(FILES.glob("POC-*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            (row,) = (row for row in csv.DictReader(lines) if row[""].strip() == "Staffordshire")
        counts = {name: int(text.replace(",", "")) for name, text in row.items() if name.startswith("Number of ")}
        prosecutions.append(sum(counts.values()))
        convictions = counts["Number of Offences Against The Person Convictions"]
        unsuccessful = counts["Number of Offences Against The Person Unsuccessful"]
        against_the_person.append((convictions, convictions + unsuccessful))
    assert prosecutions == PROSECUTIONS
    assert against_the_person == AGAINST_THE_PERSON
    chart = control_chart(prosecutions, better=0)
    assert (chart.latest.rule, chart.latest.direction, chart.latest.run) == (Rule.OUTSIDE, Direction.LOW, 3)
    rates = control_chart([made / all_ for made, all_ in against_the_person], better=1)
    assert rates.judgement is Judgement.IMPROVEMENT
    assert rates.depends_on_screening
