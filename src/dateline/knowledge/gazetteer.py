"""The gazetteer: towns, counties and regions of the world by name, with coordinates, region and size.

One stored trie (docs/decisions/0020): each name with all that is known of the place, so that nothing is read before
somebody asks and nothing stays in memory afterwards.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Literal

import marisa_trie
import msgspec

from dateline.knowledge.spelling import fold

PlaceKind = Literal["town", "county", "region", "country", "area"]

FORM = "<hh3sHBB"  # degrees north and east in hundredths, ISO alpha-3, number of the region, kind, size
KINDS: tuple[PlaceKind, ...] = ("town", "county", "region")
RENOWN = 3_000_000
STEPS = 20  # a size is told to an eighth: twenty steps for a factor of ten
SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


class KnownPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the base: ISO alpha-3, degrees north and east; a region, county or country by its middle.

    An area that lies in no one country has none. `region` is the number of the first-level division that it is or lies in;
    `well_known`: a country, a capital or an area, which counts for as much as a place of three million.
    """

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    population: int = 0
    kind: PlaceKind = "town"
    region: int = 0
    well_known: bool = False

    @property
    def standing(self) -> int:
        """People that live there, or as many as its renown is worth: what orders places of one name."""
        return max(self.population, RENOWN if self.well_known else 0)


class Gazetteer:
    """Places by name; several bear most names."""

    def __init__(self, trie: marisa_trie.RecordTrie) -> None:
        self._trie = trie

    def named(self, name: str) -> tuple[KnownPlace, ...]:
        """Every place of a name, largest first."""
        found = [_place(name, *record) for record in self._trie.get(place_key(name), ())]
        return tuple(sorted(found, key=lambda p: -p.population))


def _place(name: str, lat: int, lon: int, iso3: bytes, region: int, kind: int, size: int) -> KnownPlace:
    return KnownPlace(
        name=name,
        country=iso3.decode().upper(),
        lat=lat / 100,
        lon=lon / 100,
        population=round(10 ** (size / STEPS)),
        kind=KINDS[kind],
        region=region,
    )


def record(
    lat: float, lon: float, iso3: str, region: int, kind: PlaceKind, population: int
) -> tuple[int, int, bytes, int, int, int]:
    """What the trie holds of a place, in the order of `FORM`."""
    size = round(STEPS * math.log10(max(1, population)))
    return round(100 * lat), round(100 * lon), iso3.encode(), region, KINDS.index(kind), size


@lru_cache(maxsize=20_000)
def place_key(name: str) -> str:
    """What a place is looked for by: folded, without marks, `St.` written out: `st. john's` as `saint johns`."""
    words = re.sub(r"['’`ʻʼ‘.]", "", fold(name)).replace("-", " ").split()
    return " ".join(SHORT.get(w, w) if n < len(words) - 1 else w for n, w in enumerate(words))
