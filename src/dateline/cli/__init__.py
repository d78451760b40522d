"""The command line: one file a command, each thin: arguments, one call, one presenter.

Nothing heavy is imported before a command runs, so that `dateline --help` is quick.
Exit status: 0 all done, 1 something could not be done (named on stderr), 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from dateline import __version__
from dateline.cli.actor import actor
from dateline.cli.date import date
from dateline.cli.db import db
from dateline.cli.demo import demo
from dateline.cli.find import find
from dateline.cli.parse import parse
from dateline.cli.read import read
from dateline.cli.schema import schema
from dateline.cli.serve import serve
from dateline.cli.show import show
from dateline.cli.times import times
from dateline.cli.watch import watch
from dateline.cli.why import why


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def dateline() -> None:
    """Reads news reports and keeps the record of what they say."""


for command in (read, times, date, parse, actor, show, why, find, watch, serve, demo, db, schema):
    dateline.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and leaves with its exit status."""
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        return int(dateline.main(arguments, prog_name="dateline", standalone_mode=False) or 0)
    except click.exceptions.Abort:
        click.echo("Interrupted: what was printed is kept, the rest was not read.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush at exit
        return 141
