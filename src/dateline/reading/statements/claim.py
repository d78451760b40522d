"""What the finders give before a row is made: who says it, by which word, and where the content stands."""

from __future__ import annotations

import msgspec

from dateline.foundation.spans import Span
from dateline.reading.statements.cues import Cue
from dateline.reading.tree import Tree


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One attribution. `content` are stretches of words in text order, `holder` the head word of the speaker.

    `frame` is the frame of the cue that was met; `said_by` are the words of the cue, `aside` those of the attribution.
    """

    word: int
    cue: Cue
    frame: str
    holder: int | None
    content: tuple[range, ...]
    said_by: range
    aside: range
    rule: str = ""


def noun_head(tree: Tree, word: int, end: int) -> int:
    """From a word of a noun phrase to its head before `end`, through relations inside noun phrases that point right."""
    while tree.is_rel(word, "det", "amod", "compound", "nmod:poss", "nummod", "nmod:desc", "case", "advmod"):
        head = tree.head(word)
        if head is None or not word < head < end:
            break
        word = head
    return word


def is_nominal(tree: Tree, word: int) -> bool:
    """A noun, name, pronoun or number, or a determiner that stands as subject (`some said`)."""
    return tree.upos(word) in ("NOUN", "PROPN", "PRON", "NUM") or (tree.upos(word) == "DET" and tree.is_rel(word, "nsubj"))


def phrase_span(tree: Tree, head: int) -> Span:
    """The words of a noun phrase without clauses and appositions after it."""
    words = tree.subtree(
        head, without=("acl", "appos", "conj", "cc", "punct", "parataxis", "advcl", "ccomp", "cop", "nsubj", "aux")
    )
    introduced = {w for c in tree.children(head, "case", "mark") if c < head for w in tree.subtree(c)}
    words = tuple(w for w in words if w not in introduced)
    first = last = head
    for w in reversed(words):
        first = w if first - 2 <= w < first else first
    for w in words:
        last = w if last < w <= last + 2 else last
    return tree.span((first, last))


def verb_group(tree: Tree, verb: int) -> range:
    """The cue with its auxiliaries, negation and adverbs just before it, and its particle just after."""
    first, end = verb, verb + 1
    while (
        first > 0
        and tree.head(first - 1) == verb
        and tree.is_rel(first - 1, "aux", "advmod", "cop")
        and tree.upos(first - 1) != "PUNCT"
    ):
        first -= 1
    while end < len(tree) and tree.head(end) == verb and tree.is_rel(end, "compound:prt"):
        end += 1
    return range(first, end)
