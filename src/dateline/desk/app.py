"""The desk as one ASGI application: guard, live stream, API, feeds, pages, static files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from dateline.desk import feeds, openapi, pages
from dateline.desk.access import STATIC, fingerprint
from dateline.desk.asking import BadQuestion
from dateline.desk.live import Hub, Live
from dateline.desk.problems import Refusal, answer
from dateline.desk.security import COOKIE, Guard, is_token
from dateline.desk.settings import Settings
from dateline.record import RecordError

FORM_LIMIT = 4096  # bytes of a sign-in
FOR_EVER = "public, max-age=31536000, immutable"


class Desk:
    """The whole desk. `hub` has its open streams; `hub.stop()` ends them."""

    def __init__(self, settings: Settings) -> None:
        self.hub = Hub(settings)
        self._live = Live(self.hub)
        self._rest = _starlette(settings, self.hub)
        self._guarded = Guard(self._routed, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the life span."""
        await self._guarded(scope, receive, send)

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streams pass the rest by: what stands between them and the socket costs time on every row."""
        is_stream = scope["type"] == "http" and scope["path"] == "/live"
        await (self._live if is_stream else self._rest)(scope, receive, send)


def application(settings: Settings) -> Desk:
    """The desk over the record at `settings.path`."""
    return Desk(settings)


def _starlette(settings: Settings, hub: Hub) -> Starlette:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        hub.start()
        yield
        hub.stop()

    app = Starlette(
        routes=[
            Route("/healthz", lambda _: PlainTextResponse("ok\n")),
            Route("/sign-in", _sign_in, methods=["POST"]),
            Route("/sign-out", _sign_out, methods=["POST"]),
            *openapi.ROUTES,
            *feeds.ROUTES,
            *(Route(f"/{name}", _root_file) for name in ("favicon.ico", "sw.js")),
            Mount("/static", _Static(directory=STATIC)),
            *pages.ROUTES,
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=800, compresslevel=6)],
        exception_handlers=dict.fromkeys((Exception, HTTPException, BadQuestion, Refusal, RecordError), _wrong),
        lifespan=lifespan,
    )
    app.state.settings = settings
    return app


class _Static(StaticFiles):
    """Files with the right fingerprint in their address may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("v")
        is_right = response.status_code in (200, 304) and asked == [fingerprint(path)]
        response.headers["cache-control"] = FOR_EVER if is_right else "no-cache"
        return response


async def _root_file(request: Request) -> Response:
    """A file of `static/` that browsers look for at the root."""
    return await StaticFiles(directory=STATIC).get_response(request.scope["path"][1:], request.scope)


async def _sign_in(request: Request) -> Response:
    """Sets the cookie, if the form has the token."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_LIMIT:
            raise Refusal(413, "The form is too large.")
    form = {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
    digest, token = request.app.state.settings.token_digest, form.get("token", "").strip()
    if digest is None or not is_token(token, digest):
        return answer(request, Refusal(401, "That is not the token."))
    response = RedirectResponse(_inside(form.get("next", "/")), 303, {"cache-control": "no-store"})
    response.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https", max_age=30 * 86400)
    return response


async def _sign_out(_: Request) -> Response:
    response = RedirectResponse("/sign-in", 303, {"cache-control": "no-store", "clear-site-data": '"cache"'})
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


def _inside(address: str) -> str:
    """An address of this desk; anything that could lead elsewhere becomes the first page."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours else "/"


def _wrong(request: Request, error: Exception) -> Response:
    return answer(request, error)
