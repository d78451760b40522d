"""The rows of a page in other forms, at the page's address with an ending: Atom, JSON Feed, .ics, CSV, JSON Lines, JSON."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dateline.desk.access import record_of
from dateline.desk.asking import FORMATS, BadQuestion, Filter, filter_of
from dateline.desk.forms import FORMS, Feed
from dateline.desk.problems import Refusal
from dateline.desk.wire import shown
from dateline.record import Entry, Record

RECENT = 200  # rows of a feed, which is asked for again and again
WHOLE = 5000  # rows of a table or a calendar
FEEDS = ("atom", "feed.json")
PAGES = ("/latest", "/search", "/report/{id}", "/actor/{id}", "/calendar", "/calendar/{month}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def twin(request: Request, ending: str) -> Response:
    """The rows of a page in the form that the address ends in; `Link: …; rel="next"` where there are more."""
    page, of = request.scope["path"].removesuffix(f".{ending}"), request.path_params
    with record_of(request) as record:
        if ending == "json" and page.startswith("/report/"):
            return _whole_report(record, of["id"])
        question = narrowed(filter_of(request, ("before",)), page, of, ending)
        limit = RECENT if ending in FEEDS else WHOLE
        entries = _entries(record, question, limit + 1, _before(request), by_day=page.startswith("/calendar"))
        feed = Feed(
            title=_title(filter_of(request, ("before",)), page),
            page=str(request.base_url).rstrip("/") + quote(page if page != "/latest" else "/"),
            address=str(request.url),
            epoch=record.epoch,
            sequence=record.last_sequence,
            rows=[shown(e) for e in entries[:limit]],
        )
    headers = {"cache-control": "private, no-cache"} | _download(ending)
    if len(entries) > limit:
        headers["link"] = f'<{request.url.include_query_params(before=entries[limit - 1].sequence)}>; rel="next"'
    return Response(FORMS[ending].write(feed), media_type=FORMS[ending].media_type, headers=headers)


def narrowed(question: Filter, page: str, of: Mapping[str, str], ending: str) -> Filter:
    """The filter with what the page itself stands for. Raises BadQuestion for a month that is none."""
    if page.startswith("/report/"):
        question = msgspec.structs.replace(question, report=of["id"])
    elif page.startswith("/actor/"):
        question = msgspec.structs.replace(question, actor=of["id"])
    elif "month" in of:
        since, until = _month(of["month"])
        question = msgspec.structs.replace(question, since=since, until=until)
    is_calendar = page.startswith("/calendar") or ending == "ics"
    return msgspec.structs.replace(question, kind=("calendar",)) if is_calendar and not question.kind else question


def _month(written: str) -> tuple[date, date]:
    found = _MONTH.fullmatch(written)
    try:
        first = date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        first = None
    if first is None:
        raise BadQuestion(f"{written!r} is no month; write it as 2031-03")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _entries(record: Record, question: Filter, limit: int, before: int | None, by_day: bool) -> list[Entry]:
    return record.by_day(question.query(limit)) if by_day else record.latest(question.query(limit), before)


def _before(request: Request) -> int | None:
    given = request.query_params.get("before")
    if given and not re.fullmatch("[0-9]{1,18}", given):
        raise BadQuestion("before is no sequence number")
    return int(given) if given else None


def _whole_report(record: Record, report_id: str) -> Response:
    report = record.report(report_id)
    if report is None:
        raise Refusal(404, f"The record has no report {report_id!r}.", "NO_SUCH_ROW")
    return Response(report.to_json(), media_type="application/json", headers={"cache-control": "private, no-cache"})


def _title(question: Filter, page: str) -> str:
    narrowing = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in question.parameters())
    return " · ".join(part for part in ("Dateline", "" if page == "/latest" else page.strip("/"), narrowing) if part)


def _download(ending: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="dateline.{ending}"'} if ending in ("csv", "jsonl") else {}


def _route(page: str, ending: str) -> Route:
    def serve(request: Request) -> Response:
        return twin(request, ending)

    return Route(f"{page}.{ending}", serve)


# the longest ending first: the id in an address would take the first half of `.feed.json`
ROUTES = [_route(page, ending) for page in PAGES for ending in sorted(FORMATS, key=len, reverse=True)]
