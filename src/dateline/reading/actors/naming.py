"""Which draft a name stands for: the base's entities, persons seen before, new ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from dateline.foundation.rows import ActorKind
from dateline.knowledge.base import Entity, Tenure, fold, person_key
from dateline.reading.actors.lexicon import Found, Reading, Title, nouns, reading_of
from dateline.reading.actors.names import Name
from dateline.reading.actors.phrases import Phrase
from dateline.reading.actors.stage import Draft, Stage

LISTED = ("factbook", "ucdp", "partyfacts")  # long lists whose names are often somebody else's
YEARS_AROUND = 40
FOREMOST = frozenset({"head_of_state", "head_of_government", "foreign"})
AROUND = timedelta(days=365)
PUBLIC = frozenset("deputy-head deputy-foreign-minister minister secretary-of-state envoy official lawmaker officer".split())
RUNNING = frozenset({"candidate", "nominee"})
MEDIA = frozenset("news press times post herald tribune radio television gazette".split())
CALLED = frozenset(
    "institute centre center university bank party movement company group agency council commission ministry union "
    "front forum alliance "
    "foundation court army fund service authority programme program brotherhood corps".split()
)  # fmt: skip


def draft_of_name(stage: Stage, phrase: Phrase) -> tuple[Draft, str] | None:
    """The draft and the reason; None for a place."""
    name = phrase.name
    if name is None:
        return None
    if name.capital:
        return _of_capital(stage, phrase, name)
    if name.entities:
        e = _of_several(stage, name.entities)
        if e is not None and e.kind == "organisation" and e.country is None and phrase.nation:
            return body(stage, phrase, name)  # `the Chilean Red Cross` is not the Red Cross
        if e is not None:
            return stage.of_entity(e), f"name in the knowledge base ({e.id})"
    if name.text in stage.states:
        return _unknown_state(stage, name)
    if name.kind == "PER":
        return person(stage, phrase, name)
    return body(stage, phrase, name) if name.kind == "ORG" or name.entities else None


def _of_capital(stage: Stage, phrase: Phrase, name: Name) -> tuple[Draft, str] | None:
    reading = reading_of(stage.tree, phrase.head) if stage.tree.in_body(phrase.head) else Reading(True, "headline")
    entity = stage.kb.entities.get(name.capital or "")
    if not reading.government or entity is None or is_dateline(stage, name):
        return None
    return stage.of_entity(entity), f"{name.text} stands for its government ({reading.rule})"


def _unknown_state(stage: Stage, name: Name) -> tuple[Draft, str]:
    """A state that the base does not know: it has an army, a government or a central bank."""
    before = next((d for d in stage.drafts.values() if d.kind == "country" and d.name == name.text), None)
    draft = before or stage.new(name.text, "country")
    draft.aliases.add(name.text)
    return draft, "name of a state, by what it owns"


def is_dateline(stage: Stage, name: Name) -> bool:
    """`QUITO, May 3 (Agency) -- …`: the place at the head of the first sentence."""
    s = stage.tree.sentence(name.first)
    if name.first != s.first or not stage.tree.word(name.first).isupper():
        return False
    return any(stage.tree.word(i) in ("-", "--", "—", "–", ":", "---") for i in range(name.last + 1, min(s.end, name.last + 16)))


def _of_several(stage: Stage, entities: tuple[Entity, ...]) -> Entity | None:
    """Of parties of one name the one of a country already spoken of; no guess among strangers."""
    if len(entities) == 1 and (entities[0].kind not in ("party", "armed-group") or entities[0].source not in LISTED):
        return entities[0]
    at_home = [e for e in entities if e.country and e.country == stage.home]
    if len(entities) > 1 and stage.home is not None and not at_home:
        return None
    named = [e for e in entities if e.country and (e.country in stage.countries or e.country.lower() in stage.drafts)]
    if not stage.countries and len(entities) == 1:
        return entities[0]
    return next(iter(at_home or named or [e for e in entities if e.country is None]), None)


# ---- bodies
def body(stage: Stage, phrase: Phrase, name: Name) -> tuple[Draft, str]:
    """A body the base does not know: by its name, the first words of it, or its initials."""
    if name.entities and phrase.nation:
        name = replace(name, text=f"{phrase.nation} {name.text}")
    for d in stage.drafts.values():
        if not d.is_person and d.kind != "country" and _same_body(d, name.text):
            d.name = max(d.name, name.text, key=len) if d.id.startswith("x:") else d.name
            return d, "same name as before"
    draft = stage.new(name.text, _kind_of(name.text), phrase.country)
    draft.aliases.add(name.text)
    draft.called |= {w.lower() for w in name.text.split()} & CALLED | {w for w in [name.text.split()[-1].lower()] if w in nouns()}
    return draft, "name"


def _kind_of(text: str) -> ActorKind:
    """By the words of the name: `Coast Guard` is an agency, `Harbour Press` a medium."""
    words = text.lower().split()
    if set(words) & MEDIA:
        return "media"
    if "party" in words:
        return "party"
    return (
        "agency"
        if any(n.kind == "agency" for end in (words[-1:], words[-2:]) for n in nouns().get(" ".join(end), ()))
        else "organisation"
    )


def _same_body(d: Draft, text: str) -> bool:
    names = {d.name, *d.aliases}
    initials = {"".join(w[0] for w in n.split() if w[0].isupper()) for n in names if len(n.split()) > 2}
    starts = any(n.startswith(text + " ") or (text.startswith(n + " ") and len(n) > 3) for n in d.aliases)
    return text in names or text in initials or starts


# ---- persons
_key = lru_cache(maxsize=20_000)(person_key)


def person(stage: Stage, phrase: Phrase, name: Name) -> tuple[Draft, str]:
    """A person seen before under this name or a part of it, else a new one; known ones get the base's id."""
    found = _seen(stage, name.text, phrase.title.title if phrase.title else None)
    tenures = tenures_for(stage, name.text, phrase) if found is None or _says_more(found, name.text, phrase) else ()
    if found is not None and not tenures:
        if len(name.text.split()) > len(found.name.split()):
            found.name = name.text
        return found, "same name as before" if found.name == name.text else f"short for {found.name}"
    if tenures:
        draft = stage.known_person(tenures[-1].name, name.text, tenures)
        why = f"name in the knowledge base ({draft.id})"
    else:
        draft, why = stage.new(name.text, "person"), "name"
    if found is not None:
        draft.offices, draft.called, draft.aliases = found.offices, found.called, found.aliases
        stage.merge(found, draft)
    draft.sex = draft.sex or stage.kb.gender_of(name.text.split()[0])
    draft.aliases.add(name.text)
    return draft, why


