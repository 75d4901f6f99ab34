"""Which lines of a table say of which period its figures are, and what each label of them means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations
from typing import Any

from assize.core.periods import Period
from assize.ingest.history.grid import Line
from assize.ingest.history.labels import AND, Reading, part_of, readings
from assize.ingest.history.lines_of_labels import Lines, is_place
from assize.ingest.history.mapping import ASK, Check, period_of
from assize.ingest.history.shapes import periods_named, windows
from assize.ingest.history.words import is_percentage, sum_of_periods
from assize.ingest.history.years_and_parts import (
    dated_readings,
    joined_readings,
    says_part,
    says_period,
    spoken,
    told,
)

_HALF = 0.5
_MOST_LINES = 4  # of periods, of which three may be needed: a year, its quarter in numbers and in months
_YEAR = 12
_LEAST_IN_ORDER = 3  # periods that have an order
_SUMMARY = re.compile(
    r"\b(?:change|variance|difference|max(?:imum)?|min(?:imum)?|highest|lowest|st\.? ?dev)\b", re.IGNORECASE
)
_LIKE_A_PERIOD = re.compile(
    r"\b(?:(?:19|20)\d{2}|\d{2}/\d{2}|q(?:tr|uarter)? ?[1-4]|h[12]|p\d{1,2}|m\d{1,2}|w(?:ee)?k ?\d{1,2}|w/[ce]|weeks?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?:this|last|prior|previous|current|same) (?:year|quarter|month)s?)\b",
    re.IGNORECASE,
)


@dataclass
class Periods:
    """What was found: lines or the one period of all (`?` where it must be asked), words, and what to say of them.

    `doubts` go with an open label each, `questions` are asked by themselves; `notes` stand behind a label, or behind all of it
    under an empty label.
    """

    at: tuple[Line, ...] | str = ASK
    words: dict[str, str] = field(default_factory=dict)
    ignored: dict[str, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Candidate:
    lines: tuple[Line, ...]
    options: dict[str, tuple[Reading, ...]]
    share: float  # of its labels that are periods
    by_title: str = ""  # words of a title that give the year
    from_afar: bool = False  # that title is another table's, or the file's name


def find_periods(lines: Lines, senses: Sequence[str], afar: Sequence[str]) -> Periods:
    """The periods of a table. `senses` answer how doubtful labels are counted; `afar` are texts that may say the year of a part
    though they are not the table's own: titles of a table above, the file's name.
    """
    best = _best(lines, afar)
    return _one_period(lines, senses, afar) if best is None else _many(lines, best, senses)


def chosen_reading(found: Sequence[Reading], senses: Iterable[str]) -> Reading | None:
    """The one that a label means: the only one, or the only one counted as the person said."""
    if len(found) == 1 and not found[0].doubtful:
        return found[0]
    said = set(senses)
    wanted = [one for one in found if one.sense and set(one.sense.split(AND)) <= said]
    return wanted[0] if len(wanted) == 1 else None


# --- which lines --------------------------------------------------------------------------------------------------


def period_lines(lines: Lines) -> list[Line]:
    """The lines of which most labels are periods or parts of years; headings where any is."""
    found = []
    for line in lines.every:
        header = lines.header(line)
        every = lines.inside(line) if line.kind == "heading" else lines.labels([line])
        labels = [one for one in every if not is_place(one) and not _is_worked_out(one)]
        good = sum(says_period(one, header) for one in labels)
        if good and (line.kind == "heading" or good >= _HALF * len(labels)):
            found.append(line)
    return found


def _is_worked_out(label: str) -> bool:
    return sum_of_periods(label) is not None or is_percentage(label) or bool(_SUMMARY.search(label))


def _best(lines: Lines, afar: Sequence[str]) -> _Candidate | None:
    some = period_lines(lines)
    candidates = [_candidate(lines, (_alone(lines, line),)) for line in some]
    candidates += [
        _candidate(lines, (lines.filled(upper), _lower(lines, lower, some)))
        for upper, lower in permutations(some, 2)
        if _pairs(lines, upper, lower)
    ]
    candidates += [
        _candidate(lines, tuple(lines.filled(line) for line in three))
        for three in (permutations(some, 3) if len(some) <= _MOST_LINES else ())
        if _pairs(lines, three[0], three[1]) and _pairs(lines, three[0], three[2])
    ]
    candidates += [one for line in some if (one := _with_title(lines, (_alone(lines, line),), afar)) is not None]
    good = [one for one in candidates if one.share > 0]
    # Of two that say as much, the one that leaves no line of periods unused; a title is asked last.
    best = max(good, key=lambda one: (round(one.share, 2), len(one.lines), not one.by_title), default=None)
    return best or _not_understood(lines)


def _not_understood(lines: Lines) -> _Candidate | None:
    """A line whose labels look like periods, though none of them can be read: each is asked."""
    for line in lines.every:
        labels = [label for label in lines.labels([line]) if not is_place(label)]
        if line.kind != "heading" and labels and all(_LIKE_A_PERIOD.search(label) for label in labels):
            return _candidate(lines, (_alone(lines, line),))
    return None


def _alone(lines: Lines, line: Line) -> Line:
    """The line by itself; the row next to the figures has a label for each column, and an empty cell is a gap."""
    last = lines.shape.headers[-1] if lines.shape.headers else None
    return line if line == last else lines.filled(line)


def _pairs(lines: Lines, upper: Line, lower: Line) -> bool:
    """Whether the first may say the year (or all of it) and the second a part; a heading or an upper row comes first."""
    if lower.kind == "heading":
        return False
    header = lines.header(upper)
    labels = [label for label in lines.labels([upper]) if not is_place(label)]
    return any(readings(words) for label in labels for words in spoken(label, header))


def _lower(lines: Lines, line: Line, period_like: Sequence[Line]) -> Line:
    """The line of parts; filled where rows without one are told apart by another column, as in a list of measures."""
    if line.kind == "row":
        return _alone(lines, line)
    if line.kind != "column" or not any(map(is_place, lines.labels([line]))):
        return line
    others = [one for one in lines.shape.sides if one not in period_like]
    empty = [row for row, column in lines.cells if not lines.parts([line], row, column)]
    told_apart = any(lines.grid.text(row, one.index) for row in empty for one in others)
    return lines.filled(line) if told_apart else line


def _candidate(lines: Lines, chosen: tuple[Line, ...]) -> _Candidate:
    options: dict[str, tuple[Reading, ...]] = {}
    cells: dict[str, Any] = {}
    for row, column in lines.cells:
        label = lines.label(chosen, row, column)
        if label not in options:
            parts = lines.parts(chosen, row, column)
            options[label] = joined_readings(parts) if parts else ()
            cells[label] = _cell(lines, chosen[-1], row, column) if len(chosen) == 1 else None
    options = dated_readings(cells, options)
    return _Candidate(chosen, options, _share(options))


def _cell(lines: Lines, line: Line, row: int, column: int) -> Any:
    at = (line.index, column) if line.kind == "row" else (row, line.index)
    return lines.grid.at(*at, merged=True) if line.kind != "heading" else None


def _share(options: dict[str, tuple[Reading, ...]]) -> float:
    wanted = [label for label in options if not is_place(label) and not _is_worked_out(label)]
    return sum(bool(options[label]) for label in wanted) / len(wanted) if wanted else 0.0


def _with_title(lines: Lines, chosen: tuple[Line, ...], afar: Sequence[str]) -> _Candidate | None:
    """The line's parts in the year that a title says."""
    header = lines.header(chosen[0])
    labels = [label for label in lines.labels(chosen) if not is_place(label)]
    if not any(says_part(label, header) for label in labels):
        return None
    near = years_named(lines.shape.titles)
    years = near or years_named(afar)
    if not years:
        # The parts are periods all the same; their year must be asked.
        options: dict[str, tuple[Reading, ...]] = dict.fromkeys(labels, ())
        return _Candidate(chosen, options, 0.01, "no year is named")
    options = {}
    for label in lines.labels(chosen):
        found = [joined_readings([(year, ""), (label, header)]) for year in years] if not is_place(label) else []
        options[label] = tuple(one for each in found for one in each) or (
            readings(label) if not is_place(label) else ()
        )
    return _Candidate(chosen, options, _share(options), " or ".join(years), not near)


