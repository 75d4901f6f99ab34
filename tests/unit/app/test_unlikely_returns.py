"""Figures of a return that cannot be together, or that nobody would believe, where no earlier return says what is usual."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from example_forms import plan
from returned_forms import asked_office, fill, form_of

from assize.app.loading import Loaded, load_files
from assize.app.returns import ReturnDesk
from assize.app.workspace import Workspace, sha256_of
from assize.catalogue.load import load_catalogue
from assize.core.forms import FormLine
from assize.core.periods import parse_period
from assize.core.reading import Covered, Reading, Row
from assize.core.specs import Kind
from assize.ingest.returns.desk import Expected
from assize.ingest.returns.lines import Given
from assize.ingest.returns.unlikely import unlikely
from assize.simulate import found_country
from assize.simulate.partners import partner_figures, partner_sources

PROVIDERS = """
[idva]
role = "domestic-abuse-services"
name = "Domestic Abuse Services North"
boards = ["staffordshire"]
mailbox = "idva@example.org"
"""
HONEST: dict[str, object] = {
    "idva-referrals": 300, "idva-first-contact-in-time": 240, "idva-open": 210, "marac-cases": 160, "marac-repeat": 60,
    "idvas-in-post": 4.5, "idva-first-contacts": 235, "idva-days-waited": 610,
}  # fmt: skip
POSTS = "'Domestic violence advisers in post'"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asked_office(tmp_path_factory.mktemp("unlikely") / "office", PROVIDERS, ["staffordshire"])


@pytest.fixture
def office(asked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(asked, tmp_path / "office")


def load(office: Path, changed: Mapping[str, object], reasons: Mapping[str, str] | None = None) -> Loaded:
    path = fill(form_of(office, "idva"), office / "inbox" / "back.xlsx", {**HONEST, **changed}, reasons)
    (loaded,) = load_files(office, [path], released=date(2019, 7, 1), receipts=False)
    return loaded


def test_an_honest_first_return_is_asked_nothing(office: Path) -> None:
    loaded = load(office, {})
    assert loaded.refused is None
    assert all("how complete" in one.what for one in loaded.problems)


@pytest.mark.parametrize(
    ("changed", "said", "answered_by"),
    [
        (
            {"idvas-in-post": 0, "idva-open": 17_500},
            f"is more than 0 although {POSTS} is 0, found 17,500 beside 0 ",
            "idvas-in-post",
        ),
        ({"idvas-in-post": 1, "idva-open": 17_500}, "comes to 17,500 for each of", "idva-open"),
        ({"idvas-in-post": 190, "idva-open": 30}, f"is fewer than {POSTS}, found 30 beside 190", "idvas-in-post"),
        ({"idvas-in-post": 6_000, "idva-open": 9_000}, "is more than such an area would have", "idvas-in-post"),
        ({"idva-first-contacts": 50}, "reached by a domestic violence adviser', found 240 beside 50 (", "idva-first-contacts"),
        ({"idva-first-contacts": 50}, "), expected 85 or fewer, or a reason in words", "idva-first-contact-in-time"),
        ({"idva-first-contacts": 235, "idva-days-waited": 610_000}, "comes to 2,596 for each of", "idva-days-waited"),
        ({"idva-referrals": 3_000_000}, "is more than such an area would have, found 3,000,000, of 10,000,000 people",
         "idva-referrals"),
    ],
)  # fmt: skip
def test_what_nobody_would_believe_wants_a_reason(
    office: Path, changed: dict[str, object], said: str, answered_by: str
) -> None:
    refused = load(office, changed)
    assert refused.edition is None
    assert said in str(refused.refused)
    assert "a reason in words" in str(refused.refused)
    for empty in ("ok", "."):
        assert load(office, changed, {answered_by: empty}).edition is None
    answered = load(office, changed, {answered_by: "All posts fell vacant; we checked"})
    assert answered.refused is None
    assert any("the reason given is 'All posts fell vacant; we checked'" in one.what for one in answered.problems)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"idvas-in-post": 6_800_000}, f"{POSTS} cannot be so many, found 6,800,000, of 10,000,000 people"),
        ({"idva-first-contacts": 0, "idva-first-contact-in-time": 0},
         "is more than 0 although 'People first reached by a domestic violence adviser' is 0, found 610 beside 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_whatever_the_reason(office: Path, changed: dict[str, object], said: str) -> None:
    refused = load(office, changed, dict.fromkeys(HONEST, "A real change; we checked"))
    assert said in str(refused.refused)


def test_people_who_are_held_say_how_large_an_area_is() -> None:
    line = FormLine("posts", "Advisers in post", "", unit="full-time equivalents", decimals=True)

    def said(value: str, residents: str) -> list[str]:
        given = [Given(line, Decimal(value), None, "", value, "H9", (8, 7))]
        expected = Expected(plan(), "staffordshire", residents=Decimal(residents))
        return [
            one.sentence for one in unlikely(expected, given, lambda each: f"back.xlsx [Figures!{each.ref}]").problems
        ]

    assert said("60", "130000") == []
    assert "found 66, of the 130,000 people who live there, expected 65 or fewer" in said("66", "130000")[0]
    assert "cannot be so many" in said("6501", "130000")[0]


def test_where_earlier_returns_say_what_is_usual_no_size_is_asked_about() -> None:
    line = FormLine("posts", "Advisers in post", "", unit="full-time equivalents", decimals=True)
    given = [Given(line, Decimal(70), None, "", "70", "H9", (8, 7))]
    past = tuple((parse_period("2018-19-q4").later(-step), Decimal(70)) for step in (3, 2, 1))
    known = Expected(plan(), "staffordshire", history={"posts": past}, residents=Decimal(130_000))
    assert unlikely(known, given, lambda each: each.ref).problems == []


def test_the_residents_of_a_place_are_those_of_the_latest_population_that_is_held(office: Path, tmp_path: Path) -> None:
    def residents() -> Decimal | None:
        store = Workspace.open(office).store()
        try:
            return ReturnDesk(Workspace.open(office), store)._residents_of("staffordshire", "staffordshire")
        finally:
            store.close()

    assert residents() is None
    path = tmp_path / "population.csv"
    path.write_text("as kept")
    years = {parse_period("2017"): 1_125_000, parse_period("2018"): 1_131_052}
    reading = Reading(
        source="population-estimates",
        layout="ons-population",
        version=1,
        file=path.name,
        sha256=sha256_of(path),
        title="Residents",
        released=date(2019, 6, 26),
        released_estimated=False,
        whole_series=True,
        covers=tuple(Covered(year) for year in years),
        dimensions=(),
        content=[
            Row("staffordshire", year, "population", (), Decimal(value), None, str(value), line=2, column="People")
            for year, value in years.items()
        ],
    )
    store = Workspace.open(office).store()
    store.keep(reading, path)
    store.close()
    assert residents() == 1_131_052
    assert "of the 1,131,052 people who live there, expected 226,210 or fewer" in str(
        load(office, {"idva-referrals": 300_000}).refused
    )


def test_the_returns_of_the_made_up_country_are_asked_nothing_without_their_history() -> None:
    catalogue = load_catalogue()
    country = found_country(catalogue)
    looked = 0
    for source in partner_sources(catalogue):
        ratios = tuple(
            (metric.numerators[0].fields[0], metric.denominators[0].fields[0])
            for metric in catalogue.metrics.values()
            if metric.kind is Kind.RATIO and metric.numerators[0].source == metric.denominators[0].source == source.id
        )
        seldom = tuple((one.id, one.seldom_above) for one in source.asked.values() if one.seldom_above)
        lines = {one.id: FormLine(one.id, one.name, "", unit=one.unit) for one in source.asked.values()}
        for board in country.boards:
            figures = partner_figures(country, source, board).figures
            for at in range(0, len(country.quarters), 5):
                given = [
                    Given(lines[name], Decimal(value), None, "", "", "H9", (8, 7))
                    for name, values in figures.items()
                    if isinstance(value := values[at], int)
                ]
                residents = Decimal(round(country.size(board) * 1_000_000))
                expected = Expected(plan(), board, ratios=ratios, seldom=seldom, residents=residents)
                said = [one.sentence for one in unlikely(expected, given, lambda each: each.line.field).problems]
                assert said == [], (source.id, board, country.quarters[at])
                looked += len(given)
    assert looked > 10_000
