"""`providers.toml`: the partners whom this office asks for figures, and whom it may ask."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assize.catalogue.mailboxes import mailbox_fault
from assize.catalogue.settings_file import read_settings
from assize.catalogue.shape import nearest
from assize.core.errors import FileRefused, Problem
from assize.core.specs import Catalogue, OfficeSettings, Provider, ProviderRole
from assize.core.wording import listed

FILE = "providers.toml"
_KEYS = ("role", "name", "mailbox", "boards", "place", "part", "agreement", "days_to_answer", "owes")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_DAYS = 120


def providers_text(catalogue: Catalogue, boards: Sequence[str]) -> str:
    """A new `providers.toml` for these boards: one partner of every role, or one for each force, every setting explained."""
    tables = [
        _table_text(catalogue, role, slug, together, place)
        for role in catalogue.roles.values()
        for slug, together, place in _usual(catalogue, role, boards)
    ]
    roles = textwrap.fill(", ".join(catalogue.roles), 100, subsequent_indent=f"#{' ' * 18}")
    return f"""# The partners whom this office asks for figures each quarter, a table each. Assize reads this file; it never
# writes it again. Change the names to those of your partners, leave out whom you do not ask, and give each a mailbox.
#
# role             what kind of partner it is:
#                  {roles}
# name             as its form and the e-mails to it say it
# boards           the boards it counts for: its form has one sheet of figures for each
# mailbox          of a role or a team, never a person's own: it must outlive whoever reads it today
# agreement        the reference of your agreement to share data
# days_to_answer   from the day it is asked
# owes             the measures it is asked for: take out what you have not agreed. Without the list, every measure of its role
# place            the force it counts for, where a board has several
# part             the part of the board it counts for, where several partners of one role count a part each: they are added up

{chr(10).join(tables)}"""


def load_providers(folder: Path, catalogue: Catalogue, settings: OfficeSettings) -> dict[str, Provider]:
    """The partners of a workspace by the names of their tables, in the file's order; none where it has no such file.

    Raises FileRefused with every problem of it: table and key, what was found, what was expected.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    _, raw = read_settings(path, FILE)
    reader = _Reader(catalogue, settings)
    found = {name: provider for name, table in raw.items() if (provider := reader.provider(name, table))}
    reader.each_name_once(found)
    reader.each_measure_once(found)
    reader.parts_alike(found)
    if reader.problems:
        raise FileRefused(str(path), reader.problems)
    return found


# --- a new file ---------------------------------------------------------------------------------------------------


def _usual(catalogue: Catalogue, role: ProviderRole, boards: Sequence[str]) -> list[tuple[str, list[str], str]]:
    """The partners that an office usually has of a role: name of the table, boards, and the force where it must be said."""
    found: list[tuple[str, list[str], str]] = []
    if role.reach == "region":
        regions: dict[str, list[str]] = {}
        for board in boards:
            regions.setdefault(catalogue.areas[board].region, []).append(board)
        for region, together in regions.items():
            found.append((f"{region if len(together) > 1 else together[0]}-{role.id}", together, ""))
        return found
    for board in boards:
        forces = catalogue.areas[board].members if role.reach == "force" else ()
        found += [(f"{force.removesuffix(f'-{role.id}')}-{role.id}", [board], force) for force in forces] or [
            (f"{board}-{role.id}", [board], "")
        ]
    return found


def _table_text(catalogue: Catalogue, role: ProviderRole, slug: str, boards: Sequence[str], place: str) -> str:
    # "Police force, Metropolitan", for a force whose own name says already what it is
    kind = f" {role.name.split()[0]}"
    names = [catalogue.areas[one].name.removesuffix(kind) for one in ([place] if place else boards)]
    lines = [
        f"[{slug}]",
        f'role = "{role.id}"',
        f"name = {json.dumps(f'{role.name}, {listed(names)}', ensure_ascii=False)}",
        f"boards = {json.dumps(list(boards))}",
        *([f'place = "{place}"'] if place else []),
        'mailbox = ""',
        'agreement = ""',
        f"days_to_answer = {role.days_to_answer}",
    ]
    owes = [f'    "{metric.id}",  # {metric.name}' for metric in catalogue.owed(role.id)]
    return "\n".join([*lines, "owes = [", *owes, "]", ""])


