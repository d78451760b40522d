"""From phrases to drafts, in the order of reading.

Titles and appositions tie a noun phrase to a name first; then every phrase is decided by what its own words say, and
only then by what was said before. Where nothing decides, nothing is linked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from dateline.foundation.article import Article
from dateline.foundation.rows import MentionForm
from dateline.knowledge.base import fold
from dateline.knowledge.tables import table
from dateline.reading.actors.bodies import beside_name, nationals, noun, numbered, people
from dateline.reading.actors.lexicon import is_human
from dateline.reading.actors.linking import links_of
from dateline.reading.actors.names import BODY_WORDS, Name
from dateline.reading.actors.naming import draft_of_name, families_of, is_dateline
from dateline.reading.actors.offices import as_counterpart, counterpart, note_title, office_of, officials, part, titled_noun
from dateline.reading.actors.phrases import Phrase
from dateline.reading.actors.pronouns import choose
from dateline.reading.actors.scene import Scene
from dateline.reading.actors.stage import SPEECH, Draft, Stage
from dateline.reading.tree import Tree

# Cities whose datelines stand over stories of international bodies, not of the country around them.
SEATS_OF_BODIES = frozenset({"brussels", "geneva", "strasbourg", "hague", "new york", "vienna", "united nations"})
FIRST_BLOCKS, LONGEST_PLACE = 3, 4
DECIDERS = (part, numbered, people, nationals, counterpart, titled_noun, noun, officials)


class Resolver:
    """Reads the phrases of one report onto its stage."""

    def __init__(self, stage: Stage, phrases: list[Phrase], article: Article) -> None:
        self.stage, self.tree, self.phrases = stage, stage.tree, phrases
        self.scene = Scene(stage, {p.head: p for p in phrases})
        self.links = links_of(stage.tree, phrases)
        self.beside = {name: head for head, names in self.links.items() for name in names}
        self.done: set[int] = set()
        stage.countries = countries_of(stage, phrases)
        stage.home = home_country(stage, phrases, article)
        stage.seats = seats_of(stage, phrases)
        stage.states = states_of(stage.tree, phrases)
        stage.families = families_of(p.name for p in phrases if p.name is not None)

    def read(self) -> None:
        """The body first, sentence by sentence; then the names in headlines and captions that the body has too."""
        within: dict[int, list[Phrase]] = {}
        for p in self.phrases:
            within.setdefault(self.tree.sentence_index(p.head), []).append(p)
        for k, s in enumerate(self.tree.parse.sentences):
            if self.tree.in_body(s.first):
                self._sentence(range(s.first, s.end), within.get(k, []))
        for p in self.phrases:
            if self.tree.block_kind(p.head) in ("headline", "caption") and p.name is not None:
                self._in_headline(p)

    def _in_headline(self, p: Phrase) -> None:
        known = set(self.stage.drafts)
        found = draft_of_name(self.stage, p)
        if found is None:
            return
        if found[0].id in known or not found[0].id.startswith("x:"):
            self.stage.refer(p.heads, p.words, (found[0],), "metonym" if p.name and p.name.capital else "name", found[1])
        else:
            del self.stage.drafts[found[0].id]

    def _sentence(self, words: range, phrases: list[Phrase]) -> None:
        at = {p.head: p for p in phrases}
        waiting = []
        for i in words:
            if i not in at:
                if self.tree.upos(i) == "NOUN":
                    self._thing(i)
                continue
            if at[i].pronoun in ("he", "she"):
                self._name_behind(i, at)
            if not self._decide(at[i]) and at[i].pronoun in ("he", "she"):
                waiting.append(at[i])
        for p in waiting:
            self._ahead(p, phrases)
        self._together(words)

    def _thing(self, i: int) -> None:
        """Nouns that are nobody compete for `it` and `they`."""
        tree = self.tree
        if (
            tree.child(i, "cop") is None
            and i not in self.stage.references
            and not tree.is_rel(i, "compound", "obl:unmarked", "nmod:unmarked", "flat")
        ):
            self.stage.spot(i, (), tree.feat(i, "Number") == "Plur")

    def _name_behind(self, i: int, at: dict[int, Phrase]) -> None:
        """`After her release, Berg resigned`: in words put before the main clause, its named subject may be meant."""
        tree, subject = self.tree, self._subject_behind(i)
        p = self._person_of(subject, at) if subject is not None else None
        if p is None or subject is None or p.head < i or tree.in_quotes(i) != tree.in_quotes(p.head):
            return
        if not tree.is_rel(tree.head(subject) or 0, "ccomp", "parataxis", "conj"):
            self._decide(p)

    def _subject_behind(self, i: int) -> int | None:
        """The subject of the outermost clause whose modifiers, put first, hold the word."""
        tree, found = self.tree, None
        for a in (i, *tree.ancestors(i)):
            head = tree.head(a)
            if head is not None and a < head and tree.rel(a) in ("obl", "advcl", "acl", "obl:tmod", "obl:unmarked"):
                subject = head if tree.rel(a) == "acl" else tree.own_subject(head)
                found = subject if subject is not None and subject > a else found
        return found

    def _person_of(self, subject: int, at: dict[int, Phrase]) -> Phrase | None:
        """The named person that a subject is, that stands beside it (`actress Ana Berg`) or that owns it (`Berg's health`)."""
        tree = self.tree
        for word in (subject, *tree.children(subject, "appos"), *tree.children(subject, "nmod:poss")):
            p = at.get(word)
            if p is not None and p.name is not None and p.name.kind == "PER":
                return p
        return None

    def _ahead(self, pronoun: Phrase, phrases: list[Phrase]) -> None:
        """`After he had won, Berg resigned`: the subject that follows in the first sentence that names anybody."""
        for p in phrases:
            drafts = self.scene.drafts(p.head)
            if (
                p.head > pronoun.head
                and p.name is not None
                and self.tree.is_rel(p.head, "nsubj")
                and len(drafts) == 1
                and drafts[0].is_person
                and not drafts[0].many
                and (not drafts[0].sex_sure or drafts[0].sex == ("m" if pronoun.pronoun == "he" else "f"))
            ):
                self._is_person(pronoun, drafts[0], "the subject that follows")
                return

    def _together(self, words: range) -> None:
        """`Berg met with Lind`: both are a candidate for `they` and `the two` afterwards."""
        for v in words:
            if self.tree.upos(v) != "VERB" or self.tree.lemma(v) not in _together_verbs():
                continue
            subject = self.tree.own_subject(v)
            others = (*self.tree.obliques(v, "with"), *self.tree.objects(v))
            both = tuple(dict.fromkeys(d for w in (subject, *others) for d in self.scene.drafts(w)))
            if subject is not None and len(both) == 2 and all(d.is_person for d in both):
                self.stage.spot(subject, both, True, coordinated=True)

    # ---- one phrase
    def _decide(self, p: Phrase) -> bool:
        """Whether somebody was found (or it was known before)."""
        if p.head in self.done:
            return True
        self.done.add(p.head)
        if p.owner is not None and p.owner in self.scene.by_head:
            self._decide(self.scene.by_head[p.owner])
        if p.predicate:
            return self._predicate(p)
        if p.pronoun is not None:
            return self._pronoun(p)
        if p.name is not None:
            return self._name(p)
        if self._described_again(p):
            return True
        linked = [self.scene.by_head[h] for h in self.links.get(p.head, ()) if h in self.scene.by_head]
        return self._appositive(p, linked) if linked else self._common(p)

    def _put(self, p: Phrase, drafts: Iterable[Draft], form: MentionForm, why: str) -> bool:
        found = tuple(drafts)
        self.stage.refer(p.heads, p.words, found, form, why)
        if found:
            vessel = bool(p.nouns) and all(n.acting for n in p.nouns)  # `it` may be the thing as well as those aboard
            self.stage.spot(p.head, () if vessel else found, p.many or len(found) > 1, p.pronoun is not None, len(found) > 1)
            self._coordination(p)
        return bool(found)

    def _coordination(self, p: Phrase) -> None:
        """`Berg and Lind`: after the last of them the pair is one candidate for `they` and `the two`."""
        joined = next((h for h in p.heads if self.tree.rel(h) == "conj"), p.head)
        top = self.tree.first_conjunct(joined)
        every = self.tree.conjuncts(top)
        drafts = (
            tuple(dict.fromkeys(d for w in every for d in self.scene.drafts(w)))
            if every[-1] in p.heads and every[-1] != top
            else ()
        )
        if len(drafts) > 1:
            self.stage.spot(top, drafts, True, coordinated=True)

    # ---- names
    def _name(self, p: Phrase) -> bool:
        found = draft_of_name(self.stage, self._with_apposition(p))
        if found is None:
            return False
        draft, why = found
        p = self._sharing(p)
        if p.title is not None:
            note_title(self.scene, draft, p, office_of(self.scene, p, draft))
        form: MentionForm = (
            "metonym" if p.name and p.name.capital else "title" if p.title and not p.title.title.honorific else "name"
        )
        return self._put(p, (draft,), form, why)

    def _sharing(self, p: Phrase) -> Phrase:
        """`Ministers Ana Berg and Ivo Petrov`: a plural title before the first is every one's."""
        first = self.scene.by_head.get(self.tree.first_conjunct(p.head), p)
        several = first.title is not None and self.tree.low(first.title.last).endswith("s") and first.title.phrase[-1] != "s"
        if p.title is not None or first is p or not several:
            return p
        return replace(p, title=first.title, country=p.country or first.country, owner=first.owner)

    def _with_apposition(self, p: Phrase) -> Phrase:
        """The name with the title and country that stand beside it, so that the base can be asked with both."""
        beside = self.scene.by_head.get(self.beside.get(p.head, -1))
        if beside is None:
            return p
        if (
            beside.title is None
            and p.name
            and p.name.kind == "PER"
            and beside.nouns
            and all(n.kind not in ("person", "group") for n in beside.nouns)
        ):
            return replace(p, name=replace(p.name, kind="ORG"))
        if beside.title is None:
            return p
        return replace(p, title=p.title or beside.title, country=p.country or beside.country)

    def _predicate(self, p: Phrase) -> bool:
        """`Berg is the minister of ports`: a title of the subject, where it is claimed and true today."""
        tree, subject = self.tree, self.tree.subject(p.head)
        drafts = self.scene.drafts(subject) if subject is not None and subject < p.head else ()
        today = tree.tense(p.head) == "present" and tree.negation(p.head) is None and tree.modal(p.head) is None
        if len(drafts) == 1 and drafts[0].kind == "person" and not p.many and today:
            self._described(drafts[0], p)
        return False

    # ---- appositions
    def _appositive(self, p: Phrase, linked: list[Phrase]) -> bool:
        """A noun phrase beside names: it is they, and gives them its title."""
        for q in linked:
            self._decide(q)
        drafts = tuple(dict.fromkeys(d for q in linked for d in self.scene.drafts(q.head)))
        if not drafts:
            return self._common(p)
        for d in drafts:
            self._described(d, p)
        return self._put(p, drafts, "title" if p.title else "description", "stands beside the name")

    def _described_again(self, p: Phrase) -> bool:
        """`the driver, a soldier, fled`: two descriptions of one person who is not named."""
        other = self.scene.by_head.get(self.tree.parse.head[p.head]) if self.tree.rel(p.head) == "appos" else None
        if other is None or other.name or other.many or p.many or p.article != "a" or p.head in self.links:
            return False
        self._decide(other)
        drafts = self.scene.drafts(other.head)
        if len(drafts) != 1 or not drafts[0].is_person or not (p.title or is_human(p.word)):
            return False
        self._described(drafts[0], p)
        return self._put(p, drafts, "description", f"says more of the {other.word}")

    def _described(self, d: Draft, p: Phrase) -> None:
        if p.word == "counterpart":
            as_counterpart(self.scene, d, p)
        elif p.title is not None and d.is_person:
            several = p.many and d.tenures
            note_title(self.scene, d, p, self.stage.of_country(d.tenures[-1].country) if several else office_of(self.scene, p, d))
        former = p.title is not None and self.scene.full_title(p).startswith("former")
        if p.word not in ("rival", "counterpart") and not former:
            d.called.add(p.word)
        if p.country and d.country is None and not d.is_person:
            d.country = p.country

    # ---- pronouns and common nouns
    def _pronoun(self, p: Phrase) -> bool:
        if self.tree.in_quotes(p.head):
            self._decide_speakers(p.head)
        found = choose(self.stage, p)
        if found is None:
            return False
        if p.pronoun in ("he", "she"):
            return self._is_person(p, found.drafts[0], found.why, found.sure)
        return self._put(p, found.drafts, "pronoun", found.why)

    def _decide_speakers(self, i: int) -> None:
        """`“He saved us,” Berg said`: who speaks is found first, for `he` is somebody else."""
        tree, s = self.tree, self.tree.sentence(i)
        for v in range(s.first, s.end):
            if tree.lemma(v) in SPEECH and not tree.in_quotes(v):
                p = self.scene.by_head.get(tree.own_subject(v) or -1)
                if p is not None and p.name is not None:
                    self._decide(p)

    def _is_person(self, p: Phrase, d: Draft, why: str, sure: bool = False) -> bool:
        """`He` or `she` is somebody: their sex, if it was not known before or the choice is sure."""
        if not d.sex_sure and (sure or d.sex is None):
            d.sex, d.sex_sure = ("m" if p.pronoun == "he" else "f"), sure
        return self._put(p, (d,), "pronoun", why)

    def _common(self, p: Phrase) -> bool:
        """Tried in turn; the first that can say who is meant does."""
        for c in self.tree.children(p.head, "compound", "nmod:desc", "amod"):
            if c in self.scene.by_head:
                self._decide(self.scene.by_head[c])
        named = beside_name(self.scene, p)
        if named is not None:
            return self._put(p, (named,), "description", "the noun beside its name")
        found = next((f for decide in DECIDERS for f in [decide(self.scene, p)] if f is not None), None)
        return self._put(p, found.drafts, found.form, found.why) if found else False


