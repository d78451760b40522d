"""The parse of a report: columns over its words, made by the model once and read by every stage.

A word is its index. Heads are indices into the same columns, -1 for the root of a sentence.
Labels are those of Universal Dependencies 2 (UPOS, features, relations).
"""

from __future__ import annotations

import msgspec

from dateline.foundation.rows import BlockKind
from dateline.foundation.spans import Span


class Sentence(msgspec.Struct, frozen=True, array_like=True):
    """Words `first` to `end` (past the last); `block` indexes `Parse.blocks`."""

    first: int
    end: int
    block: int


class Parse(msgspec.Struct, frozen=True, kw_only=True):
    """Columns of equal length over the words of the readable blocks, in text order.

    `start`/`end` are character offsets into `text`; `feats` are UD features as written (`Mood=Ind|Tense=Past`);
    `entity` is BIO over PER, ORG, GPE, LOC, NORP, MISC, TITLE.
    """

    text: str
    blocks: tuple[tuple[BlockKind, Span], ...]
    sentences: tuple[Sentence, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    lemma: tuple[str, ...]
    head: tuple[int, ...]
    rel: tuple[str, ...]
    entity: tuple[str, ...]
    model: str = ""

    def __len__(self) -> int:
        return len(self.start)

    def word(self, i: int) -> str:
        """The word as written."""
        return self.text[self.start[i] : self.end[i]]


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Columns over the words of a parse: BIO over SOURCE, CUE and CONTENT, and each tag's probability."""

    tag: tuple[str, ...]
    sure: tuple[float, ...]
    model: str
