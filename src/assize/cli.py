"""The commands: each says what it did in a few plain lines, ends with the next step, and exits non-zero on failure."""

from __future__ import annotations

import csv
import errno
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assize.core.audiences import PARTNERSHIP
from assize.core.errors import AssizeError

if TYPE_CHECKING:
    from assize.app import BuiltPack, Loaded, MadeCountry, Written
    from assize.app.revisions import PackRevisions, Pair

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
            _say_made_up(assize.make_made_up(folder, _Progress()), folder, time.monotonic() - started)
            return
        packs = assize.make_demo(folder, _Progress())
        typer.echo(f"Made the example workspace in {folder} ({time.monotonic() - started:.1f} s).")
        _say_packs(packs, folder)


def _say_made_up(made: MadeCountry, folder: Path, seconds: float) -> None:
    typer.echo(f"Made up a country in {folder} ({seconds:.1f} s). NOBODY COUNTED ITS FIGURES: every page says so.")
    typer.echo(f"  {made.files:,} files in inbox/, {made.observations:,} observations loaded")
    if made.accepted:
        typer.echo(
            f"  The layouts of {len(made.accepted)} of them are known by description alone and were accepted for you, which an"
            " office does after looking at them:"
        )
        for name in made.accepted:
            typer.echo(f"    {name}")
    typer.echo("  What was planted in which series is in ledger-of-truth.csv: look at it after the exercises.")
    _say_packs(made.packs, folder)


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
                ahead=ahead,
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
        if result.letter is not None:
            typer.echo(f"  The letter that tells the provider so: {result.letter}", err=True)
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
    if result.receipts:
        names = ", ".join(path.name for path in result.receipts)
        typer.echo(f"  Receipt for the provider, in {result.receipts[0].parent}: {names}")
    if result.accepted:
        typer.echo("  Its layout is accepted: this and later files of it enter packs.")
    if result.awaits:
        _say_what_was_read(result)


def _say_what_was_read(result: Loaded) -> None:
    """What a person looks at before accepting a layout: a few cells of each field, with what they were taken for."""
    from assize.core.wording import period_words

    typer.echo("  Layout not yet seen: it is known by description alone, and nothing of this file enters a pack yet.")
    typer.echo("  Hold these cells against the file:")
    if any(one.cell.ref.startswith("record ") for read in result.read for one in read.examples):
        typer.echo(
            "  A record is a row of the data behind a pivot table, and Excel shows it in no cell: filter the pivot table by the"
            " area, the period and the words that stand beside it here, and its number is what is left."
        )
    for read in result.read:
        absent = f", {read.absent:,} without a number" if read.absent else ""
        span = read.first.slug if read.first == read.last else f"{read.first.slug} to {read.last.slug}"
        places = f"{read.areas:,} place{'s' if read.areas != 1 else ''}"
        typer.echo(f"    {read.field}: {read.cells:,} cell{'s' if read.cells != 1 else ''}{absent}, {places}, {span}")
        for one in read.examples:
            words = f", {', '.join(one.words)}" if one.words else ""
            typer.echo(
                f"      {one.cell}: '{one.raw}' is {one.understood} for {one.area}, {period_words(one.period)}{words}"
            )
    typer.echo(f"  If they are right: assize load {result.file} --accept-layout")


