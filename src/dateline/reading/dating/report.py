"""From clues to a day: log-likelihoods summed over all days still possible (naive Bayes with damped repetitions).

The range of days comes from the evidence, never from the clock. A day is named only if it carries most of the weight;
else the days that carry nearly all of it are given as an interval, or nothing where not even the years are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec
import numpy as np

from dateline.foundation.article import Article
from dateline.foundation.days import Interval, day
from dateline.foundation.rows import Clue, Dating, Issue, Verdict
from dateline.foundation.timevalue import Expression
from dateline.knowledge.base import KnowledgeBase
from dateline.reading.dating.base import Evidence
from dateline.reading.dating.days import Days, Weights, days_between
from dateline.reading.dating.evidence import text_evidence
from dateline.reading.dating.page import page_evidence
from dateline.reading.tree import Tree

SURE = 0.5  # weight from which a page's day is named, its morrow counted in (a morning paper tells of the day before)
SURE_BY_WORDS = 0.7  # the same for a day that no page names, the day before counted in as well
RIVAL = 2.0  # how many times likelier it must be than any day but its neighbours
MASS, WIDE = 0.95, 0.975  # weight of the days in the interval, and in that of a report of which no day is named
FEW, FEW_WEEKDAYS = 14, 3  # days and weekdays that are told one by one
PAST_FLOOR = 3  # years that the range reaches beyond the latest floor, whatever the ceilings
YEARS = 40  # how far the range reaches where only one end is known
CLASH = 3.0  # nats below a clue's best at which a day contradicts it
BELIEF = 5.0  # nats for the days that a page gives, unless the text contradicts them hard
DOUBT_IF_MOVED = 6.0  # as DOUBT, for a day that is also that of the page's last change
DOUBT = 9.0  # nats by which the text's own clues together may miss a true day (997 in 1,000 of wire copy miss by less)


def date_report(
    article: Article, tree: Tree, expressions: tuple[Expression, ...], given: date | None, kb: KnowledgeBase | None = None
) -> tuple[Dating, tuple[Issue, ...]]:
    """The day of publication, or the interval that is left, with every clue's verdict; and what contradicts it.

    `kb` knows who held which office when; the base of the package does where none is given.
    """
    return _weighed(article, evidence_of(article, tree, expressions, kb), given)


def _weighed(article: Article, evidence: tuple[Evidence, ...], given: date | None) -> tuple[Dating, tuple[Issue, ...]]:
    if given is not None:
        return _given(given, evidence)
    days = range_of(evidence)
    if days is None:
        return Dating(clues=tuple(e.clue for e in evidence)), ()
    share = _shares(evidence, days, _believed(evidence))
    best = int(share.argmax())
    if not _is_sure(share, best, by_page=any(e.stamp and _is_of(e, days.day(best)) for e in evidence)):
        interval = _left(share, days, evidence, WIDE)
        open_clues = tuple(msgspec.structs.replace(e.clue, verdict=_open_verdict(e)) for e in evidence)
        few, weekdays = _possible(share, days)
        return Dating(interval=interval, days=few, weekdays=weekdays, clues=open_clues), _stamps_refuted(evidence)
    published, sure = days.day(best), float(share[best])
    clues = tuple(_judged(e, published) for e in evidence)
    method = _method(evidence, clues)
    few, weekdays = _possible(share, days) if method == "text" else ((published.isoformat(),), (published.isoweekday(),))
    dating = Dating(
        published=published.isoformat(), interval=day(published) if method != "text" else _left(share, days, evidence),
        days=few, weekdays=weekdays, time=_time(article, published), confidence=round(min(sure, 0.99), 2), method=method,
        clues=clues,
    )  # fmt: skip
    return dating, _conflicts(evidence, clues, published)


def date_page(article: Article) -> tuple[Dating, tuple[Issue, ...]]:
    """The day of publication by the page alone, for pages whose words can't be read."""
    return _weighed(article, tuple(page_evidence(article)), None)


def evidence_of(
    article: Article, tree: Tree, expressions: tuple[Expression, ...], kb: KnowledgeBase | None = None
) -> tuple[Evidence, ...]:
    """Every clue of page and text."""
    return (*page_evidence(article), *text_evidence(tree, expressions, kb))


