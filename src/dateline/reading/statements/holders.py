"""Who says it: the subject of a cue, or the one understood where the parse has none."""

from __future__ import annotations

from dateline.reading.statements.claim import is_nominal, noun_head, verb_group
from dateline.reading.statements.cues import cues_of
from dateline.reading.statements.layout import COORDINATORS, RELATIVES
from dateline.reading.statements.marks import quotation_at
from dateline.reading.tree import Tree

NO_SPEAKER = frozenset({"you", "this", "nobody", "nothing"})
FLOATING = frozenset({"each", "both", "all"})


def _is_reporter(tree: Tree, word: int) -> bool:
    """`I` or `we` outside quotation marks."""
    return tree.low(word) in ("i", "we") and quotation_at(tree, word) is None


def holder_of(tree: Tree, verb: int) -> int | None:
    """The head of the speaker's phrase: the nearest subject before the verb, the agent of a passive, the one understood."""
    if tree.is_passive(verb):
        return tree.agent(verb)
    own = [s for s in tree.children(verb, "nsubj") if s < verb] or list(tree.children(verb, "nsubj"))
    found = _nearest(tree, verb, own) if own else _understood(tree, verb)
    if found is None or tree.is_rel(found, "expl") or tree.low(found) in NO_SPEAKER or _is_reporter(tree, found):
        return None
    if tree.low(found) in FLOATING and found > tree.sentence(verb).first:
        return _floated_from(tree, verb, found)
    if tree.low(found) in RELATIVES | {"that"}:
        return tree.subject(verb)
    return found


def _nearest(tree: Tree, verb: int, own: list[int]) -> int:
    """Of several subjects the last; but in `traders in Port Ellis, once the capital, claim` it is an apposition."""
    opening = min((w for w in tree.subtree(own[-1]) if tree.upos(w) != "PUNCT"), default=own[-1])
    apposed = tree.word(verb_group(tree, verb).start - 1) == "," and tree.word(opening - 1) == ","
    return own[-2] if len(own) > 1 and apposed else own[-1]


def _floated_from(tree: Tree, verb: int, quantifier: int) -> int | None:
    """`Spain and France, each saying …`: the noun phrase just before `each`, else the subject of the clause around it."""
    before = quantifier - 2 if tree.word(quantifier - 1) == "," else quantifier - 1
    if is_nominal(tree, before):
        return tree.first_conjunct(before)
    governor = tree.head(verb)
    return tree.subject(governor) if governor is not None else None


def _understood(tree: Tree, verb: int) -> int | None:
    """Without a subject of its own: the noun phrase just before it, the first coordinated verb's subject, the one controlled."""
    meant = _beside(tree, verb)
    if meant is not None:
        return meant
    meant = _antecedent(tree, verb)
    if meant is None and (first := same_speaker(tree, verb)) is not None:
        meant = holder_of(tree, first)
    if meant is not None:
        return meant
    just_before = verb_group(tree, verb).start - 1
    if just_before >= tree.sentence(verb).first and not tree.low(verb).endswith("ing") and _ends_subject(tree, verb, just_before):
        top = _phrase_top(tree, just_before)
        if tree.child(top, "case") is None:
            return top
    outer = _speaker_around(tree, verb)
    if outer is not None:
        return outer
    first = tree.first_conjunct(verb)
    own = [s for s in tree.children(first, "nsubj") if s < first]
    if own and first != verb:
        return own[-1]
    return tree.subject(verb) or (first if first != verb and is_nominal(tree, first) else None)


def _beside(tree: Tree, verb: int) -> int | None:
    """`…, with its chief, Ana Ruiz, calling it a lie`: the phrase after `with` that ends right before the participle."""
    governor = tree.head(verb)
    if governor is None or not tree.low(verb).endswith("ing") or not tree.is_rel(verb, "advcl"):
        return None
    for mark in tree.children(verb, "mark"):
        if tree.low(mark) == "with" and mark + 1 < verb and is_nominal(tree, head := noun_head(tree, mark + 1, verb)):
            return head
    ends, beside = (
        (verb - 1, verb - 2),
        [o for h in (governor, *tree.children(governor, "obj")) for o in tree.obliques(h, "with")],
    )
    return next((o for o in beside if o < verb and max(tree.subtree(o)) in ends), None)


def same_speaker(tree: Tree, verb: int) -> int | None:
    """`They say that …, and warn that …`: the cue that heads the sentence, if this one is in its tense and joined to it.

    Wherever the parse has hung it: a cue before `that`, without a subject, right after a comma and a coordinator.
    """
    top = next((w for w in (verb, *tree.ancestors(verb)) if tree.head(w) is None), verb)
    joined = verb >= 2 and tree.low(verb - 1) in COORDINATORS and tree.word(verb - 2) == ","
    told = verb + 1 < len(tree) and tree.low(verb + 1) == "that" and tree.own_subject(verb) is None
    if not (joined and told) or top >= verb or not cues_of(tree, top):
        return None
    return top if tree.tense(verb) in (tree.tense(top), "none") and tree.upos(top) == "VERB" else None


def _speaker_around(tree: Tree, verb: int) -> int | None:
    """`He said the house was hit, calling it …`: a participle after a comma, hung on what was said, is the speaker's."""
    governor = tree.head(verb)
    if governor is None or not tree.is_rel(verb, "advcl") or not tree.is_rel(governor, "ccomp") or tree.word(verb - 1) != ",":
        return None
    cue = tree.head(governor)
    return holder_of(tree, cue) if cue is not None and cues_of(tree, cue) and tree.upos(cue) == "VERB" else None


def _antecedent(tree: Tree, verb: int) -> int | None:
    """`…, who last year had warned …` where the parse has lost `who`: the noun phrase before the relative pronoun."""
    first = tree.sentence(verb).first
    for w in range(verb - 1, max(first, verb - 7), -1):
        if tree.low(w) == "who" and w - 1 > first:
            before = w - 2 if tree.word(w - 1) == "," else w - 1
            return _phrase_top(tree, before) if is_nominal(tree, before) else None
        if tree.upos(w) == "PUNCT" or (tree.upos(w) == "VERB" and tree.lemma(w) not in ("have", "be")):
            return None
    return None


def _ends_subject(tree: Tree, verb: int, word: int) -> bool:
    if not tree.is_rel(verb, "root", "ccomp", "advcl", "parataxis"):
        return False
    return is_nominal(tree, word) and not tree.is_rel(word, "obl:unmarked", "nmod:unmarked")


def _phrase_top(tree: Tree, word: int) -> int:
    """From the last word of a noun phrase to its head, through names and prepositional phrases."""
    while True:
        head = tree.head(word)
        joined = tree.is_rel(word, "flat") or (tree.is_rel(word, "nmod", "appos") and tree.child(word, "case") is not None)
        if head is None or head > word or not joined:
            return word
        word = head
