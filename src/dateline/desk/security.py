"""Who may ask the desk, under which host name, by which method; and what browsers are told never to do.

A page that is served may run the desk's own scripts and nothing else; no other site may frame it, read it or post to it;
a foreign name that was made to point at this machine (DNS rebinding) is not answered.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import re
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.desk.problems import Refusal, answer, wants_page
from dateline.desk.settings import Settings, digest_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types dateline"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
COOKIE = "dateline"
OPEN_TO_ALL = ("/healthz", "/sign-in", "/favicon.ico", "/static/")
MAY_POST = ("/sign-in", "/sign-out")
_HOST = re.compile(r"(?:\[(?P<address>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::\d{1,5})?")
SAFE = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(SAFE)


class Guard:
    """Stands before the application: refuses what it must, and adds the headers to every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        request = Request(scope)
        try:
            self._check(request)
        except Refusal as refusal:
            return await self._refuse(request, refusal)(scope, receive, send_with_headers)
        if request.method == "OPTIONS":
            return await Response(status_code=204, headers={"allow": ALLOW})(scope, receive, send_with_headers)
        return await self._app(scope, receive, send_with_headers)

    def _check(self, request: Request) -> None:
        """Raises Refusal."""
        if not is_known_host(request.headers.get("host", ""), self._settings.hosts):
            raise Refusal(403, "The desk is not called by this host name.", "HOST_NOT_ALLOWED")
        path = request.scope["path"]  # never request.url.path, which a Host header can bend
        if request.method not in SAFE:
            if path not in MAY_POST:
                raise Refusal(405, "The desk only answers; it takes nothing here.", headers={"allow": ALLOW})
            if not is_same_origin(request):
                raise Refusal(403, "Another site sent this form.")
        if not path.startswith(OPEN_TO_ALL) and not may_read(request, self._settings.token_digest):
            raise Refusal(401, "Reading here needs the token.", headers={"www-authenticate": _challenge(request)})

    def _refuse(self, request: Request, refusal: Refusal) -> Response:
        if refusal.status == 401 and wants_page(request):
            asked = request.scope["path"] + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/sign-in?next={quote(asked)}", 303, {"cache-control": "no-store"})
        return answer(request, refusal)


def is_known_host(host: str, allowed: frozenset[str]) -> bool:
    """Whether a request is meant for this desk: an address (no name can be made to point at it), localhost, an allowed name."""
    found = _HOST.fullmatch(host.lower())
    if not found:
        return False
    name = found["address"] or found["name"]
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name in allowed
    return True


def is_same_origin(request: Request) -> bool:
    """Whether a form was sent by a page of this desk, as browsers tell."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def may_read(request: Request, digest: bytes | None) -> bool:
    """Whether reading is free, or the token was given: as bearer, as password of any name, or by the cookie of /sign-in."""
    return digest is None or any(is_token(given, digest) for given in (_authorization(request), request.cookies.get(COOKIE)))


def is_token(given: str | None, digest: bytes) -> bool:
    """Compared in constant time, by digests."""
    return given is not None and hmac.compare_digest(digest_of(given), digest)


def _authorization(request: Request) -> str | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return None


def _challenge(request: Request) -> str:
    """Calendars and feed readers know Basic; a browser would open a dialog of its own for it."""
    return 'Bearer realm="Dateline"' + ("" if "sec-fetch-mode" in request.headers else ', Basic realm="Dateline"')
