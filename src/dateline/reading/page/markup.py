"""A tokeniser of pages that keeps positions.

Parsers of HTML give a tree without places in the source; here every tag and every run of text keeps its characters.
It is one regular expression whose every construct also ends at the end of input and never gives back what it took,
so the time is linear in the page's length, whatever the page. Quotation marks count only after `=`: a stray one would
swallow the rest of the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from dateline.reading.page.errors import Unreadable

MAX_TAGS = 40_000  # the fullest news pages have under ten thousand
MAX_ATTRIBUTES = 1_000

_ITEM = re.compile(
    r"""<!--(?:>|->|(?s:.*?)(?:-->|--!>|\Z))
      | <(?P<close>/?+)(?P<name>[A-Za-z][^\s/>]*+)
        (?P<attributes>(?:[^>=]++|=\s*+"[^"]*+(?:"|\Z)|=\s*+'[^']*+(?:'|\Z)|=)*+)(?:>|\Z)
      | <[!?/][^>]*+(?:>|\Z)""",
    re.X,
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\s>]*+)))?+""")
_REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,7}|#[0-9]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
RAW = frozenset(
    {"script", "style", "template", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "xmp", "svg", "math"}
)
_DRAWN = frozenset({"svg", "math"})
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.I) for name in RAW}


class Tag(NamedTuple):
    """A tag of the page; `raw` is what stands inside an element whose content is not markup, up to its end tag."""

    kind: Literal["open", "close"]
    name: str
    start: int
    end: int
    source: str
    raw: str = ""

    def attributes(self) -> dict[str, str]:
        """Names in lower case; of a doubled name the first counts, as in browsers."""
        out: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(self.source):
            out.setdefault(name.lower(), html.unescape(next((v for v in values if v), "")))
        return out


class Text(NamedTuple):
    """Characters between tags; `shown` differs from the page's where a character reference stood."""

    start: int
    end: int
    shown: str


def tokens(page: str) -> Iterator[Tag | Text]:
    """Tags and text in page order; comments and declarations are left out.

    Raises Unreadable HOSTILE_PAGE where a page has far more tags or attributes than pages for readers have.
    """
    at, count = 0, 0
    while item := _ITEM.search(page, at):
        yield from _texts(page, at, item.start())
        at = item.end()
        if item["name"] is None:
            continue
        count += 1
        if count > MAX_TAGS:
            raise _hostile(f"more than {MAX_TAGS:,} tags")
        tag = _tag(item)
        if tag.kind == "open" and tag.name in RAW:
            close = _RAW_END[tag.name].search(page, at)
            inside = close.start() if close else at if tag.name in _DRAWN else len(page)
            tag, at = tag._replace(raw=page[at:inside]), inside
        yield tag
    yield from _texts(page, at, len(page))


def _tag(item: re.Match[str]) -> Tag:
    source = item["attributes"]
    if len(source) > 2 * MAX_ATTRIBUTES and sum(1 for _ in _ATTRIBUTE.finditer(source)) > MAX_ATTRIBUTES:
        raise _hostile(f"a tag with more than {MAX_ATTRIBUTES:,} attributes")
    return Tag("close" if item["close"] else "open", item["name"].lower(), item.start(), item.end(), source)


def _hostile(what: str) -> Unreadable:
    return Unreadable("HOSTILE_PAGE", f"the page has {what}, which no page for readers needs; save the article's text instead.")


def _texts(page: str, start: int, end: int) -> Iterator[Text]:
    """The text between two tags, cut at character references."""
    at = start
    if start < end and page.find("&", start, end) >= 0:
        for m in _REFERENCE.finditer(page, start, end):
            shown = html.unescape(m.group())
            if shown == m.group():
                continue
            if at < m.start():
                yield Text(at, m.start(), page[at : m.start()])
            yield Text(m.start(), m.end(), shown)
            at = m.end()
    if at < end:
        yield Text(at, end, page[at:end])
