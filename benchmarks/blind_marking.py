"""Sentences of packs, each with the chart of its section and nothing else, for a reader who has not seen the program.

    python benchmarks/blind_marking.py OUT WORKSPACE [WORKSPACE ...] [--count 30] [--seed 20261129]

A sentence is drawn at random, with its seed, from the headlines and paragraphs that stand beside a chart in the documents of
every board of the workspaces, an equal share of each board. `OUT/NN.png` is the chart as its page draws it, with subtitle and
note; `OUT/questions.md` has the sentences for the marker; `OUT/key.csv` says where each came from. Marks and what was done
about them stand in docs/marked_sentences.md.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from contact_sheets import documents_of, screen

from assize.app.workspace import Workspace
from assize.core.document import Chart, Document, Layout, Text, plain
from assize.render.charts import Size, draw
from assize.render.html_style import style_sheet

WIDTH, HEIGHT = 1000, 1200  # px of the picture before its empty foot is cut
ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
LEAST_WORDS = 4  # in a sentence: fewer says nothing that a chart could show


@dataclass(frozen=True)
class Question:
    """A sentence and the chart that should bear it out."""

    sentence: str
    subtitle: str
    chart: Chart
    where: str


def questions_of(workspace: Workspace, board: str) -> Iterator[Question]:
    """Every sentence of the board's documents that stands in a section of exactly one chart, once."""
    seen: set[str] = set()
    for document in documents_of(workspace, board):
        for question in _asked(document, f"{workspace.folder.name} {board}"):
            if question.sentence not in seen:
                seen.add(question.sentence)
                yield question


def _asked(document: Document, board: str) -> Iterator[Question]:
    for section in document.sections:
        charts = [block for block in section.blocks if isinstance(block, Chart)]
        if len(charts) != 1 or section.layout is Layout.HEADLINES:
            continue
        texts = [block for block in section.blocks if isinstance(block, Text)]
        said = [plain(section.headline), *(plain(one) for text in texts for one in text.paragraphs)]
        for sentence in (part for paragraph in said for part in ENDS.split(paragraph)):
            if len(sentence.split()) >= LEAST_WORDS:
                where = f"{board} {document.id} {section.id}"
                yield Question(sentence, plain(section.subtitle), charts[0], where)


def picture(question: Question, path: Path, scratch: Path) -> None:
    """The chart between its section's subtitle and its note, as a page has them, in the documents' own typeface."""
    chart = question.chart
    drawn = draw(chart, Size.WIDE)
    body = f'<p class="caption">{question.subtitle}</p>{drawn}<p class="chart-note">{plain(chart.note)}</p>'
    page = scratch / "chart.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style_sheet('')}</style><main>{body}</main>", "utf-8")
    whole = screen(page, WIDTH, HEIGHT, scratch)
    inked = whole.convert("L").point(lambda level: 255 if level < 250 else 0).getbbox()
    whole.crop((0, 0, WIDTH, min(HEIGHT, (inked[3] if inked else HEIGHT) + 10))).save(path)


def choose(folders: list[Path], count: int, seed: int) -> list[Question]:
    """`count` questions, an equal share of each board; no sentence twice, no chart twice while there are others."""
    dice = random.Random(seed)
    piles: list[list[Question]] = []
    for folder in folders:
        workspace = Workspace.open(folder)
        for board in workspace.settings.boards:
            pile = list(questions_of(workspace, board))
            dice.shuffle(pile)
            piles.append(pile)
    chosen: list[Question] = []
    drawn: set[str] = set()
    while len(chosen) < count and any(piles):
        for pile in piles:
            said = {one.sentence for one in chosen}
            pile[:] = [one for one in pile if one.sentence not in said]
            fresh = next((one for one in pile if one.chart.id not in drawn), pile[0] if pile else None)
            if fresh is not None and len(chosen) < count:
                pile.remove(fresh)
                drawn.add(fresh.chart.id)
                chosen.append(fresh)
    dice.shuffle(chosen)
    return chosen


def main() -> int:
    """Writes pictures, questions and key."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("workspaces", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20261129)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    chosen = choose(asked.workspaces, asked.count, asked.seed)
    with tempfile.TemporaryDirectory() as scratch:
        for number, one in enumerate(chosen, 1):
            picture(one, asked.out.resolve() / f"{number:02}.png", Path(scratch))
    lines = ["# Mark each sentence from its picture alone: true, false, or not to be told", ""]
    for number, one in enumerate(chosen, 1):
        lines += [f"{number:02}. ({one.subtitle}) **{one.sentence}**", ""]
    (asked.out / "questions.md").write_text("\n".join(lines), "utf-8")
    with (asked.out / "key.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["number", "where", "chart", "sentence"])
        rows.writerows([n, one.where, one.chart.id, one.sentence] for n, one in enumerate(chosen, 1))
    print(f"{len(chosen)} sentences in {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
