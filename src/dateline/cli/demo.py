"""`dateline demo`: a small record, opened in the desk, its last reports posted while one looks."""

from __future__ import annotations

import tempfile
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.faults import Fault, faults
from dateline.cli.options import knowledge

if TYPE_CHECKING:
    from dateline.foundation.rows import Report


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Where to listen; default: any free port.")
@click.option("--no-open", is_flag=True, help="Don't open the browser.")
@click.option("--db", "path", type=click.Path(dir_okay=False), metavar="FILE", help="Keep the record there; default: nowhere.")
@click.option(
    "--pace", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True, metavar="S", help="Seconds between two."
)
@knowledge
def demo(port: int, no_open: bool, path: str | None, pace: float, kb: tuple[str, ...]) -> None:
    """Show the desk with a small record of invented reports; the last ones come in while you look.

    Two weeks of a quarrel over herring, told by six papers. Ends with Ctrl-C.
    """
    from dateline import demo as story
    from dateline.cli.knowledge import base_with
    from dateline.desk.serving import CannotListen, listening, serve
    from dateline.desk.settings import Settings

    stop, known = threading.Event(), base_with(kb)
    with faults(), ExitStack() as stack:
        folder = None if path else stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-demo-"))
        record = Path(path or f"{folder}/demo.db").absolute()
        try:
            listener = stack.enter_context(listening("127.0.0.1", port))
        except CannotListen as error:
            raise Fault("CANNOT_LISTEN", str(error)) from None
        for report in story.post(story.pages()[: -story.LIVE], record, known):
            click.echo(f"read   {report.report.title} · {report.report.publisher}")
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        click.echo(f"The desk is at {address} · {story.LIVE} more reports are coming · Ctrl+C ends it")
        if not no_open:
            click.launch(address)
        live = threading.Thread(target=story.replay, args=(record, stop, pace, _posted, known))
        live.start()
        stack.callback(live.join)
        stack.callback(stop.set)
        with suppress(KeyboardInterrupt):  # the way to end it
            serve(Settings(path=record), listener)


def _posted(report: Report) -> None:
    click.echo(f"posted {report.report.title} · {report.report.publisher}")
