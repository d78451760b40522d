"""What the page stage gives: one text, its blocks, and what the page itself says of its date."""

from __future__ import annotations

import msgspec

from dateline.foundation.rows import Block, Clue, Issue
from dateline.foundation.spans import Span


class Tied(msgspec.Struct, frozen=True, array_like=True):
    """A run of the text and where it came from: characters of the decoded page (not bytes; see Article.encoding)."""

    text: Span
    page: Span


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """`clues` are page evidence with `says` filled in and the verdict still open; `modified` days are among them.

    `time` is the publication instant the page's best machine-readable evidence gives (ISO 8601), if any.
    """

    text: str
    blocks: tuple[Block, ...]
    source: str = ""
    url: str | None = None
    id: str = ""
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    dateline: str | None = None
    language: str | None = None
    encoding: str = "utf-8"
    tied: tuple[Tied, ...] = ()
    clues: tuple[Clue, ...] = ()
    time: str | None = None
    issues: tuple[Issue, ...] = ()
