"""What changed: between editions cell by cell, and in what the last pack of each board would say if it were built now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.material import prepare_material
from assize.app.workspace import Workspace, need_board
from assize.core.document import plain
from assize.core.errors import AssizeError
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Change, Edition, Figure, Revision
from assize.core.periods import Period, parse_period
from assize.core.specs import Catalogue, SourceSpec
from assize.core.wording import figure_number

if TYPE_CHECKING:
    from assize.store.ledger import Run
    from assize.store.store import Store

LEAST_HASH = 6  # of an edition's hash, so many first characters name it
REVISION_COLUMNS = (
    "source", "earlier_file", "earlier_released", "later_file", "later_released", "change", "field", "area", "period",
    "breakdown", "before", "after", "difference", "before_cell", "after_cell",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two editions of one source, and every cell on which they differ."""

    earlier: Edition
    later: Edition
    revisions: tuple[Revision, ...]
    source: SourceSpec | None = None
    places: Mapping[str, str] = field(default_factory=dict)  # what the areas are called

    @property
    def title(self) -> str:
        """What the source is called."""
        return self.source.short_title if self.source else self.later.source

    def field_words(self, name: str) -> str:
        """What a field counts, in the words of its source."""
        return self.source.fields.get(name, name.replace("_", " ")) if self.source else name

    def place(self, area: str) -> str:
        """What an area is called; its code where it has no name here."""
        return self.places.get(area, area)

    def of(self, change: Change) -> tuple[Revision, ...]:
        """The cells of one kind of change."""
        return tuple(one for one in self.revisions if one.change is change)


@dataclass(frozen=True)
class Reread:
    """One figure of the last pack that would now be printed differently."""

    figure: Figure
    name: str
    area: str
    then: str
    now: str


@dataclass(frozen=True)
class Reworded:
    """One sentence of the last pack that would now read differently; `now` is empty where it would not stand at all."""

    measure: str
    then: str
    now: str


@dataclass(frozen=True)
class PackRevisions:
    """A board's last pack against the same quarter with what is held now."""

    board: str
    quarter: Period
    built: datetime
    cut_off: date
    now: date
    figures: tuple[Reread, ...]  # the board's own first, then those it is compared with
    compared: int
    sentences: tuple[Reworded, ...]
    sentences_compared: int


def edition_pairs(folder: Path, *, source: str = "", editions: Sequence[str] = ()) -> Iterator[Pair]:
    """The two editions that `editions` names (by file name or the first characters of the hash), or, with fewer, each edition
    of every source (or of `source`) beside the one released before it that shares a period with it.

    Raises AssizeError where an edition or a source is not held, or the two are not of one source.
    """
    workspace = Workspace.open(folder)
    if source and source not in workspace.catalogue.sources:
        raise AssizeError("there is no such source", found=f"'{source}'", fix="assize status lists them.")
    store = workspace.store()
    try:
        held = store.editions(source=source or None, awaiting=True)
        places = _names(workspace.catalogue, store, held)
        if editions:
            yield _titled(_named_pair(store, held, editions), workspace.catalogue, places)
            return
        for one in sorted({edition.source for edition in held}):
            own = sorted(
                (edition for edition in held if edition.source == one),
                key=lambda edition: (edition.released, edition.last_period.last_day),
            )
            for number, later in enumerate(own):
                before = [edition for edition in own[:number] if _overlap(edition, later)]
                if not before:
                    continue
                pair = Pair(before[-1], later, tuple(store.revisions(before[-1], later)))
                # Two tables of one publication that share no cell are no editions of each other.
                if len(pair.of(Change.NEW)) < later.observations:
                    yield _titled(pair, workspace.catalogue, places)
    finally:
        store.close()


def _names(catalogue: Catalogue, store: Store, held: Sequence[Edition]) -> dict[str, str]:
    """What every area is called: by the catalogue, else by the look-ups."""
    last = max((edition.released for edition in held), default=None)
    names = store.names(last) if last else {}
    return {**names, **{slug: area.name for slug, area in catalogue.areas.items()}}


def _titled(pair: Pair, catalogue: Catalogue, places: Mapping[str, str]) -> Pair:
    return replace(pair, source=catalogue.sources.get(pair.later.source), places=places)


def _overlap(one: Edition, other: Edition) -> bool:
    return (
        one.first_period.first_day <= other.last_period.last_day
        and other.first_period.first_day <= one.last_period.last_day
    )


