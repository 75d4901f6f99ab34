"""A table's title against what its number means, and against its own rows.

A publication may give a number to another table: of another court, of some cases only, of defendants for cases. The catalogue
says, in the words of a title, what the tables count that measures are made of (`[tables]` of a source). What a title says
besides, in words that make it another count, is a doubt; words that nobody could take for such are left.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.said_scopes import limiting, plain, stem
from assize.ingest.statistics_tables.columns import says_percentage
from assize.ingest.statistics_tables.finding import Table, Workbook
from assize.ingest.statistics_tables.places import TablePlaces
from assize.ingest.statistics_tables.rows import Figure

_NUMBERED = re.compile(r"\s*table \w+(?:[._]\w+)*\s*:", re.IGNORECASE)
_OWN_FILE = "Load the publisher's own file."
_SHOWN = 90  # letters of a title
_HUNDRED = 100
_FEW = 5  # figures, from which on it can be told that they count
# Words of which one for another makes another table, where the known title has one of them.
_RIVALS = (
    r"crown courts?|magistrates|youth courts?|county courts?|famil(?:y|ies)|civil|tribunals?|court of appeal|high court"
    r"|supreme court|coroners?",
    r"cases|defendants?|offenders?|offences?|crimes?|hearings?|trials?|victims?|suspects?|witness(?:es)?|incidents?"
    r"|appeals?|sentences?|jurors?|orders?|detentions?|arrests?",
)
# Words that make a count another whatever it is of: a part of it, another land, another reckoning.
_LIMITS = re.compile(
    r"\b(only|solely|exclud\w+|excl|except\w*|other than|not including|without|omitting|of which|limited to|restricted to"
    r"|involving|relating to|sample|selected|less than|more than|at least|minus|net of"
    r"|scotland|scottish|northern ireland|ireland|great britain|united kingdom|uk|jersey|guernsey|isle of man"
    r"|women|men|females?|males?|girls?|boys?|adults?|child(?:ren)?|youths?|juveniles?|young|aged|black|white|asian|mixed|minority"
    r"|foreign|repeat|first.time"
    r"|rapes?|sexual|thefts?|drugs?|violen\w+|burglar\w+|robber\w+|frauds?|murders?|homicides?|motoring|knife|weapons?|terror\w*"
    r"|hate|domestic|stalking|arson|public order|indictable|summary|triable|either way|guilty|remand\w*|bail|custod\w+"
    r"|breach\w*|committals?|trial cases|for trial|for sentence|appeals?"
    r"|per ?cent\w*|percentages?|proportions?|rates?|ratios?|per [\d,]+|ind(?:ex|ices)|averages?|means?|medians?|cumulative"
    r"|rolling|moving|year.to.date|ytd|changes?|differences?|growth|seasonally|forecasts?|projected|projections?|targets?|estimated"
    r"|weighted|days|weeks|hours|thousands?|millions?|costs?|fines|pounds)\b|%|£",
    re.IGNORECASE,
)
_LANDS = re.compile(
    r"\b(scotland|scottish|northern ireland|republic of ireland|isle of man|jersey|guernsey)\b", re.IGNORECASE
)
_ALL_OF_IT = re.compile(
    r"\bengland(,| and|&| &)? ?(and )?wales\b|\b(united kingdom|great britain|uk)\b|\b(not|nor|excluding|except|without)\b",
    re.IGNORECASE,
)
_COURT_AT = re.compile(
    r"^(?:at |in |for )?(?:the )?(?:crown|magistrates'?|combined|county) courts?(?: centre)? (?:at|in|of|for) "
    r"|^(?:at|in|for) | (?:crown|magistrates'?|combined|county) courts?(?: centre)?$",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|for each|in each) [^,;:()–]*(?: and [^,;:()–]*)?", re.IGNORECASE)
_PERCENT_TITLE = re.compile(
    r"\(\W*(?:%|(?:in |as )?(?:per ?cent|percentages?))\W*\)|[,:;–-]\s*(?:in )?(?:percentages?|per ?cent|%)\W*$"
    r"|^\W*(?:table [\w.]+\W+)?(?:percentages?|per ?cent|proportion) of\b",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\brates? per ([\d,]+)|\bper ([\d,]+) (?:of )?(?:the )?(?:population|people|persons|residents)", re.IGNORECASE
)
_UNIT_SAID = re.compile(
    r"\b(number|count|volume|total|rate|per|index|days|weeks|average|mean|median)\b|%", re.IGNORECASE
)


def check_meanings(figures: Sequence[Figure], places: TablePlaces, known: Mapping[str, str]) -> list[Problem]:
    """Doubts tables whose title makes their figures others than their number or their rows say.

    `known` is what the catalogue says that a table counts, by its number.
    """
    held: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        held[figure.table.id].append(figure)
    problems: list[Problem] = []
    for number, own in held.items():
        table = own[0].table
        last = max((figure.span.period for figure in own if figure.span.period), default=None)
        key = f"title-{number}@{last.id if last else 'all'}"
        if number in known and (words := _otherwise(table.title, known[number])):
            problems.append(
                Doubt(
                    f"the title of this table says '{words}', and its number is known for another count",
                    table.where,
                    found=f"'{table.title[:_SHOWN]}'",
                    expected=f"{known[number]}, as in the editions that are known",
                    fix=f"{_OWN_FILE} A table that has changed its number or its meaning is to be told to whoever keeps the"
                    " catalogue.",
                    key=key,
                )
            )
        elif number in known and (line := _scope(table, known[number])):
            problems.append(
                Doubt(
                    "a line beside the title says that this table is of a part, and its number is known for the whole",
                    table.where,
                    found=f"'{line[:_SHOWN]}'",
                    expected=f"{known[number]}, as in the editions that are known",
                    fix=f"{_OWN_FILE} Where what is left out was left out before as well, say so.",
                    key=f"scope-{number}@{last.id if last else 'all'}",
                )
            )
        elif (land := _LANDS.search(table.title)) and not _ALL_OF_IT.search(table.title):
            problems.append(
                Doubt(
                    "the title names another land than that of the rows",
                    table.where,
                    found=f"'{table.title[:_SHOWN]}' over rows of {_names(own, places)}",
                    expected=f"areas of {land[1]}, or a title of England and Wales",
                    fix=_OWN_FILE,
                    key=key,
                )
            )
        elif elsewhere := _of_another_place(table, own, places):
            problems.append(
                Doubt(
                    f"the title names {elsewhere} and the rows are of other places",
                    table.where,
                    found=f"'{table.title[:_SHOWN]}' over rows of {_names(own, places)}",
                    expected="a title of all the places below it",
                    fix=_OWN_FILE,
                    key=key,
                )
            )
        elif unit := _of_another_unit(table, own):
            problems.append(
                Doubt(
                    f"the title says that the figures are {unit}, and they cannot be",
                    max(own, key=lambda figure: figure.value or 0).place,
                    found=f"{max(own, key=lambda figure: figure.value or 0).raw} under '{table.title[:_SHOWN]}'",
                    expected=unit,
                    fix=_OWN_FILE,
                    key=key,
                )
            )
    return [*problems[:SHOWN], *_of_parts([own[0].table for number, own in held.items() if number not in known])]


def _of_parts(tables: Sequence[Table]) -> list[Problem]:
    """Says which tables, of which no measure is made, are of a part by their titles or the lines below them."""
    said = {table.where: line for table in tables if (line := limiting([table.title, *table.above]))}
    if not said:
        return []
    return [
        Problem(
            "a table is of a part of what its number might be known for, by its title or a line beside it"
            if len(said) == 1
            else "tables are of a part of what their numbers might be known for, by their titles or lines beside them",
            next(iter(said)),
            found=some([f"'{line[:_SHOWN]}'" for line in said.values()]),
            blocks=False,
        )
    ]


def check_labels(figures: Sequence[Figure], workbook: Workbook) -> list[Problem]:
    """Refuses rows whose label is the title of a table or of the workbook: what they are of is then not said."""
    titles = {plain(one).strip() for one in (workbook.title, *(table.title for table in workbook.tables))} - {""}
    found: dict[str, Figure] = {}
    for figure in figures:
        for _, word in figure.item:
            if _NUMBERED.match(word) or plain(word).strip() in titles:
                found.setdefault(word, figure)
    return [
        Problem(
            "a title stands as the label of a row, so what the row is of is not said",
            figure.place,
            found=f"'{word[:_SHOWN]}'",
            expected="what the row counts",
            fix=_OWN_FILE,
        )
        for word, figure in found.items()
    ][:SHOWN]


def _otherwise(title: str, known: str) -> str:
    """The first word of a title that makes it another count than the known one; empty where there is none."""
    said = _BY.sub(" ", plain(title))
    meant = plain(known)
    for rivals in _RIVALS:
        ours = {stem(word) for word in re.findall(rf"\b(?:{rivals})\b", meant)}
        theirs = [str(word) for word in re.findall(rf"\b(?:{rivals})\b", said) if stem(word) not in ours]
        if ours and theirs:
            return theirs[0]
    allowed = {stem(match[0]) for match in _LIMITS.finditer(meant)}
    return next((str(match[0]) for match in _LIMITS.finditer(said) if stem(match[0]) not in allowed), "")


def _scope(table: Table, known: str) -> str:
    """The sentence between a table's title and its header that limits what is counted; of the cells it may say anything."""
    allowed = {stem(word) for word in plain(known).split()}
    return limiting([line for line in table.above if line != table.title], allowed)


