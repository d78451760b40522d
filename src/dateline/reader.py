"""From sources to reports: what `dateline.read` and `dateline read` both call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal

import msgspec

from dateline.foundation.article import Article
from dateline.foundation.rows import Issue, Report
from dateline.intake.sources import Failure, Source, article_of, expand
from dateline.reading.page.errors import Unreadable
from dateline.reading.parse import Speed
from dateline.reading.walk import walk

As = Literal["page", "pasted", "article"]
Told = Callable[[str, Unreadable], None]


def read_all(
    arguments: Iterable[str],
    *,
    as_: As | None = None,
    published: date | None = None,
    allow_local: bool = False,
    fast: bool = False,
    unreadable: Told | None = None,
) -> Iterator[Report]:
    """The reports behind the arguments, in order; addresses of the local network only with `allow_local`.

    `fast` reads with the shallower half of the model: for much text, at some cost in accuracy.

    What can't be read goes to `unreadable` with its source, a fault of Dateline itself (READER_FAULT) among it, and the
    rest is read. Without `unreadable` the first of them is raised.
    """
    for argument in arguments:
        for found in _behind(argument, allow_local):
            try:
                report = _read(found, as_, published, "fast" if fast else "accurate")
            except Unreadable as error:
                if unreadable is None:
                    error.add_note(_place(found))
                    raise
                unreadable(_place(found), error)
            else:
                yield report


def _place(found: Source | Failure) -> str:
    """Where it was found: a report of a collection is named with its file and line."""
    return getattr(found, "place", None) or found.name


def _behind(argument: str, allow_local: bool) -> Iterator[Source | Failure]:
    is_empty = True
    for found in expand(argument, allow_private=allow_local):
        is_empty = False
        yield found
    if is_empty:
        yield Failure(
            name=argument, code="EMPTY_FOLDER", message="there is nothing in it to read; name a file or another folder."
        )


def _read(found: Source | Failure, as_: As | None, published: date | None, speed: Speed) -> Report:
    if isinstance(found, Failure):
        raise Unreadable(found.code, found.message)
    try:
        article = article_of(found, as_=as_)
        stated, issue = _stated(found)
        return walk(_with_issue(article, issue), published=published or stated, speed=speed)
    except Unreadable:
        raise
    except Exception as error:
        message = f"Dateline itself failed on it ({type(error).__name__}: {error}); please report this."
        raise Unreadable("READER_FAULT", message) from error


def _stated(source: Source) -> tuple[date | None, Issue | None]:
    """The day that a collection states for a report; the time of day, if any, is not needed."""
    if source.published is None:
        return None, None
    try:
        return date.fromisoformat(source.published[:10]), None
    except ValueError:
        return None, Issue(code="BAD_DAY", message=f"{source.published!r} is no day of publication; write it as 2031-03-04.")


def _with_issue(article: Article, issue: Issue | None) -> Article:
    return msgspec.structs.replace(article, issues=(*article.issues, issue)) if issue else article
