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
_OF_ROW = "report = p.id AND row = r.id AND kind = r.kind"
_ADDED = f"(SELECT max(sequence) FROM journal WHERE {_OF_ROW} AND change = 'added')"
_LAST = f"(SELECT max(sequence) FROM journal WHERE {_OF_ROW})"
# CROSS JOIN: SQLite keeps this order, so that a list that is cut short is read from its end of the journal and no further.
_JOURNAL_FIRST = """FROM journal j CROSS JOIN reports p ON p.id = j.report
    CROSS JOIN rows r ON r.number = (SELECT number FROM rows WHERE report = p.number AND kind = j.kind AND id = j.row)"""
_ROWS_FIRST = "FROM rows r JOIN reports p ON p.number = r.report JOIN journal j ON j.sequence = " + _ADDED
_BETWEEN = "j.sequence > ? AND j.sequence <= ?"
COMMON = 2_000  # rows: with more that fit, the newest of them are sooner found from the journal's end


def _entry_sql(chosen: str, order: str, last: str = _LAST) -> str:
    """Entries for what is chosen (sequence, number, day): what is dear to read is read for these alone."""
    return f"""
        SELECT j.sequence, j.at, l.change, l.at, p.id, p.source, p.title, p.published, r.kind, r.id, r.version, r.retracted,
            r.type, r.status, r.first_day, r.last_day, r.words, r.line, {_PARTIES}, r.json
        FROM (SELECT j.sequence, r.number, {_DAY} AS day {chosen} ORDER BY {order} LIMIT ?) c
            JOIN journal j ON j.sequence = c.sequence JOIN rows r ON r.number = c.number
            JOIN reports p ON p.number = r.report JOIN journal l ON l.sequence = {last}
        ORDER BY {order.replace("j.", "c.")}"""


def latest(connection: sqlite3.Connection, query: Query, before: int | None = None) -> list[Entry]:
    """The rows that fit, newest first; only those added before a sequence number. Raises ValueError as `find_rows`."""
    where, values = conditions(connection, query)
    if _is_common(connection, where, values):
        chosen = f"{_JOURNAL_FIRST} WHERE j.change = 'added' AND j.sequence = {_ADDED}"
    else:
        chosen = f"{_ROWS_FIRST} WHERE true"
    sql = _entry_sql(f"{chosen} AND j.sequence < ? AND {where}", "j.sequence DESC")
    return _entries(connection, sql, (before or 2**63 - 1, *values, query.limit))


def _is_common(connection: sqlite3.Connection, where: str, values: tuple[Any, ...]) -> bool:
    """Whether `COMMON` rows fit."""
    some = f"SELECT 1 FROM rows r JOIN reports p ON p.number = r.report WHERE {where} LIMIT {COMMON}"
    return bool(connection.execute(f"SELECT count(*) = {COMMON} FROM ({some})", values).fetchone()[0])


def by_day(connection: sqlite3.Connection, query: Query, after: Place | None = None) -> list[Entry]:
    """The rows that fit by the day they speak of, undated ones last. Raises ValueError as `find_rows`."""
    where, values = conditions(connection, query)
    sql = _entry_sql(f"{_ROWS_FIRST} WHERE ({_DAY}, j.sequence) > (?, ?) AND {where}", "day, j.sequence")
    return _entries(connection, sql, (*(after or Place("", 0)), *values, query.limit))


def entries_of(connection: sqlite3.Connection, row_id: str) -> list[Entry]:
    """The rows of that id in every report, newest first, retracted ones too."""
    return _entries(connection, _entry_sql(f"{_ROWS_FIRST} WHERE r.id = ?", "j.sequence DESC"), (row_id, -1))


def told(connection: sqlite3.Connection, query: Query, after: int, until: int) -> list[Entry]:
    """The journal's entries with after < sequence <= until whose rows, as they stand now, fit; oldest first."""
    where, values = conditions(connection, query)
    sql = _entry_sql(f"{_JOURNAL_FIRST} WHERE {_BETWEEN} AND {where}", "j.sequence", last="c.sequence")
    return _entries(connection, sql, (after, until, *values, query.limit))


def told_sequences(connection: sqlite3.Connection, query: Query, after: int, until: int) -> set[int]:
    """The sequence numbers of `told`, without its limit."""
    where, values = conditions(connection, query)
    sql = f"SELECT j.sequence {_JOURNAL_FIRST} WHERE {_BETWEEN} AND {where}"
    return {row[0] for row in connection.execute(sql, (after, until, *values))}


def _entries(connection: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> list[Entry]:
    return [_entry(row) for row in connection.execute(sql, values)]


def _entry(row: tuple[Any, ...]) -> Entry:
    *fields, parties, data = row
    named = dict(zip(Entry.__struct_fields__, fields, strict=False))
    return Entry(**named, parties=msgspec.json.decode(parties, type=tuple[Party, ...]), json=msgspec.Raw(data.encode()))
