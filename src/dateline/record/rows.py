"""From a report to the rows that are filed, and back: keys, search columns, and what counts as the same row."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from dateline.foundation import notation
from dateline.foundation.days import Interval
from dateline.foundation.ids import Namer, digest
from dateline.foundation.portrait import dated, visible
from dateline.foundation.rows import (
    Actor,
    CalendarEntry,
    Dating,
    Event,
    Forecast,
    Head,
    Issue,
    Position,
    Report,
    Row,
    Statement,
    Tie,
    TimeExpression,
)
from dateline.foundation.spans import Span


class Heading(Row, frozen=True, kw_only=True):
    """What a report is, without its rows; in the row of kind `report` also without its text."""

    report: Head
    dating: Dating
    issues: tuple[Issue, ...] = ()


ROW_TYPES: dict[str, type[Row]] = {
    "report": Heading,
    "event": Event,
    "statement": Statement,
    "position": Position,
    "tie": Tie,
    "calendar": CalendarEntry,
    "forecast": Forecast,
    "time": TimeExpression,
    "actor": Actor,
}
_DECODERS = {kind: msgspec.json.Decoder(row_type) for kind, row_type in ROW_TYPES.items()}


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """One row as it is filed. `id` is unique in its report and kind; `parts` are (part, actor id)."""

    kind: str
    id: str
    row: Row
    meaning: str
    line: str
    words: str
    type: str | None = None
    status: str | None = None
    when: Interval | None = None
    parts: tuple[tuple[str, str], ...] = ()


def decode(kind: str, data: str | bytes) -> Row:
    """A filed row's JSON as the struct it was. Raises KeyError for an unknown kind."""
    return _DECODERS[kind].decode(data)


def report_digest(report: Report) -> str:
    """SHA-256 of all a report says; the name under which it was read is no part of it."""
    unnamed = msgspec.structs.replace(report, report=msgspec.structs.replace(report.report, source=""))
    return hashlib.sha256(unnamed.to_json()).hexdigest()


def heading(report: Report) -> Heading:
    """The report without its rows."""
    return Heading(report=report.report, dating=report.dating, issues=report.issues)


