"""Who is who across reports: actors of the base by their id, all others by name, unless what is told of them differs.

A report names the people whom the base does not know by a slug of their name (`x:tom-brandt`). In the record such an id
means one actor: a report whose Tom Brandt cannot be the one known so far has him as `x:tom-brandt~2`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec

from dateline.foundation.rows import Actor, Report

TELLINGS = 20  # the newest reports that an actor is compared with
OF_A_KIND = ("group", "anonymous")  # `rebels`, `a spokesman`: no name tells them apart, their country does
_SUFFIX = re.compile(r"~\d+$")

_OWN = "SELECT r.id FROM reports p JOIN rows r ON r.report = p.number AND r.kind = 'actor' AND r.id = ? WHERE p.id = ?"
_TELLINGS = "SELECT json FROM rows WHERE kind = 'actor' AND id = ? ORDER BY number DESC LIMIT ?"


def as_known(connection: sqlite3.Connection, report: Report) -> Report:
    """The report with its own actors under the ids by which the record knows them."""
    names = {a.id: known for a in report.actors if (known := _known_id(connection, a, report)) != a.id}
    return _of_report(report, names)


def as_told(report: Report) -> Report:
    """The report with the ids of its own actors as it was read: undoes `as_known`."""
    names = {a.id: plain for a in report.actors if (plain := _SUFFIX.sub("", a.id)) != a.id}
    return _of_report(report, names)


def is_one(actor: Actor, other: Actor) -> bool:
    """Whether two actors of one name may be the same: kind, country and offices do not tell them apart.

    People need a whole name for it; who has one name only is the same where an office says so too.
    """
    if actor.kind != other.kind or (actor.country and other.country and actor.country != other.country):
        return False
    if actor.kind in OF_A_KIND:
        return actor.country == other.country
    if actor.kind != "person":
        return True
    named = " " in actor.name and " " in other.name
    return _share_office(actor, other) or (named and not (actor.roles and other.roles))


def _share_office(actor: Actor, other: Actor) -> bool:
    """An office of one name, or in the service of the same body."""
    offices = {r.office for r in actor.roles} & {r.office for r in other.roles}
    served = {_plain(r.of) for r in actor.roles if r.of} & {_plain(r.of) for r in other.roles if r.of}
    return bool(offices or served)


def _known_id(connection: sqlite3.Connection, actor: Actor, report: Report) -> str:
    """The id under which this report has it already, else the first whose tellings it fits, else a new one."""
    plain = _plain(actor.id)
    if not plain.startswith("x:"):
        return actor.id
    fitting: str | None = None
    for known in _numbered(plain):
        tellings = connection.execute(_TELLINGS, (known, TELLINGS)).fetchall()
        if tellings and connection.execute(_OWN, (known, report.report.id)).fetchone():
            return known
        if fitting is None and all(is_one(actor, msgspec.json.decode(data, type=Actor)) for (data,) in tellings):
            fitting = known
        if not tellings:
            break
    return fitting or plain


def _numbered(plain: str) -> Iterator[str]:
    """`x:a`, `x:a~2`, `x:a~3`, …; they are given in that order, without gaps."""
    yield plain
    yield from (f"{plain}~{n}" for n in count(2))


def _plain(actor_id: str) -> str:
    return _SUFFIX.sub("", actor_id)


def _of_report(report: Report, names: dict[str, str]) -> Report:
    renamed: Report = _renamed(report, names) if names else report
    return renamed


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """A row, or a tuple of rows, with ids put for ids."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_renamed(v, names) for v in value)
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **{f: _renamed(getattr(value, f), names) for f in value.__struct_fields__})
    return value
