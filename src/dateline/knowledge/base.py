"""The knowledge base: who there is, under which names, and who held which office on a day.

Tables are in `knowledge/actors/*.tsv`; `tools/build_kb.py` makes the built ones, the others are kept by hand with a
page named per row. An open tenure is true only to the day its source was current: after it the answer is unknown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import msgspec

from dateline.foundation.ids import slug
from dateline.foundation.rows import ActorKind

Held = Literal["confirmed", "contradicted", "not-listed", "unknown-after"]


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """An actor of the base. `nouns` are words that may stand for it (`the alliance`); `country` is ISO alpha-3, upper case."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    code: str | None = None
    wikidata: str | None = None
    names: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    source: str = ""


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """A country or territory. `capital` is its name today; `lat`, `lon` are the capital's, in degrees."""

    iso3: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capital: str | None
    lat: float | None
    lon: float | None
    wikidata: str | None
    historical: bool

    @property
    def id(self) -> str:
        """The id of its government as an actor."""
        return self.iso3.lower()


class Tenure(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in an office. `start`, `end` are ISO dates or prefixes; an open end holds to `until_known` only."""

    name: str
    office: str
    country: str
    label: str
    start: str
    end: str | None
    until_known: str | None
    gender: str | None
    wikidata: str | None
    source: str

    def on(self, day: date) -> bool | None:
        """Whether it held that day; None where the source can't tell."""
        iso = day.isoformat()
        if iso[: len(self.start)] < self.start:
            return False
        if self.end is not None:
            return iso[: len(self.end)] <= self.end
        return True if self.until_known is None or iso <= self.until_known else None


class KnownPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A city, capital or country: ISO alpha-3, degrees north and east."""

    name: str
    country: str
    lat: float | None
    lon: float | None
    population: int = 0


@dataclass(frozen=True)
class Metonym:
    """A house or city that stands for a government or body, from/to as ISO dates where it has not always."""

    stands_for: str
    start: str
    end: str

    def on(self, day: date | None) -> bool:
        """Whether it stood for it that day; with no day, whether it still does."""
        if day is None:
            return not self.end
        return (not self.start or self.start <= day.isoformat()) and (not self.end or day.isoformat() <= self.end)


class KnowledgeBase:
    """Every question others ask of the tables. Names match exactly, then with marks and case folded by `fold`."""

    def __init__(self, tables: Mapping[str, tuple[dict[str, str], ...]]) -> None:
        self._tables = tables

    # ---- countries
    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """By ISO alpha-3, upper case."""
        extra = {r["iso3"]: r for r in self._tables["country_words"]}
        return {c.iso3: c for r in self._tables["countries"] for c in [_country(r, extra.get(r["iso3"], {}))]}

    @cached_property
    def _country_names(self) -> dict[str, str]:
        return _index((n, c.iso3) for c in self._modern_first() for n in c.names)

    @cached_property
    def _adjectives(self) -> dict[str, str]:
        return _index((n, c.iso3) for c in self._modern_first() for n in c.adjectives)

    @cached_property
    def _people(self) -> dict[str, str]:
        return _index((n, c.iso3) for c in self._modern_first() for n in c.people)

    def _modern_first(self) -> list[Country]:
        """Of two that claim a word the living before the dead, and those with words kept by hand before dependencies."""
        by_hand = {r["iso3"].upper() for r in self._tables["country_words"]}
        return sorted(self.countries.values(), key=lambda c: (c.historical, c.iso3 not in by_hand))

    def country_by_name(self, name: str) -> Country | None:
        """`Russia`, `the United States`, `U.S.`, `Zaire`."""
        return self._found(self._country_names, name)

    def country_by_adjective(self, word: str) -> Country | None:
        """`Russian`, `South Korean`, `U.S.`."""
        return self._found(self._adjectives, word)

    def country_by_people(self, word: str) -> Country | None:
        """`Russians`, `Filipino`, `Frenchmen`: people of a country, one or many."""
        return self._found(self._people, word.replace("women", "woman").replace("men", "man") if word.endswith("men") else word)

    def _found(self, index: Mapping[str, str], name: str) -> Country | None:
        iso = index.get(name) or index.get(fold(name))
        return self.countries[iso] if iso else None

    def capital(self, name: str, day: date | None = None) -> str | None:
        """Id of the government or body that a capital or house stands for on that day: `Kremlin` to `rus`."""
        for metonym in self._metonyms.get(fold(name), ()):
            if metonym.on(day):
                return metonym.stands_for
        return None if fold(name) in self._metonyms else self._capitals.get(fold(name))

    @cached_property
    def _capitals(self) -> dict[str, str]:
        return _index((c.capital, c.id) for c in self._modern_first() if c.capital and c.capital not in c.names)

    @cached_property
    def _metonyms(self) -> dict[str, tuple[Metonym, ...]]:
        out: dict[str, tuple[Metonym, ...]] = {}
        for r in self._tables["metonyms"]:
            out[fold(r["name"])] = (*out.get(fold(r["name"]), ()), Metonym(r["stands_for"], r["from"], r["to"]))
        return out

    @property
    def metonyms(self) -> Iterable[str]:
        """Houses and cities that stand for governments and bodies, folded."""
        return self._metonyms.keys()

    # ---- bodies, parties, groups, media
    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """By id: countries, bodies, media, parties and armed groups; not persons."""
        every = [_entity_of(c) for c in self.countries.values()]
        every += [_body(r) for r in self._tables["bodies"]]
        every += [_medium(r) for r in self._tables["media"]]
        taken = {fold(n) for e in every for n in (e.name, *e.names)}
        ids = {e.id for e in every}
        groups = (_group(r) for r in self._tables["groups"] if fold(r["name"]) not in taken)
        every += [msgspec.structs.replace(g, id=f"{g.id}-group") if g.id in ids else g for g in groups]
        return {e.id: e for e in every}

    @cached_property
    def _entity_names(self) -> dict[str, tuple[str, ...]]:
        out: dict[str, tuple[str, ...]] = {}
        for e in self.entities.values():
            for n in dict.fromkeys((e.name, *e.names)):
                out[n] = (*out.get(n, ()), e.id)
        return out

    def lookup(self, name: str) -> tuple[Entity, ...]:
        """Entities of exactly this name; several where parties of two countries share it."""
        return tuple(self.entities[i] for i in self._entity_names.get(name, ()))

    @cached_property
    def longest_name(self) -> int:
        """Words in the longest name, for matching."""
        return max(len(n.split()) for n in self._entity_names)

    # ---- office-holders
    @cached_property
    def _tenures(self) -> tuple[Tenure, ...]:
        return tuple(_tenure(r) for r in self._tables["holders"])

    @cached_property
    def _by_person(self) -> dict[str, list[Tenure]]:
        out: dict[str, list[Tenure]] = {}
        for t in self._tenures:
            for key in {person_key(t.name), fold(t.name)}:
                out.setdefault(key, []).append(t)
        return out

    @cached_property
    def _by_office(self) -> dict[tuple[str, str], list[Tenure]]:
        out: dict[tuple[str, str], list[Tenure]] = {}
        for t in self._tenures:
            out.setdefault((t.office, t.country), []).append(t)
        return out

    def tenures(self, name: str) -> tuple[Tenure, ...]:
        """Offices held under this full name, spellings folded; empty for a family name alone."""
        if len(name.split()) < 2:
            return ()
        return tuple(self._by_person.get(fold(name)) or self._by_person.get(person_key(name)) or ())

    def holder(self, office: str, country: str, day: date) -> str | None:
        """Who held `head_of_state`, `head_of_government`, `foreign` or `defence` that day; None if not known to be one."""
        names = {person_key(t.name): t.name for t in self._by_office.get((office, country.upper()), ()) if t.on(day)}
        return next(iter(names.values())) if len(names) == 1 else None

    def by_family(self, family: str, office: str, day: date) -> tuple[Tenure, ...]:
        """Tenures of the one person of this family name who held an office of this class that day, anywhere."""
        found = [t for t in self._tenures if t.office == office and fold(t.name).split()[-1] == fold(family) and t.on(day)]
        return tuple(found) if len({(person_key(t.name), t.country) for t in found}) == 1 else ()

    @cached_property
    def _by_family(self) -> dict[tuple[str, str], tuple[Tenure, ...]]:
        out: dict[tuple[str, str], list[Tenure]] = {}
        for t in self._tenures:
            out.setdefault((fold(t.name).split()[-1], t.office), []).append(t)
        return {key: tuple(found) for key, found in out.items()}

    def of_family(self, family: str, office: str) -> tuple[Tenure, ...]:
        """Every tenure of an office of this class under a family name, anywhere and at any time."""
        return self._by_family.get((fold(family), office), ())

    def held(self, name: str, office: str, country: str, day: date) -> Held:
        """What the base says of a claim that somebody held an office that day."""
        every = self._by_office.get((office, country.upper()), [])
        own = [t for t in every if person_key(t.name) == person_key(name)]
        if any(t.on(day) for t in own):
            return "confirmed"
        if any(t.on(day) is None for t in own):
            return "unknown-after"
        other = any(t.on(day) and t.end for t in every)
        return "contradicted" if own and other else "not-listed"

    # ---- places
    @cached_property
    def _places(self) -> dict[str, KnownPlace]:
        found = [_city(r) for r in self._tables["cities"]]
        out: dict[str, KnownPlace] = {}
        for place, names in sorted(found, key=lambda p: -p[0].population):
            for n in names:
                out.setdefault(fold(n), place)
        for c in self._modern_first():
            if c.capital:
                out[fold(c.capital)] = KnownPlace(name=c.capital, country=c.iso3, lat=c.lat, lon=c.lon)
            for n in c.names:
                out.setdefault(fold(n), KnownPlace(name=c.name, country=c.iso3, lat=c.lat, lon=c.lon))
        return out

    def place(self, name: str) -> KnownPlace | None:
        """A city, capital or country with its coordinates; of several cities of a name the largest."""
        found = self._places.get(fold(name))
        if found is None or found.lat is not None:
            return found
        return next((p for p in (self._places.get(fold(found.name)),) if p and p.lat is not None), found)

    @cached_property
    def _every_place(self) -> dict[str, tuple[KnownPlace, ...]]:
        out: dict[str, tuple[KnownPlace, ...]] = {}
        for place, names in (_city(r) for r in self._tables["cities"]):
            for key in {fold(n) for n in names}:
                out[key] = (*out.get(key, ()), place)
        return out

    def places_named(self, name: str) -> tuple[KnownPlace, ...]:
        """Every city, capital and country of a name."""
        first = self.place(name)
        others = self._every_place.get(fold(name), ())
        return tuple(dict.fromkeys((first, *others))) if first is not None else others

    # ---- given names
    @cached_property
    def _given(self) -> dict[str, str]:
        return {r["name"]: r["gender"] for r in self._tables["given_names"]}

    def gender_of(self, given: str) -> Literal["m", "f"] | None:
        """What nine in ten bearers of a given name are, among the office-holders of the sources."""
        found = self._given.get(fold(given))
        return "m" if found == "m" else "f" if found == "f" else None


# Letters that Unicode does not take apart.
UNDECOMPOSED = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d"})


def fold(name: str) -> str:
    """Lower case without marks, leading `the` and curly apostrophes."""
    if name.isascii():
        return name.lower().removeprefix("the ").strip()
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "'").translate(UNDECOMPOSED))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().removeprefix("the ").strip()


FOLDS = (("kh", "h"), ("sh", "s"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ij",
"i"), ("iy", "i"), ("yu", "u"),
         ("ey", "i"), ("ei", "i"), ("y", "i"), ("j", "i"), ("e", "a"), ("o", "a"), ("'", ""))  # fmt: skip


def person_key(name: str) -> str:
    """First and last name on their skeletons: spellings of one name fold together (`Sergei`/`Sergey`, `Shoigu`/`Shoygu`)."""
    words = [w for w in fold(name).replace("-", " ").split() if w not in ("al", "el", "jr.", "jr")]
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return " ".join(_skeleton(w) for w in ends)


def _skeleton(word: str) -> str:
    for old, new in FOLDS:
        word = word.replace(old, new)
    out = "".join(c for n, c in enumerate(word) if n == 0 or c != word[n - 1])
    return out[:1] + out[1:].replace("ii", "i").rstrip("i") if len(out) > 3 else out


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Exact and folded names; the first to claim a name keeps it."""
    out: dict[str, str] = {}
    for name, value in pairs:
        out.setdefault(name, value)
        if not name.isupper():
            out.setdefault(fold(name), value)
    return out


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(v for v in (value or "").split("|") if v and v != "-")


def _words_of(row: dict[str, str], extra: dict[str, str], column: str) -> tuple[str, ...]:
    """A country's words; a `-` in the table kept by hand removes the built ones, a list goes before them."""
    written = extra.get(column, "")
    if written == "-":
        return ()
    hand = _split(written)
    return hand if hand and column != "names" else tuple(dict.fromkeys((*hand, *_split(row[column]))))


def _country(row: dict[str, str], extra: dict[str, str]) -> Country:
    return Country(
        iso3=row["iso3"].upper(),
        name=_first_of(extra, row),
        names=tuple(dict.fromkeys((*_words_of(row, extra, "names"), row["name"]))),
        adjectives=_words_of(row, extra, "adjectives"),
        people=_words_of(row, extra, "people"),
        capital=row["capital"] or None,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        wikidata=row["wikidata"] or None,
        historical=bool(row["historical"]),
    )


def _first_of(extra: dict[str, str], row: dict[str, str]) -> str:
    """The name to show: the first hand-kept one, else the built one."""
    return (_split(extra.get("names")) or (row["name"],))[0]


def _entity_of(c: Country) -> Entity:
    return Entity(
        id=c.id,
        name=c.name,
        kind="country",
        country=c.iso3,
        code=c.iso3,
        wikidata=c.wikidata,
        names=c.names,
        source="rigour+factbook",
    )


def _body(r: dict[str, str]) -> Entity:
    country = r["country"].upper() or None
    return Entity(id=r["id"], name=r["name"], kind=_kind(r["kind"]), country=country, code=r["code"] or None,
                  names=_split(r["aliases"]), nouns=tuple(r["nouns"].split()), source=r["source"])  # fmt: skip


def _medium(r: dict[str, str]) -> Entity:
    country = r["country"].upper()
    return Entity(id=slug(r["name"]), name=r["name"], kind="media", country=country, code=f"{country}MED",
    names=_split(r["aliases"]),
                  nouns=(r["kind"],), source=r["source"])  # fmt: skip


def _group(r: dict[str, str]) -> Entity:
    kind, country = _kind(r["kind"]), r["iso3"].upper() or None
    mark = {"party": "PTY", "armed-group": "REB"}[r["kind"]]
    name = f"{slug(r['name'])}-{r['iso3']}".strip("-")
    return Entity(id=name, name=r["name"], kind=kind, country=country, code=f"{country or 'IMG'}{mark}", names=_split(r["short"]),
                  nouns=("party", "movement") if kind == "party" else ("group", "movement"), source=r["source"])  # fmt: skip


def _kind(written: str) -> ActorKind:
    return msgspec.convert(written, type=ActorKind)  # type: ignore[no-any-return]


def _tenure(r: dict[str, str]) -> Tenure:
    return Tenure(name=r["name"], office=r["office"], country=r["iso3"].upper(), label=r["label"], start=r["from"],
    end=r["to"] or None,
                  until_known=r["until_known"] or None, gender=r["gender"] or None, wikidata=r["wikidata"] or None,
                  source=r["source"])  # fmt: skip


def _city(r: dict[str, str]) -> tuple[KnownPlace, tuple[str, ...]]:
    place = KnownPlace(
        name=r["name"], country=r["iso3"].upper(), lat=float(r["lat"]), lon=float(r["lon"]), population=int(r["population"])
    )
    return place, (r["name"], *_split(r["aliases"]))


def _read(name: str) -> tuple[dict[str, str], ...]:
    lines = files("dateline.knowledge").joinpath("actors", f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    return tuple(dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:] if line)


class _Tables(Mapping[str, tuple[dict[str, str], ...]]):
    """Tables read when first asked for."""

    NAMES = ("countries", "country_words", "metonyms", "bodies", "media", "groups", "holders", "cities", "given_names")

    def __init__(self) -> None:
        self._read: dict[str, tuple[dict[str, str], ...]] = {}

    def __getitem__(self, name: str) -> tuple[dict[str, str], ...]:
        if name not in self._read:
            self._read[name] = _read(name)
        return self._read[name]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.NAMES)

    def __len__(self) -> int:
        return len(self.NAMES)


@cache
def base() -> KnowledgeBase:
    """The base that ships with the package; tables are read when first needed."""
    return KnowledgeBase(_Tables())
