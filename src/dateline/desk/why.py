"""What a row stands on, told from the record alone: its words, who and when and by which reasoning, on whose word."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dateline.desk.calendar_words import day_words, interval_of, when_words
from dateline.desk.passages import evidence_of
from dateline.desk.wording import Piece, pieces, shortened
from dateline.foundation.days import Interval
from dateline.foundation.rows import Actor, Event, Mention, Report, Role, Row, TimeExpression
from dateline.foundation.spans import Span
from dateline.record import Entry, Record
from dateline.record.browse import Browse, Told

WORDS = 400  # characters of a sentence
SENTENCES, CHAINS = 4, 12  # at most so many are told
_SAYING = frozenset({"holder", "said_by"})
_DAYS = ("when", "since", "as_of", "interval", "horizon")


class Marked(msgspec.Struct, frozen=True):
    """A stretch of a sentence, and whether the row stands on it."""

    text: str
    is_evidence: bool


class Link(msgspec.Struct, frozen=True):
    """How a mention was taken for its actor: the words, their form, the reason."""

    words: str
    form: str
    why: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An actor of the row: as what, the chain from the words to the name, and the offices told of it."""

    part: str
    id: str
    name: str
    kind: str
    chain: tuple[Link, ...] = ()
    roles: tuple[str, ...] = ()


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page tells of a row. `when` are lines; `alike`: how many reports say the same in the same words."""

    entry: Entry
    pieces: tuple[Piece, ...]
    sentences: tuple[tuple[Marked, ...], ...]
    people: tuple[Person, ...]
    word: tuple[Person, ...]
    when: tuple[str, ...]
    rule: str | None
    confidence: float
    same_as: int
    history: tuple[Told, ...]
    alike: int


def explained(entry: Entry, report: Report | None, record: Record) -> Why:
    """The reasons for a row; `report` is its report in the row's version."""
    row, browse = entry.row, Browse(record)
    source = _event_of(row, report)
    evidence = evidence_of(source)
    people = tuple(_people(entry, evidence, report))
    return Why(
        entry=entry,
        pieces=pieces(entry),
        sentences=tuple(_sentences(evidence, report)),
        people=tuple(p for p in people if p.part not in _SAYING),
        word=tuple(p for p in people if p.part in _SAYING),
        when=tuple(_when(entry, source, evidence, report)),
        rule=getattr(source, "rule", None),
        confidence=getattr(source, "confidence", 1.0),
        same_as=len(source.same_as) if isinstance(source, Event) else 0,
        history=tuple(browse.history(entry.report, entry.kind, entry.id)),
        alike=browse.told_alike([entry]).get((entry.id, entry.line), 1),
    )


def _event_of(row: Row, report: Report | None) -> Row:
    """A calendar entry is explained by its event."""
    events = report.events if report else ()
    return next((e for e in events if e.id == getattr(row, "event", None)), None) or row


# ---- the words


def _units(evidence: tuple[Span, ...], report: Report | None) -> list[Span]:
    """The sentences that hold evidence; for words outside every sentence (a headline), their block."""
    if report is None:
        return []
    head = report.report
    units = (*head.sentences, *(b.span for b in head.blocks if not any(s.overlaps(b.span) for s in head.sentences)))
    return sorted(u for u in units if any(u.overlaps(e) for e in evidence))


def _sentences(evidence: tuple[Span, ...], report: Report | None) -> Iterator[tuple[Marked, ...]]:
    text = report.report.text if report else ""
    for unit in _units(evidence, report)[:SENTENCES]:
        yield tuple(_marked(_room(unit, evidence), evidence, text))


def _room(unit: Span, evidence: tuple[Span, ...]) -> Span:
    """The sentence, or as much of an endless one as `WORDS` lets."""
    first = min(e.start for e in evidence if e.overlaps(unit))
    start = unit.start if first - unit.start < WORDS // 2 else max(unit.start, first - WORDS // 4)
    return Span(start, min(unit.end, start + WORDS))


def _marked(unit: Span, evidence: tuple[Span, ...], text: str) -> Iterator[Marked]:
    at = unit.start
    for span in evidence:
        start, end = max(at, span.start), min(unit.end, span.end)
        if start < end:
            yield Marked(text[at:start], is_evidence=False)
            yield Marked(text[start:end], is_evidence=True)
            at = end
    yield Marked(text[at : unit.end], is_evidence=False)


