"""What a reader is: a layout it knows by content, and a function that reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from assize.core.errors import FileRefused, Problem
from assize.core.nouns import Trust
from assize.core.periods import Period
from assize.core.reading import Covered, PlaceSaid, Query, Reading, Row
from assize.core.specs import Catalogue, Covers, SourceSpec
from assize.ingest.file_names import later_version
from assize.ingest.received import HEADER_ROWS, Received
from assize.ingest.returns.desk import Desk

LEAST_LIKE = 0.5  # a file with fewer of a layout's marks is not called a changed one
_UNIT_SHOWN = 80  # letters
_UNITS = re.compile(
    r"\b(thousands?|millions?|per\s+(?:cent|\d[\d,]*)|percentages?|rates?\s+per)\b|\b000['’]?s\b|%", re.IGNORECASE
)
PUBLISHERS_FILE = "Load the file as its publisher released it."
# Whom an officer turns to where the file is right and Assize has to learn something.
ASK_CATALOGUE = "ask the person who keeps Assize's catalogue"
ASK_READERS = "ask the person who looks after Assize"
SHOWN = 5  # of many like problems, so many are shown with their place and the rest counted


@dataclass(frozen=True)
class Doubt(Problem):
    """What a file is refused for unless the office says that it is so; `key` is that for which, after the source, it does."""

    key: str = ""


@dataclass(frozen=True)
class Asked:
    """What the person who loads a file says of it, where the file itself does not, and where work may lie."""

    scratch: Path
    released: date | None = None
    period: Period | None = None
    desk: Desk | None = None  # what the office asks of its partners; without it no return can be read
    today: date | None = None  # the day a partner's return is received, on which it is released to this office
    reasons: Mapping[str, str] = field(default_factory=dict)  # of the office, for what a file may be doubted for


@dataclass(frozen=True)
class Read:
    """What a layout's function found; made into a Reading by `finish`."""

    title: str
    covers: tuple[Covered, ...]
    dimensions: tuple[str, ...]
    content: Sequence[Row] | Query
    problems: tuple[Problem, ...] = ()
    released: date | None = None  # where the file says it
    released_estimated: bool = False  # an extract carries over that its original's was estimated
    file: str = ""
    trust: Trust | None = None  # where the file says it: an extract of the office's own history
    withdraws: bool = True  # of a whole series, what it leaves out; a shorter edition of the same publication does not
    provider: str = ""  # of a partner's return
    keyed: str = ""  # of a return that the office keyed itself: how its figures came
    places: tuple[PlaceSaid, ...] = ()  # codes with their names and forces, where the observations do not say them


@dataclass(frozen=True)
class Match:
    """How far a file bears a layout's marks: `because` says in words by what it was known.

    `missing` names the marks (headers, sheets) it lacks and `unknown` those it has besides: a file with some missing is not
    read, but the person is told exactly what differs. `confidence` is the share of the marks that it bears.
    """

    because: str
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    confidence: float = 1.0

    @property
    def whole(self) -> bool:
        """Nothing is missing, so the file can be read."""
        return not self.missing


@dataclass(frozen=True)
class Layout:
    """One layout: `recognises` says how far a file has it (None: not at all), `read` reads or raises FileRefused.

    `version` goes up whenever the same bytes would give other observations than before. `names_source` is for the layout
    that says itself, or by its title, which source it is an edition of. `seen` is False for a layout known by description
    alone: its editions wait until a person has accepted one.
    """

    id: str
    version: int
    looks_like: str
    recognises: Callable[[Received], Match | None]
    read: Callable[[Received, SourceSpec, Catalogue, Asked], Read]
    names_source: Callable[[Received, Catalogue], str] | None = None
    seen: bool = True
    rows_alone: bool = (
        False  # a csv of which nothing but the rows is read: a copy saved as a workbook is read by it too
    )


def match_headers(
    rows: Sequence[Sequence[object]], needed: Collection[str], because: str, *, clean: Callable[[str], str] = str.strip
) -> Match | None:
    """How far any of the first rows has the needed headers (in lower case): the best of them, or None under a half.

    `clean` is applied to each cell before it is compared (footnote digits left out, for instance).
    """
    best: Match | None = None
    for row in rows[:HEADER_ROWS]:
        printed = {clean(str(cell)).casefold(): str(cell).strip() for cell in row if str(cell).strip()}
        missing = tuple(word for word in needed if word not in printed)
        confidence = 1 - len(missing) / len(needed)
        if confidence < LEAST_LIKE or (best and best.confidence >= confidence):
            continue
        unknown = tuple(text for word, text in printed.items() if word not in needed) if missing else ()
        best = Match(because, missing, unknown, confidence)
    return best


def settled(problems: Iterable[Problem], source: SourceSpec, asked: Asked) -> list[Problem]:
    """The problems, with how an office answers those that are doubts; one that it has answered does not block any more.

    Called before it is asked whether anything blocks, so that an answer to one doubt leaves no other check undone. What is
    settled is no doubt any more: settled twice it stays as it is.
    """
    found: list[Problem] = []
    for problem in problems:
        if not isinstance(problem, Doubt) or not problem.blocks:
            found.append(problem)
            continue
        key = f"{source.id}@{problem.key}".lower()
        if key in asked.reasons:
            found.append(replace(problem, fix=f"The office says that it is so: {asked.reasons[key]}", blocks=False))
        else:
            answer = f'{problem.fix} If it is so, say it in assize.toml under [reasons]: "{key}" = "…".'
            found.append(Problem(problem.what, problem.where, problem.found, problem.expected, answer.strip()))
    return found


