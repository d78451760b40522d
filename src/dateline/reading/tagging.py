"""The walk as far as its times: for those who want time expressions and nothing else."""

from __future__ import annotations

from datetime import date

import msgspec

from dateline.foundation.article import Article
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Dating, Row, TimeExpression
from dateline.reading.dating import date_report
from dateline.reading.parse import parse
from dateline.reading.times import Profile, find_times, resolve_times
from dateline.reading.tree import Tree


class Tagged(Row, frozen=True, kw_only=True):
    """A text with its time expressions; spans are offsets into `text`, `dating` is the day they were resolved against."""

    text: str
    dating: Dating
    times: tuple[TimeExpression, ...]


def tag(article: Article, *, published: date | None = None, profile: Profile = "auto", parsed: Parse | None = None) -> Tagged:
    """Time expressions of all blocks of an article, headlines and captions too.

    Without `published` the text is dated by its page and its own words, as `read` does; where that finds no day,
    expressions that need one keep an open value (`XXXX-WXX-1`). `parsed` is a recorded parse of `plain(article)`.
    """
    whole = plain(article)
    tree = Tree(parsed or parse(whole))
    expressions = find_times(tree)
    dating, _ = date_report(whole, tree, expressions, published)
    return Tagged(text=whole.text, dating=dating, times=resolve_times(expressions, tree, dating, profile))


def plain(article: Article) -> Article:
    """The article with every block read as a paragraph."""
    return msgspec.structs.replace(article, blocks=tuple(msgspec.structs.replace(b, kind="paragraph") for b in article.blocks))
