"""Documents to render in tests: every block, layout, icon and inline, with published figures of Staffordshire.

The figures are those of January to March 2019; some points of the longer series are read off a picture and stand here for
the drawing only. `executive_summary`, `performance_report`, `deck` and `workbook` each return a whole `Document`.
"""

# ruff: noqa: E501  (the words of the documents stand on one line, as they are printed)

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from assize.core.document import (
    Align,
    Annotation,
    Ask,
    Asks,
    Aspect,
    Axis,
    Bar,
    Block,
    Callout,
    CalloutKind,
    Category,
    CellContent,
    Chart,
    ChartKind,
    Column,
    Commentary,
    Document,
    Gap,
    GapLine,
    Hatch,
    Icon,
    Judged,
    KeyFigure,
    KeyFigures,
    Layout,
    Limits,
    Line,
    Link,
    Note,
    NoteRef,
    Number,
    Point,
    PointMark,
    Role,
    Row,
    Section,
    Span,
    Strong,
    Table,
    TableCell,
    Text,
    Tick,
    Trend,
    Words,
)

QUARTERS = tuple(
    (
        f"{months} {year + (1 if months.startswith('January') else 0)}",
        f"{year}/{(year + 1) % 100}",
        f"{code_year}q{code}",
    )
    for year in (2015, 2016, 2017, 2018)
    for months, code, code_year in (
        ("April to June", 2, year),
        ("July to September", 3, year),
        ("October to December", 4, year),
        ("January to March", 1, year + 1),
    )
)
"""Sixteen quarters: label, year, and the quarter as references write it."""

CATEGORIES = tuple(Category(label, group) for label, group, _ in QUARTERS)
PERSON = "conviction-rate@{}@{}@offences-against-the-person"
PROSECUTIONS = "completed-prosecutions@{}@{}"
CHARGE = "charge-share-recorded@{}@{}"
VICTIM = "victim-does-not-support@{}@{}"
CROWN = "crown-court-open-cases@{}@{}"


# --- numbers ------------------------------------------------------------------------------------------------------


def percent(text: str, figure: str, aspect: Aspect = Aspect.VALUE, other: str = "") -> Number:
    """A share printed as `text` per cent."""
    return Number(f"{text}%", Decimal(text) / 100, "0.0%", figure, aspect, other)


def bare(text: str, figure: str, aspect: Aspect = Aspect.VALUE) -> Number:
    """A share whose unit stands in the column's head."""
    return Number(text, Decimal(text) / 100, "0.0", figure, aspect)


def count(value: int, figure: str, aspect: Aspect = Aspect.VALUE) -> Number:
    """A count with thousands."""
    return Number(f"{value:,}", Decimal(value), "#,##0", figure, aspect)


def points(text: str, figure: str, other: str) -> Number:
    """A difference in percentage points, printed with its sign."""
    return Number(text, Decimal(text.replace("−", "-")) / 100, "+0.0;−0.0;0.0", figure, Aspect.DIFFERENCE, other)


def relative(text: str, figure: str, other: str) -> Number:
    """A change in per cent, printed with its sign or, inside a sentence, without."""
    value = Decimal(text.replace("−", "-").rstrip("%")) / 100
    return Number(text, value, "+0.0%;−0.0%", figure, Aspect.RELATIVE, other)


def absent(figure: str) -> Number:
    """Not available."""
    return Number("[x]", None, "@", figure)


def ref(pattern: str, area: str = "staffordshire", quarter: str = "2019q1") -> str:
    """A reference to a figure."""
    return pattern.format(area, quarter)


# --- charts -------------------------------------------------------------------------------------------------------


def _tick(value: str, text: str) -> Tick:
    return Tick(Decimal(value), text)


def _shares(
    pattern: str, area: str, texts: tuple[str, ...], marks: dict[int, tuple[PointMark, bool]]
) -> tuple[Point | None, ...]:
    offset = len(QUARTERS) - len(texts)
    held = tuple(
        Point(
            percent(text, ref(pattern, area, QUARTERS[offset + at][2])),
            *marks.get(offset + at, (PointMark.COMMON, False)),
        )
        for at, text in enumerate(texts)
    )
    return (None,) * offset + held


def conviction_chart(chart_id: str = "person-chart") -> Chart:
    """A control chart with comparators, both kinds of flag, an annotation and labels that stand close together."""
    own = ref(PERSON)
    board = "71.7 79.9 77.4 82.5 79.1 76.0 76.4 79.0 78.9 79.8 78.9 77.0 78.2 81.1 82.7 83.3"
    region = "75.5 78.0 77.9 80.4 80.3 78.6 79.2 80.7 80.5 79.9 80.2 79.8 79.3 80.8 81.7 82.5"
    nation = "75.2 75.7 77.4 77.9 78.4 77.3 78.4 78.7 79.0 78.9 78.9 79.1 78.7 78.4 79.2 79.5"
    flags = {
        0: (PointMark.CONCERN, True),
        14: (PointMark.IMPROVEMENT, False),
        15: (PointMark.IMPROVEMENT, False),
    }
    return Chart(
        id=chart_id,
        kind=ChartKind.CONTROL,
        caption=(
            Strong("Conviction rate, offences against the person"),
            ", %. Band: expected range. Axis starts at 70%.",
        ),
        note=(
            "Expected range: mean ± 2.66 × mean moving range (rules ptd-0.2.2). Filled circle: improvement; diamond: "
            "concern. Axis starts at 68%.",
        ),
        alt=(
            "Control chart of the conviction rate for offences against the person in Staffordshire, April 2015 to March "
            "2019. The latest, 83.3%, is near the upper limit of 84.0%; the expected range is 73.7% to 84.0%. England and "
            "Wales was 79.5%, the other three forces in the region 82.5%."
        ),
        axis=Axis(
            Decimal("0.68"),
            Decimal("0.855"),
            (_tick("0.70", "70%"), _tick("0.75", "75%"), _tick("0.80", "80%"), _tick("0.85", "85%")),
        ),
        number_format="0.0%",
        categories=CATEGORIES,
        lines=(
            Line("England and Wales", Role.NATION, _shares(PERSON, "england-and-wales", tuple(nation.split()), {})),
            Line(
                "Region, 3 other forces",
                Role.REGION,
                _shares(PERSON, "west-midlands-region", tuple(region.split()), {}),
            ),
            Line("Staffordshire", Role.BOARD, _shares(PERSON, "staffordshire", tuple(board.split()), flags)),
        ),
        limits=(
            Limits(
                0,
                15,
                percent("73.7", own, Aspect.LOWER_LIMIT),
                percent("78.9", own, Aspect.MEAN),
                percent("84.0", own, Aspect.UPPER_LIMIT),
            ),
        ),
        annotations=(
            Annotation(
                0,
                ("April to June 2015: ", percent("71.7", ref(PERSON, quarter="2015q2")), ", below the expected range"),
            ),
        ),
    )


