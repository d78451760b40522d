"""Around an attribution: to whom, by what means, on what condition, and whether it was said at all."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dateline.foundation.cast import Cast
from dateline.foundation.rows import Dating, TimeExpression
from dateline.foundation.spans import Span
from dateline.knowledge.tables import table
from dateline.reading.statements.claim import Claim, phrase_span
from dateline.reading.statements.cues import cues_of, particle_of
from dateline.reading.statements.layout import COMMAS, RELATIVES, is_finite, section_of
from dateline.reading.tree import Tree
from dateline.reading.when import Occurrence, by_words, told_of

UNSAID = frozenset({"will", "would", "may", "might", "could", "should", "must"})
GOES_ON = frozenset({"go", "continue", "begin", "proceed", "come", "quote", "start"})
BY_MEANS_OF = frozenset({"in", "on", "through", "via", "at", "by", "during"})
OPEN_ENDED = frozenset({"since", "until", "till", "before", "after", "by"})
CONDITIONAL = frozenset({"if", "unless", "whether", "before", "until"})


def is_made(tree: Tree, claim: Claim) -> bool:
    """False where the words only may be, will be or were not said. A denial not made leaves a statement made."""
    verb = claim.word
    if tree.upos(verb) != "VERB":
        return True
    if claim.cue.denies and tree.modal(verb) in ("would", "could", None):
        return True
    negation = tree.negation(verb)
    if (negation is not None and not _in_content(negation, claim)) or tree.tense(verb) == "future" or tree.modal(verb) in UNSAID:
        return False
    if any(tree.low(m) in CONDITIONAL for m in tree.children(verb, "mark")):
        return False
    return not _is_unreal_infinitive(tree, verb)


def _is_unreal_infinitive(tree: Tree, verb: int) -> bool:
    if tree.feat(verb, "VerbForm") != "Inf" or tree.children(verb, "aux"):
        return False
    governor = tree.head(verb)
    return governor is not None and tree.lemma(governor) not in GOES_ON


def said_when(tree: Tree, times: tuple[TimeExpression, ...], dating: Dating, claim: Claim) -> Occurrence:
    """The day of the saying: a time among the words of the attribution, else the one its clause is dated to."""
    inside = [tree.span(c) for c in claim.content]
    own = tuple(t for t in times if not any(t.span.overlaps(s) for s in inside))
    beside = (t for t in own if t.type in ("DATE", "TIME") and t.interval is not None and _is_beside(tree, t, claim))
    return by_words(next(beside, None)) or told_of(tree, own, _finite_above(tree, claim.word), dating)


def _finite_above(tree: Tree, word: int) -> int:
    """`left on Monday, each side saying …`: a participle is said when the clause around it happens."""
    if not tree.low(word).endswith("ing") or tree.children(word, "aux"):
        return word
    return next((w for w in tree.ancestors(word) if is_finite(tree, w)), word)


def _is_beside(tree: Tree, time: TimeExpression, claim: Claim) -> bool:
    """`…, he said on Friday, …`, `who in May had warned`: in the attribution, with no other verb between it and the cue."""
    words = tree.words_in(time.span)
    first, last = min(claim.word, words.start), max(claim.word, words.stop - 1)
    if tree.upos(claim.word) != "VERB" or tree.sentence_index(words.start) != tree.sentence_index(claim.word):
        return False
    if not (claim.aside.start - 3 <= words.start and words.stop <= claim.aside.stop):
        return False
    between = [w for w in range(first, last) if w != claim.word and w not in words]
    bounded = any(tree.low(w) in OPEN_ENDED for w in between)
    apart = any(tree.upos(w) == "VERB" or tree.low(w) in RELATIVES or tree.word(w) in COMMAS for w in between)
    return not bounded and not apart


def addressee_of(tree: Tree, cast: Cast, claim: Claim) -> str | None:
    """Who was told: an actor's id, else the words."""
    if claim.frame in ("verdict", "as", "object", "gerund"):
        return None
    heads = _told(tree, claim) if tree.upos(claim.word) == "VERB" and claim.frame != "source" else _briefed(tree, claim)
    named = [
        o for o in heads if tree.upos(o) in ("NOUN", "PROPN", "PRON", "NUM") and not _in_content(o, claim) and o != claim.holder
    ]
    named = named or _written_to(tree, claim)
    if not named:
        return None
    ids = cast.at(named[0])
    return ids[0] if ids else phrase_span(tree, named[0]).of(tree.text)


