"""The commands: each says what it did in a few plain lines, ends with the next step, and exits non-zero on failure."""

from __future__ import annotations

import csv
import errno
import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from assize.cli.words import say_loaded, say_made_up, say_pack_revisions, say_packs, say_pair, say_scanned, say_written
from assize.core.audiences import PARTNERSHIP
from assize.core.errors import AssizeError

app = typer.Typer(
    help="Makes a Local Criminal Justice Board's quarterly performance report from published figures and partners' returns.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

SLOW = 1.0  # seconds after which progress is worth a line
WorkspaceOption = Annotated[
    Path, typer.Option("--workspace", "-w", help="The workspace folder (default: this folder).")
]


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise AssizeError("this is not a day", found=f"'{text}'", expected="a day such as 2019-07-31") from error


def _past_day(text: str | None) -> date | None:
    """A day that has come: nobody can have released, received or cut off anything later."""
    day = _day(text)
    if day is not None and day > date.today():
        raise AssizeError("this day has not come yet", found=f"'{text}'", expected="today or an earlier day")
    return day


@contextmanager
def _failing() -> Iterator[None]:
    """Turns an error of ours, or of the operating system, into its sentence and a failure."""
    try:
        yield
    except AssizeError as error:
        typer.echo(f"Stopped. {error.sentence}", err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        raise  # whoever read the output has had enough, as `head` has: no fault, and the framework ends it quietly
    except OSError as error:
        typer.echo(f"Stopped. {_of_the_system(error).sentence}", err=True)
        raise typer.Exit(1) from error


def _of_the_system(error: OSError) -> AssizeError:
    """What the operating system refused, where, and what to do."""
    where = str(error.filename2 or error.filename or "")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AssizeError("the disk is full", where=where, fix="Make room, then run the command again.")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        fix = "Ask for the right to read and write there, or choose another folder."
        return AssizeError("this may not be read or written by you", where=where, fix=fix)
    if isinstance(error, FileExistsError | NotADirectoryError):
        fix = "Choose another folder, or move the file away."
        return AssizeError("a file is in the way where a folder is wanted", where=where, fix=fix)
    if isinstance(error, IsADirectoryError):
        return AssizeError("this is a folder where a file is wanted", where=where, fix="Name the files in it.")
    if isinstance(error, FileNotFoundError):
        fix = "Check the spelling, or choose another folder."
        return AssizeError("this does not exist and cannot be made", where=where, fix=fix)
    said = f"the operating system refused: {error.strerror or error}"
    return AssizeError(said, where=where, fix="Check the disk and the folder, then run the command again.")


class _Progress:
    """Says what is being done, on the error stream, once a command has taken longer than a second."""

    def __init__(self) -> None:
        self.started = time.monotonic()

    def __call__(self, doing: str) -> None:
        if time.monotonic() - self.started > SLOW or sys.stderr.isatty():
            typer.echo(f"  {doing} …", err=True)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the example workspace.")],
    made_up: Annotated[
        bool, typer.Option("--made-up", help="A made-up country instead: ten years of every source, for practice.")
    ] = False,
) -> None:
    """Makes the example: real published figures for Staffordshire and West Mercia, and both boards' reports."""
    from assize import app as assize

    with _failing():
        started = time.monotonic()
        if made_up:
            say_made_up(assize.make_made_up(folder, _Progress()), folder, time.monotonic() - started)
            return
        packs = assize.make_demo(folder, _Progress())
        typer.echo(f"Made the example workspace in {folder} ({time.monotonic() - started:.1f} s).")
        say_packs(packs, folder)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A new folder for the workspace.")],
    board: Annotated[list[str], typer.Option("--board", help="A board, such as staffordshire; may be given again.")],
    office: Annotated[str, typer.Option(help="The office's name, as it stands on the documents.")] = "",
) -> None:
    """Makes an empty workspace for one board or more."""
    from assize import app as assize

    with _failing():
        workspace = assize.new_workspace(folder, board, office=office)
        names = ", ".join(workspace.catalogue.areas[slug].name for slug in workspace.settings.boards)
        typer.echo(f"Made a workspace for {names} in {folder}; its settings are in assize.toml.")
        typer.echo("Next: put the publishers' files in inbox/ and run: assize load inbox/*")


