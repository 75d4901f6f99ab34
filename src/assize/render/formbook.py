"""A provider's form on its way to a workbook: its looks, its sheets and how many lines words take."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from assize.core.forms import Form
from assize.render import arial, theme
from assize.render.xlsx_book import open_book

SIZE, SMALL, LINE = 10.0, 9.0, 12.5  # points: type, quiet type, and a line of either
_CHARACTER = 5.25  # points of a column for each character of its width, in Arial at 10 points
_PADDING = -2.0  # points: a column has five pixels more than its characters, and words keep from its edges
_A4 = 9  # Excel's number of the paper
MARGIN, MARGIN_TOP = 0.25, 0.6  # inches at the sides, and above and below
TITLE_HEIGHT = 30.0  # points


class FormBook:
    """The workbook being written, with its looks."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.out = io.BytesIO()
        properties = {
            "title": form.title,
            "author": form.office,
            "company": form.office,
            "comments": f"{form.marking}. {form.made_up}".strip(),
            "created": datetime.combine(form.dated, time()),
        }
        self.book = open_book(self.out, SIZE, properties)
        make = self.book.add_format
        line = {"bottom": 1, "bottom_color": theme.RULE}
        top = {"valign": "top", "text_wrap": True}
        small = {"font_size": SMALL}
        middle = {"valign": "vcenter"}
        head = {
            "bold": True,
            "font_size": SMALL,
            "valign": "bottom",
            "text_wrap": True,
            "bottom": 2,
            "bottom_color": theme.BRAND,
        }
        fill = {**head, "font_color": theme.WHITE, "bg_color": theme.BRAND}
        right, inset = {"align": "right"}, {"align": "left", "indent": 1}
        box = {"border": 1, "border_color": theme.LIMIT, "bg_color": theme.SLOT, "locked": False}
        number = {"bold": True, "font_size": 11, "align": "right", "valign": "top", **box}
        quiet = {"font_color": theme.MUTE}
        self.title = make({"bold": True, "font_size": 18, "font_color": theme.BRAND, **middle})
        self.heading = make({"bold": True, "font_size": 12, "font_color": theme.BRAND, **middle})
        self.label = make({**quiet, **middle})
        self.said = make({"bold": True, **middle})
        self.hint = make(middle)
        self.made_up = make({"bold": True, "font_color": theme.SLOT_LINE, **middle})
        self.progress = make({"bold": True, "font_color": theme.BRAND, **middle})
        self.strong, self.quiet, self.small = make({"bold": True}), make({**small, **quiet}), make(small)
        self.small_strong = make({"bold": True, **small})
        self.flag = make({"bold": True, "font_color": theme.TARGET, **small})
        self.head, self.head_right = make(head), make({**head, **right, "indent": 1})
        self.head_inset = make({**head, **inset})
        self.head_fill, self.head_fill_right = make({**fill, **inset}), make({**fill, **right})
        self.reference = make({**small, **quiet, **top, **line})
        self.words, self.small_words = make({**top, **line}), make({**small, **top, **inset, **line})
        self.whole, self.part = make({**top, **inset, **line}), make({**top, **inset, "indent": 2, **line})
        # General shows 8 and 7.8 as they were typed: no other format leaves out both the noughts and the point of whole ones.
        self.before = make({"valign": "top", "num_format": "General", **right, "indent": 1, **line})
        self.before_whole = make({"valign": "top", "num_format": "#,##0", **right, "indent": 1, **line})
        self.before_none = make({"valign": "top", **small, **quiet, **right, "indent": 1, **line})
        self.figure, self.figure_decimals = (
            make({"num_format": "#,##0", **number}),
            make({"num_format": "General", **number}),
        )
        self.choice, self.note = make({**top, **inset, **box}), make({**small, **top, **inset, **box})
        white = {"bg_color": theme.WHITE}  # until something is wanted there
        self.note_where_wanted = make({**small, **top, **inset, **box, **white})
        self.figure_where_wanted = make({"num_format": "#,##0", **number, **white})
        self.typed = make({"bold": True, **middle, **box})
        self.typed_role = make({**middle, "text_wrap": True, **inset, **box})
        self.typed_day = make({"bold": True, "align": "left", "num_format": "d mmmm yyyy", **middle, **box})
        self.wanted = make({"border": 1, "border_color": theme.CONCERN, "bg_color": theme.SLOT})
        self.done = make({"border": 1, "border_color": theme.LIMIT, "bg_color": theme.WHITE})
        self.link = make({"font_color": theme.BRAND, "underline": 1, "valign": "top", **line})
        self.step = make({"font_size": 11, **top})
        self.fact_label, self.fact = (
            make({"font_size": 11, "valign": "top", **quiet}),
            make({"font_size": 11, "bold": True, **top}),
        )
        self.due_label = make({"font_size": 11, **quiet, **middle})
        self.due = make({"font_size": 14, "bold": True, "font_color": theme.BRAND, **middle})
        self.rule = make(
            {
                "bottom": 5,
                "bottom_color": theme.BRAND,
                "bold": True,
                "font_size": 18,
                "font_color": theme.BRAND,
                **middle,
            }
        )

    @staticmethod
    def protect(sheet: Any) -> None:
        """Protects a sheet without a password; whoever fills it may widen a column and make a row higher."""
        may = ("format_columns", "format_rows", "select_locked_cells", "select_unlocked_cells")
        sheet.protect("", dict.fromkeys(may, True))

    def head_line(self, sheet: Any, text: str, columns: int) -> None:
        """The title in A1, over a strong rule as wide as the table."""
        sheet.write_string(0, 0, text, self.rule)
        for column in range(1, columns):
            sheet.write_blank(0, column, None, self.rule)
        sheet.set_row(0, TITLE_HEIGHT)

    def sheet(self, name: str) -> Any:
        """A worksheet: landscape, one page wide, marked above and below."""
        sheet = self.book.add_worksheet(name)
        marking, title = (text.replace("&", "&&") for text in (self.form.marking, self.form.title))
        made_up = self.form.made_up.replace("&", "&&")
        sheet.set_header(f'&L&"{theme.OFFICE_FONT},Bold"&9{made_up}&C&"{theme.OFFICE_FONT},Bold"&9{marking}')
        sheet.set_footer(f'&L&9{title}&C&"{theme.OFFICE_FONT},Bold"&9{marking}&R&9Page &P of &N')
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN_TOP, bottom=MARGIN_TOP)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet


def lines_of(texts: Sequence[tuple[str, float, float, bool]]) -> int:
    """Lines of the tallest of these texts, each given with its column's width in characters, its size and if it is bold."""
    return max(
        sum(arial.line_count(part, size, width * _CHARACTER + _PADDING, bold) for part in text.split("\n"))
        for text, width, size, bold in texts
    )
