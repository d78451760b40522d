"""The gazetteer's sources: GeoNames towns with their divisions, and the middles of countries, regions and areas.

Names, levels and places of divisions are GeoNames' alone: what the tables have from ISO lists is passed over (docs/actors.md).
The middle of a region is the centroid of the country's land (Natural Earth) whose nearest town lies in the region, a Voronoi
partition by towns; a county, or what has too little land for the grid, has the mean of its towns.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from dateline.knowledge.gazetteer import FORM, PlaceKind, place_key, record

K = TypeVar("K")
Points = NDArray[np.float64]  # degrees north and east, one row a point

STEP = 0.25  # degrees between the grid's points
FEWEST = 4  # points of the grid that make a middle
LEAST_PART, FAR = 0.25, 2.0  # parts of a country smaller than that beside the largest, and more of its radii away, do not count
SMALL_TOWN, MILLION = 100_000, 1_000_000
SPELLINGS = ((MILLION, 30), (500_000, 10), (SMALL_TOWN, 5), (15_000, 3))  # people, most spellings
ALIAS = 0.1  # a place is that much less likely under another name
GENERIC = "Province|State|Region|Governorate|Department|Prefecture|District|Oblast|Krai|Division|Municipality|Voivodeship|Emirate"
BEFORE = re.compile(rf"(?:{GENERIC}|Governorship|Autonomous Region) of (?:the )?(?=[A-Z])")
BEHIND = re.compile(rf"(?<=\w) (?:{GENERIC}|Autonomous Region|Sheng|Shi)$")
COUNTY = re.compile(r"^County (?:of )?(?=[A-Z])|(?<=\w) County$")
MERGED = 0.2
WORDS = ("Province", "State", "Region", "Governorate", "Department", "Prefecture", "Oblast", "County")
SPELLING = re.compile(r"(?:(?:[A-Z][a-z']+|al|el|de|la|le|ed|es|ez|as|ash|an|at)(?:[ -]|$))+")


@dataclass(frozen=True)
class Division:
    """A division of level 1 or 2 (0: not of GeoNames); `code` as GeoNames has it; `region`: row of the first-level one."""

    code: str
    names: tuple[str, ...]
    level: int
    region: int
    iso3: str


@dataclass(frozen=True)
class Town:
    """A town; `divisions` are rows of the divisions that it lies in."""

    ident: str
    name: str
    lat: float
    lon: float
    iso3: str
    population: int
    divisions: tuple[int, ...]


# ---- reading
def divisions(text: str, isos: list[str], named: dict[int, tuple[str, ...]]) -> list[Division]:
    """Rows of the table of divisions, counted from one. `named`: GeoNames' names by row, where the table's is from ISO."""
    lines = [line.split("\t") for line in text.splitlines()]
    rows = {code: n for n, (_, _, code, *_) in enumerate(lines, 1) if code}
    out = []
    for n, (name, iso, code, _, _, aliases, _, _, country) in enumerate(lines, 1):
        own = named.get(n, ()) if iso else (name,)
        names = tuple(a for a in (*own, *aliases.split("|")) if a and code)
        region = rows.get(".".join(code.split(".")[:2]), n)
        out.append(Division(code, names, code.count("."), region, isos[int(country) - 1]))
    return out


def main_names(text: str, listing: str, every: list[Town]) -> dict[int, tuple[str, ...]]:
    """By row of the table of divisions the name under which `listing`, of GeoNames alone, puts most of its towns.

    With it go those of a fifth and more, if no other division is called so: one merged of several since has all their names.
    """
    codes = [line.split("\t")[2] for line in text.splitlines()]
    listed = {(p["latitude"], p["longitude"]): p for p in json.loads(listing)}
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for t in every:
        place = listed.get((t.lat, t.lon), {})
        for row in t.divisions:
            name = place.get({1: "state", 2: "county"}.get(codes[row - 1].count("."), ""))
            votes[row].update([name] if name else [])
    first = {row: min(v, key=lambda n: (-v[n], n)) for row, v in votes.items() if v}
    taken = set(first.values())
    return {
        row: (name, *sorted(n for n, k in votes[row].items() if k >= MERGED * votes[row].total() and n not in taken))
        for row, name in first.items()
    }


def towns(text: str, isos: list[str]) -> list[Town]:
    """Every town of the table."""
    out = []
    for line in text.splitlines():
        name, ident, within, country, population, lat, lon = line.split("\t")
        rows = tuple(int(w) for w in within.split("|") if w)
        out.append(Town(ident, name, float(lat), float(lon), isos[int(country) - 1], int(population or 0), rows))
    return out


def region_of(t: Town, known: list[Division]) -> int:
    """The row of the first-level division that a town lies in."""
    return next(known[n - 1].region for n in t.divisions)


# ---- middles
def mean(points: Points) -> tuple[float, float]:
    """Mean degrees north and east, as maps give a country's coordinates; east of the first point, for those across 180°."""
    first = points[0, 1]
    east = first + ((points[:, 1] - first + 180) % 360 - 180).mean()
    return float(points[:, 0].mean()), float((east + 180) % 360 - 180)


