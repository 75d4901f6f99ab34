"""The rule sets and breaks that an office sets: read, or refused with every fault; and what they change."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import NAMES, PLACES, figures, metric

from assize.app.material import judge_all
from assize.catalogue.judging import read_breaks, read_rules
from assize.catalogue.load import load_catalogue
from assize.catalogue.settings import load_settings, settings_text
from assize.core.document import plain
from assize.core.errors import FileRefused
from assize.core.nouns import Judgement
from assize.core.specs import RULE_SETS, Kind
from assize.narrate.findings import find
from assize.statistics.spc import PTD_0_2_2, RULESETS

COUNT = metric(kind=Kind.COUNT)
METRICS = {COUNT.id: COUNT}
CALM = [100, 104, 98, 102, 97, 103, 99, 101, 100, 105, 96, 102]
OWN = {"measure": COUNT.id, "from": "2017-18-q4", "reason": "Counted by hand\n until then.", "author": "data officer"}


def written(folder: Path, more: str):
    folder.joinpath("assize.toml").write_text(settings_text(["staffordshire"], "Office") + more, encoding="utf-8")
    return load_settings(folder, load_catalogue())


def test_the_names_are_those_of_the_statistics():
    assert set(RULE_SETS) == set(RULESETS)
    assert RULE_SETS[0] == PTD_0_2_2.name


def test_what_the_new_file_explains_can_be_used_as_it_stands(tmp_path):
    text = settings_text(["staffordshire"], "Office")
    start = text.index("# [rules]")
    shown = [line.removeprefix("# ") for line in text[start:].splitlines() if line.startswith(("# [", "# "))]
    own = [line for line in shown if line.startswith("[") or (" = " in line and "meeting" not in line)]
    end = next(at for at, line in enumerate(own) if line.startswith("author")) + 1
    found = written(tmp_path, "\n" + "\n".join(own[:end]) + "\n")
    assert found.rule_set("conviction-rate") == "mdc-sct-5"
    assert found.rule_set("recorded-crime") == "ptd-0.2.2"
    assert [change.period for change in found.breaks["witness-attendance"]] == ["2023Q3"]


def test_without_either_every_measure_has_the_first_set_and_no_break(tmp_path):
    found = written(tmp_path, "")
    assert found.rule_set("conviction-rate") == "ptd-0.2.2"
    assert found.breaks == {}


def test_every_fault_is_named_with_its_place(tmp_path):
    with pytest.raises(FileRefused) as refused:
        written(
            tmp_path,
            '\n[rules]\nconviction-rat = "mdc-sct-5"\nrecorded-crime = "nelson"\n'
            '[[break]]\nmeasure = "conviction-rate"\nfrom = "spring"\nreason = "x"\nauthor = "y"\n'
            '[[break]]\nmeasure = "convictions"\nfrom = "2017-18-q4"\nwhy = "x"\n',
        )
    said = str(refused.value)
    for words in (
        "[rules.conviction-rat]", "did you mean conviction-rate", "[rules.recorded-crime]", "ptd-0.2.2", "[break 1.from]",
        "[break 2.measure]", "[break 2.why]", "[break 2.reason]", "[break 2.author]",
    ):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize(
    ("raw", "found"),
    [("mdc", "a table"), ([1], "[[break]]"), ({"from": "x"}, "[[break]]")],
)
def test_what_is_no_table_is_refused(raw, found):
    problems = read_rules(raw, METRICS, "f")[1] if found == "a table" else read_breaks(raw, METRICS, "f")[1]
    assert [found in problem.expected for problem in problems] == [True]


def test_a_year_and_a_second_break_on_one_day_are_refused():
    for breaks in ([{**OWN, "from": "2017-18"}], [OWN, OWN]):
        assert len(read_breaks(breaks, METRICS, "f")[1]) == 1


def test_a_break_begins_new_limits_and_its_reason_date_and_author_are_said():
    breaks, problems = read_breaks([OWN], METRICS, "f")
    assert problems == []
    catalogue = load_catalogue()
    broken = type(catalogue)(**{**vars(catalogue), "metrics": METRICS}).breaking(breaks)
    spec = broken.metrics[COUNT.id]
    held = figures(spec, [*CALM, 100, *[value + 60 for value in (*CALM, 100)]][-18:])
    found = judge_all(broken, _settings(), held, PLACES)[COUNT.id, ""]
    assert found.series.judgement is Judgement.TOO_SHORT  # five quarters of the new stretch
    caveats = [plain(words) for words in find(found, spec, NAMES).caveats]
    assert "Counted by hand until then (break from January to March 2018, data officer)." in caveats


def test_six_rising_points_are_a_trend_by_the_shorter_rules_alone():
    rising = [*CALM, 99, 97, 98, 99, 100, 101, 102]
    held = figures(COUNT, rising)
    catalogue = load_catalogue()
    catalogue = type(catalogue)(**{**vars(catalogue), "metrics": METRICS})
    ptd = judge_all(catalogue, _settings(), held, PLACES)[COUNT.id, ""].series
    mdc = judge_all(catalogue, _settings({COUNT.id: "mdc-sct-5"}), held, PLACES)[COUNT.id, ""].series
    every = judge_all(catalogue, _settings({"": "mdc-sct-5"}), held, PLACES)[COUNT.id, ""].series
    assert (ptd.ruleset, ptd.signal) == ("ptd-0.2.2", None)
    assert mdc.ruleset == every.ruleset == "mdc-sct-5"
    assert mdc.signal is not None
    assert mdc == every


def _settings(rules: dict[str, str] | None = None):
    from assize.core.specs import OfficeSettings

    return OfficeSettings("o", "a", "c", (), "", None, "draft", "1", {}, {}, "", "", rules=rules or {})
