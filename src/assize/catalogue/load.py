"""Reads the catalogue: every file, then all of them against each other; what is wrong is told all at once.

An office may lay its own `catalogue/` folder over ours: a file of the same name replaces ours whole, a new one is added,
and a line of its `areas.csv` replaces ours of the same slug.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from assize.catalogue.areas import AREAS, COURTS, read_areas
from assize.catalogue.check import check_catalogue
from assize.catalogue.files import (
    AskedTable,
    EqualityFile,
    LocalFile,
    MaturityTable,
    MetricFile,
    ProviderFile,
    ReconciliationFile,
    ReportFile,
    SelectionTable,
    SideTable,
    SourceFile,
    VocabularyFile,
)
from assize.catalogue.local import FILE as LOCAL
from assize.catalogue.local import LocalMeasure, local_measures
from assize.catalogue.shape import read_table, unknown
from assize.core.audiences import Condition
from assize.core.disparity import EqualityOutcome
from assize.core.errors import FileRefused, Problem
from assize.core.flows import FlowSpec
from assize.core.nouns import Area, Selection
from assize.core.specs import (
    AskedField,
    AskedWords,
    Break,
    Catalogue,
    Example,
    Maturity,
    MetricSpec,
    ProviderRole,
    Reconciliation,
    ReportItem,
    ReportSpec,
    Side,
    SourceSpec,
    Sum,
    Vocabulary,
)

_T = TypeVar("_T")
OURS = Path(__file__).parent
THEMES = "themes.toml"
EQUALITY = "equality.toml"


@dataclass
class _Reading:
    """What one run of `load_catalogue` has gathered: file texts by catalogue path, and problems."""

    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_catalogue(extra: Path | None = None) -> Catalogue:
    """The catalogue of the package, with the office's own folder `extra` laid over it where there is one.

    Raises FileRefused with every problem of every file: file and key named, and the nearest known name suggested.
    """
    reading = _Reading(_texts(OURS))
    if extra is not None and extra.is_dir():
        theirs = _texts(extra)
        for name in {AREAS, COURTS} & theirs.keys() & reading.texts.keys():
            theirs[name] = _overlaid(reading.texts[name], theirs[name])
        moved = {Path(path).name: path for path in theirs if path.startswith("metrics/")}
        for path in [path for path in reading.texts if path.startswith("metrics/") and Path(path).name in moved]:
            del reading.texts[path]  # the office's metric of the same name may stand in another theme
        reading.texts |= theirs
    return _checked(tuple(reading.texts.items()))


@lru_cache(maxsize=2)  # a command that opens its workspace thirty times reads the same texts thirty times
def _checked(texts: tuple[tuple[str, str], ...]) -> Catalogue:
    reading = _Reading(dict(texts))
    catalogue, files = _built(reading)
    problems = reading.problems + check_catalogue(catalogue, files)
    if problems:
        raise FileRefused("the catalogue", problems)
    return catalogue


# --- files --------------------------------------------------------------------------------------------------------


def _texts(folder: Path) -> dict[str, str]:
    """Every file of a catalogue folder, by its path inside it, sorted."""
    paths = [folder / AREAS, folder / COURTS, folder / THEMES, folder / LOCAL, folder / EQUALITY]
    paths += [*folder.glob("metrics/*/*.toml"), *folder.glob("sources/*.toml")]
    paths += [*folder.glob("reports/*.toml"), *folder.glob("vocabularies/*.toml")]
    paths += [*folder.glob("reconciliations/*.toml"), *folder.glob("providers/*.toml")]
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig")
        for path in sorted(paths)
        if path.is_file()
    }


def _overlaid(ours: str, theirs: str) -> str:
    """Our lines of areas.csv without those whose slug theirs have, then theirs."""
    head, *lines = ours.splitlines()
    _, *added = theirs.splitlines()
    replaced = {line.split(",", 1)[0] for line in added}
    kept = [line for line in lines if line.split(",", 1)[0] not in replaced]
    return "\n".join([head, *kept, *added]) + "\n"


def _built(reading: _Reading) -> tuple[Catalogue, dict[str, str]]:
    """The catalogue as far as its files can be read, and where each metric, source, report and vocabulary stands."""
    vocabularies: dict[str, Vocabulary] = {}
    subjects: dict[str, dict[str, str]] = {}
    sources: dict[str, SourceSpec] = {}
    reports: dict[str, tuple[int, ReportSpec]] = {}
    reconciliations: dict[str, Reconciliation] = {}
    roles: dict[str, tuple[int, ProviderRole]] = {}
    metric_files: dict[str, tuple[str, MetricFile]] = {}
    themes: dict[str, str] = {}
    local: list[LocalMeasure] = []
    equality: tuple[EqualityOutcome, ...] = ()
    stands: dict[str, str] = {}
    for path, text in reading.texts.items():
        if path in (AREAS, COURTS):
            continue
        table = _parsed(path, text, reading)
        if table is None:
            continue
        stem = Path(path).stem
        folder = path.split("/", 1)[0]
        stands[f"{folder}/{stem}"] = path
        if path == LOCAL and (file := _shaped(LocalFile, path, table, reading)):
            local, problems = local_measures(file, path)
            reading.problems += problems
        elif path == EQUALITY and (outcomes := _shaped(EqualityFile, path, table, reading)):
            equality = tuple(EqualityOutcome(**vars(one)) for one in outcomes.outcome)
        elif path == THEMES:
            themes = {str(slug): str(name) for slug, name in table.items()}
        elif folder == "vocabularies" and (words := _shaped(VocabularyFile, path, table, reading)):
            vocabularies[stem], subjects[stem] = _vocabulary(stem, words)
        elif folder == "sources" and (source := _shaped(SourceFile, path, table, reading)):
            sources[stem] = _source(stem, source)
        elif folder == "reports" and (report := _shaped(ReportFile, path, table, reading)):
            reports[stem] = (report.order, _report(stem, report))
        elif folder == "reconciliations" and (pair := _shaped(ReconciliationFile, path, table, reading)):
            reconciliations[stem] = _reconciliation(stem, pair)
        elif folder == "providers" and (role := _shaped(ProviderFile, path, table, reading)):
            roles[stem] = (role.order, _role(stem, role))
        elif folder == "metrics" and (metric := _shaped(MetricFile, path, table, reading)):
            metric_files[stem] = (path.split("/")[1], metric)
    metrics = [_metric(stem, theme, metric, subjects) for stem, (theme, metric) in metric_files.items()]
    metrics += _add_local(local, {stem: role for stem, (_, role) in roles.items()}, sources, reports, stands, reading)
    digest = hashlib.sha256("".join(f"{path}\0{reading.texts[path]}\0" for path in sorted(reading.texts)).encode())
    areas: dict[str, Area] = {}
    for path in (AREAS, COURTS):
        read, problems = read_areas(reading.texts.get(path, ""), path) if path in reading.texts else ({}, [])
        doubled = sorted(areas.keys() & read.keys())
        reading.problems += [
            *problems,
            *(Problem("a place stands twice", where=path, found=f"'{slug}'") for slug in doubled),
        ]
        areas |= read
    catalogue = Catalogue(
        areas=areas,
        metrics={metric.id: metric for metric in sorted(metrics, key=lambda metric: _framework_order(metric, themes))},
        sources=sources,
        reports={stem: spec for stem, (_, spec) in sorted(reports.items(), key=lambda item: (item[1][0], item[0]))},
        vocabularies=vocabularies,
        themes=themes,
        content_hash=digest.hexdigest(),
        reconciliations=reconciliations,
        equality=equality,
        roles={stem: role for stem, (_, role) in sorted(roles.items(), key=lambda item: (item[1][0], item[0]))},
    )
    return catalogue, stands


def _add_local(
    local: Iterable[LocalMeasure],
    roles: Mapping[str, ProviderRole],
    sources: dict[str, SourceSpec],
    reports: dict[str, tuple[int, ReportSpec]],
    stands: dict[str, str],
    reading: _Reading,
) -> list[MetricSpec]:
    """The office's local measures, with their fields added to the sources of their roles and themselves to the reports."""
    found: list[MetricSpec] = []
    for number, measure in enumerate(local, start=1):
        table, where = measure.table, f"{LOCAL} [measure.{number}"
        role = roles.get(table.role)
        if role is None:
            reading.problems.append(unknown("role", f"{where}.role]", table.role, roles))
            continue
        if f"metrics/{table.id}" in stands:
            reading.problems.append(Problem("a measure stands twice", where=f"{where}.id]", found=f"'{table.id}'"))
            continue
        stands[f"metrics/{table.id}"] = f"{where}]"
        if role.source in sources:
            source = sources[role.source]
            asked = {one.id: one for one in measure.asked}
            names = {name: one.name for name, one in asked.items()}
            sources[role.source] = replace(source, asked={**source.asked, **asked}, fields={**source.fields, **names})
        metric = _metric(table.id, role.theme, measure.metric, {})
        found.append(replace(metric, local=tuple(table.providers), confirmed=True))
        for stem, (order, report) in reports.items():
            if report.form == "report" and role.theme in report.themes:
                reports[stem] = (order, replace(report, items=(*report.items, ReportItem(table.id))))
    return found


