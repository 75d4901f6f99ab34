"""The shape of each catalogue file, as pydantic models: what a key is called, what it may hold, and which may be left out.

Only `catalogue.load` imports this module, and only when it reads, so that a command that needs no catalogue does not
wait for pydantic.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assize.core.nouns import AreaKind, Better
from assize.core.specs import Cadence, Covers, Kind

Words = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Dimension = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SelectionTable(_File):
    """`[[numerator]]`, `[[denominator]]`: observations of one source that are added up."""

    source: Slug
    field: Dimension
    plus: list[Dimension] = []
    where: dict[Dimension, Annotated[list[Words], Field(min_length=1)]] = {}


class MaturityTable(_File):
    """`[maturity]`: when a cohort is too young to be read."""

    unresolved: SelectionTable
    cohort: SelectionTable
    flag_above: Annotated[Decimal, Field(ge=0, le=1)]
    hold_above: Annotated[Decimal, Field(ge=0, le=1)]
    words: Words


class BreakTable(_File):
    """`[[break]]`: from this period on, another definition or source."""

    period: Words
    reason: Words


class ExampleTable(_File):
    """`[example]`: published counts and the value they give, recomputed whenever the catalogue is read."""

    numerator: Decimal
    denominator: Decimal | None = None
    value: Words
    words: Words


class MetricFile(_File):
    """`metrics/<theme>/<id>.toml`. One without `[[numerator]]` is a named gap and says why in `gap_reason`."""

    catalogue_id: str = ""
    name: Words
    short_name: Words
    question: Words
    definition: Words
    subject: Words
    plural: bool = False
    kind: Kind
    cadence: Cadence = Cadence.QUARTER
    better: Better
    unit: Words
    counted: str = ""
    basis: Words
    multiplier: Annotated[int, Field(ge=1)] = 1
    numerator: list[SelectionTable] = []
    denominator: list[SelectionTable] = []
    by: list[Dimension] = []
    by_excludes_unsplit: bool = False
    maturity: MaturityTable | None = None
    minimum: Annotated[int, Field(ge=0)] = 100
    caveats: list[Words] = []
    breaks: Annotated[list[BreakTable], Field(alias="break")] = []
    balance: str = ""
    supplier: Words
    gap_reason: str = ""
    example: ExampleTable | None = None


class ReleaseTable(_File):
    """`[release]`: when the world is taken to have known a file that does not say so itself."""

    days_after_period_end: Annotated[int, Field(ge=0)]
    why: Words


class SourceFile(_File):
    """`sources/<id>.toml`."""

    title: Words
    short_title: Words
    publisher: Words
    licence: Words
    address: Words
    cadence: Cadence
    covers: Covers
    layout: Slug
    observes: AreaKind
    dimensions: list[Dimension]
    audiences: Annotated[list[Slug], Field(min_length=1)]
    smallest_count: Annotated[int, Field(ge=0)]
    marking: Words
    caveats: list[Words] = []
    release: ReleaseTable | None = None
    fields: Annotated[dict[Dimension, Words], Field(min_length=1)]


class ItemTable(_File):
    """`[[item]]`: one exhibit of a report."""

    metric: Slug
    breakdown: str = ""
    theme: str = ""
    exhibit: Annotated[str, Field(pattern=r"^(series|by:[a-z]+(_[a-z]+)*)$")] = "series"


class ReportFile(_File):
    """`reports/<id>.toml`."""

    title: Words
    form: Annotated[str, Field(pattern=r"^(summary|report|theme)$")]
    themes: Annotated[list[Slug], Field(min_length=1)]
    headline_rows: Annotated[int, Field(ge=0)]
    findings: Annotated[int, Field(ge=0)]
    slides: Annotated[int, Field(ge=1)]
    item: list[ItemTable] = []


class ValueTable(_File):
    """`[[value]]`: one value of a dimension. Without a `subject` nothing is split by it."""

    slug: Slug
    name: Words
    subject: str = ""
    spellings: list[Words] = []


class VocabularyFile(_File):
    """`vocabularies/<dimension>.toml`."""

    title: Words
    value: Annotated[list[ValueTable], Field(min_length=1)]
