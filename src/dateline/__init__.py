"""Dateline reads news reports and keeps the record of what they say.

    >>> import dateline
    >>> report = dateline.read("page.html")         # doctest: +SKIP
    >>> report.events[0].type, report.dating.published  # doctest: +SKIP
    ('CONSULT', '2031-03-04')

`read` takes a path, an address or `-`; `read_many` takes several, folders and JSON Lines among them; `date_of` and
`date_many` only date them; `times` tags a text with its time expressions alone; `open_record` opens the database that
keeps reports. Importing is cheap: the reader's model is loaded by the first report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dateline.foundation.days import Interval
from dateline.foundation.rows import (
    Actor,
    CalendarEntry,
    Dating,
    Event,
    Forecast,
    Position,
    Report,
    Statement,
    Tie,
    TimeExpression,
)
from dateline.foundation.spans import Span

if TYPE_CHECKING:
    from dateline.knowledge.base import KnowledgeBase
    from dateline.reader import Dated
    from dateline.reading.page.errors import Unreadable
    from dateline.record import Record

__version__ = "0.1.0"
__all__ = [
    "Actor",
    "CalendarEntry",
    "Dated",
    "Dating",
    "Event",
    "Forecast",
    "InputKind",
    "Interval",
    "Position",
    "Report",
    "Span",
    "Statement",
    "Tie",
    "TimeExpression",
    "Unreadable",
    "__version__",
    "date_many",
    "date_of",
    "open_record",
    "read",
    "read_many",
    "times",
]

InputKind = Literal["page", "pasted", "article"]


def read(
    source: str | Path,
    *,
    as_: InputKind | None = None,
    published: date | str | None = None,
    fast: bool = False,
    kb: Iterable[str | Path] = (),
) -> Report:
    """Reads one report: a path, an address, or `-` for standard input.

    `as_` says what the input is (default: by its look); `published` states its day, which is still checked against the
    text; `fast` reads with the shallower half of the model; `kb` names TOML or CSV files with actors of your own.
    Raises Unreadable, and ValueError if the source holds several reports (use `read_many`).
    """
    found = list(read_many((source,), as_=as_, published=published, fast=fast, kb=kb))
    if len(found) != 1:
        raise ValueError(f"{source} holds {len(found)} reports: use dateline.read_many")
    return found[0]


def read_many(
    sources: Iterable[str | Path],
    *,
    as_: InputKind | None = None,
    published: date | str | None = None,
    allow_local: bool = False,
    fast: bool = False,
    threads: int = 1,
    unreadable: Callable[[str, Unreadable], None] | None = None,
    kb: Iterable[str | Path] = (),
) -> Iterator[Report]:
    """Reads many, in order: paths, folders, addresses, JSON Lines, `-`.

    Addresses of the local network are only asked with `allow_local`. `fast` reads with the shallower half of the model:
    for much text, at some cost in accuracy; `threads` are the model's and change no row.
    `kb` names TOML or CSV files with actors of your own (docs/actors.md); BadKnowledge is raised for one that can't be used.
    What can't be read is handed to `unreadable` with its source, and the rest is read; without it, Unreadable is raised.
    """
    from dateline.reader import read_all

    day = date.fromisoformat(published) if isinstance(published, str) else published
    names, known = (str(s) for s in sources), _knowledge(kb)
    return read_all(
        names, as_=as_, published=day, allow_local=allow_local, fast=fast, threads=threads, unreadable=unreadable, kb=known
    )


def _knowledge(files: Iterable[str | Path]) -> KnowledgeBase | None:
    """The packaged base with the files' rows before its own; none for no files."""
    from dateline.knowledge.extension import extended

    named = tuple(files)
    return extended(named) if named else None


def times(
    text: str, *, published: date | str | None = None, profile: Literal["auto", "news", "narrative"] = "auto"
) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, in order: words, TIMEX3 type and value, days.

    Spans are offsets into `text`. Without `published` the text is dated by its own words; where they tell no day, values
    that need one stay open (`XXXX-WXX-1`). `profile` says whether months and days go by the day of publication (`news`) or
    by the year told before (`narrative`); `auto` lets the text choose. Raises Unreadable for empty text.
    """
    from dateline.reader import times_of

    day = date.fromisoformat(published) if isinstance(published, str) else published
    return times_of(text, published=day, profile=profile).times


def date_of(source: str | Path, *, as_: InputKind | None = None, kb: Iterable[str | Path] = ()) -> Dated:
    """When one report appeared: the day or the interval that is left, how sure, and every clue; nothing else is read.

    A page in another language is dated by what it says of itself. `kb` as in `read_many`: offices date reports. Raises
    Unreadable, and ValueError if the source holds several reports (use `date_many`).
    """
    found = list(date_many((source,), as_=as_, kb=kb))
    if len(found) != 1:
        raise ValueError(f"{source} holds {len(found)} reports: use dateline.date_many")
    return found[0]


def date_many(
    sources: Iterable[str | Path],
    *,
    as_: InputKind | None = None,
    allow_local: bool = False,
    unreadable: Callable[[str, Unreadable], None] | None = None,
    kb: Iterable[str | Path] = (),
) -> Iterator[Dated]:
    """Dates many, as `read_many` reads them."""
    from dateline.reader import date_all

    names = (str(s) for s in sources)
    return date_all(names, as_=as_, allow_local=allow_local, unreadable=unreadable, kb=_knowledge(kb))


def open_record(path: str | Path = "dateline.db", *, readonly: bool = False) -> Record:
    """Opens the record in a file, and makes it if it is absent and not only to be read. Raises record.RecordError."""
    from dateline.record import open_record as opened

    return opened(path, readonly=readonly)


def __getattr__(name: str) -> Any:
    """`Unreadable` and `Dated` come with the reader, which is not loaded before it is needed."""
    if name == "Dated":
        from dateline.reader import Dated

        return Dated
    if name != "Unreadable":
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    from dateline.reading.page.errors import Unreadable

    return Unreadable
