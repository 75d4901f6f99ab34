"""How an office wants its measures judged: the rule set of their control charts, and breaks it knows of.

Both stand in `assize.toml`: `[rules]` and `[[break]]`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from assize.core.errors import AssizeError, Problem
from assize.core.periods import parse_period
from assize.core.specs import RULE_SETS, Break, Cadence, MetricSpec

EVERY = "every-measure"  # the key of [rules] that holds for what is not named
JUDGING_TEXT = f"""
# The rules of the control charts, for every measure or one: {" or ".join(RULE_SETS)}. The set stands under every chart.
# [rules]
# {EVERY} = "{RULE_SETS[0]}"
# conviction-rate = "{RULE_SETS[1]}"

# Where one of your measures changed so much that before and after must not be compared: limits begin again, and no change,
# trend or index runs across it. Reason and author are printed with the measure.
# [[break]]
# measure = "witness-attendance"
# from = "2023-24-q2"          # the first quarter of the new stretch
# reason = "A new case system counts witnesses who attended by video link"
# author = "performance officer"
"""
_BREAK = ("measure", "from", "reason", "author")


def read_rules(raw: object, metrics: Mapping[str, MetricSpec], file: str) -> tuple[dict[str, str], list[Problem]]:
    """The rule set by measure, that for every measure under an empty name."""
    if not isinstance(raw, dict):
        return {}, [_problem(file, "rules", repr(raw), "a table")]
    found: dict[str, str] = {}
    problems = []
    for key, value in raw.items():
        if key != EVERY and key not in metrics:
            problems.append(_problem(file, f"rules.{key}", f"'{key}'", _nearest(key, (EVERY, *metrics))))
        elif value not in RULE_SETS:
            problems.append(_problem(file, f"rules.{key}", repr(value), " or ".join(f'"{one}"' for one in RULE_SETS)))
        else:
            found["" if key == EVERY else key] = value
    return found, problems


def read_breaks(
    raw: object, metrics: Mapping[str, MetricSpec], file: str
) -> tuple[dict[str, tuple[Break, ...]], list[Problem]]:
    """The office's own breaks by measure, in order of time."""
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        return {}, [_problem(file, "break", repr(raw)[:80], "tables that begin [[break]]")]
    found: dict[str, list[Break]] = {}
    problems: list[Problem] = []
    for number, one in enumerate(raw, start=1):
        where = f"break {number}"
        faults = [
            _problem(file, f"{where}.{key}", "a setting that is not known", _nearest(key, _BREAK))
            for key in one
            if key not in _BREAK
        ]
        faults += [
            _problem(file, f"{where}.{key}", "nothing" if key not in one else repr(one[key]), "some words in quotes")
            for key in _BREAK
            if not (isinstance(one.get(key), str) and one[key].strip())
        ]
        measure = one.get("measure")
        if isinstance(measure, str) and measure and measure not in metrics:
            faults.append(_problem(file, f"{where}.measure", f"'{measure}'", _nearest(measure, tuple(metrics))))
        problems += faults
        if faults:
            continue
        metric = metrics[one["measure"]]
        known = {change.period for change in (*metric.breaks, *found.get(metric.id, ()))}
        period, fault = _first(one["from"], metric)
        if fault is not None:
            problems.append(_problem(file, f"{where}.from", *fault))
        elif period in known:
            problems.append(_problem(file, f"{where}.from", f"'{one['from']}'", "a quarter without a break so far"))
        else:
            reason, author = (" ".join(one[key].split()) for key in ("reason", "author"))
            found.setdefault(metric.id, []).append(Break(period, reason, author, by_office=True))
    ordered = {
        name: tuple(sorted(own, key=lambda each: parse_period(each.period).first_day)) for name, own in found.items()
    }
    return ordered, problems


def _first(text: str, metric: MetricSpec) -> tuple[str, tuple[str, str] | None]:
    try:
        period = parse_period(text)
    except AssizeError as error:
        return "", (error.found, error.expected)
    if not period.is_quarter and not (metric.cadence is Cadence.YEAR and period.is_year):
        return "", (f"'{text}'", "a quarter such as 2018-19-q4")
    return period.id, None


def _problem(file: str, where: str, found: str, expected: str) -> Problem:
    return Problem("this setting cannot be used", f"{file} [{where}]", found=found, expected=expected)


def _nearest(name: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"one of {', '.join(known[:8])}"
