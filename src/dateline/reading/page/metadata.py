"""What a page's head says of its report: JSON-LD, OpenGraph and other meta tags, links, title."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dateline.reading.page.markup import Tag, Text

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|CreativeWork)$")
_OTHERS = frozenset(
    {
        "comment",
        "comments",
        "review",
        "itemListElement",
        "hasPart",
        "isPartOf",
        "mentions",
        "citation",
        "video",
        "image",
        "author",
        "publisher",
        "breadcrumb",
        "relatedLink",
        "associatedMedia",
    }
)
_LOST = re.compile(r'"(datePublished|dateModified|dateCreated|headline)"\s{0,20}:\s{0,20}"([^"\r\n]{4,300})"')
_MAX_NODES = 2_000


@dataclass(slots=True)
class Metadata:
    """`nodes` are the JSON-LD nodes that describe a report, best first; `metas` holds the first content of each meta name."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    language: str | None = None
    page_title: str | None = None

    def meta(self, *names: str) -> str | None:
        """The content of the first of these meta names that has one."""
        return next((c for n in names if (c := self.metas.get(n))), None)

    def titles(self) -> list[str]:
        """What the page calls its report, best first."""
        said = [n.get("headline") or n.get("name") for n in self.nodes]
        said += [
            self.meta("og:title"),
            self.meta("headline"),
            self.meta("twitter:title"),
            self.meta("dc.title", "dcterms.title"),
            self.page_title,
        ]
        return list(dict.fromkeys(" ".join(html.unescape(t).split()) for t in said if isinstance(t, str) and t.strip()))

    @property
    def publisher(self) -> str | None:
        """The outlet: `publisher` of the report's JSON-LD, else the site's name."""
        found = next((name for n in self.nodes for name in _names(n.get("publisher"))), None)
        return found or self.meta("og:site_name", "application-name", "dc.publisher")

    @property
    def authors(self) -> str | None:
        """The writers' names, joined by commas."""
        found = next((list(names) for n in self.nodes if (names := list(_names(n.get("author"))))), [])
        said = ", ".join(dict.fromkeys(found)) or self.meta(
            "author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author"
        )
        said = re.sub(r"^by\s+", "", said or "", flags=re.I)
        return said if said and not said.startswith(("http", "@")) and len(said) < 200 and said.lower() != "no author" else None


def metadata(items: Iterable[Tag | Text]) -> Metadata:
    """Gathers the metadata of a page's tokens."""
    out = Metadata()
    nodes: list[dict[str, Any]] = []
    for item in items:
        if isinstance(item, Text) or item.kind == "close":
            continue
        if item.name == "meta":
            _meta(out, item.attributes())
        elif item.name == "link":
            a = item.attributes()
            if "canonical" in a.get("rel", "").lower().split() and a.get("href", "").startswith("http"):
                out.canonical = out.canonical or a["href"]
        elif item.name == "html":
            out.language = item.attributes().get("lang") or out.language
        elif item.name == "title" and out.page_title is None:
            out.page_title = " ".join(html.unescape(item.raw).split())
        elif item.name == "script" and "ld+json" in item.attributes().get("type", "").lower():
            nodes += _nodes(item.raw)
    out.nodes = sorted((n for n in nodes if _is_report(n)), key=lambda n: _rank(n, out))
    return out


def _meta(out: Metadata, a: dict[str, str]) -> None:
    name = a.get("property") or a.get("name") or a.get("itemprop") or a.get("http-equiv") or ""
    if name and a.get("content", "").strip():
        out.metas.setdefault(name.strip().lower(), a["content"].strip())


def _nodes(raw: str) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD script; of a broken script what a look for its main keys finds."""
    source = raw.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        yield from _walk(json.loads(source, strict=False))
    except (ValueError, RecursionError):
        found: dict[str, Any] = {}
        for key, value in _LOST.findall(raw):
            found.setdefault(key, value)
        if found:
            yield {"@type": "Article", **found}


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON value from the outside in; not those that describe something beside the report."""
    waiting, seen = [value], 0
    while waiting and seen < _MAX_NODES:
        here = waiting.pop(0)
        seen += 1
        if isinstance(here, dict):
            yield here
            waiting += [v for k, v in here.items() if k not in _OTHERS and isinstance(v, dict | list)]
        elif isinstance(here, list):
            waiting += [v for v in here if isinstance(v, dict | list)]


def _types(node: dict[str, Any]) -> list[str]:
    said = node.get("@type") or node.get("type")
    return [t for t in (said if isinstance(said, list) else [said]) if isinstance(t, str)]


def _is_report(node: dict[str, Any]) -> bool:
    types = _types(node)
    return any(_ARTICLE.search(t) for t in types) or (not types and "datePublished" in node)


def _rank(node: dict[str, Any], page: Metadata) -> tuple[bool, bool]:
    """Nodes that carry the page's own title first, then those with a date."""
    titles = {t for t in (page.meta("og:title"), page.page_title) if t}
    headline = node.get("headline") or node.get("name")
    own = isinstance(headline, str) and any(headline.strip() and headline.strip()[:30] in html.unescape(t) for t in titles)
    return (not own, "datePublished" not in node)


def _names(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip():
            yield html.unescape(name.strip())
