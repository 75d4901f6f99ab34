"""What leads a document: claims that say the same share their verb."""

from __future__ import annotations

import pytest

from assize.compose.build import joined_claims


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ([], ""),
        ([("The caseload was high", False)], "The caseload was high"),
        ([("The caseload was high", False), ("The time was high", False)], "The caseload and the time were high"),
        ([("Rapes were high", True), ("The time was high", False)], "Rapes and the time were high"),
        (
            [
                ("The rate has been below its average", False),
                ("Rapes have been below their average", True),
                ("The caseload was high", False),
            ],
            "The rate and rapes have been below their average; the caseload was high",
        ),
        ([("The rate rose", False), ("The time rose", False)], "The rate rose; the time rose"),
    ],
)
def test_claims_that_say_the_same_share_their_verb(claims: list[tuple[str, bool]], said: str) -> None:
    assert joined_claims(claims) == said
