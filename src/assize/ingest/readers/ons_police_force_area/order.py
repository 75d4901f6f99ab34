"""Whether headers of a workbook may have been exchanged in all of its tables: figures that stand in no sum of their own say
nothing against it, but every edition has them in one order.

Tables P1 to P3 are worked out from each other, so one of them in the publisher's order shows that the columns of another were
moved whole. The tables of knives and of anti-social behaviour by category stand alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assize.core.errors import Problem
from assize.ingest.layouts import Doubt
from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.words import Kind

_ORDERS: tuple[tuple[tuple[Kind, ...], Mapping[str, str]], ...] = (
    ((Kind.OFFENCES, Kind.CHANGE, Kind.RATE), words.OFFENCES),
    ((Kind.KNIFE,), words.KNIFE_OFFENCES),
    ((Kind.SURVEY,), words.SURVEYED),
    ((Kind.INCIDENT_SHARES,), words.INCIDENTS),
)


def check_orders(sheets: Sequence[Sheet]) -> list[Problem]:
    """Doubts each family of tables none of which has its categories in the order of every edition seen."""
    problems: list[Problem] = []
    for kinds, known in _ORDERS:
        usual = list(dict.fromkeys(known.values()))
        family = [(sheet, _out_of_place(sheet, usual)) for sheet in sheets if sheet.kind in kinds]
        if not family or any(found is None for _, found in family):
            continue
        sheet, found = family[0]
        assert found is not None
        there, wanted = found
        column = next(each for each in sheet.table.columns if each.category == there)
        ending = sheet.table.ending
        problems.append(
            Doubt(
                "columns stand in another order than in every edition seen, and nothing else shows whether they were moved or"
                " their headers exchanged",
                f"{sheet.file} [{sheet.table.sheet.strip()}!{sheet.table.ref(min(sheet.whose), column.index)}]",
                found=f"'{there.replace('-', ' ')}' in {' and '.join(each.table.sheet.strip() for each, _ in family)}",
                expected=f"'{wanted.replace('-', ' ')}' there",
                fix="Load the publisher's own file.",
                key=f"order-{sheet.kind.name.lower().replace('_', '-')}@{ending.id if ending else 'all'}",
            )
        )
    return problems


def _out_of_place(sheet: Sheet, usual: Sequence[str]) -> tuple[str, str] | None:
    """The first category that stands where another one should, and that one; None where all are in their usual order."""
    columns = sorted(sheet.table.columns, key=lambda column: column.index)
    mine = list(dict.fromkeys(column.category for column in columns if column.category in usual))
    wanted = [each for each in usual if each in mine]
    return next(((here, there) for here, there in zip(mine, wanted, strict=True) if here != there), None)
