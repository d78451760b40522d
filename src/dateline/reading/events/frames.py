"""Which words tell of an act, in which sense, and what clause or noun stands inside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dateline.foundation.cast import Cast
from dateline.reading.events.ellipsis import antecedent_of, ellipses
from dateline.reading.events.lexicon import OBJECT_OF_VERB, Sense, Words, classes, nouns, senses, verdicts
from dateline.reading.events.phrases import actors_in, antecedent, key, objects_of, phrases, subject_of
from dateline.reading.tree import Tree

GERUND_AFTER = frozenset({"of", "from", "on", "to", "in", "at", "against", "into", "for", "with", "about", "over"})
THINGS = frozenset(
    {"it", "this", "that", "these", "those", "which", "what", "nothing", "none", "something", "everything", "anything"}
)
OPEN = ("xcomp", "ccomp", "advcl")
BARE_NOUN = ("compound", "amod", "nmod:desc", "flat", "fixed")


@dataclass(frozen=True)
class Frame:
    """A word in one sense; `insides` are heads of the clauses and nouns it governs, `partner` its particle.

    `echo` is the verb an elliptical one stands for: `Peru signed. Chile did not.`
    """

    word: int
    sense: Sense
    partner: int | None = None
    insides: tuple[int, ...] = ()
    echo: int | None = None


def _chain(around: dict[int, Frame], word: int) -> Iterator[int]:
    """A word and those that govern it, outwards: two frames that each take the other in would never end."""
    yield word
    while (frame := around.get(word)) is not None:
        word = frame.word
        yield word


class Frames:
    """All frames of a report, by word; and for a word inside a frame, the frame it is inside of."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree, self._cast = tree, cast
        self.by_word = {f.word: f for i in range(len(tree)) if (f := self._frame(i)) is not None}
        for i in ellipses(tree):
            ante = antecedent_of(tree, i, self.by_word)
            if ante is not None:
                self.by_word[i] = Frame(i, self.by_word[ante].sense, echo=ante)

    @cached_property
    def around(self) -> dict[int, Frame]:
        """Word to the frame that governs it; only senses that say something of what is inside."""
        out: dict[int, Frame] = {}
        for frame in self.by_word.values():
            if frame.sense.inner is not None:
                for w in frame.insides:
                    free = w not in out or self._is_aside(out[w].word, w)
                    if free and w not in _chain(out, frame.word):
                        out[w] = frame
        return out

    def _is_aside(self, word: int, noun: int) -> bool:
        """Below the noun it governs: in `the vote, set for May, was put off` the vote is put off in the end."""
        return self.tree.is_below(word, noun)

    def _frame(self, i: int) -> Frame | None:
        found = [(way, p) for way, p in self._ways(i) if self._fits(i, way.sense, p)]
        if not found:
            return None
        found.reverse()  # of equals the entry written last, in the table of narrower senses
        way, partner = max(found, key=lambda f: (f[1] is not None, f[0].sense.weight))
        return Frame(i, way.sense, partner, insides(self.tree, i, way.sense, partner))

    def _ways(self, i: int) -> Iterator[tuple[Words, int | None]]:
        part = self._part(i)
        for way in senses(part).get(key(self.tree, i), ()) if part else ():
            if way.partner is None:
                yield way, None
            elif (p := self._partner(i, way.partner)) is not None:
                yield way, p

    def _part(self, i: int) -> str | None:
        tree, upos = self.tree, self.tree.upos(i)
        if upos in ("VERB", "AUX") and tree.is_rel(i, "amod", "compound"):
            return None
        if upos in ("VERB", "AUX"):
            return "verbs" if upos == "VERB" or not tree.is_rel(i, "aux", "cop") else None
        if upos == "ADJ":
            return "adjectives" if not tree.is_rel(i, "amod") else None
        bare = (tree.rel(i).startswith(BARE_NOUN) and not tree.children(i, "acl")) or _is_split_compound(tree, i)
        month = upos == "PROPN" and tree.word(i) in ("March", "May")
        if upos in ("NOUN", "PROPN") and not (bare or month):
            return "nouns" if tree.names[i] == "O" else None
        return None

    def _partner(self, i: int, word: str) -> int | None:
        tree = self.tree
        near = [c for c in tree.children(i) if tree.low(c) == word or tree.lemma(c).lower() == word]
        loose = ("compound", "advmod", "amod", "case", "obj", "fixed", "mark", "nummod")
        found = next((c for c in near if tree.is_rel(c, *loose)), None)
        after = i + 1
        taken = (
            after < len(tree) and tree.low(after) == word and tree.rel(after) == "case" and tree.head(tree.parse.head[after]) == i
        )
        if found is not None or tree.upos(i) != "VERB":
            return found
        return after if taken else self._out_of(i, word)

    def _out_of(self, verb: int, word: str) -> int | None:
        """The particle that the parse joins to the next preposition: `pulled its men out of the valley`."""
        tree = self.tree
        cases = (k for c in tree.children(verb, "obl") for k in tree.children(c, "case"))
        return next((k for k in cases if tree.low(k) == word and tree.low(k + 1) in ("of", "from")), None)

    def _fits(self, i: int, sense: Sense, partner: int | None) -> bool:
        tree = self.tree
        if sense.object and not self._object_fits(i, sense.object, partner):
            return False
        if sense.needs and not any(_has_preposition(tree, i, p) for p in sense.needs):
            return False
        if any(_has_preposition(tree, i, p) for p in sense.without):
            return False
        if sense.clause and not any(_form(tree, c) in sense.clause for c in _clauses(tree, i, sense)):
            return False
        if sense.clause_not and any(tree.lemma(c) in sense.clause_not for c in tree.children(i, "xcomp", "ccomp")):
            return False
        if sense.child and not any(tree.lemma(c).lower() in sense.child for c in tree.children(i)):
            return False
        if sense.verdict and verdict_of(tree, i) != sense.verdict:
            return False
        if sense.phrase and not any(key(tree, x) in sense.phrase for p in sense.needs for x in phrases(tree, i, p)):
            return False
        if sense.place and not any(self._is_place(x) for p in sense.needs for x in phrases(tree, i, p)):
            return False
        if sense.without_clause and any(_form(tree, c) == "to" or not tree.is_rel(c, "advcl") for c in tree.children(i, *OPEN)):
            return False
        return (not sense.passive or tree.is_passive(i)) and self._subject_fits(i, sense)

    def _object_fits(self, i: int, demands: tuple[str, ...], partner: int | None) -> bool:
        found = objects_of(self.tree, i, partner)
        if not found:
            return "@none" in demands and not self.tree.children(i, "xcomp", "ccomp")
        return self._any(found, demands)

    def _subject_fits(self, i: int, sense: Sense) -> bool:
        if not (sense.subject or sense.subject_not):
            return True
        tree, acts = self.tree, sense.subject == ("@act",) or sense.subject_not
        passive = tree.is_passive(i) and not acts
        subject = tree.agent(i) if passive else subject_of(tree, i)
        words = tree.conjuncts(antecedent(tree, subject)) if subject is not None else ()
        if sense.subject_not and self._any(words, sense.subject_not):
            return False
        if not words and passive:
            return sense.actorless or "@actor" in sense.subject or not sense.subject
        if not sense.subject or (not words and i in self._governed):
            return True
        theirs = "@actor" in sense.subject and any(self._acts(w) for w in words)
        return theirs or (bool(words) and self._any(words, sense.subject))

    @cached_property
    def _governed(self) -> frozenset[int]:
        """Verbs without a finite clause of their own: who acts in them may be named elsewhere."""
        tree = self.tree
        return frozenset(
            i for i in range(len(tree)) if tree.feat(i, "VerbForm") in ("Inf", "Ger", "Part") and tree.own_subject(i) is None
        )

    def _any(self, words: tuple[int, ...], demands: tuple[str, ...]) -> bool:
        if not words:
            return "@none" in demands
        counted = (x for w in words if self.tree.upos(w) in ("DET", "PRON", "NUM", "ADJ") for x in phrases(self.tree, w, "of"))
        return any(self._is(w, d) for w in (*words, *counted) for d in demands)  # `any of the men` are men

    def _is_place(self, w: int) -> bool:
        return self.tree.names[w] != "O" or bool(self._cast.at(w))

    def _acts(self, w: int) -> bool:
        """A subject that names somebody, if only inside it, and is no event itself (`his trip comes`)."""
        if key(self.tree, w) in senses("nouns") and not self._cast.at(w):
            return False
        return bool(actors_in(self.tree, self._cast, w)) or _is_nobody(self.tree, w)

    def _somebody(self, w: int) -> bool:
        return self.tree.upos(w) == "PRON" and self.tree.low(w) not in THINGS

    def is_person(self, w: int) -> bool:
        """People, named or not."""
        return self.tree.upos(w) in ("NOUN", "PROPN", "NUM", "PRON", "DET", "ADJ") and self._is(w, "@person")

    def is_armed(self, w: int) -> bool:
        """What somebody strikes with: `a drone hit a convoy`."""
        return self._is(w, "@weapon")

    def _is(self, w: int, demand: str) -> bool:
        lemma = key(self.tree, w)
        if demand == "@actor":
            named = self.tree.names[w] != "O" or (self.tree.upos(w) == "PRON" and self.tree.feat(w, "Person") is not None)
            theirs = lemma in nouns("person") and actors_in(self.tree, self._cast, w)
            return (named and lemma != "it") or bool(self._cast.at(w) or theirs)
        if demand == "@person":
            named = self.tree.names[w].endswith("PER") or bool(self._cast.at(w))
            return named or lemma in nouns("person") or self.tree.upos(w) == "NUM" or self._somebody(w)
        if demand[1:] in classes():
            return lemma in nouns(demand[1:])
        if demand == "@act":
            return lemma in senses("nouns")
        return demand == "@any" or lemma == demand or self.tree.low(w) == demand


