"""Contents that are no full clause: what is promised, denied, demanded, called so; and phrases that name a source."""

from __future__ import annotations

from collections.abc import Callable

from dateline.reading.statements.claim import Claim, is_nominal, verb_group
from dateline.reading.statements.cues import Cue, particle_of
from dateline.reading.statements.holders import holder_of
from dateline.reading.statements.layout import CONCESSIVE, COORDINATORS, Section, has_finite, section_of, trimmed
from dateline.reading.statements.marks import quotation_at
from dateline.reading.tree import Tree

CONDITIONS = frozenset({"if", "unless", "provided", "providing", "once", "until", "when"})
_Find = Callable[[Tree, int, Cue], range | None]


def phrase_claim(tree: Tree, verb: int, cue: Cue, frame: str) -> Claim | None:
    """The claim a verb makes in one of the frames `infinitive`, `gerund`, `verdict`, `as`, `of`, `object`, `oblique`."""
    find = _FRAMES.get(frame)
    if find is None or (tree.is_passive(verb) and (frame in ("verdict", "as", "object", "oblique") or tree.agent(verb) is None)):
        return None
    if tree.feat(verb, "VerbForm") == "Inf" and not tree.children(verb, "aux"):
        return None
    content, holder = find(tree, verb, cue), holder_of(tree, verb)
    if not content or holder is None or (cue.only and not any(tree.lemma(w) in cue.only for w in content)):
        return None
    content = trimmed(tree, content, leading=False)
    if not content:
        return None
    return Claim(
        word=verb,
        cue=cue,
        frame=frame,
        holder=holder,
        content=(content,),
        said_by=verb_group(tree, verb),
        aside=verb_group(tree, verb),
    )


def source_claim(tree: Tree, word: int, cue: Cue, opening: int) -> Claim | None:
    """`According to X, …`: `opening` is the first word of the source's phrase, the rest of the section is the content."""
    section = section_of(tree, word)
    holder = _phrase_head(tree, opening, section)
    if holder is None or _is_measure(tree, holder):
        return None
    said_by = range(word, opening)
    wider = section_of(tree, word, frozenset({";"}))
    return _rest_of_section(tree, word, cue, section, holder, said_by) or _rest_of_section(
        tree, word, cue, wider, holder, said_by
    )


def _is_measure(tree: Tree, holder: int) -> bool:
    """`according to age`, `according to plan`: a bare noun in the singular names no source."""
    bare = not tree.children(holder, "det", "amod", "nmod", "compound", "acl")
    return bare and tree.upos(holder) == "NOUN" and tree.feat(holder, "Number") == "Sing" and tree.low(holder) != "police"


def view_claim(tree: Tree, noun: int, cue: Cue) -> Claim | None:
    """`In X's view, …`."""
    owner = tree.child(noun, "nmod:poss")
    case = tree.child(noun, "case")
    if owner is None or case is None or tree.low(case) not in ("in", "by") or case > owner:
        return None
    return _rest_of_section(tree, noun, cue, section_of(tree, noun), owner, range(case, noun + 1))


def noun_claim(tree: Tree, noun: int, cue: Cue) -> Claim | None:
    """`X's claim that …`, `a statement by X that …`; the clause is the content, the owner says it."""
    clause = next((c for c in tree.children(noun, "acl", "ccomp") if c > noun and _that(tree, noun, c) is not None), None)
    if clause is None:
        return None
    mark = _that(tree, noun, clause)
    authors = [o for o in tree.children(noun, "nmod") if tree.preposition(o) in ("by", "from")]
    owner = next(iter([*tree.children(noun, "nmod:poss"), *authors]), None)
    owner = _giver(tree, noun, cue) if owner is None else owner
    content = trimmed(tree, range((mark or clause) + 1, max(tree.subtree(clause)) + 1), leading=False)
    if owner is None or not content or (tree.is_rel(clause, "acl:relcl") and tree.upos(mark or clause) != "SCONJ"):
        return None
    return Claim(
        word=noun,
        cue=cue,
        frame="that",
        holder=owner,
        content=(content,),
        said_by=range(noun, noun + 1),
        aside=range(noun, content.start),
    )


