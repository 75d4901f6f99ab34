"""What a cell in which a figure is asked for says: a number, a reason why there is none, nothing, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assize.core.nouns import Absence
from assize.ingest.returns.sheets import Kind, SheetCell

MOST = Decimal(10_000_000)  # a sixth of the people of England and Wales: no board counts so many of anything
WANTED = "a whole number of 0 or more, [x] if not available, or [z] if it does not apply"
WANTED_DECIMALS = WANTED.replace("a whole number", "a number")
_ABSENCES = {
    "[x]": Absence.NOT_AVAILABLE,
    "x": Absence.NOT_AVAILABLE,
    "[z]": Absence.NOT_APPLICABLE,
    "z": Absence.NOT_APPLICABLE,
}
_WHOLE = re.compile(r"^\d+$")
_GROUPED = re.compile(r"^\d{1,3}(?:([,\u00a0\u2009\u202f'\u2019])\d{3})(?:\1\d{3})*$")
_SPACED = re.compile(r"^\d+(?:[ \n]+\d+)+$")
_POINT = re.compile(r"^(\d+|\d{1,3}(?:,\d{3})+)\.(\d+)$")
_NEGATIVE = re.compile(r"^(?:[-−–]\s*\d[\d,.]*|\(\s*\d[\d,.]*\s*\)|\d[\d,.]*-)$")
_COMMA = re.compile(r"^\d+(?:,\d+)+$")  # none of the commas between thousands, which _GROUPED knows
_PER_CENT = re.compile(r"\d\s*(?:%|per ?cents?|percent)|^%", re.IGNORECASE)
_NONE = re.compile(r"^(?:nil|none|zero|no|-+|–|—)$", re.IGNORECASE)
_UNSAID = re.compile(
    r"^(?:n/?a\.?|not (?:available|known|applicable|recorded|held)|unknown|tbc|tba|\?+|\.+|awaited|to follow|pending"
    r"|see notes?)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:about|approx\.?(?:imately)?|circa|c\.|around|roughly|under|over|[~<>≈±+])"
    r"|\b(?:est\.?|estimated?|approx\.?)\b|[+*]$",
                    re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One of: `value`, `absence`, `fault` (what is wrong, and what to do about it); or none of them for an empty cell."""

    value: Decimal | None = None
    absence: Absence | None = None
    fault: str = ""
    fix: str = ""

    @property
    def empty(self) -> bool:
        """Nothing stands there."""
        return self.value is None and self.absence is None and not self.fault


def read_figure(cell: SheetCell, *, decimals: bool = False) -> Said:
    """What a cell says. Numbers typed as text are read, with commas between thousands or the spaces that a program puts there
    (never those of a keyboard: `120 130` may be two numbers); nothing is guessed. A cell of which something is struck through,
    raised or lowered is refused: nobody can tell whether that is part of the number.
    """
    said = _as_it_stands(cell, decimals)
    return _aside(cell) if cell.aside.how and not said.fault and not said.empty else said


def _aside(cell: SheetCell) -> Said:
    how, without = cell.aside
    if not without:
        return Said(
            fault="the figure is struck through",
            fix="Type it anew without striking it through if it stands; if not, type the right one, or [x] and the reason.",
        )
    return Said(
        fault=f"a part of this cell is {how}: the figure may be {without} or {cell.words}",
        fix="Clear the cell and type the number alone; a remark belongs under Reason or note.",
    )


