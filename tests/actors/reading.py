"""Actors of short texts, as tests ask for them."""

from __future__ import annotations

from datetime import date
from functools import cache

from dateline.foundation.cast import Cast
from dateline.foundation.days import day
from dateline.foundation.rows import Actor, Dating, Tie
from dateline.reading.actors import find_actors, find_ties
from dateline.reading.tree import Tree
from tests.recorded import article_of, tree_of

TODAY = date(2015, 6, 3)


@cache
def read(text: str, today: date = TODAY) -> tuple[Tree, Cast, tuple[Tie, ...]]:
    tree, dating = tree_of(text), Dating(published=today.isoformat(), interval=day(today))
    cast = find_actors(tree, article_of(text), dating)
    return tree, cast, find_ties(tree, cast, dating)


def who(text: str, words: str, today: date = TODAY, nth: int = 0, within: str = "") -> tuple[str, ...]:
    """Names of the actors that the nth occurrence of these words (or the one inside `within`) means; empty if none."""
    _, cast, _ = read(text, today)
    at = text.index(within) + within.index(words) - 1 if within else -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    hits = [r for r in cast.references if r.span.start <= at < r.span.end and r.span.end <= at + len(words) + 12]
    best = min(hits, key=lambda r: abs(r.span.end - r.span.start - len(words)), default=None)
    return tuple(cast.actor(a).name for a in best.actors) if best else ()


def actor(text: str, name: str, today: date = TODAY) -> Actor:
    """The one actor of that name."""
    found = [a for a in read(text, today)[1].actors if a.name == name]
    assert len(found) == 1, [a.name for a in read(text, today)[1].actors]
    return found[0]


def ties(text: str) -> set[tuple[str, str, str]]:
    """Ties with the actors' names."""
    _, cast, found = read(text)
    return {(cast.actor(t.subject).name, t.relation, cast.actor(t.object).name) for t in found}
