"""What a cell of a statistics table says: a number with its marks, a marker as its sheet explains it, or nothing known.

Shorthand in square brackets means what the Government Analysis Function lists, unless the workbook explains it otherwise. A
dash, dots or a star mean what the workbook explains, and nothing where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from assize.core.nouns import Absence, Mark
from assize.ingest.statistics_tables.finding import Table, Workbook, words
from assize.ingest.values import CellValue, in_bounds

# Analysis Function, "Symbols in tables: definitions and help". [w] (none recorded in a survey) and [u] without a number are
# figures that were not given; [u] and [f] beside a number make it an estimate, and stand in the observation as printed.
STANDARD: Mapping[str, Absence] = {
    "x": Absence.NOT_AVAILABLE,
    "z": Absence.NOT_APPLICABLE,
    "c": Absence.CONFIDENTIAL,
    "low": Absence.LOW,
    "w": Absence.NOT_AVAILABLE,
    "u": Absence.NOT_AVAILABLE,
}
_BESIDE: Mapping[str, Mark | None] = {
    "p": Mark.PROVISIONAL,
    "r": Mark.REVISED,
    "er": Mark.REVISED,
    "e": Mark.ESTIMATED,
    "f": Mark.ESTIMATED,
    "u": Mark.ESTIMATED,
    "b": Mark.BREAK,
    "s": None,
    "ss": None,
    "sss": None,
    "ns": None,
}
_BRACKETED = re.compile(r"\[\s*([a-z]{1,4})\s*\]", re.IGNORECASE)
# `30,876r` and `30,876 (r)` as `30,876 [r]`: other letters beside a number mean what only their publisher knows.
_LETTER_BESIDE = re.compile(r"(?<=\d)\s*(?:\([rp]\)|[rp])$", re.IGNORECASE)
_NOTE = re.compile(r"\[\s*notes?[^\]]*\]|\(\s*notes?[^)]*\)|[¹²³⁰-⁹]+", re.IGNORECASE)
_NUMBER = re.compile(r"^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$")
_POINTS = re.compile(r"^-?\d{1,3}\.\d{3}$")  # written as text: 6.896, or 6,896 as elsewhere in Europe
_PLAIN_SYMBOL = r"\.\.|-|–|—|:|\*|~|\.|\+"
_SAYS = r"(?:=|:|–|-|—|means|indicates|denotes|represents|shows|is used|refers to|signifies)"
_SYMBOL = rf"[\"'‘“]?(\[[a-z]{{1,4}}\]|{_PLAIN_SYMBOL})[\"'’”]?"
_NEXT = r"[;.]\s|[;.]$|,?\s*[\"'‘“]?(?:\[[a-z]{1,4}\])[\"'’”]?\s*(?:=|:|means)"
_EXPLAINED = re.compile(rf"(?:^|(?<=[\s,;.(\"'‘’“”])){_SYMBOL}\s*{_SAYS}\s*(.+?)(?=$|{_NEXT})", re.IGNORECASE)
_MEANINGS: tuple[tuple[str, Absence | Decimal], ...] = (
    (r"not applicable|cannot exist", Absence.NOT_APPLICABLE),
    (r"suppress|confidential|disclos|withheld|small number|(fewer|less) than (five|\d)", Absence.CONFIDENTIAL),
    (r"rounds? to (zero|0)|less than half|low but|not (a )?(true |real )?(zero|0)|low figure|negligible", Absence.LOW),
    (r"not (yet )?(available|collected|known|recorded|held|provided|supplied)|none recorded", Absence.NOT_AVAILABLE),
    (r"unavailable|missing|no data|no figure", Absence.NOT_AVAILABLE),
    (r"^(a )?(true )?(nil|zero|none|0)\b", Decimal(0)),
)


def explained_symbols(texts: Iterable[str]) -> dict[str, Absence | Decimal]:
    """Symbol -> what lines of text explain it as: `[x] = not available`, `.. means not available`, `- is used for nil`.

    A symbol explained in two ways that differ is left out: nobody can be sure of it.
    """
    found: dict[str, set[Absence | Decimal]] = {}
    for text in texts:
        for symbol, said in _EXPLAINED.findall(" ".join(text.split())):
            meaning = _meaning(said)
            if meaning is not None:
                found.setdefault(_one_dash(symbol), set()).add(meaning)
    return {symbol: next(iter(meanings)) for symbol, meanings in found.items() if len(meanings) == 1}


def _meaning(said: str) -> Absence | Decimal | None:
    said = re.sub(
        r"^((for|that|to|show|indicate|denote|where|if|when|the|a|data|figures?|values?|is|are)\s+)+",
        "",
        said.strip(),
        flags=re.I,
    )
    return next((meaning for pattern, meaning in _MEANINGS if re.search(pattern, said.strip(), re.IGNORECASE)), None)


def _one_dash(symbol: str) -> str:
    return symbol.casefold().replace("–", "-").replace("—", "-").replace("−", "-")


def symbols_of_workbook(workbook: Workbook) -> dict[str, Absence | Decimal]:
    """What a workbook's cover and notes explain: lines of text, and tables of symbol and meaning."""
    lines = []
    for rows in workbook.texts.values():
        for row in rows:
            cells = [str(cell).strip() for cell in row if str(cell).strip()]
            lines += cells
            if len(cells) > 1 and (_BRACKETED.fullmatch(cells[0]) or re.fullmatch(_PLAIN_SYMBOL, cells[0])):
                lines.append(f"{cells[0]} = {cells[1]}")
    return explained_symbols(lines)


