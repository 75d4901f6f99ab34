"""Every file of peers' answers that bears on statistics goes through our public functions; agreement is what docs say."""

from __future__ import annotations

import pytest
from agreement import belongs_elsewhere, page_part, tally_of, unexplained
from peer_agreement import PAGE, generated
from peers import files
from tally import RUNNERS, Case, Tally, deviations

from assize.core.errors import AssizeError

pytestmark = pytest.mark.real

FILES = files() or ["absent"]


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return {}


@pytest.mark.parametrize("path", FILES)
def test_every_file_agrees_but_for_its_named_deviations(path, tallies):
    if path == "absent":
        pytest.skip("no peers' answers here: ../shared/vectors")
    if belongs_elsewhere(path):
        assert path not in RUNNERS
        return
    assert path in RUNNERS, f"no runner for {path}"
    tallies[path] = tally_of(path)
    assert not unexplained(path, tallies[path])
    assert tallies[path].cases, f"no case of {path} is run"


def test_we_differ_from_the_peers_in_five_ways_and_no_more():
    assert set(deviations()) == {
        "spc-screened-mr-nan", "spc-screened-mr-zero", "spc-short-no-judgement", "funnel-cqc-limits", "funnel-rc-limits",
    }  # fmt: skip


def test_the_table_in_the_docs_is_current(tallies):
    if FILES == ["absent"]:
        pytest.skip("no peers' answers here: ../shared/vectors")
    for path in FILES:
        if path not in tallies and not belongs_elsewhere(path):
            tallies[path] = tally_of(path)
    ordered = {path: tallies[path] for path in FILES if path in tallies}
    assert generated(PAGE.read_text("utf-8")) == page_part(ordered), "run python benchmarks/peer_agreement.py"


def test_no_deviation_names_a_file_that_is_not_there():
    if FILES == ["absent"]:
        pytest.skip("no peers' answers here: ../shared/vectors")
    assert {path for one in deviations().values() for path in one.cases} <= set(FILES)
    assert all(one.why and any(one.cases.values()) for one in deviations().values())


def test_a_case_that_differs_without_a_name_and_a_name_without_a_difference_are_found():
    tally = Tally()
    with tally.case("alike") as case:
        case.number(1.0, 1.0)
    with tally.case("other") as case:
        case.number(1.0, 1.1)
    assert unexplained("x.json", tally) == ["x.json: other: [' 1.0 not 1.1']"]
    tally.cases["other"].deviation = "spc-screened-mr-nan"
    assert unexplained("x.json", tally) == ["x.json: other differs as spc-screened-mr-nan and is not listed under it"]
    tally.cases["other"].deviation = "a new name"
    assert "there is no deviation a new name" in unexplained("x.json", tally)[0]
    assert "does not differ so" in unexplained("funnelplotr/funnelplotr.json", Tally())[0]


def test_what_a_peer_refuses_and_we_answer_is_a_difference():
    case = Case()
    case.refuses(lambda: 3)
    assert case.differences == ["not refused: 3"]
    case = Case()

    def refuse() -> None:
        raise AssizeError("no", found="nothing", expected="something")

    case.refuses(refuse)
    assert case.refused
    assert not case.differences
