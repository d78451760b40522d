"""What a time expression means by its own words, and which days that is once a day of reference is known.

`Value`s are free of any anchor, so they can be made from the words alone; `resolve` is a pure function of a value, the
interval of publication and what the text said before. Values of TIMEX3 (ISO 8601 with `XX`, `W08`, `TMO`, `PAST_REF`)
follow the TimeML guidelines (Saurí et al. 2006); the grain is always that of the words.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from dateline.foundation.days import DAY, Grain, Interval, day, month, week, year
from dateline.foundation.spans import Span

Unit = Literal[
    "second", "minute", "hour", "day", "night", "weekend", "week", "fortnight",
    "month", "quarter", "season", "half", "year", "decade", "century", "generation",
]  # fmt: skip
Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Direction = Literal["past", "future"]
Base = Literal["published", "told"]
Cut = Literal["START", "MID", "END", "H1", "H2", "BEFORE", "AFTER"]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
LETTERS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "weekend": "WE", "week": "W", "fortnight": "W",
    "month": "M", "quarter": "Q", "season": "SN", "half": "H", "year": "Y", "decade": "DE", "century": "CE", "generation": "GEN",
}  # fmt: skip
CLOCK_UNITS = ("second", "minute", "hour")
FAR, NEAR = 240, 60  # days: a date so far off would carry its year, if one so near has the same name
SHORT = 31  # days since a month was over within which `last February` is rather the one a year before
LONGEST_DOUBT = 366  # days of publication interval beyond which a relative value is told without days


class Abs(msgspec.Struct, frozen=True, tag=True):
    """A year, month or day that needs no anchor; `grain` decade or century counts from `year`, below 0 before Christ."""

    year: int
    month: int | None = None
    day: int | None = None
    grain: Literal["date", "decade", "century"] = "date"


class Partial(msgspec.Struct, frozen=True, tag=True):
    """A part of the calendar whose year (or week) is understood; `turn` -1, 0, 1 is last, this, next.

    `week` is the first (1) or last (-1) week of the month, or that of its `day` (0).
    """

    month: int | None = None
    day: int | None = None
    week: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    holiday: str | None = None
    turn: int | None = None


class Of(msgspec.Struct, frozen=True, tag=True):
    """A month, day, season, quarter, half or holiday of a stated or relative year, or a weekday of a relative week."""

    part: Partial
    whole: int | In


class In(msgspec.Struct, frozen=True, tag=True):
    """The calendar unit `k` away from that of the base: `last week`, `tomorrow`, `the next day`."""

    unit: Unit
    k: int
    base: Base = "published"


class Shift(msgspec.Struct, frozen=True, tag=True):
    """So many units away: `two weeks ago`, `a year later`; `n` None is a vague number."""

    n: float | None
    unit: Unit
    sign: int
    base: Base = "published"


class Piece(msgspec.Struct, frozen=True, tag=True):
    """Early, mid, late, the first or second half of something, or its part before or after the anchor."""

    of: Value
    cut: Cut


class Moment(msgspec.Struct, frozen=True, tag=True):
    """A part of a day (`TMO`) or a clock time (`T08:00`); `of` None leaves the day to the text before."""

    of: Value | None
    clock: str


class Like(msgspec.Struct, frozen=True, tag=True):
    """The period told of before, in another year: `the 1988 period`; that year itself where none was told of."""

    whole: int | In


class Dur(msgspec.Struct, frozen=True, tag=True):
    """A length; `n` None is vague (`several days`); `window` -1 past, 1 coming."""

    n: float | None
    unit: Unit
    window: int = 0


class Every(msgspec.Struct, frozen=True, tag=True):
    """A set: every `n` units, every such weekday, month or season, or a part of these or of all days (`clock`)."""

    unit: Unit | None = None
    n: float = 1
    part: Partial | None = None
    clock: str = ""


class Ref(msgspec.Struct, frozen=True, tag=True):
    """The past, the present or the future, no nearer said."""

    to: Literal["PAST_REF", "PRESENT_REF", "FUTURE_REF"]


Value = Abs | Partial | Of | In | Shift | Piece | Moment | Like | Dur | Every | Ref


class Resolved(msgspec.Struct, frozen=True):
    """A TIMEX3 value and the days it covers; None where the words or the anchor give no days."""

    value: str
    interval: Interval | None = None


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a value is resolved against.

    `published`: the days on which the report can have appeared. `told`: the days that the text spoke of before.
    `direction`: whether the governing verb tells of past or future; None where it does not say.
    """

    published: Interval | None = None
    told: Interval | None = None
    direction: Direction | None = None