def _framework_order(metric: MetricSpec, themes: Mapping[str, str]) -> tuple[int, bool, str, str]:
    """By theme, then by the framework's own number, measures without one last."""
    theme = list(themes).index(metric.theme) if metric.theme in themes else len(themes)
    return theme, not metric.catalogue_id, metric.catalogue_id, metric.id


def _parsed(path: str, text: str, reading: _Reading) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        reading.problems.append(Problem("this file is not valid TOML", where=path, found=str(error)))
        return None


def _shaped(shape: type[_T], path: str, table: Mapping[str, Any], reading: _Reading) -> _T | None:
    value, problems = read_table(shape, table, path)
    reading.problems += problems
    return value


# --- from files to specs ------------------------------------------------------------------------------------------


def _vocabulary(dimension: str, words: VocabularyFile) -> tuple[Vocabulary, dict[str, str]]:
    """The vocabulary, and the words of a sentence for each value by which a measure may be split."""
    names = {value.slug: value.name for value in words.value}
    subjects = {value.slug: value.subject for value in words.value if value.subject}
    starts = {value.slug: value.starts for value in words.value if value.starts is not None}
    return Vocabulary(dimension, words.title, names, words.reference, words.unknown, words.unit, starts), subjects


def _source(stem: str, source: SourceFile) -> SourceSpec:
    release = source.release
    return SourceSpec(
        id=stem,
        title=source.title,
        short_title=source.short_title,
        publisher=source.publisher,
        licence=source.licence,
        address=source.address,
        cadence=source.cadence,
        covers=source.covers,
        release_rule=f"{release.days_after_period_end} days after the last period's end: {release.why}"
        if release
        else "",
        release_lag_days=release.days_after_period_end if release else None,
        layout=source.layout,
        observes=tuple(source.observes),
        dimensions=tuple(source.dimensions),
        fields=dict(source.fields) | {name: table.name for name, table in source.asked.items()},
        audiences=tuple(source.audiences),
        smallest_count=source.smallest_count,
        marking=source.marking,
        caveats=tuple(source.caveats),
        file_pattern=source.file_pattern,
        pattern_guessed=source.file_pattern_guessed,
        nested=tuple(source.nested),
        totals={dimension: tuple(words) for dimension, words in source.totals.items()},
        words={dimension: tuple(words) for dimension, words in source.words.items()},
        titles=tuple(source.titles),
        tables=dict(source.tables),
        asked={name: _asked(name, table) for name, table in source.asked.items()},
        sums=tuple(Sum(table.total, tuple(table.parts)) for table in source.sum),
        noughts_withheld=source.noughts_withheld,
        rounded_to=dict(source.rounded_to),
        conditions={audience: Condition(**vars(table)) for audience, table in source.from_.items()},
    )


