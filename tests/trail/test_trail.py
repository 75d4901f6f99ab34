"""Every figure of the documents, followed to the cells it stands on and computed again from them.

On any machine the cells are those of the example; the `real` tests walk to the publishers' own files, add the example's sums up
again from their lines, and see that both give the same documents.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zlib import crc32

import pytest
from demonstration import BOARDS, CUT_OFF, Composed, Loaded
from scipy import stats
from trail.arithmetic import half_up, limits, poisson, wilson
from trail.evidence import Files, Lines, number, stated, told_by_example, told_by_publisher
from trail.walk import OF_A_FLOW, Printed, Walker, printed_in

from assize import app as assize
from assize.compose.flows import flow_exhibit
from assize.core.document import Document

Record = Callable[[str, object], None]


def _say(record: Record, words: str, walker: Walker) -> None:
    aspects = ", ".join(f"{count:,} {name.lower().replace('_', ' ')}" for name, count in sorted(walker.aspects.items()))
    record("counted", f"{words}: {len(walker.figures):,} figures walked to {walker.cells:,} cells ({aspects})")


def test_every_figure_of_the_example_is_what_its_cells_give(demo: Loaded, record_property: Record) -> None:
    walker = Walker(demo, Files([demo.folder / "inbox"]), told_by_example)
    for board in BOARDS:
        walker.walk(demo.composed(board))
    _say(record_property, "trail, both boards, the example's cells", walker)
    assert walker.faults == []
    assert len(walker.figures) > 2000
    assert walker.cells > 20_000
    for aspect in ("VALUE", "NUMERATOR", "DENOMINATOR", "LOWER", "UPPER", "IMMATURE", "DIFFERENCE", "RELATIVE", "MEAN"):
        assert walker.aspects[aspect] > 0


def test_every_number_of_a_flow_is_what_its_counts_give(office_with_cases: Loaded, record_property: Record) -> None:
    walker = Walker(office_with_cases, Files([office_with_cases.folder / "inbox"]), told_by_example)
    composed = office_with_cases.composed("staffordshire")
    walker.walk(composed)
    _say(record_property, "trail, the Crown Court's flow", walker)
    assert walker.faults == []
    for aspect in OF_A_FLOW:
        assert walker.aspects[aspect.name] > 0, aspect
    flow = composed.material.flows["crown-court-open-cases"]
    wrong = replace(
        flow, net=flow.net + 1, projected=tuple(replace(one, value=one.value + 1) for one in flow.projected)
    )
    planted = replace(composed, material=replace(composed.material, flows={"crown-court-open-cases": wrong}))
    section = flow_exhibit(planted.material, planted.material.catalogue.metrics["crown-court-open-cases"])
    document = replace(composed.documents[0], sections=(section,), lede=())
    planted = _alone(planted, document)
    finder = Walker(office_with_cases, Files([office_with_cases.folder / "inbox"]), told_by_example)
    finder.walk(planted)
    assert any("open cases if the pace goes on" in fault for fault in finder.faults)


@pytest.fixture(scope="module")
def office_with_cases(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Four years of cases at two made-up loads of the courts of one board, and a level that they are to come down to."""
    folder = tmp_path_factory.mktemp("cases") / "office"
    assize.new_workspace(folder, ["staffordshire"], quarter="2018-19-q4", cut_off=CUT_OFF)
    settings = folder / "assize.toml"
    level = "\n[open_cases.staffordshire]\ncrown-court-open-cases = { level = 500, by = 2020-03-31 }\n"
    settings.write_text(settings.read_text("utf-8") + level, "utf-8")
    head = (
        "source,publication,edition,released,released_estimated,area,period,field,age_band,receipt_type,court_offence_group,"
        "lcjb_area,value,absence,marks,file,sheet,cell,filter,lines"
    )
    lines, still = [head], {"crown-court-stafford": 300, "crown-court-stoke-on-trent": 250}
    for place in range(17):
        year, number = divmod(place + 3, 4)
        for court, before in still.items():
            came, done = 200 + 7 * (place % 5), 195 + 11 * (place % 3)
            still[court] = before + came - done + place % 4 - 1
            for name, value in (("receipts", came), ("disposals", done), ("open_cases", still[court])):
                period = f"{2014 + year}-{15 + year}-q{number + 1}"
                lines.append(
                    f"crown-court-caseload,Cases,2019,2019-06-27,no,{court},{period},{name},,,,,{value},,,made.csv,Cases,B2,,"
                )
    (folder / "inbox" / "cases.csv").write_text("\n".join([*lines, ""]), "utf-8")
    (loaded,) = assize.load_files(folder, [folder / "inbox" / "cases.csv"])
    assert loaded.refused is None, loaded.refused
    return Loaded(folder)


