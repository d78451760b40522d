"""Fetching, against a server of our own on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dateline.intake import Source, article_of, expand, fetch
from dateline.intake.fetch import Declined, is_public
from dateline.reading.page import Unreadable
from tests.page.pages import TITLE, page

BODY = page().encode()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        getattr(self, "do_" + self.path.strip("/").partition("?")[0])()

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_page(self) -> None:
        self.send(200, BODY, Content_Type="text/html; charset=utf-8", Last_Modified="Wed, 04 Mar 2015 10:00:00 GMT")

    def do_packed(self) -> None:
        self.send(200, gzip.compress(BODY), Content_Encoding="gzip")

    def do_bomb(self) -> None:
        self.send(200, gzip.compress(b"a" * 3_000_000), Content_Encoding="gzip")

    def do_moved(self) -> None:
        self.send(302, Location="/page")

    def do_round(self) -> None:
        self.send(302, Location="/round")

    def do_away(self) -> None:
        self.send(302, Location="file:///etc/passwd")

    def do_gone(self) -> None:
        self.send(404)

    def do_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.05)

    def do_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"a")

    def do_halved(self) -> None:
        self.send(200, gzip.compress(BODY)[:200], Content_Encoding="gzip")

    def do_astray(self) -> None:
        self.send(302, Location="http://[::1")

    def do_busy(self) -> None:
        self.send(503, Retry_After="120")

    def do_known(self) -> None:
        self.send(304 if self.headers["If-None-Match"] == '"1"' else 200, ETag='"1"')

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("path", ["page", "packed", "moved"])
def test_fetch(site: str, path: str) -> None:
    got = fetch(f"{site}/{path}", allow_private=True)
    assert got.data == BODY
    assert got.url == site + ("/page" if path == "moved" else "/" + path)


def test_what_the_server_says_travels_to_the_article(site: str) -> None:
    (source,) = expand(f"{site}/page?a=b c", allow_private=True)
    assert isinstance(source, Source)
    article = article_of(source)
    assert article.title == TITLE
    assert [str(c.says) for c in article.clues if c.kind == "header"] == ["2015-03-04"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("gone", "FETCH_FAILED"), ("round", "FETCH_FAILED"), ("away", "FETCH_REFUSED"), ("bomb", "FETCH_TOO_LARGE"),
        ("slow", "FETCH_TIMEOUT"), ("short", "FETCH_FAILED"), ("halved", "FETCH_FAILED"), ("astray", "FETCH_FAILED"),
    ],
)  # fmt: skip
def test_refusals(site: str, path: str, code: str) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        fetch(f"{site}/{path}", allow_private=True, timeout=1.0, max_bytes=1_000_000)
    assert caught.value.code == code
    assert time.monotonic() - started < 3


def test_only_what_is_newer(site: str) -> None:
    assert not fetch(f"{site}/known", allow_private=True).is_unchanged
    assert fetch(f"{site}/known", allow_private=True, headers={"If-None-Match": '"1"'}).is_unchanged


def test_what_a_busy_server_asks_for(site: str) -> None:
    with pytest.raises(Declined) as caught:
        fetch(f"{site}/busy", allow_private=True)
    assert (caught.value.code, caught.value.status, caught.value.retry_after) == ("FETCH_FAILED", 503, 120.0)


@pytest.mark.parametrize("url", ["ftp://example.org/a", "http://", "http://user@example.org/", "http://[::1", "https:///x"])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(Unreadable) as caught:
        fetch(url)
    assert caught.value.code == "FETCH_REFUSED"


def test_the_local_network_is_not_asked(site: str) -> None:
    for url in (site + "/page", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest", "http://0.0.0.0/"):
        with pytest.raises(Unreadable) as caught:
            fetch(url, timeout=2)
        assert caught.value.code == "FETCH_REFUSED", url


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("10.1.2.3", False), ("127.0.0.1", False), ("192.168.0.1", False), ("100.64.0.1", False), ("224.0.0.1", False),  # noqa: E501
        ("::1", False), ("fe80::1%eth0", False), ("::ffff:10.0.0.1", False), ("2002:0a00:0001::", False), ("2606:4700::1111", True),  # noqa: E501
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public
