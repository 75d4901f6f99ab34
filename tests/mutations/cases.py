"""One damaged file after another: what is damaged and how is drawn from a seed and a number, so that any can be had again."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from assize.core.errors import AssizeError
from mutations import columns, crowds, later, packages, parts, slips, strangers  # noqa: F401  # their kinds join the others
from mutations.damages import KINDS, NotHereError, mark_words
from mutations.model import Book
from mutations.sight import CRASHED, MEMORY, MISREAD, Sight, Verdict, judge, judge_refusal, look
from mutations.subjects import Subject
from mutations.writing import written

LONGEST_SECONDS = 60  # of the processor: a reader that hangs takes more, one on a slow machine does not
MOST_BYTES = 1_000_000_000
PAIRS = 4  # one case in so many has two damages
SLOW = (
    "population",
    "made outcomes",
    "made crime",
    "whole crime",
    "whole outcomes",
    "whole workbook",
)  # files too large for the everyday share
LARGE = ("outcomes outcomes-2017-18.csv.gz",)  # and one of the others: its smaller sister is damaged every day
_TRIES = 400  # few damages can be done to a file that is not written but damaged as it is


@dataclass(frozen=True)
class Case:
    """A damaged file by its number: the same seed and number always give the same."""

    number: int
    file: str
    kinds: tuple[str, ...]
    seed: int

    @property
    def harmless(self) -> bool:
        return all(KINDS[name].harmless for name in self.kinds)

    @property
    def label(self) -> str:
        return " + ".join(self.kinds)


@dataclass(frozen=True)
class Outcome:
    """What became of a case, the seconds it took and the most memory the process held during it."""

    case: Case
    verdict: Verdict
    seconds: float
    bytes_held: int


def publication(file: str) -> str:
    """`cps POC-18-19-q4.csv` -> `cps`: what a file is an edition of."""
    known = ("cps", "outcomes", "look-up", "courts", "force tables", "population")
    return next((name for name in known if file.startswith(name)), re.sub(r" (xlsx|ods|csv)$", "", file))


def plan(
    count: int, seed: int, files: Sequence[str], kinds: Sequence[str] = (), *, everyday: bool = False
) -> Iterator[Case]:
    """Cases that go through all kinds and all publications evenly; every fourth has a second damage.

    `everyday` leaves out what takes seconds: bombs, and all but the smaller files.
    """
    names = [name for name in kinds or KINDS if not (everyday and KINDS[name].slow)]
    publications: dict[str, list[str]] = {}
    for file in files:
        if not (everyday and (publication(file) in SLOW or file in LARGE)):
            publications.setdefault(publication(file), []).append(file)
    draw = random.Random(seed)
    deck: list[tuple[str, str]] = []
    for number in range(count):
        if not deck:
            deck = [(one, name) for one in publications for name in names]
            draw.shuffle(deck)
        published, name = deck.pop()
        file = draw.choice(publications[published])
        chosen = (name,)
        if number % PAIRS == PAIRS - 1:
            second = draw.choice(names if everyday else list(KINDS))
            chosen = tuple(
                sorted(dict.fromkeys((name, second)), key=lambda one: KINDS[one].last)
            )  # in one order always
        yield Case(number, file, chosen, seed)


def damaged(case: Case, subject: Subject) -> tuple[Case, Book]:
    """The damaged file. Where a damage cannot be done to it, another is drawn, and the case says which."""
    draw = random.Random(f"{case.seed}:{case.number}")
    kinds: Sequence[str] = case.kinds
    for _ in range(_TRIES):
        book = subject.book.copy()
        try:
            for name in kinds:
                KINDS[name].apply(book, draw, subject)
            mark_words(book, subject)
            return Case(case.number, case.file, tuple(kinds), case.seed), book
        except NotHereError:
            others = [name for name, kind in KINDS.items() if not kind.slow]
            kinds = [draw.choice(kinds if len(kinds) > 1 else others)]
    raise AssertionError(f"no damage can be done to {case.file}")


class _TooLongError(BaseException):
    """The reading took too long; no reader may catch it."""


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    # Of processor time: on a busy machine the clock says nothing of a reader.
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def run(
    case: Case,
    subject: Subject,
    folder: Path,
    reader: Callable[[Path, Path, str], Sight] = look,
    *,
    keep: Path | None = None,
) -> Outcome:
    """Damages a file, has it read, and judges. `keep` is where the damaged file stays for whoever looks at it."""
    case, book = damaged(case, subject)
    name = re.sub(r"[/\\]", "-", book.name) or "file"
    path = (keep or folder) / name
    path.write_bytes(written(book))
    _forget_peak()
    started = time.perf_counter()
    try:
        with _at_most(LONGEST_SECONDS):
            sight = reader(path, folder, book.period)
        verdict = judge(sight.printed(book.times), subject.pristine, subject.truth, book)
    except AssizeError as error:
        verdict = judge_refusal(error, name)
    except MemoryError:
        verdict = Verdict(MEMORY, "the process was given no more")
    except _TooLongError:
        verdict = Verdict(CRASHED, f"over {LONGEST_SECONDS} s")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a library is no Exception
        verdict = Verdict(CRASHED, f"{type(error).__name__}: {str(error)[:300]}")
    seconds, held = time.perf_counter() - started, peak()
    if held > MOST_BYTES and verdict.outcome not in (MISREAD, CRASHED):
        held = peak_alone(reader, path, book.period)  # the tests' own cells are no part of what a reader needs
    if held > MOST_BYTES and verdict.outcome not in (MISREAD, CRASHED):
        verdict = Verdict(MEMORY, f"{held / 1e6:,.0f} MB")
    if keep is None:
        with suppress(FileNotFoundError):
            path.unlink()
    for left in folder.iterdir():
        left.unlink()
    return Outcome(case, verdict, seconds, held)


def _forget_peak() -> None:
    """The kernel begins to watch for the most memory anew, where it can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak() -> int:
    """The most memory this process held since `_forget_peak`, in bytes."""
    with suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


_ALONE = """
import sys, tempfile
from pathlib import Path
from {module} import {name} as reader
from assize.core.errors import AssizeError
from mutations.cases import peak
with tempfile.TemporaryDirectory() as folder:
    try:
        reader(Path(sys.argv[1]), Path(folder), sys.argv[2])
    except (AssizeError, MemoryError):
        pass
print(peak())
"""


def peak_alone(reader: Callable[[Path, Path, str], Sight], path: Path, period: str) -> int:
    """The most memory that a process holds which only reads this one file, in bytes."""
    told = subprocess.run(
        [sys.executable, "-c", _ALONE.format(module=reader.__module__, name=reader.__name__), str(path), period],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout)


def of_files(asked: str, files: Mapping[str, object]) -> list[str]:
    """The files whose names have a text in them."""
    return [name for name in files if asked.casefold() in name.casefold()]
