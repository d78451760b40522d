"""Titles and offices: of what they are, who holds them, and persons known by an office alone."""

from __future__ import annotations

from dateline.foundation.rows import ActorKind
from dateline.reading.actors.bodies import noun
from dateline.reading.actors.lexicon import Title, noun_around
from dateline.reading.actors.naming import tenures_for
from dateline.reading.actors.phrases import Article, Phrase
from dateline.reading.actors.scene import Found, Scene, same_title
from dateline.reading.actors.stage import Draft, Office

NO_PLACE = frozenset(
    "today yesterday tomorrow week month year day night morning evening century decade summer winter world".split()
)
NATIONAL = ("an", "ese", "ish", "ic", "i", "ch")
RANKS = frozenset({"deputy", "vice", "assistant", "junior", "acting"})
COMPOSED = ("official", "envoy")


def note_title(scene: Scene, draft: Draft, p: Phrase, of: Draft | None) -> None:
    """Writes a title down for a person, and what follows from it: sex, country, words that may take them up."""
    title = p.title.title if p.title else None
    if title is None:
        return
    if title.sex:
        draft.sex, draft.sex_sure = title.sex, True
    if title.honorific:
        return
    full = scene.full_title(p)
    office = Office(title, full, of.id if of else None, scene.tree.span(p.words))
    if full.startswith("former"):
        draft.offices.append(office)
        return
    draft.called |= {p.title.phrase if p.title else p.word, full}
    if full.split()[0] in RANKS:
        draft.called.add(f"{full.split()[0]} {full.split()[-1]}")  # `the deputy minister` for the deputy energy minister
    if of is not None and of.country and draft.country is None and not of.is_person:
        draft.country = of.country
    if not draft.tenures and draft.country:
        draft.tenures = tuple(t for t in tenures_for(scene.stage, draft.name, p) if t.country == draft.country)
    draft.offices.append(office)
    _merge_unnamed(scene, draft, office)


def _merge_unnamed(scene: Scene, draft: Draft, office: Office) -> None:
    """`The prime minister's office … Ana Berg, the prime minister`: the office spoken of before was hers."""
    if office.of is None or office.title.holder is None:
        return
    for other in list(scene.stage.drafts.values()):
        same = any(o.title.id == office.title.id and o.of == office.of and o.phrase == office.phrase for o in other.offices)
        if other is not draft and same and other.is_person and not other.aliases and not other.tenures:
            scene.stage.merge(other, draft)


def office_of(scene: Scene, p: Phrase, person: Draft | None) -> Draft | None:
    """What an office is of: as stated, by its owner, by what the base says of the person, else the home country."""
    title = p.title.title if p.title else None
    stated = scene.stage.of_country(p.country)
    owner = scene.owner(p) or _place_of_work(scene, p) or _service(scene, p) or _state_of_adjective(scene, p)
    if stated is not None and (owner is None or owner.is_person):
        return stated
    if owner is not None:
        by_country = owner.is_person and title is not None and (title.holder or title.relation == "minister-of")
        return scene.stage.of_country(owner.country) if by_country else owner
    if title is None or title.relation in (None, "analyst-at", "member-of"):
        return None
    return scene.stage.of_country(_implied_country(scene, p, title, person))


def _service(scene: Scene, p: Phrase) -> Draft | None:
    """`the army commander`, `a police spokesman`: the service that the noun before names; what is no service must be known."""
    tree, i = scene.tree, p.owner
    if i is None or i in scene.by_head or not tree.is_rel(i, "compound", "amod") or p.title is None:
        return None
    word, readings = noun_around(tree, i)
    known = next(iter(scene.recent(lambda d: not d.is_person and word in d.called)), None) if word else None
    if known is not None:
        return known
    if not any(n.kind == "agency" for n in readings):
        return None
    article: Article = "the" if p.article == "bare" else p.article
    service = Phrase(
        head=i, heads=(i,), first=i, last=i, article=article, word=word, nouns=readings, country=p.country, seat=p.seat
    )
    found = noun(scene, service)
    return found.drafts[0] if found else None


def _state_of_adjective(scene: Scene, p: Phrase) -> Draft | None:
    """`the Ruritanian premier`: of a state the base does not know, if the report names it."""
    words = [scene.tree.word(i) for i in range(p.first, p.head) if scene.tree.word(i)[0].isupper()]
    unknown = [d for d in scene.stage.drafts.values() if d.kind == "country" and d.country is None]
    return next((d for d in unknown for w in words if w.startswith(d.name[: max(4, len(d.name) - 2)])), None)


