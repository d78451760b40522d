"""Ties between actors: from the offices the text gives them, and from the patterns of `lexicon/ties.toml`.

A negated, hypothetical or future clause ties nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dateline.foundation.cast import Cast
from dateline.foundation.rows import Actor, Dating, Relation, Tie
from dateline.foundation.spans import Span
from dateline.knowledge.base import base
from dateline.knowledge.tables import table
from dateline.reading.actors.lexicon import noun_around, title_named
from dateline.reading.tree import Tree

Pair = tuple[str, str, Span]
BODIES = ("organisation", "party", "agency", "armed-group", "media")


def find_ties(tree: Tree, cast: Cast, dating: Dating) -> tuple[Tie, ...]:
    """One row per subject, relation and object, in text order of the evidence; `as_of` is the report's day."""
    found = [*_from_offices(cast), *_from_patterns(tree, cast)]
    rows: dict[tuple[str, str, str], Tie] = {}
    for subject, relation, other, evidence, rule in sorted(found, key=lambda f: (f[3], f[4])):
        if subject != other:
            rows.setdefault(
                (subject, relation, other),
                Tie(subject=subject, relation=relation, object=other, as_of=dating.interval, evidence=evidence, rule=rule),
            )
    return tuple(rows.values())


def _from_offices(cast: Cast) -> Iterator[tuple[str, Relation, str, Span, str]]:
    for a in cast.actors:
        for role in a.roles:
            title = title_named(role.office)
            if role.of and role.evidence and title is not None and title.relation is not None:
                yield a.id, title.relation, role.of, role.evidence, f"title.{title.id}"


def _from_patterns(tree: Tree, cast: Cast) -> Iterator[tuple[str, Relation, str, Span, str]]:
    mechanisms = {
        "verb": _verb,
        "agent": _agent,
        "member": _member,
        "noun": _noun,
        "part": _part,
        "owner": _owner,
        "name": _name,
        "seat": _seat,
        "state": _state,
    }
    for entry in table("lexicon/ties"):
        for i in tree.body_words():
            for subject, other, evidence in mechanisms[entry["pattern"]](tree, cast, entry, i):
                yield subject, _relation(cast, entry, subject, other), other, evidence, f"tie.{entry['id']}"


def _relation(cast: Cast, entry: dict[str, Any], subject: str, other: str) -> Relation:
    """Bodies are parts of bodies where persons are members; who is of a party is a member, no analyst."""
    if "bodies" in entry and cast.actor(subject).kind not in ("person", "anonymous", "country"):
        return entry["bodies"]  # type: ignore[no-any-return]
    kind = cast.actor(other).kind
    return entry["movements"] if "movements" in entry and kind in ("party", "armed-group") else entry["relation"]  # type: ignore[no-any-return]


MADE_SO = frozenset("continue begin start come go help elect choose appoint name hire".split())


def _is_verb(tree: Tree, entry: dict[str, Any], i: int) -> bool:
    """The verb, claimed: not denied, only possible, or what somebody would like."""
    if tree.upos(i) != "VERB" or tree.lemma(i) not in entry["words"]:
        return False
    above = tree.head(i)
    wished = (
        tree.is_rel(i, "xcomp", "ccomp")
        and above is not None
        and tree.feat(i, "VerbForm") == "Inf"
        and tree.lemma(above) not in MADE_SO
    )
    return tree.negation(i) is None and tree.modal(i) is None and not wished


def _one(cast: Cast, word: int | None) -> Actor | None:
    found = cast.at(word)
    return cast.actor(found[0]) if len(found) == 1 else None


