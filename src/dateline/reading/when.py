"""Which days a predicate's clause speaks of: asked by statements and events alike.

A time belongs to the predicate it hangs on. Where a clause has none, it goes on from the clause it is coordinated with
or depends on, as English does; never from a relative clause, and never from inside somebody's words to the saying of them.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from dateline.foundation.days import DAY, Interval
from dateline.foundation.rows import Dating, TimeExpression
from dateline.knowledge.tables import table
from dateline.reading.tree import CLAUSAL, Tree

NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
ALONGSIDE = ("as", "when", "while", "whilst")
SCENE = ("in", "at", "during", "on", "with", "over", "through", "by", "after", "before")
Times = tuple[TimeExpression, ...]


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word for entry in table("times/belongs") if entry["id"] == kind for word in entry["words"])


@cache
def _ahead() -> frozenset[str]:
    return frozenset(word for entry in table("times/ahead") for word in entry["words"])


def interval_of(tree: Tree, times: Times, predicate: int, dating: Dating | None = None) -> Interval | None:
    """The days that a predicate, verb or noun, is dated to by its own clause or the one it goes on from; None if by none.

    Durations and sets date nothing. `since`, `until`, `before`, `after` open the interval on one side; with `dating`, the
    day of publication closes it again: what has lasted since, or will last until.
    """
    found = time_of(tree, times, predicate)
    if found is None or found.interval is None:
        return None
    return _bounded(tree, found, _published(dating))


def time_of(tree: Tree, times: Times, predicate: int) -> TimeExpression | None:
    """The expression that dates a predicate."""
    dated = tuple(t for t in times if t.interval is not None and t.type in ("DATE", "TIME"))
    seen: set[int] = set()
    here: int | None = predicate
    while here is not None and here not in seen:
        seen.add(here)
        own = _own(tree, dated, here) or _named_by(tree, dated, here) or _alongside(tree, dated, here)
        if own is not None:
            return own
        here = _goes_on_from(tree, here)
    return None


# ---- the predicate's own time
def _own(tree: Tree, times: Times, predicate: int) -> TimeExpression | None:
    """The nearest of the times whose owner it is; a day before anything wider."""
    mine = [t for t in times if _is_near(tree, t, predicate) and _owner(tree, t) == predicate]
    return min(mine, key=lambda t: _width(t), default=None)


def _named_by(tree: Tree, times: Times, predicate: int) -> TimeExpression | None:
    """`on May 3, when the bank failed`: the time that a clause is the relative clause of."""
    above = tree.head(predicate)
    if above is None or not tree.is_rel(predicate, "acl", "advcl") or not _is_alongside(tree, predicate):
        return None
    start, before = tree.parse.start[above], tree.parse.start[min(tree.subtree(predicate))]
    inside = [t for t in times if t.span.start <= start < t.span.end]
    ahead = [t for t in times if 0 <= before - t.span.end <= 2 and tree.is_rel(predicate, "advcl")]
    return next(iter(inside + ahead), None)


def _is_near(tree: Tree, time: TimeExpression, predicate: int) -> bool:
    sentence = tree.sentence(predicate)
    return tree.parse.start[sentence.first] <= time.span.start < tree.parse.end[sentence.end - 1]


def _width(time: TimeExpression) -> int:
    interval = time.interval
    return (interval.end - interval.start).days if interval and interval.start and interval.end else 10**6


def _head(tree: Tree, time: TimeExpression) -> int:
    words = tree.words_in(time.span)
    return next((w for w in words if tree.head(w) is None or tree.head(w) not in words), words[0])


def _owner(tree: Tree, time: TimeExpression) -> int:
    """What a time dates: the word it hangs on, or that word's own predicate where the word is no happening."""
    word = _head(tree, time)
    above = tree.head(word)
    if above is None:
        return word
    while tree.upos(above) in NOMINAL and not tree.is_verbal(above) and not _is_happening(tree, above):
        over = tree.head(above)
        if over is None or (tree.is_rel(above, "nsubj") and not _is_day(time)):
            break  # `the men of 1968 rose` dates the men, `the men on Monday rose` the rising
        above = over
    over = tree.head(above)
    if over is not None and tree.upos(above) in ("ADP", "SCONJ", "ADV", "DET"):
        above = over
    return _past_parenthesis(tree, word, above)


def _is_day(time: TimeExpression) -> bool:
    return time.interval is not None and time.interval.grain == "day"


