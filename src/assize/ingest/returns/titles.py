"""The title and the name of a sheet of figures: what became of them, and whether they speak of another quarter or board."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assize.core.errors import Problem
from assize.core.forms import FormPlan, quarter_text
from assize.ingest.file_names import time_in_name
from assize.ingest.layouts import some
from assize.ingest.returns.finding import Found, key
from assize.ingest.returns.lines import place_words
from assize.ingest.returns.sheets import Kind, Place

_BEGINS = "figures for "  # the title, wherever rows above it have moved it
_SHOWN = 80  # letters


@dataclass
class Retitled:
    """What blocks, and what is noted."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def retitled(file: str, found: Found, plan: FormPlan, boards: Sequence[str] = ()) -> Retitled:
    """What a sheet is called otherwise than on the form. It is known by its labels; but where its title or its name says
    another quarter than they do, or one of the other `boards`, nobody can tell of which the figures are.
    """
    out, sheet = Retitled(), found.sheet
    anew = []
    for place in _titles(found):
        text = sheet.at(*place).words
        if key(text) != key(plan.title):
            _look(out, text, place_words(file, found, *place), plan, boards, "title")
            anew.append(f"the title '{text[:_SHOWN]}' in {sheet.ref(*place)}")
    if sheet.name and key(sheet.name) != key(plan.sheet):
        _look(out, sheet.name, place_words(file, found), plan, boards, "name")
        anew.append(f"the name '{sheet.name[:_SHOWN]}'")
    if anew and not out.problems:
        what = "the sheet was given another title or name; it was known by its labels"
        out.notes.append(Problem(what, place_words(file, found), some(anew), blocks=False))
    return out


def _titles(found: Found) -> list[Place]:
    """The cells in which the title stands, or what was typed over it in the first."""
    top = {place: cell for place, cell in found.sheet.cells.items() if place[0] < (found.header or 0)}
    titles = [place for place, cell in top.items() if cell.kind is Kind.TEXT and key(cell.text).startswith(_BEGINS)]
    first = top.get((0, 0))
    labelled = any(one.place[0] == 0 for said in found.labels.values() for one in said)
    if not titles and first is not None and first.words and not labelled:
        titles = [(0, 0)]
    return sorted(titles)


def _look(out: Retitled, text: str, where: str, plan: FormPlan, boards: Sequence[str], what: str) -> None:
    quarter = time_in_name(text).quarter
    if quarter is not None and quarter != plan.quarter:
        out.problems.append(
            Problem(
                f"the {what} of the sheet says another quarter than its label does",
                where,
                found=f"'{text[:_SHOWN]}'",
                expected=quarter_text(plan.quarter),
                fix="Find out of which quarter the figures are. Put the title and the name back, or use that quarter's form.",
            )
        )
    said = f" {key(text)} "
    for own in (plan.provider_name, plan.board_name):  # a provider may be called after another board's place
        said = said.replace(key(own), " ")
    named = [board for board in boards if re.search(rf"(?<!\w){re.escape(key(board))}(?!\w)", said)]
    if named and key(plan.board_name) not in key(text):
        out.problems.append(
            Problem(
                f"the {what} of the sheet names another board than its label does",
                where,
                found=f"'{text[:_SHOWN]}' over figures that the label says are of {plan.board_name}",
                expected=plan.board_name,
                fix=f"Find out whether the figures are of {named[0]} or of {plan.board_name}, and send each board's on its"
                " own sheet, as it was sent to you.",
            )
        )
