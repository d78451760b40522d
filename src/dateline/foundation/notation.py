"""One line a row: what `dateline read --rows` prints, what the casebook is written in, and what is read back.

    event     CONSULT  Ana Ruiz > Omar Bello  @2012-10-09  happened  "met on Tuesday with"
    said      direct  Ana Ruiz > reporters  @2012-10-09  "Our ships will stay."
    holds     Peru  refuses  Chile  @2012-10  "recognition of the line"
    tie       Ana Ruiz  minister-of  Peru  @2012-10-09  "its fisheries minister"
    plan      CONSULT  Peru + Chile  @2012-11-13  planned  "Peru and Chile meeting"
    forecast  Omar Bello > Chile  @-  if "If the catch falls"  "Chile will close the port"
    time      DATE  2012-10-09  @2012-10-09  "Tuesday"
    mention   pronoun  Ana Ruiz  "she"

Columns stand two spaces apart; around `@day` and before `"` one is enough. `+` joins several actors, `>` leads to whom it is done
(and a second `>` to others present). `-` says that there is none, `*` or a column left out says nothing.
A name that would be misread stands between backticks; there and between quotation marks JSON's escapes hold.
`said` has `reported by X` when it stands inside X's words and `unmade` when nobody (yet) said it.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Literal, get_args

import msgspec

from dateline.foundation.days import Interval
from dateline.foundation.rows import (
    CalendarEntry,
    CalendarStatus,
    Event,
    Forecast,
    Position,
    Report,
    Statement,
    Status,
    Tie,
    TimeExpression,
)
from dateline.foundation.spans import Span

LineKind = Literal["event", "said", "holds", "tie", "plan", "forecast", "time", "mention"]

_STATUSES = frozenset((*get_args(Status), *get_args(CalendarStatus), "reported", "made", "unmade"))
_RESERVED = frozenset({">", "+", "-", "*", "if", "by"})
_COLUMN = re.compile(r'"(?:[^"\\]|\\.)*"|@\S+|(?:`(?:[^`\\]|\\.)*`|(?! [ @"]| *$)[^`])+')
_ATOM = re.compile(r"`(?:[^`\\]|\\.)*`|\S+")


class BadLine(ValueError):
    """A line that is not in the notation; the message says which and why."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row as its line says it. None: the line doesn't say; an empty tuple or `-`: there is none.

    `what` is the type, manner, stance, relation or form; `value` a time's TIMEX3 value; `day` an interval as
    `Interval` writes it; `holder` stands after `by`, `condition` after `if`.
    """

    kind: LineKind
    what: str | None = None
    value: str | None = None
    source: tuple[str, ...] | None = None
    target: tuple[str, ...] | None = None
    others: tuple[str, ...] | None = None
    day: str | None = None
    status: str | None = None
    holder: str | None = None
    condition: str | None = None
    words: tuple[str, ...] | None = None

    def __str__(self) -> str:
        return write_line(self)


# ---- writing


def write_line(line: Line) -> str:
    """The line as text, without a line break; `read_line` gives an equal `Line` back."""
    columns: list[str] = [line.kind, *_leading(line)]
    if line.day is not None:
        columns.append("@" + line.day)
    columns.extend(_standing(line))
    if line.condition is not None:
        columns.append(f"if {_quote(line.condition)}")
    columns.extend(_quote(w) for w in line.words or ())
    return "  ".join(columns)


def _leading(line: Line) -> list[str]:
    if line.kind in ("holds", "tie"):
        columns = [_group(line.source), line.what or "*", _group(line.target)]
    elif line.kind == "forecast":
        columns = [_parties(line)]
    elif line.kind == "time":
        columns = [line.what or "*", _group(None if line.value is None else (line.value,))]
    else:
        columns = [line.what or "*", _parties(line)]
    while columns and columns[-1] == "*":
        columns.pop()
    return columns


def _parties(line: Line) -> str:
    groups = [_group(line.source), _group(line.target), _group(line.others)]
    while len(groups) > 1 and groups[-1] == "*":
        groups.pop()
    return " > ".join(groups)


def _group(names: tuple[str, ...] | None) -> str:
    if names is None:
        return "*"
    return " + ".join(_name(n) for n in names) if names else "-"


def _standing(line: Line) -> list[str]:
    by = f"by {_name(line.holder) if line.holder != '-' else '-'}" if line.holder is not None else ""
    return [" ".join(p for p in (line.status, by) if p)] if line.status or by else []


def _name(name: str) -> str:
    atoms = name.split(" ")
    plain = (
        all(atoms)
        and name.isprintable()
        and "`" not in name
        and _RESERVED.isdisjoint(atoms)
        and not any(a[0] in '@"' for a in atoms)
        and atoms[0] not in _STATUSES
    )
    return name if plain else "`" + _quote(name)[1:-1].replace("`", "\\u0060") + "`"


def _quote(words: str) -> str:
    """A JSON string in which everything that a terminal would act on is escaped too."""
    written = json.dumps(words, ensure_ascii=False)
    return written if written.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in written)


# ---- reading


def read_lines(text: str) -> tuple[Line, ...]:
    """Every line that is neither empty nor a comment (`#`). Raises BadLine."""
    return tuple(read_line(s) for s in text.split("\n") if s.strip() and not s.lstrip().startswith("#"))


def read_line(text: str) -> Line:
    """One line. Raises BadLine."""
    columns = _columns(text)
    kind, fields, free = columns[0], dict[str, object](), list[str]()
    if kind not in get_args(LineKind):
        raise BadLine(f"{text!r}: begins with {kind!r}; known are {', '.join(get_args(LineKind))}")
    words: list[str] = []
    for before, column in pairwise(columns):
        if column.startswith('"'):
            if before == "if":
                fields["condition"] = _unquote(column)
            else:
                words.append(_unquote(column))
        elif column.startswith("@"):
            fields["day"] = _day(column[1:], text)
        elif _STATUSES.issuperset(column.split()[0].split("|")) or column.startswith("by "):
            fields.update(_read_standing(column))
        elif column != "if":
            free.append(column)
    if words:
        fields["words"] = tuple(words)
    return msgspec.convert({"kind": kind, **fields, **_read_leading(kind, free, text)}, Line)


def _columns(text: str) -> list[str]:
    columns, at = list[str](), 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        found = _COLUMN.match(text, at)
        if not found:
            raise BadLine(f"{text!r}: a quotation mark or backtick is left open at column {at + 1}")
        columns.append(found.group())
        at = found.end()
    if not columns:
        raise BadLine("an empty line says nothing")
    return columns


def _read_leading(kind: str, free: list[str], text: str) -> dict[str, object]:
    names = {
        "holds": ("source", "what", "target"),
        "tie": ("source", "what", "target"),
        "forecast": ("parties",),
        "time": ("what", "value"),
    }.get(kind, ("what", "parties"))
    if len(free) > len(names):
        raise BadLine(f"{text!r}: {free[len(names)]!r} is one column too many; a {kind} line has {', '.join(names)}")
    out: dict[str, object] = {}
    for name, column in zip(names, free, strict=False):
        groups = _read_groups(column)
        if name == "parties":
            out.update(zip(("source", "target", "others"), groups, strict=False))
        elif name in ("source", "target"):
            out[name] = groups[0]
        elif column != "*":
            out[name] = _plain(column)
    return {k: v for k, v in out.items() if v is not None}


def _read_groups(column: str) -> list[tuple[str, ...] | None]:
    groups: list[list[list[str]]] = [[[]]]
    for atom in _ATOM.findall(column):
        if atom == ">":
            groups.append([[]])
        elif atom == "+":
            groups[-1].append([])
        else:
            groups[-1][-1].append(atom)
    return [None if g in ([["*"]], [[]]) else () if g == [["-"]] else tuple(_plain(" ".join(n)) for n in g) for g in groups]


def _read_standing(column: str) -> dict[str, str]:
    status, _, holder = column.partition("by ") if column.startswith("by ") else column.partition(" by ")
    out = {"status": status} if status else {}
    return out | ({"holder": _plain(holder)} if holder else {})


def _plain(name: str) -> str:
    return _unquote('"' + name[1:-1] + '"') if name.startswith("`") else name


def _unquote(column: str) -> str:
    try:
        return str(json.loads(column))
    except ValueError:
        raise BadLine(f"{column}: not a JSON string") from None


def _day(written: str, text: str) -> str:
    if written != "-":
        try:
            interval_from(written)
        except ValueError:
            raise BadLine(f"{text!r}: @{written} is no day, month, year or range of days") from None
    return written


def interval_from(written: str) -> Interval:
    """The interval that `str(Interval)` writes; a range's grain is `day`. Raises ValueError."""
    if ".." in written:
        start, end = (date.fromisoformat(d) if d else None for d in written.split("..", 1))
        return Interval(start, end)
    parts = [int(p) for p in written.split("-")]
    if len(parts) == 1:
        return Interval(date(parts[0], 1, 1), date(parts[0], 12, 31), "year")
    if len(parts) == 2:
        y, m = parts
        return Interval(date(y, m, 1), date(y, m, calendar.monthrange(y, m)[1]), "month")
    return Interval(date(*parts), date(*parts))