def folded(name: str) -> str:
    """A name as it is looked up: without case, accents and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def names_of(report: Report) -> Iterator[tuple[str, str]]:
    """(folded name, actor id) for every name by which the report calls an actor."""
    for actor in report.actors:
        named = (m.span.of(report.report.text) for m in actor.mentions if m.form in ("name", "metonym"))
        yield from {(folded(n), actor.id) for n in (actor.name, *named)}


def file_report(report: Report) -> Iterator[Filed]:
    """Every row of the report, its heading and its actors first; rows of one kind and id are told apart by `-2`, `-3`…"""
    yield _file_heading(report)
    seen: Counter[tuple[str, str]] = Counter()
    for filed in _Clerk(report).rows():
        seen[filed.kind, filed.id] += 1
        n = seen[filed.kind, filed.id]
        yield filed if n == 1 else msgspec.structs.replace(filed, id=f"{filed.id}-{n}")


def _file_heading(report: Report) -> Filed:
    head = report.report
    bare = msgspec.structs.replace(head, text="", blocks=(), sentences=())
    row = Heading(report=bare, dating=report.dating, issues=report.issues)
    unnamed = msgspec.structs.replace(row, report=msgspec.structs.replace(bare, source=""))
    day = date.fromisoformat(report.dating.published) if report.dating.published else None
    return Filed(
        kind="report",
        id=head.id,
        row=row,
        meaning=digest(_meaning(unnamed, head.text), head.text),
        line=f"# {visible(head.title or head.source)!r}  {dated(report.dating)}",
        words="\n\n".join(t for t in (head.title, head.text) if t),
        when=Interval(day, day) if day else report.dating.interval,
    )


class _Clerk:
    """Files the rows of one report: knows its text, its actors' names and the keys of its times."""

    def __init__(self, report: Report) -> None:
        self._report, self._text = report, report.report.text
        self._names = {a.id: a.name for a in report.actors}
        self._speakers = {s.id: s.speaker for s in report.statements}
        self._types = {e.id: e.type for e in report.events}
        namer = Namer("t")
        self._time_keys = {t.id: namer(t.span.of(self._text), t.type, t.value) for t in report.times}

    def rows(self) -> Iterator[Filed]:
        report = self._report
        yield from (self._actor(a) for a in report.actors)
        yield from (self._event(e) for e in report.events)
        yield from (self._statement(s) for s in report.statements)
        yield from (self._position(p) for p in report.positions)
        yield from (self._tie(t) for t in report.ties)
        yield from (self._calendar(c) for c in report.calendar)
        yield from (self._forecast(f) for f in report.forecasts)
        yield from (self._time(t) for t in report.times)

    def _words(self, spans: Iterable[Span]) -> str:
        return " … ".join(s.of(self._text) for s in spans)

    def _actor(self, a: Actor) -> Filed:
        called = dict.fromkeys((a.name, *(m.span.of(self._text) for m in a.mentions if m.form != "pronoun")))
        return Filed(
            kind="actor",
            id=a.id,
            row=a,
            meaning=_meaning(a, self._text),
            line=f"# {a.kind}  {visible(a.name)}",
            words=" … ".join(called),
            type=a.kind,
            parts=_parts(of=(r.of for r in a.roles)),
        )

    def _event(self, e: Event) -> Filed:
        return Filed(
            kind="event",
            id=e.id,
            row=e,
            meaning=_meaning(e, self._text),
            line=str(notation.event_line(e, self._names, self._text)),
            words=self._words(e.evidence),
            type=e.type,
            status=e.status,
            when=e.when,
            parts=_parts(source=e.source, target=e.target, others=e.others, holder=(e.holder,)),
        )

    def _statement(self, s: Statement) -> Filed:
        return Filed(
            kind="statement",
            id=s.id,
            row=s,
            meaning=_meaning(s, self._text),
            line=str(notation.said_line(s, self._names, self._text, self._speakers)),
            words=self._words(s.content),
            type=s.act,
            status="made" if s.made else "unmade",
            when=s.when,
            parts=_parts(speaker=(s.speaker,), addressee=(s.addressee,)),
        )

    def _position(self, p: Position) -> Filed:
        return Filed(
            kind="position",
            id=p.id,
            row=p,
            meaning=_meaning(p, self._text),
            line=str(notation.holds_line(p, self._names)),
            words=" … ".join(t for t in (p.issue, self._words(p.evidence)) if t),
            type=p.stance,
            when=p.since,
            parts=_parts(holder=(p.holder,), target=(p.target,), said_by=(p.said_by,)),
        )

    def _tie(self, t: Tie) -> Filed:
        return Filed(
            kind="tie",
            id="k:" + digest(t.subject, t.relation, t.object),
            row=t,
            meaning=_meaning(t, self._text),
            line=str(notation.tie_line(t, self._names, self._text)),
            words=t.evidence.of(self._text),
            type=t.relation,
            when=t.as_of,
            parts=_parts(subject=(t.subject,), object=(t.object,)),
        )

    def _calendar(self, c: CalendarEntry) -> Filed:
        event_type = self._types.get(c.event or "")
        return Filed(
            kind="calendar",
            id=c.id,
            row=c,
            meaning=_meaning(c, self._text),
            line=str(notation.plan_line(c, self._names, event_type)),
            words=c.title,
            type=event_type,
            status=c.status,
            when=c.when,
            parts=_parts(participants=c.participants),
        )

    def _forecast(self, f: Forecast) -> Filed:
        return Filed(
            kind="forecast",
            id=f.id,
            row=f,
            meaning=_meaning(f, self._text),
            line=str(notation.forecast_line(f, self._names, self._text)),
            words=self._words((*f.content, *((f.condition,) if f.condition else ()))),
            when=f.horizon,
            parts=_parts(by=(f.by,), about=f.about),
        )

    def _time(self, t: TimeExpression) -> Filed:
        anchor = self._time_keys.get(t.anchor or "", t.anchor)
        return Filed(
            kind="time",
            id=self._time_keys[t.id],
            row=t,
            meaning=_meaning(msgspec.structs.replace(t, id="", anchor=anchor), self._text),
            line=str(notation.time_line(t, self._text)),
            words=t.span.of(self._text),
            type=t.type,
            when=t.interval,
        )


def _parts(**parts: Iterable[str | None]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((part, actor) for part, actors in parts.items() for actor in actors if actor))


def _meaning(row: Row, text: str) -> str:
    """Equal for rows that differ in nothing but where their words stand."""
    return digest(json.dumps(_told(row, text), sort_keys=True))


def _told(value: object, text: str) -> object:
    if isinstance(value, Span):
        return value.of(text)
    if isinstance(value, msgspec.Struct):
        return {name: _told(getattr(value, name), text) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [_told(v, text) for v in value]
    return value.isoformat() if isinstance(value, date) else value
