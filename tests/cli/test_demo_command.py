"""`dateline demo`, from the first report to Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from dateline.demo import LIVE, pages
from dateline.record import open_record
from tests.cli.conftest import Run, here

pytestmark = pytest.mark.reads


def test_it_is_served_and_goes_on_while_one_looks(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dateline", "demo", "--no-open", "--db", "demo.db", "--pace", "0.1"]
    process = subprocess.Popen(command, cwd=tmp_path, env=here(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    lines = [process.stdout.readline() for _ in range(len(pages()) + 1)]
    heads = [line.split()[0] for line in lines]
    assert heads == ["read"] * (len(pages()) - LIVE) + ["The"] + ["posted"] * LIVE
    address = next(line.split(" at ")[1].split()[0] for line in lines if line.startswith("The desk"))
    with urlopen(address + "healthz", timeout=10) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert process.stderr.read() == ""
    with open_record(tmp_path / "demo.db") as record:
        assert len(record.reports()) == len(pages()) - 1  # one is another's second version
        assert record.problems() == []


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("demo", "--no-open", "--port", str(taken.getsockname()[1]))
    assert ran.code == 1
    assert ran.err.startswith("CANNOT_LISTEN: ")
    assert ran.out == ""
