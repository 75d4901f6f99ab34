"""A later edition that agrees with itself and not with the one held is refused, or it is said: a few of them every day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assize.app import beside_held
from assize.app.edition_before import unlike_edition_before
from mutations import editions
from mutations.editions import CHECKED, READ, REFUSED, SAID, Office

pytestmark = pytest.mark.real

# Damages that nothing in the dashboard's csv shows: only the edition before does.
DAMAGES = {
    "two words exchanged": (REFUSED,),
    "counts slid by a line from a period on": (REFUSED,),
    "the last periods cut": (SAID, CHECKED),
    "two areas exchanged": (REFUSED,),
}


@pytest.fixture(scope="module")
def office(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(editions.pairs(shared / "data")["dashboard"](), tmp_path_factory.mktemp("editions"))


def test_an_edition_that_only_the_one_before_contradicts_is_not_taken_in_silence(
    office: Office, record_property: Callable[[str, object], None]
) -> None:
    found = {name: editions.run(office, name, 2) for name in DAMAGES}
    assert {name: one and one.outcome in DAMAGES[name] for name, one in found.items()} == dict.fromkeys(DAMAGES, True)
    refused = found["two words exchanged"]
    assert refused and "figures stand under other words than in another edition" in refused.why
    record_property("counted", f"later editions damaged: {len(found)}, none of them taken in silence")


def test_silence_would_be_found(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the comparison taken out a damaged edition is read to wrong figures, and the harness tells."""
    others = [one for one in beside_held._CHECKS if one is not unlike_edition_before]
    monkeypatch.setattr(beside_held, "_CHECKS", others)
    found = editions.run(office, "two words exchanged", 2)
    assert found is not None and found.outcome not in (READ, REFUSED, SAID)
