"""`dateline parse`: what the linguistic engine says of a text, as CoNLL-U."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from dateline.cli.faults import faults, teller
from dateline.cli.options import fast, threads

if TYPE_CHECKING:
    from dateline import InputKind


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH|FOLDER|URL|-…")
@click.option("--as", "as_", type=click.Choice(["page", "pasted", "article"]), help="What the input is; default: by its look.")
@fast
@threads
@click.option("--allow-local", is_flag=True, help="Ask addresses of the local network too.")
@click.option("-o", "out", type=click.Path(dir_okay=False), metavar="FILE", help="Write there, not to stdout.")
def parse(sources: tuple[str, ...], as_: InputKind | None, fast: bool, threads: int, allow_local: bool, out: str | None) -> int:
    """Print the words of reports with their tags, features, lemmas, trees, names and attributions, as CoNLL-U.

    Takes what `read` takes, keeps nothing.
    """
    from dateline.cli.output import opened
    from dateline.foundation.conllu import conllu
    from dateline.reader import parse_all

    failed = list[str]()
    with faults(), ExitStack() as stack:
        target = stack.enter_context(opened(out))
        found = parse_all(sources, as_=as_, allow_local=allow_local, fast=fast, threads=threads, unreadable=teller(failed))
        for name, parsed, attribution in found:
            target.writelines(f"{line}\n" for line in conllu(parsed, attribution, name))
            target.flush()
    return 1 if failed else 0
