"""The program is killed at any instant: nothing acknowledged is lost, nothing is doubled, the file is sound."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import msgspec

import dateline
from dateline.foundation.rows import Report
from dateline.record import open_record
from dateline.record.rows import report_digest

KILLS = 50


def _start(first: int, database: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.record.endless", str(first), "read", "anything", "--json", "--db", str(database)]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(Path(dateline.__file__).parents[1])}
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _acknowledged(output: bytes) -> list[tuple[str, str]]:
    """(report id, digest) of every line that is whole."""
    *lines, _ = output.split(b"\n")
    reports = [msgspec.json.decode(line, type=Report) for line in lines]
    return [(r.report.id, report_digest(r)) for r in reports]


def test_nothing_acknowledged_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    database, chance = tmp_path / "dateline.db", random.Random(7)
    acknowledged: set[tuple[str, str]] = set()
    for turn in range(KILLS):
        process = _start(turn * 1000, database)
        assert process.stdout is not None
        first = process.stdout.readline() if turn % 5 else b""  # every fifth is killed while it opens the record
        time.sleep(chance.uniform(0, 0.04) if first else chance.uniform(0, 0.4))
        process.kill()
        rest = process.stdout.read()
        process.wait()
        acknowledged.update(_acknowledged(first + rest))
    with open_record(database) as record:
        assert record.problems() == []
        entries = record.journal()
        assert [e.sequence for e in entries] == list(range(1, len(entries) + 1))
    with closing(sqlite3.connect(database)) as connection:
        stored = connection.execute("SELECT r.id, v.digest FROM reports r JOIN versions v ON v.report = r.number").fetchall()
    assert len(acknowledged) >= KILLS // 2
    assert acknowledged <= set(stored)
    assert len(stored) == len(set(stored))


def test_ctrl_c_leaves_a_sound_record_and_says_so(tmp_path: Path) -> None:
    database = tmp_path / "dateline.db"
    process = _start(0, database)
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, errors = process.stdout.read(), process.stderr.read()
    assert process.wait(timeout=20) == 130
    assert errors.decode().strip() == "Interrupted: what was printed is kept, the rest was not read."
    with open_record(database) as record:
        assert record.problems() == []
        assert {i for i, _ in _acknowledged(first + rest)} <= {r.id for r in record.reports()}
