"""Whether a workbook of statistics tables agrees with itself: keys, totals, percentages, titles, contents.

That rows and columns called a total are the sum of the others is not said by the layout: the figures show it. Where it holds
in a good share of a table's places, a place where it does not is a fault and blocks; where it holds nowhere (parts that
overlap, rounded figures) nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.printed_periods import Manner, Span, plain, shown
from assize.ingest.statistics_tables.finding import Table, Workbook, table_id, words
from assize.ingest.statistics_tables.places import TablePlaces
from assize.ingest.statistics_tables.rows import VALUE, Figure
from assize.ingest.statistics_tables.titled_periods import said_period, said_range, title_manner

_TOTAL = re.compile(r"^(grand |overall )?(total|totals|all)\b(?! other)|\btotal$|^overall$|^both$|^persons$|^all$")
_WITHIN = re.compile(r"^(of which|including|excluding|of these|memo|sub-?total)\b")


def check_keys(figures: Sequence[Figure]) -> list[Problem]:
    """Two figures of one table for one place, period, measure and words: nobody can say which is meant."""
    seen: dict[tuple[object, ...], Figure] = {}
    problems: list[Problem] = []
    for figure in figures:
        key = (figure.table.id, figure.area, figure.span, figure.field, figure.item_key)
        first = seen.setdefault(key, figure)
        if first is not figure:
            problems.append(
                Problem(
                    "two figures stand for the same place, period and words",
                    figure.place,
                    found=f"'{figure.raw}', and '{first.raw}' in {first.place}",
                    expected="one figure for each",
                    fix="Load the publisher's own file; where it is that, the table's words are not all read.",
                )
            )
    return few(problems, "more figures stand twice")


_RATES_ALONE = re.compile(r"^\W*(figures are |all figures are |crude )?rates? per [\d,]+[a-z ]*\W*$", re.IGNORECASE)
_PER = re.compile(r"\bper [\d,]+|\brates?\b", re.IGNORECASE)
_THOUSANDS = re.compile(
    r"^\W*(([\w' ]{0,30}\b)?(in|units?)\s*[:=-]?\s*)?thousands?\W*$|\(\s*(in )?thousands?\s*\)"
    r"|(?<![\d.,])(?<!\d\s)['’]?000['’]?s?\b",
    re.IGNORECASE,
)


def check_tables(tables: Sequence[Table]) -> list[Problem]:
    """Tables whose number stands twice, and sheets whose name and title are of two tables."""
    seen: dict[str, Table] = {}
    problems = []
    for table in tables:
        first = seen.setdefault(table.id, table)
        if first is not table:
            problems.append(
                Problem(
                    "two tables have one number",
                    table.where,
                    found=f"'{table.title[:60]}', and '{first.title[:60]}' on the sheet {first.sheet.strip()}",
                    expected="one table for each number",
                )
            )
        spoken = (*table.above, *(column.header for column in table.columns))
        if said := next((text for text in spoken if _THOUSANDS.search(text)), ""):
            problems.append(
                Problem(
                    "a line above the table or a header says that its figures are not numbers of one",
                    table.where,
                    found=f"'{said[:80]}'",
                    expected="a table of whole numbers",
                    fix="Load the publisher's own file; a table in thousands is not read.",
                )
            )
        rates = next((text for text in table.above if _RATES_ALONE.match(text)), "")
        if rates and not any(_PER.search(text) for text in (table.title, *(column.header for column in table.columns))):
            problems.append(
                Problem(
                    "a line above the table says that its figures are rates, and neither its title nor a header does",
                    table.where,
                    found=f"'{rates[:80]}'",
                    expected="the unit in the title or the headers",
                    fix="Load the publisher's own file.",
                )
            )
        by_sheet, by_title = table_id(table.sheet), table_id(table.title)
        named = (
            table.alone
            and by_sheet
            and by_title
            and re.match(r"\W*(table|[a-z]+[\s_.-]?\d)", table.sheet, re.IGNORECASE)
        )
        # A sheet `T1` may stand for `Table 1` or be the table `T1`.
        sheets = (_bare(by_sheet), re.sub(r"[^a-z0-9]", "", table.sheet.casefold()))
        if named and not any(_bare(by_title).startswith(one) or one.startswith(_bare(by_title)) for one in sheets):
            problems.append(
                Problem(
                    "the sheet's name and its title are of two tables",
                    table.where,
                    found=f"the sheet '{table.sheet.strip()}' with the title '{table.title[:60]}'",
                )
            )
    return problems


def check_second_tables(tables: Sequence[Table]) -> list[Doubt]:
    """Tables of the same columns that nothing tells apart: one without a number of its own beside another on its sheet, or two
    of one title on two sheets. The figures of one may be those of the other before they were corrected, or of a part of it.
    """
    problems = []
    for at, table in enumerate(tables):
        headers = [plain(column.header) for column in table.columns]
        for first in tables[:at]:
            beside = first.sheet == table.sheet and not (table_id(first.title) and table_id(table.title))
            if [plain(column.header) for column in first.columns] == headers and (
                beside or plain(first.title) == plain(table.title)
            ):
                problems.append(
                    Doubt(
                        "a second table has the columns of another, and nothing says how the two differ",
                        table.where,
                        found=f"'{table.title[:60]}' after '{first.title[:60]}'"
                        + ("" if beside else f" on the sheet {first.sheet.strip()}"),
                        expected="one table, or a number and a title for each",
                        fix="Load the publisher's own file.",
                        key=f"second-table@{table.id}",
                    )
                )
                break
    return problems[:SHOWN]


def _bare(known: str) -> str:
    return known.replace("-", "")


def check_titles(figures: Iterable[Figure], workbook: Workbook, manner: Manner) -> list[Problem]:
    """Titles that name a run of periods hold figures to its end and none beyond; the contents name the same years."""
    spans: dict[int, set[Span]] = defaultdict(set)
    tables: dict[int, Table] = {}
    for figure in figures:
        spans[id(figure.table)].add(figure.span)
        tables[id(figure.table)] = figure.table
    contents = _contents(workbook)
    problems = []
    for key, table in tables.items():
        here = title_manner(table, manner)
        problems += _beyond_title(table, spans[key], here)
        run = said_range(table.title, here)
        if run:
            same = [span for span in spans[key] if span.months == run[0].months]
            if same and (min(same) < run[0] or max(same) != run[1]):
                problems.append(
                    Problem(
                        "the title's periods are not those of the table",
                        table.where,
                        found=f"{shown(min(same))} to {shown(max(same))}",
                        expected=f"{shown(run[0])} to {shown(run[1])}, as in '{table.title[:80]}'",
                    )
                )
        listed = contents.get(table.id)
        years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", table.title))
        if listed and years and (theirs := set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", listed))) and theirs != years:
            problems.append(
                Problem(
                    "a table's title is not the one that the contents list",
                    table.where,
                    found=f"'{table.title[:80]}'",
                    expected=f"'{listed[:80]}'",
                    fix="A sheet of another edition may stand in the workbook: load the publisher's own file.",
                )
            )
    return problems


def _beyond_title(table: Table, spans: set[Span], manner: Manner) -> list[Problem]:
    """A title that names one period is of a table that holds it; one that names a longer stretch, of none beyond it."""
    said = said_period(table.title, manner)
    if said is None:
        return []
    if said.months > MONTHS_IN_YEAR:
        wrong = [span for span in spans if span.last_day > said.last_day or span < Span(said.year, said.month, 0)]
    else:
        same = [span for span in spans if span.months == said.months]
        wrong = same if same and said not in same else []
    if not wrong:
        return []
    return [
        Problem(
            "the title's period is not that of the table",
            table.where,
            found=shown(max(wrong)),
            expected=f"{shown(said)}, as in '{table.title[:80]}'",
        )
    ]


def check_cover(figures: Sequence[Figure], workbook: Workbook, manner: Manner) -> list[Problem]:
    """The last quarter of the tables is the one that the cover's title names: a later one is of another edition, and where none
    goes so far, the headers may have slid or the sheets be older.

    The CPS's summaries always hold the quarter that they are named for; of other publications it is only said.
    """
    said = said_period(workbook.title, manner)
    quarters = [figure for figure in figures if figure.span.months == MONTHS_IN_QUARTER]
    if said is None or said.months != MONTHS_IN_QUARTER or not quarters:
        return []
    last = max(quarters, key=lambda figure: figure.span)
    if last.span == said:
        return []
    later = last.span > said
    return [
        Doubt(
            "a table goes beyond the quarter that the cover names"
            if later
            else "no table goes as far as the quarter that the cover names",
            last.place,
            found=shown(last.span),
            expected=f"{shown(said)}{' at the latest' if later else ''}, as in '{workbook.title[:80]}'",
            fix="A sheet of another edition may stand in the workbook: load the publisher's own file."
            if later
            else "Headers may have slid, or the tables be of an earlier edition: load the publisher's own file.",
            blocks=later or not manner.bare_quarters,
            key=f"cover@{said.period.id if said.period else ''}",
        )
    ]


_ON_A_DAY = re.compile(
    r"\b(as at|as of|at the end|at end|end of|on a day|snapshot|open|outstanding|backlog|population|prisoners?|caseload"
    r"|workload|headcount|full.time equivalents?|fte|staff|in post|capacity|in custody|on remand|remand(ed)? population|held"
    r"|subject to|supervis|in force|live|active|stock|waiting|offenders in|people in|vacanc|places|open cases)",
    re.IGNORECASE,
)
_SPARSE = 2  # months three apart that tell
# What is counted over a stretch of time, whatever else the title of its table speaks of.
_OVER_TIME = re.compile(
    r"\b(receipts?|received|registered|disposals?|disposed|completed|completions|concluded|convictions?|prosecutions?|charged"
    r"|recorded|arrests|referrals|recalls|receptions|admissions)\b",
    re.IGNORECASE,
)


def check_dated(figures: Sequence[Figure]) -> list[Problem]:
    """Refuses months that stand three apart, each the last of a quarter or each the first, over what is not counted on a day:
    whether `30 June` or `Jun 24` is then a month or the quarter that ends with it, nobody can tell.
    """
    tables: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.span.months == 1:
            tables[figure.table.id, figure.field].append(figure)
    problems = []
    for (_, field), held in tables.items():
        order = sorted({figure.span for figure in held})
        apart = {after.index - before.index for before, after in pairwise(order)}
        if (
            len(order) < _SPARSE
            or min(apart) < MONTHS_IN_QUARTER
            or {span.month % MONTHS_IN_QUARTER for span in order} not in ({0}, {1})
        ):
            continue
        first = held[0]
        own = " ".join([field.replace("_", " "), *(text for _, text in first.item)])
        spoken = [own] if _OVER_TIME.search(own) else _all_words(held)
        which = "first" if order[0].month % MONTHS_IN_QUARTER else "last"
        if not any(_ON_A_DAY.search(text) for text in spoken):
            problems.append(
                Problem(
                    f"the {which} months of quarters stand for periods, and it cannot be told whether a month or its quarter is"
                    " meant",
                    first.place,
                    found=f"{shown(order[0])}, {shown(order[1])}"
                    + (" and so on" if len(order) > _SPARSE else "")
                    + f" in '{first.table.title[:60]}'",
                    expected="quarters as such (Jan to Mar 2024), every month, or words that say 'as at' for what is counted on"
                    " a day",
                    fix="Load the publisher's own file.",
                )
            )
    return problems[:SHOWN]


_LOOKED_AT = 200  # figures whose words are read


def _all_words(held: Sequence[Figure]) -> list[str]:
    """All that is said of figures of one measure: by their field, their words, and around their table."""
    table = held[0].table
    spoken = [table.title, held[0].field.replace("_", " "), *table.above, *(column.header for column in table.columns)]
    return spoken + [text for figure in held[:_LOOKED_AT] for pair in figure.item for text in pair]


def check_contents(workbook: Workbook) -> list[Problem]:
    """Tables that the contents list and the workbook lacks, where most of those listed are there."""
    listed, held = set(_contents(workbook)), {table.id for table in workbook.tables}
    # `T1` in a list is table 1, or the T1 of a publication whose tables of one kind are called so.
    missing = sorted(number for number in listed - held if f"t{number}" not in held)
    if not missing or len(missing) * 2 > len(listed):
        return []
    return [
        Problem(
            "tables that the contents list are not in the workbook",
            workbook.tables[0].file,
            some(missing),
            blocks=False,
        )
    ]


def _contents(workbook: Workbook) -> dict[str, str]:
    """Table -> its title as the contents list it; a table that is listed twice is left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, rows in workbook.texts.items():
        if not re.search(r"content|index|list of tables", name, re.IGNORECASE):
            continue
        for row in rows:
            cells = [words(cell) for cell in row if words(cell)]
            if cells and (known := table_id(cells[0])):
                found[known].append(" ".join(cells))
    return {known: titles[0] for known, titles in found.items() if len(titles) == 1}


