"""Years named in full: the latest told of as past is mostly just behind the report, the earliest to come just ahead.

How far is learnt, for each kind (see `tools/learn_dating.py`); the remainder for slips is learnt with it, so that no year
decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

import numpy as np

from dateline.foundation.days import year
from dateline.foundation.timevalue import Abs, Expression, Of, Value
from dateline.knowledge.dating import weights
from dateline.reading.dating import weigh
from dateline.reading.dating.base import Evidence, clue_of, core, quoted
from dateline.reading.dating.days import Days, Weights
from dateline.reading.dating.sums import POSSIBLE, lasted, sums
from dateline.reading.tree import Tree

GAPS = range(-4, 26)  # years from the one named to that of publication; the outermost stand for all beyond
BEYOND = (10, 30)  # years over which what lies beyond the outermost gaps is spread
_BIRTH = re.compile(r"\bborn\b[^.;]*$", re.I)
Kind = Literal["past", "open", "ahead"]
_OPEN_BY = ("by", "until", "to")


class Told(NamedTuple):
    """A year as named; `day` the latest day that is told of, where months and days stand beside it (`by_month`)."""

    expression: Expression
    year: int
    day: date
    by_month: bool = False


def told_years(tree: Tree, expressions: Sequence[Expression]) -> Iterator[tuple[Kind, Told]]:
    """The latest year told of as past, or without a word of when, and the earliest still to come after it."""
    named = [Told(e, first.year, first, _has_month(e)) for e in expressions for first in [_first(core(e.value))] if first]
    named = [t for t in named if not _BIRTH.search(tree.text, max(0, t.expression.span.start - 30), t.expression.span.start)]
    past = [t for t in named if t.expression.direction == "past"]
    past += [Told(e, y, date(y, 1, 1)) for e, y in lasted(tree, tuple(expressions))]
    silent = [t for t in named if t.expression.direction is None]
    open_ = [t for t in silent if tree.preposition(t.expression.head) not in _OPEN_BY]
    latest = max(past or open_, key=lambda t: t.day, default=None)
    if latest:
        yield ("past" if past else "open"), latest
    coming = [t for t in named if t.expression.direction == "future"]
    coming += [t for t in silent if tree.preposition(t.expression.head) in _OPEN_BY]
    coming = [t for t in coming if latest is None or t.year >= latest.year]
    if coming:
        yield "ahead", min(coming, key=lambda t: t.day)


def _first(value: Value) -> date | None:
    """First day of a stated year, month or day; None for other values."""
    if isinstance(value, Abs) and value.grain == "date" and value.year in POSSIBLE:
        return date(value.year, value.month or 1, value.day or 1)
    if isinstance(value, Of) and isinstance(value.whole, int) and value.whole in POSSIBLE:
        return date(value.whole, 1, 1)
    return None


def _has_month(e: Expression) -> bool:
    value = core(e.value)
    return isinstance(value, Abs) and value.month is not None


def year_class(kind: Kind, t: Told) -> str:
    """The kind, apart for years that a month stands beside: those lie nearer."""
    return f"{kind}-month" if t.by_month else kind


def year_evidence(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """A clue for the latest year behind, one for the earliest ahead, and the sums that the text makes of years."""
    for kind, t in told_years(tree, expressions):
        side = (
            "is still to come, so the report is hardly younger"
            if kind == "ahead"
            else "is told of, so the report is hardly older"
        )
        clue = clue_of(tree, t.expression, "year", f"{quoted(tree, t.expression)} {side}", year(t.year))
        bar = weigh.not_after(date(t.year, 12, 31)) if kind == "ahead" else weigh.not_before(t.day)
        floor, ceiling = (None, t.year + GAPS[-1]) if kind == "ahead" else (t.year + GAPS[0], None)
        yield Evidence(clue, _weigh(kind, t), bar=bar, floor=floor, ceiling=ceiling)
    for e, found, off in sums(tree, expressions):
        why = f"{quoted(tree, e)} and the year named beside it add up to {found}{', or nearly' if off else ''}"
        clue = clue_of(tree, e, "year", why, year(found))
        yield Evidence(clue, weigh.year_is(found, off), hard=True, floor=found - 1 - off, ceiling=found + 1 + off)


def _weigh(kind: Kind, t: Told) -> weigh.Weigh:
    logs = np.array(weights()["year"][year_class(kind, t)])
    logs[0], logs[-1] = logs[0] - np.log(BEYOND[0]), logs[-1] - np.log(BEYOND[1])
    early = logs[0] if kind != "ahead" else np.inf

    def likelihood(days: Days) -> Weights:
        gap = days.year - t.year
        found = logs[np.clip(gap - GAPS[0], 0, len(GAPS) - 1)] - 0.03 * np.clip(gap - GAPS[-1], 0, 100)
        not_yet = (days.year == t.year) & (days.ordinal < t.day.toordinal())  # the day told of is not reached
        return np.asarray(np.where(not_yet, np.minimum(found, early), found), dtype=np.float64)

    return likelihood
