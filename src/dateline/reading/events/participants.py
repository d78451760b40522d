"""Who acts and who is acted on: subjects, objects and phrases, understood ones, and the slots of nouns."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.foundation.cast import Cast
from dateline.reading.events.frames import Frame, Frames, is_finite
from dateline.reading.events.phrases import actors_of, objects_of, phrases, slot
from dateline.reading.events.place import country_of

VERB_TARGET = ("obj", "with", "to", "on", "against", "at", "from", "for")
NOUN_SOURCE = ("poss", "by", "between", "among", "of", "amod", "compound", "from")
NOUN_TARGET = ("with", "on", "against", "to", "for", "at")
SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})


@dataclass(frozen=True)
class Parties:
    """Ids of who acts and who is acted on, and the heads of the phrases they were read from."""

    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    words: tuple[int, ...] = ()


class Participants:
    """Parties of the frames of one report."""

    def __init__(self, frames: Frames, cast: Cast) -> None:
        self._frames, self._tree, self._cast = frames, frames.tree, cast
        self._known: dict[int, Parties] = {}

    def of(self, frame: Frame) -> Parties:
        """The parties of an act; nobody stands on both sides unless he is on neither alone."""
        if frame.word not in self._known:
            self._known[frame.word] = Parties()  # a cycle through a bad parse ends here
            if frame.echo is not None:
                self._known[frame.word] = self._echoed(frame, frame.echo)
                return self._known[frame.word]
            verbal = self._tree.upos(frame.word) not in ("NOUN", "PROPN")
            source, target = self._of_verb(frame) if verbal else self._of_noun(frame)
            self._known[frame.word] = self._parties(frame, source, target)
        return self._known[frame.word]

    def _echoed(self, frame: Frame, echo: int) -> Parties:
        """Of an elliptical verb: its own subject does what the other one did."""
        words = self._subject(frame.word)
        acting = actors_of(self._tree, self._cast, words)
        target = tuple(a for a in self.of(self._frames.by_word[echo]).target if a not in acting)
        return Parties(acting, target, words)

    def _parties(self, frame: Frame, source: tuple[int, ...], target: tuple[int, ...]) -> Parties:
        acting = actors_of(self._tree, self._cast, source)
        undergoing = tuple(a for a in actors_of(self._tree, self._cast, target) if a not in acting)
        if frame.sense.mutual and not undergoing:
            acting, undergoing = acting[:1], acting[1:]
        if not undergoing and frame.sense.mode == "visit":
            undergoing = tuple(a for a in self._hosts(frame) if a not in acting)
        if not undergoing and frame.sense.inner:
            undergoing = tuple(a for a in self._inside(frame) if a not in acting)
        return Parties(acting, undergoing, (*source, *target))

    def _hosts(self, frame: Frame) -> tuple[str, ...]:
        """Whose guest a visitor is: the country of the place he goes to, where the report speaks of it."""
        names = frame.sense.target or NOUN_TARGET
        places = [x for n in names for x in slot(self._tree, frame.word, n) if self._tree.names[x].endswith("LOC")]
        countries = {c for x in places if (c := country_of(self._tree, self._cast, x)) is not None}
        return tuple(a.id for a in self._cast.actors if a.country in countries and a.kind in ("country", "government"))[:1]

    def _inside(self, frame: Frame) -> tuple[str, ...]:
        """Whom an act is aimed at when only the act inside names them: `refused to recognise Israel`."""
        for w in frame.insides:
            inner = self._frames.by_word.get(w)
            if inner is not None and w != frame.word:
                parties = self.of(inner)
                if parties.target or parties.source:
                    return parties.target + parties.source
        return next((found for w in frame.insides for n in VERB_TARGET if (found := self._named(w, n))), ())

    def _named(self, w: int, name: str) -> tuple[str, ...]:
        return actors_of(self._tree, self._cast, slot(self._tree, w, name))

    # ---- verbs and adjectives
    def _of_verb(self, frame: Frame) -> tuple[tuple[int, ...], tuple[int, ...]]:
        w, sense = frame.word, frame.sense
        source = tuple(x for s in sense.source or ("subj",) for x in self.slot(w, s))
        names = sense.target or VERB_TARGET
        target: tuple[int, ...] = ()
        acting = set(actors_of(self._tree, self._cast, source))
        for name in names:
            target = target or self._others(self.slot(w, name, frame.partner), acting)
        if not target and sense.control == "target":
            subjects = (s for c in frame.insides if (s := self._tree.own_subject(c)) is not None and s < c)
            target = self._naming(tuple(subjects))
        if not target and any(not o.startswith("@") for o in sense.object):
            nouns = objects_of(self._tree, w, frame.partner)
            target = next((found for n in names for o in nouns if (found := self._naming(slot(self._tree, o, n)))), ())
        return source, target

    def slot(self, w: int, name: str, particle: int | None = None) -> tuple[int, ...]:
        """As `phrases.slot`, the understood subject of an act inside another included."""
        if name == "subj" and not self._tree.is_passive(w):
            return self._subject(w)
        return slot(self._tree, w, name, particle)

    def _subject(self, w: int) -> tuple[int, ...]:
        tree, frame = self._tree, self._frames.around.get(w)
        if frame is None or tree.own_subject(w) is not None:
            return slot(tree, self._tensed(w), "subj")
        if frame.sense.control == "target":
            found = self._controlled(frame)
            if found:
                return found
            if frame.sense.type == "REQUEST" and "np" in frame.sense.complement and not tree.is_passive(frame.word):
                return ()  # `called for lifting the ban`: whoever can
        if tree.upos(frame.word) in ("NOUN", "PROPN"):
            return self._of_noun(frame)[0]
        if tree.rel(w) == "xcomp" and tree.children(frame.word, "obj") and frame.sense.type is None:
            return slot(tree, w, "subj")  # `expects the army to leave`
        return self.slot(frame.word, "subj") or slot(tree, w, "subj")

    def _tensed(self, w: int) -> int:
        """Of a finite verb coordinated with an infinitive, the finite clause it really goes on."""
        tree = self._tree
        if tree.rel(w) != "conj" or tree.own_subject(w) is not None or not is_finite(tree, w):
            return w
        above = tree.first_conjunct(w)
        if is_finite(tree, above):
            return w
        return next((a for a in tree.ancestors(above) if is_finite(tree, a)), w)

    def _controlled(self, frame: Frame) -> tuple[int, ...]:
        """Who is to act inside: the object or phrase of the word that asks, accuses, allows."""
        names = frame.sense.target or VERB_TARGET
        for name in names:
            near = slot(self._tree, frame.word, name, frame.partner)
            found = tuple(x for x in near if x not in frame.insides or self._cast.at(x))
            if found:
                return found
        return ()

    # ---- nouns
    def _of_noun(self, frame: Frame) -> tuple[tuple[int, ...], tuple[int, ...]]:
        tree, w, sense = self._tree, frame.word, frame.sense
        source: tuple[int, ...] = ()
        for name in sense.source or NOUN_SOURCE:
            source = source or self._naming(slot(tree, w, name))
        target: tuple[int, ...] = ()
        for name in sense.target or NOUN_TARGET:
            target = target or tuple(x for x in self._naming(slot(tree, w, name)) if x not in source)
        for name in sense.target or NOUN_TARGET:
            target = target or tuple(x for s in source if s > w for x in self._naming(phrases(tree, s, name)) if x not in source)
        around = self._frames.around.get(w)
        if around is not None:
            source = source or self._lent(around, w) or self._naming(phrases(tree, around.word, "from"))
            target = target or self._aimed(around, frame)
        elif not source and (
            tree.preposition(w) == "on" or (target and tree.preposition(w) in ("after", "during", "before", "at"))
        ):
            source = tuple(x for x in self._who_is_on_it(w) if x not in target)
        return source, target

    def _who_is_on_it(self, w: int) -> tuple[int, ...]:
        """`The envoy, on a visit to Rome, said`: the noun or the subject of the verb it hangs on."""
        head = self._tree.head(w)
        if head is None:
            return ()
        return self._naming((head,)) if self._tree.upos(head) in ("NOUN", "PROPN") else slot(self._tree, head, "subj")

    def _others(self, words: tuple[int, ...], acting: set[str]) -> tuple[int, ...]:
        """The words that name somebody who does not act already: in `gave its backing to the bank` not `its`."""
        return tuple(x for x in words if set(actors_of(self._tree, self._cast, (x,))) - acting)

    def _naming(self, words: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(x for x in words if actors_of(self._tree, self._cast, (x,)))

    def _lent(self, around: Frame, w: int) -> tuple[int, ...]:
        """Who acts in a noun inside: `launched an attack`, `accused X of an attack`, `the attack was called off by X`."""
        sense, tree = around.sense, self._tree
        if sense.control == "target" and (found := tuple(x for x in self._controlled(around) if x != w)):
            return found
        if not sense.lends and not (sense.control == "target" and self._mutual(w)):
            return ()
        if tree.upos(around.word) in ("NOUN", "PROPN"):
            return self._of_noun(around)[0]
        if w in objects_of(tree, around.word) and tree.is_passive(around.word):
            agent = tree.agent(around.word)
            return (agent,) if agent is not None else ()
        return self.slot(around.word, "subj")

    def _mutual(self, w: int) -> bool:
        """Of talks and accords: who asks for them takes part in them."""
        frame = self._frames.by_word.get(w)
        return frame is not None and frame.sense.type in SYMMETRIC

    def _aimed(self, around: Frame, frame: Frame) -> tuple[int, ...]:
        """A phrase of the governing verb that belongs to the noun: `held talks in Rome with Peru`."""
        if not around.sense.lends or self._tree.upos(around.word) in ("NOUN", "PROPN"):
            return ()
        names = frame.sense.target or NOUN_TARGET
        return next((found for n in names if (found := self._naming(phrases(self._tree, around.word, n)))), ())
