"""The layouts that can be read, one module each."""

from assize.ingest.layouts import Layout
from assize.ingest.readers import (
    analysis_function_tables,
    court_caseload,
    court_timeliness,
    cps_case_outcomes,
    cps_quarterly_workbook,
    delivery_dashboard,
    extract,
    home_office_outcomes,
    home_office_partnerships,
    home_office_recorded_crime,
    ons_area_lookup,
    ons_area_names,
    ons_police_force_area,
    ons_population,
    supplementary_outcomes,
)

LAYOUTS: tuple[Layout, ...] = (
    extract.LAYOUT,
    cps_case_outcomes.LAYOUT,
    home_office_outcomes.LAYOUT,
    home_office_outcomes.WORKBOOK,
    home_office_recorded_crime.LAYOUT,
    home_office_recorded_crime.WORKBOOK,
    home_office_partnerships.LAYOUT,
    supplementary_outcomes.LAYOUT,
    delivery_dashboard.LAYOUT,
    ons_population.LAYOUT,
    ons_area_lookup.LAYOUT,
    ons_area_names.LAYOUT,
    ons_police_force_area.LAYOUT,
    court_caseload.TRAJECTORY,
    court_caseload.AGES,
    court_caseload.BY_COURT,
    court_timeliness.LAYOUT,
    court_timeliness.BY_REGION,
    cps_quarterly_workbook.LAYOUT,
    analysis_function_tables.LAYOUT,
)
