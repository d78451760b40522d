"""On which side of publication a clause lies, by its tense and by what governs it: asked where no words tell the day."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

from dateline.foundation.days import DAY, Interval
from dateline.foundation.rows import Dating, Status
from dateline.knowledge.tables import table
from dateline.reading.tree import Tree

DEEP = 6  # clauses
TRYING = ("try", "seek", "attempt", "struggle")
BY_NOW = ("already", "previously", "never", "ever", "long")
Side = Literal["ahead", "behind", "today"]


@cache
def ahead_words() -> frozenset[str]:
    """Lemmas of plans, wishes and demands: what hangs on them lies ahead of them."""
    entries = (e for e in table("times/ahead") if e["id"] in ("scheduled", "willed", "asked", "term", "spoken-of"))
    return frozenset(word for entry in entries for word in entry["words"])


def left_by_tense(tree: Tree, predicate: int, dating: Dating, status: Status) -> Interval | None:
    """The days that tense and status leave against the day of publication, known or possible; open on one side.

    What happened did so by then, what had happened the day before at the latest, and what is planned lies on that day or
    after it; of the rest a verb's own tense decides. None for what lasts (`refuses`), and where nothing tells it.
    """
    first, last = _bounds_of_publication(dating)
    clause = tree.clause_of(predicate)
    ahead = status == "planned" or (status != "happened" and side(tree, predicate) == "ahead")
    if status == "ongoing" or ahead:
        return Interval(first, None) if first and ahead else None
    over = status == "happened" or (tree.is_verbal(predicate) and tree.tense(clause) == "past")
    if last is None or not over:
        return None
    return Interval(None, last - DAY if "had" in tree.auxiliaries(clause) else last)


def _bounds_of_publication(dating: Dating) -> tuple[date | None, date | None]:
    published = published_day(dating)
    if published or dating.interval is None:
        return published, published
    return dating.interval.start, dating.interval.end


def side(tree: Tree, predicate: int) -> Side:
    """On which side of publication a happening lies, by its tense and by what governs it."""
    verb = tree.clause_of(predicate)
    return "ahead" if _is_planned(tree, predicate, verb) else _side(tree, verb)


def _side(tree: Tree, verb: int, depth: int = 0) -> Side:
    aux, above = tree.auxiliaries(verb), tree.head(verb)
    if tree.modal(verb) is not None:
        return "behind" if "have" in aux else "ahead"
    if "had" in aux or _is_done(tree, verb) or _is_background(tree, verb):
        return "behind"
    if above is None or depth > DEEP:
        return "today"
    main = _side(tree, tree.clause_of(above), depth + 1)
    if _is_infinitive(tree, verb):
        return "ahead" if _is_meant(tree, verb, above, main) else main
    finite = tree.tense(verb) != "none"
    if tree.is_rel(verb, "conj") and not aux:
        return main
    if main == "ahead" and tree.tense(verb) in ("none", "present") and tree.is_rel(verb, "ccomp", "xcomp", "advcl", "acl"):
        return main
    if main == "behind" and tree.is_rel(verb, "advcl") and tree.tense(verb) == "past":
        return main  # `hid when they came`
    goes_along = tree.is_rel(verb, "ccomp", "xcomp", "advcl") or tree.feat(verb, "VerbForm") == "Ger"
    return main if not finite and goes_along else "today"


def _is_infinitive(tree: Tree, verb: int) -> bool:
    mark = tree.child(verb, "mark")
    if mark is None or tree.low(mark) != "to":
        return False
    return tree.feat(verb, "VerbForm") == "Inf" or "be" in tree.auxiliaries(verb)


def _is_meant(tree: Tree, verb: int, above: int, main: str) -> bool:
    """An infinitive of what is to come: of a noun, of a purpose, under a word of plans or wishes, or of trying now."""
    trying = tree.lemma(above).lower() in TRYING and main != "behind" and tree.tense(above) != "past"
    return trying or tree.is_rel(verb, "acl", "advcl") or tree.lemma(above).lower() in ahead_words()


def _is_done(tree: Tree, verb: int) -> bool:
    """`the towns that have been shut`, `has already signed`: a perfect that only tells what is so by now."""
    if not {"has", "have"}.intersection(tree.auxiliaries(verb)):
        return False
    return tree.is_rel(verb, "acl") or any(tree.low(c) in BY_NOW for c in tree.children(verb, "advmod"))


def _is_planned(tree: Tree, predicate: int, verb: int) -> bool:
    """A noun that a word of plans or wishes has for its object."""
    undergoes = not tree.is_verbal(predicate) and tree.is_rel(predicate, "obj", "nsubj:pass")
    return undergoes and tree.lemma(verb).lower() in ahead_words()


def _is_background(tree: Tree, verb: int) -> bool:
    """A clause in the plain past that tells what lies behind the news: a relative one, a reason, what somebody says was so."""
    if not tree.is_rel(verb, "acl", "ccomp", "advcl", "csubj") or tree.tense(verb) != "past":
        return False
    mark = tree.child(verb, "mark", "advmod")
    return not tree.is_rel(verb, "advcl") or (mark is not None and tree.low(mark) in ("because", "after", "since", "before"))


def published_day(dating: Dating | None) -> date | None:
    """The day of publication, if it is known."""
    return date.fromisoformat(dating.published) if dating is not None and dating.published else None
