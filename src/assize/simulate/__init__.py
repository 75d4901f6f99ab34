"""A made-up country: figures that nobody counted, in the layouts of those who publish and of the board's partners.

It knows the nouns and the catalogue's geography and nothing else, so that what it plants is not made by what must find it.
"""

from assize.simulate.country import Country, Plan, found_country
from assize.simulate.files import Made, write_country
from assize.simulate.files.returns import FORMS, SENT_AFTER, answers_of, is_late, write_history, write_return
from assize.simulate.ledger import ledger_csv, ledger_json
from assize.simulate.partners import PREFIX, Returned, partner_figures, partner_sources
from assize.simulate.words import write_words

__all__ = [
    "FORMS",
    "PREFIX",
    "SENT_AFTER",
    "Country",
    "Made",
    "Plan",
    "Returned",
    "answers_of",
    "found_country",
    "is_late",
    "ledger_csv",
    "ledger_json",
    "partner_figures",
    "partner_sources",
    "write_country",
    "write_history",
    "write_return",
    "write_words",
]
