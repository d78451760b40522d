"""What a page says of its own date, each piece as a clue with its words; which is right, the dating decides.

`why` begins with what the clue is the date of: `published:`, `dated:` (the page is dated so, of publication or change),
`modified:` and `captured:` (latest possible days only) or `seen:`.
Clues come in order of trust.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from dateline.foundation.days import Interval, day
from dateline.foundation.rows import Clue, ClueKind
from dateline.knowledge.tables import table
from dateline.reading.page.dates import address_date, capture_of, stamp
from dateline.reading.page.lines import AWAY, BARE, FOOT, ONLY
from dateline.reading.page.metadata import Metadata
from dateline.reading.page.outline import Outline, Stamped
from dateline.reading.page.stamps import stamps

_TRUST: tuple[ClueKind, ...] = ("json-ld", "meta", "microdata", "time-tag", "feed", "url", "visible", "header")


_FETCHED = "the server's Date header, the moment when the page was fetched"
_HEADERS: dict[str, tuple[ClueKind, str, str]] = {
    "feed-published": ("feed", "published", "the feed that lists the page says so"),
    "feed-updated": ("feed", "modified", "the last change by the feed that lists the page"),
    "last-modified": ("header", "modified", "the server's Last-Modified header"),
    "warc-date": ("header", "captured", "the moment when the web archive copied the page"),
    "date": ("header", "captured", _FETCHED),
}
_IN_UTC = "; in UTC, the day at the place may differ"
_ECHO = "modified: the day of the page's last change, told once more without a label"
_PUBLISHED = re.compile(r"date_?-?publish|published")
_CAPTURED = "captured: the day when a web archive copied the page"
_HOUSE = re.compile(r"^[a-z]{1,12}[-_.](?=(?:date[-_]?publish|publish(?:ed)?[-_]?(?:date|at|time|on)|publication[-_]?date)\w*$)")
_MOST = 200  # clues of one kind: what comes after is the page's list of other days
_LIST = 3  # days that tags which look the same may tell of one report


def ordered(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    """Without repetitions; dates of publication first, then by trust in where they stand."""
    unique = _without_echoes(tuple(dict.fromkeys(clues)))
    kinds: Counter[str] = Counter()
    out = []
    for c in sorted(unique, key=lambda c: (not c.why.startswith("published:") or c.says is None, _TRUST.index(c.kind))):
        kinds[c.kind] += 1
        if kinds[c.kind] <= _MOST:
            out.append(c)
    return tuple(out)


def _without_echoes(clues: tuple[Clue, ...]) -> Iterator[Clue]:
    """A day of which the page does not say what happened on it, but that it gives elsewhere as that of its last change while
    it was published on another, is the change's.
    """
    changes = {c.says for c in clues if c.why.startswith("modified:")}
    told = [c for c in clues if c.why.startswith("published:") and c.why != BARE]
    published = {c.says for c in told if c.says and c.says.is_day} | {
        _next(c.says) for c in told if c.says and c.why.endswith(_IN_UTC)
    }
    days = [c.says.start for c in clues if c.says and c.says.start and not c.why.startswith("captured:")]
    for c in clues:
        if _FETCHED in c.why and c.says and c.says.end and max(days, default=c.says.end) <= c.says.end:
            continue  # it differs with every visit, and is told only where a day lies after it
        if c.why.startswith("dated:") or c.why == BARE:
            is_echo = c.says is not None and _has(changes, c.says) and bool(published) and not _has(published, c.says)
            is_idle = c.why == ONLY and bool(published)
            yield msgspec.structs.replace(c, why=_ECHO if is_echo else AWAY) if is_echo or is_idle else c
        else:
            yield c


def _next(says: Interval) -> Interval:
    return day(says.start + timedelta(days=1)) if says.start else says


def _has(days: Iterable[Interval | None], one: Interval) -> bool:
    return any(d is not None and d.start == one.start for d in days)


def best_time(clues: Iterable[Clue]) -> str | None:
    """The instant of the best clue of publication that has a clock time and a zone, and lies before every capture."""
    clues = tuple(clues)
    captures = [stamp(c.text.partition(" ")[2]) for c in clues if c.why.startswith("captured:") and c.kind == "header"]
    ends = [datetime.fromisoformat(s.instant) for s in captures if s and s.instant]
    said = (
        stamp(c.text.partition(" ")[2])
        for c in clues
        if c.why.startswith("published:") and c.says and c.kind not in ("url", "visible")
    )
    told = (s.instant for s in said if s and s.instant)
    return next((t for t in told if all(datetime.fromisoformat(t) <= end for end in ends)), None)


def machine_clues(page: Metadata, headers: Mapping[str, str] | None) -> Iterator[Clue]:
    """Clues of JSON-LD, meta tags and HTTP headers."""
    yield from _node_clues(page)
    yield from _meta_clues(page)
    if len({value[:10] for _, value in page.scripts}) == 1:
        yield from _machine("meta", *page.scripts[0], "dated", "the only day of publication in the page's scripts")
    for name, value in (headers or {}).items():
        if found := _HEADERS.get(name.lower()):
            yield from _machine(found[0], name, value, *found[1:])


def _node_clues(page: Metadata) -> Iterator[Clue]:
    for node in page.nodes:
        for key, means in (("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "modified")):
            if key != "dateCreated" or "datePublished" not in node:
                yield from _machine("json-ld", key, node.get(key), means, f"{key} of the page's JSON-LD")


def _meta_clues(page: Metadata) -> Iterator[Clue]:
    is_published = False
    known = {name for entry in table("page/metas") for name in entry["names"]}
    said = {_key(name, known): (name, value) for name, value in reversed(page.metas.items())}
    for entry in table("page/metas"):
        for key in entry["names"]:
            name, value = said.get(key, (key, None))
            if entry["means"] == "created" and is_published:
                continue
            means = "published" if entry["means"] == "created" else entry["means"]
            for clue in _machine("meta", name, value, means, f"the page's meta tag {name}"):
                is_published = is_published or means == "published"
                yield clue


def _key(name: str, known: set[str]) -> str:
    """A meta name as the table has it: with full stops for colons, and without a house's own prefix before `publish…`."""
    name = name.replace(":", ".")
    return name if name in known else _HOUSE.sub("", name)


