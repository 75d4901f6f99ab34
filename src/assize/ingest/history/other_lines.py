"""Lines of labels that are no period, area or measure and yet tell figures apart: `Adult`, `Target`, a second quarter.

What such a line says is never passed over: each of its labels is asked about, but for words that say nothing (`Number`), words
that say a figure is worked out from others (`Target`, `%`), remarks, and lines that repeat what another line says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assize.core.periods import Period
from assize.ingest.history.areas_named import AreasNamed
from assize.ingest.history.grid import BETWEEN, Line
from assize.ingest.history.lines_of_labels import Lines, is_place
from assize.ingest.history.mapping import ASK, TAKEN, Table, period_of
from assize.ingest.history.proposed_periods import agrees, period_lines
from assize.ingest.history.reader import Placed, placed
from assize.ingest.history.telling_words import is_telling
from assize.ingest.history.words import is_percentage

_SAYS_NOTHING = re.compile(
    r"^(?:numbers?|nos?\.?|counts?|values?|actuals?|figures?|n|#|volumes?|totals?|results?|data|reported|-|:)$",
    re.IGNORECASE,
)
_WORKED_OUT = re.compile(
    r"\b(?:targets?|plan(?:ned)?|forecasts?|budget|benchmark|change|variance|difference|diff|trend|rag|status|direction|rank)\b",
    re.IGNORECASE,
)
_REMARKS = re.compile(
    r"\b(?:comments?|commentary|notes?|remarks?|rag|owner|lead|source|direction|trend|narrative|actions?|explanation|definition"
    r"|description|ref|reference|code|id|contact|updated|due|theme)\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"thousand|000", re.IGNORECASE)
_MOST = 12  # labels of a line that are asked one by one; more are remarks
_WORDY = 40  # letters of a remark


@dataclass
class OtherLines:
    """The lines, what their labels mean (`taken` or `?`), those left out, and what to say."""

    lines: tuple[Line, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    ignored: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def other_lines(
    lines: Lines, left: Sequence[Line], table: Table, areas: AreasNamed, is_field: Callable[[str], bool]
) -> OtherLines:
    """What the lines that a table's mapping does not use say of the figures it takes."""
    taken = [one for one in placed(table, lines.grid) if not one.ignored]
    telling: dict[Line, str] = {}
    dated = set(period_lines(lines))
    for line in left:
        labels = {one: lines.label([line], one.row, one.column) for one in map(_Key, taken)}
        if why := _why(lines, line, labels, dated, areas, is_field):
            telling[line] = why
    found = OtherLines(tuple(telling))
    if not telling:
        return found
    for one in taken:
        parts = [lines.label([line], one.row, one.column) for line in telling]
        label = lines.label(found.lines, one.row, one.column)
        if label in found.words or label in found.ignored:
            continue
        if any(is_worked_out(part) for part in parts):
            found.ignored[label] = "a share, a target or worked out from others"
        elif all(is_place(part) or _SAYS_NOTHING.match(part) for part in parts) and not is_place(label):
            found.words[label] = TAKEN
        else:
            found.words[label] = ASK
            reason = "; ".join(f"{line}{_called(lines, line)}: {why}" for line, why in telling.items())
            found.notes[label] = reason
            found.doubts.append(
                f"'{label}' stands beside figures and is {'; '.join(telling.values())}: are they wanted?"
            )
    if set(found.words.values()) == {TAKEN} and not found.ignored:
        return OtherLines()
    return found


def is_worked_out(label: str) -> bool:
    """Whether a label says a target, a share or a change; thousands are counts all the same, and must be asked."""
    return bool(is_percentage(label) or _WORKED_OUT.search(label)) and not _THOUSANDS.search(label)


@dataclass(frozen=True, eq=False)
class _Key:
    """A figure that may be looked up by itself."""

    placed: Placed

    @property
    def row(self) -> int:
        return self.placed.row

    @property
    def column(self) -> int:
        return self.placed.column


def _called(lines: Lines, line: Line) -> str:
    header = lines.header(line)
    return f" ('{header}')" if header else ""


def _why(
    lines: Lines,
    line: Line,
    labels: dict[_Key, str],
    dated: set[Line],
    areas: AreasNamed,
    is_field: Callable[[str], bool],
) -> str:
    """Why a line must be asked about, or nothing."""
    said = {label for label in labels.values() if not is_place(label)}
    if line.kind == "heading":
        # What stands above the table is its title, and is looked at as one.
        inside = set(lines.inside(line))
        labels = {one: label for one, label in labels.items() if label in inside}
        said &= inside
    if not said:
        return ""
    header = lines.header(line)
    if line in dated:
        if all(is_place(label) or _agrees(label, header, one) for one, label in labels.items()):
            return ""
        return "another period than the one taken"
    if any(areas.named(label) is not None for label in said):
        same = all(
            is_place(label) or ((area := areas.named(label)) is not None and area.slug == one.placed.means.get("area"))
            for one, label in labels.items()
        )
        return "" if same else "another area than the one taken"
    if line.kind == "heading":
        return "like a measure, and not the one taken" if _new_field(said, is_field) else ""
    if all(_SAYS_NOTHING.match(label) for label in said) or _REMARKS.search(header):
        return ""
    if (
        line.kind == "column"
        and line.index > lines.shape.box.right
        and (not header or any(map(is_place, labels.values())))
    ):
        return ""  # after the figures, without a name or not in every row: remarks
    if len(said) > _MOST or sum(map(len, said)) > _WORDY * len(said):
        return ""
    telling = any(is_telling(label) for label in said)
    return "" if _repeats(labels) and not telling else "no period, area or measure"


def _new_field(said: set[str], is_field: Callable[[str], bool]) -> bool:
    return any(is_field(label) for label in said) and len(said) > 1


def _agrees(label: str, header: str, one: _Key) -> bool:
    meaning = one.placed.means.get("period", ASK)
    period: Period | None = period_of(meaning) if meaning != ASK else None
    if meaning == ASK:
        return False  # what this line says is lost, whatever is answered for the others
    return period is None or any(agrees(part, header, period) for part in label.split(BETWEEN))


def _repeats(labels: dict[_Key, str]) -> bool:
    """Whether a line says again what the areas or measures say, as a column of codes does."""
    for role in ("area", "field"):
        pairs = {(one.placed.labels.get(role, ""), label) for one, label in labels.items()}
        if len(pairs) > 1 and len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs):
            return True
    return False
