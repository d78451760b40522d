"""Watching the record's file: what any process adds to the journal is read once, and told as ready bytes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

from dateline.desk.asking import Filter, Kind
from dateline.desk.wire import event_of
from dateline.record import Query, Record, RecordError, open_record

LOG = logging.getLogger("dateline.desk")
POLL = 0.01  # seconds between two looks at the file
PAUSE = 1.0  # seconds until a file that could not be read is tried again
PAGE = 200  # journal entries that are read at once
EVERYTHING = Query(kinds=get_args(Kind), retracted=True, limit=PAGE)


class News(NamedTuple):
    """The journal from after one sequence number until another: for each filter, the events that fit, as bytes."""

    after: int
    until: int
    bodies: Mapping[Filter, bytes]


class Watcher(threading.Thread):
    """Looks at the file a hundred times a second; another file in its place is another record.

    `began` is told epoch and head of the record that is now there, `news` everything after that head, in order.
    Both are called in this thread. `filters` gives the filters that somebody is reading.
    """

    def __init__(
        self,
        path: Path,
        began: Callable[[str, int], None],
        news: Callable[[News], None],
        filters: Callable[[], Collection[Filter]],
    ) -> None:
        super().__init__(name="dateline-watcher", daemon=True)
        self._path, self._began, self._news, self._filters = path, began, news, filters
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ends the thread within a poll."""
        self._stop.set()

    def run(self) -> None:
        """Until stopped, whatever becomes of the file."""
        complaint = ""
        while not self._stop.is_set():
            try:
                with open_record(self._path, readonly=True) as record:
                    self._follow(record)
            except (RecordError, OSError) as error:
                if str(error) != complaint:
                    LOG.warning("The live stream stands still: %s", error)
                complaint = str(error)
                self._stop.wait(PAUSE)

    def _follow(self, record: Record) -> None:
        file, version, place = self._file(), record.data_version, record.last_sequence
        epoch = record.epoch
        self._began(epoch, place)
        while not self._stop.wait(POLL) and self._file() == file:
            seen = record.data_version
            if seen != version:
                version, place = seen, self._read(record, epoch, place)

    def _file(self) -> tuple[int, int]:
        status = self._path.stat()
        return status.st_dev, status.st_ino

    def _read(self, record: Record, epoch: str, place: int) -> int:
        """Tells the journal after a place; the place it has come to."""
        head = record.last_sequence
        while place < head:
            entries = record.told(EVERYTHING, place, head)
            until = entries[-1].sequence if len(entries) == PAGE else head
            events = {entry.sequence: event_of(epoch, entry) for entry in entries}
            self._news(News(place, until, {f: _body(record, f, place, until, events) for f in self._filters()}))
            place = until
        return place


def _body(record: Record, question: Filter, after: int, until: int, events: Mapping[int, bytes]) -> bytes:
    fits = record.told_sequences(question.query(retracted=True), after, until)
    return b"".join(event for sequence, event in events.items() if sequence in fits)


def missed(path: Path, question: Filter, after: int, until: int) -> tuple[int, bytes]:
    """What a reader missed between two sequence numbers, a page of it: how far it reaches, and the events."""
    with open_record(path, readonly=True) as record, record.snapshot():
        epoch = record.epoch
        entries = record.told(question.query(PAGE, retracted=True), after, until)
    reaches = entries[-1].sequence if len(entries) == PAGE else until
    return reaches, b"".join(event_of(epoch, entry) for entry in entries)
