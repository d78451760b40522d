"""Days as people write them: `Tue 27 Feb 2007`, `February 2007`, `Mon 24 Feb – Sun 2 Mar 2031`."""

from __future__ import annotations

import calendar
from datetime import date

from dateline.foundation.days import Interval, month, year

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date, with_year: bool = True) -> str:
    """`Tue 27 Feb 2007`."""
    short = f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return f"{short} {day.year}" if with_year else short


def month_words(year_number: int, month_number: int) -> str:
    """`February 2007`."""
    return f"{calendar.month_name[month_number]} {year_number}"


def interval_of(first: str | None, last: str | None) -> Interval | None:
    """The interval between two ISO 8601 days, None being open; None for no day at all."""
    if first is None and last is None:
        return None
    return Interval(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def when_words(interval: Interval | None) -> str:
    """An interval without a preposition; empty for none."""
    if interval is None:
        return ""
    start, end = interval.start, interval.end
    if start is None or end is None:
        return f"until {day_words(end)}" if end else f"since {day_words(start)}" if start else ""
    if start == end:
        return day_words(start)
    return _period(start, end) or f"{day_words(start, start.year != end.year)} – {day_words(end)}"


def on_words(interval: Interval | None) -> str:
    """The same as part of a sentence: `on Tue 27 Feb 2007`, `in February 2007`, `between … and …`; empty for none."""
    if interval is None or interval.start is None or interval.end is None:
        return when_words(interval)
    start, end = interval.start, interval.end
    if start == end:
        return f"on {day_words(start)}"
    period = _period(start, end)
    return f"in {period}" if period else f"between {day_words(start, start.year != end.year)} and {day_words(end)}"


def for_words(interval: Interval) -> str:
    """The same of what is to come: `for Tue 27 Feb 2007`, `for February 2007`."""
    words = on_words(interval)
    return "for " + words.partition(" ")[2] if words.startswith(("on ", "in ")) else words


def _period(start: date, end: date) -> str:
    """The name of a whole month or year; empty for any other stretch."""
    if (start, end) == _ends(year(start.year)):
        return str(start.year)
    if (start, end) == _ends(month(start.year, start.month)):
        return month_words(start.year, start.month)
    return ""


def _ends(interval: Interval) -> tuple[date | None, date | None]:
    return interval.start, interval.end
