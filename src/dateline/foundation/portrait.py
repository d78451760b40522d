"""How a report looks in a terminal and in a notebook: its head and counts, or its text with the evidence marked.

The HTML has no script, no style and no address; every character that comes from the report is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import pairwise

from dateline.foundation.notation import event_line, forecast_line, holds_line, lines_of, said_line, tie_line
from dateline.foundation.rows import Dating, Report
from dateline.foundation.spans import Span

# how a piece of the text is marked, from the outside in, by the kinds of the rows that stand on it
_TAGS = (("i", ("tie",)), ("u", ("said", "forecast")), ("mark", ("event", "holds")))
_LISTS = ("events", "statements", "positions", "ties", "calendar", "forecasts", "times", "actors", "issues")


def dated(dating: Dating) -> str:
    """`published 2007-02-27 (page, sure to 0.93)`, or what is known instead."""
    if dating.published:
        return f"published {dating.published} ({dating.method}, sure to {dating.confidence:.2f})"
    if dating.interval:
        return f"published within {dating.interval}"
    return "day of publication unknown"


def visible(text: str) -> str:
    """The text with everything replaced that a terminal or a browser would act on: controls, direction marks."""
    return "".join(c if c.isprintable() or c in "\n\t" or (c.isspace() and c > "\x9f") else "\ufffd" for c in text)


def portrait(report: Report) -> str:
    """Two lines: what it is and when it was published; how many rows of each kind."""
    head = report.report
    title = f" {visible(head.title)!r}" if head.title else ""
    return f"<Report {visible(head.id)}{title}, {dated(report.dating)}\n  {_counts(report)}>"


def _counts(report: Report) -> str:
    """`3 events, 1 tie`."""
    counts = ((len(getattr(report, name)), name) for name in _LISTS)
    return ", ".join(f"{n} {name if n > 1 else name.removesuffix('s')}" for n, name in counts if n) or "no rows"


def portrait_html(report: Report) -> str:
    """The text with the evidence of every row marked, then the rows; the rows' lines are the marks' titles.

    What was said or foretold is underlined, events and positions are marked, ties stand in italics.
    """
    blocks = [b for b in report.report.blocks if b.span.of(report.report.text) != report.report.title]
    spans = [b.span for b in blocks] or [Span(0, len(report.report.text))]
    marks = sorted(_marks(report))
    text = "".join(f"<p>{_marked(report.report.text, span, marks)}</p>" for span in spans)
    rows = "\n".join(str(line) for line in lines_of(report) if line.kind != "mention")
    title = _escape(report.report.title or report.report.source or report.report.id)
    return (
        f"<article><h3>{title}</h3><p><em>{_escape(dated(report.dating))}; {_counts(report)}</em></p>{text}"
        f"<details><summary>rows</summary><pre>{_escape(rows)}</pre></details></article>"
    )


def _marks(report: Report) -> Iterator[tuple[Span, str]]:
    names, text = {a.id: a.name for a in report.actors}, report.report.text
    speakers = {s.id: s.speaker for s in report.statements}
    for e in report.events:
        yield from ((span, str(event_line(e, names, text))) for span in e.evidence)
    for s in report.statements:
        yield from ((span, str(said_line(s, names, text, speakers))) for span in s.content)
    for p in report.positions:
        yield from ((span, str(holds_line(p, names))) for span in p.evidence)
    for t in report.ties:
        yield t.evidence, str(tie_line(t, names, text))
    for f in report.forecasts:
        yield from ((span, str(forecast_line(f, names, text))) for span in f.content)


def _marked(text: str, block: Span, marks: list[tuple[Span, str]]) -> str:
    """One block, cut at every edge of a mark; a piece under several marks carries all their lines."""
    inside = [(s, line) for s, line in marks if s.overlaps(block)]
    edges = {block.start, block.end} | {e for s, _ in inside for e in (s.start, s.end) if block.start < e < block.end}
    return "".join(_piece(text, Span(a, b), inside) for a, b in pairwise(sorted(edges)))


def _piece(text: str, piece: Span, marks: list[tuple[Span, str]]) -> str:
    over = [line for span, line in marks if span.covers(piece)]
    out, title = _escape(piece.of(text)), f' title="{_escape(chr(10).join(over))}"'
    for tag, kinds in reversed(_TAGS):
        if any(line.startswith(kinds) for line in over):
            out, title = f"<{tag}{title}>{out}</{tag}>", ""
    return out


def _escape(text: str) -> str:
    return html.escape(visible(text))
