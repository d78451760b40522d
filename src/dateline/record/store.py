"""The record: one SQLite file that takes reports, keeps every version, and journals every change.

`put` is one transaction: when it returns, the report is on the disk; when it does not, nothing of it is there.
Putting the same report again changes nothing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from dateline.foundation.rows import Report
from dateline.record.check import problems
from dateline.record.errors import RecordError, told
from dateline.record.find import Found, Query, find_rows, rows_named
from dateline.record.identity import as_known, as_told
from dateline.record.latest import ChangeKind, Entry, Place, by_day, entries_of, latest, told_sequences
from dateline.record.latest import told as entries_told
from dateline.record.migrate import is_current, prepare
from dateline.record.overview import Brief, Known, actors, reports
from dateline.record.rows import Filed, Heading, decode, file_report, heading, names_of, report_digest

PATIENCE = 10.0  # seconds that one writer waits for another

_LISTS = {
    "actor": "actors",
    "event": "events",
    "statement": "statements",
    "position": "positions",
    "tie": "ties",
    "calendar": "calendar",
    "forecast": "forecasts",
    "time": "times",
}  # fmt: skip


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the journal. `at` is UTC; `row` the row's id; `json` the row as it is or, if retracted, last was."""

    sequence: int
    at: str
    change: ChangeKind
    report: str
    version: int
    kind: str
    row: str
    line: str
    json: msgspec.Raw


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """What a put did: the report's version now, and the journal's entries. No changes and not new: known already."""

    report: str
    version: int
    is_new: bool
    changes: tuple[Change, ...] = ()


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A report in the list; `rows` counts the live rows by kind."""

    id: str
    source: str
    title: str | None
    publisher: str | None
    published: str | None
    version: int
    rows: dict[str, int]


class Record:
    """An open record. Use it in a `with` statement or close it; not for several threads at once."""

    def __init__(self, path: str | Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = Path(path), connection

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Record {self.path}>"

    def close(self) -> None:
        """Lets go of the file; a second time does nothing."""
        self._connection.close()

    # ---- what the file says of itself
    @property
    def epoch(self) -> str:
        """Random, made with the file: sequence numbers of the journal are only comparable within one epoch."""
        return str(self._all("SELECT value FROM about WHERE name = 'epoch'")[0][0])

    # ---- putting
    def put(self, report: Report) -> Put:
        """Files a report. Raises RecordError (DB_FULL, DB_READONLY, DB_BUSY, DB_IO); then nothing was changed."""
        with told(self.path), transaction(self._connection):
            return _Filing(self._connection, report).put()

    # ---- asking
    def reports(self) -> list[Listed]:
        """All reports, in the order in which they were first put."""
        counts: dict[int, dict[str, int]] = {}
        for number, kind, n in self._all(
            "SELECT report, kind, count(*) FROM rows WHERE retracted IS NULL AND kind <> 'report' GROUP BY report, kind"
        ):
            counts.setdefault(number, {})[kind] = n
        listed = self._all("SELECT number, id, source, title, publisher, published, version FROM reports ORDER BY number")
        return [
            Listed(id=i, source=s, title=t, publisher=p, published=d, version=v, rows=counts.get(n, {}))
            for n, i, s, t, p, d, v in listed
        ]

    def report(self, report_id: str, version: int | None = None) -> Report | None:
        """A report as it was put, its actors by the record's ids.

        Of an older version: its head, and those rows that ended with it.
        """
        known = self._all(
            "SELECT r.number, v.version, v.head FROM reports r JOIN versions v ON v.report = r.number"
            " WHERE r.id = ? AND v.version = coalesce(?, r.version)",
            report_id,
            version,
        )
        if not known:
            return None
        number, version, head = known[0]
        rows = self._all(
            "SELECT kind, json FROM rows WHERE report = ? AND version = ? AND kind <> 'report' ORDER BY kind, place",
            number,
            version,
        )
        lists: dict[str, list[Any]] = {}
        for kind, data in rows:
            lists.setdefault(_LISTS[kind], []).append(decode(kind, data))
        top = msgspec.json.decode(head, type=Heading)
        bare = Report(report=top.report, dating=top.dating, issues=top.issues)
        return msgspec.structs.replace(bare, **{name: tuple(found) for name, found in lists.items()})

    def reports_named(self, name: str) -> list[str]:
        """Ids of the reports of that id or source; else of those whose id begins so."""
        exact = self._all("SELECT id FROM reports WHERE id = ?1 OR source = ?1 ORDER BY number", name)
        found = exact or self._all(
            "SELECT id FROM reports WHERE substr(id, 1, length(?1)) = ?1 AND length(?1) > 3 ORDER BY number", name
        )
        return [str(row[0]) for row in found]

    @property
    def last_sequence(self) -> int:
        """Sequence number of the journal's newest entry; 0 for none."""
        return int(self._all("SELECT coalesce(max(sequence), 0) FROM journal")[0][0])

    def find(self, query: Query) -> list[Found]:
        """The rows that fit all of the query, by day, then report, then place. Raises ValueError for a text of no words."""
        with told(self.path):
            return find_rows(self._connection, query)

    def named(self, row_id: str) -> list[Found]:
        """The rows of that id or, if there are none, those whose id begins so; retracted ones last."""
        with told(self.path):
            return rows_named(self._connection, row_id)

    def journal(self, after: int = 0, limit: int = -1) -> list[Change]:
        """The entries after a sequence number, oldest first."""
        return [_change(row) for row in self._all(f"{_ENTRY} WHERE sequence > ? ORDER BY sequence LIMIT ?", after, limit)]

    # ---- asking as the desk does
    @contextmanager
    def snapshot(self) -> Iterator[Record]:
        """Everything asked inside is answered of one moment, whatever others write meanwhile."""
        with told(self.path):
            self._connection.execute("BEGIN")
        try:
            yield self
        finally:
            self._connection.execute("ROLLBACK")

    @property
    def data_version(self) -> int:
        """Another number than before when another connection has changed the file since: a cheap thing to poll."""
        return int(self._all("PRAGMA data_version")[0][0])

    def latest(self, query: Query, before: int | None = None) -> list[Entry]:
        """The rows that fit, newest first; the next page is before the last one's sequence. Raises ValueError as `find`."""
        with told(self.path):
            return latest(self._connection, query, before)

    def by_day(self, query: Query, after: Place | None = None) -> list[Entry]:
        """The rows that fit, by the day they speak of, undated ones last. Raises ValueError as `find`."""
        with told(self.path):
            return by_day(self._connection, query, after)

    def entries(self, row_id: str) -> list[Entry]:
        """The rows of exactly that id with their place in the journal, newest first, retracted ones too."""
        with told(self.path):
            return entries_of(self._connection, row_id)

    def told(self, query: Query, after: int, until: int) -> list[Entry]:
        """The journal's entries with after < sequence <= until whose rows, as they stand now, fit; oldest first."""
        with told(self.path):
            return entries_told(self._connection, query, after, until)

    def told_sequences(self, query: Query, after: int, until: int) -> set[int]:
        """The sequence numbers of `told`, without its limit."""
        with told(self.path):
            return told_sequences(self._connection, query, after, until)

    def history(self, report_id: str, kind: str, row_id: str) -> list[Change]:
        """All that the journal tells of one row, oldest first."""
        where = "WHERE report = ? AND row = ? AND kind = ? ORDER BY sequence"
        return [_change(row) for row in self._all(f"{_ENTRY} {where}", report_id, row_id, kind)]

    @property
    def state(self) -> str:
        """Changes whenever anything in the record does."""
        versions = self._all("SELECT coalesce(sum(version), 0) FROM reports")[0][0]
        return f"{self.epoch}-{self.last_sequence}-{versions}"

    def known_actors(self, name: str = "", after: str = "", limit: int = -1) -> list[Known]:
        """The actors of all reports by id, after an id; with a name, those that have it in one of theirs."""
        with told(self.path):
            return actors(self._connection, name, after, limit)

    def recent_reports(self, before: int | None = None, limit: int = -1) -> list[Brief]:
        """The reports, last read first; the next page is before the last one's number."""
        with told(self.path):
            return reports(self._connection, before, limit)

    def problems(self) -> list[str]:
        """What is wrong with the file, each in a sentence; empty if it is sound."""
        with told(self.path):
            return problems(self._connection)

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with told(self.path):
            return self._connection.execute(sql, values).fetchall()


