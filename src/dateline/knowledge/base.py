"""The knowledge base: who there is, under which names, and who held which office on a day.

Tables are in `knowledge/actors/*.tsv`; `tools/build_kb.py` makes the built ones, the others are kept by hand with a
page named per row. An open tenure is true only to the day its source was current: after it the answer is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

import marisa_trie
import msgspec

from dateline.foundation.ids import slug
from dateline.foundation.rows import ActorKind
from dateline.knowledge import gazetteer
from dateline.knowledge.aliases import FORM, AliasIndex
from dateline.knowledge.gazetteer import Gazetteer, KnownPlace, place_key
from dateline.knowledge.holders import Holders, Tenure, Verdict
from dateline.knowledge.packed import Table
from dateline.knowledge.spelling import fold, person_key

__all__ = ["Code", "Country", "Entity", "KnowledgeBase", "KnownPlace", "Tenure", "Verdict", "base", "fold", "person_key"]

LARGE = 100_000

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
    """A country or territory. `capital` is its name today; `lat`, `lon` are the capital's, `middle` its land's, in degrees."""

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
    iso2: str = ""
    gec: str = ""
    middle: tuple[float, float] | None = None

    @property
    def id(self) -> str:
        """The id of its government as an actor."""
        return self.iso3.lower()


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """What an actor is called in another coding. `start`, `end` are ISO dates, None where the code is not bound to days."""

    scheme: str
    value: str
    start: str | None = None
    end: str | None = None
    source: str = ""

    def on(self, day: date) -> bool:
        """Whether it is right for that day."""
        iso = day.isoformat()
        return (not self.start or self.start <= iso) and (not self.end or iso <= self.end)


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


class Entities(Mapping[str, Entity]):
    """Entities by id: those given, and the parties and armed groups of the packed table, each made when first asked for.

    A group that bears the name of a given entity is left out; one that only shares its id gets another.
    """

    def __init__(self, given: Iterable[Entity], groups: Table) -> None:
        self._made: dict[str, Entity] = {}
        for e in given:
            self._made.setdefault(e.id, e)
        self.names: dict[str, tuple[str, ...]] = {}
        for e in self._made.values():
            for n in dict.fromkeys((e.name, *e.names)):
                self.names[n] = (*self.names.get(n, ()), e.id)
        taken = {fold(n) for n in self.names}
        self._groups, self._row = groups, dict[str, int]()
        keys, shorts, idents = groups["key"], groups["short"], groups["id"]
        for row, name in enumerate(groups["name"]):
            if keys[row] not in taken:
                ident = f"{idents[row]}-group" if idents[row] in self._made else idents[row]
                self._row[ident] = row
                for n in {name, shorts[row]} - {""}:
                    self.names[n] = (*self.names.get(n, ()), ident)

    def __getitem__(self, ident: str) -> Entity:
        if ident not in self._made:
            self._made[ident] = msgspec.structs.replace(_group(self._groups, self._row[ident]), id=ident)
        return self._made[ident]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._made, *self._row)))

    def __len__(self) -> int:
        return len(self._made.keys() | self._row.keys())

    def named(self, name: str) -> tuple[Entity, ...]:
        """Those of exactly this name."""
        return tuple(self[i] for i in self.names.get(name, ()))


class KnowledgeBase:
    """Every question others ask of the tables. Names match exactly, then with marks and case folded by `fold`."""

    def __init__(self, tables: Tables) -> None:
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
    def entities(self) -> Entities:
        """By id: countries, bodies, media, parties and armed groups; not persons."""
        first = [_body(r) for r in self._tables.own("bodies")]
        first += [_entity_of(c) for c in self.countries.values()]
        first += [_body(r) for r in self._tables.kept("bodies")]
        first += [_medium(r) for r in self._tables["media"]]
        return Entities(first, self._tables.packed("groups"))

    def lookup(self, name: str) -> tuple[Entity, ...]:
        """Entities of exactly this name; several where parties of two countries share it."""
        return self.entities.named(name)

    def codes(self, ident: str, day: date | None = None) -> tuple[Code, ...]:
        """Codes of an entity, one scheme after another; with a day, those that are right for it.

        `plover` is what events are written with, `iso3`, `iso2`, `gec` (FIPS) and `wikidata` are whose they say, `cameo` is of
        the Phoenix dictionaries, `gw` is Gleditsch and Ward's number as UCDP writes it.
        """
        e = self.entities.get(ident)
        if e is None:
            return ()
        country = self.countries.get(e.country or "") if e.kind == "country" else None
        own = {"plover": e.code, "wikidata": e.wikidata, "iso3": e.country}
        own |= {"iso2": country.iso2.upper(), "gec": country.gec} if country else {}
        every = [Code(scheme=k, value=v, source=e.source) for k, v in own.items() if v]
        every += [
            Code(scheme=r["scheme"], value=r["value"], start=r["from"] or None, end=r["to"] or None, source=r["source"])
            for r in self._other_codes.get(ident, ())
        ]
        return tuple(c for c in every if day is None or c.on(day))

    @cached_property
    def _other_codes(self) -> dict[str, list[dict[str, str]]]:
        out: dict[str, list[dict[str, str]]] = {}
        for r in self._tables["codes"]:
            out.setdefault(r["actor"], []).append(r)
        return out

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The first letters and digits of each name of a country, body, group or house, folded."""
        names = (*self.entities.names, *self._country_names, *self._metonyms, *self._capitals)
        return frozenset(_beginning(n) for n in names)

    def begins_name(self, word: str) -> bool:
        """Whether a name of a country, body, group or house can begin with this word: most words begin none."""
        return _beginning(word) in self._beginnings

    @cached_property
    def _aliases(self) -> tuple[AliasIndex, tuple[str, ...]]:
        ids = (*self.entities, *(self.people.person(n).id for n in range(len(self.people))))
        names = [(self.entities[i].name, *self.entities[i].names) for i in self.entities]
        names += [(self.people.person(n).name, *self.people.person(n).names) for n in range(len(self.people))]
        return AliasIndex((name.split(), n) for n, own in enumerate(names) for name in dict.fromkeys(own)), ids

    def names_in(self, tokens: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
        """First and last token, and ids, of each longest name of an entity or person; for bulk work: the index takes a second."""
        index, ids = self._aliases
        return [(m.first, m.last, tuple(ids[n] for n in m.found)) for m in index.matches(tokens)]

    @cached_property
    def longest_name(self) -> int:
        """Words in the longest name, for matching."""
        return max(n.count(" ") + 1 for n in self.entities.names)

    # ---- office-holders
    @cached_property
    def people(self) -> Holders:
        """Persons, their offices, and the verdicts about them."""
        return Holders(
            self._tables.packed("people"),
            self._tables.packed("tenures"),
            self._tables.packed("offices"),
            self._tables.trie("people"),
            frozenset(self.countries),
            self._tables["tenures"],
        )

    def tenures(self, name: str, day: date | None = None) -> tuple[Tenure, ...]:
        """Offices held under this full name, spellings folded; empty for a family name alone.

        With the day of a report, only of people whom it can mean: see `Holders.is_of_era`.
        """
        people = self.people
        found = (n for n in people.numbers(name) if day is None or people.is_of_era(n, day))
        return tuple(t for n in found for t in people.tenures_of(n))

    def holder(self, office: str, country: str, day: date) -> str | None:
        """Who held `head_of_state`, `head_of_government`, `foreign`, `defence` … that day; None if not known to be one."""
        names = {t.person: t.name for _, t in self.people.of_office(office, country) if t.on(day)}
        return next(iter(names.values())) if len(names) == 1 else None

    def holders(self, office: str, of: str, day: date) -> tuple[Tenure, ...]:
        """Who held an office of a country (ISO alpha-3) or body (its id) that day, with the rows that say so."""
        return self.people.holders(office, of, day)

    def verdict(self, person: str, office: str, of: str, day: date) -> Verdict:
        """Whether a person held an office that day: yes, no, conflicting, unsure, unknown-after or not-listed, and why."""
        return self.people.verdict(person, office, of, day)

    def by_family(self, family: str, office: str, day: date) -> tuple[Tenure, ...]:
        """Tenures of the one person of this family name who held an office of this class that day, anywhere."""
        every = (t for n in self.people.family(family) for t in self.people.tenures_of(n))
        found = [t for t in every if t.office == office and t.on(day)]
        return tuple(found) if len({(t.person, t.country) for t in found}) == 1 else ()

    def of_family(self, family: str, office: str) -> tuple[Tenure, ...]:
        """Every tenure of an office of this class under a family name, anywhere and at any time."""
        every = (t for n in self.people.family(family) for t in self.people.tenures_of(n))
        return tuple(t for t in every if t.office == office)

    def held(self, name: str, office: str, country: str, day: date) -> Held:
        """What the base says of a claim that somebody held an office that day."""
        every = [t for _, t in self.people.of_office(office, country)]
        persons = {self.people.person(n).id for n in self.people.numbers(name)}
        own = [t for t in every if t.person in persons]
        if any(t.on(day) for t in own):
            return "confirmed"
        if any(t.on(day) is None for t in own):
            return "unknown-after"
        other = any(t.on(day) and t.end for t in every)
        return "contradicted" if own and other else "not-listed"

    def members(self, group: str, day: date) -> tuple[str, ...]:
        """Ids of the members of a body or group that day, as far as a source lists them; empty where none does."""
        listed = {
            who
            for r in self._tables["members"]
            if r["group"] == group and r["from"] <= day.isoformat() and (not r["to"] or day.isoformat() <= r["to"])
            for who in _split(r["members"])
        }
        seen = {
            r["iso3"] for r in self._tables["seen_members"] if r["body"] == group and r["first"] <= day.isoformat() <= r["last"]
        }
        return tuple(sorted(listed | seen))

    # ---- places
    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self._tables.trie("places", gazetteer.FORM))

    @cached_property
    def _areas(self) -> dict[str, KnownPlace]:
        """Continents, seas and what lies across borders, kept by hand."""
        return {place_key(n): _area(r) for r in self._tables["areas"] for n in (r["name"], *_split(r["aliases"]))}

    @cached_property
    def _short_regions(self) -> dict[str, tuple[str, str]]:
        """`Calif.`, `NSW`: the name of a region written out, and its country."""
        return {n: (r["name"], r["country"].upper()) for r in self._tables["region_words"] for n in _split(r["words"])}

    def region_abbreviated(self, word: str) -> KnownPlace | None:
        """The state or province of a postal or agency abbreviation, as behind a comma: `CO`, `Colo.`."""
        full = self._region_codes.get(word) or self._short_regions.get(word)
        found = (p for p in self._gazetteer.named(full[0]) if p.kind == "region" and p.country == full[1]) if full else iter(())
        return next(found, None)

    @cached_property
    def _region_codes(self) -> dict[str, tuple[str, str]]:
        """The first of two that share a code: `NT` is rare, `WA` is Washington."""
        return {r["codes"]: (r["name"], r["country"].upper()) for r in reversed(self._tables["region_words"]) if r["codes"]}

    @cached_property
    def _capital_places(self) -> dict[str, KnownPlace]:
        return {
            place_key(c.capital): KnownPlace(name=c.capital, country=c.iso3, lat=c.lat, lon=c.lon, well_known=True)
            for c in reversed(self._modern_first())
            if c.capital and c.lat is not None
        }

    def place(self, name: str) -> KnownPlace | None:
        """A capital, else a country or area, else the largest city of 100,000 and more; with its coordinates."""
        if place_key(name) in self._capital_places:
            return self._capital_places[place_key(name)]
        large = (p for p in self._gazetteer.named(name) if p.kind == "town" and p.population >= LARGE)
        return self._country_place(name) or self._areas.get(place_key(name)) or next(large, None)

    def _country_place(self, name: str) -> KnownPlace | None:
        c = self.country_by_name(name)
        if c is None:
            return None
        lat, lon = c.middle or (c.lat, c.lon)
        return KnownPlace(name=c.name, country=c.iso3, lat=lat, lon=lon, kind="country", well_known=True)

    def places_named(self, name: str) -> tuple[KnownPlace, ...]:
        """Every town, county, region, country and area of a name, best known first; `Calif.` and `NSW` are regions too."""
        written_out, country = self._short_regions.get(name, ("", ""))
        found = [p for p in self._gazetteer.named(written_out) if p.kind == "region" and p.country == country]
        found += self._gazetteer.named(name)
        capital = self._capital_places.get(place_key(name))
        if capital is not None:
            own = next((p for p in found if p.kind == "town" and p.country == capital.country), None)
            found = [p for p in found if p is not own]
            found.append(msgspec.structs.replace(own, well_known=True) if own is not None else capital)
        found += [p for p in (self._country_place(name), self._areas.get(place_key(name))) if p is not None]
        return tuple(sorted(found, key=lambda p: -p.standing))

    # ---- given names
    @cached_property
    def _given(self) -> dict[str, str]:
        table = self._tables.packed("given_names")
        return dict(zip(table["name"], table["gender"], strict=True))

    def gender_of(self, given: str) -> Literal["m", "f"] | None:
        """What nine in ten bearers of a given name are, among the office-holders of the sources."""
        found = self._given.get(fold(given))
        return "m" if found == "m" else "f" if found == "f" else None


