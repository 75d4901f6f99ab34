"""Contact sheets of every page, slide and first screen of the packs, and what can be measured of them, a line each.

    python benchmarks/contact_sheets.py [WORKSPACE] [--out docs/review] [--no-slides] [--no-screens]

Without a workspace the example is made first. PDF pages are drawn by pdfium; slides by LibreOffice (`soffice`) through PDF;
the first screens of the web pages, 1200 and 320 px wide, by Chromium. A sheet is `<board>-<document>-<format>.png`.
Measured: text and ink outside the margins of a page, words on one another, pages nearly empty, sections without a block,
headlines that are not sentences. Exits 1 where any of these is found.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageColor

from assize.app.material import decide_cut_off, decide_quarter, prepare_material
from assize.app.packs import make_demo
from assize.app.workspace import Workspace
from assize.compose.build import build_documents
from assize.core.document import Document, Layout, plain
from assize.render import theme

ROOT = Path(__file__).parents[1]
POINTS = 72 / 25.4  # points in a millimetre
SLACK = 0.4  # mm by which a glyph's box may pass a margin: its side bearing
LEAST_WORDS = 40  # on a page; one with fewer holds a left-over
LEAST_SHARED = 0.2  # of the smaller of two words' boxes: less is a descender over a line's edge
SHEET_WIDTH = 1500  # px
HEX = re.compile("#[0-9A-Fa-f]{6}")
LONG, MANY, FEW = 12, 5, 4  # pages from which a sheet has more columns, and the columns
GAP = 10  # px between thumbnails
GROUND = "#8A949E"
SCREENS = ((1200, 900), (320, 700))
VERBS = re.compile(
    r"\b(is|are|was|were|has|have|had|be|been|rose|fell|stood|remained|stayed|made|did|do|does|improved|changed|gave|showed|"
    r"cannot|could|can)\b"
)


@dataclass(frozen=True)
class Word:
    """A word as it stands on a page: its box in points, from the left and from the bottom."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """Of the box."""
        return (self.right - self.left) * (self.top - self.bottom)

    def shared(self, other: Word) -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)


# --- pictures -----------------------------------------------------------------------------------------------------


def pages_of(path: Path, width: int) -> list[Image.Image]:
    """Every page of a PDF, `width` px wide."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.render(scale=width / page.get_width()).to_pil().convert("RGB") for page in pdf]


def sheet(pictures: Sequence[Image.Image], columns: int) -> Image.Image:
    """Pictures in rows, each scaled to its column."""
    columns = min(columns, len(pictures))
    width = (SHEET_WIDTH - GAP * (columns + 1)) // columns
    width = min(width, max(picture.width for picture in pictures))
    thumbs = [
        picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
        for picture in pictures
    ]
    rows = [thumbs[at : at + columns] for at in range(0, len(thumbs), columns)]
    heights = [max(thumb.height for thumb in row) for row in rows]
    made = Image.new("RGB", (GAP + columns * (width + GAP), GAP + sum(height + GAP for height in heights)), GROUND)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for at, thumb in enumerate(row):
            made.paste(thumb, (GAP + at * (width + GAP), top))
        top += height + GAP
    return made


def palette() -> Image.Image:
    """The theme's colours, each in four strengths on white, so that the few pixels of a judgement keep theirs."""
    colours = sorted({value for value in vars(theme).values() if isinstance(value, str) and HEX.fullmatch(value)})
    levels: list[int] = [*ImageColor.getrgb(GROUND)]
    for colour in ("#FFFFFF", "#000000", *colours):
        for strength in (1.0, 0.75, 0.5, 0.25):
            levels += [round(255 - (255 - part) * strength) for part in ImageColor.getrgb(colour)[:3]]
    made = Image.new("P", (1, 1))
    made.putpalette(levels[: 3 * 256])
    return made


def keep(picture: Image.Image, path: Path) -> None:
    """A palette PNG: a tenth of the size of full colour, and nothing on these pages needs more."""
    picture.quantize(palette=palette(), dither=Image.Dither.NONE).save(path, optimize=True)


def convert_slides(decks: Sequence[Path], folder: Path) -> list[Path]:
    """Decks as PDF, by LibreOffice with a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, decks)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return [folder / f"{deck.stem}.pdf" for deck in decks]


def screen(page: Path, width: int, height: int, folder: Path) -> Image.Image:
    """The first screen of a web page in a window of that size, in px."""
    target = folder / f"{page.stem}-{width}.png"
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}",
        f"--screenshot={target}", page.resolve().as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with Image.open(target) as taken:
        return taken.convert("RGB")


# --- measures -----------------------------------------------------------------------------------------------------


def words_of(page: pypdfium2.PdfPage) -> list[Word]:
    """The words of a page with the boxes of their glyphs; a word ends at a space, a line's end or a jump."""
    text = page.get_textpage()
    found: list[Word] = []
    letters: list[tuple[str, tuple[float, float, float, float]]] = []

    def close() -> None:
        if letters:
            boxes = [box for _, box in letters]
            found.append(
                Word(
                    "".join(letter for letter, _ in letters),
                    min(box[0] for box in boxes),
                    min(box[1] for box in boxes),
                    max(box[2] for box in boxes),
                    max(box[3] for box in boxes),
                )
            )
            letters.clear()

    for at in range(text.count_chars()):
        letter = text.get_text_range(at, 1)
        if not letter.strip():
            close()
            continue
        box = text.get_charbox(at)
        if letters and (abs(box[1] - letters[-1][1][1]) > 12 or box[0] < letters[-1][1][0] - 1):
            close()
        letters.append((letter, box))
    close()
    return found


