"""A made-up file of crime outcomes in the publisher's layout: for benchmarks and tests where the published one is not at hand.

The publisher's file is a full product of 44 forces, 4 quarters, 122 offence codes and 21 outcome types: 450,912 lines,
and one with nothing in any column. So is this one, with counts drawn from a seed; no figure in it is anybody's.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from pathlib import Path

from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind

HEADERS = (
    "financial_year", "financial_quarter", "force_name", "offence_description", "offence_group", "offence_subgroup",
    "offence_code", "offence_code_expired", "outcome_description", "outcome_group", "outcome_type", "offences",
    "force_outcomes_recorded_in_quarter",
)  # fmt: skip
# Group, sub-group and codes by which measures find their lines; more codes are made up to the number asked for.
KNOWN_CODES = (
    ("Sexual offences", "Rape", "19C"),
    ("Sexual offences", "Rape", "19F"),
    ("Sexual offences", "Other sexual offences", "88D"),
    ("Violence against the person", "Violence without injury", "36"),
    ("Theft offences", "Other theft offences", "49"),
    ("Miscellaneous crimes against society", "Miscellaneous crimes", "80"),
)
# In turn, so that no group is lacking.
OTHER_CODES = (
    ("Theft offences", "Other theft offences"),
    ("Violence against the person", "Violence with injury"),
    ("Robbery", "Robbery"),
    ("Sexual offences", "Other sexual offences"),
    ("Criminal damage and arson", "Criminal damage"),
    ("Drug offences", "Possession of drugs"),
    ("Possession of weapons offences", "Possession of weapons offences"),
    ("Public order offences", "Public order offences"),
    ("Miscellaneous crimes against society", "Miscellaneous crimes"),
)
OUTCOMES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21)
CODES = 122  # offence codes in the file of 2017/18


def make_outcomes_file(path: Path, *, seed: int, codes: int = CODES, year: str = "2017/18") -> int:
    """Writes a csv.gz of 3,696 lines an offence code (44 forces, 4 quarters, 21 outcome types); returns how many lines."""
    draw = random.Random(seed)
    forces = sorted(area.name for area in load_catalogue().areas.values() if AreaKind.FORCE in area.kinds)
    wanted = list(KNOWN_CODES[:codes])
    held = {group for group, _, _ in wanted}
    others = sorted(OTHER_CODES, key=lambda one: one[0] in held)  # groups that are lacking first
    wanted += [(*others[at % len(others)], f"{200 + at}") for at in range(codes - len(wanted))]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADERS)
    lines = 0
    for group, subgroup, code in wanted:
        for force in forces:
            for quarter in range(1, 5):
                for outcome in OUTCOMES:
                    # No suspect was identified for some of every offence, so that none has nothing at all.
                    counted = draw.randrange(1, 40) if outcome == 18 or draw.random() < 0.3 else 0
                    recorded = max(counted + draw.randrange(-3, 4), 0) if counted else 0
                    writer.writerow(
                        (year, quarter, force, f"Offence {code}", group, subgroup, code, "NA", f"Outcome {outcome}",
                         "Outcomes", outcome, counted, recorded if outcome else "NA")
                    )  # fmt: skip
                    lines += 1
    writer.writerow(["NA"] * len(HEADERS))
    with path.open("wb") as handle, gzip.GzipFile("", "wb", fileobj=handle, mtime=0) as packed:
        packed.write(buffer.getvalue().encode("utf-8"))
    return lines + 1
