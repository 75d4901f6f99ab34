"""A form's pages as it is printed: as few as hold its lines, evenly filled, and none with a line or two alone at the end."""

from __future__ import annotations

import io
import itertools

import openpyxl
import pytest
from example_forms import form, plan

from assize.catalogue.load import load_catalogue
from assize.core.forms import FormLine
from assize.render.form import write_form
from assize.render.formpages import page_breaks

CATALOGUE = load_catalogue()
ROOM = 0.95 * (595 - 2 * 40)  # at full scale, with margins of 40 points


def filled(top: float, head: float, rows: list[float], breaks: list[int]) -> list[float]:
    """How high each page is."""
    edges = [0, *breaks, len(rows)]
    return [(head if first else top) + sum(rows[first:last]) for first, last in itertools.pairwise(edges)]


@pytest.mark.parametrize("lines", range(1, 40))
def test_pages_are_as_few_as_can_be_and_evenly_filled(lines):
    rows = [60.0 + 7 * (number % 5) for number in range(lines)]
    breaks = page_breaks(150, 40, rows, [False] * lines, 100, 40)
    heights = filled(150, 40, rows, breaks)
    assert max(heights) <= ROOM
    needed, height = 1, 150.0
    for row in rows:  # as many as fit, page by page, as a program breaks them
        if height + row > ROOM:
            needed, height = needed + 1, 40.0
        height += row
    assert len(heights) == needed
    assert max(heights) - min(heights) <= 2 * max(rows)


def test_a_part_stays_with_the_line_before_it_where_that_costs_little():
    rows, parts = [60.0] * 8, [False, True, False, True, False, True, False, True]
    (at,) = page_breaks(150, 40, rows, parts, 100, 40)
    assert not parts[at]
    assert page_breaks(150, 40, rows[:4], parts[:4], 100, 40) == []


def test_a_line_higher_than_a_page_has_one_of_its_own():
    assert page_breaks(150, 40, [900.0, 60.0, 60.0], [False] * 3, 100, 40) == [1]
    assert page_breaks(150, 40, [], [], 100, 40) == []


@pytest.mark.parametrize("role", CATALOGUE.roles)
def test_no_printed_form_ends_with_a_line_or_two_alone(role):
    asked = CATALOGUE.asked_for(role, tuple(metric.id for metric in CATALOGUE.owed(role)))
    lines = tuple(
        FormLine(one.id, one.name, one.definition, unit=one.unit, includes=one.includes, excludes=one.excludes,
                 part_of=one.part_of, to_be_confirmed=True)
        for one in asked
    )  # fmt: skip
    one = plan(lines=lines)
    sheet = openpyxl.load_workbook(io.BytesIO(write_form(form(one))))["Figures"]
    first = one.header_row + 1
    edges = [first, *(each.id for each in sheet.row_breaks.brk), first + len(lines)]
    counts = [last - before for before, last in itertools.pairwise(edges)]
    assert sum(counts) == len(lines)
    assert len(counts) == 1 or counts[-1] >= 3