def symbols_of(table: Table, workbook: Mapping[str, Absence | Decimal]) -> dict[str, Absence | Decimal]:
    """What stands around a table goes before what the workbook's notes say."""
    return {**workbook, **explained_symbols((*table.above, *table.below))}


def read_value(cell: object, symbols: Mapping[str, Absence | Decimal]) -> CellValue | None:
    """The number of a cell (exact, as stored), or why there is none; None where nobody can be sure."""
    if isinstance(cell, bool | date):
        return None
    if isinstance(cell, int | float):
        return _number(cell)
    text = _NOTE.sub("", str(cell)).replace("−", "-").strip()
    symbol = _one_dash(text)
    if symbol in symbols and not _BRACKETED.search(text):
        meaning = symbols[symbol]
        return CellValue(None, meaning) if isinstance(meaning, Absence) else CellValue(meaning, None)
    shorthand = [mark.casefold() for mark in _BRACKETED.findall(text)]
    rest = _BRACKETED.sub("", text).strip()
    if letter := _LETTER_BESIDE.search(rest):
        rest = rest[: letter.start()]
        shorthand.append(letter[0].strip(" ()").casefold())
    if rest:
        number = _decimal(rest)
        if number is None or any(mark not in _BESIDE for mark in shorthand):
            return None
        return CellValue(number, None, _marks(shorthand))
    absences = [mark for mark in shorthand if mark in STANDARD or f"[{mark}]" in symbols]
    unknown = [mark for mark in shorthand if mark not in absences and mark not in _BESIDE]
    if len(absences) != 1 or unknown:
        return None
    bracketed = f"[{absences[0]}]"
    meant = symbols[bracketed] if bracketed in symbols else STANDARD.get(absences[0])
    marks = _marks([mark for mark in shorthand if mark != absences[0]])
    if isinstance(meant, Decimal):
        return CellValue(meant, None, marks)
    return CellValue(None, meant, marks) if meant else None


def marks_beside(letters: Iterable[str]) -> tuple[Mark, ...]:
    """The marks that letters of a header or a notes column stand for; what is none of them is left out."""
    return _marks([letter.strip("[] ").casefold() for letter in letters])


def _marks(letters: Iterable[str]) -> tuple[Mark, ...]:
    found = [_BESIDE.get(letter) for letter in letters]
    return tuple(dict.fromkeys(mark for mark in found if mark is not None))


def _number(cell: int | float) -> CellValue | None:
    value = Decimal(repr(cell))
    if not in_bounds(value):
        return None
    return CellValue((value.quantize(Decimal(1)) if value == value.to_integral() else value) + 0, None)


def _decimal(text: str) -> Decimal | None:
    if _POINTS.match(text):
        return None
    text = re.sub(r"^(-?)£\s*", r"\1", text).removesuffix("%").strip()
    value = Decimal(text.replace(",", "")) + 0 if _NUMBER.match(text) else None
    return value if value is not None and in_bounds(value) else None


def printed(cell: object) -> str:
    """A cell as text: a whole number without a point, a text with its markers."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, str):
        return cell.strip()
    return words(cell)