def _told(tree: Tree, claim: Claim) -> list[int]:
    """Objects and `to` phrases of the cue; before an infinitive, the noun phrase that is to act."""
    verb = claim.word
    if tree.is_passive(verb):
        return list(tree.children(verb, "nsubj:pass")) if claim.cue.addressed or claim.frame == "infinitive" else []
    particle = particle_of(tree, verb, claim.cue)
    to = ("to",) if particle is None else ("to", tree.low(particle))
    objects = tree.children(verb, "iobj", "obj") if claim.cue.addressed or claim.frame in ("infinitive", "of") else ()
    heads = [o for o in (*objects, *tree.children(verb, "iobj"), *tree.obliques(verb, *to)) if o > verb and not _is_time(tree, o)]
    if claim.frame == "of":
        return heads[:1]
    between = range(claim.said_by.stop, claim.content[0].start)
    return heads or [
        w for w in between if claim.frame == "infinitive" and tree.head(w) not in between and not tree.is_rel(w, "punct")
    ]


def _briefed(tree: Tree, claim: Claim) -> list[int]:
    """`according to an aide who briefed reporters`: whom the source told."""
    if claim.holder is None:
        return []
    relative = [r for r in tree.children(claim.holder, "acl:relcl") if any(c.addressed for c in cues_of(tree, r))]
    return [o for r in relative for o in tree.children(r, "iobj", "obj")]


def _written_to(tree: Tree, claim: Claim) -> list[int]:
    """`in a letter to the bishop`: whom the means of saying it is addressed to."""
    medium = _medium(tree, claim)
    return [] if medium is None else [o for o in tree.children(medium, "nmod") if tree.preposition(o) == "to"]


def medium_of(tree: Tree, claim: Claim) -> str | None:
    """`in a statement`, `on state television`: the words after the preposition."""
    found = _medium(tree, claim)
    return None if found is None else phrase_span(tree, found).of(tree.text)


def _medium(tree: Tree, claim: Claim) -> int | None:
    beside = sorted((*claim.aside, *tree.obliques(claim.word)))
    fit = (w for w in beside if is_medium(tree, w) and tree.preposition(w) in BY_MEANS_OF and not _in_content(w, claim))
    return next(fit, None)


def is_medium(tree: Tree, word: int) -> bool:
    """A noun for what carries words: a statement, a broadcast, a newspaper article."""
    return tree.lemma(word).lower() in _media()


@cache
def _media() -> frozenset[str]:
    return frozenset(noun for e in table("lexicon/media") for noun in e["nouns"])


def condition_of(tree: Tree, claim: Claim) -> str | None:
    """The words that say on what terms an unnamed source spoke; looked for beside the attribution, not in the content."""
    section = section_of(tree, claim.word)
    beside = Span(tree.parse.start[section.first], tree.parse.end[section.end - 1])
    for terms in terms_of_anonymity(tree):
        at = tree.at(terms.start)
        if beside.covers(terms) and at is not None and not _in_content(at, claim) and _may_be_his(tree, at, claim):
            return terms.of(tree.text)
    return None


def _may_be_his(tree: Tree, at: int, claim: Claim) -> bool:
    """Terms outside a relative clause are not those of the cue inside it: `men who said so fled, an aide said privately`."""
    inside = tree.is_rel(tree.first_conjunct(claim.word), "acl")
    return not inside or tree.is_below(at, claim.word) or at in claim.aside


@lru_cache(maxsize=4)
def terms_of_anonymity(tree: Tree) -> tuple[Span, ...]:
    """Where a text says on what terms somebody spoke unnamed: `asking not to be named`, which is itself no statement."""
    return tuple(Span(*m.span()) for e in table("lexicon/anonymity") for m in re.finditer(e["pattern"], tree.text))


def _in_content(word: int, claim: Claim) -> bool:
    return any(word in stretch for stretch in claim.content)


def _is_time(tree: Tree, word: int) -> bool:
    return tree.is_rel(word, "obl:unmarked", "nmod:unmarked")
