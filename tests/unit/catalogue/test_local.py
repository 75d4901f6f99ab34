"""Local measures: rows of a form's sheet become measures of the office's own catalogue, or every fault by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from assize.catalogue.load import load_catalogue
from assize.catalogue.local import FILE, LocalCell, LocalMeasure, keep_local, read_local_rows
from assize.catalogue.providers import load_providers
from assize.catalogue.settings import load_settings
from assize.core.errors import FileRefused, Problem
from assize.core.forms import LocalColumn
from assize.core.nouns import Better
from assize.core.specs import Kind, Provider

CATALOGUE = load_catalogue()
PROVIDER = Provider(
    "victims", "victims-service", "Victims' service, Staffordshire", ("staffordshire",),
    {"staffordshire": "staffordshire"}, "", "", 10, ("victim-service-take-up",),
)  # fmt: skip
BACK = {
    LocalColumn.NAME: "Victims called back within a day",
    LocalColumn.COUNTED: "Victims called back within a day",
    LocalColumn.OUT_OF: "Victims who asked to be called",
    LocalColumn.DEFINITION: "Victims whom the service called within a working day of their asking",
    LocalColumn.INCLUDES: "calls without an answer",
    LocalColumn.WHEN: "During the quarter",
    LocalColumn.BETTER: "Higher",
    LocalColumn.FIGURE: "45",
    LocalColumn.OUT_OF_FIGURE: "60",
}
WAITING = {
    LocalColumn.NAME: "Victims waiting",
    LocalColumn.COUNTED: "victims who wait for a first call",
    LocalColumn.DEFINITION: "Victims who wait for a first call.",
    LocalColumn.WHEN: "on its last day",
    LocalColumn.BETTER: "lower",
}
Words = Mapping[LocalColumn, str]


def cells(row: int, words: Words) -> dict[LocalColumn, LocalCell]:
    columns = list(LocalColumn)
    return {
        column: LocalCell(words.get(column, ""), f"return.xlsx [Local measures!{chr(65 + at)}{row}]")
        for at, column in enumerate(columns)
    }


def rows(*given: Words, provider: Provider = PROVIDER, catalogue=CATALOGUE) -> tuple[LocalMeasure | None, ...]:
    found, problems = read_local_rows([cells(row, words) for row, words in enumerate(given, 5)], provider, catalogue)
    assert problems == []
    return found


def faults(*given: Words, catalogue=CATALOGUE) -> dict[str, Problem]:
    found, problems = read_local_rows([cells(n, one) for n, one in enumerate(given, 5)], PROVIDER, catalogue)
    assert problems
    assert len([one for one in found if one]) < len(given)
    return {one.where.removeprefix("return.xlsx [Local measures!").removesuffix("]"): one for one in problems}


def kept(folder: Path, *given: Words, provider: Provider = PROVIDER):
    keep_local(folder, [one for one in rows(*given, provider=provider) if one])
    return load_catalogue(folder / "catalogue")


def test_a_share_becomes_a_measure_with_both_its_fields(tmp_path):
    catalogue = kept(tmp_path, BACK)
    metric = catalogue.metrics["local-victims-called-back-within-a-day"]
    assert (metric.kind, metric.better, metric.stock, metric.theme) == (
        Kind.PROPORTION, Better.UP, False, "victims-and-witnesses",
    )  # fmt: skip
    assert metric.local == ("victims",)
    assert not metric.to_be_confirmed
    assert metric.supplier == "Victims' service, Staffordshire"
    source = catalogue.sources["partner-victims-service"]
    part = source.asked[metric.numerators[0].field]
    assert (part.part_of, part.local, part.includes) == (metric.denominators[0].field, True, "calls without an answer")
    assert source.asked[part.part_of].name == "victims who asked to be called"
    assert source.fields[part.id] == "victims called back within a day"
    assert part.definition.endswith("asking.")


def test_a_count_on_one_day_is_a_stock(tmp_path):
    metric = kept(tmp_path, WAITING).metrics["local-victims-waiting"]
    assert (metric.kind, metric.better, metric.stock) == (Kind.COUNT, Better.DOWN, True)
    assert metric.denominators == ()


def test_it_stands_in_the_report_and_is_asked_of_its_own_partner_alone(tmp_path):
    catalogue = kept(tmp_path, BACK, WAITING)
    report = catalogue.reports["cjs-performance-report"]
    assert [item.metric for item in report.items][-2:] == [
        "local-victims-called-back-within-a-day",
        "local-victims-waiting",
    ]
    owed = [metric.id for metric in catalogue.owed("victims-service", "victims")]
    assert "local-victims-waiting" in owed
    assert "local-victims-waiting" not in [metric.id for metric in catalogue.owed("victims-service", "other")]
    asked = [one.id for one in catalogue.asked_for("victims-service", ("local-victims-called-back-within-a-day",))]
    assert asked == ["local_victims_called_back_within_a_day_out_of", "local_victims_called_back_within_a_day"]


def test_a_partner_that_owes_some_measures_owes_its_own_besides(tmp_path):
    catalogue = kept(tmp_path, WAITING)
    (tmp_path / "assize.toml").write_text('[office]\nname = "O"\nboards = ["staffordshire", "kent"]\n', "utf-8")
    table = '[{}]\nrole = "victims-service"\nname = "V {}"\nboards = ["{}"]\nowes = ["victim-service-take-up"]\n'
    text = table.format("victims", "a", "staffordshire") + table.format("others", "b", "kent")
    (tmp_path / "providers.toml").write_text(text, "utf-8")
    found = load_providers(tmp_path, catalogue, load_settings(tmp_path, catalogue))
    assert found["victims"].owes == ("victim-service-take-up", "local-victims-waiting")
    assert found["others"].owes == ("victim-service-take-up",)


def test_the_file_says_that_it_is_made_and_keeps_what_stands_in_it(tmp_path):
    kept(tmp_path, BACK)
    catalogue = kept(tmp_path, WAITING)
    assert {name for name, metric in catalogue.metrics.items() if metric.local} == {
        "local-victims-called-back-within-a-day",
        "local-victims-waiting",
    }
    text = (tmp_path / "catalogue" / FILE).read_text("utf-8")
    assert text.startswith('# Made by Assize from sheets "Local measures"')
    kept(tmp_path, BACK)
    assert (tmp_path / "catalogue" / FILE).read_text("utf-8") == text
    assert [path.name for path in (tmp_path / "catalogue").iterdir()] == [FILE]


def test_the_same_measure_of_two_partners_is_one(tmp_path):
    kept(tmp_path, WAITING)
    other = replace(PROVIDER, id="others", name="Victims' service, Kent")
    metric = kept(tmp_path, WAITING, provider=other).metrics["local-victims-waiting"]
    assert metric.local == ("victims", "others")


def test_empty_rows_are_passed_over_and_when_is_the_quarter_where_nothing_is_said():
    found = rows({}, BACK | {LocalColumn.WHEN: ""}, {LocalColumn.NAME: "  "})
    assert [one is None for one in found] == [True, False, True]
    assert found[1] is not None
    assert found[1].table.when == "during the quarter"
    assert (found[1].field, found[1].whole) == (
        "local_victims_called_back_within_a_day",
        "local_victims_called_back_within_a_day_out_of",
    )


def test_words_that_toml_would_trip_over_are_kept(tmp_path):
    strange = WAITING | {LocalColumn.DEFINITION: 'Those "who"\nwait\\ \x07 for \t it, at 5 o’clock'}
    metric = kept(tmp_path, strange).metrics["local-victims-waiting"]
    assert metric.definition == 'Those "who" wait\\ for it, at 5 o’clock.'


@pytest.mark.parametrize(
    ("column", "text", "cell", "said"),
    [
        (LocalColumn.NAME, "", "A5", "a local measure needs this"),
        (LocalColumn.NAME, "123 %", "A5", "a name has words in it"),
        (LocalColumn.NAME, "v" * 81, "A5", "81 characters, expected 80 at most"),
        (LocalColumn.NAME, "victim service take-up", "A5", "the catalogue has a measure of this name"),
        (LocalColumn.COUNTED, "", "B5", "a local measure needs this"),
        (LocalColumn.OUT_OF, "", "C5", "a figure stands beside it, and nothing says of what"),
        (LocalColumn.OUT_OF, "victims called back within a day", "C5", "a part and its whole are the same"),
        (LocalColumn.DEFINITION, " ", "D5", "a local measure needs this"),
        (LocalColumn.DEFINITION, "w" * 401, "D5", "400 at most"),
        (LocalColumn.WHEN, "on the last day", "G5", "Did you mean 'on its last day'?"),
        (LocalColumn.BETTER, "", "H5", "found nothing, expected higher or lower or neither"),
        (LocalColumn.BETTER, "highr", "H5", "Did you mean 'higher'?"),
    ],
)
def test_a_fault_is_told_by_its_cell(column, text, cell, said):
    found = faults(BACK | {column: text})
    assert set(found) == {cell}
    assert said in found[cell].sentence


def test_all_faults_of_a_sheet_come_at_once_and_a_measure_stands_once():
    found = faults(BACK, BACK, WAITING | {LocalColumn.BETTER: "?", LocalColumn.COUNTED: ""})
    assert set(found) == {"A6", "B7", "H7"}
    assert "return.xlsx [Local measures!A5]" in found["A6"].sentence


@pytest.mark.parametrize(
    ("changed", "cell"),
    [({LocalColumn.OUT_OF: "", LocalColumn.OUT_OF_FIGURE: ""}, "C5"), ({LocalColumn.WHEN: "on its last day"}, "G5")],
)
def test_another_way_of_counting_is_another_measure(tmp_path, changed, cell):
    catalogue = kept(tmp_path, BACK)
    found = faults(BACK | changed, catalogue=catalogue)
    assert set(found) == {cell}
    assert "another measure" in found[cell].sentence


def test_what_a_hand_has_spoiled_is_told_with_the_rest_of_the_catalogue(tmp_path):
    kept(tmp_path, BACK)
    path = tmp_path / "catalogue" / FILE
    text = path.read_text("utf-8")
    for old, new, where in (
        ("during the quarter", "sometimes", f"{FILE} [measure.1.when]"),
        ('role = "victims-service"', 'role = "victim-service"', f"{FILE} [measure.1.role]"),
        ('id = "local-', 'id = "', f"{FILE} [measure.1.id]"),
        ("supplier", "suplier", f"{FILE} [measure.1.suplier]"),
    ):
        path.write_text(text.replace(old, new), "utf-8")
        with pytest.raises(FileRefused) as caught:
            load_catalogue(tmp_path / "catalogue")
        assert where in [problem.where for problem in caught.value.problems]
    path.write_text(text + text[text.index("[[measure]]") :], "utf-8")
    with pytest.raises(FileRefused, match="a measure stands twice"):
        load_catalogue(tmp_path / "catalogue")


def test_not_even_the_name_of_a_local_measure_is_told_to_those_who_may_not_see_it(tmp_path):
    catalogue = kept(tmp_path, WAITING)
    name = "local-victims-waiting"
    assert name in catalogue.for_audience("partnership").metrics
    assert name not in catalogue.for_audience("public").metrics
    assert set(catalogue.metrics) - set(catalogue.for_audience("public").metrics) == {name}
    shown = [item.metric for report in catalogue.for_audience("public").reports.values() for item in report.items]
    assert name in {item.metric for report in catalogue.reports.values() for item in report.items}
    assert name not in shown
    assert len(shown) == sum(len(report.items) for report in catalogue.reports.values()) - 1
