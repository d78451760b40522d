"""Clues to the day of publication: what the page says, and what the text gives away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dateline.foundation.article import Article
from dateline.foundation.days import Interval, day, year
from dateline.foundation.rows import Clue, ClueKind
from dateline.foundation.timevalue import Abs, Expression, In, Of, Partial, Shift, Value
from dateline.reading.dating import weigh
from dateline.reading.dating.base import Evidence, bare_weekday, core
from dateline.reading.dating.relative import relative_evidence
from dateline.reading.dating.sums import lasted, sums
from dateline.reading.tree import Tree

TRUST = {"json-ld": 0.98, "meta": 0.975, "microdata": 0.97, "url": 0.96, "time-tag": 0.93, "visible": 0.93, "header": 0.3}
SEEN = 0.2  # a day somewhere on the page that nothing calls the day of publication
HEAD, LINE = 3, 90  # blocks at the head of a report, characters of a line
CHANGED = 0.9  # a day of publication that is also that of the last change: a site that moved stamps both anew
AGAIN = 0.15  # what a second clue with the same day adds
DAMP = 0.7  # dates of one report are not independent of each other
_PLACE = re.compile(r"\s*(?:[A-Z][\w.'’-]*[\s,/]+(?:(?:de|del|la|el|of|the|al|da|do|dos|am|and)\s+)*){1,7}\(?\s*")
_BIRTH = re.compile(r"\bborn\b[^.;]*$", re.I)
_UTC_EVENING = re.compile(r"T(1[4-9]|2[0-3])[:\d.]*\s*(Z|[+-]00:?00)")
_DIGITS = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?![\d/-])")
_DATELINE = re.compile(r"\s*[^\n]{0,90}?(?:--|—|–|\s-\s|_)")


# ---- what the page says
def page_evidence(article: Article) -> Iterator[Evidence]:
    """The page's dates: upper bounds for days of change, else stamps; those that repeat one day count as one and a bit."""
    seen: set[date] = set()
    changes = {c.says.start for c in article.clues if c.why.startswith("modified:") and c.says is not None}
    named = any(c.why.startswith("published:") and c.says is not None for c in article.clues)
    for clue in sorted(article.clues, key=lambda c: (c.why.startswith("modified:"), -TRUST.get(c.kind, 0.0))):
        days = clue.says
        first = (days.start or days.end) if days else None
        readings = _readings(clue) if days is None else ()
        if readings and not (named and clue.why.startswith("seen:")):
            yield _open_order(clue, readings)
        elif days is None or first is None or (named and clue.why.startswith("seen:")):
            yield Evidence(clue, weigh.nothing, 0.0)
        elif clue.why.startswith("modified:"):
            last = days.end or first
            bar = weigh.not_after(last)
            yield Evidence(clue, bar if first in seen else weigh.changed(last), bound=True, ceiling=last.year, bar=bar)
            seen.add(first)
        else:
            late = 0.3 if _UTC_EVENING.search(clue.text) else 0.005
            trust = min(_trust(clue), CHANGED) if first in changes else _trust(clue)
            yield Evidence(clue, weigh.stamp(days, trust, late), AGAIN if first in seen else 1.0, stamp=True)
            seen.add(first)


