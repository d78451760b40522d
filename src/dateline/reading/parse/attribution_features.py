"""What the attribution model is told of every word beside its pieces: quotation marks, cue words, and the tree.

Training and run time share this module: a difference between the two would be a silent loss. Every feature is a small
class, 0 where nothing is known (a relation the model has not met, or left out in training).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.foundation.parsed import Parse

OUTSIDE, OPENING, INSIDE, CLOSING, CONTINUED, ODD = range(1, 7)
OPENERS, CLOSERS, STRAIGHT = frozenset({"“", "„", "«", "``"}), frozenset({"”", "»"}), frozenset({'"', "''"})
STRONG = 3  # the cue class from which on a word is taken to introduce what somebody says
FRAMES = (("nsubj", 1), ("ccomp", 2), ("xcomp", 4), ("obj", 8))
SIDES = 5  # no cue near; left or right of the cue above; left or right of a cue in parenthesis
PLACES = 4  # headline; first of its block; first of its sentence; any other


class Features:
    """Classes of words, by the lists the model was trained with."""

    def __init__(self, labels: dict[str, Any]) -> None:
        self._cues = {lemma: k for k, lemmas in enumerate(labels["cues"], 2) for lemma in lemmas}
        self._upos = {u: k for k, u in enumerate(labels["upos"], 1)}
        self._rels = {r: k for k, r in enumerate(labels["rels"], 1)}
        cues, rels = len(labels["cues"]) + 2, len(self._rels) + 1
        self.sizes = (ODD + 1, cues, len(self._upos) + 1, rels, cues, rels + 1, SIDES + 1, 17, PLACES + 1)

    def of(self, parse: Parse) -> NDArray[np.int64]:
        """Words x features: quotation, cue, tag, relation, cue class of the head, branch, side, frame, place."""
        cues = [self._cues.get(lemma.lower(), 1) for lemma in parse.lemma]
        head_cues = [cues[h] if h >= 0 else 1 for h in parse.head]
        branch, side = self._paths(parse, cues)
        columns = (
            quotation_states(parse),
            cues,
            [self._upos.get(u, 0) for u in parse.upos],
            [self._rels.get(r, 0) for r in parse.rel],
            head_cues,
            branch,
            side,
            _frames(parse),
            _places(parse),
        )
        return np.array(columns, np.int64).T.reshape(len(parse), len(columns))

    def _paths(self, parse: Parse, cues: Sequence[int]) -> tuple[list[int], list[int]]:
        """For each word the relation by which it hangs below the nearest cue, and on which side of that cue it stands."""
        none = len(self._rels) + 1
        above = _nearest(parse.head, [-1 if h < 0 or cues[h] < STRONG else i for i, h in enumerate(parse.head)])
        hosts = [-1] * len(parse)
        for i, h in enumerate(parse.head):
            if h >= 0 and cues[i] >= STRONG and parse.rel[i].startswith("parataxis"):
                hosts[h] = i
        aside = _nearest(parse.head, hosts)
        branch, side = [none] * len(parse), [1] * len(parse)
        for i, (under, beside) in enumerate(zip(above, aside, strict=True)):
            if under >= 0:
                branch[i] = self._rels.get(parse.rel[under], 0)
                side[i] = 2 if i < parse.head[under] else 3
            elif beside >= 0:
                side[i] = 4 if i < beside else 5
        return branch, side


def _nearest(head: Sequence[int], own: list[int]) -> list[int]:
    """For each word its own value or that of the nearest word above that has one; -1: none."""
    out: list[int | None] = [v if v >= 0 else None for v in own]
    for i in range(len(head)):
        path, at = [], i
        while at >= 0 and out[at] is None:
            path.append(at)
            at = head[at]
        found = -1 if at < 0 else out[at]
        for p in path:
            out[p] = found
    return [-1 if v is None else v for v in out]


def _frames(parse: Parse) -> list[int]:
    out = [1] * len(parse)
    for i, h in enumerate(parse.head):
        if h >= 0:
            bit = next((b for name, b in FRAMES if parse.rel[i].split(":")[0] == name), 0)
            out[h] = ((out[h] - 1) | bit) + 1
    return out


def _places(parse: Parse) -> list[int]:
    out, block = [4] * len(parse), -1
    for s in parse.sentences:
        out[s.first] = 3 if s.block == block else 2
        if parse.blocks[s.block][0] == "headline":
            out[s.first : s.end] = [1] * (s.end - s.first)
        block = s.block
    return out


def blocks_of(parse: Parse) -> list[tuple[int, int]]:
    """The words of each block that has any: first, past the last."""
    out: list[tuple[int, int]] = []
    block = -1
    for s in parse.sentences:
        if s.block == block:
            out[-1] = (out[-1][0], s.end)
        else:
            out.append((s.first, s.end))
        block = s.block
    return out


def quotation_states(parse: Parse) -> list[int]:
    """Where each word stands to the double quotation marks of its block.

    A quotation still open where its block ends is continued if the next block opens with a mark, else odd.
    """
    out = [OUTSIDE] * len(parse)
    blocks = blocks_of(parse)
    for k, (first, end) in enumerate(blocks):
        opened = -1
        for i in range(first, end):
            direction = _direction(parse, i, first, end, opened >= 0)
            if direction == OPENING:
                opened = i if opened < 0 else opened
            elif direction == CLOSING and opened < 0:
                direction = ODD
            elif direction == CLOSING:
                opened = -1
            out[i] = direction or (INSIDE if opened >= 0 else OUTSIDE)
        if opened >= 0:
            goes_on = k + 1 < len(blocks) and parse.word(blocks[k + 1][0]) in OPENERS | STRAIGHT
            out[opened:end] = [CONTINUED if goes_on else ODD] * (end - opened)
    return out


def _direction(parse: Parse, i: int, first: int, end: int, opened: bool) -> int:
    """Opening, closing, or 0 for a word that is no mark; straight marks by the spaces around them."""
    word = parse.word(i)
    if word in OPENERS:
        return OPENING
    if word in CLOSERS:
        return CLOSING
    if word not in STRAIGHT:
        return 0
    before = i == first or parse.end[i - 1] < parse.start[i] or parse.word(i - 1) in ("(", "[", "—", "–")
    after = i + 1 == end or parse.end[i] < parse.start[i + 1] or parse.word(i + 1) in (".", ",", ";", ":", "!", "?", ")")
    if before == after:
        return CLOSING if opened else OPENING
    return OPENING if before else CLOSING
