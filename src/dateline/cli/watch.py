"""`dateline watch`: follows feeds and reads what they list into the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from dateline.cli.faults import Fault, faults, told
from dateline.cli.options import database, knowledge
from dateline.foundation.portrait import visible

if TYPE_CHECKING:
    from dateline.watching import News

_UNITS = {"s": 1, "m": 60, "h": 3600}


def seconds(text: str) -> float:
    """A length of time, written 90s, 15m or 2h, a minute to a day; anything else is wrong usage."""
    found = re.fullmatch(r"([0-9]{1,6})([smh])", text)
    length = int(found[1]) * _UNITS[found[2]] if found else 0
    if not 60 <= length <= 86_400:
        raise click.BadParameter(f"{text!r} is no time between a minute and a day; write it as 15m or 2h.")
    return float(length)


@click.command()
@click.argument("feeds", nargs=-1, required=True, metavar="FEED|OPML…")
@click.option("--every", type=seconds, default="15m", show_default=True, metavar="TIME", help="Between two polls of a feed.")
@click.option("--once", is_flag=True, help="Poll each feed once, read what is due, and end.")
@click.option("--allow-local", is_flag=True, help="Ask addresses of the local network too.")
@knowledge
@database
@click.option("-q", "--quiet", is_flag=True, help="Only complaints.")
def watch(
    feeds: tuple[str, ...], every: float, once: bool, allow_local: bool, kb: tuple[str, ...], path: str, quiet: bool
) -> int:
    """Follow feeds: read their new reports into the record.

    RSS, Atom and JSON Feeds by their addresses, or OPML files that name them. Ends with Ctrl-C and goes on where it was.
    """
    from threading import Event

    from dateline import watching
    from dateline.cli.knowledge import base_with

    known = base_with(kb)
    missed: list[str] = []
    tell = teller(quiet, missed.append)
    with faults():
        watching.run(named(feeds), path, Event(), every=every, once=once, allow_local=allow_local, tell=tell, kb=known)
    return 1 if missed else 0


def teller(quiet: bool, missed: Callable[[str], None] = lambda _: None) -> Callable[[News], None]:
    """Prints the news of a watch, a line each: complaints on stderr, the rest unless `quiet`.

    `missed` hears the address of what could not be had.
    """
    from dateline.watching import Missed

    def tell(news: News) -> None:
        if isinstance(news, Missed):
            missed(news.address)
            click.echo(told(news.code, f"{news.address}: {news.message} {_again(news.again)}"), err=True)
        elif not quiet:
            click.echo(visible(_line(news)))

    return tell


def named(arguments: Sequence[str]) -> list[str]:
    """The addresses of the feeds that the arguments name; what names none is a Fault."""
    from dateline.reading.page.errors import Unreadable
    from dateline.watching import feeds_behind

    try:
        return feeds_behind(arguments)
    except Unreadable as error:
        raise Fault(error.code, f"{error.__notes__[0]}: {error.message}") from error


def _again(wait: float | None) -> str:
    return "It is given up." if wait is None else f"Next try in {max(1, round(wait / 60))} min."


def _line(news: News) -> str:
    from dateline.watching import Added, Polled

    if isinstance(news, Added):
        head = news.report.report
        parts = [head.title or head.id, head.publisher, news.address]
        return f"read   {' · '.join(p for p in parts if p)} · version {news.version}"
    assert isinstance(news, Polled)
    later = f", {news.left} left for later polls" if news.left else ""
    return f"polled {news.feed} · {f'{news.new} new{later}' if news.is_changed else 'not changed'}"
