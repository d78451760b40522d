"""From frames to rows: who acts on whom, when, where, with which status and on whose word."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.foundation.cast import Cast
from dateline.foundation.coded import Act, Coded, Fate
from dateline.foundation.days import Interval
from dateline.foundation.ids import Namer
from dateline.foundation.rows import Dating, Event, PloverType, Statement, Status, TimeExpression
from dateline.foundation.spans import Span
from dateline.reading.events.frames import Frame, Frames
from dateline.reading.events.lexicon import kinds
from dateline.reading.events.merge import retold, told_once, with_headlines
from dateline.reading.events.occasions import Occasions
from dateline.reading.events.participants import Participants, Parties
from dateline.reading.events.place import place_of
from dateline.reading.events.status import Statuses
from dateline.reading.events.stays import with_stays
from dateline.reading.events.threats import implied_threats
from dateline.reading.tense import left_by_tense
from dateline.reading.tree import CLAUSAL, Tree
from dateline.reading.when import NOTHING, Occurrence, interval_of, moved_dates, told_of, told_or_carried

CONFLICT = frozenset({"COERCE", "ASSAULT", "SANCTION", "PROTEST", "MOBILIZE"})
DEEDS = CONFLICT | {"RETREAT", "CONCEDE", "REJECT"}
PRIOR = {"happened": 0.8, "ongoing": 0.75, "planned": 0.8, "negated": 0.75}


@dataclass(frozen=True)
class Draft:
    """A frame that will become a row; `moved`: the new date of what it puts off."""

    frame: Frame
    type: PloverType
    parties: Parties
    moved: bool = False


def find_events(
    tree: Tree, cast: Cast, times: tuple[TimeExpression, ...], statements: tuple[Statement, ...], dating: Dating
) -> Coded:
    """Code the report's body; headlines only add their span to the event they tell of."""
    frames = Frames(tree, cast)
    coder = _Coder(frames, cast, times, statements, dating)
    drafts = [d for w in range(len(tree)) if (d := coder.draft(w)) is not None]
    body = told_once(tree, [d for d in drafts if tree.in_body(d.frame.word)])
    acts = coder.acts(sorted([*body, *coder.moved(body)], key=lambda b: b[0].frame.word))
    headlines = [(d.type, d.parties, tree.span([d.frame.word])) for d in drafts if tree.block_kind(d.frame.word) == "headline"]
    acts = with_stays(tree, times, retold(tree, acts))
    threats = dict(implied_threats(acts, statements, cast, tree.text))
    acts = tuple(a for n, act in enumerate(acts) for a in (act, threats.get(n)) if a is not None)
    coded = frozenset(a.trigger for a in acts)
    occasions = Occasions(frames, coder.statuses, cast, times, dating).besides(coded)
    return Coded(with_headlines(acts, headlines), coder.conditions(), occasions)


