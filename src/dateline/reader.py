"""From sources to reports or their days: what `dateline.read`, `dateline.date_of` and the commands call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, TypeVar

import msgspec

from dateline.foundation.article import Article
from dateline.foundation.parsed import Attribution, Parse
from dateline.foundation.rows import Dating, Issue, Report
from dateline.intake.sources import Failure, Source, article_of, expand
from dateline.knowledge.base import KnowledgeBase
from dateline.reading.dating import date_page
from dateline.reading.page import read_page, read_page_dates
from dateline.reading.page.errors import Unreadable
from dateline.reading.parse import Speed, parse
from dateline.reading.parse.attribution import attributed
from dateline.reading.tagging import Tagged, tag
from dateline.reading.times import Profile
from dateline.reading.walk import date_article, walk

As = Literal["page", "pasted", "article"]
Told = Callable[[str, Unreadable], None]
Made = TypeVar("Made")


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """When a report appeared: the contract's `dating`, and what the reader should know of it."""

    source: str
    title: str | None = None
    dating: Dating
    issues: tuple[Issue, ...] = ()


def read_all(
    arguments: Iterable[str],
    *,
    as_: As | None = None,
    published: date | None = None,
    allow_local: bool = False,
    fast: bool = False,
    threads: int = 1,
    unreadable: Told | None = None,
    kb: KnowledgeBase | None = None,
    listed: Mapping[str, str] | None = None,
) -> Iterator[Report]:
    """The reports behind the arguments, in order; addresses of the local network only with `allow_local`.

    `fast` reads with the shallower half of the model: for much text, at some cost in accuracy; `threads` are the model's,
    and change no row. `kb` knows the actors and their offices; the base of the package does where none is given. `listed` is
    what a feed says of the dates of what is read (`feed-published`, `feed-updated`). What can't be read goes to `unreadable`
    with its source, a fault of Dateline itself (READER_FAULT) among it, and the rest is read. Without `unreadable` the first
    of them is raised.
    """

    def read(found: Source) -> Report:
        article = article_of(msgspec.structs.replace(found, listed=listed or {}), as_=as_)
        stated, issue = _stated(found)
        speed: Speed = "fast" if fast else "accurate"
        return walk(_with_issue(article, issue), published=published or stated, kb=kb, speed=speed, threads=threads)

    return _each(arguments, allow_local, unreadable, read)


def parse_all(
    arguments: Iterable[str],
    *,
    as_: As | None = None,
    allow_local: bool = False,
    fast: bool = False,
    threads: int = 1,
    unreadable: Told | None = None,
) -> Iterator[tuple[str, Parse, Attribution | None]]:
    """What the model alone says of the reports behind the arguments, with their names; options as in `read_all`.

    There is no attribution where the optional weights were left out.
    """

    def read(found: Source) -> tuple[str, Parse, Attribution | None]:
        parsed = parse(article_of(found, as_=as_), "fast" if fast else "accurate", threads)
        return found.name, parsed, attributed(parsed)

    return _each(arguments, allow_local, unreadable, read)


def date_all(
    arguments: Iterable[str],
    *,
    as_: As | None = None,
    allow_local: bool = False,
    unreadable: Told | None = None,
    kb: KnowledgeBase | None = None,
) -> Iterator[Dated]:
    """When the reports behind the arguments appeared, in order; `kb` and what can't be read as in `read_all`."""
    return _each(arguments, allow_local, unreadable, lambda found: _dated(found, as_, kb))


def _each(arguments: Iterable[str], allow_local: bool, unreadable: Told | None, make: Callable[[Source], Made]) -> Iterator[Made]:
    for argument in arguments:
        for found in _behind(argument, allow_local):
            try:
                made = _made(found, make)
            except Unreadable as error:
                if unreadable is None:
                    error.add_note(_place(found))
                    raise
                unreadable(_place(found), error)
            else:
                yield made


def times_of(text: str, *, published: date | None = None, profile: Profile = "auto") -> Tagged:
    """The time expressions of a text as it stands. Raises Unreadable."""
    return _guarded(lambda: tag(read_page(text.encode(), source="text", as_="article"), published=published, profile=profile))


def times_behind(
    argument: str, *, published: date | None = None, profile: Profile = "auto", unreadable: Told | None = None
) -> Iterator[Tagged]:
    """The time expressions of each report behind a path, an address or `-`; what can't be read as in `read_all`.

    What is too short for a report, as a line on `-`, is tagged as it stands.
    """

    def read(found: Source) -> Tagged:
        stated, _ = _stated(found)
        try:
            article = article_of(found)
        except Unreadable as error:
            if error.code != "NOT_NEWS_TEXT":
                raise
            article = article_of(found, as_="article")
        return tag(article, published=published or stated, profile=profile)

    return _each((argument,), False, unreadable, read)


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


def _made(found: Source | Failure, make: Callable[[Source], Made]) -> Made:
    """What is made of a source."""
    if isinstance(found, Failure):
        raise Unreadable(found.code, found.message)
    return _guarded(lambda: make(found))


def _guarded(make: Callable[[], Made]) -> Made:
    """What is made; a fault of our own is told as one."""
    try:
        return make()
    except Unreadable:
        raise
    except Exception as error:
        message = f"Dateline itself failed on it ({type(error).__name__}: {error}); please report this."
        raise Unreadable("READER_FAULT", message) from error


def _dated(found: Source, as_: As | None, kb: KnowledgeBase | None) -> Dated:
    """By page and words; by the page alone where its words can't be read."""
    try:
        article = article_of(found, as_=as_)
        dating, doubts = date_article(article, kb=kb)
    except Unreadable as error:
        if error.code not in ("LANGUAGE", "NO_ARTICLE", "NOT_NEWS_TEXT"):
            raise
        loaded = found.load()
        article = read_page_dates(loaded.data, url=loaded.url, charset=loaded.charset, headers=loaded.headers)
        dating, doubts = date_page(article)
    return Dated(source=found.name, title=found.title or article.title, dating=dating, issues=(*article.issues, *doubts))


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
