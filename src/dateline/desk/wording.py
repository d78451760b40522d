"""A row of the record as a plain English sentence: on pages, in the live stream and in feeds.

A sentence never makes a plan, a denial or a hope into a fact, and names on whose word a row stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from dateline.desk.calendar_words import for_words, interval_of, on_words, when_words
from dateline.desk.verbs import Verb, verb_of
from dateline.foundation.notation import BadLine, Line, read_line
from dateline.foundation.rows import Event, Statement, TimeExpression
from dateline.record import Entry, Party

QUOTE = 180  # characters of a row's words in its sentence

LABELS = {
    "happened": "Happened", "ongoing": "Going on", "planned": "Planned", "possible": "Possible", "negated": "Negated",
    "conditional": "Conditional", "wanted": "Wanted", "held": "Held", "cancelled": "Cancelled", "postponed": "Postponed",
    "overdue": "Overdue", "made": "Said", "unmade": "Not said",
}  # fmt: skip
MARKS = {
    "held": "happened", "postponed": "cancelled", **{s: s for s in (
        "happened", "ongoing", "planned", "possible", "negated", "conditional", "wanted", "cancelled", "overdue")},
}  # fmt: skip
QUOTED = ("event", "tie")  # kinds whose words stand under their sentence; in the others' sentences they are
KINDS = {
    "event": "Event", "statement": "Statement", "position": "Position", "tie": "Tie", "calendar": "Calendar",
    "forecast": "Forecast", "time": "Time", "actor": "Actor", "report": "Report",
}  # fmt: skip
PARTS = {
    "source": "Who", "target": "Towards", "others": "With", "holder": "On the word of", "speaker": "Who", "addressee": "To",
    "subject": "Who", "object": "Of", "participants": "Taking part", "by": "Who", "about": "About", "said_by": "On the word of",
    "of": "Of", "actor": "Who",
}  # fmt: skip

_ACTS = {
    "ask": "asked", "deny": "denied", "promise": "promised", "accuse": "accused", "hope": "hoped", "want": "wanted",
    "plan": "planned", "predict": "predicted", "order": "ordered", "warn": "warned", "threaten": "threatened",
    "offer": "offered", "believe": "said to believe",
}  # fmt: skip
_STANCES = {
    "supports": ("supports", ""), "opposes": ("opposes", ""), "refuses": ("refuses", ""), "demands": ("demands", "of"),
    "pledges": ("pledges", "to"), "recognises": ("recognises", ""), "denies": ("denies", ""),
    "conditions": ("makes it a condition", "for"), "offers": ("offers", ""),
}  # fmt: skip
_RELATIONS = {
    "leader-of": "leads", "member-of": "is a member of", "minister-of": "is a minister of", "envoy-of": "is an envoy of",
    "spokesman-of": "speaks for", "analyst-at": "is an analyst at", "ally-of": "is an ally of", "rival-of": "is a rival of",
    "part-of": "is part of", "based-in": "is based in",
}  # fmt: skip
_FATES = {
    "planned": (", planned", ""), "possible": (", possible", ""), "held": (", held", ""),
    "cancelled": (", set", ", is cancelled"), "postponed": (", set", ", is put off"),
}  # fmt: skip


class Piece(msgspec.Struct, array_like=True, frozen=True):
    """A stretch of a sentence; `actor` is the id of the actor that it names."""

    text: str
    actor: str | None = None


def sentence(entry: Entry) -> str:
    """The row in words, on one line."""
    return "".join(p.text for p in pieces(entry))


def pieces(entry: Entry) -> tuple[Piece, ...]:
    """The same, cut where actors are named. Every row has at least one piece that is not empty."""
    writer = _WRITERS.get(entry.kind)
    return _joined(writer(entry) if writer else (Piece(shortened(entry.line, QUOTE)),))


def label(entry: Entry) -> str:
    """The row's status in a word; for rows that have none, their kind."""
    return LABELS.get(entry.status or "") or KINDS.get(entry.kind, entry.kind)


def quoted(entry: Entry) -> str:
    """The words to show under a row's sentence; empty where the sentence has them already."""
    return shortened(entry.words, QUOTE) if entry.kind in QUOTED else ""


def capital(text: str) -> str:
    """With a capital letter at its beginning, as a sentence or a title has."""
    return text[:1].upper() + text[1:]


def shortened(text: str, room: int) -> str:
    """On one line and at most `room` characters, cut after a word with `…`."""
    flat = " ".join(text[: 4 * room].split())
    if len(flat) <= room:
        return flat
    kept = flat[: room - 1]
    return (kept.rpartition(" ")[0].rstrip(" ,;:") if " " in kept else kept) + " …"


