"""The ONS workbook of recorded crime by police force area: tables P1 to P10, known by title and header, never by number."""

from assize.ingest.readers.ons_police_force_area.layout import LAYOUT

__all__ = ["LAYOUT"]
