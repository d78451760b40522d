"""Where the participants of an act stand in the tree, and which actors their phrases name."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.foundation.cast import Cast
from dateline.reading.tree import Tree

INSIDE = ("of", "from", "for", "by", "among", "between")
PEOPLE_OF = ("nmod:poss", "compound", "amod", "appos", "nmod:desc")
NOUN_SLOTS = {"poss": ("nmod:poss",), "compound": ("compound",), "amod": ("amod",)}


def key(tree: Tree, i: int) -> str:
    """The word as the tables write it: its lemma in lower case, plural-only nouns (`troops`, `talks`) without their s."""
    lemma = tree.lemma(i).lower()
    plural = tree.upos(i) in ("NOUN", "PROPN") and lemma == tree.low(i) and tree.feat(i, "Number") == "Plur"
    return lemma.removesuffix("s") if plural else lemma


def objects_of(tree: Tree, verb: int, particle: int | None = None) -> tuple[int, ...]:
    """What undergoes a verb's act: objects, a passive's subject, the noun a relative or reduced clause hangs on.

    With a `particle` also the noun that the parse makes a phrase of it: `handed over the suspect`.
    """
    bare = [
        c
        for c in tree.children(verb, "obl")
        if tree.rel(c) == "obl" and tree.preposition(c) is None and _is_object(tree, verb, c)
    ]
    found = [antecedent(tree, o) for o in (*tree.objects(verb), *bare)]
    if particle is not None and tree.rel(particle) == "case" and (noun := tree.head(particle)) is not None:
        found += tree.conjuncts(noun) if len(tree.children(noun, "case")) == 1 else ()
    if tree.is_passive(verb):
        subject = tree.subject(verb)
        found += tree.conjuncts(subject) if subject is not None else ()
    elif not found and tree.rel(tree.first_conjunct(verb)) == "acl:relcl":
        top = tree.first_conjunct(verb)
        noun, subject = tree.head(top), tree.own_subject(top)
        if noun is not None and subject is not None and not _is_relative(tree, subject):
            found.append(noun)
    return tuple(dict.fromkeys(found))


def _is_relative(tree: Tree, word: int) -> bool:
    return tree.feat(word, "PronType") == "Rel" or tree.low(word) in ("who", "which", "that", "whom")


def _is_object(tree: Tree, verb: int, c: int) -> bool:
    """A phrase without preposition that the parse calls oblique: a relative pronoun, or what follows a particle."""
    return tree.feat(c, "PronType") == "Rel" or (
        tree.child(verb, "compound:prt") is not None and c > verb and tree.upos(c) == "NOUN"
    )


def antecedent(tree: Tree, word: int) -> int:
    """The noun a relative pronoun stands for, else the word itself."""
    if tree.feat(word, "PronType") != "Rel" and tree.low(word) not in ("who", "whom", "which", "that", "whose"):
        return word
    for a in tree.ancestors(word):
        if tree.rel(a) == "acl:relcl":
            head = tree.head(a)
            return head if head is not None else word
    return word


def phrases(tree: Tree, word: int, preposition: str) -> tuple[int, ...]:
    """Phrases of a verb or noun introduced by a preposition, coordination opened, relative pronouns resolved."""
    found = [c for c in tree.children(word, "obl", "nmod") if _introduced(tree, c, preposition)]
    return tuple(antecedent(tree, x) for c in found for x in tree.conjuncts(c))


def _introduced(tree: Tree, c: int, preposition: str) -> bool:
    """`with`, also as a part of `together with` or `up to`."""
    case = tree.preposition(c)
    return case is not None and (case == preposition or preposition in [tree.low(k) for k in tree.children(c, "case")])


def subject_of(tree: Tree, verb: int) -> int | None:
    """As `Tree.subject`; of two subjects the one that is no relative pronoun, which then is the object."""
    named = [c for c in tree.children(verb, "nsubj") if tree.feat(c, "PronType") != "Rel"]
    doubled = len(tree.children(verb, "nsubj")) > 1 and named
    return named[0] if doubled else tree.subject(verb)


def slot(tree: Tree, word: int, name: str, particle: int | None = None) -> tuple[int, ...]:
    """The words in one slot of a verb or noun: `subj`, `obj`, `poss`, `compound`, `amod` or a preposition."""
    if name == "obj":
        return objects_of(tree, word, particle)
    if name in NOUN_SLOTS:
        return tuple(x for c in tree.children(word, *NOUN_SLOTS[name]) for x in tree.conjuncts(c))
    if name == "subj":
        subject = tree.agent(word) if tree.is_passive(word) else subject_of(tree, word)
        return tree.conjuncts(antecedent(tree, subject)) if subject is not None else ()
    return phrases(tree, word, name)


def actors_of(tree: Tree, cast: Cast, words: Iterable[int]) -> tuple[str, ...]:
    """Ids of the actors that these phrases name, in text order."""
    return tuple(dict.fromkeys(a for w in words for a in actors_in(tree, cast, w)))


def actors_in(tree: Tree, cast: Cast, word: int) -> tuple[str, ...]:
    """The actors of a phrase; if it names none of its own, those inside it (`troops from X`, `the leaders of A and B`)."""
    own = cast.at(word)
    if own:
        return own
    if tree.child(word, "cop") is not None and (subject := tree.own_subject(word)) is not None and tree.low(subject) != "it":
        return actors_in(tree, cast, subject)  # `Malta was the first state that …`
    if tree.upos(word) not in ("NOUN", "PROPN", "NUM", "PRON", "DET", "ADJ"):
        return ()
    inside = list(tree.children(word, *PEOPLE_OF))
    inside += [x for p in INSIDE for x in phrases(tree, word, p)]
    return tuple(dict.fromkeys(a for c in inside for a in cast.at(c)))
