"""What somebody says will come about, on what condition and by when: read from statements, never guessed anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.foundation.cast import Cast
from dateline.foundation.ids import Namer
from dateline.foundation.rows import Forecast, Statement, TimeExpression
from dateline.foundation.spans import Span, hull
from dateline.knowledge.tables import table
from dateline.reading.tree import Tree
from dateline.reading.when import interval_of

PREDICTIVE_MODALS = frozenset({"will", "shall", "may", "might"})
BRANCHES = ("advcl", "acl", "ccomp", "parataxis", "csubj")
CONDITIONS = frozenset({"if", "unless", "once", "provided", "providing", "until"})
FIRST_PERSON = frozenset({"i", "we"})


def forecasts_of(
    statements: tuple[Statement, ...], tree: Tree, cast: Cast, times: tuple[TimeExpression, ...]
) -> tuple[Forecast, ...]:
    """One row per predicted clause of each statement made; what the speaker means to do himself is none."""
    name, out = Namer("f"), []
    before: Statement | None = None
    carried: Span | None = None
    for s in (s for s in statements if s.made):
        condition = _condition(tree, s)
        if condition is None and before is not None and _goes_on(tree, before, s):
            condition = carried
        for clause, words in _predicted(tree, cast, s, condition):
            content = _content(tree, s, words)
            out.append(
                Forecast(
                    id=name(s.id, *(c.of(tree.text) for c in content)),
                    by=s.speaker,
                    statement=s.id,
                    content=content,
                    condition=condition,
                    about=_about(tree, cast, content),
                    horizon=interval_of(tree, times, clause),
                )
            )
        before, carried = s, condition
    return tuple(out)


def _words(tree: Tree, s: Statement) -> tuple[int, ...]:
    return tuple(w for span in s.content for w in tree.words_in(span))


def _predicted(tree: Tree, cast: Cast, s: Statement, condition: Span | None) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The predicates that tell of what is to come, each with the words of its clause."""
    inside = set(_words(tree, s))
    if s.act == "predict" and s.rule.rpartition("/")[2] in ("infinitive", "gerund", "object", "verdict"):
        yield min(inside), tuple(sorted(inside))
        return
    for w in sorted(inside):
        if _looks_ahead(tree, w, s, condition) and not _is_embedded(tree, w, inside) and not _is_own(tree, cast, w, s, inside):
            yield w, _clause(tree, w, inside, condition)


def _looks_ahead(tree: Tree, w: int, s: Statement, condition: Span | None) -> bool:
    aux = tree.auxiliaries(w)
    if "have" in aux or "had" in aux:
        return False
    modal = tree.modal(w)
    if modal in PREDICTIVE_MODALS or (modal == "would" and (s.manner != "direct" or condition is not None)):
        return tree.own_subject(w) is not None or tree.is_rel(w, "conj") or tree.child(w, "expl") is not None
    if tree.child(w, "xcomp") is not None and _is_likely(tree, w):
        return True
    return (
        bool(tree.obliques(w, "without")) and tree.tense(w) == "present" and tree.negation(tree.own_subject(w) or w) is not None
    )


def _is_likely(tree: Tree, w: int) -> bool:
    """`is likely to fail`, `is expected to fail`, `is going to fail`; not `expects to`."""
    return any(
        tree.lemma(w) in e.get("words", ())
        or (tree.lemma(w) in e.get("passives", ()) and tree.is_passive(w))
        or _is_going(tree, w, e)
        for e in table("lexicon/likely")
    )


def _is_going(tree: Tree, w: int, entry: dict[str, Any]) -> bool:
    return tree.low(w) in entry.get("progressives", ()) and "had" not in tree.auxiliaries(w) and bool(tree.children(w, "aux"))


def _is_embedded(tree: Tree, w: int, inside: set[int]) -> bool:
    """Inside a condition, a relative clause or a further statement of the content."""
    top = tree.first_conjunct(w)
    for a in (top, *tree.ancestors(top)):
        head = tree.head(a)
        if head is None or head not in inside:
            return False
        if tree.is_rel(a, "advcl", "acl", "ccomp", "csubj"):
            return True
    return False


