"""A quarter whose counts are not like those of the quarter held beside it, though every sum and percentage in it holds."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ingest.cps_files import FINALISED, WORDS, Counts, cps_file

from assize import app as assize
from assize.app.loading import Loaded
from assize.core.errors import FileRefused

AREAS = (
    "Cheshire", "Cumbria", "Derbyshire", "Dorset", "Durham", "Essex", "Gwent", "Kent", "Lincolnshire", "Norfolk",
    "Staffordshire", "Suffolk", "Surrey", "Metropolitan and City",
)  # fmt: skip
SIZES = (7, 3, 11, 5, 2, 13, 4, 9, 6, 12, 8, 3, 10, 60)
DRUGS, SEXUAL = "Drugs Offences", "Sexual Offences"


def of_quarter(number: int) -> Counts:
    """Each category in areas as large as they are, moved by no more than chance moves counts."""

    def counts(area: str, words: str, won: bool) -> int:
        usual = SIZES[AREAS.index(area)] * (4 + [*WORDS, FINALISED].index(words)) * (4 if won else 1)
        chance = random.Random(f"{number} {area} {words} {won}").gauss(0, 1)
        return max(0, round(usual + chance * math.sqrt(usual)))

    return counts


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    assize.new_workspace(folder, ("staffordshire",), quarter="2018-19-q4", cut_off=date(2019, 9, 1))
    return folder


def load(office: Path, number: int, counts: Counts | None = None) -> Loaded:
    path = cps_file(office.parent / f"POC-18-19-q{number}.csv", counts or of_quarter(number), AREAS)
    (loaded,) = assize.load_files(office, [path])
    return loaded


def refused(loaded: Loaded) -> str:
    assert isinstance(loaded.refused, FileRefused), loaded.problems
    return " ".join(problem.sentence for problem in loaded.refused.problems)


def changed(change: Callable[[str, str, bool], tuple[str, str, bool]], number: int = 3) -> Counts:
    """The quarter with each count taken from another place."""
    counts = of_quarter(number)
    return lambda area, words, won: counts(*change(area, words, won))


def slid(area: str, words: str, won: bool) -> tuple[str, str, bool]:
    return (AREAS[AREAS.index(area) - 1] if words == DRUGS else area), words, won


def sorted_by_size(area: str, words: str, won: bool) -> tuple[str, str, bool]:
    largest_first = sorted(AREAS, key=lambda one: -SIZES[AREAS.index(one)])
    return (largest_first[AREAS.index(area)] if words == DRUGS else area), words, won


@pytest.mark.parametrize("change", [slid, sorted_by_size])
@pytest.mark.parametrize("beside", [2, 4])
def test_a_category_beside_other_names_is_asked_about(
    office: Path, beside: int, change: Callable[[str, str, bool], tuple[str, str, bool]]
) -> None:
    assert load(office, beside).refused is None
    said = refused(load(office, 3, changed(change)))
    assert "large and small in other areas than in the quarter beside it" in said
    assert "'drugs offences' (convictions), of which the counts of 13 areas have a correlation of " in said
    assert f"as in 2018-19-q{beside} (POC-18-19-q{beside}.csv)" in said
    assert '"cps-case-outcomes@areas-of-drugs-offences@2018q4"' in said
    assert load(office, 3).refused is None


def test_a_category_with_its_outcomes_exchanged_in_one_area_is_asked_about(office: Path) -> None:
    load(office, 2)
    said = refused(
        load(office, 3, changed(lambda area, words, won: (area, words, won != ((area, words) == ("Essex", DRUGS)))))
    )
    assert (
        "'drugs offences' (convictions) is like 'drugs offences' (unsuccessful outcomes) was, and 'drugs offences'"
        " (unsuccessful outcomes) like 'drugs offences' (convictions), in Essex" in said
    )
    assert "@exchanged-" in said and "-essex@2018q4" in said


def test_a_category_of_two_areas_exchanged_is_asked_about(office: Path) -> None:
    other = {"Essex": "Staffordshire", "Staffordshire": "Essex"}
    load(office, 2)
    loaded = load(
        office, 3, changed(lambda area, words, won: (other.get(area, area) if words == DRUGS else area, words, won))
    )
    assert "Essex is like Staffordshire was, and Staffordshire like Essex, in 'drugs offences'" in refused(loaded)


def test_two_areas_exchanged_are_asked_about(office: Path) -> None:
    other = {"Kent": "Gwent", "Gwent": "Kent"}
    load(office, 2)
    loaded = load(office, 3, changed(lambda area, words, won: (other.get(area, area), words, won)))
    assert "Gwent is like Kent was, and Kent like Gwent" in refused(loaded)


def test_an_area_of_noughts_is_asked_about(office: Path) -> None:
    usual = of_quarter(3)
    load(office, 2)
    said = refused(load(office, 3, lambda area, *rest: 0 if area == "Staffordshire" else usual(area, *rest)))
    assert "an area has three times the cases of the quarter beside it, or a third" in said
    assert "found 0 in Staffordshire, where " in said and "exchanged" not in said


def test_a_digit_too_many_is_asked_about(office: Path) -> None:
    """One count with its sums and percentages made anew: convictions of Staffordshire ten times what they were."""
    usual = of_quarter(3)
    load(office, 2)
    tenfold: Counts = lambda area, words, won: (  # noqa: E731
        usual(area, words, won) * (10 if (area, words, won) == ("Staffordshire", SEXUAL, True) else 1)
    )
    said = refused(load(office, 3, tenfold))
    assert "a count is out of all proportion" in said
    assert f"{10 * usual('Staffordshire', SEXUAL, True):,} for 'sexual offences' (convictions) in Staffordshire" in said
    settings = office / "assize.toml"
    key = "cps-case-outcomes@count-staffordshire-sexual-offences-convictions@2018q4"
    assert key in said
    settings.write_text(settings.read_text() + f'\n[reasons]\n"{key}" = "One large case"\n')
    loaded = load(office, 3, tenfold)
    assert loaded.refused is None
    assert any("One large case" in problem.fix for problem in loaded.problems)


def test_rows_copied_from_any_quarter_held_are_asked_about(office: Path) -> None:
    """Staffordshire and every area after it are those of the first quarter."""
    load(office, 1)
    usual, first = of_quarter(3), of_quarter(1)
    late = AREAS[AREAS.index("Staffordshire") :]
    said = refused(load(office, 3, lambda area, *rest: (first if area in late else usual)(area, *rest)))
    assert "most counts of an area or a column are those of another quarter" in said
    assert "found Metropolitan and City, Staffordshire, Suffolk and Surrey, expected" in said
    assert "other counts than in 2018-19-q1" in said and "@copied-2018q2@2018q4" in said


def test_of_many_findings_the_first_are_told_and_the_rest_counted(office: Path) -> None:
    """Seven of the smaller areas, each without a conviction in another category."""
    usual = of_quarter(3)
    smaller = sorted(AREAS, key=lambda area: SIZES[AREAS.index(area)])[:7]
    none = set(zip(smaller, reversed(WORDS), strict=False))
    load(office, 2)
    said = refused(
        load(office, 3, lambda area, words, won: usual(area, words, won) * (not won or (area, words) not in none))
    )
    assert said.count("a count is out of all proportion") == 5
    assert "more counts are not like those of the quarter beside it, found 2" in said


def test_quarters_as_they_go_pass_in_any_order(office: Path) -> None:
    for number in (3, 1, 4, 2):
        assert load(office, number).refused is None
