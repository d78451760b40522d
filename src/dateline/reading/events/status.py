"""Whether an act happened: polarity and mode, composed from the root of the sentence down to the word.

A clause's own words (auxiliaries, negation, marks) give its own claim; each governing word changes it by its signature
(Nairn, Condoravdi & Karttunen 2006; the modes after Saurí & Pustejovsky 2009, FactBank).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from dateline.foundation.rows import Statement, Status
from dateline.reading.events.ellipsis import went_undone
from dateline.reading.events.frames import Frame, Frames, is_finite
from dateline.reading.events.lexicon import senses
from dateline.reading.events.phrases import key

WEAKEST_FIRST = ("conditional", "wanted", "possible", "planned", "ongoing", "happened")
CONDITION = frozenset({"if", "unless", "provided", "providing", "assuming", "lest"})
ON_COMPLETION = frozenset({"once", "until", "till"})
AFTERWARDS = frozenset({"when", "after", "before", "once", "until", "till", "while"})
ONLY = frozenset({"only", "just", "merely", "simply", "all"})
SAME_IN_PAST = frozenset({"hit", "shut", "cut", "set", "put", "hurt", "quit", "split", "shed", "burst", "cast", "thrust"})
ORDINALS = frozenset({"first", "last", "second", "third", "only", "latest"})
NOT_DONE = frozenset({"without", "instead of", "rather than", "instead", "rather", "than"})


@dataclass(frozen=True)
class Claim:
    """What is claimed of an act: its mode, and whether it is denied."""

    mode: str = "happened"
    negated: bool = False

    @property
    def status(self) -> Status:
        """`negated` shows where the sign is negative, unless nothing is settled at all."""
        shown = self.mode if self.mode in ("possible", "conditional") or not self.negated else "negated"
        return cast(Status, shown)

    def at_most(self, mode: str) -> Claim:
        """No stronger than a mode."""
        return replace(self, mode=weaker(self.mode, mode))


def weaker(a: str, b: str) -> str:
    """The less settled of two modes."""
    return min(a, b, key=WEAKEST_FIRST.index)


class Statuses:
    """Claims of the words of one report."""

    def __init__(self, frames: Frames, statements: tuple[Statement, ...]) -> None:
        self._frames, self._tree, self._statements = frames, frames.tree, statements
        self._known: dict[int, Claim] = {}

    def of(self, word: int) -> Claim:
        """The claim made of the act a word tells of."""
        if word not in self._known:
            self._known[word] = Claim("possible")  # a cycle through a bad parse ends here
            found = self._claim(word)
            undone = found.mode == "planned" and not found.negated and went_undone(self._tree, word)
            self._known[word] = replace(found, negated=True) if undone else found
        return self._known[word]

    def _claim(self, w: int) -> Claim:
        verbal = self._tree.upos(w) in ("VERB", "AUX") or self._tree.child(w, "cop") is not None
        own = self._own(w) if verbal else self._noun(w)
        frame = self._frames.around.get(w)
        if frame is not None:
            found = composed(self._outer(frame), self._sign(frame), own)
            if self._turned_down(frame) or self._called_false(w):
                found = replace(found, negated=True)
            open_yet = found.mode not in ("happened", "ongoing") and not found.negated
            return found.at_most("conditional") if open_yet and self.hangs_on(frame.word) is not None else found
        if self._called_false(w):
            return replace(own, negated=True)
        return self._placed(w, own) if verbal else own

    def _called_false(self, w: int) -> bool:
        """`reports that X did it were false`, read off the words: the parse often fails on such a verdict."""
        tree, s = self._tree, self._tree.sentence(w)
        told = [i for i in range(s.first, w) if tree.low(i + 1) == "that" and key(tree, i) in senses("nouns")]
        verdicts = [i for i in range(w + 1, s.end) if tree.child(i, "cop") is not None]
        ways = [way for v in verdicts for way in senses("adjectives").get(key(tree, v), ())]
        return bool(told) and any(way.sense.inner == "negated" and "subject" in way.sense.complement for way in ways)

    def _turned_down(self, frame: Frame) -> bool:
        """What is inside an offer or request that was refused: `rejected an offer of talks`."""
        around = self._frames.around.get(frame.word)
        if around is None or around.sense.stance != "refuses" or around.sense.inner != "presupposed":
            return False
        return not self.of(around.word).negated

    def _outer(self, frame: Frame) -> Claim:
        """The claim of a governing word for what is inside it: an attempt `to no avail` came to nothing."""
        outer = self.of(frame.word)
        tries = frame.sense.conative or frame.sense.attempt
        return replace(outer, negated=True) if tries and self._in_vain(frame.word) else outer

    def _sign(self, frame: Frame) -> tuple[str, str]:
        if self._lapsed(frame):
            return "negated", "negated"
        if frame.sense.inner != "put-off":
            return frame.sense.inner or "possible", frame.sense.inner_not
        return "negated", frame.sense.inner_not

    def _lapsed(self, frame: Frame) -> bool:
        """`were supposed to`, `had planned to`: an intention told as past, by the report itself, came to nothing."""
        tree, w, sense = self._tree, frame.word, frame.sense
        if sense.type is not None or sense.inner not in ("planned", "wanted") or tree.rel(w) == "ccomp":
            return False
        before = any(tree.low(a) == "had" for a in tree.children(w, "aux"))
        return before or (sense.lapsed and tree.tense(w) == "past")

    def came_to_nothing(self, word: int) -> bool:
        """Planned in the past and not done, without a word that calls it off: `were to have met`, `was due to`."""
        around = self._frames.around.get(word)
        return (around is not None and self._lapsed(around)) or (self._counterfactual(word) and self._is_to(word))

    def was_to(self, frame: Frame) -> bool:
        """Whether it was planned in the past tense of the report itself: `was to open`, `was due to open`."""
        around = self._frames.around.get(frame.word)
        w = around.word if around is not None and around.sense.inner == "planned" else frame.word
        return self._tree.tense(w) == "past" and self._tree.rel(w) != "ccomp" and (around is None or around.sense.type is None)

    def shown(self, frame: Frame) -> Status:
        """The status of a row: having tried counts for acts that an attempt already is."""
        around = self._frames.around.get(frame.word)
        claim = self.of(frame.word)
        if around is not None and around.sense.conative and frame.sense.attempt:
            claim = self.of(around.word)
        return replace(claim, negated=claim.negated != frame.sense.negative).status

    # ---- a clause by itself
    def _own(self, v: int) -> Claim:
        mode, negated = self._mode(v), self._is_negated(v)
        if self._counterfactual(v):
            return Claim("happened", negated=True)
        if self.hangs_on(v) is not None and (mode != "happened" or not is_finite(self._tree, v)):
            mode = "conditional"
        if negated and mode == "possible" and self._tree.modal(v) in ("would", "could", "can"):
            mode = "happened"
        if self._is_question(v):
            mode = weaker(mode, "possible")
        return Claim(mode, negated)

    def _mode(self, v: int) -> str:
        tree = self._tree
        modal = tree.modal(v) or (tree.low(v) if tree.upos(v) == "AUX" else None)
        if modal in ("will", "shall") or self._is_to(v):
            return "planned"
        if modal == "would":
            return self._would(v)
        if modal in ("may", "might", "can", "could"):
            return "possible"
        if modal in ("should", "must", "ought") or tree.feat(v, "Mood") == "Imp":
            return "wanted"
        finite = [a for a in tree.children(v, "aux", "cop") if tree.feat(a, "VerbForm") == "Fin"]
        if any(tree.feat(a, "Tense") == "Pres" and tree.low(a) != "has" for a in finite):
            return "happened" if any(tree.lemma(a) == "have" for a in finite) else "ongoing"
        if tree.feat(v, "Tense") == "Pres" and tree.feat(v, "VerbForm") == "Fin":
            return "happened" if self._is_past_form(v) else "ongoing"
        return "happened"

    def _is_past_form(self, v: int) -> bool:
        """A past the parse takes for a present: `forgave`, and `hit` of a single one, which would be `hits`."""
        tree, low, lemma = self._tree, self._tree.low(v), self._tree.lemma(v).lower()
        if low == lemma:
            subject = tree.own_subject(v)
            return low in SAME_IN_PAST or (subject is not None and self._is_one(subject))
        return not low.endswith("s")

    def _is_one(self, subject: int) -> bool:
        """A third person singular."""
        tree = self._tree
        third = tree.feat(subject, "Person") in (None, "3") and tree.upos(subject) in ("NOUN", "PRON")
        return third and tree.feat(subject, "Number") == "Sing" and len(tree.conjuncts(subject)) == 1

    def _is_to(self, v: int) -> bool:
        """`is to meet`, `were to be heard`; not `was to have met`, which did not come about."""
        marks = [m for m in self._tree.children(v, "mark", "advmod") if self._tree.low(m) in ("to", "due")]
        before = [a for a in self._tree.children(v, "aux", "cop") if self._tree.lemma(a) == "be"]
        return any(a < m for a in before for m in marks)

    def _would(self, v: int) -> str:
        tree = self._tree
        if any(tree.low(c) in ("rather", "like", "prefer") for c in tree.children(v, "advmod")) or tree.lemma(v) in (
            "like",
            "prefer",
        ):
            return "wanted"
        return "planned" if self._reported(v) else "possible"

    def _reported(self, v: int) -> bool:
        """Inside somebody's words, where `would` is the future seen from then."""
        at = self._tree.parse.start[v]
        if any(s.start <= at < s.end for st in self._statements for s in st.content):
            return True
        top = self._tree.first_conjunct(v)
        return self._tree.rel(top) in ("ccomp", "parataxis")

    def _counterfactual(self, v: int) -> bool:
        """`would have come`, `was to have come`, `had it come, …`."""
        tree = self._tree
        aux = tree.children(v, "aux", "cop")
        have = [a for a in aux if tree.low(a) == "have" or (tree.low(a) == "had" and self._is_to(v))]
        if have and ((tree.modal(v) == "would" and self.hangs_on(v) is None) or self._is_to(v)):
            return True
        return any(tree.low(a) in ("had", "were") and self._inverted(v, a) for a in aux)

    def _inverted(self, v: int, aux: int) -> bool:
        subject = self._tree.own_subject(v)
        first = min(self._tree.subtree(v, without=("punct", "cc", "discourse", "conj", "parataxis")))
        closed = self._tree.text[: self._tree.parse.end[self._tree.sentence(v).end - 1]].endswith("?")
        return subject is not None and aux < subject and aux == first and not closed

    def _is_negated(self, v: int) -> bool:
        tree = self._tree
        parts = tree.children(v, "advmod", "obl", "nsubj", "obj", "parataxis", "cc")
        if self._not_to(v) or any(self._denies(c, v) for c in parts):
            return True
        return tree.preposition(v) in NOT_DONE or any(
            tree.low(m) in ("without", "than") for m in tree.children(v, "mark", "case")
        )

    def _not_to(self, v: int) -> bool:
        """`not to start`, wherever the parse hangs the `not`."""
        marks = [m for m in self._tree.children(v, "mark") if self._tree.low(m) == "to"]
        return any(m > 0 and self._tree.low(m - 1) in ("not", "never") for m in marks)

    def _denies(self, c: int, v: int) -> bool:
        """A part of the clause that denies it: `no longer`, `nobody`, `few`, `neither of them`, `to no avail`."""
        tree = self._tree
        if tree.low(c) in ("not", "n't", "n’t"):
            return not (c > v and tree.low(c + 1) == "to") and tree.low(c + 1) not in ONLY
        if tree.low(c) in ("nor", "nobody", "none", "nothing", "never", "hardly", "scarcely", "seldom"):
            return True
        if tree.low(c) in ("few", "little", "neither"):
            return tree.rel(c).startswith(("nsubj", "cc")) or tree.low(c) == "neither"
        words = tree.children(c, "det", "advmod", "amod", "cc:preconj", "cc")
        none = ("no", "neither", "few", "little", "not")
        quantified = any(tree.low(d) in none and not self._a_few(d) and tree.low(d + 1) not in ONLY for d in words if d < c)
        if tree.is_rel(c, "obl", "parataxis"):
            return quantified and tree.lemma(c) in ("account", "mean", "way", "circumstance", "point", "time")
        return quantified and not (tree.is_rel(c, "advmod") and tree.low(c) != "longer")

    def _a_few(self, d: int) -> bool:
        before = d - 1
        return self._tree.low(d) in ("few", "little") and before >= 0 and self._tree.low(before) in ("a", "the", "these", "those")

    def _is_question(self, v: int) -> bool:
        tree, s = self._tree, self._tree.sentence(v)
        asks = any(tree.word(i) == "?" for i in range(max(s.first, s.end - 2), s.end))
        return asks or any(tree.low(m) == "whether" for m in tree.children(v, "mark", "advmod"))

    # ---- conditions
    def hangs_on(self, v: int) -> int | None:
        """The predicate of the condition a clause stands under: its own, or that of the saying it is part of."""
        tree, here = self._tree, v
        for _ in range(4):
            found = next(
                (c for c in tree.children(here, "advcl", "parataxis", "obl") if c != v and self._is_condition(c, v)), None
            )
            if found is not None:
                return found
            head = tree.head(here)
            if head is None or tree.rel(here) not in ("ccomp", "parataxis", "conj"):
                return None
            if tree.rel(here) == "conj" and tree.own_subject(here) is not None:
                return None
            here = head
        return None

    def _is_condition(self, c: int, main: int) -> bool:
        tree = self._tree
        if tree.low(c) in ("provided", "providing", "assuming") and tree.child(c, "ccomp") is not None:
            return True
        marks = [tree.low(m) for m in (*tree.children(c, "mark", "advmod", "case"), tree.subtree(c, without=("punct", "cc"))[0])]
        if "even" in marks or "as" in marks:
            return False
        if any(m in CONDITION for m in marks):
            return True
        unsettled = tree.modal(main) is not None or tree.tense(main) == "future" or self._is_negated(main)
        return unsettled and (
            (tree.is_verbal(c) and any(m in ON_COMPLETION for m in marks))
            or ("only" in marks and ("when" in marks or "after" in marks))
        )

    def _under_condition(self, v: int) -> bool:
        """Whether the clause itself states a condition."""
        tree, top = self._tree, self._tree.first_conjunct(v)
        head = tree.head(top)
        if head is None:
            return False
        if tree.rel(top) in ("advcl", "parataxis", "obl"):
            return self._is_condition(top, head) or any(tree.low(m) == "if" for m in tree.children(top, "mark"))
        return tree.rel(top) == "ccomp" and tree.low(head) in ("provided", "providing", "assuming")

    # ---- a clause in its place
    def _placed(self, v: int, own: Claim) -> Claim:
        tree, rel, head = self._tree, self._tree.rel(v), self._tree.head(v)
        if self._under_condition(v):
            return Claim("conditional", own.negated)
        if head is None:
            return own
        if rel == "conj":
            return self._conjunct(v, head, own)
        finite = bool(tree.children(v, "aux", "cop")) or tree.feat(v, "VerbForm") == "Fin"
        if rel == "advcl":
            return self._adverbial(v, head, own, finite)
        if rel in ("xcomp", "ccomp") and not finite:
            return self._open(v, head, own)
        if rel == "acl" and tree.feat(v, "VerbForm") == "Inf":
            return own.at_most("happened" if self._ordinal(head) else "wanted")
        if rel == "ccomp" and self.of(head).status in ("negated", "conditional"):
            return own.at_most("possible")
        return own

    def _open(self, v: int, head: int, own: Claim) -> Claim:
        outer = self.of(head)
        if self._tree.feat(v, "VerbForm") in ("Ger", "Part"):
            return Claim(weaker(outer.mode, own.mode), outer.negated != own.negated)
        return replace(own.at_most("possible"), negated=own.negated or outer.negated)

    def _conjunct(self, v: int, head: int, own: Claim) -> Claim:
        """A coordinated verb shares the first one's auxiliaries, unless it has its own or is finite itself."""
        tree = self._tree
        outer = self.of(head)
        own_words = tree.children(v, "aux", "cop") or tree.own_subject(v) is not None
        if own_words or (tree.feat(v, "VerbForm") == "Fin" and tree.feat(head, "VerbForm") == "Fin"):
            inside = tree.rel(tree.first_conjunct(v)) in ("advcl", "ccomp") and self._under_condition(v)
            return own.at_most("conditional") if inside else own
        contrast = any(tree.low(c) == "but" for c in tree.children(v, "cc"))
        return Claim(weaker(outer.mode, own.mode), own.negated or (outer.negated and not contrast))

    def _adverbial(self, v: int, head: int, own: Claim, finite: bool) -> Claim:
        tree, outer = self._tree, self.of(head)
        marks = {tree.low(m) for m in tree.children(v, "mark", "case", "advmod")}
        if "to" in marks and not finite and self._tree.lemma(head) in ORDINALS:
            return replace(outer, negated=outer.negated != own.negated)  # `was not the first to leave`
        if "to" in marks and not finite:
            on_the_way = outer == Claim("planned")
            vain = outer.status == "negated" and self._in_vain(head)
            return replace(own.at_most("planned" if on_the_way else "wanted"), negated=own.negated or vain)
        if not finite:
            return Claim(weaker(outer.mode, own.mode), own.negated)
        if (
            marks & AFTERWARDS
            and tree.tense(v) != "past"
            and weaker(outer.mode, "planned") == outer.mode
            and own.mode in ("ongoing", "happened")
        ):
            return own.at_most("planned")
        return own

    def _in_vain(self, head: int) -> bool:
        return any(self._tree.low(w) in ("avail", "vain") for w in self._tree.subtree(head))

    def _ordinal(self, noun: int) -> bool:
        """`the first leader to visit` visited."""
        return any(self._tree.low(c) in ORDINALS for c in self._tree.children(noun, "amod"))

    # ---- a noun
    def _noun(self, n: int) -> Claim:
        tree = self._tree
        negated = self._denied_noun(n)
        frame = self._frames.around.get(n)
        if frame is not None:
            return Claim("happened", negated and not self.of(frame.word).negated)  # one `no` denies verb and noun alike
        verb = self._governor(n)
        if verb is None:
            return Claim("happened", negated)
        outer = self.of(verb)
        if tree.is_rel(self._top(n), "nsubj"):
            return Claim("happened" if outer.mode == "ongoing" else outer.mode, negated)
        loose = not self._definite(n)
        mode = outer.mode if loose and outer.mode not in ("ongoing",) else "happened"
        return Claim(mode, negated or (outer.negated and any(tree.low(d) == "any" for d in tree.children(n, "det"))))

    def _denied_noun(self, n: int) -> bool:
        tree = self._tree
        words = [tree.low(d) for d in tree.children(n, "det", "advmod", "amod", "cc:preconj") if not self._a_few(d)]
        return any(w in ("no", "neither", "few", "little", "nor") for w in words) or tree.preposition(n) == "without"

    def _top(self, n: int) -> int:
        here, head = n, self._tree.head(n)
        while head is not None and not self._tree.is_verbal(head):
            here, head = head, self._tree.head(head)
        return here

    def _governor(self, n: int) -> int | None:
        return self._tree.head(self._top(n))

    def _definite(self, n: int) -> bool:
        tree = self._tree
        if tree.child(n, "nmod:poss") is not None:
            return True
        return any(tree.low(d) in ("the", "this", "that", "these", "those") for d in tree.children(n, "det"))


def composed(outer: Claim, signs: tuple[str, str], own: Claim) -> Claim:
    """The claim of an act inside another, by the other's signature: the sign when it holds, and when it is denied."""
    sign = signs[1] if outer.negated else signs[0]
    if sign == "presupposed":
        return own
    if sign == "same":
        found = Claim(weaker(outer.mode, own.mode), outer.negated and signs[0] == "same")  # `did not fail to` did
    elif sign == "negated":
        found = Claim("happened" if outer.mode == "ongoing" else outer.mode, True)
    else:
        found = Claim(sign if outer.mode == "ongoing" else weaker(sign, outer.mode)).at_most(own.mode)
    return replace(found, negated=found.negated != own.negated)
