"""A partner's return: the form that `assize request` wrote, filled in and sent back, whatever became of it on the way."""

from __future__ import annotations

from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.layouts import Asked, Layout, Match, Read
from assize.ingest.received import Received
from assize.ingest.returns.reader import match_return, read_return, role_of
from assize.ingest.returns.sheets import MOST_CSV_BYTES

_MOST_BYTES = 25_000_000  # of a workbook: pictures may have been put into it


def is_small(received: Received) -> bool:
    """Whether a file is of a size that a form can have: a larger one would be laid out whole to find out that it is none."""
    most = _MOST_BYTES if received.is_workbook else MOST_CSV_BYTES
    return received.path.stat().st_size <= most and not received.is_packed


def _recognises(received: Received) -> Match | None:
    return match_return(received) if is_small(received) else None


def _source(received: Received, catalogue: Catalogue) -> str:
    named = f"partner-{role_of(received)}"
    # Which role it is of, the reader finds out from the provider; what it cannot find, it tells by cell.
    return (
        named
        if named in catalogue.sources
        else next((source.id for source in catalogue.sources.values() if source.layout == "partner-return"), "")
    )


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    if asked.desk is None:
        raise received.refused(
            "a partner's return can be read in a workspace only", fix="Load it with: assize load FILE."
        )
    return read_return(received, asked.desk, asked)


LAYOUT = Layout("partner-return", 1, "a partner's return form", _recognises, _read, _source)
