"""Direct, mixed or indirect: what the quotation marks say of a content; and quotations that go on without a cue."""

from __future__ import annotations

from bisect import bisect_right

from dateline.foundation.rows import Manner
from dateline.foundation.spans import Span
from dateline.reading.statements.claim import Claim
from dateline.reading.statements.layout import STOPS
from dateline.reading.statements.marks import MARKS, SINGLE_MARKS, quotations
from dateline.reading.tree import Tree


def manner_and_spans(tree: Tree, claim: Claim) -> tuple[Manner, tuple[Span, ...]]:
    """How the content is given, and its spans: a direct one without its marks, a mixed one with those inside it."""
    stretches = [_widened(tree, s) for s in claim.content]
    inside = [_whole_quotation(tree, s) for s in stretches]
    if all(q is not None for q in inside):
        return "direct", tuple(q for q in inside if q is not None)
    spans = tuple(_within_home(tree, claim, s) for s in stretches)
    return ("mixed" if any(q.overlaps(s) for s in spans for q in quotations(tree) if not q.covers(s)) else "indirect"), spans


def _widened(tree: Tree, words: range) -> Span:
    """The words' span, grown to both marks of a quotation of several sentences that it begins or ends with."""
    span = tree.span(words)
    for q in quotations(tree):
        if q.overlaps(span) and not q.covers(span):
            opening, closing = _mark_before(tree.text, q), _mark_after(tree.text, q)
            span = Span(min(span.start, opening), max(span.end, closing))
        elif q.start == span.start and q.end == span.end:
            span = Span(_mark_before(tree.text, q), _mark_after(tree.text, q))
    return span


def _mark_before(text: str, q: Span) -> int:
    return q.start - (2 if text[q.start - 2 : q.start] in ("''", "``") else 1)


def _mark_after(text: str, q: Span) -> int:
    if text[q.end : q.end + 2] == "''":
        return q.end + 2
    return q.end + (text[q.end : q.end + 1] in MARKS | SINGLE_MARKS and q.end < len(text))


def _whole_quotation(tree: Tree, span: Span) -> Span | None:
    """The quotation that fills a span, without its marks."""
    for q in quotations(tree):
        if span.start <= q.start <= span.start + 2 and span.end - 3 <= q.end <= span.end and q.overlaps(span):
            return q.stripped(tree.text)
    return None


def _within_home(tree: Tree, claim: Claim, span: Span) -> Span:
    """A nested claim's content stays inside the quotation its cue stands in."""
    at = tree.parse.start[claim.word]
    home = next((q for q in quotations(tree) if q.start <= at < q.end), None)
    if home is None or not home.overlaps(span):
        return span
    return Span(max(span.start, home.start), min(span.end, home.end))


def unattributed(tree: Tree, taken: list[tuple[Span, Span | None]]) -> list[Span]:
    """Quotations of a sentence or more that lie in nobody's content yet, in text order.

    `taken` are contents with their cues: what a quotation itself reports leaves the quotation open.
    """
    return [
        q
        for q in quotations(tree)
        if _is_sentence(tree, q) and not any(t.overlaps(q) and not (c and q.covers(c)) for t, c in taken)
    ]


def _is_sentence(tree: Tree, q: Span) -> bool:
    words = tree.words_in(q)
    if len(words) < 2 or not tree.in_body(words.start):
        return False
    opens = tree.sentence(words.start).first in (words.start, words.start - 1)
    closes = tree.word(words.stop - 1) in STOPS | {","} or words.stop == tree.sentence(words.start).end
    return opens and closes and tree.text[q.start : q.start + 1] != ""


def block_of(tree: Tree, offset: int) -> int:
    """The index of the block that holds an offset."""
    return bisect_right([b.start for _, b in tree.parse.blocks], offset) - 1
