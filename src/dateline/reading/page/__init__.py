"""The page stage: bytes to an article, every run of its text tied to the characters of the page it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from dateline.foundation.article import Article, Tied
from dateline.foundation.ids import digest
from dateline.foundation.rows import Block, Clue
from dateline.foundation.spans import Span
from dateline.reading.page import clues as evidence
from dateline.reading.page import lines
from dateline.reading.page.decode import decode, looks_like_html
from dateline.reading.page.errors import Unreadable
from dateline.reading.page.extractor import extracted_text
from dateline.reading.page.heads import dateline_of
from dateline.reading.page.language import language_of
from dateline.reading.page.markup import Tag, Text, tokens
from dateline.reading.page.metadata import Metadata, metadata
from dateline.reading.page.outline import Outline, outline
from dateline.reading.page.parts import join, with_dateline
from dateline.reading.page.pasted import read_pasted
from dateline.reading.page.sheet import Sheet, read_sheet

__all__ = ["Unreadable", "read_page", "read_page_dates"]

MAX_TEXT = 1_000_000  # characters of one report
_PARAGRAPH = re.compile(r"[^\s][^\n\r]*(?:\r?\n(?![^\S\n]*\r?(?:\n|\Z))[^\n\r]*)*")
As = Literal["page", "pasted", "article"]


def read_page(
    data: bytes,
    *,
    source: str,
    url: str | None = None,
    charset: str | None = None,
    as_: As | None = None,
    title: str | None = None,
    publisher: str | None = None,
    record_id: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Article:
    """The article of one page or text. `as_` None goes by the name and the look of it; `article` removes nothing.

    `charset` and `headers` are the transport's: of HTTP, of a web archive (`warc-date`), of the feed that lists the page
    (`feed-published`, `feed-updated`); `title`, `publisher` and `record_id` what a collection says of it.
    Raises Unreadable.
    """
    text, encoding = decode(data, charset)
    how = as_ or ("page" if looks_like_html(text) or re.search(r"\.x?html?$", source, re.I) else "pasted")
    if how == "article":
        article = _exactly(text)
    elif how == "page":
        article = _from_page(text, url, headers)
    else:
        article = _from_pasted(text, url, headers)
    _refuse_language(article)
    return _with_origin(article, data, source, url, encoding, title, publisher, record_id)


def _with_origin(
    a: Article,
    data: bytes,
    source: str,
    url: str | None,
    encoding: str,
    title: str | None,
    publisher: str | None,
    record_id: str | None,
) -> Article:
    """The article with what names it: the collection's id, else its canonical address, address or bytes."""
    named = a.url or url
    return Article(
        text=a.text, blocks=a.blocks, source=source, url=named, encoding=encoding, language=a.language or "en",
        id=record_id or "r:" + (digest(named) if named else digest(data.hex())),
        title=title or a.title, byline=a.byline, publisher=publisher or a.publisher, dateline=a.dateline,
        tied=a.tied, clues=a.clues, time=a.time, issues=a.issues,
    )  # fmt: skip


def _exactly(text: str) -> Article:
    """The whole text, its paragraphs as blocks."""
    _refuse_long(text)
    blocks: list[Block] = []
    clues: list[Clue] = []
    place = None
    for m in _PARAGRAPH.finditer(text):
        span = Span(*m.span()).stripped(text)
        head = dateline_of(span.of(text)) if not blocks else None
        if head:
            place = head.place
            blocks += with_dateline(span, head)
            clues += _dateline_clues(text, span.start, head.date)
        else:
            blocks.append(Block(kind="paragraph", span=span))
    whole = Span(0, len(text))
    return Article(
        text=text, blocks=tuple(blocks), dateline=place, tied=(Tied(whole, whole),), clues=tuple(clues), language=_language(text)
    )


