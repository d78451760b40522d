"""Common nouns for governments, bodies, groups and unnamed persons."""

from __future__ import annotations

from dateline.foundation.rows import ActorKind
from dateline.reading.actors.lexicon import Noun, is_human, nouns
from dateline.reading.actors.phrases import Phrase
from dateline.reading.actors.scene import Found, Scene, same_noun, same_title
from dateline.reading.actors.stage import Draft

NAMED_BESIDE = ("party", "movement", "company")
AGENCIES = ("ministry", "forces", "court", "parliament")
STATE_WORDS = frozenset({"country", "nation", "state", "member"})
FAR, LATELY = 4, 14
MEN, WOMEN = (
    frozenset("man boy father husband son brother".split()),
    frozenset("woman girl mother wife daughter sister widow".split()),
)


def numbered(scene: Scene, p: Phrase) -> Found | None:
    """`the two`, `both governments`, `the two ministers`: the last that many of the kind."""
    if p.word in ("former", "latter") and p.article == "the":
        return _one_of_pair(scene, p)
    if p.number not in ("two", "three", "both", "pair") or p.article != "the" or p.country or p.owner is not None:
        return None
    if p.word == "side" and p.number != "three":
        return _sides(scene)
    count, kinds = 3 if p.number == "three" else 2, {n.id for n in p.nouns}
    if kinds & {"government", "state", "capitals"} and p.word != "side":
        wanted = _countries(scene, p)
    elif p.title is not None and p.many:
        wanted = scene.recent(
            lambda d: d.kind == "person" and (p.word in d.called or any(same_title(p.word, o.title) for o in d.offices))
        )
    elif "pair" in kinds or p.word in ("man", "woman", "leader"):
        pair = next((s.drafts for s in reversed(scene.stage.spots[-LATELY:]) if s.coordinated and len(s.drafts) == count), None)
        if pair:
            return Found(pair, "description", "the last named together")
        wanted = scene.recent(lambda d: d.is_person and not d.many)
    else:
        return None
    return (
        Found(tuple(reversed(wanted[:count])), "description", f"the last {count} of their kind") if len(wanted) >= count else None
    )


def _sides(scene: Scene) -> Found | None:
    """`both sides`: two states or bodies lately named together, else the only two states of the report."""
    pair = next((s.drafts for s in reversed(scene.stage.spots[-LATELY:]) if s.coordinated and len(s.drafts) == 2), None)
    if pair and not any(d.is_person for d in pair):
        return Found(pair, "description", "the two last named together")
    states = [d for iso in scene.stage.countries for d in [scene.stage.of_country(iso)] if d is not None]
    return Found(tuple(states), "description", "the two states of the report") if len(states) == 2 else None


def _one_of_pair(scene: Scene, p: Phrase) -> Found | None:
    """`the former`, `the latter` of the two last named together."""
    pair = next((s.drafts for s in reversed(scene.stage.spots) if s.coordinated and len(s.drafts) == 2), None)
    return Found((pair[p.word == "latter"],), "description", f"the {p.word} of the last two named together") if pair else None


def _countries(scene: Scene, p: Phrase) -> list[Draft]:
    """Countries spoken of, themselves or through their bodies and ministers, last first; not the sentence's own subject."""
    here = {
        d.id
        for s in scene.stage.spots
        if s.sentence == scene.tree.sentence_index(p.head) and s.part == "subject"
        for d in s.drafts
    }
    isos = dict.fromkeys(d.country for d in scene.recent(lambda d: d.country is not None and d.id not in here))
    return [c for iso in isos for c in [scene.stage.of_country(iso)] if c is not None and c.id not in here]


def people(scene: Scene, p: Phrase) -> Found | None:
    """`the Danes` for their government; `the Dane` for the last person of that country."""
    if p.title is not None or p.nouns or p.country is None or p.article != "the":
        return None
    country = scene.stage.of_country(p.country)
    if country is None:
        return None
    before = next(iter(scene.recent(lambda d: d.kind == "group" and d.many and p.word in d.called)), None) if p.many else None
    if before is not None:
        return Found((before,), "description", f"the {before.name} spoken of before")
    if p.many:
        return Found((country,), "composed", f"the people of {country.name} for their government")
    persons = scene.recent(lambda d: d.is_person and d.country == p.country)
    return Found((persons[0],), "description", f"the last person of {country.name}") if persons else None


def nationals(scene: Scene, p: Phrase) -> Found | None:
    """`two Frenchmen`, `a Dane`, `Turks`: people not named."""
    if p.title is not None or p.nouns or p.country is None or p.article == "the":
        return None
    written = scene.tree.low(p.head)
    several = written.endswith(("men", "women")) or (written.endswith("s") and not written.endswith("ss"))
    if not several and (p.article != "a" or scene.stage.kb.country_by_adjective(scene.tree.word(p.head))):
        return None
    draft = scene.stage.new(scene.words(p), "group" if several else "person", p.country, many=several)
    draft.called.add(p.word)
    return Found((draft,), "description", "people of a country, not named")