def _asked(name: str, table: AskedTable) -> AskedField:
    now = vars(table)
    earlier = tuple(AskedWords(**{key: words or now[key] for key, words in vars(one).items()}) for one in table.earlier)
    return AskedField(name, **{**now, "earlier": earlier})


def _role(stem: str, role: ProviderFile) -> ProviderRole:
    return ProviderRole(
        id=stem,
        name=role.name,
        about=role.about,
        source=role.source,
        theme=role.theme,
        days_to_answer=role.days_to_answer,
        contact=role.contact,
        reach=role.reach,
    )


def _report(stem: str, report: ReportFile) -> ReportSpec:
    return ReportSpec(
        id=stem,
        title=report.title,
        form=report.form,
        themes=tuple(report.themes),
        items=tuple(
            ReportItem(item.metric, item.breakdown, item.theme, item.exhibit, item.chapter, item.spare)
            for item in report.item
        ),
        headline_rows=report.headline_rows,
        findings=report.findings,
        slides=report.slides,
        exhibits=report.exhibits,
        pages=report.pages,
    )


def _reconciliation(stem: str, pair: ReconciliationFile) -> Reconciliation:
    def side(table: SideTable) -> Side:
        return Side(table.name, _selection(table), table.sum_of, tuple(table.of))

    return Reconciliation(
        id=stem,
        title=pair.title,
        places=pair.places,
        left=side(pair.left),
        right=side(pair.right),
        tolerance=pair.tolerance,
        rounded_to=pair.rounded_to,
        blocks=pair.blocks,
        why=pair.why,
        action=pair.action,
    )


