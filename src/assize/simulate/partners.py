"""What the partners of a board would count: every field that their forms ask for, quarter by quarter.

Fields and what is part of what come from the catalogue; how large each is, and how large a part, stands below. Some partners
are late, and some do not have a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assize.core.nouns import Absence
from assize.core.specs import AskedField, Catalogue, MetricSpec, SourceSpec
from assize.simulate.chance import Chance
from assize.simulate.country import Country, share_series
from assize.simulate.ledger import STEP_QUARTERS, STEP_SIZE, TREND_QUARTERS, TREND_SIZE, Plant, Planted

Value = int | Absence
PREFIX = "partner-"
# A quarter and million residents; a stock on its last day. What is not here is _USUAL.
_WHOLES = {
    "files_assessed": 1500, "referrals_considered": 2100, "prosecutions_completed": 2000, "crown_for_trial": 280,
    "gap_listed": 1500, "ngap_listed": 700, "time_limit_failures": 1.5, "time_limit_extensions": 36,
    "charged_with_victim": 900, "convicted_with_victim": 640, "special_measures_decided": 170, "letters_due": 320,
    "cps_review_decisions": 14, "idva_referrals": 620, "idva_open": 390, "marac_cases": 300, "hearings": 6400,
    "productions_required": 820, "recorded_evidence_witnesses": 22, "abuse_trials_listed": 150, "iom_cohort": 95,
    "iom_managed": 330, "isva_referrals": 260, "isva_open": 410, "station_claims": 2900, "magistrates_orders": 1500,
    "crown_orders": 430, "victims_recorded": 14_000, "code_victims_audited": 240, "support_referrals_made": 3400,
    "code_updates_due": 2300, "vps_victims_due": 1900, "victims_surveyed": 310, "victims_asked_informed": 300,
    "da_victims_surveyed": 75, "public_asked": 480, "review_decisions": 24, "rui_open": 2300, "warrants_open": 300,
    "warrants_due": 420, "da_incidents": 5200, "protection_orders_applied": 46, "disclosure_requests": 260,
    "diverted_cohort": 210, "suspects_recorded": 5100, "escort_deliveries": 780, "custody_leavers": 250,
    "releases_known": 240, "rehab_referrals": 520, "rj_offered": 380, "rj_completed": 26, "rj_asked": 22,
    "support_referred": 3300, "witnesses_required": 1150, "outcomes_due": 2600, "open_victims_and_witnesses": 4300,
    "not_guilty_witnesses": 980, "witnesses_surveyed": 120, "witnesses_cited": 1100, "interventions_ended": 95,
    "child_disposals_ended": 90, "serious_violence_children": 9, "child_victims_contacted": 62,
    "charged_suspects": 1500, "action_plans": 900, "idvas_in_post": 8, "idva_first_contacts": 90, "isvas_in_post": 9,
    "isva_first_contacts": 50, "abuse_cases_completed": 340, "da_outcomes": 4800, "officers_in_post": 46,
}  # fmt: skip
_USUAL = 300
_POSTS = {"idvas_in_post", "isvas_in_post", "officers_in_post"}
# Days of all people or cases together: of whom, and how many days each.
_DAYS = {
    "days_with_police": ("charged_suspects", 21.0), "days_with_cps": ("charged_suspects", 17.0),
    "recorded_evidence_days": ("recorded_evidence_witnesses", 165.0), "abuse_case_days": ("abuse_cases_completed", 190.0),
}  # fmt: skip
# People first reached in a quarter: those who were reached in time, and beside them as many others as stand in _WHOLES.
_REACHED = {
    "idva_first_contacts": "idva_first_contact_in_time", "isva_first_contacts": "isva_first_contact_in_time",
}  # fmt: skip
# Days that they waited: people first reached, days of each who was reached in time, days of each of the others.
_WAITED = {
    "idva_days_waited": ("idva_first_contacts", 1.3, 11.0), "isva_days_waited": ("isva_first_contacts", 7.0, 45.0),
}  # fmt: skip
# Of what it is part of. What is not here is _PART.
_SHARES = {
    "referrals_sent_back": 0.27, "prosecutions_dropped_late": 0.09, "magistrates_completed": 0.83,
    "magistrates_first_hearing_pleas": 0.58, "crown_first_hearing_pleas": 0.42, "special_measures_in_time": 0.78,
    "cps_review_overturned": 0.11, "marac_repeat": 0.33, "hearings_by_link": 0.21, "iom_reoffended": 0.46,
    "iom_fixed": 0.40, "iom_flex": 0.35, "iom_free": 0.25, "isva_waiting": 0.24, "statements_read": 0.31,
    "statements_on_file": 0.44, "review_overturned": 0.09, "rui_over_28_days": 0.72, "rui_over_3_months": 0.66,
    "rui_over_6_months": 0.58, "warrants_open_a": 0.12, "warrants_open_b": 0.34, "warrants_open_c": 0.54,
    "dash_declined": 0.16, "protection_orders_granted": 0.86, "disclosures_made": 0.44, "diverted_reoffended": 0.24,
    "escort_late": 0.06, "met_at_the_gate": 0.35, "support_contacted": 0.82, "support_accepted": 0.55,
    "victims_satisfied": 0.74, "victims_satisfied_informed": 0.66, "vps_offered": 0.71, "witnesses_attended": 0.86,
    "files_meeting_standard": 0.64, "code_updates_in_time": 0.79, "special_needs_identified": 0.32,
    "mental_health_attended": 0.68, "child_victims_restorative": 0.36, "da_charged": 0.09, "da_not_supported": 0.55,
}  # fmt: skip
_PART = 0.80
_UNSTEADY = 0.012
_ABSENT = 0.006  # of the figures of whole counts: the partner does not have it
STORIES = {
    ("staffordshire", "witnesses_attended"): (Planted.STEP, -1),
    ("west-mercia", "witnesses_attended"): (Planted.STEP, 1),
    ("staffordshire", "code_updates_in_time"): (Planted.TREND, 1),
    ("west-mercia", "code_updates_in_time"): (Planted.UNCHANGED, 1),
    ("staffordshire", "files_meeting_standard"): (Planted.STEP, 1),
    ("west-mercia", "victims_satisfied"): (Planted.STEP, -1),
    ("staffordshire", "housed_on_release"): (Planted.SEASONAL, 1),
    ("staffordshire", "iom_reoffended"): (Planted.AUTOCORRELATED, 1),
    ("west-mercia", "support_accepted"): (Planted.TREND, -1),
}
"""What is planted in the returns, by board and field: everything else is left alone."""


@dataclass(frozen=True)
class Returned:
    """What one partner counts for one board: field -> quarter by quarter, and what was planted in its parts."""

    source: str
    board: str
    figures: Mapping[str, list[Value]]
    plants: tuple[Plant, ...]


def partner_sources(catalogue: Catalogue) -> list[SourceSpec]:
    """The sources that partners' returns are loaded as."""
    return [source for source in catalogue.sources.values() if source.id.startswith(PREFIX)]


