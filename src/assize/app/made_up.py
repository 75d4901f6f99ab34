"""The made-up country as a workspace: written, loaded through the ordinary doors, and built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assize.app.ahead import Ahead, helpers
from assize.app.history import map_file
from assize.app.loading import load_files
from assize.app.packs import BuiltPack, build
from assize.app.requests import owed
from assize.app.workspace import Progress, Workspace, new_workspace, quiet
from assize.catalogue.load import load_catalogue
from assize.catalogue.providers import FILE as PROVIDERS_FILE
from assize.catalogue.settings import FILE as SETTINGS_FILE
from assize.core.errors import AssizeError
from assize.core.nouns import MADE_UP
from assize.core.processors import processors, share_processors

if TYPE_CHECKING:
    from assize.core.periods import Period
    from assize.simulate import Country, Made, Plan, Returned

OFFICE = "Office of the Police and Crime Commissioner (made-up country)"
LEDGER = "ledger-of-truth"
_WORTH_IT = 4  # years
BOARD_AFTER = 150  # days after the quarter: when the board meets; the other days of the round are worked back from it


@dataclass(frozen=True)
class MadeCountry:
    """A made-up country on disk: its packs, how many files were loaded, and those whose layout was accepted unseen."""

    packs: tuple[BuiltPack, ...]
    files: int
    observations: int
    accepted: tuple[str, ...] = field(default=())


def make_made_up(
    folder: Path, progress: Progress = quiet, *, plan: Plan | None = None, packs: bool = True
) -> MadeCountry:
    """A workspace of the made-up country, with `ledger-of-truth` in two formats beside its settings.

    Raises AssizeError where there is a workspace already, or where a file that was made here is refused.
    """
    from assize.simulate import Plan, found_country, ledger_csv, ledger_json, write_country, write_words

    plan = plan or Plan()
    catalogue = load_catalogue()
    country = found_country(catalogue, plan)
    last = country.last
    new_workspace(folder, plan.boards, office=OFFICE, quarter=last.slug, cut_off=date(last.last_day.year, 8, 8))
    _settle_office(folder, last)
    write_words(folder, catalogue, plan.boards, last)
    with _helped(folder, plan) as ahead:
        earlier = _begin(ahead, _write_histories, folder, plan)
        made = list(_begun(ahead, write_country(country, folder / "inbox", progress)))
        returned, histories = earlier()
        list(_begun(ahead, histories))
        observations, accepted = _load(folder, made, ahead, progress)
        observations += _load(folder, histories, ahead, progress)[0]
        forms = _write_returns(folder, country, returned)
        observations += _load(folder, forms, None, progress)[0]
        plants, told = country.truth()
        plants += [plant for one in returned for plant in one.plants]
        (folder / f"{LEDGER}.csv").write_text(ledger_csv(plants, country.quarters), encoding="utf-8")
        text = ledger_json(plants, country.quarters, plan.seed, told)
        (folder / f"{LEDGER}.json").write_text(text, encoding="utf-8")
        built = _build(folder, plan.boards, ahead, progress) if packs else ()
    return MadeCountry(built, len(made) + len(histories) + len(forms), observations, accepted)


@contextmanager
def _helped(folder: Path, plan: Plan) -> Iterator[Ahead | None]:
    """Other processes for what can be done at the same time; for a small country they are not worth their start."""
    if plan.years < _WORTH_IT or processors() < 2:
        yield None
        return
    share_processors()
    try:
        with helpers(folder, 2) as ahead:
            yield ahead
    finally:
        share_processors(False)


def _begin(ahead: Ahead | None, function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    """Begins a function beside all the rest; what it gives is asked for by calling what is given back."""
    return ahead.run(function, *arguments) if ahead else partial(function, *arguments)


def _begun(ahead: Ahead | None, made: Iterable[Made]) -> Iterator[Made]:
    """The same files, each of them being read from now on."""
    for one in made:
        if ahead:
            ahead.begin(one.path, released=one.released, period=one.period, source=one.source)
        yield one


def _build(folder: Path, boards: Sequence[str], ahead: Ahead | None, progress: Progress) -> tuple[BuiltPack, ...]:
    """The packs of the boards: every other one in another process."""
    elsewhere = {board: _begin(ahead, _build_board, folder, board) for board in boards[1::2]}
    here = {board: build(folder, board=board, progress=progress) for board in boards[::2]}
    return tuple(pack for board in boards for pack in (here.get(board) or elsewhere[board]()))


def _build_board(folder: Path, board: str) -> list[BuiltPack]:
    return build(folder, board=board)


def _settle_office(folder: Path, last: Period) -> None:
    """The calendar of the last quarter's round, and mailboxes that lead nowhere: `example.org` belongs to nobody."""
    settings, providers = folder / SETTINGS_FILE, folder / PROVIDERS_FILE
    text = settings.read_text(encoding="utf-8")
    board = last.last_day + timedelta(days=BOARD_AFTER)
    text += f'\n[calendar."{last.slug}"]\nboard = {board.isoformat()}\n'
    settings.write_text(_OWN_MAILBOX.sub('mailbox = "performance@example.org"', text), encoding="utf-8")
    lines, table = [], ""
    for line in providers.read_text(encoding="utf-8").splitlines():
        table = line.strip("[]") if line.startswith("[") else table
        lines.append(f'mailbox = "{table}@example.org"' if line == 'mailbox = ""' else line)
    providers.write_text("\n".join(lines) + "\n", encoding="utf-8")


