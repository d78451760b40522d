"""The record as readers of the desk meet it: rows newest first or by day, and what the journal tells since.

Every question takes the same `Query` as `find_rows`, so that a page, its feed and its live stream show the same rows.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Literal, NamedTuple

import msgspec

from dateline.foundation.rows import Row
from dateline.record.find import Query, conditions
from dateline.record.rows import decode

ChangeKind = Literal["added", "amended", "retracted"]


class Party(msgspec.Struct, frozen=True):
    """An actor in a row: as what (`source`, `speaker`, …), its id, and its name in that report."""

    part: str
    id: str
    name: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row with its place in the journal.

    In a list, `sequence` and `at` (UTC) are of the entry that added the row, `change` and `changed` (UTC) of the last
    one about it; in a stream all four are of the one entry that is told. The rest is the row as it stands now:
    `first_day`/`last_day` ISO 8601, null is open; `words` what it stands on; `line` the notation; `json` the row.
    """

    sequence: int
    at: str
    change: ChangeKind
    changed: str
    report: str
    source: str
    title: str | None
    published: str | None
    kind: str
    id: str
    version: int
    retracted: int | None
    type: str | None
    status: str | None
    first_day: str | None
    last_day: str | None
    words: str
    line: str
    parties: tuple[Party, ...]
    json: msgspec.Raw = msgspec.field(name="row")

    @property
    def row(self) -> Row:
        """The row itself."""
        return decode(self.kind, bytes(self.json))


class Place(NamedTuple):
    """Where a list by day goes on: after this day (ISO 8601; `9999-12-31` for none) and sequence number."""

    day: str
    sequence: int


_PARTIES = """(
    SELECT json_group_array(json_object('part', t.part, 'id', t.actor, 'name', coalesce(a.json ->> 'name', t.actor)))
    FROM parts t LEFT JOIN rows a ON a.report = r.report AND a.kind = 'actor' AND a.id = t.actor WHERE t.row = r.number)"""
_DAY = "coalesce(r.first_day, r.last_day, '9999-12-31')"
_OF_ROW = "report = j.report AND row = j.row AND kind = j.kind"
# JOIN: SQLite keeps this order, so that a list that is cut short is read from its end of the journal and no further.
_TABLES = """FROM journal j JOIN reports p ON p.id = j.report
    JOIN rows r ON r.report = p.number AND r.kind = j.kind AND r.id = j.row"""
_STANDING = f"""SELECT j.sequence, (SELECT max(sequence) FROM journal WHERE {_OF_ROW}) AS last, r.number, {_DAY} AS day {_TABLES}
    WHERE j.change = 'added' AND j.sequence = (SELECT max(sequence) FROM journal WHERE {_OF_ROW} AND change = 'added')"""
_TOLD = f"SELECT j.sequence, j.sequence AS last, r.number, '' AS day {_TABLES} WHERE j.sequence > ? AND j.sequence <= ?"


def _entry_sql(chosen: str, order: str) -> str:
    """Entries for chosen (sequence, last, number, day): what is dear to read is read for these alone."""
    return f"""
        SELECT j.sequence, j.at, l.change, l.at, p.id, p.source, p.title, p.published, r.kind, r.id, r.version, r.retracted,
            r.type, r.status, r.first_day, r.last_day, r.words, r.line, {_PARTIES}, r.json
        FROM ({chosen} ORDER BY {order} LIMIT ?) c JOIN journal j ON j.sequence = c.sequence
            JOIN journal l ON l.sequence = c.last JOIN rows r ON r.number = c.number JOIN reports p ON p.number = r.report
        ORDER BY {order.replace("j.", "c.")}"""


def latest(connection: sqlite3.Connection, query: Query, before: int | None = None) -> list[Entry]:
    """The rows that fit, newest first; only those added before a sequence number. Raises ValueError as `find_rows`."""
    where, values = conditions(connection, query)
    sql = _entry_sql(f"{_STANDING} AND j.sequence < ? AND {where}", "j.sequence DESC")
    return _entries(connection, sql, (before or 2**63 - 1, *values, query.limit))


def by_day(connection: sqlite3.Connection, query: Query, after: Place | None = None) -> list[Entry]:
    """The rows that fit by the day they speak of, undated ones last. Raises ValueError as `find_rows`."""
    where, values = conditions(connection, query)
    sql = _entry_sql(f"{_STANDING} AND ({_DAY}, j.sequence) > (?, ?) AND {where}", "day, j.sequence")
    return _entries(connection, sql, (*(after or Place("", 0)), *values, query.limit))


def entries_of(connection: sqlite3.Connection, row_id: str) -> list[Entry]:
    """The rows of that id in every report, newest first, retracted ones too."""
    return _entries(connection, _entry_sql(f"{_STANDING} AND r.id = ?", "j.sequence DESC"), (row_id, -1))


def told(connection: sqlite3.Connection, query: Query, after: int, until: int) -> list[Entry]:
    """The journal's entries with after < sequence <= until whose rows, as they stand now, fit; oldest first."""
    where, values = conditions(connection, query)
    return _entries(connection, _entry_sql(f"{_TOLD} AND {where}", "j.sequence"), (after, until, *values, query.limit))


def told_sequences(connection: sqlite3.Connection, query: Query, after: int, until: int) -> set[int]:
    """The sequence numbers of `told`, without its limit."""
    where, values = conditions(connection, query)
    sql = f"{_TOLD} AND {where}"
    return {row[0] for row in connection.execute(sql, (after, until, *values))}


def _entries(connection: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> list[Entry]:
    return [_entry(row) for row in connection.execute(sql, values)]


def _entry(row: tuple[Any, ...]) -> Entry:
    *fields, parties, data = row
    named = dict(zip(Entry.__struct_fields__, fields, strict=False))
    return Entry(**named, parties=msgspec.json.decode(parties, type=tuple[Party, ...]), json=msgspec.Raw(data.encode()))