def _named_pair(store: Store, held: Sequence[Edition], names: Sequence[str]) -> Pair:
    if len(names) != 2:
        raise AssizeError(
            "two editions are compared", found=f"{len(names)}", expected="two names, the earlier one first"
        )
    found = []
    for name in names:
        fits = [
            edition
            for edition in held
            if edition.file == name or (len(name) >= LEAST_HASH and edition.sha256.startswith(name.lower()))
        ]
        if len(fits) != 1:
            what = "no such edition is held" if not fits else "several editions have that name"
            expected = " or ".join(f"{edition.sha256[:12]} ({edition.file})" for edition in fits)
            raise AssizeError(what, found=f"'{name}'", expected=expected, fix="assize status --source ID lists them.")
        found.append(fits[0])
    earlier, later = found
    if earlier.source != later.source:
        raise AssizeError(
            "editions of two different sources have nothing to compare", found=f"{earlier.source} and {later.source}"
        )
    return Pair(earlier, later, tuple(store.revisions(earlier, later)))


def revision_row(pair: Pair, one: Revision) -> tuple[str, ...]:
    """A revision as a row under REVISION_COLUMNS."""

    def text(value: object) -> str:
        return "" if value is None else str(value)

    return (
        pair.later.source, pair.earlier.file, pair.earlier.released.isoformat(), pair.later.file,
        pair.later.released.isoformat(), one.change.value, one.field, one.area, one.period.id,
        " ".join(word for word in one.dimensions.values() if word), one.before_raw, one.after_raw, text(one.difference),
        text(one.before_cell), text(one.after_cell),
    )  # fmt: skip


def pack_revisions(folder: Path, *, board: str = "", cut_off: date | None = None) -> list[PackRevisions]:
    """What the last pack of each board would now say otherwise, with all that is held (or was released by `cut_off`).

    The last pack is made again as it was built: at its cut-off, from what this office had received at that instant.
    Nothing where no pack was built. Raises AssizeError where there is no such board.
    """
    workspace = Workspace.open(folder)
    if board:
        need_board(workspace.catalogue, board)
    store = workspace.store()
    try:
        last: dict[str, Run] = {}
        for run in store.runs():
            # The board's own: what other readers were given says less.
            if run.command == "build" and not {"as_received", "audience"} & run.facts.keys():
                last[run.facts["board"]] = run
        wanted = {name: run for name, run in last.items() if board in ("", name)}
        if not wanted:
            return []
        now = cut_off or max(edition.released for edition in store.editions())
        return [_pack(workspace, store, name, run, now) for name, run in sorted(wanted.items())]
    finally:
        store.close()


def _pack(workspace: Workspace, store: Store, board: str, run: Run, now: date) -> PackRevisions:
    quarter, cut_off = parse_period(run.facts["quarter"]), date.fromisoformat(run.facts["cut_off"])
    then_material, _ = prepare_material(workspace, store, board, quarter, cut_off, as_received=run.at)
    now_material, _ = prepare_material(workspace, store, board, quarter, max(now, cut_off))
    figures = list(_reread(then_material, now_material))
    figures.sort(
        key=lambda one: (one.figure.area != board, one.name, one.figure.breakdown, one.figure.period, one.area)
    )
    sentences = list(_reworded(then_material, now_material))
    return PackRevisions(
        board=board,
        quarter=quarter,
        built=run.at,
        cut_off=cut_off,
        now=max(now, cut_off),
        figures=tuple(figures),
        compared=len(then_material.figures),
        sentences=tuple(sentences),
        sentences_compared=sum(len(_sentences(then_material, key)) for key in then_material.findings),
    )


def _reread(then: Material, now: Material) -> Iterator[Reread]:
    for reference, figure in then.figures.items():
        metric = then.catalogue.metrics[figure.metric]
        other = now.figures.get(reference)
        before = figure_number(figure, metric.kind).text
        after = figure_number(other, metric.kind).text if other else "no figure"
        if before != after:
            yield Reread(figure, metric.short_name, then.area_name(figure.area), before, after)


def _sentences(material: Material, key: MeasureKey) -> tuple[str, ...]:
    finding = material.findings[key]
    words = (finding.headline, finding.sentence, *finding.reading)
    return tuple(plain(one) for one in words if one)


def _reworded(then: Material, now: Material) -> Iterator[Reworded]:
    for key in then.findings:
        metric, breakdown = key
        name = then.catalogue.metrics[metric].name
        subject = f"{name}, {then.catalogue.metrics[metric].breakdown_subjects[breakdown]}" if breakdown else name
        after = list(_sentences(now, key)) if key in now.findings else []
        for place, sentence in enumerate(_sentences(then, key)):
            if sentence not in after:
                yield Reworded(subject, sentence, after[place] if place < len(after) else "")
