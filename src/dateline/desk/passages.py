"""A report's text, cut for a page: parts of bounded size, paragraphs, and pieces that know which rows stand on them.

A piece is the longest stretch over which the same rows stand, so that nothing has to be marked inside a mark.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from dateline.foundation.rows import Actor, Head, Row
from dateline.foundation.spans import Span

PART = 24_000  # characters of a report on one page
PARAGRAPH = 6_000  # characters of a paragraph; a longer one is cut at a space
_EVIDENCE = ("evidence", "content", "span", "issue_span", "trigger")


class Standing(msgspec.Struct, frozen=True):
    """A row's words in the text. `layer`: `row`, `time` or `actor`, which look different."""

    span: Span
    row: str
    layer: str


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text and the rows whose words it is, by layer, each once."""

    text: str
    rows: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


class Paragraph(msgspec.Struct, frozen=True):
    """What a block of the page was, its pieces, and the rows whose words begin in it, in their order."""

    kind: str
    span: Span
    pieces: tuple[Piece, ...]
    rows: tuple[str, ...]


def evidence_of(row: Row) -> tuple[Span, ...]:
    """The words that a row stands on; an actor's mentions."""
    for name in _EVIDENCE:
        value = getattr(row, name, None)
        found = (value,) if isinstance(value, Span) else tuple(value or ())
        if found:
            return tuple(sorted(found))
    return tuple(sorted(m.span for m in row.mentions)) if isinstance(row, Actor) else ()


def blocks_of(head: Head) -> list[tuple[str, Span]]:
    """Kind and span of what is shown as one paragraph each: blocks but for the title's, none longer than `PARAGRAPH`."""
    text = head.text
    whole = [(b.kind, b.span) for b in head.blocks if b.span.of(text).strip() != (head.title or "").strip()]
    if not head.blocks and text:
        whole = [("paragraph", Span(0, len(text)))]
    return [(kind, cut) for kind, span in whole for cut in _cut(span, text)]


def _cut(span: Span, text: str) -> Iterator[Span]:
    """Pieces of at most `PARAGRAPH` characters, ended at a space where there is one."""
    start = span.start
    while span.end - start > PARAGRAPH:
        room = start + PARAGRAPH
        end = text.rfind(" ", start + PARAGRAPH // 2, room) + 1 or room
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def parts_of(head: Head) -> list[list[tuple[str, Span]]]:
    """The blocks in parts of about `PART` characters; at least one part, which may be empty."""
    parts: list[list[tuple[str, Span]]] = [[]]
    room = PART
    for kind, span in blocks_of(head):
        if room <= 0:
            parts.append([])
            room = PART
        parts[-1].append((kind, span))
        room -= span.end - span.start
    return parts


def part_holding(parts: list[list[tuple[str, Span]]], at: int) -> int:
    """The number, from 1, of the part that holds an offset; the first for one that is nowhere."""
    return next((n for n, part in enumerate(parts, 1) for _, span in part if span.start <= at < span.end), 1)


def paragraphs(blocks: Iterable[tuple[str, Span]], standings: Iterable[Standing], text: str) -> list[Paragraph]:
    """The blocks with their pieces and rows."""
    ordered = sorted(standings, key=lambda s: (s.span.start, -s.span.end, s.row))
    return [_paragraph(kind, span, [s for s in ordered if s.span.overlaps(span)], text) for kind, span in blocks]


def _paragraph(kind: str, block: Span, inside: list[Standing], text: str) -> Paragraph:
    begun = dict.fromkeys(s.row for s in inside if s.layer == "row" and block.start <= s.span.start)
    return Paragraph(kind=kind, span=block, pieces=tuple(_pieces(block, inside, text)), rows=tuple(begun))


def _pieces(block: Span, inside: list[Standing], text: str) -> Iterator[Piece]:
    clipped = [(max(s.span.start, block.start), min(s.span.end, block.end), s) for s in inside]
    edges = sorted({block.start, block.end, *(start for start, _, _ in clipped), *(end for _, end, _ in clipped)})
    over: list[list[Standing]] = [[] for _ in edges]
    for start, end, standing in clipped:
        for n in range(bisect_left(edges, start), bisect_left(edges, end)):
            over[n].append(standing)
    for (start, end), standings in zip(pairwise(edges), over):
        yield Piece(text[start:end], *(_of(standings, layer) for layer in ("row", "time", "actor")))


def _of(standing: list[Standing], layer: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.row for s in standing if s.layer == layer))
