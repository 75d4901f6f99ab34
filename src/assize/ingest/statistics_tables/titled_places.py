"""A table that names no place is of England and Wales: whether its title, its cover or its file's name says another place.

A place that the catalogue knows is one by its name (`titles.py` holds titles against the rows of a table). One that it does
not know shows by its capitals: `Receipts, Cannock Chase`, `Receipts in the borough of Wyre`. Of a name without capitals nothing
shows it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assize.core.errors import Problem
from assize.ingest.layouts import SHOWN, Doubt
from assize.ingest.said_scopes import limited_key
from assize.ingest.statistics_tables.finding import Table, Workbook
from assize.ingest.statistics_tables.places import TablePlaces
from assize.ingest.statistics_tables.rows import Figure
from assize.ingest.statistics_tables.title_words import TitleWords

_NUMBER = re.compile(
    r"^\W*(?:supplementary |annex |appendix )?(?:table|sheet|worksheet)[\s_:]*[A-Z]{0,4}[\s_.-]?\d[\w.]*\s*[:.–—-]*\s*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;:()|]\s*|\s+[-–—]+\s+")
_BEFORE = re.compile(r"\b(?:in|at|for|across|within|covering|from)\s+(?:the\s+)?", re.IGNORECASE)
_KIND = r"(?:local authority|unitary authority|district|borough|county|council|city|metropolitan|area|region|division|force)"
_AROUND = re.compile(
    rf"^(?:the )?{_KIND}(?: area)?(?: of)? (?=[A-Z])|(?: {_KIND})+$| (?:police|courts?|crown court|magistrates['’]? courts?)$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"^\W*(?:(?:police )?{_KIND}s?|area name|place|location|geography|lcjb(?: area)?|csp|community safety partnership|court)"
    r"\s*[:=–-]\s*(\S.*)$",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(r"(?<![\w'’-])(?!(?:and|of|the|in|for|by|to|at)\b)[a-z]{3,}")
_JOINING = frozenset("and of upon on the le under with next y ar yr cum".split()) | {"&"}
_CAPITAL = re.compile(r"^[A-Z][a-zà-ÿ]+(?:['’][a-z]+)?(?:-[A-Za-z]+)*$")
_LIKE_A_TOWN = re.compile(
    r"(?:ton|ford|ham|shire|borough|brough|burgh|bury|ley|field|wick|worth|pool|mouth|port|stead|wood|land|chester|caster"
    r"|minster|dale|church|gate|sea|bridge|bourne|don|stow|well|dge|ke|gh|by|ll)$"
)
_MOST_WORDS = 6
_ACRONYM = 5  # letters; a longer word in capitals alone is a word
_SHORTEST_NAME = 4  # letters of a place in the name of a file
_SHOWN = 90  # letters of a title


def check_titled_places(
    figures: Sequence[Figure], workbook: Workbook, places: TablePlaces, words: TitleWords, file: str
) -> list[Problem]:
    """Doubts tables all of whose figures are read as England and Wales where something above them names another place."""
    nation = places.nation.slug if places.nation else ""
    held: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        held[figure.table.id].append(figure)
    whole = {number: own[0].table for number, own in held.items() if all(one.area == nation for one in own)}
    if not whole:
        return []
    problems: list[Problem] = []
    for number, table in whole.items():
        last = limited_key(one.span.period for one in held[number] if one.span.period).removeprefix("limited@")
        if named := _named_above(table, places, words):
            problems.append(_doubt(table.where, *named, f"place-{number}@{last}"))
    key = limited_key(figure.span.period for figure in figures if figure.span.period).replace("limited", "place")
    first = next(iter(whole.values()))
    if not problems and (name := named_in_title(workbook.title, places, words)):
        problems.append(_doubt(file, name, workbook.title, key))
    if not problems and len(whole) == len(held) and (area := places.in_name(file.partition(".")[0], _SHORTEST_NAME)):
        problems.append(_doubt(first.where, area, file, key))
    return problems[:SHOWN]


def _doubt(where: str, name: str, found: str, key: str) -> Doubt:
    return Doubt(
        f"{name} seems to be a place, and the figures, which name none, would be read as those of England and Wales",
        where,
        found=f"'{found[:_SHOWN]}'",
        expected="a table of England and Wales, or a column that says whose each row is",
        fix="Load the publisher's own file.",
        key=key,
    )


def _named_above(table: Table, places: TablePlaces, words: TitleWords) -> tuple[str, str] | None:
    """The place that a table's title, the name of its sheet or a line above it says, with the text that says it."""
    if name := named_in_title(table.title, places, words):
        return name, table.title
    if area := places.anywhere(table.sheet.replace("_", " ").strip()):
        return area[0].name, table.sheet
    for line in table.above:
        said = (match[1] if (match := _LABELLED.match(line)) else line).strip(" .")
        if line != table.title and (name := _place_in(said, places, words)):
            return name, line
        if match and not places.is_of_nation(said) and not _words_alone(said, words):
            return said, line
    return None


def _words_alone(text: str, words: TitleWords) -> bool:
    """Whether a text holds nothing but words that are known from titles."""
    return all(words.has(one) for one in re.findall(r"[^\W\d]+", text))


def named_in_title(title: str, places: TablePlaces, words: TitleWords) -> str:
    """The first part of a title that is the name of a place other than the nation, known or not; empty where none is."""
    for piece, opens in _pieces(title):
        if (name := _place_in(piece, places, words)) and not (opens and not places.anywhere(name)):
            return name
    return ""


def _pieces(title: str) -> Iterator[tuple[str, bool]]:
    """The parts of a title that may be the name of a place: between its commas, and behind `in` or `for`.

    With each goes whether nothing but a known name counts: what begins a title, or follows a colon or a dash, has a capital
    whatever it is, so that one word tells little unless it ends like a town; and where no word of the title is without
    capitals, neither does its first part.
    """
    bare = _NUMBER.sub("", title)
    begins = 0
    for cut in [*_PARTS.finditer(bare), None]:
        part = bare[begins : cut.start() if cut else len(bare)].strip()
        opens = not begins or bare[:begins].rstrip()[-1:] in ":-–—|"
        alone = opens and len(part.split()) == 1 and not _LIKE_A_TOWN.search(part)
        yield part, alone or not (begins or _SMALL_WORD.search(bare))
        for behind in _BEFORE.split(part)[1:]:
            yield behind, False
        begins = cut.end() if cut else begins


def _place_in(piece: str, places: TablePlaces, words: TitleWords) -> str:
    """The name of a place that a piece of a title is; empty where it is none, or of the nation."""
    said = piece.strip(" .'\"")
    if not said or places.is_of_nation(said):
        return ""
    short = _AROUND.sub("", _AROUND.sub("", said)).strip()
    if (known := places.anywhere(said) or places.anywhere(short)) and not _words_alone(said, words):
        return known[0].name
    return short if short and _looks_like_a_name(short, words) else ""


def _looks_like_a_name(said: str, words: TitleWords) -> bool:
    """Whether a text is capitals alone, with `and` or `upon` between them, and has one that is no word of titles."""
    parts = [one.title() if one.isupper() and len(one) > _ACRONYM else one for one in said.replace("St.", "St").split()]
    inner = [one for one in parts if one not in _JOINING]
    if not inner or len(parts) > _MOST_WORDS or parts[0] in _JOINING or parts[-1] in _JOINING:
        return False
    return all(_CAPITAL.match(one) for one in inner) and any(
        not words.has(piece) for one in inner for piece in one.split("-") if piece[:1].isupper()
    )