def partner_figures(country: Country, source: SourceSpec, board: str) -> Returned:
    """Every figure that one partner counts of a board, or of one of its forces where it has several."""
    made: dict[str, list[Value]] = {}
    plants: list[Plant] = []
    asked = list(source.asked.values())
    size = country.size(board) if board in country.boards else country.residents[board] / 1e6
    chance = country.chance("returns", source.id, board)
    pending = asked
    while pending:  # a part comes after its whole, wherever the catalogue has it
        ready = [one for one in pending if all(other in made for other in _needs(one, source))]
        for one in ready:
            if one.part_of:
                plant = _plant(country, one, board)
                metric = _measure_of(country.catalogue, source.id, one)
                if metric is not None:
                    plants.append(plant_named(plant, metric.id))
                made[one.id] = _part(country, chance, one, made[one.part_of], plant)
            elif one.id in _DAYS and _DAYS[one.id][0] in made:
                people, each = _DAYS[one.id]
                made[one.id] = _days(chance, [(made[people], each)])
            elif one.id in _WAITED and _WAITED[one.id][0] in made:
                others, in_time, later = _WAITED[one.id]
                made[one.id] = _days(chance, [(made[_REACHED[others]], in_time), (made[others], later)])
            else:
                drawn = _whole(country, chance, one, size)
                made[one.id] = _posts(drawn) if one.id in _POSTS else drawn
        pending = [one for one in pending if one not in ready]
    for total, parts in ((one.total, one.parts) for one in source.sums):
        _settle(made, total, parts)
    for reached, before in ((one, other) for one, other in _REACHED.items() if one in made):
        made[reached] = _together(made[before], made[reached])
    return Returned(source.id, board, made, tuple(plants))


