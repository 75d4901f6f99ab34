"""Tells personal data in a text from the innocent words of reports: nothing about one person belongs in figures or commentary.

One home for the rule: returns, commentary, notes, settings and file names all ask here. What is looked for: names of persons,
addresses and postcodes, dates of birth, e-mail addresses and telephone numbers of persons, and the numbers by which police,
courts, prisons, probation and the health service know someone or a case. What is let pass: agencies, courts, prisons and
places, operations and projects, inquiries, laws and charities named after someone, role mailboxes, helplines, periods, and
reference numbers of agreements. A message never repeats what was found: `Finding.shown` has its first letters alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assize.core.errors import Problem
from assize.core.periods import MONTH_WORD
from assize.core.personal_data.case_names import named_by_case
from assize.core.personal_data.described_persons import find_described
from assize.core.personal_data.innocent_words import (
    BEFORE_INNOCENT,
    CUE_LINKS,
    CUES,
    INNOCENT_PHRASES,
    NAMED_AFTER,
    NAMED_AFTER_NEXT,
    NAMED_AFTER_SMALL,
    NOT_A_NAME,
    OFFICES,
    PLACES,
    RANKS,
    ROLE_WORDS,
    TITLES,
    UPPER_RANKS,
)
from assize.core.personal_data.lone_names import (
    LOOKED_AT,
    SMALL_GIVEN,
    in_brackets_after_post,
    lone_name,
    named_in_file,
)
from assize.core.personal_data.officer_numbers import find_collar_numbers
from assize.core.personal_data.person_addresses import find_addresses
from assize.core.personal_data.person_initials import find_initials, initials_in_name
from assize.core.personal_data.person_names import (
    DOUBTFUL_GIVEN,
    DOUBTFUL_SURNAMES,
    FAR_GIVEN,
    GIVEN,
    PLACE_SURNAMES,
    SURNAMES,
)
from assize.core.personal_data.person_signs import (
    CASE,
    INITIALS,
    LABELLED,
    NUMBERED_RANK,
    OTHER_SCRIPT,
    PARTICLED,
    PERSONS_DEEDS,
    RECORD_DEEDS,
    RUN_TOGETHER,
    foreign_letters,
    latin,
    like_surname,
    unmasked,
)
from assize.core.personal_data.personal_numbers import find_numbers
from assize.core.personal_data.role_cells import find_instead_of_role
from assize.core.personal_data.unlisted_names import doubtful_name, names_in_capitals, person_and_place, unknown_name

FIX = "Take it out and write about the agency or the role instead; figures and reports hold nothing about one person."
_ROLE_FIX = "Write a role, such as performance manager, and a mailbox that several people read."


@dataclass(frozen=True)
class Finding:
    """Something in a text that looks like personal data: what it looks like, and its first letters."""

    kind: str
    shown: str
    start: int = 0


# --- mailboxes and addresses --------------------------------------------------------------------------------------

_MAIL = re.compile(r"\b([A-Z0-9][A-Z0-9._%+'-]*)@([A-Z0-9-]+(?:\.[A-Z0-9-]+)+)\b", re.IGNORECASE)
_WEBMAIL = re.compile(
    r"^(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|aol|btinternet|sky|talktalk|proton|protonmail|ntlworld"
    r"|virginmedia)\.",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:(?<=\s)|^)@([A-Z_][A-Z0-9_]{3,})\b"
    r"|\b(?:linkedin|facebook|instagram|twitter|x)\.com/(?:in/)?([\w.-]{3,})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:victim|suspect|defendant|witness|offender|man|woman|boy|girl|male|female|child|client)(?: (?:is|was))?"
    r" (?:called|named)"
    r" ([A-Z]\w+)"
)
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OWNED = re.compile(r"'s (?!law|review|inquiry|report|trust|foundation)[a-z]")  # `Jo's team`, not `Clare's law`
_FEWEST_LETTERS = 2
_WRITTEN_SMALL = ("dr", "sgt", "insp", "dci", "pcso", "hhj", "cllr", "supt")  # ranks that are no word in small letters
_TELLING = 5  # letters of a given name that tells a person in lower case too
_ALSO_WORDS = frozenset("ebony sienna roger warren jenny jimmy barry elder louise mario simone corina".split())
_LONG_WORDS = tuple(word for word in ROLE_WORDS | PLACES if len(word) >= 5)
# `April-June` is a quarter and no double name. One sign takes the place of another, so that places in the text stay.
_MONTHS = re.compile(rf"(?<![^\W\d_])({MONTH_WORD} ?)-(?= ?{MONTH_WORD}(?![^\W\d_]))", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
HEADERS = frozenset(
    "forename|forenames|surname|victim name|name of victim|witness name|name of witness|suspect name|defendant name"
    "|name of defendant|client name|full name|first name|last name|date of birth|dob|home address|address|postcode|post code"
    "|nhs number|urn|pnc id|pnc number|cro number|crime number|crime reference|case number|national insurance number"
    "|telephone number|mobile number".split("|")
)
"""Headers of a column that can hold nothing but personal data."""


@lru_cache(maxsize=8192)
def find_personal_data(text: str, *, role_wanted: bool = False) -> tuple[Finding, ...]:
    """Everything in a text that looks like personal data, in the order it stands there.

    `role_wanted` is for a cell in which a role is asked for: there whatever is none of its words is taken for a name.
    """
    if not any(character.isalnum() for character in text):
        return ()
    plain = _plain(text)
    found = _all(plain)
    if _UNSEEN.search(text):  # it may have parted two words as well as hidden in one
        found += _all(_plain(_UNSEEN.sub(" ", text)))
    if role_wanted and not found:
        found += [_finding(*one) for one in find_instead_of_role(plain)]
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda one: one.start):
        if not any(other.kind == finding.kind and other.shown == finding.shown for other in kept):
            kept.append(finding)
    return tuple(kept)


def _all(plain: str) -> list[Finding]:
    return [
        *(_finding(*one) for one in find_numbers(plain)),
        *_mails(plain),
        *(_finding("an address", match[0], match.start()) for match in find_addresses(plain)),
        *(_finding("words about one person", match[0], match.start()) for match in find_described(plain)),
        *(_finding("an officer's number", match[0], match.start()) for match in find_collar_numbers(plain)),
        *_names(plain),
    ]


def find_in_file_name(name: str) -> tuple[Finding, ...]:
    """The same of a file's name, in which words are parted by anything but spaces."""
    return find_in_title(name.rsplit(".", 1)[0] if "." in name else name)


