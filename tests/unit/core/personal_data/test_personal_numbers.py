"""Numbers of cases told by the words beside them, postcodes in small letters and days of birth; honest numbers pass."""

from __future__ import annotations

import pytest

from assize.core.personal_data import find_personal_data

_CASE = "the number of a person or a case"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("niche ref 123456789", _CASE),
        ("Niche reference: 123456789", _CASE),
        ("Athena no 12345678", _CASE),
        ("Delius id 1234567 counted twice", _CASE),
        ("2000123456 custody number", _CASE),
        ("2000123456 is the crime reference", _CASE),
        ("custody 2000123456", _CASE),
        ("Niche 123456789", _CASE),
        ("ref 123456789", _CASE),
        ("URN is 123456", _CASE),
        ("tel 01782 555 0123", "a telephone number"),
        ("tel 01782 555123", "a telephone number"),
        ("lives in st42qb", "a postcode"),
        ("postcode st42qb", "a postcode"),
        ("post code: st42qb", "a postcode"),
        ("postcode ST42QB", "a postcode"),
        ("14th March 1987 birth", "a date of birth"),
        ("14/3/87 dob", "a date of birth"),
        ("March 2011 date of birth", "a date of birth"),
    ],
)
def test_a_number_with_the_words_that_tell_it_on_either_side_is_found_once(text: str, kind: str) -> None:
    assert [found.kind for found in find_personal_data(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "12345 case numbers were reissued",
        "20,953 custody records",
        "2018/19 case number",
        "2025-26 custody number of cells",
        "Niche number of records 12345",
        "Niche release 6.2 of 2025",
        "CMS ref codes 2025",
        "Connect number 2024",
        "Niche 12345678 records",
        "case 20250601",
        "agreement ref 123456789",
        "tel 0808 2000 2470",
        "the postcode file",
        "postcode sector st4",
        "births from 14 March 1987",
        "1 April 2025 birth rate",
        "the 1987 birth cohort",
        "May 2019 birth certificates",
        "May 2018 born digital files",
    ],
)
def test_counts_periods_and_releases_beside_the_same_words_pass(text: str) -> None:
    assert find_personal_data(text) == ()


def test_a_campaign_that_is_named_after_nobody_passes() -> None:
    assert find_personal_data("Angela's Ask campaign") == ()
    assert find_personal_data("Ask for Angela scheme launched") == ()
    assert find_personal_data("Angela's list")
