"""The office's side of a partner's return: what was asked, and what came before, for the reader to hold it against."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.later_returns import check_reverted
from assize.app.reader import Reader
from assize.app.requests import owed, past_of, write_put_right
from assize.app.rounds import due_day, record_refusal
from assize.app.workspace import Workspace
from assize.catalogue.local import LocalMeasure, LocalRow, keep_local, read_local_rows
from assize.core.errors import AssizeError, FileRefused, Problem
from assize.core.forms import Entry, FormPlan, Label
from assize.core.nouns import Absence, Area, AreaKind, Mark, Selection
from assize.core.periods import Period
from assize.core.reading import Query, Reading, Row, Written
from assize.core.specs import Kind, Provider
from assize.core.wording import listed

if TYPE_CHECKING:
    from assize.ingest.returns.desk import Desk, Expected, Past
    from assize.store.store import Store

_Cell = tuple[str, str, str, Period, tuple[str, ...]]  # source, area, field, period and words
_Held = dict[tuple[str, str], dict[Period, Entry]]  # by place and field
_OF_COMPLETENESS = frozenset((Mark.PROVISIONAL, Mark.ESTIMATED))
_POPULATION = Selection("population-estimates", "population")


@dataclass
class ReturnDesk:
    """What the office asks of its partners and holds of them, while files are loaded one after another.

    What is held of a role is asked of the store once, and kept up to date with what is taken (`took`).
    """

    workspace: Workspace
    store: Store
    reading: tuple[Provider, Period] | None = None  # whose return was being read last
    keyed: bool = False  # by this office, on its own form
    anew: bool = False  # kept bytes are read again: they correct nothing
    restoring: bool = False  # an earlier return is made current again, as the office says with its reason
    _boards: set[str] = field(default_factory=set)  # of the return being read
    _held: dict[str, _Held] = field(default_factory=dict)  # by source
    _marks: dict[tuple[str, str, Period], frozenset[Mark]] = field(default_factory=dict)  # by place and field
    _loaded: dict[_Cell, tuple[Entry, str]] = field(default_factory=dict)  # in this load: each figure and its file
    _local: list[LocalMeasure] = field(default_factory=list)  # of the return being read
    _residents: dict[str, Decimal | None] = field(default_factory=dict)  # by place
    _taken: set[tuple[str, Period]] | None = None  # provider and quarter of what is held
    _providers: Mapping[str, Provider] | None = None

    @property
    def providers(self) -> Mapping[str, Provider]:
        """The partners of the office, read once."""
        if self._providers is None:
            self._providers = self.workspace.providers()
        return self._providers

    @property
    def taken(self) -> set[tuple[str, Period]]:
        """Provider and quarter of every return that is held."""
        if self._taken is None:
            self._taken = {(one.provider, one.last_period) for one in self.store.editions() if one.provider}
        return self._taken

    def desk(self) -> Desk:
        """As the reader asks for it."""
        from assize.ingest.returns.desk import Desk

        return Desk(self.expect, self.local, self.is_keyed)

    def is_keyed(self) -> None:
        """The form that is read was filled by the office: its provider sent nothing, and gets no letter to put it right."""
        self.keyed = True

    def expect(self, name: str, board_name: str, quarter: Period) -> Expected:
        """What is asked of a provider about a board; names as they stand on the form. Raises NotAsked."""
        from assize.ingest.returns.desk import Expected

        provider = self._provider(name, board_name)
        board = self._board(provider, board_name)
        self.reading = (provider, quarter)
        self._boards.add(board)
        place = provider.places[board]
        spec = self.workspace.catalogue.sources[self.workspace.catalogue.roles[provider.role].source]
        held = self._of_source(spec.id)
        plan = self._plan(provider, board, quarter, held)
        fields = {line.field for line in plan.lines}
        past = {one: past_of(held.get((place, one), {}), quarter) for one in fields}
        now: dict[str, Decimal | Absence] = {}
        if (provider.id, quarter) in self.taken and not self.anew:
            # Local measures too, which the form may not ask for yet.
            now = {
                one: entry
                for (where, one), by in held.items()
                if where == place and (entry := by.get(quarter)) is not None
            }
        marks = {one: self._marks.get((place, one, quarter), frozenset()) for one in now}
        sums = tuple((one.total, one.parts) for one in spec.sums if {one.total, *one.parts} <= fields)
        to_come = tuple(
            self.workspace.catalogue.areas[other].name
            for other in provider.boards
            if other != board and not any(quarter in held.get((provider.places[other], one), {}) for one in fields)
        )
        return Expected(
            plan,
            place,
            sums,
            past,
            now,
            marks,
            to_come,
            ratios=self._ratios(spec.id, fields),
            seldom=tuple((one.id, one.seldom_above) for one in spec.asked.values() if one.seldom_above),
            residents=self._residents_of(place, board),
            restored=self.restoring,
            others=self._of_others(provider, board, quarter, fields, held),
            boards=tuple(
                self.workspace.catalogue.areas[other].name
                for other in dict.fromkeys((*provider.boards, *self.workspace.settings.boards))
                if other != board
            ),
        )

    def _of_others(
        self, provider: Provider, board: str, quarter: Period, fields: Collection[str], held: _Held
    ) -> dict[str, dict[str, Past]]:
        """What is held of a provider's other boards up to a quarter, by the name of the board and the field."""
        until = quarter.later(1)
        return {
            self.workspace.catalogue.areas[other].name: {
                one: past_of(held.get((provider.places[other], one), {}), until) for one in fields
            }
            for other in provider.boards
            if other != board and provider.places[other] != provider.places[board]
        }

    def local(self, rows: Sequence[LocalRow], provider: str) -> tuple[Sequence[LocalMeasure | None], Sequence[Problem]]:
        """The measures of the rows of a sheet of local measures; they are kept with the return (`keep_local`)."""
        measures, problems = read_local_rows(rows, self.providers[provider], self.workspace.catalogue)
        self._local += [measure for measure in measures if measure is not None]
        return measures, problems

    def begin(self) -> None:
        """Another file is read."""
        self.reading, self.keyed, self._local, self.anew, self.restoring = None, False, [], False, False
        self._boards = set()

    def keep_local(self) -> None:
        """Writes the local measures of the return that was read into the office's own catalogue, before its figures are kept:
        a measure without figures harms nothing.
        """
        if self._local:
            keep_local(self.workspace.folder, self._local)
            self.workspace, self._providers = Workspace.open(self.workspace.folder), None

    def check_one_load(self, reading: Reading) -> None:
        """Raises FileRefused where a return says other figures than one that was loaded with it: files come in the order of
        their names, which says nothing of which is the later. Its provider did nothing wrong, and gets no letter.
        """
        if isinstance(reading.content, Query | Written):
            return
        differing: Counter[str] = Counter()
        for row in reading.content:
            entry = row.value if row.absence is None else row.absence
            first, file = self._loaded.get(self._cell(reading, row), (entry, ""))
            differing[file] += first != entry
        for file, many in (+differing).most_common(1):
            self.keyed = True
            what = "another return of the same quarter was loaded with it and says other figures: nothing shows which is later"
            raise FileRefused(
                reading.file,
                [
                    Problem(
                        what,
                        reading.file,
                        found=f"{many} figure{'s' if many != 1 else ''} that '{file}' has otherwise",
                        expected="one return of a provider's quarter in one load",
                        fix=f"'{file}' stands now. If this one is the later, load it once more, by itself.",
                    )
                ],
            )

    def check_reverted(self, reading: Reading) -> None:
        """Raises FileRefused where an earlier return seems to have been saved once more: whether it was, the office must find
        out, and its provider gets no letter.
        """
        try:
            check_reverted(self.store, reading)
        except FileRefused:
            self.keyed = True
            raise

    def took(self, reading: Reading, *, stands: bool = True) -> None:
        """A return was taken: what it says is held from now on, where it `stands`; else what is held is asked for anew."""
        self.taken.add((reading.provider, reading.last_period))
        held = self._held.get(reading.source) if stands else None
        if not stands:
            self._held.pop(reading.source, None)
        if isinstance(reading.content, Query | Written):
            return
        for row in reading.content:
            entry = row.value if row.absence is None else row.absence
            self._loaded[self._cell(reading, row)] = (entry, reading.file)
            if held is not None:
                held.setdefault((row.area, row.field), {})[row.period] = entry
                self._marks[row.area, row.field, row.period] = _OF_COMPLETENESS & {*row.marks}

    @staticmethod
    def _cell(reading: Reading, row: Row) -> _Cell:
        return reading.source, row.area, row.field, row.period, row.dimensions

    def refused(self, day: date) -> None:
        """A return was refused: the round remembers that it came, and on which day."""
        if self.reading is not None and not self.keyed:
            provider, quarter = self.reading
            record_refusal(self.store, provider, quarter, self._boards, day)

    def put_right(self, error: AssizeError, day: date) -> Path | None:
        """Writes the letter on a return that was refused on a day; None where nobody knows whose it is, or keyed here."""
        if self.reading is None or self.keyed or not isinstance(error, FileRefused):
            return None
        provider, quarter = self.reading
        problems = [problem.sentence for problem in error.problems]
        return write_put_right(self.workspace, self.store, provider, quarter, problems, day)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _provider(self, name: str, board_name: str) -> Provider:
        from assize.ingest.returns.desk import NotAsked

        providers = self.providers
        wanted = " ".join(name.split()).casefold()
        for provider in providers.values():
            if wanted in (provider.id, " ".join(provider.name.split()).casefold()):
                return provider
        self._check_own_board(name, board_name)
        names = [provider.name for provider in providers.values()]
        close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
        raise NotAsked(
            Label.PROVIDER,
            "this office asks no such provider",
            found=f"'{name[:60]}'",
            expected=" or ".join(f"'{one}'" for one in close) or "a name in providers.toml",
            fix="Write the name as the form said it. If the provider has a new name, change it in providers.toml.",
        )

    def _board(self, provider: Provider, name: str) -> str:
        from assize.ingest.returns.desk import NotAsked

        areas = self.workspace.catalogue.areas
        named = self._area_named(name)
        if named is not None and named.slug in provider.boards:
            return named.slug
        self._check_own_board(provider.name, name)
        others = (
            []
            if named is None
            else [one.name for one in self.providers.values() if one.role == provider.role and named.slug in one.boards]
        )
        if named is not None and others:
            raise NotAsked(
                Label.BOARD,
                f"this is another provider's form: {provider.name} is not asked about {named.name}",
                found=f"'{name[:60]}', about which {listed(others)} is asked",
                expected=" or ".join(f"'{areas[board].name}'" for board in provider.boards),
                fix=f"Find out whose figures these are. Ask {provider.name} for its own form; of {named.name} load that of"
                f" {listed(others)}.",
            )
        raise NotAsked(
            Label.BOARD,
            f"{provider.name} is not asked about this board",
            found=f"'{name[:60]}'",
            expected=" or ".join(f"'{areas[board].name}'" for board in provider.boards),
            fix="Use the form that this office sent for its own board.",
        )

    def _ratios(self, source: str, fields: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The pairs of a form's fields of which a measure divides the first by the second, neither part of the other."""
        pairs = [
            (above.fields[0], below.fields[0])
            for metric in self.workspace.catalogue.metrics.values()
            if metric.kind is Kind.RATIO
            for above in metric.numerators
            for below in metric.denominators
            if above.source == below.source == source and len(above.fields) == len(below.fields) == 1
        ]
        return tuple(dict.fromkeys(pair for pair in pairs if {*pair} <= {*fields}))

    def _residents_of(self, place: str, board: str) -> Decimal | None:
        """How many people live where a provider counts, by the latest estimates held; of a part of a board, in the board."""
        if place not in self._residents:
            reader = Reader(self.store, self.workspace.catalogue, date.max, {})
            members = {one: reader.members(_POPULATION.source, one) for one in (place, board)}
            totals = reader.totals((_POPULATION,), members)[_POPULATION]
            whole = [one for one in totals if one.value is not None and one.areas == len(members[one.area])]
            latest = {one.area: one.value for one in sorted(whole, key=lambda one: one.period)}
            self._residents[place] = latest.get(place, latest.get(board))
        return self._residents[place]

    def _area_named(self, name: str) -> Area | None:
        """The board of that name, of whatever office."""
        wanted = " ".join(name.split()).casefold()
        for area in self.workspace.catalogue.areas.values():
            known = (area.slug, area.name.casefold(), *(other.casefold() for other in area.variants))
            if AreaKind.BOARD in area.kinds and wanted in known:
                return area
        return None

    def _check_own_board(self, provider: str, board_name: str) -> None:
        """Raises NotAsked where a form is about the board of another office."""
        from assize.ingest.returns.desk import NotAsked

        area, boards = self._area_named(board_name), self.workspace.settings.boards
        if area is None or area.slug in boards:
            return
        raise NotAsked(
            Label.BOARD,
            f"this is another board's form: {area.name} is no board of this office",
            found=f"the form of '{provider[:60]}' for {area.name}",
            expected=" or ".join(f"'{self.workspace.catalogue.areas[board].name}'" for board in boards),
            fix=f"It came to the wrong office: send it back to whoever sent it, to be sent to the office of {area.name}."
            " If they owe you figures as well, ask for the form that you sent them.",
        )

    def _plan(self, provider: Provider, board: str, quarter: Period, held: _Held) -> FormPlan:
        from assize.collect.return_form import Office, plan_form

        workspace = self.workspace
        asked, measures = owed(workspace, provider)
        before: dict[tuple[str, str, Period], Entry] = {
            (own, one.id, quarter.later(-step)): held.get((provider.places[own], one.id), {}).get(quarter.later(-step))
            for own in provider.boards
            for one in asked
            for step in range(1, 5)
        }
        dates = workspace.settings.calendar.dates(quarter)
        settings = workspace.settings
        form = plan_form(
            provider,
            quarter,
            due_day(provider, dates) if dates else quarter.last_day,
            asked,
            measures,
            {own: workspace.catalogue.areas[own].name for own in provider.boards},
            before,
            Office(settings.office, settings.contact, settings.mailbox, settings.marking, ""),
            dated=quarter.last_day,
        )
        return next(plan for plan in form.plans if plan.board == board)

    def _of_source(self, source: str) -> _Held:
        """What is held of a source, by place, field and period."""
        if source not in self._held:
            fields = self.workspace.catalogue.sources[source].fields
            selections = {Selection(source, one): one for one in fields}
            places = {
                place: (place,)
                for provider in self.providers.values()
                if self.workspace.catalogue.roles[provider.role].source == source
                for place in provider.places.values()
            }
            held: _Held = {}
            for selection, totals in self.store.totals(tuple(selections), places, date.max).items():
                for total in totals:
                    entry = total.value if total.absence is None else total.absence
                    held.setdefault((total.area, selections[selection]), {})[total.period] = entry
                    self._marks[total.area, selections[selection], total.period] = _OF_COMPLETENESS & total.marks
            self._held[source] = held
        return self._held[source]
