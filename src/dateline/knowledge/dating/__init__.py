"""What dating by a text's own words stands on: learnt weights, and public events with their days.

In `events.tsv` the parties of an event are parted by `|`; each is the code of a country (ISO alpha-3, lower case), which
stands for all its names, adjectives and people, or names parted by `/` of which any will do.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from dateline.knowledge.base import base


class PublicEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a series, both days inclusive. `places`: where, by any of these names; `parties`: all it took, each by any."""

    series: str
    start: date
    end: date
    places: tuple[str, ...] = ()
    parties: tuple[tuple[str, ...], ...] = ()
    source: str


@cache
def weights() -> dict[str, Any]:
    """The learnt numbers of `weights.toml`: log-weights by class and distance, and reliabilities."""
    return tomllib.loads(_read("weights.toml"))


@cache
def public_events() -> dict[str, tuple[PublicEvent, ...]]:
    """The events of `events.tsv` by series, oldest first."""
    header, *lines = _read("events.tsv").splitlines()
    names = header.split("\t")
    out: dict[str, tuple[PublicEvent, ...]] = {}
    for line in lines:
        row = dict(zip(names, line.split("\t"), strict=True))
        event = PublicEvent(
            series=row["series"], start=date.fromisoformat(row["start"]), end=date.fromisoformat(row["end"]),
            places=_split(row["places"]), parties=tuple(_party(p) for p in _split(row["parties"])), source=row["source"],
        )  # fmt: skip
        out[event.series] = (*out.get(event.series, ()), event)
    return out


@cache
def _party(written: str) -> tuple[str, ...]:
    """The names of a party; several events share one tuple."""
    country = base().countries.get(written.upper()) if written.islower() else None
    if country is None:
        return tuple(written.split("/"))
    return tuple(dict.fromkeys((*country.names, *country.adjectives, *country.people)))


def _split(value: str) -> tuple[str, ...]:
    return tuple(v for v in value.split("|") if v)


def _read(name: str) -> str:
    return files("dateline.knowledge.dating").joinpath(name).read_text(encoding="utf-8")
