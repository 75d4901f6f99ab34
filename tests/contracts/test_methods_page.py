"""Every worked case of docs/methods.md comes out as it stands there."""

from __future__ import annotations

import importlib
import pkgutil
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assize import statistics

PAGE = Path(__file__).parents[2] / "docs" / "methods.md"
MODULES = [
    importlib.import_module(f"assize.statistics.{one.name}") for one in pkgutil.iter_modules(statistics.__path__)
]
WORKED = re.compile(r"`(?P<call>(?:[a-z_]+\.|\[)[^`]*)`(?P<between>[^`*]*)\*\*(?P<printed>[^*]+)\*\*")
INNER = {"demands", "incomplete"}  # functions that others stand on: nothing an analyst is told


def figures_of(page: str) -> dict[str, Any]:
    """The figures that the page sets down, and the modules that its cases call."""
    names: dict[str, Any] = {one.__name__.rpartition(".")[2]: one for one in MODULES}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, names)
    return names


def printed(value: Any, decimals: int | None) -> str:
    """A result as the page prints it: numbers to so many decimals, a minus as it should be, lists with commas."""
    if isinstance(value, (list, tuple)):
        return ", ".join(printed(one, decimals) for one in value)
    if decimals is None or isinstance(value, (bool, str)) or value is None:
        return {True: "yes", False: "no", None: "none"}.get(value, str(value)) if not isinstance(value, str) else value
    return f"{value:,.{decimals}f}".replace("-", "−")


def cases(page: str) -> list[tuple[str, str]]:
    return [(" ".join(found["call"].split()), found["printed"]) for found in WORKED.finditer(page)]


def decimals_of(text: str) -> int | None:
    """To how many decimals the page prints a result; None for a word."""
    first = text.split(", ")[0].replace(",", "").replace("−", "-")
    try:
        exponent = Decimal(first).as_tuple().exponent
    except ArithmeticError:
        return None
    return -exponent if isinstance(exponent, int) else None


TEXT = PAGE.read_text("utf-8")


@pytest.mark.parametrize(("call", "text"), cases(TEXT))
def test_a_worked_case_comes_out_as_it_stands(call, text):
    assert printed(eval(call, figures_of(TEXT)), decimals_of(text)) == text


def test_every_module_of_the_statistics_has_a_worked_case():
    modules = {one.__name__.rpartition(".")[2] for one in MODULES} - INNER
    assert modules <= {call.partition(".")[0] for call, _ in cases(TEXT)}
    assert TEXT.count("gives **") + TEXT.count("is **") <= len(cases(TEXT)) + 1


def test_a_wrong_number_on_the_page_would_be_seen():
    ((call, text),) = cases("so `intervals.wilson(55, 70)` gives **0.6761, 0.8657**")
    assert printed(eval(call, figures_of("")), decimals_of(text)) != text
