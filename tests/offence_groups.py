"""An offence of each group that the Home Office publishes: a file that lacks a group is asked about when it is loaded."""

from __future__ import annotations

# Description, group, subgroup, code.
ONE_OF_EACH_GROUP = (
    ("Rape", "Sexual offences", "Rape", "19C"),
    ("Theft", "Theft offences", "Theft from the person", "39"),
    ("Violence", "Violence against the person", "Violence without injury", "105A"),
    ("Absconding", "Miscellaneous crimes", "Miscellaneous crimes", "80"),
    ("Robbery", "Robbery", "Robbery of personal property", "34B"),
    ("Damage", "Criminal damage and arson", "Criminal damage", "58C"),
    ("Cannabis", "Drug offences", "Possession of drugs", "92E"),
    ("Weapons", "Possession of weapons offences", "Possession of weapons offences", "10C"),
    ("Alarm", "Public order offences", "Public order offences", "9A"),
)
