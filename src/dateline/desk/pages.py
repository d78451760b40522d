"""The pages: what each address shows. Handlers ask the record, make a view, and hand it to a template."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dateline.desk.access import record_of
from dateline.desk.actor_view import actor_view
from dateline.desk.asking import BadQuestion, Filter, filter_of, twins
from dateline.desk.calendar_words import month_words
from dateline.desk.occasions import Occasion, month_grid, occasions
from dateline.desk.problems import Refusal
from dateline.desk.rendering import address, moment, page, segment
from dateline.desk.report_view import Comparison, comparison, report_view
from dateline.desk.searching import TABS, search
from dateline.desk.views import ROWS, by_recorded_day, chips, row_views
from dateline.desk.why import Why, explained
from dateline.desk.wording import sentence
from dateline.foundation.days import month as days_of_month
from dateline.record import Entry, Record
from dateline.record.browse import Browse

OCCASIONS = 500  # of one month
WEEK = timedelta(days=7)  # of the months beside it in the grid
LISTED = 100  # actors or reports on a page
STATUSES = ("happened", "ongoing", "planned", "possible", "negated", "conditional", "wanted", "held", "cancelled", "postponed")
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip


# ---- latest


def latest(request: Request) -> Response:
    """The newest rows, kept live by a script while the page shows the newest."""
    question, before = filter_of(request, also=("before",)), _number(request, "before")
    with record_of(request) as record:
        entries = record.latest(question.query(ROWS + 1, retracted=True), before)
        rows = row_views(entries[:ROWS], record)
        removable = chips(question, "/", record if not entries and question.parameters() else None)
        return page(
            request,
            "latest.html",
            title="Latest",
            here="latest",
            question=question,
            chips=removable,
            days=by_recorded_day(rows),
            earlier=_with(question, "/", before=rows[-1].entry.sequence) if len(entries) > ROWS else None,
            before=before,
            after=f"{record.epoch}-{record.last_sequence}",
            live=_with(question, "/live"),
            twins=twins("/latest", question),
            statuses=STATUSES,
            types=TYPES,
        )


def _with(question: Filter, path: str, **more: object) -> str:
    """The address of a filter with parameters of a page's own."""
    url = question.url(path)
    extra = "&".join(f"{name}={value}" for name, value in more.items() if value is not None)
    return f"{url}{'&' if '?' in url else '?'}{extra}" if extra else url


def _number(request: Request, name: str) -> int | None:
    """A parameter that is a whole number from 1. Raises BadQuestion."""
    given = request.query_params.get(name)
    if not given:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", given) or int(given) < 1:
        raise BadQuestion(f"{name} is a whole number from 1")
    return int(given)


# ---- reports and rows


def report(request: Request) -> Response:
    """A report's text with its rows; `row` chooses one, `version` an older text, `versions` compares two."""
    report_id, row = request.path_params["report"], request.query_params.get("row")
    with record_of(request) as record:
        browse = Browse(record)
        times = browse.versions(report_id)
        if not times:
            raise Refusal(404, f"The record has no report {report_id!r}.", "NO_SUCH_ROW")
        version = _number(request, "version") or max(times)
        found = record.report(report_id, version)
        if found is None:
            raise Refusal(404, f"The report has no version {version}.", "NO_SUCH_ROW")
        view = report_view(found, version, record, part=_number(request, "part"), row=row)
        chosen = next((e for e in record.entries(row) if e.report == report_id), None) if row else None
        if row and chosen is None:
            raise Refusal(404, f"The report has no row {row!r}.", "NO_SUCH_ROW")
        return page(
            request,
            "report.html",
            title=found.report.title or found.report.source or report_id,
            here="reports",
            view=view,
            why=_why(chosen, record) if chosen else None,
            chosen=row,
            times=times,
            compared=_compared(request, report_id, times, record),
            copies=browse.sharing(report_id, 5),
            original=_link_of(found.report.source),
            twins=twins(f"/report/{segment(report_id)}", Filter()),
        )


