"""What Universal Dependencies rule out and a model still gives, put right in a passage's columns.

Each rule looks at relations, not at the words of one text; bench/parse.py measures that none costs accuracy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")


class Draft:
    """The columns of a passage while they are put right; `head` counts from 1, 0 is a root; `named`: words in names."""

    def __init__(self, words: Sequence[str], upos: list[str], head: list[int], rel: list[str], named: set[int]) -> None:
        self.words, self.upos, self.head, self.rel, self.named = words, upos, head, rel, named
        self._below: list[list[int]] = [[] for _ in head]
        for i, h in enumerate(head):
            if h:
                self._below[h - 1].append(i)

    def below(self, i: int, *names: str) -> list[int]:
        """What hangs on a word by one of these relations."""
        return [b for b in self._below[i] if self.rel[b] in names]

    def move(self, i: int, to: int, name: str) -> None:
        """Hang a word on another, or make it the root of its sentence (`to` is -1)."""
        if self.head[i]:
            self._below[self.head[i] - 1].remove(i)
        if to >= 0:
            self._below[to].append(i)
        self.head[i], self.rel[i] = to + 1, name

    def first(self, i: int) -> int:
        """The first word of what hangs on a word, itself among it."""
        return min([i, *(self.first(b) for b in self._below[i] if b < i)])

    def last(self, i: int) -> int:
        """The last word of it."""
        return max([i, *(self.last(b) for b in self._below[i] if b > i)])


def repair(draft: Draft) -> None:
    """Apply the rules of its relation to every word, changing the draft's columns."""
    for i in range(len(draft.head)):
        for rule in RULES.get(draft.rel[i], ()):
            rule(draft, i)


def one_subject(d: Draft, other: int) -> None:
    """A predicate has one subject: the second of two side by side names the first once more."""
    subjects = d.below(d.head[other] - 1, "nsubj") if d.head[other] else []
    if len(subjects) == 2 and other == max(subjects) and other in d.named:
        one = min(subjects)
        if all(d.words[k] == "," for k in range(d.last(one) + 1, d.first(other))):
            d.move(other, one, "appos")


def object_behind_a_particle(d: Draft, i: int) -> None:
    """What has no preposition of its own and follows its verb's particle is the object, if the verb has none."""
    verb = d.head[i] - 1
    if d.upos[i] not in NOMINAL or d.upos[verb] != "VERB" or d.below(i, "case", "mark", "cop"):
        return
    if d.first(i) - 1 in d.below(verb, "compound:prt") and not d.below(verb, "obj", "ccomp", "nsubj:pass"):
        d.rel[i] = "obj"


def doer_of_a_noun(d: Draft, i: int) -> None:
    """`by` somebody right behind the object of an active verb tells whose doing the object is."""
    verb = d.head[i] - 1
    if not any(d.words[b].lower() == "by" for b in d.below(i, "case")) or not d.below(verb, "nsubj"):
        return
    first, last = d.first(i), d.last(i)
    nouns = [b for b in d.below(verb, "obj") if d.upos[b] == "NOUN" and d.last(b) == first - 1]
    if nouns and d.named & set(range(first, last + 1)):
        d.move(i, nouns[0], "nmod")


def apposition_to_the_last(d: Draft, i: int) -> None:
    """An apposition belongs to the last of the conjuncts before it."""
    whole = d.head[i] - 1
    between = [b for b in d.below(whole, "conj") if whole < b < i]
    if between and max(between) < d.first(i):
        d.move(i, max(between), "appos")


def clause_of_an_auxiliary(d: Draft, i: int) -> None:
    """`So did Chad`: an auxiliary that has the subject carries the clause, not the adverb before it."""
    adverb = d.head[i] - 1
    if d.upos[adverb] == "ADV" and adverb < i and d.below(i, "nsubj"):
        d.move(i, d.head[adverb] - 1, d.rel[adverb])
        d.move(adverb, i, "advmod")


def content_behind_that(d: Draft, i: int) -> None:
    """`that` behind a verb opens what is said or thought, not a circumstance."""
    clause = d.head[i] - 1
    if d.upos[i] != "SCONJ" or d.words[i].lower() != "that" or d.rel[clause] != "advcl":
        return
    verb = d.head[clause] - 1
    between = {d.words[k].lower() for k in range(verb + 1, i)}
    if d.upos[verb] == "VERB" and verb < i and not d.below(verb, "obj", "ccomp", "xcomp") and not between & {"so", "such", "now"}:
        d.rel[i], d.rel[clause] = "mark", "ccomp"


def name_behind_a_noun(d: Draft, i: int) -> None:
    """A name behind a common noun that is determined is its apposition: `the broker Fionn Daly`."""
    above = d.head[i] - 1
    if i in d.named and d.upos[above] == "NOUN" and above < i and d.below(above, "det", "nmod:poss"):
        d.rel[i] = "appos"


def noun_before_a_name(d: Draft, i: int) -> None:
    """So is one behind a comma: `his brother, Ali, said`."""
    above = d.head[i] - 1
    if above in d.named and i < above and "," in d.words[i + 1 : above] and d.below(i, "det", "nmod:poss"):
        d.move(i, d.head[above] - 1, d.rel[above])
        d.move(above, i, "appos")


def passive_is_of_a_verb(d: Draft, i: int) -> None:
    """What has a passive auxiliary is a verb: `talks are set for May`; `is prepared to sign` tells of readiness."""
    word = d.head[i] - 1
    if d.head[i] and d.upos[word] == "ADJ" and not d.below(word, "xcomp"):
        d.upos[word] = "VERB"


RULES: dict[str, tuple[Callable[[Draft, int], None], ...]] = {
    "nsubj": (one_subject,),
    "obl": (object_behind_a_particle, doer_of_a_noun),
    "obl:agent": (doer_of_a_noun,),
    "appos": (apposition_to_the_last,),
    "aux": (clause_of_an_auxiliary,),
    "mark": (content_behind_that,),
    "obj": (content_behind_that,),
    "flat": (name_behind_a_noun,),
    "nmod:desc": (noun_before_a_name,),
    "aux:pass": (passive_is_of_a_verb,),
}
