"""Crown Court caseload: three small csv tables derived from the Ministry of Justice's published figures.

- the national trajectory: receipts, disposals, open cases and net flow, a line a quarter;
- open cases by age: nine bands a quarter;
- open cases by court, at the end of one quarter and of the same quarter a year before, which the file does not name.

Open cases are those of the quarter's last day. Checks: net flow is receipts less disposals; every quarter has each age band
once; changes and percentages of courts follow from the counts. What fails one is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from assize.core.errors import Problem
from assize.core.nouns import Absence, AreaKind
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.courts.ages import check_bands
from assize.ingest.courts.quarters import quarter_of
from assize.ingest.files.small_csv import Line, Table, capped, open_table, read_whole
from assize.ingest.layouts import ASK_CATALOGUE, Asked, Layout, Match, Read, match_headers, settled
from assize.ingest.long_tables.table import header_key
from assize.ingest.places import Places
from assize.ingest.printed_quarters import check_lines
from assize.ingest.received import Received
from assize.ingest.values import CellValue, read_number, slug

SOURCE = "crown-court-caseload"
NATION = "england-and-wales"
NOT_KNOWN = "court-not-known"  # the publishers' `Unknown`, which is no place
RECEIPTS, DISPOSALS, OPEN, OPEN_BY_AGE = "receipts", "disposals", "open_cases", "open_cases_by_age"
AGE_BAND = "age_band"
_TRAJECTORY = {"quarter end": "", "year": "", "quarter": "", "disposals": DISPOSALS, "open": OPEN, "receipts": RECEIPTS}
_FLOW = "net flow"
_AGES = ("quarter end", "year", "quarter", "age band", "age order", "count")
_NO_BAND = ("total", "valid")  # words of the publisher's own tool, which hold several bands
_COURTS = ("region", "court", "open latest", "open year ago", "change", "pct change")
_QUARTERS_IN_YEAR = 4
_SHARE_SLACK = Decimal("0.000001")  # a share is printed to sixteen digits
# Open cases of the Crown Court in all have been between 33,000 and 80,000, and receipts and disposals of a quarter between
# 12,000 and 32,000: figures far beyond are of another unit. Those of a court have been below 5,000.
_PLAUSIBLE = (Decimal(1_000), Decimal(250_000))
_MOST_OF_COURT = Decimal(50_000)
_BESIDE_NEXT = 2  # times the next largest court; the largest has had 1.7 times it
_ENOUGH_COURTS = 20  # fewer are a part of the country
_FLOW_SLACK = Decimal("0.02")  # of open cases; transfers and warrants have moved them by 0.6% beside the net flow
_DERIVED = "derived from the Ministry of Justice's criminal court statistics"


def _exactly(columns: Iterable[str]) -> dict[str, tuple[str]]:
    return {column: (column,) for column in columns}


def _no_count(table: Table, line: Line, column: str) -> Problem:
    return Problem(
        "this is no number of cases",
        table.place(line, column),
        found=f"'{table.text(line, column)}'",
        expected="a whole number of 0 or more, or [x] if not available",
    )


def _row(
    source: SourceSpec,
    table: Table,
    line: Line,
    column: str,
    *,
    area: str,
    period: Period,
    field: str,
    cell: CellValue,
    words: Mapping[str, str] | None = None,
) -> Row:
    return Row(
        area=area,
        period=period,
        field=field,
        dimensions=tuple((words or {}).get(name, "") for name in source.dimensions),
        value=cell.value,
        absence=cell.absence,
        raw=table.text(line, column),
        line=line.number,
        column=table.header(column),
        marks=cell.marks,
    )


def _read_over(
    table: Table, seen: dict[tuple[object, ...], Line], key: tuple[object, ...], line: Line
) -> Problem | None:
    """That a line says again what another has said, where it does: counted twice, or one of them wrong."""
    first = seen.setdefault(key, line)
    if first is line:
        return None
    return Problem("this line stands for the same thing as another", table.place(line), f"line {first.number} as well")


def _gaps(table: Table, periods: Iterable[Period]) -> list[Problem]:
    held = sorted(set(periods))
    missing = [each.id for before, after in pairwise(held) for each in _between(before, after)]
    if not missing:
        return []
    return [Problem("quarters are missing in between", table.name, found=", ".join(missing), blocks=False)]


def _between(before: Period, after: Period) -> list[Period]:
    found, each = [], before.later(1)
    while each < after:
        found.append(each)
        each = each.later(1)
    return found


def _covers(content: Sequence[Row]) -> tuple[Covered, ...]:
    """Each period, place and field the file speaks of, and no other: three tables of one source stand side by side."""
    return tuple(dict.fromkeys(Covered(row.period, row.area, row.field) for row in content))


def _last(content: Sequence[Row]) -> str:
    """`2025 Q4`, the latest quarter of what was read."""
    last = max((row.period for row in content), default=None)
    return last.id.replace("Q", " Q") if last else ""


# --- the national trajectory ------------------------------------------------------------------------------------------


def _read_trajectory(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    table = open_table(received, _exactly([*_TRAJECTORY, _FLOW]), (*_TRAJECTORY, _FLOW))
    problems: list[Problem] = []
    content: list[Row] = []
    seen: dict[tuple[object, ...], Line] = {}
    for line in table.lines:
        period = quarter_of(table, line)
        if isinstance(period, Problem):
            problems.append(period)
            continue
        if repeated := _read_over(table, seen, (period,), line):
            problems.append(repeated)
            continue
        counts: dict[str, Decimal | None] = {}
        for column, field in _TRAJECTORY.items():
            if not field:
                continue
            cell = read_whole(table.text(line, column))
            if cell is None:
                problems.append(_no_count(table, line, column))
                continue
            counts[field] = cell.value
            content.append(_row(source, table, line, column, area=NATION, period=period, field=field, cell=cell))
        problems += _check_flow(table, line, counts)
    if not any(problem.blocks for problem in problems):
        problems += _check_stock(table, content)
        problems += _check_unit(table, [[row] for row in content], *_PLAUSIBLE)
    return Read(
        title=f"Crown Court receipts, disposals and open cases to {_last(content)}, {_DERIVED}",
        covers=_covers(content),
        dimensions=source.dimensions,
        content=content,
        problems=tuple(capped([*problems, *table.unread, *_gaps(table, (row.period for row in content))], table.name)),
    )


def _check_flow(table: Table, line: Line, counts: Mapping[str, Decimal | None]) -> list[Problem]:
    received, disposed = counts.get(RECEIPTS), counts.get(DISPOSALS)
    printed = read_number(table.text(line, _FLOW))
    if received is None or disposed is None:
        return []  # an absence, or a fault that is told already
    if printed is not None and printed.value == received - disposed:
        return []
    return [
        Problem(
            "net flow is not receipts less disposals",
            table.place(line, _FLOW),
            found=f"'{table.text(line, _FLOW)}'",
            expected=f"{received} - {disposed} = {received - disposed}",
            fix="Load the file as it was made: one of the three is wrong, or stands in another's column.",
        )
    ]


def _check_stock(table: Table, content: Sequence[Row]) -> list[Problem]:
    """Open cases move from quarter to quarter about as much as more were received than dealt with."""
    at = {(row.field, row.period): row for row in content if row.value is not None}
    problems = []
    for (field, period), row in sorted(at.items(), key=lambda item: item[0][1]):
        before, received, disposed = (
            at.get(key) for key in ((OPEN, period.later(-1)), (RECEIPTS, period), (DISPOSALS, period))
        )
        if field != OPEN or before is None or received is None or disposed is None:
            continue
        expected = _number(before) + _number(received) - _number(disposed)
        if abs(_number(row) - expected) > _FLOW_SLACK * _number(before):
            problems.append(
                Problem(
                    "open cases do not follow from those of the quarter before and the net flow",
                    f"{table.name} [line {row.line}, {row.column}]",
                    found=row.raw,
                    expected=f"about {expected}",
                    fix="Load the file as it was made.",
                )
            )
    return problems


def _number(row: Row) -> Decimal:
    return row.value if row.value is not None else Decimal(0)


def _check_unit(table: Table, groups: Collection[Sequence[Row]], low: Decimal, high: Decimal) -> list[Problem]:
    """The sum of each group of counts is of the size that has been published; else it is of another unit."""
    problems = []
    for rows in groups:
        added = sum((_number(row) for row in rows), Decimal(0))
        if any(row.value is None for row in rows) or low <= added <= high:
            continue
        problems.append(
            Problem(
                "a number of cases is far beyond any that has been published: its unit must be another",
                f"{table.name} [line {rows[0].line}, {rows[0].column}]",
                found=f"{added:,f}",
                expected=f"{low:,} to {high:,}",
                fix="Load the file as it was made.",
            )
        )
    return problems


# --- open cases by age ------------------------------------------------------------------------------------------------


def _read_ages(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    table = open_table(received, _exactly(_AGES), _AGES)
    words = catalogue.vocabularies[AGE_BAND].names
    bands = {band: name for band, name in words.items() if band not in _NO_BAND}
    order = {band: place for place, band in enumerate(bands, start=1)}
    problems: list[Problem] = []
    content: list[Row] = []
    seen: dict[tuple[object, ...], Line] = {}
    held: dict[Period, set[str]] = {}
    for line in table.lines:
        period = quarter_of(table, line)
        if isinstance(period, Problem):
            problems.append(period)
            continue
        band = slug(table.text(line, "age band"))
        if band not in order:
            problems.append(
                Problem(
                    "this age band is not known",
                    table.place(line, "age band"),
                    found=f"'{table.text(line, 'age band')}'",
                    expected="one of " + "; ".join(bands.values()),
                )
            )
            continue
        if repeated := _read_over(table, seen, (period, band), line):
            problems.append(repeated)
            continue
        held.setdefault(period, set()).add(band)
        place = read_whole(table.text(line, "age order"))
        if place is None or place.value != order[band]:
            problems.append(
                Problem(
                    "the age band does not stand at its place in the order",
                    table.place(line, "age order"),
                    found=f"'{table.text(line, 'age order')}' beside '{table.text(line, 'age band')}'",
                    expected=str(order[band]),
                )
            )
        cell = read_whole(table.text(line, "count"))
        if cell is None:
            problems.append(_no_count(table, line, "count"))
            continue
        content.append(
            _row(
                source,
                table,
                line,
                "count",
                area=NATION,
                period=period,
                field=OPEN_BY_AGE,
                cell=cell,
                words={AGE_BAND: band},
            )
        )
    for period, found in sorted(held.items()):
        if missing := [name for band, name in bands.items() if band not in found]:
            problems.append(
                Problem(
                    "a quarter has not all of its age bands, so no share of it could be told",
                    table.name,
                    found=f"{period.id} without {', '.join(missing)}",
                    expected=f"all {len(bands)} bands",
                )
            )
    groups: dict[Period, list[Row]] = {}
    for row in content:
        groups.setdefault(row.period, []).append(row)
    if not any(problem.blocks for problem in problems):
        problems += _check_unit(table, groups.values(), *_PLAUSIBLE)
        problems += _check_bands(table, groups, source.dimensions.index(AGE_BAND))
    return Read(
        title=f"Crown Court open cases by age to {_last(content)}, {_DERIVED}",
        covers=_covers(content),
        dimensions=source.dimensions,
        content=content,
        problems=tuple(capped([*problems, *table.unread, *_gaps(table, held)], table.name)),
    )


def _check_bands(table: Table, groups: Mapping[Period, Sequence[Row]], at: int) -> list[Problem]:
    """`check_bands` of the lines; `at` is the dimension's place."""
    bands = {period: {row.dimensions[at]: row for row in rows} for period, rows in groups.items()}
    return check_bands(
        {period: {band: _number(row) for band, row in held.items()} for period, held in bands.items()},
        lambda period, band: f"{table.name} [{bands[period][band].place}]",
        "Load the file as it was made.",
    )


