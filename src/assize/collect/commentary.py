"""A person's words: `commentary/<board>/<quarter>/<section>.md`, and the asks in `asks.md`.

The files are plain text with blank lines between paragraphs. A line that begins with `#` is for the writer and
is left out. An ask is one line, three parts divided by `|`: what is asked (one word), the words, who.

Of Markdown this much is understood, as people write it by habit: a line that begins with `- ` or `* ` is a paragraph of
its own that begins with `• `, one that begins with `1. ` keeps its number; the marks of emphasis around words (`*`, `**`,
`_`, `__`) are dropped; `[text](address)` becomes `text (address)`. Everything else stands as typed.

A line of its own that says `For partners only` begins words that are for partners only, up to a line `For everyone` or the
file's end; neither line is printed. What is nearly such a line is refused, for it would let words out.

Soft hyphens, zero-width joiners and byte order marks are dropped, a no-break space is kept. Any other character that
shows nothing, or that the documents' typeface lacks, is refused with its line: it would break a document or leave a hole.
So is personal data, wherever it stands (`core.personal_data`): reports are about agencies and roles.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assize.core.document import Ask
from assize.core.errors import FileRefused, Problem
from assize.core.personal_data import find_in_file_name, masked, personal_problems

ASKS = "asks"
BULLET = "• "
RESTRICTED, OPEN = "For partners only", "For everyone"
_WHO = r"(?:(?:our|the|all)\s+)?(?:board\s+)?(?:partners?|members?|everyone|everybody|public|all)"
_NEARLY = re.compile(
    rf"[\W_]*(?:(?:for|to)\s+{_WHO}|{_WHO}\s+(?:only|alone)|(?:for|to)\s+{_WHO}\s+(?:only|alone))[\W_]*"
    r"|[\W_]*(?:not for (?:the )?(?:public|publication)|confidential|restricted|(?:official[- ]?)?sensitive)[\W_]*"
    r"|[\W_]*for partners?\W? only\b.*",
    re.IGNORECASE,
)

_DROPPED = {ord(character): "" for character in "\u00ad\u200c\u200d\ufeff"}
_SPACED = {ord("\t"): " ", ord("\u2028"): " ", ord("\u2029"): " "}
_NO_TEXT = {
    "Cc": "a control character",
    "Cf": "a character that shows nothing",
    "Cn": "a code that is no character",
    "Co": "a private-use character",
    "Cs": "half a character",
}
_ITEM = re.compile(r"(?:[-*]|(\d{1,2}\.)) +(?=\S)")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(((?:[^\s()]|\([^\s()]*\))+)(?: +\"[^\"]*\")?\)")
# Emphasis opens after a space or an opening mark only: what stands inside names (a_b_c), sums and addresses is left alone.
_EMPHASIS = re.compile(r"(?<![^\s(\[\"'“‘–—])(\*{1,3}(?!\*)|_{1,3}(?!_))(?=\S)(.+?)(?<=\S)\1(?![\w*_/])")


@dataclass(frozen=True)
class Words:
    """Paragraphs by slot, the asks, and a hash of all they came from; whether any of it is for partners only.

    `left_out` are the files of which something was left out for that.
    """

    paragraphs: dict[str, tuple[str, ...]]
    asks: tuple[Ask, ...]
    content_hash: str
    restricted: bool = False
    left_out: tuple[str, ...] = ()


def any_character(_: str) -> bool:
    """No typeface to ask."""
    return True


def read_commentary(folder: Path, *, printable: Callable[[str], bool] = any_character, partners: bool = True) -> Words:
    """Every slot that a person has filled for one board and quarter; empty where there is no folder.

    Without `partners` what is for them alone is left out, of the hash too. `printable` says whether the documents' typeface
    has a character; it is asked of what is not ASCII alone.
    Raises FileRefused, with every fault of every file, for an ask that has not three parts, a character that cannot be
    printed, what looks like personal data, a line that leaves open for whom words are, a file that is not UTF-8 text, and a
    folder that is named as a file.
    """
    digest = hashlib.sha256()
    paragraphs: dict[str, tuple[str, ...]] = {}
    asks: tuple[Ask, ...] = ()
    faults: dict[Path, list[Problem]] = {}
    restricted: list[str] = []
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
        problems = faults.setdefault(path, [])
        if path.is_dir():
            fix = "Rename it, or put the words into a text file of that name."
            problems.append(Problem("this is a folder", path.name, expected="a text file", fix=fix))
            continue
        for finding in find_in_file_name(path.name):
            fix = "Rename it: commentary is about agencies and roles."
            problems.append(
                Problem(f"the file's name holds what looks like {finding.kind}", masked(path.name), fix=fix)
            )
        data = path.read_bytes()
        lines, ranges = _for_all(_lines(path.name, data, printable, problems), path.name, problems)
        if ranges:
            restricted.append(path.name)
        if not partners and ranges:
            lines = ["" if any(place in one for one in ranges) else line for place, line in enumerate(lines)]
            data = "\n".join(lines).encode()
        if partners or any(lines) or not ranges:
            digest.update(os.fsencode(path.name) + b"\0" + data + b"\0")
        if path.stem == ASKS:
            asks = _asks(path.name, lines, problems)
        elif found := _paragraphs(lines):
            paragraphs[path.stem] = found
    faulty = [path for path, problems in faults.items() if problems]
    if faulty:
        where = faulty[0] if len(faulty) == 1 else folder
        raise FileRefused(str(where), [problem for path in faulty for problem in faults[path]])
    left_out = () if partners else tuple(restricted)
    return Words(paragraphs, asks, digest.hexdigest(), partners and bool(restricted), left_out)


def _for_all(lines: list[str], name: str, problems: list[Problem]) -> tuple[list[str], list[range]]:
    """The lines without those that say for whom words are, and where the words for partners only stand."""
    kept, ranges, began = list(lines), list[range](), -1
    for place, line in enumerate(lines):
        plain = " ".join(line.split()).rstrip(".:").casefold()
        if plain == RESTRICTED.casefold():
            kept[place], began = "", place if began < 0 else began
        elif plain == OPEN.casefold():
            kept[place] = ""
            if began >= 0:
                ranges.append(range(began, place))
            began = -1
        elif _NEARLY.fullmatch(line) and line:
            problems.append(
                Problem(
                    "it is not clear for whom these words are",
                    f"{name} line {place + 1}",
                    found=f"'{line}'",
                    expected=f"a line of its own that says '{RESTRICTED}' or '{OPEN}'",
                    fix="Type it so, with the words themselves in the lines after it.",
                )
            )
    if began >= 0:
        ranges.append(range(began, len(lines)))
    return kept, ranges


def _lines(name: str, data: bytes, printable: Callable[[str], bool], problems: list[Problem]) -> list[str]:
    """The lines as they are to be printed, "" for those left out; what is wrong with them goes to `problems`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
        found = f"the byte {data[error.start]:02X} in line {at}"
        problems.append(Problem("this is not UTF-8 text", name, found=found, fix="Save it again as UTF-8 text."))
        return []
    lines: list[str] = []
    # Not `splitlines`: it also parts at control characters, and then no line's number is the one an editor shows.
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = unicodedata.normalize("NFC", raw.translate(_DROPPED).translate(_SPACED)).strip()
        # The writer's own lines too: the folder is kept and handed on.
        problems += personal_problems(line, f"{name} line {number}")
        if line.startswith("#") and not _NEARLY.fullmatch(line):
            line = ""
        for character in sorted(set(line), key=line.index):
            if problem := _unprintable(character, f"{name} line {number}", printable):
                problems.append(problem)
        lines.append(line)
    return lines


