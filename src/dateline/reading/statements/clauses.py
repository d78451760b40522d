"""Clauses that a verb of saying takes: `said that …`, `told them … would …`; between commas see around.py."""

from __future__ import annotations

from dateline.reading.statements.around import claim_around, is_clause
from dateline.reading.statements.claim import Claim, verb_group
from dateline.reading.statements.cues import Cue, cues_of
from dateline.reading.statements.holders import holder_of, same_speaker
from dateline.reading.statements.layout import (
    CONCESSIVE,
    COORDINATORS,
    RELATIVES,
    Piece,
    Section,
    has_finite,
    is_finite,
    section_of,
    trimmed,
)
from dateline.reading.statements.marks import quotation_at
from dateline.reading.tree import Tree

COMPLEMENTIZERS = frozenset({"that", "whether", "if", "how", "why", "what", "who", "when", "where"})


def clause_claim(tree: Tree, verb: int, cue: Cue, frame: str) -> Claim | None:
    """The claim a verb makes in one of the frames `clause`, `that`, `quote`."""
    section = section_of(tree, verb)
    here = section.piece_at(verb)
    if here < 0 or (tree.is_passive(verb) and tree.agent(verb) is None) or (cue.addressed and _shares_passive(tree, verb)):
        return None
    elsewhere = _takes_infinitive(tree, verb) or _quotes_next(tree, verb, section)
    start = None if elsewhere else _content_start(tree, verb, section)
    if here > 0 and _is_attribution(tree, section.pieces[here]) and is_clause(tree, section.pieces[here - 1]):
        return claim_around(tree, verb, cue, frame, section) if frame != "that" else None
    if start is not None and not cue.addressed and _is_of_noun(tree, verb, start):
        return None
    if start is not None and frame != "quote" and (frame != "that" or _has_complementizer(tree, start)):
        return _claim_ahead(tree, verb, cue, frame, section, start)
    if frame == "that":
        return None
    return claim_around(tree, verb, cue, frame, section)


def _shares_passive(tree: Tree, verb: int) -> bool:
    """`was summoned and told that …`: joined to a passive, with nobody whom it tells."""
    first = tree.first_conjunct(verb)
    bare = not tree.children(verb, "nsubj", "obj", "iobj", "aux")
    return first != verb and bare and tree.is_passive(first) and tree.agent(first) is None


def _takes_infinitive(tree: Tree, verb: int) -> bool:
    """`promised to ask who had won`: what is said begins with `to`."""
    after = verb_group(tree, verb).stop
    return after < len(tree) and tree.low(after) == "to" and tree.upos(after) == "PART"


def _quotes_next(tree: Tree, verb: int, section: Section) -> bool:
    """`added, “…”`: the quotation begins right after the verb, whatever the parse has made of the words in it."""
    here = section.piece_at(verb)
    ends = section.pieces[here].end == verb_group(tree, verb).stop
    return ends and here + 1 < len(section.pieces) and section.pieces[here + 1].quote


def _content_start(tree: Tree, verb: int, section: Section) -> int | None:
    """Where a complement that follows its verb begins: after `that`, at a question word, or at the clause's first word."""
    piece = section.pieces[section.piece_at(verb)]
    inverted = piece.first == verb_group(tree, verb).start and piece is not section.pieces[0]
    starts = []
    for c in tree.children(verb, "ccomp", "csubj", "advcl", "parataxis", "xcomp"):
        if c < verb or not _may_be_content(tree, verb, c):
            continue
        first = min(w for w in tree.subtree(c) if w > verb)
        marked = next((m for m in range(first, c) if tree.low(m) == "that" and tree.is_rel(m, "mark")), None)
        if marked is not None or (c < piece.end if inverted else _begins_in(tree, c, range(first, piece.end))):
            starts.append(first if marked is None else _before_noun(tree, verb, marked))
    starts.extend(w for w in _up_to_next_verb(tree, verb, piece) if _is_complementizer(tree, w))
    if piece.end == verb_group(tree, verb).stop:
        starts.extend(p.first for p in section.pieces if p.first > verb and _is_complementizer(tree, p.first))
    return min(starts, default=None) or (None if inverted else _bare_start(tree, verb, piece))


def _is_of_noun(tree: Tree, verb: int, start: int) -> bool:
    """`found no evidence that …`: the clause belongs to a noun that the verb has as its object."""
    clause = tree.head(start) if tree.is_rel(start, "mark") else None
    noun = tree.head(clause) if clause is not None and tree.is_rel(clause, "acl") else None
    return noun is not None and verb < noun < start and tree.is_rel(noun, "obj") and tree.upos(noun) == "NOUN"


