"""`dateline read` with reports that never end, for tests that kill it. `python -m tests.record.endless FIRST ARGUMENTS…`"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from typing import Any

import dateline
from dateline.cli import main
from dateline.foundation.rows import Report
from tests.made import TEXT, made


def reports(first: int) -> Iterator[Report]:
    """Every third is a new version of an old one."""
    for n in count(first):
        number = n % 5 if n % 3 == 0 else n
        yield made(f"{TEXT}\n\nTurn {n}.", f"r:{number}", f"{number}.html")


if __name__ == "__main__":
    first = int(sys.argv[1])

    def read_many(*_: object, **__: Any) -> Iterator[Report]:
        return reports(first)

    dateline.read_many = read_many
    main(sys.argv[2:])
