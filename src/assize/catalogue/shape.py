"""Reads a parsed TOML table into a dataclass, and tells every key that is unknown, missing or of the wrong kind.

A dataclass is the whole description of a file: its field names are the keys (`break_` stands for `break`), its types what
they may hold, its defaults what may be left out. The general tool for this costs 0.3 s to import, twenty times what reading
the whole catalogue takes, and would be paid by every command.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from assize.core.errors import Problem

_T = TypeVar("_T")
_FEW = 6  # names that a message lists in full
_KINDS: Mapping[type, str] = {str: "text", bool: "true or false", int: "a whole number", Decimal: "a number"}


def nearest(word: str, known: Iterable[str]) -> str:
    """`Did you mean 'x'?`, or nothing where no known name is near."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""


def unknown(what: str, where: str, found: str, known: Iterable[str]) -> Problem:
    """A name that nothing has: what it should be the name of, the few that would do, and the nearest."""
    names = list(known)
    expected = " or ".join(f"'{name}'" for name in names) if 0 < len(names) <= _FEW else ""
    return Problem(f"unknown {what}", where=where, found=f"'{found}'", expected=expected, fix=nearest(found, names))


def read_table(shape: type[_T], table: Mapping[str, Any], path: str) -> tuple[_T | None, list[Problem]]:
    """The table as a `shape`, or None and what is wrong with it.

    `path` is the file, for the messages; keys inside lists are numbered from one: `[numerator.1.source]`.
    """
    problems: list[Problem] = []
    value = _table(shape, table, path, "", problems)
    return (None, problems) if problems else (value, [])


def _table(shape: type[_T], table: object, path: str, at: str, problems: list[Problem]) -> Any:
    if not isinstance(table, Mapping):
        return _misfit(table, "a table", path, at, problems)
    known = _keys(shape)  # type: ignore[arg-type]  # a class is hashable; mypy cannot tell for a TypeVar
    for key in table:
        if key not in known:
            problems.append(Problem("unknown key", where=_where(path, at, key), fix=nearest(key, known)))
    arguments: dict[str, Any] = {}
    for key, (item, hint) in known.items():
        if key in table:
            arguments[item.name] = _value(hint, table[key], path, f"{at}.{key}".lstrip("."), problems)
            if table[key] == "" and item.default is MISSING:
                problems.append(Problem("a key is empty", where=_where(path, at, key)))
        elif item.default is MISSING and item.default_factory is MISSING:
            problems.append(Problem("a key is missing", where=_where(path, at, key)))
    return None if problems else shape(**arguments)


@cache
def _keys(shape: type) -> dict[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(shape)
    assert is_dataclass(shape)
    return {item.name.rstrip("_"): (item, hints[item.name]) for item in fields(shape)}


@cache
def _made_of(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """What a type is made of, looked up once: a catalogue has thousands of values of a few dozen types."""
    return get_origin(hint), get_args(hint)


def _value(hint: Any, value: object, path: str, at: str, problems: list[Problem]) -> Any:
    origin, inner = _made_of(hint)
    if origin in (Union, types.UnionType):  # `X | None`: None is what a missing key gives
        return _value(inner[0], value, path, at, problems)
    if origin is tuple:
        if not isinstance(value, list):
            return _misfit(value, "a list", path, at, problems)
        return tuple(_value(inner[0], part, path, f"{at}.{n}", problems) for n, part in enumerate(value, start=1))
    if origin is dict:
        if not isinstance(value, Mapping):
            return _misfit(value, "a table", path, at, problems)
        return {key: _value(inner[1], part, path, f"{at}.{key}", problems) for key, part in value.items()}
    if is_dataclass(hint):
        return _table(hint, value, path, at, problems)  # type: ignore[arg-type]
    if issubclass(hint, Enum):
        return _member(hint, value, path, at, problems)
    if hint is Decimal and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if type(value) is not hint:
        return _misfit(value, _KINDS[hint], path, at, problems)
    return value


def _member(kinds: type[Enum], value: object, path: str, at: str, problems: list[Problem]) -> Enum | None:
    known = [str(member.value) for member in kinds]
    if value in known:
        return kinds(value)
    expected = " or ".join(f"'{name}'" for name in known)
    _misfit(value, expected, path, at, problems, nearest(str(value), known))
    return None


def _misfit(value: object, expected: str, path: str, at: str, problems: list[Problem], fix: str = "") -> None:
    problems.append(
        Problem("a value does not fit", where=_where(path, at, ""), found=f"'{value}'", expected=expected, fix=fix)
    )


def _where(path: str, at: str, key: str) -> str:
    return f"{path} [{f'{at}.{key}'.strip('.')}]"
