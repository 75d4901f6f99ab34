"""A sentence of a pack explained: found by its words in the documents as they would be built, with what it stands on."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path

from assize.app.material import decide_cut_off, decide_quarter, prepare_material
from assize.app.workspace import Progress, Workspace, quiet
from assize.core.errors import AssizeError

MOST = 6  # texts that are explained at once


def explain_sentence(
    folder: Path,
    words: str,
    *,
    cut_off: date | None = None,
    as_received: date | None = None,
    progress: Progress = quiet,
) -> list[str]:
    """Lines for every text of the documents that has these words, of each board: what it rests on, and its figures.

    Raises AssizeError where none has them, with the nearest.
    """
    from assize.compose.budgets import build_deck
    from assize.compose.build import build_documents
    from assize.compose.sentences import stated_in
    from assize.compose.workbook import build_workbook
    from assize.narrate.sentences import grounds, sentence_lines

    workspace = Workspace.open(folder)
    store = workspace.store()
    texts: dict[str, str] = {}
    blocks: dict[tuple[str, ...], list[str]] = {}
    try:
        day = decide_cut_off(workspace, store, cut_off, as_received)
        quarter = decide_quarter(workspace, store, day, "", as_received)
        for board in workspace.settings.boards:
            progress(f"{workspace.catalogue.areas[board].name}: measuring, judging and looking through the documents")
            material, _ = prepare_material(workspace, store, board, quarter, day, as_received=as_received)
            documents, reports = build_documents(material), workspace.catalogue.reports
            decks = [build_deck(document, reports[document.id], material) for document in documents]
            for stated in stated_in(material, (*documents, build_workbook(material), *decks)):
                texts.setdefault(squeezed(stated.text), stated.text)
                if squeezed(words) in squeezed(stated.text):
                    # What stands in several documents is explained once a board.
                    key = (board, stated.text, *grounds(stated, material))
                    blocks.setdefault(key, sentence_lines(stated, material))
    finally:
        store.close()
    if not blocks:
        near = difflib.get_close_matches(squeezed(words), texts, n=1, cutoff=0.3)
        raise AssizeError(
            "no text of the documents has these words",
            found=f"'{words}'",
            expected=f"for instance '{texts[near[0]]}'" if near else "a few words as they stand in a document",
            fix="assize explain takes the reference of a figure too: metric@area@period.",
        )
    lines = [line for block in list(blocks.values())[:MOST] for line in block]
    left = len(blocks) - MOST
    return [*lines, f"{left:,} more texts have these words: give more of them."] if left > 0 else lines


def squeezed(text: str) -> str:
    """Words as they are compared: case, spaces and the kind of dash or space do not matter."""
    plain = text.replace("\u00a0", " ").replace("\u2011", "-").replace("\u2212", "-").replace("\u2019", "'")
    return " ".join(plain.casefold().split()).rstrip(".")
