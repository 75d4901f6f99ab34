"""Reads a file of settings that somebody typed: where it is no TOML, says in plain words which line to look at and why."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from assize.core.errors import FileRefused, Problem

_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
_READ = "Put text in quotation marks, a list in square brackets; write a day as 2019-06-06, and one key a line."
_SHAPE = "Write key = value, a heading as [table], and a remark after #."
_SAID = (  # how what the standard library says begins, what is wrong, what to do
    ("Cannot overwrite", "a key stands twice in one table", "Leave one of the lines and delete the other."),
    ("Cannot declare", "a table stands twice", "Put all its lines under the first, and delete the second."),
    ("Expected '='", "a line has no =", _SHAPE),
    ("Expected ']'", "a heading is not closed", _SHAPE),
    ("Expected newline", "what stands after = cannot be read", _READ),
    ("Invalid hex", "a backslash stands in a text", "Write / in its place, or put the text between single quotation marks."),
    ("Invalid value", "what stands after = cannot be read", _READ),
    ("Unclosed array", "a list is not closed", "End it with ], and put a comma between its parts."),
    ("Unterminated", "a text is not closed", "End it with a quotation mark."),
    ("Illegal character", "a text is not closed", "End it with a quotation mark on its own line."),
    ("Unescaped", "a backslash stands in a text", "Write / in its place, or put the text between single quotation marks."),
    ("", "a line cannot be read", _SHAPE),
)  # fmt: skip


def read_settings(path: Path, name: str) -> tuple[bytes, dict[str, Any]]:
    """The bytes of a file and what it holds; `name` is what messages call it. Raises FileRefused."""
    data = path.read_bytes()
    try:
        return data, tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fix = "Save it again with the encoding UTF-8, which a text editor offers under Save as."
        problem = Problem("this is not saved as UTF-8", f"{name}, line {line}", fix=fix)
        raise FileRefused(str(path), [problem]) from error
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(str(path), [_problem(str(error), name, data)]) from error


def _problem(said: str, name: str, data: bytes) -> Problem:
    lines = data.decode("utf-8-sig").split("\n")
    at = _LINE.search(said)
    # What is missed at the end of the file belongs to the last line on which something stands.
    line = int(at[1]) if at else max((number for number, text in enumerate(lines, 1) if text.strip()), default=1)
    what, fix = next((what, fix) for start, what, fix in _SAID if said.startswith(start))
    return Problem(what, f"{name}, line {line}", f"'{lines[line - 1].strip()[:80]}'", fix=fix)
