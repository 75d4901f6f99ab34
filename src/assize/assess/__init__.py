"""Figures to judgements: series with limits and signals, and comparisons with areas and earlier periods."""
