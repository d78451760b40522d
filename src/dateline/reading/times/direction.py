"""Whether the clause of a time expression tells of the past or of what is to come.

A window of cue words around an expression does worse than always guessing the past; the governing verb does better
(tense, modal, infinitive under a verb of planning). Its default is None: the caller knows what to assume.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.foundation.timevalue import Direction
from dateline.knowledge.tables import table
from dateline.reading.tree import SINGLING, Tree

WILLING = ("scheduled", "willed", "asked", "term", "spoken-of")
UNCHANGED = frozenset({
    "shut", "put", "set", "cut", "hit", "let", "hurt", "quit", "spread", "cast", "beat", "read", "cost", "split", "burst", "shed",
})  # fmt: skip
_AS_EARLY_AS = re.compile(r"\b(?:as (?:early|soon) as|effective(?: from| on| as of)?)\s$", re.I)
_DATED = re.compile(r"\bdated\s$", re.I)
AWAITED = ("when", "once", "until", "till", "before", "if", "unless", "whenever")
BEHIND = ("after", "following", "since", "despite")
FUTURE_MODALS = frozenset({"will", "shall", "would", "should", "may", "might", "must"})
HAVE = frozenset({"has", "have", "had", "having", "'ve", "’ve", "'d", "’d"})


@cache
def _ahead(*ids: str) -> frozenset[str]:
    """The words of these entries; of all that look ahead by themselves, if none are named."""
    return frozenset(word for entry in table("times/ahead") if entry["id"] in (ids or WILLING) for word in entry["words"])


def direction_of(tree: Tree, head: int, *, arranged: bool, fixed: bool = False) -> Direction | None:
    """Past or future of the clause in which a time expression headed by `head` stands; None where it is silent.

    `arranged`: the expression names a day, so that a present tense beside it tells of what is to come. `fixed`: it needs
    no anchor, so that `until 1999` beside a past verb looks back from today.
    """
    preposition = tree.preposition(head)
    verb = predicate_of(tree, head)
    told = clause_direction(tree, verb, arranged)
    if told == "future" and _is_of_noun(tree, head, preposition):
        told = None  # `they will annul the vote of Sunday`: the day is the vote's
    if fixed:
        told = _of_fixed(tree, head, preposition, verb, told)
        if told != "future" and preposition in ("since", "from", "of", "by", None):
            return told
        if told == "past":
            return told
    if preposition == "since":
        return "past"
    if _follows(tree, head, _DATED):
        return "past"
    if _follows(tree, head, _AS_EARLY_AS):
        return "future"
    if preposition in ("until", "till") or (preposition == "for" and arranged) or _is_through(tree, preposition, verb):
        return "past" if "had" in tree.auxiliaries(verb) else "future"
    if preposition == "by":
        return "past" if told == "past" and tree.modal(verb) not in ("will", "shall") else "future"
    above = _up_to(tree, head, verb)
    subject = next((w for w in above if tree.is_rel(w, "nsubj")), None)
    appointed = subject is not None and tree.lemma(subject).lower() in _ahead("appointed")
    if told == "future" and any(tree.preposition(w) in BEHIND for w in (*above, *_noun_before(tree, head))):
        told = None  # `will withdraw after a clash on Monday`, wherever the day is hung
    if subject is not None and preposition != "for" and not (told == "future" and appointed):
        told = None  # `the forum in May was confirmed`: the verb's tense is not that of the forum
    if preposition == "to" and tree.lemma(verb).lower() in _ahead() | _ahead("undone"):
        return "future"
    if _is_of_undone(tree, head, verb):
        return "future"
    subject = tree.own_subject(verb) if verb == head else None  # `the deadline is Monday`
    named = (*above, *((subject,) if subject is not None else ()), *_named_as(tree, head, verb))
    due = any(tree.low(w) == "due" for w in (*above, *tree.children(verb, "case", "amod", "cop")))
    if not due and not any(tree.lemma(w).lower() in _ahead("term") for w in named):
        return told
    return None if _had(tree, verb) or (told == "past" and not due and "by" in map(tree.preposition, above)) else "future"


def _named_as(tree: Tree, head: int, verb: int) -> tuple[int, ...]:
    """What a verb makes of the day that is its object: `set Friday as the deadline`."""
    return tree.obliques(verb, "as") if tree.is_rel(head, "obj") else ()


def _had(tree: Tree, verb: int) -> bool:
    """`had been due to expire Friday`: what was still to come is over."""
    return any("had" in tree.auxiliaries(w) for w in (verb, *tree.ancestors(verb)))


def _is_through(tree: Tree, preposition: str | None, verb: int) -> bool:
    """`has lent it money through January`: what goes on."""
    return preposition == "through" and tree.tense(verb) == "present"


def _follows(tree: Tree, head: int, words: re.Pattern[str]) -> bool:
    """Whether a time comes right after some words: `could come as early as Tuesday`, `a letter, dated Monday`."""
    first = min((head, *(c for c in tree.children(head, "nmod", "compound", "nummod", "flat") if c == head - 1)))
    start = tree.parse.start[first]
    return words.search(tree.text[max(0, start - 16) : start]) is not None


def _is_of_undone(tree: Tree, head: int, verb: int) -> bool:
    """`called off Friday's visit`: what is cancelled or moved before it happened was still to come."""
    noun = tree.head(head)
    if noun is None or noun == verb or not tree.is_rel(head, "nmod", "compound"):
        return False
    undergoes = tree.is_rel(noun, "obj") or tree.rel(noun) == "nsubj:pass"
    return undergoes and tree.lemma(verb).lower() in _ahead("undone")


def _of_fixed(tree: Tree, head: int, preposition: str | None, verb: int, told: Direction | None) -> Direction | None:
    """What a clause tells of a date that stands by itself: nothing of one that names a thing (`will replace the 1991 treaty`)
    or sets a term (`hoped to finish by 2010`)."""
    if told == "future" and preposition is None and tree.is_rel(head, "compound", "nummod", "amod", "nmod"):
        return None
    if preposition == "by":
        return told if told == "future" or "had" in tree.auxiliaries(verb) else None
    return None if told == "future" and preposition in ("since", "from", "of") else told


def _is_of_noun(tree: Tree, head: int, preposition: str | None) -> bool:
    """A day that belongs to a noun (`the vote of Sunday`, `Sunday's raid`), and not to one that is held by appointment."""
    if not tree.is_rel(head, "nmod", "compound") or preposition not in ("of", "'s", "’s", None):
        return False
    noun = tree.head(head)
    return preposition == "of" or (noun is not None and tree.lemma(noun).lower() not in _ahead("appointed", "term"))


def _noun_before(tree: Tree, head: int) -> tuple[int, ...]:
    """The noun right before the preposition of a time."""
    case = tree.child(head, "case")
    return (case - 1,) if case and tree.upos(case - 1) in ("NOUN", "PROPN") else ()


def _up_to(tree: Tree, word: int, top: int) -> tuple[int, ...]:
    """The words above `word` and below `top`."""
    out = []
    for above in tree.ancestors(word):
        if above == top:
            break
        out.append(above)
    return tuple(out)


def predicate_of(tree: Tree, head: int) -> int:
    """The predicate of the clause that a time expression stands in."""
    above = tree.head(head)
    if above is None or tree.child(head, "cop") is not None:
        return head
    return tree.clause_of(above)


def clause_direction(tree: Tree, verb: int, arranged: bool = False, depth: int = 0) -> Direction | None:
    """Past or future of a clause by its modal, tense and what governs it."""
    above = tree.head(verb)
    aux = tree.auxiliaries(verb)
    if _is_plainly_past(tree, verb):
        aux = ()  # `the exiles will now proceed …, Cuba predicted`: no modal of this verb
    elif tree.modal(verb) in FUTURE_MODALS:
        return "past" if "have" in aux else "future"
    elif tree.modal(verb) in ("can", "could"):
        return None
    if tree.feat(verb, "VerbForm") == "Inf" and tree.child(verb, "mark") is not None:
        return "future" if _is_to(tree, verb) else _governed(tree, verb, arranged, depth)
    if arranged and tree.lemma(verb).lower() in ("plan", "schedule") and "had" not in aux:
        return "future"  # `planned a march on Saturday`, `has scheduled a hearing for Saturday`
    if HAVE.intersection(aux):
        return "past"
    due = tree.upos(verb) == "ADJ" and tree.lemma(verb).lower() in _ahead("scheduled") and "had" not in aux
    if due or _is_wished(tree, verb):
        return "future"
    tense = tree.tense(verb)
    if tense == "past":
        return "future" if _is_awaited(tree, verb, arranged, depth) else "past"
    if tense == "present":
        return "future" if arranged and _coming(tree, verb) else None
    if tree.lemma(verb).lower() in _ahead() and tree.upos(verb) in ("VERB", "ADJ"):
        return "future"
    if tree.feat(verb, "VerbForm") == "Part" and tree.feat(verb, "Tense") == "Past" and tree.rel(verb) != "xcomp":
        return "past"
    return clause_direction(tree, above, arranged, depth + 1) if above is not None and depth < 6 else None


def _is_awaited(tree: Tree, verb: int, arranged: bool, depth: int) -> bool:
    """`would buy as soon as trading opened`: the past tense of what is still to come for those told of in the past."""
    above = tree.head(verb)
    link = tree.child(verb, "mark", "advmod")
    if above is None or depth > 6 or not tree.is_rel(verb, "advcl") or link is None:
        return False
    if not (tree.low(link) in AWAITED or tree.low(above) == "soon"):
        return False
    main = tree.clause_of(above)
    if tree.tense(main) in ("future", "present"):
        return False
    return clause_direction(tree, main, arranged, depth + 1) == "future"


def _is_plainly_past(tree: Tree, verb: int) -> bool:
    finite = tree.feat(verb, "VerbForm") == "Fin" and tree.feat(verb, "Tense") == "Past"
    return finite and tree.upos(verb) == "VERB" and tree.low(verb) not in UNCHANGED


def _is_to(tree: Tree, verb: int) -> bool:
    """`is to fly`: the infinitive of arrangement, in either analysis (root with `be`, or complement of `be`)."""
    above = tree.head(verb)
    own = any(tree.lemma(c) == "be" for c in tree.children(verb, "aux", "cop"))
    return own or (above is not None and tree.lemma(above) == "be" and tree.rel(verb) in ("xcomp", "ccomp", "advcl"))


def _is_wished(tree: Tree, verb: int) -> bool:
    """The bare verb of a wish or order: `demanded that it be freed`, `asked that he leave`."""
    above = tree.head(verb)
    if above is None or not tree.is_rel(verb, "ccomp") or tree.lemma(above).lower() not in _ahead("asked", "willed"):
        return False
    subjunctive = any(tree.low(c) == "be" for c in tree.children(verb, "aux", "cop"))
    bare = not tree.children(verb, "aux", "cop") and tree.low(verb) == tree.lemma(verb).lower()
    return subjunctive or (bare and tree.tense(verb) != "past")


def _governed(tree: Tree, verb: int, arranged: bool, depth: int) -> Direction | None:
    above = tree.head(verb)
    if above is None or depth > 6:
        return None
    if {"had", "been"} <= set(tree.auxiliaries(above)) and tree.lemma(above).lower() in _ahead("scheduled"):
        return None  # `had been scheduled to expire on Friday`: it is over
    if tree.lemma(above).lower() in _ahead() or (tree.rel(verb) == "acl" and not _is_singled(tree, above)):
        return "future"
    if arranged and tree.lemma(verb).lower() in _ahead("outset"):
        return "future"
    return clause_direction(tree, above, arranged, depth + 1)


def _is_singled(tree: Tree, noun: int) -> bool:
    """`the first countries to join`: who did, not who is to."""
    return any(tree.low(c) in SINGLING or tree.feat(c, "Degree") == "Sup" for c in tree.children(noun, "amod", "nummod"))


def _coming(tree: Tree, verb: int) -> bool:
    """A present tense with a day beside it tells of an arrangement: `opens on Friday`, `is meeting on Friday`.

    Not a copula with a noun or adjective (`is quiet`), nor a verb of saying, which looks back.
    """
    if tree.child(verb, "cop") is not None:
        return tree.lemma(verb).lower() in _ahead()
    if tree.low(verb) in UNCHANGED:
        return False  # as likely the past
    return not tree.children(verb, "ccomp")