@cache
def _together_verbs() -> frozenset[str]:
    return frozenset(w for e in table("lexicon/pronouns") if e["id"] == "together" for w in e["words"])


def countries_of(stage: Stage, phrases: list[Phrase]) -> tuple[str, ...]:
    """Countries that the report names, by name, adjective or capital, in text order."""
    found = (c for p in phrases for c in (_own_country(p), p.country, *p.countries))
    words = (stage.kb.country_by_adjective(w) for i in stage.tree.body_words() for w in [stage.tree.word(i)] if w[0].isupper())
    return tuple(dict.fromkeys([*(c for c in found if c), *(c.iso3 for c in words if c)]))


def seats_of(stage: Stage, phrases: list[Phrase]) -> frozenset[str]:
    """Bodies of the base that are named, and countries of which one or a capital is: `the Pentagon`, `Oslo`."""
    names = [p.name for p in phrases if p.name is not None]
    found = [stage.kb.entities.get(n.capital) for n in names if n.capital]
    found += [n.entities[0] for n in names if len(n.entities) == 1]
    return frozenset(key for e in found if e is not None for key in (e.country, e.id) if key)


def states_of(tree: Tree, phrases: list[Phrase]) -> frozenset[str]:
    """Names the base does not know that own what states own (`Ruritania's army`); never those of full persons."""
    unknown = {p.head: p.name for p in phrases if p.name is not None and not p.name.entities and p.name.capital is None}
    persons = {w for n in unknown.values() if n.kind == "PER" and len(n.words) > 1 for w in n.text.split()}
    titled = {p.name.text for p in phrases if p.name is not None and p.title is not None}
    owned = ((p, unknown[p.owner]) for p in phrases if p.owner in unknown and p.name is None)
    return frozenset(n.text for p, n in owned if _of_state(tree, p) and n.text not in persons | titled and not _is_body_name(n))