def find_in_title(stem: str) -> tuple[Finding, ...]:
    """The same of the name of a sheet, or of a file without its ending: one word may be all that it says of somebody."""
    if found := find_personal_data(stem):
        return found
    apart = _MONTHS.sub(r"\1/", re.sub(r"[_.]+", " ", stem))
    if found := find_personal_data(apart) or find_personal_data(_CAMEL.sub(" ", apart)):
        return found
    words = list(_WORD.finditer(apart))
    for number, match in enumerate(words, 1):
        after = _key(words[number][0]) if number < len(words) else ""
        if named_in_file(match[0]) and after not in NAMED_AFTER | NAMED_AFTER_NEXT | NAMED_AFTER_SMALL:
            return (_finding("a person's name", match[0], match.start()),)
    for match in re.finditer(r"\((\w+)\)|(?<![^\W_])([^\W\d_]{3,})[ ,-]+[A-Za-z](?![\w-])", apart):
        surname = (match[1] or match[2]).casefold()
        if surname in SURNAMES and surname not in PLACE_SURNAMES:
            return (_finding("a person's name", match[0], match.start()),)
    if last := initials_in_name(apart):
        return (Finding("a person's initials", last[1][0] + "…", last.start(1)),)
    # Hyphens part words of a file's name; of a double surname the first is found as well.
    return find_personal_data(_CAMEL.sub(" ", apart.replace("-", " ")))


def personal_problems(text: str, where: str, *, role_wanted: bool = False, fix: str = "") -> list[Problem]:
    """A problem that blocks for each finding in a text that stands at `where`."""
    return [
        Problem(
            f"this looks like {finding.kind}",
            where,
            found=f"'{finding.shown}'",
            expected="a role" if role_wanted else "no personal data",
            fix=fix or (_ROLE_FIX if role_wanted else FIX),
        )
        for finding in find_personal_data(text, role_wanted=role_wanted)
    ]


