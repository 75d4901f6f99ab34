"""A file and the composed document it was made from, side by side: every difference in words, and what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from readback import expected
from readback.expected import Said
from readback.read_html import Printed, ReadDrawing, ReadSection, read_html
from readback.read_pdf import Piece, read_pdf
from readback.read_pptx import ReadChart, ReadSlide, Shape, read_pptx
from readback.read_xlsx import ReadCell, ReadSheet, ReadTable, read_xlsx
from readback.small_trends import compare_trends
from readback.tokens import numbers_in, squeezed

from assize.core.document import Chart, ChartKind, Document, Number, PointMark, Role, Section, Span, Table, Trend, plain


@dataclass
class Found:
    """What a comparison read, and what it found to differ."""

    documents: int = 0
    sections: int = 0
    figures: int = 0
    numbers: int = 0
    charts: int = 0
    chart_values: int = 0
    faults: list[str] = field(default_factory=list)

    def __iadd__(self, other: Found) -> Found:
        self.documents += other.documents
        self.sections += other.sections
        self.figures += other.figures
        self.numbers += other.numbers
        self.charts += other.charts
        self.chart_values += other.chart_values
        self.faults += other.faults
        return self

    def same(self, where: str, read: Sequence[str], want: Sequence[str]) -> None:
        """Two sequences of numbers, in order; the first difference is told with what stands before it."""
        if list(read) == list(want):
            return
        for index, (one, other) in enumerate(zip_longest(read, want)):
            if one != other:
                before = " ".join(want[max(0, index - 4) : index])
                self.faults.append(f"{where}: after “{before}” the file says {one!r}, the document {other!r}")
                return

    def equal(self, where: str, read: object, want: object) -> None:
        if read != want:
            self.faults.append(f"{where}: the file says {read!r}, the document {want!r}")

    def drawn(self, figures: int) -> None:
        self.figures += figures
        self.numbers += figures
        self.charts += 1

    def count(self, said: Sequence[Said]) -> None:
        self.figures += expected.figures_in(said)
        self.numbers += len(said)


def _headlines(found: Found, where: str, read: Sequence[str], document: Document) -> bool:
    want = [squeezed(plain(section.headline)) for section in document.sections]
    found.equal(f"{where}: headlines", [squeezed(one) for one in read], want)
    return len(read) == len(want)


# --- HTML ---------------------------------------------------------------------------------------------------------


def compare_html(document: Document, made: bytes) -> Found:
    found = Found(documents=1)
    page = read_html(made)
    found.equal(f"{document.id}: title", page.title, f"{document.title}, {document.board}, {document.period}")
    _html_part(found, document.id, page.front, expected.front_of_page(document))
    listed = [one for one in page.contents if one != "Contents"]
    themes = {section.theme for section in document.sections}
    if listed:
        found.equal(
            f"{document.id}: contents",
            [one for one in listed if one not in themes],
            [squeezed(plain(section.headline)) for section in document.sections],
        )
    found.equal(f"{document.id}: sections", [one.id for one in page.sections], [one.id for one in document.sections])
    if not _headlines(found, document.id, [one.headline for one in page.sections], document):
        return found
    for read, section in zip(page.sections, document.sections, strict=True):
        where = f"{document.id}, {section.id}"
        _html_part(found, where, read, expected.html_section(section))
        _html_drawings(found, where, read.drawings, section)
        found.sections += 1
    furniture = " ".join(page.furniture)
    allowed = Counter(numbers_in(f"{document.status} {document.status} {document.period}"))
    found.equal(f"{document.id}: head and foot", Counter(numbers_in(furniture)), allowed)
    return found


def _key(number: Number) -> tuple[str, ...]:
    value = "" if number.value is None else str(Decimal(number.value).normalize())
    return number.figure, number.aspect.name.lower(), number.text, value, number.other


def _printed_key(printed: Printed) -> tuple[str, ...]:
    value = printed.value and str(Decimal(printed.value).normalize())
    return printed.figure, printed.aspect, printed.text, value, printed.other


def _html_part(found: Found, where: str, read: ReadSection, want: Sequence[Said]) -> None:
    said: list[tuple[str, ...]] = []
    for one in read.said:
        said += [_printed_key(one)] if isinstance(one, Printed) else [(text,) for text in numbers_in(one)]
    wanted = [(one.text,) if one.number is None else _key(one.number) for one in want]
    found.same(where, [" ".join(one) for one in said], [" ".join(one) for one in wanted])
    found.count(want)


def _html_drawings(found: Found, where: str, drawings: Sequence[ReadDrawing], section: Section) -> None:
    charts = [block for block in section.blocks if isinstance(block, Chart)]
    small = [
        cell.content.alt
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        if isinstance(cell.content, Trend | Span)
    ]
    described = [one for one in drawings if one.described]  # an icon says nothing: its words stand beside it
    large = [one for one in described if len(one.described) > 1]
    found.equal(f"{where}: small drawings", [one.described[0] for one in described if one not in large], small)
    found.equal(f"{where}: drawings", [one.described[1] for one in large], [chart.alt for chart in charts])
    for one in drawings:
        if one not in large and (one.printed or numbers_in(" ".join(one.words))):
            found.faults.append(f"{where}: a small drawing prints a number")
    for drawing, chart in zip(large, charts, strict=False):
        keys = {_key(number) for number in expected.chart_numbers(chart)}
        for printed in drawing.printed:
            if _printed_key(printed) not in keys:
                found.faults.append(f"{where}: the drawing prints {printed}, which is none of its chart's numbers")
        printed_keys = {_printed_key(printed) for printed in drawing.printed}
        for number in expected.labelled(chart):
            if _key(number) not in printed_keys:
                found.faults.append(f"{where}: the drawing does not print {number.text} of {number.figure}")
        _drawn(found, where, [text for words in drawing.words for text in numbers_in(words)], chart, [])
        found.drawn(len(drawing.printed))


def _drawn(found: Found, where: str, read: Sequence[str], chart: Chart, numbers: Iterable[Number]) -> None:
    """The numbers of a drawing are ticks, years, names and remarks, each once, and the given numbers of the chart."""
    over = Counter(read) - Counter(expected.drawn_words(chart)) - Counter(one.text for one in numbers)
    if over:
        found.faults.append(f"{where}: the drawing prints {sorted(over)}, which its chart does not say")


# --- PDF ----------------------------------------------------------------------------------------------------------


def compare_pdf(document: Document, made: bytes) -> Found:
    found = Found(documents=1)
    read = read_pdf(made)
    parts = _pdf_parts(found, document, read.pieces)
    if parts is None:
        return found
    front, sections = parts
    said, contents = [], []
    for piece in front:
        (contents if "TOC" in piece.above else said).append(piece)
    want = expected.front_of_page(document)
    found.same(f"{document.id}, front", _texts(said), expected.texts_of(want))
    found.count(want)
    _pdf_contents(found, document, contents)
    for pieces, section in zip(sections, document.sections, strict=True):
        where = f"{document.id}, {section.id}"
        want = expected.pdf_section(section)
        found.same(where, _texts([one for one in pieces if one.kind != "Figure"]), expected.texts_of(want))
        found.count(want)
        found.sections += 1
        _pdf_drawings(found, where, [one for one in pieces if one.kind == "Figure"], section)
    count = len(read.artifacts)
    for page, text in enumerate(read.artifacts, start=1):
        allowed = numbers_in(f"{document.status} {document.period} Page {page} of {count}")
        found.equal(f"{document.id}: head and foot of page {page}", sorted(numbers_in(text)), sorted(allowed))
    return found


def _pdf_parts(
    found: Found, document: Document, pieces: Sequence[Piece]
) -> tuple[list[Piece], list[list[Piece]]] | None:
    """The pieces before the first section and of each, parted where the headings are the sections' headlines, in order."""
    want = [squeezed(plain(section.headline)) for section in document.sections]
    front: list[Piece] = []
    sections: list[list[Piece]] = []
    for piece in pieces:
        heading = piece.kind.startswith("H") and piece.kind[1:].isdigit()
        due = want[len(sections)] if len(sections) < len(want) else None
        if heading and piece.text == due:
            sections.append([piece])
        else:
            (sections[-1] if sections else front).append(piece)
    if len(sections) != len(want):
        found.faults.append(f"{document.id}: no heading says {want[len(sections)]!r}")
        return None
    return front, sections


