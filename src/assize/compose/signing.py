"""The page for whoever signs a pack: what was withheld from its readers, by which rule, and what nothing could protect.

It is for the office alone and goes into no pack: how many counts were small themselves tells more than readers are told. It
holds numbers of counts, and no count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assize.compose.build import as_at_words, rounding_words
from assize.core.document import (
    Align,
    Block,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Layout,
    Row,
    Section,
    Strong,
    Table,
    TableCell,
    Text,
)
from assize.core.material import Material
from assize.core.protection import SourceTally
from assize.core.wording import capitalised, listed, number_word, period_words, quarter_words

MOST_LOST = 40  # figures that nothing can protect, each named


def has_something_to_sign(material: Material) -> bool:
    """Whether these readers get less than is held, or a count behind the pack might be too small to show."""
    kept = material.protection.measures or _kept_back(material) or material.withheld or material.silent
    return bool(kept or material.rounded)


def _kept_back(material: Material) -> dict[str, tuple[str, ...]]:
    """The measures that are not shared with these readers, those of the office's own too, and the sources of each."""
    return {**material.not_shared, **material.not_named}


def build_signing(material: Material, words: Sequence[str], left_out: Sequence[str]) -> Document:
    """The page of one pack. `words` are the commentary files in it, `left_out` those of which something is not."""
    record, settings = material.protection, material.settings
    small = sum(one.small + one.rests for one in record.tallies)
    others = sum(one.others for one in record.tallies)
    lost = len(record.lost) + record.none_to_show
    tally = [
        (str(sum(material.withheld.values())), "figures withheld"),
        (str(small), "small counts and rests"),
        (str(others), "counts withheld for their sake"),
        (str(len(_kept_back(material))), "measures not shared"),
        (str(lost), "that nothing can protect"),
    ]
    return Document(
        id="what-was-withheld",
        title="What was withheld",
        board=f"{material.board.name} Local Criminal Justice Board",
        board_short=f"{material.board.name} LCJB",
        period=period_words(material.quarter),
        quarter=quarter_words(material.quarter),
        audience="Whoever signs the pack",
        marking=_marking(material),
        status="Look" if lost else "Clear",
        status_words="something cannot be protected" if lost else "everything withheld is protected",
        as_at=as_at_words(material),
        dated=material.cut_off,
        author=settings.author,
        lede=(_lede(material, lost),),
        tally=KeyFigures(tuple(KeyFigure((said,), count=count) for count, said in tally)),
        sections=tuple(_sections(material, words, left_out)),
    )


def _marking(material: Material) -> str:
    """It says more than the pack does, whoever reads that: it is marked as what is not for the public."""
    head = material.marking.partition(", ")[0] if material.marking.startswith("MADE-UP") else ""
    return f"{head}, {material.settings.marking_in_confidence}" if head else material.settings.marking_in_confidence


def _lede(material: Material, lost: int) -> str:
    readers = _readers(material)
    if lost:
        figures = "One small count" if lost == 1 else f"{capitalised(number_word(lost))} small counts"
        return f"{figures} can be worked out by {readers} whatever is withheld: look at them before you sign."
    withheld = sum(material.withheld.values())
    if not withheld and not _kept_back(material):
        return f"Nothing is withheld from {readers}: no count behind this pack is too small to be shown."
    if not withheld:
        return f"No figure is withheld from {readers}; what is not shared with them was not measured for this pack."
    figures = "one figure is" if withheld == 1 else f"{withheld:,} figures are"
    return f"{capitalised(figures)} withheld from {readers}, and no small count can be worked out from what they see."


def _readers(material: Material) -> str:
    name = material.settings.audiences[material.audience].name
    return f"the readers of this pack ({name[:1].lower()}{name[1:]})"


def _sections(material: Material, words: Sequence[str], left_out: Sequence[str]) -> Iterator[Section]:
    record = material.protection
    if record.lost or record.none_to_show:
        yield _section("lost", "Cannot be protected", "What readers can work out all the same", _lost(material))
    if record.tallies:
        yield _section("rules", "By rule", "How many counts were withheld, and why", _rules(material, record.tallies))
    if record.by_measure:
        yield _section("measures", "By measure", "Which measures the withheld figures are of", _by_measure(material))
    if material.rounded:
        yield _section("rounding", "Rounding", "Whose counts are rounded for these readers", _rounding(material))
    if _kept_back(material):
        yield _section("not-shared", "Not shared", "What was not measured for these readers", _not_shared(material))
    yield _section("words", "Words and marking", "Whose words are in the pack", _words(material, words, left_out))
    yield _section("how", "About this page", "How it was decided", Text(tuple(_how(material))))


def _section(name: str, theme: str, headline: str, *blocks: Block) -> Section:
    return Section(name, Layout.LIST, theme, (headline,), (), tuple(blocks))


