"""Running the desk: one process, one socket, an end within two seconds."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from dateline.desk.app import application
from dateline.desk.settings import Settings

GRACE = 1  # seconds that answers under way get at the end
STALLED = 30_000  # milliseconds after which the kernel gives up on who takes nothing


class CannotListen(Exception):
    """The port could not be had; `reason` is a sentence."""


class _Server(uvicorn.Server):
    """Ends open streams as soon as a signal comes: uvicorn would wait for them first."""

    on_exit: Callable[[], None]

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self.on_exit()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises CannotListen."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, proto)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # inherited by every connection
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALLED)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        raise CannotListen(_reason(error, host, port)) from error
    return listener


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this user."
    return f"Nothing can listen at {host}, port {port}: {error.strerror or error}."


def serve(settings: Settings, listener: socket.socket) -> None:
    """Serves until SIGINT or SIGTERM."""
    _allow_many_files()
    desk = application(settings)
    config = uvicorn.Config(
        desk,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=15,
        ws="none",
        lifespan="on",
    )
    server = _Server(config)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server.on_exit = lambda: _call(loop, desk.hub.stop)
        await server.serve([listener])

    with suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(run())


def _call(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)


def _allow_many_files() -> None:
    """Every stream is an open file: as many as the system lets us have; Windows knows no such limit."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