@app.command()
def load(
    files: Annotated[list[Path] | None, typer.Argument(help="Files as their publishers released them.")] = None,
    workspace: WorkspaceOption = Path(),
    released: Annotated[str | None, typer.Option(help="The day the file was published, such as 2019-07-18.")] = None,
    period: Annotated[str | None, typer.Option(help="The quarter a file is for, where its name does not say.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Read kept files again with the present reader.")] = False,
    accept_layout: Annotated[
        bool, typer.Option("--accept-layout", help="You have looked at what was read of a layout not seen before.")
    ] = False,
    source: Annotated[
        str, typer.Option(help="The office's own workbook of earlier quarters, mapped to this source: see assize map.")
    ] = "",
    restore: Annotated[
        str,
        typer.Option(help="Why an earlier return of a partner is right after all: it is made the current one again."),
    ] = "",
) -> None:
    """Takes files into the store: each wholly, or not at all. The originals stay where they are."""
    from assize import app as assize
    from assize.core.periods import parse_period

    with _failing():
        day, quarter = _past_day(released), parse_period(period) if period else None
        wanted = [] if again else files or []
        with assize.reading_ahead(workspace, wanted, released=day, period=quarter, source=source) as ahead:
            results = assize.load_files(
                workspace,
                files or [],
                released=day,
                period=quarter,
                again=again,
                accept_layout=accept_layout,
                source=source,
                restore=restore,
                ahead=ahead,
                progress=_Progress(),
            )
        for result in results:
            say_loaded(result)
        refused = sum(result.edition is None for result in results)
        added = sum(result.edition is not None and not result.already for result in results)
        held = len(results) - refused - added
        typer.echo(f"{added} loaded, {held} held already, {refused} refused.")
        if refused:
            raise typer.Exit(1)
        typer.echo("Next: assize status, or assize build.")


@app.command("map")
def map_workbook(
    file: Annotated[Path, typer.Argument(help="The office's own workbook of earlier quarters.")],
    source: Annotated[str, typer.Option(help="What it is a history of, such as partner-witness-care.")],
    workspace: WorkspaceOption = Path(),
    board: Annotated[str, typer.Option(help="The board it is all of, where it names none.")] = "",
    periods: Annotated[
        list[str] | None,
        typer.Option(
            help="How doubtful periods are counted: Q1 2019 calendar, financial or financial-ending; dates month or quarter, "
            "day-first or month-first."
        ),
    ] = None,
    released: Annotated[
        str | None, typer.Option(help="The day the office knew these figures, such as 2019-05-31.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Write over the mapping that is there.")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="You have looked at the mapping and it is right.")] = False,
) -> None:
    """Proposes how to read the office's own workbook; nothing is loaded until you have confirmed it."""
    from assize import app as assize

    with _failing():
        mapped = assize.map_file(
            workspace,
            file,
            source,
            board=board,
            periods=periods or (),
            released=_past_day(released),
            again=again,
            confirm=confirm,
        )
        for line in assize.understood_lines(mapped):
            typer.echo(line)
        state = "confirmed" if mapped.confirmed else "not confirmed"
        typer.echo(
            f"The mapping is {mapped.path} ({state}{', kept as it was' if mapped.kept and not confirm else ''})."
        )
        typer.echo(f"Next: {assize.next_step(mapped, file)}")


@app.command("request")
def request_returns(
    quarter: Annotated[str, typer.Argument(help="The quarter whose figures are asked for, such as 2018-19-q4.")],
    workspace: WorkspaceOption = Path(),
    provider: Annotated[str, typer.Option(help="One provider; all of providers.toml without it.")] = "",
    chase: Annotated[bool, typer.Option("--chase", help="Reminders, for those who have returned nothing.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", help="The day it is sent (default: today); it may be to come.")
    ] = None,
) -> None:
    """Writes a form and a ready e-mail for every provider; with --chase reminders, to those who have not returned."""
    from assize import app as assize

    with _failing():
        today = date.today()
        day = _day(on) or today
        written, missing = assize.write_requests(
            workspace, quarter, day, provider=provider, chase=chase, today=today, progress=_Progress()
        )
        say_written(written, missing, chase, day if day > today else None)


