"""Databases in memory, in which the records of large files are looked through: of millions none comes to Python."""

from __future__ import annotations

from typing import Any

from assize.core.processors import threads


def connect() -> Any:
    """A database in memory that fetches nothing and prints nothing."""
    import duckdb  # heavy: only when a file is read

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": str(threads()),
        },
    )
    connection.execute("SET enable_progress_bar = false")  # else it may draw on standard output
    return connection


def text_sql(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"