def _lost(material: Material) -> Text:
    record = material.protection
    said = [
        "Readers know too much already, from an earlier pack or a publisher, for these counts to be kept from them. A figure "
        "that shows one is withheld from this pack all the same. Ask whoever supplied it before you sign."
    ]
    said += [_figure_words(material, reference) for reference in record.lost[:MOST_LOST]]
    if (more := len(record.lost) - MOST_LOST) > 0:
        said.append(f"{more:,} more such figures.")
    if record.none_to_show:
        rest = f"{record.none_to_show:,} small remainders" if record.none_to_show > 1 else "One small remainder"
        said.append(f"{rest} of a whole that readers know, such as the three that are left of 37 of 40.")
    return Text(tuple((one,) for one in said))


def _figure_words(material: Material, reference: str) -> str:
    figure = material.figures.get(reference)
    if figure is None:
        return f"{reference}."
    name = material.catalogue.metrics[figure.metric].short_name
    return f"{name}, {material.area_name(figure.area)}, {period_words(figure.period)} ({reference})."


def _rules(material: Material, tallies: Sequence[SourceTally]) -> Table:
    def rows() -> Iterator[Row]:
        for one in tallies:
            name = material.catalogue.sources[one.source].short_title
            rule = f"{'nought' if one.noughts_withheld else 'one'} to {number_word(one.smallest - 1)} withheld"
            if any(asked.small_shown for asked in material.catalogue.sources[one.source].asked.values()):
                rule += "; lines that count no people are shown however small"
            counts = (one.counts, one.small, one.rests, one.others, one.again)
            yield Row((TableCell((Strong(name),), (rule,)), *(TableCell((f"{count:,}",)) for count in counts)))

    heads = (
        "Counts in figures",
        "Small themselves (primary)",
        "Small rests (primary)",
        "For their sake (secondary)",
        "Of those in figures, as in other packs before",
    )
    columns = (
        Column("Source, and what it withholds", Align.LEFT, Decimal(50)),
        *(Column(head, Align.RIGHT, Decimal(26)) for head in heads),
    )
    return Table("rules", "Counts behind this pack that are guarded, and those withheld", columns, tuple(rows()))


def _rounding(material: Material) -> Text:
    said = [*rounding_words(material)]
    sources = (material.catalogue.sources[name] for name in material.rounded)
    if bare := [source.short_title for source in sources if not source.smallest_count]:
        said.append(
            f"No count of {listed(bare)} is too small to be shown. Rounding alone keeps nothing from readers: a count may be "
            "worked out from rounded counts and their totals."
        )
    return Text(tuple((one,) for one in said))


def _by_measure(material: Material) -> Table:
    metrics = material.catalogue.metrics
    rows = [
        Row(
            (TableCell((Strong(metrics[name].name),)), TableCell((metrics[name].supplier,)), TableCell((f"{count:,}",)))
        )
        for name, count in sorted(material.protection.by_measure, key=lambda one: (-one[1], one[0]))
    ]
    columns = (
        Column("Measure", Align.LEFT, Decimal(90)),
        Column("Who supplies it", Align.LEFT, Decimal(60)),
        Column("Figures withheld", Align.RIGHT, Decimal(30)),
    )
    return Table("measures", "Figures withheld, of every area and period behind the pack", columns, tuple(rows))


def _not_shared(material: Material) -> Table:
    by_source: dict[str, int] = {}
    for sources in _kept_back(material).values():
        by_source[sources[0]] = by_source.get(sources[0], 0) + 1
    rows = [
        Row(
            (
                TableCell((Strong(material.catalogue.sources[source].short_title),)),
                TableCell((listed(list(material.catalogue.sources[source].audiences)),)),
                TableCell((f"{count:,}",)),
            )
        )
        for source, count in by_source.items()
    ]
    columns = (
        Column("Source", Align.LEFT, Decimal(90)),
        Column("Shared with", Align.LEFT, Decimal(60)),
        Column("Measures", Align.RIGHT, Decimal(30)),
    )
    return Table("not-shared", "Sources that are not shared with these readers", columns, tuple(rows))


def _words(material: Material, words: Sequence[str], left_out: Sequence[str]) -> Text:
    said = [(f"The pack is marked {material.marking}.",)]
    said.append((f"Commentary in it: {listed(list(words))}.",) if words else ("No commentary is in it.",))
    if left_out:
        said.append((f"Left out, because it is for partners only: words of {listed(list(left_out))}.",))
    return Text(tuple(said))


def _how(material: Material) -> Iterator[tuple[str, ...]]:
    yield (
        "A count under a source's smallest is withheld. A small rest is protected as well: what nobody shows, and anybody "
        "could take from what is shown, such as the three that are left of 37 of 40, or one area of a region whose others are "
        "all shown. Then the fewest further counts are withheld from which a small one of either kind could be worked out by "
        "adding and taking away areas, quarters, years, sub-groups and earlier packs. For each small count another release "
        "has been found that looks the same to readers and in which the count differs by at least the smallest; these proofs "
        "were checked when the pack was built.",
    )
    yield (
        "Readers are told one reason for all of it. This page says which was which, so it is for the office alone: it "
        "is in no pack, and should go into none.",
    )
