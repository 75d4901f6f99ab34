"""Mailboxes of roles: what is one address, and what looks like a person's own."""

from __future__ import annotations

import re

_MAILBOX = re.compile(r"[^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.[^@\s<>\"',;:.]+")
# A mailbox belongs to a role, so that it outlives whoever holds it: `jane.smith@` and `john@` are told from it by these.
_GIVEN_NAMES = frozenset(
    "adam alan alex alice amanda amy andrea andrew angela ann anna anne anthony ben beth brian carol caroline catherine "
    "charles charlotte chris christine christopher claire colin craig daniel darren dave david dawn debbie deborah diane "
    "donna ed edward elizabeth emily emma fiona fred gareth gary gemma george gillian graham hannah harry heather helen ian "
    "jack jacqueline jake james jane janet jason jean jennifer jenny jessica jill joanna joanne joe john jonathan joseph "
    "josh joshua judith julia julie karen kate katherine kathleen katie keith kelly ken kevin kim laura lauren leanne lee "
    "leah linda lisa liz louise lucy luke lynn margaret maria marie mark martin mary matt matthew maureen megan melanie "
    "michael michelle mick mike mohammed muhammad natalie neil nicholas nick nicola nigel olivia pam pamela pat patricia "
    "patrick paul paula pauline peter phil philip rachel ray rebecca richard rob robert robin roger ruth ryan sally sam "
    "samantha sandra sara sarah sean sharon sheila shirley simon sophie stephanie stephen steve steven stuart sue susan "
    "suzanne tara thomas tim timothy tina tom tony tracey tracy valerie vanessa victoria wayne wendy william zoe".split()
)


def mailbox_fault(text: str) -> tuple[str, str, str] | None:
    """What was found, what is expected and what to do, where `text` is no mailbox of a role; an empty one is none yet."""
    if not text:
        return None
    if not _MAILBOX.fullmatch(text):
        return f"'{text}'", "one address, such as performance@example.org", ""
    if set(re.split(r"[^a-z]+", text.split("@")[0].casefold())) & _GIVEN_NAMES:
        expected = "the mailbox of a role or a team, such as performance@example.org"
        return "what looks like a person's own address", expected, "A person leaves; the mailbox of a role stays."
    return None