# ---- the day


def _time_of(row: Row, evidence: tuple[Span, ...], report: Report) -> TimeExpression | None:
    """The time expression that dates the row; of a row that names none, the one of its sentences with its interval."""
    span = getattr(row, "dated_by", None)
    if span is not None:
        return next((t for t in report.times if t.span == span), None)
    interval = next((v for n in _DAYS if isinstance(v := getattr(row, n, None), Interval)), None)
    units = _units(evidence, report)
    near = (t for t in report.times if any(u.overlaps(t.span) for u in units))
    return next((t for t in near if t.interval == interval), None) if interval else None


def _when(entry: Entry, row: Row, evidence: tuple[Span, ...], report: Report | None) -> Iterator[str]:
    """`“Tuesday” → Tue 27 Feb 2007`, and from which day that was counted; or what the tense leaves."""
    day = when_words(interval_of(entry.first_day, entry.last_day))
    time = _time_of(row, evidence, report) if report else None
    bounds = getattr(row, "bounds", None)
    if not report or not time:
        if day:
            yield f"{day}, from another sentence or from what the row is about"
        elif bounds:
            side = "not after" if bounds.end else "not before"
            yield f"told by no words; by its tense {side} {day_words(bounds.end or bounds.start)}"
        return
    text = report.report.text
    yield f"“{shortened(time.span.of(text), WORDS)}” → {day} (rule {time.rule})"
    anchor = next((t for t in report.times if t.id == time.anchor), None)
    if anchor:
        words = shortened(anchor.span.of(text), WORDS)
        yield f"counted from “{words}”, {when_words(anchor.interval) or anchor.value}"
    elif time.anchor == "published":
        yield f"counted from the day of publication, {published_words(report)}"


def published_words(report: Report) -> str:
    """The day, the days that are possible, or `unknown`."""
    dating = report.dating
    if dating.published:
        return day_words_of(dating.published)
    return when_words(dating.interval) or "unknown"


def day_words_of(day: str) -> str:
    """An ISO 8601 day in words."""
    return when_words(interval_of(day, day))


# ---- the actors


def _people(entry: Entry, evidence: tuple[Span, ...], report: Report | None) -> Iterator[Person]:
    units = _units(evidence, report)
    names = {a.id: a.name for a in report.actors} if report else {}
    for party in entry.parties[:CHAINS]:
        actor = report.actor(party.id) if report else None
        yield Person(
            part=party.part,
            id=party.id,
            name=party.name,
            kind=actor.kind if actor else "",
            chain=_chain(actor, units, report) if actor and report else (),
            roles=tuple(role_words(r, names) for r in actor.roles) if actor else (),
        )


def _chain(actor: Actor, units: list[Span], report: Report) -> tuple[Link, ...]:
    """From the words in the row's sentences that say least of the actor back to those that first name it.

    A pronoun in the sentence of the name says nothing of the row, and is passed over.
    """
    text = report.report.text
    named = [m for m in actor.mentions if actor.name in m.span.of(text)] or [m for m in actor.mentions if m.form == "name"]
    here = [(u, m) for u in units for m in actor.mentions if u.overlaps(m.span)]
    told = {u for u, m in here if m in named}
    weak = [m for u, m in here if m not in named and m.form != "name" and not (m.form == "pronoun" and u in told)]
    chosen = [*weak, *(m for _, m in here if m in named), *(m for _, m in here)][:1]
    return tuple(_link(m, text) for m in (*chosen, *(m for m in named[:1] if weak)))


def _link(mention: Mention, text: str) -> Link:
    return Link(shortened(mention.span.of(text), WORDS), mention.form, mention.why)


def role_words(role: Role, names: dict[str, str]) -> str:
    """`transport minister of Norland, 2004– (confirmed)`."""
    of = f" of {names.get(role.of, role.of)}" if role.of else ""
    term = f", {role.from_ or ''}–{role.to or ''}" if role.from_ or role.to else ""
    return f"{role.office}{of}{term}" + (f" ({role.verdict.replace('-', ' ')})" if role.verdict else "")
