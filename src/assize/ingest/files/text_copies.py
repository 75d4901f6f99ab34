"""A csv that somebody opened in a spreadsheet and saved as a workbook: its one sheet, as the text it was.

Numbers come back as the shortest text that means them; a percentage, which the spreadsheet keeps as a share, with its sign and
with as many decimals as the most exact one of the sheet. An older xls does not tell which numbers are percentages: there they
stay shares, and whoever reads the text finds that they do not fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any

from assize.core.reading import Row
from assize.ingest.files.cell_formats import read_formats
from assize.ingest.files.sheet_stream import can_stream, sheet_tops
from assize.ingest.received import HEADER_ROWS, Received, column_letters

_MOST_DECIMALS = 6  # of a percentage: a share of 0.8133333333333334 was never printed


class TextCopy(Received):
    """The only sheet of a workbook in which anything stands, read as the csv that it was saved from."""

    @property
    def is_workbook(self) -> bool:
        """No: it is read as the text it was."""
        return False

    @cached_property
    def sheet_name(self) -> str:
        """The sheet that is read; empty where several hold something, or none."""
        original = Received(self.path, self.name)
        if can_stream(original):
            filled = [top.name for top in sheet_tops(original) if any(cell.strip() for row in top.rows for cell in row)]
        else:
            filled = [name for name in original.sheets if original.sheet(name)]
        return filled[0] if len(filled) == 1 else ""

    @cached_property
    def _printed(self) -> list[list[str]]:
        """Every row from the first on, as it was printed; none where another sheet holds something further down."""
        original = Received(self.path, self.name)
        if not self.sheet_name or any(original.sheet(name) for name in original.sheets if name != self.sheet_name):
            return []
        formats = read_formats(original).get(self.sheet_name)
        shares = formats.percentages if formats else frozenset()
        values = original.sheet(self.sheet_name)
        percents = {
            (at, column): _percent(cell)
            for at, row in enumerate(values)
            for column, cell in enumerate(row)
            if (at, column) in shares and isinstance(cell, int | float)
        }
        decimals = max((-int(value.as_tuple().exponent) for value in percents.values()), default=0)
        return [
            [
                f"{percents[at, column]:.{max(decimals, 0)}f}%" if (at, column) in percents else _word(cell)
                for column, cell in enumerate(row)
            ]
            for at, row in enumerate(values)
        ]

    @cached_property
    def top(self) -> list[list[str]]:
        """The first rows. Little is looked at where they are those of nothing that is known."""
        return [list(row) for row in self._top]

    @cached_property
    def _top(self) -> tuple[tuple[str, ...], ...]:
        original = Received(self.path, self.name)
        if can_stream(original):
            return next((top.rows for top in sheet_tops(original) if top.name == self.sheet_name), ())
        return tuple(tuple(row) for row in self._printed[:HEADER_ROWS])

    def rows(self) -> list[tuple[int, list[str]]]:
        """Every row with its number in the sheet; blank ones are left out."""
        return [(number, row) for number, row in enumerate(self._printed, 1) if any(cell.strip() for cell in row)]

    def placed(self, content: Iterable[Row]) -> list[Row]:
        """What was read of the text, each figure by its sheet and cell."""
        columns: dict[str, list[int]] = {}
        for cells in self._top:
            for at, cell in enumerate(cells):
                if cell.strip() and at not in columns.setdefault(cell.strip(), []):
                    columns[cell.strip()].append(at)
        found = []
        for one in content:
            line = one.line or 1  # a csv's figure has its line
            under = columns[one.column]
            # Of two columns with one header the one in which the figure stands.
            at = next((at for at in under if self._printed[line - 1][at].strip() == one.raw), under[0])
            found.append(one._replace(sheet=self.sheet_name, ref=f"{column_letters(at)}{line}", line=None, column=""))
        return found


def _percent(share: float) -> Decimal:
    percent = round(Decimal(str(share)) * 100, _MOST_DECIMALS).normalize()
    return percent if int(percent.as_tuple().exponent) < 0 else percent.quantize(Decimal(1))


def _word(cell: Any) -> str:
    """A cell as the csv had it; a day in the one spelling that cannot be taken for another."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)
