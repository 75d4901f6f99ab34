"""An office's own history: a mapping is proposed for its workbook, confirmed by a person, and kept beside the workspace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.workspace import Workspace, need_board
from assize.core.errors import AssizeError, FileRefused
from assize.core.specs import SourceSpec
from assize.core.wording import period_words

if TYPE_CHECKING:
    from assize.core.reading import Reading, Row
    from assize.ingest.history.mapping import Draft
    from assize.ingest.received import Received

FOLDER = "mappings"
_SAMPLES = 3


@dataclass(frozen=True)
class Understood:
    """One line of what was understood: a label, what it means, how many figures it has, some of them with their cells."""

    table: int
    sheet: str
    label: str
    means: str
    how: str
    figures: int
    span: str
    samples: str


class MapRefused(FileRefused):
    """A workbook that could not be mapped, or a mapping that could not be confirmed; nothing was to be loaded."""

    def __init__(self, head: str, refused: FileRefused) -> None:
        self.head = head
        super().__init__(refused.file, refused.problems)

    @property
    def sentence(self) -> str:
        """What was not done, then a line for each problem."""
        lines = [f"{self.head}. {len(self.problems)} to put right:"]
        return "\n".join([*lines, *(f"  {problem.sentence}" for problem in self.problems)])


@dataclass(frozen=True)
class Mapped:
    """What became of a workbook: where its mapping stands, what it says, and what a person must look at.

    `kept` is True where the mapping was there before and nothing was written over it; `doubts` come first to whoever looks.
    """

    path: Path
    source: SourceSpec
    kept: bool
    confirmed: bool
    released: str
    doubts: tuple[str, ...]
    questions: int
    faults: int
    places: tuple[str, ...]
    lines: tuple[Understood, ...]
    ignored: tuple[tuple[str, str], ...]
    figures: int
    told: tuple[str, ...] = ()


def mapping_path(folder: Path, name: str) -> Path:
    """Where the mapping of a workbook of that name stands.

    `witnesses.xlsx` has `witnesses.toml`, and so has whatever is saved in its place; where that is the mapping of a file with
    another ending, `witnesses.csv` has `witnesses.csv.toml`.
    """
    plain = folder / FOLDER / f"{Path(name).stem}.toml"
    own = folder / FOLDER / f"{name}.toml"
    return own if own.exists() or _is_of_another(plain, name) else plain


def _is_of_another(mapping: Path, name: str) -> bool:
    if not mapping.exists():
        return False
    made_for = re.search(r'(?m)^file\s*=\s*"(.*)"', mapping.read_text(encoding="utf-8", errors="replace"))
    return made_for is not None and Path(made_for[1]).suffix.casefold() != Path(name).suffix.casefold()


def map_file(
    folder: Path,
    file: Path,
    source: str,
    *,
    board: str = "",
    periods: Sequence[str] = (),
    released: date | None = None,
    again: bool = False,
    confirm: bool = False,
) -> Mapped:
    """Proposes a mapping for a workbook and writes it; or says what the one that stands there says; or confirms it.

    `periods` answers for all labels such as `Q1 2019` how they are counted: calendar, financial, or financial-ending (the
    financial year that ends in the year named); for dates a quarter apart whether each is a month or a quarter; whether days
    are written day first or month first. Nothing is loaded. A mapping that is there is written over only with `again`.

    Raises AssizeError for an unknown source or board, and FileRefused where the workbook cannot be read, no label in it is
    like a field of the source, or a mapping to be confirmed has open questions or faults.
    """
    from assize.ingest.history.labels import SENSES

    workspace = Workspace.open(folder)
    spec = _source(workspace, source)
    if board:
        need_board(workspace.catalogue, board)
    for sense in periods:
        if sense not in SENSES:
            raise AssizeError("this is no way of counting periods", found=f"'{sense}'", expected=" or ".join(SENSES))
    if not file.is_file():
        raise AssizeError("there is no such file", where=str(file), fix="Nothing was mapped.")
    try:
        wanted = (tuple(periods), released.isoformat() if released else "")
        return _map(workspace, spec, file, board, wanted, again=again, confirm=confirm)
    except FileRefused as refused:
        head = f"The mapping of {file.name} is not confirmed" if confirm else f"{file.name} was not mapped"
        raise MapRefused(head, refused) from refused


def _map(
    workspace: Workspace,
    spec: SourceSpec,
    file: Path,
    board: str,
    said: tuple[tuple[str, ...], str],
    *,
    again: bool,
    confirm: bool,
) -> Mapped:
    from assize.ingest.history.mapping import mapping_text
    from assize.ingest.history.propose import Wanted, propose

    received = _received(file)
    path = mapping_path(workspace.folder, received.name)
    if confirm:
        return _confirm(workspace, spec, received, path)
    if path.exists() and not again:
        draft = read_draft(path, spec)
        return _mapped(workspace, spec, received, draft, path, (), kept=True)
    boards = workspace.settings.boards
    wanted = Wanted(tuple(boards), *said, board)
    proposal = propose(received, spec, workspace.catalogue, wanted)
    path.parent.mkdir(exist_ok=True)
    path.write_text(mapping_text(proposal.draft, proposal.notes, spec.fields), encoding="utf-8")
    return _mapped(
        workspace,
        spec,
        received,
        proposal.draft,
        path,
        proposal.doubts,
        kept=False,
        notes=proposal.notes,
        told=proposal.told,
    )


def read_own_history(
    workspace: Workspace, scratch: Path, path: Path, name: str, source: str, released: date | None
) -> Reading:
    """A workbook read by its mapping, as history. Raises AssizeError where there is no mapping or the workbook is refused."""
    from assize.ingest.history.reader import read_history

    if not mapping_path(workspace.folder, name).exists():
        _check_unknown(workspace, path, name, source)
    draft, spec = find_draft(workspace, name, source)
    _received(path, name)
    return read_history(path, draft, spec, workspace.catalogue, scratch, name=name, released=released)


def _check_unknown(workspace: Workspace, path: Path, name: str, source: str) -> None:
    """Raises AssizeError where the file is one that a publisher or a partner made: it is known without a mapping."""
    from assize.ingest.recognise import recognise

    _source(workspace, source)
    try:
        known = recognise(path, workspace.catalogue, name=name)
    except FileRefused:
        return
    raise AssizeError(
        "this file is known by what stands in it, and no history of the office's own",
        where=name,
        found=f"{known.source.short_title}: {known.match.because}",
        fix=f"Load it without --source: assize load {name}",
    )


def find_draft(workspace: Workspace, name: str, source: str) -> tuple[Draft, SourceSpec]:
    """The mapping for a workbook of that name.

    Raises AssizeError where there is none, or it is another source's.
    """
    spec = _source(workspace, source)
    path = mapping_path(workspace.folder, name)
    if not path.exists():
        raise AssizeError(
            "there is no mapping for this file yet",
            where=name,
            expected=f"{FOLDER}/{path.name}",
            fix=f"Make one: assize map {name} --source {source}",
        )
    return read_draft(path, spec), spec


def read_draft(path: Path, source: SourceSpec) -> Draft:
    """The mapping in a file; raises FileRefused with every fault of it."""
    return _parsed(_text(path), path, source)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssizeError("this is not UTF-8 text", where=str(path), fix="Save it as UTF-8.") from error


def _parsed(text: str, path: Path, source: SourceSpec) -> Draft:
    from assize.ingest.history.mapping import parse_mapping

    return parse_mapping(text, f"{FOLDER}/{path.name}", source)


def _received(file: Path, name: str = "") -> Received:
    from assize.ingest.history.personal import check_personal
    from assize.ingest.received import Received

    received = Received(file, name or file.name)
    if not file.is_file():
        raise received.refused("there is no such file", found=str(file))
    if file.stat().st_size == 0:
        raise received.refused("the file is empty")
    check_personal(received)
    return received


def _source(workspace: Workspace, name: str) -> SourceSpec:
    from assize.app.currency import find_source

    return find_source(workspace.catalogue.sources, name, whole=True)


def _confirm(workspace: Workspace, source: SourceSpec, received: Received, path: Path) -> Mapped:
    """Reads the workbook by its mapping on trial, and confirms it where nothing is wrong."""
    from assize.ingest.history.mapping import confirmed_text, open_problems
    from assize.ingest.history.reader import read_mapped

    draft, _ = find_draft(workspace, received.name, source.id)
    if questions := open_problems(draft, f"{FOLDER}/{path.name}"):
        raise FileRefused(received.name, questions)
    read_mapped(received, draft, source, workspace.catalogue)
    confirmed = confirmed_text(_text(path))
    again = _parsed(confirmed, path, source)
    if not again.confirmed:
        raise AssizeError(
            "the mapping has no line confirmed = false", where=str(path), fix="Write confirmed = true in it."
        )
    path.write_text(confirmed, encoding="utf-8")
    return _mapped(workspace, source, received, again, path, (), kept=True)


# --- what was understood ------------------------------------------------------------------------------------------


def _mapped(
    workspace: Workspace,
    source: SourceSpec,
    received: Received,
    draft: Draft,
    path: Path,
    doubts: Sequence[str],
    *,
    kept: bool,
    notes: dict[str, str] | None = None,
    told: Sequence[str] = (),
) -> Mapped:
    from assize.ingest.history.mapping import open_questions
    from assize.ingest.history.reader import read_mapped, understood_rows

    said, faults = list(doubts), 0
    rows: Sequence[Row] = ()
    questions = open_questions(draft)
    if questions:
        said += [f"Open in the mapping: {where}: '{label}'." for where, label in questions] if kept else []
        rows = understood_rows(received, draft, source)
    else:
        try:
            content = read_mapped(received, draft, source, workspace.catalogue).content
            rows = content if isinstance(content, list) else ()
        except FileRefused as error:
            said = [problem.sentence for problem in error.problems] + said
            faults = len(error.problems)
            rows = understood_rows(received, draft, source)
    ignored = [(f"Sheet '{sheet}'", reason) for sheet, reason in draft.ignored_sheets.items()]
    for table in draft.tables:
        ignored += list(table.ignored.items())
    lines = tuple(_lines(source, draft, rows, notes or {}, workspace))
    return Mapped(
        path,
        source,
        kept,
        draft.confirmed,
        draft.released,
        tuple(said),
        len(questions),
        faults,
        tuple(_places(draft, workspace, notes or {})),
        lines,
        tuple(ignored),
        len(rows),
        tuple(told),
    )


def _lines(
    source: SourceSpec, draft: Draft, rows: Sequence[Row], notes: dict[str, str], workspace: Workspace
) -> list[Understood]:
    found = []
    for number, table in enumerate(draft.tables, start=1):
        own = [row for row in rows if row.sheet == table.sheet and _inside(row, str(table.values))]
        at = table.at["field"]
        words = {"all of it": at} if isinstance(at, str) else table.words["field"]
        role = "" if isinstance(at, str) else "field"
        for label, meaning in words.items():
            figures = [row for row in own if row.field == meaning]
            periods = sorted({row.period for row in figures})
            span = f"{periods[0].slug} to {periods[-1].slug}" if len(periods) > 1 else "".join(p.slug for p in periods)
            samples = "; ".join(_in_words(row, workspace) for row in _some(figures))
            how = notes.get(f"{number}.field.{label}" if role else f"{number}.field", "")
            means = source.fields.get(meaning, "not answered yet")
            found.append(Understood(number, table.sheet, label, means, how, len(figures), span, samples))
    return found


def _places(draft: Draft, workspace: Workspace, notes: dict[str, str]) -> list[str]:
    """Where the figures of each table stand, of which periods and which areas they are."""
    lines = []
    areas = workspace.catalogue.areas
    for number, table in enumerate(draft.tables, start=1):
        at = table.at["period"]
        if isinstance(at, str):
            periods = f"all of {_period(at)}"
        else:
            words = list(table.words["period"].items())
            shown = dict.fromkeys([*words[:1], *words[-1:]])
            told = ", ".join(f"'{label}' is {_period(meaning)}" for label, meaning in shown)
            periods = f"{len(words)} periods in {' + '.join(map(str, at))} ({told})"
        at = table.at["area"]
        found = {at} if isinstance(at, str) else set(table.words["area"].values())
        names = sorted(areas[slug].name if slug in areas else "an area to be named" for slug in found)
        note = notes.get(f"{number}.area", "")
        if how := notes.get(f"{number}.period", "") if not isinstance(table.at["period"], str) else "":
            periods += f", {how}"
        where = f"{table.sheet}, " if table.sheet else ""
        lines.append(f"{where}{table.values}: {periods}; of {', '.join(names)}{f' ({note})' if note else ''}")
    return lines


def _period(meaning: str) -> str:
    """`2018-19-q1 (April to June 2018)`; what is asked is said to be."""
    from assize.ingest.history.mapping import period_of

    period = period_of(meaning)
    return "a period to be named" if period is None else f"{meaning} ({period_words(period)})"


def _in_words(row: Row, workspace: Workspace) -> str:
    """`C5 '1,190' is 1190 for Staffordshire, July to September 2018`: a cell, and what it is taken for."""
    areas = workspace.catalogue.areas
    area = areas[row.area].name if row.area in areas else row.area
    value = f"{row.value}" if row.value is not None else row.absence.value if row.absence else "blank"
    is_it = "" if value == row.raw else f" is {value}"
    return f"{_cell(row)}: '{row.raw}'{is_it} for {area}, {period_words(row.period)}"


def _some(rows: Sequence[Row]) -> Sequence[Row]:
    """The first, one in the middle and the last."""
    ordered = sorted(rows, key=lambda row: row.period)
    return [ordered[at] for at in sorted({0, len(ordered) // 2, len(ordered) - 1})][:_SAMPLES] if ordered else []


def _cell(row: Row) -> str:
    return row.ref or f"line {row.line}"


def _inside(row: Row, box: str) -> bool:
    from assize.ingest.files.packed_xml import place_of
    from assize.ingest.history.grid import parse_box

    found, place = parse_box(box), place_of(row.ref)
    return found is None or place is None or found.has(*place)


def understood_lines(mapped: Mapped) -> list[str]:
    """A mapping as plain lines: what is doubtful first, then what each label means with some figures, then what is left out."""
    lines = []
    if mapped.doubts:
        lines.append(f"Doubtful ({len(mapped.doubts)}):")
        lines += [f"  ? {doubt}" for doubt in mapped.doubts]
    lines.append(f"Understood, for {mapped.source.title}:")
    lines += [f"  {place}" for place in mapped.places]
    width = max((len(line.label) for line in mapped.lines), default=0)
    for line in mapped.lines:
        how = f", {line.how}" if line.how else ""
        where = f"{line.sheet}: " if line.sheet else ""
        count = (
            f"{line.figures} figure{'s' if line.figures > 1 else ''}, {line.span}" if line.figures else "not read yet"
        )
        lines.append(f"  {where}{line.label:<{width}}  is {line.means}{how}: {count}")
        if line.samples:
            lines += [f"      {sample}" for sample in line.samples.split("; ")]
    if mapped.ignored:
        lines.append("Left out:")
        lines += [f"  {label}: {reason}" for label, reason in mapped.ignored]
    if mapped.told:
        lines += ["Told:", *(f"  {said}" for said in mapped.told)]
    return lines


def next_step(mapped: Mapped, file: Path) -> str:
    """What the person does next."""
    source = f"{file} --source {mapped.source.id}"
    if mapped.confirmed and mapped.faults:
        return (
            f"it cannot be loaded so; mend the workbook or {mapped.path}, or map it anew: assize map {source} --again"
        )
    if mapped.confirmed:
        day = "" if mapped.released else " --released YYYY-MM-DD"
        return f"assize load {source}{day}"
    if mapped.questions or mapped.faults:
        return (
            f"answer what is doubtful in {mapped.path}, look at it again with assize map {source}, then add --confirm"
        )
    return f"if this is right: assize map {source} --confirm"