def _selection(table: SelectionTable | SideTable) -> Selection:
    where = tuple((dimension, tuple(values)) for dimension, values in sorted(table.where.items()))
    return Selection(table.source, table.field, where, (), tuple(table.plus))


def _maturity(table: MaturityTable) -> Maturity:
    return Maturity(
        unresolved=_selection(table.unresolved),
        cohort=_selection(table.cohort),
        flag_above=table.flag_above,
        hold_above=table.hold_above,
        unresolved_words=table.words,
    )


def _metric(stem: str, theme: str, metric: MetricFile, subjects: Mapping[str, Mapping[str, str]]) -> MetricSpec:
    numerators = tuple(_selection(table) for table in metric.numerator)
    example = metric.example
    return MetricSpec(
        id=stem,
        catalogue_id=metric.catalogue_id,
        theme=theme,
        name=metric.name,
        short_name=metric.short_name,
        question=metric.question,
        definition=metric.definition,
        subject=metric.subject,
        plural=metric.plural,
        kind=metric.kind,
        cadence=metric.cadence,
        better=metric.better,
        unit=metric.unit,
        counted=metric.counted,
        basis=metric.basis,
        multiplier=metric.multiplier,
        numerators=numerators,
        denominators=tuple(_selection(table) for table in metric.denominator),
        by=tuple(metric.by),
        by_excludes_unsplit=metric.by_excludes_unsplit,
        maturity=_maturity(metric.maturity) if metric.maturity else None,
        minimum=metric.minimum,
        caveats=tuple(metric.caveats),
        breaks=tuple(Break(item.period, item.reason, item.author) for item in metric.break_),
        balance=metric.balance,
        supplier=metric.supplier,
        gap_reason=metric.gap_reason,
        example=Example(example.numerator, example.denominator, example.value, example.words) if example else None,
        breakdown_subjects=_breakdown_subjects(metric.by, numerators, subjects),
        definition_hash=_definition_hash(stem, metric),
        ages=metric.ages,
        stock=metric.stock,
        context=metric.context,
        within=tuple(_selection(table) for table in metric.within),
        evidence=metric.evidence,
        flow=FlowSpec(metric.flow.receipts, metric.flow.disposals) if metric.flow else None,
    )


def _breakdown_subjects(
    by: Iterable[str], numerators: Iterable[Selection], subjects: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """The values a metric is split by: all of its dimensions' vocabularies that its own filter leaves."""
    result: dict[str, str] = {}
    for dimension in by:
        kept = [dict(selection.where)[dimension] for selection in numerators if dimension in dict(selection.where)]
        for slug, subject in subjects.get(dimension, {}).items():
            if all(slug in values for values in kept):
                result[slug] = subject
    return result


def _definition_hash(stem: str, metric: MetricFile) -> str:
    """Changes when, and only when, the arithmetic of the metric does: its words may be improved without a new version."""
    maturity = metric.maturity
    arithmetic = (
        stem,
        metric.kind.value,
        metric.cadence.value,
        metric.multiplier,
        [_selection(table) for table in (*metric.numerator, *metric.denominator)],
        len(metric.numerator),
        [item.period for item in metric.break_],
        maturity
        and (
            _selection(maturity.unresolved),
            _selection(maturity.cohort),
            str(maturity.flag_above),
            str(maturity.hold_above),
        ),
    )
    return hashlib.sha256(repr(arithmetic).encode()).hexdigest()[:16]
