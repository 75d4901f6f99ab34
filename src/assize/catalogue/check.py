"""Checks the catalogue's files against each other; every fault is found in one go, with file, key and a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from assize.catalogue.check_partners import check_partners
from assize.catalogue.shape import unknown
from assize.core.errors import AssizeError, Problem
from assize.core.nouns import AreaKind, Selection
from assize.core.periods import MONTHS_IN_YEAR, parse_period
from assize.core.specs import Catalogue, Kind, MetricSpec
from assize.core.wording import value_text


def check_catalogue(catalogue: Catalogue, stands: Mapping[str, str]) -> list[Problem]:
    """What does not hold between the files of a catalogue, in the order of the files.

    `stands` leads from `metrics/<id>`, `sources/<id>`, `reports/<id>` to the path of the file. A file that could not be
    read is told of by whoever read it: here a name counts as known as soon as its file exists.
    """
    checks = _Checks(catalogue, stands)
    return [
        *checks.areas(),
        *checks.sources(),
        *check_partners(catalogue, stands),
        *checks.metrics(),
        *checks.reports(),
        *checks.groups(),
        *checks.reconciliations(),
    ]


_FORMS = ("summary", "report", "theme")
_OF_THE_COURTS = {AreaKind.COURT, AreaKind.PART}  # they lie in a region of the courts, and not of the police


class _Checks:
    def __init__(self, catalogue: Catalogue, stands: Mapping[str, str]) -> None:
        self._catalogue = catalogue
        self._stands = stands

    # --- places ---------------------------------------------------------------------------------------------------

    def areas(self) -> Iterator[Problem]:
        """Members and regions exist; no code and, within a kind, no name belongs to two places."""
        areas = self._catalogue.areas
        codes: dict[str, str] = {}
        taken: dict[tuple[AreaKind, str], str] = {}
        for area in areas.values():
            where = f"areas.csv [{area.slug}]"
            for member in area.members:
                if member not in areas:
                    yield unknown("member", where, member, areas)
            if area.within and (area.within not in areas or AreaKind.BOARD not in areas[area.within].kinds):
                boards = [slug for slug, other in areas.items() if AreaKind.BOARD in other.kinds]
                yield unknown("board", where, area.within, boards)
            regional = {AreaKind.HMCTS_REGION if area.kinds & _OF_THE_COURTS else AreaKind.REGION}
            if area.region and (area.region not in areas or not regional & areas[area.region].kinds):
                regions = [slug for slug, other in areas.items() if regional & other.kinds]
                yield unknown("region", where, area.region, regions)
            if area.code and codes.setdefault(area.code, area.slug) != area.slug:
                yield Problem("two places have one code", where=where, found=f"{area.code} of '{codes[area.code]}' too")
            for kind in area.kinds:
                for name in {area.name.casefold(), *(variant.casefold() for variant in area.variants)}:
                    if taken.setdefault((kind, name), area.slug) != area.slug:
                        yield Problem(
                            f"two places of kind {kind.value} have one name",
                            where=where,
                            found=f"'{name}' of '{taken[kind, name]}' too",
                        )

    # --- sources --------------------------------------------------------------------------------------------------

    def sources(self) -> Iterator[Problem]:
        """A source is observed of some kind of place; what is nested in it is one of its dimensions."""
        for source in self._catalogue.sources.values():
            where = self._stands[f"sources/{source.id}"]
            for audience, condition in source.conditions.items():
                if audience not in source.audiences:
                    yield unknown("audience", f"{where} [from.{audience}]", audience, source.audiences)
                if condition.days_after_period_end < 0:
                    yield Problem(
                        "days are counted from a period's end on",
                        f"{where} [from.{audience}.days_after_period_end]",
                        found=str(condition.days_after_period_end),
                        expected="0 or more",
                    )
            for audience, base in source.rounded_to.items():
                if audience not in source.audiences:
                    yield unknown("audience", f"{where} [rounded_to]", audience, source.audiences)
                if base < 1:
                    yield Problem(
                        "counts are rounded to the nearest 5, 10 and the like",
                        f"{where} [rounded_to.{audience}]",
                        found=str(base),
                        expected="1 (as they were counted) or more",
                    )
            if not source.observes:
                kinds = sorted(kind.value for kind in AreaKind)
                yield Problem(
                    "a source has rows of some place", where=f"{where} [observes]", expected=" or ".join(kinds)
                )
            if not source.fields:
                yield Problem("a source has fields", where=f"{where} [fields]")
            for dimension in source.nested:
                if dimension not in source.dimensions:
                    yield unknown(f"dimension of {source.id}", f"{where} [nested]", dimension, source.dimensions)
            for dimension in source.words:
                if dimension not in source.dimensions:
                    yield unknown(f"dimension of {source.id}", f"{where} [words]", dimension, source.dimensions)

    # --- metrics --------------------------------------------------------------------------------------------------

    def metrics(self) -> Iterator[Problem]:
        """Themes, sources, fields, dimensions, values, breaks, balance and examples of every metric; none stands twice."""
        same_arithmetic: dict[object, str] = {}
        same_number: dict[str, str] = {}
        for metric in self._catalogue.metrics.values():
            path = self._stands[f"metrics/{metric.id}"]
            yield from self._metric(metric, path)
            if metric.catalogue_id and same_number.setdefault(metric.catalogue_id, metric.id) != metric.id:
                found = f"{metric.catalogue_id}, which '{same_number[metric.catalogue_id]}' has"
                yield Problem(
                    "one number of the framework stands twice",
                    where=f"{path} [catalogue_id]",
                    found=found,
                    fix="Where several measures are made of one, put a letter behind its number, such as VW-27a.",
                )
            arithmetic = (metric.kind, metric.cadence, metric.multiplier, metric.numerators, metric.denominators)
            if metric.numerators and same_arithmetic.setdefault(arithmetic, metric.id) != metric.id:
                yield Problem("the same measure stands twice", where=path, found=f"'{same_arithmetic[arithmetic]}'")

    def _metric(self, metric: MetricSpec, path: str) -> Iterator[Problem]:
        if metric.theme not in self._catalogue.themes:
            yield unknown("theme", path, metric.theme, self._catalogue.themes)
        if metric.balance and not self._exists("metrics", metric.balance):
            yield unknown("metric", f"{path} [balance]", metric.balance, self._catalogue.metrics)
        for key, name in vars(metric.flow).items() if metric.flow else ():
            if not self._exists("metrics", name):
                yield unknown("metric", f"{path} [flow.{key}]", name, self._catalogue.metrics)
        if metric.flow and not (metric.stock and metric.kind is Kind.COUNT):
            found = f"a {'stock' if metric.stock else 'flow'} of the kind {metric.kind.value}"
            yield Problem("only a count of what is open has a flow", where=f"{path} [flow]", found=found)
        for item in metric.breaks:
            try:
                parse_period(item.period)
            except AssizeError as error:
                yield Problem(error.what, where=f"{path} [break.period]", found=error.found, expected=error.expected)
        yield from self._kind(metric, path)
        yield from self._example(metric, path)
        sides = {"numerator": metric.numerators, "denominator": metric.denominators}
        if metric.maturity:
            sides |= {
                "maturity.unresolved": (metric.maturity.unresolved,),
                "maturity.cohort": (metric.maturity.cohort,),
            }
            if metric.maturity.flag_above >= metric.maturity.hold_above:
                found = f"{metric.maturity.flag_above} and {metric.maturity.hold_above}"
                yield Problem("a figure is flagged before it is held", where=f"{path} [maturity]", found=found)
        for key, selections in sides.items():
            for selection in selections:
                yield from self._selection(selection, f"{path} [{key}", metric.by, metric.kind.published)
        yield from self._split(metric, path)

    def _kind(self, metric: MetricSpec, path: str) -> Iterator[Problem]:
        if not metric.numerators:
            if not metric.gap_reason:
                yield Problem("a metric without a numerator is a gap and says why", where=f"{path} [gap_reason]")
            return
        if metric.example is None:
            yield Problem("a metric that is fed has a worked example", where=f"{path} [example]")
        if metric.kind.divides and not metric.denominators:
            yield Problem(f"a {metric.kind.value} needs a denominator", where=f"{path} [denominator]")
        if not metric.kind.divides and metric.denominators:
            yield Problem(f"a {metric.kind.value} has no denominator", where=f"{path} [denominator]")
        if metric.kind.published and any(selection.plus for selection in metric.numerators):
            yield Problem("what is published as it is cannot be added up", where=f"{path} [numerator.plus]")
        if (metric.kind is Kind.RATE) != (metric.multiplier > 1):
            found = str(metric.multiplier)
            yield Problem("a rate, and nothing else, is per so many", where=f"{path} [multiplier]", found=found)

    def _example(self, metric: MetricSpec, path: str) -> Iterator[Problem]:
        example = metric.example
        if example is None or (metric.kind.divides and not example.denominator):
            return
        value = example.numerator
        if metric.kind.divides and example.denominator:
            times = MONTHS_IN_YEAR if metric.kind is Kind.BACKLOG else metric.multiplier
            value = example.numerator * times / example.denominator
        text = value_text(value, metric.kind)
        if text != example.value:
            yield Problem(
                "the worked example does not work out",
                where=f"{path} [example.value]",
                found=example.value,
                expected=text,
            )

    def _selection(
        self, selection: Selection, where: str, by: Iterable[str], published: bool = False
    ) -> Iterator[Problem]:
        """Of nested dimensions one word is chosen, or several of which none is a total; of what is published as it is, several
        spellings of one: two rows of it are no figure.
        """
        sources = self._catalogue.sources
        source = sources.get(selection.source)
        if source is None:
            if not self._exists("sources", selection.source):
                yield unknown("source", f"{where}.source]", selection.source, sources)
            return
        for name in selection.fields:
            if name not in source.fields:
                yield unknown(f"field of {source.id}", f"{where}.field]", name, source.fields)
        chosen = {
            dimension
            for dimension, values in selection.where
            if len(values) == 1 or published or _apart(values, source.totals.get(dimension, ()))
        }
        for dimension in source.nested:
            if dimension not in (*chosen, *by):
                yield Problem(
                    f"{source.id} has totals among the words of {dimension}, so one word of it must be chosen",
                    where=f"{where}.where]",
                    fix=f'Add {dimension} = ["one word"], or split the measure by it.',
                )
        for dimension, values in selection.where:
            if dimension not in source.dimensions:
                yield unknown(f"dimension of {source.id}", f"{where}.where]", dimension, source.dimensions)
                continue
            vocabulary = self._catalogue.vocabularies.get(dimension)
            if vocabulary is None:  # an open list, such as offence codes
                continue
            for value in values:
                if value not in vocabulary.names:
                    yield unknown(f"value of {dimension}", f"{where}.where.{dimension}]", value, vocabulary.names)

    def _split(self, metric: MetricSpec, path: str) -> Iterator[Problem]:
        for dimension in metric.by:
            if not self._exists("vocabularies", dimension):
                yield unknown("vocabulary", f"{path} [by]", dimension, self._catalogue.vocabularies)
                continue
            for selection in metric.numerators:
                source = self._catalogue.sources.get(selection.source)
                if source and dimension not in source.dimensions:
                    yield unknown(f"dimension of {source.id}", f"{path} [by]", dimension, source.dimensions)

    # --- groups of people -----------------------------------------------------------------------------------------

    def groups(self) -> Iterator[Problem]:
        """The reference and the unknown group of a dimension are among its values; an outcome's measure is split by groups."""
        for dimension, vocabulary in self._catalogue.vocabularies.items():
            starts = list(vocabulary.starts.values())
            if starts != sorted(set(starts)):
                path = self._stands[f"vocabularies/{dimension}"]
                yield Problem("bands follow one another", where=f"{path} [value.starts]", found=str(starts))
            for key, value in (("reference", vocabulary.reference), ("unknown", vocabulary.unknown)):
                if value and value not in vocabulary.names:
                    path = self._stands[f"vocabularies/{dimension}"]
                    yield unknown(f"value of {dimension}", f"{path} [{key}]", value, vocabulary.names)
        split = {
            metric.id
            for metric in self._catalogue.metrics.values()
            if any(
                self._catalogue.vocabularies[name].reference
                for name in metric.by
                if name in self._catalogue.vocabularies
            )
        }
        for outcome in self._catalogue.equality:
            if outcome.metric and outcome.metric not in split:
                yield unknown("measure by groups of people", "equality.toml [outcome.metric]", outcome.metric, split)

    # --- reconciliations ------------------------------------------------------------------------------------------

    def reconciliations(self) -> Iterator[Problem]:
        """Both sides of every reconciliation exist, differ, and are of places that can be compared."""
        for pair in self._catalogue.reconciliations.values():
            path = self._stands[f"reconciliations/{pair.id}"]
            for key, side in (("left", pair.left), ("right", pair.right)):
                yield from self._selection(side.selection, f"{path} [{key}", ())
                for slug in side.of:
                    if slug not in self._catalogue.areas:
                        yield unknown("place", f"{path} [{key}.of]", slug, self._catalogue.areas)
            if replace(pair.left, name="") == replace(pair.right, name=""):
                yield Problem("both sides are the same", where=path, found=f"'{pair.left.name}'")
            if not 0 <= pair.tolerance < 1:
                yield Problem(
                    "a tolerance is a share", where=f"{path} [tolerance]", found=str(pair.tolerance), expected="0 to 1"
                )

    # --- reports --------------------------------------------------------------------------------------------------

    def reports(self) -> Iterator[Problem]:
        """Every exhibit of a report is a metric and a split that exist; a gap is no exhibit."""
        for report in self._catalogue.reports.values():
            path = self._stands[f"reports/{report.id}"]
            if report.form not in _FORMS:
                yield unknown("form of report", f"{path} [form]", report.form, _FORMS)
            for theme in report.themes:
                if theme not in self._catalogue.themes:
                    yield unknown("theme", f"{path} [themes]", theme, self._catalogue.themes)
            for number, item in enumerate(report.items, start=1):
                where = f"{path} [item.{number}"
                metric = self._catalogue.metrics.get(item.metric)
                if metric is None:
                    if not self._exists("metrics", item.metric):
                        yield unknown("metric", f"{where}.metric]", item.metric, self._catalogue.metrics)
                    continue
                if not metric.numerators:
                    yield Problem("a gap is no exhibit", where=f"{where}.metric]", found=f"'{item.metric}'")
                if (item.theme or metric.theme) not in report.themes:
                    yield unknown("theme of this report", f"{where}.theme]", item.theme or metric.theme, report.themes)
                if item.breakdown and item.breakdown not in metric.breakdown_subjects:
                    yield unknown(
                        f"breakdown of {metric.id}", f"{where}.breakdown]", item.breakdown, metric.breakdown_subjects
                    )
                exhibits = ["within"] if metric.context else ["series", "within"]
                exhibits += [f"by:{dimension}" for dimension in metric.by]
                banded = self._catalogue.vocabularies
                exhibits += [f"bands:{name}" for name in metric.by if name in banded and banded[name].starts]
                exhibits += ["flow"] if metric.flow else []
                if item.exhibit not in exhibits:
                    yield unknown(f"exhibit of {metric.id}", f"{where}.exhibit]", item.exhibit, exhibits)

    def _exists(self, folder: str, stem: str) -> bool:
        return f"{folder}/{stem}" in self._stands


def _apart(values: Iterable[str], totals: Iterable[str]) -> bool:
    """Whether words of a dimension stand beside each other: its totals are named, and none of them is among them."""
    return bool(set(totals)) and not set(values) & set(totals)