def _compared(request: Request, report_id: str, times: dict[int, str], record: Record) -> Comparison | None:
    """The two versions that are asked for. Raises BadQuestion."""
    given = request.query_params.get("versions")
    if not given:
        return None
    numbers = re.fullmatch(r"([0-9]{1,9}),([0-9]{1,9})", given)
    older, newer = (int(n) for n in numbers.groups()) if numbers else (0, 0)
    if older not in times or newer not in times or older >= newer:
        raise BadQuestion("versions names two of the report's versions, the older first: versions=1,2")
    first, second = record.report(report_id, older), record.report(report_id, newer)
    return comparison(first, second, (older, newer), record) if first and second else None


def _why(entry: Entry, record: Record) -> Why:
    """The reasons for a row, with the text that its spans point into: a retracted row's is of the last version it stood in."""
    return explained(entry, record.report(entry.report, entry.version), record)


def _link_of(source: str) -> str | None:
    """The report's own address, if it has one that a browser may follow."""
    return source if source.startswith(("http://", "https://")) else None


def row(request: Request) -> Response:
    """What a row stands on: in each report that has one of these words, or in `report` and those that tell it alike."""
    row_id, report_id = request.path_params["row"], request.query_params.get("report")
    with record_of(request) as record:
        found = _alike(record.entries(row_id), report_id)
        if not found:
            raise Refusal(404, f"The record has no row {row_id!r}.", "NO_SUCH_ROW")
        if found[0].kind == "actor":
            return RedirectResponse(f"/actor/{segment(row_id)}", 303)
        if found[0].kind == "report":
            return RedirectResponse(f"/report/{segment(row_id)}", 303)
        told = list(zip(row_views(found[:10], record), [_why(e, record) for e in found[:10]]))
        links = {"JSON": f"/api/rows/{segment(row_id)}"}
        return page(request, "row.html", title=sentence(found[0]), here="", told=told, more=len(found) - 10, twins=links)


def _alike(found: list[Entry], report_id: str | None) -> list[Entry]:
    """The report's own row first, then those of others that say the same; all, where no report is named."""
    if not report_id:
        return found
    own = [e for e in found if e.report == report_id]
    return own and [*own, *(e for e in found if e.report != report_id and e.line == own[0].line)]


def reports(request: Request) -> Response:
    """The reports, the one read last first."""
    before = _number(request, "before")
    with record_of(request) as record:
        found = record.recent_reports(before, LISTED + 1)
        shown = found[:LISTED]
        earlier = f"/reports?before={shown[-1].number}" if len(found) > LISTED else None
        return page(
            request,
            "reports.html",
            title="Reports",
            here="reports",
            reports=shown,
            earlier=earlier,
            twins={"JSON": "/api/reports"},
        )


# ---- actors


def actors(request: Request) -> Response:
    """Actors by id, or those called by a name."""
    name, after = request.query_params.get("name", "")[:200], request.query_params.get("after", "")[:300]
    with record_of(request) as record:
        found = record.known_actors(name, after, LISTED + 1)
        shown = sorted(found[:LISTED], key=lambda a: a.name.casefold()) if name else found[:LISTED]
        return page(
            request,
            "actors.html",
            title="Actors",
            here="actors",
            actors=shown,
            name=name,
            next=found[LISTED - 1].id if len(found) > LISTED else None,
            twins={"JSON": address("/api/actors", {"name": name})},
        )


def actor(request: Request) -> Response:
    """All that the record has of one actor."""
    actor_id = request.path_params["actor"]
    with record_of(request) as record:
        view = actor_view(actor_id, record, moment(request).date())
    if view is None:
        raise Refusal(404, f"The record has no actor {actor_id!r}.", "NO_SUCH_ROW")
    links = twins(f"/actor/{segment(actor_id)}", Filter())
    return page(request, "actor.html", title=view.actor.name, here="actors", view=view, twins=links)


# ---- the calendar


def this_month(request: Request) -> Response:
    """The month of today, or with a filter that has no rows there the first to come."""
    today = moment(request).date()
    return _month(request, today.year, today.month)