def resolve(value: Value, context: Context) -> Resolved:
    """Days and TIMEX3 value of a value in its context.

    With a day of publication the answer is exact; with an interval it is what all its days agree on, else the hull of
    the answers for its first and last day (all values move forward with the anchor), else no days at all.
    """
    try:
        return _free(value, context) or _by_publication(value, context)
    except (ValueError, OverflowError):  # outside the calendar: `5,000 years ago`
        return Resolved(open_value(value))


def _by_publication(value: Value, context: Context) -> Resolved:
    known = context.published
    if known is None or known.start is None or known.end is None or (known.end - known.start).days > LONGEST_DOUBT:
        return Resolved(open_value(value))
    first = _on(value, known.start, context)
    last = first if known.is_day else _on(value, known.end, context)
    if first == last or first.interval is None or last.interval is None:
        return first if first == last else Resolved(open_value(value))
    return Resolved(open_value(value), Interval(first.interval.start, last.interval.end, first.interval.grain))


def _free(value: Value, context: Context) -> Resolved | None:
    """The answer where no publication day is needed."""
    match value:
        case Abs():
            return _absolute(value)
        case Of(part, int(y)):
            return _in_year(part, y)
        case Dur(window=0):
            return Resolved(duration_value(value))
        case Every():
            return Resolved(_set_value(value))
        case Ref(to):
            return Resolved(to)
        case In(base="told") | Shift(base="told"):
            return _from_told(value, context)
        case Of(Partial(weekday=int(w)) as part, In("day", k, "told")):
            told = context.told.start if context.told and context.told.is_day else None
            return _weekday(w, k or None, told, None) if told else Resolved(open_value(part))
        case Of(Partial(day=int(d), month=None), In("month", _, "told")):
            return _day_of_told(d, context.told)
        case Of(part, In("year", k, "told")) if k:
            return _told_part(part, k, context)
        case Of(part, In(base="told")):
            told = context.told.start if context.told else None
            return _in_year(part, told.year) if told else Resolved(open_value(part))
        case Moment(of=None, clock=clock) if context.told is not None and context.told.is_day:
            return Resolved(f"{context.told.start}{clock}", context.told)
        case Piece(of, cut) if cut not in ("BEFORE", "AFTER"):
            inner = _free(of, context)
            return inner and _cut(inner, cut, None)
        case Moment(of, clock) if of is not None:
            inner = _free(of, context)
            return inner and Resolved(inner.value + clock, inner.interval)
        case Like(int(y)):
            return _absolute(Abs(y))
    return None


def _on(value: Value, anchor: date, context: Context) -> Resolved:
    """The answer when the report appeared on `anchor`."""
    match value:
        case Partial():
            return _named(value, anchor, context.direction)
        case In(unit, k):
            return _calendar(unit, k, anchor)
        case Of(Partial(weekday=int(w)), In(_, k)):
            return _of_day(anchor + timedelta(weeks=k, days=w - anchor.isoweekday()))
        case Of(part, In(_, k)):
            return _in_year(part, anchor.year + k)
        case Shift():
            return _shifted(value, anchor, day(anchor))
        case Piece(of, cut):
            return _cut(resolve(of, _pinned(context, anchor)), cut, anchor)
        case Moment(None, clock):
            return Resolved(f"{anchor}{clock}", day(anchor))
        case Moment(of, clock) if of is not None:
            inner = resolve(of, _pinned(context, anchor))
            return Resolved(inner.value + clock, inner.interval)
        case Like(In(unit, k)):
            return _calendar(unit, k, anchor)
        case Dur():
            return _window(value, anchor)
    raise AssertionError(value)


