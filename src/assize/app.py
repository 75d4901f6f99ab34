"""The order of the stages, and nothing else: every command and (later) every page calls these functions.

Stages do not know each other; they are handed readers and writers here. Heavy libraries are imported by the stage that needs
them, when it runs.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assize.catalogue.load import load_catalogue
from assize.catalogue.settings import FILE as SETTINGS_FILE
from assize.catalogue.settings import load_settings, settings_text
from assize.core.errors import AssizeError, FileRefused, Problem
from assize.core.material import Material, MeasureKey, Names, Places
from assize.core.nouns import AreaKind, Edition, Figure, Measured, Selection, Total
from assize.core.periods import Period, parse_period
from assize.core.specs import Catalogue, MetricSpec, OfficeSettings
from assize.core.wording import listed, number_word

if TYPE_CHECKING:
    from assize.store.store import Store

PARTNERSHIP = "partnership"
NATION = "england-and-wales"
Progress = Callable[[str], None]


def _quiet(_: str) -> None:
    """No progress wanted."""


@dataclass(frozen=True)
class Workspace:
    """A folder with its settings and the catalogue, the office's own laid over ours."""

    folder: Path
    catalogue: Catalogue
    settings: OfficeSettings

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Reads catalogue and settings; raises AssizeError where the folder is no workspace."""
        catalogue = load_catalogue(folder / "catalogue")
        return cls(folder, catalogue, load_settings(folder, catalogue))

    def store(self) -> Store:
        """Opens the workspace's store."""
        from assize.store.store import Store

        return Store.open(self.folder)


# --- new and demo -------------------------------------------------------------------------------------------------


def new_workspace(
    folder: Path, boards: Sequence[str], *, office: str = "", quarter: str = "", cut_off: date | None = None
) -> Workspace:
    """Makes a workspace for these boards: settings, and the folders a person uses.

    Raises AssizeError where the folder has one already, or a board is not known.
    """
    if (folder / SETTINGS_FILE).exists():
        raise AssizeError(
            "there is a workspace here already", where=str(folder), fix="Choose another folder, or use this one."
        )
    catalogue = load_catalogue()
    for board in boards:
        _need_board(catalogue, board)
    folder.mkdir(parents=True, exist_ok=True)
    names = listed([catalogue.areas[board].name for board in boards])
    text = settings_text(
        list(boards), office or f"Office of the Police and Crime Commissioner, {names}", quarter, cut_off
    )
    (folder / "inbox").mkdir(exist_ok=True)
    (folder / "commentary").mkdir(exist_ok=True)
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return Workspace.open(folder)


def example_files() -> list[Path]:
    """The published figures that come with Assize: inside the package, or in `examples/` of a checkout."""
    for folder in (
        Path(__file__).parent / "example" / "published",
        Path(__file__).parents[2] / "examples" / "published",
    ):
        found = sorted(folder.glob("*.csv"))
        if found:
            return found
    raise AssizeError("the example figures are missing from this installation", fix="Install Assize again.")


def make_demo(folder: Path, progress: Progress = _quiet) -> list[BuiltPack]:
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


def _need_board(catalogue: Catalogue, board: str) -> None:
    import difflib

    boards = sorted(area.slug for area in catalogue.areas.values() if AreaKind.BOARD in area.kinds)
    if board not in boards:
        close = difflib.get_close_matches(board, boards, n=3, cutoff=0.5)
        expected = f"did you mean {' or '.join(close)}?" if close else f"one of: {', '.join(boards)}"
        raise AssizeError("there is no such board", found=f"'{board}'", expected=expected)


# --- load ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loaded:
    """What became of one file: its edition (None where it was refused), whether it was held already, and what was found."""

    file: str
    edition: Edition | None
    already: bool
    problems: tuple[Problem, ...]
    refused: FileRefused | AssizeError | None = None


