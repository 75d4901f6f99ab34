"""Colleagues named by initials: `JB on leave`, `per JB`, `as agreed w/ TW 3/6`.

For `core.personal_data`. Bodies, offices, systems and places go by two or three capitals as well, and are off, told and agreed
with: those that are known are listed here, and three letters count only beside what nobody but a person is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assize.core.personal_data.innocent_words import NOT_A_NAME
from assize.core.personal_data.lone_names import ENDED, LOOKED_AT, SPOKEN_TO
from assize.core.personal_data.person_signs import NO_INITIALS
from assize.core.personal_data.plain_words import is_plain_word

_KNOWN = frozenset(NO_INITIALS.casefold().split("|")) | frozenset(
    """
    ab ac ad ae ai ap ar as av bc bi bn bp bt by cb cd ce ch cm co ct cv cx cy da dc dd dr ea ec ed ee el em en er es et
    ev ex fe ff fm ft fw fy gb gf gh gm go gt ha hb hc he hh hr ia ic ie if ii il im in ip iq ir is iv ix jo jp jr kb kc
    kg kk km ks lb ld ll lo lp ls lt lu ma mb md me mg mh ml mm mo mp mr ms mw my na nc nd ne ng nh nj no np nr ns nt nw
    ny ob oc od of oh ok om on or ot pb pc pd pe pf pg ph pl pn pp pr ps pt qc qs qt ra rd rf ri rn rp rq rr rt ru sa sb
    sc se sf sg sh sl sm sn sq sr ss st sv sw sx sy ta tb te th tl to tu tv uc up ur ux va vi vl vo vr vs vw wa wc we wf
    wg wi wk wo wt ww wy xi xl xx yc ye yh yr yt zz
    """.split()
    # Posts, teams and bodies of three letters that are away or on leave, as a person is.
    + """
    ado aji apo bsm ceo cid cio cju coo cps cro csm cso dao dcc dci dcs dpo dpp drm dsu eaw ehc ela fdo fle flo fmo fpo
    hca hhj hjc hmc hod hop hro ica ido iio jag lac lad leo lgo lsc mho mla mps nco npo oic opo pcc pco pdo pdu pmo pna
    poc ppo ppu pqs pso rao rco rda rdo rji rjo rjp sac sao sdo sho sio slo spo sro sso ssw tsu uaw vao vco vlo vlu vsa
    vso wco wcu wpc yjb yjs yos yot ypa yro
    """.split()
)
"""Two letters by which a body, an office, a thing, a place or an ordinary word goes, and posts and bodies of three."""
_ANY_PAIR = re.compile(r"(?<![^\W_])(?:[A-Z]{2,3}|[b-df-hj-np-tv-xz]{2})(?![^\W_])")
_PAIR = r"(?<![\w.&/'-])([A-Z]{2})(?![\w&'-]|\.\w)"
_TRIPLE = r"(?<![\w.&/'-])([A-Z]{2,3}|[b-df-hj-np-tv-xz]{2})(?![\w&-])"
_ONE_OR_TWO = r"(?<![\w.&/'-])([A-Z]{2}|[b-df-hj-np-tv-xz]{2})(?![\w&-])"
_SIGNED = re.compile(_PAIR + r"(?= \d{1,2}/\d{1,2}(?:/\d\d|/20\d\d)?(?: ?$|[.,;)\n]))")
"""Who noted something, with the day: `checked KD 3/6`."""
_OF_A_PERSON = re.compile(
    _TRIPLE + r"(?='s (?:leave|absence|sickness)\b"
    r"|'?s?,? (?:(?:is|was|has been|had been|will be|being|are) )?(?:still |now |currently |also |both )?"
    r"(?:on (?:[a-z-]+ )?(?:leave|holiday)\b|off (?:sick|ill|work|long[- ]term|today|until|till|this|last|next)\b|sick\b"
    r"|unwell\b|on (?:the )?sick\b|maternity leave\b|(?:annual|sick|maternity|paternity) leave\b|away\b))"
)
_TO_DO = re.compile(
    _ONE_OR_TWO + r"(?=(?:/| ?& ?| and )?(?:[A-Z]{2})? (?:to (?:check|confirm|send|chase|follow|update"
    r"|amend|correct|review|complete|ask|speak|ring|call|resend|sort|look"
    r"|find)|will (?:check|confirm|send|chase|follow|update|amend|correct|ask|speak|ring|call|resend|sort|look)"
    r"|has (?:left|the|checked|asked|sent)|says|said|asked|told us"
    r"|retired|thinks|reckons|checked|counted|typed|rang|e-?mailed|keyed|away"
    r"|back (?:on|in)|off)\b"
    r"|'s (?:list|e-?mail|figures|count|query|team|spreadsheet|note|desk|post|return|replacement)\b)"
)
_MENTIONED = re.compile(_PAIR)
_ALSO_SPOKEN_TO = re.compile(
    r"(?:^|\W)(?:see|with|w/|(?:check|agre|confirm|discuss|sort|clear)[a-z]* w/|c/o|ref|quer(?:y|ied)(?: for)?|over to"
    r"|passed to|left with) ?$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"^(?: \d{1,2}[/.]\d{1,2}\b| (?:if|for|re|about|please|before|after|next|last|this|in)\b| ?$)")
_SMALL = re.compile(r"[a-z]{2}")
_LAST = re.compile(
    r"(?<=[^\W_])[ ,(-]+([A-Z]{2})\)?(?:[ ,-]+(?:final|draft|copy|edits?|edited|comments?|checked|amended|updated|new"
    r"|version|v?\d+|\(\d+\)))*[ )]*$"
)
_SPELLED_OUT = re.compile(r"^ ?\(|^ (?:[A-Z]{2,}|[A-Z]?\d(?!\d?[/.]\d))")


def find_initials(text: str) -> Iterator[re.Match[str]]:
    """The initials of persons in a text; the first group of each match is the letters."""
    if not _ANY_PAIR.search(text) or text.isupper():  # where everything is in capitals, a word of two letters is a word
        return
    seen: set[int] = set()
    for pattern in (_OF_A_PERSON, _TO_DO, _SIGNED):
        for match in pattern.finditer(text):
            if not known_letters(match[1]) and match.start() not in seen:
                seen.add(match.start())
                yield match
    for match in _MENTIONED.finditer(text):
        if known_letters(match[1]) or match.start() in seen:
            continue
        before, after = (
            text[max(0, match.start() - LOOKED_AT) : match.start()],
            text[match.end() : match.end() + LOOKED_AT],
        )
        spoken = SPOKEN_TO.search(before) or _ALSO_SPOKEN_TO.search(before)
        if spoken and (_ENDED.match(after) or ENDED.match(after)) and not _SPELLED_OUT.match(after):
            yield match


def initials_in_name(name: str) -> re.Match[str] | None:
    """The initials with which the name of a file or a sheet ends, as whoever saved it last puts them: `probation KD final`."""
    match = _LAST.search(name)
    told = (
        match and _SMALL.search(name, 0, match.start()) and not known_letters(match[1])
    )  # in capitals all are letters
    return match if told else None


def known_letters(letters: str) -> bool:
    """Whether capitals are those of a body, an office, a thing, a place or a word."""
    word = letters.casefold()
    return word in _KNOWN or word in NOT_A_NAME or is_plain_word(word)
