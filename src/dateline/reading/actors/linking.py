"""Which noun phrases stand beside a name and mean the same: appositions, in the tree and by their commas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.reading.actors.phrases import PARTS, Phrase
from dateline.reading.tree import Tree

STOPS = frozenset({",", ";", ":", "--", "—", "–", "(", ")"})
NAMING = frozenset({"know", "call", "name", "dub"})


def links_of(tree: Tree, phrases: Sequence[Phrase]) -> Mapping[int, tuple[int, ...]]:
    """Head of a common noun phrase to the heads of the names it stands beside."""
    named = {p.head for p in phrases if p.name is not None and p.name.kind == "ORG"}
    names = [p for p in phrases if _is_name(tree, p, named)]
    starts = {p.first: p for p in names}
    ends = {p.last: p for p in names}
    out: dict[int, tuple[int, ...]] = {}
    for p in phrases:
        if p.name is None and p.pronoun is None and not _is_name(tree, p, named):
            found = () if _is_one_of(tree, p) else _in_tree(tree, p, names) or _by_commas(tree, p, starts, ends)
            if found:
                out[p.head] = tuple(found)
    return out | {p.head: out[first] for p in phrases for first in [_beside_another(tree, p, out)] if first is not None}


def _is_one_of(tree: Tree, p: Phrase) -> bool:
    """`one of the miners, Ivo Petrov`: it is the one who is named, not the miners."""
    head = tree.head(p.head)
    return p.many and head is not None and tree.low(head) in PARTS and head < p.first


def _beside_another(tree: Tree, p: Phrase, found: Mapping[int, tuple[int, ...]]) -> int | None:
    """`X, a deputy minister and envoy to the talks`: what is joined to an apposition is one."""
    first = tree.head(p.head) if tree.rel(p.head) == "conj" and not p.name and not p.pronoun and p.title and not p.many else None
    if first is None or p.head in found:
        return None
    return next((c for c in (first, *tree.children(first, "appos")) if c in found and c < p.head), None)


def _is_name(tree: Tree, p: Phrase, named: set[int]) -> bool:
    """A person's or body's name, also with its noun: `the Labour faction`."""
    if p.name is not None:
        return bool(p.name.entities) or (p.name.kind != "LOC" and not p.name.capital)
    own = {n.id for n in p.nouns} & {"party", "movement", "company"}
    return bool(own) and not p.many and any(c in named for c in tree.children(p.head, "compound", "nmod:desc"))


def _in_tree(tree: Tree, p: Phrase, names: Sequence[Phrase]) -> list[int]:
    by_head = {n.head: n for n in names}
    beside = [c for c in tree.children(p.head, "appos") if c in by_head]
    head = tree.head(p.head)
    beside += [
        c
        for v in tree.children(p.head, "acl")
        if tree.lemma(v) in NAMING
        for c in tree.children(v, "obl", "xcomp", "obj")
        if c in by_head
    ]
    if not beside and tree.rel(p.head) == "appos" and head in by_head:
        beside = [head]
    if not beside:
        beside = [n.head for n in names if n.first == p.head + 1 and _as_twins(tree, p.head, n.head)]
    return _fitting(tree, p, [by_head[b] for b in beside])


def _as_twins(tree: Tree, noun: int, name: int) -> bool:
    """`jailed the forger Ana Berg`, where the tree has both as objects of one verb, side by side."""
    return tree.head(noun) == tree.head(name) and tree.rel(noun) == tree.rel(name) and tree.rel(noun) in ("obj", "nsubj")


def _fitting(tree: Tree, p: Phrase, beside: list[Phrase]) -> list[int]:
    """Persons beside persons, bodies beside bodies; with a plural noun all that are coordinated."""
    good = [n for n in beside if _fits(p, n)]
    if not p.many:
        return [n.head for n in good[:1]]
    return [w for n in good for w in tree.conjuncts(tree.first_conjunct(n.head)) if w != p.head]


def _fits(p: Phrase, n: Phrase) -> bool:
    person = n.name is not None and n.name.kind == "PER"
    nouns = {k.kind for k in p.nouns}
    if person and _is_body_noun(p) and n.name is not None and len(n.name.words) == 1:
        return True  # `Lantern, a rights group`: the tag was wrong
    if person:
        return (
            p.title is not None
            or (p.country is not None and not p.nouns and not p.many)
            or "person" in nouns
            or bool({k.id for k in p.nouns} & {"person", "relation"})
            or (p.many and "people" in {k.id for k in p.nouns})
        )
    ids = {k.id for k in p.nouns}
    if n.name is not None and n.name.kind == "LOC":
        return "relation" in ids
    return (
        p.title is None
        and ids != {"people"}
        and bool(nouns & {"organisation", "party", "armed-group", "agency", "media", "group"})
    )


def _is_body_noun(p: Phrase) -> bool:
    return p.title is None and not p.many and bool(p.nouns) and all(n.kind in ("organisation", "party", "media") for n in p.nouns)


def _by_commas(tree: Tree, p: Phrase, starts: Mapping[int, Phrase], ends: Mapping[int, Phrase]) -> list[int]:
    """`the speaker of parliament, Ana Berg, said` and `Ana Berg, the speaker, said`, whatever the tree made of them."""
    after = _end(tree, p) + 1
    size = len(tree)
    after += after < size and tree.low(after) in ("there", "here")
    named = next((k for k in (after + 1, after + 2) if k in starts and k < size), None)
    if named == after + 2 and tree.low(after + 1) != "the":
        named = None
    if named is not None and tree.word(after) == "," and p.article != "bare" and _same_sentence(tree, p.head, named):
        n = starts[named]
        if _fits(p, n) and _closes(tree, n.last + 1, p.many):
            return _fitting(tree, p, [n])
    if (
        p.first >= 2
        and tree.word(p.first - 1) == ","
        and p.first - 2 in ends
        and p.title is not None
        and _same_sentence(tree, p.head, p.first - 2)
    ):
        n = ends[p.first - 2]
        subject = tree.is_rel(p.head, "nsubj") and tree.head(p.head) != tree.head(n.head)
        if (_fits(p, n) and not subject and tree.rel(p.head) != "conj") or (
            p.many and _fits(p, n) and tree.rel(p.head) == "conj"
        ):
            return _fitting(tree, p, [n])
    return []


def _end(tree: Tree, p: Phrase) -> int:
    """The last word of the phrase with what follows it below: `of …`, `to the talks`; no farther than a comma."""
    last, end = p.last, tree.sentence(p.head).end
    while last + 1 < end and tree.word(last + 1) not in STOPS and tree.is_below(last + 1, p.head):
        last += 1
    return last


def _closes(tree: Tree, after: int, many: bool) -> bool:
    """What follows the name ends an apposition: a comma, a stop, `and` with a plural, or a relative."""
    return after >= len(tree) or tree.word(after) in (",", ".", ";", ":", "--", "—", ")") or (many and tree.low(after) == "and")


def _same_sentence(tree: Tree, a: int, b: int) -> bool:
    return tree.sentence_index(a) == tree.sentence_index(b)
