"""A site of our own on this machine: a feed, its pages, and everything that can go wrong with either."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests.page.pages import page

ITEM = "<item><title>{0}</title><link>/item/{0}</link><pubDate>{1}</pubDate></item>"


def rss(names: list[str], *, stamp: str = "Tue, 04 Mar 2031 06:00:00 GMT", head: str = "") -> bytes:
    """An RSS feed that lists these items."""
    items = "".join(ITEM.format(n, stamp) for n in names)
    return f'<rss version="2.0"><channel><title>Courier</title>{head}{items}</channel></rss>'.encode()


class Answer(NamedTuple):
    """What the site says to one request; `cut`: it hangs up after so many bytes, `pause`: it waits before it speaks."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    pause: float = 0.0


class Newsroom:
    """`answers` by path, each an Answer or a function of the request's headers; `asked` every request, in order."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {"/robots.txt": Answer(404)}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.at = ""

    def lists(self, *names: str, **how: str) -> None:
        """The feed lists these, and has their pages."""
        self.answers["/feed"] = Answer(body=rss(list(names), **how))
        for name in names:
            self.answers.setdefault(f"/item/{name}", Answer(body=page().encode()))

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        self.asked.append((path, headers))
        found = self.answers.get(path, Answer(404))
        return found(headers) if callable(found) else found


@contextmanager
def newsroom() -> Iterator[Newsroom]:
    """The site, open."""
    room = Newsroom()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = room.answer(self.path, {k.lower(): v for k, v in self.headers.items()})
            time.sleep(answer.pause)
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: answer.cut])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    room.at = f"http://127.0.0.1:{server.server_port}"
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()


def packed(body: bytes) -> Answer:
    """As gzip."""
    return Answer(body=gzip.compress(body), headers=(("Content-Encoding", "gzip"),))
