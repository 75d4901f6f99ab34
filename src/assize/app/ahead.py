"""Files read ahead: while one process keeps files one by one, others read those that come after it.

What a file holds does not hang on the files before it, but for a partner's return (held against what its provider sent before)
and a look-up (held against the others): those are read when it is their turn. Of every other file a process of its own makes
out what it is, reads it, and writes its observations beside the store's. Keeping them, in the order in which they were given,
is left to the one that loads; a file of which nothing came back it reads itself, so that nothing is lost with a process.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assize.core.errors import AssizeError
from assize.core.processors import processors, share_processors
from assize.core.reading import Reading

if TYPE_CHECKING:
    from assize.app.workspace import Workspace
    from assize.core.periods import Period

_FEWEST = 8  # files: other processes take a second to begin
_MOST_PROCESSES = 4  # each holds a file in memory
_MOST_BYTES = 30_000_000  # a larger file keeps every processor busy by itself


class Ahead:
    """Files of one workspace that are being read by a pool of processes, which work in the folder `scratch`."""

    def __init__(self, folder: Path, scratch: Path, pool: ProcessPoolExecutor) -> None:
        self.folder, self.scratch = folder, scratch
        self._pool = pool
        self._begun: dict[Path, Future[Reading | None]] = {}
        self._bytes: set[str] = set()

    def begin(
        self, path: Path, *, released: date | None = None, period: Period | None = None, source: str = ""
    ) -> None:
        """Has a file read; with `source` as an office's own history, by its mapping.

        The same bytes under another name are not read twice: when it is their turn they are held already.
        """
        from assize.app.workspace import sha256_of

        if path.is_file() and path.stat().st_size <= _MOST_BYTES and (sha256 := sha256_of(path)) not in self._bytes:
            self._bytes.add(sha256)
            told = (released, period, source, date.today())
            self._begun[path] = self._pool.submit(read_ahead, self.folder, self.scratch, path, *told)

    def reading(self, path: Path) -> Reading | None:
        """What came back of a file, once it is read; None where whoever loads has to read it.

        Raises AssizeError as reading it here would.
        """
        begun = self._begun.pop(path, None)
        if begun is None:
            return None
        try:
            return begun.result()
        except AssizeError:
            raise
        except Exception:  # the process is gone, or has no room: read here, the file is taken or shows what is wrong
            return None

    def run(self, function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
        """Begins any other function there; what it gives is asked for by calling what is given back."""
        return self._pool.submit(function, *arguments).result


@contextmanager
def helpers(folder: Path, processes: int) -> Iterator[Ahead]:
    """Processes that end with this one, each keeping one processor busy, for the files of one workspace."""
    from assize.app.workspace import Workspace
    from assize.store.editions import own_scratch

    store = Workspace.open(folder).store()
    store.close()
    # Spawned and not forked: DuckDB and typst have threads, which a fork does not take along.
    with (
        own_scratch(store.scratch) as scratch,
        ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=begin_process) as pool,
    ):
        try:
            yield Ahead(folder, scratch, pool)
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def reading_ahead(
    folder: Path,
    files: Sequence[Path],
    *,
    released: date | None = None,
    period: Period | None = None,
    source: str = "",
) -> Iterator[Ahead | None]:
    """The files of a load that the store does not hold, read ahead; None where they are few, or there is one processor."""
    fresh = _not_held(folder, files) if len(files) >= _FEWEST and processors() > 1 else []
    if len(fresh) < _FEWEST:
        yield None
        return
    with helpers(folder, min(processors(), _MOST_PROCESSES)) as ahead:
        for path in fresh:
            ahead.begin(path, released=released, period=period, source=source)
        yield ahead


def _not_held(folder: Path, files: Sequence[Path]) -> list[Path]:
    from assize.app.workspace import Workspace, sha256_of

    store = Workspace.open(folder).store()
    try:
        return [path for path in files if path.is_file() and store.find(sha256_of(path)) is None]
    finally:
        store.close()


# --- in the other process ---------------------------------------------------------------------------------------------


def begin_process() -> None:
    """Said to each process as it begins: keep to one processor, and end when the process that began you does."""
    share_processors()
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()


def _end_with(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)


_opened: dict[Path, Workspace] = {}


def read_ahead(
    folder: Path, scratch: Path, path: Path, released: date | None, period: Period | None, source: str, today: date
) -> Reading | None:
    """A file's reading, marked where it is made up, with its observations written to a file in `scratch`.

    None for a partner's return and a look-up. Raises AssizeError as reading it does.
    """
    from assize.app.boundaries import LOOKUPS
    from assize.app.history import read_own_history
    from assize.app.workspace import Workspace
    from assize.ingest.layouts import Asked
    from assize.ingest.made_up import with_mark
    from assize.ingest.readers import partner_return
    from assize.ingest.recognise import read_recognised, recognise
    from assize.store.editions import write_ahead

    if folder not in _opened:
        _opened[folder] = Workspace.open(folder)
    workspace = _opened[folder]
    if source:
        reading = read_own_history(workspace, scratch, path, path.name, source, released)
    else:
        known = recognise(path, workspace.catalogue, name=path.name)
        if known.layout is partner_return.LAYOUT or known.source.id == LOOKUPS:
            return None
        asked = Asked(scratch, released, period, None, today, workspace.settings.reasons)
        reading = read_recognised(known, workspace.catalogue, asked)
    return write_ahead(with_mark(reading, path), scratch)
