"""The catalogue of the package: whole, consistent, and its worked examples work out."""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import pytest

from assize.catalogue.load import OURS, load_catalogue
from assize.core.nouns import AreaKind
from assize.core.periods import parse_period
from assize.core.specs import Backing, Catalogue, Kind, MetricSpec, ProviderRole
from assize.core.wording import value_text

BOARDS, FORCES, REGIONS = 42, 43, 10
CATALOGUE = load_catalogue()
FED = [metric for metric in CATALOGUE.metrics.values() if metric.numerators]
GAPS = [metric for metric in CATALOGUE.metrics.values() if not metric.numerators]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return CATALOGUE


def of_kind(catalogue: Catalogue, kind: AreaKind) -> list[str]:
    return [area.slug for area in catalogue.areas.values() if kind in area.kinds]


def test_forty_two_boards_forty_three_forces_ten_regions_one_nation(catalogue: Catalogue) -> None:
    assert len(of_kind(catalogue, AreaKind.BOARD)) == BOARDS
    assert len(of_kind(catalogue, AreaKind.FORCE)) == FORCES
    assert len(of_kind(catalogue, AreaKind.REGION)) == REGIONS
    assert of_kind(catalogue, AreaKind.NATION) == ["england-and-wales"]


def test_every_board_lies_in_one_region_and_the_regions_make_the_nation(catalogue: Catalogue) -> None:
    in_regions = [member for slug in of_kind(catalogue, AreaKind.REGION) for member in catalogue.areas[slug].members]
    assert sorted(in_regions) == sorted(of_kind(catalogue, AreaKind.BOARD))
    assert sorted(in_regions) == sorted(catalogue.areas["england-and-wales"].members)
    for slug in in_regions:
        assert slug in catalogue.areas[catalogue.areas[slug].region].members


def test_boards_are_made_of_every_force_once(catalogue: Catalogue) -> None:
    made_of = [
        force for slug in of_kind(catalogue, AreaKind.BOARD) for force in (catalogue.areas[slug].members or (slug,))
    ]
    assert sorted(made_of) == sorted(of_kind(catalogue, AreaKind.FORCE))


def test_the_board_of_two_forces(catalogue: Catalogue) -> None:
    board = catalogue.area("metropolitan-and-city")
    assert board.kinds == {AreaKind.BOARD}
    assert set(board.members) == {"metropolitan-police", "city-of-london"}
    assert all(catalogue.area(slug).kinds == {AreaKind.FORCE} for slug in board.members)


def test_the_region_west_midlands_is_not_the_force(catalogue: Catalogue) -> None:
    assert catalogue.area("west-midlands").code == "E23000014"
    assert catalogue.area("west-midlands-region").code == "E12000005"
    assert set(catalogue.area("west-midlands-region").members) == {
        "staffordshire", "warwickshire", "west-mercia", "west-midlands",
    }  # fmt: skip


def test_the_codes_of_the_two_boards_of_the_example(catalogue: Catalogue) -> None:
    assert (catalogue.area("staffordshire").code, catalogue.area("west-mercia").code) == ("E23000015", "E23000016")


@pytest.mark.parametrize("metric", FED, ids=lambda metric: metric.id)
def test_the_worked_example_works_out(metric: MetricSpec) -> None:
    example = metric.example
    assert example is not None
    value = example.numerator
    assert (example.denominator is not None) == metric.kind.divides
    if example.denominator is not None:
        times = 12 if metric.kind is Kind.BACKLOG else metric.multiplier
        value = example.numerator * times / example.denominator
    assert value_text(value, metric.kind) == example.value


@pytest.mark.parametrize("metric", GAPS, ids=lambda metric: metric.id)
def test_a_gap_says_why_and_who(metric: MetricSpec) -> None:
    assert metric.gap_reason.endswith(".")
    assert metric.supplier
    assert metric.example is None


def test_published_and_partners_measures_are_fed_and_what_nobody_holds_is_named(catalogue: Catalogue) -> None:
    of_partners = [metric for metric in FED if catalogue.sources[metric.numerators[0].source].asked]
    assert len(of_partners) == 96
    assert len(FED) - len(of_partners) >= 48
    assert 1 <= len(GAPS) <= 16
    # What partners count stands among the gaps, with its reason, until somebody has received it.
    assert all(metric.gap_reason.endswith(".") for metric in (*GAPS, *of_partners))
    assert {metric.theme for metric in (*GAPS, *of_partners)} == set(catalogue.themes)


def test_the_performance_report_shows_every_measure_that_is_fed(catalogue: Catalogue) -> None:
    shown = {item.metric for item in catalogue.reports["cjs-performance-report"].items if item.exhibit == "series"}
    assert shown == {metric.id for metric in FED if not metric.context}


def test_the_five_documents_in_the_order_of_a_pack(catalogue: Catalogue) -> None:
    assert [report.title for report in catalogue.reports.values()] == [
        "Executive Summary Report",
        "CJS Performance Report",
        "Efficiency and Effectiveness Summary",
        "Victims and Witnesses Summary",
        "Reducing Reoffending Summary",
    ]


def test_the_all_offences_rate_holds_what_no_category_does(catalogue: Catalogue) -> None:
    rate = catalogue.metrics["conviction-rate"]
    assert rate.by_excludes_unsplit
    assert "administratively-finalised" not in rate.breakdown_subjects
    assert len(rate.breakdown_subjects) == 12
    assert rate.denominators[0].fields == ("convictions", "unsuccessful")
    assert "administratively finalised" in " ".join(rate.caveats)


def test_volumes_have_no_better_direction(catalogue: Catalogue) -> None:
    """What happened in a quarter; a queue is better shorter, and so are what should never happen at all."""
    never = {"time-limit-failures", "children-serious-violence"}
    volumes = [metric for metric in FED if metric.kind is Kind.COUNT and not metric.stock and metric.id not in never]
    assert {metric.better.value for metric in volumes} == {"neither"}


