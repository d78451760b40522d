"""A small cast for sentences of one's own: names, and nouns of people and bodies, each an actor under its own words."""

from __future__ import annotations

from dateline.foundation.cast import Cast, Reference
from dateline.foundation.coded import Coded
from dateline.foundation.ids import slug
from dateline.foundation.rows import Actor, Dating, Event, Mention
from dateline.reading.events import find_events
from dateline.reading.events.lexicon import nouns
from dateline.reading.tree import Tree
from tests.recorded import tree_of

BODIES = frozenset(
    "government police army court parliament party troop force ministry company bank navy cabinet country side capital "
    "nation state senate group faction pope council commission agency movement alliance junta regime greens labour "
    "authority union".split()
)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december".split()
)
PERSONAL = frozenset({"he", "she", "they", "we", "i", "him", "her", "them", "us"})
DEMONYM = ("an", "ese", "ish", "ch", "eli", "i")


def cast_of(tree: Tree) -> Cast:
    heads = [i for i in range(len(tree)) if _is_actor(tree, i)]
    references = tuple(
        Reference(head=i, span=tree.span([i]), actors=(slug(tree.word(i)),), form="name", why="test") for i in heads
    )
    names = dict.fromkeys((slug(tree.word(i)), tree.word(i), tree.span([i])) for i in heads)
    actors = {
        k: Actor(id=k, name=n, kind="organisation", mentions=(Mention(span=s, form="name", why="test"),)) for k, n, s in names
    }
    return Cast(actors=tuple(actors.values()), references=references)


def _is_actor(tree: Tree, i: int) -> bool:
    lemma, upos, rel = tree.lemma(i).lower(), tree.upos(i), tree.rel(i)
    if rel == "flat" or lemma in CALENDAR:
        return False
    if upos == "PROPN":
        return tree.parse.entity[i] != "O" or not tree.is_rel(i, "compound", "amod", "obl:unmarked")
    if upos == "ADJ":
        return rel == "amod" and tree.word(i)[0].isupper() and lemma.endswith(DEMONYM)
    return lemma in nouns("person") | BODIES if upos == "NOUN" else upos == "PRON" and tree.low(i) in PERSONAL


def coded(text: str) -> Coded:
    tree = tree_of(text)
    return find_events(tree, cast_of(tree), (), (), Dating())


def events(text: str) -> tuple[Event, ...]:
    return coded(text).events


def told(text: str) -> list[tuple[str, str]]:
    """Type and status of each event, in text order."""
    return [(e.type, e.status) for e in events(text)]
