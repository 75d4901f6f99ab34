"""Workbooks as the house opens them: what is put into a cell stands there as it is, in the house's type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import xlsxwriter

from assize.render import theme


def open_book(out: IO[bytes], size: float, properties: Mapping[str, Any], **options: Any) -> Any:
    """A workbook that is written into `out` once it is closed, its type of `size` points; `options` are XlsxWriter's."""
    as_it_is = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    # Of no scheme: a font of one gives way to that of the program's theme.
    look = {"font_name": theme.OFFICE_FONT, "font_size": size, "font_color": theme.INK, "font_scheme": "none"}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **as_it_is, "default_format_properties": look, **options})
    book.set_size(2400, 1500)
    book.set_properties(properties)
    return book
