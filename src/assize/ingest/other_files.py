"""Files that come with a return and are none: an e-mail that holds it, Excel's own file beside one that is open."""

from __future__ import annotations

import email
import email.policy
import re

from assize.core.errors import Problem
from assize.core.personal_data import find_in_file_name, masked
from assize.ingest.received import Received

_LOCK = re.compile(r"^(?:~\$|\.~lock\.)")
_HEADER = re.compile(
    rb"^(?:From|To|Cc|Subject|Date|Received|Return-Path|Reply-To|MIME-Version|Message-ID|Delivered-To|DKIM-Signature|Content-Type"
    rb"|Content-Transfer-Encoding|Thread-Topic|Thread-Index|Accept-Language|Authentication-Results|ARC-[A-Za-z-]+|X-[A-Za-z0-9-]+"
    rb"|Importance|In-Reply-To|References|Sender):",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_HEADERS = 3
_HEAD = 16_384  # bytes in which an e-mail's headers are looked for
_MOST = 40_000_000  # bytes of an e-mail whose attachments are named
_OUTLOOK = ("__substg1.0_".encode("utf-16-le"), "__properties_version1.0".encode("utf-16-le"))  # [MS-OXMSG] 2.2
_NAMED = 4  # attachments


def not_a_return(received: Received) -> Problem | None:
    """What a file is that only comes with a return, and how to get at the return itself; None for any other."""
    if _LOCK.match(received.name):
        return Problem(
            "this is the file that Excel keeps beside a workbook while it is open; there are no figures in it",
            masked(received.name) if find_in_file_name(received.name) else received.name,
            expected="the workbook itself, whose name does not begin with ~$",
            fix="Close the workbook in Excel, and load the file whose name has no ~$.",
        )
    if received.path.stat().st_size == 0:
        return None
    with received.path.open("rb") as handle:
        start = handle.read(_HEAD)
    if received.is_workbook and not received.is_zip and _is_outlook(received):
        found = "a message saved from Outlook"
    elif _HEADER.match(start) and len(_HEADER.findall(start)) >= _FEWEST_HEADERS:
        found = "an e-mail" + _attachments(received)
    else:
        return None
    return Problem(
        "this is an e-mail, and what it brings is not read out of it",
        received.name,
        found=found,
        expected="the workbook that was attached to it",
        fix="Open the e-mail, save its attachment (right-click, Save as), and load that file.",
    )


def _is_outlook(received: Received) -> bool:
    with received.path.open("rb") as handle:
        data = handle.read(_MOST)
    return any(sign in data for sign in _OUTLOOK)


def _attachments(received: Received) -> str:
    """What is attached, by name where the names hold nobody's."""
    if received.path.stat().st_size > _MOST:
        return ""
    message = email.message_from_bytes(received.path.read_bytes(), policy=email.policy.default)
    names = [name for part in message.walk() if (name := part.get_filename())]
    shown = [f"'{masked(name) if find_in_file_name(name) else name}'" for name in names[:_NAMED]]
    return f" with {', '.join(shown)}" if shown else " without an attachment"
