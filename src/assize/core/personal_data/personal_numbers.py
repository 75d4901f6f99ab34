"""The numbers, postcodes and dates by which police, courts, prisons, probation and the health service know someone or a case.

For `core.personal_data`. Each has a form of its own; what has the same form and is innocent (a period, the reference of an
agreement, a helpline) is told apart here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assize.core.personal_data.innocent_words import NOT_A_NAME
from assize.core.personal_data.plain_words import is_plain_word

_POSTCODE_AREAS = frozenset(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU
    HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH
    PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """.split()
)
_POSTCODE = re.compile(r"\b([A-Z]{1,2})(\d[A-Z\d]?)( ?)(\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\d(st|nd|rd|th)$")
_NATIONAL_INSURANCE = re.compile(
    r"\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",  # whatever its letters: examples and slips count as well
    re.IGNORECASE,
)
# A comma, a full stop, a stroke or a hyphen is part of a longer number only where a digit stands on its other side.
_BEFORE, _AFTER = r"(?<!\d)(?<!\d[.,/-])", r"(?!\d)(?![.,/-]\d)"
_TEN_DIGITS = re.compile(rf"{_BEFORE}(\d{{3}})([ -]?)(\d{{3}})\2(\d{{4}}){_AFTER}")
_NHS_TENS = tuple(range(10, 1, -1))  # weights of the first nine digits, modulus 11 (NHS Data Model and Dictionary)
_PHONE = re.compile(
    rf"{_BEFORE}(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)(?:[ ()-]{{0,2}}\d){{9,10}}(?!\d)(?![.,-]\d|/[1-9])"
)
_PHONE_SAID = re.compile(
    r"\b(?:tel|telephone|phone|ring|call|mob|mobile)\b[ .:]*(?:no\.? |number |me on |us on |on )?"
    r"(\(?0[127](?:[ ()-]{0,2}\d){8,11})(?!\d)",
    re.IGNORECASE,
)
"""Called so, a number with a digit too many or too few is one."""
_HELPLINE = re.compile(r"^0(?:3|8|9)")
_PNC = re.compile(r"\b(?:19|20)?\d{2}/\d{4,7}[A-HJ-NP-RT-Z]\b", re.IGNORECASE)
_CRO = re.compile(r"\b(?:\d{3,6}/\d{2}[A-Z]|SF\d{2}/\d{2,6}[A-Z])\b", re.IGNORECASE)
_URN = re.compile(
    r"\b\d{2}[ /]?[A-Z][A-Z0-9][ /]?\d{5}[ /]?\d{2}\b|\b\d{2}[A-Z]{1,2}\d?/\d{3,7}/\d{2}\b"
    r"|\b\d{2}/[A-Z][A-Z0-9]/\d{3,7}/\d{2}\b|\b\d{4}[A-Z0-9]{4}\d{10,12}[A-Z]\b",
    re.IGNORECASE,
)
_INCIDENT = re.compile(
    r"\b20\d{6}-\d{3,5}\b|\blog (?:no\.? |number )?\d{2,5} of \d{1,2}\b|\bocc(?:urrence)?\.? ?(?:no\.? |number )?\d{5,}",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"\b(?:vrm|reg(?:istration)?|vehicle|plate|car|van|lorry|motorbike|motorcycle)\b[^\w]{0,3}"
    r"(?:(?:mark|number|no|plate|reg(?:istration)?)\b[^\w]{0,3}){0,2}"
    r"(?:[A-Z]{2}\d{2} ?[A-Z]{3}|(?-i:[A-HJ-NPR-TV-Y]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-HJ-NPR-TV-Y]))\b",
    re.IGNORECASE,
)
# Since September 2001: a mark of the place, the half-year (01 to 29 or 51 to 79) and three letters; I, Q and Z only where the
# licensing agency gives them.
_PLATE = re.compile(
    r"(?<![\w/-])(?!FY|YE|CY|AY|EE|VW|RR)[A-HK-PR-TV-Y][A-HJ-PR-Y](?:0[1-9]|[12]\d|5[1-9]|[67]\d)( ?)([A-HJ-PR-Z]{3})(?![\w/-])"
)
_NO_PLATE = frozenset(
    """
    ABE ACC APCC ARV ASB ASN BCM BCU BTP CAB CCU CID CJB CJS CMU CNN CPS CRC CRN CRO CSA CSE CSP CSU CSV CTL CYP DAO DDD DGA DNA
    DPP DSA DVA EHC ELS ESA FGM FMU FOA FTA FTE GAP GDP GMP GPS HBA HDC HMC HMP HSE LAA LAD LAC LAS LCB LEA LED LSB MAP MOJ MOU
    MPS MSF MSG MVA NCA NFA NGP NHS NPS NPT OCG OCU ONS OOC PCC PCD PCR PDF PDU PFA PFC PHE PND PNC POC PSA PSR PSS PTP PYO RFO
    RPU RSO RUN SAR SDA SEN SFO SFR SJP SMT SOP SPC SPR SRO SSO TOC TSU UCB VCO VCL VCS VLU VPS VRR VRU WCU YCC YEA YJB YJS YOT
    YRO
    """.split()
)
"""Three capital letters after a year or a code of two letters and two figures: `WM19 CPS`."""
_CRIME_NUMBER = re.compile(r"\b\d{2}[A-Z]{0,3}[/-]\d{5,7}[/-]\d{2}\b|\b\d{5,7}[/-]\d{2}[A-Z]?\b(?![/-])", re.IGNORECASE)
_COURT_CASE = re.compile(r"\b[ASTU](?:19|20)\d{2} ?\d{4}\b|\b[A-Z]{2}/\d{3,5}/(?:19|20)\d{2}\b", re.IGNORECASE)
_PRISON_NUMBER = re.compile(r"\b[A-Z]\d{4} ?[A-HJ-NP-Z][A-Z]\b")
_PROBATION_NUMBER = re.compile(r"\b[A-Z]\d{6}\b")
_LICENCE = re.compile(r"\b[A-Z]{2,5}9{0,3}\d{6}[A-Z9]{2}\d[A-Z]{2}\b")
_WORDS_FOR_NUMBER = r"(?:number|no|ref|reference|id|identifier)\b\.?"
_KEYED_NUMBER = re.compile(
    r"\b(?:(?:urn|pnc|cro|crn|nhs|nomis|delius|arrest summons|asn|custody record|passport|driving licence|nino|ni"
    rf"|national insurance)[ -]*(?:{_WORDS_FOR_NUMBER})?"
    r"|(?:crime|case|court|incident|log|warrant|prison(?:er)?|hospital|offender|victim|witness|suspect|custody|occurrence)[ -]*"
    rf"{_WORDS_FOR_NUMBER})[ ]*(?:is |was )?[:#=]?[ ]*(?=[A-Z0-9/-]*\d[A-Z0-9/-]*\b)([A-Z0-9][A-Z0-9/-]{{4,}})(?!\d)(?!,\d)",
    re.IGNORECASE,
)
_SYSTEM_NUMBER = re.compile(
    r"\b(?:niche|athena|connect|holmes|libra|xhibit|common platform|n?delius|oasys|visor|themis|cms|wms|iken|storm)\b[ -]*"
    rf"(?:(?:crime|case|custody|record|occurrence)[ -]*)?{_WORDS_FOR_NUMBER}[ ]*(?:is |was )?[:#=]?[ ]*"
    r"(?=[A-Z/-]*\d[A-Z0-9/-]*\b)([A-Z0-9][A-Z0-9/-]{4,})(?!\d)(?!,\d)",
    re.IGNORECASE,
)
"""The number of an entry in a system that holds cases and persons: `niche ref 123456789`."""
_LONG_NUMBER = re.compile(
    r"\b(?:niche|athena|connect|n?delius|cms|custody|crime|case|occurrence|incident|investigation|ref|reference)\.?[ :#=-]{1,3}"
    r"(\d{9,})(?![\d,.]\d)",
    re.IGNORECASE,
)
"""More digits than any count or day has, behind such a word: `custody 2000123456`."""
_NUMBER_BEFORE = re.compile(
    rf"{_BEFORE}(?<![\w])([A-Z]{{0,4}}[/-]?\d[\d/-]{{4,}}\d[A-Z]?),? (?:is |was )?(?:the |a |his |her |their )?"
    r"(?:(?:crime|case|court|incident|log|warrant|prison(?:er)?|hospital|offender|victim|witness|suspect|custody|occurrence"
    r"|nhs|pnc|cro|ni|asn|niche)[ -](?:record |file )?(?:number|ref|reference|id|identifier)|urn|crn|pnc id|nino)\b"
    r"(?! (?:of|in)\b)",
    re.IGNORECASE,
)
"""The same with the words behind it: `2000123456 custody number`."""
_NAMED_POSTCODE = re.compile(
    r"(?:\bpost[ -]?code\b[ :=,-]*(?:is |was |of )?|\b(?:lives?|lived|living|home|house|flat) (?:in|at|is) )"
    r"([A-Z]{1,2})(\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
"""A postcode in small letters without a blank is one where it is called so: `postcode st42qb`."""
_PERIOD = re.compile(r"(?:19|20)\d{2}(?:[/-](?:(?:19|20)\d{2}|\d{2}(?!\d)))?(?:[/-]?q[1-4])?", re.IGNORECASE)
_FEWEST_DIGITS = 4  # of a number by which a person or a case is known
_YEAR_MARKED = re.compile(r"^(?:19|20)\d{2}/\d{2}[A-Z]?$", re.IGNORECASE)
_AGREEMENT = re.compile(
    r"\b(?:dsa|isa|mou|sla|dpia|agreement|contract|grant|protocol)\b[ ,:#-]*(?:reference|ref|number|no)?[.:#]?[ ]*"
    r"[A-Z0-9/.-]*\d[A-Z0-9/.-]*",
    re.IGNORECASE,
)
_DAY = (
    r"(?:\d{6}(?:\d{2})?\b|"
    r"\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{3,9}\.?[ ,-]+(?:(?:19|20)?\d{2}))"
)
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_ORDINALS = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)"
    r"teenth|twentieth|thirtieth|twenty[- ][a-z]+|thirty[- ]first|\d{1,2}(?:st|nd|rd|th)?)"
)
_SPELLED_DAY = (
    rf"(?:{_ORDINALS},? (?:day )?(?:of )?{_MONTHS}\b"
    rf"|(?:(?:early|late|mid|the|spring|summer|autumn|winter|of)[ -]){{0,3}}(?:{_MONTHS}[ ,]+)?(?:of )?(?:19|20)\d{{2}}\b"
    rf"|{_MONTHS} {_ORDINALS}\b)"
)
_BIRTH = re.compile(
    r"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|birth ?date|born)\b[ :=,-]*(?:is |on |the )*"
    + _DAY
    + rf"|\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth ?date|born)[ :=,-]*(?:is |was |on |in |the ){{0,3}}{_SPELLED_DAY}",
    re.IGNORECASE,
)
_BIRTH_BEHIND = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?{_MONTHS}\.?,? |\d{{1,2}}[./ -]\d{{1,2}}[./ -]|{_MONTHS}\.? )"
    r"(?:19\d\d|20[01]\d|\d\d)[ ,(-]*(?:birth(?:day|date|[ -]date)?|born|(?:is |was )?(?:the |his |her )?"
    r"(?:d\.?o\.?b\b|date of birth))\b"
    r"(?! ?(?:rate|certificate|regist|data|cohort|to\b|or\b|and\b|after|before|on\b|in\b|digital))",
    re.IGNORECASE,
)
"""A day with the word behind it: `14th March 1987 birth`."""
_OLD_DAY = re.compile(
    r"(?<![\d/.-])(?:(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19\d{2}|200\d)|(?:19\d{2}|200\d)-(?:0[1-9]|1[0-2])"
    r"-(?:0[1-9]|[12]\d|3[01]))(?![\d/-])"
)