def _place_of_work(scene: Scene, p: Phrase) -> Draft | None:
    """`the port's spokeswoman`: an owner that is nobody yet becomes a body by its office."""
    tree, title = scene.tree, p.title.title if p.title else None
    if title is None or title.relation not in ("spokesman-of", "leader-of") or p.owner is None or p.owner in scene.by_head:
        return None
    if tree.upos(p.owner) != "NOUN" or tree.rel(p.owner) != "nmod:poss" or tree.feat(p.owner, "Number") == "Plur":
        return None
    if tree.lemma(p.owner) in NO_PLACE:
        return None
    words = tree.subtree(p.owner, without=("det", "case", "punct", "acl", "appos"))
    label = " ".join(tree.span(words).of(tree.text).split())
    draft = scene.named(label) or scene.stage.new(label, "organisation")
    draft.called.add(tree.lemma(p.owner))
    scene.stage.refer((p.owner,), range(words[0], words[-1] + 1), (draft,), "description", "somebody speaks for it")
    return draft


def _is_foreign(scene: Scene, p: Phrase) -> bool:
    """A capitalised adjective that is no country's known: `the Ruritanian premier` is not the home country's."""
    tree, kb = scene.tree, scene.stage.kb
    words = (i for i in range(p.first, p.head) if tree.word(i)[0].isupper() and i > tree.sentence(i).first)
    return any(
        tree.low(i).endswith(NATIONAL) and tree.upos(i) == "ADJ" and not kb.country_by_adjective(tree.word(i)) for i in words
    )


def _implied_country(scene: Scene, p: Phrase, title: Title, person: Draft | None) -> str | None:
    if _is_foreign(scene, p):
        return None
    if person is not None and person.tenures and title.relation in ("minister-of", "leader-of") and not title.body:
        return person.tenures[-1].country
    if p.seat or title.country:
        return p.seat or title.country
    if title.body or not (title.holder or title.relation in ("minister-of", "envoy-of")):
        return None
    if person is None or not _is_another(scene, title, person):
        return scene.stage.home
    last = next(iter(scene.recent(lambda d: d.kind == "country")), None)
    return scene.stage.home if last is not None and last.country == scene.stage.home else None


def _is_another(scene: Scene, title: Title, person: Draft) -> bool:
    """The base has somebody else in the home country's office that day."""
    stage = scene.stage
    if title.holder is None or stage.home is None or stage.day is None:
        return False
    held = stage.kb.holder(title.holder, stage.home, stage.day)
    return held is not None and held.split()[-1].lower() != person.name.split()[-1].lower()


# ---- an office without a name
def titled_noun(scene: Scene, p: Phrase) -> Found | None:
    """`the Peruvian foreign minister`, `a police spokesman`, `the diplomat`."""
    if p.title is None or p.title.title.honorific or p.many:
        return officials(scene, p) if p.many and p.title is not None else None
    title = p.title.title
    new = p.article == "a" or (p.article == "bare" and p.country is None and p.owner is None)
    if not new:
        of = office_of(scene, p, None)
        before = _spoken_of(scene, p, title, of)
        if before is not None:
            return Found((before,), "title", f"the {p.word} last spoken of")
        held = holder(scene, title, of.country if of and of.kind == "country" else None)
        if held is not None and not scene.full_title(p).startswith("former"):
            return Found((held,), "title", "holds the office in the knowledge base on the day")
    return Found((unnamed(scene, p, title),), "description" if new else "title", "an office whose holder is not named")


def officials(scene: Scene, p: Phrase) -> Found | None:
    """`Russian officials` for their government, `United Nations officials` for their body."""
    official = p.title.title.id in COMPOSED if p.title else p.word == "authority" and p.many
    if not official or p.number is not None or (p.article == "own" and p.country is None):
        return None
    owner = scene.owner(p)
    if owner is not None and not owner.is_person and not owner.many and owner.kind != "country":
        return Found((owner,), "composed", f"{p.word}s of {owner.name}")
    stated = p.countries or (p.country,)
    if p.word == "authority" and p.article == "the" and stated == (None,):
        stated = (scene.stage.home,)
    countries = tuple(c for iso in stated for c in [scene.stage.of_country(iso)] if c is not None)
    names = " and ".join(c.name for c in countries)
    return Found(countries, "composed", f"{p.word}s of {names}") if countries else None


def _spoken_of(scene: Scene, p: Phrase, title: Title, of: Draft | None) -> Draft | None:
    """Who was called by this very word, else who holds an office that the word may stand for."""
    persons = scene.recent(lambda d: d.is_person and not d.many)
    full = scene.full_title(p)
    for exact in (True, False):
        for d in persons:
            if _may_be(p, title, of, d, full, exact):
                return d
    return None


