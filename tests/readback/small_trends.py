"""The small trends of a deck's tables, each a native chart, beside the rows of the document that they are of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from readback.read_pptx import ReadChart

from assize.core.document import Row, Section, Table, Trend, plain

if TYPE_CHECKING:
    from readback.compare import Found


def compare_trends(found: Found, where: str, read: Sequence[ReadChart], section: Section) -> None:
    """A native chart a trend, in the order of the rows: its quarters, its values and its range, in cache and workbook alike."""
    want = [
        (_row_name(row), cell.content)
        for table in section.blocks
        if isinstance(table, Table)
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.content, Trend) and any(value is not None for value in cell.content.values)
    ]
    alts = [f"{name}: {trend.alt[:1].lower()}{trend.alt[1:]}" for name, trend in want]
    found.equal(f"{where}: small trends", [one.described for one in read], alts)
    for native, (name, trend) in zip(read, want, strict=False):
        place = f"{where}, trend of {name}"
        found.equal(f"{place}: quarters", (native.categories, native.held_categories), (trend.labels, trend.labels))
        got: dict[str, list[tuple[float | None, ...]]] = {}
        for series in native.series:
            found.equal(f"{place}, {series.name}: workbook and cache", series.held, series.cached)
            found.chart_values += sum(value is not None for value in series.cached)
            got.setdefault("Latest" if series.name.startswith("Latest") else series.name, []).append(series.cached)
        merged = {one: _merged(columns) for one, columns in got.items()}
        held = tuple(None if value is None else float(value) for value in trend.values)
        last = max(at for at, value in enumerate(held) if value is not None)
        columns = {name: held, "Latest": tuple(value if at == last else None for at, value in enumerate(held))}
        if any(trend.ranges):
            limits = [None if one is None else [float(end) for end in one] for one in trend.ranges]
            columns["Expected range, stands on"] = tuple(one and one[0] for one in limits)
            columns["Expected range, height"] = tuple(one and one[2] - one[0] for one in limits)
            columns["Mean"] = tuple(one and one[1] for one in limits)
        found.equal(f"{place}: series", set(merged), set(columns))
        for one, values in columns.items():
            close = [
                a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12))
                for a, b in zip_longest(merged.get(one, ()), values)
            ]
            found.equal(f"{place}, {one}", all(close), True)


def _row_name(row: Row) -> str:
    content = row.cells[0].content
    return plain(content) if isinstance(content, tuple) else ""


def _merged(columns: Sequence[tuple[float | None, ...]]) -> tuple[float | None, ...]:
    """A line that a break parts stands in several series of one name; two values in one place are no number."""
    values: list[float | None] = []
    for place in zip(*columns, strict=True):
        held = [one for one in place if one is not None]
        values.append(math.nan if len(held) > 1 else held[0] if held else None)
    return tuple(values)
