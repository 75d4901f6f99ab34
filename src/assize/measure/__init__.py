"""Observations to figures: the arithmetic of each kind of metric, and the engine that runs it over areas and periods."""