# --- planted faults -----------------------------------------------------------------------------------------------


def test_a_cell_that_no_longer_says_so_is_found(demo: Loaded, tmp_path: Path) -> None:
    inbox = shutil.copytree(demo.folder / "inbox", tmp_path / "inbox")
    path = inbox / "cps-case-outcomes-2018-19-q4.csv"
    before = path.read_text("utf-8")
    line = next(row for row in before.splitlines() if "staffordshire" in row and ",convictions,sexual-offences," in row)
    path.write_text(before.replace(line, line.replace(",55,", ",56,")), "utf-8")
    walker = Walker(demo, Files([inbox]), told_by_example)
    walker.walk(_only(demo.composed("staffordshire"), "conviction-rate-sexual-offences"))
    assert any("78.6%" in fault and "78.9%" in fault for fault in walker.faults)


def _only(composed: Composed, name: str) -> Composed:
    """One section of one document, without the workbook."""
    document = composed.document("victims-and-witnesses-summary")
    return _alone(composed, replace(document, sections=tuple(one for one in document.sections if one.id == name)))


def _alone(composed: Composed, document: Document) -> Composed:
    """One document without the workbook."""
    found = replace(composed, documents=(document,))
    found.__dict__["workbook"] = replace(document, sections=(), lede=())
    return found


def test_a_number_that_its_cells_do_not_give_is_found(demo: Loaded) -> None:
    composed = _only(demo.composed("staffordshire"), "conviction-rate-sexual-offences")
    document = composed.documents[0]
    first = next(
        one.number
        for one in printed_in(document)
        if one.number.figure == "conviction-rate@staffordshire@2019q1@sexual-offences" and one.number.text == "78.6%"
    )
    changed = _with(document, first, replace(first, text="78.5%", value=Decimal("0.785")))
    walker = Walker(demo, Files([demo.folder / "inbox"]), told_by_example)
    walker.walk(_alone(composed, changed))
    assert any("78.5%" in fault and "78.6%" in fault for fault in walker.faults)


def _with(part: object, old: object, new: object) -> Document:
    """A frozen tree with one leaf put in the place of another, everywhere."""
    if type(part) is type(old) and part == old:
        return new  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple(_with(item, old, new) for item in part)  # type: ignore[return-value]
    if hasattr(part, "__dataclass_fields__"):
        return replace(part, **{name: _with(getattr(part, name), old, new) for name in part.__dataclass_fields__})  # type: ignore[type-var]
    return part  # type: ignore[return-value]


# --- the arithmetic itself ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("events", "total"), [(55, 70), (473, 568), (0, 12), (12, 12), (1, 3), (1912, 2244)])
def test_wilson_agrees_with_scipy(events: int, total: int) -> None:
    theirs = stats.binomtest(events, total).proportion_ci(0.95, method="wilson")
    assert [float(end) for end in wilson(events, total)] == pytest.approx([theirs.low, theirs.high], abs=1e-12)


@pytest.mark.parametrize("events", [0, 1, 5, 9])
def test_few_events_have_scipys_exact_limits(events: int) -> None:
    low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0
    assert [float(end) for end in poisson(events)] == pytest.approx([low, stats.chi2.ppf(0.975, 2 * events + 2) / 2])


def test_byars_limits_lie_by_the_exact_ones() -> None:
    for events in (10, 50, 1000):
        exact = stats.chi2.ppf(0.025, 2 * events) / 2, stats.chi2.ppf(0.975, 2 * events + 2) / 2
        assert [float(end) for end in poisson(events)] == pytest.approx(exact, rel=0.004)


def test_halves_are_rounded_away_from_nought() -> None:
    assert half_up(Fraction("2.5"), 0) == "3"
    assert half_up(Fraction("-0.25"), 1) == "−0.3"
    assert half_up(Fraction("-0.04"), 1) == "0.0"
    assert half_up(Fraction(1234567), 0) == "1,234,567"


def test_limits_need_thirteen_points_and_leave_out_a_wild_move() -> None:
    calm = [Fraction(10 + place % 2) for place in range(13)]
    assert limits(calm[:12]) is None
    low, mean, high = limits(calm) or (Fraction(0),) * 3
    assert (high - mean, mean - low) == (Fraction("2.66"), Fraction("2.66"))
    wild = [*calm, Fraction(40)]
    assert (limits(wild) or (0, 0, 0))[2] - (limits(wild) or (0, 0, 0))[1] == Fraction("2.66")