def outside(words: Sequence[Word], page: pypdfium2.PdfPage) -> Iterator[str]:
    """Words beyond the left and right margins, or off the page."""
    left, right = (theme.MARGIN - SLACK) * POINTS, page.get_width() - (theme.MARGIN - SLACK) * POINTS
    for word in words:
        if word.left < left or word.right > right or word.bottom < 0 or word.top > page.get_height():
            yield f"'{word.text}' stands outside the margins"


def ink_outside(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Anything drawn beyond the left and right margins, which the boxes of text do not show."""
    picture = page.render(scale=2).to_pil().convert("L")
    margin = round((theme.MARGIN - SLACK) * POINTS * 2)
    for side, box in (
        ("left", (0, 0, margin, picture.height)),
        ("right", (picture.width - margin, 0, picture.width, picture.height)),
    ):
        if picture.crop(box).getextrema()[0] < 200:
            yield f"something is drawn beyond the {side} margin"


def overlaps(words: Sequence[Word]) -> Iterator[str]:
    """Words that cover one another."""
    standing = sorted((word for word in words if word.area), key=lambda word: word.left)
    for at, word in enumerate(standing):
        for other in standing[at + 1 :]:
            if other.left >= word.right:
                break
            if word.shared(other) > LEAST_SHARED * min(word.area, other.area):
                yield f"'{word.text}' and '{other.text}' stand on one another"


def page_faults(path: Path) -> Iterator[str]:
    """Every measured fault of a PDF of ours."""
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, start=1):
            words = words_of(page)
            faults = [*outside(words, page), *ink_outside(page), *overlaps(words)]
            if len(words) < LEAST_WORDS:
                faults.append(f"nearly empty: {len(words)} words")
            yield from (f"{path.name} page {number}: {fault}" for fault in faults)


def slide_faults(path: Path) -> Iterator[str]:
    """Words of a deck that stand on one another or off the slide."""
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, start=1):
            words = words_of(page)
            width, height = page.get_width(), page.get_height()
            off = [w for w in words if w.left < 0 or w.right > width or w.bottom < 0 or w.top > height]
            faults = [*(f"'{word.text}' stands off the slide" for word in off), *overlaps(words)]
            yield from (f"{path.stem}.pptx slide {number}: {fault}" for fault in faults)


def document_faults(document: Document) -> Iterator[str]:
    """Sections without a block, and headlines that are not sentences."""
    for section in document.sections:
        headline = plain(section.headline)
        if not section.blocks:
            yield f"{document.id}: the section '{headline}' has no block"
        if section.layout is not Layout.ASKS and (not VERBS.search(headline) or headline.endswith((":", ".", ","))):
            yield f"{document.id}: the headline '{headline}' is not a sentence"


def documents_of(workspace: Workspace, board: str) -> tuple[Document, ...]:
    """The composed documents of a board, as they were built."""
    store = workspace.store()
    try:
        day = decide_cut_off(workspace, store, None)
        material, _ = prepare_material(workspace, store, board, decide_quarter(workspace, store, day, ""), day)
    finally:
        store.close()
    return build_documents(material)


# --- the command --------------------------------------------------------------------------------------------------


def review(folder: Path, out: Path, scratch: Path, *, slides: bool, web: bool) -> list[str]:
    """Draws the sheets of a workspace's packs into `out`; returns the faults found."""
    faults: list[str] = []
    workspace = Workspace.open(folder)
    out.mkdir(parents=True, exist_ok=True)
    for board in workspace.settings.boards:
        for document in documents_of(workspace, board):
            faults += [f"{board}: {fault}" for fault in document_faults(document)]
        where = max((folder / "packs" / board).glob("*/*"), key=lambda path: path.parent.name)
        for path in sorted(where.glob("*.pdf")):
            pages = pages_of(path, 460)
            keep(sheet(pages, MANY if len(pages) > LONG else FEW), out / f"{board}-{path.stem}-pdf.png")
            faults += [f"{board}: {fault}" for fault in page_faults(path)]
        if slides:
            made = scratch / board
            made.mkdir()
            for path in convert_slides(sorted(where.glob("*.pptx")), made):
                keep(sheet(pages_of(path, 480), FEW), out / f"{board}-{path.stem}-pptx.png")
                faults += [f"{board}: {fault}" for fault in slide_faults(path)]
        if web:
            for path in sorted(where.glob("*.html")):
                wide, narrow = (screen(path, *size, scratch) for size in SCREENS)
                both = Image.new("RGB", (wide.width + narrow.width + 3 * GAP, wide.height + 2 * GAP), GROUND)
                both.paste(wide, (GAP, GAP))
                both.paste(narrow, (wide.width + 2 * GAP, GAP))
                keep(both, out / f"{board}-{path.stem}-html.png")
    return faults


def main() -> int:
    """Says what was drawn and what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "review")
    parser.add_argument("--no-slides", action="store_true")
    parser.add_argument("--no-screens", action="store_true")
    asked = parser.parse_args()
    needed = [
        *([] if asked.no_slides else ["soffice"]),
        *([] if asked.no_screens else ["chromium"]),
    ]
    if missing := [name for name in needed if shutil.which(name) is None]:
        print(
            f"Not installed: {', '.join(missing)}. Install it, or leave its sheets out with --no-slides or --no-screens."
        )
        return 2
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = asked.workspace
        if folder is None:
            folder = scratch / "example"
            make_demo(folder)
        faults = review(folder, asked.out, scratch, slides=not asked.no_slides, web=not asked.no_screens)
    sheets = sorted(asked.out.glob("*.png"))
    sizes = [path.stat().st_size / 1e6 for path in sheets]
    print(f"{len(sheets)} sheets in {asked.out}, {sum(sizes):.1f} MB, the largest {max(sizes):.1f} MB")
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults measured")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
