"""A desk over a record of made reports: in this process for questions, as a process of its own for streams."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

import httpx
from starlette.testclient import TestClient

from dateline.desk.app import application
from dateline.desk.settings import Settings, digest_of
from dateline.record import open_record
from tests.made import TEXT, made

TOKEN = "a-token-of-the-tests-0123456789"


def record_at(folder: Path, reports: int = 3) -> Path:
    """A record with so many reports, each with a row of every kind."""
    path = folder / "desk.db"
    with open_record(path) as record:
        for n in range(reports):
            record.put(made(f"{TEXT}\n\nTurn {n}.", f"r:{n}", f"{n}.html"))
    return path


def asking(path: Path, token: str | None = None, host: str = "localhost") -> TestClient:
    """A client of a desk in this process; to be used in a `with` statement."""
    settings = Settings(path=path, token_digest=digest_of(token) if token else None, hosts=frozenset({"desk.example"}))
    return TestClient(application(settings), base_url=f"http://{host}", raise_server_exceptions=False)


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(path: Path, port: int) -> subprocess.Popen[str]:
    """`dateline serve`, as soon as it answers."""
    command = [sys.executable, "-m", "dateline", "serve", "--db", str(path), "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": "src"}
    process = subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=1)
            return process
        except httpx.TransportError:
            time.sleep(0.05)
    process.kill()
    raise AssertionError(process.communicate()[1])


class Writer:
    """A process that puts events; `committed` has the times of its commits, as far as they have been looked at."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "tests.desk.writer", str(path)]
        environment = os.environ | {"PYTHONPATH": "src:."}
        self._process = subprocess.Popen(command, text=True, stdin=PIPE, stdout=PIPE, env=environment)
        self._asked = 0
        self.committed: list[float] = []

    def put(self, many: int, apart: float) -> None:
        """Asks for so many, so many seconds apart, when all before are there; comes back with the first."""
        assert self._process.stdin is not None
        self._look(self._asked)
        print(many, apart, file=self._process.stdin, flush=True)
        self._look(self._asked + 1)
        self._asked += many

    def end(self) -> None:
        """Waits for all that was asked for."""
        self._look(self._asked)
        self._process.communicate(timeout=60)
        assert self._process.returncode == 0

    def _look(self, until: int) -> None:
        assert self._process.stdout is not None
        while len(self.committed) < until:
            self.committed.append(float(self._process.stdout.readline()))


def killed_while_writing(
    path: Path, port: int, server: subprocess.Popen[str], opened: Callable[[int], bool]
) -> subprocess.Popen[str]:
    """300 events in five batches; the server is killed in the midst of each of the first four, and comes back.

    `opened` waits until the page has opened its stream so many times. Gives the server that runs in the end.
    """
    assert opened(1)
    writer = Writer(path)
    for kills in range(1, 5):
        writer.put(60, 0.03)
        time.sleep(0.5)
        server.kill()
        server.communicate()
        time.sleep(0.3)
        server = started(path, port)
        assert opened(kills + 1)
    writer.put(60, 0.03)
    writer.end()
    return server


@contextmanager
def serving(path: Path) -> Iterator[str]:
    """`dateline serve` on a free port: its address."""
    port = free_port()
    process = started(path, port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
