"""`I` and `we`: who speaks, once it is known what is said by whom."""

from __future__ import annotations

from dataclasses import replace

from dateline.foundation.cast import Cast, Reference
from dateline.foundation.rows import Actor, Mention, Statement
from dateline.foundation.spans import Span
from dateline.reading.tree import Tree

FIRST = frozenset("i me my mine myself we us our ours ourselves".split())


def bind_first_person(cast: Cast, tree: Tree, statements: tuple[Statement, ...]) -> Cast:
    """Adds a reference to the speaker for every first person inside directly quoted words."""
    found = [r for i in tree.body_words() for r in [_reference(cast, tree, statements, i)] if r is not None]
    if not found:
        return cast
    references = tuple(sorted((*cast.references, *found), key=lambda r: (r.span.start, r.span.end, r.head)))
    return replace(cast, actors=tuple(_with(a, found) for a in cast.actors), references=references)


def _reference(cast: Cast, tree: Tree, statements: tuple[Statement, ...], i: int) -> Reference | None:
    if tree.low(i) not in FIRST or tree.upos(i) != "PRON" or cast.reference(i) is not None:
        return None
    span = tree.span((i,))
    speaker = _speaker(statements, span)
    if speaker is None:
        return None
    return Reference(head=i, span=span, actors=(speaker,), form="pronoun", why=f"{tree.low(i)}: who speaks")


def _speaker(statements: tuple[Statement, ...], span: Span) -> str | None:
    """Of the shortest directly quoted stretch that holds the word."""
    around = [
        (c.end - c.start, s.speaker)
        for s in statements
        if s.manner != "indirect" and s.speaker
        for c in s.content
        if c.covers(span)
    ]
    return min(around, key=lambda a: a[0])[1] if around else None


def _with(actor: Actor, found: list[Reference]) -> Actor:
    own = [Mention(span=r.span, form=r.form, why=r.why) for r in found if actor.id in r.actors]
    if not own:
        return actor
    mentions = tuple(sorted((*actor.mentions, *own), key=lambda m: (m.span.start, m.span.end)))
    return Actor(id=actor.id, name=actor.name, kind=actor.kind, country=actor.country, code=actor.code, wikidata=actor.wikidata,
                 roles=actor.roles, mentions=mentions)  # fmt: skip
