"""Where output goes and in which form; nothing is acknowledged before it is flushed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from dateline.foundation.rows import Report


@contextmanager
def opened(path: str | None) -> Iterator[TextIO]:
    """The file to write to (UTF-8), or standard output."""
    if path is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        yield sys.stdout
        sys.stdout.flush()
    else:
        with open(path, "w", encoding="utf-8", newline="") as file:
            yield file


def presenter(form: str, out: TextIO) -> Callable[[Report], None]:
    """What writes one report in this form: `people`, `json`, `rows`, or a table's name."""
    if form == "json":
        return lambda report: _write(out, report.to_json().decode() + "\n")
    if form == "rows":
        return lambda report: _write(out, _rows(report))
    if form == "people":
        from dateline.cli.people import show_report

        return lambda report: show_report(report, out)
    from dateline.cli.tables import TableWriter

    return TableWriter(form, out).write


def _rows(report: Report) -> str:
    from dateline.foundation.notation import lines_of
    from dateline.foundation.portrait import dated, visible

    head = report.report
    top = f"# {visible(head.title or '')!r}  {dated(report.dating)}  {visible(head.id)}  {visible(head.source)!r}"
    return "\n".join((" ".join(top.split("\n")), *map(str, lines_of(report)))) + "\n\n"


def _write(out: TextIO, text: str) -> None:
    out.write(text)
    out.flush()
