"""The senses of verbs, nouns and adjectives that tell of an act or govern one, from the ontology tables.

A sense is one `[[entry]]` of `knowledge/ontology/`: the words, what their frame must hold, the PLOVER type and mode of
the act, and what follows for an act inside it (after Karttunen 1971, "Implicative verbs", and Nairn et al. 2006,
"Computing relative polarity for textual inference": signatures of embedding predicates).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from dateline.foundation.coded import Fate
from dateline.foundation.rows import PloverType, Stance
from dateline.knowledge.tables import table

SENSES = (
    "ontology/operators",
    "ontology/agreement",
    "ontology/meeting",
    "ontology/help",
    "ontology/concession",
    "ontology/words_against",
    "ontology/deeds_against",
    "ontology/force",
    "ontology/diplomacy",
    "ontology/unrest",
)
OBJECT_OF_VERB, NONE = "obj", "@none"


class Sense(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One reading of some words.

    What the frame must hold: `subject` and `object` (lemmas, or `@actor`, `@act`, `@none`, `@any`, or a class of nouns
    as `@person` and `@vehicle`), `subject_not`, `needs` (one of these prepositions), `without` (none of these), `clause`
    (`to`, `ing`, `that`), `clause_not` (none of these verbs inside), `child` (one of these words), `verdict` (`good` or
    `bad`), `passive`, `phrase` and `place` (these nouns, or a place or actor, after the preposition), `without_clause`.
    Where the parties stand: `source`, `target`. Of an act inside: `complement` and `via` (which clauses and prepositions
    hold it), `inner` and `inner_not` (its status when the sense itself holds, or is denied), `control` (who acts in
    it), `lends` (the subject acts in a noun inside: `launch an attack`), `holds` (it stands on the subject's word).
    `recast` gives the sense's own type by the type of the act inside; without `bare` it makes no row unless one is
    inside. `conative`: it only tries; `attempt`: having tried counts as having done. `negative`: it tells that the
    act was not done. `mutual`: of several who do it together the others are the target. `governed`: a noun that makes
    a row only inside another act or with both parties named. `actorless`: a row even if nobody is named. `fate`: what
    becomes of a date inside. `lapsed`: said of the past, what is inside did not come about (`was supposed to`).
    """

    id: str
    type: PloverType | None = None
    mode: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    subject_not: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    clause: tuple[str, ...] = ()
    clause_not: tuple[str, ...] = ()
    child: tuple[str, ...] = ()
    verdict: str | None = None
    passive: bool = False
    phrase: tuple[str, ...] = ()
    place: bool = False
    without_clause: bool = False
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    inner: str | None = None
    inner_not: str = "possible"
    complement: tuple[str, ...] = ("to", "ing", "that", "np")
    via: tuple[str, ...] = ()
    control: str = "subject"
    lends: bool = False
    holds: bool = False
    conative: bool = False
    attempt: bool = False
    negative: bool = False
    governed: bool = False
    mutual: bool = False
    bare: bool = True
    actorless: bool = False
    recast: dict[PloverType, PloverType] = {}
    stance: Stance | None = None
    fate: Fate | None = None
    lapsed: bool = False

    @property
    def weight(self) -> int:
        """How much the frame must hold: the more, the more specific the sense."""
        literal = [w for w in (*self.object, *self.subject) if not w.startswith("@")]
        demands = (
            self.object,
            self.needs,
            self.clause,
            self.child,
            self.passive,
            self.phrase,
            self.without_clause,
            self.verdict,
            self.place,
        )
        return 2 * sum(map(bool, demands)) + bool(self.subject) + bool(literal)

    def type_over(self, inside: PloverType | None) -> PloverType | None:
        """The type of the whole, given the type of the act inside."""
        return self.recast.get(inside, self.type) if inside else self.type


@dataclass(frozen=True)
class Words:
    """One way to say a sense: the head's lemma and the word that goes with it (`call` + `off`, `fire` + `cease`)."""

    lemma: str
    partner: str | None
    sense: Sense


@cache
def senses(part: str) -> dict[str, tuple[Words, ...]]:
    """Lemma to its ways of saying something, `part` one of `verbs`, `nouns`, `adjectives`."""
    found: dict[str, list[Words]] = defaultdict(list)
    for name in SENSES:
        for entry in table(name):
            sense = _sense(entry)
            for written in getattr(sense, part):
                way = _words(written, part, sense)
                found[way.lemma].append(way)
    return {lemma: tuple(ways) for lemma, ways in found.items()}


def _words(written: str, part: str, sense: Sense) -> Words:
    first, _, rest = written.partition(" ")
    if not rest:
        return Words(first, None, sense)
    return Words(first, rest, sense) if part == "verbs" else Words(rest, first, sense)


def _sense(entry: dict[str, Any]) -> Sense:
    return msgspec.convert({k: v for k, v in entry.items() if k not in ("yes", "no")}, Sense)


@dataclass(frozen=True)
class Kind:
    """A PLOVER type: quad class 1 to 4 and score, and the scores of its modes."""

    quad: int
    score: float
    modes: dict[str, float]


@cache
def kinds() -> dict[str, Kind]:
    """The sixteen types by name."""
    return {e["id"]: Kind(e["quad"], e["score"], e.get("modes", {})) for e in table("ontology/plover")}


@cache
def verdicts() -> dict[str, str]:
    """Words of judgement to `good` or `bad`."""
    return {w: e["id"] for e in table("ontology/verdicts") for w in e["words"]}


@cache
def nouns(kind: str) -> frozenset[str]:
    """Lemmas of the common nouns of a class: `person`, `vehicle`, `weapon`, `structure`, `land`, `goods`, `money`."""
    listed = {w for e in table("ontology/nouns") if e["id"] == kind for w in e["nouns"]}
    return frozenset(listed | _long_tail().get(kind, frozenset()))


@cache
def classes() -> frozenset[str]:
    """The classes of common nouns."""
    return frozenset(e["id"] for e in table("ontology/nouns"))


@cache
def _long_tail() -> dict[str, frozenset[str]]:
    source = files("dateline.knowledge").joinpath("ontology/nouns.tsv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = defaultdict(set)
    for line in source.splitlines():
        if not line.startswith(("#", "word\t")):
            word, kind, _ = line.split("\t")
            found[kind].add(word)
    return {kind: frozenset(words) for kind, words in found.items()}
