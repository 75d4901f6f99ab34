"""The words that people would have written about the made-up country: what changed and why, and what the board is asked.

Nobody said any of it, and every paragraph begins by saying so: a page is to be seen with a person's words in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assize.core.periods import Period
from assize.core.specs import Catalogue

_OPENING = "Made-up words, for practice:"
_REPORT = "executive-summary"
_BY_MEASURE = {
    "recorded-crime": "police say that the contact centre now records more incidents as offences. A sample will be checked.",
    "completed-prosecutions": "sitting days were added in the spring, and more cases could be finished. They end in September, "
    "so the next quarter will not be like this one.",
    "magistrates-open-cases": "two courtrooms were shut for repairs from November to February. Both are open again, and the "
    "courts expect to be back at last year's level by the autumn.",
    "crown-court-open-cases": "the courts sat every day that they were allotted, and receipts still came in faster. The oldest "
    "cases are reviewed each month by the listing officer, the CPS and the defence together.",
    "crown-court-offence-to-completion": "long cases that had waited since the pandemic were tried in the quarter, and each "
    "one lengthens the time of those finished. The cases that began since then move faster.",
    "victim-does-not-support-suspect-identified": "victims who had an adviser from the first day stayed with the case more "
    "often. The service has two vacant posts, and a bid for both is before the Commissioner.",
    "proven-reoffending-adults": "people of this cohort left custody two years ago. What has changed since, the beds for "
    "people without a home among it, cannot show in it yet.",
}
_BY_THEME = {
    "effectiveness-and-efficiency": "the sub-group holds that delay at the Crown Court is what weighs on everything else. It "
    "has looked at listing, and at the quality of files before a charge.",
    "victims-and-witnesses": "the sub-group heard from two services for victims. Both said that people leave the process while "
    "they wait, and that news of the case, given in time, keeps them in it.",
    "reducing-reoffending": "the sub-group has set work and housing on the day of release before all else. Partners now meet "
    "each month about the people who leave custody in the six weeks to come.",
}
_ASKS = (
    "Agree | that the hundred oldest open cases of {board} are reviewed by the end of August | Courts",
    "Decide | whether two more advisers of victims in {board} are paid for from October | Chair",
    "Note | which partners of {board} returned no figures, and what the report does not show for it | Board",
)


def write_words(folder: Path, catalogue: Catalogue, boards: Sequence[str], quarter: Period) -> None:
    """Writes `commentary/<board>/<quarter>/` of a workspace: a file for each theme and some measures, and the asks."""
    for board in boards:
        place = folder / "commentary" / board / quarter.slug
        place.mkdir(parents=True, exist_ok=True)
        for slot, words in (*_measures(catalogue), *_BY_THEME.items()):
            (place / f"{slot}.md").write_text(f"{_OPENING} {words}\n", encoding="utf-8")
        name = catalogue.areas[board].name
        asks = "\n".join(ask.replace("|", "| made up:", 1) for ask in _ASKS).format(board=name)
        (place / "asks.md").write_text(f"{asks}\n", encoding="utf-8")


def _measures(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Each measure of the headline table that people have words for."""
    for item in catalogue.reports[_REPORT].items:
        if item.metric in _BY_MEASURE and not item.breakdown:
            yield item.metric, _BY_MEASURE[item.metric]
