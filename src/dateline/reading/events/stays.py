"""How long a visit lasts: `on a two-day visit to Oslo`, with the arrival told elsewhere in the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from dateline.foundation.coded import Act
from dateline.foundation.days import DAY, Interval
from dateline.foundation.rows import TimeExpression
from dateline.reading.tree import Tree

_DAYS = re.compile(r"P(\d{1,2})D")


def with_stays(tree: Tree, times: Sequence[TimeExpression], acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Acts, a visit of so many days without a day of its own dated from the day that tells of the same arrival."""
    return tuple(_stay(tree, times, act, acts) for act in acts)


def _stay(tree: Tree, times: Sequence[TimeExpression], act: Act, acts: Sequence[Act]) -> Act:
    event = act.event
    if event.mode != "visit" or event.when is not None or event.status not in ("happened", "ongoing"):
        return act
    length = next((n for t in times if (n := _days_of(tree, t, act.trigger))), None)
    arrival = next((a.event for a in acts if a is not act and _is_arrival(a, act)), None)
    first = arrival.when.start if arrival and arrival.when else None
    if length is None or first is None:
        return act
    days = Interval(first, first + (length - 1) * DAY)
    told_by = arrival.dated_by if arrival else None
    return replace(act, event=msgspec.structs.replace(event, when=days, dated_by=told_by, bounds=None))


def _days_of(tree: Tree, time: TimeExpression, visit: int) -> int | None:
    """The days of a length that stands before a visit as its modifier."""
    found = _DAYS.fullmatch(time.value) if time.type == "DURATION" else None
    inside = any(w < visit and visit in (w, tree.head(w)) for w in tree.words_in(time.span))
    return int(found[1]) if found and inside else None


def _is_arrival(other: Act, visit: Act) -> bool:
    """Another telling of the same one's going to the same place, with a day."""
    a, b = other.event, visit.event
    on_day = a.when is not None and a.when.is_day and a.status in ("happened", "ongoing")
    return on_day and a.mode == "visit" and bool({*a.source} & {*b.source}) and bool({*a.target} & {*b.target})
