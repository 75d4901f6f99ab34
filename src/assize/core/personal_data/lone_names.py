"""Persons who are named by one word.

For `core.personal_data`. A word alone is a person's name where the text says of it what is said of persons, or addresses it:
`Patterson was off sick`, `per Jo`, `Service manager (Jo)`. Services and systems are off, cover and tell as well (`Niche was
off for two days`, `Savana told us`), so only what no body can do, being ill or on leave, or asked for at the door (`ask for
Brierley`), is enough for a word that is known as nothing else; for the rest the word must be known as a name.
"""

from __future__ import annotations

import re

from assize.core.personal_data.innocent_words import BEFORE_INNOCENT, NOT_A_NAME
from assize.core.personal_data.person_names import DOUBTFUL_GIVEN, GIVEN, PLACE_SURNAMES, SURNAMES
from assize.core.personal_data.person_signs import like_surname
from assize.core.personal_data.plain_words import TOWNS, is_plain_word

_NO_WORDS = frozenset(
    """
    alex bob brad cath charlotte dan dave jason jim jo josie ken kyle laura lottie mabel martina pete sally ted tim tom
    tommy zac
    """.split()
)
"""Given names that are nothing else where one capital begins them; written as an acronym is, `TIM`, they may be one."""
SMALL_GIVEN = frozenset("bob dave jim jo josie kyle tommy".split())
"""Of these the ones that are nothing else in small letters either."""
GIVEN_ALONE = _NO_WORDS | frozenset(
    """
    ben billy clifford evan finn frank george glenn harry ivan ivor jack jesse jude kim len nat ned nick norm pat percy ray
    rob ron rufus stan stella sue terry vic walter wes
    """.split()
)
"""Given names that are seldom anything else: somebody's, where the text speaks to them or of what they did."""
_ALSO_WORDS = GIVEN_ALONE | frozenset(
    """
    blake carol dawn don drew elton eve fleur florence glen grace guy harley hazel heather holly jasmine jay joy lance lex lily
    mark max melody miles mo morgan myles olive oscar penny perry pip robin rod rose roy shane shirley sheldon sherry todd
    tyler val violet whitney will woody archer brown fox gray grey grant hurst johns knight marsh marshall mason moss nash noble
    pike pope reed rice simons swan vine wade walker waters wells white young
    """.split()
)
"""Names that are words as well: somebody's only where no word could stand, as before `is on maternity leave`."""
_NOBODY = frozenset(
    "holmes parkinson lammy leveson casey angiolini bellamy gauke auld corston carlile laming munro".split()
)
"""Names by which a system, an illness or a published review goes."""
_SON = re.compile(r"^[a-z]{3,}(?:son|kins|shaw|bottom|wright|smith)$")
_NO_SON = frozenset("unison ericsson samson jettison garrison sampson gibson-smith".split())
COMMON_ENDINGS = re.compile(
    r"(?:er|or|ist|ant|ian|ee|men|woman|ess|ing|ment|tion|ity|ship|ate|ice|tern|sel|legal|temp|locum|nurse|coach|mentor|s)$"
)
"""How words for what somebody does end, as `Technician`: at the beginning of a sentence they have a capital too."""

