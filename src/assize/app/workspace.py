"""A workspace on disk: made, opened, and asked what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.personal import check_own_files
from assize.catalogue.load import load_catalogue
from assize.catalogue.providers import FILE as PROVIDERS_FILE
from assize.catalogue.providers import load_providers, providers_text
from assize.catalogue.settings import FILE as SETTINGS_FILE
from assize.catalogue.settings import load_settings, settings_text
from assize.core.audiences import PARTNERSHIP
from assize.core.errors import AssizeError
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.specs import Catalogue, OfficeSettings, Provider
from assize.core.wording import listed

if TYPE_CHECKING:
    from assize.collect.commentary import Words
    from assize.store.store import Store

Progress = Callable[[str], None]


def quiet(_: str) -> None:
    """No progress wanted."""


@dataclass(frozen=True)
class Workspace:
    """A folder with its settings and the catalogue, the office's own laid over ours."""

    folder: Path
    catalogue: Catalogue
    settings: OfficeSettings

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Reads catalogue and settings; raises AssizeError where the folder is no workspace, and FileRefused
        where its own files hold personal data.
        """
        check_own_files(folder)
        catalogue = load_catalogue(folder / "catalogue")
        settings = load_settings(folder, catalogue)
        parted = catalogue.parted(load_providers(folder, catalogue, settings).values())
        own = parted.confirming(settings.confirmed).breaking(settings.breaks)
        return cls(folder, own.shared(settings.sharing, settings.audiences), settings)

    def store(self) -> Store:
        """Opens the workspace's store."""
        from assize.store.store import Store

        return Store.open(self.folder)

    def providers(self) -> Mapping[str, Provider]:
        """The partners whom this office asks, from `providers.toml`; raises FileRefused with all that is wrong in it."""
        return load_providers(self.folder, self.catalogue, self.settings)

    def words(self, board: str, quarter: Period, audience: str = PARTNERSHIP) -> Words:
        """What people have written for one board and quarter, without what these readers are not to see.

        Raises FileRefused for what cannot be read or printed.
        """
        from assize.collect.commentary import read_commentary

        folder = self.folder / "commentary" / board / quarter.slug
        partners = self.settings.audiences[audience].restricted_words
        return read_commentary(folder, printable=_is_printable, partners=partners)


def _is_printable(character: str) -> bool:
    """Whether the printed documents can show it: as it is, or as what the page puts in its place."""
    from assize.render import theme

    glyphs = theme.face(theme.Weight.REGULAR).glyphs
    if ord(character) in glyphs:
        return True
    # Asked second, for it takes 0.1 s to import: almost every character is in the typeface.
    from assize.render.pdf_layouts import clean

    return all(ord(part) in glyphs for part in clean(character))


def new_workspace(
    folder: Path, boards: Sequence[str], *, office: str = "", quarter: str = "", cut_off: date | None = None
) -> Workspace:
    """Makes a workspace for these boards: settings, and the folders a person uses.

    Raises AssizeError where the folder has one already, or a board is not known.
    """
    if (folder / SETTINGS_FILE).exists():
        raise AssizeError(
            "there is a workspace here already", where=str(folder), fix="Choose another folder, or use this one."
        )
    catalogue = load_catalogue()
    boards = ["-".join(board.casefold().split()) for board in boards]  # `West Mercia` is as good as `west-mercia`
    for board in boards:
        need_board(catalogue, board)
    folder.mkdir(parents=True, exist_ok=True)
    names = listed([catalogue.areas[board].name for board in boards])
    text = settings_text(
        list(boards), office or f"Office of the Police and Crime Commissioner, {names}", quarter, cut_off
    )
    (folder / "inbox").mkdir(exist_ok=True)
    (folder / "commentary").mkdir(exist_ok=True)
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
    (folder / PROVIDERS_FILE).write_text(providers_text(catalogue, boards), encoding="utf-8")
    return Workspace.open(folder)


def example_files() -> list[Path]:
    """The published figures that come with Assize: inside the package, or in `examples/` of a checkout."""
    for folder in (
        Path(__file__).parents[1] / "example" / "published",
        Path(__file__).parents[3] / "examples" / "published",
    ):
        found = sorted(folder.glob("*.csv"))
        if found:
            return found
    raise AssizeError("the example figures are missing from this installation", fix="Install Assize again.")


def need_board(catalogue: Catalogue, board: str) -> None:
    """Raises AssizeError, with the nearest names, where `board` is none of the catalogue's."""
    import difflib

    boards = sorted(area.slug for area in catalogue.areas.values() if AreaKind.BOARD in area.kinds)
    if board not in boards:
        close = difflib.get_close_matches(board, boards, n=3, cutoff=0.5)
        fix = f"Did you mean {' or '.join(close)}?" if close else f"The boards are: {', '.join(boards)}."
        raise AssizeError("there is no such board", found=f"'{board}'", fix=fix)


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
