"""The commands: each says what it did in a few plain lines, ends with the next step, and exits non-zero on failure."""

from __future__ import annotations

import csv
import errno
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assize.core.errors import AssizeError

if TYPE_CHECKING:
    from assize.app import BuiltPack, Loaded

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
) -> None:
    """Makes the example: real published figures for Staffordshire and West Mercia, and both boards' reports."""
    from assize import app as assize

    with _failing():
        started = time.monotonic()
        packs = assize.make_demo(folder, _Progress())
        typer.echo(f"Made the example workspace in {folder} ({time.monotonic() - started:.1f} s).")
        _say_packs(packs, folder)


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
        names = ", ".join(workspace.catalogue.areas[slug].name for slug in board)
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
) -> None:
    """Takes files into the store: each wholly, or not at all. The originals stay where they are."""
    from assize import app as assize
    from assize.core.periods import parse_period

    with _failing():
        results = assize.load_files(
            workspace,
            files or [],
            released=_day(released),
            period=parse_period(period) if period else None,
            again=again,
            accept_layout=accept_layout,
            progress=_Progress(),
        )
        for result in results:
            _say_loaded(result)
        refused = sum(result.edition is None for result in results)
        added = sum(result.edition is not None and not result.already for result in results)
        held = len(results) - refused - added
        typer.echo(f"{added} loaded, {held} held already, {refused} refused.")
        if refused:
            raise typer.Exit(1)
        typer.echo("Next: assize status, or assize build.")


def _say_loaded(result: Loaded) -> None:
    if result.edition is None:
        typer.echo(str(result.refused), err=True)
        return
    edition = result.edition
    state = "held already, nothing changed" if result.already else f"{edition.observations:,} observations"
    span = edition.first_period.slug
    if edition.last_period != edition.first_period:
        span = f"{span} to {edition.last_period.slug}"
    typer.echo(f"{result.file}: {edition.source}, {span}: {state}.")
    if edition.because and not result.already:
        typer.echo(f"  Known by: {edition.because} ({edition.confidence:.0%} of its marks).")
    for problem in result.problems:
        typer.echo(f"  Note: {problem.sentence}")
    if result.accepted:
        typer.echo("  Its layout is accepted: this and later files of it enter packs.")
    if result.awaits:
        _say_what_was_read(result)


def _say_what_was_read(result: Loaded) -> None:
    """What a person looks at before accepting a layout: a few cells of each field, with what they were taken for."""
    from assize.core.wording import period_words

    typer.echo("  Layout not yet seen: it is known by description alone, and nothing of this file enters a pack yet.")
    typer.echo("  Hold these cells against the file:")
    for read in result.read:
        absent = f", {read.absent:,} without a number" if read.absent else ""
        span = read.first.slug if read.first == read.last else f"{read.first.slug} to {read.last.slug}"
        places = f"{read.areas:,} place{'s' if read.areas != 1 else ''}"
        typer.echo(f"    {read.field}: {read.cells:,} cells{absent}, {places}, {span}")
        for one in read.examples:
            words = f", {', '.join(one.words)}" if one.words else ""
            typer.echo(
                f"      {one.cell}: '{one.raw}' is {one.understood} for {one.area}, {period_words(one.period)}{words}"
            )
    typer.echo(f"  If they are right: assize load {result.file} --accept-layout")


@app.command()
def status(workspace: WorkspaceOption = Path()) -> None:
    """What is held, source by source, and how old it is."""
    from assize import app as assize
    from assize.core.wording import date_words, period_words

    with _failing():
        space, rows = assize.status(workspace)
        boards = ", ".join(space.catalogue.areas[slug].name for slug in space.settings.boards)
        typer.echo(f"{space.settings.office}. Boards: {boards}.")
        for row in rows:
            typer.echo(f"{row.title}")
            if not row.editions:
                typer.echo("  nothing held")
                continue
            first = min(edition.first_period for edition in row.editions)
            last = max(row.editions, key=lambda edition: (edition.last_period.last_day, edition.released))
            count = len(row.editions)
            estimated = " (by the source's rule)" if last.released_estimated else ""
            typer.echo(
                f"  {count} edition{'s' if count != 1 else ''}, {first.slug} to {last.last_period.slug}; the latest for "
                f"{period_words(last.last_period)}, released {date_words(last.released)}{estimated}, received "
                f"{date_words(last.received)}"
            )
            if row.notes:
                typer.echo(f"  {row.notes} note{'s' if row.notes != 1 else ''} from loading")
        typer.echo("Next: assize build.")


@app.command()
def build(
    workspace: WorkspaceOption = Path(),
    board: Annotated[str, typer.Option(help="One board; all of the workspace's without it.")] = "",
    quarter: Annotated[str, typer.Option(help="The quarter, such as 2018-19-q4, 2018/19 Q4 or 2019Q1.")] = "",
    cut_off: Annotated[str | None, typer.Option("--cut-off", help="Use only what was published by this day.")] = None,
    as_received: Annotated[
        str | None, typer.Option("--as-received", help="Leave out what this office received after this day.")
    ] = None,
) -> None:
    """Builds the pack: five documents as pages, PDF and slides, the workbook and the manifest."""
    from assize import app as assize

    with _failing():
        packs = assize.build(
            workspace,
            board=board,
            quarter=quarter,
            cut_off=_day(cut_off),
            as_received=_day(as_received),
            progress=_Progress(),
        )
        _say_packs(packs, workspace)


def _say_packs(packs: Sequence[BuiltPack], folder: Path) -> None:
    from assize.core.wording import date_words, period_words

    for pack in packs:
        typer.echo(
            f"{pack.board}, {period_words(pack.quarter)} ({pack.quarter.slug}), figures as at {date_words(pack.cut_off)}: "
            f"{len(pack.files)} files, {pack.figures:,} figures in {pack.folder}"
        )
        if pack.awaited:
            typer.echo(
                f"  {pack.awaited} commentary {'slot awaits' if pack.awaited == 1 else 'slots await'} a person's words in "
                f"commentary/{pack.board}/{pack.quarter.slug}/: it is a draft until then"
            )
        for name, nearest in pack.unread:
            meant = f"; did you mean {nearest}.md?" if nearest else ""
            typer.echo(
                f"  commentary/{pack.board}/{pack.quarter.slug}/{name}.md belongs to no section of this pack{meant}"
            )
    typer.echo(f"Next: open executive-summary.html in one of these folders, or: assize explain REFERENCE -w {folder}")


@app.command()
def explain(
    reference: Annotated[str, typer.Argument(help="As printed: metric@area@period[@breakdown].")],
    workspace: WorkspaceOption = Path(),
    cells: Annotated[bool, typer.Option("--cells", help="Every cell, however many.")] = False,
    cut_off: Annotated[str | None, typer.Option("--cut-off", help="As at this day.")] = None,
    as_received: Annotated[
        str | None, typer.Option("--as-received", help="Leave out what this office received after this day.")
    ] = None,
) -> None:
    """Walks from a figure to the cells it stands on: value, basis, parts, editions, judgement and why."""
    from assize import app as assize

    with _failing():
        for line in assize.explain(
            workspace, reference, all_cells=cells, cut_off=_day(cut_off), as_received=_day(as_received)
        ):
            typer.echo(line)


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
        for row in assize.export_rows(workspace, cut_off=_day(cut_off), quarter=quarter, as_received=_day(as_received)):
            writer.writerow(row)


def main() -> None:
    """The `assize` command."""
    app()
