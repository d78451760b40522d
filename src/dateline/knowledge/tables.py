"""Rules and lexicons: TOML tables inside the package, every entry with examples that run as tests.

A table is a file `knowledge/<name>.toml` with `[[entry]]` items. Each has an `id` unique in its table and lists
`yes` and `no` of sentences: on each `yes` the entry must do its work, on each `no` it must not. What "its work" is,
the stage's own test says. An entry without both does not load.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


class BadTable(ValueError):
    """A table entry that may not be used; the message names the table, the entry and what is missing."""


@cache
def table(name: str) -> tuple[dict[str, Any], ...]:
    """The entries of `knowledge/<name>.toml`, in file order. Raises BadTable."""
    source = files("dateline.knowledge").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(source).get("entry", [])
    seen: set[str] = set()
    for entry in entries:
        key = entry.get("id")
        if not key or key in seen:
            raise BadTable(f"{name}.toml: an entry has no id of its own ({key!r}); give each a unique id.")
        if not entry.get("yes") or not entry.get("no"):
            raise BadTable(f"{name}.toml: entry {key!r} lacks yes or no examples; add at least one of each.")
        seen.add(key)
    return tuple(entries)
