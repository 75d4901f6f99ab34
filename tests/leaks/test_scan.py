"""The scan of a finished pack: a pack as it is built passes, and each kind of leak that is planted in it is found."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace

import pytest
import samples
from demonstration import BOARDS, Composed, Loaded

from assize.app import compose_pack
from assize.core.document import Chart, ChartKind, Document, Table
from assize.publish.pack import Made
from assize.publish.scan import Secrets, scan
from assize.render import html, pdf, pptx, xlsx
from leaks.kinds import KINDS
from leaks.planting import DECK, PAGE, PRINT, WORKBOOK, Pack, Secret, rezipped
from leaks.planting import pdf as changed_print

SECRET = Secret("Zebra quartz seventeen", "7319.25")
SMALL = Secret("a victim more", "3")


@pytest.fixture(scope="module")
def staffordshire(demo: Loaded) -> tuple[Pack, Made]:
    composed = demo.composed("staffordshire")
    return _files(composed), Made(composed.documents, composed.decks, composed.workbook)


@pytest.fixture(scope="module")
def short(demo: Loaded) -> tuple[Pack, Made]:
    """A pack of one document, cut: every kind of leak has its place in it, and it is looked through in a fifth of the time."""
    composed = demo.composed("staffordshire")
    name, shown = "executive-summary", ("completed-prosecutions", "headline-measures")
    document = _cut(composed.document(name), shown)
    deck = _cut(composed.decks[name], shown)
    themes = ("headline-trends", "effectiveness-and-efficiency", "victims-and-witnesses")
    workbook = _cut(composed.workbook, (*shown, *themes, "gaps", "about"))
    made = Made((document,), {name: deck}, workbook)
    files = {
        PAGE: html.render(document, made.drawings),
        PRINT: pdf.render(document, made.drawings),
        DECK: pptx.render(deck),
        WORKBOOK: xlsx.render(workbook),
        "manifest.json": composed.file("manifest.json"),
    }
    return files, made


def _cut(document: Document, sections: tuple[str, ...]) -> Document:
    """Some sections of a document, of its longer tables the first rows."""
    kept = tuple(
        replace(
            section,
            blocks=tuple(
                replace(block, rows=block.rows[:4]) if isinstance(block, Table) else block for block in section.blocks
            ),
        )
        for section in document.sections
        if section.id in sections
    )
    assert len(kept) == len(sections)
    return replace(document, sections=kept)


def _files(composed: Composed) -> Pack:
    return {path.name: path.read_bytes() for path in composed.folder.iterdir()}


@pytest.mark.parametrize("board", BOARDS)
def test_a_pack_as_it_is_built_passes(demo: Loaded, board: str) -> None:
    composed = demo.composed(board)
    files = _files(composed)
    assert scan(files, compose_pack(composed.material), Secrets(), files["manifest.json"]) == ()


def test_names_of_series_may_have_numbers(staffordshire: tuple[Pack, Made]) -> None:
    """The band of a projection is called `80% interval`, and stands four times in the first row of the workbook behind it."""
    plain = samples.deck()
    slides = tuple(
        replace(
            section,
            blocks=tuple(
                replace(
                    block,
                    kind=ChartKind.FLOW,
                    lines=tuple(replace(line, name=f"{line.name} 7") for line in block.lines),
                )
                if isinstance(block, Chart) and block.limits
                else block
                for block in section.blocks
            ),
        )
        for section in plain.sections
    )
    document = replace(plain, sections=slides)
    files = {"executive-summary.pptx": pptx.render(document)}
    _, made = staffordshire
    assert b"80% interval" in _unpacked(files["executive-summary.pptx"])
    assert scan(files, replace(made, decks={"executive-summary": document}), Secrets()) == ()
    assert scan(files, replace(made, decks={"executive-summary": plain}), Secrets()) != ()


def _unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_the_pack_that_is_cut_passes(short: tuple[Pack, Made]) -> None:
    files, made = short
    assert scan(files, made, Secrets(), files["manifest.json"]) == ()


@pytest.mark.parametrize("secret", [SECRET, SMALL], ids=["number", "small"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_leak_is_found(short: tuple[Pack, Made], kind: str, secret: Secret) -> None:
    _found(*short, kind, secret)


@pytest.mark.parametrize("kind", random.Random(2019).sample(list(KINDS), 16))
def test_a_small_number_is_found_in_a_whole_pack(staffordshire: tuple[Pack, Made], kind: str) -> None:
    """Where the documents say the most, and most could be taken for theirs; `benchmarks/marked_secrets.py` has all kinds."""
    _found(*staffordshire, kind, SMALL)


def _found(files: Pack, made: Made, kind: str, secret: Secret) -> None:
    leaking = KINDS[kind](files, secret)
    changed = {name: data for name, data in leaking.items() if files.get(name) != data}
    leaks = scan(changed, made, Secrets(), files["manifest.json"])
    assert leaks != (), kind
    assert all(leak.place.startswith(tuple(changed)) for leak in leaks)


def test_files_written_again_with_nothing_planted_in_them_pass(staffordshire: tuple[Pack, Made]) -> None:
    """Or each kind would be found by what its planting leaves behind, and not by the secret."""
    files, made = staffordshire
    again = {name: rezipped(files[name], {}) for name in (WORKBOOK, DECK)}
    again |= changed_print(lambda opened, secret: None)({PRINT: files[PRINT]}, SECRET)
    assert again.keys() == {WORKBOOK, DECK, PRINT}
    assert scan(again, made, Secrets(), files["manifest.json"]) == ()


WORDS = "The refuge in Leek has no room before May"
ACCENTS = str.maketrans({"e": "e\u0301", "o": "ø"})
CYRILLIC = str.maketrans("TehrgiakomMfy", "Теһrgіаkоm\u041cfу")
GREEK = str.maketrans("TeinkoMay", "Τειηκ\u03bfΜαγ")
WIDE = {one: one + 0xFEE0 for one in range(ord("A"), ord("z") + 1)}


@pytest.mark.parametrize(
    "put",
    [
        f"<p>{WORDS}.</p></main>",
        "<p>the refuge in <b>Leek</b>\nhas no room&nbsp;before&#32;May</p></main>",
        f'<p title="{WORDS}"></p></main>',
        f"<!--{WORDS}--></main>",
        f'<a href="https://example.org/?q={WORDS.replace(" ", "%20")}"></a></main>',
        f"<p>{WORDS.replace('e', 'é')}</p></main>",
        f"<p>{WORDS.translate(ACCENTS)}</p></main>",
        f"<p>{WORDS.translate(CYRILLIC)}</p></main>",
        f"<p>{WORDS.translate(GREEK)}</p></main>",
        f"<p>{WORDS.translate(WIDE)}</p></main>",
        f"<p>{WORDS[::-1]}</p></main>",
    ],
)
def test_words_are_found_however_they_are_written(staffordshire: tuple[Pack, Made], put: str) -> None:
    files, made = staffordshire
    name = "executive-summary.html"
    page = files[name].replace(b"</main>", put.encode(), 1)
    leaks = scan({name: page}, made, Secrets(words={WORDS: "commentary/asks.md"}))
    assert any("commentary/asks.md" in leak.found for leak in leaks)
    assert scan({name: files[name]}, made, Secrets(words={WORDS: "commentary/asks.md"})) == ()


def test_words_are_found_in_two_bytes_a_letter_and_in_archives_within(staffordshire: tuple[Pack, Made]) -> None:
    files, made = staffordshire
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("note.bin", WORDS.encode("utf-16-le"))
    deck = io.BytesIO(files["executive-summary.pptx"])
    with zipfile.ZipFile(deck, "a") as archive:
        archive.writestr("ppt/media/data.zip", inner.getvalue())
    leaks = scan({"executive-summary.pptx": deck.getvalue()}, made, Secrets(words={WORDS: "commentary/asks.md"}))
    assert any("data.zip, note.bin" in leak.place and "asks.md" in leak.found for leak in leaks)


def test_a_figure_that_is_withheld_and_stands_in_a_document_is_found(demo: Loaded) -> None:
    """A build that forgot to protect one figure: its files are true to its documents, which are not true to the rules."""
    composed = demo.composed("staffordshire")
    made = compose_pack(composed.material)
    reference = "conviction-rate@staffordshire@2019q1"
    leaks = scan({}, made, Secrets(figures=frozenset((reference,))))
    assert {leak.found for leak in leaks} == {reference}
    assert any(leak.place.startswith("workbook") for leak in leaks)


def test_a_small_trend_of_another_series_is_found(demo: Loaded) -> None:
    made = compose_pack(demo.composed("staffordshire").material)
    others = tuple(tuple(value and value + 1 for value in one) for one in made.series)
    leaks = scan({}, replace(made, series=others), Secrets())
    assert leaks != ()
    assert all("small trend" in leak.why for leak in leaks)
    assert scan({}, made, Secrets()) == ()


def test_a_file_that_cannot_be_opened_is_no_pack(staffordshire: tuple[Pack, Made]) -> None:
    files, made = staffordshire
    page = "executive-summary.html"
    assert scan({page: b"\xff\xfe" + files[page]}, made, Secrets()) != ()
    packed = files["workbook.xlsx"]
    start = packed.find(b"PK\x03\x04", len(packed) // 3) + 200  # within the packed bytes of a part
    assert scan({"workbook.xlsx": packed[:start] + bytes(99) + packed[start + 99 :]}, made, Secrets()) != ()
    for name in ("executive-summary.pptx", "executive-summary.pdf", "workbook.xlsx"):
        for data in (b"", b"PK\x03\x04", files[name][: len(files[name]) // 2], b"\xff\xfe" + files[name]):
            assert scan({name: data}, made, Secrets()) != (), name


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("ppt/slides/_rels/slide2.xml.rels", b"<Relationships"),
        ("ppt/slides/slide2.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><p:sld xmlns:p="p">&a;</p:sld>'),
        ("ppt/slides/slide2.xml", b'<p:txBody xmlns:p="p"/>'),
        ("ppt/charts/chart1.xml", b'<c:pt xmlns:c="c" idx="first"><c:v>12</c:v></c:pt>'),
        ("ppt/slides/slide2.xml", b'<p:cNvPr xmlns:p="p" id="x" name="Line 9"/>'),
    ],
)
def test_a_part_that_is_not_what_it_should_be_is_told(
    staffordshire: tuple[Pack, Made], part: str, content: bytes
) -> None:
    files, made = staffordshire
    name = "executive-summary.pptx"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files[name])) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, content if entry.filename == part else old.read(entry))
    assert any(leak.place.startswith(name) for leak in scan({name: out.getvalue()}, made, Secrets()))
