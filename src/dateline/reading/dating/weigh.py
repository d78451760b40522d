"""How likely a clue is if the report appeared on a given day: log-likelihoods over all candidate days.

The figures are shares counted in dated news (how far back the first-named weekday, a month-day without year, a bare
month lie from the day of publication), rounded; every clue keeps a remainder for slips, so that none decides alone
unless nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from dateline.foundation.days import Interval
from dateline.foundation.timevalue import Direction
from dateline.reading.dating.days import Days, Numbers, Weights

Weigh = Callable[[Days], Weights]

MISREAD = 2.0  # nats for a date on the other side than its verb says (`declared a dividend payable Dec. 15`)
SPREAD = 20_000  # days over which a false stamp may fall
# weekday k days before (first named, others) or k days after the day of publication, k from 0 to 6
FIRST_WEEKDAY = (0.60, 0.24, 0.04, 0.03, 0.03, 0.03, 0.03)
OTHER_WEEKDAY = (0.16, 0.28, 0.20, 0.13, 0.10, 0.08, 0.05)
NEXT_WEEKDAY = (0.12, 0.30, 0.20, 0.13, 0.10, 0.08, 0.07)
# bare month k months before or after the month of publication, k from 0 to 11
PAST_MONTH = (0.14, 0.24, 0.15, 0.10, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02, 0.02)
NEXT_MONTH = (0.20, 0.24, 0.15, 0.10, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.02, 0.01)
LAST_MONTH = (0.02, 0.05, 0.07, 0.09, 0.10, 0.10, 0.10, 0.10, 0.10, 0.10, 0.09, 0.08)


def stamp(says: Interval, trust: float, late: float = 0.005) -> Weigh:
    """A page's date, right with probability `trust`; with `late` the day after is meant (evening hours in UTC)."""

    def weigh(days: Days) -> Weights:
        start, end = says.start or date.min, says.end or date.max
        inside = (days.ordinal >= start.toordinal()) & (days.ordinal <= end.toordinal())
        after = days.ordinal == end.toordinal() + 1 if end < date.max else np.zeros(len(days), dtype=bool)
        before = days.ordinal == start.toordinal() - 1
        length = max(1, min((end - start).days + 1, SPREAD))
        share = inside * (trust * (1 - late - 0.002) / length) + after * (trust * late) + before * (trust * 0.002)
        return np.asarray(np.log(share + (1 - trust) / SPREAD), dtype=np.float64)

    return weigh


def not_after(last: date, cost: float = 12.0) -> Weigh:
    """An upper bound: later days cost `cost`."""
    return lambda days: np.where(days.ordinal > last.toordinal(), -cost, 0.0)


def not_before(first: date, cost: float = 6.0) -> Weigh:
    """A lower bound: earlier days cost `cost`."""
    return lambda days: np.where(days.ordinal < first.toordinal(), -cost, 0.0)


def years_since(year: int) -> Weigh:
    """Reports name the years just behind them: the latest past year named is mostly this one, the last or the one before."""

    def weigh(days: Days) -> Weights:
        gap = np.clip(days.year - year, 0, 40)
        return np.where(gap <= 5, -0.45 * gap, -2.25 - 0.12 * (gap - 5))

    return weigh


def years_until(year: int) -> Weigh:
    """The earliest year still to come is seldom far off."""

    def weigh(days: Days) -> Weights:
        return np.asarray(-0.15 * np.clip(year - days.year, 0, 40), dtype=np.float64)

    return weigh


def nothing(days: Days) -> Weights:
    """A clue that says nothing."""
    return np.zeros(len(days))


def year_is(year: int, slack: float = 4.5, cost: float = 7.0) -> Weigh:
    """Arithmetic of the text gives the year (`ten years, since 2003`); a year off costs `slack`, more `cost`."""

    def weigh(days: Days) -> Weights:
        off = np.abs(days.year - year)
        return np.where(off == 0, 0.0, np.where(off == 1, -slack, -cost))

    return weigh


def weekday(number: int, direction: Direction | None, *, first: bool, wire: bool) -> Weigh:
    """A weekday named without date. `first`: the first that looks back, as a rule the day of the news.

    `wire`: the report has an agency dateline and so, as a rule, appeared on that day.
    """
    table = NEXT_WEEKDAY if direction == "future" else FIRST_WEEKDAY if first else OTHER_WEEKDAY
    if first and wire and direction != "future":
        table = (0.80, 0.10, *(0.02,) * 5)
    logs = np.log(np.array(table) * 7)

    def weigh(days: Days) -> Weights:
        off = (number - days.weekday if direction == "future" else days.weekday - number) % 7
        return np.asarray(logs[off], dtype=np.float64)

    return weigh