def _texts(pieces: Iterable[Piece]) -> list[str]:
    return [text for piece in pieces for text in numbers_in(piece.text)]


def _pdf_contents(found: Found, document: Document, pieces: Sequence[Piece]) -> None:
    """The list of contents names every section, with a page number; what it says besides is the section's status."""
    if not pieces:
        return
    lines = [squeezed(piece.text) for piece in pieces]
    place = -1
    for section in document.sections:
        headline = squeezed(plain(section.headline))
        if headline not in lines[place + 1 :]:
            found.faults.append(f"{document.id}: the contents leave out {headline!r}")
            return
        place = lines.index(headline, place + 1)
    want = [text for section in document.sections for text in numbers_in(plain(section.headline))]
    pages = sum(line.isdigit() for line in lines)
    found.equal(f"{document.id}: page numbers in the contents", pages, len(document.sections))
    found.same(
        f"{document.id}: contents", [one for line in lines if not line.isdigit() for one in numbers_in(line)], want
    )


def _pdf_drawings(found: Found, where: str, figures: Sequence[Piece], section: Section) -> None:
    want: list[Chart | Trend | Span] = []
    for block in section.blocks:
        if isinstance(block, Chart):
            want.append(block)
        elif isinstance(block, Table):
            cells = [cell.content for row in block.rows for cell in row.cells]
            want += [content for content in cells if isinstance(content, Trend | Span)]
    found.equal(f"{where}: drawings", [squeezed(one.alt) for one in figures], [squeezed(one.alt) for one in want])
    for piece, drawn in zip(figures, want, strict=False):
        read = numbers_in(piece.text)
        if not isinstance(drawn, Chart):
            found.equal(f"{where}: numbers in a small drawing", read, [])
            continue
        _drawn(found, where, read, drawn, expected.chart_numbers(drawn))
        missing = Counter(one.text for one in expected.labelled(drawn)) - Counter(read)
        if missing:
            found.faults.append(f"{where}: the drawing does not print {sorted(missing)}")
        found.drawn(len(expected.labelled(drawn)))


