"""Places the report names, with coordinates and country; which of several of one name, by what stands around.

A container beside the name decides (`Vienna, Virginia`, `Springfield in Illinois`, `Aurora (Colo.)`); else population, the
countries and regions that the report speaks of, and the distance to its other places: the heuristics that toponym
resolvers share (Leidner 2007, ch. 4: one referent per discourse, containment, population, minimality).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.foundation.rows import Place
from dateline.knowledge.base import KnowledgeBase, KnownPlace
from dateline.knowledge.gazetteer import PlaceKind
from dateline.reading.actors.names import Name
from dateline.reading.tree import Tree

PLACED = ("LOC", "GPE")
HOME, NAMED, REGION = 1.5, 1.0, 1.0  # in powers of ten of population
BY_KIND = {"town": 0.0, "county": -0.7, "region": -0.7, "country": 1.5, "area": 1.0}
NEAR, NEAR_KM, NEAR_DEGREES = 1.5, 300.0, 2.7  # the degrees north are a quick look first
CLEAR = 1.0  # by how much a place must outweigh its namesakes to draw others to it
SMALL, ALONE = 15_000, 5_000  # a town below this, one below that without a namesake, only where the report is about its country
LARGE = 100_000
RANK = {"town": 0, "county": 1, "region": 2, "country": 3, "area": 3}
WIDE = ("region", "country", "area")
COUNTY_KM, TOWN_KM, EARTH_KM = 100.0, 60.0, 6371.0
LONGEST_OUTER = 4
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern north-east north-west south-east south-west".split()
)
SITES = frozenset(
    "city town airport hospital court jail prison port stadium station university international regional provincial sheriff "
    "highway racecourse cathedral".split()
)
NO_NAME = DIRECTIONS | frozenset("upper lower greater mid downtown the of state valley near new".split())
DIVISIONS: tuple[PlaceKind, ...] = ("region", "county")
UNITS: dict[str, tuple[PlaceKind, ...]] = {
    **dict.fromkeys(("province", "state", "region", "governorate", "county", "department", "prefecture", "oblast"), DIVISIONS),
    **dict.fromkeys(("city", "town", "village"), ("town",)),
    **dict.fromkeys(("district", "borough", "municipality", "area", "metro", "township"), ()),
}

Key = tuple[str, str, bool]  # a name, the word for its kind beside it, whether it stands in a list of regions


@dataclass(frozen=True)
class Context:
    """What speaks for a place: the report's home country, the countries and regions that it names, places already sure."""

    home: str | None = None
    countries: tuple[str, ...] = ()
    regions: frozenset[int] = frozenset()
    sure: tuple[KnownPlace, ...] = ()

    def weight(self, p: KnownPlace) -> float:
        """How likely a place is meant; a country is not more likely for being named, or each would vouch for itself."""
        size = math.log10(max(1, p.standing)) + BY_KIND[p.kind]
        if p.kind == "country":
            return size
        size += HOME * (p.country == self.home) + NAMED * (p.country in self.countries)
        return size + REGION * (p.region in self.regions) + NEAR * self.nearness(p)

    def nearness(self, p: KnownPlace) -> float:
        """One beside a sure place, falling to nothing at `NEAR_KM`."""
        beside = (s for s in self.sure if abs((s.lat or 0.0) - (p.lat or 0.0)) <= NEAR_DEGREES and s.name != p.name)
        nearest = min((distance(p, s) for s in beside), default=math.inf)
        return max(0.0, 1 - nearest / NEAR_KM)

    def is_likely(self, p: KnownPlace, namesakes: int) -> bool:
        """Large enough to be meant without more, or in a country that the report is about."""
        about = p.country == self.home or p.country in self.countries
        return p.standing >= (SMALL if namesakes > 1 else ALONE) or p.kind != "town" or about or self.nearness(p) > 0


def find_places(
    tree: Tree, names: Iterable[Name], kb: KnowledgeBase, home: str | None, countries: tuple[str, ...]
) -> tuple[Place, ...]:
    """Every place in text order; those the base does not know have a name and a span alone."""
    found = list(_mentions(tree, names))
    starts = frozenset(n.first for n in found)
    outers = {n.first: _container(tree, kb, n, starts) for n in found}
    held = {n.text: outers[n.first] for n in reversed(found) if outers[n.first]}
    keys = {n.first: (n.text, _unit(tree, n), _beside_region(tree, kb, found, k)) for k, n in enumerate(found)}
    options = {key: _options(kb, key[0], held.get(key[0]), key[1], key[2]) for key in keys.values()}
    context = _with_sure(Context(home, countries), options, held)
    chosen = {key: best(every, context, key[0] in held) for key, every in options.items()}
    around = _as_containers(found, outers, {n.first: chosen[keys[n.first]] for n in found})
    return tuple(_place(tree, n, around.get(n.first) or chosen[keys[n.first]]) for n in found)


