"""How far feeds have been followed: which were polled when, which of their items wait, are read or have failed.

An item waits in the record from the moment its feed's list is taken until its page has been put. Putting a report twice
changes nothing, so a process that ends between the two loses nothing and doubles nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from dateline.record.errors import told
from dateline.record.store import Record, transaction

MAX_WAITING = 100  # items of one feed that wait at a time; what does not fit is taken by a later poll
MAX_TRIES = 5
READ_AGAIN = 3600.0  # seconds between two readings of an item, however often its feed changes the stamp


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as it was left. Moments are seconds since 1970.

    It asks to be left alone for `wait` seconds after each poll; its server or its failures, until `not_before`.
    """

    address: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    wait: float = 0.0
    polled: float = 0.0
    not_before: float = 0.0
    failures: int = 0


class Listed(NamedTuple):
    """An item as a feed lists it: `stamp` tells of changes, `published` when it appeared, both as written there."""

    address: str
    stamp: str | None = None
    published: str | None = None


class Waiting(NamedTuple):
    """An item to be read, not before `due` (seconds since 1970), after so many tries; its stamps are the feed's."""

    address: str
    due: float
    tries: int
    stamp: str | None = None
    published: str | None = None


class Polls:
    """The feeds' state in an open record; each method is one transaction. Raises RecordError as the record does."""

    def __init__(self, record: Record) -> None:
        self._path, self._db = record.path, record._connection

    def feed(self, address: str) -> FeedState:
        """A feed as it was left, or as new."""
        with told(self._path):
            found = self._db.execute(f"SELECT {', '.join(_FEED)} FROM feeds WHERE address = ?", (address,)).fetchone()
        return FeedState(**dict(zip(_FEED, found))) if found else FeedState(address=address)

    def keep(self, feed: FeedState, listed: Iterable[tuple[str | None, ...]] = ()) -> tuple[int, int]:
        """Keeps a feed's state together with the items it lists, each with the fields of `Listed`.

        Gives how many items wait now that did not, and how many didn't fit. If some didn't, etag and last-modified are
        forgotten: the server is to send the whole list again.
        """
        with told(self._path), transaction(self._db):
            _keep_feed(self._db, feed)
            wanted = [
                (item, due)
                for item in (Listed(*fields) for fields in listed)  # type: ignore[arg-type]
                if (due := _due(self._db, item.address, item.stamp, feed.polled)) is not None
            ]
            taken = wanted[: _room(self._db, feed.address)]
            oldest_first = [(i.address, feed.address, i.stamp, due, i.published) for i, due in reversed(taken)]
            self._db.executemany(_WAIT, oldest_first)
            if len(taken) < len(wanted):
                self._db.execute("UPDATE feeds SET etag = NULL, last_modified = NULL WHERE address = ?", (feed.address,))
        return len(taken), len(wanted) - len(taken)

    def waiting(self, feeds: Sequence[str]) -> list[Waiting]:
        """The items of these feeds that wait, in the order in which they are due."""
        asked = f"state = 'waiting' AND feed IN ({', '.join('?' * len(feeds))}) ORDER BY due, number"
        with told(self._path):
            rows = self._db.execute(f"SELECT {', '.join(Waiting._fields)} FROM items WHERE {asked}", tuple(feeds)).fetchall()
        return [Waiting(*row) for row in rows]

    def begin(self, address: str) -> None:
        """Counts a try, before it is made: a page that ends the process is not tried for ever."""
        self._set(address, "tries = tries + 1")

    def forgive(self, address: str) -> None:
        """The try was broken off, and not by the page."""
        self._set(address, "tries = tries - 1")

    def postpone(self, address: str, code: str, due: float) -> None:
        """The try failed; there will be another."""
        self._set(address, "code = ?, due = ?", code, due)

    def fail(self, address: str, code: str) -> None:
        """The item is given up."""
        self._set(address, "state = 'failed', code = ?", code)

    def done(self, address: str, now: float) -> None:
        """The item's page is in the record."""
        self._set(address, "state = 'read', tries = 0, code = NULL, due = ?", now)

    def _set(self, address: str, settings: str, *values: object) -> None:
        with told(self._path), transaction(self._db):
            self._db.execute(f"UPDATE items SET {settings} WHERE address = ?", (*values, address))


_FEED = FeedState.__struct_fields__
_WAIT = """
    INSERT INTO items (address, feed, stamp, state, due, published) VALUES (?, ?, ?, 'waiting', ?, ?)
    ON CONFLICT (address) DO UPDATE
    SET feed = excluded.feed, stamp = excluded.stamp, published = excluded.published,
        state = 'waiting', tries = 0, due = excluded.due
"""


def _keep_feed(db: sqlite3.Connection, feed: FeedState) -> None:
    marks = ", ".join("?" * len(_FEED))
    settings = ", ".join(f"{name} = excluded.{name}" for name in _FEED[1:])
    values = [getattr(feed, name) for name in _FEED]
    db.execute(f"INSERT INTO feeds ({', '.join(_FEED)}) VALUES ({marks}) ON CONFLICT (address) DO UPDATE SET {settings}", values)


def _room(db: sqlite3.Connection, feed: str) -> int:
    (waiting,) = db.execute("SELECT count(*) FROM items WHERE feed = ? AND state = 'waiting'", (feed,)).fetchone()
    return max(0, MAX_WAITING - int(waiting))


def _due(db: sqlite3.Connection, address: str, stamp: str | None, now: float) -> float | None:
    """When a listed item is to be read: now if it is new, a while after the last time if its stamp has changed, else never."""
    known = db.execute("SELECT state, stamp, due FROM items WHERE address = ?", (address,)).fetchone()
    if known is None:
        return now
    state, before, last = known
    is_changed = state != "waiting" and stamp is not None and stamp != before
    return max(now, float(last) + READ_AGAIN) if is_changed else None