# --- open cases by court ----------------------------------------------------------------------------------------------


def _read_courts(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    table = open_table(received, _exactly(_COURTS), _COURTS)
    period = asked.period
    if period is None or not period.is_quarter:
        raise received.refused(
            "the file does not say which quarter it is of",
            found=f"the period {period.id} given, which is no quarter" if period else "",
            expected="the quarter of its column 'open_latest'",
            fix="Say it: --period 2025Q4 if its latest figures are those of the end of December 2025.",
        )
    periods = {"open latest": period, "open year ago": period.later(-_QUARTERS_IN_YEAR)}
    problems: list[Problem] = settled(check_lines(received, received.top, period), source, asked)
    content: list[Row] = []
    seen: dict[tuple[object, ...], Line] = {}
    places = Places(catalogue.areas, (AreaKind.COURT, AreaKind.HMCTS_REGION))
    for line in table.lines:
        area = _court(table, line, places, catalogue, problems)
        if area is None:
            continue
        if repeated := _read_over(table, seen, (area,), line):
            problems.append(repeated)
            continue
        counts: dict[str, Decimal | None] = {}
        for column, at in periods.items():
            cell = _stock(table, line, column, problems)
            if cell is None:
                continue
            counts[column] = cell.value
            content.append(_row(source, table, line, column, area=area, period=at, field=OPEN, cell=cell))
        if len(counts) == len(periods):
            problems += _check_change(table, line, counts["open latest"], counts["open year ago"])
    problems += _check_unit(table, [[row] for row in content], Decimal(0), _MOST_OF_COURT)
    problems += _check_largest(table, [row for row in content if row.period == period])
    return Read(
        title=f"Crown Court open cases by court, {_last(content)}, {_DERIVED}",
        covers=_covers(content),
        dimensions=source.dimensions,
        content=content,
        problems=tuple(capped([*problems, *table.unread], table.name)),
    )


def _check_largest(table: Table, rows: Sequence[Row]) -> list[Problem]:
    """No court has more than twice the open cases of the next: one that has is in another unit than the others."""
    order = sorted(rows, key=lambda row: -_number(row))
    if len(order) < _ENOUGH_COURTS or _number(order[0]) <= _BESIDE_NEXT * _number(order[1]):
        return []
    return [
        Problem(
            "a court has more than twice the open cases of any other, so its figures may be in another unit",
            f"{table.name} [line {order[0].line}, {order[0].column}]",
            found=order[0].raw,
            expected=f"nearer to the {order[1].raw} of line {order[1].line}",
            fix="Load the file as it was made.",
        )
    ]


def _court(table: Table, line: Line, places: Places, catalogue: Catalogue, problems: list[Problem]) -> str | None:
    """The place of a line: a Crown Court centre that lies in the region printed beside it, or `Unknown` twice."""
    name, region = table.text(line, "court"), table.text(line, "region")
    if name.casefold() == region.casefold() == "unknown":
        return NOT_KNOWN
    court = places.of(AreaKind.COURT, name)
    if court is None:
        near = places.nearest(name)
        problems.append(
            Problem(
                "this Crown Court centre is not known",
                table.place(line, "court"),
                found=f"'{name}'",
                expected=f"a court, perhaps {near}" if near else "a court",
                fix=f"Correct the name, or {ASK_CATALOGUE} to add the court.",
            )
        )
        return None
    lies_in = places.of(AreaKind.HMCTS_REGION, region)
    if lies_in is None or lies_in.slug != court.region:
        problems.append(
            Problem(
                "the court does not lie in the region beside it",
                table.place(line, "region"),
                found=f"{name} in '{region}'",
                expected=catalogue.areas[court.region].name,
            )
        )
        return None
    return court.slug


def _stock(table: Table, line: Line, column: str, problems: list[Problem]) -> CellValue | None:
    """The open cases of a cell; an empty one is a court without a figure in that quarter."""
    if not table.text(line, column):
        problems.append(
            Problem("an empty cell is not available [x]", table.place(line, column), "no figure", blocks=False)
        )
        return CellValue(None, Absence.NOT_AVAILABLE)
    cell = read_whole(table.text(line, column))
    if cell is None:
        problems.append(_no_count(table, line, column))
    return cell


def _check_change(table: Table, line: Line, latest: Decimal | None, before: Decimal | None) -> list[Problem]:
    """The printed change and its share follow from the two counts; of a count that is not there, nothing is printed."""
    change = None if latest is None or before is None else latest - before
    share = change / before if change is not None and before else None
    problems = []
    for column, expected in (("change", change), ("pct change", share)):
        text = table.text(line, column)
        cell = read_number(text)
        if expected is None and (not text or (cell and cell.absence)):
            continue
        agrees = (
            expected is not None
            and cell is not None
            and cell.value is not None
            and abs(cell.value - expected) <= (_SHARE_SLACK if column == "pct change" else 0)
        )
        if not agrees:
            problems.append(
                Problem(
                    "the change printed does not follow from the counts",
                    table.place(line, column),
                    found=f"'{text}'",
                    expected="nothing" if expected is None else f"{expected:.6g}",
                    fix="Load the file as it was made: a count is wrong, or stands in another's column.",
                )
            )
    return problems


# --- layouts ----------------------------------------------------------------------------------------------------------


def _recogniser(needed: Sequence[str], because: str) -> Callable[[Received], Match | None]:
    return lambda received: match_headers(received.top, needed, because, clean=header_key)


def _source(received: Received, catalogue: Catalogue) -> str:
    return SOURCE


TRAJECTORY = Layout(
    id="crown-court-trajectory",
    version=1,
    looks_like="a csv of Crown Court receipts, disposals and open cases by quarter (quarter_end, receipts, net_flow, …)",
    recognises=_recogniser((*_TRAJECTORY, _FLOW), "it has receipts, disposals, open cases and net flow by quarter"),
    read=_read_trajectory,
    rows_alone=True,
    names_source=_source,
)
AGES = Layout(
    id="crown-court-ages",
    version=1,
    looks_like="a csv of Crown Court open cases by age band (quarter_end, age_band, count, …)",
    recognises=_recogniser(_AGES, "it has counts by quarter and age band"),
    read=_read_ages,
    rows_alone=True,
    names_source=_source,
)
BY_COURT = Layout(
    id="crown-court-by-court",
    version=1,
    looks_like="a csv of Crown Court open cases by court (court, open_latest, open_year_ago, …)",
    recognises=_recogniser(_COURTS, "it has open cases by court, of the latest quarter and a year ago"),
    read=_read_courts,
    rows_alone=True,
    names_source=_source,
)
