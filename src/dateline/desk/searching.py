"""Search: rows, quotes, actors and reports that have the words, with the words marked where they stand."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Literal

import msgspec

from dateline.desk.views import RowView, row_views
from dateline.record import Query, Record
from dateline.record.browse import Browse
from dateline.record.rows import folded

Tab = Literal["rows", "quotes", "actors", "reports"]
TABS: dict[Tab, str] = {"quotes": "Quotes", "rows": "Rows", "actors": "Actors", "reports": "Reports"}
KINDS: dict[Tab, tuple[str, ...]] = {
    "quotes": ("statement",),
    "rows": ("event", "position", "tie", "calendar", "forecast"),
    "actors": ("actor",),
    "reports": ("report",),
}
FOUND, AROUND, NAMES = 30, 140, 20_000


class Bit(msgspec.Struct, frozen=True):
    """A stretch of a passage, and whether it was looked for."""

    text: str
    is_hit: bool


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was found, with the passage in which the words stand."""

    row: RowView
    passage: tuple[Bit, ...]


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one tab; `counts` is of all tabs, `meant` names that are like what was asked."""

    text: str
    tab: Tab
    counts: dict[Tab, int]
    hits: tuple[Hit, ...]
    meant: tuple[str, ...]
    more: int | None


def search(text: str, tab: Tab | None, record: Record, before: int | None = None) -> Search:
    """The newest that have all of the words; the first tab with a hit where none is asked for."""
    browse = Browse(record)
    counts = {t: browse.count(Query(text=text, kinds=kinds)) for t, kinds in KINDS.items()}
    found: list[Tab] = [t for t in TABS if counts[t]]
    chosen: Tab = tab or (found[0] if found else "quotes")
    entries = record.latest(Query(text=text, kinds=KINDS[chosen], limit=FOUND), before)
    hits = (Hit(row=r, passage=passage(r.entry.words, text)) for r in row_views(entries, record))
    return Search(
        text=text,
        tab=chosen,
        counts=counts,
        hits=tuple(hits),
        meant=tuple(meant(text, browse)) if not any(counts.values()) else (),
        more=entries[-1].sequence if len(entries) == FOUND else None,
    )


def meant(text: str, browse: Browse) -> list[str]:
    """Names in the record that are spelt nearly so."""
    plain = folded(text)[:100]
    return [n for n in get_close_matches(plain, browse.names(NAMES), n=3, cutoff=0.75) if n != plain]


def passage(words: str, text: str) -> tuple[Bit, ...]:
    """At most twice `AROUND` characters about the first of the words, with all of them marked."""
    pattern = _pattern(text)
    first = pattern.search(words) if pattern else None
    start = max(0, first.start() - AROUND) if first else 0
    cut = words[start : start + 2 * AROUND]
    flat = ("… " if start else "") + " ".join(cut.split()) + (" …" if start + 2 * AROUND < len(words) else "")
    return tuple(_bits(flat, pattern)) if pattern else (Bit(flat, is_hit=False),)


def _pattern(text: str) -> re.Pattern[str] | None:
    """Any of the words asked for, whole, or begun with where a `*` ends them."""
    terms = re.findall(r'"([^"]*\w[^"]*)"|([^\s"]*\w[^\s"]*)', text)
    ways = [r"\s+".join(map(re.escape, phrase.split())) if phrase else _way(word) for phrase, word in terms[:20]]
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None


def _way(word: str) -> str:
    whole = rf"\b{re.escape(word.rstrip('*'))}"
    return whole + (r"\w*" if word.endswith("*") else r"\b")


def _bits(text: str, pattern: re.Pattern[str]) -> list[Bit]:
    bits, at = [], 0
    for found in pattern.finditer(text):
        bits += [Bit(text[at : found.start()], is_hit=False), Bit(found.group(), is_hit=True)]
        at = found.end()
    return [b for b in (*bits, Bit(text[at:], is_hit=False)) if b.text]