def _may_be(p: Phrase, title: Title, of: Draft | None, d: Draft, full: str, exact: bool) -> bool:
    held = [o for o in d.offices if not o.phrase.startswith("former")]
    if exact:
        word = full in d.called or (p.word in d.called and full == p.word) or any(o.phrase == full for o in held)
        offices = [o for o in held if o.title.id == title.id]
    else:
        offices = [o for o in held if same_title(p.word, o.title)]
        word = bool(offices) and full == p.word
    if not word:
        return False
    if p.country is None and p.owner is None:
        return True
    return of is not None and any(o.of == of.id for o in offices)


def holder(scene: Scene, title: Title, iso: str | None) -> Draft | None:
    """The person whom the base has in this office on the report's day."""
    stage = scene.stage
    if title.holder is None or iso is None or stage.day is None:
        return None
    name = stage.kb.holder(title.holder, iso, stage.day)
    if name is None:
        return None
    before = next((d for d in stage.drafts.values() if d.kind == "person" and any(t.name == name for t in d.tenures)), None)
    return before or stage.known_person(name, name, stage.kb.tenures(name, stage.day))


def unnamed(scene: Scene, p: Phrase, title: Title) -> Draft:
    """Somebody known by an office only, named by the first description without its article."""
    of = office_of(scene, p, None)
    country = p.country or p.seat or (of.country if of else None)
    public = title.holder is not None or title.relation in ("minister-of", "leader-of")
    kind: ActorKind = "person" if public else "anonymous"
    draft = scene.stage.new(scene.described(p), kind, country, "GOV" if country else "")
    draft.sex = title.sex
    draft.called |= {p.word, p.word.split()[-1] if " of " not in p.word and title.id == "official" else p.word}
    draft.offices.append(Office(title, scene.full_title(p), of.id if of else None, scene.tree.span(p.words)))
    return draft


def part(scene: Scene, p: Phrase) -> Found | None:
    """`One of them said`: they, where it is not known which."""
    whole = scene.drafts(p.owner) if p.word == "part" else ()
    return Found(whole, "description", "one of those last spoken of") if whole else None


# ---- counterparts
def counterpart(scene: Scene, p: Phrase) -> Found | None:
    """`his counterpart in Quito`, `its counterpart`: the same office or body of another country."""
    owner = scene.owner(p)
    if p.word != "counterpart" or p.many or owner is None:
        return None
    country = p.seat or p.country
    draft = _other_holder(scene, p, owner, country) if owner.is_person else _other_body(scene, owner, country)
    return Found((draft,), "description", f"what {owner.name} is, of another country")


def _other_holder(scene: Scene, p: Phrase, owner: Draft, country: str | None) -> Draft:
    office = next(iter(owner.offices), None)
    held = holder(scene, office.title, country) if office and country else None
    if held is not None:
        return held
    draft = scene.stage.new(scene.words(p), "person", country)
    if office is not None:
        of = scene.stage.of_country(country)
        draft.offices.append(Office(office.title, office.phrase, of.id if of else None, scene.tree.span(p.words)))
    return draft


def _other_body(scene: Scene, owner: Draft, country: str | None) -> Draft:
    own = scene.adjective(owner.country)
    label = f"{scene.adjective(country)} {owner.name.removeprefix(own).strip()}".strip()
    draft = scene.named(label) or scene.stage.new(label, owner.kind, country, "GOV")
    draft.called |= owner.called
    return draft


def as_counterpart(scene: Scene, d: Draft, p: Phrase) -> None:
    """`his counterpart, X`: X holds the same office elsewhere."""
    owner = scene.owner(p)
    office = next((o for o in (owner.offices if owner else ()) if o.title.relation == "minister-of" or o.title.holder), None)
    if office is None or owner is None:
        return
    country = d.country or p.country or p.seat or _there(scene, p)
    country = country or _other_country(scene, owner)
    of = scene.stage.of_country(country)
    phrase = office.phrase if office.title.holder else office.title.office
    d.country = d.country or country
    d.called |= {office.phrase, phrase}
    d.offices.append(Office(office.title, office.phrase, of.id if of else None, scene.tree.span(p.words)))


def _other_country(scene: Scene, owner: Draft) -> str | None:
    """Of two countries the report is about, the one that is not the owner's; else the home country."""
    stage = scene.stage
    others = [c for c in stage.countries if c != owner.country]
    if (
        owner.country in stage.countries[:2]
        and len(stage.countries) >= 2
        and (len(others) == 1 or stage.home in (None, owner.country))
    ):
        return others[0]
    return stage.home if owner.country != stage.home else None


def _there(scene: Scene, p: Phrase) -> str | None:
    """`his counterpart there`: the country of the place named before in the sentence."""
    tree, after = scene.tree, p.last + 1
    if after >= len(tree) or tree.low(after) != "there":
        return None
    for i in range(p.first - 1, tree.sentence(p.first).first - 1, -1):
        place = scene.stage.kb.place(tree.word(i)) if tree.word(i)[0].isupper() else None
        if place is not None:
            return place.country
    return None
