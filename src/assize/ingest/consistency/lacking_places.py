"""Places that a file lacks, though it has others of their kind: a table that was cut short looks whole by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from assize.core.errors import Problem
from assize.core.nouns import Area, AreaKind
from assize.core.periods import Period
from assize.core.reading import Row
from assize.ingest.layouts import some

# Kinds of which the catalogue has every place, and a file as a rule all or none; what each is called.
WHOLE = {AreaKind.CPS_AREA: "CPS areas", AreaKind.HMCTS_REGION: "regions of the courts", AreaKind.COURT: "courts"}
FEWEST = 3  # places: one or two are asked for by themselves
_PLACES, _PERIODS = 10, 5  # from which on what nearly all of them have is usual
_NEARLY = 0.8


def tell_lacking_places(rows: Sequence[Row], name: str, areas: Mapping[str, Area]) -> list[Problem]:
    """Says which places of a kind a file has not, and which, the nation among them, have nothing in a period that others have.

    `name` is the file's. Nothing is refused for it: courts close, and a publisher may leave a region out.
    """
    periods: dict[AreaKind, dict[str, set[Period]]] = {kind: defaultdict(set) for kind in (*WHOLE, AreaKind.NATION)}
    for row in rows:
        for kind in areas[row.area].kinds & periods.keys() if row.area in areas else ():
            periods[kind][row.area].add(row.period)
    nation = periods.pop(AreaKind.NATION)
    problems = []
    for kind, held in periods.items():
        if len(held) < FEWEST:
            continue
        every = {area.slug for area in areas.values() if kind in area.kinds}
        if absent := sorted(areas[slug].name for slug in every - held.keys()):
            found = f"{len(held)} of {len(every)}, none of {some(absent)}"
            problems.append(Problem(f"not all {WHOLE[kind]} are in the file", name, found=found, blocks=False))
        usual = {
            period for each in held.values() for period in each if kind is not AreaKind.COURT or _most(period, held)
        }
        gaps = list(_gaps(held, usual, areas))
        if gaps:
            what = f"{WHOLE[kind]} have nothing in a period that others of them have"
            problems.append(Problem(what, name, found=some(gaps), blocks=False))
        lengths = {period.months for own in nation.values() for period in own}
        if kind is not AreaKind.COURT and (
            gaps := list(_gaps(nation, {period for period in usual if period.months in lengths}, areas))
        ):
            what = f"the nation has nothing in a period that {WHOLE[kind]} have"
            problems.append(Problem(what, name, found=some(gaps), blocks=False))
    return problems + _lacking_lines(rows, name, areas)


def _lacking_lines(rows: Sequence[Row], name: str, areas: Mapping[str, Area]) -> list[Problem]:
    """Of a csv: lines that a place has not, in a period in which nearly all others have them, and in nearly all other periods.

    A workbook's tables tell it of themselves; courts open and close.
    """
    held: dict[tuple[str, tuple[str, ...]], dict[str, set[Period]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if not row.sheet and row.area in areas and AreaKind.COURT not in areas[row.area].kinds:
            held[row.field, row.dimensions][row.area].add(row.period)
    gaps: dict[tuple[str, tuple[str, ...]], set[Period]] = defaultdict(set)
    for (_, words), places in held.items():
        times = Counter(period for own in places.values() for period in own)
        usual = {period for period, n in times.items() if n >= _NEARLY * len(places)}
        if len(places) < _PLACES or len(usual) < _PERIODS:
            continue
        for slug, own in places.items():
            lacking = usual - own
            if lacking and len(lacking) <= (1 - _NEARLY) * len(usual):
                gaps[slug, words] |= lacking
    if not gaps:
        return []
    found = []
    for (slug, words), lacking in sorted(gaps.items()):
        said = " ".join((areas[slug].name, *(f"({word})" for word in words if word)))
        found.append(f"{said} in {some([period.id for period in sorted(lacking)], 2)}")
    what = "places have no line in a period in which nearly all others have one"
    return [Problem(what, name, found=some(found), blocks=False)]


def _gaps(held: Mapping[str, set[Period]], usual: set[Period], areas: Mapping[str, Area]) -> Iterator[str]:
    """`HMCTS Wales in 2020Q2`, of each place that has not all of the usual periods."""
    for slug, own in sorted(held.items()):
        if usual - own:
            yield f"{areas[slug].name} in {some([period.id for period in sorted(usual - own)], 2)}"


def _most(period: Period, held: Mapping[str, set[Period]]) -> bool:
    """Whether most places have it: of courts, which open and close, a period that few have is no sign."""
    return sum(period in own for own in held.values()) * 2 > len(held)
