"""The page for whoever signs: by which rule, how many, what nothing could protect; and not one withheld value."""

from __future__ import annotations

from dataclasses import replace

from builders import BOARD, CUT_OFF, figure, figures, material, metric, source

from assize.compose.signing import build_signing, has_something_to_sign
from assize.core.document import Document, Table, Text, plain
from assize.core.material import Material
from assize.core.protection import NOTHING_GUARDED, ProtectionRecord, SourceTally
from assize.core.specs import Kind
from assize.protect.audiences import protect

COUNT = metric("cases-opened", Kind.COUNT)
SOURCES = {"returns": source(smallest_count=5)}


def pack(*counts: int, **changes: object) -> Material:
    after = protect(figures(COUNT, list(counts)), SOURCES, "partnership", {}, CUT_OFF)
    return material([COUNT], after.figures, withheld=after.withheld, protection=after.record, **changes)


def said(document: Document) -> str:
    words = [plain(document.lede)]
    for section in document.sections:
        words.append(plain(section.headline))
        for block in section.blocks:
            if isinstance(block, Text):
                words += [plain(one) for one in block.paragraphs]
            if isinstance(block, Table):
                words += [plain(cell.content) for row in block.rows for cell in row.cells]
                words += [plain(cell.under) for row in block.rows for cell in row.cells]
    return "\n".join(words)


def test_it_says_by_which_rule_how_many_counts_are_withheld():
    page = build_signing(pack(4177, 3, 4219, 4231), (), ())
    [table] = [block for section in page.sections if section.id == "rules" for block in section.blocks]
    assert [plain(cell.content) for cell in table.rows[0].cells] == ["Returns", "4", "1", "0", "0", "0"]
    assert plain(table.rows[0].cells[0].under) == "one to four withheld"
    assert "One figure is withheld" in plain(page.lede)
    assert (page.status, page.audience) == ("Clear", "Whoever signs the pack")
    assert "Cases opened" in said(page) or "cases" in said(page).lower()


def test_a_small_rest_of_a_share_is_primary_and_what_is_withheld_for_it_is_not():
    """Of 24 people 22 were content: that two were not is what the rule is for, and the 22 are withheld for their sake."""
    share = metric("content-share")
    after = protect([figure(share, 22, 24)], SOURCES, "partnership", {}, CUT_OFF)
    made = material([share], after.figures, withheld=after.withheld, protection=after.record)
    page = build_signing(made, (), ())
    [table] = [block for section in page.sections if section.id == "rules" for block in section.blocks]
    _, counts, small, rests, others, again = [plain(cell.content) for cell in table.rows[0].cells]
    assert (counts, small, rests, others, again) == ("2", "0", "1", "1", "0")
    assert [(one.count, one.words[0]) for one in page.tally.items][1:3] == [
        ("1", "small counts and rests"),
        ("1", "counts withheld for their sake"),
    ]


def test_it_says_whose_counts_are_rounded_and_that_rounding_alone_keeps_nothing():
    def page(smallest: int) -> str:
        rounds = source(smallest_count=smallest, rounded_to={"partnership": 5})
        made = pack(4177, 31)
        parts = {name: replace(one, parts=tuple(replace(part, rounded_to=5) for part in one.parts))
                 for name, one in made.figures.items()}  # fmt: skip
        names = replace(made.catalogue, sources={**made.catalogue.sources, "returns": rounds})
        made = replace(made, figures=parts, catalogue=names, protection=NOTHING_GUARDED)
        assert has_something_to_sign(made)
        return said(build_signing(made, (), ()))

    assert "Counts of Returns are rounded to the nearest 5." in page(5)
    assert "Rounding alone" not in page(5)
    assert "Rounding alone keeps nothing from readers" in page(0)


def test_no_count_stands_on_it_shown_or_withheld():
    words = said(build_signing(pack(4177, 3, 4219, 4231), (), ()))
    assert not any(count in words for count in ("4177", "4,177", "4219", "4,231"))


def test_what_nothing_can_protect_comes_first_and_by_name():
    held = figure(COUNT, 3)
    record = ProtectionRecord(
        ("cases-opened",), (BOARD,), (), (SourceTally("returns", 5, True, 40, 2, 0, 3, 1, 1),), (("cases-opened", 1),),
        (held.reference,), 1,
    )  # fmt: skip
    page = build_signing(replace(pack(31, 32), protection=record), (), ())
    assert page.sections[0].id == "lost"
    assert page.status == "Look"
    words = said(page)
    assert words.startswith("Two small counts can be worked out by the readers of this pack (board members)")
    assert held.reference in words
    assert "One small remainder" in words
    assert "nought to four withheld" in words


def test_it_names_the_words_in_the_pack_those_left_out_and_what_is_not_shared():
    made = pack(31, 32, not_shared={"witnesses": ("returns",), "victims": ("returns",)}, audience="public")
    page = build_signing(made, ("asks.md",), ("theme.md",))
    words = said(page)
    assert "Commentary in it: asks.md." in words
    assert "Left out, because it is for partners only: words of theme.md." in words
    [table] = [block for section in page.sections if section.id == "not-shared" for block in section.blocks]
    assert [plain(cell.content) for cell in table.rows[0].cells] == ["Returns", "partnership and public", "2"]
    assert page.marking == "OFFICIAL-SENSITIVE: PARTNERS ONLY"


def test_a_measure_that_readers_are_not_told_of_is_counted_for_whoever_signs():
    made = pack(31, 32, not_shared={"witnesses": ("returns",)}, not_named={"local-waiting": ("returns",)})
    page = build_signing(made, (), ())
    [table] = [block for section in page.sections if section.id == "not-shared" for block in section.blocks]
    assert plain(table.rows[0].cells[2].content) == "2"
    assert ("2", ("measures not shared",)) in [(item.count, item.words) for item in page.tally.items]
    assert has_something_to_sign(material([COUNT], figures(COUNT, [31, 32]), not_named={"local-waiting": ("returns",)}))


def test_a_pack_from_which_nothing_is_kept_has_no_such_page():
    assert not has_something_to_sign(material([COUNT], figures(COUNT, [31, 32])))
    assert has_something_to_sign(pack(31, 32))
