"""Packs: every document of a board and quarter in every format, with its manifest; and the example."""

from __future__ import annotations

import difflib
import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.blocking import (
    blocking_sums,
    exchange_matters,
    leap_matters,
    leaps,
    out_of_range,
    range_matters,
    refuse_what_blocks,
)
from assize.app.categories import category_faults
from assize.app.earlier import as_earlier, earlier_packs
from assize.app.loading import load_files
from assize.app.look_ups import look_up_faults
from assize.app.material import decide_cut_off, decide_quarter, need_audience, prepare_material
from assize.app.reader import Reader
from assize.app.reconcile import reconcile
from assize.app.scanning import compose_pack, refuse_leaks
from assize.app.stands_on import pack_hashes, reading_notes
from assize.app.workspace import Progress, Workspace, example_files, need_board, new_workspace, quiet
from assize.core.audiences import PARTNERSHIP
from assize.core.material import Material
from assize.core.nouns import Selection
from assize.core.periods import Period
from assize.core.quality import Matter
from assize.core.specs import Catalogue

if TYPE_CHECKING:
    from assize.publish.pack import Made
    from assize.store.store import Store


@dataclass(frozen=True)
class BuiltPack:
    """A pack on disk."""

    board: str
    quarter: Period
    cut_off: date
    audience: str
    marking: str
    folder: Path
    files: tuple[str, ...]
    awaited: tuple[str, ...]  # required commentary slots that nobody has filled yet: the names of their files
    figures: int
    unread: tuple[
        tuple[str, str], ...
    ] = ()  # commentary files that no section takes, each with the nearest that one does
    notes: tuple[str, ...] = ()  # what could not be made, and what would help
    words: tuple[str, ...] = ()  # commentary files whose words are in it
    left_out: tuple[str, ...] = ()  # those of which something is for partners only, and not in it
    to_sign: Path | None = None  # the page that says what was withheld, where anything could be
    no_page: tuple[str, ...] = ()  # commentary files of measures that have no section of their own in this pack
    unprotected: int = 0  # small counts that nothing can protect
    unseen: tuple[
        str, ...
    ] = ()  # commentary files of measures that these readers do not see: no words of theirs are in it


def build(
    folder: Path,
    *,
    board: str = "",
    quarter: str = "",
    cut_off: date | None = None,
    as_received: date | None = None,
    audience: str = PARTNERSHIP,
    progress: Progress = quiet,
) -> list[BuiltPack]:
    """Builds the pack of each board (or of one) for an audience: five documents in three formats, the workbook, the manifest.

    With `as_received` the pack leaves out what this office received later, and stands in a folder of its own. Raises
    BuildRefused, before any pack is written, with all that `check` would say blocks and that the office has not answered.
    """
    workspace = Workspace.open(folder)
    need_audience(workspace.settings, audience)
    if board:
        need_board(workspace.catalogue, board)
    catalogue = workspace.catalogue.for_audience(audience)
    store = workspace.store()
    packs = []
    try:
        day = decide_cut_off(workspace, store, cut_off, as_received, quarter)
        period = decide_quarter(workspace, store, day, quarter, as_received)
        boards = (board,) if board else workspace.settings.boards
        # Before anything is built: a fault in the last board's words is told at once.
        words = {name: workspace.words(name, period, audience) for name in boards}
        progress("Reconciling")
        reconciled = reconcile(workspace.catalogue, store, day, as_received)
        matters = _printable(
            [([one.spec.left.selection, one.spec.right.selection], blocking_sums(catalogue, workspace.settings, [one]))
             for one in reconciled], catalogue, audience,
        )  # fmt: skip
        prepared = []
        earlier = list(earlier_packs(folder, audience))
        for name in boards:
            progress(f"{catalogue.areas[name].name}: measuring and judging")
            made = prepare_material(
                workspace, store, name, period, day, audience, as_received=as_received, earlier=earlier
            )
            earlier.append(as_earlier(made[0]))  # the next board's readers may read this one's
            prepared.append(made)
        beyond = {
            figure.reference: figure
            for material, _ in prepared
            for figure in out_of_range(catalogue, material.figures.values(), material.places.others)
        }
        matters += range_matters(catalogue, beyond.values(), workspace.settings.reasons)
        for material, _ in prepared:
            found = leaps(catalogue, material.figures.values(), (material.board.slug,))
            matters += leap_matters(catalogue, found, workspace.settings.reasons)
        in_categories, exchanged = category_faults(Reader(store, catalogue, day, {}, as_received), boards)
        reasons, metrics = workspace.settings.reasons, catalogue.metrics
        matters += _printable(
            [(metrics[one.figure.metric].numerators, leap_matters(catalogue, [one], reasons)) for one in in_categories]
            + [(metrics[one.metric].numerators, exchange_matters(catalogue, [one], reasons)) for one in exchanged],
            catalogue, audience,
        )  # fmt: skip
        answered = refuse_what_blocks(matters)
        for material, commentary in prepared:
            pack = _build_one(workspace, store, replace(material, answered=answered), commentary, progress)
            pack = replace(pack, left_out=words[pack.board].left_out)
            packs.append(replace(pack, to_sign=_write_page_to_sign(folder, material, pack)))
    finally:
        store.close()
    return packs


def _printable(
    found: Iterable[tuple[Iterable[Selection], Iterable[Matter]]], catalogue: Catalogue, audience: str
) -> list[Matter]:
    """Matters that block whoever reads the pack; the office's answer is printed only where every count may be shown."""
    return [
        matter if catalogue.is_open(selections, audience) else replace(matter, reason="")
        for selections, matters in found
        for matter in matters
    ]


