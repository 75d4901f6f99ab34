"""The names of measures that are missing for one reason: alike ones together, and of very many the first."""

from __future__ import annotations

from math import ceil

from assize.catalogue.load import load_catalogue
from assize.compose.gaps import AWAITED, _named

_LETTERS_OF_A_LINE = 74  # of the table of gaps


def test_names_that_begin_alike_stand_together() -> None:
    names = ["Victims' Code: needs assessed", "Victims' Code: updates within time", "Warrants, category A"]
    assert _named(names) == "Victims' Code: needs assessed, updates within time; warrants, category A"


def test_of_very_many_the_first_are_named_and_the_rest_counted() -> None:
    names = [f"Number {at} of the measures that nobody has sent" for at in range(25)]
    said = _named(names)
    assert said.startswith("number 0 of the measures that nobody has sent; number 1 ")
    assert said.endswith("; and 19 more, which the workbook names")
    assert said.count("of the measures") == 6


def test_two_names_more_are_named_all_the_same() -> None:
    names = [f"Number {at} of the measures that nobody has sent" for at in range(8)]
    assert "more, which the workbook names" not in _named(names)


def test_no_partner_of_whom_nothing_came_takes_more_than_six_lines() -> None:
    catalogue = load_catalogue()
    by_source: dict[str, list[str]] = {}
    for metric in catalogue.metrics.values():
        if metric.numerators and catalogue.sources[metric.numerators[0].source].asked:
            by_source.setdefault(metric.numerators[0].source, []).append(metric.name)
    assert len(by_source) > 8
    for source, names in by_source.items():
        assert ceil(len(f"{AWAITED}: {_named(names)}.") / _LETTERS_OF_A_LINE) <= 6, source
