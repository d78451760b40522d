"""The parts of a report, whether from a page or from pasted text, and the article made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.foundation.article import Tied
from dateline.foundation.rows import Block, BlockKind
from dateline.foundation.spans import Span
from dateline.reading.page.heads import Head, dateline_of
from dateline.reading.page.outline import Piece

BETWEEN = "\n\n"


class Part(NamedTuple):
    """A block of the page that is kept, and what it is."""

    kind: BlockKind
    piece: Piece


class Joined(NamedTuple):
    """The text of a report with its blocks, where each run came from, and the dateline if there is one."""

    text: str
    blocks: tuple[Block, ...]
    tied: tuple[Tied, ...]
    dateline: Head | None
    dateline_at: int


def join(parts: Sequence[Part]) -> Joined:
    """Parts in order, a blank line between them; the dateline at the head of the first paragraph is a block of its own."""
    texts: list[str] = []
    blocks: list[Block] = []
    tied: list[Tied] = []
    head, head_at, at, began = None, 0, 0, False
    for kind, piece in parts:
        span = Span(at, at + len(piece.text))
        found = dateline_of(piece.text) if kind == "paragraph" and not began else None
        began = began or kind == "paragraph"
        if found:
            head, head_at = found, at
            blocks += with_dateline(span, found)
        else:
            blocks.append(Block(kind=kind, span=span))
        tied += [Tied(Span(at + t.at, at + t.at + t.length), Span(t.start, t.end)) for t in piece.ties]
        texts.append(piece.text)
        at = span.end + len(BETWEEN)
    return Joined(BETWEEN.join(texts), tuple(blocks), tuple(tied), head, head_at)


def with_dateline(paragraph: Span, head: Head) -> Iterable[Block]:
    """The two blocks of a paragraph that begins with a dateline."""
    words = Span(paragraph.start + head.span.start, paragraph.start + head.span.end)
    yield Block(kind="dateline", span=words)
    yield Block(kind="paragraph", span=Span(paragraph.start + head.rest, paragraph.end))
