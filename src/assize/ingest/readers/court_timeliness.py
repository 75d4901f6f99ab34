"""How long criminal cases take: the Ministry of Justice's transparency csv, and a table by region derived from its figures.

The transparency csv holds the nation, its regions, boards and single courts in one file, each in a column of its own: the
narrowest filled is the place of a line, and wider ones beside it must be those it lies in. Means and medians are days.
Checks, which refuse a file that fails them: defendants of the nation are those of all regions, and of a region those of all
its boards; the three stages of a case add up to the whole, to the precision printed; every place has a quarter once; a
national mean or median lies between those of the regions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import Absence, Area, AreaKind
from assize.core.periods import Period, quarter
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.courts.quarters import labelled_period, quarter_of
from assize.ingest.courts.timeliness_checks import check_columns, check_mixtures, check_name, check_order
from assize.ingest.courts.types import court_type_of
from assize.ingest.files.small_csv import Line, Table, capped, open_table, read_days, read_whole
from assize.ingest.layouts import Asked, Layout, Match, Read, match_headers
from assize.ingest.long_tables.table import header_key
from assize.ingest.places import Places
from assize.ingest.received import Received
from assize.ingest.values import CellValue, slug, without_marks

NATION = "england-and-wales"
_DEFENDANTS = "defendants"
_LEVELS = ("national", "region", "lcjb area", "court")  # from the widest to the narrowest
_STAGES = ("offence to charge", "charge to first list", "first list to completion")
_WHOLE = "offence to completion"
_FIELDS = {
    f"{measure} {stage}": f"{measure}_days_{stage.replace(' ', '_').replace('first_list', 'first_listing')}"
    for measure in ("mean", "median")
    for stage in (*_STAGES, _WHOLE)
}
_COLUMNS = {
    "year": ("year",),
    "period": ("period",),
    "court type": ("court type",),
    "national": ("national",),
    "region": ("region",),
    "lcjb area": ("lcjb area", "lcjb"),
    "court": ("lja or court name", "lja court", "lja or court"),
    _DEFENDANTS: (_DEFENDANTS,),
    **{column: (column, column.replace("first list", "first listing")) for column in _FIELDS},
}
_UNUSED = ("-", "–", "")
_ROUNDING = Decimal(2)  # four means, each rounded to a whole day: half a day each
_TOLERATED = Decimal("0.02")  # the share of lines whose stages may fail to add up before the columns cannot be right
_BY_REGION = {
    "offence to completion median": "median_days_offence_to_completion",
    "offence to completion mean": "mean_days_offence_to_completion",
}
_BY_REGION_COLUMNS = ("quarter end", "year", "quarter", "region", "geo level", *_BY_REGION)
_NAMED_QUARTER = re.compile(
    r"(jan|apr|jul|oct)[a-z]*[-_ ]+(?:to[-_ ]+)?(mar|jun|sep|dec)[a-z]*[-_ ]+(\d{4})", re.IGNORECASE
)
_FIRST_MONTHS = ("jan", "apr", "jul", "oct")
_LAST_MONTHS = ("mar", "jun", "sep", "dec")


# --- the transparency csv ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """Where a line is of: our area, the kind of row it is, and the name of a court or local justice area."""

    area: str
    level: str
    court: str = ""
    within: str = ""  # of a court, its LCJB area


def _recognises(received: Received) -> Match | None:
    because = "it has defendants and days from offence to completion by nation, region, LCJB area and court"
    needed = [spellings[0] for spellings in _COLUMNS.values()]
    return match_headers(received.top, needed, because, clean=_first_spelling)


def _first_spelling(header: str) -> str:
    """The header in the words of `_COLUMNS`, of its spellings the first."""
    key = header_key(header)
    return next((spellings[0] for spellings in _COLUMNS.values() if key in spellings), key)


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    table = open_table(received, _COLUMNS, tuple(_COLUMNS))
    places = Places(catalogue.areas, source.observes)
    found = _Lines(table, places, catalogue)
    content = list(found.rows())
    problems = found.problems
    if not any(problem.blocks for problem in problems):
        problems += found.check_stages()
        problems += found.check_sums()
        problems += check_columns(table, content, _DEFENDANTS, NATION) + check_order(table, _STAGES)
        problems += check_mixtures(table, content, _DEFENDANTS, found.wholes(), NATION)
    named = _quarter_in_name(received.name)
    problems += check_name(table, named, {row.period for row in content})
    released = None
    if named and source.release_lag_days is not None:
        released = named.last_day + timedelta(days=source.release_lag_days)
    last = named or max((row.period for row in content), default=None)
    return Read(
        title=f"{source.title}, to {last.id.replace('Q', ' Q')}" if last else source.title,
        covers=tuple(dict.fromkeys(Covered(row.period, row.area) for row in content)),
        dimensions=source.dimensions,
        content=content,
        problems=tuple(capped([*problems, *table.unread], table.name)),
        released=released,
        released_estimated=released is not None,
    )


def _quarter_in_name(name: str) -> Period | None:
    """The quarter that a file's name speaks of (`timeliness-transparency-april-june-2018.csv`), if it does.

    An extract of early quarters is of the edition all the same: it was released when that was.
    """
    match = _NAMED_QUARTER.search(name)
    if not match or _FIRST_MONTHS.index(match[1].casefold()) != _LAST_MONTHS.index(match[2].casefold()):
        return None
    return quarter(int(match[3]), _FIRST_MONTHS.index(match[1].casefold()) + 1)


class _Lines:
    """The lines of a transparency csv as they are read, and what is wrong with them."""

    def __init__(self, table: Table, places: Places, catalogue: Catalogue) -> None:
        self._table = table
        self._places = places
        self._catalogue = catalogue
        self.problems: list[Problem] = []
        self._seen: dict[tuple[Period, str, str, str], Line] = {}
        self._counts: dict[tuple[Period, str, str], dict[str, Decimal | None]] = {}  # by level: area -> defendants
        self._courts: dict[tuple[Period, str, str], dict[str, Decimal | None]] = {}  # by LCJB area: court -> defendants
        self._periods: dict[tuple[str, str], Period | None] = {}
        self._placed: dict[tuple[str, ...], _Place | Problem] = {}
        self._cells: dict[tuple[bool, str], CellValue | None] = {}

    def rows(self) -> Iterator[Row]:
        """The observations, line by line."""
        for line in self._table.lines:
            period = self._period(line)
            place = self._place(line)
            printed = self._table.text(line, "court type")
            court_type = court_type_of(printed)
            if not court_type:
                self.problems.append(
                    Problem(
                        "this court type is not known" if printed else "this cell is empty",
                        self._table.place(line, "court type"),
                        found=f"'{printed}'" if printed else "",
                        expected="All courts, Magistrates' courts or Crown Court",
                    )
                )
            if period is None or place is None or not court_type:
                continue
            first = self._seen.setdefault((period, court_type, place.area, place.court), line)
            if first is not line:
                self.problems.append(
                    Problem(
                        "this line stands for the same thing as another",
                        self._table.place(line),
                        f"line {first.number} as well",
                    )
                )
                continue
            yield from self._cells_of(line, period, place, court_type)

    def _cells_of(self, line: Line, period: Period, place: _Place, court_type: str) -> Iterator[Row]:
        defendants = self._cell(line, _DEFENDANTS, nothing=False)
        if place.level == "court":
            inside = self._courts.setdefault((period, court_type, place.within), {})
            inside[place.area] = defendants.value if defendants else None
        else:
            at = self._counts.setdefault((period, court_type, place.level), {})
            at[place.area] = defendants.value if defendants else None
        _, of_quarter = without_marks(self._table.text(line, "period"))  # a whole quarter may be provisional
        nobody = defendants is not None and defendants.value == 0
        for column, field in ((_DEFENDANTS, _DEFENDANTS), *_FIELDS.items()):
            cell = defendants if column == _DEFENDANTS else self._cell(line, column, nothing=nobody)
            if cell is None:
                continue
            yield Row(
                area=place.area,
                period=period,
                field=field,
                dimensions=(court_type, place.court),
                value=cell.value,
                absence=cell.absence,
                raw=self._table.text(line, column),
                line=line.number,
                column=self._table.header(column),
                marks=tuple(dict.fromkeys((*cell.marks, *of_quarter))) if of_quarter else cell.marks,
            )

    def _cell(self, line: Line, column: str, *, nothing: bool) -> CellValue | None:
        """What a cell says; a dash is not applicable where there was `nothing` to time, else not available."""
        text = self._table.text(line, column)
        if text in _UNUSED:
            return CellValue(None, Absence.NOT_APPLICABLE if nothing else Absence.NOT_AVAILABLE)
        key = (column == _DEFENDANTS, text)
        if key not in self._cells:
            self._cells[key] = read_whole(text) if column == _DEFENDANTS else read_days(text)
        cell = self._cells[key]
        if cell is None:
            self.problems.append(
                Problem(
                    "this is no number of defendants" if column == _DEFENDANTS else "this is no number of days",
                    self._table.place(line, column),
                    found=f"'{text}'",
                    expected="a number of 0 or more, or [x] if not available",
                )
            )
        return cell

    def _period(self, line: Line) -> Period | None:
        printed = (self._table.text(line, "year"), self._table.text(line, "period"))
        if printed not in self._periods:
            self._periods[printed] = labelled_period(printed[0], without_marks(printed[1])[0])
        period = self._periods[printed]
        if period is None:
            self.problems.append(
                Problem(
                    "this is no calendar quarter, or its parts do not agree",
                    self._table.place(line, "period"),
                    found=f"'{printed[0]}', '{printed[1]}'",
                    expected="a year and a quarter such as 2010 Q2 (Apr-Jun)",
                )
            )
        return period

    # --- places ---------------------------------------------------------------------------------------------------

    def _place(self, line: Line) -> _Place | None:
        printed = tuple(self._table.text(line, column) for column in (*_LEVELS, "court type"))
        if printed not in self._placed:
            self._placed[printed] = self._find_place(line, dict(zip(_LEVELS, printed, strict=False)), printed[-1])
        place = self._placed[printed]
        if isinstance(place, Problem):
            self.problems.append(place)
            return None
        return place

    def _find_place(self, line: Line, printed: Mapping[str, str], court_type: str) -> _Place | Problem:
        filled = {level: name for level, name in printed.items() if name not in _UNUSED}
        if not filled:
            return Problem(
                "the line names no place", self._table.place(line), expected="a nation, region, LCJB area or court"
            )
        narrowest = list(filled)[-1]
        if narrowest == "court" and not ("lcjb area" in filled and re.search(r"[A-Za-z]{2}", filled["court"])):
            return Problem(
                "a court stands without the LCJB area in which it lies, or its name is none",
                self._table.place(line, "court"),
                found=f"'{filled['court']}'",
                expected="the name of a court, with its LCJB area beside it",
            )
        areas: dict[str, Area] = {}
        for level, name in filled.items():
            area = self._named(level, name, court_type)
            if area is None and level != "court":
                return self._unknown(line, level, name)
            if area is not None:
                areas[level] = area
        region, within = areas.get("region"), areas.get("lcjb area")
        if region and within and within.slug not in region.members and within.region != region.slug:
            return self._elsewhere(line, "lcjb area", region, self._region_of(within))
        court = areas.get("court")
        if court and region and court.region != region.slug:
            return self._elsewhere(line, "court", region, court.region)
        if court and within and court.within and within.slug not in (court.within, *_parts(self._catalogue, court)):
            return self._elsewhere(line, "court", within, court.within)
        if narrowest != "court":
            return _Place(areas[narrowest].slug, narrowest)
        name = filled["court"]
        return _Place(court.slug if court else f"court-{slug(name)}", "court", name, areas["lcjb area"].slug)

    def _named(self, level: str, name: str, court_type: str) -> Area | None:
        if level == "national":
            return self._places.of(AreaKind.NATION, name)
        if level == "region":
            return self._places.of(AreaKind.HMCTS_REGION, name)
        if level == "lcjb area":
            return self._places.of(AreaKind.BOARD, name) or self._places.of(AreaKind.PART, name)
        # A local justice area may bear the name of a town in which the Crown Court sits too.
        return self._places.of(AreaKind.COURT, name) if "crown" in court_type.casefold() else None

    def _unknown(self, line: Line, level: str, name: str) -> Problem:
        near = self._places.nearest(name)
        return Problem(
            "this area is not known",
            self._table.place(line, level),
            found=f"'{name}'",
            expected=f"an area of the courts, perhaps {near}" if near else "an area of the courts",
            fix="Correct the name, or add it to the area's variants in the catalogue.",
        )

    def _region_of(self, area: Area) -> str:
        """The region of the courts in which a board or a part of one lies."""
        regions = self._places.of_kind(AreaKind.HMCTS_REGION)
        return next((region.slug for region in regions if area.slug in region.members), area.region)

    def _elsewhere(self, line: Line, level: str, wider: Area, lies_in: str) -> Problem:
        known = self._catalogue.areas.get(lies_in)
        return Problem(
            "the place does not lie in the wider one beside it",
            self._table.place(line, level),
            found=f"'{self._table.text(line, level)}' beside {wider.name}",
            expected=known.name if known else "",
        )

    # --- reconciling ----------------------------------------------------------------------------------------------

    def check_stages(self) -> list[Problem]:
        """The three stages of a case add up to the whole, to the precision printed."""
        wrong, checked = [], 0
        for line in self._table.lines:
            cells = [self._cell(line, f"mean {stage}", nothing=False) for stage in (*_STAGES, _WHOLE)]
            values = [cell.value for cell in cells if cell is not None and cell.value is not None]
            if len(values) <= len(_STAGES):
                continue
            checked += 1
            *stages, whole = values
            if abs(sum(stages) - whole) > _ROUNDING:
                wrong.append(
                    Problem(
                        "the stages of a case do not add up to the whole",
                        self._table.place(line, f"mean {_WHOLE}"),
                        found=f"{whole} days",
                        expected=f"{' + '.join(str(stage) for stage in stages)} = {sum(stages)} days",
                        fix="Load the publisher's own file.",
                    )
                )
        blocks = len(wrong) > _TOLERATED * checked
        return (
            wrong
            if blocks
            else [Problem(each.what, each.where, each.found, each.expected, blocks=False) for each in wrong]
        )

    def wholes(self) -> dict[str, set[str]]:
        """The areas that lie in each area of the file but for courts: regions in the nation, boards and parts in a region."""
        regions = {area.slug: area for area in self._places.of_kind(AreaKind.HMCTS_REGION)}
        narrow = {area for key, counts in self._counts.items() if key[2] == "lcjb area" for area in counts}
        inside = {
            slug: {area for area in narrow if area in region.members or self._lies_in(area, slug)}
            for slug, region in regions.items()
        }
        return {NATION: set(regions), **inside}

    def check_sums(self) -> list[Problem]:
        """Defendants of the nation are those of its regions, and of a region those of its boards and parts."""
        problems: list[Problem] = []
        regions = {area.slug: area for area in self._places.of_kind(AreaKind.HMCTS_REGION)}
        for (period, court_type, level), counts in sorted(self._counts.items(), key=lambda item: str(item[0])):
            if level == "national" and NATION in counts:
                parts = self._counts.get((period, court_type, "region"), {})
                whole = set(regions) <= set(parts)
                problems += self._check_sum(period, court_type, NATION, counts[NATION], parts, whole)
            if level != "region":
                continue
            inside = self._counts.get((period, court_type, "lcjb area"), {})
            for region in counts:
                members = {slug for slug in inside if slug in regions[region].members or self._lies_in(slug, region)}
                parts = {slug: inside[slug] for slug in members}
                whole = set(regions[region].members) <= members
                problems += self._check_sum(period, court_type, region, counts[region], parts, whole)
        for (period, court_type, board), parts in sorted(self._courts.items(), key=lambda item: str(item[0])):
            boards = self._counts.get((period, court_type, "lcjb area"), {})
            if board not in boards:
                problems.append(self._without(period, court_type, self._catalogue.areas[board].name, "its courts"))
            else:
                problems += self._check_sum(period, court_type, board, boards[board], parts, False)
        for narrower, wider, of in (("region", "national", "its regions"), ("lcjb area", "region", "its LCJB areas")):
            for period, court_type in {key[:2] for key in self._counts if key[2] == narrower}:
                held = self._counts.get((period, court_type, wider), {})
                for area in self._counts[period, court_type, narrower]:
                    around = NATION if wider == "national" else self._region_of(self._catalogue.areas[area])
                    if around not in held:
                        name = self._catalogue.areas[around].name
                        problems.append(self._without(period, court_type, name, of))
        return list(dict.fromkeys(problems))

    def _without(self, period: Period, court_type: str, area: str, of: str) -> Problem:
        """An area without a line of its own: it was lost, or stands under another name."""
        return Problem(
            f"there are lines of {of} and none of the area itself",
            self._table.name,
            found=f"no line of {area}, {court_type.replace('-', ' ')}, {period.id}",
            fix="Load the publisher's own file.",
        )

    def _lies_in(self, area: str, region: str) -> bool:
        return self._catalogue.areas[area].region == region

    def _check_sum(
        self,
        period: Period,
        court_type: str,
        area: str,
        printed: Decimal | None,
        parts: Mapping[str, Decimal | None],
        whole: bool,
    ) -> list[Problem]:
        """`whole` says that every part is there; else the parts may only not be more than the whole."""
        known = [value for value in parts.values() if value is not None]
        if printed is None or len(known) < len(parts) or not parts:
            return []
        added = sum(known, Decimal(0))
        if added == printed or (not whole and added < printed):
            return []
        line = self._seen[period, court_type, area, ""]
        return [
            Problem(
                "the defendants of an area are not those of the areas in it",
                self._table.place(line, _DEFENDANTS),
                found=f"{printed}",
                expected=f"{added}, the sum of {len(parts)} areas" if whole else f"at least {added}",
                fix="Load the publisher's own file.",
            )
        ]


def _parts(catalogue: Catalogue, court: Area) -> tuple[str, ...]:
    """The parts of the board in which a court lies, where it has any: a file names the part, the catalogue the board."""
    return tuple(
        area.slug for area in catalogue.areas.values() if AreaKind.PART in area.kinds and area.within == court.within
    )


# --- the table by region ----------------------------------------------------------------------------------------------


def _recognises_by_region(received: Received) -> Match | None:
    because = "it has days from offence to completion by quarter and region of the courts"
    return match_headers(received.top, _BY_REGION_COLUMNS, because, clean=header_key)


def _read_by_region(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    table = open_table(received, {column: (column,) for column in _BY_REGION_COLUMNS}, _BY_REGION_COLUMNS)
    places = Places(catalogue.areas, source.observes)
    problems: list[Problem] = []
    content: list[Row] = []
    seen: dict[tuple[Period, str], Line] = {}
    for line in table.lines:
        period = quarter_of(table, line)
        if isinstance(period, Problem):
            problems.append(period)
            continue
        level, name = table.text(line, "geo level").casefold(), table.text(line, "region")
        kind = {"national": AreaKind.NATION, "region": AreaKind.HMCTS_REGION}.get(level)
        area = places.of(kind, name) if kind else None
        if area is None:
            problems.append(
                Problem(
                    "this is no region of the courts, or not of the level beside it",
                    table.place(line, "region"),
                    found=f"'{name}', '{table.text(line, 'geo level')}'",
                    expected="a region such as Midlands with 'region', or England and Wales with 'national'",
                )
            )
            continue
        first = seen.setdefault((period, area.slug), line)
        if first is not line:
            problems.append(
                Problem(
                    "this line stands for the same thing as another", table.place(line), f"line {first.number} as well"
                )
            )
            continue
        for column, field in _BY_REGION.items():
            text = table.text(line, column)
            cell = CellValue(None, Absence.NOT_AVAILABLE) if text in _UNUSED else read_days(text)
            if cell is None:
                problems.append(
                    Problem(
                        "this is no number of days",
                        table.place(line, column),
                        found=f"'{text}'",
                        expected="a number of 0 or more, or [x] if not available",
                    )
                )
                continue
            content.append(
                Row(area.slug, period, field, (), cell.value, cell.absence, text, line=line.number,
                    column=table.header(column), marks=cell.marks)
            )  # fmt: skip
    problems += _check_between(table, content, seen, places)
    problems += check_columns(table, content, _DEFENDANTS, NATION)
    last = max((row.period for row in content), default=None)
    return Read(
        title=f"{source.title}, to {last.id.replace('Q', ' Q')}, derived from the Ministry of Justice's statistics"
        if last
        else source.title,
        covers=tuple(dict.fromkeys(Covered(row.period, row.area) for row in content)),
        dimensions=source.dimensions,
        content=content,
        problems=tuple(capped([*problems, *table.unread], table.name)),
    )


def _check_between(
    table: Table, content: Sequence[Row], seen: Mapping[tuple[Period, str], Line], places: Places
) -> list[Problem]:
    """A mean or median of all cases lies between the lowest and the highest of the regions, where all are there."""
    regions = {area.slug for area in places.of_kind(AreaKind.HMCTS_REGION)}
    values: dict[tuple[Period, str], dict[str, Decimal]] = {}
    for row in content:
        if row.value is not None:
            values.setdefault((row.period, row.field), {})[row.area] = row.value
    problems = []
    for (period, field), by_area in sorted(values.items()):
        parts = [value for area, value in by_area.items() if area in regions]
        if NATION not in by_area or len(parts) < len(regions) or min(parts) <= by_area[NATION] <= max(parts):
            continue
        column = next(column for column, name in _BY_REGION.items() if name == field)
        problems.append(
            Problem(
                "the national figure does not lie between those of the regions",
                table.place(seen[period, NATION], column),
                found=f"{by_area[NATION]} days",
                expected=f"{min(parts)} to {max(parts)} days",
                fix="Load the file as it was made.",
            )
        )
    return problems


LAYOUT = Layout(
    id="criminal-court-timeliness",
    version=2,
    looks_like="the MoJ csv of timeliness (Court type, National, Region, LCJB area, Defendants, Mean offence to charge, …)",
    recognises=_recognises,
    read=_read,
    rows_alone=True,
)
BY_REGION = Layout(
    id="crown-court-timeliness-by-region",
    version=1,
    looks_like="a csv of Crown Court timeliness by region (quarter_end, geo_level, offence_to_completion_median, …)",
    recognises=_recognises_by_region,
    read=_read_by_region,
    rows_alone=True,
)
