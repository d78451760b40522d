"""What stands at the head of a report beside its headline: bylines, captions, the dateline of its first paragraph."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dateline.foundation.spans import Span
from dateline.knowledge.tables import table
from dateline.reading.page.stamps import is_stamp

_UP, _LOW = "A-ZÀ-ÖØ-ÞĀĂĄĆČĐĘĞİŁŃŐŒŚŞŠŤŪŹŻŽ", "a-zß-öø-ÿāăąćčđęěğıłńňőœřśşšťūůűźżž"
_NAME_PART = (
    rf"(?:[{_UP}][{_UP}{_LOW}'’.-]+|[{_UP}]\.(?:[{_UP}]\.)?|(?:van|von|de|del|der|den|di|da|la|el|al|bin|ibn|ben|le|du|dos)\b)"
)
_NAME = rf"[{_UP}][{_UP}{_LOW}'’.-]*(?: {_NAME_PART}){{1,4}}+"
_PLACE_WORD = rf"[{_UP}][{_UP}{_LOW}'’.-]+"
_PLACES = (
    rf"(?P<place>{_PLACE_WORD}(?: {_PLACE_WORD}| (?:of|de|la|el|the|and) {_PLACE_WORD}){{0,3}}"
    rf"(?:, {_PLACE_WORD}(?: {_PLACE_WORD}){{0,2}})?)"
)
_CAPS_WORD = rf"[{_UP}][{_UP}'’.-]+"
_CAPS = (
    rf"(?P<place>{_CAPS_WORD}(?:[ /]{_CAPS_WORD}| [Aa][Nn][Dd] {_CAPS_WORD}){{0,4}}"
    rf"(?:, (?!(?:{{months}})){_PLACE_WORD}(?: {_PLACE_WORD}){{0,2}})?)"
)
_MONTHS = r"Jan|Feb|Mar(?:ch)?\b|Apr|May\b|June?\b|July?\b|Aug|Sep|Oct|Nov|Dec"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = (
    rf"(?P<date>(?:{_WEEKDAY},? ?)?(?:(?:{_MONTHS})[a-z]*\.? \d{{1,2}}(?:, ?\d{{4}})?"
    rf"|\d{{1,2}} (?:{_MONTHS})[a-z]*\.?(?:,? \d{{4}})?)|{_WEEKDAY})"
)
_AGENCY = r"[(/](?P<agency>[A-Z][^()/]{1,39})[)/]"
_DASH = r"(?:--+|[—–―-])(?=\s|[\"“‘A-Z]|$)"
_POST = re.compile(
    r"\b(?:correspondent|reporter|editor|writer|columnist|chief|analyst|journalist|agency|news|staff|desk|press)s?$", re.I
)
_SPACE = re.compile(r"\s*")
NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october"
    " november december today now then the".split()
)


class Head(NamedTuple):
    """A dateline: its span with the dash, where the report goes on, the place, and the words of its day."""

    span: Span
    rest: int
    place: str | None
    date: Span | None
    rule: str


def dateline_of(paragraph: str) -> Head | None:
    """The dateline at the beginning of a paragraph, if it has one."""
    for name, pattern in _datelines():
        m = pattern.match(paragraph)
        if m and paragraph[m.end() :].strip() and m.end() <= 140:
            groups = m.groupdict()
            date = Span(*m.span("date")) if groups.get("date") else None
            rest = _SPACE.match(paragraph, m.end())
            place = groups.get("place")
            return Head(Span(0, m.end()), rest.end() if rest else m.end(), _cased(place) if place else None, date, name)
    return None


def _cased(place: str) -> str:
    """`NEW DELHI` to `New Delhi`; words that are not in capitals stay."""
    return re.sub(rf"[{_UP}’']{{2,}}", lambda m: m.group()[0] + m.group()[1:].lower(), place.strip())


def byline_of(line: str) -> str | None:
    """The writers that a byline names, or None if the line is not a byline; a stamp may follow the names."""
    return split_byline(line)[0]


def split_byline(line: str) -> tuple[str | None, str]:
    """The writers that a byline names, and the stamp that stands after them on its line (`By Ann Miller  May 5, 2012`)."""
    if len(line) > 160:
        return None, ""
    words = line.strip()
    if who := _writers(words):
        return who, ""
    for m in re.finditer(r"(?<=\S)[\s|,·–—-]+(?=\S)", words):
        if is_stamp(words[m.end() :]) and (who := _writers(words[: m.start()])):
            return who, words[m.end() :]
    return None, ""


def _writers(words: str) -> str | None:
    for pattern in _bylines():
        m = pattern.fullmatch(words)
        if m and not NO_NAMES & {w.lower().strip(".,") for w in m["who"].split()}:
            return ", ".join(part for part in m["who"].split(", ") if not _POST.search(part))
    return None


def caption_rule(line: str) -> str | None:
    """The id of the rule by which a line stands under a picture, or None."""
    if len(line) > 400:
        return None
    return next((name for name, pattern in _captions() if pattern.fullmatch(line.strip())), None)


@cache
def _datelines() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = {"place": _PLACES, "caps": _CAPS.replace("{months}", _MONTHS), "date": _DATE, "agency": _AGENCY, "dash": _DASH}
    return tuple((e["id"], re.compile(_filled(m, words))) for e in table("page/datelines") for m in e["match"])


@cache
def _bylines() -> tuple[re.Pattern[str], ...]:
    words = {"name": _NAME, "names": rf"{_NAME}(?:(?:,| and| &|, and| with) {_NAME}){{0,5}}"}
    return tuple(re.compile(_filled(m, words)) for e in table("page/bylines") for m in e["match"])


@cache
def _captions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((e["id"], re.compile("|".join(f"(?:{m})" for m in e["match"]), re.I)) for e in table("page/captions"))


def _filled(pattern: str, words: dict[str, str]) -> str:
    for key, value in words.items():
        pattern = pattern.replace("{" + key + "}", value)
    return pattern
