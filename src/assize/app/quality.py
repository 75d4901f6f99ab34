"""Gathers what the data-quality page says: every held source along the six dimensions, as at the cut-off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.blocking import leaps, out_of_range
from assize.app.categories import category_faults
from assize.app.currency import source_currency, step_months
from assize.app.material import (
    comparators,
    decide_cut_off,
    decide_quarter,
    judge_all,
    measure,
    needed_series,
    needed_splits,
)
from assize.app.matters import find_matters
from assize.app.measure_revisions import Restating, measure_revisions
from assize.app.reader import Reader
from assize.app.reconcile import reconcile
from assize.app.revisions import Pair, edition_pairs
from assize.app.workspace import Progress, Workspace, quiet
from assize.core.audiences import PARTNERSHIP
from assize.core.errors import AssizeError
from assize.core.nouns import Change, Figure, Measured, Revision, Rule, Selection
from assize.core.periods import Period, parse_period
from assize.core.quality import (
    FieldProfile,
    Immature,
    Jump,
    Lag,
    Leap,
    Level,
    PeriodQuality,
    QualityReport,
    RevisionSize,
    SourceQuality,
    counts_something,
    revision_share,
)
from assize.core.specs import Break, Catalogue, Covers, MetricSpec, SourceSpec
from assize.core.wording import date_words
from assize.statistics.revisions import one_factor, restatement

if TYPE_CHECKING:
    from assize.store.store import Store

PAGE = Path("checks") / "data-quality.html"
# Words by which publishers say that a breakdown is not known; the share of cells that carry one is part of completeness.
UNKNOWN_WORDS = frozenset({"unknown", "not-known", "not-stated", "not-recorded", "missing", "unspecified", "n-a"})
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Checked:
    """What `check` found, and where the page is."""

    report: QualityReport
    page: Path


def check(folder: Path, *, cut_off: date | None = None, progress: Progress = quiet) -> Checked:
    """Looks at everything held as at the cut-off, and writes `checks/data-quality.html` in the workspace.

    Raises AssizeError where the folder is no workspace or nothing is loaded.
    """
    from assize.compose.quality import build_quality
    from assize.render import html
    from assize.render.charts import Drawings

    report = gather(folder, cut_off=cut_off, progress=progress)
    page = folder / PAGE
    page.parent.mkdir(exist_ok=True)
    fresh = page.with_suffix(".new")
    fresh.write_bytes(html.render(build_quality(report), Drawings()))
    fresh.replace(page)
    return Checked(report, page)


def gather(folder: Path, *, cut_off: date | None = None, progress: Progress = quiet) -> QualityReport:
    """All that the page is written from; see `core.quality`."""
    from assize.protect.audiences import is_in_confidence, marking

    workspace = Workspace.open(folder)
    catalogue, settings = workspace.catalogue, workspace.settings
    store = workspace.store()
    try:
        day = decide_cut_off(workspace, store, cut_off)
        progress("Counting what is held")
        editions = store.editions(cut_off=day, awaiting=True)
        held = {edition.source for edition in editions}
        sources = tuple(_source(workspace, store, spec, day) for spec in catalogue.sources.values() if spec.id in held)
        progress("Reconciling")
        reconciled = reconcile(catalogue, store, day)
        progress("Measuring and judging")
        quarter, figures, leapt, measured = _measured(workspace, store, day)
        in_categories, exchanged = category_faults(Reader(store, catalogue, day, {}), settings.boards)
        progress("Comparing editions")
        revisions, restating = _revisions(workspace, store, day)
        places = [comparators(catalogue, settings, board).places for board in settings.boards]
        printed = tuple(dict.fromkeys(area for each in places for area in (each.board, *each.others)))
        again = tuple(measure_revisions(store, catalogue, printed, quarter, restating)) if quarter else ()
    finally:
        store.close()
    confidential = any(is_in_confidence(catalogue.sources[name], PARTNERSHIP) for name in held)
    report = QualityReport(
        catalogue=catalogue,
        settings=settings,
        boards=tuple(catalogue.areas[board] for board in settings.boards),
        cut_off=day,
        quarter=quarter,
        marking=marking(
            [catalogue.sources[name] for name in sorted(held)],
            settings.marking,
            in_confidence=settings.marking_in_confidence if confidential else "",
            made_up=any(edition.made_up for edition in editions),
        ),
        sources=sources,
        not_held=tuple(spec for spec in catalogue.sources.values() if spec.id not in held),
        reconciled=reconciled,
        revisions=revisions,
        measure_revisions=again,
        out_of_range=tuple(figures.values()),
        leaps=(*leapt, *in_categories),
        exchanged=tuple(exchanged),
        judged=sum(one.series.judgement.is_made for _, one in measured),
        jumps=tuple(
            Jump(board, catalogue.metrics[one.metric], one.series)
            for board, one in measured
            if one.series.signal is not None and one.series.signal.rule is Rule.OUTSIDE
        ),
        immature=tuple(
            Immature(board, catalogue.metrics[one.metric], one.series.latest)
            for board, one in measured
            if one.series.latest.immature is not None and not one.breakdown
        ),
        matters=(),
        idle_breaks=tuple(_idle_breaks(catalogue, [one for _, one in measured])),
    )
    without = tuple(board for board in settings.boards if board not in {board for board, _ in measured})
    return find_matters(report, without)


def _idle_breaks(catalogue: Catalogue, measured: Sequence[Measured]) -> Iterator[tuple[MetricSpec, Break]]:
    """The breaks of the office's own that fall between no two figures of their measure: a mistyped quarter changes nothing."""
    spans = {
        one.metric: (one.series.figures[0].period.first_day, one.series.latest.period.last_day)
        for one in measured
        if not one.breakdown
    }
    for metric in catalogue.metrics.values():
        for change in metric.breaks:
            start = parse_period(change.period).first_day
            first, last = spans.get(metric.id, (start, start))
            if change.by_office and not first < start <= last:
                yield metric, change


