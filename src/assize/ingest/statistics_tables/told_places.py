"""What a statistics table tells of its places: under which header they stand, and which of them are not there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import MONTHS_IN_QUARTER
from assize.ingest.consistency.lacking_places import FEWEST, WHOLE
from assize.ingest.layouts import ASK_CATALOGUE, SHOWN, some
from assize.ingest.printed_periods import Span, shown
from assize.ingest.statistics_tables.checks import sums_of
from assize.ingest.statistics_tables.places import TablePlaces
from assize.ingest.statistics_tables.rows import VALUE, Figure

# Of what bears the names of towns and counties without being one of them.
_NAMED_AFTER = re.compile(
    r"\b(prisons?|establishments?|institutions?|hmps?|yois?|custody|stations?|airports?|ports?|hospitals?|sites?|venues?|units?"
    r"|providers?|suppliers?|universit|nationalit|birth|residence|routes?|brands?|clubs?)",
    re.IGNORECASE,
)
_HALF = 2
_FEW = 4  # places that may be lacking of all of a kind, for the others to be meant as all


def check_place_headers(figures: Sequence[Figure], places: TablePlaces) -> list[Problem]:
    """Refuses a column of words that is full of the names of places while its header says nothing of places.

    Its rows would be things counted in England and Wales. Columns of what is called after places (prisons) are left.
    """
    words: dict[tuple[str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        for header, word in figure.item:
            words[figure.table.id, header].setdefault(word, figure)
    problems = []
    for (_, header), held in words.items():
        known = [word for word in held if places.is_known(word)]
        if len(known) >= _HALF and len(known) * _HALF >= len(held) and not _NAMED_AFTER.search(header):
            strange = [word for word in held if word not in known]
            problems.append(
                Problem(
                    "a column holds names of places, and its header does not say so: its rows would be of England and Wales",
                    held[known[0]].table.place(held[known[0]].row, _column_of(held[known[0]], header)),
                    found=f"{some([repr(word) for word in known])} under '{header}'"
                    + (f", and {some([repr(word) for word in strange])}, which are not known" if strange else ""),
                    expected="a header such as 'Area' or 'Police force area' over places that are known",
                    fix=f"Load the publisher's own file; where it is that, {ASK_CATALOGUE} to add the header or the places.",
                )
            )
    return problems[:SHOWN]


def check_places_over_columns(figures: Sequence[Figure], places: TablePlaces) -> list[Problem]:
    """Refuses a table most of whose columns are headed by places, where one more is headed by what is none that is known.

    Where all are known its columns are read place by place; with `Other` among them all would be of England and Wales.
    """
    headed: dict[str, dict[str, Figure]] = defaultdict(dict)
    seen: set[tuple[str, int]] = set()
    elsewhere: set[str] = set()
    for figure in figures:
        if (figure.table.id, figure.column) not in seen:
            seen.add((figure.table.id, figure.column))
            header = next(each.header for each in figure.table.columns if each.index == figure.column)
            headed[figure.table.id].setdefault(header, figure)
        if figure.field == VALUE or not places.are_of(figure.area, AreaKind.NATION):
            elsewhere.add(figure.table.id)
    problems = []
    for known, columns in headed.items():
        own = [
            header for header in columns if not places.is_all(header) and places.nation not in places.candidates(header)
        ]
        named = [header for header in own if places.candidates(header)]
        strange = [header for header in own if header not in named]
        if known in elsewhere or not strange or len(named) < _HALF or len(named) * _HALF < len(own):
            continue
        problems.append(
            Problem(
                "columns are headed by places, and one by none that is known: all would be of England and Wales",
                columns[strange[0]].table.place(columns[strange[0]].table.header_rows[-1], columns[strange[0]].column),
                found=f"{some([repr(word) for word in strange])} beside {some([repr(word) for word in named])}",
                expected="columns that are all headed by places that are known",
                fix=f"Load the publisher's own file; where it is that, {ASK_CATALOGUE} to add the places.",
            )
        )
    return problems[:SHOWN]


def _column_of(figure: Figure, header: str) -> int:
    return next((each.index for each in figure.table.columns if each.header == header), figure.table.columns[0].index)


def tell_lacking(figures: Sequence[Figure], places: TablePlaces) -> list[Problem]:
    """Says which of nearly all places of a kind are not in a table whose national figures are more than the others' sum."""
    problems: list[Problem] = []
    told: set[str] = set()
    parts = places.of_kind(AreaKind.PART)  # with the parts of a board its own row may be left out
    for what, group in sums_of(figures, places):
        known = group[0].whole.table
        if what != "areas" or known.id in told or any(one.holds for one in group):
            continue
        held = {part.area for one in group for part in one.parts}
        lacking = _lacking(held, places) if not any(figure.area in parts for figure in figures) else []
        more = [(one.whole.value or Decimal(0)) - one.expected for one in group]
        if lacking and min(more) > 0:
            told.add(known.id)
            problems.append(
                Problem(
                    "the table has nearly all places of its kind, and the national figures are more than their sum",
                    group[0].whole.place,
                    found=f"no {some(lacking)}, and {min(more):,f} to {max(more):,f} more for England and Wales",
                    blocks=False,
                )
            )
    return problems


