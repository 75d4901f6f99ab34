"""Planted faults: each is told with file and key, all at once, with the name that was probably meant."""

# ruff: noqa: E501  (a planted fault stands on one line)

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assize.catalogue import load as loader
from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused, Problem

POLICE = "sources/partner-police.toml"
METRIC = "metrics/effectiveness-and-efficiency/conviction-rate.toml"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's own copy of every file."""
    office = tmp_path_factory.mktemp("faults")
    for folder in ("metrics", "sources", "reports", "providers"):
        shutil.copytree(loader.OURS / folder, office / folder)
    shutil.copy2(loader.OURS / "areas.csv", office / "areas.csv")
    return office


@pytest.fixture
def office(copied: Path) -> Iterator[Path]:
    """The copy, to be spoiled: whatever a test has written in it is put right afterwards."""
    before = written_in(copied)
    yield copied
    for path, _ in written_in(copied).items() - before.items():
        path.unlink()
    for path in before.keys() - written_in(copied).keys():
        shutil.copy2(loader.OURS / path.relative_to(copied), path)
    assert written_in(copied) == before


def written_in(folder: Path) -> dict[Path, tuple[int, int]]:
    """File -> when it was written, and its size."""
    found = ((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in found}


def spoil(office: Path, file: str, old: str, new: str) -> None:
    text = (office / file).read_text(encoding="utf-8")
    assert old in text, f"nothing to spoil in {file}"
    (office / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(office: Path) -> dict[str, Problem]:
    """The problems by place; which item of a report or line of the areas it is may change and is left out."""
    with pytest.raises(FileRefused) as caught:
        load_catalogue(office)
    return {re.sub(r"(item\.|line )\d+", r"\1N", problem.where): problem for problem in caught.value.problems}


def test_an_unspoiled_copy_is_the_same_catalogue(office: Path) -> None:
    assert load_catalogue(office) == load_catalogue()


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "what", "fix"),
    [
        (METRIC, "question =", "qestion =", f"{METRIC} [qestion]", "unknown key", "Did you mean 'question'?"),
        (METRIC, 'kind = "proportion"', 'kind = "proporton"', f"{METRIC} [kind]", "a value does not fit", "Did you mean 'proportion'?"),
        (METRIC, 'source = "cps-case-outcomes"', 'source = "cps-case-outcome"', f"{METRIC} [numerator.source]", "unknown source", "Did you mean 'cps-case-outcomes'?"),
        (METRIC, 'field = "convictions"', 'field = "conviction"', f"{METRIC} [numerator.field]", "unknown field of cps-case-outcomes", "Did you mean 'convictions'?"),
        (METRIC, 'by = ["offence_category"]', 'by = ["offence_categry"]', f"{METRIC} [by]", "unknown vocabulary", "Did you mean 'offence_category'?"),
        (METRIC, 'balance = "completed-prosecutions"', 'balance = "completed-prosecution"', f"{METRIC} [balance]", "unknown metric", "Did you mean 'completed-prosecutions'?"),
        (METRIC, 'value = "85.2%"', 'value = "85.3%"', f"{METRIC} [example.value]", "the worked example does not work out", ""),
        (METRIC, "numerator = 1912", 'numerator = "1912"', f"{METRIC} [example.numerator]", "a value does not fit", ""),
        (METRIC, "[[denominator]]", "[[numerator]]", f"{METRIC} [denominator]", "a proportion needs a denominator", ""),
        (METRIC, "supplier =", "# supplier =", f"{METRIC} [supplier]", "a key is missing", ""),
        ("metrics/effectiveness-and-efficiency/no-suspect-share.toml", 'outcome_type = ["18"]', 'outcome_type = ["18x"]', "metrics/effectiveness-and-efficiency/no-suspect-share.toml [numerator.where.outcome_type]", "unknown value of outcome_type", "Did you mean '18'?"),
        ("metrics/effectiveness-and-efficiency/recorded-crime.toml", 'period = "2018Q2"', 'period = "2018Q7"', "metrics/effectiveness-and-efficiency/recorded-crime.toml [break.period]", "this is not a period", ""),
        ("metrics/effectiveness-and-efficiency/charge-rate-offences-recorded.toml", "hold_above = 0.10", "hold_above = 0.01", "metrics/effectiveness-and-efficiency/charge-rate-offences-recorded.toml [maturity]", "a figure is flagged before it is held", ""),
        ("metrics/reducing-reoffending/probation-caseload.toml", "gap_reason =", "# gap_reason =", "metrics/reducing-reoffending/probation-caseload.toml [gap_reason]", "a metric without a numerator is a gap and says why", ""),
        ("sources/crime-outcomes.toml", 'observes = ["force"]', 'observes = ["forse"]', "sources/crime-outcomes.toml [observes.1]", "a value does not fit", "Did you mean 'force'?"),
        ("sources/crime-outcomes.toml", 'observes = ["force"]', 'observes = []', "sources/crime-outcomes.toml [observes]", "a source has rows of some place", ""),
        (POLICE, 'part_of = "warrants_open"', 'part_of = "warrant_open"', f"{POLICE} [asked.warrants_open_a.part_of]", "unknown field of partner-police", "Did you mean 'warrants_open'?"),
        (POLICE, 'part_of = "warrants_open"', 'part_of = "warrants_open_a"', f"{POLICE} [asked.warrants_open_a.part_of]", "a field is part of itself", ""),
        (POLICE, 'part_of = "warrants_open"', 'part_of = "warrants_due"', f"{POLICE} [asked.warrants_open_a.part_of]", "what happened in a quarter and what one day held", ""),
        (POLICE, 'total = "warrants_open"', 'total = "zzz"', f"{POLICE} [sum.1.total]", "unknown field of partner-police", ""),
        (POLICE, '"warrants_open_b", "warrants_open_c"]', '"warrants_open_a"]', f"{POLICE} [sum.1.parts]", "a total has two parts or more", ""),
        (POLICE, '"warrants_open_b", "warrants_open_c"]', '"warrants_due"]', f"{POLICE} [sum.1]", "what one day held and what a quarter saw", ""),
        (POLICE, "[asked.victims_recorded]", "[asked.Victims]", f"{POLICE} [asked.Victims]", "a field is named in small letters", ""),
        (POLICE, 'name = "category B warrants outstanding"', 'name = "category A warrants outstanding"', f"{POLICE} [asked.warrants_open_b.name]", "two fields have one name", ""),
        (POLICE, 'unit = "victims"', 'units = "victims"', f"{POLICE} [asked.victims_recorded.units]", "unknown key", "Did you mean 'unit'?"),
        ("providers/isva.toml", 'source = "partner-isva"', 'source = "partner-isvas"', "providers/isva.toml [source]", "a partner's source is called by its role", ""),
        ("providers/isva.toml", 'source = "partner-isva"', 'source = "partner-iom"', "providers/isva.toml [source]", "a partner's source is called by its role", ""),
        ("providers/isva.toml", 'theme = "victims', 'theme = "victim', "providers/isva.toml [theme]", "unknown theme", "Did you mean 'victims-and-witnesses'?"),
        ("providers/isva.toml", 'reach = "board"', 'reach = "bord"', "providers/isva.toml [reach]", "unknown reach", "Did you mean 'board'?"),
        ("providers/isva.toml", "days_to_answer = 10", "days_to_answer = 0", "providers/isva.toml [days_to_answer]", "a partner needs a day to answer", ""),
        (METRIC, 'evidence = "E"', 'evidence = "X"', f"{METRIC} [evidence]", "a value does not fit", ""),
        ("reports/executive-summary.toml", 'form = "summary"', 'form = "sumary"', "reports/executive-summary.toml [form]", "unknown form of report", "Did you mean 'summary'?"),
        ("reports/executive-summary.toml", 'metric = "recorded-crime"', 'metric = "probation-caseload"', "reports/executive-summary.toml [item.N.metric]", "a gap is no exhibit", ""),
        ("reports/executive-summary.toml", 'breakdown = "sexual-offences"', 'breakdown = "sexual-offence"', "reports/executive-summary.toml [item.N.breakdown]", "unknown breakdown of conviction-rate", "Did you mean 'sexual-offences'?"),
        ("reports/cjs-performance-report.toml", 'exhibit = "by:offence_group"', 'exhibit = "by:offence_groop"', "reports/cjs-performance-report.toml [item.N.exhibit]", "unknown exhibit of recorded-crime", "Did you mean 'by:offence_group'?"),
        ("reports/victims-and-witnesses-summary.toml", 'theme = "victims-and-witnesses"', 'theme = "reducing-reoffending"', "reports/victims-and-witnesses-summary.toml [item.N.theme]", "unknown theme of this report", ""),
        ("areas.csv", "west-mercia,West Mercia,board force,E23000016", "west-mercia,West Mercia,board forse,E23000016", "areas.csv line N [kinds]", "unknown kind of place", "Did you mean 'force'?"),
        ("areas.csv", "E23000016,,west-midlands-region", "E23000016,,west-midlands-regon", "areas.csv [west-mercia]", "unknown region", "Did you mean 'west-midlands-region'?"),
        ("areas.csv", "west-mercia,West Mercia,board force,E23000016", "west-mercia,West Midlands,board force,E23000016", "areas.csv [west-midlands]", "two places of kind ", ""),
    ],
)  # fmt: skip
def test_a_planted_fault_is_told(office: Path, file: str, old: str, new: str, where: str, what: str, fix: str) -> None:
    spoil(office, file, old, new)
    found = problems(office)
    assert where in found, sorted(found)
    assert found[where].what.startswith(what)
    assert found[where].fix == fix


