"""Places the report names, with coordinates and country; which of several of one name, by what stands around.

A container right behind the name (`Vienna, Virginia`) decides; else countries the report speaks of, then population:
the heuristics that toponym resolvers share (Leidner 2007, ch. 4: one referent per discourse, containment, population).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from dateline.foundation.rows import Place
from dateline.knowledge.base import KnowledgeBase, KnownPlace, fold
from dateline.reading.actors.names import Name
from dateline.reading.tree import Tree

PLACED = ("LOC", "GPE")
HOME, NAMED = 1.5, 1.2
WELL_KNOWN = 6.5  # countries and capitals carry no number of people in the base
INSIDE_KM, EARTH_KM = 900.0, 6371.0


def find_places(
    tree: Tree, names: Iterable[Name], kb: KnowledgeBase, home: str | None, countries: tuple[str, ...]
) -> tuple[Place, ...]:
    """Every place in text order; those the base does not know have a name and a span alone."""
    found = list(_mentions(tree, names))
    chosen: dict[str, KnownPlace | None] = {}
    out = []
    for n, after in zip(found, [*found[1:], None], strict=False):
        within, key = _container(tree, kb, n, after), fold(n.text)
        if within is not None or key not in chosen:
            chosen[key] = choose(kb, n.text, within, home, countries)
        out.append(_place(tree, n, chosen[key]))
    return tuple(out)


def choose(
    kb: KnowledgeBase, name: str, within: KnownPlace | None, home: str | None, countries: tuple[str, ...]
) -> KnownPlace | None:
    """Of the places of a name the likeliest, given what it is said to lie in.

    A container that holds none of them leaves the name unknown: `Oxford, Mississippi` is not in England.
    """
    country = kb.country_by_name(name)
    if country is not None and within is None and name not in regions():
        return _centres().get(country.iso3) or kb.place(name)
    every = kb.places_named(name)
    region = regions().get(name)
    if within is None:
        return region or max(every, key=lambda p: _weight(p, home, countries), default=None)
    inside = [p for p in every if p.country == within.country]
    if within in regions().values():
        inside = [p for p in inside if _distance(p, within) <= INSIDE_KM]
        return min(inside, key=lambda p: _distance(p, within), default=None)
    return max(inside, key=lambda p: p.population, default=None)


def _weight(p: KnownPlace, home: str | None, countries: tuple[str, ...]) -> float:
    size = math.log10(p.population) if p.population else WELL_KNOWN
    return size + HOME * (p.country == home) + NAMED * (p.country in countries)


def _distance(a: KnownPlace, b: KnownPlace) -> float:
    """Kilometres on the sphere; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    x, y = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((y - x) / 2) ** 2 + math.cos(x) * math.cos(y) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


@cache
def regions() -> dict[str, KnownPlace]:
    """States and provinces of federations by name and agency abbreviation."""
    return {n: place for place, names in _table() for n in names}


@cache
def _centres() -> dict[str, KnownPlace]:
    """The middle of each country, by ISO alpha-3."""
    return {place.country: place for place, names in _table() if not names}


@cache
def _table() -> tuple[tuple[KnownPlace, tuple[str, ...]], ...]:
    """Rows of `regions.tsv`: coordinates are the mean of the towns', a row without a name is a whole country's."""
    lines = files("dateline.knowledge").joinpath("lexicon/regions.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return tuple(
        (
            KnownPlace(name=name, country=iso.upper(), lat=float(lat), lon=float(lon)),
            tuple(n for n in (name, *aliases.split("|")) if n),
        )
        for name, aliases, iso, lat, lon, _ in rows
    )


def _mentions(tree: Tree, names: Iterable[Name]) -> Iterator[Name]:
    """Names that are places by the base or by their tags; not persons, nor words inside a body's name."""
    for n in names:
        country = any(e.kind == "country" for e in n.entities)
        tagged = n.kind != "PER" and len(n.words) == 1 and tree.names[n.first][2:] in PLACED
        if n.capital or country or (not n.entities and (n.kind == "LOC" or tagged)):
            yield n


def _container(tree: Tree, kb: KnowledgeBase, n: Name, after: Name | None) -> KnownPlace | None:
    """`Vienna, Virginia`: the region or country behind the comma, unless both stand in a list."""
    if after is None or after.first != n.last + 2 or tree.word(n.last + 1) != "," or tree.rel(after.first) == "conj":
        return None
    if after.last + 1 < len(tree) and tree.low(after.last + 1) in ("and", "or"):
        return None
    outer = kb.country_by_name(after.text)
    inner = kb.country_by_name(n.text)
    country = KnownPlace(name=outer.name, country=outer.iso3, lat=None, lon=None) if outer and not inner else None
    return regions().get(after.text) or country


def _place(tree: Tree, n: Name, known: KnownPlace | None) -> Place:
    span = tree.span(n.words)
    if known is None:
        return Place(name=n.text, span=span)
    return Place(name=n.text, country=known.country, lat=known.lat, lon=known.lon, span=span)
