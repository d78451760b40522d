"""Weekdays named without date: which class of habit each belongs to, and what it says of the day of publication.

News agencies name the day of the news by its weekday; papers say `today` or `yesterday` of the days next to them and keep
weekdays for others. What each class of mention weighs for each distance is learnt (see `tools/learn_dating.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import numpy as np

from dateline.foundation.rows import Clue
from dateline.foundation.timevalue import Expression, In, Moment, Piece, Value
from dateline.knowledge.dating import weights
from dateline.knowledge.tables import table
from dateline.reading.dating.base import Evidence, bare_weekday, core
from dateline.reading.dating.days import Days, Weights
from dateline.reading.dating.weigh import Weigh
from dateline.reading.tree import Tree

Class = Literal[
    "first", "first-open", "other", "other-open", "aside", "coming", "coming-lead",
    "said", "here", "deep", "once", "most", "late", "night", "today", "yesterday",
]  # fmt: skip
CLASSES = get_args(Class)
SKIPPED = ("on", "here", "late", "early", "also")
NIGHT = ("TNI", "TEV", "TAF")


@dataclass(frozen=True)
class Named:
    """A weekday (ISO 1 to 7) as mentioned, the classes that its weight is the sum of, and whether it is still to come."""

    expression: Expression
    number: int
    classes: tuple[Class, ...]
    coming: bool

    def off(self, weekday: int) -> int:
        """Days from a day of that weekday back to the one named, or ahead where it is still to come."""
        return (self.number - weekday if self.coming else weekday - self.number) % 7


def named_weekdays(tree: Tree, expressions: Sequence[Expression]) -> tuple[Named, ...]:
    """The weekdays of the report's own words, each once in each direction; in text order, but in each sentence the day of
    the saying before those that it speaks of (`will speak Thursday, an aide said Wednesday`)."""
    own = list(_unquoted(tree, expressions))
    house, lead = tuple(_house(own)), _lead(tree)
    days = [(e, number, is_saying(tree, e)) for e in own if (number := bare_weekday(e)) is not None]
    days.sort(key=lambda d: (tree.sentence_index(d[0].head), not d[2]))
    times = Counter(number for e, number, _ in days if e.direction != "future")
    most = max(times.values(), default=0)
    unique = most > 1 and sum(n == most for n in times.values()) == 1
    out: list[Named] = []
    seen: set[tuple[int, bool]] = set()
    for e, number, said in days:
        coming = e.direction == "future" and not said
        if (number, coming) in seen:
            continue
        seen.add((number, coming))
        first = all(n.coming for n in out)
        found: list[Class] = [_coming(e, lead) if coming else _kind(e, first=first)]
        if said:
            found.append("said")
        if not coming:
            found += [*house, *_told(tree, e)]
            if first:
                found += [c for c, holds in _of_first(tree, e, lead, once=times[number] == 1) if holds]
            if unique and times[number] == most:
                found.append("most")
        out.append(Named(e, number, tuple(found), coming))
    return tuple(out)


def _lead(tree: Tree) -> int:
    """The block of the first sentence: the first of the body with a verb, behind place, date and writer."""
    return next((tree.block_index(w) for w in tree.body_words() if tree.upos(w) in ("VERB", "AUX")), 0)


def _of_first(tree: Tree, e: Expression, lead: int, *, once: bool) -> Iterator[tuple[Class, bool]]:
    """What else the first day of the news tells: told on the spot, told late in the report, told no more."""
    start = tree.words_in(e.span)[0]
    yield "here", "here" in [tree.low(w) for w in range(max(0, start - 2), start)]
    yield "deep", e.block > lead
    yield "once", once


def _told(tree: Tree, e: Expression) -> Iterator[Class]:
    """The hours of the day: what came late in it is told on the next."""
    if _is_night(e.value):
        yield "night"
    if isinstance(e.value, Piece) and e.value.cut == "END":
        yield "late"


def is_saying(tree: Tree, e: Expression) -> bool:
    """Whether it is the day of a saying in the past tense: `said Tuesday`, `told reporters here on Friday`."""
    first = tree.words_in(e.span)[0]
    before = first - 1
    while before >= 0 and tree.low(before) in SKIPPED:
        before -= 1
    governor = tree.head(e.head)
    return any(w is not None and w >= 0 and _says(tree, w) for w in (before, governor, e.predicate))


def _says(tree: Tree, w: int) -> bool:
    return tree.upos(w) == "VERB" and tree.tense(w) == "past" and tree.lemma(w).lower() in _saying() and tree.modal(w) is None


@cache
def _saying() -> frozenset[str]:
    return frozenset(word for entry in table("dating/words") if entry["id"] == "saying" for word in entry["words"])


def _coming(e: Expression, lead: int) -> Class:
    return "coming-lead" if e.block <= lead else "coming"


def _kind(e: Expression, *, first: bool) -> Class:
    if first:
        return "first" if e.direction == "past" else "first-open"
    if not e.leading:
        return "aside"
    return "other" if e.direction == "past" else "other-open"


def _unquoted(tree: Tree, expressions: Iterable[Expression]) -> Iterator[Expression]:
    return (e for e in expressions if not any(q.start <= e.span.start < q.end for q in tree.quoted))


def _house(said: Sequence[Expression]) -> Iterator[Class]:
    """The words that this report has for the days next to its own."""
    near = {c.k for e in said if isinstance(c := core(e.value), In) and c.unit in ("day", "night") and c.base == "published"}
    if 0 in near:
        yield "today"
    if -1 in near:
        yield "yesterday"


def _is_night(value: Value) -> bool:
    while isinstance(value, Piece) and isinstance(value.of, Moment):
        value = value.of
    return isinstance(value, Moment) and value.clock in NIGHT


def weekday_evidence(tree: Tree, expressions: Sequence[Expression]) -> Iterator[Evidence]:
    """A clue for each weekday named."""
    for named in named_weekdays(tree, expressions):
        words = f"“{named.expression.span.of(tree.text)}”"
        why = f"{words} is still to come" if named.coming else f"{words} is past or today{_habit(named)}"
        clue = Clue(kind="weekday", text=named.expression.span.of(tree.text), span=named.expression.span, why=why)
        yield Evidence(clue, _weigh(named), bar=_weigh(named, either=True))


def _habit(named: Named) -> str:
    if "today" in named.classes or "yesterday" in named.classes:
        return "; the report has other words for the days next to its own"
    return "; the first day of the news is mostly that of publication" if "first" in named.classes else ""


def _weigh(named: Named, *, either: bool = False) -> Weigh:
    """By the distance; with `either`, the day next to it is as good (a morning paper tells of the day before)."""
    logs = np.sum([weights()["weekday"][c] for c in named.classes], axis=0)
    if either:
        logs[:2] = logs[:2].max()

    def weigh(days: Days) -> Weights:
        off = (named.number - days.weekday if named.coming else days.weekday - named.number) % 7
        return np.asarray(logs[off], dtype=np.float64)

    return weigh
