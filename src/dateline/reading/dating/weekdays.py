"""Weekdays named without date: which class of habit each belongs to, and what it says of the day of publication.

News agencies name the day of the news by its weekday; papers say `today` or `yesterday` of the days next to them and keep
weekdays for others. What each class of mention weighs for each distance is learnt (see `tools/learn_dating.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

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
    "said", "first", "first-open", "other", "other-open", "aside", "coming", "coming-lead", "today", "yesterday", "night", "most"
]
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
    """The weekdays of the report's own words, in text order; each weekday once in each direction."""
    said = list(_unquoted(tree, expressions))
    house = tuple(_house(said))
    days = [(e, number) for e in said if (number := bare_weekday(e)) is not None]
    times = Counter(number for e, number in days if e.direction != "future")
    most = max(times.values(), default=0)
    unique = most > 1 and sum(n == most for n in times.values()) == 1
    out: list[Named] = []
    seen: set[tuple[int, bool]] = set()
    for e, number in days:
        said_then = is_saying(tree, e)
        coming = e.direction == "future" and not said_then
        if (number, coming) in seen:
            continue
        seen.add((number, coming))
        kind = _coming(e) if coming else _kind(e, first=not any(not n.coming for n in out))
        extra: tuple[Class, ...] = () if coming else (*house, *(("night",) if _is_night(e.value) else ()))
        extra = (*extra, "said") if said_then else extra
        often: tuple[Class, ...] = ("most",) if not coming and unique and times[number] == most else ()
        out.append(Named(e, number, (kind, *extra, *often), coming))
    return tuple(out)


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


def _coming(e: Expression) -> Class:
    return "coming-lead" if e.block == 0 else "coming"


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
        yield Evidence(clue, _weigh(named))


def _habit(named: Named) -> str:
    if "today" in named.classes or "yesterday" in named.classes:
        return "; the report has other words for the days next to its own"
    return "; the first day of the news is mostly that of publication" if "first" in named.classes else ""


def _weigh(named: Named) -> Weigh:
    logs = np.sum([weights()["weekday"][c] for c in named.classes], axis=0)

    def weigh(days: Days) -> Weights:
        off = (named.number - days.weekday if named.coming else days.weekday - named.number) % 7
        return np.asarray(logs[off], dtype=np.float64)

    return weigh
