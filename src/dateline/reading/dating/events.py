"""Dated public events as clues: `the Quartet, which met last week in Munich` appeared in the week after such a meeting.

The text tells how the event lies to its own day; the table tells the event's day; together they give days of publication.
A series is never complete, so an event that is not listed stays possible (`listed` of the series).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from dateline.foundation.days import DAY, Interval, month, week
from dateline.foundation.rows import Clue
from dateline.foundation.timevalue import Expression, In, Partial, Shift, Value
from dateline.knowledge.dating import PublicEvent, public_events
from dateline.knowledge.tables import table
from dateline.reading.dating.base import Evidence, bare_weekday, core
from dateline.reading.dating.days import Days, Weights
from dateline.reading.dating.weigh import Weigh
from dateline.reading.tree import Tree

PLANNED = 0.6  # share of announced days that are kept
ROUGH = {"day": 0, "week": 4, "month": 20, "year": 190}  # days by which `two months ago` may be off
LONG = 330  # days that a month or day without year reaches from publication


def event_evidence(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """A clue for each series that an event is dated of, by the expression nearest to its words."""
    best: dict[str, tuple[int, Evidence]] = {}
    for e in expressions:
        for entry, events in event_matches(tree, e):
            windows = [w for event in events for w in _windows(core(e.value), e.direction, event)]
            away = _distance(tree, e, entry)
            if windows and (entry["id"] not in best or away < best[entry["id"]][0]):
                best[entry["id"]] = away, _evidence(tree, e, entry, events, windows)
    yield from (evidence for _, evidence in best.values())


def _distance(tree: Tree, e: Expression, entry: Mapping[str, Any]) -> int:
    """Characters between an expression and the series' words in its sentence."""
    sentence = tree.sentence(e.head)
    first, end = tree.parse.start[sentence.first], tree.parse.end[sentence.end - 1]
    found = (m for p in _patterns(entry["id"]) for m in p.finditer(tree.text, first, end))
    return min((max(m.start() - e.span.end, e.span.start - m.end()) for m in found), default=0 if entry["body"] == [""] else end)


class _Clause(NamedTuple):
    """The words of an expression's clause, as one phrase, with its verb's lemma and what the verb is said of."""

    words: tuple[int, ...]
    phrase: str
    verb: str
    subjects: tuple[str, ...]


def event_matches(tree: Tree, e: Expression) -> Iterator[tuple[Mapping[str, Any], tuple[PublicEvent, ...]]]:
    """The series that an expression dates an event of, with the events that fit the places and parties named."""
    clause = _clause(tree, e.predicate)
    places = {tree.word(w) for w in clause.words if tree.names[w].endswith(("LOC", "GPE")) and _is_place(tree, w)}
    for entry in table("dating/series"):
        # of a vote no verb tells a bare weekday dates what is said of it
        if not _tells_of(clause, entry) or (bare_weekday(e) and not entry["verbs"]):
            continue
        events = public_events().get(entry["id"], ())
        named = set(_named(entry["id"]).findall(clause.phrase))
        fits = tuple(v for v in events if all(named.intersection(p) for p in v.parties))
        there = tuple(v for v in fits if named.intersection(v.places))
        if there or (fits := tuple(v for v in fits if not places or _is_held_by(places, v))):
            yield entry, there or fits


def _is_held_by(places: set[str], event: PublicEvent) -> bool:
    """The places that words name are a party itself: an election in Israel is Israel's."""
    return not event.places and places <= {word for p in event.parties for name in p for word in name.split()}


def _clause(tree: Tree, verb: int) -> _Clause:
    """The clause of a verb, with what it is a relative clause of.

    Clauses of their own are left out: who said on Wednesday that a vote would be fair dates no vote.
    """
    words = tuple(sorted({*tree.subtree(verb, ("ccomp", "parataxis")), *_antecedent(tree, verb)}))
    return _Clause(words, _phrase(tree, words), tree.lemma(verb).lower(), tuple(_subjects(tree, verb)))


def _tells_of(clause: _Clause, entry: Mapping[str, Any]) -> bool:
    """Whether the series' event stands in the clause."""
    by_verb = clause.verb in entry["verbs"]
    if entry["body"] == [""]:
        return by_verb
    return (by_verb and any(_body(entry).fullmatch(s) for s in clause.subjects)) or bool(_occasion(entry).search(clause.phrase))


def _antecedent(tree: Tree, verb: int) -> tuple[int, ...]:
    """The noun that a relative clause is of, with the words right before it: `the Quartet, which met`."""
    above = tree.head(verb)
    if above is None or not tree.is_rel(verb, "acl"):
        return ()
    return tuple(w for w in tree.subtree(above) if w <= above)


def _subjects(tree: Tree, verb: int) -> Iterator[str]:
    """What a verb is said of, up to its head noun, without article: a body itself, not its ministers."""
    subjects = tree.children(verb, "nsubj")
    of_clause = _antecedent(tree, verb) if not any(tree.upos(c) in ("NOUN", "PROPN") for c in subjects) else ()
    for words in (*(tuple(w for w in tree.subtree(c) if w <= c) for c in subjects), of_clause):
        yield re.sub(r"^.*\b(?:the|so-called) ", "", _phrase(tree, words), flags=re.I)


