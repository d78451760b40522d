"""The actors and reports of a record, a page at a time."""

from __future__ import annotations

import sqlite3

import msgspec

from dateline.record.rows import folded


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """An actor of the record: as the newest report gives it; in how many reports, in how many live rows."""

    id: str
    name: str
    kind: str
    country: str | None
    code: str | None
    wikidata: str | None
    reports: int
    rows: int


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the record without its rows; `number` is its place in the order of first reading."""

    number: int
    id: str
    source: str
    title: str | None
    publisher: str | None
    published: str | None
    version: int
    rows: int


_ACTORS = """
    SELECT a.id, a.json ->> 'name', a.type, a.json ->> 'country', a.json ->> 'code', a.json ->> 'wikidata', count(*),
        (SELECT count(DISTINCT t.row) FROM parts t JOIN rows r ON r.number = t.row
            WHERE t.actor = a.id AND r.retracted IS NULL AND r.kind <> 'actor'),
        max(a.number)
    FROM rows a WHERE a.kind = 'actor' AND a.retracted IS NULL AND a.id > ?1
        AND (?2 = '' OR a.id IN (SELECT actor FROM names WHERE instr(name, ?2)))
    GROUP BY a.id ORDER BY a.id LIMIT ?3"""

_REPORTS = """
    SELECT number, id, source, title, publisher, published, version,
        (SELECT count(*) FROM rows r WHERE r.report = p.number AND r.retracted IS NULL AND r.kind <> 'report')
    FROM reports p WHERE number < ? ORDER BY number DESC LIMIT ?"""


def actors(connection: sqlite3.Connection, name: str, after: str, limit: int) -> list[Known]:
    """Actors by id, after one; with a name, those called by it or by a longer one."""
    found = connection.execute(_ACTORS, (after, folded(name), limit))
    return [Known(**dict(zip(Known.__struct_fields__, row, strict=False))) for row in found]


def reports(connection: sqlite3.Connection, before: int | None, limit: int) -> list[Brief]:
    """Reports, the one read last first; only those before a number."""
    found = connection.execute(_REPORTS, (before or 2**63 - 1, limit))
    return [Brief(**dict(zip(Brief.__struct_fields__, row, strict=True))) for row in found]