def years_named(texts: Iterable[str]) -> list[str]:
    """The words of texts that name a whole year, one for each year."""
    found: dict[tuple[Period, ...], str] = {}
    for text in texts:
        taken: list[str] = []
        for words in windows(text):
            options = readings(words)
            if any(words in longer for longer in taken):
                continue
            if options and all(one.period.months == _YEAR for one in options):
                taken.append(words)
                key = tuple(one.period for one in options)
                found[key] = min(found.get(key, words), words, key=len)
    return list(found.values())


# --- what the labels mean -----------------------------------------------------------------------------------------


def _many(lines: Lines, best: _Candidate, senses: Sequence[str]) -> Periods:
    found = Periods(at=best.lines)
    lengths = {one.period.months for options in best.options.values() for one in options} or {_YEAR}
    doubtful: dict[str, tuple[Reading, ...]] = {}
    for label in lines.labels(best.lines):
        options = best.options.get(label, ())
        if not options:
            _no_period(found, label, best)
        elif (
            min(lengths) < _YEAR and all(one.period.months == _YEAR for one in options) and _a_year(found, label, best)
        ):
            continue
        elif min(lengths) == 1 and all(one.period.months == 3 for one in options):
            found.ignored[label] = "a quarter beside its months: a total"
        else:
            reading = None if best.from_afar else chosen_reading(options, senses)
            found.words[label] = reading.period.slug if reading else ASK
            if reading is None:
                doubtful[label] = options
                found.notes[label] = told(options)
    if doubtful:
        label, options = next(iter(doubtful.items()))
        more = f" ({len(doubtful)} such labels)" if len(doubtful) > 1 else ""
        afar = f", if '{best.by_title}', which stands elsewhere, is its year" if best.from_afar else ""
        again = "" if best.from_afar else ", or map again with --periods"
        how = "is" if len(options) == 1 else "may be"
        if any(one.doubtful for one in options):
            how = "may be a day without a year, or"
        found.doubts.append(f"'{label}' {how} {told(options)}{afar}{more}. Answer each in the mapping{again}.")
    elif best.by_title and not best.from_afar and len(best.by_title) > 1 and found.words:
        found.notes[""] = f"the year by '{best.by_title}' in the title"
    _ask_repeated(found, lines, best)
    if best.by_title and not best.from_afar:
        found.questions += _of_another_year(lines, best)
    if said := _out_of_order(lines, best.lines, found.words):
        found.questions.append(said)
    return found


