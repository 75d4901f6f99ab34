"""Mailboxes of roles: what is one address, and what looks like a person's own."""

from __future__ import annotations

import re

from assize.core.personal_data import is_person_mailbox

_MAILBOX = re.compile(r"[^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.[^@\s<>\"',;:.]+")


def mailbox_fault(text: str) -> tuple[str, str, str] | None:
    """What was found, what is expected and what to do, where `text` is no mailbox of a role; an empty one is none yet."""
    if not text:
        return None
    if not _MAILBOX.fullmatch(text):
        return f"'{text}'", "one address, such as performance@example.org", ""
    if is_person_mailbox(text):
        expected = "the mailbox of a role or a team, such as performance@example.org"
        return "what looks like a person's own address", expected, "A person leaves; the mailbox of a role stays."
    return None
