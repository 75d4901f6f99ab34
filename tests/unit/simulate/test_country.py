"""The made-up country: what is planted in it, what its books must balance to, and that it says that it is made up."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from demonstration import made_once
from ingest.published_files import CATALOGUE, pick, read

from assize import app
from assize.app.reader import Reader
from assize.collect.commentary import read_commentary
from assize.core.nouns import MADE_UP, AreaKind, Selection, Trust
from assize.core.periods import parse_period
from assize.simulate import Plan, found_country, ledger_csv, partner_figures, partner_sources, write_country
from assize.simulate.chance import Chance
from assize.simulate.crime import OFFENCES, crimes, outcomes
from assize.simulate.crown_court import crown_court
from assize.simulate.files.crime_tables import write_crime_tables
from assize.simulate.files.police import write_recorded_crime
from assize.simulate.ledger import STEP_QUARTERS, Planted
from assize.simulate.magistrates import magistrates, split_flow
from assize.simulate.prosecutions import prosecutions
from assize.simulate.trials import crown_trials, magistrates_trials

LAST = Plan(first_year=2024, years=1, boards=("metropolitan-and-city",))


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """A year of it, loaded, for the board of two forces; no packs, until the one test that builds them. Once a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if base.name.startswith("popen-") else base) / "country"
    return made_once(folder, lambda own: app.make_made_up(own, plan=LAST, packs=False) and None)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    few = Plan(first_year=2024, years=1)
    for name in ("one", "two"):
        list(write_country(found_country(CATALOGUE, few), tmp_path / name, lambda _: None))
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert crimes(found_country(CATALOGUE, few)) != crimes(
        found_country(CATALOGUE, Plan(seed=1, first_year=2024, years=1))
    )


def test_every_file_says_that_it_is_made_up_by_its_name_and_inside(made):
    for path in (made / "inbox").iterdir():
        assert "MADE-UP" in path.name.replace("_", "-"), path.name
        data = path.read_bytes()
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inside = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        else:
            inside = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
        assert MADE_UP in inside, path.name


def test_people_have_words_for_every_theme_and_asks_and_all_of_it_says_that_it_is_made_up(made):
    (place,) = (made / "commentary").glob("*/*")
    assert (place.parent.name, place.name) == ("metropolitan-and-city", "2024-25-q4")
    words = read_commentary(place)
    assert set(CATALOGUE.themes) < set(words.paragraphs)
    assert {slot for slot in words.paragraphs if slot in CATALOGUE.metrics} == set(words.paragraphs) - set(
        CATALOGUE.themes
    )
    assert all(text.startswith("Made-up words") for said in words.paragraphs.values() for text in said)
    assert len(words.asks) == 3
    assert all(ask.words.startswith("made up:") for ask in words.asks)
    assert any("Metropolitan and City" in ask.words for ask in words.asks)


def test_a_made_up_file_under_another_name_in_another_workspace_is_marked_all_the_same(made, tmp_path):
    app.new_workspace(tmp_path / "w", ("staffordshire",))
    renamed = []
    for path in sorted((made / "inbox").glob("*Mid_Year*")) + sorted((made / "inbox").glob("POC-24-25*")):
        name = path.name.replace("-MADE-UP", "").replace("MADE-UP_", "").replace("_MADE_UP", "")
        renamed.append(Path(shutil.copyfile(path, tmp_path / name)))
    loaded = app.load_files(tmp_path / "w", renamed)
    assert len(loaded) == 5
    for one in loaded:
        assert one.edition is not None, one.refused
        assert one.edition.made_up, one.file
        assert one.problems[0].what.startswith("the figures of this file are made up")


def test_open_cases_are_those_before_and_receipts_less_disposals():
    flows = crown_court(found_country(CATALOGUE, Plan(years=10)))
    assert len({court for court, _, _ in flows}) == 69  # every centre of the catalogue that lies in a board
    for flow in flows.values():
        for at in range(1, len(flow.open)):
            assert flow.open[at] == flow.open[at - 1] + flow.received[at] - flow.disposed[at]
            assert flow.disposed[at] <= flow.open[at - 1] + flow.received[at]


def test_outcomes_add_up_to_the_offences_recorded():
    country = found_country(CATALOGUE, Plan(years=1))
    recorded = crimes(country)
    settled = outcomes(country, recorded)
    for force, quarters in settled.items():
        for at, by_code in enumerate(quarters):
            for offence in OFFENCES:
                counted = sum(of_offences for of_offences, _ in by_code[offence.code].counts.values())
                assert counted == recorded[force][offence.code][at]