def _as_it_stands(cell: SheetCell, decimals: bool) -> Said:
    if cell.kind is Kind.NOTHING:
        if cell.formula:
            return Said(
                fault="the cell holds a formula whose result was not kept",
                fix="Type the number, or open the form in a spreadsheet program, save it there and send it again.",
            )
        return Said()
    if cell.kind is Kind.UNKNOWN:
        return Said(
            fault="in an xls a formula's 0 may have been a text, such as [x], and which it was cannot be known",
            fix="Type the number or [x] in place of the formula, or send the form as xlsx.",
        )
    if cell.kind is Kind.ERROR:
        return Said(fault="the cell shows an error instead of a figure", fix="Mend the formula, or type the number.")
    if cell.kind is Kind.DAY:
        what = "date" if cell.day is not None or ":" not in cell.text else "time of day"
        return Said(
            fault=f"a {what} stands where a figure is wanted",
            fix=f"Type the number; if it turns into a {what.split()[0]}, set the cell's format to General or Number.",
        )
    if cell.kind is Kind.TRUTH:
        return Said(fault="'true' or 'false' stands where a figure is wanted", fix="Type the number.")
    if cell.kind is Kind.NUMBER and cell.number is not None:
        if cell.percent:
            return Said(
                fault="a percentage stands where a count is wanted", fix="Type how many there were, not the share."
            )
        return _checked(cell.number, decimals)
    return _text(cell.text, decimals)


def _text(text: str, decimals: bool) -> Said:
    bare = re.sub(r"[\u200b\ufeff]", "", text).strip().lstrip("'").strip()
    if not bare:
        return Said()
    if (absence := _ABSENCES.get(re.sub(r"\s", "", bare).casefold())) is not None:
        return Said(absence=absence)
    if _WHOLE.match(bare) and len(bare) > 1 and bare.startswith("0"):
        return Said(fault="a number that begins with nought is no count", fix="Type the number without it.")
    if _WHOLE.match(bare):
        return _checked(Decimal(bare), decimals)
    if _GROUPED.match(bare):
        return _checked(Decimal(re.sub(r"\D", "", bare)), decimals)
    if _SPACED.match(bare):
        return Said(
            fault="it is not clear whether this is one number or two", fix="Type one number, without spaces in it."
        )
    if _COMMA.match(bare):
        return _comma(bare, decimals)
    if match := _POINT.match(bare):
        return _checked(Decimal(match[1].replace(",", "") + "." + match[2]), decimals)
    if _PER_CENT.search(bare):
        return Said(fault="a percentage stands where a count is wanted", fix="Type how many there were, not the share.")
    if _NEGATIVE.match(bare):
        return Said(fault="a number below nought cannot be", fix="Type the number counted.")
    if bare.startswith("="):
        return Said(fault="a formula stands there as a text", fix="Type the number.")
    if _NONE.match(bare):
        return Said(
            fault="this may mean that there were none, or that nobody knows", fix="Type 0, or [x] with a reason."
        )
    if _UNSAID.match(bare):
        return Said(
            fault="this is no figure",
            fix="Type [x] if it is not available or [z] if it does not apply, and the reason.",
        )
    if re.search(r"\d", bare) and _ABOUT.search(bare):
        return Said(
            fault="this is no exact figure",
            fix="Type the number alone; choose 'estimated' under How complete, and say more under Reason or note.",
        )
    if re.search(r"\d", bare):
        return Said(
            fault="words or signs stand beside the number", fix="Type the number alone, and words under Reason or note."
        )
    return Said(fault="words stand where a figure is wanted", fix="Type the number, and words under Reason or note.")


def _comma(bare: str, decimals: bool) -> Said:
    """What is said of a comma that stands neither between thousands nor where a decimal point would."""
    if decimals and bare.count(",") == 1:
        return Said(
            fault="a comma stands where a decimal point is wanted",
            fix=f"If {bare.replace(',', '.')} is meant, type it with a point; a comma stands between thousands only (1,234).",
        )
    return Said(
        fault="a comma stands where none stands between thousands",
        fix="Type the whole number without a comma, or with one before every three digits (1,234).",
    )


def _checked(number: Decimal, decimals: bool) -> Said:
    if number < 0:
        return Said(fault="a number below nought cannot be", fix="Type the number counted.")
    if number > MOST:
        return Said(fault="the number is larger than anything counted here", fix="Check the number and type it again.")
    whole = number.to_integral_value()
    if number != whole and not decimals:
        return Said(
            fault="a fraction stands where whole ones are counted",
            fix="Type how many there were; if this is a share or is in thousands, type the count itself.",
        )
    return Said(value=whole + 0 if number == whole else number)  # an xls says 304.0, which nobody typed
