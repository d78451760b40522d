"""The hub of the live streams with readers made by hand: who is dropped, who is not let in, what keeps a stream alive."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.desk import live
from dateline.desk.live import Hub, Live
from dateline.desk.settings import Settings
from dateline.record import Record, open_record
from tests.desk.desk_of import record_at
from tests.made import TEXT, made


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(record_at(tmp_path, 1)) as opened:
        yield opened


class Reader:
    """A stream without a socket; `gate` closed, it takes nothing more."""

    def __init__(self, hub: Hub, query: str = "", address: str = "192.0.2.1") -> None:
        self.body, self.status, self.headers = b"", 0, dict[bytes, bytes]()
        self.gate, self.left = asyncio.Event(), asyncio.Event()
        self.gate.set()
        scope = {
            "type": "http", "method": "GET", "path": "/live", "headers": [],
            "query_string": query.encode(), "client": (address, 1),
        }  # fmt: skip
        self.task = asyncio.create_task(Live(hub)(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.gate.wait()
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        self.body += message.get("body", b"")

    async def has(self, words: bytes, times: int = 1) -> bool:
        for _ in range(300):
            if self.body.count(words) >= times:
                return True
            await asyncio.sleep(0.02)
        return False


async def within(record: Record, act: Callable[[Hub], Awaitable[None]], **limits: int) -> None:
    hub = Hub(dataclasses.replace(Settings(path=record.path), **limits))
    hub.start()
    while not hub.epoch:
        await asyncio.sleep(0.01)
    try:
        await act(hub)
    finally:
        hub.stop()


def put(record: Record, n: int) -> None:
    record.put(made(f"{TEXT}\n\nSitting {n}.", f"r:live-{n}", f"live-{n}.html"))


def test_a_reader_that_takes_nothing_is_dropped(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PATIENCE", 0.2)

    async def act(hub: Hub) -> None:
        stuck, quick = Reader(hub), Reader(hub)
        assert await stuck.has(b"event: hello")
        stuck.gate.clear()
        put(record, 1)
        assert await quick.has(b"event: row", 9)
        await asyncio.wait_for(stuck.task, 2)
        put(record, 2)
        assert await quick.has(b"event: row", 18)
        assert stuck.body.count(b"event: row") == 0
        assert not quick.task.done()

    asyncio.run(within(record, act))


def test_a_reader_far_behind_the_ring_reads_on_from_the_record(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "KEPT_CHUNKS", 2)
    reports = 8

    async def act(hub: Hub) -> None:
        late, quick = Reader(hub), Reader(hub)
        assert await late.has(b"event: hello")
        late.gate.clear()
        for n in range(reports):
            put(record, n)
            assert await quick.has(b"event: row", 9 * (n + 1))
        late.gate.set()
        assert await late.has(b"event: row", 9 * reports)
        await asyncio.sleep(0.1)
        assert late.body == quick.body

    asyncio.run(within(record, act))


def test_a_filter_that_never_fits_still_moves_on(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BEAT", 0.05)

    async def act(hub: Hub) -> None:
        reader = Reader(hub, "status=cancelled")
        assert await reader.has(b"event: hello")
        put(record, 1)
        assert await reader.has(b":\nid: %b-%d\n\n" % (record.epoch.encode(), record.last_sequence))
        assert b"event: row" not in reader.body

    asyncio.run(within(record, act))


@pytest.mark.parametrize(("address", "limits"), [("192.0.2.1", {"readers_per_address": 2}), ("127.0.0.1", {"readers": 2})])
def test_too_many_readers_are_told_to_come_back(record: Record, address: str, limits: dict[str, int]) -> None:
    async def act(hub: Hub) -> None:
        readers = [Reader(hub, address=address) for _ in range(2)]
        assert all([await r.has(b"event: hello") for r in readers])
        third = Reader(hub, address=address)
        await third.task
        assert (third.status, third.headers[b"retry-after"]) == (503, b"5")
        assert b"TOO_MANY_READERS" in third.body
        readers[0].left.set()
        await readers[0].task
        assert await Reader(hub, address=address).has(b"event: hello")

    asyncio.run(within(record, act, **limits))


def test_a_cap_of_one_address_is_not_anothers(record: Record) -> None:
    async def act(hub: Hub) -> None:
        for address in ("192.0.2.1", "192.0.2.2", "127.0.0.1", "127.0.0.1"):
            assert await Reader(hub, address=address).has(b"event: hello")

    asyncio.run(within(record, act, readers_per_address=1))


def test_nobody_is_let_in_after_the_end(record: Record) -> None:
    async def act(hub: Hub) -> None:
        open_one = Reader(hub)
        assert await open_one.has(b"event: hello")
        hub.stop()
        assert await open_one.has(b"event: bye")
        late = Reader(hub)
        await late.task
        assert late.status == 503

    asyncio.run(within(record, act))
