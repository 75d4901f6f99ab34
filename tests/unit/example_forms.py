"""A provider's form with made-up figures, small enough to say by hand what stands where."""

from datetime import date
from decimal import Decimal

from assize.core.forms import Form, FormLine, FormPlan
from assize.core.nouns import Absence
from assize.core.periods import parse_period

REQUIRED = FormLine(
    "witnesses_required",
    "Witnesses required to attend court",
    "Witnesses warned for a trial that was listed in the quarter.",
    unit="witnesses",
    includes="police officers",
    excludes="expert witnesses",
    previous=(Decimal(410), Decimal(398), None, Absence.NOT_AVAILABLE),
)
ATTENDED = FormLine(
    "witnesses_attended",
    "Witnesses who attended court",
    "Those of them who came.",
    unit="witnesses",
    part_of="witnesses_required",
    to_be_confirmed=True,
)
OPEN = FormLine("cases_open", "Open cases", "Cases open.", stock=True, decimals=True)


def plan(**changed: object) -> FormPlan:
    given: dict[str, object] = {
        "provider": "witness-care-staffordshire",
        "provider_name": "Staffordshire Witness Care Unit",
        "role": "witness-care",
        "board": "staffordshire",
        "board_name": "Staffordshire",
        "quarter": parse_period("2018-19-q4"),
        "due": date(2019, 5, 3),
        "lines": (REQUIRED, ATTENDED, OPEN),
    }
    return FormPlan(**{**given, **changed})  # type: ignore[arg-type]


def form(*plans: FormPlan, **changed: object) -> Form:
    given: dict[str, object] = {
        "plans": plans or (plan(),),
        "title": "Data return: Staffordshire Witness Care Unit, January to March 2019",
        "office": "Office of the Commissioner",
        "facts": (("Send back by", "Friday 3 May 2019"), ("To", "performance@office.example")),
        "steps": ("Fill the cream cells.", "Send it back."),
        "marking": "OFFICIAL",
        "dated": date(2019, 4, 1),
    }
    return Form(**{**given, **changed})  # type: ignore[arg-type]
