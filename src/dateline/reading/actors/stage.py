"""The actors of one report as they come on, while it is being read: drafts, and who was spoken of where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from dateline.foundation.cast import Cast, Reference
from dateline.foundation.ids import slug
from dateline.foundation.rows import Actor, ActorKind, Mention, MentionForm, Role
from dateline.foundation.spans import Span
from dateline.knowledge.base import Entity, KnowledgeBase, Tenure
from dateline.reading.actors.lexicon import Sex, Title
from dateline.reading.tree import Tree

SPEECH = frozenset(
    "say tell add note ask explain insist warn reply retort predict complain announce claim argue continue recall "
    "deny admit declare write think believe know expect "
    "hope promise vow charge state stress call urge agree acknowledge concede suggest remark observe report".split()
)  # fmt: skip


@dataclass
class Office:
    """A claim of the text: this title, of that actor, in these words."""

    title: Title
    phrase: str
    of: str | None
    evidence: Span | None


@dataclass(eq=False)
class Draft:
    """An actor being collected. `called` are the nouns it has been called by, which `the …` may take up again."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    code: str | None = None
    wikidata: str | None = None
    sex: Sex | None = None
    sex_sure: bool = False
    many: bool = False
    called: set[str] = field(default_factory=set)
    offices: list[Office] = field(default_factory=list)
    tenures: tuple[Tenure, ...] = ()
    aliases: set[str] = field(default_factory=set)

    @property
    def is_named(self) -> bool:
        """Known by a name, not only by a description."""
        return bool(self.aliases) or not self.id.startswith("x:")

    @property
    def is_person(self) -> bool:
        """Somebody whom `he` or `she` may mean."""
        return self.kind in ("person", "anonymous")


@dataclass(frozen=True)
class Spot:
    """Somebody, or some thing (`drafts` empty), spoken of at a word. `part` is subject, object, possessor or other."""

    word: int
    drafts: tuple[Draft, ...]
    sentence: int
    block: int
    part: str
    many: bool
    pronoun: bool = False
    coordinated: bool = False
    quoted: bool = False


