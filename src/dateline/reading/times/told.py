"""Resolving the time expressions of a report in text order: each may go on from one before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from dateline.foundation.days import Interval, day
from dateline.foundation.rows import Dating, TimeExpression
from dateline.foundation.timevalue import (
    Abs,
    Context,
    Dur,
    Expression,
    In,
    Like,
    Moment,
    Of,
    Partial,
    Piece,
    Resolved,
    Shift,
    Unit,
    Value,
    resolve,
)
from dateline.reading.tree import Tree

_JOIN = re.compile(r"\s*(?:[-–/]|,?\s(?:and|to|until|till|through|or))\s*(?:in\s|on\s|the\s)?")
NEXT_YEAR = 10  # months back after which a month is rather the next year's: January after December
STATED, STATED_SHARE, DEICTIC_SHARE = (
    6,
    0.1,
    0.08,
)  # dates with their year, their share, that of `last week` in a history


Profile = Literal["auto", "news", "narrative"]
SEASON_ORDER = ("WI", "SP", "SU", "FA")  # of the months' thirds, December first
HOUR_GAP = 20  # characters from an hour to its day


@dataclass(frozen=True)
class _Told:
    """An expression already resolved; `dated` if its year was stated, there or in the chain it stands in."""

    row: TimeExpression
    expression: Expression
    dated: bool


def resolve_times(
    expressions: tuple[Expression, ...], tree: Tree, dating: Dating, profile: Profile = "auto"
) -> tuple[TimeExpression, ...]:
    """Rows of the expressions, ids `t1`, `t2` … in text order, resolved against the dating of the report.

    `profile`: `narrative` carries the year last told of on to the months and days after it, `news` takes them from the day
    of publication; `auto` lets the text choose.
    """
    published = day(date.fromisoformat(dating.published)) if dating.published else dating.interval
    history = _is_history(expressions) if profile == "auto" else profile == "narrative"
    told: list[_Told] = []
    for expression in _with_what_follows(tree, expressions):
        theirs = history and _is_deictic(expression.value, ("day", "month", "year")) and tree.in_quotes(expression.head)
        told.append(_resolved(expression, told, None if theirs else published, history))  # `today` in an old speech
    return tuple(t.row for t in told)


def _resolved(expression: Expression, before: list[_Told], published: Interval | None, history: bool) -> _Told:
    value = _in_history(expression.value) if history else _in_finance(expression, before)
    base = _base(value)
    source: _Told | None = None
    if base == "told":
        alike = [t for t in before if _is_alike(t, expression)]
        source = _antecedent(value, alike) or _antecedent(value, before)
    elif base == "moment":
        source = _day_of_story(expression, before)
    elif base == "published" and (chain := _chain(expression, before, history)) is not None:
        return _row(expression, len(before), _in_chain(value, chain), chain.row.id, dated=True)
    if source is not None and (counted := _before_christ(value, source)) is not None:
        return _row(expression, len(before), resolve(counted, Context()), source.row.id, dated=True)
    told = source.row.interval if source else None
    found = resolve(value, Context(published=published, told=told, direction=expression.direction))
    anchor = source.row.id if source else "published" if base in ("published", "moment") else None
    dated = base == "absolute" or bool(source and source.dated)
    return _row(expression, len(before), found, anchor, dated=dated)


def _with_what_follows(tree: Tree, expressions: tuple[Expression, ...]) -> list[Expression]:
    """The expressions, each with the year or day that one right after it lends it."""
    out: list[Expression] = []
    for expression in reversed(expressions):
        following = out[-1] if out else None
        out.append(_with_day_ahead(tree, _with_year_ahead(tree, expression, following), following))
    return out[::-1]


def _with_year_ahead(tree: Tree, expression: Expression, following: Expression | None) -> Expression:
    """`between March and April 1918`, `from 3 May to 4 June 1990`: the year stands with the second alone."""
    part = _partial(expression.value)
    if following is None or part is None or part.turn is not None:
        return expression
    if part.season is not None:
        return _with_season_ahead(tree, expression, part, following)
    if part.month is None:
        return expression
    end, joined = _core(following.value), _JOIN.fullmatch(tree.text, expression.span.end, following.span.start)
    if not joined or not isinstance(end, Abs) or end.month is None or end.year < 0:
        return expression
    y = end.year - (part.month > end.month)
    return msgspec.structs.replace(expression, value=_with_year(expression.value, y))


def _with_season_ahead(tree: Tree, expression: Expression, part: Partial, following: Expression) -> Expression:
    """`in spring and early summer of 1943`, `a summer offensive in June 1942`."""
    end = _core(following.value)
    joined = _JOIN.fullmatch(tree.text, expression.span.end, following.span.start)
    if isinstance(end, Of) and end.part.season and isinstance(end.whole, int) and joined:
        return msgspec.structs.replace(expression, value=_with_year(expression.value, end.whole))
    alike = isinstance(end, Abs) and end.month is not None and (end.month % 12) // 3 == SEASON_ORDER.index(part.season or "")
    if alike and isinstance(end, Abs) and following.predicate == expression.predicate:
        return msgspec.structs.replace(expression, value=_with_year(expression.value, end.year))
    return expression


def _with_day_ahead(tree: Tree, expression: Expression, following: Expression | None) -> Expression:
    """`at 10:35 a.m. (0735 GMT) Friday`: the day that an hour belongs to stands a few words after it."""
    hour = expression.value
    if (
        following is None
        or not isinstance(hour, Moment)
        or hour.of is not None
        or following.span.start - expression.span.end > HOUR_GAP
    ):
        return expression
    day = following.value.of if isinstance(following.value, Moment) else following.value
    names_day = (isinstance(day, Partial | Abs) and day.day) or (isinstance(day, Partial) and day.weekday)
    if not names_day or following.block != expression.block:
        return expression
    direction = following.direction or expression.direction
    return msgspec.structs.replace(expression, value=Moment(day, hour.clock), direction=direction)


def _row(expression: Expression, index: int, found: Resolved, anchor: str | None, *, dated: bool) -> _Told:
    row = TimeExpression(
        id=f"t{index + 1}", span=expression.span, type=expression.type, value=found.value, mod=expression.mod,
        interval=found.interval, anchor=anchor, rule=expression.rule,
    )  # fmt: skip
    return _Told(row, expression, dated)


def _core(value: Value) -> Value:
    """The date inside a part of it or an hour of it."""
    while isinstance(value, Piece | Moment) and value.of is not None:
        value = value.of
    return value


def _base(value: Value) -> str:
    """What a value hangs on: `absolute`, `published`, `told` (an expression before), `moment` (the day of the story)."""
    match value:
        case Piece(of, _) | Moment(of, _) if of is not None:
            return _base(of)
        case Moment():
            return "moment"
        case In(base=base) | Shift(base=base) | Of(_, In(base=base)):
            return base
        case Abs() | Of():
            return "absolute"
        case Like(int()):
            return "absolute"
        case Partial() | Like() | Dur(window=-1 | 1):
            return "published"
    return "none"


def _antecedent(value: Value, before: list[_Told]) -> _Told | None:
    """The last dated expression before; for words that count days, the last that is a day."""
    value = _core(value)
    value = value.whole if isinstance(value, Of) and isinstance(value.whole, In) else value
    daily = isinstance(value, In | Shift) and value.unit in ("day", "night", "second", "minute", "hour")
    for told in reversed(before):
        interval, ancient = told.row.interval, (_year_told(told) or 0) < 0
        if told.row.type not in ("DATE", "TIME"):
            continue
        if (interval is not None and (interval.is_day or not daily)) or (ancient and not daily):
            return told
    return None


def _is_alike(told: _Told, expression: Expression) -> bool:
    """Not in brackets, and no day to come where the past is told: `ships that are to sail in June left a year earlier`."""
    return not told.expression.aside and not (told.expression.direction == "future" and expression.direction == "past")


def _before_christ(value: Value, source: _Told) -> Value | None:
    """Years, decades and centuries counted from a year before Christ, which has no days to count from."""
    y = _year_told(source) or 0
    core = _core(value)
    if y >= 0 or not isinstance(core, In | Shift) or core.unit not in ("year", "decade", "century"):
        return None
    k = core.k if isinstance(core, In) else core.n and core.sign * core.n
    if k is None or k % 1:
        return None
    if core.unit == "century":
        later = Abs(y + 100 * round(k), grain="century")
    else:
        later = Abs(y + 10 * round(k), grain="decade") if core.unit == "decade" else Abs(y + round(k))
    return later if later.year < 0 else None


def _day_of_story(expression: Expression, before: list[_Told]) -> _Told | None:
    """The day that a bare hour belongs to: the last day told of in a leading clause of the paragraph, else the lead's."""
    days = [t for t in before if t.expression.leading and t.row.interval is not None and t.row.interval.is_day]
    days = [t for t in days if t.expression.direction != "future"]
    near = [t for t in days if t.expression.block == expression.block]
    if near:
        return near[-1]
    return days[0] if days and days[0].expression.block == before[0].expression.block else None