def is_person_mailbox(address: str) -> bool:
    """Whether an e-mail address looks like one person's own and not like a role mailbox."""
    match = _MAIL.search(address)
    return match is not None and _is_person(match[1], match[2])


def _plain(text: str) -> str:
    """One kind of space, apostrophe and hyphen; no letters that show nothing, or that pass for those of another alphabet."""
    text = unmasked(_UNSEEN.sub("", text))
    text = text.replace("’", "'").replace("‘", "'")
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"[^\S\n]+", " ", text))
    return _MONTHS.sub(r"\1/", text)


def masked(text: str) -> str:
    """The first letter of every word and the first digit of all: enough to find it by, and nothing to tell a person by.

    Letters and digits written one by one, with anything between them, are one word.
    """
    text = re.sub(r"(?<!\w)(\w)(?:[^\w…]{1,3}\w(?!\w)){2,}", r"\1…", text.strip())
    begun, *rest = re.split(r"(?<!\w)(?=\d)", re.sub(r"(\w)\w+", r"\1…", text))
    return "".join([begun, *rest[:1], *(re.sub(r"^\d…?", "…", part) for part in rest[1:])])


def _finding(kind: str, text: str, start: int) -> Finding:
    return Finding(kind, masked(text), start)


def _mails(text: str) -> Iterator[Finding]:
    for match in _ACCOUNT.finditer(text):
        handle = (match[1] or match[2]).casefold()
        if not _holds_role(handle):
            yield _finding("somebody's account", match[0], match.start())
    for match in _MAIL.finditer(text):
        if _is_person(match[1], match[2]):
            yield _finding("the e-mail address of a person", match[0], match.start())


def _is_person(local: str, domain: str) -> bool:
    parts = [part.casefold() for part in re.split(r"[._%+\d-]+", local) if part]
    if not parts:
        return True
    if any(part in ROLE_WORDS or part in PLACES or _holds_role(part) for part in parts):
        return False
    if len(parts) > 1:
        return (
            not all(len(part) <= 5 and not _is_name(part) and part not in DOUBTFUL_GIVEN for part in parts)
            or len(parts[0]) == 1
        )
    one = parts[0]
    initialed = one[1:] in SURNAMES or one[2:] in SURNAMES or one[:-1] in SURNAMES or one[:-1] in GIVEN
    return _is_name(one) or one in DOUBTFUL_GIVEN or initialed or bool(_WEBMAIL.match(domain))


def _holds_role(part: str) -> bool:
    return any(word in part for word in _LONG_WORDS)


def _is_name(word: str) -> bool:
    return word in GIVEN or word in SURNAMES


# --- names ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int
    joined: str  # what stands between it and the word before
    key: str  # in lower case, without accents and the 's of a possessive

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def _names(text: str) -> Iterator[Finding]:
    for match in _NAMED.finditer(text):
        if match[1].casefold() not in NOT_A_NAME:
            yield _finding("a person's name", match[1], match.start(1))
    for match in CASE.finditer(text):
        if match[1].casefold() not in NOT_A_NAME:
            yield _finding("a person's name", match[1], match.start(1))
    for match in RUN_TOGETHER.finditer(text):
        one, other = match[1].casefold(), match[2].casefold()
        if (one in GIVEN and (other in SURNAMES or other in DOUBTFUL_SURNAMES)) or (one in SURNAMES and other in GIVEN):
            yield _finding("a person's name", match[0], match.start())
    for pattern in (PARTICLED, OTHER_SCRIPT):
        for match in pattern.finditer(text):
            yield _finding("a person's name", match[0], match.start())
    for match in INITIALS.finditer(text):
        shown = re.sub(r"([A-Z])(?:\.? ?[A-Z]){1,2}\.?$", r"\1…", match[0])  # masked, the letters would all stand there
        yield _finding("a person's initials", shown, match.start())
    for match in find_initials(text):
        yield _finding("a person's initials", match[0][0] + "…", match.start())
    for match in names_in_capitals(text):
        yield _finding("a person's name", match[0], match.start())
    innocent = [match.span() for match in INNOCENT_PHRASES.finditer(text)]
    mails = [match.span() for match in _MAIL.finditer(text)]
    words: list[_Word] = []
    end = 0
    for match in _WORD.finditer(text):
        words.append(_Word(match[0], match.start(), match.end(), text[end : match.start()], _key(match[0])))
        end = match.end()
    at = 0
    while at < len(words):
        word = words[at]
        if any(start <= word.start < stop for start, stop in (*innocent, *mails)):
            at += 1
            continue
        length = _name_at(words, at) or _by_signs(words, at, text) or _alone(words, at, text)
        if length:
            last = words[at + length - 1]
            yield _finding("a person's name", text[word.start : last.end], word.start)
        at += max(length, 1)


