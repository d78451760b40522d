"""The live stream: rows that any process records go to every open page, in order, none missing, none doubled.

Readers with the same filter share a channel. What a channel has to say is written once, as bytes, and handed to all its
readers in one turn of the loop; a reader holds only its place. Whoever cannot take it at once goes on in a task of its
own, and whoever has fallen behind what the channel keeps reads on from the record.

An event's id is `EPOCH-SEQUENCE`. With the last one that it saw a reader comes back (`Last-Event-ID`, or `after` in the
address) and gets what it missed.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from collections.abc import Awaitable, Generator
from types import coroutine
from typing import Annotated, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dateline.desk.asking import BadQuestion, Filter, asked
from dateline.desk.problems import Refusal, answer
from dateline.desk.settings import Settings
from dateline.desk.watching import POLL, News, Watcher, missed
from dateline.desk.wire import beat_of, note_of
from dateline.record import RecordError

BEAT = 15.0  # seconds between two signs of life
PATIENCE = 30.0  # seconds until a reader that takes nothing is dropped
SETTLING = 1.0  # seconds that the watcher may be behind a page that has just been made
KEPT_CHUNKS, KEPT_BYTES = 256, 256 * 1024  # what a channel keeps for readers who are behind
FULL = {"retry-after": "5"}
FILTERS = 500  # different filters at once
RETRY = b"retry: 300\n"  # milliseconds after which a browser comes back
HEADERS = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no"}


class Asked(Filter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rows to hear of; `after` is the id of the last event that was seen, without it only what is new."""

    after: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{1,32}-[0-9]{1,18}$")] | None = None

    @property
    def filter(self) -> Filter:
        """Without the place."""
        return Filter(**{name: getattr(self, name) for name in Filter.__struct_fields__})


class Channel:
    """Readers of one filter, and the latest chunks, each by the sequence number after which it begins."""

    __slots__ = ("chunks", "head", "question", "readers", "size")

    def __init__(self, question: Filter, head: int) -> None:
        self.question, self.head, self.size = question, head, 0
        self.readers: dict[Reader, None] = {}
        self.chunks: dict[int, tuple[int, bytes]] = {}

    def begin(self, head: int) -> None:
        """Nothing is kept; everything before the head is to be read from the record."""
        self.chunks.clear()
        self.head, self.size = head, 0

    def add(self, until: int, body: bytes) -> None:
        """Keeps what follows the head, and lets go of the oldest."""
        self.chunks[self.head] = (until, body)
        self.head, self.size = until, self.size + len(body)
        while len(self.chunks) > KEPT_CHUNKS or self.size > KEPT_BYTES:
            _, old = self.chunks.pop(next(iter(self.chunks)))
            self.size -= len(old)


