"""Lines that belong to the page and not to the report, told by rules (`knowledge/page/furniture.toml`)."""

from __future__ import annotations

import re
from functools import cache

from dateline.knowledge.tables import table

_ENDS = " \t\r\n.,;:|·•*>»<«–—-~/+"
_CUTS = re.compile(r"\s*(?:[|·•>»]|\s/\s|\t|\s{3,})\s*")
_LONGEST = 400
_MENU_WORDS = 4


def furniture(line: str, *, edge: bool) -> str | None:
    """The id of the rule by which a line is furniture, or None. `edge`: it stands before or after all prose.

    A line cut by bars or wide gaps is furniture if each part is, or if it is nothing but short labels (`menu-line`).
    """
    if len(line) > _LONGEST:
        return None
    found = _rule(line, edge)
    parts = [p for p in _CUTS.split(line) if p.strip(_ENDS)]
    if found or len(parts) < 2:
        return found
    if _is_menu(parts):
        return "menu-line"
    rules = [_rule(p, edge) for p in parts]
    return rules[0] if all(rules) else None


def _rule(line: str, edge: bool) -> str | None:
    bare = line.strip(_ENDS).lower().replace("’", "'")
    if not bare:
        return "signs-only"
    return next((name for name, where, pattern in _patterns() if (edge or where == "any") and pattern.fullmatch(bare)), None)


def _is_menu(parts: list[str]) -> bool:
    """Labels of a few words with no stop: `Home | World | Europe`."""
    return all(
        len(p.split()) <= _MENU_WORDS and not p.endswith((".", "?", "!", '"', "”")) and not re.search(r"\d{4}", p) for p in parts
    )


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (e["id"], e["where"], re.compile("|".join(f"(?:{m})" for m in e["match"]), re.I)) for e in table("page/furniture")
    )
