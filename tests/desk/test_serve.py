"""`dateline serve`: how it starts, what it refuses, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desk.desk_of import free_port, record_at, started
from tests.desk.reading import connection, events, lines_of


def serve(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dateline", "serve", *map(str, arguments)]
    settings = os.environ | {"PYTHONPATH": "src"} | environment
    return subprocess.run(command, text=True, capture_output=True, env=settings, timeout=30)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_two_seconds_with_open_streams(tmp_path: Path, sign: signal.Signals) -> None:
    port = free_port()
    process = started(record_at(tmp_path, 1), port)
    with connection(port, "/live") as quick, connection(port, "/live", receive_buffer=4096):
        told = events(lines_of(quick))
        assert next(told).name == "hello"
        start = time.monotonic()
        process.send_signal(sign)
        assert [e.name for e in told] == ["bye"]
        _, complaints = process.communicate(timeout=10)
        assert time.monotonic() - start < 2
    assert complaints == ""
    assert process.returncode in (0, -sign)


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = serve("--db", record_at(tmp_path, 1), "--port", port)
    assert done.returncode == 1
    assert done.stderr.startswith(f"CANNOT_LISTEN: Port {port} is taken by another program. ")


@pytest.mark.parametrize(("content", "code"), [(None, "DB_MISSING"), (b"no record" * 200, "DB_NOT_RECORD")])
def test_without_a_record_it_does_not_start(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    done = serve("--db", path)
    assert (done.returncode, done.stderr.split(":")[0]) == (1, code)
    assert done.stderr.count("\n") == 1


def test_others_are_not_let_in_by_accident(tmp_path: Path) -> None:
    path = record_at(tmp_path, 1)
    done = serve("--db", path, "--host", "0.0.0.0")
    assert (done.returncode, done.stderr.split(":")[0]) == (1, "TOKEN_NEEDED")
    done = serve("--db", path, "--host", "0.0.0.0", DATELINE_TOKEN="short")
    assert (done.returncode, done.stderr.split(":")[0]) == (1, "TOKEN_TOO_SHORT")
    done = serve("--db", path, "--token-file", tmp_path / "none")
    assert (done.returncode, done.stderr.split(":")[0]) == (1, "NOT_READABLE")
