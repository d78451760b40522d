"""All claims of a report: every cue of the body in every frame it allows, and sections that go on after one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dateline.reading.statements.circumstances import terms_of_anonymity
from dateline.reading.statements.claim import Claim
from dateline.reading.statements.clauses import clause_claim
from dateline.reading.statements.colons import colon_claim
from dateline.reading.statements.cues import Cue, cues_of, phrase_at
from dateline.reading.statements.free import free_claims
from dateline.reading.statements.layout import Section, has_finite, section_after, section_of, trimmed
from dateline.reading.statements.phrases import noun_claim, phrase_claim, source_claim, view_claim
from dateline.reading.tree import Tree

CLAUSE_FRAMES = ("clause", "that", "quote")


def find_claims(tree: Tree) -> tuple[Claim, ...]:
    """The claims in the order of their cues; none from headlines and captions."""
    out: list[Claim] = []
    terms = terms_of_anonymity(tree)
    for word in tree.body_words():
        found = None if any(t.start <= tree.parse.start[word] < t.end for t in terms) else _claim_at(tree, word)
        if found is not None:
            out.append(_with_rest(tree, found))
    out.extend(free_claims(tree, out))
    return tuple(out)


def _claim_at(tree: Tree, word: int) -> Claim | None:
    phrase = phrase_at(tree, word)
    if phrase is not None:
        return source_claim(tree, word, *phrase)
    return next(_readings(tree, word), None)


def _readings(tree: Tree, word: int) -> Iterator[Claim]:
    for cue in cues_of(tree, word):
        for frame in cue.frames:
            found = _reading(tree, word, cue, frame)
            if found is not None:
                yield found


def _reading(tree: Tree, word: int, cue: Cue, frame: str) -> Claim | None:
    if cue.present and tree.tense(word) != "present":
        return None
    if frame == "colon":
        return colon_claim(tree, word, cue)
    if tree.upos(word) == "NOUN":
        return view_claim(tree, word, cue) if frame == "source" else noun_claim(tree, word, cue)
    if frame in CLAUSE_FRAMES:
        return clause_claim(tree, word, cue, frame)
    return phrase_claim(tree, word, cue, frame)


def _with_rest(tree: Tree, claim: Claim) -> Claim:
    """`…, he said: the rest follows`; `…, he said; and so does this`: the next section too, if it has no cue of its own.

    Only where the attribution ends its section, so that what follows can't be the reporter's own going on.
    """
    section = section_of(tree, claim.word)
    after = section_after(tree, section)
    if after is None or claim.aside.stop < section.end or claim.frame not in ("clause", "quote"):
        return claim
    if claim.content[-1].start >= after.first or not has_finite(tree, range(after.first, after.end)) or _has_cue(tree, after):
        return claim
    rest = trimmed(tree, range(after.first, after.end))
    return msgspec.structs.replace(claim, content=(*claim.content, rest))


def _has_cue(tree: Tree, section: Section) -> bool:
    words = range(section.first, section.end)
    return any(
        (found := _claim_at(tree, w)) is not None and (found.aside.stop >= section.end - 1 or tree.head(w) not in words)
        for w in words
    )