def _with_sure(context: Context, options: dict[Key, list[KnownPlace]], held: dict[str, list[KnownPlace]]) -> Context:
    """The context with the places that need no more of it, their countries, and the regions among and around them."""
    sure, outer = [], []
    for key, every in options.items():
        ranked = sorted((context.weight(p) for p in every), reverse=True)
        top = best(every, context, key[0] in held)
        if top is not None and (key[0] in held or len(ranked) == 1 or ranked[0] - ranked[1] >= CLEAR):
            sure.append(top)
            outer += [o for o in held.get(key[0], ()) if _lies_in(top, o)]
    regions = frozenset(p.region for p in (*sure, *outer) if p.kind == "region")
    countries = dict.fromkeys((*context.countries, *(p.country for p in (*sure, *outer) if p.country)))
    near = tuple(p for p in sure if p.kind in ("town", "county"))
    return Context(context.home, tuple(countries), regions, near)


def _as_containers(
    found: list[Name], outers: dict[int, list[KnownPlace]], chosen: dict[int, KnownPlace | None]
) -> dict[int, KnownPlace]:
    """What names that contain the one before them are: `Georgia` behind `Atlanta,`."""
    out = {}
    for n in found:
        inner = chosen[n.first]
        around = next((o for o in outers[n.first] if inner is not None and _lies_in(inner, o)), None)
        if around is not None:
            out[n.last + 2] = around
    return out


def best(every: list[KnownPlace], context: Context, contained: bool) -> KnownPlace | None:
    """The likeliest of several, the larger of two alike; where no container vouches for it, none that nobody would know."""
    likely = [p for p in every if contained or context.is_likely(p, len(every))]
    return max(likely, key=lambda p: (context.weight(p), p.standing), default=None)


def choose(kb: KnowledgeBase, name: str, outer: list[KnownPlace] | None, context: Context) -> KnownPlace | None:
    """Of the places of a name the likeliest, given what it is said to lie in."""
    return best(_options(kb, name, outer, "", False), context, bool(outer))


def _options(kb: KnowledgeBase, name: str, outer: list[KnownPlace] | None, unit: str, regions: bool) -> list[KnownPlace]:
    """The places of a name, inside its container if it has one, of the kind that a word beside it or its neighbours say.

    A region or country that holds none of them leaves the name unknown: `Oxford, Mississippi` is not in England.
    """
    every = next((found for n in _forms(kb, name) if (found := _named(kb, n))), ())
    wide = any(p.kind == "country" for p in every)
    kinds = (() if wide else UNITS.get(unit)) or (("region",) if regions else ())
    fitting = [p for p in every if p.kind in kinds] or [
        p for p in every if not (kinds and p.kind == "town" and p.standing < LARGE)
    ]
    if not outer:
        return fitting
    inside = [p for p in fitting if any(_lies_in(p, o) for o in outer)]
    decides = any(o.kind in WIDE for o in outer) and not any(p.kind in WIDE for p in fitting)
    return inside if inside or decides else fitting


@lru_cache(maxsize=20_000)
def _named(kb: KnowledgeBase, name: str) -> tuple[KnownPlace, ...]:
    """The places of a name; where it is a country, none inside that country: `Mexico` is no state of it."""
    every = kb.places_named(name)
    states = {p.country for p in every if p.kind == "country"}
    return tuple(p for p in every if p.kind == "country" or p.country not in states)


def _forms(kb: KnowledgeBase, name: str) -> Iterator[str]:
    """A name as written, then without what stands around it: `north London`, `Nyanza province`, `Washington, D.C.`."""
    words = name.removesuffix("'s").removesuffix("’s").split()
    if all(w.lower() in NO_NAME for w in words):
        return
    yield " ".join(words)
    yield name.split(",")[0]
    while len(words) > 1 and words[0].islower():
        words = words[1:]
    while len(words) > 1 and (words[-1].islower() or words[-1].lower() in UNITS):
        words = words[:-1]
    yield " ".join(words)
    yield from (part for part in " ".join(words).split(" of ") if part[:1].isupper())
    for end in range(len(words) - 1, 0, -1):
        if words[end].lower() in SITES:
            yield " ".join(words[:end])  # `Seoul City Hall`: what is named after a place mostly stands in it
    if len(words) > 1 and words[0].lower() in DIRECTIONS and kb.country_by_name(" ".join(words[1:])):
        yield " ".join(words[1:])  # `Eastern China`


