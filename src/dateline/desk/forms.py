"""Rows as CSV, JSON Lines, JSON, Atom (RFC 4287), JSON Feed 1.1 and iCalendar (RFC 5545)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree

import icalendar
import msgspec

from dateline.desk.asking import row_url
from dateline.desk.wire import Shown
from dateline.foundation.portrait import visible
from dateline.foundation.rows import CalendarEntry

ATOM = "http://www.w3.org/2005/Atom"
NEVER = "1970-01-01T00:00:00Z"
STATUS = {
    "happened": "CONFIRMED", "held": "CONFIRMED", "ongoing": "CONFIRMED",
    "cancelled": "CANCELLED", "postponed": "CANCELLED", "negated": "CANCELLED",
}  # fmt: skip
COLUMNS = (
    "sequence", "recorded", "changed", "kind", "type", "status", "first_day", "last_day", "actors", "sentence", "words",
    "report", "title", "source", "published", "id", "line",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """Rows with the page that shows them and the address they were asked for at."""

    title: str
    page: str
    address: str
    epoch: str
    sequence: int
    rows: list[Shown]

    @property
    def root(self) -> str:
        """Scheme and host of the desk."""
        return "/".join(self.address.split("/", 3)[:3])

    def url(self, row: Shown) -> str:
        """The row's own page."""
        return self.root + row_url(row.id, row.report)

    def name(self, row: Shown) -> str:
        """The row's name in all the world."""
        return f"urn:dateline:{self.epoch}:{quote(row.report, safe='')}:{row.kind}:{quote(row.id, safe='')}"


class Form(NamedTuple):
    """A way to write rows."""

    media_type: str
    write: Callable[[Feed], bytes]


# ---- tables


def csv_of(feed: Feed) -> bytes:
    """RFC 4180 in UTF-8; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([_cell(value) for value in _cells(row)] for row in feed.rows)
    return out.getvalue().encode()


def _cells(row: Shown) -> tuple[object, ...]:
    actors = "; ".join(f"{p.part.replace('_', ' ')}: {p.name}" for p in row.parties)
    when = (row.first_day, row.last_day)
    head = (row.sequence, row.at, row.changed, row.kind, row.type, row.status, *when, actors, row.sentence, row.words)
    return (*head, row.report, row.title, row.source, row.published, row.id, row.line)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return ("'" if text.lstrip(" ").startswith(_FORMULA) else "") + visible(text)


def json_lines_of(feed: Feed) -> bytes:
    """One row a line."""
    return b"".join(msgspec.json.encode(row) + b"\n" for row in feed.rows)


def json_of(feed: Feed) -> bytes:
    """The rows and the place of the record they were taken at."""
    return msgspec.json.encode({"epoch": feed.epoch, "sequence": feed.sequence, "rows": feed.rows})


# ---- feeds


def atom_of(feed: Feed) -> bytes:
    """One entry a row; `updated` is the row's last change."""
    ElementTree.register_namespace("", ATOM)
    top = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(top, "id", f"urn:dateline:{feed.epoch}:{quote(feed.title, safe='')}")
    _add(top, "title", feed.title)
    _add(top, "updated", max((row.changed for row in feed.rows), default=NEVER))
    _add(top, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(top, "link", rel="alternate", type="text/html", href=feed.page)
    _add(_add(top, "author"), "name", "Dateline")
    for row in feed.rows:
        _add_entry(top, feed, row)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + ElementTree.tostring(top, encoding="unicode").encode()


def _add_entry(top: ElementTree.Element, feed: Feed, row: Shown) -> None:
    entry = _add(top, "entry")
    _add(entry, "id", feed.name(row))
    _add(entry, "title", row.sentence)
    _add(entry, "published", row.at)
    _add(entry, "updated", row.changed)
    _add(entry, "link", rel="alternate", type="text/html", href=feed.url(row))
    _add(entry, "summary", f"“{row.words}” — {row.title or row.source}")
    for term in _tags(row):
        _add(entry, "category", term=term)


def _add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    plain = {name: visible(value) for name, value in attributes.items()}
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", plain)
    element.text = visible(text) if text is not None else None
    return element


def json_feed_of(feed: Feed) -> bytes:
    """One item a row; the whole row is its `_dateline`."""
    items = [
        {
            "id": feed.name(row),
            "url": feed.url(row),
            "title": visible(row.sentence),
            "content_text": visible(f"“{row.words}” — {row.title or row.source}"),
            "date_published": row.at,
            "date_modified": row.changed,
            "tags": _tags(row),
            "_dateline": row,
        }
        for row in feed.rows
    ]
    top = {"version": "https://jsonfeed.org/version/1.1", "title": visible(feed.title)}
    return msgspec.json.encode({**top, "home_page_url": feed.page, "feed_url": feed.address, "items": items})


def _tags(row: Shown) -> list[str]:
    return [tag for tag in (row.kind, row.type, row.status) if tag]


# ---- the calendar


def calendar_of(feed: Feed) -> bytes:
    """Every dated row as days without a clock, so that no zone can move them; undated rows have no place here."""
    top = icalendar.Calendar()
    top.add("prodid", "-//Dateline//EN")
    top.add("version", "2.0")
    top.add("method", "PUBLISH")
    top.add("x-wr-calname", visible(feed.title))
    for row in feed.rows:
        days = _days(row)
        if days:
            top.add_component(_occasion(feed, row, *days))
    return bytes(top.to_ical())


def _occasion(feed: Feed, row: Shown, first: date, last: date) -> icalendar.Event:
    event, what = icalendar.Event(), row.row
    event.add("uid", feed.name(row))
    event.add("sequence", row.version - 1)
    event.add("dtstamp", _moment(row.changed))
    event.add("created", _moment(row.at))
    event.add("last-modified", _moment(row.changed))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1) if last < date.max else last)
    event.add("summary", visible(what.title if isinstance(what, CalendarEntry) else row.sentence))
    event.add("description", visible(f"{row.sentence}\n“{row.words}”\n{row.title or row.source}"))
    event.add("status", STATUS.get(row.status or "", "TENTATIVE"))
    event.add("transp", "TRANSPARENT")
    event.add("url", feed.url(row))
    if isinstance(what, CalendarEntry) and what.place:
        event.add("location", visible(what.place))
    return event


def _days(row: Shown) -> tuple[date, date] | None:
    """First and last day; an open end is the day that is known."""
    first, last = row.first_day or row.last_day, row.last_day or row.first_day
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0)


FORMS = {
    "json": Form("application/json", json_of),
    "jsonl": Form("application/jsonl", json_lines_of),
    "csv": Form("text/csv; charset=utf-8; header=present", csv_of),
    "atom": Form("application/atom+xml; charset=utf-8", atom_of),
    "feed.json": Form("application/feed+json", json_feed_of),
    "ics": Form("text/calendar; charset=utf-8", calendar_of),
}