_POST = (
    r"(?:manager|analyst|officer|lead|leader|co-?ordinator|supervisor|administrator|admin|sergeant|inspector|case ?worker"
    r"|worker|advis[eo]r|assistant|head|chair|director|secretary|clerk|contact|idva|isva|deputy|superintendent|constable"
    r"|prosecutor|receptionist|volunteer|practitioner|team)"
)
_BE = r"(?:is|was|has been|had been|have been|will be|being|are)"
_LEAVE = r"(?:maternity|paternity|annual|sick|long[- ]term|compassionate)"
_OF_NOBODY_ELSE = re.compile(
    rf"^(?:,? who)? {_BE} (?:currently |still |now |again |also |away )?"
    r"(?:off (?:sick|ill|work|long[- ]term|with (?:stress|covid|a)\b)|on (?:[a-z-]+ )?(?:leave|holiday)\b|on (?:the )?sick\b"
    r"|on secondment|on long[- ]term sick|sick\b|ill\b|unwell|poorly|in hospital|pregnant|self[- ]isolating"
    r"|signed off (?:sick|work))"
    rf"|^'s? (?:{_LEAVE} )+(?:leave|absence|sickness)\b|^'s? (?:maternity|paternity|pregnancy|illness|bereavement)\b"
    r"|^(?:,? who)? (?:has |had |have )?(?:just |now |since )?(?:gone|went|goes|going) (?:off )?(?:sick\b|on (?:[a-z]+ )?leave)"
    r"|^(?:,? who)? (?:has |had |have )?(?:just |now |since )?left (?:the|our|this) (?:team|post|job|office|department|force)\b"
)
"""What is said of a person and of no body or system."""
_DEEDS = re.compile(
    r"^(?:,? who)? (?:(?:has|had|have|was|is|will|did|does|also|then|now|normally|usually|always|never|only|just|still|not|who"
    r"|used to|would|kindly|already|since|both) ){0,3}"
    r"(?:off|away|left|leaves|leaving|cover(?:s|ed|ing)?|told|tells|said|says|reports?|reported|thinks?|thought|believe[sd]?"
    r"|knows?|knew|sent|sends?|ran|runs?|pull(?:s|ed)?|does|did|do|count(?:s|ed)|typed?|types|enter(?:s|ed)|key(?:s|ed)"
    r"|collate[sd]?|compile[sd]?|forgot|explain(?:s|ed)|confirm(?:s|ed)|agree[sd]|ask(?:s|ed)|reckon(?:s|ed)?|promise[sd]"
    r"|retire[sd]|resign(?:s|ed)|join(?:s|ed)|works?|worked|wrote|prepare[sd]?|complete[sd]?|looks? after|back (?:from|in|on)"
    r"|start(?:s|ed)? (?:in|on|as)|has (?:it|them|the|these|all|this)|deals? with|dealt with|approve[sd]|signed|e-?mailed"
    r"|queried|noticed|wants?|needs?|to (?:send|confirm|check|follow|chase|complete))\b"
    r"|^'s (?:leave|absence|sickness|retirement|departure|figures|count|query|team|spreadsheet|list|notes?|e-?mail|desk|job"
    r"|post|work|return|last|file|replacement)\b"
    r"|^ (?:had|has|have|having) (?:no|to|been|the|it|them|all|this|a|an|not|only)\b|^ (?:did|does|do|could|can) not\b"
    rf"|^, (?:our|the|an?) (?:[a-z]+ ){{0,2}}{_POST}\b|^ \((?:[a-z]+ ){{0,2}}{_POST}\)"
    r"|^ (?:in|at|from|of) (?:the |our |your )?(?:WCU|CPS|HMCTS|OPCC|YOT|YJS|PDU|IDVA|MARAC|courts?\b|performance|data\b"
    r"|witness care|criminal justice|CJU?|probation|office\b|team\b|listing|admin)"
)
"""What somebody does, and a body or a system may do as well: telling beside what is known as a name."""
SPOKEN_TO = re.compile(
    r"(?:^|\W)(?:ask(?:ed|ing)?(?: for)?|(?:speak|spoke|spoken|talk|talked|speaking|talking) (?:to|with)|per|via|from"
    r"|according to|thanks? to|thanks?|cc'?d?:?|contact(?:ed)?|ring|rang|phone[ds]?|call(?:ed)?|e-?mail(?:ed)?|tell|told"
    r"|chas(?:e|ed|ing)|await(?:ing|s|ed)|(?:cover|covering|stood in|standing in|stand in|filling in) for"
    r"|(?:check|agre|confirm|sign|sent|typ|giv|updat|amend|correct|calculat|estimat|submitt|record|count|collat|compil|enter|complet|prepar|provid|suppl|done|pull|run|written|approv"
    r"|key|shared|discuss|querie|rais|worked)[a-z]*(?: (?:it|them|this|these|off|up|out|on|in|over))* (?:by|with|from|to|for)"
    r"|wait(?:ing|ed)? (?:on|for)|on behalf of|c/o|care of|attn\.?:?|fao:?|attention(?: of)?:?|replac(?:ed|ing|es)(?: by)?) ?$",
    re.IGNORECASE,
)
"""What stands before somebody's name where somebody is spoken to, or named as the one who did it."""
_ASKED_FOR = re.compile(r"(?:^|\W)(?:ask(?:s|ed|ing)? for|attn\.?:?|fao:?|attention of:?) $", re.IGNORECASE)
"""What stands before somebody's name and seldom before a body's, which is asked, and not asked for."""
SERVICES = frozenset("capita ingeus nacro remedi safeline savana seetec serco sodexo".split())
"""Bodies by whose names nothing else goes."""
ENDED = re.compile(
    r"^(?: ?$| ?[\n,.;:!?()\]/]| - | (?:and|at|in|on|from|to|or|as|when|if|before|after|who|about|directly|again|twice|once"
    r"|today|yesterday|please|for|first|instead|later|re)\b| x?\d)"
)
"""What follows a name that stands alone."""
_AFTER_POST = re.compile(rf"\b{_POST}s?(?: of [a-z ]{{3,30}})? ?(?:\(|[-:,] ?|= ?)$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^(?:\)|,| and | or |/| ?$|;|\.|\n| - )")
_CAPITAL = re.compile(r"[^.!?:;\n] [A-Z][a-z]+ $")
LOOKED_AT = 64  # characters before and after a word
_FEWEST = 2  # letters
_FEWEST_OF_ACCOUNT = 6  # an initial and five letters