def test_the_magistrates_books_balance_in_every_part_and_the_parts_add_up():
    country = found_country(CATALOGUE, Plan(years=10))
    chance = Chance(1, "parts")
    for whole in magistrates(country).values():
        parts = split_flow(chance, whole, [0.13, 0.17, 0.28, 0.42])
        for at in range(len(whole.open)):
            assert sum(part.received[at] for part in parts) == whole.received[at]
            assert sum(part.disposed[at] for part in parts) == whole.disposed[at]
            assert sum(part.open[at] for part in parts) == whole.open[at]
        for flow in (whole, *parts):
            for at in range(1, len(flow.open)):
                assert flow.open[at] == flow.open[at - 1] + flow.received[at] - flow.disposed[at] >= 0


def test_fewer_trials_are_listed_than_cases_dealt_with():
    country = found_country(CATALOGUE, Plan(years=2))
    flows = crown_court(country)
    for court, quarters in crown_trials(country, flows).items():
        for at, trials in enumerate(quarters):
            dealt = sum(flow.disposed[at] for (own, _, _), flow in flows.items() if own == court)
            assert trials.listed <= dealt
    low = magistrates(country)
    for board, quarters in magistrates_trials(country, low).items():
        assert all(trials.listed <= went for trials, went in zip(quarters, low[board].disposed, strict=True))


def test_every_force_is_about_as_large_as_its_area():
    """So that who knows the country is not puzzled: 57.9 million in mid-2015, the West Midlands larger than others near."""
    country = found_country(CATALOGUE)
    people = country.residents
    assert set(people) == set(country.forces)
    assert sum(people.values()) == pytest.approx(57_900_000, rel=0.005)
    largest = sorted(people, key=lambda force: -people[force])
    assert largest[:3] == ["metropolitan-police", "west-midlands", "greater-manchester"]
    assert largest[-1] == "city-of-london"
    assert people["west-midlands"] > people["west-mercia"] > people["staffordshire"] > people["warwickshire"]
    assert country.size("metropolitan-and-city") == pytest.approx(8.66, rel=0.005)
    for force, own in country.authorities.items():
        assert sum(one.residents for one in own) == pytest.approx(people[force], abs=len(own))


def test_every_source_that_somebody_publishes_is_made(made):
    """But for the tables that a pipeline derives from the courts' own, and what a year ago was not there."""
    held = {edition.source for edition in app.Workspace.open(made).store().editions()}
    yearly = {"youth-justice-statistics", "domestic-abuse", "custody-and-bail", "proven-reoffending-statistics"}
    early = {"recorded-crime"}  # until 2017/18
    assert set(CATALOGUE.sources) - held == {"crown-court-timeliness", *yearly, *early}


def test_two_publications_of_the_courts_say_the_same(made):
    store = app.Workspace.open(made).store()
    areas = CATALOGUE.areas.values()
    boards = {area.slug: (area.slug,) for area in areas if AreaKind.BOARD in area.kinds}
    boards["metropolitan-and-city"] += tuple(area.slug for area in areas if AreaKind.PART in area.kinds)
    day = date(2025, 8, 8)
    for name in ("receipts", "disposals", "open_cases"):
        tool = Selection("magistrates-caseload", name)
        table = Selection("court-publication-tables", name, (("table", ("m1",)), ("item", ("all",))))
        found = store.totals([tool, table], boards, day)
        one, other = ({(t.area, t.period): t.value for t in found[each]} for each in (tool, table))
        assert {key: one[key] for key in other} == other
        assert len(other) == 4 * len(boards)
    place = {"staffordshire": ("staffordshire",)}
    for source, kind in (("crown-court-journeys", "crown-court"), ("magistrates-journeys", "magistrates-courts")):
        tool = Selection(source, "median_days", (("stage", ("offence-to-completion",)),))
        csv_file = Selection(
            "criminal-court-timeliness", "median_days_offence_to_completion", (("court_type", (kind,)),)
        )
        found = store.totals([tool, csv_file], place, day)
        assert [t.value for t in found[tool]] == [t.value for t in found[csv_file]]
        assert len(found[tool]) == 4


def test_londons_areas_of_the_courts_are_its_board_and_part_of_the_nation(made):
    workspace = app.Workspace.open(made)
    reader = Reader(workspace.store(), workspace.catalogue, date(2025, 8, 8), {})
    parts = reader.members("criminal-court-trials", "metropolitan-and-city")
    assert len(parts) == 9
    assert reader.members("court-publication-tables", "metropolitan-and-city") == ("metropolitan-and-city",)
    assert reader.members("criminal-court-trials", "staffordshire") == ("staffordshire",)
    nation = reader.members("criminal-court-trials", "england-and-wales")
    assert len(nation) == 41 + len(parts)
    of_crown = (("court_type", ("crown-court",)), ("trial_outcome", ("effective",)))
    listed = Selection("criminal-court-trials", "trials", of_crown)
    totals = reader.totals([listed], {"england-and-wales": nation, "metropolitan-and-city": parts})[listed]
    assert {total.areas for total in totals if total.area == "england-and-wales"} == {len(nation)}
    assert {total.areas for total in totals if total.area == "metropolitan-and-city"} == {len(parts)}


