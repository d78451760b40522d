"""`dateline read`: reads reports, prints what they say, keeps it in the record."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING

import click

from dateline.cli.faults import faults, teller
from dateline.cli.options import database, day, fast, form_of, knowledge, output, threads

if TYPE_CHECKING:
    from dateline import InputKind


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH|FOLDER|URL|-…")
@click.option("--as", "as_", type=click.Choice(["page", "pasted", "article"]), help="What the input is; default: by its look.")
@click.option("--published", type=day, metavar="DAY", help="The day of publication, for reports that don't state it.")
@fast
@threads
@click.option("--allow-local", is_flag=True, help="Ask addresses of the local network too.")
@knowledge
@output
@database
@click.option("--no-db", is_flag=True, help="Keep nothing.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def read(
    sources: tuple[str, ...],
    as_: InputKind | None,
    published: date | None,
    fast: bool,
    threads: int,
    allow_local: bool,
    kb: tuple[str, ...],
    form: str | None,
    table: str | None,
    out: str | None,
    path: str,
    no_db: bool,
    quiet: bool,
) -> int:
    """Read reports: print what they say and keep it.

    A page, a text, a folder of them, an address, JSON Lines, or - for standard input. A report is printed after it is
    safe in the record. What can't be read is named on stderr, and the rest is read (exit status 1).
    """
    import dateline
    from dateline.cli.knowledge import base_with
    from dateline.cli.output import opened, presenter
    from dateline.cli.progress import progress

    base_with(kb)
    asked, failed = form_of(form, table), list[str]()
    with faults(), ExitStack() as stack:
        record = None if no_db else stack.enter_context(dateline.open_record(path))
        target = stack.enter_context(opened(out))
        present = presenter(asked, target)
        step = stack.enter_context(progress(quiet or target.isatty()))
        tell = teller(failed, step)
        reports = dateline.read_many(
            sources, as_=as_, published=published, allow_local=allow_local, fast=fast, threads=threads, unreadable=tell, kb=kb
        )
        for report in reports:
            if record is not None:
                record.put(report)
            present(report)
            step(report.report.source)
    return 1 if failed else 0
