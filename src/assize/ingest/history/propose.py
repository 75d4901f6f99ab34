"""Proposes how to read somebody's workbook: what its lines of labels are, what each label means, and what is doubtful.

A meaning is proposed where it is the only one, or clearly the likeliest; where two are possible it is left open ("?") and
asked. Whatever is doubtful is an open question of the mapping: nothing is confirmed over a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from assize.core.errors import FileRefused, Problem
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.history.areas_named import AreasNamed
from assize.ingest.history.cells_seen import see
from assize.ingest.history.else_said import areas_taken, figure_questions, questions_of, texts_besides
from assize.ingest.history.grid import UNKEPT, Grid, is_number, label_text
from assize.ingest.history.labels import MONTH, QUARTER
from assize.ingest.history.mapping import ASK, Draft, Table
from assize.ingest.history.proposed_table import TableProposer, Wanted
from assize.ingest.history.reader import figure, has_decimals, placed
from assize.ingest.history.shapes import find_shapes, periods_named
from assize.ingest.history.words import Fields
from assize.ingest.history.workbooks import read_grids
from assize.ingest.received import Received, column_letters
from assize.ingest.values import ABSENCES

_MOST_MARKERS = 30

__all__ = ["Proposal", "Wanted", "propose"]


@dataclass
class Proposal:
    """A mapping to be looked at: what is doubtful (as sentences, each with an open question of the mapping), what else a person
    should know, and how each label was understood (`table.role.label`).
    """

    draft: Draft
    doubts: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def propose(received: Received, source: SourceSpec, catalogue: Catalogue, wanted: Wanted) -> Proposal:
    """A mapping of a workbook for a source, nothing of it confirmed.

    Raises FileRefused where the file cannot be opened or no figure in it has a label.
    """
    grids, left_out = read_grids(received)
    proposal = Proposal(Draft(source.id, received.name, received.sha256, wanted.released, False, ()))
    areas, fields = AreasNamed(source, catalogue), Fields(source, catalogue)
    wanted = _with_months(wanted, grids)
    file = re.sub(r"[-_]+", " ", Path(received.name).stem)
    areas.look_through(
        text
        for grid in grids
        for text in (grid.sheet, *(cell for row in grid.cells for cell in row if isinstance(cell, str)))
    )
    tables: list[Table] = []
    of_tables: dict[int, Grid] = {}
    questions: list[str] = []
    for grid in grids:
        known: dict[str, bool] = {}

        def is_known(text: str, known: dict[str, bool] = known) -> bool:
            if text not in known:
                guess = fields.guess(text)
                known[text] = areas.named(text) is not None or (guess is not None and guess.likely)
            return known[text]

        made: dict[int, Table] = {}
        titles: dict[int, tuple[str, ...]] = {}
        for shape in find_shapes(see(grid, is_known)):
            number = len(tables) + len(made) + 1
            proposer = TableProposer(shape, number, source, catalogue, wanted, areas, fields, file)
            table = proposer.table()
            if proposer.has_field or _takes_any(table):
                made[number], titles[number] = table, shape.titles
                proposal.doubts += proposer.told.doubts
                proposal.notes |= proposer.told.notes
                questions += proposer.told.questions
        tables += made.values()
        of_tables |= dict.fromkeys(made, grid)
        if made:
            where = f" of '{grid.sheet}'" if grid.sheet else ""
            questions += questions_of(texts_besides(grid, made, titles), made, areas, where, of_tables)
            questions += _outside(grid, list(made.values()))
        elif any(True for _ in grid.rows_with_cells()):
            left_out[grid.sheet] = "no label in it is like a field of the source"
    if not tables:
        raise FileRefused(received.name, [_nothing(received, source, left_out)])
    by_number = dict(enumerate(tables, start=1))
    questions += figure_questions(by_number, of_tables, source)
    questions += _of_file_name(file, by_number, areas)
    markers = _markers(tables, {grid.sheet: grid for grid in grids}, source)
    for label, meaning in markers.items():
        if meaning == ASK:
            proposal.doubts.append(f"'{label}' stands where a figure is wanted: what does it mean?")
    proposal.doubts += questions
    proposal.told += [
        f"The sheet '{sheet}' is hidden and is left out." for sheet, why in left_out.items() if "hidden" in why
    ]
    proposal.draft = Draft(
        source.id, received.name, received.sha256, wanted.released, False, tuple(tables), left_out, markers,
        dict.fromkeys(questions, ASK),
    )  # fmt: skip
    return proposal


def _with_months(wanted: Wanted, grids: Sequence[Grid]) -> Wanted:
    """Sheets of one month each, one after another, are months; where they stand a quarter apart it is asked."""
    months = sorted(
        {
            options[0].period
            for grid in grids
            for _, options in periods_named(grid.sheet)
            if len(options) == 1 and options[0].period.months == 1
        }
    )
    follow = any(later == earlier.shifted(1) for earlier, later in pairwise(months))
    if follow and QUARTER not in wanted.senses:
        return Wanted(wanted.boards, (*wanted.senses, MONTH), wanted.released, wanted.board)
    return wanted


def _takes_any(table: Table) -> bool:
    """Whether some label (or the whole table) is a field."""
    at = table.at["field"]
    return at != ASK if isinstance(at, str) else bool(table.words["field"])


def _nothing(received: Received, source: SourceSpec, left_out: Mapping[str, str]) -> Problem:
    return Problem(
        "nothing in the file is like a field of the source",
        received.name,
        "; ".join(f"{sheet or 'the file'}: {reason}" for sheet, reason in left_out.items()),
        "labels like: " + "; ".join(source.fields.values()),
        "Name its rows or columns so, or choose another source.",
    )


def _of_file_name(file: str, tables: Mapping[int, Table], areas: AreasNamed) -> list[str]:
    """A file's name that speaks of an area none of its figures is taken for."""
    taken = {area for table in tables.values() for area in areas_taken(table)}
    named = [area.name for area in areas.within(file.title()) if areas.is_own(area) and area.slug not in taken]
    if not named or taken <= {ASK}:
        return []
    return [f"The file's name speaks of {' and '.join(named)}, and no figure is taken for it. Is that right?"]


