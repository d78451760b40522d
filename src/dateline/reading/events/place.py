"""Where an act was: the place named in its own clause."""

from __future__ import annotations

from dateline.foundation.rows import Place
from dateline.knowledge.base import base
from dateline.reading.events.phrases import phrases
from dateline.reading.tree import Tree

AT = ("in", "at", "near", "outside", "off", "around")


def place_of(tree: Tree, word: int) -> Place | None:
    """The first place after `in`, `at`, `near` … that hangs on the act, or on the verb that carries a noun."""
    head = tree.head(word)
    for w in (word, head if head is not None and tree.upos(word) == "NOUN" else None):
        if w is not None:
            found = [p for name in AT for p in phrases(tree, w, name) if tree.names[p].endswith("LOC")]
            if found:
                return _place(tree, min(found))
    return None


def country_of(tree: Tree, head: int) -> str | None:
    """The country code of the place a phrase names, if the knowledge base has it."""
    return _place(tree, head).country


def _place(tree: Tree, head: int) -> Place:
    inner = tree.subtree(head, without=("appos", "acl", "conj", "nmod", "case", "det", "punct"))
    span = tree.span([w for w in inner if tree.names[w] != "O"] or [head])
    name = " ".join(span.of(tree.text).split())
    known = base().place(name)
    if known is None:
        return Place(name=name, span=span)
    return Place(name=name, country=known.country, lat=known.lat, lon=known.lon, span=span)
