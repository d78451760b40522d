"""Dating."""
from __future__ import annotations
from datetime import date
from dateline.foundation.article import Article
from dateline.foundation.rows import Dating, Issue
from dateline.reading.tree import Tree

def date_report(article: Article, tree: Tree, expressions: tuple[object, ...], given: date | None) -> tuple[Dating, tuple[Issue, ...]]:
    return Dating(), ()