def _before_noun(tree: Tree, verb: int, mark: int) -> int:
    """`said reports that she had fled were false`: back to the noun that the clause belongs to, just after the verb."""
    first = verb_group(tree, verb).stop
    noun = mark - 1
    told = noun >= first and tree.upos(noun) == "NOUN" and any("that" in c.frames for c in cues_of(tree, noun))
    return first if told and all(tree.is_below(w, noun) for w in range(first, noun)) else mark


def _up_to_next_verb(tree: Tree, verb: int, piece: Piece) -> range:
    """The words after a verb that can only stand between it and its complement: an addressee, a day, a place."""
    return range(verb + 1, next((w for w in range(verb + 1, piece.end) if tree.upos(w) in ("VERB", "AUX")), piece.end))


def _bare_start(tree: Tree, verb: int, piece: Piece) -> int | None:
    """`said taxes would rise` where the parse has no complement: a noun phrase just after the verb, then a finite verb."""
    group = verb_group(tree, verb)
    if (
        group.stop >= piece.end
        or group.start == piece.first
        or tree.upos(group.stop) not in ("DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM")
    ):
        return None
    below = {w for o in tree.children(verb, "obj", "obl") if tree.children(o, "acl") for w in tree.subtree(o)}
    finite = next((w for w in range(group.stop + 1, piece.end) if is_finite(tree, w) and w not in below), None)
    if finite is None or tree.children(verb, "iobj") or any(o < finite for o in tree.obliques(verb) if o > verb):
        return None
    subordinate = any(
        tree.upos(w) in ("SCONJ", "VERB", "PART") or tree.low(w) in RELATIVES | {"that"} for w in range(group.stop, finite)
    )
    return None if subordinate else group.stop


def _may_be_content(tree: Tree, verb: int, clause: int) -> bool:
    subjects = [s for s in tree.children(clause, "nsubj") if verb < s]
    if tree.children(verb, "iobj") and any(verb < o < clause for o in tree.children(verb, "obj")):
        return False  # `promised them a bonus meant to …`
    if tree.is_rel(clause, "ccomp"):
        participle = tree.feat(clause, "VerbForm") in ("Part", "Ger") or tree.low(clause).endswith("ing")
        return bool(subjects) or (tree.is_verbal(clause) and not (participle and not tree.children(clause, "aux", "cop")))
    if tree.is_rel(clause, "xcomp"):
        return any(s < clause for s in subjects) or _has_lost_subject(tree, verb, clause)
    return any(min(tree.subtree(s)) == verb + 1 for s in subjects)


def _has_lost_subject(tree: Tree, verb: int, clause: int) -> bool:
    """`argued this constituted theft`, read as an object and an open complement: a verb form that is no infinitive."""
    plain = (
        tree.upos(clause) == "VERB" and tree.feat(clause, "VerbForm") not in ("Inf", "Ger") and tree.child(clause, "mark") is None
    )
    return plain and not tree.low(clause).endswith("ing") and any(verb < o < clause for o in tree.children(verb, "obj"))


def _begins_in(tree: Tree, clause: int, words: range) -> bool:
    """A clause begins in these words if they hold its verb, its subject or its mark: `said that night, had gone` does not."""
    return clause in words or any(
        c in words for c in tree.children(clause, "nsubj", "mark", "expl") if c - 1 in words or c == words.start
    )


def _is_complementizer(tree: Tree, word: int) -> bool:
    """`that` or `whether` before a clause; also a `that` read as a pronoun before another pronoun (`hit back that he …`)."""
    low, next_ = tree.low(word), min(word + 1, len(tree) - 1)
    if low == "that" and tree.upos(word) == "PRON" and tree.is_rel(word, "obj"):
        return tree.upos(next_) == "PRON" and tree.is_rel(next_, "nsubj", "expl")
    return low in ("that", "whether") and tree.upos(word) == "SCONJ" and tree.is_rel(word, "mark")


def _has_complementizer(tree: Tree, start: int) -> bool:
    return tree.low(start) in COMPLEMENTIZERS


