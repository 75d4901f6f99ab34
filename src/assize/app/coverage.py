"""What every measure of the framework is fed from, and why the others are not: `docs/coverage.md` and `status --coverage`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from assize.catalogue.framework import FrameworkMeasure, Publication, Way, load_framework
from assize.core.nouns import Selection
from assize.core.specs import Catalogue, MetricSpec, SourceSpec
from assize.core.wording import listed

ANY_TABLE = "value"  # the field of a source whose tables are read as they come, each figure under its table and line
RETURNED = "partner-return"  # the layout in which partners' figures come: their forms, and the office's own workbooks


class State(Enum):
    """How far a measure is covered."""

    READ = "fed, real file read"
    NOT_SEEN = "fed, layout not yet seen"
    RETURN = "fed by a partner return"
    HELD = "can be read, not measured yet"
    TABLES = "tables can be read, not measured yet"
    AWAITED = "partner return awaited"
    NO_FIGURE = "publication read, without this figure"
    NO_LAYOUT = "publication not read"
    OWN = "said by Assize itself"


@dataclass(frozen=True)
class Covered:
    """One measure of the framework: its state, its metric files (parted by spaces), the sources that feed it, and why."""

    measure: FrameworkMeasure
    state: State
    metric: str
    sources: tuple[SourceSpec, ...]
    why: str
    to_be_confirmed: bool = False


def cover(catalogue: Catalogue, seen: Mapping[str, bool]) -> tuple[Covered, ...]:
    """Every measure of the framework in its order. `seen` says of each layout that can be read whether a real file was."""
    metrics: dict[str, list[MetricSpec]] = {}
    for metric in catalogue.metrics.values():
        metrics.setdefault(metric.framework_id, []).append(metric)
    return tuple(_cover(catalogue, seen, measure, metrics.get(measure.id, [])) for measure in load_framework())


def layouts_seen() -> dict[str, bool]:
    """Layouts that can be read, and whether a real file of each has been."""
    from assize.ingest.readers import LAYOUTS

    return {layout.id: layout.seen for layout in LAYOUTS}


def _cover(
    catalogue: Catalogue, seen: Mapping[str, bool], measure: FrameworkMeasure, metrics: Sequence[MetricSpec]
) -> Covered:
    metric = metrics[0] if metrics else None
    fed = [each for each in metrics if each.numerators]
    if fed:
        selections: tuple[Selection, ...] = tuple(
            selection for each in fed for selection in (*each.numerators, *each.denominators)
        )
        sources = tuple(catalogue.sources[name] for name in dict.fromkeys(each.source for each in selections))
        # A measure is as well covered as the source of its numerator that is covered best: others are tried in turn.
        states = [_state(catalogue.sources[each.source], seen) for metric in fed for each in metric.numerators]
        state = next(state for state in (State.READ, State.NOT_SEEN, State.RETURN) if state in states)
        doubtful = any(each.to_be_confirmed for each in fed)
        return Covered(measure, state, " ".join(map(_file, fed)), sources, "", doubtful)
    file = _file(metric) if metric else ""
    held = _held(catalogue, measure)
    if held:
        fields = listed([catalogue.sources[source].fields[field] for source, field in held])
        sources = tuple(catalogue.sources[name] for name in dict.fromkeys(source for source, _ in held))
        return Covered(measure, State.HELD, file, sources, f"Holds {fields}. No measure is made of it yet.")
    why = metric.gap_reason if metric else ""
    published = [publication for publication in measure.publications if publication.way is Way.PUBLISHED]
    if any(publication.way is Way.OWN for publication in measure.publications):
        return Covered(measure, State.OWN, file, (), _OWN.get(measure.id, "It stands in what Assize makes."))
    readable = [publication for publication in published if _sources(catalogue, publication, seen)]
    if readable:
        by_id = {each.id: each for publication in readable for each in _sources(catalogue, publication, seen)}
        sources = tuple(by_id.values())
        names = listed([source.short_title for source in sources])
        tables = tuple(source for source in sources if ANY_TABLE in source.fields)
        if tables:
            said = listed([source.short_title for source in tables])
            return Covered(
                measure, State.TABLES, file, tables, f"Tables of {said} are read as they come; none is chosen."
            )
        return Covered(
            measure, State.NO_FIGURE, file, sources, why or f"What is read of it ({names}) does not hold it."
        )
    if published:
        titles = listed([publication.title for publication in published])
        return Covered(measure, State.NO_LAYOUT, file, (), why or f"No layout is read yet of: {titles}.")
    titles = listed([publication.title for publication in measure.publications])
    return Covered(measure, State.AWAITED, file, (), why or f"Nothing is published. {titles}.")


# Where the measures of the report itself can be read.
_OWN = {
    "XQ-01": "Each pack lists what it shows and names every measure it lacks, with the reason.",
    "XQ-02": "assize status ends with the round of asking: who was asked, has returned, and is late against the due day.",
    "XQ-03": "Each pack gives the age of every source at its cut-off; assize status gives it at any day.",
    "XQ-04": "assize revisions: every restated cell, and what the last pack would now say otherwise.",
}


def _file(metric: MetricSpec) -> str:
    return f"{metric.theme}/{metric.id}.toml"


def _state(source: SourceSpec, seen: Mapping[str, bool]) -> State:
    if source.layout == RETURNED:
        return State.RETURN
    return State.READ if seen.get(source.layout) else State.NOT_SEEN


def held_unmeasured(
    catalogue: Catalogue, metrics: Sequence[MetricSpec], held: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Of measures without a figure, the held sources that they are counted from or, where nothing counts them yet, come in.

    `held` are the sources of which an edition is held. Of a publication in several sources those alone are named that hold the
    measure or are read table by table: another tool of the same publication says nothing of it.
    """
    framework = {measure.id: measure for measure in load_framework()}
    found: dict[str, tuple[str, ...]] = {}
    for metric in metrics:
        names = [each.source for each in metric.numerators]
        measure = framework.get(metric.framework_id)
        if not names and measure:
            names = [source for source, _ in _held(catalogue, measure)]
            for publication in measure.publications:
                alone = len(publication.sources) == 1
                names += [name for name in publication.sources if name in catalogue.sources
                          and (alone or ANY_TABLE in catalogue.sources[name].fields)]  # fmt: skip
        if known := tuple(name for name in dict.fromkeys(names) if name in held):
            found[metric.id] = known
    return found