def _of_another_year(lines: Lines, best: _Candidate) -> list[str]:
    """Labels with a year of their own, and another than the title gives to those without."""
    header = lines.header(best.lines[0])
    years = [one.period for one in readings(best.by_title)]
    return [
        f"'{label}' is of another year than '{best.by_title}', which the title gives to the labels beside it. Is that right?"
        for label, found in best.options.items()
        if years and found and not says_part(label, header)
        if not any(_within(one.period, year) for one in found for year in years)
    ]


def _out_of_order(lines: Lines, chosen: Sequence[Line], words: dict[str, str]) -> str:
    """A question where the periods of one line do not follow each other: a year mistyped, two labels exchanged."""
    if len({line.kind for line in chosen}) != 1:
        return ""
    across = chosen[0].kind == "row"
    places = {(column if across else row): lines.label(chosen, row, column) for row, column in lines.cells}
    labels = [label for _, label in sorted(places.items()) if words.get(label, ASK) != ASK]
    periods = [period for label in labels if (period := period_of(words[label])) is not None]
    if (
        len(set(periods)) < len(periods)
        or len({period.months for period in periods}) != 1
        or len(periods) < _LEAST_IN_ORDER
    ):
        return ""
    months = periods[0].months
    at = [period.index for period in periods]
    steps = [later - earlier for earlier, later in pairwise(at)]
    blocks = [period.financial_year if period.months < _YEAR else period for period in periods]
    # The last year first, and in each its quarters in their order.
    by_year = all(
        step > 0 if one == other else one > other for (one, other), step in zip(pairwise(blocks), steps, strict=True)
    )
    for number, step in enumerate(steps):
        between = f"'{labels[number + 1]}' follows '{labels[number]}'"
        wrong_way = step < 0 if sum(one > 0 for one in steps) * 2 >= len(steps) else step > 0
        if wrong_way and not by_year:
            return f"{between}, out of order. Are the labels right?"
        regular = abs(steps[0]) == months < _YEAR and steps.count(steps[0]) * 2 > len(steps)
        if regular and abs(step) > _YEAR and not by_year:
            return f"{between}, with a year or more between them. Are the labels right?"
    return ""


def _a_year(found: Periods, label: str, best: _Candidate) -> bool:
    """A year among quarters or months: a total where all of its own stand there; asked where only some do, or where its label
    has lost its part. False where none do: it is a period like the others.
    """
    year = best.options[label][0].period
    others = {one.period for options in best.options.values() for one in options if one.period.months < _YEAR}
    parts = [{*year.quarters}, {Period(year.year, year.month, 1).later(step) for step in range(_YEAR)}]
    if any(whole <= others for whole in parts) and len(best.options[label]) == 1:
        found.ignored[label] = "a year beside its quarters or months: a total"
        found.checks.append(Check(label, "sum", (), year.slug))
        return True
    some = any(part <= others or part & others for part in parts)
    if not some and len(best.lines) == 1:
        return False
    found.words[label] = ASK
    found.notes[label] = (
        f"{year.slug}, of which only some quarters or months stand beside it" if some else "its part is not named"
    )
    found.doubts.append(
        f"'{label}' stands among quarters or months and they are not all of that year: is it a period, or to be ignored?"
    )
    return True