_OWN_MAILBOX = re.compile(r'^mailbox = ""', re.MULTILINE)


def _write_histories(folder: Path, plan: Plan) -> tuple[list[Returned], list[Made]]:
    """What every partner counts, and its earlier quarters as workbooks of the office, mapped and confirmed."""
    from assize.simulate import PREFIX, found_country, partner_figures, partner_sources, write_history

    workspace = Workspace.open(folder)
    country, providers = found_country(workspace.catalogue, plan), workspace.providers().values()
    found: list[Returned] = []
    histories: list[Made] = []
    for source in partner_sources(workspace.catalogue):
        own = [one for one in providers if one.role == source.id.removeprefix(PREFIX)]
        places = sorted({place for one in own for place in one.places.values()})
        returned = [partner_figures(country, source, place) for place in places]
        found += returned
        boards = [one for one in returned if one.board in country.boards]
        history = write_history(folder / "inbox", country, source, boards)
        if history is not None:
            map_file(folder, history.path, source.id)
            map_file(folder, history.path, source.id, confirm=True)
            histories.append(history)
    return found, histories


def _write_returns(folder: Path, country: Country, returned: Sequence[Returned]) -> list[Made]:
    """The forms of the last quarters, filled in by every provider; those of the last quarter that came late are not there."""
    from assize.collect.return_form import Office, form_name, plan_form
    from assize.simulate import FORMS, SENT_AFTER, Made, answers_of, is_late, write_return

    workspace = Workspace.open(folder)
    settings, catalogue = workspace.settings, workspace.catalogue
    office = Office(settings.office, settings.contact, settings.mailbox, settings.marking, MADE_UP)
    names = {board: catalogue.areas[board].name for board in settings.boards}
    figures = {(one.source, one.board): one.figures for one in returned}
    made = []
    for at in range(max(0, len(country.quarters) - FORMS), len(country.quarters)):
        quarter = country.quarters[at]
        sent = quarter.last_day + timedelta(days=SENT_AFTER)
        for provider in workspace.providers().values():
            if is_late(country, provider.role, at):
                continue
            asked, measures = owed(workspace, provider)
            form = plan_form(provider, quarter, sent, asked, measures, names, {}, office, dated=quarter.last_day)
            source = catalogue.roles[provider.role].source
            answers = {board: answers_of(figures[source, provider.places[board]], at) for board in provider.boards}
            path = folder / "inbox" / form_name(provider.id, quarter).replace(".xlsx", "-MADE-UP.xlsx")
            write_return(path, form.plans, answers)
            made.append(Made(path, released=sent))
    return made


def _load(folder: Path, made: Iterable[Made], ahead: Ahead | None, progress: Progress) -> tuple[int, tuple[str, ...]]:
    """Loads the files as an office would, those of one kind together; how many observations, and the layouts accepted."""
    observations = 0
    accepted: list[str] = []
    for (released, period, accept, source), files in groupby(
        made, key=lambda one: (one.released, one.period, one.accept, one.source)
    ):
        paths = [one.path for one in files]
        for loaded in load_files(
            folder,
            paths,
            released=released,
            period=period,
            accept_layout=accept,
            source=source,
            ahead=ahead,
            receipts=False,  # one is made in a moment, and forty of them in half a minute
            progress=progress,
        ):
            if loaded.edition is None:
                raise loaded.refused or AssizeError("a made-up file was refused", where=loaded.file)
            observations += loaded.edition.observations
            if loaded.accepted:
                accepted.append(loaded.file)
    return observations, tuple(accepted)