def _in_finance(expression: Expression, before: list[_Told]) -> Value:
    """In a report of results by quarters `a year earlier` and `the latest period` mean quarters.

    Unless the results told of are those of some months: `in the nine months it lost more than a year earlier`.
    """
    value = expression.value
    match value:
        case Shift(n=1, unit="year", sign=-1) | Like() | In("quarter", 0, "told"):
            pass
        case _:
            return value
    start = _period(expression, before)
    if start is None:
        return In("quarter", -1) if isinstance(value, In) else value
    if not isinstance(value, In) and _tells_months(expression, before):
        return msgspec.structs.replace(value, base="published") if isinstance(value, Shift) else value
    quarter = Partial(quarter=(start.month + 2) // 3)
    if isinstance(value, Like):
        return Of(quarter, value.whole if isinstance(value.whole, int) else start.year - 1)
    return Of(quarter, start.year - isinstance(value, Shift))


def _period(expression: Expression, before: list[_Told]) -> date | None:
    """The first day of the quarter that results are told of: the last one named in the paragraph, else the report's first."""
    quarters = [t for t in before if t.row.interval and t.row.interval.start and t.row.interval.grain == "quarter"]
    here = [t for t in quarters if t.expression.block == expression.block and isinstance(t.expression.value, Partial)]
    told = here[-1:] or quarters[:1]
    return told[0].row.interval.start if told and told[0].row.interval else None


def _tells_months(expression: Expression, before: list[_Told]) -> bool:
    """Whether the last period told of in the paragraph is one of several months."""
    here = (t for t in reversed(before) if t.expression.block == expression.block)
    for told in here:
        value = told.expression.value
        if isinstance(value, Dur) and value.unit == "month" and value.n is not None and value.n >= 6:
            return True
        if isinstance(value, Partial | Of) or (told.row.interval and told.row.interval.grain == "quarter"):
            return False
    return False


# ---- histories: months and days whose year was told before
def _is_history(expressions: tuple[Expression, ...]) -> bool:
    """A text that gives many dates with their year and hardly any by its own day is told by its dates."""
    dates = [e for e in expressions if e.type in ("DATE", "TIME")]
    full = sum(_base(e.value) == "absolute" for e in dates)
    deictic = sum(_is_deictic(e.value, ("day", "week", "weekend", "month", "night")) for e in dates)
    return full >= STATED and full > STATED_SHARE * len(dates) and deictic <= DEICTIC_SHARE * len(dates)


def _is_deictic(value: Value, units: tuple[Unit, ...]) -> bool:
    """Names its day, week or month by the day of publication: `Monday`, `today`, `last week`."""
    match _core(value):
        case Partial(weekday=int()):
            return True
        case In(unit, _, "published") | Shift(_, unit, _, "published"):
            return unit in units
    return False


def _in_history(value: Value) -> Value:
    """In a history `the end of the year` is that of the year told of, `the next month` and `next spring` the one after it."""
    match value:
        case In(unit, k, "published") if (abs(k) == 1 and unit != "day") or (k == 0 and unit == "year"):
            return msgspec.structs.replace(value, base="told")
        case Piece(In(_, 0, "published") as whole, cut):
            return Piece(msgspec.structs.replace(whole, base="told"), cut)
        case Partial(weekday=None, turn=int(k)):
            return Of(msgspec.structs.replace(value, turn=None), In("year", k, "told"))
    return value


def _chain(expression: Expression, before: list[_Told], history: bool) -> _Told | None:
    """The expression whose stated year a month or day goes on from: in histories the last one, else in the paragraph.

    Years in passing (in brackets, in a relative clause, of what is to come) carry nothing on.
    """
    part = _partial(expression.value)
    if part is None or part.weekday or part.turn is not None or (expression.direction == "future" and not history):
        return None
    for told in reversed(before):
        if _year_told(told) is None or told.row.type not in ("DATE", "TIME"):
            continue
        if told.dated and history and _in_passing(told):
            continue
        if told.dated:
            near = told.expression.block == expression.block and _is_fine(told)
            main = told.expression.leading and expression.leading and not told.expression.aside
            return told if history or (near and main and expression.direction == "past") else None
        if not history:
            return None
    return None


def _is_fine(told: _Told) -> bool:
    """Told to the day or month."""
    return told.row.interval is not None and told.row.interval.grain in ("day", "month")


def _year_told(told: _Told) -> int | None:
    """The year that an expression told of; below 0 before Christ."""
    core = _core(told.expression.value)
    if isinstance(core, Abs) and core.year < 0:
        return core.year
    if ancient := re.match(r"BC(\d{2,4})", told.row.value):
        return -int(ancient[1].ljust(4, "0"))
    start = told.row.interval.start if told.row.interval else None
    return start.year if start else None


def _in_passing(told: _Told) -> bool:
    """Told in brackets, in a clause aside, or of what is to come."""
    return told.expression.aside or not told.expression.leading or told.expression.direction == "future"


def _partial(value: Value) -> Partial | None:
    if isinstance(value, Piece | Moment):
        return _partial(value.of) if value.of is not None else None
    return value if isinstance(value, Partial) else None


def _in_chain(value: Value, chain: _Told) -> Resolved:
    """The value in the year told of before; January after December is the next year's."""
    y = _year_told(chain) or 0
    part = _partial(value)
    last = _month_told(chain)
    turned = part is not None and part.month is not None and last is not None and last - part.month >= NEXT_YEAR
    return resolve(_with_year(value, y + turned), Context())


def _month_told(told: _Told) -> int | None:
    if told.row.interval is None:
        core = _core(told.expression.value)
        return core.month if isinstance(core, Abs) else None
    return told.row.interval.start.month if _is_fine(told) and told.row.interval.start else None


def _with_year(value: Value, y: int) -> Value:
    if isinstance(value, Partial):
        return Of(value, y)
    if isinstance(value, Piece | Moment) and value.of is not None:
        return msgspec.structs.replace(value, of=_with_year(value.of, y))
    return value