_ENTRY = "SELECT sequence, at, change, report, version, kind, row, line, json FROM journal"


def _change(row: tuple[Any, ...]) -> Change:
    *fields, data = row
    return Change(**dict(zip(Change.__struct_fields__, fields, strict=False)), json=msgspec.Raw(data.encode()))


class _Filing:
    """One report on its way into the tables, inside a transaction."""

    def __init__(self, connection: sqlite3.Connection, report: Report) -> None:
        self._db, self._report = connection, report
        self._version, self._number = 1, 0

    def put(self) -> Put:
        report_id, digest = self._report.report.id, report_digest(as_told(self._report))
        known = self._db.execute(
            "SELECT r.number, r.version, v.digest FROM reports r"
            " JOIN versions v ON v.report = r.number AND v.version = r.version WHERE r.id = ?",
            (report_id,),
        ).fetchone()
        if known and known[2] == digest:
            return Put(report=report_id, version=known[1], is_new=False)
        self._report = as_known(self._db, self._report)
        before = self._db.execute("SELECT coalesce(max(sequence), 0) FROM journal").fetchone()[0]
        self._file_report(known, digest)
        self._file_rows()
        entries = self._db.execute(f"{_ENTRY} WHERE sequence > ? ORDER BY sequence", (before,)).fetchall()
        changes = tuple(_change(e) for e in entries)
        return Put(report=report_id, version=self._version, is_new=True, changes=changes)

    def _file_report(self, known: tuple[int, int, str] | None, digest: str) -> None:
        head, dating = self._report.report, self._report.dating
        first, last = _days(dating.interval)
        facts = (head.title, head.publisher, dating.published, first, last)
        if known:
            self._number, self._version = known[0], known[1] + 1
            self._db.execute(
                "UPDATE reports SET title=?, publisher=?, published=?, first_day=?, last_day=?, version=? WHERE number=?",
                (*facts, self._version, self._number),
            )
        else:
            self._number = self._insert(
                "INSERT INTO reports (id, source, title, publisher, published, first_day, last_day, version)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                (head.id, head.source, *facts),
            )
        top = msgspec.json.encode(heading(self._report)).decode()
        self._db.execute("INSERT INTO versions VALUES (?, ?, ?, ?)", (self._number, self._version, digest, top))
        self._db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", names_of(self._report))

    def _file_rows(self) -> None:
        there = {
            (kind, row_id): (number, meaning, retracted)
            for number, kind, row_id, meaning, retracted in self._db.execute(
                "SELECT number, kind, id, meaning, retracted FROM rows WHERE report = ?", (self._number,)
            )
        }
        for place, filed in enumerate(file_report(self._report)):
            number, meaning, retracted = there.pop((filed.kind, filed.id), (None, None, None))
            self._file_row(filed, place, number)
            if number is None or retracted is not None:
                self._journal("added", filed)
            elif meaning != filed.meaning:
                self._journal("amended", filed)
        self._retract([number for number, _, retracted in there.values() if retracted is None])

    def _file_row(self, filed: Filed, place: int, number: int | None) -> None:
        first, last = _days(filed.when)
        columns = {
            "place": place,
            "version": self._version,
            "retracted": None,
            "meaning": filed.meaning,
            "type": filed.type,
            "status": filed.status,
            "first_day": first,
            "last_day": last,
            "words": filed.words,
            "line": filed.line,
            "json": _json(filed),
        }
        if number is None:
            columns |= {"report": self._number, "kind": filed.kind, "id": filed.id}
            marks = ", ".join("?" * len(columns))
            number = self._insert(f"INSERT INTO rows ({', '.join(columns)}) VALUES ({marks})", tuple(columns.values()))
        else:
            settings = ", ".join(f"{c} = ?" for c in columns)
            self._db.execute(f"UPDATE rows SET {settings} WHERE number = ?", (*columns.values(), number))
            self._db.execute("DELETE FROM parts WHERE row = ?", (number,))
        self._db.executemany("INSERT INTO parts VALUES (?, ?, ?)", ((number, p, a) for p, a in filed.parts))

    def _journal(self, change: ChangeKind, filed: Filed) -> None:
        self._db.execute(
            "INSERT INTO journal (change, report, version, kind, row, line, json) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (change, self._report.report.id, self._version, filed.kind, filed.id, filed.line, _json(filed)),
        )

    def _retract(self, numbers: list[int]) -> None:
        for number in numbers:
            self._db.execute("UPDATE rows SET retracted = ? WHERE number = ?", (self._version, number))
            self._db.execute(
                "INSERT INTO journal (change, report, version, kind, row, line, json)"
                " SELECT 'retracted', ?, ?, kind, id, line, json FROM rows WHERE number = ?",
                (self._report.report.id, self._version, number),
            )

    def _insert(self, sql: str, values: tuple[object, ...]) -> int:
        number = self._db.execute(sql, values).lastrowid
        assert number is not None
        return number


