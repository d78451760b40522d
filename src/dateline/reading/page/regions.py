"""What a part of a page is for, by its tag and the words of its class, id and properties."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, get_args

from dateline.knowledge.tables import table

Region = Literal["pullquote", "furniture", "hidden", "caption", "byline", "stamp", "headline"]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_WHOLE = frozenset({"html", "body", "main", "article"})


def region_of(name: str, attributes: dict[str, str]) -> Region | None:
    """The region that an element begins, if its tag or its words say so; the page's and article's own elements begin none."""
    if name in _WHOLE:
        return None
    if _is_hidden(attributes):
        return "hidden"
    words = _words(attributes)
    said = next((region for region, pattern in _by_words() if pattern.search(words)), None) if words else None
    return "pullquote" if said == "pullquote" else _by_name().get(name, said)


def _is_hidden(attributes: dict[str, str]) -> bool:
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or attributes.get("layout", "").lower() == "nodisplay"
        or bool(_UNSEEN.search(attributes.get("style", "")))
    )


def _words(attributes: dict[str, str]) -> str:
    """Class, id, role and properties as words between hyphens: `-related-inline-share-`."""
    joined = " ".join(
        attributes[k] for k in ("class", "id", "role", "itemprop", "rel", "data-component", "data-testid") if k in attributes
    )
    return "-" + _NOT_WORD.sub("-", _CAMEL.sub("-", joined[:600]).lower()).strip("-") + "-" if joined else ""


@cache
def _by_name() -> dict[str, Region]:
    return {name: e["gives"] for e in table("page/regions") for name in e.get("names", ())}


@cache
def _by_words() -> tuple[tuple[Region, re.Pattern[str]], ...]:
    """One pattern a region, in the order of `Region`; a rule's words are whole words or hyphenated runs of them."""
    out: list[tuple[Region, re.Pattern[str]]] = []
    for region in get_args(Region):
        words = [w for e in table("page/regions") if e["gives"] == region for w in e.get("words", ())]
        if words:
            out.append((region, re.compile("-(?:" + "|".join(map(re.escape, words)) + ")-")))
    return tuple(out)
