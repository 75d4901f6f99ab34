"""Who reads this office's packs, and what it has agreed with those who supply a source.

Both stand in `assize.toml`: `[audiences.<name>]` and `[sharing.<source>]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from assize.catalogue.shape import nearest
from assize.core.audiences import BUILT_IN, PARTNERSHIP, PUBLIC, AudienceSpec, Condition, SharingSpec
from assize.core.errors import Problem
from assize.core.specs import SourceSpec

NOUGHTS = ("shown", "withheld")
AUDIENCES_TEXT = """
# Who reads a pack, besides the board (partnership) and everybody (public): assize build --audience scrutiny-panel
# [audiences.scrutiny-panel]
# name = "Scrutiny panel"        # as it stands on the documents
# like = "public"                # sees what the public sees; or what the partnership sees
# also = ["partner-police"]      # and these sources
# without = ["recorded-crime"]   # but not these
# marking = "OFFICIAL"           # the lowest marking of its documents; without it, the one above

# What you have agreed with whoever gives you figures, in place of what the catalogue says. A partner's return is for the
# partnership alone until its partner has agreed to more, and no count of people under five is shown.
# [sharing.partner-police]
# audiences = ["partnership", "public"]
# smallest_count = 10            # smaller counts are withheld, with all from which one could be worked out; 0 shows every count
# noughts = "withheld"           # nought is withheld as a small count is; without it nought is shown
# marking = "OFFICIAL-SENSITIVE" # of every pack that holds its figures
# [sharing.partner-police.rounded_to]
# public = 5                     # the public sees its counts rounded to the nearest 5, and rates worked out from those
# [sharing.partner-police.from.public]
# days_after_period_end = 90     # the public sees a figure from this day on, by the cut-off date
# final = true                   # and not while it is provisional
"""
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_OF_A_BUILT_IN = ("name", "also", "without", "marking")
_OF_ANOTHER = (*_OF_A_BUILT_IN, "like", "restricted_words")
_OF_SHARING = ("audiences", "smallest_count", "noughts", "marking", "rounded_to", "from")
_OF_FROM = ("days_after_period_end", "final")


class _Faults:
    """Gathers what is wrong, each with its key."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, where: str, found: str, expected: str, fix: str = "") -> None:
        self.problems.append(Problem("this setting cannot be used", f"{self.file} [{where}]", found, expected, fix))

    def keys(self, where: str, table: object, known: tuple[str, ...]) -> Mapping[str, object]:
        """The table without what is not known; empty where it is none."""
        if not isinstance(table, dict):
            self.add(where, repr(table), "a table")
            return {}
        for key in table.keys() - set(known):
            self.add(f"{where}.{key}", "a setting that is not known", " or ".join(known), nearest(key, known))
        return {key: value for key, value in table.items() if key in known}

    def names(self, where: str, value: object, known: Mapping[str, object]) -> tuple[str, ...] | None:
        """A list of names that all are known."""
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.add(where, repr(value), "a list of names in quotes")
            return None
        for one in value:
            if one not in known:
                few = " or ".join(known) if len(known) <= len(BUILT_IN) + 4 else "a source of the catalogue"
                self.add(where, f"'{one}'", few, nearest(one, known))
        return tuple(dict.fromkeys(one for one in value if one in known))

    def kind(self, where: str, value: object, kind: type, expected: str) -> bool:
        """Whether the value is of the kind, and no less than nought where it is a number; true or false is no number."""
        if type(value) is kind and (not isinstance(value, int) or value >= 0) and value != "":
            return True
        self.add(where, repr(value), expected)
        return False


def read_audiences(
    raw: object, sources: Mapping[str, SourceSpec], file: str
) -> tuple[dict[str, AudienceSpec], list[Problem]]:
    """Every audience by name: the two that are always there, and the office's own."""
    faults = _Faults(file)
    found = dict(BUILT_IN)
    tables = raw if isinstance(raw, dict) else {}
    if not isinstance(raw, dict):
        faults.add("audiences", repr(raw), "a table")
    for name, table in tables.items():
        where = f"audiences.{name}"
        if not _NAME.fullmatch(name):
            faults.add(where, f"'{name}'", "small letters, digits and hyphens, such as scrutiny-panel")
            continue
        if "-as-received-" in name:
            faults.add(where, f"'{name}'", "a name without '-as-received-', which names the folders of such packs")
            continue
        known = _OF_A_BUILT_IN if name in BUILT_IN else _OF_ANOTHER
        found[name] = _audience(name, faults.keys(where, table, known), sources, faults)
    return found, faults.problems