class Reader:
    """One open stream. Everything up to `place` is sent or being sent."""

    __slots__ = ("_hub", "_lag", "_send", "_task", "channel", "ended", "place")

    def __init__(self, hub: Hub, channel: Channel, place: int, send: Send) -> None:
        self._hub, self.channel, self.place, self._send = hub, channel, place, send
        self._lag: asyncio.Task[None] | None = None
        self._task: asyncio.Task[Any] | None = None
        self.ended = False

    async def run(self, opening: bytes, receive: Receive) -> None:
        """Streams until the other side leaves, the desk stops or the reader is dropped."""
        self._task = asyncio.current_task()
        start = {"type": "http.response.start", "status": 200, "headers": [(n.encode(), v.encode()) for n, v in HEADERS.items()]}
        try:
            await self._send(start)
            self.channel.readers[self] = None
            self.say(opening)
            self.push()
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not self.ended:
                raise
        finally:
            self.channel.readers.pop(self, None)
            if self._lag:
                self._lag.cancel()

    @property
    def is_behind(self) -> bool:
        """Whether it is still taking what was sent, or reading on from the record."""
        return self._lag is not None

    def push(self) -> None:
        """Sends what the channel has beyond this reader's place, if the reader can take it at once."""
        if self._lag or self.place >= self.channel.head:
            return
        until, body = self.channel.chunks.get(self.place, (0, b""))
        if until == self.channel.head:
            self.place = until
            self.say(body)
        else:
            self._lag = asyncio.create_task(self._catch_up())

    def say(self, body: bytes, last: bool = False) -> None:
        """Sends bytes that are no rows, or rows up to `place`; a reader that is behind gets only rows."""
        if self._lag or not (body or last):
            return
        rest = begun(self._send({"type": "http.response.body", "body": body, "more_body": not last}))
        if rest:
            self._lag = asyncio.create_task(self._catch_up(rest))

    def end(self) -> None:
        """Lets go of the reader at once."""
        self.ended = True
        if self._task:
            self._task.cancel()

    async def _catch_up(self, sending: Awaitable[None] | None = None) -> None:
        """Finishes what is being sent, then sends chunk by chunk until the reader is level with its channel."""
        try:
            while sending or self.place < self.channel.head:
                if sending:
                    async with asyncio.timeout(PATIENCE):
                        await sending
                sending = await self._next()
        except (OSError, TimeoutError, RecordError):
            self.end()
        finally:
            self._lag = None

    async def _next(self) -> Awaitable[None] | None:
        """What comes after the place: from the channel or, if it is long gone there, from the record."""
        if self.place >= self.channel.head:
            return None
        self.place, body = self.channel.chunks.get(self.place) or await self._hub.missed(self)
        return self._send({"type": "http.response.body", "body": body, "more_body": True}) if body else None