def load_files(
    folder: Path,
    files: Sequence[Path],
    *,
    released: date | None = None,
    period: Period | None = None,
    again: bool = False,
    progress: Progress = _quiet,
) -> list[Loaded]:
    """Loads files one by one: each wholly or not at all; a refused file stops none of the others."""
    from assize.ingest.recognise import read_file

    workspace = Workspace.open(folder)
    store = workspace.store()
    results = []
    try:
        for path in files:
            progress(f"Reading {path.name}")
            try:
                reading = read_file(path, workspace.catalogue, store.scratch, released=released, period=period)
                kept = store.keep(reading, path, again=again)
                results.append(Loaded(path.name, kept.edition, kept.already, kept.problems))
            except AssizeError as error:
                results.append(Loaded(path.name, None, False, (), error))
    finally:
        store.close()
    return results


# --- status -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SourceStatus:
    """What is held of one source."""

    source: str
    title: str
    editions: tuple[Edition, ...]
    notes: int


def status(folder: Path) -> tuple[Workspace, list[SourceStatus]]:
    """What the workspace holds, source by source."""
    workspace = Workspace.open(folder)
    store = workspace.store()
    try:
        rows = []
        for spec in workspace.catalogue.sources.values():
            editions = tuple(store.editions(source=spec.id))
            notes = sum(len(store.problems(edition)) for edition in editions)
            rows.append(SourceStatus(spec.id, spec.title, editions, notes))
    finally:
        store.close()
    return workspace, rows


# --- measure and judge --------------------------------------------------------------------------------------------


class Reader:
    """The store as the engine sees it: sums at one cut-off, and which places a source observes for an area."""

    def __init__(self, store: Store, catalogue: Catalogue, cut_off: date, pools: Mapping[str, tuple[str, ...]]) -> None:
        self.store = store
        self.catalogue = catalogue
        self.cut_off = cut_off
        self.pools = pools
        self._authorities: dict[str, tuple[str, ...]] | None = None

    def totals(
        self, selections: Sequence[Selection], areas: Mapping[str, tuple[str, ...]]
    ) -> Mapping[Selection, Sequence[Total]]:
        """Sums over the current editions."""
        return self.store.totals(selections, areas, self.cut_off)

    def members(self, source: str, area: str) -> tuple[str, ...]:
        """The places of `source` that make up an area: forces for police figures, authorities for populations."""
        if area in self.pools:
            return tuple(place for member in self.pools[area] for place in self.members(source, member))
        if area == NATION:
            boards = [place.slug for place in self.catalogue.areas.values() if AreaKind.BOARD in place.kinds]
            return tuple(place for board in sorted(boards) for place in self.members(source, board))
        observes = self.catalogue.sources[source].observes
        place = self.catalogue.areas[area]
        if observes is AreaKind.BOARD:
            return (area,)
        forces = (area,) if AreaKind.FORCE in place.kinds else place.members
        if observes is AreaKind.FORCE:
            return forces
        authorities = self._by_force(source)
        return tuple(code for force in forces for code in authorities.get(force, (force,)))

    def _by_force(self, source: str) -> dict[str, tuple[str, ...]]:
        if self._authorities is None:
            codes = {
                area for area in self.store.held_areas(source, self.cut_off) if area[:1] in "EW" and area[1:].isdigit()
            }
            self._authorities = self.store.authorities(self.cut_off, among=codes) if codes else {}
        return self._authorities


@dataclass(frozen=True)
class Comparators:
    """Which areas stand beside a board, and what they are called."""

    places: Places
    names: Names
    pools: Mapping[str, tuple[str, ...]]