def _build_one(
    workspace: Workspace, store: Store, material: Material, commentary_hash: str, progress: Progress
) -> BuiltPack:
    from assize.collect.commentary import ASKS
    from assize.core.document import Commentary
    from assize.publish.manifest import made_with, manifest_bytes
    from assize.publish.pack import MANIFEST, pack_folder, write_pack

    board, quarter, cut_off, as_received = material.board.slug, material.quarter, material.cut_off, material.as_received
    progress(f"{material.board.name}: writing the documents")
    made = compose_pack(material)
    documents, files = made.documents, render_pack(made)
    hashes = pack_hashes(workspace, material, commentary_hash)
    checks = [*reading_notes(material.catalogue, material.editions, store, material.audience), *material.answered]
    files[MANIFEST] = manifest_bytes(material, hashes, checks, files)
    refuse_leaks(workspace, store, material, made, files, progress)
    # Beside the board's own pack and not in its place.
    kept_as = f"{material.audience}-as-received-{as_received.isoformat()}" if as_received else material.audience
    where = pack_folder(workspace.folder, board, quarter.slug, kept_as)
    write_pack(where, files)
    received = {"as_received": as_received.isoformat()} if as_received else {}
    run = {
        "board": board,
        "quarter": quarter.slug,
        "cut_off": cut_off.isoformat(),
        **({"audience": material.audience} if material.audience != PARTNERSHIP else {}),
        **received,
        **hashes,
        **_looks(),
        **made_with(),
    }
    store.record_run("build", run)
    slots = {
        block.slot
        for document in documents
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Commentary) and block.required and not block.paragraphs
    }
    sections = {section.id for document in documents for section in document.sections}
    unread = set(material.commentary) - sections - set(material.catalogue.themes)
    unseen = unread & _own_names(
        workspace.catalogue, (*material.not_shared, *material.not_named, *material.all_withheld)
    )
    no_page = unread & _own_names(material.catalogue, material.catalogue.metrics) - unseen
    return BuiltPack(
        board,
        quarter,
        cut_off,
        material.audience,
        material.marking,
        where,
        tuple(sorted(files)),
        tuple(sorted(slots)),
        len(material.figures),
        tuple((name, _nearest(name, sections)) for name in sorted(unread - unseen - no_page)),
        look_up_faults(workspace.catalogue, store, cut_off, as_received),
        tuple(f"{name}.md" for name in sorted({*material.commentary, *([ASKS] if material.asks else [])} - unread)),
        unseen=tuple(f"{name}.md" for name in sorted(unseen)),
        no_page=tuple(f"{name}.md" for name in sorted(no_page)),
        unprotected=len(material.protection.lost) + material.protection.none_to_show,
    )


def _write_page_to_sign(folder: Path, material: Material, pack: BuiltPack) -> Path | None:
    """`checks/what-was-withheld-<board>-<quarter>-<folder of the pack>.html`: beside the packs, and in none of them."""
    from assize.compose.signing import build_signing, has_something_to_sign
    from assize.render import html
    from assize.render.charts import Drawings

    page = folder / "checks" / f"what-was-withheld-{pack.board}-{pack.quarter.slug}-{pack.folder.name}.html"
    if not has_something_to_sign(material):
        page.unlink(missing_ok=True)
        return None
    page.parent.mkdir(exist_ok=True)
    fresh = page.with_suffix(".new")
    fresh.write_bytes(html.render(build_signing(material, pack.words, pack.left_out), Drawings()))
    fresh.replace(page)
    return page


def _own_names(catalogue: Catalogue, metrics: Iterable[str]) -> set[str]:
    """The names that commentary on measures, and on their breakdowns, goes by."""
    return {
        "-".join(filter(None, (metric, breakdown)))
        for metric in metrics
        for breakdown in ("", *catalogue.metrics[metric].breakdown_subjects)
    }


def _nearest(name: str, known: set[str]) -> str:
    return next(iter(difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.4)), "")


def _looks() -> dict[str, str]:
    """Hashes of what gives the documents their look: theme, templates, typeface."""
    from assize.render import theme

    folder = Path(theme.__file__).parent
    groups = {"theme": [Path(theme.__file__)], "templates": sorted((folder / "typst").glob("*.typ"))}
    groups["fonts"] = list(theme.font_files())
    return {
        name: hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
        for name, paths in groups.items()
    }


def render_pack(made: Made) -> dict[str, bytes]:
    """Every document in every format, and the workbook: name -> bytes."""
    from concurrent.futures import ThreadPoolExecutor

    from assize.render import html, pdf, pptx, xlsx

    drawings = made.drawings
    # Typst sets pages outside Python's lock: the PDFs are made on the second core, the longest first, beside all the rest.
    with ThreadPoolExecutor(max_workers=1) as beside:
        longest_first = sorted(made.documents, key=lambda document: -len(document.sections))
        pdfs = {f"{document.id}.pdf": beside.submit(pdf.render, document, drawings) for document in longest_first}
        files = {f"{document.id}.html": html.render(document, drawings) for document in made.documents}
        files |= {f"{name}.pptx": pptx.render(deck) for name, deck in made.decks.items()}
        files["workbook.xlsx"] = xlsx.render(made.workbook)
        files |= {name: done.result() for name, done in pdfs.items()}
    return files


def make_demo(folder: Path, progress: Progress = quiet) -> list[BuiltPack]:
    """The example: a workspace with real published figures for two boards, loaded through the ordinary door and built."""
    boards = ("staffordshire", "west-mercia")
    new_workspace(
        folder,
        boards,
        office="Office of the Police and Crime Commissioner",
        quarter="2018-19-q4",
        cut_off=date(2019, 7, 31),
    )
    for path in example_files():
        shutil.copyfile(path, folder / "inbox" / path.name)
    load_files(folder, sorted((folder / "inbox").glob("*.csv")), progress=progress)
    return build(folder, progress=progress)
