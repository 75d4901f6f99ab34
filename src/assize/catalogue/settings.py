"""`assize.toml`: this office, its boards, its calendar and how its documents are marked."""

from __future__ import annotations

import difflib
import hashlib
import json
import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from assize.catalogue.audiences import AUDIENCES_TEXT, read_audiences, read_sharing
from assize.catalogue.calendar import CALENDAR_TEXT, read_calendar
from assize.catalogue.judging import JUDGING_TEXT, read_breaks, read_rules
from assize.catalogue.mailboxes import mailbox_fault
from assize.catalogue.open_levels import OPEN_LEVELS_TEXT, read_levels
from assize.catalogue.open_levels import TABLE as OPEN_CASES
from assize.catalogue.settings_file import read_settings
from assize.core.errors import AssizeError, FileRefused, Problem
from assize.core.nouns import AreaKind
from assize.core.periods import parse_period
from assize.core.specs import IN_CONFIDENCE, Catalogue, OfficeSettings

FILE = "assize.toml"
_STATUSES = ("draft", "final")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "office": ("name", "author", "contact", "mailbox", "boards"),
    "report": ("quarter", "cut_off", "status", "version", "marking", "marking_in_confidence"),
}
_TABLES = (
    "similar",
    "targets",
    "definitions",
    "reasons",
    "rules",
    "break",
    "calendar",
    OPEN_CASES,
    "audiences",
    "sharing",
)


def settings_text(boards: list[str], office: str, quarter: str = "", cut_off: date | None = None) -> str:
    """A new `assize.toml`, with every setting explained beside it."""
    names = ", ".join(f'"{board}"' for board in boards)
    named = json.dumps(office, ensure_ascii=False)  # a string of JSON is one of TOML, quotes and backslashes escaped
    when = f'quarter = "{quarter}"' if quarter else '# quarter = "2018-19-q4"'
    day = f"cut_off = {cut_off.isoformat()}" if cut_off else "# cut_off = 2019-07-31"
    return f"""# This office's settings. Assize reads this file; it never writes it again.

[office]
name = {named}
author = "Office of the Commissioner"
contact = "performance officer"
mailbox = ""                   # from which partners are asked, and to which they answer: of a role, never a person's
boards = [{names}]

[report]
{when}      # the quarter reported on; without it, the latest that is held
{day}            # only what was published by this day is used; without it, the latest release held
status = "draft"               # draft or final
version = "1"                  # of the draft or the final
marking = "OFFICIAL"           # the lowest marking; a source may raise it

# Areas like yours, if the board has agreed some; the police region is used otherwise.
# [similar]
# {boards[0]} = ["west-mercia", "warwickshire"]

# Targets, by measure: a share is 0 to 1.
# [targets]
# conviction-rate = 0.85

# Measures whose definition your partners have agreed with you. Without it those that nobody has confirmed are marked
# "definition to be confirmed" wherever they show, and stand in no headline table.
# [definitions]
# confirmed = ["witness-attendance"]

# Why a figure that blocks a build is right all the same, by the reference that check and build print. The reason is printed
# in every pack that stands on it.
# [reasons]
# "recorded-crime-against-ons@kent@2018q1" = "Kent counted again after an inspection, and the ONS has not taken it over yet."
{AUDIENCES_TEXT}{JUDGING_TEXT}{OPEN_LEVELS_TEXT}{CALENDAR_TEXT}"""


def load_settings(folder: Path, catalogue: Catalogue) -> OfficeSettings:
    """The settings of a workspace.

    Raises AssizeError where there is no file, FileRefused with every problem of it: key, what was found, what was expected.
    """
    path = folder / FILE
    if not path.is_file():
        raise AssizeError(
            "this folder is not an Assize workspace",
            where=str(folder),
            found=f"no {FILE}",
            fix="Make one with: assize new FOLDER --board BOARD.",
        )
    data, raw = read_settings(path, FILE)
    checker = _Checker(raw, catalogue)
    settings = checker.settings(hashlib.sha256(data).hexdigest())
    if checker.problems:
        raise FileRefused(str(path), checker.problems)
    return settings