def _json(filed: Filed) -> str:
    return msgspec.json.encode(filed.row).decode()


def _days(interval: object) -> tuple[str | None, str | None]:
    start, end = getattr(interval, "start", None), getattr(interval, "end", None)
    return (start.isoformat() if start else None, end.isoformat() if end else None)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; takes the writer's lock at once, so that waiting happens here and nowhere later."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


# ---- opening


def open_record(path: str | Path = "dateline.db", *, readonly: bool = False, patience: float = PATIENCE) -> Record:
    """Opens a record; makes it when absent, unless it is only to be read.

    `patience`: seconds to wait for another writer. Raises RecordError (DB_MISSING, DB_NOT_RECORD, DB_NEWER, DB_OLDER,
    DB_CANNOT_OPEN, DB_READONLY, DB_BUSY, DB_FULL, DB_DAMAGED).
    """
    path = Path(path)
    with told(path):
        connection = _connect_readonly(path, patience) if readonly else _connect(path, patience)
    return Record(path, connection)


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        is_current(connection, path)  # first of all: what is not ours is left as it is
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        _write_ahead(connection, patience)
        prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Turns on the write-ahead log. SQLite answers "locked" here without waiting, so the waiting is done by hand."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _connect_readonly(path: Path, patience: float) -> sqlite3.Connection:
    """Read only; in a folder that may not be written to, SQLite needs to be told that nobody else writes either."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _readable(address, path, patience)
    except sqlite3.OperationalError as error:
        if not path.exists():
            raise RecordError("DB_MISSING", f"{path}: there is no record here yet.") from error
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        return _readable(f"{address}&immutable=1", path, patience)


def _readable(address: str, path: Path, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None)
    try:
        if not is_current(connection, path):
            raise RecordError("DB_OLDER", f"{path}: an older Dateline wrote it.")
    except BaseException:
        connection.close()
        raise
    return connection
