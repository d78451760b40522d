"""Verbs that stand for another one: `Peru signed. So did Chile; Bolivia has not.`"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dateline.reading.tree import Tree

if TYPE_CHECKING:
    from dateline.reading.events.frames import Frame

STAND_INS = frozenset({"do", "have", "will", "would", "can", "could", "may", "might", "shall", "should", "must"})
OWN_CONTENT = ("obj", "iobj", "xcomp", "ccomp", "aux:pass")


def ellipses(tree: Tree) -> Iterator[int]:
    """Auxiliaries that carry a clause of their own, and `do so`."""
    for i in range(len(tree)):
        if tree.lemma(i).lower() not in STAND_INS or tree.is_rel(i, "aux", "cop") or tree.children(i, *OWN_CONTENT):
            continue
        so = any(tree.low(c) == "so" for c in tree.children(i, "advmod"))
        bare = tree.upos(i) == "AUX" or (tree.lemma(i) == "do" and not tree.children(i, "obl", "advcl"))
        if (tree.lemma(i) == "do" and so) or (bare and tree.own_subject(i) is not None):
            yield i


def went_undone(tree: Tree, plan: int) -> bool:
    """`promised to resign in May, but has not`: the same sentence ends by saying, without its verb, that it was not done.

    Only where no one else is its subject: in `Oslo promised to resign, but Bergen has not` the plan stands.
    """
    for i in range(plan + 1, tree.sentence(plan).end):
        late = tree.lemma(i).lower() in ("do", "have") and tree.feat(i, "VerbForm") == "Fin" and not tree.is_rel(i, "aux", "cop")
        if late and not tree.children(i, *OWN_CONTENT) and tree.negation(i) is not None:
            subject = tree.own_subject(i)
            return subject is None or tree.upos(subject) == "PRON"
    return False


def antecedent_of(tree: Tree, i: int, frames: Mapping[int, Frame]) -> int | None:
    """The nearest verb before that tells of an act, main clauses first; what was asked, where somebody was asked to."""
    here = tree.sentence_index(i)
    before = [w for w in frames if w < i and _tells(tree, frames[w]) and here - tree.sentence_index(w) <= 1]
    near = max(before, key=lambda w: (_is_main(tree, w), w), default=None)
    if near is None:
        return None
    frame = frames[near]
    near = frame.echo if frame.echo is not None else near
    if frames[near].sense.control == "target":
        return next((w for w in frames[near].insides if w in before), near)
    return near


def _tells(tree: Tree, frame: Frame) -> bool:
    return frame.sense.type is not None and tree.upos(frame.word) in ("VERB", "AUX")


def _is_main(tree: Tree, w: int) -> bool:
    top = tree.first_conjunct(w)
    return tree.head(top) is None or tree.is_rel(top, "parataxis", "ccomp")