# --- the publishers' own files ------------------------------------------------------------------------------------


EVERYTHING = (
    "ASSIZE_WALK_EVERYTHING"  # set by benchmarks/walk_trail.py: every figure and row is walked, three minutes more
)
WALKED = ("conviction-rate", "completed-prosecutions", "administratively-finalised", "residents")  # a file of a million
# lines stands behind the others: what the example has of it is added up again from its lines below
NEAR = (
    "staffordshire",
    "west-m",
    "warwickshire",
    "england-and-wales",
)  # of other areas the first measure alone is walked
ONE_IN = 4  # of all rows the everyday tests take this share, the same whenever it runs


def _in_the_share(words: str) -> bool:
    return EVERYTHING in os.environ or crc32(words.encode()) % ONE_IN == 0


def _left_for_later(printed: Printed) -> bool:
    if EVERYTHING in os.environ:
        return False
    figure = printed.number.figure
    elsewhere = not any(f"@{near}" in figure for near in NEAR) and not figure.startswith(WALKED[0])
    return not figure.startswith(WALKED) or elsewhere


@pytest.mark.real
def test_every_figure_is_what_the_publishers_own_cells_give(
    published: Loaded, shared: Path, record_property: Record
) -> None:
    walker = Walker(published, Files([shared / "data"]), told_by_publisher)
    walker.walk(published.composed("staffordshire"), _left_for_later)
    _say(record_property, "trail, Staffordshire, the publishers' own cells", walker)
    assert walker.faults == []
    assert len(walker.figures) > (2000 if EVERYTHING in os.environ else 400)
    assert walker.cells > (300_000 if EVERYTHING in os.environ else 5_000)


@pytest.mark.real
def test_the_example_gives_the_documents_that_the_publishers_files_give(demo: Loaded, published: Loaded) -> None:
    def figures(document: Document) -> list[tuple[str, ...]]:
        return [(one.where, *_identity(one.number)) for one in printed_in(document)]

    for board in BOARDS:
        ours, theirs = demo.composed(board), _beside_alone(published.composed(board))
        for one, other in zip((*ours.documents, ours.workbook), (*theirs.documents, theirs.workbook), strict=True):
            assert figures(one) == figures(other), (board, one.id)


def _beside_alone(composed: Composed) -> Composed:
    """The same without what stands on all areas: the example holds a board's own region."""
    from assize.compose.build import build_documents
    from assize.narrate.findings import find

    whole = composed.material
    measures = whole.catalogue.metrics
    words = {key: find(one, measures[key[0]], whole.names) for key, one in whole.measured.items()}
    material = replace(whole, positions={}, findings=words)
    return replace(composed, material=material, documents=build_documents(material))


def _identity(printed: object) -> tuple[str, ...]:
    return printed.figure, printed.aspect.name, printed.text, printed.other  # type: ignore[attr-defined]


@pytest.mark.real
def test_every_row_of_the_example_is_what_the_original_says(root: Path, shared: Path, record_property: Record) -> None:
    originals = Files([shared / "data"])
    lines: dict[str, Lines] = {}
    faults: list[str] = []
    copied = added = cells = 0
    for row in stated(Files([root / "examples" / "published"])):
        if not row.filter:
            copied += 1
            found = originals.reread(row)
            if not row.absent and "look" not in row.where and found.value != row.value:
                faults.append(f"{row.where}: {row.value}, the original {found.value}")
            continue
        if not _in_the_share(row.where):
            continue
        added += 1
        if row.file not in lines:
            lines[row.file] = Lines(originals.table(row.file))
        table = lines[row.file]
        column = table.column(row.ref)
        values = [number(line[column]) for line in table.meeting(row.filter)]
        cells += len(values)
        if len(values) != row.lines:
            faults.append(f"{row.where}: {row.lines} lines, the original has {len(values)} that meet its filter")
        elif (None in values) != row.absent:
            faults.append(f"{row.where}: the original has a line without a number, or the example says so without one")
        elif not row.absent and sum(value for value in values if value is not None) != row.value:
            faults.append(f"{row.where}: {row.value}, the original's lines add up to something else")
    record_property(
        "counted", f"example: {copied:,} figures copied and {added:,} sums of {cells:,} lines, found in the originals"
    )
    assert faults == []
    assert copied > 1000
    assert cells > (400_000 if EVERYTHING in os.environ else 100_000)
