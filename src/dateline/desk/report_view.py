"""A report as its page shows it: its text in a part of bounded size, its rows numbered, its versions side by side."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

import msgspec

from dateline.desk.passages import Paragraph, Standing, evidence_of, paragraphs, part_holding, parts_of
from dateline.desk.views import RowView, row_view
from dateline.foundation.rows import Report
from dateline.record import Query, Record
from dateline.record.browse import KINDS, Browse, Told

REPORT_ROWS = 5_000  # of one report, on its page
CHANGES = 200  # of one version
COMPARED = 60_000  # characters of each version


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """A report's text in one of its parts, with its rows numbered as they begin in the text."""

    report: Report
    version: int
    paragraphs: tuple[Paragraph, ...]
    part: int
    parts: int
    rows: dict[str, RowView]
    numbers: dict[str, int]
    order: tuple[str, ...]
    names: dict[str, str]


def report_view(report: Report, version: int, record: Record, *, part: int | None = None, row: str | None = None) -> ReportView:
    """The part that is asked for, or that holds the row, or the first."""
    entries = record.latest(Query(report=report.report.id, kinds=KINDS, limit=REPORT_ROWS))
    found = {e.id: (e, evidence_of(e.row)) for e in entries if e.version == version}
    parts = parts_of(report.report)
    begun = [(spans[0], row_id) for row_id, (_, spans) in found.items() if spans]
    order = [row_id for _, row_id in sorted(begun, key=lambda b: (b[0].start, -b[0].end, b[1]))]
    at = found[row][1][0].start if row in found and found[row][1] else 0
    number = min(max(1, part or part_holding(parts, at)), len(parts))
    standing = [*_standings(report), *(Standing(s, i, "row") for i, (_, spans) in found.items() for s in spans)]
    shown = paragraphs(parts[number - 1], standing, report.report.text)
    return ReportView(
        report=report,
        version=version,
        paragraphs=tuple(shown),
        part=number,
        parts=len(parts),
        rows={i: row_view(e) for i, (e, _) in found.items()},
        numbers={row_id: n for n, row_id in enumerate(order, 1)},
        order=tuple(order),
        names={a.id: a.name for a in report.actors},
    )


def _standings(report: Report) -> Iterable[Standing]:
    yield from (Standing(t.span, t.id, "time") for t in report.times)
    yield from (Standing(m.span, a.id, "actor") for a in report.actors for m in a.mentions)


# ---- versions


class Change(msgspec.Struct, frozen=True):
    """A stretch of two texts: `same`, `gone` (only in the older) or `new` (only in the newer)."""

    what: str
    text: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two versions of a report, paragraph beside paragraph, and what the newer one did to the rows."""

    older: int
    newer: int
    lines: tuple[tuple[tuple[Change, ...], tuple[Change, ...]], ...]
    changes: tuple[Told, ...]


def comparison(older: Report, newer: Report, numbers: tuple[int, int], record: Record) -> Comparison:
    """What changed between two versions, in at most `COMPARED` characters of each."""
    before, after = (_lines(r) for r in (older, newer))
    lines: list[tuple[tuple[Change, ...], tuple[Change, ...]]] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        pairs = list(zip(before[a:b], after[c:d]))
        lines += [((Change("same", x),), (Change("same", y),)) if what == "equal" else _words(x, y) for x, y in pairs]
        lines += [((Change("gone", x),), ()) for x in before[a + len(pairs) : b]]
        lines += [((), (Change("new", y),)) for y in after[c + len(pairs) : d]]
    told = Browse(record).changes(newer.report.id, numbers[1], CHANGES)
    return Comparison(older=numbers[0], newer=numbers[1], lines=tuple(lines), changes=tuple(told))


def _lines(report: Report) -> list[str]:
    return [line for line in report.report.text[:COMPARED].split("\n") if line.strip()]


def _words(older: str, newer: str) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Two tellings of a paragraph, word by word; paragraphs too long for that are wholly gone and new."""
    if len(older) + len(newer) > 8_000:
        return (Change("gone", older),), (Change("new", newer),)
    x, y = older.split(" "), newer.split(" ")
    left: list[Change] = []
    right: list[Change] = []
    for what, a, b, c, d in SequenceMatcher(None, x, y, autojunk=False).get_opcodes():
        left += [Change("same" if what == "equal" else "gone", " ".join(x[a:b]))] if b > a else []
        right += [Change("same" if what == "equal" else "new", " ".join(y[c:d]))] if d > c else []
    return tuple(left), tuple(right)
