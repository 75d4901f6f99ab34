"""The measurement framework of a board: 193 measures, and the publications and returns that each could come from.

The framework is wider than what is measured: `metrics/` names the measures that are, by the framework's own number.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_MEASURES = Path(__file__).parent / "framework.csv"
_PUBLICATIONS = Path(__file__).parent / "framework_publications.csv"


class Way(Enum):
    """How figures of a publication come to the office."""

    PUBLISHED = "published"
    PARTNER = "partner"
    OWN = "own"  # Assize counts them itself


@dataclass(frozen=True)
class Publication:
    """Something that figures come from; `sources` are those of the catalogue that are editions or tables of it."""

    key: str
    title: str
    publisher: str
    way: Way
    sources: tuple[str, ...]


@dataclass(frozen=True)
class FrameworkMeasure:
    """One measure of the framework. `held_in` names fields of sources that hold it, as `source.field`."""

    id: str
    name: str
    area: str
    publications: tuple[Publication, ...]
    geography: str
    frequency: str
    held_in: tuple[tuple[str, str], ...]


def load_framework() -> tuple[FrameworkMeasure, ...]:
    """Every measure of the framework, in its order."""
    with _PUBLICATIONS.open(encoding="utf-8", newline="") as file:
        publications = {
            row["key"]: Publication(
                row["key"], row["title"], row["publisher"], Way(row["way"]), tuple(row["sources"].split())
            )
            for row in csv.DictReader(file)
        }
    with _MEASURES.open(encoding="utf-8", newline="") as file:
        return tuple(
            FrameworkMeasure(
                id=row["id"],
                name=row["name"],
                area=row["area"],
                publications=tuple(publications[key] for key in row["publications"].split()),
                geography=row["geography"],
                frequency=row["frequency"],
                held_in=tuple((held.split(".")[0], held.split(".")[1]) for held in row["held_in"].split()),
            )
            for row in csv.DictReader(file)
        )