# --- totals ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sum:
    """A total and its parts, as printed."""

    whole: Figure
    parts: tuple[Figure, ...]

    @property
    def expected(self) -> Decimal:
        """What the parts add up to."""
        return sum((part.value for part in self.parts if part.value is not None), Decimal(0))

    @property
    def holds(self) -> bool:
        """Whether the total is that."""
        return self.whole.value == self.expected


def check_totals(figures: Sequence[Figure], places: TablePlaces) -> list[Problem]:
    """Totals of rows, columns, places and quarters against their parts, where the figures show that they are sums."""
    problems: list[Problem] = []
    for what, group in sums_of(figures, places):
        problems += _broken(what, group)
    return few(problems, "more totals do not add up")


def sums_of(figures: Sequence[Figure], places: TablePlaces) -> Iterator[tuple[str, Sequence[Sum]]]:
    """Totals with their parts (words, columns, areas or quarters), those of one kind in a table together."""
    by_table: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and not figure.percentage and figure.value == figure.value.to_integral():
            by_table[figure.table.id].append(figure)
    absent = {
        (figure.table.id, figure.area, figure.span, figure.field, figure.item)
        for figure in figures
        if figure.value is None
    }
    for known in by_table.values():
        holes = {key[1:] for key in absent if key[0] == known[0].table.id}
        nation = places.nation.slug if places.nation else ""
        for what, sums in (
            ("words", _sums_of_words(known, holes)),
            ("columns", _sums_of_fields(known, holes)),
            *(("areas", _sums_of_areas(known, holes, nation, kind, places)) for kind in places.kinds),
            ("quarters", _sums_of_quarters(known, holes)),
        ):
            for group in sums.values():
                yield what, group