class _Checker:
    """Reads the tables one by one and gathers every problem."""

    def __init__(self, raw: Mapping[str, Any], catalogue: Catalogue) -> None:
        self.raw = raw
        self.catalogue = catalogue
        self.problems: list[Problem] = []
        boards = [area.slug for area in catalogue.areas.values() if AreaKind.BOARD in area.kinds]
        self.boards = sorted(boards)

    def settings(self, content_hash: str) -> OfficeSettings:
        self._known("", self.raw, (*_KEYS, *_TABLES))
        office, report = self._table("office"), self._table("report")
        for name, table in (("office", office), ("report", report)):
            self._known(name, table, _KEYS[name])
        quarter = self._text(report, "report", "quarter", "")
        calendar, problems = read_calendar(self.raw.get("calendar", {}), FILE)
        rules, bad_rules = read_rules(self.raw.get("rules", {}), self.catalogue.metrics, FILE)
        breaks, bad_breaks = read_breaks(self.raw.get("break", []), self.catalogue.metrics, FILE)
        boards = self._boards(self._list(office, "office", "boards"), "office.boards")
        levels, bad_levels = read_levels(self.raw.get(OPEN_CASES, {}), boards, self.catalogue.metrics, FILE)
        sources = self.catalogue.sources
        audiences, bad_audiences = read_audiences(self.raw.get("audiences", {}), sources, FILE)
        sharing, bad_sharing = read_sharing(self.raw.get("sharing", {}), sources, audiences, FILE)
        self.problems += [*problems, *bad_rules, *bad_breaks, *bad_levels, *bad_audiences, *bad_sharing]
        return OfficeSettings(
            office=self._text(office, "office", "name"),
            author=self._text(office, "office", "author", self._text(office, "office", "name", "")),
            contact=self._text(office, "office", "contact", "the office"),
            mailbox=self._mailbox(self._text(office, "office", "mailbox", "")),
            boards=boards,
            quarter=self._quarter(quarter) if quarter else "",
            cut_off=self._day(report.get("cut_off")),
            status=self._one_of(self._text(report, "report", "status", "draft"), _STATUSES, "report.status"),
            version=self._text(report, "report", "version", "1"),
            similar=self._similar(),
            targets=self._targets(),
            marking=self._text(report, "report", "marking", "OFFICIAL"),
            content_hash=content_hash,
            calendar=calendar,
            confirmed=self._confirmed(),
            reasons=self._reasons(),
            rules=rules,
            breaks=breaks,
            open_levels=levels,
            audiences=audiences,
            sharing=sharing,
            marking_in_confidence=self._text(report, "report", "marking_in_confidence", IN_CONFIDENCE),
        )

    def _table(self, name: str) -> Mapping[str, Any]:
        value = self.raw.get(name, {})
        if isinstance(value, dict):
            return value
        self._problem(name, repr(value), "a table")
        return {}

    def _known(self, where: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                self._problem(f"{where}.{key}".lstrip("."), "a setting that is not known", _nearest(key, known))

    def _text(self, table: Mapping[str, Any], where: str, key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if isinstance(value, str) and (value or default == ""):
            return value
        self._problem(f"{where}.{key}", "nothing" if value is None else repr(value), "some words in quotes")
        return ""

    def _list(self, table: Mapping[str, Any], where: str, key: str) -> list[str]:
        value = table.get(key)
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            return value
        self._problem(f"{where}.{key}", "nothing" if value is None else repr(value), 'a list such as ["staffordshire"]')
        return []

    def _board(self, slug: str, where: str) -> str:
        if slug not in self.boards:
            self._problem(where, f"'{slug}'", _nearest(slug, tuple(self.boards)))
        return slug

    def _boards(self, slugs: list[str], where: str) -> tuple[str, ...]:
        """Boards, each once: one named twice would be built, or counted into a group, twice."""
        for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
            self._problem(where, f"'{slug}' twice", "each board once")
        return tuple(self._board(slug, where) for slug in slugs)

    def _mailbox(self, text: str) -> str:
        if fault := mailbox_fault(text):
            self._problem("office.mailbox", *fault[:2])
        return text

    def _quarter(self, text: str) -> str:
        try:
            period = parse_period(text)
        except AssizeError as error:
            self._problem("report.quarter", error.found, error.expected)
            return ""
        if not period.is_quarter:
            self._problem("report.quarter", f"'{text}'", "a quarter such as 2018-19-q4")
        return period.slug

    def _day(self, value: object) -> date | None:
        if value is None or type(value) is date:
            return value
        self._problem("report.cut_off", repr(value), "a day without quotes, such as 2019-07-31")
        return None

    def _one_of(self, value: str, known: tuple[str, ...], where: str) -> str:
        if value and value not in known:
            self._problem(where, f"'{value}'", " or ".join(known))
        return value

    def _similar(self) -> dict[str, tuple[str, ...]]:
        groups = {}
        for board, members in self._table("similar").items():
            self._board(board, "similar")
            if not isinstance(members, list) or not members:
                self._problem(f"similar.{board}", repr(members), "a list of boards")
                continue
            groups[board] = self._boards([str(member) for member in members], f"similar.{board}")
            if board in groups[board]:
                self._problem(f"similar.{board}", f"'{board}' itself", "other boards only")
        return groups

    def _targets(self) -> dict[str, Decimal]:
        targets = {}
        for metric, value in self._table("targets").items():
            if metric not in self.catalogue.metrics:
                self._problem(f"targets.{metric}", f"'{metric}'", _nearest(metric, tuple(self.catalogue.metrics)))
            elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                self._problem(f"targets.{metric}", repr(value), "a number; a share is 0 to 1")
            elif self.catalogue.metrics[metric].kind.percent and not 0 <= value <= 1:
                self._problem(f"targets.{metric}", repr(value), "a share between 0 and 1, such as 0.85 for 85%")
            else:
                targets[metric] = Decimal(str(value))
        return targets

    def _confirmed(self) -> tuple[str, ...]:
        table = self._table("definitions")
        self._known("definitions", table, ("confirmed",))
        if "confirmed" not in table:
            return ()
        value = table["confirmed"]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._problem("definitions.confirmed", repr(value), 'a list such as ["witness-attendance"]')
            return ()
        for name in value:
            if name not in self.catalogue.metrics:
                self._problem("definitions.confirmed", f"'{name}'", _nearest(name, tuple(self.catalogue.metrics)))
        return tuple(dict.fromkeys(value))

    def _reasons(self) -> dict[str, str]:
        """By what they answer, the period spelt as references spell it."""
        reasons = {}
        known = (*self.catalogue.reconciliations, *self.catalogue.metrics, *self.catalogue.sources)
        for key, reason in self._table("reasons").items():
            name, _, rest = key.strip().lower().partition("@")
            area, _, after = rest.partition("@")
            period, _, breakdown = after.partition("@")
            if name not in known:
                self._problem(f"reasons.{key}", f"'{name}'", _nearest(name, known))
            elif not isinstance(reason, str) or not reason.strip():
                self._problem(f"reasons.{key}", repr(reason), "why the figure is right, in words")
            elif not area or not period:
                self._problem(f"reasons.{key}", f"'{key}'", "a reference as check prints it, with its area and period")
            else:
                try:
                    spelt = f"{name}@{area}@{parse_period(period).id.lower()}"
                except AssizeError as error:
                    self._problem(f"reasons.{key}", error.found, error.expected)
                    continue
                reasons[f"{spelt}@{breakdown}" if breakdown else spelt] = " ".join(reason.split())
        return reasons

    def _problem(self, where: str, found: str, expected: str) -> None:
        self.problems.append(
            Problem("this setting cannot be used", f"{FILE} [{where}]", found=found, expected=expected)
        )


def _nearest(name: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return (
        f"did you mean {' or '.join(close)}?"
        if close
        else f"one of {', '.join(known[:8])}{' …' if len(known) > 8 else ''}"
    )
