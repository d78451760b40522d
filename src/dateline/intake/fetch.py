"""One page from an address, fetched politely and safely.

The address is resolved here, the resolved address checked, and the connection made to that very address, on every
redirect anew: neither a redirect nor a second answer of the name service can lead to a machine of the local network.
One deadline holds for everything together, kept by a timer that closes the connection, so a server that sends a byte a
second cannot hold the reader; bytes are counted after decompression.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from dateline.reading.page.errors import Unreadable

AGENT = "dateline/0.1 (reads news reports; one page at a time)"
MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
TIMEOUT = 30.0
_CHUNK = 65_536
_ASKS = {"User-Agent": AGENT, "Accept": "text/html, text/plain, */*;q=0.5", "Accept-Encoding": "gzip, deflate"}


class Fetched(NamedTuple):
    """A page as it came: `url` after redirects, `charset` as the server declared it, header names in lower case.

    `is_unchanged`: the server has nothing newer than what it was asked about; then there is no data.
    """

    data: bytes
    url: str
    charset: str | None
    headers: dict[str, str]
    is_unchanged: bool = False


class Declined(Unreadable):
    """The server answered, but with another `status` than 200. `retry_after`: seconds that it asks to be left alone."""

    def __init__(self, status: int, reason: str, retry_after: float | None) -> None:
        way_out = "check the address, or save the page from a browser."
        super().__init__("FETCH_FAILED", f"the server answered {status} {reason}; {way_out}")
        self.status, self.retry_after = status, retry_after


def fetch(
    url: str,
    *,
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
    allow_private: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """The page at an http(s) address. `timeout` is in seconds, for everything together; `headers` go with the request.

    Raises Unreadable: FETCH_REFUSED (an address not to be asked), FETCH_TIMEOUT, FETCH_TOO_LARGE, FETCH_FAILED (Declined,
    if the server said so).
    """
    deadline, asks = time.monotonic() + timeout, {**_ASKS, **(headers or {})}
    for _ in range(MAX_REDIRECTS + 1):
        answer = _ask(url, deadline, max_bytes, allow_private, asks)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise Unreadable(
        "FETCH_FAILED", f"the address redirects more than {MAX_REDIRECTS} times; open it in a browser and save the page."
    )


def _ask(url: str, deadline: float, max_bytes: int, allow_private: bool, asks: Mapping[str, str]) -> Fetched | str:
    """The page, or the address that the server sends on to."""
    parts = _split(url)
    try:
        address = _resolve(parts, allow_private)
        with _connected(parts, address, deadline) as connection:
            connection.request("GET", _target(parts), headers=asks)
            return _answer(connection.getresponse(), url, max_bytes)
    except Unreadable:
        raise
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        if time.monotonic() >= deadline or isinstance(error, TimeoutError):
            raise Unreadable(
                "FETCH_TIMEOUT", "the server took too long to send the page; try again later, or save the page and read the file."
            ) from error
        raise Unreadable(
            "FETCH_FAILED", f"the page could not be fetched ({_reason(error)}); check the address and the network."
        ) from error


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__).strip(".")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise Unreadable(
            "FETCH_REFUSED", "the address is no plain http or https address; give one such as https://example.org/page."
        )
    return parts


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return path + ("?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]") if parts.query else "")


def _resolve(parts: SplitResult, allow_private: bool) -> str:
    """The first address of the host that may be asked."""
    host = (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname or ""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, _port(parts), type=socket.SOCK_STREAM)]
    for address in found:
        if allow_private or is_public(address):
            return address
    raise Unreadable(
        "FETCH_REFUSED",
        "the address leads to a machine of the local network, which is not asked without --allow-local; or save the page and"
        " read the file.",
    )


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open network: not loopback, private, link-local, multicast or reserved."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@contextmanager
def _connected(parts: SplitResult, address: str, deadline: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to the checked address under the host's name, closed at the deadline at the latest."""
    left = max(0.01, deadline - time.monotonic())
    plain = socket.create_connection((address, _port(parts)), timeout=left)
    timer = threading.Timer(left, _shut, (plain,))
    timer.daemon = True
    timer.start()
    try:
        stream = plain
        if parts.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
        connection = http.client.HTTPConnection(parts.hostname or "", _port(parts))
        if parts.port is None:
            connection.port = connection.default_port  # leaves the port out of the Host header
        connection.sock = stream
        yield connection
        connection.close()
    finally:
        timer.cancel()
        plain.close()


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _answer(response: http.client.HTTPResponse, url: str, max_bytes: int) -> Fetched | str:
    headers = {name.lower(): value for name, value in response.getheaders()}
    if response.status in (301, 302, 303, 307, 308) and "location" in headers:
        return urljoin(url, headers["location"])
    if response.status == 304:
        return Fetched(b"", url, None, headers, is_unchanged=True)
    if response.status != 200:
        raise Declined(response.status, response.reason, _retry_after(headers.get("retry-after", "")))
    data = b"".join(_body(response, headers.get("content-encoding", "").lower().strip(), max_bytes))
    return Fetched(data, url, response.headers.get_content_charset(), headers)


def _retry_after(value: str) -> float | None:
    """Seconds from now, of a Retry-After header: a number of them, or a moment."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _body(response: http.client.HTTPResponse, coding: str, max_bytes: int) -> Iterator[bytes]:
    """The body's bytes, decompressed, never more than `max_bytes`."""
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Unreadable(
            "FETCH_FAILED",
            f"the server sent the page in a coding that was not asked for ({coding}); save the page and read the file.",
        )
    inflater = zlib.decompressobj(47) if coding not in ("", "identity") else None  # 47: gzip or zlib, by its head
    got = 0
    while chunk := response.read1(_CHUNK):
        while chunk:
            piece = inflater.decompress(chunk, _CHUNK) if inflater else chunk
            chunk = inflater.unconsumed_tail if inflater else b""
            got += len(piece)
            if got > max_bytes:
                raise Unreadable(
                    "FETCH_TOO_LARGE",
                    f"the page has more than {max_bytes:,} bytes, the limit for one report; save its text and read that.",
                )
            yield piece
    if response.length or (inflater and got and not inflater.eof):
        raise ConnectionError("the connection ended before the page did")