class Hub:
    """All open streams of one desk. Lives in the loop; only `Watcher` runs beside it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._channels: dict[Filter, Channel] = {}
        self._addresses = Counter[str]()
        self._pages: dict[tuple[Filter, int, int], asyncio.Task[tuple[int, bytes]]] = {}
        self._watcher: Watcher | None = None
        self._beating: asyncio.Task[None] | None = None
        self._stopping = False
        self.epoch, self.head = "", 0

    def start(self) -> None:
        """Watches from now on. To be called in the loop."""
        loop = asyncio.get_running_loop()
        self._watcher = Watcher(
            self._settings.path,
            began=lambda epoch, head: _soon(loop, self._begin, epoch, head),
            news=lambda news: _soon(loop, self._tell, news),
            filters=lambda: tuple(self._channels),
        )
        self._watcher.start()
        self._beating = loop.create_task(self._beat())

    def stop(self) -> None:
        """Ends every stream with a word, and lets nobody in any more."""
        self._stopping = True
        if self._watcher:
            self._watcher.stop()
        if self._beating:
            self._beating.cancel()
        for reader in self._readers():
            if reader.is_behind:
                reader.end()
            else:
                reader.say(note_of("bye", self.epoch, reader.place), last=True)

    # ---- readers
    async def stream(self, request: Request, receive: Receive, send: Send) -> None:
        """One stream, from its opening to its end. Raises BadQuestion and Refusal before anything is sent."""
        question = asked(Asked, request.query_params.multi_items())
        last = request.headers.get("last-event-id") or question.after
        address = request.client.host if request.client else ""
        await self._settled(last)
        channel = self._admit(question.filter, address)
        place, opening = self._opening(last)
        try:
            await Reader(self, channel, place, send).run(opening, receive)
        finally:
            self._addresses[address] -= 1
            self._addresses += Counter()  # forgets those at nought
            if not channel.readers and self._channels.get(channel.question) is channel:
                del self._channels[channel.question]

    def _admit(self, question: Filter, address: str) -> Channel:
        if self._stopping or not self.epoch:
            raise Refusal(503, "The live stream is not open now.", "NOT_OPEN", FULL)
        theirs = 0 if _is_loopback(address) else self._addresses[address]
        if self._addresses.total() >= self._settings.readers or theirs >= self._settings.readers_per_address:
            raise Refusal(503, "Too many live streams are open.", headers=FULL)
        if question not in self._channels and len(self._channels) >= FILTERS:
            raise Refusal(503, "Too many different filters are being read live.", headers=FULL)
        self._addresses[address] += 1
        return self._channels.setdefault(question, Channel(question, self.head))

    async def _settled(self, last: str | None) -> None:
        """Waits until the watcher has seen what the page had that names this id."""
        patience = SETTLING
        while last and self._place(last) is None and patience > 0:
            await asyncio.sleep(POLL)
            patience -= POLL

    def _place(self, last: str) -> int | None:
        """The place that an event's id names; None if it is of another record or beyond the head."""
        epoch, _, sequence = last.partition("-")
        is_ours = epoch == self.epoch and sequence.isascii() and sequence.isdigit() and len(sequence) < 19
        return int(sequence) if is_ours and int(sequence) <= self.head else None

    def _opening(self, last: str | None) -> tuple[int, bytes]:
        place = self._place(last) if last else self.head
        if place is not None:
            return place, RETRY + note_of("hello", self.epoch, place)
        return self.head, RETRY + note_of("hello", self.epoch, self.head) + note_of("reset", self.epoch, self.head)

    async def missed(self, reader: Reader) -> tuple[int, bytes]:
        """What the record has after the reader's place; readers who ask the same at once are answered together."""
        key = (reader.channel.question, reader.place, reader.channel.head)
        if key not in self._pages:
            self._pages[key] = asyncio.create_task(asyncio.to_thread(missed, self._settings.path, *key))
            self._pages[key].add_done_callback(lambda _: self._pages.pop(key))
        return await asyncio.shield(self._pages[key])

    def _readers(self) -> list[Reader]:
        return [reader for channel in self._channels.values() for reader in channel.readers]

    # ---- what the watcher tells
    def _begin(self, epoch: str, head: int) -> None:
        """The record is there, for the first time or in place of another."""
        is_another = bool(self.epoch) and epoch != self.epoch
        self.epoch, self.head = epoch, head
        for channel in self._channels.values():
            channel.begin(head)
            for reader in tuple(channel.readers):
                if is_another:
                    reader.place = head
                    reader.say(note_of("reset", epoch, head))
                else:
                    reader.push()

    def _tell(self, news: News) -> None:
        self.head = news.until
        for question, channel in self._channels.items():
            body = news.bodies.get(question)
            if body is None or channel.head != news.after:  # the channel was opened after the watcher had read
                channel.begin(news.until)
            else:
                channel.add(news.until, body)
            for reader in tuple(channel.readers):
                reader.push()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for reader in self._readers():
                reader.say(beat_of(self.epoch, reader.place))


class Live:
    """`/live` as an ASGI application."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        request = Request(scope)
        if request.method == "HEAD":
            return await Response(headers=HEADERS)(scope, receive, send)
        try:
            await self._hub.stream(request, receive, send)
        except (BadQuestion, Refusal) as error:
            await answer(request, error)(scope, receive, send)


def begun(sending: Awaitable[None]) -> Awaitable[None] | None:
    """Runs it as far as it goes at once: what is left of it, if it has to wait, else None.

    A task for every send would cost more than the send.
    """
    steps = sending.__await__()
    try:
        waiting = next(steps)
    except StopIteration:
        return None
    return _rest(steps, waiting)


@coroutine
def _rest(steps: Generator[Any, Any, None], waiting: Any) -> Generator[Any, None, None]:
    """Goes on for the task that awaits it: hands the task what the steps wait for."""
    try:
        while True:
            yield waiting
            waiting = next(steps)
    except StopIteration:
        return
    finally:
        steps.close()


def _soon(loop: asyncio.AbstractEventLoop, call: Any, *values: Any) -> None:
    """Calls in the loop, unless it has ended meanwhile."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(call, *values)


def _is_loopback(address: str) -> bool:
    """A reverse proxy beside us asks for many."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
