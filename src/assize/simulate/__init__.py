"""A made-up country: figures that nobody counted, in the layouts of those who publish and of the board's partners.

It knows the nouns and the catalogue's geography and nothing else, so that what it plants is not made by what must find it.
"""

from assize.simulate.country import Country, Plan, found_country
from assize.simulate.files import Made, write_country
from assize.simulate.ledger import ledger_csv, ledger_json

__all__ = ["Country", "Made", "Plan", "found_country", "ledger_csv", "ledger_json", "write_country"]
