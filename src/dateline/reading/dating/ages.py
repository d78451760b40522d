"""Ages of persons whose day of birth the base knows: `Ana Lopes, 49,` appeared in the year after her 49th birthday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from dateline.foundation.days import Interval
from dateline.foundation.rows import Clue
from dateline.foundation.spans import Span
from dateline.knowledge.base import KnowledgeBase, base
from dateline.reading.dating.base import Evidence
from dateline.reading.dating.days import Days, Weights
from dateline.reading.dating.office import people_named
from dateline.reading.dating.weigh import Weigh
from dateline.reading.tree import Tree

SLACK, OFF = timedelta(days=400), (2.5, 5.0)  # what is nearly so, and what that and anything else costs in nats
YOUNGEST = 30  # an office-holder's namesake is mostly younger: a victim, a player
_BEHIND = re.compile(r",\s+(?:aged\s+)?([1-9][0-9])(?=[,.;])")
_BEFORE = re.compile(r"\b([1-9][0-9])\s?-\s?year\s?-\s?old\s+(?:[a-z]+\s+){0,3}$")


class Age(NamedTuple):
    """A person as named with an age, and the days on which that was so."""

    name: str
    span: Span
    years: int
    born: date
    days: Interval


def ages(tree: Tree, kb: KnowledgeBase | None = None) -> Iterator[Age]:
    """Those named in full, or by family name after that, with an age beside it, whom the base knows to be one person."""
    full: dict[str, str] = {}
    for span in people_named(tree):
        words = span.of(tree.text).split()
        name = full.setdefault(words[-1], " ".join(words))
        behind = _BEHIND.match(tree.text, span.end)
        before = _BEFORE.search(tree.text, max(0, span.start - 60), span.start)
        found = behind or before
        born = _born(name, kb or base()) if found and " " in name else None
        n = int(found[1]) if found else 0
        if born and n >= YOUNGEST:
            days = Interval(_birthday(born, n), _birthday(born, n + 1) - timedelta(days=1))
            yield Age(name, span, n, born, days)


def _born(name: str, known: KnowledgeBase) -> date | None:
    """The one day of birth of the persons of that name."""
    born = {known.people.person(n).born for n in known.people.numbers(name)}
    told = next(iter(born)) if len(born) == 1 else ""
    return date.fromisoformat(told) if len(told) == 10 else None


def _birthday(born: date, years: int) -> date:
    return date(born.year + years, born.month, min(born.day, 28))


def age_evidence(tree: Tree, kb: KnowledgeBase | None = None) -> Iterator[Evidence]:
    """A clue for each age."""
    for age in ages(tree, kb):
        why = f"{age.name}, born {age.born}, was {age.years} then"
        clue = Clue(kind="year", text=age.span.of(tree.text), span=age.span, says=age.days, why=why)
        first, last = age.days.start, age.days.end
        assert first is not None
        assert last is not None
        yield Evidence(clue, _within(first, last), hard=True, floor=first.year - 2, ceiling=last.year + 2)


def _within(first: date, last: date) -> Weigh:
    def weigh(days: Days) -> Weights:
        inside = (days.ordinal >= first.toordinal()) & (days.ordinal <= last.toordinal())
        near = (days.ordinal >= (first - SLACK).toordinal()) & (days.ordinal <= (last + SLACK).toordinal())
        return np.where(inside, 0.0, np.where(near, -OFF[0], -OFF[1]))

    return weigh
