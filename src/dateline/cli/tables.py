"""Rows as CSV: one header, names for actors beside their ids, words for spans, three columns for an interval."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from dateline.foundation.days import Interval
from dateline.foundation.rows import Mention, Place, Report, Role
from dateline.foundation.spans import Span

# The columns of each table, by the names of the contract. Names of actors follow their ids, see `_PEOPLE`.
COLUMNS: dict[str, tuple[str, ...]] = {
    "events": (
        "id", "type", "mode", "status", "source", "target", "others", "holder", "when", "place", "evidence",
        "contexts", "quad", "score", "statement", "rule", "confidence",
    ),
    "statements": (
        "id", "speaker", "manner", "act", "content", "addressee", "when", "made", "within", "medium", "condition",
        "rule", "confidence",
    ),
    "positions": ("id", "holder", "stance", "target", "issue", "since", "said_by", "evidence", "rule"),
    "ties": ("subject", "relation", "object", "as_of", "evidence", "rule"),
    "calendar": ("event", "title", "when", "status", "participants", "place"),
    "actors": ("id", "name", "kind", "country", "code", "wikidata", "roles", "mentions"),
    "times": ("id", "span", "type", "value", "mod", "interval", "anchor", "rule"),
    "forecasts": ("id", "by", "content", "condition", "about", "horizon", "statement"),
}  # fmt: skip
_PEOPLE = frozenset(
    {
        "source",
        "target",
        "others",
        "holder",
        "speaker",
        "addressee",
        "subject",
        "object",
        "participants",
        "by",
        "about",
        "said_by",
    }
)
_INTERVALS = frozenset({"when", "since", "as_of", "interval", "horizon"})


def header(table: str) -> list[str]:
    """The column names."""
    return ["report", "published", *(name for column in COLUMNS[table] for name in _names(table, column))]


def _names(table: str, column: str) -> tuple[str, ...]:
    if column in _PEOPLE:
        return (column, f"{column}_id")
    if column in _INTERVALS:
        return (f"{column}_first", f"{column}_last", f"{column}_grain")
    return ("place", "place_country", "lat", "lon") if (table, column) == ("events", "place") else (column,)


def rows(table: str, report: Report) -> Iterator[list[str]]:
    """One list of cells for each row of the table."""
    names = {a.id: a.name for a in report.actors}
    for row in getattr(report, table):
        cells = [report.report.id, report.dating.published or ""]
        for column in COLUMNS[table]:
            cells.extend(_cells(table, column, getattr(row, column), names, report.report.text))
        yield cells


def _cells(table: str, column: str, value: object, names: dict[str, str], text: str) -> list[str]:
    if column in _PEOPLE:
        ids = [i for i in (value if isinstance(value, tuple) else (value,)) if i]
        return ["; ".join(names.get(i, i) for i in ids), "; ".join(ids)]
    if column in _INTERVALS:
        found = value if isinstance(value, Interval) else Interval(None, None)
        grain = found.grain if value else ""
        return [str(found.start or ""), str(found.end or ""), grain]
    if (table, column) == ("events", "place"):
        place = value if isinstance(value, Place) else Place(name="")
        return [place.name, *(_cell(v, text) for v in (place.country, place.lat, place.lon))]
    return [_cell(value, text)]


def _cell(value: object, text: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Span():
            return value.of(text)
        case Role():
            return value.office + (f" of {value.of}" if value.of else "")
        case Mention():
            return value.span.of(text)
        case tuple():
            joint = " … " if value and isinstance(value[0], Span) else "; "
            return joint.join(dict.fromkeys(_cell(v, text) for v in value))
    return str(value)


class TableWriter:
    """Writes one table of many reports, its header first."""

    def __init__(self, table: str, out: TextIO) -> None:
        self._table, self._out = table, out
        self._csv = csv.writer(out, lineterminator="\n")
        self._csv.writerow(header(table))

    def write(self, report: Report) -> None:
        """The report's rows, flushed."""
        self._csv.writerows(rows(self._table, report))
        self._out.flush()