# --- decks --------------------------------------------------------------------------------------------------------

_IN_CHART = ("Axis label", "Line label", "Range label", "Gap label", "Callout")
_FURNITURE = ("Marking", "Status and number", "Wordmark")


def compare_pptx(document: Document, made: bytes) -> Found:
    found = Found(documents=1)
    slides = read_pptx(made)
    want = expected.front_of_deck(document)
    shapes = [one for one in slides[0].shapes if not _named(one, _FURNITURE)]
    read = [*numbers_in(slides[0].title), *(text for one in shapes for text in _shape_numbers(one))]
    found.same(f"{document.id}, opening", read, expected.texts_of(want))
    found.count(want)
    _furniture(found, document, slides)
    rest = list(slides[1:])
    for section in document.sections:
        headline = squeezed(plain(section.headline))
        own = []
        while rest and _begun(rest[0].title, bool(own)) == headline:
            own.append(rest.pop(0))
        where = f"{document.id}, {section.id}"
        if not own:
            found.faults.append(
                f"{where}: no slide says {headline!r}, the next says {rest[0].title if rest else None!r}"
            )
            return found
        _slides(found, where, own, section)
        found.sections += 1
    found.equal(f"{document.id}: slides of no section", [one.title for one in rest], [])
    return found


def _begun(title: str, going_on: bool) -> str:
    return title.split(" (continued")[0] if going_on else title


