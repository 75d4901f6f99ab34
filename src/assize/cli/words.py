"""What the commands say on the console of what was done: one function a command, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assize.core.audiences import PARTNERSHIP

if TYPE_CHECKING:
    from assize.app import BuiltPack, Loaded, MadeCountry, Scanned, Written
    from assize.app.revisions import PackRevisions, Pair
_LINES = 12  # of figures and sentences, so many are printed unless all are asked for


def say_made_up(made: MadeCountry, folder: Path, seconds: float) -> None:
    """What a made-up country holds, and that nobody counted it."""
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
    say_packs(made.packs, folder)


def say_loaded(result: Loaded) -> None:
    """A file that was taken in, or why it was not, on standard error."""
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
        say_what_was_read(result)


def say_what_was_read(result: Loaded) -> None:
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


def say_written(written: Sequence[Written], missing: Sequence[str], chase: bool, on: date | None = None) -> None:
    """The forms written for partners, and whom one could not be written for; `on` is a day to come on which they are sent."""
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
    when = f"on {date_words(on)} open" if on else "open"
    typer.echo(
        f"Next: {when} each .eml, read it and send it; load what comes back (assize load). assize status follows it all."
    )
    if on:
        typer.echo("  Another day instead: ask again with it before that day has come.")


def say_packs(packs: Sequence[BuiltPack], folder: Path) -> None:
    """Packs that were built: where they lie, what a person has still to write."""
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
                f"  Readers: {pack.audience}. Marking: {pack.marking}. Look at every page before anything leaves the office."
            )
            typer.echo(f"  Commentary in it: {', '.join(pack.words) or 'none'}")
        if pack.left_out:
            typer.echo(f"  Left out, because it is for partners only: words of {', '.join(pack.left_out)}")
        if pack.unseen:
            typer.echo(f"  Left out, because its measure is not shown to these readers: {', '.join(pack.unseen)}")
        if pack.to_sign is not None:
            typer.echo(f"  For whoever signs it, and no one else: {pack.to_sign}")
        if pack.unprotected:
            small = "One small count" if pack.unprotected == 1 else f"{pack.unprotected:,} small counts"
            typer.echo(f"  LOOK: {small} can be worked out by its readers whatever is withheld; the page says which.")
        for note in pack.notes:
            typer.echo(f"  Note: {note}")
        if pack.no_page:
            where = f"commentary/{pack.board}/{pack.quarter.slug}"
            typer.echo(
                f"  In {where}, shown nowhere, for this pack has no page of that measure: {', '.join(pack.no_page)}"
            )
        for name, nearest in pack.unread:
            meant = f"; did you mean {nearest}.md?" if nearest else ""
            typer.echo(
                f"  commentary/{pack.board}/{pack.quarter.slug}/{name}.md belongs to no section of this pack{meant}"
            )
    typer.echo(f"Next: open executive-summary.html in one of these folders, or: assize explain REFERENCE -w {folder}")


def say_scanned(scanned: Scanned) -> None:
    """What was found in a pack that was looked through."""
    told = f"{len(scanned.leaks):,} to look at" if scanned.leaks else "nothing that its readers may not see"
    typer.echo(f"{scanned.folder}: {scanned.files} files looked through, archives inside them too: {told}")
    for leak in scanned.leaks:
        typer.echo(f"  {leak.sentence}")
    if scanned.changed:
        typer.echo(f"  Not as they were built: {', '.join(scanned.changed)}")
    if scanned.leaks:
        typer.echo("  Keep this pack back. Build it again, or take out what is named, and scan it again.")


def say_pair(pair: Pair) -> None:
    """What changed between two editions."""
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


def say_pack_revisions(pack: PackRevisions, everything: bool) -> None:
    """What the last pack would now say otherwise."""
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
