"""Local measures: what a partner or the office adds on the sheet of a form, kept as a part of the office's own catalogue.

The rows of a sheet become `catalogue/local-measures.toml` of the workspace, which Assize writes and nobody has to. Each of its
tables is a measure with one or two fields of its role's source: from then on the form asks for them like for any other.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path

from assize.catalogue.files import ExampleTable, LocalFile, LocalTable, MetricFile, SelectionTable
from assize.catalogue.shape import nearest, read_table
from assize.core.errors import FileRefused, Problem
from assize.core.forms import BETTER_WHEN, COUNTED_WHEN, LOCAL_LONGEST, LOCAL_NEEDED, LocalColumn
from assize.core.nouns import Better
from assize.core.specs import AskedField, Catalogue, Kind, Provider

FILE = "local-measures.toml"
_PREFIX = "local-"
_LONGEST_SLUG = 50
_BETTER: Mapping[str, Better] = dict(zip(BETTER_WHEN, (Better.UP, Better.DOWN, Better.NEITHER), strict=True))
_ON_ITS_LAST_DAY = COUNTED_WHEN[1]
_NEEDED: Sequence[LocalColumn] = [one for one in LOCAL_NEEDED if one is not LocalColumn.BETTER]  # told as a choice
_HEAD = """# Made by Assize from sheets "Local measures" of returns: the measures that this office and its partners have added.
# It is written again whenever such a sheet is loaded. To take a measure out, delete its table.
"""


@dataclass(frozen=True)
class LocalCell:
    """What stands in one cell of the sheet, and where: `return.xlsx [Local measures!A5]`."""

    text: str
    where: str


LocalRow = Mapping[LocalColumn, LocalCell]


@dataclass(frozen=True)
class LocalMeasure:
    """One measure of the office's own. `field` and, of a share, `whole` are the fields of its role's source."""

    table: LocalTable

    @property
    def field(self) -> str:
        """The field of what is counted."""
        return self.table.id.replace("-", "_")

    @property
    def whole(self) -> str:
        """The field of what it is a part of; empty for a plain count."""
        return f"{self.field}_out_of" if self.table.out_of else ""

    @property
    def asked(self) -> tuple[AskedField, ...]:
        """Its fields as a form asks for them, the whole first."""
        table, stock = self.table, self.table.when == _ON_ITS_LAST_DAY
        part = AskedField(
            self.field, _small(table.counted), table.definition, _small(table.counted), table.includes, table.excludes,
            part_of=self.whole, stock=stock, local=True,
        )  # fmt: skip
        if not self.whole:
            return (part,)
        words = f"All of which those counted for {_quoted(table.name)} are a part."
        return (
            AskedField(self.whole, _small(table.out_of), words, _small(table.out_of), stock=stock, local=True),
            part,
        )

    @property
    def metric(self) -> MetricFile:
        """Its file, as if somebody had written one."""
        table, stock = self.table, self.table.when == _ON_ITS_LAST_DAY
        source = f"partner-{table.role}"
        counted, out_of = _small(table.counted), _small(table.out_of)
        words = f"Made numbers, for the arithmetic alone: 50 {counted}"
        return MetricFile(
            name=table.name,
            short_name=table.name,
            question=f"How many {counted} are there{f', out of {out_of}' if out_of else ''}?",
            definition=table.definition,
            subject=f"The measure {_quoted(table.name)}",
            kind=Kind.PROPORTION if out_of else Kind.COUNT,
            better=_BETTER[table.better],
            unit=out_of or counted,
            counted=counted if out_of else "",
            basis="On the last day of the quarter" if stock else "Counted in the quarter",
            supplier=table.supplier,
            stock=stock,
            numerator=(SelectionTable(source, self.field),),
            denominator=(SelectionTable(source, self.whole),) if out_of else (),
            gap_reason=f"A local measure: it comes from the return of {table.supplier}, and none that holds it is held.",
            caveats=("A local measure of this office: no other area has it.",),
            example=ExampleTable(
                numerator=Decimal(50),
                denominator=Decimal(100) if out_of else None,
                value="50.0%" if out_of else "50",
                words=f"{words} of 100 {out_of}." if out_of else f"{words}.",
            ),
        )


def read_local_rows(
    rows: Sequence[LocalRow], provider: Provider, catalogue: Catalogue
) -> tuple[tuple[LocalMeasure | None, ...], list[Problem]]:
    """The measures that the rows of a sheet name, row by row (None for an empty one), and everything wrong, by cell.

    The figures of a row are for the reader of the return, with the fields that its measure names; whether figures stand
    without what they are figures of is told here.
    """
    reader = _Rows(provider, catalogue)
    found = tuple(reader.measure(row) for row in rows)
    return found, reader.problems


def keep_local(folder: Path, measures: Sequence[LocalMeasure]) -> Path:
    """Writes them into the catalogue of the workspace in `folder`, beside those that stand there; gives the file's path.

    A measure that stands there already is replaced, and keeps the partners who count it. Raises FileRefused where the file
    cannot be read.
    """
    path = folder / "catalogue" / FILE
    tables = {table.id: table for table in _read(path).measure} if path.is_file() else {}
    for measure in measures:
        before = tables.get(measure.table.id)
        providers = tuple(dict.fromkeys((*(before.providers if before else ()), *measure.table.providers)))
        tables[measure.table.id] = replace(measure.table, providers=providers)
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(_text(tables.values()), encoding="utf-8")
    beside.replace(path)
    return path


def local_measures(file: LocalFile, path: str) -> tuple[list[LocalMeasure], list[Problem]]:
    """The measures of a file that was read, and what in it can be no measure: it may have been changed by hand."""
    problems: list[Problem] = []
    for number, table in enumerate(file.measure, start=1):
        where = f"{path} [measure.{number}"
        if not re.fullmatch(rf"{_PREFIX}[a-z0-9]+(-[a-z0-9]+)*", table.id):
            problems.append(
                Problem("not the id of a local measure", f"{where}.id]", f"'{table.id}'", "local-some-words")
            )
        for key, value, known in (("when", table.when, COUNTED_WHEN), ("better", table.better, BETTER_WHEN)):
            if value not in known:
                problems.append(Problem("a value does not fit", f"{where}.{key}]", f"'{value}'", " or ".join(known)))
    return ([] if problems else [LocalMeasure(table) for table in file.measure]), problems


# --- the rows of a sheet ------------------------------------------------------------------------------------------


class _Rows:
    """Reads the rows of one sheet and gathers every problem."""

    def __init__(self, provider: Provider, catalogue: Catalogue) -> None:
        self.provider = provider
        self.catalogue = catalogue
        self.problems: list[Problem] = []
        self.seen: dict[str, str] = {}

    def measure(self, row: LocalRow) -> LocalMeasure | None:
        """The measure of a row; None where it is empty, or something in it is wrong."""
        said = {column: _plain(cell.text) for column, cell in row.items()}
        if not any(said.values()):
            return None
        before = len(self.problems)
        for column in _NEEDED:
            if not said.get(column):
                self._problem(
                    row, column, "a local measure needs this", "nothing", f"{column.value.lower()}, in some words",
                    "Write it, or empty the whole row.",
                )  # fmt: skip
        for column, most in LOCAL_LONGEST.items():
            length = len(said.get(column, ""))
            if length > most:
                self._problem(
                    row, column, "too long to be printed", f"{length} characters", f"{most} at most", "Shorten it."
                )
        out_of = said.get(LocalColumn.OUT_OF, "")
        if said.get(LocalColumn.OUT_OF_FIGURE) and not out_of:
            self._problem(
                row, LocalColumn.OUT_OF, "a figure stands beside it, and nothing says of what", "nothing",
                "what the whole is, such as victims referred", "Say what the figure is out of, or leave both cells empty.",
            )  # fmt: skip
        if out_of and out_of.casefold() == said.get(LocalColumn.COUNTED, "").casefold():
            self._problem(
                row, LocalColumn.OUT_OF, "a part and its whole are the same", f"'{out_of}'", "the larger number",
                "Write what the whole is, such as victims referred.",
            )  # fmt: skip
        when = self._choice(row, said, LocalColumn.WHEN, COUNTED_WHEN)
        better = self._choice(row, said, LocalColumn.BETTER, BETTER_WHEN)
        name = said.get(LocalColumn.NAME, "")
        id_ = self._id(row, name) if name else ""
        if len(self.problems) > before:
            return None
        table = LocalTable(
            id=id_,
            role=self.provider.role,
            providers=(self.provider.id,),
            supplier=self.provider.name,
            name=name,
            counted=said[LocalColumn.COUNTED],
            definition=_sentence(said[LocalColumn.DEFINITION]),
            when=when,
            better=better,
            out_of=out_of,
            includes=said.get(LocalColumn.INCLUDES, ""),
            excludes=said.get(LocalColumn.EXCLUDES, ""),
        )
        return self._agreeing(row, LocalMeasure(table))

    def _id(self, row: LocalRow, name: str) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:_LONGEST_SLUG].strip("-")
        if not re.search(r"[a-z]", words):
            self._problem(
                row, LocalColumn.NAME, "a name has words in it", f"'{name}'", "a name such as Victims called back",
                "Give it a name in words.",
            )  # fmt: skip
            return ""
        id_ = f"{_PREFIX}{words}"
        where = row[LocalColumn.NAME].where
        if self.seen.setdefault(id_, where) != where:
            self._problem(
                row, LocalColumn.NAME, "a measure stands twice", f"'{name}'", f"one row for it, as in {self.seen[id_]}",
                "Leave the right row and empty the other.",
            )  # fmt: skip
        for metric in self.catalogue.metrics.values():
            if not metric.local and name.casefold() in (metric.name.casefold(), metric.short_name.casefold()):
                fix = "If it is that measure, ask whoever sent the form to ask for it; if not, give it another name."
                self._problem(
                    row, LocalColumn.NAME, "the catalogue has a measure of this name", f"'{name}'", "another name", fix
                )
        return id_

    def _agreeing(self, row: LocalRow, measure: LocalMeasure) -> LocalMeasure | None:
        """The measure, unless it is counted in another way than one of that name which is kept already."""
        kept = self.catalogue.metrics.get(measure.table.id)
        if kept is None:
            return measure
        wanted = measure.metric
        same_source = kept.numerators[0].source == f"partner-{measure.table.role}"
        differs = (
            LocalColumn.NAME if not same_source
            else LocalColumn.OUT_OF if kept.kind is not wanted.kind
            else LocalColumn.WHEN if kept.stock != wanted.stock
            else None
        )  # fmt: skip
        if differs is None:
            return measure
        fix = "Give it another name: what is counted in another way is another measure."
        self._problem(
            row, differs, f"{kept.name} is counted in another way already", "another way", "the same way", fix
        )
        return None

    def _choice(self, row: LocalRow, said: Mapping[LocalColumn, str], column: LocalColumn, known: Sequence[str]) -> str:
        """One of the words of a drop-down, however it is written; the first of them where nothing is said of when."""
        text = said.get(column, "")
        found = next((word for word in known if word == text.casefold().rstrip(".")), "")
        if found:
            return found
        if not text and column is LocalColumn.WHEN:
            return known[0]
        expected = " or ".join(known)
        self._problem(
            row, column, "not one of the answers", f"'{text}'" if text else "nothing", expected,
            nearest(text, known) or "Pick one from the cell's list.",
        )  # fmt: skip
        return ""

    def _problem(self, row: LocalRow, column: LocalColumn, what: str, found: str, expected: str, fix: str = "") -> None:
        cell = row.get(column) or next(iter(row.values()))
        self.problems.append(Problem(what, f"{cell.where}", found, expected, fix))


def _plain(text: str) -> str:
    """Words on one line, without what is no character of print."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _small(text: str) -> str:
    """For the middle of a sentence: a capital is kept where the word has more of them, or a figure follows."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _quoted(name: str) -> str:
    return f"\u2018{name}\u2019"


# --- the file -----------------------------------------------------------------------------------------------------


def _read(path: Path) -> LocalFile:
    where = f"catalogue/{FILE}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileRefused(str(path), [Problem("this file is not valid TOML", where, found=str(error))]) from error
    file, problems = read_table(LocalFile, table, where)
    if file is None:
        raise FileRefused(str(path), problems)
    return file


def _text(tables: Iterable[LocalTable]) -> str:
    parts = [_HEAD]
    for table in sorted(tables, key=lambda one: one.id):
        lines = ["[[measure]]"]
        for key in fields(table):
            value = getattr(table, key.name)
            if value:
                lines.append(
                    f"{key.name} = {json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)}"
                )
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