def test_all_faults_of_all_files_come_at_once(office: Path) -> None:
    spoil(office, METRIC, "question =", "qestion =")
    spoil(office, "sources/crime-outcomes.toml", 'cadence = "quarter"', 'cadence = "quartr"')
    spoil(office, "reports/executive-summary.toml", 'metric = "victim-does', 'metric = "victm-does')
    spoil(office, "areas.csv", "E23000015,", "E23000016,")
    (office / "metrics" / "victims-and-witnesses" / "new.toml").write_text("name = \n", encoding="utf-8")
    found = problems(office)
    files = {where.split(" ")[0] for where in found}
    assert files == {
        METRIC,
        "sources/crime-outcomes.toml",
        "reports/executive-summary.toml",
        "areas.csv",
        "metrics/victims-and-witnesses/new.toml",
    }
    with pytest.raises(FileRefused) as caught:
        load_catalogue(office)
    assert "the catalogue was not loaded" in caught.value.sentence
    assert caught.value.sentence.count("\n") == len(found)


def test_a_file_that_cannot_be_read_is_told_once_and_not_again_by_who_names_it(office: Path) -> None:
    spoil(office, "sources/cps-case-outcomes.toml", "smallest_count = 0", 'smallest_count = "none"')
    assert set(problems(office)) == {"sources/cps-case-outcomes.toml [smallest_count]"}


