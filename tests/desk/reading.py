"""A reader of the live stream, as browsers read it: reconnects, and says with which event it was left."""

from __future__ import annotations

import json
import math
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Told(NamedTuple):
    """One event of a stream."""

    id: str
    name: str
    data: dict[str, Any]


def events(lines: Iterator[str]) -> Iterator[Told]:
    """Blocks with an id; those without data are named `beat`."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        elif fields:
            if "id" in fields:
                yield Told(fields["id"], fields.get("event", "beat"), json.loads(fields.get("data", "{}")))
            fields = {}


def connection(port: int, address: str, last: str = "", receive_buffer: int = 0) -> socket.socket:
    """A connection on which a stream was asked for."""
    line = socket.socket()
    if receive_buffer:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    line.settimeout(20)
    line.connect(("127.0.0.1", port))
    known = f"last-event-id: {last}\r\n" if last else ""
    line.sendall(f"GET {address} HTTP/1.1\r\nhost: localhost\r\n{known}\r\n".encode())
    return line


def lines_of(line: socket.socket) -> Iterator[str]:
    """The lines of a chunked answer, whole ones only; ends when the other side does."""
    file, pending = line.makefile("rb"), b""
    while file.readline() not in (b"\r\n", b""):
        pass
    while (size := file.readline().strip()) and int(size, 16):
        chunk = file.read(int(size, 16) + 2)
        *whole, pending = (pending + chunk[:-2]).split(b"\n")
        yield from (one.decode() for one in whole)


class Page(threading.Thread):
    """Reads rows until it has so many (or for ever), comes back whenever it was cut off, as `EventSource` does."""

    def __init__(self, port: int, wanted: float = math.inf, address: str = "/live", last: str = "") -> None:
        super().__init__(daemon=True)
        self._port, self._wanted, self._address, self.last = port, wanted, address, last
        self.rows: list[Told] = []
        self.opens = self.resets = 0

    def run(self) -> None:
        while len(self.rows) < self._wanted:
            try:
                self._read()
            except (OSError, ValueError):
                time.sleep(0.1)

    def _read(self) -> None:
        with connection(self._port, self._address, self.last) as line:
            for told in events(lines_of(line)):
                self.opens += told.name == "hello"
                self.resets += told.name == "reset"
                self.last = told.id
                if told.name == "row":
                    self.rows.append(told)
                if len(self.rows) >= self._wanted:
                    return

    def has(self, count: Callable[[], int], at_least: int, seconds: float = 20) -> bool:
        """Whether a count comes to be so high in time."""
        until = time.monotonic() + seconds
        while count() < at_least and time.monotonic() < until:
            time.sleep(0.02)
        return count() >= at_least