def parts_of(atlas: dict[str, object], iso_of: Callable[[str, str], str | None]) -> dict[str, list[Points]]:
    """By country the points of a grid inside each part of its land. The grid's rows thin out to the poles, as areas do."""
    lines = [_line(arc, atlas["transform"]) for arc in atlas["arcs"]]  # type: ignore[attr-defined]
    out: dict[str, list[Points]] = defaultdict(list)
    for shape in atlas["objects"]["countries"]["geometries"]:  # type: ignore[index]
        iso3 = iso_of(shape.get("id") or "", shape["properties"]["name"])
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for rings in polygons if iso3 else ():
            inside = _inside([_ring(ring, lines) for ring in rings])
            if len(inside):
                out[str(iso3)].append(inside)
    return out


def _line(arc: list[list[int]], transform: dict[str, list[float]]) -> Points:
    steps = np.cumsum(np.array(arc, dtype=float), axis=0)
    return steps * np.array(transform["scale"]) + np.array(transform["translate"])


def _ring(ring: list[int], lines: list[Points]) -> Points:
    """A ring's corners; degrees east run on past 180."""
    corners = np.concatenate([lines[n] if n >= 0 else lines[~n][::-1] for n in ring])
    return np.column_stack([np.unwrap(corners[:, 0], period=360), corners[:, 1]])


def _inside(rings: list[Points]) -> Points:
    """Grid points inside a polygon with holes, by the even-odd rule along each row."""
    a = np.concatenate([r[:-1] for r in rings])
    b = np.concatenate([r[1:] for r in rings])
    found = []
    for row in range(math.floor(a[:, 1].min() / STEP), math.ceil(a[:, 1].max() / STEP)):
        y = (row + 0.5) * STEP + 1e-7  # never through a corner
        crossed = (a[:, 1] > y) != (b[:, 1] > y)
        p, q = a[crossed], b[crossed]
        edges = np.sort(p[:, 0] + (y - p[:, 1]) * (q[:, 0] - p[:, 0]) / (q[:, 1] - p[:, 1]))
        width = STEP / max(0.02, math.cos(math.radians(y)))
        for west, east in zip(edges[::2], edges[1::2], strict=False):
            x = (np.arange(math.ceil(west / width - 0.5), math.floor(east / width - 0.5) + 1) + 0.5) * width
            found.append(np.column_stack([np.full(len(x), y), x]))
    return np.concatenate(found) if found else np.empty((0, 2))


def main_land(parts: dict[str, list[Points]]) -> dict[str, Points]:
    """Each country's land without far smaller parts, by ISO alpha-3, lower case."""
    return {iso: _without_far_parts(own) for iso, own in parts.items() if own}


