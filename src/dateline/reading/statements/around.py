"""Attributions between commas: `…, an aide said on Friday, …`; their content stands before them, or on both sides."""

from __future__ import annotations

import msgspec

from dateline.reading.statements.claim import Claim, is_nominal, noun_head, verb_group
from dateline.reading.statements.cues import Cue
from dateline.reading.statements.holders import holder_of
from dateline.reading.statements.layout import (
    COORDINATORS,
    RELATIVES,
    Piece,
    Section,
    has_finite,
    in_brackets,
    is_finite,
    section_after,
    trimmed,
)
from dateline.reading.statements.marks import is_mark, quotation_at
from dateline.reading.tree import Tree

NO_ATTRIBUTION = frozenset({"as", "than", "like", "while", "because", "if", "although", "when", "since", "after", "before"})
INSIDE_NOUN_PHRASE = (
    "appos", "conj", "nmod", "obl", "acl", "amod", "nummod", "flat", "compound", "iobj", "obj", "advmod", "nsubj",
)  # fmt: skip


class _Attribution(msgspec.Struct, frozen=True):
    """`he told reporters on Friday`: its pieces `first` to `last` (indices), and the head of its subject."""

    first: int
    last: int
    holder: int | None


def claim_around(tree: Tree, verb: int, cue: Cue, frame: str, section: Section) -> Claim | None:
    """The claim of a verb that stands between commas, or right before a quotation; None if it does neither."""
    here = section.piece_at(verb)
    participle = tree.low(verb).endswith("ing") and not tree.children(verb, "aux")
    found = None if participle else _attribution(tree, verb, section, here, cue.addressed)
    if found is None:
        return _quotation_claim(tree, verb, cue, frame, section, here)
    return _content_around(tree, verb, cue, frame, section, found)


def _attribution(tree: Tree, verb: int, section: Section, here: int, addressed: bool) -> _Attribution | None:
    """The pieces between commas that a parenthetical `X said` takes up; None if the verb does not stand so.

    An object is only right for a verb that may have its addressee as object.
    """
    piece, group = section.pieces[here], verb_group(tree, verb)
    if tree.low(piece.first) in NO_ATTRIBUTION | RELATIVES or not _is_main(tree, verb):
        return None
    inverted = piece.first == verb and here > 0 and _is_inverted(tree, verb, section, here)
    before = None if inverted else _subject_before(tree, verb, section, here, group)
    if before is not None and _takes_other(tree, verb, piece, addressed):
        return None
    if before is not None:
        first, holder = _from_quotation(tree, section, *before)
        return _Attribution(first, _last_aside(tree, section, here, first), holder)
    if piece.first == group.start and verb + 1 < piece.end:
        after = _subject_after(tree, verb, piece)
        if after is not None:
            return _Attribution(here, _last_aside(tree, section, here, here), after)
    return None


def _takes_other(tree: Tree, verb: int, piece: Piece, addressed: bool) -> bool:
    """An object, or an infinitive (`has pledged to rebuild`): what the verb takes is there, not between commas before it."""
    infinitives = (c for c in tree.children(verb, "xcomp") if any(tree.low(m) == "to" for m in tree.children(c, "mark")))
    objects = () if addressed else tree.children(verb, "obj")
    return any(verb < w < piece.end for w in (*objects, *infinitives))


def _is_inverted(tree: Tree, verb: int, section: Section, here: int) -> bool:
    """`…, said X`: after a quotation, with a subject after it, or where what stands before is a clause of its own."""
    own = [s for s in tree.children(verb, "nsubj") if s < verb]
    follows = any(s > verb for s in tree.children(verb, "nsubj"))
    at = section.piece_at(own[-1]) if own else -1
    if not own and is_clause(tree, section.pieces[here - 1]) and _subject_after(tree, verb, section.pieces[here]) is not None:
        return True
    return section.pieces[here - 1].quote or follows or (at >= 0 and has_finite(tree, section.pieces[at].words))


def is_clause(tree: Tree, piece: Piece) -> bool:
    """A clause that could stand alone: neither relative nor subordinate."""
    opening = piece.first
    return (
        has_finite(tree, piece.words)
        and tree.low(opening) not in RELATIVES
        and tree.upos(opening) not in ("SCONJ", "ADP", "VERB")
    )


