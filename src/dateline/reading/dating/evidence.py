"""Clues to the day of publication: what the page says, and what the text gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dateline.foundation.article import Article
from dateline.foundation.days import day
from dateline.foundation.rows import Clue
from dateline.foundation.timevalue import Abs, Expression, Partial
from dateline.knowledge.base import KnowledgeBase
from dateline.reading.dating import weigh
from dateline.reading.dating.ages import age_evidence
from dateline.reading.dating.base import Evidence, clue_of, core, quoted
from dateline.reading.dating.dates import date_evidence
from dateline.reading.dating.events import event_evidence
from dateline.reading.dating.office import office_evidence
from dateline.reading.dating.relative import relative_evidence
from dateline.reading.dating.weekdays import weekday_evidence
from dateline.reading.dating.years import year_evidence
from dateline.reading.tree import Tree

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
HEAD, LINE = 3, 90  # blocks at the head of a report, characters of a line
CHANGED = 0.9  # a day of publication that is also that of the last change: a site that moved stamps both anew
AGAIN, ELSEWHERE = 0.15, 0.4  # what a second clue with the same day adds, of the same kind and of another
_PLACE = re.compile(r"\s*(?:[A-Z][\w.'’-]*[\s,/]+(?:(?:de|del|la|el|of|the|al|da|do|dos|am|and)\s+)*){1,7}\(?\s*")
_UTC = re.compile(r"T([01]\d|2[0-3])[:\d.]*\s*(?:Z|[+-]00:?00)")
MOVED = 0.8  # stamps days after the day in the page's address: all of one system, set anew when the site was moved
CAPTURE = 60.0  # nats against a day after the page was copied: no stamp outweighs them
EVENING, SMALL_HOURS, OTHER_DAY = 14, 8, 0.3  # hours in UTC from and until which it may be another day at the place
_DIGITS = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?![\d/-])")
_DATELINE = re.compile(r"\s*[^\n]{0,90}?(?:--|—|–|\s-\s|_)")


# ---- what the page says
def page_evidence(article: Article) -> Iterator[Evidence]:
    """The page's dates: upper bounds for days of change, else stamps; those that repeat one day count as one and a bit."""
    seen: dict[date, set[str]] = {}
    told: set[date] = set()  # days of change
    changes = {c.says.start for c in article.clues if c.why.startswith("modified:") and c.says is not None}
    addressed = min(
        (c.says.start for c in article.clues if c.kind == "url" and _names_day(c) and c.says and c.says.start), default=None
    )
    stamped = [c.says.start for c in article.clues if c.why.startswith(("published:", "dated:")) and c.says and c.says.start]
    named = any(_names_day(c) for c in article.clues)
    is_list = len({c.says for c in article.clues if c.why.startswith("seen:") and c.says}) > LIST
    for clue in sorted(article.clues, key=lambda c: (c.why.startswith("modified:"), -TRUST.get(c.kind, 0.0))):
        days = clue.says
        first = (days.start or days.end) if days else None
        readings = _readings(clue) if days is None else ()
        if readings and not ((named or is_list) and clue.why.startswith("seen:")):
            yield _open_order(clue, readings)
        elif days is None or first is None or (clue.why.startswith("seen:") and (named or is_list or first in changes)):
            yield Evidence(clue, weigh.nothing, 0.0)
        elif clue.why.startswith("captured:"):  # a day in UTC: it may have been the next one at the place
            bar = weigh.not_after((days.end or first) + timedelta(days=1), CAPTURE)
            yield Evidence(clue, bar, bound=True, ceiling=first.year)
        elif clue.why.startswith("modified:"):
            last = (days.end or first) + timedelta(days=_utc_hour(clue) >= EVENING)
            bar = weigh.not_after(last)
            if stamped and last < min(stamped):  # changed before it was published: nothing that a reader saw
                yield Evidence(clue, weigh.nothing, 0.0)
            else:
                known = named or last in told
                yield Evidence(clue, bar if known else weigh.changed(last), bound=True, ceiling=last.year, bar=bar)
                told.add(last)
        else:
            hour = _utc_hour(clue)
            late, early = OTHER_DAY if hour >= EVENING else 0.005, OTHER_DAY if 0 <= hour < SMALL_HOURS else 0.002
            is_moved = addressed is not None and clue.kind in MACHINE and first > addressed + timedelta(days=2)
            trust = MOVED if is_moved else min(_trust(clue), CHANGED) if first in changes else _trust(clue)
            before = seen.setdefault(first, set())
            again = 0.0 if is_moved or clue.why.startswith(("seen:", "dated:")) else AGAIN if clue.kind in before else ELSEWHERE
            yield Evidence(clue, weigh.stamp(days, trust, late, early), again if before else 1.0, stamp=True)
            before.add(clue.kind)


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


# ---- what the text gives away
def text_evidence(tree: Tree, expressions: tuple[Expression, ...], kb: KnowledgeBase | None = None) -> Iterator[Evidence]:
    """Dateline, weekdays, days and months without year, years, relations to the day of publication, offices and events."""
    yield from _date_lines(tree, expressions)
    heading = _dateline(tree, expressions)
    rest = tuple(e for e in expressions if e is not heading)
    weekly = weekday_evidence(tree, rest)
    if heading is not None and isinstance(heading.value, Partial):
        part = heading.value
        assert part.month is not None
        assert part.day is not None
        weekly = (replace(e, weigh=weigh.of_writing(e.weigh, part.month, part.day)) for e in weekly)
        why = f"the report is headed {quoted(tree, heading)}, the day it was sent or the day before it appeared"
        yield Evidence(clue_of(tree, heading, "partial-date", why), weigh.dateline(part.month, part.day), hard=True)
    yield from weekly
    yield from date_evidence(tree, rest)
    yield from year_evidence(tree, rest)
    yield from relative_evidence(tree, rest)
    yield from office_evidence(tree, kb)
    yield from age_evidence(tree, kb)
    yield from event_evidence(tree, rest)


def _dateline(tree: Tree, expressions: tuple[Expression, ...]) -> Expression | None:
    """The day in an agency's dateline at the head of the body: `NAIROBI, May 9 (Agency) -`."""
    first = next((e for e in expressions if isinstance(e.value, Partial)), None)
    if first is None or not isinstance(first.value, Partial) or first.value.day is None or first.value.month is None:
        return None
    kind, block = tree.parse.blocks[first.block]
    opening = _DATELINE.match(tree.text, block.start, block.end)
    headed = kind == "dateline" or (opening is not None and first.span.end <= opening.end())
    before = tree.text[block.start : first.span.start]
    return first if headed and _PLACE.fullmatch(before) else None


def _date_lines(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """A line at the head of the report that only names a full day, a writer or a place."""
    for e in expressions:
        part, (_, block) = core(e.value), tree.parse.blocks[e.block]
        if (
            e.block > HEAD
            or not isinstance(part, Abs)
            or part.day is None
            or part.month is None
            or len(block.of(tree.text)) > LINE
        ):
            continue
        if not any(tree.upos(w) in ("VERB", "AUX") and tree.feat(w, "VerbForm") == "Fin" for w in tree.words_in(block)):
            named = day(date(part.year, part.month, part.day))
            clue = clue_of(tree, e, "visible", "published: a line at the head of the report names this day", named)
            yield Evidence(clue, weigh.stamp(named, TRUST["visible"]), stamp=True)
