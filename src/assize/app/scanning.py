"""A finished pack looked through: by every build that leaves something out, before it is written, and by `assize scan`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assize.app.material import need_audience, prepare_material
from assize.app.stands_on import content_hash, pack_hashes, reading_notes
from assize.app.workspace import Progress, Workspace, need_board, quiet
from assize.core.audiences import PARTNERSHIP
from assize.core.errors import AssizeError
from assize.core.material import Material
from assize.core.periods import parse_period

if TYPE_CHECKING:
    from assize.publish.pack import Made
    from assize.publish.scan import Leak, Secrets
    from assize.store.store import Store

_SHORTEST = 12  # letters and digits of a phrase that is looked for: a shorter one stands in many a text by chance
_CUT = 10  # words at the beginning and at the end of a sentence, which a document may have without the rest
_RUN, _STEP, _RUN_LETTERS = 5, 3, 16  # words of a piece of a sentence, from every third on: any seven in a row hold one
_SUM = re.compile("[0-9a-f]{64}")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;:])\s+")


def compose_pack(material: Material) -> Made:
    """The documents of a pack, their decks, the workbook, and the series whose small trends they draw."""
    from assize.compose.budgets import build_deck
    from assize.compose.build import build_documents
    from assize.compose.workbook import build_workbook
    from assize.publish.pack import Made

    documents = build_documents(material)
    reports = material.catalogue.reports
    return Made(
        documents,
        {document.id: build_deck(document, reports[document.id], material) for document in documents},
        build_workbook(material),
        tuple(tuple(figure.value for figure in one.series.figures) for one in material.measured.values()),
    )


def secrets_of(workspace: Workspace, store: Store, material: Material) -> Secrets:
    """What the readers of a pack may not see: withheld figures; words for partners only; whose returns they may not see by
    name of file; and, of all packs, the mailboxes of providers."""
    from assize.publish.scan import Secrets

    audience, board, quarter = material.audience, material.board.slug, material.quarter
    hidden = frozenset(name for name, figure in material.figures.items() if figure.is_withheld)
    words = {provider.mailbox: "providers.toml" for provider in workspace.providers().values() if provider.mailbox}
    runs: dict[str, str] = {}
    shown = [sentence for told in material.commentary.values() for sentence in told]
    shown += [part for ask in material.asks for part in (ask.action, ask.words, ask.who)]
    whole = workspace.words(board, quarter, PARTNERSHIP)
    for slot, paragraphs in whole.paragraphs.items():
        words |= dict.fromkeys(_phrases(paragraphs, shown), f"commentary/{board}/{quarter.slug}/{slot}.md")
        runs |= dict.fromkeys(_runs(paragraphs, shown), f"commentary/{board}/{quarter.slug}/{slot}.md")
    asked = [part for ask in whole.asks for part in (ask.words, ask.who)]
    words |= dict.fromkeys(_phrases(asked, shown), f"commentary/{board}/{quarter.slug}/asks.md")
    runs |= dict.fromkeys(_runs(asked, shown), f"commentary/{board}/{quarter.slug}/asks.md")
    named = {edition.file for edition in material.editions}
    for edition in store.editions():
        source = workspace.catalogue.sources.get(edition.source)
        if source is not None and audience not in source.audiences and edition.file not in named:
            words |= dict.fromkeys(_phrases([Path(edition.file).stem], ()), f"the name of a file of {source.title}")
    return Secrets(hidden, words, runs)


def _phrases(texts: Iterable[str], shown: Iterable[str]) -> Iterable[str]:
    """The sentences of texts that are long enough to be looked for, their first and their last words, for documents cut long
    ones; but for what stands in what is shown as well."""
    everything = " ".join(shown)
    for text in texts:
        for sentence in _SENTENCE_ENDS.split(text):
            words = sentence.split()
            for phrase in dict.fromkeys((sentence, " ".join(words[:_CUT]), " ".join(words[-_CUT:]))):
                if len(re.sub(r"\W", "", phrase)) >= _SHORTEST and phrase not in everything:
                    yield phrase


def _runs(texts: Iterable[str], shown: Iterable[str]) -> Iterable[str]:
    """Pieces of the sentences of texts, for whoever cuts a sentence or changes a word of it; but for what stands in what is
    shown as well."""
    everything = " ".join(shown)
    for text in texts:
        for sentence in _SENTENCE_ENDS.split(text):
            words = sentence.split()
            for at in range(0, len(words) - _RUN + 1, _STEP):
                run = " ".join(words[at : at + _RUN])
                if len(re.sub(r"\W", "", run)) >= _RUN_LETTERS and run not in everything:
                    yield run


def refuse_leaks(
    workspace: Workspace,
    store: Store,
    material: Material,
    made: Made,
    files: Mapping[str, bytes],
    progress: Progress = quiet,
) -> None:
    """Raises AssizeError where a pack about to be written holds what its readers may not see. `files` with their manifest.

    Partners see every word: a pack of theirs of which nothing is withheld has nothing to hide, and is not looked through.
    """
    from assize.publish.pack import MANIFEST
    from assize.publish.scan import scan

    secrets = secrets_of(workspace, store, material)
    if not secrets.figures and material.audience == PARTNERSHIP:
        return
    progress(f"{material.board.name}: looking through the pack")
    if leaks := scan(files, made, secrets, files[MANIFEST]):
        raise AssizeError(
            "the pack would show what its readers may not see, and was not written",
            where=leaks[0].place,
            found="; ".join(f"{leak.found}: {leak.why}" for leak in leaks[:3]) + (" …" if leaks[3:] else ""),
            fix="This is a fault of Assize and not of your data: keep the pack back, and report these lines.",
        )


@dataclass(frozen=True)
class Scanned:
    """A pack that was looked through: what was found, and which files are not as they were built."""

    folder: Path
    files: int
    leaks: tuple[Leak, ...]
    changed: tuple[str, ...]


def scan_pack(workspace_folder: Path, pack: Path) -> Scanned:
    """Looks through the pack in a folder, as it lies there now: somebody may have opened and saved its files.

    The documents are composed again as the manifest says (board, quarter, audience, cut-off date). Raises AssizeError where
    there is no manifest, or where the figures held now are no longer those the pack was built from.
    """
    from assize.publish.manifest import in_json, manifest_bytes
    from assize.publish.pack import MANIFEST
    from assize.publish.scan import scan

    told = _read_manifest(pack)
    workspace = Workspace.open(workspace_folder)
    need_board(workspace.catalogue, told["board"])
    need_audience(workspace.settings, told["audience"])
    received = told.get("as_received")
    store = workspace.store()
    try:
        material, commentary = prepare_material(
            workspace,
            store,
            told["board"],
            parse_period(told["quarter"]),
            date.fromisoformat(told["cut_off"]),
            told["audience"],
            as_received=date.fromisoformat(received) if received else None,
        )
        if told["content"]["figures"] != content_hash(material):
            raise AssizeError(
                "the figures held now are not those the pack was built from",
                where=str(pack),
                fix="Build it again, and scan the new one.",
            )
        # What the office answered for what blocked the build is in the manifest alone: it is taken from there.
        notes = list(reading_notes(material.catalogue, material.editions, store, material.audience))
        material = replace(material, answered=tuple(told["checks"][len(notes) :]))
        made, secrets = compose_pack(material), secrets_of(workspace, store, material)
        hashes = pack_hashes(workspace, material, commentary)
    finally:
        store.close()
    below = {path.relative_to(pack).as_posix(): path for path in sorted(pack.rglob("*"))}  # a pack has no folders
    files = {name: path.read_bytes() if path.is_file() else b"" for name, path in below.items()}
    others = {name: data for name, data in files.items() if name != MANIFEST}
    expected = json.loads(manifest_bytes(material, hashes, [*notes, *material.answered], others))
    changed = tuple(sorted(name for name, digest in expected["files"].items() if told["files"].get(name) != digest))
    # Files that somebody has saved again have other sums: they are told, and are no leak.
    sums = told["files"]
    plain = set(sums) <= set(expected["files"]) and all(_SUM.fullmatch(str(one)) for one in sums.values())
    manifest = in_json({**expected, "files": sums} if plain else expected)
    return Scanned(pack, len(files), scan(files, made, secrets, manifest), changed)


def _read_manifest(pack: Path) -> Mapping[str, Any]:
    from assize.publish.pack import MANIFEST

    try:
        told: Mapping[str, Any] = json.loads((pack / MANIFEST).read_bytes())
        _ = (
            told["board"],
            told["quarter"],
            told["audience"],
            told["cut_off"],
            told["content"]["figures"],
            told["files"].items(),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise AssizeError(
            "this folder holds no pack",
            where=str(pack),
            found="no manifest.json that can be read",
            expected="a folder that assize build has written, such as packs/BOARD/QUARTER/partnership",
        ) from fault
    return told
