"""Where an office wants open cases to be, and by when: `[open_cases.<board>]` in `assize.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assize.core.errors import Problem
from assize.core.flows import OpenLevel
from assize.core.specs import MetricSpec

TABLE = "open_cases"
OPEN_LEVELS_TEXT = """
# Where a board wants open cases to be, and by when. The report then says how many disposals a quarter that takes.
# [open_cases.staffordshire]
# crown-court-open-cases = { level = 500, by = 2020-03-31 }
"""
_KEYS = ("level", "by")


def read_levels(
    raw: object, boards: tuple[str, ...], metrics: Mapping[str, MetricSpec], file: str
) -> tuple[dict[str, dict[str, OpenLevel]], list[Problem]]:
    """The levels by board and measure, and every fault of the table."""
    if not isinstance(raw, dict):
        return {}, [_problem(file, TABLE, repr(raw), "a table for each board")]
    flows = sorted(name for name, metric in metrics.items() if metric.flow is not None)
    found: dict[str, dict[str, OpenLevel]] = {}
    problems: list[Problem] = []
    for board, table in raw.items():
        where = f"{TABLE}.{board}"
        if board not in boards:
            problems.append(_problem(file, where, f"'{board}'", f"a board of this office: {' or '.join(boards)}"))
        elif not isinstance(table, dict):
            problems.append(_problem(file, where, repr(table), "a table of measures"))
        else:
            for metric, value in table.items():
                if metric not in flows:
                    problems.append(_problem(file, f"{where}.{metric}", f"'{metric}'", " or ".join(flows)))
                    continue
                level, faults = _level(value, f"{where}.{metric}", file)
                problems += faults
                if level is not None:
                    found.setdefault(board, {})[metric] = level
    return found, problems


def _level(value: object, where: str, file: str) -> tuple[OpenLevel | None, list[Problem]]:
    if not isinstance(value, dict) or set(value) != set(_KEYS):
        return None, [_problem(file, where, repr(value), "a level and a day, such as { level = 500, by = 2020-03-31 }")]
    level, by = value["level"], value["by"]
    problems = []
    if isinstance(level, bool) or not isinstance(level, int) or level < 0:
        problems.append(_problem(file, f"{where}.level", repr(level), "a whole number of cases, 0 or more"))
    if type(by) is not date:
        problems.append(_problem(file, f"{where}.by", repr(by), "a day without quotes, such as 2020-03-31"))
    return (None, problems) if problems else (OpenLevel(level, by), [])


def _problem(file: str, where: str, found: str, expected: str) -> Problem:
    return Problem("this setting cannot be used", f"{file} [{where}]", found=found, expected=expected)