# ---- names


def _named(entry: Entry, *parts: str) -> list[Party]:
    """The actors in these parts, each once."""
    return list({p.id: p for p in entry.parties if p.part in parts}.values())


def _ids(parties: list[Party]) -> set[str]:
    return {p.id for p in parties}


def _list(parties: list[Party]) -> Iterator[Piece]:
    """`Iceland, Norway and Denmark`."""
    for i, party in enumerate(parties):
        if i:
            yield Piece(" and " if i == len(parties) - 1 else ", ")
        yield Piece(shortened(party.name, QUOTE), party.id)


def _joined(given: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours without an actor made one; empty ones left out."""
    out: list[Piece] = []
    for piece in given:
        if piece.text and out and piece.actor is None and out[-1].actor is None:
            out[-1] = Piece(out[-1].text + piece.text)
        elif piece.text:
            out.append(piece)
    if not any(p.text.strip() for p in out):
        return (Piece("A row without words"),)
    return (Piece(capital(out[0].text), out[0].actor), *out[1:])


def _by(entry: Entry, part: str, doer: str) -> Iterator[Piece]:
    """On whose word it stands, said so that it can't be read as the report's own."""
    holders = _named(entry, part)
    if holders and _ids(holders) == _ids(_named(entry, doer)):
        yield Piece(", by their own account")
    elif holders:
        yield Piece(", according to ")
        yield from _list(holders)


def _day(entry: Entry) -> Piece:
    on = on_words(interval_of(entry.first_day, entry.last_day))
    return Piece(f" {on}" if on else "")


# ---- events


def _event(entry: Entry) -> Iterator[Piece]:
    row = entry.row
    verb = verb_of(entry.type, row.mode if isinstance(row, Event) else None)
    doers, done, others = (_named(entry, part) for part in ("source", "target", "others"))
    wanting = _named(entry, "holder") if entry.status == "wanted" else []
    if not doers and not done:
        yield Piece(_impersonal(verb, entry.status))
    else:
        yield from _wish(wanting, doers)
        yield from _doers(doers, wanting)
        yield Piece(_predicate(entry, verb, plural=len(doers) > 1, targeted=bool(done)))
        yield from _list(done)
    if others:
        yield Piece(" with ")
        yield from _list(others)
    yield _day(entry)
    yield from () if wanting and (doers or done) else _by(entry, "holder", "source")


def _doers(doers: list[Party], wanting: list[Party]) -> Iterable[Piece]:
    """Who acts; nobody is named twice who wants to act himself."""
    if doers:
        return () if _ids(wanting) == _ids(doers) else _list(doers)
    return (Piece("someone" if wanting else "Someone"),)


def _wish(wanting: list[Party], doers: list[Party]) -> Iterator[Piece]:
    yield from _list(wanting)
    if wanting:
        want = "want" if len(wanting) > 1 else "wants"
        yield Piece(f" {want}" if _ids(wanting) == _ids(doers) else f" {want} ")


def _predicate(entry: Entry, verb: Verb, *, plural: bool, targeted: bool) -> str:
    """` met `, ` will visit `, ` did not agree with `: the verb as its status asks, and what leads to the target."""
    forms = (verb.base, verb.past, verb.ing)
    base, past, ing = forms if targeted or verb.alone is None else verb.alone
    status = entry.status
    wanted = f"to {base}" if _named(entry, "holder") else f"should {base}"
    ahead = bool(entry.first_day and entry.published and entry.first_day > entry.published)
    said = {
        "ongoing": f"{'are' if plural else 'is'} {ing}",
        "planned": f"will {base}",
        "possible": f"may {base}",
        "negated": f"will not {base}" if ahead else f"did not {base}",
        "conditional": f"would {base}",
        "wanted": wanted,
    }.get(status or "", past)
    link = f" {verb.link}" if verb.link and targeted else ""
    return f" {said}{link} " if targeted else f" {said}"


def _impersonal(verb: Verb, status: str | None) -> str:
    noun = verb.noun
    bare = noun.partition(" ")[2]
    return {
        "ongoing": f"{noun} is going on",
        "planned": f"{noun} is planned",
        "possible": f"{noun} is possible",
        "negated": f"no {bare}",
        "conditional": f"there would be {noun}",
        "wanted": f"{noun} is wanted",
    }.get(status or "", f"there was {noun}").capitalize()


# ---- what is said, held and expected


def _line(entry: Entry) -> Line | None:
    """The row's line, read; None for one that can't be, which is then shown as it is."""
    try:
        return read_line(entry.line)
    except (BadLine, msgspec.ValidationError):
        return None


def _statement(entry: Entry) -> Iterator[Piece]:
    row, to = entry.row, _named(entry, "addressee")
    yield from _list(_named(entry, "speaker")) if _named(entry, "speaker") else [Piece("Someone")]
    act = _ACTS.get(entry.type or "", "told" if to else "said")
    yield Piece(" has not said" if entry.status == "unmade" else f" {act}")
    if to:
        yield Piece(" to " if act == "said" or entry.status == "unmade" else " ")
        yield from _list(to)
    is_direct = isinstance(row, Statement) and row.manner != "indirect"
    words = shortened(entry.words, QUOTE).rstrip(" ,")
    yield Piece(f": “{words}”" if is_direct else f": {words}")


def _position(entry: Entry) -> Iterator[Piece]:
    line, targets = _line(entry), _named(entry, "target")
    stance, link = _STANCES.get(entry.type or "", (entry.type or "stands", ""))
    yield from _list(_named(entry, "holder"))
    yield Piece(f" {stance}")
    if targets:
        yield Piece(f" {link} " if link else " ")
        yield from _list(targets)
    issue = shortened(" ".join(line.words or ()) if line else entry.words, QUOTE)
    yield Piece(f": “{issue}”" if issue else "")
    yield _day(entry)
    yield from _by(entry, "said_by", "holder")


def _tie(entry: Entry) -> Iterator[Piece]:
    yield from _list(_named(entry, "subject"))
    yield Piece(f" {_RELATIONS.get(entry.type or '', (entry.type or 'is tied to').replace('-', ' '))} ")
    yield from _list(_named(entry, "object"))


def _forecast(entry: Entry) -> Iterator[Piece]:
    line = _line(entry)
    yield from _list(_named(entry, "by")) if _named(entry, "by") else [Piece("The report")]
    yield Piece(" expects: “" + shortened(" … ".join(line.words or ()) if line else entry.words, QUOTE) + "”")
    if line and line.condition:
        condition = shortened(line.condition, QUOTE)
        yield Piece(f", {condition[0].lower()}{condition[1:]}")
    yield _day(entry)


# ---- the calendar, days, names, reports


def _calendar(entry: Entry) -> Iterator[Piece]:
    """The title with its actors told apart, and what became of the occasion."""
    yield from _told_apart(shortened(entry.words, QUOTE), _named(entry, "participants"))
    fate, end = _FATES.get(entry.status or "", (f", {entry.status}", ""))
    day = interval_of(entry.first_day, entry.last_day)
    if day is None:
        yield Piece(end or fate)
    else:
        yield Piece(f"{fate} {on_words(day) if entry.status == 'held' else for_words(day)}{end}")


def _told_apart(title: str, parties: list[Party]) -> Iterator[Piece]:
    """A title cut at the first place where each actor's name stands in it."""
    at = 0
    found = sorted((i, p) for p in parties if p.name and (i := title.find(p.name)) >= 0) if parties else []
    for start, party in sorted(found, key=lambda f: (f[0], -len(f[1].name))):
        if start >= at:
            yield Piece(title[at:start])
            yield Piece(party.name, party.id)
            at = start + len(party.name)
    yield Piece(title[at:])


def _time(entry: Entry) -> Iterator[Piece]:
    row = entry.row
    when = when_words(interval_of(entry.first_day, entry.last_day))
    value = row.value if isinstance(row, TimeExpression) else entry.line
    yield Piece(f"“{shortened(entry.words, QUOTE)}” means {when or value}")


def _actor(entry: Entry) -> Iterator[Piece]:
    name = entry.words.partition(" … ")[0]
    yield Piece(shortened(name, QUOTE), entry.id)
    yield Piece(f", {(entry.type or 'actor').replace('-', ' ')}")


def _report(entry: Entry) -> Iterator[Piece]:
    when = when_words(interval_of(entry.published, entry.published))
    yield Piece(f"Report “{shortened(entry.title or entry.source, QUOTE)}”, " + (f"published {when}" if when else "day unknown"))


_WRITERS = {
    "event": _event,
    "statement": _statement,
    "position": _position,
    "tie": _tie,
    "forecast": _forecast,
    "calendar": _calendar,
    "time": _time,
    "actor": _actor,
    "report": _report,
}