@app.command("map")
def map_workbook(
    file: Annotated[Path, typer.Argument(help="The office's own workbook of earlier quarters.")],
    source: Annotated[str, typer.Option(help="What it is a history of, such as partner-witness-care.")],
    workspace: WorkspaceOption = Path(),
    board: Annotated[str, typer.Option(help="The board it is all of, where it names none.")] = "",
    periods: Annotated[
        list[str] | None,
        typer.Option(
            help="How doubtful periods are counted: Q1 2019 calendar, financial or financial-ending; dates month or quarter."
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
    on: Annotated[str | None, typer.Option("--on", help="The day it is sent (default: today).")] = None,
) -> None:
    """Writes a form and a ready e-mail for every provider; with --chase reminders, to those who have not returned."""
    from assize import app as assize

    with _failing():
        day = _past_day(on) or date.today()
        written, missing = assize.write_requests(
            workspace, quarter, day, provider=provider, chase=chase, progress=_Progress()
        )
        _say_written(written, missing, chase)


def _say_written(written: Sequence[Written], missing: Sequence[str], chase: bool) -> None:
    from assize.core.wording import date_words

    for one in written:
        typer.echo(f"{one.provider.name}, due {date_words(one.due)}: {', '.join(path.name for path in one.files)}")
        for note in one.notes:
            typer.echo(f"  Note: {note}.")
    if not written:
        typer.echo("Everybody who was asked has returned their figures: there is nobody to remind.")
        return
    if chase:
        count = f"{len(written)} reminder{'s' if len(written) != 1 else ''}"
    else:
        count = f"A form and a letter for {len(written)} provider{'s' if len(written) != 1 else ''}"
    typer.echo(f"{count} in {written[0].files[0].parent}.")
    for sentence in missing:
        typer.echo(f"  Note: {sentence}")
    typer.echo(
        "Next: open each .eml, read it and send it; load what comes back (assize load). assize status follows it all."
    )


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
            "Fill the cream cells, with who gave the figures (a role), how and when. They are shown as keyed by the office."
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
        _say_packs(packs, workspace)


def _say_packs(packs: Sequence[BuiltPack], folder: Path) -> None:
    from assize.core.wording import date_words, period_words

    for pack in packs:
        typer.echo(
            f"{pack.board}, {period_words(pack.quarter)} ({pack.quarter.slug}), figures as at {date_words(pack.cut_off)}: "
            f"{len(pack.files)} files, {pack.figures:,} figures in {pack.folder}"
        )
        if pack.awaited:
            count, where = len(pack.awaited), f"commentary/{pack.board}/{pack.quarter.slug}"
            make = "" if (folder / where).is_dir() else " (make that folder)"
            typer.echo(
                f"  {count} commentary {'slot awaits' if count == 1 else 'slots await'} a person's words: it is a draft until "
                f"then. Write them in text files in {where}/{make}:"
            )
            typer.echo(f"    {', '.join(f'{slot}.md' for slot in pack.awaited)}")
        if pack.audience != PARTNERSHIP:
            typer.echo(
                f"  For {pack.audience}, marked {pack.marking}. Look at every page before anything leaves the office."
            )
            typer.echo(f"  Commentary in it: {', '.join(pack.words) or 'none'}")
        if pack.left_out:
            typer.echo(f"  Left out, because it is for partners only: words of {', '.join(pack.left_out)}")
        for note in pack.notes:
            typer.echo(f"  Note: {note}")
        for name, nearest in pack.unread:
            meant = f"; did you mean {nearest}.md?" if nearest else ""
            typer.echo(
                f"  commentary/{pack.board}/{pack.quarter.slug}/{name}.md belongs to no section of this pack{meant}"
            )
    typer.echo(f"Next: open executive-summary.html in one of these folders, or: assize explain REFERENCE -w {folder}")


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
            _say_pair(pair)
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
                _say_pack_revisions(pack, everything)
            if not packs:
                typer.echo("No pack has been built here yet, so none can be compared with what is held now.")
        typer.echo("Next: assize build takes the newest editions released by the cut-off date.")


def _say_pair(pair: Pair) -> None:
    from assize.core.nouns import Change
    from assize.core.wording import capitalised, changed_texts, date_words, period_words

    typer.echo(
        f"{pair.title}: {pair.earlier.file} ({date_words(pair.earlier.released)}), then {pair.later.file} "
        f"({date_words(pair.later.released)})"
    )
    restated = pair.of(Change.RESTATED)
    typer.echo(
        f"  {len(restated):,} cell{'s' if len(restated) != 1 else ''} restated, "
        f"{len(pair.of(Change.NEW)):,} only in the later, {len(pair.of(Change.GONE)):,} only in the earlier"
    )
    fields = sorted({one.field for one in restated})
    for field in fields:
        own = [one for one in restated if one.field == field]
        sizes = sorted(
            (one for one in own if one.difference), key=lambda one: abs(one.difference or Decimal(0)), reverse=True
        )
        line = f"    {capitalised(pair.field_words(field))}: {len(own):,} restated"
        if sizes:
            largest = sizes[0]
            split = [word.replace("-", " ") for word in largest.dimensions.values() if word]
            where = ", ".join([pair.place(largest.area), period_words(largest.period), *split])
            before, after = changed_texts(largest.before, largest.after)
            line += f"; the largest {before} to {after} ({where})"
        typer.echo(line)


_LINES = 12  # of figures and sentences, so many are printed unless all are asked for


def _say_pack_revisions(pack: PackRevisions, everything: bool) -> None:
    from assize.core.wording import date_words, period_words

    typer.echo(
        f"The last pack of {pack.board} ({pack.quarter.slug}, figures as at {date_words(pack.cut_off)}, built "
        f"{date_words(pack.built.date())}), were it built with what was released by {date_words(pack.now)}:"
    )
    typer.echo(f"  {len(pack.figures):,} of {pack.compared:,} figures would be printed differently")
    shown = pack.figures if everything else pack.figures[:_LINES]
    for one in shown:
        typer.echo(f"    {one.name}, {one.area}, {period_words(one.figure.period)}: {one.then}, now {one.now}"
                   f"  [{one.figure.reference}]")  # fmt: skip
    if len(shown) < len(pack.figures):
        typer.echo(f"    and {len(pack.figures) - len(shown):,} more (--all)")
    typer.echo(f"  {len(pack.sentences):,} of {pack.sentences_compared:,} sentences would read differently")
    for sentence in pack.sentences if everything else pack.sentences[:_LINES]:
        typer.echo(f"    {sentence.measure}")
        typer.echo(f"      then: {sentence.then}")
        typer.echo(f"      now:  {sentence.now or 'it would not stand there'}")
    if not everything and len(pack.sentences) > _LINES:
        typer.echo(f"    and {len(pack.sentences) - _LINES:,} more (--all)")


def main() -> None:
    """The `assize` command."""
    app()
