"""The days that a report can have appeared on, as columns; likelihoods of clues are computed over all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

EPOCH = 719_163  # the ordinal of 1970-01-01


@dataclass(frozen=True)
class Days:
    """Consecutive days; `ordinal` is the proleptic Gregorian ordinal, `weekday` ISO 1 to 7, `of_year` counts from 0."""

    ordinal: Numbers
    year: Numbers
    month: Numbers
    weekday: Numbers
    of_year: Numbers

    def __len__(self) -> int:
        return len(self.ordinal)

    @property
    def month_start(self) -> Numbers:
        """Ordinal of the first of each day's month."""
        stamps = ((self.year - 1970) * 12 + self.month - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        found: Numbers = stamps + EPOCH
        return found

    def day(self, index: int) -> date:
        """The day at an index."""
        return date.fromordinal(int(self.ordinal[index]))

    def index(self, day: date) -> int | None:
        """Where a day stands; None outside."""
        at = day.toordinal() - int(self.ordinal[0])
        return at if 0 <= at < len(self) else None

    def year_starts(self, offset: int = 0) -> Numbers:
        """Ordinal of 1 January of each day's year, `offset` years on."""
        return _january(self.year + offset)


@lru_cache(maxsize=8)
def days_between(first: date, last: date) -> Days:
    """All days from `first` to `last`; raises ValueError if they run backwards."""
    if last < first:
        raise ValueError(f"{first} comes after {last}")
    ordinal = np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int64)
    stamps = (ordinal - EPOCH).astype("datetime64[D]")
    year = stamps.astype("datetime64[Y]").astype(np.int64) + 1970
    month = stamps.astype("datetime64[M]").astype(np.int64) % 12 + 1
    return Days(ordinal, year, month, (ordinal - 1) % 7 + 1, ordinal - _january(year))


def _january(year: Numbers) -> Numbers:
    stamps = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    found: Numbers = stamps + EPOCH
    return found
