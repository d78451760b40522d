"""One happening told several times: the same words twice in a clause, and headlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.foundation.coded import Act
from dateline.foundation.rows import PloverType
from dateline.foundation.spans import Span
from dateline.reading.events.participants import Parties
from dateline.reading.tree import Tree

if TYPE_CHECKING:
    from dateline.reading.events.coder import Draft


def told_once(tree: Tree, drafts: Sequence[Draft]) -> list[tuple[Draft, tuple[Span, ...]]]:
    """Drafts with the spans of tellings merged into them: a noun of the same type in a verb's own clause (`met for talks`)."""
    verbs = {d.frame.word: d for d in drafts if tree.upos(d.frame.word) not in ("NOUN", "PROPN")}
    merged: dict[int, list[Span]] = {}
    out = []
    for draft in drafts:
        over = _same_in_clause(tree, draft, verbs)
        if over is None:
            out.append(draft)
        else:
            merged.setdefault(over.frame.word, []).append(tree.span([draft.frame.word]))
    return [(d, tuple(merged.get(d.frame.word, ()))) for d in out]


def _same_in_clause(tree: Tree, draft: Draft, verbs: dict[int, Draft]) -> Draft | None:
    if tree.upos(draft.frame.word) not in ("NOUN", "PROPN"):
        return None
    verb = tree.head(draft.frame.word)
    over = verbs.get(verb) if verb is not None else None
    if over is None or over.type != draft.type or tree.rel(draft.frame.word).startswith("nsubj"):
        return None
    new = set(draft.parties.source + draft.parties.target) - set(over.parties.source + over.parties.target)
    return None if new else over


def with_headlines(acts: tuple[Act, ...], headlines: list[tuple[PloverType, Parties, Span]]) -> tuple[Act, ...]:
    """Acts, the headline's span added to the first of the same type that shares an actor with it."""
    also: dict[str, list[Span]] = {}
    for kind, parties, span in headlines:
        told = {*parties.source, *parties.target}
        match = next((a.event.id for a in acts if a.event.type == kind and told & {*a.event.source, *a.event.target}), None)
        if match:
            also.setdefault(match, []).append(span)
    return tuple(_also(a, also.get(a.event.id, [])) for a in acts)


def retold(tree: Tree, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Acts without nouns that only take up again what was told (`the visit`); the first telling has their span."""
    kept: list[Act] = []
    also: dict[str, list[Span]] = {}
    for act in acts:
        first = next((k for k in reversed(kept) if _takes_up(tree, act, k)), None)
        if first is None:
            kept.append(act)
        else:
            also.setdefault(first.event.id, []).append(act.event.trigger)
    return tuple(_also(a, also.get(a.event.id, [])) for a in kept)


def _takes_up(tree: Tree, act: Act, first: Act) -> bool:
    """A definite noun of the same type, open as to its fate, whose actors and day are the first telling's or none."""
    event, told = act.event, first.event
    if tree.upos(act.trigger) != "NOUN" or tree.is_rel(act.trigger, "nsubj") or not _is_definite(tree, act.trigger):
        return False
    if event.type != told.type or act.fate or act.under:
        return False
    named, known = {*event.source, *event.target}, {*told.source, *told.target}
    same_day = event.when is None or event.when == told.when
    same_status = event.status == told.status or {event.status, told.status} <= {"happened", "ongoing"}
    return same_status and same_day and bool(known) and named <= known


def _is_definite(tree: Tree, noun: int) -> bool:
    """`the`, `this`, `his`, if nothing more tells it apart (`the second visit`, `last year's visit`)."""
    marks = tree.children(noun, "det", "nmod:poss")
    definite = any(tree.low(m) in ("the", "this", "that", "these", "those") or tree.upos(m) == "PRON" for m in marks)
    return definite and not tree.children(noun, "amod", "nummod", "acl", "acl:relcl")


def _also(act: Act, spans: list[Span]) -> Act:
    if not spans:
        return act
    event = act.event
    fields = {f: getattr(event, f) for f in event.__struct_fields__}
    return replace(act, event=type(event)(**{**fields, "same_as": (*event.same_as, *spans)}))