def _machine(kind: ClueKind, name: str, value: Any, means: str, where: str) -> Iterator[Clue]:
    value = _plain(value)
    found = stamp(value) if value else None
    if found and value:
        utc = _IN_UTC if found.instant and found.instant.endswith("Z") else ""
        yield Clue(kind=kind, text=f"{name} {value}", says=found.says, why=f"{means}: {where}{utc}")


def _plain(value: Any) -> str | None:
    """A JSON value as its words: the first of a list, what a typed value holds, a number of seconds."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else None


def tag_clues(outline: Outline, first: int, last: int) -> Iterator[Clue]:
    """Clues of `time` tags, microdata and RDFa from the headline (block `first`) to the end of the report (block `last`).

    Tags that look the same and tell many days are those of a list of other reports.
    """
    found: list[tuple[tuple[str, ...], Clue]] = []
    quoted = _quoted(outline)
    for stamped in outline.stamped:
        tag, element, before = stamped
        a = tag.attributes()
        said = (a.get("itemprop") or a.get("property") or "").lower()
        value = a.get("datetime") or a.get("content") or a.get("title")
        elsewhere = outline.elements[element].region in ("furniture", "hidden") or element in quoted
        is_named = _PUBLISHED.search(said)
        if not value or (elsewhere and not is_named) or not first - 12 <= before <= last + (FOOT if is_named else 2):
            continue
        look = (tag.name, a.get("class", ""), said)
        if "date" in said:
            means = "modified" if "modif" in said or "updat" in said else "published"
            found += ((look, c) for c in _machine("microdata", said, value, means, "a property of the page's markup"))
        else:
            means = _tag_means(outline, stamped, a)
            found += ((look, c) for c in _machine("time-tag", tag.name, value, means, "a time tag beside the report"))
    days: dict[tuple[str, ...], set[Interval | None]] = defaultdict(set)
    for seen, clue in found:
        days[seen].add(clue.says)
    yield from (clue for seen, clue in found if len(days[seen]) <= _LIST)


def _quoted(outline: Outline) -> set[int]:
    """The elements in quotations: posts of others carry their own dates."""
    inside: set[int] = set()
    for e, element in enumerate(outline.elements):
        if element.name == "blockquote" or element.parent in inside:
            inside.add(e)
    return inside


def _tag_means(outline: Outline, stamped: Stamped, a: dict[str, str]) -> str:
    """What a time tag's own words, or those before it in its block, say it is; where its words are another day, they are read."""
    tag, element, before = stamped
    near = outline.pieces[max(0, before - 1) : before + 1]
    blocks = [p for p in near if p.element == element or p.start <= tag.end <= p.end]
    own = next((d for p in blocks if p.start <= tag.end <= p.end for d in stamps(p.text)), None)
    words = " ".join([a.get("class", ""), *(p.text[:60] for p in blocks)]).lower()
    if re.search(r"updat|modif|edited", words) or (own and own.means == "modified"):
        return "modified"
    value = stamp(a.get("datetime") or a.get("title") or "")
    is_other = bool(own and own.means == "published" and own.says and value and abs(_days_apart(own.says, value.says)) > 1)
    return "modified" if is_other else "published"


def _days_apart(one: Interval, other: Interval) -> int:
    return (one.start - other.start).days if one.start and other.start else 0


def address_clues(*urls: str | None) -> Iterator[Clue]:
    """Clues of the page's addresses, the canonical one first; a copy in a web archive is no younger than its day there."""
    for url in urls:
        kept = capture_of(url) if url else None
        if kept:
            yield Clue(kind="url", text=kept[1].start.isoformat() if kept[1].start else "", says=kept[1], why=_CAPTURED)
        found = address_date(kept[0] if kept else url) if url else None
        if found:
            yield Clue(kind="url", text=found[0], says=found[1], why="published: the day in the page's address")
