"""Counts in bands: in their own order, with a median that is estimated inside its band and none in a band without an end."""

from __future__ import annotations

from dataclasses import replace

from builders import BOARD, LATEST, figure, material, metric
from pack import pack

from assize.catalogue.load import load_catalogue
from assize.compose.bands import band_exhibit, latest_bands
from assize.compose.build import build_documents
from assize.compose.sentences import stated_in
from assize.core.document import Aspect, Chart, Section, Table, Text, plain
from assize.core.material import Material
from assize.core.specs import Kind, Vocabulary
from assize.narrate.sentences import grounds

AGES = Vocabulary(
    "age_band",
    "Open for",
    {"short": "Under 10 weeks", "middle": "10 to 30 weeks", "long": "30 weeks or more", "all": "All"},
    unit="weeks",
    starts={"short": 0, "middle": 10, "long": 30},
)
OPEN = metric("open-by-age", Kind.COUNT, stock=True, by=("age_band",), subject="Open cases", plural=True)


def held(*counts: int | None, earlier: bool = True) -> Material:
    own = [figure(OPEN, x, None, LATEST, BOARD, band) for band, x in zip(AGES.starts, counts, strict=True)]
    if earlier:
        own += [figure(OPEN, 10, None, LATEST.later(-1), BOARD, band) for band in AGES.starts]
    made = material([OPEN], own)
    names = replace(made.catalogue, vocabularies={**made.catalogue.vocabularies, "age_band": AGES})
    return replace(made, catalogue=names)


def section(*counts: int | None) -> Section:
    found = band_exhibit(held(*counts), OPEN, "age_band")
    assert found is not None
    return found


def test_the_median_is_estimated_inside_its_band_and_the_last_decile_only_where_the_band_has_an_end():
    found = section(30, 40, 30)
    # 50 of 100 cases: 20 of the 40 in the second band, half of its 20 weeks.
    assert plain(found.headline) == "Half of Open cases had been open for under about 20 weeks"
    words = next(plain(block.paragraphs[0]) for block in found.blocks if isinstance(block, Text))
    assert words == "Half had been open for under about 20 weeks, and 30.0% for over 30 weeks."
    number = next(part for part in found.headline if not isinstance(part, str))
    assert (number.aspect, number.figure) == (Aspect.BAND_QUANTILE, "open-by-age@ashford@2019q1@middle")


def test_where_the_ninth_decile_has_an_end_it_is_told_and_a_median_without_one_is_a_lower_bound():
    words = next(plain(block.paragraphs[0]) for block in section(10, 90, 0).blocks if isinstance(block, Text))
    assert words == "Half had been open for under about 19 weeks, and nine in ten for under about 28 weeks."
    assert plain(section(10, 20, 70).headline) == "Half of Open cases had been open for over 30 weeks"


def test_bands_stand_in_their_own_order_with_shares_of_all_of_them():
    found = section(10, 70, 20)
    chart = next(block for block in found.blocks if isinstance(block, Chart))
    assert [bar.name for bar in chart.bars] == ["Under 10 weeks", "10 to 30 weeks", "30 weeks or more"]
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert [plain(row.cells[2].content) for row in table.rows] == ["10.0", "70.0", "20.0"]


def test_a_period_that_lacks_a_band_gives_way_to_the_one_before_it():
    figures = latest_bands(held(10, None, 20), OPEN.id, AGES)
    assert figures is not None
    assert {one.period for one in figures} == {LATEST.later(-1)}
    assert latest_bands(held(10, None, 20, earlier=False), OPEN.id, AGES) is None
    assert latest_bands(held(0, 0, 0, earlier=False), OPEN.id, AGES) is None  # of nothing there is no median


def test_our_own_bands_begin_where_the_one_before_them_ends():
    starts = load_catalogue().vocabularies["age_band"].starts
    assert list(starts.values()) == [0, 4, 8, 12, 16, 20, 26, 52, 104]


def test_its_sentences_are_explained_as_estimates():
    made = held(30, 40, 30)
    document = replace(build_documents(pack())[0], sections=(section(30, 40, 30),), lede=())
    said = {one.text: grounds(one, made) for one in stated_in(made, [document])}
    headline = said["Half of Open cases had been open for under about 20 weeks"]
    assert "along a straight line inside the band" in headline[0]
    assert "nothing is tested" in headline[1]