def _unprintable(character: str, where: str, printable: Callable[[str], bool]) -> Problem | None:
    code = f"U+{ord(character):04X}"
    called = unicodedata.name(character, "").lower()
    if kind := _NO_TEXT.get(unicodedata.category(character)):
        found = f"{code}, {kind}{f' ({called})' if called else ''}"
        fix = "Delete it: put the cursor behind the place and press backspace, or type the line anew."
        return Problem("this character cannot be printed", where, found=found, fix=fix)
    if character.isascii() or printable(character):
        return None
    return Problem(
        "this character is not in the typeface of the printed documents",
        where,
        found=f"“{character}”, {code}{f' ({called})' if called else ''}",
        expected="letters, figures and signs of Latin, Greek or Cyrillic writing",
        fix="Write it in words.",
    )


def _paragraphs(lines: list[str]) -> tuple[str, ...]:
    blocks: list[list[str]] = [[]]
    in_list = False
    for line in lines:
        item = _ITEM.match(line)
        # In the midst of a paragraph a number at a line's start is the sentence's own, unless a list begins with it.
        if item and item[1] not in (None, "1.") and blocks[-1] and not in_list:
            item = None
        if item:
            in_list = True
            blocks.append([f"{item[1]} " if item[1] else BULLET, line[item.end() :]])
        elif line:
            blocks[-1].append(line)
        else:
            in_list = False
            blocks.append([])
    # Parted at plain spaces alone: a no-break space is the writer's.
    return tuple(_plain(" ".join(re.split(r" +", " ".join(block))).strip()) for block in blocks if block)


def _plain(text: str) -> str:
    """Without the marks of links and emphasis; what is marked twice over takes a second round."""
    text = _LINK.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} ({link[2]})", text)
    while (bare := _EMPHASIS.sub(r"\2", text)) != text:
        text = bare
    return text


def _asks(name: str, lines: list[str], problems: list[Problem]) -> tuple[Ask, ...]:
    asks = []
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        item = _ITEM.match(line)
        parts = [_plain(part.strip()) for part in line[item.end() if item else 0 :].split("|")]
        if len(parts) == 3 and all(parts):
            asks.append(Ask(*parts))
        else:
            problems.append(
                Problem(
                    "this is not an ask",
                    f"{name} line {number}",
                    found=f"'{line}'",
                    expected="three parts divided by |, for instance: Agree | which forces count as similar | Board",
                )
            )
    return tuple(asks)