def verdict_of(tree: Tree, verb: int) -> str | None:
    """What `called X Y` thinks of X: `good` or `bad` by the words of Y; an image of its own in quotation marks is no praise."""
    y = _judgement(tree, verb)
    if not y:
        return None
    found = next((verdicts()[w] for i in y for w in (tree.low(i), tree.lemma(i).lower()) if w in verdicts()), None)
    if found is not None:
        denied = any(tree.low(i) in ("not", "no", "neither", "hardly") for i in y)
        return {"good": "bad", "bad": "good"}[found] if denied else found
    own = not tree.in_quotes(verb)  # inside a longer quotation every word is quoted
    return "bad" if own and any(tree.in_quotes(i) and tree.upos(i) == "NOUN" for i in y) else None


def _judgement(tree: Tree, verb: int) -> tuple[int, ...]:
    """The words of Y in `called X Y` and `described X as Y`, wherever the parse hangs them."""
    objects = tree.children(verb, "obj", "iobj")
    heads = [*tree.children(verb, "xcomp"), *objects[1:]]
    heads += [a for o in objects[:1] for a in tree.children(o, "appos", "amod", "acl", "parataxis") if a > o]
    heads += [o for o in tree.children(verb, "obl", "advcl") if tree.preposition(o) == "as"]
    heads += [o for o in objects[:1] if tree.in_quotes(o) and not tree.in_quotes(verb)]
    return tuple(w for h in heads for w in tree.subtree(h, without=("acl:relcl", "advcl", "conj:outer")))