def _named(shape: Shape, names: Sequence[str]) -> bool:
    return any(shape.name == name or shape.name.rsplit(" ", 1)[0] == name for name in names)


def _shape_numbers(shape: Shape) -> list[str]:
    return [text for paragraph in shape.paragraphs for text in numbers_in(paragraph)]


def _furniture(found: Found, document: Document, slides: Sequence[ReadSlide]) -> None:
    for number, slide in enumerate(slides, start=1):
        read = [text for shape in slide.shapes if _named(shape, _FURNITURE) for text in _shape_numbers(shape)]
        found.equal(f"{document.id}: foot of slide {number}", read, numbers_in(f"{document.status} {number}"))


def _slides(found: Found, where: str, slides: Sequence[ReadSlide], section: Section) -> None:
    want = expected.deck_section(section)
    first = {shape.name.rsplit(" ", 1)[0]: shape.paragraphs for shape in slides[0].shapes}
    charts = [block for block in section.blocks if isinstance(block, Chart)]
    read: list[str] = []
    last: list[str] = []  # sources and what stands in the foot
    drawn: list[str] = []
    small: dict[str, None] = {}  # what explains the whole, then the numbered notes
    keyed = [number for number, slide in enumerate(slides) if any(_named(shape, ("Key",)) for shape in slide.shapes)]
    head: tuple[str, ...] = ()
    for number, slide in enumerate(slides):
        read += numbers_in(slide.title) if not number else []
        for shape in slide.shapes:
            if _named(shape, _FURNITURE):
                continue
            if _named(shape, _IN_CHART):
                drawn += _shape_numbers(shape)
            elif number and _named(shape, ("Theme", "Subtitle", "Source")):
                found.equal(
                    f"{where}: on slide {number + 1}", shape.paragraphs, first.get(shape.name.rsplit(" ", 1)[0])
                )
            elif _named(shape, ("Source",)):
                last += _shape_numbers(shape)
            elif _named(shape, ("Key",)):
                read += _shape_numbers(shape) if number == keyed[-1] else []  # again on every slide of its table
            elif _named(shape, ("Notes",)):
                small.update(dict.fromkeys(shape.paragraphs))  # again on every slide that prints the mark
            elif shape.rows:
                cells = list(shape.rows)
                if head and cells[0] == head:
                    cells = cells[1:]
                head = shape.rows[0]
                read += [text for row in cells for words in row for text in numbers_in(words)]
            else:
                read += _shape_numbers(shape)
    order = sorted(small, key=lambda said: int(said.split()[0]) if said.split()[0].isdecimal() else 0)
    read += [text for said in order for text in numbers_in(said)]
    found.same(where, [*read, *last], expected.texts_of(want))
    found.count(want)
    for chart in charts:
        missing = Counter(one.text for one in expected.labelled(chart)) - Counter(drawn)
        if missing and chart.lines:
            found.faults.append(f"{where}: no label says {sorted(missing)}")
    if charts:
        allowed = Counter(text for chart in charts for text in expected.drawn_words(chart))
        allowed += Counter(one.text for chart in charts for one in expected.chart_numbers(chart))
        if over := Counter(drawn) - allowed:
            found.faults.append(f"{where}: labels say {sorted(over)}, which the chart does not")
    every = [chart for slide in slides for chart in slide.charts]
    natives = [one for one in every if not one.name.startswith("Trend ")]
    compare_trends(found, where, [one for one in every if one not in natives], section)
    found.equal(f"{where}: charts", [one.described for one in natives], [chart.alt for chart in charts])
    for native, chart in zip(natives, charts, strict=False):
        _native(found, f"{where}, {chart.id}", native, chart)