@app.command("enter")
def enter_figures(
    provider: Annotated[str, typer.Argument(help="Whose figures: the provider's name in providers.toml.")],
    quarter: Annotated[str, typer.Argument(help="The quarter that they are of, such as 2018-19-q4.")],
    workspace: WorkspaceOption = Path(),
) -> None:
    """Writes a form for figures that came by telephone or e-mail: you fill it, and it is loaded like any return."""
    from assize import app as assize

    with _failing():
        written = assize.write_entry_form(workspace, provider, quarter, date.today())
        typer.echo(f"{written.provider.name}: {written.files[0]}")
        typer.echo(
            "Type the figures, and at the top who gave them (a role), how and when. They are shown as keyed by the office."
        )
        typer.echo(f"Next: assize load {written.files[0]}")


@app.command()
def status(
    workspace: WorkspaceOption = Path(),
    at: Annotated[str | None, typer.Option("--at", help="As things stood on this day (default: today).")] = None,
    source: Annotated[str, typer.Option("--source", help="One source in full, every edition of it.")] = "",
    returns: Annotated[
        str, typer.Option("--returns", help="Who has returned figures for this quarter, such as 2018-19-q4.")
    ] = "",
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Each measure of the framework: fed, or why not.")
    ] = False,
) -> None:
    """What is held, source by source: how old, what is due next and from where, and what is missing."""
    from assize import app as assize

    with _failing():
        # The one command that asks the clock: how late a file is can be said of a day only.
        day = _day(at) or date.today()
        if coverage:
            lines = assize.coverage_lines(workspace)
        elif returns:
            lines = assize.round_lines(workspace, day, returns)
        else:
            lines = [
                *assize.status_lines(workspace, day, source),
                *([] if source else assize.round_lines(workspace, day)),
            ]
        for line in lines:
            typer.echo(line)


@app.command()
def check(
    workspace: WorkspaceOption = Path(),
    cut_off: Annotated[str | None, typer.Option("--cut-off", help="What was published by this day.")] = None,
) -> None:
    """Looks at the quality of what is held; writes checks/data-quality.html and fails where something blocks a build."""
    from assize import app as assize

    with _failing():
        checked = assize.check(workspace, cut_off=_past_day(cut_off), progress=_Progress())
        for line in assize.summary_lines(checked):
            typer.echo(line)
        if checked.report.blocked:
            raise typer.Exit(1)


@app.command()
def build(
    workspace: WorkspaceOption = Path(),
    board: Annotated[str, typer.Option(help="One board; all of the workspace's without it.")] = "",
    quarter: Annotated[str, typer.Option(help="The quarter, such as 2018-19-q4, 2018/19 Q4 or 2019Q1.")] = "",
    cut_off: Annotated[str | None, typer.Option("--cut-off", help="Use only what was published by this day.")] = None,
    as_received: Annotated[
        str | None, typer.Option("--as-received", help="Leave out what this office received after this day.")
    ] = None,
    audience: Annotated[
        str, typer.Option(help="Who is to read it: partnership, public, or one of assize.toml.")
    ] = PARTNERSHIP,
) -> None:
    """Builds the pack: five documents as pages, PDF and slides, the workbook and the manifest."""
    from assize import app as assize

    with _failing():
        packs = assize.build(
            workspace,
            board=board,
            quarter=quarter,
            cut_off=_past_day(cut_off),
            as_received=_past_day(as_received),
            audience=audience,
            progress=_Progress(),
        )
        say_packs(packs, workspace)