def _beginning(name: str) -> str:
    found = re.search(r"\w+", fold(name))
    return found[0] if found else ""


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
        iso2=row["iso2"],
        gec=row["gec"],
        middle=(float(row["middle_lat"]), float(row["middle_lon"])) if row["middle_lat"] else None,
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
    return Entity(
        id=r["id"],
        name=r["name"],
        kind=_kind(r["kind"]),
        country=country,
        code=r["code"] or None,
        names=_split(r["aliases"]),
        nouns=tuple(r["nouns"].split()),
        source=r["source"],
    )


def _medium(r: dict[str, str]) -> Entity:
    country = r["country"].upper()
    return Entity(
        id=slug(r["name"]),
        name=r["name"],
        kind="media",
        country=country,
        code=f"{country}MED",
        names=_split(r["aliases"]),
        nouns=(r["kind"],),
        source=r["source"],
    )


def _group(groups: Table, n: int) -> Entity:
    kind, country = groups["kind"][n], groups["iso3"][n].upper() or None
    mark = {"party": "PTY", "armed-group": "REB"}[kind]
    return Entity(
        id=groups["id"][n],
        name=groups["name"][n],
        kind=_kind(kind),
        country=country,
        code=f"{country or 'IMG'}{mark}",
        names=_split(groups["short"][n]),
        nouns=("party", "movement") if kind == "party" else ("group", "movement"),
        source=groups["source"][n],
    )