def prosecutions_chart(chart_id: str = "prosecutions-chart") -> Chart:
    """A control chart of counts, every point a change that is neither better nor worse; no comparator."""
    own = ref(PROSECUTIONS)
    values = (2755, 2882, 2872, 2952, 2910, 2953, 2652, 2900, 2698, 2503, 2355, 2341, 2297, 2120, 2061, 2244)
    held = tuple(
        Point(count(value, ref(PROSECUTIONS, quarter=quarter)), PointMark.CHANGED, not 2262 <= value <= 2925)
        for value, (_, _, quarter) in zip(values, QUARTERS, strict=True)
    )
    return Chart(
        id=chart_id,
        kind=ChartKind.CONTROL,
        caption=(
            Strong("Completed prosecutions"),
            ", defendants. Band: expected range around the mean. Axis starts at 1,800.",
        ),
        note=("Expected range: mean ± 2.66 × mean moving range (rules ptd-0.2.2). Axis starts at 1,800.",),
        alt=(
            "Control chart of completed prosecutions in Staffordshire, April 2015 to March 2019. The latest, 2,244 defendants, "
            "is below the expected range of 2,262 to 2,925, three quarters running."
        ),
        axis=Axis(
            Decimal(1800), Decimal(3050), (_tick("2000", "2,000"), _tick("2500", "2,500"), _tick("3000", "3,000"))
        ),
        number_format="#,##0",
        categories=CATEGORIES,
        lines=(Line("Staffordshire", Role.BOARD, held),),
        limits=(
            Limits(
                0,
                15,
                count(2262, own, Aspect.LOWER_LIMIT),
                count(2593, own, Aspect.MEAN),
                count(2925, own, Aspect.UPPER_LIMIT),
            ),
        ),
        annotations=(Annotation(13, ("Below the range for three quarters",)),),
    )


def charge_chart(chart_id: str = "charge-chart") -> Chart:
    """A line too short to judge, half its time not held, the last point provisional."""
    held = _shares(CHARGE, "staffordshire", ("14.2", "12.3", "12.6", "11.2", "10.6", "10.8", "8.1", "10.3"), {})
    latest = held[-1]
    assert latest is not None
    nation = _shares(CHARGE, "england-and-wales", ("11.4", "10.9", "10.7", "10.2", "9.6", "9.3", "9.0", "8.9"), {})
    return Chart(
        id=chart_id,
        kind=ChartKind.LINE,
        caption=(
            Strong("Charge share of outcomes recorded in the quarter"),
            ", %. No expected range yet. Axis starts at 5%.",
        ),
        note=(
            "No expected range: fewer than 13 quarters are held. Hollow point and dashed line: provisional. Axis starts at 5%.",
        ),
        alt=(
            "Line chart of the charge share of outcomes recorded in the quarter in Staffordshire, April 2017 to March 2019. It "
            "ranged from 8.1% to 14.2%; the latest was 10.3%, against 8.9% in England and Wales. Nothing is held before April 2017."
        ),
        axis=Axis(Decimal("0.05"), Decimal("0.155"), (_tick("0.06", "6%"), _tick("0.10", "10%"), _tick("0.14", "14%"))),
        number_format="0.0%",
        categories=CATEGORIES,
        lines=(
            Line("England and Wales", Role.NATION, nation),
            Line("Staffordshire", Role.BOARD, (*held[:-1], replace(latest, provisional=True))),
        ),
        hatches=(Hatch(0, 7, "Not held"),),
        annotations=(Annotation(14, (percent("8.1", ref(CHARGE, quarter="2018q4")),)),),
    )


def victim_chart(chart_id: str = "victim-chart") -> Chart:
    """Bars with intervals, sorted, the board between the others."""
    areas = (
        ("West Mercia", Role.OTHER, "27.8", "27.1", "28.5"),
        ("Warwickshire", Role.OTHER, "23.0", "22.1", "23.9"),
        ("Staffordshire", Role.BOARD, "21.1", "20.6", "21.6"),
        ("England and Wales", Role.NATION, "19.7", "19.6", "19.8"),
        ("West Midlands", Role.OTHER, "16.8", "16.5", "17.1"),
    )
    return Chart(
        id=chart_id,
        kind=ChartKind.BARS,
        caption=(Strong("Victim does not support action"), ", % of outcomes, with 95% intervals. Bars start at zero."),
        note=("95% Wilson intervals. Bars start at zero.",),
        alt=(
            "Bar chart of the share of outcomes in which the victim did not support action, January to March 2019. Staffordshire, "
            "21.1%, stood third of five: above England and Wales (19.7%) and below West Mercia (27.8%)."
        ),
        axis=Axis(
            Decimal(0),
            Decimal("0.30"),
            (_tick("0", "0%"), _tick("0.10", "10%"), _tick("0.20", "20%"), _tick("0.30", "30%")),
        ),
        number_format="0.0%",
        bars=tuple(
            Bar(
                name,
                role,
                percent(value, ref(VICTIM, name.lower().replace(" ", "-"))),
                percent(lower, ref(VICTIM, name.lower().replace(" ", "-")), Aspect.LOWER),
                percent(upper, ref(VICTIM, name.lower().replace(" ", "-")), Aspect.UPPER),
            )
            for name, role, value, lower, upper in areas
        ),
    )