def _band_names(chart: Chart) -> tuple[str, str]:
    """What the two series that draw a range between limits are called: of a flow it is that of a projection."""
    whole = "80% interval" if chart.kind is ChartKind.FLOW else "Expected range"
    return f"{whole}, stands on", f"{whole}, height"


def _native(found: Found, where: str, read: ReadChart, chart: Chart) -> None:
    """Cache, workbook and document agree value by value, blanks for gaps; the second sheet names each as printed."""
    names = tuple(bar.name for bar in chart.bars) or tuple(category.label for category in chart.categories)
    found.equal(f"{where}: categories", read.categories, names)
    found.equal(f"{where}: categories of the workbook", read.held_categories, names)
    for series in read.series:
        found.equal(f"{where}, {series.name}: workbook and cache", series.held, series.cached)
        found.equal(
            f"{where}, {series.name}: format", {series.number_format, series.held_format}, {chart.number_format}
        )
        found.chart_values += sum(value is not None for value in series.cached)
    want = _columns(chart)
    got: dict[str, list[tuple[float | None, ...]]] = {}
    for series in read.series:
        got.setdefault(series.name, []).append(series.cached)
    merged = {name: _merged(found, f"{where}, {name}", columns) for name, columns in got.items()}
    found.equal(f"{where}: series", set(merged), {*want, *(_band_names(chart) if chart.limits else ())})
    for name, numbers in want.items():
        values = tuple(None if one is None or one.value is None else _as_held(one.value) for one in numbers)
        found.same(f"{where}, {name}", [repr(one) for one in merged.get(name, ())], [repr(one) for one in values])
    if chart.limits:
        _band(found, where, merged, chart)
    printed = Counter((one.series, one.category, one.figure, one.aspect, one.text) for one in read.figures)
    wanted = Counter(
        (name, label, number.figure, number.aspect.value, number.text)
        for name, numbers in want.items()
        for label, number in zip(names, numbers, strict=True)
        if number is not None
    )
    for line in sorted((printed - wanted) + (wanted - printed)):
        found.faults.append(f"{where}: the sheet of figures and the document differ in {line}")
    found.drawn(sum(wanted.values()))


def _as_held(value: Decimal) -> float:
    return float(f"{float(value):.16G}")


def _merged(found: Found, where: str, columns: Sequence[tuple[float | None, ...]]) -> tuple[float | None, ...]:
    """A line that a break parts stands in several series of one name: each place in at most one of them."""
    values: list[float | None] = []
    for place in zip(*columns, strict=True):
        held = [one for one in place if one is not None]
        if len(held) > 1:
            found.faults.append(f"{where}: two values in one place")
        values.append(held[0] if held else None)
    return tuple(values)


def _columns(chart: Chart) -> dict[str, tuple[Number | None, ...]]:
    """What a chart's series hold, by name: limits over their stretch, the lines, the board's signals by kind."""
    count = len(chart.bars) or len(chart.categories)
    if chart.bars:
        columns: dict[str, tuple[Number | None, ...]] = {"Value": tuple(bar.number for bar in chart.bars)}
        if any(bar.lower and bar.upper for bar in chart.bars):
            columns["Lower end of the interval"] = tuple(bar.lower for bar in chart.bars)
            columns["Upper end of the interval"] = tuple(bar.upper for bar in chart.bars)
        return columns
    columns = {}
    for name, pick in (("Lower limit", "lower"), ("Mean", "mean"), ("Upper limit", "upper")):
        column: list[Number | None] = [None] * count
        for limits in chart.levels:
            column[limits.first : limits.last + 1] = [getattr(limits, pick)] * (limits.last - limits.first + 1)
        if chart.limits:
            columns[name] = tuple(column)
    if chart.target:
        columns["Target"] = (chart.target,) * count
    for line in chart.lines:
        columns[line.name] = tuple(point.number if point else None for point in line.points)
        if line.role is Role.BOARD:
            for mark in sorted({point.mark for point in line.points if point} - {PointMark.COMMON}, key=str):
                columns[f"{line.name}: {mark.value}"] = tuple(
                    point.number if point and point.mark is mark else None for point in line.points
                )
    return columns