def test_editions_of_the_ons_tables_restate_one_another_and_end_at_what_is_recorded(tmp_path):
    country = found_country(CATALOGUE, Plan(first_year=2016, years=3))
    recorded = crimes(country)
    made = {one.path.name: one for one in write_crime_tables(tmp_path, country, recorded)}
    assert list(made) == [
        "policeforceareatablesyearendingmarch2018MADE-UP.xlsx",
        "policeforceareatablesyearendingmarch2018correctedMADE-UP.xlsx",
        "policeforceareatablesyearendingmarch2019MADE-UP.xlsx",
    ]
    first, corrected, last = (read(one.path, tmp_path) for one in made.values())
    counted = {
        force: sum(sum(counts[4:8]) for counts in recorded[force].values()) for force in ("staffordshire", "essex")
    }
    for force, whole in counted.items():
        total = pick(corrected, area=force, field="offences", category="all-offences")
        assert [int(row["value"]) for row in total] == [whole]
        (early,) = pick(first, area=force, field="offences", category="all-offences")
        assert 0.995 * whole <= int(early["value"]) < whole
    assert pick(last, area="city-of-london", field="offences_per_1000_population", category="robbery")[0]["raw"] == "+"


def test_the_pandemic_cuts_counts_and_leaves_shares():
    country = found_country(CATALOGUE, Plan(years=10))
    found = prosecutions(country)
    at = [period.id for period in country.quarters].index("2020Q2")

    def nation(quarter: int) -> tuple[int, float]:
        won = sum(w for own in found.values() for w, _ in own[quarter].by_category.values())
        lost = sum(x for own in found.values() for _, x in own[quarter].by_category.values())
        return won + lost, won / (won + lost)

    before, during = nation(at - 1), nation(at)
    assert during[0] < 0.6 * before[0]
    assert abs(during[1] - before[1]) < 0.02


def test_each_measure_has_steps_and_series_left_alone_in_the_ledger():
    country = found_country(CATALOGUE)
    plants, told = country.truth()
    assert told
    for measure in {plant.measure for plant in plants}:
        own = [plant for plant in plants if plant.measure == measure]
        assert len(own) == len([area for area in CATALOGUE.areas.values() if AreaKind.BOARD in area.kinds])
        steps = [plant for plant in own if plant.planted is Planted.STEP]
        assert len(steps) >= 10
        assert all(plant.quarters == STEP_QUARTERS and abs(plant.size) == 3 for plant in steps)
        assert sum(plant.planted is Planted.UNCHANGED for plant in own) >= 12
    rows = list(csv.DictReader(io.StringIO(ledger_csv(plants, country.quarters))))
    assert len(rows) == len(plants)
    assert {row["planted"] for row in rows} == {kind.value for kind in Planted}


def test_recorded_crime_in_both_of_its_layouts_reads_to_what_was_made(tmp_path):
    country = found_country(CATALOGUE, Plan(first_year=2016, years=2))
    recorded = crimes(country)
    made = {one.path.name: one for one in write_recorded_crime(tmp_path, country, recorded)}
    tables = "prc-pfa-mar2013-onwards-tables"
    for name, year in ((f"{tables}201617-MADE-UP.csv", 0), (f"{tables}201718-MADE-UP.ods", 1)):
        reading = read(made[name].path, tmp_path)
        for at in range(4):
            quarter = country.quarters[4 * year + at].id
            rows = pick(reading, area="west-mercia", period=quarter)
            counted = {row["offence_code"]: int(row["value"]) for row in rows}
            assert counted == {code: counts[4 * year + at] for code, counts in recorded["west-mercia"].items()}


