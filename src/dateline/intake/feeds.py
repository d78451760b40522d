"""What a feed lists: RSS and Atom by feedparser, JSON Feed, and OPML files that name feeds.

Feeds are hostile until proven otherwise: their size is limited before they are parsed, nothing they refer to is fetched
here, no entity leads out of them, and only their items' addresses and stamps are taken.
"""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urljoin, urlsplit

import feedparser  # type: ignore[import-untyped]

from dateline.intake.fetch import Fetched, fetch
from dateline.reading.page.errors import Unreadable

MAX_FEED = 2_000_000  # bytes; feedparser takes some 5 seconds a million bytes of nonsense
MAX_ADDRESS = 2_000  # characters
DAY = 86_400.0
_Parsed: TypeAlias = tuple[str, Iterable[tuple[str, str, str]], float]  # title, (link, updated, published) of each item, wait
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_PERIODS = {"hourly": 3600.0, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}


class Item(NamedTuple):
    """A report that a feed lists. `stamp` is the feed's own word for when it was changed last: to compare, not to believe.

    `published`: its word for when the report appeared, as written there.
    """

    address: str
    stamp: str | None
    published: str | None = None


class Feed(NamedTuple):
    """A feed's list, as ordered there. `wait`: seconds that it asks to be left alone after a poll, a day at most."""

    title: str | None
    items: tuple[Item, ...]
    wait: float


def ask_feed(address: str, etag: str | None, last_modified: str | None, *, allow_private: bool = False) -> Fetched:
    """The feed at an address, if it is newer than what these headers came with. Raises Unreadable as `fetch` does."""
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"Accept": _ACCEPT} | {name: value for name, value in known.items() if value}
    try:
        return fetch(address, max_bytes=MAX_FEED, allow_private=allow_private, headers=headers)
    except Unreadable as error:
        if error.code != "FETCH_TOO_LARGE":
            raise
        raise Unreadable(
            error.code, f"the feed has more than {MAX_FEED:,} bytes, the limit for one; follow a smaller one."
        ) from error


def read_feed(got: Fetched) -> Feed:
    """The list in a fetched feed. Raises Unreadable: NO_FEED if it is none."""
    found = _json_feed(got.data) if got.data.lstrip()[:1] == b"{" else _xml_feed(got)
    if found is None:
        raise Unreadable("NO_FEED", "the address gives no RSS, Atom or JSON Feed; give the feed's own address.")
    title, entries, wait = found
    once: dict[str, Item] = {}
    for link, updated, published in entries:
        if address := _address(got.url, link):
            once.setdefault(address, Item(address, updated or published or None, published or None))
    return Feed(" ".join(title.split())[:200] or None, tuple(once.values()), min(wait, DAY))


def read_opml(data: bytes) -> list[str]:
    """The addresses of the feeds that an OPML file names. Raises Unreadable: NO_FEED."""
    try:
        outlines = ET.fromstring(data[: MAX_FEED + 1]).iter("outline")
        found = [address for outline in outlines if (address := _address("", outline.get("xmlUrl") or ""))]
    except (ET.ParseError, ValueError, LookupError):
        found = []
    if not found:
        raise Unreadable("NO_FEED", "the file names no feed; give an OPML file with xmlUrl addresses, or a feed's own address.")
    return list(dict.fromkeys(found))


def _xml_feed(got: Fetched) -> _Parsed | None:
    """Parsed from a stream: feedparser would take bare bytes for a file's name."""
    told = {"content-type": got.headers.get("content-type", ""), "content-location": got.url}
    parsed = feedparser.parse(io.BytesIO(got.data), response_headers=told, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version") and not parsed.entries:
        return None
    entries = ((_text(e, "link"), _text(e, "updated"), _text(e, "published")) for e in parsed.entries)
    return _text(parsed.feed, "title"), entries, _wait(parsed.feed)


def _json_feed(data: bytes) -> _Parsed | None:
    """https://www.jsonfeed.org/version/1.1/"""
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not _text(feed, "version").startswith("https://jsonfeed.org/version/") or not isinstance(feed.get("items"), list):
        return None
    entries = [e for e in feed["items"] if isinstance(e, dict)]
    found = ((_text(e, "url"), _text(e, "date_modified"), _text(e, "date_published")) for e in entries)
    return _text(feed, "title"), found, 0.0


def _text(of: dict[str, Any], key: str) -> str:
    value = dict.get(of, key)  # feedparser's own `get` looks for substitutes
    return value.strip() if isinstance(value, str) else ""


def _wait(feed: dict[str, Any]) -> float:
    """Seconds between two polls, by `ttl` (minutes) and the syndication module."""
    ttl, often = _text(feed, "ttl"), _text(feed, "sy_updatefrequency")
    period = _PERIODS.get(_text(feed, "sy_updateperiod").lower(), 0.0)
    times = float(often) if often.isdecimal() else 1.0
    return max(float(ttl) * 60 if ttl.isdecimal() else 0.0, period / max(times, 1.0))


def _address(base: str, link: str) -> str | None:
    """An item's whole address without its fragment, if it is one that can be asked."""
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        whole = parts._replace(fragment="").geturl()
    except ValueError:
        return None
    return whole if link and parts.scheme in ("http", "https") and parts.hostname and len(whole) <= MAX_ADDRESS else None
