"""Years that the text adds up: `two years ago, in 2011`; `ten years, since 2003`; `the 20th anniversary of the 1994 vote`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from dateline.foundation.timevalue import Abs, Dur, Expression, In, Shift
from dateline.knowledge.tables import table
from dateline.reading.dating.base import bare_weekday
from dateline.reading.tree import Tree

_SINCE = re.compile(
    r"[\s,(–—-]*\b(?:since|(?:beginning|starting) in|going back to|dating (?:from|to|back to))\s[^.;:]{0,50}$", re.I
)
_FOR = re.compile(r"[\s,]*(?:(?:for|in|over|these|the|past|last|almost|nearly|about|some|more|than|already)\s+)*", re.I)
_NOT_NOW = re.compile(r"\s+(?:after|before|earlier|later|and\s+\w+\s+months|(?:of\s+)?age|old)\b", re.I)
_AFTER = re.compile(r"\s+(?:after|since|on from|on after|from)\s[^.;:]{0,70}$", re.I)
_BESIDE = re.compile(r"\s*[,(–—-]?\s*(?:back\s+)?(?:in|on|of|at|from)?\s*(?:the\s+|late\s+|early\s+)?[,(]?\s*", re.I)
_NOUN_BETWEEN = re.compile(r"\s+(?!and\b|or\b|but\b|to\b)[a-z]+\s+", re.I)
_OLD = re.compile(r",?\s+(?:is\s+)?(?:now\s+)?([0-9]+|[a-z]+(?:-[a-z]+)?)[\s-]years?[\s-]old\b(?!\s+\w)", re.I)
_BORN = re.compile(r",\s+([1-9][0-9]),[^.;:]{0,60}\bborn\b[^.;:,]{0,25}$")
POSSIBLE = range(1000, 2201)  # years that a report may be of or speak of
SCALE = {"year": 1, "decade": 10, "century": 100}
_ANNIVERSARY = re.compile(r"\b([0-9]{1,3}(?:st|nd|rd|th)|[a-z-]+)\s+anniversary\s+of\s[^.;:]{0,70}$", re.I)


class Sum(NamedTuple):
    """The year that an expression and a year near it add up to, and by how many years it may be off."""

    of: Expression
    year: int
    off: int = 0


def sums(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Sum]:
    """Each expression that gives the year of publication together with a year named near it."""
    yield from (s for s in _sums(tree, expressions) if s.year in POSSIBLE)


def _sums(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Sum]:
    for length in expressions:
        found = next((s for dated in _nearby(tree, expressions, length) if (s := _sum(tree, length, dated, expressions))), None)
        if found is not None:
            yield Sum(length, found, _roughness(length))
    yield from _anniversaries(tree, expressions)
    yield from _ages(tree, expressions)


def _years(length: Expression) -> float | None:
    """A length or distance in years; None for others."""
    value = length.value
    scale = SCALE.get(value.unit) if isinstance(value, Dur | Shift) else None
    return value.n * scale if isinstance(value, Dur | Shift) and scale and value.n else None


def _roughness(length: Expression) -> int:
    """Decades are counted roughly, centuries more so."""
    value = length.value
    return {"decade": 2, "century": 5}.get(value.unit, 0) if isinstance(value, Dur | Shift) else 0


def lasted(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[tuple[Expression, int]]:
    """The year in which something that is over ended: `signed in 1998, it ran for six years`."""
    for length in expressions:
        n = _years(length) if isinstance(length.value, Dur) else None
        if n and _is_over(tree, length):
            before = (d for d in _nearby(tree, expressions, length) if d.span.end <= length.span.start)
            start = next((d.value.year for d in before if isinstance(d.value, Abs)), None)
            if start is not None and start + int(n) in POSSIBLE:
                yield length, start + int(n)


def _nearby(tree: Tree, expressions: tuple[Expression, ...], here: Expression) -> Iterator[Expression]:
    """The years named in the same sentence or the next, in the paragraph for what goes on from one; nearest first."""
    sentence = tree.sentence_index(here.head)
    years = [e for e in expressions if _is_year(e) and tree.sentence_index(e.head) in (sentence, sentence + 1)]
    if _goes_on(here):
        years = [e for e in expressions if _is_year(e) and e.block == here.block and e.span.end <= here.span.start]
    yield from sorted(years, key=lambda e: abs(e.span.start - here.span.start))


def _goes_on(length: Expression) -> bool:
    """`Three years on, the bridge is closed`: so long after a year told of before, and now."""
    value = length.value
    return isinstance(value, Shift) and value.base == "told" and value.sign > 0 and length.present


def _is_year(e: Expression) -> bool:
    return isinstance(e.value, Abs) and e.value.grain == "date"


def _sum(tree: Tree, length: Expression, dated: Expression, expressions: tuple[Expression, ...]) -> int | None:
    """The year they add up to; None if they do not belong together."""
    value, base = length.value, dated.value
    if not isinstance(base, Abs):
        return None
    if isinstance(value, In) and value.unit == "year" and value.base == "published" and base.month is None:
        return base.year - value.k if _beside(tree, length, dated, noun=value.k != 0) else None
    n = _years(length)
    if n is None:
        return None
    if isinstance(value, Shift):
        fits = _goes_on(length) or (value.base == "published" and value.sign < 0 and _beside(tree, length, dated))
    else:
        fits = _is_since(tree, length, dated) or _is_after(tree, length, dated, expressions) or _is_first(tree, length, dated)
    return base.year + round(n) if fits else None


def _gap(tree: Tree, one: Expression, other: Expression) -> str:
    first, second = sorted((one.span, other.span))
    return tree.text[first.end : second.start]


def _beside(tree: Tree, length: Expression, dated: Expression, *, noun: bool = False) -> bool:
    """Nothing but a comma or preposition between them; with `noun`, also `the 2010 election last year`."""
    gap = _gap(tree, length, dated)
    if dated.span.start > length.span.end and tree.is_rel(dated.head, "compound", "nummod", "amod"):
        return False  # `two years ago in the 1998 case`
    if tree.is_rel(dated.head, "nsubj") or length.span.of(tree.text).lower().startswith("the last"):
        return False  # `this year, 2004 saw`; `after 2012, the last year of the pact`
    before = noun and dated.span.start < length.span.start and _NOUN_BETWEEN.fullmatch(gap) is not None
    return before or _BESIDE.fullmatch(gap) is not None


def _is_since(tree: Tree, length: Expression, dated: Expression) -> bool:
    """`in ten years, since the vote of 2003`, `since 2003, for ten years`: the years run until now.

    Side by side, in one sentence: of years and lengths further apart, most have nothing to do with each other.
    """
    if tree.sentence_index(length.head) != tree.sentence_index(dated.head) or tree.preposition(length.head) == "by":
        return False  # `fell by ten years since 1990`
    first = min(length.span.start, dated.span.start)
    if "had" in tree.text[max(0, first - 40) : first].split() or _NOT_NOW.match(tree.text, length.span.end):
        return False
    gap = _gap(tree, length, dated)
    if length.span.start < dated.span.start:
        return _SINCE.fullmatch(gap) is not None
    return _SINCE.search(tree.text[max(0, first - 60) : first]) is not None and _FOR.fullmatch(gap) is not None


def _is_after(tree: Tree, length: Expression, dated: Expression, expressions: tuple[Expression, ...]) -> bool:
    """`ten years after the war of 1994` of what is now: a clause in the present or with a bare weekday."""
    after = length.span.end <= dated.span.start and _AFTER.match(tree.text, length.span.end, dated.span.start) is not None
    if not after:
        return False
    sentence = tree.sentence_index(length.head)
    weekly = any(bare_weekday(e) for e in expressions if tree.sentence_index(e.head) == sentence)
    return length.present or weekly


def _is_first(tree: Tree, length: Expression, dated: Expression) -> bool:
    """`the first in ten years; the last was in 1994`."""
    before = tree.text[max(0, length.span.start - 60) : length.span.start]
    between = tree.text[length.span.end : dated.span.start]
    return re.search(r"\bfirst\b[^.;]*\bin\s+$", before) is not None and re.search(r"\blast\b[^.]{0,40}$", between) is not None


def _ages(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Sum]:
    """`the treaty of 1998, now ten years old`; `Ana Lopes, 41, was born in 1960`: this year or the next."""
    for dated in (e for e in expressions if _is_year(e) and isinstance(e.value, Abs)):
        after = _OLD.match(tree.text, dated.span.end)
        before = _BORN.search(tree.text, max(0, dated.span.start - 90), dated.span.start)
        n = _number("cardinal", after[1]) if after else int(before[1]) if before else None
        if n is not None and isinstance(dated.value, Abs):
            yield Sum(dated, dated.value.year + n, 1 if before else 0)


def _anniversaries(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Sum]:
    for dated in expressions:
        found = _ANNIVERSARY.search(tree.text, max(0, dated.span.start - 110), dated.span.start)
        if isinstance(dated.value, Abs) and dated.value.grain == "date" and found is not None:
            number = _number("ordinal", found[1])
            if number is not None:
                yield Sum(dated, dated.value.year + number)


def _number(kind: str, words: str) -> int | None:
    digits = re.match(r"[0-9]+", words)
    return int(digits[0]) if digits else _numbers(kind).get(words.lower())


@cache
def _numbers(kind: str) -> dict[str, int]:
    """Numbers in words, by their place in the table's list."""
    return {word: n for entry in table("times/dating") if entry["id"] == kind for n, word in enumerate(entry["words"], 1)}


@cache
def _lasting() -> frozenset[str]:
    return frozenset(word for entry in table("times/dating") if entry["id"] == "lasting" for word in entry["words"])


def _is_over(tree: Tree, length: Expression) -> bool:
    """A plain past tense of a verb of lasting: `ran for six years`."""
    verb = length.predicate
    plain = tree.tense(verb) == "past" and not tree.children(verb, "aux")
    return plain and tree.lemma(verb).lower() in _lasting()
