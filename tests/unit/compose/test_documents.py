"""The documents: a sentence over each section, no empty one, the gaps named, a person's words in their slots."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from builders import BOARD, LATEST, OTHER, blocks_of, material
from pack import COUNT, REPORTS, SHARE, SHORT, SPECS, held, pack

from assize.catalogue.load import load_catalogue
from assize.compose.build import awaited_slots, build_document, build_documents, headline_keys
from assize.compose.gaps import gap_lines, gap_pages, gathered, height_of
from assize.compose.headlines import judged_headline
from assize.core.document import Ask, Asks, Chart, Commentary, Document, Gap, Icon, Layout, Table, Text, plain
from assize.core.errors import AssizeError
from assize.core.material import Material
from assize.core.nouns import Judgement
from assize.core.specs import ReportSpec

VERB = re.compile(
    r"\b(is|are|was|were|has|have|had|rose|fell|stood|remained|stayed|made|did|improved|changed|gave|showed|ran|cannot)\b"
)


def document(name: str, made: Material | None = None) -> Document:
    report: ReportSpec = next(report for report in REPORTS if report.id == name)
    return build_document(made or pack(), report)


def test_one_document_a_report_in_their_order():
    assert [item.id for item in build_documents(pack())] == [report.id for report in REPORTS]


def test_a_form_that_is_not_known_is_refused():
    with pytest.raises(AssizeError, match="no such form of report"):
        build_document(pack(), replace(REPORTS[0], form="poster"))


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
def test_each_section_has_a_sentence_over_it_and_something_in_it(report):
    made = build_document(pack(), report)
    assert made.sections
    assert len({section.id for section in made.sections}) == len(made.sections)
    for section in made.sections:
        headline = plain(section.headline)
        assert headline
        assert section.layout is Layout.ASKS or VERB.search(headline), headline
        assert not headline.endswith(".")
        assert section.blocks
        for block in section.blocks:
            match block:
                case Table():
                    assert block.rows
                    assert block.caption
                case Gap():
                    assert block.lines
                case Chart():
                    assert block.alt
                    assert block.bars or any(point is not None for line in block.lines for point in line.points)


def test_every_held_measure_has_its_page_and_a_gap_has_none():
    made = document("performance-report")
    ids = [section.id for section in made.sections if section.layout is Layout.EXHIBIT]
    exhibits = ["done-rate", "done-rate-by-group", "cases-opened", "open-rate", "code-kept"]
    assert ids == [*exhibits, "open-rate-over-a-year"]


def test_a_theme_without_evidence_is_one_honest_page():
    found = document("reoffending-summary")
    assert [section.id for section in found.sections] == ["gaps"]
    assert found.tally is None
    assert "No figure is held" in plain(found.lede)


# --- gaps ---------------------------------------------------------------------------------------------------------


def test_a_measure_without_a_source_is_named_with_reason_and_supplier():
    lines = gap_lines(pack(), ["effectiveness-and-efficiency"])
    assert [(line.measure, line.reason, line.supplier) for line in lines] == [
        ("Crown cases", "The courts publish no figure for this area.", "HMCTS, regional office")
    ]
    assert [line.measure for line in gap_lines(pack(), ["reducing-reoffending"])] == ["Proven reoffending"]
    assert gap_lines(pack(), ["victims-and-witnesses"]) == []


def test_a_measure_whose_source_is_not_held_is_named_too():
    made = material([SHARE, COUNT], [f for f in held() if f.metric == "done-rate"], REPORTS)
    lines = gap_lines(made, ["effectiveness-and-efficiency"])
    assert [line.measure for line in lines] == ["Cases opened"]
    assert "Returns" in lines[0].reason
    assert "Ashford" in lines[0].reason


def test_crown_court_open_cases_are_named_with_why_and_who():
    made = replace(pack(), catalogue=load_catalogue(), measured={}, findings={})
    lines = {line.measure: line for line in gap_lines(made, tuple(made.catalogue.themes))}
    crown = next(line for name, line in lines.items() if name.startswith("Crown Court open"))
    assert crown.reason
    assert "HM Courts and Tribunals Service" in crown.supplier
    assert all(line.reason and line.supplier for line in lines.values())


def test_a_gap_whose_source_is_held_says_so_and_not_that_nothing_was_loaded():
    made = replace(pack(), catalogue=load_catalogue(), measured={}, findings={})
    made = replace(
        made,
        unmeasured={
            "probation-caseload": ("offender-management-statistics",),
            "crown-court-receipts": ("crown-court-caseload",),
        },
    )
    reasons = {line.measure: line.reason for line in gap_lines(made, tuple(made.catalogue.themes))}
    metrics = made.catalogue.metrics
    assert reasons[metrics["probation-caseload"].name].endswith(
        "of MoJ offender management, which is held, no measure is made yet."
    )
    assert "held, without a figure of this for Ashford" in reasons[metrics["crown-court-receipts"].name]
    assert "has been loaded" in reasons[metrics["crown-charge-to-completion"].name]


def test_a_board_of_two_forces_is_told_that_their_medians_make_none_of_its_own():
    made = replace(pack(), catalogue=load_catalogue(), measured={}, findings={})
    held = dict.fromkeys(("crown-charge-to-completion", "crown-court-receipts"), ("crown-court-journeys",))
    two = replace(made.board, members=(BOARD, OTHER))
    reasons = {
        board: {line.measure: line.reason for line in gap_lines(made, tuple(made.catalogue.themes))}
        for board, made in ((one, replace(made, unmeasured=held, board=one)) for one in (made.board, two))
    }
    days, counts = (made.catalogue.metrics[name].name for name in held)
    said = "without a figure of this for Ashford as a whole; those of its forces cannot be added up or averaged."
    assert reasons[two][days].endswith(said)
    assert "as a whole" not in reasons[two][counts] + reasons[made.board][days]


def test_gaps_of_one_reason_stand_in_one_line_and_a_long_list_is_counted_in_pages():
    report = next(each for each in REPORTS if each.form == "report")
    made = replace(pack(), catalogue=load_catalogue(), measured={}, findings={})
    whole = replace(report, themes=tuple(made.catalogue.themes))
    gaps = gap_lines(made, whole.themes)
    lines = gathered(made, whole.themes, gaps)
    reasons = [(line.reason, line.supplier) for line in lines]
    assert len(reasons) == len(set(reasons)) < len(gaps) / 2
    named = " ".join(f"{line.measure} {line.reason}" for line in lines).casefold()
    missing = [line for line in gaps if not all(part in named for part in line.measure.casefold().split(": "))]
    # Of very many of one reason the first are named, and the workbook has each in a row of its own.
    assert len(missing) < len(gaps) / 2
    assert sum("more, which the workbook names" in line.reason for line in lines) == 3
    assert max(len(line.reason) for line in lines) < 450
    # What begins alike stands together, its beginning once.
    assert named.count("victims' code:") < sum(line.measure.startswith("Victims' Code: ") for line in gaps)
    assert gap_pages(made, whole) > 1
    assert gap_pages(pack(), report) == 1
    brief = gathered(made, whole.themes, gaps, brief=True)
    assert height_of(brief) < height_of(lines)
    assert brief[-1].measure.endswith(" measures of partners")


def test_the_gap_table_stands_once_in_a_report():
    for report in REPORTS[1:3]:
        found = build_document(pack(), report)
        gaps = blocks_of(found, Gap)
        assert len(gaps) == (1 if gap_lines(pack(), report.themes) else 0)
    assert [line.measure for line in blocks_of(document("performance-report"), Gap)[0].lines] == [
        "Crown cases",
        "Proven reoffending",
    ]


# --- a person's words ---------------------------------------------------------------------------------------------


def test_three_slots_in_the_executive_summary_all_required_all_awaited():
    slots = blocks_of(document("executive-summary"), Commentary)
    assert len(slots) == 3
    assert all(slot.required and not slot.paragraphs and slot.who for slot in slots)
    assert len({slot.slot for slot in slots}) == 3


def test_one_required_slot_a_theme_in_the_report():
    slots = blocks_of(document("performance-report"), Commentary)
    assert [slot.slot for slot in slots] == ["effectiveness-and-efficiency", "victims-and-witnesses"]
    assert all(slot.required and slot.prompt for slot in slots)


def test_filled_words_stand_in_their_slot_and_in_every_document_that_has_it():
    words = {
        "cases-opened": ("A new desk opened in March.", "It takes in what others turned away."),
        "victims-and-witnesses": ("The code was taught to all.",),
    }
    made = pack(commentary=words)
    executive = {slot.slot: slot for slot in blocks_of(document("executive-summary", made), Commentary)}
    assert executive["cases-opened"].paragraphs == words["cases-opened"]
    report = {slot.slot: slot for slot in blocks_of(document("performance-report", made), Commentary)}
    assert report["victims-and-witnesses"].paragraphs == words["victims-and-witnesses"]
    assert report["cases-opened"].paragraphs == words["cases-opened"]
    assert not report["cases-opened"].required
    assert report["effectiveness-and-efficiency"].paragraphs == ()


def test_an_optional_slot_that_nobody_filled_is_silent():
    assert "cases-opened" not in {slot.slot for slot in blocks_of(document("performance-report"), Commentary)}


def test_without_asks_it_says_that_none_are_recorded():
    asks = blocks_of(document("executive-summary"), Asks)
    assert [(block.asks, block.empty) for block in asks] == [((), "No asks recorded.")]
    own = (Ask("Agree", "which forces count as similar", "Board"),)
    assert blocks_of(document("executive-summary", pack(asks=own)), Asks)[0].asks == own


# --- the headline table -------------------------------------------------------------------------------------------


def test_a_row_a_held_measure_under_its_theme_with_every_column_filled():
    table = next(block for block in blocks_of(document("executive-summary"), Table) if block.id == "headline-measures")
    heads = [plain(row.cells[0].content) for row in table.rows if row.theme]
    assert heads == ["Effectiveness and efficiency", "Victims and witnesses"]
    own = [row for row in table.rows if not row.theme]
    assert len(own) == len(headline_keys(pack(), REPORTS[0])) == 4
    for row in own:
        assert len(row.cells) == len(table.columns)
        assert all(cell.content for cell in row.cells)


def test_the_tally_counts_each_measure_once():
    made = pack()
    found = document("executive-summary", made)
    assert found.tally is not None
    assert sum(int(item.count) for item in found.tally.items) == len(headline_keys(made, REPORTS[0]))
    assert {item.icon for item in found.tally.items} >= {Icon.IMPROVEMENT_HIGH, Icon.TOO_SHORT}
    spec = replace(REPORTS[2], themes=REPORTS[0].themes)  # of which a measure is not held
    theme = build_document(made, spec)
    assert gap_lines(made, spec.themes)
    table = next(block for block in blocks_of(theme, Table) if block.id == "headline-measures")
    assert theme.tally is not None
    assert sum(int(item.count) for item in theme.tally.items) == sum(not row.theme for row in table.rows)


def test_a_board_alone_in_its_region_has_no_column_of_it():
    made = pack()
    alone = replace(made, places=replace(made.places, pool="", others=()))
    tables = {}
    for name, one in (("beside others", made), ("alone", alone)):
        section = next(each for each in build_document(one, REPORTS[0]).sections if each.id == "headline-measures")
        table = tables[name] = next(block for block in section.blocks if isinstance(block, Table))
        assert ("Region" in [column.head for column in table.columns]) is (name == "beside others")
        assert ("pooled" in plain(section.subtitle)) is (name == "beside others")
        assert all(row.theme or len(row.cells) == len(table.columns) for row in table.rows)
    both = [sum(column.width or 0 for column in table.columns) for table in tables.values()]
    assert both[0] == both[1]


def test_from_2020_on_a_column_has_the_change_on_2019_shown_and_not_judged():
    moved = [replace(one, period=one.period.shifted(36)) for one in held()]  # three years on: to January to March 2022
    made = material(SPECS, moved, REPORTS, quarter=LATEST.shifted(36), cut_off=date(2022, 7, 31))
    section = next(one for one in build_document(made, REPORTS[0]).sections if one.id == "headline-measures")
    table = next(block for block in section.blocks if isinstance(block, Table))
    at = [column.head for column in table.columns].index("On 2019")
    cells = {plain(row.cells[0].content): row.cells[at] for row in table.rows if not row.theme}
    assert {name: plain(cell.content) for name, cell in cells.items()} == {
        "Done rate": "+22.0",  # points: 70% against 48%
        "Cases opened": "+194.1%",  # 300 against 102
        "Open rate": "[z]",  # of a year
        "Code kept": "[x]",  # not held in 2019
    }
    assert not any(cell.under for cell in cells.values())
    assert "On 2019" in plain(next(block for block in section.blocks if isinstance(block, Text)).paragraphs[0])
    before = next(one for one in build_document(pack(), REPORTS[0]).sections if one.id == "headline-measures")
    assert "On 2019" not in [
        column.head for column in next(block for block in before.blocks if isinstance(block, Table)).columns
    ]


def test_the_headline_counts_the_judgements():
    made = pack()
    assert judged_headline(made, [("done-rate", "")]) == "The one judged measure improved"
    assert judged_headline(made, [("done-rate", ""), ("code-kept", "")]) == "The one judged measure improved"
    assert judged_headline(made, [("done-rate", ""), ("cases-opened", "")]) == (
        "One of two judged measures improved; one changed"
    )
    assert judged_headline(made, [("code-kept", "")]) == "The one headline measure has too few quarters to judge"


@pytest.mark.parametrize("judgement", [one for one in Judgement if not one.is_made and one is not Judgement.TOO_SHORT])
def test_what_is_withheld_or_not_there_is_not_said_to_have_too_few_quarters(judgement):
    made, key = pack(), ("code-kept", "")
    made.measured[key] = replace(made.measured[key], series=replace(made.measured[key].series, judgement=judgement))
    assert judged_headline(made, [key]) == "The one headline measure is not judged"


def test_a_measure_too_short_carries_no_other_icon_anywhere():
    made = pack()
    for report in REPORTS:
        for section in build_document(made, report).sections:
            if section.id == SHORT.id:
                assert Icon.TOO_SHORT in re_icons(section)
                assert not re_icons(section) & {Icon.IMPROVEMENT_HIGH, Icon.CONCERN_LOW, Icon.NO_CHANGE}


def re_icons(section) -> set[Icon]:
    return {item.icon for block in section.blocks for item in getattr(block, "items", ()) if item.icon}


# --- what stands on every page ------------------------------------------------------------------------------------


def test_marking_dates_and_status_are_those_of_the_material():
    made = document("executive-summary", pack(marking="OFFICIAL-SENSITIVE"))
    assert (made.marking, made.status, made.status_words) == ("OFFICIAL-SENSITIVE", "DRAFT 1", "not approved")
    assert (made.as_at, made.period, made.quarter) == (
        "31 July 2019",
        "January to March 2019",
        "2018/19 quarter 4",
    )
    assert made.board == "Ashford Local Criminal Justice Board"


def test_an_age_is_told_beside_every_period():
    table = next(block for block in blocks_of(document("executive-summary"), Table) if block.id == "headline-measures")
    ages = [plain(row.cells[-1].under) for row in table.rows if not row.theme]
    assert ages == ["4 months"] * 4


def test_what_was_withheld_is_told():
    made = pack(withheld={"a count under 5": 3})
    found = document("performance-report", made)
    about = next(section for section in found.sections if section.id == "about")
    said = " ".join(plain(words) for block in about.blocks for words in getattr(block, "paragraphs", ()))
    assert "3 figures" in said
    assert "a count under 5" in said


def test_what_the_office_answered_is_printed_and_of_many_answers_how_many_more():
    made = pack(answered=tuple(f"Answer {number}." for number in range(5)))
    about = next(section for section in document("performance-report", made).sections if section.id == "about")
    said = [plain(words) for block in about.blocks for words in getattr(block, "paragraphs", ())]
    assert [words for words in said if words.startswith("Answer")] == ["Answer 0.", "Answer 1.", "Answer 2."]
    assert "2 more such answers of the office stand in the manifest." in said


def test_a_pack_is_final_only_when_every_required_word_is_there():
    awaited = awaited_slots(pack())
    assert awaited
    filled = dict.fromkeys(awaited, ("Written.",))
    final = replace(pack().settings, status="final")
    incomplete = document("executive-summary", replace(pack(), settings=final))
    assert (incomplete.status.split()[0], incomplete.status_words) == ("DRAFT", "not approved")
    whole = document("executive-summary", replace(pack(), settings=final, commentary=filled))
    assert (whole.status.split()[0], whole.status_words) == ("FINAL", "approved")
