"""Asking the record: rows by actor, type, status, day, speaker and words."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from typing import Any

import msgspec

from dateline.foundation.rows import Row
from dateline.record.rows import decode, folded

SAYING = ("holder", "speaker", "said_by", "by")  # the parts in which a row stands on somebody's word


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What rows to find; a field left at its default does not narrow.

    `actor` and `said_by` are an id or a name (case and accents are free; part of a name if no actor has it whole).
    `since`/`until`: rows some of whose days lie there, both inclusive; undated rows then never fit.
    `text`: all of its words, phrases in quotation marks, `word*` for beginnings. `kinds`: default all but times, actors
    and reports.
    """

    actor: str | None = None
    type: str | None = None
    status: str | None = None
    since: date | None = None
    until: date | None = None
    said_by: str | None = None
    text: str | None = None
    kinds: tuple[str, ...] = ("event", "statement", "position", "tie", "calendar", "forecast")
    report: str | None = None
    retracted: bool = False
    limit: int = -1


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One row with the report it stands in. `retracted`: the version that no longer says it; `json` is the row."""

    report: str
    source: str
    title: str | None
    published: str | None
    kind: str
    id: str
    version: int
    retracted: int | None
    line: str
    json: msgspec.Raw = msgspec.field(name="row")

    @property
    def row(self) -> Row:
        """The row itself."""
        return decode(self.kind, bytes(self.json))


_SELECT = (
    "SELECT p.id, p.source, p.title, p.published, r.kind, r.id, r.version, r.retracted, r.line, r.json"
    " FROM rows r JOIN reports p ON p.number = r.report WHERE "
)
_ORDER = " ORDER BY coalesce(r.first_day, r.last_day, p.published, '9999'), p.number, r.place LIMIT ?"


def find_rows(connection: sqlite3.Connection, query: Query) -> list[Found]:
    """The rows that fit all of the query. Raises ValueError if `text` has no words."""
    where, values = conditions(connection, query)
    return [_found(row) for row in connection.execute(_SELECT + where + _ORDER, (*values, query.limit))]


def conditions(connection: sqlite3.Connection, query: Query) -> tuple[str, tuple[Any, ...]]:
    """The query as SQL about rows `r` of reports `p`, and its values. Raises ValueError if `text` has no words."""
    clauses = [
        _listed("r.kind", query.kinds),
        ("r.retracted IS NULL", ()) if not query.retracted else None,
        ("r.type = ? COLLATE NOCASE", (query.type,)) if query.type else None,
        ("r.status = ? COLLATE NOCASE", (query.status,)) if query.status else None,
        ("p.id = ?", (query.report,)) if query.report else None,
        _within(query.since, query.until),
        _actor_clause(connection, query.actor),
        _speaker_clause(connection, query.said_by),
        ("r.number IN (SELECT rowid FROM found WHERE found MATCH ?)", (_match(query.text),)) if query.text else None,
    ]
    asked = [c for c in clauses if c]
    return " AND ".join(f"({sql})" for sql, _ in asked), tuple(v for _, given in asked for v in given)


def rows_named(connection: sqlite3.Connection, row_id: str) -> list[Found]:
    """The rows of that id or, if there are none, those whose id begins so; retracted ones last."""
    for where, value in (("r.id = ?", row_id), ("substr(r.id, 1, length(?1)) = ?1", row_id)):
        found = connection.execute(_SELECT + where + " ORDER BY r.retracted IS NOT NULL, p.number, r.place", (value,))
        rows = [_found(row) for row in found]
        if rows:
            return rows
    return []


def _found(row: tuple[Any, ...]) -> Found:
    *fields, data = row
    return Found(**dict(zip(Found.__struct_fields__, fields, strict=False)), json=msgspec.Raw(data.encode()))


def _listed(column: str, values: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return f"{column} IN ({', '.join('?' * len(values))})", values


def _within(since: date | None, until: date | None) -> tuple[str, tuple[str, ...]] | None:
    if since is None and until is None:
        return None
    first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
    dated = "coalesce(r.first_day, r.last_day) IS NOT NULL"
    return f"{dated} AND coalesce(r.last_day, '9999') >= ? AND coalesce(r.first_day, '0000') <= ?", (first, last)


def _actor_clause(connection: sqlite3.Connection, name: str | None) -> tuple[str, tuple[str, ...]] | None:
    if name is None:
        return None
    is_part, ids = _listed("actor", _called(connection, name))
    is_row, _ = _listed("r.id", ids)
    return f"r.kind = 'actor' AND {is_row} OR r.number IN (SELECT row FROM parts WHERE {is_part})", ids * 2


def _speaker_clause(connection: sqlite3.Connection, name: str | None) -> tuple[str, tuple[str, ...]] | None:
    if name is None:
        return None
    is_part, ids = _listed("actor", _called(connection, name))
    is_saying, parts = _listed("part", SAYING)
    return f"r.number IN (SELECT row FROM parts WHERE {is_part} AND {is_saying})", ids + parts


def _called(connection: sqlite3.Connection, name: str) -> tuple[str, ...]:
    """Ids of the actors of that id or name; else of those whose name has it as a part."""
    plain = folded(name)
    for where, values in (("actor = ? OR name = ?", (name, plain)), ("instr(name, ?)", (plain,))):
        found = connection.execute(f"SELECT DISTINCT actor FROM names WHERE {where} ORDER BY actor", values).fetchall()
        if found:
            return tuple(row[0] for row in found)
    return ()


def _match(text: str) -> str:
    """An FTS5 query that can't be malformed: every word and phrase quoted, all of them wanted."""
    terms = re.findall(r'"([^"]*\w[^"]*)"|([^\s"]*\w[^\s"]*)', text)
    if not terms:
        raise ValueError(f"{text!r} has no words to look for")
    return " ".join(f'"{phrase}"' if phrase else _term(word) for phrase, word in terms)


def _term(word: str) -> str:
    return f'"{word.rstrip("*")}"' + ("*" if word.endswith("*") else "")
