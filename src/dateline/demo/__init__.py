"""A record to look at: sixteen short reports, written for this project, of two weeks in June 2031.

Iceland and Ireland quarrel over a trawler and a bank of herring. The countries are real; the people, papers, places at
sea and happenings are invented. Among the pages are one that corrects another (the same address, read again) and one
that another paper copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import msgspec

from dateline.foundation.rows import Report
from dateline.knowledge.base import KnowledgeBase
from dateline.reader import read_all
from dateline.record import open_record

LIVE = 3  # reports that are posted while somebody looks
NOW = datetime(2031, 6, 15, 18, 0, tzinfo=UTC)  # when the last of them has appeared


def pages() -> tuple[Path, ...]:
    """The pages, in the order in which they were posted."""
    return tuple(sorted((Path(__file__).parent / "pages").glob("*.html")))


def post(paths: Iterable[Path], record_path: str | Path, kb: KnowledgeBase | None = None) -> Iterator[Report]:
    """Reads pages into the record, one after the other; each is given once it is there. Raises RecordError.

    `kb` knows the actors; the base of the package does where none is given.
    """
    with open_record(record_path) as record:
        for path in paths:
            (found,) = read_all((str(path),), kb=kb)
            head = msgspec.structs.replace(found.report, source=path.name)  # not where this machine keeps the package
            report = msgspec.structs.replace(found, report=head)
            record.put(report)
            yield report


def replay(
    record_path: str | Path, stop: Event, pace: float, tell: Callable[[Report], None], kb: KnowledgeBase | None = None
) -> None:
    """Posts the last pages, one every `pace` seconds, until all are there or `stop` is set."""
    for path in pages()[-LIVE:]:
        if stop.wait(pace):
            return
        for report in post((path,), record_path, kb):
            tell(report)
