"""Civil days and intervals of them; never sharper than the words they come from."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

import msgspec

Grain = Literal[
    "instant", "day", "week", "weekend", "month", "season", "quarter", "half", "year", "decade", "century"
]  # fmt: skip
DAY = timedelta(days=1)


class Interval(msgspec.Struct, frozen=True):
    """Days from `start` to `end`, both inclusive; None is open on that side."""

    start: date | None
    end: date | None
    grain: Grain = "day"

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Interval) -> bool:
        """Whether some day lies in both."""
        starts_in_time = self.start is None or other.end is None or self.start <= other.end
        return starts_in_time and (other.start is None or self.end is None or other.start <= self.end)

    def within(self, other: Interval) -> Interval | None:
        """The days in both, at the finer grain's name; None where there are none."""
        if not self.overlaps(other):
            return None
        starts = [d for d in (self.start, other.start) if d]
        ends = [d for d in (self.end, other.end) if d]
        return Interval(max(starts, default=None), min(ends, default=None), self.grain)

    @property
    def is_day(self) -> bool:
        """One civil day, neither more nor less."""
        return self.start is not None and self.start == self.end

    def __str__(self) -> str:
        """`2007-02-26`, `2007-02` (a whole month), `2007` (a year), else `start..end` with `..` for open ends."""
        if self.start is None or self.end is None:
            return f"{self.start or ''}..{self.end or ''}"
        if self.start == self.end:
            return self.start.isoformat()
        if self == year(self.start.year):
            return f"{self.start.year:04d}"
        if self == month(self.start.year, self.start.month):
            return f"{self.start:%Y-%m}"
        return f"{self.start}..{self.end}"


def day(d: date) -> Interval:
    """One day."""
    return Interval(d, d, "day")


def week(d: date) -> Interval:
    """The Monday-to-Sunday week that holds `d` (ISO 8601)."""
    monday = d - d.weekday() * DAY
    return Interval(monday, monday + 6 * DAY, "week")


def month(y: int, m: int) -> Interval:
    """A calendar month."""
    return Interval(date(y, m, 1), date(y, m, calendar.monthrange(y, m)[1]), "month")


def year(y: int) -> Interval:
    """A calendar year."""
    return Interval(date(y, 1, 1), date(y, 12, 31), "year")
