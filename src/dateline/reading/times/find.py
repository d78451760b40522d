"""Finding time expressions in the body of a report."""

from __future__ import annotations

import re

from dateline.foundation.spans import Span
from dateline.foundation.timevalue import Abs, Expression, Moment, Partial, Piece, Value
from dateline.reading.times.direction import direction_of, predicate_of
from dateline.reading.times.match import Match, matches
from dateline.reading.tree import Tree

READ = ("dateline", "paragraph", "quote", "list")
_LOOKS_BACK = re.compile(r"\b(?:since|than|as|like|of)\s$")  # `the worst since 1813`, `the treaty of 1920`
_AGE = re.compile(r"\b(?:his|her|their|my|your|our|one['’]s) (?:(?:early|mid|late)[ -])?$", re.I)  # `in her early 30s`
GIVEN_NAMES = ("april", "may", "june", "august", "jan")  # months that people are called
COMMON = ("march", "may")  # and those that are common words: `the Long March`
BRACKETED = 80  # characters back to an opening bracket
ASIDE = ("acl", "advcl", "appos")


def find_times(tree: Tree) -> tuple[Expression, ...]:
    """All time expressions of body and dateline, in text order, none overlapping; their values still without an anchor."""
    out: list[Expression] = []
    for index, (kind, span) in enumerate(tree.parse.blocks):
        if kind in READ:
            found = (_expression(tree, match, index) for match in matches(tree.text, span))
            out.extend(e for e in found if e is not None)
    return tuple(out)


def _expression(tree: Tree, match: Match, block: int) -> Expression | None:
    words = tree.words_in(match.span)
    if not words or _is_name(tree, match, words) or _is_count(tree, match, words):
        return None
    head = _head(tree, words)
    verb = predicate_of(tree, head)
    core = core_of(match.value)
    direction = direction_of(tree, head, arranged=isinstance(core, Abs) or _names_day(core), fixed=isinstance(core, Abs))
    return Expression(
        span=match.span, type=match.type, value=match.value, rule=match.rule, mod=match.mod, weekday=match.weekday,
        head=head, predicate=verb, block=block,
        direction=direction, present=tree.tense(verb) == "present", leading=_leads(tree, verb),
        aside=_is_aside(tree.text, match.span, core),
    )  # fmt: skip


def _head(tree: Tree, words: range) -> int:
    """The word of a stretch whose head lies outside it."""
    return next((w for w in words if tree.head(w) is None or tree.head(w) not in words), words[0])


def _leads(tree: Tree, verb: int) -> bool:
    """Whether a clause carries the story on: it and all above it are main, coordinated or reported clauses."""
    return not any(tree.is_rel(w, *ASIDE) for w in (verb, *tree.ancestors(verb)))


def _is_aside(text: str, span: Span, core: Value) -> bool:
    """Between round brackets, within some words of the opening one; a year also after words that compare or name by it."""
    opened = text.rfind("(", max(0, span.start - BRACKETED), span.start)
    bracketed = opened >= 0 and ")" not in text[opened : span.start]
    year_alone = isinstance(core, Abs) and core.month is None
    return bracketed or (year_alone and _LOOKS_BACK.search(text[max(0, span.start - 12) : span.start]) is not None)


def _stands_alone(tree: Tree, words: range) -> bool:
    """No name goes on before or behind the words: what is tagged as one there is a weekday at the head of its sentence."""
    after = words[-1] + 1
    return tree.names[words[0]].startswith("B-") and (after == len(tree) or not tree.names[after].startswith("I-"))


def _is_name(tree: Tree, match: Match, words: range) -> bool:
    """`April Jones`, `Theresa May`, `the Long March`: part of a person's name, or a bare month that is one or belongs to one."""
    if any(tree.names[w].endswith("PER") for w in words):
        alone = _stands_alone(tree, words)
        return not (alone and (match.rule == "weekday" or (match.rule == "month" and _is_in(tree, words[-1]))))
    last, head = words[-1], tree.head(words[-1])
    if match.rule != "month":
        return False
    if tree.low(last) in COMMON and any(c not in words for c in tree.children(last, "det", "amod", "compound", "nmod:poss")):
        return True
    before_name = head == last + 1 and tree.upos(head) == "PROPN" and tree.is_rel(last, "compound", "flat")
    return tree.low(last) in GIVEN_NAMES and before_name


def _is_in(tree: Tree, month: int) -> bool:
    """`in May`, `to conclude by May`: after a preposition that people do not stand behind."""
    preposition, above = tree.preposition(month), tree.head(month)
    if preposition == "by":
        return above is not None and tree.upos(above) == "VERB" and not tree.is_passive(above)
    return preposition in ("in", "since", "until", "till", "during", "through")


def _is_count(tree: Tree, match: Match, words: range) -> bool:
    """A bare number that counts the plural noun after it is no year: `in 1500 villages`; nor is an age a decade."""
    if match.rule == "decade-in-words":
        return _AGE.search(tree.text[max(0, match.span.start - 16) : match.span.start]) is not None
    if match.rule not in ("year", "year-alone") or len(words) != 1:
        return False
    head = tree.head(words[0])
    if match.rule == "year-alone" and head == words[0] - 1 and tree.upos(head) == "NOUN":
        return True  # `flight 1912`
    return tree.rel(words[0]) == "nummod" and head is not None and head > words[0] and tree.feat(head, "Number") == "Plur"


def core_of(value: Value) -> Value:
    """The day, month or year inside `early …`, `… morning`."""
    while isinstance(value, Piece | Moment) and value.of is not None:
        value = value.of
    return value


def _names_day(value: Value) -> bool:
    return isinstance(value, Partial) and bool(value.weekday or value.day)