@app.command()
def explain(
    reference: Annotated[
        str, typer.Argument(help="metric@area@period[@breakdown] as printed, or words of a document, quoted.")
    ],
    workspace: WorkspaceOption = Path(),
    cells: Annotated[bool, typer.Option("--cells", help="Every cell, however many.")] = False,
    cut_off: Annotated[str | None, typer.Option("--cut-off", help="As at this day.")] = None,
    as_received: Annotated[
        str | None, typer.Option("--as-received", help="Leave out what this office received after this day.")
    ] = None,
) -> None:
    """Walks from a figure to the cells it stands on, and from a sentence to its rule, limits, test and figures."""
    from assize import app as assize

    with _failing():
        for line in assize.explain(
            workspace,
            reference,
            all_cells=cells,
            cut_off=_past_day(cut_off),
            as_received=_past_day(as_received),
            progress=_Progress(),
        ):
            typer.echo(line)


@app.command("scan")
def scan_packs(
    packs: Annotated[
        list[Path] | None, typer.Argument(help="Folders of packs; every pack of the workspace without one.")
    ] = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Looks through finished packs for what their readers may not see; run it again after anybody has opened a file of one."""
    from assize import app as assize

    found = False
    with _failing():
        folders = packs or sorted(path.parent for path in (workspace / "packs").glob("*/*/*/manifest.json"))
        for folder in folders:
            scanned = assize.scan_pack(workspace, folder)
            found = found or bool(scanned.leaks)
            say_scanned(scanned)
        if not folders:
            typer.echo("No pack has been built here yet: assize build makes them.")
    if found:
        raise typer.Exit(1)


@app.command()
def export(
    workspace: WorkspaceOption = Path(),
    quarter: Annotated[str, typer.Option(help="Figures up to this quarter.")] = "",
    cut_off: Annotated[str | None, typer.Option("--cut-off", help="As at this day.")] = None,
    as_received: Annotated[
        str | None, typer.Option("--as-received", help="Leave out what this office received after this day.")
    ] = None,
) -> None:
    """All current figures for the partnership as csv, sorted, to standard output."""
    from assize import app as assize

    with _failing():
        writer = csv.writer(sys.stdout, lineterminator="\n")
        for row in assize.export_rows(
            workspace, cut_off=_past_day(cut_off), quarter=quarter, as_received=_past_day(as_received)
        ):
            writer.writerow(row)


@app.command()
def revisions(
    editions: Annotated[
        list[str] | None, typer.Argument(help="Two editions, by file name or the beginning of the hash; earlier first.")
    ] = None,
    workspace: WorkspaceOption = Path(),
    source: Annotated[str, typer.Option(help="Editions of this source only.")] = "",
    board: Annotated[str, typer.Option(help="The last pack of this board only.")] = "",
    table: Annotated[Path | None, typer.Option("--csv", help="Write every changed cell to this file.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every figure and sentence, however many.")] = False,
) -> None:
    """What changed between editions, and what the last pack would now say otherwise."""
    from assize import app as assize

    with _failing():
        pairs = list(assize.edition_pairs(workspace, source=source, editions=editions or []))
        for pair in pairs:
            say_pair(pair)
        if not pairs:
            typer.echo("No two editions of one source share a period: nothing can have changed between them.")
        if table is not None:
            with table.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.writer(handle, lineterminator="\n")
                writer.writerow(assize.REVISION_COLUMNS)
                writer.writerows(assize.revision_row(pair, one) for pair in pairs for one in pair.revisions)
            typer.echo(f"Every changed cell is in {table}.")
        if not source and not editions:
            packs = assize.pack_revisions(workspace, board=board)
            for pack in packs:
                say_pack_revisions(pack, everything)
            if not packs:
                typer.echo("No pack has been built here yet, so none can be compared with what is held now.")
        else:
            typer.echo(
                "What the last pack would now say is not compared here; assize revisions alone, or with --board, does."
            )
        typer.echo("Next: assize build takes the newest editions released by the cut-off date.")


def main() -> None:
    """The `assize` command."""
    # Millions of objects are made and next to no cycles: looking for them as often as Python does takes a fifth of the time.
    gc.set_threshold(100_000, 50, 1000)
    app()
