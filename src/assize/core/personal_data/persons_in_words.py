"""One person told by work, nationality or by being the only one, with or without an age: `the Polish lad from the chip shop`.

For `core.personal_data`, beside `core.described_persons`, which knows ages with a place or a trait. Interpreters, communities
and groups have a nationality as well, posts are held by the only adviser of a town, and offences are defined by what victims do
(`the victim is a police officer`): these describe nobody, and pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OF_ONE = (
    r"(?:man|woman|boy|girl|lad|lass|lady|gentleman|bloke|chap|mother|father|mum|dad|son|daughter|husband|wife|widow|widower"
    r"|teenager|pensioner|grandmother|grandfather|schoolboy|schoolgirl|couple|student)"
)
_OF_A_CASE = (
    r"(?:victim|suspect|defendant|witness|offender|child|youth|client|person|patient|prisoner|complainant|detainee|perpetrator"
    r"|survivor)"
)
_ANY = rf"(?:{_OF_ONE}|{_OF_A_CASE})"
_WORK = (
    r"(?:roofer|nurse|teacher|head ?teacher|head ?master|head ?mistress|builder|plumber|electrician|carpenter|joiner|scaffolder"
    r"|(?:taxi |bus |lorry |van |train |delivery |hgv )?driver|farmer|farm ?hand|cleaner|carer|chef|cook|waiter|waitress"
    r"|bar ?man|bar ?maid|hairdresser|barber|butcher|baker|post ?(?:man|woman)|shop ?keeper|shop assistant|cashier|landlord"
    r"|landlady|publican|doctor|gp|dentist|surgeon|midwife|paramedic|pharmacist|vicar|priest|imam|curate|rabbi|pastor|mayor|councillor"
    r"|footballer"
    r"|cricketer|athlete|singer|actor|actress|soldier|veteran|sailor|mechanic|labourer|bricklayer|plasterer|painter|decorator"
    r"|gardener|miner|welder|engineer|lecturer|professor|librarian|journalist|reporter|photographer|dancer|sex worker"
    r"|prostitute|asylum seeker|refugee|pupil|student|apprentice|bouncer|door ?man|security guard|fire ?fighter|fireman"
    r"|lollipop lady|caretaker|janitor|child ?minder|nanny|au pair|courier|jockey|optician"
    r"|beautician|business ?(?:man|woman)|drug dealer"
    r"|pensioner|widow|widower|school ?(?:boy|girl)|teenager|toddler|baby|mum|mother|father|dad|grandmother|grandfather)"
)
_FROM = (
    r"(?:polish|somali|romanian|albanian|lithuanian|latvian|bulgarian|ukrainian|russian|czech|slovak|hungarian|portuguese|spanish"
    r"|italian|french|german|dutch|irish|scottish|welsh|turkish|kurdish|iraqi|iranian|syrian|afghan|pakistani|indian|bangladeshi"
    r"|bengali|punjabi|tamil|sri lankan|nepali|nepalese|chinese|vietnamese|thai|filipino|filipina|japanese|korean|nigerian"
    r"|ghanaian|eritrean|ethiopian|sudanese|congolese|zimbabwean|kenyan|ugandan|gambian|moroccan|algerian|tunisian|libyan"
    r"|egyptian|jamaican|brazilian|colombian|american|canadian|australian|roma|gypsy|traveller|muslim|sikh|hindu|jewish|buddhist"
    r"|asian|african|caribbean|black|mixed[- ]race|arab|estonian|greek|cypriot|serbian|kosovan|moldovan|georgian|israeli"
    r"|palestinian|lebanese|yemeni|mongolian|malaysian|trans(?:gender)?)"
)
_OLD = r"[1-9]\d?(?:[- ]?(?:years?|yrs?)[- ]old|[- ]?y/?o|[- ]?yrs?[- ]?o(?:ld)?)"
_NO_BODY = r"(?!(?:Operation|Project|Crown|Magistrates|Court|Common)\b)"
_NO_MONTH = r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Winter)[a-z]*\b)"
_CAPITAL = rf"{_NO_BODY}{_NO_MONTH}[A-Z][a-z]+"
_PLACE = rf"(?:(?i:of|from|in|at|near) {_CAPITAL})"
_AS_OF_ONE = (
    r"(?= ?$| ?[.,;:!?()\n]| - | (?:from|of|in|at|near|who|whose|with|was|is|has|had|did|could|would|will|went|left|came|moved"
    r"|withdrew|declined|refused|absconded|asked|said|told|lives?|lived|works?|worked|needed|stabbed|killed|attacked)\b)"
)
_NO_PART = r"(?!(?:driver|carer|mother|father|mum|dad|grand|pupil|student|widow|pensioner|teenager|baby|toddler))"
"""What somebody is by a definition: `the victim is the mother of the suspect`."""
_PERSONS = tuple(
    re.compile(pattern)
    for pattern in (
        # `a 34 year old roofer`, `a 41-year-old agency nurse in Stafford`
        rf"(?i:\b{_OLD} (?:[a-z-]+ ){{0,2}}{_WORK}\b)",
        # `one 17yo, pregnant`
        rf"(?i:\b{_OLD},? (?:and )?(?:pregnant|disabled|deaf|blind|homeless|autistic|suicidal))\b",
        # `the Polish lad from the chip shop`; `a Polish victim from Leek`, for `a Polish victim is offered an interpreter`
        rf"(?i:\b(?:a|an|the|this|that|our|one|only|his|her|their) (?:[a-z-]+ )?{_FROM} (?:[a-z-]+ )?{_OF_ONE}\b){_AS_OF_ONE}",
        rf"(?i:\b(?:the|this|that|our|one|only) (?:[a-z-]+ )?{_FROM} (?:[a-z-]+ )?{_OF_A_CASE}\b){_AS_OF_ONE}",
        rf"(?i:\b(?:a|an) (?:[a-z-]+ )?{_FROM} (?:[a-z-]+ )?{_OF_A_CASE}) (?:{_PLACE}|who\b|(?:was|had)\b)",
        # `the only Somali victim`, `the only male rape victim in Leek`
        rf"(?i:\b(?:the|our|their|his|her) (?:only|sole|lone|single) (?:[a-z-]+ ){{0,3}}?{_ANY}) {_PLACE}",
        rf"(?i:\b(?:the|our|their) (?:only|sole|lone) (?:[a-z-]+ )?{_FROM} (?:{_ANY}|{_WORK}|family|man))\b",
        # `the Kurdish barber in Hanley`, `an Iraqi taxi driver, Burton`; `the headteacher of St Marys was the victim`
        rf"(?i:\b(?:a|an|the|this|that|our|one|only) (?:[a-z-]+ )?{_FROM} (?:[a-z-]+ )?{_WORK})(?: {_PLACE}|, ?{_CAPITAL})",
        rf"(?i:\b(?:a|an|the|our|one) (?:[a-z-]+ )?{_WORK}) {_PLACE}(?: [A-Z]\w+)* (?i:(?:was|is) (?:the |a )?{_OF_A_CASE})\b",
        # `victim is the headteacher`, `victim is a nurse at Stafford`
        rf"(?i:\b{_OF_A_CASE} (?:is|was|being) (?:the|our|his|her|their|my) (?:[a-z-]+ )?{_NO_PART}{_WORK})\b"
        r"(?! (?:or|and|in (?:\d|[a-z]+ (?:cases|of)))\b)",
        rf"(?i:\b{_OF_A_CASE} (?:is|was),? (?:an?|the|our) (?:[a-z-]+ ){{0,2}}?{_WORK}) {_PLACE}",
        rf"(?i:\b(?:the|our|one) {_OF_A_CASE},) (?:a|an|the) (?i:(?:[a-z-]+ ){{0,2}}?{_WORK})\b",
    )
)
_TELLING = re.compile(rf"\b(?:{_FROM}|only|sole|lone|single|old|y/?o|\d+y/?o|yrs?|{_OF_A_CASE})\b", re.IGNORECASE)


def find_told(text: str) -> Iterator[re.Match[str]]:
    """Every place in a text where one person is told by work, nationality or by being the only one."""
    if not _TELLING.search(text):
        return
    for pattern in _PERSONS:
        yield from pattern.finditer(text)
