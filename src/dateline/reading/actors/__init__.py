"""Actors: who is meant where, which offices they hold, and how they are tied to each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.foundation.article import Article
from dateline.foundation.cast import Cast
from dateline.foundation.rows import Dating
from dateline.knowledge.base import KnowledgeBase, base
from dateline.reading.actors.first_person import bind_first_person
from dateline.reading.actors.names import find_names
from dateline.reading.actors.phrases import Phraser
from dateline.reading.actors.places import find_places
from dateline.reading.actors.resolve import Resolver
from dateline.reading.actors.stage import Stage
from dateline.reading.actors.ties import find_ties
from dateline.reading.tree import Tree

__all__ = ["bind_first_person", "find_actors", "find_ties"]


def find_actors(tree: Tree, article: Article, dating: Dating, known: KnowledgeBase | None = None) -> Cast:
    """Everybody the report speaks of, with each phrase and pronoun that stands for them; as of the dating's day."""
    kb, day = known or base(), _day(dating)
    names = find_names(tree, kb, day)
    phrases = Phraser(tree, names, kb, day).phrases()
    stage = Stage(tree, kb, day)
    Resolver(stage, phrases, article).read()
    return replace(stage.cast(), places=find_places(tree, names, kb, stage.home, stage.countries))


def _day(dating: Dating) -> date | None:
    """The day of publication, or the first that is possible."""
    if dating.published:
        return date.fromisoformat(dating.published[:10])
    return dating.interval.start if dating.interval else None
