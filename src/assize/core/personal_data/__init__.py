"""Personal data in words that come in: returns, commentary, settings, names of files and sheets.

`finding` asks all the rest: names by lists and by what stands beside them, initials, descriptions of one person, numbers,
addresses. Words that are nobody (bodies, places, offices, ordinary words) are lists of their own.
"""

from assize.core.personal_data.finding import (
    HEADERS,
    find_in_file_name,
    find_in_title,
    find_personal_data,
    is_person_mailbox,
    masked,
    personal_problems,
)

__all__ = [
    "HEADERS",
    "find_in_file_name",
    "find_in_title",
    "find_personal_data",
    "is_person_mailbox",
    "masked",
    "personal_problems",
]