# --- one source ---------------------------------------------------------------------------------------------------


def _source(workspace: Workspace, store: Store, spec: SourceSpec, day: date) -> SourceQuality:
    profile = store.profile(spec.id, day)
    words = store.words(spec.id, day)
    now = source_currency(workspace, store, spec, day, profile)
    vocabularies = workspace.catalogue.vocabularies
    split: dict[str, int] = {}
    for word in words:
        split[word.dimension] = split.get(word.dimension, 0) + word.cells
    notes = [
        (held.edition.file, problem)
        for held in now.editions
        if held.edition.released <= day
        for problem in store.problems(held.edition)
    ]
    return SourceQuality(
        spec=spec,
        editions=sum(held.edition.released <= day for held in now.editions),
        awaiting=sum(held.awaits for held in now.editions),
        periods=tuple(period_qualities(profile, spec, _first_released(store, spec, day), now.lags)),
        gaps=now.gaps,
        missing=now.missing,
        lags=now.lags,
        strange=tuple(
            word
            for word in words
            if word.dimension in vocabularies and word.word not in vocabularies[word.dimension].names
        ),
        unknown_cells=sum(word.cells for word in words if word.word in UNKNOWN_WORDS),
        split_cells=max(split.values(), default=0),
        expected=now.expected,
        due=now.due,
        overdue=now.overdue,
        notes=tuple(notes),
    )


def _first_released(store: Store, spec: SourceSpec, day: date) -> list[tuple[Period, Period, date, bool]]:
    """Of every edition what it covers, when it was released and whether that is estimated; earliest release first."""
    editions = sorted(store.editions(cut_off=day, source=spec.id), key=lambda edition: edition.released)
    return [
        (edition.first_period, edition.last_period, edition.released, edition.released_estimated)
        for edition in editions
    ]