def _audience(
    name: str, table: Mapping[str, object], sources: Mapping[str, SourceSpec], faults: _Faults
) -> AudienceSpec:
    where = f"audiences.{name}"
    spec = BUILT_IN.get(name) or AudienceSpec(name, name.replace("-", " ").capitalize())
    if name not in BUILT_IN and table.get("like") not in BUILT_IN:
        faults.add(f"{where}.like", repr(table.get("like", "nothing")), " or ".join(f'"{one}"' for one in BUILT_IN))
    for key, value in table.items():
        at = f"{where}.{key}"
        if key == "also":
            spec = replace(spec, also=faults.names(at, value, sources) or ())
        elif key == "without":
            spec = replace(spec, without=faults.names(at, value, sources) or ())
        elif key == "restricted_words" and faults.kind(at, value, bool, "true or false"):
            spec = replace(spec, restricted_words=bool(value))
        elif key == "name" and faults.kind(at, value, str, "some words in quotes"):
            spec = replace(spec, name=str(value))
        elif key == "marking" and faults.kind(at, value, str, "some words in quotes"):
            spec = replace(spec, marking=str(value))
    if spec.restricted_words and table.get("like") == PUBLIC:
        faults.add(f"{where}.restricted_words", "true", f'like = "{PARTNERSHIP}", or no restricted words')
    like = table.get("like")
    return replace(spec, like=like) if isinstance(like, str) else spec


def read_sharing(
    raw: object, sources: Mapping[str, SourceSpec], audiences: Mapping[str, AudienceSpec], file: str
) -> tuple[dict[str, SharingSpec], list[Problem]]:
    """What is agreed for each source that `[sharing]` names."""
    faults = _Faults(file)
    found: dict[str, SharingSpec] = {}
    if not isinstance(raw, dict):
        faults.add("sharing", repr(raw), "a table")
        return found, faults.problems
    for name, value in raw.items():
        where = f"sharing.{name}"
        if name not in sources:
            faults.add(where, f"'{name}'", "a source of the catalogue", nearest(name, sources))
            continue
        table = faults.keys(where, value, _OF_SHARING)
        found[name] = _sharing(where, table, sources[name], audiences, faults)
    return found, faults.problems


def _sharing(
    where: str,
    table: Mapping[str, object],
    source: SourceSpec,
    audiences: Mapping[str, AudienceSpec],
    faults: _Faults,
) -> SharingSpec:
    agreed = SharingSpec()
    for key, value in table.items():
        at = f"{where}.{key}"
        if key == "audiences":
            agreed = replace(agreed, audiences=faults.names(at, value, audiences))
        elif key == "smallest_count":
            if faults.kind(at, value, int, "a whole number of 0 or more") and isinstance(value, int):
                agreed = replace(agreed, smallest_count=value)
        elif key == "noughts":
            if value not in NOUGHTS:
                faults.add(at, repr(value), " or ".join(f'"{one}"' for one in NOUGHTS))
            agreed = replace(agreed, noughts_withheld=value == NOUGHTS[1])
        elif key == "marking" and faults.kind(at, value, str, "some words in quotes"):
            agreed = replace(agreed, marking=str(value))
        elif key == "rounded_to":
            seen = agreed_audiences(table, source, audiences)
            agreed = replace(agreed, rounded_to=dict(_bases(at, value, seen, faults)))
        elif key == "from":
            seen = agreed_audiences(table, source, audiences)
            agreed = replace(agreed, conditions=dict(_conditions(at, value, seen, faults)))
    return agreed


def agreed_audiences(
    table: Mapping[str, object], source: SourceSpec, audiences: Mapping[str, AudienceSpec]
) -> dict[str, object]:
    """Who sees the source once `[sharing]` is applied."""
    named = table.get("audiences")
    seen = named if isinstance(named, list) else source.audiences
    return {
        name: None
        for name, audience in audiences.items()
        if name in seen or source.id in audience.also or (audience.like in seen and source.id not in audience.without)
    }


def _bases(where: str, raw: object, audiences: Mapping[str, object], faults: _Faults) -> Iterator[tuple[str, int]]:
    for name, base in faults.keys(where, raw, tuple(audiences)).items():
        if isinstance(base, int) and not isinstance(base, bool) and base >= 1:
            yield name, base
        else:
            faults.add(f"{where}.{name}", repr(base), "a whole number such as 5 or 10; 1 for counts as they are")


def _conditions(
    where: str, raw: object, audiences: Mapping[str, object], faults: _Faults
) -> Iterator[tuple[str, Condition]]:
    for name, value in faults.keys(where, raw, tuple(audiences)).items():
        table = faults.keys(f"{where}.{name}", value, _OF_FROM)
        days, final = table.get("days_after_period_end", 0), table.get("final", False)
        counted = faults.kind(f"{where}.{name}.days_after_period_end", days, int, "a whole number of 0 or more")
        told = faults.kind(f"{where}.{name}.final", final, bool, "true or false")
        if counted and told and isinstance(days, int):
            yield name, Condition(days, bool(final))
