"""Free indirect speech: `Laos had no objection, the envoy said. It would ask for a day's notice.`

A sentence goes on with the speaker of the one before if that one ends in his words, told in the past, and its own verb is
`would` or `could` without a condition unreal in itself: what a reporter foretells himself stands with `will` (Banfield 1982).
"""

from __future__ import annotations

import msgspec

from dateline.reading.statements.claim import Claim
from dateline.reading.statements.layout import trimmed
from dateline.reading.statements.marks import is_mark, quotation_at
from dateline.reading.tree import Tree

BACKSHIFTED = frozenset({"would", "could"})
TOLD = frozenset({"clause", "that", "colon", "source"})


def free_claims(tree: Tree, claims: list[Claim]) -> list[Claim]:
    """The sentences without a cue that go on with the words of the sentence before, each a claim of the same speaker."""
    taken = {tree.sentence_index(w) for c in claims for s in (c.said_by, *c.content) for w in (s.start, s.stop - 1)}
    last = {tree.sentence_index(c.word): c for c in claims if _is_told(tree, c)}
    out: list[Claim] = []
    for k, sentence in enumerate(tree.parse.sentences[1:], start=1):
        before = last.get(k - 1)
        if before is None or k in taken or sentence.block != tree.parse.sentences[k - 1].block:
            continue
        words = range(sentence.first, sentence.end)
        if _goes_on(tree, words):
            last[k] = msgspec.structs.replace(before, content=(trimmed(tree, words, leading=False),), rule="speech.free")
            out.append(last[k])
    return out


def _is_told(tree: Tree, claim: Claim) -> bool:
    """Indirect speech of the sentence's own clause, in the past tense, outside quotation marks."""
    quoted = any(is_mark(tree, w) for c in claim.content for w in c) or quotation_at(tree, claim.word) is not None
    outermost = tree.upos(claim.word) != "VERB" or (tree.tense(claim.word) == "past" and tree.negation(claim.word) is None)
    return claim.frame in TOLD and not quoted and outermost and not claim.cue.attitude


def _goes_on(tree: Tree, words: range) -> bool:
    root = next((w for w in words if tree.head(w) is None), words.start)
    aux = tree.auxiliaries(root)
    told = tree.modal(root) in BACKSHIFTED and "have" not in aux and tree.own_subject(root) is not None
    unproved = tree.modal(root) == "could" and tree.is_passive(root)  # `neither account could be checked`: the reporter's own
    return told and not unproved and tree.low(words.start) != "that" and not any(is_mark(tree, w) for w in words)
