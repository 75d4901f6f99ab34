"""What cannot be computed is refused, in a sentence that says what was found and what was expected."""

from __future__ import annotations

import json
from math import inf, nan
from pathlib import Path

import pytest

from assize import statistics
from assize.core.errors import AssizeError
from assize.statistics import (
    change,
    demands,
    disparity,
    flow,
    forecast,
    funnel,
    incomplete,
    intervals,
    quantiles,
    revisions,
    rolling,
    seasons,
    spc,
    standardised,
    trend,
)

REFUSED: dict[str, str] = json.loads(Path(__file__).with_name("refusals.json").read_text("utf-8"))
MODULES = (
    change, demands, disparity, flow, forecast, funnel, incomplete, intervals, quantiles, revisions, rolling, seasons, spc,
    standardised, trend,
)  # fmt: skip
NAMES = {"inf": inf, "nan": nan} | {one.__name__.rpartition(".")[2]: one for one in MODULES}


@pytest.mark.parametrize("call", REFUSED)
def test_it_is_refused_in_so_many_words(call):
    with pytest.raises(AssizeError) as refused:
        eval(call, NAMES)
    assert refused.value.sentence == REFUSED[call]


def test_every_module_that_refuses_anything_is_asked():
    folder = Path(statistics.__file__).parent
    refusing = {path.stem for path in folder.glob("*.py") if "raise AssizeError" in path.read_text("utf-8")}
    assert refusing <= {call.partition(".")[0] for call in REFUSED}


@pytest.mark.parametrize(
    "call",
    [
        "flow.flows(1, [2], [3, 4])",
        "rolling.rolling_rate([1.0, 2.0], [1.0], 1)",
        "trend.value_trend([1, 2, 3, 4, 5], [0, 1, 2, 3, 4], [9, 9, 9, 9])",
    ],
)
def test_sequences_that_belong_together_have_one_length(call):
    with pytest.raises(AssizeError, match="expected one length"):
        eval(call, NAMES)
