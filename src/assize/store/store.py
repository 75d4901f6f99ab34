"""The store of one workspace: keeps readings, and answers as at a cut-off date.

store/ledger.sqlite                         editions, coverage, problems, runs
store/editions/<sha256>-<reading>.parquet   observations, one file an edition
store/files/<sha256>                        the received bytes
store/scratch/                              work in progress; emptied at opening
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from assize.core.errors import AssizeError, Problem
from assize.core.nouns import Change, Edition, Observation, Revision, Selection, Total, Trust
from assize.core.periods import Period
from assize.core.quality import FieldEnd, FieldProfile, WordProfile
from assize.core.reading import Covered, Reading
from assize.store import editions as files
from assize.store.beside import Beside, Table
from assize.store.ends import Cell, Combination, field_ends, figures_in, said_in, words_in
from assize.store.ledger import Entry, Ledger, Run
from assize.store.preview import FieldRead, preview
from assize.store.query import Standing, View, stand
from assize.store.revisions import compare, compare_files

LOOKUPS = "area-lookups"
LOOKUP_FIELD = "authority"
LOOKUP_DIMENSION = "authority"
PARTNERSHIP_FIELD = PARTNERSHIP_DIMENSION = "partnership"
FEWEST_ALIKE = 50  # so few figures may be the same in two periods by chance
NAME_DIMENSION = "name"  # as the publisher prints it


@dataclass(frozen=True)
class Kept:
    """What became of a reading: its edition, and whether the store held those bytes before (then nothing was changed)."""

    edition: Edition
    already: bool
    problems: tuple[Problem, ...] = ()
    accepted: bool = False  # its layout was accepted with it


class Store:
    """Opened with `Store.open`; one a process. Reading needs no lock; one process at a time writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ledger = Ledger(folder / "ledger.sqlite")
        self._standings: dict[
            tuple[int, ...], Sequence[Standing]
        ] = {}  # by the ledger's numbers of one source's editions
        self._views: dict[tuple[date | None, date | None, frozenset[int]], View] = {}
        self._figures: dict[
            tuple[str, tuple[str, ...]], dict[Cell, Decimal]
        ] = {}  # of editions, by key and dimensions asked for

    @classmethod
    def open(cls, workspace: Path) -> Store:
        """Opens the store of a workspace, making it where there is none, and sweeps what a killed load left behind."""
        folder = workspace / "store"
        for name in ("files", "editions", "scratch"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        store = cls(folder)
        with files.writing(folder, wait=False) as alone:
            if alone:
                store._sweep()
        return store

    def close(self) -> None:
        """Closes the ledger."""
        self._ledger.close()

    @property
    def scratch(self) -> Path:
        """A folder for work in progress, on the store's own disk; what stays there is swept at the next opening."""
        return self.folder / "scratch"

    def _sweep(self) -> int:
        entries = self._ledger.entries()
        return files.sweep(
            self.folder,
            {entry.edition.sha256 for entry in entries},
            {entry.edition.key for entry in entries},
        )

    # --- keeping --------------------------------------------------------------------------------------------------

    def find(self, sha256: str) -> Edition | None:
        """The latest reading of these bytes, if they are held."""
        entry = self._find(sha256)
        return entry.edition if entry else None

    def _find(self, sha256: str) -> Entry | None:
        found = [entry for entry in self._ledger.entries() if entry.edition.sha256 == sha256]
        return max(found, key=lambda entry: entry.edition.reading, default=None)

    def kept_file(self, sha256: str) -> Path:
        """Where the received bytes of an edition lie."""
        return self.folder / "files" / sha256

    def keep(
        self,
        reading: Reading,
        received: Path,
        *,
        at: datetime | None = None,
        again: bool = False,
        anew: bool = False,
        accept: bool = False,
    ) -> Kept:
        """Keeps a reading of the file `received`: wholly, or not at all.

        The same bytes a second time change nothing, unless `again`: then they become a new reading, received when the first
        was, or now with `anew`. `at` is when this office received it (default: now). With `accept` a person has seen its
        layout, where that waits for it: it is accepted with the edition, and never the one without the other. Raises
        AssizeError where a problem of the reading blocks, another process writes, or the file is no longer the one that was
        read.
        """
        if any(problem.blocks for problem in reading.problems):
            raise AssizeError("a file with problems that block is not kept", where=reading.file)
        with files.writing(self.folder):
            held = self._find(reading.sha256)
            if held is not None and not again:
                return Kept(held.edition, already=True, problems=tuple(self._ledger.problems(held.number)))
            number = held.edition.reading + 1 if held else 1
            when = held.received_at if held and not anew else (at or datetime.now())
            files.keep_bytes(received, reading.sha256, self.folder / "files")
            final = files.edition_path(self.folder, f"{reading.sha256}-{number}")
            observations = files.write_observations(reading, final, self.scratch)
            refusal = self._twin(reading, observations, final) or self._rival(reading, final)
            if refusal is not None:
                final.unlink()
                raise refusal
            waits = reading.trust is Trust.NOT_YET_SEEN and reading.layout not in self._ledger.accepted()
            accepted = datetime.now() if accept and waits else None
            entry = self._ledger.add_edition(reading, number, observations, when, accepted=accepted)
        for path in self.scratch.glob(f"{reading.sha256}*"):
            path.unlink(missing_ok=True)
        return Kept(entry.edition, already=False, problems=reading.problems, accepted=accepted is not None)

    def _others(self, reading: Reading) -> list[Entry]:
        """The held editions of the same source that are other files."""
        return [
            entry
            for entry in self._entries(None, None, awaiting=True)
            if entry.edition.source == reading.source and entry.edition.sha256 != reading.sha256
        ]

    def _twin(self, reading: Reading, observations: int, final: Path) -> AssizeError | None:
        """What is said of a file with the figures of a held one under other periods: it was renamed, or its dates changed."""
        if (
            observations < FEWEST_ALIKE or reading.provider
        ):  # of a return that is asked when it is read, and a reason answers
            return None
        span = (reading.first_period, reading.last_period)
        alike = {
            files.edition_path(self.folder, entry.edition.key): entry.edition
            for entry in self._others(reading)
            if (entry.edition.observations, entry.dimensions) == (observations, tuple(reading.dimensions))
            and (entry.edition.first_period, entry.edition.last_period) != span
        }
        twin = next((alike[path] for path in files.same_figures(final, list(alike), reading.dimensions)), None)
        if twin is None:
            return None
        return AssizeError(
            f"every figure is that of {twin.file}, which is of another period",
            where=reading.file,
            found=f"{reading.first_period.slug} here, {twin.first_period.slug} there",
            fix="One of the two has the wrong name or the wrong dates: load the publisher's own file.",
        )

    def _rival(self, reading: Reading, final: Path) -> AssizeError | None:
        """What is said of a file that contradicts a held one of its own day, where the day of both is only estimated.

        A publisher puts a fuller edition under the same name, and the source's rule gives both the same day: nothing tells
        which is later. The same figures saved another way contradict nothing.
        """
        if not reading.released_estimated:
            return None
        for entry in self._others(reading):
            edition = entry.edition
            if edition.released != reading.released or not edition.released_estimated:
                continue
            held = (files.edition_path(self.folder, edition.key), entry.dimensions)
            apart = [one for one in compare_files(held, (final, reading.dimensions)) if one.change is Change.RESTATED]
            if not apart:
                continue
            one = apart[0]
            cells = f"{len(apart):,} cells" if len(apart) > 1 else "one cell"
            return AssizeError(
                f"it says otherwise than {edition.file}, and nothing tells which of the two is later: neither says when it was"
                " released",
                where=reading.file,
                found=f"{cells}, such as {one.field} of {one.area} in {one.period.slug}: {one.after_raw} here,"
                f" {one.before_raw} there",
                expected=f"the day of release of one of them; the source's rule gives both {reading.released.isoformat()}",
                fix="Look the day up where it was published, and load this file with it: --released YYYY-MM-DD. "
                "Of an older file that is an earlier day.",
            )
        return None

    def accept(self, edition: Edition, at: datetime | None = None) -> None:
        """Records that a person has seen what was read of an edition and accepts its layout, for all its editions."""
        if edition.layout not in self._ledger.accepted():
            self._ledger.add_acceptance(edition.layout, edition.sha256, at or datetime.now())

    def awaits(self, edition: Edition) -> bool:
        """Whether its layout is known by description alone and nobody has accepted it yet: then no pack uses it."""
        return edition.trust is Trust.NOT_YET_SEEN and edition.layout not in self._ledger.accepted()

    def record_run(self, command: str, facts: Mapping[str, str], at: datetime | None = None) -> None:
        """Adds a run to the ledger: `facts` are content hashes and versions by name."""
        self._ledger.add_run(at or datetime.now(), command, facts)

    def runs(self) -> list[Run]:
        """Every run recorded, oldest first."""
        return self._ledger.runs()

    # --- what is held ---------------------------------------------------------------------------------------------

    def editions(
        self,
        cut_off: date | None = None,
        as_received: date | None = None,
        source: str | None = None,
        *,
        awaiting: bool = False,
    ) -> list[Edition]:
        """The editions that count: the latest reading of each file, released by `cut_off`, received by `as_received` (a day,
        or an instant), and of a layout that had been accepted by then.

        Sorted by source, first period and rank: of two the more current is the later. Without a cut-off all that are held;
        with `awaiting` those too whose layout nobody has accepted yet.
        """
        found = self._entries(cut_off, as_received, awaiting=awaiting)
        wanted = [entry for entry in found if source in (None, entry.edition.source)]
        return [
            entry.edition
            for entry in sorted(wanted, key=lambda one: (one.edition.source, one.edition.first_period, one.rank))
        ]

    def taken_in(self) -> list[tuple[datetime, Edition]]:
        """Every time that a file was taken in, and when, by release: one that was made current again counts anew, kept bytes
        that were read once more do not.
        """
        latest: dict[tuple[str, datetime], Entry] = {}
        for entry in self._ledger.entries():
            held = latest.get((entry.edition.sha256, entry.received_at))
            if held is None or held.edition.reading < entry.edition.reading:
                latest[entry.edition.sha256, entry.received_at] = entry
        return [(one.received_at, one.edition) for one in sorted(latest.values(), key=lambda one: one.rank)]

    def editions_beside(self, reading: Reading) -> list[Edition]:
        """Editions of other files, in the layout of this one, that share periods with it, and are no history.

        Sorted by release: of two of one day the one received later is the later.
        """
        found = [
            edition
            for edition in self.editions(source=reading.source, awaiting=True)
            if edition.sha256 != reading.sha256
            and edition.layout == reading.layout
            and edition.trust is not Trust.HISTORY
            and edition.first_period.first_day <= reading.last_period.last_day
            and edition.last_period.last_day >= reading.first_period.first_day
        ]
        return sorted(found, key=lambda one: (one.released, one.received, one.sha256))

    def current_editions(self, source: str, cut_off: date, as_received: date | None = None) -> list[Edition]:
        """The editions of a source that are current for at least one period."""
        return [entry.edition for entry in self._view(cut_off, as_received).current(source)]

    def problems(self, edition: Edition) -> list[Problem]:
        """What was found in an edition when it was read, and did not stop it."""
        entry = next((entry for entry in self._ledger.entries() if entry.edition.key == edition.key), None)
        return self._ledger.problems(entry.number) if entry else []

    def covered(self, editions: Sequence[Edition]) -> dict[str, list[Covered]]:
        """What each of these editions speaks for, by its key."""
        keys = {edition.key for edition in editions}
        numbers = {one.number: one.edition.key for one in self._ledger.entries() if one.edition.key in keys}
        return {numbers[number]: covers for number, covers in self._ledger.coverage(tuple(numbers)).items()}

    def held_areas(self, source: str, cut_off: date, as_received: date | None = None) -> frozenset[str]:
        """The places a source has current observations of, as slugs (local authorities: ONS codes)."""
        return self._view(cut_off, as_received).areas(source)

    def held_periods(self, source: str, cut_off: date, as_received: date | None = None) -> tuple[Period, ...]:
        """The periods a source is held for, in order of time."""
        return self._view(cut_off, as_received).periods(source)

    def profile(self, source: str, cut_off: date, as_received: date | None = None) -> list[FieldProfile]:
        """What the current observations of a source are like, by period and field, in order of time."""
        return self._view(cut_off, as_received).profile(source)

    def words(self, source: str, cut_off: date, as_received: date | None = None) -> list[WordProfile]:
        """The words of a source's dimensions, each with the number of current observations that carry it."""
        return self._view(cut_off, as_received).words(source)

    def ends(self, editions: Sequence[Edition], dimensions: Sequence[str]) -> list[FieldEnd]:
        """To which period each of these editions goes, by field and by the words of these dimensions.

        An edition of some areas only is left out: what it lacks another speaks for.
        """
        wanted = {edition.key for edition in editions}
        entries = [entry for entry in self._ledger.entries() if entry.edition.key in wanted]
        coverage = self._ledger.coverage([entry.number for entry in entries])
        whole = [entry for entry in entries if not any(covered.area for covered in coverage[entry.number])]
        return field_ends(self.folder, whole, dimensions) if whole else []

    def words_of(
        self, edition: Edition, dimensions: Sequence[str], periods: Collection[str] = ()
    ) -> Counter[Combination]:
        """How many figures of an edition have each combination of words of these dimensions; see `store.ends.words_in`."""
        path = files.edition_path(self.folder, edition.key)
        return words_in(path, dimensions, self._find_key(edition).dimensions, periods)

    def figures_of(self, edition: Edition, dimensions: Sequence[str]) -> Mapping[Cell, Decimal]:
        """The figures of an edition by area, field and words of these dimensions; see `store.ends.figures_in`.

        An edition never changes, and each file of one quarter is compared with all that are held: they are read once.
        """
        asked = (edition.key, tuple(dimensions))
        if asked not in self._figures:
            path = files.edition_path(self.folder, edition.key)
            self._figures[asked] = figures_in(path, dimensions, self._find_key(edition).dimensions)
        return self._figures[asked]

    def said(self, edition: Edition) -> Mapping[tuple[str, str], tuple[tuple[str, ...], ...]]:
        """What a return says, by area and field; see `store.ends.said_in`."""
        return said_in(files.edition_path(self.folder, edition.key))

    def revisions(self, earlier: Edition, later: Edition) -> list[Revision]:
        """Every cell of which two editions of one source say different things, or of which only one says anything.

        See `store.revisions.compare`.
        """
        return compare(self.folder, self._find_key(earlier), self._find_key(later))

    def table_of(self, edition: Edition) -> Table:
        """The file of an edition's observations, and the dimensions they have."""
        return files.edition_path(self.folder, edition.key), self._find_key(edition).dimensions

    def beside(self, own: Table, edition: Edition) -> Beside:
        """A file's observations, and the dimensions they have, beside those of an edition; see `store.beside`."""
        return Beside(own, self.table_of(edition))

    def preview(self, edition: Edition) -> list[FieldRead]:
        """What was read of an edition, field by field, with a few of its cells."""
        return preview(self.folder, self._find_key(edition))

    def _find_key(self, edition: Edition) -> Entry:
        return next(entry for entry in self._ledger.entries() if entry.edition.key == edition.key)

    # --- questions ------------------------------------------------------------------------------------------------

    def prepare(self, selections: Iterable[Selection], cut_off: date, as_received: date | None = None) -> None:
        """Groups each source once for all these selections: call it first where many follow one by one."""
        self._view(cut_off, as_received).prepare(selections)

    def totals(
        self,
        selections: Sequence[Selection],
        areas: Mapping[str, tuple[str, ...]],
        cut_off: date,
        as_received: date | None = None,
        *,
        since: int | None = None,
    ) -> dict[Selection, list[Total]]:
        """Sums of each selection by target area, period and `by`, over the current editions.

        `areas` maps a target to the places it is made of. `Total.areas` is how many of them contributed (a target that the
        source observes itself is taken as observed and counts as all its members); a cell that is not available,
        confidential or low makes the sum an absence. No row is not nought: the caller knows whether the area is complete.
        With `since` only periods that end in that year or later are looked at.
        """
        return self._view(cut_off, as_received).totals(selections, areas, since=since)

    def cells(
        self,
        selection: Selection,
        members: Sequence[str],
        periods: Sequence[Period],
        breakdown: Sequence[str],
        cut_off: date,
        *,
        target: str = "",
        limit: int | None = None,
        as_received: date | None = None,
    ) -> list[Observation]:
        """The observations behind a total of `target`, in the order of period, edition and line. See `View.cells`."""
        view = self._view(cut_off, as_received)
        return view.cells(selection, members, periods, breakdown, target=target, limit=limit)

    def authorities(
        self,
        cut_off: date,
        *,
        period: Period | None = None,
        among: Collection[str] | None = None,
        as_received: date | None = None,
    ) -> dict[str, tuple[str, ...]]:
        """Which local authorities (ONS codes) make up each force (slug), each pair once, from one look-up edition.

        That of `period`; else the latest whose authorities are all `among` those given (those a population file has); else
        the latest. Empty where no look-up is held.

        Raises AssizeError where look-ups are held and none of them fits.
        """
        return self._fitting(cut_off, period, among, as_received)[1]

    def look_up_used(
        self, cut_off: date, *, among: Collection[str] | None = None, as_received: date | None = None
    ) -> tuple[str, ...]:
        """The keys of the look-up editions that `authorities` answers from; nothing where none is held."""
        period, _ = self._fitting(cut_off, None, among, as_received)
        view = self._view(cut_off, as_received)
        return tuple(entry.edition.key for entry in view.current(LOOKUPS) if entry.edition.last_period == period)

    def _fitting(
        self, cut_off: date, period: Period | None, among: Collection[str] | None, as_received: date | None
    ) -> tuple[Period | None, dict[str, tuple[str, ...]]]:
        """The period of the look-up that fits, and what it says; see `authorities`."""
        view = self._view(cut_off, as_received)
        held = view.periods(LOOKUPS)
        if not held:
            return None, {}
        everything = Selection(LOOKUPS, LOOKUP_FIELD, by=(LOOKUP_DIMENSION,))
        found: dict[Period, dict[str, list[str]]] = {each: {} for each in held}
        for total in view.own_totals(everything):
            found[total.period].setdefault(total.area, []).append(total.breakdown[0])
        for each in sorted(held, reverse=True):
            codes = {code for members in found[each].values() for code in members}
            fits = each == period if period else among is None or codes <= set(among)
            if fits:
                return each, {force: tuple(sorted(members)) for force, members in sorted(found[each].items())}
        raise AssizeError(
            "no look-up of local authorities fits the authorities of the population file",
            found="look-ups of " + ", ".join(str(each.year) for each in held),
            expected=str(period.year) if period else "one whose authorities all stand in that file",
            fix="Load the look-up of the year whose boundaries it uses (LAD23_CSP23_PFA23_EW_LU.csv is that of 2023).",
        )

    def partnerships(self, cut_off: date, *, as_received: date | None = None) -> dict[str, tuple[str, ...]]:
        """Which community safety partnerships (ONS codes) lie in each force (slug), each once, by the latest look-up."""
        view = self._view(cut_off, as_received)
        if PARTNERSHIP_DIMENSION not in view.dimensions(LOOKUPS):
            return {}
        every = Selection(LOOKUPS, PARTNERSHIP_FIELD, by=(PARTNERSHIP_DIMENSION,))
        totals = view.own_totals(every)
        latest = max((total.period for total in totals), default=None)
        found: dict[str, set[str]] = {}
        for total in totals:
            if total.period == latest:
                found.setdefault(total.area, set()).add(total.breakdown[0])
        return {force: tuple(sorted(codes)) for force, codes in sorted(found.items())}

    def names(self, cut_off: date, *, as_received: date | None = None) -> dict[str, str]:
        """What the look-ups call local authorities and partnerships, by ONS code; the latest look-up's word counts."""
        view = self._view(cut_off, as_received)
        if NAME_DIMENSION not in view.dimensions(LOOKUPS):
            return {}
        named: dict[str, str] = {}
        for field, dimension in ((LOOKUP_FIELD, LOOKUP_DIMENSION), (PARTNERSHIP_FIELD, PARTNERSHIP_DIMENSION)):
            every = Selection(LOOKUPS, field, by=(dimension, NAME_DIMENSION))
            for total in sorted(view.own_totals(every), key=lambda total: total.period):
                if all(total.breakdown):
                    named[total.breakdown[0]] = total.breakdown[1]
        return named

    def places_said(self, sha256: str) -> list[tuple[str, str, str]]:
        """Of a held look-up the code, the printed name and the force (slug) of each authority and partnership."""
        entry = self._find(sha256)
        if entry is None or NAME_DIMENSION not in entry.dimensions:
            return []
        return files.places_said(files.edition_path(self.folder, entry.edition.key))

    # --- inside ---------------------------------------------------------------------------------------------------

    def _entries(self, cut_off: date | None, as_received: date | None, *, awaiting: bool = False) -> list[Entry]:
        latest: dict[str, Entry] = {}
        accepted = self._ledger.accepted()
        for entry in self._ledger.entries():
            edition = entry.edition
            if edition.trust is Trust.NOT_YET_SEEN and not awaiting:
                since = accepted.get(edition.layout)
                # What was accepted later no pack could use then, though its file lay here.
                if since is None or (as_received is not None and _later(since, as_received)):
                    continue
            if cut_off is not None and edition.released > cut_off:
                continue
            if as_received is not None and _later(entry.received_at, as_received):
                continue
            held = latest.get(edition.sha256)
            if held is None or held.edition.reading < edition.reading:
                latest[edition.sha256] = entry
        return list(latest.values())

    def _view(self, cut_off: date | None, as_received: date | None) -> View:
        entries = self._entries(cut_off, as_received)
        key = (cut_off, as_received, frozenset(entry.number for entry in entries))
        if key not in self._views:
            sources: dict[str, list[Entry]] = {}
            for entry in entries:
                sources.setdefault(entry.edition.source, []).append(entry)
            self._views[key] = View(self.folder, lambda source: self._stand(sources.get(source, [])))
        return self._views[key]

    def _stand(self, entries: Sequence[Entry]) -> Sequence[Standing]:
        """Which of a source's editions is current for what: worked out once for those editions, whatever is loaded besides."""
        numbers = tuple(entry.number for entry in entries)
        if numbers not in self._standings:
            self._standings[numbers] = stand(entries, self._ledger.coverage(numbers))
        return self._standings[numbers]


def _later(at: datetime, than: date) -> bool:
    """Whether it came after a day or an instant: this tells what came on the day of a build before it from what came after."""
    return at > than if isinstance(than, datetime) else at.date() > than