def _of_state(tree: Tree, p: Phrase) -> bool:
    """`… 's government`, `… 's navy`, `… 's prime minister`: only states have them."""
    near = p.owner is not None and tree.is_rel(p.owner, "nmod:poss")
    if not near or p.many:
        return False
    head = p.title is not None and p.title.title.holder in ("head_of_government", "foreign", "defence")
    return (
        head
        or (
            any(n.id in ("government", "parliament", "forces") for n in p.nouns)
            and p.word not in ("side", "leadership", "administration")
        )
        or p.word == "central bank"
    )


def _is_body_name(n: Name) -> bool:
    return any(w.lower() in BODY_WORDS for w in n.text.split())


def home_country(stage: Stage, phrases: list[Phrase], article: Article) -> str | None:
    """The country a report is written from: of its dateline, else of its first sentence's subject, else the only one."""
    heads = [article.dateline.split(",")[0]] if article.dateline else []
    heads += [p.name.text for p in phrases if p.name is not None and is_dateline(stage, p.name)]
    heads += _lone_places(stage)
    for head in heads:
        place = stage.kb.place(head) or stage.kb.place(article.dateline.split(",")[-1] if article.dateline else head)
        if place is not None:
            return None if fold(head) in SEATS_OF_BODIES else place.country
    body = [p for p in phrases if stage.tree.in_body(p.head)]
    first = stage.tree.sentence_index(body[0].head) if body else 0
    opening = [p for p in body if stage.tree.sentence_index(p.head) == first]
    subjects = [p for p in opening if stage.tree.is_rel(p.head, "nsubj")]
    stated = next((c for p in subjects for c in (p.country, p.seat, _own_country(p)) if c), None)
    return stated or (stage.countries[0] if len(stage.countries) == 1 else None)


def _lone_places(stage: Stage) -> list[str]:
    """A dateline that stands in a paragraph of its own: one of the first few blocks, nothing but a place in it."""
    blocks = [span for kind, span in stage.tree.parse.blocks if kind in ("paragraph", "byline", "dateline")][:FIRST_BLOCKS]
    texts = (span.of(stage.tree.text).strip(" .,:\n") for span in blocks)
    return [t.split(",")[0] for t in texts if len(t.split()) <= LONGEST_PLACE and stage.kb.place(t.split(",")[0])]


def _own_country(p: Phrase) -> str | None:
    entity = p.name.entities[0] if p.name and p.name.entities else None
    return entity.country if entity and entity.kind == "country" else None
