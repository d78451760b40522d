"""Patterns over words: `{weekday}` in a rule becomes the words of that group, captured under its name."""

from __future__ import annotations

import re
import string
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_BLANK = re.compile(r"(?P<behind>\(\?<[=!][^)]*\))|(?<!\\) (?P<some>\??)")
_BRACE = re.compile(r"\{([a-z_]+)(?::([a-z0-9]+))?\}")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("dateline.knowledge") / "times" / "words.toml").read_text(encoding="utf-8"))


def meaning(group: str, words: str) -> Any:
    """What the words of a group mean: `meaning("month", "Sept.")` is 9. Raises KeyError for words that are not in it."""
    return _words()[group][re.sub(r"\s+", " ", words.lower())]


def compiled(pattern: str) -> re.Pattern[str]:
    """A rule's pattern as a regular expression; it begins and ends at the edge of a word.

    Literal words match in any case, groups of names (`case` of words.toml) only with a capital letter.
    """
    return re.compile(rf"(?<![\w$£€])(?i:{_spread(pattern)})(?!\w)")


def _spread(pattern: str) -> str:
    """Blanks as any white space (one character in a look-behind, whose width is fixed), braces as their words."""
    return _BRACE.sub(_group, _BLANK.sub(_blank, pattern))


def _blank(found: re.Match[str]) -> str:
    if found["behind"]:
        return found["behind"].replace(" ", r"\s")
    return r"\s*" if found["some"] else r"\s+"


def _group(brace: re.Match[str]) -> str:
    """`{name}` captures as `name`, `{name:alias}` as `alias`, `{_name}` not at all; a macro that captures is left as it is."""
    name, alias = brace[1], brace[2] or brace[1]
    macros: dict[str, str] = _words()["macros"]
    if name.startswith("_"):
        return _alternatives(name[1:])
    if name not in macros:
        return f"(?P<{alias}>{_alternatives(name)})"
    inner = _spread(macros[name])
    return inner if "(?P<" in inner or name == "before_year" else f"(?P<{alias}>{inner})"


@cache
def _alternatives(group: str) -> str:
    """The words of a group, longest first."""
    named = group in _words()["case"]
    words = sorted(_words()[group], key=len, reverse=True)
    shapes = [s for w in words for s in ((string.capwords(w), w.upper()) if named else (w,))]
    either = "|".join(re.escape(s).replace(r"\ ", r"\s+") for s in shapes)
    return f"(?-i:{either})" if named else either


def first_words(names: tuple[str, ...]) -> frozenset[str]:
    """The first word of each name, and of each word of a group in braces, in lower case without stops."""
    groups = ([name] if not name.startswith("{") else _words()[name[1:-1]] for name in names)
    return frozenset(re.split(r"[^a-z#/]", word)[0] for group in groups for word in group)


def number_of(words: str) -> float:
    """A number in digits or words: `2 1/2`, `twenty-four`, `one and a half`, `a dozen`."""
    low = re.sub(r"\s+", " ", words.lower().replace("½", " 1/2").replace("¼", " 1/4").replace("¾", " 3/4")).strip()
    if low.startswith("half"):
        return 0.5
    whole, _, fraction = low.rpartition(" ") if "/" in low else (low, "", "")
    if fraction:
        above, below = fraction.split("/")
        return (number_of(whole) if whole else 0) + int(above) / int(below)
    if re.match(r"[0-9]", low):
        return float(low.replace(",", "").rstrip("-"))
    return _spelt(low)


def _spelt(words: str) -> float:
    half = 0.5 if words.endswith("half") else 0.0
    words = re.sub(r"[\s-]and[\s-](?:(?:a|one)[\s-])?half$", "", words)
    table = {**_words()["small"], **_words()["tens"]}
    if words in table:
        return float(table[words]) + half
    total = 0.0
    for word in re.split(r"[\s-]+", words):
        power = {"hundred": 100, "thousand": 1000}.get(word)
        total = max(total, 1) * power if power else total + table.get(word, 0)
    return total + half
