"""The live stream's fan-out beside sse-starlette, in one run: deliveries per CPU-second, latency, memory per reader.

    python bench/live.py [--seconds 6] [--rounds 2]

A writer puts reports into a record, at a steady rate; a load process reads the streams over raw sockets; the server is
a process of its own, and only its CPU time counts. The peer follows the same record in the same way and gives each
reader a queue, as sse-starlette's documentation does. Both run in the same uvicorn. Latency is from the end of the
writer's commit to the bytes' arrival. Needs sse-starlette (bench/requirements.txt) and Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import msgspec

import dateline
from dateline.foundation.ids import digest
from dateline.foundation.rows import Actor, Event, Head, Mention, Report
from dateline.foundation.spans import Span

# name, readers, commits a second, rows a commit
SCENES = (
    ("1 row a commit, 200 readers", 200, 40, 1),
    ("10 rows a commit, 200 readers", 200, 10, 10),
    ("1 row a commit, 1,000 readers", 1000, 8, 1),
)
EVENT = re.compile(rb"id: [0-9a-f]+-(\d+)\r?\nevent: row\r?\n")
TICK = os.sysconf("SC_CLK_TCK")


# ---- the writer


def report_of(n: int, rows: int) -> Report:
    """An invented report with so many events."""
    text = "\n\n".join(f"Aldmark's envoy met delegation {i} of sitting {n} in Port Ellis on Monday." for i in range(rows))
    head = Head(id=f"r:bench-{n}", source=f"bench-{n}.txt", title=f"Sitting {n}", text=text)
    actor = Actor(id="x:aldmark", name="Aldmark", kind="country", mentions=(Mention(span=Span(0, 7), form="name", why="name"),))
    spans = [Span(m.start(), m.end()) for m in re.finditer("met delegation [^.]*", text)]
    fixed = {"type": "CONSULT", "quad": 1, "score": 1.0, "source": ("x:aldmark",), "status": "happened", "rule": "meet"}
    events = tuple(Event(id="e:" + digest(s.of(text)), trigger=s, evidence=(s,), **fixed) for s in spans)
    return Report(report=head, actors=(actor,), events=events)


def write(path: str, start: int, seconds: float, rate: float, rows: int) -> None:
    """Puts reports; prints `sequence seconds` for each event row, when its commit has returned."""
    begun, n = time.monotonic(), 0
    with dateline.open_record(path) as record:
        while time.monotonic() - begun < seconds:
            put = record.put(report_of(start + n, rows))
            now = time.monotonic()
            print("\n".join(f"{c.sequence} {now:.6f}" for c in put.changes if c.kind == "event"))
            n += 1
            time.sleep(max(0.0, begun + n / rate - time.monotonic()))


# ---- the readers


class Stream(asyncio.Protocol):
    """One open stream: keeps what came and when, to be looked at afterwards."""

    def __init__(self) -> None:
        self.came: list[tuple[float, bytes]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"GET /live HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        self.came.append((time.monotonic(), data))

    def rows(self) -> Iterator[tuple[int, float]]:
        """(sequence, when) of each row."""
        tail = b""
        for now, data in self.came:
            data, end = tail + data, 0
            for found in EVENT.finditer(data):
                yield int(found[1]), now
                end = found.end()
            tail = data[end:][-100:]


async def read(port: int, readers: int) -> None:
    """Opens the streams, says so, is told how many rows to wait for on each, prints (sequence, when) of all."""
    streams: list[Stream] = []
    loop = asyncio.get_running_loop()
    for i in range(readers):
        _, stream = await loop.create_connection(Stream, "127.0.0.1", port)
        streams.append(stream)
        if i % 50 == 49:
            await asyncio.sleep(0.05)
    print("open", flush=True)
    wanted, until = int(await asyncio.to_thread(sys.stdin.readline)), time.monotonic() + 60
    while time.monotonic() < until and any(sum(1 for _ in stream.rows()) < wanted for stream in streams):
        await asyncio.sleep(0.5)
    json.dump([row for stream in streams for row in stream.rows()], sys.stdout)


# ---- the servers


def serve_peer(path: str, port: int) -> None:
    """sse-starlette over the same record."""
    import uvicorn
    from sse_starlette import EventSourceResponse, ServerSentEvent
    from starlette.applications import Starlette
    from starlette.routing import Route

    from dateline.desk.wire import shown
    from dateline.record import Query

    queues: set[asyncio.Queue[ServerSentEvent]] = set()

    async def watch() -> None:
        with dateline.open_record(path, readonly=True) as record:
            version, place, epoch = record.data_version, record.last_sequence, record.epoch
            while True:
                await asyncio.sleep(0.02)
                if record.data_version == version:
                    continue
                version, head = record.data_version, record.last_sequence
                for entry in record.told(Query(retracted=True), place, head):
                    data = msgspec.json.encode(shown(entry)).decode()
                    for queue in queues:
                        queue.put_nowait(ServerSentEvent(data, event="row", id=f"{epoch}-{entry.sequence}"))
                place = head

    async def rows(queue: asyncio.Queue[ServerSentEvent]) -> AsyncIterator[ServerSentEvent]:
        queues.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            queues.discard(queue)

    async def live(_: Any) -> EventSourceResponse:
        return EventSourceResponse(rows(asyncio.Queue()), sep="\n")

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        task = asyncio.create_task(watch())
        yield
        task.cancel()

    app = Starlette(routes=[Route("/live", live)], lifespan=lifespan)
    uvicorn.run(app, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=1)


@contextmanager
def running(*arguments: object) -> Any:
    """A process of this very file, or of Dateline."""
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        text=True,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the peer complains of every reader that has gone
    )
    try:
        yield process
    finally:
        process.kill()  # how long a server takes to end is not what is measured
        process.wait()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident(pid: int) -> int:
    """Bytes."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024  # type: ignore[index]


