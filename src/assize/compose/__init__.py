"""Findings and figures to documents: what stands where, and how much of it."""