_SHARE = 4  # of the sums of a kind at least a quarter must hold, or they are none
_Hole = tuple[str, Span, str, tuple[tuple[str, str], ...]]


def _broken(what: str, sums: Sequence[Sum]) -> list[Problem]:
    """The sums that fail where others show that they are sums: those with two parts or more that are not nought.

    One that fails beside one that holds is a fault; several are where at least a quarter holds.
    """
    telling = [one for one in sums if one.whole.value or one.expected]
    showing = [one for one in telling if one.holds and sum(bool(part.value) for part in one.parts) > 1]
    failing = [one for one in telling if not one.holds]
    if not failing or not showing or (len(failing) > 1 and len(showing) * _SHARE < len(telling)):
        return []
    return [
        Problem(
            f"a total is not the sum of its {what}",
            one.whole.place,
            found=one.whole.raw,
            expected=f"{one.expected:f}, as {len(showing)} other totals of this table add up",
            fix="Load the publisher's own file: a row may be missing, doubled or changed.",
        )
        for one in failing
    ]


def is_total(word: str) -> bool:
    """Whether a word of a label says that its row is the sum of the others."""
    return bool(_TOTAL.search(plain(word)))


def _sums_of_words(known: Sequence[Figure], holes: set[_Hole]) -> dict[object, list[Sum]]:
    """Total against the other words of one label, everything else the same."""
    groups: dict[tuple[str, str, Span, str, tuple[tuple[str, str], ...]], list[Figure]] = defaultdict(list)
    for figure in known:
        for at, (header, _) in enumerate(figure.item):
            rest = (*figure.item[:at], *figure.item[at + 1 :])
            groups[header, figure.area, figure.span, figure.field, rest].append(figure)
    holed = {
        (header, area, span, field, (*item[:at], *item[at + 1 :]))
        for area, span, field, item in holes
        for at, (header, _) in enumerate(item)
    }
    found: dict[object, list[Sum]] = defaultdict(list)
    for key, group in groups.items():
        header = key[0]
        totals = [figure for figure in group if is_total(dict(figure.item)[header])]
        parts = [figure for figure in group if not is_total(dict(figure.item)[header])]
        within = any(_WITHIN.search(plain(word)) for part in parts for _, word in part.item)
        if len(totals) == 1 and parts and key not in holed and not within:
            found[header, totals[0].field].append(Sum(totals[0], tuple(parts)))
    return found