def _verb(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`Lopez leads the party`; a person or a state in front, a body behind."""
    if not _is_verb(tree, entry, i) or tree.is_passive(i):
        return
    subject = _one(cast, tree.subject(i))
    behind = _behind(tree, i, entry["prepositions"]) if "prepositions" in entry else tree.objects(i)
    for o in behind:
        other = _one(cast, o)
        holders = BODIES if "bodies" in entry else ()
        if (
            subject is not None
            and other is not None
            and subject.kind in ("person", "anonymous", "country", *holders)
            and other.kind not in ("person", "anonymous")
        ):
            yield subject.id, other.id, tree.span((i, o))


def _behind(tree: Tree, verb: int, prepositions: list[str]) -> tuple[int, ...]:
    """Obliques of the verb, or of its object (`teaches history at Lund`: trees waver)."""
    objects = tree.objects(verb)
    marked = (o for o in objects if tree.preposition(o) in prepositions)
    return (*tree.obliques(verb, *prepositions), *marked, *(c for o in objects for c in tree.obliques(o, *prepositions)))


def _agent(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`a party led by Lopez`, `the party is led by Lopez`."""
    if tree.upos(i) not in ("VERB", "ADJ") or (tree.lemma(i) not in entry["words"] and tree.low(i) != "led"):
        return
    by = tree.agent(i) or next((c for c in tree.children(i, "obl") if tree.preposition(c) == "by"), None)
    leader = _one(cast, by)
    led = _led(tree, cast, i)
    body = _one(cast, led)
    if (
        by is not None
        and led is not None
        and leader is not None
        and body is not None
        and leader.kind in ("person", "anonymous", "organisation", "country")
    ):
        yield leader.id, body.id, tree.span((led, by))


def _led(tree: Tree, cast: Cast, participle: int) -> int | None:
    """What is led: who stands right before the participle's comma, the noun it is on, or the subject of the passive."""
    main = tree.subject(participle) if tree.is_rel(participle, "advcl") else None
    if main is not None and tree.feat(main, "Number") == "Plur" and cast.at(main):
        return main
    before = participle - 1
    if before > tree.sentence(participle).first and tree.word(before) == ",":
        end = tree.parse.end[before - 1]
        near = [r.head for r in cast.references if r.span.end == end and r.form != "pronoun"]
        if near:
            return min(near)
    return tree.head(participle) if tree.is_rel(participle, "acl") else tree.own_subject(participle)


def _member(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`The group includes A, B and C`."""
    if not _is_verb(tree, entry, i):
        return
    subject = tree.subject(i)
    if subject is not None and tree.lemma(subject) == "member":
        subject = _antecedent(tree, _whose(tree, subject))
    whole = _one(cast, subject)
    if whole is None or whole.kind not in ("group", "organisation", "party", "armed-group"):
        return
    for o in tree.objects(i):
        for part in cast.at(o):
            yield part, whole.id, tree.span((i, o))


def _antecedent(tree: Tree, word: int | None) -> int | None:
    """What `whose` stands for: the noun its relative clause is on."""
    if word is None or tree.low(word) != "whose":
        return word
    return next((tree.head(a) for a in tree.ancestors(word) if tree.rel(a) == "acl:relcl"), None)


def _noun(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`its rival, X` and `X is a member of Y`."""
    if tree.upos(i) not in ("NOUN", "PROPN") or tree.lemma(i).lower() not in entry["words"]:
        return
    owner = _whose(tree, i)
    if tree.child(i, "cop") is not None and tree.negation(i) is None and tree.modal(i) is None:
        who = tree.subject(i)
        subject, other, both = _one(cast, who), _one(cast, owner), _pair(tree, cast, who)
        if subject is not None and other is not None and owner is not None:
            yield subject.id, other.id, tree.span((i, owner))
        elif owner is None and who is not None and len(both) == 2 and entry["relation"] in MUTUAL:
            yield both[0], both[1], tree.span((who, i))
        elif other is not None and owner is not None:
            yield from ((one, other.id, tree.span((i, owner))) for one in both)
        return
    beside = next((c for c in tree.children(i, "appos") if cast.at(c)), None) if not cast.at(i) else i
    holder, other = _one(cast, beside), _one(cast, owner)
    if holder is not None and other is not None and owner is not None and not holder.name.lower().endswith(tree.low(i)):
        yield holder.id, other.id, tree.span((i, owner, beside if beside is not None else i))


MUTUAL = ("rival-of", "ally-of")


def _pair(tree: Tree, cast: Cast, subject: int | None) -> tuple[str, ...]:
    """`A and B are rivals`, `the two are rivals`."""
    return tuple(dict.fromkeys(a for w in tree.conjuncts(subject) for a in cast.at(w))) if subject is not None else ()


def _whose(tree: Tree, i: int) -> int | None:
    """The possessor or the `of` complement."""
    own = tree.child(i, "nmod:poss")
    return own if own is not None else next((c for c in tree.children(i, "nmod") if tree.preposition(c) in ("of", "to")), None)


def _part(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`the party's youth wing`."""
    owner = _whose(tree, i)
    if (
        tree.upos(i) != "NOUN"
        or owner is None
        or (noun_around(tree, i)[0] not in entry["words"] and tree.lemma(i) not in entry["words"])
    ):
        return
    part, whole = _one(cast, i), _one(cast, owner)
    if part is not None and whole is not None:
        yield part.id, whole.id, tree.span((i, owner))


def _owner(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`her party`: she is of it."""
    own = tree.child(i, "nmod:poss")
    if tree.upos(i) != "NOUN" or own is None or tree.lemma(i) not in entry["words"] or tree.feat(i, "Number") == "Plur":
        return
    person, body = _one(cast, _antecedent(tree, own)), _one(cast, i)
    if person is not None and body is not None and person.kind in ("person", "anonymous"):
        yield person.id, body.id, tree.span((own, i))


def _name(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`Anna Berg of the Baltic Institute`, also where the tree hangs the body on the verb before the name."""
    person = _one(cast, i)
    reference = cast.reference(i)
    if person is None or reference is None or person.kind != "person" or reference.form not in ("name", "title"):
        return
    if tree.upos(max(tree.words_in(reference.span), default=i)) != "PROPN":
        return
    after = next((j for j in tree.words_in(reference.span) if tree.parse.end[j] == reference.span.end), i) + 1
    if after >= len(tree) or tree.low(after) not in entry["prepositions"]:
        return
    body = next((j for j in range(after + 1, min(len(tree), after + 11)) if _is_body_here(tree, cast, i, j)), None)
    found = cast.reference(body) if body is not None else None
    other = _one(cast, body)
    if found is None or other is None or other.kind not in ("organisation", "agency", "party") or found.form != "name":
        return
    between = tree.text[tree.parse.end[after] : found.span.start].strip().lower()
    if re.fullmatch(r"(?:the |a )?(?:\S+-based)?|the|a", between):
        yield person.id, other.id, Span(reference.span.start, found.span.end)


def _is_body_here(tree: Tree, cast: Cast, i: int, j: int) -> bool:
    found = _one(cast, j)
    return found is not None and found.kind != "country" and tree.sentence_index(j) == tree.sentence_index(i)


def _seat(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`the Luxembourg-based Coral Institute`, `Sungold Mining of Peru`."""
    body = _one(cast, i)
    reference = cast.reference(i)
    if body is None or reference is None or body.kind not in ("organisation", "media") or reference.form != "name":
        return
    first = next(iter(tree.words_in(reference.span)))
    first += 1 if tree.low(first) == "the" else 0
    if first >= 3 and tree.low(first - 1) == "based" and tree.word(first - 2) == "-":
        place = _one(cast, first - 3)
        if place is not None and place.kind == "country":
            yield body.id, place.id, Span(tree.parse.start[first - 3], reference.span.end)
    for c in tree.children(i, "nmod"):
        place = _one(cast, c)
        if (
            (tree.preposition(c) in entry["prepositions"] or tree.rel(c) == "nmod:poss")
            and place is not None
            and place.kind == "country"
        ):
            yield body.id, place.id, tree.span((i, c))


def _state(tree: Tree, cast: Cast, entry: dict[str, Any], i: int) -> Iterator[Pair]:
    """`Chile's coast guard`, `the Lao defence ministry`: an agency of the country that stands before it."""
    body, reference = _one(cast, i), cast.reference(i)
    if (
        body is None
        or reference is None
        or body.kind not in entry["kinds"]
        or body.country is None
        or tree.feat(i, "Number") == "Plur"
    ):
        return
    countries = [a for a in cast.actors if a.kind == "country" and a.country and a.country == body.country]
    for c in tree.children(i, "nmod:poss", "amod", "compound"):
        adjective = base().country_by_adjective(tree.word(c))
        stated = adjective is not None and adjective.iso3 == body.country
        if c < i and countries and (stated or cast.at(c) == (countries[0].id,)):
            yield body.id, countries[0].id, Span(min(reference.span.start, tree.parse.start[c]), reference.span.end)
