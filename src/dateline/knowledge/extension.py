"""Actors, offices and members that a user brings: TOML or CSV files, read into the tables of the base.

TOML has lists `[[actor]]`, `[[tenure]]` and `[[member]]`; a CSV file has a head line and rows of one of them, told by its
columns. What is written there goes before what ships with the package.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from dateline.foundation.rows import ActorKind
from dateline.knowledge.base import KnowledgeBase, Tables
from dateline.knowledge.offices import office_class

COLUMNS = {
    "actor": ("id", "name", "aliases", "kind", "country", "code", "nouns", "source"),
    "tenure": ("person", "office", "of", "label", "from", "to", "until_known", "gender", "wikidata", "source"),
    "member": ("group", "members", "from", "to", "source"),
}
NEEDED = {"actor": ("id", "name", "kind"), "tenure": ("person", "office", "of", "from"), "member": ("group", "members")}
TABLE_OF = {"actor": "bodies", "tenure": "tenures", "member": "members"}
KINDS = frozenset(get_args(ActorKind)) - {"person", "anonymous"}


class BadKnowledge(ValueError):
    """A file that can't be used; the message names the file, the entry and what is wrong with it."""


def extended(paths: Iterable[str | Path]) -> KnowledgeBase:
    """The packaged base with the files' rows before its own. Raises BadKnowledge, and OSError for a file that can't be read."""
    more: dict[str, list[dict[str, str]]] = {}
    for path in paths:
        for kind, entry in _entries(Path(path)):
            more.setdefault(TABLE_OF[kind], []).append(_row(kind, entry, str(path)))
    return KnowledgeBase(Tables({name: tuple(rows) for name, rows in more.items()}))


def _entries(path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    if path.suffix.lower() == ".csv":
        with open(path, encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
        return [(_kind_of(found[0], path), r) for r in found] if found else []
    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadKnowledge(f"{path}: no TOML: {error}") from error
    unknown = sorted(parsed.keys() - COLUMNS.keys())
    if unknown:
        raise BadKnowledge(f"{path}: {unknown[0]!r} is no list of this file; write [[actor]], [[tenure]] or [[member]].")
    return [(kind, entry) for kind, entries in parsed.items() for entry in entries]


def _kind_of(first: Mapping[str, Any], path: Path) -> str:
    for kind, needed in NEEDED.items():
        if set(needed) <= first.keys():
            return kind
    raise BadKnowledge(f"{path}: the head line names no table; it needs {' or '.join(', '.join(n) for n in NEEDED.values())}.")


def _row(kind: str, entry: Mapping[str, Any], path: str) -> dict[str, str]:
    """One entry as a row of its table. Lists are joined as the tables join them."""
    at = f"{path}: {kind} {entry.get(NEEDED[kind][0]) or '?'!r}"
    extra = sorted(entry.keys() - set(COLUMNS[kind]))
    missing = [c for c in NEEDED[kind] if not entry.get(c)]
    if extra or missing:
        wrong = f"does not know {extra[0]!r}" if extra else f"lacks {missing[0]!r}"
        raise BadKnowledge(f"{at} {wrong}; its fields are {', '.join(COLUMNS[kind])}.")
    row = {c: _text(entry.get(c, ""), " " if c == "nouns" else "|") for c in COLUMNS[kind]}
    row["source"] = row["source"] or path
    if kind == "actor":
        if row["kind"] not in KINDS:
            raise BadKnowledge(f"{at} is of no known kind {row['kind']!r}; kinds are {', '.join(sorted(KINDS))}.")
        row["country"] = row["country"].lower()
    if kind == "tenure":
        row["label"] = row["label"] or row["office"]
        row["office"], row["of"] = office_class(row["office"]), row["of"].lower()
    for column in ("from", "to", "until_known"):
        if not _is_day(row.get(column, "")):
            raise BadKnowledge(f"{at} has {row[column]!r} under {column!r}; write a day as 2031-03-04, 2031-03 or 2031.")
    return row


def _text(value: Any, joint: str) -> str:
    return joint.join(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())


def _is_day(written: str) -> bool:
    parts = written.split("-")
    widths = [4, 2, 2]
    return not written or (len(parts) <= 3 and all(p.isdigit() and len(p) == w for p, w in zip(parts, widths, strict=False)))