def _says_more(d: Draft, text: str, phrase: Phrase) -> bool:
    """Of somebody not known so far: the full name, or an office (`Trump … Donald Trump`, `Obama … President Obama`)."""
    titled = phrase.title is not None and phrase.title.title.holder is not None
    return not d.tenures and d.id.startswith("x:") and (titled or len(text.split()) > len(d.name.split()))


def _seen(stage: Stage, text: str, title: Title | None) -> Draft | None:
    persons = [d for d in stage.drafts.values() if d.kind == "person"]
    words = fold(text).split()
    if len(words) == 1:
        last = [d for d in persons if fold(d.name).split()[-1] == words[0]]
        first = [d for d in persons if fold(d.name).split()[0] == words[0] and len(fold(d.name).split()) > 1]
        found = last or first
        if len(found) < 2:
            return found[0] if found else None
        return max(found, key=lambda d: (_titled_so(d, title), stage.often[(d,)], found.index(d)))
    alone = len(stage.families.get(words[-1], ())) < 2  # else nobody knows whose family name stood alone before
    return next((d for d in persons if (alone or " " in d.name) and _same_person(fold(d.name), fold(text))), None)


def families_of(names: Iterable[Name]) -> dict[str, set[str]]:
    """Given names of the persons named in full, by their family names, folded."""
    out: dict[str, set[str]] = {}
    for n in names:
        words = fold(n.text).split()
        if n.kind == "PER" and len(words) > 1:
            out.setdefault(words[-1], set()).add(_key(words[0]))
    return out


