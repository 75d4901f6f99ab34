"""The example and the publishers' own files as workspaces, made once a run, with what is composed from them."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from assize import app
from assize.app.workspace import example_files
from assize.core.document import Document
from assize.core.material import Material
from assize.core.periods import parse_period
from assize.core.specs import Catalogue

BOARDS = ("staffordshire", "west-mercia")
QUARTER, CUT_OFF = "2018-19-q4", date(2019, 7, 31)
OFFICE = "Office of the Police and Crime Commissioner"
PACK = Path("2018-19-q4") / "partnership"
PUBLISHED = (
    "cps_case_outcomes_quarterly",
    "home_office_outcomes",
    "home_office_recorded_crime",
    "ons_population",
    "ons_geography",
)


@dataclass
class Composed:
    """What the documents of one board are made from, the documents, their decks, the workbook."""

    board: str
    material: Material
    documents: tuple[Document, ...]
    folder: Path  # where its pack lies

    @cached_property
    def decks(self) -> Mapping[str, Document]:
        from assize.compose.budgets import build_deck

        reports = self.material.catalogue.reports
        return {one.id: build_deck(one, reports[one.id], self.material) for one in self.documents}

    @cached_property
    def workbook(self) -> Document:
        from assize.compose.workbook import build_workbook

        return build_workbook(self.material)

    def document(self, name: str) -> Document:
        return next(one for one in self.documents if one.id == name)

    def file(self, name: str) -> bytes:
        """A file of the pack on disk."""
        return (self.folder / name).read_bytes()


@dataclass
class Loaded:
    """A loaded workspace; `composed` composes a board's documents as a build does, once."""

    folder: Path
    _composed: dict[str, Composed] = field(default_factory=dict)

    @cached_property
    def workspace(self) -> app.Workspace:
        return app.Workspace.open(self.folder)

    @cached_property
    def store(self) -> Any:
        return self.workspace.store()

    @property
    def catalogue(self) -> Catalogue:
        return self.workspace.catalogue

    def composed(self, board: str) -> Composed:
        if board not in self._composed:
            from assize.compose.build import build_documents

            material, _ = app.prepare_material(self.workspace, self.store, board, parse_period(QUARTER), CUT_OFF)
            where = self.folder / "packs" / board / PACK
            self._composed[board] = Composed(board, material, build_documents(material), where)
        return self._composed[board]


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """`folder`, made by the first process that asks for it; the others wait."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder.with_suffix(".done")
        if not done.exists():
            make(folder)
            done.touch()
    return folder


def one_board(demo: Loaded, folder: Path, board: str = BOARDS[0]) -> Path:
    """The example as an office of one board holds it, nothing built: a workspace for a test to write in."""
    app.new_workspace(folder, (board,), office=OFFICE, quarter=QUARTER, cut_off=CUT_OFF)
    for part in ("store", "inbox"):
        shutil.copytree(demo.folder / part, folder / part, dirs_exist_ok=True)
    return folder


def make_few(folder: Path) -> None:
    """An office of Staffordshire with two years of the CPS alone: every form of a pack, and a third of the work."""
    app.new_workspace(folder, BOARDS[:1], office=OFFICE, quarter=QUARTER, cut_off=CUT_OFF)
    files = [
        one for one in example_files() if one.name.startswith(("cps-case-outcomes-2017", "cps-case-outcomes-2018"))
    ]
    for path in files:
        shutil.copyfile(path, folder / "inbox" / path.name)
    assert not any(one.refused for one in app.load_files(folder, files))


def published_files(data: Path) -> list[Path]:
    """The publishers' files that a workspace of them holds."""
    return [path for name in PUBLISHED for path in sorted((data / name).iterdir())]


def make_published(folder: Path, data: Path) -> None:
    """A workspace loaded with the publishers' files, every one of which must be taken."""
    app.new_workspace(folder, BOARDS, quarter=QUARTER, cut_off=CUT_OFF)
    for one in app.load_files(folder, published_files(data)):
        if one.refused is not None:
            raise AssertionError(str(one.refused))
