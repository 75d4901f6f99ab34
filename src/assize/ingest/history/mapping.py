"""What was understood of a workbook, as a file that a person reads, corrects and confirms: `mappings/<file stem>.toml`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assize.core.errors import AssizeError, FileRefused, Problem
from assize.core.nouns import Absence
from assize.core.periods import Period, parse_period
from assize.core.specs import SourceSpec
from assize.ingest.history.grid import Box, Line, parse_box, parse_lines

ASK = "?"
YES, NO = "yes", "no"
OTHER = "other"  # a line of labels that is no period, area, field or dimension, and tells figures apart all the same
TAKEN = "taken"
BLANK = "blank"
ZERO = "0"
MARKER_MEANINGS = (*(absence.value for absence in Absence), ZERO, BLANK)


@dataclass(frozen=True)
class Check:
    """A row or column of the workbook that follows from others: `share` is the first field of `of` over the second, `sum`
    what lies under it added up (a year its quarters). `label` is the row's or column's own.
    """

    label: str
    kind: str
    of: tuple[str, ...] = ()
    period: str = ""


@dataclass(frozen=True)
class Table:
    """One range of figures in a sheet, and where its labels stand and what they mean.

    `at` leads from `period`, `area`, `field` and each dimension of the source to lines of labels, or to the one word that
    holds for all of it. `words` leads from those that have lines to what each label means. `ignored` gives for a label
    (whatever it is of) the reason why its figures are not taken. `other`, where it has lines, is of labels that are none of
    these (`Adult`, `North team`): a figure is taken where each says `taken`.
    """

    sheet: str
    values: Box
    at: Mapping[str, tuple[Line, ...] | str]
    words: Mapping[str, Mapping[str, str]]
    ignored: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    complete: str = "yes"

    @property
    def heads(self) -> frozenset[int]:
        """The rows of labels over its figures: none of them is a heading of rows below."""
        return frozenset(
            line.index for at in self.at.values() if not isinstance(at, str) for line in at if line.kind == "row"
        )


@dataclass(frozen=True)
class Draft:
    """A mapping as its file says it: not all answered yet, perhaps.

    `questions` are what a person must look at besides the labels, each with `yes` where the figures may be taken as they are.
    """

    source: str
    file: str
    sha256: str
    released: str
    confirmed: bool
    tables: tuple[Table, ...]
    ignored_sheets: Mapping[str, str] = field(default_factory=dict)
    markers: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def released_day(self) -> date | None:
        """The day, where one stands."""
        return date.fromisoformat(self.released) if self.released else None


def is_figure(meaning: str) -> bool:
    """Whether a text stands for a number: `489*`, say, for 489."""
    return bool(re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", meaning))


def open_questions(draft: Draft) -> list[tuple[str, str]]:
    """What is not answered yet: where in the mapping, and the label."""
    found: list[tuple[str, str]] = []
    for number, table in enumerate(draft.tables, start=1):
        where = f"table {number}"
        found += [(f"{where}, {role}", "all of it") for role, at in table.at.items() if at == ASK]
        for role, words in table.words.items():
            found += [(f"{where}, {role}", label) for label, meaning in words.items() if meaning == ASK]
        found += [(f"{where}, complete", "yes or no")] if table.complete == ASK else []
    found += [("markers", label) for label, meaning in draft.markers.items() if meaning == ASK]
    found += [("questions", label) for label, meaning in draft.questions.items() if meaning == ASK]
    return found


def open_problems(draft: Draft, name: str) -> list[Problem]:
    """The same as problems of the mapping called `name`: with the sheet a table is of, and how a question is answered."""
    sheets = {f"table {number}": table.sheet for number, table in enumerate(draft.tables, start=1)}
    problems = []
    for label, meaning in draft.questions.items():
        if meaning == NO:
            problems.append(
                Problem(
                    "a question of the mapping is answered with no", f"{name} [questions]", f"'{label}'", "", _IF_NO
                )
            )
    for where, label in open_questions(draft):
        table, _, role = where.partition(", ")
        sheet = f" of sheet '{sheets[table]}'" if sheets.get(table) else ""
        place = f"{name} [{table}{sheet}{', ' + role if role else ''}]"
        fix = _ANSWERS.get(role or table, "Write what it means in place of '?'")
        problems.append(Problem("a question of the mapping is open", place, f"'{label}' = '?'", "an answer", f"{fix}."))
    return problems


_MEANINGS = f"{', '.join(MARKER_MEANINGS)}, or the figure itself where it is one with a mark, such as 489"
_LEFT_OUT = "or move the label under [table.ignored], with the reason, if its figures are not wanted"
_IF_NO = "Correct the workbook, or take the table out of the mapping and its sheet under [ignored_sheets]."
_ANSWERS = {
    "other": f"Write taken in place of '?' if these figures are wanted; {_LEFT_OUT}",
    "questions": "Write yes in place of '?' if the figures may be taken as they are, or no",
    "period": f"Write its period in place of '?', such as 2018-19-q4; {_LEFT_OUT}",
    "area": f"Write its area in place of '?', such as staffordshire; {_LEFT_OUT}",
    "field": f"Write which field of the source it is in place of '?'; {_LEFT_OUT}",
    "complete": "Write yes where every word without a row counted none, or no",
    "markers": f"Write in place of '?' what it stands for: {_MEANINGS}",
}


# --- as text ------------------------------------------------------------------------------------------------------

_HEAD = """\
# What Assize understood of the office's own workbook. Correct what is wrong: this file decides, and the map command does
# not write over it unless it is told to (--again).
#
# "?" must be answered before anything is loaded. Places of labels are written `row 4`, `column B`, `heading A` (the last
# text above in column A), with `filled` where an empty cell means what stands before it, and `+` between two that belong
# together. A label whose figures are not to be taken stands under `ignored`, with the reason.
"""


def mapping_text(draft: Draft, notes: Mapping[str, str] | None = None, fields: Mapping[str, str] | None = None) -> str:
    """The file. `notes` says behind a label (`table.role.label`) how it was understood, as a comment; `fields` are what a
    measure may be, with their names, for whoever has to answer.
    """
    notes = notes or {}
    lines = [
        _HEAD,
        f"source = {_quoted(draft.source)}",
        f"file = {_quoted(draft.file)}",
        f"sha256 = {_quoted(draft.sha256)}",
        f"released = {_quoted(draft.released)}  # the day from which the office knew these figures, such as 2019-05-31",
        f"confirmed = {'true' if draft.confirmed else 'false'}  # true when everything below is right",
        "",
        "[ignored_sheets]  # nothing is read from these",
        *_pairs(draft.ignored_sheets, {}),
        "",
        f"[markers]  # what stands for a number: {_MEANINGS}",
        *_pairs(draft.markers, {}),
        "",
        "[questions]  # yes: the figures may be taken as they are; no: they may not",
        *_pairs(draft.questions, {}),
    ]
    if fields:
        lines += ["", "# A measure (field) is one of:"]
        lines += [f"#   {name}: {_one_line(words)}" for name, words in fields.items()]
    for number, table in enumerate(draft.tables, start=1):
        lines += _table_lines(number, table, notes)
    return "\n".join(lines) + "\n"


def _table_lines(number: int, table: Table, notes: Mapping[str, str]) -> list[str]:
    lines = ["", "[[table]]", f"sheet = {_quoted(table.sheet)}", f"values = {_quoted(str(table.values))}"]
    for role, at in table.at.items():
        text = at if isinstance(at, str) else " + ".join(map(str, at))
        note = notes.get(f"{number}.{role}", "")
        lines.append(f"{role} = {_quoted(text)}" + (f"  # {_one_line(note)}" if note else ""))
    if table.complete != "yes":
        lines.append(
            f"complete = {_quoted(table.complete)}  # yes: every word without a row counted none; no: not known"
        )
    for role, words in table.words.items():
        lines += ["", f"[table.words.{role}]"]
        about = {label: notes.get(f"{number}.{role}.{label}", "") for label in words}
        lines += _pairs(words, about)
    lines += ["", "[table.ignored]", *_pairs(table.ignored, {})]
    for check in table.checks:
        lines += ["", "[[table.check]]", f"label = {_quoted(check.label)}", f"kind = {_quoted(check.kind)}"]
        lines.append(f"of = [{', '.join(map(_quoted, check.of))}]")
        if check.period:
            lines.append(f"period = {_quoted(check.period)}")
    return lines


def _pairs(words: Mapping[str, str], notes: Mapping[str, str]) -> list[str]:
    return [
        f"{_quoted(label)} = {_quoted(meaning)}" + (f"  # {_one_line(notes[label])}" if notes.get(label) else "")
        for label, meaning in words.items()
    ]


def _quoted(text: str) -> str:
    # A basic string of TOML escapes as JSON does, for every character but DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)


def confirmed_text(text: str) -> str:
    """The same file, confirmed; everything a person wrote in it stays."""
    return re.sub(r"(?m)^confirmed\s*=\s*false", "confirmed = true", text, count=1)


# --- from text ----------------------------------------------------------------------------------------------------


class _Faults:
    """What is wrong in a mapping's file, gathered."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def add(self, key: str, what: str, found: object = "", expected: str = "") -> None:
        self.problems.append(Problem(what, f"{self.name} [{key}]", f"'{found}'" if found != "" else "", expected))