def comparators(catalogue: Catalogue, settings: OfficeSettings, board: str) -> Comparators:
    """The board's similar areas where the office has set some, else the other forces of its police region."""
    area = catalogue.areas[board]
    similar = settings.similar.get(board, ())
    if similar:
        others, pool = tuple(similar), f"areas-similar-to-{board}"
        count = number_word(len(others))
        sentence, label, scope = (
            f"the {count} similar areas",
            f"Similar areas, {len(others)}",
            f"{count} similar areas ({listed([catalogue.areas[slug].name for slug in others])}), pooled",
        )
    else:
        others = tuple(
            sorted(
                other.slug
                for other in catalogue.areas.values()
                if AreaKind.BOARD in other.kinds and other.region == area.region and other.slug != board
            )
        )
        pool = f"{area.region}-without-{board}" if others else ""
        region = catalogue.areas[area.region].name if area.region in catalogue.areas else "its"
        count, noun = number_word(len(others)), "forces" if len(others) != 1 else "force"
        sentence, label, scope = (
            f"the other {count} {noun} in its region",
            f"Region, other {len(others)} {noun}",
            f"the other {count} {noun} of the {region} police region, pooled",
        )
    names = Names(area.name, catalogue.areas[NATION].name, sentence, label, scope)
    return Comparators(Places(board, NATION, pool, others), names, {pool: others} if pool else {})


def measure(
    workspace: Workspace,
    store: Store,
    board: str,
    quarter: Period,
    cut_off: date,
    audience: str,
    splits: Mapping[str, set[str]],
) -> tuple[list[Figure], Mapping[str, int], Comparators]:
    """The protected figures of a board and of the areas beside it, sorted by reference; what was withheld; the areas."""
    from assize.measure.engine import Engine, Scope
    from assize.protect.audiences import protect

    catalogue = workspace.catalogue
    beside = comparators(catalogue, workspace.settings, board)
    reader = Reader(store, catalogue, cut_off, beside.pools)
    places = beside.places
    pooled = tuple(slug for slug in (places.pool, places.nation) if slug)
    engine = Engine(catalogue, reader.totals, reader.members)
    figures = engine.figures(catalogue.metrics.values(), Scope(board, pooled, places.others, quarter), splits)
    pools = {**beside.pools, places.nation: (board, *places.others)}
    protected = protect(figures, catalogue.sources, audience, pools)
    return list(protected.figures), protected.withheld, beside


def needed_splits(catalogue: Catalogue) -> dict[str, set[str]]:
    """The dimensions that some report splits each metric by."""
    splits: dict[str, set[str]] = {}
    for report in catalogue.reports.values():
        for item in report.items:
            if item.exhibit.startswith("by:"):
                splits.setdefault(item.metric, set()).add(item.exhibit.removeprefix("by:"))
            elif item.breakdown:
                splits.setdefault(item.metric, set()).add(dimension_of(catalogue, item.metric, item.breakdown))
    return splits


def dimension_of(catalogue: Catalogue, metric: str, breakdown: str) -> str:
    """Which of a metric's dimensions a breakdown value belongs to; raises AssizeError where none does."""
    for dimension in catalogue.metrics[metric].by:
        if breakdown in catalogue.vocabularies[dimension].names:
            return dimension
    raise AssizeError("the measure is not split so", where=metric, found=f"'{breakdown}'")


def judge_all(
    catalogue: Catalogue, settings: OfficeSettings, figures: Sequence[Figure], places: Places
) -> dict[MeasureKey, Measured]:
    """Every measure and breakdown that the board has a figure of."""
    from assize.assess.judge import judge

    by_metric: dict[str, list[Figure]] = {}
    for figure in figures:
        by_metric.setdefault(figure.metric, []).append(figure)
    measured: dict[MeasureKey, Measured] = {}
    for metric, own in by_metric.items():
        spec: MetricSpec = catalogue.metrics[metric]
        for breakdown in sorted({figure.breakdown for figure in own}):
            target = settings.targets.get(metric) if not breakdown else None
            found = judge(spec, breakdown, own, places, target)
            if found is not None:
                measured[metric, breakdown] = found
    return measured