def finish(
    received: Received, layout: Layout, source: SourceSpec, read: Read, asked: Asked, match: Match | None = None
) -> Reading:
    """The Reading of a file: refuses where a problem blocks, and finds the release date.

    The date is what the loader says, else what the file says, else the source's rule counted from the end of the last period
    (then estimated). Raises FileRefused with all problems, or where there is no observation or no date is known.
    """
    problems = list(read.problems)
    if any(problem.blocks for problem in problems):
        raise FileRefused(received.name, [problem for problem in problems if problem.blocks])
    if not (read.content.rows if isinstance(read.content, Query) else len(read.content)):
        raise without_rows(received)  # else an empty edition would take the place of a full one
    released, estimated = asked.released or read.released, False
    ended = max(covered.period.last_day for covered in read.covers)
    if asked.released and asked.released < ended:
        raise received.refused(
            "the release day given is before the last day that the file counts",
            found=asked.released.isoformat(),
            expected=f"{ended.isoformat()} or a later day",
            fix="Correct --released.",
        )
    last = max((covered.period for covered in read.covers), key=lambda period: (period.last_day, period.first_day))
    if read.released and not asked.released and not read.released_estimated and read.released < last.first_day:
        raise received.refused(
            "the file says that it was released before its last period began",
            found=f"released {read.released.isoformat()}, figures to {last.last_day.isoformat()}",
            expected="a day after the last period",
            fix="Load the publisher's own file; where its cover kept an older day, say when it was released: --released.",
        )
    if asked.released and read.released and asked.released != read.released:
        problems.append(
            Problem(
                "the release date given was taken and not the file's own",
                received.name,
                found=f"{read.released.isoformat()} in the file",
                blocks=False,
            )
        )
    elif read.released and not asked.released:
        estimated = read.released_estimated
    if released is None:
        if source.release_lag_days is None:
            raise received.refused(
                "it is not known when this was released",
                expected="a date in the file or a rule in the source's entry",
                fix="Say it: --released YYYY-MM-DD.",
            )
        last_day = max(covered.period for covered in read.covers).last_day
        before, word = later_version(received.name)
        # The rule tells when an edition first appeared. A later version of it came after, and must rank after the first.
        released, estimated = last_day + timedelta(days=source.release_lag_days + before), True
        if before:
            problems.append(
                Problem(
                    "this is a later version of its edition, and does not say when it was released; a day just after the first"
                    " version's is taken",
                    received.name,
                    found=f"'{word}' in the file's name, {released.isoformat()} taken",
                    fix="If you know the day, give it: --released YYYY-MM-DD.",
                    blocks=False,
                )
            )
    return Reading(
        source=source.id,
        layout=layout.id,
        version=layout.version,
        file=received.name,
        sha256=received.sha256,
        title=read.title,
        released=released,
        released_estimated=estimated,
        # An office's own history is of what it has: it withdraws nothing.
        whole_series=source.covers is Covers.WHOLE_SERIES and read.trust is not Trust.HISTORY and read.withdraws,
        covers=read.covers,
        dimensions=read.dimensions,
        content=read.content,
        problems=tuple(problems),
        trust=read.trust or (Trust.PUBLISHED if layout.seen else Trust.NOT_YET_SEEN),
        because=match.because if match else "",
        confidence=match.confidence if match else 1.0,
        provider=read.provider,
        keyed=read.keyed,
        places=read.places,
    )


def longer_than_headers(received: Received, places: Sequence[str]) -> FileRefused:
    """The refusal of rows that reach one cell past their headers: a row that was moved to the right shows so."""
    return received.refused(
        "a row is longer than its headers, so its cells may have been moved",
        where=f"{received.name} [{some(places)}]",
        expected="nothing beside the table",
        fix="Load the publisher's own file.",
    )


def without_rows(received: Received) -> FileRefused:
    """The error that refuses a file in which a layout is known but no figure stands."""
    return received.refused(
        "the file has its header and no rows",
        found="no figure below the header",
        fix="Download it again, or load the publisher's own file.",
    )


def unit_above(rows: Sequence[Sequence[object]]) -> tuple[int, str] | None:
    """The first of the rows above a header that says, alone in its row, that figures are thousands or rates: its index, and
    what it says; None where no row does.
    """
    for index, row in enumerate(rows):
        filled = [text for cell in row if (text := str(cell).strip())]
        if len(filled) == 1 and _UNITS.search(filled[0]):
            return index, filled[0][:_UNIT_SHOWN]
    return None


def some(items: Sequence[str], shown: int = SHOWN) -> str:
    """`a, b, c and 12 more`: what stands in a message about many things."""
    if len(items) <= shown:
        return ", ".join(items)
    return f"{', '.join(items[:shown])} and {len(items) - shown} more"