def _is_split_compound(tree: Tree, i: int) -> bool:
    """`an aid embargo` parsed as two objects: the first only modifies the second."""
    j = i + 1
    return tree.is_rel(i, "obj") and j < len(tree) and tree.rel(j) == tree.rel(i) and tree.head(j) == tree.head(i)


def _is_nobody(tree: Tree, w: int) -> bool:
    return tree.feat(w, "PronType") == "Neg" or any(tree.feat(d, "PronType") == "Neg" for d in tree.children(w, "det"))


def _has_preposition(tree: Tree, i: int, preposition: str) -> bool:
    if phrases(tree, i, preposition):
        return True
    return any(tree.preposition(c) == preposition for c in tree.children(i, "advcl", "acl"))


def insides(tree: Tree, i: int, sense: Sense, partner: int | None = None) -> tuple[int, ...]:
    """Heads of what a word governs: clauses as complements, event nouns as object or after its preposition."""
    found = [*_clauses(tree, i, sense), *_nouns(tree, i, sense, partner)]
    return tuple(dict.fromkeys(x for w in found for x in _with_conjuncts(tree, w)))


def _with_conjuncts(tree: Tree, w: int) -> tuple[int, ...]:
    """The word and what shares its place: not a verb with a subject, or a tense, that the first has not."""
    finite = is_finite(tree, w)
    return tuple(c for c in tree.conjuncts(w) if c == w or (tree.own_subject(c) is None and is_finite(tree, c) == finite))


