"""The gazetteer's sources: GeoNames towns with their divisions, and the middles of countries and regions.

The middle of a region is the centroid of the country's land (Natural Earth) whose nearest town lies in the region, a Voronoi
partition by towns; a county, or what has too little land for the grid, has the mean of its towns.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
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
TYPED = re.compile(r"Province|State|Region|Governorate|Department|Prefecture|Oblast")
SPELLING = re.compile(r"(?:(?:[A-Z][a-z']+|al|el|de|la|le|ed|es|ez|as|ash|an|at)(?:[ -]|$))+")


@dataclass(frozen=True)
class Division:
    """A division of level 1 or 2, or a group of first-level ones (0); `region` is the row of the one that it is or lies in."""

    name: str
    aliases: tuple[str, ...]
    type: str
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
def divisions(text: str, isos: list[str]) -> list[Division]:
    """Rows of the table of divisions; row numbers count from one."""
    out = []
    for n, line in enumerate(text.splitlines(), 1):
        name, _, _, _, kind, aliases, level, parent, country = line.split("\t")
        region = n if level in "01" or not parent else int(parent)
        out.append(Division(name, tuple(a for a in aliases.split("|") if a), kind, int(level), region, isos[int(country) - 1]))
    return out


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
    return next((n for n in t.divisions if known[n - 1].level == 1), known[t.divisions[0] - 1].region)


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


def country_middles(parts: dict[str, list[Points]]) -> dict[str, tuple[float, float]]:
    """The centroid of each country's land, by ISO alpha-3, lower case, if the grid has enough of it."""
    main = {iso: _without_far_parts(own) for iso, own in parts.items() if own}
    return {iso: mean(points) for iso, points in main.items() if len(points) >= FEWEST}


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


def region_middles(parts: dict[str, list[Points]], every: list[Town], known: list[Division]) -> dict[int, tuple[float, float]]:
    """The middle of every division that holds a town, by row."""
    held = _by(every, lambda t: t.divisions)
    out = {row: mean(np.array([(t.lat, t.lon) for t in own])) for row, own in held.items()}
    by_country = _by(every, lambda t: [t.iso3])
    for iso, own in parts.items():
        points, there = np.concatenate(own), [t for t in by_country.get(iso, ()) if t.divisions]
        rows = np.array([region_of(t, known) for t in there])
        if there:
            nearest = rows[_nearest(points, np.array([(t.lat, t.lon) for t in there]))]
            for row in sorted(set(nearest.tolist())):
                if (nearest == row).sum() >= FEWEST:
                    out[row] = mean(points[nearest == row])
    return out


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
def division_names(d: Division) -> set[str]:
    """English names of a division with and without the word for its kind; of a second-level one its main name's forms alone."""
    names = {d.name, *(a for a in d.aliases if d.level == 1 or BEFORE.match(a) or BEHIND.search(a))}
    latin = {n for n in names if _is_latin(n)}
    bare = {BEHIND.sub("", BEFORE.sub("", n)) for n in latin}
    typed = {f"{n} {d.type}" for n in bare if TYPED.fullmatch(d.type)}
    return {n for n in latin | bare | typed if len(n) > 2}


def spellings(name: str, alternates: str, population: int) -> list[str]:
    """Other names of a town in plain letters, those nearest to its main name first: more of a larger town.

    Names unlike the main one (`Calcutta`, `Saigon`) are only kept of cities of a million.
    """
    most = next((most for least, most in SPELLINGS if population >= least), 0)
    pairs = _pairs(name)
    found = sorted({n for n in alternates.split("|") if SPELLING.fullmatch(n)}, key=lambda n: (-_likeness(pairs, _pairs(n)), n))
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
    every: list[Town], known: list[Division], middles: dict[int, tuple[float, float]], alternates: dict[str, str], least: int,
    no_places: frozenset[str],
) -> Iterator[tuple[str, tuple[int, int, bytes, int, int, int]]]:  # fmt: skip
    """Keys of the trie with what it holds: towns of `least` people and more, and divisions that hold a town."""
    size: dict[int, int] = defaultdict(int)
    towns_of: dict[int, set[str]] = defaultdict(set)
    numbers = {row: n for n, row in enumerate(sorted({d.region for d in known}), 1)}
    for t in every:
        region = numbers[region_of(t, known)] if t.divisions else 0
        for row in t.divisions:
            size[row] += t.population
            towns_of[row].add(place_key(t.name))
        if t.population >= least:
            own, others = place_key(t.name), spellings(t.name, alternates.get(t.ident, ""), t.population)
            for key in {own, *map(place_key, others)} - (no_places if t.population < SMALL_TOWN else frozenset()):
                people = t.population if f"{own} ".startswith(f"{key} ") else round(ALIAS * t.population)
                yield key, record(t.lat, t.lon, t.iso3, region, "town", people)
    for row, (lat, lon) in middles.items():
        d = known[row - 1]
        kind: PlaceKind = "region" if d.level <= 1 else "county"
        names = division_names(d)
        if kind == "county" and any(place_key(n) in towns_of[row] for n in names):
            names = {n for n in names if n.endswith(" County")}  # a municipality is its town
        for key in {place_key(n) for n in names} - (no_places if kind == "county" else frozenset()):
            yield key, record(lat, lon, d.iso3, numbers[d.region], kind, size[row])


def gazetteer(found: Iterable[tuple[str, tuple[int, int, bytes, int, int, int]]]) -> bytes:
    """The stored trie; the same entries give the same bytes."""
    return marisa_trie.RecordTrie(FORM, sorted(set(found)), num_tries=8).tobytes()  # type: ignore[no-any-return]