# --- reading one --------------------------------------------------------------------------------------------------


class _Reader:
    """Reads the tables one by one and gathers every problem."""

    def __init__(self, catalogue: Catalogue, settings: OfficeSettings) -> None:
        self.catalogue = catalogue
        self.settings = settings
        self.problems: list[Problem] = []

    def provider(self, name: str, table: object) -> Provider | None:
        """The partner of one table; None where it cannot be made, and why is among the problems."""
        before = len(self.problems)
        if not isinstance(table, Mapping):
            self._problem(name, repr(table), "a table of a partner, such as [staffordshire-police]")
            return None
        if not _SLUG.fullmatch(name):
            self._problem(
                name, f"'{name}'", "a name in small letters, figures and hyphens, such as staffordshire-police"
            )
        for key in table:
            if key not in _KEYS:
                self._problem(f"{name}.{key}", f"'{key}'", f"one of {', '.join(_KEYS)}", nearest(key, _KEYS))
        role = self.catalogue.roles.get(self._text(table, name, "role"))
        if role is None and isinstance(table.get("role"), str) and table["role"]:
            known = [*self.catalogue.roles]
            fix = nearest(table["role"], known)
            self._problem(f"{name}.role", f"'{table['role']}'", f"one of {', '.join(known)}", fix)
        boards = self._boards(table, name)
        found = Provider(
            id=name,
            role=role.id if role else "",
            name=self._text(table, name, "name"),
            boards=boards,
            places=self._places(table, name, boards, role),
            mailbox=self._mailbox(self._text(table, name, "mailbox", ""), name),
            agreement=self._text(table, name, "agreement", ""),
            days_to_answer=self._days(table, name, role),
            owes=self._owes(table, name, role),
            part=self._text(table, name, "part", ""),
        )
        return found if len(self.problems) == before else None

    def each_name_once(self, providers: Mapping[str, Provider]) -> None:
        """No two partners have one name: a form that comes back says by it whose it is."""
        taken: dict[str, str] = {provider: provider for provider in providers}
        for provider in providers.values():
            name = " ".join(provider.name.split()).casefold()
            if taken.setdefault(name, provider.id) != provider.id:
                found = f"'{provider.name}', which is {taken[name]} too"
                expected = "a name of its own: a form that comes back says by it whose it is"
                self._problem(f"{provider.id}.name", found, expected)

    def each_measure_once(self, providers: Mapping[str, Provider]) -> None:
        """No measure of a place is owed by two: the return of one would take the place of the other's."""
        taken: dict[tuple[str, str], str] = {}
        for provider in providers.values():
            twice: dict[str, list[str]] = {}
            for place in provider.places.values():
                for metric in provider.owes:
                    other = taken.setdefault((place, metric), provider.id)
                    if other != provider.id and metric not in twice.setdefault(other, []):
                        twice[other].append(metric)
            for other, metrics in twice.items():
                self._problem(
                    f"{provider.id}.owes",
                    f"{listed(metrics[:3])}{' and more' if len(metrics) > 3 else ''}, which {other} owes for the same place",
                    "each measure of a place from one partner",
                    "Name with owes what each of the two counts, or let one of them answer for both.",
                )

    def parts_alike(self, providers: Mapping[str, Provider]) -> None:
        """Where a partner counts a part of a board, all of its role do, and the same measures: the parts are added up."""
        together: dict[tuple[str, str], list[Provider]] = {}
        for provider in providers.values():
            for board in provider.boards:
                together.setdefault((provider.role, board), []).append(provider)
        for (role, board), own in together.items():
            if not any(one.part for one in own):
                continue
            for one in own:
                if not one.part:
                    found = f"nothing, and {next(other.id for other in own if other.part)} counts a part of {board}"
                    self._problem(f"{one.id}.part", found, f"the part of the board it counts, as of every {role} there")
            first = own[0]
            for one in own[1:]:
                if set(one.owes) - _local(self.catalogue, one) != set(first.owes) - _local(self.catalogue, first):
                    found = f"other measures than {first.id}, which counts another part"
                    self._problem(f"{one.id}.owes", found, "the same measures: the parts are added up")

    def _text(self, table: Mapping[str, Any], name: str, key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if isinstance(value, str) and not value.strip().isprintable():
            self._problem(f"{name}.{key}", repr(value), "words on one line, that can be printed")
            return ""
        if isinstance(value, str) and (value.strip() or default == ""):
            return value.strip()
        self._problem(f"{name}.{key}", "nothing" if value in (None, "") else repr(value), "some words in quotes")
        return ""

    def _boards(self, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
        value, ours = table.get("boards"), self.settings.boards
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            found = "nothing" if value is None else repr(value)
            self._problem(
                f"{name}.boards", found, f"a list of this office's boards, such as {json.dumps(list(ours[:1]))}"
            )
            return ()
        for slug in dict.fromkeys(value):
            if slug not in ours:
                self._problem(f"{name}.boards", f"'{slug}'", f"a board of this office: {listed(list(ours))}")
            elif value.count(slug) > 1:
                self._problem(f"{name}.boards", f"'{slug}' twice", "each board once")
        return tuple(slug for slug in dict.fromkeys(value) if slug in ours)

    def _places(
        self, table: Mapping[str, Any], name: str, boards: Sequence[str], role: ProviderRole | None
    ) -> dict[str, str]:
        """Of which place the partner counts for each board: the board itself, or a force that it is made of."""
        given = self._text(table, name, "place", "")
        forces = [force for board in boards for force in self.catalogue.areas[board].members]
        if given and given not in (*boards, *forces):
            known = [*boards, *forces]
            self._problem(f"{name}.place", f"'{given}'", f"one of {', '.join(known)}", nearest(given, known))
        part = re.sub(r"[^a-z0-9]+", "-", self._text(table, name, "part", "").casefold()).strip("-")
        if part and role and role.reach == "force":
            self._problem(f"{name}.part", f"'{part}'", "place, the force it counts for: such figures are of forces")
        elif table.get("part") and not part:
            self._problem(
                f"{name}.part", repr(table["part"]), "the name of a part of the board, such as Stoke-on-Trent"
            )
        places = {}
        for board in boards:
            members = self.catalogue.areas[board].members
            places[board] = f"{board}-part-{part}" if part else given if given in members else board
            if role and role.reach == "force" and members and given not in members:
                self._problem(f"{name}.place", f"'{given}'" if given else "nothing", f"one of {', '.join(members)}")
        return places

    def _mailbox(self, text: str, name: str) -> str:
        if fault := mailbox_fault(text):
            self._problem(f"{name}.mailbox", *fault)
        return text

    def _days(self, table: Mapping[str, Any], name: str, role: ProviderRole | None) -> int:
        value = table.get("days_to_answer", role.days_to_answer if role else 1)
        if type(value) is int and 1 <= value <= _MOST_DAYS:
            return value
        self._problem(f"{name}.days_to_answer", repr(value), f"a whole number of days from 1 to {_MOST_DAYS}")
        return 1

    def _owes(self, table: Mapping[str, Any], name: str, role: ProviderRole | None) -> tuple[str, ...]:
        owed = self.catalogue.owed(role.id, name) if role else ()
        own = tuple(metric.id for metric in owed)
        value = table.get("owes")
        if value is None:
            return own
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self._problem(f"{name}.owes", repr(value), f"a list of measures, such as {json.dumps(list(own[:2]))}")
            return ()
        for metric in dict.fromkeys(value):
            if role and metric not in own:
                other = "a measure of another partner" if metric in self.catalogue.metrics else ""
                expected = f"a measure that a partner of the role {role.id} counts"
                fix = nearest(metric, own)
                self._problem(f"{name}.owes", f"'{metric}'{', ' + other if other else ''}", expected, fix)
        return tuple(metric.id for metric in owed if metric.id in value or metric.local)

    def _problem(self, where: str, found: str, expected: str, fix: str = "") -> None:
        self.problems.append(Problem("this setting cannot be used", f"{FILE} [{where}]", found, expected, fix))


def _local(catalogue: Catalogue, provider: Provider) -> set[str]:
    return {name for name in provider.owes if catalogue.metrics[name].local}
