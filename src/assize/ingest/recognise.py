"""Says what a received file is, by its content, and reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assize.core.errors import FileRefused, Problem
from assize.core.periods import Period
from assize.core.reading import Query, Reading
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.consistency.of_rows import check_rows
from assize.ingest.courts.unread_tools import unread_pivot_tables
from assize.ingest.files.text_copies import TextCopy
from assize.ingest.files.texts import PARTNERS_FILE
from assize.ingest.layouts import (
    ASK_CATALOGUE,
    ASK_READERS,
    LEAST_LIKE,
    PUBLISHERS_FILE,
    Asked,
    Layout,
    Match,
    Read,
    finish,
    settled,
    some,
    unit_above,
)
from assize.ingest.other_files import not_a_return
from assize.ingest.readers import (
    LAYOUTS,
    analysis_function_tables,
    court_tools,
    cps_quarterly_workbook,
    extract,
    partner_return,
)
from assize.ingest.readers.analysis_function_tables import source_titled
from assize.ingest.received import Received
from assize.ingest.returns.desk import Desk
from assize.ingest.returns.other_sheets import saved_otherwise, without_figures
from assize.ingest.said_scopes import check_scopes
from assize.ingest.statistics_tables.finding import is_text_sheet, read_texts
from assize.ingest.unread_publications import unread_publication

_CELLS_SHOWN = 6
# Layouts whose tables have titles and sentences of their own above them, which their readers look at.
_WITH_TITLES = {one.LAYOUT.id for one in (analysis_function_tables, cps_quarterly_workbook, extract, partner_return)}
_LETTERS_SHOWN = 60  # of each
_OWN_WORKBOOK = (
    "An office's own workbook of earlier quarters has a layout of its own, and is mapped first (assize map)."
)
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}  # as spreadsheets save a csv elsewhere


@dataclass(frozen=True)
class Recognised:
    """A file, the layout it has and the source it is an edition of; `match` says by what and how surely it was known."""

    received: Received
    layout: Layout
    source: SourceSpec
    match: Match


def recognise(path: Path, catalogue: Catalogue, *, name: str = "") -> Recognised:
    """Which source's edition a file is. `name` is the file's own where `path` is a kept copy.

    Raises FileRefused where it is none that is known, or could be more than one.
    """
    received = Received(path, name or path.name)
    if path.is_dir():
        raise received.refused(
            "this is a folder", found=str(path), expected="a file", fix="Name the files in it that are to be loaded."
        )
    if not path.is_file():
        raise received.refused("there is no such file", found=str(path))
    if (other := not_a_return(received)) is not None:
        raise FileRefused(received.name, [other])
    if path.stat().st_size == 0:
        raise received.refused("the file is empty", fix="Download it again.")
    # Asked first: a form saved as csv has cells of several lines, which no publisher's file has.
    returned = partner_return.LAYOUT.recognises(received)
    if returned is not None:
        named = _sources(partner_return.LAYOUT, received, catalogue)
        if named:
            return Recognised(received, partner_return.LAYOUT, named[0], returned)
    if (other := saved_otherwise(received)) is not None:
        raise FileRefused(received.name, [other])
    found: list[Recognised] = []
    changed: list[tuple[Layout, Match]] = []
    nameless: list[tuple[Layout, Match]] = []
    for layout in LAYOUTS:
        match = layout.recognises(received)
        if match is None:
            continue
        if match.whole:
            named = _sources(layout, received, catalogue)
            found += [Recognised(received, layout, source, match) for source in named]
            nameless += [] if named else [(layout, match)]
        else:
            changed.append((layout, match))
    if len(found) == 1:
        return found[0]
    if found:
        raise received.refused(
            "the file could be more than one thing",
            found=" or ".join(f"{one.source.short_title} ({one.match.because})" for one in found),
            fix="Load the publisher's own file, one table to a file.",
        )
    if partner_return.is_small(received) and (other := without_figures(received)) is not None:
        raise FileRefused(received.name, [other])
    copied, alike = _as_text(received, catalogue)
    if copied is not None:
        return copied
    changed += alike
    if not changed and (unread := unread_publication(received)):
        raise FileRefused(received.name, [unread])
    if not any(match.confidence >= LEAST_LIKE and layout not in court_tools.LAYOUTS for layout, match in changed):
        unread = unread_pivot_tables(received)
        if unread:
            raise FileRefused(received.name, [unread])
    if changed:
        raise FileRefused(received.name, [_changed(received, *max(changed, key=_likeness))])
    if nameless:
        raise FileRefused(received.name, [_nameless(received, *nameless[0], catalogue)])
    raise FileRefused(received.name, [_titled(received, catalogue) or _unknown(received, catalogue)])


def _likeness(pair: tuple[Layout, Match]) -> tuple[float, float]:
    """How like a changed file is to a layout; of layouts about as like, the one of which it has more marks."""
    match = pair[1]
    marks = len(match.missing) / (1 - match.confidence) if match.confidence < 1 else 0
    return round(match.confidence, 1), marks * match.confidence


def _titled(received: Received, catalogue: Catalogue) -> Problem | None:
    """A workbook whose cover names a publication of statistics tables, and that has none of their marks besides."""
    texts = [name for name in received.sheets if is_text_sheet(name)] if received.is_workbook else []
    source = source_titled(read_texts(received), catalogue) if texts else ""
    if not source:
        return None
    return Problem(
        f"the cover names a publication that is known, {catalogue.sources[source].short_title}, and nothing says that the other"
        " sheets are its tables",
        received.name,
        found=some([name.strip() for name in received.sheets]),
        expected="a sheet of contents or notes, or the line 'This worksheet contains one table' above each table",
        fix=PUBLISHERS_FILE,
    )


def _as_text(received: Received, catalogue: Catalogue) -> tuple[Recognised | None, list[tuple[Layout, Match]]]:
    """A csv that was opened in a spreadsheet and saved as a workbook, known by the headers it has as a csv; else the layouts of
    which it has some.
    """
    if not received.is_workbook:
        return None, []
    copied = TextCopy(received.path, received.name)
    matches = [(one, match) for one in LAYOUTS if one.rows_alone and (match := one.recognises(copied)) is not None]
    found = [
        Recognised(copied, layout, source, match)
        for layout, match in matches
        if match.whole
        for source in _sources(layout, copied, catalogue)
    ]
    return found[0] if len(found) == 1 else None, [(layout, match) for layout, match in matches if not match.whole]


def read_file(
    path: Path,
    catalogue: Catalogue,
    scratch: Path,
    *,
    name: str = "",
    released: date | None = None,
    period: Period | None = None,
    desk: Desk | None = None,
    today: date | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Reading:
    """Reads a received file whole, reconciled with itself; keeps nothing.

    `scratch` is a folder for work in progress (`Store.scratch`), needed until the reading is kept. `released` and `period`
    are what the loader says where the file does not; `desk` is what the office asks of its partners, and `today` the day a
    partner's return is received. `reasons` are the office's, which answer what a file may be doubted for. Raises FileRefused
    with every problem that blocks.
    """
    return read_recognised(
        recognise(path, catalogue, name=name), catalogue, Asked(scratch, released, period, desk, today, reasons or {})
    )


def read_recognised(known: Recognised, catalogue: Catalogue, asked: Asked) -> Reading:
    """Reads a file of which is known what it is. Raises FileRefused with every problem that blocks."""
    if known.layout is not partner_return.LAYOUT:
        _check_units(known.received)
    read = known.layout.read(known.received, known.source, catalogue, asked)

    def settle(problems: Iterable[Problem]) -> list[Problem]:
        return settled(problems, known.source, asked)

    scopes = [] if known.layout.id in _WITH_TITLES else check_scopes(known.received, read, known.layout.id)
    problems = settle([*read.problems, *scopes])
    whole = not any(problem.blocks for problem in problems)
    if whole and not isinstance(read.content, Query) and known.layout is not partner_return.LAYOUT:
        problems += check_rows(
            read.content,
            read.dimensions,
            known.received.name,
            catalogue,
            settle,
            extracted=known.layout is extract.LAYOUT,
        )
    read = replace(read, problems=tuple(problems))
    if isinstance(known.received, TextCopy):
        read = _of_a_copy(known.received, read)
    return finish(known.received, known.layout, known.source, read, asked, known.match)


def _of_a_copy(copied: TextCopy, read: Read) -> Read:
    """What was read, by the cells of the workbook, and that it is a copy."""
    told = Problem(
        "this is a csv that was saved as a workbook, and was read as the csv that it was",
        f"{copied.name} [{copied.sheet_name}]",
        fix="The publisher's own file is the safer one.",
        blocks=False,
    )
    assert not isinstance(read.content, Query)
    return replace(read, content=copied.placed(read.content), problems=(*read.problems, told))


def _check_units(received: Received) -> None:
    """A line above a csv's header that speaks of thousands or rates tells that its figures are no counts of one.

    Raises FileRefused there: no publication that is read has such a line, so what it means for which column is not known.
    """
    widths = [sum(bool(cell.strip()) for cell in row) for row in received.top]
    above = unit_above(received.top[: widths.index(max(widths))] if widths else [])
    if above is not None:
        raise received.refused(
            "a line of the file says that its figures stand in another unit",
            where=f"{received.name} [row {above[0] + 1}]",
            found=f"'{above[1]}'",
            expected="numbers of cases, persons or days, each as it is",
            fix="Load the publisher's own file.",
        )


def _sources(layout: Layout, received: Received, catalogue: Catalogue) -> Sequence[SourceSpec]:
    if layout.names_source is not None:
        named = catalogue.sources.get(layout.names_source(received, catalogue))
        return [named] if named else []
    return [source for source in catalogue.sources.values() if source.layout == layout.id]


def _changed(received: Received, layout: Layout, match: Match) -> Problem:
    """What differs in a file that looks like a known publication in a new shape."""
    lacks = ", ".join(f"'{mark}'" for mark in match.missing)
    besides = ", ".join(f"'{mark}'" for mark in match.unknown[:_CELLS_SHOWN])
    if match.confidence < LEAST_LIKE:  # it has the form of one, and nothing else of it
        return Problem(
            f"this is no publication that is known; it has the form of {layout.looks_like}",
            received.name,
            found=besides or f"none of {lacks}",
            expected="one of the publications that assize status lists",
            fix=PUBLISHERS_FILE,
        )
    return Problem(
        f"this looks like {layout.looks_like}, but its shape is not the known one ({match.confidence:.0%} of its marks)",
        received.name,
        found=f"no {lacks}" + (f", and besides {besides}" if besides else ""),
        expected="all headers of that publication, whatever their order",
        fix=f"{PUBLISHERS_FILE} If the publisher has changed it, {ASK_READERS}.",
    )


def _nameless(received: Received, layout: Layout, match: Match, catalogue: Catalogue) -> Problem:
    """A file in a known shape whose title is none of the catalogue's publications."""
    titles = [title for source in catalogue.sources.values() if source.layout == layout.id for title in source.titles]
    return Problem(
        "its title is that of no publication in the catalogue",
        received.name,
        found=match.because,
        expected="a title that begins " + " or ".join(f"'{title}'" for title in titles) if titles else "",
        fix=f"Load the publisher's own file; if its title is new, {ASK_CATALOGUE} to add it.",
    )