def _day_of_told(d: int, told: Interval | None) -> Resolved:
    """`the 5th`: a day of the month told of before."""
    if told is None or told.start is None or told.grain not in ("day", "month"):
        return Resolved("XXXX-XX-XX")
    return _of_day(told.start.replace(day=d))


def _told_part(part: Partial, k: int, context: Context) -> Resolved:
    """`the following March`, `the previous summer`: a month or season by the days told of before."""
    told = context.told.start if context.told else None
    if told is None:
        return Resolved(open_value(part))
    choices = [found for y in range(told.year - 2, told.year + 3) if (found := _try_year(part, y))]
    return _pick(choices, k, told, None) or Resolved(open_value(part))


def _pinned(context: Context, anchor: date) -> Context:
    return msgspec.structs.replace(context, published=day(anchor))


# ---- values without anchor
def _absolute(value: Abs) -> Resolved:
    y, m, d = value.year, value.month, value.day
    if y < 0:
        return Resolved(_before_christ(value))
    if value.grain == "decade":
        return Resolved(f"{y // 10:03d}", Interval(date(y, 1, 1), date(y + 9, 12, 31), "decade"))
    if value.grain == "century":
        return Resolved(f"{y // 100:02d}", Interval(date(y, 1, 1), date(y + 99, 12, 31), "century"))
    if m is None:
        return Resolved(f"{y:04d}", year(y))
    return Resolved(f"{y:04d}-{m:02d}", month(y, m)) if d is None else _of_day(date(y, m, d))


def _before_christ(value: Abs) -> str:
    """Years before the common era have no days here: the civil calendar begins with year 1."""
    if value.grain != "date":
        return f"BC{-value.year // 10:03d}" if value.grain == "decade" else f"BC{-value.year // 100:02d}"
    return f"BC{-value.year:04d}" + (f"-{value.month:02d}" if value.month else "")


def _of_day(d: date) -> Resolved:
    return Resolved(d.isoformat(), day(d))


def _in_year(part: Partial, y: int) -> Resolved:
    """A part of the calendar in year `y`: month, day of a month, season, quarter, half, holiday."""
    if part.holiday:
        return _of_day(holiday(part.holiday, y))
    if part.season and y < 0:
        return Resolved(f"BC{-y:04d}-{part.season}")
    if part.season:
        return Resolved(f"{y:04d}-{part.season}", _months(y, SEASONS[part.season], 3, "season"))
    if part.quarter:
        return Resolved(f"{y:04d}-Q{part.quarter}", _months(y, 3 * part.quarter - 2, 3, "quarter"))
    if part.half:
        return Resolved(f"{y:04d}-H{part.half}", _months(y, 6 * part.half - 5, 6, "half"))
    assert part.month is not None
    if part.week is not None:
        return _week_of(_in_week(part.week, part.day, month(y, part.month)))
    return _absolute(Abs(y, part.month, part.day))


def _in_week(which: int, told: int | None, whole: Interval) -> date:
    """A day of the week meant; the first and last weeks of a month have their Thursday in it, as the weeks of a year."""
    assert whole.start is not None and whole.end is not None
    if told is not None:
        return whole.start.replace(day=told)
    return whole.start + 3 * DAY if which > 0 else whole.end - 3 * DAY


def _months(y: int, first: int, n: int, grain: Grain) -> Interval:
    last_year, last = divmod(y * 12 + first - 1 + n - 1, 12)
    return Interval(date(y, first, 1), month(last_year, last + 1).end, grain)


