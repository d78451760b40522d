"""The calendar as pages show it: what was planned, held, cancelled or put off, and what is overdue.

Several reports may tell of one occasion; they become one entry. A plan whose day has gone by without a report that it
was held or called off is overdue: that is reckoned from `today`, and nothing is stored.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from dateline.record import Entry

_RANKS = ("held", "cancelled", "postponed", "planned", "possible")  # what is told of an occasion, the surest first
LONGEST = 3  # days; an occasion that may lie anywhere in more is shown beside the grid, not in it
MARGIN = timedelta(days=1)  # between the day that was announced and the one on which it was held


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """One occasion. `entry` is the surest of its tellings, the newest of these; `plan` what announced it, if another did."""

    entry: Entry
    status: str
    plan: Entry | None = None
    reports: int = 1

    @property
    def first(self) -> date | None:
        """The first of its days."""
        return _date(self.entry.first_day)

    @property
    def last(self) -> date | None:
        """The last of its days."""
        return _date(self.entry.last_day)


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the month's grid and what lies on it."""

    day: date
    inside: bool
    today: bool
    occasions: tuple[Occasion, ...]


def occasions(entries: Iterable[Entry], today: date) -> list[Occasion]:
    """Entries of the calendar as occasions, by day; undated ones last."""
    tellings: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        tellings.setdefault(_key(entry), []).append(entry)
    told = [_occasion(group, today) for group in tellings.values()]
    kept = [o for o in told if not any(_settles(other, o) for other in told)]
    settled = [_with_plan(o, told) for o in kept]
    return sorted(settled, key=lambda o: (o.first or o.last or date.max, o.entry.words, o.entry.sequence))


def _key(entry: Entry) -> tuple[str, ...]:
    """What two tellings of one occasion share: who, and when."""
    who = sorted({p.id for p in entry.parties if p.part == "participants"})
    return (entry.first_day or "", entry.last_day or "", *(who or (entry.words.casefold(),)))


def _occasion(tellings: list[Entry], today: date) -> Occasion:
    best = min(tellings, key=lambda e: (_rank(e), -e.sequence))
    plan = next((e for e in tellings if e.status == "planned" and e is not best), None)
    return Occasion(entry=best, status=_status(best, today), plan=plan, reports=len({e.report for e in tellings}))


def _rank(entry: Entry) -> int:
    return _RANKS.index(entry.status) if entry.status in _RANKS else len(_RANKS)


def _status(entry: Entry, today: date) -> str:
    """Overdue: planned for days that are over."""
    last = _date(entry.last_day)
    return "overdue" if entry.status == "planned" and last is not None and last < today else entry.status or "possible"


def _settles(other: Occasion, plan: Occasion) -> bool:
    """Whether another occasion is what became of a plan: the same people, a day beside it, held or called off."""
    if other is plan or plan.entry.status not in ("planned", "possible") or other.entry.status not in _RANKS[:3]:
        return False
    return _shared(other.entry, plan.entry) and _beside(other, plan)


def _shared(one: Entry, two: Entry) -> bool:
    """The same participants, or two of them."""
    first, second = ({p.id for p in e.parties if p.part == "participants"} for e in (one, two))
    return bool(first) and (first == second or len(first & second) > 1)


def _beside(one: Occasion, two: Occasion) -> bool:
    if one.first is None or one.last is None or two.first is None or two.last is None:
        return False
    return one.first <= two.last + MARGIN and two.first <= one.last + MARGIN


def _with_plan(occasion: Occasion, told: list[Occasion]) -> Occasion:
    """With the plan that it settled."""
    plan = next((o.entry for o in told if _settles(occasion, o)), occasion.plan)
    return msgspec.structs.replace(occasion, plan=plan)


def month_grid(year: int, month: int, found: list[Occasion], today: date) -> list[list[Cell]]:
    """Weeks from Monday to Sunday; an occasion of several days stands on each of them."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return [[_cell(day, month, found, today) for day in week] for week in weeks]


def _cell(day: date, month: int, found: list[Occasion], today: date) -> Cell:
    on = tuple(o for o in found if _is_short(o) and o.first and o.last and o.first <= day <= o.last)
    return Cell(day=day, inside=day.month == month, today=day == today, occasions=on)


def _is_short(occasion: Occasion) -> bool:
    return bool(occasion.first and occasion.last and (occasion.last - occasion.first).days < LONGEST)


def _date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
