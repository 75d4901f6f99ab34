"""Keeps what was received and answers questions about it: a SQLite ledger, Parquet editions, DuckDB queries."""

from assize.store.store import Kept, Store

__all__ = ["Kept", "Store"]
