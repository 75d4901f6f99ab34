"""No measure of the catalogue whose figures share months with their neighbours can be judged: by its kind, not by a list."""

from __future__ import annotations

from itertools import pairwise

from assize.catalogue.load import load_catalogue
from assize.core.nouns import Judgement, Total
from assize.core.periods import Period, quarter
from assize.core.specs import Cadence, Kind, MetricSpec
from assize.measure.engine import _Side, _spans_of

CATALOGUE = load_catalogue()
QUARTERS = [quarter(2018, 1).later(step) for step in range(12)]
MONTHS = [Period(year, month, 1) for year in range(2018, 2022) for month in range(1, 13)]


def spans(metric: MetricSpec, role: str, at: Period, held: list[Period]) -> set[Period]:
    """The periods that one side of a figure is added up over, where a source holds `held`."""
    selection = (metric.numerators if role == "numerator" else metric.denominators)[0]
    totals = {("a", period, ""): Total("a", period, (), None, None, 0, 1, ()) for period in held}
    return set(_spans_of(metric, _Side(selection, totals), "a", at, "", role) or ())


def overlaps(metric: MetricSpec) -> bool:
    """Whether figures of two quarters, one after the other, are added up over some of the same periods.

    Residents, by whom a rate is divided, are no events: the same estimate may stand under several quarters.
    """
    sides = [("numerator", metric.numerators), ("denominator", metric.denominators)]
    return any(
        spans(metric, role, one, held) & spans(metric, role, after, held)
        for role, selections in sides
        if selections and not (role == "denominator" and metric.kind is Kind.RATE)
        for held in (QUARTERS, MONTHS)
        for one, after in pairwise(QUARTERS[4:])
    )


def test_a_measure_of_quarters_overlaps_exactly_where_its_kind_says_so():
    quarterly = [one for one in CATALOGUE.metrics.values() if one.cadence is Cadence.QUARTER and one.numerators]
    assert len(quarterly) > 20
    assert {one.id for one in quarterly if overlaps(one)} == {one.id for one in quarterly if one.kind.overlaps}
    assert any(one.kind.overlaps for one in quarterly)


def test_whatever_overlaps_or_is_small_brings_no_judgement():
    assert not any(one.is_made for one in Judgement if one.cannot_be_made)
    assert {kind for kind in Kind if kind.overlaps} == {Kind.BACKLOG}
