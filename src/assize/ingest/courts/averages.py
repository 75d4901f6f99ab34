"""What means and medians of a tool owe each other: by them it shows that a column, or words beside it, have moved.

A nation's mean or median lies between those of its regions, whatever they are of. Times of cases have a long tail, so means
lie above medians. And the same cases go through one stage after another, so the means of the stages add up to that of the
whole journey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.ingest.courts.meanings import ANY_AREA, AREAS, MEAN, MEDIAN, STAGE
from assize.ingest.courts.records import NUMBER, OWN_FILE
from assize.ingest.courts.tool_records import ALL, ToolRecords, level_of
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import SHOWN
from assize.ingest.values import slug

# The stages that follow each other, and the journey that they make; each a pattern of the words it may be called by.
_PARTS = ("offence-to-charge", "charge-to-first-list%", "first-list%-to-completion")
_WHOLE = "offence-to-completion"
_ROUNDING, _NEARLY = 2, 0.02  # days, or a share of the whole: four means, each rounded
_HALF = 0.5  # of what can be compared: so many are wrong only where a column or its words moved


def check_averages(records: ToolRecords) -> list[Problem]:
    """Refuses means and medians that cannot be those of their places, columns or stages.

    `records.match_values` and `match_places` must have been done, and no record may stand twice.
    """
    _hold(records)
    problems = [*_between(records), *_above(records), *_stages(records)]
    records.table.connection.execute("DROP TABLE averaged")
    return problems


def _hold(records: ToolRecords) -> None:
    """Makes the table `averaged(line, col, place, beside, measure, stage, number, level)`.

    `place` is a hash of all that tells a record from others but its stage, `beside` of all but its place.
    """
    kinds = [(slug, level_of(area.kinds)) for slug, area in records.catalogue.areas.items() if level_of(area.kinds)]
    records.fill("levels", ("area", "level"), kinds)
    fields = records.key_fields()
    place = ", ".join(records.col(name) for name in fields if name != STAGE)
    beside = ", ".join(records.col(name) for name in fields if name not in (*AREAS, ANY_AREA))
    said = text_sql(ALL)  # the stage of a field whose name says none, where no field of words says it either
    if STAGE in records.at:
        said = f"(SELECT w.slug FROM word_stage AS w WHERE w.word = {records.col(STAGE)})"
    selects = [
        f"SELECT r.line, {at} AS col, hash({place}) AS place, hash({beside}, {at}) AS beside, {text_sql(measure)} AS measure,"
        f" {text_sql(slug(own)) if own else said} AS stage,"
        f" {NUMBER} AS number, CASE WHEN p.court = {text_sql(ALL)} THEN v.level ELSE '' END AS level"
        f" FROM records AS r {records.placed} LEFT JOIN levels AS v ON v.area = p.area"
        f" JOIN numbers AS n ON n.printed = trim(coalesce(r.c{at}, ''))"
        for at, measure, own in ((each.at, each.measure, each.stage) for each in records.found.averages)
    ]
    records.table.connection.execute(f"CREATE TABLE averaged AS {' UNION ALL '.join(selects)}")


def _between(records: ToolRecords) -> Iterator[Problem]:
    """Nations outside their regions, where every region is there."""
    regions = sum(AreaKind.HMCTS_REGION in area.kinds for area in records.catalogue.areas.values())
    for each in records.found.averages:
        region = "number) FILTER (level = 'region'"
        for line, nation, least, most in records.table.ask(
            f"SELECT min(line) FILTER (level = 'nation') AS line, max(number) FILTER (level = 'nation') AS nation,"
            f" min({region}) AS least, max({region}) AS most FROM averaged WHERE col = {each.at} GROUP BY beside"
            f" HAVING count({region}) = {regions} AND (nation < least - 1 OR nation > most + 1) ORDER BY 1 LIMIT {SHOWN}"
        ):
            yield Problem(
                f"the {each.measure} of the nation does not lie between those of its regions",
                records.table.place(line, each.at),
                found=f"{nation:,.0f}",
                expected=f"from {least:,.0f} to {most:,.0f}",
                fix=OWN_FILE,
            )


def _above(records: ToolRecords) -> Iterator[Problem]:
    """Medians above the means beside them, in most records of which the two differ."""
    rows = records.table.ask(
        f"SELECT count(*) FILTER (mean <> median) AS n, count(*) FILTER (mean < median) AS below,"
        f" min(line) FILTER (mean < median) AS first, min(median_col) AS col FROM"
        f" (SELECT min(line) AS line, max(number) FILTER (measure = {text_sql(MEAN)}) AS mean,"
        f" max(number) FILTER (measure = {text_sql(MEDIAN)}) AS median, min(col) FILTER (measure = {text_sql(MEDIAN)})"
        f" AS median_col FROM averaged GROUP BY place, stage)"
    )
    for many, below, first, at in rows:
        if below > _HALF * many:
            yield Problem(
                "the medians are above the means, so the fields are not what they are called",
                records.table.place(first, at),
                found=f"{below:,} of {many:,} records in which they differ",
                expected="medians below the means: times of cases have a long tail",
                fix=OWN_FILE,
            )


def _stages(records: ToolRecords) -> Iterator[Problem]:
    """Means of stages that do not add up to the whole journey, nearly anywhere."""
    stages: Sequence[str] = (*_PARTS, _WHOLE)
    columns = ", ".join(
        f"max(number) FILTER (stage LIKE {text_sql(stage)}) AS s{at}, count(*) FILTER (stage LIKE {text_sql(stage)}) AS n{at}"
        for at, stage in enumerate(stages)
    )
    ones = " AND ".join(f"n{at} = 1 AND s{at} IS NOT NULL" for at in range(len(stages)))
    wrong = f"abs(s0 + s1 + s2 - s3) > greatest({_ROUNDING}, {_NEARLY} * s3)"
    rows = records.table.ask(
        f"WITH journeys AS (SELECT place, min(line) AS line, min(col) AS col, {columns} FROM averaged"
        f" WHERE measure = {text_sql(MEAN)} GROUP BY place)"
        f" SELECT count(*) AS every, count(*) FILTER ({wrong}) AS many, arg_min((line, col, s0, s1, s2, s3), line)"
        f" FILTER ({wrong}) AS first FROM journeys WHERE {ones}"
    )
    for every, many, first in rows:
        if many <= _HALF * every:
            continue
        line, at, *parts, whole = first.values() if isinstance(first, dict) else first
        yield Problem(
            "the means of the stages do not add up to that of the whole journey, so they stand beside other stages",
            records.table.place(line, at),
            found=f"{whole:,.0f} days for {' + '.join(f'{part:,.0f}' for part in parts)}, and so in {many:,} of {every:,}"
            " journeys",
            expected=f"about {sum(parts):,.0f} days",
            fix=OWN_FILE,
        )
