"""Clues to the day of publication that the page gives: which of its dates are stamps, bounds or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.foundation.article import Article
from dateline.foundation.days import Interval, day
from dateline.foundation.rows import Clue
from dateline.reading.dating import weigh
from dateline.reading.dating.base import Evidence

TRUST = {
    "json-ld": 0.98,
    "meta": 0.975,
    "microdata": 0.97,
    "url": 0.96,
    "time-tag": 0.93,
    "visible": 0.93,
    "feed": 0.95,
    "header": 0.3,
}
DATED, DATED_LINE = 0.8, 0.6  # a day that the page is dated with, it does not say of what; the same of a line with other words
MACHINE = frozenset({"json-ld", "meta", "microdata", "time-tag"})
LIST = 3  # days that lines of the page may name before they are those of a list of other reports
SEEN = 0.2  # a day somewhere on the page that nothing calls the day of publication
CHANGED = 0.9  # a day of publication that is also that of the last change: a site that moved stamps both anew
AGAIN, ELSEWHERE = 0.15, 0.4  # what a second clue with the same day adds, of the same kind and of another
MOVED = 0.8  # stamps days after the day in the page's address: all of one system, set anew when the site was moved
CAPTURE = 60.0  # nats against a day after the page was copied: no stamp outweighs them
EVENING, SMALL_HOURS, OTHER_DAY = 14, 8, 0.3  # hours in UTC from and until which it may be another day at the place
_UTC = re.compile(r"T([01]\d|2[0-3])[:\d.]*\s*(?:Z|[+-]00:?00)")
_DIGITS = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?![\d/-])")


@dataclass(frozen=True)
class _Page:
    """What the page's clues say together: the days of change, of its address and of publication, the first of the latter
    two; whether one is named as that of the page, and whether its other lines are those of a list.
    """

    changes: frozenset[date | None]
    addressed: date | None
    stamped: date | None
    named: bool
    is_list: bool


def page_evidence(article: Article) -> Iterator[Evidence]:
    """The page's dates: upper bounds for days of change, else stamps; those that repeat one day count as one and a bit."""
    page = _page(article.clues)
    kinds: dict[date, set[str]] = {}  # of the stamps so far, by day
    changed: set[date] = set()
    for clue in sorted(article.clues, key=lambda c: (c.why.startswith("modified:"), -TRUST.get(c.kind, 0.0))):
        days = clue.says
        first = (days.start or days.end) if days else None
        is_seen = clue.why.startswith("seen:")
        readings = _readings(clue) if days is None else ()
        if readings and not (is_seen and (page.named or page.is_list)):
            yield _open_order(clue, readings)
        elif days is None or first is None or (is_seen and (page.named or page.is_list or first in page.changes)):
            yield Evidence(clue, weigh.nothing, 0.0)
        elif clue.why.startswith("captured:"):  # a day in UTC: it may have been the next one at the place
            bar = weigh.not_after((days.end or first) + timedelta(days=1), CAPTURE)
            yield Evidence(clue, bar, bound=True, ceiling=first.year)
        elif clue.why.startswith("modified:"):
            yield _change(clue, days.end or first, page, changed)
        else:
            yield _stamp(clue, days, first, page, kinds.setdefault(first, set()))


def _page(clues: Sequence[Clue]) -> _Page:
    addressed = (c.says.start for c in clues if c.kind == "url" and _names_day(c) and c.says and c.says.start)
    stamped = (c.says.start for c in clues if c.why.startswith(("published:", "dated:")) and c.says and c.says.start)
    return _Page(
        changes=frozenset(c.says.start for c in clues if c.why.startswith("modified:") and c.says is not None),
        addressed=min(addressed, default=None),
        stamped=min(stamped, default=None),
        named=any(_names_day(c) for c in clues),
        is_list=len({c.says for c in clues if c.why.startswith("seen:") and c.says}) > LIST,
    )


def _change(clue: Clue, told: date, page: _Page, changed: set[date]) -> Evidence:
    """An upper bound; where the page names no day of its own, the first telling of a change is also a hint."""
    last = told + timedelta(days=_utc_hour(clue) >= EVENING)
    if page.stamped is not None and last < page.stamped:  # changed before it was published: nothing that a reader saw
        return Evidence(clue, weigh.nothing, 0.0)
    bar, known = weigh.not_after(last), page.named or bool(changed)
    changed.add(last)
    return Evidence(clue, bar if known else weigh.changed(last), bound=True, ceiling=last.year, bar=bar)


def _stamp(clue: Clue, days: Interval, first: date, page: _Page, before: set[str]) -> Evidence:
    """A day of publication; `before` are the kinds of clues that gave the same day."""
    hour = _utc_hour(clue)
    late, early = OTHER_DAY if hour >= EVENING else 0.005, OTHER_DAY if 0 <= hour < SMALL_HOURS else 0.002
    is_moved = page.addressed is not None and clue.kind in MACHINE and first > page.addressed + timedelta(days=2)
    trust = MOVED if is_moved else min(_trust(clue), CHANGED) if first in page.changes else _trust(clue)
    again = 0.0 if is_moved or clue.why.startswith(("seen:", "dated:")) else AGAIN if clue.kind in before else ELSEWHERE
    factor = again if before else 1.0
    before.add(clue.kind)
    return Evidence(clue, weigh.stamp(days, trust, late, early), factor, stamp=True)


def _names_day(clue: Clue) -> bool:
    """Whether a clue gives a day as that of the page, not a month only."""
    return clue.says is not None and clue.says.is_day and clue.why.startswith(("published:", "dated:"))


def _utc_hour(clue: Clue) -> int:
    """The hour of an instant told in UTC; -1 for what tells a day in its own zone."""
    found = _UTC.search(clue.text)
    return int(found[1]) if found else -1


def _trust(clue: Clue) -> float:
    means, trust = clue.why.partition(":")[0], TRUST.get(clue.kind, 0.5)
    if means == "dated":
        return DATED_LINE if clue.kind == "visible" else DATED
    return SEEN if means == "seen" else trust


def _readings(clue: Clue) -> tuple[date, ...]:
    """Both days of a date in digits whose order of day and month the page leaves open, the earlier first."""
    found = _DIGITS.search(clue.text)
    if found is None:
        return ()
    one, other, y = int(found[1]), int(found[2]), int(found[3])
    both = min(one, other) >= 1 and max(one, other) <= 12
    return tuple(sorted({date(y, one, other), date(y, other, one)})) if both else ()


def _open_order(clue: Clue, readings: tuple[date, ...]) -> Evidence:
    """Either reading is as likely; the text decides."""
    year_named = readings[0].year
    if clue.why.startswith("modified:"):
        weight = weigh.either(*(weigh.changed(d) for d in readings))
        return Evidence(clue, weight, bound=True, ceiling=year_named, bar=weigh.not_after(readings[-1]))
    weight = weigh.either(*(weigh.stamp(day(d), _trust(clue)) for d in readings))
    return Evidence(clue, weight, stamp=True, floor=year_named, ceiling=year_named)