def parse_mapping(text: str, name: str, source: SourceSpec) -> Draft:
    """The mapping that a file holds. Raises FileRefused with every fault of it, key by key."""
    faults = _Faults(name)
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(name, [Problem("this file is not valid TOML", name, str(error))]) from error
    _known(
        table,
        {"source", "file", "sha256", "released", "confirmed", "ignored_sheets", "markers", "questions", "table"},
        "",
        faults,
    )
    released = _text(table, "released", "", faults)
    try:
        date.fromisoformat(released or "2000-01-01")
    except ValueError:
        faults.add("released", "this is not a day", released, "a day such as 2019-05-31")
        released = ""
    confirmed = table.get("confirmed")
    if not isinstance(confirmed, bool):
        faults.add("confirmed", "this is neither true nor false", confirmed)
    if table.get("source") != source.id:
        faults.add("source", "the mapping is for another source", table.get("source"), f"'{source.id}'")
    markers = _words(table, "markers", "", faults)
    for label, meaning in markers.items():
        if meaning not in (*MARKER_MEANINGS, ASK) and not is_figure(meaning):
            faults.add(f"markers.{label}", "this is no meaning of a marker", meaning, _MEANINGS)
    questions = _words(table, "questions", "", faults)
    for label, meaning in questions.items():
        if meaning not in (YES, NO, ASK):
            faults.add(f"questions.{label}", "this says neither", meaning, "yes or no")
    entries = table.get("table", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.add("table", "tables are written [[table]]")
        entries = []
    tables = [_table(entry, f"table {n}", source, faults) for n, entry in enumerate(entries, start=1)]
    draft = Draft(
        source.id,
        _text(table, "file", "", faults),
        _text(table, "sha256", "", faults),
        released,
        confirmed is True,
        tuple(one for one in tables if one),
        _words(table, "ignored_sheets", "", faults),
        markers,
        questions,
    )
    if faults.problems:
        raise FileRefused(name, faults.problems)
    return draft


def _known(table: Mapping[str, Any], keys: Iterable[str], where: str, faults: _Faults) -> None:
    for key in sorted(table.keys() - set(keys)):
        faults.add(f"{where}.{key}".strip("."), "this key is not known", key, ", ".join(sorted(keys)))


def _text(table: Mapping[str, Any], key: str, where: str, faults: _Faults) -> str:
    value = table.get(key)
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        faults.add(f"{where}.{key}".strip("."), "a text is wanted here", "nothing" if value is None else value)
        return ""
    return value


def _words(table: Mapping[str, Any], key: str, where: str, faults: _Faults) -> dict[str, str]:
    value = table.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        faults.add(f"{where}.{key}".strip("."), "labels and what each means are wanted here, as texts", value)
        return {}
    return dict(value)


def _table(entry: Mapping[str, Any], where: str, source: SourceSpec, faults: _Faults) -> Table | None:
    roles = ("period", "area", "field", *source.dimensions, *((OTHER,) if OTHER in entry else ()))
    _known(entry, {"sheet", "values", "complete", "words", "ignored", "check", *roles}, where, faults)
    printed = _text(entry, "values", where, faults)
    box = parse_box(printed)
    if box is None and printed:
        faults.add(f"{where}.values", "this is no range of cells", printed, "a range such as C6:P9")
    at: dict[str, tuple[Line, ...] | str] = {}
    for role in roles:
        text = _text(entry, role, where, faults)
        lines = parse_lines(text)
        at[role] = lines if lines is not None else text
    raw = entry.get("words", {})
    groups = raw if isinstance(raw, dict) else {}
    _known(groups, roles, f"{where}.words", faults)
    words = {role: _words(groups, role, f"{where}.words", faults) for role in roles if not isinstance(at[role], str)}
    for role in roles:
        fixed = at[role]
        if isinstance(fixed, str):
            _check_word(role, fixed, source, f"{where}.{role}", faults)
        for label, meaning in words.get(role, {}).items():
            _check_word(role, meaning, source, f"{where}.words.{role}.{label}", faults)
    complete = entry.get("complete", "yes")
    if complete not in ("yes", "no", ASK):
        faults.add(f"{where}.complete", "this says neither", complete, "yes or no")
    checks = [_check(one, f"{where}.check {n}", source, faults) for n, one in enumerate(_list(entry, "check"), start=1)]
    sheet = _text(entry, "sheet", where, faults)
    ignored = _words(entry, "ignored", where, faults)
    return Table(sheet, box, at, words, ignored, tuple(checks), str(complete)) if box else None


def _list(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = entry.get(key, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _check(entry: Mapping[str, Any], where: str, source: SourceSpec, faults: _Faults) -> Check:
    _known(entry, {"label", "kind", "of", "period"}, where, faults)
    kind, of = _text(entry, "kind", where, faults), entry.get("of", [])
    if kind not in ("share", "sum"):
        faults.add(f"{where}.kind", "this is no kind of check", kind, "share or sum")
    if not isinstance(of, list) or not all(isinstance(name, str) for name in of):
        faults.add(f"{where}.of", "names of fields are wanted here", of)
        of = []
    for name in of:
        if name not in source.fields:
            faults.add(f"{where}.of", "this is no field of the source", name, ", ".join(source.fields))
    if kind == "share" and len(of) != 2:
        faults.add(f"{where}.of", "a share is of two fields", of)
    period = str(entry.get("period", ""))
    if kind == "sum":
        _check_word("period", period, source, f"{where}.period", faults)
    return Check(_text(entry, "label", where, faults), kind, tuple(of), period)


def _check_word(role: str, meaning: str, source: SourceSpec, where: str, faults: _Faults) -> None:
    """Areas and words of dimensions are looked at where the catalogue is known: by the reader."""
    if meaning == ASK:
        return
    if role == OTHER and meaning != TAKEN:
        faults.add(where, "this is no answer", meaning, "taken; or the label under [table.ignored], with the reason")
    if role == "field" and meaning not in source.fields:
        faults.add(where, "this is no field of the source", meaning, ", ".join(source.fields))
    if role == "period" and period_of(meaning) is None:
        faults.add(where, "this is not a period", meaning, "a period such as 2018-19-q4, 2019Q1 or 2018-19")


def period_of(text: str) -> Period | None:
    """The period of one of the house's spellings, or None."""
    try:
        return parse_period(text)
    except AssizeError:
        return None