def test_a_board_of_two_forces_builds_by_its_settings_alone(made):
    pack = app.build(made)[0]
    assert pack.board == "metropolitan-and-city"
    assert pack.quarter == parse_period("2024-25-q4")
    assert pack.cut_off == date(2025, 8, 8)
    assert pack.notes == ()
    folder = made / "packs" / "metropolitan-and-city" / "2024-25-q4" / "partnership"
    manifest = (folder / "manifest.json").read_text()
    assert f'"marking": "{MADE_UP}, OFFICIAL' in manifest
    assert MADE_UP in "\n".join(app.explain(made, "conviction-rate@metropolitan-and-city@2025q1"))
    rows = [row for row in app.export_rows(made) if row[0].startswith("conviction-rate@metropolitan-and-city@")]
    assert rows
    assert all(MADE_UP in row[app.EXPORT_COLUMNS.index("marks")] for row in rows if row[5])
    for page in folder.glob("*.html"):
        assert f"{MADE_UP}, OFFICIAL" in page.read_text(), page.name
    for office in (*folder.glob("*.pptx"), *folder.glob("*.xlsx")):
        with zipfile.ZipFile(office) as archive:
            parts = [n for n in archive.namelist() if "slides/slide" in n or "worksheets/sheet" in n]
            parts = [n for n in parts if n.endswith(".xml")]
            assert parts
            for name in parts:
                assert MADE_UP in archive.read(name).decode(), (office.name, name)


def test_counts_of_any_size_vary_as_counts_do():
    chance = Chance(1, "test")
    for mean in (0.5, 5.0, 80.0):
        draws = [chance.count(mean) for _ in range(4000)]
        average = sum(draws) / len(draws)
        variance = sum((draw - average) ** 2 for draw in draws) / len(draws)
        assert abs(average - mean) < 0.1 * mean
        assert abs(variance - mean) < 0.15 * mean
    shares = [chance.part(50, 0.2) for _ in range(4000)]
    assert abs(sum(shares) / len(shares) - 10) < 0.2
    assert abs(sum((share - 10) ** 2 for share in shares) / len(shares) - 8) < 1


def test_partners_count_every_field_and_parts_are_parts():
    country = found_country(CATALOGUE)
    for source in partner_sources(CATALOGUE):
        returned = partner_figures(country, source, "staffordshire")
        assert set(returned.figures) == set(source.asked)
        for field, one in source.asked.items():
            own = returned.figures[field]
            assert len(own) == len(country.quarters)
            if one.part_of:
                pairs = list(zip(own, returned.figures[one.part_of], strict=True))
                assert all(part <= whole for part, whole in pairs if isinstance(part, int) and isinstance(whole, int))
        for total in source.sums:
            for at, whole in enumerate(returned.figures[total.total]):
                parts = [returned.figures[part][at] for part in total.parts]
                assert not isinstance(whole, int) or sum(parts) == whole


@pytest.mark.parametrize(
    ("service", "adviser", "soonest", "in_time", "longest"),
    [("domestic-abuse-services", "idva", 0.5, 4, 40), ("isva", "isva", 3, 14, 120)],
)
def test_people_reached_are_those_in_time_and_others_and_waited_as_long_as_that_takes(
    service: str, adviser: str, soonest: float, in_time: float, longest: float
) -> None:
    """`in_time` days of the calendar hold so many working days; the others waited longer, and nobody for ever."""
    country, seen = found_country(CATALOGUE), 0
    source = next(one for one in partner_sources(CATALOGUE) if one.id == f"partner-{service}")
    for board in ("staffordshire", "west-mercia", "kent", "cumbria"):
        figures = partner_figures(country, source, board).figures
        fields = ("referrals", "first_contact_in_time", "first_contacts", "days_waited")
        for counts in zip(*(figures[f"{adviser}_{field}"] for field in fields), strict=True):
            if not all(isinstance(one, int) for one in counts):
                continue
            referred, soon, reached, days = counts
            seen += 1
            assert soon <= reached
            assert soon <= referred
            assert soon * soonest + (reached - soon) * in_time < days < soon * in_time + (reached - soon) * longest
    assert seen > 100


def test_domestic_abuse_outcomes_are_one_thing_or_another():
    country = found_country(CATALOGUE)
    source = next(one for one in partner_sources(CATALOGUE) if one.id == "partner-police")
    figures = partner_figures(country, source, "staffordshire").figures
    ends = zip(figures["da_charged"], figures["da_not_supported"], figures["da_outcomes"], strict=True)
    assert all(a + b <= whole for a, b, whole in ends if all(isinstance(one, int) for one in (a, b, whole)))


def test_returns_come_on_forms_and_what_is_late_is_not_there(made):
    workspace = app.Workspace.open(made)
    editions = workspace.store().editions()
    returns = [edition for edition in editions if edition.provider]
    assert all(edition.made_up for edition in returns)
    providers = workspace.providers()
    answered = {providers[one.provider].role for one in returns}
    assert {one.role for one in providers.values()} - answered == {"isva", "prisons"}
    assert len([one for one in returns if providers[one.provider].role == "police"]) == 2  # the board has two forces
    histories = {edition.source for edition in editions if edition.trust is Trust.HISTORY}
    assert "partner-witness-care" in histories
    assert "partner-police" not in histories  # what each force counts is not the board's
