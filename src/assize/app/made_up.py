"""The made-up country as a workspace: written, loaded through the ordinary doors, and built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.packs import BuiltPack, build
from assize.app.workspace import Progress, load_files, new_workspace, quiet
from assize.catalogue.load import load_catalogue
from assize.core.errors import AssizeError

if TYPE_CHECKING:
    from assize.simulate import Made, Plan

OFFICE = "Office of the Police and Crime Commissioner (made-up country)"
LEDGER = "ledger-of-truth"


@dataclass(frozen=True)
class MadeCountry:
    """A made-up country on disk: its packs, how many files were loaded, and those whose layout was accepted unseen."""

    packs: tuple[BuiltPack, ...]
    files: int
    observations: int
    accepted: tuple[str, ...] = field(default=())


def make_made_up(
    folder: Path, progress: Progress = quiet, *, plan: Plan | None = None, packs: bool = True
) -> MadeCountry:
    """A workspace of the made-up country, with `ledger-of-truth` in two formats beside its settings.

    Raises AssizeError where there is a workspace already, or where a file that was made here is refused.
    """
    from assize.simulate import Plan, found_country, ledger_csv, ledger_json, write_country

    plan = plan or Plan()
    catalogue = load_catalogue()
    country = found_country(catalogue, plan)
    last = country.last
    new_workspace(folder, plan.boards, office=OFFICE, quarter=last.slug, cut_off=date(last.last_day.year, 8, 8))
    made = list(write_country(country, folder / "inbox", progress))
    plants, told = country.truth()
    (folder / f"{LEDGER}.csv").write_text(ledger_csv(plants, country.quarters), encoding="utf-8")
    text = ledger_json(plants, country.quarters, plan.seed, told)
    (folder / f"{LEDGER}.json").write_text(text, encoding="utf-8")
    observations, accepted = _load(folder, made, progress)
    built = tuple(build(folder, progress=progress)) if packs else ()
    return MadeCountry(built, len(made), observations, accepted)


def _load(folder: Path, made: Iterable[Made], progress: Progress) -> tuple[int, tuple[str, ...]]:
    """Loads the files as an office would, those of one kind together; how many observations, and the layouts accepted."""
    observations = 0
    accepted: list[str] = []
    for (released, period, accept, source), files in groupby(
        made, key=lambda one: (one.released, one.period, one.accept, one.source)
    ):
        paths = [one.path for one in files]
        for loaded in load_files(
            folder, paths, released=released, period=period, accept_layout=accept, source=source, progress=progress
        ):
            if loaded.edition is None:
                raise loaded.refused or AssizeError("a made-up file was refused", where=loaded.file)
            observations += loaded.edition.observations
            if loaded.accepted:
                accepted.append(loaded.file)
    return observations, tuple(accepted)