def find_numbers(text: str) -> Iterator[tuple[str, str, int]]:
    """What looks like such a number in a text: its kind, how it stands there, and where it begins."""
    agreements = [match.span() for match in _AGREEMENT.finditer(text)]

    def innocent(match: re.Match[str]) -> bool:
        return any(first <= match.start() < last for first, last in agreements)

    for match in _POSTCODE.finditer(text):
        spelled = match[0] if match[3] else match[0].upper()
        typed = match[3] or match[0].isupper()
        if match[1].upper() in _POSTCODE_AREAS and typed and not _ORDINAL.search(spelled) and not innocent(match):
            yield ("a postcode", match[0], match.start())
    for match in _NAMED_POSTCODE.finditer(text):
        if match[1].upper() in _POSTCODE_AREAS and not match[2].isupper():
            yield ("a postcode", match[1] + match[2], match.start(1))
    for match in _NATIONAL_INSURANCE.finditer(text):
        yield ("a National Insurance number", match[0], match.start())
    for match in _TEN_DIGITS.finditer(text):
        if not match[1].startswith("0") and _is_nhs(match[1] + match[3] + match[4]) and not innocent(match):
            yield ("an NHS number", match[0], match.start())
    phones: set[int] = set()
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        national = (
            re.sub(r"^(?:00)?44(0)?", "0", digits)
            if not digits.startswith("0") or digits.startswith("0044")
            else digits
        )
        if 10 <= len(national) <= 11 and not _HELPLINE.match(national) and not innocent(match):
            phones.add(match.start())
            yield ("a telephone number", match[0], match.start())
    for match in _PHONE_SAID.finditer(text):
        if match.start(1) not in phones and not innocent(match):
            yield ("a telephone number", match[1], match.start(1))
    for kind, pattern in (
        ("a number of the Police National Computer", _PNC),
        ("a number of the Criminal Records Office", _CRO),
        ("a case's unique reference number", _URN),
        ("the number of a crime or case", _CRIME_NUMBER),
        ("the number of a court case", _COURT_CASE),
        ("the number of an incident", _INCIDENT),
        ("the registration number of a vehicle", _VEHICLE),
        ("a prisoner's number", _PRISON_NUMBER),
        ("a probation case number", _PROBATION_NUMBER),
        ("a driving licence number", _LICENCE),
    ):
        for match in pattern.finditer(text):
            if not innocent(match) and not _YEAR_MARKED.match(match[0]) and not _is_period_pair(match[0]):
                yield (kind, match[0], match.start())
    named = [match.span() for match in _VEHICLE.finditer(text)]
    for match in _PLATE.finditer(text):
        last, told = match[2], any(first <= match.start() < end for first, end in named)
        if not (told or innocent(match) or (match[1] and (last in _NO_PLATE or _is_word(last.casefold())))):
            yield ("the registration number of a vehicle", match[0], match.start())
    keyed = [
        *_KEYED_NUMBER.finditer(text),
        *_SYSTEM_NUMBER.finditer(text),
        *_LONG_NUMBER.finditer(text),
        *_NUMBER_BEFORE.finditer(text),
    ]
    for match in keyed:
        many = sum(map(str.isdigit, _PERIOD.sub("", match[1])))
        if not innocent(match) and many >= _FEWEST_DIGITS:
            yield ("the number of a person or a case", match[1], match.start())
    for match in (*_BIRTH.finditer(text), *_BIRTH_BEHIND.finditer(text)):
        yield ("a date of birth", match[0], match.start())
    for match in _OLD_DAY.finditer(text):
        yield ("a date of birth", match[0], match.start())


def _is_word(word: str) -> bool:
    return is_plain_word(word) or word in NOT_A_NAME


def _is_period_pair(text: str) -> bool:
    """`201819-19`, `2018/2019`: years of a period written close together."""
    digits = re.sub(r"\D", "", text)
    return (
        bool(re.match(r"^(?:19|20)\d{4}", digits))
        and len(digits) in (6, 8)
        and text.isascii()
        and not re.search("[A-Za-z]", text)
    )


def _is_nhs(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_NHS_TENS, digits[:9], strict=True))
    check = 11 - total % 11
    return check != 10 and check % 11 == int(digits[9]) and len(set(digits)) > 2
