"""Where the rules match: the longest match wins, of equal ones the one with more context, then the earlier rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline.foundation.spans import Span
from dateline.foundation.timevalue import Kind, Value
from dateline.knowledge.tables import table
from dateline.reading.times.build import build, build_range
from dateline.reading.times.words import compiled, first_words, meaning


@dataclass(frozen=True)
class Match:
    """Words that a rule names as a time, and what they mean.

    `weekday` is one named beside a full or partial date; `context` the length of all that the rule looked at; `parts` the
    two ends of a range, which stand for it.
    """

    span: Span
    type: Kind
    value: Value
    rule: str
    mod: str | None = None
    weekday: int | None = None
    context: int = 0
    parts: tuple[Match, ...] = ()


_TOKEN = re.compile(r"[a-z]+|/|(?:1[0-9]|20)[0-9]{2}")


@cache
def _rules() -> tuple[tuple[Mapping[str, Any], re.Pattern[str], frozenset[str]], ...]:
    return tuple((e, compiled(e["pattern"]), first_words(tuple(e.get("needs", ())))) for e in table("times/rules"))


def _tokens(text: str, within: Span) -> frozenset[str]:
    """The words of a stretch in lower case; `#` stands for any year in digits."""
    found = _TOKEN.findall(within.of(text).lower())
    return frozenset("#" if t[0].isdigit() else t for t in found)


def matches(text: str, within: Span) -> tuple[Match, ...]:
    """The time expressions of a stretch of text, in text order, none overlapping."""
    found = sorted(_candidates(text, within), key=lambda m: (m.span.start - m.span.end, -m.context))
    kept: list[Match] = []
    for match in found:
        if not any(match.span.overlaps(k.span) for k in kept):
            kept.append(match)
    return tuple(sorted((p for m in kept for p in m.parts or (m,)), key=lambda m: m.span))


def _candidates(text: str, within: Span) -> Iterator[Match]:
    there = _tokens(text, within)
    for entry, pattern, needs in _rules():
        if needs and needs.isdisjoint(there):
            continue
        for hit in pattern.finditer(text, within.start, within.end):
            captured = {k: v for k, v in hit.groupdict().items() if v is not None}
            try:
                if "apart" in entry:
                    yield _range(entry, hit, captured)
                    continue
                value = build(entry, captured)
            except (ValueError, KeyError):
                continue
            kind, context = _type(entry, captured), hit.end() - hit.start()
            yield Match(_span(hit, captured), kind, value, entry["id"], _mod(captured), _weekday(captured), context)


def _range(entry: Mapping[str, Any], hit: re.Match[str], captured: Mapping[str, str]) -> Match:
    """A range is two times, each with its own words: `1861` and `63`, `April 24` and `25`."""
    first, last = build_range(entry, captured)
    until = hit.end("first" if "first" in captured else "first2")
    since = hit.start("last" if "last" in captured else "last2")
    spans = (Span(hit.start(), until).stripped(hit.string), Span(since, hit.end()).stripped(hit.string))
    parts = tuple(Match(s, entry["type"], v, entry["id"]) for s, v in zip(spans, (first, last), strict=True))
    return Match(Span(*hit.span()), entry["type"], first, entry["id"], context=hit.end() - hit.start(), parts=parts)


def _span(hit: re.Match[str], captured: Mapping[str, str]) -> Span:
    name = next((n for n in ("x", "x2", "x3") if n in captured), 0)
    return Span(hit.start(name), hit.end(name)).stripped(hit.string)


def _type(entry: Mapping[str, Any], captured: Mapping[str, str]) -> Kind:
    kind: Kind = entry["type"]
    return "TIME" if kind == "DATE" and ("clock" in captured or "daypart" in captured) else kind


def _mod(captured: Mapping[str, str]) -> str | None:
    """TIMEX3's `mod`: START, MID, END of a stretch; APPROX, MORE_THAN … of a number."""
    if "piece" in captured:
        piece = str(meaning("piece", captured["piece"]))
        return piece if piece in ("START", "MID", "END") else None
    return str(meaning("mod", captured["mod"])) if "mod" in captured else None


def _weekday(captured: Mapping[str, str]) -> int | None:
    named = captured.get("weekday")
    return int(meaning("weekday", named)) if named and any(part in captured for part in ("dd", "month", "edge")) else None