def _trust(clue: Clue) -> float:
    return SEEN if clue.why.startswith("seen:") else TRUST.get(clue.kind, 0.5)


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
def text_evidence(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """Dateline, weekdays, days and months without year, and years, each as a clue."""
    yield from _date_lines(tree, expressions)
    heading = _dateline(tree, expressions)
    rest = tuple(e for e in expressions if e is not heading)
    if heading is not None and isinstance(heading.value, Partial):
        part = heading.value
        assert part.month is not None
        assert part.day is not None
        why = f"the report is headed {_quoted(tree, heading)}, the day it was sent or the day before it appeared"
        yield Evidence(_clue(tree, heading, "partial-date", why), weigh.dateline(part.month, part.day), hard=True)
    yield from _weekdays(tree, rest, wire=heading is not None)
    yield from _dates(tree, rest)
    yield from _months(tree, rest)
    yield from _years(tree, rest)
    yield from _sums(tree, rest)
    yield from relative_evidence(tree, rest)


def _quoted(tree: Tree, e: Expression) -> str:
    return f"“{e.span.of(tree.text)}”"


def _clue(tree: Tree, e: Expression, kind: ClueKind, why: str, says: Interval | None = None) -> Clue:
    return Clue(kind=kind, text=e.span.of(tree.text), span=e.span, says=says, why=why)


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
            clue = _clue(tree, e, "visible", "published: a line at the head of the report names this day", named)
            yield Evidence(clue, weigh.stamp(named, TRUST["visible"]), stamp=True)


def _unquoted(tree: Tree, expressions: Iterable[Expression]) -> Iterator[Expression]:
    return (e for e in expressions if not any(q.start <= e.span.start < q.end for q in tree.quoted))


def _weekdays(tree: Tree, expressions: tuple[Expression, ...], *, wire: bool) -> Iterator[Evidence]:
    """Each weekday once in each direction; the first that looks back is the day of the news."""
    named = [(e, number) for e in _unquoted(tree, expressions) if (number := bare_weekday(e)) is not None]
    times = Counter((number, e.direction == "future") for e, number in named)
    seen: set[tuple[int, bool]] = set()
    for e, number in named:
        key = number, e.direction == "future"
        if key in seen:
            continue
        first = not any(not coming for _, coming in seen) and not key[1]
        seen.add(key)
        why = f"{_quoted(tree, e)} is still to come" if key[1] else f"{_quoted(tree, e)} is past or today"
        weight = weigh.weekday(number, e.direction, first=first, wire=wire)
        factor = 1.0 if key[1] else min(1.5, 0.75 + 0.25 * times[key]) if first else DAMP
        yield Evidence(_clue(tree, e, "weekday", why), weight, factor)


def _dates(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """Days without year, with a weekday beside them or not."""
    weekly = sum(bare_weekday(e) is not None for e in expressions) > 1
    last: date | None = None
    for e in expressions:
        part = core(e.value)
        last = _going_on(part, last)
        if isinstance(part, Shift) and last is not None:
            why = f"{_quoted(tree, e)} is then {last:%-d %B}, and lies behind"
            weight = weigh.date_named(last.month, last.day, "past", weekly=weekly)
            yield Evidence(_clue(tree, e, "partial-date", why), weight, DAMP)
        if not isinstance(part, Partial) or part.day is None or part.month is None:
            continue
        if e.weekday is not None:
            yield from _with_weekday(tree, e, part.month, part.day, expressions)
            continue
        side = {"past": "lies behind", "future": "lies ahead", None: "is near"}[e.direction]
        why = f"{_quoted(tree, e)} without a year {side}, as a rule within weeks"
        weight = weigh.date_named(part.month, part.day, e.direction, weekly=weekly)
        yield Evidence(_clue(tree, e, "partial-date", why), weight, DAMP)


def _with_weekday(tree: Tree, e: Expression, month: int, number: int, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """`Tuesday, 9 May`: the years that fit; and how far behind it is where the weekday stands alone, too."""
    assert e.weekday is not None
    why = f"{_quoted(tree, e)} fits only years in which that date falls on that weekday"
    first = not any(o.span.start < e.span.start and bare_weekday(o) for o in expressions)
    news = first and e.leading and e.direction == "past" and e.block == expressions[0].block
    weight = weigh.date_with_weekday(e.weekday, month, number, e.direction, news=news)
    fits = weigh.weekday_fits(e.weekday, month, number)
    yield Evidence(_clue(tree, e, "weekday-date", why), weight, hard=True, bar=fits)
    alone = next((o for o in expressions if o.direction != "future" and bare_weekday(o) == e.weekday), None)
    if alone is not None and e.direction != "future":
        same = alone.span.start > e.span.end
        why = f"{_quoted(tree, alone)} without its date is {'the same day as' if same else 'a later day than'} {_quoted(tree, e)}"
        yield Evidence(_clue(tree, alone, "weekday", why), weigh.same_week(month, number, same=same))


def _going_on(value: Value, last: date | None) -> date | None:
    """The day without year that is told of, in the year 2001 for want of another: a date, or days and weeks after one."""
    if isinstance(value, Partial) and value.month and value.day and (value.month, value.day) != (2, 29):
        return date(2001, value.month, value.day)
    if isinstance(value, In) and value.base == "told" and value.unit == "day" and last is not None:
        return last + timedelta(days=value.k)
    if isinstance(value, Shift) and value.base == "told" and value.unit in ("day", "week") and value.n and last is not None:
        found = last + timedelta(days=round(value.sign * value.n * (7 if value.unit == "week" else 1)))
        return found if found.year == last.year else None
    return None


def _months(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    seen: set[tuple[int, str | None]] = set()
    for e in expressions:
        part = core(e.value)
        if not isinstance(part, Partial) or part.month is None or part.day is not None or (part.month, e.direction) in seen:
            continue
        seen.add((part.month, e.direction))
        side = {"past": "lies behind", "future": "lies ahead", None: "is near"}[e.direction]
        weight = weigh.month_named(part.month, e.direction, last=part.turn == -1)
        yield Evidence(_clue(tree, e, "partial-date", f"{_quoted(tree, e)} without a year {side}"), weight, DAMP)


def _years(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """The latest year behind the report is a lower bound and near; the earliest ahead of it an upper bound."""
    dated = [(e, start, end) for e in expressions for start, end in [_reach(core(e.value))] if start and end]
    dated = [d for d in dated if not _BIRTH.search(tree.text, max(0, d[0].span.start - 30), d[0].span.start)]
    told = [d for d in dated if d[0].direction == "past"]
    told += [(e, date(y, 1, 1), date(y, 1, 1)) for e, y in lasted(tree, expressions)]
    behind = told or [d for d in dated if d[0].direction is None and tree.preposition(d[0].head) not in ("by", "until", "to")]
    ahead = [d for d in dated if d[0].direction == "future"]
    if behind:
        e, start, _ = max(behind, key=lambda d: d[1])
        why = f"{_quoted(tree, e)} is told of as past, so the report is no older"
        bound, near = weigh.not_before(start, 6.0 if told else 2.0), weigh.years_since(start.year)
        sure = e.direction == "past"
        clue = _clue(tree, e, "year", why, year(start.year))
        yield Evidence(clue, lambda d: bound(d) + near(d), hard=sure, floor=start.year, bar=bound)
    if ahead:
        e, _, end = min(ahead, key=lambda d: d[2])
        limit, close = weigh.not_after(end, 5.0), weigh.years_until(end.year)
        why = f"{_quoted(tree, e)} is still to come, so the report is no younger"
        clue = _clue(tree, e, "year", why, year(end.year))
        yield Evidence(clue, lambda d: limit(d) + close(d), hard=True, ceiling=end.year, bar=limit)


def _reach(value: Value) -> tuple[date | None, date | None]:
    """First and last day of an absolute value; (None, None) for others."""
    if isinstance(value, Abs) and value.grain == "date" and 1000 <= value.year <= 2200:
        if value.month is None:
            return date(value.year, 1, 1), date(value.year, 12, 31)
        first = date(value.year, value.month, value.day or 1)
        return first, date(value.year, value.month, value.day or 28)
    if isinstance(value, Of) and isinstance(value.whole, int):
        return date(value.whole, 1, 1), date(value.whole, 12, 31)
    return None, None


def _sums(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """A year and a number of years that add up to the report's own: `ten years, since 2003`; `two years ago, in 2011`."""
    for e, found, off in sums(tree, expressions):
        why = f"{_quoted(tree, e)} and the year named beside it add up to {found}{', or nearly' if off else ''}"
        clue = _clue(tree, e, "year", why, year(found))
        yield Evidence(clue, weigh.year_is(found, off), hard=True, floor=found - 1 - off, ceiling=found + 1 + off)
