"""Word lists that the training data is filled from: nationalities and titles of our own tables; persons and cities.

Persons come from Wikidata (CC0), cities from GeoNames (CC BY 4.0), read from the folder the user names.
"""

from __future__ import annotations

import csv
import io
import pathlib
import tarfile
from functools import cache
from importlib.resources import files

from dateline.knowledge.tables import table


@cache
def nationalities() -> frozenset[str]:
    """Single words that say of which country somebody or something is."""
    text = files("dateline").joinpath("knowledge/actors/country_words.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text), delimiter="\t")
    words = {w for r in rows for w in [*r["adjectives"].split("|"), *r["people"].split("|")]}
    return frozenset(w for w in words if w.isalpha() and w[0].isupper() and not w.isupper())


@cache
def title_words() -> frozenset[str]:
    """Words of which titles are made, in lower case."""
    return frozenset(w for e in table("lexicon/titles") for phrase in e["words"] for w in phrase.lower().split())


def persons(folder: pathlib.Path) -> list[list[str]]:
    """Names of office-holders of the world, as lists of words."""
    rows = csv.DictReader(io.StringIO(_member(folder / "officeholders.tar.xz", "wikidata_persons.tsv")), delimiter="\t")
    return [n for r in rows if 2 <= len(n := r["name"].split()) <= 4 and all(w[0].isalpha() and "(" not in w for w in n)]


def cities(folder: pathlib.Path) -> list[list[str]]:
    """Names of cities of at least 15,000 inhabitants, as lists of words."""
    rows = csv.DictReader(io.StringIO(_member(folder / "places.tar.xz", "geonames_cities15000.tsv")), delimiter="\t")
    return [n for r in rows if len(n := r["name"].split()) <= 2 and all(w[0].isupper() and w.isalpha() for w in n)]


def _member(path: pathlib.Path, ending: str) -> str:
    with tarfile.open(path) as tar:
        found = next(m for m in tar if m.name.endswith(ending))
        opened = tar.extractfile(found)
        assert opened
        return opened.read().decode("utf-8")
