"""Turns received files into readings, or says everything that is wrong with them."""

from assize.ingest.recognise import Recognised, read_file, recognise

__all__ = ["Recognised", "read_file", "recognise"]