def _is_main(tree: Tree, verb: int) -> bool:
    """A finite verb; a past form that the parse takes for a participle counts, unless it is one (`the man said to be ill`)."""
    if tree.is_rel(verb, "amod", "compound", "acl") and not tree.is_rel(verb, "acl:relcl"):
        return False
    participle = tree.feat(verb, "VerbForm") == "Part" and tree.low(verb).endswith("ing")
    return (
        is_finite(tree, verb)
        or bool(tree.children(verb, "aux"))
        or not (participle or tree.feat(verb, "VerbForm") in ("Inf", "Ger"))
    )


def _subject_before(tree: Tree, verb: int, section: Section, here: int, group: range) -> tuple[int, int] | None:
    """The piece at which the subject begins, and the subject's head; the subject stands just before the verb."""
    piece = section.pieces[here]
    own = [s for s in tree.children(verb, "nsubj") if s < verb and not in_brackets(tree, s)]
    if piece.first < group.start:
        held = [s for s in own if s >= piece.first]
        head = held[-1] if held else _last_nominal(tree, range(piece.first, group.start))
        if head is None or (not held and tree.upos(piece.first) == "ADP"):
            return None
        if tree.feat(head, "PronType") == "Rel" or has_finite(tree, range(piece.first, min(tree.subtree(head)))):
            return None
        return _first_listed(tree, section, here, head), head
    if own and section.piece_at(own[-1]) >= 0:
        at = section.piece_at(own[-1])
        alone = (
            at == here - 1 and at > 0 and not has_finite(tree, section.pieces[at - 1].words) and not section.pieces[at - 1].quote
        )
        titled = alone and _is_title(tree, section.pieces[at - 1])
        return (at - 1 if titled else at), own[-1]
    if here >= 2 and not section.pieces[here - 1].quote and not section.pieces[here - 2].quote:
        head = _last_nominal(tree, section.pieces[here - 2].words)
        if head is not None and not has_finite(tree, section.pieces[here - 2].words):
            return here - 2, head
    return None


def _from_quotation(tree: Tree, section: Section, first: int, holder: int) -> tuple[int, int]:
    """`“…,” Ada Brandt, head of research at Gulls, a charity, said`: from the quotation on, all is the speaker's phrase."""
    start = first
    while start > 0 and not section.pieces[start - 1].quote and not has_finite(tree, section.pieces[start - 1].words):
        start -= 1
    named = _last_nominal(tree, section.pieces[start].words)
    if (
        start in (0, first)
        or not section.pieces[start - 1].quote
        or named is None
        or tree.upos(section.pieces[start].first) in ("ADP", "CCONJ", "ADV")
    ):
        return first, holder
    return start, named


def _is_title(tree: Tree, piece: Piece) -> bool:
    """`its director, Ana Ruiz, said`: a described person before the name."""
    head = _last_nominal(tree, piece.words)
    described = tree.upos(piece.first) == "DET" or tree.is_rel(piece.first, "nmod:poss")
    return head is not None and (described or tree.upos(head) == "NOUN") and tree.upos(piece.first) != "ADP"


def _last_nominal(tree: Tree, words: range) -> int | None:
    """The head of the noun phrase that fills these words: the last nominal without a governor or preposition in them."""
    nominals = [w for w in words if is_nominal(tree, w) and not in_brackets(tree, w)]
    tops = [w for w in nominals if tree.head(w) is None or tree.head(w) not in words]
    bare = [w for w in tops if tree.child(w, "case") is None]
    return next(reversed(bare or tops), None)


def _first_listed(tree: Tree, section: Section, here: int, head: int) -> int:
    """`France, Spain and Italy said`: the piece of the first of them."""
    first = tree.first_conjunct(head)
    at = section.piece_at(first)
    if first == head or at < 0 or tree.low(section.pieces[here].first) in ("but", "or"):
        return here
    return at if not has_finite(tree, range(section.pieces[at].first, head)) else here