# ---- from rows


def lines_of(report: Report) -> Iterator[Line]:
    """Every row of a report, in the order of the contract's lists; actors as the mentions that stand for them."""
    names = {a.id: a.name for a in report.actors}
    speakers = {s.id: s.speaker for s in report.statements}
    types = {e.id: e.type for e in report.events}
    text = report.report.text
    yield from (event_line(e, names, text) for e in report.events)
    yield from (said_line(s, names, text, speakers) for s in report.statements)
    yield from (holds_line(p, names) for p in report.positions)
    yield from (tie_line(t, names, text) for t in report.ties)
    yield from (plan_line(c, names, types.get(c.event or "")) for c in report.calendar)
    yield from (forecast_line(f, names, text) for f in report.forecasts)
    yield from (time_line(t, text) for t in report.times)
    for a in report.actors:
        for m in a.mentions:
            yield Line(kind="mention", what=m.form, source=(a.name,), words=_words((m.span,), text))


def event_line(event: Event, names: dict[str, str], text: str) -> Line:
    """The line of an event; `names` gives the actors' names by id."""
    return Line(
        kind="event",
        what=event.type,
        source=_called(event.source, names),
        target=_called(event.target, names),
        others=_called(event.others, names) if event.others else None,
        day=_when(event.when),
        status=event.status,
        holder=names.get(event.holder, event.holder) if event.holder else None,
        words=_words(event.evidence, text),
    )


