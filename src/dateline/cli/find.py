"""`dateline find`: rows of all reports, by plain filters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TextIO

import click

from dateline.cli.faults import faults
from dateline.cli.options import database, day

if TYPE_CHECKING:
    from dateline.record import Found

KINDS = ("event", "statement", "position", "tie", "calendar", "forecast", "time", "actor", "report")


@click.command()
@click.option("--actor", metavar="NAME", help="Who takes part: a name, part of one, or an id.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, metavar="KIND", help=f"Of {', '.join(KINDS)}.")
@click.option("--type", "type_", metavar="TYPE", help="Event type, act, stance, relation.")
@click.option("--status", metavar="STATUS", help="happened, planned, negated, …; for statements made or unmade.")
@click.option("--since", type=day, metavar="DAY", help="Not before this day.")
@click.option("--until", type=day, metavar="DAY", help="Not after this day.")
@click.option("--said-by", metavar="NAME", help="On whose word it stands.")
@click.option("--text", metavar="WORDS", help='All of these words; "a phrase", word*.')
@click.option("--report", metavar="ID", help="In this report.")
@click.option("--retracted", is_flag=True, help="Rows too that a newer version no longer says.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, metavar="N", help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One row a line, as JSON.")
@database
def find(
    actor: str | None,
    kinds: tuple[str, ...],
    type_: str | None,
    status: str | None,
    since: date | None,
    until: date | None,
    said_by: str | None,
    text: str | None,
    report: str | None,
    retracted: bool,
    limit: int,
    as_json: bool,
    path: str,
) -> None:
    """Find rows in the record; all filters must fit."""
    import dateline
    from dateline.cli.output import opened
    from dateline.record import Query

    query = Query(
        actor=actor,
        type=type_,
        status=status,
        since=since,
        until=until,
        said_by=said_by,
        text=text,
        report=report,
        retracted=retracted,
        limit=limit + 1,
        **({"kinds": kinds} if kinds else {}),
    )
    with faults(), dateline.open_record(path, readonly=True) as record, opened(None) as out:
        try:
            found = record.find(query)
        except ValueError as error:
            raise click.UsageError(f"--text: {error}.") from None
        (_write_json if as_json else _write_people)(found[:limit], out)
        if len(found) > limit:
            click.echo(f"There are more than {limit}; narrow the question or raise --limit.", err=True)


def _write_json(found: list[Found], out: TextIO) -> None:
    import msgspec

    for row in found:
        out.write(msgspec.json.encode(row).decode() + "\n")


def _write_people(found: list[Found], out: TextIO) -> None:
    """Each report's line, then its rows, as long as they follow one another."""
    from dateline.cli.people import console_on, indented
    from dateline.cli.show import show_found_row, where

    console, report = console_on(out), None
    for row in found:
        if row.report != report:
            indented(where(row), 0, console)
        report = row.report
        if row.kind != "report":
            show_found_row(row, console)
