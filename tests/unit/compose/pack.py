"""One material with a measure of each kind, long and short, and a gap; and the reports that show it."""

from __future__ import annotations

from builders import BOARD, NATION, OTHER, POOL, figure, figures, gap, material, metric, report

from assize.core.material import Material
from assize.core.nouns import Better, Figure
from assize.core.periods import financial_year
from assize.core.specs import Cadence, Kind, ReportItem

CALM = [100, 104, 98, 102, 97, 103, 99, 101, 100, 105, 96, 102, 101, 99, 103]
SHARE = metric("done-rate", subject="The done rate")
COUNT = metric("cases-opened", Kind.COUNT, subject="Cases opened", plural=True, better=Better.NEITHER)
RATE = metric("open-rate", Kind.RATE, cadence=Cadence.YEAR, subject="The open rate")
SHORT = metric("code-kept", theme="victims-and-witnesses", subject="The share of cases with the code kept")
GAP = gap("crown-cases", "The courts publish no figure for this area.", "HMCTS, regional office")
REOFFENDING = gap("proven-reoffending", "Published two years late.", "The ministry", "reducing-reoffending")
SPECS = (SHARE, COUNT, RATE, SHORT, GAP, REOFFENDING)
ITEMS = (
    ReportItem("done-rate"),
    ReportItem("done-rate", exhibit="by:group"),
    ReportItem("cases-opened"),
    ReportItem("open-rate"),
    ReportItem("code-kept"),
    ReportItem("crown-cases"),
)
SERIES = tuple(item for item in ITEMS if item.exhibit == "series")
REPORTS = (
    report("executive-summary", "summary", SERIES),
    report("performance-report", "report", ITEMS, slides=4),
    report("victims-summary", "theme", ITEMS[-2:-1], ("victims-and-witnesses",)),
    report("reoffending-summary", "theme", (), ("reducing-reoffending",)),
)


def held() -> list[Figure]:
    """The board's figures and those beside it."""
    own = figures(SHARE, [*[50, 52, 48, 51] * 3, 49, 50, 70], 100)
    own += figures(SHARE, [5000] * 15, 10_000, area=NATION) + figures(SHARE, [210] * 15, 400, area=POOL)
    own += figures(SHARE, [105] * 15, 200, area=OTHER)
    own += figures(SHARE, [20, 30], 40, breakdown="red") + figures(SHARE, [30, 40], 60, breakdown="blue")
    own += figures(SHARE, [2000, 2200], 4000, area=NATION, breakdown="red")
    own += figures(COUNT, [*CALM, 300]) + figures(COUNT, [20] * 16, area=OTHER)
    own += figures(COUNT, [1000] * 15 + [1100], area=NATION)
    own += figures(SHORT, [40, 70], 100)
    own += [
        figure(RATE, count, people, financial_year(year), area)
        for area, scale in ((BOARD, 1), (NATION, 50))
        for year, count, people in ((2017, 300 * scale, 10_000 * scale), (2018, 400 * scale, 10_000 * scale))
    ]
    return own


def pack(**changes) -> Material:
    return material(SPECS, held(), REPORTS, **changes)