def _giver(tree: Tree, noun: int, cue: Cue) -> int | None:
    """`voiced fears that …`: the subject of the verb that the noun is the object of."""
    verb = tree.head(noun)
    gives = verb is not None and tree.is_rel(noun, "obj") and tree.lemma(verb) in cue.givers
    return holder_of(tree, verb) if gives and verb is not None else None


def _that(tree: Tree, noun: int, clause: int) -> int | None:
    return next((m for m in tree.children(clause, "mark") if tree.low(m) == "that" and m - noun <= 8 and m > noun), None)


# ---- the rest of the sentence


def _rest_of_section(tree: Tree, word: int, cue: Cue, section: Section, holder: int, said_by: range) -> Claim | None:
    first = said_by.start
    at, last = section.piece_at(first), section.piece_at(holder)
    if at < 0 or last < 0:
        return None
    while last + 1 < len(section.pieces) and _belongs_to_source(tree, holder, section, last + 1):
        last += 1
    end = section.pieces[last].end
    before, after = trimmed(tree, range(section.first, first)), trimmed(tree, _skip_adverb(tree, section, last), leading=False)
    runs_on = max(*tree.subtree(word), *tree.subtree(holder)) + 1
    if first == section.first and has_finite(tree, range(runs_on, end)):
        end, after = runs_on, trimmed(tree, range(runs_on, section.end), leading=False)
    if after and before and tree.low(_last_word(tree, first)) in COORDINATORS:
        before = range(0)
    content = tuple(c for c in (before, after) if c)
    if not any(has_finite(tree, c) or (quotation_at(tree, c.start + 1) is not None) for c in content if len(c) > 1):
        return None
    return Claim(word=word, cue=cue, frame="source", holder=holder, content=content, said_by=said_by, aside=range(first, end))


def _last_word(tree: Tree, end: int) -> int:
    """The word before `end`, a comma aside: `large and, according to X, rich` says only the second of X."""
    return end - 2 if tree.upos(end - 1) == "PUNCT" else end - 1


def _belongs_to_source(tree: Tree, holder: int, section: Section, k: int) -> bool:
    piece = section.pieces[k]
    below = set(tree.subtree(holder))
    tops = [w for w in piece.words if tree.head(w) not in piece.words and not tree.is_rel(w, "punct", "cc")]
    if piece.quote or not tops or not all(t in below for t in tops):
        return False
    relative = tree.low(piece.first) in ("who", "which", "whose")
    return relative or (not has_finite(tree, piece.words) and tree.low(piece.first) not in ("and", "but"))


def _skip_adverb(tree: Tree, section: Section, last: int) -> range:
    """After the source: without a lone `however` between commas."""
    k = last + 1
    if k + 1 < len(section.pieces) and len(section.pieces[k].words) == 1 and tree.upos(section.pieces[k].first) == "ADV":
        k += 1
    return range(section.pieces[k].first, section.end) if k < len(section.pieces) else range(0)


def _phrase_head(tree: Tree, opening: int, section: Section) -> int | None:
    """The head of the noun phrase that begins here: the first nominal on which no later word of the phrase depends as head."""
    word = opening
    while (
        word < section.end
        and tree.head(word) is not None
        and word < (tree.head(word) or 0) < section.end
        and not is_nominal(tree, word)
    ):
        word = tree.head(word) or word
    while (
        tree.is_rel(word, "compound", "amod", "nmod:poss", "nmod:desc", "nummod", "det")
        and word < (tree.head(word) or 0) < section.end
    ):
        word = tree.head(word) or word
    return word if is_nominal(tree, word) else None


# ---- frames of a verb


def _infinitive(tree: Tree, verb: int, cue: Cue) -> range | None:
    """From `to` (or `not to`) to the end of the infinitive's clause."""
    for c in tree.children(verb, "xcomp", "advcl", "ccomp"):
        to = next((m for m in tree.children(c, "mark") if tree.low(m) == "to"), None)
        if c > verb and to is not None and to > verb and tree.own_subject(c) is None:
            start = to - 1 if tree.low(to - 1) in ("not", "never") else to
            if start - verb > 1 and not _has_object_between(tree, verb, start):
                continue
            end = _with_rest(tree, verb, _end_below(tree, verb, c, section_of(tree, verb)), ambiguous=True)
            content = range(_with_object(tree, verb, start, cue), end)
            return None if tree.lemma(c) == "do" and len(content) <= 3 else content
    return None