def month_named(month: int, direction: Direction | None, *, last: bool = False) -> Weigh:
    """A month without year: `in February`; `last`: `last March`, the latest one wholly past."""
    past, coming = np.log(np.array(LAST_MONTH if last else PAST_MONTH) * 12), np.log(np.array(NEXT_MONTH) * 12)

    def weigh(days: Days) -> Weights:
        back, ahead = (days.month - month) % 12, (month - days.month) % 12
        if last or direction == "past":
            return np.asarray(past[back], dtype=np.float64)
        if direction == "future":
            return np.asarray(coming[ahead], dtype=np.float64)
        return np.asarray(np.maximum(past[back], coming[ahead]) - 0.3, dtype=np.float64)

    return weigh


def date_named(month: int, day: int, direction: Direction | None, *, weekly: bool) -> Weigh:
    """A day without year: mostly within a month of publication, on the side that the verb tells.

    `weekly`: the report calls days of the week by their names, so that a date is hardly one of the last or next six.
    """

    def weigh(days: Days) -> Weights:
        back, ahead = _distances(days, month, day)
        past, coming = _near(back, weekly=weekly), _near(ahead, weekly=weekly)
        if direction == "past":
            coming = coming - MISREAD
        elif direction == "future":
            past = past - MISREAD
        return np.asarray(np.maximum(past, coming) - (0.0 if direction else 0.5), dtype=np.float64)

    return weigh


def dateline(month: int, day: int) -> Weigh:
    """The day of an agency's dateline: that of publication, or the day before."""

    def weigh(days: Days) -> Weights:
        back, _ = _distances(days, month, day)
        share = np.where(back == 0, 0.92, np.where(back == 1, 0.055, np.where(back == 2, 0.005, 0.02 / 362)))
        return np.asarray(np.log(share * 365), dtype=np.float64)

    return weigh


def weekday_of_date(number: int, month: int, day: int, direction: Direction | None, cost: float = 8.0) -> Weigh:
    """A weekday beside a day without year: only every fifth, sixth or eleventh year fits."""

    def weigh(days: Days) -> Weights:
        back, ahead = _distances(days, month, day)
        use_past = back <= ahead if direction is None else np.full(len(days), direction == "past")
        there = np.where(use_past, days.ordinal - back, days.ordinal + ahead)
        return np.where((there - 1) % 7 + 1 == number, 0.0, -cost)

    return weigh


def _distances(days: Days, month: int, day: int) -> tuple[Numbers, Numbers]:
    """Days back to the latest and ahead to the next such day of the year, today included in both."""
    before = date(2001, month, min(day, 28)) - date(2001, 1, 1) + timedelta(days=max(0, day - 28))
    shift = before.days

    def there(offset: int) -> Numbers:
        start = days.year_starts(offset)
        leap = days.year_starts(offset + 1) - start == 366
        found: Numbers = start + shift + (leap & (month > 2))
        return found

    this = there(0)
    back = np.where(this <= days.ordinal, days.ordinal - this, days.ordinal - there(-1))
    ahead = np.where(this >= days.ordinal, this - days.ordinal, there(1) - days.ordinal)
    return back, ahead


def _near(distance: Numbers, *, weekly: bool) -> Weights:
    """Log of the share against chance: a third of such dates lie within a week, seven tenths within a month."""
    edges = (6, 13, 20, 31, 120, 270)
    shares = (0.004 if weekly else 0.045, 0.024, 0.016, 0.010, 0.0024, 0.0004)
    share = np.select([distance <= edge for edge in edges], shares, 0.0001)
    return np.asarray(np.log(share * 365), dtype=np.float64)


def part_of_month(cut: str, k: int) -> Weigh:
    """`early this month` is not said in its first days, nor `late last month` long after; `k` 0 this month, -1 last."""
    spans = {("START", 0): (9, 31), ("MID", 0): (17, 31), ("END", 0): (24, 31), ("BEFORE", 0): (4, 31), ("AFTER", 0): (1, 26),
             ("END", -1): (1, 22)}  # fmt: skip
    first, last = spans.get((cut, k), (1, 31))

    def weigh(days: Days) -> Weights:
        number = days.ordinal - (days.month_start - 1)
        off = np.maximum(first - number, number - last)
        return np.asarray(-0.5 * np.clip(off, 0, 8), dtype=np.float64)

    return weigh


def lasting(number: int, length: int, cost: float = 3.0) -> Weigh:
    """Something of `length` days that began on the weekday `number` and is not over."""
    return lambda days: np.where((days.weekday - number) % 7 <= length, 0.0, -cost)