def _key(word: str) -> str:
    bare = latin(word)
    return bare[:-2] if bare.endswith("'s") else bare


def _next(words: list[_Word], at: int) -> _Word | None:
    """The word after, where nothing but a space, a dot of an initial or a hyphen parts them."""
    if at + 1 < len(words) and words[at + 1].joined.strip(" ") in ("", "."):
        return words[at + 1]
    return None


def _name_at(words: list[_Word], at: int) -> int:
    """How many words from here on are a name; 0 where none is."""
    word, after = words[at], _next(words, at)
    if word.key in TITLES or word.key in RANKS:
        return _after_title(words, at)
    if at + 1 < len(words) and words[at + 1].joined.strip() == ",":
        comma = words[at + 1]
        if word.key in SURNAMES and comma.key in GIVEN and word.capital and comma.capital:
            return 2
    if (
        at + 1 < len(words)
        and words[at + 1].joined.strip() in ("/", "&", "+")
        and _tells(word)
        and _tells(words[at + 1])
    ):
        return 0 if _is_innocent(words, at + 1) else 2
    if _given(word, after) and not _is_innocent(words, at):
        return 1 + _further(words, at)
    dotted = after is not None and after.joined.startswith(".") and len(word.text) == 1 and word.capital
    if (dotted or _is_initial(word)) and after and _surname(after) and after.capital and not _is_innocent(words, at):
        return 2
    if (
        word.key in SURNAMES
        and word.capital
        and after
        and after.capital
        and after.joined == " "
        and (after.key in SURNAMES or after.key in FAR_GIVEN)
    ):
        return 0 if _is_innocent(words, at) else 2
    return _after_cue(words, at)


def _given(word: _Word, after: _Word | None) -> bool:
    """Whether a word is somebody's given name, with what follows it."""
    parts = word.key.split("-")
    surname = after is not None and (_surname(after) or after.key in DOUBTFUL_SURNAMES)
    if word.key in GIVEN and len(word.key) >= _TELLING and word.text.islower() and word.key not in _ALSO_WORDS:
        return True
    if word.key in GIVEN or (
        len(parts) > 1 and parts[0] in GIVEN | DOUBTFUL_GIVEN and parts[1] in GIVEN | DOUBTFUL_GIVEN
    ):
        return word.capital or surname
    if word.key in FAR_GIVEN and after is not None and word.capital and _could_be_name(after):
        return True
    if word.key in DOUBTFUL_GIVEN and after is not None:
        return _surname(after) and (word.capital == after.capital)
    return False


def _surname(word: _Word) -> bool:
    return any(part in SURNAMES for part in (word.key, *word.key.split("-")))


def _tells(word: _Word) -> bool:
    """Whether a surname is nothing but one: no place, body or word."""
    return word.capital and word.key in SURNAMES and word.key not in PLACE_SURNAMES


def _is_initial(word: _Word) -> bool:
    return len(word.text) == 1 and word.capital and word.text not in "AIQ"


def _further(words: list[_Word], at: int) -> int:
    """How many words after a given name belong to the name."""
    count = 0
    while count < 3 and (after := _next(words, at + count)) and after.capital:
        if not (_is_initial(after) or after.key not in NOT_A_NAME):
            break
        count += 1
    if count == 0 and (after := _next(words, at)) and _surname(after):
        return 1
    return count


