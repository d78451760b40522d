"""An actor as its page shows it: offices, ties, standings, meetings, words, and a line of time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from dateline.desk.occasions import Occasion, occasions
from dateline.desk.views import RowView, row_view, row_views
from dateline.desk.why import role_words
from dateline.foundation.rows import Actor
from dateline.record import Entry, Query, Record
from dateline.record.browse import Browse, Telling

NAMES, TELLINGS, LATEST, TIMELINE = 12, 40, 10, 200
_FATES = {
    "held": "kept",
    "cancelled": "cancelled",
    "postponed": "put off",
    "overdue": "overdue",
    "planned": "to come",
    "possible": "possible",
}


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """An office in words; its years, None being open or unknown; in how many reports it is told."""

    words: str
    first: int | None
    last: int | None
    reports: int


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """An office on the axis of years: left edge and width in hundredths of the axis."""

    office: Office
    left: float
    width: float


class TieView(msgspec.Struct, frozen=True, kw_only=True):
    """A tie, told in so many reports."""

    row: RowView
    reports: int


class ActorView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the record has of an actor, each section cut to its latest; `total` counts all live rows."""

    actor: Actor
    also: tuple[str, ...]
    offices: tuple[Office, ...]
    bars: tuple[Bar, ...]
    years: tuple[int, int] | None
    meetings: tuple[Occasion, ...]
    kept: dict[str, int]
    positions: tuple[RowView, ...]
    said: tuple[RowView, ...]
    ties: tuple[TieView, ...]
    timeline: tuple[tuple[str, tuple[RowView, ...]], ...]
    reports: int
    total: int


def actor_view(actor_id: str, record: Record, today: date) -> ActorView | None:
    """None for an actor that no report names."""
    browse = Browse(record)
    tellings = browse.tellings(actor_id, TELLINGS)
    if not tellings:
        return None
    actor, offices = tellings[0].actor, _offices(tellings)
    years = _years(offices, today)
    meetings = occasions(_of(actor_id, record, ("calendar",), 200), today)
    return ActorView(
        actor=actor,
        also=tuple(n for n in browse.called(actor_id, NAMES) if n != actor.name),
        offices=tuple(offices),
        bars=tuple(_bars(offices, years)) if years else (),
        years=years,
        meetings=tuple(meetings),
        kept=_tally(meetings),
        positions=tuple(row_views(_of(actor_id, record, ("position",), LATEST), record)),
        said=tuple(row_views(_said(actor_id, record), record)),
        ties=tuple(_ties(_of(actor_id, record, ("tie",), 200))),
        timeline=tuple(_timeline(_of(actor_id, record, ("event",), TIMELINE))),
        reports=browse.reports_naming(actor_id),
        total=browse.count(Query(actor=actor_id)),
    )


def _tally(meetings: list[Occasion]) -> dict[str, int]:
    """How many were kept, missed, and so on, in that order."""
    counts = Counter(o.status for o in meetings)
    return {fate: counts[status] for status, fate in _FATES.items() if counts[status]}


def _of(actor_id: str, record: Record, kinds: tuple[str, ...], limit: int) -> list[Entry]:
    return record.latest(Query(actor=actor_id, kinds=kinds, limit=limit))


def _said(actor_id: str, record: Record) -> list[Entry]:
    return record.latest(Query(said_by=actor_id, kinds=("statement",), limit=LATEST))


def _offices(tellings: list[Telling]) -> list[Office]:
    """Every office that a report tells, each once, the most often told first."""
    told: Counter[tuple[str, int | None, int | None]] = Counter()
    for actor, names in tellings:
        told.update({(role_words(r, names), _year(r.from_), _year(r.to)) for r in actor.roles})
    return [Office(words=w, first=first, last=last, reports=n) for (w, first, last), n in told.most_common()]


def _year(day: str | None) -> int | None:
    found = re.match(r"\d{4}", day or "")
    return int(found.group()) if found else None


def _years(offices: list[Office], today: date) -> tuple[int, int] | None:
    """The axis: from the first known year to the last, or to this one where an office is still held."""
    firsts = [o.first for o in offices if o.first]
    if not firsts:
        return None
    return min(firsts), max(*firsts, *(o.last or today.year for o in offices if o.first), min(firsts) + 1)


def _bars(offices: list[Office], years: tuple[int, int]) -> Iterator[Bar]:
    first, last = years
    room = 100 / (last - first + 1)
    for office in offices:
        if office.first:
            end = office.last or last
            yield Bar(office=office, left=(office.first - first) * room, width=max(1, end - office.first + 1) * room)


def _ties(entries: Iterable[Entry]) -> Iterator[TieView]:
    """Each tie once, the most often told first."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.id, []).append(entry)
    for group in sorted(groups.values(), key=len, reverse=True):
        yield TieView(row=row_view(group[0]), reports=len(group))


def _timeline(entries: list[Entry]) -> Iterator[tuple[str, tuple[RowView, ...]]]:
    """Dated events by month (`2007-02`), newest month first, in order of day inside it."""
    dated = sorted((e for e in entries if e.first_day), key=lambda e: (e.first_day or "", e.sequence))
    months: dict[str, list[RowView]] = {}
    for entry in dated:
        months.setdefault((entry.first_day or "")[:7], []).append(row_view(entry))
    for month in sorted(months, reverse=True):
        yield month, tuple(months[month])