def _markers(tables: Sequence[Table], grids: Mapping[str, Grid], source: SourceSpec) -> dict[str, str]:
    """Texts, and numbers that are no counts, where figures are taken; with what they mean where that is common knowledge."""
    found: dict[str, str] = {}
    # A label that is not answered yet may be of a field with decimals: if it is not, reading its figures says so.
    in_parts = {ASK} if any(asked.decimals for asked in source.asked.values()) else set()
    for table in tables:
        for one in placed(table, grids[table.sheet]):
            text, name = label_text(one.cell), one.means.get("field", "")
            if one.ignored or text == UNKEPT or len(found) >= _MOST_MARKERS:
                continue
            if text.casefold() in ABSENCES:
                found.setdefault(text, ABSENCES[text.casefold()].value)
            elif figure(one.cell, name in in_parts or has_decimals(source, name)) is None and not isinstance(
                one.cell, bool
            ):
                found.setdefault(text, ASK)
    return found


def _outside(grid: Grid, tables: Sequence[Table]) -> list[str]:
    """Numbers that stand in no table."""
    lines = {line for table in tables for at in table.at.values() if not isinstance(at, str) for line in at}
    cells = [
        (row, column)
        for row in range(grid.height)
        for column in range(len(grid.cells[row]))
        if is_number(grid.at(row, column))
        and not any(table.values.has(row, column) for table in tables)
        and not any((row if line.kind == "row" else column) == line.index for line in lines)
    ]
    if not cells:
        return []
    row, column = cells[0]
    place = f"{column_letters(column)}{row + 1}"
    first, where = label_text(grid.at(row, column)), f" in '{grid.sheet}'" if grid.sheet else ""
    stand, are = ("numbers stand", "are") if len(cells) > 1 else ("number stands", "is")
    return [
        f"{len(cells)} {stand}{where} outside the tables and {are} not taken, the first {first} in {place}. Is that right?"
    ]
