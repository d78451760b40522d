"""Where an act was: the place named in its own clause, as the cast knows it from its context."""

from __future__ import annotations

from dateline.foundation.cast import Cast
from dateline.foundation.rows import Place, PloverType
from dateline.reading.events.phrases import phrases
from dateline.reading.tree import Tree

AT = ("in", "at", "near", "outside", "off", "around")
BODILY = ("ASSAULT", "COERCE", "PROTEST")  # done where the one who suffers them is


def place_of(tree: Tree, cast: Cast, word: int, kind: PloverType) -> Place | None:
    """The first place after `in`, `at`, `near` … that hangs on the act, or on the verb that carries a noun.

    Of a bodily act also the one that hangs on its object: `arrested nine strikers in Leeds`, but not `accused a firm in Leeds`.
    """
    head = tree.head(word) if tree.upos(word) == "NOUN" else None
    objects = tree.children(word, "obj", "nsubj:pass") if kind in BODILY else ()
    for w in (word, *((head,) if head is not None else ()), *objects):
        found = [p for name in AT for p in phrases(tree, w, name) if tree.names[p].endswith("LOC")]
        if found:
            return _place(tree, cast, min(found))
    return None


def country_of(tree: Tree, cast: Cast, head: int) -> str | None:
    """The country code of the place a phrase names, if it is known."""
    return _place(tree, cast, head).country


def _place(tree: Tree, cast: Cast, head: int) -> Place:
    """The cast's place; a building or site that is no place to the cast has a name and a span alone."""
    known = cast.place(tree.parse.start[head])
    if known is not None:
        return known
    inner = tree.subtree(head, without=("appos", "acl", "conj", "nmod", "case", "det", "punct"))
    span = tree.span([w for w in inner if tree.names[w] != "O"] or [head])
    return Place(name=" ".join(span.of(tree.text).split()), span=span)