def month(request: Request) -> Response:
    """One month, `yyyy-mm`."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", request.path_params["month"])
    if not found or not 1 < int(found[1]) < 9999:
        raise Refusal(404, "A month is written as 2007-03.")
    return _month(request, int(found[1]), int(found[2]))


def _month(request: Request, year: int, number: int) -> Response:
    question, today = filter_of(request, also=("view",)), moment(request).date()
    view = "agenda" if request.query_params.get("view") == "agenda" else "month"
    span = days_of_month(year, number)
    assert span.start and span.end
    with record_of(request) as record:
        asked = replace(question.query(OCCASIONS), kinds=("calendar",), since=span.start - WEEK, until=span.end + WEEK)
        entries = record.by_day(asked)
        found = occasions(entries, today)
        inside = [o for o in found if _falls(o, span.start, span.end)]
        upcoming = None if inside else Browse(record).next_dated(replace(asked, since=None, until=None), span.end.isoformat())
        path = f"/calendar/{year:04d}-{number:02d}"
        return page(
            request,
            "calendar.html",
            title=month_words(year, number),
            here="calendar",
            question=question,
            chips=chips(question, path),
            weeks=month_grid(year, number, found, today),
            agenda=inside,
            view=view,
            months=[_with(question, f"/calendar/{m}", view=request.query_params.get("view")) for m in _around(year, number)],
            path_here=path,
            upcoming=upcoming,
            today=today,
            twins=twins(path, question),
        )


def _falls(occasion: Occasion, first: date, last: date) -> bool:
    start, end = occasion.first or occasion.last, occasion.last or occasion.first
    return start is not None and end is not None and start <= last and end >= first


def _around(year: int, number: int) -> tuple[str, str]:
    """The months before and after."""
    before = (year, number - 1) if number > 1 else (year - 1, 12)
    after = (year, number + 1) if number < 12 else (year + 1, 1)
    return f"{before[0]:04d}-{before[1]:02d}", f"{after[0]:04d}-{after[1]:02d}"


# ---- search, follow, help


def find(request: Request) -> Response:
    """Words in quotes, rows, actors and reports."""
    question = filter_of(request, also=("tab", "before"))
    tab = request.query_params.get("tab") or None
    if tab is not None and tab not in TABS:
        raise BadQuestion(f"tab is one of {', '.join(TABS)}")
    with record_of(request) as record:
        found = search(question.text, tab, record, _number(request, "before")) if question.text else None
    links = twins("/search", question) if question.text else {}
    return page(request, "search.html", title="Search", here="search", found=found, tabs=TABS, twins=links)


def follow(request: Request) -> Response:
    """Where to follow a filter: feeds, calendar, tables."""
    question = filter_of(request)
    week_ago = (moment(request) - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%S")
    with record_of(request) as record:
        browse = Browse(record)
        total, week = browse.count(question.query()), browse.added_since(question.query(), week_ago)
        return page(
            request,
            "follow.html",
            title="Follow",
            here="follow",
            question=question,
            chips=chips(question, "/follow"),
            total=total,
            week=week,
            links=twins("/latest", question),
            base=str(request.base_url).rstrip("/"),
            twins={},
        )


def keys(request: Request) -> Response:
    """The keys, and the switch that turns them off."""
    return page(request, "keys.html", title="Keys", here="", twins={})


def sign_in(request: Request) -> Response:
    """The form for the token; `next` is where to go from there."""
    return page(request, "sign-in.html", title="Sign in", here="", next=request.query_params.get("next", "/")[:2000], twins={})


ROUTES = [
    Route("/", latest),
    Route("/report/{report:path}", report),
    Route("/row/{row:path}", row),
    Route("/reports", reports),
    Route("/actors", actors),
    Route("/actor/{actor:path}", actor),
    Route("/calendar", this_month),
    Route("/calendar/{month}", month),
    Route("/search", find),
    Route("/follow", follow),
    Route("/keys", keys),
    Route("/sign-in", sign_in),
]
