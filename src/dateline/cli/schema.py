"""`dateline schema`: the contract."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of what --json prints."""
    from dateline.schema import shipped

    click.echo(shipped(), nl=False)