def noun(scene: Scene, p: Phrase) -> Found | None:
    """The first reading of a noun that can say who is meant; one human being is a person, whatever many are."""
    single = not p.many and is_human(p.word) and not any(n.id in ("company", "state", "medium") for n in p.nouns)
    for n in sorted(p.nouns, key=lambda n: n.id != "person") if single else p.nouns:
        if (n.plural and not p.many) or (n.id == "person" and p.many) or n.id in ("pair", "capitals"):
            continue
        if n.of_country:
            found = _government(scene, p, n)
        elif n.id == "person":
            found = _some_person(scene, p)
        else:
            found = _body(scene, p, n)
        if found is not None:
            return found
    return None


# ---- governments and countries
def _government(scene: Scene, p: Phrase, n: Noun) -> Found | None:
    if p.many or (p.word == "side" and p.country is None and p.article != "own"):
        return None
    owner = scene.owner(p)
    if p.owner is not None and p.country is None and (p.article != "own" or owner is None):
        return None
    country = scene.stage.of_country(p.country or (owner.country if owner is not None else None))
    if country is not None:
        country.called.add(scene.words(p).lower())
        return Found((country,), "composed", f"the {p.word} of {country.name}")
    if owner is not None and owner.kind == "country":
        return Found((owner,), "composed", f"the {p.word} of {owner.name}")
    if p.article != "the" or owner is not None:
        return None
    country = _understood(scene, p, n)
    if country is None and n.id == "government":
        country = scene.named(scene.words(p)) or scene.stage.new(scene.words(p), "government", None, "GOV")
    return Found((country,), "description", f"the {p.word}: {country.name}, by what was said before") if country else None


def _understood(scene: Scene, p: Phrase, n: Noun) -> Draft | None:
    """`the government`: the one lately called so, else the home country's; `the country`: home or the last one."""
    home, label = scene.stage.of_country(scene.stage.home), scene.words(p).lower()
    if p.word in ("host", "hosts"):
        return home
    called = [
        d for d in scene.recent(lambda d: d.kind == "country") if any(c == label or c.endswith(" " + label) for c in d.called)
    ]
    if called and (label != p.word or scene.since(called[0], p.head) <= FAR):
        return called[0]
    if label != p.word:
        return None
    if n.id == "government":
        return home
    lately = scene.recent(lambda d: d.kind == "country")
    return home if home is not None and home in lately and scene.since(home, p.head) <= FAR else next(iter(lately), None)


# ---- persons
def _some_person(scene: Scene, p: Phrase) -> Found | None:
    if p.article == "the":
        before = next(iter(scene.recent(lambda d: d.is_person and p.word in d.called)), None)
        if before is not None:
            return Found((before,), "description", f"the {p.word} last spoken of")
    draft = scene.stage.new(scene.described(p), "person", p.country)
    draft.called.add(p.word)
    draft.sex = "m" if p.word in MEN else "f" if p.word in WOMEN else None
    return Found((draft,), "description", "somebody not named")


# ---- bodies and groups
def _body(scene: Scene, p: Phrase, n: Noun) -> Found | None:
    """The one whose name stands beside it, the one taken up by `the`, or a new one."""
    named = beside_name(scene, p)
    if named is not None:
        return Found((named,), "description", "the noun beside its name")
    before = _taken_up(scene, p, n)
    if before is not None:
        before.country = before.country or p.country
        return Found((before,), "description", f"the {p.word} last spoken of")
    if n.again:
        return None
    return Found((_new_body(scene, p, n),), "description", "a body or group not named")


def beside_name(scene: Scene, p: Phrase) -> Draft | None:
    """`the Labour faction`, `the Benelux countries`: the name is the noun's modifier."""
    inside = [
        c for c in scene.tree.children(p.head, "compound", "nmod:desc", "amod") if c in scene.by_head and scene.by_head[c].name
    ]
    owner = scene.drafts(inside[-1]) if inside else ()
    if len(owner) != 1 or owner[0].kind not in ("party", "armed-group", "organisation", "group"):
        return None
    fits = (any(n.id in NAMED_BESIDE for n in p.nouns) and not p.many) or (p.many and p.word in STATE_WORDS)
    if fits:
        owner[0].called.add(p.word)
    return owner[0] if fits else None


def _scope(scene: Scene, p: Phrase, n: Noun) -> tuple[str | None, Draft | None]:
    """Country and owner of a body: stated, its owner's, its seat's; for offices of state the home country's."""
    owner = scene.owner(p)
    country = p.country or p.seat or (owner.country if owner is not None else None)
    if country is None and n.id in AGENCIES and p.article != "a" and not p.many and owner is None:
        country = _of_subject(scene, p) or scene.stage.home
    return country, owner


