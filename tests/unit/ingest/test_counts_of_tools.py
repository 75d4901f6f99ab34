"""Counts of a courts' tool that stand beside other words than their own are doubted; as they were made they are read."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from ingest.published_files import CATALOGUE, observed, read
from pivot_cache import Made, write_tool

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind

MAGS = ("year", "quarter", "lcjb_area", "rdos", "offence_group", "value")
TRIALS = ("year", "quarter", "court_type", "lcjb_area", "trial_outcome", "value")
BOARDS = sorted(area.name for area in CATALOGUE.areas.values() if AreaKind.BOARD in area.kinds)
QUARTERS = [(str(2022 + at // 4), f"Q{at % 4 + 1}") for at in range(8)]
Records = list[list[str]]
Damage = Callable[[Records], Records]


def caseload() -> Records:
    """Receipts, disposals and open cases of each board, in two groups of offences of very different size."""
    chance = random.Random(4)
    found: Records = []
    for board in BOARDS:
        for group, size in (("01: Theft", chance.randrange(2000, 9000)), ("02: Drugs", chance.randrange(150, 400))):
            held = 3 * size
            for when in QUARTERS:
                came, went = (int(size * chance.uniform(0.95, 1.05)) for _ in range(2))
                held += came - went
                for measure, number in (("Receipts", came), ("Disposals", went), ("Open", held)):
                    found.append([*when, board, measure, group, str(number)])
    return found


def trials() -> Records:
    chance = random.Random(5)
    sizes = {"Effective": 0.45, "Cracked": 0.35, "Ineffective": 0.2, "Vacated": 0.3}
    return [
        [*when, "Crown Court", board, outcome, str(int(400 * share * chance.uniform(0.95, 1.05)))]
        for when in QUARTERS
        for board in BOARDS
        for outcome, share in sizes.items()
    ]


def with_values(records: Records, values: Sequence[str]) -> Records:
    return [[*record[:-1], value] for record, value in zip(records, values, strict=True)]


def slid(records: Records) -> Records:
    values = [record[-1] for record in records]
    return with_values(records, [values[-1], *values[:-1]])


def mixed(records: Records) -> Records:
    values = [record[-1] for record in records]
    random.Random(6).shuffle(values)
    return with_values(records, values)


def in_order(records: Records) -> Records:
    return with_values(records, sorted((record[-1] for record in records), key=int))


def renamed(names: dict[str, str]) -> Damage:
    return lambda records: [[names.get(word, word) for word in record] for record in records]


def quarter_by_quarter(records: Records) -> Records:
    """The same records in another order, each with its own value."""
    return sorted(records, key=lambda record: record[:2])


def by_series(records: Records) -> Records:
    return sorted(records, key=lambda record: (record[2:-1], record[:2]))


ORDER = "the figures stand in order of size, and the records do not: the field was sorted without the others"
UNLIKE = "the counts of a quarter have nothing to do with those of the quarter before"
FLOWS = "open cases do not follow from what came and what went"
SHARES = "an outcome has a share of the trials that it never had"


def write(folder: Path, records: Records, name: str, fields: tuple[str, ...]) -> Path:
    return write_tool(folder / name, Made(fields, records, inline=("value",)))


@pytest.mark.parametrize("order", [lambda records: records, quarter_by_quarter, by_series])
@pytest.mark.parametrize(
    ("made", "name", "fields"), [(caseload, "mags_rdos_tool.xlsx", MAGS), (trials, "trials_tool.xlsx", TRIALS)]
)
def test_counts_beside_their_own_words_are_read_in_any_order(
    tmp_path: Path, order: Damage, made: Callable[[], Records], name: str, fields: tuple[str, ...]
) -> None:
    records = order(made())
    assert len(observed(read(write(tmp_path, records, name, fields), tmp_path))) == len(records)


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (slid, FLOWS),
        (mixed, UNLIKE),
        (in_order, ORDER),
        (lambda records: slid(by_series(records)), UNLIKE),
        (renamed({"Receipts": "Disposals", "Disposals": "Receipts"}), FLOWS),
        (renamed({"Receipts": "Open", "Open": "Receipts"}), FLOWS),
    ],
)
def test_counts_of_cases_beside_other_words_are_doubted(tmp_path: Path, damage: Damage, what: str) -> None:
    with pytest.raises(FileRefused) as error:
        read(write(tmp_path, damage(caseload()), "mags_rdos_tool.xlsx", MAGS), tmp_path)
    assert any(what in str(problem.what) for problem in error.value.problems), error.value.problems


@pytest.mark.parametrize("damage", [slid, renamed({"Effective": "Ineffective", "Ineffective": "Effective"})])
def test_counts_of_trials_beside_other_outcomes_are_doubted_unless_the_office_says_so(
    tmp_path: Path, damage: Damage
) -> None:
    path = write(tmp_path, damage(trials()), "trials_tool.xlsx", TRIALS)
    with pytest.raises(FileRefused) as error:
        read(path, tmp_path)
    assert [problem.what.split(",")[0] for problem in error.value.problems] == [SHARES]
    reading = read(path, tmp_path, reasons={"criminal-court-trials@shares@2023q4": "it was so"})
    assert any("The office says that it is so: it was so" in problem.fix for problem in reading.problems)
