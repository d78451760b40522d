"""Questions asked of a parse, each in one place.

A word is its index into the parse's columns. Functions that find nothing return None or an empty tuple.
Relation names match with their subtypes: `children(i, "nsubj")` also gives `nsubj:pass`; ask `rel(i)` for the exact one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from dateline.foundation.parsed import Parse, Sentence
from dateline.foundation.rows import BlockKind
from dateline.foundation.spans import Span

Tense = Literal["past", "present", "future", "none"]

OPENING, CLOSING = "“„«", "”»"
MARK = re.compile(f"[\"{OPENING}{CLOSING}]|''|``")
CLAUSAL = ("ccomp", "xcomp", "advcl", "acl", "parataxis", "csubj")
FUTURE_AUXILIARIES = frozenset({"will", "shall", "wo", "'ll", "’ll"})
MODALS = frozenset(
    {"may", "might", "can", "could", "would", "should", "must", "ought", "shall", "will", "wo", "ca", "'ll", "’ll", "'d", "’d"}
)
NEGATIONS = frozenset(
    {"not", "n't", "n’t", "never", "no", "neither", "nor", "none", "nobody", "nothing", "without", "hardly", "scarcely"}
)


class Tree:
    """One parse with the answers to the questions that the stages ask of it."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.text = parse.text
        below: list[list[int]] = [[] for _ in parse.head]
        for i, h in enumerate(parse.head):
            if h >= 0:
                below[h].append(i)
        self._below = [tuple(b) for b in below]
        self._feats: dict[str, dict[str, str]] = {}
        self._words = tuple(parse.text[a:b] for a, b in zip(parse.start, parse.end, strict=True))
        self._lows = tuple(w.lower() for w in self._words)
        self._broad = tuple(r.partition(":")[0] for r in parse.rel)  # relations without their subtypes

    def __len__(self) -> int:
        return len(self.parse)

    # ---- one word
    def word(self, i: int) -> str:
        """The word as written."""
        return self._words[i]

    def low(self, i: int) -> str:
        """The word in lower case."""
        return self._lows[i]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for i, w in enumerate(self._words):
            out.setdefault(w, []).append(i)
        return out

    def places(self, word: str) -> Sequence[int]:
        """Where a word stands, exactly as written."""
        return self._places.get(word, ())

    def lemma(self, i: int) -> str:
        """Its dictionary form; a name as written."""
        return self.parse.lemma[i]

    def upos(self, i: int) -> str:
        """Its UPOS tag."""
        return self.parse.upos[i]

    def rel(self, i: int) -> str:
        """Its UD relation to its head, subtype included."""
        return self.parse.rel[i]

    def head(self, i: int) -> int | None:
        """Its head; None for the root of a sentence."""
        h = self.parse.head[i]
        return h if h >= 0 else None

    def feat(self, i: int, name: str) -> str | None:
        """One UD feature's value: `feat(i, "Tense")` gives `Past`."""
        written = self.parse.feats[i]
        found = self._feats.get(written)
        if found is None:
            found = dict(p.split("=", 1) for p in written.split("|") if "=" in p)
            self._feats[written] = found
        return found.get(name)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names as BIO over PER, ORG and LOC, the classes that rules ask for: places with a government are LOC here."""
        told = {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
        return tuple(f"{tag[:2]}{told[tag[2:]]}" if tag[2:] in told else "O" for tag in self.parse.entity)

    def at(self, offset: int) -> int | None:
        """The word that covers a character offset of the text."""
        starts = self.parse.start
        lo, hi = 0, len(starts)
        while lo < hi:
            mid = (lo + hi) // 2
            lo, hi = (mid + 1, hi) if starts[mid] <= offset else (lo, mid)
        return lo - 1 if lo and offset < self.parse.end[lo - 1] else None

    def words_in(self, span: Span) -> range:
        """The words that lie wholly or partly in a span."""
        inside = [i for i in self._around(span) if self.parse.start[i] < span.end and span.start < self.parse.end[i]]
        return range(inside[0], inside[-1] + 1) if inside else range(0)

    def _around(self, span: Span) -> range:
        lo = max(0, bisect_left(self.parse.start, span.start) - 1)
        return range(lo, bisect_left(self.parse.start, span.end))

    def span(self, words: Iterable[int]) -> Span:
        """From the first to the last of these words."""
        found = list(words)
        return Span(self.parse.start[min(found)], self.parse.end[max(found)])

    # ---- sentences and blocks
    @cached_property
    def _sentence_of(self) -> tuple[int, ...]:
        return tuple(k for k, s in enumerate(self.parse.sentences) for _ in range(s.first, s.end))

    def sentence_index(self, i: int) -> int:
        """Which sentence a word stands in, counted over the text."""
        return self._sentence_of[i]

    def sentence(self, i: int) -> Sentence:
        """The sentence a word stands in."""
        return self.parse.sentences[self._sentence_of[i]]

    def block_index(self, i: int) -> int:
        """Which block a word stands in."""
        return self.sentence(i).block

    def block_kind(self, i: int) -> BlockKind:
        """What that block is on the page."""
        return self.parse.blocks[self.block_index(i)][0]

    def in_body(self, i: int) -> bool:
        """Not in a headline, byline, dateline or caption: rows come from the body alone."""
        return self.block_kind(i) in ("paragraph", "quote", "list")

    def body_words(self) -> Iterator[int]:
        """The words of the body, in text order."""
        for s in self.parse.sentences:
            if self.parse.blocks[s.block][0] in ("paragraph", "quote", "list"):
                yield from range(s.first, s.end)

    # ---- downwards and upwards
    def children(self, i: int, *relations: str) -> tuple[int, ...]:
        """Dependents in text order, all or those with one of these relations (subtypes included)."""
        below = self._below[i]
        if not relations or not below:
            return below
        rel, broad = self.parse.rel, self._broad
        return tuple([c for c in below if rel[c] in relations or broad[c] in relations])

    def child(self, i: int, *relations: str) -> int | None:
        """The first such dependent."""
        rel, broad = self.parse.rel, self._broad
        for c in self._below[i]:
            if not relations or rel[c] in relations or broad[c] in relations:
                return c
        return None

    def is_rel(self, i: int, *relations: str) -> bool:
        """Whether its relation is one of these or a subtype of one."""
        return self.parse.rel[i] in relations or self._broad[i] in relations

    def subtree(self, i: int, without: tuple[str, ...] = ()) -> tuple[int, ...]:
        """The word and all below it, in text order; branches that hang by a relation in `without` are left out."""
        out, todo = [i], [i]
        while todo:
            for c in self._below[todo.pop()]:
                if not (without and self.is_rel(c, *without)):
                    out.append(c)
                    todo.append(c)
        return tuple(sorted(out))

    def ancestors(self, i: int) -> Iterator[int]:
        """Head, head's head, … up to the sentence's root."""
        h = self.parse.head[i]
        while h >= 0:
            yield h
            h = self.parse.head[h]

    def is_below(self, i: int, top: int) -> bool:
        """Whether `top` is the word itself or above it."""
        return i == top or top in self.ancestors(i)

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """The word and what is coordinated with it: `Russia and Israel` from `Russia`."""
        out = [i]
        for j in out:
            out.extend(c for c in self._below[j] if self.parse.rel[c] == "conj")
        return tuple(sorted(out))

    def first_conjunct(self, i: int) -> int:
        """Upwards through coordination."""
        while self.parse.rel[i] == "conj" and self.parse.head[i] >= 0:
            i = self.parse.head[i]
        return i

    # ---- clauses
    def is_verbal(self, i: int) -> bool:
        """A verb, or a predicate with a copula (`is ready`)."""
        return self.parse.upos[i] == "VERB" or self.child(i, "cop") is not None

    def clause_of(self, i: int) -> int:
        """The predicate whose clause a word stands in: the nearest verbal word at or above it, else the root."""
        here = i
        while not self.is_verbal(here) and self.parse.head[here] >= 0:
            here = self.parse.head[here]
        return here

    def is_passive(self, verb: int) -> bool:
        """Whether the subject undergoes what the verb tells."""
        return bool(self.children(verb, "nsubj:pass", "aux:pass", "csubj:pass")) or (
            self.feat(verb, "Voice") == "Pass" and self.rel(verb).startswith("acl")
        )

    def own_subject(self, verb: int) -> int | None:
        """The subject in the verb's own clause, passive or not; not `there`."""
        return next((c for c in self.children(verb, "nsubj", "csubj")), None)

    def subject(self, verb: int) -> int | None:
        """Who does it (or undergoes it, in a passive): the subject, or the one understood.

        Understood subjects: of a coordinated verb, the first verb's; of an open complement, the governing verb's object
        if it has one, else its subject; of a participle or infinitive on a noun, that noun; of an adverbial participle
        or infinitive, the main clause's subject. A relative pronoun gives the noun it stands for.
        """
        seen: set[int] = set()
        while verb not in seen:
            seen.add(verb)
            found = self.own_subject(verb)
            if found is not None:
                return self._antecedent(found, verb)
            h, rel = self.parse.head[verb], self.parse.rel[verb]
            if h < 0:
                return None
            if rel == "conj":
                verb = h
            elif rel == "xcomp":
                controlled = self.child(h, "obj", "iobj")
                if controlled is not None and self.lemma(h) not in SUBJECT_CONTROL:
                    return controlled
                verb = h
            elif rel in ("acl", "acl:relcl"):
                if rel == "acl" and self.feat(verb, "VerbForm") == "Inf":
                    return None  # `a plan to attack`: who would act is not in the tree
                return h
            elif rel == "advcl" and self.feat(verb, "VerbForm") in ("Part", "Ger", "Inf"):
                verb = h
            else:
                return None
        return None

    def _antecedent(self, pronoun: int, verb: int) -> int:
        if self.feat(pronoun, "PronType") == "Rel" or self.low(pronoun) in ("who", "which", "that", "whom"):
            top = self.first_conjunct(verb)
            if self.rel(top) == "acl:relcl" and self.parse.head[top] >= 0:
                return self.restricted(top)
        return pronoun

    def restricted(self, relative: int) -> int:
        """The noun that a relative clause says something of.

        In `the first judge of the court, which sits in Bonn, who dissented` the second clause tells which judge:
        a noun takes one such clause, and `only`, ordinals and superlatives ask for one.
        """
        noun = self.parse.head[relative]
        above = self.parse.head[noun]
        earlier = any(c < relative for c in self.children(noun, "acl:relcl"))
        if not earlier or above < 0 or not self.is_rel(noun, "nmod"):
            return noun
        singled = any(self.low(c) in SINGLING or self.feat(c, "Degree") == "Sup" for c in self.children(above, "amod", "advmod"))
        return above if singled else noun

    def objects(self, verb: int) -> tuple[int, ...]:
        """Direct and indirect objects with their conjuncts; in a passive the undergoer stands as subject."""
        return tuple(x for o in self.children(verb, "obj", "iobj") for x in self.conjuncts(o))

    def agent(self, verb: int) -> int | None:
        """The by-phrase of a passive."""
        by = self.child(verb, "obl:agent")
        if by is not None:
            return by
        return next((o for o in self.obliques(verb, "by")), None) if self.is_passive(verb) else None

    def obliques(self, verb: int, *prepositions: str) -> tuple[int, ...]:
        """Oblique or nominal modifiers introduced by one of these prepositions (all, if none is given)."""
        return tuple(c for c in self.children(verb, "obl", "nmod") if not prepositions or self.preposition(c) in prepositions)

    def preposition(self, i: int) -> str | None:
        """The preposition of a noun or clause, lower case; fixed ones joined: `because of`, `according to`."""
        case = self.child(i, "case", "mark")
        if case is None:
            return None
        return " ".join(self.low(w) for w in (case, *self.children(case, "fixed")))

    def complements(self, verb: int) -> tuple[int, ...]:
        """Clauses a verb or noun takes as its content: ccomp and xcomp."""
        return self.children(verb, "ccomp", "xcomp")

    # ---- what the clause claims
    def auxiliaries(self, verb: int) -> tuple[str, ...]:
        """Auxiliaries and copula of a predicate, lower case."""
        return tuple(self.low(c) for c in self.children(verb, "aux", "cop"))

    def tense(self, verb: int) -> Tense:
        """Tense of the finite part of a clause; `will`, `shall`, `is to`, `is going to` are future."""
        aux = self.children(verb, "aux", "cop")
        if any(self.low(a) in FUTURE_AUXILIARIES for a in aux):
            return "future"
        for w in (*aux, verb):
            if self.feat(w, "VerbForm") == "Fin" or w != verb:
                value = self.feat(w, "Tense")
                if value in ("Past", "Pres"):
                    return "past" if value == "Past" else "present"
        return "past" if self.feat(verb, "Tense") == "Past" and self.feat(verb, "VerbForm") == "Fin" else "none"

    def modal(self, verb: int) -> str | None:
        """The modal auxiliary of a clause, in its dictionary form (`will`, `would`, `can`, …)."""
        for a in self.children(verb, "aux"):
            low = self.low(a).replace("’", "'")
            if low in MODALS:
                return {"wo": "will", "'ll": "will", "ca": "can", "'d": "would"}.get(low, low)
        return None

    def negation(self, i: int) -> int | None:
        """The word that negates a predicate or noun: `not`, `never`, a determiner `no`, `neither`, a negative subject."""
        for c in self.children(i, "advmod", "det", "cc:preconj", "cc"):
            if self.low(c) in NEGATIONS:
                return c
        if self.is_verbal(i):
            for c in self.children(i, "nsubj", "obj"):
                if self.low(c) in NEGATIONS:
                    return c
                for d in self.children(c, "det"):
                    if self.low(d) in ("no", "neither"):
                        return d
        return None

    # ---- quotation marks
    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """What stands between quotation marks, without the marks, block by block.

        A quotation that a paragraph leaves open and the next opens anew runs to that paragraph's end.
        """
        out: list[Span] = []
        for _, block in self.parse.blocks:
            out.extend(quoted_in(self.text, block))
        return tuple(out)

    @cached_property
    def _quoted_words(self) -> frozenset[int]:
        starts = self.parse.start
        return frozenset(i for q in self.quoted for i in range(bisect_left(starts, q.start), bisect_left(starts, q.end)))

    def in_quotes(self, i: int) -> bool:
        """Whether a word stands between quotation marks."""
        return i in self._quoted_words


SINGLING = frozenset({"only", "sole", "first", "second", "third", "last", "next"})
SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten", "swear", "offer", "agree"})


def quoted_in(text: str, block: Span) -> list[Span]:
    """Quotations of one block by its double marks (straight, curly, doubled single), marks left out.

    A straight mark opens when what stands before it is a space, a dash or an opening bracket, or the block's edge.
    """
    out: list[Span] = []
    opened: int | None = None
    for mark in MARK.finditer(text, block.start, block.end):
        c = '"' if mark[0] in ("''", "``") else mark[0]
        if opened is None and c not in CLOSING:
            opened = mark.end()
        elif opened is not None and c not in OPENING:
            out.append(Span(opened, mark.start()))
            opened = None
    if opened is not None and opened < block.end:
        out.append(Span(opened, block.end))
    return out
