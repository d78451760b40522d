"""Follows feeds: polls them politely and reads what they list into the record.

One request at a time; two to the same host are kept apart. All that must survive stands in the record (`record.polls`):
a run that was ended in whatever way goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from dateline.foundation.rows import Report
from dateline.intake.feeds import DAY, MAX_FEED, Feed, ask_feed, read_feed, read_opml
from dateline.intake.fetch import Declined, Fetched, fetch
from dateline.intake.robots import MAX_DELAY, Robots
from dateline.knowledge.base import KnowledgeBase
from dateline.reader import read_all
from dateline.reading.page.errors import Unreadable
from dateline.record import Record, RecordError, open_record
from dateline.record.polls import MAX_TRIES, FeedState, Polls, Waiting

EVERY = 900.0  # seconds between two polls of a feed
GAP = 2.0  # seconds between two requests to one host
RETRY = 300.0  # seconds before a page is tried again; doubled each time
_PASSING = ("FETCH_FAILED", "FETCH_TIMEOUT")  # what another try may mend


class Polled(NamedTuple):
    """A feed was polled: `new` of its items wait now, `left` did not fit and are taken later; unchanged if the server said so."""

    feed: str
    new: int
    left: int
    is_changed: bool


class Added(NamedTuple):
    """A page was read and the record has something new."""

    address: str
    version: int
    report: Report


class Missed(NamedTuple):
    """A feed or a page could not be had. `again`: seconds until the next try; None if it is given up."""

    address: str
    code: str
    message: str
    again: float | None


News = Polled | Added | Missed


def feeds_behind(arguments: Iterable[str]) -> list[str]:
    """The feeds' addresses: an argument is one, or an OPML file that names some.

    Raises Unreadable with the argument as a note.
    """
    found: list[str] = []
    for argument in arguments:
        try:
            found += [argument] if "://" in argument else read_opml(_bytes(Path(argument)))
        except Unreadable as error:
            error.add_note(argument)
            raise
    return list(dict.fromkeys(found))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_FEED + 1)
    except FileNotFoundError as error:
        raise Unreadable("NOT_FOUND", "there is no such file; give a feed's address or an OPML file.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Unreadable("NOT_READABLE", f"it cannot be read ({why.lower()}); give a feed's address or an OPML file.") from error


def run(
    feeds: Sequence[str],
    record_path: str | Path,
    stop: Event,
    *,
    every: float = EVERY,
    once: bool = False,
    allow_local: bool = False,
    gap: float = GAP,
    tell: Callable[[News], None] = lambda _: None,
    kb: KnowledgeBase | None = None,
) -> None:
    """Polls the feeds' addresses, each at most once in `every` seconds, and reads their new items, until `stop` is set.

    With `once`, every feed that does not ask to be left alone is polled once, what is due is read, and that is all.
    `kb` knows the actors and their offices; the base of the package does where none is given.
    Runs in any thread: it opens the record for itself. Raises RecordError.
    """
    with open_record(record_path) as record:
        watch = _Watch(record, feeds, every, allow_local, gap, tell, kb)
        while not stop.is_set():
            job = watch.next(once)
            if job is None:
                return
            wait = job.ready - time.time()
            if wait > 0:
                stop.wait(min(wait, MAX_DELAY))  # then looked at anew: the clock may have been set
            else:
                watch.do(job)


class _Job(NamedTuple):
    ready: float  # seconds since 1970
    address: str
    item: Waiting | None  # none: the address is a feed's


class _Watch:
    """One run: what is to be done next, and the doing of it."""

    def __init__(
        self,
        record: Record,
        feeds: Sequence[str],
        every: float,
        allow_local: bool,
        gap: float,
        tell: Callable[[News], None],
        kb: KnowledgeBase | None,
    ) -> None:
        self._record, self._polls, self._feeds = record, Polls(record), feeds
        self._every, self._allow_local, self._gap, self._tell, self._kb = every, allow_local, gap, tell, kb
        self._robots = Robots(lambda url: fetch(url, max_bytes=MAX_FEED, allow_private=allow_local))
        self._free: dict[str, float] = {}  # when a host may be asked again
        self._polled: set[str] = set()

    def next(self, once: bool) -> _Job | None:
        """What comes first; with `once`, of that which is due now."""
        now = time.time()
        feeds = [(self._feed_due(f, once), f, None) for f in self._feeds if not (once and f in self._polled)]
        due = [*feeds, *((item.due, item.address, item) for item in self._polls.waiting(self._feeds))]
        if once:
            due = [d for d in due if d[0] <= now and self._free.get(_host(d[1]), 0.0) <= now + MAX_DELAY]
        jobs = (_Job(max(when, self._free.get(_host(address), 0.0)), address, item) for when, address, item in due)
        return min(jobs, key=lambda job: job.ready, default=None)

    def _feed_due(self, address: str, once: bool) -> float:
        feed = self._polls.feed(address)
        return max(feed.polled + (feed.wait if once else max(self._every, feed.wait)), feed.not_before)

    def do(self, job: _Job) -> None:
        """Polls the feed or reads the item."""
        try:
            if job.item:
                self._read(job.item)
            else:
                self._poll(self._polls.feed(job.address))
        finally:
            delay = max(self._gap, self._robots.delay(job.address))
            self._free[_host(job.address)] = max(self._free.get(_host(job.address), 0.0), time.time() + delay)

    # ---- feeds
    def _poll(self, feed: FeedState) -> None:
        self._polled.add(feed.address)
        try:
            got = self._asked(feed)
            found = None if got.is_unchanged else read_feed(got)
        except Unreadable as error:
            self._keep_failure(feed, error)
            return
        feed = msgspec.structs.replace(feed, polled=time.time(), not_before=0.0, failures=0)
        new, left = self._polls.keep(_taken(feed, got, found), found.items) if found else self._polls.keep(feed)
        self._tell(Polled(feed.address, new, left, found is not None))

    def _asked(self, feed: FeedState) -> Fetched:
        self._robots.check(feed.address)
        return ask_feed(feed.address, feed.etag, feed.last_modified, allow_private=self._allow_local)

    def _keep_failure(self, feed: FeedState, error: Unreadable) -> None:
        now, failures = time.time(), feed.failures + 1
        again = self._again(feed.address, error, self._every, failures)
        self._polls.keep(msgspec.structs.replace(feed, polled=now, not_before=now + again, failures=failures))
        self._tell(Missed(feed.address, error.code, error.message, again))

    # ---- items
    def _read(self, item: Waiting) -> None:
        if item.tries >= MAX_TRIES:
            self._give_up(item, Unreadable("READER_FAULT", "reading it ended the program again and again; please report this."))
            return
        self._polls.begin(item.address)
        try:
            self._robots.check(item.address)
            reports = read_all((item.address,), allow_local=self._allow_local, kb=self._kb, listed=_dates(item))
            self._put(item.address, *reports)
        except Unreadable as error:
            self._keep_miss(item, error)
        except BaseException:
            with suppress(RecordError):
                self._polls.forgive(item.address)
            raise

    def _put(self, address: str, report: Report) -> None:
        put = self._record.put(report)
        self._polls.done(address, time.time())
        if put.is_new:
            self._tell(Added(address, put.version, report))

    def _keep_miss(self, item: Waiting, error: Unreadable) -> None:
        tries = item.tries + 1
        again = self._again(item.address, error, RETRY, tries)
        if error.code not in _PASSING or tries >= MAX_TRIES:
            self._give_up(item, error)
        else:
            self._polls.postpone(item.address, error.code, time.time() + again)
            self._tell(Missed(item.address, error.code, error.message, again))

    def _give_up(self, item: Waiting, error: Unreadable) -> None:
        self._polls.fail(item.address, error.code)
        self._tell(Missed(item.address, error.code, error.message, None))

    def _again(self, address: str, error: Unreadable, first: float, failures: int) -> float:
        """Seconds until the next try: doubled with every failure, and what the server asks for, a day at most."""
        asked = min(error.retry_after or 0.0, DAY) if isinstance(error, Declined) else 0.0
        self._free[_host(address)] = max(self._free.get(_host(address), 0.0), time.time() + asked)
        return max(asked, min(first * 2.0 ** min(failures - 1, 20), DAY))


def _taken(feed: FeedState, got: Fetched, found: Feed) -> FeedState:
    """The feed's state after its list was taken."""
    etag, last_modified = got.headers.get("etag"), got.headers.get("last-modified")
    return msgspec.structs.replace(feed, title=found.title, etag=etag, last_modified=last_modified, wait=found.wait)


def _dates(item: Waiting) -> dict[str, str]:
    """What the feed says of the item's dates, as `read_all` takes it."""
    updated = item.stamp if item.stamp != item.published else None
    said = {"feed-published": item.published, "feed-updated": updated}
    return {name: value for name, value in said.items() if value}


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()
