"""What can go wrong with a record, each as one sentence with a stable code."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RecordError(Exception):
    """The record could not be used. `code` is in `foundation.issues`; the message names the file and the cause."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


# By SQLite's primary result code (https://sqlite.org/rescode.html).
_CAUSES = {
    sqlite3.SQLITE_FULL: ("DB_FULL", "there is no room left to write"),
    sqlite3.SQLITE_READONLY: ("DB_READONLY", "it may not be written to"),
    sqlite3.SQLITE_BUSY: ("DB_BUSY", "another program has been writing to it for too long"),
    sqlite3.SQLITE_LOCKED: ("DB_BUSY", "another program has been writing to it for too long"),
    sqlite3.SQLITE_NOTADB: ("DB_NOT_RECORD", "it is not a Dateline record"),
    sqlite3.SQLITE_CORRUPT: ("DB_DAMAGED", "the file is damaged"),
    sqlite3.SQLITE_CANTOPEN: ("DB_CANNOT_OPEN", "it cannot be opened or made there"),
    sqlite3.SQLITE_PERM: ("DB_CANNOT_OPEN", "it cannot be opened or made there"),
    sqlite3.SQLITE_IOERR: ("DB_IO", "the disk did not take or give the data"),
}


@contextmanager
def told(path: str | Path) -> Iterator[None]:
    """Turns SQLite's complaints about the file at `path` into RecordError; a mistake of ours stays what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if primary not in _CAUSES:
            raise
        code, cause = _CAUSES[primary]
        raise RecordError(code, f"{path}: {cause} ({error}).") from error
