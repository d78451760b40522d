"""Days as pages write them: in stamps, attributes and addresses. What the sentences of a report say is not read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from dateline.foundation.days import Interval, day, month
from dateline.foundation.spans import Span

FIRST_YEAR, LAST_YEAR = 1700, 2100
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_WRITTEN = re.compile(
    rf"""(?<![\w/-])(?:{WEEKDAY},?\s+)?(?:
        (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?=\D|$)
      | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH.format("m2")}(?:[\s,-]*(?P<y2>\d{{4}})\b)?
      | {_MONTH.format("m3")}\s*(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:[\s,]+(?P<y3>\d{{4}})\b)?
      | (?P<a4>\d{{1,2}})(?P<s4>[/.-])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>\d{{4}})\b
    )""",
    re.I | re.X,
)
_ADDRESS = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:(?P<s>[-_/.])(?P<m>0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?!\d))?(?=[-_/.]|$)|(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d))",
    re.I,
)


class Written(NamedTuple):
    """A date in a line. `says` is None where the words leave the year out or the order of day and month open."""

    span: Span
    says: Interval | None


def written_dates(line: str, *, day_first: bool | None = None) -> Iterator[Written]:
    """The dates written in a line. `day_first` is the order of `3/4/2019` on this page, None if unknown."""
    for m in _WRITTEN.finditer(line):
        yield Written(Span(*m.span()), _says(m, day_first))


def _says(m: re.Match[str], day_first: bool | None) -> Interval | None:
    g = m.groupdict()
    if g["y1"]:
        return _day(int(g["y1"]), int(g["m1"]), int(g["d1"]))
    for d, name, year in (("d2", "m2", "y2"), ("d3", "m3", "y3")):
        if g[d]:
            return _day(int(g[year]), _MONTHS.index(g[name][:3].lower()) + 1, int(g[d])) if g[year] else None
    a, b, y = int(g["a4"]), int(g["b4"]), int(g["y4"])
    if g["s4"] == "." or a > 12 or a == b:
        return _day(y, b, a)
    if b > 12:
        return _day(y, a, b)
    return None if day_first is None else _day(y, b, a) if day_first else _day(y, a, b)


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
    clock = bool(re.search(r"\d:\d\d", value))
    says = Interval(moment.date(), moment.date(), "instant" if clock and moment.tzinfo else "day")
    instant = moment.isoformat().replace("+00:00", "Z") if clock and moment.tzinfo else None
    return Stamp(says, instant)


def _moment(value: str) -> datetime | None:
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
