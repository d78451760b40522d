"""The HTTP API: one function an address, its parameters and its answer declared as structs.

Each answer is of one moment of the record. Lists come a page at a time: `next` is what to ask with for the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dateline import __version__
from dateline.desk.access import record_of
from dateline.desk.asking import Filter, Name, asked
from dateline.desk.problems import Refusal
from dateline.desk.wire import Shown, shown
from dateline.foundation.rows import Report
from dateline.record import Brief, Change, Known, Place, Query, Record

Limit = Annotated[int, msgspec.Meta(ge=1, le=200)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Cursor = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,18}$")]


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address without parameters."""


class Asking(Filter, frozen=True, kw_only=True):
    """A filter, and how many rows at most."""

    limit: Limit = 50

    @property
    def of_rows(self) -> Query:
        """The question to the record, for one row more than the page has."""
        return self.query(self.limit + 1)


class NewestFirst(Asking, frozen=True, kw_only=True):
    """Rows added before a sequence number."""

    before: Number | None = None


class ByDay(Asking, frozen=True, kw_only=True):
    """Rows after a place in the list, `next` of the page before."""

    after: Cursor | None = None


class Since(Asking, frozen=True, kw_only=True):
    """Entries of the journal after a sequence number."""

    after: Number = 0


class Named(Question, frozen=True, kw_only=True):
    """Something of this id."""

    id: Name


class OfReport(Named, frozen=True, kw_only=True):
    """A report, in this version if not its newest."""

    version: Annotated[int, msgspec.Meta(ge=1, le=10**9)] | None = None


class Reports(Question, frozen=True, kw_only=True):
    """Reports before a number."""

    before: Number | None = None
    limit: Limit = 50


class Actors(Question, frozen=True, kw_only=True):
    """Actors after an id; with `name`, those that are called so, or by something longer."""

    name: Name | None = None
    after: Name | None = None
    limit: Limit = 50


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """Rows, and the place of the record they were taken at: `/live?after={epoch}-{sequence}` goes on from there."""

    epoch: str
    sequence: int
    rows: list[Shown]
    next: int | str | None = None


class History(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of an id, one for each report that has it, and all that the journal tells of them."""

    rows: list[Shown]
    history: list[Change]


class ReportList(msgspec.Struct, frozen=True, kw_only=True):
    """Reports, the one read last first."""

    reports: list[Brief]
    next: int | None = None


class ActorList(msgspec.Struct, frozen=True, kw_only=True):
    """Actors by id."""

    actors: list[Known]
    next: str | None = None


@dataclass(frozen=True)
class Endpoint:
    """An address of the API: what may be asked there, what is answered."""

    path: str
    question: type[msgspec.Struct]
    answer: Any
    summary: str
    run: Callable[[Record, Any], Any]

    def __call__(self, request: Request) -> Response:
        """The answer to one request, or 304 where the asker has it."""
        question = asked(self.question, [*request.query_params.multi_items(), *request.path_params.items()])
        with record_of(request) as record:
            tag = f'W/"{__version__}-{record.state}"'
            headers = {"etag": tag, "cache-control": "private, no-cache"}
            if tag in re.split(r"\s*,\s*", request.headers.get("if-none-match", "")):
                return Response(status_code=304, headers=headers)
            return Response(msgspec.json.encode(self.run(record, question)), media_type="application/json", headers=headers)


ENDPOINTS: list[Endpoint] = []
Run = TypeVar("Run", bound=Callable[..., Any])


def api(path: str, question: type[msgspec.Struct], answer: Any) -> Callable[[Run], Run]:
    """Declares the address of a function; its docstring is what the OpenAPI document says of it."""

    def declare(run: Run) -> Run:
        ENDPOINTS.append(Endpoint(path, question, answer, (run.__doc__ or "").strip(), run))
        return run

    return declare


@api("/api/rows", NewestFirst, Rows)
def rows(record: Record, asking: NewestFirst) -> Rows:
    """The rows that fit, newest first."""
    found = record.latest(asking.of_rows, asking.before)
    page = found[: asking.limit]
    return _rows(record, page, page[-1].sequence if len(found) > len(page) else None)


@api("/api/calendar", ByDay, Rows)
def by_day(record: Record, asking: ByDay) -> Rows:
    """The entries of the calendar that fit (or rows of the kinds asked for), by day, undated ones last."""
    day, _, sequence = (asking.after or "").partition(".")
    question = asking if asking.kind else msgspec.structs.replace(asking, kind=("calendar",))
    found = record.by_day(question.of_rows, Place(day, int(sequence)) if day else None)
    page = found[: asking.limit]
    goes_on = f"{page[-1].first_day or page[-1].last_day or '9999-12-31'}.{page[-1].sequence}" if len(found) > len(page) else None
    return _rows(record, page, goes_on)


@api("/api/journal", Since, Rows)
def journal(record: Record, asking: Since) -> Rows:
    """What the journal tells of rows that fit as they stand now, oldest first: what `/live` sends."""
    question = msgspec.structs.replace(asking.of_rows, retracted=True)
    found = record.told(question, asking.after, record.last_sequence)
    page = found[: asking.limit]
    return _rows(record, page, page[-1].sequence if len(found) > len(page) else None)


@api("/api/rows/{id}", Named, History)
def row(record: Record, asking: Named) -> History:
    """The rows of an id, with all their changes."""
    found = record.entries(asking.id)
    if not found:
        raise Refusal(404, f"The record has no row {asking.id!r}.", "NO_SUCH_ROW")
    changes = [change for entry in found for change in record.history(entry.report, entry.kind, entry.id)]
    return History(rows=[shown(e) for e in found], history=changes)


@api("/api/reports", Reports, ReportList)
def reports(record: Record, asking: Reports) -> ReportList:
    """The reports, the one read last first."""
    found = record.recent_reports(asking.before, asking.limit + 1)
    page = found[: asking.limit]
    return ReportList(reports=page, next=page[-1].number if len(found) > len(page) else None)


@api("/api/reports/{id}", OfReport, Report)
def report(record: Record, asking: OfReport) -> Report:
    """A whole report: text, dating, rows. Of an older version, the head and those rows that ended with it."""
    found = record.report(asking.id, asking.version)
    if found is None:
        raise Refusal(404, f"The record has no such report or version: {asking.id!r}.", "NO_SUCH_ROW")
    return found


@api("/api/actors", Actors, ActorList)
def actors(record: Record, asking: Actors) -> ActorList:
    """The actors of all reports, by id."""
    found = record.known_actors(asking.name or "", asking.after or "", asking.limit + 1)
    page = found[: asking.limit]
    return ActorList(actors=page, next=page[-1].id if len(found) > len(page) else None)


def _rows(record: Record, page: list[Any], goes_on: int | str | None) -> Rows:
    return Rows(epoch=record.epoch, sequence=record.last_sequence, rows=[shown(e) for e in page], next=goes_on)