def _band(found: Found, where: str, merged: dict[str, tuple[float | None, ...]], chart: Chart) -> None:
    """The expected range is drawn from the lower limit to the upper, cut where the axis ends."""
    for limits in chart.levels:
        assert limits.lower.value is not None and limits.upper.value is not None
        low = max(limits.lower.value, chart.axis.minimum)
        height = min(limits.upper.value, chart.axis.maximum) - low
        for place in range(limits.first, limits.last + 1):
            read = tuple(merged[name][place] for name in _band_names(chart) if name in merged)
            found.equal(f"{where}: expected range at {place}", read, (_as_held(low), _as_held(height)))


# --- workbooks ----------------------------------------------------------------------------------------------------


def compare_xlsx(document: Document, made: bytes) -> Found:
    found = Found(documents=1)
    sheets = read_xlsx(made)
    cover, contents, notes, rest = sheets[0], sheets[1], sheets[2], sheets[3:]
    found.equal("workbook: first sheets", [one.name for one in sheets[:3]], ["Cover", "Contents", "Notes"])
    words = [document.period, document.quarter, document.status, document.as_at]
    read = [text for line in (cover.title, *cover.lines) for text in numbers_in(line)]
    found.same("workbook: cover", read, [text for one in words for text in numbers_in(one)])
    listed = [row[1].text for row in contents.tables[0].rows[1:] if row[1]]
    found.equal("workbook: contents", listed, [squeezed(plain(section.headline)) for section in document.sections])
    if not _headlines(found, "workbook", [one.title for one in rest], document):
        return found
    for sheet, section in zip(rest, document.sections, strict=True):
        first = sum(len(one.notes) for one in document.sections[: found.sections])
        # Notes are numbered through the workbook.
        numbers = {note.mark: str(first + place) for place, note in enumerate(section.notes, start=1)}
        _sheet(found, f"workbook, {sheet.name}", sheet, section, numbers)
        found.sections += 1
    numbered = [row for row in notes.tables[0].rows if row[0] and row[0].text.startswith("[note")]
    want = [expected.words(note.words) for section in document.sections for note in section.notes]
    for row, said in zip_longest(numbered, want, fillvalue=None):
        text = numbers_in(row[1].text) if row and row[1] else []
        found.same("workbook: notes", text, expected.texts_of(said or []))
    return found


def _sheet(found: Found, where: str, sheet: ReadSheet, section: Section, notes: Mapping[str, str]) -> None:
    grids = [block for block in section.blocks if isinstance(block, Table | Chart | expected.Gap)]
    found.equal(f"{where}: tables", len(sheet.tables), len(grids))
    lines = [*expected.words(section.subtitle)]
    for block in section.blocks:
        if isinstance(block, Table):
            lines += expected.key(block)
        elif isinstance(block, Chart):
            lines += expected.words(block.note)
        elif not isinstance(block, expected.Gap):
            lines += expected.words_of(block)
    lines += [Said("[x]")] if sheet.tables else []  # "Symbols such as [x] … are explained"
    if len(grids) > 1:  # each has its heading
        lines += [said for block in grids if not isinstance(block, Chart) for said in expected.words(block.caption)]
    found.same(f"{where}: lines", [text for line in sheet.lines for text in numbers_in(line)], expected.texts_of(lines))
    for read, block in zip(sheet.tables, grids, strict=False):
        if isinstance(block, Table):
            _table(found, f"{where}, {block.id}", read, block, notes)
        elif isinstance(block, Chart):
            _chart_data(found, f"{where}, {block.id}", read, block)
        else:
            text = [one for row in read.rows for cell in row if cell for one in numbers_in(cell.text)]
            found.same(where, text, expected.texts_of(expected.gap_rows(block)))