def open_cases_chart(chart_id: str = "open-cases-chart") -> Chart:
    """A stock from zero with gaps, breaks, three hatches and a target."""
    values = (1084, 1033, None, None, None, 1276, 1308, None, 1448, 1475, 1543, None, 1625)
    quarters = tuple((2022 + (at + 3) // 4, (at + 3) % 4) for at in range(13))
    ends = ("March", "June", "September", "December")
    return Chart(
        id=chart_id,
        kind=ChartKind.LINE,
        caption=(Strong("Crown Court open cases"), ", at the end of the quarter. Axis starts at zero."),
        note=("Editions are never joined. Axis starts at zero.",),
        alt=(
            "Open cases in the Crown Court at Stafford and Stoke-on-Trent, December 2022 to December 2025. They rose from 1,084 to "
            "1,625; five quarters are not held and three editions cannot be joined."
        ),
        axis=Axis(
            Decimal(0),
            Decimal(1750),
            (_tick("0", "0"), _tick("500", "500"), _tick("1000", "1,000"), _tick("1500", "1,500")),
        ),
        number_format="#,##0",
        categories=tuple(Category(f"End {ends[quarter]} {year}", str(year)) for year, quarter in quarters),
        lines=(
            Line(
                "Staffordshire",
                Role.BOARD,
                tuple(
                    None if value is None else Point(count(value, ref(CROWN, quarter=f"{year}q{quarter + 1}")))
                    for value, (year, quarter) in zip(values, quarters, strict=True)
                ),
            ),
        ),
        hatches=(Hatch(2, 4, "No figure held"), Hatch(7, 7, ""), Hatch(11, 11, "")),
        annotations=(
            Annotation(0, (count(1084, ref(CROWN, quarter="2022q4")),)),
            Annotation(8, (count(1448, ref(CROWN, quarter="2024q4")),)),
        ),
        target=count(1200, "crown-court-open-cases-target@staffordshire@2025q4"),
        break_after=(6, 9),
    )


def broken_chart(chart_id: str = "broken-chart") -> Chart:
    """A control chart in two segments with a target, flags of all kinds and the latest point provisional."""
    pattern = "timely-first-hearing@{}@{}"
    texts = ("61.0 62.5 60.4 63.0 61.7 62.2 60.1 61.5 70.4 71.0 69.2 72.6 70.8 73.9 66.0 65.1").split()
    flags = {
        3: (PointMark.CHANGED, False),
        13: (PointMark.IMPROVEMENT, True),
        14: (PointMark.CONCERN, False),
        15: (PointMark.CONCERN, True),
    }
    held = _shares(pattern, "staffordshire", tuple(texts), flags)
    latest = held[-1]
    assert latest is not None
    own = ref(pattern)

    def limits(first: int, last: int, lower: str, mean: str, upper: str) -> Limits:
        return Limits(
            first,
            last,
            percent(lower, own, Aspect.LOWER_LIMIT),
            percent(mean, own, Aspect.MEAN),
            percent(upper, own, Aspect.UPPER_LIMIT),
        )

    return Chart(
        id=chart_id,
        kind=ChartKind.CONTROL,
        caption=(Strong("First hearings held on time"), ", %. Band: expected range. Axis starts at 55%."),
        note=("The definition changed in April 2017. Axis starts at 55%.",),
        alt=(
            "Control chart of first hearings held on time in Staffordshire. The latest, 65.1%, is below the expected range of "
            "66.3% to 73.2% and below the target of 75.0%. The definition changed in April 2017."
        ),
        axis=Axis(Decimal("0.55"), Decimal("0.78"), (_tick("0.55", "55%"), _tick("0.65", "65%"), _tick("0.75", "75%"))),
        number_format="0.0%",
        categories=CATEGORIES,
        lines=(Line("Staffordshire", Role.BOARD, (*held[:-1], replace(latest, provisional=True))),),
        limits=(limits(0, 7, "57.9", "61.6", "65.2"), limits(8, 15, "66.3", "69.8", "73.2")),
        annotations=(Annotation(8, ("New definition from April 2017",)),),
        target=percent("75.0", "timely-first-hearing-target@staffordshire@2019q1"),
        break_after=(7,),
    )


# --- tables -------------------------------------------------------------------------------------------------------


def cell(*words: str | Number | NoteRef | Link | Strong, under: Words = ()) -> TableCell:
    """A cell of words."""
    return TableCell(tuple(words), under)


def other(content: CellContent) -> TableCell:
    """A cell of something drawn."""
    return TableCell(content)


def _trend(texts: str, limits: tuple[str, str, str] | None, last: PointMark, alt: str) -> Trend:
    held = tuple(Decimal(text) for text in texts.split())
    ends = tuple(Decimal(text) for text in limits or ())
    ranges = ((None,) * (16 - len(held)) + ((ends[0], ends[1], ends[2]),) * len(held)) if ends else ()
    return Trend((None,) * (16 - len(held)) + held, ranges, last, alt)


NOT_HELD = Trend((None,) * 16, (), PointMark.COMMON, "No figures held for this area.")

TOO_SHORT = Judged(Icon.TOO_SHORT, ("Too short to judge",))
NO_CHANGE = Judged(Icon.NO_CHANGE, ("No change",))
NO_FIGURE = Judged(None, ("No local figure",))
PERIOD = cell("January to March 2019", under=("4 months",))


def _change(number: Number, words: str) -> TableCell:
    return TableCell((number,), (words,))


def _measure(name: str, under: str, mark: str = "") -> TableCell:
    return TableCell((Strong(name), *((NoteRef(mark),) if mark else ())), (under,))


def _rate_row(
    name: str,
    under: str,
    metric: str,
    texts: tuple[str, str, str, str, str],
    words: tuple[str, str],
    trend: Trend,
    judged: Judged,
    mark: str = "",
) -> Row:
    latest, quarter, year, nation, region = texts
    pattern = metric if "{" in metric else metric + "@{}@{}"
    own = ref(pattern)
    return Row(
        (
            _measure(name, under, mark),
            cell(percent(latest, own)),
            _change(points(quarter, own, ref(pattern, quarter="2018q4")), words[0]),
            _change(points(year, own, ref(pattern, quarter="2018q1")), words[1]),
            cell(percent(nation, ref(pattern, "england-and-wales"))),
            cell(percent(region, ref(pattern, "west-midlands-region"))),
            other(trend),
            other(judged),
            PERIOD,
        )
    )


def _gap_row(name: str, under: str, metric: str, nation: Number, period: TableCell, mark: str = "") -> Row:
    own = f"{metric}@staffordshire@2019q1"
    region = f"{metric}@west-midlands-region@2019q1"
    return Row(
        (
            _measure(name, under, mark),
            *(cell(absent(own)) for _ in range(3)),
            cell(nation),
            cell(absent(region)),
            other(NOT_HELD),
            other(NO_FIGURE),
            period,
        )
    )


def _theme_row(words: str) -> Row:
    return Row((cell(words),), theme=True)


def headline_table() -> Table:
    """The executive table: twelve measures in three themes."""
    own = ref(PROSECUTIONS)
    before, year = ref(PROSECUTIONS, quarter="2018q4"), ref(PROSECUTIONS, quarter="2018q1")
    prosecuted = Row(
        (
            _measure("Completed prosecutions", "CPS, defendants", "2"),
            cell(count(2244, own)),
            _change(relative("+8.9%", own, before), "no change"),
            _change(relative("−4.1%", own, year), "no change"),
            _change(relative("−5.8%", ref(PROSECUTIONS, "england-and-wales"), year), "on year"),
            _change(relative("−7.5%", ref(PROSECUTIONS, "west-midlands-region"), year), "on year"),
            other(
                _trend(
                    "2755 2882 2872 2952 2910 2953 2652 2900 2698 2503 2355 2341 2297 2120 2061 2244",
                    ("2262", "2593", "2925"),
                    PointMark.CHANGED,
                    "Fell from 2,755 to 2,244 in 16 quarters; below the expected range.",
                )
            ),
            other(Judged(Icon.CHANGED_LOW, ("Changed: lower",))),
            PERIOD,
        )
    )
    columns = (
        ("Measure", Align.LEFT, "38.6"),
        ("Latest", Align.RIGHT, "13.5"),
        ("Quarter change", Align.RIGHT, "17"),
        ("Year change", Align.RIGHT, "17"),
        ("England & Wales", Align.RIGHT, "14"),
        ("Region", Align.RIGHT, "13.2"),
        ("Trend", Align.LEFT, "20.6"),
        ("Variation", Align.LEFT, "27.3"),
        ("Period, age", Align.LEFT, "18.8"),
    )
    kinds = "78.1 82.0 80.5 81.2 84.0 82.3 83.1 84.4 82.9 84.1 83.3 85.0 83.6 86.1 84.9 85.2"
    admin = "1.6 2.1 1.2 1.7 1.4 1.8 1.6 1.5 2.0 2.6 2.5 3.1 2.2 3.3 2.9 2.0"
    sexual = "79 80 78.5 78 79.5 78.5 80 78.6 78.4 80.2 76 80 76.5 80.5 79.5 78.6"
    burglary = "83 82.8 85.9 85 85.1 88.6 87.4 87.3 86.6 88 87.2 84.9 86.8 87 88.9 87.5"
    person = "71.7 79.9 77.4 82.5 79.1 76.0 76.4 79.0 78.9 79.8 78.9 77.0 78.2 81.1 82.7 83.3"
    return Table(
        id="headline-table",
        caption="Headline measures for Staffordshire, January to March 2019, with changes, comparators and variation",
        columns=tuple(Column(head, align, Decimal(width)) for head, align, width in columns),
        rows=(
            _theme_row("Effectiveness and efficiency"),
            _rate_row(
                "Charge share of outcomes",
                "Outcome 1",
                CHARGE,
                ("10.3", "+2.1", "−0.9", "8.9", "8.7"),
                ("rose", "fell"),
                _trend(
                    "14.2 12.3 12.6 11.2 10.6 10.8 8.1 10.3",
                    None,
                    PointMark.COMMON,
                    "Fell from 14.2% to 10.3% in eight quarters.",
                ),
                TOO_SHORT,
                "4",
            ),
            _rate_row(
                "No suspect identified",
                "Outcome 18",
                "no-suspect-identified",
                ("38.0", "+1.2", "−1.1", "45.6", "49.9"),
                ("rose", "fell"),
                _trend(
                    "36.8 37.3 35.0 39.1 38.4 36.8 36.8 38.0",
                    None,
                    PointMark.COMMON,
                    "Between 35.0% and 39.1% in eight quarters.",
                ),
                TOO_SHORT,
            ),
            prosecuted,
            _rate_row(
                "Conviction rate, all offences",
                "CPS, n = 2,244",
                "conviction-rate",
                ("85.2", "−0.9", "+1.9", "83.4", "84.3"),
                ("no change", "no change"),
                _trend(
                    kinds,
                    ("78.9", "82.8", "87.1"),
                    PointMark.COMMON,
                    "Rose from 78.1% to 85.2% in 16 quarters, within the range.",
                ),
                NO_CHANGE,
            ),
            _rate_row(
                "Administratively finalised",
                "CPS",
                "administratively-finalised",
                ("2.0", "−0.9", "−1.1", "2.2", "2.8"),
                ("no change", "fell"),
                _trend(
                    admin,
                    ("0.9", "2.1", "3.4"),
                    PointMark.COMMON,
                    "Between 1.2% and 3.3% in 16 quarters, within the range.",
                ),
                NO_CHANGE,
            ),
            _gap_row(
                "Crown Court open cases",
                "Stafford and Stoke",
                "crown-court-open-cases",
                count(33114, "crown-court-open-cases@england-and-wales@2019q1"),
                cell("At end March 2019", under=("4 months",)),
                "1",
            ),
            _theme_row("Victims and witnesses"),
            _rate_row(
                "Victim does not support",
                "Outcome 16",
                VICTIM,
                ("21.1", "−1.7", "0.0", "19.7", "19.8"),
                ("fell", "no change"),
                _trend(
                    "20.5 20.0 21.2 20.6 21.4 21.8 24.0 21.1",
                    None,
                    PointMark.COMMON,
                    "Between 20.0% and 24.0% in eight quarters.",
                ),
                TOO_SHORT,
            ),
            _rate_row(
                "Conviction rate, offences against the person",
                "CPS, n = 568",
                PERSON,
                ("83.3", "+0.6", "+6.3", "79.5", "82.5"),
                ("no change", "rose"),
                _trend(
                    person, ("73.7", "78.9", "84.0"), PointMark.IMPROVEMENT, "Rose from 71.7% to 83.3% in 16 quarters."
                ),
                Judged(Icon.IMPROVEMENT_HIGH, ("Improvement: higher",)),
                "3",
            ),
            _rate_row(
                "Conviction rate, sexual offences",
                "CPS, n = 70 (small)",
                "conviction-rate@{}@{}@sexual-offences",
                ("78.6", "−8.3", "+11.5", "80.8", "80.4"),
                ("no change", "no change"),
                _trend(
                    sexual,
                    ("70.0", "79.0", "87.0"),
                    PointMark.COMMON,
                    "Between 76.0% and 80.5% in 16 quarters, within the range.",
                ),
                NO_CHANGE,
            ),
            _rate_row(
                "Conviction rate, burglary",
                "CPS, n = 72 (small)",
                "conviction-rate@{}@{}@burglary",
                ("87.5", "−1.4", "+3.9", "88.1", "85.5"),
                ("no change", "no change"),
                _trend(burglary, ("82.3", "86.4", "90.2"), PointMark.COMMON, "Between 82.8% and 88.9% in 16 quarters."),
                NO_CHANGE,
            ),
            _theme_row("Reducing reoffending"),
            _gap_row(
                "Proven reoffending, adults",
                "Share within one year",
                "proven-reoffending-adults",
                percent("28.5", "proven-reoffending-adults@england-and-wales@2017q1"),
                cell("Year to March 2017", under=("28 months",)),
            ),
            _gap_row(
                "Proven reoffending, children",
                "Share within one year",
                "proven-reoffending-children",
                percent("40.9", "proven-reoffending-children@england-and-wales@2017q1"),
                cell("Year to March 2017", under=("28 months",)),
            ),
        ),
        key=(
            Judged(Icon.IMPROVEMENT_HIGH, ("improvement",)),
            Judged(Icon.CONCERN_LOW, ("concern",)),
            Judged(Icon.CHANGED_LOW, ("changed, neither better nor worse",)),
            Judged(Icon.NO_CHANGE, ("no change",)),
            Judged(Icon.TOO_SHORT, ("fewer than 13 quarters",)),
        ),
    )


def comparison_table() -> Table:
    """The section's table: areas, counts, rates, intervals and a small drawing of each."""
    areas = (
        ("Staffordshire", "staffordshire", 473, 568, "83.3", "80.0", "86.1"),
        ("West Mercia", "west-mercia", 490, 590, "83.1", "79.8", "85.9"),
        ("Warwickshire", "warwickshire", 168, 203, "82.8", "77.0", "87.3"),
        ("West Midlands", "west-midlands", 1801, 2188, "82.3", "80.7", "83.9"),
        ("Region, 3 other forces", "west-midlands-region", 2459, 2981, "82.5", "81.1", "83.8"),
        ("England and Wales", "england-and-wales", 25438, 31991, "79.5", "79.1", "80.0"),
    )

    def row(name: str, area: str, part: int, whole: int, value: str, lower: str, upper: str) -> Row:
        own = ref(PERSON, area)
        span = Span(
            Decimal(lower) / 100,
            Decimal(value) / 100,
            Decimal(upper) / 100,
            Decimal("0.76"),
            Decimal("0.88"),
            Decimal("0.795"),
            f"{lower} to {upper}, about {value}; England and Wales 79.5.",
        )
        return Row(
            (
                cell(name),
                cell(count(part, own, Aspect.NUMERATOR), " of ", count(whole, own, Aspect.DENOMINATOR)),
                cell(bare(value, own)),
                cell(bare(lower, own, Aspect.LOWER), " to ", bare(upper, own, Aspect.UPPER)),
                other(span),
            ),
            board=area == "staffordshire",
        )

    return Table(
        id="comparison-table",
        caption="Conviction rate, offences against the person, by area, January to March 2019",
        columns=(
            Column("January to March 2019", width=Decimal(30)),
            Column("Convictions of defendants", Align.RIGHT, Decimal(26)),
            Column("Rate, %", Align.RIGHT, Decimal(11)),
            Column("95% interval", Align.RIGHT, Decimal(21)),
            Column("Dashed line: E and W", width=Decimal(21)),
        ),
        rows=tuple(row(*area) for area in areas),
    )


def bars_table() -> Table:
    """A plain table of areas for the section with bars."""
    areas = (
        ("West Mercia", 4120, 14820, "27.8", False),
        ("Warwickshire", 1921, 8350, "23.0", False),
        ("Staffordshire", 4547, 21550, "21.1", True),
        ("England and Wales", 262310, 1331520, "19.7", False),
        ("West Midlands", 9870, 58750, "16.8", False),
    )
    rows = []
    for name, part, whole, value, board in areas:
        own = ref(VICTIM, name.lower().replace(" ", "-"))
        counts = (count(part, own, Aspect.NUMERATOR), " of ", count(whole, own, Aspect.DENOMINATOR))
        rows.append(Row((cell(name), cell(*counts), cell(bare(value, own))), board=board))
    return Table(
        "victim-table",
        "Victim does not support action, by area, January to March 2019",
        (
            Column("January to March 2019", width=Decimal(40)),
            Column("Outcomes", Align.RIGHT, Decimal(40)),
            Column("Share, %", Align.RIGHT, Decimal(20)),
        ),
        tuple(rows),
    )


def charge_table() -> Table:
    """A table of two areas, with an absence and its mark."""
    rows = []
    for name, area, part, whole, value in (
        ("Staffordshire", "staffordshire", 2214, 21550, "10.3"),
        ("Region, 3 other forces", "west-midlands-region", 7128, 81920, "8.7"),
        ("England and Wales", "england-and-wales", 118505, 1331520, "8.9"),
    ):
        own = ref(CHARGE, area)
        counts = (count(part, own, Aspect.NUMERATOR), " of ", count(whole, own, Aspect.DENOMINATOR))
        rows.append(Row((cell(name), cell(*counts), cell(bare(value, own))), board=area == "staffordshire"))
    cohort = "charge-share-cohort@staffordshire@2019q1"
    held = cell(Number("14.1", Decimal("0.141"), "0.0", cohort, Aspect.IMMATURE), "% without an outcome")
    rows.append(Row((cell("Of offences recorded", NoteRef("1")), held, cell(absent(cohort)))))
    return Table(
        "charge-table",
        "Charge share of outcomes, by area, January to March 2019",
        (
            Column("January to March 2019", width=Decimal(40)),
            Column("Charges of outcomes", Align.RIGHT, Decimal(40)),
            Column("Share, %", Align.RIGHT, Decimal(20)),
        ),
        tuple(rows),
    )


# --- sections -----------------------------------------------------------------------------------------------------


def _why(slot: str, who: str, title: str = "Why") -> Commentary:
    return Commentary(slot, title, who, f"From {who}. What changed in the quarter, and what follows from it?", True)


def finding_prosecutions() -> Section:
    """A finding whose icon says changed."""
    own = ref(PROSECUTIONS)
    nation = ref(PROSECUTIONS, "england-and-wales")
    return Section(
        "finding-prosecutions",
        Layout.FINDING,
        "",
        ("Completed prosecutions were below the expected range three quarters running",),
        (),
        (
            KeyFigures((KeyFigure(("Changed: lower",), Icon.CHANGED_LOW),)),
            Text(
                (
                    (
                        "There were ",
                        count(2244, own),
                        " defendants, against an expected ",
                        count(2262, own, Aspect.LOWER_LIMIT),
                        " to ",
                        count(2925, own, Aspect.UPPER_LIMIT),
                        ". In three years the number fell ",
                        relative("24.0%", own, ref(PROSECUTIONS, quarter="2016q1")),
                        "; in England and Wales, ",
                        relative("23.3%", nation, ref(PROSECUTIONS, "england-and-wales", "2016q1")),
                        ".",
                    ),
                )
            ),
            _why("prosecutions", "CPS and Police"),
            Callout(CalloutKind.NOTE, ("CPS outcomes by principal offence: see note ", Link("2", "#headlines"), ".")),
            prosecutions_chart("finding-prosecutions-chart"),
        ),
    )


def finding_person() -> Section:
    """A finding whose icon says improvement."""
    own = ref(PERSON)
    return Section(
        "finding-person",
        Layout.FINDING,
        "",
        ("The conviction rate for offences against the person stayed high two quarters running",),
        (),
        (
            KeyFigures((KeyFigure(("Improvement: higher",), Icon.IMPROVEMENT_HIGH),)),
            Text(
                (
                    (
                        "It was ",
                        percent("83.3", own),
                        ", against an expected ",
                        percent("73.7", own, Aspect.LOWER_LIMIT),
                        " to ",
                        percent("84.0", own, Aspect.UPPER_LIMIT),
                        "; England and Wales was ",
                        percent("79.5", ref(PERSON, "england-and-wales")),
                        ". The signal is slight and depends on the rules used: note ",
                        Link("3", "#headlines"),
                        ".",
                    ),
                )
            ),
            _why("person", "CPS West Midlands"),
            Callout(
                CalloutKind.NOTE,
                (
                    count(568, own, Aspect.DENOMINATOR),
                    " defendants; 95% interval ",
                    percent("80.0", own, Aspect.LOWER),
                    " to ",
                    percent("86.1", own, Aspect.UPPER),
                    ".",
                ),
            ),
            conviction_chart("finding-person-chart"),
        ),
    )


def finding_charge() -> Section:
    """A finding on a series too short to judge, its slot filled."""
    own = ref(CHARGE)
    return Section(
        "finding-charge",
        Layout.FINDING,
        "",
        (
            "The charge share of outcomes rose to ",
            percent("10.3", own),
            ", after ",
            percent("8.1", ref(CHARGE, quarter="2018q4")),
            " in the quarter before",
        ),
        (),
        (
            KeyFigures((KeyFigure(("Too short to judge",), Icon.TOO_SHORT),)),
            Text(
                (
                    (
                        "Charges rose from ",
                        count(2084, ref(CHARGE, quarter="2018q4"), Aspect.NUMERATOR),
                        " to ",
                        count(2214, own, Aspect.NUMERATOR),
                        "; outcomes fell from ",
                        count(25624, ref(CHARGE, quarter="2018q4"), Aspect.DENOMINATOR),
                        " to ",
                        count(21550, own, Aspect.DENOMINATOR),
                        ". Too few quarters to judge.",
                    ),
                )
            ),
            replace(
                _why("charge", "Staffordshire Police"),
                paragraphs=("A backlog of outcomes without a suspect was cleared in December.",),
            ),
            Callout(
                CalloutKind.NOTE,
                ("Outcomes-recorded basis; other bases give other rates: note ", Link("4", "#headlines"), "."),
            ),
            charge_chart("finding-charge-chart"),
        ),
    )


def headlines() -> Section:
    """The executive table with its notes."""
    return Section(
        "headlines",
        Layout.HEADLINES,
        "",
        ("One of six judged measures improved; none gave concern",),
        (
            "Staffordshire. Changes without a % are in points or units. Region: the other three West Midlands forces, pooled.",
        ),
        (
            headline_table(),
            Text(
                (
                    (
                        "Trend: 16 quarters to March 2019 where held; band is the expected range, mean ± 2.66 × mean moving range "
                        "(rules ptd-0.2.2). “No change”: the 95% interval of the difference includes zero, or a count moved less "
                        "than usual. [x] not available.",
                    ),
                ),
                "How to read it",
            ),
            Text(
                (
                    (
                        "CPS case outcomes, 2018/19 Q4 edition; Home Office crime outcomes open data, 2018/19. No similar-forces group "
                        "is held, so the region is used. Questions: performance officer, Office of the Commissioner.",
                    ),
                ),
                "About this report",
            ),
        ),
        (
            Note("1", ("As first published; restated since.",)),
            Note("2", ("Below CPS’s own totals: read the trend, not the level. Compared by change.",)),
            Note("3", ("No signal if the early jump is kept in.",)),
            Note(
                "4",
                (
                    "Of offences recorded in the quarter, ",
                    Number(
                        "14.1%", Decimal("0.141"), "0.0%", "charge-share-cohort@staffordshire@2019q1", Aspect.IMMATURE
                    ),
                    " had no outcome yet.",
                ),
            ),
        ),
    )


def asks() -> Section:
    """Three asks."""
    return Section(
        "asks",
        Layout.ASKS,
        "",
        ("Asks of the board",),
        ("proposed from the figures; the author confirms or changes them before approval",),
        (
            Asks(
                (
                    Ask(
                        "Explain",
                        "Why completed prosecutions have fallen since 2017/18, with charging volumes for the same quarters",
                        "CPS and Staffordshire Police",
                    ),
                    Ask(
                        "Supply",
                        "Crown Court open cases for Stafford and Stoke-on-Trent, by quarter, so that the gap can be closed",
                        "HMCTS",
                    ),
                    Ask(
                        "Agree",
                        "Which forces count as similar, so that the board is compared with more than its region",
                        "Board",
                    ),
                ),
                "No asks recorded.",
            ),
        ),
    )


def exhibit_person() -> Section:
    """The control chart's section."""
    own = ref(PERSON)
    return Section(
        "person",
        Layout.EXHIBIT,
        "Victims and witnesses",
        (
            "The conviction rate for offences against the person stayed high two quarters running, at ",
            percent("83.3", own),
        ),
        (
            "Convictions as a share of completed prosecutions, %, offences against the person. Staffordshire, quarterly, April 2015 to March 2019. CPS.",
        ),
        (
            KeyFigures(
                (
                    KeyFigure((Strong("Improvement: higher"),), Icon.IMPROVEMENT_HIGH),
                    KeyFigure(("No target set",), Icon.TARGET_NONE),
                    KeyFigure((Strong("January to March 2019"), " (4 months old)")),
                    KeyFigure((count(568, own, Aspect.DENOMINATOR), " defendants")),
                )
            ),
            conviction_chart(),
            Text(
                (
                    (
                        "The rate was ",
                        percent("83.3", own),
                        " in January to March 2019, ",
                        Number("6.3", Decimal("0.063"), "0.0", own, Aspect.DIFFERENCE, ref(PERSON, quarter="2018q1")),
                        " points higher than a year earlier and no different from the quarter before.",
                    ),
                    (
                        "It was higher than England and Wales (",
                        percent("79.5", ref(PERSON, "england-and-wales")),
                        "). The other three forces in its region did not differ.",
                    ),
                ),
                "Reading",
            ),
            comparison_table(),
            Commentary(
                "person",
                "Why it changed, and what follows",
                "CPS West Midlands",
                "From CPS West Midlands. What changed in charging, file quality or victim support that would explain a higher rate on "
                "fewer cases (568 defendants; 643 a year earlier)? The report cannot be approved while this is empty.",
                True,
            ),
            Callout(
                CalloutKind.CAVEAT,
                (
                    "The signal is slight. The rules leave one unusually large early change (April to September 2015) out of the limits; "
                    "with it kept in, neither of the last two points would be flagged. Administratively finalised prosecutions are not "
                    "split by offence and are not counted here.",
                ),
            ),
            Callout(
                CalloutKind.SOURCE,
                (
                    "Crown Prosecution Service, ",
                    Link(
                        "case outcomes by principal offence category",
                        "https://www.cps.gov.uk/publication/case-outcomes",
                    ),
                    ", 16 quarterly editions, 2015/16 Q1 to 2018/19 Q4; latest edition used for each quarter. Convictions ",
                    count(473, own, Aspect.NUMERATOR),
                    ", unsuccessful 95.",
                ),
            ),
        ),
    )


def exhibit_charge() -> Section:
    """The section of the short line."""
    own = ref(CHARGE)
    return Section(
        "charge",
        Layout.EXHIBIT,
        "Effectiveness and efficiency",
        (
            "The charge share of outcomes rose to ",
            percent("10.3", own),
            ", after ",
            percent("8.1", ref(CHARGE, quarter="2018q4")),
            " in the quarter before",
        ),
        (
            "Charged or summonsed as a share of outcomes recorded in the quarter, %. Staffordshire, quarterly, April 2017 to March 2019. Home Office.",
        ),
        (
            KeyFigures(
                (
                    KeyFigure((Strong("Too short to judge"),), Icon.TOO_SHORT),
                    KeyFigure(("May meet or miss",), Icon.TARGET_HIT_OR_MISS),
                    KeyFigure((Strong("January to March 2019"), " (4 months old)")),
                    KeyFigure((count(21550, own, Aspect.DENOMINATOR), " outcomes")),
                )
            ),
            charge_chart(),
            Text(
                (
                    (
                        "Charges rose from ",
                        count(2084, ref(CHARGE, quarter="2018q4"), Aspect.NUMERATOR),
                        " to ",
                        count(2214, own, Aspect.NUMERATOR),
                        "; outcomes fell from ",
                        count(25624, ref(CHARGE, quarter="2018q4"), Aspect.DENOMINATOR),
                        " to ",
                        count(21550, own, Aspect.DENOMINATOR),
                        ".",
                    ),
                ),
                "Reading",
            ),
            charge_table(),
            replace(
                _why("charge", "Staffordshire Police", "Why it changed, and what follows"),
                paragraphs=(
                    "A backlog of outcomes without a suspect was cleared in December.",
                    "The share is expected to stay near one in ten.",
                ),
            ),
            Callout(
                CalloutKind.CAVEAT, ("Eight quarters are too few for an expected range. Other bases give other rates.",)
            ),
            Callout(CalloutKind.SOURCE, ("Home Office, crime outcomes open data, 2017/18 and 2018/19 editions.",)),
        ),
        (Note("1", ("Offences recorded in the quarter: too early to print, as many have no outcome yet.",)),),
    )


def exhibit_victim() -> Section:
    """The section of the bars."""
    own = ref(VICTIM)
    return Section(
        "victim",
        Layout.EXHIBIT,
        "Victims and witnesses",
        (
            "The victim did not support action in ",
            percent("21.1", own),
            " of outcomes, above England and Wales (",
            percent("19.7", ref(VICTIM, "england-and-wales")),
            ")",
        ),
        ("Share of police outcomes recorded in January to March 2019, bars with 95% intervals",),
        (
            KeyFigures(
                (
                    KeyFigure((Strong("Too short to judge"),), Icon.TOO_SHORT),
                    KeyFigure((Strong("January to March 2019"), " (4 months old)")),
                    KeyFigure(
                        (count(4547, own, Aspect.NUMERATOR), " of ", count(21550, own, Aspect.DENOMINATOR), " outcomes")
                    ),
                )
            ),
            victim_chart(),
            Text(
                (
                    (
                        "Read this with outcome 18: this outcome needs a suspect, and forces differ in how often one is found.",
                    ),
                ),
                "Reading",
            ),
            bars_table(),
            Callout(CalloutKind.SOURCE, ("Home Office, crime outcomes open data, 2018/19 edition.",)),
        ),
    )


def gaps() -> Section:
    """The gaps."""
    return Section(
        "gaps",
        Layout.LIST,
        "About this report",
        ("Three measures that the board expects cannot be shown yet",),
        ("What is missing, why, and who could supply it",),
        (
            Gap(
                "Measures without a figure, the reason and who could supply it",
                (
                    GapLine(
                        "Crown Court open cases",
                        "Published by court, not by board; no edition is held for this quarter",
                        "HMCTS",
                    ),
                    GapLine(
                        "Proven reoffending, adults",
                        "No local figure is published for this cohort",
                        "Ministry of Justice",
                    ),
                    GapLine("Victim satisfaction", "No partner has returned it", "Staffordshire Police"),
                ),
            ),
        ),
    )


def about() -> Section:
    """About this report: text and a table of sources."""
    rows = (
        ("CPS case outcomes", "2018/19 Q4", "4 months"),
        ("Home Office crime outcomes open data", "2018/19", "4 months"),
    )
    return Section(
        "about",
        Layout.LIST,
        "About this report",
        ("The figures come from two publications, four months old",),
        (),
        (
            Text(
                (
                    ("Every number in this report can be traced to the cells of the file it came from.",),
                    (
                        "Comparators are pooled, never averaged. See ",
                        Link("the gaps", "#gaps"),
                        " for what is missing.",
                    ),
                ),
                "Methods",
            ),
            Table(
                "sources-table",
                "Sources and their age",
                (
                    Column("Source", width=Decimal(60)),
                    Column("Edition", width=Decimal(20)),
                    Column("Age", Align.RIGHT, Decimal(20)),
                ),
                tuple(Row(tuple(cell(words) for words in row)) for row in rows),
            ),
        ),
    )


# --- documents ----------------------------------------------------------------------------------------------------


def _document(name: str, title: str, sections: tuple[Section, ...], tally: KeyFigures | None = None) -> Document:
    return Document(
        id=name,
        title=title,
        board="Staffordshire Local Criminal Justice Board",
        board_short="Staffordshire LCJB",
        period="January to March 2019",
        quarter="2018/19 quarter 4",
        audience="Board members",
        marking="OFFICIAL",
        status="DRAFT 1",
        status_words="not approved",
        as_at="31 July 2019",
        dated=date(2019, 7, 31),
        author="Office of the Commissioner",
        lede=(
            "Fewer prosecutions than expected were completed; conviction rates held or rose. Six of twelve headline measures can be judged.",
        ),
        tally=tally,
        sections=sections,
    )


def executive_summary() -> Document:
    """Two pages: three findings, the asks and the table."""
    tally = KeyFigures(
        (
            KeyFigure(("improvement",), Icon.IMPROVEMENT_HIGH, count="1"),
            KeyFigure(("changed, neither better nor worse",), Icon.CHANGED_LOW, count="1"),
            KeyFigure(("no change",), Icon.NO_CHANGE, count="4"),
            KeyFigure(("too short to judge",), Icon.TOO_SHORT, count="3"),
            KeyFigure(
                ("no local figure",), None, Number("[x]", None, "@", "crown-court-open-cases@staffordshire@2019q1"), "3"
            ),
        )
    )
    sections = (finding_prosecutions(), finding_person(), finding_charge(), asks(), headlines())
    return _document("executive-summary", "Executive Summary", sections, tally)


def performance_report() -> Document:
    """Three exhibits, the gaps and what the report rests on."""
    sections = (exhibit_charge(), exhibit_person(), exhibit_victim(), gaps(), about())
    return _document("cjs-performance-report", "CJS Performance Report", sections)


def _slide(section: Section, chart: Chart, icon: Icon, words: str, *blocks: Block) -> Section:
    source = (Callout(CalloutKind.SOURCE, ("CPS case outcomes, 2018/19 Q4 edition.",)),)
    strip = KeyFigures((KeyFigure((Strong(words),), icon),))
    return replace(
        section, id=f"{section.id}-slide", layout=Layout.EXHIBIT, blocks=(strip, chart, *blocks, *source), notes=()
    )


def deck() -> Document:
    """Five chart slides, the asks and the gaps; every target icon stands on one of them."""
    prosecutions = replace(
        finding_prosecutions(),
        subtitle=("Defendants whose prosecution was completed, Staffordshire, quarterly, April 2015 to March 2019",),
    )
    cases = Section(
        "cases",
        Layout.EXHIBIT,
        "Effectiveness and efficiency",
        (
            "Crown Court open cases rose by ",
            relative("12.2%", ref(CROWN, quarter="2025q4"), ref(CROWN, quarter="2024q4")),
            " in a year, to ",
            count(1625, ref(CROWN, quarter="2025q4")),
            "; the quarters before cannot be joined into a trend",
        ),
        ("Open cases at quarter end, Stafford and Stoke-on-Trent, December 2022 to December 2025",),
        (),
    )
    hearings = Section(
        "hearings",
        Layout.EXHIBIT,
        "Effectiveness and efficiency",
        ("Fewer first hearings were held on time, and the target was missed",),
        ("First hearings held on time, %, Staffordshire, quarterly, April 2015 to March 2019",),
        (),
    )
    own = ref(PROSECUTIONS)
    text = Text(
        (
            ("In three years: down ", relative("24.0%", own, ref(PROSECUTIONS, quarter="2016q1")), "."),
            ("The level stepped down in 2017/18; the range spans both.",),
        )
    )
    person_text = Text((("Over its own four years it was high. Compared with other areas it was not unusual.",),))
    missed = KeyFigures(
        (
            KeyFigure((Strong("Concern: lower"),), Icon.CONCERN_LOW),
            KeyFigure(("Expected to miss the target",), Icon.TARGET_FAIL),
        )
    )
    source = Callout(CalloutKind.SOURCE, ("HMCTS management information, example.",))
    return _document(
        "executive-summary",
        "Executive Summary",
        (
            _slide(
                prosecutions,
                prosecutions_chart("slide-prosecutions"),
                Icon.CHANGED_LOW,
                "Changed: lower",
                text,
                _why("prosecutions", "CPS and Police"),
            ),
            _slide(
                exhibit_person(),
                conviction_chart("slide-person"),
                Icon.IMPROVEMENT_HIGH,
                "Improvement: higher",
                person_text,
            ),
            _slide(
                exhibit_victim(),
                victim_chart("slide-victim"),
                Icon.TOO_SHORT,
                "Too short to judge",
                _why("victim", "Staffordshire Police"),
            ),
            _slide(
                cases,
                open_cases_chart("slide-cases"),
                Icon.TOO_SHORT,
                "Too short to judge",
                Text((("Hatched: five quarters with no figure held.",),)),
            ),
            replace(hearings, blocks=(missed, broken_chart("slide-hearings"), source)),
            asks(),
            gaps(),
        ),
    )


def icon_key() -> Section:
    """Every icon with its words."""
    words = {
        Icon.IMPROVEMENT_HIGH: "Improvement: higher",
        Icon.IMPROVEMENT_LOW: "Improvement: lower",
        Icon.CONCERN_HIGH: "Concern: higher",
        Icon.CONCERN_LOW: "Concern: lower",
        Icon.CHANGED_HIGH: "Changed: higher",
        Icon.CHANGED_LOW: "Changed: lower",
        Icon.NO_CHANGE: "No change",
        Icon.TOO_SHORT: "Too short to judge",
        Icon.TARGET_PASS: "Expected to meet the target",
        Icon.TARGET_FAIL: "Expected to miss the target",
        Icon.TARGET_HIT_OR_MISS: "May meet or miss the target",
        Icon.TARGET_NONE: "No target set",
    }
    rows = tuple(Row((cell(words[icon]), other(Judged(icon, (words[icon],))))) for icon in Icon)
    table = Table("icons-table", "The icons and what they mean", (Column("Meaning"), Column("Icon")), rows)
    return Section("icons", Layout.LIST, "About this report", ("Each icon stands beside its words",), (), (table,))


def workbook() -> Document:
    """Tables of figures by quarter and area, every chart with its data, the gaps, the icons and the sources."""
    chart = conviction_chart("workbook-person")
    rows = tuple(
        Row(
            (
                cell(category.label),
                *(
                    cell(point.number if (point := line.points[at]) is not None else absent(ref(PERSON)))
                    for line in reversed(chart.lines)
                ),
            )
        )
        for at, category in enumerate(chart.categories)
    )
    table = Table(
        "person-figures",
        "Conviction rate, offences against the person, %, by quarter and area",
        (
            Column("Quarter", width=Decimal(40)),
            *(Column(line.name, Align.RIGHT, Decimal(20)) for line in reversed(chart.lines)),
        ),
        rows,
    )
    figures = Section(
        "person-sheet",
        Layout.LIST,
        "Victims and witnesses",
        ("The conviction rate for offences against the person stayed high two quarters running",),
        (
            "Convictions as a share of completed prosecutions, %, Staffordshire, quarterly, April 2015 to March 2019. CPS.",
        ),
        (
            Text((("Rates are shares of completed prosecutions", NoteRef("1"), "."),)),
            table,
            chart,
            Callout(CalloutKind.NOTE, ("Quarters are financial quarters.",)),
            Callout(CalloutKind.SOURCE, ("Crown Prosecution Service, case outcomes.",)),
        ),
        (Note("1", ("Administratively finalised prosecutions are not split by offence.",)),),
    )
    return _document(
        "workbook", "Workbook", (headlines(), figures, exhibit_charge(), exhibit_victim(), icon_key(), gaps(), about())
    )