@pytest.mark.parametrize(
    ("source", "last_day", "readable"),
    [
        ("cps-case-outcomes", "2018-19-q4", True),
        ("crime-outcomes", "2018-19-q4", True),
        ("recorded-crime", "2017-18-q4", True),
        ("population-estimates", "2018-m06", True),
        ("population-estimates", "2022-m06", False),
        ("cps-case-outcomes", "2019-20-q1", False),
    ],
)
def test_release_rules_let_a_cut_off_of_31_july_2019_read_what_was_out(
    catalogue: Catalogue, source: str, last_day: str, readable: bool
) -> None:
    lag = catalogue.sources[source].release_lag_days
    assert lag is not None
    days_before_cut_off = parse_period("2019-m07").last_day - parse_period(last_day).last_day
    assert (lag <= days_before_cut_off.days) is readable


def test_the_definition_hash_is_of_the_arithmetic(catalogue: Catalogue) -> None:
    hashes = [metric.definition_hash for metric in FED]
    assert len(set(hashes)) == len(hashes)


def test_maturity_thresholds(catalogue: Catalogue) -> None:
    maturity = catalogue.metrics["charge-rate-offences-recorded"].maturity
    assert maturity is not None
    assert (maturity.flag_above, maturity.hold_above) == (Decimal("0.05"), Decimal("0.10"))


def test_every_measure_keeps_the_mark_of_evidence_of_the_framework(catalogue: Catalogue) -> None:
    with (OURS / "framework.csv").open(encoding="utf-8", newline="") as file:
        marks = {row["id"]: row["evidence"] for row in csv.DictReader(file)}
    of_the_framework = [metric for metric in catalogue.metrics.values() if metric.catalogue_id]
    differing = {one.id for one in of_the_framework if one.evidence.value != marks[one.framework_id]}
    # A part of a measure whose words are ours, where the measure as a whole was seen.
    assert differing == {"idva-contact-in-time", "idva-wait"}
    assert {metric.evidence for metric in catalogue.metrics.values()} == set(Backing)


def test_every_file_of_ours_says_what_its_definition_rests_on() -> None:
    for path in OURS.glob("metrics/*/*.toml"):
        assert "\nevidence = " in path.read_text("utf-8"), path.name


def test_a_confirmed_definition_is_no_longer_to_be_confirmed(catalogue: Catalogue) -> None:
    assert catalogue.metrics["witness-attendance"].to_be_confirmed
    confirmed = catalogue.confirming(("witness-attendance",))
    assert not confirmed.metrics["witness-attendance"].to_be_confirmed
    assert confirmed.metrics["needs-assessment"].to_be_confirmed
    assert confirmed.metrics["witness-attendance"].definition_hash == (
        catalogue.metrics["witness-attendance"].definition_hash
    )


@pytest.mark.parametrize("role", CATALOGUE.roles.values(), ids=lambda role: role.id)
def test_a_partner_is_asked_for_every_field_of_its_source_and_for_no_other(role: ProviderRole) -> None:
    source = CATALOGUE.sources[role.source]
    owed = CATALOGUE.owed(role.id)
    asked = CATALOGUE.asked_for(role.id, tuple(metric.id for metric in owed))
    used = {name for metric in owed for one in (*metric.numerators, *metric.denominators) for name in one.fields}
    wholes = {one.part_of for one in source.asked.values()} | {total.total for total in source.sums}
    assert used <= {one.id for one in asked} <= used | wholes | {part for total in source.sums for part in total.parts}
    assert set(source.asked) - {one.id for one in asked} == set()


@pytest.mark.parametrize(
    "metric", [m for m in FED if m.numerators[0].source.startswith("partner-")], ids=lambda m: m.id
)
def test_the_numerator_of_a_partners_share_is_part_of_its_denominator(metric: MetricSpec) -> None:
    """So that a form can say it and a return be held against it; and a stock is made of stocks."""
    asked = CATALOGUE.sources[metric.numerators[0].source].asked
    field = asked[metric.numerators[0].field]
    assert field.stock == metric.stock
    if metric.kind is Kind.PROPORTION:
        assert metric.denominators[0].field in CATALOGUE.sources[metric.numerators[0].source].wholes(field.id)


def test_only_some_measures_owed_ask_only_for_their_fields(catalogue: Catalogue) -> None:
    asked = [one.id for one in catalogue.asked_for("witness-care", ("witness-attendance",))]
    assert asked == ["witnesses_required", "witnesses_attended"]
    warrants = [one.id for one in catalogue.asked_for("police", ("warrants-outstanding",))]
    assert warrants == ["warrants_open", "warrants_open_a", "warrants_open_b", "warrants_open_c"]


def test_a_field_is_part_of_the_nearest_whole_that_is_asked_for(catalogue: Catalogue) -> None:
    asked = {one.id: one.part_of for one in catalogue.asked_for("victims-service", ("victim-service-take-up",))}
    assert asked == {"support_referred": "", "support_accepted": "support_referred"}


def test_every_source_says_by_what_name_and_address_its_files_are_found() -> None:
    """A name such as `*.ods` finds nothing; a name that is a guess is one of a source whose cover says what it is."""
    for source in CATALOGUE.sources.values():
        if source.asked:
            continue  # a partner's return comes from the partner, in the form that was sent
        stem = re.sub(r"\.[a-z]+(\.gz)?\b", "", source.file_pattern)
        assert len(re.findall("[A-Za-z]", stem)) >= 3, source.id
        assert source.address.startswith("https://"), source.id
        assert source.titles or not source.pattern_guessed, source.id