def _of_subject(scene: Scene, p: Phrase) -> str | None:
    """`Its president told parliament`: the parliament of the country whose the subject is; an envoy's is elsewhere."""
    subject = scene.tree.subject(scene.tree.clause_of(p.head))
    found = scene.drafts(subject) if subject != p.head else ()
    if any(o.title.relation == "envoy-of" for d in found for o in d.offices):
        return None
    return found[0].country if len(found) == 1 and found[0].kind in ("person", "country") else None


def _taken_up(scene: Scene, p: Phrase, n: Noun) -> Draft | None:
    """By the same word first; `the group` also by kind, `the company` any firm known by name."""
    if p.article == "a" or p.number is not None:
        return None
    country, owner = _scope(scene, p, n)
    if p.article == "the" and owner is None:
        country = p.country or p.seat  # what was named before comes before the home country's
    bodies = scene.recent(lambda d: not d.is_person and d.kind != "country" and _as_many(scene, p, d))
    for d in bodies:
        if (
            (p.word in d.called or (p.article == "the" and same_noun(p.word, d.called)))
            and _same_scope(scene, p, n, d, country, owner)
            and _same_portfolio(scene, p, d)
        ):
            return d
    if p.article != "the" or p.many or owner is not None:
        return None
    for kind in n.back if n.id == "movement" else ():
        found = next(
            (d for d in bodies if d.kind == kind and d.is_named and kind != "group" and country in (None, d.country)), None
        )
        if found is not None:
            return found
    firms = (d for d in bodies if n.id == "company" and d.kind == "organisation" and d.aliases and _may_be_firm(d))
    return next(firms, None)


def _may_be_firm(d: Draft) -> bool:
    """Not called an institute, a union …: only by words for firms and owners."""
    readings = (nouns().get(w, ()) for w in d.called)
    return all(not of or any(n.id in ("company", "people") for n in of) for of in readings)


def _as_many(scene: Scene, p: Phrase, d: Draft) -> bool:
    """One takes up one, many take up many; a body of the base may be called by a plural (`the rebels`)."""
    return d.many == p.many or (p.many and not d.id.startswith("x:") and scene.tree.low(p.head) in d.called)


def _same_scope(scene: Scene, p: Phrase, n: Noun, d: Draft, country: str | None, owner: Draft | None) -> bool:
    if owner is not None and owner.kind != "country" and owner is not d:
        return _label(scene, p, country, owner).lower() == d.name.lower()
    return country is None or d.country in (None, country) or (n.id not in AGENCIES and p.country is None)


def _same_portfolio(scene: Scene, p: Phrase, d: Draft) -> bool:
    """`the finance ministry` is not `the foreign ministry`: words before the noun agree, unless this one has none."""
    own = _portfolio_words(scene, scene.words(p))
    return (
        not own
        or own <= _portfolio_words(scene, d.name)
        or (d.is_named and d.id.startswith("x:") is False and len(own) == 1 and own <= d.called)
    )


def _portfolio_words(scene: Scene, name: str) -> set[str]:
    return {w.lower() for w in name.split()[:-1] if not scene.stage.kb.country_by_adjective(w)}


def _label(scene: Scene, p: Phrase, country: str | None, owner: Draft | None) -> str:
    """How to call a new one: with its country's adjective or its owner's name before it."""
    words = scene.described(p) if any(n.id in ("ministry", "alliance") for n in p.nouns) and owner is None else scene.words(p)
    if owner is not None and owner.is_person and p.word == "ministry":
        portfolio = _portfolio(owner)
        words = f"{portfolio} ministry" if portfolio else words
    of_state = p.word in ("ministry", "army", "police", "parliament", "delegation", "embassy", "team", "military")
    if owner is not None and owner.kind != "country" and not owner.many and p.article == "own" and not of_state:
        return f"{owner.name}'s {words}"
    adjective = scene.adjective(country) if country and (of_state or p.country) and not p.many else ""
    return f"{adjective} {words}" if adjective and adjective.lower() not in words.lower() else words


def _portfolio(person: Draft) -> str | None:
    """Of what somebody is minister: `finance`, `foreign`."""
    phrase = next((o.phrase for o in person.offices if "minister" in o.phrase and "prime" not in o.phrase), None)
    return phrase.replace("deputy ", "").rsplit(" minister", 1)[0] if phrase and phrase != "minister" else None


def _new_body(scene: Scene, p: Phrase, n: Noun) -> Draft:
    country, owner = _scope(scene, p, n)
    label = _label(scene, p, country, owner)
    before = scene.named(label) if p.article != "a" else None
    if before is not None:
        return before
    if label == scene.words(p) and (p.title is not None or n.id == "people"):
        label = scene.described(p)
    kind: ActorKind = "group" if p.many and n.kind not in ("armed-group", "party") else n.kind
    draft = scene.stage.new(label, kind, country, n.code, many=p.many)
    draft.called |= {p.word, p.word.split()[-1]}
    return draft
