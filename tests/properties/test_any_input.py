"""Whatever a public function of the statistics is given in place of one argument, it answers or refuses in a sentence.

Never a fault of Python's own. The functions and their arguments are found by looking, so that a new one is asked too.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

from assize import statistics
from assize.core.errors import AssizeError
from assize.statistics import funnel, seasons, spc

SERIES = [3.0, 5.0, 4.0, 7.0, 9.0, 8.0] * 3
NO_NUMBERS = ("x", "", b"x", True, False, 1j, {}, set(), object())
NO_BREAK = [("breaks", {}), ("rebase", {}), ("breaks", set()), ("rebase", set())]
UNWANTED = (
    *NO_NUMBERS,
    *(None, math.nan, math.inf, -math.inf, -1, -1.5, 0, 0.5, 2, 10**400, 1e308, 5e-324, 1e-99, [], (1, 2), [[]], range(18)),
    *([[wrong] for wrong in (None, math.nan, "x", True, 1.0)]),
    *([wrong] * 18 for wrong in (None, math.nan, "x", True, 0.0, -1.0, 1e49, 1e300)),
)  # fmt: skip

BY_NAME: dict[str, Any] = {
    "edges": [float(edge) for edge in range(19)],
    "base": [1, 2],
    "rebase": [3],
    "breaks": [3],
    "blocks": [[1.0, 2.0, 3.0], [2.0, 3.0, 1.0]],
    "pairs": [(1, 2), (3, 4)],
    "intervals": [(0.1, 0.2), (0.3, 0.4)],
    "steps": [1] * 17,
    "points": 18,
    **{name: [1, 1, 0, -1, -1, 0] * 3 for name in ("sides", "outside", "near")},
    "ruleset": spc.PTD_0_2_2,
    "scale": funnel.Scale.PROPORTION,
    "found": seasons.seasons(SERIES),
    "p": 0.025,
    "tail": 0.025,
    "average": 0.025,
    "confidence": 0.95,
    "trim": 0.1,
    "fix_after": 12,
} | {name: [20 * value for value in SERIES] for name in ("totals", "populations", "reference_populations", "uppers")}
NUMBERS_OF_SOMETHING = (
    "quarters",
    "ahead",
    "window",
    "season",
    "seasons",
    "kind",
    "groups",
    "lag",
    "length",
    "minimum_points",
)
EVENTS = ("x", "x1", "x2", "count", "observed", "a", "b", "events", "reference_events", "better", "i")


def public_functions() -> list[Callable[..., Any]]:
    found = []
    for one in pkgutil.iter_modules(statistics.__path__):
        module = importlib.import_module(f"{statistics.__name__}.{one.name}")
        found += [
            function
            for name, function in vars(module).items()
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
        ]
    return [function for function in found if not function.__module__.endswith(".demands")]


def is_switch(parameter: inspect.Parameter) -> bool:
    """Yes or no, and whatever is given is taken for one of them."""
    return "bool" in str(parameter.annotation)


def ordinary(parameter: inspect.Parameter) -> Any:
    """What such an argument usually is."""
    if parameter.name in BY_NAME and (parameter.name != "base" or "Sequence" in str(parameter.annotation)):
        return BY_NAME[parameter.name]
    if parameter.name in NUMBERS_OF_SOMETHING:
        return 4
    if "Sequence" in str(parameter.annotation) or parameter.annotation == "Values":
        return [3, 5, 4, 7, 9, 8] * 3 if "int" in str(parameter.annotation) else SERIES
    return 1 if parameter.name in EVENTS else True if is_switch(parameter) else 5.0


@pytest.mark.parametrize(
    "function", public_functions(), ids=lambda one: f"{one.__module__.split('.')[-1]}.{one.__name__}"
)
def test_it_answers_or_refuses_in_a_sentence(function):
    parameters = inspect.signature(function).parameters
    usual = {name: ordinary(one) for name, one in parameters.items()}
    function(**usual)
    for name in usual:
        for wrong in UNWANTED:
            try:
                function(**(usual | {name: wrong}))
            except AssizeError:
                continue
            if not is_switch(parameters[name]) and (name, wrong) not in NO_BREAK:
                assert not any(wrong is one for one in NO_NUMBERS), (name, wrong)


def test_the_functions_are_found():
    names = {one.__name__ for one in public_functions()}
    assert {"wilson", "funnel", "control_chart", "flow", "differences", "friedman", "beta_quantile"} <= names