def _is_innocent(words: list[_Word], at: int) -> bool:
    """Whether a name is that of an operation, a place, a law, a charity or an inquiry."""
    if (
        at
        and words[at - 1].key in BEFORE_INNOCENT
        and words[at - 1].joined is not None
        and words[at].joined.strip(" .'\"") == ""
    ):
        return True
    if (
        at > 1
        and words[at - 2].key in BEFORE_INNOCENT
        and words[at].joined == " "
        and words[at - 1].joined.strip(" .") == ""
    ):
        return words[at - 1].key in BEFORE_INNOCENT  # Operation King George
    first = _next(words, at)
    if first is None or not first.capital:
        return first is not None and first.key in NAMED_AFTER_SMALL
    if first.key in NAMED_AFTER or first.key in NAMED_AFTER_NEXT:
        return True
    second = _next(words, at + 1)
    return (
        second is not None
        and second.key in NAMED_AFTER
        and (second.capital or second.key in ("inquiry", "review", "report"))
    )


def _by_signs(words: list[_Word], at: int, text: str) -> int:
    """How many words from here on are a name that stands in no list, told by its spelling or by what is said of it."""
    word = words[at]
    if word.key in TITLES or word.key in RANKS:
        officer = words[at + 1] if at + 1 < len(words) else None
        return 2 if officer and NUMBERED_RANK.match(officer.joined) and _could_be_name(officer) else 0
    after = _next(words, at)
    if word.capital and after and after.capital and person_and_place(word.key, after.key):
        return 0 if _beside_capitals(words, at, 2) else 2
    if not word.capital or _is_innocent(words, at):
        return 0
    if len(word.text) == 1:
        return _after_initial(words, at)
    if after and after.joined == " " and after.capital and doubtful_name(word.key, after.key, text[after.end :]):
        return 2
    if not _could_be_name(word):
        return 0
    comma = words[at + 1] if at + 1 < len(words) else None
    if (
        comma
        and comma.joined == ", "
        and len(comma.text) == 1
        and comma.capital
        and text[comma.end : comma.end + 1] == "."
    ):
        return 2
    length = 1
    while (
        length < 4 and (further := _next(words, at + length - 1)) and further.joined == " " and _could_be_name(further)
    ):
        length += 1
    name = words[at : at + length]
    told = any(like_surname(one.text) or foreign_letters(one.text) or _surname(one) for one in name[1:])
    if length > 1 and (told or foreign_letters(word.text) or like_surname(word.text)):
        return length
    if _tells(word) and RECORD_DEEDS.match(text[word.start + len(word.key) :]):
        return 1
    if PERSONS_DEEDS.match(text[name[-1].end :]) and (length > 1 or _surname(word) or like_surname(word.text)):
        return length
    among_capitals = _beside_capitals(words, at, length)
    return length if not among_capitals and unknown_name([one.key for one in name], text[name[-1].end :]) else 0


def _alone(words: list[_Word], at: int, text: str) -> int:
    """1 where one word is a name by what stands before and after it, else 0."""
    word = words[at]
    if not (word.capital or word.key in SURNAMES or word.key in SMALL_GIVEN):
        return 0
    bare = word.text.removesuffix("'s")
    end = word.start + len(bare)
    before, after = text[max(0, word.start - LOOKED_AT) : word.start], text[end : end + LOOKED_AT]
    if _is_innocent(words, at) and not _OWNED.match(after):
        return 0
    first = at == 0 or bool(re.search(r"[.!?:;\n•]|^ *[-*] *$", word.joined))
    named = lone_name(bare, before, after, first=first) or in_brackets_after_post(bare, before, after)
    return int(named or named_by_case(bare, before, after, first=first))


def _beside_capitals(words: list[_Word], at: int, length: int) -> bool:
    """Whether words stand within more capitals, as those of a body or a title do; the first word of a sentence is none."""
    further = _next(words, at + length - 1)
    if further is not None and further.joined == " " and further.capital:
        return True
    if at == 0 or words[at].joined != " " or not words[at - 1].capital:
        return False
    return at > 1 and words[at - 1].joined.strip(" ,") == ""


