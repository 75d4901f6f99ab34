"""A look-up that has other places, or other forces, than those held is refused, until an office says that it is genuine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assize.app.boundaries import check_places
from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.core.periods import Period
from assize.core.reading import Covered, PlaceSaid, Reading, Row

CATALOGUE = load_catalogue()
NAMES = {
    "E07000198": "Staffordshire Moorlands",
    "E07000199": "Tamworth",
    "E07000112": "Shepway",
    "E08000028": "Sandwell",
}
FORCES = {"E07000112": "kent", "E08000028": "west-midlands"}


class Held:
    """What `check_places` asks of a store."""

    def editions(self, **_: object) -> list[object]:
        return [type("Held", (), {"source": "area-lookups", "file": "held.csv", "sha256": "a"})()]

    def places_said(self, _: str) -> list[tuple[str, str, str]]:
        return [(code, name, FORCES.get(code, "staffordshire")) for code, name in NAMES.items()]


def look_up(names: dict[str, str], forces: dict[str, str]) -> Reading:
    period = Period(2019, 4, 1)
    rows = [
        Row(forces.get(code, "staffordshire"), period, "authority", (code, "", name), Decimal(1), None, "", line=2)
        for code, name in names.items()
    ]
    return Reading(
        source="area-lookups", layout="ons-area-lookup", version=1, file="new.csv", sha256="b", title="", content=rows,
        released=date(2019, 4, 1), released_estimated=True, whole_series=False, covers=(Covered(period),),
        dimensions=("authority", "partnership", "name"),
    )  # fmt: skip


def said(reading: Reading, reasons: dict[str, str] | None = None) -> list[str]:
    try:
        check_places(Held(), CATALOGUE, reading, Path("new.csv"), reasons or {})  # type: ignore[arg-type]
    except FileRefused as refusal:
        return [problem.sentence for problem in refusal.problems]
    return []


def test_what_others_say_too_and_a_new_name_or_code_are_taken() -> None:
    assert said(look_up(NAMES, FORCES)) == []
    assert said(look_up({**NAMES, "E07000112": "Folkestone and Hythe", "E07000300": "Tamworth"}, FORCES)) == []
    assert said(replace(look_up(NAMES, {}), source="recorded-crime")) == []


def test_partnerships_under_another_code_or_force_are_refused() -> None:
    def of(*places: PlaceSaid) -> list[str]:
        return said(replace(look_up({}, {}), source="recorded-crime-partnerships", content=[], places=places))

    right = PlaceSaid("E07000199", "Tamworth", "staffordshire", 5)
    assert of(right, PlaceSaid("E22000999", "Elsewhere", "kent", 9)) == []
    (found,) = of(right._replace(name="Sandwell"))
    assert found.startswith("new.csv [line 5]: a code has the name of another place, found 'E07000199' 'Sandwell'")
    (found,) = of(right._replace(force="kent"))
    assert "a place stands under another force than in any other look-up held, found 'Tamworth' under Kent" in found


@pytest.mark.parametrize("other", ["E07000198", "E08000028"])
def test_two_codes_exchanged_are_refused(other: str) -> None:
    changed = {**NAMES, "E07000199": NAMES[other], other: "Tamworth"}
    found = said(look_up(changed, FORCES))
    assert len(found) == 2 and all("a code has the name of another place" in one for one in found)
    assert any(f"'Tamworth', as in held.csv; '{NAMES[other]}' is {other} there" in one for one in found)


def test_a_place_under_another_force_needs_an_answer() -> None:
    reading = look_up(NAMES, {**FORCES, "E07000199": "west-midlands"})
    (found,) = said(reading)
    assert "'Tamworth' under West Midlands, expected Staffordshire, as in held.csv" in found
    key = "area-lookups@e07000199@2019-m04"
    assert f'"{key}" = "…"' in found
    assert said(reading, {key: "The order of 2019 moved it."}) == []
