"""From sources to reports: what `dateline.read` and `dateline read` both call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal, TypeVar

import msgspec

from dateline.foundation.article import Article
from dateline.foundation.parsed import Attribution, Parse
from dateline.foundation.rows import Issue, Report
from dateline.intake.sources import Failure, Source, article_of, expand
from dateline.reading.page.errors import Unreadable
from dateline.reading.parse import Speed, parse
from dateline.reading.parse.attribution import attributed
from dateline.reading.walk import walk

As = Literal["page", "pasted", "article"]
Found = TypeVar("Found")
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
    speed: Speed = "fast" if fast else "accurate"

    def read(found: Source) -> Report:
        article = article_of(found, as_=as_)
        stated, issue = _stated(found)
        return walk(_with_issue(article, issue), published=published or stated, speed=speed)

    return _each(arguments, read, allow_local, unreadable)


def parse_each(
    arguments: Iterable[str],
    *,
    as_: As | None = None,
    allow_local: bool = False,
    fast: bool = False,
    unreadable: Told | None = None,
) -> Iterator[tuple[str, Parse, Attribution | None]]:
    """What the model says of the reports behind the arguments, with their names; options as for `read_all`.

    There is no attribution where the optional weights were left out.
    """

    def read(found: Source) -> tuple[str, Parse, Attribution | None]:
        parsed = parse(article_of(found, as_=as_), "fast" if fast else "accurate")
        return found.name, parsed, attributed(parsed)

    return _each(arguments, read, allow_local, unreadable)


def _each(
    arguments: Iterable[str], read: Callable[[Source], Found], allow_local: bool, unreadable: Told | None
) -> Iterator[Found]:
    """What `read` makes of every report behind the arguments; what can't be read is told, or raised if nobody listens."""
    for argument in arguments:
        for found in _behind(argument, allow_local):
            try:
                result = _read(found, read)
            except Unreadable as error:
                if unreadable is None:
                    error.add_note(_place(found))
                    raise
                unreadable(_place(found), error)
            else:
                yield result


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


def _read(found: Source | Failure, read: Callable[[Source], Found]) -> Found:
    if isinstance(found, Failure):
        raise Unreadable(found.code, found.message)
    try:
        return read(found)
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
