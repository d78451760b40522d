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
        "liveBlogUpdate",
        "reviews",
        "offers",
    }
)
_LOST = re.compile(r'"(datePublished|dateModified|dateCreated|headline)"\s{0,20}:\s{0,20}"([^"\r\n]{4,300})"')
_SCRIPT_DATE = re.compile(
    r"\b((?:first_?)?publish(?:ed)?_?(?:at|date|time|on)|date_?published)[\"']?\s{0,4}:"
    r"\s{0,4}[\"']((?:19|20)\d\d-\d\d-\d\d[T\d:.Z +-]{0,24})[\"']",
    re.I,
)
_MAX_NODES = 2_000
_FEW_DAYS = 2  # days that the nodes of one report may tell (of publication, in two zones)


@dataclass(slots=True)
class Metadata:
    """`nodes` are the JSON-LD nodes that describe a report, best first; `metas` holds the first content of each meta name.

    `scripts`: names and values of days of publication in the page's other scripts.
    """

    nodes: list[dict[str, Any]] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    scripts: list[tuple[str, str]] = field(default_factory=list)
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
    in_body = False
    for item in items:
        if isinstance(item, Text) or item.kind == "close":
            continue
        if item.name == "body":
            in_body = True
        elif item.name == "meta":
            _meta(out, item.attributes(), in_body)
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
        elif item.name == "script" and len(out.scripts) < _MAX_NODES:
            out.scripts += _SCRIPT_DATE.findall(item.raw)
    out.nodes = _own([n for n in nodes if _is_report(n)], out)
    return out


def _own(nodes: list[dict[str, Any]], page: Metadata) -> list[dict[str, Any]]:
    """The nodes that describe this page's report, best first: those that carry its title or address, if there are any.

    Where there are none and the nodes are of many days, they are a list of other reports.
    """
    ranked = sorted(nodes, key=lambda n: (not _is_named(n, page), "datePublished" not in n))
    named = [n for n in ranked if _is_named(n, page)]
    days = {str(n["datePublished"])[:10] for n in ranked if "datePublished" in n}
    if any("datePublished" in n for n in named):
        return named
    return ranked if len(days) <= _FEW_DAYS else named


def _meta(out: Metadata, a: dict[str, str], in_body: bool) -> None:
    """Notes a meta tag; a property of microdata in the body belongs to whatever it stands in, and is read there."""
    name = a.get("property") or a.get("name") or (not in_body and a.get("itemprop")) or a.get("http-equiv") or ""
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


def _is_named(node: dict[str, Any], page: Metadata) -> bool:
    """Whether a node carries the page's own title or address."""
    titles = {t for t in (page.meta("og:title"), page.page_title) if t}
    headline = node.get("headline") or node.get("name")
    if isinstance(headline, str) and headline.strip() and any(headline.strip()[:30] in html.unescape(t) for t in titles):
        return True
    own = {a.rstrip("/") for a in (page.canonical, page.meta("og:url")) if a}
    about = node.get("mainEntityOfPage")
    said = (node.get("url"), node.get("@id"), about.get("@id") if isinstance(about, dict) else about)
    return any(isinstance(a, str) and a.partition("#")[0].rstrip("/") in own for a in said)


def _names(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip():
            yield html.unescape(name.strip())
