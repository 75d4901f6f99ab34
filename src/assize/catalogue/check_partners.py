"""Checks what partners are asked for: kinds of partner, the fields of their returns, and what must add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assize.catalogue.shape import unknown
from assize.core.errors import Problem
from assize.core.specs import Catalogue, SourceSpec

REACHES = ("force", "board", "region")
_FIELD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")  # a form shows it with hyphens and has to find it again


def check_partners(catalogue: Catalogue, stands: Mapping[str, str]) -> Iterator[Problem]:
    """What does not hold in `providers/` and in the sources that a form asks for, in the order of the files.

    `stands` leads from `providers/<role>` and `sources/<id>` to the path of the file.
    """
    for role in catalogue.roles.values():
        path = stands[f"providers/{role.id}"]
        if role.source not in catalogue.sources:
            if f"sources/{role.source}" not in stands:
                yield unknown("source", f"{path} [source]", role.source, catalogue.sources)
        elif not catalogue.sources[role.source].asked:
            yield Problem(
                "a partner's source says what a form asks for",
                where=f"{path} [source]",
                found=f"'{role.source}'",
                expected="a source with [asked.<field>]",
            )
        if role.source != f"partner-{role.id}":  # a form finds its source by the role that it names
            yield Problem(
                "a partner's source is called by its role",
                where=f"{path} [source]",
                found=f"'{role.source}'",
                expected=f"'partner-{role.id}'",
            )
        if role.theme not in catalogue.themes:
            yield unknown("theme", f"{path} [theme]", role.theme, catalogue.themes)
        if role.reach not in REACHES:
            yield unknown("reach", f"{path} [reach]", role.reach, REACHES)
        if role.days_to_answer < 1:
            yield Problem(
                "a partner needs a day to answer", where=f"{path} [days_to_answer]", found=str(role.days_to_answer)
            )
    for source in catalogue.sources.values():
        if source.asked or source.sums:
            yield from _asked(source, stands[f"sources/{source.id}"])


def _asked(source: SourceSpec, path: str) -> Iterator[Problem]:
    names: dict[str, str] = {}
    for one in source.asked.values():
        where = f"{path} [asked.{one.id}"
        if not _FIELD.fullmatch(one.id):
            yield Problem(
                "a field is named in small letters, figures and single underscores",
                where=f"{where}]",
                found=f"'{one.id}'",
                expected="a name such as witnesses_attended",
            )
        if names.setdefault(one.name.casefold(), one.id) != one.id:
            found = f"'{one.name}' of '{names[one.name.casefold()]}' too"
            yield Problem("two fields have one name", where=f"{where}.name]", found=found)
        if one.part_of and one.part_of not in source.asked:
            yield unknown(f"field of {source.id}", f"{where}.part_of]", one.part_of, source.asked)
        elif one.part_of and source.asked[one.part_of].stock != one.stock:
            yield Problem(
                "what happened in a quarter and what one day held are no part of each other",
                where=f"{where}.part_of]",
                found=f"'{one.part_of}'",
            )
        if one.seldom_above and one.seldom_above not in source.asked:
            yield unknown(f"field of {source.id}", f"{where}.seldom_above]", one.seldom_above, source.asked)
        elif one.seldom_above == one.id:
            yield Problem("a field is held against itself", where=f"{where}.seldom_above]", found=f"'{one.id}'")
        if one.id in source.wholes(one.id):
            yield Problem("a field is part of itself", where=f"{where}.part_of]", found=f"'{one.part_of}'")
    for number, total in enumerate(source.sums, start=1):
        where = f"{path} [sum.{number}"
        for key, names_given in (("total", (total.total,)), ("parts", total.parts)):
            for name in names_given:
                if name not in source.asked:
                    yield unknown(f"field of {source.id}", f"{where}.{key}]", name, source.asked)
        if len(set(total.parts)) < 2 or len(set(total.parts)) < len(total.parts) or total.total in total.parts:
            yield Problem(
                "a total has two parts or more, each once, and is none of them",
                where=f"{where}.parts]",
                found=", ".join(total.parts),
            )
        if len({source.asked[name].stock for name in (total.total, *total.parts) if name in source.asked}) > 1:
            yield Problem("what one day held and what a quarter saw are not added up", where=f"{where}]")
