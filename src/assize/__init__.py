"""Assize: the quarterly performance report of a Local Criminal Justice Board, made in its own office."""

__version__ = "0.1.0"