def prepare_material(
    workspace: Workspace,
    store: Store,
    board: str,
    quarter: Period,
    cut_off: date,
    audience: str = PARTNERSHIP,
    splits: Mapping[str, set[str]] | None = None,
) -> tuple[Material, str]:
    """All that the documents of a board are made from, and the hash of the commentary in it."""
    from assize.collect.commentary import read_commentary
    from assize.narrate.findings import find
    from assize.protect.audiences import marking

    catalogue, settings = workspace.catalogue, workspace.settings
    wanted = needed_splits(catalogue) if splits is None else splits
    figures, withheld, beside = measure(workspace, store, board, quarter, cut_off, audience, wanted)
    if not any(figure.value is not None and figure.area == board for figure in figures):
        raise AssizeError(
            "there is nothing to report on",
            where=f"{catalogue.areas[board].name}, {quarter.slug}",
            found="no figure released by the cut-off date",
            fix="Load the publishers' files with: assize load FILES; assize status shows what is held.",
        )
    measured = judge_all(catalogue, settings, figures, beside.places)
    findings = {key: find(item, catalogue.metrics[key[0]], beside.names) for key, item in measured.items()}
    words = read_commentary(workspace.folder / "commentary" / board / quarter.slug)
    used = {edition for figure in figures for part in figure.parts for edition in part.editions}
    editions = tuple(edition for edition in store.editions(cut_off=cut_off) if edition.key in used)
    specs = [catalogue.sources[name] for name in sorted({edition.source for edition in editions})]
    material = Material(
        catalogue=catalogue,
        settings=settings,
        board=catalogue.areas[board],
        quarter=quarter,
        cut_off=cut_off,
        audience=audience,
        marking=marking(specs, settings.marking),
        names=beside.names,
        places=beside.places,
        measured=measured,
        findings=findings,
        figures={figure.reference: figure for figure in figures},
        editions=editions,
        commentary=words.paragraphs,
        asks=words.asks,
        withheld=withheld,
    )
    return material, words.content_hash


# --- when ---------------------------------------------------------------------------------------------------------


def decide_cut_off(workspace: Workspace, store: Store, asked: date | None) -> date:
    """`--cut-off`, else the settings', else the latest release held; never the clock."""
    if asked or workspace.settings.cut_off:
        return asked or workspace.settings.cut_off  # type: ignore[return-value]
    editions = store.editions()
    if not editions:
        raise AssizeError(
            "nothing is loaded yet", where=str(workspace.folder), fix="Load files with: assize load FILES."
        )
    return max(edition.released for edition in editions)


def decide_quarter(workspace: Workspace, store: Store, cut_off: date, asked: str) -> Period:
    """`--quarter`, else the settings', else the latest quarter that an edition released by the cut-off covers."""
    text = asked or workspace.settings.quarter
    if text:
        period = parse_period(text)
        if not period.is_quarter:
            raise AssizeError("a report is for a quarter", found=f"'{text}'", expected="a quarter such as 2018-19-q4")
        return period
    ends = [edition.last_period for edition in store.editions(cut_off=cut_off) if edition.last_period.is_quarter]
    if not ends:
        raise AssizeError("no quarter is held", where=str(workspace.folder), fix="Load files with: assize load FILES.")
    return max(ends)


# --- build --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BuiltPack:
    """A pack on disk."""

    board: str
    quarter: Period
    cut_off: date
    folder: Path
    files: tuple[str, ...]
    awaited: int  # required commentary slots that nobody has filled yet
    figures: int


def build(
    folder: Path,
    *,
    board: str = "",
    quarter: str = "",
    cut_off: date | None = None,
    progress: Progress = _quiet,
) -> list[BuiltPack]:
    """Builds the pack of each board (or of one): five documents in three formats, the workbook, the manifest."""
    workspace = Workspace.open(folder)
    if board:
        _need_board(workspace.catalogue, board)
    store = workspace.store()
    packs = []
    try:
        day = decide_cut_off(workspace, store, cut_off)
        period = decide_quarter(workspace, store, day, quarter)
        for name in (board,) if board else workspace.settings.boards:
            packs.append(_build_one(workspace, store, name, period, day, progress))
    finally:
        store.close()
    return packs