def _lacking(held: Collection[str], places: TablePlaces) -> list[str]:
    """The names of the few places of a kind that are not among those held, where all held are of that kind."""
    for kind in places.kinds:
        every = places.of_kind(kind)
        if kind is not AreaKind.NATION and len(every) > _FEW * _HALF and set(held) <= set(every):
            lacking = [name for slug, name in every.items() if slug not in held]
            if 0 < len(lacking) <= _FEW:
                return lacking
    return []


def tell_short_series(figures: Sequence[Figure], places: TablePlaces) -> list[Problem]:
    """Says which places of a kind a table has not, where it has half of them or more, and which of its places lack periods
    that the others have.

    What no table of the file has of the kinds that a file has all of (`lacking_places`) is told there, once.
    """
    tables: dict[str, dict[str, set[Span]]] = defaultdict(lambda: defaultdict(set))
    first: dict[str, Figure] = {}
    for figure in figures:
        first.setdefault(figure.table.id, figure)
        if figure.span.months <= MONTHS_IN_QUARTER:
            tables[figure.table.id][figure.area].add(figure.span)
    problems = []
    whole: dict[str, set[Span]] = defaultdict(set)  # what the file has of a place, in whichever table
    for series in tables.values():
        for area, spans in series.items():
            whole[area] |= spans
    elsewhere = {kind for kind in WHOLE if sum(places.are_of(area, kind) for area in whole) >= FEWEST}
    for known, series in tables.items():
        kind, gone_places = _of_half(series, places)
        lacking = [name for slug, name in gone_places.items() if kind not in elsewhere or slug in whole]
        if lacking:
            problems.append(_said(first[known], "a table has not all places of its kind", f"no {some(lacking)}"))
        often = max(map(len, series.values()))
        every = {span for spans in series.values() if len(spans) == often for span in spans}
        told = {area for area in series if any(places.are_of(area, kind) for kind in elsewhere)}
        short = {
            area: every - spans
            for area, spans in series.items()
            if (every - spans) & (whole[area] if area in told else every)
        }
        # Where most differ, places began or ended as they will.
        if len(series) > _HALF and 0 < len(short) * _HALF < len(series):
            said = [
                f"{places.name_of(area)} without {len(gone)} of {len(every)}, the first {shown(min(gone))}"
                for area, gone in short.items()
            ]
            problems.append(_said(first[known], "some places of a table lack periods that the others have", some(said)))
    return problems


def _said(figure: Figure, what: str, found: str) -> Problem:
    return Problem(what, figure.table.where, found=found, blocks=False)


def _of_half(held: Collection[str], places: TablePlaces) -> tuple[AreaKind, dict[str, str]]:
    """The kind of which all held but the nation are, half of it or more, and its places (slug -> name) that are not held."""
    own = {area for area in held if not places.are_of(area, AreaKind.NATION)}
    for kind in places.kinds:
        every = places.of_kind(kind)
        if kind is not AreaKind.NATION and len(own) > _HALF and own <= set(every) and len(own) * _HALF >= len(every):
            return kind, {slug: name for slug, name in every.items() if slug not in own}
    return AreaKind.NATION, {}