def range_of(evidence: Sequence[Evidence]) -> Days | None:
    """All days between the earliest and the latest that any clue allows; None if no clue names a year."""
    stamps = [d for e in evidence if e.stamp and e.clue.says for d in (e.clue.says.start, e.clue.says.end) if d]
    floors = [date(e.floor, 1, 1) for e in evidence if e.floor is not None]
    limits = [e.clue.says.end or e.clue.says.start for e in evidence if e.bound and e.clue.says]
    ceilings = [date(e.ceiling, 12, 31) for e in evidence if e.ceiling is not None and not (e.bound and e.clue.says)]
    ends = [*stamps, *ceilings, *(_years_on(f, PAST_FLOOR) for f in floors if ceilings or stamps)]
    last = min([d for d in limits if d], default=None) or max(ends, default=None)
    if last is None and not floors:
        return None
    last = last or _years_on(max(floors), YEARS)
    first = min(floors) if floors else _years_on(last, -YEARS)
    first = min([first, *stamps, *(_years_on(c, -1) for c in ceilings), last])
    return days_between(first - timedelta(days=2), last + timedelta(days=2))


def _years_on(d: date, n: int) -> date:
    return date(min(max(d.year + n, 1), 9998), d.month, min(d.day, 28))


def log_weights(evidence: Sequence[Evidence], days: Days) -> Weights:
    """The clues' log-likelihoods over the days, summed."""
    total = np.zeros(len(days))
    for e in evidence:
        total += e.factor * e.weigh(days)
    return total


def _believed(evidence: Sequence[Evidence]) -> tuple[Interval, ...]:
    """The days that the page gives itself and that its text does not contradict hard."""
    changes = {e.clue.says.end for e in evidence if e.bound and e.clue.says}
    out = []
    for e in evidence:
        says = e.clue.says
        if e.stamp and says is not None and says.start and says.is_day and not e.clue.why.startswith("seen:"):
            limit = DOUBT_IF_MOVED if says.end in changes else DOUBT
            if misfit(evidence, says.start) < limit:
                out.append(Interval(says.start, says.start + timedelta(days=1)))
    return tuple(out)


def _shares(evidence: Sequence[Evidence], days: Days, believed: Sequence[Interval] = ()) -> Weights:
    total = log_weights(evidence, days)
    if believed:
        first = days.day(0).toordinal()
        inside = np.zeros(len(days), dtype=bool)
        for i in believed:
            inside[max(0, (i.start or date.min).toordinal() - first) : (i.end or date.max).toordinal() - first + 1] = True
        total = np.where(inside, total, total - BELIEF)
    share = np.exp(total - total.max())
    return np.asarray(share / share.sum(), dtype=np.float64)


def _is_of(e: Evidence, published: date) -> bool:
    return e.clue.says is None or published in e.clue.says


def _is_sure(share: Weights, best: int, *, by_page: bool) -> bool:
    """Whether a day carries most of the weight and no other rivals it."""
    others = np.delete(share, range(max(0, best - 1), min(len(share), best + 2)))
    near = max(share[best : best + 2].sum(), share[max(0, best - 1) : best + 1].sum())
    enough = share[best : best + 2].sum() >= SURE if by_page else near >= SURE_BY_WORDS
    return bool(enough and share[best] >= RIVAL * others.max(initial=0.0))


def _left(share: Weights, days: Days, evidence: Sequence[Evidence], mass: float = MASS) -> Interval:
    """The shortest stretch of days that carries nearly all weight; open where no clue bounds the years."""
    first, last = _shortest(share, mass)
    floor = any(e.floor is not None for e in evidence)
    ceiling = any(e.ceiling is not None or e.stamp for e in evidence)
    return Interval(days.day(first) if floor else None, days.day(last) if ceiling else None, "day")


def _possible(share: Weights, days: Days) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The likeliest days that carry nearly all weight, if they are few; the weekdays that do, if they are."""
    order = np.argsort(-share, kind="stable")
    n = int(np.searchsorted(np.cumsum(share[order]), MASS - 1e-12)) + 1
    few = tuple(days.day(int(i)).isoformat() for i in order[:n]) if n <= FEW else ()
    by_weekday = np.array([share[days.weekday == w].sum() for w in range(1, 8)])
    most = np.argsort(-by_weekday, kind="stable")
    k = int(np.searchsorted(np.cumsum(by_weekday[most]), MASS - 1e-12)) + 1
    return few, tuple(sorted(int(w) + 1 for w in most[:k])) if k <= FEW_WEEKDAYS else ()


def _shortest(share: Weights, mass: float) -> tuple[int, int]:
    """First and last index of the shortest run with at least `mass` of the weight."""
    before = np.concatenate(([0.0], np.cumsum(share)))
    ends = np.searchsorted(before, before[:-1] + mass - 1e-12)
    runs = np.where(ends < len(before), ends - np.arange(len(share)), len(share) + 1)
    first = int(runs.argmin())
    return first, min(int(ends[first]), len(share)) - 1


# ---- verdicts
def _misses(e: Evidence, published: date) -> float:
    """How far a clue's likelihood on a day lies below its best of all, in nats."""
    around = days_between(_years_on(published, -YEARS), _years_on(published, YEARS))
    weights = (e.bar or e.weigh)(around)
    at = around.index(published)
    return float(weights.max() - weights[at]) if at is not None else 0.0