def _titled_so(d: Draft, title: Title | None) -> int:
    """Of two Smiths `Mrs Smith` is the woman and `Judge Smith` the judge."""
    if title is None:
        return 0
    sex = 0 if title.sex is None or d.sex is None else 2 if d.sex == title.sex else -2
    return sex + any(o.title.id == title.id for o in d.offices)


def _same_person(a: str, b: str) -> bool:
    """Family names agree on the skeleton, given names too, or one is an initial, or one name is bare or ends the other."""
    x, y = a.split(), b.split()
    if x[-len(y) :] == y or y[-len(x) :] == x:
        return True
    if _key(x[-1]) != _key(y[-1]):
        return False
    if len(x) == 1 or len(y) == 1:
        return True
    initial = re.fullmatch(r"\w\.?", x[0]) or re.fullmatch(r"\w\.?", y[0])
    return x[0][0] == y[0][0] if initial else _key(x[0]) == _key(y[0])


def tenures_for(stage: Stage, text: str, phrase: Phrase) -> tuple[Tenure, ...]:
    """The base's tenures for a full name: near the report's day, and of the country the words state, if they do."""
    near = [t for t in stage.kb.tenures(text, stage.day) or _by_office(stage, text, phrase) if _near(t, stage.day)]
    stated = phrase.country
    if stated is not None and any(t.country == stated for t in near):
        near = [t for t in near if t.country == stated]
    elif stated is not None:
        return ()
    same = [t for t in near if fold(t.name) == fold(text)] or [t for t in near if _plain(t.name) == _plain(text)]
    near = same or near
    if len({t.country for t in near}) > 1 and stage.day is not None:  # of one who served several, the service of that day
        near = [t for t in near if t.on(stage.day)]
    if len({t.country for t in near}) > 1 or len({t.person for t in near}) > 1:
        return ()
    exact = bool(same)
    backed = phrase.title is not None and _is_backed(phrase.title, near)
    if exact and not (backed or stated or _is_supported(stage, near, phrase.title)):
        return ()
    return tuple(near) if exact or backed or stated else ()


def _is_backed(title: Found, tenures: list[Tenure]) -> bool:
    """The title is of an office of theirs: its class, else its words (`governor`); a `minister` may be of anything."""
    offices = {t.office for t in tenures}
    if title.title.holder is not None:
        return title.title.relation in ("minister-of", "leader-of") and title.title.holder in offices
    return title.title.relation == "minister-of" or title.phrase.replace(" ", "_") in offices


def _plain(name: str) -> tuple[str, ...]:
    """A name without middle initials: `Donald J. Trump`."""
    words = fold(name).split()
    return tuple(w for k, w in enumerate(words) if k == 0 or len(w.rstrip(".")) > 1)


def _is_supported(stage: Stage, tenures: list[Tenure], title: Found | None) -> bool:
    """A name alone is not enough in a report of other countries.

    Heads of states and governments and foreign ministers are meant if they hold office that day or their country is
    spoken of. The many others, who have namesakes, are if both are so, or if one is and they are called by a public office.
    """
    known = (d.country for d in stage.drafts.values() if d.tenures)
    here = any(t.country in {stage.home, *stage.countries, *stage.seats, *known} for t in tenures)
    day = stage.day
    if any(t.office in FOREMOST for t in tenures):
        return here or not stage.countries or (day is not None and any(t.on(day) for t in tenures))
    about_then = day is not None and any(t.on(day - AROUND) or t.on(day) or t.on(day + AROUND) for t in tenures)
    if title is not None and (title.title.id in PUBLIC or title.phrase.split()[-1] in RUNNING):
        return here or not stage.countries or about_then
    return here and (about_then or day is None)


def _by_office(stage: Stage, text: str, phrase: Phrase) -> tuple[Tenure, ...]:
    """`President Trump`: a family name with an office, where one person of that name holds it that day."""
    office = phrase.title.title.holder if phrase.title else None
    if office is None or stage.day is None or len(text.split()) > 1:
        return ()
    return stage.kb.by_family(text, office, stage.day)


def _near(t: Tenure, day: date | None) -> bool:
    return day is None or abs(int(t.start[:4]) - day.year) <= YEARS_AROUND
