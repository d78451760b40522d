"""Days, holidays and months named without their year: the side they lie on and how far off they mostly are.

How often each distance occurs is learnt for each class (see `tools/learn_dating.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dateline.foundation.rows import ClueKind
from dateline.foundation.timevalue import Expression, In, Partial, Shift, Value, holiday
from dateline.knowledge.dating import weights
from dateline.reading.dating import weigh
from dateline.reading.dating.base import DAMP, Evidence, bare_weekday, clue_of, core, quoted
from dateline.reading.dating.days import Days, Numbers, Weights, days_between
from dateline.reading.dating.weigh import Weigh
from dateline.reading.tree import Tree

# signed days from publication to the nearest day of that name; weights are learnt for each stretch
DISTANCES = (
    (-183, -91), (-90, -32), (-31, -14), (-13, -7), (-6, -2), (-1, -1), (0, 0), (1, 1), (2, 6), (7, 13), (14, 31),
    (32, 90), (91, 183),
)  # fmt: skip
_EDGES = np.array([first for first, _ in DISTANCES[1:]])
SIDE = {"past": "lies behind", "future": "lies ahead", None: "is near"}


@dataclass(frozen=True)
class PartialDate:
    """A day of the year as mentioned; `weekly`: the report calls the days next to its own by their weekdays."""

    expression: Expression
    month: int
    day: int
    weekly: bool

    def bin(self, published: date) -> int:
        """Which stretch of `DISTANCES` it lies in if the report appeared on that day."""
        here = weigh.signed_distance(days_of(published), self.month, self.day)
        return int(np.searchsorted(_EDGES, here[0], side="right"))


@dataclass(frozen=True)
class PartialMonth:
    """A month as mentioned."""

    expression: Expression
    month: int


@dataclass(frozen=True)
class Holiday:
    """A holiday as mentioned, and its rule (see `timevalue.holiday`)."""

    expression: Expression
    rule: str

    def distances(self, days: Days) -> Numbers:
        """Days from each day to the nearest such holiday, negative where it lies behind."""
        years = range(int(days.year[0]) - 1, int(days.year[-1]) + 2)
        there = np.array([holiday(self.rule, y).toordinal() for y in years])
        ahead = np.searchsorted(there, days.ordinal)
        back = there[ahead - 1] - days.ordinal
        coming = there[ahead] - days.ordinal
        return np.asarray(np.where(-back <= coming, back, coming))

    def bin(self, published: date) -> int:
        """Which stretch of `DISTANCES` it lies in if the report appeared on that day."""
        return int(np.searchsorted(_EDGES, self.distances(days_of(published))[0], side="right"))


def days_of(d: date) -> Days:
    """One day as columns."""
    return days_between(d, d)


def partial_dates(tree: Tree, expressions: Sequence[Expression]) -> Iterator[PartialDate]:
    """Days without year or weekday, each once."""
    weekly = sum(bare_weekday(e) is not None for e in expressions) > 1
    seen: set[tuple[int, int]] = set()
    for e in expressions:
        part = core(e.value)
        if not isinstance(part, Partial) or part.day is None or part.month is None or e.weekday is not None:
            continue
        if (part.month, part.day) not in seen:
            seen.add((part.month, part.day))
            yield PartialDate(e, part.month, part.day, weekly)


def date_class(p: PartialDate) -> str:
    """`past`, `future` or `open`, and `-weekly`."""
    return (p.expression.direction or "open") + ("-weekly" if p.weekly else "")


def partial_months(tree: Tree, expressions: Sequence[Expression]) -> Iterator[PartialMonth]:
    """Months without year, each once."""
    seen: set[int] = set()
    for e in expressions:
        part = core(e.value)
        if isinstance(part, Partial) and part.month is not None and part.day is None and part.month not in seen:
            seen.add(part.month)
            yield PartialMonth(e, part.month)


def month_class(p: PartialMonth) -> str:
    """`past`, `future`, `open`, or `last` for `last March`."""
    part = core(p.expression.value)
    return "last" if isinstance(part, Partial) and part.turn == -1 else p.expression.direction or "open"


def holidays(tree: Tree, expressions: Sequence[Expression]) -> Iterator[Holiday]:
    """Holidays without year, each once."""
    seen: set[str] = set()
    for e in expressions:
        part = core(e.value)
        if isinstance(part, Partial) and part.holiday is not None and part.holiday not in seen:
            seen.add(part.holiday)
            yield Holiday(e, part.holiday)


def holiday_class(h: Holiday) -> str:
    """`holiday-past`, `holiday-future` or `holiday-open`."""
    return "holiday-" + (h.expression.direction or "open")


def date_evidence(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """Days and months without year, and what goes on from them."""
    for p in partial_dates(tree, expressions):
        why = f"{quoted(tree, p.expression)} without a year {SIDE[p.expression.direction]}, as a rule within weeks"
        yield Evidence(clue_of(tree, p.expression, "partial-date", why), _date_weigh(p), DAMP)
    for h in holidays(tree, expressions):
        why = f"{quoted(tree, h.expression)} without a year {SIDE[h.expression.direction]}, as a rule within weeks"
        yield Evidence(clue_of(tree, h.expression, "holiday", why), _holiday_weigh(h), DAMP)
    for e in expressions:
        part = core(e.value)
        if isinstance(part, Partial) and part.day is not None and part.month is not None and e.weekday is not None:
            yield from _with_weekday(tree, e, part.month, part.day, expressions)
    yield from _going_on(tree, expressions)
    for m in partial_months(tree, expressions):
        why = f"{quoted(tree, m.expression)} without a year {SIDE[m.expression.direction]}"
        yield Evidence(clue_of(tree, m.expression, "partial-date", why), _month_weigh(m), DAMP)


def _date_weigh(p: PartialDate) -> Weigh:
    logs = np.array(weights()["date"].get(date_class(p)) or weights()["date"][date_class(p).removesuffix("-weekly")])

    def weigh_days(days: Days) -> Weights:
        return np.asarray(logs[np.searchsorted(_EDGES, weigh.signed_distance(days, p.month, p.day), side="right")])

    return weigh_days


def _holiday_weigh(h: Holiday) -> Weigh:
    logs = np.array(weights()["date"][holiday_class(h)])
    return lambda days: np.asarray(logs[np.searchsorted(_EDGES, h.distances(days), side="right")])


def _month_weigh(m: PartialMonth) -> Weigh:
    logs = np.array(weights()["month"][month_class(m)])
    return lambda days: np.asarray(logs[(days.month - m.month) % 12])


def _with_weekday(tree: Tree, e: Expression, month: int, number: int, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """`Tuesday, 9 May`: the years that fit; and how far behind it is where the weekday stands alone, too."""
    assert e.weekday is not None
    why = f"{quoted(tree, e)} fits only years in which that date falls on that weekday"
    first = not any(o.span.start < e.span.start and bare_weekday(o) for o in expressions)
    news = first and e.leading and e.direction == "past" and e.block == expressions[0].block
    weight = weigh.date_with_weekday(e.weekday, month, number, e.direction, news=news)
    fits = weigh.weekday_fits(e.weekday, month, number)
    yield Evidence(clue_of(tree, e, "weekday-date", why), weight, hard=True, bar=fits)
    alone = next((o for o in expressions if o.direction != "future" and bare_weekday(o) == e.weekday), None)
    if alone is not None and e.direction != "future":
        same = alone.span.start > e.span.end
        why = f"{quoted(tree, alone)} without its date is {'the same day as' if same else 'a later day than'} {quoted(tree, e)}"
        yield Evidence(clue_of(tree, alone, "weekday", why), weigh.same_week(month, number, same=same))


def _going_on(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """`two days later`, told from a day without year: it lies behind as well."""
    last: date | None = None
    kind: ClueKind = "partial-date"
    for e in expressions:
        part = core(e.value)
        last = _next(part, last)
        if isinstance(part, Shift) and last is not None:
            why = f"{quoted(tree, e)} is then {last:%-d %B}, and lies behind"
            yield Evidence(clue_of(tree, e, kind, why), _date_weigh(PartialDate(e, last.month, last.day, False)), DAMP)


def _next(value: Value, last: date | None) -> date | None:
    """The day without year that is told of, in the year 2001 for want of another: a date, or days and weeks after one."""
    if isinstance(value, Partial) and value.month and value.day and (value.month, value.day) != (2, 29):
        return date(2001, value.month, value.day)
    if isinstance(value, In) and value.base == "told" and value.unit == "day" and last is not None:
        return last + timedelta(days=value.k)
    if isinstance(value, Shift) and value.base == "told" and value.unit in ("day", "week") and value.n and last is not None:
        found = last + timedelta(days=round(value.sign * value.n * (7 if value.unit == "week" else 1)))
        return found if found.year == last.year else None
    return None