def _judged(e: Evidence, published: date) -> Clue:
    return msgspec.structs.replace(e.clue, verdict=_verdict(e, published))


def _verdict(e: Evidence, published: date) -> Verdict:
    if not e.factor:
        return "ignored"
    if e.bound:
        return "upper-bound" if _misses(e, published) < CLASH else "contradicted"
    if e.stamp:
        if e.clue.says is not None and published in e.clue.says:
            return "used"
        if e.clue.says is None:
            return "used" if _misses(e, published) < 1.0 else "contradicted"
        return "agrees" if _misses(e, published) < CLASH else "contradicted"  # evening hours in UTC
    if _misses(e, published) >= CLASH:
        return "contradicted"
    return "used" if e.hard else "agrees"


def _open_verdict(e: Evidence) -> Verdict:
    """The verdict where no day is named, because the text refutes what stamps there are."""
    if e.bound or not e.factor:
        return "upper-bound" if e.bound else "ignored"
    return "contradicted" if e.stamp else "used"


def _method(evidence: Sequence[Evidence], clues: Sequence[Clue]) -> Literal["page", "text", "page+text"]:
    page = any(e.stamp and c.verdict == "used" for e, c in zip(evidence, clues, strict=True))
    text = any(not e.stamp and not e.bound and c.verdict in ("used", "agrees") for e, c in zip(evidence, clues, strict=True))
    return "page+text" if page and text else "page" if page else "text"


def _time(article: Article, published: date) -> str | None:
    """The page's instant, if it lies on the day found (or within one, for the sake of time zones)."""
    if article.time is None:
        return None
    try:
        told = date.fromisoformat(article.time[:10])
    except ValueError:
        return None
    return article.time if abs((told - published).days) <= 1 else None


def _given(given: date, evidence: Sequence[Evidence]) -> tuple[Dating, tuple[Issue, ...]]:
    """A stated day stands as it is; what speaks against it is told."""
    stated = Clue(kind="given", text=given.isoformat(), says=day(given), verdict="used", why="the day was stated by the reader")
    clues = tuple(_judged(e, given) for e in evidence)
    dating = Dating(
        published=given.isoformat(), interval=day(given), days=(given.isoformat(),), weekdays=(given.isoweekday(),),
        confidence=1.0, method="given", clues=(stated, *clues),
    )  # fmt: skip
    return dating, _conflicts(evidence, clues, given)


# ---- what contradicts
def misfit(evidence: Sequence[Evidence], published: date) -> float:
    """How far the text's own clues together lie below their best on this day, in nats; what the page says is left out."""
    own = [e for e in evidence if not e.stamp and not e.bound]
    around = range_of(own) or days_between(_years_on(published, -3), _years_on(published, 3))
    first, last = min(around.day(0), published), max(around.day(len(around) - 1), published)
    days = days_between(first, last)
    weights = log_weights(own, days)
    at = days.index(published)
    assert at is not None
    return float(weights.max() - weights[at])


def _conflicts(evidence: Sequence[Evidence], clues: Sequence[Clue], published: date) -> tuple[Issue, ...]:
    """One issue for each of the page's days that does not fit, and for the text's clues if together they do not."""
    told = [(e, c) for e, c in zip(evidence, clues, strict=True) if c.verdict == "contradicted"]
    of_page = [e for e, _ in told if e.stamp or e.bound]
    of_text = [e for e, _ in told if not e.stamp and not e.bound]
    if not of_text or misfit(evidence, published) < DOUBT:
        of_text = []
    strong = [e for e in of_text if e.hard] or of_text
    return tuple(
        Issue(code="DATE_CONFLICT", message=_message(e, published.isoformat()), span=e.clue.span) for e in (*of_page, *strong)
    )


def _stamps_refuted(evidence: Sequence[Evidence]) -> tuple[Issue, ...]:
    return tuple(Issue(code="DATE_CONFLICT", message=_message(e, None), span=e.clue.span) for e in evidence if e.stamp)


def _message(e: Evidence, taken: str | None) -> str:
    if e.stamp or e.bound:
        instead = f"it is dated {taken}" if taken else "its day is left open"
        gives = f"{e.clue.says} (“{e.clue.text}”)" if e.clue.says else f"“{e.clue.text}”"
        return f"The page gives {gives}, but the report does not fit that day; {instead}."
    return f"“{e.clue.text}” in the text does not fit {taken}: {e.clue.why}."