def _past_parenthesis(tree: Tree, word: int, verb: int) -> int:
    """`In April, he said, it had offered`: what stands before a saying set off by commas dates what is said."""
    said = tree.child(verb, "ccomp")
    after = verb + 1
    set_off = after < len(tree) and tree.word(after) == ","
    return said if said is not None and word < verb < said and set_off else verb


def _is_happening(tree: Tree, noun: int) -> bool:
    """A noun that can have a day of its own: listed, or made from a verb."""
    lemma = tree.lemma(noun).lower()
    return lemma in _words("happening") or lemma.endswith(("tion", "sion", "ment", "ing"))


# ---- times of other words that are its time too
def _alongside(tree: Tree, times: Times, predicate: int) -> TimeExpression | None:
    """From its object or scene (`held talks on Monday`, `said in an address on Monday`) or a clause with as, when, while."""
    light = tree.lemma(predicate) in _words("light")
    for c in tree.children(predicate, "obl", "obj", "nsubj:pass", "advcl", "nsubj", "acl"):
        if tree.is_rel(c, "advcl"):
            fits = _is_alongside(tree, c)
        elif tree.is_rel(c, "acl"):
            fits = tree.lemma(c) in _words("light") and not tree.is_verbal(predicate)
        elif tree.is_rel(c, "obl"):
            fits = (tree.preposition(c) or "") in SCENE and _is_happening(tree, c)
        else:
            fits = light and _is_happening(tree, c)
        found = _own(tree, times, c) if fits else None
        if found is not None:
            return found
    return None


def _is_alongside(tree: Tree, clause: int) -> bool:
    """A clause with `as`, `when`, `while`: both happen at one time."""
    return any(tree.low(c) in ALONGSIDE for c in tree.children(clause, "mark", "advmod"))


def _goes_on_from(tree: Tree, predicate: int) -> int | None:
    """The predicate whose time is also this one's, where it has none of its own."""
    above, rel = tree.head(predicate), tree.rel(predicate)
    if above is None:
        return None
    if rel == "conj":
        return above if _same_time(tree, predicate, above) else None
    if not tree.is_verbal(predicate):
        light = tree.lemma(above) in _words("light")
        carried = rel in ("obj", "nsubj:pass", "nsubj") and light
        return above if carried or (rel == "obl" and light and _is_happening(tree, predicate)) else None
    if rel == "xcomp":
        return None if tree.lemma(above).lower() in _ahead() else above
    bare = tree.feat(predicate, "VerbForm") in ("Ger", "Part") and tree.child(predicate, "mark") is None
    if rel.startswith("advcl") and (bare or _is_alongside(tree, predicate)):
        return above
    return above if _is_cleft(tree, predicate, above) else None


def _same_time(tree: Tree, later: int, first: int) -> bool:
    """Coordinated clauses share their time while they share their tense and neither is hypothetical or negated alone."""
    if tree.is_verbal(later) != tree.is_verbal(first):
        return False
    own = tree.children(later, "aux", "cop")
    return not own or (tree.tense(later) == tree.tense(first) and tree.modal(later) == tree.modal(first))


def _is_cleft(tree: Tree, predicate: int, above: int) -> bool:
    """`In May it was the mayor who resigned`: the time stands with the copula and means the resigning."""
    subject = tree.own_subject(above) or tree.child(above, "expl")
    copula = tree.child(above, "cop") is not None
    return tree.is_rel(predicate, *CLAUSAL) and copula and subject is not None and tree.low(subject) == "it"


# ---- since, until, before, after
def _published(dating: Dating | None) -> date | None:
    return date.fromisoformat(dating.published) if dating is not None and dating.published else None


def _bounded(tree: Tree, time: TimeExpression, published: date | None) -> Interval | None:
    """The interval as its preposition bounds it."""
    days = time.interval
    assert days is not None
    match tree.preposition(_head(tree, time)):
        case "since":
            return _ordered(days.start, published, days)
        case "until" | "till" | "by":
            return _ordered(published, days.end, days)
        case "before":
            return Interval(None, days.start - DAY, days.grain) if days.start else None
        case "after":
            return Interval(days.end + DAY, None, days.grain) if days.end else None
    return days


def _ordered(start: date | None, end: date | None, days: Interval) -> Interval:
    """From one to the other; where they run backwards (`by May he had left`) the days themselves."""
    return Interval(start, end, days.grain) if start is None or end is None or start <= end else days