def _after_initial(words: list[_Word], at: int) -> int:
    """An initial and a word that may be a surname: `J. Kowalczyk`; not `Annex B. Trials`, nor a list's `A. Trials`."""
    initial, after = words[at], _next(words, at)
    before = words[at - 1].key if at else ""
    if after is None or not _could_be_name(after) or before in LABELLED:
        return 0
    first = at == 0 or "\n" in initial.joined
    dotted = after.joined.startswith(".") and not (first and initial.text in "A B C D E F")
    plain = after.joined == " " and (like_surname(after.text) or foreign_letters(after.text))
    ended = (
        at > 0
        and initial.joined.strip() == ""
        and len(before) > 1
        and after.joined == ". "
        and initial.text in "A B C D E F"
    )
    return 2 if (dotted and not ended) or plain or like_surname(after.text) else 0


def _could_be_name(word: _Word) -> bool:
    """Whether a word is written as a name is, and is no known word, place or body."""
    return (
        word.capital
        and len(word.text) >= _FEWEST_LETTERS
        and not (word.text.isupper() and not (like_surname(word.text.capitalize()) and len(word.text) > 5))
        and not any(part in NOT_A_NAME or part in BEFORE_INNOCENT for part in (word.key, word.key.rstrip("s'")))
    )


def _after_title(words: list[_Word], at: int) -> int:
    title, after = words[at], _next(words, at)
    if after is None or (len(after.text) < _FEWEST_LETTERS and not after.capital):
        return 0
    if len(after.text) == 1 and title.key in TITLES and (last := _next(words, at + 1)) and last.capital:
        return 3  # Miss A Brown
    if title.key in TITLES and title.key != "miss" and after.key in DOUBTFUL_SURNAMES:
        usual = title.text[:1].isupper() and after.capital and after.text != after.text.upper()
        return 2 if usual or (title.key in ("mr", "mrs") and not after.capital) else 0
    if title.key in UPPER_RANKS and not title.text.isupper():
        return 0
    if title.key in RANKS and (further := _next(words, at + 1)) and further.key in NAMED_AFTER_SMALL:
        return 0  # the Lord Farmer Review
    if after.capital and not (after.text.isupper() and len(after.text) > 1 and not _is_person_word(after)):
        named = after.key not in NOT_A_NAME and not after.key.endswith("s'")
        common = title.key in RANKS and not title.capital and not _is_person_word(after)
        if named and not common:
            if title.key in OFFICES:  # `Officer Fees`, `Commissioner Ben Adams`
                return 1 + _length(words, at) if _is_person_word(after) else 0
            return 1 + _length(words, at)
        return 0
    named = _surname(after) or after.key in GIVEN
    return 2 if named and title.key in (*TITLES, *_WRITTEN_SMALL) else 0


def _is_person_word(word: _Word) -> bool:
    return _surname(word) or word.key in GIVEN


def _length(words: list[_Word], at: int) -> int:
    """How many words after a title belong to the name."""
    count = 1
    while count < 3 and (after := _next(words, at + count)) and after.capital and after.key not in NOT_A_NAME:
        count += 1
    return count


def _after_cue(words: list[_Word], at: int) -> int:
    """A name that stands in no list, beside a word that speaks of one person: `the defendant Kuldipa Wojcika`."""
    word, before = words[at], at - 1
    while before >= 0 and words[before].key in CUE_LINKS and at - before < 3:
        before -= 1
    if (
        before < 0
        or words[before].key not in CUES
        or re.search(r"[.!?;\n]", "".join(one.joined for one in words[before + 1 : at + 1]))
    ):
        return 0
    after = _next(words, at)
    if word.capital and word.key not in NOT_A_NAME and not word.text.isupper():
        if _surname(word) and word.key not in GIVEN:
            return 1 if not _is_innocent(words, at) else 0
        pair = after is not None and after.capital and after.key not in NOT_A_NAME and not after.text.isupper()
        if pair and words[before].capital and before == at - 1:  # a heading in capitals, unless the sentence goes on
            further = _next(words, at + 1)
            pair = words[at].joined.strip() != "" or (further is not None and not further.capital)
        return (
            2
            if pair and words[before].key not in ("by", "per", "v", "called", "named") and not _is_innocent(words, at)
            else 0
        )
    if (
        not word.capital
        and word.key in GIVEN
        and words[before].key in ("spoke", "asked", "told", "thanks", "rang", "named", "called")
    ):
        return 1
    return 0