def wait_for(port: int) -> None:
    import socket

    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server does not come up")


def measure(server: str, readers: int, rate: float, rows: int, seconds: float, port: int) -> dict[str, float]:
    """One server under one load."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/bench.db"
        with dateline.open_record(path) as record:
            record.put(report_of(0, 1))
        command = (
            ("-m", "dateline", "serve", "--db", path, "--port", port) if server == "desk" else (__file__, "peer", path, port)
        )
        with running(*command) as served:
            wait_for(port)
            time.sleep(0.5)
            before = resident(served.pid)
            with running(__file__, "read", port, readers) as load:
                assert load.stdout.readline() == "open\n"
                time.sleep(0.5)
                memory, cpu = resident(served.pid) - before, cpu_seconds(served.pid)
                done = subprocess.run(
                    [sys.executable, __file__, "write", path, "1", str(seconds), str(rate), str(rows)],
                    text=True,
                    capture_output=True,
                    check=True,
                )
                told = dict(line.split() for line in done.stdout.splitlines() if line)
                log = json.loads(load.communicate(f"{len(told)}\n")[0])
                cpu = cpu_seconds(served.pid) - cpu
    waits = sorted(when - float(told[str(sequence)]) for sequence, when in log)
    assert len(log) == len(told) * readers, f"{server}: {len(log)} of {len(told) * readers} deliveries"
    return {
        "per_cpu_second": len(log) / cpu,
        "p50_ms": waits[len(waits) // 2] * 1e3,
        "p99_ms": waits[int(len(waits) * 0.99)] * 1e3,
        "kb": memory / readers / 1e3,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    port = 18_400
    print(f"{'':<32}{'':<8}{'deliveries/CPU-s':>18}{'p50 ms':>9}{'p99 ms':>9}{'KB a reader':>13}")
    for name, readers, rate, rows in SCENES:
        found: dict[str, list[dict[str, float]]] = {"desk": [], "peer": []}
        for _ in range(options.rounds):
            for server, results in found.items():
                port += 1
                results.append(measure(server, readers, rate, rows, options.seconds, port))
        best = {server: {k: statistics.median(r[k] for r in rs) for k in rs[0]} for server, rs in found.items()}
        for server, r in best.items():
            print(f"{name:<32}{server:<8}{r['per_cpu_second']:>18,.0f}{r['p50_ms']:>9.1f}{r['p99_ms']:>9.1f}{r['kb']:>13.1f}")
        print(f"{'':<32}{'ratio':<8}{best['desk']['per_cpu_second'] / best['peer']['per_cpu_second']:>17.1f}×")


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    match sys.argv[1:]:
        case ["write", path, start, seconds, rate, rows]:
            write(path, int(start), float(seconds), float(rate), int(rows))
        case ["read", port, readers]:
            wait_for(int(port))
            asyncio.run(read(int(port), int(readers)))
        case ["peer", path, port]:
            serve_peer(path, int(port))
        case _:
            main()
