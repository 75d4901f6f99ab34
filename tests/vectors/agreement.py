"""All runners together, and the table that says how far we agree."""

from __future__ import annotations

import runs_areas  # noqa: F401  (a runner registers itself when its module is read)
import runs_charts  # noqa: F401
import runs_data  # noqa: F401
import runs_fixtures  # noqa: F401
import runs_intervals  # noqa: F401
import runs_series  # noqa: F401
import runs_words  # noqa: F401
from peers import content, files
from tally import RUNNERS, Tally, deviations

ELSEWHERE = {
    "disclosure/": "disclosure control, issue 6",
    "data/sdcTable_": "disclosure control, issue 6",
}
"""Files that bear on another piece of work, by how their path begins: named here, and in the table."""

UNASKED = {
    "data/PHE_DSR_data.csv": "rates by fifths without their counts, for a slope index of inequality, which nothing here makes",
    "symbols/phia_yardstick.json": "words of likelihood for forecasts; a projection has its interval, and no such words",
}
"""Files that hold nothing that a function here answers, and why."""


def belongs_elsewhere(path: str) -> str:
    """Why a file is not put to a runner: another piece of work that it bears on, or that nothing here answers it."""
    return UNASKED.get(path) or next((what for start, what in ELSEWHERE.items() if path.startswith(start)), "")


def tally_of(path: str) -> Tally:
    """One file put to its runner. KeyError where it has none."""
    tally = Tally()
    RUNNERS[path].run(content(path), tally)
    return tally


def unexplained(path: str, tally: Tally) -> list[str]:
    """What is wrong with a file's answers: a case that differs for no named reason, or a named one that does not differ."""
    found = tally.deviating
    wrong = [f"{path}: {name}: {tally.cases[name].differences[:2]}" for name in sorted(found.pop("", set()))]
    for name, deviation in deviations().items():
        listed, own = deviation.cases.get(path, frozenset()), found.pop(name, set())
        wrong += [f"{path}: {case} differs as {name} and is not listed under it" for case in sorted(own - listed)]
        wrong += [f"{path}: {case} is listed under {name} and does not differ so" for case in sorted(listed - own)]
    return wrong + [f"{path}: there is no deviation {name}" for name in found]


def table(tallies: dict[str, Tally]) -> str:
    """Agreement by file, the files in order, as Markdown; files that bear on other work named in a line each."""
    lines = [
        "| file | whose answers | cases | agree | refused by both | no answer there | deviations | values | not asked of us |",
        "|---|---|---:|---:|---:|---:|---|---:|---|",
    ]
    for path, tally in tallies.items():
        named = "; ".join(f"`{name}` {len(cases)}" for name, cases in sorted(tally.deviating.items()))
        aside = "; ".join(f"{why} ({count:,})" for why, count in tally.aside.items())
        numbers = " | ".join(f"{one:,}" for one in (len(tally.cases), tally.agreeing, tally.refused, tally.without))
        lines.append(f"| {path} | {RUNNERS[path].peer} | {numbers} | {named} | {tally.values:,} | {aside} |")
    every = tallies.values()
    numbers = " | ".join(
        f"{sum(one):,}"
        for one in (
            [len(tally.cases) for tally in every],
            [tally.agreeing for tally in every],
            [tally.refused for tally in every],
            [tally.without for tally in every],
        )
    )
    deviating = sum(len(cases) for tally in every for cases in tally.deviating.values())
    lines.append(f"| all | | {numbers} | {deviating:,} cases | {sum(tally.values for tally in every):,} | |")
    return "\n".join(lines)


def page_part(tallies: dict[str, Tally]) -> str:
    """The generated part of `docs/methods.md`: the table, the files of other work, the deviations and their reasons."""
    other: dict[str, list[str]] = {}
    for path in files():
        if path not in UNASKED and (what := belongs_elsewhere(path)):
            other.setdefault(what, []).append(path)
    parts = [table(tallies), ""]
    parts += [f"Not here but with {what}: {', '.join(paths)}." for what, paths in other.items()]
    parts += [f"Put to no function: {path} ({why})." for path, why in UNASKED.items()]
    parts.append("")
    for name, one in deviations().items():
        cases = sum(len(listed) for listed in one.cases.values())
        parts.append(f"- `{name}` ({cases} case{'s' if cases > 1 else ''}): {one.why}")
    return "\n".join(parts)