def _sums_of_fields(known: Sequence[Figure], holes: set[_Hole]) -> dict[object, list[Sum]]:
    """A total's column against the others of the row; under groups of headers, each total's against the others of its group.

    Groups with the same parts (`Receipts: Total, Either way …`, `Disposals: Total, Either way …`) show of each other that their
    totals are sums.
    """
    rows: dict[object, list[Figure]] = defaultdict(list)
    for figure in known:
        rows[figure.row, figure.area, figure.span].append(figure)
    holed = {(area, span, item) for area, span, _, item in holes}
    found: dict[object, list[Sum]] = defaultdict(list)
    for row in rows.values():
        if (row[0].area, row[0].span, row[0].item) in holed:
            continue
        totals = [figure for figure in row if is_total(figure.field.replace("_", " "))]
        parts = [figure for figure in row if figure not in totals]
        if len(totals) == 1 and len(parts) > 1:
            found[totals[0].field].append(Sum(totals[0], tuple(parts)))
        elif len(totals) > 1:
            for total in totals:
                group = total.field.removesuffix("_total") + "_"
                own = {part.field.removeprefix(group): part for part in parts if part.field.startswith(group)}
                within = any(_WITHIN.search(name.replace("_", " ")) for name in own)
                if group != total.field + "_" and len(own) > 1 and not within:
                    found[tuple(sorted(own))].append(Sum(total, tuple(own.values())))
    return found