def middles(land: dict[K, Points]) -> dict[K, tuple[float, float]]:
    """The centroid of each piece of land, if the grid has enough of it."""
    return {key: mean(points) for key, points in land.items() if len(points) >= FEWEST}


def _without_far_parts(own: list[Points]) -> Points:
    """Alaska or Guiana do not move a country's middle, islands near its shore do, and those as large as Sumatra."""
    largest = max(own, key=len)
    y, x = mean(largest)
    reach = FAR * math.sqrt(len(largest) / math.pi) * STEP
    off = {n: math.hypot(lat - y, ((lon - x + 180) % 360 - 180) * math.cos(math.radians(y)))
           for n, (lat, lon) in enumerate(map(mean, own))}  # fmt: skip
    return np.concatenate([p for n, p in enumerate(own) if len(p) >= LEAST_PART * len(largest) or off[n] <= reach])


def town_middles(every: list[Town]) -> dict[str, tuple[float, float]]:
    """The mean of each country's towns, by ISO alpha-3."""
    return {iso: mean(np.array([(t.lat, t.lon) for t in own])) for iso, own in _by(every, lambda t: [t.iso3]).items()}


def region_land(parts: dict[str, list[Points]], every: list[Town], known: list[Division]) -> dict[int, Points]:
    """The points of each country's land whose nearest town lies in a first-level division, by row."""
    by_country = _by(every, lambda t: [t.iso3])
    out: dict[int, Points] = {}
    for iso, own in parts.items():
        points, there = np.concatenate(own), [t for t in by_country.get(iso, ()) if t.divisions]
        rows = np.array([region_of(t, known) for t in there])
        if there:
            nearest = rows[_nearest(points, np.array([(t.lat, t.lon) for t in there]))]
            out.update((row, points[nearest == row]) for row in sorted(set(nearest.tolist())))
    return out


def region_middles(land: dict[int, Points], every: list[Town]) -> dict[int, tuple[float, float]]:
    """The middle of every division that holds a town, by row: of its land, else of its towns."""
    held = _by(every, lambda t: t.divisions)
    of_towns = {row: mean(np.array([(t.lat, t.lon) for t in own])) for row, own in held.items()}
    return {**of_towns, **middles(land)}


