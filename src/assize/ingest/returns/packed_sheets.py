"""The sheets of an xlsx or ods from its own parts: what the library that reads values leaves out is what is asked here."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from assize.core.errors import FileRefused
from assize.ingest.files.archives import DAMAGED
from assize.ingest.files.packed_xml import (
    attribute,
    cell_styles,
    parse_part,
    place_of,
    plain_name,
    relations,
    struck_styles,
)
from assize.ingest.files.written_aside import STRUCK, Bounds, OdsMarks, aside_of, bound, runs_of
from assize.ingest.received import Received
from assize.ingest.returns.sheets import (
    MOST_CELLS,
    Kind,
    Place,
    Sheet,
    SheetCell,
    add_merged,
    number_cell,
    text_cell,
    too_large,
)

_PERCENT_FORMATS = {9, 10}  # ECMA-376, 18.8.30
_DAY_FORMATS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}  # the same
_DAY_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_NO_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL = 2_958_465  # 31 December 9999
_MOST_REPEATED = 200  # rows or columns with something in them that one written cell of an ods stands for
_MOST_SHARED = 5_000_000  # letters
_DAMAGED = (*DAMAGED, LookupError, InvalidOperation)


def read_xlsx(received: Received, most: int = MOST_CELLS) -> list[Sheet]:
    """Every worksheet of an xlsx. Called after the archive has been looked into for what could do harm."""
    return _reading(received, lambda archive: _Xlsx(received, archive, most).sheets())


def read_ods(received: Received, most: int = MOST_CELLS) -> list[Sheet]:
    """Every table of an ods, likewise."""
    return _reading(received, lambda archive: _Ods(received, archive, most).sheets())


def _reading(received: Received, read: Callable[[zipfile.ZipFile], list[Sheet]]) -> list[Sheet]:
    try:
        with zipfile.ZipFile(received.path) as archive:
            return read(archive)
    except FileRefused:
        raise
    except _DAMAGED as error:
        raise received.refused(
            "the workbook cannot be read",
            found=" ".join(str(error).split())[:100] or type(error).__name__,
            fix="Open it and save it again, or ask for it to be sent again.",
        ) from error


# --- xlsx -------------------------------------------------------------------------------------------------------------


@dataclass
class _Writing:
    """The cell being parsed."""

    place: Place = (0, -1)
    kind: str = "n"
    style: int = 0
    formula: bool = False
    value: list[str] | None = None
    inline: list[str] | None = None
    bounds: Bounds = field(default_factory=list)


class _Xlsx:
    def __init__(self, received: Received, archive: zipfile.ZipFile, most: int) -> None:
        self.received, self.archive, self.most = received, archive, most
        self.parts = {name.lstrip("/") for name in archive.namelist()}
        self.percents: set[int] = set()
        self.days: set[int] = set()
        self.struck: set[int] = set()
        self.shared: list[str] = []
        self.runs: dict[
            int, tuple[list[str], Bounds]
        ] = {}  # of shared texts in runs: their pieces, and where runs begin
        self.epoch = _EPOCH
        self.taken = 0

    def sheets(self) -> list[Sheet]:
        listed: list[tuple[str, str, bool]] = []

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if plain_name(name) == "sheet":
                shown = attribute(attributes, "state") in ("", "visible")
                listed.append((attribute(attributes, "name"), attribute(attributes, "id"), not shown))
            elif plain_name(name) == "workbookPr" and attribute(attributes, "date1904") in ("1", "true"):
                self.epoch = _EPOCH_1904

        parse_part(self.archive, "xl/workbook.xml", sheet)
        targets = self._relations("xl/workbook.xml")
        if "xl/styles.xml" in self.parts:
            self._styles()
        if shared := next((part for part in self.parts if part.casefold() == "xl/sharedstrings.xml"), ""):
            self._shared(shared)
        return [
            self._sheet(name, targets[known][1], hidden)
            for name, known, hidden in listed
            if known in targets and targets[known][0].endswith("/worksheet") and targets[known][1] in self.parts
        ]

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        return relations(self.archive, self.parts, part)

    def _styles(self) -> None:
        percents, days = set(_PERCENT_FORMATS), set(_DAY_FORMATS)

        def declared(number: int, code: str) -> None:
            percents.discard(number)
            days.discard(number)
            if "%" in code:  # in quotes as well: what is seen is a per cent sign
                percents.add(number)
            elif _DAY_LETTERS.search(_NO_FORMAT.sub("", code).replace("General", "")):
                days.add(number)

        styles = cell_styles(self.archive, declared)
        self.percents = {at for at, style in enumerate(styles) if style in percents}
        self.days = {at for at, style in enumerate(styles) if style in days}
        self.struck = struck_styles(self.archive)

    def _shared(self, part: str) -> None:
        texts: list[str] = []
        inside, size = [0, 0], 0  # within a text, within its reading aid
        pieces: list[str] = []
        bounds: Bounds = []

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal pieces, bounds
            plain = plain_name(name)
            if plain == "si":
                texts.append("")
                pieces, bounds = [], []
            bound(bounds, pieces, name, attributes)
            inside[0] += plain == "t"
            inside[1] += plain == "rPh"

        def end(name: str) -> None:
            plain = plain_name(name)
            inside[0] -= plain == "t"
            inside[1] -= plain == "rPh"
            if plain == "si" and bounds:
                self.runs[len(texts) - 1] = pieces, bounds

        def text(letters: str) -> None:
            nonlocal size
            if inside[0] and not inside[1]:
                size += len(letters)
                if size > _MOST_SHARED:
                    raise too_large(self.received)
                texts[-1] += letters
                pieces.append(letters)

        parse_part(self.archive, part, start, end, text)
        self.shared = texts

    def _sheet(self, name: str, part: str, hidden: bool) -> Sheet:
        sheet = Sheet(name, hidden)
        writing = _Writing((-1, -1))
        gathering: list[list[str]] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal writing
            plain = plain_name(element)
            if plain == "row":
                row = int(attributes["r"]) - 1 if "r" in attributes else writing.place[0] + 1
                writing = _Writing((row, -1))
                if attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0":
                    sheet.hidden_rows.add(row)
            elif plain == "c":
                place = place_of(attributes.get("r", "")) or (writing.place[0], writing.place[1] + 1)
                writing = _Writing(place, attributes.get("t", "n"), int(attributes.get("s", "0")))
            elif plain == "f":
                writing.formula = True
            elif plain == "v":
                writing.value = []
                gathering.append(writing.value)
            elif plain == "t" and writing.kind == "inlineStr":
                writing.inline = writing.inline or []
                gathering.append(writing.inline)
            elif plain in ("r", "rPr", "strike", "vertAlign") and writing.kind == "inlineStr":
                bound(writing.bounds, writing.inline or (), element, attributes)
            elif plain == "col" and (attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0"):
                first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
                sheet.hidden_columns.update(range(first - 1, min(last, first + 500)))
            elif plain == "mergeCell":
                begin, _, finish = attributes.get("ref", "").partition(":")
                if (top := place_of(begin)) and (bottom := place_of(finish)):
                    add_merged(sheet, top, bottom)

        def end(element: str) -> None:
            plain = plain_name(element)
            if plain in ("v", "t") and gathering:
                gathering.pop()
            elif plain == "c" and (cell := self._cell(writing)) is not None:
                self.taken += 1
                if self.taken > self.most:
                    raise too_large(self.received)
                sheet.cells[writing.place] = replace(cell, aside=aside_of(self._runs(writing, cell.text)))

        def text(letters: str) -> None:
            if gathering:
                gathering[-1].append(letters)

        parse_part(self.archive, part, start, end, text)
        for kind, target in self._relations(part).values():
            if target in self.parts and (kind.endswith("/comments") or kind.endswith("/threadedComment")):
                self._comments(sheet, target)
            elif target in self.parts and kind.endswith("/drawing"):
                self._boxes(sheet, target)
        return sheet

    def _boxes(self, sheet: Sheet, part: str) -> None:
        """The texts of a drawing, a paragraph each."""
        inside = [False]

        def start(element: str, _: dict[str, str]) -> None:
            if element == "a:p":
                sheet.boxes.append("")
            inside[0] = element == "a:t" and bool(sheet.boxes)

        def end(element: str) -> None:
            if element == "a:t":
                inside[0] = False

        def text(letters: str) -> None:
            if inside[0]:
                sheet.boxes[-1] += letters

        parse_part(self.archive, part, start, end, text)

    def _runs(self, writing: _Writing, text: str) -> list[tuple[str, str]]:
        how = STRUCK if writing.style in self.struck else ""
        if writing.kind == "inlineStr" and writing.bounds:
            return runs_of(writing.inline or (), writing.bounds, how)
        if writing.kind == "s" and (runs := self.runs.get(int("".join(writing.value or ("-1",))))):
            return runs_of(*runs, how)
        return [(text, how)] if how else []

    def _cell(self, writing: _Writing) -> SheetCell | None:
        formula, value = writing.formula, "".join(writing.value or ())
        if writing.kind == "inlineStr":
            inline = "".join(writing.inline or ())
            return text_cell(inline, formula=formula) if inline.strip() or formula else None
        if not value.strip():
            return SheetCell(Kind.NOTHING, "", formula=True) if formula else None
        if writing.kind == "s":
            text = self.shared[int(value)]
            return text_cell(text, formula=formula) if text.strip() else None
        if writing.kind == "str":
            return text_cell(value, formula=formula)
        if writing.kind == "b":
            return SheetCell(Kind.TRUTH, "TRUE" if value.strip() in ("1", "true") else "FALSE", formula=formula)
        if writing.kind == "e":
            return SheetCell(Kind.ERROR, value, formula=formula)
        if writing.kind == "d":
            return SheetCell(Kind.DAY, value, day=_iso_day(value), formula=formula)
        cell = number_cell(value, percent=writing.style in self.percents, formula=formula)
        if writing.style in self.days and cell.number is not None:
            if 0 < cell.number < 1:
                return SheetCell(Kind.DAY, _time_of_day(cell.number), number=cell.number, formula=formula)
            whole = int(cell.number) if 0 <= cell.number <= _LAST_SERIAL else -1
            day = self.epoch + timedelta(days=whole) if whole >= 0 else None
            return SheetCell(
                Kind.DAY, day.isoformat() if day else cell.text, number=cell.number, day=day, formula=formula
            )
        return cell

    def _comments(self, sheet: Sheet, part: str) -> None:
        authors: list[str] = []
        at: list[Any] = [None, "", "", ""]  # place, author, text, what letters belong to

        def start(element: str, attributes: dict[str, str]) -> None:
            plain = plain_name(element)
            if plain in ("comment", "threadedComment"):
                at[:] = [place_of(attributes.get("ref", "")), attributes.get("authorId", ""), "", ""]
            elif plain == "author":
                authors.append("")
                at[3] = "author"
            elif plain in ("t", "text") and at[0] is not None:
                at[3] = "text"

        def end(element: str) -> None:
            plain = plain_name(element)
            if plain in ("comment", "threadedComment") and at[0] is not None:
                author = authors[int(at[1])] if str(at[1]).isdigit() and int(at[1]) < len(authors) else ""
                said = at[2].strip()
                # The program writes the author's name before the words: that is not what anybody typed.
                said = said.removeprefix(author).lstrip(": \n") if author else said
                sheet.comments[at[0]] = (sheet.comments.get(at[0], "") + "\n" + said).strip()
                at[:] = [None, "", "", ""]
            if plain in ("author", "t", "text"):
                at[3] = ""

        def text(letters: str) -> None:
            if at[3] == "author":
                authors[-1] += letters
            elif at[3] == "text":
                at[2] += letters

        parse_part(self.archive, part, start, end, text)


def _time_of_day(share: Decimal) -> str:
    """`13:01`, which is stored as a share of the day."""
    minutes = int(share * 24 * 60 + Decimal("0.5"))
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


# --- ods --------------------------------------------------------------------------------------------------------------


@dataclass
class _OdsCell:
    """The cell being parsed."""

    attributes: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    bounds: Bounds = field(default_factory=list)


class _Ods:
    def __init__(self, received: Received, archive: zipfile.ZipFile, most: int) -> None:
        self.received, self.archive, self.most = received, archive, most
        self.hidden_styles: set[str] = set()
        self.found: list[Sheet] = []
        self.row = self.column = self.times = 0
        self.across = 0
        self.inner = 0
        self.cell: _OdsCell | None = None
        self.in_text = self.in_note = 0
        self.style = ""
        self.marks = OdsMarks()
        self.column_styles: list[str] = []  # of the first columns, as far as any form goes
        self.row_style = ""
        self.taken = 0

    def sheets(self) -> list[Sheet]:
        parse_part(self.archive, "content.xml", self._start, self._end, self._text)
        return self.found

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        if self.marks.start(element, attributes):
            self._bound()
        elif element == "style:style":
            self.style = attributes.get("style:name", "")
        elif element == "style:table-properties":
            if attributes.get("table:display") == "false":
                self.hidden_styles.add(self.style)
        elif element == "table:table":
            self.inner += 1
            if self.inner == 1:
                hidden = attributes.get("table:style-name", "") in self.hidden_styles
                self.found.append(Sheet(attributes.get("table:name", ""), hidden))
                self.row = self.across = 0
                self.column_styles = []
        elif self.inner != 1:
            return
        elif element == "table:table-column":
            times = int(attributes.get("table:number-columns-repeated", "1"))
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self.found[-1].hidden_columns.update(range(self.across, self.across + min(times, 500)))
            self.across += times
            style = attributes.get("table:default-cell-style-name", "")
            self.column_styles += [style] * min(times, 500 - len(self.column_styles))
        elif element == "table:table-row":
            self.times, self.column = int(attributes.get("table:number-rows-repeated", "1")), 0
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self.found[-1].hidden_rows.update(range(self.row, self.row + min(self.times, 500)))
            self.row_style = attributes.get("table:default-cell-style-name", "")
        elif element in ("table:table-cell", "table:covered-table-cell"):
            self.cell = _OdsCell(dict(attributes))
        elif element == "office:annotation":
            self.in_note += 1
        elif self.cell is not None:
            self._start_text(element, attributes)

    def _start_text(self, element: str, attributes: dict[str, str]) -> None:
        assert self.cell is not None
        into = self.cell.note if self.in_note else self.cell.texts
        if element == "text:p":
            self.in_text += 1
            into.append("\n" if into else "")
        elif element == "text:s" and self.in_text:
            into.append(" " * min(int(attributes.get("text:c", "1")), 100))
        elif element in ("text:line-break", "text:tab") and self.in_text:
            into.append("\n" if element == "text:line-break" else " ")

    def _bound(self) -> None:
        if self.cell is not None and self.in_text and not self.in_note:
            self.cell.bounds.append((len(self.cell.texts), self.marks.now))

    def _struck(self, written: _OdsCell) -> str:
        """How a cell is written, by its own style, else its row's, else its column's."""
        of_column = self.column_styles[self.column] if self.column < len(self.column_styles) else ""
        style = written.attributes.get("table:style-name", "") or self.row_style or of_column
        how = self.marks.styles.get(("table-cell", style), "")
        return how if how == STRUCK else ""

    def _end(self, element: str) -> None:
        if self.marks.end(element):
            self._bound()
        elif element == "table:table":
            self.inner -= 1
        elif self.inner != 1:
            return
        elif element == "table:table-row":
            self.row += self.times
        elif element == "office:annotation":
            self.in_note -= 1
        elif element == "text:p" and self.cell is not None:
            self.in_text -= 1
        elif element in ("table:table-cell", "table:covered-table-cell") and self.cell is not None:
            self._keep(self.cell, covered=element == "table:covered-table-cell")
            self.cell = None

    def _text(self, letters: str) -> None:
        if self.cell is not None and self.in_text:
            (self.cell.note if self.in_note else self.cell.texts).append(letters)

    def _keep(self, written: _OdsCell, *, covered: bool) -> None:
        sheet, attributes = self.found[-1], written.attributes
        times = int(attributes.get("table:number-columns-repeated", "1"))
        cell = None if covered else self._value(written)
        if cell is not None:
            how = self._struck(written)
            runs = runs_of(written.texts, written.bounds, how) if written.bounds else [(cell.text, how)]
            cell = replace(cell, aside=aside_of(runs))
        rows, columns = (int(attributes.get(f"table:number-{each}-spanned", "1")) for each in ("rows", "columns"))
        if not covered and (rows > 1 or columns > 1):
            add_merged(sheet, (self.row, self.column), (self.row + rows - 1, self.column + columns - 1))
        note = "".join(written.note).strip()
        if cell is not None or note:
            if max(times, self.times) > _MOST_REPEATED and cell is not None:
                raise too_large(self.received)
            for down in range(min(self.times, _MOST_REPEATED)):
                for across in range(min(times, _MOST_REPEATED)):
                    place = self.row + down, self.column + across
                    if note:
                        sheet.comments[place] = note
                    if cell is not None:
                        self.taken += 1
                        if self.taken > self.most:
                            raise too_large(self.received)
                        sheet.cells[place] = cell
        self.column += times

    @staticmethod
    def _value(written: _OdsCell) -> SheetCell | None:
        attributes, text = written.attributes, "".join(written.texts)
        formula = "table:formula" in attributes
        kind = attributes.get("office:value-type", "")
        if text_cell(text).kind is Kind.ERROR or attributes.get("calcext:value-type") == "error":
            return SheetCell(Kind.ERROR, text.strip() or "error", formula=formula)
        if kind in ("float", "currency", "percentage") and attributes.get("office:value", "").strip():
            return number_cell(attributes["office:value"], percent=kind == "percentage", formula=formula)
        if kind == "date":
            stored = attributes.get("office:date-value", "")
            return SheetCell(Kind.DAY, stored, day=_iso_day(stored), formula=formula)
        if kind == "time":
            return SheetCell(Kind.DAY, text.strip() or attributes.get("office:time-value", ""), formula=formula)
        if kind == "boolean":
            return SheetCell(Kind.TRUTH, attributes.get("office:boolean-value", text).upper(), formula=formula)
        if text.strip():
            return text_cell(text, formula=formula)
        return SheetCell(Kind.NOTHING, "", formula=True) if formula else None