def _sums_of_areas(
    known: Sequence[Figure], holes: set[_Hole], nation: str, kind: AreaKind, places: TablePlaces
) -> dict[object, list[Sum]]:
    """England and Wales against the places of one kind in a table."""
    groups: dict[object, list[Figure]] = defaultdict(list)
    for figure in known:
        groups[figure.span, figure.field, figure.item].append(figure)
    holed = {(span, field, item) for _, span, field, item in holes}
    found: dict[object, list[Sum]] = defaultdict(list)
    for key, group in groups.items():
        wholes = [figure for figure in group if figure.area == nation]
        parts = [figure for figure in group if figure.area != nation and places.are_of(figure.area, kind)]
        if len(wholes) == 1 and parts and key not in holed:
            found[wholes[0].field].append(Sum(wholes[0], tuple(parts)))
    return found


def _sums_of_quarters(known: Sequence[Figure], holes: set[_Hole]) -> dict[object, list[Sum]]:
    """A year against the four quarters that it is made of."""
    held = {(figure.area, figure.field, figure.item, figure.span): figure for figure in known}
    found: dict[object, list[Sum]] = defaultdict(list)
    for figure in known:
        if figure.span.months != MONTHS_IN_YEAR or figure.span.period is None or is_level(figure):
            continue
        quarters = (
            [Span(part.year, part.month, part.months) for part in figure.span.period.quarters]
            if _quarterly(figure.span)
            else []
        )
        parts = [held.get((figure.area, figure.field, figure.item, quarter)) for quarter in quarters]
        if parts and all(parts):
            found[figure.field].append(Sum(figure, tuple(part for part in parts if part)))
    return found


def is_level(figure: Figure) -> bool:
    """Whether a figure is counted on a day, so that a year's is that of its end and no sum of its quarters."""
    own = " ".join([figure.field.replace("_", " "), *(text for _, text in figure.item)])
    if figure.field == VALUE and not _ON_A_DAY.search(own):
        own = f"{own} {figure.table.title}"
    return bool(_ON_A_DAY.search(own)) and not _OVER_TIME.search(own)


def _quarterly(span: Span) -> bool:
    return span.month % MONTHS_IN_QUARTER == 1


# --- units -----------------------------------------------------------------------------------------------------


_LEAST_SERIES = 3


def check_scale(figures: Sequence[Figure]) -> list[Problem]:
    """A period whose every figure is a hundred times what is usual in its series has another unit than the others."""
    series: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value and not figure.percentage:
            series[figure.table.id, figure.field, figure.area, figure.item, figure.span.months].append(figure)
    ratios: dict[tuple[str, str, Span], list[tuple[Decimal, Figure]]] = defaultdict(list)
    for held in series.values():
        if len(held) < _LEAST_SERIES:
            continue
        usual = sorted(abs(each.value or Decimal(0)) for each in held)[len(held) // 2]
        for each in held:
            ratio = abs(each.value or Decimal(0)) / usual
            ratios[each.table.id, each.field, each.span].append((ratio, each))
            ratios[each.table.id, "", each.span].append((ratio, each))  # a table of one place has a row a period
    return [
        Problem(
            "every figure of a period is a hundred times those of the others, or a hundredth: its unit is another",
            found[0][1].place,
            found=found[0][1].raw,
            expected="one unit in a table",
        )
        for (table, field, span), found in ratios.items()
        if len(found) >= _LEAST_SERIES
        and _is_apart([ratio for ratio, _ in found])
        and (field or len({each.field for _, each in found}) == len(found))
    ]


def _is_apart(ratios: Sequence[Decimal]) -> bool:
    return min(ratios) > _APART or max(ratios) < 1 / _APART


_APART = Decimal(60)  # a unit changes by a hundred or a thousand; a count moves within that


def few(problems: list[Problem], more: str) -> list[Problem]:
    """The first few problems, and how many `more` there are."""
    if len(problems) <= SHOWN:
        return problems
    return [*problems[:SHOWN], Problem(more, problems[SHOWN].where, f"{len(problems) - SHOWN}")]
