"""A colon that opens somebody's words without a verb of saying: `The premier was defiant: nobody would make him leave.`"""

from __future__ import annotations

from dateline.reading.statements.claim import Claim, is_nominal
from dateline.reading.statements.cues import Cue
from dateline.reading.statements.holders import holder_of
from dateline.reading.statements.layout import has_finite, section_after, section_of, trimmed
from dateline.reading.tree import Tree


def colon_claim(tree: Tree, word: int, cue: Cue) -> Claim | None:
    """What follows the colon at the end of the word's section, said by its subject or its owner; None if none is named."""
    section = section_of(tree, word)
    if tree.upos(word) == "NOUN" and not tree.is_rel(word, "nsubj", "root", "obj", "parataxis"):
        return None
    after = section_after(tree, section)
    if after is None or tree.word(section.end) != ":" or not has_finite(tree, range(after.first, after.end)):
        return None
    holder = _spoken_of(tree, word) if tree.upos(word) == "ADJ" else _owner(tree, word)
    content = trimmed(tree, range(after.first, tree.sentence(word).end), leading=False)
    if holder is None or not content:
        return None
    said_by = range(word, word + 1)
    return Claim(
        word=word,
        cue=cue,
        frame="colon",
        holder=holder,
        content=(content,),
        said_by=said_by,
        aside=range(section.first, section.end),
    )


def _spoken_of(tree: Tree, adjective: int) -> int | None:
    """The subject of `was blunt`; an empty `it` and a demonstrative speak of a state of things."""
    subject = tree.own_subject(adjective) if tree.child(adjective, "cop") is not None else None
    named = subject is not None and is_nominal(tree, subject) and tree.low(subject) not in ("it", "this", "that", "there")
    return subject if named else None


def _owner(tree: Tree, noun: int) -> int | None:
    """Whose answer it is: `her answer`, `the answer from the palace`; or who has it, as an object (`had a message for them`)."""
    senders = [o for o in tree.children(noun, "nmod") if tree.preposition(o) == "from"]
    owners = [*tree.children(noun, "nmod:poss"), *senders]
    if owners:
        return owners[0]
    governor = tree.head(noun)
    had = governor is not None and tree.is_rel(noun, "obj") and tree.lemma(governor) in ("have", "give", "offer")
    return holder_of(tree, governor) if had and governor is not None else None
