"""Words that a tool lacks: of all its records a whole type of receipt, or in one quarter; what is left looks whole.

A cut or filtered download has fewer cases and nothing in it shows that. The catalogue says of some dimensions which words
every edition has (`[words]` of a source), and of the others each quarter has what nearly all of them have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assize.core.errors import Problem
from assize.ingest.courts.records import NUMBER, OWN_FILE, Records, plain
from assize.ingest.layouts import Doubt, some

_HALF = 0.5  # of the words: with fewer a file calls them otherwise
_NEARLY_ALL, _QUARTERS = 0.8, 5  # of the quarters, and so many of them: a word that came or went later is of fewer
_CASES = 200  # of a word in a middling quarter and in all places: of fewer a quarter may have none


def check_lacking_words(records: Records, kept: str) -> Iterator[Problem]:
    """Doubts a file that lacks a word every edition has, or in a quarter a word of some size that nearly all its quarters have.

    Where all these words stand in another field, the two are refused as exchanged.

    `kept` is the condition under which a record is no total. `records.match_words`, `match_values` and `match_periods` must
    have been done.
    """
    last = max(period for (period,) in records.table.ask("SELECT period FROM periods"))
    slugs = {
        name: [slug for (slug,) in records.table.ask(f"SELECT DISTINCT slug FROM word_{dimension}")]
        for name, dimension in records.tool.words.items()
    }
    for name, dimension in records.tool.words.items():
        every = records.source.words.get(dimension, ())
        lacking = _lacking(every, slugs[name])
        if lacking == list(every) and (other := _elsewhere(every, slugs)):
            yield Problem(
                f"the words of the {plain(name)} stand in another field, so two fields may have changed places",
                records.place(1, other),
                found=f"words such as '{every[0].replace('-', ' ')}' in the {plain(other)}",
                expected=f"them in the {plain(name)}",
                fix=OWN_FILE,
            )
            return
        if lacking and len(lacking) <= _HALF * len(every):
            yield _doubt(
                records, name, [f"'{word.replace('-', ' ')}'" for word in lacking], f"lacks-{dimension}@{last}", ""
            )
        if gaps := list(_gaps(records, name, kept)):
            yield _doubt(records, name, gaps, f"lacks-{dimension}-in-a-quarter@{last}", " that other quarters have")


def _lacking(every: Sequence[str], slugs: Sequence[str]) -> list[str]:
    """Which of the words that every edition has are not among those of a field."""
    return [word for word in every if not any(_names(slug, word) for slug in slugs)]


def _elsewhere(every: Sequence[str], slugs: Mapping[str, Sequence[str]]) -> str:
    """The field among whose words are most of those that every edition has; empty where none is."""
    return next((name for name, of_it in slugs.items() if len(_lacking(every, of_it)) < _HALF * len(every)), "")


def _names(slug: str, word: str) -> bool:
    """Whether a slug has the word in it, from the beginning of one of its own: `ineffective` is no `effective`."""
    return f"-{word}" in f"-{slug}"


def _gaps(records: Records, name: str, kept: str) -> Iterator[str]:
    """Each word with the quarters in which no place has it, of the words that nearly every quarter has."""
    measure = records.col(records.tool.measure) if records.tool.measure else "''"
    counted = records.table.ask(
        f"WITH held AS (SELECT {records.col(name)} AS word, {measure} AS measure, q.period AS period,"
        f" sum({NUMBER}) AS cases FROM records AS r {records.timed}"
        f" JOIN numbers AS n ON n.printed = {records.col('value')} WHERE {kept} AND q.period LIKE '%Q%' GROUP BY ALL),"
        f" every AS (SELECT measure, list(DISTINCT period) AS periods FROM held GROUP BY measure)"
        f" SELECT word, measure, list_filter(any_value(periods), lambda each: NOT list_contains(list(held.period), each))"
        f" AS gaps, len(any_value(periods)) AS quarters FROM held JOIN every USING (measure) GROUP BY word, measure"
        f" HAVING median(cases) >= {_CASES} AND len(gaps) > 0 AND quarters >= {_QUARTERS}"
        f" AND quarters - len(gaps) >= {_NEARLY_ALL} * quarters ORDER BY word, measure"
    )
    for word, measured, gaps, _ in counted:
        of = f" ({measured})" if measured else ""
        yield f"'{word}'{of} in {some(sorted(gaps))}"


def _doubt(records: Records, name: str, lacking: Sequence[str], key: str, besides: str) -> Doubt:
    return Doubt(
        f"the file has nothing of some words of the {plain(name)}{besides or ' that every edition has'}, and its sums are short"
        " of them",
        records.table.place(),
        found=f"none of {some(lacking)}",
        expected="all of them; the publisher's own file has them",
        fix=OWN_FILE,
        key=key,
    )