def period_qualities(
    profile: Sequence[FieldProfile],
    spec: SourceSpec,
    released: Sequence[tuple[Period, Period, date, bool]],
    lags: Sequence[Lag] = (),
) -> Iterator[PeriodQuality]:
    """The periods of a source in order of time, from its fields'; `released` as `_first_released` gives it.

    A field that lags is expected in the periods after its last one; that it is not there is no place's lack.
    """
    ended = {lag.field: lag.last for lag in lags}
    step = step_months(spec)
    held = {(one.field, one.period): one for one in profile}
    places: dict[str, set[str]] = {}
    for one in profile:
        places.setdefault(one.field, set()).update(one.areas)
    for period in dict.fromkeys(one.period for one in profile):
        before, after = period.shifted(-step), period.shifted(step)
        fields = [
            field
            for field in places
            if (field, period) in held
            or ((field, before) in held and (field, after) in held)
            or (field in ended and ended[field].months == period.months and ended[field] < period)
        ]
        own = [held[field, period] for field in fields if (field, period) in held]
        there = {field: held[field, period].areas if (field, period) in held else frozenset() for field in fields}
        absences: dict[object, int] = {}
        for one in own:
            for absence, number in one.absences.items():
                absences[absence] = absences.get(absence, 0) + number
        _, end, day, estimated = next(
            (one for one in released if one[0].first_day <= period.first_day and period.last_day <= one[1].last_day),
            released[0],
        )
        # Of a year's file each quarter was new; an earlier year in a table over time was not.
        new = end.last_day == period.last_day or (
            spec.covers is Covers.ONE_PERIOD and not period.is_year and period.months == end.months
        )
        yield PeriodQuality(
            period=period,
            places=len(set().union(*there.values())),
            fields=len(fields),
            present=sum(map(len, there.values())),
            expected=sum(len(places[field]) for field in fields),
            missing=tuple(
                sorted({area for field in fields if field not in ended for area in places[field] - there[field]})
            ),
            cells=sum(one.cells for one in own),
            absences=absences,  # type: ignore[arg-type]
            negative=sum(one.negative for one in own if counts_something(one.field)),
            repeated=sum(one.repeated for one in own),
            released=day,
            estimated=estimated,
            days=(day - period.last_day).days if new else None,
        )


# --- figures ------------------------------------------------------------------------------------------------------


def _measured(
    workspace: Workspace, store: Store, day: date
) -> tuple[Period | None, Mapping[str, Figure], list[Leap], list[tuple[str, Measured]]]:
    """The quarter a pack would be for, by their references the figures of it that cannot be, the counts that leap, and each
    series of a board judged as in a pack.
    """
    catalogue = workspace.catalogue
    try:
        quarter = decide_quarter(workspace, store, day, "")
    except AssizeError:  # no quarter is held: there is nothing to measure, and the page says so
        return None, {}, [], []
    figures: dict[str, Figure] = {}
    leapt: list[Leap] = []
    measured: list[tuple[str, Measured]] = []
    shown = needed_series(catalogue)
    for board in workspace.settings.boards:
        protected, beside = measure(
            workspace, store, board, quarter, day, PARTNERSHIP, needed_splits(catalogue), series=shown
        )
        own = protected.figures
        beyond = out_of_range(catalogue, own, beside.places.others)
        figures.update({figure.reference: figure for figure in beyond})
        leapt += leaps(catalogue, own, (board,))
        found = judge_all(catalogue, workspace.settings, own, beside.places)
        measured += [
            (board, one)
            for key, one in found.items()
            if (key in shown or not key[1]) and any(figure.value is not None for figure in one.series.figures)
        ]
    return quarter, figures, leapt, measured


# --- revisions ----------------------------------------------------------------------------------------------------


def _revisions(workspace: Workspace, store: Store, day: date) -> tuple[tuple[RevisionSize, ...], list[Restating]]:
    """The sizes of every pair of editions by the day, and which later ones restate anything; where a source observes smaller
    places, those of each board are its own, and its largest change is that of their sum.
    """
    boards = workspace.settings.boards
    found: list[RevisionSize] = []
    restating: list[Restating] = []
    for pair in edition_pairs(workspace.folder):
        if pair.later.released > day:
            continue
        spec = workspace.catalogue.sources[pair.later.source]
        made_of = _made_of(Reader(store, workspace.catalogue, day, {}), spec.id, boards)
        own = {area for board in boards for area in (board, *workspace.catalogue.areas[board].members)}
        own |= {area for places in made_of.values() for area in places}
        sums: list[Revision] = []
        smaller = {board: places for board, places in made_of.items() if len(places) > 1}
        if smaller and not spec.nested:
            sums = [one for one in _restated_sums(store, pair, smaller) if one.difference]
        found += revision_sizes(pair, spec.covers, own, sums)
        if pair.of(Change.RESTATED):
            later = pair.later
            restating.append(Restating(later.source, later.released, later.first_period, later.last_period))
    return tuple(found), restating


