"""What is answered when something is wrong: one sentence and a stable code, as RFC 9457 says or as a page."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.desk.asking import BadQuestion
from dateline.desk.rendering import page
from dateline.foundation.issues import way_out
from dateline.record import RecordError

CODES = {
    400: "BAD_REQUEST", 401: "TOKEN_NEEDED", 403: "NOT_ALLOWED", 404: "NO_SUCH_PAGE", 405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE", 422: "BAD_QUESTION", 500: "DESK_FAULT", 503: "TOO_MANY_READERS",
}  # fmt: skip


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal (RFC 9457): `code` is stable, `detail` says what is wrong, `way_out` what to do."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    way_out: str = ""


class Refusal(Exception):
    """Ends a request with a problem."""

    def __init__(self, status: int, detail: str, code: str | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers
        self.code = code or CODES.get(status, "BAD_REQUEST")

    @property
    def problem(self) -> Problem:
        """As it goes over the wire."""
        title = HTTPStatus(self.status).phrase
        return Problem(title=title, status=self.status, code=self.code, detail=self.detail, way_out=way_out(self.code))


def refusal_of(error: Exception) -> Refusal:
    """What an exception means to who asked."""
    match error:
        case Refusal():
            return error
        case BadQuestion():
            return Refusal(422, f"{error}.")
        case RecordError():
            return Refusal(503, error.message, error.code, {"retry-after": "2"})
        case HTTPException():
            headers = dict(error.headers) if error.headers else None
            return Refusal(error.status_code, _DETAILS.get(error.status_code, str(error.detail)), headers=headers)
    return Refusal(500, "Dateline itself failed on this request.")


_DETAILS = {404: "There is nothing at this address.", 405: "This address does not take this method."}


def answer(request: Request, error: Exception) -> Response:
    """The refusal, as a page to who asks for pages, else as `application/problem+json`."""
    refusal = refusal_of(error)
    if wants_page(request):
        problem = refusal.problem
        response: Response = page(request, "problem.html", title=problem.title, here="", problem=problem, twins={})
    else:
        response = Response(msgspec.json.encode(refusal.problem), media_type="application/problem+json")
    response.status_code = refusal.status
    response.headers.update({**(refusal.headers or {}), "cache-control": "no-store"})
    return response


def wants_page(request: Request) -> bool:
    """Whether a person asks with a browser."""
    return "text/html" in request.headers.get("accept", "") and not request.scope["path"].startswith("/api/")