def _subject_after(tree: Tree, verb: int, piece: Piece) -> int | None:
    first = verb + 1
    while first < piece.end and tree.is_rel(first, "advmod", "compound:prt") and tree.head(first) == verb:
        first += 1
    if first >= piece.end or tree.upos(first) in ("SCONJ", "VERB", "AUX", "ADP", "PUNCT", "ADV", "PART", "CCONJ"):
        return None
    head = noun_head(tree, first, piece.end)
    return head if is_nominal(tree, head) and not is_mark(tree, first) else None


def _last_aside(tree: Tree, section: Section, here: int, first: int) -> int:
    """The last piece that still belongs to the attribution: appositions, relative clauses, `at a meeting on …`."""
    last = here
    for k in range(here + 1, len(section.pieces)):
        if section.pieces[k].quote or not _is_aside(tree, section, first, last, section.pieces[k]):
            break
        last = k
    return last


def _is_aside(tree: Tree, section: Section, first: int, last: int, piece: Piece) -> bool:
    inside = range(section.pieces[first].first, section.pieces[last].end)
    opening = piece.first
    if tree.low(opening) in RELATIVES or (
        tree.upos(opening) == "ADP" and opening + 1 < piece.end and tree.low(opening + 1) in RELATIVES
    ):
        return True
    if tree.upos(opening) == "VERB" and tree.low(opening).endswith("ing") and tree.child(opening, "nsubj") is None:
        return True
    tops = [w for w in piece.words if tree.head(w) not in piece.words and not tree.is_rel(w, "punct", "cc")]
    hangs = bool(tops) and all(tree.head(w) in inside and tree.is_rel(w, *INSIDE_NOUN_PHRASE) for w in tops)
    return (hangs or _looks_apposed(tree, piece)) and not _claims(tree, piece) and tree.low(opening) not in COORDINATORS


def _claims(tree: Tree, piece: Piece) -> bool:
    """A finite verb outside relative clauses."""
    relative = next((w for w in piece.words if tree.low(w) in RELATIVES), piece.end)
    return has_finite(tree, range(piece.first, relative))


def _looks_apposed(tree: Tree, piece: Piece) -> bool:
    return tree.low(piece.first) in ("a", "an", "the", "his", "her", "its", "their")


def _content_around(tree: Tree, verb: int, cue: Cue, frame: str, section: Section, found: _Attribution) -> Claim | None:
    first, last = section.pieces[found.first], section.pieces[found.last]
    behind, ahead = _behind(tree, section, found), section.pieces[found.last + 1 :]
    beside = (*section.pieces[: found.first][-1:], *ahead[:1])
    if frame == "quote" and not any(p.quote for p in beside) and not _quotation_next(tree, section):
        return None
    if not behind and ahead and not (ahead[0].quote or _is_complement(tree, verb, ahead[0])):
        return None
    before = trimmed(tree, range(section.first, first.first)) if behind else range(0)
    if before and ahead and _does_not_go_on(tree, section, before, behind, ahead[0]):
        ahead = ()
    if before and _is_occasion(tree, verb, before):
        before = range(0)
    if ahead:
        content = [before, trimmed(tree, range(ahead[0].first, section.end), leading=False)]
    elif before and _may_stand_alone(tree, before, verb, first):
        content = [before]
    else:
        content = _behind_colon(tree, verb, section, before)
    return _claim(tree, verb, cue, frame, found.holder, content, range(first.first, last.end))


def _claim(tree: Tree, verb: int, cue: Cue, frame: str, holder: int | None, content: list[range], aside: range) -> Claim | None:
    held = tuple(c for c in content if c)
    if not held:
        return None
    said_by = verb_group(tree, verb)
    return Claim(word=verb, cue=cue, frame=frame, holder=holder, content=held, said_by=said_by, aside=aside)


def _behind(tree: Tree, section: Section, found: _Attribution) -> tuple[Piece, ...]:
    """The pieces before an attribution that may be content: not before `but he said`, nor before `On Monday she said, “…”`."""
    first, behind = section.pieces[found.first], section.pieces[: found.first]
    ahead = section.pieces[found.last + 1 : found.last + 2]
    quotes_next = bool(ahead) and ahead[0].quote and _is_sentence(tree, ahead[0])
    if tree.low(first.first) in COORDINATORS or (quotes_next and not any(p.quote for p in behind)):
        return ()
    return behind