def _made_of(reader: Reader, source: str, boards: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The places of a source that make up each board; a board for whose places no look-up fits is left out."""
    found = {}
    for board in boards:
        try:
            found[board] = reader.members(source, board)
        except AssizeError:
            continue
    return found


def _restated_sums(store: Store, pair: Pair, places: Mapping[str, tuple[str, ...]]) -> Iterator[Revision]:
    """What the sum over a board's places was the day before the later edition was released, and on that day."""
    restated = {
        (one.field, one.period) for one in pair.of(Change.RESTATED) if any(one.area in own for own in places.values())
    }
    selections = [Selection(pair.later.source, field) for field in sorted({field for field, _ in restated})]
    if not selections:
        return
    day = pair.later.released
    earlier, later = (store.totals(selections, places, at) for at in (max(pair.earlier.released, day - _DAY), day))
    for selection in selections:
        before = {(total.area, total.period): total for total in earlier[selection]}
        for total in later[selection]:
            old = before.get((total.area, total.period))
            if (selection.field, total.period) not in restated or old is None or old.areas != total.areas:
                continue
            before_raw, after_raw = ("" if value is None else str(value) for value in (old.value, total.value))
            yield Revision(
                change=Change.RESTATED,
                area=total.area,
                period=total.period,
                field=selection.field,
                dimensions={},
                before=old.value,
                after=total.value,
                before_raw=before_raw,
                after_raw=after_raw,
                before_cell=None,
                after_cell=None,
            )


def revision_sizes(
    pair: Pair, covers: Covers, own: Collection[str], sums: Sequence[Revision] = ()
) -> Iterator[RevisionSize]:
    """How much the later edition changed each field of the earlier one; `own` are the places of the office's boards.

    Where an edition carries one period, a cell of another is not gone: the later one does not speak for it. `sums` are those
    of each board over its smaller places, where the source observes these: a board's largest change is among them.
    """
    whole = covers is Covers.WHOLE_SERIES
    for field in sorted({one.field for one in pair.revisions}):
        if not counts_something(field):
            continue  # a share of a change says nothing
        found = [one for one in pair.revisions if one.field == field]
        restated = [one for one in found if one.change is Change.RESTATED]
        gone = sum(one.change is Change.GONE for one in found) if whole else 0
        if not restated and not gone:
            continue  # the later one only goes on
        numbers = [(one.before, one.after) for one in restated if one.before is not None and one.after is not None]
        size = restatement(numbers)
        first, last = pair.later.first_period.first_day, pair.later.last_period.last_day
        dropped = {one.period for one in found if whole and one.change is Change.GONE}
        mine = [one for one in restated if one.area in own]
        yield RevisionSize(
            source=pair.later.source,
            field=field,
            earlier=pair.earlier,
            later=pair.later,
            restated=len(restated),
            added=sum(one.change is Change.NEW for one in found) if whole else 0,
            gone=gone,
            mean_size=size.mean_size,
            most=size.most,
            bias=size.bias,
            largest=_largest(restated),
            own=len(mine),
            own_largest=_largest([one for one in sums if one.field == field] or mine),
            dropped=tuple(sorted(one for one in dropped if one.last_day < first or one.first_day > last)),
            factor=one_factor(numbers),
        )


def _largest(restated: Sequence[Revision]) -> Revision | None:
    sized = [one for one in restated if revision_share(one) is not None]
    return max(sized, key=lambda one: abs(revision_share(one) or Decimal(0)), default=None)


def summary_lines(checked: Checked) -> list[str]:
    """What `assize check` prints: the matters that block or need a look, how many there are to know, and the page."""
    report = checked.report
    day = date_words(report.cut_off)
    lines = [f"As at {day}: what was published by then. What is due since, assize status says as at today."]
    for level in (Level.BLOCKS, Level.LOOK):
        for matter in report.at(level):
            lines.append(f"{level.value}: {matter.where}: {matter.what}")
            lines += [f"  {words}" for words in (matter.action, matter.address) if words]
    counts: Mapping[Level, int] = {level: len(report.at(level)) for level in Level}
    known = counts[Level.KNOW]
    lines.append(
        f"{counts[Level.BLOCKS]} block{'s' if counts[Level.BLOCKS] == 1 else ''} a build, {counts[Level.LOOK]} "
        f"need{'s' if counts[Level.LOOK] == 1 else ''} a look, {known} to know; "
        f"the whole page is {checked.page}."
    )
    lines.append("Next: put right what blocks, then assize build." if report.blocked else "Next: assize build.")
    return lines
