"""What the scan reads from the bytes of a part is what its tree or a parser says of it; and where it might not be, it is left
to those."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
import samples
from lxml import etree

from assize.publish.scan.alike import loose
from assize.publish.scan.elements import Told, elements_of, local_name, told_by
from assize.publish.scan.pages import _Page, page_pieces
from assize.publish.scan.pieces import Kind
from assize.publish.scan.points import points_apart
from assize.render import html, pptx, xlsx
from assize.render.charts import Drawings
from assize.render.html_style import style_sheet


def _parts(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def parts() -> Mapping[str, bytes]:
    """Those of a deck and of a workbook."""
    return {**_parts(pptx.render(samples.deck())), **_parts(xlsx.render(samples.workbook()))}


# --- elements -----------------------------------------------------------------------------------------------------


def _in_tree(data: bytes) -> tuple[list[Told], set[str]]:
    elements = list(etree.fromstring(data).iter())
    told = [one for element in elements for one in told_by(element.tag, element.attrib, lambda _: True)]
    return told, {local_name(element.tag) for element in elements if element.text and element.text.strip()}


def test_the_elements_of_every_part_say_what_they_say_in_its_tree(parts: Mapping[str, bytes]) -> None:
    read = {name: elements_of(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    plain = {name: one for name, one in read.items() if one is not None}
    assert {name for name in read if name.startswith(("ppt/slides/slide", "ppt/charts/", "ppt/theme/"))} <= plain.keys()
    assert any(one.told for one in plain.values())
    for name, one in plain.items():
        told, texted = _in_tree(parts[name])
        assert list(one.told) == told, name
        assert one.texted == texted, name


PLAIN = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<a:p xmlns:a="a"><a:r descr="Seven &amp; 8" w="1"/><a:t>nine</a:t></a:p>'
)


def test_words_in_attributes_and_names_are_told() -> None:
    read = elements_of(PLAIN.replace(b"a:r ", b"a:r7 "))
    assert read is not None
    assert read.told == [
        (Kind.FOREIGN, "a <r7>, or an attribute of it, by a name that no part has"),
        (Kind.WORDS, "Seven & 8"),
    ]
    assert read.texted == {"t"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<a:t>", b"<!-- 7 --><a:t>"),
        (b"<a:t>", b"<?x 7?><a:t>"),
        (b"nine", b"<![CDATA[nine]]>"),
        (b"</a:t>", b"</a:t> seven"),
        (b'w="1"/>', b'w="1"/>seven'),
        (b"</a:t>", b"</a:t>&#55;"),
        (b'w="1"', b"w='1'"),
        (b'w="1"', b'w="a>b"'),
        (b'w="1"', b'w="&#55;"'),
        (b'w="1"', b'w="1\n7"'),
        (b'w="1"', b'location="7"'),
        (b'w="1"', b'TargetMode="External"'),
        (b'w="1"', b'name="Line 9" id="x"'),
        (b"UTF-8", b"UTF-7"),
        (b'<?xml version="1.0" encoding="UTF-8"?>', b"<!DOCTYPE a>"),
    ],
)
def test_a_part_with_anything_else_is_left_to_its_tree(old: bytes, new: bytes) -> None:
    assert elements_of(PLAIN) is not None
    assert PLAIN.count(old) == 1
    assert elements_of(PLAIN.replace(old, new)) is None


# --- points of charts ---------------------------------------------------------------------------------------------


def test_the_points_of_a_chart_are_those_of_its_tree(parts: Mapping[str, bytes]) -> None:
    charts = {name: data for name, data in parts.items() if name.startswith("ppt/charts/chart")}
    assert charts
    for name, data in charts.items():
        bare, caches = points_apart(data)
        held = [
            [(int(point.get("idx")), point.findtext("{*}v")) for point in cache.iterfind("{*}pt")]
            for cache in etree.fromstring(data).iter("{*}numCache", "{*}strCache", "{*}lvl")
        ]
        assert [list(one) for one in caches] == held, name
        assert any(held)
        assert not list(etree.fromstring(bare).iter("{*}pt"))
        assert len(list(etree.fromstring(bare).iter("{*}numCache", "{*}strCache", "{*}lvl"))) == len(held)


CHART = (
    b'<c:x><c:numCache><c:formatCode>0</c:formatCode><c:ptCount val="1"/>'
    b'<c:pt idx="0"><c:v>12</c:v></c:pt></c:numCache><c:strCache><c:pt idx="3"><c:v>A &amp; B</c:v></c:pt></c:strCache></c:x>'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<c:strCache>", b"<!-- <c:numCache></c:numCache> --><c:strCache>"),
        (b"<c:strCache>", b"<?x <c:numCache></c:numCache>?><c:strCache>"),
        (b"<c:strCache>", b'<c:numCache><c:pt idx="1" formatCode="7"><c:v>7</c:v></c:pt></c:numCache><c:strCache>'),
        (b"<c:strCache>", b'<c:pt idx="1"><c:v>7</c:v></c:pt><c:strCache>'),
        (b"<c:v>12</c:v>", b"<c:v>12</c:v> 7"),
        (b"<c:v>12</c:v>", b"<c:v>&#55;</c:v>"),
        (b"<c:v>12</c:v>", b"<c:v>12<c:w>7</c:w></c:v>"),
        (b'idx="0"', b'idx="seven"'),
        (b"A &amp; B", b"A\x01"),
        (b"A &amp; B", "\uffff".encode()),
    ],
)
def test_a_chart_with_other_points_is_left_as_it_is(old: bytes, new: bytes) -> None:
    bare, caches = points_apart(CHART)
    assert caches == [[(0, "12")], [(3, "A & B")]]
    assert b"<c:v>" not in bare
    other = CHART.replace(old, new, 1)
    assert other != CHART
    assert points_apart(other) == (other, ())


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["<p >", "<P>", "<p\n>"])
def test_a_page_says_the_same_whether_it_is_plain_or_parsed(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = samples.performance_report()
    page = html.render(document, Drawings()).decode()
    style = style_sheet(document.marking)
    places = {section.id for section in document.sections}
    with monkeypatch.context() as no_parser:
        no_parser.setattr(_Page, "feed", None)
        no_parser.setattr(_Page, "close", lambda page: None)
        plain = list(page_pieces("a.html", page.encode(), style, places, ()))
    assert page.count("<p>")
    parsed = list(page_pieces("a.html", page.replace("<p>", change, 1).encode(), style, places, ()))
    assert {piece.kind for piece in plain} >= {Kind.WORDS, Kind.ROW, Kind.FIGURE, Kind.DRAWING}
    assert parsed == plain


@pytest.mark.parametrize(
    "put",
    [
        '<p title="7319">a</p>',
        "<p>7319</p>",
        "<p hidden>a</p>",
        "<!-- 7319 -->",
        '<p class="a" class="b7319">a</p>',
        '<p title="a>7319">a</p>',
        "<p>&#55;319</p>",
        "<p>&amp7319</p>",
        "<style>7319</style>",
        "<title>7319</title>",
        "<title><b>7319</b></title>",
        "<script>7319</script>",
    ],
)
def test_what_is_put_into_a_page_is_among_its_pieces(put: str) -> None:
    document = samples.performance_report()
    page = html.render(document, Drawings()).decode()
    style = style_sheet(document.marking)
    own = list(page_pieces("a.html", page.encode(), style, (), ()))
    more = list(page_pieces("a.html", page.replace("</main>", f"{put}</main>").encode(), style, (), ()))
    assert any("7319" in piece.words or piece.kind is Kind.FOREIGN for piece in more if piece not in own)


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("The Refuge, in\nLeek", "therefugeinleek"),
        ("café cafe\u0301", "cafecafe"),
        ("x² ½ ７ ﬁve", "x2127five"),
        ("Straße — ΣΑΣ", "straseσaσ"),
        ("re\u00adfuge\u2011in", "refugein"),
        ("plain words " * 40 + "É — Σ", "plainwords" * 40 + "eσ"),
        ("ÉÀÜ" * 9, "eau" * 9),
    ],
)
def test_letters_and_digits_alone_are_left_of_a_text(text: str, bare: str) -> None:
    assert loose(text) == bare
