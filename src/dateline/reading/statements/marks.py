"""Quotation marks: the double ones the tree knows, and single ones in texts of houses that quote with them.

Single marks are taken only in blocks without double marks. An opening one follows a space, a bracket or the block's edge
and stands before a letter; a closing one stands before a space or a stop, and not where it is the genitive of a plural
(`the ministers' plan`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.foundation.spans import Span
from dateline.reading.tree import Tree

MARKS = frozenset({'"', "“", "”", "„", "«", "»", "``", "''"})
SINGLE_MARKS = frozenset({"'", "‘", "’"})
_OPENS = re.compile(r"(?:^|(?<=[\s(\[—–]))['‘](?=[^\W\d_]|\[)")
_CLOSES = re.compile(r"['’](?=[\s.,;:!?)\]—–]|$)")
_GENITIVE = re.compile(r"s['’] (?=[a-z])")


@lru_cache(maxsize=4)
def quotations(tree: Tree) -> tuple[Span, ...]:
    """What stands between quotation marks, double or single, marks left out, in text order."""
    single = (q for _, block in tree.parse.blocks for q in single_quoted(tree.text, block) if not _has_double(tree.text, block))
    return tuple(sorted((*tree.quoted, *single)))


def _has_double(text: str, block: Span) -> bool:
    words = block.of(text)
    return any(mark in words for mark in MARKS)


def single_quoted(text: str, block: Span) -> list[Span]:
    """The quotations of one block by its single marks; one left open ends nowhere and is none."""
    out: list[Span] = []
    at = block.start
    while (opening := _OPENS.search(text, at, block.end)) is not None:
        closing = _closing(text, opening.end(), block.end)
        if closing is None:
            at = opening.end()
            continue
        out.append(Span(opening.end(), closing))
        at = closing + 1
    return out


def _closing(text: str, start: int, end: int) -> int | None:
    found = [m.start() for m in _CLOSES.finditer(text, start, end)]
    sure = (c for c in found if not _GENITIVE.match(text, c - 1, end))
    return next(sure, found[0] if found else None)


@lru_cache(maxsize=4)
def _marks(tree: Tree) -> frozenset[int]:
    edges = {offset for q in quotations(tree) for offset in (q.start - 1, q.end)}
    return frozenset(w for w in range(len(tree)) if tree.parse.start[w] in edges and tree.word(w) in SINGLE_MARKS)


def is_mark(tree: Tree, word: int) -> bool:
    """Whether a word is a quotation mark; an apostrophe is none."""
    return tree.word(word) in MARKS or word in _marks(tree)


def quotation_at(tree: Tree, word: int) -> Span | None:
    """The quotation a word stands in, marks left out."""
    at = tree.parse.start[word]
    return next((q for q in quotations(tree) if q.start <= at < q.end), None)