def _has_object_between(tree: Tree, verb: int, start: int) -> bool:
    return any(is_nominal(tree, w) for w in range(verb + 1, start))


def _with_object(tree: Tree, verb: int, start: int, cue: Cue) -> int:
    """`expects prices to fall`: who is expected to is part of the content; who is urged to is the one addressed."""
    objects = [o for o in tree.children(verb, "obj", "nsubj", "iobj") if verb < o < start]
    return min(tree.subtree(objects[0])) if objects and cue.act == "predict" else start


def _end_below(tree: Tree, verb: int, clause: int, section: Section) -> int:
    """Past the last word of the complement, its coordination included, the cue's own coordination left out."""
    last = max((w for w in (*tree.subtree(clause), *_terms(tree, verb, clause)) if verb < w < section.end), default=verb)
    later = [p for c in tree.children(verb, "conj") if clause < c < last for p in (*tree.children(c, "cc"), c)]
    return min([last + 1, *later])


def _terms(tree: Tree, verb: int, clause: int) -> tuple[int, ...]:
    """`threatened to resign if …`: a condition after the complement is part of it, wherever the parse hangs it."""
    conditions = [
        c for c in tree.children(verb, "advcl") if c > clause and set(map(tree.low, (c, *tree.children(c, "mark")))) & CONDITIONS
    ]
    conditions += [c for c in tree.children(verb, "ccomp") if c > clause and tree.upos(clause) == "VERB"]
    return tuple(w for c in conditions for w in tree.subtree(c))


def _gerund(tree: Tree, verb: int, cue: Cue) -> range | None:
    for c in tree.children(verb, "xcomp", "ccomp", "advcl", "obj"):
        words = [w for w in tree.subtree(c) if w > verb]
        if (
            c > verb
            and words
            and words[0] <= verb + 2
            and tree.low(words[0]).endswith("ing")
            and tree.upos(words[0]) in ("VERB", "AUX")
        ):
            return range(words[0], _end_below(tree, verb, c, section_of(tree, verb)))
    return None


def _verdict(tree: Tree, verb: int, cue: Cue) -> range | None:
    """Object and predicate: `the visit “an example …”`."""
    objects = [o for o in tree.children(verb, "obj", "iobj", "ccomp") if o > verb]
    if not objects:
        return None
    first = min(w for w in tree.subtree(objects[0]) if w > verb)
    named = [x for x in tree.children(verb, "xcomp", "obj", "obl", "ccomp") if x > objects[0]]
    bare = [x for x in named if not tree.children(x, "case", "mark")]
    predicate = named[-1] if cue.only and named else next(iter(bare), None)
    falling = [w for w in (objects[0], *tree.children(objects[0], "acl")) if tree.is_rel(w, "ccomp", "acl")]
    if predicate is None and cue.present and any(tree.low(w).endswith("ing") for w in falling):
        predicate = objects[0]  # `sees prices falling`
    quoted = _quotation_after(tree, verb, objects[0]) if not cue.only else None
    if predicate is None and quoted is None:
        return None
    return range(first, max([max(tree.subtree(predicate)) if predicate is not None else 0, quoted or 0]) + 1)


def _quotation_after(tree: Tree, verb: int, named: int) -> int | None:
    """The last word of the piece that holds the object, if a quotation follows in it: `called it (a parse gone astray) “…”`."""
    section = section_of(tree, verb)
    at = section.piece_at(named)
    if at < 0 or (quotation_at(tree, verb) is not None):
        return None
    later = [w for c in tree.children(verb, "conj") if c > named for w in (*tree.children(c, "cc"), c)]
    end = min([section.pieces[at].end, *later])
    return end - 1 if any((quotation_at(tree, w) is not None) for w in range(named + 1, end)) else None


