"""Every sentence of the packs of the example that judges can be explained: rung, rule, limits and test, or its method."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from demonstration import BOARDS, Composed, Loaded

from assize import app as assize
from assize.compose.sentences import stated_in
from assize.core.errors import AssizeError
from assize.core.material import Material
from assize.core.nouns import Judgement
from assize.core.sentences import Ground, Stated
from assize.narrate.grounds import UNJUDGED
from assize.narrate.sentences import grounds

JUDGES = re.compile(
    r"\b(rose|fell|risen|fallen|rising|falling|higher|highest|lower|lowest|above|below|within|outside|improved|improvement|"
    r"concern|changed|change|stayed|remained|evidence|unusual|largest|judged?|tended|worse|better|expected range|read yet|high|"
    r"low|too (?:few|early|short)|fewer)\b",
    re.IGNORECASE,
)
# Texts that tell how figures are made, and judge none. Each must be there to be left out.
METHODS = (
    "Thirteen quarters are needed", "Comparators are pooled", "A cohort with more than", "Only editions released",
    "Change a year is Sen's slope", "Limits are those at the latest point", "No expected range",
    "The 95% interval is the range",
    "The rate of each group is set against", "How each measure was judged",
)  # fmt: skip
DRAWN = re.compile(
    r"Band: |Axis starts|expected range|\(ptd-0\.2\.2\)|beside other areas"
)  # captions and notes of charts


def everything(composed: Composed) -> list[Stated]:
    return list(stated_in(composed.material, (*composed.documents, composed.workbook, *composed.decks.values())))


def unexplained(stated: Iterable[Stated], material: Material) -> list[str]:
    """The texts that judge and that nothing explains."""
    return [
        one.text
        for one in stated
        if JUDGES.search(one.text)
        and not one.text.startswith(METHODS)
        and grounds(one, material) in ([], [UNJUDGED])
        and not (one.ground is Ground.NOTHING and DRAWN.search(one.text))
        and not says_what_it_counts(one, material)
    ]


def says_what_it_counts(one: Stated, material: Material) -> bool:
    """A caveat or a definition from the catalogue, and the names in a subtitle or caption: words on what is counted."""
    own = [
        text
        for metric in material.catalogue.metrics.values()
        for text in (*metric.caveats, metric.basis, metric.definition, metric.name, metric.short_name)
    ]
    return any(text.rstrip(".") and text.rstrip(".").casefold() in one.text.casefold() for text in own)


@pytest.mark.parametrize("board", BOARDS)
def test_every_sentence_that_judges_is_explained(demo: Loaded, board: str) -> None:
    composed = demo.composed(board)
    stated = everything(composed)
    assert unexplained(stated, composed.material) == []
    assert sum(bool(JUDGES.search(one.text)) for one in stated) > 150
    for start in METHODS:
        assert any(one.text.startswith(start) for one in stated), start


@pytest.mark.parametrize("board", BOARDS)
def test_a_measures_sentences_have_its_rung_and_its_limits(demo: Loaded, board: str) -> None:
    material = demo.composed(board).material
    for one in everything(demo.composed(board)):
        if one.ground is not Ground.MEASURE:
            continue
        key = one.keys[0]
        said = "\n".join(grounds(one, material))
        finding, series = material.findings[key], material.measured[key].series
        rungs = re.findall(r"rung (\S+) of the wording ladder", said)
        assert rungs in ([], [finding.level.value]), one.text
        headline = one.text == "".join(part if isinstance(part, str) else part.text for part in finding.headline)
        if headline:
            assert rungs, one.text
            judged = series.judgement in (Judgement.IMPROVEMENT, Judgement.CONCERN, Judgement.CHANGED)
            assert bool(re.search(r"rules \S+: (?!none)", said)) is judged, one.text
            assert "limits" in said or finding.level.value == "0", one.text


def test_a_tally_names_every_measure_it_counts(demo: Loaded) -> None:
    composed = demo.composed("staffordshire")
    tally = next(one for one in everything(composed) if one.text.startswith("One of four judged measures improved"))
    said = grounds(tally, composed.material)
    words = [composed.material.measured[key].series.judgement.value for key in tally.keys]
    assert words.count("improvement") == 1
    assert (words.count("changed"), words.count("no change")) == (1, 2)
    assert sum(line.startswith("  rung") for line in said) == len(tally.keys) == 12


def test_a_judgement_that_nothing_explains_is_found(demo: Loaded) -> None:
    composed = demo.composed("staffordshire")
    lost = [
        Stated("Everything rose to 10%.", "Report", "Somewhere", Ground.NOTHING),
        Stated("It is of note.", "Report", "", Ground.NOTHING),
    ]
    assert unexplained(lost, composed.material) == ["Everything rose to 10%."]


def test_explain_takes_words_of_a_document(alone: Loaded) -> None:
    lines = assize.explain(alone.folder, "Completed prosecutions were  BELOW the expected range; the conviction rate")
    assert lines[0] == "Staffordshire, Executive Summary Report, what leads it"
    assert "                ·   rung 4 of the wording ladder: outside the expected range" in lines
    assert "                ·   limits 2,262 to 2,925, mean 2,593" in lines


def test_what_stands_in_two_documents_is_explained_once_a_board(demo: Loaded) -> None:
    lines = assize.explain(demo.folder, "There were 2,244 defendants")
    assert sum(line.startswith("  Sentence") for line in lines) == 2  # with the expected range, and in the reading
    assert "  Figure        completed-prosecutions@staffordshire@2019q1" in lines


def test_words_of_many_texts_are_cut_and_the_rest_counted(alone: Loaded) -> None:
    lines = assize.explain(alone.folder, "January to March 2019")
    assert re.fullmatch(r"[\d,]+ more texts have these words: give more of them\.", lines[-1])


def test_words_that_stand_nowhere_are_refused_with_the_nearest(alone: Loaded) -> None:
    with pytest.raises(AssizeError, match="no text of the documents has these words") as caught:
        assize.explain(alone.folder, "Completed prosecutions were above the expected range three quarters running")
    assert "Completed prosecutions were below the expected range" in caught.value.expected


@pytest.mark.parametrize(
    ("words", "report", "line"),
    [
        (
            "higher than in England and Wales (19.7%)",  # a slide that no page has
            "Executive Summary Report",
            "beside England and Wales: +1.4 percentage points",
        ),
        (
            "rose over the year to 3.9%, from 3.3%",
            "CJS Performance Report",
            "beside the same quarter a year earlier: +0.6 percentage points",
        ),
    ],
)
def test_explain_finds_the_words_across_areas_and_over_a_year(
    alone: Loaded, words: str, report: str, line: str
) -> None:
    said = assize.explain(alone.folder, words)
    assert said[0].startswith(f"Staffordshire, {report}: The share")
    assert any(line in one for one in said)