class _Coder:
    def __init__(
        self, frames: Frames, cast: Cast, times: tuple[TimeExpression, ...], statements: tuple[Statement, ...], dating: Dating
    ) -> None:
        self._frames, self._tree, self._cast, self._times = frames, frames.tree, cast, times
        self._statements, self._dating = statements, dating
        self.statuses = Statuses(frames, statements)
        self._participants = Participants(frames, cast)
        self._types: dict[int, PloverType | None] = {}

    # ---- which frames make rows
    def type_of(self, word: int) -> PloverType | None:
        """The type of the act a word tells of, given the act inside it."""
        if word not in self._types:
            self._types[word] = None
            frame = self._frames.by_word.get(word)
            self._types[word] = self._type(frame) if frame else None
        return self._types[word]

    def _type(self, frame: Frame) -> PloverType | None:
        if frame.echo is not None:
            return self.type_of(frame.echo)
        within = next((t for w in frame.insides if w != frame.word and (t := self.type_of(w))), None)
        if within is None and not frame.sense.bare:
            return None
        return frame.sense.type_over(within)

    def draft(self, word: int) -> Draft | None:
        """The row a word makes, if it tells of an act and somebody takes part in it."""
        frame, kind = self._frames.by_word.get(word), self.type_of(word)
        if frame is None or kind is None:
            return None
        parties = self._participants.of(frame)
        if not (parties.source or parties.target) and not self._stands_alone(frame, kind):
            return None
        if frame.sense.governed and word not in self._frames.around and not self._tells_by_itself(frame, kind, parties):
            return None
        return Draft(frame, kind, parties)

    def _tells_by_itself(self, frame: Frame, kind: PloverType, parties: Parties) -> bool:
        """A noun that no word makes a happening of: both sides are named, or it is a deed done to something."""
        named = (parties.source and parties.target) or len(parties.source) > 1
        return bool(named) or (kind in DEEDS and (self._exists(frame.word) or self._is_done_to(frame.word)))

    def _is_done_to(self, noun: int) -> bool:
        """`the bombing of the town`."""
        definite = any(self._tree.low(d) == "the" for d in self._tree.children(noun, "det"))
        return definite and any(self._tree.preposition(c) == "of" for c in self._tree.children(noun, "nmod"))

    def _stands_alone(self, frame: Frame, kind: PloverType) -> bool:
        """Without a named actor: passives, people without a name, and nouns that another word makes a happening of."""
        tree, w = self._tree, frame.word
        if frame.echo is not None:
            return False
        if tree.upos(w) not in ("NOUN", "PROPN"):
            return self._verb_stands_alone(frame, kind)
        if (self._exists(w) and kind in DEEDS) or (self._is_none(w) and tree.is_rel(w, "nsubj")):
            return True
        if w not in self._frames.around:
            return kind in DEEDS and self._is_done_to(w)
        return (
            frame.sense.actorless
            or (kind in DEEDS and self._is_one(w))
            or interval_of(tree, self._times, w, self._dating) is not None
        )

    def _is_one(self, noun: int) -> bool:
        """A happening that can be counted or has an object, not `violence` at large."""
        tree = self._tree
        counted = tree.children(noun, "det", "nummod", "nmod:poss", "compound") or tree.feat(noun, "Number") == "Plur"
        return bool(counted) or any(tree.preposition(c) in ("of", "on", "against") for c in tree.children(noun, "nmod"))

    def _verb_stands_alone(self, frame: Frame, kind: PloverType) -> bool:
        tree, w = self._tree, frame.word
        if tree.is_passive(w) or self._nobody(w):
            return kind in DEEDS or frame.sense.actorless or self._is_peopled(w)
        if self._is_peopled(w):
            return True
        return frame.sense.actorless and kind not in CONFLICT and not tree.objects(w) and tree.own_subject(w) is not None

    def _is_peopled(self, verb: int) -> bool:
        """Somebody does or undergoes it, if nobody the report names: `villagers burned a truck`."""
        subject = self._tree.subject(verb)
        if subject is not None and self._frames.is_armed(subject):
            return True
        return any(self._frames.is_person(x) for x in (subject, *self._tree.objects(verb)) if x is not None)

    def _exists(self, noun: int) -> bool:
        """`There was an attack`."""
        verb = self._tree.head(noun)
        return verb is not None and self._tree.child(verb, "expl") is not None

    def _nobody(self, verb: int) -> bool:
        """`Nobody fired`, `neither has apologised`."""
        subject = self._tree.own_subject(verb)
        return subject is not None and (self._tree.low(subject) in ("nobody", "neither", "none") or self._is_none(subject))

    def _is_none(self, noun: int) -> bool:
        return any(self._tree.low(d) in ("no", "neither") for d in self._tree.children(noun, "det"))

    def conditions(self) -> tuple[tuple[int, int], ...]:
        """Predicates of the body that hang on a condition, each with that condition's predicate."""
        verbal = (w for w in self._tree.body_words() if self._tree.is_verbal(w))
        return tuple((w, c) for w in verbal if (c := self.statuses.hangs_on(w)) is not None)

    def moved(self, body: list[tuple[Draft, tuple[Span, ...]]]) -> list[tuple[Draft, tuple[Span, ...]]]:
        """For what is put off to another day, a row at the word that puts it off."""
        out: list[tuple[Draft, tuple[Span, ...]]] = []
        for draft, _ in body:
            mover = self._mover(draft.frame.word)
            if mover is not None and self._later(mover) is not None:
                out.append((Draft(mover, draft.type, draft.parties, moved=True), ()))
        return list({d.frame.word: (d, also) for d, also in out}.values())

    def _mover(self, word: int) -> Frame | None:
        around = self._frames.around.get(word)
        puts_off = around is not None and around.sense.inner == "put-off" and not self.statuses.of(around.word).negated
        return around if puts_off else None

    def _later(self, mover: Frame) -> int | None:
        """The phrase that names the new day: `to May`, `until next week`."""
        near = self._tree.children(mover.word, "obl", "nmod")
        return next((c for c in near if self._tree.preposition(c) in ("to", "until", "till")), None)

    def _dates(self, mover: Frame) -> tuple[Occurrence, Occurrence]:
        """The old day and the new one."""
        old, new = moved_dates(self._tree, self._times, mover.word, self._dating)
        if new.interval is None and self._later(mover) is not None:
            return NOTHING, old
        return (NOTHING, new) if old.interval == new.interval else (old, new)

    # ---- rows
    def acts(self, drafts: list[tuple[Draft, tuple[Span, ...]]]) -> tuple[Act, ...]:
        """One act for each draft, in text order; the spans are other tellings merged into it."""
        name = Namer("e")
        ids = {d.frame.word: name(d.type, self._evidence(d).of(self._tree.text)) for d, _ in drafts}
        return tuple(self._act(d, also, ids) for d, also in drafts)

    def _act(self, draft: Draft, also: tuple[Span, ...], ids: dict[int, str]) -> Act:
        frame = draft.frame
        around = self._frames.around.get(frame.word)
        return Act(
            event=self._event(draft, also, ids[frame.word]),
            trigger=frame.word,
            complements=frame.insides,
            under=ids.get(around.word) if around else None,
            stance=frame.sense.stance,
            condition=self.statuses.hangs_on(frame.word),
            modal=self._tree.modal(frame.word),
            fate="set" if draft.moved else self._fate(frame.word),
        )

    def _event(self, draft: Draft, also: tuple[Span, ...], row_id: str) -> Event:
        frame, kind = draft.frame, kinds()[draft.type]
        mode = frame.sense.mode if draft.type == frame.sense.type else None
        said = self._statement_at(frame.word)
        told = self._told(draft)
        when = told.interval
        status: Status = "planned" if draft.moved else self._as_of(frame, self.statuses.shown(frame), when)
        return Event(
            id=row_id,
            type=draft.type,
            mode=mode,
            quad=kind.quad,
            score=kind.modes.get(mode or "", kind.score),
            source=draft.parties.source,
            target=draft.parties.target,
            place=place_of(self._tree, self._cast, frame.word, draft.type),
            when=when,
            dated_by=told.told_by,
            bounds=left_by_tense(self._tree, frame.word, self._dating, status) if when is None else None,
            status=status,
            holder=self._holder(frame.word, said),
            trigger=self._trigger(frame),
            evidence=(self._evidence(draft),),
            statement=said.id if said else None,
            same_as=also,
            rule=self._rule(frame),
            confidence=PRIOR.get(status, 0.65),
        )

    def _as_of(self, frame: Frame, status: Status, when: Interval | None) -> Status:
        """The status seen from the day of publication: what is dated ahead is planned; what was to be by now was not."""
        published = self._dating.published
        if when is None or published is None:
            return status
        if when.start and when.start.isoformat() > published and status in ("happened", "ongoing"):
            return status if self._tree.tense(self._tree.clause_of(frame.word)) == "past" else "planned"
        over = when.end is not None and when.end.isoformat() < published
        return "negated" if over and status == "planned" and self.statuses.was_to(frame) else status

    def _told(self, draft: Draft) -> Occurrence:
        """The days of its own clause; of a noun, else those of the word that only says that it came about."""
        frame = draft.frame
        mover = frame if draft.moved else self._mover(frame.word)
        if mover is not None:
            return self._dates(mover)[draft.moved]
        found = told_or_carried(self._tree, self._times, frame.word, self._dating)
        found = found or self._errand_day(frame.word)
        around = self._frames.around.get(frame.word)
        if found or around is None or around.sense.type is not None or self._tree.upos(frame.word) == "VERB":
            return found
        return told_of(self._tree, self._times, around.word, self._dating)

    def _errand_day(self, word: int) -> Occurrence:
        """`will fly to Bern on Monday to sign`: the errand has the day of the journey."""
        head = self._tree.head(word)
        journey = self._frames.by_word.get(head) if head is not None and self._tree.is_rel(word, "advcl") else None
        if journey is None or journey.sense.mode != "visit" or self._tree.feat(word, "VerbForm") != "Inf":
            return NOTHING
        return told_of(self._tree, self._times, journey.word, self._dating)

    def _rule(self, frame: Frame) -> str:
        if frame.echo is not None:
            return f"ellipsis < {frame.sense.id}"
        around = self._frames.around.get(frame.word)
        return f"{frame.sense.id} < {around.sense.id}" if around else frame.sense.id

    def _fate(self, word: int) -> Fate | None:
        """What became of a date: `cancelled`, `postponed` or `set`, by the word that governs the act."""
        if self.statuses.came_to_nothing(word):
            return "cancelled"
        around = self._frames.around.get(word)
        for _ in range(3):
            if around is None:
                return None
            if around.sense.fate and not self.statuses.of(around.word).negated:
                return around.sense.fate
            around = self._frames.around.get(around.word)
        return None

    def _statement_at(self, word: int) -> Statement | None:
        """The innermost statement whose content holds a word."""
        at = self._tree.parse.start[word]
        held = [(c.end - c.start, n) for n, s in enumerate(self._statements) for c in s.content if c.start <= at < c.end]
        return self._statements[min(held)[1]] if held else None

    def _holder(self, word: int, said: Statement | None) -> str | None:
        """Who vouches for it: the accuser or denier whose words it is inside of, else the statement's speaker."""
        around = self._frames.around.get(word)
        while around is not None:
            if around.sense.holds:
                return next(iter(self._participants.of(around).source), None) or (said.speaker if said else None)
            around = self._frames.around.get(around.word)
        return said.speaker if said else None

    def _trigger(self, frame: Frame) -> Span:
        words = [frame.word]
        if frame.partner is not None and abs(frame.partner - frame.word) <= 2:
            words.append(frame.partner)
        return self._tree.span(words)

    def _evidence(self, draft: Draft) -> Span:
        """From the trigger to the last of its participants and particles in the same clause."""
        tree, w = self._tree, draft.frame.word
        own = set(tree.subtree(w, without=(*CLAUSAL, "conj", "punct")))
        ends = [x for t in draft.parties.words if t in own for x in tree.subtree(t, without=("acl", "appos", "parataxis"))]
        near = [x for x in (draft.frame.partner,) if x is not None]
        return tree.span([w, *near, *(x for x in ends if x > w)])