def lone_name(word: str, before: str, after: str, *, first: bool) -> bool:
    """Whether one word is a person's name, by what stands before and after it; `first`: it begins a sentence.

    `word` is without a possessive 's, which `after` begins with.
    """
    key = word.casefold()
    if len(key) < _FEWEST or key in _NOBODY or not word[0].isalpha():
        return False
    titled = word[0].isupper() and not word.isupper()
    if _named_alone(word):
        return not _named_on(after)
    if not titled and not (word.islower() and key in SURNAMES and telling_surname(word.capitalize(), key)):
        return False
    known = key in GIVEN_ALONE or telling_surname(word, key)
    if _OF_NOBODY_ELSE.match(after):
        return (
            known
            or key in _ALSO_WORDS
            or (titled and known_as_nothing(key) and not (first and COMMON_ENDINGS.search(key)))
        )
    if titled and _ASKED_FOR.search(before) and ENDED.match(after) and not _named_on(after):
        return known or (known_as_nothing(key) and key not in SERVICES and not COMMON_ENDINGS.search(key))
    if not known:
        return False
    if _AFTER_POST.search(before) and _IN_BRACKETS.match(after):
        return True
    if _DEEDS.match(after):
        return not _capital_before(before)
    return bool(SPOKEN_TO.search(before) and ENDED.match(after)) and not _named_on(after)


def named_in_file(word: str) -> bool:
    """Whether a word of a file's or a sheet's name is a person's: a surname that is no place, also behind an initial as in an
    account's name (`kdawson`), or a given name that is nothing else."""
    key = word.casefold()
    return _named_alone(word) or _only_surname(key) or (_is_account(key) and _only_surname(key[1:]))


def _only_surname(key: str) -> bool:
    return key in SURNAMES and not any(key in words for words in (PLACE_SURNAMES, TOWNS, NOT_A_NAME, _NOBODY))


def _is_account(key: str) -> bool:
    """Whether a word may be an initial and a surname of five letters at least: no known word is."""
    return len(key) >= _FEWEST_OF_ACCOUNT and not (
        is_plain_word(key) or key in TOWNS or key in NOT_A_NAME or key in GIVEN
    )


def _named_alone(word: str) -> bool:
    """Whether a word as it is written is a given name and nothing else."""
    titled, key = word[:1].isupper() and not word.isupper(), word.casefold()
    return (titled and key in _NO_WORDS) or (word.islower() and key in SMALL_GIVEN)


def in_brackets_after_post(word: str, before: str, after: str) -> bool:
    """Whether a name that is a word as well stands where a post's holder does: `Service manager (Grace)`."""
    return (
        word.casefold() in _ALSO_WORDS
        and word.casefold() not in TOWNS
        and word[0].isupper()
        and not word.isupper()
        and before.endswith("(")
        and after.startswith(")")
        and bool(_AFTER_POST.search(before))
    )


def telling_surname(word: str, key: str) -> bool:
    """Whether a word is a surname and no place, body or word."""
    if any(key in words for words in (PLACE_SURNAMES, TOWNS, NOT_A_NAME, GIVEN, _NO_SON)):
        return False
    shaped = bool(_SON.match(key)) and not is_plain_word(key)
    return key in SURNAMES or shaped or like_surname(word)


def known_as_nothing(key: str) -> bool:
    """Whether a word in lower case is no ordinary one, no town, body, role or given name that is a word as well."""
    return not (
        is_plain_word(key)
        or key in TOWNS
        or key in NOT_A_NAME
        or key in BEFORE_INNOCENT
        or key in DOUBTFUL_GIVEN
        or len(key) < 4
    )


def _capital_before(before: str) -> bool:
    """Whether another capitalised word stands right before within a sentence, as in a body's name: `the Crown Carter`."""
    return bool(_CAPITAL.search(before)) and not SPOKEN_TO.search(before)


def _named_on(after: str) -> bool:
    """Whether another capitalised word follows, which is for the rules of two words to judge, or a thing is called so."""
    return bool(
        re.match(r"^(?: |-)[A-Z](?![A-Z])|^ (?:scheme|service|system|project|team|unit|house|pilot|database)\b", after)
    )
