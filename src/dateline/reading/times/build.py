"""From what a rule captured to an anchor-free value: one small function for each `gives` of rules.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from dateline.foundation.timevalue import (
    Abs,
    Dur,
    Every,
    In,
    Like,
    Moment,
    Of,
    Partial,
    Piece,
    Ref,
    Shift,
    Unit,
    Value,
)
from dateline.reading.times.words import meaning, number_of

Captured = Mapping[str, str]
Entry = Mapping[str, Any]


def build(entry: Entry, captured: Captured) -> Value:
    """The value of one match; a part of it (`early`) and a part of the day (`morning`, `at 8 a.m.`) wrapped around.

    Raises ValueError where the words name no such day (February 30).
    """
    value = BUILDERS[entry["gives"]](entry, captured)
    clock = _clock(entry, captured)
    if clock and not isinstance(value, Moment | Every):
        value = Moment(value, clock)
    return Piece(value, meaning("piece", captured["piece"])) if "piece" in captured else value


def _clock(entry: Entry, captured: Captured) -> str | None:
    if "clock" in entry:
        return str(entry["clock"])
    if "clock" in captured:
        return clock_value(captured["clock"], captured.get("zone", ""))
    return "T" + str(meaning("daypart", captured["daypart"])) if "daypart" in captured else None


def clock_value(words: str, zone: str = "") -> str:
    """`T20:00` from `8 p.m.`, `20:00 hrs`; with `Z` in universal time (`2000 GMT`)."""
    universal = "Z" if re.search("gmt|utc", f"{words} {zone}", re.I) else ""
    low = re.sub(r"\s+", " ", words.lower())
    if low in ("noon", "midnight"):
        return "T12:00" if low == "noon" else "T24:00"
    found = re.match(r"(\d{1,2})[:.]?(\d{2})?", low)
    if found is None:
        return f"T{round(number_of(low.split()[0])):02d}:00"
    hour, minute = int(found[1]), int(found[2] or 0)
    if re.search("p|after|even", low[found.end() :]) and hour < 12:
        hour += 12
    elif re.search(r"a\.?m", low) and hour == 12:
        hour = 0
    return f"T{hour:02d}:{minute:02d}{universal}"


def _int(captured: Captured, name: str) -> int | None:
    words = captured.get(name)
    digits = re.sub(r"\D", "", words) if words else ""
    return int(digits) if digits else None


def _first(captured: Captured, name: str) -> str | None:
    """What a group captured; alternatives of one pattern number it: `dd`, `dd2`, `dd3`."""
    return next((captured[n] for n in (name, f"{name}2", f"{name}3") if n in captured), None)


def year_of(words: str) -> int:
    """A year in digits or as spoken: `1996`, `nineteen ninety-six`, `two thousand and four`."""
    if words[0].isdigit():
        return int(words)
    low = re.sub(r"[\s-]+", " ", words.lower())
    if low.startswith("two thousand"):
        return 2000 + round(number_of(low.removeprefix("two thousand").removeprefix(" and").strip() or "zero"))
    hundreds, _, rest = low.partition(" ")
    rest = rest.removeprefix("hundred").removeprefix("oh").strip().removeprefix("and ")
    return 100 * int(meaning("hundreds", hundreds)) + round(number_of(rest or "zero"))


def _year_short(_: Entry, c: Captured) -> Value:
    """`'82`: of this century up to 30, else of the last."""
    y = int(c["yy"])
    return Abs(y + (2000 if y <= 30 else 1900))


def _year(captured: Captured) -> int | None:
    words = _first(captured, "yyyy")
    return year_of(words) if words else None


def _day(captured: Captured) -> int | None:
    digits = re.sub(r"\D", "", _first(captured, "dd") or "")
    return int(digits) if digits else None


def _month(captured: Captured) -> int | None:
    word = _first(captured, "month")
    return meaning("month", word) if word else _int(captured, "mm")


def _turn(captured: Captured) -> int | None:
    words = captured.get("turn") or captured.get("turn2") or captured.get("t2")
    return meaning("turn", words) if words else None


def _checked(y: int, m: int | None, d: int | None) -> Abs:
    if m is not None and not (1 <= m <= 12 and 1 <= (d or 1) <= _days(y, m)):
        raise ValueError(f"no day {y}-{m}-{d}")
    return Abs(y, m, d)


def _days(y: int, m: int) -> int:
    leap = y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
    return 29 if m == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[m - 1]


def _absolute(_: Entry, c: Captured) -> Value:
    return _checked(_year(c) or 0, _month(c), _day(c))


def _edge_day(_: Entry, c: Captured) -> Value:
    """The first or last day of a year or of a month of it."""
    y, first = year_of(c["yyyy"]), c["edge"].lower() == "first"
    m = _month(c) or (1 if first else 12)
    return Abs(y, m, 1 if first else _days(y, m))


def _slashes(_: Entry, c: Captured) -> Value:
    """American order, unless only the other names a day."""
    y = int(c["yy"])
    y += 0 if y > 99 else 2000 if y < 50 else 1900
    m, d = int(c["mm"]), int(c["dd"])
    return _checked(y, d, m) if m > 12 else _checked(y, m, d)


def _years(_: Entry, c: Captured) -> tuple[Value, Value]:
    first, last = int(c["first"]), int(c["last"])
    last += 0 if last > 999 else first // 100 * 100
    if last <= first:
        raise ValueError("years run forward")
    return Abs(first), Abs(last)


def _years_before_christ(_: Entry, c: Captured) -> tuple[Value, Value]:
    """`499 to 493 BC`: these years count down."""
    first, last = int(c["first"]), int(c["last"])
    if last >= first:
        raise ValueError("years before Christ run down")
    return Abs(-first), Abs(-last)


def _decade(_: Entry, c: Captured) -> Value:
    if "decade" in c:
        return Abs(int(c["decade"]), grain="decade")
    words = c.get("tenyears") or c.get("again") or c.get("third") or c.get("fourth")
    return Abs(1900 + (meaning("tenyears", words) if words else int(c["short"])), grain="decade")


def _century(_: Entry, c: Captured) -> Value:
    n = int(c["century"])
    if not 2 <= n <= 30:
        raise ValueError("no such century")
    return Abs((n - 1) * 100, grain="century")


def _partial(_: Entry, c: Captured) -> Value:
    month, day = _month(c), _int(c, "dd")
    if month is not None:
        _checked(2000, month, day)
        return Partial(month=month, day=day, weekday=None, turn=_turn(c))
    return Partial(
        weekday=meaning("weekday", c["weekday"]) if "weekday" in c else None,
        season=meaning("season", season) if (season := _first(c, "season")) else None,
        quarter=meaning("ordinal", quarter) if (quarter := _first(c, "quarter")) else None,
        holiday=meaning("holiday", c["holiday"]) if "holiday" in c else None,
        turn=_turn(c),
    )


def _days_range(_: Entry, c: Captured) -> tuple[Value, Value]:
    month = _month(c)
    first, last = int(c.get("first") or c["first2"]), int(c.get("last") or c["last2"])
    if last <= first or month is None:
        raise ValueError("days run forward")
    if (y := _year(c)) is not None:
        return _checked(y, month, first), _checked(y, month, last)
    _checked(2000, month, last)
    return Partial(month=month, day=first), Partial(month=month, day=last)


def _weekday_of_week(_: Entry, c: Captured) -> Value:
    return Of(Partial(weekday=meaning("weekday", c["weekday"])), In("week", _turn(c) or 0))


def _weekday_told(_: Entry, c: Captured) -> Value:
    return Of(Partial(weekday=meaning("weekday", c["weekday"])), In("day", meaning("told", c["told"]), "told"))


def _told_part(_: Entry, c: Captured) -> Value:
    part = Partial(month=_month(c), season=meaning("season", c["season"]) if "season" in c else None)
    return Of(part, In("year", meaning("told", c["told"]), "told"))


def _month_of_year(_: Entry, c: Captured) -> Value:
    return Of(Partial(month=_month(c), day=_int(c, "dd")), _year_of(c))


def _year_of(c: Captured) -> In:
    """`last year`, `that year`."""
    return In("year", _turn(c) or 0) if "turn" in c else In("year", 0, "told")


def _day_of_told_month(_: Entry, c: Captured) -> Value:
    return Of(Partial(day=_day(c)), In("month", 0, "told"))


def _season_of_turned_year(_: Entry, c: Captured) -> Value:
    return Of(Partial(season=meaning("season", c["season"])), _year_of(c))


def _week_of_month(_: Entry, c: Captured) -> Value:
    """`the last week of March`, `the week of March 6`."""
    month, day, edge = _month(c), _day(c), c.get("edge", "")
    if not edge and day is None:
        raise ValueError("which week of the month?")
    _checked(2000, month, day)
    which = 0 if day is not None else 1 if edge.lower() in ("first", "opening") else -1
    part = Partial(month=month, day=day, week=which)
    return Of(part, y) if (y := _year(c)) else part


def _season_year(_: Entry, c: Captured) -> Value:
    y = -int(c["bcyear"]) if "bcyear" in c else _year(c) or 0
    return Of(Partial(season=meaning("season", _first(c, "season") or "")), y)


def _quarter_ended(_: Entry, c: Captured) -> Value:
    """The calendar quarter in which the middle of a quarter that ended on a day lies: 31 July gives the second."""
    month, day = _month(c) or 1, _day(c)
    _checked(2000, month, day)
    middle = date(2000, month, day or _days(2000, month)) - timedelta(days=45)
    return Partial(quarter=(middle.month + 2) // 3)


def _quarter_year(e: Entry, c: Captured) -> Value:
    quarter = meaning("ordinal", _first(c, "quarter") or "")
    return Of(Partial(quarter=quarter), _year(c) or In("year", e.get("k", _turn(c) or 0)))


def _period(_: Entry, c: Captured) -> Value:
    """`the 1988 period`, `the same quarter last year`: what was told of, in another year."""
    return Like(_year(c) or In("year", -1))


def _before_christ(_: Entry, c: Captured) -> Value:
    """Years before the common era count down from 0: `491 BC` is -491."""
    if "bcdecade" in c:
        return Abs(-int(c["bcdecade"]), grain="decade")
    if "bccentury" in c:
        return Abs(-(int(c["bccentury"]) - 1) * 100 - 1, grain="century")
    return Abs(-int(c["bcyear"]), meaning("month", c["edgemonth"]) if "edgemonth" in c else None)


def _holiday_year(_: Entry, c: Captured) -> Value:
    return Of(Partial(holiday=meaning("holiday", c["holiday"])), _year(c) or 0)


def _half_of_year(_: Entry, c: Captured) -> Value:
    half = min(meaning("ordinal", c["half"]), 2)  # the last of two is the second
    return Of(Partial(half=half), _year(c) or In("year", _turn(c) or 0))


def _turned(e: Entry, c: Captured) -> Value:
    if "yearend" in c:
        return Piece(In("year", 0), "END")
    if "k" in e:
        return In(e["unit"], e["k"])
    turn = _turn(c) or 0
    return In(meaning("calendar", c["calendar"]) if "calendar" in c else e["unit"], e.get("k", turn))


def _shift(e: Entry, c: Captured) -> Value:
    if "n" in e:
        return Shift(e["n"], e["unit"], e["sign"])
    n = number_of(c["number"]) + 0.5 * ("anda" in c) if "number" in c else None
    return Shift(n, meaning("unit", c["unit"]), e["sign"], e.get("base", "published"))


def _told(e: Entry, c: Captured) -> Value:
    k = e["k"] if "k" in e else meaning("told", c["told"])
    unit: Unit = e["unit"] if "unit" in e else meaning("unit", c["unit"]) if "unit" in c else "day"
    return In(unit, k, "told")


def _reference(e: Entry, _: Captured) -> Value:
    return Ref(e["to"])


def _moment(e: Entry, c: Captured) -> Value:
    clock = clock_value(c["clock"], c.get("zone", "")) if "clock" in c else e.get("clock")
    return Moment(_day_of_moment(c), clock or "T" + str(meaning("daypart", _daypart(c))))


def _daypart(c: Captured) -> str:
    return "night" if "x3" in c else c.get("daypart") or c["x2"]


def _day_of_moment(c: Captured) -> Value | None:
    month, y = _month(c), _year(c)
    if month is not None:
        _checked(y or 2000, month, _day(c))
        return Abs(y, month, _day(c)) if y else Partial(month=month, day=_day(c))
    if "weekday" in c:
        return Partial(weekday=meaning("weekday", c["weekday"]))
    for k, word in ((-1, "yesterday"), (0, "today"), (1, "tomorrow")):
        if word in c:
            return In("day", k)
    return None


def _duration(e: Entry, c: Captured) -> Value:
    group = "unit" if "unit" in c else "unit2" if "unit2" in c else "plural"
    if "half" in c or e.get("number"):
        n: float | None = 0.5 if "half" in c else e["number"]
    else:
        n = number_of(c["number"]) + 0.5 * ("anda" in c) if "number" in c else 1 if group == "unit" else None
    return Dur(n, meaning("unit", c[group]), window=e.get("window", 0))


def _every(e: Entry, c: Captured) -> Value:
    if "adverb" in c:
        return Every(meaning("adverb", c["adverb"]))
    named = c.get("daypart") or c.get("part")
    if named or "clock" in e:
        weekday = Partial(weekday=meaning("weekday", c["weekday"])) if "weekday" in c else None
        return Every(part=weekday, clock=e.get("clock") or f"T{meaning('daypart', named or '')}")
    return Every(meaning("unit", _first(c, "unit") or ""), number_of(c["number"]) if "number" in c else 1)


def _every_named(_: Entry, c: Captured) -> Value:
    if "month" in c:
        return Every(part=Partial(month=_month(c)))
    if "season" in c:
        return Every(part=Partial(season=meaning("season", c["season"])))
    return Every(part=Partial(weekday=meaning("weekday", c.get("weekday") or c["weekday2"])))


def build_range(entry: Entry, captured: Captured) -> tuple[Value, Value]:
    """The first and the last of a range written as one: `1861-63`, `April 24 and 25`. Raises ValueError as `build` does."""
    return RANGES[entry["gives"]](entry, captured)


BUILDERS: Mapping[str, Callable[[Entry, Captured], Value]] = {
    "absolute": _absolute, "edge_day": _edge_day, "slashes": _slashes, "period": _period, "before_christ": _before_christ,
    "decade": _decade, "century": _century, "partial": _partial, "weekday_of_week": _weekday_of_week,
    "weekday_told": _weekday_told, "told_part": _told_part, "month_of_year": _month_of_year, "week_of_month": _week_of_month,
    "season_year": _season_year, "quarter_year": _quarter_year, "quarter_ended": _quarter_ended,
    "day_of_told_month": _day_of_told_month, "season_of_turned_year": _season_of_turned_year, "year_short": _year_short,
    "holiday_year": _holiday_year, "half_of_year": _half_of_year, "turned": _turned, "shift": _shift, "told": _told,
    "reference": _reference, "moment": _moment, "duration": _duration, "every": _every, "every_named": _every_named,
}  # fmt: skip
RANGES: Mapping[str, Callable[[Entry, Captured], tuple[Value, Value]]] = {
    "years": _years, "years_before_christ": _years_before_christ, "days": _days_range,
}  # fmt: skip