def _phrase(tree: Tree, words: Iterable[int]) -> str:
    """Words with single blanks, hyphens closed up."""
    return re.sub(r"\s*-\s*", "-", " ".join(tree.word(w) for w in words))


@cache
def _patterns(series: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    entry = next(x for x in table("dating/series") if x["id"] == series)
    body = "|".join(re.escape(b) for b in entry["body"])
    nouns = "|".join(re.escape(n) for n in entry["nouns"]) or "(?!)"
    occasion = rf"\b(?:{body})(?: ?['’]s)?(?: [a-z-]+)? (?:{nouns})\b|\b(?:{nouns}) of (?:the )?(?:{body})\b"
    return re.compile(rf"(?:{body})(?: leaders)?"), re.compile(occasion)


def _body(entry: Mapping[str, Any]) -> re.Pattern[str]:
    return _patterns(entry["id"])[0]


def _occasion(entry: Mapping[str, Any]) -> re.Pattern[str]:
    return _patterns(entry["id"])[1]


@cache
def _named(series: str) -> re.Pattern[str]:
    """Any place or party of the series, the longest name first: `South Korea` is not Korea."""
    events = public_events().get(series, ())
    names = {n for v in events for some in (v.places, *v.parties) for n in some}
    either = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)")


def _is_place(tree: Tree, w: int) -> bool:
    return tree.preposition(w) in ("in", "at")


# ---- from the event's day to days of publication
def _windows(value: Value, direction: str | None, event: PublicEvent) -> Iterator[Interval]:
    """The days on which a report says this of this event."""
    for found in _said_on(value, direction, event):
        start, end = found.start or date.min, found.end or date.max
        if direction == "past":
            start = max(start, event.start)
        elif direction == "future":
            end = min(end, event.start)
        if start <= end:
            yield Interval(start, end)


def _said_on(value: Value, direction: str | None, event: PublicEvent) -> Iterator[Interval]:
    match value:
        case In(unit="week" | "weekend", k=k, base="published"):
            there = week(event.start - timedelta(weeks=k)), week(event.end - timedelta(weeks=k))
            yield Interval(there[0].start, there[1].end)
        case In(unit="day" | "night", k=k, base="published"):
            yield Interval(event.start - k * DAY, event.end - k * DAY)
        case In(unit="month", k=k, base="published"):
            y, m = divmod(event.start.year * 12 + event.start.month - 1 - k, 12)
            yield month(y, m + 1)
        case In(unit="year", k=k, base="published"):
            yield Interval(date(event.start.year - k, 1, 1), date(event.start.year - k, 12, 31))
        case Shift(n=float() | int() as n, unit="day" | "week" | "month" | "year" as unit, sign=sign, base="published"):
            days = timedelta(days=round(sign * n * {"day": 1, "week": 7, "month": 30.4, "year": 365.25}[unit]))
            yield Interval(event.start - days - ROUGH[unit] * DAY, event.end - days + ROUGH[unit] * DAY)
        case Partial(weekday=int(w)) if any(
            (event.start + n * DAY).isoweekday() == w for n in range((event.end - event.start).days + 1)
        ):
            yield Interval(event.start - 6 * DAY, event.end + (13 if value.turn == -1 else 6) * DAY)
        case Partial(month=int(m), day=d) if _is_named(event, m, d):
            yield Interval(event.start - LONG * DAY, event.end + LONG * DAY)


def _is_named(event: PublicEvent, m: int, d: int | None) -> bool:
    """Whether the event has a day in that month, or that very day."""
    days = (event.start + n * DAY for n in range((event.end - event.start).days + 1))
    return any(x.month == m and d in (None, x.day) for x in days)


def _evidence(
    tree: Tree, e: Expression, entry: Mapping[str, Any], events: tuple[PublicEvent, ...], windows: list[Interval]
) -> Evidence:
    told = [v for v in events if any(True for _ in _windows(core(e.value), e.direction, v))]
    days = ", ".join(str(Interval(v.start, v.end)) + (f" in {v.places[0]}" if v.places else "") for v in told[:3])
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    words = e.span.of(tree.text)
    why = f"“{words}” dates an event of a known series ({entry['name']}): {days}{more}"
    first = min(w.start for w in windows if w.start)
    last = max(w.end for w in windows if w.end)
    clue = Clue(kind="event", text=words, span=e.span, says=Interval(first, last), why=why)
    share = entry["listed"] * (PLANNED if e.direction == "future" else 1.0)
    return Evidence(clue, _within(windows, share), hard=True, floor=first.year - 1, ceiling=last.year + 1)


def _within(windows: list[Interval], listed: float) -> Weigh:
    """The days in a window share what the table is likely to know of; all others share the rest."""

    def weigh(days: Days) -> Weights:
        inside = np.zeros(len(days), dtype=bool)
        for w in windows:
            first, last = (w.start or date.min).toordinal(), (w.end or date.max).toordinal()
            inside |= (days.ordinal >= first) & (days.ordinal <= last)
        n = int(inside.sum())
        if n in (0, len(days)):
            return np.zeros(len(days))
        gain = math.log(listed / n) - math.log((1 - listed) / (len(days) - n))
        return np.where(inside, max(gain, 0.0), 0.0)

    return weigh
