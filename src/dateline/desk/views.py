"""What pages show, each as one value; made from the record, without a word of HTML."""

from __future__ import annotations

from itertools import groupby

import msgspec

from dateline.desk.asking import Filter
from dateline.desk.wording import LABELS, MARKS, Piece, label, pieces, quoted
from dateline.record import Entry, Record
from dateline.record.browse import Browse

ROWS = 50  # on a page of a list


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """A row in a list. `mark` names the drawing before its status, empty for none; `reports`: how many tell it alike."""

    entry: Entry
    pieces: tuple[Piece, ...]
    label: str
    mark: str
    quote: str
    reports: int = 1

    @property
    def key(self) -> str:
        """What tells this row from all others."""
        return f"{self.entry.report} {self.entry.kind} {self.entry.id}"


def row_view(entry: Entry, reports: int = 1) -> RowView:
    """One row as lists show it."""
    return RowView(
        entry=entry, pieces=pieces(entry), label=label(entry), mark=mark_of(entry), quote=quoted(entry), reports=reports
    )


def mark_of(entry: Entry) -> str:
    """The drawing for a row's status."""
    return MARKS.get(entry.status or "", "")


def row_views(entries: list[Entry], record: Record) -> list[RowView]:
    """Rows with the number of reports that tell each alike."""
    alike = Browse(record).told_alike(entries)
    return [row_view(e, alike.get((e.id, e.line), 1)) for e in entries]


def by_recorded_day(rows: list[RowView]) -> list[tuple[str, list[RowView]]]:
    """Rows under the UTC day on which they were recorded, order kept."""
    return [(day, list(group)) for day, group in groupby(rows, key=lambda r: r.entry.at[:10])]


# ---- filters


class Chip(msgspec.Struct, frozen=True, kw_only=True):
    """One condition of a filter in words, the address without it, and how many rows that would give if it was asked."""

    name: str
    value: str
    without: str
    rows: int | None = None


_NAMES = {"said_by": "Said by", "kind": "Kind", "type": "Type", "text": "Words"}


def chips(question: Filter, path: str, record: Record | None = None) -> list[Chip]:
    """The conditions of a filter; counted where a record is given."""
    return [_chip(name, value, question, path, record) for name, value in question.parameters()]


def _chip(name: str, value: str, question: Filter, path: str, record: Record | None) -> Chip:
    rest = tuple(k for k in question.kind if k != value) if name == "kind" else None
    without = msgspec.structs.replace(question, **{name: rest})
    shown = LABELS.get(value, value) if name == "status" else value
    rows = Browse(record).count(without.query()) if record else None
    return Chip(name=_NAMES.get(name, name.capitalize()), value=shown, without=without.url(path), rows=rows)
