"""How many processors this process may keep busy.

A question of DuckDB is spread over all processors, which takes a third more of their time in all: worth it where nothing else
runs, and a loss where several processes of ours work side by side.
"""

from __future__ import annotations

import os

_shared = False


def processors() -> int:
    """The processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share_processors(shared: bool = True) -> None:
    """From now on this process is one of several of ours, and a question keeps one processor busy; or, with False, alone."""
    global _shared
    _shared = shared


def threads() -> int:
    """Over how many processors a library may spread one question."""
    return 1 if _shared else processors()