def _does_not_go_on(tree: Tree, section: Section, before: range, behind: tuple[Piece, ...], ahead: Piece) -> bool:
    """What follows the attribution is no part of what was said: no quotation after a quotation, no clause after a clause."""
    if not ahead.quote and all(p.quote for p in behind):
        return True
    return has_finite(tree, before) and _trails(tree, range(ahead.first, section.end))


def _quotation_claim(tree: Tree, verb: int, cue: Cue, frame: str, section: Section, here: int) -> Claim | None:
    """`…, saying, “…”`, `cited the treaty and said, “…”`: a quotation right after a verb that shares its subject."""
    holder, after = holder_of(tree, verb), section_after(tree, section)
    next_ = section.pieces[here + 1] if here + 1 < len(section.pieces) else after.pieces[0] if after and after.pieces else None
    if holder is None or next_ is None or not next_.quote or section.pieces[here].end - verb > 6:
        return None
    return _claim(tree, verb, cue, frame, holder, [next_.words], range(verb, next_.first))


def _may_stand_alone(tree: Tree, words: range, verb: int, piece: Piece) -> bool:
    """What stands before the attribution is said, not merely when or where: a clause, a quotation, or `…, said X`."""
    quoted = any(is_mark(tree, w) for w in words) or (quotation_at(tree, words.start) is not None)
    taken = any(c in words for c in tree.children(verb, "ccomp"))
    return quoted or taken or has_finite(tree, words) or piece.first == verb_group(tree, verb).start


def _trails(tree: Tree, words: range) -> bool:
    """`…, he said on Friday, local time`: what follows is neither a clause nor joined to one."""
    joined = tree.upos(words.start) in ("CCONJ", "SCONJ", "ADP", "VERB", "ADV", "PART") or tree.low(words.start) in COORDINATORS
    return not joined and not has_finite(tree, words) and not any((quotation_at(tree, w) is not None) for w in words)


def _is_occasion(tree: Tree, verb: int, words: range) -> bool:
    """`Asked what that meant, she said …`: a participle clause before the attribution tells when, not what."""
    first = words.start
    return bool(words) and tree.upos(first) == "VERB" and tree.head(first) == verb and tree.is_rel(first, "advcl")


def _is_complement(tree: Tree, verb: int, piece: Piece) -> bool:
    return any(c in piece.words for c in tree.children(verb, "ccomp"))


def _behind_colon(tree: Tree, verb: int, section: Section, before: range) -> list[range]:
    """`Hardly, they replied: the roof …`: the clause after the colon (or the quotation) is the content, with the short answer."""
    after = section_after(tree, section)
    scenes = (w for w in tree.children(verb, "obl") if w in before and tree.children(w, "nmod", "amod"))
    if not has_finite(tree, before) and any(scenes):
        before = range(0)  # `In his first speech, he said: …`
    if after is None and (quoted := _quotation_next(tree, section)):
        return [quoted]
    if after is None or (tree.word(section.end) != ":" and not (after.pieces and after.pieces[0].quote)):
        return []
    return [before, trimmed(tree, range(after.first, after.end), leading=False)]


def _quotation_next(tree: Tree, section: Section) -> range:
    """The words of a quotation that begins just after a colon or comma at the section's end, with its marks; else none."""
    opening = section.end if section.end < len(tree) and is_mark(tree, section.end) else section.end + 1
    if opening + 1 >= len(tree) or tree.word(opening - 1) not in (":", ",") or not is_mark(tree, opening):
        return range(0)
    quoted = quotation_at(tree, opening + 1)
    same = tree.block_index(opening) == tree.block_index(section.first)
    return range(opening, tree.words_in(quoted).stop) if quoted is not None and same else range(0)


def _is_sentence(tree: Tree, piece: Piece) -> bool:
    opening = next((w for w in piece.words if not is_mark(tree, w)), piece.first)
    return tree.word(opening)[:1].isupper() and has_finite(tree, piece.words)
