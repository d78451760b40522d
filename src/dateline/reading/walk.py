"""The walk: from an article to its rows. The one place that knows the order of the stages.

Every stage is a pure function: no clock, no network, no state. The same article gives the same report.
"""

from __future__ import annotations

from datetime import date

from dateline.foundation.article import Article
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Dating, Head, Issue, Report
from dateline.knowledge.base import KnowledgeBase
from dateline.reading.actors import bind_first_person, find_actors, find_ties
from dateline.reading.dating import date_report
from dateline.reading.events import find_events
from dateline.reading.parse import Speed, parse
from dateline.reading.statements import find_statements
from dateline.reading.times import find_times, resolve_times
from dateline.reading.tree import Tree
from dateline.reading.views import calendar_of, forecasts_of, positions_of


def walk(
    article: Article,
    *,
    published: date | None = None,
    parsed: Parse | None = None,
    kb: KnowledgeBase | None = None,
    speed: Speed = "accurate",
    threads: int = 1,
) -> Report:
    """Read one article. `published` states its day; `parsed` is a recorded parse of it, else the model makes one.

    `kb` knows the actors and their offices; the base of the package does where none is given.
    """
    tree = Tree(parsed or parse(article, speed, threads))
    expressions = find_times(tree)
    dating, doubts = date_report(article, tree, expressions, published, kb)
    times = resolve_times(expressions, tree, dating)
    cast = find_actors(tree, article, dating, kb)
    statements = find_statements(tree, cast, times, dating)
    cast = bind_first_person(cast, tree, statements)
    coded = find_events(tree, cast, times, statements, dating)
    return Report(
        report=_head(article, tree),
        dating=dating,
        times=times,
        actors=cast.actors,
        statements=statements,
        events=coded.events,
        positions=positions_of(coded, tree, cast, statements, dating),
        ties=find_ties(tree, cast, dating),
        calendar=calendar_of(coded, tree, cast),
        forecasts=forecasts_of(statements, tree, cast, times),
        issues=article.issues + doubts,
    )


def date_article(
    article: Article, *, parsed: Parse | None = None, kb: KnowledgeBase | None = None
) -> tuple[Dating, tuple[Issue, ...]]:
    """Only the day of one article, by page and words, and what contradicts it."""
    tree = Tree(parsed or parse(article))
    return date_report(article, tree, find_times(tree), None, kb)


def _head(article: Article, tree: Tree) -> Head:
    return Head(
        id=article.id,
        source=article.source,
        title=article.title,
        byline=article.byline,
        publisher=article.publisher,
        dateline=article.dateline,
        language=article.language,
        text=article.text,
        blocks=article.blocks,
        sentences=tuple(tree.span(range(s.first, s.end)) for s in tree.parse.sentences),
    )
