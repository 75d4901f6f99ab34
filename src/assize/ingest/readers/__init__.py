"""The layouts that can be read, one module each."""

from assize.ingest.layouts import Layout
from assize.ingest.readers import cps_case_outcomes, home_office_outcomes, home_office_recorded_crime

LAYOUTS: tuple[Layout, ...] = (
    cps_case_outcomes.LAYOUT,
    home_office_outcomes.LAYOUT,
    home_office_recorded_crime.LAYOUT,
)
