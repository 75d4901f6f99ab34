"""Partners' returns in a store, as a reader would have read them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from assize.app.workspace import Workspace
from assize.core.nouns import Edition, Mark
from assize.core.periods import Period
from assize.core.reading import Covered, Reading, Row
from assize.store import Store


def take_each(folder: Path, last: Period, returns: Sequence[Mapping[str, int]]) -> None:
    """Keeps a return of each quarter up to `last`, that of the last one last, in a workspace's store."""
    store = Workspace.open(folder).store()
    for step, given in enumerate(reversed(returns)):
        take(store, folder.parent, last.later(-step), given, date(2019, 5, 3))
    store.close()


def take(
    store: Store,
    tmp_path: Path,
    quarter: Period,
    given: Mapping[str, int],
    on: date,
    marks: tuple[Mark, ...] = (),
    **more: object,
) -> Edition:
    """Keeps a return as a reader would have read it."""
    path = tmp_path / f"{quarter.slug}-{on}.xlsx"
    path.write_text(f"{quarter} {given} {on}", encoding="utf-8")
    rows = [
        Row(
            "staffordshire",
            quarter,
            field,
            (),
            Decimal(value),
            None,
            str(value),
            sheet="Figures",
            ref="H9",
            marks=marks,
        )
        for field, value in given.items()
    ]
    reading = Reading(
        source="partner-witness-care",
        layout="partner-return",
        version=1,
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        title="Return of Staffordshire witness care unit",
        released=on,
        released_estimated=False,
        whole_series=False,
        covers=tuple(Covered(quarter, "staffordshire", field) for field in given),
        dimensions=(),
        content=rows,
        provider="witnesses",
        **more,  # type: ignore[arg-type]
    )
    return store.keep(reading, path, at=datetime.combine(on, datetime.min.time())).edition