def holiday(rule: str, y: int) -> date:
    """Day of a holiday: `12-25`, `easter-2`, `11-4-4` (fourth ISO weekday 4 of November; `+1` is the day after it), or
    `05-L-1` (last weekday 1 of May).

    Easter by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991).
    """
    if rule.startswith("easter"):
        return _easter(y) + timedelta(days=int(rule[6:]))
    rule, _, after = rule.partition("+")
    m, *rest = rule.split("-")
    if len(rest) == 1:
        return date(y, int(m), int(rest[0]))
    nth, weekday = rest[0], int(rest[1])
    if nth == "L":
        last = month(y, int(m)).end
        assert last is not None
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(y, int(m), 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (int(nth) - 1) + int(after or 0))


def _easter(y: int) -> date:
    a, (b, c) = y % 19, divmod(y, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * ell) // 433
    mm = (h + ell - 7 * m + 90) // 25
    return date(y, mm, (h + ell - 7 * m + 33 * mm + 19) % 32)


# ---- values by the anchor
def _named(part: Partial, anchor: date, direction: Direction | None) -> Resolved:
    """A named weekday, month, day, season … nearest in the direction of the words.

    Weekdays: the latest on or before the anchor, after a future verb the next on or after. Everything else: nearest
    in time unless the verb tells. `last`, `this` and `next` go before the verb.
    """
    if part.weekday:
        return _weekday(part.weekday, part.turn, anchor, direction)
    choices = [found for y in range(anchor.year - 2, anchor.year + 3) if (found := _try_year(part, y))]
    picked = _pick(choices, part.turn, anchor, direction)
    return picked or Resolved(open_value(part))


def _try_year(part: Partial, y: int) -> Resolved | None:
    try:
        return _in_year(part, y)
    except ValueError:  # 29 February
        return None


def _pick(choices: list[Resolved], turn: int | None, anchor: date, direction: Direction | None) -> Resolved | None:
    """The one meant among those of neighbouring years, each given in order."""
    spans = [(c, c.interval.start, c.interval.end) for c in choices if c.interval and c.interval.start and c.interval.end]
    away = [(c, max((start - anchor).days, (anchor - end).days, 0)) for c, start, end in spans]
    past = [a for a, (_, start, end) in zip(away, spans, strict=True) if (end < anchor if turn == -1 else start <= anchor)]
    coming = [a for a, (_, start, end) in zip(away, spans, strict=True) if (start > anchor if turn == 1 else end >= anchor)]
    if turn == -1 and past and past[-1][0].interval and past[-1][0].interval.grain == "month":
        past = past[: len(past) - (past[-1][1] < SHORT)]
    same = [c for c, start, _ in spans if start.year == anchor.year]
    if turn == 0 and same:
        return same[0]
    side = past[-1:] if turn == -1 or (turn is None and direction == "past") else []
    side = coming[:1] if turn == 1 or (turn is None and direction == "future") else side
    nearest = min(away, key=lambda a: a[1], default=None)
    if not side or (turn is None and nearest and side[0][1] > FAR and nearest[1] <= NEAR):
        return nearest[0] if nearest else None
    return side[0][0]


def _weekday(number: int, turn: int | None, anchor: date, direction: Direction | None) -> Resolved:
    back, ahead = (anchor.isoweekday() - number) % 7, (number - anchor.isoweekday()) % 7
    if turn == -1:
        return _of_day(anchor - timedelta(days=back or 7))
    if turn == 1:
        return _of_day(anchor + timedelta(days=ahead or 7))
    if direction == "future" or (turn == 0 and direction != "past" and anchor.isoweekday() <= number):
        return _of_day(anchor + timedelta(days=ahead))
    return _of_day(anchor - timedelta(days=back))