def _posts(drawn: Sequence[Value]) -> list[Value]:
    """People in post come and go one by one: what was drawn is followed by a step of one a quarter, once it is two away."""
    counts = [value for value in drawn if isinstance(value, int)]
    held = max(1, round(sum(counts) / len(counts))) if counts else 1
    found: list[Value] = []
    for value in drawn:
        if isinstance(value, int):
            held += (value > held + 1) - (value < held - 1 and held > 1)
        found.append(held if isinstance(value, int) else value)
    return found


def _needs(one: AskedField, source: SourceSpec) -> list[str]:
    """The fields of the same return that a field is made from."""
    of, waited = _DAYS.get(one.id, ("",))[0], _WAITED.get(one.id, ("",))[0]
    return [other for other in (one.part_of, of, waited, _REACHED.get(waited, "")) if other in source.asked]


def _days(chance: Chance, groups: Sequence[tuple[Sequence[Value], float]]) -> list[Value]:
    """The days of all people together, of groups of people with so many days each; none known where one group is not."""
    varied = chance.between(0.85, 1.2)
    found: list[Value] = []
    for values in zip(*(people for people, _ in groups), strict=True):
        counts = [value for value in values if isinstance(value, int)]
        if len(counts) < len(values):
            found.append(next(value for value in values if not isinstance(value, int)))
            continue
        days = sum(count * each for count, (_, each) in zip(counts, groups, strict=True))
        found.append(chance.count(days * varied, 0.25 / max(1.0, sum(counts)) ** 0.5 + 0.03))
    return found


def _together(one: Sequence[Value], other: Sequence[Value]) -> list[Value]:
    """Two counts added up, quarter by quarter; none where one is not known."""
    return [
        a + b if isinstance(a, int) and isinstance(b, int) else (b if isinstance(a, int) else a)
        for a, b in zip(one, other, strict=True)
    ]


def plant_named(plant: Plant, measure: str) -> Plant:
    """The same plant, of a measure."""
    return Plant(measure, plant.area, plant.planted, plant.first, plant.quarters, plant.size)


def _measure_of(catalogue: Catalogue, source: str, one: AskedField) -> MetricSpec | None:
    """The measure that is this part over its whole."""
    for metric in catalogue.metrics.values():
        for part, whole in zip(metric.numerators, metric.denominators, strict=False):
            if part.source == source and part.fields == (one.id,) and whole.fields == (one.part_of,):
                return metric
    return None


def _plant(country: Country, one: AskedField, board: str) -> Plant:
    planted, sign = STORIES.get((board, one.id), (Planted.UNCHANGED, 1))
    points = len(country.quarters)
    if planted is Planted.STEP:
        first = max(0, points - STEP_QUARTERS)
        return Plant("", board, planted, first, STEP_QUARTERS, sign * STEP_SIZE)
    if planted is Planted.TREND:
        return Plant("", board, planted, max(0, points - TREND_QUARTERS), TREND_QUARTERS, sign * TREND_SIZE)
    return Plant("", board, planted, 0, 0 if planted is Planted.UNCHANGED else points, 1.5 * sign)


def _whole(country: Country, chance: Chance, one: AskedField, size: float) -> list[Value]:
    mean = _WHOLES.get(one.id, _USUAL) * size * chance.between(0.85, 1.15)
    found: list[Value] = []
    for at in range(len(country.quarters)):
        if chance.happens(_ABSENT) and at < len(country.quarters) - 1:
            found.append(Absence.NOT_AVAILABLE)
        else:
            found.append(chance.count(mean * (0.35 + 0.65 * country.lockdown(at)) * 1.004 ** (at / 4), 0.03))
    return found


def _part(country: Country, chance: Chance, one: AskedField, whole: Sequence[Value], plant: Plant) -> list[Value]:
    known = [value for value in whole if isinstance(value, int)]
    base = min(0.97, _SHARES.get(one.id, _PART) * chance.between(0.95, 1.05))
    mean = sum(known) / len(known) if known else 1.0
    own = country.chance("returned share", one.id, plant.area)
    shares = share_series(own, plant, len(whole), base, mean, _UNSTEADY)
    return [
        chance.part(value, share) if isinstance(value, int) else value
        for value, share in zip(whole, shares, strict=True)
    ]


def _settle(made: dict[str, list[Value]], total: str, parts: Sequence[str]) -> None:
    """Parts that make up their whole do, to the last one of them."""
    for at, whole in enumerate(made[total]):
        if not isinstance(whole, int):
            for part in parts:
                made[part][at] = whole
            continue
        left = whole
        for part in parts[:-1]:
            value = made[part][at]
            given = min(left, value) if isinstance(value, int) else 0
            made[part][at], left = given, left - given
        made[parts[-1]][at] = left