def _as(tree: Tree, verb: int, cue: Cue) -> range | None:
    """Object and what follows `as`."""
    section = section_of(tree, verb)
    as_ = next((w for w in range(verb + 2, section.end) if tree.low(w) == "as" and tree.is_rel(w, "case", "mark")), None)
    objects = [o for o in tree.children(verb, "obj", "obl") if o > verb]
    if as_ is None or not objects or as_ < objects[0]:
        return None
    named = tree.head(as_)
    if named is None or tree.head(named) not in (verb, *objects):
        return None
    return range(min(w for w in tree.subtree(objects[0]) if w > verb), max(tree.subtree(named)) + 1)


def _of(tree: Tree, verb: int, cue: Cue) -> range | None:
    """`of` and what somebody is accused of."""
    named = tree.agent(verb) if tree.is_passive(verb) else tree.child(verb, "obj")
    of_whom = tree.children(named, "acl", "nmod") if named is not None else ()
    for c in (*tree.children(verb, "xcomp", "advcl", "obl", "ccomp"), *of_whom):
        of = next((m for m in tree.children(c, "mark", "case") if tree.low(m) == "of" and m > verb), None)
        if of is not None:
            return range(of, _with_rest(tree, verb, _end_below(tree, verb, c, section_of(tree, verb))))
    return None


def _with_rest(tree: Tree, verb: int, end: int, *, ambiguous: bool = False) -> int:
    """Grown over obliques of the cue that follow at once: after a complement they are mostly the complement's.

    `on`, `in`, `at` may tell when or where it was said; they count only with `ambiguous`.
    """
    for o in tree.children(verb, "obl"):
        if min(tree.subtree(o)) == end and (ambiguous or tree.preposition(o) not in ("on", "in", "at", None)):
            end = max(tree.subtree(o)) + 1
    return end


def _object(tree: Tree, verb: int, cue: Cue) -> range | None:
    """The object; `that` or `it` stands for a clause before it (`Although nobody asked for it, she did not rule it out`)."""
    named = next((o for o in tree.children(verb, "obj") if o > verb or o == verb - 1), None)
    if named is None and verb + 1 < len(tree) and tree.low(verb + 1) in ("that", "this", "it"):
        named = verb + 1
    if named is None or tree.feat(named, "PronType") == "Rel" or tree.child(verb, "iobj") is not None:
        return None
    if tree.upos(named) in ("PRON", "DET"):
        return _clause_meant(tree, verb)
    particle = particle_of(tree, verb, cue)
    first = min((w for w in tree.subtree(named) if w > verb and w != particle), default=named)
    end = _with_rest(tree, verb, max(tree.subtree(named, without=("parataxis",))) + 1)
    absolute = (w for w in range(first, end - 1) if tree.word(w) == "," and tree.low(w + 1) == "with")
    return range(first, next(absolute, end))  # `…, with its chief saying …` stands beside the object


def _clause_meant(tree: Tree, verb: int) -> range | None:
    for clause in tree.children(verb, "advcl"):
        mark = tree.child(clause, "mark")
        if clause < verb and mark is not None and tree.low(mark) in CONCESSIVE:
            return range(mark + 1, max(tree.subtree(clause)) + 1)
    return None


def _oblique(tree: Tree, verb: int, cue: Cue) -> range | None:
    """What follows the preposition of a two-word cue: `warned of a flood`, `called for talks`."""
    particle = particle_of(tree, verb, cue)
    for c in tree.children(verb, "obl", "advcl", "xcomp"):
        if particle is not None and particle in tree.children(c, "case", "mark"):
            first = min(w for w in tree.subtree(c) if w > particle)
            end = _with_rest(tree, verb, _end_below(tree, verb, c, section_of(tree, verb)))
            return None if tree.upos(c) in ("PRON", "DET") else range(first, end)
    return None


_FRAMES: dict[str, _Find] = {
    "infinitive": _infinitive,
    "gerund": _gerund,
    "verdict": _verdict,
    "as": _as,
    "of": _of,
    "object": _object,
    "oblique": _oblique,
}
