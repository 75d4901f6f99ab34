"""Whether a look-up, a population file or a table of partnerships speaks of the places that the others held speak of.

A code with the name of another place, or a place under another force, moves people from one board to another, and every sum
within the file still holds: only the other editions show it. Codes are never given a second time, and a place seldom changes
its force, so an office must say that it did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assize.core.errors import FileRefused, Problem
from assize.core.reading import Query, Reading, Written
from assize.core.specs import Catalogue
from assize.core.wording import listed
from assize.ingest.places import plain_name

if TYPE_CHECKING:
    from pathlib import Path

    from assize.store.store import Store

LOOKUPS, POPULATIONS = "area-lookups", "population-estimates"
PARTNERSHIPS = "recorded-crime-partnerships"
_SHOWN = 5  # of many problems of one kind


@dataclass(frozen=True)
class _Said:
    """What one file says of one code: the place's name, its force (slug, or empty), and in which line."""

    code: str
    name: str
    force: str
    file: str
    line: int | None = None


def check_places(store: Store, catalogue: Catalogue, reading: Reading, path: Path, reasons: Mapping[str, str]) -> None:
    """Refuses a look-up, a population file or a table of partnerships that gives a known code to another place, or a place to
    another force.

    `reasons` are the office's; one that names the code and the period lets it pass. Raises FileRefused with all such places.
    """
    if reading.source not in (LOOKUPS, POPULATIONS, PARTNERSHIPS):
        return
    held = [one for edition in store.editions(awaiting=True) if edition.sha256 != reading.sha256
            for one in _held(store, edition.source, edition.file, edition.sha256)]  # fmt: skip
    if not held:
        return
    own = list(_own(reading, path))
    problems: list[Problem] = []
    more = 0
    for found in (list(_renamed(own, held)), list(_moved(catalogue, own, held))):
        open_ones = [(one, problem) for one, problem in found if _key(one, reading) not in reasons]
        problems += [_with_answer(problem, _key(one, reading)) for one, problem in open_ones[:_SHOWN]]
        more += max(len(open_ones) - _SHOWN, 0)
    if more:
        problems.append(Problem("more places are not where other files have them", reading.file, found=f"{more}"))
    if problems:
        raise FileRefused(reading.file, problems)


def _key(one: _Said, reading: Reading) -> str:
    return f"{reading.source}@{one.code}@{reading.last_period.id}".lower()


def _with_answer(problem: Problem, key: str) -> Problem:
    fix = (
        "Load the publisher's own file; where the other is the damaged one, or the change is genuine, say so in assize.toml "
        f'under [reasons]: "{key}" = "…".'
    )
    return Problem(problem.what, problem.where, problem.found, problem.expected, fix)


def _renamed(own: list[_Said], held: list[_Said]) -> Iterator[tuple[_Said, Problem]]:
    """Codes that have the name of a place with another code. A place that took a new name, or got a new code, is neither."""
    names = _by(held, lambda one: (one.code, plain_name(one.name)))
    codes = _by(held, lambda one: one.code)
    named = _by(held, lambda one: (one.code[:3], plain_name(one.name)))
    for one in own:
        if one.code not in codes or (one.code, plain_name(one.name)) in names:
            continue
        other = named.get((one.code[:3], plain_name(one.name))) or _elsewhere(one, held)
        if other is not None:
            yield (
                one,
                Problem(
                    "a code has the name of another place",
                    _at(one),
                    f"'{one.code}' '{one.name}'",
                    f"'{codes[one.code].name}', as in {codes[one.code].file}; '{other.name}' is {other.code} there",
                ),
            )


def _elsewhere(one: _Said, held: list[_Said]) -> _Said | None:
    """Who has that name under a code of another kind: authorities among authorities, partnerships among partnerships."""
    kinds = _kinds(one.code)
    alike = (each for each in held if each.code[:3] in kinds and plain_name(each.name) == plain_name(one.name))
    return next(alike, None)


def _kinds(code: str) -> tuple[str, ...]:
    return ("E22", "W14") if code[:3] in ("E22", "W14") else ("E06", "E07", "E08", "E09", "W06")


def _moved(catalogue: Catalogue, own: list[_Said], held: list[_Said]) -> Iterator[tuple[_Said, Problem]]:
    """Places under a force under which no edition held has them."""
    forces: dict[str, dict[str, _Said]] = {}
    for one in held:
        if one.force:
            forces.setdefault(one.code, {}).setdefault(one.force, one)
    for one in own:
        known = forces.get(one.code, {})
        if one.force and known and one.force not in known:
            files = {each.file: catalogue.areas[force].name for force, each in known.items()}
            yield (
                one,
                Problem(
                    "a place stands under another force than in any other look-up held",
                    _at(one),
                    f"'{one.name}' under {catalogue.areas[one.force].name}",
                    listed([f"{force}, as in {file}" for file, force in files.items()]),
                ),
            )


def _by(held: list[_Said], key: Callable[[_Said], object]) -> dict[object, _Said]:
    found: dict[object, _Said] = {}
    for one in held:
        found.setdefault(key(one), one)
    return found


def _at(one: _Said) -> str:
    return f"{one.file} [line {one.line}]" if one.line else one.file


def _own(reading: Reading, path: Path) -> Iterator[_Said]:
    if reading.source == PARTNERSHIPS:
        return (_Said(one.code, one.name, one.force, reading.file, one.line) for one in reading.places)
    return _looked_up(reading) if reading.source == LOOKUPS else _counted(path, reading.file)


def _looked_up(reading: Reading) -> Iterator[_Said]:
    """What a look-up says; an authority or a partnership each once."""
    assert not isinstance(reading.content, Query | Written)  # a look-up is small, and read where it is kept
    for row in reading.content:
        authority, partnership, name = row.dimensions
        yield _Said(authority or partnership, name, row.area, reading.file, row.line)


def _counted(path: Path, file: str) -> Iterator[_Said]:
    """What a population file calls its authorities."""
    from assize.ingest.readers.ons_population import authority_names

    for code, name in authority_names(path, file).items():
        yield _Said(code, name, "", file)


def _held(store: Store, source: str, file: str, sha256: str) -> Iterator[_Said]:
    if source == POPULATIONS:
        yield from _counted(store.kept_file(sha256), file)
    elif source == LOOKUPS:
        for code, name, force in store.places_said(sha256):
            yield _Said(code, name, force, file)
