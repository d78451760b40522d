"""Days as pages write them: in stamps, attributes and addresses. What the sentences of a report say is not read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple

from dateline.foundation.days import Interval, day, month
from dateline.foundation.spans import Span
from dateline.knowledge.tables import table

FIRST_YEAR, LAST_YEAR = 1700, 2100
_EPOCH = range(631_152_000, 4_102_444_800)  # seconds since 1970 of the years 1990 to 2099
_CENTURY = 69  # two digits from here on are of the last century, as POSIX reads them
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ADDRESS = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:(?P<s>[-_/.])(?P<m>0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?!\d))?(?=[-_/.]|$)|(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d))",
    re.I,
)
_DIGIT = re.compile(r"\d")
_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/(?P<at>\d{14})[a-z_]*/(?P<of>https?://.+)", re.I)
_SCRIPT_TIME = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")


@cache
def months() -> dict[str, int]:
    """The number of every month by its names in all languages."""
    return {name: n for e in table("page/months") for n, names in enumerate(e["months"], 1) for name in names.split()}


def one_of(words: set[str]) -> str:
    """A pattern of whole words, the longest first, with a full stop or without."""
    return r"(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?!\w)\.?"


@cache
def _written() -> re.Pattern[str]:
    """Dates in words and digits: English ones may lack the year; in `a4/b4/y4` the order of day and month is open."""
    english = next(e for e in table("page/months") if e["id"] == "en")
    name = one_of({n for names in english["months"] for n in names.split()})
    any_name = one_of(set(months()))
    weekday = one_of({n for names in english["weekdays"] for n in names.split()})
    return re.compile(
        rf"""(?<![\w/-])(?:{weekday},?\s+)?(?:
            (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?=\D|$)
          | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<m2>{name})(?:[\s,-]*(?P<y2>\d{{4}})\b)?
          | (?P<m3>{name})\s*(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:[\s,]+(?P<y3>\d{{4}})\b)?
          | (?P<a4>\d{{1,2}})(?P<s4>[/.-])\s?(?P<b4>\d{{1,2}})(?P=s4)\s?(?P<y4>\d{{4}})\b
          | (?P<d5>\d{{1,2}})(?:\.|er|º|°)?[\s-]*(?:de\s+)?(?P<m5>{any_name})[\s,-]*(?:del?\s+)?(?P<y5>\d{{4}})\b
          | (?P<m6>{any_name})\s+(?P<d6>\d{{1,2}})[.,]*\s+(?P<y6>\d{{4}})\b
          | (?P<y7>\d{{4}})\.?\s*(?P<m7>{any_name})\s*(?P<d7>\d{{1,2}})\b
          | (?P<y8>\d{{4}})\s?[年년.]\s?(?P<m8>\d{{1,2}})\s?[月월.]\s?(?P<d8>\d{{1,2}})(?!\d)[日일.]?
          | (?P<d9>\d{{1,2}})\.(?P<m9>\d{{1,2}})\.(?P<y9>\d\d)(?![\d.])
        )""",
        re.I | re.X,
    )


class Written(NamedTuple):
    """A date in a line. `says` is None where the words leave the year out or the order of day and month open."""

    span: Span
    says: Interval | None


def written_dates(line: str, *, day_first: bool | None = None) -> Iterator[Written]:
    """The dates written in a line. `day_first` is the order of `3/4/2019` on this page, None if unknown."""
    for m in _written().finditer(line) if _DIGIT.search(line) else ():
        yield Written(Span(*m.span()), _says(m, day_first))


def _says(m: re.Match[str], day_first: bool | None) -> Interval | None:
    g = {key: value for key, value in m.groupdict().items() if value}
    if "a4" in g:
        a, b, y = int(g["a4"]), int(g["b4"]), int(g["y4"])
        if g["s4"] == "." or a > 12 or a == b:
            return _day(y, b, a)
        if b > 12:
            return _day(y, a, b)
        return None if day_first is None else _day(y, b, a) if day_first else _day(y, a, b)
    parts = {key[0]: value for key, value in g.items()}
    if "y" not in parts:
        return None
    named = parts["m"].rstrip(".").lower()
    year_of = int(parts["y"])
    if len(parts["y"]) == 2:
        year_of += 1900 if year_of >= _CENTURY else 2000
    return _day(year_of, int(named) if named.isdigit() else months()[named], int(parts["d"]))


def _day(y: int, m: int, d: int) -> Interval | None:
    try:
        return day(date(y, m, d)) if FIRST_YEAR <= y <= LAST_YEAR else None
    except ValueError:
        return None


class Stamp(NamedTuple):
    """A machine-readable date: its day in its own zone, and the instant in ISO 8601 if it has a clock time and a zone."""

    says: Interval
    instant: str | None


def stamp(value: str) -> Stamp | None:
    """A date or date-time of an attribute or of JSON-LD: ISO 8601 and its usual corruptions, RFC 5322, written dates."""
    value = value.strip()
    moment = _moment(value)
    if moment is None:
        found = next((w for w in written_dates(value[:60]) if w.says), None)
        return Stamp(found.says, None) if found and found.says else None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR or moment.date() == date(1970, 1, 1):
        return None  # the zero of computers' clocks is no day of publication
    clock = bool(re.search(r"\d:\d\d", value)) or (value.isdigit() and len(value) >= 10)
    says = Interval(moment.date(), moment.date(), "instant" if clock and moment.tzinfo else "day")
    instant = moment.isoformat().replace("+00:00", "Z") if clock and moment.tzinfo else None
    return Stamp(says, instant)


def _moment(value: str) -> datetime | None:
    if re.fullmatch(r"\d{10}(?:\d{3})?", value):
        seconds = int(value[:10])
        return datetime.fromtimestamp(seconds, UTC) if seconds in _EPOCH else None
    if script := _SCRIPT_TIME.match(value):
        value = f"{script[2]} {script[1]} {script[3]} {script[4]} {script[5]}"
    plain = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)|\s*(?=Z$)", "", value)
    plain = re.sub(r"(?<=\d)\s*(?:UTC|GMT)$", "Z", plain)
    plain = re.sub(r"([T ]\d\d:\d\d:\d\d)[.,:](\d{1,6})\d*", r"\1.\2", plain)
    if re.fullmatch(r"\d{4}(\d{4})?", plain) and len(plain) != 8:
        return None
    for read, words in ((datetime.fromisoformat, plain), (parsedate_to_datetime, value)):
        try:
            return read(words)
        except (ValueError, TypeError, IndexError):
            continue
    return None


def capture_of(url: str) -> tuple[str, Interval] | None:
    """The address that a web archive's address keeps a copy of, and the day of the copy."""
    m = _ARCHIVE.match(url)
    says = _day(int(m["at"][:4]), int(m["at"][4:6]), int(m["at"][6:8])) if m else None
    return (m["of"], says) if m and says else None


def address_date(url: str) -> tuple[str, Interval] | None:
    """The day, or month, in a path such as `/2007/02/27/` or `/2007/feb/27/`, with the words it stands in."""
    path = url.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    best: tuple[str, Interval] | None = None
    for m in _ADDRESS.finditer(path):
        word, d = m["m"] or m["m2"], m["d"] or m["d2"]
        number = int(word) if word.isdigit() else _MONTHS.index(word.lower()) + 1
        says = _day(int(m["y"]), number, int(d)) if d else month(int(m["y"]), number) if m["s"] == "/" else None
        if says and (best is None or (says.is_day and not best[1].is_day)):
            best = (m.group().strip("/"), says)
    return best