def _chart_data(found: Found, where: str, read: ReadTable, chart: Chart) -> None:
    """Every point, bar and end of an interval stands in a cell of its own, printed as in the document."""
    points = [point.number for line in chart.lines for point in line.points if point]
    points += [number for bar in chart.bars for number in (bar.number, bar.lower, bar.upper) if number]
    points += [number for dot in chart.dots for number in (dot.size, dot.number, *dot.limits)]
    held = Counter((cell.text, cell.value) for row in read.rows for cell in row if cell is not None)
    want = Counter((number.text, _as_held(number.value)) for number in points if number.value is not None)
    for (text, value), missing in sorted((want - held).items(), key=str):
        found.faults.append(f"{where}: {text} ({value}) stands {missing} times too few")
    found.figures += len(points)
    found.numbers += len(points)


def _table(found: Found, where: str, read: ReadTable, table: Table, notes: Mapping[str, str]) -> None:
    """Row by row and column by column: a lone number is a number in its cell, all else is words."""
    heads = {head: index for index, head in enumerate(read.heads)}
    body = [row for row in table.rows if not row.theme]
    if len(read.rows) != len(body):
        found.faults.append(f"{where}: {len(read.rows)} rows in the file, {len(body)} in the document")
        return
    reference = heads.get("Reference")
    for row, cells in zip(body, read.rows, strict=True):
        for column, cell in zip(table.columns, row.cells, strict=True):
            place = heads.get(column.head)
            if place is None:
                found.faults.append(f"{where}: no column is headed {column.head!r}")
                return
            if table.drawn_rows and isinstance(cell.content, Trend):  # drawn by the program from the cells beside it
                found.equal(where, cells[place], None)
                continue
            own = cells[reference].text if reference is not None and cells[reference] else None
            _cell(found, where, cells[place], cell.content, own, notes)
            called = (f"{column.head}, {more}" for more in ("detail", "in words", "95% interval"))
            under = next((heads[head] for head in called if head in heads), None)
            if cell.under and under is None:
                found.faults.append(f"{where}: no column holds the second lines of {column.head!r}")
            elif cell.under and under is not None:
                _cell(found, where, cells[under], cell.under, own, notes)


def _cell(
    found: Found, where: str, read: ReadCell | None, content: object, reference: str | None, notes: Mapping[str, str]
) -> None:
    if isinstance(content, Trend | Span):
        found.equal(where, read.text if read else None, content.alt)
        return
    parts = content.words if isinstance(content, expected.Judged) else content
    assert isinstance(parts, tuple)
    lone = [part for part in parts if not isinstance(part, expected.NoteRef)]
    if len(lone) == 1 and isinstance(lone[0], Number):
        number = lone[0]
        found.figures += 1
        found.numbers += 1
        place = f"{where}, {read.place if read else 'an empty cell'}"
        if reference is not None:
            found.equal(f"{place}: reference", reference, number.figure)
        want = None if number.value is None else _as_held(number.value)
        found.equal(place, (read.text, read.value) if read else None, (_in_cell(number, read), want))
        return
    numbered = tuple(notes[one.mark] if isinstance(one, expected.NoteRef) else one for one in parts)
    want_words = expected.words(numbered)
    found.same(where, numbers_in(read.text) if read else [], expected.texts_of(want_words))
    found.count(want_words)


def _in_cell(number: Number, read: ReadCell | None) -> str:
    """A column headed % leaves the sign out on paper; a spreadsheet can scale a share only with the sign in the cell."""
    signed = read is not None and read.text == f"{number.text}%" and number.value is not None and abs(number.value) <= 1
    return f"{number.text}%" if signed else number.text
