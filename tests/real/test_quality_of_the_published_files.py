"""The sums of the publishers' own files beside each other: both figures held, with the residual, neither hidden."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assize import app
from assize.app.quality import gather
from assize.core.quality import Agreement, Level, QualityReport

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def report(shared, tmp_path_factory) -> QualityReport:
    """Recorded crime, two editions of the ONS tables, populations and look-ups, as at October 2019."""
    folder: Path = tmp_path_factory.mktemp("quality-real") / "workspace"
    app.new_workspace(folder, ("staffordshire", "west-mercia"), quarter="2017-18-q4", cut_off=date(2019, 10, 31))
    data = shared / "data"
    files = [
        *(data / "home_office_recorded_crime").glob("*.csv"),
        *(data / "ons_police_force_area_tables").glob("*march2018v2.xlsx"),
        *(data / "ons_police_force_area_tables").glob("*june2019.xlsx"),
        data / "ons_population" / "ons_pop_data.xls",
        *(data / "ons_geography").glob("LAD1*.csv"),
        *(data / "cps_case_outcomes_quarterly").glob("POC-18-19-*.csv"),
    ]
    for one in app.load_files(folder, files):
        assert one.refused is None, str(one.refused)
    return gather(folder)


def residuals(report: QualityReport, name: str) -> dict[tuple[str, str], tuple[Decimal, Decimal, Agreement]]:
    found = next(one for one in report.reconciled if one.spec.id == name)
    return {(one.area, one.period.id): (one.left, one.right, one.agreement) for one in found.residuals}


def test_open_data_and_ons_tables_are_both_shown(report):
    found = residuals(report, "recorded-crime-against-ons")
    assert len(found) == 43
    assert found["staffordshire", "2017-18"] == (83768, 83987, Agreement.WITHIN)
    assert found["west-mercia", "2017-18"] == (84350, 84342, Agreement.WITHIN)


def test_residents_of_the_authorities_agree_with_the_rounded_figure(report):
    found = residuals(report, "population-against-ons-tables")
    assert found["staffordshire", "2018-m06"] == (1131052, 1131100, Agreement.AGREES)
    assert {verdict for _, _, verdict in found.values()} == {Agreement.AGREES}
    assert len(found) == 43 * 16  # mid-2002 to mid-2016 of the one edition, mid-2018 of the other


def test_sums_of_places_are_the_printed_totals(report):
    cps = residuals(report, "cps-prosecutions-national")
    assert [(left, right) for left, right, _ in cps.values()] == [(left, left) for left, _, _ in cps.values()]
    assert cps["england-and-wales", "2019Q1"][0] == 117853
    ons = residuals(report, "recorded-crime-national")
    assert ons["england-and-wales", "ye-2019-06"] == (5279956, 5279956, Agreement.AGREES)


def test_the_restated_knife_offences_are_sized(report):
    sizes = {size.field: size for size in report.revisions if size.source == "police-force-area-tables"}
    assert sizes["knife_offences"].own > 0
    assert sizes["knife_offences"].most is not None


def test_nothing_blocks_a_build(report):
    assert report.at(Level.BLOCKS) == ()
    (recorded,) = (source for source in report.sources if source.spec.id == "recorded-crime")
    assert sum(one.repeated for one in recorded.periods) == 4 * 132  # homicide: four lines of one code, 44 forces
    assert sum(one.negative for one in recorded.periods) == 36