def test_the_same_measure_twice_is_refused(office: Path) -> None:
    text = (office / METRIC).read_text(encoding="utf-8")
    (office / METRIC.replace("conviction-rate", "convictions-again")).write_text(text, encoding="utf-8")
    path = METRIC.replace("conviction-rate", "convictions-again")
    assert set(problems(office)) == {path, f"{path} [catalogue_id]"}


def test_an_office_replaces_a_measure_and_renames_a_place(tmp_path: Path) -> None:
    (tmp_path / METRIC).parent.mkdir(parents=True)
    words = (loader.OURS / METRIC).read_text(encoding="utf-8")
    (tmp_path / METRIC).write_text(words.replace('name = "Conviction rate"', 'name = "Convictions"'), encoding="utf-8")
    (tmp_path / "areas.csv").write_text(
        "slug,name,kinds,code,members,region,variants\n"
        "staffordshire,Staffordshire and Stoke,board force,E23000015,,west-midlands-region,Staffordshire\n",
        encoding="utf-8",
    )
    ours, theirs = load_catalogue(), load_catalogue(tmp_path)
    assert theirs.metrics["conviction-rate"].name == "Convictions"
    assert theirs.metrics["conviction-rate"].definition_hash == ours.metrics["conviction-rate"].definition_hash
    assert theirs.area("staffordshire").name == "Staffordshire and Stoke"
    assert theirs.area("west-mercia") == ours.area("west-mercia")
    assert set(theirs.metrics) == set(ours.metrics)
    assert theirs.content_hash != ours.content_hash


def test_an_office_moves_a_measure_to_another_theme(tmp_path: Path) -> None:
    moved = METRIC.replace("effectiveness-and-efficiency/conviction-rate", "victims-and-witnesses/no-suspect-share")
    (tmp_path / moved).parent.mkdir(parents=True)
    shutil.copy(loader.OURS / "metrics" / "effectiveness-and-efficiency" / "no-suspect-share.toml", tmp_path / moved)
    assert load_catalogue(tmp_path).metrics["no-suspect-share"].theme == "victims-and-witnesses"
    assert load_catalogue().metrics["no-suspect-share"].theme == "effectiveness-and-efficiency"


def test_another_arithmetic_is_another_definition(tmp_path: Path) -> None:
    (tmp_path / METRIC).parent.mkdir(parents=True)
    text = (loader.OURS / METRIC).read_text(encoding="utf-8").replace('cadence = "quarter"', 'cadence = "year"')
    head, rest = text.split('kind = "proportion"\n', 1)
    (tmp_path / METRIC).write_text(f'{head}kind = "proportion"\ncadence = "year"\n{rest}', encoding="utf-8")
    theirs = load_catalogue(tmp_path).metrics["conviction-rate"]
    assert theirs.definition_hash != load_catalogue().metrics["conviction-rate"].definition_hash


def test_a_source_rounds_for_its_own_readers_and_to_something(office: Path) -> None:
    spoil(office, "sources/cps-case-outcomes.toml", "[release]", "[rounded_to]\npress = 5\npublic = 0\n\n[release]")
    assert set(problems(office)) == {
        "sources/cps-case-outcomes.toml [rounded_to]",
        "sources/cps-case-outcomes.toml [rounded_to.public]",
    }
