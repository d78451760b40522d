"""`dateline db`: the record's file."""

from __future__ import annotations

import click

from dateline.cli.faults import faults
from dateline.cli.options import database


@click.group()
def db() -> None:
    """Look after the record."""


@db.command()
@database
def check(path: str) -> int:
    """Check that the record is sound."""
    import dateline

    with faults(), dateline.open_record(path, readonly=True) as record:
        found = record.problems()
        for problem in found:
            click.echo(f"DB_DAMAGED: {path}: {problem}.", err=True)
        if not found:
            reports = record.reports()
            rows = sum(sum(r.rows.values()) for r in reports)
            click.echo(f"{path} is sound. Reports: {len(reports)}, rows: {rows}, changes: {record.last_sequence}.")
    return 1 if found else 0
