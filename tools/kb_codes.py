"""Codes by which others know an actor: CAMEO codes from the Phoenix dictionaries, numbers of states from UCDP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from dateline.knowledge.spelling import fold
from tools.kb_phoenix import Coded, entries

CODES = "actor scheme value from to source"
NO_COUNTRY = ("IGO", "NGO", "NGM", "IMG", "MNC")  # CAMEO's kinds of actors that belong to no country

Actor = tuple[str, tuple[str, ...], str, bool]
"""Id, names, country (ISO alpha-3, lower case, or empty), and whether it is that country itself."""


def cameo(texts: Iterable[str], actors: Iterable[Actor]) -> Iterator[tuple[str, ...]]:
    """Codes of those who stand under one of their names in a dictionary.

    The dictionaries have one name for several actors here and there. So a country takes what its names have, but for the code of
    another country; others take codes that begin with their own country, or, where they have none, with a kind that has none.
    """
    every = list(actors)
    states = {ident.upper() for ident, _, _, is_country in every if is_country}
    known: dict[str, list[Coded]] = {}
    for text in texts:
        for e in entries(text):
            for name in e.names:
                known.setdefault(fold(name.replace("_", " ")), []).extend(e.codes)
    for ident, names, country, is_country in every:
        own, others = country.upper() or NO_COUNTRY, states - {country.upper()}
        for name in names:
            for c in known.get(fold(name), ()):
                if (is_country and c.code not in others) or c.code.startswith(own):
                    days = (d.isoformat() if d else "" for d in (c.start, c.end))
                    yield (ident, "cameo", c.code, *days, "phoenix")


def gleditsch_ward(sides: Iterable[dict[str, str]], iso_of: Callable[[str], str | None]) -> Iterator[tuple[str, ...]]:
    """Numbers of the states that were a side of an armed conflict; `Russia (Soviet Union)` is named by its name today."""
    for r in sides:
        government = re.fullmatch(r"Government of ([^(,]+?)(?: \(.*\))?", r["side_a"])
        iso = iso_of(government[1]) if government else None
        if iso and r["gwno_a"].isdigit():
            yield (iso, "gw", r["gwno_a"], "", "", "ucdp")