def _no_period(found: Periods, label: str, best: _Candidate) -> None:
    if (rest := sum_of_periods(label)) is not None:
        year = () if re.search(r"\b(?:grand|overall)\b", label, re.IGNORECASE) else readings(rest)
        if len(year) == 1 and year[0].period.is_year:
            found.ignored[label] = "a total: compared with the sum of its quarters or months"
            found.checks.append(Check(label, "sum", (), year[0].period.slug))
        else:
            found.ignored[label] = "a total over periods: it is not compared with anything"
    elif is_percentage(label) or _SUMMARY.search(label):
        found.ignored[label] = "no period: worked out from others"
    else:
        found.words[label] = ASK
        if is_place(label):
            found.doubts.append(f"figures stand under no period {label}: of which are they, or are they to be ignored?")
        elif part_of(label) is not None:
            found.doubts.append(f"'{label}' is a part of some year, and no year is named for it.")
        else:
            found.doubts.append(f"'{label}' stands where periods stand and is none that is understood.")


def _ask_repeated(found: Periods, lines: Lines, best: _Candidate) -> None:
    """Two labels of one period: days of one month, as where the month is written first."""
    held: dict[str, list[str]] = {}
    for label, meaning in found.words.items():
        if meaning != ASK:
            held.setdefault(meaning, []).append(label)
    for meaning, labels in held.items():
        if len(labels) > 1 and any(best.options[label][0].period.months == 1 for label in labels):
            for label in labels:
                found.words[label] = ASK
                found.notes[label] = f"{meaning}, as '{labels[0] if label != labels[0] else labels[1]}' is"
            found.doubts.append(
                f"'{labels[0]}' and '{labels[1]}' both mean {meaning}: are they weeks, or is the month written first?"
            )


# --- one period for all ---------------------------------------------------------------------------------------------


def _one_period(lines: Lines, senses: Sequence[str], afar: Sequence[str]) -> Periods:
    """The period that the titles speak of: the shortest, where the others hold it; else it is asked."""
    found = Periods()
    titles = lines.shape.titles
    options = _named_together(titles)
    if not options:
        options = _named_together([*titles, *afar])
        if options:
            found.notes[""] = f"perhaps {told(options)}"
            found.doubts.append(f"its own titles name no period; perhaps it is {told(options)}, named elsewhere.")
            return found
    reading = chosen_reading(options, senses) if options else None
    if reading is not None:
        found.at = reading.period.slug
        return found
    found.notes[""] = told(options) if options else "no period is named"
    found.doubts.append(f"the period may be {told(options)}." if options else "no period is named: of which is it?")
    return found


def _named_together(titles: Sequence[str]) -> tuple[Reading, ...]:
    """What titles say of a single period, a quarter named in one and its year in another taken together."""
    named = [options for title in titles for _, options in periods_named(title)]
    parts = parts_named(titles)
    years = years_named(titles)
    if parts:
        whole = [options for options in named if options[0].period.months < _YEAR]
        if not whole:
            joined = [one for part in parts for year in years for one in joined_readings([(year, ""), (part, "")])]
            return tuple({one.period: one for one in joined}.values())
        named = whole
    if not named:
        return ()
    shortest = min((options for options in named), key=lambda options: options[0].period.months)
    others = [options for options in named if not any(_within(a.period, b.period) for a in shortest for b in options)]
    merged = {one.period: one for options in (shortest, *others) for one in options}
    if len(shortest) == 1 and shortest[0].period.months == 1 and not others:
        return tuple(dated_readings({}, {"": shortest})[""])
    return tuple(merged.values())


def parts_named(texts: Iterable[str]) -> list[str]:
    """Quarters that texts name without a year: `Q1`, `Quarter 1 results`, `Apr-Jun`; single months are too common a word."""
    found: list[str] = []
    for text in texts:
        taken = [words for words, _ in periods_named(text)]
        for words in windows(text):
            part = part_of(words)
            whole_cell = words == text
            if (
                part is not None
                and (part[0] or len(part[1]) > 1 or whole_cell)
                and not any(words in one for one in taken)
            ):
                taken.append(words)
                found.append(words)
    return list(dict.fromkeys(found))


def _within(inner: Period, outer: Period) -> bool:
    return outer.first_day <= inner.first_day and inner.last_day <= outer.last_day


def agrees(text: str, header: str, period: Period) -> bool:
    """Whether a label of a period that was not needed speaks of the same time as what was taken."""
    for words in spoken(text, header):
        if any(_within(period, one.period) for one in readings(words)):
            return True
        part = part_of(words)
        if part is None or period.months > 3:
            continue
        quarters, months = part
        numbers = {(period.month - 1) // 3 + 1, (period.month - 4) % 12 // 3 + 1}
        held = {(period.month + step - 1) % 12 + 1 for step in range(period.months)}
        span = (
            set(months)
            if len(months) != 2
            else {(months[0] + s - 1) % 12 + 1 for s in range((months[1] - months[0]) % 12 + 1)}
        )
        if (not quarters or quarters[0] in numbers) and (not months or held <= span):
            return True
    return False
