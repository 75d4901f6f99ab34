"""From what is held to what is written from: measured, protected, judged and put in words, for one board and quarter."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.areas import place_among_areas
from assize.app.cohorts import set_at_one_age
from assize.app.coverage import held_unmeasured
from assize.app.earlier import earlier_packs
from assize.app.equality import disparities_of, split_by_group
from assize.app.look_ups import look_ups_used
from assize.app.protecting import protected_figures
from assize.app.reader import NATION, Reader
from assize.app.within import measure_within
from assize.app.workspace import Workspace
from assize.core.audiences import PARTNERSHIP, AudienceSpec
from assize.core.errors import AssizeError
from assize.core.material import Material, MeasureKey, Names, Places
from assize.core.nouns import AreaKind, Edition, Figure, Measured
from assize.core.periods import Period, parse_period
from assize.core.protection import EarlierPack
from assize.core.specs import Catalogue, MetricSpec, OfficeSettings
from assize.core.wording import date_words, listed, number_word

if TYPE_CHECKING:
    from assize.protect.audiences import Protected
    from assize.store.store import Store

QUARTERS_BESIDE = 4  # of a sub-group shown beside others only: the latest that is not held is among them


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
            f"Similar, {len(others)} {'forces' if len(others) != 1 else 'force'}",
            f"the similar areas are {listed([catalogue.areas[slug].name for slug in others])}, pooled",
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
        region = catalogue.areas[area.region].name.removesuffix(" region") if area.region in catalogue.areas else "its"
        count, noun = number_word(len(others)), "forces" if len(others) != 1 else "force"
        sentence, label, scope = (
            f"the region's other {count} {noun}",
            f"Region, {len(others)} {noun}",
            f"the region is the other {count} {noun} of the {region} police region, pooled"
            if others
            else f"no other force is in the {region} police region, so nothing is pooled but England and Wales",
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
    series: Collection[MeasureKey] | None = None,
    as_received: date | None = None,
    earlier: Sequence[EarlierPack] | None = None,
) -> tuple[Protected, Comparators]:
    """The protected figures of a board and of the areas beside it, sorted by reference, with what was withheld; the areas.

    With `series` only those sub-groups are measured over all areas and periods; of the others, which a report shows side by
    side, the board's and the nation's last four quarters.
    """
    figures, pools, beside = unprotected(workspace, store, board, quarter, cut_off, splits, series, as_received)
    if earlier is None:
        earlier = earlier_packs(workspace.folder, audience)
    own = (board, quarter.slug, audience)
    earlier = [replace(one, own=one.folder == own) for one in earlier]
    return protected_figures(workspace.catalogue, figures, audience, cut_off, pools, earlier), beside


def unprotected(
    workspace: Workspace,
    store: Store,
    board: str,
    quarter: Period,
    cut_off: date,
    splits: Mapping[str, set[str]],
    series: Collection[MeasureKey] | None = None,
    as_received: date | None = None,
) -> tuple[list[Figure], Mapping[str, Sequence[str]], Comparators]:
    """The figures as they are, the areas that each pooled area is made of, and the areas beside the board.

    Nobody but `measure` and who tests the protection has business with these: everything that is written down is protected.
    """
    from assize.measure.engine import Engine, Scope

    catalogue = workspace.catalogue
    beside = comparators(catalogue, workspace.settings, board)
    reader = Reader(store, catalogue, cut_off, beside.pools, as_received)
    places = beside.places
    pooled = tuple(slug for slug in (places.pool, places.nation) if slug)
    engine = Engine(catalogue, reader.totals, reader.members)

    # Of what may be too small to show all of every sub-group is looked at, as the packs before have shown some of it.
    guarded = {
        metric.id
        for metric in catalogue.metrics.values()
        if any(catalogue.sources[each.source].smallest_count for each in (*metric.numerators, *metric.denominators))
    }

    def wanted(metric: str, area: str, period: Period, breakdown: str) -> bool:
        if not breakdown or series is None or (metric, breakdown) in series or metric in guarded:
            return True
        recent = period.is_quarter and quarter.later(-QUARTERS_BESIDE) < period
        return recent and area in (places.board, places.nation)

    scope = Scope(board, pooled, places.others, quarter)
    figures = engine.figures(catalogue.metrics.values(), scope, splits, wanted)
    pools = {
        pool: members
        for other in workspace.settings.boards
        for pool, members in comparators(catalogue, workspace.settings, other).pools.items()
    }
    return figures, {**pools, **beside.pools, places.nation: (board, *places.others)}, beside


def needed_series(catalogue: Catalogue) -> set[MeasureKey]:
    """The sub-groups that some report shows over time."""
    items = [item for report in catalogue.reports.values() for item in report.items]
    shown = {(item.metric, item.breakdown) for item in items if item.exhibit == "series"}
    pooled = {
        (metric, value)
        for metric, dimension in split_by_group(catalogue)
        for value in catalogue.vocabularies[dimension].names
    }
    return shown | pooled


def needed_splits(catalogue: Catalogue) -> dict[str, set[str]]:
    """The dimensions that some report splits each metric by."""
    splits: dict[str, set[str]] = {}
    for metric, dimension in split_by_group(catalogue):
        splits.setdefault(metric, set()).add(dimension)
    for report in catalogue.reports.values():
        for item in report.items:
            if item.exhibit.startswith(("by:", "bands:")):
                splits.setdefault(item.metric, set()).add(item.exhibit.partition(":")[2])
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
    from assize.statistics.spc import RULESETS

    by_metric: dict[str, list[Figure]] = {}
    for figure in figures:
        if catalogue.metrics[figure.metric].context:
            continue
        by_metric.setdefault(figure.metric, []).append(figure)
    measured: dict[MeasureKey, Measured] = {}
    for metric, own in by_metric.items():
        spec: MetricSpec = catalogue.metrics[metric]
        for breakdown in sorted({figure.breakdown for figure in own}):
            target = settings.targets.get(metric) if not breakdown else None
            found = judge(spec, breakdown, own, places, target, RULESETS[settings.rule_set(metric)])
            if found is not None:
                measured[metric, breakdown] = found
    return measured


def need_audience(settings: OfficeSettings, audience: str) -> AudienceSpec:
    """The audience of that name; raises AssizeError, with those there are, where there is none."""
    if audience in settings.audiences:
        return settings.audiences[audience]
    close = difflib.get_close_matches(audience, list(settings.audiences), n=1, cutoff=0.5)
    meant = f"Did you mean {close[0]}? " if close else ""
    raise AssizeError(
        "there is no such audience",
        found=f"'{audience}'",
        expected=listed(list(settings.audiences)).replace(" and ", " or "),
        fix=f"{meant}An office defines others in assize.toml, under [audiences.NAME].",
    )


def _all_withheld(measured: Measured) -> bool:
    """Whether protection has left nothing of a measure: a page about it would be a hole."""
    figures = measured.series.figures
    return all(figure.value is None for figure in figures) and any(figure.is_withheld for figure in figures)


def prepare_material(
    workspace: Workspace,
    store: Store,
    board: str,
    quarter: Period,
    cut_off: date,
    audience: str = PARTNERSHIP,
    splits: Mapping[str, set[str]] | None = None,
    as_received: date | None = None,
    only: Collection[str] | None = None,
    earlier: Sequence[EarlierPack] | None = None,
) -> tuple[Material, str]:
    """All that the documents of a board are made from, and the hash of the commentary in it.

    With `as_received` (a day, or an instant) without what this office had not received by then; with `only` all areas are
    looked at for these measures alone. `earlier` are the packs that have been built before: those on disk, unless given.
    """
    from assize.assess.false_signals import by_chance
    from assize.assess.flows import case_flow
    from assize.narrate.findings import find
    from assize.protect.audiences import is_in_confidence, marking

    told = need_audience(workspace.settings, audience)
    whole_catalogue = workspace.catalogue
    workspace = replace(workspace, catalogue=whole_catalogue.for_audience(audience))
    catalogue, settings = workspace.catalogue, workspace.settings
    if splits is None:
        wanted, series = needed_splits(catalogue), needed_series(catalogue)
    else:
        wanted, series = dict(splits), None
    protected, beside = measure(
        workspace, store, board, quarter, cut_off, audience, wanted, series, as_received, earlier
    )
    figures = list(protected.figures)
    if not any(figure.value is not None and figure.area == board for figure in figures):
        received = f" and received by {date_words(as_received)}" if as_received else ""
        raise AssizeError(
            "there is nothing to report on",
            where=f"{catalogue.areas[board].name}, {quarter.slug}",
            found=f"no figure released by the cut-off date{received}",
            fix="Load the publishers' files with: assize load FILES; assize status shows what is held.",
        )
    measured = judge_all(catalogue, settings, figures, beside.places)
    hidden = {key for key, one in measured.items() if _all_withheld(one)}
    measured = {key: one for key, one in measured.items() if key not in hidden}
    reader = Reader(store, catalogue, cut_off, beside.pools, as_received)
    young = set_at_one_age(catalogue, reader, board, quarter, audience, measured, only)
    measured |= {key: replace(measured[key], same_age=pairs) for key, pairs in young.pairs.items()}
    known = {figure.reference: figure for figure in figures}
    among = place_among_areas(catalogue, reader, beside.places, quarter, audience, measured, known, only)
    findings = {
        key: find(item, catalogue.metrics[key[0]], beside.names, None if key[1] else among.positions.get(key[0]))
        for key, item in measured.items()
    }
    whole = {metric: item for (metric, breakdown), item in measured.items() if not breakdown}
    kept_back = {
        metric.id: tuple(dict.fromkeys(each.source for each in (*metric.numerators, *metric.denominators)))
        for metric in whole_catalogue.metrics.values()
        if metric.numerators and not (metric.id in catalogue.metrics and catalogue.metrics[metric.id].numerators)
    }
    not_shared = {name: sources for name, sources in kept_back.items() if name in catalogue.metrics}
    levels = settings.open_levels.get(board, {})
    flows = {
        metric: found
        for metric in whole
        if (found := case_flow(catalogue.metrics[metric], catalogue.metrics, whole, levels.get(metric)))
    }
    disparities = disparities_of(catalogue, figures, board)
    inside = measure_within(catalogue, reader, board, quarter, audience, figures)
    figures += inside.figures
    held = {figure.reference for figure in figures}
    figures += [figure for figure in among.figures if figure.reference not in held]
    figures += young.figures
    words = workspace.words(board, quarter, audience)
    used = {edition for figure in figures for part in figure.parts for edition in part.editions}
    counted = store.editions(cut_off, as_received)
    sources = {edition.source for edition in counted if edition.key in used}
    used |= look_ups_used(catalogue, store, sources, cut_off, as_received)
    editions = tuple(edition for edition in counted if edition.key in used)
    lacking = [
        metric
        for metric in catalogue.metrics.values()
        if (metric.id, "") not in measured and metric.id not in not_shared
    ]
    unmeasured = held_unmeasured(catalogue, lacking, {edition.source for edition in counted})
    specs = [catalogue.sources[name] for name in sorted({edition.source for edition in editions})]
    confidential = words.restricted or any(is_in_confidence(source, audience) for source in specs)
    material = Material(
        catalogue=catalogue,
        settings=settings,
        board=catalogue.areas[board],
        quarter=quarter,
        cut_off=cut_off,
        audience=audience,
        marking=marking(
            specs,
            settings.marking,
            policy=told.marking,
            in_confidence=settings.marking_in_confidence if confidential else "",
            made_up=any(edition.made_up for edition in editions),
        ),
        names=beside.names,
        places=beside.places,
        measured=measured,
        findings=findings,
        figures={figure.reference: figure for figure in figures},
        editions=editions,
        unmeasured=unmeasured,
        commentary=words.paragraphs,
        asks=words.asks,
        withheld=protected.withheld,
        protection=protected.record,
        silent=frozenset(Path(name).stem for name in words.left_out) - words.paragraphs.keys(),
        as_received=as_received,
        chance=by_chance(measured),
        within=inside.places,
        positions=among.positions,
        flows=flows,
        disparities=disparities,
        place_names=inside.names,
        not_shared=not_shared,
        not_named={name: sources for name, sources in kept_back.items() if name not in not_shared},
        all_withheld=frozenset(metric for metric, breakdown in hidden if not breakdown),
    )
    return material, words.content_hash


def decide_cut_off(
    workspace: Workspace, store: Store, asked: date | None, as_received: date | None = None, quarter: str = ""
) -> date:
    """`--cut-off`, else the settings', else the calendar's for the quarter reported on, else the latest release held.

    Never the clock. `quarter` is the one asked for, if any.
    """
    if asked or workspace.settings.cut_off:
        return asked or workspace.settings.cut_off  # type: ignore[return-value]
    of_the_calendar = _calendar_cut_off(workspace, store, quarter, as_received)
    if of_the_calendar:
        return of_the_calendar
    editions = store.editions(as_received=as_received)
    if not editions and as_received is not None and store.editions():
        raise _not_received(store.editions(), as_received)
    if not editions:
        raise AssizeError("nothing is loaded yet", fix="Load files with: assize load FILES.")
    return max(edition.released for edition in editions)


def _not_received(editions: Sequence[Edition], as_received: date) -> AssizeError:
    return AssizeError(
        "nothing had been received by that day",
        found=date_words(as_received),
        expected=f"{date_words(min(edition.received for edition in editions))} or a later day",
    )


def _calendar_cut_off(workspace: Workspace, store: Store, quarter: str, as_received: date | None) -> date | None:
    """That of the quarter asked for or set; without one, of the latest quarter of which something is held."""
    meetings = workspace.settings.calendar.meetings
    text = quarter or workspace.settings.quarter
    if text:
        dates = meetings.get(parse_period(text).slug)
        return dates.cut_off if dates else None
    if not meetings:
        return None
    ends = [
        edition.last_period for edition in store.editions(as_received=as_received) if edition.last_period.is_quarter
    ]
    dates = workspace.settings.calendar.dates(max(ends)) if ends else None
    return dates.cut_off if dates else None


def decide_quarter(
    workspace: Workspace, store: Store, cut_off: date, asked: str, as_received: date | None = None
) -> Period:
    """`--quarter`, else the settings', else the latest quarter that an edition released by the cut-off covers.

    The settings' quarter gives way to a cut-off date of a command that lies before its end: as at any past day there is a
    pack, of what could be reported on then.
    """
    text = asked or workspace.settings.quarter
    period = parse_period(text) if text else None
    earlier = not asked and cut_off != workspace.settings.cut_off and period is not None and period.last_day > cut_off
    if period is not None and not earlier:
        if not period.is_quarter:
            raise AssizeError("a report is for a quarter", found=f"'{text}'", expected="a quarter such as 2018-19-q4")
        if period.last_day > cut_off:
            raise AssizeError(
                "the quarter had not ended by the cut-off date",
                found=f"{period.slug}, which ends on {date_words(period.last_day)}",
                expected=f"a quarter that ended by {date_words(cut_off)}",
                fix="Choose an earlier quarter or a later cut-off date.",
            )
        return period
    ends = [edition.last_period for edition in store.editions(cut_off, as_received) if edition.last_period.is_quarter]
    if not ends:
        published = [edition for edition in store.editions(cut_off) if edition.last_period.is_quarter]
        if as_received is not None and published:
            raise _not_received(published, as_received)
        if store.editions():
            first = min(edition.released for edition in store.editions())
            raise AssizeError(
                "no quarter that is held had been published by the cut-off date",
                found=date_words(cut_off),
                expected=f"{date_words(first)} or a later day",
                fix="Choose a later cut-off date, or load earlier editions.",
            )
        raise AssizeError("no quarter is held", fix="Load files with: assize load FILES.")
    return max(ends)
