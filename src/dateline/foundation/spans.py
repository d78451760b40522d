"""Where words stand: half-open character offsets into the one text of a report."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """`text[start:end]`; offsets count Unicode code points. In JSON: `[start, end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether all of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def stripped(self, text: str, characters: str | None = None) -> Span:
        """Without `characters` (default: white space) at both ends."""
        words = self.of(text)
        left = len(words) - len(words.lstrip(characters))
        return Span(self.start + left, max(self.start + left, self.start + len(words.rstrip(characters))))


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span over all of them; raises ValueError on none."""
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found))