def _unit(tree: Tree, n: Name) -> str:
    """The word for its kind in or beside a name: `the state of Washington`, `Nyanza province`."""
    if n.first > 1 and tree.low(n.first - 1) == "of" and tree.low(n.first - 2) in UNITS:
        return tree.low(n.first - 2)
    last = tree.low(n.last)
    return last if last in UNITS else tree.low(n.last + 1) if n.last + 1 < len(tree) and tree.low(n.last + 1) in UNITS else ""


def _beside_region(tree: Tree, kb: KnowledgeBase, found: list[Name], k: int) -> bool:
    """Whether the kth name is in a list next to a region and may be one of the same country: `Washington, Oregon and Idaho`."""
    for other in (k - 1, k + 1):
        if 0 <= other < len(found):
            gap = range(found[min(k, other)].last + 1, found[max(k, other)].first)
            every = _named(kb, found[other].text) if gap and all(tree.low(i) in (",", "and", "or") for i in gap) else ()
            if every and every[0].kind == "region":
                return any(p.kind == "region" and p.country == every[0].country for p in _named(kb, found[k].text))
    return False


def _lies_in(p: KnownPlace, outer: KnownPlace) -> bool:
    if p.country != outer.country or p.kind == "country" or p == outer:
        return False
    if outer.kind == "country":
        return True
    if outer.kind == "region":
        return p.region == outer.region and p.kind != "region"
    return distance(p, outer) <= (COUNTY_KM if outer.kind == "county" else TOWN_KM)


def distance(a: KnownPlace, b: KnownPlace) -> float:
    """Kilometres on the sphere; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    x, y = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((y - x) / 2) ** 2 + math.cos(x) * math.cos(y) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def _mentions(tree: Tree, names: Iterable[Name]) -> Iterator[Name]:
    """Names that are places by the base or by their tags; not persons, nor words inside a body's name."""
    for n in names:
        country = any(e.kind == "country" for e in n.entities)
        tagged = n.kind != "PER" and len(n.words) == 1 and tree.names[n.first][2:] in PLACED
        if n.capital or country or (not n.entities and (n.kind == "LOC" or tagged)):
            yield n


def _container(tree: Tree, kb: KnowledgeBase, n: Name, starts: frozenset[int]) -> list[KnownPlace]:
    """What a name is said to lie in: behind a comma, in brackets or after `in`; not the next of a list."""
    mark, first = n.last + 1, n.last + 2
    if first >= len(tree) or tree.low(mark) not in (",", "(", "in") or not tree.word(first)[0].isupper():
        return []
    end = tree.sentence(n.last).end
    for last in range(min(first + LONGEST_OUTER, end) - 1, first - 1, -1):
        text = tree.span(range(first, last + 1)).of(tree.text)
        short = kb.region_abbreviated(text) if tree.low(mark) != "in" else None
        whole = last + 1 >= end or not tree.word(last + 1)[0].isupper()
        outer = [short] if short else _outer(kb, text, tree.low(mark)) if whole else []
        if outer:
            return outer if short or not _is_listed(tree, kb, n, outer, first, last, starts) else []
    return []


def _outer(kb: KnowledgeBase, text: str, mark: str) -> list[KnownPlace]:
    """Regions and countries of a name; behind a comma counties and large towns too."""
    every = _named(kb, text)
    wide = [p for p in every if p.kind in ("region", "country")]
    return wide or ([p for p in every if p.kind == "county" or p.standing >= LARGE] if mark == "," else [])


def _is_listed(
    tree: Tree, kb: KnowledgeBase, n: Name, outer: list[KnownPlace], first: int, last: int, starts: frozenset[int]
) -> bool:
    """`Kenya, Uganda and …`, `Ohio, Oregon, …`: neighbours of a list, not one inside the other."""
    if tree.low(n.last + 1) != ",":
        return False
    if tree.rel(first) == "conj" or _rank(_named(kb, n.text)) >= _rank(outer):
        return True
    if last + 1 >= len(tree) or tree.low(last + 1) in ("and", "or"):
        return last + 1 < len(tree)
    if tree.word(last + 1) == "," and last + 2 < len(tree) and tree.low(last + 2) in ("and", "or"):
        return True
    further = _outer(kb, tree.word(last + 2), ",") if tree.word(last + 1) == "," and last + 2 in starts else None
    return further is not None and not any(_lies_in(o, f) for o in outer for f in further)


def _rank(places: Sequence[KnownPlace]) -> int:
    """Of the widest: what is contained is of a lower one."""
    return max((RANK[p.kind] for p in places), default=0)


def _place(tree: Tree, n: Name, known: KnownPlace | None) -> Place:
    span = tree.span(n.words)
    if known is None:
        return Place(name=n.text, span=span)
    return Place(name=n.text, country=known.country, lat=known.lat, lon=known.lon, span=span)
