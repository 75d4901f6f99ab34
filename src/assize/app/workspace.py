"""A workspace on disk: made, opened, loaded into, and asked what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.personal import check_file_name, check_own_files
from assize.catalogue.load import load_catalogue
from assize.catalogue.providers import FILE as PROVIDERS_FILE
from assize.catalogue.providers import load_providers, providers_text
from assize.catalogue.settings import FILE as SETTINGS_FILE
from assize.catalogue.settings import load_settings, settings_text
from assize.core.audiences import PARTNERSHIP
from assize.core.errors import AssizeError, FileRefused, Problem
from assize.core.nouns import AreaKind, Edition, Trust
from assize.core.periods import Period
from assize.core.specs import Catalogue, OfficeSettings, Provider
from assize.core.wording import listed

if TYPE_CHECKING:
    from assize.app.ahead import Ahead
    from assize.app.returns import ReturnDesk
    from assize.collect.commentary import Words
    from assize.ingest.file_names import NamedTime
    from assize.store.preview import FieldRead
    from assize.store.store import Store

Progress = Callable[[str], None]
# The layouts whose files do not hold their own quarter: the loader says it, or (True) the file's name.
_QUARTER_TOLD = {"cps-case-outcomes": True, "crown-court-by-court": False}


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


@dataclass(frozen=True)
class Loaded:
    """What became of one file: its edition (None where it was refused), whether it was held already, and what was found."""

    file: str
    edition: Edition | None
    already: bool
    problems: tuple[Problem, ...]
    refused: FileRefused | AssizeError | None = None
    awaits: bool = False  # nobody has accepted its layout yet
    accepted: bool = False  # it was accepted with this load
    read: tuple[FieldRead, ...] = ()  # of an edition that awaits: what was read of it
    receipts: tuple[Path, ...] = ()  # of a partner's return that was taken: what its provider is sent
    letter: Path | None = None  # of one that was refused: the letter that says what has to be put right


def load_files(
    folder: Path,
    files: Sequence[Path],
    *,
    released: date | None = None,
    period: Period | None = None,
    again: bool = False,
    accept_layout: bool = False,
    source: str = "",
    receipts: bool = True,
    ahead: Ahead | None = None,
    progress: Progress = quiet,
) -> list[Loaded]:
    """Loads files one by one: each wholly or not at all; a refused file stops none of the others.

    An edition whose layout is known by description alone waits, and enters no pack, until it is loaded (again) with
    `accept_layout`. The same bytes a second time change nothing. With `again` they are read anew with the present reader;
    `again` without files reads every kept file anew. With `source` the files are the office's own workbooks, read by their
    mappings as its history. A partner's return that is taken gets its receipt, and one that is refused a letter, unless
    `receipts` is False.
    With `ahead` files that were begun there are read by other processes before it is their turn. Raises AssizeError where there
    is nothing to read.
    """
    from assize.app.returns import ReturnDesk

    workspace = Workspace.open(folder)
    store = workspace.store()
    results = []
    try:
        desk = ReturnDesk(workspace, store)
        wanted = [(path, path.name) for path in files]
        if again and not files:
            wanted = [(store.kept_file(edition.sha256), edition.file) for edition in store.editions(awaiting=True)]
        if not wanted:
            raise AssizeError("there is nothing to load", fix="Name the files, for instance: assize load inbox/*")
        for path, name in wanted:
            progress(f"Reading {name}")
            try:
                desk.begin()
                loaded = _load_one(workspace, store, path, name, released, period, again, source, desk, ahead)
                loaded = _with_layout(store, loaded, accept_layout)
                results.append(_with_receipts(desk.workspace, store, loaded) if receipts else loaded)
            except AssizeError as error:
                desk.refused()
                letter = desk.put_right(name, error) if receipts else None
                results.append(Loaded(name, None, False, (), error, letter=letter))
    finally:
        store.close()
    return results


def _load_one(
    workspace: Workspace,
    store: Store,
    path: Path,
    name: str,
    released: date | None,
    period: Period | None,
    again: bool,
    source: str,
    desk: ReturnDesk,
    ahead: Ahead | None,
) -> Loaded:
    from assize.app.boundaries import check_places
    from assize.app.history import read_own_history
    from assize.ingest.made_up import with_mark
    from assize.ingest.recognise import read_file

    before = store.find(sha256_of(path)) if path.is_file() else None
    if before is None:
        check_file_name(name)
    if before is not None and not again:
        _check_quarter(before, name, period)
        return Loaded(name, before, True, tuple(store.problems(before)))
    if before is not None:
        desk.anew = True
        # What the loader said the first time still holds, unless something else is said now: by an option, or by the name.
        released = released or (None if before.released_estimated else before.released)
        period = period or (None if _named_time(before, name).quarter else _held_quarter(before))
        source = source or (before.source if before.trust is Trust.HISTORY else "")
    begun = ahead.reading(path) if ahead and before is None else None
    if begun is not None:
        reading = begun
    elif source:
        reading = read_own_history(workspace, store.scratch, path, name, source, released)
    else:
        reading = read_file(
            path,
            workspace.catalogue,
            store.scratch,
            name=name,
            released=released,
            period=period,
            desk=desk.desk(),
            today=before.received if before else date.today(),
            reasons=workspace.settings.reasons,
        )
    check_places(store, workspace.catalogue, reading, path, workspace.settings.reasons)
    if reading.provider:
        desk.keep_local()
    kept = store.keep(with_mark(reading, path) if begun is None else begun, path, again=again)
    if reading.provider:
        desk.took(reading)
    return Loaded(name, kept.edition, kept.already, kept.problems)


def _held_quarter(edition: Edition) -> Period | None:
    """The period that the loader or the name may have said of an edition that is held."""
    one = edition.first_period == edition.last_period or edition.layout in _QUARTER_TOLD
    return edition.last_period if one else None


def _named_time(edition: Edition, name: str) -> NamedTime:
    """What a name says of the time of a file whose quarter may stand in its name; nothing of any other."""
    from assize.ingest.file_names import NamedTime, time_in_name

    return time_in_name(name) if _QUARTER_TOLD.get(edition.layout) else NamedTime()


def _check_quarter(held: Edition, name: str, period: Period | None) -> None:
    """Raises AssizeError where the same bytes are now said to be of another time than they were taken for."""
    if held.layout not in _QUARTER_TOLD:
        return
    named, quarter = _named_time(held, name), held.last_period
    said = [f"{period.slug} given"] if period and period != quarter else []
    if named.other:
        said.append(f"'{named.other}' in the name")
    elif named.quarter and named.quarter != quarter:
        said.append(f"{named.quarter.slug} in the name")
    if said:
        raise AssizeError(
            "this file is held already, as another period than is now said; nothing was changed",
            where=name,
            found=", ".join(said),
            expected=f"{quarter.slug}, as it was loaded under the name {held.file}",
            fix="Find out which is right. If it is not what is held, load the file anew with --again and its right name or"
            " --period.",
        )


def _with_layout(store: Store, loaded: Loaded, accept: bool) -> Loaded:
    """The same, with what became of its layout."""
    if loaded.edition is None or not store.awaits(loaded.edition):
        return loaded
    if accept:
        store.accept(loaded.edition)
        return replace(loaded, accepted=True)
    return replace(loaded, awaits=True, read=tuple(store.preview(loaded.edition)))


def _with_receipts(workspace: Workspace, store: Store, loaded: Loaded) -> Loaded:
    """The same, with the receipt of a partner's return written."""
    if loaded.edition is None or loaded.already or not loaded.edition.provider:
        return loaded
    from assize.app.receipts import write_receipts

    return replace(loaded, receipts=write_receipts(workspace, store, loaded.edition))


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
