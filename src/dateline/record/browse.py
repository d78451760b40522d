"""What pages ask of the record beside its rows: counts, histories, versions, copies and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from dateline.foundation.rows import Actor
from dateline.record.errors import told
from dateline.record.find import Query, conditions
from dateline.record.latest import Entry
from dateline.record.rows import folded
from dateline.record.store import Record

KINDS = ("event", "statement", "position", "tie", "calendar", "forecast")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the journal as histories show it; `at` is UTC, `id` and `line` the row's."""

    sequence: int
    at: str
    change: str
    version: int
    kind: str
    id: str
    line: str


class Sharing(msgspec.Struct, frozen=True, kw_only=True):
    """Another report with rows that say the same in the same words; a copy, if `rows` of nearly all."""

    id: str
    source: str
    title: str | None
    published: str | None
    rows: int


class Telling(NamedTuple):
    """An actor as one report has it, and the names there of those whom its offices serve."""

    actor: Actor
    names: dict[str, str]


class Browse:
    """Questions to an open record; they raise RecordError as the record's own do."""

    def __init__(self, record: Record) -> None:
        self._path, self._connection = record.path, record._connection  # of the same room

    def count(self, query: Query) -> int:
        """How many rows fit, whatever the query's limit."""
        with told(self._path):
            where, values = conditions(self._connection, query)
        return int(self._ask(f"SELECT count(*) FROM rows r JOIN reports p ON p.number = r.report WHERE {where}", *values)[0][0])

    def added_since(self, query: Query, moment: str) -> int:
        """How many of the rows that fit were added at or after a moment (UTC, ISO 8601)."""
        with told(self._path):
            where, values = conditions(self._connection, query)
        sql = (
            "SELECT count(*) FROM journal j JOIN reports p ON p.id = j.report"
            " JOIN rows r ON r.report = p.number AND r.kind = j.kind AND r.id = j.row"
            " WHERE j.change = 'added' AND j.sequence > coalesce((SELECT max(sequence) FROM journal WHERE at < ?), 0)"
            f" AND {where}"
        )
        return int(self._ask(sql, moment, *values)[0][0])

    def history(self, report: str, kind: str, row: str) -> list[Told]:
        """All that the journal tells of a row, oldest first."""
        return self._told("report = ? AND row = ? AND kind = ?", -1, report, row, kind)

    def changes(self, report: str, version: int, limit: int) -> list[Told]:
        """What a version of a report added, amended and retracted, in order; its times and actors left out."""
        return self._told(f"report = ? AND version = ? AND kind IN ({_marks(KINDS)})", limit, report, version, *KINDS)

    def versions(self, report: str) -> dict[int, str]:
        """When each version was recorded (UTC), by number; empty for one that changed no row."""
        sql = """
            SELECT v.version, coalesce((SELECT min(at) FROM journal j WHERE j.report = p.id AND j.version = v.version), '')
            FROM versions v JOIN reports p ON p.number = v.report WHERE p.id = ? ORDER BY v.version"""
        return dict(self._ask(sql, report))

    def sharing(self, report: str, limit: int) -> list[Sharing]:
        """Other reports whose events and statements say the same in the same words, those with most first."""
        sql = """
            SELECT q.id, q.source, q.title, q.published, count(*)
            FROM reports p JOIN rows r ON r.report = p.number
            JOIN rows o ON o.id = r.id AND o.line = r.line AND o.report <> r.report AND o.retracted IS NULL
            JOIN reports q ON q.number = o.report
            WHERE p.id = ? AND r.retracted IS NULL AND r.kind IN ('event', 'statement')
            GROUP BY q.number ORDER BY count(*) DESC, q.number LIMIT ?"""
        return [Sharing(**dict(zip(Sharing.__struct_fields__, row))) for row in self._ask(sql, report, limit)]

    def told_alike(self, entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
        """How many reports say the same in the same words, by a row's id and line, where that is more than one.

        An id alone is only words: two reports that say `fired` may speak of two shots.
        """
        ids = tuple(dict.fromkeys(e.id for e in entries))
        sql = f"""
            SELECT id, line, count(DISTINCT report) FROM rows WHERE id IN ({_marks(ids)}) AND retracted IS NULL
            GROUP BY id, line HAVING count(DISTINCT report) > 1"""
        return {(row, line): reports for row, line, reports in self._ask(sql, *ids)}

    def called(self, actor: str, limit: int) -> list[str]:
        """The proper names by which reports call an actor, as they write them, newest report first."""
        known = {row[0] for row in self._ask("SELECT name FROM names WHERE actor = ?", actor)}
        sql = "SELECT words FROM rows WHERE kind = 'actor' AND id = ? AND retracted IS NULL ORDER BY number DESC LIMIT ?"
        names = (name for (words,) in self._ask(sql, actor, limit) for name in words.split(" … "))
        return list({plain: name for name in names if (plain := folded(name)) in known}.values())[:limit]

    def tellings(self, actor: str, limit: int) -> list[Telling]:
        """The actor as the newest reports have it."""
        sql = """
            SELECT r.json, (
                SELECT json_group_object(a.id, a.json ->> 'name') FROM rows a WHERE a.report = r.report AND a.kind = 'actor'
                AND a.id IN (SELECT role.value ->> 'of' FROM json_each(r.json, '$.roles') role))
            FROM rows r WHERE r.kind = 'actor' AND r.id = ? AND r.retracted IS NULL ORDER BY r.number DESC LIMIT ?"""
        return [
            Telling(msgspec.json.decode(row, type=Actor), msgspec.json.decode(names, type=dict[str, str]))
            for row, names in self._ask(sql, actor, limit)
        ]

    def reports_naming(self, actor: str) -> int:
        """How many reports have the actor."""
        return int(self._ask("SELECT count(*) FROM rows WHERE kind = 'actor' AND id = ? AND retracted IS NULL", actor)[0][0])

    def names(self, limit: int) -> Iterator[str]:
        """Names of actors, folded: what a misspelt one may have meant."""
        return (row[0] for row in self._ask("SELECT DISTINCT name FROM names LIMIT ?", limit))

    def next_dated(self, query: Query, day: str) -> str | None:
        """The first day after `day` (ISO 8601) on which a row that fits begins."""
        with told(self._path):
            where, values = conditions(self._connection, query)
        sql = f"SELECT min(r.first_day) FROM rows r JOIN reports p ON p.number = r.report WHERE {where} AND r.first_day > ?"
        found = self._ask(sql, *values, day)[0][0]
        return str(found) if found else None

    def _told(self, where: str, limit: int, *values: object) -> list[Told]:
        sql = f"SELECT sequence, at, change, version, kind, row, line FROM journal WHERE {where} ORDER BY sequence LIMIT ?"
        return [Told(**dict(zip(Told.__struct_fields__, row))) for row in self._ask(sql, *values, limit)]

    def _ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with told(self._path):
            return self._connection.execute(sql, values).fetchall()


def _marks(values: tuple[object, ...]) -> str:
    return ", ".join("?" * len(values))
