"""Clues in words that need the day of publication: `early this month`, `for a three-day summit`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from dateline.foundation.rows import Clue
from dateline.foundation.timevalue import Abs, Dur, Expression, In, Partial, Piece
from dateline.knowledge.tables import table
from dateline.reading.dating import weigh
from dateline.reading.dating.base import Evidence, bare_weekday
from dateline.reading.tree import Tree

_BESIDE = re.compile(r"\s*[,(–—]\s*(?:in\s+)?")
LONGEST_STAY = 5  # days; the weekday of arrival says nothing of longer ones


@cache
def _stay_words() -> frozenset[str]:
    return frozenset(word for entry in table("times/belongs") if entry["id"] == "stay" for word in entry["words"])


def relative_evidence(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """Parts of this and last month; stays of some days that began on a named weekday and go on on another."""
    for e in expressions:
        if isinstance(e.value, Piece) and isinstance(e.value.of, In) and e.value.of.unit == "month":
            why = f"“{e.span.of(tree.text)}” is said in another part of the month"
            clue = Clue(kind="relative", text=e.span.of(tree.text), span=e.span, why=why)
            yield Evidence(clue, weigh.part_of_month(e.value.cut, e.value.of.k))
        day = _day_beside(tree, e, expressions)
        if day is not None:
            why = f"“{e.span.of(tree.text)}” is the day named beside it"
            clue = Clue(kind="relative", text=e.span.of(tree.text), span=e.span, why=why)
            yield Evidence(clue, weigh.dateline(day.month, day.day), hard=True)
        named = _month_beside(tree, e, expressions)
        if named is not None and isinstance(e.value, In):
            month = (named - 1 - e.value.k) % 12 + 1
            why = f"“{e.span.of(tree.text)}” is the month named beside it"
            clue = Clue(kind="relative", text=e.span.of(tree.text), span=e.span, why=why)
            yield Evidence(clue, weigh.month_is(month), hard=True)
    yield from _stays(tree, expressions)


def _day_beside(tree: Tree, e: Expression, expressions: tuple[Expression, ...]) -> date | None:
    """`yesterday, 4 May`: the day of the year (in 2000 for want of another) from which that is yesterday."""
    if not isinstance(e.value, In) or e.value.unit != "day" or e.value.base != "published":
        return None
    for o in expressions:
        part = o.value
        if isinstance(part, Partial) and part.month and part.day and _BESIDE.fullmatch(_gap(tree, e, o)):
            return date(2000, part.month, part.day) - timedelta(days=e.value.k)
    return None


def _month_beside(tree: Tree, e: Expression, expressions: tuple[Expression, ...]) -> int | None:
    """`last month, in March`: the month that explains a relative one."""
    if not isinstance(e.value, In) or e.value.unit != "month" or e.value.base != "published":
        return None
    beside = (o for o in expressions if isinstance(o.value, Partial | Abs) and o.value.month and not o.value.day)
    return next((o.value.month for o in beside if _BESIDE.fullmatch(_gap(tree, e, o))), None)  # type: ignore[union-attr]


def _gap(tree: Tree, one: Expression, other: Expression) -> str:
    first, second = sorted((one.span, other.span))
    return tree.text[first.end : second.start]


def _stays(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """A visit of n days, a weekday already past and one still to come: the report falls between them."""
    past = next((e for e in expressions if bare_weekday(e) and e.direction == "past"), None)
    coming = next((e for e in expressions if bare_weekday(e) and e.direction == "future"), None)
    stay = next((e for e in expressions if _is_stay(tree, e)), None)
    if past is None or coming is None or stay is None or not isinstance(stay.value, Dur):
        return
    number = bare_weekday(past) or 0
    length = ((bare_weekday(coming) or 0) - number) % 7
    if length <= round(stay.value.n or 0):
        words = [f"“{e.span.of(tree.text)}”" for e in (stay, past, coming)]
        why = f"{words[0]} from {words[1]} is not over, {words[2]} is still ahead"
        clue = Clue(kind="relative", text=stay.span.of(tree.text), span=stay.span, why=why)
        yield Evidence(clue, weigh.lasting(number, length), hard=True)


def _is_stay(tree: Tree, e: Expression) -> bool:
    if not isinstance(e.value, Dur) or e.value.unit != "day" or not 1 < (e.value.n or 0) <= LONGEST_STAY:
        return False
    of = tree.head(e.head)
    return e.direction != "future" and of is not None and tree.lemma(of).lower() in _stay_words()
