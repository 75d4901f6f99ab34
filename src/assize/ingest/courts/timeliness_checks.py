"""What the headers and the name of a file of timeliness say, against the rest of the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Row
from assize.ingest.files.small_csv import Table
from assize.ingest.layouts import Doubt

# Days, or of the days: half a day of the whole and half of its parts, or more where a whole is a sum of rounded stages.
_ROUNDING, _NEARLY = Decimal(2), Decimal("0.02")
# Days from offence to completion of all cases of a quarter have been between 130 (all courts, 2010) and 770 (Crown Court,
# 2025), and defendants below 400,000: figures far beyond are weeks, or thousands.
_PLAUSIBLE_DAYS = (Decimal(60), Decimal(2_000))
_MOST_DEFENDANTS = Decimal(2_000_000)
_ALL_COURTS = "all-courts"
Key = tuple[Period, str, str]  # quarter, type of court, area


def check_order(table: Table, stages: Sequence[str]) -> list[Problem]:
    """The stages of a case stand in one order among the means and among the medians.

    The stages add up to the whole whichever of them stands under which header, so where the two orders differ nothing shows
    whether a column was moved or two headers were exchanged.
    """
    problems = []
    for one, other in combinations(stages, 2):
        means, medians = (
            table.columns[f"{measure} {one}"] < table.columns[f"{measure} {other}"] for measure in ("mean", "median")
        )
        if means != medians:
            first, second = (table.header(f"mean {stage}") for stage in (one, other))
            problems.append(
                Problem(
                    "the stages of a case stand in another order among the means than among the medians, so headers may have"
                    " been exchanged",
                    table.name,
                    found=f"'{first}' {'before' if means else 'after'} '{second}'",
                    expected="the order of the medians",
                    fix="Load the publisher's own file.",
                )
            )
    return problems


def check_name(table: Table, named: Period | None, periods: Collection[Period]) -> list[Problem]:
    """Says that no line is of the quarter the file's name speaks of: an extract of early quarters is named so as well."""
    if named is None or not periods or named in periods:
        return []
    return [
        Problem(
            "no line is of the quarter that the file's name speaks of",
            table.name,
            found=" to ".join(dict.fromkeys((min(periods).id, max(periods).id))),
            expected=named.id,
            fix="Check that it is the file its name says, or an extract of it.",
            blocks=False,
        )
    ]


def check_mixtures(
    table: Table, content: Sequence[Row], defendants: str, wholes: Mapping[str, Collection[str]], nation: str
) -> list[Problem]:
    """Doubts means and medians of an area that those of its parts cannot make, where its defendants are exactly theirs.

    The mean of all defendants is that of the parts, weighed by how many each has; the median lies between theirs. The parts
    are the areas within it (`wholes`: area -> areas in it), or the types of court. `defendants` is the field that counts.
    """
    at: dict[Key, dict[str, Row]] = {}
    for row in content:
        if row.value is not None and not row.dimensions[1]:  # no single court: of those an area need not have all
            at.setdefault((row.period, row.dimensions[0], row.area), {})[row.field] = row
    found = [
        (row, said)
        for whole, parts in _mixtures(at, wholes)
        if (counts := [_value(at, part, defendants) for part in parts])
        and None not in counts
        and sum(count or 0 for count in counts) == _value(at, whole, defendants)
        for field, row in at[whole].items()
        if field != defendants and (said := _unlike(row, at, parts, [count or Decimal(0) for count in counts]))
    ]
    if not found:
        return []
    row, said = min(found, key=lambda one: (one[0].area != nation, one[0].line))
    last = max(row.period for row, _ in found)
    return [
        Doubt(
            "a mean or median of an area is not what its parts make it, so it may be another's",
            f"{table.name} [line {row.line}, {row.column}]",
            found=row.raw + (f", and {len(found) - 1:,} more" if len(found) > 1 else ""),
            expected=said,
            fix="Load the publisher's own file.",
            key=f"mixtures-{len(found)}@{last.id}",
        )
    ]


def _mixtures(
    at: Mapping[Key, Mapping[str, Row]], wholes: Mapping[str, Collection[str]]
) -> Iterator[tuple[Key, list[Key]]]:
    """Each area and type of court that has parts in the file, with these."""
    types = {kind for _, kind, _ in at}
    for period, kind, area in at:
        if inside := [key for part in wholes.get(area, ()) if (key := (period, kind, part)) in at]:
            yield (period, kind, area), inside
        if kind == _ALL_COURTS and (of_types := [k for one in types - {kind} if (k := (period, one, area)) in at]):
            yield (period, kind, area), of_types


def _value(at: Mapping[Key, Mapping[str, Row]], key: Key, field: str) -> Decimal | None:
    row = at[key].get(field)
    return row.value if row else None


def _unlike(row: Row, at: Mapping[Key, Mapping[str, Row]], parts: Sequence[Key], counts: Sequence[Decimal]) -> str:
    """What the parts make of a mean or median, where it is far from that; else nothing."""
    weighed = [
        (value, count)
        for part, count in zip(parts, counts, strict=True)
        if (value := _value(at, part, row.field)) is not None
    ]
    whole = sum(count for _, count in weighed)
    if whole != sum(counts) or not whole or row.value is None:
        return ""
    values = [value for value, count in weighed if count]
    if row.field.startswith("mean"):
        mean = sum(value * count for value, count in weighed) / whole
        return (
            ""
            if abs(mean - row.value) <= max(_ROUNDING, _NEARLY * mean)
            else f"about {mean:.0f} days, by {len(values)} parts"
        )
    if min(values) - _ROUNDING <= row.value <= max(values) + _ROUNDING:
        return ""
    return f"from {min(values)} to {max(values)} days, as in {len(values)} parts"


def check_columns(table: Table, content: Sequence[Row], defendants: str, nation: str) -> list[Problem]:
    """Whether the columns can be what their headers say.

    Times of cases have a long tail, so means lie above medians; where most do not, columns stand under each other's headers.
    National figures far beyond any that has been published are of another unit.
    """
    problems = []
    at = {(row.line, row.field): row for row in content if row.value is not None}
    for stage in dict.fromkeys(row.field.partition("_days_")[2] for row in content if row.field != defendants):
        means = {line: row for (line, field), row in at.items() if field == f"mean_days_{stage}"}
        pairs = [
            (row, at[line, f"median_days_{stage}"])
            for line, row in means.items()
            if (line, f"median_days_{stage}") in at
        ]
        below = [pair for pair in pairs if pair[0].value < pair[1].value]  # type: ignore[operator]
        if len(below) * 2 > len(pairs):
            mean, median = below[0]
            problems.append(
                Problem(
                    "the medians are above the means, so the columns are not what their headers say",
                    f"{table.name} [{median.column}]",
                    found=f"{len(below)} of {len(pairs)} lines, the first {median.raw} beside {mean.raw} in line {mean.line}",
                    expected=f"less than {mean.column}",
                    fix="Load the publisher's own file.",
                )
            )
    for row in (row for row in at.values() if row.area == nation and row.value is not None):
        low, high = _PLAUSIBLE_DAYS if row.field.endswith("_days_offence_to_completion") else (None, None)
        if row.field == defendants:
            low, high = Decimal(0), _MOST_DEFENDANTS
        if low is not None and high is not None and row.value is not None and not low <= row.value <= high:
            problems.append(
                Problem(
                    "a national figure is far beyond any that has been published: its unit must be another",
                    f"{table.name} [line {row.line}, {row.column}]",
                    found=row.raw,
                    expected=f"{low:,} to {high:,}",
                    fix="Load the publisher's own file.",
                )
            )
    return problems
