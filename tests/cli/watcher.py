"""Follows one feed with a reader that gives made reports, for tests that kill it. `python -m tests.cli.watcher FEED RECORD`"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from threading import Event
from typing import Any

from dateline import watching
from dateline.foundation.rows import Report
from dateline.intake.fetch import fetch
from tests.made import TEXT, made


def read_made(sources: Iterable[str], **_: Any) -> Iterator[Report]:
    """A report of each address that can be fetched."""
    for source in sources:
        got = fetch(source, allow_private=True)
        name = source.rpartition("/")[2]
        words = got.data.decode().removeprefix("says ") if got.data.startswith(b"says ") else name
        yield made(f"{TEXT}\n\nTold of {words}.", f"r:{name}", source)


if __name__ == "__main__":
    watching.read_all = read_made
    watching.run(
        [sys.argv[1]], sys.argv[2], Event(), once=True, allow_local=True, gap=0.0, tell=lambda n: print(n[0], flush=True)
    )
