"""The equality section: what is held by group of people with its limits, and every outcome that is not, by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import BOARD, LATEST, figure, metric
from pack import pack

from assize.app.equality import disparities_of, split_by_group
from assize.catalogue.load import load_catalogue
from assize.compose.build import build_documents
from assize.compose.equality import equality_sections, pages_taken
from assize.compose.sentences import stated_in
from assize.core.disparity import EqualityOutcome
from assize.core.document import Chart, Gap, Table, Text, plain
from assize.core.material import Material
from assize.core.specs import Vocabulary
from assize.narrate.sentences import grounds
from assize.render import html
from assize.render.charts import Drawings

ETHNICITY = Vocabulary(
    "ethnicity", "Ethnicity", {"black": "Black", "white": "White", "unknown": "Not known"}, "white", "unknown"
)
CHARGED = metric(
    "charged",
    subject="The share of suspects charged",
    by=("ethnicity",),
    counted="suspects charged",
    unit="suspects",
    breakdown_subjects={"black": "for Black people", "white": "for White people"},
)
OUTCOMES = (
    EqualityOutcome("XE-03", "Charged, by ethnicity", "suspects", "No source holds it.", "Police force", "charged"),
    EqualityOutcome("XE-01", "Stop and search, by ethnicity", "residents of the group", "Not read.", "Police force"),
)


def material(**counts: tuple[int, int]) -> Material:
    made = pack()
    names = made.catalogue
    catalogue = replace(
        names,
        metrics={**names.metrics, "charged": CHARGED},
        vocabularies={**names.vocabularies, "ethnicity": ETHNICITY},
        equality=OUTCOMES,
    )
    figures = [
        figure(CHARGED, events, base, LATEST.later(-back), BOARD, group)
        for group, (events, base) in counts.items()
        for back in range(4)
    ]
    return replace(made, catalogue=catalogue, disparities=disparities_of(catalogue, figures, BOARD))


@pytest.fixture(scope="module")
def held() -> Material:
    return material(white=(100, 1000), black=(20, 100), unknown=(5, 50))


def test_what_is_held_by_group_has_a_page_with_exact_limits(held):
    exhibit, gaps = equality_sections(held)
    assert plain(exhibit.headline) == (
        "The share of suspects charged was higher for Black people than for White people"
    )
    table = next(block for block in exhibit.blocks if isinstance(block, Table))
    assert [plain(cell.content) for cell in table.rows[0].cells] == ["White", "400 of 4,000", "1", "[z]", "reference"]
    assert [plain(cell.content) for cell in table.rows[1].cells] == [
        "Black",
        "80 of 400",
        "2.00",
        "1.55 to 2.55",
        "higher",
    ]
    chart = next(block for block in exhibit.blocks if isinstance(block, Chart))
    assert [(bar.name, bar.number.text, bar.upper is not None) for bar in chart.bars] == [
        ("Black", "2.00", True),
        ("White (reference)", "1.00", False),
    ]
    assert "nothing of causes" in " ".join(plain(block.words) for block in exhibit.blocks if hasattr(block, "words"))
    gap = next(block for block in gaps.blocks if isinstance(block, Gap))
    assert [line.measure for line in gap.lines] == ["Stop and search, by ethnicity"]
    assert pages_taken(held) == 2


def test_a_lower_rate_is_told_as_plainly_as_a_higher_one_and_no_difference_as_none():
    lower = equality_sections(material(white=(200, 1000), black=(10, 200), unknown=(1, 20)))[0]
    assert plain(lower.headline) == "The share of suspects charged was lower for Black people than for White people"
    same = equality_sections(material(white=(100, 1000), black=(20, 200), unknown=(1, 20)))[0]
    assert plain(same.headline) == "There is no evidence that the share of suspects charged differed between groups"


def test_where_too_many_are_of_no_known_group_the_page_says_so_and_gives_no_index():
    made = material(white=(100, 1000), black=(20, 100), unknown=(50, 500))
    exhibit, _ = equality_sections(made)
    assert plain(exhibit.headline) == (
        "The share of suspects charged cannot be compared between groups: the group of more than 10% is not known"
    )
    table = next(block for block in exhibit.blocks if isinstance(block, Table))
    assert plain(table.rows[1].cells[2].content) == "[x]"


def test_with_nothing_held_the_gap_is_the_section():
    made = replace(material(), disparities=())
    (section,) = equality_sections(made)
    assert plain(section.headline) == (
        "No outcome is held by ethnicity, sex or age, so no difference between groups can be told"
    )
    gap = next(block for block in section.blocks if isinstance(block, Gap))
    assert [line.measure for line in gap.lines] == ["Charged, by ethnicity", "Stop and search, by ethnicity"]
    assert any("exact 95% limits" in plain(one) for b in section.blocks if isinstance(b, Text) for one in b.paragraphs)
    report = next(document for document in build_documents(made) if document.id == "performance-report")
    page = html.render(report, Drawings()).decode()
    assert "Stop and search, by ethnicity" in page


def test_our_own_catalogue_names_the_outcomes_of_the_framework_and_a_reference_group():
    catalogue = load_catalogue()
    assert [one.framework_id for one in catalogue.equality] == ["XE-01", "XE-02", "XE-03", "XE-04", "XE-05"]
    assert catalogue.vocabularies["ethnicity"].reference == "white"
    assert split_by_group(catalogue) == ()  # no source that is read holds groups of people yet


def _grounds(material: Material) -> list[str]:
    sections = [one for one in equality_sections(material) if one.id == "charged-by-group"]
    document = replace(build_documents(pack())[0], sections=tuple(sections), lede=())
    return grounds(next(iter(stated_in(material, [document]))), material)


def test_a_difference_between_groups_is_explained_by_its_exact_limits(held):
    rule, black, *_ = _grounds(held)
    assert "exact 95% limits of its rate over that of white leave out 1" in rule
    assert black.startswith("Black: 2.00, ")
    assert black.endswith(": differs")
    same = _grounds(material(white=(100, 1000), black=(11, 100), unknown=(5, 50)))
    assert any(line.startswith("Black: 1.10, ") and line.endswith("no evidence of a difference") for line in same)
    hidden = replace(held.disparities[0], withheld="too many are not known")
    assert _grounds(replace(held, disparities=(hidden,)))[-1] == "withheld: too many are not known"
    lone = replace(held.disparities[0].groups[0], index=None, lower=None, upper=None, reason="fewer than five events")
    few = replace(held.disparities[0], groups=(lone,))
    assert _grounds(replace(held, disparities=(few,)))[-1] == "Black: not reckoned, fewer than five events"