def _is_known_with(copy: Received) -> bool:
    """Whether a file read with another delimiter is of a known layout. Quotation marks that were right with commas may be wrong
    with it: then it is none.
    """
    try:
        return any((match := layout.recognises(copy)) and match.whole for layout in LAYOUTS)
    except FileRefused:
        return False


def _unknown(received: Received, catalogue: Catalogue) -> Problem:
    if received.is_workbook:
        looks = f"a workbook with the sheets {', '.join(name.strip() for name in received.sheets[:_CELLS_SHOWN])}"
    elif received.top:
        for delimiter, named in _OTHER_DELIMITERS.items():
            if _is_known_with(Received(received.path, received.name, delimiter)):
                return Problem(
                    f"the cells are separated by {named}",
                    received.name,
                    found=f"{named} between the cells of a known layout",
                    expected="commas",
                    fix="Save it as a csv with commas, or load the publisher's own file.",
                )
        cells = next((row for row in received.top if sum(bool(cell.strip()) for cell in row) > 1), received.top[0])
        words = [f"'{' '.join(cell.split())[:_LETTERS_SHOWN]}'" for cell in cells if cell.strip()][:_CELLS_SHOWN]
        looks = f"a text file whose first row of several cells begins {', '.join(words)}" if words else "an empty table"
    else:
        looks = "neither text nor a workbook"
    return Problem(
        "this is no publication that is known",
        received.name,
        found=looks,
        expected="one of the publications that assize status lists, with what their files are called",
        fix=" ".join((PUBLISHERS_FILE, *([_OWN_WORKBOOK] if received.is_workbook else []), PARTNERS_FILE)),
    )
