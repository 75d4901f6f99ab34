"""Words of a tool that are the sum of others are known by their counts, and words that a tool lacks are missed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import duckdb
import pytest
from ingest.made_tools import (
    COURT,
    GROUP,
    GROUPS,
    KINDS,
    PLACES,
    QUARTERS,
    TYPE,
    VALUE,
    Record,
    Records,
    added,
    tool,
    without,
)
from ingest.published_files import observed, read
from pivot_cache import FIELDS, Made, write_tool

from assize.core.errors import FileRefused
from assize.core.reading import Reading
from assize.ingest.consistency.sums_of_words import sums_of_words

LEFT_OUT = "are the sums of other words' everywhere, and are left out"


def load(folder: Path, records: Sequence[Record], reasons: dict[str, str] | None = None) -> Reading:
    path = write_tool(folder / "cc_rdos_tool.xlsx", Made(FIELDS, records))
    return read(path, folder, reasons=reasons or {})


def told(reading: Reading) -> list[str]:
    return [each.sentence for each in reading.problems if LEFT_OUT in each.what or "records of totals" in each.what]


def refused(folder: Path, records: Sequence[Record]) -> list[str]:
    with pytest.raises(FileRefused) as error:
        load(folder, records)
    return [each.sentence for each in error.value.problems]


# --- sums of words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "word", "parts"),
    [
        (TYPE, "For trial", KINDS[:2]),
        (TYPE, "6. Receipts of every kind", KINDS),
        (TYPE, "Total for trial", KINDS[:2]),  # says that it is a total, and is not of all
        (TYPE, "Not for trial", (KINDS[0], KINDS[3], KINDS[4])),
        (GROUP, "Not split by offence", GROUPS),
        (GROUP, "Victim-based", GROUPS[:3]),
    ],
)
def test_a_word_that_is_the_sum_of_others_is_left_out_and_said(
    tmp_path: Path, at: int, word: str, parts: Collection[str]
) -> None:
    records = tool()
    reading = load(tmp_path, added(records, at, word, parts))
    (said,) = told(reading)
    assert f"'{word}' = {' + '.join(repr(part) for part in parts)}" in said
    assert len(observed(reading)) == len(records)


def test_what_is_no_sum_is_read_as_it_is(tmp_path: Path) -> None:
    records = tool()
    chance = random.Random(2)
    others = [record for record in records if record[TYPE] == KINDS[0] and chance.random() < 0.3]
    nearly = [
        *records,
        *((*each[:TYPE], "Other", *each[TYPE + 1 : VALUE], str(chance.randrange(9))) for each in others),
    ]
    for every in (records, nearly):
        reading = load(tmp_path, every)
        assert not told(reading)
        assert len(observed(reading)) == len(every)


def test_several_sums_in_one_another_and_in_two_dimensions_are_all_left_out(tmp_path: Path) -> None:
    records = tool()
    more = added(records, TYPE, "For trial", KINDS[:2])
    more = added(more, TYPE, "Trial and summary", ("For trial", KINDS[2]))
    more = added(more, GROUP, "Not split by offence", GROUPS)
    reading = load(tmp_path, more)
    assert len(told(reading)) == 3
    assert len(observed(reading)) == len(records)


@pytest.mark.parametrize("only", [lambda record: record[:2] == QUARTERS[-1], lambda record: record[6] == "3. Open"])
def test_a_sum_that_stands_in_one_quarter_or_measure_alone_is_left_out(
    tmp_path: Path, only: Callable[[Record], bool]
) -> None:
    records = tool()
    reading = load(tmp_path, added(records, TYPE, "For trial", KINDS[:2], only))
    assert len(told(reading)) == 1
    assert len(observed(reading)) == len(records)


def test_a_place_that_is_the_sum_of_others_is_left_out(tmp_path: Path) -> None:
    records = tool()
    region, board, _ = PLACES[0]
    several = {place[2] for place in PLACES if place[0] == region}
    assert len(several) > 1
    sums: Counter[Record] = Counter()
    for record in records:
        if record[COURT] in several:
            sums[(*record[:3], region, board, "Combined centres", *record[6:VALUE])] += int(record[VALUE])
    reading = load(tmp_path, [*records, *((*words, str(cases)) for words, cases in sums.items())])
    (said,) = told(reading)
    assert "'Combined centres' = " in said
    assert len(observed(reading)) == len(records)


def test_a_sum_that_was_misprinted_somewhere_is_refused(tmp_path: Path) -> None:
    more = added(tool(), TYPE, "For trial", KINDS[:2])
    more[-1] = (*more[-1][:VALUE], str(int(more[-1][VALUE]) + 90))
    (said,) = refused(tmp_path, more)
    assert "a total is not the sum of what it is the total of (receipt type)" in said
    assert "'For trial' = '1. Indictable only' + '2. Triable either way', in all but 1 of" in said


@pytest.mark.parametrize(
    "again",
    [
        lambda records: added(records, TYPE, "6. Sent for sentence", KINDS[3:4]),  # one type under two names
        lambda records: split(records),
    ],
)
def test_cases_under_two_names_are_doubted_until_the_office_says_so(
    tmp_path: Path, again: Callable[[Records], Records]
) -> None:
    more = again(tool())
    (said,) = refused(tmp_path, more)
    assert "words of the receipt type have the same counts, so cases would be counted twice" in said
    key = said.split('under [reasons]: "')[1].split('"')[0]
    assert len(observed(load(tmp_path, more, {key: "these are other cases"}))) == len(more)


def split(records: Records) -> Records:
    """With a second split of all cases: on bail and in custody."""
    chance = random.Random(3)
    whole = added(records, TYPE, "whole", KINDS)[len(records) :]
    found = []
    for record in whole:
        bail = round(int(record[VALUE]) * chance.uniform(0.3, 0.6))
        for word, cases in (("7. Bail", bail), ("8. Custody", int(record[VALUE]) - bail)):
            found.append((*record[:TYPE], word, *record[TYPE + 1 : VALUE], str(cases)))
    return [*records, *found]


def test_of_few_cells_nothing_is_told() -> None:
    rows = [("a", 1), ("b", 2), ("sum", 3)]
    select = " UNION ALL ".join(
        f"SELECT '{word}' AS word, 1 AS span, {cell} AS cell, {n * cell} AS number"
        for word, n in rows
        for cell in range(10)
    )
    assert not sums_of_words(duckdb.connect(), select)


@pytest.mark.parametrize("seed", range(12))
def test_any_set_of_parts_is_found_and_no_other(seed: int) -> None:
    chance = random.Random(seed)
    words = [f"w{at}" for at in range(chance.randrange(4, 40))]
    counts = {word: [chance.randrange(0, chance.choice((3, 60, 900))) for _ in range(150)] for word in words}
    parts = tuple(sorted(chance.sample(words, chance.randrange(2, len(words)))))
    counts["whole"] = [sum(each) for each in zip(*(counts[word] for word in parts), strict=True)]
    connection = duckdb.connect()
    rows = ((word, at % 3, at, float(number)) for word, numbers in counts.items() for at, number in enumerate(numbers))
    given = ", ".join(map(str, rows))
    connection.execute("CREATE TABLE given (word VARCHAR, span INT, cell INT, number DOUBLE)")
    connection.execute(f"INSERT INTO given VALUES {given}")
    (found,) = sums_of_words(connection, "SELECT * FROM given")
    assert (found.word, tuple(sorted(found.parts)), found.less, found.wrong) == ("whole", parts, (), 0)


# --- words that a tool lacks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "word", "said"),
    [
        (TYPE, KINDS[3], "none of 'sentence'"),
        (TYPE, KINDS[0], "none of 'indictable'"),
        (GROUP, GROUPS[2], "none of 'theft'"),
    ],
)
def test_a_word_that_every_edition_has_is_missed(tmp_path: Path, at: int, word: str, said: str) -> None:
    records = without(tool(), lambda record: record[at] == word)
    (sentence,) = refused(tmp_path, records)
    assert "that every edition has, and its sums are short of them" in sentence
    assert said in sentence
    key = sentence.split('under [reasons]: "')[1].split('"')[0]
    assert len(observed(load(tmp_path, records, {key: "abolished"}))) == len(records)


def test_words_that_stand_in_another_field_are_two_fields_exchanged(tmp_path: Path) -> None:
    records = [(*one[:TYPE], one[GROUP], *one[TYPE + 1 : GROUP], one[TYPE], one[VALUE]) for one in tool()]
    (sentence,) = refused(tmp_path, records)
    assert "the words of the receipt type stand in another field, so two fields may have changed places" in sentence


@pytest.mark.parametrize("quarter", [QUARTERS[-1], QUARTERS[2]])
def test_a_word_that_one_quarter_lacks_is_missed(tmp_path: Path, quarter: Record) -> None:
    records = without(tool(), lambda record: record[:2] == quarter and record[TYPE] == KINDS[2])
    (sentence,) = refused(tmp_path, records)
    assert "that other quarters have, and its sums are short of them" in sentence
    assert f"'3. Summary' (1. Receipts) in {quarter[0]}{quarter[1]}" in sentence


def test_a_word_that_came_later_or_of_few_cases_is_not_missed(tmp_path: Path) -> None:
    late = without(tool(), lambda record: record[:2] in QUARTERS[:3] and record[TYPE] == KINDS[2])
    few = without(tool(), lambda record: record[TYPE] == KINDS[2] and record[COURT] != PLACES[0][2])
    few = without(few, lambda record: record[TYPE] == KINDS[2] and record[:2] == QUARTERS[2])
    few = without(few, lambda record: record[TYPE] == KINDS[2] and record[GROUP] != GROUPS[0])
    for records in (late, few):
        assert len(observed(load(tmp_path, records))) == len(records)