def is_finite(tree: Tree, v: int) -> bool:
    """A verb with tense, mood or an auxiliary that has them; nouns are not."""
    return any(tree.feat(w, "VerbForm") == "Fin" for w in (v, *tree.children(v, "aux", "cop")))


def _clauses(tree: Tree, i: int, sense: Sense) -> Iterator[int]:
    outer = tree.head(i)
    if tree.rel(i).startswith("nsubj") and outer is not None and tree.child(outer, "cop") and _form(tree, outer) == "to":
        yield outer  # `the idea was to split the firm`
    settled = False
    for c in tree.children(i, "xcomp", "ccomp", "acl", "advcl"):
        form = _form(tree, c)
        if form not in sense.complement or (c < i and form != "that") or not _is_content(tree, c):
            continue
        if tree.rel(c) == "advcl":
            mark = tree.preposition(c)
            if form == "that" or settled or not ((form == "to" and mark == "to") or mark in (sense.via or GERUND_AFTER)):
                continue
        settled = True
        yield c


def _is_content(tree: Tree, c: int) -> bool:
    """Not a relative clause; one that has `that`, a subject and an object of its own is a content clause misread."""
    if tree.rel(c) != "acl:relcl":
        return True
    marked = any(tree.low(m) == "that" for m in tree.children(c, "mark"))
    return marked and tree.own_subject(c) is not None and bool(tree.objects(c))


def _form(tree: Tree, c: int) -> str:
    """`to` (also a bare infinitive), `ing` or `that` (finite)."""
    if tree.feat(c, "VerbForm") == "Ger" or (tree.low(c).endswith("ing") and not tree.children(c, "aux", "cop")):
        return "ing"
    infinitive = any(tree.low(m) == "to" for m in (c, *tree.children(c, "mark")))
    if infinitive or (tree.feat(c, "VerbForm") == "Inf" and not tree.children(c, "aux", "cop")):
        return "to"
    return "that"


def _misread_subject(tree: Tree, i: int) -> Iterator[int]:
    """`said reports that X did it were false`: the parse hangs the verdict below the noun or beside it."""
    head = tree.head(i)
    if tree.rel(i) == "ccomp" and head is not None:
        near = (head, *tree.children(head, "obj", "nsubj"))
        yield from (
            n
            for n in near
            if n < i
            and tree.upos(n) == "NOUN"
            and any(_form(tree, c) == "that" for c in tree.children(n, "acl", "ccomp") if c < i)
        )


def _nouns(tree: Tree, i: int, sense: Sense, partner: int | None) -> Iterator[int]:
    if "subject" in sense.complement:
        yield from (x for c in tree.children(i, "nsubj") for x in tree.conjuncts(antecedent(tree, c)))
        yield from _misread_subject(tree, i)
    if "np" not in sense.complement:
        return
    verbal = tree.upos(i) in ("VERB", "AUX")
    if verbal and (not sense.via or OBJECT_OF_VERB in sense.via):
        yield from objects_of(tree, i, partner)
    for p in sense.via or (() if verbal else ("of", "for", "on", "to")):
        yield from phrases(tree, i, p)