class Stage:
    """Drafts by id, spots in the order of reading, references as decided."""

    def __init__(self, tree: Tree, kb: KnowledgeBase, day: date | None) -> None:
        self.tree, self.kb, self.day = tree, kb, day
        self.drafts: dict[str, Draft] = {}
        self.spots: list[Spot] = []
        self.often: Counter[tuple[Draft, ...]] = Counter()  # of spots
        self.references: dict[int, Reference] = {}
        self.home: str | None = None
        self.countries: tuple[str, ...] = ()
        self.seats: frozenset[str] = frozenset()
        self.states: frozenset[str] = frozenset()
        self.families: dict[str, set[str]] = {}

    # ---- drafts
    def of_entity(self, e: Entity) -> Draft:
        """The draft of an actor of the base."""
        if e.id not in self.drafts:
            self.drafts[e.id] = Draft(e.id, e.name, e.kind, e.country, e.code, e.wikidata, called=set(e.nouns))
        return self.drafts[e.id]

    def of_country(self, iso: str | None) -> Draft | None:
        """The government of a country, by ISO alpha-3."""
        e = self.kb.entities.get((iso or "").lower())
        return self.of_entity(e) if e else None

    def new(
        self, name: str, kind: ActorKind, country: str | None = None, code: str = "", many: bool = False, base: bool = False
    ) -> Draft:
        """An actor that the base does not know (`x:`), or a person it does; a second of the same name gets a number."""
        wanted = slug(name) if base else f"x:{slug(name)}"
        key, n = wanted, 1
        while key in self.drafts:
            n += 1
            key = f"{wanted}-{n}"
        draft = Draft(key, name, kind, country, f"{country or ''}{code}" or None, many=many)
        self.drafts[key] = draft
        return draft

    def known_person(self, name: str, shown: str, tenures: tuple[Tenure, ...]) -> Draft:
        """A person of the base, shown under the name of the text; in the service of a body, of its country and code."""
        of = tenures[-1].country if tenures else None
        body = self.kb.entities.get(of or "")  # a country is told by its code, which is no entity's id
        draft = self.new(name, "person", body.country if body else of, base=True)
        draft.name, draft.tenures = shown, tenures
        draft.code = body.code if body else draft.code
        draft.wikidata = next((t.wikidata for t in tenures if t.wikidata), None)
        draft.sex = next(("m" if t.gender == "m" else "f" for t in tenures if t.gender), None)
        draft.sex_sure = draft.sex is not None
        return draft

    def merge(self, gone: Draft, kept: Draft) -> None:
        """Two drafts were one: every reference and spot of the first now means the second."""
        for head, r in self.references.items():
            if gone.id in r.actors:
                actors = tuple(dict.fromkeys(kept.id if a == gone.id else a for a in r.actors))
                self.references[head] = Reference(head=head, span=r.span, actors=actors, form=r.form, why=r.why)
        self.spots = [replace(s, drafts=tuple(dict.fromkeys(kept if d is gone else d for d in s.drafts))) for s in self.spots]
        self.often = Counter(s.drafts for s in self.spots)
        for d in self.drafts.values():
            for o in d.offices:
                o.of = kept.id if o.of == gone.id else o.of
        del self.drafts[gone.id]

    # ---- references
    def refer(self, heads: Iterable[int], words: range, drafts: Iterable[Draft], form: MentionForm, why: str) -> None:
        """Records that the phrase stands for these drafts."""
        found = tuple(drafts)
        if not found:
            return
        for head in heads:
            self.references[head] = Reference(
                head=head, span=self.tree.span(words), actors=tuple(d.id for d in found), form=form, why=why
            )

    def spot(self, word: int, drafts: tuple[Draft, ...], many: bool, pronoun: bool = False, coordinated: bool = False) -> None:
        """Notes that they, or a thing, were spoken of here."""
        tree = self.tree
        self.often[drafts] += 1
        self.spots.append(
            Spot(
                word,
                drafts,
                tree.sentence_index(word),
                tree.block_index(word),
                part_of(tree, word),
                many,
                pronoun,
                coordinated,
                tree.in_quotes(word),
            )
        )

    # ---- what comes out
    def cast(self) -> Cast:
        """Actors in the order of their first mention, with their mentions."""
        mentions: dict[str, dict[Span, Mention]] = {}
        refs = sorted(self.references.values(), key=lambda r: (r.span.start, r.span.end, r.head))
        for r in refs:
            for actor in r.actors:
                mentions.setdefault(actor, {}).setdefault(r.span, Mention(span=r.span, form=r.form, why=r.why))
        offices = {o.of for key in mentions for o in self.drafts[key].offices if o.of}
        wanted = [*mentions, *sorted(offices - mentions.keys())]
        actors = tuple(self._row(self.drafts[key], tuple(mentions.get(key, {}).values())) for key in wanted)
        return Cast(actors=actors, references=tuple(refs))

    def _row(self, d: Draft, mentions: tuple[Mention, ...]) -> Actor:
        return Actor(id=d.id, name=d.name, kind=d.kind, country=d.country, code=d.code or (d.country if d.is_person else None),
                     wikidata=d.wikidata, roles=self._roles(d), mentions=mentions)  # fmt: skip

    def _roles(self, d: Draft) -> tuple[Role, ...]:
        out = [self._claimed(d, o) for o in d.offices]
        held = [t for t in d.tenures if self.day and t.on(self.day)]
        for t in {(t.office, t.country): t for t in held}.values():
            if not any(r.basis == "both" and r.of == t.country.lower() for r in out):
                out.append(Role(office=t.label, of=t.country.lower(), from_=t.start, to=t.end, basis="base", verdict="confirmed"))
        return tuple({(r.office, r.of): r for r in reversed(out)}.values())[::-1]

    def _claimed(self, d: Draft, o: Office) -> Role:
        """The text's claim, with the base's verdict where it knows the office."""
        title, country = o.title, self.kb.entities.get(o.of or "")
        if o.phrase.startswith("former"):
            return Role(office=o.phrase, of=o.of, evidence=o.evidence)
        if title.holder is None or self.day is None or country is None or country.country is None or country.kind != "country":
            return Role(office=o.phrase, of=o.of, evidence=o.evidence)
        classes = (title.holder, "head_of_government") if title.holder == "head_of_state" else (title.holder,)
        verdicts = [self.kb.held(d.name, c, country.country, self.day) for c in classes]
        verdict = next((v for v in ("confirmed", "unknown-after", "contradicted") if v in verdicts), "not-listed")
        tenure = next((t for t in d.tenures if t.country == country.country and t.office in classes and t.on(self.day)), None)
        return Role(office=o.phrase, of=o.of, from_=tenure.start if tenure else None, to=tenure.end if tenure else None,
                    basis="both" if tenure else "text", verdict=verdict, evidence=o.evidence)  # type: ignore[arg-type]  # fmt: skip


def part_of(tree: Tree, word: int) -> str:
    """The grammatical part of a phrase's head; a conjunct has its first conjunct's, the root of a clause is its subject.

    The one named after a verb of speech without a subject is its subject too (`… , predicted Ana Berg`).
    """
    top = tree.first_conjunct(word)
    if tree.is_rel(top, "nmod:poss"):
        return "possessor"
    if tree.is_rel(top, "nsubj", "csubj") or tree.rel(top) in ("obl:agent", "root") or _inverted(tree, top):
        return "subject"
    if tree.is_rel(top, "obj", "iobj"):
        return "object"
    return "other"


def _inverted(tree: Tree, word: int) -> bool:
    verb = tree.head(word)
    if verb is None or not tree.is_rel(word, "obj", "iobj") or tree.lemma(verb) not in SPEECH or word != verb + 1:
        return False
    return tree.own_subject(verb) is None and verb > tree.sentence(verb).first and not tree.word(verb - 1)[0].isalnum()