def said_line(said: Statement, names: dict[str, str], text: str, speakers: dict[str, str | None]) -> Line:
    """The line of a statement; `speakers` gives who made the others, for those reported inside them."""
    reporter = speakers.get(said.within) if said.within else None
    return Line(
        kind="said",
        what=said.manner,
        source=_called((said.speaker,), names),
        target=_called((said.addressee,), names),
        day=_when(said.when),
        status="unmade" if not said.made else "reported" if said.within else None,
        holder=names.get(reporter, reporter) if reporter else None,
        words=_words(said.content, text),
    )


def holds_line(position: Position, names: dict[str, str]) -> Line:
    """The line of a position; its words are the issue."""
    said_by = position.said_by
    return Line(
        kind="holds",
        what=position.stance,
        source=_called((position.holder,), names),
        target=_called((position.target,), names),
        day=_when(position.since),
        holder=names.get(said_by, said_by) if said_by else None,
        words=(position.issue,) if position.issue else None,
    )


def tie_line(tie: Tie, names: dict[str, str], text: str) -> Line:
    """The line of a tie."""
    return Line(
        kind="tie",
        what=tie.relation,
        source=_called((tie.subject,), names),
        target=_called((tie.object,), names),
        day=_when(tie.as_of),
        words=_words((tie.evidence,), text),
    )


def plan_line(entry: CalendarEntry, names: dict[str, str], event_type: str | None) -> Line:
    """The line of a calendar entry; its type is its event's, its words are the title."""
    people = _called(entry.participants, names)
    return Line(kind="plan", what=event_type, source=people, day=_when(entry.when), status=entry.status, words=(entry.title,))


def time_line(time: TimeExpression, text: str) -> Line:
    """The line of a time expression."""
    return Line(kind="time", what=time.type, value=time.value, day=_when(time.interval), words=_words((time.span,), text))


def forecast_line(forecast: Forecast, names: dict[str, str], text: str) -> Line:
    """The line of a forecast."""
    return Line(
        kind="forecast",
        source=_called((forecast.by,), names),
        target=_called(forecast.about, names),
        day=_when(forecast.horizon),
        condition=forecast.condition.of(text) if forecast.condition else None,
        words=_words(forecast.content, text),
    )


def _called(ids: Iterable[str | None], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names.get(i) or i for i in ids if i)


def _when(interval: Interval | None) -> str:
    return str(interval) if interval else "-"


def _words(spans: Iterable[Span], text: str) -> tuple[str, ...]:
    return tuple(s.of(text) for s in spans)
