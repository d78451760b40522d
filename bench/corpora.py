"""Where the corpora are that the benches read: the folder DATELINE_CORPORA, else `corpora` in the working directory."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def corpora() -> Path:
    """The folder, whether it is there or not."""
    return Path(os.environ.get("DATELINE_CORPORA") or "corpora")


def part(name: str) -> Path:
    """A folder of it; ends the program with a plain word where it is not there."""
    found = corpora() / name
    if not found.is_dir():
        sys.exit(f"no corpora at {corpora()}: set DATELINE_CORPORA to the folder that holds {name}/; nothing was measured.")
    return found
