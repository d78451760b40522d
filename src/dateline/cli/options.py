"""Options that commands share, so that they are spelt alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
TABLES = ("events", "statements", "positions", "ties", "calendar", "actors", "times", "forecasts")


def day(text: str) -> date:
    """A civil day, written 2031-03-04; anything else is wrong usage."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day; write it as 2031-03-04.") from None


database = click.option(
    "--db", "path", type=click.Path(dir_okay=False), default="dateline.db", show_default=True, metavar="FILE", help="The record."
)


knowledge = click.option(
    "--kb", multiple=True, type=click.Path(), metavar="FILE", help="Actors, offices and members of your own: TOML or CSV."
)


fast = click.option("--fast", is_flag=True, help="For much text: quicker, a little less accurate.")
threads = click.option(
    "--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="Of the model; changes no row."
)


def output(command: Command) -> Command:
    """--json, --rows, --csv KIND and -o FILE; the command gets `form` (`people`, `json`, `rows` or a table) and `out`."""
    for option in reversed(
        (
            click.option("--json", "form", flag_value="json", help="The contract's JSON, one report a line."),
            click.option("--rows", "form", flag_value="rows", help="The notation, one row a line."),
            click.option("--csv", "table", type=click.Choice(TABLES), metavar="KIND", help=f"A table: {', '.join(TABLES)}."),
            click.option("-o", "out", type=click.Path(dir_okay=False), metavar="FILE", help="Write there, not to stdout."),
        )
    ):
        command = option(command)
    return command


def form_of(form: str | None, table: str | None) -> str:
    """The one form asked for; two are wrong usage."""
    if form and table:
        raise click.UsageError(f"--{form} and --csv exclude one another.")
    return form or table or "people"
