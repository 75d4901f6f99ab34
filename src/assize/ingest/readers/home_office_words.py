"""What the Home Office's own words say of each other: an outcome type and its description, an offence code with its
description, subgroup and group.

The words differ from edition to edition, so none is demanded. One is refused where it says what another type or code means, and
not what its own does: then two of them have been exchanged. Of the meanings: the Home Office's counting rules and outcomes
framework.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assize.core.errors import Problem
from assize.core.specs import Catalogue
from assize.ingest.layouts import SHOWN
from assize.ingest.long_tables.table import LargeTable, counted

_OWN_FILE = "Load the publisher's own file."
# Outcome type -> what its description says, whatever the edition. No two of them fit one description.
_OUTCOMES = {
    "0": r"not (yet )?(been )?assigned|no outcome",
    "1": r"charge|summons",
    "2": r"caution.*(youth|juvenile)|(youth|juvenile).*caution",
    "3": r"caution.*adult|adult.*caution",
    "4": r"taken into consideration|\btics?\b",
    "5": r"(offender|suspect|accused).*\b(died|dead)\b|^(?!.*(victim|witness)).*\bdied\b",
    "6": r"penalty notice",
    "7": r"cannabis|khat",
    "8": r"community resolution",
    "9": r"^(?!.*further investigation).*public interest.*(cps|crown prosecution)",
    "10": r"^(?!.*further investigation).*public interest.*police",
    "11": r"under ?age|age of criminal",
    "12": r"^(?!.*(victim|witness)).*too ill",
    "13": r"(victim|witness).*(dead|died|ill\b)",
    "14": r"suspect not identified.*victim|victim.*suspect not identified",
    "15": r"suspect identified.*victim supports|^(?!.*not identified).*victim supports",
    "16": r"suspect identified.*victim (does not|declines|no longer|withdraw)",
    "17": r"time limit",
    "18": r"no suspect identified|^(?!.*victim).*suspect not identified",
    "19": r"national fraud|nfib",
    "20": r"(another|other) (body|agency)",
    "21": r"further investigation.*public interest",
    "22": r"diversion|educational|intervention activit",
}
_VIOLENCE, _SEXUAL, _ROBBERY, _THEFT = "violence-against-the-person", "sexual-offences", "robbery", "theft-offences"
_DAMAGE, _DRUGS, _WEAPONS = "criminal-damage-and-arson", "drug-offences", "possession-of-weapons-offences"
_ORDER, _OTHER, _FRAUD = "public-order-offences", "miscellaneous-crimes-against-society", "fraud-offences"
# Subgroup -> the group it is of.
_GROUPS = {
    **dict.fromkeys(("homicide", "violence-with-injury", "violence-without-injury"), _VIOLENCE),
    **dict.fromkeys(("stalking-and-harassment", "harassment"), _VIOLENCE),
    **dict.fromkeys(("rape-offences", "other-sexual-offences"), _SEXUAL),
    **dict.fromkeys(("robbery", "robbery-of-business-property", "robbery-of-personal-property"), _ROBBERY),
    **dict.fromkeys(("bicycle-theft", "domestic-burglary", "non-domestic-burglary", "other-theft-offences"), _THEFT),
    **dict.fromkeys(("shoplifting", "theft-from-a-vehicle", "theft-from-the-person"), _THEFT),
    **dict.fromkeys(("theft-of-a-motor-vehicle", "vehicle-interference"), _THEFT),
    **dict.fromkeys(("arson", "criminal-damage"), _DAMAGE),
    **dict.fromkeys(("possession-of-drugs", "trafficking-of-drugs"), _DRUGS),
    **dict.fromkeys(("fraud-action-fraud", "fraud-cifas", "fraud-uk-finance"), _FRAUD),
    "fraud-financial-fraud-action-uk": _FRAUD,
    _WEAPONS: _WEAPONS,
    _ORDER: _ORDER,
    "miscellaneous-crimes": _OTHER,
}
_AGGRAVATED = r"(?=.*(racial|religio))"
_PLAIN = r"^(?!.*(racial|religio))"
# Offence code -> its group, and what its description says.
_CODES: Mapping[str, tuple[str, str]] = {
    "1": (_VIOLENCE, r"homicide|murder|manslaughter|infanticide"),
    "2": (_VIOLENCE, r"attempted murder"),
    "3A": (_VIOLENCE, r"conspiracy to murder"),
    "3B": (_VIOLENCE, r"threats? to kill"),
    "4.3": (_VIOLENCE, r"unborn child|child destruction"),
    "4.4": (_VIOLENCE, r"death.*dangerous driving"),
    "4.6": (_VIOLENCE, r"death.*influence"),
    "4.8": (_VIOLENCE, r"death.*careless(?!.*influence)"),
    "5D": (_VIOLENCE, r"intent.*serious harm"),
    "5E": (_VIOLENCE, r"^(?!.*arson).*endangering life"),
    "8L": (_VIOLENCE, _PLAIN + r".*harassment"),
    "8M": (_VIOLENCE, _AGGRAVATED + r".*harassment"),
    "8N": (_VIOLENCE, _PLAIN + r"(?!.*(constable|emergency)).*assault with injury"),
    "8P": (_VIOLENCE, _AGGRAVATED + r".*assault with injury"),
    "8Q": (_VIOLENCE, r"stalking"),
    "8R": (_VIOLENCE, r"malicious communication"),
    "8S": (_VIOLENCE, r"assault with injury.*constable"),
    "11A": (_VIOLENCE, r"cruelty"),
    "13": (_VIOLENCE, r"child abduction"),
    "36": (_VIOLENCE, r"kidnap"),
    "37.1": (_VIOLENCE, r"death.*aggravated vehicle"),
    "104": (_VIOLENCE, r"assault without injury.*constable"),
    "105A": (_VIOLENCE, _PLAIN + r"(?!.*(constable|emergency)).*assault without injury"),
    "105B": (_VIOLENCE, _AGGRAVATED + r".*assault without injury"),
    "106": (_VIOLENCE, r"slavery"),
    "17A": (_SEXUAL, r"assault on a male.*over"),
    "17B": (_SEXUAL, r"assault on a male.*under"),
    "19C": (_SEXUAL, r"rape of a female.*over"),
    "19D": (_SEXUAL, r"rape of a female.*under 16"),
    "19E": (_SEXUAL, r"rape of a female.*under 13"),
    "19F": (_SEXUAL, r"rape of a male.*over"),
    "19G": (_SEXUAL, r"rape of a male.*under 16"),
    "19H": (_SEXUAL, r"rape of a male.*under 13"),
    "20A": (_SEXUAL, r"assault on a female.*over"),
    "20B": (_SEXUAL, r"assault on a female.*under"),
    "21": (_SEXUAL, r"sexual activity.*under 13"),
    "22A": (_SEXUAL, r"without consent"),
    "22B": (_SEXUAL, r"sexual activity.*under 16"),
    "23": (_SEXUAL, r"incest|familial"),
    "70": (_SEXUAL, r"mental disorder"),
    "71": (_SEXUAL, r"child.*sexual exploitation|exploitation.*child"),
    "72": (_SEXUAL, r"trafficking for sexual"),
    "73": (_SEXUAL, r"position of trust"),
    "88A": (_SEXUAL, r"grooming"),
    "88E": (_SEXUAL, r"exposure|voyeur"),
    "34A": (_ROBBERY, r"robbery.*(business|commercial)"),
    "34B": (_ROBBERY, r"robbery.*person"),
    "28A": (
        _THEFT,
        r"^(?!.*(attempt|distraction|aggravated|other than)).*(burglary.*(dwelling|residential)|residential burglary)",
    ),
    "28B": (_THEFT, r"^(?!.*(distraction|other than)).*attempt.*burglary.*(dwelling|residential)"),
    "28C": (_THEFT, r"^(?!.*attempt).*distraction burglary"),
    "28D": (_THEFT, r"attempt.*distraction burglary"),
    "28E": (_THEFT, r"^(?!.*(attempt|distraction|aggravated)).*(burglary.*residential|residential.*burglary)"),
    "28F": (_THEFT, r"^(?!.*distraction).*attempt.*(burglary.*residential|residential.*burglary)"),
    "28G": (_THEFT, r"^(?!.*attempt).*distraction burglary"),
    "28H": (_THEFT, r"attempt.*distraction burglary"),
    "30A": (_THEFT, r"^(?!.*(attempt|aggravated)).*burglary.*(other than|business)"),
    "30B": (_THEFT, r"attempt.*burglary.*(other than|business)"),
    "30C": (_THEFT, r"^(?!.*(attempt|aggravated)).*burglary.*business"),
    "30D": (_THEFT, r"attempt.*burglary.*business"),
    "35": (_THEFT, r"blackmail"),
    "37.2": (_THEFT, r"^(?!.*death).*aggravated vehicle taking"),
    "39": (_THEFT, r"theft from the person"),
    "40": (_THEFT, r"theft in a dwelling"),
    "41": (_THEFT, r"theft by an employee"),
    "42": (_THEFT, r"theft of mail"),
    "43": (_THEFT, r"electricity"),
    "44": (_THEFT, r"cycle"),
    "45": (_THEFT, r"theft from (a )?(motor )?vehicle"),
    "46": (_THEFT, r"shoplifting"),
    "47": (_THEFT, r"^(?!.*other than).*automatic machine"),
    "48": (_THEFT, r"^(?!.*(aggravated|cycle)).*(theft|taking) of (a )?motor vehicle"),
    "49": (_THEFT, r"^other theft"),
    "49A": (_THEFT, r"making off"),
    "126": (_THEFT, r"interfer.*vehicle"),
    "56A": (_DAMAGE, r"arson endangering|arson.*(?<!not )endangering"),
    "56B": (_DAMAGE, r"arson.*not endangering"),
    "58A": (_DAMAGE, r"^(?!.*(racial|religio|other than)).*damage.*dwelling"),
    "58B": (_DAMAGE, r"^(?!.*(racial|religio)).*damage.*other than a dwelling"),
    "58C": (_DAMAGE, _PLAIN + r".*damage.*vehicle"),
    "58D": (_DAMAGE, r"other criminal damage"),
    "58J": (_DAMAGE, _AGGRAVATED + r".*damage"),
    "92A": (_DRUGS, r"traffick.*drug"),
    "92C": (_DRUGS, r"other drug"),
    "92D": (_DRUGS, r"possession.*drug.*(excl|other than|not)"),
    "92E": (_DRUGS, r"^(?!.*(excl|other than)).*possession.*cannabis"),
    "10A": (_WEAPONS, r"firearms with intent"),
    "10B": (_WEAPONS, r"^(?!.*other).*possession of firearms offences"),
    "10C": (_WEAPONS, r"possession of other weapons"),
    "10D": (_WEAPONS, r"blade"),
    "81": (_WEAPONS, r"other firearms"),
    "90": (_WEAPONS, r"other knives"),
    "62A": (_ORDER, r"violent disorder"),
    "66": (_ORDER, r"other offences against the state"),
    "9A": (_ORDER, _PLAIN + r".*public fear"),
    "9B": (_ORDER, _AGGRAVATED + r".*public fear"),
    "26": (_OTHER, r"bigamy"),
    "33": (_OTHER, r"going equipped"),
    "38": (_OTHER, r"proceeds of crime"),
    "54": (_OTHER, r"handling stolen"),
    "59": (_OTHER, r"intent to commit criminal damage"),
    "61": (_OTHER, r"other forgery"),
    "61A": (_OTHER, r"false documents"),
    "67": (_OTHER, r"perjury"),
    "79": (_OTHER, r"perverting"),
    "80": (_OTHER, r"absconding"),
    "802": (_OTHER, r"^(?!.*death).*dangerous driving"),
    "83": (_OTHER, r"bail"),
    "86": (_OTHER, r"obscene"),
    "96": (_OTHER, r"wildlife"),
    "99": (_OTHER, r"other notifiable"),
}


def check_outcome_words(table: LargeTable, type_column: str, described: str) -> list[Problem]:
    """Refuses an outcome type beside a description that means another; `1/1A` and `1A` say what 1 does."""
    return _contradictions(
        table,
        type_column,
        described,
        _OUTCOMES,
        lambda printed: re.sub(r"a$", "", printed.strip().lower().split("/")[0].strip()),
        "the outcome type and its description contradict each other",
        "outcome type",
    )


def check_offence_words(table: LargeTable, catalogue: Catalogue, described: str) -> list[Problem]:
    """Refuses a code beside the description of another (`described` empty: there is none), and a group that is not the one of
    its code or subgroup.

    `spelled`, `word_group` and `word_subgroup` must have been made.
    """
    problems = []
    if described:
        problems += _contradictions(
            table,
            "offence code",
            described,
            {code: pattern for code, (_, pattern) in _CODES.items()},
            lambda printed: printed.strip().upper(),
            "the offence code and its description contradict each other",
            "offence code",
        )
    names = catalogue.vocabularies["offence_group"].names
    rows = table.ask(
        f"SELECT trim(k.{table.col('offence code')}) AS code, s.slug, g.slug, min(k.line) AS first, sum(n) AS n"
        f" FROM spelled AS k JOIN word_group AS g ON g.printed = k.{table.col('offence group')}"
        f" JOIN word_subgroup AS s ON s.printed = k.{table.col('offence subgroup')} GROUP BY 1, 2, 3 ORDER BY 4"
    )
    for code, subgroup, group, first, many in rows:
        by_code = _CODES[code.upper()][0] if code and code.upper() in _CODES else ""
        by_subgroup = _GROUPS.get(subgroup, "")
        for of, beside, wanted in (
            ("offence subgroup", subgroup.replace("-", " "), by_subgroup),
            ("offence code", code, by_code),
        ):
            if wanted and wanted != group and group in names and not group.startswith("fraud"):
                problems.append(
                    Problem(
                        f"the offence group is not the one of its {of.removeprefix('offence ')}",
                        table.place(first, "offence group"),
                        found=f"'{names[group]}' beside {of} '{beside}' in {counted(many)}",
                        expected=f"'{names[wanted]}'",
                        fix=_OWN_FILE,
                    )
                )
                break
    return _few(problems, table)


def _contradictions(
    table: LargeTable,
    column: str,
    described: str,
    meanings: Mapping[str, str],
    known_as: Callable[[str], str],
    what: str,
    of: str,
) -> list[Problem]:
    rows = table.ask(
        f"SELECT coalesce({table.col(column)}, '') AS word, coalesce({table.col(described)}, '') AS said,"
        f" min(line) AS first, sum(n) AS n FROM spelled GROUP BY 1, 2 ORDER BY 3"
    )
    problems = []
    for printed, said, first, many in rows:
        own = known_as(printed)
        if own not in meanings or _fits(said, meanings[own]):
            continue
        others = [key for key, pattern in meanings.items() if key != own and _fits(said, pattern)]
        if others:
            problems.append(
                Problem(
                    what,
                    table.place(first, column),
                    found=f"'{printed.strip()}' beside '{said.strip()}' in {counted(many)}",
                    expected=f"{of} {' or '.join(key.upper() for key in others[:2])} beside this description",
                    fix=_OWN_FILE,
                )
            )
    return _few(problems, table)


def _fits(said: str, pattern: str) -> bool:
    return bool(re.search(pattern, re.sub(r"[^a-z0-9]+", " ", said.casefold()).strip()))


def _few(problems: list[Problem], table: LargeTable) -> list[Problem]:
    if len(problems) <= SHOWN:
        return problems
    more = Problem("more words contradict each other", table.received.name, f"{len(problems) - SHOWN}", fix=_OWN_FILE)
    return [*problems[:SHOWN], more]