def _kind(written: str) -> ActorKind:
    return msgspec.convert(written, type=ActorKind)  # type: ignore[no-any-return]


def _area(r: dict[str, str]) -> KnownPlace:
    country = r["country"].upper() or None
    lat, lon = (float(x) if x else None for x in (r["lat"], r["lon"]))
    return KnownPlace(name=r["name"], country=country, lat=lat, lon=lon, kind="area", well_known=True)


PACKED = ("codes", "seen_members")


class Tables:
    """The tables of the package, read when first asked for; `more` holds a user's rows, which go before the packaged ones."""

    def __init__(self, more: Mapping[str, tuple[dict[str, str], ...]] | None = None) -> None:
        self._read: dict[str, tuple[dict[str, str], ...]] = {}
        self._more = more or {}

    def __getitem__(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of a table; of `tenures` those kept by hand, the built ones are `packed`."""
        if name not in self._read:
            self._read[name] = (*self.own(name), *self.kept(name))
        return self._read[name]

    def own(self, name: str) -> tuple[dict[str, str], ...]:
        """The user's rows of a table."""
        return self._more.get(name, ())

    def kept(self, name: str) -> tuple[dict[str, str], ...]:
        """The package's."""
        return self.packed(name).rows() if name in PACKED else _read(name)

    def packed(self, name: str) -> Table:
        """A built table, column by column."""
        return Table(_file(f"{name}.columns").read_bytes())

    def trie(self, name: str, form: str = FORM) -> marisa_trie.RecordTrie:
        """A stored trie; mapped into memory where the package lies in plain files, as it does when installed."""
        trie = marisa_trie.RecordTrie(form)
        file = _file(f"{name}.trie")
        return trie.mmap(str(file)) if isinstance(file, Path) else trie.frombytes(file.read_bytes())


def _file(name: str) -> Traversable:
    return files("dateline.knowledge").joinpath("actors", name)


def _read(name: str) -> tuple[dict[str, str], ...]:
    lines = _file(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    return tuple(dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:] if line)


@cache
def base() -> KnowledgeBase:
    """The base that ships with the package; tables are read when first needed."""
    return KnowledgeBase(Tables())
