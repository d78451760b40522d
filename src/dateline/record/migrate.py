"""The form of the record's file: made when absent, brought up to date step by step, refused when newer than we know."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from dateline.record.errors import RecordError

APPLICATION = 0x444C4E45  # "DLNE": SQLite's application_id, so that no other database is taken for a record

# Step n (from 1) is the SQL that takes form n to form n + 1; schema.sql is always the newest form in full.
STEPS: tuple[str, ...] = (
    """
    CREATE TABLE feeds (
        address       TEXT PRIMARY KEY,
        title         TEXT,
        etag          TEXT,
        last_modified TEXT,
        wait          REAL NOT NULL DEFAULT 0,
        polled        REAL NOT NULL DEFAULT 0,
        not_before    REAL NOT NULL DEFAULT 0,
        failures      INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE items (
        number  INTEGER PRIMARY KEY,
        address TEXT NOT NULL UNIQUE,
        feed    TEXT NOT NULL REFERENCES feeds (address),
        stamp   TEXT,
        state   TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'failed')),
        tries   INTEGER NOT NULL DEFAULT 0,
        due     REAL NOT NULL,
        code    TEXT
    ) STRICT;
    CREATE INDEX items_waiting ON items (feed, due) WHERE state = 'waiting';
    """,
    "ALTER TABLE items ADD COLUMN published TEXT;",
)


def prepare(connection: sqlite3.Connection, path: str | Path, steps: Sequence[str] = STEPS) -> None:
    """Makes the tables of an empty file, or brings an older record to the newest form, in one transaction.

    Raises RecordError: DB_NOT_RECORD for a file of something else, DB_NEWER for one of a later Dateline.
    """
    if is_current(connection, path, len(steps) + 1):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not is_current(connection, path, len(steps) + 1):
            _bring(connection, steps)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def is_current(connection: sqlite3.Connection, path: str | Path, newest: int = len(STEPS) + 1) -> bool:
    """Whether the file has the newest form. Raises RecordError as `prepare` does."""
    form, owner = _pragma(connection, "user_version"), _pragma(connection, "application_id")
    is_empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if owner != APPLICATION and not is_empty:
        raise RecordError("DB_NOT_RECORD", f"{path}: it is not a Dateline record but another program's database.")
    if form > newest:
        raise RecordError("DB_NEWER", f"{path}: a newer Dateline wrote it (form {form}; this one knows up to {newest}).")
    return form == newest and not is_empty


def _bring(connection: sqlite3.Connection, steps: Sequence[str]) -> None:
    form = _pragma(connection, "user_version")
    scripts = list(steps[form - 1 :]) if form else [schema()]
    for statement in (s for script in scripts for s in statements(script)):
        connection.execute(statement)
    if not form:
        connection.execute("INSERT INTO about VALUES ('epoch', ?)", (secrets.token_hex(8),))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {len(steps) + 1}")


def schema() -> str:
    """The SQL of the newest form."""
    return files("dateline.record").joinpath("schema.sql").read_text(encoding="utf-8")


def statements(script: str) -> Iterator[str]:
    """A script's statements, one by one; a trigger with its inner statements is one."""
    pending = ""
    for piece in re.split("(?<=;)", script):
        pending += piece
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