def _claim_ahead(tree: Tree, verb: int, cue: Cue, frame: str, section: Section, start: int) -> Claim | None:
    first = start + 1 if tree.low(start) == "that" else _with_mark(tree, verb, _with_subject(tree, verb, start))
    content = range(first, _content_end(tree, verb, section, start))
    content = trimmed(tree, content, leading=False)
    holder = holder_of(tree, verb)
    if not content or holder is None:
        return None
    return Claim(
        word=verb,
        cue=cue,
        frame=frame,
        holder=holder,
        content=(content,),
        said_by=verb_group(tree, verb),
        aside=range(verb_group(tree, verb).start, start),
    )


def _with_mark(tree: Tree, verb: int, start: int) -> int:
    """Back to the mark that opens the quotation a content begins in, if it opens after the cue."""
    home = quotation_at(tree, start)
    if home is None or home.start <= tree.parse.start[verb]:
        return start
    return next(w for w in range(verb, start + 1) if tree.parse.end[w] >= home.start and w > verb)


def _with_subject(tree: Tree, verb: int, start: int) -> int:
    """`believes the plan will fail` where the parse has made the subject an object of the cue: back to its first word."""
    between = [w for o in tree.children(verb, "obj") if verb < o < start for w in tree.subtree(o) if verb < w < start]
    return min(between) if between and tree.upos(start) in ("VERB", "AUX") else start


def _content_end(tree: Tree, verb: int, section: Section, start: int) -> int:
    """The section's end, or sooner: where a verb coordinated with the cue, or the clause around it, goes on."""
    ends = [section.end]
    for c in tree.children(verb, "conj"):
        if c > start and tree.upos(c) == "VERB" and not any(tree.low(m) == "that" for m in tree.children(c, "mark")):
            opening = [w for w in tree.children(c, "cc") if start < w < c]
            ends.append(min(opening, default=min(w for w in tree.subtree(c) if w > start)))
    if _is_subordinate(tree, verb):
        ends.append(_end_of_clause(tree, verb, section, start))
    ends.extend(p.first for p in section.pieces if p.first > start and _speaks_on(tree, p))
    ends.extend(p.first for p in section.pieces if p.first > start and (_opens_attribution(tree, p) or _is_attribution(tree, p)))
    return min((e for e in ends if e > start), default=section.end)


def _is_subordinate(tree: Tree, verb: int) -> bool:
    return tree.is_rel(tree.first_conjunct(verb), "acl", "advcl")


def _end_of_clause(tree: Tree, verb: int, section: Section, start: int) -> int:
    """Where a relative or adverbial clause with a cue ends: at the comma after which the clause around it goes on."""
    head = tree.head(tree.first_conjunct(verb))
    last = max(tree.subtree(tree.first_conjunct(verb)))
    for p in section.pieces:
        if p.first <= start or not has_finite(tree, range(start, p.first)):
            continue
        outside = any(w > last or (head is not None and tree.head(w) == head) for w in p.words)
        if _resumes(tree, p):
            return p.first
        if outside and (head is None or head < verb or any(w == head for w in p.words)):
            return p.first
    return section.end


def _resumes(tree: Tree, piece: Piece) -> bool:
    """`…, no longer want it`: a finite verb that has no subject here nor is joined to one, read as an aside."""
    tops = [w for w in piece.words if tree.is_rel(w, "parataxis") and tree.head(w) not in piece.words]
    return any(is_finite(tree, w) and tree.own_subject(w) is None for w in tops)


def _speaks_on(tree: Tree, piece: Piece) -> bool:
    """`…, though they cautioned that …`, `…, but he added that …`, `…, and warn that …`: the same speaker's next cue."""
    if tree.low(piece.first) not in COORDINATORS | CONCESSIVE:
        return False
    verb = next((w for w in range(piece.first + 1, min(piece.first + 5, piece.end)) if tree.upos(w) == "VERB"), None)
    if verb is None or not any("clause" in c.frames for c in cues_of(tree, verb)):
        return False
    again = tree.low(verb - 1) in ("he", "she", "they") and verb - 2 == piece.first
    return again or same_speaker(tree, verb) is not None


def _opens_attribution(tree: Tree, piece: Piece) -> bool:
    """`…, adding that …`, `…, calling it a mistake`: a participle that is a cue of its own."""
    first = piece.first
    return tree.low(first).endswith("ing") and any(c.verbs for c in cues_of(tree, first))


def _is_attribution(tree: Tree, piece: Piece) -> bool:
    """`…, the mayor said`: a subject and a finite cue, and nothing else between commas."""
    last = piece.end - 1
    own = [s for s in tree.children(last, "nsubj") if piece.first <= s < last]
    return bool(own) and min(tree.subtree(own[0])) == piece.first and any("clause" in c.frames for c in cues_of(tree, last))