def area_middle(members: list[str], land: dict[str, Points], of_towns: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """The centroid of the land of countries (`est`) and divisions (`US.ME`); one with no land in the grid counts by its towns."""
    own = [land[m] if len(land.get(m, ())) else np.array([of_towns[m]]) for m in members if m in land or m in of_towns]
    return mean(np.concatenate(own))


def _nearest(points: Points, centres: Points) -> NDArray[np.int64]:
    """For each point the number of the nearest centre."""
    unit = lambda p: np.column_stack(
        [np.cos(np.radians(p[:, 0])) * f(np.radians(p[:, 1])) for f in (np.cos, np.sin)] + [np.sin(np.radians(p[:, 0]))]
    ).astype(np.float32)
    a, b = unit(points), unit(centres).T
    return np.concatenate([(a[k : k + 500] @ b).argmax(axis=1) for k in range(0, len(a), 500)])


def _by(items: Iterable[Town], keys: Callable[[Town], Iterable[K]]) -> dict[K, list[Town]]:
    out: dict[K, list[Town]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            out[key].append(item)
    return out


# ---- names
def usual_words(known: list[Division]) -> dict[tuple[str, int], str]:
    """By country and level the word that goes with most of its divisions' names (`Basra Governorate`), if with two or more."""
    count = Counter(
        (d.iso3, d.level, w)
        for d in known
        for w in WORDS
        if any(n.startswith(f"{w} of ") or n.endswith(f" {w}") for n in d.names)
    )
    return {(iso, level): w for (iso, level, w), n in sorted(count.items(), key=lambda c: (c[1], c[0])) if n > 1}


def division_names(d: Division, word: str) -> set[str]:
    """English names of a division with and without the word for its kind; of a second-level one its main name's forms alone.

    A county of the second level keeps its word: without it, it is mostly a town.
    """
    names = {n for k, n in enumerate(d.names) if k == 0 or d.level == 1 or BEFORE.match(n) or BEHIND.search(n)}
    latin = {n for n in names if _is_latin(n)}
    bare = {BEHIND.sub("", BEFORE.sub("", n)) for n in latin}
    bare |= {COUNTY.sub("", n) for n in latin} if d.level == 1 else set()
    typed = {f"{n} {word}" for n in bare if word and not n.endswith(f" {word}")}
    return {n for n in latin | bare | typed if len(n) > 2}


def spellings(name: str, alternates: list[str], population: int) -> list[str]:
    """Other names of a town in plain letters, those nearest to its main name first: more of a larger town.

    Names unlike the main one (`Calcutta`, `Saigon`) are only kept of cities of a million.
    """
    most = next((most for least, most in SPELLINGS if population >= least), 0)
    pairs = _pairs(name)
    found = sorted(
        {n for n in alternates if n != name and SPELLING.fullmatch(n)}, key=lambda n: (-_likeness(pairs, _pairs(n)), n)
    )
    return [n for n in found if population >= MILLION or _likeness(pairs, _pairs(n)) >= 0.3][:most]


def _pairs(name: str) -> frozenset[str]:
    letters = re.sub(r"\W", "", place_key(name))
    return frozenset(letters[k : k + 2] for k in range(len(letters) - 1)) | {letters[:1]}


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Dice's coefficient of two sets of letter pairs."""
    return 2 * len(a & b) / max(1, len(a) + len(b))


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") or not c.isalpha() for c in name) and name[:1].isupper()


def entries(
    every: list[Town], known: list[Division], middles: dict[int, tuple[float, float]], alternates: dict[str, list[str]],
    least: int, no_places: frozenset[str],
) -> Iterator[tuple[str, tuple[int, int, bytes, int, int, int]]]:  # fmt: skip
    """Keys of the trie with what it holds: towns of `least` people and more, and divisions that hold a town."""
    size: dict[int, int] = defaultdict(int)
    towns_of: dict[int, set[str]] = defaultdict(set)
    numbers = {row: n for n, row in enumerate(sorted({d.region for d in known}), 1)}
    words = usual_words(known)
    for t in every:
        region = numbers[region_of(t, known)] if t.divisions else 0
        for row in t.divisions:
            size[row] += t.population
            towns_of[row].add(place_key(t.name))
        if t.population >= least:
            own, others = place_key(t.name), spellings(t.name, alternates.get(t.ident, []), t.population)
            for key in {own, *map(place_key, others)} - (no_places if t.population < SMALL_TOWN else frozenset()):
                people = t.population if f"{own} ".startswith(f"{key} ") else round(ALIAS * t.population)
                yield key, record(t.lat, t.lon, t.iso3, region, "town", people)
    for row, (lat, lon) in middles.items():
        d = known[row - 1]
        kind: PlaceKind = "region" if d.level == 1 else "county"
        names = division_names(d, words.get((d.iso3, d.level), ""))
        if kind == "county" and any(place_key(n) in towns_of[row] for n in names):
            names = {n for n in names if COUNTY.search(n)}  # a municipality is its town
        for key in {place_key(n) for n in names} - (no_places if kind == "county" else frozenset()):
            yield key, record(lat, lon, d.iso3, numbers[d.region], kind, size[row])


def gazetteer(found: Iterable[tuple[str, tuple[int, int, bytes, int, int, int]]]) -> bytes:
    """The stored trie; the same entries give the same bytes."""
    return marisa_trie.RecordTrie(FORM, sorted(set(found)), num_tries=8).tobytes()  # type: ignore[no-any-return]
