"""What the fields of a courts' tool mean, whatever they are called: which tool it is, and which of its fields says what.

A tool is known by the fields that only it has (a trial's outcome, a mean and a median) and by what the Ministry of Justice
calls its file. Each field is then given one meaning by its name. A field without one cannot be left out: what it tells apart
would be added up, or stand for the whole. So a tool with such a field is refused, and the field named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assize.ingest.courts.records import TOGGLE, key
from assize.ingest.courts.types import CROWN, MAGISTRATES
from assize.ingest.files.pivot_caches import PivotCache

YEAR, QUARTER, VALUE, MEASURE = "year", "quarter", "value", "rdos"
REGION, BOARD, COURT, ANY_AREA = "region", "lcjb area", "court", "geographic area"
AREAS = (REGION, BOARD, COURT)  # from the widest to the narrowest, a field each
COURT_TYPE, STAGE = "court type", "stage"
MEAN, MEDIAN = "mean", "median"
_NEEDED = (YEAR, QUARTER)

# The names a field may bear, as `key` spells them. The first is the meaning's own.
_COMMON: Mapping[str, tuple[str, ...]] = {
    YEAR: ("year", "calendar year"),
    QUARTER: ("quarter", "qtr", "calendar quarter"),
    TOGGLE: (TOGGLE, "annual or quarterly", "quarterly annual", "annual quarterly toggle", "period type"),
    REGION: ("region", "hmcts region", "court region"),
    BOARD: ("lcjb area", "lcjb", "criminal justice area", "cj area"),
    COURT: ("court", "court name", "court centre", "crown court", "magistrates court", "lja", "local justice area"),
    ANY_AREA: ("geographic area", "geographical area", "geography", "area"),
    COURT_TYPE: ("court type", "type of court", "jurisdiction"),
    "receipt type": ("receipt type", "type of receipt"),
    "case type": ("case type", "type of case"),
    "offence group": ("offence group", "offence type", "offence"),
    "remand status": ("remand status", "remand", "remand type"),
    VALUE: ("value", "count", "number", "number of trials", "number of cases", "number of defendants"),
}
_AVERAGE = re.compile(
    r"^(?:(?P<first>mean|median)(?: number of)?(?: days)?(?: from)?(?: (?P<after>.+))?"
    r"|(?P<before>.+?)(?: days)? (?P<last>mean|median)(?: days)?)$"
)


@dataclass(frozen=True)
class Family:
    """One kind of tool: its source, its own fields, which of them are words to tell records apart, what the value counts."""

    id: str
    source: str
    called: str  # in messages
    file: str  # how its file is called, as `key` spells it
    sign: str  # the meaning that only this tool has
    words: Mapping[str, str]  # meaning -> dimension of the source
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # meanings of its own and their names
    counts: str = ""  # the field of the source, where no field of the tool says what is counted
    averages: bool = False
    court_type: str = ""  # the one type of court it is of; empty: a field says it
    needs: tuple[str, ...] = ()
    tells: tuple[
        str, ...
    ] = ()  # names of fields that show it, where another tool has the same sign and the name says nothing
    never: tuple[str, ...] = ()  # names of fields that another tool has and this one has not

    @property
    def names(self) -> dict[str, str]:
        """Every name a field may bear, to its meaning."""
        return {name: meaning for meaning, names in {**_COMMON, **self.own}.items() for name in names}


_WORDS = {"receipt type": "receipt_type", "case type": "case_type", "offence group": "court_offence_group",
          "remand status": "remand_status", COURT: "court"}  # fmt: skip
_JOURNEY = {**_WORDS, STAGE: "stage"}
_STAGES = {STAGE: (STAGE, "journey stage", "timeliness stage", "stage of journey", "timeliness measure", "journey")}
_MAGISTRATES_COURT = ("magistrates court", "lja", "local justice area")
FAMILIES = (
    Family(
        id="trials-tool",
        source="criminal-court-trials",
        called="the MoJ tool of trials (trials_tool, records in a pivot table)",
        file="trials tool",
        sign="trial outcome",
        words={**_WORDS, COURT_TYPE: "court_type", "trial outcome": "trial_outcome",
               "reason": "trial_reason", "reason group": "reason_group",
               "cracked reason": "cracked_reason", "ineffective reason": "ineffective_reason"},
        own={
            "trial outcome": ("trial outcome", "outcome of trial", "trial effectiveness", "effectiveness", "trial result"),
            "reason": ("reason", "reason code", "trial reason", "reason description", "detailed reason"),
            "reason group": ("reason group", "reason category"),
            "cracked reason": ("cracked reason", "reason for cracked trial", "reason cracked"),
            "ineffective reason": ("ineffective reason", "reason for ineffective trial", "reason ineffective"),
            VALUE: (*_COMMON[VALUE], "trials"),
        },
        counts="trials",
        needs=(COURT_TYPE,),
    ),
    Family(
        id="mags-rdos-tool",
        source="magistrates-caseload",
        called="the MoJ tool of receipts, disposals and open cases of the magistrates' courts (mags_rdos_tool, records in a"
        " pivot table)",
        file="mags rdos",
        sign=MEASURE,
        words=_WORDS,
        own={MEASURE: (MEASURE, "measure", "receipts disposals open")},
        court_type=MAGISTRATES,
        tells=("court type", *_MAGISTRATES_COURT),
        never=("crown court", "receipt type"),
    ),
    Family(
        id="timeliness-tool-crown-court",
        source="crown-court-journeys",
        called="the MoJ tool of Crown Court timeliness (timeliness_tool_Crown_Court, records in a pivot table)",
        file="timeliness tool crown",
        sign=MEDIAN,
        words=_JOURNEY,
        own={**_STAGES, VALUE: ("defendants", *_COMMON[VALUE])},
        averages=True,
        court_type=CROWN,
        tells=("crown court", "receipt type"),
        never=_MAGISTRATES_COURT,
    ),
    Family(
        id="time-mags-tool",
        source="magistrates-journeys",
        called="the MoJ tool of magistrates' timeliness (time_mags_tool, records in a pivot table)",
        file="time mags",
        sign=MEDIAN,
        words=_JOURNEY,
        own={**_STAGES, VALUE: ("defendants", *_COMMON[VALUE])},
        averages=True,
        court_type=MAGISTRATES,
        tells=_MAGISTRATES_COURT,
        never=("crown court", "receipt type"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Average:
    """A field of means or medians: its place among the fields, and the stage that its name says, where it says one."""

    at: int
    measure: str
    stage: str


@dataclass(frozen=True)
class Meanings:
    """The fields of a cache by what they mean; `unknown` mean nothing known, `doubled` say the same thing as another."""

    family: Family
    at: Mapping[str, int]
    averages: tuple[Average, ...]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        """The fields that say where a record is of: one that names any place, or one for each kind of place."""
        return (ANY_AREA,) if ANY_AREA in self.at else tuple(name for name in AREAS if name in self.at)


def meanings(family: Family, cache: PivotCache) -> Meanings | None:
    """What the fields of a cache mean if it is of that family; None where it has not the field that only this family has."""
    if any(key(each.name) in family.never for each in cache.stored):
        return None
    names, at, averages = family.names, {}, []
    unknown, doubled = [], []
    for index, one in enumerate(cache.stored):
        spelled = key(one.name)
        average = _AVERAGE.match(spelled) if family.averages else None
        if average:
            stage = average["after"] or average["before"] or ""
            averages.append(Average(index, average["first"] or average["last"], stage))
            continue
        meaning = names.get(spelled)
        if meaning is None:
            unknown.append(one.name)
        elif meaning in at:
            doubled.append(one.name)
        else:
            at[meaning] = index
    said = [(each.measure, each.stage) for each in averages]
    doubled += [cache.stored[each.at].name for each in averages if said.count((each.measure, each.stage)) > 1]
    if family.sign not in (*at, *(each.measure for each in averages)):
        return None
    missing = [name for name in (*_NEEDED, *family.needs) if name not in at]
    if ANY_AREA not in at and REGION not in at and BOARD not in at:
        missing.append(ANY_AREA)
    if ANY_AREA in at and any(name in at for name in AREAS):
        doubled += [cache.stored[at[name]].name for name in AREAS if name in at]
    if not family.averages and VALUE not in at:
        missing.append(VALUE)
    if family.averages and not any(each.stage for each in averages) and STAGE not in at:
        return None  # means and medians of something else than a journey, such as the age of open cases
    return Meanings(family, at, tuple(averages), tuple(unknown), tuple(doubled), tuple(missing))


def family_of(name: str, cache: PivotCache) -> Meanings | None:
    """The family of a cache in a file of that name, with what its fields mean; None where it is none, or could be two.

    Where two tools have the same fields (timeliness of either court) the file's name or a field must say which it is.
    """
    named = {key(each.name) for each in cache.stored}
    if not cache.records or not all(named.intersection(_COMMON[meaning]) for meaning in _NEEDED):
        return None
    found = []
    for family in FAMILIES:
        said = not family.court_type or re.search(rf"\b{family.file}\b", key(name)) or named.intersection(family.tells)
        if said and (each := meanings(family, cache)):
            found.append(each)
    return found[0] if len(found) == 1 else None
