"""Actors."""
from __future__ import annotations
from dateline.foundation.article import Article
from dateline.foundation.cast import Cast
from dateline.foundation.rows import Dating, Statement, Tie
from dateline.reading.tree import Tree

def find_actors(tree: Tree, article: Article, dating: Dating) -> Cast:
    return Cast()

def bind_first_person(cast: Cast, tree: Tree, statements: tuple[Statement, ...]) -> Cast:
    return cast

def find_ties(tree: Tree, cast: Cast, dating: Dating) -> tuple[Tie, ...]:
    return ()