def _build_one(
    workspace: Workspace, store: Store, board: str, quarter: Period, cut_off: date, progress: Progress
) -> BuiltPack:
    from assize.compose.build import build_documents
    from assize.core.document import Commentary
    from assize.publish.manifest import manifest_bytes
    from assize.publish.pack import pack_folder, write_pack

    name = workspace.catalogue.areas[board].name
    progress(f"{name}: measuring and judging")
    material, commentary_hash = prepare_material(workspace, store, board, quarter, cut_off)
    progress(f"{name}: writing the documents")
    documents = build_documents(material)
    files = render_pack(material, documents)
    hashes = {
        "catalogue": workspace.catalogue.content_hash,
        "settings": workspace.settings.content_hash,
        "commentary": commentary_hash,
        "figures": hashlib.sha256("\n".join(sorted(material.figures)).encode()).hexdigest(),
    }
    checks = [
        f"{edition.source}: {edition.file}: {problem.sentence}"
        for edition in material.editions
        for problem in store.problems(edition)
    ]
    files["manifest.json"] = manifest_bytes(material, hashes, checks, files)
    where = pack_folder(workspace.folder, board, quarter.slug, material.audience)
    write_pack(where, files)
    store.record_run("build", {"board": board, "quarter": quarter.slug, "cut_off": cut_off.isoformat(), **hashes})
    slots = {
        block.slot
        for document in documents
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Commentary) and block.required and not block.paragraphs
    }
    return BuiltPack(board, quarter, cut_off, where, tuple(sorted(files)), len(slots), len(material.figures))


def render_pack(material: Material, documents: Sequence[object]) -> dict[str, bytes]:
    """Every document in every format, and the workbook: name -> bytes."""
    from assize.compose.budgets import build_deck
    from assize.compose.workbook import build_workbook
    from assize.core.document import Document
    from assize.render import html, pdf, pptx, xlsx
    from assize.render.charts import Drawings

    drawings = Drawings()
    files: dict[str, bytes] = {}
    for document in documents:
        assert isinstance(document, Document)  # noqa: S101  (the type is imported here only)
        report = material.catalogue.reports[document.id]
        files[f"{document.id}.html"] = html.render(document, drawings)
        files[f"{document.id}.pdf"] = pdf.render(document, drawings)
        files[f"{document.id}.pptx"] = pptx.render(build_deck(document, report, material))
    files["workbook.xlsx"] = xlsx.render(build_workbook(material))
    return files


# --- export -------------------------------------------------------------------------------------------------------

EXPORT_COLUMNS = (
    "reference", "metric", "area", "period", "breakdown", "value", "absence", "reason", "numerator", "denominator",
    "interval_lower", "interval_upper", "interval_method", "share_unresolved", "flagged", "marks", "editions",
)  # fmt: skip


def export_rows(folder: Path, *, cut_off: date | None = None, quarter: str = "") -> Iterator[tuple[str, ...]]:
    """All current figures for the partnership, a row each, sorted by reference: first the column names.

    No received date and no number of the ledger is in it. Values are unrounded.
    """
    workspace = Workspace.open(folder)
    store = workspace.store()
    splits = {metric.id: set(metric.by) for metric in workspace.catalogue.metrics.values()}
    figures: dict[str, Figure] = {}
    try:
        day = decide_cut_off(workspace, store, cut_off)
        period = decide_quarter(workspace, store, day, quarter)
        for board in workspace.settings.boards:
            own, _, _ = measure(workspace, store, board, period, day, PARTNERSHIP, splits)
            figures.update({figure.reference: figure for figure in own if figure.reference not in figures})
    finally:
        store.close()
    yield EXPORT_COLUMNS
    for reference in sorted(figures):
        yield _export_row(figures[reference])


def _export_row(figure: Figure) -> tuple[str, ...]:
    interval = figure.interval

    def text(value: object) -> str:
        return "" if value is None else str(value)

    return (
        figure.reference, figure.metric, figure.area, figure.period.id, figure.breakdown, text(figure.value),
        figure.absence.value if figure.absence else "", figure.reason, text(figure.numerator), text(figure.denominator),
        text(interval.lower if interval else None), text(interval.upper if interval else None),
        interval.method if interval else "", text(figure.immature), "yes" if figure.flagged else "no",
        " ".join(sorted(mark.value for mark in figure.marks)),
        " ".join(sorted({edition.split("-")[0][:12] for part in figure.parts for edition in part.editions})),
    )  # fmt: skip
