"""The publishers' own files: all load, spot figures are right, and every figure of the example stands in them as it says."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from demonstration import Loaded, published_files
from python_calamine import CalamineWorkbook

from assize.catalogue.load import load_catalogue
from assize.core.nouns import Absence, AreaKind, Selection
from assize.core.periods import Period, financial_quarter, financial_year
from assize.ingest import read_file
from assize.store import Store

pytestmark = pytest.mark.real

CATALOGUE = load_catalogue()
FORCES = tuple(sorted(area.slug for area in CATALOGUE.areas.values() if AreaKind.FORCE in area.kinds))
CUT_OFF = date(2019, 7, 31)
STAFFORDSHIRE = {"staffordshire": ("staffordshire",)}
YEAR_2018 = financial_year(2018).quarters


@pytest.fixture(scope="module")
def files(shared: Path) -> list[Path]:
    return published_files(shared / "data")


@pytest.fixture
def store(published: Loaded) -> Store:
    return published.store


def whole(
    store: Store, selection: Selection, areas: dict[str, tuple[str, ...]], periods: tuple[Period, ...]
) -> Decimal:
    totals = [total for total in store.totals([selection], areas, CUT_OFF)[selection] if total.period in periods]
    assert len(totals) == len(periods)
    assert all(total.value is not None for total in totals)
    return sum((total.value for total in totals if total.value is not None), Decimal(0))


def test_every_file_loads(store: Store, files: list[Path]) -> None:
    assert len(files) == 27
    assert len(store.editions()) == 27
    sources = {edition.source for edition in store.editions()}
    assert sources == set(CATALOGUE.sources) & sources
    assert {edition.source: edition.observations for edition in store.editions()}["recorded-crime"] == 23068


def test_prosecutions_of_staffordshire(store: Store) -> None:
    quarter = (financial_quarter(2018, 4),)
    sexual = (("offence_category", ("sexual-offences",)),)
    assert whole(store, Selection("cps-case-outcomes", "convictions", sexual), STAFFORDSHIRE, quarter) == 55
    assert whole(store, Selection("cps-case-outcomes", "unsuccessful", sexual), STAFFORDSHIRE, quarter) == 15
    both = Selection("cps-case-outcomes", "convictions", plus=("unsuccessful",))
    assert whole(store, both, STAFFORDSHIRE, quarter) == 2244
    finalised = Selection("cps-case-outcomes", "unsuccessful", (("offence_category", ("administratively-finalised",)),))
    assert whole(store, finalised, STAFFORDSHIRE, quarter) == 44


def test_crime_of_staffordshire(store: Store) -> None:
    charged = Selection("crime-outcomes", "outcomes_recorded", (("outcome_type", ("1",)),))
    assert whole(store, charged, STAFFORDSHIRE, YEAR_2018) == 8728
    assert whole(store, charged, STAFFORDSHIRE, financial_year(2017).quarters) == 9447
    offences = Selection("crime-outcomes", "offences_recorded")
    assert whole(store, offences, STAFFORDSHIRE, YEAR_2018) == 84905
    recorded = Selection("recorded-crime", "offences")
    assert whole(store, recorded, STAFFORDSHIRE, financial_year(2017).quarters) == 83768
    assert whole(store, recorded, {"west-mercia": ("west-mercia",)}, financial_year(2017).quarters) == 84350


def test_population_of_the_force_area(store: Store) -> None:
    held = store.held_areas("population-estimates", CUT_OFF) - {"england-and-wales"}
    authorities = store.authorities(CUT_OFF, among=held)
    assert len(authorities["staffordshire"]) == 9
    assert "E06000021" in authorities["staffordshire"]  # Stoke-on-Trent, which is in no county
    assert sum(len(members) for members in authorities.values()) == 339
    population, mid_2018 = Selection("population-estimates", "population"), (Period(2018, 6, 1),)
    assert whole(store, population, {"staffordshire": authorities["staffordshire"]}, mid_2018) == 1131052
    everyone = tuple(code for members in authorities.values() for code in members)
    assert whole(store, population, {"all": everyone}, mid_2018) == 59115809
    assert whole(store, population, {"england-and-wales": everyone}, mid_2018) == 59115809
    observed = store.totals([population], {"england-and-wales": everyone}, CUT_OFF)[population][-1]
    assert (observed.cells, observed.areas) == (1, 339)  # the printed whole stands for all its parts


def test_later_population_is_not_known_at_the_cut_off(store: Store) -> None:
    assert {edition.file for edition in store.editions(CUT_OFF, source="population-estimates")} == {"ons_pop_data.xls"}
    later = store.authorities(date(2024, 1, 1), among=store.held_areas("population-estimates", date(2024, 1, 1)))
    population = Selection("population-estimates", "population")
    totals = store.totals([population], {"staffordshire": later["staffordshire"]}, date(2024, 1, 1))[population]
    assert next(total.value for total in totals if total.period == Period(2018, 6, 1)) == 1125653
    assert min(total.period.year for total in totals) == 2011  # a whole series withdraws the years it drops


def test_what_was_left_over_is_said(store: Store) -> None:
    said = {
        edition.file: " ".join(problem.sentence for problem in store.problems(edition)) for edition in store.editions()
    }
    assert "[line 450914]: a line with nothing in any column is read over" in said["outcomes-2017-18.csv.gz"]
    assert "Bedfordshire 2018/19 Q1: 9 from line" in said["outcomes-2018-19.csv.gz"]
    assert "its figures are those of administratively finalised" in said["POC-18-19-q4.csv"]
    assert not said["POC-16-17-q1.csv"]  # national is the sum of the areas, and every percentage reproduces
    assert "342 lines for 339 authorities" in said["LAD19_CSP19_PFA19_EW_LU.csv"]


def test_a_cell_without_a_number_makes_the_national_sum_unknown(store: Store) -> None:
    charged = Selection("crime-outcomes", "outcomes_recorded", (("outcome_type", ("1",)),))
    totals = {total.period: total for total in store.totals([charged], {"england-and-wales": FORCES}, CUT_OFF)[charged]}
    assert totals[financial_quarter(2018, 1)].absence is Absence.NOT_AVAILABLE
    assert totals[financial_quarter(2018, 2)].value == 113411
    assert {total.areas for total in totals.values()} == {43}


def test_lines_of_cells_are_the_lines_of_the_file(store: Store, shared: Path) -> None:
    """The line in every traced cell is where the standard csv reader finds that value."""
    charged = Selection("crime-outcomes", "outcomes_recorded", (("outcome_type", ("1",)),))
    cells = store.cells(charged, ("staffordshire",), YEAR_2018, (), CUT_OFF)
    assert sum(cell.value for cell in cells if cell.value is not None) == 8728
    with gzip.open(shared / "data/home_office_outcomes/outcomes-2018-19.csv.gz", "rt", encoding="utf-8") as handle:
        lines = list(csv.reader(handle))
    for cell in cells:
        line, header = cell.cell.ref.removeprefix("line ").split(", ", 1)
        row = dict(zip(lines[0], lines[int(line) - 1], strict=True))
        assert (row[header], row["force_name"], row["outcome_type"]) == (cell.raw, "Staffordshire", "1")


# --- the example ------------------------------------------------------------------------------------------------------


def example_rows(root: Path) -> Iterator[dict[str, str]]:
    for path in sorted((root / "examples" / "published").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(handle)


def find(files: list[Path], name: str) -> Path:
    return next(path for path in files if path.name == name)


def test_copied_figures_stand_where_the_example_says(root: Path, files: list[Path]) -> None:
    checked = 0
    sheets: dict[tuple[str, str], list[list[object]]] = {}
    texts: dict[str, list[list[str]]] = {}
    for row in example_rows(root):
        if row["filter"]:
            continue
        path = find(files, row["file"])
        if row["sheet"]:
            key = (row["file"], row["sheet"])
            if key not in sheets:
                workbook = CalamineWorkbook.from_path(str(path))
                sheets[key] = workbook.get_sheet_by_name(row["sheet"]).to_python(skip_empty_area=False)
            letters = row["cell"].rstrip("0123456789")
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            printed = sheets[key][int(row["cell"][len(letters) :]) - 1][column - 1]
            assert Decimal(str(printed)) == Decimal(row["value"])
        else:
            if row["file"] not in texts:
                texts[row["file"]] = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
            lines = texts[row["file"]]
            line, header = row["cell"].removeprefix("line ").split(", ", 1)
            printed = lines[int(line) - 1][lines[0].index(header)]
            if row["source"] == "area-lookups":
                code = row["authority"] or row.get("partnership")
                assert (row["value"], code in lines[int(line) - 1]) == ("1", True)
                assert CATALOGUE.areas[row["area"]].code == printed
            else:
                assert Decimal(printed.replace(",", "")) == Decimal(row["value"])
        checked += 1
    assert checked == 16 * 125 + 31 * 18 + 30 + 25  # counts, populations, authorities and partnerships


def test_the_example_gives_the_figures_of_the_files(root: Path, store: Store, tmp_path: Path) -> None:
    """Any sum a metric can ask for is the same from the example as from the publishers' files: no row is a true nought."""
    example = Store.open(tmp_path)
    for path in sorted((root / "examples" / "published").glob("*.csv")):
        example.keep(read_file(path, CATALOGUE, example.scratch), path)
    released = {(edition.source, edition.last_period, edition.released) for edition in store.editions(CUT_OFF)}
    assert {(e.source, e.last_period, e.released) for e in example.editions(CUT_OFF)} <= released
    forces = ("staffordshire", "west-mercia", "warwickshire", "west-midlands")
    authorities = store.authorities(CUT_OFF, among=store.held_areas("population-estimates", CUT_OFF))
    checked = 0
    selections = {
        selection
        for metric in CATALOGUE.metrics.values()
        for one in (*metric.numerators, *metric.denominators)
        for selection in (one, *(Selection(one.source, one.field, one.where, (by,), one.plus) for by in metric.by))
        if set(selection.by) <= set(CATALOGUE.sources[selection.source].dimensions)
    }
    for selection in sorted(selections, key=repr):
        if selection.source == "population-estimates":
            areas = {force: authorities[force] for force in forces}
            areas["england-and-wales"] = tuple(code for members in authorities.values() for code in members)
        else:
            areas = {force: (force,) for force in forces} | {"region": forces, "england-and-wales": FORCES}
        ours = {
            (total.area, total.period, total.breakdown): (total.value, total.absence)
            for total in example.totals([selection], areas, CUT_OFF)[selection]
        }
        for total in store.totals([selection], areas, CUT_OFF)[selection]:
            if selection.source == "population-estimates" and total.period.year < 2015:
                continue
            nothing = (Decimal(0), None)
            assert ours.get((total.area, total.period, total.breakdown), nothing) == (total.value, total.absence)
            checked += 1
    assert checked > 1000
    example.close()
