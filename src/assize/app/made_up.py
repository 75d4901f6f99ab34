"""The made-up country as a workspace: written, loaded through the ordinary doors, and built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.history import map_file
from assize.app.packs import BuiltPack, build
from assize.app.workspace import Progress, Workspace, load_files, new_workspace, quiet
from assize.catalogue.load import load_catalogue
from assize.core.errors import AssizeError
from assize.core.nouns import MADE_UP

if TYPE_CHECKING:
    from assize.simulate import Country, Made, Plan, Returned

OFFICE = "Office of the Police and Crime Commissioner (made-up country)"
LEDGER = "ledger-of-truth"
SENT_AFTER = 40  # days after a quarter: when a return is sent


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
    from assize.simulate import Plan, found_country, ledger_csv, ledger_json, write_country

    plan = plan or Plan()
    catalogue = load_catalogue()
    country = found_country(catalogue, plan)
    last = country.last
    new_workspace(folder, plan.boards, office=OFFICE, quarter=last.slug, cut_off=date(last.last_day.year, 8, 8))
    made = list(write_country(country, folder / "inbox", progress))
    observations, accepted = _load(folder, made, progress)
    returned, files, more = _load_partners(folder, country, progress)
    plants, told = country.truth()
    plants += [plant for one in returned for plant in one.plants]
    (folder / f"{LEDGER}.csv").write_text(ledger_csv(plants, country.quarters), encoding="utf-8")
    text = ledger_json(plants, country.quarters, plan.seed, told)
    (folder / f"{LEDGER}.json").write_text(text, encoding="utf-8")
    built = tuple(build(folder, progress=progress)) if packs else ()
    return MadeCountry(built, len(made) + files, observations + more, accepted)


def _load_partners(folder: Path, country: Country, progress: Progress) -> tuple[list[Returned], int, int]:
    """Partners' figures: earlier quarters as the office's own workbooks, mapped and confirmed as an office would, and the last
    ones on forms. What every partner counts, how many files there are, and how many observations."""
    from assize.simulate import PREFIX, partner_figures, partner_sources, write_history

    inbox = folder / "inbox"
    providers = Workspace.open(folder).providers().values()
    found: list[Returned] = []
    files = observations = 0
    progress("Making up partners' figures")
    for source in partner_sources(country.catalogue):
        places = sorted(
            {place for one in providers if one.role == source.id.removeprefix(PREFIX) for place in one.places.values()}
        )
        returned = [partner_figures(country, source, place) for place in places]
        found += returned
        history = write_history(inbox, country, source, [one for one in returned if one.board in country.boards])
        if history is None:
            continue
        map_file(folder, history.path, source.id)
        map_file(folder, history.path, source.id, confirm=True)
        observations += _load(folder, [history], progress)[0]
        files += 1
    forms = _write_returns(folder, country, found)
    files += len(forms)
    return found, files, observations + _load(folder, forms, progress)[0]


def _write_returns(folder: Path, country: Country, returned: Sequence[Returned]) -> list[Made]:
    """The forms of the last quarters, filled in by every provider; those of the last quarter that came late are not there."""
    from assize.collect.return_form import Office, form_name, plan_form
    from assize.simulate import FORMS, Made, answers_of, is_late, write_return

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
            asked = catalogue.asked_for(provider.role, provider.owes)
            form = plan_form(provider, quarter, sent, asked, (), names, {}, office, dated=quarter.last_day)
            source = catalogue.roles[provider.role].source
            answers = {board: answers_of(figures[source, provider.places[board]], at) for board in provider.boards}
            path = folder / "inbox" / form_name(provider.id, quarter).replace(".xlsx", "-MADE-UP.xlsx")
            write_return(path, form.plans, answers)
            made.append(Made(path, released=sent))
    return made


def _load(folder: Path, made: Iterable[Made], progress: Progress) -> tuple[int, tuple[str, ...]]:
    """Loads the files as an office would, those of one kind together; how many observations, and the layouts accepted."""
    observations = 0
    accepted: list[str] = []
    for (released, period, accept, source), files in groupby(
        made, key=lambda one: (one.released, one.period, one.accept, one.source)
    ):
        paths = [one.path for one in files]
        for loaded in load_files(
            folder, paths, released=released, period=period, accept_layout=accept, source=source, progress=progress
        ):
            if loaded.edition is None:
                raise loaded.refused or AssizeError("a made-up file was refused", where=loaded.file)
            observations += loaded.edition.observations
            if loaded.accepted:
                accepted.append(loaded.file)
    return observations, tuple(accepted)
