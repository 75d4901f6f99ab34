"""The one family of errors: facts are attributes, the sentence is built here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WITHOUT_END = re.compile(r"\S{400,}?(?=[,.;]?(?:\s|$))")  # a damaged cell may hold a number of millions of digits
_LETTERS_SHOWN = 40
_ENDS = ("?", "!", "…")  # after which no full stop is set


def _shortened(match: re.Match[str]) -> str:
    return f"{match[0][:_LETTERS_SHOWN]}… ({len(match[0]):,} letters without a space)"


class AssizeError(Exception):
    """Something the user can put right.

    `what` is the trouble in a few words; `where` names file, sheet and cell; `found`, `expected` and `fix` complete
    the sentence. Any of them but `what` may be empty.
    """

    def __init__(self, what: str, *, where: str = "", found: str = "", expected: str = "", fix: str = "") -> None:
        self.what = what
        self.where = where
        self.found = found
        self.expected = expected
        self.fix = fix
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole message, in one line."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        facts = [f"{word} {fact}" for word, fact in (("found", self.found), ("expected", self.expected)) if fact]
        said = ", ".join(facts)
        if not facts:
            text = head
        elif head.endswith(_ENDS):  # a question has its own end, and what was found is a sentence after it
            text = f"{head} {said[0].upper()}{said[1:]}"
        else:
            text = f"{head}, {said}"
        text = text.rstrip(".")
        text = text if text.endswith(_ENDS) else f"{text}."
        return _WITHOUT_END.sub(_shortened, f"{text} {self.fix}".strip())


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file, or worth knowing of it; a value that is shown, not a warning on a console.

    `blocks` says whether the file is refused because of it.
    """

    what: str
    where: str = ""
    found: str = ""
    expected: str = ""
    fix: str = ""
    blocks: bool = True

    @property
    def sentence(self) -> str:
        """The same sentence as an error of these facts would give."""
        return AssizeError(self.what, where=self.where, found=self.found, expected=self.expected, fix=self.fix).sentence


class BuildRefused(AssizeError):
    """Packs that were not built: carries everything that blocks them, so that all is answered at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("no pack was built")

    def __reduce__(self) -> tuple[object, ...]:
        return BuildRefused, (self.problems,)  # it may come from another process

    @property
    def sentence(self) -> str:
        """What was not done, then a line for each thing that blocks it."""
        lines = [
            f"No pack was built; packs built before stay as they were. {len(self.problems)} to put right or answer:"
        ]
        lines += [f"  {problem.sentence}" for problem in self.problems]
        return "\n".join(lines)


class FileRefused(AssizeError):
    """A file that was not loaded: carries every problem found in it, so that all are mended at once."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__(f"{file} was not loaded")

    def __reduce__(self) -> tuple[object, ...]:
        return FileRefused, (self.file, self.problems)  # it may come from another process

    @property
    def sentence(self) -> str:
        """The file, then a line for each problem."""
        lines = [f"{self.file} was not loaded; nothing of it was kept. {len(self.problems)} to put right:"]
        lines += [f"  {problem.sentence}" for problem in self.problems]
        return "\n".join(lines)