def _from_page(page: str, url: str | None, headers: Mapping[str, str] | None) -> Article:
    items: list[Tag | Text] = []
    shape = outline(_noted(tokens(page), items))  # one at a time, so that a hostile page ends early
    about = metadata(items)
    sheet = read_sheet(shape, about, extracted_text(page))
    if not sheet.parts:
        raise Unreadable(
            "NO_ARTICLE", "no article was found on the page; open a single report's page, or save its text and read that."
        )
    return _article(sheet, list(_said(shape, about, sheet, url, headers)), about)


def read_page_dates(
    data: bytes, *, url: str | None = None, charset: str | None = None, headers: Mapping[str, str] | None = None
) -> Article:
    """What a page says of its day and nothing else: clues and instant of an article without text, in any language.

    For pages whose words can't be read: another language, or no report to be found. Raises Unreadable for what is no page.
    """
    page, encoding = decode(data, charset)
    items: list[Tag | Text] = []
    shape = outline(_noted(tokens(page), items))
    about = metadata(items)
    sheet = read_sheet(shape, about, extracted_text(page))
    clues = evidence.ordered(_said(shape, about, sheet, url, headers))
    return Article(
        text="", blocks=(), url=about.canonical or url, encoding=encoding, language=about.language, title=sheet.title,
        publisher=about.publisher, clues=clues, time=evidence.best_time(clues),
    )  # fmt: skip


def _said(shape: Outline, about: Metadata, sheet: Sheet, url: str | None, headers: Mapping[str, str] | None) -> Iterator[Clue]:
    """The page's clues to its day: machine-readable ones, those of its addresses and of its lines."""
    yield from evidence.machine_clues(about, headers)
    yield from evidence.tag_clues(shape, sheet.first, sheet.last)
    yield from evidence.address_clues(about.canonical, url)
    order = lines.day_first(sheet.lines, about.language, about.meta("og:locale"))
    yield from lines.line_clues(sheet.lines, day_first=order)


def _noted(items: Iterable[Tag | Text], into: list[Tag | Text]) -> Iterator[Tag | Text]:
    for item in items:
        into.append(item)
        yield item


def _from_pasted(text: str, url: str | None, headers: Mapping[str, str] | None) -> Article:
    _refuse_long(text)
    sheet = read_pasted(text)
    if not sheet.parts:
        raise Unreadable(
            "NOT_NEWS_TEXT",
            "no sentence of a report was found in it; give a report's text, or `--as article` to take it as it is.",
        )
    said = [
        *evidence.machine_clues(Metadata(), headers), *evidence.address_clues(url),
        *lines.line_clues(sheet.lines, day_first=lines.day_first(sheet.lines)),
    ]  # fmt: skip
    return _article(sheet, said, Metadata())


def _article(sheet: Sheet, said: list[Clue], about: Metadata) -> Article:
    """Joins the parts; adds the visible lines' clues and the dateline's."""
    joined = join(sheet.parts)
    _refuse_long(joined.text)
    if joined.dateline:
        said += _dateline_clues(joined.text, joined.dateline_at, joined.dateline.date)
    clues = evidence.ordered(said)
    return Article(
        text=joined.text, blocks=joined.blocks, tied=joined.tied, url=about.canonical, title=sheet.title, byline=sheet.byline,
        publisher=about.publisher, dateline=joined.dateline.place if joined.dateline else None,
        language=_language(joined.text), clues=clues, time=evidence.best_time(clues),
    )  # fmt: skip


def _dateline_clues(text: str, at: int, date: Span | None) -> list[Clue]:
    return [lines.dateline_clue(text, Span(at + date.start, at + date.end))] if date else []


def _language(text: str) -> str | None:
    found = language_of(text)
    return found.code if found else None


def _refuse_language(article: Article) -> None:
    """Rules and model are for English; a text too short to tell is read."""
    found = language_of(article.text)
    if found and found.code != "en":
        why = f"its text is in {found.name}, and only English is read; give an English report or a translation."
        raise Unreadable("LANGUAGE", why)


def _refuse_long(text: str) -> None:
    if len(text) > MAX_TEXT:
        size = f"its text has {len(text):,} characters and the limit for one report is {MAX_TEXT:,}"
        raise Unreadable("TOO_LARGE", size + "; split it into one report a file.")