def _is_own(tree: Tree, cast: Cast, w: int, s: Statement, inside: set[int]) -> bool:
    """The speaker's own doing, or that of the body he speaks for: a promise or a plan, no forecast."""
    subject = next((c for c in tree.children(w, "nsubj") if c in inside), tree.subject(w))
    if subject is None or subject not in inside:
        return False
    if tree.low(subject) in FIRST_PERSON or any(tree.low(p) in ("my", "our") for p in tree.children(subject, "nmod:poss")):
        return True
    meant = set(cast.at(subject)) | {a for p in tree.children(subject, "nmod:poss") if tree.upos(p) == "PRON" for a in cast.at(p)}
    return s.speaker is not None and bool(meant & _bodies(cast, s.speaker))


def _bodies(cast: Cast, speaker: str) -> set[str]:
    """The speaker, and what he holds office in."""
    known = next((a for a in cast.actors if a.id == speaker), None)
    return {speaker} | ({r.of for r in known.roles if r.of} if known else set())


def _clause(tree: Tree, w: int, inside: set[int], condition: Span | None) -> tuple[int, ...]:
    """The predicate's clause without its condition and without coordinated clauses that have subjects of their own."""
    apart = {x for c in tree.children(w, "conj", "parataxis") if tree.own_subject(c) is not None for x in tree.subtree(c)}
    words = (x for x in tree.subtree(w) if x in inside and x not in apart and not _joins(tree, w, x))
    return tuple(x for x in words if condition is None or not condition.overlaps(tree.span([x]))) or (w,)


def _joins(tree: Tree, w: int, x: int) -> bool:
    return tree.upos(x) == "PUNCT" or (tree.is_rel(x, "cc") and tree.head(x) == w)


def _content(tree: Tree, s: Statement, words: tuple[int, ...]) -> tuple[Span, ...]:
    """The words' spans, one for each passage of the statement that holds some."""
    held = [[x for x in words if span.overlaps(tree.span([x]))] for span in s.content]
    return tuple(tree.span(h) for h in held if h)


def _about(tree: Tree, cast: Cast, content: tuple[Span, ...]) -> tuple[str, ...]:
    found = (a for span in content for w in tree.words_in(span) for a in cast.at(w))
    return tuple(dict.fromkeys(found))


def _condition(tree: Tree, s: Statement) -> Span | None:
    """The `if`, `unless`, `without …` of a statement; `even if` is none."""
    inside = _words(tree, s)
    for w in inside:
        if (
            tree.low(w) in CONDITIONS
            and tree.upos(w) in ("SCONJ", "VERB", "ADP")
            and not (w and tree.low(w - 1) in ("even", "as"))
        ):
            return _within(tree, s, w, tree.head(w) if tree.is_rel(w, "mark") else w)
        if tree.low(w) == "without" and tree.is_rel(w, "case", "mark"):
            return _within(tree, s, w, tree.head(w))
    return None


def _within(tree: Tree, s: Statement, mark: int, clause: int | None) -> Span | None:
    """From the mark (and an `only` before it) to the end of its clause, inside the passage that holds it."""
    home = next((span for span in s.content if span.overlaps(tree.span([mark]))), None)
    if home is None or clause is None:
        return None
    first = mark - 1 if mark and tree.low(mark - 1) == "only" else mark
    below = [w for w in tree.subtree(clause, without=("conj", "parataxis")) if w >= first and home.covers(tree.span([w]))]
    words = [w for w in below if tree.upos(w) != "PUNCT"] or [mark]
    return hull([tree.span([first]), tree.span(words[: _run(words)])])


def _run(words: list[int]) -> int:
    """How many of these words stand together, commas aside."""
    gaps = (k for k in range(1, len(words)) if words[k] - words[k - 1] > 2)
    return next(gaps, len(words))


def _goes_on(tree: Tree, before: Statement, s: Statement) -> bool:
    """The next statement of the same speaker in the same block, told with `would` or `then`: under the same condition."""
    if before.speaker is None or before.speaker != s.speaker:
        return False
    first, last = tree.at(before.content[0].start), tree.at(s.content[0].start)
    if first is None or last is None or tree.block_index(first) != tree.block_index(last):
        return False
    return tree.low(last) == "then" or any(tree.modal(w) == "would" for w in _words(tree, s))