def _sources(catalogue: Catalogue, publication: Publication, seen: Mapping[str, bool]) -> list[SourceSpec]:
    named = [catalogue.sources[name] for name in publication.sources if name in catalogue.sources]
    return [source for source in named if source.layout in seen]


def _held(catalogue: Catalogue, measure: FrameworkMeasure) -> list[tuple[str, str]]:
    return [
        (source, field)
        for source, field in measure.held_in
        if source in catalogue.sources and field in catalogue.sources[source].fields
    ]


# --- in words -----------------------------------------------------------------------------------------------------


def coverage_lines(folder: Path) -> list[str]:
    """What `assize status --coverage` prints: a line a measure, with the office's own catalogue laid over ours."""
    from assize.catalogue.load import load_catalogue

    found = cover(load_catalogue(folder / "catalogue"), layouts_seen())
    lines = [f"{one.measure.id}  {one.state.value:<38} {one.measure.name}" for one in found]
    counts = [f"{sum(one.state is state for one in found)} {state.value}" for state in State]
    return [*lines, "", f"{len(found)} measures: {'; '.join(count for count in counts if not count.startswith('0 '))}."]


def coverage_page(found: Sequence[Covered], seen: Mapping[str, bool]) -> str:
    """`docs/coverage.md`: counts by state and area, then every measure."""
    return "\n".join(_page(found, seen)) + "\n"


def _page(found: Sequence[Covered], seen: Mapping[str, bool]) -> Iterator[str]:
    yield "# Coverage: what each measure of the framework is fed from"
    yield ""
    yield "Made by `python benchmarks/coverage.py`; a test fails when it is out of date. In short: `assize status --coverage`."
    yield ""
    yield "| state | means |"
    yield "|---|---|"
    for state, means in _MEANS.items():
        yield f"| {state.value} | {means} |"
    yield ""
    areas = list(dict.fromkeys(one.measure.area for one in found))
    states = [state for state in State if any(one.state is state for one in found)]
    yield f"| area | measures | {' | '.join(state.value for state in states)} |"
    yield f"|---|{'---:|' * (len(states) + 1)}"
    for area in [*areas, ""]:
        own = [one for one in found if area in ("", one.measure.area)]
        counts = " | ".join(str(sum(one.state is state for one in own)) for state in states)
        yield f"| {area or '**all**'} | {len(own)} | {counts} |"
    for area in areas:
        yield ""
        yield f"## {area}"
        yield ""
        yield "| id | measure | comes from | state | fed by, or why not |"
        yield "|---|---|---|---|---|"
        for one in found:
            if one.measure.area == area:
                yield _line(one, seen)


_MEANS = {
    State.READ: "a measure is made of it, and real files of its source have been read",
    State.NOT_SEEN: "a measure is made of it; its layout is known by description and waits for the first real file",
    State.RETURN: "a measure is made of it where a partner has returned its form, or a workbook of its figures is mapped",
    State.HELD: "a source that can be read has a field for it; no measure is made of it yet",
    State.TABLES: "tables of its publication are read as they come, by their title and line; none is chosen for a measure yet",
    State.AWAITED: "nothing is published: a partner of the board would have to return it",
    State.NO_FIGURE: "the publication is read, but what is read of it does not hold this figure for the board",
    State.NO_LAYOUT: "it is published, and no layout of the publication is read yet",
    State.OWN: "a measure of the report itself",
}


def _line(one: Covered, seen: Mapping[str, bool]) -> str:
    measure = one.measure
    publications = "; ".join(publication.title for publication in measure.publications)
    parts = []
    if one.metric:
        files = listed([f"`metrics/{file}`" for file in one.metric.split()])
        parts.append(files + ("" if one.state in _FED else " (a named gap)"))
    if one.state in (*_FED, State.HELD, State.TABLES):
        parts += [_fed(source, seen) for source in one.sources]
    if one.why:
        parts.append(one.why)
    if one.to_be_confirmed:
        parts.append("definition to be confirmed")
    cells = (measure.id, measure.name, f"{publications} ({measure.frequency}; {measure.geography})", one.state.value)
    return f"| {' | '.join(cell.replace('|', '/') for cell in (*cells, '; '.join(parts)))} |"


_FED = (State.READ, State.NOT_SEEN, State.RETURN)


def _fed(source: SourceSpec, seen: Mapping[str, bool]) -> str:
    guessed = " (a guess)" if source.pattern_guessed else ""
    pattern = f", `{source.file_pattern}`{guessed}" if source.file_pattern else ""
    state = "" if source.layout == RETURNED or seen.get(source.layout) else ", layout not yet seen"
    return f"`{source.id}`{pattern}{state}"