def _calendar(unit: Unit, k: int, anchor: date) -> Resolved:
    """The unit of the calendar that holds the anchor, `k` further."""
    if unit in ("day", "night", *CLOCK_UNITS):
        found = _of_day(anchor + k * DAY)
        return Resolved(f"{found.value}TNI", found.interval) if unit == "night" else found
    if unit in ("week", "fortnight", "weekend"):
        return _week_of(anchor + timedelta(weeks=k), weekend=unit == "weekend")
    if unit == "month":
        return _absolute(_month_away(anchor, k))
    if unit == "quarter":
        y, q = divmod(anchor.year * 4 + (anchor.month - 1) // 3 + k, 4)
        return _in_year(Partial(quarter=q + 1), y)
    if unit == "half":
        y, h = divmod(anchor.year * 2 + (anchor.month - 1) // 6 + k, 2)
        return _in_year(Partial(half=h + 1), y)
    if unit == "decade":
        return _absolute(Abs((anchor.year // 10 + k) * 10, grain="decade"))
    if unit == "century":
        return _absolute(Abs((anchor.year // 100 + k) * 100, grain="century"))
    return _absolute(Abs(anchor.year + k)) if anchor.year + k > 0 else Resolved("XXXX")


def _week_of(d: date, *, weekend: bool = False) -> Resolved:
    iso, whole = d.isocalendar(), week(d)
    name = f"{iso.year:04d}-W{iso.week:02d}"
    if weekend and whole.start and whole.end:
        return Resolved(f"{name}-WE", Interval(whole.end - DAY, whole.end, "weekend"))
    return Resolved(name, whole)


def _month_away(d: date, k: int) -> Abs:
    y, m = divmod(d.year * 12 + d.month - 1 + k, 12)
    return Abs(y, m + 1)


def _shifted(value: Shift, anchor: date, base: Interval) -> Resolved:
    """`n` units from the anchor at the unit's own grain; nothing sharper than the days told of before."""
    if value.n is None:
        return Resolved("PAST_REF" if value.sign < 0 else "FUTURE_REF")
    k, unit = round(value.sign * value.n), value.unit
    if unit in CLOCK_UNITS:
        return Resolved(f"{anchor}TXX:XX", base) if value.n < 24 or unit != "hour" else _of_day(anchor + k // 24 * DAY)
    if unit in ("day", "night") and base.is_day:
        return _of_day(anchor + k * DAY)
    if unit == "fortnight":
        k, unit = 2 * k, "week"
    if unit == "year" and value.n % 1:
        k, unit = round(12 * value.sign * value.n), "month"
    if unit == "week" and base.is_day:
        there = _of_day(anchor + timedelta(weeks=k))
        if value.base == "published" and abs(k) > 2:
            return _week_of(anchor + timedelta(weeks=k))
        return there if value.base == "told" else Resolved(there.value, week(anchor + timedelta(weeks=k)))
    if base.grain == "year" and unit in ("day", "week", "month", "quarter"):
        return Resolved(open_value(value))
    return _calendar("day" if unit == "night" else unit, k, anchor)


def _from_told(value: In | Shift, context: Context) -> Resolved:
    """Values that go on from the days told of before: `the next day`, `two days later`, `that week`."""
    told = context.told
    if told is None or told.start is None or told.end is None:
        return Resolved(open_value(value))
    if isinstance(value, In):
        if value.unit in ("day", "night") and not told.is_day:
            return Resolved(open_value(value))
        return _calendar(value.unit, value.k, told.start)
    return _shifted(value, told.start if value.sign < 0 else told.end, told)


def _window(value: Dur, anchor: date) -> Resolved:
    """The stretch before or after the anchor that a duration names: `the past two years`."""
    written = duration_value(value)
    if value.n is None or value.unit in CLOCK_UNITS:
        return Resolved(written)
    far = _calendar(value.unit, round(value.window * value.n), anchor).interval
    if far is None or far.start is None or far.end is None:
        return Resolved(written)
    grain = far.grain
    return Resolved(written, Interval(far.start, anchor, grain) if value.window < 0 else Interval(anchor, far.end, grain))


def _cut(whole: Resolved, cut: Cut, anchor: date | None) -> Resolved:
    """Early, mid, late: thirds of the days; halves; before and after the anchor."""
    if whole.interval is None or whole.interval.start is None or whole.interval.end is None:
        return whole
    start, end, grain = whole.interval.start, whole.interval.end, whole.interval.grain
    length = (end - start).days + 1
    third, half = timedelta(days=length // 3), timedelta(days=length // 2)
    parts: dict[str, tuple[date, date]] = {
        "START": (start, start + third), "MID": (start + third, end - third), "END": (end - third, end),
        "H1": (start, start + half - DAY), "H2": (start + half, end),
    }  # fmt: skip
    if grain == "month":
        parts["H1"], parts["H2"] = (start, start.replace(day=15)), (start.replace(day=16), end)
    if anchor is not None:
        parts["BEFORE"], parts["AFTER"] = (start, min(max(anchor, start), end)), (max(min(anchor, end), start), end)
    first, last = parts.get(cut, (start, end))
    return Resolved(whole.value, Interval(first, last, grain))


# ---- how values are written
def duration_value(value: Dur) -> str:
    """`P2D`, `PT3H`, `PXY`, `P2Y6M`."""
    n = "X" if value.n is None else f"{2 * value.n if value.unit == 'fortnight' else value.n:g}"
    time = "T" if value.unit in CLOCK_UNITS else ""
    letter = LETTERS[value.unit]
    if value.n is not None and value.n % 1 == 0.5 and value.unit in ("year", "hour", "minute") and value.n > 1:
        rest = {"year": "6M", "hour": "30M", "minute": "30S"}[value.unit]
        return f"P{time}{int(value.n)}{letter}{rest}"
    if value.unit == "decade" and value.n is not None:
        return f"P{10 * value.n:g}Y"
    if value.n == 0.5 and value.unit == "year":
        return "P6M"
    return f"P{time}{n}{letter}"


def _set_value(value: Every) -> str:
    if value.part is not None:
        return open_value(value.part) + value.clock
    if value.clock:
        return "XXXX-XX-XX" + value.clock
    return duration_value(Dur(value.n, value.unit or "day"))


def open_value(value: Value) -> str:
    """The TIMEX3 value of words whose anchor is not known: `XXXX-WXX-1`, `XXXX-03-13`, `PAST_REF`."""
    match value:
        case Partial(weekday=int(w)):
            return f"XXXX-WXX-{w}"
        case Partial(season=str(s)):
            return f"XXXX-{s}"
        case Partial(quarter=int(q)):
            return f"XXXX-Q{q}"
        case Partial(half=int(h)):
            return f"XXXX-H{h}"
        case Partial(week=int()):
            return "XXXX-WXX"
        case Partial(month=int(m), day=d):
            return f"XXXX-{m:02d}" + (f"-{d:02d}" if d else "")
        case Piece(of, _) | Of(of, _):
            return open_value(of)
        case Like():
            return "XXXX"
        case Moment(of, clock):
            return (open_value(of) if of else "XXXX-XX-XX") + clock
        case In(unit, _) | Shift(_, unit, _):
            return {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "year": "XXXX", "quarter": "XXXX-QX",
                    "decade": "XXX", "century": "XX"}.get(unit, "XXXX-XX-XX")  # fmt: skip
        case Dur():
            return duration_value(value)
    return "XXXX-XX-XX"


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression as found, before the day of publication is known.

    `head` is its head word in the parse, `predicate` the word of the clause it stands in; `direction` what that clause
    says of past or future; `leading` whether the clause carries the story on (not a relative or adverbial one); `aside` whether
    it stands in brackets or only tells of what (`the worst since 1813`); `weekday` (ISO 1 to 7) one that is named beside a date.
    """

    span: Span
    type: Kind
    value: Value
    rule: str
    mod: str | None = None
    head: int = 0
    predicate: int = 0
    block: int = 0
    direction: Direction | None = None
    present: bool = False
    leading: bool = True
    aside: bool = False
    weekday: int | None = None
