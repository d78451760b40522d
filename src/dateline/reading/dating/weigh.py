"""How likely a clue is if the report appeared on a given day: log-likelihoods over all candidate days.

What counts in dated news could teach is learnt and stands in `knowledge/dating/weights.toml`; the figures here are set by
hand, for clues too rare to count. Every clue keeps a remainder for slips, so that none decides alone unless nothing speaks
against it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from dateline.foundation.days import Interval
from dateline.foundation.timevalue import Direction
from dateline.reading.dating.days import Days, Numbers, Weights

Weigh = Callable[[Days], Weights]

MISREAD = 2.0  # nats for a date on the other side than its verb says (`declared a dividend payable Dec. 15`)
SPREAD = 20_000  # days over which a false stamp may fall
# up to how many days off a day lies that its weekday stands beside, and the share of each such day; NEWS where it dates the
# first sentence
Shares = tuple[tuple[int, float], ...]
CLOSE: Shares = ((6, 0.08), (13, 0.025), (20, 0.010), (31, 0.006), (120, 0.0012), (270, 0.0002))
NEWS: Shares = ((0, 0.5), (1, 0.25), (2, 0.05), (6, 0.02), (13, 0.008), (31, 0.003), (120, 0.0005))


def stamp(says: Interval, trust: float, late: float = 0.005, early: float = 0.002) -> Weigh:
    """A page's date, right with probability `trust`; with `late` the day after is meant (evening hours in UTC), with `early`
    the day before (small hours in UTC).
    """

    def weigh(days: Days) -> Weights:
        start, end = says.start or date.min, says.end or date.max
        inside = (days.ordinal >= start.toordinal()) & (days.ordinal <= end.toordinal())
        after = days.ordinal == end.toordinal() + 1 if end < date.max else np.zeros(len(days), dtype=bool)
        before = days.ordinal == start.toordinal() - 1
        length = max(1, min((end - start).days + 1, SPREAD))
        share = inside * (trust * (1 - late - early) / length) + after * (trust * late) + before * (trust * early)
        return np.asarray(np.log(share + (1 - trust) / SPREAD), dtype=np.float64)

    return weigh


def not_after(last: date, cost: float = 12.0) -> Weigh:
    """An upper bound: later days cost `cost`."""
    return lambda days: np.where(days.ordinal > last.toordinal(), -cost, 0.0)


def changed(last: date, cost: float = 12.0) -> Weigh:
    """The day of a page's last change: an upper bound, and now and then the day of publication itself or the one after."""
    spread = 15 * 365

    def weigh(days: Days) -> Weights:
        back = last.toordinal() - days.ordinal
        near = np.select([back == 0, back == 1, (back > 1) & (back <= 6)], (0.08, 0.03, 0.006), 0.0)
        return np.where(back < 0, -cost, np.log(1.0 + near * spread))

    return weigh


def either(*readings: Weigh) -> Weigh:
    """A clue that can be read in several ways, each as likely."""
    return lambda days: np.asarray(np.logaddexp.reduce([r(days) for r in readings]) - np.log(len(readings)), dtype=np.float64)


def not_before(first: date, cost: float = 6.0) -> Weigh:
    """A lower bound: earlier days cost `cost`."""
    return lambda days: np.where(days.ordinal < first.toordinal(), -cost, 0.0)


def nothing(days: Days) -> Weights:
    """A clue that says nothing."""
    return np.zeros(len(days))


def year_is(year: int, off: int = 0, slack: float = 4.5, cost: float = 7.0) -> Weigh:
    """Arithmetic of the text gives the year (`ten years, since 2003`), or one at most `off` away as well.

    A year further off costs `slack`, more `cost`.
    """

    def weigh(days: Days) -> Weights:
        beyond = np.abs(days.year - year) - off
        near = -0.3 * np.abs(days.year - year)
        return np.where(beyond <= 0, near, np.where(beyond == 1, -slack, -cost))

    return weigh


def same_week(month: int, day: int, *, same: bool = True, cost: float = 2.0) -> Weigh:
    """A weekday told again without its date (`Tuesday, 9 May … on Tuesday night`) is still the latest of its name.

    Not `same`: told before without a date, it is the latest, and the one with the date is another.
    """

    def weigh(days: Days) -> Weights:
        back, _ = _distances(days, month, day)
        return np.where((back <= 6) == same, 0.0, -cost)

    return weigh


def dateline(month: int, day: int) -> Weigh:
    """The day of an agency's dateline: that of publication, or the day before."""

    def weigh(days: Days) -> Weights:
        back, _ = _distances(days, month, day)
        share = np.where(back == 0, 0.86, np.where(back == 1, 0.12, np.where(back == 2, 0.005, 0.006 / 362)))
        return np.asarray(np.log(share * 365), dtype=np.float64)

    return weigh


def of_writing(weekly: Weigh, month: int, day: int) -> Weigh:
    """A likelihood by weekday of a report that is headed with its day of writing: on the day after, it still is of that day.

    Without this, an agency's day and the weekday of its news would count as two proofs against the morrow.
    """

    def weigh(days: Days) -> Weights:
        back, _ = _distances(days, month, day)
        before = replace(days, weekday=(days.weekday - 2) % 7 + 1)
        return np.where(back == 1, weekly(before), weekly(days))

    return weigh


def date_with_weekday(
    number: int, month: int, day: int, direction: Direction | None, *, news: bool = False, cost: float = 8.0
) -> Weigh:
    """A day without year and its weekday: only every fifth, sixth or eleventh year fits, and the nearest is meant.

    `news`: it is the day of what the report begins with. On the side that its verb does not tell it may still lie, at `MISREAD`.
    """

    def weigh(days: Days) -> Weights:
        sides = []
        for distance, sign, other in zip(_distances(days, month, day), (-1, 1), ("future", "past"), strict=True):
            fits = (days.ordinal + sign * distance - 1) % 7 + 1 == number
            sides.append(_near(distance, NEWS if news else CLOSE) - np.where(fits, 0.0, cost) - MISREAD * (direction == other))
        return np.asarray(np.maximum(*sides), dtype=np.float64)

    return weigh


def weekday_fits(number: int, month: int, day: int, cost: float = 8.0) -> Weigh:
    """Whether the latest or the next such day falls on that weekday."""

    def weigh(days: Days) -> Weights:
        back, ahead = _distances(days, month, day)
        fits = ((days.ordinal - back - 1) % 7 + 1 == number) | ((days.ordinal + ahead - 1) % 7 + 1 == number)
        return np.where(fits, 0.0, -cost)

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


def signed_distance(days: Days, month: int, day: int) -> Numbers:
    """Days from each day to the nearest such day of the year, negative where it lies behind."""
    back, ahead = _distances(days, month, day)
    found: Numbers = np.where(back <= ahead, -back, ahead)
    return found


def _near(distance: Numbers, shares: Shares) -> Weights:
    """Log of the share of each distance against chance."""
    share = np.select([distance <= edge for edge, _ in shares], [share for _, share in shares], 0.0001)
    return np.asarray(np.log(share * 365), dtype=np.float64)


def month_is(month: int, cost: float = 6.0) -> Weigh:
    """The text names its own month."""
    return lambda days: np.where(days.month == month, 0.0, -cost)


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


def lasting(number: int, length: int, cost: float = 6.0) -> Weigh:
    """Something of `length` days that began on the weekday `number` and is not over."""
    return lambda days: np.where((days.weekday - number) % 7 <= length, 0.0, -cost)