def _names(own: Sequence[Figure], places: TablePlaces) -> str:
    names = list(dict.fromkeys(places.name_of(figure.area) for figure in own))
    return ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")


def _of_another_place(table: Table, own: Sequence[Figure], places: TablePlaces) -> str:
    """A place that a title names between its commas or behind `in`, alone or as that of a court, where no row is of it or in
    it; or the one after its last comma, where not all places of its kind are in the rows.
    """
    parts = re.split(r"[,;:–(]", _BY.sub(" ", table.title))
    if len(parts) < 2:
        return ""
    held = {figure.area for figure in own}
    pieces = [piece for part in parts for piece in (part, *re.split(r" (?:in|at) (?!the )", part)[1:])]
    for part in reversed(pieces):
        meant = places.anywhere(_COURT_AT.sub("", part.strip(" .)")))
        if meant and not any(places.lies_in(area, wider) for area in held for wider in meant):
            return meant[0].name
    named = places.named(parts[-1].strip(" .)"))
    if named is None:
        return ""
    alike = {area for area in held if places.alike(area, named.slug)}
    return named.name if alike - {named.slug} else ""


def _of_another_unit(table: Table, own: Sequence[Figure]) -> str:
    """`percentages` or `rates per 1,000` where the title says so alone and whole figures are far above."""
    spoken = [column.header for column in table.columns] + [text for figure in own[:200] for _, text in figure.item]
    values = [figure.value for figure in own if figure.value is not None and not figure.percentage]
    if len(values) < _FEW or any(_UNIT_SAID.search(text) or says_percentage(text) for text in spoken):
        return ""
    largest = max(values)
    if _PERCENT_TITLE.search(table.title) and sorted(values)[len(values) // 2] > _HUNDRED:
        return "percentages"
    if match := _PER.search(table.title):
        base = Decimal((match[1] or match[2]).replace(",", "") or 0)
        if base and largest > base and not any(value % 1 for value in values):
            return f"rates per {base:,f}"
    return ""
