"""Time expressions: found by rules, resolved once the day of publication is known."""

from __future__ import annotations

from dateline.reading.times.find import find_times
from dateline.reading.times.told import Profile, resolve_times

__all__ = ["Profile", "find_times", "resolve_times"]
